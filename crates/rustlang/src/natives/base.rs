//! What every value can do: be cloned, compared, hashed, shown, made from others; and iterators that the machine runs itself.

use super::{Function, at};
use crate::ast::Binary;
use crate::code::Spec;
use crate::program::key;
use crate::types::{IntTy, Ty};
use crate::value::*;
use crate::vm::*;
use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};

pub fn find(name: &str) -> Option<Function> {
    Some(match name {
        "any::clone" | "str::clone" => |vm, a, _| vm.cloned(&at(&a, 0), 0),
        "any::to_owned" => |vm, a, _| vm.cloned(&at(&a, 0), 0),
        "any::to_string" => |vm, a, _| Ok(Value::string(vm.show(&at(&a, 0), &Spec::default())?)),
        "any::fmt" => |vm, a, _| {
            let spec = match &at(&a, 1) {
                Value::Obj(o) => match &*o.data.borrow() {
                    Data::Formatter(f) => f.spec.clone(),
                    _ => Spec::default(),
                },
                _ => Spec::default(),
            };
            let text = vm.show(&at(&a, 0), &spec)?;
            append(&at(&a, 1), &text);
            Ok(vm.ok(Value::Unit))
        },
        "any::into" => |vm, a, hint| vm.into(at(&a, 0), hint),
        "any::try_into" => |vm, a, hint| {
            let (Ty::Adt(_, args), Some(n)) = (hint, at(&a, 0).int()) else {
                return Err(Stop::Beyond("this try_into".into()));
            };
            match args.first() {
                Some(Ty::Int(t)) if t.holds(n) => Ok(vm.ok(Value::Int(*t, n))),
                Some(Ty::Int(_)) => {
                    let error = object(Data::Struct(vm.program.type_id("TryFromIntError"), vec![Value::Unit]));
                    Ok(vm.err(error))
                }
                _ => Err(Stop::Beyond("this try_into".into())),
            }
        },
        "any::eq" => |vm, a, _| Ok(Value::Bool(vm.equal(&at(&a, 0), &at(&a, 1), 0)?)),
        "any::cmp" => |vm, a, _| {
            let order = vm.compare(&at(&a, 0), &at(&a, 1), 0)?.unwrap_or(Ordering::Equal);
            Ok(vm.ordering(order))
        },
        "any::partial_cmp" => |vm, a, _| {
            let order = vm.compare(&at(&a, 0), &at(&a, 1), 0)?;
            let value = order.map(|o| vm.ordering(o));
            Ok(vm.option(value))
        },
        "any::__default" => |vm, _, hint| vm.default(hint, 0),
        "any::__lend" => |vm, a, _| {
            Ok(match vm.owner(&at(&a, 0)) {
                Some((o, n)) => place(&o, n as usize).unwrap_or_default(),
                None => at(&a, 0),
            })
        },
        "__default_here" => |vm, _, _| {
            let hint = vm.hint();
            vm.default(&hint, 0)
        },
        "Result::__raise" => |vm, a, hint| {
            let Value::Obj(o) = at(&a, 0) else { return Ok(at(&a, 0)) };
            let error = slot(&o, 0).unwrap_or_default();
            let error = match hint {
                Ty::Adt(..) => vm.into(error, hint)?,
                _ => error,
            };
            Ok(vm.err(error))
        },
        "Box::new" => |_, a, _| Ok(at(&a, 0)),
        "Formatter::__write_text" | "Formatter::write_str" => |vm, a, _| {
            let text = vm.text(&at(&a, 1)).unwrap_or_default();
            append(&at(&a, 0), &text);
            Ok(vm.ok(Value::Unit))
        },
        "Formatter::pad" => |vm, a, _| {
            let mut text = vm.text(&at(&a, 1)).unwrap_or_default();
            if let Value::Obj(o) = &at(&a, 0)
                && let Data::Formatter(f) = &*o.data.borrow()
            {
                let spec = Spec {
                    kind: None,
                    ..f.spec.clone()
                };
                text = Vm::pad(&text, &spec, '<');
            }
            append(&at(&a, 0), &text);
            Ok(vm.ok(Value::Unit))
        },
        "Formatter::alternate" => |_, a, _| {
            let Value::Obj(o) = at(&a, 0) else {
                return Ok(Value::Bool(false));
            };
            let out = matches!(&*o.data.borrow(), Data::Formatter(f) if f.spec.alternate);
            Ok(Value::Bool(out))
        },
        "__replace" => |vm, a, _| vm.replace(&at(&a, 0), at(&a, 1)),
        "__take" => |vm, a, hint| {
            let new = match hint {
                Ty::Unknown | Ty::Param(_) | Ty::Var(_) => vm.empty_like(&at(&a, 0))?,
                hint => vm.default(hint, 0)?,
            };
            vm.replace(&at(&a, 0), new)
        },
        "__swap" => |vm, a, _| {
            let old = vm.replace(&at(&a, 0), Value::Unit)?;
            let other = vm.replace(&at(&a, 1), old)?;
            vm.replace(&at(&a, 0), other)?;
            Ok(Value::Unit)
        },
        "__ready" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            Ok(object(Data::Iter(Iter::Ready(list_items(&list).unwrap_or_default().into()))))
        },
        "__left" => |vm, a, _| {
            let Value::Obj(o) = at(&a, 0) else {
                return Ok(Value::usize(0));
            };
            let n = match &*o.data.borrow() {
                Data::Iter(Iter::Ready(v)) => Some(v.len()),
                Data::Iter(Iter::List(_, from, to, _)) => Some(to - from),
                _ => None,
            };
            match n {
                Some(n) => Ok(Value::usize(n)),
                None => vm.call_named("count", vec![at(&a, 0)]),
            }
        },
        "__wrap_good" => |vm, a, _| {
            let hint = vm.hint();
            Ok(if vm.program.is_adt(&hint, "Result") {
                vm.ok(at(&a, 0))
            } else {
                vm.some(at(&a, 0))
            })
        },
        "Iter::next" => |vm, a, _| vm.next(&at(&a, 0)),
        "Iter::next_back" => |vm, a, _| {
            let Value::Obj(o) = at(&a, 0) else { return Ok(vm.none()) };
            let found = match &mut *o.data.borrow_mut() {
                Data::Iter(Iter::Ready(v)) => v.pop_back(),
                Data::Iter(Iter::List(list, from, to, mode)) if *from < *to => {
                    *to -= 1;
                    if *mode == 2 { place(list, *to) } else { slot(list, *to) }
                }
                Data::Iter(_) => None,
                _ => return Err(Stop::Beyond("next_back of this iterator".into())),
            };
            Ok(vm.option(found))
        },
        "Range::next" | "RangeFrom::next" => |vm, a, _| vm.range_next(&at(&a, 0), false),
        "RangeInclusive::next" => |vm, a, _| vm.range_next(&at(&a, 0), true),
        "__failed" => |vm, a, _| {
            let hint = vm.hint();
            let result = vm.program.is_adt(&hint, "Result");
            if !result && !vm.program.is_adt(&hint, "Option") {
                return Ok(Value::Bool(false));
            }
            let list = vm.list(&at(&a, 0))?;
            let last = list_len(&list).and_then(|n| slot(&list, n.checked_sub(1)?));
            let Some(Value::Obj(o)) = last else {
                return Ok(Value::Bool(false));
            };
            let bad = matches!(&*o.data.borrow(), Data::Enum(_, v, _) if (*v == 1) == result);
            Ok(Value::Bool(bad))
        },
        "__collect" => |vm, a, _| {
            let hint = vm.hint();
            let list = vm.list(&at(&a, 0))?;
            let items = list_items(&list).unwrap_or_default();
            vm.collect(items, &hint)
        },
        "__sum" => |vm, a, _| {
            let hint = vm.hint();
            let list = vm.list(&at(&a, 0))?;
            let items = list_items(&list).unwrap_or_default();
            let product = Vm::truth(&at(&a, 1));
            let mut total = match (&hint, items.first()) {
                (Ty::Int(t), _) => Value::Int(*t, product.into()),
                (Ty::Float(false), _) => Value::Float(if product { 1.0 } else { -0.0 }),
                (Ty::Float(true), _) => Value::F32(if product { 1.0 } else { -0.0 }),
                (_, Some(first)) => match vm.plain(first.clone())? {
                    Value::Int(t, _) => Value::Int(t, product.into()),
                    Value::Float(_) => Value::Float(if product { 1.0 } else { -0.0 }),
                    Value::F32(_) => Value::F32(if product { 1.0 } else { -0.0 }),
                    _ => return Err(Stop::Beyond("this sum".into())),
                },
                _ => return Err(Stop::Beyond("this sum".into())),
            };
            if items.is_empty() && !product {
                if let Value::Float(x) = &mut total {
                    *x = 0.0;
                }
            }
            for item in items {
                let item = vm.plain(item)?;
                total = match (&total, &item) {
                    (Value::Int(t, x), Value::Int(_, y)) => {
                        vm.integers(if product { Binary::Mul } else { Binary::Add }, *t, *x, *y)?
                    }
                    (Value::Float(x), Value::Float(y)) => Value::Float(if product { x * y } else { x + y }),
                    (Value::F32(x), Value::F32(y)) => Value::F32(if product { x * y } else { x + y }),
                    _ => return Err(Stop::Beyond("this sum".into())),
                };
            }
            Ok(total)
        },
        "__field" => |_, a, _| match &at(&a, 0) {
            Value::Obj(o) => Ok(slot(o, 0).unwrap_or_default()),
            _ => Ok(Value::Unit),
        },
        "__same" => |_, a, _| {
            Ok(Value::Bool(match (&at(&a, 0), &at(&a, 1)) {
                (Value::Obj(x), Value::Obj(y)) => std::rc::Rc::ptr_eq(x, y),
                _ => false,
            }))
        },
        _ => return None,
    })
}

