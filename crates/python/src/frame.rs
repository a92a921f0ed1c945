//! Activations: what a running function keeps, and what happens with its result.

use crate::code::LoadedCode;
use crate::heap::Value;
use crate::vm::{Answer, Vm};
use std::rc::Rc;

/// What the caller does with the value that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    Push,
    Discard,
    /// Push its truth; the instruction that asked runs again.
    Truth,
    /// The next value of a loop; the end of the iterator jumps there.
    For(u32),
    /// The next value of a `yield from`; the end jumps there with the result.
    Send(u32),
    /// Nothing: a signal's handler, after which the frame below goes on waiting.
    Signal,
}

/// What native code wants done with a result before the caller gets it.
pub struct Then {
    pub run: fn(&mut Vm, Vec<Value>, Value) -> Answer,
    /// For an exception in place of a value; without it the exception goes on.
    pub caught: Option<fn(&mut Vm, Vec<Value>, Value) -> Answer>,
    pub state: Vec<Value>,
    pub next: Option<Box<Then>>,
}

impl Then {
    pub fn new(run: fn(&mut Vm, Vec<Value>, Value) -> Answer, state: Vec<Value>) -> Option<Box<Then>> {
        Some(Box::new(Then { run, caught: None, state, next: None }))
    }
    pub fn trace(&self, see: &mut dyn FnMut(Value)) {
        self.state.iter().for_each(|v| see(*v));
        if let Some(next) = &self.next {
            next.trace(see);
        }
    }
}

#[derive(Clone, Copy)]
pub struct Handler {
    pub at: u32,
    pub stack: u32,
    pub handled: u32,
}

pub struct Frame {
    pub code: Rc<LoadedCode>,
    /// The next instruction.
    pub ip: usize,
    pub stack: Vec<Value>,
    pub locals: Vec<Value>,
    pub cells: Vec<Value>,
    pub globals: u32,
    /// The dict of a class or module body; `Null` in functions.
    pub namespace: Value,
    pub handlers: Vec<Handler>,
    /// The exceptions being handled, innermost last.
    pub handled: Vec<Value>,
    pub finish: Finish,
    pub then: Option<Box<Then>>,
    /// The generator this is the body of.
    pub generator: Value,
    /// Another function's interpreter call that a trace or profile would need; unused slots stay `Null`.
    pub function: Value,
}

impl Frame {
    pub fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or(Value::None)
    }
    pub fn top(&self) -> Value {
        self.stack.last().copied().unwrap_or(Value::None)
    }
    /// The value so many below the top, 1 being the top.
    pub fn peek(&self, n: usize) -> Value {
        self.stack.len().checked_sub(n).and_then(|i| self.stack.get(i)).copied().unwrap_or(Value::None)
    }
    pub fn pop_n(&mut self, n: usize) -> Vec<Value> {
        let at = self.stack.len().saturating_sub(n);
        self.stack.split_off(at)
    }
    pub fn trace(&self, see: &mut dyn FnMut(Value)) {
        self.code.trace(see);
        for v in self.stack.iter().chain(&self.locals).chain(&self.cells).chain(&self.handled) {
            see(*v);
        }
        see(Value::Obj(self.globals));
        see(self.namespace);
        see(self.generator);
        see(self.function);
        if let Some(then) = &self.then {
            then.trace(see);
        }
    }
}
