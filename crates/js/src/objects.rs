//! Properties of values: ECMA-262 §10.1. What may run a getter suspends; what is called `…_now` never does.

use crate::realm::Realm;
use crate::text::{Str, number};
use crate::value::*;
use std::rc::Rc;

/// What a property holds, before a getter is run.
pub enum Got {
    Value(Value),
    Getter(Value),
    Proxy(Obj, Obj),
    Missing,
}

/// The largest array.
const MAX_ARRAY: usize = 8 << 20;

pub fn own(object: &Obj, key: &Key) -> Option<Property> {
    let value = |value, flags| Some(Property { slot: Slot::Value(value), flags });
    match &object.kind {
        Kind::Array(items) => {
            if let Some(n) = key.index() {
                return match items.borrow().get(n) {
                    Some(Value::Empty) | None => None,
                    Some(v) => value(v.clone(), if object.extensible.get() { ALL } else { ENUMERABLE }),
                };
            }
            if matches!(key, Key::Str(s) if &**s == "length") {
                return value(Value::Num(items.borrow().len() as f64), WRITABLE);
            }
        }
        Kind::Primitive(Value::Str(s)) => {
            if let Some(n) = key.index()
                && let Some(unit) = s.unit(n)
            {
                return value(Value::Str(Str::from_units(&[unit])), ENUMERABLE);
            }
            if matches!(key, Key::Str(k) if &**k == "length") {
                return value(Value::Num(s.len() as f64), 0);
            }
        }
        Kind::Bytes(..) => {
            if let Some(n) = key.index() {
                return crate::bytes::get(object, n).and_then(|v| value(Value::Num(v), ALL));
            }
        }
        Kind::Namespace(names) => {
            if let Key::Str(name) = key
                && let Some((scope, local)) = names.borrow().get(name)
            {
                let found = match scope.get(local) {
                    crate::scope::Found::Value(v) => v,
                    _ => Value::Undefined,
                };
                return value(found, WRITABLE | ENUMERABLE);
            }
        }
        _ => {}
    }
    object.own(key)
}

