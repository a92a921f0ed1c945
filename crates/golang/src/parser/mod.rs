//! Tokens to a tree (go.dev/ref/spec). The first mistake ends it, in the words of gc's parser.

mod exprs;
mod stmts;
mod types;

use crate::ast::*;
use crate::lexer::{Tok, Token, Wrong, lex};
use std::rc::Rc;

/// How deep a text may nest, so that no walk over the tree can run out of the host's stack.
const DEPTH: usize = 120;
/// How many operators a chain may have.
const CHAIN: usize = 300;

pub struct Parser {
    toks: Vec<Token>,
    at: usize,
    depth: usize,
    /// Composite literals of plain names are allowed: not in the head of `if`, `for` and `switch`.
    literals: bool,
}

pub type Res<T> = Result<T, Wrong>;

/// Reads a file whose first byte has the place `base`.
pub fn parse(text: &str, base: u32) -> Res<File> {
    let toks = lex(text, base)?;
    let mut parser = Parser { toks, at: 0, depth: 0, literals: true };
    parser.file()
}

impl Parser {
    fn tok(&self) -> &Tok {
        self.toks.get(self.at).or(self.toks.last()).map_or(&Tok::Eof, |t| &t.tok)
    }

    fn ahead(&self, n: usize) -> &Tok {
        self.toks.get(self.at + n).map_or(&Tok::Eof, |t| &t.tok)
    }

    fn pos(&self) -> Pos {
        self.toks.get(self.at).or(self.toks.last()).map_or(0, |t| t.pos)
    }

    fn next(&mut self) {
        if self.at + 1 < self.toks.len() {
            self.at += 1;
        }
    }

    fn is(&self, op: &str) -> bool {
        matches!(self.tok(), Tok::Op(o) if *o == op)
    }

    fn is_key(&self, key: &str) -> bool {
        matches!(self.tok(), Tok::Key(k) if *k == key)
    }

    fn got(&mut self, op: &str) -> bool {
        let is = self.is(op);
        if is {
            self.next();
        }
        is
    }

    fn got_key(&mut self, key: &str) -> bool {
        let is = self.is_key(key);
        if is {
            self.next();
        }
        is
    }

    /// The token as gc names it.
    fn shown(&self) -> String {
        match self.tok() {
            Tok::Name(n) => format!("name {n}"),
            Tok::Int(t) | Tok::Float(t) | Tok::Imag(t) | Tok::Char(_, t) | Tok::Str(_, t) => format!("literal {t}"),
            Tok::Op(",") => "comma".into(),
            Tok::Op(o) => (*o).to_string(),
            Tok::Key(k) => format!("keyword {k}"),
            Tok::Semi(what) => (*what).to_string(),
            Tok::Eof => "EOF".into(),
        }
    }

    fn unexpected<T>(&self, rest: &str) -> Res<T> {
        Err((self.pos(), format!("syntax error: unexpected {}{rest}", self.shown())))
    }

    fn want(&mut self, op: &'static str) -> Res<Pos> {
        let pos = self.pos();
        if !self.got(op) {
            return self.unexpected(&format!(", expected {op}"));
        }
        Ok(pos)
    }

    fn ident(&mut self) -> Res<Ident> {
        let pos = self.pos();
        let Tok::Name(name) = self.tok().clone() else { return self.unexpected(", expected name") };
        self.next();
        Ok(Ident { name, pos })
    }

    fn deeper<T>(&mut self, what: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        if self.depth >= DEPTH {
            return Err((self.pos(), "drydock: Go nested this deep is not simulated".into()));
        }
        self.depth += 1;
        let made = what(self);
        self.depth -= 1;
        made
    }

    fn skip_semi(&mut self, after: &str) -> Res<()> {
        match self.tok() {
            Tok::Semi(_) => self.next(),
            Tok::Op(")" | "}") | Tok::Eof => {}
            _ => return self.unexpected(after),
        }
        Ok(())
    }

    fn file(&mut self) -> Res<File> {
        let mut file = File::default();
        if !self.got_key("package") {
            return Err((self.pos(), "syntax error: package statement must be first".into()));
        }
        let name = self.ident()?;
        file.package = name.name;
        self.skip_semi(" after package clause")?;
        while self.got_key("import") {
            self.group(|p, _| {
                let pos = p.pos();
                let name = match p.tok().clone() {
                    Tok::Op(".") => {
                        p.next();
                        Some(Ident { name: ".".into(), pos })
                    }
                    Tok::Name(name) => {
                        p.next();
                        Some(Ident { name, pos })
                    }
                    _ => None,
                };
                let Tok::Str(path, _) = p.tok().clone() else {
                    return Err((p.pos(), "syntax error: missing import path; require quoted string".into()));
                };
                let pos = if name.is_some() { pos } else { p.pos() };
                p.next();
                file.imports.push(Import { name, path: String::from_utf8_lossy(&path).into(), pos });
                Ok(())
            })?;
            self.skip_semi(" after top level declaration")?;
        }
        while *self.tok() != Tok::Eof {
            match self.tok() {
                Tok::Semi(_) => {
                    self.next();
                    continue;
                }
                Tok::Key("func") => {
                    let decl = self.func_decl()?;
                    file.decls.push(Decl::Func(Rc::new(decl)));
                }
                Tok::Key("const" | "var" | "type") => file.decls.extend(self.decls()?),
                Tok::Key("import") => {
                    return Err((self.pos(), "syntax error: imports must appear before other declarations".into()));
                }
                _ => return Err((self.pos(), "syntax error: non-declaration statement outside function body".into())),
            }
            if *self.tok() != Tok::Eof && !matches!(self.tok(), Tok::Semi(_)) {
                return self.unexpected(" after top level declaration");
            }
        }
        Ok(file)
    }

