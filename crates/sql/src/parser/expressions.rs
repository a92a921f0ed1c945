//! Expressions, loosest operator first (PostgreSQL manual, table 4.2).

use super::Parser;
use crate::ast::*;
use crate::lexer::{Kind, Token};
use crate::value::{Value, parse_decimal};
use crate::{Dialect, Error, Result};

impl Parser<'_> {
    pub fn expr(&mut self) -> Result<Expr> {
        self.deeper(|p| p.or())
    }

    fn or(&mut self) -> Result<Expr> {
        let (mut left, mut n) = (self.and()?, 0);
        while self.word("or") || self.dialect == Dialect::MySql && self.symbol("||") {
            self.chained(&mut n)?;
            left = Expr::Binary("or", Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr> {
        let (mut left, mut n) = (self.not()?, 0);
        while self.word("and") || self.symbol("&&") {
            self.chained(&mut n)?;
            left = Expr::Binary("and", Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr> {
        if self.word("not") || self.symbol("!") {
            return Ok(Expr::Not(Box::new(self.deeper(|p| p.not())?)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expr> {
        let (mut left, mut n) = (self.sum()?, 0);
        loop {
            self.chained(&mut n)?;
            if let Some(Kind::Symbol(s @ ("=" | "<" | ">" | "<=" | ">=" | "<>" | "!=" | "~"))) = self.peek() {
                let op = if *s == "!=" { "<>" } else { *s };
                self.at += 1;
                if op == "~" {
                    return Err(Error::not_simulated("the operator ~"));
                }
                let any = matches!(self.word_at(0).as_str(), "any" | "all" | "some");
                if any {
                    return Err(Error::not_simulated("ANY and ALL"));
                }
                left = Expr::Binary(op, Box::new(left), Box::new(self.sum()?));
                continue;
            }
            if self.word("is") {
                let not = self.word("not");
                if self.word("null") {
                    left = Expr::IsNull(Box::new(left), not);
                } else if self.dialect == Dialect::Sqlite {
                    let (at, args) = (self.place(), vec![left, self.sum()?]);
                    let (name, distinct, star) = ("is".into(), false, false);
                    let same = Expr::Call {
                        name,
                        args,
                        distinct,
                        star,
                        at,
                    };
                    left = if not { Expr::Not(Box::new(same)) } else { same };
                } else {
                    let yes = self.word("true");
                    if !yes {
                        self.need("false")?;
                    }
                    let same = Expr::Binary("is", Box::new(left), Box::new(Expr::Value(Value::Bool(yes))));
                    left = if not { Expr::Not(Box::new(same)) } else { same };
                }
                continue;
            }
            if self.dialect == Dialect::Sqlite {
                if self.is("glob") || self.is("regexp") || self.is("match") {
                    return Err(Error::not_simulated(&self.word_at(0).to_uppercase()));
                }
                if self.word("isnull") {
                    left = Expr::IsNull(Box::new(left), false);
                    continue;
                }
                if self.word("notnull") || self.words("not null") {
                    left = Expr::IsNull(Box::new(left), true);
                    continue;
                }
            }
            let not = self.is("not") && matches!(self.word_at(1).as_str(), "in" | "like" | "ilike" | "between");
            if not {
                self.at += 1;
            }
            let found = if self.word("between") {
                let low = self.sum()?;
                self.need("and")?;
                Expr::Between(Box::new(left), Box::new(low), Box::new(self.sum()?))
            } else if self.word("like") {
                Expr::Like(Box::new(left), Box::new(self.sum()?), self.dialect != Dialect::Postgres)
            } else if self.word("ilike") {
                Expr::Like(Box::new(left), Box::new(self.sum()?), true)
            } else if self.word("in") {
                self.need_symbol("(")?;
                let inner = if self.is("select") || self.is("with") {
                    Expr::InSelect(Box::new(left), Box::new(self.select()?))
                } else {
                    let mut items = vec![self.expr()?];
                    while self.symbol(",") {
                        items.push(self.expr()?);
                    }
                    Expr::In(Box::new(left), items)
                };
                self.need_symbol(")")?;
                inner
            } else {
                return Ok(left);
            };
            left = if not { Expr::Not(Box::new(found)) } else { found };
        }
    }

    fn sum(&mut self) -> Result<Expr> {
        let (mut left, mut n) = (self.product()?, 0);
        loop {
            let op = match self.peek() {
                Some(Kind::Symbol("+")) => "+",
                Some(Kind::Symbol("-")) => "-",
                Some(Kind::Symbol("||")) if self.dialect != Dialect::MySql => "||",
                _ => return Ok(left),
            };
            self.at += 1;
            self.chained(&mut n)?;
            left = Expr::Binary(op, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expr> {
        let (mut left, mut n) = (self.unary()?, 0);
        loop {
            let op = match self.peek() {
                Some(Kind::Symbol("*")) => "*",
                Some(Kind::Symbol("/")) => "/",
                Some(Kind::Symbol("%")) => "%",
                Some(Kind::Word(w)) if self.dialect == Dialect::MySql && w.eq_ignore_ascii_case("div") => "div",
                Some(Kind::Word(w)) if self.dialect == Dialect::MySql && w.eq_ignore_ascii_case("mod") => "%",
                _ => return Ok(left),
            };
            self.at += 1;
            self.chained(&mut n)?;
            left = Expr::Binary(op, Box::new(left), Box::new(self.unary()?));
        }
    }

    pub(super) fn unary_value(&mut self) -> Result<Expr> {
        self.unary()
    }

    fn unary(&mut self) -> Result<Expr> {
        if self.symbol("-") {
            return Ok(match self.deeper(|p| p.unary())? {
                Expr::Value(Value::Int(n)) => Expr::Value(Value::Int(n.wrapping_neg())),
                Expr::Value(Value::Decimal(u, p)) => Expr::Value(Value::Decimal(-u, p)),
                other => Expr::Minus(Box::new(other)),
            });
        }
        if self.symbol("+") {
            return self.deeper(|p| p.unary());
        }
        let (mut out, mut n) = (self.primary()?, 0);
        while self.symbol("::") {
            self.chained(&mut n)?;
            out = Expr::Cast(Box::new(out), self.kind()?.0);
        }
        if self.dialect == Dialect::Sqlite && self.word("collate") {
            let name = self.name()?;
            if name.eq_ignore_ascii_case("nocase") {
                out = Expr::Call {
                    name: "collate".into(),
                    args: vec![out],
                    distinct: false,
                    star: false,
                    at: self.place(),
                };
            } else if !name.eq_ignore_ascii_case("binary") {
                return Err(Error::not_simulated(&format!("COLLATE {name}")));
            }
        }
        if matches!(self.peek(), Some(Kind::Symbol("->" | "->>"))) {
            return Err(Error::not_simulated("access to parts of JSON"));
        }
        Ok(out)
    }

    fn primary(&mut self) -> Result<Expr> {
        let at = self.place();
        let Some(kind) = self.peek().cloned() else {
            return Err(self.unexpected());
        };
        match kind {
            Kind::Number(text) => {
                self.at += 1;
                if let Ok(n) = text.parse() {
                    return Ok(Expr::Value(Value::Int(n)));
                }
                if self.dialect == Dialect::Sqlite {
                    let number = text.parse().map_err(|_| self.unexpected())?;
                    return Ok(Expr::Value(Value::Float(number)));
                }
                match parse_decimal(&text) {
                    Some((units, places)) => Ok(Expr::Value(Value::Decimal(units, places))),
                    None => text
                        .parse()
                        .map(|x| Expr::Value(Value::Float(x)))
                        .map_err(|_| self.unexpected()),
                }
            }
            Kind::Text(text) => {
                self.at += 1;
                Ok(Expr::Value(Value::Text(text)))
            }
            Kind::Blob(digits) => {
                let byte = |n: usize| digits.get(n..n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
                self.literal(Value::Blob((0..digits.len()).step_by(2).filter_map(byte).collect()))
            }
            Kind::Symbol("?" | ":" | "@") if self.slots.contains_key(&self.at) => {
                let slot = self.slots.get(&self.at).copied().unwrap_or(0);
                let numbered =
                    matches!(self.tokens.get(self.at + 1), Some(Token { kind: Kind::Number(_), at: next }) if *next == at + 1);
                let named = kind != Kind::Symbol("?") || numbered;
                self.at += 1 + usize::from(named);
                Ok(Expr::Value(self.values.get(slot).cloned().unwrap_or(Value::Null)))
            }
            Kind::Name(name)
                if self.dialect == Dialect::Sqlite
                    && self.text.get(at..at + 1) == Some("\"")
                    && !matches!(self.tokens.get(self.at + 1).map(|t| &t.kind), Some(Kind::Symbol("." | "("))) =>
            {
                self.at += 1;
                Ok(Expr::Call {
                    name: "\"".into(),
                    args: vec![Expr::Column(None, name.clone(), at), Expr::Value(Value::Text(name))],
                    distinct: false,
                    star: false,
                    at,
                })
            }
            Kind::Symbol("(") => {
                self.at += 1;
                let out = if self.is("select") || self.is("with") {
                    Expr::Scalar(Box::new(self.select()?))
                } else {
                    self.expr()?
                };
                self.need_symbol(")")?;
                Ok(out)
            }
            Kind::Symbol("@") => {
                self.at += 1;
                self.symbol("@");
                let name = self.name()?;
                Ok(Expr::Call {
                    name: format!("@@{}", name.to_lowercase()),
                    args: Vec::new(),
                    distinct: false,
                    star: false,
                    at,
                })
            }
            Kind::Name(_) => self.column_or_call(at),
            Kind::Word(word) => match word.to_ascii_lowercase().as_str() {
                "interval" | "extract" | "array" | "row" | "current_user" | "session_user" | "localtimestamp" | "user"
                    if self.dialect == Dialect::Sqlite =>
                {
                    self.column_or_call(at)
                }
                "null" => self.literal(Value::Null),
                "true" => self.literal(Value::Bool(true)),
                "false" => self.literal(Value::Bool(false)),
                "case" => self.case(),
                "exists" => {
                    self.at += 1;
                    self.need_symbol("(")?;
                    let inner = self.select()?;
                    self.need_symbol(")")?;
                    Ok(Expr::Exists(Box::new(inner)))
                }
                "cast" => {
                    self.at += 1;
                    self.need_symbol("(")?;
                    let inner = self.expr()?;
                    self.need("as")?;
                    let kind = self.kind()?.0;
                    self.need_symbol(")")?;
                    Ok(Expr::Cast(Box::new(inner), kind))
                }
                "interval" => self.interval(),
                "extract" => {
                    self.at += 1;
                    self.need_symbol("(")?;
                    let part = self.name()?;
                    self.need("from")?;
                    let inner = self.expr()?;
                    self.need_symbol(")")?;
                    let args = vec![Expr::Value(Value::Text(part.to_lowercase())), inner];
                    Ok(Expr::Call {
                        name: "extract".into(),
                        args,
                        distinct: false,
                        star: false,
                        at,
                    })
                }
                "current_time" if self.dialect == Dialect::Sqlite => {
                    self.at += 1;
                    let (args, distinct, star) = (Vec::new(), false, false);
                    Ok(Expr::Call {
                        name: "current_time".into(),
                        args,
                        distinct,
                        star,
                        at,
                    })
                }
                "date" | "timestamp" if matches!(self.tokens.get(self.at + 1).map(|t| &t.kind), Some(Kind::Text(_))) => {
                    let kind = if word.eq_ignore_ascii_case("date") {
                        crate::Type::Date
                    } else {
                        crate::Type::Timestamp
                    };
                    self.at += 1;
                    Ok(Expr::Cast(Box::new(Expr::Value(Value::Text(self.string()?))), kind))
                }
                // Functions that are written without parentheses.
                "current_timestamp" | "current_date" | "current_user" | "session_user" | "localtimestamp" | "user" => {
                    let name = word.to_ascii_lowercase();
                    self.at += 1;
                    if self.symbol("(") {
                        if !self.symbol(")") {
                            self.number()?;
                            self.need_symbol(")")?;
                        }
                    } else if name == "user" && self.dialect == Dialect::MySql {
                        self.at -= 1;
                        return self.column_or_call(at);
                    }
                    Ok(Expr::Call {
                        name,
                        args: Vec::new(),
                        distinct: false,
                        star: false,
                        at,
                    })
                }
                "array" | "row" => Err(Error::not_simulated(&word.to_uppercase())),
                // Names like these are functions of MySQL.
                "left" | "right" | "replace" | "values" | "if"
                    if matches!(self.tokens.get(self.at + 1).map(|t| &t.kind), Some(Kind::Symbol("("))) =>
                {
                    self.at += 1;
                    self.call(word.to_ascii_lowercase(), at)
                }
                _ => self.column_or_call(at),
            },
            Kind::Symbol(_) => Err(self.unexpected()),
        }
    }

    fn literal(&mut self, value: Value) -> Result<Expr> {
        self.at += 1;
        Ok(Expr::Value(value))
    }

    fn case(&mut self) -> Result<Expr> {
        self.at += 1;
        let subject = if self.is("when") { None } else { Some(Box::new(self.expr()?)) };
        let mut arms = Vec::new();
        while self.word("when") {
            let when = self.expr()?;
            self.need("then")?;
            arms.push((when, self.expr()?));
        }
        let other = if self.word("else") {
            Some(Box::new(self.expr()?))
        } else {
            None
        };
        self.need("end")?;
        Ok(Expr::Case(subject, arms, other))
    }

    fn interval(&mut self) -> Result<Expr> {
        self.at += 1;
        let text = match self.peek() {
            Some(Kind::Text(t)) => t.clone(),
            Some(Kind::Number(n)) => n.clone(),
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        let text = if self.dialect == Dialect::MySql {
            format!("{text} {}", self.name()?)
        } else {
            text
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut total = 0i64;
        for pair in words.chunks(2) {
            let [number, unit] = pair else {
                return Err(Error::not_simulated("this form of INTERVAL"));
            };
            let number: f64 = number.parse().map_err(|_| Error::not_simulated("this form of INTERVAL"))?;
            let seconds = match unit.to_ascii_lowercase().trim_end_matches('s') {
                "second" | "sec" => 1.0,
                "minute" | "min" => 60.0,
                "hour" => 3600.0,
                "day" => 86_400.0,
                "week" => 604_800.0,
                "month" => 2_592_000.0,
                "year" => 31_557_600.0,
                _ => return Err(Error::not_simulated("this form of INTERVAL")),
            };
            total = total.saturating_add((number * seconds * 1e6) as i64);
        }
        Ok(Expr::Interval(total))
    }

    fn column_or_call(&mut self, at: usize) -> Result<Expr> {
        let name = self.name()?;
        if matches!(self.peek(), Some(Kind::Symbol("("))) {
            return self.call(name.to_lowercase(), at);
        }
        if self.symbol(".") {
            let second = self.name()?;
            if self.symbol(".") {
                return Ok(Expr::Column(Some(second), self.name()?, at));
            }
            if matches!(self.peek(), Some(Kind::Symbol("("))) {
                return self.call(second.to_lowercase(), at);
            }
            return Ok(Expr::Column(Some(name), second, at));
        }
        Ok(Expr::Column(None, name, at))
    }

    fn call(&mut self, name: String, at: usize) -> Result<Expr> {
        self.need_symbol("(")?;
        let distinct = self.word("distinct");
        let (mut args, mut star) = (Vec::new(), false);
        if self.symbol("*") {
            star = true;
        } else if !matches!(self.peek(), Some(Kind::Symbol(")"))) {
            args.push(self.expr()?);
            while self.symbol(",") || self.word("from") || self.word("for") {
                args.push(self.expr()?);
            }
            if self.words("order by") {
                return Err(Error::not_simulated("ORDER BY inside an aggregate"));
            }
            if self.word("separator") {
                args.push(Expr::Value(Value::Text(self.string()?)));
            }
        }
        self.need_symbol(")")?;
        if self.is("over") {
            return Err(Error::not_simulated("a window function"));
        }
        if self.is("filter") {
            return Err(Error::not_simulated("FILTER"));
        }
        let name = match name.as_str() {
            // With more than one argument they are no aggregates to SQLite.
            "min" if self.dialect == Dialect::Sqlite && args.len() > 1 => "least".into(),
            "max" if self.dialect == Dialect::Sqlite && args.len() > 1 => "greatest".into(),
            _ => name,
        };
        Ok(Expr::Call {
            name,
            args,
            distinct,
            star,
            at,
        })
    }
}
