//! `docker` as a program on the host machine: flags, tables, messages and exit statuses.
//!
//! A command line is read with the one [`table`] of commands, becomes a request to the engine, and the
//! engine's typed answers become text. Docker's daemon speaks data and errors; the words
//! `Error response from daemon:`, the tables and the exit statuses exist only here.

#![recursion_limit = "256"]

mod call;
pub mod completion;
mod compose;
mod config_file;
mod docker;
pub mod flags;
pub mod format;
pub mod gotemplate;
pub mod help;
mod host;
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
    let own = engine.clone();
    machine.register(PROGRAM, move |sys| docker(sys, own.clone()));
    let own = engine.clone();
    machine.register("program/systemctl", move |sys| host::systemctl::systemctl(sys, own.clone()));
    let own = engine.clone();
    machine.register("program/service", move |sys| host::systemctl::service(sys, own.clone()));
    let own = engine.clone();
    machine.register("program/drydock", move |sys| host::stage::drydock(sys, own.clone()));
    machine.register("program/sudo", host::sudo::sudo);
}
