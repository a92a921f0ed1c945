//! From tokens to the tree. The first thing that doesn't fit ends it, in rustc's words where it is a usual slip.
//!
//! Every rule that calls itself counts how deep it is, so that no text can exhaust the stack.

mod exprs;
mod items;
mod macros;
mod types;

use crate::ast::*;
use crate::lexer::{Lexed, Token, lex};

pub(crate) type Res<T> = Result<T, Fault>;

/// How deep rules may nest.
const DEPTH: u32 = 120;

pub(crate) struct Parser<'a> {
    tokens: Vec<Lexed>,
    at: usize,
    text: &'a str,
    base: u32,
    depth: u32,
    /// A `{` doesn't begin a struct's fields: a condition stands here.
    no_struct: bool,
    /// Names of the function at hand that closures use or that are lent as `&mut`.
    celled: std::collections::BTreeSet<Name>,
}

/// The items of a file whose text begins at `base` of the program's.
pub fn parse(text: &str, base: u32) -> Result<Vec<Item>, Fault> {
    let tokens = lex(text, base)?;
    let mut parser = Parser {
        tokens,
        at: 0,
        text,
        base,
        depth: 0,
        no_struct: false,
        celled: Default::default(),
    };
    parser.skip_inner_attributes()?;
    let mut items = Vec::new();
    while *parser.peek() != Token::End {
        items.push(parser.item()?);
    }
    Ok(items)
}

impl Parser<'_> {
    pub fn peek(&self) -> &Token {
        self.peek_at(0)
    }
    pub fn peek_at(&self, n: usize) -> &Token {
        self.tokens.get(self.at + n).map_or(&Token::End, |l| &l.token)
    }
    pub fn span(&self) -> Span {
        self.tokens
            .get(self.at)
            .or(self.tokens.last())
            .map_or(Span::default(), |l| l.span)
    }
    pub fn before(&self) -> Span {
        self.at
            .checked_sub(1)
            .and_then(|n| self.tokens.get(n))
            .map_or(Span::default(), |l| l.span)
    }
    pub fn bump(&mut self) -> Token {
        let token = self.peek().clone();
        if token != Token::End {
            self.at += 1;
        }
        token
    }
    pub fn is(&self, p: &str) -> bool {
        matches!(self.peek(), Token::Punct(x) if *x == p)
    }
    pub fn is_at(&self, n: usize, p: &str) -> bool {
        matches!(self.peek_at(n), Token::Punct(x) if *x == p)
    }
    pub fn word(&self, w: &str) -> bool {
        self.word_at(0, w)
    }
    pub fn word_at(&self, n: usize, w: &str) -> bool {
        matches!(self.peek_at(n), Token::Ident(x) if **x == *w)
    }
    pub fn eat(&mut self, p: &str) -> bool {
        let is = self.is(p);
        self.at += usize::from(is);
        is
    }
    pub fn eat_word(&mut self, w: &str) -> bool {
        let is = self.word(w);
        self.at += usize::from(is);
        is
    }

    /// Splits the first character off an operator: `>>` closes two lists, `&&` is two references.
    pub fn split(&mut self, first: &'static str) -> bool {
        if self.eat(first) {
            return true;
        }
        let rest = match (self.peek(), first) {
            (Token::Punct(">>"), ">") => ">",
            (Token::Punct(">="), ">") => "=",
            (Token::Punct(">>="), ">") => ">=",
            (Token::Punct("&&"), "&") => "&",
            (Token::Punct("||"), "|") => "|",
            _ => return false,
        };
        if let Some(lexed) = self.tokens.get_mut(self.at) {
            lexed.token = Token::Punct(rest);
            lexed.span.lo += 1;
        }
        true
    }

    /// How rustc names the token that stands here.
    pub fn found(&self) -> String {
        const KEYWORDS: [&str; 37] = [
            "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn", "for", "if", "impl", "in",
            "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static", "struct", "super",
            "trait", "true", "type", "unsafe", "use", "where", "while", "async", "await",
        ];
        if *self.peek() == Token::End {
            return "<eof>".into();
        }
        let span = self.span();
        let text = self
            .text
            .get((span.lo - self.base) as usize..(span.hi - self.base) as usize)
            .unwrap_or("");
        match self.peek() {
            Token::Ident(name) if KEYWORDS.contains(&&**name) => format!("keyword `{text}`"),
            _ => format!("`{text}`"),
        }
    }

    pub fn fail<T>(&self, expected: &str) -> Res<T> {
        let found = self.found();
        let label = format!("expected {expected}");
        Err(Fault::new(
            "",
            format!("expected {expected}, found {found}"),
            self.span(),
            label,
        ))
    }

    pub fn expect(&mut self, p: &'static str) -> Res<()> {
        if self.eat(p) || (p == ">" || p == "&" || p == "|") && self.split(p) {
            return Ok(());
        }
        self.fail(&format!("`{p}`"))
    }

    /// A `;`, whose lack rustc shows behind the token before.
    pub fn semicolon(&mut self) -> Res<()> {
        if self.eat(";") {
            return Ok(());
        }
        let before = self.before();
        let here = self.span();
        let behind = Span {
            lo: before.hi,
            hi: before.hi + 1,
        };
        let message = format!("expected `;`, found {}", self.found());
        let lines = |a: u32, b: u32| {
            self.text
                .get((a - self.base) as usize..(b - self.base) as usize)
                .is_some_and(|t| t.contains('\n'))
        };
        if lines(before.hi, here.lo) && *self.peek() != Token::End {
            let mut fault = Fault::new("", message, behind, "help: add `;` here");
            fault.also.push((here, "unexpected token".into()));
            return Err(fault);
        }
        Err(Fault::new("", message, here, "expected `;`"))
    }

    pub fn ident(&mut self) -> Res<(Name, Span)> {
        let span = self.span();
        match self.peek().clone() {
            Token::Ident(name) if !self.found().starts_with("keyword") => {
                self.at += 1;
                Ok((name, span))
            }
            _ => self.fail("identifier"),
        }
    }

    /// Runs a rule one level deeper.
    pub fn deeper<T>(&mut self, rule: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Fault::beyond("a program nested this deep", self.span()));
        }
        let out = rule(self);
        self.depth -= 1;
        out
    }

    /// Things with commas between them, up to a closing bracket, which is eaten.
    pub fn list<T>(&mut self, close: &'static str, mut one: impl FnMut(&mut Self) -> Res<T>) -> Res<Vec<T>> {
        let mut out = Vec::new();
        loop {
            if self.eat(close) || close == ">" && self.split(close) {
                return Ok(out);
            }
            out.push(one(self)?);
            if !self.eat(",") {
                if self.eat(close) || close == ">" && self.split(close) {
                    return Ok(out);
                }
                let expected = match close {
                    ")" => "one of `)`, `,`, `.`, `?`, or an operator",
                    "]" => "one of `,`, `.`, `;`, `?`, `]`, or an operator",
                    ">" => "one of `,` or `>`",
                    _ => "one of `,`, `:`, or `}`",
                };
                return Err(Fault::new(
                    "",
                    format!("expected {expected}, found {}", self.found()),
                    self.span(),
                    format!("expected {expected}"),
                ));
            }
        }
    }
}
