//! The stack of running functions. A frame is a future on the heap, so that calls need no stack of the host's, and a
//! generator, an async function or a call of the host is a frame that is put aside.

use crate::ast::{Name, Source};
use crate::promise;
use crate::realm::Realm;
use crate::value::{Abrupt, Obj, Res, Value};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use syscalls::{Call, HostError, Reply};

/// What a stack shows of a function.
pub struct Info {
    pub name: Name,
    pub source: Rc<Source>,
    pub pos: Cell<u32>,
    pub receiver: Value,
    pub constructs: bool,
}

pub type Body = Pin<Box<dyn Future<Output = Res<Value>>>>;

pub enum Role {
    /// The frame below waits for it.
    Call,
    /// Nobody waits.
    Root,
    Generator(Obj),
    /// An async function's promise; whether the frame below still waits for that.
    Async(Obj, bool),
    AsyncGenerator(Obj),
}

pub struct Frame {
    pub body: Body,
    pub info: Rc<Info>,
    pub role: Role,
}

/// Why the top frame stopped.
pub enum Signal {
    Push(Frame),
    /// Goes on with a generator.
    Resume(Obj, Sent),
    Yield(Value),
    Await(Value),
    Host(Call),
    Fuel,
}

/// What a frame that was put aside is given.
pub enum Sent {
    Next(Value),
    Throw(Value),
    Return(Value),
}

#[derive(Default)]
pub struct Generator {
    pub frame: Option<Frame>,
    pub started: bool,
    pub running: bool,
    pub done: bool,
    pub is_async: bool,
    /// An async generator's requests: what is sent, and the promise of the answer.
    pub queue: VecDeque<(Sent, Obj)>,
}

/// The most frames.
pub const MAX_FRAMES: usize = 9_000;

/// Suspends the frame once, with a signal.
async fn stop(realm: &Realm, signal: Signal) {
    let mut signal = Some(signal);
    poll_fn(|_| match signal.take() {
        Some(s) => {
            realm.signal.replace(Some(s));
            Poll::Pending
        }
        None => Poll::Ready(()),
    })
    .await;
}

impl Realm {
    /// Runs a frame above this one.
    pub async fn enter(self: &Rc<Realm>, frame: Frame) -> Res<Value> {
        if self.stack.borrow().len() >= MAX_FRAMES {
            return Err(self.range_error("Maximum call stack size exceeded"));
        }
        stop(self, Signal::Push(frame)).await;
        self.ret.take().unwrap_or(Ok(Value::Undefined))
    }

    pub async fn resume_generator(self: &Rc<Realm>, generator: &Obj, sent: Sent) -> Res<Value> {
        stop(self, Signal::Resume(generator.clone(), sent)).await;
        self.ret.take().unwrap_or(Ok(Value::Undefined))
    }

    pub async fn yield_value(self: &Rc<Realm>, value: Value) -> Sent {
        stop(self, Signal::Yield(value)).await;
        self.sent.take().unwrap_or(Sent::Next(Value::Undefined))
    }

    pub async fn await_value(self: &Rc<Realm>, value: Value) -> Res<Value> {
        stop(self, Signal::Await(value)).await;
        match self.sent.take() {
            Some(Sent::Next(v)) | Some(Sent::Return(v)) => Ok(v),
            Some(Sent::Throw(e)) => Err(Abrupt::Throw(e)),
            None => Ok(Value::Undefined),
        }
    }

    /// Asks the host and waits.
    pub async fn host(self: &Rc<Realm>, call: Call) -> Result<Reply, HostError> {
        stop(self, Signal::Host(call)).await;
        self.answer.take().unwrap_or(Err(HostError { errno: 5 }))
    }

    pub async fn out_of_fuel(self: &Rc<Realm>) {
        stop(self, Signal::Fuel).await;
    }

    /// Polls the top frame until it stops; false when the fuel is used up or the host is asked.
    pub fn step(self: &Rc<Realm>) -> bool {
        let Some(mut frame) = self.stack.borrow_mut().pop() else { return true };
        self.current.replace(Some(frame.info.clone()));
        self.current_promise.replace(match &frame.role {
            Role::Async(promise, _) => Some(promise.clone()),
            _ => None,
        });
        let outcome = frame.body.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        match outcome {
            Poll::Ready(result) => {
                drop(frame.body);
                self.finished(frame.role, result);
            }
            Poll::Pending => return self.stopped(frame),
        }
        true
    }

    fn finished(self: &Rc<Realm>, role: Role, result: Res<Value>) {
        match role {
            Role::Call => {
                self.ret.replace(Some(result));
            }
            Role::Root => {
                if let Err(Abrupt::Throw(e)) = result {
                    self.uncaught(e);
                }
            }
            Role::Generator(object) => {
                if let Some(generator) = generator_of(&object) {
                    let mut g = generator.borrow_mut();
                    g.done = true;
                    g.running = false;
                }
                let result = match result {
                    Ok(v) | Err(Abrupt::Return(v)) => Ok(self.iter_result(v, true)),
                    Err(e) => Err(e),
                };
                self.ret.replace(Some(result));
            }
            Role::Async(promise, waits) => {
                match result {
                    Ok(v) | Err(Abrupt::Return(v)) => promise::resolve(self, &promise, v),
                    Err(Abrupt::Throw(e)) => promise::reject(self, &promise, e),
                }
                if waits {
                    self.ret.replace(Some(Ok(Value::Obj(promise))));
                }
            }
            Role::AsyncGenerator(object) => {
                let Some(generator) = generator_of(&object) else { return };
                let head = {
                    let mut g = generator.borrow_mut();
                    g.done = true;
                    g.running = false;
                    g.queue.pop_front()
                };
                if let Some((_, promise)) = head {
                    match result {
                        Ok(v) | Err(Abrupt::Return(v)) => {
                            let v = self.iter_result(v, true);
                            promise::resolve(self, &promise, v);
                        }
                        Err(Abrupt::Throw(e)) => promise::reject(self, &promise, e),
                    }
                }
                self.pump(&object);
            }
        }
    }

