//! Values: copying, comparing, zero values; slices and maps.

use crate::types::*;
use crate::value::*;
use crate::vm::Vm;
use std::rc::Rc;

impl Vm {
    pub(crate) fn load(&self, pointer: &Value) -> Option<Value> {
        match pointer {
            Value::Ref(obj, n) => Some(obj.get(*n as usize)),
            Value::Obj(_) => Some(pointer.clone()),
            _ => None,
        }
    }

    /// A copy of a value of this type.
    pub(crate) fn copy(&mut self, value: &Value, ty: Ty) -> Value {
        let parts: Vec<Ty> = match self.compiler.types.base(ty) {
            Type::Struct(fields) => fields.iter().map(|f| f.ty).collect(),
            Type::Array(_, of) => vec![*of],
            _ => return value.clone(),
        };
        let array = matches!(self.compiler.types.base(ty), Type::Array(..));
        let Value::Obj(obj) = value else { return value.clone() };
        let bytes = match &*obj.data.borrow() {
            Data::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        };
        if let Some(bytes) = bytes {
            return Value::Obj(self.alloc(Data::Bytes(bytes)));
        }
        let nested = parts.iter().any(|t| self.compiler.types.is_aggregate(*t));
        let mut list = value.elements();
        if nested {
            for (n, part) in list.iter_mut().enumerate() {
                let ty = if array { parts.first() } else { parts.get(n) }.copied().unwrap_or(INVALID);
                *part = self.copy(part, ty);
            }
        }
        Value::Obj(self.vals(list))
    }

    pub(crate) fn zero(&mut self, ty: Ty) -> Value {
        match self.compiler.types.base(ty).clone() {
            Type::Basic(BOOL) => Value::Bool(false),
            Type::Basic(FLOAT32 | FLOAT64) => Value::Float(0.0),
            Type::Basic(STRING) => Value::str(""),
            Type::Basic(_) => Value::Int(0),
            Type::Struct(fields) => {
                let list = fields.iter().map(|f| self.zero(f.ty)).collect();
                Value::Obj(self.vals(list))
            }
            Type::Array(n, of) => {
                let obj = self.zeros(of, n as usize);
                Value::Obj(obj)
            }
            _ => Value::Nil,
        }
    }

    fn zeros(&mut self, of: Ty, n: usize) -> Heap {
        if self.compiler.types.under(of) == UINT8 {
            return self.alloc(Data::Bytes(vec![0; n]));
        }
        let list = match self.compiler.types.is_aggregate(of) {
            true => (0..n).map(|_| self.zero(of)).collect(),
            false => {
                let zero = self.zero(of);
                vec![zero; n]
            }
        };
        self.vals(list)
    }

    pub(crate) fn make_slice(&mut self, of: Ty, len: usize, cap: usize) -> Value {
        let obj = self.zeros(of, cap);
        Value::Slice(Slice { obj, from: 0, len: len as u32, cap: cap as u32 })
    }

    /// A cell with these elements.
    pub(crate) fn cells(&mut self, of: Ty, values: Vec<Value>) -> Heap {
        if self.compiler.types.under(of) == UINT8 {
            return self.alloc(Data::Bytes(values.iter().map(|v| v.int() as u8).collect()));
        }
        self.vals(values)
    }

    /// A slice of bytes.
    pub(crate) fn bytes(&mut self, bytes: Vec<u8>) -> Value {
        let n = bytes.len() as u32;
        let obj = self.alloc(Data::Bytes(bytes));
        Value::Slice(Slice { obj, from: 0, len: n, cap: n })
    }

    pub(crate) fn strings(&mut self, list: Vec<String>) -> Value {
        let n = list.len() as u32;
        let obj = self.vals(list.iter().map(|s| Value::str(s)).collect());
        Value::Slice(Slice { obj, from: 0, len: n, cap: n })
    }

