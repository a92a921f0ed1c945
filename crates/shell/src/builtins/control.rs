//! Builtins that steer the shell: `break`, `return`, `exit`, `eval`, `.`, `exec`, `times`, `shift`.

use crate::Flavour;
use crate::exec::external::Found;
use crate::state::{Flow, Outcome, Shell, Voice};
use machine::Errno;
use std::rc::Rc;

impl Shell {
    /// A number as an argument. `Err` is what comes of a word that is none.
    async fn number_argument(&mut self, name: &str, text: &str, signed: bool) -> Result<i64, Outcome> {
        let trimmed = text.trim();
        match trimmed.parse::<i64>() {
            Ok(number) if number >= 0 || signed && self.flavour.is_bash() => Ok(number),
            _ if self.flavour.is_bash() => {
                self.complain_as(name, &format!("{text}: numeric argument required")).await;
                Err(Ok(1))
            }
            _ => {
                self.complain_as(name, &format!("Illegal number: {text}")).await;
                Err(Err(Flow::Abort(2)))
            }
        }
    }

    pub(super) async fn builtin_break(&mut self, name: &str, args: &[String]) -> Outcome {
        let levels = match args.first() {
            None => 1,
            Some(text) => match self.number_argument(name, text, true).await {
                Ok(number) if number > 0 => number.min(i64::from(u32::MAX)) as u32,
                Ok(_) if self.flavour.is_bash() && self.loops == 0 => 1,
                Ok(_) if self.flavour.is_bash() => {
                    self.complain_as(name, &format!("{text}: loop count out of range")).await;
                    self.status = 1;
                    return Err(Flow::Break(self.loops.max(1)));
                }
                Ok(_) => {
                    self.complain_as(name, &format!("Illegal number: {text}")).await;
                    return Err(Flow::Abort(2));
                }
                Err(Ok(_)) => return Err(Flow::Exit(128)),
                Err(outcome) => return outcome,
            },
        };
        if self.loops == 0 {
            if self.flavour.is_bash() {
                self.complain_as(name, "only meaningful in a `for', `while', or `until' loop")
                    .await;
            }
            return Ok(0);
        }
        self.status = 0;
        let levels = levels.min(self.loops);
        Err(if name == "break" {
            Flow::Break(levels)
        } else {
            Flow::Continue(levels)
        })
    }

    pub(super) async fn builtin_return(&mut self, args: &[String]) -> Outcome {
        let status = match args.first() {
            None => self.status,
            Some(text) => match self.number_argument("return", text, true).await {
                Ok(number) => (number & 255) as i32,
                Err(Ok(_)) => 2,
                Err(outcome) => return outcome,
            },
        };
        if self.function_depth == 0 && self.sourcing == 0 {
            if self.flavour.is_bash() {
                self.complain_as("return", "can only `return' from a function or sourced script")
                    .await;
                return Ok(2);
            }
            return Err(Flow::Exit(status));
        }
        Err(Flow::Return(status))
    }

    pub(super) async fn builtin_exit(&mut self, args: &[String]) -> Outcome {
        if self.interactive && self.jobs.iter().any(|j| j.stopped.is_some()) && !self.exiting {
            self.exiting = true;
            let text = if self.flavour.is_bash() {
                "There are stopped jobs.\n"
            } else {
                "You have stopped jobs.\n"
            };
            self.write_error(text).await;
            return Ok(1);
        }
        self.exiting = false;
        let status = match args.first() {
            None => self.status,
            Some(text) => match self.number_argument("exit", text, true).await {
                Ok(number) => (number & 255) as i32,
                Err(Ok(_)) => 2,
                Err(outcome) => return outcome,
            },
        };
        Err(Flow::Exit(status))
    }

    pub(super) async fn builtin_eval(&mut self, args: &[String]) -> Outcome {
        let text = args.join(" ");
        if text.trim().is_empty() {
            return Ok(0);
        }
        let line = self.line.max(1);
        self.evaluate(&text, line).await
    }

