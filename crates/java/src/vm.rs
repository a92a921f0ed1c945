//! The virtual machine as its host sees it: green threads taking turns, requests, answers, signals.

use crate::ast::Name;
use crate::code::Code;
use crate::types::*;
use crate::value::*;
use crate::world::{InitState, World};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use syscalls::{Call, CallId, Disposition, Exit, HostError, Reply, Step};

/// Calls inside calls until a `StackOverflowError`.
pub(crate) const DEEPEST: usize = 3000;
/// Instructions of a thread before the next has its turn.
const SLICE: u64 = 2000;

/// How a program is started.
#[derive(Clone, Debug)]
pub struct Config {
    pub args: Vec<String>,
    pub env: Vec<(String, String)>,
    pub properties: Vec<(String, String)>,
    /// Bytes of heap until `OutOfMemoryError`.
    pub heap: usize,
    pub processors: i32,
    pub seed: u64,
}

pub(crate) struct Frame {
    pub code: Rc<Code>,
    pub method: MethodId,
    pub pc: usize,
    pub base: usize,
    pub wants: bool,
    pub init_of: Option<ClassId>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Ready,
    Host(CallId),
    /// Wants a monitor, for so many entries, or to try the instruction again.
    Monitor(u32, u32),
    Waiting {
        on: u32,
        count: u32,
        sleep: Option<CallId>,
    },
    Done,
}

pub(crate) struct Thread {
    pub frames: Vec<Frame>,
    pub stack: Vec<Value>,
    pub state: State,
    pub object: Value,
    pub daemon: bool,
}

pub struct Vm {
    pub(crate) world: World,
    pub(crate) heap: Heap,
    pub(crate) config: Config,
    pub(crate) threads: Vec<Thread>,
    pub(crate) current: usize,
    pub(crate) monitors: BTreeMap<u32, (usize, u32)>,
    pub(crate) texts: Vec<Value>,
    pub(crate) class_objects: BTreeMap<String, Value>,
    pub(crate) exit: Option<i32>,
    pub(crate) failed: bool,
    pub(crate) ending: bool,
    outbox: VecDeque<(CallId, Call)>,
    cancelled: VecDeque<CallId>,
    calls: u64,
    pub(crate) random: u64,
    main_class: ClassId,
}

/// What an instruction or a native method ended with.
pub(crate) enum Out {
    Value(Value),
    Throw(&'static str, String),
    Thrown(Value),
    Call(Call),
    /// The thread's state was changed; this is the value once it goes on.
    Paused(Value),
    /// Goes on in a frame that was pushed.
    Entered,
}

impl Vm {
    /// A machine about to run a class's `main`; the class must be checked.
    pub fn new(world: World, main: &str, config: Config) -> Vm {
        let mut vm = Vm {
            world,
            heap: Heap::new(),
            random: config.seed | 1,
            config,
            threads: vec![],
            current: 0,
            monitors: BTreeMap::new(),
            texts: vec![],
            class_objects: BTreeMap::new(),
            exit: None,
            failed: false,
            ending: false,
            outbox: VecDeque::new(),
            cancelled: VecDeque::new(),
            calls: 0,
            main_class: 0,
        };
        for signal in [1, 2, 15] {
            vm.ask(Call::Sigaction {
                signal,
                disposition: Disposition::Handler,
            });
        }
        vm.ask(Call::Sigaction {
            signal: 13,
            disposition: Disposition::Ignore,
        });
        vm.main_class = vm.world.class_named(main).unwrap_or(0);
        let args: Vec<Value> = vm.config.args.clone().iter().map(|a| vm.text(a)).collect();
        let string = Type::class(vm.world.string);
        let args = vm.heap.put(Cell::Array {
            elem: string,
            data: args,
        });
        let class = vm.class_object(&Type::class(vm.main_class));
        vm.start("drydock.Support", "launch", vec![class, args], Value::Null, false);
        vm
    }

    fn ask(&mut self, call: Call) -> CallId {
        self.calls += 1;
        let id = CallId(self.calls);
        self.outbox.push_back((id, call));
        id
    }

    pub fn memory(&self) -> u64 {
        // What the machine itself takes comes on top, as a JVM's does.
        (40 << 20) + self.heap.used as u64
    }

