//! Calls (go.dev/ref/spec#Calls).

use super::scope::Seen;
use super::select::Selected;
use super::*;

/// What is called.
enum Target {
    Conversion(Ty),
    Builtin(&'static str),
    /// A function known now, with its receiver.
    Static(u32, Ty, Option<At>),
    Value(At, Ty),
    Abstract(At, Ty, u32),
    Generic(u32, Vec<Ty>),
    Invalid,
}

impl Compiler {
    fn target(&mut self, fun: &Expr) -> Target {
        match &fun.bare().kind {
            Kind::Name(name) => {
                if let Some(Seen::Entity(id)) = self.look_up(name)
                    && let Thing::Func(func, sig) = self.resolve(id)
                {
                    return Target::Static(func, sig, None);
                }
            }
            Kind::Select(inner, member) => {
                let package = inner.name().and_then(|n| match self.look_up(n) {
                    Some(Seen::Package(package)) => Some(package),
                    _ => None,
                });
                if let Some(package) = package {
                    let id = self.packages.get(package as usize).and_then(|p| p.scope.get(&member.name)).copied();
                    if let Some(id) = id.filter(|_| member.name.chars().next().is_some_and(char::is_uppercase))
                        && let Thing::Func(func, sig) = self.resolve(id)
                    {
                        return Target::Static(func, sig, None);
                    }
                } else {
                    let x = self.expr(inner, None);
                    if matches!(x.mode, Mode::Value | Mode::Const(_) | Mode::Nil) && x.ty != UNTYPED_NIL {
                        return match self.selected(fun.bare(), x, member) {
                            None => Target::Invalid,
                            Some(Selected::Method { receiver, func }) => {
                                let sig = self.func_sig(func);
                                Target::Static(func, sig, Some(receiver))
                            }
                            Some(Selected::Abstract { face, sig }) => {
                                let name = self.method_name(&member.name);
                                Target::Abstract(face, sig, name)
                            }
                            Some(Selected::Field { obj, n, ty, .. }) => {
                                let to = self.tmp();
                                self.emit(fun.pos, Ins::Field(to, obj, n));
                                self.callable(fun, to, ty)
                            }
                        };
                    }
                }
            }
            Kind::Index(inner, args) => {
                let x = self.expr(inner, None);
                if let Mode::GenericFunc(id) = x.mode {
                    let args = args.iter().map(|a| self.ty(a)).collect();
                    return Target::Generic(id, args);
                }
            }
            _ => {}
        }
        let x = self.expr(fun, None);
        match x.mode {
            Mode::Type => Target::Conversion(x.ty),
            Mode::Builtin(name) => Target::Builtin(name),
            Mode::GenericFunc(id) => Target::Generic(id, Vec::new()),
            Mode::Value => self.callable(fun, x.at, x.ty),
            Mode::Invalid => Target::Invalid,
            _ => {
                let words = format!("invalid operation: cannot call non-function {}", self.describe(&x));
                self.wrong(fun.pos, words);
                Target::Invalid
            }
        }
    }

    fn callable(&mut self, fun: &Expr, at: At, ty: Ty) -> Target {
        let under = self.types.under(ty);
        if !matches!(self.types.get(under), Type::Func { .. }) {
            let op = Op { word: "variable", ..Op::value(ty, at, fun) };
            let words = format!("invalid operation: cannot call non-function {}", self.describe(&op));
            self.wrong(fun.pos, words);
            return Target::Invalid;
        }
        Target::Value(at, under)
    }

