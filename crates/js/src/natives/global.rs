//! Constructors, the host, modules, queues, numbers and chance.

use super::{Table, arg, num};
use crate::promise::{self, Job};
use crate::realm::Realm;
use crate::value::*;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

fn target(realm: &Realm, default: &Obj) -> Obj {
    let target = realm.new_target.borrow().clone();
    realm.target_proto(&target, default)
}

fn calls_new(realm: &Realm) -> bool {
    !realm.new_target.borrow().is_undefined()
}

macro_rules! error {
    ($name:ident, $proto:ident) => {
        fn $name(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
            let proto = target(realm, &realm.protos.$proto);
            let message = args.first().filter(|v| !v.is_undefined()).map(|v| realm.to_str_now(v));
            let made = realm.new_error(&proto, message.as_ref().map(|m| m.as_str()));
            if let Some(Value::Obj(options)) = args.get(1)
                && let Some(p) = options.own(&"cause".into())
                && let Slot::Value(cause) = p.slot
            {
                made.define("cause".into(), cause, HIDDEN);
            }
            Ok(Value::Obj(made))
        }
    };
}
error!(error, error);
error!(type_error, type_error);
error!(range_error, range_error);
error!(reference_error, reference_error);
error!(syntax_error, syntax_error);
error!(uri_error, uri_error);

fn object(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    match arg(args, 0) {
        Value::Obj(o) => Ok(Value::Obj(o)),
        Value::Undefined | Value::Null => {
            Ok(Value::Obj(realm.object(&target(realm, &realm.protos.object), Kind::Ordinary)))
        }
        other => wrap(realm, other),
    }
}

fn wrap(realm: &Realm, value: Value) -> Res<Value> {
    let proto = realm.proto_of(&value).unwrap_or_else(|| realm.protos.object.clone());
    Ok(Value::Obj(realm.object(&proto, Kind::Primitive(value))))
}

fn array(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let made = match args {
        [Value::Num(n)] => {
            if *n < 0.0 || n.fract() != 0.0 || *n > (8 << 20) as f64 {
                return Err(realm.range_error("Invalid array length"));
            }
            realm.array(vec![Value::Empty; *n as usize])
        }
        items => realm.array(items.to_vec()),
    };
    if let Value::Obj(o) = &made {
        o.proto.replace(Some(target(realm, &realm.protos.array)));
    }
    Ok(made)
}

fn string(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let text = args.first().map_or_else(|| "".into(), |v| realm.to_str_now(v));
    if calls_new(realm) {
        let proto = target(realm, &realm.protos.string);
        return Ok(Value::Obj(realm.object(&proto, Kind::Primitive(Value::Str(text)))));
    }
    Ok(Value::Str(text))
}

fn number(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let n = args.first().map_or(0.0, |v| realm.to_number_now(v));
    if calls_new(realm) {
        return Ok(Value::Obj(realm.object(&target(realm, &realm.protos.number), Kind::Primitive(Value::Num(n)))));
    }
    Ok(Value::Num(n))
}

fn boolean(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let b = Value::Bool(arg(args, 0).truthy());
    if calls_new(realm) { wrap(realm, b) } else { Ok(b) }
}

fn date(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::Obj(realm.object(&target(realm, &realm.protos.date), Kind::Date(Cell::new(num(realm, args, 0))))))
}

fn promise_(realm: &Rc<Realm>, _: &Value, _: &[Value]) -> Res<Value> {
    let made = promise::new(realm);
    made.proto.replace(Some(target(realm, &realm.protos.promise)));
    let (yes, no) = promise::settlers(realm, &made);
    Ok(realm.array(vec![Value::Obj(made), yes, no]))
}

fn map(realm: &Rc<Realm>, _: &Value, _: &[Value]) -> Res<Value> {
    Ok(Value::Obj(realm.object(&target(realm, &realm.protos.map), Kind::Map(RefCell::default()))))
}

fn set(realm: &Rc<Realm>, _: &Value, _: &[Value]) -> Res<Value> {
    Ok(Value::Obj(realm.object(&target(realm, &realm.protos.set), Kind::Set(RefCell::default()))))
}

