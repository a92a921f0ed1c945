//! Constants (go.dev/ref/spec#Constants): integers up to 127 bits, and floats of 64, where Go has more.

use crate::types::*;
use crate::value::Value;
use std::rc::Rc;

#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    Bool(bool),
    Int(i128),
    Float(f64),
    Str(Rc<[u8]>),
}

impl Const {
    pub fn float(&self) -> f64 {
        match self {
            Const::Int(n) => *n as f64,
            Const::Float(f) => *f,
            _ => 0.0,
        }
    }

    pub fn int(&self) -> Option<i128> {
        match self {
            Const::Int(n) => Some(*n),
            Const::Float(f) if f.fract() == 0.0 && f.abs() < 1e38 => Some(*f as i128),
            _ => None,
        }
    }

    /// As gc's messages write it.
    pub fn shown(&self) -> String {
        match self {
            Const::Bool(b) => b.to_string(),
            Const::Int(n) => n.to_string(),
            Const::Float(f) => crate::natives::numbers::general(*f, 6),
            Const::Str(s) => crate::natives::numbers::quote(s),
        }
    }
}

/// The smallest and largest number of an integer type.
pub fn range(ty: Ty) -> (i128, i128) {
    match ty {
        INT8 => (-128, 127),
        INT16 => (-32768, 32767),
        INT32 => (i32::MIN as i128, i32::MAX as i128),
        UINT8 => (0, 255),
        UINT16 => (0, 65535),
        UINT32 => (0, u32::MAX as i128),
        UINT | UINT64 | UINTPTR => (0, u64::MAX as i128),
        INT | INT64 => (i64::MIN as i128, i64::MAX as i128),
        _ => (i128::MIN, i128::MAX),
    }
}

/// What keeps a constant from being of a type.
pub enum Misfit {
    Kind,
    Overflows,
    Truncated,
}

/// The constant as one of the basic type `ty`.
pub fn represent(value: &Const, ty: Ty) -> Result<Const, Misfit> {
    Ok(match (value, ty) {
        (Const::Bool(_), BOOL | UNTYPED_BOOL) | (Const::Str(_), STRING | UNTYPED_STRING) => value.clone(),
        (Const::Int(_) | Const::Float(_), INT..=UINTPTR | UNTYPED_INT | UNTYPED_RUNE) => {
            let n = value.int().ok_or(Misfit::Truncated)?;
            let (low, high) = range(ty);
            if n < low || n > high {
                return Err(Misfit::Overflows);
            }
            Const::Int(n)
        }
        (Const::Int(_) | Const::Float(_), FLOAT32) => {
            let f = value.float() as f32;
            if f.is_infinite() {
                return Err(Misfit::Overflows);
            }
            Const::Float(f64::from(f))
        }
        (Const::Int(_) | Const::Float(_), FLOAT64) => Const::Float(value.float()),
        (Const::Int(_) | Const::Float(_), UNTYPED_FLOAT) => value.clone(),
        _ => return Err(Misfit::Kind),
    })
}

/// The value that stands for it in a running program.
pub fn value(value: &Const, ty: Ty) -> Value {
    match value {
        Const::Bool(b) => Value::Bool(*b),
        Const::Int(n) if matches!(ty, FLOAT32 | FLOAT64 | UNTYPED_FLOAT) => Value::Float(*n as f64),
        Const::Int(n) => Value::Int(*n as i64),
        Const::Float(f) if matches!(ty, INT..=UINTPTR) => Value::Int(*f as i64),
        Const::Float(f) => Value::Float(*f),
        Const::Str(s) => Value::bytes_str(s.to_vec()),
    }
}

/// The result of an operator; none where it is not defined or too large.
pub fn binary(op: &str, a: &Const, b: &Const, integers: bool) -> Option<Const> {
    Some(match (a, b) {
        (Const::Int(x), Const::Int(y)) if integers || !matches!(op, "/") => match op {
            "+" => Const::Int(x.checked_add(*y)?),
            "-" => Const::Int(x.checked_sub(*y)?),
            "*" => Const::Int(x.checked_mul(*y)?),
            "/" => Const::Int(x.checked_div(*y)?),
            "%" => Const::Int(x.checked_rem(*y)?),
            "&" => Const::Int(x & y),
            "|" => Const::Int(x | y),
            "^" => Const::Int(x ^ y),
            "&^" => Const::Int(x & !y),
            "<<" => {
                let made = x.checked_shl(u32::try_from(*y).ok().filter(|n| *n < 127)?)?;
                if (made >> y) != *x {
                    return None;
                }
                Const::Int(made)
            }
            ">>" => Const::Int(x >> u32::try_from(*y).ok()?.min(127)),
            _ => return compare(op, x.partial_cmp(y)),
        },
        (Const::Int(_) | Const::Float(_), Const::Int(_) | Const::Float(_)) => {
            let (x, y) = (a.float(), b.float());
            match op {
                "+" => Const::Float(x + y),
                "-" => Const::Float(x - y),
                "*" => Const::Float(x * y),
                "/" => Const::Float(x / y),
                "<<" | ">>" | "&" | "|" | "^" | "&^" | "%" => {
                    return binary(op, &Const::Int(a.int()?), &Const::Int(b.int()?), true);
                }
                _ => return compare(op, x.partial_cmp(&y)),
            }
        }
        (Const::Str(x), Const::Str(y)) => match op {
            "+" => Const::Str([&x[..], &y[..]].concat().into()),
            _ => return compare(op, x.partial_cmp(y)),
        },
        (Const::Bool(x), Const::Bool(y)) => match op {
            "&&" => Const::Bool(*x && *y),
            "||" => Const::Bool(*x || *y),
            "==" => Const::Bool(x == y),
            "!=" => Const::Bool(x != y),
            _ => return None,
        },
        _ => return None,
    })
}

fn compare(op: &str, order: Option<std::cmp::Ordering>) -> Option<Const> {
    Some(Const::Bool(match op {
        "==" => order.is_some_and(|o| o.is_eq()),
        "!=" => !order.is_some_and(|o| o.is_eq()),
        "<" => order.is_some_and(|o| o.is_lt()),
        "<=" => order.is_some_and(|o| o.is_le()),
        ">" => order.is_some_and(|o| o.is_gt()),
        ">=" => order.is_some_and(|o| o.is_ge()),
        _ => return None,
    }))
}
