//! Assignment and binding: ECMA-262 §13.15, §14.3; object literals, closures and private members.

use crate::ast::*;
use crate::calls::render;
use crate::eval::{Cx, Fut, ev};
use crate::scope::{Scope, This};
use crate::value::{Key, *};
use std::cell::RefCell;
use std::rc::Rc;

/// Where a value goes.
pub enum Place {
    Name(Name),
    Property(Value, Key),
    Private(Value, Name),
}

impl Cx {
    pub fn closure(&self, func: &Rc<Func>, scope: &Rc<Scope>, home: Option<Obj>) -> Obj {
        let realm = &self.realm;
        let this: Option<Rc<This>> = (func.kind == FuncKind::Arrow).then(|| self.this.clone());
        let made = realm.object(
            &realm.protos.function,
            Kind::Closure(Closure {
                func: func.clone(),
                scope: scope.clone(),
                this,
                home: RefCell::new(home),
                class: RefCell::default(),
            }),
        );
        let length = func.params.iter().take_while(|(_, default)| default.is_none()).count();
        made.define("length".into(), Value::Num(length as f64), CONFIGURABLE);
        made.define("name".into(), Value::str(&func.name), CONFIGURABLE);
        if func.is_generator {
            let proto = if func.is_async { &realm.protos.async_generator } else { &realm.protos.generator };
            made.define("prototype".into(), Value::Obj(realm.object(proto, Kind::Ordinary)), WRITABLE);
        } else if func.kind == FuncKind::Normal && !func.is_async {
            let proto = realm.plain();
            proto.define("constructor".into(), Value::Obj(made.clone()), HIDDEN);
            made.define("prototype".into(), Value::Obj(proto), WRITABLE);
        }
        made
    }

    pub async fn prop_key(&self, key: &PropName, scope: &Rc<Scope>) -> Res<Key> {
        Ok(match key {
            PropName::Name(n) => Key::Str(n.clone()),
            PropName::Computed(node) => {
                let value = ev!(self, node, scope);
                self.realm.key(&value).await?
            }
            PropName::Private(n) => match scope.private(n) {
                Some(symbol) => Key::Sym(symbol),
                None => {
                    return Err(self
                        .realm
                        .syntax_error(&format!("Private field '#{n}' must be declared in an enclosing class")));
                }
            },
        })
    }

    pub fn name_function(&self, value: &Value, key: &Key, lead: &str) {
        if let Value::Obj(o) = value
            && matches!(o.kind, Kind::Closure(_))
        {
            let name = match key {
                Key::Str(s) => s.to_string(),
                Key::Sym(s) => format!("[{}]", s.description.as_ref().map_or("", |d| d.as_str())),
            };
            o.define("name".into(), Value::str(&format!("{lead}{name}")), CONFIGURABLE);
        }
    }

    pub fn accessor(&self, object: &Obj, key: Key, function: Value, get: bool, flags: u8) {
        let (mut getter, mut setter) = match object.own(&key).map(|p| p.slot) {
            Some(Slot::Accessor(g, s)) => (g, s),
            _ => (Value::Undefined, Value::Undefined),
        };
        if get {
            getter = function
        } else {
            setter = function
        }
        object.props.borrow_mut().put(key, Property { slot: Slot::Accessor(getter, setter), flags });
    }

