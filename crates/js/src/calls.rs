//! Calls and constructions: ECMA-262 §10.2, §13.3.

use crate::ast::*;
use crate::eval::{Cx, Fut, ev};
use crate::frames::{Frame, Generator, Info, Role, Sent};
use crate::promise;
use crate::realm::{ITERATOR, Realm};
use crate::scope::{Scope, This};
use crate::value::{Key, *};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The text of what is called, as V8 puts it into `… is not a function`.
pub fn render(node: &Node) -> String {
    match &node.kind {
        E::Ident(n) => n.to_string(),
        E::This => "this".into(),
        E::Super => "super".into(),
        E::Member(o, n, _) => format!("{}.{n}", inner(o)),
        E::Private(o, n, _) => format!("{}.#{n}", inner(o)),
        E::Index(o, i, _) => match &i.kind {
            E::Num(n) => format!("{}[{}]", inner(o), crate::text::number(*n)),
            E::Str(s) => format!("{}.{}", inner(o), s.as_str()),
            E::Ident(n) => format!("{}[{n}]", inner(o)),
            _ => format!("{}[...]", inner(o)),
        },
        E::Call(c, ..) => format!("{}(...)", render(c)),
        E::Paren(i) | E::Chain(i) => render(i),
        _ => "(intermediate value)".into(),
    }
}

fn inner(node: &Node) -> String {
    match &node.kind {
        E::Super => "(intermediate value)".into(),
        _ => render(node),
    }
}

impl Realm {
    pub fn call<'a>(self: &'a Rc<Realm>, function: &'a Value, this: Value, args: Vec<Value>) -> Fut<'a, Value> {
        let Value::Obj(object) = function else {
            return Box::pin(async move {
                let shown = self.to_str_now(function);
                Err(self.type_error(&format!("{} is not a function", shown.as_str())))
            });
        };
        match &object.kind {
            Kind::Native(native, _) => {
                let result = native(self, &this, &args);
                Box::pin(std::future::ready(result))
            }
            Kind::Closure(closure) => {
                if matches!(closure.func.kind, FuncKind::Constructor | FuncKind::DerivedConstructor) {
                    return Box::pin(async move {
                        let name = &closure.func.name;
                        Err(self.type_error(&format!("Class constructor {name} cannot be invoked without 'new'")))
                    });
                }
                match self.prepare(object, closure, this, args, Value::Undefined) {
                    Ok(frame) => Box::pin(self.enter(frame)),
                    Err(result) => Box::pin(std::future::ready(result)),
                }
            }
            Kind::Bound(target, receiver, first) => {
                let mut all = first.clone();
                all.extend(args);
                self.call(target, receiver.clone(), all)
            }
            Kind::Settle(promise, rejects, done) => {
                let value = args.into_iter().next().unwrap_or(Value::Undefined);
                if !done.replace(true) {
                    if *rejects {
                        promise::reject(self, promise, value)
                    } else {
                        promise::resolve(self, promise, value)
                    }
                }
                Box::pin(std::future::ready(Ok(Value::Undefined)))
            }
            Kind::Special(special) => Box::pin(self.special(*special, this, args)),
            Kind::Proxy(target, handler) => Box::pin(async move {
                let trap = self.get_now(handler, &"apply".into());
                let inner = Value::Obj(target.clone());
                if trap.is_callable() {
                    let list = self.array(args);
                    return self.call(&trap, Value::Obj(handler.clone()), vec![inner, this, list]).await;
                }
                self.call(&inner, this, args).await
            }),
            _ => Box::pin(async move { Err(self.type_error("object is not a function")) }),
        }
    }