fn proxy(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (Value::Obj(target), Value::Obj(handler)) = (arg(args, 0), arg(args, 1)) else {
        return Err(realm.type_error("Cannot create proxy with a non-object as target or handler"));
    };
    let proto = target.proto.borrow().clone();
    let made = realm.bare(proto);
    let made = realm.object(made.proto.borrow().as_ref().unwrap_or(&realm.protos.object), Kind::Proxy(target, handler));
    Ok(Value::Obj(made))
}

pub(super) const CONSTRUCTORS: Table = &[
    ("Error", 1, error),
    ("TypeError", 1, type_error),
    ("RangeError", 1, range_error),
    ("ReferenceError", 1, reference_error),
    ("SyntaxError", 1, syntax_error),
    ("URIError", 1, uri_error),
    ("Object", 1, object),
    ("Array", 1, array),
    ("String", 1, string),
    ("Number", 1, number),
    ("Boolean", 1, boolean),
    ("makeDate", 1, date),
    ("makePromise", 1, promise_),
    ("makeMap", 0, map),
    ("makeSet", 0, set),
    ("Proxy", 2, proxy),
];

fn host(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    // Callback, whether the program stays for it, then the request.
    let call = crate::host::request(realm, args.get(2..).unwrap_or(&[]))?;
    let id = realm.next_call();
    realm.callbacks.borrow_mut().insert(id, (arg(args, 0), arg(args, 1).truthy()));
    realm.outbox.borrow_mut().push_back((id, call));
    Ok(Value::Num(id.0 as f64))
}

fn cancel(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let id = syscalls::CallId(num(realm, args, 0) as u64);
    if realm.callbacks.borrow_mut().remove(&id).is_some() {
        realm.cancelled.borrow_mut().push_back(id);
    }
    Ok(Value::Undefined)
}

fn stay(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    if let Some(entry) = realm.callbacks.borrow_mut().get_mut(&syscalls::CallId(num(realm, args, 0) as u64)) {
        entry.1 = arg(args, 1).truthy();
    }
    Ok(Value::Undefined)
}

fn hook(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    realm.hooks.borrow_mut().insert(realm.to_str_now(&arg(args, 0)).as_str().to_string(), arg(args, 1));
    Ok(Value::Undefined)
}

fn job(args: &[Value]) -> Job {
    Job::Call(arg(args, 0), args.get(1..).unwrap_or(&[]).to_vec())
}

fn tick(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    realm.ticks.borrow_mut().push_back(job(args));
    Ok(Value::Undefined)
}

fn micro(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    realm.jobs.borrow_mut().push_back(job(args));
    Ok(Value::Undefined)
}

fn task(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    realm.tasks.borrow_mut().push_back(job(args));
    Ok(Value::Undefined)
}

fn exit(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    realm.exit.set(Some(crate::convert::to_int32(num(realm, args, 0)) & 255));
    // Nothing of the program runs any more.
    Err(Abrupt::Return(Value::Undefined))
}

fn memory(realm: &Rc<Realm>, _: &Value, _: &[Value]) -> Res<Value> {
    Ok(Value::Num(realm.memory() as f64))
}

fn library(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    crate::modules::builtin(realm, realm.to_str_now(&arg(args, 0)).as_str())
}

/// Where an error was thrown: `[file, line, column, text of the line]`.
fn thrown(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let own = match args.first() {
        Some(Value::Obj(o)) => match &o.kind {
            Kind::Error(cell) => cell.borrow().clone(),
            _ => None,
        },
        _ => None,
    };
    let Some((source, pos)) = own.or_else(|| realm.thrown.borrow().clone()) else { return Ok(Value::Undefined) };
    let (line, column) = source.place(pos);
    Ok(realm.array(vec![
        Value::str(&source.name),
        Value::Num(line as f64),
        Value::Num(column as f64),
        Value::str(source.line(line)),
    ]))
}

fn stack(realm: &Rc<Realm>, _: &Value, _: &[Value]) -> Res<Value> {
    Ok(Value::str(&realm.stack_lines()))
}

