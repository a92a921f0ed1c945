//! Statements.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Tok;
use std::rc::Rc;

impl Parser {
    pub fn block(&mut self) -> Res<Block> {
        self.expect("{")?;
        let mut stmts = vec![];
        while !self.is("}") {
            if *self.tok() == Tok::End {
                return self.wrong("");
            }
            stmts.push(self.deeper(Parser::statement)?);
        }
        let end = self.pos();
        self.next();
        Ok(Block { stmts, end })
    }

    /// A local variable's type, if a declaration begins here.
    fn local_type(&mut self) -> Option<TypeRef> {
        self.attempt(|p| {
            let ty = p.type_ref().ok()?;
            let named = matches!(p.tok(), Tok::Ident(_));
            let follows = matches!(p.ahead(1), Tok::Op("=" | ";" | "," | ":" | "[" | ")")) || !matches!(p.ahead(1), Tok::Op(_));
            (named && follows).then_some(ty)
        })
    }

    fn variables(&mut self) -> Res<Vec<Var>> {
        let mut vars = vec![];
        loop {
            let at = self.pos();
            let name = self.name()?;
            let dims = self.dims();
            let init = if self.eat("=") { Some(self.initializer()?) } else { None };
            vars.push(Var { at, name, dims, init });
            if !self.eat(",") {
                return Ok(vars);
            }
        }
    }

    pub fn statement(&mut self) -> Res<Stmt> {
        let at = self.pos();
        let made = |kind| Ok(Stmt { at, kind });
        match self.tok().clone() {
            Tok::Op("{") => made(StmtKind::Block(self.block()?)),
            Tok::Op(";") => {
                self.next();
                made(StmtKind::Empty)
            }
            Tok::Op("@") | Tok::Word("final" | "abstract" | "class" | "interface" | "enum" | "static") => {
                let start = self.pos();
                let (mods, annotations) = self.modifiers()?;
                if let Some(decl) = self.type_decl(start, mods, annotations)? {
                    return made(StmtKind::Class(Rc::new(decl)));
                }
                if mods.statik {
                    return self.error(at, "illegal start of expression");
                }
                let ty = self.type_ref()?;
                let vars = self.variables()?;
                self.expect(";")?;
                made(StmtKind::Local(ty, vars))
            }
            Tok::Word(word) => self.keyword(at, word),
            Tok::Ident(word) => {
                if &*word == "record" && self.at_type_decl() {
                    let start = self.pos();
                    if let Some(decl) = self.type_decl(start, Mods::default(), vec![])? {
                        return made(StmtKind::Class(Rc::new(decl)));
                    }
                }
                if &*word == "yield" && !matches!(self.ahead(1), Tok::Op("=" | "." | "[" | "++" | "--")) {
                    self.next();
                    let value = self.expr()?;
                    self.expect(";")?;
                    return made(StmtKind::Yield(value));
                }
                if self.is_at(1, ":") {
                    self.next();
                    self.next();
                    let inner = self.deeper(Parser::statement)?;
                    return made(StmtKind::Labeled(word, Box::new(inner)));
                }
                self.simple(at)
            }
            _ => self.simple(at),
        }
    }

    /// A declaration or an expression with its semicolon.
    fn simple(&mut self, at: u32) -> Res<Stmt> {
        let kind = self.declaration_or_expression()?;
        self.expect(";")?;
        Ok(Stmt { at, kind })
    }

    fn declaration_or_expression(&mut self) -> Res<StmtKind> {
        if let Some(ty) = self.local_type() {
            return Ok(StmtKind::Local(ty, self.variables()?));
        }
        let start = self.pos();
        let expr = self.expr()?;
        use ExprKind as E;
        match &expr.kind {
            E::Call { .. } | E::New { .. } | E::Assign(..) | E::AssignOp(..) | E::Inc { .. } | E::Switch(_) => {}
            _ => {
                return self.error(
                    if matches!(expr.kind, E::Name(_)) { start } else { expr.at },
                    "not a statement",
                );
            }
        }
        Ok(StmtKind::Expr(expr))
    }

    fn condition(&mut self) -> Res<Expr> {
        self.expect("(")?;
        let expr = self.expr()?;
        self.expect(")")?;
        Ok(expr)
    }

