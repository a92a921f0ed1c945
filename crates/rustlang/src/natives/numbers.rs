//! Numbers.

use super::{Function, at};
use crate::ast::Binary;
use crate::types::IntTy;
use crate::value::*;
use crate::vm::*;

fn ints(vm: &mut Vm, a: &[Value]) -> R<(IntTy, i128, i128)> {
    let (x, y) = (vm.plain(at(a, 0))?, vm.plain(at(a, 1))?);
    match (x, y) {
        (Value::Int(t, x), Value::Int(_, y)) => Ok((t, x, y)),
        (Value::Int(t, x), _) => Ok((t, x, 0)),
        _ => Err(Stop::Beyond("this number".into())),
    }
}

fn exact(t: IntTy, op: Binary, x: i128, y: i128) -> Option<i128> {
    let out = match op {
        Binary::Add => x.checked_add(y),
        Binary::Sub => x.checked_sub(y),
        Binary::Mul => x.checked_mul(y),
        Binary::Div => x.checked_div(y),
        _ => x.checked_rem(y),
    };
    out.filter(|n| t.holds(*n) && (t != IntTy::U128 || *n >= 0))
}

fn power(t: IntTy, x: i128, n: i128) -> Option<i128> {
    let mut out: i128 = 1;
    for _ in 0..n.clamp(0, 1000) {
        out = exact(t, Binary::Mul, out, x)?;
        if out == 0 || out == 1 && x == 1 {
            break;
        }
    }
    Some(out)
}

fn checked(vm: &mut Vm, a: &[Value], op: Binary) -> R<Value> {
    let (t, x, y) = ints(vm, a)?;
    let out = exact(t, op, x, y).map(|n| Value::Int(t, n));
    Ok(vm.option(out))
}

fn wrapping(vm: &mut Vm, a: &[Value], op: Binary) -> R<(IntTy, i128, bool)> {
    let (t, x, y) = ints(vm, a)?;
    let raw = match op {
        Binary::Add => x.wrapping_add(y),
        Binary::Sub => x.wrapping_sub(y),
        _ => x.wrapping_mul(y),
    };
    Ok((t, t.wrap(raw), exact(t, op, x, y).is_none()))
}

fn saturating(vm: &mut Vm, a: &[Value], op: Binary) -> R<Value> {
    let (t, x, y) = ints(vm, a)?;
    let low = match op {
        Binary::Add => y < 0,
        Binary::Sub => y > 0,
        _ => (x < 0) != (y < 0),
    };
    Ok(Value::Int(
        t,
        exact(t, op, x, y).unwrap_or(if low { t.lowest() } else { t.highest() }),
    ))
}

fn float(vm: &mut Vm, a: &[Value], f: fn(f64, f64) -> f64, g: fn(f32, f32) -> f32) -> R<Value> {
    let (x, y) = (vm.plain(at(a, 0))?, vm.plain(at(a, 1))?);
    let other = match y {
        Value::Float(y) => y,
        Value::F32(y) => f64::from(y),
        Value::Int(_, n) => n as f64,
        _ => 0.0,
    };
    match x {
        Value::Float(x) => Ok(Value::Float(f(x, other))),
        Value::F32(x) => Ok(Value::F32(g(x, other as f32))),
        _ => Err(Stop::Beyond("this number".into())),
    }
}

macro_rules! floats {
    ($name:expr; $($method:literal => $f:expr, $g:expr;)*) => {
        match $name {
            $(concat!("any::", $method) => return Some(|vm, a, _| float(vm, &a, $f, $g)),)*
            _ => {}
        }
    };
}

