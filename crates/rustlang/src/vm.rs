//! The machine: threads of calls, run until something is to be said to the host.

use crate::ast::Span;
use crate::code::Code;
use crate::program::Program;
use crate::types::Ty;
use crate::value::*;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use syscalls::{Call, CallId, Exit, HostError, Reply, Step};

/// How a program is started.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub argv: Vec<String>,
    pub env: Vec<(String, String)>,
    /// Orders hash maps.
    pub seed: u64,
    /// The most bytes that values may take.
    pub memory_limit: u64,
    pub pid: u32,
}

/// Why the instructions at hand don't simply go on.
#[derive(Debug)]
pub(crate) enum Stop {
    Panic(String),
    Exit(i32),
    Host(Call, After),
    /// The thread has nothing to do until another one does something.
    Park,
    Yield,
    /// A function is to be called in place of what was.
    Tail(Value, Vec<Value>, Ty),
    Beyond(String),
}

/// What makes a value of the host's answer.
pub(crate) type After = fn(&mut Vm, Result<Reply, HostError>) -> R<Value>;
pub(crate) type R<T> = Result<T, Stop>;

#[derive(Debug)]
pub(crate) struct Frame {
    pub code: Rc<Code>,
    pub at: usize,
    pub base: usize,
    pub hint: Ty,
    /// A `drop`, whose object goes with it and whose value is nobody's.
    pub silent: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Thread {
    pub stack: Vec<Value>,
    pub frames: Vec<Frame>,
    pub waiting: Option<(CallId, After)>,
    pub parked: bool,
    pub name: Option<String>,
    pub done: Option<Result<Value, Value>>,
    pub id: u64,
    /// Somebody may still ask for how it ended.
    pub answer: Option<Result<Reply, HostError>>,
}

/// One program.
pub struct Vm {
    pub(crate) program: Program,
    pub(crate) config: Config,
    pub(crate) threads: Vec<Thread>,
    pub(crate) current: usize,
    pub(crate) cache: BTreeMap<(u32, u32), Option<u32>>,
    pub(crate) turn: Turn,
    pub(crate) out: Vec<u8>,
    pub(crate) errors: Vec<u8>,
    pub(crate) nested: u32,
    pub(crate) fuel: i64,
    pub(crate) exit: Option<i32>,
    /// The first panic tells of backtraces.
    errors_said: bool,
    pub(crate) random: u64,
    next_call: u64,
    /// The write that is under way, behind which everything waits.
    writing: Option<(CallId, i32, Vec<u8>)>,
    queue: VecDeque<(CallId, Call)>,
    /// Standard output as tests take it.
    pub(crate) captured: Option<Vec<u8>>,
}

/// How deep calls may nest.
pub(crate) const FRAMES: usize = 60_000;

impl Vm {
    /// A program whose `main`, or the function named, is to be run.
    pub fn new(mut program: Program, config: Config, main: u32) -> Vm {
        let mut turn = Turn::default();
        for (n, ty) in program.types.iter().enumerate() {
            if ty.drops.is_some() {
                turn.watch(n as u32);
            }
        }
        let _ = program.sym("next");
        let seed = config.seed | 1;
        let mut vm = Vm {
            program,
            config,
            threads: Vec::new(),
            current: 0,
            cache: BTreeMap::new(),
            turn,
            out: Vec::new(),
            errors: Vec::new(),
            nested: 0,
            fuel: 0,
            exit: None,
            errors_said: false,
            random: seed,
            next_call: 1,
            writing: None,
            queue: VecDeque::new(),
            captured: None,
        };
        vm.turn.swap();
        let mut thread = Thread {
            name: Some("main".into()),
            id: 1,
            ..Thread::default()
        };
        match crate::compile::function(&mut vm.program, main) {
            Ok(code) => {
                thread.stack.resize(code.locals as usize, Value::Unit);
                thread.frames.push(Frame {
                    code,
                    at: 0,
                    base: 0,
                    hint: Ty::Unknown,
                    silent: false,
                });
            }
            Err(_) => vm.exit = Some(101),
        }
        vm.threads.push(thread);
        vm.turn.swap();
        vm
    }

    pub fn memory(&self) -> u64 {
        u64::try_from(self.turn.held()).unwrap_or(0) + (1 << 20)
    }

    /// Runs until something is to be said to the host, for so many instructions at most.
    pub fn run(&mut self, fuel: u64) -> Step {
        self.turn.swap();
        self.fuel = i64::try_from(fuel).unwrap_or(i64::MAX);
        let step = self.turn_inner();
        self.turn.swap();
        step
    }

