//! Loops, switches, `select`, jumps; and which statements end a function (go.dev/ref/spec#Terminating_statements).

use super::scope::{LocalWhat, Target};
use super::*;

impl Compiler {
    pub(super) fn flow(&mut self, stmt: &Stmt, label: Option<Name>) {
        let pos = stmt.pos;
        match &stmt.kind {
            StmtKind::Labeled(name, inner) => match &inner.kind {
                StmtKind::For(..)
                | StmtKind::Range { .. }
                | StmtKind::Switch(..)
                | StmtKind::TypeSwitch(..)
                | StmtKind::Select(..) => self.flow(inner, Some(name.name.clone())),
                _ => self.one(inner),
            },
            StmtKind::For(first, test, step, body) => {
                self.for_loop(first.as_deref(), test.as_ref(), step.as_deref(), body, label);
            }
            StmtKind::Range { key, value, define, over, body } => {
                let mark = self.fn_mut().next;
                self.push_scope();
                self.range_loop(pos, key.as_ref(), value.as_ref(), *define, over, body, label);
                self.pop_scope(mark);
            }
            StmtKind::Switch(first, subject, clauses) => {
                self.switch(pos, first.as_deref(), subject.as_ref(), clauses, label)
            }
            StmtKind::TypeSwitch(first, name, subject, clauses) => {
                self.type_switch(pos, first.as_deref(), name.as_ref(), subject, clauses, label);
            }
            StmtKind::Select(clauses) => self.select_stmt(pos, clauses, label),
            StmtKind::Break(name) => self.jump(pos, name.as_ref(), true),
            StmtKind::Continue(name) => self.jump(pos, name.as_ref(), false),
            StmtKind::Goto(name) => self.beyond(name.pos, "goto of Go"),
            StmtKind::Fallthrough => self.wrong(pos, "fallthrough statement out of place"),
            _ => {}
        }
    }

    pub(super) fn label_scan(&mut self, list: &[Stmt]) {
        let mut found = Vec::new();
        labels(list, &mut found);
        for (name, pos) in found {
            self.fn_mut().labels.insert(name, (pos, false));
        }
    }

    fn jump(&mut self, pos: Pos, label: Option<&Ident>, leave: bool) {
        let word = if leave { "break" } else { "continue" };
        if let Some(label) = label {
            match self.fn_mut().labels.get_mut(&label.name) {
                Some(entry) => entry.1 = true,
                None => {
                    self.wrong(label.pos, format!("{word} label not defined: {}", label.name));
                    return;
                }
            }
        }
        let at = self.emit(pos, Ins::Jump(0));
        let state = self.fn_mut();
        let target = state.targets.iter_mut().rev().find(|t| match label {
            Some(label) => t.label.as_ref() == Some(&label.name),
            None => leave || t.is_loop,
        });
        match target {
            Some(target) if leave => target.breaks.push(at),
            Some(target) if target.is_loop => target.continues.push(at),
            _ => match label {
                Some(label) => self.wrong(label.pos, format!("invalid {word} label {}", label.name)),
                None if leave => self.wrong(pos, "break is not in a loop, switch, or select"),
                None => self.wrong(pos, "continue is not in a loop"),
            },
        }
    }

    pub(super) fn enter(&mut self, label: Option<Name>, is_loop: bool) {
        self.fn_mut().targets.push(Target { label, is_loop, ..Target::default() });
    }

    /// Where `continue` goes: here.
    pub(super) fn again(&mut self) {
        let here = self.here();
        let list = self.fn_mut().targets.last_mut().map(|t| std::mem::take(&mut t.continues)).unwrap_or_default();
        for jump in list {
            self.aim(jump, here);
        }
    }

    /// Where `break` goes: here.
    pub(super) fn over(&mut self) {
        let here = self.here();
        if let Some(target) = self.fn_mut().targets.pop() {
            for jump in target.breaks {
                self.aim(jump, here);
            }
        }
    }

