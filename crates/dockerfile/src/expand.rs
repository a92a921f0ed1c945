//! Variable expansion and word splitting: BuildKit's idea of a shell.
//!
//! Quotes, escapes, `$name` and `${name…}` with the modifiers `:- - :+ + :? ? # ## % %% / //`. The wording of the
//! errors and the quirks (a nested substitution forgets the beginning of the word being split) are BuildKit's,
//! `frontend/dockerfile/shell`. Substitutions nested deeper than [`MAX_DEPTH`] are not simulated.

use std::collections::BTreeSet;

use crate::error::ExpandError;
use crate::pattern::{Pattern, reversed};
use crate::variables::Variables;

/// How deep substitutions may nest.
pub const MAX_DEPTH: usize = 100;

/// How many bytes the values in one expansion may come to: substitutions inside each other multiply what they are given,
/// so that a short word could ask for any amount.
pub const MAX_EXPANSION: usize = 1 << 20;

/// What an expansion gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The expanded word.
    pub result: String,
    /// The same split at blanks that came from outside quotes, values of variables included.
    pub words: Vec<String>,
    /// The variables that were found.
    pub matched: BTreeSet<String>,
    /// The variables that were not.
    pub unmatched: BTreeSet<String>,
}

/// A way to read words. The fields are BuildKit's switches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexer {
    /// The escape token, a backslash or a backtick.
    pub escape: char,
    /// Quotes stay in the result.
    pub raw_quotes: bool,
    /// Escape tokens stay in the result.
    pub raw_escapes: bool,
    /// Quotes mean nothing.
    pub skip_process_quotes: bool,
    /// Variables that are not set stay as they are written.
    pub skip_unset_env: bool,
}

impl Lexer {
    /// A lexer with every switch off.
    pub fn new(escape: char) -> Lexer {
        Lexer {
            escape,
            raw_quotes: false,
            raw_escapes: false,
            skip_process_quotes: false,
            skip_unset_env: false,
        }
    }

    /// Expands `word` without splitting it.
    pub fn expand(&self, word: &str, variables: &dyn Variables) -> Result<String, ExpandError> {
        self.process(word, variables).0.map(|e| e.result)
    }

    /// Expands `word` and splits it.
    pub fn words(&self, word: &str, variables: &dyn Variables) -> Result<Vec<String>, ExpandError> {
        self.process(word, variables).0.map(|e| e.words)
    }

    /// Expands `word`. The names not found are told even if the expansion failed.
    pub fn process(&self, word: &str, variables: &dyn Variables) -> (Result<Expansion, ExpandError>, BTreeSet<String>) {
        if !self.is_special(word) {
            return (Ok(plain(word)), BTreeSet::new());
        }
        let mut reader = Reader {
            lexer: self,
            // The scanner BuildKit uses drops a byte-order mark at the very beginning.
            text: word.strip_prefix('\u{feff}').unwrap_or(word),
            pos: 0,
            variables,
            raw_escapes: self.raw_escapes,
            word: String::new(),
            depth: 0,
            budget: MAX_EXPANSION,
            matched: BTreeSet::new(),
            unmatched: BTreeSet::new(),
        };
        let result = reader.until(None, self.raw_escapes);
        let (matched, unmatched) = (reader.matched, reader.unmatched);
        match result {
            Ok((result, words)) => {
                let names = unmatched.clone();
                (
                    Ok(Expansion {
                        result,
                        words,
                        matched,
                        unmatched,
                    }),
                    names,
                )
            }
            Err(cause) => (
                Err(ExpandError {
                    word: word.to_owned(),
                    cause,
                }),
                unmatched,
            ),
        }
    }

    fn is_special(&self, word: &str) -> bool {
        word.starts_with('\u{feff}') || word.chars().any(|c| matches!(c, '$' | '<' | '\'' | '"') || c == self.escape)
    }
}

fn plain(word: &str) -> Expansion {
    Expansion {
        result: word.to_owned(),
        words: word.split_whitespace().map(str::to_owned).collect(),
        ..Expansion::default()
    }
}

struct Reader<'a> {
    lexer: &'a Lexer,
    text: &'a str,
    pos: usize,
    variables: &'a dyn Variables,
    raw_escapes: bool,
    /// The word being collected, shared with nested substitutions.
    word: String,
    depth: usize,
    /// Bytes that values may still come to.
    budget: usize,
    matched: BTreeSet<String>,
    unmatched: BTreeSet<String>,
}

