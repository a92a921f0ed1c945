//! The program as its host sees it: run it, answer it, tell it of signals. Goroutines take turns in an order that is
//! always the same: what was started or woken last comes first, as on one processor of Go's scheduler.

use crate::code::Code;
use crate::compile::Compiler;
use crate::types::*;
use crate::value::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
use syscalls::{Call, CallId, Disposition, Exit, HostError, Reply, Step};

/// Instructions after which another goroutine has its turn.
const SLICE: u64 = 10_000;
/// Frames a goroutine may have.
pub(crate) const FRAMES: usize = 200_000;
/// Registers a goroutine may have.
pub(crate) const REGISTERS: usize = 4_000_000;
/// Goroutines there may be.
const GOROUTINES: usize = 100_000;

/// How a program is started.
#[derive(Clone, Debug)]
pub struct Config {
    pub argv: Vec<String>,
    pub env: Vec<(String, String)>,
    /// Go's release, such as `1.25.3`.
    pub version: String,
    /// Seeds maps' order and chance.
    pub seed: u64,
    /// The most bytes the program's values may take.
    pub memory_limit: usize,
    /// The first process of a container can't be ended by a signal's own effect.
    pub first_process: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            argv: vec!["main".into()],
            env: Vec::new(),
            version: "1.25.3".into(),
            seed: 1,
            memory_limit: 256 << 20,
            first_process: false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Plain,
    /// A deferred call of a function that returns.
    Deferred,
    /// A deferred call while a panic goes on.
    Unwinding,
}

#[derive(Debug)]
pub(crate) struct Frame {
    pub code: Rc<Code>,
    pub pc: usize,
    pub base: usize,
    pub caps: Option<Heap>,
    pub defers: Vec<(Value, Vec<Value>)>,
    pub role: Role,
}

#[derive(Debug)]
pub(crate) struct Panic {
    pub value: Value,
    pub recovered: bool,
    /// `runtime.Goexit`: ends the goroutine, and can't be recovered from.
    pub exit: bool,
    /// How many frames there were when its last deferred call began.
    pub depth: usize,
    pub trace: String,
}

#[derive(Debug, Default)]
pub(crate) struct Goroutine {
    pub id: u64,
    pub regs: Vec<Value>,
    pub frames: Vec<Frame>,
    pub panics: Vec<Panic>,
    /// Which wait it is in; a waiter with another number is of the past.
    pub ticket: u64,
    /// Why it was woken: case, value, whether there was one.
    pub wake: Option<(usize, Value, bool)>,
    pub reply: Option<Vec<Value>>,
    pub why: &'static str,
}

/// Who waits for an answer of the host.
pub(crate) enum Asker {
    Goroutine(u64, crate::natives::Want, Option<i32>),
    Timer(Value),
    Nobody,
    Fatal(i32),
}

/// What one turn of a goroutine ended with.
pub(crate) enum Turn {
    Blocked,
    Yield,
    OutOfFuel,
    Done,
    Exit,
}

/// One program.
pub struct Vm {
    pub(crate) compiler: Compiler,
    pub(crate) config: Config,
    pub(crate) globals: Heap,
    heap: Vec<Heap>,
    pub(crate) goroutines: BTreeMap<u64, Goroutine>,
    queue: VecDeque<u64>,
    next: Option<u64>,
    ids: u64,
    pub(crate) outbox: VecDeque<Step>,
    pub(crate) asked: BTreeMap<CallId, Asker>,
    calls: u64,
    pub(crate) exit: Option<Exit>,
    pub(crate) fuel: u64,
    pub(crate) slice: u64,
    pub(crate) random: u64,
    codes: Vec<Option<Rc<Code>>>,
    pub(crate) dispatch: BTreeMap<(Ty, u32), Option<crate::exec::Way>>,
    pub(crate) satisfied: BTreeMap<(Ty, Ty), bool>,
    pub(crate) parked: BTreeMap<(usize, u32), VecDeque<u64>>,
    pub(crate) handlers: BTreeMap<i32, Value>,
    pub(crate) ignored: BTreeSet<i32>,
    pub(crate) allocated: usize,
    live: usize,
    threshold: usize,
    pub(crate) dying: bool,
    pub(crate) natives: Vec<crate::natives::Native>,
    error_type: Ty,
}

