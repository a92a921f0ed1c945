//! The interpreter's state, its threads and its face to the host.

use crate::code::{Code, Constant, LoadedCode};
use crate::compile::{Mode, compile};
use crate::frame::{Finish, Frame, Then};
use crate::heap::*;
use crate::host::*;
use crate::syntax::ast::Const;
use crate::types::Types;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

pub type NativeFn = fn(&mut Vm, &[Value], &[(Value, Value)]) -> Answer;

/// A value, or why there is none yet.
pub type Answer = Result<Value, Control>;
pub type Outcome<T> = Result<T, Control>;

pub struct Request {
    pub function: Value,
    pub args: Vec<Value>,
    pub keywords: Vec<(Value, Value)>,
    pub then: Option<Box<Then>>,
}

pub struct HostRequest {
    pub call: Call,
    /// For the error's `filename`.
    pub filename: Value,
    pub then: Option<Box<Then>>,
}

/// Why native code did not give a value.
pub enum Control {
    Raise(Value),
    /// Call this; its result is the result.
    Call(Box<Request>),
    Host(Box<HostRequest>),
    /// The native case does not cover this: its twin in Python does. Whoever called knows the twin.
    Bail,
    /// Make a list of this first, then do the same with the list.
    Listed(Value),
    /// Continue a generator with a value, or throw into it.
    Resume {
        generator: Value,
        value: Value,
        throw: bool,
    },
    /// Something about the calling frame.
    Frame(FrameQuestion, Value),
    /// Wait until this lock is released, at most so many nanoseconds (negative: for ever).
    Park(Value, i64),
    /// Let other threads run.
    Relax,
}

#[derive(Clone, Copy)]
pub enum FrameQuestion {
    Globals,
    Locals,
    /// The exception being handled.
    Handled,
    /// The frame so many levels up.
    Frame,
}

pub struct Thread {
    pub id: i64,
    pub frames: Vec<Box<Frame>>,
    pub state: ThreadState,
    /// What the result of the pending request is for.
    pub pending: Option<Pending>,
}

pub struct Pending {
    pub finish: Finish,
    pub then: Option<Box<Then>>,
    pub filename: Value,
    pub result: Option<Result<Value, Value>>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum ThreadState {
    Ready,
    Waiting(CallId),
    /// On a lock, perhaps with a sleep as a time limit.
    Parked(u32, Option<CallId>),
}

/// How a turn of a thread ended.
pub enum Stop {
    Fuel,
    Host(Box<HostRequest>, Finish),
    Park(Value, i64, Finish, Option<Box<Then>>),
    Relax(Finish, Option<Box<Then>>),
    /// A signal's handler returned; what it came in between goes on.
    HandlerDone,
    /// The thread's first function returned or raised.
    Done(Result<Value, Value>),
}

pub struct Vm {
    pub config: Config,
    pub heap: Heap,
    pub types: Types,
    pub exceptions: BTreeMap<&'static str, u32>,
    pub builtins: u32,
    pub modules: Value,
    pub prelude: u32,
    pub empty_tuple: Value,
    pub interned: BTreeMap<Rc<str>, Value>,
    pub frames: Vec<Box<Frame>>,
    pub pool: Vec<Box<Frame>>,
    pub threads: VecDeque<Thread>,
    pub current: i64,
    next_thread: i64,
    next_call: u64,
    outbox: VecDeque<Step>,
    signals: BTreeSet<i32>,
    pub signal_hook: Value,
    pub exited: Option<Exit>,
    pub attr_cache: Vec<crate::attributes::CacheLine>,
    pub type_version: u64,
    pub recursion_limit: usize,
    pub ids: u64,
    pub roots: Vec<Value>,
    pub names: crate::types::Names,
    pub fresh: bool,
    pub fuel: u64,
    pub depth: u32,
    /// The namespace that the next class or module body runs in.
    pub exec_namespace: Value,
    pub repr_stack: Vec<u32>,
    pub suspended: Vec<Suspended>,
}

thread_local! {
    static COMPILED: std::cell::RefCell<BTreeMap<String, Rc<Code>>> = const { std::cell::RefCell::new(BTreeMap::new()) };
}

impl Vm {
    /// A process that is about to start; nothing runs yet.
    pub fn new(config: Config) -> Vm {
        let mut vm = Vm {
            heap: Heap::with_limit(config.memory_limit.max(16 << 20)),
            config,
            types: Types::default(),
            exceptions: BTreeMap::new(),
            builtins: 0,
            modules: Value::None,
            prelude: 0,
            empty_tuple: Value::Null,
            interned: BTreeMap::new(),
            frames: Vec::new(),
            pool: Vec::new(),
            threads: VecDeque::new(),
            current: 0,
            next_thread: 1,
            next_call: 1,
            outbox: VecDeque::new(),
            signals: BTreeSet::new(),
            signal_hook: Value::None,
            exited: None,
            attr_cache: Vec::new(),
            type_version: 1,
            recursion_limit: 1000,
            ids: 0,
            roots: Vec::new(),
            names: Default::default(),
            fresh: true,
            fuel: 0,
            depth: 0,
            exec_namespace: Value::Null,
            repr_stack: Vec::new(),
            suspended: Vec::new(),
        };
        vm.attr_cache.resize_with(2048, Default::default);
        crate::types::install(&mut vm);
        vm
    }

