//! A shell's state, and how it reports errors.

use crate::Flavour;
use crate::exec::jobs::Jobs;
use crate::exec::trap::Traps;
use crate::syntax::ast::Command;
use crate::variables::{Value, Variables};
use machine::{Pid, Signal, Sys};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What ends the normal course of commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flow {
    Break(u32),
    Continue(u32),
    Return(i32),
    Exit(i32),
    /// An error that ends a script, and takes an interactive shell back to its prompt.
    Abort(i32),
    /// bash: an error that gives up the command line, after which a script goes on with its next one.
    GiveUp(i32),
}

/// A status, or a reason not to go on.
pub type Outcome = Result<i32, Flow>;

/// A function and where it was defined.
#[derive(Debug)]
pub struct Function {
    pub body: Rc<Command>,
    pub source: Rc<str>,
}

/// The options of `set`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub allexport: bool,
    pub errexit: bool,
    pub noglob: bool,
    pub monitor: bool,
    pub noexec: bool,
    pub nounset: bool,
    pub verbose: bool,
    pub xtrace: bool,
    pub noclobber: bool,
    pub ignoreeof: bool,
    pub notify: bool,
    pub pipefail: bool,
    pub errtrace: bool,
    pub functrace: bool,
    pub posix: bool,
    pub vi: bool,
    pub emacs: bool,
    pub nobraceexpand: bool,
    pub hashall: bool,
    pub privileged: bool,
    pub histexpand: bool,
    pub keyword: bool,
    pub onecmd: bool,
    pub physical: bool,
    pub nolog: bool,
    pub history: bool,
    pub interactive_comments: bool,
}

/// How commands reach the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `-c`
    Line,
    Script,
    Stdin,
}

#[derive(Clone)]
pub struct Shell {
    pub sys: Sys,
    pub flavour: Flavour,
    pub vars: Variables,
    pub functions: Rc<BTreeMap<String, Rc<Function>>>,
    pub aliases: Rc<BTreeMap<String, String>>,
    pub positional: Rc<Vec<String>>,
    /// `$0`
    pub arg0: Rc<str>,
    /// The name in front of messages.
    pub name: Rc<str>,
    pub source: Source,
    pub interactive: bool,
    pub options: Options,
    pub shopts: Rc<BTreeMap<String, bool>>,
    pub status: i32,
    /// `$$`
    pub pid: Pid,
    pub last_background: Option<Pid>,
    pub jobs: Jobs,
    pub traps: Traps,
    /// Signals that were caught and wait for their traps.
    pub caught: Vec<Signal>,
    pub line: u32,
    /// Loops around the present command in this function.
    pub loops: u32,
    pub function_depth: u32,
    /// Names of the functions that run, outermost first.
    pub call_stack: Rc<Vec<String>>,
    /// Files that `.` reads, and functions: `return` may be used above zero.
    pub sourcing: u32,
    /// Above zero where `set -e` does not look.
    pub unchecked: u32,
    /// How deep the present task has nested commands.
    pub depth: u32,
    /// Nesting over all tasks, for the end of the stack.
    pub total_depth: u32,
    /// The status of the last command substitution of a command that has no words.
    pub substitution: Option<i32>,
    /// A builtin that runs, for its messages.
    pub command_name: Option<Rc<str>>,
    pub subshell: bool,
    pub subshell_depth: u32,
    /// bash: the source that messages in functions name.
    pub function_source: Option<Rc<str>>,
    pub getopts_at: usize,
    pub random: Option<i64>,
    pub started: machine::Instant,
    pub dirs: Rc<Vec<String>>,
    pub hashed: Rc<BTreeMap<String, String>>,
    /// The pipes of process substitutions of the present command.
    pub process_fds: Vec<machine::Fd>,
    pub history: Rc<Vec<String>>,
    /// Set while a condition of the `EXIT` trap runs, which runs once.
    pub exiting: bool,
    /// The text of the pipeline that runs, for messages about it.
    pub pipeline_text: Rc<str>,
    /// A host's own completions.
    pub completer: Option<crate::interactive::complete::Completer>,
    /// How many command substitutions are around the present command.
    pub eval_depth: u32,
}