fn append(to: &Value, text: &str) {
    if let Value::Obj(o) = to
        && let Data::Formatter(f) = &mut *o.data.borrow_mut()
    {
        f.out.push_str(text);
    }
}

impl Vm {
    /// What a mutable reference leads to, taken out, and another value put in.
    pub(crate) fn replace(&mut self, target: &Value, new: Value) -> R<Value> {
        if let Some((o, n)) = self.owner(target) {
            let old = slot(&o, n as usize).unwrap_or_default();
            set_slot(&o, n as usize, new);
            return Ok(old);
        }
        let Value::Obj(o) = target else {
            return Err(Stop::Beyond("replacing this".into()));
        };
        let old = std::mem::replace(&mut *o.data.borrow_mut(), Data::Gone);
        let old = object(old);
        match &new {
            Value::Obj(from) => {
                let data = self.shallow(from);
                *o.data.borrow_mut() = data;
            }
            _ => *o.data.borrow_mut() = Data::Cell(new),
        }
        Ok(old)
    }

    fn empty_like(&mut self, value: &Value) -> R<Value> {
        let inner = match self.owner(value) {
            Some((o, n)) => slot(&o, n as usize).unwrap_or_default(),
            None => value.clone(),
        };
        Ok(match &inner {
            Value::Int(t, _) => Value::Int(*t, 0),
            Value::Bool(_) => Value::Bool(false),
            Value::Float(_) => Value::Float(0.0),
            Value::Str(_) => Value::str(""),
            Value::Obj(o) => match &*o.data.borrow() {
                Data::List(..) => Value::vec(Vec::new()),
                Data::Str(_) => Value::string(""),
                Data::Deque(_) => object(Data::Deque(VecDeque::new())),
                Data::Map(m) => object(Data::Map(Map {
                    sorted: m.sorted,
                    set: m.set,
                    entries: BTreeMap::new(),
                })),
                Data::Enum(t, ..) if *t == self.program.type_id("Option") => return Ok(self.none()),
                Data::Struct(t, _) | Data::Enum(t, ..) => return self.default(&Ty::Adt(*t, Vec::new()), 0),
                _ => return Err(Stop::Beyond("taking this".into())),
            },
            _ => return Err(Stop::Beyond("taking this".into())),
        })
    }