pub fn find(object: &Obj, key: &Key) -> Got {
    let mut at = object.clone();
    for _ in 0..10_000 {
        if let Kind::Proxy(target, handler) = &at.kind {
            return Got::Proxy(target.clone(), handler.clone());
        }
        if let Some(property) = own(&at, key) {
            return match property.slot {
                Slot::Value(v) => Got::Value(v),
                Slot::Accessor(g, _) if g.is_callable() => Got::Getter(g),
                Slot::Accessor(..) => Got::Value(Value::Undefined),
            };
        }
        let next = at.proto.borrow().clone();
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    Got::Missing
}

/// Enumerable or all own keys: indices first.
pub fn keys(object: &Obj, enumerable: bool) -> Vec<Key> {
    let mut indices: Vec<usize> = Vec::new();
    let mut out = Vec::new();
    match &object.kind {
        Kind::Array(items) => {
            let items = items.borrow();
            indices.extend(items.iter().enumerate().filter(|(_, v)| !matches!(v, Value::Empty)).map(|(n, _)| n));
        }
        Kind::Primitive(Value::Str(s)) => indices.extend(0..s.len()),
        Kind::Bytes(_, _, len, e) if *e != Element::Buffer => indices.extend(0..len / e.size()),
        Kind::Namespace(names) => out.extend(names.borrow().keys().map(|k| Key::Str(k.clone()))),
        _ => {}
    }
    let props = object.props.borrow();
    let chosen = |p: &Property| !enumerable || p.flags & ENUMERABLE != 0;
    indices.extend(props.iter().filter(|(_, p)| chosen(p)).filter_map(|(k, _)| k.index()));
    indices.sort_unstable();
    let mut all: Vec<Key> = indices.into_iter().map(|n| Key::Str(n.to_string().into())).collect();
    if !enumerable && matches!(object.kind, Kind::Array(_) | Kind::Primitive(Value::Str(_))) {
        out.push("length".into());
    }
    out.extend(
        props
            .iter()
            .filter(|(k, p)| chosen(p) && matches!(k, Key::Str(_)) && k.index().is_none())
            .map(|(k, _)| k.clone()),
    );
    out.extend(props.iter().filter(|(k, p)| chosen(p) && matches!(k, Key::Sym(_))).map(|(k, _)| k.clone()));
    all.append(&mut out);
    all
}

impl Realm {
    /// Where a value's properties are looked for.
    pub fn proto_of(&self, value: &Value) -> Option<Obj> {
        Some(match value {
            Value::Obj(o) => o.clone(),
            Value::Str(_) => self.protos.string.clone(),
            Value::Num(_) => self.protos.number.clone(),
            Value::Bool(_) => self.protos.boolean.clone(),
            Value::Sym(_) => self.protos.symbol.clone(),
            Value::Big(_) => self.protos.bigint.clone(),
            _ => return None,
        })
    }

    /// A property as far as it can be had without suspending.
    pub fn lookup(&self, value: &Value, key: &Key) -> Got {
        if let Value::Str(s) = value {
            if let Some(n) = key.index() {
                return s.unit(n).map_or(Got::Missing, |u| Got::Value(Value::Str(Str::from_units(&[u]))));
            }
            if matches!(key, Key::Str(k) if &**k == "length") {
                return Got::Value(Value::Num(s.len() as f64));
            }
        }
        self.proto_of(value).map_or(Got::Missing, |o| find(&o, key))
    }

    /// A property's value, leaving getters out.
    pub fn get_now(&self, object: &Obj, key: &Key) -> Value {
        match find(object, key) {
            Got::Value(v) => v,
            Got::Proxy(target, _) if !matches!(target.kind, Kind::Proxy(..)) => self.get_now(&target, key),
            _ => Value::Undefined,
        }
    }

    pub async fn get(self: &Rc<Realm>, value: &Value, key: &Key) -> Res<Value> {
        match self.lookup(value, key) {
            Got::Value(v) => Ok(v),
            Got::Missing if value.is_nullish() => Err(self.cannot_read(value, key)),
            Got::Missing => Ok(Value::Undefined),
            Got::Getter(getter) => self.call(&getter, value.clone(), vec![]).await,
            Got::Proxy(target, handler) => {
                let trap = self.get_now(&handler, &"get".into());
                if trap.is_callable() {
                    let args = vec![Value::Obj(target), key.to_value(), value.clone()];
                    return self.call(&trap, Value::Obj(handler), args).await;
                }
                Box::pin(self.get(&Value::Obj(target), key)).await
            }
        }
    }

    pub fn cannot_read(self: &Rc<Realm>, value: &Value, key: &Key) -> Abrupt {
        let what = if matches!(value, Value::Null) { "null" } else { "undefined" };
        self.type_error(&format!("Cannot read properties of {what} (reading '{}')", self.show_key(key)))
    }

    pub fn show_key(&self, key: &Key) -> String {
        match key {
            Key::Str(s) => s.to_string(),
            Key::Sym(s) => format!("Symbol({})", s.description.as_ref().map_or("", |d| d.as_str())),
        }
    }

    /// Puts a value where no setter is in the way: `Err` with the setter or proxy that is.
    pub fn set_now(self: &Rc<Realm>, target: &Value, key: &Key, value: Value, strict: bool) -> Result<Res<()>, Value> {
        let Value::Obj(object) = target else {
            if target.is_nullish() {
                let what = if matches!(target, Value::Null) { "null" } else { "undefined" };
                let message = format!("Cannot set properties of {what} (setting '{}')", self.show_key(key));
                return Ok(Err(self.type_error(&message)));
            }
            return Ok(Ok(()));
        };
        match &object.kind {
            Kind::Array(items) => {
                if let Some(n) = key.index() {
                    let mut items = items.borrow_mut();
                    if n < items.len() || object.extensible.get() {
                        if n >= MAX_ARRAY {
                            drop(items);
                            return Ok(Err(self.range_error("Invalid array length")));
                        }
                        if n >= items.len() {
                            items.resize(n + 1, Value::Empty);
                            object.count(items.len());
                        }
                        if !object.extensible.get() && own_flag(object) {
                            drop(items);
                            return Ok(self.read_only(object, key, strict));
                        }
                        if let Some(slot) = items.get_mut(n) {
                            *slot = value;
                        }
                        return Ok(Ok(()));
                    }
                    drop(items);
                    let message = format!("Cannot add property {}, object is not extensible", self.show_key(key));
                    return Ok(if strict { Err(self.type_error(&message)) } else { Ok(()) });
                }
                if matches!(key, Key::Str(s) if &**s == "length") {
                    let len = self.to_number_now(&value);
                    if len < 0.0 || len.fract() != 0.0 || len > MAX_ARRAY as f64 {
                        return Ok(Err(self.range_error("Invalid array length")));
                    }
                    items.borrow_mut().resize(len as usize, Value::Empty);
                    object.count(len as usize);
                    return Ok(Ok(()));
                }
            }
            Kind::Bytes(..) => {
                if let Some(n) = key.index() {
                    crate::bytes::set(object, n, self.to_number_now(&value));
                    return Ok(Ok(()));
                }
            }
            Kind::Proxy(..) => return Err(Value::Empty),
            Kind::Namespace(_) => {
                let message =
                    format!("Cannot assign to read only property '{}' of object '[object Module]'", self.show_key(key));
                return Ok(Err(self.type_error(&message)));
            }
            _ => {}
        }
        if let Some(property) = object.props.borrow_mut().get_mut(key) {
            match &mut property.slot {
                Slot::Value(old) if property.flags & WRITABLE != 0 => {
                    *old = value;
                    return Ok(Ok(()));
                }
                Slot::Accessor(_, setter) if setter.is_callable() => return Err(setter.clone()),
                _ => {}
            }
        }
        let mut at = Some(object.clone());
        while let Some(here) = at {
            if matches!(here.kind, Kind::Proxy(..)) {
                break;
            }
            if let Some(property) = here.own(key) {
                match property.slot {
                    Slot::Accessor(_, setter) if setter.is_callable() => return Err(setter),
                    Slot::Accessor(..) => {
                        let message = format!(
                            "Cannot set property {} of {} which has only a getter",
                            self.show_key(key),
                            self.describe(object)
                        );
                        return Ok(if strict { Err(self.type_error(&message)) } else { Ok(()) });
                    }
                    Slot::Value(_) if property.flags & WRITABLE == 0 => return Ok(self.read_only(object, key, strict)),
                    Slot::Value(_) => break,
                }
            }
            at = here.proto.borrow().clone();
        }
        if !object.extensible.get() {
            let message = format!("Cannot add property {}, object is not extensible", self.show_key(key));
            return Ok(if strict { Err(self.type_error(&message)) } else { Ok(()) });
        }
        object.define(key.clone(), value, ALL);
        Ok(Ok(()))
    }

    fn read_only(self: &Rc<Realm>, object: &Obj, key: &Key, strict: bool) -> Res<()> {
        if !strict {
            return Ok(());
        }
        let message = format!(
            "Cannot assign to read only property '{}' of object '{}'",
            self.show_key(key),
            self.describe(object)
        );
        Err(self.type_error(&message))
    }

    /// `#<Name>`, as V8 calls an object in its messages.
    pub fn describe(&self, object: &Obj) -> String {
        match &object.kind {
            Kind::Array(_) => "[object Array]".into(),
            _ => format!("#<{}>", self.class_name(object).unwrap_or_else(|| "Object".into())),
        }
    }

    /// The name of an object's constructor.
    pub fn class_name(&self, object: &Obj) -> Option<String> {
        match self.get_now(object, &"constructor".into()) {
            Value::Obj(c) => match self.get_now(&c, &"name".into()) {
                Value::Str(s) if !s.as_str().is_empty() => Some(s.as_str().to_string()),
                _ => None,
            },
            _ => None,
        }
    }

    pub async fn set(self: &Rc<Realm>, target: &Value, key: &Key, value: Value, strict: bool) -> Res<()> {
        match self.set_now(target, key, value.clone(), strict) {
            Ok(result) => result,
            Err(Value::Empty) => {
                let Value::Obj(object) = target else { return Ok(()) };
                let Kind::Proxy(inner, handler) = &object.kind else { return Ok(()) };
                let trap = self.get_now(handler, &"set".into());
                if trap.is_callable() {
                    let args = vec![Value::Obj(inner.clone()), key.to_value(), value, target.clone()];
                    let done = self.call(&trap, Value::Obj(handler.clone()), args).await?;
                    if !done.truthy() && strict {
                        let message =
                            format!("'set' on proxy: trap returned falsish for property '{}'", self.show_key(key));
                        return Err(self.type_error(&message));
                    }
                    return Ok(());
                }
                Box::pin(self.set(&Value::Obj(inner.clone()), key, value, strict)).await
            }
            Err(setter) => self.call(&setter, target.clone(), vec![value]).await.map(|_| ()),
        }
    }

    pub async fn has(self: &Rc<Realm>, object: &Obj, key: &Key) -> Res<bool> {
        match find(object, key) {
            Got::Missing => Ok(false),
            Got::Proxy(target, handler) => {
                let trap = self.get_now(&handler, &"has".into());
                if trap.is_callable() {
                    let args = vec![Value::Obj(target), key.to_value()];
                    return Ok(self.call(&trap, Value::Obj(handler), args).await?.truthy());
                }
                Box::pin(self.has(&target, key)).await
            }
            _ => Ok(true),
        }
    }

    pub async fn delete(self: &Rc<Realm>, target: &Value, key: &Key, strict: bool) -> Res<bool> {
        let Value::Obj(object) = target else { return Ok(true) };
        if let Kind::Proxy(inner, handler) = &object.kind {
            let trap = self.get_now(handler, &"deleteProperty".into());
            if trap.is_callable() {
                let args = vec![Value::Obj(inner.clone()), key.to_value()];
                return Ok(self.call(&trap, Value::Obj(handler.clone()), args).await?.truthy());
            }
            return Box::pin(self.delete(&Value::Obj(inner.clone()), key, strict)).await;
        }
        if let Kind::Array(items) = &object.kind
            && let Some(n) = key.index()
        {
            if let Some(item) = items.borrow_mut().get_mut(n) {
                *item = Value::Empty;
            }
            return Ok(true);
        }
        match object.own(key) {
            Some(p) if p.flags & CONFIGURABLE == 0 => {
                if strict {
                    let message =
                        format!("Cannot delete property '{}' of {}", self.show_key(key), self.describe(object));
                    return Err(self.type_error(&message));
                }
                Ok(false)
            }
            _ => {
                object.props.borrow_mut().remove(key);
                Ok(true)
            }
        }
    }

    /// `ToPropertyKey` of what is no object.
    pub fn key_now(&self, value: &Value) -> Option<Key> {
        Some(match value {
            Value::Str(s) => Key::Str(s.as_str().into()),
            Value::Sym(s) => Key::Sym(s.clone()),
            Value::Num(n) => Key::Str(number(*n).into()),
            Value::Obj(_) => return None,
            other => Key::Str(self.to_str_now(other).as_str().into()),
        })
    }

    pub async fn key(self: &Rc<Realm>, value: &Value) -> Res<Key> {
        if let Some(key) = self.key_now(value) {
            return Ok(key);
        }
        let primitive = self.to_primitive(value, "string").await?;
        Ok(self.key_now(&primitive).unwrap_or_else(|| "".into()))
    }
}

/// Whether an array is frozen, which is kept as a property of no name a program can say.
fn own_flag(object: &Obj) -> bool {
    object.props.borrow().get(&Key::Str("%frozen".into())).is_some()
}
