//! Expressions at work: ECMA-262 §13. `fast` answers at once or not at all, and does nothing twice; `eval` may suspend.

use crate::ast::*;
use crate::frames::{Info, Sent};
use crate::objects::{Got, find};
use crate::realm::Realm;
use crate::scope::{Found, Scope, This};
use crate::text::Str;
use crate::value::*;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

pub type Fut<'a, T> = Pin<Box<dyn Future<Output = Res<T>> + 'a>>;

/// A running function.
pub struct Cx {
    pub realm: Rc<Realm>,
    pub info: Rc<Info>,
    pub this: Rc<This>,
    pub strict: bool,
    pub is_async: bool,
}

/// Evaluates at once where that is possible.
macro_rules! ev {
    ($cx:expr, $node:expr, $scope:expr) => {
        match $cx.fast($node, $scope) {
            Some(result) => result?,
            None => $cx.eval($node, $scope).await?,
        }
    };
}
pub(crate) use ev;

impl Cx {
    pub fn at(&self, pos: u32) {
        self.info.pos.set(pos);
    }

    pub fn lookup(&self, name: &Name, scope: &Rc<Scope>) -> Res<Value> {
        match scope.get(name) {
            Found::Value(v) => Ok(v),
            Found::Early => Err(self.realm.reference_error(&format!("Cannot access '{name}' before initialization"))),
            Found::Missing => match find(&self.realm.global, &Key::Str(name.clone())) {
                Got::Value(v) => Ok(v),
                _ if &**name == "undefined" => Ok(Value::Undefined),
                _ => Err(self.realm.reference_error(&format!("{name} is not defined"))),
            },
        }
    }

    /// Whether a name stands for a property of the global object that a function gives.
    fn global_getter(&self, name: &Name, scope: &Rc<Scope>) -> bool {
        matches!(scope.get(name), Found::Missing)
            && matches!(find(&self.realm.global, &Key::Str(name.clone())), Got::Getter(_))
    }

    pub fn assign_name(&self, name: &Name, value: Value, scope: &Rc<Scope>) -> Res<()> {
        match scope.set(name, value.clone()) {
            Ok(true) => Ok(()),
            Err(true) => Err(self.realm.type_error("Assignment to constant variable.")),
            Err(false) => Err(self.realm.reference_error(&format!("Cannot access '{name}' before initialization"))),
            Ok(false) => {
                let key = Key::Str(name.clone());
                if self.strict && matches!(find(&self.realm.global, &key), Got::Missing) {
                    return Err(self.realm.reference_error(&format!("{name} is not defined")));
                }
                match self.realm.set_now(&Value::Obj(self.realm.global.clone()), &key, value, self.strict) {
                    Ok(r) => r,
                    Err(_) => Ok(()),
                }
            }
        }
    }

    pub fn this_value(&self) -> Res<Value> {
        match &*self.this.this.borrow() {
            Value::Empty => Err(self.realm.reference_error(
                "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
            )),
            v => Ok(v.clone()),
        }
    }

    /// Property by a computed key, at once.
    fn index_now(&self, object: &Value, index: &Value) -> Option<Res<Value>> {
        if let (Value::Obj(o), Value::Num(n)) = (object, index)
            && let Kind::Array(items) = &o.kind
            && *n >= 0.0
            && n.fract() == 0.0
        {
            match items.borrow().get(*n as usize) {
                Some(Value::Empty) | None => {}
                Some(v) => return Some(Ok(v.clone())),
            }
        }
        let key = self.realm.key_now(index)?;
        self.member_now(object, &key)
    }

    fn member_now(&self, object: &Value, key: &Key) -> Option<Res<Value>> {
        match self.realm.lookup(object, key) {
            Got::Value(v) => Some(Ok(v)),
            Got::Missing if object.is_nullish() => Some(Err(self.realm.cannot_read(object, key))),
            Got::Missing => Some(Ok(Value::Undefined)),
            _ => None,
        }
    }

