//! What the library's Java says is `native`: found by class, name and count of parameters.

pub mod format;
pub mod host;
pub mod lang;
pub mod regex;
pub mod text;

use crate::value::Value;
use crate::vm::{Out, Vm};

pub(crate) type Native = fn(&mut Vm, &[Value]) -> Out;

/// The code of a native method.
pub(crate) fn find(class: &str, name: &str, params: usize) -> Option<Native> {
    let simple = class.rsplit('.').next().unwrap_or(class);
    let key = format!("{simple}.{name}/{params}");
    lang::find(&key).or_else(|| text::find(&key)).or_else(|| host::find(&key))
}

pub(crate) fn arg(args: &[Value], n: usize) -> Value {
    args.get(n).copied().unwrap_or(Value::Null)
}
