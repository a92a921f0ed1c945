//! Tokens to a tree: text/template's parser, with its messages.
//!
//! Nodes keep the byte where Go says they are (a chain of fields is at its second one), for errors at
//! run time. Left out: `{{define}}`, `{{template}}` and `{{block}}`, which no command line needs.

use super::lex::{Spot, Token, lex};
use crate::opts::quote;

/// A piece of a template that does something.
#[derive(Clone, Debug)]
pub enum Node {
    Text(String),
    Action(Pipe),
    If(Branch),
    With(Branch),
    Range(Branch),
    Break,
    Continue,
}

/// `if`, `with` or `range`: what it asks, its body, and what happens otherwise.
#[derive(Clone, Debug)]
pub struct Branch {
    pub at: usize,
    pub pipe: Pipe,
    pub body: Vec<Node>,
    pub otherwise: Vec<Node>,
}

/// `$x := a | b c`
#[derive(Clone, Debug)]
pub struct Pipe {
    pub at: usize,
    pub variables: Vec<String>,
    pub assigns: bool,
    pub commands: Vec<Call>,
}

/// One command of a pipe: a function or value and its arguments.
#[derive(Clone, Debug)]
pub struct Call {
    pub at: usize,
    pub words: Vec<Operand>,
}

/// An operand and the byte where it stands.
#[derive(Clone, Debug)]
pub struct Operand {
    pub at: usize,
    pub kind: OperandKind,
}

#[derive(Clone, Debug)]
pub enum OperandKind {
    Dot,
    Nil,
    Bool(bool),
    /// As written.
    Number(String),
    /// As written and its meaning.
    String(String, String),
    Char(String, i64),
    Identifier(String),
    Field(Vec<String>),
    Variable(String, Vec<String>),
    Pipe(Box<Pipe>),
    Chain(Box<Operand>, Vec<String>),
}

impl std::fmt::Display for Operand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fields = |f: &mut std::fmt::Formatter<'_>, names: &[String]| names.iter().try_for_each(|name| write!(f, ".{name}"));
        match &self.kind {
            OperandKind::Dot => f.write_str("."),
            OperandKind::Nil => f.write_str("nil"),
            OperandKind::Bool(b) => write!(f, "{b}"),
            OperandKind::Number(text) | OperandKind::String(text, _) | OperandKind::Char(text, _) => f.write_str(text),
            OperandKind::Identifier(name) => f.write_str(name),
            OperandKind::Field(names) => fields(f, names),
            OperandKind::Variable(name, names) => {
                f.write_str(name)?;
                fields(f, names)
            }
            OperandKind::Pipe(pipe) => write!(f, "({pipe})"),
            OperandKind::Chain(base, names) => {
                write!(f, "{base}")?;
                fields(f, names)
            }
        }
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, word) in self.words.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{word}")?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Pipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.variables.is_empty() {
            write!(f, "{} {} ", self.variables.join(", "), if self.assigns { "=" } else { ":=" })?;
        }
        for (i, call) in self.commands.iter().enumerate() {
            if i > 0 {
                f.write_str(" | ")?;
            }
            write!(f, "{call}")?;
        }
        Ok(())
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Spot>,
    next: usize,
    variables: Vec<String>,
    functions: &'a dyn Fn(&str) -> bool,
    loops: usize,
    depth: usize,
}

/// How deep actions and parentheses may nest.
const MAX_DEPTH: usize = 100;

/// Why a list of nodes ended.
enum End {
    Eof,
    Ended,
    Else,
}

/// Reads a template. The error is Go's whole message, as in `template: :1: unclosed action`.
pub fn parse(text: &str, functions: &dyn Fn(&str) -> bool) -> Result<Vec<Node>, String> {
    let tokens = lex(text).map_err(|(at, message)| located(text, at, &message))?;
    let mut parser = Parser {
        text,
        tokens,
        next: 0,
        variables: vec!["$".into()],
        functions,
        loops: 0,
        depth: 0,
    };
    let mut nodes = Vec::new();
    match parser.list(&mut nodes)? {
        End::Eof => Ok(nodes),
        End::Ended => Err(parser.error("unexpected {{end}}")),
        End::Else => Err(parser.error("unexpected {{else}}")),
    }
}

fn located(text: &str, at: usize, message: &str) -> String {
    let line = 1 + text.bytes().take(at).filter(|b| *b == b'\n').count();
    format!("template: :{line}: {message}")
}

