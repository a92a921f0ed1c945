//! Expressions as trees with types, and what of them is known before the program runs (C11 6.6).

use crate::lexer::Pos;
use crate::program::B;
use crate::types::{K, Ty};

#[derive(Clone, Debug)]
pub struct E {
    pub n: N,
    pub ty: Ty,
    pub pos: Pos,
    pub len: u32,
}

#[derive(Clone, Debug)]
pub enum N {
    Int(i64),
    Float(f64),
    /// A place of the frame, and the variable that it is.
    Local(u32, Option<usize>),
    Symbol(u32),
    /// What a pointer points to.
    Deref(Box<E>),
    /// A part of a structure that has a place.
    Member(Box<E>, u64),
    Addr(Box<E>),
    Cast(Box<E>),
    Neg(Box<E>),
    Inverse(Box<E>),
    Not(Box<E>),
    Bin(B, Box<E>, Box<E>),
    And(Box<E>, Box<E>),
    Or(Box<E>, Box<E>),
    Cond(Box<E>, Box<E>, Box<E>),
    Comma(Box<E>, Box<E>),
    Assign(Box<E>, Box<E>),
    /// The type in which it is reckoned, and for pointers what a step weighs.
    AssignOp(B, Box<E>, Box<E>, Ty),
    /// Afterwards or before, and how much.
    Step(bool, i64, Box<E>),
    Call(Box<E>, Vec<E>, Option<u32>),
    VaStart(Box<E>),
    VaArg(Box<E>),
    /// Stores, and then a value.
    Inits(Vec<(E, E)>, Option<(u32, u32)>, Box<E>),
    Trap,
}

/// What is known of a value.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    Int(i64),
    Float(f64),
    Addr(u32, i64),
}

/// Brings an integer into the range of its type.
pub fn wrap(value: i64, ty: &Ty) -> i64 {
    match &ty.k {
        K::Bool => i64::from(value != 0),
        K::Int(i) => match (i.size(), i.signed()) {
            (1, true) => i64::from(value as i8),
            (1, false) => i64::from(value as u8),
            (2, true) => i64::from(value as i16),
            (2, false) => i64::from(value as u16),
            (4, true) => i64::from(value as i32),
            (4, false) => i64::from(value as u32),
            _ => value,
        },
        _ => value,
    }
}

/// The value of a constant expression.
pub fn known(e: &E) -> Option<Known> {
    use Known::{Addr, Float, Int};
    Some(match &e.n {
        N::Int(n) => Int(*n),
        N::Float(n) => Float(*n),
        N::Symbol(s) if matches!(e.ty.k, K::Func(_) | K::Array(..)) => Addr(*s, 0),
        N::Addr(inner) => place(inner)?,
        N::Deref(_) | N::Member(..) if matches!(e.ty.k, K::Array(..) | K::Func(_)) => place(e)?,
        N::Cast(inner) => match (known(inner)?, &e.ty) {
            (Int(n), ty) if ty.is_int() => Int(wrap(n, ty)),
            (Int(n), ty) if ty.is_float() => {
                let unsigned = matches!(&inner.ty.k, K::Int(i) if !i.signed());
                let v = if unsigned { n as u64 as f64 } else { n as f64 };
                Float(if matches!(ty.k, K::Float) { f64::from(v as f32) } else { v })
            }
            (Float(v), ty) if matches!(ty.k, K::Bool) => Int(i64::from(v != 0.0)),
            (Float(v), ty) if ty.is_int() => Int(wrap(v as i64, ty)),
            (Float(v), ty) => Float(if matches!(ty.k, K::Float) { f64::from(v as f32) } else { v }),
            (value, _) => value,
        },
        N::Neg(a) => match known(a)? {
            Int(n) => Int(wrap(n.wrapping_neg(), &e.ty)),
            Float(v) => Float(-v),
            Addr(..) => return None,
        },
        N::Inverse(a) => match known(a)? {
            Int(n) => Int(wrap(!n, &e.ty)),
            _ => return None,
        },
        N::Not(a) => Int(i64::from(!truth(known(a)?))),
        N::And(a, b) => match truth(known(a)?) {
            false => Int(0),
            true => Int(i64::from(truth(known(b)?))),
        },
        N::Or(a, b) => match truth(known(a)?) {
            true => Int(1),
            false => Int(i64::from(truth(known(b)?))),
        },
        N::Cond(c, a, b) => known(if truth(known(c)?) { a } else { b })?,
        N::Bin(op, a, b) => match (known(a)?, known(b)?) {
            (Int(x), Int(y)) => Int(wrap(reckon(*op, x, y, &a.ty)?, &e.ty)),
            (Float(x), Float(y)) => match op {
                B::Add => Float(x + y),
                B::Sub => Float(x - y),
                B::Mul => Float(x * y),
                B::Div => Float(x / y),
                B::Lt => Int(i64::from(x < y)),
                B::Gt => Int(i64::from(x > y)),
                B::Le => Int(i64::from(x <= y)),
                B::Ge => Int(i64::from(x >= y)),
                B::Eq => Int(i64::from(x == y)),
                B::Ne => Int(i64::from(x != y)),
                _ => return None,
            },
            (Addr(s, n), Int(m)) if *op == B::Add => Addr(s, n.wrapping_add(m)),
            (Addr(s, n), Int(m)) if *op == B::Sub => Addr(s, n.wrapping_sub(m)),
            (Int(m), Addr(s, n)) if *op == B::Add => Addr(s, n.wrapping_add(m)),
            _ => return None,
        },
        _ => return None,
    })
}

fn truth(value: Known) -> bool {
    match value {
        Known::Int(n) => n != 0,
        Known::Float(v) => v != 0.0,
        Known::Addr(..) => true,
    }
}

/// Where something lies, if that is known.
fn place(e: &E) -> Option<Known> {
    match &e.n {
        N::Symbol(s) => Some(Known::Addr(*s, 0)),
        N::Deref(inner) => known(inner),
        N::Member(inner, offset) => match place(inner)? {
            Known::Addr(s, n) => Some(Known::Addr(s, n + *offset as i64)),
            Known::Int(n) => Some(Known::Int(n + *offset as i64)),
            Known::Float(_) => None,
        },
        _ => None,
    }
}

/// Integers; nothing where the result is not defined.
pub fn reckon(op: B, x: i64, y: i64, ty: &Ty) -> Option<i64> {
    let unsigned = matches!(&ty.k, K::Int(i) if !i.signed()) || ty.is_ptr();
    let (u, v) = (x as u64, y as u64);
    Some(match op {
        B::Add => x.wrapping_add(y),
        B::Sub => x.wrapping_sub(y),
        B::Mul => x.wrapping_mul(y),
        B::Div if unsigned => u.checked_div(v)? as i64,
        B::Div => x.checked_div(y)?,
        B::Rem if unsigned => u.checked_rem(v)? as i64,
        B::Rem => x.checked_rem(y)?,
        B::And => x & y,
        B::Or => x | y,
        B::Xor => x ^ y,
        B::Shl => x.wrapping_shl(y as u32),
        B::Shr if unsigned => u.wrapping_shr(y as u32) as i64,
        B::Shr => x.wrapping_shr(y as u32),
        B::Eq => i64::from(x == y),
        B::Ne => i64::from(x != y),
        B::Lt => i64::from(if unsigned { u < v } else { x < y }),
        B::Le => i64::from(if unsigned { u <= v } else { x <= y }),
        B::Gt => i64::from(if unsigned { u > v } else { x > y }),
        B::Ge => i64::from(if unsigned { u >= v } else { x >= y }),
    })
}
