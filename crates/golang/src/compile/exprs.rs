//! Expressions (go.dev/ref/spec#Expressions).

use super::scope::{LocalWhat, Seen};
use super::*;

impl Compiler {
    /// An expression that has to be one value.
    pub(super) fn value<'e>(&mut self, e: &'e Expr, hint: Option<Ty>) -> Op<'e> {
        let op = self.expr(e, hint);
        let words = match &op.mode {
            Mode::NoValue => format!("{} used as value", self.describe(&op)),
            Mode::Tuple => {
                let n = match self.types.get(op.ty) {
                    Type::Tuple(list) => list.len(),
                    _ => 0,
                };
                format!(
                    "multiple-value {} (value of type {}) in single-value context",
                    crate::show::expr(e),
                    self.t(op.ty)
                )
                .replace("  ", if n > 0 { " " } else { "" })
            }
            Mode::Type | Mode::GenericType(_) => format!("{} is not an expression", self.describe(&op)),
            Mode::Builtin(_) => format!("{} must be called", self.describe(&op)),
            Mode::Package(_) => format!("use of package {} without selector", crate::show::expr(e)),
            _ => return op,
        };
        self.wrong(e.pos, words);
        Op::invalid(e)
    }

    /// Any expression; types, built-in functions and packages too.
    pub(super) fn expr<'e>(&mut self, e: &'e Expr, hint: Option<Ty>) -> Op<'e> {
        match &e.kind {
            Kind::Name(name) => self.name(e, name),
            Kind::Int(text) => match int_literal(text) {
                Some(n) => Op::new(Mode::Const(Const::Int(n)), UNTYPED_INT, 0, e),
                None => {
                    self.wrong(e.pos, format!("invalid or too large integer literal {text}"));
                    Op::invalid(e)
                }
            },
            Kind::Float(text) => Op::new(Mode::Const(Const::Float(text.parse().unwrap_or(0.0))), UNTYPED_FLOAT, 0, e),
            Kind::Imag(_) => {
                self.beyond(e.pos, "a complex number of Go");
                Op::invalid(e)
            }
            Kind::Char(value, _) => Op::new(Mode::Const(Const::Int(i128::from(*value))), UNTYPED_RUNE, 0, e),
            Kind::Str(bytes, _) => Op::new(Mode::Const(Const::Str(bytes.clone())), UNTYPED_STRING, 0, e),
            Kind::Composite { ty, elems, end } => self.composite(e, ty.as_deref(), elems, *end, hint),
            Kind::Func(lit) => self.func_lit(e, lit),
            Kind::Paren(inner) => {
                let op = self.expr(inner, hint);
                Op { e, ..op }
            }
            Kind::Select(inner, name) => self.select(e, inner, name),
            Kind::Index(inner, args) => self.index(e, inner, args),
            Kind::Slice(inner, parts) => self.slice_expr(e, inner, parts),
            Kind::Assert(inner, ty) => self.assertion(e, inner, ty.as_deref()),
            Kind::Call { fun, args, spread, end } => self.call(e, fun, args, *spread, *end, hint),
            Kind::Star(inner) => self.deref(e, inner),
            Kind::Unary(op, inner) => self.unary(e, op, inner, hint),
            Kind::Binary(op, a, b) => self.binary(e, op, a, b, hint),
            _ => match self.maybe_ty(e) {
                Some(ty) => Op::new(Mode::Type, ty, 0, e),
                None => Op::invalid(e),
            },
        }
    }

    fn name<'e>(&mut self, e: &'e Expr, name: &Name) -> Op<'e> {
        if &**name == "_" {
            self.wrong(e.pos, "cannot use _ as value");
            return Op::invalid(e);
        }
        if &**name == "iota"
            && let Some(iota) = self.iota
        {
            return Op::new(Mode::Const(Const::Int(i128::from(iota))), UNTYPED_INT, 0, e);
        }
        match self.look_up(name) {
            None => {
                self.wrong(e.pos, format!("undefined: {name}"));
                Op::invalid(e)
            }
            Some(Seen::TypeParam(ty)) => Op::new(Mode::Type, ty, 0, e),
            Some(Seen::Package(package)) => Op::new(Mode::Package(package), INVALID, 0, e),
            Some(Seen::Local(what, depth, scope, n)) => {
                self.mark_used(depth, scope, n);
                match what {
                    LocalWhat::Const(ty, value) => Op::new(Mode::Const(value), ty, 0, e),
                    LocalWhat::Type(ty) => Op::new(Mode::Type, ty, 0, e),
                    LocalWhat::Generic => Op::invalid(e),
                    LocalWhat::Var(_, INVALID, _) => Op::invalid(e),
                    LocalWhat::Var(reg, ty, boxed) => {
                        let mut at = self.reach(e.pos, depth, scope, n, reg);
                        if boxed {
                            let to = self.tmp();
                            self.emit(e.pos, Ins::Field(to, at, 0));
                            at = to;
                        }
                        Op { word: "variable", fresh: false, ..Op::value(ty, at, e) }
                    }
                }
            }
            Some(Seen::Entity(id)) => self.entity(e, id),
        }
    }

    /// A name of a package.
    pub(super) fn entity<'e>(&mut self, e: &'e Expr, id: u32) -> Op<'e> {
        match self.resolve(id) {
            Thing::Const(ty, value) => Op::new(Mode::Const(value), ty, 0, e),
            Thing::Type(ty) => Op::new(Mode::Type, ty, 0, e),
            Thing::GenericType(_) => Op::new(Mode::GenericType(id), INVALID, 0, e),
            Thing::GenericFunc(_) => Op::new(Mode::GenericFunc(id), ANY, 0, e),
            Thing::Builtin(name) => Op::new(Mode::Builtin(name), INVALID, 0, e),
            Thing::Nil => Op::new(Mode::Nil, UNTYPED_NIL, 0, e),
            Thing::Func(func, ty) => {
                let at = self.func_value(func);
                Op::value(ty, at, e)
            }
            Thing::Var(INVALID, _) => Op::invalid(e),
            Thing::Var(ty, global) => {
                let to = self.tmp();
                self.emit(e.pos, Ins::Global(to, global));
                Op { word: "variable", fresh: false, ..Op::value(ty, to, e) }
            }
            _ => Op::invalid(e),
        }
    }

    /// A function as a value.
    pub(super) fn func_value(&mut self, func: u32) -> At {
        self.konst(Value::Func(Rc::new(crate::value::Closure { kind: crate::value::Callee::Func(func), caps: None })))
    }

    fn deref<'e>(&mut self, e: &'e Expr, inner: &'e Expr) -> Op<'e> {
        let x = self.expr(inner, None);
        match &x.mode {
            Mode::Type => {
                let ty = self.types.ptr(x.ty);
                return Op::new(Mode::Type, ty, 0, e);
            }
            Mode::Invalid => return Op::invalid(e),
            Mode::Nil => {
                self.wrong(e.pos, "invalid operation: cannot indirect nil");
                return Op::invalid(e);
            }
            _ => {}
        }
        let Some(to) = self.types.pointee(x.ty) else {
            let words = format!("invalid operation: cannot indirect {}", self.describe(&x));
            self.wrong(e.pos, words);
            return Op::invalid(e);
        };
        if self.types.is_aggregate(to) {
            self.emit(e.pos, Ins::NilCheck(x.at));
            return Op { word: "variable", fresh: false, ..Op::value(to, x.at, e) };
        }
        let at = self.tmp();
        self.emit(e.pos, Ins::Load(at, x.at));
        Op { word: "variable", fresh: false, ..Op::value(to, at, e) }
    }

    /// `&x`.
    pub(super) fn address<'e>(&mut self, e: &'e Expr, inner: &'e Expr, hint: Option<Ty>) -> Op<'e> {
        if let Kind::Composite { .. } = &inner.bare().kind {
            let hint = hint.and_then(|h| self.types.pointee(h));
            let x = self.value(inner, hint);
            if x.is_invalid() {
                return Op::invalid(e);
            }
            let ty = self.types.ptr(x.ty);
            let mut at = x.at;
            if !self.types.is_aggregate(x.ty) {
                let cell = self.tmp();
                self.emit(e.pos, Ins::NewBox(cell, x.at));
                at = self.tmp();
                self.emit(e.pos, Ins::FieldRef(at, cell, 0));
            }
            return Op::value(ty, at, e);
        }
        match self.reference(inner) {
            Some((ty, at)) => {
                let ty = self.types.ptr(ty);
                Op::value(ty, at, e)
            }
            None => Op::invalid(e),
        }
    }

    /// A pointer to a variable, field or element.
    pub(super) fn reference(&mut self, e: &Expr) -> Option<(Ty, At)> {
        let place = self.place(e, true)?;
        if let stmts::Spot::Aggregate(at) = place.spot {
            return Some((place.ty, at));
        }
        let to = self.tmp();
        match place.spot {
            stmts::Spot::Field(obj, n) => self.emit(e.pos, Ins::FieldRef(to, obj, n)),
            stmts::Spot::Global(n) => self.emit(e.pos, Ins::GlobalRef(to, n)),
            stmts::Spot::Index(x, i) => self.emit(e.pos, Ins::IndexRef(to, x, i)),
            stmts::Spot::Deref(p) => self.emit(e.pos, Ins::Move(to, p)),
            _ => {
                let words = format!("invalid operation: cannot take address of {}", crate::show::expr(e));
                self.wrong(e.pos, words);
                return None;
            }
        };
        Some((place.ty, to))
    }

    fn index<'e>(&mut self, e: &'e Expr, inner: &'e Expr, args: &'e [Expr]) -> Op<'e> {
        let x = self.expr(inner, None);
        match &x.mode {
            Mode::GenericType(id) => {
                let args: Vec<Ty> = args.iter().map(|a| self.ty(a)).collect();
                let ty = self.instance(*id, args, e.pos);
                return Op::new(Mode::Type, ty, 0, e);
            }
            Mode::GenericFunc(id) => {
                let args: Vec<Ty> = args.iter().map(|a| self.ty(a)).collect();
                return match self.instance_func(*id, args, e.pos) {
                    Some((func, ty)) => {
                        let at = self.func_value(func);
                        Op::value(ty, at, e)
                    }
                    None => Op::invalid(e),
                };
            }
            Mode::Invalid => {
                args.iter().for_each(|a| {
                    self.expr(a, None);
                });
                return Op::invalid(e);
            }
            Mode::Type => {
                self.wrong(inner.pos, format!("{} is not a generic type", crate::show::expr(inner)));
                return Op::invalid(e);
            }
            _ => {}
        }
        let Some(arg) = args.first() else { return Op::invalid(e) };
        let mut base = self.types.base(x.ty).clone();
        if let Type::Ptr(to) = base
            && let array @ Type::Array(..) = self.types.base(to).clone()
        {
            base = array;
        }
        if let Type::Map(key, of) = base {
            let k = self.value(arg, Some(key));
            let k = self.assign_to(k, key, "map index");
            let to = self.tmps(2);
            self.emit(e.pos, Ins::MapGet2(to, x.at, k, x.ty));
            return Op { word: "map index expression", fresh: false, ..Op::value(of, to, e) };
        }
        let (of, word) = match &base {
            Type::Slice(of) => (*of, "variable"),
            Type::Array(_, of) if x.is_var() || matches!(self.types.base(x.ty), Type::Ptr(_)) => (*of, "variable"),
            Type::Array(_, of) => (*of, "value"),
            Type::Basic(STRING | UNTYPED_STRING) => (UINT8, "value"),
            _ => {
                let words = format!("invalid operation: cannot index {}", self.describe(&x));
                self.wrong(e.pos, words);
                return Op::invalid(e);
            }
        };
        let len = match (&base, &x.mode) {
            (Type::Array(n, _), _) => Some(*n as i128),
            (_, Mode::Const(Const::Str(s))) => Some(s.len() as i128),
            _ => None,
        };
        let at = self.materialize(&x, x.ty);
        let i = self.index_value(arg, len);
        let to = self.tmp();
        self.emit(e.pos, Ins::Index(to, at, i));
        Op { word, fresh: false, ..Op::value(of, to, e) }
    }

    /// An index: an integer, not negative, and within bounds that are known.
    pub(super) fn index_value(&mut self, arg: &Expr, len: Option<i128>) -> At {
        let i = self.value(arg, Some(INT));
        if i.is_invalid() {
            return 0;
        }
        if let Mode::Const(value) = &i.mode {
            match value.int() {
                Some(n) if n < 0 => {
                    let words = format!(
                        "invalid argument: index {} (constant of type int) must not be negative",
                        crate::show::expr(arg)
                    );
                    self.wrong(arg.pos, words);
                }
                Some(n) if len.is_some_and(|len| n >= len) => {
                    let words = format!("invalid argument: index {n} out of bounds [0:{}]", len.unwrap_or(0));
                    self.wrong(arg.pos, words);
                }
                Some(_) => {}
                None => {
                    let words = format!("invalid argument: index {} must be integer", self.describe(&i));
                    self.wrong(arg.pos, words);
                }
            }
            return self.materialize(&i, INT);
        }
        if !self.types.is_integer(i.ty) {
            let words = format!("invalid argument: index {} must be integer", self.describe(&i));
            self.wrong(arg.pos, words);
        }
        i.at
    }

    fn slice_expr<'e>(&mut self, e: &'e Expr, inner: &'e Expr, parts: &'e [Option<Box<Expr>>; 3]) -> Op<'e> {
        let x = self.value(inner, None);
        if x.is_invalid() {
            return Op::invalid(e);
        }
        let mut base = self.types.base(x.ty).clone();
        if let Type::Ptr(to) = base {
            base = self.types.base(to).clone();
        }
        let ty = match base {
            Type::Slice(_) => x.ty,
            Type::Array(_, of) => self.types.slice(of),
            Type::Basic(STRING) => x.ty,
            Type::Basic(UNTYPED_STRING) => STRING,
            _ => {
                let words = format!("cannot slice {}", self.describe(&x));
                self.wrong(e.pos, words);
                return Op::invalid(e);
            }
        };
        let at = self.materialize(&x, x.ty);
        let bounds = self.tmps(3);
        for (n, part) in parts.iter().enumerate() {
            let i = match part {
                Some(part) => self.index_value(part, None),
                None => self.konst(Value::Nil),
            };
            self.emit(e.pos, Ins::Move(bounds + n as u32, i));
        }
        let to = self.tmp();
        self.emit(e.pos, Ins::SliceOf(to, at, bounds));
        Op::value(ty, to, e)
    }

    fn assertion<'e>(&mut self, e: &'e Expr, inner: &'e Expr, ty: Option<&'e Expr>) -> Op<'e> {
        let x = self.value(inner, None);
        let Some(ty) = ty else {
            self.wrong(e.pos, "invalid syntax tree: use of .(type) outside type switch");
            return Op::invalid(e);
        };
        let pos = ty.pos;
        let ty = self.ty(ty);
        if x.is_invalid() || ty == INVALID {
            return Op::invalid(e);
        }
        if !self.types.is_interface(x.ty) {
            let words = format!("invalid operation: {} is not an interface", self.describe(&x));
            self.wrong(inner.pos, words);
            return Op::invalid(e);
        }
        self.possible(&x, ty, pos);
        let to = self.tmps(2);
        self.emit(e.pos, Ins::Assert(to, x.at, ty, x.ty));
        Op { word: "comma, ok expression", fresh: false, ..Op::value(ty, to, e) }
    }

    /// Tells of an assertion that can never hold.
    pub(super) fn possible(&mut self, x: &Op, ty: Ty, pos: Pos) {
        if self.types.is_interface(ty) {
            return;
        }
        self.warm(ty, x.ty);
        if let Err(why) = self.implements(ty, x.ty) {
            let text = crate::show::expr(x.e);
            let why = why
                .split_once(" does not implement ")
                .map_or(why.clone(), |(t, rest)| format!("{t} does not implement {rest}"));
            let words = format!("impossible type assertion: {text}.({})\n\t{why}", self.t(ty));
            self.wrong(pos, words);
        }
    }

    /// `T(x)`.
    pub(super) fn conversion<'e>(&mut self, e: &'e Expr, ty: Ty, arg: &'e Expr) -> Op<'e> {
        let x = self.value(arg, Some(ty));
        if x.is_invalid() || ty == INVALID {
            return Op::invalid(e);
        }
        let under = self.types.under(ty);
        if let Mode::Const(value) = &x.mode
            && matches!(self.types.get(under), Type::Basic(_))
        {
            let number = self.types.is_numeric(ty) && self.types.is_numeric(x.ty);
            if let (Const::Int(n), true) = (value, self.types.is_string(ty)) {
                let c = u32::try_from(*n).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                return Op::new(Mode::Const(Const::Str(c.to_string().as_bytes().into())), ty, 0, e);
            }
            return match consts::represent(value, under) {
                Ok(made) => Op::new(Mode::Const(made), ty, 0, e),
                Err(how) => {
                    let tail = match how {
                        consts::Misfit::Truncated if number => " (truncated)",
                        _ => "",
                    };
                    let words = match how {
                        consts::Misfit::Overflows => {
                            format!("cannot convert {} to type {} (overflows)", self.describe(&x), self.t(ty))
                                .replace(" (overflows)", "")
                        }
                        _ => format!("cannot convert {} to type {}{tail}", self.describe(&x), self.t(ty)),
                    };
                    self.wrong(arg.pos, words);
                    Op::invalid(e)
                }
            };
        }
        let from = self.types.under(if self.types.is_untyped(x.ty) && !matches!(x.mode, Mode::Nil) {
            self.types.default_type(x.ty)
        } else {
            x.ty
        });
        let at = self.materialize(&x, from);
        let (a, b) = (self.types.get(from).clone(), self.types.get(under).clone());
        let to = self.tmp();
        let text = |c: &Self, t: Ty| matches!(c.types.under(t), STRING);
        let ins = match (&a, &b) {
            _ if matches!(x.mode, Mode::Nil) && self.types.can_be_nil(ty) => Ins::Move(to, at),
            _ if self.types.is_interface(ty) => {
                let at = self.assign_to(x.clone(), ty, "conversion");
                Ins::Move(to, at)
            }
            (Type::Basic(_), Type::Basic(STRING)) if self.types.is_integer(from) => Ins::Letter(to, at),
            (Type::Basic(f), Type::Basic(_)) if self.types.is_numeric(*f) && self.types.is_numeric(under) => {
                Ins::Convert(ops::num(under), to, at)
            }
            (Type::Slice(of), Type::Basic(STRING)) if self.types.under(*of) == UINT8 => Ins::BytesToStr(to, at),
            (Type::Slice(of), Type::Basic(STRING)) if self.types.under(*of) == INT32 => Ins::RunesToStr(to, at),
            (Type::Basic(_), Type::Slice(of)) if text(self, from) && self.types.under(*of) == UINT8 => {
                Ins::StrToBytes(to, at)
            }
            (Type::Basic(_), Type::Slice(of)) if text(self, from) && self.types.under(*of) == INT32 => {
                Ins::StrToRunes(to, at)
            }
            (Type::Slice(x), Type::Array(n, y)) if x == y => Ins::SliceToArray(to, at, *n as u32),
            _ if self.alike(from, under, 0) => {
                let at = self.own(e.pos, at, ty, x.fresh);
                Ins::Move(to, at)
            }
            (Type::Ptr(x), Type::Ptr(y)) if self.types.under(*x) == self.types.under(*y) => Ins::Move(to, at),
            (Type::Chan(Dir::Both, x), Type::Chan(_, y)) if x == y => Ins::Move(to, at),
            _ => {
                let mut words = format!("cannot convert {} to type {}", self.describe(&x), self.t(ty));
                if self.types.is_interface(x.ty) {
                    words.push_str(": need type assertion");
                }
                self.wrong(arg.pos, words);
                return Op::invalid(e);
            }
        };
        self.emit(e.pos, ins);
        Op::value(ty, to, e)
    }

    /// Identical but for the tags of fields.
    fn alike(&self, a: Ty, b: Ty, depth: usize) -> bool {
        if a == b {
            return true;
        }
        match (self.types.get(a), self.types.get(b)) {
            (Type::Struct(x), Type::Struct(y)) if depth < 8 => {
                x.len() == y.len()
                    && x.iter()
                        .zip(y.iter())
                        .all(|(f, g)| f.name == g.name && f.embedded == g.embedded && self.alike(f.ty, g.ty, depth + 1))
            }
            _ => false,
        }
    }
}

fn int_literal(text: &str) -> Option<i128> {
    let lower = text.to_ascii_lowercase();
    let (digits, radix) = match lower.get(..2) {
        Some("0x") => (lower.get(2..)?, 16),
        Some("0b") => (lower.get(2..)?, 2),
        Some("0o") => (lower.get(2..)?, 8),
        _ if lower.len() > 1 && lower.starts_with('0') => (lower.get(1..)?, 8),
        _ => (&*lower, 10),
    };
    i128::from_str_radix(digits, radix).ok()
}
