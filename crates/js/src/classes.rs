//! Classes: ECMA-262 §15.7.

use crate::ast::*;
use crate::eval::{Cx, ev};
use crate::scope::Scope;
use crate::value::{Key, *};
use std::cell::RefCell;
use std::rc::Rc;

/// The constructor of a class that has none of its own.
fn default_constructor(class: &Class) -> Rc<Func> {
    let node = |kind| Node { pos: class.pos, end: class.end, pure: false, kind };
    let derived = class.parent.is_some();
    let body = if derived {
        let args = node(E::Spread(Box::new(Node { pure: true, ..node(E::Ident("args".into())) })));
        let call = node(E::Call(Box::new(node(E::Super)), vec![args], false));
        vec![Stmt { pos: class.pos, kind: S::Expr(call) }]
    } else {
        vec![]
    };
    Rc::new(Func {
        name: class.name.clone(),
        params: vec![],
        rest: derived.then(|| P::Ident("args".into(), class.pos)),
        body,
        expr: None,
        kind: if derived { FuncKind::DerivedConstructor } else { FuncKind::Constructor },
        is_async: false,
        is_generator: false,
        strict: true,
        uses_arguments: false,
        self_name: false,
        vars: vec![],
        lexical: vec![],
        pos: class.pos,
        end: class.end,
        source: class.source.clone(),
    })
}

impl Cx {
    pub async fn class(&self, class: &Rc<Class>, scope: &Rc<Scope>) -> Res<Value> {
        let realm = &self.realm;
        let parent = match &class.parent {
            Some(node) => {
                let parent = ev!(self, node, scope);
                if !matches!(parent, Value::Null) && !realm.is_constructor(&parent) {
                    self.at(node.pos);
                    let shown = realm.to_str_now(&parent);
                    return Err(realm
                        .type_error(&format!("Class extends value {} is not a constructor or null", shown.as_str())));
                }
                Some(parent)
            }
            None => None,
        };
        let mut privates: Vec<(Name, Rc<Symbol>)> = Vec::new();
        for member in &class.members {
            if let PropName::Private(name) = &member.key
                && !privates.iter().any(|(n, _)| n == name)
            {
                let description = Some(format!("#{name}").as_str().into());
                privates.push((name.clone(), Rc::new(Symbol { description, id: realm.next_id() })));
            }
        }
        let scope = &Rc::new(Scope { vars: RefCell::default(), parent: Some(scope.clone()), privates: Some(privates) });
        let func = class.constructor.clone().unwrap_or_else(|| default_constructor(class));
        let proto_parent = match &parent {
            None => Some(realm.protos.object.clone()),
            Some(Value::Obj(p)) => realm.get(&Value::Obj(p.clone()), &"prototype".into()).await?.as_obj().cloned(),
            Some(_) => None,
        };
        let proto = realm.bare(proto_parent);
        let made = self.closure(&func, scope, Some(proto.clone()));
        made.define("name".into(), Value::str(&class.name), CONFIGURABLE);
        if let Some(Value::Obj(p)) = &parent {
            made.proto.replace(Some(p.clone()));
        }
        made.define("prototype".into(), Value::Obj(proto.clone()), 0);
        proto.define("constructor".into(), Value::Obj(made.clone()), HIDDEN);
        if !class.name.is_empty() {
            scope.declare(&class.name, Value::Obj(made.clone()), Decl::Const);
        }
        let mut fields = Vec::new();
        let mut later: Vec<(FieldKey, Value)> = Vec::new();
        for member in &class.members {
            let home = if member.is_static { &made } else { &proto };
            let key = self.prop_key(&member.key, scope).await?;
            let private = match (&member.key, &key) {
                (PropName::Private(_), Key::Sym(symbol)) => Some(symbol.clone()),
                _ => None,
            };
            let shown = match &member.key {
                PropName::Private(n) => Key::Str(format!("#{n}").into()),
                _ => key.clone(),
            };
            match &member.kind {
                MemberKind::Method(func) => {
                    let value = Value::Obj(self.closure(func, scope, Some(home.clone())));
                    self.name_function(&value, &shown, "");
                    match private {
                        Some(symbol) if !member.is_static => {
                            fields.push((
                                FieldKey::PrivateMember(symbol, Property { slot: Slot::Value(value), flags: 0 }),
                                Value::Undefined,
                            ));
                        }
                        Some(_) => home.define(key, value, 0),
                        None => home.define(key, value, HIDDEN),
                    }
                }
                MemberKind::Get(func) | MemberKind::Set(func) => {
                    let get = matches!(member.kind, MemberKind::Get(_));
                    let value = Value::Obj(self.closure(func, scope, Some(home.clone())));
                    self.name_function(&value, &shown, if get { "get " } else { "set " });
                    match private {
                        Some(symbol) if !member.is_static => {
                            let old = fields.iter_mut().find_map(|(k, _)| match k {
                                FieldKey::PrivateMember(s, p) if s.id == symbol.id => Some(p),
                                _ => None,
                            });
                            match old.map(|p| &mut p.slot) {
                                Some(Slot::Accessor(g, s)) => *(if get { g } else { s }) = value,
                                _ => {
                                    let slot = if get {
                                        Slot::Accessor(value, Value::Undefined)
                                    } else {
                                        Slot::Accessor(Value::Undefined, value)
                                    };
                                    fields.push((
                                        FieldKey::PrivateMember(symbol, Property { slot, flags: 0 }),
                                        Value::Undefined,
                                    ));
                                }
                            }
                        }
                        _ => self.accessor(home, key, value, get, CONFIGURABLE),
                    }
                }
                MemberKind::Field(init) => {
                    let init = init
                        .as_ref()
                        .map_or(Value::Undefined, |f| Value::Obj(self.closure(f, scope, Some(home.clone()))));
                    let key = match private {
                        Some(symbol) => FieldKey::Private(symbol),
                        None => FieldKey::Public(key),
                    };
                    if member.is_static { later.push((key, init)) } else { fields.push((key, init)) }
                }
                MemberKind::Block(func) => {
                    let block = self.closure(func, scope, Some(home.clone()));
                    later.push((FieldKey::Public(Key::Str("".into())), Value::Obj(block)));
                }
            }
        }
        // Methods are there before fields are made.
        fields.sort_by_key(|(k, _)| !matches!(k, FieldKey::PrivateMember(..)));
        if let Kind::Closure(closure) = &made.kind {
            closure.class.replace(Some(Rc::new(ClassData { fields: RefCell::new(fields) })));
        }
        for (key, init) in later {
            let value = match &init {
                Value::Undefined => Value::Undefined,
                init => realm.call(init, Value::Obj(made.clone()), vec![]).await?,
            };
            match key {
                FieldKey::Public(Key::Str(name)) if name.is_empty() => {}
                FieldKey::Public(key) => made.define(key, value, ALL),
                FieldKey::Private(symbol) | FieldKey::PrivateMember(symbol, _) => {
                    made.define(Key::Sym(symbol), value, WRITABLE);
                }
            }
        }
        Ok(Value::Obj(made))
    }
}
