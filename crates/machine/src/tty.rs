//! Terminals: the line discipline between a keyboard and a program (termios(3), tty_ioctl(4)).
//!
//! Cooked mode edits a line (erase, kill, word erase, end of file), echoes it and turns Ctrl-C, Ctrl-\
//! and Ctrl-Z into signals for the foreground group. Raw mode hands bytes through. Output turns a
//! newline into carriage return and newline.

use crate::Machine;
use crate::pipe::Pipe;
use crate::process::Pid;
use crate::signal::Signal;
use crate::sync::Waiters;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Poll};

/// The settings of a terminal that programs change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TtyMode {
    /// Line by line, with editing.
    pub canonical: bool,
    pub echo: bool,
    /// Control characters send signals.
    pub signals: bool,
    /// `\n` becomes `\r\n` on output, `\r` becomes `\n` on input.
    pub translate: bool,
}

impl TtyMode {
    pub const COOKED: TtyMode = TtyMode {
        canonical: true,
        echo: true,
        signals: true,
        translate: true,
    };
    /// Bytes as they come, but output is still translated, as line editors set it.
    pub const EDITING: TtyMode = TtyMode {
        canonical: false,
        echo: false,
        signals: false,
        translate: true,
    };
    pub const RAW: TtyMode = TtyMode {
        canonical: false,
        echo: false,
        signals: false,
        translate: false,
    };
}

/// One terminal. The embedder feeds keys with [`Tty::input`] and drains [`Tty::output`].
pub struct Tty {
    machine: Machine,
    number: u32,
    mode: Cell<TtyMode>,
    size: Cell<(u16, u16)>,
    foreground: Cell<Pid>,
    line: RefCell<Vec<u8>>,
    ready: RefCell<VecDeque<u8>>,
    /// Ends of file that wait to be read: Ctrl-D on an empty line.
    ends: Cell<usize>,
    hung_up: Cell<bool>,
    waiters: Waiters,
    output: Rc<Pipe>,
}

impl std::fmt::Debug for Tty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tty({})", self.number)
    }
}

impl Tty {
    pub(crate) fn new(machine: Machine, number: u32, columns: u16, rows: u16) -> Rc<Self> {
        Rc::new(Tty {
            machine,
            number,
            mode: Cell::new(TtyMode::COOKED),
            size: Cell::new((columns, rows)),
            foreground: Cell::new(0),
            line: RefCell::default(),
            ready: RefCell::default(),
            ends: Cell::new(0),
            hung_up: Cell::new(false),
            waiters: Waiters::default(),
            output: Pipe::new(),
        })
    }

    /// `pts/0` and so on.
    pub fn name(&self) -> String {
        format!("pts/{}", self.number)
    }

    /// What programs wrote, for the screen.
    pub fn output(&self) -> Rc<Pipe> {
        self.output.clone()
    }

    pub fn mode(&self) -> TtyMode {
        self.mode.get()
    }

    /// A line that was begun before lines ended to matter can be read at once, as in Linux: what is typed before a
    /// shell's prompt is there when the prompt is.
    pub fn set_mode(&self, mode: TtyMode) {
        let before = self.mode.replace(mode);
        if before.canonical && !mode.canonical {
            self.ready.borrow_mut().extend(self.line.borrow_mut().drain(..));
        }
        self.waiters.wake();
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size.get()
    }

    /// A new window size; the foreground group gets SIGWINCH.
    pub fn resize(&self, columns: u16, rows: u16) {
        if self.size.replace((columns, rows)) != (columns, rows) {
            let _ = self.machine.signal_group(self.foreground.get(), Signal::WINCH);
        }
    }

    pub fn foreground(&self) -> Pid {
        self.foreground.get()
    }

    pub fn set_foreground(&self, group: Pid) {
        self.foreground.set(group);
    }

    /// The other side went away: reads end, the foreground group gets SIGHUP.
    pub fn hang_up(&self) {
        self.hung_up.set(true);
        let _ = self.machine.signal_group(self.foreground.get(), Signal::HUP);
        self.waiters.wake();
    }

    pub(crate) fn leader_left(&self) {
        self.waiters.wake();
    }

    /// Bytes from the keyboard.
    pub fn input(&self, bytes: &[u8]) {
        for byte in bytes {
            self.key(*byte);
        }
        self.waiters.wake();
    }