    fn start(&mut self) {
        let modules = self.new_dict();
        self.modules = modules;
        self.roots.push(modules);
        if let Some(code) = self.library_code("_prelude") {
            let globals = self.prelude;
            let loaded = self.load_code(&code);
            let frame = self.module_frame(loaded, globals);
            self.threads.push_back(Thread { id: 1, frames: vec![frame], state: ThreadState::Ready, pending: None });
            self.next_thread = 2;
        } else {
            self.exited = Some(Exit::Code(1));
        }
    }

    /// The code of a module of our own library, compiled once for all interpreters of this host thread.
    pub fn library_code(&self, name: &str) -> Option<Rc<Code>> {
        let (name, text) = crate::library::source(name)?;
        let path = crate::library::path(name, &self.config);
        if let Some(code) = COMPILED.with(|c| c.borrow().get(&path).cloned()) {
            return Some(code);
        }
        // A developer of the library wants to see its frames.
        let shown = self.config.env.iter().any(|(k, _)| k == "PYTHONDRYDOCKTRACE");
        let hidden = crate::library::is_native(name) && !shown;
        match compile(text, &path, Mode::Exec, hidden) {
            Ok(code) => {
                COMPILED.with(|c| c.borrow_mut().insert(path, code.clone()));
                Some(code)
            }
            Err(_) => None,
        }
    }

    /// Runs for about `fuel` instructions, or until the host is needed.
    pub fn run(&mut self, fuel: u64) -> Step {
        self.fuel = fuel;
        if self.fresh {
            self.fresh = false;
            self.start();
        }
        loop {
            if let Some(step) = self.outbox.pop_front() {
                return step;
            }
            if let Some(exit) = self.exited {
                return Step::Exited(exit);
            }
            if self.fuel == 0 {
                return Step::OutOfFuel;
            }
            self.take_signals();
            if self.heap.wants_collection() {
                self.collect();
            }
            let Some(n) = self.threads.iter().position(|t| t.state == ThreadState::Ready) else {
                if self.threads.is_empty() {
                    self.exited = Some(Exit::Code(0));
                    continue;
                }
                return Step::Wait;
            };
            let Some(mut thread) = self.threads.remove(n) else { continue };
            self.current = thread.id;
            self.frames = std::mem::take(&mut thread.frames);
            let stop = self.turn(thread.pending.take());
            thread.frames = std::mem::take(&mut self.frames);
            match stop {
                Stop::Fuel => self.threads.push_back(thread),
                Stop::HandlerDone => {
                    if let Some(was) = self.suspended.pop() {
                        thread.state = was.state;
                        thread.pending = Some(was.pending);
                    }
                    self.threads.push_front(thread);
                }
                Stop::Relax(finish, then) => {
                    thread.pending =
                        Some(Pending { finish, then, filename: Value::None, result: Some(Ok(Value::None)) });
                    self.threads.push_back(thread);
                }
                Stop::Host(request, finish) => {
                    let id = self.next_call_id();
                    thread.state = ThreadState::Waiting(id);
                    thread.pending =
                        Some(Pending { finish, then: request.then, filename: request.filename, result: None });
                    self.threads.push_back(thread);
                    return Step::Syscall(id, request.call);
                }
                Stop::Park(lock, nanos, finish, then) => {
                    let slot = lock.slot().unwrap_or(0);
                    let mut timer = None;
                    if nanos >= 0 {
                        let id = self.next_call_id();
                        timer = Some(id);
                        self.outbox.push_back(Step::Syscall(id, Call::Sleep { nanos: nanos as u64 }));
                    }
                    thread.state = ThreadState::Parked(slot, timer);
                    thread.pending = Some(Pending { finish, then, filename: lock, result: None });
                    self.threads.push_back(thread);
                }
                Stop::Done(result) if thread.id == 1 => {
                    if self.exited.is_none() {
                        self.exited = Some(Exit::Code(i32::from(result.is_err())));
                    }
                    if let Err(error) = result {
                        // Only a fault of the library itself gets here.
                        let id = self.next_call_id();
                        let data = self.last_words(error).into_bytes();
                        return Step::Syscall(id, Call::Write { fd: 2, data });
                    }
                }
                Stop::Done(_) => {}
            }
        }
    }