    pub async fn object_literal(&self, props: &[Prop], scope: &Rc<Scope>) -> Res<Value> {
        let object = self.realm.plain();
        for prop in props {
            if prop.kind == PropKind::Spread {
                let from = ev!(self, &prop.value, scope);
                self.copy_into(&object, &from, &[]).await?;
                continue;
            }
            let key = self.prop_key(&prop.key, scope).await?;
            if let E::Func(func) = &prop.value.kind
                && matches!(prop.kind, PropKind::Method | PropKind::Get | PropKind::Set)
            {
                let made = Value::Obj(self.closure(func, scope, Some(object.clone())));
                self.name_function(&made, &key, "");
                match prop.kind {
                    PropKind::Get => self.accessor(&object, key, made, true, ENUMERABLE | CONFIGURABLE),
                    PropKind::Set => self.accessor(&object, key, made, false, ENUMERABLE | CONFIGURABLE),
                    _ => object.define(key, made, ALL),
                }
                continue;
            }
            let value = ev!(self, &prop.value, scope);
            if prop.kind == PropKind::Init && matches!(&prop.key, PropName::Name(n) if &**n == "__proto__") {
                object.proto.replace(value.as_obj().cloned());
                continue;
            }
            if matches!(prop.key, PropName::Computed(_)) && matches!(&prop.value.kind, E::Func(f) if f.name.is_empty())
            {
                self.name_function(&value, &key, "");
            }
            object.define(key, value, ALL);
        }
        Ok(Value::Obj(object))
    }

    /// Own enumerable properties of a value, into an object.
    pub async fn copy_into(&self, object: &Obj, from: &Value, without: &[Key]) -> Res<()> {
        let from = match from {
            Value::Obj(o) => o.clone(),
            Value::Str(_) => self.realm.object(&self.realm.protos.string, Kind::Primitive(from.clone())),
            _ => return Ok(()),
        };
        for key in crate::objects::keys(&from, true) {
            if !without.contains(&key)
                && !matches!(&key, Key::Sym(s) if s.description.as_ref().is_some_and(|d| d.as_str().starts_with('#')))
            {
                let value = self.realm.get(&Value::Obj(from.clone()), &key).await?;
                object.define(key, value, ALL);
            }
        }
        Ok(())
    }

    pub async fn private_get(&self, object: &Value, name: &Name, scope: &Rc<Scope>) -> Res<Value> {
        let symbol = scope.private(name).map(Key::Sym);
        let Some(symbol) = symbol else {
            return Err(self
                .realm
                .syntax_error(&format!("Private field '#{name}' must be declared in an enclosing class")));
        };
        let found = object.as_obj().and_then(|o| o.own(&symbol));
        match found.map(|p| p.slot) {
            Some(Slot::Value(v)) => Ok(v),
            Some(Slot::Accessor(g, _)) if g.is_callable() => self.realm.call(&g, object.clone(), vec![]).await,
            Some(_) => Err(self.realm.type_error(&format!("'#{name}' was defined without a getter"))),
            None => Err(self.realm.type_error(&format!(
                "Cannot read private member #{name} from an object whose class did not declare it"
            ))),
        }
    }

    async fn private_put(&self, object: &Value, name: &Name, value: Value, scope: &Rc<Scope>) -> Res<()> {
        let Some(symbol) = scope.private(name).map(Key::Sym) else {
            return Err(self
                .realm
                .syntax_error(&format!("Private field '#{name}' must be declared in an enclosing class")));
        };
        let Some((object_, property)) = object.as_obj().and_then(|o| o.own(&symbol).map(|p| (o, p))) else {
            let message = format!("Cannot write private member #{name} to an object whose class did not declare it");
            return Err(self.realm.type_error(&message));
        };
        match property.slot {
            Slot::Value(_) if property.flags & WRITABLE == 0 => {
                Err(self.realm.type_error(&format!("Private method '#{name}' is not writable")))
            }
            Slot::Value(_) => {
                object_.define(symbol, value, WRITABLE);
                Ok(())
            }
            Slot::Accessor(_, setter) if setter.is_callable() => {
                self.realm.call(&setter, object.clone(), vec![value]).await.map(|_| ())
            }
            Slot::Accessor(..) => Err(self.realm.type_error(&format!("'#{name}' was defined without a setter"))),
        }
    }

