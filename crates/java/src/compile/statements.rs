//! Statements. Each tells whether what follows it can be reached, as far as "missing return statement" needs it.

use super::expressions::expr_at;
use super::*;
use crate::ast::ExprKind as E;
use crate::value::Value;

impl Compiler<'_> {
    pub fn block(&mut self, block: &Block) -> bool {
        self.ctx().scopes.push(vec![]);
        let locals = self.ctx().locals.len();
        let mut open = true;
        for stmt in &block.stmts {
            if !open {
                self.error(stmt.at, "unreachable statement");
                break;
            }
            open = self.stmt(stmt);
        }
        self.ctx().scopes.pop();
        self.ctx().locals.truncate(locals);
        open
    }

    fn scoped(&mut self, stmt: &Stmt) -> bool {
        self.ctx().scopes.push(vec![]);
        let open = self.stmt(stmt);
        self.ctx().scopes.pop();
        open
    }

    /// An expression whose value nobody wants.
    pub fn statement_expr(&mut self, expr: &Expr) {
        match &expr.kind {
            E::Assign(target, value) => {
                self.assign(target, value, expr.at, false);
            }
            E::AssignOp(op, target, value) => {
                self.assign_op(*op, target, value, expr.at, false);
            }
            E::Inc { prefix, delta, target } => {
                self.increment(*prefix, *delta, target, expr.at, false);
            }
            _ => {
                let ty = self.expr(expr, None);
                if ty != Type::Void {
                    self.emit(Op::Pop);
                }
            }
        }
    }

    fn declare(&mut self, at: u32, name: &Name, ty: Type) -> u16 {
        let mut taken = self.ctx().scopes.iter().flatten().any(|l| l.name == *name);
        let last = self.ctxs.len() - 1;
        if self.ctx().boundary == Boundary::Lambda && !taken {
            taken = self
                .ctxs
                .get(last.wrapping_sub(1))
                .is_some_and(|c| c.scopes.iter().flatten().any(|l| l.name == *name));
        }
        if taken && !name.contains('$') {
            let method = self.ctx().method.clone();
            self.error(at, format!("variable {name} is already defined in {method}"));
        }
        self.local(name, ty)
    }

    pub fn stmt(&mut self, stmt: &Stmt) -> bool {
        self.at(stmt.at);
        match &stmt.kind {
            StmtKind::Empty => true,
            StmtKind::Local(written, vars) => {
                for var in vars {
                    self.variable(written, var);
                }
                true
            }
            StmtKind::Class(decl) => {
                self.local_class(decl);
                true
            }
            StmtKind::Expr(expr) => {
                self.statement_expr(expr);
                true
            }
            StmtKind::Block(block) => self.block(block),
            StmtKind::If(condition, then, other) => {
                let (no, end) = (self.label(), self.label());
                self.ctx().scopes.push(vec![]);
                self.condition(condition);
                self.emit(Op::JumpUnless(no));
                let a = self.scoped(then);
                let bound = self.ctx().scopes.pop();
                let mut b = true;
                if let Some(other) = other {
                    self.emit(Op::Jump(end));
                    self.mark(no);
                    // What a negated pattern binds is seen where it holds.
                    self.ctx().scopes.push(bound.unwrap_or_default());
                    b = self.scoped(other);
                    self.ctx().scopes.pop();
                    self.mark(end);
                } else {
                    self.mark(no);
                    if !a && let (Some(bound), Some(scope)) = (bound, self.ctx().scopes.last_mut()) {
                        scope.extend(bound);
                    }
                }
                a || b
            }
            StmtKind::While(condition, body) => {
                let (top, end) = (self.label(), self.label());
                self.mark(top);
                let forever = matches!(condition.kind, E::Bool(true));
                self.ctx().scopes.push(vec![]);
                if !forever {
                    self.condition(condition);
                    self.emit(Op::JumpUnless(end));
                }
                let broken = self.looped(end, Some(top), |c| {
                    c.scoped(body);
                });
                self.ctx().scopes.pop();
                self.emit(Op::Jump(top));
                self.mark(end);
                !forever || broken
            }
            StmtKind::Do(body, condition) => {
                let (top, test, end) = (self.label(), self.label(), self.label());
                self.mark(top);
                let broken = self.looped(end, Some(test), |c| {
                    c.scoped(body);
                });
                self.mark(test);
                self.condition(condition);
                self.emit(Op::JumpIf(top));
                self.mark(end);
                !matches!(condition.kind, E::Bool(true)) || broken
            }
            StmtKind::For(init, condition, updates, body) => {
                self.ctx().scopes.push(vec![]);
                for one in init {
                    self.stmt(one);
                }
                let (top, next, end) = (self.label(), self.label(), self.label());
                self.mark(top);
                let forever = condition.as_ref().is_none_or(|c| matches!(c.kind, E::Bool(true)));
                if let Some(condition) = condition {
                    self.at(condition.at);
                    self.condition(condition);
                    self.emit(Op::JumpUnless(end));
                }
                let broken = self.looped(end, Some(next), |c| {
                    c.scoped(body);
                });
                self.mark(next);
                for update in updates {
                    self.statement_expr(update);
                }
                self.emit(Op::Jump(top));
                self.mark(end);
                self.ctx().scopes.pop();
                !forever || broken
            }
            StmtKind::ForEach(written, name, at, over, body) => {
                self.for_each(written, name, *at, over, body);
                true
            }
            StmtKind::Labeled(name, inner) => {
                self.ctx().pending.push(name.clone());
                if matches!(
                    inner.kind,
                    StmtKind::While(..) | StmtKind::Do(..) | StmtKind::For(..) | StmtKind::ForEach(..)
                ) {
                    return self.stmt(inner);
                }
                let end = self.label();
                self.looped(end, None, |c| {
                    c.stmt(inner);
                });
                self.mark(end);
                true
            }
            StmtKind::Break(label) => {
                self.leave(stmt.at, label.as_ref(), false);
                false
            }
            StmtKind::Continue(label) => {
                self.leave(stmt.at, label.as_ref(), true);
                false
            }
            StmtKind::Return(value) => {
                self.return_stmt(value.as_ref(), stmt.at);
                false
            }
            StmtKind::Yield(value) => {
                self.yield_value(value, stmt.at);
                false
            }
            StmtKind::Throw(value) => {
                let ty = self.expr(value, None);
                self.at(stmt.at);
                let rethrown = matches!(&value.kind, E::Name(n) if n.starts_with('$')) || matches!(value.kind, E::Name(_));
                if !rethrown || !self.is_wide(&ty) {
                    self.may_throw(&ty, stmt.at);
                }
                let throwable = self.world.known("java.lang.Throwable");
                if !self.assignable(&ty, &Type::class(throwable)) {
                    let message = self.mismatch(&ty, &Type::class(throwable));
                    self.error(expr_at(value), message);
                }
                self.emit(Op::Throw);
                false
            }
            StmtKind::Assert(..) => true,
            StmtKind::Sync(on, body) => {
                self.expr(on, None);
                let slot = self.slot();
                self.emit(Op::Dup);
                self.emit(Op::Store(slot));
                self.emit(Op::Enter);
                let (from, to, target, end) = (self.label(), self.label(), self.label(), self.label());
                self.ctx().cleanups.push(Cleanup::Monitor(slot));
                self.mark(from);
                let open = self.block(body);
                self.mark(to);
                self.ctx().cleanups.pop();
                self.emit(Op::Load(slot));
                self.emit(Op::Exit);
                self.emit(Op::Jump(end));
                self.mark(target);
                self.emit(Op::Load(slot));
                self.emit(Op::Exit);
                self.emit(Op::Throw);
                self.mark(end);
                self.ctx().handlers.push(Handler {
                    from,
                    to,
                    target,
                    class: None,
                });
                open
            }
            StmtKind::Try(try_) => self.try_stmt(try_, stmt.at),
            StmtKind::Switch(switch) => self.switch_stmt(switch, stmt.at),
        }
    }

    /// Whether what is thrown again may be less than its type says.
    fn is_wide(&mut self, ty: &Type) -> bool {
        matches!(ty, Type::Class(id, _) if matches!(&*self.world.class(*id).name, "java.lang.Throwable" | "java.lang.Exception"))
    }

    fn variable(&mut self, written: &TypeRef, var: &Var) {
        if &*written.name == "var" {
            let Some(init) = &var.init else {
                self.var_error(var, "(cannot use 'var' on variable without initializer)");
                return;
            };
            match init.kind {
                E::Lambda(_) => return self.var_error(var, "(lambda expression needs an explicit target-type)"),
                E::Null => return self.var_error(var, "(variable initializer is 'null')"),
                E::ArrayInit(_) => return self.var_error(var, "(array initializer needs an explicit target-type)"),
                _ => {}
            }
            let ty = self.expr(init, None);
            let slot = self.declare(var.at, &var.name, ty);
            self.emit(Op::Store(slot));
            return;
        }
        let mut ty = self.type_of(written);
        for _ in 0..var.dims {
            ty = ty.array();
        }
        match &var.init {
            Some(init) => {
                // The name is in scope in its own initialiser, for lambdas that are refused there and for shadowing.
                let ((), code) = self.apart(|c| c.value(init, &ty));
                self.splice(code);
                let slot = self.declare(var.at, &var.name, ty);
                self.emit(Op::Store(slot));
            }
            None => {
                let zero = Value::zero(&ty);
                let slot = self.declare(var.at, &var.name, ty);
                self.emit(Op::Push(zero));
                self.emit(Op::Store(slot));
            }
        }
    }

    fn var_error(&mut self, var: &Var, why: &str) {
        let file = self.file;
        self.world.error_with(
            file,
            var.at,
            format!("cannot infer type for local variable {}", var.name),
            vec![format!("  {why}")],
        );
        self.local(&var.name, Type::Unknown);
    }

    /// A statement with something to break out of; whether it was.
    fn looped(&mut self, brk: u32, cont: Option<u32>, inner: impl FnOnce(&mut Self)) -> bool {
        let ctx = self.ctx();
        let labels = std::mem::take(&mut ctx.pending);
        let cleanups = ctx.cleanups.len();
        ctx.targets.push(Target {
            labels,
            brk,
            cont,
            cleanups,
            value: None,
        });
        let before = self.ctx().code.len();
        inner(self);
        self.ctx().targets.pop();
        self.ctx()
            .code
            .iter()
            .skip(before)
            .any(|(op, ..)| matches!(op, Op::Jump(n) if *n == brk))
    }

    fn leave(&mut self, at: u32, label: Option<&Name>, again: bool) {
        let ctx = self.ctx();
        let found = ctx.targets.iter().rev().find(|t| match label {
            Some(label) => t.labels.contains(label),
            None => (!again && (t.cont.is_some() || t.labels.is_empty()) || t.cont.is_some()) && t.value.is_none(),
        });
        let Some(target) = found else {
            let message = match label {
                Some(label) => format!("undefined label: {label}"),
                None if again => "continue outside of loop".into(),
                None => "break outside switch or loop".into(),
            };
            self.error(at, message);
            return;
        };
        let (to, cleanups) = (
            if again {
                target.cont.unwrap_or(target.brk)
            } else {
                target.brk
            },
            target.cleanups,
        );
        self.clean(cleanups);
        self.emit(Op::Jump(to));
    }

    /// Runs what must be run on the way out, innermost first.
    pub fn clean(&mut self, down_to: usize) {
        let mut kept = vec![];
        while self.ctx().cleanups.len() > down_to {
            let Some(one) = self.ctx().cleanups.pop() else { break };
            match &one {
                Cleanup::Monitor(slot) => {
                    let slot = *slot;
                    self.emit(Op::Load(slot));
                    self.emit(Op::Exit);
                }
                Cleanup::Finally(try_) => {
                    let try_ = try_.clone();
                    if let Some(block) = &try_.finally {
                        self.block(block);
                    }
                }
            }
            kept.push(one);
        }
        kept.reverse();
        self.ctx().cleanups.extend(kept);
    }

    fn return_stmt(&mut self, value: Option<&Expr>, at: u32) {
        let ret = self.ctx().ret.clone();
        let in_lambda = self.ctx().boundary == Boundary::Lambda;
        match (value, &ret) {
            (None, Some(Type::Void)) => {}
            (None, None) => self.ctx().found.push(Type::Void),
            (None, Some(_)) => self.error(at, "incompatible types: missing return value"),
            (Some(value), Some(Type::Void)) => {
                self.error(
                    expr_at(value),
                    if in_lambda {
                        "incompatible types: bad return type in lambda expression"
                    } else {
                        "incompatible types: unexpected return value"
                    },
                );
                return;
            }
            (Some(value), Some(ret)) => self.value(value, ret),
            (Some(value), None) => {
                let ty = self.expr(value, None);
                self.ctx().found.push(ty);
            }
        }
        if self.ctx().cleanups.is_empty() {
            self.emit(if value.is_some() { Op::Return } else { Op::ReturnVoid });
            return;
        }
        if value.is_some() {
            let slot = self.slot();
            self.emit(Op::Store(slot));
            self.clean(0);
            self.emit(Op::Load(slot));
            self.emit(Op::Return);
        } else {
            self.clean(0);
            self.emit(Op::ReturnVoid);
        }
    }

    fn for_each(&mut self, written: &TypeRef, name: &Name, at: u32, over: &Expr, body: &Stmt) {
        self.ctx().scopes.push(vec![]);
        let ty = self.expr(over, None);
        let iterable = self.world.known("java.lang.Iterable");
        let elem = match &ty {
            Type::Array(elem) => (**elem).clone(),
            Type::Class(..) => match self
                .world
                .supers(&ty)
                .into_iter()
                .find(|t| matches!(t, Type::Class(id, _) if *id == iterable))
            {
                Some(Type::Class(_, args)) => args.first().cloned().unwrap_or(Type::Unknown),
                _ => {
                    let file = self.file;
                    let shown = self.world.show(&ty);
                    self.world.error_with(
                        file,
                        expr_at(over),
                        "for-each not applicable to expression type",
                        vec![
                            "  required: array or java.lang.Iterable".into(),
                            format!("  found:    {shown}"),
                        ],
                    );
                    Type::Unknown
                }
            },
            Type::Prim(_) => {
                let file = self.file;
                let shown = self.world.show(&ty);
                self.world.error_with(
                    file,
                    expr_at(over),
                    "for-each not applicable to expression type",
                    vec![
                        "  required: array or java.lang.Iterable".into(),
                        format!("  found:    {shown}"),
                    ],
                );
                Type::Unknown
            }
            _ => Type::Unknown,
        };
        let var = if &*written.name == "var" {
            elem.clone()
        } else {
            self.type_of(written)
        };
        let (top, next, end) = (self.label(), self.label(), self.label());
        if !matches!(ty, Type::Array(_)) && ty.is_loose() {
            // An array of unknown type is walked as a list of its elements.
            let arrays = self.world.known("drydock.Support");
            let found = self.world.methods_named(&Type::class(arrays), "iterable");
            if let Some((m, _)) = found.first() {
                let m = *m;
                self.emit(Op::Static(m));
            }
        }
        let held = self.slot();
        if matches!(ty, Type::Array(_)) {
            let at_slot = self.slot();
            let shown = self.describe(over);
            self.emit(Op::Store(held));
            self.emit(Op::Push(Value::Int(0)));
            self.emit(Op::Store(at_slot));
            self.mark(top);
            self.emit(Op::Load(at_slot));
            self.emit(Op::Load(held));
            self.emit_null(
                Op::ArrayLength,
                shown.map(|_| format!("Cannot read the array length because \"<local{held}>\" is null")),
            );
            self.emit(Op::Binary(Op2::Lt));
            self.emit(Op::JumpUnless(end));
            self.emit(Op::Load(held));
            self.emit(Op::Load(at_slot));
            self.emit(Op::ArrayLoad);
            self.convert(&elem, &var, None, expr_at(over));
            let slot = self.declare(at, name, var);
            self.emit(Op::Store(slot));
            self.looped(end, Some(next), |c| {
                c.scoped(body);
            });
            self.mark(next);
            self.emit(Op::Inc(at_slot, 1));
        } else {
            let invoke = |c: &mut Self, class: &str, name: &str| {
                let id = c.world.known(class);
                let found = c.world.methods_named(&Type::class(id), name);
                found.first().map(|(m, _)| Op::Virtual(*m))
            };
            let shown = self.describe(over);
            if let Some(op) = invoke(self, "java.lang.Iterable", "iterator") {
                let class = self.world.show(&Type::class(match &ty {
                    Type::Class(id, _) => *id,
                    _ => iterable,
                }));
                let full = match &ty {
                    Type::Class(id, _) => self.world.class(*id).binary.to_string(),
                    _ => class,
                };
                self.emit_null(
                    op,
                    shown.map(|s| format!("Cannot invoke \"{full}.iterator()\" because {s} is null")),
                );
            }
            self.emit(Op::Store(held));
            self.mark(top);
            self.emit(Op::Load(held));
            if let Some(op) = invoke(self, "java.util.Iterator", "hasNext") {
                self.emit(op);
            }
            self.emit(Op::JumpUnless(end));
            self.emit(Op::Load(held));
            if let Some(op) = invoke(self, "java.util.Iterator", "next") {
                self.emit(op);
            }
            self.convert(&elem, &var, None, expr_at(over));
            let slot = self.declare(at, name, var);
            self.emit(Op::Store(slot));
            self.looped(end, Some(next), |c| {
                c.scoped(body);
            });
            self.mark(next);
        }
        self.emit(Op::Jump(top));
        self.mark(end);
        self.ctx().scopes.pop();
    }

    fn try_stmt(&mut self, try_: &Rc<Try>, at: u32) -> bool {
        if !try_.resources.is_empty() {
            let inner = with_resources(&try_.resources, &try_.body, at);
            if try_.catches.is_empty() && try_.finally.is_none() {
                return self.block(&inner);
            }
            let plain = Try {
                resources: vec![],
                body: inner,
                catches: try_.catches.clone(),
                finally: try_.finally.clone(),
            };
            return self.try_stmt(&Rc::new(plain), at);
        }
        let end = self.label();
        let (all_from, all_to) = (self.label(), self.label());
        let has_finally = try_.finally.is_some();
        if has_finally {
            self.ctx().cleanups.push(Cleanup::Finally(try_.clone()));
        }
        self.mark(all_from);
        let mut caught = vec![];
        let mut lists = vec![];
        for catch in &try_.catches {
            let types: Vec<Type> = catch.types.iter().map(|t| self.type_of(t)).collect();
            caught.extend(types.iter().map(|t| if t.is_loose() { Type::Unknown } else { t.clone() }));
            lists.push(types);
        }
        let (from, to) = (self.label(), self.label());
        self.mark(from);
        self.ctx().thrown.push(caught);
        let mut open = self.block(&try_.body);
        self.ctx().thrown.pop();
        self.mark(to);
        if open {
            if has_finally {
                self.leave_finally(try_);
            }
            self.emit(Op::Jump(end));
        }
        for (catch, types) in try_.catches.iter().zip(&lists) {
            let target = self.label();
            self.mark(target);
            for ty in types {
                if let Type::Class(id, _) = ty {
                    let class = Some(*id);
                    self.ctx().handlers.push(Handler { from, to, target, class });
                }
            }
            self.ctx().scopes.push(vec![]);
            let ty = match types.as_slice() {
                [one] => one.clone(),
                _ => Type::class(self.world.known("java.lang.Exception")),
            };
            let slot = self.local(&catch.name, ty);
            self.emit(Op::Store(slot));
            if self.block(&catch.body) {
                open = true;
                if has_finally {
                    self.leave_finally(try_);
                }
                self.emit(Op::Jump(end));
            }
            self.ctx().scopes.pop();
        }
        self.mark(all_to);
        if has_finally {
            self.ctx().cleanups.pop();
            let target = self.label();
            self.mark(target);
            let slot = self.slot();
            self.emit(Op::Store(slot));
            if let Some(block) = &try_.finally
                && !self.block(block)
            {
                open = false;
            }
            self.emit(Op::Load(slot));
            self.emit(Op::Throw);
            self.ctx().handlers.push(Handler {
                from: all_from,
                to: all_to,
                target,
                class: None,
            });
        }
        self.mark(end);
        open
    }

    /// The `finally` of the innermost `try`, which does not guard itself.
    fn leave_finally(&mut self, try_: &Rc<Try>) {
        let cleanup = self.ctx().cleanups.pop();
        if let Some(block) = &try_.finally {
            self.block(block);
        }
        self.ctx().cleanups.extend(cleanup);
    }
}

