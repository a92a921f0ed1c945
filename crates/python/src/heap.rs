//! Objects and where they live: a table of slots that a value names by number, collected by marking from the roots.
//!
//! Collection happens only between two instructions, when every live value is in a frame or another root; native code
//! may therefore hold values freely. Sizes are estimates, good enough for the memory budget.

use crate::code::LoadedCode;
use crate::dict::{Dict, Set};
use crate::frame::Frame;
use crate::vm::{NativeFn, Vm};
use num_bigint::BigInt;
use std::cell::Cell;
use std::rc::Rc;

/// A Python value: small ones in place, others by slot.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// No value at all: an unbound local, a missing argument.
    Null,
    None,
    Ellipsis,
    NotImplemented,
    Bool(bool),
    Int(i64),
    Float(f64),
    Obj(u32),
}

impl Value {
    pub fn is(self, other: Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null)
            | (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Obj(a), Value::Obj(b)) => a == b,
            _ => false,
        }
    }
    pub fn is_null(self) -> bool {
        matches!(self, Value::Null)
    }
    pub fn is_none(self) -> bool {
        matches!(self, Value::None)
    }
    pub fn or_none(self) -> Value {
        if self.is_null() { Value::None } else { self }
    }
    pub fn slot(self) -> Option<u32> {
        match self {
            Value::Obj(n) => Some(n),
            _ => None,
        }
    }
}

pub struct Text {
    pub s: Rc<str>,
    /// 0 is not yet known.
    pub hash: Cell<u64>,
    pub chars: u32,
}

impl Text {
    pub fn ascii(&self) -> bool {
        self.chars as usize == self.s.len()
    }
}

/// The storage an instance of a class has; decides which built-in methods fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Object,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
    ByteArray,
    List,
    Tuple,
    Dict,
    Set,
    FrozenSet,
    Exception,
    Type,
    Module,
    Property,
    /// Made by the interpreter only.
    Closed,
}

pub struct Type {
    pub name: Rc<str>,
    pub layout: Layout,
    pub mro: Vec<u32>,
    pub bases: Vec<u32>,
    /// The namespace, a dict's slot.
    pub dict: u32,
    pub subclasses: Vec<u32>,
    /// Instances have no `__dict__` (built-in types, classes with `__slots__`).
    pub no_dict: bool,
    pub builtin: bool,
}

pub struct Function {
    pub code: Rc<LoadedCode>,
    pub globals: u32,
    pub closure: Rc<[Value]>,
    pub defaults: Vec<Value>,
    /// Pairs of name and default.
    pub kw_defaults: Vec<(Value, Value)>,
    pub name: Value,
    pub qualname: Value,
    pub doc: Value,
    pub module: Value,
    pub annotations: Value,
}

#[derive(Clone, Copy)]
pub struct Native {
    pub name: &'static str,
    /// The class it is a method of, or the module: part of the name of its Python twin.
    pub owner: &'static str,
    pub call: NativeFn,
    /// Binds to an instance when it is found on its class.
    pub method: bool,
}

#[derive(Clone)]
pub struct TracebackEntry {
    pub code: Rc<LoadedCode>,
    pub at: usize,
    pub globals: u32,
    pub locals: Value,
}

pub struct Exception {
    /// A tuple.
    pub args: Value,
    pub cause: Value,
    pub context: Value,
    pub suppress: bool,
    /// Innermost first.
    pub traceback: Vec<TracebackEntry>,
    pub notes: Value,
}

pub enum IterState {
    List(Value, usize),
    Tuple(Value, usize),
    Str(Value, usize),
    Bytes(Value, usize),
    Range {
        next: i64,
        step: i64,
        left: u64,
    },
    /// Position and the size the dict had.
    DictKeys(u32, usize, usize),
    DictValues(u32, usize, usize),
    DictItems(u32, usize, usize),
    Set(u32, usize, usize),
    Reversed(Value, usize),
    Enumerate(Value, i64),
    Zip(Vec<Value>, bool),
    /// `__getitem__` with 0, 1, 2 …
    Sequence(Value, i64),
    /// `iter(callable, sentinel)` is made in Python; this one is over already.
    Done,
}

pub struct Generator {
    /// `None` while it runs and when it is over.
    pub frame: Option<Box<Frame>>,
    pub running: bool,
    pub done: bool,
    pub started: bool,
    pub name: Value,
    pub qualname: Value,
    pub code: Rc<LoadedCode>,
    /// 0 generator, 1 coroutine, 2 asynchronous generator.
    pub flavour: u8,
    /// The iterator a `yield from` or `await` is waiting on.
    pub awaiting: Value,
}

pub struct Property {
    pub get: Value,
    pub set: Value,
    pub delete: Value,
    pub doc: Value,
    pub name: Value,
}