    fn last_words(&mut self, error: Value) -> String {
        let mut out = String::new();
        if let Some(Kind::Exception(e)) = self.heap.kind(error) {
            let entries: Vec<TracebackEntry> = e.traceback.iter().rev().cloned().collect();
            self.format_traceback(&entries, &mut out);
        }
        let text = self.str_of(error).map(|s| s.to_string()).unwrap_or_default();
        format!("drydock: python cannot go on\n{out}{}: {text}\n", self.type_name(error))
    }

    fn next_call_id(&mut self) -> CallId {
        self.next_call += 1;
        CallId(self.next_call)
    }

    /// One thread, until something stops it.
    fn turn(&mut self, pending: Option<Pending>) -> Stop {
        let Some(frame) = self.frames.pop() else { return Stop::Done(Ok(Value::None)) };
        let slice = self.fuel.min(20_000);
        let rest = self.fuel - slice;
        self.fuel = slice;
        let stop = match pending {
            Some(Pending { finish, then, result: Some(result), .. }) => {
                let answer = result.map_err(Control::Raise);
                match self.drive(frame, answer, finish, then) {
                    Ok(frame) => self.interpret(frame),
                    Err(stop) => stop,
                }
            }
            _ => self.interpret(frame),
        };
        self.fuel = self.fuel.saturating_add(rest);
        stop
    }

    /// Answers a request. An answer to a request that is no longer waited for is ignored.
    pub fn resume(&mut self, call: CallId, answer: Result<Reply, HostError>) {
        let Some(n) = self
            .threads
            .iter()
            .position(|t| matches!(t.state, ThreadState::Waiting(id) | ThreadState::Parked(_, Some(id)) if id == call))
        else {
            let waits = |s: &Suspended| matches!(s.state, ThreadState::Waiting(id) | ThreadState::Parked(_, Some(id)) if id == call);
            if let Some(n) = self.suspended.iter().position(waits) {
                let (parked, filename) = {
                    let s = &self.suspended[n];
                    (matches!(s.state, ThreadState::Parked(..)), s.pending.filename)
                };
                let result = self.result_of(parked, filename, answer);
                let s = &mut self.suspended[n];
                s.state = ThreadState::Ready;
                s.pending.result = Some(result);
            }
            return;
        };
        let parked = matches!(self.threads.get(n).map(|t| t.state), Some(ThreadState::Parked(..)));
        let filename = self.threads.get(n).and_then(|t| t.pending.as_ref()).map_or(Value::None, |p| p.filename);
        let result = self.result_of(parked, filename, answer);
        if let Some(thread) = self.threads.get_mut(n) {
            thread.state = ThreadState::Ready;
            if let Some(p) = &mut thread.pending {
                p.result = Some(result);
            }
        }
    }

    fn result_of(&mut self, parked: bool, filename: Value, answer: Result<Reply, HostError>) -> Result<Value, Value> {
        if parked {
            return Ok(Value::Bool(false));
        }
        match answer {
            Ok(reply) => Ok(self.value_of_reply(reply)),
            Err(error) => Err(self.host_error(error.errno, filename)),
        }
    }

    /// The main thread no longer waits for what it waited for when a signal came: its handler raised.
    pub fn drop_suspended(&mut self) {
        if let Some(was) = self.suspended.pop()
            && let ThreadState::Waiting(id) | ThreadState::Parked(_, Some(id)) = was.state
        {
            self.outbox.push_back(Step::Cancel(id));
        }
    }

