//! `encoding/json`'s texts: what is well formed, quoting and unquoting (pkg.go.dev/encoding/json, RFC 8259). Values are
//! taken apart in the library's Go.

use super::{Native, Out, one};
use crate::value::*;
use crate::vm::{Goroutine, Vm};

/// Arrays and objects within each other, as Go has it.
const DEEPEST: usize = 10_000;

/// Where a text is not JSON, and why.
struct Wrong {
    at: usize,
    why: String,
}

struct Check<'a> {
    data: &'a [u8],
    at: usize,
    /// Whether nothing comes after the data: Go then reads a space, which tokens that are not whole refuse.
    whole: bool,
}

/// A character as Go's messages quote it.
fn quoted(c: u8) -> String {
    match c {
        b'\'' => "'\\''".into(),
        b'"' => "'\"'".into(),
        _ => {
            let text = super::numbers::quote(char::from(c).to_string().as_bytes());
            format!("'{}'", text.get(1..text.len().saturating_sub(1)).unwrap_or_default())
        }
    }
}

/// Whether a space can't stand where these words are said.
fn within_token(context: &str) -> bool {
    context.contains(" escape") || context.contains(" literal") && context != "in string literal"
}

impl Check<'_> {
    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// What stands here is not what should.
    fn wrong<T>(&self, context: &str) -> Result<T, Wrong> {
        Err(match self.peek() {
            Some(c) => Wrong { at: self.at + 1, why: format!("invalid character {} {context}", quoted(c)) },
            None if self.whole && within_token(context) => {
                Wrong { at: self.data.len(), why: format!("invalid character ' ' {context}") }
            }
            None => Wrong { at: self.data.len(), why: "unexpected end of JSON input".into() },
        })
    }

    fn spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// One value; nesting is counted and not recursed into.
    fn value(&mut self) -> Result<(), Wrong> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.spaces();
            match self.peek() {
                Some(c @ (b'{' | b'[')) => {
                    self.at += 1;
                    open.push(c);
                    if open.len() > DEEPEST {
                        return Err(Wrong { at: self.at, why: "exceeded max depth".into() });
                    }
                    self.spaces();
                    let end = if c == b'{' { b'}' } else { b']' };
                    if self.peek() == Some(end) {
                        self.at += 1;
                        open.pop();
                    } else {
                        if c == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                Some(b'"') => self.string()?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                _ => return self.wrong("looking for beginning of value"),
            }
            // What may follow a value.
            loop {
                let Some(within) = open.last().copied() else { return Ok(()) };
                self.spaces();
                match (self.peek(), within) {
                    (Some(b','), b'[') => {
                        self.at += 1;
                        break;
                    }
                    (Some(b','), _) => {
                        self.at += 1;
                        self.spaces();
                        self.key()?;
                        break;
                    }
                    (Some(b']'), b'[') | (Some(b'}'), b'{') => {
                        self.at += 1;
                        open.pop();
                    }
                    (_, b'[') => return self.wrong("after array element"),
                    _ => return self.wrong("after object key:value pair"),
                }
            }
        }
    }

    fn key(&mut self) -> Result<(), Wrong> {
        if self.peek() != Some(b'"') {
            return self.wrong("looking for beginning of object key string");
        }
        self.string()?;
        self.spaces();
        if self.peek() != Some(b':') {
            return self.wrong("after object key");
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<(), Wrong> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"') => self.at += 1,
                        Some(b'u') => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_some_and(|c| c.is_ascii_hexdigit()) {
                                    return self.wrong("in \\u hexadecimal character escape");
                                }
                                self.at += 1;
                            }
                        }
                        _ => return self.wrong("in string escape code"),
                    }
                }
                Some(c) if c >= 0x20 => self.at += 1,
                _ => return self.wrong("in string literal"),
            }
        }
    }

    fn digits(&mut self, context: &str) -> Result<(), Wrong> {
        if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return self.wrong(context);
        }
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Wrong> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits("in numeric literal")?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits("in exponent of numeric literal")?;
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), Wrong> {
        for c in word.bytes() {
            if self.peek() != Some(c) {
                return self.wrong(&format!("in literal {word} (expecting {})", quoted(c)));
            }
            self.at += 1;
        }
        Ok(())
    }
}

