//! Numbers of all kinds in one form, and arithmetic on them.

use crate::heap::*;
use crate::syntax::ast::BinOp;
use crate::vm::*;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

pub enum Number {
    Int(i64),
    Big(BigInt),
    Float(f64),
    Complex(f64, f64),
}

impl Number {
    pub fn to_f64(&self) -> f64 {
        match self {
            Number::Int(n) => *n as f64,
            Number::Big(b) => b.to_f64().unwrap_or(f64::INFINITY),
            Number::Float(x) => *x,
            Number::Complex(re, _) => *re,
        }
    }
    pub fn to_big(&self) -> BigInt {
        match self {
            Number::Int(n) => BigInt::from(*n),
            Number::Big(b) => b.clone(),
            Number::Float(x) | Number::Complex(x, _) => BigInt::from(*x as i64),
        }
    }
    pub fn is_zero(&self) -> bool {
        match self {
            Number::Int(n) => *n == 0,
            Number::Big(b) => b.is_zero(),
            Number::Float(x) => *x == 0.0,
            Number::Complex(a, b) => *a == 0.0 && *b == 0.0,
        }
    }
}

pub fn compare(a: &Number, b: &Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Int(x), Number::Int(y)) => Some(x.cmp(y)),
        (Number::Complex(a, b), other) | (other, Number::Complex(a, b)) => {
            let (c, d) = match other {
                Number::Complex(c, d) => (*c, *d),
                n => (n.to_f64(), 0.0),
            };
            (*a == c && *b == d).then_some(Ordering::Equal)
        }
        (Number::Float(x), Number::Float(y)) => x.partial_cmp(y),
        (Number::Float(x), n) => compare_float(*x, n),
        (n, Number::Float(y)) => compare_float(*y, n).map(Ordering::reverse),
        _ => Some(a.to_big().cmp(&b.to_big())),
    }
}

fn compare_float(x: f64, n: &Number) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    if let Number::Int(i) = n
        && i.unsigned_abs() < 1 << 53
    {
        return x.partial_cmp(&(*i as f64));
    }
    let whole = big_of_float(x.trunc());
    let order = whole.cmp(&n.to_big());
    Some(if order == Ordering::Equal { x.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal) } else { order })
}

/// The integer of a float without a fraction.
pub fn big_of_float(x: f64) -> BigInt {
    if x.abs() < 9.0e18 {
        return BigInt::from(x as i64);
    }
    let (m, e) = crate::tables::frexp(x);
    let mantissa = (m * 9_007_199_254_740_992.0) as i64;
    let shift = e - 53;
    let big = BigInt::from(mantissa);
    if shift >= 0 { big << shift as usize } else { big >> (-shift) as usize }
}

pub fn floor_div(a: i64, b: i64) -> Option<i64> {
    let q = a.checked_div(b)?;
    Some(if a % b != 0 && ((a < 0) != (b < 0)) { q - 1 } else { q })
}
pub fn floor_mod(a: i64, b: i64) -> Option<i64> {
    let r = a.checked_rem(b)?;
    Some(if r != 0 && ((r < 0) != (b < 0)) { r + b } else { r })
}
pub fn float_mod(a: f64, b: f64) -> f64 {
    let r = a % b;
    if r == 0.0 {
        return 0.0f64.copysign(b);
    }
    if (r < 0.0) != (b < 0.0) { r + b } else { r }
}
fn float_floor_div(a: f64, b: f64) -> f64 {
    let m = float_mod(a, b);
    let q = (a - m) / b;
    if q == 0.0 {
        return 0.0f64.copysign(a / b);
    }
    let f = q.floor();
    if q - f > 0.5 { f + 1.0 } else { f }
}

impl Vm {
    pub fn number(&self, v: Value) -> Option<Number> {
        Some(match v {
            Value::Int(n) => Number::Int(n),
            Value::Bool(b) => Number::Int(i64::from(b)),
            Value::Float(x) => Number::Float(x),
            _ => match self.heap.kind(v)? {
                Kind::Int(n) => Number::Int(*n),
                Kind::Big(b) => Number::Big((**b).clone()),
                Kind::Float(x) => Number::Float(*x),
                Kind::Complex(a, b) => Number::Complex(*a, *b),
                _ => return None,
            },
        })
    }

    pub fn number_value(&mut self, n: Number) -> Value {
        match n {
            Number::Int(n) => Value::Int(n),
            Number::Big(b) => self.new_big(b),
            Number::Float(x) => Value::Float(x),
            Number::Complex(a, b) => self.heap.add(self.types.complex, Kind::Complex(a, b)),
        }
    }

