//! A Python interpreter that suspends at every call into its host.
//!
//! Models Python 3.12 (the language reference at docs.python.org/3.12) as a bytecode machine whose frames live on its
//! own heap, so that generators, threads and waiting for the host need no stack of the host. Text goes through
//! [`syntax`](self) (tokens, tree) and `compile` (instructions) to `interpret` (the loop). Built-in classes are native
//! where that is quick and Python (`lib/_prelude.py`) where they may call Python back. Leaves out C extensions.

mod attributes;
mod builtins;
mod calls;
mod code;
mod compile;
mod dict;
mod errors;
mod frame;
mod heap;
mod host;
mod interpret;
mod iteration;
mod library;
mod modules;
mod numbers;
mod operators;
mod packages;
mod syntax;
mod tables;
mod text;
mod types;
mod vm;

pub use host::{Address, Call, CallId, Config, Disposition, Exit, HostError, Reply, Spawn, Stat, Stdio, Step};
pub use library::check as check_library;
pub use packages::{SITE_PACKAGES, site_package_files};
pub use vm::Vm;

fn builtins_space(c: char) -> bool {
    c.is_whitespace() || matches!(c as u32, 0x1c..=0x1f)
}
