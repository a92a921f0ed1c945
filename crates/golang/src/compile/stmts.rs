//! Statements but for loops and switches (go.dev/ref/spec#Statements).

use super::scope::{LocalWhat, Seen};
use super::select::Selected;
use super::*;

/// Where something can be put.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot {
    Blank,
    Reg(At),
    Global(u32),
    Field(At, u32),
    Deref(At),
    Index(At, At),
    Map(At, At),
    /// A struct or array, whose parts are replaced.
    Aggregate(At),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub ty: Ty,
    pub spot: Spot,
}

impl Compiler {
    pub(super) fn stmts(&mut self, list: &[Stmt]) {
        for stmt in list {
            self.stmt(stmt);
        }
    }

    pub(super) fn scoped(&mut self, list: &[Stmt]) {
        let mark = self.fn_mut().next;
        self.push_scope();
        self.stmts(list);
        self.pop_scope(mark);
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let pos = stmt.pos;
        let mark = self.fn_mut().next;
        let mut keep = false;
        match &stmt.kind {
            StmtKind::Empty => {}
            StmtKind::Expr(e) => self.expr_stmt(e),
            StmtKind::Send(channel, value) => self.send(pos, channel, value),
            StmtKind::IncDec(e, op) => self.change(pos, e, if *op == "++" { "+" } else { "-" }, None),
            StmtKind::Assign(left, ":=", right) => {
                self.define(pos, left, right);
                keep = true;
            }
            StmtKind::Assign(left, "=", right) => self.assign(pos, left, right),
            StmtKind::Assign(left, op, right) => {
                if let ([l], [r]) = (&left[..], &right[..]) {
                    self.change(pos, l, op.trim_end_matches('='), Some(r));
                } else {
                    self.wrong(pos, format!("assignment operation {op} requires single-valued expressions"));
                }
            }
            StmtKind::Go(call) => self.later(pos, call, false),
            StmtKind::Defer(call) => self.later(pos, call, true),
            StmtKind::Return(list) => self.return_stmt(pos, list),
            StmtKind::Block(block) => self.scoped(&block.stmts),
            StmtKind::If(first, test, then, other) => self.if_stmt(first.as_deref(), test, then, other.as_deref()),
            StmtKind::Decl(decls) => {
                for decl in decls {
                    self.local_decl(decl);
                }
                keep = true;
            }
            _ => self.flow(stmt, None),
        }
        if !keep {
            self.fn_mut().next = mark;
        }
    }

    fn expr_stmt(&mut self, e: &Expr) {
        let op = self.expr(e, None);
        let used = match &e.bare().kind {
            Kind::Call { fun, .. } => {
                let builtin = fun.bare().name().filter(|_| !matches!(op.mode, Mode::NoValue | Mode::Invalid));
                let silent =
                    matches!(builtin.map(|n| &**n), Some("append" | "len" | "cap" | "make" | "new" | "min" | "max"));
                let builtin = builtin.is_some_and(|n| matches!(self.look_up(n), Some(Seen::Entity(id)) if matches!(self.entities.get(id as usize).map(|e| &e.thing), Some(Thing::Builtin(_) | Thing::Type(_)))));
                !(builtin && silent) && !(builtin && matches!(op.mode, Mode::Const(_)))
            }
            Kind::Unary("<-", _) => true,
            _ => false,
        };
        if !used && !op.is_invalid() {
            let words = format!("{} is not used", self.describe(&op));
            self.wrong(e.pos, words);
        }
    }

    fn send(&mut self, pos: Pos, channel: &Expr, value: &Expr) {
        let c = self.value(channel, None);
        if c.is_invalid() {
            self.value(value, None);
            return;
        }
        let Type::Chan(dir, of) = *self.types.base(c.ty) else {
            let words = format!("invalid operation: cannot send to non-channel {}", self.describe(&c));
            self.wrong(pos, words);
            return;
        };
        if dir == Dir::Recv {
            let words = format!("invalid operation: cannot send to receive-only channel {}", self.describe(&c));
            self.wrong(pos, words);
        }
        let v = self.value(value, Some(of));
        let v = self.assign_to(v, of, "send");
        self.emit(pos, Ins::Send(c.at, v));
    }