    pub(crate) fn next(&mut self, value: &Value) -> R<Value> {
        let Value::Obj(o) = value else { return Ok(self.none()) };
        let (found, copy) = match &mut *o.data.borrow_mut() {
            Data::Iter(Iter::Ready(v)) => (v.pop_front(), false),
            Data::Iter(Iter::List(list, from, to, mode)) if *from < *to => {
                let n = *from;
                *from += 1;
                (if *mode == 2 { place(list, n) } else { slot(list, n) }, *mode == 1)
            }
            Data::Iter(_) => (None, false),
            _ => return Err(Stop::Beyond("the next of this".into())),
        };
        let found = if copy { found.map(|v| self.copied(v)) } else { found };
        Ok(self.option(found))
    }

    fn range_next(&mut self, value: &Value, inclusive: bool) -> R<Value> {
        let Value::Obj(o) = value else { return Ok(self.none()) };
        let (a, b) = (slot(o, 0).unwrap_or_default(), slot(o, 1).unwrap_or_default());
        let done = inclusive && slot(o, 2).is_some_and(|d| Vm::truth(&d));
        let (a, b) = (self.plain(a)?, self.plain(b)?);
        let (more, last, next) = match (&a, &b) {
            (Value::Int(t, x), Value::Int(_, y)) => (x < y || inclusive && x == y, x == y, Value::Int(*t, x + 1)),
            (Value::Int(t, x), Value::Unit) => (true, false, Value::Int(*t, x + 1)),
            (Value::Char(x), Value::Char(y)) => (
                x < y || inclusive && x == y,
                x == y,
                Value::Char(char::from_u32(*x as u32 + 1).unwrap_or(char::MAX)),
            ),
            _ => return Err(Stop::Beyond("a range of such values".into())),
        };
        if !more || done {
            return Ok(self.none());
        }
        if last && inclusive {
            set_slot(o, 2, Value::Bool(true));
        } else {
            set_slot(o, 0, next);
        }
        Ok(self.some(a))
    }

