//! Promises and the jobs they make: ECMA-262 §27.2. `then` itself is here; what is built on it is in `lib/prelude.js`.

use crate::frames::{Frame, Sent};
use crate::realm::Realm;
use crate::value::{Abrupt, Kind, Obj, Res, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub enum State {
    Pending,
    Fulfilled(Value),
    Rejected(Value),
}

pub enum Reaction {
    /// Handlers, and the promise that follows.
    Then(Value, Value, Obj),
    /// A frame that waits.
    Frame(Frame),
}

pub struct Promise {
    pub state: State,
    pub reactions: Vec<Reaction>,
    pub handled: bool,
}

pub enum Job {
    /// A handler (or none), what it is given, whether that is a rejection, the promise that follows.
    React(Value, Value, bool, Obj),
    Resume(Frame, Option<Sent>),
    /// Asks a thenable for its value.
    Adopt(Obj, Value, Value),
    Call(Value, Vec<Value>),
}

pub fn new(realm: &Realm) -> Obj {
    let state = Promise { state: State::Pending, reactions: Vec::new(), handled: false };
    realm.object(&realm.protos.promise, Kind::Promise(RefCell::new(state)))
}

pub fn of(value: &Value) -> Option<&RefCell<Promise>> {
    match value {
        Value::Obj(o) => match &o.kind {
            Kind::Promise(p) => Some(p),
            _ => None,
        },
        _ => None,
    }
}

fn settle(realm: &Rc<Realm>, promise: &Obj, value: Value, rejected: bool) {
    let Kind::Promise(cell) = &promise.kind else { return };
    let mut p = cell.borrow_mut();
    if !matches!(p.state, State::Pending) {
        return;
    }
    p.state = if rejected { State::Rejected(value.clone()) } else { State::Fulfilled(value.clone()) };
    if rejected && !p.handled {
        realm.rejections.borrow_mut().push(promise.clone());
    }
    let reactions = std::mem::take(&mut p.reactions);
    drop(p);
    for reaction in reactions {
        schedule(realm, reaction, value.clone(), rejected);
    }
}

fn schedule(realm: &Rc<Realm>, reaction: Reaction, value: Value, rejected: bool) {
    let job = match reaction {
        Reaction::Then(fulfilled, failed, next) => {
            Job::React(if rejected { failed } else { fulfilled }, value, rejected, next)
        }
        Reaction::Frame(frame) => {
            Job::Resume(frame, Some(if rejected { Sent::Throw(value) } else { Sent::Next(value) }))
        }
    };
    realm.jobs.borrow_mut().push_back(job);
}

pub fn reject(realm: &Rc<Realm>, promise: &Obj, error: Value) {
    settle(realm, promise, error, true);
}

/// Resolves: a thenable is asked first, in a job of its own.
pub fn resolve(realm: &Rc<Realm>, promise: &Obj, value: Value) {
    let Value::Obj(object) = &value else { return settle(realm, promise, value, false) };
    if Rc::ptr_eq(object, promise) {
        if let Abrupt::Throw(e) = realm.type_error("Chaining cycle detected for promise #<Promise>") {
            settle(realm, promise, e, true);
        }
        return;
    }
    match realm.get_now(object, &"then".into()) {
        then if then.is_callable() => realm.jobs.borrow_mut().push_back(Job::Adopt(promise.clone(), value, then)),
        _ => settle(realm, promise, value, false),
    }
}

pub fn react(realm: &Rc<Realm>, promise: &RefCell<Promise>, reaction: Reaction) {
    let mut p = promise.borrow_mut();
    p.handled = true;
    let (value, rejected) = match &p.state {
        State::Pending => {
            p.reactions.push(reaction);
            return;
        }
        State::Fulfilled(v) => (v.clone(), false),
        State::Rejected(v) => (v.clone(), true),
    };
    drop(p);
    schedule(realm, reaction, value, rejected);
}

/// Goes on with a frame when a value is there (`await`).
pub fn when_settled(realm: &Rc<Realm>, value: Value, frame: Frame) {
    if let Some(promise) = of(&value) {
        return react(realm, promise, Reaction::Frame(frame));
    }
    let promise = new(realm);
    resolve(realm, &promise, value);
    if let Kind::Promise(cell) = &promise.kind {
        react(realm, cell, Reaction::Frame(frame));
    }
}

/// `resolve` and `reject` of a promise.
pub fn settlers(realm: &Realm, promise: &Obj) -> (Value, Value) {
    let done = Rc::new(Cell::new(false));
    let make = |rejects| {
        Value::Obj(realm.object(&realm.protos.function, Kind::Settle(promise.clone(), rejects, done.clone())))
    };
    (make(false), make(true))
}

/// `Promise.prototype.then`.
pub fn then(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let Some(promise) = of(this) else {
        return Err(realm.type_error("Method Promise.prototype.then called on incompatible receiver"));
    };
    let next = new(realm);
    let arg = |n: usize| args.get(n).cloned().unwrap_or(Value::Undefined);
    react(realm, promise, Reaction::Then(arg(0), arg(1), next.clone()));
    Ok(Value::Obj(next))
}

/// A job as the body of a frame of its own.
pub async fn run(realm: Rc<Realm>, job: Job) -> Res<Value> {
    match job {
        Job::React(handler, value, rejected, next) => {
            if !handler.is_callable() {
                if rejected {
                    reject(&realm, &next, value)
                } else {
                    resolve(&realm, &next, value)
                }
                return Ok(Value::Undefined);
            }
            match realm.call(&handler, Value::Undefined, vec![value]).await {
                Ok(v) => resolve(&realm, &next, v),
                Err(Abrupt::Throw(e)) => reject(&realm, &next, e),
                Err(_) => {}
            }
        }
        Job::Adopt(promise, thenable, then) => {
            let (yes, no) = settlers(&realm, &promise);
            if let Err(Abrupt::Throw(e)) = realm.call(&then, thenable, vec![yes, no.clone()]).await {
                realm.call(&no, Value::Undefined, vec![e]).await?;
            }
        }
        Job::Call(function, args) => {
            realm.call(&function, Value::Undefined, args).await?;
        }
        Job::Resume(..) => {}
    }
    Ok(Value::Undefined)
}
