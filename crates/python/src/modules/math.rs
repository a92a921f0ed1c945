//! `math` and `struct`'s floats.

use crate::heap::*;
use crate::numbers::Number;
use crate::vm::*;
use num_bigint::BigInt;
use num_integer::Integer;

fn f(vm: &mut Vm, a: &[Value], n: usize) -> Outcome<f64> {
    vm.float_arg(vm.arg(a, n))
}

fn domain(vm: &mut Vm) -> Control {
    vm.value_error("math domain error")
}

fn apply(vm: &mut Vm, a: &[Value], g: fn(f64) -> f64) -> Answer {
    let x = f(vm, a, 0)?;
    let y = g(x);
    if y.is_nan() && !x.is_nan() {
        return Err(domain(vm));
    }
    if y.is_infinite() && x.is_finite() {
        return Err(vm.raise("OverflowError", "math range error"));
    }
    Ok(Value::Float(y))
}

fn whole(vm: &mut Vm, a: &[Value], name: &str, g: fn(f64) -> f64) -> Answer {
    let v = vm.arg(a, 0);
    match vm.number(v) {
        Some(n @ (Number::Int(_) | Number::Big(_))) => return Ok(vm.number_value(n)),
        Some(_) => {}
        None => {
            let key = vm.intern(&format!("__{name}__"));
            let class = vm.class_of(v);
            if let Some(f) = vm.overridden(class, key) {
                return Err(vm.request(f, vec![v]));
            }
        }
    }
    let x = f(vm, a, 0)?;
    if x.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(vm.raise("OverflowError", "cannot convert float infinity to integer"));
    }
    Ok(vm.new_big(crate::numbers::big_of_float(g(x))))
}

fn big(vm: &mut Vm, a: &[Value], n: usize) -> Outcome<BigInt> {
    match vm.number(vm.arg(a, n)) {
        Some(v @ (Number::Int(_) | Number::Big(_))) => Ok(v.to_big()),
        _ => {
            let message = format!("'{}' object cannot be interpreted as an integer", vm.type_name(vm.arg(a, n)));
            Err(vm.type_error(&message))
        }
    }
}

fn log(vm: &mut Vm, a: &[Value], g: fn(f64) -> f64) -> Answer {
    match vm.number(vm.arg(a, 0)) {
        Some(Number::Big(b)) if b.sign() == num_bigint::Sign::Plus => {
            let shift = b.bits().saturating_sub(1000);
            let small: BigInt = b >> shift as usize;
            let x = num_traits::ToPrimitive::to_f64(&small).unwrap_or(1.0);
            Ok(Value::Float(g(x) + shift as f64 * g(2.0)))
        }
        _ => {
            let x = f(vm, a, 0)?;
            if x <= 0.0 {
                return Err(domain(vm));
            }
            Ok(Value::Float(g(x)))
        }
    }
}

