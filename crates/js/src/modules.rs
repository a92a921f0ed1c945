//! Texts made into functions and modules: CommonJS's wrapper and ECMA-262's source text modules. Which file a name
//! means is the library's affair (`lib/modules.js`).

use crate::ast::*;
use crate::eval::Cx;
use crate::frames::{Frame, Info, Role};
use crate::lexer::SyntaxError;
use crate::promise::{self, Job};
use crate::realm::Realm;
use crate::scope::{Scope, This};
use crate::value::{Key, *};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub struct Module {
    pub program: Program,
    pub scope: Rc<Scope>,
    pub namespace: Obj,
}

fn arg(args: &[Value], n: usize) -> Value {
    args.get(n).cloned().unwrap_or(Value::Undefined)
}

/// A syntax error as V8 reports it: where it is, for the library to print.
fn failed(realm: &Rc<Realm>, source: &Rc<Source>, error: SyntaxError) -> Abrupt {
    let made = realm.new_error(&realm.protos.syntax_error, Some(&error.message));
    let (line, column) = source.place(error.pos);
    let width = source.text.get(error.pos as usize..error.end as usize).map_or(1, |t| t.chars().count().max(1));
    let text = source.line(line);
    let head =
        format!("{}:{line}\n{text}\n{}{}\n", source.name, " ".repeat(column.saturating_sub(1)), "^".repeat(width));
    if let Kind::Error(cell) = &made.kind {
        cell.replace(None);
    }
    made.define("%head".into(), Value::str(&head), 0);
    Abrupt::Throw(Value::Obj(made))
}

fn closure(realm: &Rc<Realm>, func: &Rc<Func>) -> Value {
    let kind = Kind::Closure(Closure {
        func: func.clone(),
        scope: realm.scope.clone(),
        this: None,
        home: RefCell::default(),
        class: RefCell::default(),
    });
    let made = realm.object(&realm.protos.function, kind);
    made.define("name".into(), Value::str(&func.name), CONFIGURABLE);
    Value::Obj(made)
}

/// A part of the library as a function of the intrinsics.
pub fn builtin(realm: &Rc<Realm>, name: &str) -> Res<Value> {
    let Some(source) = crate::library::source(name) else { return Ok(Value::Undefined) };
    let program = crate::parser::parse(&source, &["$", "exports", "require", "module"], false);
    program.map(|p| closure(realm, &p.func)).map_err(|e| failed(realm, &source, e))
}

