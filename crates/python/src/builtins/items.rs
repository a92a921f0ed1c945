//! Subscripts, slices and lengths.

use crate::heap::*;
use crate::iteration::range_len;
use crate::vm::*;

impl Vm {
    pub fn native_len(&self, v: Value) -> Option<usize> {
        Some(match self.heap.kind(v)? {
            Kind::Str(t) => t.chars as usize,
            Kind::Bytes(b) => b.len(),
            Kind::ByteArray(b) => b.len(),
            Kind::List(l) => l.len(),
            Kind::Tuple(t) => t.len(),
            Kind::Dict(d) => d.len(),
            Kind::Set(s) => s.len(),
            Kind::Deque(d, _) => d.len(),
            Kind::Range(a, b, c) => range_len(*a, *b, *c) as usize,
            Kind::View(d, _) | Kind::Proxy(d) => self.heap.dict(*d)?.len(),
            _ => return None,
        })
    }

    /// The part of a string between two character positions.
    pub fn slice_chars(&mut self, v: Value, from: usize, to: usize) -> Value {
        let text = self.text(v);
        if text.is_ascii() {
            let part = text.get(from.min(text.len())..to.clamp(from.min(text.len()), text.len())).unwrap_or("");
            return self.new_str(part);
        }
        let part: String = text.chars().skip(from).take(to.saturating_sub(from)).collect();
        self.new_str(part)
    }

    /// Start, stop, step and count of a slice of something so long.
    pub fn slice_bounds(&mut self, parts: [Value; 3], len: usize) -> Outcome<(i64, i64, i64, usize)> {
        let bound = |vm: &mut Vm, v: Value| -> Outcome<Option<i64>> {
            match v {
                Value::None => Ok(None),
                Value::Int(n) => Ok(Some(n)),
                v => match vm.number(v) {
                    Some(crate::numbers::Number::Int(_) | crate::numbers::Number::Big(_)) => vm.int_arg(v).map(Some),
                    _ => match vm.int_arg(v) {
                        Err(Control::Bail) => Err(Control::Bail),
                        _ => Err(vm.type_error("slice indices must be integers or None or have an __index__ method")),
                    },
                },
            }
        };
        let (start, stop, step) = (bound(self, parts[0])?, bound(self, parts[1])?, bound(self, parts[2])?);
        let step = step.unwrap_or(1);
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let step = step.max(-i64::MAX);
        let len = len as i64;
        let clamp = |v: Option<i64>, default: i64| match v {
            None => default,
            Some(n) => {
                let n = if n < 0 { n.saturating_add(len) } else { n };
                if step > 0 { n.clamp(0, len) } else { n.clamp(-1, len - 1) }
            }
        };
        let (start, stop) =
            if step > 0 { (clamp(start, 0), clamp(stop, len)) } else { (clamp(start, len - 1), clamp(stop, -1)) };
        Ok((start, stop, step, range_len(start, stop, step) as usize))
    }

    fn index(&mut self, v: Value, len: usize, what: &str) -> Outcome<usize> {
        let n = match v {
            Value::Int(n) => n,
            v => match self.number(v) {
                Some(crate::numbers::Number::Int(n)) => n,
                Some(crate::numbers::Number::Big(_)) => {
                    return Err(self.raise("IndexError", "cannot fit 'int' into an index-sized integer"));
                }
                _ => {
                    let name = self.names.index;
                    let class = self.class_of(v);
                    if self.overridden(class, name).is_some() {
                        return Err(Control::Bail);
                    }
                    let type_name = self.type_name(v);
                    let shown = if what == "string" {
                        format!("string indices must be integers, not '{type_name}'")
                    } else {
                        format!("{what} indices must be integers or slices, not {type_name}")
                    };
                    return Err(self.type_error(&shown));
                }
            },
        };
        let at = if n < 0 { n.saturating_add(len as i64) } else { n };
        usize::try_from(at).ok().filter(|at| *at < len).ok_or_else(|| {
            let message = match what {
                "byte" => "index out of range".to_string(),
                what => format!("{what} index out of range"),
            };
            self.raise("IndexError", &message)
        })
    }