pub fn install(vm: &mut Vm) {
    let d = super::module(vm, "math");
    for (name, x) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        vm.global(d, name, Value::Float(x));
    }
    vm.functions(
        d,
        "math",
        &[
            ("sqrt", |vm, a, _| apply(vm, a, f64::sqrt)),
            ("cbrt", |vm, a, _| apply(vm, a, f64::cbrt)),
            ("sin", |vm, a, _| apply(vm, a, f64::sin)),
            ("cos", |vm, a, _| apply(vm, a, f64::cos)),
            ("tan", |vm, a, _| apply(vm, a, f64::tan)),
            ("asin", |vm, a, _| apply(vm, a, f64::asin)),
            ("acos", |vm, a, _| apply(vm, a, f64::acos)),
            ("atan", |vm, a, _| apply(vm, a, f64::atan)),
            ("sinh", |vm, a, _| apply(vm, a, f64::sinh)),
            ("cosh", |vm, a, _| apply(vm, a, f64::cosh)),
            ("tanh", |vm, a, _| apply(vm, a, f64::tanh)),
            ("asinh", |vm, a, _| apply(vm, a, f64::asinh)),
            ("acosh", |vm, a, _| apply(vm, a, f64::acosh)),
            ("atanh", |vm, a, _| apply(vm, a, f64::atanh)),
            ("exp", |vm, a, _| apply(vm, a, f64::exp)),
            ("exp2", |vm, a, _| apply(vm, a, f64::exp2)),
            ("expm1", |vm, a, _| apply(vm, a, f64::exp_m1)),
            ("log1p", |vm, a, _| apply(vm, a, f64::ln_1p)),
            ("fabs", |vm, a, _| apply(vm, a, f64::abs)),
            ("degrees", |vm, a, _| apply(vm, a, f64::to_degrees)),
            ("radians", |vm, a, _| apply(vm, a, f64::to_radians)),
            ("log2", |vm, a, _| log(vm, a, f64::log2)),
            ("log10", |vm, a, _| log(vm, a, f64::log10)),
            ("log", |vm, a, _| {
                let Value::Float(x) = log(vm, a, f64::ln)? else { return Ok(Value::None) };
                if a.len() > 1 {
                    let Value::Float(y) = log(vm, &a[1..], f64::ln)? else { return Ok(Value::None) };
                    if y == 0.0 {
                        return Err(vm.raise("ZeroDivisionError", "float division by zero"));
                    }
                    return Ok(Value::Float(x / y));
                }
                Ok(Value::Float(x))
            }),
            ("atan2", |vm, a, _| Ok(Value::Float(f(vm, a, 0)?.atan2(f(vm, a, 1)?)))),
            ("pow", |vm, a, _| {
                let r = f(vm, a, 0)?.powf(f(vm, a, 1)?);
                if r.is_nan() { Err(domain(vm)) } else { Ok(Value::Float(r)) }
            }),
            ("fmod", |vm, a, _| {
                let (x, y) = (f(vm, a, 0)?, f(vm, a, 1)?);
                if y == 0.0 { Err(domain(vm)) } else { Ok(Value::Float(x % y)) }
            }),
            ("copysign", |vm, a, _| Ok(Value::Float(f(vm, a, 0)?.copysign(f(vm, a, 1)?)))),
            ("ldexp", |vm, a, _| {
                let e = vm.int_arg(vm.arg(a, 1))?.clamp(-3000, 3000) as i32;
                Ok(Value::Float(f(vm, a, 0)? * 2f64.powi(e / 2) * 2f64.powi(e - e / 2)))
            }),
            ("frexp", |vm, a, _| {
                let (m, e) = crate::tables::frexp(f(vm, a, 0)?);
                Ok(vm.new_tuple([Value::Float(m), Value::Int(i64::from(e))]))
            }),
            ("modf", |vm, a, _| {
                let x = f(vm, a, 0)?;
                Ok(vm.new_tuple([Value::Float(x.fract()), Value::Float(x.trunc())]))
            }),
            ("floor", |vm, a, _| whole(vm, a, "floor", f64::floor)),
            ("ceil", |vm, a, _| whole(vm, a, "ceil", f64::ceil)),
            ("trunc", |vm, a, _| whole(vm, a, "trunc", f64::trunc)),
            ("isnan", |vm, a, _| Ok(Value::Bool(f(vm, a, 0)?.is_nan()))),
            ("isinf", |vm, a, _| Ok(Value::Bool(f(vm, a, 0)?.is_infinite()))),
            ("isfinite", |vm, a, _| Ok(Value::Bool(f(vm, a, 0)?.is_finite()))),
            ("isqrt", |vm, a, _| {
                let n = big(vm, a, 0)?;
                if n.sign() == num_bigint::Sign::Minus {
                    return Err(vm.value_error("isqrt() argument must be nonnegative"));
                }
                let r = n.sqrt();
                Ok(vm.new_big(r))
            }),
            ("gcd", |vm, a, _| {
                let mut g = BigInt::from(0);
                for n in 0..a.len() {
                    g = g.gcd(&big(vm, a, n)?);
                }
                Ok(vm.new_big(g))
            }),
            ("lcm", |vm, a, _| {
                let mut l = BigInt::from(1);
                for n in 0..a.len() {
                    l = l.lcm(&big(vm, a, n)?);
                }
                Ok(vm.new_big(l))
            }),
            ("factorial", |vm, a, _| {
                let n = vm.int_arg(vm.arg(a, 0))?;
                if n < 0 {
                    return Err(vm.value_error("factorial() not defined for negative values"));
                }
                if n > 20_000 {
                    return Err(vm.memory_error());
                }
                let mut r = BigInt::from(1);
                for i in 2..=n {
                    r *= i;
                }
                Ok(vm.new_big(r))
            }),
            ("comb", |vm, a, _| {
                let (n, k) = (vm.int_arg(vm.arg(a, 0))?, vm.int_arg(vm.arg(a, 1))?);
                if n < 0 || k < 0 {
                    return Err(vm.value_error("n must be a non-negative integer"));
                }
                if k > n {
                    return Ok(Value::Int(0));
                }
                let k = k.min(n - k);
                if k > 20_000 {
                    return Err(vm.memory_error());
                }
                let mut r = BigInt::from(1);
                for i in 0..k {
                    r = r * (n - i) / (i + 1);
                }
                Ok(vm.new_big(r))
            }),
            ("perm", |vm, a, _| {
                let n = vm.int_arg(vm.arg(a, 0))?;
                let k = vm.opt_int(a, 1, n)?;
                if k > n {
                    return Ok(Value::Int(0));
                }
                if k > 20_000 {
                    return Err(vm.memory_error());
                }
                let mut r = BigInt::from(1);
                for i in 0..k {
                    r *= n - i;
                }
                Ok(vm.new_big(r))
            }),
            ("hypot", |vm, a, _| {
                let mut s = 0.0;
                for n in 0..a.len() {
                    let x = f(vm, a, n)?;
                    s = if n == 0 { x.abs() } else { f64::hypot(s, x) };
                }
                Ok(Value::Float(s))
            }),
            ("dist", |vm, a, _| {
                let (p, q) = (vm.listed(vm.arg(a, 0))?, vm.listed(vm.arg(a, 1))?);
                let mut s = 0.0f64;
                for (x, y) in p.iter().zip(&q) {
                    s = s.hypot(vm.float_arg(*x)? - vm.float_arg(*y)?);
                }
                Ok(Value::Float(s))
            }),
            ("fsum", |vm, a, _| {
                let mut parts: Vec<f64> = Vec::new();
                for v in vm.listed(vm.arg(a, 0))? {
                    let mut x = vm.float_arg(v)?;
                    let mut kept = Vec::new();
                    for mut y in parts {
                        if x.abs() < y.abs() {
                            std::mem::swap(&mut x, &mut y);
                        }
                        let hi = x + y;
                        let lo = y - (hi - x);
                        if lo != 0.0 {
                            kept.push(lo);
                        }
                        x = hi;
                    }
                    kept.push(x);
                    parts = kept;
                }
                Ok(Value::Float(parts.iter().rev().fold(0.0, |a, b| a + b)))
            }),
            ("_float_bits", |vm, a, _| {
                let bits = f(vm, a, 0)?.to_bits();
                Ok(vm.new_big(BigInt::from(bits)))
            }),
            ("_float_bits32", |vm, a, _| Ok(Value::Int(i64::from((f(vm, a, 0)? as f32).to_bits())))),
            ("_bits_float", |vm, a, _| {
                let n = big(vm, a, 0)?;
                Ok(Value::Float(f64::from_bits(num_traits::ToPrimitive::to_u64(&n).unwrap_or(0))))
            }),
            ("_bits_float32", |vm, a, _| Ok(Value::Float(f64::from(f32::from_bits(vm.int_arg(vm.arg(a, 0))? as u32))))),
        ],
    );
}