/// `check(data, whole)`: where the first value ends, or where and why it is none. Of a whole text, only space may follow.
fn check(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let data = args.first().map(Value::bytes).unwrap_or_default();
    let whole = args.get(1).is_some_and(Value::truth);
    let mut check = Check { data: &data, at: 0, whole };
    let mut outcome = check.value();
    if outcome.is_ok() && whole {
        check.spaces();
        if check.at < data.len() {
            outcome = check.wrong("after top-level value");
        }
    }
    Out::Values(match outcome {
        Ok(()) => vec![Value::Int(check.at as i64), Value::str("")],
        Err(wrong) => vec![Value::Int(wrong.at as i64), Value::str(&wrong.why)],
    })
}

/// `quote(s, html)`: a text as JSON has it, with what HTML would read escaped too if it is asked for.
fn quote(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let bytes = args.first().map(Value::bytes).unwrap_or_default();
    let html = args.get(1).is_some_and(Value::truth);
    let mut out = vec![b'"'];
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' | '\\' => out.extend([b'\\', c as u8]),
                '\u{8}' => out.extend(b"\\b"),
                '\u{c}' => out.extend(b"\\f"),
                '\n' => out.extend(b"\\n"),
                '\r' => out.extend(b"\\r"),
                '\t' => out.extend(b"\\t"),
                '<' | '>' | '&' if !html => out.push(c as u8),
                '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    out.extend(format!("\\u{:04x}", u32::from(c)).bytes());
                }
                _ => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
            }
        }
        for _ in chunk.invalid() {
            out.extend(b"\\ufffd");
        }
    }
    out.push(b'"');
    one(Value::bytes_str(out))
}

/// `unquote(s)`: the text of a string that is well formed.
fn unquote(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let bytes = args.first().map(Value::bytes).unwrap_or_default();
    let inner = bytes.get(1..bytes.len().saturating_sub(1)).unwrap_or_default();
    let mut units: Vec<u16> = Vec::new();
    let mut out = String::new();
    let flush = |units: &mut Vec<u16>, out: &mut String| {
        out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or('\u{fffd}')));
    };
    let text = String::from_utf8_lossy(inner);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let plain = match c {
            '\\' => match chars.next() {
                Some('u') => {
                    let code: String = chars.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&code, 16).unwrap_or(0xfffd));
                    continue;
                }
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(c) => c,
                None => break,
            },
            c => c,
        };
        flush(&mut units, &mut out);
        out.push(plain);
    }
    flush(&mut units, &mut out);
    one(Value::str(&out))
}

/// `squeeze(data, html)`: without space between what counts; `<`, `>`, `&` and the two line ends of Unicode escaped.
fn squeeze(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let bytes = args.first().map(Value::bytes).unwrap_or_default();
    let (html, keep) = (args.get(1).is_some_and(Value::truth), args.get(2).is_some_and(Value::truth));
    let mut out = Vec::with_capacity(bytes.len());
    let (mut within, mut escaped) = (false, false);
    let mut at = 0;
    while let Some(c) = bytes.get(at).copied() {
        at += 1;
        if within {
            within = c != b'"' || escaped;
            escaped = c == b'\\' && !escaped;
            match c {
                b'<' | b'>' | b'&' if html => out.extend(format!("\\u{c:04x}").bytes()),
                0xe2 if html && matches!(bytes.get(at..at + 2), Some([0x80, 0xa8 | 0xa9])) => {
                    let last = bytes.get(at + 1).copied().unwrap_or_default();
                    out.extend(format!("\\u20{:02x}", last - 0x80).bytes());
                    at += 2;
                }
                _ => out.push(c),
            }
        } else if keep || !matches!(c, b' ' | b'\t' | b'\r' | b'\n') {
            within = c == b'"';
            out.push(c);
        }
    }
    one(vm.bytes(out))
}

pub const TABLE: &[(&str, Native)] = &[
    ("encoding/json.check", check),
    ("encoding/json.quote", quote),
    ("encoding/json.unquote", unquote),
    ("encoding/json.squeeze", squeeze),
];
