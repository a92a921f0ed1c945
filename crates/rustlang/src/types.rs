//! Types, and what is inferred of them within one function.
//!
//! Inference is by unification, in the order of the text, as rustc's is; what isn't known stays [`Ty::Unknown`], since values carry
//! their types at run time: inference is only there for what a value can't tell (which integer a literal is, what `parse`, `collect`
//! and `into` make) and for mistakes.

use crate::ast::Name;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IntTy {
    I8,
    I16,
    I32,
    I64,
    I128,
    Isize,
    U8,
    U16,
    U32,
    U64,
    U128,
    Usize,
}

impl IntTy {
    pub const ALL: [(IntTy, &'static str); 12] = [
        (IntTy::I8, "i8"),
        (IntTy::I16, "i16"),
        (IntTy::I32, "i32"),
        (IntTy::I64, "i64"),
        (IntTy::I128, "i128"),
        (IntTy::Isize, "isize"),
        (IntTy::U8, "u8"),
        (IntTy::U16, "u16"),
        (IntTy::U32, "u32"),
        (IntTy::U64, "u64"),
        (IntTy::U128, "u128"),
        (IntTy::Usize, "usize"),
    ];
    pub fn of(name: &str) -> Option<IntTy> {
        IntTy::ALL.iter().find(|(_, n)| *n == name).map(|(t, _)| *t)
    }
    pub fn name(self) -> &'static str {
        IntTy::ALL.iter().find(|(t, _)| *t == self).map_or("i32", |(_, n)| n)
    }
    pub fn signed(self) -> bool {
        self <= IntTy::Isize
    }
    pub fn bits(self) -> u32 {
        match self {
            IntTy::I8 | IntTy::U8 => 8,
            IntTy::I16 | IntTy::U16 => 16,
            IntTy::I32 | IntTy::U32 => 32,
            IntTy::I64 | IntTy::U64 | IntTy::Isize | IntTy::Usize => 64,
            IntTy::I128 | IntTy::U128 => 128,
        }
    }
    /// Whether a number is one of this type; those of `u128` are kept as the bits of an `i128`.
    pub fn holds(self, n: i128) -> bool {
        match (self.signed(), self.bits()) {
            (_, 128) => true,
            (true, b) => (-(1_i128 << (b - 1))..1_i128 << (b - 1)).contains(&n),
            (false, b) => (0..1_i128 << b).contains(&n),
        }
    }
    /// The number that its lowest bits are.
    pub fn wrap(self, n: i128) -> i128 {
        match (self.signed(), self.bits()) {
            (_, 128) => n,
            (true, b) => n << (128 - b) >> (128 - b),
            (false, b) => n & ((1_i128 << b) - 1),
        }
    }
    pub fn highest(self) -> i128 {
        match (self.signed(), self.bits()) {
            (true, 128) => i128::MAX,
            (false, 128) => -1,
            (true, b) => (1_i128 << (b - 1)) - 1,
            (false, b) => (1_i128 << b) - 1,
        }
    }
    pub fn lowest(self) -> i128 {
        match (self.signed(), self.bits()) {
            (true, 128) => i128::MIN,
            (true, b) => -(1_i128 << (b - 1)),
            _ => 0,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    Var(u32),
    Int(IntTy),
    /// Whether it is `f32`.
    Float(bool),
    Bool,
    Char,
    Str,
    Never,
    Adt(u32, Vec<Ty>),
    Ref(bool, Box<Ty>),
    Tuple(Vec<Ty>),
    Array(Box<Ty>),
    Slice(Box<Ty>),
    Fn(Vec<Ty>, Box<Ty>),
    Param(Name),
    Dyn(u32),
    Unknown,
}

impl Ty {
    pub fn unit() -> Ty {
        Ty::Tuple(Vec::new())
    }
    pub fn is_unit(&self) -> bool {
        matches!(self, Ty::Tuple(t) if t.is_empty())
    }
    pub fn str_ref() -> Ty {
        Ty::Ref(false, Box::new(Ty::Str))
    }
    pub fn usize() -> Ty {
        Ty::Int(IntTy::Usize)
    }
    pub fn by_ref(self, mutable: bool) -> Ty {
        Ty::Ref(mutable, Box::new(self))
    }

    /// The type with every part put through `f`, which says what else a part is.
    pub fn map(&self, f: &mut dyn FnMut(&Ty) -> Option<Ty>) -> Ty {
        if let Some(other) = f(self) {
            return other;
        }
        let mut all = |list: &[Ty]| list.iter().map(|t| t.map(f)).collect::<Vec<_>>();
        match self {
            Ty::Adt(id, args) => Ty::Adt(*id, all(args)),
            Ty::Tuple(args) => Ty::Tuple(all(args)),
            Ty::Ref(m, t) => Ty::Ref(*m, Box::new(t.map(f))),
            Ty::Array(t) => Ty::Array(Box::new(t.map(f))),
            Ty::Slice(t) => Ty::Slice(Box::new(t.map(f))),
            Ty::Fn(args, ret) => {
                let args = all(args);
                Ty::Fn(args, Box::new(ret.map(f)))
            }
            other => other.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Any,
    Int,
    Float,
}

/// What is known of the types in one function.
#[derive(Default)]
pub struct Infer {
    vars: Vec<(Kind, Option<Ty>)>,
}

const DEPTH: u32 = 40;

impl Infer {
    pub fn fresh(&mut self, kind: Kind) -> Ty {
        self.vars.push((kind, None));
        Ty::Var(self.vars.len() as u32 - 1)
    }

    /// The type without variables at its top, if that is known.
    pub fn shallow(&self, ty: &Ty) -> Ty {
        let mut at = ty;
        let mut steps = 0;
        while let Ty::Var(n) = at {
            match self.vars.get(*n as usize) {
                Some((_, Some(next))) if steps < 1000 => at = next,
                _ => break,
            }
            steps += 1;
        }
        at.clone()
    }

    pub fn kind(&self, ty: &Ty) -> Kind {
        match ty {
            Ty::Var(n) => self.vars.get(*n as usize).map_or(Kind::Any, |v| v.0),
            Ty::Int(_) => Kind::Int,
            Ty::Float(_) => Kind::Float,
            _ => Kind::Any,
        }
    }

    fn set(&mut self, n: u32, ty: Ty) {
        if self.occurs(n, &ty, 0) {
            return;
        }
        if let Some(var) = self.vars.get_mut(n as usize) {
            var.1 = Some(ty);
        }
    }

    fn occurs(&self, n: u32, ty: &Ty, depth: u32) -> bool {
        if depth > DEPTH {
            return true;
        }
        match self.shallow(ty) {
            Ty::Var(m) => m == n,
            Ty::Adt(_, args) | Ty::Tuple(args) => args.iter().any(|t| self.occurs(n, t, depth + 1)),
            Ty::Ref(_, t) | Ty::Array(t) | Ty::Slice(t) => self.occurs(n, &t, depth + 1),
            Ty::Fn(args, ret) => args.iter().any(|t| self.occurs(n, t, depth + 1)) || self.occurs(n, &ret, depth + 1),
            _ => false,
        }
    }

    /// Makes two types the same as far as that goes; false where they plainly differ.
    pub fn unify(&mut self, a: &Ty, b: &Ty) -> bool {
        self.unify_at(a, b, 0)
    }

    fn unify_at(&mut self, a: &Ty, b: &Ty, depth: u32) -> bool {
        if depth > DEPTH {
            return true;
        }
        let (a, b) = (self.shallow(a), self.shallow(b));
        match (&a, &b) {
            (Ty::Var(x), Ty::Var(y)) if x == y => true,
            (Ty::Var(x), Ty::Var(y)) => {
                // The one that knows more stays.
                if self.kind(&a) == Kind::Any {
                    self.set(*x, b.clone())
                } else {
                    self.set(*y, a.clone())
                }
                true
            }
            (_, Ty::Unknown | Ty::Never) | (Ty::Unknown | Ty::Never, _) => true,
            (Ty::Var(n), other) | (other, Ty::Var(n)) => {
                let fits = match self.kind(&Ty::Var(*n)) {
                    Kind::Any => true,
                    Kind::Int => matches!(other, Ty::Int(_)),
                    Kind::Float => matches!(other, Ty::Float(_)),
                };
                if fits {
                    self.set(*n, other.clone());
                }
                fits || matches!(other, Ty::Param(_) | Ty::Dyn(_))
            }
            (Ty::Dyn(_) | Ty::Param(_), _) | (_, Ty::Dyn(_) | Ty::Param(_)) => true,
            (Ty::Adt(x, xs), Ty::Adt(y, ys)) => {
                x == y
                    && xs
                        .iter()
                        .zip(ys)
                        .fold(true, |ok, (x, y)| self.unify_at(x, y, depth + 1) && ok)
            }
            (Ty::Tuple(xs), Ty::Tuple(ys)) => {
                xs.len() == ys.len()
                    && xs
                        .iter()
                        .zip(ys)
                        .fold(true, |ok, (x, y)| self.unify_at(x, y, depth + 1) && ok)
            }
            (Ty::Ref(_, x), Ty::Ref(_, y)) => self.unify_at(x, y, depth + 1),
            (Ty::Array(x) | Ty::Slice(x), Ty::Array(y) | Ty::Slice(y)) => self.unify_at(x, y, depth + 1),
            (Ty::Fn(xs, x), Ty::Fn(ys, y)) => {
                let args = xs
                    .iter()
                    .zip(ys)
                    .fold(true, |ok, (x, y)| self.unify_at(x, y, depth + 1) && ok);
                self.unify_at(x, y, depth + 1) && args
            }
            (a, b) => a == b,
        }
    }

    /// The type with all that is known put in; numbers of no known type become `i32` and `f64`.
    pub fn deep(&self, ty: &Ty) -> Ty {
        self.deep_at(ty, true)
    }

    /// The same, but numbers stay open.
    pub fn known(&self, ty: &Ty) -> Ty {
        self.deep_at(ty, false)
    }

    fn deep_at(&self, ty: &Ty, defaults: bool) -> Ty {
        let mut budget = 2000;
        ty.map(&mut |t| {
            budget -= 1;
            if budget < 0 {
                return Some(Ty::Unknown);
            }
            let Ty::Var(_) = t else { return None };
            Some(match self.shallow(t) {
                Ty::Var(n) if defaults => match self.kind(&Ty::Var(n)) {
                    Kind::Int => Ty::Int(IntTy::I32),
                    Kind::Float => Ty::Float(false),
                    Kind::Any => Ty::Unknown,
                },
                Ty::Var(n) => Ty::Var(n),
                other => self.deep_at(&other, defaults),
            })
        })
    }
}
