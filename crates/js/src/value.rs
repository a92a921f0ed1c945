//! Values, properties and objects: ECMA-262 §6.1, §10.

use crate::ast::{Func, Name};
use crate::scope::{Scope, This};
use crate::text::{Str, hold};
use num_bigint::BigInt;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Debug)]
pub struct Symbol {
    pub description: Option<Str>,
    pub id: u64,
}

#[derive(Clone)]
pub enum Value {
    Undefined,
    Null,
    Bool(bool),
    Num(f64),
    Str(Str),
    Sym(Rc<Symbol>),
    Big(Rc<BigInt>),
    Obj(Obj),
    /// A variable that is declared and not yet there; a hole of an array. Never seen by a program.
    Empty,
    /// A variable that is another scope's: an import.
    Alias(Rc<(Rc<Scope>, Name)>),
}

pub type Obj = Rc<Object>;

/// Why evaluation ends early.
#[derive(Clone)]
pub enum Abrupt {
    Throw(Value),
    /// A generator was told to return.
    Return(Value),
}

pub type Res<T> = Result<T, Abrupt>;

/// A property's name.
#[derive(Clone, Debug)]
pub enum Key {
    Str(Rc<str>),
    Sym(Rc<Symbol>),
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        match (self, other) {
            (Key::Str(a), Key::Str(b)) => Rc::ptr_eq(a, b) || a == b,
            (Key::Sym(a), Key::Sym(b)) => a.id == b.id,
            _ => false,
        }
    }
}
impl Eq for Key {}
impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Key {
    fn cmp(&self, other: &Key) -> std::cmp::Ordering {
        match (self, other) {
            (Key::Str(a), Key::Str(b)) => a.cmp(b),
            (Key::Sym(a), Key::Sym(b)) => a.id.cmp(&b.id),
            (Key::Str(_), Key::Sym(_)) => std::cmp::Ordering::Less,
            (Key::Sym(_), Key::Str(_)) => std::cmp::Ordering::Greater,
        }
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Key {
        Key::Str(text.into())
    }
}

impl Key {
    /// The number, if it is an array index.
    pub fn index(&self) -> Option<usize> {
        let Key::Str(s) = self else { return None };
        let first = *s.as_bytes().first()?;
        if !first.is_ascii_digit() || s.len() > 10 || (first == b'0' && s.len() > 1) {
            return None;
        }
        s.parse().ok()
    }

    pub fn to_value(&self) -> Value {
        match self {
            Key::Str(s) => Value::Str(Str::from(&**s)),
            Key::Sym(s) => Value::Sym(s.clone()),
        }
    }
}

pub const WRITABLE: u8 = 1;
pub const ENUMERABLE: u8 = 2;
pub const CONFIGURABLE: u8 = 4;
pub const ALL: u8 = 7;
pub const HIDDEN: u8 = WRITABLE | CONFIGURABLE;

#[derive(Clone)]
pub enum Slot {
    Value(Value),
    /// Getter and setter, each perhaps undefined.
    Accessor(Value, Value),
}

#[derive(Clone)]
pub struct Property {
    pub slot: Slot,
    pub flags: u8,
}

/// Properties in the order they were made.
#[derive(Default)]
pub struct Props {
    list: Vec<(Key, Property)>,
    index: Option<BTreeMap<Key, usize>>,
}

const LINEAR: usize = 10;

impl Props {
    pub fn find(&self, key: &Key) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.list.iter().position(|(k, _)| k == key),
        }
    }

    pub fn get(&self, key: &Key) -> Option<&Property> {
        self.find(key).and_then(|at| self.list.get(at)).map(|(_, p)| p)
    }

    pub fn get_mut(&mut self, key: &Key) -> Option<&mut Property> {
        let at = self.find(key)?;
        self.list.get_mut(at).map(|(_, p)| p)
    }

    pub fn put(&mut self, key: Key, property: Property) {
        if let Some(old) = self.get_mut(&key) {
            *old = property;
            return;
        }
        hold(64);
        if let Some(index) = &mut self.index {
            index.insert(key.clone(), self.list.len());
        }
        self.list.push((key, property));
        if self.index.is_none() && self.list.len() > LINEAR {
            self.index = Some(self.list.iter().enumerate().map(|(n, (k, _))| (k.clone(), n)).collect());
        }
    }

    pub fn remove(&mut self, key: &Key) {
        if let Some(at) = self.find(key) {
            hold(-64);
            self.list.remove(at);
            if self.index.is_some() {
                self.index = Some(self.list.iter().enumerate().map(|(n, (k, _))| (k.clone(), n)).collect());
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &(Key, Property)> {
        self.list.iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut (Key, Property)> {
        self.list.iter_mut()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn clear(&mut self) {
        hold(-64 * self.list.len() as isize);
        self.list.clear();
        self.index = None;
    }
}

/// A key of a Map or Set: SameValueZero.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum MapKey {
    Undefined,
    Null,
    Bool(bool),
    Num(u64),
    Str(Str),
    Sym(u64),
    Big(BigInt),
    Obj(u64),
}

/// Entries in the order they came; a removed one leaves a gap, so that iterators keep their place.
#[derive(Default)]
pub struct Entries {
    pub list: Vec<Option<(Value, Value)>>,
    pub index: BTreeMap<MapKey, usize>,
}

pub struct Closure {
    pub func: Rc<Func>,
    pub scope: Rc<Scope>,
    pub this: Option<Rc<This>>,
    /// Where `super` looks.
    pub home: RefCell<Option<Obj>>,
    pub class: RefCell<Option<Rc<ClassData>>>,
}

/// What making an instance needs.
pub struct ClassData {
    /// Key and initialiser (a method) of each field.
    pub fields: RefCell<Vec<(FieldKey, Value)>>,
}

#[derive(Clone)]
pub enum FieldKey {
    Public(Key),
    Private(Rc<Symbol>),
    /// Private method or accessor.
    PrivateMember(Rc<Symbol>, Property),
}

pub type NativeFn = fn(&Rc<crate::realm::Realm>, &Value, &[Value]) -> Res<Value>;

/// What only the interpreter's loop can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Special {
    Call,
    Apply,
    Construct,
    Next,
    Throw,
    Return,
    HostSync,
    Get,
    Set,
}

pub enum Kind {
    Ordinary,
    Array(RefCell<Vec<Value>>),
    Closure(Closure),
    Native(NativeFn, bool),
    Special(Special),
    Bound(Value, Value, Vec<Value>),
    /// `resolve` or `reject` of a promise; the cell is shared by the two.
    Settle(Obj, bool, Rc<Cell<bool>>),
    /// Where it was thrown, or else made.
    Error(RefCell<Option<(Rc<crate::ast::Source>, u32)>>),
    Primitive(Value),
    Date(Cell<f64>),
    Regex(Rc<crate::regex::Regex>, Str, Str),
    Map(RefCell<Entries>),
    Set(RefCell<Entries>),
    Promise(RefCell<crate::promise::Promise>),
    Generator(RefCell<crate::frames::Generator>),
    /// An array buffer's or view's bytes: buffer, offset, length in bytes, kind of element.
    Bytes(Rc<RefCell<Vec<u8>>>, usize, usize, Element),
    /// A module's names: exported name to scope and variable.
    Namespace(RefCell<BTreeMap<Name, (Rc<Scope>, Name)>>),
    Proxy(Obj, Obj),
    Module(Box<crate::modules::Module>),
    Database(Box<RefCell<crate::natives::Store>>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Element {
    Buffer,
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    F32,
    F64,
}

impl Element {
    pub fn size(self) -> usize {
        match self {
            Element::Buffer | Element::U8 | Element::I8 => 1,
            Element::U16 | Element::I16 => 2,
            Element::U32 | Element::I32 | Element::F32 => 4,
            Element::F64 => 8,
        }
    }
}

pub struct Object {
    pub id: u64,
    pub proto: RefCell<Option<Obj>>,
    pub props: RefCell<Props>,
    pub kind: Kind,
    pub extensible: Cell<bool>,
    /// Elements of an array counted as held.
    pub counted: Cell<usize>,
}

thread_local! {
    /// What dropped objects held: let go of one after the other, so that a long chain needs no deep stack.
    static REMAINS: RefCell<(Vec<(Kind, Option<Obj>, Props)>, bool)> = const { RefCell::new((Vec::new(), false)) };
}

impl Drop for Object {
    fn drop(&mut self) {
        let props = std::mem::take(self.props.get_mut());
        hold(-160 - 64 * props.len() as isize - 24 * self.counted.get() as isize);
        let kind = std::mem::replace(&mut self.kind, Kind::Ordinary);
        let mut remains = Some((kind, self.proto.take(), props));
        let first = REMAINS.try_with(|r| {
            let mut r = r.borrow_mut();
            r.0.extend(remains.take());
            !std::mem::replace(&mut r.1, true)
        });
        if !first.unwrap_or(false) {
            return;
        }
        while let Ok(Some(next)) = REMAINS.try_with(|r| r.borrow_mut().0.pop()) {
            drop(next);
        }
        let _ = REMAINS.try_with(|r| r.borrow_mut().1 = false);
    }
}

impl Object {
    pub fn own(&self, key: &Key) -> Option<Property> {
        self.props.borrow().get(key).cloned()
    }

    pub fn define(&self, key: Key, value: Value, flags: u8) {
        self.props.borrow_mut().put(key, Property { slot: Slot::Value(value), flags });
    }

    pub fn is_callable(&self) -> bool {
        match &self.kind {
            Kind::Closure(_) | Kind::Native(..) | Kind::Special(_) | Kind::Bound(..) | Kind::Settle(..) => true,
            Kind::Proxy(target, _) => target.is_callable(),
            _ => false,
        }
    }

    /// Counts what a growing array holds.
    pub fn count(&self, len: usize) {
        let old = self.counted.replace(len);
        hold(24 * (len as isize - old as isize));
    }
}

impl Value {
    pub fn str(text: &str) -> Value {
        Value::Str(Str::from(text))
    }

    pub fn as_obj(&self) -> Option<&Obj> {
        match self {
            Value::Obj(o) => Some(o),
            _ => None,
        }
    }

    pub fn is_nullish(&self) -> bool {
        matches!(self, Value::Undefined | Value::Null)
    }

    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Undefined)
    }

    pub fn is_callable(&self) -> bool {
        self.as_obj().is_some_and(|o| o.is_callable())
    }

    pub fn truthy(&self) -> bool {
        match self {
            Value::Undefined | Value::Null | Value::Empty => false,
            Value::Bool(b) => *b,
            Value::Num(n) => *n != 0.0 && !n.is_nan(),
            Value::Str(s) => !s.as_str().is_empty(),
            Value::Big(b) => **b != BigInt::from(0),
            _ => true,
        }
    }

    pub fn type_of(&self) -> &'static str {
        match self {
            Value::Undefined | Value::Empty | Value::Alias(_) => "undefined",
            Value::Null => "object",
            Value::Bool(_) => "boolean",
            Value::Num(_) => "number",
            Value::Str(_) => "string",
            Value::Sym(_) => "symbol",
            Value::Big(_) => "bigint",
            Value::Obj(o) if o.is_callable() => "function",
            Value::Obj(_) => "object",
        }
    }

    pub fn strict_equals(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Num(a), Value::Num(b)) => a == b,
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Sym(a), Value::Sym(b)) => a.id == b.id,
            (Value::Big(a), Value::Big(b)) => a == b,
            (Value::Obj(a), Value::Obj(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    pub fn map_key(&self) -> MapKey {
        match self {
            Value::Undefined | Value::Empty | Value::Alias(_) => MapKey::Undefined,
            Value::Null => MapKey::Null,
            Value::Bool(b) => MapKey::Bool(*b),
            Value::Num(n) if *n == 0.0 => MapKey::Num(0),
            Value::Num(n) if n.is_nan() => MapKey::Num(f64::NAN.to_bits()),
            Value::Num(n) => MapKey::Num(n.to_bits()),
            Value::Str(s) => MapKey::Str(s.clone()),
            Value::Sym(s) => MapKey::Sym(s.id),
            Value::Big(b) => MapKey::Big((**b).clone()),
            Value::Obj(o) => MapKey::Obj(o.id),
        }
    }
}