    /// Starts a thread in a static method of the library.
    pub(crate) fn start(&mut self, class: &str, method: &str, args: Vec<Value>, object: Value, daemon: bool) -> usize {
        let class = self.world.known(class);
        let found = self.world.methods_named(&Type::class(class), method).first().map(|(m, _)| *m);
        self.threads.push(Thread {
            frames: vec![],
            stack: args,
            state: State::Ready,
            object,
            daemon,
        });
        let id = self.threads.len() - 1;
        let before = std::mem::replace(&mut self.current, id);
        if let Some(method) = found {
            let _ = self.enter(method, false);
        }
        self.current = before;
        id
    }

    pub fn deliver_signal(&mut self, signal: i32) {
        if !self.ending {
            self.ending = true;
            self.start(
                "drydock.Support",
                "shutdown",
                vec![Value::Int(128 + signal)],
                Value::Null,
                true,
            );
        }
    }

    pub fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        for n in 0..self.threads.len() {
            let Some(thread) = self.threads.get_mut(n) else { continue };
            match thread.state.clone() {
                State::Host(wanted) if wanted == id => {
                    thread.state = State::Ready;
                    let before = std::mem::replace(&mut self.current, n);
                    match crate::natives::host::answer(self, reply) {
                        Ok(value) => self.push(value),
                        Err(thrown) => self.throw(thrown),
                    }
                    self.current = before;
                    return;
                }
                State::Waiting {
                    on,
                    count,
                    sleep: Some(sleep),
                } if sleep == id => {
                    thread.state = State::Monitor(on, count);
                    return;
                }
                _ => {}
            }
        }
    }

    /// Lets threads go on that wait for an object.
    pub(crate) fn notify(&mut self, object: u32, all: bool) {
        for thread in &mut self.threads {
            if let State::Waiting { on, count, sleep } = thread.state.clone()
                && on == object
            {
                thread.state = State::Monitor(on, count);
                self.cancelled.extend(sleep);
                if !all {
                    return;
                }
            }
        }
    }

    pub(crate) fn wait_on(&mut self, object: u32, millis: i64) -> bool {
        match self.monitors.get(&object) {
            Some((owner, count)) if *owner == self.current => {
                let count = *count;
                self.monitors.remove(&object);
                let sleep = (millis > 0).then(|| {
                    self.ask(Call::Sleep {
                        nanos: (millis as u64).saturating_mul(1_000_000),
                    })
                });
                self.thread().state = State::Waiting {
                    on: object,
                    count,
                    sleep,
                };
                true
            }
            _ => false,
        }
    }

    pub(crate) fn thread(&mut self) -> &mut Thread {
        let at = self.current.min(self.threads.len().saturating_sub(1));
        &mut self.threads[at]
    }

    fn ready(&mut self, n: usize) -> bool {
        let Some(thread) = self.threads.get_mut(n) else { return false };
        match thread.state {
            State::Ready => true,
            State::Monitor(on, count) => {
                if self.monitors.contains_key(&on) {
                    return false;
                }
                if count > 0 {
                    self.monitors.insert(on, (n, count));
                }
                thread.state = State::Ready;
                true
            }
            _ => false,
        }
    }

    /// Runs until something is to be said to the host, for so many instructions at most.
    pub fn run(&mut self, fuel: u64) -> Step {
        let mut left = fuel;
        loop {
            if let Some(code) = self.exit {
                return Step::Exited(Exit::Code(code & 255));
            }
            if let Some(id) = self.cancelled.pop_front() {
                return Step::Cancel(id);
            }
            if let Some((id, call)) = self.outbox.pop_front() {
                return Step::Syscall(id, call);
            }
            if left == 0 {
                return Step::OutOfFuel;
            }
            let count = self.threads.len();
            let current = self.current;
            let next = (1..=count).map(|n| (current + n) % count.max(1)).find(|n| self.ready(*n));
            let Some(next) = next else {
                let alive = self.threads.iter().any(|t| t.state != State::Done && !t.daemon);
                if !alive && !self.ending {
                    self.ending = true;
                    let code = i32::from(self.failed);
                    self.start("drydock.Support", "shutdown", vec![Value::Int(code)], Value::Null, true);
                    continue;
                }
                return Step::Wait;
            };
            // Threads that are done at the end of the list are forgotten.
            self.current = next;
            let slice = SLICE.min(left);
            left -= slice;
            self.turn(slice);
            if self.heap.used > self.heap.next {
                self.collect();
            }
        }
    }

