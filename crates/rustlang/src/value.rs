//! Values as they are at run time: numbers know their type, and whatever is made of parts is an object.
//!
//! A shared reference is the value itself, since nothing can change while one lives; `&mut` to an object is the object, and to a plain
//! value it is [`Value::Ref`], the object that has it and where. Moving shares the object, which nobody uses under its old name;
//! copying makes another. So Rust's own rules, which programs that compile obey, make all this true to it.

use crate::types::IntTy;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

pub type Obj = Rc<Object>;

#[derive(Clone, Debug, Default)]
pub enum Value {
    #[default]
    Unit,
    Bool(bool),
    Char(char),
    Int(IntTy, i128),
    Float(f64),
    F32(f32),
    Str(Rc<str>),
    Obj(Obj),
    Ref(Obj, u32),
    Fn(u32),
    /// A tuple struct's or a variant's name as a function.
    Ctor(u32, Option<u32>),
    /// Somebody took what was here.
    Moved,
}

#[derive(Debug)]
pub struct Object {
    pub data: RefCell<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ListKind {
    Array,
    Vec,
}

#[derive(Debug)]
pub enum Data {
    List(Vec<Value>, ListKind),
    /// A part of another list.
    View(Obj, usize, usize),
    Deque(VecDeque<Value>),
    Str(String),
    Tuple(Vec<Value>),
    Struct(u32, Vec<Value>),
    Enum(u32, u32, Vec<Value>),
    /// A local that others point at, or a place in a map.
    Cell(Value),
    Closure(u32, Vec<Value>),
    /// Whether it is sorted, whether it is a set.
    Map(Map),
    Iter(Iter),
    Formatter(Formatter),
    Gone,
}

#[derive(Debug)]
pub struct Map {
    pub sorted: bool,
    pub set: bool,
    /// By hash (0 if sorted) and key: the key's own value, and a cell.
    pub entries: BTreeMap<(u64, Key), (Value, Obj)>,
}

/// What a value is as a key: its structure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Unit,
    Bool(bool),
    Int(i128),
    Wide(u128),
    Char(char),
    Str(Rc<str>),
    List(Vec<Key>),
    Variant(u32, Vec<Key>),
}

#[derive(Debug)]
pub enum Iter {
    /// The list, from where, to where; how elements are given: 0 as they are, 1 copied, 2 by mutable reference.
    List(Obj, usize, usize, u8),
    /// Values that were made beforehand.
    Ready(VecDeque<Value>),
}

#[derive(Debug, Default)]
pub struct Formatter {
    pub out: String,
    pub spec: crate::code::Spec,
}

thread_local! {
    /// Bytes that objects hold, as far as they are counted.
    static HELD: Cell<i64> = const { Cell::new(0) };
    /// Parts of objects that went, still to be dropped: so a long chain needs no deep stack.
    static DROPPING: RefCell<Option<Vec<Value>>> = const { RefCell::new(None) };
    /// Types whose `Drop` is written in the program, and their objects that went.
    static WATCHED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static DROPPED: RefCell<VecDeque<(u32, Vec<Value>)>> = const { RefCell::new(VecDeque::new()) };
}

/// What belongs to one machine of what is counted by thread.
#[derive(Default)]
pub struct Turn {
    held: i64,
    watched: Vec<u32>,
    dropped: VecDeque<(u32, Vec<Value>)>,
}

impl Turn {
    /// Exchanges this machine's with the thread's.
    pub fn swap(&mut self) {
        self.held = HELD.replace(self.held);
        WATCHED.with_borrow_mut(|w| std::mem::swap(w, &mut self.watched));
        DROPPED.with_borrow_mut(|d| std::mem::swap(d, &mut self.dropped));
    }
    pub fn watch(&mut self, ty: u32) {
        self.watched.push(ty);
    }
    pub fn held(&self) -> i64 {
        self.held
    }
}

pub fn held() -> i64 {
    HELD.get()
}

pub fn charge(bytes: i64) {
    HELD.set(HELD.get() + bytes);
}

/// The next object whose `drop` is to be called.
pub fn take_dropped() -> Option<(u32, Vec<Value>)> {
    DROPPED.with_borrow_mut(VecDeque::pop_front)
}

pub fn any_dropped() -> bool {
    DROPPED.with_borrow(|d| !d.is_empty())
}

const OBJECT: i64 = 120;

