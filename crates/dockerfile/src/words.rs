//! The arguments of an instruction, split as its kind demands.
//!
//! Each instruction has one of six shapes: blank-separated words, quoted words, name and value pairs, one string, JSON
//! or one string, JSON or words. Specified by BuildKit's `parser/line_parsers.go` and `parser/split_command.go`.
//! Positions count bytes of the logical line.

use crate::error::Error;
use crate::go::{is_blank, is_latin1_space};
use crate::json::{JsonError, parse_string_array};
use crate::keyword::Keyword;
use crate::span::Span;

/// One word of a logical line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its place, quotes included.
    pub span: Span,
    pub value: Value,
}

/// Where a word's value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// It is the text itself.
    Text,
    /// It is the text between a pair of quotes.
    Inner,
    /// It had escapes or quotes within.
    Cooked(Box<str>),
}

impl Word {
    #[inline]
    pub(crate) fn plain(start: usize, end: usize) -> Word {
        Word {
            span: Span::new(start, end),
            value: Value::Text,
        }
    }

    /// The value; `line` is the logical line.
    #[inline]
    pub(crate) fn value<'a>(&'a self, line: &'a str) -> &'a str {
        match &self.value {
            Value::Text => self.span.of(line),
            Value::Inner => {
                let raw = self.span.of(line);
                raw.get(1..raw.len().saturating_sub(1)).unwrap_or("")
            }
            Value::Cooked(value) => value,
        }
    }
}

/// The part of `line` within `start..end` without white space on either side.
#[inline]
pub(crate) fn trimmed(line: &str, start: usize, end: usize) -> (usize, usize) {
    let part = line.get(start..end).unwrap_or("");
    let from = start + (part.len() - part.trim_start().len());
    (from, from + part.trim().len())
}

/// Reads the `--flags` at `start`. Returns where the arguments begin.
///
/// BuildKit walks bytes here and takes each for a character of its own, so text beyond ASCII comes out as Latin-1.
pub(crate) fn split_flags(line: &str, start: usize, end: usize, escape: u8, words: &mut Vec<Word>) -> usize {
    let bytes = &line.as_bytes()[..end];
    let mut pos = start;
    loop {
        while bytes.get(pos).is_some_and(|b| is_latin1_space(*b)) {
            pos += 1;
        }
        if bytes.get(pos) != Some(&b'-') || bytes.get(pos + 1) != Some(&b'-') {
            return pos.min(end);
        }
        let word_start = pos;
        let mut cooked: Option<String> = None;
        let mut blank_ok = false;
        let mut quote = None;
        while let Some(&byte) = bytes.get(pos) {
            let special = match quote {
                None if is_latin1_space(byte) => break,
                None => matches!(byte, b'\'' | b'"'),
                Some(q) => byte == q,
            };
            if (special || byte == escape || !byte.is_ascii()) && cooked.is_none() {
                cooked = Some(line.get(word_start..pos).unwrap_or("").to_owned());
            }
            if special {
                quote = match quote {
                    None => Some(byte),
                    Some(_) => None,
                };
                blank_ok = true;
                pos += 1;
                continue;
            }
            let mut taken = byte;
            if byte == escape {
                pos += 1;
                match bytes.get(pos) {
                    Some(next) => taken = *next,
                    None => break,
                }
            }
            if let Some(text) = &mut cooked {
                text.push(taken as char);
            }
            pos += 1;
        }
        let value = match &cooked {
            Some(text) => text.as_str(),
            None => line.get(word_start..pos).unwrap_or(""),
        };
        if value == "--" {
            return pos.min(end);
        }
        if blank_ok || !value.is_empty() {
            words.push(Word {
                span: Span::new(word_start, pos.min(end)),
                value: match cooked {
                    Some(text) => Value::Cooked(text.into_boxed_str()),
                    None => Value::Text,
                },
            });
        }
    }
}