    async fn special(self: &Rc<Realm>, special: Special, this: Value, mut args: Vec<Value>) -> Res<Value> {
        let mut take = |n: usize| args.get_mut(n).map_or(Value::Undefined, |v| std::mem::replace(v, Value::Undefined));
        match special {
            Special::Call => {
                let receiver = take(0);
                let rest = args.split_off(1.min(args.len()));
                self.call(&this, receiver, rest).await
            }
            Special::Apply => {
                let (receiver, list) = (take(0), take(1));
                let list = self.list_now(&list);
                self.call(&this, receiver, list).await
            }
            Special::Construct => {
                let (class, list, target) = (take(0), take(1), take(2));
                let list = self.list_now(&list);
                let target = if target.is_undefined() { class.clone() } else { target };
                self.construct(&class, list, &target).await
            }
            Special::Get => {
                let (object, key) = (take(0), take(1));
                let key = self.key(&key).await?;
                self.get(&object, &key).await
            }
            Special::Set => {
                let (object, key, value) = (take(0), take(1), take(2));
                let key = self.key(&key).await?;
                self.set(&object, &key, value, false).await.map(|()| Value::Bool(true))
            }
            Special::HostSync => {
                let call = crate::host::request(self, &args)?;
                Ok(crate::host::answer(self, self.host(call).await))
            }
            Special::Next | Special::Throw | Special::Return => {
                let value = take(0);
                let sent = match special {
                    Special::Next => Sent::Next(value),
                    Special::Throw => Sent::Throw(value),
                    _ => Sent::Return(value),
                };
                let Value::Obj(object) = &this else {
                    return Err(self.type_error("next method called on incompatible receiver"));
                };
                let Kind::Generator(cell) = &object.kind else {
                    return Err(self.type_error("next method called on incompatible receiver"));
                };
                if !cell.borrow().is_async {
                    return self.resume_generator(object, sent).await;
                }
                let promise = promise::new(self);
                cell.borrow_mut().queue.push_back((sent, promise.clone()));
                self.pump(object);
                Ok(Value::Obj(promise))
            }
        }
    }

    /// The items of an array or of what looks like one.
    pub fn list_now(&self, list: &Value) -> Vec<Value> {
        let Value::Obj(object) = list else { return Vec::new() };
        if let Kind::Array(items) = &object.kind {
            return items
                .borrow()
                .iter()
                .map(|v| if matches!(v, Value::Empty) { Value::Undefined } else { v.clone() })
                .collect();
        }
        let len = self.to_number_now(&self.get_now(object, &"length".into()));
        let len = if len.is_finite() { len.clamp(0.0, 100_000.0) as usize } else { 0 };
        (0..len).map(|n| self.get_now(object, &n.to_string().as_str().into())).collect()
    }

    /// A closure's frame; or what calling it gives at once (a generator, an error).
    fn prepare(
        self: &Rc<Realm>,
        object: &Obj,
        closure: &Closure,
        this: Value,
        args: Vec<Value>,
        new_target: Value,
    ) -> Result<Frame, Res<Value>> {
        let func = closure.func.clone();
        let constructs = !new_target.is_undefined();
        let receiver = if func.kind == FuncKind::Arrow || constructs { Value::Undefined } else { this.clone() };
        let info = Rc::new(Info {
            name: self.function_name(object, &func),
            source: func.source.clone(),
            pos: Cell::new(func.pos),
            receiver,
            constructs,
        });
        let this = if func.strict || !this.is_nullish() { this } else { Value::Undefined };
        let env = match &closure.this {
            Some(env) => env.clone(),
            None => Rc::new(This {
                this: RefCell::new(this),
                home: closure.home.borrow().clone(),
                function: Some(object.clone()),
                new_target,
            }),
        };
        let cx =
            Cx { realm: self.clone(), info: info.clone(), this: env, strict: func.strict, is_async: func.is_async };
        let scope = Scope::new(Some(closure.scope.clone()));
        let own = if func.self_name { Some(Value::Obj(object.clone())) } else { None };
        let (is_async, is_generator) = (func.is_async, func.is_generator);
        let body = Box::pin(async move { cx.run(&func, scope, args, own).await });
        if is_generator {
            let default = if is_async { &self.protos.async_generator } else { &self.protos.generator };
            let proto = match self.get_now(object, &"prototype".into()) {
                Value::Obj(p) => p,
                _ => default.clone(),
            };
            let state = Generator { is_async, ..Generator::default() };
            let made = self.object(&proto, Kind::Generator(RefCell::new(state)));
            let role = if is_async { Role::AsyncGenerator(made.clone()) } else { Role::Generator(made.clone()) };
            if let Kind::Generator(cell) = &made.kind {
                cell.borrow_mut().frame = Some(Frame { body, info, role });
            }
            return Err(Ok(Value::Obj(made)));
        }
        let role = if is_async { Role::Async(promise::new(self), true) } else { Role::Call };
        Ok(Frame { body, info, role })
    }