/// How messages name the shell and the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice<'a> {
    /// The shell itself.
    Shell,
    /// A builtin of the shell.
    Builtin(&'a str),
    /// A utility that is built in; ash gives it no line.
    Applet(&'a str),
}

impl Shell {
    /// A fresh shell, before its arguments are read.
    pub fn new(sys: Sys, flavour: Flavour) -> Shell {
        let started = sys.now();
        let pid = sys.pid();
        Shell {
            sys,
            flavour,
            vars: Variables::default(),
            functions: Rc::default(),
            aliases: Rc::default(),
            positional: Rc::default(),
            arg0: "sh".into(),
            name: "sh".into(),
            source: Source::Line,
            interactive: false,
            options: Options::default(),
            shopts: Rc::default(),
            status: 0,
            pid,
            last_background: None,
            jobs: Jobs::default(),
            traps: Traps::default(),
            caught: Vec::new(),
            line: 0,
            loops: 0,
            function_depth: 0,
            call_stack: Rc::default(),
            sourcing: 0,
            unchecked: 0,
            depth: 0,
            total_depth: 0,
            substitution: None,
            command_name: None,
            subshell: false,
            subshell_depth: 0,
            function_source: None,
            getopts_at: 0,
            random: None,
            started,
            dirs: Rc::default(),
            hashed: Rc::default(),
            process_fds: Vec::new(),
            history: Rc::default(),
            exiting: false,
            pipeline_text: "".into(),
            completer: None,
            eval_depth: 0,
        }
    }

    /// Takes the environment over, and sets what a shell sets at its start.
    pub fn import_environment(&mut self) {
        if !self.flavour.is_bash() {
            for (name, value) in [("IFS", " \t\n"), ("OPTIND", "1"), ("PS2", "> "), ("PS4", "+ ")] {
                self.vars.set(name, value);
            }
        }
        for entry in self.sys.env() {
            let Some((name, value)) = entry.split_once('=') else {
                continue;
            };
            if crate::syntax::is_name(name) && (name != "IFS") && (name != "OPTIND") {
                self.vars.export(name, value);
            }
        }
        let cwd = self.sys.getcwd();
        let inherited = self.vars.scalar("PWD").map(str::to_string);
        let keep = inherited.is_some_and(|pwd| pwd.starts_with('/') && self.sys.realpath(&pwd).is_ok_and(|real| real == cwd));
        if !keep {
            self.vars.set("PWD", cwd);
        }
        let parent = self.sys.ppid().to_string();
        let root = self.sys.cred().uid == 0;
        if self.flavour == Flavour::Dash {
            self.vars.export("PWD", self.vars.scalar("PWD").unwrap_or("/").to_string());
        } else {
            let level = self.vars.scalar("SHLVL").and_then(|v| v.parse::<i64>().ok()).unwrap_or(0);
            self.vars.export("SHLVL", level.saturating_add(1).to_string());
            self.vars.export("PWD", self.vars.scalar("PWD").unwrap_or("/").to_string());
        }
        if self.vars.get("PATH").is_none() {
            let path = match self.flavour {
                Flavour::Bash => "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                _ => "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            };
            self.vars.set("PATH", path);
        }
        match self.flavour {
            Flavour::Dash => {
                self.vars.set("PS1", if root { "# " } else { "$ " });
                self.vars.set("PPID", parent);
            }
            Flavour::Ash => {
                if self.vars.get("PS1").is_none() {
                    self.vars.set("PS1", "\\w \\$ ");
                }
                self.vars.set("PPID", parent);
                if self.vars.get("HOSTNAME").is_none() {
                    self.vars.set("HOSTNAME", self.sys.hostname());
                }
            }
            Flavour::Bash => self.import_bash(root, &parent),
        }
    }

    fn import_bash(&mut self, root: bool, parent: &str) {
        let _ = root;
        let uid = self.sys.cred().uid.to_string();
        let host = self.sys.hostname();
        for (name, value) in [
            ("IFS", " \t\n"),
            ("OPTIND", "1"),
            ("OPTERR", "1"),
            ("PS4", "+ "),
            ("HOSTTYPE", "x86_64"),
            ("MACHTYPE", "x86_64-pc-linux-gnu"),
            ("OSTYPE", "linux-gnu"),
            ("BASH_VERSION", "5.2.15(1)-release"),
        ] {
            self.vars.set(name, value);
        }
        for (name, value) in [
            ("HOSTNAME", host.as_str()),
            ("TERM", "dumb"),
            ("SHELL", "/bin/bash"),
            ("BASH", "/bin/bash"),
        ] {
            if self.vars.get(name).is_none() {
                self.vars.set(name, value);
            }
        }
        let version = ["5", "2", "15", "1", "release", "x86_64-pc-linux-gnu"];
        let version = version
            .into_iter()
            .enumerate()
            .map(|(n, v)| (n as i64, v.to_string()))
            .collect();
        self.vars.entry("BASH_VERSINFO").value = Value::Indexed(version);
        self.vars.entry("BASH_VERSINFO").readonly = true;
        for (name, value) in [("UID", uid.as_str()), ("EUID", uid.as_str()), ("PPID", parent)] {
            self.vars.set(name, value);
            let variable = self.vars.entry(name);
            variable.readonly = true;
            variable.integer = true;
            variable.exported = false;
        }
        self.options.hashall = true;
        self.options.interactive_comments = true;
        self.vars.entry("OLDPWD").exported = true;
    }

    /// What stands in front of a message.
    pub fn prefix(&self, voice: Voice<'_>) -> String {
        let name = &self.name;
        let line = self.line;
        match self.flavour {
            Flavour::Dash => match voice {
                Voice::Shell => format!("{name}: {line}: "),
                Voice::Builtin(command) | Voice::Applet(command) => format!("{name}: {line}: {command}: "),
            },
            Flavour::Ash => {
                let line = if self.source == Source::Script {
                    line
                } else {
                    line.saturating_sub(1)
                };
                let at = if self.interactive {
                    String::new()
                } else {
                    format!("line {line}: ")
                };
                match voice {
                    Voice::Builtin(command) => format!("{name}: {command}: {at}"),
                    Voice::Shell if self.source == Source::Script && !self.interactive => format!("{name}: {at}"),
                    Voice::Shell | Voice::Applet(_) => format!("{name}: "),
                }
            }
            Flavour::Bash => {
                let source = match &self.function_source {
                    Some(source) => source,
                    None => name,
                };
                let at = if self.interactive && self.sourcing == 0 {
                    String::new()
                } else {
                    format!("line {line}: ")
                };
                match voice {
                    Voice::Shell => format!("{source}: {at}"),
                    Voice::Builtin(command) | Voice::Applet(command) => format!("{source}: {at}{command}: "),
                }
            }
        }
    }

    pub async fn write_error(&self, text: &str) {
        let _ = self.sys.write(2, text.as_bytes()).await;
    }

    /// Prints a message of the shell itself.
    pub async fn complain(&self, message: &str) {
        let text = format!("{}{message}\n", self.prefix(Voice::Shell));
        self.write_error(&text).await;
    }

    /// Prints a message of the builtin `name`.
    pub async fn complain_as(&self, name: &str, message: &str) {
        let text = format!("{}{message}\n", self.prefix(Voice::Builtin(name)));
        self.write_error(&text).await;
    }

    /// Writes a builtin's output; a failed write is its status 1.
    pub async fn output(&self, text: &[u8]) -> i32 {
        if text.is_empty() {
            return 0;
        }
        let Err(error) = self.sys.write(1, text).await else {
            return 0;
        };
        let name = self.command_name.as_deref().unwrap_or("echo");
        let text = match self.flavour {
            Flavour::Dash => format!("{}{name}: I/O error\n", self.prefix(Voice::Applet(name))),
            // ash's other builtins don't look whether their output went out.
            Flavour::Ash if name != "echo" => String::new(),
            _ => format!("{}write error: {error}\n", self.prefix(Voice::Applet(name))),
        };
        self.write_error(&text).await;
        1
    }

    pub fn shopt(&self, name: &str) -> bool {
        self.shopts.get(name).copied().unwrap_or(false)
    }

    /// The letters of `$-`.
    pub fn option_letters(&self) -> String {
        let o = &self.options;
        let bash = self.flavour.is_bash();
        let mut out = String::new();
        for (letter, on) in [
            ('a', o.allexport),
            ('b', o.notify),
            ('e', o.errexit),
            ('f', o.noglob),
            ('h', bash && o.hashall),
            ('i', self.interactive),
            ('m', o.monitor),
            ('n', o.noexec),
            ('u', o.nounset),
            ('v', o.verbose),
            ('x', o.xtrace),
            ('B', bash && !o.nobraceexpand),
            ('C', o.noclobber),
            ('c', bash && self.source == Source::Line),
            ('s', self.source == Source::Stdin),
        ] {
            if on {
                out.push(letter);
            }
        }
        if self.flavour == Flavour::Dash || self.flavour == Flavour::Ash {
            // Their order is that of their option table.
            let order = "efIimnsxvVECabul";
            let mut letters: Vec<char> = out.chars().collect();
            letters.sort_by_key(|c| order.find(*c).unwrap_or(order.len()));
            out = letters.into_iter().collect();
        }
        out
    }
}
