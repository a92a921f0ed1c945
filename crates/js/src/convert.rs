//! Conversions and operators: ECMA-262 §7.1, §7.2, §13.15. Those called `…_now` take objects only as far as they can
//! be had without running a program's `valueOf`.

use crate::ast::Op;
use crate::realm::Realm;
use crate::text::{MAX_STRING, Str, number, to_number};
use crate::value::*;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use std::rc::Rc;

pub fn to_int32(n: f64) -> i32 {
    if n.is_finite() && n.abs() < 2_147_483_648.0 {
        return n as i32;
    }
    if !n.is_finite() {
        return 0;
    }
    n.trunc().rem_euclid(4_294_967_296.0) as u32 as i32
}

pub fn big(text: &str) -> Option<BigInt> {
    let t = text.trim();
    match t.get(..2) {
        Some("0x" | "0X") => BigInt::parse_bytes(t.get(2..)?.as_bytes(), 16),
        Some("0b" | "0B") => BigInt::parse_bytes(t.get(2..)?.as_bytes(), 2),
        Some("0o" | "0O") => BigInt::parse_bytes(t.get(2..)?.as_bytes(), 8),
        _ if t.is_empty() => Some(BigInt::zero()),
        _ => BigInt::parse_bytes(t.as_bytes(), 10),
    }
}

impl Realm {
    pub fn to_number_now(&self, value: &Value) -> f64 {
        match value {
            Value::Num(n) => *n,
            Value::Undefined | Value::Empty | Value::Alias(_) | Value::Sym(_) => f64::NAN,
            Value::Null => 0.0,
            Value::Bool(b) => f64::from(u8::from(*b)),
            Value::Str(s) => to_number(s.as_str()),
            Value::Big(b) => b.to_f64().unwrap_or(f64::NAN),
            Value::Obj(o) => match &o.kind {
                Kind::Primitive(p) => self.to_number_now(p),
                Kind::Date(t) => t.get(),
                Kind::Array(_) => to_number(self.to_str_now(value).as_str()),
                _ => f64::NAN,
            },
        }
    }

    pub fn to_str_now(&self, value: &Value) -> Str {
        match value {
            Value::Str(s) => s.clone(),
            Value::Num(n) => Str::from(number(*n)),
            Value::Undefined | Value::Empty | Value::Alias(_) => Str::from("undefined"),
            Value::Null => Str::from("null"),
            Value::Bool(b) => Str::from(if *b { "true" } else { "false" }),
            Value::Sym(s) => Str::from(format!("Symbol({})", s.description.as_ref().map_or("", |d| d.as_str()))),
            Value::Big(b) => Str::from(b.to_string()),
            Value::Obj(o) => match &o.kind {
                Kind::Primitive(p) => self.to_str_now(p),
                Kind::Error(_) => {
                    let (name, message) = (self.get_now(o, &"name".into()), self.get_now(o, &"message".into()));
                    let (name, message) = (self.to_str_now(&name), self.to_str_now(&message));
                    Str::from(if message.as_str().is_empty() {
                        name.as_str().to_string()
                    } else {
                        format!("{}: {}", name.as_str(), message.as_str())
                    })
                }
                _ => Str::from("[object Object]"),
            },
        }
    }

    pub async fn to_primitive(self: &Rc<Realm>, value: &Value, hint: &str) -> Res<Value> {
        let Value::Obj(object) = value else { return Ok(value.clone()) };
        if let Kind::Primitive(p @ (Value::Str(_) | Value::Num(_) | Value::Bool(_) | Value::Big(_))) = &object.kind
            && object.props.borrow().len() == 0
        {
            return Ok(p.clone());
        }
        let exotic = self.get(value, &Key::Sym(self.symbol("Symbol.toPrimitive"))).await?;
        if exotic.is_callable() {
            let out = self.call(&exotic, value.clone(), vec![Value::str(hint)]).await?;
            if out.as_obj().is_none() {
                return Ok(out);
            }
            return Err(self.type_error("Cannot convert object to primitive value"));
        }
        let order = if hint == "string" || (hint == "default" && matches!(object.kind, Kind::Date(_))) {
            ["toString", "valueOf"]
        } else {
            ["valueOf", "toString"]
        };
        for name in order {
            let method = self.get(value, &name.into()).await?;
            if method.is_callable() {
                let out = self.call(&method, value.clone(), vec![]).await?;
                if out.as_obj().is_none() {
                    return Ok(out);
                }
            }
        }
        Err(self.type_error("Cannot convert object to primitive value"))
    }

    pub async fn to_str(self: &Rc<Realm>, value: &Value) -> Res<Str> {
        let value = if value.as_obj().is_some() { self.to_primitive(value, "string").await? } else { value.clone() };
        if matches!(value, Value::Sym(_)) {
            return Err(self.type_error("Cannot convert a Symbol value to a string"));
        }
        Ok(self.to_str_now(&value))
    }

