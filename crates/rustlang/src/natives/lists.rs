//! Lists, queues and maps.

use super::{Function, at, size};
use crate::value::*;
use crate::vm::*;
use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};

fn with<T>(vm: &mut Vm, value: &Value, f: impl FnOnce(&mut Vec<Value>) -> T) -> R<T> {
    let list = vm.list(value)?;
    match &mut *list.data.borrow_mut() {
        Data::List(v, _) => Ok(f(v)),
        _ => Err(Stop::Beyond("changing this list".into())),
    }
}

fn deque<T>(vm: &mut Vm, value: &Value, f: impl FnOnce(&mut VecDeque<Value>) -> T) -> R<T> {
    let list = vm.list(value)?;
    match &mut *list.data.borrow_mut() {
        Data::Deque(v) => Ok(f(v)),
        _ => Err(Stop::Beyond("changing this queue".into())),
    }
}

fn iter(vm: &mut Vm, value: &Value, mode: u8) -> R<Value> {
    let list = vm.list(value)?;
    let n = list_len(&list).unwrap_or(0);
    Ok(object(Data::Iter(Iter::List(list, 0, n, mode))))
}

fn map<T>(vm: &mut Vm, value: &Value, f: impl FnOnce(&mut Map) -> T) -> R<T> {
    let inner = vm.plain(value.clone())?;
    let Value::Obj(o) = &inner else {
        return Err(Stop::Beyond("this map".into()));
    };
    match &mut *o.data.borrow_mut() {
        Data::Map(m) => Ok(f(m)),
        _ => Err(Stop::Beyond("this map".into())),
    }
}

fn find_key(vm: &mut Vm, m: &Value, k: &Value) -> R<(u64, Key)> {
    let sorted = map(vm, m, |m| m.sorted)?;
    let key = vm.key(k, 0)?;
    let hash = if sorted { 0 } else { vm.hash(&key) };
    Ok((hash, key))
}

/// Entries as they are, 2 with values lent to be changed.
fn pairs(vm: &mut Vm, m: &Value, part: u8) -> R<Value> {
    let mut out = VecDeque::new();
    let all: Vec<(Value, Obj)> = map(vm, m, |m| m.entries.values().cloned().collect())?;
    for (k, cell) in all {
        let value = slot(&cell, 0).unwrap_or_default();
        out.push_back(match part {
            0 => Value::tuple(vec![k, value]),
            1 => k,
            2 => value,
            3 => Value::tuple(vec![k, place(&cell, 0).unwrap_or_default()]),
            _ => place(&cell, 0).unwrap_or_default(),
        });
    }
    Ok(object(Data::Iter(Iter::Ready(out))))
}

