//! A JavaScript interpreter that suspends at every call into its host.
//!
//! Models ECMAScript 2023 (ECMA-262) and the library of Node.js 22 (nodejs.org/docs/latest-v22.x/api) as a walker of
//! trees whose functions are futures on the heap (`frames`), so that generators, async functions and waiting for the
//! host need no stack of the host's. What calls a program back is written in JavaScript (`lib/`); the rest is native
//! (`natives`). Leaves out `with`, `eval`, `Function` of text, shared memory and WebAssembly.

mod ast;
mod bind;
mod bytes;
mod calls;
mod classes;
mod convert;
mod errors;
mod eval;
mod exec;
mod frames;
mod host;
mod lexer;
mod library;
mod modules;
mod natives;
mod objects;
mod parser;
mod promise;
mod realm;
mod regex;
mod scope;
mod text;
mod value;
mod vm;

pub use library::{check as check_library, package_files};
pub use regex::Regex;
pub use syscalls::*;
pub use vm::{Config, Vm};