    /// Lets one of the threads that wait for a lock have it; false if none does. What the main thread waited for when
    /// a signal came counts: a handler may be what ends the wait.
    pub fn unpark(&mut self, lock: Value) -> bool {
        let slot = lock.slot().unwrap_or(0);
        let waits = |state: ThreadState| matches!(state, ThreadState::Parked(l, _) if l == slot);
        let Some(thread) = self.threads.iter_mut().find(|t| waits(t.state)) else {
            let Some(s) = self.suspended.iter_mut().find(|s| waits(s.state)) else {
                return false;
            };
            if let ThreadState::Parked(_, Some(id)) = s.state {
                self.outbox.push_back(Step::Cancel(id));
            }
            s.state = ThreadState::Ready;
            s.pending.result = Some(Ok(Value::Bool(true)));
            return true;
        };
        if let ThreadState::Parked(_, Some(id)) = thread.state {
            self.outbox.push_back(Step::Cancel(id));
        }
        thread.state = ThreadState::Ready;
        if let Some(p) = &mut thread.pending {
            p.result = Some(Ok(Value::Bool(true)));
        }
        true
    }

    /// Bytes that the program takes: the interpreter itself and its objects.
    pub fn memory(&self) -> u64 {
        (9 << 20) + self.heap.bytes as u64
    }

    /// A signal with [`Disposition::Handler`] arrived: the main thread runs its handler, even out of a blocked request.
    pub fn deliver_signal(&mut self, signal: i32) {
        self.signals.insert(signal);
    }

    /// Puts a call of the Python-level signal hook on top of the main thread.
    fn take_signals(&mut self) {
        if self.signals.is_empty() || self.signal_hook.is_none() {
            return;
        }
        let Some(n) = self.threads.iter().position(|t| t.id == 1) else { return };
        let Some(signal) = self.signals.pop_first() else { return };
        let hook = self.signal_hook;
        let Some(Kind::Function(function)) = self.heap.kind(hook) else { return };
        let (code, globals) = (function.code.clone(), function.globals);
        let mut frame = self.new_frame(code, globals);
        if let Some(first) = frame.locals.first_mut() {
            *first = Value::Int(i64::from(signal));
        }
        frame.finish = Finish::Discard;
        let Some(thread) = self.threads.get_mut(n) else { return };
        if thread.state != ThreadState::Ready || thread.pending.is_some() {
            // What it waits for waits until the handler is done.
            if let Some(pending) = thread.pending.take() {
                self.suspended.push(Suspended { state: thread.state, pending });
                frame.finish = Finish::Signal;
            }
            thread.state = ThreadState::Ready;
        }
        thread.frames.push(frame);
    }

    pub fn spawn_thread(&mut self, function: Value, args: Vec<Value>) -> Outcome<i64> {
        if self.threads.len() > 256 {
            return Err(self.raise("RuntimeError", "can't start new thread"));
        }
        let Some(Kind::Function(f)) = self.heap.kind(function) else {
            return Err(self.type_error("first arg must be a function"));
        };
        let (code, globals) = (f.code.clone(), f.globals);
        let mut frame = self.new_frame(code, globals);
        for (place, v) in frame.locals.iter_mut().zip(args) {
            *place = v;
        }
        let id = self.next_thread;
        self.next_thread += 1;
        self.threads.push_back(Thread { id, frames: vec![frame], state: ThreadState::Ready, pending: None });
        Ok(id)
    }

    pub fn collect(&mut self) {
        let mut roots: Vec<Value> = self.roots.clone();
        let mut see = |v: Value| roots.push(v);
        self.types.each(&mut |slot| see(Value::Obj(slot)));
        for slot in self.exceptions.values() {
            see(Value::Obj(*slot));
        }
        self.names.each(&mut see);
        for v in self.interned.values() {
            see(*v);
        }
        for v in [self.modules, self.empty_tuple, Value::Obj(self.builtins), Value::Obj(self.prelude), self.signal_hook]
        {
            see(v);
        }
        let pendings = self.threads.iter().filter_map(|t| t.pending.as_ref());
        for p in pendings.chain(self.suspended.iter().map(|i| &i.pending)) {
            see(p.filename);
            match &p.result {
                Some(Ok(v) | Err(v)) => see(*v),
                None => {}
            }
            if let Some(then) = &p.then {
                then.trace(&mut see);
            }
        }
        for frame in self.threads.iter().flat_map(|t| &t.frames).chain(&self.frames) {
            frame.trace(&mut see);
        }
        for line in &mut self.attr_cache {
            *line = Default::default();
        }
        self.heap.collect(roots);
    }