pub struct MatchData {
    pub text: Value,
    pub pattern: Value,
    pub groups: Vec<Option<(usize, usize)>>,
    pub last: Option<usize>,
    pub pos: usize,
    pub endpos: usize,
}

pub enum Kind {
    Free(u32),
    Object,
    Int(i64),
    Big(Box<BigInt>),
    Float(f64),
    Complex(f64, f64),
    Str(Text),
    Bytes(Rc<[u8]>),
    ByteArray(Vec<u8>),
    List(Vec<Value>),
    Tuple(Box<[Value]>),
    Dict(Box<Dict>),
    Set(Box<Set>),
    Function(Box<Function>),
    Native(Box<Native>),
    /// Function, then what it is bound to.
    Method(Value, Value),
    Type(Box<Type>),
    /// Name; the namespace is the object's `__dict__`.
    Module,
    Exception(Box<Exception>),
    Cell(Value),
    Code(Rc<LoadedCode>),
    Iter(Box<IterState>),
    Generator(Box<Generator>),
    /// `gen.send` as an awaitable of an async generator: generator, mode, value.
    AsyncGenStep(Value, u8, Value),
    Range(i64, i64, i64),
    Slice(Box<[Value; 3]>),
    Property(Box<Property>),
    ClassMethod(Value),
    StaticMethod(Value),
    /// `super`: class to start after, object, its class.
    Super(Value, Value, u32),
    /// keys 0, values 1, items 2 of a dict.
    View(u32, u8),
    Proxy(u32),
    Traceback(Rc<[TracebackEntry]>, usize),
    FrameInfo(Box<TracebackEntry>, Value),
    /// A union `int | None`, or `list[int]`: origin and arguments.
    Alias(Value, Value),
    Union(Value),
    Pattern(Rc<crate::modules::re::Program>, Value, u32),
    Match(Box<MatchData>),
    Random(Box<crate::modules::random::Mersenne>),
    Hasher(Box<crate::modules::hashing::Hasher>),
    Database(Box<crate::modules::sqlite::Store>),
    Deque(std::collections::VecDeque<Value>, Option<usize>),
    /// `__slots__` member: name.
    Member(Value),
    WeakRef(Value),
    Lock(bool),
}

pub struct Object {
    pub class: u32,
    /// The slot of the `__dict__`, 0 for none yet.
    pub dict: u32,
    marked: bool,
    pub kind: Kind,
}

pub struct Heap {
    pub slots: Vec<Object>,
    free: u32,
    live: usize,
    /// Bytes, estimated, of payloads since the last collection and in all.
    pub bytes: usize,
    threshold: usize,
    pub limit: usize,
}

impl Default for Heap {
    fn default() -> Self {
        Heap { slots: Vec::new(), free: 0, live: 0, bytes: 0, threshold: 24 << 20, limit: 256 << 20 }
    }
}

impl Heap {
    pub fn with_limit(limit: usize) -> Heap {
        Heap { limit, ..Heap::default() }
    }

    pub fn add(&mut self, class: u32, kind: Kind) -> Value {
        self.bytes += 64
            + match &kind {
                Kind::Str(t) => t.s.len(),
                Kind::Bytes(b) => b.len(),
                Kind::ByteArray(b) => b.capacity(),
                Kind::List(v) => v.capacity() * 16,
                Kind::Tuple(v) => v.len() * 16,
                Kind::Dict(d) => 64 + d.len() * 40,
                Kind::Set(s) => 64 + s.len() * 40,
                Kind::Generator(_) => 400,
                Kind::Big(b) => b.bits() as usize / 8,
                _ => 0,
            };
        let object = Object { class, dict: 0, marked: false, kind };
        self.live += 1;
        if self.free != 0 {
            let slot = self.free;
            if let Some(place) = self.slots.get_mut(slot as usize) {
                if let Kind::Free(next) = place.kind {
                    self.free = next;
                }
                *place = object;
                return Value::Obj(slot);
            }
        }
        let slot = self.slots.len() as u32;
        self.slots.push(object);
        Value::Obj(slot)
    }