    async fn place(&self, target: &Node, scope: &Rc<Scope>) -> Res<Place> {
        Ok(match &target.kind {
            E::Ident(name) => Place::Name(name.clone()),
            E::Member(object, name, _) => {
                let object =
                    if matches!(object.kind, E::Super) { self.this_value()? } else { ev!(self, object, scope) };
                Place::Property(object, Key::Str(name.clone()))
            }
            E::Index(object, index, _) => {
                let object =
                    if matches!(object.kind, E::Super) { self.this_value()? } else { ev!(self, object, scope) };
                let index = ev!(self, index, scope);
                if object.is_nullish() {
                    let key = self.realm.key_now(&index).unwrap_or_else(|| "".into());
                    self.at(target.pos);
                    let what = if matches!(object, Value::Null) { "null" } else { "undefined" };
                    let message = format!("Cannot set properties of {what} (setting '{}')", self.realm.show_key(&key));
                    return Err(self.realm.type_error(&message));
                }
                Place::Property(object, self.realm.key(&index).await?)
            }
            E::Private(object, name, _) => Place::Private(ev!(self, object, scope), name.clone()),
            E::Paren(inner) => return Box::pin(self.place(inner, scope)).await,
            _ => return Err(self.realm.syntax_error("Invalid left-hand side in assignment")),
        })
    }

    pub async fn put(&self, place: Place, value: Value, scope: &Rc<Scope>) -> Res<()> {
        match place {
            Place::Name(name) => self.assign_name(&name, value, scope),
            Place::Property(object, key) => self.realm.set(&object, &key, value, self.strict).await,
            Place::Private(object, name) => self.private_put(&object, &name, value, scope).await,
        }
    }

    pub async fn place_and_value(&self, target: &Node, scope: &Rc<Scope>) -> Res<(Place, Value)> {
        let place = self.place(target, scope).await?;
        self.at(target.pos);
        let value = match &place {
            Place::Name(name) => self.lookup(name, scope)?,
            Place::Property(object, key) => self.realm.get(object, key).await?,
            Place::Private(object, name) => self.private_get(object, name, scope).await?,
        };
        Ok((place, value))
    }

    pub async fn assign_expression(&self, target: &P, value: &Node, scope: &Rc<Scope>) -> Res<Value> {
        match target {
            P::Ident(name, pos) => {
                let value = ev!(self, value, scope);
                self.at(*pos);
                self.assign_name(name, value.clone(), scope)?;
                Ok(value)
            }
            P::Expr(node) => {
                let place = self.place(node, scope).await?;
                let value = ev!(self, value, scope);
                self.at(node.pos);
                self.put(place, value.clone(), scope).await?;
                Ok(value)
            }
            pattern => {
                let from = ev!(self, value, scope);
                self.bind(pattern, from.clone(), None, scope, Some(value)).await?;
                Ok(from)
            }
        }
    }

    pub async fn assign_operation(&self, op: Op, target: &Node, value: &Node, scope: &Rc<Scope>) -> Res<Value> {
        let (place, old) = self.place_and_value(target, scope).await?;
        match op {
            Op::And if !old.truthy() => return Ok(old),
            Op::Or if old.truthy() => return Ok(old),
            Op::Nullish if !old.is_nullish() => return Ok(old),
            _ => {}
        }
        let right = ev!(self, value, scope);
        let new = match op {
            Op::And | Op::Or | Op::Nullish => right,
            op => self.realm.binary(op, &old, &right).await?,
        };
        self.at(target.pos);
        self.put(place, new.clone(), scope).await?;
        Ok(new)
    }