    fn slice_parts(&self, v: Value) -> Option<[Value; 3]> {
        match self.heap.kind(v) {
            Some(Kind::Slice(parts)) => Some(**parts),
            _ => None,
        }
    }

    fn picked<T: Copy>(items: &[T], start: i64, step: i64, count: usize) -> Vec<T> {
        (0..count as i64).filter_map(|n| items.get((start + n * step) as usize).copied()).collect()
    }

    pub fn get_item(&mut self, object: Value, index: Value) -> Answer {
        let class = self.class_of(object);
        let name = self.names.getitem;
        if let Some(f) = self.overridden(class, name) {
            return Err(self.request(f, vec![object, index]));
        }
        self.get_item_native(object, index)
    }

    pub fn get_item_native(&mut self, object: Value, index: Value) -> Answer {
        let slice = self.slice_parts(index);
        let class = self.class_of(object);
        match self.heap.kind(object) {
            Some(Kind::List(items)) => {
                let len = items.len();
                if let (Value::Int(n), true) = (index, slice.is_none())
                    && n >= 0
                    && let Some(v) = items.get(n as usize)
                {
                    return Ok(*v);
                }
                if let Some(parts) = slice {
                    let (start, _, step, count) = self.slice_bounds(parts, len)?;
                    let out = match self.heap.kind(object) {
                        Some(Kind::List(items)) => Self::picked(items, start, step, count),
                        _ => Vec::new(),
                    };
                    return Ok(self.new_list(out));
                }
                let n = self.index(index, len, "list")?;
                match self.heap.kind(object) {
                    Some(Kind::List(items)) => Ok(items[n]),
                    _ => Ok(Value::None),
                }
            }
            Some(Kind::Tuple(items)) => {
                let items = items.clone();
                if let Some(parts) = slice {
                    let (start, _, step, count) = self.slice_bounds(parts, items.len())?;
                    return Ok(self.new_tuple(Self::picked(&items, start, step, count)));
                }
                let n = self.index(index, items.len(), "tuple")?;
                Ok(items[n])
            }
            Some(Kind::Dict(_)) => match self.dict_get(object, index)? {
                Some(v) => Ok(v),
                None => {
                    let missing = self.names.missing;
                    if let Some(f) = self.overridden(class, missing) {
                        return Err(self.request(f, vec![object, index]));
                    }
                    let e = self.exception_args("KeyError", vec![index]);
                    Err(Control::Raise(e))
                }
            },
            Some(Kind::Proxy(d)) => {
                let d = Value::Obj(*d);
                self.get_item_native(d, index)
            }
            Some(Kind::Str(t)) => {
                let (text, len) = (t.s.clone(), t.chars as usize);
                let ascii = t.ascii();
                if let Some(parts) = slice {
                    let (start, _, step, count) = self.slice_bounds(parts, len)?;
                    if ascii && step == 1 {
                        let part = text.get(start as usize..start as usize + count).unwrap_or("");
                        return self.string(part);
                    }
                    let chars: Vec<char> = text.chars().collect();
                    let part: String = Self::picked(&chars, start, step, count).into_iter().collect();
                    return self.string(part);
                }
                let n = self.index(index, len, "string")?;
                let c = if ascii { text.as_bytes().get(n).map(|b| *b as char) } else { text.chars().nth(n) };
                Ok(self.char_value(c.unwrap_or(' ')))
            }
            Some(Kind::Bytes(_) | Kind::ByteArray(_)) => {
                let data = self.bytes_of(object)?;
                if let Some(parts) = slice {
                    let (start, _, step, count) = self.slice_bounds(parts, data.len())?;
                    let out = Self::picked(&data, start, step, count);
                    if matches!(self.heap.kind(object), Some(Kind::ByteArray(_))) {
                        return Ok(self.heap.add(self.types.bytearray, Kind::ByteArray(out)));
                    }
                    return Ok(self.new_bytes(out));
                }
                let n = self.index(index, data.len(), "byte")?;
                Ok(Value::Int(i64::from(data[n])))
            }
            Some(Kind::Range(a, b, c)) => {
                let (a, b, c) = (*a, *b, *c);
                let len = range_len(a, b, c) as usize;
                if let Some(parts) = slice {
                    let (start, stop, step, _) = self.slice_bounds(parts, len)?;
                    let at = |n: i64| a.saturating_add(n.saturating_mul(c));
                    return Ok(self
                        .heap
                        .add(self.types.range, Kind::Range(at(start), at(stop), c.saturating_mul(step))));
                }
                let n = self.index(index, len, "range object")?;
                Ok(Value::Int(a + n as i64 * c))
            }
            Some(Kind::Deque(d, _)) => {
                let items: Vec<Value> = d.iter().copied().collect();
                let n = self.index(index, items.len(), "deque")?;
                Ok(items[n])
            }
            Some(Kind::Match(_)) => {
                let name = self.intern("group");
                let f = self.get_attr(object, name)?;
                Err(self.request(f, vec![index]))
            }
            Some(Kind::Alias(origin, _)) => {
                let origin = *origin;
                let args = match self.heap.kind(index) {
                    Some(Kind::Tuple(_)) => index,
                    _ => self.new_tuple([index]),
                };
                Ok(self.heap.add(self.types.alias, Kind::Alias(origin, args)))
            }
            Some(Kind::Type(_)) => {
                let meta = self.class_of(object);
                let getitem = self.names.getitem;
                if let Some(f) = self.overridden(meta, getitem) {
                    return Err(self.request(f, vec![object, index]));
                }
                let key = self.intern("__class_getitem__");
                if let Some(f) = self.lookup(object.slot().unwrap_or(0), key) {
                    let f = match self.heap.kind(f) {
                        Some(Kind::ClassMethod(f)) => *f,
                        _ => f,
                    };
                    return Err(self.request(f, vec![object, index]));
                }
                let generic = [
                    self.types.list,
                    self.types.dict,
                    self.types.tuple,
                    self.types.set,
                    self.types.frozenset,
                    self.types.type_,
                    self.types.deque,
                ];
                let slot = object.slot().unwrap_or(0);
                if !generic.iter().any(|g| self.is_subclass(slot, *g)) {
                    let message = format!("type '{}' is not subscriptable", self.name_of_class(slot));
                    return Err(self.type_error(&message));
                }
                let args = match self.heap.kind(index) {
                    Some(Kind::Tuple(_)) => index,
                    _ => self.new_tuple([index]),
                };
                Ok(self.heap.add(self.types.alias, Kind::Alias(object, args)))
            }
            _ => {
                let message = format!("'{}' object is not subscriptable", self.type_name(object));
                Err(self.type_error(&message))
            }
        }
    }