    pub fn intern(&mut self, s: &str) -> Value {
        if let Some(v) = self.interned.get(s) {
            return *v;
        }
        let text: Rc<str> = s.into();
        let v = self.new_str(text.clone());
        self.interned.insert(text, v);
        v
    }

    pub fn constant(&mut self, c: &Const) -> Value {
        match c {
            Const::None => Value::None,
            Const::True => Value::Bool(true),
            Const::False => Value::Bool(false),
            Const::Ellipsis => Value::Ellipsis,
            Const::Int(n) => Value::Int(*n),
            Const::Big(n) => self.new_big(n.clone()),
            Const::Float(n) => Value::Float(*n),
            Const::Imag(n) => self.heap.add(self.types.complex, Kind::Complex(0.0, *n)),
            Const::Str(s) if s.len() <= 40 => self.intern(s),
            Const::Str(s) => self.new_str(s.clone()),
            Const::Bytes(b) => self.new_bytes(b.clone()),
            Const::Tuple(items) => {
                let items: Vec<Value> = items.iter().map(|c| self.constant(c)).collect();
                self.new_tuple(items)
            }
        }
    }

    /// Makes the constants and names of a code, and of those inside it, into values.
    pub fn load_code(&mut self, code: &Rc<Code>) -> Rc<LoadedCode> {
        let mut constants = Vec::with_capacity(code.constants.len());
        for c in &code.constants {
            let v = match c {
                Constant::Plain(c) => self.constant(c),
                Constant::Code(inner) => {
                    let loaded = self.load_code(inner);
                    self.heap.add(self.types.code, Kind::Code(loaded))
                }
                Constant::Names(names) => {
                    let items: Vec<Value> = names.iter().map(|n| self.intern(n)).collect();
                    self.new_tuple(items)
                }
            };
            constants.push(v);
        }
        let names = code.names.iter().map(|n| self.intern(n)).collect();
        let local_names = code.locals.iter().map(|n| self.intern(n)).collect();
        Rc::new(LoadedCode { code: code.clone(), constants, names, local_names })
    }

    pub fn new_frame(&mut self, code: Rc<LoadedCode>, globals: u32) -> Box<Frame> {
        let locals = code.code.locals.len();
        let own_cells = code.code.own_cells as usize;
        let mut frame = match self.pool.pop() {
            Some(mut frame) => {
                frame.code = code;
                frame.globals = globals;
                frame
            }
            None => Box::new(Frame {
                code,
                ip: 0,
                stack: Vec::new(),
                locals: Vec::new(),
                cells: Vec::new(),
                globals,
                namespace: Value::Null,
                handlers: Vec::new(),
                handled: Vec::new(),
                finish: Finish::Push,
                then: None,
                generator: Value::Null,
                function: Value::Null,
            }),
        };
        frame.locals.resize(locals, Value::Null);
        for _ in 0..own_cells {
            let cell = self.heap.add(self.types.cell, Kind::Cell(Value::Null));
            frame.cells.push(cell);
        }
        frame
    }

    pub fn module_frame(&mut self, code: Rc<LoadedCode>, globals: u32) -> Box<Frame> {
        let mut frame = self.new_frame(code, globals);
        frame.namespace = Value::Obj(globals);
        frame
    }

    pub fn recycle(&mut self, mut frame: Box<Frame>) {
        if self.pool.len() < 64 {
            frame.ip = 0;
            frame.stack.clear();
            frame.locals.clear();
            frame.cells.clear();
            frame.namespace = Value::Null;
            frame.handlers.clear();
            frame.handled.clear();
            frame.finish = Finish::Push;
            frame.then = None;
            frame.generator = Value::Null;
            frame.function = Value::Null;
            self.pool.push(frame);
        }
    }
}

/// What the main thread was waiting for when a signal's handler came in between.
pub struct Suspended {
    pub state: ThreadState,
    pub pending: Pending,
}
