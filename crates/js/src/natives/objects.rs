//! Objects, functions, arrays and symbols seen from inside: properties, prototypes, kinds.

use super::{Table, arg, num, offset};
use crate::realm::Realm;
use crate::value::*;
use std::rc::Rc;

fn obj(realm: &Rc<Realm>, args: &[Value], n: usize) -> Res<Obj> {
    match arg(args, n) {
        Value::Obj(o) => Ok(o),
        Value::Undefined | Value::Null => Err(realm.type_error("Cannot convert undefined or null to object")),
        v @ Value::Str(_) => Ok(realm.object(&realm.protos.string, Kind::Primitive(v))),
        v => Ok(realm.proto_of(&v).map_or_else(|| realm.plain(), |p| realm.object(&p, Kind::Primitive(v)))),
    }
}

fn key(realm: &Realm, args: &[Value], n: usize) -> Key {
    let value = arg(args, n);
    realm.key_now(&value).unwrap_or_else(|| Key::Str(realm.to_str_now(&value).as_str().into()))
}

/// Strings, symbols, or both (1, 2, 3); enumerable ones only.
fn keys(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let object = obj(realm, args, 0)?;
    let (which, enumerable) = (num(realm, args, 1) as u8, arg(args, 2).truthy());
    let hidden = |k: &Key| match k {
        Key::Str(s) => s.starts_with('%'),
        Key::Sym(s) => s.description.as_ref().is_some_and(|d| d.as_str().starts_with('#')),
    };
    let object = match &object.kind {
        Kind::Proxy(target, _) => target.clone(),
        _ => object,
    };
    let all = crate::objects::keys(&object, enumerable);
    let chosen = all.iter().filter(|k| !hidden(k) && which & if matches!(k, Key::Str(_)) { 1 } else { 2 } != 0);
    Ok(realm.array(chosen.map(Key::to_value).collect()))
}

/// `[value, flags]` or `[undefined, flags, getter, setter]`; undefined if there is none.
fn own(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let object = obj(realm, args, 0)?;
    let object = match &object.kind {
        Kind::Proxy(target, _) => target.clone(),
        _ => object,
    };
    Ok(match crate::objects::own(&object, &key(realm, args, 1)) {
        None => Value::Undefined,
        Some(p) => {
            let flags = Value::Num(f64::from(p.flags));
            match p.slot {
                Slot::Value(v) => realm.array(vec![v, flags]),
                Slot::Accessor(g, s) => realm.array(vec![Value::Undefined, flags, g, s]),
            }
        }
    })
}

/// `(object, key, value, flags)`, or with a getter and setter behind that.
fn define(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let object = obj(realm, args, 0)?;
    let (key, flags) = (key(realm, args, 1), num(realm, args, 3) as u8);
    if let Some(old) = object.own(&key)
        && old.flags & CONFIGURABLE == 0
        && (old.flags & WRITABLE == 0 || args.len() > 4)
    {
        return Err(realm.type_error(&format!("Cannot redefine property: {}", realm.show_key(&key))));
    }
    if !object.extensible.get() && crate::objects::own(&object, &key).is_none() {
        return Err(
            realm.type_error(&format!("Cannot define property {}, object is not extensible", realm.show_key(&key)))
        );
    }
    if args.len() > 4 {
        object
            .props
            .borrow_mut()
            .put(key, Property { slot: Slot::Accessor(arg(args, 4), arg(args, 5)), flags: flags & !WRITABLE });
    } else if matches!(object.kind, Kind::Array(_))
        && (key.index().is_some() || matches!(&key, Key::Str(s) if &**s == "length"))
    {
        if let Ok(result) = realm.set_now(&Value::Obj(object.clone()), &key, arg(args, 2), true) {
            result?;
        }
    } else {
        object.define(key, arg(args, 2), flags);
    }
    Ok(Value::Undefined)
}

fn get_proto(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let value = arg(args, 0);
    let proto = match &value {
        Value::Obj(o) => o.proto.borrow().clone(),
        other => realm.proto_of(other),
    };
    Ok(proto.map_or(Value::Null, Value::Obj))
}

fn set_proto(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    if let Value::Obj(o) = arg(args, 0) {
        let proto = arg(args, 1).as_obj().cloned();
        let mut at = proto.clone();
        while let Some(here) = at {
            if Rc::ptr_eq(&here, &o) {
                return Ok(arg(args, 0));
            }
            at = here.proto.borrow().clone();
        }
        o.proto.replace(proto);
    }
    Ok(arg(args, 0))
}

fn bare(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::Obj(realm.bare(arg(args, 0).as_obj().cloned())))
}

