//! `_json`: reading JSON (RFC 8259), and the writer's strings.

use crate::heap::*;
use crate::vm::*;
use std::fmt::Write;

struct Reader<'a> {
    text: &'a [char],
    at: usize,
    depth: u32,
}

/// Message and position; positions count characters.
type Read<T> = Result<T, (String, usize)>;

impl Reader<'_> {
    fn skip(&mut self) {
        while matches!(self.text.get(self.at), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }
    fn fail<T>(&self, message: &str, at: usize) -> Read<T> {
        Err((message.into(), at))
    }
    fn word(&mut self, word: &str) -> bool {
        let yes = word.chars().enumerate().all(|(i, c)| self.text.get(self.at + i) == Some(&c));
        if yes {
            self.at += word.len();
        }
        yes
    }

    fn value(&mut self, vm: &mut Vm) -> Read<Value> {
        self.depth += 1;
        if self.depth > 200 {
            return self.fail("drydock: JSON nested this deeply is not simulated", self.at);
        }
        let v = self.inner(vm)?;
        self.depth -= 1;
        Ok(v)
    }

    fn inner(&mut self, vm: &mut Vm) -> Read<Value> {
        let start = self.at;
        match self.text.get(self.at) {
            Some('"') => {
                self.at += 1;
                let s = self.string()?;
                Ok(if s.len() <= 24 { vm.intern(&s) } else { vm.new_str(s) })
            }
            Some('{') => {
                self.at += 1;
                let d = vm.new_dict();
                self.skip();
                if self.text.get(self.at) == Some(&'}') {
                    self.at += 1;
                    return Ok(d);
                }
                loop {
                    self.skip();
                    if self.text.get(self.at) != Some(&'"') {
                        return self.fail("Expecting property name enclosed in double quotes", self.at);
                    }
                    self.at += 1;
                    let key = self.string()?;
                    self.skip();
                    if self.text.get(self.at) != Some(&':') {
                        return self.fail("Expecting ':' delimiter", self.at);
                    }
                    self.at += 1;
                    self.skip();
                    let v = self.value(vm)?;
                    vm.global(d.slot().unwrap_or(0), &key, v);
                    self.skip();
                    match self.text.get(self.at) {
                        Some(',') => self.at += 1,
                        Some('}') => {
                            self.at += 1;
                            return Ok(d);
                        }
                        _ => return self.fail("Expecting ',' delimiter", self.at),
                    }
                }
            }
            Some('[') => {
                self.at += 1;
                let mut items = Vec::new();
                self.skip();
                if self.text.get(self.at) == Some(&']') {
                    self.at += 1;
                    return Ok(vm.new_list(items));
                }
                loop {
                    self.skip();
                    items.push(self.value(vm)?);
                    self.skip();
                    match self.text.get(self.at) {
                        Some(',') => self.at += 1,
                        Some(']') => {
                            self.at += 1;
                            return Ok(vm.new_list(items));
                        }
                        _ => return self.fail("Expecting ',' delimiter", self.at),
                    }
                }
            }
            Some('t') if self.word("true") => Ok(Value::Bool(true)),
            Some('f') if self.word("false") => Ok(Value::Bool(false)),
            Some('n') if self.word("null") => Ok(Value::None),
            Some('N') if self.word("NaN") => Ok(Value::Float(f64::NAN)),
            Some('I') if self.word("Infinity") => Ok(Value::Float(f64::INFINITY)),
            Some('-' | '0'..='9') => {
                if self.word("-Infinity") {
                    return Ok(Value::Float(f64::NEG_INFINITY));
                }
                let mut text = String::new();
                let mut float = false;
                if self.text.get(self.at) == Some(&'-') {
                    text.push('-');
                    self.at += 1;
                }
                if self.text.get(self.at) == Some(&'0') {
                    text.push('0');
                    self.at += 1;
                } else {
                    self.digits(&mut text);
                }
                if text.is_empty() || text == "-" {
                    return self.fail("Expecting value", start);
                }
                if self.text.get(self.at) == Some(&'.') && self.text.get(self.at + 1).is_some_and(char::is_ascii_digit)
                {
                    float = true;
                    text.push('.');
                    self.at += 1;
                    self.digits(&mut text);
                }
                if matches!(self.text.get(self.at), Some('e' | 'E')) {
                    let mut n = self.at + 1;
                    if matches!(self.text.get(n), Some('+' | '-')) {
                        n += 1;
                    }
                    if self.text.get(n).is_some_and(char::is_ascii_digit) {
                        float = true;
                        text.extend(&self.text[self.at..n]);
                        self.at = n;
                        self.digits(&mut text);
                    }
                }
                if float {
                    return Ok(Value::Float(text.parse().unwrap_or(0.0)));
                }
                match text.parse::<i64>() {
                    Ok(n) => Ok(Value::Int(n)),
                    Err(_) => {
                        Ok(num_bigint::BigInt::parse_bytes(text.as_bytes(), 10)
                            .map_or(Value::Int(0), |b| vm.new_big(b)))
                    }
                }
            }
            _ => self.fail("Expecting value", start),
        }
    }

    fn digits(&mut self, into: &mut String) {
        while let Some(c) = self.text.get(self.at).filter(|c| c.is_ascii_digit()) {
            into.push(*c);
            self.at += 1;
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let text: String = self.text.get(self.at..self.at + 4)?.iter().collect();
        let n = u32::from_str_radix(&text, 16).ok()?;
        self.at += 4;
        Some(n)
    }

    fn string(&mut self) -> Read<String> {
        let start = self.at - 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.text.get(self.at).copied() else {
                return self.fail("Unterminated string starting at", start);
            };
            self.at += 1;
            match c {
                '"' => return Ok(out),
                '\\' => {
                    let Some(e) = self.text.get(self.at).copied() else {
                        return self.fail("Unterminated string starting at", start);
                    };
                    self.at += 1;
                    out.push(match e {
                        '"' | '\\' | '/' => e,
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        'u' => {
                            let at = self.at;
                            let Some(mut n) = self.hex() else { return self.fail("Invalid \\uXXXX escape", at) };
                            if (0xd800..0xdc00).contains(&n) && self.word("\\u") {
                                if let Some(low) = self.hex() {
                                    n = 0x10000 + ((n - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff);
                                }
                            }
                            char::from_u32(n).unwrap_or('\u{fffd}')
                        }
                        _ => return self.fail("Invalid \\escape", self.at - 2),
                    });
                }
                c if (c as u32) < 0x20 => return self.fail("Invalid control character at", self.at - 1),
                c => out.push(c),
            }
        }
    }
}

fn quote(s: &str, ascii: bool, out: &mut String) {
    out.push('"');
    for c in s.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if (c as u32) < 0x20 || (ascii && !c.is_ascii()) => {
                let mut buffer = [0u16; 2];
                for unit in c.encode_utf16(&mut buffer) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c if c as u32 == 0x7f => out.push(c),
            c => out.push(c),
        }
    }
    out.push('"');
}

pub fn install(vm: &mut Vm) {
    let d = super::module(vm, "_json");
    vm.functions(
        d,
        "_json",
        &[
            // Value and end; or message and position.
            ("scan", |vm, a, _| {
                let text: Vec<char> = vm.str_arg(a, 0)?.chars().collect();
                let mut r = Reader { text: &text, at: 0, depth: 0 };
                r.skip();
                let found = r.value(vm);
                let result = match found {
                    Ok(v) => {
                        r.skip();
                        if r.at < text.len() { Err(("Extra data".to_string(), r.at)) } else { Ok(v) }
                    }
                    Err(e) => Err(e),
                };
                match result {
                    Ok(v) => Ok(vm.new_tuple([Value::Bool(true), v])),
                    Err((message, at)) => {
                        let m = vm.new_str(message);
                        Ok(vm.new_tuple([Value::Bool(false), m, Value::Int(at as i64)]))
                    }
                }
            }),
            ("quote", |vm, a, _| {
                let s = vm.str_arg(a, 0)?;
                let mut out = String::with_capacity(s.len() + 2);
                quote(&s, !matches!(vm.arg(a, 1), Value::Bool(false)), &mut out);
                vm.string(out)
            }),
        ],
    );
}
