//! `int`, `bool`, `float`, `complex`.

use crate::heap::*;
use crate::numbers::Number;
use crate::vm::*;
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive};

pub fn install(vm: &mut Vm) {
    let t = vm.types.int;
    vm.static_methods(t, "int", &[("__new__", int_new)]);
    vm.methods(
        t,
        "int",
        &[
            ("bit_length", |vm, a, _| {
                let n = vm.number(vm.arg(a, 0)).map_or(BigInt::from(0), |n| n.to_big());
                Ok(Value::Int(n.bits() as i64))
            }),
            ("bit_count", |vm, a, _| {
                let n = vm.number(vm.arg(a, 0)).map_or(BigInt::from(0), |n| n.to_big());
                Ok(Value::Int(n.magnitude().iter_u64_digits().map(|d| i64::from(d.count_ones())).sum()))
            }),
            ("to_bytes", |vm, a, k| {
                let n = vm.number(vm.arg(a, 0)).map_or(BigInt::from(0), |n| n.to_big());
                let length = match vm.named(a, k, 1, "length") {
                    Value::Null => 1,
                    v => vm.int_arg(v)?,
                };
                let order = match vm.named(a, k, 2, "byteorder") {
                    Value::Null => "big".into(),
                    v => vm.text(v),
                };
                let signed = matches!(vm.named(a, k, 3, "signed"), Value::Bool(true));
                let length = usize::try_from(length).unwrap_or(0).min(1 << 20);
                if n.is_negative() && !signed {
                    return Err(vm.raise("OverflowError", "can't convert negative int to unsigned"));
                }
                let mut out = if signed { n.to_signed_bytes_le() } else { n.to_bytes_le().1 };
                while out.len() > length && out.last() == Some(&0) {
                    out.pop();
                }
                if out.len() > length {
                    return Err(vm.raise("OverflowError", "int too big to convert"));
                }
                out.resize(length, if n.is_negative() { 0xff } else { 0 });
                if &*order == "big" {
                    out.reverse();
                }
                Ok(vm.new_bytes(out))
            }),
            ("is_integer", |_, _, _| Ok(Value::Bool(true))),
            ("as_integer_ratio", |vm, a, _| Ok(vm.new_tuple([vm.arg(a, 0), Value::Int(1)]))),
            ("conjugate", |vm, a, _| Ok(vm.arg(a, 0))),
            ("__index__", |vm, a, _| {
                let n = vm.number(vm.arg(a, 0)).unwrap_or(Number::Int(0));
                Ok(vm.number_value(n))
            }),
        ],
    );
    vm.class_methods(
        t,
        "int",
        &[("from_bytes", |vm, a, k| {
            let data = match vm.bytes_of(vm.arg(a, 1)) {
                Ok(d) => d.to_vec(),
                Err(_) => vm
                    .listed(vm.arg(a, 1))?
                    .into_iter()
                    .map(|v| if let Value::Int(n) = v { n as u8 } else { 0 })
                    .collect(),
            };
            let order = match vm.named(a, k, 2, "byteorder") {
                Value::Null => "big".into(),
                v => vm.text(v),
            };
            let signed = matches!(vm.named(a, k, 3, "signed"), Value::Bool(true));
            let mut data = data;
            if &*order == "big" {
                data.reverse();
            }
            let n = if signed { BigInt::from_signed_bytes_le(&data) } else { BigInt::from_bytes_le(Sign::Plus, &data) };
            Ok(vm.new_big(n))
        })],
    );
    let t = vm.types.bool_;
    vm.static_methods(
        t,
        "bool",
        &[("__new__", |vm, a, _| {
            if a.len() < 2 {
                return Ok(Value::Bool(false));
            }
            vm.truth(a[1]).map(Value::Bool)
        })],
    );
    let t = vm.types.float;
    vm.static_methods(t, "float", &[("__new__", float_new)]);
    vm.methods(
        t,
        "float",
        &[
            ("is_integer", |vm, a, _| {
                let x = vm.float_arg(vm.arg(a, 0))?;
                Ok(Value::Bool(x.is_finite() && x.fract() == 0.0))
            }),
            ("as_integer_ratio", |vm, a, _| {
                let x = vm.float_arg(vm.arg(a, 0))?;
                let (m, e) = crate::tables::frexp(x);
                let (mut n, mut e) = ((m * 9_007_199_254_740_992.0) as i64, e - 53);
                while n != 0 && n % 2 == 0 && e < 0 {
                    n /= 2;
                    e += 1;
                }
                let (p, q) = if e >= 0 {
                    (BigInt::from(n) << e as usize, BigInt::from(1))
                } else {
                    (BigInt::from(n), BigInt::from(1) << (-e) as usize)
                };
                let (p, q) = (vm.new_big(p), vm.new_big(q));
                Ok(vm.new_tuple([p, q]))
            }),
            ("hex", |vm, a, _| {
                let x = vm.float_arg(vm.arg(a, 0))?;
                let (m, e) = crate::tables::frexp(x.abs());
                let bits = ((m * 2.0 - 1.0) * 4_503_599_627_370_496.0) as u64;
                let sign = if x < 0.0 { "-" } else { "" };
                if x == 0.0 {
                    return vm.string("0x0.0p+0");
                }
                vm.string(format!("{sign}0x1.{bits:013x}p{:+}", e - 1))
            }),
            ("conjugate", |vm, a, _| Ok(vm.arg(a, 0))),
        ],
    );
    let t = vm.types.complex;
    vm.static_methods(
        t,
        "complex",
        &[("__new__", |vm, a, k| {
            let re = vm.named(a, k, 1, "real");
            let im = vm.named(a, k, 2, "imag");
            if vm.heap.str(re).is_some() {
                return Err(vm.type_error("drydock: complex() of a string is not simulated"));
            }
            let part = |vm: &mut Vm, v: Value| match v {
                Value::Null => (0.0, 0.0),
                v => match vm.number(v) {
                    Some(Number::Complex(a, b)) => (a, b),
                    Some(n) => (n.to_f64(), 0.0),
                    None => (0.0, 0.0),
                },
            };
            let ((a, b), (c, d)) = (part(vm, re), part(vm, im));
            Ok(vm.heap.add(vm.types.complex, Kind::Complex(a - d, b + c)))
        })],
    );
    vm.methods(
        t,
        "complex",
        &[("conjugate", |vm, a, _| match vm.number(vm.arg(a, 0)) {
            Some(Number::Complex(x, y)) => Ok(vm.heap.add(vm.types.complex, Kind::Complex(x, -y))),
            _ => Ok(vm.arg(a, 0)),
        })],
    );
}