    pub(crate) fn collect(&mut self) {
        let mut roots: Vec<Value> = self.texts.clone();
        roots.extend(self.class_objects.values());
        for thread in &self.threads {
            if thread.state != State::Done {
                roots.extend(thread.stack.iter());
                roots.push(thread.object);
            }
        }
        for class in &self.world.classes {
            roots.extend(class.statics.iter());
        }
        self.heap.sweep(roots);
    }

    fn turn(&mut self, slice: u64) {
        for _ in 0..slice {
            if self.thread().state != State::Ready || self.exit.is_some() {
                return;
            }
            if self.thread().frames.is_empty() {
                self.finish_thread();
                return;
            }
            self.instruction();
            if !self.outbox.is_empty() {
                return;
            }
        }
    }

    fn finish_thread(&mut self) {
        let thread = self.thread();
        thread.state = State::Done;
        thread.stack = vec![];
        let object = thread.object;
        if let Value::Ref(at) = object {
            self.set_named(object, "alive", Value::Bool(false));
            self.notify(at, true);
        }
    }

    pub(crate) fn push(&mut self, value: Value) {
        self.thread().stack.push(value);
    }

    pub(crate) fn pop(&mut self) -> Value {
        self.thread().stack.pop().unwrap_or(Value::Null)
    }

    fn instruction(&mut self) {
        let thread = self.thread();
        let Some(frame) = thread.frames.last_mut() else { return };
        let at = frame.pc;
        frame.pc += 1;
        let code = frame.code.clone();
        let Some(op) = code.ops.get(at) else {
            self.leave(None);
            return;
        };
        match self.execute(op) {
            Ok(()) => {}
            Err(Out::Value(value) | Out::Paused(value)) => self.push(value),
            Err(Out::Throw("java.lang.NullPointerException", words)) => {
                let said = code.nulls.get(&(at as u32)).filter(|_| words.is_empty());
                let words = said.map_or(words, |w| w.to_string());
                let thrown = self.exception("java.lang.NullPointerException", &words);
                self.throw(thrown);
            }
            Err(Out::Throw(class, words)) => {
                let thrown = self.exception(class, &words);
                self.throw(thrown);
            }
            Err(Out::Thrown(value)) => self.throw(value),
            Err(Out::Call(call)) => {
                let id = self.ask(call);
                self.thread().state = State::Host(id);
            }
            Err(Out::Entered) => {}
        }
    }

    /// Does an instruction again, after what was pushed has run.
    pub(crate) fn again(&mut self) {
        if let Some(frame) = self.thread().frames.last_mut() {
            frame.pc -= 1;
        }
    }

    /// Makes sure a class is initialised; false if its initialiser runs first.
    pub(crate) fn initialised(&mut self, class: ClassId) -> bool {
        match self.world.class(class).init {
            InitState::Done | InitState::Failed => return true,
            InitState::Running(by) => {
                if by == self.current {
                    return true;
                }
                self.again();
                // Another thread is at it: come back later.
                return false;
            }
            InitState::No => {}
        }
        self.world.whole(class);
        if let Some(Type::Class(up, _)) = self.world.class(class).superclass.clone()
            && !self.initialised(up)
        {
            return false;
        }
        let boundary = self.world.class(class).local;
        if !boundary {
            self.world.make_static_init(class);
        }
        match self.world.class(class).static_init {
            None => {
                self.world.class_mut(class).init = InitState::Done;
                true
            }
            Some(method) => {
                self.world.class_mut(class).init = InitState::Running(self.current);
                self.again();
                let _ = self.enter(method, false);
                if let Some(frame) = self.thread().frames.last_mut() {
                    frame.init_of = Some(class);
                }
                false
            }
        }
    }

