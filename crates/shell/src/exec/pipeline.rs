//! Pipelines, subshells and background lists: what runs in child processes.

use crate::Flavour;
use crate::exec::Saved;
use crate::state::{Flow, Outcome, Shell};
use crate::syntax::ast::{Command, CommandKind, Item, List};
use machine::{Errno, OpenFile, Pid, Signal, WaitStatus, WaitTarget};
use std::rc::Rc;

impl Shell {
    /// Forks the commands of a pipeline.
    async fn start_pipes(&mut self, commands: &[Rc<Command>], background: bool) -> Result<Vec<Pid>, Flow> {
        let mut pids: Vec<Pid> = Vec::new();
        let mut input: Option<Rc<OpenFile>> = None;
        let monitor = self.options.monitor;
        for (n, command) in commands.iter().enumerate() {
            let last = n + 1 == commands.len();
            let (next, output) = if last {
                (None, None)
            } else {
                let (reader, writer) = OpenFile::pipe();
                (Some(reader), Some(writer))
            };
            self.await_room().await;
            let group = pids.first().copied().unwrap_or(0);
            let stdin = input.take();
            let parent = &*self;
            let keeps = self.keeps_jobs(command);
            let command = command.clone();
            let forked = self.sys.fork(|sys| {
                let mut shell = parent.child_of(sys, keeps);
                async move {
                    if monitor {
                        let _ = shell.sys.setpgid(0, group);
                        if !background {
                            let own = shell.sys.getpgid();
                            let _ = shell.sys.set_foreground(own);
                        }
                    }
                    shell.default_signals();
                    if let Some(file) = stdin {
                        let _ = shell.sys.install_file(0, file, false);
                    } else if background && !monitor {
                        shell.ignore_keyboard();
                    }
                    if let Some(file) = output {
                        let _ = shell.sys.install_file(1, file, false);
                    }
                    let result = shell.run_command(&command, true).await;
                    shell.finish(result).await
                }
            });
            match forked {
                Ok(pid) => {
                    if monitor {
                        let _ = self.sys.setpgid(pid, group);
                        if !background && group == 0 {
                            let _ = self.sys.set_foreground(pid);
                        }
                    }
                    pids.push(pid);
                }
                Err(_) => return Err(self.cannot_fork().await),
            }
            input = next;
        }
        Ok(pids)
    }

    pub(super) async fn run_pipes(&mut self, commands: &[Rc<Command>], text: &Rc<str>) -> Outcome {
        let pids = self.start_pipes(commands, false).await?;
        let statuses = self.wait_foreground(&pids, text).await;
        let codes: Vec<i32> = statuses.iter().map(|s| s.code()).collect();
        if self.flavour.is_bash() {
            self.set_pipe_status(&codes);
        }
        let mut status = codes.last().copied().unwrap_or(0);
        if self.options.pipefail {
            status = codes.iter().rev().copied().find(|c| *c != 0).unwrap_or(0);
        }
        Ok(status)
    }

    pub(super) async fn run_subshell(&mut self, command: &Rc<Command>, list: &Rc<List>, tail: bool) -> Outcome {
        if tail && self.subshell && !self.traps.any() && self.process_fds.is_empty() {
            // A child that would do nothing but wait for its child is that child.
            let mut saved: Vec<Saved> = Vec::new();
            if let Some(status) = self.redirect(&command.redirects, &mut saved).await? {
                return Ok(status);
            }
            self.keep(saved);
            self.enter_subshell_traps();
            let result = self.run_list(list, true).await;
            return Ok(self.finish(result).await);
        }
        self.await_room().await;
        let monitor = self.options.monitor;
        let parent = &*self;
        let (list, outer) = (list.clone(), command.clone());
        let forked = self.sys.fork(|sys| {
            let mut shell = parent.child(sys);
            async move {
                if monitor {
                    let _ = shell.sys.setpgid(0, 0);
                    let own = shell.sys.getpgid();
                    let _ = shell.sys.set_foreground(own);
                }
                shell.default_signals();
                let mut saved = Vec::new();
                let result = match shell.redirect(&outer.redirects, &mut saved).await {
                    Ok(None) => shell.run_list(&list, true).await,
                    Ok(Some(status)) => Ok(status),
                    Err(flow) => Err(flow),
                };
                shell.finish(result).await
            }
        });
        let Ok(pid) = forked else {
            return Err(self.cannot_fork().await);
        };
        if monitor {
            let _ = self.sys.setpgid(pid, pid);
            let _ = self.sys.set_foreground(pid);
        }
        let text: Rc<str> = if self.flavour.is_bash() && !self.interactive {
            crate::exec::trace::source_of_command(command).into()
        } else {
            "".into()
        };
        let statuses = self.wait_foreground(&[pid], &text).await;
        let code = statuses.last().map_or(0, |s| s.code());
        Ok(code)
    }

