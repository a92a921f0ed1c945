//! A Java compiler and virtual machine that suspends at every call into its host.
//!
//! Models the language of Java 17 (docs.oracle.com/javase/specs/jls/se17) with the switch patterns of 21, and what
//! programs of tutorials use of its library, most of which is written in Java itself (`lib/`). Text becomes a tree
//! (`parser`), classes (`world`), and the code of a stack machine (`compile`, `code`) that runs threads in turns
//! (`vm`, `execute`). Class files are not read or written: who runs it carries the sources.

mod ast;
mod check;
mod code;
mod compile;
mod execute;
mod lexer;
mod library;
mod natives;
mod parser;
mod program;
mod types;
mod value;
mod vm;
mod world;

pub use program::{Checked, ClassFile, Program, Unit, check};
pub use syscalls::*;
pub use vm::{Config, Vm};