    fn keyword(&mut self, at: u32, word: &'static str) -> Res<Stmt> {
        let made = |kind| Ok(Stmt { at, kind });
        match word {
            "if" => {
                self.next();
                let condition = self.condition()?;
                let then = self.inner()?;
                let other = if self.eat_word("else") {
                    Some(Box::new(self.inner()?))
                } else {
                    None
                };
                made(StmtKind::If(condition, Box::new(then), other))
            }
            "while" => {
                self.next();
                let condition = self.condition()?;
                let body = self.inner()?;
                made(StmtKind::While(condition, Box::new(body)))
            }
            "do" => {
                self.next();
                let body = self.inner()?;
                if !self.eat_word("while") {
                    return self.error(self.last_end(), "'while' expected");
                }
                let condition = self.condition()?;
                self.expect(";")?;
                made(StmtKind::Do(Box::new(body), condition))
            }
            "for" => {
                self.next();
                self.for_loop(at)
            }
            "return" => {
                self.next();
                let value = if self.is(";") { None } else { Some(self.expr()?) };
                self.expect(";")?;
                made(StmtKind::Return(value))
            }
            "break" | "continue" => {
                self.next();
                let label = if self.is(";") { None } else { Some(self.name()?) };
                self.expect(";")?;
                made(if word == "break" {
                    StmtKind::Break(label)
                } else {
                    StmtKind::Continue(label)
                })
            }
            "throw" => {
                self.next();
                let value = self.expr()?;
                self.expect(";")?;
                made(StmtKind::Throw(value))
            }
            "try" => {
                self.next();
                self.try_statement(at)
            }
            "synchronized" => {
                self.next();
                let on = self.condition()?;
                let body = self.block()?;
                made(StmtKind::Sync(on, body))
            }
            "switch" => {
                let switch = self.switch()?;
                made(StmtKind::Switch(Rc::new(switch)))
            }
            "assert" => {
                self.next();
                let condition = self.expr()?;
                let message = if self.eat(":") { Some(self.expr()?) } else { None };
                self.expect(";")?;
                made(StmtKind::Assert(condition, message))
            }
            "else" => self.error(at, "illegal start of type"),
            "case" | "default" => self.error(at, &format!("orphaned {word}")),
            "catch" => self.error(at, "'catch' without 'try'"),
            "finally" => self.error(at, "'finally' without 'try'"),
            "public" | "private" | "protected" => self.error(at, "illegal start of expression"),
            _ => self.simple(at),
        }
    }

    /// A statement where no declaration may stand.
    fn inner(&mut self) -> Res<Stmt> {
        let stmt = self.deeper(Parser::statement)?;
        match stmt.kind {
            StmtKind::Local(..) => self.error(stmt.at, "variable declaration not allowed here"),
            _ => Ok(stmt),
        }
    }

    fn for_loop(&mut self, at: u32) -> Res<Stmt> {
        self.expect("(")?;
        let mut init = vec![];
        if !self.is(";") {
            let start = self.pos();
            let (_, _) = self.modifiers()?;
            if let Some(ty) = self.local_type() {
                let name_at = self.pos();
                if self.is_at(1, ":") {
                    let name = self.name()?;
                    self.next();
                    let over = self.expr()?;
                    self.expect(")")?;
                    let body = self.inner()?;
                    return Ok(Stmt {
                        at,
                        kind: StmtKind::ForEach(ty, name, name_at, over, Box::new(body)),
                    });
                }
                let vars = self.variables()?;
                init.push(Stmt {
                    at: start,
                    kind: StmtKind::Local(ty, vars),
                });
            } else {
                loop {
                    let at = self.pos();
                    let expr = self.expr()?;
                    init.push(Stmt {
                        at,
                        kind: StmtKind::Expr(expr),
                    });
                    if !self.eat(",") {
                        break;
                    }
                }
            }
        }
        self.expect(";")?;
        let condition = if self.is(";") { None } else { Some(self.expr()?) };
        self.expect(";")?;
        let mut updates = vec![];
        while !self.is(")") {
            updates.push(self.expr()?);
            if !self.eat(",") {
                break;
            }
        }
        self.expect(")")?;
        let body = self.inner()?;
        Ok(Stmt {
            at,
            kind: StmtKind::For(init, condition, updates, Box::new(body)),
        })
    }

