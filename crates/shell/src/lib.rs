//! The POSIX shell, as dash, busybox ash and bash speak it.
//!
//! A script's text becomes a tree (`syntax`), words of the tree become arguments (`expand`), and commands
//! are run on them (`exec`), by builtins or as processes of the machine. On a terminal lines are edited
//! (`interactive`). Specified by POSIX.1-2017 XCU 2 and the manuals of dash 0.5.12, busybox 1.35 and bash 5.2;
//! where these are silent, by what the programs do.

mod arithmetic;
mod builtins;
mod exec;
mod expand;
mod flavour;
pub mod interactive;
mod pattern;
mod regex;
mod run;
mod state;
mod syntax;
mod time;
mod variables;

pub use flavour::Flavour;
pub use interactive::complete::{Completer, Completions};
pub use run::run_command;

use machine::Machine;

/// Whether a text can be read to its end as a script, as `sh -n` asks. Any bytes are taken.
pub fn is_script(text: &[u8], flavour: Flavour) -> bool {
    let mut parser = syntax::Parser::new(text, flavour);
    loop {
        match parser.next_command() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// Registers the shells under the names of their programs.
pub fn register(machine: &Machine) {
    register_with_completer(machine, None);
}

/// As [`register`]; the completer is asked before the shell's own completions.
pub fn register_with_completer(machine: &Machine, completer: Option<Completer>) {
    for (name, flavour) in [
        ("dash/sh", Flavour::Dash),
        ("dash/dash", Flavour::Dash),
        ("busybox/sh", Flavour::Ash),
        ("busybox/ash", Flavour::Ash),
        ("bash/bash", Flavour::Bash),
        ("bash/sh", Flavour::Bash),
        ("bash/rbash", Flavour::Bash),
    ] {
        let completer = completer.clone();
        machine.register(name, move |sys| {
            let args = sys.argv();
            run_command(sys, flavour, args, completer.clone())
        });
    }
}