/// An instance of a subclass holding the value.
fn boxed(vm: &mut Vm, class: Value, v: Value) -> Answer {
    let class = class.slot().unwrap_or(0);
    if class == vm.types.int || class == vm.types.float {
        return Ok(v);
    }
    let kind = match vm.number(v) {
        Some(Number::Int(n)) => Kind::Int(n),
        Some(Number::Big(b)) => Kind::Big(Box::new(b)),
        Some(n) => Kind::Float(n.to_f64()),
        None => Kind::Int(0),
    };
    Ok(vm.heap.add(class, kind))
}

fn int_new(vm: &mut Vm, a: &[Value], k: &[(Value, Value)]) -> Answer {
    let class = vm.arg(a, 0);
    if a.len() < 2 {
        return boxed(vm, class, Value::Int(0));
    }
    let v = a[1];
    let base = vm.named(a, k, 2, "base");
    if base.is_null() {
        match vm.number(v) {
            Some(Number::Float(x)) => {
                if x.is_nan() {
                    return Err(vm.value_error("cannot convert float NaN to integer"));
                }
                if x.is_infinite() {
                    return Err(vm.raise("OverflowError", "cannot convert float infinity to integer"));
                }
                let n = vm.new_big(crate::numbers::big_of_float(x.trunc()));
                return boxed(vm, class, n);
            }
            Some(Number::Complex(..)) => {
                return Err(vm.type_error(
                    "int() argument must be a string, a bytes-like object or a real number, not 'complex'",
                ));
            }
            Some(n) => {
                let own = vm.class_of(v);
                let name = vm.intern("__int__");
                if vm.overridden(own, name).is_none() {
                    let n = vm.number_value(n);
                    return boxed(vm, class, n);
                }
            }
            None => {}
        }
    }
    let own = vm.class_of(v);
    for name in ["__int__", "__index__", "__trunc__"] {
        let name = vm.intern(name);
        if let Some(f) = vm.overridden(own, name) {
            return Err(vm.request(f, vec![v]));
        }
    }
    let text = match vm.heap.kind(v) {
        Some(Kind::Str(t)) => t.s.to_string(),
        Some(Kind::Bytes(b)) => String::from_utf8_lossy(b).to_string(),
        Some(Kind::ByteArray(b)) => String::from_utf8_lossy(b).to_string(),
        _ => {
            let message = format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                vm.type_name(v)
            );
            return Err(vm.type_error(&message));
        }
    };
    let radix = if base.is_null() { 10 } else { vm.int_arg(base)? };
    if radix != 0 && !(2..=36).contains(&radix) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    match parse_int(&text, radix as u32) {
        Some(n) => {
            let n = vm.new_big(n);
            boxed(vm, class, n)
        }
        None => {
            let shown = vm.repr(v)?;
            let message = format!("invalid literal for int() with base {radix}: {shown}");
            Err(vm.value_error(&message))
        }
    }
}