    pub fn fast(&self, node: &Node, scope: &Rc<Scope>) -> Option<Res<Value>> {
        if !node.pure {
            return None;
        }
        macro_rules! try_fast {
            ($node:expr) => {
                match self.fast($node, scope)? {
                    Ok(v) => v,
                    Err(e) => return Some(Err(e)),
                }
            };
        }
        Some(match &node.kind {
            E::Num(n) => Ok(Value::Num(*n)),
            E::Str(s) => Ok(Value::Str(s.clone())),
            E::Bool(b) => Ok(Value::Bool(*b)),
            E::Null => Ok(Value::Null),
            E::Ident(name) => {
                if let Found::Value(v) = scope.get(name) {
                    return Some(Ok(v));
                }
                self.at(node.pos);
                if self.global_getter(name, scope) {
                    return None;
                }
                self.lookup(name, scope)
            }
            E::This => self.this_value(),
            E::Paren(inner) => return self.fast(inner, scope),
            E::Func(func) => Ok(Value::Obj(self.closure(func, scope, None))),
            E::Member(object, name, false) => {
                let object = try_fast!(object);
                self.at(node.pos);
                return self.member_now(&object, &Key::Str(name.clone()));
            }
            E::Index(object, index, false) => {
                let object = try_fast!(object);
                let index = try_fast!(index);
                self.at(node.pos);
                return self.index_now(&object, &index);
            }
            E::Binary(op, a, b) => {
                let left = try_fast!(a);
                match op {
                    Op::And if !left.truthy() => return Some(Ok(left)),
                    Op::Or if left.truthy() => return Some(Ok(left)),
                    Op::Nullish if !left.is_nullish() => return Some(Ok(left)),
                    Op::And | Op::Or | Op::Nullish => return self.fast(b, scope),
                    _ => {}
                }
                let right = try_fast!(b);
                self.at(node.pos);
                return self.realm.binary_now(*op, &left, &right);
            }
            E::Unary(op, value) => {
                if let (Unary::TypeOf, E::Ident(name)) = (op, &value.kind)
                    && matches!(scope.get(name), Found::Missing)
                    && matches!(find(&self.realm.global, &Key::Str(name.clone())), Got::Missing)
                {
                    return Some(Ok(Value::str("undefined")));
                }
                let value = try_fast!(value);
                return self.unary_now(*op, &value);
            }
            E::Cond(test, a, b) => {
                return if try_fast!(test).truthy() { self.fast(a, scope) } else { self.fast(b, scope) };
            }
            E::Template(texts, values) => {
                let mut out = String::new();
                for (n, text) in texts.iter().enumerate() {
                    out.push_str(text.as_str());
                    if let Some(value) = values.get(n) {
                        let value = try_fast!(value);
                        if matches!(value, Value::Obj(_) | Value::Sym(_)) {
                            return None;
                        }
                        out.push_str(self.realm.to_str_now(&value).as_str());
                    }
                }
                if out.len() > crate::text::MAX_STRING {
                    return Some(Err(self.realm.range_error("Invalid string length")));
                }
                Ok(Value::Str(Str::from(out)))
            }
            E::Array(items) => {
                let mut out = Vec::with_capacity(items.len());
                for item in items {
                    out.push(match item {
                        None => Value::Empty,
                        Some(item) => try_fast!(item),
                    });
                }
                Ok(self.realm.array(out))
            }
            E::Object(props) => {
                let object = self.realm.plain();
                for prop in props {
                    let PropName::Name(name) = &prop.key else { return None };
                    if &**name == "__proto__" {
                        return None;
                    }
                    let value = try_fast!(&prop.value);
                    object.define(Key::Str(name.clone()), value, ALL);
                }
                Ok(Value::Obj(object))
            }
            E::Assign(target, value) => match &**target {
                P::Ident(name, pos) => {
                    let value = try_fast!(value);
                    self.at(*pos);
                    self.assign_name(name, value.clone(), scope).map(|()| value)
                }
                P::Expr(target) => {
                    let (object, key) = match self.reference_now(target, scope)? {
                        Ok(found) => found,
                        Err(e) => return Some(Err(e)),
                    };
                    let value = try_fast!(value);
                    self.at(target.pos);
                    return self.put_now(&object, &key, value);
                }
                _ => return None,
            },
            E::AssignOp(op, target, value) => {
                let old = try_fast!(target);
                match op {
                    Op::And if !old.truthy() => return Some(Ok(old)),
                    Op::Or if old.truthy() => return Some(Ok(old)),
                    Op::Nullish if !old.is_nullish() => return Some(Ok(old)),
                    _ => {}
                }
                let value = try_fast!(value);
                let new = match op {
                    Op::And | Op::Or | Op::Nullish => value,
                    op => match self.realm.binary_now(*op, &old, &value)? {
                        Ok(v) => v,
                        Err(e) => return Some(Err(e)),
                    },
                };
                return self.store_now(target, new, scope);
            }
            E::Update(prefix, by, target) => {
                let old = match try_fast!(target) {
                    Value::Num(n) => n,
                    Value::Big(_) | Value::Obj(_) => return None,
                    other => self.realm.to_number_now(&other),
                };
                let new = Value::Num(old + by);
                let out = if *prefix { new.clone() } else { Value::Num(old) };
                match self.store_now(target, new, scope)? {
                    Ok(_) => Ok(out),
                    Err(e) => Err(e),
                }
            }
            _ => return None,
        })
    }

