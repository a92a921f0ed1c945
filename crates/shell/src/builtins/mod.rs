//! Builtins: which ones each shell has, and how they are called.

mod commands;
mod control;
pub mod declare;
mod directory;
pub mod echo;
pub mod escape;
mod job;
mod limits;
mod misc;
pub mod options;
pub mod printf;
mod read;
pub mod test;
mod trap;
mod variables;

use crate::Flavour;
use crate::exec::Running;
use crate::state::{Flow, Shell};

use crate::exec::Arguments;

/// How a builtin is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// POSIX's special builtins: an error in one ends a script.
    Special,
    Regular,
}

const SPECIAL: [&str; 15] = [
    ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "times", "trap",
    "unset",
];

const COMMON: [&str; 25] = [
    "[", "alias", "bg", "cd", "command", "echo", "false", "fg", "getopts", "hash", "jobs", "kill", "local", "printf", "pwd",
    "read", "test", "true", "type", "ulimit", "umask", "unalias", "wait", "chdir", "history",
];

const BASH: [&str; 26] = [
    "builtin",
    "caller",
    "compgen",
    "complete",
    "compopt",
    "bind",
    "declare",
    "dirs",
    "disown",
    "enable",
    "fc",
    "help",
    "let",
    "logout",
    "mapfile",
    "popd",
    "pushd",
    "readarray",
    "shopt",
    "source",
    "suspend",
    "typeset",
    "history",
    "coproc",
    "trap",
    "exec",
];

/// Whether a name is a builtin, and of which kind.
pub fn kind(flavour: Flavour, name: &str) -> Option<Kind> {
    // The first byte rules most names out.
    if SPECIAL.contains(&name) {
        return Some(Kind::Special);
    }
    match (flavour, name) {
        (Flavour::Ash, "source") => Some(Kind::Special),
        (Flavour::Ash, "let" | "[[" | "help") => Some(Kind::Regular),
        (Flavour::Bash, "chdir") => None,
        (Flavour::Dash, "history") => None,
        (Flavour::Ash, "history") => Some(Kind::Regular),
        (Flavour::Bash, name) if BASH.contains(&name) => Some(Kind::Regular),
        (_, name) if COMMON.contains(&name) => Some(Kind::Regular),
        _ => None,
    }
}

/// All names of builtins, sorted.
pub fn names(flavour: Flavour) -> Vec<&'static str> {
    let mut names: Vec<&str> = SPECIAL
        .iter()
        .chain(COMMON.iter())
        .chain(BASH.iter())
        .chain(["let", "[[", "source", "help"].iter())
        .copied()
        .filter(|n| kind(flavour, n).is_some())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a builtin's arguments that look like assignments are expanded like them.
pub fn declares(flavour: Flavour, name: &str) -> bool {
    matches!(name, "export" | "readonly" | "local") || flavour.is_bash() && matches!(name, "declare" | "typeset")
}

impl Shell {
    /// Runs the builtin that the first word names.
    pub(crate) fn run_builtin<'a>(&'a mut self, arguments: &'a mut Arguments) -> Running<'a> {
        let name = arguments.words.first().cloned().unwrap_or_default();
        Box::pin(async move {
            let words = &arguments.words;
            let args = words.get(1..).unwrap_or_default();
            match name.as_str() {
                ":" | "true" => Ok(0),
                "false" => Ok(1),
                "echo" => {
                    let bytes = echo::echo(args, self.echo_style());
                    let status = self.output(&bytes).await;
                    Ok(status)
                }
                "printf" => self.builtin_printf(args).await,
                "test" | "[" | "[[" => self.builtin_test(words).await,
                "break" | "continue" => self.builtin_break(&name, args).await,
                "return" => self.builtin_return(args).await,
                "exit" | "logout" => self.builtin_exit(args).await,
                "eval" => self.builtin_eval(args).await,
                "." | "source" => self.builtin_source(&name, args).await,
                "exec" => self.builtin_exec(args).await,
                "times" => self.builtin_times().await,
                "trap" => self.builtin_trap(args).await,
                "export" | "readonly" if !self.flavour.is_bash() => self.builtin_export(&name, args).await,
                "local" if !self.flavour.is_bash() => self.builtin_local(args).await,
                "export" | "readonly" | "local" | "declare" | "typeset" => self.builtin_declare(&name, arguments).await,
                "unset" => self.builtin_unset(args).await,
                "set" => self.builtin_set(args).await,
                "shopt" => self.builtin_shopt(args).await,
                "shift" => self.builtin_shift(args).await,
                "cd" | "chdir" => self.builtin_cd(args).await,
                "pwd" => self.builtin_pwd(args).await,
                "pushd" | "popd" | "dirs" => self.builtin_dirs(&name, args).await,
                "read" => self.builtin_read(args).await,
                "mapfile" | "readarray" => self.builtin_mapfile(&name, args).await,
                "jobs" => self.builtin_jobs(args).await,
                "fg" | "bg" => self.builtin_fg(&name, args).await,
                "wait" => self.builtin_wait(args).await,
                "kill" => self.builtin_kill(args).await,
                "disown" => self.builtin_disown(args).await,
                "command" => self.builtin_command(args).await,
                "builtin" => self.builtin_builtin(args).await,
                "type" => self.builtin_type(args).await,
                "hash" => self.builtin_hash(args).await,
                "alias" => self.builtin_alias(args).await,
                "unalias" => self.builtin_unalias(args).await,
                "umask" => self.builtin_umask(args).await,
                "ulimit" => self.builtin_ulimit(args).await,
                "getopts" => self.builtin_getopts(args).await,
                "let" => self.builtin_let(args).await,
                "history" => self.builtin_history().await,
                "caller" => self.builtin_caller().await,
                "enable" | "bind" | "complete" | "compopt" => Ok(0),
                other => {
                    let text = format!("drydock: {}: {other} is not simulated\n", self.name);
                    self.write_error(&text).await;
                    Ok(1)
                }
            }
        })
    }

    fn echo_style(&self) -> echo::Style {
        match self.flavour {
            Flavour::Dash => echo::Style::Dash,
            Flavour::Ash => echo::Style::Options,
            Flavour::Bash if self.shopt("xpg_echo") => echo::Style::Dash,
            Flavour::Bash => echo::Style::Options,
        }
    }

    /// An error of a special builtin: it ends a script of dash or ash; in bash it is a status.
    pub(crate) fn special_error(&self, bash: i32) -> Result<i32, Flow> {
        if self.flavour.is_bash() {
            Ok(bash)
        } else {
            Err(Flow::Abort(2))
        }
    }

    /// Says that an option is not known; gives the status, or ends the shell for a special builtin.
    pub(crate) async fn bad_option(&mut self, name: &str, option: &str, usage: &str) -> Result<i32, Flow> {
        match self.flavour {
            Flavour::Dash => self.complain_as(name, &format!("Illegal option {option}")).await,
            Flavour::Ash => self.complain_as(name, &format!("illegal option {option}")).await,
            Flavour::Bash => {
                self.complain_as(name, &format!("{option}: invalid option")).await;
                self.write_error(&format!("{name}: usage: {usage}\n")).await;
            }
        }
        if kind(self.flavour, name) == Some(Kind::Special) {
            return self.special_error(2);
        }
        Ok(2)
    }
}
