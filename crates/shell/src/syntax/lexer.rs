//! Tokens: operators, words and newlines, read on demand; aliases and here-documents.

use super::ast::{Heredoc, Word};
use super::{SyntaxError, SyntaxErrorKind};
use crate::Flavour;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep constructs may nest in each other.
pub(super) const MAX_DEPTH: u32 = 120;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    End,
    Newline,
    Word(Word),
    /// The digits before a redirection.
    IoNumber(i32),
    /// `{name}` before a redirection.
    IoVariable(Rc<str>),
    Op(&'static str),
}

#[derive(Clone, Debug)]
pub(super) struct Spanned {
    pub token: Token,
    pub start: usize,
    pub end: usize,
    pub line: u32,
}

/// A here-document whose delimiter did not come.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// Where it was named.
    pub line: u32,
    /// The text's last line.
    pub end: u32,
    pub delimiter: String,
}

/// Reads a script command by command.
pub struct Parser {
    pub(super) src: Vec<u8>,
    pub(super) pos: usize,
    pub(super) line: u32,
    pub(super) flavour: Flavour,
    pub(super) peeked: Option<Spanned>,
    pub(super) heredocs: Vec<Rc<Heredoc>>,
    pub(super) depth: u32,
    pub(super) extglob: bool,
    aliases: Rc<BTreeMap<String, String>>,
    /// Aliases being expanded, with how far from the text's end their text ends.
    expanding: Vec<(String, usize)>,
    /// An alias ended in a blank: the next word is looked up too.
    alias_next: Option<usize>,
    /// How much text aliases have put in.
    alias_growth: usize,
    /// The last here-document that the text's end cut short.
    pub unfinished_heredoc: Option<Unfinished>,
}

const OPERATORS: [&str; 24] = [
    "&>>", "<<<", "<<-", ";;&", "&&", "||", ";;", ";&", "|&", "<<", ">>", "<&", ">&", "<>", ">|", "&>", ";", "&", "|", "(", ")",
    "<", ">", "\n",
];

impl Parser {
    pub fn new(text: &[u8], flavour: Flavour) -> Parser {
        Parser {
            src: text.to_vec(),
            pos: 0,
            line: 1,
            flavour,
            peeked: None,
            heredocs: Vec::new(),
            depth: 0,
            extglob: false,
            aliases: Rc::default(),
            expanding: Vec::new(),
            alias_next: None,
            alias_growth: 0,
            unfinished_heredoc: None,
        }
    }

    /// Starts counting lines here.
    pub fn at_line(mut self, line: u32) -> Parser {
        self.line = line;
        self
    }

    /// Sets what may change between commands: aliases, and whether extended patterns are on.
    pub fn configure(&mut self, aliases: Rc<BTreeMap<String, String>>, extglob: bool) {
        self.aliases = aliases;
        self.extglob = extglob;
    }

    /// How far the text has been read, in bytes (aliases make it meaningless).
    pub fn position(&self) -> usize {
        self.pos
    }

    /// Whether nothing but blank space is left.
    pub fn at_end(&self) -> bool {
        self.peeked.is_none()
            && self
                .src
                .get(self.pos..)
                .is_none_or(|rest| rest.iter().all(|b| matches!(b, b' ' | b'\t' | b'\n' | b';')))
    }

    /// The text that has not been read yet.
    pub fn remaining(&self) -> Vec<u8> {
        self.src.get(self.pos..).unwrap_or_default().to_vec()
    }

    /// The line that is read next.
    pub fn current_line(&self) -> u32 {
        self.line
    }

    pub(super) fn nested(&self, text: &[u8], line: u32) -> Parser {
        let mut parser = Parser::new(text, self.flavour).at_line(line);
        parser.depth = self.depth + 1;
        parser.aliases = self.aliases.clone();
        parser.extglob = self.extglob;
        parser
    }

    pub(super) fn byte(&self, ahead: usize) -> Option<u8> {
        self.src.get(self.pos.saturating_add(ahead)).copied()
    }

    pub(super) fn looking_at(&self, text: &str) -> bool {
        self.src.get(self.pos..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    /// Text between two positions.
    pub(super) fn text(&self, start: usize, end: usize) -> String {
        String::from_utf8_lossy(self.src.get(start..end).unwrap_or_default()).into_owned()
    }

    pub(super) fn advance(&mut self) -> Option<u8> {
        let byte = self.byte(0)?;
        self.pos += 1;
        if byte == b'\n' {
            self.line += 1;
        }
        Some(byte)
    }

    pub(super) fn fail(&self, kind: SyntaxErrorKind, incomplete: bool) -> SyntaxError {
        self.fail_at(kind, incomplete, self.pos, self.line)
    }

    pub(super) fn fail_at(&self, kind: SyntaxErrorKind, incomplete: bool, at: usize, line: u32) -> SyntaxError {
        let at = at.min(self.src.len());
        let start = self.src[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
        let end = self.src[at..]
            .iter()
            .position(|b| *b == b'\n')
            .map_or(self.src.len(), |p| at + p);
        SyntaxError {
            kind,
            line,
            incomplete,
            source: self.text(start, end),
        }
    }

    pub(super) fn deeper(&mut self) -> Result<(), SyntaxError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.fail(SyntaxErrorKind::TooDeep, false));
        }
        self.depth += 1;
        Ok(())
    }

