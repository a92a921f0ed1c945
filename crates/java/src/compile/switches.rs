//! `switch`, as a statement and as an expression, and patterns: tests in their order.

use super::*;
use crate::ast::ExprKind as E;
use crate::value::Value;

impl Compiler<'_> {
    /// Tests what is on the stack against a pattern, leaving a truth; what it binds is in scope from here.
    pub fn test_pattern(&mut self, pattern: &Pattern, from: &Type) {
        let held = self.slot();
        self.emit(Op::Store(held));
        let (no, end) = (self.label(), self.label());
        self.match_pattern(pattern, held, from, no);
        self.emit(Op::Push(Value::Bool(true)));
        self.emit(Op::Jump(end));
        self.mark(no);
        self.emit(Op::Push(Value::Bool(false)));
        self.mark(end);
    }

    fn match_pattern(&mut self, pattern: &Pattern, held: u16, from: &Type, no: u32) {
        let (written, parts) = match pattern {
            Pattern::Type(ty, _) => (ty, None),
            Pattern::Record(ty, parts) => (ty, Some(parts)),
        };
        let ty = if &*written.name == "var" {
            from.clone()
        } else {
            self.type_of(written)
        };
        if ty.prim().is_none() && &*written.name != "var" {
            let n = self.world.type_constant(&ty);
            self.emit(Op::Load(held));
            self.emit(Op::InstanceOf(n));
            self.emit(Op::JumpUnless(no));
        }
        match (pattern, parts) {
            (Pattern::Type(_, Some(name)), _) => {
                let slot = self.local(name, ty);
                self.emit(Op::Load(held));
                self.emit(Op::Store(slot));
            }
            (_, Some(parts)) => {
                let Type::Class(id, _) = &ty else { return };
                let names: Vec<Name> = self.world.class(*id).decl.components.iter().map(|c| c.name.clone()).collect();
                for (name, part) in names.iter().zip(parts) {
                    let Some((field, found)) = self.world.field(&ty, name) else {
                        continue;
                    };
                    self.emit(Op::Load(held));
                    self.emit(Op::GetField(field.slot as u16));
                    let inner = self.slot();
                    self.emit(Op::Store(inner));
                    self.match_pattern(part, inner, &found, no);
                }
            }
            _ => {}
        }
    }

    pub fn switch_stmt(&mut self, switch: &Switch, at: u32) -> bool {
        let open = self.switch(switch, None, at);
        let total = switch.cases.iter().any(|c| c.default);
        open || !total
    }

    pub fn switch_expr(&mut self, switch: &Switch, want: Option<&Type>, at: u32) -> Type {
        // The stack is empty of what is under way only by way of slots, so that a throw inside leaves it whole.
        let slot = self.slot();
        self.ctx().yielded.push(vec![]);
        self.switch(switch, Some((slot, want.cloned().filter(|t| !t.is_loose()))), at);
        let found = self.ctx().yielded.pop().unwrap_or_default();
        self.emit(Op::Load(slot));
        let ty = self.common(found);
        match (&ty, want) {
            (Type::Void, _) => Type::Unknown,
            (Type::Unknown, Some(want)) => want.clone(),
            _ => {
                if let Type::Prim(p) = &ty {
                    self.emit(Op::To(*p));
                }
                ty
            }
        }
    }

    pub fn yield_value(&mut self, value: &Expr, at: u32) {
        let found = self
            .ctx()
            .targets
            .iter()
            .rev()
            .find_map(|t| t.value.clone().map(|v| (v, t.brk, t.cleanups)));
        let Some(((slot, want), brk, cleanups)) = found else {
            self.error(at, "yield outside of switch expression");
            return;
        };
        let ty = self.expr(value, want.as_ref());
        let ty = match &want {
            Some(want) => {
                self.convert(&ty, want, Some(value), super::expressions::expr_at(value));
                want.clone()
            }
            None => ty,
        };
        if let Some(list) = self.ctx().yielded.last_mut() {
            list.push(ty);
        }
        self.emit(Op::Store(slot));
        self.clean(cleanups);
        self.emit(Op::Jump(brk));
    }

    fn switch(&mut self, switch: &Switch, value: Option<(u16, Option<Type>)>, at: u32) -> bool {
        self.ctx().scopes.push(vec![]);
        let ty = self.expr(&switch.on, None);
        self.at(at);
        let patterns = switch.cases.iter().any(|c| {
            c.labels
                .iter()
                .any(|l| matches!(l, Label::Pattern(_)) || matches!(l, Label::Expr(Expr { kind: E::Null, .. })))
        });
        if ty.prim().is_none() && !patterns {
            let shown = self.describe(&switch.on);
            self.emit_null(
                Op::NullCheck,
                shown.map(|s| match &ty {
                    Type::Class(id, _) if *id == self.world.string => {
                        format!("Cannot invoke \"String.hashCode()\" because {s} is null")
                    }
                    Type::Class(id, _) => format!(
                        "Cannot invoke \"{}.ordinal()\" because {s} is null",
                        self.world.class(*id).binary
                    ),
                    _ => "null".to_string(),
                }),
            );
        }
        let held = self.slot();
        self.emit(Op::Store(held));
        let end = self.label();
        let is_value = value.is_some();
        let cleanups = self.ctx().cleanups.len();
        let labels = std::mem::take(&mut self.ctx().pending);
        self.ctx().targets.push(Target {
            labels,
            brk: end,
            cont: None,
            cleanups,
            value,
        });
        let before = self.ctx().code.len();
        let starts: Vec<u32> = switch.cases.iter().map(|_| self.label()).collect();
        let mut default = None;
        let mut open = false;
        if switch.arrow || patterns {
            for (case, start) in switch.cases.iter().zip(&starts) {
                if case.default && case.labels.is_empty() {
                    default = Some((case, *start));
                    continue;
                }
                let next = self.label();
                self.ctx().scopes.push(vec![]);
                self.tests(case, held, &ty, *start, next);
                self.mark(*start);
                open |= self.case_body(case, is_value, end);
                self.ctx().scopes.pop();
                self.mark(next);
                if case.default {
                    default = Some((case, *start));
                }
            }
            match default {
                Some((case, start)) if case.labels.is_empty() => {
                    self.ctx().scopes.push(vec![]);
                    self.mark(start);
                    open |= self.case_body(case, is_value, end);
                    self.ctx().scopes.pop();
                }
                Some((_, start)) => self.emit(Op::Jump(start)),
                None if is_value => {
                    self.exhaustive(switch, &ty, at);
                    let support = self.world.known("drydock.Support");
                    if let Some((m, _)) = self.world.methods_named(&Type::class(support), "noMatch").first() {
                        let m = *m;
                        self.emit(Op::Static(m));
                    }
                }
                None => {}
            }
        } else {
            for (case, start) in switch.cases.iter().zip(&starts) {
                if case.default {
                    default = Some((case, *start));
                }
                let next = self.label();
                self.tests(case, held, &ty, *start, next);
                self.mark(next);
            }
            let to = default.map_or(end, |(_, start)| start);
            self.emit(Op::Jump(to));
            open = true;
            self.ctx().scopes.push(vec![]);
            for (case, start) in switch.cases.iter().zip(&starts) {
                self.mark(*start);
                open = true;
                for stmt in &case.body {
                    open = self.stmt(stmt);
                }
            }
            self.ctx().scopes.pop();
        }
        self.ctx().targets.pop();
        let broken = self
            .ctx()
            .code
            .iter()
            .skip(before)
            .any(|(op, ..)| matches!(op, Op::Jump(n) if *n == end));
        self.mark(end);
        self.ctx().scopes.pop();
        let _ = broken;
        if switch.arrow { open } else { open || switch_breaks(switch) }
    }

    fn exhaustive(&mut self, switch: &Switch, ty: &Type, at: u32) {
        let Type::Class(id, _) = ty else {
            if ty.prim().is_some() {
                self.error(at, "the switch expression does not cover all possible input values");
            }
            return;
        };
        let decl = self.world.class(*id).decl.clone();
        if decl.kind == Kind::Enum {
            let named = |name: &Name| {
                switch.cases.iter().any(|c| {
                    c.labels
                        .iter()
                        .any(|l| matches!(l, Label::Expr(Expr { kind: E::Name(n), .. }) if n == name))
                })
            };
            if decl.constants.iter().all(|c| named(&c.name)) {
                return;
            }
        }
        if decl.kind == Kind::Enum || *id == self.world.string {
            self.error(at, "the switch expression does not cover all possible input values");
        }
    }

    fn tests(&mut self, case: &Case, held: u16, ty: &Type, start: u32, next: u32) {
        let single = case.labels.len() == 1 && !case.default;
        for label in &case.labels {
            let miss = if single { next } else { self.label() };
            match label {
                Label::Pattern(pattern) => self.match_pattern(pattern, held, ty, miss),
                Label::Expr(expr) => {
                    self.at(expr.at);
                    self.test_constant(expr, held, ty);
                    self.emit(Op::JumpUnless(miss));
                }
            }
            if let Some(guard) = &case.guard {
                self.condition(guard);
                self.emit(Op::JumpUnless(miss));
            }
            self.emit(Op::Jump(start));
            if !single {
                self.mark(miss);
            }
        }
        if !single || case.labels.is_empty() {
            self.emit(Op::Jump(next));
        }
    }

    fn test_constant(&mut self, expr: &Expr, held: u16, ty: &Type) {
        if let (E::Name(name), Type::Class(id, _)) = (&expr.kind, ty)
            && self.world.class(*id).decl.kind == Kind::Enum
        {
            self.world.whole(*id);
            let field = self
                .world
                .class(*id)
                .fields
                .iter()
                .find(|f| f.name == *name && f.statik)
                .cloned();
            match field {
                Some(field) => {
                    self.emit(Op::Load(held));
                    self.emit(Op::GetStatic(field.class, field.slot as u16));
                    self.emit(Op::Same(true));
                }
                None => {
                    self.error(
                        expr.at,
                        "an enum switch case label must be the unqualified name of an enumeration constant",
                    );
                    self.emit(Op::Push(Value::Bool(false)));
                }
            }
            return;
        }
        if matches!(expr.kind, E::Null) {
            self.emit(Op::Load(held));
            self.emit(Op::Push(Value::Null));
            self.emit(Op::Same(true));
            return;
        }
        if let (E::Name(name), true) = (&expr.kind, ty.is_loose())
            && !self.is_variable(name)
        {
            self.emit(Op::Load(held));
            self.emit(Op::Dynamic("name".into(), 0));
            self.text(name);
            self.emit(Op::Dynamic("equals".into(), 1));
            return;
        }
        let found = self.expr(expr, None);
        if !ty.is_loose() && !self.assignable(&found, ty) && super::constant(expr).is_none() {
            let shown = "constant expression required".to_string();
            let message = if self.is_string(&found) != self.is_string(ty) {
                self.mismatch(&found, ty)
            } else {
                shown
            };
            self.error(expr.at, message);
        }
        self.emit(Op::Load(held));
        if found.prim().is_some() && (ty.prim().is_some() || self.unboxed(ty).is_some()) {
            self.emit(Op::Binary(Op2::Eq));
        } else {
            self.emit(Op::Dynamic("equals".into(), 1));
        }
    }

    fn case_body(&mut self, case: &Case, is_value: bool, end: u32) -> bool {
        let mut open = true;
        for stmt in &case.body {
            match &stmt.kind {
                StmtKind::Expr(expr) if case.yields && is_value => {
                    self.at(stmt.at);
                    self.yield_value(expr, stmt.at);
                    open = false;
                }
                _ => open = self.stmt(stmt),
            }
        }
        if open || !is_value {
            self.emit(Op::Jump(end));
        }
        open
    }
}

/// Whether anything breaks out of a switch of the old kind.
fn switch_breaks(switch: &Switch) -> bool {
    fn breaks(stmt: &Stmt) -> bool {
        match &stmt.kind {
            StmtKind::Break(label) => label.is_none(),
            StmtKind::If(_, a, b) => breaks(a) || b.as_ref().is_some_and(|b| breaks(b)),
            StmtKind::Block(b) | StmtKind::Sync(_, b) => b.stmts.iter().any(breaks),
            StmtKind::Labeled(_, b) => breaks(b),
            StmtKind::Try(t) => t.body.stmts.iter().any(breaks) || t.catches.iter().any(|c| c.body.stmts.iter().any(breaks)),
            _ => false,
        }
    }
    switch.cases.iter().any(|c| c.body.iter().any(breaks))
}