    pub fn set_item(&mut self, object: Value, index: Value, value: Value) -> Answer {
        let class = self.class_of(object);
        let name = self.names.setitem;
        if let Some(f) = self.overridden(class, name) {
            return Err(self.request(f, vec![object, index, value]));
        }
        self.set_item_native(object, index, value)
    }

    pub fn set_item_native(&mut self, object: Value, index: Value, value: Value) -> Answer {
        match self.heap.kind(object) {
            Some(Kind::Dict(_)) => {
                self.dict_set(object, index, value)?;
                Ok(Value::None)
            }
            Some(Kind::List(items)) => {
                let len = items.len();
                if let Some(parts) = self.slice_parts(index) {
                    let new = self.listed(value)?;
                    let (start, stop, step, count) = self.slice_bounds(parts, len)?;
                    if step != 1 && new.len() != count {
                        let message = format!(
                            "attempt to assign sequence of size {} to extended slice of size {count}",
                            new.len()
                        );
                        return Err(self.value_error(&message));
                    }
                    self.heap.grown(new.len() * 16);
                    if let Some(Kind::List(items)) = self.heap.kind_mut(object) {
                        if step == 1 {
                            let (start, stop) = (start as usize, (stop.max(start)) as usize);
                            items.splice(start..stop.min(items.len()), new);
                        } else {
                            for (n, v) in new.into_iter().enumerate() {
                                if let Some(place) = items.get_mut((start + n as i64 * step) as usize) {
                                    *place = v;
                                }
                            }
                        }
                    }
                    return Ok(Value::None);
                }
                let n = match self.index(index, len, "list") {
                    Err(Control::Raise(e)) if self.is_instance_of(e, "IndexError") => {
                        return Err(self.raise("IndexError", "list assignment index out of range"));
                    }
                    other => other?,
                };
                if let Some(Kind::List(items)) = self.heap.kind_mut(object) {
                    items[n] = value;
                }
                Ok(Value::None)
            }
            Some(Kind::ByteArray(d)) => {
                let len = d.len();
                if let Some(parts) = self.slice_parts(index) {
                    let (start, stop, _, _) = self.slice_bounds(parts, len)?;
                    let new = self.bytes_of(value)?;
                    if let Some(Kind::ByteArray(d)) = self.heap.kind_mut(object) {
                        d.splice(start as usize..(stop.max(start) as usize).min(len), new.iter().copied());
                    }
                    return Ok(Value::None);
                }
                let n = self.index(index, len, "bytearray")?;
                let Ok(b) = u8::try_from(self.int_arg(value)?) else {
                    return Err(self.value_error("byte must be in range(0, 256)"));
                };
                if let Some(Kind::ByteArray(d)) = self.heap.kind_mut(object) {
                    d[n] = b;
                }
                Ok(Value::None)
            }
            Some(Kind::Deque(d, _)) => {
                let n = self.index(index, d.len(), "deque")?;
                if let Some(Kind::Deque(d, _)) = self.heap.kind_mut(object) {
                    d[n] = value;
                }
                Ok(Value::None)
            }
            _ => {
                let message = format!("'{}' object does not support item assignment", self.type_name(object));
                Err(self.type_error(&message))
            }
        }
    }