    /// Object and key of a place that is assigned to; none of it is evaluated again if the answer is there.
    fn reference_now(&self, target: &Node, scope: &Rc<Scope>) -> Option<Res<(Value, Key)>> {
        match &target.kind {
            E::Member(object, name, _) => Some(self.fast(object, scope)?.map(|o| (o, Key::Str(name.clone())))),
            E::Index(object, index, _) => {
                let object = match self.fast(object, scope)? {
                    Ok(o) => o,
                    Err(e) => return Some(Err(e)),
                };
                let index = match self.fast(index, scope)? {
                    Ok(i) => i,
                    Err(e) => return Some(Err(e)),
                };
                Some(Ok((object, self.realm.key_now(&index)?)))
            }
            _ => None,
        }
    }

    fn put_now(&self, object: &Value, key: &Key, value: Value) -> Option<Res<Value>> {
        match self.realm.set_now(object, key, value.clone(), self.strict) {
            Ok(result) => Some(result.map(|()| value)),
            Err(_) => None,
        }
    }

    fn store_now(&self, target: &Node, value: Value, scope: &Rc<Scope>) -> Option<Res<Value>> {
        self.at(target.pos);
        match &target.kind {
            E::Ident(name) => Some(self.assign_name(name, value.clone(), scope).map(|()| value)),
            _ => {
                let (object, key) = match self.reference_now(target, scope)? {
                    Ok(found) => found,
                    Err(e) => return Some(Err(e)),
                };
                self.put_now(&object, &key, value)
            }
        }
    }

    fn unary_now(&self, op: Unary, value: &Value) -> Option<Res<Value>> {
        if matches!(op, Unary::Neg | Unary::Plus | Unary::BitNot) && matches!(value, Value::Obj(_) | Value::Sym(_)) {
            return None;
        }
        Some(Ok(match (op, value) {
            (Unary::Not, v) => Value::Bool(!v.truthy()),
            (Unary::TypeOf, v) => Value::str(v.type_of()),
            (Unary::Void, _) => Value::Undefined,
            (Unary::Neg, Value::Big(b)) => Value::Big(Rc::new(-(**b).clone())),
            (Unary::BitNot, Value::Big(b)) => Value::Big(Rc::new(-(**b).clone() - 1)),
            (Unary::Plus, Value::Big(_)) => {
                return Some(Err(self.realm.type_error("Cannot convert a BigInt value to a number")));
            }
            (Unary::Neg, v) => Value::Num(-self.realm.to_number_now(v)),
            (Unary::Plus, v) => Value::Num(self.realm.to_number_now(v)),
            (Unary::BitNot, v) => Value::Num(f64::from(!crate::convert::to_int32(self.realm.to_number_now(v)))),
            (Unary::Delete, _) => return None,
        }))
    }

