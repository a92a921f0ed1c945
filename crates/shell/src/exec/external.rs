//! Programs: finding them, starting them, and what is said when that fails (POSIX XCU 2.9.1.4).

use crate::Flavour;
use crate::state::{Flow, Outcome, Shell, Source, Voice};
use crate::syntax::ast::{Assignment, Redirect};
use machine::{Errno, Spawn};
use std::rc::Rc;
use vfs::FileKind;

/// Where a command's name led.
pub(crate) enum Found {
    Path(String),
    /// Nothing that can be executed, and why.
    Missing(Errno),
}

impl Shell {
    /// Looks a program up along `PATH`.
    pub(crate) fn find_program(&self, name: &str) -> Found {
        let path = self.vars.scalar("PATH").unwrap_or("");
        self.find_along(name, path)
    }

    pub(crate) fn find_along(&self, name: &str, path: &str) -> Found {
        if name.contains('/') {
            return Found::Path(name.to_string());
        }
        if name.is_empty() {
            return Found::Missing(Errno::ENOENT);
        }
        let mut error = Errno::ENOENT;
        for dir in path.split(':') {
            let full = if dir.is_empty() {
                name.to_string()
            } else {
                format!("{}/{name}", dir.trim_end_matches('/'))
            };
            let full = if dir == "/" { format!("/{name}") } else { full };
            match self.sys.stat(&full) {
                Ok(stat) if stat.kind == FileKind::File => {
                    if self.sys.access(&full, 1).is_ok() {
                        return Found::Path(full);
                    }
                    error = Errno::EACCES;
                }
                Ok(_) => {}
                Err(Errno::EACCES) => error = Errno::EACCES,
                Err(_) => {}
            }
        }
        Found::Missing(error)
    }

    /// The message and status for a program that cannot be executed.
    pub(crate) fn exec_failure(&self, name: &str, error: Errno) -> (String, i32) {
        let missing = matches!(error, Errno::ENOENT | Errno::ENOTDIR);
        // bash counts a file in a directory's place as found.
        let status = if missing && !(self.flavour.is_bash() && error == Errno::ENOTDIR) {
            127
        } else {
            126
        };
        let text = match self.flavour {
            Flavour::Bash => {
                if missing && !name.contains('/') {
                    format!("{name}: command not found")
                } else if self.sys.stat(name).is_ok_and(|s| s.kind == FileKind::Dir) {
                    format!("{name}: Is a directory")
                } else if missing && self.sys.exists(name) {
                    // The script is there: what its first line names is not.
                    format!("{name}: cannot execute: required file not found")
                } else if error == Errno::ENOEXEC {
                    format!("{name}: cannot execute binary file: {error}")
                } else {
                    format!("{name}: {error}")
                }
            }
            _ if name.is_empty() => ": Permission denied".into(),
            _ if missing => format!("{name}: not found"),
            _ => format!("{name}: {error}"),
        };
        (text, status)
    }

    /// Says why a program did not start; gives its status.
    pub(crate) async fn complain_of_exec(&mut self, name: &str, error: Errno, voice: Voice<'_>) -> i32 {
        let (text, status) = self.exec_failure(name, error);
        let line = format!("{}{text}\n", self.prefix(voice));
        self.write_error(&line).await;
        status
    }

    pub(super) async fn run_external(
        &mut self,
        redirects: &[Redirect],
        assignments: &[Assignment],
        words: Vec<String>,
        tail: bool,
    ) -> Outcome {
        let may_exec = tail && !self.traps.any() && !self.interactive && self.jobs.is_empty();
        let mut saved = Vec::new();
        match self.redirect(redirects, &mut saved).await {
            Ok(None) => {}
            Ok(Some(status)) => {
                self.restore(saved);
                return Ok(status);
            }
            Err(flow) => {
                self.restore(saved);
                return Err(flow);
            }
        }
        let before = match self.set_temporarily(assignments).await {
            Ok(before) => before,
            Err(flow) => {
                self.restore(saved);
                return Err(flow);
            }
        };
        let name = words[0].clone();
        let result = match self.find_program(&name) {
            Found::Missing(error) => Ok(self.not_found(&name, words, error).await?),
            Found::Path(path) if may_exec => {
                let error = self.sys.exec(&path, words.clone(), self.environment(&path)).await;
                if error == Errno::ENOEXEC && self.is_text(&path) {
                    Err(Flow::Exit(self.run_headless_script(&path, words).await))
                } else {
                    Ok(self.complain_of_exec(&name, error, Voice::Shell).await)
                }
            }
            Found::Path(path) => self.spawn_and_wait(&name, path, words).await,
        };
        self.unset_temporary(before);
        self.restore(saved);
        result
    }