    pub fn get(&self, slot: u32) -> &Object {
        &self.slots[slot as usize]
    }
    pub fn get_mut(&mut self, slot: u32) -> &mut Object {
        &mut self.slots[slot as usize]
    }
    pub fn kind(&self, value: Value) -> Option<&Kind> {
        match value {
            Value::Obj(n) => Some(&self.slots[n as usize].kind),
            _ => None,
        }
    }
    pub fn kind_mut(&mut self, value: Value) -> Option<&mut Kind> {
        match value {
            Value::Obj(n) => Some(&mut self.slots[n as usize].kind),
            _ => None,
        }
    }
    pub fn grown(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }
    pub fn wants_collection(&self) -> bool {
        self.bytes > self.threshold
    }
    pub fn over(&self) -> bool {
        self.bytes > self.limit
    }
    pub fn would_overflow(&self, more: usize) -> bool {
        self.bytes.saturating_add(more) > self.limit
    }
    pub fn str(&self, value: Value) -> Option<&str> {
        match self.kind(value) {
            Some(Kind::Str(t)) => Some(&t.s),
            _ => None,
        }
    }
    pub fn dict(&self, slot: u32) -> Option<&Dict> {
        match &self.slots[slot as usize].kind {
            Kind::Dict(d) => Some(d),
            _ => None,
        }
    }
    pub fn dict_mut(&mut self, slot: u32) -> Option<&mut Dict> {
        match &mut self.slots[slot as usize].kind {
            Kind::Dict(d) => Some(d),
            _ => None,
        }
    }
    pub fn type_of_slot(&self, slot: u32) -> Option<&Type> {
        match &self.slots[slot as usize].kind {
            Kind::Type(t) => Some(t),
            _ => None,
        }
    }

    /// Frees everything that the roots do not lead to.
    pub fn collect(&mut self, roots: Vec<Value>) {
        let mut work: Vec<u32> = Vec::new();
        for root in roots {
            if let Value::Obj(n) = root {
                work.push(n);
            }
        }
        let mut bytes = 0;
        while let Some(n) = work.pop() {
            let object = &mut self.slots[n as usize];
            if object.marked {
                continue;
            }
            object.marked = true;
            work.push(object.class);
            if object.dict != 0 {
                work.push(object.dict);
            }
            bytes += 64
                + trace(&object.kind, &mut |v| {
                    if let Value::Obj(n) = v {
                        work.push(n);
                    }
                });
        }
        self.live = 0;
        self.free = 0;
        for n in (1..self.slots.len()).rev() {
            let object = &mut self.slots[n];
            if object.marked {
                object.marked = false;
                self.live += 1;
            } else {
                object.kind = Kind::Free(self.free);
                object.dict = 0;
                self.free = n as u32;
            }
        }
        if let Some(first) = self.slots.first_mut() {
            first.marked = false;
        }
        self.bytes = bytes;
        self.threshold = (bytes * 2).max(24 << 20).min(self.limit.max(bytes));
    }
}

/// Calls `see` with everything the object refers to; answers its payload's bytes.
fn trace(kind: &Kind, see: &mut dyn FnMut(Value)) -> usize {
    match kind {
        Kind::Free(_)
        | Kind::Object
        | Kind::Int(_)
        | Kind::Float(_)
        | Kind::Complex(..)
        | Kind::Native(_)
        | Kind::Module
        | Kind::Range(..)
        | Kind::Random(_)
        | Kind::Lock(_)
        | Kind::Hasher(_) => {}
        Kind::Database(store) => return store.weight(),
        Kind::Big(b) => return b.bits() as usize / 8,
        Kind::Str(t) => return t.s.len(),
        Kind::Bytes(b) => return b.len(),
        Kind::ByteArray(b) => return b.capacity(),
        Kind::List(v) => {
            v.iter().for_each(|v| see(*v));
            return v.capacity() * 16;
        }
        Kind::Tuple(v) => {
            v.iter().for_each(|v| see(*v));
            return v.len() * 16;
        }
        Kind::Deque(v, _) => {
            v.iter().for_each(|v| see(*v));
            return v.len() * 16;
        }
        Kind::Dict(d) => {
            d.trace(see);
            return 64 + d.len() * 40;
        }
        Kind::Set(s) => {
            s.keys().for_each(&mut *see);
            return 64 + s.len() * 40;
        }
        Kind::Function(f) => {
            see(Value::Obj(f.globals));
            f.closure.iter().for_each(|v| see(*v));
            f.defaults.iter().for_each(|v| see(*v));
            for (k, v) in &f.kw_defaults {
                see(*k);
                see(*v);
            }
            for v in [f.name, f.qualname, f.doc, f.module, f.annotations] {
                see(v);
            }
            f.code.trace(see);
            return 200;
        }
        Kind::Method(a, b) | Kind::Alias(a, b) => {
            see(*a);
            see(*b);
        }
        Kind::Type(t) => {
            t.mro.iter().chain(&t.bases).for_each(|n| see(Value::Obj(*n)));
            t.subclasses.iter().for_each(|n| see(Value::Obj(*n)));
            see(Value::Obj(t.dict));
            return 200;
        }
        Kind::Exception(e) => {
            for v in [e.args, e.cause, e.context, e.notes] {
                see(v);
            }
            for t in &e.traceback {
                trace_entry(t, see);
            }
            return 100;
        }
        Kind::Cell(v) | Kind::ClassMethod(v) | Kind::StaticMethod(v) | Kind::Member(v) | Kind::Union(v) => see(*v),
        Kind::WeakRef(v) => see(*v),
        Kind::Code(c) => c.trace(see),
        Kind::Iter(i) => match &**i {
            IterState::List(v, _)
            | IterState::Tuple(v, _)
            | IterState::Str(v, _)
            | IterState::Bytes(v, _)
            | IterState::Reversed(v, _)
            | IterState::Enumerate(v, _)
            | IterState::Sequence(v, _) => see(*v),
            IterState::DictKeys(d, ..) | IterState::DictValues(d, ..) | IterState::DictItems(d, ..) => {
                see(Value::Obj(*d))
            }
            IterState::Set(s, ..) => see(Value::Obj(*s)),
            IterState::Zip(v, _) => v.iter().for_each(|v| see(*v)),
            IterState::Range { .. } | IterState::Done => {}
        },
        Kind::Generator(g) => {
            for v in [g.name, g.qualname, g.awaiting] {
                see(v);
            }
            g.code.trace(see);
            if let Some(frame) = &g.frame {
                frame.trace(see);
            }
            return 400;
        }
        Kind::AsyncGenStep(a, _, b) => {
            see(*a);
            see(*b);
        }
        Kind::Slice(v) => v.iter().for_each(|v| see(*v)),
        Kind::Property(p) => {
            for v in [p.get, p.set, p.delete, p.doc, p.name] {
                see(v);
            }
        }
        Kind::Super(a, b, c) => {
            see(*a);
            see(*b);
            see(Value::Obj(*c));
        }
        Kind::View(d, _) | Kind::Proxy(d) => see(Value::Obj(*d)),
        Kind::Traceback(entries, _) => entries.iter().for_each(|e| trace_entry(e, see)),
        Kind::FrameInfo(e, back) => {
            trace_entry(e, see);
            see(*back);
        }
        Kind::Pattern(_, v, _) => see(*v),
        Kind::Match(m) => {
            see(m.text);
            see(m.pattern);
        }
    }
    0
}