    pub(crate) fn cloned(&mut self, value: &Value, depth: u32) -> R<Value> {
        if depth > 400 {
            return Err(Stop::Beyond("a value nested this deep".into()));
        }
        let o = match value {
            Value::Obj(o) => o.clone(),
            Value::Ref(o, n) => {
                let inner = slot(o, *n as usize).unwrap_or_default();
                return self.cloned(&inner, depth + 1);
            }
            other => return Ok(other.clone()),
        };
        let ty = match &*o.data.borrow() {
            Data::Struct(t, _) | Data::Enum(t, ..) => Some(*t),
            Data::Closure(..) => return Ok(value.clone()),
            _ => None,
        };
        if let Some(m) = ty.and_then(|t| self.program.find_method(t, "clone", None)) {
            let f = m.function;
            return self.call_now(Value::Fn(f), vec![value.clone()]);
        }
        let data = match self.shallow(&o) {
            Data::List(v, k) => Data::List(self.clones(v, depth)?, k),
            Data::View(..) => Data::List(self.clones(list_items(&o).unwrap_or_default(), depth)?, ListKind::Vec),
            Data::Deque(v) => Data::Deque(self.clones(v.into(), depth)?.into()),
            Data::Tuple(v) => Data::Tuple(self.clones(v, depth)?),
            Data::Struct(t, v) => Data::Struct(t, self.clones(v, depth)?),
            Data::Enum(t, n, v) => Data::Enum(t, n, self.clones(v, depth)?),
            Data::Map(m) => {
                let mut entries = BTreeMap::new();
                for (key, (k, v)) in m.entries {
                    let k = self.cloned(&k, depth + 1)?;
                    let v = slot(&v, 0).unwrap_or_default();
                    let v = self.cloned(&v, depth + 1)?;
                    if let Value::Obj(cell) = object(Data::Cell(v)) {
                        entries.insert(key, (k, cell));
                    }
                }
                Data::Map(Map {
                    sorted: m.sorted,
                    set: m.set,
                    entries,
                })
            }
            other => other,
        };
        Ok(object(data))
    }

    fn clones(&mut self, values: Vec<Value>, depth: u32) -> R<Vec<Value>> {
        values.iter().map(|v| self.cloned(v, depth + 1)).collect()
    }

    pub(crate) fn equal(&mut self, a: &Value, b: &Value, depth: u32) -> R<bool> {
        Ok(self.order(a, b, depth, true)? == Some(Ordering::Equal))
    }

    pub(crate) fn compare(&mut self, a: &Value, b: &Value, depth: u32) -> R<Option<Ordering>> {
        self.order(a, b, depth, false)
    }