    /// Calls a method whose arguments, receiver first, are on the stack.
    pub(crate) fn enter(&mut self, method: MethodId, wants: bool) -> Result<(), Out> {
        let m = self.world.method(method);
        let count = m.params.len() + usize::from(!m.statik);
        if m.is_native {
            let Some(native) = m.native else {
                let name = format!("drydock: {}.{} is not simulated", self.world.class(m.class).name, m.name);
                return Err(Out::Throw("java.lang.UnsupportedOperationException", name));
            };
            let stack = &mut self.thread().stack;
            let from = stack.len().saturating_sub(count);
            let args = stack.split_off(from);
            return match native(self, &args) {
                Out::Value(value) | Out::Paused(value) => {
                    if wants {
                        self.push(value);
                    }
                    Ok(())
                }
                Out::Entered => Ok(()),
                other => {
                    if !wants && matches!(other, Out::Call(_)) {
                        return Err(Out::Throw("java.lang.InternalError", "a call without a value".into()));
                    }
                    Err(other)
                }
            };
        }
        if m.abstrakt {
            let name = format!("{}.{}", self.world.class(m.class).binary, m.name);
            return Err(Out::Throw("java.lang.AbstractMethodError", name));
        }
        if self.thread().frames.len() >= DEEPEST {
            return Err(Out::Throw("java.lang.StackOverflowError", String::new()));
        }
        let Some(code) = self.world.code(method) else {
            return Err(Out::Throw("java.lang.InternalError", "a method without code".into()));
        };
        if self
            .world
            .errors
            .iter()
            .any(|e| e.file == self.world.class(self.world.method(method).class).source)
            && cfg!(debug_assertions)
        {
            let words: Vec<String> = self
                .world
                .errors
                .iter()
                .map(|e| {
                    format!(
                        "{}:{}: {} {:?}",
                        self.world.sources.get(e.file).map_or("", |s| &s.path),
                        self.world.sources.get(e.file).map_or(0, |s| s.line(e.at)),
                        e.message,
                        e.notes
                    )
                })
                .collect();
            return Err(Out::Throw("java.lang.InternalError", words.join("; ")));
        }
        self.enter_code(code, method, count, wants);
        Ok(())
    }

    pub(crate) fn enter_code(&mut self, code: Rc<Code>, method: MethodId, count: usize, wants: bool) {
        let stack = &mut self.thread().stack;
        let base = stack.len().saturating_sub(count);
        for (n, widen) in code.widen.iter().enumerate() {
            if let (Some(prim), Some(value)) = (widen, stack.get_mut(base + n))
                && value.prim().is_some_and(|p| p != *prim)
            {
                *value = value.to(*prim);
            }
        }
        stack.resize(base + (code.slots as usize).max(count), Value::Null);
        self.thread().frames.push(Frame {
            code,
            method,
            pc: 0,
            base,
            wants,
            init_of: None,
        });
    }

    /// Returns from a frame.
    pub(crate) fn leave(&mut self, value: Option<Value>) {
        let thread = self.thread();
        let Some(frame) = thread.frames.pop() else { return };
        thread.stack.truncate(frame.base);
        if frame.wants {
            thread.stack.push(value.unwrap_or(Value::Null));
        }
        if let Some(class) = frame.init_of {
            self.world.class_mut(class).init = InitState::Done;
        }
    }

    /// Looks for who catches.
    pub(crate) fn throw(&mut self, thrown: Value) {
        let class = self.class_of(thrown);
        loop {
            let thread = self.thread();
            let Some(frame) = thread.frames.last() else { break };
            let at = frame.pc.saturating_sub(1) as u32;
            let (code, base, init_of) = (frame.code.clone(), frame.base, frame.init_of);
            for handler in &code.handlers {
                let inside = handler.from <= at && at < handler.to;
                if inside && handler.class.is_none_or(|c| self.world.is_subclass(class, c)) {
                    let thread = self.thread();
                    thread.stack.truncate(base + code.slots as usize);
                    thread.stack.push(thrown);
                    if let Some(frame) = thread.frames.last_mut() {
                        frame.pc = handler.target as usize;
                    }
                    return;
                }
            }
            if let Some(class) = init_of {
                self.world.class_mut(class).init = InitState::Failed;
            }
            let thread = self.thread();
            thread.frames.pop();
            thread.stack.truncate(base);
        }
        // Nobody does.
        let object = self.thread().object;
        self.thread().stack = vec![object, thrown];
        let support = self.world.known("drydock.Support");
        let found = self
            .world
            .methods_named(&Type::class(support), "uncaught")
            .first()
            .map(|(m, _)| *m);
        if let Some(method) = found {
            let _ = self.enter(method, false);
        }
    }