/// `(text, file, names…)`: a function of these names.
pub fn compile(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (text, file) = (realm.to_str_now(&arg(args, 0)), realm.to_str_now(&arg(args, 1)));
    let names: Vec<String> = args.iter().skip(2).map(|v| realm.to_str_now(v).as_str().to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let source = Source::new(file.as_str(), text.as_str(), false);
    let program = crate::parser::parse(&source, &names, false).map_err(|e| failed(realm, &source, e))?;
    let made = closure(realm, &program.func);
    if let Value::Obj(o) = &made {
        o.define("name".into(), Value::str("Object.<anonymous>"), CONFIGURABLE);
    }
    Ok(made)
}

/// `(text, file, meta)`: a module that is not linked yet.
pub fn module(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (text, file) = (realm.to_str_now(&arg(args, 0)), realm.to_str_now(&arg(args, 1)));
    let source = Source::new(file.as_str(), text.as_str(), false);
    let program = crate::parser::parse(&source, &[], true).map_err(|e| failed(realm, &source, e))?;
    let scope = Scope::new(Some(realm.scope.clone()));
    scope.declare(&"%meta".into(), arg(args, 2), Decl::Const);
    let names =
        program.parts.exports.iter().map(|(out, local)| (out.clone(), (scope.clone(), local.clone()))).collect();
    let namespace = realm.object(&realm.protos.object, Kind::Namespace(RefCell::new(names)));
    namespace.proto.replace(None);
    let requests = realm.strings(program.parts.requests.iter().map(|n| &**n));
    let made = realm
        .object(&realm.protos.object, Kind::Module(Box::new(Module { program, scope, namespace: namespace.clone() })));
    made.define("requests".into(), requests, ALL);
    made.define("namespace".into(), Value::Obj(namespace), ALL);
    Ok(Value::Obj(made))
}

fn of(value: &Value) -> Option<&Module> {
    match &value.as_obj()?.kind {
        Kind::Module(m) => Some(m),
        _ => None,
    }
}

fn names_of(value: &Value) -> Option<&RefCell<std::collections::BTreeMap<Name, (Rc<Scope>, Name)>>> {
    match &value.as_obj()?.kind {
        Kind::Namespace(n) => Some(n),
        _ => None,
    }
}

/// `(module, namespaces)`, the latter in the order of its requests.
pub fn link(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let target = arg(args, 0);
    let Some(module) = of(&target) else { return Ok(Value::Undefined) };
    let parts = &module.program.parts;
    let spaces = realm.list_now(&arg(args, 1));
    let space = |from: &Name| {
        parts.requests.iter().position(|r| r == from).and_then(|n| spaces.get(n)).cloned().unwrap_or(Value::Undefined)
    };
    let missing = |from: &Name, name: &Name| {
        realm.syntax_error(&format!("The requested module '{from}' does not provide an export named '{name}'"))
    };
    let mine = Value::Obj(module.namespace.clone());
    for (from, name, out) in &parts.reexports {
        let there = space(from);
        let (Some(there_names), Some(own)) = (names_of(&there), names_of(&mine)) else { continue };
        if &**name != "*" {
            let found = there_names.borrow().get(name).cloned().ok_or_else(|| missing(from, name))?;
            own.borrow_mut().insert(out.clone(), found);
        } else if &**out == "*" {
            let all: Vec<_> = there_names.borrow().iter().map(|(n, p)| (n.clone(), p.clone())).collect();
            for (n, p) in all.into_iter().filter(|(n, _)| &**n != "default") {
                own.borrow_mut().entry(n).or_insert(p);
            }
        } else {
            let local: Name = format!("*{out}").into();
            module.scope.declare(&local, there.clone(), Decl::Const);
            own.borrow_mut().insert(out.clone(), (module.scope.clone(), local));
        }
    }
    for (from, name, local) in &parts.imports {
        let there = space(from);
        if &**name == "*" {
            module.scope.declare(local, there, Decl::Const);
            continue;
        }
        let found = names_of(&there).and_then(|n| n.borrow().get(name).cloned()).ok_or_else(|| missing(from, name))?;
        module.scope.declare(local, Value::Alias(Rc::new(found)), Decl::Const);
    }
    let func = &module.program.func;
    let cx = context(realm, func);
    for name in &func.vars {
        module.scope.declare(name, Value::Undefined, Decl::Var);
    }
    cx.hoist(&func.lexical, &func.body, &module.scope);
    Ok(Value::Undefined)
}

fn context(realm: &Rc<Realm>, func: &Rc<Func>) -> Cx {
    let info = Rc::new(Info {
        name: "".into(),
        source: func.source.clone(),
        pos: Cell::new(0),
        receiver: Value::Undefined,
        constructs: false,
    });
    let this = Rc::new(This {
        this: RefCell::new(Value::Undefined),
        home: None,
        function: None,
        new_target: Value::Undefined,
    });
    Cx { realm: realm.clone(), info, this, strict: true, is_async: true }
}

/// `(module)`: runs it; the promise of its end.
pub fn evaluate(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let target = arg(args, 0);
    let Some(module) = of(&target) else { return Ok(Value::Undefined) };
    let (func, scope) = (module.program.func.clone(), module.scope.clone());
    let cx = context(realm, &func);
    let info = cx.info.clone();
    let promise = promise::new(realm);
    let body = Box::pin(async move {
        let _kept = target;
        cx.list(&func.body, &scope).await.map(|_| Value::Undefined)
    });
    let frame = Frame { body, info, role: Role::Async(promise.clone(), false) };
    realm.jobs.borrow_mut().push_back(Job::Resume(frame, None));
    Ok(Value::Obj(promise))
}

/// `(names, values)`: the namespace of what is no module, such as CommonJS's exports.
pub fn synthetic(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (names, values) = (realm.list_now(&arg(args, 0)), realm.list_now(&arg(args, 1)));
    let scope = Scope::new(None);
    let mut all = std::collections::BTreeMap::new();
    for (name, value) in names.iter().zip(values) {
        let name: Name = realm.to_str_now(name).as_str().into();
        scope.declare(&name, value, Decl::Let);
        all.insert(name.clone(), (scope.clone(), name));
    }
    let made = realm.object(&realm.protos.object, Kind::Namespace(RefCell::new(all)));
    made.proto.replace(None);
    made.define(Key::Sym(realm.symbol("Symbol.toStringTag")), Value::str("Module"), 0);
    Ok(Value::Obj(made))
}