fn promise_state(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(match promise::of(&arg(args, 0)) {
        None => Value::Undefined,
        Some(cell) => match &cell.borrow().state {
            promise::State::Pending => Value::Num(0.0),
            promise::State::Fulfilled(_) => Value::Num(1.0),
            promise::State::Rejected(_) => Value::Num(2.0),
        },
    })
}

fn promise_value(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(match promise::of(&arg(args, 0)) {
        None => Value::Undefined,
        Some(cell) => match &cell.borrow().state {
            promise::State::Pending => Value::Undefined,
            promise::State::Fulfilled(v) | promise::State::Rejected(v) => v.clone(),
        },
    })
}

fn hash(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let data = crate::host::data(realm, args, 1);
    let digest = match realm.to_str_now(&arg(args, 0)).as_str().to_ascii_lowercase().as_str() {
        "sha256" => Sha256::digest(&data).to_vec(),
        "sha512" => Sha512::digest(&data).to_vec(),
        "sha1" => Sha1::digest(&data).to_vec(),
        "md5" => Md5::digest(&data).to_vec(),
        _ => return Ok(Value::Undefined),
    };
    Ok(crate::bytes::view(realm, digest))
}

fn math(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let x = num(realm, args, 1);
    Ok(Value::Num(match realm.to_str_now(&arg(args, 0)).as_str() {
        "floor" => x.floor(),
        "ceil" => x.ceil(),
        "round" => (x + 0.5).floor(),
        "trunc" => x.trunc(),
        "abs" => x.abs(),
        "sqrt" => x.sqrt(),
        "cbrt" => x.cbrt(),
        "sin" => x.sin(),
        "cos" => x.cos(),
        "tan" => x.tan(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "sinh" => x.sinh(),
        "cosh" => x.cosh(),
        "tanh" => x.tanh(),
        "exp" => x.exp(),
        "expm1" => x.exp_m1(),
        "log" => x.ln(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "log1p" => x.ln_1p(),
        "atan2" => x.atan2(num(realm, args, 2)),
        "pow" => crate::convert::power(x, num(realm, args, 2)),
        "fround" => f64::from(x as f32),
        "clz32" => f64::from((crate::convert::to_int32(x) as u32).leading_zeros()),
        _ => f64::NAN,
    }))
}

fn bigint(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    match arg(args, 0) {
        Value::Num(n) if n.fract() == 0.0 && n.is_finite() => {
            let made = crate::convert::big(&format!("{n:.0}")).unwrap_or_default();
            Ok(Value::Big(Rc::new(made)))
        }
        Value::Num(n) => {
            let n = crate::text::number(n);
            Err(realm
                .range_error(&format!("The number {n} cannot be converted to a BigInt because it is not an integer")))
        }
        Value::Big(b) => Ok(Value::Big(b)),
        other => match crate::convert::big(realm.to_str_now(&other).as_str()) {
            Some(b) => Ok(Value::Big(Rc::new(b))),
            None => {
                Err(realm.syntax_error(&format!("Cannot convert {} to a BigInt", realm.to_str_now(&other).as_str())))
            }
        },
    }
}

fn wrapped(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    wrap(realm, arg(args, 0))
}

pub(super) const TABLE: Table = &[
    ("host", 2, host),
    ("cancel", 1, cancel),
    ("stay", 2, stay),
    ("hook", 2, hook),
    ("tick", 1, tick),
    ("micro", 1, micro),
    ("task", 1, task),
    ("exit", 1, exit),
    ("memory", 0, memory),
    ("library", 1, library),
    ("thrown", 1, thrown),
    ("stack", 0, stack),
    ("then", 2, promise::then),
    ("promiseState", 1, promise_state),
    ("promiseValue", 1, promise_value),
    ("hash", 2, hash),
    ("math", 2, math),
    ("BigInt", 1, bigint),
    ("wrap", 1, wrapped),
    ("compile", 2, crate::modules::compile),
    ("module", 2, crate::modules::module),
    ("link", 2, crate::modules::link),
    ("evaluate", 1, crate::modules::evaluate),
    ("synthetic", 2, crate::modules::synthetic),
];