impl Drop for Vm {
    fn drop(&mut self) {
        // Cells one by one, so that a long list does not end in a deep recursion.
        for obj in &self.heap {
            let data = obj.data.take();
            drop(data);
        }
    }
}

impl Vm {
    /// The program of a compiled package: its variables, then its `main`.
    pub fn new(program: crate::Program, config: Config) -> Vm {
        let crate::Program { compiler, start } = program;
        let error_type = compiler.named("runtime", "failure").unwrap_or(ANY);
        let globals = Rc::new(Obj { data: std::cell::RefCell::default(), mark: std::cell::Cell::default() });
        let mut vm = Vm {
            compiler,
            random: config.seed | 1,
            config,
            globals: globals.clone(),
            heap: vec![globals],
            goroutines: BTreeMap::new(),
            queue: VecDeque::new(),
            next: None,
            ids: 0,
            outbox: VecDeque::new(),
            asked: BTreeMap::new(),
            calls: 0,
            exit: None,
            fuel: 0,
            slice: 0,
            codes: Vec::new(),
            dispatch: BTreeMap::new(),
            satisfied: BTreeMap::new(),
            parked: BTreeMap::new(),
            handlers: BTreeMap::new(),
            ignored: BTreeSet::new(),
            allocated: 0,
            live: 0,
            threshold: 8 << 20,
            dying: false,
            natives: Vm::native_table(),
            error_type,
        };
        for (signal, disposition) in [
            (1, Disposition::Handler),
            (2, Disposition::Handler),
            (15, Disposition::Handler),
            (13, Disposition::Ignore),
        ] {
            vm.ask(Call::Sigaction { signal, disposition }, Asker::Nobody);
        }
        vm.more_globals();
        let main = vm.spawn(Value::Func(Rc::new(Closure { kind: Callee::Func(start), caps: None })), Vec::new());
        debug_assert!(main == 1);
        vm
    }

    /// Variables of packages that have come to be known since.
    pub(crate) fn more_globals(&mut self) {
        let have = self.globals.len();
        for n in have..self.compiler.globals.len() {
            let ty = self.compiler.globals.get(n).copied().unwrap_or(INVALID);
            let zero = self.zero(ty);
            if let Data::Vals(list) = &mut *self.globals.data.borrow_mut() {
                list.push(zero);
            }
        }
    }

    /// Bytes the program's values hold.
    pub fn memory(&self) -> u64 {
        (self.live + self.allocated) as u64 + 1_500_000
    }

    pub(crate) fn ask(&mut self, call: Call, asker: Asker) -> CallId {
        self.calls += 1;
        let id = CallId(self.calls);
        self.outbox.push_back(Step::Syscall(id, call));
        self.asked.insert(id, asker);
        id
    }

    /// A new goroutine that calls a function; its number.
    pub(crate) fn spawn(&mut self, callee: Value, args: Vec<Value>) -> u64 {
        self.ids += 1;
        let mut made = Goroutine { id: self.ids, ..Goroutine::default() };
        if self.goroutines.len() >= GOROUTINES {
            self.fatal("fatal error: drydock: so many goroutines are not simulated\n");
            return self.ids;
        }
        if let Err(value) = self.enter(&mut made, 0, callee, args, Role::Plain) {
            self.panic(&mut made, value);
        }
        self.goroutines.insert(self.ids, made);
        self.ready(self.ids);
        self.ids
    }

    /// Lets a goroutine run next; who was to run next waits for its turn.
    pub(crate) fn ready(&mut self, id: u64) {
        if let Some(before) = self.next.replace(id) {
            self.queue.push_back(before);
        }
    }

    pub(crate) fn wake(&mut self, id: u64, ticket: u64, case: usize, value: Value, ok: bool) -> bool {
        let Some(sleeper) = self.goroutines.get_mut(&id).filter(|g| g.ticket == ticket) else { return false };
        sleeper.ticket += 1;
        sleeper.wake = Some((case, value, ok));
        self.ready(id);
        true
    }

    pub(crate) fn others(&self) -> bool {
        self.next.is_some() || !self.queue.is_empty()
    }

    /// Ends the program with a message.
    pub(crate) fn fatal(&mut self, text: &str) {
        if !self.dying {
            self.dying = true;
            self.ask(Call::Write { fd: 2, data: text.as_bytes().to_vec() }, Asker::Fatal(2));
        }
    }

