//! Built-in classes and functions written natively; the rest is in `lib/_prelude.py`.

mod attrs;
mod classes;
mod containers;
mod functions;
mod items;
mod numeric;
mod strings;

use crate::heap::*;
use crate::vm::*;
pub(crate) use classes::refuse_abstract;
use std::rc::Rc;

pub fn install(vm: &mut Vm) {
    classes::install(vm);
    numeric::install(vm);
    strings::install(vm);
    containers::install(vm);
    functions::install(vm);
}

impl Vm {
    pub fn arg(&self, args: &[Value], n: usize) -> Value {
        args.get(n).copied().unwrap_or(Value::None)
    }
    /// A positional or keyword argument; `Null` if it is not given.
    pub fn named(&self, args: &[Value], keywords: &[(Value, Value)], n: usize, name: &str) -> Value {
        match args.get(n) {
            Some(v) => *v,
            None => keywords.iter().find(|(k, _)| self.heap.str(*k) == Some(name)).map_or(Value::Null, |(_, v)| *v),
        }
    }
    pub fn str_arg(&mut self, args: &[Value], n: usize) -> Outcome<Rc<str>> {
        let v = self.arg(args, n);
        match self.heap.kind(v) {
            Some(Kind::Str(t)) => Ok(t.s.clone()),
            _ => {
                let message = if n >= args.len() {
                    format!(
                        "expected at least {n} argument{}, got {}",
                        if n == 1 { "" } else { "s" },
                        args.len().saturating_sub(1)
                    )
                } else {
                    format!("expected str instance, {} found", self.type_name(v))
                        .replace("expected str instance", "must be str, not")
                        .replace(", ", " ")
                        .replace(" found", "")
                };
                Err(self.type_error(&message))
            }
        }
    }
    pub fn text(&self, v: Value) -> Rc<str> {
        match self.heap.kind(v) {
            Some(Kind::Str(t)) => t.s.clone(),
            _ => "".into(),
        }
    }
    pub fn bytes_of(&mut self, v: Value) -> Outcome<Rc<[u8]>> {
        match self.heap.kind(v) {
            Some(Kind::Bytes(b)) => Ok(b.clone()),
            Some(Kind::ByteArray(b)) => Ok(b.as_slice().into()),
            _ => {
                let message = format!("a bytes-like object is required, not '{}'", self.type_name(v));
                Err(self.type_error(&message))
            }
        }
    }
    pub fn opt_int(&mut self, args: &[Value], n: usize, default: i64) -> Outcome<i64> {
        match args.get(n) {
            None | Some(Value::None | Value::Null) => Ok(default),
            Some(v) => self.int_arg(*v),
        }
    }
    pub fn string(&mut self, s: impl Into<Rc<str>>) -> Answer {
        Ok(self.new_str(s))
    }
}
