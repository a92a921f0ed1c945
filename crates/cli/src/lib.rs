//! `docker` as a program on the host machine: flags, tables, messages and exit statuses.
//!
//! A command line is read with the one [`table`] of commands, becomes a request to the engine, and the
//! engine's typed answers become text. Docker's daemon speaks data and errors; the words
//! `Error response from daemon:`, the tables and the exit statuses exist only here.

pub mod flags;
pub mod gotemplate;
pub mod help;
pub mod opts;
pub mod table;

/// Puts `docker` on a machine, in front of an engine.
pub fn register(machine: &machine::Machine, engine: &engine::Engine) {
    let engine = engine.clone();
    machine.register("program/docker", move |sys: machine::Sys| {
        let _ = engine.clone();
        async move {
            let _ = sys.write(2, b"drydock: docker is not simulated\n").await;
            125
        }
    });
}