impl Parser<'_> {
    fn error(&self, message: &str) -> String {
        let at = self.tokens.get(self.next.saturating_sub(1)).map_or(0, |(at, _)| *at);
        located(self.text, at, message)
    }

    fn take(&mut self) -> Spot {
        let spot = self.tokens.get(self.next).cloned().unwrap_or((self.text.len(), Token::Eof));
        self.next += 1;
        spot
    }

    fn peek(&self) -> Spot {
        self.tokens.get(self.next).cloned().unwrap_or((self.text.len(), Token::Eof))
    }

    fn skip_space(&mut self) {
        while self.peek().1 == Token::Space {
            self.next += 1;
        }
    }

    fn take_word(&mut self) -> Spot {
        self.skip_space();
        self.take()
    }

    fn unexpected<T>(&self, token: &Token, context: &str) -> Result<T, String> {
        let shown = match token {
            Token::Eof => "EOF".to_string(),
            Token::Keyword(word) => format!("<{word}>"),
            other => quote(&written(other)),
        };
        Err(self.error(&format!("unexpected {shown} in {context}")))
    }

    fn list(&mut self, nodes: &mut Vec<Node>) -> Result<End, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("max expression depth exceeded"));
        }
        let end = self.list_inner(nodes);
        self.depth -= 1;
        end
    }

    fn list_inner(&mut self, nodes: &mut Vec<Node>) -> Result<End, String> {
        loop {
            match self.take().1 {
                Token::Eof => return Ok(End::Eof),
                Token::Text(text) => nodes.push(Node::Text(text)),
                _ => {
                    self.skip_space();
                    let (at, token) = self.peek();
                    let Token::Keyword(word) = token else {
                        let scope = self.variables.len();
                        let pipe = self.pipe("command", false)?;
                        let _ = scope;
                        nodes.push(Node::Action(pipe));
                        continue;
                    };
                    self.next += 1;
                    match word.as_str() {
                        "end" => {
                            self.close("end")?;
                            return Ok(End::Ended);
                        }
                        "else" => return Ok(End::Else),
                        "if" => nodes.push(Node::If(self.branch("if", at)?)),
                        "with" => nodes.push(Node::With(self.branch("with", at)?)),
                        "range" => nodes.push(Node::Range(self.branch("range", at)?)),
                        "break" | "continue" if self.loops == 0 => {
                            return Err(self.error(&format!("{{{{{word}}}}} outside {{{{range}}}}")));
                        }
                        "break" => {
                            self.close("{{break}}")?;
                            nodes.push(Node::Break);
                        }
                        "continue" => {
                            self.close("{{continue}}")?;
                            nodes.push(Node::Continue);
                        }
                        _ => return Err(format!("drydock: {{{{{word}}}}} in a template is not simulated")),
                    }
                }
            }
        }
    }

    fn close(&mut self, context: &str) -> Result<(), String> {
        match self.take_word().1 {
            Token::RightDelim => Ok(()),
            other => self.unexpected(&other, context),
        }
    }

    fn branch(&mut self, context: &str, at: usize) -> Result<Branch, String> {
        let scope = self.variables.len();
        let pipe = self.pipe(context, context == "range")?;
        let mut body = Vec::new();
        let mut otherwise = Vec::new();
        if context == "range" {
            self.loops += 1;
        }
        let end = self.list(&mut body)?;
        if context == "range" {
            self.loops -= 1;
        }
        match end {
            End::Eof => return Err(self.error("unexpected EOF")),
            End::Ended => {}
            End::Else => {
                self.skip_space();
                let (else_at, token) = self.peek();
                match token {
                    Token::Keyword(word) if word == context && word != "range" => {
                        self.next += 1;
                        let inner = self.branch(context, else_at)?;
                        otherwise.push(if context == "if" { Node::If(inner) } else { Node::With(inner) });
                    }
                    _ => {
                        self.close("else")?;
                        match self.list(&mut otherwise)? {
                            End::Ended => {}
                            End::Eof => return Err(self.error("unexpected EOF")),
                            End::Else => return Err(self.error("expected end; found {{else}}")),
                        }
                    }
                }
            }
        }
        self.variables.truncate(scope);
        Ok(Branch {
            at,
            pipe,
            body,
            otherwise,
        })
    }

    /// A pipe up to `}}`, which is taken.
    fn pipe(&mut self, context: &str, is_range: bool) -> Result<Pipe, String> {
        self.pipe_until(context, is_range, &Token::RightDelim)
    }

    fn pipe_until(&mut self, context: &str, is_range: bool, end: &Token) -> Result<Pipe, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("max expression depth exceeded"));
        }
        self.skip_space();
        let mut pipe = Pipe {
            at: self.peek().0,
            variables: Vec::new(),
            assigns: false,
            commands: Vec::new(),
        };
        self.declarations(&mut pipe, context, is_range)?;
        loop {
            self.skip_space();
            let (_, token) = self.peek();
            if token == *end {
                self.next += 1;
                self.check_pipe(&pipe, context)?;
                self.depth -= 1;
                return Ok(pipe);
            }
            match token {
                Token::Pipe
                | Token::Comma
                | Token::Assign
                | Token::Declare
                | Token::RightParen
                | Token::RightDelim
                | Token::Keyword(_)
                | Token::Eof => {
                    self.next += 1;
                    return self.unexpected(&token, context);
                }
                _ => {
                    let call = self.call(end)?;
                    pipe.commands.push(call);
                }
            }
        }
    }

    fn check_pipe(&self, pipe: &Pipe, context: &str) -> Result<(), String> {
        if pipe.commands.is_empty() {
            return Err(self.error(&format!("missing value for {context}")));
        }
        for (i, call) in pipe.commands.iter().enumerate().skip(1) {
            let Some(first) = call.words.first() else { continue };
            if matches!(
                first.kind,
                OperandKind::Bool(_) | OperandKind::Dot | OperandKind::Nil | OperandKind::Number(_) | OperandKind::String(..)
            ) {
                return Err(self.error(&format!("non executable command in pipeline stage {}", i + 1)));
            }
        }
        Ok(())
    }

    fn declarations(&mut self, pipe: &mut Pipe, context: &str, is_range: bool) -> Result<(), String> {
        let start = self.next;
        let mut names = Vec::new();
        loop {
            self.skip_space();
            let Token::Variable(name) = self.peek().1 else { break };
            self.next += 1;
            names.push(name);
            self.skip_space();
            match self.peek().1 {
                token @ (Token::Assign | Token::Declare) => {
                    self.next += 1;
                    if names.len() > if is_range { 2 } else { 1 } {
                        return Err(self.error(&format!("too many declarations in {context}")));
                    }
                    pipe.assigns = token == Token::Assign;
                    for name in &names {
                        if pipe.assigns && !self.variables.contains(name) {
                            return Err(self.error(&format!("undefined variable {}", quote(name))));
                        }
                        self.variables.push(name.clone());
                    }
                    pipe.variables = names;
                    return Ok(());
                }
                Token::Comma if is_range && names.len() < 2 => self.next += 1,
                _ => break,
            }
        }
        self.next = start;
        Ok(())
    }

    fn call(&mut self, end: &Token) -> Result<Call, String> {
        self.skip_space();
        let mut call = Call {
            at: self.peek().0,
            words: Vec::new(),
        };
        loop {
            self.skip_space();
            if let Some(operand) = self.operand()? {
                call.words.push(operand);
            }
            let (_, token) = self.take();
            match token {
                Token::Space => continue,
                Token::Pipe => break,
                token if token == *end || token == Token::RightDelim || token == Token::RightParen => {
                    self.next -= 1;
                    break;
                }
                other => return self.unexpected(&other, "operand"),
            }
        }
        if call.words.is_empty() {
            return Err(self.error("empty command"));
        }
        Ok(call)
    }

    fn operand(&mut self) -> Result<Option<Operand>, String> {
        let Some(base) = self.term()? else { return Ok(None) };
        let at = self.peek().0;
        let mut names = Vec::new();
        while let Token::Field(name) = self.peek().1 {
            self.next += 1;
            names.push(name);
        }
        if names.is_empty() {
            return Ok(Some(base));
        }
        let kind = match base.kind {
            OperandKind::Field(mut first) => {
                first.extend(names);
                OperandKind::Field(first)
            }
            OperandKind::Variable(name, mut first) => {
                first.extend(names);
                OperandKind::Variable(name, first)
            }
            OperandKind::Bool(_) | OperandKind::String(..) | OperandKind::Number(_) | OperandKind::Nil | OperandKind::Dot => {
                return Err(self.error(&format!("unexpected . after term {}", quote(&base.to_string()))));
            }
            _ => OperandKind::Chain(Box::new(base), names),
        };
        Ok(Some(Operand { at, kind }))
    }

    fn term(&mut self) -> Result<Option<Operand>, String> {
        let (at, token) = self.take_word();
        let kind = match token {
            Token::Identifier(name) => {
                if !(self.functions)(&name) {
                    return Err(self.error(&format!("function {} not defined", quote(&name))));
                }
                OperandKind::Identifier(name)
            }
            Token::Dot => OperandKind::Dot,
            Token::Nil => OperandKind::Nil,
            Token::Bool(value) => OperandKind::Bool(value),
            Token::Number(text) => OperandKind::Number(text),
            Token::Char(text, code) => OperandKind::Char(text, code),
            Token::String(written, meaning) => OperandKind::String(written, meaning),
            Token::Field(name) => OperandKind::Field(vec![name]),
            Token::Variable(name) => {
                if !self.variables.contains(&name) {
                    return Err(self.error(&format!("undefined variable {}", quote(&name))));
                }
                OperandKind::Variable(name, Vec::new())
            }
            Token::LeftParen => {
                let pipe = self.pipe_until("parenthesized pipeline", false, &Token::RightParen)?;
                OperandKind::Pipe(Box::new(pipe))
            }
            _ => {
                self.next -= 1;
                return Ok(None);
            }
        };
        Ok(Some(Operand { at, kind }))
    }
}

fn written(token: &Token) -> String {
    match token {
        Token::Text(text) | Token::Identifier(text) | Token::Number(text) | Token::Variable(text) => text.clone(),
        Token::String(text, _) | Token::Char(text, _) => text.clone(),
        Token::Field(name) => format!(".{name}"),
        Token::Keyword(word) => word.clone(),
        Token::Bool(value) => value.to_string(),
        Token::Dot => ".".into(),
        Token::Nil => "nil".into(),
        Token::Pipe => "|".into(),
        Token::LeftParen => "(".into(),
        Token::RightParen => ")".into(),
        Token::Assign => "=".into(),
        Token::Declare => ":=".into(),
        Token::Comma => ",".into(),
        Token::LeftDelim => "{{".into(),
        Token::RightDelim => "}}".into(),
        Token::Space => " ".into(),
        Token::Eof => String::new(),
    }
}