    /// An exception of the machine's own making.
    pub(crate) fn exception(&mut self, class: &'static str, words: &str) -> Value {
        let id = self.world.known(class);
        let value = self.object(id);
        if !words.is_empty() {
            let text = self.text(words);
            self.set_named(value, "detailMessage", text);
        }
        let trace = self.trace(false);
        self.set_named(value, "trace", trace);
        value
    }

    /// Where the thread stands, constructors of what is thrown left out.
    pub(crate) fn trace(&mut self, constructing: bool) -> Value {
        let throwable = self.world.known("java.lang.Throwable");
        let at = self.current.min(self.threads.len().saturating_sub(1));
        let mut places = vec![];
        let mut skipping = constructing;
        let frames: Vec<(MethodId, u32)> = self.threads.get(at).map_or(vec![], |t| {
            let frames = t.frames.iter().rev().take(1100);
            frames
                .map(|f| (f.method, f.code.lines.get(f.pc.saturating_sub(1)).copied().unwrap_or(0)))
                .collect()
        });
        for (method, line) in frames {
            let m = self.world.method(method);
            let (class, name) = (m.class, m.name.clone());
            if skipping && matches!(&*name, "<init>" | "fillInStackTrace") && self.world.is_subclass(class, throwable) {
                continue;
            }
            skipping = false;
            let library = self
                .world
                .sources
                .get(self.world.class(class).source)
                .is_none_or(|s| s.library);
            if !library && places.len() < 1024 {
                places.push(Place { method, line });
            }
        }
        self.heap.put(Cell::Trace(places.into()))
    }

    pub(crate) fn object(&mut self, class: ClassId) -> Value {
        self.world.whole(class);
        let mut fields = vec![Value::Null; self.world.class(class).size];
        let mut at = Some(class);
        while let Some(id) = at {
            for field in &self.world.class(id).fields {
                if !field.statik
                    && let (Type::Prim(p), Some(slot)) = (&field.ty, fields.get_mut(field.slot))
                {
                    *slot = Value::zero_of(*p);
                }
            }
            at = match &self.world.class(id).superclass {
                Some(Type::Class(up, _)) => Some(*up),
                _ => None,
            };
        }
        self.heap.put(Cell::Object {
            class,
            fields: fields.into(),
        })
    }

    pub(crate) fn class_of(&mut self, value: Value) -> ClassId {
        if let Some(prim) = value.prim() {
            return self.world.known(prim.boxed());
        }
        match self.heap.get(value) {
            Some(Cell::Object { class, .. }) => *class,
            Some(Cell::Text(_)) => self.world.string,
            Some(Cell::Builder(_)) => self.world.known("java.lang.StringBuilder"),
            Some(Cell::Class(_)) => self.world.known("java.lang.Class"),
            Some(Cell::Lambda { interface: Some(id), .. }) => *id,
            _ => self.world.object,
        }
    }

    pub(crate) fn class_object(&mut self, ty: &Type) -> Value {
        let key = format!("{ty:?}");
        if let Some(value) = self.class_objects.get(&key) {
            return *value;
        }
        let value = self.heap.put(Cell::Class(ty.clone()));
        self.class_objects.insert(key, value);
        value
    }

    pub(crate) fn text(&mut self, text: &str) -> Value {
        self.heap.put(Cell::Text(text.encode_utf16().collect()))
    }

    /// The text of a string, empty for anything else.
    pub(crate) fn str(&self, value: Value) -> String {
        match self.heap.get(value) {
            Some(Cell::Text(units)) => String::from_utf16_lossy(units),
            Some(Cell::Builder(units)) => String::from_utf16_lossy(units),
            _ => String::new(),
        }
    }