/// 1: no more properties; 2: sealed; 3: frozen.
fn freeze(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    if let Value::Obj(o) = arg(args, 0) {
        let level = match arg(args, 1) {
            Value::Num(n) => n as u8,
            _ => 3,
        };
        o.extensible.set(false);
        for (_, p) in o.props.borrow_mut().iter_mut() {
            if level >= 2 {
                p.flags &= !CONFIGURABLE;
            }
            if level >= 3 && matches!(p.slot, Slot::Value(_)) {
                p.flags &= !WRITABLE;
            }
        }
        if level >= 3 && matches!(o.kind, Kind::Array(_)) {
            o.define("%frozen".into(), Value::Bool(true), 0);
        }
    }
    Ok(arg(args, 0))
}

fn level(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let Value::Obj(o) = arg(args, 0) else { return Ok(Value::Num(3.0)) };
    if o.extensible.get() {
        return Ok(Value::Num(0.0));
    }
    let props = o.props.borrow();
    let all = |bit| props.iter().all(|(_, p)| p.flags & bit == 0 || matches!(p.slot, Slot::Accessor(..)));
    let items = matches!(&o.kind, Kind::Array(_)) && props.get(&"%frozen".into()).is_none();
    Ok(Value::Num(if all(CONFIGURABLE) && all(WRITABLE) && !items {
        3.0
    } else if all(CONFIGURABLE) {
        2.0
    } else {
        1.0
    }))
}

fn kind(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::str(match &arg(args, 0) {
        Value::Obj(o) => match &o.kind {
            Kind::Ordinary => "Object",
            Kind::Array(_) => "Array",
            Kind::Closure(c)
                if matches!(
                    c.func.kind,
                    crate::ast::FuncKind::Constructor | crate::ast::FuncKind::DerivedConstructor
                ) =>
            {
                "Class"
            }
            Kind::Closure(c) if c.func.is_async && c.func.is_generator => "AsyncGeneratorFunction",
            Kind::Closure(c) if c.func.is_async => "AsyncFunction",
            Kind::Closure(c) if c.func.is_generator => "GeneratorFunction",
            Kind::Closure(_) | Kind::Native(..) | Kind::Special(_) | Kind::Bound(..) | Kind::Settle(..) => "Function",
            Kind::Error(_) => "Error",
            Kind::Primitive(Value::Str(_)) => "String",
            Kind::Primitive(Value::Num(_)) => "Number",
            Kind::Primitive(Value::Bool(_)) => "Boolean",
            Kind::Primitive(Value::Sym(_)) => "Symbol",
            Kind::Primitive(_) => "BigInt",
            Kind::Date(_) => "Date",
            Kind::Regex(..) => "RegExp",
            Kind::Map(_) => "Map",
            Kind::Set(_) => "Set",
            Kind::Promise(_) => "Promise",
            Kind::Generator(_) => "Generator",
            Kind::Bytes(_, _, _, Element::Buffer) => "ArrayBuffer",
            Kind::Bytes(..) => "Bytes",
            Kind::Namespace(_) => "Module",
            Kind::Proxy(..) => "Proxy",
            Kind::Module(_) | Kind::Database(_) => "Object",
        },
        _ => "",
    }))
}

fn primitive(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(match &arg(args, 0) {
        Value::Obj(o) => match &o.kind {
            Kind::Primitive(v) => v.clone(),
            Kind::Date(t) => Value::Num(t.get()),
            _ => Value::Undefined,
        },
        v => v.clone(),
    })
}

fn set_date(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    if let Value::Obj(o) = arg(args, 0)
        && let Kind::Date(t) = &o.kind
    {
        t.set(num(realm, args, 1));
    }
    Ok(Value::Undefined)
}

fn bind(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let rest = args.get(1..).unwrap_or(&[]).to_vec();
    let made = realm.object(&realm.protos.function, Kind::Bound(this.clone(), arg(args, 0), rest));
    let name = this.as_obj().map_or(Value::Undefined, |o| realm.get_now(o, &"name".into()));
    made.define("name".into(), Value::str(&format!("bound {}", realm.to_str_now(&name).as_str())), CONFIGURABLE);
    made.define("length".into(), Value::Num(0.0), CONFIGURABLE);
    Ok(Value::Obj(made))
}

fn source(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let Value::Obj(o) = arg(args, 0) else { return Ok(Value::str("")) };
    if let Kind::Closure(c) = &o.kind {
        let from = c.func.pos as usize;
        return Ok(Value::str(c.func.source.text.get(from..c.func.end as usize).unwrap_or("")));
    }
    let name = realm.get_now(&o, &"name".into());
    Ok(Value::str(&format!("function {}() {{ [native code] }}", realm.to_str_now(&name).as_str())))
}

fn symbol(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let description = args.first().filter(|v| !v.is_undefined()).map(|v| realm.to_str_now(v));
    Ok(Value::Sym(Rc::new(Symbol { description, id: realm.next_id() })))
}

fn symbol_for(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::Sym(realm.symbol(realm.to_str_now(&arg(args, 0)).as_str())))
}

