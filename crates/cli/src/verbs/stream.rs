//! The streams between the caller and a container's process: output, input, detaching, signals, the
//! terminal's size.
//!
//! Specified by docker attach's and docker run's pages (docs.docker.com). The caller's terminal is raw
//! while the container's is in charge, and is set back afterwards.

use crate::call::{Call, Failure};
use crate::config_file::ConfigFile;
use engine::{Output, Stdio, StreamKind};
use machine::sync::{Either, Queue, race};
use machine::{Errno, Signal, Tty, TtyMode};
use std::rc::Rc;

/// Which streams are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
}

/// The ends of a process's streams.
pub struct Ends {
    pub output: Rc<Queue<Output>>,
    pub stdin: Option<Stdio>,
    pub tty: Option<Rc<Tty>>,
}

/// How streaming ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The output is over.
    Closed,
    /// The user typed the detach keys.
    Detached,
}

/// The error of a terminal that is asked for without one being there.
pub fn check_tty(call: &Call, stdin: bool, tty: bool) -> Result<(), Failure> {
    match tty && stdin && !call.sys.isatty(0) {
        true => Err(Failure::new(
            "cannot attach stdin to a TTY-enabled container because stdin is not a terminal",
        )),
        false => Ok(()),
    }
}

/// The keys of `--detach-keys`, or else the configuration file's.
pub fn keys(call: &Call) -> Result<Vec<u8>, Failure> {
    match call.flags.get("detach-keys") {
        Some(keys) => detach_keys(keys),
        None => detach_keys(ConfigFile::load(call).text("detachKeys")),
    }
}

/// Reads `--detach-keys`: letters, or `ctrl-` and one. `None` if they are wrong.
fn detach_keys(text: &str) -> Result<Vec<u8>, Failure> {
    if text.is_empty() {
        return Ok(vec![16, 17]);
    }
    let invalid = || Failure::new(format!("invalid detach keys ({text}): Unknown character: '{text}'"));
    text.split(',')
        .map(|key| match key.as_bytes() {
            [letter] => Ok(*letter),
            _ => match key.strip_prefix("ctrl-").map(str::as_bytes) {
                Some([letter @ b'a'..=b'z']) => Ok(letter - b'a' + 1),
                Some([b'@']) => Ok(0),
                Some([b'[']) => Ok(27),
                Some([b'\\']) => Ok(28),
                Some([b']']) => Ok(29),
                Some([b'^']) => Ok(30),
                Some([b'_']) => Ok(31),
                _ => Err(invalid()),
            },
        })
        .collect()
}

/// Sets the caller's terminal raw and back.
struct RawTerminal {
    tty: Rc<Tty>,
    before: TtyMode,
}

impl RawTerminal {
    fn new(call: &Call) -> Option<RawTerminal> {
        let tty = call.sys.tty(0)?;
        let before = tty.mode();
        tty.set_mode(TtyMode::RAW);
        Some(RawTerminal { tty, before })
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        self.tty.set_mode(self.before);
    }
}

/// Rows and columns of the caller's terminal, or zeros.
pub fn console_size(call: &Call) -> (u16, u16) {
    match call.sys.tty(1).or_else(|| call.sys.tty(0)) {
        Some(tty) => {
            let (columns, rows) = tty.size();
            (rows, columns)
        }
        None => (0, 0),
    }
}

/// Carries bytes both ways until the output ends or the user detaches.
pub async fn carry(call: &Call, ends: Ends, wanted: Wanted, keys: &[u8]) -> Ended {
    let raw = match (&ends.tty, wanted.stdin) {
        (Some(_), true) => RawTerminal::new(call),
        _ => None,
    };
    if let (Some(inner), Some(outer)) = (&ends.tty, call.sys.tty(0)) {
        let (columns, rows) = outer.size();
        inner.resize(columns, rows);
        call.sys.catch_signal(Signal::WINCH);
    }
    let output = carry_output(call, &ends, wanted);
    let input = carry_input(call, &ends, wanted, keys);
    let ended = match race(output, input).await {
        Either::Left(()) => Ended::Closed,
        Either::Right(()) => Ended::Detached,
    };
    drop(raw);
    ended
}