    /// Skips blanks, line continuations and a comment.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            match self.byte(0) {
                Some(b' ' | b'\t') => self.pos += 1,
                Some(b'\\') if self.byte(1) == Some(b'\n') => {
                    self.pos += 2;
                    self.line += 1;
                }
                Some(b'#') => {
                    while self.byte(0).is_some_and(|b| b != b'\n') {
                        self.pos += 1;
                    }
                }
                _ => return,
            }
        }
    }

    fn operator(&self) -> Option<&'static str> {
        OPERATORS.into_iter().find(|op| {
            let known = match *op {
                "&>>" | ";;&" | ";&" | "|&" | "<<<" => self.flavour.is_bash(),
                "&>" => self.flavour.is_extended(),
                _ => true,
            };
            known && self.looking_at(op)
        })
    }

    /// The next token, without taking it.
    pub(super) fn peek(&mut self) -> Result<&Spanned, SyntaxError> {
        if self.peeked.is_none() {
            let token = self.read_token()?;
            self.peeked = Some(token);
        }
        match &self.peeked {
            Some(token) => Ok(token),
            None => Err(self.fail(SyntaxErrorKind::TooDeep, false)),
        }
    }

    pub(super) fn next(&mut self) -> Result<Spanned, SyntaxError> {
        self.peek()?;
        match self.peeked.take() {
            Some(token) => Ok(token),
            None => Err(self.fail(SyntaxErrorKind::TooDeep, false)),
        }
    }

    pub(super) fn peek_op(&mut self, op: &str) -> Result<bool, SyntaxError> {
        Ok(matches!(&self.peek()?.token, Token::Op(found) if *found == op))
    }

    /// Takes the operator if it is next.
    pub(super) fn take_op(&mut self, op: &str) -> Result<bool, SyntaxError> {
        let found = self.peek_op(op)?;
        if found {
            self.next()?;
        }
        Ok(found)
    }

    fn read_token(&mut self) -> Result<Spanned, SyntaxError> {
        self.skip_blanks();
        let (start, line) = (self.pos, self.line);
        let token = if self.byte(0).is_none() {
            self.read_heredocs()?;
            Token::End
        } else if self.flavour.is_bash() && (self.looking_at("<(") || self.looking_at(">(")) {
            Token::Word(self.read_word()?)
        } else if let Some(op) = self.operator() {
            self.pos += op.len();
            if op == "\n" {
                self.line += 1;
                self.read_heredocs()?;
                Token::Newline
            } else {
                Token::Op(op)
            }
        } else if let Some(token) = self.io_prefix() {
            token
        } else {
            Token::Word(self.read_word()?)
        };
        Ok(Spanned {
            token,
            start,
            end: self.pos,
            line,
        })
    }

    /// A number or `{name}` right before a redirection.
    fn io_prefix(&mut self) -> Option<Token> {
        let rest = self.src.get(self.pos..)?;
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let longest = if self.flavour.is_bash() { 9 } else { 1 };
        if (1..=longest).contains(&digits) && matches!(rest.get(digits), Some(b'<' | b'>')) {
            let number = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
            self.pos += digits;
            return Some(Token::IoNumber(number));
        }
        if self.flavour.is_bash() && rest.first() == Some(&b'{') {
            let close = rest.iter().take(64).position(|b| *b == b'}')?;
            let name = std::str::from_utf8(&rest[1..close]).ok()?;
            if is_name(name) && matches!(rest.get(close + 1), Some(b'<' | b'>')) {
                let name: Rc<str> = name.into();
                self.pos += close + 1;
                return Some(Token::IoVariable(name));
            }
        }
        None
    }

    /// The alias expansion of the next word, which stands where a command's name does.
    pub(super) fn expand_aliases(&mut self) -> Result<(), SyntaxError> {
        if self.aliases.is_empty() {
            return Ok(());
        }
        loop {
            let spanned = self.peek()?.clone();
            let Token::Word(word) = &spanned.token else { return Ok(()) };
            let Some(name) = word.literal().map(str::to_string) else {
                return Ok(());
            };
            let from_end = self.src.len().saturating_sub(spanned.end);
            self.expanding.retain(|(_, end)| from_end >= *end);
            let Some(value) = self.aliases.get(&name).cloned() else {
                return Ok(());
            };
            if self.expanding.iter().any(|(n, _)| *n == name) || self.alias_growth > 1 << 20 {
                return Ok(());
            }
            if !self.heredocs.is_empty() {
                return Ok(());
            }
            self.alias_growth += value.len();
            self.peeked = None;
            let rest = self.src.split_off(spanned.end);
            self.src.truncate(spanned.start);
            self.src.extend_from_slice(value.as_bytes());
            self.alias_next = value.ends_with([' ', '\t']).then_some(rest.len());
            self.expanding.push((name, rest.len()));
            self.src.extend(rest);
            self.pos = spanned.start;
            self.line = spanned.line;
        }
    }

    /// Whether the next word follows an alias that ended in a blank.
    pub(super) fn after_alias(&mut self) -> Result<bool, SyntaxError> {
        let Some(from_end) = self.alias_next else { return Ok(false) };
        let len = self.src.len();
        let start = self.peek()?.start;
        if len.saturating_sub(start) <= from_end {
            self.alias_next = None;
            return Ok(true);
        }
        Ok(false)
    }

    /// Reads the bodies of the here-documents that were named on the line that has just ended.
    fn read_heredocs(&mut self) -> Result<(), SyntaxError> {
        for heredoc in std::mem::take(&mut self.heredocs) {
            let start_line = self.line;
            let mut body = Vec::new();
            loop {
                if self.byte(0).is_none() {
                    self.unfinished_heredoc = Some(Unfinished {
                        line: heredoc.line,
                        end: self.line.saturating_sub(1).max(heredoc.line),
                        delimiter: heredoc.delimiter.clone(),
                    });
                    break;
                }
                let end = self.src[self.pos..]
                    .iter()
                    .position(|b| *b == b'\n')
                    .map_or(self.src.len(), |at| self.pos + at);
                let mut line = &self.src[self.pos..end];
                if heredoc.strip_tabs {
                    let tabs = line.iter().take_while(|b| **b == b'\t').count();
                    line = &line[tabs..];
                }
                let over = line == heredoc.delimiter.as_bytes();
                if !over {
                    body.extend_from_slice(line);
                    body.push(b'\n');
                }
                self.pos = (end + 1).min(self.src.len());
                self.line += 1;
                if over {
                    break;
                }
            }
            let word = if heredoc.quoted {
                let text: Rc<str> = String::from_utf8_lossy(&body).into();
                Word {
                    parts: vec![super::ast::Part::Quoted(text)],
                }
            } else {
                let mut parser = self.nested(&body, start_line);
                parser.read_heredoc_body()?
            };
            let _ = heredoc.body.set(word);
        }
        Ok(())
    }

    /// The error that this token cannot stand here.
    pub(super) fn unexpected(&self, found: &Spanned, keywords: bool, expecting: Option<&'static str>) -> SyntaxError {
        let text = match &found.token {
            Token::End => String::new(),
            Token::Newline => "newline".into(),
            _ => self.text(found.start, found.end),
        };
        let described = match &found.token {
            Token::End => "end of file".into(),
            Token::Newline => "newline".into(),
            Token::IoNumber(_) | Token::IoVariable(_) => "redirection".into(),
            Token::Op(op) if op.contains(['<', '>']) => "redirection".into(),
            Token::Op(op) => format!("\"{op}\""),
            Token::Word(word) => match word.literal() {
                Some(word) if keywords && is_reserved(word, self.flavour) => format!("\"{word}\""),
                _ => "word".into(),
            },
        };
        let incomplete = found.token == Token::End;
        let (at, line) = (found.start, found.line);
        self.fail_at(
            SyntaxErrorKind::Unexpected {
                described,
                text,
                expecting,
            },
            incomplete,
            at,
            line,
        )
    }
}

/// Whether a word is reserved.
pub fn is_reserved(word: &str, flavour: Flavour) -> bool {
    match word {
        "!" | "case" | "do" | "done" | "elif" | "else" | "esac" | "fi" | "for" | "if" | "in" | "then" | "until" | "while"
        | "{" | "}" => true,
        "function" | "[[" => flavour.is_extended(),
        "time" => flavour.is_bash(),
        "select" | "coproc" | "]]" => flavour.is_bash(),
        _ => false,
    }
}

/// Whether text is a variable's name.
pub fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b == b'_' || b.is_ascii_alphabetic()) && bytes.all(|b| b == b'_' || b.is_ascii_alphanumeric())
}