    fn for_loop(
        &mut self,
        first: Option<&Stmt>,
        test: Option<&Expr>,
        step: Option<&Stmt>,
        body: &Block,
        label: Option<Name>,
    ) {
        let mark = self.fn_mut().next;
        self.push_scope();
        if let Some(first) = first {
            self.one(first);
        }
        let start = self.here();
        let exit = test.map(|test| {
            let inner = self.fn_mut().next;
            let at = self.condition(test, "for");
            self.fn_mut().next = inner;
            self.emit(test.pos, Ins::JumpIfNot(at, 0))
        });
        self.enter(label, true);
        self.scoped(&body.stmts);
        self.again();
        // Each turn has variables of its own, which closures keep (since Go 1.22).
        let fresh: Vec<u32> = self
            .fn_mut()
            .scopes
            .last()
            .into_iter()
            .flatten()
            .filter_map(|l| match l.what {
                LocalWhat::Var(reg, _, true) => Some(reg),
                _ => None,
            })
            .collect();
        for reg in fresh {
            let value = self.tmp();
            self.emit(body.end, Ins::Field(value, reg, 0));
            self.emit(body.end, Ins::NewBox(reg, value));
        }
        if let Some(step) = step {
            self.one(step);
        }
        self.emit(body.end, Ins::Jump(start));
        if let Some(exit) = exit {
            self.land(exit);
        }
        self.over();
        self.pop_scope(mark);
    }

    fn switch(
        &mut self,
        pos: Pos,
        first: Option<&Stmt>,
        subject: Option<&Expr>,
        clauses: &[Clause],
        label: Option<Name>,
    ) {
        let mark = self.fn_mut().next;
        self.push_scope();
        if let Some(first) = first {
            self.one(first);
        }
        let tag = subject.map(|subject| {
            let op = self.value(subject, None);
            let op = self.settle(op, "switch expression");
            let at = self.tmp();
            self.emit(pos, Ins::Move(at, op.at));
            Op { at, word: "variable", ..op }
        });
        let mut bodies: Vec<Vec<usize>> = Vec::new();
        let mut seen: Vec<(Const, Pos)> = Vec::new();
        let mut default = None;
        for (n, clause) in clauses.iter().enumerate() {
            let mut jumps = Vec::new();
            match &clause.tests {
                None => {
                    if default.replace(n).is_some() {
                        self.wrong(clause.pos, "multiple defaults in switch");
                    }
                }
                Some(tests) => {
                    for test in tests {
                        let inner = self.fn_mut().next;
                        let at = match &tag {
                            None => self.condition_of_case(test),
                            Some(tag) => {
                                let op = self.value(test, Some(tag.ty));
                                if let Mode::Const(value) = &op.mode {
                                    if let Some((_, pos)) = seen.iter().find(|(c, _)| c == value) {
                                        let (file, line, column) = self.place_of(*pos);
                                        let file = self.files.get(file).map_or(String::new(), |f| f.name.clone());
                                        let words = format!(
                                            "duplicate case {} in expression switch\n\t{file}:{line}:{column}: previous case",
                                            self.describe(&Op { ty: tag.ty, ..op.clone() })
                                        );
                                        self.wrong(test.pos, words);
                                    }
                                    seen.push((value.clone(), test.pos));
                                }
                                if op.is_invalid() || tag.is_invalid() { 0 } else { self.case(test, tag, op) }
                            }
                        };
                        jumps.push(self.emit(test.pos, Ins::JumpIf(at, 0)));
                        self.fn_mut().next = inner;
                    }
                }
            }
            bodies.push(jumps);
        }
        let otherwise = self.emit(pos, Ins::Jump(0));
        self.enter(label, false);
        let mut falls: Option<usize> = None;
        for (n, clause) in clauses.iter().enumerate() {
            for jump in bodies.get(n).cloned().unwrap_or_default() {
                self.land(jump);
            }
            if default == Some(n) {
                self.land(otherwise);
            }
            if let Some(jump) = falls.take() {
                self.land(jump);
            }
            let (list, fall) = match clause.body.split_last() {
                Some((Stmt { kind: StmtKind::Fallthrough, pos }, rest)) => (rest, Some(*pos)),
                _ => (&clause.body[..], None),
            };
            self.scoped(list);
            match fall {
                Some(pos) if n + 1 == clauses.len() => self.wrong(pos, "cannot fallthrough final case in switch"),
                Some(pos) => falls = Some(self.emit(pos, Ins::Jump(0))),
                None => {
                    let at = self.emit(clause.pos, Ins::Jump(0));
                    if let Some(target) = self.fn_mut().targets.last_mut() {
                        target.breaks.push(at);
                    }
                }
            }
        }
        if default.is_none() {
            self.land(otherwise);
        }
        self.over();
        self.pop_scope(mark);
    }