    /// Room for `extra` more elements: the slice, or a larger copy, growing as Go's do.
    fn grown(&mut self, slice: &Value, extra: usize, of: Ty) -> Slice {
        let old = match slice {
            Value::Slice(s) => Some(s.clone()),
            _ => None,
        };
        let (len, cap) = old.as_ref().map_or((0, 0), |s| (s.len as usize, s.cap as usize));
        let need = len + extra;
        if let Some(old) = old.as_ref().filter(|_| need <= cap) {
            return Slice { len: need as u32, ..old.clone() };
        }
        let mut room = if need > cap * 2 {
            need
        } else if cap < 256 {
            cap * 2
        } else {
            let mut room = cap;
            while room < need {
                room += (room + 768) / 4;
            }
            room
        };
        room = self.rounded(room, of);
        let aggregate = self.compiler.types.is_aggregate(of);
        let list: Vec<Value> = match &old {
            Some(old) => (0..old.len).map(|n| old.obj.get((old.from + n) as usize)).collect(),
            None => Vec::new(),
        };
        let obj = self.zeros(if aggregate { INT } else { of }, room);
        for (n, value) in list.into_iter().enumerate() {
            let value = if aggregate { self.copy(&value, of) } else { value };
            obj.set(n, value);
        }
        if aggregate {
            for n in need..room {
                let zero = self.zero(of);
                obj.set(n, zero);
            }
        }
        Slice { obj, from: 0, len: need as u32, cap: room as u32 }
    }

    /// The capacity that Go's allocator gives for so many elements: its sizes come in classes.
    fn rounded(&self, n: usize, of: Ty) -> usize {
        const CLASSES: [usize; 40] = [
            8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416,
            448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688,
        ];
        let size = self.size(of, 0).max(1);
        let bytes = n * size;
        match CLASSES.iter().find(|c| **c >= bytes) {
            Some(class) => (class / size).max(n),
            None if bytes <= 32768 => n,
            None => bytes.div_ceil(8192) * 8192 / size,
        }
    }

    fn size(&self, ty: Ty, depth: usize) -> usize {
        match self.compiler.types.base(ty) {
            Type::Basic(BOOL | INT8 | UINT8) => 1,
            Type::Basic(INT16 | UINT16) => 2,
            Type::Basic(INT32 | UINT32 | FLOAT32) => 4,
            Type::Basic(STRING) | Type::Interface(_) => 16,
            Type::Slice(_) => 24,
            Type::Struct(fields) if depth < 10 => {
                fields.iter().map(|f| self.size(f.ty, depth + 1).next_multiple_of(8)).sum()
            }
            Type::Array(n, of) if depth < 10 => *n as usize * self.size(*of, depth + 1),
            _ => 8,
        }
    }

    pub(crate) fn append(&mut self, slice: &Value, values: Vec<Value>, of: Ty) -> Value {
        if values.is_empty() {
            return slice.clone();
        }
        let grown = self.grown(slice, values.len(), of);
        let start = (grown.from + grown.len) as usize - values.len();
        for (n, value) in values.into_iter().enumerate() {
            grown.obj.set(start + n, value);
        }
        Value::Slice(grown)
    }

    pub(crate) fn append_all(&mut self, slice: &Value, other: &Value, of: Ty) -> Value {
        if self.compiler.types.under(of) == UINT8 {
            let bytes = other.bytes();
            if bytes.is_empty() {
                return slice.clone();
            }
            let grown = self.grown(slice, bytes.len(), of);
            let start = (grown.from + grown.len) as usize - bytes.len();
            if let Data::Bytes(all) = &mut *grown.obj.data.borrow_mut()
                && let Some(part) = all.get_mut(start..start + bytes.len())
            {
                part.copy_from_slice(&bytes);
            }
            return Value::Slice(grown);
        }
        let mut list = other.elements();
        if self.compiler.types.is_aggregate(of) {
            for value in &mut list {
                *value = self.copy(value, of);
            }
        }
        self.append(slice, list, of)
    }

    pub(crate) fn copy_into(&mut self, to: &Value, from: &Value, of: Ty) -> i64 {
        let Value::Slice(to) = to else { return 0 };
        let mut list = match from {
            Value::Str(s) => s.as_bytes().iter().take(to.len as usize).map(|b| Value::Int(i64::from(*b))).collect(),
            other => other.elements(),
        };
        list.truncate(to.len as usize);
        let n = list.len();
        let aggregate = self.compiler.types.is_aggregate(of);
        for (k, value) in list.into_iter().enumerate() {
            let value = if aggregate { self.copy(&value, of) } else { value };
            to.obj.set(to.from as usize + k, value);
        }
        n as i64
    }