    pub(crate) fn code(&mut self, id: u32) -> Option<Rc<Code>> {
        if let Some(Some(code)) = self.codes.get(id as usize) {
            return Some(code.clone());
        }
        let code = self.compiler.code(id)?;
        self.more_globals();
        if self.codes.len() <= id as usize {
            self.codes.resize(id as usize + 1, None);
        }
        if let Some(slot) = self.codes.get_mut(id as usize) {
            *slot = Some(code.clone());
        }
        Some(code)
    }

    /// Runs until something is to be said to the host, for so many instructions at most.
    pub fn run(&mut self, fuel: u64) -> Step {
        self.fuel = fuel;
        loop {
            if let Some(step) = self.outbox.pop_front() {
                return step;
            }
            if let Some(exit) = self.exit {
                return Step::Exited(exit);
            }
            if self.dying {
                return Step::Wait;
            }
            if self.fuel == 0 {
                return Step::OutOfFuel;
            }
            let Some(id) = self.next.take().or_else(|| self.queue.pop_front()) else {
                let waits = self.asked.values().any(|a| !matches!(a, Asker::Nobody));
                if waits || !self.handlers.is_empty() {
                    return Step::Wait;
                }
                self.deadlock();
                continue;
            };
            let Some(mut goroutine) = self.goroutines.remove(&id) else { continue };
            self.slice = SLICE;
            let turn = self.go_on(&mut goroutine);
            match turn {
                Turn::Done if id == 1 => self.exit = Some(Exit::Code(0)),
                Turn::Done | Turn::Exit => {}
                Turn::Blocked => {
                    self.goroutines.insert(id, goroutine);
                }
                Turn::Yield => {
                    self.goroutines.insert(id, goroutine);
                    self.queue.push_back(id);
                }
                Turn::OutOfFuel => {
                    self.goroutines.insert(id, goroutine);
                    self.queue.push_front(id);
                    if let Some(next) = self.next.take() {
                        self.queue.insert(1, next);
                    }
                }
            }
        }
    }

    fn deadlock(&mut self) {
        let mut text = String::from("fatal error: all goroutines are asleep - deadlock!\n");
        let all: Vec<u64> = self.goroutines.keys().copied().collect();
        for id in all {
            let Some(goroutine) = self.goroutines.get(&id) else { continue };
            text.push_str(&format!("\ngoroutine {id} [{}]:\n{}", goroutine.why, self.trace(goroutine)));
        }
        if !self.goroutines.contains_key(&1) {
            text = text.replacen(
                "all goroutines are asleep - deadlock!",
                "no goroutines (main called runtime.Goexit) - deadlock!",
                1,
            );
        }
        self.fatal(&text);
    }

    /// The frames of a goroutine, without the addresses that Go's own would have.
    pub(crate) fn trace(&self, goroutine: &Goroutine) -> String {
        let mut text = String::new();
        for frame in goroutine.frames.iter().rev().take(50) {
            if frame.code.library && &*frame.code.name != "main" {
                continue;
            }
            let at = frame.pc.saturating_sub(1).min(frame.code.places.len().saturating_sub(1));
            let pos = frame.code.places.get(at).copied().unwrap_or(0);
            let (file, line, _) = self.compiler.place_of(pos);
            let path = self.compiler.files.get(file).map_or("", |f| &f.path);
            let name = frame.code.name.replace(".func", ".func1");
            if name == "init" && pos == 0 {
                continue;
            }
            let dots = if frame.code.params > 0 { "..." } else { "" };
            text.push_str(&format!("main.{name}({dots})\n\t{path}:{line}\n"));
        }
        text
    }

