//! Errors with the stacks V8 gives them (v8.dev/docs/stack-trace-api): ten frames, the newest first.

use crate::frames::{Info, Role};
use crate::promise::{self, Reaction};
use crate::realm::Realm;
use crate::value::*;
use std::cell::RefCell;
use std::rc::Rc;

const FRAMES: usize = 10;

impl Realm {
    fn frame_line(&self, info: &Info, is_async: bool) -> String {
        let (line, column) = info.source.place(info.pos.get());
        let place = if info.source.name == "node:internal/prelude" {
            "<anonymous>".to_string()
        } else {
            format!("{}:{line}:{column}", info.source.name)
        };
        let name: &str = &info.name;
        let named = match &info.receiver {
            _ if info.constructs => format!("new {name}"),
            Value::Obj(o) if !name.is_empty() && !name.contains('.') => match &o.kind {
                Kind::Closure(_) | Kind::Native(..) => format!("Function.{name}"),
                _ => match self.class_name(o) {
                    Some(class) => format!("{class}.{name}"),
                    None => format!("Object.{name}"),
                },
            },
            _ => name.to_string(),
        };
        let lead = if is_async { "async " } else { "" };
        if named.is_empty() { format!("\n    at {lead}{place}") } else { format!("\n    at {lead}{named} ({place})") }
    }

    /// The lines below an error's message.
    pub fn stack_lines(&self) -> String {
        let mut out = String::new();
        let mut count = 0;
        let mut bottom: Option<Obj> = None;
        let mut add = |info: &Info, is_async: bool, out: &mut String| {
            if count < FRAMES && info.source.name != "node:internal/jobs" {
                out.push_str(&self.frame_line(info, is_async));
                count += 1;
            }
        };
        if let Some(info) = &*self.current.borrow() {
            add(info, false, &mut out);
        }
        let stack = self.stack.borrow();
        for frame in stack.iter().rev() {
            add(&frame.info, false, &mut out);
        }
        if let Some(frame) = stack.first() {
            if let Role::Async(promise, _) = &frame.role {
                bottom = Some(promise.clone());
            }
        } else if let Some(promise) = &*self.current_promise.borrow() {
            bottom = Some(promise.clone());
        }
        // Who waits for the function at the bottom.
        for _ in 0..FRAMES {
            let Some(promise) = bottom.take() else { break };
            let value = Value::Obj(promise);
            let Some(cell) = promise::of(&value) else { break };
            if let Ok(p) = cell.try_borrow()
                && let Some(Reaction::Frame(frame)) = p.reactions.first()
            {
                add(&frame.info, true, &mut out);
                if let Role::Async(next, _) = &frame.role {
                    bottom = Some(next.clone());
                }
            }
        }
        out
    }

    /// Where the running function is, if it is the learner's.
    pub fn place(&self) -> Option<(Rc<crate::ast::Source>, u32)> {
        let current = self.current.borrow();
        let stack = self.stack.borrow();
        let mut infos = current.iter().chain(stack.iter().rev().map(|f| &f.info));
        infos.find(|i| !i.source.internal).map(|i| (i.source.clone(), i.pos.get()))
    }

    pub fn new_error(self: &Rc<Realm>, proto: &Obj, message: Option<&str>) -> Obj {
        let place = self.place();
        let error = self.object(proto, Kind::Error(RefCell::new(place)));
        let name = self.get_now(&error, &"name".into());
        let name = self.to_str_now(&name);
        let head = match message {
            Some(m) if !m.is_empty() => format!("{}: {m}", name.as_str()),
            _ => name.as_str().to_string(),
        };
        error.define("stack".into(), Value::str(&(head + &self.stack_lines())), HIDDEN);
        if let Some(message) = message {
            error.define("message".into(), Value::str(message), HIDDEN);
        }
        error
    }

    fn thrown_error(self: &Rc<Realm>, proto: &Obj, message: &str) -> Abrupt {
        let error = self.new_error(proto, Some(message));
        self.thrown.replace(self.place());
        Abrupt::Throw(Value::Obj(error))
    }

    pub fn type_error(self: &Rc<Realm>, message: &str) -> Abrupt {
        self.thrown_error(&self.protos.type_error, message)
    }

    pub fn range_error(self: &Rc<Realm>, message: &str) -> Abrupt {
        self.thrown_error(&self.protos.range_error, message)
    }

    pub fn reference_error(self: &Rc<Realm>, message: &str) -> Abrupt {
        self.thrown_error(&self.protos.reference_error, message)
    }

    pub fn syntax_error(self: &Rc<Realm>, message: &str) -> Abrupt {
        self.thrown_error(&self.protos.syntax_error, message)
    }

    /// A `throw` of the program.
    pub fn throw(&self, value: Value) -> Abrupt {
        let place = self.place();
        if let Value::Obj(o) = &value
            && let Kind::Error(cell) = &o.kind
            && place.is_some()
        {
            cell.replace(place.clone());
        }
        self.thrown.replace(place);
        Abrupt::Throw(value)
    }
}
