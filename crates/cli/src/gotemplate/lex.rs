//! Text to tokens: text/template's lexer.
//!
//! Text outside `{{` and `}}` is one token; inside, words, numbers, strings and signs, each with the byte
//! where it starts. `{{-` and `-}}` trim the text beside them.

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Text(String),
    LeftDelim,
    RightDelim,
    /// `.Name`
    Field(String),
    /// `$` or `$name`
    Variable(String),
    Identifier(String),
    /// A number, as written.
    Number(String),
    /// A string: as written and what it means.
    String(String, String),
    Char(String, i64),
    Bool(bool),
    Dot,
    Nil,
    Keyword(String),
    Pipe,
    LeftParen,
    RightParen,
    Assign,
    Declare,
    Comma,
    Space,
    Eof,
}

/// A token and the byte of the template where it starts.
pub type Spot = (usize, Token);

const KEYWORDS: &[&str] = &[
    "block", "break", "continue", "define", "else", "end", "if", "range", "template", "with",
];

/// All tokens. The error is the byte and the message.
pub fn lex(text: &str) -> Result<Vec<Spot>, (usize, String)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut trim_next = false;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(open) = rest.find("{{") else {
            let last = if trim_next { rest.trim_start_matches(is_space) } else { rest };
            if !last.is_empty() {
                tokens.push((at, Token::Text(last.into())));
            }
            tokens.push((text.len(), Token::Eof));
            return Ok(tokens);
        };
        let mut before = rest.get(..open).unwrap_or_default();
        if trim_next {
            before = before.trim_start_matches(is_space);
        }
        let mut inside = at + open + 2;
        let after = text.get(inside..).unwrap_or_default();
        let trims = after.starts_with('-') && after.chars().nth(1).is_some_and(is_space);
        if trims {
            before = before.trim_end_matches(is_space);
            inside += 1;
        }
        if !before.is_empty() {
            tokens.push((at, Token::Text(before.into())));
        }
        let after = text.get(inside..).unwrap_or_default();
        let comment = after.trim_start_matches(is_space);
        if comment.starts_with("/*") && (trims || after.starts_with("/*")) {
            let Some(end) = comment.find("*/") else {
                return Err((inside, "unclosed comment".into()));
            };
            let close = inside + (after.len() - comment.len()) + end + 2;
            let tail = text.get(close..).unwrap_or_default();
            if let Some(rest) = tail.strip_prefix("}}") {
                at = text.len() - rest.len();
                trim_next = false;
            } else if let Some(rest) = tail.strip_prefix(" -}}") {
                at = text.len() - rest.len();
                trim_next = true;
            } else {
                return Err((close, "comment ends before closing delimiter".into()));
            }
            continue;
        }
        tokens.push((inside - 2, Token::LeftDelim));
        (at, trim_next) = lex_action(text, inside, &mut tokens)?;
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Reads up to `}}`; gives the byte after it and whether the text that follows is trimmed.
fn lex_action(text: &str, start: usize, tokens: &mut Vec<Spot>) -> Result<(usize, bool), (usize, String)> {
    let mut at = start;
    let mut depth = 0usize;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            return Err((start, "unclosed action".into()));
        };
        if let Some(tail) = rest.strip_prefix("}}") {
            if depth > 0 {
                return Err((at, "unclosed left paren".into()));
            }
            tokens.push((at, Token::RightDelim));
            return Ok((text.len() - tail.len(), false));
        }
        if is_space(first) {
            let word = rest.trim_start_matches(is_space);
            if let Some(tail) = word.strip_prefix("-}}") {
                if depth > 0 {
                    return Err((at, "unclosed left paren".into()));
                }
                tokens.push((at, Token::RightDelim));
                return Ok((text.len() - tail.len(), true));
            }
            tokens.push((at, Token::Space));
            at = text.len() - word.len();
            continue;
        }
        let length = match first {
            '"' => quoted(rest, at, tokens)?,
            '`' => match rest.get(1..).and_then(|r| r.find('`')) {
                Some(end) => {
                    let inner = rest.get(1..1 + end).unwrap_or_default();
                    tokens.push((at, Token::String(format!("`{inner}`"), inner.into())));
                    end + 2
                }
                None => return Err((at, "unterminated raw quoted string".into())),
            },
            '\'' => character(rest, at, tokens)?,
            ':' if rest.starts_with(":=") => push(tokens, at, Token::Declare, 2),
            ':' => return Err((at, "expected :=".into())),
            '=' => push(tokens, at, Token::Assign, 1),
            '|' => push(tokens, at, Token::Pipe, 1),
            ',' => push(tokens, at, Token::Comma, 1),
            '(' => {
                depth += 1;
                push(tokens, at, Token::LeftParen, 1)
            }
            ')' => {
                if depth == 0 {
                    return Err((at, "unexpected right paren".into()));
                }
                depth -= 1;
                push(tokens, at, Token::RightParen, 1)
            }
            '$' => {
                let name = word(rest.get(1..).unwrap_or_default());
                push(tokens, at, Token::Variable(format!("${name}")), 1 + name.len())
            }
            '.' if !rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) => {
                let name = word(rest.get(1..).unwrap_or_default());
                let token = if name.is_empty() {
                    Token::Dot
                } else {
                    Token::Field(name.into())
                };
                push(tokens, at, token, 1 + name.len())
            }
            c if c.is_ascii_digit() || c == '.' || c == '+' || c == '-' => {
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, c)| !is_word(*c) && *c != '.')
                    .map_or(rest.len(), |(i, _)| i);
                let number = rest.get(..end).unwrap_or_default();
                if number.replace('_', "").parse::<f64>().is_err() && crate::opts::parse_int(number).is_none() {
                    return Err((at, format!("bad number syntax: {}", crate::opts::quote(number))));
                }
                push(tokens, at, Token::Number(number.into()), end)
            }
            c if is_word(c) => {
                let name = word(rest);
                let token = match name {
                    "true" => Token::Bool(true),
                    "false" => Token::Bool(false),
                    "nil" => Token::Nil,
                    name if KEYWORDS.contains(&name) => Token::Keyword(name.into()),
                    name => Token::Identifier(name.into()),
                };
                push(tokens, at, token, name.len())
            }
            c => {
                return Err((
                    at,
                    format!("unexpected {} in {}", crate::opts::quote(&c.to_string()), "command"),
                ))
                .map_err(|(at, message)| match c.is_ascii_graphic() {
                    true => (at, message),
                    false => (at, format!("unrecognized character in action: U+{:04X} '{c}'", c as u32)),
                });
            }
        };
        at += length;
    }
}

