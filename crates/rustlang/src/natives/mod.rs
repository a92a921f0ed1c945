//! What of the library is the machine's own: by the names that `std/` declares without bodies.

mod base;
pub(crate) mod io;
mod lists;
mod numbers;
mod texts;

use crate::types::Ty;
use crate::value::*;
use crate::vm::*;

/// A function of the machine's: arguments, and what type is wanted.
#[derive(Clone, Copy)]
pub struct Native(pub(crate) fn(&mut Vm, Vec<Value>, &Ty) -> R<Value>);

impl std::fmt::Debug for Native {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Native")
    }
}

pub fn find(name: &str) -> Option<Native> {
    base::find(name)
        .or_else(|| lists::find(name))
        .or_else(|| texts::find(name))
        .or_else(|| numbers::find(name))
        .or_else(|| io::find(name))
        .map(Native)
}

pub(crate) type Function = fn(&mut Vm, Vec<Value>, &Ty) -> R<Value>;

impl Vm {
    pub(crate) fn variant(&self, ty: &str, n: u32, fields: Vec<Value>) -> Value {
        object(Data::Enum(self.program.type_id(ty), n, fields))
    }
    pub(crate) fn some(&self, value: Value) -> Value {
        self.variant("Option", 1, vec![value])
    }
    pub(crate) fn none(&self) -> Value {
        self.variant("Option", 0, Vec::new())
    }
    pub(crate) fn option(&self, value: Option<Value>) -> Value {
        value.map_or_else(|| self.none(), |v| self.some(v))
    }
    pub(crate) fn ok(&self, value: Value) -> Value {
        self.variant("Result", 0, vec![value])
    }
    pub(crate) fn err(&self, value: Value) -> Value {
        self.variant("Result", 1, vec![value])
    }
    pub(crate) fn ordering(&self, order: std::cmp::Ordering) -> Value {
        self.variant("Ordering", (order as i8 + 1) as u32, Vec::new())
    }
    /// The list that a value is, looked through what points at it.
    pub(crate) fn list(&mut self, value: &Value) -> R<Obj> {
        let mut at = value.clone();
        for _ in 0..12 {
            if let Value::Obj(o) = &at
                && list_len(o).is_some()
            {
                return Ok(o.clone());
            }
            match self.inside(&at)? {
                Some(next) => at = next,
                None => break,
            }
        }
        Err(Stop::Beyond(format!("{} as a list", self.type_name(value))))
    }
    /// Bytes of a list of them, or of a text.
    pub(crate) fn bytes(&mut self, value: &Value) -> R<Vec<u8>> {
        if let Some(text) = self.text(value) {
            return Ok(text.into_bytes());
        }
        let list = self.list(value)?;
        Ok(list_items(&list)
            .unwrap_or_default()
            .iter()
            .map(|v| v.int().unwrap_or(0) as u8)
            .collect())
    }
    pub(crate) fn byte_vec(bytes: &[u8]) -> Value {
        Value::vec(
            bytes
                .iter()
                .map(|b| Value::Int(crate::types::IntTy::U8, (*b).into()))
                .collect(),
        )
    }
}

pub(crate) fn at(args: &[Value], n: usize) -> Value {
    args.get(n).cloned().unwrap_or_default()
}

pub(crate) fn size(args: &[Value], n: usize) -> usize {
    args.get(n)
        .and_then(Value::int)
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0)
}