    fn order(&mut self, a: &Value, b: &Value, depth: u32, equality: bool) -> R<Option<Ordering>> {
        if depth > 300 {
            return Err(Stop::Beyond("values nested this deep".into()));
        }
        match (a, b) {
            (Value::Int(IntTy::U128, x), Value::Int(_, y)) => return Ok(Some((*x as u128).cmp(&(*y as u128)))),
            (Value::Int(_, x), Value::Int(_, y)) => return Ok(Some(x.cmp(y))),
            (Value::Float(x), Value::Float(y)) => return Ok(x.partial_cmp(y)),
            (Value::F32(x), Value::F32(y)) => return Ok(x.partial_cmp(y)),
            (Value::Bool(x), Value::Bool(y)) => return Ok(Some(x.cmp(y))),
            (Value::Char(x), Value::Char(y)) => return Ok(Some(x.cmp(y))),
            (Value::Str(x), Value::Str(y)) => return Ok(Some(x.cmp(y))),
            (Value::Unit, Value::Unit) => return Ok(Some(Ordering::Equal)),
            (Value::Ref(o, n), other) => {
                let inner = slot(o, *n as usize).unwrap_or_default();
                return self.order(&inner, other, depth + 1, equality);
            }
            (other, Value::Ref(o, n)) => {
                let inner = slot(o, *n as usize).unwrap_or_default();
                return self.order(other, &inner, depth + 1, equality);
            }
            _ => {}
        }
        if let (Value::Obj(x), Value::Obj(_)) = (a, b) {
            let ty = match &*x.data.borrow() {
                Data::Struct(t, _) | Data::Enum(t, ..) => Some(*t),
                _ => None,
            };
            let names: &[&str] = if equality { &["eq"] } else { &["partial_cmp", "cmp"] };
            for name in names {
                let Some(f) = ty.and_then(|t| self.program.find_method(t, name, None)).map(|m| m.function) else {
                    continue;
                };
                let out = self.call_now(Value::Fn(f), vec![a.clone(), b.clone()])?;
                if equality {
                    return Ok(Some(if Vm::truth(&out) { Ordering::Equal } else { Ordering::Less }));
                }
                let mut out = out;
                if *name == "partial_cmp" {
                    let Value::Obj(o) = &out else { return Ok(None) };
                    match slot(o, 0) {
                        Some(inner) => out = inner,
                        None => return Ok(None),
                    }
                }
                let Value::Obj(o) = &out else { return Ok(None) };
                let n = match &*o.data.borrow() {
                    Data::Enum(_, n, _) => *n,
                    _ => 1,
                };
                return Ok(Some((n as i8 - 1).cmp(&0)));
            }
        }
        if let (Some(x), Some(y)) = (self.text(a), self.text(b)) {
            return Ok(Some(x.cmp(&y)));
        }
        for (n, side) in [a, b].into_iter().enumerate() {
            if self.owner(side).is_some()
                && let Some(inner) = self.inside(side)?
            {
                return if n == 0 {
                    self.order(&inner, b, depth + 1, equality)
                } else {
                    self.order(a, &inner, depth + 1, equality)
                };
            }
        }
        let (Value::Obj(x), Value::Obj(y)) = (a, b) else {
            return Err(Stop::Beyond(format!(
                "comparing {} with {}",
                self.type_name(a),
                self.type_name(b)
            )));
        };
        let (head, xs, ys) = match (self.shallow(x), self.shallow(y)) {
            (Data::Enum(_, m, xs), Data::Enum(_, n, ys)) => (m.cmp(&n), xs, ys),
            (Data::Struct(_, xs), Data::Struct(_, ys)) | (Data::Tuple(xs), Data::Tuple(ys)) => (Ordering::Equal, xs, ys),
            (Data::Map(m), Data::Map(n)) => {
                let flat = |m: Map| {
                    m.entries
                        .into_values()
                        .flat_map(|(k, v)| [k, slot(&v, 0).unwrap_or_default()])
                        .collect::<Vec<_>>()
                };
                (Ordering::Equal, flat(m), flat(n))
            }
            _ => match (list_items(x), list_items(y)) {
                (Some(xs), Some(ys)) => (Ordering::Equal, xs, ys),
                _ => {
                    return Err(Stop::Beyond(format!(
                        "comparing {} with {}",
                        self.type_name(a),
                        self.type_name(b)
                    )));
                }
            },
        };
        if head != Ordering::Equal {
            return Ok(Some(head));
        }
        for (x, y) in xs.iter().zip(&ys) {
            match self.order(x, y, depth + 1, equality)? {
                Some(Ordering::Equal) => {}
                other => return Ok(other),
            }
        }
        Ok(Some(xs.len().cmp(&ys.len())))
    }