/// Splits at unquoted white space; quotes and escapes stay in the words. An escape token at the very end is dropped.
pub(crate) fn quoted_words(line: &str, start: usize, end: usize, escape: u8) -> Vec<(usize, usize)> {
    let bytes = &line.as_bytes()[..end];
    let mut words = Vec::new();
    let mut pos = start;
    let width = |pos: usize| match bytes[pos] {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let is_space = |pos: usize| match bytes[pos] {
        b'\t'..=b'\r' | b' ' => true,
        0..0x80 => false,
        _ => line
            .get(pos..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(char::is_whitespace),
    };
    loop {
        while pos < end && is_space(pos) {
            pos += width(pos);
        }
        if pos >= end {
            return words;
        }
        let word_start = pos;
        let mut word_end = None;
        let mut quote = None;
        while pos < end {
            let byte = bytes[pos];
            match quote {
                None if is_space(pos) => break,
                None if byte == b'\'' || byte == b'"' => quote = Some(byte),
                Some(q) if byte == q => quote = None,
                _ => {}
            }
            if byte == escape && quote != Some(b'\'') {
                if pos + 1 == end {
                    word_end = Some(pos);
                    pos = end;
                    break;
                }
                pos += 1;
            }
            pos += width(pos);
        }
        pos = pos.min(end);
        let word_end = word_end.unwrap_or(pos);
        if word_end > word_start {
            words.push((word_start, word_end));
        }
    }
}

fn blank_words(line: &str, start: usize, end: usize, words: &mut Vec<Word>) {
    if start >= end {
        return;
    }
    let bytes = &line.as_bytes()[..end];
    let mut pos = start;
    loop {
        let word_start = pos;
        while pos < end && !is_blank(bytes[pos]) {
            pos += 1;
        }
        words.push(Word::plain(word_start, pos));
        if pos == end {
            return;
        }
        while pos < end && is_blank(bytes[pos]) {
            pos += 1;
        }
    }
}

fn name_values(line: &str, start: usize, end: usize, escape: u8, keyword: Keyword, words: &mut Vec<Word>) -> Result<(), Error> {
    let found = quoted_words(line, start, end, escape);
    let Some(&(first_start, first_end)) = found.first() else {
        return Ok(());
    };
    if !line[first_start..first_end].contains('=') {
        let bytes = &line.as_bytes()[..end];
        let Some(name_len) = bytes[start..].iter().position(|b| is_blank(*b)) else {
            words.push(Word::plain(start, end));
            return Err(Error::TwoArguments(keyword));
        };
        let name_end = start + name_len;
        let gap = bytes[name_end..].iter().take_while(|b| is_blank(**b)).count();
        words.push(Word::plain(start, name_end));
        words.push(Word::plain(name_end + gap, end));
        words.push(Word::plain(end, end));
        return Ok(());
    }
    let mut error = None;
    for (word_start, word_end) in found {
        match line[word_start..word_end].find('=') {
            Some(at) => {
                let at = word_start + at;
                words.push(Word::plain(word_start, at));
                words.push(Word::plain(at + 1, word_end));
                words.push(Word::plain(at, at + 1));
            }
            None => {
                if error.is_none() {
                    error = Some(Error::MissingEquals(line[word_start..word_end].to_owned()));
                }
                words.push(Word::plain(word_start, word_end));
                words.push(Word::plain(word_end, word_end));
                words.push(Word::plain(word_end, word_end));
            }
        }
    }
    match error {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// Reads a JSON array. `Ok(false)` says that it is none.
fn json_words(line: &str, start: usize, end: usize, words: &mut Vec<Word>) -> Result<bool, Error> {
    let text = line.get(start..end).unwrap_or("");
    match parse_string_array(text) {
        Ok(strings) => {
            for string in strings {
                let span = string.span.shifted(Span::new(0, start).end);
                words.push(Word {
                    span,
                    value: match string.value {
                        Some(value) => Value::Cooked(value),
                        None => Value::Inner,
                    },
                });
            }
            Ok(true)
        }
        Err(JsonError::NotArray) => Ok(false),
        Err(JsonError::NotStrings) => Err(Error::JsonNotStrings),
    }
}

fn json_or_string(line: &str, start: usize, end: usize, words: &mut Vec<Word>) -> Result<bool, Error> {
    if start >= end {
        return Ok(false);
    }
    if json_words(line, start, end, words)? {
        return Ok(true);
    }
    words.push(Word::plain(start, end));
    Ok(false)
}

/// Splits the arguments `start..end`, which are trimmed. Returns whether they are a JSON array.
///
/// On an error `words` holds what could be read nevertheless.
pub(crate) fn arguments(
    keyword: Keyword,
    line: &str,
    start: usize,
    end: usize,
    escape: u8,
    words: &mut Vec<Word>,
) -> Result<bool, Error> {
    match keyword {
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => json_or_string(line, start, end, words),
        Keyword::Add | Keyword::Copy | Keyword::Volume => {
            if json_words(line, start, end, words)? {
                return Ok(true);
            }
            blank_words(line, start, end, words);
            Ok(false)
        }
        Keyword::From | Keyword::Expose => {
            blank_words(line, start, end, words);
            Ok(false)
        }
        Keyword::Env | Keyword::Label => name_values(line, start, end, escape, keyword, words).map(|()| false),
        Keyword::Arg => {
            let found = quoted_words(line, start, end, escape);
            words.extend(found.into_iter().map(|(from, to)| Word::plain(from, to)));
            Ok(false)
        }
        Keyword::Maintainer | Keyword::Stopsignal | Keyword::User | Keyword::Workdir => {
            if start < end {
                words.push(Word::plain(start, end));
            }
            Ok(false)
        }
        Keyword::Healthcheck => {
            let bytes = &line.as_bytes()[..end];
            let kind_len = bytes[start..].iter().take_while(|b| !is_latin1_space(**b)).count();
            if kind_len == 0 {
                return Ok(false);
            }
            let kind_end = start + kind_len;
            let gap = bytes[kind_end..].iter().take_while(|b| is_latin1_space(**b)).count();
            let rest = kind_end + gap;
            if line.is_char_boundary(kind_end) && line.is_char_boundary(rest) {
                words.push(Word::plain(start, kind_end));
                return json_or_string(line, rest, end, words);
            }
            // Two bytes that occur inside characters beyond ASCII count as blanks here and tear them apart.
            let boundary = |at: usize| (at..=end).find(|at| line.is_char_boundary(*at)).unwrap_or(end);
            let (kind_to, rest_from) = (boundary(kind_end), boundary(rest));
            words.push(Word {
                span: Span::new(start, kind_to),
                value: Value::Cooked(torn(&bytes[start..kind_end])),
            });
            if rest < end {
                words.push(Word {
                    span: Span::new(rest_from.max(kind_to), end),
                    value: Value::Cooked(torn(&bytes[rest..])),
                });
            }
            Ok(false)
        }
        Keyword::Onbuild => Ok(false),
    }
}

/// Bytes as text, each one that belongs to no whole character as a replacement character.
fn torn(bytes: &[u8]) -> Box<str> {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text.into_boxed_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(line: &str) -> (Vec<String>, &str) {
        let mut words = Vec::new();
        let rest = split_flags(line, 0, line.len(), b'\\', &mut words);
        let shown = words.iter().map(|w| w.value(line).to_owned()).collect();
        (shown, &line[rest..])
    }

    #[test]
    fn flags_lose_their_quotes() {
        assert_eq!(
            flags("--a=\"b c\" --d=e\\ f g --h"),
            (vec!["--a=b c".into(), "--d=e f".into()], "g --h")
        );
        assert_eq!(flags("--x -- --y"), (vec!["--x".into()], " --y"));
        assert_eq!(flags("--a\\"), (vec!["--a".into()], ""));
    }

    #[test]
    fn words_keep_theirs() {
        let line = "a='b c' d\\ e \"f\\\"g\" h\\";
        let words: Vec<_> = quoted_words(line, 0, line.len(), b'\\')
            .into_iter()
            .map(|(a, b)| &line[a..b])
            .collect();
        assert_eq!(words, ["a='b c'", "d\\ e", "\"f\\\"g\"", "h"]);
    }
}
