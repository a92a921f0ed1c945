//! Statements.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Tok;
use std::rc::Rc;

/// Built-in functions that `defer` and `go` call from within a function of their own.
const BUILT_IN: [&str; 8] = ["close", "delete", "panic", "print", "println", "copy", "clear", "recover"];

impl Parser {
    pub(super) fn block(&mut self) -> Res<Block> {
        self.want("{")?;
        let stmts = self.stmts()?;
        let end = self.pos();
        if !self.got("}") {
            return self.unexpected(", expected }");
        }
        Ok(Block { stmts, end })
    }

    fn stmts(&mut self) -> Res<Vec<Stmt>> {
        let mut out = Vec::new();
        while !matches!(self.tok(), Tok::Op("}") | Tok::Eof | Tok::Key("case" | "default")) {
            let stmt = self.deeper(Self::stmt)?;
            if !matches!(stmt.kind, StmtKind::Empty) {
                out.push(stmt);
            }
            self.skip_semi(" at end of statement")?;
        }
        Ok(out)
    }

    fn stmt(&mut self) -> Res<Stmt> {
        let pos = self.pos();
        let made = |kind| Ok(Stmt { pos, kind });
        match self.tok().clone() {
            Tok::Semi(_) => made(StmtKind::Empty),
            Tok::Op("{") => {
                let block = self.block()?;
                made(StmtKind::Block(block))
            }
            Tok::Name(name) if matches!(self.ahead(1), Tok::Op(":")) => {
                self.next();
                self.next();
                let label = Ident { name, pos };
                if self.is("}") {
                    return made(StmtKind::Labeled(label, Box::new(Stmt { pos, kind: StmtKind::Empty })));
                }
                while matches!(self.tok(), Tok::Semi("newline")) {
                    self.next();
                }
                let inner = self.deeper(Self::stmt)?;
                made(StmtKind::Labeled(label, Box::new(inner)))
            }
            Tok::Key(key) => self.keyword(key, pos),
            _ => self.simple(),
        }
    }

    fn label(&mut self) -> Res<Option<Ident>> {
        match self.tok() {
            Tok::Name(_) => Ok(Some(self.ident()?)),
            _ => Ok(None),
        }
    }

    fn keyword(&mut self, key: &'static str, pos: Pos) -> Res<Stmt> {
        let kind = match key {
            "var" | "const" | "type" => StmtKind::Decl(self.decls()?),
            "if" => self.if_stmt()?,
            "for" => self.for_stmt()?,
            "switch" => self.switch()?,
            "select" => self.select()?,
            "func" | "struct" | "map" | "chan" | "interface" => return self.simple(),
            "return" => {
                self.next();
                let done = matches!(self.tok(), Tok::Semi(_) | Tok::Op("}"));
                StmtKind::Return(if done { Vec::new() } else { self.exprs()? })
            }
            "break" => {
                self.next();
                StmtKind::Break(self.label()?)
            }
            "continue" => {
                self.next();
                StmtKind::Continue(self.label()?)
            }
            "goto" => {
                self.next();
                StmtKind::Goto(self.ident()?)
            }
            "fallthrough" => {
                self.next();
                StmtKind::Fallthrough
            }
            "go" | "defer" => {
                self.next();
                let call = self.expr()?;
                let Kind::Call { fun, .. } = &call.kind else {
                    return Err((pos, format!("expression in {key} must be function call")));
                };
                let call = match fun.name().is_some_and(|n| BUILT_IN.contains(&&**n)) {
                    true => wrapped(call),
                    false => call,
                };
                if key == "go" { StmtKind::Go(call) } else { StmtKind::Defer(call) }
            }
            _ => return self.unexpected(", expected }"),
        };
        Ok(Stmt { pos, kind })
    }