pub fn find(name: &str) -> Option<Function> {
    let (owner, method) = name.split_once("::").unwrap_or(("", name));
    if matches!(owner, "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet") {
        return Some(match (owner, method) {
            ("HashMap", "new") => |_, _, _| {
                Ok(object(Data::Map(Map {
                    sorted: false,
                    set: false,
                    entries: BTreeMap::new(),
                })))
            },
            ("BTreeMap", "new") => |_, _, _| {
                Ok(object(Data::Map(Map {
                    sorted: true,
                    set: false,
                    entries: BTreeMap::new(),
                })))
            },
            ("HashSet", "new") => |_, _, _| {
                Ok(object(Data::Map(Map {
                    sorted: false,
                    set: true,
                    entries: BTreeMap::new(),
                })))
            },
            ("BTreeSet", "new") => |_, _, _| {
                Ok(object(Data::Map(Map {
                    sorted: true,
                    set: true,
                    entries: BTreeMap::new(),
                })))
            },
            (o, "insert") if o.ends_with("Map") => |vm, a, _| {
                let old = vm.map_insert(&at(&a, 0), at(&a, 1), at(&a, 2))?;
                Ok(vm.option(old))
            },
            (_, "insert") => |vm, a, _| {
                let (h, k) = find_key(vm, &at(&a, 0), &at(&a, 1))?;
                if map(vm, &at(&a, 0), |m| m.entries.contains_key(&(h, k)))? {
                    return Ok(Value::Bool(false));
                }
                vm.map_insert(&at(&a, 0), at(&a, 1), Value::Unit)?;
                Ok(Value::Bool(true))
            },
            (_, "get") => |vm, a, _| {
                let key = find_key(vm, &at(&a, 0), &at(&a, 1))?;
                let cell = map(vm, &at(&a, 0), |m| m.entries.get(&key).map(|(_, c)| c.clone()))?;
                Ok(vm.option(cell.and_then(|c| slot(&c, 0))))
            },
            (_, "get_mut") => |vm, a, _| {
                let key = find_key(vm, &at(&a, 0), &at(&a, 1))?;
                let cell = map(vm, &at(&a, 0), |m| m.entries.get(&key).map(|(_, c)| c.clone()))?;
                Ok(vm.option(cell.and_then(|c| place(&c, 0))))
            },
            (_, "contains_key" | "contains") => |vm, a, _| {
                let key = find_key(vm, &at(&a, 0), &at(&a, 1))?;
                Ok(Value::Bool(map(vm, &at(&a, 0), |m| m.entries.contains_key(&key))?))
            },
            (o, "remove") if o.ends_with("Map") => |vm, a, _| {
                let key = find_key(vm, &at(&a, 0), &at(&a, 1))?;
                let old = map(vm, &at(&a, 0), |m| m.entries.remove(&key))?;
                Ok(vm.option(old.and_then(|(_, c)| slot(&c, 0))))
            },
            (_, "remove") => |vm, a, _| {
                let key = find_key(vm, &at(&a, 0), &at(&a, 1))?;
                Ok(Value::Bool(map(vm, &at(&a, 0), |m| m.entries.remove(&key))?.is_some()))
            },
            (_, "len") => |vm, a, _| Ok(Value::usize(map(vm, &at(&a, 0), |m| m.entries.len())?)),
            (_, "clear") => |vm, a, _| {
                let old = map(vm, &at(&a, 0), |m| std::mem::take(&mut m.entries))?;
                drop(old);
                Ok(Value::Unit)
            },
            (o, "iter" | "into_iter") if o.ends_with("Map") => |vm, a, _| pairs(vm, &at(&a, 0), 0),
            (_, "iter" | "into_iter" | "keys") => |vm, a, _| pairs(vm, &at(&a, 0), 1),
            (_, "values") => |vm, a, _| pairs(vm, &at(&a, 0), 2),
            (_, "iter_mut") => |vm, a, _| pairs(vm, &at(&a, 0), 3),
            (_, "values_mut") => |vm, a, _| pairs(vm, &at(&a, 0), 4),
            _ => return None,
        });
    }
    Some(match name {
        "Vec::new" => |_, _, _| Ok(Value::vec(Vec::new())),
        "Vec::push" => |vm, a, _| {
            charge(32);
            with(vm, &at(&a, 0), |v| v.push(at(&a, 1)))?;
            Ok(Value::Unit)
        },
        "Vec::pop" => |vm, a, _| {
            charge(-32);
            let last = with(vm, &at(&a, 0), Vec::pop)?;
            Ok(vm.option(last))
        },
        "Vec::insert" => |vm, a, _| {
            let (n, len) = (size(&a, 1), with(vm, &at(&a, 0), |v| v.len())?);
            if n > len {
                return Err(Stop::Panic(format!("insertion index (is {n}) should be <= len (is {len})")));
            }
            charge(32);
            with(vm, &at(&a, 0), |v| v.insert(n, at(&a, 2)))?;
            Ok(Value::Unit)
        },
        "Vec::remove" => |vm, a, _| {
            let (n, len) = (size(&a, 1), with(vm, &at(&a, 0), |v| v.len())?);
            if n >= len {
                return Err(Stop::Panic(format!("removal index (is {n}) should be < len (is {len})")));
            }
            charge(-32);
            with(vm, &at(&a, 0), |v| v.remove(n))
        },
        "Vec::truncate" => |vm, a, _| {
            let n = size(&a, 1);
            let gone = with(vm, &at(&a, 0), |v| if n < v.len() { v.split_off(n) } else { Vec::new() })?;
            charge(-32 * gone.len() as i64);
            Ok(Value::Unit)
        },
        "Vec::split_off" => |vm, a, _| {
            let n = size(&a, 1);
            let tail = with(vm, &at(&a, 0), |v| v.split_off(n.min(v.len())))?;
            charge(-32 * tail.len() as i64);
            Ok(Value::vec(tail))
        },
        "Vec::drain" => |vm, a, _| {
            let len = with(vm, &at(&a, 0), |v| v.len())?;
            let (from, to) = vm.bounds(&at(&a, 1), len)?;
            let gone: VecDeque<Value> = with(vm, &at(&a, 0), |v| v.drain(from..to).collect())?;
            charge(-32 * gone.len() as i64);
            Ok(object(Data::Iter(Iter::Ready(gone))))
        },
        "VecDeque::drain" => |vm, a, _| {
            let len = deque(vm, &at(&a, 0), |v| v.len())?;
            let (from, to) = vm.bounds(&at(&a, 1), len)?;
            let gone: VecDeque<Value> = deque(vm, &at(&a, 0), |v| v.drain(from..to).collect())?;
            Ok(object(Data::Iter(Iter::Ready(gone))))
        },
        "Vec::into_iter" | "slice::into_iter" | "VecDeque::into_iter" => |vm, a, _| iter(vm, &at(&a, 0), 1),
        "slice::iter" | "VecDeque::iter" => |vm, a, _| iter(vm, &at(&a, 0), 0),
        "slice::iter_mut" | "VecDeque::iter_mut" => |vm, a, _| iter(vm, &at(&a, 0), 2),
        "slice::len" | "VecDeque::len" | "[_]::len" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            Ok(Value::usize(list_len(&list).unwrap_or(0)))
        },
        "slice::get" | "VecDeque::get" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let found = match &at(&a, 1) {
                Value::Obj(_) => {
                    let len = list_len(&list).unwrap_or(0);
                    match vm.bounds(&at(&a, 1), len) {
                        Ok((from, to)) => Some(object(Data::View(list, from, to - from))),
                        Err(_) => None,
                    }
                }
                _ => slot(&list, size(&a, 1)),
            };
            Ok(vm.option(found))
        },
        "slice::get_mut" | "VecDeque::get_mut" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let found = place(&list, size(&a, 1));
            Ok(vm.option(found))
        },
        "slice::swap" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let (x, y) = (size(&a, 1), size(&a, 2));
            let len = list_len(&list).unwrap_or(0);
            let (Some(vx), Some(vy)) = (slot(&list, x), slot(&list, y)) else {
                let bad = if x >= len { x } else { y };
                return Err(Stop::Panic(format!(
                    "index out of bounds: the len is {len} but the index is {bad}"
                )));
            };
            set_slot(&list, x, vy);
            set_slot(&list, y, vx);
            Ok(Value::Unit)
        },
        "slice::reverse" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let items = list_items(&list).unwrap_or_default();
            let n = items.len();
            for (i, item) in items.into_iter().enumerate() {
                set_slot(&list, n - 1 - i, item);
            }
            Ok(Value::Unit)
        },
        "slice::to_vec" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let mut out = Vec::new();
            for item in list_items(&list).unwrap_or_default() {
                out.push(vm.cloned(&item, 0)?);
            }
            Ok(Value::vec(out))
        },
        "slice::sort" | "slice::sort_by" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let items = list_items(&list).unwrap_or_default();
            let sorted = vm.sorted(items, a.get(1).cloned())?;
            for (n, item) in sorted.into_iter().enumerate() {
                set_slot(&list, n, item);
            }
            Ok(Value::Unit)
        },
        "slice::join" | "slice::concat" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let between = a.get(1).and_then(|b| vm.text(b));
            let mut parts = Vec::new();
            let mut lists = Vec::new();
            for item in list_items(&list).unwrap_or_default() {
                match vm.text(&item) {
                    Some(text) => parts.push(text),
                    None => {
                        let inner = vm.list(&item)?;
                        for x in list_items(&inner).unwrap_or_default() {
                            lists.push(vm.cloned(&x, 0)?);
                        }
                    }
                }
            }
            if !lists.is_empty() {
                return Ok(Value::vec(lists));
            }
            Ok(Value::string(parts.join(&between.unwrap_or_default())))
        },
        "VecDeque::new" => |_, _, _| Ok(object(Data::Deque(VecDeque::new()))),
        "VecDeque::push_back" => |vm, a, _| {
            charge(32);
            deque(vm, &at(&a, 0), |v| v.push_back(at(&a, 1)))?;
            Ok(Value::Unit)
        },
        "VecDeque::push_front" => |vm, a, _| {
            charge(32);
            deque(vm, &at(&a, 0), |v| v.push_front(at(&a, 1)))?;
            Ok(Value::Unit)
        },
        "VecDeque::pop_back" => |vm, a, _| {
            let found = deque(vm, &at(&a, 0), VecDeque::pop_back)?;
            Ok(vm.option(found))
        },
        "VecDeque::pop_front" => |vm, a, _| {
            let found = deque(vm, &at(&a, 0), VecDeque::pop_front)?;
            Ok(vm.option(found))
        },
        "VecDeque::remove" => |vm, a, _| {
            let found = deque(vm, &at(&a, 0), |v| v.remove(size(&a, 1)))?;
            Ok(vm.option(found))
        },
        _ => return None,
    })
}