fn weight(data: &Data) -> i64 {
    let values = |n: usize| 32 * n as i64;
    match data {
        Data::List(v, _) | Data::Tuple(v) | Data::Struct(_, v) | Data::Enum(_, _, v) | Data::Closure(_, v) => values(v.len()),
        Data::Deque(v) | Data::Iter(Iter::Ready(v)) => values(v.len()),
        Data::Str(s) => s.len() as i64,
        Data::Map(m) => values(6 * m.entries.len()),
        _ => 0,
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        let data = std::mem::replace(self.data.get_mut(), Data::Gone);
        charge(-OBJECT - weight(&data));
        if let Data::Struct(ty, _) | Data::Enum(ty, ..) = &data
            && WATCHED.with_borrow(|w| w.contains(ty))
        {
            if let Data::Struct(ty, fields) = data {
                DROPPED.with_borrow_mut(|d| d.push_back((ty, fields)));
            }
            return;
        }
        let parts: Vec<Value> = match data {
            Data::List(v, _) | Data::Tuple(v) | Data::Struct(_, v) | Data::Enum(_, _, v) | Data::Closure(_, v) => v,
            Data::Deque(v) | Data::Iter(Iter::Ready(v)) => v.into(),
            Data::Cell(v) => vec![v],
            Data::View(o, ..) | Data::Iter(Iter::List(o, ..)) => vec![Value::Obj(o)],
            Data::Map(m) => m.entries.into_values().flat_map(|(k, v)| [k, Value::Obj(v)]).collect(),
            _ => return,
        };
        if !parts.iter().any(|p| matches!(p, Value::Obj(_) | Value::Ref(..))) {
            return;
        }
        let nested = DROPPING.with_borrow_mut(|waiting| match waiting {
            Some(list) => {
                list.extend(parts.iter().rev().cloned());
                true
            }
            None => {
                *waiting = Some(Vec::new());
                false
            }
        });
        drop(parts);
        if nested {
            return;
        }
        while let Some(next) = DROPPING.with_borrow_mut(|w| w.as_mut().and_then(Vec::pop)) {
            drop(next);
        }
        DROPPING.with_borrow_mut(|w| *w = None);
    }
}

pub fn object(data: Data) -> Value {
    charge(OBJECT + weight(&data));
    Value::Obj(Rc::new(Object {
        data: RefCell::new(data),
    }))
}

impl Value {
    pub fn string(text: impl Into<String>) -> Value {
        object(Data::Str(text.into()))
    }
    pub fn str(text: &str) -> Value {
        Value::Str(text.into())
    }
    pub fn usize(n: usize) -> Value {
        Value::Int(IntTy::Usize, n as i128)
    }
    pub fn tuple(items: Vec<Value>) -> Value {
        if items.is_empty() {
            Value::Unit
        } else {
            object(Data::Tuple(items))
        }
    }
    pub fn vec(items: Vec<Value>) -> Value {
        object(Data::List(items, ListKind::Vec))
    }
    pub fn is_object(&self) -> bool {
        matches!(self, Value::Obj(_))
    }
    pub fn int(&self) -> Option<i128> {
        match self {
            Value::Int(_, n) => Some(*n),
            Value::Ref(o, n) => slot(o, *n as usize)?.int(),
            Value::Char(c) => Some(*c as i128),
            Value::Bool(b) => Some(i128::from(*b)),
            _ => None,
        }
    }
}

/// What an object has at a place.
pub fn slot(o: &Obj, n: usize) -> Option<Value> {
    match &*o.data.borrow() {
        Data::List(v, _) | Data::Tuple(v) | Data::Struct(_, v) | Data::Enum(_, _, v) | Data::Closure(_, v) => v.get(n).cloned(),
        Data::Deque(v) => v.get(n).cloned(),
        Data::Cell(v) => Some(v.clone()),
        Data::View(base, from, len) if n < *len => slot(base, from + n),
        _ => None,
    }
}

/// Puts a value at a place; false if there is none.
pub fn set_slot(o: &Obj, n: usize, value: Value) -> bool {
    let old = {
        let mut data = o.data.borrow_mut();
        let place = match &mut *data {
            Data::List(v, _) | Data::Tuple(v) | Data::Struct(_, v) | Data::Enum(_, _, v) | Data::Closure(_, v) => v.get_mut(n),
            Data::Deque(v) => v.get_mut(n),
            Data::Cell(v) => Some(v),
            Data::View(base, from, len) => {
                let (base, from, len) = (base.clone(), *from, *len);
                drop(data);
                return n < len && set_slot(&base, from + n, value);
            }
            _ => None,
        };
        match place {
            Some(place) => std::mem::replace(place, value),
            None => return false,
        }
    };
    // Dropped once nothing is borrowed.
    drop(old);
    true
}

/// A mutable reference to a place: what is there, if that is an object.
pub fn place(o: &Obj, n: usize) -> Option<Value> {
    Some(match slot(o, n)? {
        found @ (Value::Obj(_) | Value::Ref(..)) => found,
        _ => Value::Ref(o.clone(), n as u32),
    })
}

pub fn list_len(o: &Obj) -> Option<usize> {
    match &*o.data.borrow() {
        Data::List(v, _) => Some(v.len()),
        Data::Deque(v) => Some(v.len()),
        Data::View(_, _, n) => Some(*n),
        _ => None,
    }
}

/// All elements, as they are.
pub fn list_items(o: &Obj) -> Option<Vec<Value>> {
    match &*o.data.borrow() {
        Data::List(v, _) => Some(v.clone()),
        Data::Deque(v) => Some(v.iter().cloned().collect()),
        Data::View(base, from, len) => list_items(base).and_then(|v| v.get(*from..from + len).map(<[Value]>::to_vec)),
        _ => None,
    }
}
