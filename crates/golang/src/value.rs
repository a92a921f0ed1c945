//! What a running program holds. Everything that can be changed or shared is a cell of the heap ([`Obj`]), which the
//! virtual machine keeps a list of: so rings are found, and nothing is dropped deeply.

use crate::types::Ty;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

pub type Heap = Rc<Obj>;

#[derive(Debug)]
pub struct Obj {
    pub data: RefCell<Data>,
    pub mark: Cell<bool>,
}

#[derive(Debug)]
pub enum Data {
    /// Fields, elements, captured variables, or one variable on its own.
    Vals(Vec<Value>),
    Bytes(Vec<u8>),
    Map(MapData),
    Chan(ChanData),
    /// A walk over a map: the map, where it began, how far it is.
    Iter(Heap, usize, usize),
}

impl Default for Data {
    fn default() -> Self {
        Data::Vals(Vec::new())
    }
}

#[derive(Clone, Debug, Default)]
pub enum Value {
    #[default]
    Nil,
    Bool(bool),
    /// Every integer; unsigned ones by their bits.
    Int(i64),
    Float(f64),
    Str(Str),
    /// A struct or array, a pointer to one, a map, or a channel.
    Obj(Heap),
    /// A pointer to a variable, field or element.
    Ref(Heap, u32),
    Slice(Slice),
    Iface(Rc<(Ty, Value)>),
    Func(Rc<Closure>),
}

/// Part of some bytes that don't change.
#[derive(Clone, Debug)]
pub struct Str {
    bytes: Rc<Vec<u8>>,
    from: u32,
    len: u32,
}

#[derive(Clone, Debug)]
pub struct Slice {
    pub obj: Heap,
    pub from: u32,
    pub len: u32,
    pub cap: u32,
}

#[derive(Debug)]
pub struct Closure {
    pub kind: Callee,
    /// Captured variables, or the receiver.
    pub caps: Option<Heap>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callee {
    Func(u32),
    /// A method bound to its receiver: by the name's number, for the type it is looked up in.
    Method(u32, Ty),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Nil,
    Bool(bool),
    Int(i64),
    /// The bits, with one zero; what is not a number is equal to nothing.
    Float(u64),
    Str(Vec<u8>),
    Pointer(usize, u32),
    Parts(Vec<Key>),
    Typed(Ty, Box<Key>),
}

#[derive(Debug)]
pub struct MapData {
    pub ty: Ty,
    pub index: BTreeMap<Key, usize>,
    /// In the order they came; holes are what was deleted.
    pub entries: Vec<Option<(Value, Value)>>,
}

#[derive(Debug)]
pub struct Waiter {
    pub goroutine: u64,
    /// Which of its waits: a later one has another.
    pub ticket: u64,
    pub case: usize,
    pub value: Value,
}

#[derive(Debug, Default)]
pub struct ChanData {
    pub elem: Ty,
    pub cap: usize,
    pub buffer: VecDeque<Value>,
    pub closed: bool,
    pub receivers: VecDeque<Waiter>,
    pub senders: VecDeque<Waiter>,
}

impl Str {
    pub fn new(bytes: Vec<u8>) -> Str {
        let len = bytes.len() as u32;
        Str { bytes: Rc::new(bytes), from: 0, len }
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.from as usize..(self.from + self.len) as usize).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// The bounds have been looked at.
    pub fn part(&self, from: usize, to: usize) -> Str {
        Str { bytes: self.bytes.clone(), from: self.from + from as u32, len: (to - from) as u32 }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.as_bytes()).into_owned()
    }
}

impl Value {
    pub fn str(text: &str) -> Value {
        Value::Str(Str::new(text.as_bytes().to_vec()))
    }

    pub fn bytes_str(bytes: Vec<u8>) -> Value {
        Value::Str(Str::new(bytes))
    }

    pub fn int(&self) -> i64 {
        match self {
            Value::Int(n) => *n,
            Value::Float(f) => *f as i64,
            Value::Bool(b) => i64::from(*b),
            _ => 0,
        }
    }

    pub fn float(&self) -> f64 {
        match self {
            Value::Float(f) => *f,
            Value::Int(n) => *n as f64,
            _ => 0.0,
        }
    }

    pub fn truth(&self) -> bool {
        matches!(self, Value::Bool(true))
    }

    pub fn text(&self) -> String {
        match self {
            Value::Str(s) => s.text(),
            _ => String::new(),
        }
    }

    /// The bytes of a string or a slice of bytes.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Value::Str(s) => s.as_bytes().to_vec(),
            Value::Slice(s) => match &*s.obj.data.borrow() {
                Data::Bytes(all) => all.get(s.from as usize..(s.from + s.len) as usize).unwrap_or_default().to_vec(),
                Data::Vals(all) => {
                    let part = all.get(s.from as usize..(s.from + s.len) as usize).unwrap_or_default();
                    part.iter().map(|v| v.int() as u8).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The elements of a slice or array.
    pub fn elements(&self) -> Vec<Value> {
        match self {
            Value::Slice(s) => (0..s.len).map(|n| s.obj.get((s.from + n) as usize)).collect(),
            Value::Obj(o) => (0..o.len()).map(|n| o.get(n)).collect(),
            _ => Vec::new(),
        }
    }

    pub fn is_nil(&self) -> bool {
        matches!(self, Value::Nil)
    }
}

impl Obj {
    pub fn get(&self, n: usize) -> Value {
        match &*self.data.borrow() {
            Data::Vals(v) => v.get(n).cloned().unwrap_or_default(),
            Data::Bytes(b) => Value::Int(i64::from(b.get(n).copied().unwrap_or(0))),
            _ => Value::Nil,
        }
    }

    pub fn set(&self, n: usize, value: Value) {
        match &mut *self.data.borrow_mut() {
            Data::Vals(v) => {
                if let Some(place) = v.get_mut(n) {
                    *place = value;
                }
            }
            Data::Bytes(b) => {
                if let Some(place) = b.get_mut(n) {
                    *place = value.int() as u8;
                }
            }
            _ => {}
        }
    }

    pub fn len(&self) -> usize {
        match &*self.data.borrow() {
            Data::Vals(v) => v.len(),
            Data::Bytes(b) => b.len(),
            Data::Map(m) => m.index.len(),
            Data::Chan(c) => c.buffer.len(),
            Data::Iter(..) => 0,
        }
    }

    /// About how many bytes it takes.
    pub fn weight(&self) -> usize {
        64 + match &*self.data.borrow() {
            Data::Vals(v) => v.capacity() * size_of::<Value>(),
            Data::Bytes(b) => b.capacity(),
            Data::Map(m) => m.entries.len() * 120,
            Data::Chan(c) => c.buffer.len() * size_of::<Value>(),
            Data::Iter(..) => 0,
        }
    }
}
