//! What the library is built on: native functions by name, given to `lib/` as the object `$`.

mod collections;
mod database;
mod global;
mod json;
mod objects;
mod strings;

pub(crate) use database::Store;

use crate::realm::Realm;
use crate::value::*;
use std::rc::Rc;

pub(crate) type Table = &'static [(&'static str, usize, NativeFn)];

pub(crate) fn arg(args: &[Value], n: usize) -> Value {
    args.get(n).cloned().unwrap_or(Value::Undefined)
}

pub(crate) fn num(realm: &Realm, args: &[Value], n: usize) -> f64 {
    args.get(n).map_or(f64::NAN, |v| realm.to_number_now(v))
}

/// An offset counted from the end if it is negative.
pub(crate) fn offset(realm: &Realm, args: &[Value], n: usize, len: usize, default: usize) -> usize {
    match args.get(n) {
        None | Some(Value::Undefined) => default,
        Some(v) => {
            let x = realm.to_number_now(v).trunc();
            if x.is_nan() {
                0
            } else if x < 0.0 {
                (len as f64 + x).max(0.0) as usize
            } else {
                x.min(len as f64) as usize
            }
        }
    }
}

/// Puts the natives where the library finds them.
pub fn install(realm: &Rc<Realm>) {
    let intrinsics = realm.plain();
    for table in [global::TABLE, objects::TABLE, strings::TABLE, collections::TABLE, json::TABLE, database::TABLE] {
        for (name, length, function) in table {
            intrinsics.define((*name).into(), Value::Obj(realm.native(name, *length, *function, false)), ALL);
        }
    }
    for (name, length, function) in global::CONSTRUCTORS {
        intrinsics.define((*name).into(), Value::Obj(realm.native(name, *length, *function, true)), ALL);
    }
    let specials = [
        ("call", Special::Call),
        ("apply", Special::Apply),
        ("construct", Special::Construct),
        ("next", Special::Next),
        ("throw", Special::Throw),
        ("return", Special::Return),
        ("sync", Special::HostSync),
        ("get", Special::Get),
        ("set", Special::Set),
    ];
    for (name, special) in specials {
        let made = realm.object(&realm.protos.function, Kind::Special(special));
        made.define("name".into(), Value::str(name), CONFIGURABLE);
        intrinsics.define(name.into(), Value::Obj(made), ALL);
    }
    let protos = realm.plain();
    for (name, proto) in realm.protos.each() {
        protos.define(name.into(), Value::Obj(proto.clone()), ALL);
    }
    intrinsics.define("protos".into(), Value::Obj(protos), ALL);
    intrinsics.define("global".into(), Value::Obj(realm.global.clone()), ALL);
    intrinsics.define("argv".into(), realm.strings(realm.config.argv.iter().map(String::as_str)), ALL);
    let env = realm.plain();
    for (name, value) in &realm.config.env {
        env.define(name.as_str().into(), Value::str(value), ALL);
    }
    intrinsics.define("env".into(), Value::Obj(env), ALL);
    intrinsics.define("version".into(), Value::str(&realm.config.version), ALL);
    intrinsics.define("executable".into(), Value::str(&realm.config.executable), ALL);
    intrinsics.define("memoryLimit".into(), Value::Num(realm.config.memory_limit as f64), ALL);
    for name in ["iterator", "asyncIterator", "hasInstance", "toPrimitive", "toStringTag", "species"] {
        intrinsics.define(name.into(), Value::Sym(realm.symbol(&format!("Symbol.{name}"))), ALL);
    }
    strings::methods(realm);
    realm.hooks.borrow_mut().insert("$".into(), Value::Obj(intrinsics));
}

pub fn intrinsics(realm: &Rc<Realm>) -> Value {
    realm.hooks.borrow().get("$").cloned().unwrap_or(Value::Undefined)
}
