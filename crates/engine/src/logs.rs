//! A container's output: who listens to it, and the log that keeps it line by line.
//!
//! Left out: log drivers other than json-file's reading side.

use crate::container::{Attachment, Io, LogEntry, Output, Stdio, StreamKind};
use crate::state::State;
use crate::{Engine, Error};
use machine::sync::Queue;
use machine::{Instant, Machine, Pipe};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What of a log to give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogOptions {
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    /// The last so many lines.
    pub tail: Option<usize>,
}

/// Bytes of log kept for a container; older lines go, as with a rotated file.
const LOG_LIMIT: usize = 4 << 20;

impl Engine {
    /// Attaches to a container's streams. Input is taken only from who asks for it.
    pub fn attach(&self, container: &str, stdin: bool) -> Result<Attachment, Error> {
        let id = self.find_container(container)?;
        self.with(&id, |c| {
            let queue = Queue::new();
            c.io.subscribers.borrow_mut().push(Rc::downgrade(&queue));
            if c.config.open_stdin && c.io.stdin.borrow().is_none() && !c.config.tty {
                let pipe = Pipe::new();
                *c.io.stdin.borrow_mut() = Some(Stdio {
                    pipe,
                    closed: Rc::new(Cell::new(false)),
                });
            }
            if c.config.tty && c.io.tty.borrow().is_none() {
                let (rows, columns) = if c.host.console_size == (0, 0) {
                    (24, 80)
                } else {
                    c.host.console_size
                };
                *c.io.tty.borrow_mut() = Some(self.machine().open_tty(columns, rows));
            }
            let tty = c.io.tty.borrow().clone();
            let input = if stdin { c.io.stdin.borrow().clone() } else { None };
            self.container_event(c, "attach", &[]);
            Attachment {
                output: queue,
                stdin: input,
                tty,
            }
        })
    }

    /// Entries of a container's log, and, to follow it, a stream of what comes after.
    pub fn logs(&self, container: &str, options: &LogOptions) -> Result<Vec<LogEntry>, Error> {
        if self.container(container, |c| c.host.log_config.driver == "none")? {
            let why = "configured logging driver does not support reading";
            return Err(Error::System(why.into()));
        }
        let entries = self.container(container, |c| c.log())?;
        let mut kept: Vec<LogEntry> = entries
            .into_iter()
            .filter(|e| options.since.is_none_or(|s| e.time >= s) && options.until.is_none_or(|u| e.time <= u))
            .collect();
        if let Some(tail) = options.tail {
            let start = kept.len().saturating_sub(tail);
            kept.drain(..start);
        }
        Ok(kept)
    }

    /// Output from now on, without taking input; ends with the container's process.
    pub fn follow(&self, container: &str) -> Result<Option<Rc<Queue<Output>>>, Error> {
        let id = self.find_container(container)?;
        self.with(&id, |c| {
            if !c.state.is_running() && c.state != State::Restarting {
                return None;
            }
            let queue = Queue::new();
            c.io.subscribers.borrow_mut().push(Rc::downgrade(&queue));
            Some(queue)
        })
    }
}

/// Moves a pipe's bytes to who listens and to the log, line by line.
pub(crate) async fn shim(
    machine: &Machine,
    pipe: &Pipe,
    stream: StreamKind,
    io: &Io,
    logs: &Rc<RefCell<Vec<LogEntry>>>,
    tty: bool,
) {
    let mut line: Vec<u8> = Vec::new();
    let mut kept = 0usize;
    loop {
        let bytes = pipe.read(16_384).await;
        if bytes.is_empty() {
            break;
        }
        io.broadcast(stream, &bytes);
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            line.extend_from_slice(piece);
            if line.last() == Some(&b'\n') || line.len() >= 16_384 {
                let partial = line.last() != Some(&b'\n');
                if !partial {
                    line.pop();
                }
                let _ = tty;
                kept += line.len() + 64;
                let mut entries = logs.borrow_mut();
                entries.push(LogEntry {
                    time: machine.now(),
                    stream,
                    bytes: std::mem::take(&mut line),
                    partial,
                });
                if kept > LOG_LIMIT {
                    let half = entries.len() / 2;
                    entries.drain(..half);
                    kept /= 2;
                }
            }
        }
    }
    if !line.is_empty() {
        logs.borrow_mut().push(LogEntry {
            time: machine.now(),
            stream,
            bytes: line,
            partial: true,
        });
    }
    pipe.close_reader();
}