    /// One of something, or several in parentheses; it is told the number.
    fn group(&mut self, mut one: impl FnMut(&mut Self, usize) -> Res<()>) -> Res<()> {
        if !self.got("(") {
            return one(self, 0);
        }
        let mut n = 0;
        while !self.is(")") {
            if *self.tok() == Tok::Eof {
                return self.unexpected(", expected )");
            }
            one(self, n)?;
            n += 1;
            self.skip_semi(", expected semicolon, newline, or )")?;
        }
        self.next();
        Ok(())
    }

    /// `const`, `var` or `type`.
    fn decls(&mut self) -> Res<Vec<Decl>> {
        let Tok::Key(key) = *self.tok() else { return Ok(Vec::new()) };
        self.next();
        let mut out = Vec::new();
        let mut last: (Option<Rc<Expr>>, Rc<Vec<Expr>>) = (None, Rc::default());
        self.group(|p, n| {
            match key {
                "type" => out.push(Decl::Type(Rc::new(p.type_decl()?))),
                "var" => {
                    let names = p.idents()?;
                    let ty = if p.is("=") { None } else { Some(p.ty()?) };
                    let values = if p.got("=") { p.exprs()? } else { Vec::new() };
                    out.push(Decl::Var(Rc::new(VarDecl { names, ty, values })));
                }
                _ => {
                    let names = p.idents()?;
                    let plain = matches!(p.tok(), Tok::Semi(_) | Tok::Op(")" | "="));
                    let ty = if plain { None } else { Some(Rc::new(p.ty()?)) };
                    if p.got("=") {
                        last = (ty, Rc::new(p.exprs()?));
                    }
                    let (ty, values) = last.clone();
                    out.push(Decl::Const(Rc::new(ConstDecl { names, ty, values, iota: n as i64 })));
                }
            }
            Ok(())
        })?;
        Ok(out)
    }

    fn idents(&mut self) -> Res<Vec<Ident>> {
        let mut out = vec![self.ident()?];
        while self.got(",") {
            out.push(self.ident()?);
        }
        Ok(out)
    }

    fn type_decl(&mut self) -> Res<TypeDecl> {
        let name = self.ident()?;
        let mut params = Vec::new();
        if self.is("[") && matches!(self.ahead(1), Tok::Name(_)) && !matches!(self.ahead(2), Tok::Op("]")) {
            params = self.type_params()?;
        }
        let alias = self.got("=");
        let ty = self.ty()?;
        Ok(TypeDecl { name, params, alias, ty })
    }

    /// `[K comparable, V any]`.
    fn type_params(&mut self) -> Res<Vec<TypeParam>> {
        let mut out: Vec<TypeParam> = Vec::new();
        self.want("[")?;
        while !self.is("]") {
            let names = self.idents()?;
            let constraint = Rc::new(self.constraint()?);
            out.extend(names.into_iter().map(|name| TypeParam { name, constraint: constraint.clone() }));
            if !self.got(",") {
                break;
            }
        }
        self.want("]")?;
        Ok(out)
    }

    fn func_decl(&mut self) -> Res<FuncDecl> {
        self.next();
        let mut recv = None;
        if self.is("(") {
            let pos = self.pos();
            let (mut params, _) = self.params()?;
            if params.len() != 1 {
                let words = if params.is_empty() { "method has no receiver" } else { "method has multiple receivers" };
                return Err((pos, words.into()));
            }
            recv = params.pop();
        }
        let Tok::Name(_) = self.tok() else { return self.unexpected(", expected name or (") };
        let name = self.ident()?;
        let params = if self.is("[") { self.type_params()? } else { Vec::new() };
        let sig = Rc::new(self.signature()?);
        let body = if self.is("{") { Some(self.body()?) } else { None };
        Ok(FuncDecl { name, recv, params, sig, body })
    }

    fn body(&mut self) -> Res<Block> {
        let before = std::mem::replace(&mut self.literals, true);
        let block = self.deeper(Self::block);
        self.literals = before;
        block
    }
}