    /// An expression, a send, an assignment or a declaration.
    fn simple(&mut self) -> Res<Stmt> {
        let pos = self.pos();
        let mut left = self.exprs()?;
        let kind = match *self.tok() {
            Tok::Op(op @ ("=" | ":=")) => {
                self.next();
                if self.is_key("range") {
                    return self.range(pos, left, op == ":=");
                }
                StmtKind::Assign(left, op, self.exprs()?)
            }
            Tok::Op(op @ ("+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^=" | "<<=" | ">>=" | "&^=")) => {
                self.next();
                StmtKind::Assign(left, op, self.exprs()?)
            }
            _ if left.len() > 1 => return self.unexpected(", expected := or = or comma"),
            Tok::Op(op @ ("++" | "--")) => {
                self.next();
                match left.pop() {
                    Some(one) => StmtKind::IncDec(one, op),
                    None => StmtKind::Empty,
                }
            }
            Tok::Op("<-") => {
                self.next();
                let value = self.expr()?;
                match left.pop() {
                    Some(channel) => StmtKind::Send(channel, value),
                    None => StmtKind::Empty,
                }
            }
            _ => match left.pop() {
                Some(one) => StmtKind::Expr(one),
                None => StmtKind::Empty,
            },
        };
        Ok(Stmt { pos, kind })
    }

    /// The head of a `for` with `range`; its body comes from [`Self::for_stmt`].
    fn range(&mut self, pos: Pos, left: Vec<Expr>, define: bool) -> Res<Stmt> {
        self.next();
        let over = self.expr()?;
        if let Some(third) = left.get(2) {
            return Err((third.pos, "range clause permits at most two iteration variables".into()));
        }
        let mut left = left.into_iter();
        let (key, value) = (left.next(), left.next());
        let body = Block { stmts: Vec::new(), end: pos };
        Ok(Stmt { pos, kind: StmtKind::Range { key, value, define, over, body } })
    }

    fn if_stmt(&mut self) -> Res<StmtKind> {
        self.next();
        let before = std::mem::replace(&mut self.literals, false);
        if self.is("{") {
            return Err((self.pos(), "syntax error: missing condition in if statement".into()));
        }
        let mut first = None;
        let mut test = None;
        if !matches!(self.tok(), Tok::Semi(_)) {
            test = Some(self.simple()?);
        }
        if let Tok::Semi(what) = *self.tok() {
            if what == "newline" {
                return Err((self.pos(), "syntax error: unexpected newline, expected { after if clause".into()));
            }
            self.next();
            first = test.map(Box::new);
            if self.is("{") {
                return Err((self.pos(), "syntax error: missing condition in if statement".into()));
            }
            test = Some(self.simple()?);
        }
        self.literals = before;
        let test = match test {
            Some(Stmt { kind: StmtKind::Expr(test), .. }) => test,
            Some(Stmt { kind: StmtKind::Assign(left, "=", right), pos }) => {
                let (l, r) = (crate::show::list(&left), crate::show::list(&right));
                return Err((pos, format!("syntax error: cannot use assignment {l} = {r} as value")));
            }
            Some(Stmt { kind: StmtKind::Assign(left, ":=", right), pos }) => {
                let (l, r) = (crate::show::list(&left), crate::show::list(&right));
                return Err((pos, format!("syntax error: cannot use {l} := {r} as value")));
            }
            _ => return Err((self.pos(), "syntax error: missing condition in if statement".into())),
        };
        if !self.is("{") {
            return self.unexpected(", expected { after if clause");
        }
        let then = self.body()?;
        let mut other = None;
        if self.got_key("else") {
            let pos = self.pos();
            let kind = if self.is_key("if") {
                self.deeper(Self::if_stmt)?
            } else if self.is("{") {
                StmtKind::Block(self.body()?)
            } else {
                return Err((pos, "syntax error: else must be followed by if or statement block".into()));
            };
            other = Some(Box::new(Stmt { pos, kind }));
        }
        Ok(StmtKind::If(first, test, then, other))
    }

    fn for_stmt(&mut self) -> Res<StmtKind> {
        self.next();
        let before = std::mem::replace(&mut self.literals, false);
        let (mut first, mut test, mut step) = (None, None, None);
        if self.is_key("range") {
            let pos = self.pos();
            first = Some(self.range(pos, Vec::new(), false)?);
        } else if !self.is("{") && !matches!(self.tok(), Tok::Semi(_)) {
            first = Some(self.simple()?);
        }
        let ranged = matches!(first, Some(Stmt { kind: StmtKind::Range { .. }, .. }));
        if !ranged && let Tok::Semi(what) = *self.tok() {
            if what == "newline" {
                return Err((self.pos(), "syntax error: expected for loop condition".into()));
            }
            self.next();
            if !matches!(self.tok(), Tok::Semi(_)) {
                if self.is("{") {
                    return Err((self.pos(), "syntax error: expected for loop condition".into()));
                }
                test = Some(self.simple()?);
            }
            if !matches!(self.tok(), Tok::Semi(_)) {
                return self.unexpected(", expected { after for clause");
            }
            self.next();
            if !self.is("{") {
                step = Some(Box::new(self.simple()?));
            }
        } else if !ranged {
            test = first.take();
        }
        self.literals = before;
        if !self.is("{") {
            return self.unexpected(", expected { after for clause");
        }
        let body = self.body()?;
        if let Some(Stmt { kind: StmtKind::Range { key, value, define, over, .. }, .. }) = first {
            return Ok(StmtKind::Range { key, value, define, over, body });
        }
        let test = match test {
            None => None,
            Some(Stmt { kind: StmtKind::Expr(test), .. }) => Some(test),
            Some(other) => return Err((other.pos, "syntax error: cannot use this as a value".into())),
        };
        Ok(StmtKind::For(first.map(Box::new), test, step, body))
    }