    /// Arithmetic on two numbers; `None` if the operation is not for them.
    pub fn arithmetic(&mut self, op: BinOp, a: Number, b: Number) -> Option<Answer> {
        use BinOp::*;
        if let (Number::Complex(..), _) | (_, Number::Complex(..)) = (&a, &b) {
            return self.complex_arithmetic(op, a, b);
        }
        if matches!(a, Number::Float(_)) || matches!(b, Number::Float(_)) || matches!(op, Div) {
            if matches!(op, Div) && !matches!(a, Number::Float(_)) && !matches!(b, Number::Float(_)) {
                return Some(self.true_division(a, b));
            }
            let huge = |n: &Number| matches!(n, Number::Big(_)) && n.to_f64().is_infinite();
            if huge(&a) || huge(&b) {
                return Some(Err(self.raise("OverflowError", "int too large to convert to float")));
            }
            return self.float_arithmetic(op, a.to_f64(), b.to_f64());
        }
        if let (Number::Int(x), Number::Int(y)) = (&a, &b) {
            let (x, y) = (*x, *y);
            let quick = match op {
                Add => x.checked_add(y),
                Sub => x.checked_sub(y),
                Mul => x.checked_mul(y),
                FloorDiv if y != 0 => floor_div(x, y),
                Mod if y != 0 => floor_mod(x, y),
                And => Some(x & y),
                Or => Some(x | y),
                Xor => Some(x ^ y),
                RShift if y >= 0 => Some(if y > 63 { if x < 0 { -1 } else { 0 } } else { x >> y }),
                LShift if (0..62).contains(&y) && (x == 0 || (x.unsigned_abs().leading_zeros() as i64) > y + 1) => {
                    Some(x << y)
                }
                Pow if y >= 0 => u32::try_from(y).ok().and_then(|y| x.checked_pow(y)),
                _ => None,
            };
            if let Some(n) = quick {
                return Some(Ok(Value::Int(n)));
            }
        }
        Some(self.big_arithmetic(op, a, b))
    }

    fn true_division(&mut self, a: Number, b: Number) -> Answer {
        if b.is_zero() {
            return Err(self.raise("ZeroDivisionError", "division by zero"));
        }
        if let (Number::Int(x), Number::Int(y)) = (&a, &b)
            && x.unsigned_abs() < 1 << 53
            && y.unsigned_abs() < 1 << 53
        {
            return Ok(Value::Float(*x as f64 / *y as f64));
        }
        let (x, y) = (a.to_big(), b.to_big());
        // Scale so that the quotient has 64 bits or more, then round once.
        let shift = 66 - (x.bits() as i64 - y.bits() as i64);
        let q = if shift > 0 { (&x << shift as usize) / &y } else { &x / (&y << (-shift) as usize) };
        let value = q.to_f64().unwrap_or(f64::INFINITY) * 2f64.powi(-(shift as i32).clamp(-5000, 5000));
        if value.is_infinite() {
            return Err(self.raise("OverflowError", "integer division result too large for a float"));
        }
        Ok(Value::Float(value))
    }

    fn float_arithmetic(&mut self, op: BinOp, x: f64, y: f64) -> Option<Answer> {
        use BinOp::*;
        let zero = |vm: &mut Vm, message: &str| Some(Err(vm.raise("ZeroDivisionError", message)));
        Some(Ok(Value::Float(match op {
            Add => x + y,
            Sub => x - y,
            Mul => x * y,
            Div if y == 0.0 => return zero(self, "float division by zero"),
            Div => x / y,
            FloorDiv if y == 0.0 => return zero(self, "float floor division by zero"),
            FloorDiv => float_floor_div(x, y),
            Mod if y == 0.0 => return zero(self, "float modulo"),
            Mod => float_mod(x, y),
            Pow => {
                if x == 0.0 && y < 0.0 {
                    return zero(self, "0.0 cannot be raised to a negative power");
                }
                if x < 0.0 && y.fract() != 0.0 && x.is_finite() && y.is_finite() {
                    let r = (-x).powf(y);
                    let t = std::f64::consts::PI * y;
                    return Some(Ok(self.heap.add(self.types.complex, Kind::Complex(r * t.cos(), r * t.sin()))));
                }
                let r = x.powf(y);
                if r.is_infinite() && x.is_finite() && y.is_finite() {
                    let e = self.exception_args_text("OverflowError", 34, "Numerical result out of range");
                    return Some(Err(Control::Raise(e)));
                }
                r
            }
            _ => return None,
        })))
    }

