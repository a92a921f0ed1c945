//! Running the tree: lists, pipelines, compound commands (POSIX XCU 2.9).
//!
//! A command that nests deeper than one stack can bear goes on in a task of its own in the same process,
//! so that recursion is bounded by the shell and not by the host's stack.

pub mod assign;
mod compound;
mod conditional;
pub mod external;
pub mod jobs;
mod pipeline;
mod redirect;
mod simple;
mod substitute;
pub(crate) mod trace;
pub mod trap;

use crate::Flavour;
use crate::state::{Flow, Outcome, Shell};
use crate::syntax::ast::{Command, CommandKind, Connector, Item, List, Pipeline};
use machine::Signal;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

pub use redirect::Saved;
pub(crate) use simple::Arguments;

pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + 'a>>;

/// How many commands nest in one task.
const NESTING: u32 = 16;
/// How many commands nest at all before the stack of a real shell would end.
const TOTAL_NESTING: u32 = 12_000;

impl Shell {
    /// Runs a list. With `tail`, nothing follows it in this process.
    pub fn run_list<'a>(&'a mut self, list: &'a List, tail: bool) -> Running<'a> {
        Box::pin(async move {
            let mut status = 0;
            let count = list.items.len();
            for (n, item) in list.items.iter().enumerate() {
                self.sys.tick().await;
                if self.options.noexec && !self.interactive {
                    continue;
                }
                status = if item.background {
                    self.start_background(item).await?
                } else {
                    self.run_item(item, tail && n + 1 == count).await?
                };
                self.status = status;
                self.run_traps().await?;
            }
            Ok(status)
        })
    }

    pub(crate) async fn run_item(&mut self, item: &Item, tail: bool) -> Outcome {
        let mut status = self
            .run_pipeline(&item.first, tail && item.rest.is_empty(), !item.rest.is_empty())
            .await?;
        for (n, (connector, pipeline)) in item.rest.iter().enumerate() {
            let runs = match connector {
                Connector::And => status == 0,
                Connector::Or => status != 0,
            };
            if runs {
                self.status = status;
                let last = n + 1 == item.rest.len();
                status = self.run_pipeline(pipeline, tail && last, !last).await?;
            }
        }
        Ok(status)
    }

    /// Runs a pipeline; `tested` says that its failure is looked at by what follows.
    async fn run_pipeline(&mut self, pipeline: &Pipeline, tail: bool, tested: bool) -> Outcome {
        self.pipeline_text = pipeline.text.clone();
        let unchecked = u32::from(tested || pipeline.negated);
        self.unchecked += unchecked;
        let before = pipeline.timed.map(|posix| (posix, self.sys.now(), self.sys.cpu_time()));
        let result = match pipeline.commands.as_slice() {
            [] => Ok(0),
            [command] => self.run_command(command, tail && !pipeline.negated && before.is_none()).await,
            commands => self.run_pipes(commands, &pipeline.text).await,
        };
        self.unchecked -= unchecked;
        if let Some((posix, started, cpu)) = before {
            self.report_time(posix, started, cpu).await;
        }
        let mut status = result?;
        if self.flavour.is_bash() && pipeline.commands.len() == 1 {
            self.set_pipe_status(&[status]);
        }
        if pipeline.negated {
            status = i32::from(status == 0);
        } else if status != 0 && self.unchecked == 0 && !tested {
            let checked = match pipeline.commands.as_slice() {
                [command] => matches!(
                    command.kind,
                    CommandKind::Simple { .. }
                        | CommandKind::Subshell(_)
                        | CommandKind::Arithmetic(_)
                        | CommandKind::Conditional(_)
                ),
                _ => true,
            };
            if checked {
                self.status = status;
                self.run_error_trap().await?;
                if self.options.errexit {
                    return Err(Flow::Exit(status));
                }
            }
        }
        Ok(status)
    }

    pub(crate) fn set_pipe_status(&mut self, statuses: &[i32]) {
        use crate::variables::Value;
        if let [status] = statuses
            && let Some(variable) = self.vars.get_direct("PIPESTATUS")
            && let Value::Indexed(map) = &variable.value
            && map.len() == 1
            && map.get(&0).is_some_and(|s| s.parse() == Ok(*status))
        {
            return;
        }
        let map = statuses.iter().enumerate().map(|(n, s)| (n as i64, s.to_string())).collect();
        self.vars.entry("PIPESTATUS").value = Value::Indexed(map);
    }

    /// Runs one command. With `tail`, an external program may take this process over.
    pub fn run_command<'a>(&'a mut self, command: &'a Rc<Command>, tail: bool) -> Running<'a> {
        Box::pin(async move {
            if self.depth >= NESTING {
                return self.run_in_task(command.clone(), tail).await;
            }
            self.depth += 1;
            self.total_depth += 1;
            let result = if self.total_depth > TOTAL_NESTING {
                self.overflow().await
            } else {
                self.run_command_here(command, tail).await
            };
            self.depth -= 1;
            self.total_depth -= 1;
            result
        })
    }

    /// What a shell without a limit of its own comes to when its stack ends.
    async fn overflow(&mut self) -> Outcome {
        self.sys.default_signal(Signal::SEGV);
        self.sys.die_of(Signal::SEGV).await;
        Err(Flow::Exit(139))
    }