    /// Equality of two values of a type; comparing what can't be compared is a mistake.
    pub(crate) fn equal(&self, a: &Value, b: &Value, ty: Ty) -> Result<bool, String> {
        Ok(match self.compiler.types.base(ty) {
            Type::Interface(_) => match (a, b) {
                (Value::Nil, Value::Nil) => true,
                (Value::Iface(x), Value::Iface(y)) => {
                    if x.0 != y.0 {
                        return Ok(false);
                    }
                    if !self.compiler.types.comparable(x.0) {
                        return Err(format!("comparing uncomparable type {}", self.compiler.types.text(x.0, None)));
                    }
                    self.equal(&x.1, &y.1, x.0)?
                }
                _ => false,
            },
            Type::Struct(fields) => {
                let (Value::Obj(x), Value::Obj(y)) = (a, b) else { return Ok(false) };
                for (n, field) in fields.iter().enumerate() {
                    if &*field.name != "_" && !self.equal(&x.get(n), &y.get(n), field.ty)? {
                        return Ok(false);
                    }
                }
                true
            }
            Type::Array(n, of) => {
                let (Value::Obj(x), Value::Obj(y)) = (a, b) else { return Ok(false) };
                for n in 0..*n as usize {
                    if !self.equal(&x.get(n), &y.get(n), *of)? {
                        return Ok(false);
                    }
                }
                true
            }
            _ => match (a, b) {
                (Value::Nil, Value::Nil) => true,
                (Value::Bool(x), Value::Bool(y)) => x == y,
                (Value::Int(x), Value::Int(y)) => x == y,
                (Value::Float(x), Value::Float(y)) => x == y,
                (Value::Str(x), Value::Str(y)) => x.as_bytes() == y.as_bytes(),
                (Value::Obj(x), Value::Obj(y)) => Rc::ptr_eq(x, y),
                (Value::Ref(x, n), Value::Ref(y, m)) => Rc::ptr_eq(x, y) && n == m,
                _ => false,
            },
        })
    }

    /// What stands for a key in a map.
    fn key(&self, value: &Value, ty: Ty) -> Result<Key, String> {
        Ok(match self.compiler.types.base(ty) {
            Type::Interface(_) => match value {
                Value::Iface(pair) => {
                    if !self.compiler.types.comparable(pair.0) {
                        return Err(format!("hash of unhashable type {}", self.compiler.types.text(pair.0, None)));
                    }
                    Key::Typed(pair.0, Box::new(self.key(&pair.1, pair.0)?))
                }
                _ => Key::Nil,
            },
            Type::Struct(fields) => {
                let mut parts = Vec::new();
                for (field, part) in fields.iter().zip(value.elements()) {
                    parts.push(self.key(&part, field.ty)?);
                }
                Key::Parts(parts)
            }
            Type::Array(_, of) => {
                let mut parts = Vec::new();
                for part in value.elements() {
                    parts.push(self.key(&part, *of)?);
                }
                Key::Parts(parts)
            }
            _ => match value {
                Value::Bool(b) => Key::Bool(*b),
                Value::Int(n) => Key::Int(*n),
                Value::Float(f) => Key::Float(if *f == 0.0 { 0 } else { f.to_bits() }),
                Value::Str(s) => Key::Str(s.as_bytes().to_vec()),
                Value::Obj(o) => Key::Pointer(Rc::as_ptr(o) as usize, u32::MAX),
                Value::Ref(o, n) => Key::Pointer(Rc::as_ptr(o) as usize, *n),
                _ => Key::Nil,
            },
        })
    }

    fn key_of(&self, map: &Heap, key: &Value) -> Result<Key, String> {
        let ty = match &*map.data.borrow() {
            Data::Map(m) => m.ty,
            _ => INVALID,
        };
        match self.compiler.types.base(ty) {
            Type::Map(of, _) => self.key(key, *of),
            _ => Ok(Key::Nil),
        }
    }

    pub(crate) fn map_get(&self, map: &Value, key: &Value) -> Result<Option<Value>, String> {
        let Value::Obj(map) = map else { return Ok(None) };
        let key = self.key_of(map, key)?;
        let data = map.data.borrow();
        let Data::Map(data) = &*data else { return Ok(None) };
        let entry = data.index.get(&key).and_then(|n| data.entries.get(*n));
        Ok(entry.and_then(|e| e.as_ref()).map(|(_, v)| v.clone()))
    }

