//! `.env` and `env_file`: lines of `KEY=value` with quotes, escapes, comments, `export` and variables, as compose-go's
//! dotenv reads them.

use crate::template::{Substitution, TemplateError};
use std::collections::BTreeMap;

/// What is known outside of the file.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a file into `out`; what it holds already can be used in values and is written over. Names of unset variables
/// are added to `unset`.
pub(crate) fn parse(
    text: &str,
    out: &mut BTreeMap<String, String>,
    lookup: Lookup,
    unset: &mut Vec<String>,
) -> Result<(), String> {
    let mut parser = Parser { line: 1, lookup, unset };
    let text = text.replace("\r\n", "\n");
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = parser.statement_start(rest);
        if rest.is_empty() {
            return Ok(());
        }
        let (key, left, inherited) = parser.key(rest)?;
        if key.contains(' ') {
            return Err(format!("line {}: key cannot contain a space", parser.line));
        }
        if inherited {
            if let Some(value) = lookup(key) {
                out.insert(key.to_owned(), value);
            }
            rest = left;
            continue;
        }
        let (value, left) = parser.value(left, out)?;
        out.insert(key.to_owned(), value);
        rest = left;
    }
}

struct Parser<'a> {
    line: usize,
    lookup: Lookup<'a>,
    unset: &'a mut Vec<String>,
}

/// A space that ends no line.
fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}')
}

impl Parser<'_> {
    /// Skips empty lines and comments.
    fn statement_start<'t>(&mut self, mut text: &'t str) -> &'t str {
        loop {
            let start = text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len());
            let (blank, rest) = text.split_at(start);
            self.line += blank.matches('\n').count();
            if !rest.starts_with('#') {
                return rest;
            }
            text = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default();
        }
    }

    fn key<'t>(&mut self, text: &'t str) -> Result<(&'t str, &'t str, bool), String> {
        let text = match text.strip_prefix("export") {
            Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start_matches(is_space),
            _ => text,
        };
        let mut end = None;
        for (index, c) in text.char_indices() {
            match c {
                c if is_space(c) => {}
                '=' | ':' | '\n' => {
                    end = Some((index, c == '\n'));
                    break;
                }
                '_' | '.' | '-' | '[' | ']' => {}
                c if c.is_alphabetic() || c.is_numeric() => {}
                c => {
                    let name = text.split('\n').next().unwrap_or_default();
                    return Err(format!(
                        "line {}: unexpected character {} in variable name {}",
                        self.line,
                        crate::print::quoted(&c.to_string()),
                        crate::print::quoted(name)
                    ));
                }
            }
        }
        // A name at the very end, without a line feed, is the value of an empty name: so it is in compose-go.
        let Some((end, inherited)) = end else {
            return Ok(("", text, false));
        };
        let key = text.get(..end).unwrap_or_default();
        if inherited && !key.contains(' ') {
            self.line += 1;
        }
        let left = text.get(end + 1..).unwrap_or_default();
        Ok((key.trim_end(), left.trim_start_matches(is_space), inherited))
    }

    fn value<'t>(&mut self, text: &'t str, known: &BTreeMap<String, String>) -> Result<(String, &'t str), String> {
        let quote = match text.chars().next() {
            Some(quote @ ('"' | '\'')) => quote,
            _ => {
                let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
                self.line += 1;
                let value = line.split(" #").next().unwrap_or_default().trim_end();
                return Ok((self.expand(value, known)?, rest));
            }
        };
        let mut value = String::new();
        let mut escaped = false;
        for (index, c) in text.char_indices().skip(1) {
            if c == '\n' {
                self.line += 1;
            }
            if c == quote {
                if escaped {
                    escaped = false;
                    value.push(c);
                    continue;
                }
                let rest = text.get(index + 1..).unwrap_or_default();
                if quote == '"' {
                    value = self.expand(&escapes(&value), known)?;
                }
                return Ok((value, rest));
            }
            if !escaped && c == '\\' {
                escaped = true;
                continue;
            }
            if escaped {
                escaped = false;
                value.push('\\');
            }
            value.push(c);
        }
        let line = text.split('\n').next().unwrap_or_default();
        Err(format!("line {}: unterminated quoted value {line}", self.line))
    }

    fn expand(&mut self, value: &str, known: &BTreeMap<String, String>) -> Result<String, String> {
        let lookup = |name: &str| (self.lookup)(name).or_else(|| known.get(name).cloned());
        let mut substitution = Substitution {
            lookup: &lookup,
            unset: Vec::new(),
        };
        let value = substitution.apply(value);
        let unset = substitution.unset;
        self.unset.extend(unset);
        value.map_err(|error| match error {
            TemplateError::Invalid(text) => format!("Invalid template: {}", crate::print::quoted(&text)),
            TemplateError::Required { variable, message } if message.is_empty() => {
                format!("required variable {variable} is missing a value")
            }
            TemplateError::Required { variable, message } => {
                format!("required variable {variable} is missing a value: {message}")
            }
        })
    }
}

/// The escapes of double quotes; others stay as they are.
fn escapes(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('a') => out.push('\u{7}'),
            Some('b') => out.push('\u{8}'),
            Some('c') => out.push_str("\\c"),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('v') => out.push('\u{b}'),
            Some('\\') => out.push('\\'),
            Some('"') => out.push('"'),
            // Two dollars are one when variables are put in.
            Some('$') => out.push_str("$$"),
            Some('0') => {
                let mut digits = String::new();
                while digits.len() < 3 && chars.peek().is_some_and(|c| ('0'..='7').contains(c)) {
                    digits.extend(chars.next());
                }
                match u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32) {
                    Some(c) if digits.len() == 3 => out.push(c),
                    _ => {
                        out.push_str("\\0");
                        out.push_str(&digits);
                    }
                }
            }
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
            None => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, String> {
        let mut out = BTreeMap::new();
        let lookup = |name: &str| (name == "OUTER").then(|| "outer".to_owned());
        parse(text, &mut out, &lookup, &mut Vec::new())?;
        Ok(out.into_iter().collect())
    }

    fn one(text: &str) -> String {
        read(text).unwrap().pop().unwrap().1
    }

    #[test]
    fn quotes_and_comments_are_taken_off() {
        assert_eq!(one("A=b c # d"), "b c");
        assert_eq!(one("A=b#c"), "b#c");
        assert_eq!(one("A='x # $Y' # z\n"), "x # $Y");
        assert_eq!(one("A=\"x\\ny\"\n"), "x\ny");
        assert_eq!(one("export A : b\n"), "b");
    }

    #[test]
    fn values_use_what_was_set_before() {
        assert_eq!(one("A=1\nB=${A}2$OUTER\n"), "12outer");
        assert_eq!(one("A=\"\\$X\"\n"), "$X");
    }

    #[test]
    fn a_bare_name_is_taken_from_outside() {
        assert_eq!(read("OUTER\nNONE\n").unwrap(), [("OUTER".to_owned(), "outer".to_owned())]);
    }

    #[test]
    fn mistakes_name_their_line() {
        assert_eq!(
            read("A=1\nB%=2\n").unwrap_err(),
            "line 2: unexpected character \"%\" in variable name \"B%=2\""
        );
        assert_eq!(read("A='x\n").unwrap_err(), "line 2: unterminated quoted value 'x");
        assert_eq!(read("A B=1\n").unwrap_err(), "line 1: key cannot contain a space");
    }
}