    pub async fn to_number(self: &Rc<Realm>, value: &Value) -> Res<f64> {
        if let Value::Num(n) = value {
            return Ok(*n);
        }
        let value = self.to_primitive(value, "number").await?;
        match value {
            Value::Sym(_) => Err(self.type_error("Cannot convert a Symbol value to a number")),
            Value::Big(_) => Err(self.type_error("Cannot convert a BigInt value to a number")),
            other => Ok(self.to_number_now(&other)),
        }
    }

    pub fn concat(self: &Rc<Realm>, a: &str, b: &str) -> Res<Value> {
        if a.len() + b.len() > MAX_STRING {
            return Err(self.range_error("Invalid string length"));
        }
        let mut out = String::with_capacity(a.len() + b.len());
        out.push_str(a);
        out.push_str(b);
        Ok(Value::Str(Str::from(out)))
    }

    pub fn loosely_equals(&self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            _ if a.is_nullish() || b.is_nullish() => a.is_nullish() && b.is_nullish(),
            (Value::Num(_), Value::Str(_))
            | (Value::Str(_), Value::Num(_))
            | (Value::Bool(_), _)
            | (_, Value::Bool(_)) => {
                if std::mem::discriminant(a) == std::mem::discriminant(b) {
                    return a.strict_equals(b);
                }
                self.to_number_now(a) == self.to_number_now(b)
            }
            (Value::Big(x), Value::Num(n)) | (Value::Num(n), Value::Big(x)) => x.to_f64() == Some(*n),
            (Value::Big(x), Value::Str(s)) | (Value::Str(s), Value::Big(x)) => big(s.as_str()).as_ref() == Some(x),
            _ => a.strict_equals(b),
        }
    }

    /// An operator on what are no objects (or on objects where that makes no difference); `None` if it must suspend.
    pub fn binary_now(self: &Rc<Realm>, op: Op, a: &Value, b: &Value) -> Option<Res<Value>> {
        use Value::*;
        let num = |n: f64| Some(Ok(Num(n)));
        if let (Num(x), Num(y)) = (a, b) {
            let (x, y) = (*x, *y);
            return match op {
                Op::Add => num(x + y),
                Op::Sub => num(x - y),
                Op::Mul => num(x * y),
                Op::Div => num(x / y),
                Op::Mod => num(x % y),
                Op::Exp => num(power(x, y)),
                Op::Lt => Some(Ok(Bool(x < y))),
                Op::Gt => Some(Ok(Bool(x > y))),
                Op::Le => Some(Ok(Bool(x <= y))),
                Op::Ge => Some(Ok(Bool(x >= y))),
                Op::Eq | Op::StrictEq => Some(Ok(Bool(x == y))),
                Op::Ne | Op::StrictNe => Some(Ok(Bool(x != y))),
                Op::BitAnd => num(f64::from(to_int32(x) & to_int32(y))),
                Op::BitOr => num(f64::from(to_int32(x) | to_int32(y))),
                Op::BitXor => num(f64::from(to_int32(x) ^ to_int32(y))),
                Op::Shl => num(f64::from(to_int32(x).wrapping_shl(to_int32(y) as u32 & 31))),
                Op::Shr => num(f64::from(to_int32(x) >> (to_int32(y) as u32 & 31))),
                Op::UShr => num(f64::from((to_int32(x) as u32) >> (to_int32(y) as u32 & 31))),
                _ => None,
            };
        }
        match op {
            Op::StrictEq => return Some(Ok(Bool(a.strict_equals(b)))),
            Op::StrictNe => return Some(Ok(Bool(!a.strict_equals(b)))),
            _ => {}
        }
        let objects = a.as_obj().is_some() as u8 + b.as_obj().is_some() as u8;
        if matches!(op, Op::Eq | Op::Ne) {
            if objects == 1 && !a.is_nullish() && !b.is_nullish() {
                return None;
            }
            return Some(Ok(Bool(self.loosely_equals(a, b) == (op == Op::Eq))));
        }
        if objects > 0 {
            return None;
        }
        if matches!(a, Sym(_)) || matches!(b, Sym(_)) {
            let what = if op == Op::Add && (matches!(a, Str(_)) || matches!(b, Str(_))) { "string" } else { "number" };
            return Some(Err(self.type_error(&format!("Cannot convert a Symbol value to a {what}"))));
        }
        if op == Op::Add && (matches!(a, Str(_)) || matches!(b, Str(_))) {
            return Some(self.concat(self.to_str_now(a).as_str(), self.to_str_now(b).as_str()));
        }
        if matches!(op, Op::Lt | Op::Gt | Op::Le | Op::Ge) {
            if let (Str(x), Str(y)) = (a, b) {
                let order = if x.as_str().is_ascii() && y.as_str().is_ascii() {
                    x.as_str().cmp(y.as_str())
                } else {
                    x.units().cmp(&y.units())
                };
                return Some(Ok(Bool(match op {
                    Op::Lt => order.is_lt(),
                    Op::Gt => order.is_gt(),
                    Op::Le => order.is_le(),
                    _ => order.is_ge(),
                })));
            }
            if let (Big(x), Big(y)) = (a, b) {
                return Some(Ok(Bool(match op {
                    Op::Lt => x < y,
                    Op::Gt => x > y,
                    Op::Le => x <= y,
                    _ => x >= y,
                })));
            }
            return self.binary_now(op, &Num(self.to_number_now(a)), &Num(self.to_number_now(b)));
        }
        if matches!(a, Big(_)) || matches!(b, Big(_)) {
            let (Big(x), Big(y)) = (a, b) else {
                return Some(Err(self.type_error("Cannot mix BigInt and other types, use explicit conversions")));
            };
            return Some(self.big_operation(op, x, y));
        }
        self.binary_now(op, &Num(self.to_number_now(a)), &Num(self.to_number_now(b)))
    }

    fn big_operation(self: &Rc<Realm>, op: Op, x: &BigInt, y: &BigInt) -> Res<Value> {
        let too_big = |realm: &Rc<Realm>| realm.range_error("Maximum BigInt size exceeded");
        let made = match op {
            Op::Add => x + y,
            Op::Sub => x - y,
            Op::Mul if x.bits() + y.bits() > 1 << 20 => return Err(too_big(self)),
            Op::Mul => x * y,
            Op::Div | Op::Mod if y.is_zero() => return Err(self.range_error("Division by zero")),
            Op::Div => x / y,
            Op::Mod => x % y,
            Op::Exp => match y.to_u32() {
                Some(n) if x.bits().saturating_mul(u64::from(n)) < 1 << 20 => x.pow(n),
                Some(_) => return Err(too_big(self)),
                None => return Err(self.range_error("Exponent must be non-negative")),
            },
            Op::BitAnd => x & y,
            Op::BitOr => x | y,
            Op::BitXor => x ^ y,
            Op::Shl | Op::Shr => {
                let n = y.to_i64().unwrap_or(i64::MAX);
                let n = if op == Op::Shl { n } else { n.saturating_neg() };
                if n > 1 << 20 {
                    return Err(too_big(self));
                }
                if n >= 0 { x << n } else { x >> n.unsigned_abs().min(1 << 30) }
            }
            _ => return Err(self.type_error("BigInts have no unsigned right shift, use >> instead")),
        };
        Ok(Value::Big(Rc::new(made)))
    }

    pub async fn binary(self: &Rc<Realm>, op: Op, a: &Value, b: &Value) -> Res<Value> {
        if let Some(result) = self.binary_now(op, a, b) {
            return result;
        }
        match op {
            Op::InstanceOf => return self.instance_of(a, b).await.map(Value::Bool),
            Op::In => {
                let Value::Obj(object) = b else {
                    let message = format!(
                        "Cannot use 'in' operator to search for '{}' in {}",
                        self.to_str_now(a).as_str(),
                        self.to_str_now(b).as_str()
                    );
                    return Err(self.type_error(&message));
                };
                let key = self.key(a).await?;
                return self.has(object, &key).await.map(Value::Bool);
            }
            _ => {}
        }
        let hint = if matches!(op, Op::Add | Op::Eq | Op::Ne) { "default" } else { "number" };
        let a = self.to_primitive(a, hint).await?;
        let b = self.to_primitive(b, hint).await?;
        self.binary_now(op, &a, &b).unwrap_or(Ok(Value::Undefined))
    }

    pub async fn instance_of(self: &Rc<Realm>, a: &Value, b: &Value) -> Res<bool> {
        let Value::Obj(class) = b else {
            return Err(self.type_error("Right-hand side of 'instanceof' is not an object"));
        };
        let custom = self.get(b, &Key::Sym(self.symbol("Symbol.hasInstance"))).await?;
        if custom.is_callable() {
            return Ok(self.call(&custom, b.clone(), vec![a.clone()]).await?.truthy());
        }
        if !class.is_callable() {
            return Err(self.type_error("Right-hand side of 'instanceof' is not callable"));
        }
        if let Kind::Bound(target, ..) = &class.kind {
            return Box::pin(self.instance_of(a, &target.clone())).await;
        }
        let Value::Obj(proto) = self.get(b, &"prototype".into()).await? else { return Ok(false) };
        let mut at = a.as_obj().and_then(|o| o.proto.borrow().clone());
        while let Some(here) = at {
            if Rc::ptr_eq(&here, &proto) {
                return Ok(true);
            }
            at = here.proto.borrow().clone();
        }
        Ok(false)
    }
}

pub fn power(x: f64, y: f64) -> f64 {
    if y.is_nan() || (x.abs() == 1.0 && y.is_infinite()) { f64::NAN } else { x.powf(y) }
}