    fn try_statement(&mut self, at: u32) -> Res<Stmt> {
        let mut resources = vec![];
        if self.eat("(") {
            while !self.is(")") {
                let start = self.pos();
                self.modifiers()?;
                let kind = match self.local_type() {
                    Some(ty) => {
                        let at = self.pos();
                        let name = self.name()?;
                        self.expect("=")?;
                        let init = Some(self.expr()?);
                        StmtKind::Local(ty, vec![Var { at, name, dims: 0, init }])
                    }
                    None => StmtKind::Expr(self.expr()?),
                };
                resources.push(Stmt { at: start, kind });
                if !self.eat(";") {
                    break;
                }
            }
            self.expect(")")?;
        }
        let body = self.block()?;
        let mut catches = vec![];
        while self.eat_word("catch") {
            self.expect("(")?;
            self.modifiers()?;
            let mut types = vec![self.type_ref()?];
            while self.eat("|") {
                types.push(self.type_ref()?);
            }
            let name = self.name()?;
            self.expect(")")?;
            let body = self.block()?;
            catches.push(Catch { types, name, body });
        }
        let finally = if self.eat_word("finally") { Some(self.block()?) } else { None };
        if catches.is_empty() && finally.is_none() && resources.is_empty() {
            return self.error(at, "'try' without 'catch', 'finally' or resource declarations");
        }
        Ok(Stmt {
            at,
            kind: StmtKind::Try(Rc::new(Try {
                resources,
                body,
                catches,
                finally,
            })),
        })
    }

    pub fn switch(&mut self) -> Res<Switch> {
        self.next();
        let on = self.condition()?;
        self.expect("{")?;
        let mut cases = vec![];
        let mut arrow = false;
        while !self.eat("}") {
            if *self.tok() == Tok::End {
                return self.wrong("");
            }
            let (mut labels, mut default, mut guard) = (vec![], false, None);
            if self.eat_word("default") {
                default = true;
            } else if self.eat_word("case") {
                let before = std::mem::replace(&mut self.no_lambda, true);
                loop {
                    if self.eat_word("default") {
                        default = true;
                    } else if let Some(pattern) = self.pattern_label() {
                        labels.push(Label::Pattern(pattern));
                    } else {
                        labels.push(Label::Expr(self.ternary()?));
                    }
                    if !self.eat(",") {
                        break;
                    }
                }
                if self.is_soft(0, "when") {
                    self.next();
                    guard = Some(self.ternary()?);
                }
                self.no_lambda = before;
            } else {
                return self.wrong("case, default, or '}' expected");
            }
            let (mut body, mut yields) = (vec![], false);
            if self.eat("->") {
                arrow = true;
                let before = std::mem::replace(&mut self.no_lambda, false);
                if self.is("{") || self.is_word("throw") {
                    body.push(self.statement()?);
                } else {
                    let at = self.pos();
                    let expr = self.expr()?;
                    self.expect(";")?;
                    body.push(Stmt {
                        at,
                        kind: StmtKind::Expr(expr),
                    });
                    yields = true;
                }
                self.no_lambda = before;
            } else {
                if !self.eat(":") {
                    return self.error(self.last_end(), "':' or '->' expected");
                }
                let before = std::mem::replace(&mut self.no_lambda, false);
                while !self.is_word("case") && !self.is_word("default") && !self.is("}") {
                    if *self.tok() == Tok::End {
                        return self.wrong("");
                    }
                    body.push(self.deeper(Parser::statement)?);
                }
                self.no_lambda = before;
            }
            cases.push(Case {
                labels,
                default,
                guard,
                body,
                yields,
            });
        }
        Ok(Switch { on, cases, arrow })
    }

    fn pattern_label(&mut self) -> Option<Pattern> {
        self.attempt(|p| {
            let pattern = p.pattern().ok()?;
            match &pattern {
                Pattern::Type(_, None) => None,
                _ => matches!(p.tok(), Tok::Op("->" | ":" | ",") | Tok::Ident(_)).then_some(pattern),
            }
        })
    }

    /// A type, with a name or parts.
    pub fn pattern(&mut self) -> Res<Pattern> {
        self.modifiers()?;
        let ty = self.type_ref()?;
        if self.eat("(") {
            let mut parts = vec![];
            while !self.is(")") {
                parts.push(self.deeper(Parser::pattern)?);
                if !self.eat(",") {
                    break;
                }
            }
            self.expect(")")?;
            return Ok(Pattern::Record(ty, parts));
        }
        let named = matches!(self.tok(), Tok::Ident(n) if &**n != "when");
        let name = if named { Some(self.name()?) } else { None };
        Ok(Pattern::Type(ty, name))
    }
}