    /// Binds a pattern's names (`decl`), or assigns to its places.
    pub fn bind<'a>(
        &'a self,
        p: &'a P,
        value: Value,
        decl: Option<Decl>,
        scope: &'a Rc<Scope>,
        from: Option<&'a Node>,
    ) -> Fut<'a, ()> {
        Box::pin(async move {
            match p {
                P::Ident(name, pos) => match decl {
                    Some(Decl::Var) | None => {
                        self.at(*pos);
                        self.assign_name(name, value, scope)
                    }
                    Some(decl) => {
                        scope.declare(name, value, decl);
                        Ok(())
                    }
                },
                P::Expr(node) => {
                    let place = self.place(node, scope).await?;
                    self.put(place, value, scope).await
                }
                P::Array(items, rest, pos) => {
                    self.at(from.map_or(*pos, |n| n.pos));
                    self.bind_array(items, rest.as_deref(), value, decl, scope, from).await
                }
                P::Object(items, rest, pos) => {
                    self.at(*pos);
                    self.bind_object(items, rest.as_deref(), value, decl, scope, from).await
                }
            }
        })
    }

    async fn bind_array(
        &self,
        items: &[Option<(P, Option<Node>)>],
        rest: Option<&P>,
        value: Value,
        decl: Option<Decl>,
        scope: &Rc<Scope>,
        from: Option<&Node>,
    ) -> Res<()> {
        let (iterator, next) = match self.plain_items(&value) {
            Some(list) => {
                // A plain array is read as it is.
                let mut list = list.into_iter();
                for item in items {
                    let value = list.next().unwrap_or(Value::Undefined);
                    if let Some((p, default)) = item {
                        self.bind_default(p, default.as_ref(), value, decl, scope).await?;
                    }
                }
                if let Some(rest) = rest {
                    self.bind(rest, self.realm.array(list.collect()), decl, scope, None).await?;
                }
                return Ok(());
            }
            None => self.iterator(&value, false, from).await?,
        };
        let mut done = false;
        for item in items {
            let value = if done { None } else { self.step(&iterator, &next).await? };
            done |= value.is_none();
            if let Some((p, default)) = item {
                self.bind_default(p, default.as_ref(), value.unwrap_or(Value::Undefined), decl, scope).await?;
            }
        }
        if let Some(rest) = rest {
            let mut out = Vec::new();
            while !done {
                match self.step(&iterator, &next).await? {
                    Some(v) => out.push(v),
                    None => done = true,
                }
            }
            self.bind(rest, self.realm.array(out), decl, scope, None).await?;
        }
        if !done {
            self.close(&iterator).await?;
        }
        Ok(())
    }

    async fn bind_default(
        &self,
        p: &P,
        default: Option<&Node>,
        value: Value,
        decl: Option<Decl>,
        scope: &Rc<Scope>,
    ) -> Res<()> {
        let value = match default {
            Some(default) if value.is_undefined() => {
                let made = ev!(self, default, scope);
                if let (P::Ident(name, _), E::Func(f)) = (p, &default.kind)
                    && f.name.is_empty()
                {
                    self.name_function(&made, &Key::Str(name.clone()), "");
                }
                made
            }
            _ => value,
        };
        self.bind(p, value, decl, scope, None).await
    }

    async fn bind_object(
        &self,
        items: &[(PropName, P, Option<Node>)],
        rest: Option<&P>,
        value: Value,
        decl: Option<Decl>,
        scope: &Rc<Scope>,
        from: Option<&Node>,
    ) -> Res<()> {
        if value.is_nullish() {
            let what = self.realm.to_str_now(&value);
            let shown = from
                .filter(|n| matches!(n.kind, E::Ident(_) | E::Member(..) | E::Call(..)))
                .map_or_else(|| what.as_str().to_string(), render);
            let message = match items.first() {
                Some((PropName::Name(name), ..)) => {
                    format!("Cannot destructure property '{name}' of '{shown}' as it is {}.", what.as_str())
                }
                _ => format!("Cannot destructure '{shown}' as it is {}.", what.as_str()),
            };
            return Err(self.realm.type_error(&message));
        }
        let mut seen = Vec::new();
        for (key, p, default) in items {
            let key = self.prop_key(key, scope).await?;
            let found = self.realm.get(&value, &key).await?;
            self.bind_default(p, default.as_ref(), found, decl, scope).await?;
            seen.push(key);
        }
        if let Some(rest) = rest {
            let object = self.realm.plain();
            self.copy_into(&object, &value, &seen).await?;
            self.bind(rest, Value::Obj(object), decl, scope, None).await?;
        }
        Ok(())
    }
}
