//! Arithmetic expansion: C's integer expressions on 64 bits (POSIX XCU 2.6.4, XCU 1.1.2.1).
//!
//! Each shell knows a different set of operators and words its errors differently.

use crate::Flavour;

/// Variables as an expression sees them.
pub trait Scope {
    /// A variable's text; `Err` is a message, such as that of an unset variable under `set -u`.
    fn value(&mut self, name: &str) -> Result<Option<String>, String>;
    fn assign(&mut self, name: &str, value: i64) -> Result<(), String>;
    /// An array element's text.
    fn element(&mut self, name: &str, index: &str) -> Result<Option<String>, String>;
    fn assign_element(&mut self, name: &str, index: &str, value: i64) -> Result<(), String>;
}

/// Why an expression has no value; the words are the flavour's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArithmeticError(pub String);

/// Nesting of parentheses, unary operators and variables that hold expressions.
const MAX_DEPTH: usize = 80;

/// The value of an expression.
pub fn evaluate(text: &str, flavour: Flavour, scope: &mut dyn Scope) -> Result<i64, ArithmeticError> {
    evaluate_nested(text, flavour, scope, 0)
}

fn evaluate_nested(text: &str, flavour: Flavour, scope: &mut dyn Scope, depth: usize) -> Result<i64, ArithmeticError> {
    // The commonest expressions are numbers.
    if let Ok(number) = text.parse::<i64>()
        && (number == 0 && text.len() == 1 || !text.starts_with(['0', '-', '+']))
    {
        return Ok(number);
    }
    let mut evaluator = Evaluator {
        text,
        at: 0,
        last: 0,
        flavour,
        scope,
        skip: 0,
        depth,
    };
    evaluator.blanks();
    if evaluator.at == text.len() {
        if flavour == Flavour::Dash {
            return Err(evaluator.fail(Problem::Primary));
        }
        return Ok(0);
    }
    let value = evaluator.comma()?;
    evaluator.blanks();
    if evaluator.at < text.len() {
        return Err(evaluator.fail(Problem::Rest));
    }
    Ok(value)
}

enum Problem {
    Primary,
    Rest,
    Colon,
    Division(usize),
    Parenthesis,
    Exponent,
    Base(String),
    Deep,
}

struct Evaluator<'a> {
    text: &'a str,
    at: usize,
    /// Where the last operator began, for messages.
    last: usize,
    flavour: Flavour,
    scope: &'a mut dyn Scope,
    /// Above zero in a branch that is not taken.
    skip: usize,
    depth: usize,
}

/// What an assignment can go to.
enum Place<'a> {
    Name(&'a str),
    Element(&'a str, &'a str),
}

/// Binary operators by how tightly they bind.
const BINARY: [(&str, u8); 19] = [
    ("||", 1),
    ("&&", 2),
    ("|", 3),
    ("^", 4),
    ("&", 5),
    ("==", 6),
    ("!=", 6),
    ("<=", 7),
    (">=", 7),
    ("<<", 8),
    (">>", 8),
    ("<", 7),
    (">", 7),
    ("+", 9),
    ("-", 9),
    ("**", 11),
    ("*", 10),
    ("/", 10),
    ("%", 10),
];

