//! Statements at work: ECMA-262 §14, and a function's body.

use crate::ast::*;
use crate::eval::{Cx, Fut, ev};
use crate::scope::Scope;
use crate::value::{Key, *};
use std::rc::Rc;

pub enum Flow {
    Normal,
    Return(Value),
    Break(Option<Name>),
    Continue(Option<Name>),
}

impl Cx {
    /// A function's parameters, names and body.
    pub async fn run(&self, func: &Rc<Func>, scope: Rc<Scope>, args: Vec<Value>, own: Option<Value>) -> Res<Value> {
        if let Some(own) = own {
            scope.declare(&func.name, own, Decl::Let);
        }
        if func.uses_arguments {
            let list = self.realm.array(args.clone());
            scope.declare(&"arguments".into(), list, Decl::Var);
        }
        let mut given = args.into_iter();
        for (p, default) in &func.params {
            let value = given.next().unwrap_or(Value::Undefined);
            let value = match default {
                Some(default) if value.is_undefined() => ev!(self, default, &scope),
                _ => value,
            };
            match p {
                P::Ident(name, _) => scope.declare(name, value, Decl::Let),
                p => self.bind(p, value, Some(Decl::Let), &scope, None).await?,
            }
        }
        if let Some(rest) = &func.rest {
            self.bind(rest, self.realm.array(given.collect()), Some(Decl::Let), &scope, None).await?;
        }
        if let Some(expr) = &func.expr {
            return Ok(ev!(self, expr, &scope));
        }
        for name in &func.vars {
            if scope.vars.borrow().find(name).is_none() {
                scope.declare(name, Value::Undefined, Decl::Var);
            }
        }
        self.hoist(&func.lexical, &func.body, &scope);
        let out = match self.list(&func.body, &scope).await? {
            Flow::Return(value) => value,
            _ => Value::Undefined,
        };
        if self.info.constructs && out.as_obj().is_none() {
            return self.this_value();
        }
        Ok(out)
    }

    pub fn hoist(&self, lexical: &[(Name, Decl)], body: &[Stmt], scope: &Rc<Scope>) {
        for (name, decl) in lexical {
            if *decl != Decl::Function {
                scope.declare(name, Value::Empty, *decl);
            }
        }
        for statement in body {
            if let S::Function(func) = &statement.kind {
                let made = self.closure(func, scope, None);
                scope.declare(&func.name, Value::Obj(made), Decl::Function);
            }
        }
    }

