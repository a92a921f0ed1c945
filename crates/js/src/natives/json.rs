//! `JSON.parse`, and the quoting of `JSON.stringify`: ECMA-262 §25.5, errors as V8 words them.

use super::{Table, arg};
use crate::realm::Realm;
use crate::value::*;
use std::rc::Rc;

struct Reader<'a> {
    realm: &'a Rc<Realm>,
    text: &'a str,
    at: usize,
    depth: u32,
}

type Read<T> = Result<T, usize>;

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, c: u8) -> bool {
        let yes = self.peek() == Some(c);
        self.at += usize::from(yes);
        yes
    }

    fn value(&mut self) -> Read<Value> {
        self.depth += 1;
        if self.depth > 500 {
            return Err(self.at);
        }
        let out = match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => self.string().map(|s| Value::str(&s)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                let rest = self.text.get(self.at..).unwrap_or("");
                for (word, value) in [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
                {
                    if rest.starts_with(word) {
                        self.at += word.len();
                        self.depth -= 1;
                        return Ok(value);
                    }
                }
                Err(self.at)
            }
        };
        self.depth -= 1;
        out
    }

    fn number(&mut self) -> Read<Value> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let len = rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len());
        let part = rest.get(..len).unwrap_or("");
        let digits = part.strip_prefix('-').unwrap_or(part);
        if (digits.starts_with('0') && digits.len() > 1 && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit))
            || !digits.starts_with(|c: char| c.is_ascii_digit())
        {
            return Err(start + 1);
        }
        self.at += len;
        part.parse().map(Value::Num).map_err(|_| self.at)
    }

    fn string(&mut self) -> Read<String> {
        self.at += 1;
        let mut out: Vec<u16> = Vec::new();
        loop {
            let c = self.text.get(self.at..).and_then(|t| t.chars().next()).ok_or(self.text.len())?;
            let start = self.at;
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(String::from_utf16_lossy(&out)),
                '\\' => {
                    let e = self.text.as_bytes().get(self.at).copied().ok_or(self.text.len())?;
                    self.at += 1;
                    out.push(match e {
                        b'"' | b'\\' | b'/' => u16::from(e),
                        b'b' => 8,
                        b'f' => 12,
                        b'n' => 10,
                        b'r' => 13,
                        b't' => 9,
                        b'u' => {
                            let digits = self.text.get(self.at..self.at + 4).ok_or(self.at)?;
                            self.at += 4;
                            u16::from_str_radix(digits, 16).map_err(|_| self.at - 4)?
                        }
                        _ => return Err(self.at - 1),
                    });
                }
                c if (c as u32) < 32 => return Err(start),
                c => out.extend(c.encode_utf16(&mut [0; 2]).iter()),
            }
        }
    }

    fn array(&mut self) -> Read<Value> {
        self.at += 1;
        let mut out = Vec::new();
        if self.eat(b']') {
            return Ok(self.realm.array(out));
        }
        loop {
            out.push(self.value()?);
            if self.eat(b']') {
                return Ok(self.realm.array(out));
            }
            if !self.eat(b',') {
                return Err(self.at);
            }
        }
    }

    fn object(&mut self) -> Read<Value> {
        self.at += 1;
        let object = self.realm.plain();
        if self.eat(b'}') {
            return Ok(Value::Obj(object));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.at);
            }
            let key = self.string()?;
            if !self.eat(b':') {
                return Err(self.at);
            }
            let value = self.value()?;
            object.define(key.as_str().into(), value, ALL);
            if self.eat(b'}') {
                return Ok(Value::Obj(object));
            }
            if !self.eat(b',') {
                return Err(self.at);
            }
        }
    }
}

fn parse(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let text = realm.to_str_now(&arg(args, 0));
    let text = text.as_str();
    let mut reader = Reader { realm, text, at: 0, depth: 0 };
    // Where it went wrong, and whether the value was whole by then.
    let (after, at) = match reader.value() {
        Ok(value) if reader.peek().is_none() => return Ok(value),
        Ok(_) => (true, reader.at),
        Err(at) => (false, at),
    };
    let place = |at: usize| {
        let before = text.get(..at).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(1, |l| l.chars().count() + 1);
        format!("{at} (line {line} column {column})")
    };
    let shown = |text: &str| {
        if text.chars().count() > 40 {
            format!("{}...", text.chars().take(40).collect::<String>())
        } else {
            text.to_string()
        }
    };
    let message = match text.get(at..).and_then(|t| t.chars().next()) {
        None if text.is_empty() => "Unexpected end of JSON input".to_string(),
        None => {
            let open = text.matches('"').count() % 2 == 1;
            if open {
                format!("Unterminated string in JSON at position {}", place(at))
            } else if text.trim_end().ends_with('{') || text.trim_end().ends_with(',') && text.contains('{') {
                format!("Expected property name or '}}' in JSON at position {}", place(at))
            } else if text.trim_end().ends_with(|c: char| c.is_alphanumeric() || "\"]}".contains(c))
                && text.starts_with('{')
            {
                format!("Expected ',' or '}}' after property value in JSON at position {}", place(at))
            } else {
                "Unexpected end of JSON input".to_string()
            }
        }
        Some(_) if after => format!("Unexpected non-whitespace character after JSON at position {}", place(at)),
        Some(c) => {
            let before = text.get(..at).unwrap_or("").trim_end();
            if before.ends_with('{') {
                format!("Expected property name or '}}' in JSON at position {}", place(at))
            } else if before.ends_with(',') && c == '}' {
                format!("Expected double-quoted property name in JSON at position {}", place(at))
            } else {
                format!("Unexpected token '{c}', \"{}\" is not valid JSON", shown(text))
            }
        }
    };
    Err(realm.syntax_error(&message))
}

fn quote(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let mut out = String::from("\"");
    for c in realm.to_str_now(&arg(args, 0)).as_str().chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if (c as u32) < 32 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    Ok(Value::str(&out))
}

pub(super) const TABLE: Table = &[("jsonParse", 1, parse), ("quote", 1, quote)];
