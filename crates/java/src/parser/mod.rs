//! Tokens to a tree, after chapter 19 of the Java Language Specification (17), with switch patterns of 21.
//!
//! Total: stops at the first mistake and says it in javac's words (javac itself goes on and may find more).
//! Nesting is bounded, since what walks the tree recurses.

mod declarations;
mod expressions;
mod statements;
mod types;

pub use expressions::dotted;

use crate::ast::*;
use crate::lexer::{Diagnostic, Tok, Token, lex};

/// The deepest nesting of expressions and statements.
const DEEPEST: u32 = 120;

pub type Res<T> = Result<T, Diagnostic>;

pub struct Parser {
    toks: Vec<Token>,
    at: usize,
    file: usize,
    depth: u32,
    /// Inside the condition of a `case`, where `->` ends an expression.
    no_lambda: bool,
}

/// Reads a compilation unit.
pub fn parse(file: usize, text: &str) -> Res<Unit> {
    let mut parser = Parser::new(file, text)?;
    parser.unit()
}

/// Reads members of a class: what is synthesised for enums and records.
pub fn parse_members(file: usize, text: &str) -> Res<TypeDecl> {
    let mut parser = Parser::new(file, &format!("class X {{ {text} }}"))?;
    let unit = parser.unit()?;
    match unit.types.into_iter().next() {
        Some(decl) => Ok(std::rc::Rc::unwrap_or_clone(decl)),
        None => parser.wrong("class, interface, enum, or record expected"),
    }
}

impl Parser {
    fn new(file: usize, text: &str) -> Res<Parser> {
        Ok(Parser {
            toks: lex(file, text)?,
            at: 0,
            file,
            depth: 0,
            no_lambda: false,
        })
    }

    fn tok(&self) -> &Tok {
        self.ahead(0)
    }

    fn ahead(&self, n: usize) -> &Tok {
        self.toks.get(self.at + n).map_or(&Tok::End, |t| &t.tok)
    }

    fn pos(&self) -> u32 {
        self.toks.get(self.at).or(self.toks.last()).map_or(0, |t| t.at)
    }

    /// Where the last token ended.
    fn last_end(&self) -> u32 {
        self.at.checked_sub(1).and_then(|n| self.toks.get(n)).map_or(0, |t| t.end)
    }

    fn next(&mut self) -> Tok {
        let tok = self.tok().clone();
        if self.at + 1 < self.toks.len() {
            self.at += 1;
        }
        tok
    }

    fn error<T>(&self, at: u32, message: &str) -> Res<T> {
        Err(Diagnostic {
            file: self.file,
            at,
            message: message.into(),
            notes: vec![],
            beyond: false,
        })
    }

    fn wrong<T>(&self, message: &str) -> Res<T> {
        if *self.tok() == Tok::End {
            // javac marks the last token when the text is over.
            let at = self.at.checked_sub(1).and_then(|n| self.toks.get(n)).map_or(0, |t| t.at);
            return self.error(at, "reached end of file while parsing");
        }
        self.error(self.pos(), message)
    }

    fn beyond<T>(&self, what: &str) -> Res<T> {
        Err(Diagnostic {
            file: self.file,
            at: self.pos(),
            message: what.into(),
            notes: vec![],
            beyond: true,
        })
    }

    fn is(&self, op: &str) -> bool {
        matches!(self.tok(), Tok::Op(o) if *o == op)
    }

    fn is_at(&self, n: usize, op: &str) -> bool {
        matches!(self.ahead(n), Tok::Op(o) if *o == op)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.tok(), Tok::Word(w) if *w == word)
    }

    /// A word that is reserved in some places only.
    fn is_soft(&self, n: usize, word: &str) -> bool {
        matches!(self.ahead(n), Tok::Ident(w) if &**w == word)
    }

    fn eat(&mut self, op: &str) -> bool {
        let is = self.is(op);
        if is {
            self.next();
        }
        is
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        if is {
            self.next();
        }
        is
    }

    fn expect(&mut self, op: &str) -> Res<()> {
        if self.eat(op) {
            return Ok(());
        }
        let message = format!("'{op}' expected");
        if *self.tok() == Tok::End {
            return self.wrong(&message);
        }
        // javac marks the end of what came before for what closes, and the token for what opens.
        match op {
            ";" | ")" | "]" => self.error(
                self.last_end().max(1) - if op == ";" || op == ")" || op == "]" { 0 } else { 1 },
                &message,
            ),
            _ => self.error(self.last_end(), &message),
        }
    }

    fn name(&mut self) -> Res<Name> {
        if let Tok::Ident(name) = self.tok() {
            let name = name.clone();
            self.next();
            return Ok(name);
        }
        if *self.tok() == Tok::End {
            return self.wrong("<identifier> expected");
        }
        self.error(self.last_end(), "<identifier> expected")
    }

    fn dotted(&mut self) -> Res<Name> {
        let mut out = self.name()?.to_string();
        while self.is(".") && matches!(self.ahead(1), Tok::Ident(_)) {
            self.next();
            out.push('.');
            out.push_str(&self.name()?);
        }
        Ok(out.into())
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Parser) -> Res<T>) -> Res<T> {
        if self.depth >= DEEPEST {
            return self.beyond("nesting as deep as this in Java");
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn attempt<T>(&mut self, inner: impl FnOnce(&mut Parser) -> Option<T>) -> Option<T> {
        let at = self.at;
        let found = inner(self);
        if found.is_none() {
            self.at = at;
        }
        found
    }
}