fn description(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(match arg(args, 0) {
        Value::Sym(s) => s.description.clone().map_or(Value::Undefined, Value::Str),
        _ => Value::Undefined,
    })
}

fn items(value: &Value) -> Option<&std::cell::RefCell<Vec<Value>>> {
    match &value.as_obj()?.kind {
        Kind::Array(items) => Some(items),
        _ => None,
    }
}

fn push(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let (Some(list), Some(object)) = (items(this), this.as_obj()) else {
        return Err(realm.type_error("push of what is no array"));
    };
    if !object.extensible.get() {
        let at = list.borrow().len();
        return Err(realm.type_error(&format!("Cannot add property {at}, object is not extensible")));
    }
    let mut list = list.borrow_mut();
    if list.len() + args.len() > 8 << 20 {
        drop(list);
        return Err(realm.range_error("Invalid array length"));
    }
    list.extend_from_slice(args);
    object.count(list.len());
    Ok(Value::Num(list.len() as f64))
}

fn pop(_: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    Ok(items(this).and_then(|l| l.borrow_mut().pop()).unwrap_or(Value::Undefined))
}

fn shift(_: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    let Some(list) = items(this) else { return Ok(Value::Undefined) };
    let mut list = list.borrow_mut();
    Ok(if list.is_empty() { Value::Undefined } else { list.remove(0) })
}

fn unshift(_: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let Some(list) = items(this) else { return Ok(Value::Undefined) };
    list.borrow_mut().splice(0..0, args.iter().cloned());
    Ok(Value::Num(list.borrow().len() as f64))
}

fn slice(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let list = match items(this) {
        Some(list) => list.borrow().clone(),
        None => realm.list_now(this),
    };
    let (from, to) = (offset(realm, args, 0, list.len(), 0), offset(realm, args, 1, list.len(), list.len()));
    Ok(realm.array(list.get(from..to.max(from)).unwrap_or(&[]).to_vec()))
}

fn splice(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let Some(list) = items(this) else { return Ok(Value::Undefined) };
    let mut list = list.borrow_mut();
    let from = offset(realm, args, 0, list.len(), 0);
    let count = match args.len() {
        0 => 0,
        1 => list.len() - from,
        _ => num(realm, args, 1).max(0.0).min((list.len() - from) as f64) as usize,
    };
    let removed = list.splice(from..from + count, args.get(2..).unwrap_or(&[]).iter().cloned()).collect();
    Ok(realm.array(removed))
}

fn reverse(_: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    if let Some(list) = items(this) {
        list.borrow_mut().reverse();
    }
    Ok(this.clone())
}

/// `(list, value, from)`: where a value is, -1 if nowhere.
fn index_of(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let list = realm.list_now(this);
    let from = offset(realm, args, 1, list.len(), 0);
    let wanted = arg(args, 0);
    let at = list.iter().skip(from).position(|v| v.strict_equals(&wanted));
    Ok(Value::Num(at.map_or(-1.0, |n| (n + from) as f64)))
}

fn is(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::Bool(match (arg(args, 0), arg(args, 1)) {
        (Value::Num(a), Value::Num(b)) => {
            (a == b && a.is_sign_negative() == b.is_sign_negative()) || (a.is_nan() && b.is_nan())
        }
        (a, b) => a.strict_equals(&b),
    }))
}

fn length(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::Num(match &arg(args, 0) {
        Value::Obj(o) => match &o.kind {
            Kind::Map(m) | Kind::Set(m) => m.borrow().index.len() as f64,
            Kind::Bytes(_, _, len, e) => (len / e.size()) as f64,
            _ => realm.to_number_now(&realm.get_now(o, &"length".into())),
        },
        _ => 0.0,
    }))
}

fn proxy_target(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(match &arg(args, 0) {
        Value::Obj(o) => match &o.kind {
            Kind::Proxy(t, _) => Value::Obj(t.clone()),
            _ => Value::Undefined,
        },
        _ => Value::Undefined,
    })
}

pub(super) const TABLE: Table = &[
    ("keys", 1, keys),
    ("own", 2, own),
    ("define", 3, define),
    ("getProto", 1, get_proto),
    ("setProto", 2, set_proto),
    ("bare", 1, bare),
    ("freeze", 1, freeze),
    ("level", 1, level),
    ("kind", 1, kind),
    ("primitive", 1, primitive),
    ("setDate", 2, set_date),
    ("bind", 1, bind),
    ("source", 1, source),
    ("Symbol", 0, symbol),
    ("symbolFor", 1, symbol_for),
    ("description", 1, description),
    ("push", 1, push),
    ("pop", 0, pop),
    ("shift", 0, shift),
    ("unshift", 1, unshift),
    ("slice", 2, slice),
    ("splice", 2, splice),
    ("reverse", 0, reverse),
    ("indexOf", 1, index_of),
    ("is", 2, is),
    ("length", 1, length),
    ("proxyTarget", 1, proxy_target),
];