    pub fn del_item(&mut self, object: Value, index: Value) -> Answer {
        let class = self.class_of(object);
        let name = self.names.delitem;
        if let Some(f) = self.overridden(class, name) {
            return Err(self.request(f, vec![object, index]));
        }
        self.del_item_native(object, index)
    }

    pub fn del_item_native(&mut self, object: Value, index: Value) -> Answer {
        match self.heap.kind(object) {
            Some(Kind::Dict(_)) => match self.dict_remove(object, index)? {
                Some(_) => Ok(Value::None),
                None => {
                    let e = self.exception_args("KeyError", vec![index]);
                    Err(Control::Raise(e))
                }
            },
            Some(Kind::List(items)) => {
                let len = items.len();
                if let Some(parts) = self.slice_parts(index) {
                    let (start, _, step, count) = self.slice_bounds(parts, len)?;
                    let mut gone: Vec<usize> = (0..count as i64).map(|n| (start + n * step) as usize).collect();
                    gone.sort_unstable();
                    if let Some(Kind::List(items)) = self.heap.kind_mut(object) {
                        let mut n = 0;
                        items.retain(|_| {
                            n += 1;
                            gone.binary_search(&(n - 1)).is_err()
                        });
                    }
                    return Ok(Value::None);
                }
                let n = match self.index(index, len, "list") {
                    Err(Control::Raise(e)) if self.is_instance_of(e, "IndexError") => {
                        return Err(self.raise("IndexError", "list assignment index out of range"));
                    }
                    other => other?,
                };
                if let Some(Kind::List(items)) = self.heap.kind_mut(object) {
                    items.remove(n);
                }
                Ok(Value::None)
            }
            Some(Kind::ByteArray(d)) => {
                let len = d.len();
                if let Some(parts) = self.slice_parts(index) {
                    let (start, stop, _, _) = self.slice_bounds(parts, len)?;
                    if let Some(Kind::ByteArray(d)) = self.heap.kind_mut(object) {
                        d.drain(start as usize..(stop.max(start) as usize).min(len));
                    }
                }
                Ok(Value::None)
            }
            Some(Kind::Deque(d, _)) => {
                let n = self.index(index, d.len(), "deque")?;
                if let Some(Kind::Deque(d, _)) = self.heap.kind_mut(object) {
                    d.remove(n);
                }
                Ok(Value::None)
            }
            _ => {
                let message = format!("'{}' object doesn't support item deletion", self.type_name(object));
                Err(self.type_error(&message))
            }
        }
    }
}