    fn write(&mut self, fd: i32, data: Vec<u8>) -> Step {
        let id = CallId(self.next_call);
        self.next_call += 1;
        self.writing = Some((id, fd, data.clone()));
        Step::Syscall(id, Call::Write { fd, data })
    }

    fn turn_inner(&mut self) -> Step {
        loop {
            if self.writing.is_some() {
                return Step::Wait;
            }
            if !self.errors.is_empty() {
                let data = std::mem::take(&mut self.errors);
                return self.write(2, data);
            }
            // Standard output goes line by line.
            let end = match self.exit.is_some() || self.out.len() > 8192 {
                true => self.out.len(),
                false => self.out.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1),
            };
            if end > 0 {
                let rest = self.out.split_off(end);
                let data = std::mem::replace(&mut self.out, rest);
                return self.write(1, data);
            }
            if let Some(code) = self.exit {
                return Step::Exited(Exit::Code(code));
            }
            if let Some((id, call)) = self.queue.pop_front() {
                return Step::Syscall(id, call);
            }
            if self.fuel <= 0 {
                return Step::OutOfFuel;
            }
            if !self.schedule() {
                return Step::Wait;
            }
            self.slice();
        }
    }

    /// Chooses a thread that can run; false if there is none.
    fn schedule(&mut self) -> bool {
        let n = self.threads.len();
        for step in 0..n {
            let at = (self.current + step) % n;
            let ready = self
                .threads
                .get(at)
                .is_some_and(|t| t.done.is_none() && !t.parked && (t.waiting.is_none() || t.answer.is_some()));
            if ready {
                self.current = at;
                return true;
            }
        }
        false
    }

    fn slice(&mut self) {
        // An answer that came: its value is what the call left.
        let pending = self.threads.get_mut(self.current).and_then(|t| match t.answer.take() {
            Some(answer) => t.waiting.take().map(|(_, after)| (answer, after)),
            None => None,
        });
        let mut result = match pending {
            Some((answer, after)) => after(self, answer).map(|v| self.push(v)),
            None => Ok(()),
        };
        let mut steps = 2000;
        loop {
            match result {
                Ok(()) => {}
                Err(stop) => {
                    if !self.stopped(stop) {
                        return;
                    }
                }
            }
            if steps == 0 || self.fuel <= 0 || !self.errors.is_empty() || self.exit.is_some() {
                break;
            }
            if self.out.last() == Some(&b'\n') && self.nested == 0 {
                break;
            }
            if self.threads.get(self.current).is_none_or(|t| t.done.is_some()) {
                break;
            }
            steps -= 1;
            self.fuel -= 1;
            result = self.step();
        }
        if steps == 0 {
            self.current += 1;
        }
    }

    /// Whether the thread goes on at once.
    fn stopped(&mut self, stop: Stop) -> bool {
        match stop {
            Stop::Exit(code) => self.exit = Some(code & 255),
            Stop::Panic(words) => self.panicked(&words),
            Stop::Host(call, after) => {
                let id = CallId(self.next_call);
                self.next_call += 1;
                if let Some(thread) = self.threads.get_mut(self.current) {
                    thread.waiting = Some((id, after));
                }
                self.queue.push_back((id, call));
            }
            Stop::Park => {
                if let Some(thread) = self.threads.get_mut(self.current) {
                    thread.parked = true;
                }
                self.push(Value::Unit);
                self.current += 1;
            }
            Stop::Yield => {
                self.push(Value::Unit);
                self.current += 1;
            }
            Stop::Tail(f, args, hint) => match self.enter(f, args, hint) {
                Ok(()) => return true,
                Err(stop) => return self.stopped(stop),
            },
            Stop::Beyond(what) => {
                let (file, line, _) = self.program.locate(self.place());
                let words = format!("drydock: {what} is not simulated ({}:{line})\n", self.program.file_name(file));
                self.errors.extend(words.as_bytes());
                self.exit = Some(126);
            }
        }
        false
    }