/// `try (R r = …) body` in smaller words (JLS 14.20.3.1).
fn with_resources(resources: &[Stmt], body: &Block, at: u32) -> Block {
    let Some((first, rest)) = resources.split_first() else {
        return body.clone();
    };
    let inner = with_resources(rest, body, at);
    let e = |kind| Expr { at, kind };
    let s = |kind| Stmt { at, kind };
    let name = |n: &str| e(E::Name(n.into()));
    let plain = |n: &str| TypeRef {
        at,
        name: n.into(),
        args: vec![],
        diamond: false,
        dims: 0,
    };
    let (resource, mut stmts) = match &first.kind {
        StmtKind::Local(_, vars) => (vars.first().map_or("r$".into(), |v| v.name.to_string()), vec![first.clone()]),
        StmtKind::Expr(expr) => {
            let var = Var {
                at,
                name: "r$".into(),
                dims: 0,
                init: Some(expr.clone()),
            };
            ("r$".to_string(), vec![s(StmtKind::Local(plain("var"), vec![var]))])
        }
        _ => ("r$".to_string(), vec![]),
    };
    let call = |on: Expr, method: &str, args: Vec<Expr>| {
        s(StmtKind::Expr(e(E::Call {
            target: Some(Box::new(on)),
            name: method.into(),
            args,
            paren: at,
        })))
    };
    let block = |stmts: Vec<Stmt>| Block { stmts, end: at };
    let primary = format!("$p{}", resources.len());
    let throwable = || plain("java.lang.Throwable");
    stmts.push(s(StmtKind::Local(
        throwable(),
        vec![Var {
            at,
            name: primary.as_str().into(),
            dims: 0,
            init: Some(e(E::Null)),
        }],
    )));
    let close = call(name(&resource), "close", vec![]);
    let catch = |n: &str, stmts| Catch {
        types: vec![throwable()],
        name: n.into(),
        body: block(stmts),
    };
    let quiet = s(StmtKind::Try(Rc::new(Try {
        resources: vec![],
        body: block(vec![close.clone()]),
        catches: vec![catch("$s", vec![call(name(&primary), "addSuppressed", vec![name("$s")])])],
        finally: None,
    })));
    let not_null = |n: &str| e(E::Binary(Op2::Ne, Box::new(name(n)), Box::new(e(E::Null))));
    let closing = s(StmtKind::If(
        not_null(&resource),
        Box::new(s(StmtKind::If(not_null(&primary), Box::new(quiet), Some(Box::new(close))))),
        None,
    ));
    let remember = s(StmtKind::Expr(e(E::Assign(Box::new(name(&primary)), Box::new(name("$t"))))));
    stmts.push(s(StmtKind::Try(Rc::new(Try {
        resources: vec![],
        body: inner,
        catches: vec![catch("$t", vec![remember, s(StmtKind::Throw(name("$t")))])],
        finally: Some(block(vec![closing])),
    }))));
    block(stmts)
}
