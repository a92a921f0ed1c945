//! Values, and the heap that holds objects: cells with numbers, swept by marks.

use crate::types::{ClassId, MethodId, Prim, Type};
use std::rc::Rc;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Byte(i8),
    Short(i16),
    Char(u16),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Ref(u32),
}

impl Value {
    pub fn zero(ty: &Type) -> Value {
        ty.prim().map_or(Value::Null, Value::zero_of)
    }

    pub fn zero_of(prim: Prim) -> Value {
        match prim {
            Prim::Bool => Value::Bool(false),
            Prim::Byte => Value::Byte(0),
            Prim::Short => Value::Short(0),
            Prim::Char => Value::Char(0),
            Prim::Int => Value::Int(0),
            Prim::Long => Value::Long(0),
            Prim::Float => Value::Float(0.0),
            Prim::Double => Value::Double(0.0),
        }
    }

    pub fn prim(self) -> Option<Prim> {
        Some(match self {
            Value::Bool(_) => Prim::Bool,
            Value::Byte(_) => Prim::Byte,
            Value::Short(_) => Prim::Short,
            Value::Char(_) => Prim::Char,
            Value::Int(_) => Prim::Int,
            Value::Long(_) => Prim::Long,
            Value::Float(_) => Prim::Float,
            Value::Double(_) => Prim::Double,
            Value::Null | Value::Ref(_) => return None,
        })
    }

    pub fn long(self) -> i64 {
        match self {
            Value::Byte(v) => v.into(),
            Value::Short(v) => v.into(),
            Value::Char(v) => v.into(),
            Value::Int(v) => v.into(),
            Value::Long(v) => v,
            Value::Float(v) => v as i64,
            Value::Double(v) => v as i64,
            Value::Bool(v) => v.into(),
            Value::Null | Value::Ref(_) => 0,
        }
    }

    pub fn int(self) -> i32 {
        match self {
            Value::Float(v) => v as i32,
            Value::Double(v) => v as i32,
            other => other.long() as i32,
        }
    }

    pub fn double(self) -> f64 {
        match self {
            Value::Float(v) => v.into(),
            Value::Double(v) => v,
            other => other.long() as f64,
        }
    }

    pub fn is_true(self) -> bool {
        self == Value::Bool(true)
    }

    pub fn to(self, prim: Prim) -> Value {
        match prim {
            Prim::Bool => self,
            Prim::Byte => Value::Byte(self.int() as i8),
            Prim::Short => Value::Short(self.int() as i16),
            Prim::Char => Value::Char(self.int() as u16),
            Prim::Int => Value::Int(self.int()),
            Prim::Long => Value::Long(self.long()),
            Prim::Float => Value::Float(match self {
                Value::Float(v) => v,
                Value::Double(v) => v as f32,
                other => other.long() as f32,
            }),
            Prim::Double => Value::Double(self.double()),
        }
    }
}

/// A place in a stack of calls.
#[derive(Clone, Debug)]
pub struct Place {
    pub method: MethodId,
    pub line: u32,
}

#[derive(Debug)]
pub enum Cell {
    Free(u32),
    Object {
        class: ClassId,
        fields: Box<[Value]>,
    },
    Text(Box<[u16]>),
    Array {
        elem: Type,
        data: Vec<Value>,
    },
    Lambda {
        interface: Option<ClassId>,
        body: MethodId,
        to: Vec<u16>,
        held: Box<[Value]>,
    },
    /// A `StringBuilder`.
    Builder(Vec<u16>),
    /// A class's object.
    Class(Type),
    Trace(Rc<[Place]>),
}

pub struct Heap {
    cells: Vec<Cell>,
    marks: Vec<bool>,
    free: u32,
    /// Bytes in use, about.
    pub used: usize,
    /// When to sweep next.
    pub next: usize,
}

const NONE: u32 = u32::MAX;

fn weight(cell: &Cell) -> usize {
    32 + match cell {
        Cell::Object { fields, .. } => fields.len() * 16,
        Cell::Text(t) => t.len() * 2,
        Cell::Array { data, .. } => data.capacity() * 16,
        Cell::Lambda { held, .. } => held.len() * 18,
        Cell::Builder(b) => b.capacity() * 2,
        Cell::Trace(t) => t.len() * 16,
        Cell::Free(_) | Cell::Class(_) => 0,
    }
}

impl Heap {
    pub fn new() -> Heap {
        Heap {
            cells: vec![],
            marks: vec![],
            free: NONE,
            used: 0,
            next: 4 << 20,
        }
    }

    pub fn put(&mut self, cell: Cell) -> Value {
        self.used += weight(&cell);
        if self.free != NONE {
            let at = self.free;
            if let Some(slot) = self.cells.get_mut(at as usize) {
                if let Cell::Free(next) = slot {
                    self.free = *next;
                }
                *slot = cell;
                return Value::Ref(at);
            }
        }
        self.cells.push(cell);
        Value::Ref(self.cells.len() as u32 - 1)
    }

    pub fn get(&self, value: Value) -> Option<&Cell> {
        match value {
            Value::Ref(at) => self.cells.get(at as usize),
            _ => None,
        }
    }

    pub fn get_mut(&mut self, value: Value) -> Option<&mut Cell> {
        match value {
            Value::Ref(at) => self.cells.get_mut(at as usize),
            _ => None,
        }
    }

    /// Frees what can't be reached from the roots.
    pub fn sweep(&mut self, roots: Vec<Value>) {
        self.marks.clear();
        self.marks.resize(self.cells.len(), false);
        let mut work = roots;
        while let Some(value) = work.pop() {
            let Value::Ref(at) = value else { continue };
            let Some(mark) = self.marks.get_mut(at as usize) else {
                continue;
            };
            if std::mem::replace(mark, true) {
                continue;
            }
            match self.cells.get(at as usize) {
                Some(Cell::Object { fields, .. }) => work.extend(fields.iter().filter(|v| matches!(v, Value::Ref(_)))),
                Some(Cell::Array { data, .. }) => work.extend(data.iter().filter(|v| matches!(v, Value::Ref(_)))),
                Some(Cell::Lambda { held, .. }) => work.extend(held.iter()),
                _ => {}
            }
        }
        self.used = 0;
        self.free = NONE;
        for at in (0..self.cells.len()).rev() {
            let marked = self.marks.get(at).copied().unwrap_or(false);
            if let Some(cell) = self.cells.get_mut(at) {
                if marked {
                    self.used += weight(cell);
                } else {
                    *cell = Cell::Free(self.free);
                    self.free = at as u32;
                }
            }
        }
        self.next = (self.used * 2).max(4 << 20);
    }
}