    pub(crate) fn field_slot(&mut self, class: ClassId, name: &str) -> Option<usize> {
        self.world
            .field(&Type::class(class), name)
            .filter(|(f, _)| !f.statik)
            .map(|(f, _)| f.slot)
    }

    pub(crate) fn set_named(&mut self, object: Value, name: &str, value: Value) {
        let class = self.class_of(object);
        if let (Some(slot), Some(Cell::Object { fields, .. })) = (self.field_slot(class, name), self.heap.get_mut(object))
            && let Some(place) = fields.get_mut(slot)
        {
            *place = value;
        }
    }

    pub(crate) fn get_named(&mut self, object: Value, name: &str) -> Value {
        let class = self.class_of(object);
        match (self.field_slot(class, name), self.heap.get(object)) {
            (Some(slot), Some(Cell::Object { fields, .. })) => fields.get(slot).copied().unwrap_or(Value::Null),
            _ => Value::Null,
        }
    }

    pub(crate) fn constant_text(&mut self, n: u32) -> Value {
        while self.texts.len() <= n as usize {
            let text = self.world.strings.get(self.texts.len()).cloned().unwrap_or_default();
            let value = self.text(&text);
            self.texts.push(value);
        }
        self.texts.get(n as usize).copied().unwrap_or(Value::Null)
    }

    /// The name of a class as a program is told it.
    pub(crate) fn shown_class(&mut self, value: Value) -> String {
        match self.heap.get(value) {
            Some(Cell::Array { elem, .. }) => crate::natives::lang::type_name(&self.world, &elem.clone().array()),
            _ => {
                let class = self.class_of(value);
                self.world.class(class).binary.to_string()
            }
        }
    }

    /// A method of an object by name, for arguments that are known now.
    pub(crate) fn method_for(&mut self, class: ClassId, name: &Name, args: &[Value], statik: bool) -> Option<MethodId> {
        let found = self.world.methods_named(&Type::class(class), name);
        let mut best: Option<(u32, MethodId)> = None;
        for (method, _) in found {
            let m = self.world.method(method);
            if m.params.len() != args.len() || statik && !m.statik {
                continue;
            }
            let params = m.params.clone();
            let mut score = Some(0u32);
            for (param, arg) in params.iter().zip(args) {
                let step = self.fitness(param, *arg);
                score = score.zip(step).map(|(a, b)| a + b);
            }
            if let Some(score) = score
                && best.is_none_or(|(b, _)| score < b)
            {
                best = Some((score, method));
            }
        }
        best.map(|(_, m)| m)
    }

    fn fitness(&mut self, param: &Type, arg: Value) -> Option<u32> {
        match (param, arg.prim()) {
            (Type::Prim(p), Some(a)) => a.widens(*p).then(|| if a == *p { 0 } else { 2 + *p as u32 }),
            (Type::Prim(_), None) => None,
            (Type::Unknown | Type::Var(_), _) => Some(30),
            (Type::Class(0, _), _) => Some(30),
            (_, _) if arg == Value::Null => Some(1),
            (other, _) => self.instance(arg, other).then_some(1),
        }
    }

    pub(crate) fn instance(&mut self, value: Value, ty: &Type) -> bool {
        match (self.heap.get(value), ty) {
            (_, Type::Unknown | Type::Var(_)) => true,
            (Some(Cell::Array { elem, .. }), Type::Array(wanted)) => {
                let elem = elem.clone();
                match (&elem, &**wanted) {
                    (Type::Class(a, _), Type::Class(b, _)) => self.world.is_subclass(*a, *b),
                    (a, b) => a == b || b.is_loose() || a.is_loose() && b.prim().is_none(),
                }
            }
            (_, Type::Array(_)) => false,
            (Some(Cell::Array { .. }), Type::Class(id, _)) => *id == 0,
            (Some(Cell::Lambda { interface: None, .. }), Type::Class(id, _)) => {
                self.world.functional(&Type::class(*id)).is_some() || *id == 0
            }
            (_, Type::Class(id, _)) => {
                let class = self.class_of(value);
                self.world.is_subclass(class, *id)
            }
            _ => false,
        }
    }
}