impl Vm {
    pub(crate) fn map_insert(&mut self, m: &Value, k: Value, v: Value) -> R<Option<Value>> {
        let key = find_key(self, m, &k)?;
        let Value::Obj(cell) = object(Data::Cell(v)) else {
            return Ok(None);
        };
        charge(64);
        let old = map(self, m, |m| match m.entries.get_mut(&key) {
            Some(entry) => Some(std::mem::replace(&mut entry.1, cell)),
            None => {
                m.entries.insert(key, (k, cell));
                None
            }
        })?;
        Ok(old.and_then(|c| slot(&c, 0)))
    }

    /// Merges, so that a comparison of the program's own can't confuse it.
    fn sorted(&mut self, mut items: Vec<Value>, by: Option<Value>) -> R<Vec<Value>> {
        if items.len() < 2 {
            return Ok(items);
        }
        let right = items.split_off(items.len() / 2);
        let left = self.sorted(items, by.clone())?;
        let right = self.sorted(right, by.clone())?;
        let mut out = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        loop {
            let first = match (left.peek(), right.peek()) {
                (Some(x), Some(y)) => {
                    let order = match &by {
                        Some(f) => {
                            let (f, args) = (f.clone(), vec![x.clone(), y.clone()]);
                            let o = self.call_now(f, args)?;
                            let n = match &o {
                                Value::Obj(o) => match &*o.data.borrow() {
                                    Data::Enum(_, n, _) => *n,
                                    _ => 1,
                                },
                                _ => 1,
                            };
                            (n as i8 - 1).cmp(&0)
                        }
                        None => self.compare(x, y, 0)?.unwrap_or(Ordering::Equal),
                    };
                    order != Ordering::Greater
                }
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => return Ok(out),
            };
            out.extend(if first { left.next() } else { right.next() });
        }
    }