    pub(super) fn call<'e>(
        &mut self,
        e: &'e Expr,
        fun: &'e Expr,
        args: &'e [Expr],
        spread: bool,
        end: Pos,
        hint: Option<Ty>,
    ) -> Op<'e> {
        let target = self.target(fun);
        let (sig, extra) = match &target {
            Target::Conversion(ty) => {
                let Some(arg) = args.first().filter(|_| args.len() == 1) else {
                    let how = if args.is_empty() { "missing argument" } else { "too many arguments" };
                    let pos = args.get(1).map_or(end, |a| a.pos);
                    let words = format!("{how} in conversion to {}", self.t(*ty));
                    self.wrong(pos, words);
                    return Op::invalid(e);
                };
                return self.conversion(e, *ty, arg);
            }
            Target::Builtin(name) => return self.builtin(e, name, args, spread, end, hint),
            Target::Invalid => {
                for arg in args {
                    self.expr(arg, None);
                }
                return Op::invalid(e);
            }
            Target::Generic(id, given) => return self.generic_call(e, fun, *id, given.clone(), args, spread, end),
            Target::Static(_, sig, receiver) => (*sig, u32::from(receiver.is_some())),
            Target::Value(_, sig) => (*sig, 0),
            Target::Abstract(_, sig, _) => (*sig, 1),
        };
        let Type::Func { params, results, variadic } = self.types.get(sig).clone() else { return Op::invalid(e) };
        let base = self.tmps((params.len() as u32 + extra).max(results.len() as u32) + 1);
        if let Target::Static(_, _, Some(receiver)) = target {
            self.emit(e.pos, Ins::Move(base, receiver));
        }
        self.arguments(fun, args, &params, variadic, spread, end, base + extra);
        match target {
            Target::Static(func, ..) => self.emit_call(e.pos, func, base, params.len() as u32 + extra),
            Target::Value(at, _) => {
                self.emit(e.pos, Ins::CallValue(at, base));
            }
            Target::Abstract(face, _, name) => {
                self.emit(e.pos, Ins::CallMethod(face, name, base));
            }
            _ => {}
        }
        self.fn_mut().next = base + (results.len() as u32).max(1);
        self.results(e, &results, base)
    }

    fn emit_call(&mut self, pos: Pos, func: u32, base: At, n: u32) {
        let native =
            self.funcs.get(func as usize).filter(|f| f.decl.as_ref().is_some_and(|d| d.body.is_none())).and_then(|f| {
                let package = self.packages.get(f.package as usize)?;
                self.natives.get(&*format!("{}.{}", package.path, f.name)).copied()
            });
        match native {
            Some(native) => self.emit(pos, Ins::Native(native, base, n)),
            None => self.emit(pos, Ins::Call(func, base)),
        };
    }

    fn results<'e>(&mut self, e: &'e Expr, results: &[Ty], base: At) -> Op<'e> {
        match results {
            [] => Op::new(Mode::NoValue, EMPTY_TUPLE, base, e),
            [one] => Op::value(*one, base, e),
            many => {
                let ty = self.types.tuple(many.to_vec());
                Op::new(Mode::Tuple, ty, base, e)
            }
        }
    }

    /// The operands of a call; the results of another call where that is the only argument.
    fn operands<'e>(&mut self, args: &'e [Expr], hints: impl Fn(usize) -> Option<Ty>) -> Vec<Op<'e>> {
        if let [only] = args
            && matches!(only.bare().kind, Kind::Call { .. })
        {
            let op = self.expr(only, hints(0));
            if let (Mode::Tuple, Type::Tuple(list)) = (&op.mode, self.types.get(op.ty).clone()) {
                return list.iter().enumerate().map(|(n, ty)| Op::value(*ty, op.at + n as u32, only)).collect();
            }
            if matches!(op.mode, Mode::Value | Mode::Const(_) | Mode::Invalid) {
                return vec![op];
            }
            let words = format!("{} used as value", self.describe(&op));
            self.wrong(only.pos, words);
            return vec![Op::invalid(only)];
        }
        let mut out = Vec::new();
        for (n, arg) in args.iter().enumerate() {
            let op = self.value(arg, hints(n));
            out.push(op);
        }
        out
    }

    #[allow(clippy::too_many_arguments, reason = "each is a part of one call")]
    fn arguments(
        &mut self,
        fun: &Expr,
        args: &[Expr],
        params: &[Ty],
        variadic: bool,
        spread: bool,
        end: Pos,
        base: At,
    ) {
        let fixed = params.len() - usize::from(variadic);
        let plain = params.to_vec();
        let of = params.last().and_then(|p| match self.types.base(*p) {
            Type::Slice(of) => Some(*of),
            _ => None,
        });
        let hint = |n: usize| match n {
            n if variadic && n >= fixed && !spread => of,
            n => plain.get(n).copied(),
        };
        let single = args.len() != 1;
        if single
            && args.len() >= fixed
            && (variadic || args.len() == fixed)
            && !(variadic && args.len() - fixed.min(args.len()) > 0 && !spread)
        {
            // The common case needs no list of operands.
            for (n, (arg, ty)) in args.iter().zip(params).enumerate() {
                let mark = self.fn_mut().next;
                let op = self.value(arg, Some(*ty));
                let at = self.assign_to(op, *ty, &format!("argument to {}", crate::show::expr(fun)));
                self.emit(arg.pos, Ins::Move(base + n as u32, at));
                self.fn_mut().next = mark;
            }
            if variadic && args.len() == fixed {
                let nil = self.konst(Value::Nil);
                self.emit(end, Ins::Move(base + fixed as u32, nil));
            }
            return;
        }
        let ops = self.operands(args, hint);
        self.place_arguments(fun, ops, params, variadic, spread, end, base);
    }

    #[allow(clippy::too_many_arguments, reason = "each is a part of one call")]
    fn place_arguments(
        &mut self,
        fun: &Expr,
        ops: Vec<Op>,
        params: &[Ty],
        variadic: bool,
        spread: bool,
        end: Pos,
        base: At,
    ) {
        let fixed = params.len() - usize::from(variadic);
        let context = format!("argument to {}", crate::show::expr(fun));
        if ops.iter().any(Op::is_invalid) && ops.len() < fixed {
            return;
        }
        if ops.len() < fixed || (ops.len() > fixed && !variadic) || spread && ops.len() != params.len() {
            let have: Vec<String> = ops.iter().map(|op| self.have(op)).collect();
            let last = params.len().saturating_sub(1);
            let want: Vec<String> = params
                .iter()
                .enumerate()
                .map(|(n, ty)| match self.types.get(*ty) {
                    Type::Slice(of) if variadic && n == last => format!("...{}", self.t(*of)),
                    _ => self.t(*ty),
                })
                .collect();
            let few = ops.len() < fixed;
            let pos = if few { end } else { ops.get(fixed).map_or(end, |op| op.e.pos) };
            let how = if few { "not enough" } else { "too many" };
            let words = format!(
                "{how} arguments in call to {}\n\thave ({})\n\twant ({})",
                crate::show::expr(fun),
                have.join(", "),
                want.join(", ")
            );
            self.wrong(pos, words);
            return;
        }
        let mut ops = ops.into_iter();
        for (n, ty) in params.iter().take(if spread { params.len() } else { fixed }).enumerate() {
            let Some(op) = ops.next() else { return };
            let at = self.assign_to(op, *ty, &context);
            self.emit(end, Ins::Move(base + n as u32, at));
        }
        if variadic && !spread {
            let slice = params.last().copied().unwrap_or(INVALID);
            let Type::Slice(of) = *self.types.base(slice) else { return };
            let rest: Vec<Op> = ops.collect();
            let to = base + fixed as u32;
            if rest.is_empty() {
                let nil = self.konst(Value::Nil);
                self.emit(end, Ins::Move(to, nil));
                return;
            }
            let list = self.tmps(rest.len() as u32);
            let n = rest.len() as u32;
            for (n, op) in rest.into_iter().enumerate() {
                let at = self.assign_to(op, of, &context);
                self.emit(end, Ins::Move(list + n as u32, at));
            }
            self.emit(end, Ins::SliceLit(to, list, n, slice));
        }
    }

    /// An operand's type as `have (…)` lists it.
    pub(super) fn have(&self, op: &Op) -> String {
        match op.mode {
            Mode::Nil => "nil".into(),
            Mode::Const(_) if self.types.is_untyped(op.ty) && self.types.is_numeric(op.ty) => "number".into(),
            Mode::Const(_) if self.types.is_untyped(op.ty) => self.t(self.types.default_type(op.ty)),
            _ => self.t(self.types.default_type(op.ty)),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "each is a part of one call")]
    fn generic_call<'e>(
        &mut self,
        e: &'e Expr,
        fun: &'e Expr,
        id: u32,
        given: Vec<Ty>,
        args: &'e [Expr],
        spread: bool,
        end: Pos,
    ) -> Op<'e> {
        // Functions without a name know their types; the others wait until it is known what they are for.
        let ops = self.operands(args, |_| None);
        let Some((func, sig)) = self.infer(id, given, &ops, spread, fun, end) else { return Op::invalid(e) };
        let Type::Func { params, results, variadic } = self.types.get(sig).clone() else { return Op::invalid(e) };
        let base = self.tmps(params.len().max(results.len()) as u32 + 1);
        self.place_arguments(fun, ops, &params, variadic, spread, end, base);
        self.emit_call(e.pos, func, base, params.len() as u32);
        self.fn_mut().next = base + (results.len() as u32).max(1);
        self.results(e, &results, base)
    }

    /// A call that `go` or `defer` makes later: what is called and its arguments are evaluated now.
    pub(super) fn later(&mut self, pos: Pos, call: &Expr, defer: bool) {
        let Kind::Call { fun, args, spread, end } = &call.bare().kind else { return };
        let word = if defer { "defer" } else { "go" };
        let target = self.target(fun);
        let (sig, extra) = match &target {
            Target::Static(_, sig, receiver) => (*sig, u32::from(receiver.is_some())),
            Target::Value(_, sig) | Target::Abstract(_, sig, _) => (*sig, 0),
            Target::Generic(id, given) => {
                let ops = self.operands(args, |_| None);
                let Some((func, sig)) = self.infer(*id, given.clone(), &ops, *spread, fun, *end) else { return };
                let Type::Func { params, variadic, .. } = self.types.get(sig).clone() else { return };
                let base = self.tmps(params.len() as u32 + 1);
                self.place_arguments(fun, ops, &params, variadic, *spread, *end, base);
                let at = self.func_value(func);
                let n = params.len() as u32;
                self.emit(pos, if defer { Ins::Defer(at, base, n) } else { Ins::Go(at, base, n) });
                return;
            }
            Target::Conversion(_) => {
                let words = format!("{word} requires function call, not conversion");
                self.wrong(call.pos, words);
                return;
            }
            Target::Builtin(_) => {
                let words = format!("{word} discards result of {}", crate::show::expr(call));
                self.wrong(call.pos, words);
                return;
            }
            Target::Invalid => {
                for arg in args {
                    self.expr(arg, None);
                }
                return;
            }
        };
        let Type::Func { params, variadic, .. } = self.types.get(sig).clone() else { return };
        let callee = match target {
            Target::Static(func, ..) => self.func_value(func),
            Target::Value(at, _) => at,
            Target::Abstract(face, _, name) => {
                let to = self.tmp();
                self.emit(pos, Ins::Bound(to, face, name, ANY));
                to
            }
            _ => return,
        };
        let base = self.tmps(params.len() as u32 + extra + 1);
        if let Target::Static(_, _, Some(receiver)) = target {
            self.emit(pos, Ins::Move(base, receiver));
        }
        self.arguments(fun, args, &params, variadic, *spread, *end, base + extra);
        let n = params.len() as u32 + extra;
        self.emit(pos, if defer { Ins::Defer(callee, base, n) } else { Ins::Go(callee, base, n) });
    }
}