    pub async fn list(&self, body: &[Stmt], scope: &Rc<Scope>) -> Res<Flow> {
        for statement in body {
            match self.statement(statement, scope).await? {
                Flow::Normal => {}
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Normal)
    }

    async fn block(&self, block: &Block, scope: &Rc<Scope>) -> Res<Flow> {
        if block.lexical.is_empty() {
            return self.list(&block.body, scope).await;
        }
        let inner = Scope::new(Some(scope.clone()));
        self.hoist(&block.lexical, &block.body, &inner);
        self.list(&block.body, &inner).await
    }

    /// Burns fuel: every loop's turn and every statement does.
    pub async fn tick(&self) -> Res<()> {
        let left = self.realm.fuel.get() - 1;
        self.realm.fuel.set(left);
        if left <= 0 {
            if self.realm.over_memory() {
                return Err(self.realm.range_error("drydock: JavaScript heap out of memory"));
            }
            self.realm.out_of_fuel().await;
        }
        Ok(())
    }

    async fn statement(&self, statement: &Stmt, scope: &Rc<Scope>) -> Res<Flow> {
        self.tick().await?;
        if let S::Expr(node) = &statement.kind {
            ev!(self, node, scope);
            return Ok(Flow::Normal);
        }
        self.compound(statement, scope, &[]).await
    }

    fn compound<'a>(&'a self, statement: &'a Stmt, scope: &'a Rc<Scope>, labels: &'a [Name]) -> Fut<'a, Flow> {
        match &statement.kind {
            S::Expr(node) => Box::pin(async move {
                ev!(self, node, scope);
                Ok(Flow::Normal)
            }),
            S::Empty | S::Function(_) => Box::pin(async { Ok(Flow::Normal) }),
            S::Var(decl, list) => Box::pin(async move {
                self.declare(*decl, list, scope).await?;
                Ok(Flow::Normal)
            }),
            S::Class(class) => Box::pin(async move {
                let made = self.class(class, scope).await?;
                scope.declare(&class.name, made, Decl::Class);
                Ok(Flow::Normal)
            }),
            S::Return(value) => Box::pin(async move {
                Ok(Flow::Return(match value {
                    Some(value) => {
                        let value = ev!(self, value, scope);
                        // An async function's value is awaited where it is returned, so that a catch sees its error
                        // only if it says `await`; an async generator awaits it.
                        value
                    }
                    None => Value::Undefined,
                }))
            }),
            S::If(test, then, other) => Box::pin(async move {
                if ev!(self, test, scope).truthy() {
                    self.statement(then, scope).await
                } else if let Some(other) = other {
                    self.statement(other, scope).await
                } else {
                    Ok(Flow::Normal)
                }
            }),
            S::Block(block) => Box::pin(self.block(block, scope)),
            S::Throw(value) => Box::pin(async move {
                let value = ev!(self, value, scope);
                self.at(statement.pos);
                Err(self.realm.throw(value))
            }),
            S::Break(label) => Box::pin(async move { Ok(Flow::Break(label.clone())) }),
            S::Continue(label) => Box::pin(async move { Ok(Flow::Continue(label.clone())) }),
            S::For(init, test, update, body, own) => {
                Box::pin(self.for_loop(init, test.as_ref(), update.as_ref(), body, own, scope, labels))
            }
            S::While(test, body) => Box::pin(async move {
                while ev!(self, test, scope).truthy() {
                    match self.statement(body, scope).await? {
                        flow if self.goes_on(&flow, labels) => {}
                        Flow::Break(None) => break,
                        flow => return Ok(flow),
                    }
                    self.tick().await?;
                }
                Ok(Flow::Normal)
            }),
            S::DoWhile(body, test) => Box::pin(async move {
                loop {
                    match self.statement(body, scope).await? {
                        flow if self.goes_on(&flow, labels) => {}
                        Flow::Break(None) => break,
                        flow => return Ok(flow),
                    }
                    if !ev!(self, test, scope).truthy() {
                        break;
                    }
                    self.tick().await?;
                }
                Ok(Flow::Normal)
            }),
            S::ForOf(decl, p, list, body, awaits) => {
                Box::pin(self.for_of(*decl, p, list, body, *awaits, scope, labels))
            }
            S::ForIn(decl, p, list, body) => Box::pin(self.for_in(*decl, p, list, body, scope, labels)),
            S::Try(body, catch, finally) => Box::pin(self.try_statement(body, catch.as_ref(), finally.as_ref(), scope)),
            S::Switch(value, cases, lexical) => Box::pin(self.switch(value, cases, lexical, scope)),
            S::Labeled(name, inner) => Box::pin(async move {
                let mut all = labels.to_vec();
                all.push(name.clone());
                match self.compound(inner, scope, &all).await? {
                    Flow::Break(Some(label)) if label == *name => Ok(Flow::Normal),
                    flow => Ok(flow),
                }
            }),
        }
    }

    fn goes_on(&self, flow: &Flow, labels: &[Name]) -> bool {
        match flow {
            Flow::Normal | Flow::Continue(None) => true,
            Flow::Continue(Some(label)) => labels.contains(label),
            _ => false,
        }
    }

    async fn declare(&self, decl: Decl, list: &[(P, Option<Node>)], scope: &Rc<Scope>) -> Res<()> {
        for (p, value) in list {
            let made = match value {
                Some(node) => ev!(self, node, scope),
                None if decl == Decl::Var => continue,
                None => Value::Undefined,
            };
            match p {
                P::Ident(name, _) if decl != Decl::Var => scope.declare(name, made, decl),
                P::Ident(name, pos) => {
                    self.at(*pos);
                    self.assign_name(name, made, scope)?;
                }
                p => self.bind(p, made, Some(decl), scope, value.as_ref()).await?,
            }
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one statement")]
    async fn for_loop(
        &self,
        init: &ForInit,
        test: Option<&Node>,
        update: Option<&Node>,
        body: &Stmt,
        own: &[Name],
        scope: &Rc<Scope>,
        labels: &[Name],
    ) -> Res<Flow> {
        let mut inner = Scope::new(Some(scope.clone()));
        match init {
            ForInit::None => {}
            ForInit::Var(decl, list) => self.declare(*decl, list, &inner).await?,
            ForInit::Expr(node) => {
                ev!(self, node, &inner);
            }
        }
        loop {
            if let Some(test) = test
                && !ev!(self, test, &inner).truthy()
            {
                break;
            }
            match self.statement(body, &inner).await? {
                flow if self.goes_on(&flow, labels) => {}
                Flow::Break(None) => break,
                flow => return Ok(flow),
            }
            if !own.is_empty() {
                let next = Scope::new(Some(scope.clone()));
                for name in own {
                    if let crate::scope::Found::Value(v) = inner.get(name) {
                        next.declare(name, v, Decl::Let);
                    }
                }
                inner = next;
            }
            if let Some(update) = update {
                ev!(self, update, &inner);
            }
            self.tick().await?;
        }
        Ok(Flow::Normal)
    }

    async fn turn(&self, decl: Option<Decl>, p: &P, value: Value, body: &Stmt, scope: &Rc<Scope>) -> Res<Flow> {
        let inner = if decl.is_some() { Scope::new(Some(scope.clone())) } else { scope.clone() };
        match (decl, p) {
            (Some(decl @ (Decl::Let | Decl::Const)), P::Ident(name, _)) => inner.declare(name, value, decl),
            _ => self.bind(p, value, decl, &inner, None).await?,
        }
        self.statement(body, &inner).await
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one statement")]
    async fn for_of(
        &self,
        decl: Option<Decl>,
        p: &P,
        list: &Node,
        body: &Stmt,
        awaits: bool,
        scope: &Rc<Scope>,
        labels: &[Name],
    ) -> Res<Flow> {
        let value = ev!(self, list, scope);
        self.at(list.pos);
        if !awaits
            && self.plain_items(&value).is_some()
            && let Value::Obj(object) = &value
            && let Kind::Array(items) = &object.kind
        {
            let mut at = 0;
            loop {
                let item = match items.borrow().get(at) {
                    Some(Value::Empty) => Value::Undefined,
                    Some(v) => v.clone(),
                    None => break,
                };
                at += 1;
                match self.turn(decl, p, item, body, scope).await? {
                    flow if self.goes_on(&flow, labels) => {}
                    Flow::Break(None) => break,
                    flow => return Ok(flow),
                }
            }
            return Ok(Flow::Normal);
        }
        let (iterator, next) = self.iterator(&value, awaits, Some(list)).await?;
        loop {
            let mut result = self.realm.call(&next, iterator.clone(), vec![]).await?;
            if awaits {
                result = self.realm.await_value(result).await?;
            }
            if self.realm.get(&result, &"done".into()).await?.truthy() {
                return Ok(Flow::Normal);
            }
            let mut item = self.realm.get(&result, &"value".into()).await?;
            if awaits && crate::promise::of(&item).is_some() {
                item = self.realm.await_value(item).await?;
            }
            let flow = match self.turn(decl, p, item, body, scope).await {
                Ok(flow) => flow,
                Err(e) => {
                    let _ = self.close(&iterator).await;
                    return Err(e);
                }
            };
            if self.goes_on(&flow, labels) {
                continue;
            }
            self.close(&iterator).await?;
            return match flow {
                Flow::Break(None) => Ok(Flow::Normal),
                flow => Ok(flow),
            };
        }
    }

    async fn for_in(
        &self,
        decl: Option<Decl>,
        p: &P,
        list: &Node,
        body: &Stmt,
        scope: &Rc<Scope>,
        labels: &[Name],
    ) -> Res<Flow> {
        let value = ev!(self, list, scope);
        let mut names: Vec<Key> = Vec::new();
        let mut at = match &value {
            Value::Str(_) => Some(self.realm.object(&self.realm.protos.string, Kind::Primitive(value.clone()))),
            other => other.as_obj().cloned(),
        };
        while let Some(here) = at {
            for key in crate::objects::keys(&here, true) {
                if matches!(key, Key::Str(_)) && !names.contains(&key) {
                    names.push(key);
                }
            }
            at = here.proto.borrow().clone();
        }
        for key in names {
            match self.turn(decl, p, key.to_value(), body, scope).await? {
                flow if self.goes_on(&flow, labels) => {}
                Flow::Break(None) => break,
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Normal)
    }

    async fn try_statement(
        &self,
        body: &Block,
        catch: Option<&(Option<P>, Block)>,
        finally: Option<&Block>,
        scope: &Rc<Scope>,
    ) -> Res<Flow> {
        let mut result = self.block(body, scope).await;
        if let (Err(Abrupt::Throw(error)), Some((p, block))) = (&result, catch) {
            let inner = Scope::new(Some(scope.clone()));
            let bound = match p {
                Some(p) => self.bind(p, error.clone(), Some(Decl::Let), &inner, None).await,
                None => Ok(()),
            };
            result = match bound {
                Ok(()) => self.block(block, &inner).await,
                Err(e) => Err(e),
            };
        }
        if let Some(finally) = finally {
            match self.block(finally, scope).await? {
                Flow::Normal => {}
                flow => return Ok(flow),
            }
        }
        result
    }

    async fn switch(
        &self,
        value: &Node,
        cases: &[(Option<Node>, Vec<Stmt>)],
        lexical: &[(Name, Decl)],
        scope: &Rc<Scope>,
    ) -> Res<Flow> {
        let value = ev!(self, value, scope);
        let inner = Scope::new(Some(scope.clone()));
        self.hoist(lexical, &[], &inner);
        for (_, body) in cases {
            self.hoist(&[], body, &inner);
        }
        let mut from = None;
        for (n, (test, _)) in cases.iter().enumerate() {
            if let Some(test) = test
                && ev!(self, test, &inner).strict_equals(&value)
            {
                from = Some(n);
                break;
            }
        }
        let from = from.or_else(|| cases.iter().position(|(test, _)| test.is_none()));
        for (_, body) in cases.iter().skip(from.unwrap_or(cases.len())) {
            match self.list(body, &inner).await? {
                Flow::Normal => {}
                Flow::Break(None) => return Ok(Flow::Normal),
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Normal)
    }
}