fn push(tokens: &mut Vec<Spot>, at: usize, token: Token, length: usize) -> usize {
    tokens.push((at, token));
    length
}

fn word(text: &str) -> &str {
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Reads a double-quoted string; gives its length in bytes.
fn quoted(rest: &str, at: usize, tokens: &mut Vec<Spot>) -> Result<usize, (usize, String)> {
    let unterminated = || (at, "unterminated quoted string".to_string());
    let mut meaning = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((i, c)) = chars.next() {
        match c {
            '"' => {
                let written = rest.get(..=i).unwrap_or_default().to_string();
                tokens.push((at, Token::String(written, meaning)));
                return Ok(i + 1);
            }
            '\n' => return Err(unterminated()),
            '\\' => match chars.next() {
                Some((_, 'n')) => meaning.push('\n'),
                Some((_, 't')) => meaning.push('\t'),
                Some((_, 'r')) => meaning.push('\r'),
                Some((_, 'x')) => {
                    let code: String = chars.by_ref().take(2).map(|(_, c)| c).collect();
                    let code = u32::from_str_radix(&code, 16).map_err(|_| (at, "invalid syntax".to_string()))?;
                    meaning.extend(char::from_u32(code));
                }
                Some((_, 'u')) => {
                    let code: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                    let code = u32::from_str_radix(&code, 16).map_err(|_| (at, "invalid syntax".to_string()))?;
                    meaning.extend(char::from_u32(code));
                }
                Some((_, c @ ('"' | '\\'))) => meaning.push(c),
                Some(_) => return Err((at, "invalid syntax".into())),
                None => return Err(unterminated()),
            },
            c => meaning.push(c),
        }
    }
    Err(unterminated())
}

fn character(rest: &str, at: usize, tokens: &mut Vec<Spot>) -> Result<usize, (usize, String)> {
    let unterminated = || (at, "unterminated character constant".to_string());
    let end = rest.get(1..).and_then(|r| r.find('\'')).ok_or_else(unterminated)? + 1;
    let inner = rest.get(1..end).unwrap_or_default();
    let code = match inner {
        "\\n" => 10,
        "\\t" => 9,
        _ => {
            let mut chars = inner.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => i64::from(c as u32),
                _ => return Err((at, format!("malformed character constant: '{inner}'"))),
            }
        }
    };
    tokens.push((at, Token::Char(format!("'{inner}'"), code)));
    Ok(end + 1)
}