    fn complex_arithmetic(&mut self, op: BinOp, a: Number, b: Number) -> Option<Answer> {
        let parts = |n: &Number| match n {
            Number::Complex(a, b) => (*a, *b),
            n => (n.to_f64(), 0.0),
        };
        let ((a, b), (c, d)) = (parts(&a), parts(&b));
        let (re, im) = match op {
            BinOp::Add => (a + c, b + d),
            BinOp::Sub => (a - c, b - d),
            BinOp::Mul => (a * c - b * d, a * d + b * c),
            BinOp::Div => {
                let n = c * c + d * d;
                if n == 0.0 {
                    return Some(Err(self.raise("ZeroDivisionError", "complex division by zero")));
                }
                ((a * c + b * d) / n, (b * c - a * d) / n)
            }
            BinOp::Pow => {
                if d == 0.0 && c.fract() == 0.0 && (0.0..100.0).contains(&c) {
                    let (mut re, mut im) = (1.0, 0.0);
                    for _ in 0..c as u32 {
                        (re, im) = (re * a - im * b, re * b + im * a);
                    }
                    (re, im)
                } else {
                    let r = a.hypot(b);
                    if r == 0.0 {
                        (0.0, 0.0)
                    } else {
                        let t = b.atan2(a);
                        let len = r.powf(c) * (-d * t).exp();
                        let angle = c * t + d * r.ln();
                        (len * angle.cos(), len * angle.sin())
                    }
                }
            }
            _ => return None,
        };
        Some(Ok(self.heap.add(self.types.complex, Kind::Complex(re, im))))
    }

    fn big_arithmetic(&mut self, op: BinOp, a: Number, b: Number) -> Answer {
        use BinOp::*;
        let (x, y) = (a.to_big(), b.to_big());
        let bits = (x.bits() + y.bits()) as usize;
        if matches!(op, Mul) && bits / 8 > 1 << 22 {
            return Err(self.memory_error());
        }
        let r = match op {
            Add => x + y,
            Sub => x - y,
            Mul => x * y,
            FloorDiv | Mod if y.is_zero() => {
                let message =
                    if matches!(op, Mod) { "integer modulo by zero" } else { "integer division or modulo by zero" };
                return Err(self.raise("ZeroDivisionError", message));
            }
            FloorDiv => x.div_floor(&y),
            Mod => x.mod_floor(&y),
            And => x & y,
            Or => x | y,
            Xor => x ^ y,
            LShift | RShift => {
                if y.is_negative() {
                    return Err(self.raise("ValueError", "negative shift count"));
                }
                if matches!(op, RShift) {
                    match y.to_usize() {
                        Some(n) => x >> n,
                        None => BigInt::from(if x.is_negative() { -1 } else { 0 }),
                    }
                } else {
                    match y.to_usize() {
                        Some(n) if n < 1 << 25 => x << n,
                        _ if x.is_zero() => x,
                        _ => return Err(self.memory_error()),
                    }
                }
            }
            Pow => {
                if y.is_negative() {
                    if x.is_zero() {
                        return Err(self.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power"));
                    }
                    let base = x.to_f64().unwrap_or(f64::INFINITY);
                    return Ok(Value::Float(base.powf(y.to_f64().unwrap_or(0.0))));
                }
                let Some(n) = y.to_u32() else {
                    if x.abs() <= BigInt::from(1) {
                        let odd = y.is_odd();
                        return Ok(self.new_big(if odd { x } else { x.abs() }));
                    }
                    return Err(self.memory_error());
                };
                if x.bits().saturating_mul(u64::from(n)) > 1 << 25 {
                    return Err(self.memory_error());
                }
                num_traits::Pow::pow(x, n)
            }
            Div | MatMul => return Err(self.type_error("unsupported operand type(s)")),
        };
        Ok(self.new_big(r))
    }

    pub fn int_arg(&mut self, v: Value) -> Outcome<i64> {
        match self.number(v) {
            Some(Number::Int(n)) => Ok(n),
            Some(Number::Big(b)) => Ok(if b.is_negative() { i64::MIN } else { i64::MAX }),
            _ => {
                let index = self.names.index;
                let class = self.class_of(v);
                if self.overridden(class, index).is_some() {
                    return Err(Control::Bail);
                }
                let message = format!("'{}' object cannot be interpreted as an integer", self.type_name(v));
                Err(self.type_error(&message))
            }
        }
    }
    pub fn float_arg(&mut self, v: Value) -> Outcome<f64> {
        match self.number(v) {
            Some(Number::Complex(..)) | None => {
                let name = self.intern("__float__");
                let class = self.class_of(v);
                if self.overridden(class, name).is_some() {
                    return Err(Control::Bail);
                }
                let message = format!("must be real number, not {}", self.type_name(v));
                Err(self.type_error(&message))
            }
            Some(Number::Big(b)) => match b.to_f64() {
                Some(x) if x.is_finite() => Ok(x),
                _ => Err(self.raise("OverflowError", "int too large to convert to float")),
            },
            Some(n) => Ok(n.to_f64()),
        }
    }
}
