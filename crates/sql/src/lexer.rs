//! Text to tokens, and text to statements at their semicolons.
//!
//! PostgreSQL: manual section 4.1 (lexical structure), dollar quotes included; MySQL: reference manual, chapter
//! "Language Structure", `DELIMITER` left to the client.

use crate::{Dialect, Error, Result};

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// As written; keywords are words as well.
    Word(String),
    /// A quoted name.
    Name(String),
    Text(String),
    Number(String),
    /// Hexadecimal digits, an even number of them.
    Blob(String),
    Symbol(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: Kind,
    /// Byte offset.
    pub at: usize,
}

const SYMBOLS: [&str; 32] = [
    "->>", "->", "::", "<=", ">=", "<>", "!=", "||", "&&", ":=", "!~~", "~~", "(", ")", ",", ";", "=", "<", ">", "+", "-", "*",
    "/", "%", ".", "@", "[", "]", "~", "?", ":", "!",
];

/// What stands at a place of the text: nothing to read, or where a token ends.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    dialect: Dialect,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            let mut next = self.at + rest.len() - trimmed.len();
            let comment = trimmed.starts_with("--") || self.dialect == Dialect::MySql && trimmed.starts_with('#');
            if comment {
                next += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                next += trimmed.find("*/").map_or(trimmed.len(), |n| n + 2);
            }
            if next == self.at {
                return;
            }
            self.at = next;
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String> {
        let start = self.at;
        let escapes = quote != '`' && self.dialect == Dialect::MySql;
        let mut out = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((n, c)) = chars.next() {
            if c == quote {
                if chars.peek().is_some_and(|(_, c)| *c == quote) {
                    chars.next();
                    out.push(quote);
                    continue;
                }
                self.at = start + n + c.len_utf8();
                return Ok(out);
            }
            if c == '\\' && escapes {
                match chars.next().map(|(_, c)| c) {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some('0') => out.push('\0'),
                    Some(other) => out.push(other),
                    None => break,
                }
                continue;
            }
            out.push(c);
        }
        let near = self.text.get(start..).unwrap_or("").to_string();
        self.at = self.text.len();
        let what = if quote == '"' { "identifier" } else { "string" };
        let message = match self.dialect {
            Dialect::Sqlite => format!("unrecognized token: \"{near}\""),
            _ => format!("unterminated quoted {what} at or near \"{near}\""),
        };
        Err(syntax(self.dialect, self.text, start, &message))
    }

    fn next(&mut self) -> Result<Option<Token>> {
        self.skip_blank();
        let at = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(None);
        };
        let kind = match first {
            '\'' => Kind::Text(self.quoted('\'')?),
            '"' if self.dialect == Dialect::MySql => Kind::Text(self.quoted('"')?),
            '"' => Kind::Name(self.quoted('"')?),
            '`' if self.dialect != Dialect::Postgres => Kind::Name(self.quoted('`')?),
            '[' if self.dialect == Dialect::Sqlite && self.rest().contains(']') => {
                let len = self.rest().find(']').unwrap_or(0);
                let name = self.rest().get(1..len).unwrap_or("").to_string();
                self.at += len + 1;
                Kind::Name(name)
            }
            '=' if self.dialect == Dialect::Sqlite && self.rest().starts_with("==") => {
                self.at += 2;
                Kind::Symbol("=")
            }
            'x' | 'X' if self.dialect == Dialect::Sqlite && self.rest().get(1..2) == Some("'") => {
                self.at += 1;
                let digits = self.quoted('\'')?;
                let even = digits.len() % 2 == 0 && digits.bytes().all(|b| b.is_ascii_hexdigit());
                if !even {
                    let text = self.text.get(at..self.at).unwrap_or("");
                    return Err(crate::sqlite::lite(format!("unrecognized token: \"{text}\"")));
                }
                Kind::Blob(digits)
            }
            '$' if self.dialect == Dialect::Postgres => {
                let rest = self.rest();
                let tag = rest.get(1..).and_then(|r| r.find('$')).and_then(|n| rest.get(..n + 2));
                let body = tag.and_then(|tag| {
                    let body = rest.get(tag.len()..)?;
                    Some((tag.len(), body.find(tag)?, body))
                });
                let Some((tag, end, body)) = body else {
                    return Err(syntax(self.dialect, self.text, at, "syntax error at or near \"$\""));
                };
                let text = body.get(..end).unwrap_or("").to_string();
                self.at += tag * 2 + end;
                Kind::Text(text)
            }
            c if c.is_alphabetic() || c == '_' => {
                let rest = self.rest();
                let len = rest
                    .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
                    .unwrap_or(rest.len());
                let word = rest.get(..len).unwrap_or("").to_string();
                self.at += len;
                if self.dialect != Dialect::Sqlite && word.eq_ignore_ascii_case("e") && self.rest().starts_with('\'') {
                    let before = std::mem::replace(&mut self.dialect, Dialect::MySql);
                    let text = self.quoted('\'');
                    self.dialect = before;
                    Kind::Text(text?)
                } else {
                    Kind::Word(word)
                }
            }
            c if c.is_ascii_digit() || c == '.' && self.rest().chars().nth(1).is_some_and(|c| c.is_ascii_digit()) => {
                let rest = self.rest().as_bytes();
                let mut len = 0;
                while rest.get(len).is_some_and(|b| b.is_ascii_digit() || *b == b'.') {
                    len += 1;
                }
                if rest.get(len).is_some_and(|b| *b == b'e' || *b == b'E') {
                    let sign = usize::from(rest.get(len + 1).is_some_and(|b| *b == b'-' || *b == b'+'));
                    if rest.get(len + 1 + sign).is_some_and(u8::is_ascii_digit) {
                        len += 1 + sign;
                        while rest.get(len).is_some_and(u8::is_ascii_digit) {
                            len += 1;
                        }
                    }
                }
                let text = self.rest().get(..len).unwrap_or("").to_string();
                self.at += len;
                Kind::Number(text)
            }
            _ => {
                let Some(symbol) = SYMBOLS.iter().find(|s| self.rest().starts_with(**s)) else {
                    let message = match self.dialect {
                        Dialect::Sqlite => format!("unrecognized token: \"{first}\""),
                        _ => format!("syntax error at or near \"{first}\""),
                    };
                    return Err(syntax(self.dialect, self.text, at, &message));
                };
                self.at += symbol.len();
                Kind::Symbol(symbol)
            }
        };
        Ok(Some(Token { kind, at }))
    }
}

