//! Tokens of Rust (doc.rust-lang.org/reference/tokens.html). Left out: raw identifiers, C strings, shebangs.

use crate::ast::{Fault, Name, Span};
use std::rc::Rc;

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Ident(Name),
    Lifetime(Name),
    Int(u128, Option<Name>),
    Float(f64, Option<Name>),
    Str(Name),
    Bytes(Rc<[u8]>),
    Byte(u8),
    Char(char),
    /// Operators and brackets, the longest that fits.
    Punct(&'static str),
    End,
}

#[derive(Clone, Debug)]
pub struct Lexed {
    pub token: Token,
    pub span: Span,
}

const PUNCTS: [&str; 47] = [
    "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "^=", "&=",
    "|=", "<<", ">>", "..", "+", "-", "*", "/", "%", "^", "!", "&", "|", "=", "<", ">", "@", ".", ",", ";", ":", "#", "$", "?",
    "_", "(", ")",
];
const BRACKETS: [&str; 4] = ["[", "]", "{", "}"];

/// How deep brackets may nest.
const DEPTH: usize = 100;

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    base: u32,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }
    fn span(&self, from: usize) -> Span {
        Span {
            lo: self.base + from as u32,
            hi: self.base + self.at as u32,
        }
    }
    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }
    fn word(&mut self) -> String {
        let word: String = self.rest().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        self.at += word.len();
        word
    }

    fn trivia(&mut self) -> Result<(), Fault> {
        loop {
            let rest = self.rest();
            if let Some(c) = rest.chars().next().filter(|c| c.is_whitespace()) {
                self.at += c.len_utf8();
            } else if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                let from = self.at;
                let mut depth = 0;
                loop {
                    if self.rest().starts_with("/*") {
                        depth += 1;
                        self.at += 2;
                    } else if self.rest().starts_with("*/") {
                        depth -= 1;
                        self.at += 2;
                        if depth == 0 {
                            break;
                        }
                    } else if self.bump().is_none() {
                        return Err(Fault::new("E0758", "unterminated block comment", self.span(from), ""));
                    }
                }
            } else {
                return Ok(());
            }
        }
    }

    fn escape(&mut self, from: usize) -> Result<Option<char>, Fault> {
        let c = self.bump();
        Ok(Some(match c {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('0') => '\0',
            Some('\\') => '\\',
            Some('\'') => '\'',
            Some('"') => '"',
            Some('x') => {
                let hex = self.rest().get(..2).unwrap_or("").to_string();
                self.at += hex.len();
                u32::from_str_radix(&hex, 16)
                    .ok()
                    .and_then(char::from_u32)
                    .unwrap_or('\u{fffd}')
            }
            Some('u') => {
                let end = self.rest().find('}').unwrap_or(0);
                let hex = self.rest().get(1..end).unwrap_or("").replace('_', "");
                self.at += end + 1;
                u32::from_str_radix(&hex, 16)
                    .ok()
                    .and_then(char::from_u32)
                    .unwrap_or('\u{fffd}')
            }
            Some('\n') => {
                let rest = self.rest();
                self.at += rest.len() - rest.trim_start().len();
                return Ok(None);
            }
            other => {
                let shown = other.map_or(String::new(), |c| c.to_string());
                let span = Span {
                    lo: self.span(from).hi - shown.len() as u32,
                    hi: self.span(from).hi,
                };
                return Err(Fault::new(
                    "",
                    format!("unknown character escape: `{shown}`"),
                    span,
                    "unknown character escape",
                ));
            }
        }))
    }

    /// After the opening quote.
    fn string(&mut self, from: usize, bytes: bool) -> Result<Token, Fault> {
        let mut out = String::new();
        loop {
            match self.bump() {
                Some('"') => break,
                Some('\\') => out.extend(self.escape(from)?),
                Some('\r') if self.rest().starts_with('\n') => {}
                Some(c) => out.push(c),
                None => {
                    let words = "unterminated double quote string";
                    return Err(Fault::new("E0765", words, self.span(from), ""));
                }
            }
        }
        if bytes {
            return Ok(Token::Bytes(out.chars().map(|c| c as u32 as u8).collect()));
        }
        Ok(Token::Str(out.into()))
    }

    fn raw(&mut self, from: usize, bytes: bool) -> Result<Token, Fault> {
        let hashes = self.rest().len() - self.rest().trim_start_matches('#').len();
        self.at += hashes + 1;
        let close = format!("\"{}", "#".repeat(hashes));
        let Some(end) = self.rest().find(&close) else {
            return Err(Fault::new(
                "E0748",
                "unterminated raw string",
                self.span(from),
                "unterminated raw string",
            ));
        };
        let inner = self.rest().get(..end).unwrap_or("").to_string();
        self.at += end + close.len();
        Ok(if bytes {
            Token::Bytes(inner.as_bytes().into())
        } else {
            Token::Str(inner.into())
        })
    }

    fn number(&mut self, from: usize) -> Result<Token, Fault> {
        let rest = self.rest();
        let radix = match rest.get(..2) {
            Some("0x") => 16,
            Some("0b") => 2,
            Some("0o") => 8,
            _ => 10,
        };
        if radix != 10 {
            self.at += 2;
            let word = self.word();
            let cut = word.find(['u', 'i']).filter(|_| radix != 10).unwrap_or(word.len());
            let (digits, suffix) = word.split_at(cut);
            let value = u128::from_str_radix(&digits.replace('_', ""), radix);
            let Ok(value) = value else {
                return Err(Fault::new("", "integer literal is too large", self.span(from), ""));
            };
            return Ok(Token::Int(value, (!suffix.is_empty()).then(|| suffix.into())));
        }
        let digits = |l: &mut Self| {
            let d: String = l.rest().chars().take_while(|c| c.is_ascii_digit() || *c == '_').collect();
            l.at += d.len();
            d.replace('_', "")
        };
        let mut text = digits(self);
        let mut float = false;
        let mut after = self.rest().chars();
        if after.next() == Some('.') && !matches!(after.next(), Some(c) if c == '.' || c == '_' || c.is_alphabetic()) {
            float = true;
            self.at += 1;
            text = format!("{text}.{}", digits(self));
        }
        let mut after = self.rest().chars();
        if matches!(after.next(), Some('e' | 'E'))
            && matches!(after.next(), Some(c) if c.is_ascii_digit() || c == '-' || c == '+')
        {
            float = true;
            self.at += 1;
            let sign = self.peek().filter(|c| !c.is_ascii_digit());
            self.at += usize::from(sign.is_some());
            text = format!("{text}e{}{}", sign.filter(|c| *c == '-').map_or("", |_| "-"), digits(self));
        }
        let suffix = self.word();
        let suffix: Option<Name> = (!suffix.is_empty()).then(|| suffix.trim_start_matches('_').into());
        if float || suffix.as_deref().is_some_and(|s| s.starts_with('f')) {
            return Ok(Token::Float(text.parse().unwrap_or(0.0), suffix));
        }
        match text.parse() {
            Ok(value) => Ok(Token::Int(value, suffix)),
            Err(_) => Err(Fault::new("", "integer literal is too large", self.span(from), "")),
        }
    }

    fn next(&mut self) -> Result<Token, Fault> {
        let from = self.at;
        let Some(c) = self.peek() else { return Ok(Token::End) };
        let rest = self.rest();
        for (prefix, bytes) in [("br", true), ("r", false)] {
            if let Some(after) = rest.strip_prefix(prefix)
                && after.trim_start_matches('#').starts_with('"')
            {
                self.at += prefix.len();
                return self.raw(from, bytes);
            }
        }
        if rest.starts_with("b\"") {
            self.at += 2;
            return self.string(from, true);
        }
        if rest.starts_with("b'") {
            self.at += 2;
            let c = match self.bump() {
                Some('\\') => self.escape(from)?,
                c => c,
            };
            self.bump();
            return Ok(Token::Byte(c.map_or(0, |c| c as u32 as u8)));
        }
        if c.is_ascii_digit() {
            return self.number(from);
        }
        if c == '"' {
            self.at += 1;
            return self.string(from, false);
        }
        if c == '\'' {
            let mut ahead = rest.chars().skip(1);
            let (first, second) = (ahead.next(), ahead.next());
            if second != Some('\'') && first.is_some_and(|c| c.is_alphabetic() || c == '_') {
                self.at += 1;
                let name = self.word();
                return Ok(Token::Lifetime(name.into()));
            }
            self.at += 1;
            let c = match self.bump() {
                Some('\\') => self.escape(from)?,
                c => c,
            };
            if self.peek() != Some('\'') {
                return Err(Fault::new("", "unterminated character literal", self.span(from), ""));
            }
            self.at += 1;
            return Ok(Token::Char(c.unwrap_or('\0')));
        }
        if c == '_' && !rest.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '_') {
            self.at += 1;
            return Ok(Token::Punct("_"));
        }
        if c.is_alphabetic() || c == '_' {
            return Ok(Token::Ident(self.word().into()));
        }
        for p in PUNCTS.iter().chain(&BRACKETS) {
            if rest.starts_with(p) {
                self.at += p.len();
                return Ok(Token::Punct(p));
            }
        }
        self.bump();
        Err(Fault::new("", format!("unknown start of token: {c}"), self.span(from), ""))
    }
}