    fn key(&self, byte: u8) {
        let mode = self.mode.get();
        let byte = if mode.translate && byte == b'\r' && mode.canonical {
            b'\n'
        } else {
            byte
        };
        if mode.signals {
            let signal = match byte {
                3 => Some(Signal::INT),
                26 => Some(Signal::TSTP),
                28 => Some(Signal::QUIT),
                _ => None,
            };
            if let Some(signal) = signal {
                if mode.echo {
                    self.echo(&[b'^', byte + 64]);
                }
                self.line.borrow_mut().clear();
                let _ = self.machine.signal_group(self.foreground.get(), signal);
                return;
            }
        }
        if !mode.canonical {
            self.ready.borrow_mut().push_back(byte);
            return;
        }
        let mut line = self.line.borrow_mut();
        match byte {
            b'\n' => {
                line.push(b'\n');
                self.ready.borrow_mut().extend(line.drain(..));
                if mode.echo {
                    self.echo(b"\n");
                }
            }
            4 if line.is_empty() => self.ends.set(self.ends.get() + 1),
            4 => self.ready.borrow_mut().extend(line.drain(..)),
            8 | 127 if !pop_char(&mut line) || !mode.echo => {}
            8 | 127 => self.echo(b"\x08 \x08"),
            21 => {
                while pop_char(&mut line) {
                    if mode.echo {
                        self.echo(b"\x08 \x08");
                    }
                }
            }
            23 => {
                let mut seen = false;
                while line.last().is_some_and(|b| !seen || *b != b' ') {
                    seen |= line.last() != Some(&b' ');
                    pop_char(&mut line);
                    if mode.echo {
                        self.echo(b"\x08 \x08");
                    }
                }
            }
            _ if line.len() < 4095 => {
                line.push(byte);
                if mode.echo {
                    if byte < 32 && byte != b'\t' {
                        self.echo(&[b'^', byte + 64]);
                    } else {
                        self.echo(&[byte]);
                    }
                }
            }
            _ => {}
        }
    }

    fn echo(&self, bytes: &[u8]) {
        self.output.push(&self.translated(bytes));
    }

    fn translated(&self, bytes: &[u8]) -> Vec<u8> {
        if !self.mode.get().translate {
            return bytes.to_vec();
        }
        let mut out = Vec::with_capacity(bytes.len() + 8);
        for byte in bytes {
            if *byte == b'\n' {
                out.push(b'\r');
            }
            out.push(*byte);
        }
        out
    }

    pub fn readable(&self) -> bool {
        !self.ready.borrow().is_empty() || self.ends.get() > 0 || self.hung_up.get()
    }

    pub(crate) fn poll_read(&self, context: &Context<'_>, max: usize) -> Poll<Vec<u8>> {
        let mut ready = self.ready.borrow_mut();
        if !ready.is_empty() {
            let take = if self.mode.get().canonical {
                ready
                    .iter()
                    .position(|b| *b == b'\n')
                    .map_or(ready.len(), |at| at + 1)
                    .min(max)
            } else {
                max.min(ready.len())
            };
            return Poll::Ready(ready.drain(..take).collect());
        }
        if self.ends.get() > 0 {
            self.ends.set(self.ends.get() - 1);
            return Poll::Ready(Vec::new());
        }
        if self.hung_up.get() {
            return Poll::Ready(Vec::new());
        }
        self.waiters.register(context);
        Poll::Pending
    }

    pub(crate) fn register(&self, context: &Context<'_>) {
        self.waiters.register(context);
    }

    pub(crate) fn poll_write(&self, context: &Context<'_>, bytes: &[u8]) -> Poll<usize> {
        let chunk = &bytes[..bytes.len().min(4096)];
        if self.hung_up.get() {
            return Poll::Ready(bytes.len());
        }
        if self.output.len() > 262_144 {
            self.output.register(context);
            return Poll::Pending;
        }
        self.output.push(&self.translated(chunk));
        Poll::Ready(chunk.len())
    }
}

/// Removes the last UTF-8 character; false if there is none.
fn pop_char(line: &mut Vec<u8>) -> bool {
    while let Some(byte) = line.pop() {
        if byte & 0xc0 != 0x80 {
            return true;
        }
    }
    false
}