    /// `x op= y`, `x++`.
    fn change(&mut self, pos: Pos, left: &Expr, op: &str, right: Option<&Expr>) {
        let one = Expr { pos: left.pos, kind: Kind::Int("1".into()) };
        let Some(place) = self.place(left, true) else {
            if let Some(right) = right {
                self.value(right, None);
            }
            return;
        };
        let at = self.load(pos, place);
        let x = Op { word: "variable", fresh: false, ..Op::value(place.ty, at, left) };
        let right = right.unwrap_or(&one);
        let Some(op) = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "&^"].into_iter().find(|o| *o == op) else {
            return;
        };
        if std::ptr::eq(right, &raw const one) && !self.types.is_numeric(place.ty) {
            let words = format!(
                "invalid operation: {}{op}{op} (non-numeric type {})",
                crate::show::expr(left),
                self.t(place.ty)
            );
            self.wrong(left.pos, words);
            return;
        }
        let y = self.value(right, Some(place.ty));
        if y.is_invalid() {
            return;
        }
        // For messages the whole is quoted as it stands.
        let made = match op {
            "<<" | ">>" => self.shift(left, op, x, y, None),
            _ => {
                if !self.types.is_untyped(y.ty) && y.ty != x.ty {
                    let words = format!(
                        "invalid operation: {} {op}= {} (mismatched types {} and {})",
                        crate::show::expr(left),
                        crate::show::expr(right),
                        self.t(x.ty),
                        self.t(y.ty)
                    );
                    self.wrong(left.pos, words);
                    return;
                }
                self.combine(left, op, x, y)
            }
        };
        if !made.is_invalid() {
            let at = self.materialize(&made, place.ty);
            self.store(pos, place, at);
        }
    }

    /// Where an expression says something is; a mistake if it says nowhere.
    pub(super) fn place(&mut self, e: &Expr, read: bool) -> Option<Place> {
        match &e.bare().kind {
            Kind::Name(name) if &**name == "_" => return Some(Place { ty: INVALID, spot: Spot::Blank }),
            Kind::Name(name) => match self.look_up(name) {
                Some(Seen::Local(LocalWhat::Var(reg, ty, boxed), depth, scope, n)) => {
                    if read {
                        self.mark_used(depth, scope, n);
                    }
                    if ty == INVALID {
                        return None;
                    }
                    let at = self.reach(e.pos, depth, scope, n, reg);
                    let spot = match (boxed, self.types.is_aggregate(ty)) {
                        (_, true) => Spot::Aggregate(at),
                        (true, _) => Spot::Field(at, 0),
                        _ => Spot::Reg(at),
                    };
                    return Some(Place { ty, spot });
                }
                Some(Seen::Entity(id)) => {
                    if let Thing::Var(ty, global) = self.resolve(id) {
                        if ty == INVALID {
                            return None;
                        }
                        if self.types.is_aggregate(ty) {
                            let to = self.tmp();
                            self.emit(e.pos, Ins::Global(to, global));
                            return Some(Place { ty, spot: Spot::Aggregate(to) });
                        }
                        return Some(Place { ty, spot: Spot::Global(global) });
                    }
                }
                _ => {}
            },
            Kind::Select(inner, member) => {
                let package = inner.name().is_some_and(|n| matches!(self.look_up(n), Some(Seen::Package(_))));
                if package {
                    let Some(Seen::Package(package)) = inner.name().and_then(|n| self.look_up(n)) else { return None };
                    let id = self.packages.get(package as usize).and_then(|p| p.scope.get(&member.name)).copied();
                    match id.map(|id| self.resolve(id)) {
                        Some(Thing::Var(ty, global)) => {
                            if self.types.is_aggregate(ty) {
                                let to = self.tmp();
                                self.emit(e.pos, Ins::Global(to, global));
                                return Some(Place { ty, spot: Spot::Aggregate(to) });
                            }
                            return Some(Place { ty, spot: Spot::Global(global) });
                        }
                        Some(_) => {}
                        None => {
                            self.no_member(package, inner, member);
                            return None;
                        }
                    }
                } else {
                    let x = self.expr(inner, None);
                    if matches!(x.mode, Mode::Invalid) {
                        return None;
                    }
                    if matches!(x.mode, Mode::Value) {
                        let map = x.word == "map index expression" && self.types.is_aggregate(x.ty);
                        if let Some(Selected::Field { obj, n, ty, variable }) = self.selected(e, x.clone(), member) {
                            if map {
                                self.wrong(
                                    e.pos,
                                    format!("cannot assign to struct field {} in map", crate::show::expr(e)),
                                );
                                return None;
                            }
                            if variable {
                                if self.types.is_aggregate(ty) {
                                    let to = self.tmp();
                                    self.emit(e.pos, Ins::Field(to, obj, n));
                                    return Some(Place { ty, spot: Spot::Aggregate(to) });
                                }
                                return Some(Place { ty, spot: Spot::Field(obj, n) });
                            }
                        } else {
                            return None;
                        }
                    }
                }
            }
            Kind::Index(inner, args) => {
                let x = self.value(inner, None);
                if x.is_invalid() {
                    return None;
                }
                let arg = args.first()?;
                let mut base = self.types.base(x.ty).clone();
                let pointer = matches!(base, Type::Ptr(_));
                if let Type::Ptr(to) = base {
                    base = self.types.base(to).clone();
                }
                match base {
                    Type::Map(key, of) => {
                        let k = self.value(arg, Some(key));
                        let k = self.assign_to(k, key, "map index");
                        return Some(Place { ty: of, spot: Spot::Map(x.at, k) });
                    }
                    Type::Slice(of) | Type::Array(_, of) if matches!(base, Type::Slice(_)) || pointer || x.is_var() => {
                        let len = match base {
                            Type::Array(n, _) => Some(i128::from(n)),
                            _ => None,
                        };
                        let i = self.index_value(arg, len);
                        if self.types.is_aggregate(of) {
                            let to = self.tmp();
                            self.emit(e.pos, Ins::Index(to, x.at, i));
                            return Some(Place { ty: of, spot: Spot::Aggregate(to) });
                        }
                        return Some(Place { ty: of, spot: Spot::Index(x.at, i) });
                    }
                    Type::Basic(STRING) => {
                        let words = format!(
                            "cannot assign to {} (neither addressable nor a map index expression)",
                            crate::show::expr(e)
                        );
                        self.wrong(e.pos, words);
                        return None;
                    }
                    _ => {}
                }
            }
            Kind::Star(inner) => {
                let x = self.value(inner, None);
                let to = self.types.pointee(x.ty);
                if let Some(to) = to {
                    if self.types.is_aggregate(to) {
                        self.emit(e.pos, Ins::NilCheck(x.at));
                        return Some(Place { ty: to, spot: Spot::Aggregate(x.at) });
                    }
                    return Some(Place { ty: to, spot: Spot::Deref(x.at) });
                }
            }
            _ => {}
        }
        let op = self.expr(e, None);
        if !op.is_invalid() {
            let words = match (&op.mode, read) {
                (Mode::Value, false) => {
                    format!(
                        "cannot assign to {} (neither addressable nor a map index expression)",
                        self.describe(&op)
                            .replace(&format!(" ({} of", op.word), " (neither addressable nor a map index expression)#")
                            .split('#')
                            .next()
                            .unwrap_or_default()
                            .replace(" (neither addressable nor a map index expression)", "")
                    )
                }
                (Mode::Value, true) => format!("invalid operation: cannot take address of {}", self.describe(&op)),
                (_, false) => {
                    format!("cannot assign to {} (neither addressable nor a map index expression)", self.describe(&op))
                }
                _ => format!("invalid operation: cannot take address of {}", self.describe(&op)),
            };
            self.wrong(e.pos, words);
        }
        None
    }

    pub(super) fn load(&mut self, pos: Pos, place: Place) -> At {
        let to = self.tmp();
        let ins = match place.spot {
            Spot::Blank => return to,
            Spot::Reg(at) | Spot::Aggregate(at) => return at,
            Spot::Global(n) => Ins::Global(to, n),
            Spot::Field(obj, n) => Ins::Field(to, obj, n),
            Spot::Deref(p) => Ins::Load(to, p),
            Spot::Index(x, i) => Ins::Index(to, x, i),
            Spot::Map(m, k) => Ins::MapGet(to, m, k, place.ty),
        };
        self.emit(pos, ins);
        to
    }

    pub(super) fn store(&mut self, pos: Pos, place: Place, value: At) {
        let ins = match place.spot {
            Spot::Blank => return,
            Spot::Reg(at) => Ins::Move(at, value),
            Spot::Aggregate(at) => Ins::Assign(at, value),
            Spot::Global(n) => Ins::SetGlobal(n, value),
            Spot::Field(obj, n) => Ins::SetField(obj, n, value),
            Spot::Deref(p) => Ins::Store(p, value),
            Spot::Index(x, i) => Ins::SetIndex(x, i, value),
            Spot::Map(m, k) => Ins::MapSet(m, k, value),
        };
        self.emit(pos, ins);
    }

    /// Several values out of one expression; just one otherwise.
    pub(super) fn multi<'e>(&mut self, e: &'e Expr, n: usize) -> Vec<Op<'e>> {
        if n == 2
            && let Kind::Assert(inner, Some(ty)) = &e.bare().kind
        {
            let x = self.value(inner, None);
            let pos = ty.pos;
            let ty = self.ty(ty);
            if x.is_invalid() || ty == INVALID {
                return vec![Op::invalid(e), Op::invalid(e)];
            }
            if !self.types.is_interface(x.ty) {
                let words = format!("invalid operation: {} is not an interface", self.describe(&x));
                self.wrong(inner.pos, words);
                return vec![Op::invalid(e), Op::invalid(e)];
            }
            self.possible(&x, ty, pos);
            let to = self.tmps(2);
            self.emit(e.pos, Ins::Assert2(to, x.at, ty));
            return vec![Op { fresh: false, ..Op::value(ty, to, e) }, Op::value(UNTYPED_BOOL, to + 1, e)];
        }
        let op = self.expr(e, None);
        match (&op.mode, self.types.get(op.ty).clone()) {
            (Mode::Tuple, Type::Tuple(list)) => {
                list.iter().enumerate().map(|(n, ty)| Op::value(*ty, op.at + n as u32, e)).collect()
            }
            (Mode::Value, _) if n == 2 && matches!(op.word, "map index expression" | "comma, ok expression") => {
                let ok = Op::value(UNTYPED_BOOL, op.at + 1, e);
                vec![op, ok]
            }
            (Mode::Invalid, _) => vec![op; n.max(1)],
            _ => vec![op],
        }
    }

    /// As many values as there are places for them.
    pub(super) fn values_for<'e>(
        &mut self,
        right: &'e [Expr],
        n: usize,
        ty: Option<Ty>,
        pos: Pos,
        names: &[Ident],
    ) -> Vec<Op<'e>> {
        let hints = vec![ty; n];
        self.values_hinted(right, &hints, pos, names.first().map(|n| n.name.to_string()))
    }

    fn values_hinted<'e>(
        &mut self,
        right: &'e [Expr],
        hints: &[Option<Ty>],
        pos: Pos,
        first: Option<String>,
    ) -> Vec<Op<'e>> {
        let n = hints.len();
        let s = |n: usize| if n == 1 { "" } else { "s" };
        if right.len() == n {
            return right.iter().zip(hints).map(|(e, hint)| self.value(e, *hint)).collect();
        }
        if let [only] = right {
            let ops = self.multi(only, n);
            if ops.len() == n || ops.iter().any(Op::is_invalid) {
                let mut ops = ops;
                ops.resize_with(n, || Op::invalid(only));
                return ops;
            }
            let words = match &only.bare().kind {
                Kind::Call { fun, .. } => {
                    let have = if matches!(ops.first().map(|o| &o.mode), Some(Mode::NoValue)) { 0 } else { ops.len() };
                    if have == 0 {
                        let words = format!("{}() (no value) used as value", crate::show::expr(fun));
                        self.wrong(only.pos, words);
                        return vec![Op::invalid(only); n];
                    }
                    format!(
                        "assignment mismatch: {n} variable{} but {} returns {have} value{}",
                        s(n),
                        crate::show::expr(only),
                        s(have)
                    )
                }
                _ => format!("assignment mismatch: {n} variable{} but 1 value", s(n)),
            };
            self.wrong(pos, words);
            return vec![Op::invalid(only); n];
        }
        let _ = first;
        for e in right {
            self.value(e, None);
        }
        self.wrong(
            pos,
            format!("assignment mismatch: {n} variable{} but {} value{}", s(n), right.len(), s(right.len())),
        );
        right.first().map_or(Vec::new(), |e| vec![Op::invalid(e); n])
    }

    fn assign(&mut self, pos: Pos, left: &[Expr], right: &[Expr]) {
        let mut places = Vec::new();
        for e in left {
            places.push(self.place(e, false));
        }
        let hints: Vec<Option<Ty>> = places.iter().map(|p| p.map(|p| p.ty).filter(|ty| *ty != INVALID)).collect();
        let ops = self.values_hinted(right, &hints, left.first().map_or(pos, |e| e.pos), None);
        let many = left.len() > 1;
        let mut ready = Vec::new();
        for (place, op) in places.into_iter().zip(ops) {
            let Some(place) = place else { continue };
            let fresh_register = !op.is_var() && matches!(op.mode, Mode::Value);
            let at = match place.spot {
                Spot::Blank => {
                    let op = self.settle(op, "assignment");
                    op.at
                }
                _ => self.assign_to(op, place.ty, "assignment"),
            };
            let at = if many && !fresh_register && at & CONST == 0 {
                let to = self.tmp();
                self.emit(pos, Ins::Move(to, at));
                to
            } else {
                at
            };
            ready.push((place, at));
        }
        for (place, at) in ready {
            self.store(pos, place, at);
        }
    }

    fn define(&mut self, pos: Pos, left: &[Expr], right: &[Expr]) {
        let mark = self.fn_mut().next;
        let names: Vec<Option<Ident>> =
            left.iter().map(|e| e.name().map(|name| Ident { name: name.clone(), pos: e.pos })).collect();
        for (e, name) in left.iter().zip(&names) {
            if name.is_none() {
                self.wrong(e.pos, format!("non-name {} on left side of :=", crate::show::expr(e)));
                return;
            }
        }
        let names: Vec<Ident> = names.into_iter().flatten().collect();
        let known: Vec<bool> = names.iter().map(|n| &*n.name == "_" || self.in_scope(&n.name).is_some()).collect();
        if known.iter().all(|k| *k) {
            self.wrong(pos, "no new variables on left side of :=");
        }
        let mut hints = Vec::new();
        for (name, known) in names.iter().zip(&known) {
            let ty = match self.in_scope(&name.name) {
                Some((_, scope, n)) if *known && &*name.name != "_" => {
                    match self.fn_mut().scopes.get(scope).and_then(|s| s.get(n)).map(|l| l.what.clone()) {
                        Some(LocalWhat::Var(_, ty, _)) => Some(ty),
                        _ => None,
                    }
                }
                _ => None,
            };
            hints.push(ty);
        }
        // Registers of the new variables lie below what the right side needs.
        let regs = self.tmps(names.len() as u32);
        let ops = self.values_hinted(right, &hints, left.first().map_or(pos, |e| e.pos), None);
        let mut ready = Vec::new();
        for (op, (name, hint)) in ops.into_iter().zip(names.iter().zip(&hints)) {
            let many = names.len() > 1;
            let (ty, at) = match hint {
                Some(ty) => (*ty, self.assign_to(op.clone(), *ty, "assignment")),
                None => {
                    let settled = self.settle(op.clone(), if &*name.name == "_" { "assignment" } else { "assignment" });
                    (if settled.is_invalid() { INVALID } else { settled.ty }, settled.at)
                }
            };
            let at = if many && op.is_var() && at & CONST == 0 {
                let to = self.tmp();
                self.emit(pos, Ins::Move(to, at));
                to
            } else {
                at
            };
            ready.push((ty, at));
        }
        for (n, (name, (ty, at))) in names.iter().zip(ready).enumerate() {
            if &*name.name == "_" {
                continue;
            }
            if known.get(n) == Some(&true) {
                let e = Expr { pos: name.pos, kind: Kind::Name(name.name.clone()) };
                if let Some(place) = self.place(&e, false) {
                    self.store(pos, place, at);
                }
                continue;
            }
            self.bind(name, ty, at, regs + n as u32, false);
        }
        self.fn_mut().next = mark + names.len() as u32;
    }

    /// A new variable in a register that is there already.
    pub(super) fn bind(&mut self, name: &Ident, ty: Ty, at: At, reg: u32, used: bool) {
        let before = self.fn_mut().next;
        self.fn_mut().next = reg;
        let (made, boxed) = self.new_var(name, ty, used);
        self.fn_mut().next = before.max(reg + 1);
        self.init_var(name.pos, (made, boxed), at);
    }

    fn local_decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Var(decl) => {
                let ty = decl.ty.as_ref().map(|ty| self.ty(ty));
                let regs = self.tmps(decl.names.len() as u32);
                let mark = self.fn_mut().next;
                let pos = decl.names.first().map_or(0, |n| n.pos);
                let mut ready = Vec::new();
                if decl.values.is_empty() {
                    for name in &decl.names {
                        let ty = ty.unwrap_or(INVALID);
                        let zero = self.zero(name.pos, ty);
                        ready.push((ty, zero));
                    }
                } else {
                    for op in self.values_for(&decl.values, decl.names.len(), ty, pos, &decl.names) {
                        match ty {
                            Some(ty) => {
                                let at = self.assign_to(op, ty, "variable declaration");
                                ready.push((ty, at));
                            }
                            None => {
                                let op = self.settle(op, "variable declaration");
                                ready.push((if op.is_invalid() { INVALID } else { op.ty }, op.at));
                            }
                        }
                    }
                }
                for (n, (name, (ty, at))) in decl.names.iter().zip(ready).enumerate() {
                    self.bind(name, ty, at, regs + n as u32, false);
                }
                self.fn_mut().next = mark;
            }
            Decl::Const(decl) => {
                for (n, name) in decl.names.iter().enumerate() {
                    if let Some((ty, value)) = self.const_value(decl, n) {
                        self.add_local(name, LocalWhat::Const(ty, value), true);
                    }
                }
            }
            Decl::Type(decl) => {
                if !decl.params.is_empty() {
                    self.add_local(&decl.name, LocalWhat::Generic, true);
                    self.beyond(decl.name.pos, "a type with parameters within a function of Go");
                    return;
                }
                if decl.alias {
                    let ty = self.ty(&decl.ty);
                    self.add_local(&decl.name, LocalWhat::Type(ty), true);
                    return;
                }
                let ty = self.types.fresh(&decl.name.name, self.package);
                self.locals += 1;
                let locals = self.locals;
                if let Type::Named(n) = *self.types.get(ty)
                    && let Some(named) = self.types.named.get_mut(n as usize)
                {
                    named.local = locals;
                }
                self.add_local(&decl.name, LocalWhat::Type(ty), true);
                let under = self.ty(&decl.ty);
                self.set_under(ty, under);
            }
            Decl::Func(_) => {}
        }
    }

    fn return_stmt(&mut self, pos: Pos, list: &[Expr]) {
        let results = self.fn_mut().code.results.clone();
        if list.is_empty() {
            if !results.is_empty() && self.fn_mut().named.is_none() {
                let want: Vec<String> = results.iter().map(|ty| self.t(*ty)).collect();
                self.wrong(pos, format!("not enough return values\n\thave ()\n\twant ({})", want.join(", ")));
                return;
            }
            self.leave(pos);
            return;
        }
        let ops: Vec<Op> = match list {
            [only] if results.len() != 1 => {
                let ops = self.multi(only, results.len().max(3));
                match ops.first().map(|o| &o.mode) {
                    Some(Mode::NoValue) => {
                        let words =
                            format!("{} used as value", ops.first().map_or(String::new(), |o| self.describe(o)));
                        self.wrong(only.pos, words);
                        return;
                    }
                    _ => ops,
                }
            }
            _ => {
                let mut ops = Vec::new();
                for (n, e) in list.iter().enumerate() {
                    ops.push(self.value(e, results.get(n).copied()));
                }
                ops
            }
        };
        if ops.iter().any(Op::is_invalid) {
            return;
        }
        if ops.len() != results.len() {
            let have: Vec<String> = ops.iter().map(|op| self.have(op)).collect();
            let want: Vec<String> = results.iter().map(|ty| self.t(*ty)).collect();
            let few = ops.len() < results.len();
            let at = if few { ops.first().map_or(pos, |o| o.e.pos) } else { ops.first().map_or(pos, |o| o.e.pos) };
            let how = if few { "not enough" } else { "too many" };
            self.wrong(at, format!("{how} return values\n\thave ({})\n\twant ({})", have.join(", "), want.join(", ")));
            return;
        }
        let base = self.tmps(results.len() as u32);
        for (n, (op, ty)) in ops.into_iter().zip(&results).enumerate() {
            let at = self.assign_to(op, *ty, "return statement");
            self.emit(pos, Ins::Move(base + n as u32, at));
        }
        if let Some(named) = self.fn_mut().named.clone() {
            for (n, (scope, local)) in named.iter().enumerate() {
                let local = self.fn_mut().scopes.get(*scope).and_then(|s| s.get(*local)).cloned();
                if let Some(scope::Local { what: LocalWhat::Var(reg, ty, boxed), .. }) = local {
                    let spot = match (boxed, self.types.is_aggregate(ty)) {
                        (_, true) => Spot::Aggregate(reg),
                        (true, _) => Spot::Field(reg, 0),
                        _ => Spot::Reg(reg),
                    };
                    self.store(pos, Place { ty, spot }, base + n as u32);
                }
            }
            if self.fn_mut().names.defers {
                self.leave(pos);
                return;
            }
        } else if self.fn_mut().names.defers {
            self.emit(pos, Ins::RunDefers);
        }
        self.emit(pos, Ins::Return(base, results.len() as u32));
    }

    pub(super) fn condition(&mut self, test: &Expr, what: &str) -> At {
        let op = self.value(test, None);
        if op.is_invalid() {
            return 0;
        }
        if !self.types.is_boolean(op.ty) {
            let words = format!("non-boolean condition in {what} statement");
            self.wrong(test.pos, words);
            return 0;
        }
        self.materialize(&op, op.ty)
    }

    fn if_stmt(&mut self, first: Option<&Stmt>, test: &Expr, then: &Block, other: Option<&Stmt>) {
        let mark = self.fn_mut().next;
        self.push_scope();
        if let Some(first) = first {
            self.stmt(first);
        }
        let at = self.condition(test, "if");
        let skip = self.emit(test.pos, Ins::JumpIfNot(at, 0));
        self.scoped(&then.stmts);
        match other {
            None => self.land(skip),
            Some(other) => {
                let end = self.emit(then.end, Ins::Jump(0));
                self.land(skip);
                self.stmt(other);
                self.land(end);
            }
        }
        self.pop_scope(mark);
    }

    pub(super) fn one(&mut self, stmt: &Stmt) {
        self.stmt(stmt);
    }
}