    pub fn eval<'a>(&'a self, node: &'a Node, scope: &'a Rc<Scope>) -> Fut<'a, Value> {
        match &node.kind {
            E::Call(callee, args, optional) => Box::pin(self.call_expression(node, callee, args, *optional, scope)),
            E::New(callee, args) => Box::pin(self.new_expression(node, callee, args, scope)),
            E::Object(props) => Box::pin(self.object_literal(props, scope)),
            E::Array(items) => Box::pin(async move {
                let mut out = Vec::new();
                for item in items {
                    match item {
                        None => out.push(Value::Empty),
                        Some(Node { kind: E::Spread(inner), pos, .. }) => {
                            let list = ev!(self, inner, scope);
                            self.at(*pos);
                            self.spread(&list, &mut out, Some(inner)).await?;
                        }
                        Some(item) => out.push(ev!(self, item, scope)),
                    }
                }
                Ok(self.realm.array(out))
            }),
            E::Class(class) => Box::pin(self.class(class, scope)),
            E::Assign(target, value) => Box::pin(self.assign_expression(target, value, scope)),
            E::AssignOp(op, target, value) => Box::pin(self.assign_operation(*op, target, value, scope)),
            E::Update(prefix, by, target) => Box::pin(async move {
                let (place, old) = self.place_and_value(target, scope).await?;
                let old = self.realm.to_primitive(&old, "number").await?;
                let (old, new) = match old {
                    Value::Big(b) => {
                        let one = if *by > 0.0 { 1 } else { -1 };
                        (Value::Big(b.clone()), Value::Big(Rc::new(&*b + one)))
                    }
                    other => {
                        let n = self.realm.to_number(&other).await?;
                        (Value::Num(n), Value::Num(n + by))
                    }
                };
                self.at(target.pos);
                self.put(place, new.clone(), scope).await?;
                Ok(if *prefix { new } else { old })
            }),
            E::Member(..) | E::Index(..) | E::Private(..) => {
                Box::pin(async move { Ok(self.member(node, scope).await?.map_or(Value::Undefined, |(_, v)| v)) })
            }
            E::Chain(inner) => Box::pin(async move {
                match &inner.kind {
                    E::Member(..) | E::Index(..) | E::Private(..) | E::Call(..) => {
                        match Box::pin(self.chained(inner, scope)).await? {
                            Some(v) => Ok(v),
                            None => Ok(Value::Undefined),
                        }
                    }
                    _ => self.eval(inner, scope).await,
                }
            }),
            E::Binary(op, a, b) => Box::pin(async move {
                let left = ev!(self, a, scope);
                match op {
                    Op::And if !left.truthy() => return Ok(left),
                    Op::Or if left.truthy() => return Ok(left),
                    Op::Nullish if !left.is_nullish() => return Ok(left),
                    Op::And | Op::Or | Op::Nullish => return Ok(ev!(self, b, scope)),
                    _ => {}
                }
                let right = ev!(self, b, scope);
                self.at(node.pos);
                self.realm.binary(*op, &left, &right).await
            }),
            E::Cond(test, a, b) => Box::pin(async move {
                let chosen = if ev!(self, test, scope).truthy() { a } else { b };
                Ok(ev!(self, chosen, scope))
            }),
            E::Unary(op, value) => Box::pin(self.unary(*op, value, scope)),
            E::Seq(items) => Box::pin(async move {
                let mut last = Value::Undefined;
                for item in items {
                    last = ev!(self, item, scope);
                }
                Ok(last)
            }),
            E::Paren(inner) => self.eval(inner, scope),
            E::Await(value) => Box::pin(async move {
                let value = ev!(self, value, scope);
                self.at(node.pos);
                self.realm.await_value(value).await
            }),
            E::Yield(value, delegate) => Box::pin(self.yield_expression(value.as_deref(), *delegate, scope)),
            E::Template(texts, values) => Box::pin(async move {
                let mut out = String::new();
                for (n, text) in texts.iter().enumerate() {
                    out.push_str(text.as_str());
                    if let Some(value) = values.get(n) {
                        let value = ev!(self, value, scope);
                        out.push_str(self.realm.to_str(&value).await?.as_str());
                    }
                }
                self.realm.concat(&out, "")
            }),
            E::Tagged(tag, cooked, raw, values) => Box::pin(self.tagged(node, tag, cooked, raw, values, scope)),
            E::Regex(body, flags) => Box::pin(async move { self.realm.regex(body, flags) }),
            E::BigInt(text) => {
                Box::pin(async move { Ok(Value::Big(Rc::new(crate::convert::big(text).unwrap_or_default()))) })
            }
            E::NewTarget => Box::pin(async move { Ok(self.this.new_target.clone()) }),
            E::ImportMeta => Box::pin(async move { self.lookup(&"%meta".into(), scope) }),
            E::ImportCall(specifier) => Box::pin(async move {
                let specifier = ev!(self, specifier, scope);
                let from = self.info.source.name.clone();
                let hook = self.realm.hooks.borrow().get("import").cloned().unwrap_or(Value::Undefined);
                self.realm.call(&hook, Value::Undefined, vec![specifier, Value::str(&from)]).await
            }),
            E::PrivateIn(name, object) => Box::pin(async move {
                let object = ev!(self, object, scope);
                let key = scope.private(name).map(Key::Sym);
                Ok(Value::Bool(matches!((&object, key), (Value::Obj(o), Some(key)) if o.own(&key).is_some())))
            }),
            E::Ident(name) if self.global_getter(name, scope) => Box::pin(async move {
                self.at(node.pos);
                let global = Value::Obj(self.realm.global.clone());
                self.realm.get(&global, &Key::Str(name.clone())).await
            }),
            E::Super | E::Spread(_) | E::Cover(..) => {
                Box::pin(async move { Err(self.realm.syntax_error("Unexpected token")) })
            }
            _ => Box::pin(async move { self.fast(node, scope).unwrap_or(Ok(Value::Undefined)) }),
        }
    }

    async fn unary(&self, op: Unary, value: &Node, scope: &Rc<Scope>) -> Res<Value> {
        if op == Unary::Delete {
            let target = match &value.kind {
                E::Paren(inner) | E::Chain(inner) => inner,
                _ => value,
            };
            let (object, key) = match &target.kind {
                E::Member(object, name, _) => (ev!(self, object, scope), Key::Str(name.clone())),
                E::Index(object, index, _) => {
                    let object = ev!(self, object, scope);
                    let index = ev!(self, index, scope);
                    (object, self.realm.key(&index).await?)
                }
                _ => return Ok(Value::Bool(true)),
            };
            return self.realm.delete(&object, &key, self.strict).await.map(Value::Bool);
        }
        let value = ev!(self, value, scope);
        let value = match op {
            Unary::Neg | Unary::Plus | Unary::BitNot => {
                let p = self.realm.to_primitive(&value, "number").await?;
                if matches!(p, Value::Big(_)) { p } else { Value::Num(self.realm.to_number(&p).await?) }
            }
            _ => value,
        };
        self.unary_now(op, &value).unwrap_or(Ok(Value::Undefined))
    }

    /// Receiver and value of a member; `None` where `?.` ends a chain.
    pub fn member<'a>(&'a self, node: &'a Node, scope: &'a Rc<Scope>) -> Fut<'a, Option<(Value, Value)>> {
        Box::pin(async move {
            let (object, optional) = match &node.kind {
                E::Member(o, _, optional) | E::Index(o, _, optional) | E::Private(o, _, optional) => (o, *optional),
                _ => return Ok(None),
            };
            if matches!(object.kind, E::Super) {
                return self.super_member(node, scope).await.map(Some);
            }
            let object = match self.fast(object, scope) {
                Some(v) => v?,
                None => match Box::pin(self.chained(object, scope)).await? {
                    Some(v) => v,
                    None => return Ok(None),
                },
            };
            if optional && object.is_nullish() {
                return Ok(None);
            }
            let value = match &node.kind {
                E::Member(_, name, _) => {
                    self.at(node.pos);
                    self.realm.get(&object, &Key::Str(name.clone())).await?
                }
                E::Index(_, index, _) => {
                    let index = ev!(self, index, scope);
                    self.at(node.pos);
                    match self.index_now(&object, &index) {
                        Some(v) => v?,
                        None => {
                            let key = self.realm.key(&index).await?;
                            self.realm.get(&object, &key).await?
                        }
                    }
                }
                E::Private(_, name, _) => {
                    self.at(node.pos);
                    self.private_get(&object, name, scope).await?
                }
                _ => Value::Undefined,
            };
            Ok(Some((object, value)))
        })
    }

    /// Part of an optional chain: `None` ends it.
    pub async fn chained(&self, node: &Node, scope: &Rc<Scope>) -> Res<Option<Value>> {
        match &node.kind {
            E::Member(..) | E::Index(..) | E::Private(..) => Ok(self.member(node, scope).await?.map(|(_, v)| v)),
            E::Call(callee, args, optional) => self.call_in_chain(node, callee, args, *optional, scope).await,
            _ => Ok(Some(ev!(self, node, scope))),
        }
    }

    async fn yield_expression(&self, value: Option<&Node>, delegate: bool, scope: &Rc<Scope>) -> Res<Value> {
        let value = match value {
            Some(value) => ev!(self, value, scope),
            None => Value::Undefined,
        };
        if !delegate {
            let value = if self.is_async { self.realm.await_value(value).await? } else { value };
            return match self.realm.yield_value(value).await {
                Sent::Next(v) => Ok(v),
                Sent::Throw(e) => Err(Abrupt::Throw(e)),
                Sent::Return(v) => Err(Abrupt::Return(v)),
            };
        }
        let (iterator, next) = self.iterator(&value, self.is_async, None).await?;
        let mut sent = Sent::Next(Value::Undefined);
        loop {
            let result = match sent {
                Sent::Next(v) => self.realm.call(&next, iterator.clone(), vec![v]).await?,
                Sent::Throw(e) => {
                    let method = self.realm.get(&iterator, &"throw".into()).await?;
                    self.realm.call(&method, iterator.clone(), vec![e]).await?
                }
                Sent::Return(v) => {
                    let method = self.realm.get(&iterator, &"return".into()).await?;
                    if method.is_callable() {
                        self.realm.call(&method, iterator.clone(), vec![v.clone()]).await?;
                    }
                    return Err(Abrupt::Return(v));
                }
            };
            let result = if self.is_async { self.realm.await_value(result).await? } else { result };
            let value = self.realm.get(&result, &"value".into()).await?;
            if self.realm.get(&result, &"done".into()).await?.truthy() {
                return Ok(value);
            }
            sent = self.realm.yield_value(value).await;
        }
    }

    async fn tagged(
        &self,
        node: &Node,
        tag: &Node,
        cooked: &[Option<Str>],
        raw: &[Str],
        values: &[Node],
        scope: &Rc<Scope>,
    ) -> Res<Value> {
        let (this, function) = match &tag.kind {
            E::Member(..) | E::Index(..) => {
                self.member(tag, scope).await?.unwrap_or((Value::Undefined, Value::Undefined))
            }
            _ => (Value::Undefined, ev!(self, tag, scope)),
        };
        let id = std::ptr::from_ref(node) as usize;
        let known = self.realm.templates.borrow().get(&id).cloned();
        let strings = known.unwrap_or_else(|| {
            let text = |s: &Option<Str>| s.clone().map_or(Value::Undefined, Value::Str);
            let made = self.realm.array(cooked.iter().map(text).collect());
            if let Value::Obj(o) = &made {
                o.define("raw".into(), self.realm.array(raw.iter().cloned().map(Value::Str).collect()), 0);
            }
            self.realm.templates.borrow_mut().insert(id, made.clone());
            made
        });
        let mut args = vec![strings];
        for value in values {
            args.push(ev!(self, value, scope));
        }
        self.realm.call(&function, this, args).await
    }
}
