//! `docker` as a program on the host machine: flags, tables, messages and exit statuses.
//!
//! A command line is read with the one [`table`] of commands, becomes a request to the engine, and the
//! engine's typed answers become text. Docker's daemon speaks data and errors; the words
//! `Error response from daemon:`, the tables and the exit statuses exist only here.

#![recursion_limit = "256"]

mod call;
pub mod completion;
mod docker;
pub mod flags;
pub mod format;
pub mod gotemplate;
pub mod help;
pub mod opts;
pub mod support;
pub mod table;
mod verbs;

pub use verbs::container::status as status_sentence;

pub use call::{Failure, Outcome};
pub use docker::{VERSION, docker};

use engine::Engine;
use machine::Machine;

/// The name under which the machine knows the program; `/usr/bin/docker` names it.
pub const PROGRAM: &str = "program/docker";

/// Makes `docker` a program of the machine, talking to this engine.
pub fn register(machine: &Machine, engine: &Engine) {
    let engine = engine.clone();
    machine.register(PROGRAM, move |sys| docker(sys, engine.clone()));
}