    fn switch(&mut self) -> Res<StmtKind> {
        self.next();
        let before = std::mem::replace(&mut self.literals, false);
        let (mut first, mut subject) = (None, None);
        if !self.is("{") {
            if !matches!(self.tok(), Tok::Semi(_)) {
                subject = Some(self.simple()?);
            }
            if matches!(self.tok(), Tok::Semi(_)) {
                self.next();
                first = subject.take().map(Box::new);
                if !self.is("{") {
                    subject = Some(self.simple()?);
                }
            }
        }
        self.literals = before;
        if !self.is("{") {
            return self.unexpected(", expected { after switch clause");
        }
        self.next();
        let mut clauses = Vec::new();
        while !self.is("}") {
            let pos = self.pos();
            let tests = if self.got_key("case") {
                let mut list = Vec::new();
                loop {
                    list.push(self.expr()?);
                    if !self.got(",") {
                        break;
                    }
                }
                Some(list)
            } else if self.got_key("default") {
                None
            } else {
                return self.unexpected(", expected case or default or }");
            };
            self.want(":")?;
            let body = self.stmts()?;
            clauses.push(Clause { pos, tests, body });
        }
        self.next();
        Ok(match subject {
            None => StmtKind::Switch(first, None, clauses),
            Some(Stmt { kind: StmtKind::Expr(Expr { kind: Kind::Assert(inner, None), .. }), .. }) => {
                StmtKind::TypeSwitch(first, None, *inner, clauses)
            }
            Some(Stmt { kind: StmtKind::Expr(subject), .. }) => StmtKind::Switch(first, Some(subject), clauses),
            Some(Stmt { kind: StmtKind::Assign(mut left, ":=", mut right), pos }) => match (left.pop(), right.pop()) {
                (Some(Expr { kind: Kind::Name(name), pos }), Some(Expr { kind: Kind::Assert(inner, None), .. })) => {
                    StmtKind::TypeSwitch(first, Some(Ident { name, pos }), *inner, clauses)
                }
                _ => return Err((pos, "syntax error: cannot use this as a value".into())),
            },
            Some(other) => return Err((other.pos, "syntax error: cannot use this as a value".into())),
        })
    }

    fn select(&mut self) -> Res<StmtKind> {
        self.next();
        if !self.is("{") {
            return self.unexpected(", expected { after select clause");
        }
        self.next();
        let mut clauses = Vec::new();
        while !self.is("}") {
            let pos = self.pos();
            let comm = if self.got_key("case") {
                Some(Box::new(self.simple()?))
            } else if self.got_key("default") {
                None
            } else {
                return self.unexpected(", expected case or default or }");
            };
            self.want(":")?;
            let body = self.stmts()?;
            clauses.push(SelectClause { pos, comm, body });
        }
        self.next();
        Ok(StmtKind::Select(clauses))
    }
}

/// A call of a built-in function, as a function without a name that is called.
fn wrapped(call: Expr) -> Expr {
    let pos = call.pos;
    let Kind::Call { end, .. } = call.kind else { return call };
    let body = Block { stmts: vec![Stmt { pos, kind: StmtKind::Expr(call) }], end };
    let sig = Rc::new(Signature { params: Vec::new(), results: Vec::new(), variadic: false });
    let fun = Box::new(Expr { pos, kind: Kind::Func(Rc::new(FuncLit { sig, body })) });
    Expr { pos, kind: Kind::Call { fun, args: Vec::new(), spread: false, end } }
}