    /// What a value is as a key of a map.
    pub(crate) fn key(&mut self, value: &Value, depth: u32) -> R<Key> {
        if depth > 100 {
            return Err(Stop::Beyond("a key nested this deep".into()));
        }
        Ok(match value {
            Value::Unit => Key::Unit,
            Value::Bool(b) => Key::Bool(*b),
            Value::Char(c) => Key::Char(*c),
            Value::Int(IntTy::U128, n) => Key::Wide(*n as u128),
            Value::Int(_, n) => Key::Int(*n),
            Value::Str(s) => Key::Str(s.clone()),
            Value::Ref(o, n) => {
                let inner = slot(o, *n as usize).unwrap_or_default();
                return self.key(&inner, depth + 1);
            }
            Value::Obj(o) => {
                if let Some(text) = self.text(value) {
                    return Ok(Key::Str(text.into()));
                }
                if let Some(inner) = if self.owner(value).is_some() {
                    self.inside(value)?
                } else {
                    None
                } {
                    return self.key(&inner, depth + 1);
                }
                match self.shallow(o) {
                    Data::Enum(t, n, v) => {
                        self.own_order(t)?;
                        Key::Variant(n, self.all_keys(&v, depth)?)
                    }
                    Data::Struct(t, v) => {
                        self.own_order(t)?;
                        Key::List(self.all_keys(&v, depth)?)
                    }
                    Data::Tuple(v) => Key::List(self.all_keys(&v, depth)?),
                    _ => match list_items(o) {
                        Some(v) => Key::List(self.all_keys(&v, depth)?),
                        None => return Err(Stop::Beyond("such a key".into())),
                    },
                }
            }
            _ => return Err(Stop::Beyond("such a key".into())),
        })
    }

    fn own_order(&self, ty: u32) -> R<()> {
        let own = ["cmp", "eq", "hash"]
            .iter()
            .any(|n| self.program.find_method(ty, n, None).is_some());
        if own {
            Err(Stop::Beyond("a key with an order or equality of its own".into()))
        } else {
            Ok(())
        }
    }

    fn all_keys(&mut self, values: &[Value], depth: u32) -> R<Vec<Key>> {
        values.iter().map(|v| self.key(v, depth + 1)).collect()
    }