fn trace_entry(entry: &TracebackEntry, see: &mut dyn FnMut(Value)) {
    entry.code.trace(see);
    see(Value::Obj(entry.globals));
    see(entry.locals);
}

impl Vm {
    pub fn new_str(&mut self, s: impl Into<Rc<str>>) -> Value {
        let s: Rc<str> = s.into();
        let chars = if s.is_ascii() { s.len() } else { s.chars().count() } as u32;
        let class = self.types.str;
        self.heap.add(class, Kind::Str(Text { s, hash: Cell::new(0), chars }))
    }
    pub fn new_list(&mut self, items: Vec<Value>) -> Value {
        self.heap.add(self.types.list, Kind::List(items))
    }
    pub fn new_tuple(&mut self, items: impl Into<Box<[Value]>>) -> Value {
        let items: Box<[Value]> = items.into();
        if items.is_empty() && !self.empty_tuple.is_null() {
            return self.empty_tuple;
        }
        self.heap.add(self.types.tuple, Kind::Tuple(items))
    }
    pub fn new_bytes(&mut self, data: impl Into<Rc<[u8]>>) -> Value {
        self.heap.add(self.types.bytes, Kind::Bytes(data.into()))
    }
    pub fn new_dict(&mut self) -> Value {
        self.heap.add(self.types.dict, Kind::Dict(Box::default()))
    }
    pub fn new_set(&mut self, set: Set) -> Value {
        self.heap.add(self.types.set, Kind::Set(Box::new(set)))
    }
    pub fn new_big(&mut self, n: BigInt) -> Value {
        match i64::try_from(&n) {
            Ok(n) => Value::Int(n),
            Err(_) => self.heap.add(self.types.int, Kind::Big(Box::new(n))),
        }
    }
    pub fn new_iter(&mut self, state: IterState) -> Value {
        let class = match &state {
            IterState::List(..) => self.types.list_iterator,
            IterState::Tuple(..) => self.types.tuple_iterator,
            IterState::Str(..) => self.types.str_iterator,
            IterState::Bytes(..) => self.types.bytes_iterator,
            IterState::Range { .. } => self.types.range_iterator,
            IterState::DictKeys(..) => self.types.dict_keyiterator,
            IterState::DictValues(..) => self.types.dict_valueiterator,
            IterState::DictItems(..) => self.types.dict_itemiterator,
            IterState::Set(..) => self.types.set_iterator,
            IterState::Reversed(..) => self.types.reversed,
            IterState::Enumerate(..) => self.types.enumerate,
            IterState::Zip(..) => self.types.zip,
            _ => self.types.iterator,
        };
        self.heap.add(class, Kind::Iter(Box::new(state)))
    }
}
