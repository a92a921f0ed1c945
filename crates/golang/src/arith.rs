//! Arithmetic (go.dev/ref/spec#Arithmetic_operators): integers wrap around at the width of their type.

use crate::code::{Math, Num, Test};
use crate::value::*;

/// An integer cut to the width of its type.
pub fn wrap(num: Num, n: i64) -> i64 {
    match num {
        Num::I8 => i64::from(n as i8),
        Num::I16 => i64::from(n as i16),
        Num::I32 => i64::from(n as i32),
        Num::U8 => i64::from(n as u8),
        Num::U16 => i64::from(n as u16),
        Num::U32 => i64::from(n as u32),
        _ => n,
    }
}

pub fn math(op: Math, num: Num, a: &Value, b: &Value) -> Result<Value, String> {
    match num {
        Num::F64 | Num::F32 => {
            let (x, y) = (a.float(), b.float());
            let made = match op {
                Math::Add => x + y,
                Math::Sub => x - y,
                Math::Mul => x * y,
                _ => x / y,
            };
            Ok(Value::Float(if num == Num::F32 { f64::from(made as f32) } else { made }))
        }
        Num::Str => {
            let (Value::Str(x), Value::Str(y)) = (a, b) else { return Ok(Value::str("")) };
            if y.len() == 0 {
                return Ok(a.clone());
            }
            if x.len() + y.len() > 200 << 20 {
                return Err("drydock: so long a string is not simulated".into());
            }
            Ok(Value::bytes_str([x.as_bytes(), y.as_bytes()].concat()))
        }
        _ => {
            let (x, y) = (a.int(), b.int());
            let unsigned = matches!(num, Num::U64 | Num::U32 | Num::U16 | Num::U8);
            let made = match op {
                Math::Add => x.wrapping_add(y),
                Math::Sub => x.wrapping_sub(y),
                Math::Mul => x.wrapping_mul(y),
                Math::Div | Math::Rem if y == 0 => return Err("integer divide by zero".into()),
                Math::Div if unsigned => ((x as u64) / (y as u64)) as i64,
                Math::Rem if unsigned => ((x as u64) % (y as u64)) as i64,
                Math::Div => x.wrapping_div(y),
                Math::Rem => x.wrapping_rem(y),
                Math::And => x & y,
                Math::Or => x | y,
                Math::Xor => x ^ y,
                Math::AndNot => x & !y,
                Math::Shl | Math::Shr if y < 0 => return Err("negative shift amount".into()),
                Math::Shl if y > 63 => 0,
                Math::Shl => x << y,
                Math::Shr if unsigned && y > 63 => 0,
                Math::Shr if unsigned => ((x as u64) >> y) as i64,
                Math::Shr => x >> y.min(63),
            };
            Ok(Value::Int(wrap(num, made)))
        }
    }
}

pub fn compare(test: Test, num: Num, a: &Value, b: &Value) -> bool {
    let order = match num {
        Num::F64 | Num::F32 => a.float().partial_cmp(&b.float()),
        Num::Str => match (a, b) {
            (Value::Str(x), Value::Str(y)) => Some(x.as_bytes().cmp(y.as_bytes())),
            _ => None,
        },
        Num::U64 => Some((a.int() as u64).cmp(&(b.int() as u64))),
        _ => Some(a.int().cmp(&b.int())),
    };
    match (test, order) {
        (Test::Ne, order) => !order.is_some_and(|o| o.is_eq()),
        (_, None) => false,
        (Test::Eq, Some(o)) => o.is_eq(),
        (Test::Lt, Some(o)) => o.is_lt(),
        (Test::Le, Some(o)) => o.is_le(),
        (Test::Gt, Some(o)) => o.is_gt(),
        (Test::Ge, Some(o)) => o.is_ge(),
    }
}

/// A number as one of another type.
pub fn convert(num: Num, value: &Value) -> Value {
    match (num, value) {
        (Num::F64, Value::Float(_)) => value.clone(),
        (Num::F64, other) => Value::Float(other.int() as f64),
        (Num::F32, other) => Value::Float(f64::from(other.float() as f32)),
        (Num::U64, Value::Float(f)) if *f >= 9.2e18 => Value::Int(*f as u64 as i64),
        (_, other) => Value::Int(wrap(num, other.int())),
    }
}

/// The first rune of some bytes and how many it takes; a wrong byte is U+FFFD of length 1.
pub fn decode(bytes: &[u8]) -> (u32, usize) {
    let first = bytes.first().copied().unwrap_or(0);
    if first < 0x80 {
        return (first.into(), 1);
    }
    let n = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return (0xfffd, 1),
    };
    match bytes.get(..n).and_then(|b| std::str::from_utf8(b).ok()).and_then(|s| s.chars().next()) {
        Some(c) => (c as u32, n),
        None => (0xfffd, 1),
    }
}