    fn stopped(self: &Rc<Realm>, frame: Frame) -> bool {
        match self.signal.take() {
            Some(Signal::Push(next)) => {
                let mut stack = self.stack.borrow_mut();
                stack.push(frame);
                stack.push(next);
                true
            }
            Some(Signal::Resume(object, sent)) => {
                self.stack.borrow_mut().push(frame);
                self.go_on(&object, sent);
                true
            }
            Some(Signal::Yield(value)) => {
                let Frame { body, info, role } = frame;
                match role {
                    Role::Generator(object) => {
                        if let Some(generator) = generator_of(&object) {
                            let mut g = generator.borrow_mut();
                            g.running = false;
                            g.frame = Some(Frame { body, info, role: Role::Generator(object.clone()) });
                        }
                        let result = self.iter_result(value, false);
                        self.ret.replace(Some(Ok(result)));
                    }
                    Role::AsyncGenerator(object) => {
                        let head = generator_of(&object).and_then(|generator| {
                            let mut g = generator.borrow_mut();
                            g.running = false;
                            g.frame = Some(Frame { body, info, role: Role::AsyncGenerator(object.clone()) });
                            g.queue.pop_front()
                        });
                        if let Some((_, promise)) = head {
                            let result = self.iter_result(value, false);
                            promise::resolve(self, &promise, result);
                        }
                        self.pump(&object);
                    }
                    _ => {}
                }
                true
            }
            Some(Signal::Await(value)) => {
                let Frame { body, info, mut role } = frame;
                if let Role::Async(promise, waits) = &mut role
                    && *waits
                {
                    *waits = false;
                    self.ret.replace(Some(Ok(Value::Obj(promise.clone()))));
                }
                promise::when_settled(self, value, Frame { body, info, role });
                true
            }
            Some(Signal::Host(call)) => {
                self.stack.borrow_mut().push(frame);
                let id = self.next_call();
                self.waiting.set(Some(id));
                self.outbox.borrow_mut().push_back((id, call));
                false
            }
            Some(Signal::Fuel) | None => {
                self.stack.borrow_mut().push(frame);
                false
            }
        }
    }

    /// Puts a generator's frame on the stack; the frame below waits for what it gives.
    fn go_on(self: &Rc<Realm>, object: &Obj, sent: Sent) {
        let Some(generator) = generator_of(object) else { return };
        let mut g = generator.borrow_mut();
        if g.running {
            drop(g);
            let error = self.type_error("Generator is already running");
            self.ret.replace(Some(Err(error)));
            return;
        }
        let fresh = !g.started && !g.done;
        if fresh && !matches!(sent, Sent::Next(_)) {
            g.done = true;
            g.frame = None;
        }
        match g.frame.take() {
            Some(frame) if !g.done => {
                g.started = true;
                g.running = true;
                drop(g);
                if !fresh {
                    self.sent.replace(Some(sent));
                }
                self.stack.borrow_mut().push(frame);
            }
            _ => {
                drop(g);
                let result = match sent {
                    Sent::Next(_) => Ok(self.iter_result(Value::Undefined, true)),
                    Sent::Return(v) => Ok(self.iter_result(v, true)),
                    Sent::Throw(e) => Err(Abrupt::Throw(e)),
                };
                self.ret.replace(Some(result));
            }
        }
    }

    /// Serves the next request of an async generator, if it is at rest.
    pub fn pump(self: &Rc<Realm>, object: &Obj) {
        let Some(generator) = generator_of(object) else { return };
        loop {
            let mut g = generator.borrow_mut();
            if g.running {
                return;
            }
            let Some((sent, promise)) = g.queue.front_mut() else { return };
            let promise = promise.clone();
            let sent = std::mem::replace(sent, Sent::Next(Value::Undefined));
            let fresh = !g.started && !g.done;
            if fresh && !matches!(sent, Sent::Next(_)) {
                g.done = true;
                g.frame = None;
            }
            if let Some(frame) = g.frame.take().filter(|_| !g.done) {
                g.started = true;
                g.running = true;
                drop(g);
                self.jobs
                    .borrow_mut()
                    .push_back(crate::promise::Job::Resume(frame, if fresh { None } else { Some(sent) }));
                return;
            }
            g.queue.pop_front();
            drop(g);
            match sent {
                Sent::Throw(e) => promise::reject(self, &promise, e),
                Sent::Next(_) => {
                    let v = self.iter_result(Value::Undefined, true);
                    promise::resolve(self, &promise, v);
                }
                Sent::Return(v) => {
                    let v = self.iter_result(v, true);
                    promise::resolve(self, &promise, v);
                }
            }
        }
    }
}

pub fn generator_of(object: &Obj) -> Option<&RefCell<Generator>> {
    match &object.kind {
        crate::value::Kind::Generator(g) => Some(g),
        _ => None,
    }
}