    /// Answers a request.
    pub fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        match self.asked.remove(&id) {
            Some(Asker::Goroutine(goroutine, want, _)) => {
                let values = self.answer(want, reply);
                if let Some(waiting) = self.goroutines.get_mut(&goroutine) {
                    waiting.reply = Some(values);
                    self.ready(goroutine);
                }
            }
            Some(Asker::Timer(callback)) => {
                self.spawn(callback, Vec::new());
            }
            Some(Asker::Fatal(code)) => self.exit = Some(Exit::Code(code)),
            Some(Asker::Nobody) | None => {}
        }
    }

    /// A signal arrived.
    pub fn deliver_signal(&mut self, signal: i32) {
        if self.ignored.contains(&signal) {
            return;
        }
        match self.handlers.get(&signal).cloned() {
            Some(handler) => {
                self.spawn(handler, vec![Value::Int(i64::from(signal))]);
            }
            None if self.config.first_process => self.exit = Some(Exit::Code(2)),
            None => self.exit = Some(Exit::Signal(signal)),
        }
    }

    /// A number by chance.
    pub(crate) fn chance(&mut self) -> u64 {
        // xorshift64*
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        self.random.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A new cell.
    pub(crate) fn alloc(&mut self, data: Data) -> Heap {
        let obj = Rc::new(Obj { data: std::cell::RefCell::new(data), mark: std::cell::Cell::new(false) });
        self.allocated += obj.weight();
        self.heap.push(obj.clone());
        obj
    }

    pub(crate) fn vals(&mut self, list: Vec<Value>) -> Heap {
        self.alloc(Data::Vals(list))
    }

    /// Whether it is time to look what is still in use.
    pub(crate) fn full(&self) -> bool {
        self.allocated > self.threshold
    }

    /// Frees what nothing reaches any longer; false if what is left is too much.
    pub(crate) fn collect(&mut self, current: &Goroutine) -> bool {
        let mut waiting: Vec<Heap> = vec![self.globals.clone()];
        for goroutine in self.goroutines.values().chain(std::iter::once(current)) {
            goroutine.regs.iter().for_each(|v| reach(v, &mut waiting));
            for frame in &goroutine.frames {
                waiting.extend(frame.caps.clone());
                for (callee, args) in &frame.defers {
                    reach(callee, &mut waiting);
                    args.iter().for_each(|v| reach(v, &mut waiting));
                }
            }
            goroutine.panics.iter().for_each(|p| reach(&p.value, &mut waiting));
            goroutine.reply.iter().flatten().for_each(|v| reach(v, &mut waiting));
            if let Some((_, value, _)) = &goroutine.wake {
                reach(value, &mut waiting);
            }
        }
        for asker in self.asked.values() {
            if let Asker::Timer(callback) = asker {
                reach(callback, &mut waiting);
            }
        }
        self.handlers.values().for_each(|v| reach(v, &mut waiting));
        let mut live = 0;
        while let Some(obj) = waiting.pop() {
            if obj.mark.replace(true) {
                continue;
            }
            live += obj.weight();
            match &*obj.data.borrow() {
                Data::Vals(list) => list.iter().for_each(|v| reach(v, &mut waiting)),
                Data::Map(map) => {
                    for (k, v) in map.entries.iter().flatten() {
                        reach(k, &mut waiting);
                        reach(v, &mut waiting);
                    }
                }
                Data::Chan(chan) => {
                    chan.buffer.iter().for_each(|v| reach(v, &mut waiting));
                    chan.senders.iter().for_each(|w| reach(&w.value, &mut waiting));
                }
                Data::Iter(map, ..) => waiting.push(map.clone()),
                Data::Bytes(_) => {}
            }
        }
        let (kept, gone): (Vec<Heap>, Vec<Heap>) =
            std::mem::take(&mut self.heap).into_iter().partition(|obj| obj.mark.replace(false));
        for obj in &gone {
            drop(obj.data.take());
        }
        self.heap = kept;
        self.live = live;
        self.allocated = 0;
        self.threshold = live.max(8 << 20);
        live <= self.config.memory_limit
    }

    /// A mistake of the program that Go's runtime finds, as what `recover` gives.
    pub(crate) fn failure(&mut self, text: &str) -> Value {
        let obj = self.vals(vec![Value::str(text)]);
        Value::Iface(Rc::new((self.error_type, Value::Obj(obj))))
    }
}

fn reach(value: &Value, waiting: &mut Vec<Heap>) {
    match value {
        Value::Obj(obj) | Value::Ref(obj, _) => {
            if !obj.mark.get() {
                waiting.push(obj.clone());
            }
        }
        Value::Slice(slice) => waiting.push(slice.obj.clone()),
        Value::Iface(pair) => reach(&pair.1, waiting),
        Value::Func(closure) => waiting.extend(closure.caps.clone()),
        _ => {}
    }
}