    fn function_name(&self, object: &Obj, func: &Func) -> Name {
        match object.own(&"name".into()).map(|p| p.slot) {
            Some(Slot::Value(Value::Str(s))) => s.as_str().into(),
            _ => func.name.clone(),
        }
    }

    pub fn is_constructor(&self, value: &Value) -> bool {
        match value.as_obj().map(|o| &o.kind) {
            Some(Kind::Closure(c)) => match c.func.kind {
                FuncKind::Normal => !c.func.is_async && !c.func.is_generator,
                FuncKind::Constructor | FuncKind::DerivedConstructor => true,
                _ => false,
            },
            Some(Kind::Native(_, constructs)) => *constructs,
            Some(Kind::Bound(target, ..)) => self.is_constructor(target),
            Some(Kind::Proxy(target, _)) => self.is_constructor(&Value::Obj(target.clone())),
            _ => false,
        }
    }

    pub fn construct<'a>(self: &'a Rc<Realm>, class: &'a Value, args: Vec<Value>, target: &'a Value) -> Fut<'a, Value> {
        Box::pin(async move {
            let Value::Obj(object) = class else { return Err(self.type_error("value is not a constructor")) };
            match &object.kind {
                Kind::Native(native, true) => {
                    self.new_target.replace(target.clone());
                    let made = native(self, &Value::Undefined, &args);
                    self.new_target.replace(Value::Undefined);
                    made
                }
                Kind::Bound(inner, _, first) => {
                    let mut all = first.clone();
                    all.extend(args);
                    self.construct(inner, all, inner).await
                }
                Kind::Proxy(inner, _) => {
                    let inner = Value::Obj(inner.clone());
                    self.construct(&inner, args, &inner).await
                }
                Kind::Closure(closure) if self.is_constructor(class) => {
                    let derived = closure.func.kind == FuncKind::DerivedConstructor;
                    let this = if derived {
                        Value::Empty
                    } else {
                        let proto = self.target_proto(target, &self.protos.object);
                        let made = Value::Obj(self.object(&proto, Kind::Ordinary));
                        self.fields(object, &made).await?;
                        made
                    };
                    let frame = match self.prepare(object, closure, this, args, target.clone()) {
                        Ok(frame) => frame,
                        Err(result) => return result,
                    };
                    self.enter(frame).await
                }
                _ => Err(self.type_error("value is not a constructor")),
            }
        })
    }

    /// The prototype that `new.target` asks for.
    pub fn target_proto(&self, target: &Value, default: &Obj) -> Obj {
        match target.as_obj().map(|o| self.get_now(o, &"prototype".into())) {
            Some(Value::Obj(p)) => p,
            _ => default.clone(),
        }
    }

    /// Makes a class's fields on a new instance.
    pub async fn fields(self: &Rc<Realm>, class: &Obj, this: &Value) -> Res<()> {
        let Kind::Closure(closure) = &class.kind else { return Ok(()) };
        let Some(data) = closure.class.borrow().clone() else { return Ok(()) };
        let Value::Obj(object) = this else { return Ok(()) };
        let fields = data.fields.borrow().clone();
        for (key, init) in &fields {
            let value = match init {
                Value::Undefined => Value::Undefined,
                init => self.call(init, this.clone(), vec![]).await?,
            };
            match key {
                FieldKey::Public(key) => match &object.kind {
                    Kind::Array(_) => self.set(this, key, value, true).await?,
                    _ => object.define(key.clone(), value, ALL),
                },
                FieldKey::Private(symbol) => object.define(Key::Sym(symbol.clone()), value, WRITABLE),
                FieldKey::PrivateMember(symbol, property) => {
                    object.props.borrow_mut().put(Key::Sym(symbol.clone()), property.clone());
                }
            }
        }
        Ok(())
    }
}

