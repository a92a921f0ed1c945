//! Text to tokens: ECMA-262 §12. Leaves out HTML-like comments.

use crate::text::Str;
use std::rc::Rc;

#[derive(Debug, Clone, PartialEq)]
pub enum T {
    End,
    /// A name or keyword; true if written with escapes.
    Name(Rc<str>, bool),
    Private(Rc<str>),
    Num(f64),
    BigInt(String),
    Str(Str),
    /// Cooked and raw text; true if the template ends here.
    Template(Option<Str>, Str, bool),
    Regex(Rc<str>, Rc<str>),
    P(&'static str),
}

#[derive(Debug, Clone)]
pub struct Token {
    pub t: T,
    pub pos: u32,
    pub end: u32,
    /// A line ended before it.
    pub nl: bool,
}

/// What is wrong and where.
#[derive(Debug, Clone)]
pub struct SyntaxError {
    pub message: String,
    pub pos: u32,
    pub end: u32,
}

/// Longest first.
const PUNCTUATORS: [&str; 57] = [
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&",
    "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**", "{", "}", "(", ")",
    "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".",
];

pub struct Lexer<'a> {
    pub text: &'a str,
    pub at: usize,
}

pub fn is_start(c: char) -> bool {
    c == '$' || c == '_' || c.is_alphabetic()
}

