//! Traps (POSIX XCU `trap`), with `ERR` of bash and ash, and bash's `DEBUG` and `RETURN`.

use crate::Flavour;
use crate::state::{Flow, Shell};
use machine::Signal;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is to be done on a condition: an empty text ignores it.
#[derive(Clone, Debug, Default)]
pub struct Traps {
    pub signals: BTreeMap<u8, Rc<str>>,
    pub exit: Option<Rc<str>>,
    pub error: Option<Rc<str>>,
    pub debug: Option<Rc<str>>,
    pub on_return: Option<Rc<str>>,
    running: bool,
}

impl Traps {
    /// Whether any trap would have to run in this process.
    pub fn any(&self) -> bool {
        self.exit.is_some() || self.signals.values().any(|t| !t.is_empty())
    }

    pub fn has_return(&self) -> bool {
        self.on_return.is_some()
    }
}

impl Shell {
    /// Traps in a child process: those that ignore stay, the others are the default again.
    pub(crate) fn enter_subshell_traps(&mut self) {
        self.caught.clear();
        self.traps.exit = None;
        if !self.options.errtrace {
            self.traps.error = None;
        }
        self.traps.signals.retain(|_, text| text.is_empty());
        self.traps.running = false;
        self.exiting = false;
    }

    /// Gives signals their default dispositions in a child, except those that are ignored by a trap.
    pub(crate) fn default_signals(&mut self) {
        for signal in Signal::all() {
            let ignored = self.traps.signals.contains_key(&signal.number());
            if !ignored && !self.sys.ignores(*signal) {
                self.sys.default_signal(*signal);
            }
        }
    }

    /// Moves caught signals out of the kernel's queue.
    pub(crate) fn collect_signals(&mut self) {
        while let Some(signal) = self.sys.take_signal() {
            self.caught.push(signal);
        }
    }

    /// Runs the traps of the signals that have come.
    pub(crate) async fn run_traps(&mut self) -> Result<(), Flow> {
        if !self.sys.has_signal() && self.caught.is_empty() {
            return Ok(());
        }
        self.collect_signals();
        while !self.caught.is_empty() {
            let signal = self.caught.remove(0);
            match self.traps.signals.get(&signal.number()).cloned() {
                Some(text) if !text.is_empty() => {
                    self.run_trap_text(&text).await?;
                }
                _ if signal == Signal::INT && self.interactive => {
                    self.caught.clear();
                    self.status = 130;
                    return Err(Flow::Abort(130));
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn run_trap_text(&mut self, text: &Rc<str>) -> Result<(), Flow> {
        let status = self.status;
        let line = self.line;
        let result = Box::pin(self.evaluate(text, 1)).await;
        self.line = line;
        self.status = status;
        result.map(|_| ())
    }

    /// Runs the `ERR` trap after a command has failed.
    pub(crate) async fn run_error_trap(&mut self) -> Result<(), Flow> {
        let inside = self.function_depth > 0 && !self.options.errtrace;
        match self.traps.error.clone() {
            Some(text) if !self.traps.running && !inside => {
                self.traps.running = true;
                let result = self.run_trap_text(&text).await;
                self.traps.running = false;
                result
            }
            _ => Ok(()),
        }
    }

    pub(crate) async fn run_return_trap(&mut self) -> Result<(), Flow> {
        match self.traps.on_return.clone() {
            Some(text) => self.run_trap_text(&text).await,
            None => Ok(()),
        }
    }

    /// Runs the `EXIT` trap, once; gives the status that the shell ends with.
    pub(crate) async fn run_exit_trap(&mut self, status: i32) -> i32 {
        if std::mem::replace(&mut self.exiting, true) {
            return status;
        }
        let Some(text) = self.traps.exit.take() else { return status };
        if text.is_empty() {
            return status;
        }
        self.status = status;
        self.unchecked = 0;
        self.loops = 0;
        match Box::pin(self.evaluate(&text, 1)).await {
            Err(Flow::Exit(status) | Flow::Abort(status)) => status,
            _ => status,
        }
    }

    /// The name of a condition as `trap` lists it.
    pub(crate) fn condition_name(&self, signal: Signal) -> String {
        match self.flavour {
            Flavour::Bash => format!("SIG{}", signal.name()),
            _ => signal.name(),
        }
    }
}