    fn condition_of_case(&mut self, test: &Expr) -> At {
        let op = self.value(test, None);
        if op.is_invalid() {
            return 0;
        }
        if !self.types.is_boolean(op.ty) {
            let words = format!(
                "invalid case {} in switch (mismatched types {} and bool)",
                crate::show::expr(test),
                self.t(op.ty)
            );
            self.wrong(test.pos, words);
            return 0;
        }
        self.materialize(&op, op.ty)
    }

    fn case<'e>(&mut self, test: &'e Expr, tag: &Op<'e>, op: Op<'e>) -> At {
        let before = self.problems.len();
        let tag = tag.clone();
        let (a, b) = (self.t(op.ty), self.t(tag.ty));
        let subject = crate::show::expr(tag.e);
        let made = self.combine(test, "==", op, tag);
        if let Some(problem) = self.problems.get_mut(before)
            && problem.text.contains("mismatched types")
        {
            problem.text = format!(
                "invalid case {} in switch on {subject} (mismatched types {a} and {b})",
                crate::show::expr(test)
            );
        }
        self.materialize(&made, BOOL)
    }

    fn type_switch(
        &mut self,
        pos: Pos,
        first: Option<&Stmt>,
        name: Option<&Ident>,
        subject: &Expr,
        clauses: &[Clause],
        label: Option<Name>,
    ) {
        let mark = self.fn_mut().next;
        self.push_scope();
        if let Some(first) = first {
            self.one(first);
        }
        let x = self.value(subject, None);
        if !x.is_invalid() && !self.types.is_interface(x.ty) {
            let words = format!("{} is not an interface", self.describe(&x));
            self.wrong(subject.pos, words);
        }
        let tag = self.tmp();
        self.emit(pos, Ins::Move(tag, x.at));
        let pair = self.tmps(2);
        let mut jumps: Vec<Vec<usize>> = Vec::new();
        let mut only: Vec<Option<Ty>> = Vec::new();
        let mut default = None;
        for (n, clause) in clauses.iter().enumerate() {
            let mut list = Vec::new();
            let mut ty = None;
            for test in clause.tests.iter().flatten() {
                let nil = test.name().is_some_and(|n| &**n == "nil");
                if nil {
                    let zero = self.konst(Value::Nil);
                    self.emit(test.pos, Ins::Equal(pair, tag, zero, ANY));
                    list.push(self.emit(test.pos, Ins::JumpIf(pair, 0)));
                    continue;
                }
                let of = self.ty(test);
                if of != INVALID && !x.is_invalid() && !self.types.is_interface(of) {
                    self.warm(of, x.ty);
                    if let Err(why) = self.implements(of, x.ty) {
                        let words = format!(
                            "impossible type switch case: {} cannot have dynamic type {} {}",
                            self.describe(&x),
                            self.t(of),
                            why.find('(').and_then(|at| why.get(at..)).unwrap_or("")
                        );
                        self.wrong(test.pos, words);
                    }
                }
                ty = Some(of);
                self.emit(test.pos, Ins::Assert2(pair, tag, of));
                list.push(self.emit(test.pos, Ins::JumpIf(pair + 1, 0)));
            }
            if clause.tests.is_none() {
                default = Some(n);
            }
            only.push(ty.filter(|_| clause.tests.as_ref().is_some_and(|t| t.len() == 1)));
            jumps.push(list);
        }
        let otherwise = self.emit(pos, Ins::Jump(0));
        self.enter(label, false);
        let mut used = name.is_none();
        for (n, clause) in clauses.iter().enumerate() {
            for jump in jumps.get(n).cloned().unwrap_or_default() {
                self.land(jump);
            }
            if default == Some(n) {
                self.land(otherwise);
            }
            let inner = self.fn_mut().next;
            self.push_scope();
            if let Some(name) = name {
                let (ty, at) = match only.get(n).copied().flatten() {
                    Some(ty) => (ty, pair),
                    None => (x.ty, tag),
                };
                let at = self.own(clause.pos, at, ty, false);
                let reg = self.tmp();
                self.bind(name, ty, at, reg, false);
            }
            self.stmts(&clause.body);
            if name.is_some()
                && let Some(local) = self.fn_mut().scopes.last_mut().and_then(|s| s.first_mut())
            {
                used |= local.used;
                local.used = true;
            }
            self.pop_scope(inner);
            let at = self.emit(clause.pos, Ins::Jump(0));
            if let Some(target) = self.fn_mut().targets.last_mut() {
                target.breaks.push(at);
            }
        }
        if let Some(name) = name.filter(|_| !used) {
            self.wrong(name.pos, format!("declared and not used: {}", name.name));
        }
        if default.is_none() {
            self.land(otherwise);
        }
        self.over();
        self.pop_scope(mark);
    }

    fn select_stmt(&mut self, pos: Pos, clauses: &[SelectClause], label: Option<Name>) {
        let mark = self.fn_mut().next;
        let cases = clauses.iter().filter(|c| c.comm.is_some()).count() as u32;
        let base = self.tmps(cases * 3);
        let out = self.tmps(3);
        let mut at = base;
        let mut elems = Vec::new();
        for clause in clauses {
            let Some(comm) = &clause.comm else {
                elems.push(INVALID);
                continue;
            };
            let inner = self.fn_mut().next;
            let receive = match &comm.kind {
                StmtKind::Send(channel, value) => {
                    let c = self.value(channel, None);
                    let of = match self.types.base(c.ty) {
                        Type::Chan(_, of) => *of,
                        _ => {
                            let words = format!("invalid operation: cannot send to non-channel {}", self.describe(&c));
                            self.wrong(clause.pos, words);
                            INVALID
                        }
                    };
                    let v = self.value(value, Some(of));
                    let v = self.assign_to(v, of, "send");
                    let dir = self.konst(Value::Int(1));
                    self.emit(clause.pos, Ins::Move(at, dir));
                    self.emit(clause.pos, Ins::Move(at + 1, c.at));
                    self.emit(clause.pos, Ins::Move(at + 2, v));
                    None
                }
                StmtKind::Expr(e) => Some(e),
                StmtKind::Assign(_, _, right) => right.first(),
                _ => None,
            };
            let mut elem = INVALID;
            if let Some(e) = receive {
                if let Kind::Unary("<-", inner) = &e.bare().kind {
                    let c = self.value(inner, None);
                    if let Type::Chan(_, of) = self.types.base(c.ty) {
                        elem = *of;
                    } else if !c.is_invalid() {
                        let words = format!("invalid operation: cannot receive from non-channel {}", self.describe(&c));
                        self.wrong(e.pos, words);
                    }
                    let dir = self.konst(Value::Int(0));
                    self.emit(clause.pos, Ins::Move(at, dir));
                    self.emit(clause.pos, Ins::Move(at + 1, c.at));
                } else {
                    self.wrong(clause.pos, "select case must be receive, send or assign recv");
                }
            }
            elems.push(elem);
            at += 3;
            self.fn_mut().next = inner;
        }
        let has_default = clauses.iter().any(|c| c.comm.is_none());
        self.emit(pos, Ins::Select(cases, has_default, base, out));
        self.enter(label, false);
        let mut number = 0;
        for (clause, elem) in clauses.iter().zip(elems) {
            let n = match &clause.comm {
                None => -1,
                Some(_) => {
                    number += 1;
                    number - 1
                }
            };
            let inner = self.fn_mut().next;
            let test = self.tmp();
            let n = self.konst(Value::Int(n));
            self.emit(clause.pos, Ins::Compare(Test::Eq, Num::I64, test, out, n));
            let skip = self.emit(clause.pos, Ins::JumpIfNot(test, 0));
            self.push_scope();
            if let Some(Stmt { kind: StmtKind::Assign(left, op, _), .. }) = clause.comm.as_deref() {
                for (n, e) in left.iter().enumerate() {
                    let (ty, at) = if n == 0 { (elem, out + 1) } else { (BOOL, out + 2) };
                    if *op == ":=" {
                        if let Some(name) = e.name().filter(|n| &***n != "_") {
                            let reg = self.tmp();
                            self.bind(&Ident { name: name.clone(), pos: e.pos }, ty, at, reg, false);
                        }
                    } else if let Some(place) = self.place(e, false) {
                        let value = Op::value(ty, at, e);
                        let at = if place.ty == INVALID { at } else { self.assign_to(value, place.ty, "assignment") };
                        self.store(clause.pos, place, at);
                    }
                }
            }
            self.stmts(&clause.body);
            self.pop_scope(inner);
            let end = self.emit(clause.pos, Ins::Jump(0));
            if let Some(target) = self.fn_mut().targets.last_mut() {
                target.breaks.push(end);
            }
            self.land(skip);
        }
        self.over();
        self.fn_mut().next = mark;
    }

    pub(super) fn terminates_list(&self, list: &[Stmt]) -> bool {
        list.last().is_some_and(|s| self.terminates(s, None))
    }

    fn terminates(&self, stmt: &Stmt, label: Option<&Name>) -> bool {
        match &stmt.kind {
            StmtKind::Return(_) | StmtKind::Goto(_) => true,
            StmtKind::Expr(e) => match &e.bare().kind {
                Kind::Call { fun, .. } => fun.name().is_some_and(|n| &**n == "panic"),
                _ => false,
            },
            StmtKind::Block(block) => self.terminates_list(&block.stmts),
            StmtKind::If(_, _, then, Some(other)) => self.terminates_list(&then.stmts) && self.terminates(other, None),
            StmtKind::For(_, None, _, body) => !breaks(&body.stmts, label, true),
            StmtKind::Labeled(name, inner) => self.terminates(inner, Some(&name.name)),
            StmtKind::Switch(_, _, clauses) | StmtKind::TypeSwitch(_, _, _, clauses) => {
                clauses.iter().any(|c| c.tests.is_none())
                    && clauses.iter().all(|c| {
                        let falls = matches!(c.body.last(), Some(Stmt { kind: StmtKind::Fallthrough, .. }));
                        (falls || self.terminates_list(&c.body)) && !breaks(&c.body, label, true)
                    })
            }
            StmtKind::Select(clauses) => {
                clauses.iter().all(|c| self.terminates_list(&c.body) && !breaks(&c.body, label, true))
            }
            _ => false,
        }
    }
}