pub fn is_part(c: char) -> bool {
    is_start(c) || c.is_numeric() || c == '\u{200c}' || c == '\u{200d}'
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        let at = if text.starts_with("#!") { text.find('\n').unwrap_or(text.len()) } else { 0 };
        Lexer { text, at }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn fail<X>(&self, message: &str, pos: usize, end: usize) -> Result<X, SyntaxError> {
        Err(SyntaxError { message: message.into(), pos: pos as u32, end: end as u32 })
    }

    fn skip(&mut self) -> Result<bool, SyntaxError> {
        let mut nl = false;
        loop {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else { return Ok(nl) };
            if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
                nl = true;
                self.at += c.len_utf8();
            } else if c.is_whitespace() || c == '\u{feff}' {
                self.at += c.len_utf8();
            } else if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                match rest.find("*/") {
                    Some(n) => {
                        nl |= rest.get(..n).is_some_and(|t| t.contains('\n'));
                        self.at += n + 2;
                    }
                    None => return self.fail("Invalid or unexpected token", self.at, self.at + 2),
                }
            } else {
                return Ok(nl);
            }
        }
    }

    /// The next token; `regex` tells whether a slash begins a regular expression.
    pub fn next(&mut self, regex: bool) -> Result<Token, SyntaxError> {
        let nl = self.skip()?;
        let pos = self.at;
        let t = self.token(regex)?;
        Ok(Token { t, pos: pos as u32, end: self.at as u32, nl })
    }

    fn token(&mut self, regex: bool) -> Result<T, SyntaxError> {
        let start = self.at;
        let Some(c) = self.peek() else { return Ok(T::End) };
        if is_start(c) || c == '\\' {
            let (name, escaped) = self.name()?;
            return Ok(T::Name(name.into(), escaped));
        }
        let next = self.rest().chars().nth(1);
        if c == '#' && next.is_some_and(is_start) {
            self.at += 1;
            return Ok(T::Private(self.name()?.0.into()));
        }
        if c.is_ascii_digit() || (c == '.' && next.is_some_and(|c| c.is_ascii_digit())) {
            return self.number();
        }
        match c {
            '"' | '\'' => return self.string(c),
            '`' => {
                self.at += 1;
                return self.template();
            }
            '/' if regex => return self.regex(),
            _ => {}
        }
        let rest = self.rest();
        for p in PUNCTUATORS {
            if rest.starts_with(p) {
                if p == "?." && rest.chars().nth(2).is_some_and(|c| c.is_ascii_digit()) {
                    continue;
                }
                self.at += p.len();
                return Ok(T::P(p));
            }
        }
        self.fail("Invalid or unexpected token", start, start + c.len_utf8())
    }

    fn name(&mut self) -> Result<(String, bool), SyntaxError> {
        let start = self.at;
        let rest = self.rest();
        let plain = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let mut out = rest.get(..plain).unwrap_or("").to_string();
        self.at += plain;
        let mut escaped = false;
        while self.peek() == Some('\\') {
            self.at += 1;
            if self.bump() != Some('u') {
                return self.fail("Invalid or unexpected token", start, start + 1);
            }
            escaped = true;
            match self.unicode().and_then(char::from_u32) {
                Some(c) => out.push(c),
                None => return self.fail("Invalid Unicode escape sequence", start, self.at),
            }
            while let Some(c) = self.peek().filter(|c| is_part(*c)) {
                out.push(c);
                self.at += c.len_utf8();
            }
        }
        Ok((out, escaped))
    }

    fn unicode(&mut self) -> Option<u32> {
        let rest = self.rest();
        if let Some(inner) = rest.strip_prefix('{') {
            let end = inner.find('}')?;
            let n = u32::from_str_radix(inner.get(..end)?, 16).ok()?;
            self.at += end + 2;
            return Some(n);
        }
        let digits = rest.get(..4)?;
        let n = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(n)
    }

    fn number(&mut self) -> Result<T, SyntaxError> {
        let start = self.at;
        let rest = self.rest();
        let lower = rest.get(..2).unwrap_or("").to_ascii_lowercase();
        let radix = match lower.as_str() {
            "0x" => 16,
            "0o" => 8,
            "0b" => 2,
            _ => 10,
        };
        if radix != 10 {
            self.at += 2;
            let rest = self.rest();
            let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let digits: String = rest.get(..len).unwrap_or("").replace('_', "");
            self.at += len;
            if let Some(big) = digits.strip_suffix('n') {
                return Ok(T::BigInt(format!("{lower}{big}")));
            }
            let mut value = 0.0;
            for c in digits.chars() {
                match c.to_digit(radix) {
                    Some(d) => value = value * f64::from(radix) + f64::from(d),
                    None => return self.fail("Invalid or unexpected token", start, self.at),
                }
            }
            if digits.is_empty() {
                return self.fail("Invalid or unexpected token", start, self.at);
            }
            return Ok(T::Num(value));
        }
        let mut text = String::new();
        let mut last = ' ';
        while let Some(c) = self.peek() {
            let exponent_sign = matches!(c, '+' | '-') && matches!(last, 'e' | 'E');
            let dot = c == '.' && !text.contains(['.', 'e', 'E']);
            let exponent = matches!(c, 'e' | 'E') && !text.contains(['e', 'E']);
            if c.is_ascii_digit() || exponent_sign || dot || exponent {
                text.push(c);
            } else if c != '_' {
                break;
            }
            last = c;
            self.at += 1;
        }
        if self.peek() == Some('n') {
            self.at += 1;
            return Ok(T::BigInt(text));
        }
        if self.peek().is_some_and(is_start) {
            return self.fail("Invalid or unexpected token", start, self.at + 1);
        }
        match text.parse() {
            Ok(n) => Ok(T::Num(n)),
            Err(_) => self.fail("Invalid or unexpected token", start, self.at),
        }
    }

    /// After a backslash: what the escape stands for; `Err` if it is none.
    fn escape(&mut self, out: &mut Vec<u16>) -> Result<(), ()> {
        let c = self.bump().ok_or(())?;
        let plain = match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' if !self.peek().is_some_and(|c| c.is_ascii_digit()) => '\0',
            '\r' => {
                if self.peek() == Some('\n') {
                    self.at += 1;
                }
                return Ok(());
            }
            '\n' | '\u{2028}' | '\u{2029}' => return Ok(()),
            'x' => {
                let n = self.rest().get(..2).and_then(|d| u16::from_str_radix(d, 16).ok()).ok_or(())?;
                self.at += 2;
                out.push(n);
                return Ok(());
            }
            'u' => {
                let n = self.unicode().ok_or(())?;
                match (u16::try_from(n), char::from_u32(n)) {
                    (Ok(unit), _) => out.push(unit),
                    (_, Some(c)) => out.extend(c.encode_utf16(&mut [0; 2]).iter()),
                    _ => return Err(()),
                }
                return Ok(());
            }
            '0'..='7' => {
                let mut n = c.to_digit(8).unwrap_or(0);
                while let Some(d) = self.peek().and_then(|c| c.to_digit(8)).filter(|d| n * 8 + d < 256) {
                    n = n * 8 + d;
                    self.at += 1;
                }
                out.push(n as u16);
                return Ok(());
            }
            c => c,
        };
        out.extend(plain.encode_utf16(&mut [0; 2]).iter());
        Ok(())
    }

    fn string(&mut self, quote: char) -> Result<T, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let mut out: Vec<u16> = Vec::new();
        loop {
            let Some(c) = self.bump() else {
                return self.fail("Invalid or unexpected token", start, self.at);
            };
            if c == quote {
                return Ok(T::Str(Str::from_units(&out)));
            }
            match c {
                '\n' | '\r' => return self.fail("Invalid or unexpected token", start, self.at - 1),
                '\\' => {
                    if self.escape(&mut out).is_err() {
                        return self.fail("Invalid Unicode escape sequence", start, self.at);
                    }
                }
                c => out.extend(c.encode_utf16(&mut [0; 2]).iter()),
            }
        }
    }

    /// From behind a backquote or the brace that ends a value.
    pub fn template(&mut self) -> Result<T, SyntaxError> {
        let start = self.at;
        let mut out: Vec<u16> = Vec::new();
        let mut bad = false;
        loop {
            let before = self.at;
            let Some(c) = self.bump() else {
                return self.fail("Unterminated template literal", start, self.at);
            };
            let ends = c == '`';
            if ends || (c == '$' && self.peek() == Some('{')) {
                let raw = Str::from(self.text.get(start..before).unwrap_or("").replace("\r\n", "\n").as_str());
                if !ends {
                    self.at += 1;
                }
                return Ok(T::Template((!bad).then(|| Str::from_units(&out)), raw, ends));
            }
            match c {
                '\\' => bad |= self.escape(&mut out).is_err(),
                '\r' => {
                    if self.peek() == Some('\n') {
                        self.at += 1;
                    }
                    out.push(10);
                }
                c => out.extend(c.encode_utf16(&mut [0; 2]).iter()),
            }
        }
    }

    fn regex(&mut self) -> Result<T, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let mut class = false;
        loop {
            match self.bump() {
                Some('[') => class = true,
                Some(']') => class = false,
                Some('/') if !class => break,
                Some('\\') => {
                    self.bump();
                }
                Some('\n') | None => {
                    return self.fail("Invalid regular expression: missing /", start, self.at);
                }
                _ => {}
            }
        }
        let body = self.text.get(start + 1..self.at - 1).unwrap_or("").into();
        let rest = self.rest();
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let flags = rest.get(..len).unwrap_or("").into();
        self.at += len;
        Ok(T::Regex(body, flags))
    }
}
