//! Maps, sets and bytes.

use super::{Table, arg, num};
use crate::realm::Realm;
use crate::text::hold;
use crate::value::*;
use std::cell::RefCell;
use std::rc::Rc;

fn entries(value: &Value) -> Option<&RefCell<Entries>> {
    match &value.as_obj()?.kind {
        Kind::Map(m) | Kind::Set(m) => Some(m),
        _ => None,
    }
}

fn incompatible(realm: &Rc<Realm>) -> Abrupt {
    realm.type_error("Method Map.prototype.get called on incompatible receiver")
}

fn get(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let target = arg(args, 0);
    let map = entries(&target).ok_or_else(|| incompatible(realm))?.borrow();
    let at = map.index.get(&arg(args, 1).map_key());
    Ok(at.and_then(|n| map.list.get(*n)).and_then(Option::as_ref).map_or(Value::Undefined, |(_, v)| v.clone()))
}

fn has(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let target = arg(args, 0);
    let map = entries(&target).ok_or_else(|| incompatible(realm))?;
    Ok(Value::Bool(map.borrow().index.contains_key(&arg(args, 1).map_key())))
}

fn put(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let target = arg(args, 0);
    let mut map = entries(&target).ok_or_else(|| incompatible(realm))?.borrow_mut();
    let key = arg(args, 1).map_key();
    let entry = Some((arg(args, 1), arg(args, 2)));
    match map.index.get(&key).copied() {
        Some(n) => {
            if let Some(slot) = map.list.get_mut(n) {
                *slot = entry;
            }
        }
        None => {
            hold(96);
            let n = map.list.len();
            map.index.insert(key, n);
            map.list.push(entry);
        }
    }
    Ok(Value::Undefined)
}

fn remove(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let target = arg(args, 0);
    let mut map = entries(&target).ok_or_else(|| incompatible(realm))?.borrow_mut();
    let Some(n) = map.index.remove(&arg(args, 1).map_key()) else { return Ok(Value::Bool(false)) };
    hold(-96);
    if let Some(slot) = map.list.get_mut(n) {
        *slot = None;
    }
    while matches!(map.list.last(), Some(None)) {
        map.list.pop();
    }
    Ok(Value::Bool(true))
}

fn clear(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    if let Some(map) = entries(&arg(args, 0)) {
        let old = map.take();
        hold(-96 * old.index.len() as isize);
    }
    Ok(Value::Undefined)
}

/// `(map, place)`: `[place after it, key, value]` of the next entry, or undefined.
fn entry(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let target = arg(args, 0);
    let Some(map) = entries(&target) else { return Ok(Value::Undefined) };
    let map = map.borrow();
    let from = num(realm, args, 1) as usize;
    for (n, entry) in map.list.iter().enumerate().skip(from) {
        if let Some((k, v)) = entry {
            return Ok(realm.array(vec![Value::Num((n + 1) as f64), k.clone(), v.clone()]));
        }
    }
    Ok(Value::Undefined)
}

fn element(name: &str) -> Element {
    match name {
        "ArrayBuffer" => Element::Buffer,
        "Int8Array" => Element::I8,
        "Uint16Array" => Element::U16,
        "Int16Array" => Element::I16,
        "Uint32Array" => Element::U32,
        "Int32Array" => Element::I32,
        "Float32Array" => Element::F32,
        "Float64Array" => Element::F64,
        _ => Element::U8,
    }
}

/// `(kind, prototype, length)`: new bytes; `(kind, prototype, other, offset, length)`: a view on another's. Lengths are
/// counted in elements, offsets in bytes.
fn bytes(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let element = element(realm.to_str_now(&arg(args, 0)).as_str());
    let Value::Obj(proto) = arg(args, 1) else { return Ok(Value::Undefined) };
    if let Value::Obj(other) = arg(args, 2)
        && let Kind::Bytes(data, offset, len, _) = &other.kind
    {
        let from = num(realm, args, 3).max(0.0).min(*len as f64) as usize;
        let rest = len - from;
        let want = num(realm, args, 4);
        let want = if want.is_nan() { rest } else { (want.max(0.0) * element.size() as f64).min(rest as f64) as usize };
        return Ok(Value::Obj(realm.object(&proto, Kind::Bytes(data.clone(), offset + from, want, element))));
    }
    let len = num(realm, args, 2).max(0.0) * element.size() as f64;
    if len > crate::bytes::MAX_BYTES as f64 {
        return Err(realm.range_error("Array buffer allocation failed"));
    }
    hold(len as isize);
    let data = Rc::new(RefCell::new(vec![0; len as usize]));
    Ok(Value::Obj(realm.object(&proto, Kind::Bytes(data, 0, len as usize, element))))
}

/// Text to bytes, as UTF-8 or as its code units (latin1).
fn encode(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let s = realm.to_str_now(&arg(args, 0));
    let latin = arg(args, 1).truthy();
    let data = if latin { s.units().iter().map(|u| *u as u8).collect() } else { s.as_str().as_bytes().to_vec() };
    Ok(crate::bytes::view(realm, data))
}

fn decode(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let Value::Obj(o) = arg(args, 0) else { return Ok(Value::str("")) };
    let data = crate::bytes::slice(&o).unwrap_or_default();
    if arg(args, 1).truthy() {
        return Ok(Value::str(&data.iter().map(|b| char::from(*b)).collect::<String>()));
    }
    Ok(Value::str(&String::from_utf8_lossy(&data)))
}

fn concat(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let mut out = Vec::new();
    for part in realm.list_now(&arg(args, 0)) {
        if let Value::Obj(o) = &part {
            out.extend(crate::bytes::slice(o).unwrap_or_default());
        }
        if out.len() > crate::bytes::MAX_BYTES {
            return Err(realm.range_error("Array buffer allocation failed"));
        }
    }
    Ok(crate::bytes::view(realm, out))
}

/// `(bytes, wanted, from)`.
fn find(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (data, wanted) = (crate::host::data(realm, args, 0), crate::host::data(realm, args, 1));
    let from = num(realm, args, 2).max(0.0) as usize;
    let found =
        (from..=data.len().saturating_sub(wanted.len())).find(|n| data.get(*n..n + wanted.len()) == Some(&wanted));
    Ok(Value::Num(found.filter(|_| data.len() >= wanted.len()).map_or(-1.0, |n| n as f64)))
}

pub(super) const TABLE: Table = &[
    ("mapGet", 2, get),
    ("mapHas", 2, has),
    ("mapSet", 3, put),
    ("mapDelete", 2, remove),
    ("mapClear", 1, clear),
    ("mapEntry", 2, entry),
    ("bytes", 3, bytes),
    ("encode", 2, encode),
    ("decode", 2, decode),
    ("bytesConcat", 1, concat),
    ("bytesFind", 3, find),
];