    pub(super) async fn builtin_source(&mut self, name: &str, args: &[String]) -> Outcome {
        let Some(file) = args.first() else {
            return match self.flavour {
                Flavour::Bash => {
                    self.complain_as(name, "filename argument required").await;
                    self.write_error(&format!("{name}: usage: {name} filename [arguments]\n"))
                        .await;
                    Ok(2)
                }
                Flavour::Ash => {
                    self.complain_as(name, "filename argument required").await;
                    Err(Flow::Abort(2))
                }
                Flavour::Dash => Ok(0),
            };
        };
        let mut path = file.clone();
        if !file.contains('/') {
            let dirs = self.vars.scalar("PATH").unwrap_or("").to_string();
            let found = dirs
                .split(':')
                .map(|dir| format!("{dir}/{file}"))
                .find(|p| self.sys.access(p, 4).is_ok());
            match found {
                Some(found) => path = found,
                None if self.flavour.is_bash() || self.flavour == Flavour::Ash && self.sys.exists(file) => {}
                None => {
                    self.complain_as(name, &format!("{file}: not found")).await;
                    return Err(Flow::Abort(2));
                }
            }
        }
        let bytes = match self.sys.stat(&path).and_then(|stat| match stat.kind {
            vfs::FileKind::Dir => Err(Errno::EISDIR),
            vfs::FileKind::File => self.sys.read_file(&path),
            _ => Ok(Vec::new()),
        }) {
            Ok(bytes) => bytes,
            Err(error) => {
                let missing = matches!(error, Errno::ENOENT | Errno::ENOTDIR);
                match self.flavour {
                    Flavour::Dash if missing => self.complain_as(name, &format!("cannot open {file}: No such file")).await,
                    Flavour::Dash => self.complain_as(name, &format!("cannot open {file}: {error}")).await,
                    Flavour::Ash => self.complain_as(name, &format!("can't open '{file}': {error}")).await,
                    Flavour::Bash if error == Errno::EISDIR => self.complain_as(name, &format!("{file}: is a directory")).await,
                    Flavour::Bash => self.complain(&format!("{file}: {error}")).await,
                }
                return if self.flavour.is_bash() { Ok(1) } else { Err(Flow::Abort(2)) };
            }
        };
        // Devices and pipes are read as streams.
        let bytes = if bytes.is_empty() {
            match self.sys.open(&path, machine::Flags::READ, 0) {
                Ok(fd) => {
                    let bytes = self.sys.read_to_end(fd, 16 << 20).await.unwrap_or_default();
                    let _ = self.sys.close(fd);
                    bytes
                }
                Err(_) => bytes,
            }
        } else {
            bytes
        };
        let positional = (args.len() > 1 && self.flavour.is_extended()).then(|| {
            let new = Rc::new(args.get(1..).unwrap_or_default().to_vec());
            std::mem::replace(&mut self.positional, new)
        });
        let line = self.line;
        let before = (self.name.clone(), self.source, self.function_source.take());
        self.sourcing += 1;
        self.depth += crate::run::TEXT_DEPTH;
        self.total_depth += 20;
        self.name = path.as_str().into();
        self.source = crate::state::Source::Script;
        let result = self.run_text(&bytes, 1, false).await;
        self.sourcing -= 1;
        self.depth -= crate::run::TEXT_DEPTH;
        self.total_depth -= 20;
        (self.name, self.source, self.function_source) = before;
        self.line = line;
        if let Some(positional) = positional {
            self.positional = positional;
        }
        match result {
            Err(Flow::Return(status)) => Ok(status),
            other => other,
        }
    }

    pub(super) async fn builtin_exec(&mut self, args: &[String]) -> Outcome {
        let mut args = args;
        let mut called = None;
        let mut clear = false;
        while let Some((first, rest)) = args.split_first() {
            match first.as_str() {
                "-a" if self.flavour.is_extended() => {
                    called = rest.first().cloned();
                    args = rest.get(1..).unwrap_or_default();
                }
                "-c" if self.flavour.is_bash() => {
                    clear = true;
                    args = rest;
                }
                "-l" if self.flavour.is_bash() => {
                    called = rest.first().map(|name| format!("-{name}"));
                    args = rest;
                }
                "--" => {
                    args = rest;
                    break;
                }
                _ => break,
            }
        }
        let Some(name) = args.first().cloned() else { return Ok(0) };
        let mut words = args.to_vec();
        if let Some(called) = called
            && let Some(first) = words.first_mut()
        {
            *first = called;
        }
        let error = match self.find_program(&name) {
            Found::Missing(error) => error,
            Found::Path(path) => {
                let env = if clear { Vec::new() } else { self.environment(&path) };
                let error = self.sys.exec(&path, words.clone(), env).await;
                if error == Errno::ENOEXEC && !self.flavour.is_bash() {
                    return Err(Flow::Exit(self.run_headless_script(&path, words).await));
                }
                error
            }
        };
        let status = match (self.flavour, error) {
            (Flavour::Bash, Errno::ENOENT) if !name.contains('/') => {
                self.complain_as("exec", &format!("{name}: not found")).await;
                127
            }
            (Flavour::Bash, _) => {
                let (text, status) = self.exec_failure(&name, error);
                if error == Errno::EACCES {
                    self.complain(&text).await;
                    self.complain_as("exec", &format!("{name}: cannot execute: {error}")).await;
                } else {
                    self.complain(&text).await;
                }
                status
            }
            _ => self.complain_of_exec(&name, error, Voice::Builtin("exec")).await,
        };
        if self.interactive || self.flavour.is_bash() && self.shopt("execfail") {
            return Ok(status);
        }
        Err(Flow::Exit(status))
    }

    pub(super) async fn builtin_times(&mut self) -> Outcome {
        let own = self.sys.cpu_time().as_secs_f64();
        let places = if self.flavour == Flavour::Dash { 6 } else { 3 };
        let show = |s: f64| format!("{}m{:.places$}s", (s / 60.0) as u64, s % 60.0);
        let text = format!("{} {}\n{} {}\n", show(own), show(0.0), show(0.0), show(0.0));
        Ok(self.output(text.as_bytes()).await)
    }

    pub(super) async fn builtin_shift(&mut self, args: &[String]) -> Outcome {
        let by = match args.first() {
            None => 1,
            Some(text) => match self.number_argument("shift", text, true).await {
                Ok(number) => number,
                Err(outcome) => return outcome,
            },
        };
        let count = self.positional.len();
        match usize::try_from(by) {
            Ok(by) if by <= count => {
                Rc::make_mut(&mut self.positional).drain(..by);
                Ok(0)
            }
            Err(_) if self.flavour.is_bash() => {
                self.complain_as("shift", &format!("{by}: shift count out of range")).await;
                Ok(1)
            }
            _ if self.flavour == Flavour::Dash => {
                self.complain_as("shift", "can't shift that many").await;
                Err(Flow::Abort(2))
            }
            _ => Ok(1),
        }
    }
}