async fn carry_output(call: &Call, ends: &Ends, wanted: Wanted) {
    while let Some(piece) = ends.output.pop().await {
        let fd = match piece.stream {
            StreamKind::Stdout if wanted.stdout => 1,
            StreamKind::Stderr if wanted.stderr => 2,
            _ => continue,
        };
        let mut written = call.sys.write(fd, &piece.bytes).await;
        while written == Err(Errno::EINTR) {
            follow_size(call, ends);
            written = call.sys.write(fd, &piece.bytes).await;
        }
    }
}

/// Forwards a new size of the window.
fn follow_size(call: &Call, ends: &Ends) {
    if let (Some(inner), Some(outer)) = (&ends.tty, call.sys.tty(0)) {
        while let Some(signal) = call.sys.take_signal() {
            if signal == Signal::WINCH {
                let (columns, rows) = outer.size();
                inner.resize(columns, rows);
            }
        }
    }
}

/// Returns when the user detaches; never otherwise.
async fn carry_input(call: &Call, ends: &Ends, wanted: Wanted, keys: &[u8]) {
    if !wanted.stdin {
        return wait_for_size(call, ends).await;
    }
    let mut typed = 0;
    loop {
        let bytes = match call.sys.read(0, 4096).await {
            Ok(bytes) => bytes,
            Err(Errno::EINTR) if ends.tty.is_some() => {
                follow_size(call, ends);
                continue;
            }
            Err(Errno::EINTR) => {
                // A signal that is proxied is taken by who proxies it.
                call.sys.machine().yield_now().await;
                continue;
            }
            Err(_) => Vec::new(),
        };
        if bytes.is_empty() {
            if let Some(stdin) = &ends.stdin {
                stdin.close();
            }
            return wait_for_size(call, ends).await;
        }
        let Some(tty) = &ends.tty else {
            if let Some(stdin) = &ends.stdin {
                stdin.write(&bytes).await;
            }
            continue;
        };
        for byte in bytes {
            if keys.get(typed) == Some(&byte) {
                typed += 1;
                if typed == keys.len() {
                    return;
                }
                continue;
            }
            if typed > 0 {
                tty.input(keys.get(..typed).unwrap_or_default());
                typed = usize::from(keys.first() == Some(&byte));
                if typed == 1 {
                    continue;
                }
            }
            tty.input(&[byte]);
        }
    }
}

async fn wait_for_size(call: &Call, ends: &Ends) {
    if ends.tty.is_none() || call.sys.tty(0).is_none() {
        std::future::pending::<()>().await;
    }
    loop {
        call.sys.pause().await;
        follow_size(call, ends);
        call.sys.machine().yield_now().await;
    }
}

/// The signals that are passed on to the container's process.
const PROXIED: &[Signal] = &[
    Signal::INT,
    Signal::TERM,
    Signal::HUP,
    Signal::QUIT,
    Signal::USR1,
    Signal::USR2,
];

/// Passes signals on to a container while something else goes on.
pub async fn with_signals<T>(call: &Call, container: &str, proxy: bool, work: impl Future<Output = T>) -> T {
    if !proxy {
        return work.await;
    }
    for signal in PROXIED {
        call.sys.catch_signal(*signal);
    }
    let result = match race(pass_on(call, container), work).await {
        Either::Left(never) => match never {},
        Either::Right(result) => result,
    };
    for signal in PROXIED {
        call.sys.default_signal(*signal);
    }
    result
}

async fn pass_on(call: &Call, container: &str) -> std::convert::Infallible {
    loop {
        call.sys.pause().await;
        while let Some(signal) = call.sys.take_signal() {
            if PROXIED.contains(&signal) {
                let _ = call.engine.kill(container, &signal.number().to_string()).await;
            }
        }
        call.sys.machine().yield_now().await;
    }
}