    /// Where the program's own text is at: the innermost call that is not the library's.
    pub(crate) fn place(&self) -> Span {
        let frames = self
            .threads
            .get(self.current)
            .map(|t| t.frames.as_slice())
            .unwrap_or_default();
        let own = frames.iter().rev().find(|f| !f.code.library).or(frames.last());
        own.and_then(|f| f.code.spans.get(f.at.saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    }

    fn panicked(&mut self, words: &str) {
        let (file, line, column) = self.program.locate(self.place());
        let thread = self.threads.get(self.current);
        let name = thread.and_then(|t| t.name.clone()).unwrap_or_else(|| "<unnamed>".into());
        let id = u64::from(self.config.pid) + thread.map_or(1, |t| t.id) - 1;
        let first = !self.errors_said;
        let at = self.program.file_name(file).to_string();
        let mut text = format!("\nthread '{name}' ({id}) panicked at {at}:{line}:{column}:\n{words}\n");
        if first {
            text.push_str("note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n");
        }
        self.errors_said = true;
        match &mut self.captured {
            Some(out) => out.extend(text.as_bytes()),
            None => self.errors.extend(text.as_bytes()),
        }
        // What the calls had goes, the innermost first.
        while let Some(thread) = self.threads.get_mut(self.current) {
            let Some(frame) = thread.frames.pop() else { break };
            while thread.stack.len() > frame.base {
                thread.stack.pop();
            }
        }
        self.run_drops();
        let main = self.current == 0;
        if let Some(thread) = self.threads.get_mut(self.current) {
            thread.done = Some(Err(Value::string(words)));
        }
        if main {
            self.exit = Some(101);
        }
        self.wake();
    }

    /// Closes a descriptor, whose answer nobody waits for.
    pub(crate) fn close_later(&mut self, fd: i32) {
        let id = CallId(self.next_call);
        self.next_call += 1;
        self.queue.push_back((id, Call::Close { fd }));
    }

    /// Lets threads that waited for something look again.
    pub(crate) fn wake(&mut self) {
        for thread in &mut self.threads {
            thread.parked = false;
        }
    }

    pub(crate) fn push(&mut self, value: Value) {
        if let Some(thread) = self.threads.get_mut(self.current) {
            thread.stack.push(value);
        }
    }

    /// The thread's last call came back.
    pub(crate) fn ended(&mut self, value: Value) {
        let main = self.current == 0;
        if main {
            let code = self.main_result(&value).unwrap_or(1);
            drop(value);
            self.run_drops();
            if self.exit.is_none() {
                self.exit = Some(code);
            }
            return;
        }
        if let Some(thread) = self.threads.get_mut(self.current) {
            thread.done = Some(Ok(value));
        }
        self.wake();
    }

    /// `Err` is shown, and the status is 1; an exit code is that.
    fn main_result(&mut self, value: &Value) -> R<i32> {
        let parts = match value {
            Value::Obj(o) => match &*o.data.borrow() {
                Data::Enum(_, variant, fields) => Some((*variant, fields.first().cloned())),
                Data::Struct(_, fields) => fields
                    .first()
                    .and_then(Value::int)
                    .map(|n| (2, Some(Value::usize(n as usize)))),
                _ => None,
            },
            _ => None,
        };
        Ok(match parts {
            Some((1, Some(error))) => {
                let spec = crate::code::Spec {
                    kind: Some('?'),
                    ..Default::default()
                };
                let text = self.show(&error, &spec)?;
                self.errors.extend(format!("Error: {text}\n").as_bytes());
                1
            }
            Some((2, Some(Value::Int(_, n)))) => n as i32,
            Some((0, Some(inner))) => self.main_result(&inner)?,
            _ => 0,
        })
    }

    /// Answers a request.
    pub fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        self.turn.swap();
        if let Some((_, fd, data)) = self.writing.take_if(|(own, ..)| *own == id) {
            match reply {
                Ok(Reply::Int(n)) if n >= 0 && (n as usize) < data.len() => {
                    let rest = data.get(n as usize..).unwrap_or_default().to_vec();
                    let back = if fd == 1 { &mut self.out } else { &mut self.errors };
                    back.splice(0..0, rest);
                }
                Err(HostError { errno }) if fd == 1 && self.exit.is_none() => {
                    self.out.clear();
                    let words = format!("failed printing to stdout: {}", crate::natives::io::message(errno));
                    self.panicked(&words);
                }
                _ => {}
            }
        } else if let Some(thread) = self
            .threads
            .iter_mut()
            .find(|t| t.waiting.as_ref().is_some_and(|(own, _)| *own == id))
        {
            thread.answer = Some(reply);
        }
        self.turn.swap();
    }

    /// Programs of this language ask for no signals.
    pub fn deliver_signal(&mut self, _signal: i32) {}
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.turn.swap();
        self.threads.clear();
        for c in &mut self.program.consts {
            c.made = None;
        }
        while take_dropped().is_some() {}
        self.turn.swap();
    }
}