    /// The ends that a range has within a length.
    pub(crate) fn bounds(&mut self, range: &Value, len: usize) -> R<(usize, usize)> {
        let Value::Obj(o) = range else {
            return Err(Stop::Beyond("this index".into()));
        };
        let (a, b) = (slot(o, 0).unwrap_or_default(), slot(o, 1).unwrap_or_default());
        let (a, b) = (self.plain(a)?, self.plain(b)?);
        let ty = match &*o.data.borrow() {
            Data::Struct(t, _) => *t,
            _ => return Err(Stop::Beyond("this index".into())),
        };
        let inclusive = self
            .program
            .types
            .get(ty as usize)
            .is_some_and(|t| t.name.ends_with("Inclusive"));
        let from = a.int().map_or(0, |n| n as usize);
        let to = b.int().map_or(len, |n| n as usize + usize::from(inclusive));
        if from > to {
            return Err(Stop::Panic(format!("slice index starts at {from} but ends at {to}")));
        }
        if to > len {
            let words = if b.int().is_some() {
                format!("range end index {to} out of range for slice of length {len}")
            } else {
                format!("range start index {from} out of range for slice of length {len}")
            };
            return Err(Stop::Panic(words));
        }
        Ok((from, to))
    }

    pub(crate) fn index(&mut self, of: &Value, index: &Value, mutable: bool) -> R<Value> {
        let index = self.plain(index.clone())?;
        if let Value::Int(_, n) = &index
            && let Ok(list) = self.list(of)
        {
            let n = *n as usize;
            let found = if mutable { place(&list, n) } else { slot(&list, n) };
            return found.ok_or_else(|| {
                let len = list_len(&list).unwrap_or(0);
                let deque = matches!(&*list.data.borrow(), Data::Deque(_));
                Stop::Panic(if deque {
                    "Out of bounds access".into()
                } else {
                    format!("index out of bounds: the len is {len} but the index is {n}")
                })
            });
        }
        if let Some(text) = self.text(of) {
            let (from, to) = self.bounds(&index, text.len()).map_err(|stop| match stop {
                Stop::Panic(_) => Stop::Panic(format!("byte index out of bounds of `{text}`")),
                other => other,
            })?;
            return match text.get(from..to) {
                Some(part) => Ok(Value::str(part)),
                None => {
                    let at = if text.is_char_boundary(from) { to } else { from };
                    Err(Stop::Panic(format!("byte index {at} is not a char boundary of `{text}`")))
                }
            };
        }
        if let Ok(list) = self.list(of) {
            let len = list_len(&list).unwrap_or(0);
            let (from, to) = self.bounds(&index, len)?;
            return Ok(object(Data::View(list, from, to - from)));
        }
        let inner = self.plain(of.clone())?;
        if let Value::Obj(o) = &inner
            && matches!(&*o.data.borrow(), Data::Map(_))
        {
            let key = find_key(self, &inner, &index)?;
            let found = map(self, &inner, |m| m.entries.get(&key).map(|(_, c)| c.clone()))?;
            return match found {
                Some(cell) => Ok(slot(&cell, 0).unwrap_or_default()),
                None => Err(Stop::Panic("no entry found for key".into())),
            };
        }
        let name = if mutable { "index_mut" } else { "index" };
        self.call_named(name, vec![of.clone(), index])
    }

    pub(crate) fn set_index(&mut self, of: &Value, index: &Value, value: Value) -> R<()> {
        let index = self.plain(index.clone())?;
        if let Ok(list) = self.list(of) {
            let n = index.int().unwrap_or(-1) as usize;
            if !set_slot(&list, n, value) {
                let len = list_len(&list).unwrap_or(0);
                return Err(Stop::Panic(format!(
                    "index out of bounds: the len is {len} but the index is {n}"
                )));
            }
            return Ok(());
        }
        let target = self.call_named("index_mut", vec![of.clone(), index])?;
        self.write_through(&target, value)
    }
}
