//! One program's world: its objects, queues and limits, and the loop that runs it.

use crate::ast::Source;
use crate::frames::{Frame, Info, Role, Sent, Signal};
use crate::promise::{self, Job};
use crate::scope::Scope;
use crate::text::{Str, held, hold};
use crate::value::*;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::{Rc, Weak};
use syscalls::{Call, CallId, HostError, Reply};

macro_rules! protos {
    ($($name:ident),*) => {
        /// The prototypes that the interpreter itself needs.
        pub struct Protos { $(pub $name: Obj),* }
        impl Protos {
            fn new(make: &mut dyn FnMut(&'static str) -> Obj) -> Protos { Protos { $($name: make(stringify!($name))),* } }
            pub fn each(&self) -> Vec<(&'static str, &Obj)> { vec![$((stringify!($name), &self.$name)),*] }
        }
    };
}
protos!(
    object,
    function,
    array,
    string,
    number,
    boolean,
    symbol,
    bigint,
    error,
    type_error,
    range_error,
    reference_error,
    syntax_error,
    uri_error,
    promise,
    generator,
    async_generator,
    regexp,
    date,
    map,
    set,
    iterator,
    bytes,
    uint8array
);

pub struct Realm {
    pub protos: Protos,
    pub global: Obj,
    pub scope: Rc<Scope>,
    pub stack: RefCell<Vec<Frame>>,
    pub current: RefCell<Option<Rc<Info>>>,
    /// The promise of the running function, if it is async and nothing is below it.
    pub current_promise: RefCell<Option<Obj>>,
    pub signal: RefCell<Option<Signal>>,
    pub ret: RefCell<Option<Res<Value>>>,
    pub sent: RefCell<Option<Sent>>,
    pub answer: RefCell<Option<Result<Reply, HostError>>>,
    pub waiting: Cell<Option<CallId>>,
    pub outbox: RefCell<VecDeque<(CallId, Call)>>,
    pub cancelled: RefCell<VecDeque<CallId>>,
    /// Who is told the answer of a call that does not block, and whether the program stays for it.
    pub callbacks: RefCell<BTreeMap<CallId, (Value, bool)>>,
    pub ticks: RefCell<VecDeque<Job>>,
    pub jobs: RefCell<VecDeque<Job>>,
    pub tasks: RefCell<VecDeque<Job>>,
    in_jobs: Cell<bool>,
    pub rejections: RefCell<Vec<Obj>>,
    /// Functions of the library that the loop calls, by name.
    pub hooks: RefCell<BTreeMap<String, Value>>,
    pub thrown: RefCell<Option<(Rc<Source>, u32)>>,
    pub new_target: RefCell<Value>,
    pub exit: Cell<Option<i32>>,
    pub fuel: Cell<i64>,
    ids: Cell<u64>,
    calls: Cell<u64>,
    objects: RefCell<(Vec<Weak<Object>>, usize)>,
    pub config: crate::Config,
    base: Cell<isize>,
    memory: Cell<isize>,
    pub symbols: RefCell<BTreeMap<String, Rc<Symbol>>>,
    pub templates: RefCell<BTreeMap<usize, Value>>,
}

/// The symbols of the language, and those of `Symbol.for`.
pub const ITERATOR: &str = "Symbol.iterator";

impl Realm {
    pub fn new(config: crate::Config) -> Rc<Realm> {
        let ids = Cell::new(1_000);
        let objects = RefCell::new((Vec::new(), 4_096));
        let base = held();
        let mut object_proto: Option<Obj> = None;
        let protos = Protos::new(&mut |name| {
            let kind = match name {
                "array" => Kind::Array(RefCell::default()),
                "function" => Kind::Native(|_, _, _| Ok(Value::Undefined), false),
                _ => Kind::Ordinary,
            };
            let made = raw(&ids, &objects, object_proto.clone(), kind);
            object_proto.get_or_insert_with(|| made.clone());
            made
        });
        for child in
            [&protos.type_error, &protos.range_error, &protos.reference_error, &protos.syntax_error, &protos.uri_error]
        {
            child.proto.replace(Some(protos.error.clone()));
        }
        protos.generator.proto.replace(Some(protos.iterator.clone()));
        protos.uint8array.proto.replace(Some(protos.bytes.clone()));
        let global = raw(&ids, &objects, Some(protos.object.clone()), Kind::Ordinary);
        let realm = Rc::new(Realm {
            protos,
            global,
            scope: Scope::new(None),
            stack: RefCell::default(),
            current: RefCell::default(),
            current_promise: RefCell::default(),
            signal: RefCell::default(),
            ret: RefCell::default(),
            sent: RefCell::default(),
            answer: RefCell::default(),
            waiting: Cell::default(),
            outbox: RefCell::default(),
            cancelled: RefCell::default(),
            callbacks: RefCell::default(),
            ticks: RefCell::default(),
            jobs: RefCell::default(),
            tasks: RefCell::default(),
            in_jobs: Cell::default(),
            rejections: RefCell::default(),
            hooks: RefCell::default(),
            thrown: RefCell::default(),
            new_target: RefCell::new(Value::Undefined),
            exit: Cell::default(),
            fuel: Cell::default(),
            ids,
            calls: Cell::default(),
            objects,
            config,
            base: Cell::new(base),
            memory: Cell::default(),
            symbols: RefCell::default(),
            templates: RefCell::default(),
        });
        for name in ["iterator", "asyncIterator", "hasInstance", "toPrimitive", "toStringTag", "species"] {
            realm.symbol(&format!("Symbol.{name}"));
        }
        realm
    }

    /// A symbol by its description: one of the language's, or of `Symbol.for`.
    pub fn symbol(&self, name: &str) -> Rc<Symbol> {
        let fresh = || Rc::new(Symbol { description: Some(Str::from(name)), id: self.next_id() });
        self.symbols.borrow_mut().entry(name.to_string()).or_insert_with(fresh).clone()
    }

    pub fn next_id(&self) -> u64 {
        self.ids.set(self.ids.get() + 1);
        self.ids.get()
    }

    pub fn next_call(&self) -> CallId {
        self.calls.set(self.calls.get() + 1);
        CallId(self.calls.get())
    }

    pub fn object(&self, proto: &Obj, kind: Kind) -> Obj {
        raw(&self.ids, &self.objects, Some(proto.clone()), kind)
    }

    pub fn bare(&self, proto: Option<Obj>) -> Obj {
        raw(&self.ids, &self.objects, proto, Kind::Ordinary)
    }

    pub fn plain(&self) -> Obj {
        self.object(&self.protos.object, Kind::Ordinary)
    }

    pub fn array(&self, items: Vec<Value>) -> Value {
        let len = items.len();
        let made = self.object(&self.protos.array, Kind::Array(RefCell::new(items)));
        made.count(len);
        Value::Obj(made)
    }

    pub fn strings<'a>(&self, items: impl IntoIterator<Item = &'a str>) -> Value {
        self.array(items.into_iter().map(Value::str).collect())
    }

    pub fn native(&self, name: &str, length: usize, function: NativeFn, constructs: bool) -> Obj {
        let made = self.object(&self.protos.function, Kind::Native(function, constructs));
        made.define("length".into(), Value::Num(length as f64), CONFIGURABLE);
        made.define("name".into(), Value::str(name), CONFIGURABLE);
        made
    }

    pub fn iter_result(&self, value: Value, done: bool) -> Value {
        let result = self.plain();
        result.define("value".into(), value, ALL);
        result.define("done".into(), Value::Bool(done), ALL);
        Value::Obj(result)
    }

    /// Bytes that this program's values hold.
    pub fn memory(&self) -> u64 {
        u64::try_from(self.memory.get() + held() - self.base.get()).unwrap_or(0)
    }

    /// To be called before and after turns: what others of this thread hold is not this program's.
    pub fn begin_turn(&self) {
        self.base.set(held());
    }

    pub fn end_turn(&self) {
        self.memory.set(self.memory.get() + held() - self.base.get());
        self.base.set(held());
    }

    pub fn over_memory(&self) -> bool {
        self.memory() > self.config.memory_limit as u64
    }

    /// An exception that nobody caught: the library prints it and ends the program.
    pub fn uncaught(self: &Rc<Realm>, error: Value) {
        self.call_hook("uncaught", vec![error, Value::str("uncaughtException")]);
    }

    /// Runs a function of the library before anything else.
    pub fn call_hook(self: &Rc<Realm>, name: &str, args: Vec<Value>) {
        let hook = self.hooks.borrow().get(name).cloned();
        match hook {
            Some(hook) => self.push_job(Job::Call(hook, args)),
            None => self.exit.set(Some(7)),
        }
    }

    fn push_job(self: &Rc<Realm>, job: Job) {
        let frame = match job {
            Job::Resume(frame, sent) => {
                self.sent.replace(sent);
                frame
            }
            job => {
                let info = Rc::new(Info {
                    name: "".into(),
                    source: self.config.internal.0.clone(),
                    pos: Cell::new(0),
                    receiver: Value::Undefined,
                    constructs: false,
                });
                Frame { body: Box::pin(promise::run(self.clone(), job)), info, role: Role::Root }
            }
        };
        self.stack.borrow_mut().push(frame);
    }

    /// Puts the next thing to do on the stack; false if there is none.
    pub fn schedule(self: &Rc<Realm>) -> bool {
        if self.in_jobs.get() || self.ticks.borrow().is_empty() {
            let job = self.jobs.borrow_mut().pop_front();
            self.in_jobs.set(job.is_some());
            if let Some(job) = job {
                self.push_job(job);
                return true;
            }
        }
        let tick = self.ticks.borrow_mut().pop_front();
        if let Some(tick) = tick {
            self.push_job(tick);
            return true;
        }
        let rejected = std::mem::take(&mut *self.rejections.borrow_mut());
        let unhandled: Vec<Obj> =
            rejected.into_iter().filter(|p| matches!(&p.kind, Kind::Promise(cell) if !cell.borrow().handled)).collect();
        if !unhandled.is_empty() {
            for promise in unhandled.into_iter().rev() {
                let Kind::Promise(cell) = &promise.kind else { continue };
                let promise::State::Rejected(value) = &cell.borrow().state else { continue };
                self.call_hook("rejection", vec![value.clone(), Value::Obj(promise.clone())]);
            }
            return true;
        }
        let task = self.tasks.borrow_mut().pop_front();
        if let Some(task) = task {
            self.push_job(task);
            return true;
        }
        false
    }

    pub fn alive(&self) -> bool {
        self.callbacks.borrow().values().any(|(_, stays)| *stays)
    }

    /// Frees what refers to itself.
    pub fn clear(&self) {
        let all = std::mem::take(&mut self.objects.borrow_mut().0);
        let frames = std::mem::take(&mut *self.stack.borrow_mut());
        drop(frames);
        self.callbacks.borrow_mut().clear();
        self.hooks.borrow_mut().clear();
        self.jobs.borrow_mut().clear();
        self.tasks.borrow_mut().clear();
        self.ticks.borrow_mut().clear();
        self.templates.borrow_mut().clear();
        self.scope.vars.replace(Default::default());
        let mut kept = Vec::new();
        for object in all.iter().filter_map(Weak::upgrade) {
            let list: Vec<(Key, Property)> = object.props.borrow().iter().cloned().collect();
            object.props.borrow_mut().clear();
            kept.push(list);
            match &object.kind {
                Kind::Array(items) => {
                    let items = items.take();
                    drop(items);
                }
                Kind::Closure(c) => {
                    let vars = c.scope.vars.try_borrow_mut().map(|mut v| std::mem::take(&mut *v));
                    drop(vars);
                    c.home.take();
                    c.class.take();
                }
                Kind::Map(m) | Kind::Set(m) => {
                    m.take();
                }
                Kind::Promise(p) => {
                    let old = p.try_borrow_mut().map(|mut p| {
                        (std::mem::take(&mut p.reactions), std::mem::replace(&mut p.state, promise::State::Pending))
                    });
                    drop(old);
                }
                Kind::Generator(g) => {
                    let frame = g.try_borrow_mut().map(|mut g| g.frame.take());
                    drop(frame);
                }
                _ => {}
            }
            let proto = object.proto.take();
            drop(proto);
        }
    }
}

fn raw(ids: &Cell<u64>, objects: &RefCell<(Vec<Weak<Object>>, usize)>, proto: Option<Obj>, kind: Kind) -> Obj {
    ids.set(ids.get() + 1);
    hold(160);
    let made = Rc::new(Object {
        id: ids.get(),
        proto: RefCell::new(proto),
        props: RefCell::default(),
        kind,
        extensible: Cell::new(true),
        counted: Cell::new(0),
    });
    let mut all = objects.borrow_mut();
    if all.0.len() >= all.1 {
        all.0.retain(|w| w.strong_count() > 0);
        all.1 = (all.0.len() * 2).max(4_096);
    }
    all.0.push(Rc::downgrade(&made));
    made
}