impl<'a> Evaluator<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
    }

    fn fail(&self, problem: Problem) -> ArithmeticError {
        let text = self.text;
        let message = match self.flavour {
            Flavour::Dash => {
                let what = match problem {
                    Problem::Primary | Problem::Exponent => "expecting primary",
                    Problem::Colon => "expecting ':'",
                    Problem::Division(_) => "division by zero",
                    Problem::Parenthesis => "expecting ')'",
                    _ => "expecting EOF",
                };
                format!("arithmetic expression: {what}: \"{text}\"")
            }
            Flavour::Ash => match problem {
                Problem::Division(_) => "divide by zero".into(),
                Problem::Colon => "malformed ?: operator".into(),
                Problem::Exponent => "exponent less than 0".into(),
                Problem::Deep => "expression recursion loop detected".into(),
                _ => "arithmetic syntax error".into(),
            },
            Flavour::Bash => {
                let token = self.rest().trim_end();
                let here = if token.is_empty() {
                    text.get(self.last..).unwrap_or("").trim_end()
                } else {
                    token
                };
                let text = text.trim_start();
                match problem {
                    Problem::Primary => format!("{text}: syntax error: operand expected (error token is \"{here}\")"),
                    Problem::Rest if here.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '(') => {
                        format!("{text}: syntax error in expression (error token is \"{here}\")")
                    }
                    Problem::Rest => format!("{text}: syntax error: invalid arithmetic operator (error token is \"{here}\")"),
                    Problem::Colon => {
                        let token = text.get(self.last..).unwrap_or("").trim();
                        format!("{text}: `:' expected for conditional expression (error token is \"{token}\")")
                    }
                    Problem::Division(at) => {
                        let token = text.get(at..).unwrap_or("").trim();
                        format!("{text}: division by 0 (error token is \"{token}\")")
                    }
                    Problem::Parenthesis => format!("{text}: missing `)' (error token is \"{here}\")"),
                    Problem::Exponent => format!("{text}: exponent less than 0 (error token is \"{here}\")"),
                    Problem::Base(token) => format!("{text}: value too great for base (error token is \"{token}\")"),
                    Problem::Deep => format!("{text}: expression recursion level exceeded (error token is \"{here}\")"),
                }
            }
        };
        ArithmeticError(message)
    }

    fn take(&mut self, op: &str) -> bool {
        self.blanks();
        if self.rest().starts_with(op) {
            self.last = self.at;
            self.at += op.len();
            return true;
        }
        false
    }

    fn comma(&mut self) -> Result<i64, ArithmeticError> {
        let mut value = self.assignment()?;
        while self.flavour != Flavour::Dash && self.take(",") {
            value = self.assignment()?;
        }
        Ok(value)
    }

    fn assignment(&mut self) -> Result<i64, ArithmeticError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fail(Problem::Deep));
        }
        let start = self.at;
        if let Some(place) = self.place()? {
            self.blanks();
            let may_be = self
                .rest()
                .starts_with(['=', '+', '-', '*', '/', '%', '<', '>', '&', '^', '|']);
            let operator = ["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="]
                .into_iter()
                .filter(|_| may_be)
                .find(|op| self.rest().starts_with(op) && !(*op == "=" && self.rest().starts_with("==")));
            if let Some(operator) = operator {
                self.last = self.at;
                self.at += operator.len();
                let operand_at = self.at;
                let right = self.assignment()?;
                let value = match operator.strip_suffix('=') {
                    Some("") | None => right,
                    Some(op) => {
                        let left = self.read(&place)?;
                        self.apply(op, left, right, operand_at)?
                    }
                };
                self.write(&place, value)?;
                self.depth -= 1;
                return Ok(value);
            }
        }
        self.at = start;
        let value = self.conditional()?;
        self.depth -= 1;
        Ok(value)
    }

    fn conditional(&mut self) -> Result<i64, ArithmeticError> {
        let condition = self.binary(1)?;
        if !self.take("?") {
            return Ok(condition);
        }
        let taken = condition != 0;
        self.skip += usize::from(!taken);
        let yes = self.comma()?;
        self.skip -= usize::from(!taken);
        if !self.take(":") {
            return Err(self.fail(Problem::Colon));
        }
        self.skip += usize::from(taken);
        let no = self.assignment()?;
        self.skip -= usize::from(taken);
        Ok(if taken { yes } else { no })
    }

    fn operator(&mut self) -> Option<(&'static str, u8)> {
        self.blanks();
        let rest = self.rest();
        if !rest.starts_with(['|', '&', '^', '=', '!', '<', '>', '+', '-', '*', '/', '%']) {
            return None;
        }
        let exponent = self.flavour != Flavour::Dash;
        BINARY
            .into_iter()
            .filter(|(op, _)| rest.starts_with(op) && (*op != "**" || exponent))
            .max_by_key(|(op, _)| op.len())
            .filter(|(op, _)| !(rest[op.len()..].starts_with('=') && !matches!(*op, "==" | "!=" | "<=" | ">=")))
    }

    fn binary(&mut self, least: u8) -> Result<i64, ArithmeticError> {
        let mut left = self.unary()?;
        while let Some((op, level)) = self.operator() {
            if level < least {
                break;
            }
            self.last = self.at;
            self.at += op.len();
            let operand_at = self.at;
            let skipped = (op == "&&" && left == 0) || (op == "||" && left != 0);
            self.skip += usize::from(skipped);
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(self.fail(Problem::Deep));
            }
            let right = self.binary(if op == "**" { level } else { level + 1 });
            self.depth -= 1;
            self.skip -= usize::from(skipped);
            left = self.apply(op, left, right?, operand_at)?;
        }
        Ok(left)
    }

    fn apply(&self, op: &str, left: i64, right: i64, operand_at: usize) -> Result<i64, ArithmeticError> {
        Ok(match op {
            "||" => i64::from(left != 0 || right != 0),
            "&&" => i64::from(left != 0 && right != 0),
            "|" => left | right,
            "^" => left ^ right,
            "&" => left & right,
            "==" => i64::from(left == right),
            "!=" => i64::from(left != right),
            "<=" => i64::from(left <= right),
            ">=" => i64::from(left >= right),
            "<" => i64::from(left < right),
            ">" => i64::from(left > right),
            "<<" => left.wrapping_shl(right as u32),
            ">>" => left.wrapping_shr(right as u32),
            "+" => left.wrapping_add(right),
            "-" => left.wrapping_sub(right),
            "*" => left.wrapping_mul(right),
            "**" => {
                if right < 0 {
                    return if self.skip > 0 {
                        Ok(0)
                    } else {
                        Err(self.fail(Problem::Exponent))
                    };
                }
                let (mut result, mut base, mut exponent) = (1i64, left, right as u64);
                while exponent > 0 {
                    if exponent & 1 == 1 {
                        result = result.wrapping_mul(base);
                    }
                    base = base.wrapping_mul(base);
                    exponent >>= 1;
                }
                result
            }
            "/" | "%" if right == 0 => {
                return if self.skip > 0 {
                    Ok(0)
                } else {
                    Err(self.fail(Problem::Division(operand_at)))
                };
            }
            "/" => left.wrapping_div(right),
            _ => left.wrapping_rem(right),
        })
    }

    fn unary(&mut self) -> Result<i64, ArithmeticError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fail(Problem::Deep));
        }
        self.blanks();
        let extended = self.flavour != Flavour::Dash;
        let value = if extended && (self.rest().starts_with("++") || self.rest().starts_with("--")) {
            let by = if self.rest().starts_with("++") { 1 } else { -1 };
            let start = self.at;
            self.last = self.at;
            self.at += 2;
            self.blanks();
            match self.place()? {
                Some(place) => {
                    let value = self.read(&place)?.wrapping_add(by);
                    self.write(&place, value)?;
                    value
                }
                None => {
                    self.at = start + 1;
                    let value = self.unary()?;
                    if by == 1 { value } else { value.wrapping_neg() }
                }
            }
        } else if self.rest().starts_with('!') && !self.rest().starts_with("!=") {
            self.last = self.at;
            self.at += 1;
            i64::from(self.unary()? == 0)
        } else if self.take("~") {
            !self.unary()?
        } else if self.take("-") {
            self.unary()?.wrapping_neg()
        } else if self.take("+") {
            self.unary()?
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Ok(value)
    }

    fn primary(&mut self) -> Result<i64, ArithmeticError> {
        self.blanks();
        let Some(first) = self.rest().chars().next() else {
            return Err(self.fail(Problem::Primary));
        };
        if first == '(' {
            self.last = self.at;
            self.at += 1;
            let value = self.comma()?;
            if !self.take(")") {
                return Err(self.fail(Problem::Parenthesis));
            }
            return Ok(value);
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        let Some(place) = self.place()? else {
            return Err(self.fail(Problem::Primary));
        };
        let value = self.read(&place)?;
        if self.flavour != Flavour::Dash {
            self.blanks();
            let by = if self.rest().starts_with("++") {
                1
            } else if self.rest().starts_with("--") {
                -1
            } else {
                return Ok(value);
            };
            self.at += 2;
            self.write(&place, value.wrapping_add(by))?;
        }
        Ok(value)
    }

    /// A variable's name, with its index, here.
    fn place(&mut self) -> Result<Option<Place<'a>>, ArithmeticError> {
        self.blanks();
        let rest = self.rest();
        if !rest.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic()) {
            return Ok(None);
        }
        let len = rest
            .find(|c: char| c != '_' && !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let name = &rest[..len];
        if self.flavour.is_bash() && rest[len..].starts_with('[') {
            let mut depth = 0usize;
            let close = rest[len..].char_indices().find_map(|(at, c)| {
                match c {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    _ => {}
                }
                (depth == 0).then_some(at)
            });
            if let Some(close) = close {
                let index = &rest[len + 1..len + close];
                self.last = self.at;
                self.at += len + close + 1;
                return Ok(Some(Place::Element(name, index)));
            }
        }
        self.last = self.at;
        self.at += len;
        Ok(Some(Place::Name(name)))
    }

    fn read(&mut self, place: &Place<'_>) -> Result<i64, ArithmeticError> {
        if self.skip > 0 {
            return Ok(0);
        }
        let text = match place {
            Place::Name(name) => self.scope.value(name),
            Place::Element(name, index) => self.scope.element(name, index),
        }
        .map_err(ArithmeticError)?;
        let Some(text) = text.filter(|t| !t.is_empty()) else {
            return Ok(0);
        };
        if self.flavour == Flavour::Dash {
            return dash_number(text.trim()).ok_or_else(|| ArithmeticError(format!("Illegal number: {text}")));
        }
        if self.depth > MAX_DEPTH / 2 {
            return Err(self.fail(Problem::Deep));
        }
        evaluate_nested(&text, self.flavour, self.scope, self.depth + 10)
    }

    fn write(&mut self, place: &Place<'_>, value: i64) -> Result<(), ArithmeticError> {
        if self.skip > 0 {
            return Ok(());
        }
        match place {
            Place::Name(name) => self.scope.assign(name, value),
            Place::Element(name, index) => self.scope.assign_element(name, index, value),
        }
        .map_err(ArithmeticError)
    }

    fn number(&mut self) -> Result<i64, ArithmeticError> {
        let rest = self.rest();
        let extra = |c: char| c == '#' || self.flavour.is_bash() && (c == '@' || c == '_');
        let word_len = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !(self.flavour.is_extended() && extra(c)))
            .unwrap_or(rest.len());
        let word = rest[..word_len].to_string();
        let (radix, digits) = if let Some(hex) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
            (16, hex)
        } else if let Some((base, digits)) = word.split_once('#') {
            match base.parse::<u32>() {
                Ok(base) if (2..=64).contains(&base) => (base, digits),
                _ => return Err(self.fail(Problem::Base(word))),
            }
        } else if word.len() > 1 && word.starts_with('0') {
            (8, &word[1..])
        } else {
            (10, word.as_str())
        };
        let digit = |c: char| -> Option<u32> {
            match c {
                '0'..='9' => Some(u32::from(c) - 48),
                'a'..='z' => Some(u32::from(c) - 87),
                'A'..='Z' if radix <= 36 => Some(u32::from(c) - 55),
                'A'..='Z' => Some(u32::from(c) - 29),
                '@' => Some(62),
                '_' => Some(63),
                _ => None,
            }
            .filter(|d| *d < radix)
        };
        let mut value = 0i64;
        let mut overflow = false;
        let mut used = word.len() - digits.len();
        for c in digits.chars() {
            let Some(d) = digit(c) else {
                if self.flavour.is_bash() {
                    return Err(self.fail(Problem::Base(word.clone())));
                }
                break;
            };
            used += 1;
            overflow |= value
                .checked_mul(i64::from(radix))
                .and_then(|v| v.checked_add(i64::from(d)))
                .is_none();
            value = value.wrapping_mul(i64::from(radix)).wrapping_add(i64::from(d));
        }
        if overflow {
            match self.flavour {
                Flavour::Dash => value = i64::MAX,
                Flavour::Ash => value = 0,
                Flavour::Bash => {}
            }
        }
        if used < word.len() {
            if self.flavour == Flavour::Ash {
                return Err(self.fail(Problem::Rest));
            }
            self.at += used;
            return Err(self.fail(Problem::Rest));
        }
        self.last = self.at;
        self.at += word_len;
        Ok(value)
    }
}

/// A number as strtoimax(3) with base 0 reads it, nothing after it.
fn dash_number(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let value = if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        i64::from_str_radix(hex, 16).ok()?
    } else if digits.len() > 1 && digits.starts_with('0') {
        i64::from_str_radix(digits, 8).ok()?
    } else if digits.starts_with(|c: char| c.is_ascii_digit()) {
        digits.parse().ok()?
    } else {
        return None;
    };
    Some(if negative { -value } else { value })
}
