//! A look at a function before it is compiled: which of its variables need a cell of their own, and what it names.

use crate::ast::*;
use std::collections::BTreeSet;

#[derive(Default, Debug)]
pub struct Names {
    /// Whose address is taken, or that a function within uses.
    pub boxed: BTreeSet<Name>,
    /// On which something is selected; a method may want their address.
    pub selected: BTreeSet<Name>,
    /// All there are.
    pub all: BTreeSet<Name>,
    pub defers: bool,
    /// How many functions the place is in.
    depth: usize,
}

impl Names {
    pub fn of(block: &Block) -> Names {
        let mut names = Names::default();
        names.stmts(&block.stmts);
        names
    }

    pub fn of_expr(e: &Expr) -> Names {
        let mut names = Names::default();
        names.expr(e);
        names
    }

    fn name(&mut self, name: &Name) {
        self.all.insert(name.clone());
        if self.depth > 0 {
            self.boxed.insert(name.clone());
        }
    }

    fn opt(&mut self, e: Option<&Expr>) {
        if let Some(e) = e {
            self.expr(e);
        }
    }

    fn exprs(&mut self, list: &[Expr]) {
        list.iter().for_each(|e| self.expr(e));
    }

    fn expr(&mut self, e: &Expr) {
        match &e.kind {
            Kind::Name(name) => self.name(name),
            Kind::Composite { elems, ty, .. } => {
                self.opt(ty.as_deref());
                for (key, value) in elems {
                    self.opt(key.as_ref());
                    self.expr(value);
                }
            }
            Kind::Func(lit) => {
                self.depth += 1;
                let defers = self.defers;
                self.stmts(&lit.body.stmts);
                self.defers = defers;
                self.depth -= 1;
            }
            Kind::Paren(inner) | Kind::Star(inner) => self.expr(inner),
            Kind::Select(inner, name) => {
                if let Some(root) = inner.bare().name() {
                    self.selected.insert(root.clone());
                }
                self.all.insert(name.name.clone());
                self.expr(inner);
            }
            Kind::Index(inner, args) => {
                self.expr(inner);
                self.exprs(args);
            }
            Kind::Slice(inner, parts) => {
                self.expr(inner);
                parts.iter().flatten().for_each(|p| self.expr(p));
            }
            Kind::Assert(inner, _) => self.expr(inner),
            Kind::Call { fun, args, .. } => {
                self.expr(fun);
                self.exprs(args);
            }
            Kind::Unary(op, inner) => {
                if *op == "&"
                    && let Some(name) = inner.bare().name()
                {
                    self.boxed.insert(name.clone());
                }
                self.expr(inner);
            }
            Kind::Binary(_, a, b) => {
                self.expr(a);
                self.expr(b);
            }
            Kind::ArrayType(_, of) | Kind::SliceType(of) | Kind::ChanType(_, of) => self.expr(of),
            Kind::MapType(k, v) => {
                self.expr(k);
                self.expr(v);
            }
            _ => {}
        }
    }

    fn stmts(&mut self, list: &[Stmt]) {
        list.iter().for_each(|s| self.stmt(s));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Empty
            | StmtKind::Break(_)
            | StmtKind::Continue(_)
            | StmtKind::Goto(_)
            | StmtKind::Fallthrough => {}
            StmtKind::Expr(e) | StmtKind::IncDec(e, _) | StmtKind::Go(e) => self.expr(e),
            StmtKind::Defer(e) => {
                self.expr(e);
                self.defers = true;
            }
            StmtKind::Send(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            StmtKind::Assign(left, _, right) => {
                self.exprs(left);
                self.exprs(right);
            }
            StmtKind::Return(list) => self.exprs(list),
            StmtKind::Block(block) => self.stmts(&block.stmts),
            StmtKind::If(first, test, then, other) => {
                first.iter().for_each(|s| self.stmt(s));
                self.expr(test);
                self.stmts(&then.stmts);
                other.iter().for_each(|s| self.stmt(s));
            }
            StmtKind::Switch(first, subject, clauses) => {
                first.iter().for_each(|s| self.stmt(s));
                self.opt(subject.as_ref());
                self.clauses(clauses);
            }
            StmtKind::TypeSwitch(first, _, subject, clauses) => {
                first.iter().for_each(|s| self.stmt(s));
                self.expr(subject);
                self.clauses(clauses);
            }
            StmtKind::Select(clauses) => {
                for clause in clauses {
                    clause.comm.iter().for_each(|s| self.stmt(s));
                    self.stmts(&clause.body);
                }
            }
            StmtKind::For(first, test, step, body) => {
                first.iter().for_each(|s| self.stmt(s));
                self.opt(test.as_ref());
                step.iter().for_each(|s| self.stmt(s));
                self.stmts(&body.stmts);
            }
            StmtKind::Range { key, value, over, body, .. } => {
                self.opt(key.as_ref());
                self.opt(value.as_ref());
                self.expr(over);
                self.stmts(&body.stmts);
            }
            StmtKind::Labeled(_, inner) => self.stmt(inner),
            StmtKind::Decl(decls) => {
                for decl in decls {
                    match decl {
                        Decl::Var(var) => self.exprs(&var.values),
                        Decl::Const(one) => self.exprs(&one.values),
                        _ => {}
                    }
                }
            }
        }
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            clause.tests.iter().for_each(|t| self.exprs(t));
            self.stmts(&clause.body);
        }
    }
}
