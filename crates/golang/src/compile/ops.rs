//! Operators (go.dev/ref/spec#Operators).

use super::*;

/// How numbers of a type are computed.
pub fn num(under: Ty) -> Num {
    match under {
        INT8 => Num::I8,
        INT16 => Num::I16,
        INT32 | UNTYPED_RUNE => Num::I32,
        UINT8 => Num::U8,
        UINT16 => Num::U16,
        UINT32 => Num::U32,
        UINT | UINT64 | UINTPTR => Num::U64,
        FLOAT32 => Num::F32,
        FLOAT64 | UNTYPED_FLOAT => Num::F64,
        STRING | UNTYPED_STRING => Num::Str,
        _ => Num::I64,
    }
}

impl Compiler {
    pub(super) fn unary<'e>(&mut self, e: &'e Expr, op: &'static str, inner: &'e Expr, hint: Option<Ty>) -> Op<'e> {
        match op {
            "&" => return self.address(e, inner, hint),
            "<-" => return self.receive(e, inner),
            _ => {}
        }
        let x = self.value(inner, hint);
        if x.is_invalid() {
            return Op::invalid(e);
        }
        let fine = match op {
            "!" => self.types.is_boolean(x.ty),
            "^" => self.types.is_integer(x.ty),
            _ => self.types.is_numeric(x.ty),
        };
        if !fine {
            let words = format!("invalid operation: operator {op} not defined on {}", self.describe(&x));
            self.wrong(e.pos, words);
            return Op::invalid(e);
        }
        let under = self.types.under(x.ty);
        if let Mode::Const(value) = &x.mode {
            let made = match (op, value) {
                ("-", Const::Int(n)) => Const::Int(-n),
                ("-", Const::Float(f)) => Const::Float(-f),
                ("!", Const::Bool(b)) => Const::Bool(!b),
                ("^", Const::Int(n)) if self.types.is_unsigned(x.ty) => Const::Int(!n & consts::range(under).1),
                ("^", Const::Int(n)) => Const::Int(!n),
                _ => value.clone(),
            };
            if consts::represent(&made, under).is_err() {
                let words = format!("constant {} overflows {}", made.shown(), self.t(x.ty));
                self.wrong(
                    e.pos,
                    format!(
                        "cannot use {} (untyped int constant {}) as {} value in expression ({words})",
                        crate::show::expr(e),
                        made.shown(),
                        self.t(x.ty)
                    ),
                );
                return Op::invalid(e);
            }
            return Op::new(Mode::Const(made), x.ty, 0, e);
        }
        let (to, n) = (self.tmp(), num(under));
        let ins = match op {
            "-" => Ins::Neg(n, to, x.at),
            "^" => Ins::Flip(n, to, x.at),
            "!" => Ins::Not(to, x.at),
            _ => Ins::Move(to, x.at),
        };
        self.emit(e.pos, ins);
        Op::value(x.ty, to, e)
    }

    pub(super) fn receive<'e>(&mut self, e: &'e Expr, inner: &'e Expr) -> Op<'e> {
        let x = self.value(inner, None);
        if x.is_invalid() {
            return Op::invalid(e);
        }
        let Type::Chan(dir, of) = *self.types.base(x.ty) else {
            let words = format!("invalid operation: cannot receive from non-channel {}", self.describe(&x));
            self.wrong(e.pos, words);
            return Op::invalid(e);
        };
        if dir == Dir::Send {
            let words = format!("invalid operation: cannot receive from send-only channel {}", self.describe(&x));
            self.wrong(e.pos, words);
        }
        let to = self.tmps(2);
        self.emit(e.pos, Ins::Recv2(to, x.at));
        Op { word: "comma, ok expression", ..Op::value(of, to, e) }
    }

    /// `&&` and `||`, which may leave out their right side.
    fn short<'e>(&mut self, e: &'e Expr, op: &'static str, left: &'e Expr, right: &'e Expr) -> Op<'e> {
        let a = self.value(left, None);
        let bad = |c: &mut Self, x: &Op| {
            let words = format!("invalid operation: operator {op} not defined on {}", c.describe(x));
            c.wrong(x.e.pos, words);
            Op::invalid(e)
        };
        if a.is_invalid() {
            self.value(right, None);
            return Op::invalid(e);
        }
        if !self.types.is_boolean(a.ty) {
            return bad(self, &a);
        }
        let to = self.tmp();
        let at = self.materialize(&a, a.ty);
        self.emit(e.pos, Ins::Move(to, at));
        let jump = self.emit(e.pos, if op == "&&" { Ins::JumpIfNot(to, 0) } else { Ins::JumpIf(to, 0) });
        let b = self.value(right, None);
        if b.is_invalid() {
            return Op::invalid(e);
        }
        if !self.types.is_boolean(b.ty) {
            return bad(self, &b);
        }
        let at = self.materialize(&b, b.ty);
        self.emit(e.pos, Ins::Move(to, at));
        self.land(jump);
        let ty = if self.types.is_untyped(a.ty) { b.ty } else { a.ty };
        if let (Mode::Const(x), Mode::Const(y)) = (&a.mode, &b.mode)
            && let Some(made) = consts::binary(op, x, y, false)
        {
            return Op::new(Mode::Const(made), ty, 0, e);
        }
        Op::value(ty, to, e)
    }

    pub(super) fn binary<'e>(
        &mut self,
        e: &'e Expr,
        op: &'static str,
        left: &'e Expr,
        right: &'e Expr,
        hint: Option<Ty>,
    ) -> Op<'e> {
        if matches!(op, "&&" | "||") {
            return self.short(e, op, left, right);
        }
        let hint = hint.filter(|_| !matches!(op, "==" | "!=" | "<" | "<=" | ">" | ">="));
        let a = self.value(left, hint);
        // A call on the right may change the variable on the left.
        let a = self.steady(a, right);
        if matches!(op, "<<" | ">>") {
            let b = self.value(right, None);
            return self.shift(e, op, a, b, hint);
        }
        // A shift of a constant takes the type of what stands beside it.
        let typed =
            Some(a.ty).filter(|ty| !self.types.is_untyped(*ty) && *ty != INVALID && !self.types.is_interface(*ty));
        let b = self.value(right, typed.or(hint));
        if a.is_invalid() || b.is_invalid() {
            return Op::invalid(e);
        }
        self.combine(e, op, a, b)
    }

    fn steady<'e>(&mut self, a: Op<'e>, right: &Expr) -> Op<'e> {
        if matches!(a.mode, Mode::Value) && a.is_var() && matches!(right.bare().kind, Kind::Call { .. }) {
            let at = self.tmp();
            self.emit(a.e.pos, Ins::Move(at, a.at));
            return Op { at, ..a };
        }
        a
    }

    /// Two operands of one type, if they can be brought to it.
    fn matched<'e>(&mut self, e: &'e Expr, op: &str, a: &mut Op<'e>, b: &mut Op<'e>) -> Option<Ty> {
        let (ua, ub) = (self.types.is_untyped(a.ty), self.types.is_untyped(b.ty));
        let mismatch = |c: &mut Self, a: &Op, b: &Op| {
            let words = format!(
                "invalid operation: {} (mismatched types {} and {})",
                crate::show::expr(e),
                c.t(a.ty),
                c.t(b.ty)
            );
            c.wrong(e.pos, words);
            None
        };
        match (ua, ub) {
            (true, true) => {
                if matches!(a.mode, Mode::Nil) && matches!(b.mode, Mode::Nil) {
                    let words =
                        format!("invalid operation: {} (operator {op} not defined on nil)", crate::show::expr(e));
                    self.wrong(e.pos, words);
                    return None;
                }
                let rank = |ty| match ty {
                    UNTYPED_INT => 1,
                    UNTYPED_RUNE => 2,
                    UNTYPED_FLOAT => 3,
                    _ => 0,
                };
                if a.ty != b.ty && (rank(a.ty) == 0 || rank(b.ty) == 0) {
                    return mismatch(self, a, b);
                }
                Some(if rank(a.ty) >= rank(b.ty) { a.ty } else { b.ty })
            }
            (false, false) => {
                if a.ty == b.ty {
                    return Some(a.ty);
                }
                if matches!(op, "==" | "!=") {
                    let (fa, fb) = (self.types.is_interface(a.ty), self.types.is_interface(b.ty));
                    self.warm(a.ty, b.ty);
                    self.warm(b.ty, a.ty);
                    if fb && !fa && self.implements(a.ty, b.ty).is_ok() {
                        a.at = self.wrap(e.pos, a.at, a.ty);
                        return Some(b.ty);
                    }
                    if fa && !fb && self.implements(b.ty, a.ty).is_ok() {
                        let at = self.materialize(b, b.ty);
                        b.at = self.wrap(e.pos, at, b.ty);
                        b.mode = Mode::Value;
                        return Some(a.ty);
                    }
                    if fa && fb && (self.implements(a.ty, b.ty).is_ok() || self.implements(b.ty, a.ty).is_ok()) {
                        return Some(a.ty);
                    }
                    let (x, y) = (self.types.under(a.ty), self.types.under(b.ty));
                    let named = |c: &Self, t| matches!(c.types.get(t), Type::Named(_) | Type::Basic(_));
                    if x == y && (!named(self, a.ty) || !named(self, b.ty)) {
                        return Some(a.ty);
                    }
                }
                mismatch(self, a, b)
            }
            _ => {
                let (typed, open) = if ua { (b, a) } else { (a, b) };
                let ty = typed.ty;
                if matches!(open.mode, Mode::Nil) {
                    if !self.types.can_be_nil(ty) {
                        let words = format!(
                            "invalid operation: {} (mismatched types {} and untyped nil)",
                            crate::show::expr(e),
                            self.t(ty)
                        );
                        self.wrong(open.e.pos, words);
                        return None;
                    }
                    return Some(ty);
                }
                if self.types.is_interface(ty) {
                    let at = self.assign_to(open.clone(), ty, "comparison");
                    open.mode = Mode::Value;
                    open.at = at;
                    open.ty = ty;
                    return Some(ty);
                }
                let under = self.types.under(ty);
                match &open.mode {
                    Mode::Const(value) => match consts::represent(value, under) {
                        Ok(value) => {
                            open.mode = Mode::Const(value);
                            open.ty = ty;
                            Some(ty)
                        }
                        Err(consts::Misfit::Kind) => {
                            let words = format!(
                                "invalid operation: {} (mismatched types {} and {})",
                                crate::show::expr(e),
                                if ua { self.t(open.ty) } else { self.t(ty) },
                                if ua { self.t(ty) } else { self.t(open.ty) }
                            );
                            self.wrong(e.pos, words);
                            None
                        }
                        Err(consts::Misfit::Truncated) => {
                            let words = format!("{} truncated to {}", self.describe(open), self.t(ty));
                            self.wrong(open.e.pos, words);
                            None
                        }
                        Err(consts::Misfit::Overflows) => {
                            let words = format!(
                                "cannot use {} as {} value in expression (overflows)",
                                self.describe(open),
                                self.t(ty)
                            );
                            self.wrong(open.e.pos, words);
                            None
                        }
                    },
                    _ => {
                        if open.ty == UNTYPED_BOOL && self.types.is_boolean(ty) {
                            return Some(ty);
                        }
                        let words = format!("invalid operation: {} (mismatched types)", crate::show::expr(e));
                        self.wrong(e.pos, words);
                        None
                    }
                }
            }
        }
    }

    pub(super) fn combine<'e>(&mut self, e: &'e Expr, op: &'static str, mut a: Op<'e>, mut b: Op<'e>) -> Op<'e> {
        let Some(ty) = self.matched(e, op, &mut a, &mut b) else { return Op::invalid(e) };
        let test = match op {
            "==" => Some(Test::Eq),
            "!=" => Some(Test::Ne),
            "<" => Some(Test::Lt),
            "<=" => Some(Test::Le),
            ">" => Some(Test::Gt),
            ">=" => Some(Test::Ge),
            _ => None,
        };
        let ordered = self.types.is_numeric(ty) || self.types.is_string(ty);
        let fine = match op {
            "==" | "!=" => true,
            "<" | "<=" | ">" | ">=" | "+" => ordered,
            "-" | "*" | "/" => self.types.is_numeric(ty),
            _ => {
                self.types.is_integer(ty)
                    || ty == UNTYPED_FLOAT
                        && matches!((&a.mode, &b.mode), (Mode::Const(x), Mode::Const(y)) if x.int().is_some() && y.int().is_some())
            }
        };
        if !fine {
            let words = match test {
                Some(_) => format!(
                    "invalid operation: {} (operator {op} not defined on {})",
                    crate::show::expr(e),
                    self.kind_name(ty)
                ),
                None => format!("invalid operation: operator {op} not defined on {}", self.describe(&a)),
            };
            self.wrong(e.pos, words);
            return Op::invalid(e);
        }
        if matches!(op, "/" | "%")
            && self.types.is_integer(ty)
            && let Mode::Const(value) = &b.mode
            && value.int() == Some(0)
        {
            self.wrong(b.e.pos, "invalid operation: division by zero");
            return Op::invalid(e);
        }
        if let (Mode::Const(x), Mode::Const(y)) = (&a.mode, &b.mode) {
            let made = consts::binary(op, x, y, self.types.is_integer(ty));
            let under = self.types.under(ty);
            let ty = if test.is_some() { UNTYPED_BOOL } else { ty };
            return match made {
                Some(made) if test.is_some() => Op::new(Mode::Const(made), ty, 0, e),
                Some(made) => match consts::represent(&made, under) {
                    Ok(made) => Op::new(Mode::Const(made), ty, 0, e),
                    Err(_) => {
                        let words = format!(
                            "{} (constant {} of type {}) overflows {}",
                            crate::show::expr(e),
                            made.shown(),
                            self.t(ty),
                            self.t(ty)
                        );
                        self.wrong(e.pos, words);
                        Op::invalid(e)
                    }
                },
                None => {
                    self.wrong(e.pos, format!("constant {} overflow", word(op)));
                    Op::invalid(e)
                }
            };
        }
        let (x, y) = (self.materialize(&a, ty), self.materialize(&b, ty));
        let under = self.types.under(ty);
        let to = self.tmp();
        if let Some(test) = test {
            if ordered {
                self.emit(e.pos, Ins::Compare(test, num(under), to, x, y));
                return Op::value(UNTYPED_BOOL, to, e);
            }
            let nil = matches!(a.mode, Mode::Nil) || matches!(b.mode, Mode::Nil);
            if !nil && !self.types.comparable(ty) {
                let what = match self.types.base(ty) {
                    Type::Slice(_) => "slice",
                    Type::Map(..) => "map",
                    Type::Func { .. } => "func",
                    _ => "",
                };
                let words = match what {
                    "" => format!(
                        "invalid operation: {} ({} cannot be compared)",
                        crate::show::expr(e),
                        self.kind_name(ty)
                    ),
                    what => format!("invalid operation: {} ({what} can only be compared to nil)", crate::show::expr(e)),
                };
                self.wrong(e.pos, words);
                return Op::invalid(e);
            }
            self.emit(e.pos, Ins::Equal(to, x, y, ty));
            if test == Test::Ne {
                self.emit(e.pos, Ins::Not(to, to));
            }
            return Op::value(UNTYPED_BOOL, to, e);
        }
        let Some(math) = math(op) else { return Op::invalid(e) };
        self.emit(e.pos, Ins::Math(math, num(under), to, x, y));
        Op::value(ty, to, e)
    }

    fn kind_name(&self, ty: Ty) -> String {
        match self.types.base(ty) {
            Type::Struct(_) => "struct".into(),
            Type::Slice(_) => "slice".into(),
            Type::Map(..) => "map".into(),
            Type::Func { .. } => "func".into(),
            Type::Interface(_) => "interface".into(),
            Type::Ptr(_) => "pointer".into(),
            Type::Chan(..) => "chan".into(),
            Type::Basic(BOOL | UNTYPED_BOOL) => "bool".into(),
            _ => self.t(ty),
        }
    }

    pub(super) fn shift<'e>(
        &mut self,
        e: &'e Expr,
        op: &'static str,
        a: Op<'e>,
        b: Op<'e>,
        hint: Option<Ty>,
    ) -> Op<'e> {
        if a.is_invalid() || b.is_invalid() {
            return Op::invalid(e);
        }
        let whole = matches!(&b.mode, Mode::Const(c) if c.int().is_some());
        if !whole && !self.types.is_integer(b.ty) {
            let words = format!("invalid operation: shift count {} must be integer", self.describe(&b));
            self.wrong(b.e.pos, words);
            return Op::invalid(e);
        }
        if let Mode::Const(count) = &b.mode
            && count.int().is_some_and(|n| n < 0)
        {
            let words = format!("invalid operation: negative shift count {}", self.describe(&b));
            self.wrong(b.e.pos, words);
            return Op::invalid(e);
        }
        if let (Mode::Const(x), Mode::Const(y)) = (&a.mode, &b.mode)
            && let (Some(x), Some(y)) = (x.int(), y.int())
        {
            let made = consts::binary(op, &Const::Int(x), &Const::Int(y), true);
            let ty = if a.ty == UNTYPED_FLOAT { UNTYPED_INT } else { a.ty };
            let fits = made.filter(|m| consts::represent(m, self.types.under(ty)).is_ok());
            return match fits {
                Some(made) => Op::new(Mode::Const(made), ty, 0, e),
                None => {
                    let words = format!("{} overflows {}", crate::show::expr(e), self.t(ty));
                    self.wrong(e.pos, words);
                    Op::invalid(e)
                }
            };
        }
        let mut ty = a.ty;
        if self.types.is_untyped(ty) {
            ty = hint.filter(|h| self.types.is_integer(*h)).unwrap_or(INT);
        }
        if !self.types.is_integer(ty) {
            let words = format!("invalid operation: shifted operand {} must be integer", self.describe(&a));
            self.wrong(a.e.pos, words);
            return Op::invalid(e);
        }
        let (x, y) = (self.materialize(&a, ty), self.materialize(&b, INT));
        let to = self.tmp();
        let math = if op == "<<" { Math::Shl } else { Math::Shr };
        self.emit(e.pos, Ins::Math(math, num(self.types.under(ty)), to, x, y));
        Op::value(ty, to, e)
    }
}

pub fn math(op: &str) -> Option<Math> {
    Some(match op {
        "+" => Math::Add,
        "-" => Math::Sub,
        "*" => Math::Mul,
        "/" => Math::Div,
        "%" => Math::Rem,
        "&" => Math::And,
        "|" => Math::Or,
        "^" => Math::Xor,
        "&^" => Math::AndNot,
        "<<" => Math::Shl,
        ">>" => Math::Shr,
        _ => return None,
    })
}

fn word(op: &str) -> &'static str {
    match op {
        "+" => "addition",
        "-" => "subtraction",
        "*" => "multiplication",
        "<<" => "shift",
        _ => "operation",
    }
}