    pub(crate) fn map_set(&mut self, map: &Value, key: Value, value: Value) -> Result<(), String> {
        let Value::Obj(map) = map else { return Ok(()) };
        let made = self.key_of(map, &key)?;
        if let Data::Map(data) = &mut *map.data.borrow_mut() {
            match data.index.get(&made).copied() {
                Some(n) => {
                    if let Some(Some(entry)) = data.entries.get_mut(n) {
                        entry.1 = value;
                    }
                }
                None => {
                    self.allocated += 160;
                    data.index.insert(made, data.entries.len());
                    data.entries.push(Some((key, value)));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn map_delete(&mut self, map: &Value, key: &Value) -> Result<(), String> {
        let Value::Obj(map) = map else { return Ok(()) };
        let made = self.key_of(map, key)?;
        if let Data::Map(data) = &mut *map.data.borrow_mut()
            && let Some(n) = data.index.remove(&made)
        {
            if let Some(entry) = data.entries.get_mut(n) {
                *entry = None;
            }
            // Holes at the end can go; the others stay where a walk over the map expects them.
            while matches!(data.entries.last(), Some(None)) {
                data.entries.pop();
            }
        }
        Ok(())
    }

    pub(crate) fn clear(&mut self, value: &Value, ty: Ty) {
        match value {
            Value::Obj(obj) => {
                if let Data::Map(map) = &mut *obj.data.borrow_mut() {
                    map.index.clear();
                    map.entries.clear();
                }
            }
            Value::Slice(s) => {
                let of = match self.compiler.types.base(ty) {
                    Type::Slice(of) => *of,
                    _ => INVALID,
                };
                for n in 0..s.len {
                    let zero = self.zero(of);
                    s.obj.set((s.from + n) as usize, zero);
                }
            }
            _ => {}
        }
    }

    /// Whether a type has what an interface asks for.
    pub(crate) fn satisfies(&mut self, ty: Ty, face: Ty) -> bool {
        if let Some(known) = self.satisfied.get(&(ty, face)) {
            return *known;
        }
        let fits = self.compiler.satisfies_face(ty, face);
        self.satisfied.insert((ty, face), fits);
        fits
    }

    /// What an interface holds, as a value of the type; none if it is another.
    pub(crate) fn assert(&mut self, value: &Value, ty: Ty) -> Option<Value> {
        let Value::Iface(pair) = value else { return None };
        if self.compiler.types.is_interface(ty) {
            return self.satisfies(pair.0, ty).then(|| value.clone());
        }
        (pair.0 == ty).then(|| pair.1.clone())
    }

    pub(crate) fn assert_words(&mut self, value: &Value, ty: Ty, static_ty: Ty) -> String {
        let text = |ty| self.compiler.types.text(ty, None);
        let want = text(ty);
        let face = text(static_ty);
        match value {
            Value::Iface(pair) if self.compiler.types.is_interface(ty) => {
                let missing = match self.compiler.types.base(ty) {
                    Type::Interface(f) => f
                        .methods
                        .iter()
                        .find(|(n, _)| {
                            !matches!(
                                self.compiler.types.find(pair.0, n).map(|f| f.what),
                                Some(What::Method(..) | What::Abstract(_))
                            )
                        })
                        .map_or(String::new(), |(n, _)| n.to_string()),
                    _ => String::new(),
                };
                format!("interface conversion: {} is not {want}: missing method {missing}", text(pair.0))
            }
            Value::Iface(pair) => format!("interface conversion: {face} is {}, not {want}", text(pair.0)),
            _ if self.compiler.types.is_interface(ty) => format!("interface conversion: interface is nil, not {want}"),
            _ => format!("interface conversion: {face} is nil, not {want}"),
        }
    }

    fn error_of(&mut self, name: &str, text: Value) -> Value {
        let ty = self.compiler.named("runtime", name).unwrap_or(ANY);
        let obj = self.vals(vec![text]);
        Value::Iface(Rc::new((ty, Value::Obj(obj))))
    }

    /// A mistake whose text stands alone.
    pub(crate) fn plain_error(&mut self, text: Value) -> Value {
        self.error_of("plainError", text)
    }

    pub(crate) fn conversion_error(&mut self, text: &str) -> Value {
        self.error_of("TypeAssertionError", Value::str(text))
    }
}