    async fn not_found(&mut self, name: &str, words: Vec<String>, error: Errno) -> Outcome {
        if self.flavour.is_bash()
            && let Some(handler) = self.functions.get("command_not_found_handle").cloned()
        {
            let mut arguments = vec!["command_not_found_handle".to_string()];
            arguments.extend(words);
            return Box::pin(self.call("command_not_found_handle", &handler, arguments)).await;
        }
        Ok(self.complain_of_exec(name, error, Voice::Shell).await)
    }

    /// What a program gets as its environment.
    pub(crate) fn environment(&self, path: &str) -> Vec<String> {
        let mut env = self.vars.environment(!self.flavour.is_bash());
        if self.flavour.is_bash() {
            env.push(format!("_={path}"));
        }
        env
    }

    async fn spawn_and_wait(&mut self, name: &str, path: String, words: Vec<String>) -> Outcome {
        self.await_room().await;
        let monitor = self.options.monitor;
        let text = self.pipeline_text.clone();
        let spawned = self.sys.spawn(Spawn {
            program: Some(path.clone()),
            argv: words.clone(),
            env: Some(self.environment(&path)),
            new_group: monitor,
            ..Spawn::default()
        });
        let pid = match spawned {
            Ok(pid) => pid,
            Err(Errno::ENOEXEC) if self.is_text(&path) => {
                let parent = &*self;
                let forked = self.sys.fork(|sys| {
                    let mut shell = parent.child(sys);
                    async move {
                        if monitor {
                            let _ = shell.sys.setpgid(0, 0);
                        }
                        shell.default_signals();
                        shell.run_headless_script(&path, words).await
                    }
                });
                match forked {
                    Ok(pid) => pid,
                    Err(_) => return Err(self.cannot_fork().await),
                }
            }
            Err(Errno::EAGAIN) => return Err(self.cannot_fork().await),
            Err(error) => return Ok(self.complain_of_exec(name, error, Voice::Shell).await),
        };
        if monitor {
            let _ = self.sys.set_foreground(pid);
        }
        let statuses = self.wait_foreground(&[pid], &text).await;
        Ok(statuses.last().map_or(0, |s| s.code()))
    }

    fn is_text(&self, path: &str) -> bool {
        self.sys.read_file(path).is_ok_and(|bytes| {
            let head = bytes.get(..128).unwrap_or(&bytes);
            !head.contains(&0) && !head.starts_with(b"\x7fELF")
        })
    }

    /// A file that no interpreter is named for is run by the shell itself, as a new script.
    pub(crate) async fn run_headless_script(&mut self, path: &str, words: Vec<String>) -> i32 {
        let env = self.environment(path);
        let mut shell = Shell::new(self.sys.clone(), self.flavour);
        for entry in env {
            if let Some((name, value)) = entry.split_once('=') {
                shell.vars.export(name, value);
            }
        }
        for name in ["IFS", "OPTIND", "PS4"] {
            if let Some(value) = self.vars.scalar(name) {
                shell.vars.set(name, value.to_string());
            }
        }
        shell.vars.set("IFS", " \t\n");
        shell.arg0 = path.into();
        shell.name = path.into();
        shell.source = Source::Script;
        shell.positional = Rc::new(words.into_iter().skip(1).collect());
        shell.pid = self.sys.pid();
        Box::pin(shell.run_script_file(path)).await
    }
}

impl Shell {
    /// Runs a program that is named by its arguments alone.
    pub(crate) async fn run_external_words(&mut self, words: Vec<String>) -> Outcome {
        self.run_external(&[], &[], words, false).await
    }
}