    /// Starts `item &`.
    pub(super) async fn start_background(&mut self, item: &Rc<Item>) -> Outcome {
        let text: Rc<str> = item.text.clone();
        let pids = if item.rest.is_empty() && !item.first.negated && item.first.commands.len() > 1 {
            self.start_pipes(&item.first.commands, true).await?
        } else {
            self.await_room().await;
            let monitor = self.options.monitor;
            let parent = &*self;
            let item = item.clone();
            let simple = match (item.rest.is_empty(), item.first.commands.as_slice()) {
                (true, [command]) => {
                    !item.first.negated && matches!(command.kind, CommandKind::Simple { .. } | CommandKind::Group(_))
                }
                _ => false,
            };
            let forked = self.sys.fork(|sys| {
                let mut shell = parent.child(sys);
                async move {
                    if monitor {
                        let _ = shell.sys.setpgid(0, 0);
                    }
                    shell.default_signals();
                    if !monitor {
                        shell.ignore_keyboard();
                        let _ = shell.sys.install_file(0, OpenFile::null(), false);
                    }
                    let _ = simple;
                    let result = shell.run_item(&item, true).await;
                    shell.finish(result).await
                }
            });
            match forked {
                Ok(pid) => {
                    if monitor {
                        let _ = self.sys.setpgid(pid, pid);
                    }
                    vec![pid]
                }
                Err(_) => return Err(self.cannot_fork().await),
            }
        };
        let last = pids.last().copied().unwrap_or(0);
        self.last_background = Some(last);
        // dash and ash keep a job's text for job control only.
        let text = if self.flavour.is_bash() || self.options.monitor {
            text
        } else {
            "".into()
        };
        let number = self.jobs.add(pids, &text, true, self.flavour);
        if self.interactive {
            self.write_error(&format!("[{number}] {last}\n")).await;
        }
        Ok(0)
    }

    /// A background list without job control does not hear the keyboard's signals.
    fn ignore_keyboard(&self) {
        self.sys.ignore_signal(Signal::INT);
        self.sys.ignore_signal(Signal::QUIT);
    }

    /// Waits for the processes of a foreground job and tells of those that a signal ended.
    pub(crate) async fn wait_foreground(&mut self, pids: &[Pid], text: &Rc<str>) -> Vec<WaitStatus> {
        let monitor = self.options.monitor;
        let mut statuses = Vec::with_capacity(pids.len());
        let mut stopped = None;
        for pid in pids {
            let status = self.wait_child(*pid, monitor).await;
            if let WaitStatus::Stopped(_) = status {
                stopped = Some(status);
                statuses.push(status);
                break;
            }
            let last = Some(pid) == pids.last();
            if let WaitStatus::Signaled(signal) = status {
                self.tell_of_signal(signal, *pid, last, text).await;
            }
            statuses.push(status);
        }
        if monitor {
            let own = self.sys.getpgid();
            let _ = self.sys.set_foreground(own);
        }
        if let Some(status) = stopped {
            let number = self.jobs.add(pids.to_vec(), text, false, self.flavour);
            self.jobs.set_stopped(number, status);
            let line = self.jobs.line(number, self.flavour, false);
            self.write_error(&format!("\n{line}\n")).await;
        } else if self.interactive
            && let Some(WaitStatus::Signaled(Signal::INT)) = statuses.last()
        {
            self.write_error("\n").await;
        }
        self.forget_ended_jobs().await;
        statuses
    }

    /// The end of one child; signals that come meanwhile are kept for their traps.
    pub(crate) async fn wait_child(&mut self, pid: Pid, stops: bool) -> WaitStatus {
        loop {
            match self.sys.wait_and_reap(WaitTarget::Pid(pid), stops).await {
                Ok((_, WaitStatus::Continued)) => {}
                Ok((_, status)) => return status,
                Err(Errno::EINTR) => self.collect_signals(),
                Err(_) => return WaitStatus::Exited(127),
            }
        }
    }

    /// What the shell prints when a signal ended a foreground process.
    async fn tell_of_signal(&mut self, signal: Signal, pid: Pid, last: bool, text: &str) {
        if signal == Signal::INT || signal == Signal::PIPE {
            return;
        }
        match self.flavour {
            Flavour::Dash | Flavour::Ash => self.write_error(&format!("{}\n", signal.describe())).await,
            Flavour::Bash if !last => {}
            // Debian's bash is built to say less of SIGTERM.
            Flavour::Bash if self.interactive || signal == Signal::TERM => {
                self.write_error(&format!("{}\n", signal.describe())).await
            }
            Flavour::Bash => {
                let described = signal.describe();
                self.complain(&format!("{pid:>5} {described:<24}{text}")).await;
            }
        }
    }
}
