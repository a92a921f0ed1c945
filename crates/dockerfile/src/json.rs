//! The JSON array of an exec form.
//!
//! Reads exactly what Go's `encoding/json` accepts (RFC 8259, nesting up to 10,000), in one pass and without recursion.
//! Only arrays of strings are kept; everything else is told apart because BuildKit treats it differently.

use crate::span::Span;

/// Why a text is not an array of strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// It is not JSON, or not an array: the text is taken as shell form.
    NotArray,
    /// It is a JSON array with something other than strings in it, which is an error.
    NotStrings,
}

/// One string of the array: the span of the literal with its quotes, and its value where that differs from the text
/// between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonString {
    pub span: Span,
    pub value: Option<Box<str>>,
}

const MAX_DEPTH: usize = 10_000;

/// Reads `text`, which may begin with white space, as a JSON array of strings.
pub(crate) fn parse_string_array(text: &str) -> Result<Vec<JsonString>, JsonError> {
    let lead = text.len() - text.trim_start().len();
    if text.as_bytes().get(lead) != Some(&b'[') {
        return Err(JsonError::NotArray);
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        pos: lead + 1,
        overflow: false,
    };
    let mut strings = Vec::new();
    let mut foreign = false;
    reader.space();
    if reader.peek() == Some(b']') {
        reader.pos += 1;
    } else {
        loop {
            reader.space();
            if reader.peek() == Some(b'"') {
                strings.push(reader.string()?);
            } else {
                reader.value()?;
                foreign = true;
            }
            reader.space();
            match reader.next() {
                Some(b',') => {}
                Some(b']') => break,
                _ => return Err(JsonError::NotArray),
            }
        }
    }
    reader.space();
    if reader.pos != text.len() || reader.overflow {
        return Err(JsonError::NotArray);
    }
    if foreign {
        return Err(JsonError::NotStrings);
    }
    Ok(strings)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
    /// A number beyond a double was seen: Go refuses the whole text, though it is well formed.
    overflow: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.pos += 1;
        Some(byte)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.pos += 1;
        }
    }

    fn string(&mut self) -> Result<JsonString, JsonError> {
        let start = self.pos;
        self.pos += 1;
        let mut value: Option<String> = None;
        let mut copied = self.pos;
        loop {
            match self.next().ok_or(JsonError::NotArray)? {
                b'"' => break,
                b'\\' => {
                    let out = value.get_or_insert_with(String::new);
                    out.push_str(self.text.get(copied..self.pos - 1).unwrap_or(""));
                    match self.next().ok_or(JsonError::NotArray)? {
                        b'"' => out.push('"'),
                        b'\\' => out.push('\\'),
                        b'/' => out.push('/'),
                        b'b' => out.push('\u{8}'),
                        b'f' => out.push('\u{c}'),
                        b'n' => out.push('\n'),
                        b'r' => out.push('\r'),
                        b't' => out.push('\t'),
                        b'u' => {
                            let unit = self.hex4().ok_or(JsonError::NotArray)?;
                            out.push(self.code_point(unit));
                        }
                        _ => return Err(JsonError::NotArray),
                    }
                    copied = self.pos;
                }
                0..0x20 => return Err(JsonError::NotArray),
                _ => {}
            }
        }
        if let Some(out) = &mut value {
            out.push_str(self.text.get(copied..self.pos - 1).unwrap_or(""));
        }
        Ok(JsonString {
            span: Span::new(start, self.pos),
            value: value.map(String::into_boxed_str),
        })
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.pos..self.pos + 4)?;
        let mut unit = 0;
        for digit in digits {
            unit = unit * 16 + (*digit as char).to_digit(16)?;
        }
        self.pos += 4;
        Some(unit)
    }

    /// The character of a `\u` escape; a lone surrogate is the replacement character, as in Go.
    fn code_point(&mut self, unit: u32) -> char {
        if (0xd800..0xdc00).contains(&unit) && self.bytes[self.pos..].starts_with(b"\\u") {
            let back = self.pos;
            self.pos += 2;
            if let Some(low @ 0xdc00..0xe000) = self.hex4() {
                let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
            self.pos = back;
        }
        char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Skips any value that is not a string at the top of the array.
    fn value(&mut self) -> Result<(), JsonError> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.space();
            match self.peek().ok_or(JsonError::NotArray)? {
                b'"' => {
                    self.string()?;
                }
                b'[' => {
                    self.pos += 1;
                    self.space();
                    if self.peek() == Some(b']') {
                        self.pos += 1;
                    } else {
                        open.push(b'[');
                        if open.len() + 1 > MAX_DEPTH {
                            return Err(JsonError::NotArray);
                        }
                        continue;
                    }
                }
                b'{' => {
                    self.pos += 1;
                    self.space();
                    if self.peek() == Some(b'}') {
                        self.pos += 1;
                    } else {
                        open.push(b'{');
                        if open.len() + 1 > MAX_DEPTH {
                            return Err(JsonError::NotArray);
                        }
                        self.key()?;
                        continue;
                    }
                }
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                _ => self.number()?,
            }
            // A value is complete: close what it closes.
            loop {
                let Some(top) = open.last().copied() else {
                    return Ok(());
                };
                self.space();
                match (top, self.next().ok_or(JsonError::NotArray)?) {
                    (b'[', b',') => break,
                    (b'{', b',') => {
                        self.key()?;
                        break;
                    }
                    (b'[', b']') | (b'{', b'}') => {
                        open.pop();
                    }
                    _ => return Err(JsonError::NotArray),
                }
            }
        }
    }

    fn key(&mut self) -> Result<(), JsonError> {
        self.space();
        if self.peek() != Some(b'"') {
            return Err(JsonError::NotArray);
        }
        self.string()?;
        self.space();
        match self.next() {
            Some(b':') => Ok(()),
            _ => Err(JsonError::NotArray),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), JsonError> {
        if self.bytes[self.pos..].starts_with(word) {
            self.pos += word.len();
            return Ok(());
        }
        Err(JsonError::NotArray)
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(JsonError::NotArray);
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.pos += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.pos;
        if self.peek() == Some(b'-') {
            self.pos += 1;
        }
        if self.peek() == Some(b'0') {
            self.pos += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.pos += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.pos += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.pos += 1;
            }
            self.digits()?;
        }
        let number: Option<f64> = self.text.get(start..self.pos).and_then(|digits| digits.parse().ok());
        self.overflow |= !number.is_some_and(f64::is_finite);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Result<Vec<String>, JsonError> {
        parse_string_array(text).map(|strings| {
            strings
                .iter()
                .map(|s| match &s.value {
                    Some(value) => value.to_string(),
                    None => text[s.span.start as usize + 1..s.span.end as usize - 1].to_owned(),
                })
                .collect()
        })
    }

    #[test]
    fn strings_with_escapes() {
        assert_eq!(
            values(r#" ["a", "b\n\u00e9\ud83d\ude00", "\ud800x"] "#),
            Ok(vec!["a".into(), "b\né😀".into(), "\u{fffd}x".into()])
        );
        assert_eq!(values("[]"), Ok(vec![]));
    }

    #[test]
    fn what_is_no_json_is_shell_form() {
        for text in [
            "",
            "echo",
            "[",
            "[\"a\"",
            "['a']",
            "[\"a\",]",
            "[\"a\"] b",
            "[01]",
            "[1e999]",
            "[\"\t\"]",
            "[\"\\x\"]",
        ] {
            assert_eq!(values(text), Err(JsonError::NotArray), "{text}");
        }
    }

    #[test]
    fn other_values_are_an_error() {
        for text in ["[1]", "[null]", "[\"a\", [\"b\"]]", "[{\"a\": [1, {}]}]", "[true, -0.5e3]"] {
            assert_eq!(values(text), Err(JsonError::NotStrings), "{text}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "[".repeat(200_000);
        assert_eq!(values(&deep), Err(JsonError::NotArray));
    }
}