/// Whether a `break` within leaves the statement around.
fn breaks(list: &[Stmt], label: Option<&Name>, direct: bool) -> bool {
    list.iter().any(|s| match &s.kind {
        StmtKind::Break(None) => direct,
        StmtKind::Break(Some(name)) => label == Some(&name.name),
        StmtKind::Block(b) => breaks(&b.stmts, label, direct),
        StmtKind::If(_, _, then, other) => {
            breaks(&then.stmts, label, direct)
                || other.as_ref().is_some_and(|o| breaks(std::slice::from_ref(o), label, direct))
        }
        StmtKind::For(_, _, _, b) | StmtKind::Range { body: b, .. } => breaks(&b.stmts, label, false),
        StmtKind::Switch(_, _, clauses) | StmtKind::TypeSwitch(_, _, _, clauses) => {
            clauses.iter().any(|c| breaks(&c.body, label, false))
        }
        StmtKind::Select(clauses) => clauses.iter().any(|c| breaks(&c.body, label, false)),
        StmtKind::Labeled(_, inner) => breaks(std::slice::from_ref(inner), label, direct),
        _ => false,
    })
}

fn labels(list: &[Stmt], found: &mut Vec<(Name, Pos)>) {
    for stmt in list {
        match &stmt.kind {
            StmtKind::Labeled(name, inner) => {
                found.push((name.name.clone(), name.pos));
                labels(std::slice::from_ref(inner), found);
            }
            StmtKind::Block(b) | StmtKind::For(_, _, _, b) | StmtKind::Range { body: b, .. } => labels(&b.stmts, found),
            StmtKind::If(_, _, then, other) => {
                labels(&then.stmts, found);
                other.iter().for_each(|o| labels(std::slice::from_ref(o), found));
            }
            StmtKind::Switch(_, _, clauses) | StmtKind::TypeSwitch(_, _, _, clauses) => {
                clauses.iter().for_each(|c| labels(&c.body, found));
            }
            StmtKind::Select(clauses) => clauses.iter().for_each(|c| labels(&c.body, found)),
            _ => {}
        }
    }
}