    /// Goes on in a new task of the same process, with a stack of its own.
    async fn run_in_task(&mut self, command: Rc<Command>, tail: bool) -> Outcome {
        struct Place {
            done: Option<(Shell, Outcome)>,
            waker: Option<Waker>,
        }
        let depth = self.depth;
        let placeholder = Shell::new(self.sys.clone(), self.flavour);
        let mut owned = std::mem::replace(self, placeholder);
        owned.depth = 0;
        let place = Rc::new(RefCell::new(Place { done: None, waker: None }));
        let inner = place.clone();
        self.sys.spawn_thread(async move {
            let result = owned.run_command(&command, tail).await;
            let mut place = inner.borrow_mut();
            place.done = Some((owned, result));
            let waker = place.waker.take();
            drop(place);
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        let (owned, result) = std::future::poll_fn(|context| {
            let mut place = place.borrow_mut();
            match place.done.take() {
                Some(done) => Poll::Ready(done),
                None => {
                    place.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await;
        *self = owned;
        self.depth = depth;
        result
    }

    async fn run_command_here(&mut self, command: &Rc<Command>, tail: bool) -> Outcome {
        self.line = command.line;
        if let CommandKind::Simple { assignments, words } = &command.kind {
            return self.run_simple(command, assignments, words, tail).await;
        }
        if let CommandKind::Function { name, body } = &command.kind {
            self.define_function(name, body);
            return Ok(0);
        }
        if let CommandKind::Subshell(list) = &command.kind {
            return self.run_subshell(command, list, tail).await;
        }
        if command.redirects.is_empty() {
            return self.run_compound(command, tail).await;
        }
        let mut saved = Vec::new();
        let result = match self.redirect(&command.redirects, &mut saved).await {
            Ok(None) => self.run_compound(command, false).await,
            Ok(Some(status)) => {
                if self.options.errexit && self.unchecked == 0 {
                    Err(Flow::Exit(status))
                } else {
                    Ok(status)
                }
            }
            Err(flow) => Err(flow),
        };
        self.restore(saved);
        self.close_processes().await;
        result
    }

    fn define_function(&mut self, name: &Rc<str>, body: &Rc<Command>) {
        let source: Rc<str> = match (&self.function_source, self.source) {
            (Some(source), _) => source.clone(),
            (None, crate::state::Source::Script) => self.name.clone(),
            (None, crate::state::Source::Line) => "environment".into(),
            (None, crate::state::Source::Stdin) => "main".into(),
        };
        let function = Rc::new(crate::state::Function {
            body: body.clone(),
            source,
        });
        Rc::make_mut(&mut self.functions).insert(name.to_string(), function);
    }

    /// Whether a child that runs this command still lists its parent's jobs: bash's does unless the command is
    /// compound, ash's where it is `jobs` itself.
    pub(crate) fn keeps_jobs(&self, command: &Command) -> bool {
        let words = match &command.kind {
            CommandKind::Simple { words, .. } => words,
            // ash does not see braces around one command.
            CommandKind::Group(list) if self.flavour == Flavour::Ash => match substitute::only_command(list).map(|c| &c.kind) {
                Some(CommandKind::Simple { words, .. }) => words,
                _ => return false,
            },
            _ => return false,
        };
        match self.flavour {
            Flavour::Bash => true,
            Flavour::Ash => words.first().and_then(|w| w.literal()) == Some("jobs"),
            Flavour::Dash => false,
        }
    }

    /// The state of a child that goes on as this shell: traps are reset, jobs are the parent's.
    pub(crate) fn child(&self, sys: machine::Sys) -> Shell {
        self.child_of(sys, false)
    }

    /// As [`Shell::child`]; it may keep the list of its parent's jobs, to show it.
    pub(crate) fn child_of(&self, sys: machine::Sys, keeps_jobs: bool) -> Shell {
        let mut child = self.clone();
        child.sys = sys;
        child.subshell = true;
        child.subshell_depth += 1;
        child.depth = 0;
        if !keeps_jobs {
            child.jobs.leave();
        }
        child.process_fds.clear();
        child.enter_subshell_traps();
        if child.options.monitor {
            child.options.monitor = false;
        }
        child.interactive = false;
        child
    }

    /// A child's last steps: its `EXIT` trap, and the status it ends with.
    pub(crate) async fn finish(&mut self, result: Outcome) -> i32 {
        let status = match result {
            Ok(status) => status,
            Err(Flow::Exit(status) | Flow::Abort(status) | Flow::GiveUp(status) | Flow::Return(status)) => status,
            Err(Flow::Break(_) | Flow::Continue(_)) => self.status,
        };
        self.status = status;
        self.run_exit_trap(status).await
    }

    /// bash waits for room for another process, longer each time, before it gives up.
    pub(crate) async fn await_room(&mut self) {
        if !self.flavour.is_bash() {
            return;
        }
        for seconds in [1, 2, 4, 8] {
            if self.sys.may_fork() {
                return;
            }
            self.complain("fork: retry: Resource temporarily unavailable").await;
            let _ = self.sys.sleep(std::time::Duration::from_secs(seconds)).await;
        }
    }

    /// Says that no process can be made, which ends the shell.
    pub(crate) async fn cannot_fork(&mut self) -> Flow {
        match self.flavour {
            Flavour::Dash => self.complain("Cannot fork").await,
            Flavour::Ash => self.complain("can't fork: Resource temporarily unavailable").await,
            Flavour::Bash => self.complain("fork: Resource temporarily unavailable").await,
        }
        Flow::Abort(if self.flavour.is_bash() { 254 } else { 2 })
    }
}