pub fn find(name: &str) -> Option<Function> {
    floats!(name;
        "sqrt" => |x, _| x.sqrt(), |x, _| x.sqrt(); "cbrt" => |x, _| x.cbrt(), |x, _| x.cbrt();
        "floor" => |x, _| x.floor(), |x, _| x.floor(); "ceil" => |x, _| x.ceil(), |x, _| x.ceil();
        "round" => |x, _| x.round(), |x, _| x.round(); "trunc" => |x, _| x.trunc(), |x, _| x.trunc();
        "fract" => |x, _| x.fract(), |x, _| x.fract(); "sin" => |x, _| x.sin(), |x, _| x.sin();
        "cos" => |x, _| x.cos(), |x, _| x.cos(); "tan" => |x, _| x.tan(), |x, _| x.tan();
        "asin" => |x, _| x.asin(), |x, _| x.asin(); "acos" => |x, _| x.acos(), |x, _| x.acos();
        "atan" => |x, _| x.atan(), |x, _| x.atan(); "exp" => |x, _| x.exp(), |x, _| x.exp();
        "ln" => |x, _| x.ln(), |x, _| x.ln(); "log10" => |x, _| x.log10(), |x, _| x.log10();
        "log2" => |x, _| x.log2(), |x, _| x.log2(); "signum" => |x, _| x.signum(), |x, _| x.signum();
        "abs" => |x, _| x.abs(), |x, _| x.abs(); "recip" => |x, _| x.recip(), |x, _| x.recip();
        "to_radians" => |x, _| x.to_radians(), |x, _| x.to_radians(); "to_degrees" => |x, _| x.to_degrees(), |x, _| x.to_degrees();
        "powi" => |x, n| x.powi(n as i32), |x, n| x.powi(n as i32); "powf" => |x, y| x.powf(y), |x, y| x.powf(y);
        "atan2" => |x, y| x.atan2(y), |x, y| x.atan2(y); "hypot" => |x, y| x.hypot(y), |x, y| x.hypot(y);
        "log" => |x, y| x.log(y), |x, y| x.log(y);
        "max" => |x, y| x.max(y), |x, y| x.max(y); "min" => |x, y| x.min(y), |x, y| x.min(y);
    );
    Some(match name {
        "any::is_finite" => |vm, a, _| Ok(Value::Bool(matches!(vm.plain(at(&a, 0))?, Value::Float(x) if x.is_finite()))),
        "any::is_sign_negative" => |vm, a, _| {
            Ok(Value::Bool(
                matches!(vm.plain(at(&a, 0))?, Value::Float(x) if x.is_sign_negative()),
            ))
        },
        "any::total_cmp" => |vm, a, _| match (vm.plain(at(&a, 0))?, vm.plain(at(&a, 1))?) {
            (Value::Float(x), Value::Float(y)) => Ok(vm.ordering(x.total_cmp(&y))),
            _ => Err(Stop::Beyond("this number".into())),
        },
        "any::pow" => |vm, a, _| {
            let (t, x, n) = ints(vm, &a)?;
            let mut wrapped: i128 = 1;
            for _ in 0..n.clamp(0, 1000) {
                wrapped = t.wrap(wrapped.wrapping_mul(x));
            }
            vm.fitting(t, power(t, x, n), wrapped, "multiply")
        },
        "any::checked_pow" => |vm, a, _| {
            let (t, x, n) = ints(vm, &a)?;
            Ok(vm.option(power(t, x, n).map(|n| Value::Int(t, n))))
        },
        "any::abs_diff" | "any::unsigned_abs" => |vm, a, _| {
            let (t, x, y) = ints(vm, &a)?;
            let unsigned = match t {
                IntTy::I8 => IntTy::U8,
                IntTy::I16 => IntTy::U16,
                IntTy::I32 => IntTy::U32,
                IntTy::I64 => IntTy::U64,
                IntTy::Isize => IntTy::Usize,
                other => other,
            };
            Ok(Value::Int(unsigned, (x - y).abs()))
        },
        "any::rem_euclid" => |vm, a, _| {
            let (t, x, y) = ints(vm, &a)?;
            match x.checked_rem_euclid(y) {
                Some(n) => Ok(Value::Int(t, n)),
                None => Err(Stop::Panic(
                    "attempt to calculate the remainder with a divisor of zero".into(),
                )),
            }
        },
        "any::div_euclid" => |vm, a, _| {
            let (t, x, y) = ints(vm, &a)?;
            match x.checked_div_euclid(y) {
                Some(n) => Ok(Value::Int(t, n)),
                None => Err(Stop::Panic("attempt to divide by zero".into())),
            }
        },
        "any::checked_add" => |vm, a, _| checked(vm, &a, Binary::Add),
        "any::checked_sub" => |vm, a, _| checked(vm, &a, Binary::Sub),
        "any::checked_mul" => |vm, a, _| checked(vm, &a, Binary::Mul),
        "any::checked_div" => |vm, a, _| checked(vm, &a, Binary::Div),
        "any::checked_rem" => |vm, a, _| checked(vm, &a, Binary::Rem),
        "any::wrapping_add" => |vm, a, _| wrapping(vm, &a, Binary::Add).map(|(t, n, _)| Value::Int(t, n)),
        "any::wrapping_sub" => |vm, a, _| wrapping(vm, &a, Binary::Sub).map(|(t, n, _)| Value::Int(t, n)),
        "any::wrapping_mul" => |vm, a, _| wrapping(vm, &a, Binary::Mul).map(|(t, n, _)| Value::Int(t, n)),
        "any::overflowing_add" => {
            |vm, a, _| wrapping(vm, &a, Binary::Add).map(|(t, n, o)| Value::tuple(vec![Value::Int(t, n), Value::Bool(o)]))
        }
        "any::overflowing_sub" => {
            |vm, a, _| wrapping(vm, &a, Binary::Sub).map(|(t, n, o)| Value::tuple(vec![Value::Int(t, n), Value::Bool(o)]))
        }
        "any::overflowing_mul" => {
            |vm, a, _| wrapping(vm, &a, Binary::Mul).map(|(t, n, o)| Value::tuple(vec![Value::Int(t, n), Value::Bool(o)]))
        }
        "any::saturating_add" => |vm, a, _| saturating(vm, &a, Binary::Add),
        "any::saturating_sub" => |vm, a, _| saturating(vm, &a, Binary::Sub),
        "any::saturating_mul" => |vm, a, _| saturating(vm, &a, Binary::Mul),
        "any::count_ones" | "any::leading_zeros" | "any::trailing_zeros" | "any::isqrt" => return ones(name),
        _ => return None,
    })
}

fn ones(name: &str) -> Option<Function> {
    fn bits(vm: &mut Vm, a: &[Value]) -> R<(u128, u32)> {
        let (t, x, _) = ints(vm, a)?;
        let mask = if t.bits() == 128 {
            u128::MAX
        } else {
            (1_u128 << t.bits()) - 1
        };
        Ok((x as u128 & mask, t.bits()))
    }
    let number = |n: u32| Value::Int(IntTy::U32, n.into());
    let _ = number;
    Some(match name {
        "any::count_ones" => |vm, a, _| bits(vm, &a).map(|(n, _)| Value::Int(IntTy::U32, n.count_ones().into())),
        "any::leading_zeros" => {
            |vm, a, _| bits(vm, &a).map(|(n, b)| Value::Int(IntTy::U32, (n.leading_zeros() - (128 - b)).into()))
        }
        "any::trailing_zeros" => |vm, a, _| bits(vm, &a).map(|(n, b)| Value::Int(IntTy::U32, n.trailing_zeros().min(b).into())),
        _ => |vm, a, _| {
            let (t, x, _) = ints(vm, &a)?;
            Ok(Value::Int(t, x.checked_isqrt().unwrap_or(0)))
        },
    })
}
