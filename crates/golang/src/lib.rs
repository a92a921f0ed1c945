//! A Go compiler and virtual machine that suspends at every call into its host.
//!
//! Text -> tokens (`lexer`) -> tree (`parser`) -> types checked and instructions written in one walk (`compile`) -> run
//! by goroutines (`vm`, `exec`). Models go.dev/ref/spec, the words of the compiler gc, and the library of Go as far as
//! `lib/` goes. Leaves out complex numbers, `goto`, `unsafe`, cgo, ranging over functions and reflection.

mod arith;
mod ast;
mod channels;
mod code;
mod compile;
mod data;
mod exec;
mod lexer;
mod library;
mod natives;
mod parser;
mod program;
mod show;
mod types;
mod value;
mod vm;

pub use library::{exists, is_standard, paths};
pub use program::{Broken, Input, Program, build, check_library};
pub use syscalls::*;
pub use vm::{Config, Vm};