pub fn parse_int(text: &str, radix: u32) -> Option<BigInt> {
    let t = text.trim();
    let (negative, t) = match t.strip_prefix('-') {
        Some(r) => (true, r),
        None => (false, t.strip_prefix('+').unwrap_or(t)),
    };
    let lower = t.to_lowercase();
    let (radix, digits) = match (radix, lower.get(..2)) {
        (16 | 0, Some("0x")) => (16, &lower[2..]),
        (8 | 0, Some("0o")) => (8, &lower[2..]),
        (2 | 0, Some("0b")) => (2, &lower[2..]),
        (0, _) => (10, &lower[..]),
        (r, _) => (r, &lower[..]),
    };
    if digits.is_empty()
        || digits.starts_with('_')
        || digits.ends_with('_')
        || digits.contains("__")
        || digits.len() > 100_000
    {
        return None;
    }
    let plain: String = digits
        .chars()
        .filter(|c| *c != '_')
        .map(|c| c.to_digit(36).and_then(|d| char::from_digit(d, 36)).unwrap_or(c))
        .collect();
    if !plain.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let n = BigInt::parse_bytes(plain.as_bytes(), radix)?;
    Some(if negative { -n } else { n })
}

pub fn parse_float(text: &str) -> Option<f64> {
    let t = text.trim();
    if t.is_empty() || t.starts_with('_') || t.ends_with('_') || t.contains("__") {
        return None;
    }
    let t = t.replace('_', "");
    let body = t.trim_start_matches(['+', '-']).to_lowercase();
    if t.len() - body.len() > 1 {
        return None;
    }
    if !matches!(body.as_str(), "inf" | "infinity" | "nan")
        && !body.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | '+' | '-'))
    {
        return None;
    }
    t.to_lowercase().parse().ok()
}

fn float_new(vm: &mut Vm, a: &[Value], _: &[(Value, Value)]) -> Answer {
    let class = vm.arg(a, 0);
    if a.len() < 2 {
        return boxed_float(vm, class, 0.0);
    }
    let v = a[1];
    match vm.number(v) {
        Some(Number::Complex(..)) | None => {}
        Some(Number::Big(b)) => {
            let x = b.to_f64().unwrap_or(f64::INFINITY);
            if x.is_infinite() {
                return Err(vm.raise("OverflowError", "int too large to convert to float"));
            }
            return boxed_float(vm, class, x);
        }
        Some(n) => return boxed_float(vm, class, n.to_f64()),
    }
    let own = vm.class_of(v);
    for name in ["__float__", "__index__"] {
        let name = vm.intern(name);
        if let Some(f) = vm.overridden(own, name) {
            return Err(vm.request(f, vec![v]));
        }
    }
    let text = match vm.heap.kind(v) {
        Some(Kind::Str(t)) => t.s.to_string(),
        Some(Kind::Bytes(b)) => String::from_utf8_lossy(b).to_string(),
        _ => {
            let message = format!("float() argument must be a string or a real number, not '{}'", vm.type_name(v));
            return Err(vm.type_error(&message));
        }
    };
    match parse_float(&text) {
        Some(x) => boxed_float(vm, class, x),
        None => {
            let shown = vm.repr(v)?;
            let message = format!("could not convert string to float: {shown}");
            Err(vm.value_error(&message))
        }
    }
}

fn boxed_float(vm: &mut Vm, class: Value, x: f64) -> Answer {
    let slot = class.slot().unwrap_or(0);
    if slot == vm.types.float { Ok(Value::Float(x)) } else { Ok(vm.heap.add(slot, Kind::Float(x))) }
}