impl Cx {
    pub async fn arguments(&self, args: &[Node], scope: &Rc<Scope>) -> Res<Vec<Value>> {
        let mut out = Vec::with_capacity(args.len());
        for arg in args {
            if let E::Spread(inner) = &arg.kind {
                let list = ev!(self, inner, scope);
                self.at(inner.pos);
                self.spread(&list, &mut out, Some(inner)).await?;
            } else {
                out.push(ev!(self, arg, scope));
            }
        }
        Ok(out)
    }

    pub async fn call_expression(
        &self,
        node: &Node,
        callee: &Node,
        args: &[Node],
        optional: bool,
        scope: &Rc<Scope>,
    ) -> Res<Value> {
        Ok(self.call_in_chain(node, callee, args, optional, scope).await?.unwrap_or(Value::Undefined))
    }

    pub fn call_in_chain<'a>(
        &'a self,
        node: &'a Node,
        callee: &'a Node,
        args: &'a [Node],
        optional: bool,
        scope: &'a Rc<Scope>,
    ) -> Fut<'a, Option<Value>> {
        Box::pin(async move {
            if matches!(callee.kind, E::Super) {
                let args = self.arguments(args, scope).await?;
                self.at(node.pos);
                return self.super_call(args).await.map(Some);
            }
            let target = match &callee.kind {
                E::Paren(inner) | E::Chain(inner)
                    if matches!(inner.kind, E::Member(..) | E::Index(..) | E::Private(..)) =>
                {
                    inner
                }
                _ => callee,
            };
            let (this, function) = match &target.kind {
                E::Member(..) | E::Index(..) | E::Private(..) => match self.member(target, scope).await? {
                    Some(found) => found,
                    None => return Ok(None),
                },
                E::Call(..) => match self.chained(target, scope).await? {
                    Some(function) => (Value::Undefined, function),
                    None => return Ok(None),
                },
                _ => (Value::Undefined, ev!(self, target, scope)),
            };
            if optional && function.is_nullish() {
                return Ok(None);
            }
            let args = self.arguments(args, scope).await?;
            self.at(node.pos);
            if !function.is_callable() {
                return Err(self.realm.type_error(&format!("{} is not a function", render(callee))));
            }
            self.realm.call(&function, this, args).await.map(Some)
        })
    }

    pub async fn new_expression(&self, node: &Node, callee: &Node, args: &[Node], scope: &Rc<Scope>) -> Res<Value> {
        let class = ev!(self, callee, scope);
        let args = self.arguments(args, scope).await?;
        self.at(node.pos);
        if !self.realm.is_constructor(&class) {
            return Err(self.realm.type_error(&format!("{} is not a constructor", render(callee))));
        }
        self.realm.construct(&class, args, &class).await
    }

    async fn super_call(&self, args: Vec<Value>) -> Res<Value> {
        let Some(function) = self.this.function.clone() else {
            return Err(self.realm.syntax_error("'super' keyword unexpected here"));
        };
        let parent = function.proto.borrow().clone().map_or(Value::Undefined, Value::Obj);
        if !self.realm.is_constructor(&parent) {
            return Err(self.realm.type_error("Super constructor is not a constructor"));
        }
        let made = self.realm.construct(&parent, args, &self.this.new_target).await?;
        if !matches!(&*self.this.this.borrow(), Value::Empty) {
            return Err(self.realm.reference_error("Super constructor may only be called once"));
        }
        self.this.this.replace(made.clone());
        self.realm.fields(&function, &made).await?;
        Ok(made)
    }

    /// Receiver and value of `super.name`.
    pub async fn super_member(&self, node: &Node, scope: &Rc<Scope>) -> Res<(Value, Value)> {
        let this = self.this_value()?;
        let key = match &node.kind {
            E::Member(_, name, _) => Key::Str(name.clone()),
            E::Index(_, index, _) => {
                let index = ev!(self, index, scope);
                self.realm.key(&index).await?
            }
            _ => Key::Str("".into()),
        };
        let proto = self.this.home.as_ref().and_then(|h| h.proto.borrow().clone());
        let value = match proto.map(|p| crate::objects::find(&p, &key)) {
            Some(crate::objects::Got::Value(v)) => v,
            Some(crate::objects::Got::Getter(g)) => self.realm.call(&g, this.clone(), vec![]).await?,
            _ => Value::Undefined,
        };
        Ok((this, value))
    }

    /// Iterator and its `next`.
    pub async fn iterator(&self, list: &Value, is_async: bool, node: Option<&Node>) -> Res<(Value, Value)> {
        let realm = &self.realm;
        if is_async && !list.is_nullish() {
            let method = realm.get(list, &Key::Sym(realm.symbol("Symbol.asyncIterator"))).await?;
            if method.is_callable() {
                let iterator = realm.call(&method, list.clone(), vec![]).await?;
                let next = realm.get(&iterator, &"next".into()).await?;
                return Ok((iterator, next));
            }
        }
        let shown = node.map_or_else(|| realm.to_str_now(list).as_str().to_string(), render);
        if list.is_nullish() {
            let shown = if node.is_some_and(|n| matches!(n.kind, E::Ident(_) | E::Member(..))) {
                shown
            } else {
                let what = realm.to_str_now(list);
                what.as_str().to_string()
            };
            return Err(realm.type_error(&format!("{shown} is not iterable")));
        }
        let method = realm.get(list, &Key::Sym(realm.symbol(ITERATOR))).await?;
        if !method.is_callable() {
            return Err(realm.type_error(&format!("{shown} is not iterable")));
        }
        let iterator = realm.call(&method, list.clone(), vec![]).await?;
        let next = realm.get(&iterator, &"next".into()).await?;
        Ok((iterator, next))
    }

    /// An untouched array, whose items can be taken as they are.
    pub fn plain_items(&self, list: &Value) -> Option<Vec<Value>> {
        let Value::Obj(object) = list else { return None };
        let Kind::Array(items) = &object.kind else { return None };
        let ours = object.proto.borrow().as_ref().is_some_and(|p| Rc::ptr_eq(p, &self.realm.protos.array));
        let fill = |v: &Value| if matches!(v, Value::Empty) { Value::Undefined } else { v.clone() };
        (ours && object.props.borrow().len() == 0).then(|| items.borrow().iter().map(fill).collect())
    }

    pub async fn spread(&self, list: &Value, out: &mut Vec<Value>, node: Option<&Node>) -> Res<()> {
        if let Some(items) = self.plain_items(list) {
            out.extend(items);
            return Ok(());
        }
        let (iterator, next) = self.iterator(list, false, node).await?;
        while let Some(value) = self.step(&iterator, &next).await? {
            out.push(value);
            if out.len() > 4 << 20 {
                return Err(self.realm.range_error("Invalid array length"));
            }
        }
        Ok(())
    }

    pub async fn step(&self, iterator: &Value, next: &Value) -> Res<Option<Value>> {
        let result = self.realm.call(next, iterator.clone(), vec![]).await?;
        if result.as_obj().is_none() {
            let shown = self.realm.to_str_now(&result);
            return Err(self.realm.type_error(&format!("Iterator result {} is not an object", shown.as_str())));
        }
        if self.realm.get(&result, &"done".into()).await?.truthy() {
            return Ok(None);
        }
        self.realm.get(&result, &"value".into()).await.map(Some)
    }

    pub async fn close(&self, iterator: &Value) -> Res<()> {
        let method = self.realm.get(iterator, &"return".into()).await?;
        if method.is_callable() {
            let result = self.realm.call(&method, iterator.clone(), vec![]).await?;
            if self.is_async && crate::promise::of(&result).is_some() {
                self.realm.await_value(result).await?;
            }
        }
        Ok(())
    }
}
