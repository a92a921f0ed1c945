//! Built-in functions (go.dev/ref/spec#Built-in_functions).

use super::*;

pub const NAMES: [&str; 18] = [
    "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max", "min", "new",
    "panic", "print", "println", "real", "recover",
];

impl Compiler {
    pub(super) fn builtin<'e>(
        &mut self,
        e: &'e Expr,
        name: &'static str,
        args: &'e [Expr],
        spread: bool,
        end: Pos,
        hint: Option<Ty>,
    ) -> Op<'e> {
        let (least, most) = match name {
            "append" | "make" => (1, usize::MAX),
            "print" | "println" => (0, usize::MAX),
            "recover" => (0, 0),
            "copy" | "delete" | "complex" => (2, 2),
            "max" | "min" => (1, usize::MAX),
            _ => (1, 1),
        };
        if args.len() < least {
            let words = format!(
                "not enough arguments for {name}({}) (expected {least}, found {})",
                crate::show::list(args),
                args.len()
            );
            self.wrong(end, words);
            return Op::invalid(e);
        }
        if args.len() > most {
            let words = format!(
                "too many arguments for {name}({}) (expected {most}, found {})",
                crate::show::list(args),
                args.len()
            );
            self.wrong(args.get(most).map_or(end, |a| a.pos), words);
            return Op::invalid(e);
        }
        let Some(first) = args.first() else {
            let to = self.tmp();
            match name {
                "recover" => {
                    self.emit(e.pos, Ins::Recover(to));
                    return Op::value(ANY, to, e);
                }
                _ => {
                    self.emit(e.pos, Ins::Print(to, 0, name == "println"));
                    return Op::new(Mode::NoValue, EMPTY_TUPLE, 0, e);
                }
            }
        };
        match name {
            "len" | "cap" => self.len(e, name, first),
            "append" => self.append(e, args, first, spread, hint),
            "make" => self.make(e, args, first),
            "new" => {
                let ty = self.ty(first);
                let zero = self.zero(e.pos, ty);
                let mut at = zero;
                if !self.types.is_aggregate(ty) {
                    let cell = self.tmp();
                    self.emit(e.pos, Ins::NewBox(cell, zero));
                    at = self.tmp();
                    self.emit(e.pos, Ins::FieldRef(at, cell, 0));
                }
                let ty = self.types.ptr(ty);
                Op::value(ty, at, e)
            }
            "panic" => {
                let x = self.value(first, None);
                let at = self.assign_to(x, ANY, "argument to panic");
                self.emit(e.pos, Ins::Panic(at));
                Op::new(Mode::NoValue, EMPTY_TUPLE, 0, e)
            }
            "print" | "println" => {
                let base = self.tmps(args.len() as u32);
                for (n, arg) in args.iter().enumerate() {
                    let x = self.value(arg, None);
                    let x = self.settle(x, "argument to built-in print");
                    if x.is_invalid() {
                        continue;
                    }
                    let at = if self.types.is_interface(x.ty) { x.at } else { self.wrap(e.pos, x.at, x.ty) };
                    self.emit(e.pos, Ins::Move(base + n as u32, at));
                }
                self.emit(e.pos, Ins::Print(base, args.len() as u32, name == "println"));
                Op::new(Mode::NoValue, EMPTY_TUPLE, 0, e)
            }
            "close" => {
                let x = self.value(first, None);
                if x.is_invalid() {
                    return x;
                }
                if !matches!(self.types.base(x.ty), Type::Chan(..)) {
                    let words = format!("invalid operation: cannot close non-channel {}", self.describe(&x));
                    self.wrong(first.pos, words);
                    return Op::invalid(e);
                }
                if matches!(self.types.base(x.ty), Type::Chan(Dir::Recv, _)) {
                    let words = format!("invalid operation: cannot close receive-only channel {}", self.describe(&x));
                    self.wrong(first.pos, words);
                    return Op::invalid(e);
                }
                self.emit(e.pos, Ins::Close(x.at));
                Op::new(Mode::NoValue, EMPTY_TUPLE, 0, e)
            }
            "delete" => {
                let x = self.value(first, None);
                let Type::Map(key, _) = *self.types.base(x.ty) else {
                    if !x.is_invalid() {
                        let words = format!("invalid argument: {} is not a map", self.describe(&x));
                        self.wrong(first.pos, words);
                    }
                    return Op::invalid(e);
                };
                if let Some(arg) = args.get(1) {
                    let k = self.value(arg, Some(key));
                    let k = self.assign_to(k, key, "argument to delete");
                    self.emit(e.pos, Ins::MapDelete(x.at, k));
                }
                Op::new(Mode::NoValue, EMPTY_TUPLE, 0, e)
            }
            "clear" => {
                let x = self.value(first, None);
                if !x.is_invalid() {
                    self.emit(e.pos, Ins::Clear(x.at, x.ty));
                }
                Op::new(Mode::NoValue, EMPTY_TUPLE, 0, e)
            }
            "copy" => {
                let x = self.value(first, None);
                let y = args.get(1).map(|a| self.value(a, None));
                let Some(y) = y.filter(|y| !y.is_invalid() && !x.is_invalid()) else { return Op::invalid(e) };
                let (Type::Slice(_), Type::Slice(_) | Type::Basic(STRING | UNTYPED_STRING)) =
                    (self.types.base(x.ty), self.types.base(y.ty))
                else {
                    let words = format!(
                        "invalid argument: copy expects slice arguments; found {} and {}",
                        self.describe(&x),
                        self.describe(&y)
                    );
                    self.wrong(e.pos, words);
                    return Op::invalid(e);
                };
                let from = self.materialize(&y, STRING);
                let to = self.tmp();
                let of = match self.types.base(x.ty) {
                    Type::Slice(of) => *of,
                    _ => INVALID,
                };
                self.emit(e.pos, Ins::CopyInto(to, x.at, from, of));
                Op::value(INT, to, e)
            }
            "max" | "min" => self.extreme(e, name, args, hint),
            _ => {
                self.beyond(e.pos, "a complex number of Go");
                Op::invalid(e)
            }
        }
    }

    fn len<'e>(&mut self, e: &'e Expr, name: &str, first: &'e Expr) -> Op<'e> {
        let x = self.value(first, None);
        if x.is_invalid() {
            return x;
        }
        let mut base = self.types.base(x.ty).clone();
        if let Type::Ptr(to) = base {
            base = self.types.base(to).clone();
        }
        match (&base, &x.mode) {
            (_, Mode::Const(Const::Str(s))) if name == "len" => {
                return Op::new(Mode::Const(Const::Int(s.len() as i128)), INT, 0, e);
            }
            (Type::Array(n, _), _) => return Op::new(Mode::Const(Const::Int(i128::from(*n))), INT, 0, e),
            (Type::Slice(_) | Type::Chan(..), _) => {}
            (Type::Map(..) | Type::Basic(STRING), _) if name == "len" => {}
            _ => {
                let words = format!("invalid argument: {} for built-in {name}", self.describe(&x));
                self.wrong(first.pos, words);
                return Op::invalid(e);
            }
        }
        let to = self.tmp();
        self.emit(e.pos, if name == "len" { Ins::Len(to, x.at) } else { Ins::Cap(to, x.at) });
        Op::value(INT, to, e)
    }

    fn append<'e>(&mut self, e: &'e Expr, args: &'e [Expr], first: &'e Expr, spread: bool, hint: Option<Ty>) -> Op<'e> {
        let x = self.value(first, hint);
        if x.is_invalid() {
            for arg in args.iter().skip(1) {
                self.expr(arg, None);
            }
            return x;
        }
        let ty = match (&x.mode, hint) {
            (Mode::Nil, Some(hint)) => hint,
            _ => x.ty,
        };
        let Type::Slice(of) = *self.types.base(ty) else {
            let words = match x.mode {
                Mode::Nil => "first argument to append must be a typed slice; have untyped nil".into(),
                _ => format!("invalid argument: {} is not a slice", self.describe(&x)),
            };
            self.wrong(first.pos, words);
            return Op::invalid(e);
        };
        let at = self.materialize(&x, ty);
        let to = self.tmp();
        if spread {
            let Some(arg) = args.get(1) else { return Op::invalid(e) };
            let y = self.value(arg, Some(ty));
            let text = self.types.is_string(y.ty) && self.types.under(of) == UINT8;
            let from = match text {
                true => self.materialize(&y, STRING),
                false => {
                    let slice = self.types.slice(of);
                    self.assign_to(y, slice, "append")
                }
            };
            self.emit(e.pos, Ins::AppendAll(to, at, from, of));
            return Op::value(ty, to, e);
        }
        let n = args.len() as u32 - 1;
        let base = self.tmps(n);
        for (n, arg) in args.iter().skip(1).enumerate() {
            let op = self.value(arg, Some(of));
            let value = self.assign_to(op, of, "argument to append");
            self.emit(e.pos, Ins::Move(base + n as u32, value));
        }
        self.emit(e.pos, Ins::Append(to, at, base, n, of));
        Op::value(ty, to, e)
    }

    fn make<'e>(&mut self, e: &'e Expr, args: &'e [Expr], first: &'e Expr) -> Op<'e> {
        let ty = self.ty(first);
        let mut sizes = Vec::new();
        for arg in args.iter().skip(1) {
            sizes.push(self.index_value(arg, None));
        }
        let to = self.tmp();
        let zero = self.konst(Value::Int(0));
        let first_size = sizes.first().copied().unwrap_or(zero);
        match self.types.base(ty) {
            Type::Slice(_) => {
                if sizes.is_empty() {
                    let words =
                        format!("invalid operation: {} expects 2 or 3 arguments; found 1", crate::show::expr(e));
                    self.wrong(e.pos, words);
                }
                let cap = sizes.get(1).copied().unwrap_or(first_size);
                self.emit(e.pos, Ins::MakeSlice(to, first_size, cap, ty));
            }
            Type::Map(..) => {
                self.emit(e.pos, Ins::MakeMap(to, ty));
            }
            Type::Chan(_, of) => {
                let of = *of;
                self.emit(e.pos, Ins::MakeChan(to, first_size, of));
            }
            _ => {
                if ty != INVALID {
                    let words = format!(
                        "invalid argument: cannot make {}; type must be slice, map, or channel",
                        crate::show::expr(first)
                    );
                    self.wrong(first.pos, words);
                }
                return Op::invalid(e);
            }
        }
        Op::value(ty, to, e)
    }

    fn extreme<'e>(&mut self, e: &'e Expr, name: &str, args: &'e [Expr], hint: Option<Ty>) -> Op<'e> {
        let mut best: Option<Op<'e>> = None;
        for arg in args {
            let x = self.value(arg, hint);
            let Some(a) = best.take() else {
                best = Some(x);
                continue;
            };
            if a.is_invalid() || x.is_invalid() {
                return Op::invalid(e);
            }
            let test = self.combine(e, if name == "max" { "<" } else { ">" }, a.clone(), x.clone());
            if let (Mode::Const(c), Mode::Const(_), Mode::Const(_)) = (&test.mode, &a.mode, &x.mode) {
                best = Some(if *c == Const::Bool(true) { x } else { a });
                continue;
            }
            if test.is_invalid() {
                return Op::invalid(e);
            }
            let ty = if self.types.is_untyped(a.ty) { x.ty } else { a.ty };
            let (m, n) = (self.materialize(&a, ty), self.materialize(&x, ty));
            let to = self.tmp();
            self.emit(e.pos, Ins::Move(to, m));
            let jump = self.emit(e.pos, Ins::JumpIfNot(test.at, 0));
            self.emit(e.pos, Ins::Move(to, n));
            self.land(jump);
            best = Some(Op::value(ty, to, e));
        }
        match best {
            Some(op) => Op { e, ..op },
            None => Op::invalid(e),
        }
    }
}