    /// Where a key stands in the order of a map without one.
    pub(crate) fn hash(&self, key: &Key) -> u64 {
        use std::hash::{Hash, Hasher};
        struct Fnv(u64);
        impl Hasher for Fnv {
            fn finish(&self) -> u64 {
                self.0
            }
            fn write(&mut self, bytes: &[u8]) {
                for b in bytes {
                    self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3).rotate_left(17);
                }
            }
        }
        let mut fnv = Fnv(0xcbf2_9ce4_8422_2325 ^ self.random);
        key.hash(&mut fnv);
        fnv.0
    }

    pub(crate) fn default(&mut self, ty: &Ty, depth: u32) -> R<Value> {
        if depth > 50 {
            return Err(Stop::Beyond("such a default".into()));
        }
        Ok(match ty {
            Ty::Int(t) => Value::Int(*t, 0),
            Ty::Float(false) => Value::Float(0.0),
            Ty::Float(true) => Value::F32(0.0),
            Ty::Bool => Value::Bool(false),
            Ty::Char => Value::Char('\0'),
            Ty::Ref(_, t) if **t == Ty::Str => Value::str(""),
            Ty::Tuple(items) => {
                let items = items.iter().map(|t| self.default(t, depth + 1)).collect::<R<Vec<_>>>()?;
                Value::tuple(items)
            }
            Ty::Adt(id, args) => {
                if let Some(m) = self.program.find_method(*id, "default", None) {
                    let f = m.function;
                    return self.call_now(Value::Fn(f), Vec::new());
                }
                let Some(def) = self.program.types.get(*id as usize) else {
                    return Ok(Value::Unit);
                };
                if def.library {
                    let map = |sorted, set| {
                        object(Data::Map(Map {
                            sorted,
                            set,
                            entries: BTreeMap::new(),
                        }))
                    };
                    return match &*def.name {
                        "Option" => Ok(self.none()),
                        "String" => Ok(Value::string("")),
                        "Vec" => Ok(Value::vec(Vec::new())),
                        "VecDeque" => Ok(object(Data::Deque(VecDeque::new()))),
                        "HashMap" => Ok(map(false, false)),
                        "BTreeMap" => Ok(map(true, false)),
                        "HashSet" => Ok(map(false, true)),
                        "BTreeSet" => Ok(map(true, true)),
                        "Box" => self.default(args.first().unwrap_or(&Ty::Unknown), depth + 1),
                        "Rc" | "Arc" | "RefCell" | "Mutex" | "Cell" => {
                            let inner = self.default(args.first().unwrap_or(&Ty::Unknown), depth + 1)?;
                            let f = self
                                .program
                                .find_method(*id, "new", None)
                                .map(|m| m.function)
                                .unwrap_or(u32::MAX);
                            self.call_now(Value::Fn(f), vec![inner])
                        }
                        name => Err(Stop::Beyond(format!("the default of {name}"))),
                    };
                }
                let generics = def.generics.clone();
                let n = def.variants.iter().position(|v| v.default).unwrap_or(0);
                let is_enum = def.is_enum;
                let fields: Vec<Ty> = def
                    .variants
                    .get(n)
                    .map(|v| v.fields.iter().map(|(_, t)| t.clone()).collect())
                    .unwrap_or_default();
                let mut out = Vec::new();
                for ty in fields {
                    let ty = ty.map(&mut |t| match t {
                        Ty::Param(p) => generics
                            .iter()
                            .position(|g| g == p)
                            .map(|n| args.get(n).cloned().unwrap_or(Ty::Unknown)),
                        _ => None,
                    });
                    out.push(self.default(&ty, depth + 1)?);
                }
                object(if is_enum {
                    Data::Enum(*id, n as u32, out)
                } else {
                    Data::Struct(*id, out)
                })
            }
            _ => return Err(Stop::Beyond("a default of this type".into())),
        })
    }

    /// Whether a value is of a type, as far as it can tell.
    fn is_of(&self, value: &Value, ty: &Ty) -> bool {
        let keys = self.keys(value);
        match ty {
            Ty::Ref(_, t) => self.is_of(value, t),
            Ty::Param(_) | Ty::Unknown | Ty::Dyn(_) => true,
            // A text is as good as the other for what is made of it; which it is decides below.
            Ty::Str => matches!(value, Value::Str(_)),
            ty => self
                .program
                .keys(ty)
                .first()
                .is_some_and(|k| keys.contains(k) || *k == key::SLICE && keys[1] == key::SLICE),
        }
    }

    pub(crate) fn into(&mut self, value: Value, to: &Ty) -> R<Value> {
        match to {
            Ty::Int(t) => {
                let plain = self.plain(value)?;
                return Ok(Value::Int(*t, plain.int().unwrap_or(0)));
            }
            Ty::Float(small) => {
                let plain = self.plain(value)?;
                let x = match plain {
                    Value::Float(x) => x,
                    Value::F32(x) => f64::from(x),
                    Value::Int(_, n) => n as f64,
                    _ => return Err(Stop::Beyond("this conversion".into())),
                };
                return Ok(if *small { Value::F32(x as f32) } else { Value::Float(x) });
            }
            Ty::Char => return Ok(value.int().and_then(|n| char::from_u32(n as u32)).map_or(value, Value::Char)),
            Ty::Adt(id, args) => {
                if self.keys(&value)[0] == *id && self.program.find_method(*id, "from", None).is_none() {
                    return Ok(value);
                }
                let candidates: Vec<u32> = self
                    .program
                    .methods
                    .get(&(*id, "from".into()))
                    .map(|l| l.iter().map(|m| m.function).collect())
                    .unwrap_or_default();
                let fits = |vm: &Vm, f: &u32| {
                    vm.program
                        .fns
                        .get(*f as usize)
                        .and_then(|f| f.params.first())
                        .is_some_and(|t| vm.is_of(&value, t))
                };
                if let Some(f) = candidates.iter().find(|f| fits(self, f)).copied() {
                    return Err(Stop::Tail(Value::Fn(f), vec![value], to.clone()));
                }
                if self.keys(&value)[0] == *id {
                    return Ok(value);
                }
                let name = self.program.types.get(*id as usize).map_or("".into(), |t| t.name.clone());
                return match &*name {
                    "String" => Ok(Value::string(self.show(&value, &Spec::default())?)),
                    "Box" => self.into(value, args.first().unwrap_or(&Ty::Unknown)),
                    "Option" => Ok(self.some(value)),
                    "Vec" | "VecDeque" | "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" | "BinaryHeap" => {
                        if let Some(text) = self.text(&value) {
                            return Ok(Vm::byte_vec(text.as_bytes()));
                        }
                        let list = self.list(&value)?;
                        let items = list_items(&list).unwrap_or_default();
                        self.collect(items, to)
                    }
                    "Rc" | "Arc" | "Mutex" | "RefCell" => {
                        let inner = self.into(value, args.first().unwrap_or(&Ty::Unknown))?;
                        let f = self.program.find_method(*id, "new", None).map_or(u32::MAX, |m| m.function);
                        Err(Stop::Tail(Value::Fn(f), vec![inner], to.clone()))
                    }
                    _ => match self
                        .program
                        .methods
                        .get(&(self.keys(&value)[0], "into".into()))
                        .and_then(|l| l.first())
                    {
                        Some(m) => Err(Stop::Tail(Value::Fn(m.function), vec![value], to.clone())),
                        None => Err(Stop::Beyond(format!("making {name} of {}", self.type_name(&value)))),
                    },
                };
            }
            _ => {}
        }
        Ok(value)
    }

    pub(crate) fn collect(&mut self, items: Vec<Value>, hint: &Ty) -> R<Value> {
        let Ty::Adt(id, args) = hint else {
            return match hint {
                Ty::Tuple(t) if t.is_empty() => Ok(Value::Unit),
                _ => Ok(Value::vec(items)),
            };
        };
        let name = self.program.types.get(*id as usize).map_or("".into(), |t| t.name.clone());
        let map = |vm: &mut Vm, sorted: bool, set: bool| -> R<Value> {
            let out = object(Data::Map(Map {
                sorted,
                set,
                entries: BTreeMap::new(),
            }));
            for item in items.clone() {
                match (&item, set) {
                    (Value::Obj(o), false) => {
                        let (k, v) = (slot(o, 0).unwrap_or_default(), slot(o, 1).unwrap_or_default());
                        vm.map_insert(&out, k, v)?;
                    }
                    _ => {
                        vm.map_insert(&out, item, Value::Unit)?;
                    }
                }
            }
            Ok(out)
        };
        match &*name {
            "Vec" => Ok(Value::vec(items)),
            "Box" => self.collect(items, args.first().unwrap_or(&Ty::Unknown)),
            "VecDeque" => Ok(object(Data::Deque(items.into()))),
            "String" => {
                let mut out = String::new();
                for item in &items {
                    self.show_into(item, &Spec::default(), &mut out, 0)?;
                }
                Ok(Value::string(out))
            }
            "HashMap" => map(self, false, false),
            "BTreeMap" => map(self, true, false),
            "HashSet" => map(self, false, true),
            "BTreeSet" => map(self, true, true),
            "Result" | "Option" => {
                let result = &*name == "Result";
                let mut inner = Vec::new();
                for item in items {
                    let Value::Obj(o) = &item else { continue };
                    let bad = matches!(&*o.data.borrow(), Data::Enum(_, v, _) if (*v == 1) == result);
                    if bad {
                        return Ok(item);
                    }
                    inner.push(slot(o, 0).unwrap_or_default());
                }
                let made = self.collect(inner, args.first().unwrap_or(&Ty::Unknown))?;
                Ok(if result { self.ok(made) } else { self.some(made) })
            }
            "BinaryHeap" => {
                let heap = object(Data::Struct(*id, vec![Value::vec(Vec::new())]));
                for item in items {
                    self.call_named("push", vec![heap.clone(), item])?;
                }
                Ok(heap)
            }
            other => match self.program.find_method(*id, "from_iter", None) {
                Some(m) => Err(Stop::Tail(Value::Fn(m.function), vec![Value::vec(items)], hint.clone())),
                None => Err(Stop::Beyond(format!("collecting into {other}"))),
            },
        }
    }
}