/// Cuts a file into tokens, the last being [`Token::End`]; brackets fit each other in what comes out.
pub fn lex(text: &str, base: u32) -> Result<Vec<Lexed>, Fault> {
    let mut lexer = Lexer { text, at: 0, base };
    let mut out: Vec<Lexed> = Vec::new();
    let mut open: Vec<(&'static str, Span)> = Vec::new();
    loop {
        lexer.trivia()?;
        let from = lexer.at;
        let token = lexer.next()?;
        let span = lexer.span(from);
        match token {
            Token::Punct(p @ ("(" | "[" | "{")) => open.push((p, span)),
            Token::Punct(p @ (")" | "]" | "}")) => {
                let fits = |o: &str| matches!((o, p), ("(", ")") | ("[", "]") | ("{", "}"));
                match open.pop() {
                    Some((o, _)) if fits(o) => {}
                    Some((_, at)) => {
                        let mut fault = Fault::new("", format!("mismatched closing delimiter: `{p}`"), at, "unclosed delimiter");
                        fault.also.push((span, "mismatched closing delimiter".into()));
                        return Err(fault);
                    }
                    None => {
                        let words = format!("unexpected closing delimiter: `{p}`");
                        return Err(Fault::new("", words, span, "unexpected closing delimiter"));
                    }
                }
            }
            Token::End => {
                if let Some((_, at)) = open.pop() {
                    let trimmed = text.trim_end().len() as u32 + base;
                    let end = Span {
                        lo: trimmed,
                        hi: trimmed,
                    };
                    let end = Span {
                        lo: end.lo.saturating_sub(1),
                        hi: end.hi,
                    };
                    let mut fault = Fault::new("", "this file contains an unclosed delimiter", end, "");
                    fault.also.push((at, "unclosed delimiter".into()));
                    return Err(fault);
                }
                out.push(Lexed { token, span });
                return Ok(out);
            }
            _ => {}
        }
        if open.len() > DEPTH {
            return Err(Fault::beyond("brackets nested this deep", span));
        }
        out.push(Lexed { token, span });
    }
}