/// The error for what can't be read, from `at` on.
pub(crate) fn syntax(dialect: Dialect, text: &str, at: usize, message: &str) -> Error {
    match dialect {
        Dialect::Postgres => Error::new("42601", 0, message).at(at),
        Dialect::Sqlite => crate::sqlite::lite(message),
        Dialect::MySql => {
            let near: String = text.get(at..).unwrap_or("").chars().take(80).collect();
            let line = text.get(..at).unwrap_or("").matches('\n').count() + 1;
            Error::new(
                "42000",
                1064,
                format!(
                    "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '{}' at line {line}",
                    near.trim_end_matches(';')
                ),
            )
        }
    }
}

pub fn tokens(text: &str, dialect: Dialect) -> Result<Vec<Token>> {
    let mut scanner = Scanner { text, at: 0, dialect };
    let mut out = Vec::new();
    while let Some(token) = scanner.next()? {
        out.push(token);
    }
    Ok(out)
}

/// The statements that end with a semicolon, and what is left behind the last of them.
pub fn split_statements(text: &str, dialect: Dialect) -> (Vec<&str>, &str) {
    let mut scanner = Scanner { text, at: 0, dialect };
    let (mut out, mut start) = (Vec::new(), 0);
    loop {
        match scanner.next() {
            Ok(Some(Token {
                kind: Kind::Symbol(";"),
                at,
            })) => {
                out.push(text.get(start..at).unwrap_or("").trim());
                start = at + 1;
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(_) if scanner.at >= text.len() => break,
            Err(_) => {
                scanner.at += text
                    .get(scanner.at..)
                    .and_then(|t| t.chars().next())
                    .map_or(1, char::len_utf8)
            }
        }
    }
    (out, text.get(start..).unwrap_or(""))
}