type Step<T> = Result<T, String>;

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.pos)?;
        if byte < 0x80 {
            return Some(byte as char);
        }
        self.text.get(self.pos..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.pos += c.len_utf8();
        Some(c)
    }

    /// Reads up to `stop`, which is consumed, or to the end.
    fn until(&mut self, stop: Option<char>, raw_escapes: bool) -> Step<(String, Vec<String>)> {
        if self.depth >= MAX_DEPTH {
            return Err(format!(
                "drydock: substitutions nested more than {MAX_DEPTH} deep are not simulated"
            ));
        }
        self.depth += 1;
        let before = self.raw_escapes;
        self.raw_escapes = raw_escapes;
        let read = self.read(stop);
        self.raw_escapes = before;
        self.depth -= 1;
        read
    }

    fn read(&mut self, stop: Option<char>) -> Step<(String, Vec<String>)> {
        let mut result = String::new();
        self.word.clear();
        let mut words = Words::default();
        while let Some(c) = self.peek() {
            if stop == Some(c) {
                self.next();
                return Ok((result, words.finish(&mut self.word)));
            }
            match c {
                '$' => {
                    let value = self.dollar()?;
                    result.push_str(&value);
                    for c in value.chars() {
                        words.add(&mut self.word, c);
                    }
                }
                '<' => {
                    let text = self.angle();
                    result.push_str(&text);
                    words.add_raw(&mut self.word, &text);
                }
                '\'' if !self.lexer.skip_process_quotes => {
                    let text = self.single_quoted()?;
                    result.push_str(&text);
                    words.add_raw(&mut self.word, &text);
                }
                '"' if !self.lexer.skip_process_quotes => {
                    let text = self.double_quoted()?;
                    result.push_str(&text);
                    words.add_raw(&mut self.word, &text);
                }
                c if c == self.lexer.escape => {
                    self.next();
                    if self.raw_escapes {
                        words.add_raw_char(&mut self.word, c);
                        result.push(c);
                    }
                    let Some(escaped) = self.next() else { break };
                    words.add_raw_char(&mut self.word, escaped);
                    result.push(escaped);
                }
                c => {
                    self.next();
                    words.add(&mut self.word, c);
                    result.push(c);
                }
            }
        }
        match stop {
            Some(c) => Err(format!("unexpected end of statement while looking for matching {c}")),
            None => Ok((result, words.finish(&mut self.word))),
        }
    }

    fn single_quoted(&mut self) -> Step<String> {
        let mut out = String::new();
        self.next();
        if self.lexer.raw_quotes {
            out.push('\'');
        }
        let rest = self.text.get(self.pos..).unwrap_or("");
        let Some(end) = rest.find('\'') else {
            self.pos = self.text.len();
            return Err("unexpected end of statement while looking for matching single-quote".to_owned());
        };
        out.push_str(&rest[..end]);
        self.pos += end + 1;
        if self.lexer.raw_quotes {
            out.push('\'');
        }
        Ok(out)
    }

    fn double_quoted(&mut self) -> Step<String> {
        let mut out = String::new();
        self.next();
        if self.lexer.raw_quotes {
            out.push('"');
        }
        loop {
            match self.peek() {
                None => {
                    return Err("unexpected end of statement while looking for matching double-quote".to_owned());
                }
                Some('"') => {
                    self.next();
                    if self.lexer.raw_quotes {
                        out.push('"');
                    }
                    return Ok(out);
                }
                Some('$') => out.push_str(&self.dollar()?),
                Some(mut c) => {
                    self.next();
                    if c == self.lexer.escape {
                        if self.raw_escapes {
                            out.push(c);
                        }
                        match self.peek() {
                            None => continue,
                            Some(escaped) if matches!(escaped, '"' | '$') || escaped == self.lexer.escape => {
                                self.next();
                                c = escaped;
                            }
                            Some(_) => {}
                        }
                    }
                    out.push(c);
                }
            }
        }
    }

    /// `<` or `<<` with the blanks after it, which belong to the word: the delimiter may stand apart.
    fn angle(&mut self) -> String {
        self.next();
        if self.peek() != Some('<') {
            return "<".to_owned();
        }
        self.next();
        let mut out = "<<".to_owned();
        while let Some(c @ ('\t' | '\r' | ' ')) = self.peek() {
            out.push(c);
            self.next();
        }
        out
    }

    fn dollar(&mut self) -> Step<String> {
        self.next();
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return Ok("$".to_owned());
            }
            let value = self.look_up(&name);
            return match value {
                None if self.lexer.skip_unset_env => Ok(format!("${name}")),
                value => self.spend(value.unwrap_or_default()),
            };
        }
        self.next();
        match self.peek() {
            None => return Err("syntax error: missing '}'".to_owned()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".to_owned()),
            _ => {}
        }
        let name = self.name();
        let mut modifier = self.next();
        let mut shown = modifier.unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
        let mut null_is_unset = false;
        match modifier {
            Some('}') => {
                let value = self.look_up(&name);
                return match value {
                    None if self.lexer.skip_unset_env => Ok(format!("${{{name}}}")),
                    value => self.spend(value.unwrap_or_default()),
                };
            }
            Some('/') => return self.substitution(&name),
            Some(':') => {
                null_is_unset = true;
                modifier = self.next();
                shown.push(modifier.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some('+' | '-' | '?' | '#' | '%') => {}
            _ => return Err(unsupported(&shown)),
        }
        let raw_escapes = matches!(modifier, Some('#' | '%'));
        if null_is_unset && raw_escapes {
            return Err(unsupported(&shown));
        }
        let word = match self.until(Some('}'), raw_escapes) {
            Ok((word, _)) => word,
            Err(_) if self.peek().is_none() => {
                return Err("syntax error: missing '}'".to_owned());
            }
            Err(error) => return Err(error),
        };
        let value = self.look_up(&name);
        if self.lexer.skip_unset_env && value.is_none() {
            return Ok(format!("${{{name}{shown}{word}}}"));
        }
        let present = value.as_ref().is_some_and(|v| !(null_is_unset && v.is_empty()));
        match modifier {
            Some('-') => Ok(if present { value.unwrap_or_default() } else { word }),
            Some('+') => Ok(if present { word } else { String::new() }),
            Some('?') if present => self.spend(value.unwrap_or_default()),
            Some('?') => {
                let reason = match (&value, word.is_empty()) {
                    (_, false) => word.as_str(),
                    (None, true) => "is not allowed to be unset",
                    (Some(_), true) => "is not allowed to be empty",
                };
                Err(format!("{name}: {reason}"))
            }
            Some(side @ ('#' | '%')) => {
                let trimmed = trim(&word, &value.unwrap_or_default(), side)?;
                self.spend(trimmed)
            }
            _ => Err(unsupported(&shown)),
        }
    }

    /// `${name/pattern/replacement}`, after the first slash.
    fn substitution(&mut self, name: &str) -> Step<String> {
        let all = self.peek() == Some('/');
        if all {
            self.next();
        }
        let pattern = match self.until(Some('/'), true) {
            Ok((pattern, _)) => pattern,
            Err(_) if self.peek().is_none() => {
                return Err("syntax error: missing '/' in ${}".to_owned());
            }
            Err(error) => return Err(error),
        };
        let replacement = match self.until(Some('}'), true) {
            Ok((replacement, _)) => replacement,
            Err(_) if self.peek().is_none() => {
                return Err("syntax error: missing '}'".to_owned());
            }
            Err(error) => return Err(error),
        };
        let value = self.look_up(name);
        if self.lexer.skip_unset_env && value.is_none() {
            return Ok(format!("${{{name}/{pattern}/{replacement}}}"));
        }
        let refused = |reason: &dyn std::fmt::Display| format!("invalid pattern ({pattern}) in substitution: {reason}");
        let replaced = Pattern::new(&pattern)
            .and_then(|p| p.replace(&value.unwrap_or_default(), &replacement, all, self.budget))
            .map_err(|e| refused(&e))?;
        self.spend(replaced)
    }

    /// Takes a value's size off the budget.
    fn spend(&mut self, value: String) -> Step<String> {
        match self.budget.checked_sub(value.len()) {
            Some(left) => {
                self.budget = left;
                Ok(value)
            }
            None => Err(format!(
                "drydock: an expansion of more than {MAX_EXPANSION} bytes is not simulated"
            )),
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.peek() {
            if name.is_empty() && is_digit(c) {
                while let Some(digit) = self.peek().filter(|c| is_digit(*c)) {
                    name.push(digit);
                    self.next();
                }
                return name;
            }
            if name.is_empty() && matches!(c, '@' | '*' | '#' | '?' | '-' | '$' | '!') {
                self.next();
                return c.to_string();
            }
            if !(c.is_alphabetic() || is_digit(c) || c == '_') {
                break;
            }
            name.push(c);
            self.next();
        }
        name
    }

    fn look_up(&mut self, name: &str) -> Option<String> {
        match self.variables.get(name) {
            Some(value) => {
                self.matched.insert(name.to_owned());
                Some(value.to_owned())
            }
            None => {
                self.unmatched.insert(name.to_owned());
                None
            }
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric() && !c.is_alphabetic())
}

fn unsupported(modifier: &str) -> String {
    format!("unsupported modifier ({modifier}) in substitution")
}

fn trim(word: &str, value: &str, side: char) -> Step<String> {
    let (greedy, pattern) = match word.strip_prefix(side) {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let pattern = if side == '%' { reversed(pattern) } else { pattern.to_owned() };
    let refused = |reason: &dyn std::fmt::Display| format!("invalid pattern ({pattern}) in substitution: {reason}");
    let compiled = Pattern::new(&pattern).map_err(|e| refused(&e))?;
    if side == '#' {
        return compiled.trim_start(value, greedy).map_err(|e| refused(&e));
    }
    let backwards: String = value.chars().rev().collect();
    compiled
        .trim_start(&backwards, greedy)
        .map(|left| left.chars().rev().collect())
        .map_err(|e| refused(&e))
}

#[derive(Default)]
struct Words {
    words: Vec<String>,
    in_word: bool,
}

impl Words {
    fn add(&mut self, word: &mut String, c: char) {
        if c.is_whitespace() {
            if self.in_word && !word.is_empty() {
                self.words.push(std::mem::take(word));
                self.in_word = false;
            }
        } else {
            self.add_raw_char(word, c);
        }
    }

    fn add_raw_char(&mut self, word: &mut String, c: char) {
        word.push(c);
        self.in_word = true;
    }

    fn add_raw(&mut self, word: &mut String, text: &str) {
        word.push_str(text);
        self.in_word = true;
    }

    fn finish(mut self, word: &mut String) -> Vec<String> {
        if !word.is_empty() {
            self.words.push(std::mem::take(word));
        }
        self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variables::NoVariables;

    fn expand(word: &str) -> Result<String, String> {
        let variables = vec![
            ("HOME".to_owned(), "/home/me".to_owned()),
            ("EMPTY".to_owned(), String::new()),
            ("FILE".to_owned(), "a.tar.gz".to_owned()),
        ];
        Lexer::new('\\').expand(word, &variables).map_err(|e| e.to_string())
    }

    #[test]
    fn every_modifier() {
        for (word, want) in [
            ("${NOPE:-w}${EMPTY:-w}${EMPTY-w}", "ww"),
            ("${HOME:+w}${EMPTY:+w}${EMPTY+w}", "ww"),
            ("${FILE#*.} ${FILE##*.} ${FILE%.*} ${FILE%%.*}", "tar.gz gz a.tar a"),
            ("${FILE/a/b} ${FILE//a/b} ${FILE/./-}", "b.tar.gz b.tbr.gz a-tar.gz"),
            ("'$HOME' \"$HOME\" \\$HOME", "$HOME /home/me $HOME"),
        ] {
            assert_eq!(expand(word).as_deref(), Ok(want), "{word}");
        }
    }

    #[test]
    fn errors_name_the_word() {
        for (word, want) in [
            ("${NOPE:?gone}", r#"failed to process "${NOPE:?gone}": NOPE: gone"#),
            (
                "${NOPE?}",
                r#"failed to process "${NOPE?}": NOPE: is not allowed to be unset"#,
            ),
            (
                "a${b",
                "failed to process \"a${b\": unsupported modifier (\u{fffd}) in substitution",
            ),
            (
                "'a",
                "failed to process \"'a\": unexpected end of statement while looking for matching single-quote",
            ),
            ("${}", "failed to process \"${}\": syntax error: bad substitution"),
        ] {
            assert_eq!(expand(word), Err(want.to_owned()));
        }
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        let word = "${a:-".repeat(100_000);
        assert!(expand(&word).is_err());
    }

    #[test]
    fn a_nested_substitution_forgets_the_beginning_of_a_word() {
        let words = Lexer::new('\\').words("ab${X:-c} d", &NoVariables);
        assert_eq!(words, Ok(vec!["c".to_owned(), "d".to_owned()]));
    }
}
