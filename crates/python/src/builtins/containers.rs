//! `list`, `tuple`, `dict`, `set`, `frozenset`, `range`, `deque` and the iterators.

use crate::dict::{Dict, Set};
use crate::heap::*;
use crate::syntax::ast::{BinOp, CmpOp};
use crate::vm::*;
use std::cmp::Ordering;
use std::collections::VecDeque;

type Kw<'a> = &'a [(Value, Value)];

fn class_arg(vm: &Vm, a: &[Value]) -> u32 {
    vm.arg(a, 0).slot().unwrap_or(0)
}
fn slot(vm: &Vm, a: &[Value]) -> u32 {
    vm.arg(a, 0).slot().unwrap_or(0)
}

fn list_mut<'v>(vm: &'v mut Vm, a: &[Value]) -> Outcome<&'v mut Vec<Value>> {
    let v = vm.arg(a, 0);
    if !matches!(vm.heap.kind(v), Some(Kind::List(_))) {
        return Err(vm.type_error("descriptor requires a 'list' object"));
    }
    match vm.heap.kind_mut(v) {
        Some(Kind::List(l)) => Ok(l),
        _ => Err(Control::Bail),
    }
}

/// Merge sort whose comparison may give up.
fn sort_by(items: &mut [(Value, Value)], less: &mut dyn FnMut(Value, Value) -> Outcome<bool>) -> Outcome<()> {
    let n = items.len();
    if n < 2 {
        return Ok(());
    }
    if n <= 12 {
        for i in 1..n {
            let mut j = i;
            while j > 0 && less(items[j].0, items[j - 1].0)? {
                items.swap(j, j - 1);
                j -= 1;
            }
        }
        return Ok(());
    }
    let mid = n / 2;
    let (left, right) = items.split_at_mut(mid);
    sort_by(left, less)?;
    sort_by(right, less)?;
    if !less(right[0].0, left[mid - 1].0)? {
        return Ok(());
    }
    let l = left.to_vec();
    let r = right.to_vec();
    let (mut i, mut j) = (0, 0);
    for place in items.iter_mut() {
        let take_right = i >= l.len() || (j < r.len() && less(r[j].0, l[i].0)?);
        *place = if take_right {
            j += 1;
            r[j - 1]
        } else {
            i += 1;
            l[i - 1]
        };
    }
    Ok(())
}

/// Sorts items by keys; `Bail` if two keys need Python to compare.
pub fn sort_keyed(vm: &mut Vm, keys: Vec<Value>, items: Vec<Value>, reverse: bool) -> Outcome<Vec<Value>> {
    let mut pairs: Vec<(Value, Value)> = keys.into_iter().zip(items).collect();
    if reverse {
        pairs.reverse();
    }
    sort_by(&mut pairs, &mut |a, b| match vm.order(a, b, CmpOp::Lt)? {
        Some(o) => Ok(o == Ordering::Less),
        None => match vm.compare_native(CmpOp::Lt, a, b)? {
            Value::Bool(b) => Ok(b),
            _ => Ok(false),
        },
    })?;
    if reverse {
        pairs.reverse();
    }
    Ok(pairs.into_iter().map(|(_, v)| v).collect())
}

pub fn install(vm: &mut Vm) {
    install_list(vm);
    install_dict(vm);
    install_set(vm);
    install_rest(vm);
    let m = vm.types.mappingproxy;
    vm.static_methods(
        m,
        "mappingproxy",
        &[("__new__", |vm, a, _| {
            Ok(vm.heap.add(vm.types.mappingproxy, Kind::Proxy(vm.arg(a, 1).slot().unwrap_or(0))))
        })],
    );
}

/// The special methods of containers, so that they can be called by name and found by `hasattr`.
fn sequence_protocol(vm: &mut Vm, t: u32, owner: &'static str, mutable: bool) {
    vm.methods(
        t,
        owner,
        &[
            ("__len__", |vm, a, _| Ok(Value::Int(vm.native_len(vm.arg(a, 0)).unwrap_or(0) as i64))),
            ("__iter__", |vm, a, _| {
                let v = vm.arg(a, 0);
                vm.native_iter(v)
            }),
            ("__getitem__", |vm, a, _| vm.get_item_native(vm.arg(a, 0), vm.arg(a, 1))),
            ("__contains__", |vm, a, _| {
                let (c, v) = (vm.arg(a, 0), vm.arg(a, 1));
                vm.native_contains(c, v).map(Value::Bool)
            }),
        ],
    );
    if mutable {
        vm.methods(
            t,
            owner,
            &[
                ("__setitem__", |vm, a, _| vm.set_item_native(vm.arg(a, 0), vm.arg(a, 1), vm.arg(a, 2))),
                ("__delitem__", |vm, a, _| vm.del_item_native(vm.arg(a, 0), vm.arg(a, 1))),
            ],
        );
    }
}

impl Vm {
    fn native_iter(&mut self, v: Value) -> Answer {
        let state = match self.heap.kind(v) {
            Some(Kind::List(_)) => IterState::List(v, 0),
            Some(Kind::Tuple(_)) => IterState::Tuple(v, 0),
            Some(Kind::Str(_)) => IterState::Str(v, 0),
            Some(Kind::Dict(d)) => IterState::DictKeys(v.slot().unwrap_or(0), 0, d.len()),
            Some(Kind::Set(s)) => IterState::Set(v.slot().unwrap_or(0), 0, s.len()),
            _ => return self.iter(v),
        };
        Ok(self.new_iter(state))
    }
    fn native_contains(&mut self, c: Value, v: Value) -> Outcome<bool> {
        match self.heap.kind(c) {
            Some(Kind::Dict(_)) => Ok(self.dict_get(c, v)?.is_some()),
            Some(Kind::Set(_)) => {
                let h = self.hash(v)?;
                self.set_has(c, h, v)
            }
            Some(Kind::List(l)) => {
                for item in l.clone() {
                    if self.same(item, v)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => self.contains(c, v),
        }
    }
}

fn install_list(vm: &mut Vm) {
    let t = vm.types.list;
    sequence_protocol(vm, t, "list", true);
    vm.static_methods(
        t,
        "list",
        &[("__new__", |vm, a, _| {
            let class = class_arg(vm, a);
            Ok(vm.heap.add(class, Kind::List(Vec::new())))
        })],
    );
    vm.methods(
        t,
        "list",
        &[
            ("__init__", |vm, a, _| {
                let items = match a.get(1) {
                    Some(v) => vm.listed(*v)?,
                    None => Vec::new(),
                };
                vm.heap.grown(items.len() * 16);
                *list_mut(vm, a)? = items;
                Ok(Value::None)
            }),
            ("append", |vm, a, _| {
                if a.len() != 2 {
                    let message =
                        format!("list.append() takes exactly one argument ({} given)", a.len().saturating_sub(1));
                    return Err(vm.type_error(&message));
                }
                vm.list_push(a[0], a[1]);
                Ok(Value::None)
            }),
            ("extend", |vm, a, _| {
                for v in vm.listed(vm.arg(a, 1))? {
                    vm.list_push(a[0], v);
                }
                Ok(Value::None)
            }),
            ("insert", |vm, a, _| {
                let at = vm.int_arg(vm.arg(a, 1))?;
                let v = vm.arg(a, 2);
                vm.heap.grown(16);
                let l = list_mut(vm, a)?;
                let len = l.len() as i64;
                let at = if at < 0 { (at + len).max(0) } else { at.min(len) };
                l.insert(at as usize, v);
                Ok(Value::None)
            }),
            ("pop", |vm, a, _| {
                let at = vm.opt_int(a, 1, -1)?;
                let l = list_mut(vm, a)?;
                if l.is_empty() {
                    return Err(vm.raise("IndexError", "pop from empty list"));
                }
                let n = if at < 0 { at + l.len() as i64 } else { at };
                match usize::try_from(n).ok().filter(|n| *n < l.len()) {
                    Some(n) => Ok(l.remove(n)),
                    None => Err(vm.raise("IndexError", "pop index out of range")),
                }
            }),
            ("remove", |vm, a, _| {
                let items = list_mut(vm, a)?.clone();
                for (n, v) in items.into_iter().enumerate() {
                    if vm.same(v, vm.arg(a, 1))? {
                        list_mut(vm, a)?.remove(n);
                        return Ok(Value::None);
                    }
                }
                Err(vm.value_error("list.remove(x): x not in list"))
            }),
            ("clear", |vm, a, _| {
                list_mut(vm, a)?.clear();
                Ok(Value::None)
            }),
            ("copy", |vm, a, _| {
                let items = list_mut(vm, a)?.clone();
                Ok(vm.new_list(items))
            }),
            ("reverse", |vm, a, _| {
                list_mut(vm, a)?.reverse();
                Ok(Value::None)
            }),
            ("sort", |vm, a, k| {
                let key = vm.named(&[], k, 0, "key").or_none();
                let reverse = vm.named(&[], k, 0, "reverse");
                let reverse = vm.truth(reverse)?;
                if !key.is_none() {
                    return Err(Control::Bail);
                }
                let items = list_mut(vm, a)?.clone();
                let sorted = sort_keyed(vm, items.clone(), items, reverse)?;
                *list_mut(vm, a)? = sorted;
                Ok(Value::None)
            }),
            ("__reversed__", |vm, a, _| {
                let n = vm.native_len(vm.arg(a, 0)).unwrap_or(0);
                Ok(vm.new_iter(IterState::Reversed(vm.arg(a, 0), n)))
            }),
        ],
    );
    let tu = vm.types.tuple;
    sequence_protocol(vm, tu, "tuple", false);
    vm.static_methods(
        tu,
        "tuple",
        &[("__new__", |vm, a, _| {
            let class = class_arg(vm, a);
            let items = match a.get(1) {
                Some(v) if class == vm.types.tuple && vm.class_of(*v) == class => return Ok(*v),
                Some(v) => vm.listed(*v)?,
                None => Vec::new(),
            };
            if class == vm.types.tuple {
                return Ok(vm.new_tuple(items));
            }
            Ok(vm.heap.add(class, Kind::Tuple(items.into())))
        })],
    );
    fn index(vm: &mut Vm, a: &[Value], _: Kw) -> Answer {
        let items = vm.listed_raw(vm.arg(a, 0));
        let len = items.len();
        let parts = [vm.arg(a, 2), vm.arg(a, 3), Value::None];
        let (start, stop, _, _) = vm.slice_bounds(parts, len)?;
        for (n, v) in items.into_iter().enumerate() {
            if (n as i64) >= start && (n as i64) < stop && vm.same(v, vm.arg(a, 1))? {
                return Ok(Value::Int(n as i64));
            }
        }
        let shown = vm.repr(vm.arg(a, 1))?;
        let message = if vm.type_name(vm.arg(a, 0)) == "tuple" {
            "tuple.index(x): x not in tuple".to_string()
        } else {
            format!("{shown} is not in list")
        };
        Err(vm.value_error(&message))
    }
    fn count(vm: &mut Vm, a: &[Value], _: Kw) -> Answer {
        let mut n = 0;
        for v in vm.listed_raw(vm.arg(a, 0)) {
            if vm.same(v, vm.arg(a, 1))? {
                n += 1;
            }
        }
        Ok(Value::Int(n))
    }
    for (t, owner) in [(t, "list"), (tu, "tuple")] {
        vm.methods(t, owner, &[("index", index), ("count", count)]);
    }
    let r = vm.types.range;
    vm.methods(r, "range", &[("index", index), ("count", count)]);
}

impl Vm {
    /// The items of a built-in sequence, whatever its class says.
    pub fn listed_raw(&mut self, v: Value) -> Vec<Value> {
        match self.heap.kind(v) {
            Some(Kind::List(l)) => l.clone(),
            Some(Kind::Tuple(t)) => t.to_vec(),
            Some(Kind::Deque(d, _)) => d.iter().copied().collect(),
            Some(Kind::Range(..)) => self.listed(v).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

fn install_dict(vm: &mut Vm) {
    let t = vm.types.dict;
    sequence_protocol(vm, t, "dict", true);
    vm.static_methods(
        t,
        "dict",
        &[("__new__", |vm, a, _| {
            let class = class_arg(vm, a);
            Ok(vm.heap.add(class, Kind::Dict(Box::<Dict>::default())))
        })],
    );
    fn update(vm: &mut Vm, a: &[Value], k: Kw) -> Answer {
        if let Some(other) = a.get(1)
            && vm.dict_update_plain(a[0], *other).is_none()
        {
            return Err(Control::Bail);
        }
        for (key, v) in k {
            vm.dict_set_str(slot(vm, a), *key, *v);
        }
        Ok(Value::None)
    }
    fn view(vm: &mut Vm, a: &[Value], which: u8) -> Answer {
        let class = [vm.types.dict_keys, vm.types.dict_values, vm.types.dict_items][which as usize];
        let d = match vm.heap.kind(vm.arg(a, 0)) {
            Some(Kind::Proxy(d)) => *d,
            _ => slot(vm, a),
        };
        Ok(vm.heap.add(class, Kind::View(d, which)))
    }
    fn dict_of(vm: &Vm, a: &[Value]) -> Value {
        match vm.heap.kind(vm.arg(a, 0)) {
            Some(Kind::Proxy(d)) => Value::Obj(*d),
            _ => vm.arg(a, 0),
        }
    }
    let shared: &[(&'static str, NativeFn)] = &[
        ("keys", |vm, a, _| view(vm, a, 0)),
        ("values", |vm, a, _| view(vm, a, 1)),
        ("items", |vm, a, _| view(vm, a, 2)),
        ("get", |vm, a, _| {
            let d = dict_of(vm, a);
            Ok(vm.dict_get(d, vm.arg(a, 1))?.unwrap_or(vm.arg(a, 2)))
        }),
        ("copy", |vm, a, _| {
            let d = vm.new_dict();
            let own = dict_of(vm, a);
            if vm.dict_update_plain(d, own).is_none() {
                return Err(Control::Bail);
            }
            Ok(d)
        }),
        ("__reversed__", |vm, a, _| {
            let d = dict_of(vm, a);
            let mut keys = vm
                .heap
                .dict(d.slot().unwrap_or(0))
                .map(|d| d.iter().map(|(k, _)| k).collect::<Vec<_>>())
                .unwrap_or_default();
            keys.reverse();
            let list = vm.new_list(keys);
            vm.iter(list)
        }),
    ];
    vm.methods(t, "dict", shared);
    let p = vm.types.mappingproxy;
    sequence_protocol(vm, p, "mappingproxy", false);
    vm.methods(p, "mappingproxy", shared);
    vm.methods(
        t,
        "dict",
        &[
            ("__init__", update),
            ("update", update),
            ("setdefault", |vm, a, _| {
                let (d, k, v) = (vm.arg(a, 0), vm.arg(a, 1), vm.arg(a, 2));
                match vm.dict_get(d, k)? {
                    Some(v) => Ok(v),
                    None => {
                        vm.dict_set(d, k, v)?;
                        Ok(v)
                    }
                }
            }),
            ("pop", |vm, a, _| match vm.dict_remove(vm.arg(a, 0), vm.arg(a, 1))? {
                Some(v) => Ok(v),
                None if a.len() > 2 => Ok(a[2]),
                None => Err(Control::Raise(vm.exception_args("KeyError", vec![vm.arg(a, 1)]))),
            }),
            ("popitem", |vm, a, _| {
                let d = slot(vm, a);
                let last = vm.heap.dict(d).and_then(|d| d.entries.iter().rposition(|e| !e.key.is_null()));
                let pair = match (last, vm.heap.dict_mut(d)) {
                    (Some(n), Some(d)) => {
                        d.entries.truncate(n + 1);
                        d.remove(n)
                    }
                    _ => None,
                };
                match pair {
                    Some((k, v)) => Ok(vm.new_tuple([k, v])),
                    None => Err(vm.raise("KeyError", "popitem(): dictionary is empty")),
                }
            }),
            ("clear", |vm, a, _| {
                let d = slot(vm, a);
                if let Some(d) = vm.heap.dict_mut(d) {
                    d.clear();
                }
                Ok(Value::None)
            }),
            ("_move_to_end", |vm, a, _| {
                let (d, k) = (vm.arg(a, 0), vm.arg(a, 1));
                let last = !matches!(a.get(2), Some(Value::Bool(false)));
                let Some(v) = vm.dict_remove(d, k)? else {
                    return Err(Control::Raise(vm.exception_args("KeyError", vec![k])));
                };
                if last {
                    vm.dict_set(d, k, v)?;
                } else {
                    let pairs: Vec<(Value, Value)> =
                        vm.heap.dict(slot(vm, a)).map(|d| d.iter().collect()).unwrap_or_default();
                    if let Some(d) = vm.heap.dict_mut(slot(vm, a)) {
                        d.clear();
                    }
                    vm.dict_set(d, k, v)?;
                    for (k, v) in pairs {
                        vm.dict_set(d, k, v)?;
                    }
                }
                Ok(Value::None)
            }),
        ],
    );
    vm.class_methods(
        t,
        "dict",
        &[("fromkeys", |vm, a, _| vm.call_prelude("_dict_fromkeys", vec![vm.arg(a, 0), vm.arg(a, 1), vm.arg(a, 2)]))],
    );
    let (ks, vs, is) = (vm.types.dict_keys, vm.types.dict_values, vm.types.dict_items);
    for t in [ks, vs, is] {
        vm.methods(
            t,
            "view",
            &[
                ("__len__", |vm, a, _| Ok(Value::Int(vm.native_len(vm.arg(a, 0)).unwrap_or(0) as i64))),
                ("__iter__", |vm, a, _| vm.iter(vm.arg(a, 0))),
                ("isdisjoint", |vm, a, _| vm.call_prelude("_isdisjoint", a.to_vec())),
                ("__reversed__", |vm, a, _| {
                    let mut items = vm.listed(vm.arg(a, 0))?;
                    items.reverse();
                    let list = vm.new_list(items);
                    vm.iter(list)
                }),
            ],
        );
    }
}

fn install_set(vm: &mut Vm) {
    let (s, f) = (vm.types.set, vm.types.frozenset);
    vm.static_methods(
        s,
        "set",
        &[("__new__", |vm, a, _| {
            let class = class_arg(vm, a);
            Ok(vm.heap.add(class, Kind::Set(Box::<Set>::default())))
        })],
    );
    vm.static_methods(
        f,
        "frozenset",
        &[("__new__", |vm, a, _| {
            let class = class_arg(vm, a);
            let items = match a.get(1) {
                Some(v) => vm.listed(*v)?,
                None => Vec::new(),
            };
            let v = vm.set_of(&items)?;
            if let Value::Obj(n) = v {
                vm.heap.get_mut(n).class = class;
            }
            Ok(v)
        })],
    );
    fn combine(vm: &mut Vm, a: &[Value], op: BinOp) -> Answer {
        let mut out = vm.arg(a, 0);
        if a.len() == 1 {
            let items = vm.listed(out)?;
            return vm.set_of(&items);
        }
        for other in &a[1..] {
            let items = vm.listed(*other)?;
            let other = vm.set_of(&items)?;
            out = vm.set_operation(op, out, other)?;
        }
        Ok(out)
    }
    fn replace(vm: &mut Vm, a: &[Value], op: BinOp) -> Answer {
        let new = combine(vm, a, op)?;
        let set = match vm.heap.kind(new) {
            Some(Kind::Set(s)) => (**s).clone(),
            _ => Set::default(),
        };
        if let Some(Kind::Set(s)) = vm.heap.kind_mut(vm.arg(a, 0)) {
            **s = set;
        }
        Ok(Value::None)
    }
    fn relation(vm: &mut Vm, a: &[Value], op: CmpOp) -> Answer {
        let items = vm.listed(vm.arg(a, 1))?;
        let other = vm.set_of(&items)?;
        vm.compare_native(op, vm.arg(a, 0), other)
    }
    for (t, owner) in [(s, "set"), (f, "frozenset")] {
        sequence_protocol(vm, t, owner, false);
        let d = vm.heap.type_of_slot(t).map_or(0, |t| t.dict);
        let getitem = vm.names.getitem;
        vm.dict_del_str(d, getitem);
        vm.methods(
            t,
            owner,
            &[
                ("union", |vm, a, _| combine(vm, a, BinOp::Or)),
                ("intersection", |vm, a, _| combine(vm, a, BinOp::And)),
                ("difference", |vm, a, _| combine(vm, a, BinOp::Sub)),
                ("symmetric_difference", |vm, a, _| combine(vm, a, BinOp::Xor)),
                ("issubset", |vm, a, _| relation(vm, a, CmpOp::Le)),
                ("issuperset", |vm, a, _| relation(vm, a, CmpOp::Ge)),
                ("isdisjoint", |vm, a, _| {
                    let both = combine(vm, a, BinOp::And)?;
                    Ok(Value::Bool(vm.native_len(both) == Some(0)))
                }),
                ("copy", |vm, a, _| {
                    let items = vm.listed(vm.arg(a, 0))?;
                    let v = vm.set_of(&items)?;
                    let class = vm.class_of(vm.arg(a, 0));
                    if let Value::Obj(n) = v {
                        vm.heap.get_mut(n).class = class;
                    }
                    Ok(v)
                }),
            ],
        );
    }
    vm.methods(
        s,
        "set",
        &[
            ("__init__", |vm, a, _| {
                if let Some(v) = a.get(1) {
                    for item in vm.listed(*v)? {
                        vm.set_add(a[0], item)?;
                    }
                }
                Ok(Value::None)
            }),
            ("add", |vm, a, _| {
                vm.set_add(vm.arg(a, 0), vm.arg(a, 1))?;
                Ok(Value::None)
            }),
            ("discard", |vm, a, _| {
                let h = vm.hash(vm.arg(a, 1))?;
                if let Some(n) = vm.set_find(vm.arg(a, 0), h, vm.arg(a, 1))?
                    && let Some(Kind::Set(s)) = vm.heap.kind_mut(vm.arg(a, 0))
                {
                    s.remove(n);
                }
                Ok(Value::None)
            }),
            ("remove", |vm, a, _| {
                let h = vm.hash(vm.arg(a, 1))?;
                match vm.set_find(vm.arg(a, 0), h, vm.arg(a, 1))? {
                    Some(n) => {
                        if let Some(Kind::Set(s)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                            s.remove(n);
                        }
                        Ok(Value::None)
                    }
                    None => Err(Control::Raise(vm.exception_args("KeyError", vec![vm.arg(a, 1)]))),
                }
            }),
            ("pop", |vm, a, _| {
                let v = match vm.heap.kind_mut(vm.arg(a, 0)) {
                    Some(Kind::Set(s)) => s.pop(),
                    _ => None,
                };
                v.ok_or_else(|| vm.raise("KeyError", "pop from an empty set"))
            }),
            ("clear", |vm, a, _| {
                if let Some(Kind::Set(s)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    s.clear();
                }
                Ok(Value::None)
            }),
            ("update", |vm, a, _| {
                for other in &a[1..] {
                    for v in vm.listed(*other)? {
                        vm.set_add(a[0], v)?;
                    }
                }
                Ok(Value::None)
            }),
            ("intersection_update", |vm, a, _| replace(vm, a, BinOp::And)),
            ("difference_update", |vm, a, _| replace(vm, a, BinOp::Sub)),
            ("symmetric_difference_update", |vm, a, _| replace(vm, a, BinOp::Xor)),
        ],
    );
}

fn install_rest(vm: &mut Vm) {
    let t = vm.types.range;
    sequence_protocol(vm, t, "range", false);
    vm.static_methods(
        t,
        "range",
        &[("__new__", |vm, a, _| {
            let mut n = Vec::new();
            for v in &a[1..] {
                if matches!(v, Value::Float(_)) {
                    return Err(vm.type_error("'float' object cannot be interpreted as an integer"));
                }
                n.push(vm.int_arg(*v)?);
            }
            let (x, y, z) = match n[..] {
                [y] => (0, y, 1),
                [x, y] => (x, y, 1),
                [x, y, z] => (x, y, z),
                _ => return Err(vm.type_error("range expected at least 1 argument, got 0")),
            };
            if z == 0 {
                return Err(vm.value_error("range() arg 3 must not be zero"));
            }
            Ok(vm.heap.add(vm.types.range, Kind::Range(x, y, z)))
        })],
    );
    vm.methods(
        t,
        "range",
        &[("__reversed__", |vm, a, _| {
            let Some(Kind::Range(x, y, z)) = vm.heap.kind(vm.arg(a, 0)) else { return Ok(Value::None) };
            let (x, y, z) = (*x, *y, *z);
            let n = crate::iteration::range_len(x, y, z);
            let last = x.wrapping_add((n as i64 - 1).wrapping_mul(z));
            Ok(vm.new_iter(IterState::Range { next: last, step: z.wrapping_neg(), left: n }))
        })],
    );
    let st = vm.types.str;
    sequence_protocol(vm, st, "str", false);
    for (t, owner) in [(vm.types.bytes, "bytes"), (vm.types.bytearray, "bytearray")] {
        sequence_protocol(vm, t, owner, false);
    }
    let d = vm.types.deque;
    sequence_protocol(vm, d, "deque", true);
    vm.static_methods(
        d,
        "deque",
        &[("__new__", |vm, a, k| {
            let class = class_arg(vm, a);
            let max = match vm.named(a, k, 2, "maxlen").or_none() {
                Value::None => None,
                v => Some(usize::try_from(vm.int_arg(v)?).unwrap_or(0)),
            };
            let items = match vm.named(a, k, 1, "iterable").or_none() {
                Value::None => Vec::new(),
                v => vm.listed(v)?,
            };
            let mut d: VecDeque<Value> = items.into();
            if let Some(m) = max {
                while d.len() > m {
                    d.pop_front();
                }
            }
            Ok(vm.heap.add(class, Kind::Deque(d, max)))
        })],
    );
    fn push(vm: &mut Vm, me: Value, v: Value, left: bool) {
        vm.heap.grown(16);
        if let Some(Kind::Deque(d, max)) = vm.heap.kind_mut(me) {
            if left {
                d.push_front(v);
            } else {
                d.push_back(v);
            }
            if max.is_some_and(|m| d.len() > m) {
                if left {
                    d.pop_back();
                } else {
                    d.pop_front();
                }
            }
        }
    }
    fn pop(vm: &mut Vm, a: &[Value], left: bool) -> Answer {
        let v = match vm.heap.kind_mut(vm.arg(a, 0)) {
            Some(Kind::Deque(d, _)) => {
                if left {
                    d.pop_front()
                } else {
                    d.pop_back()
                }
            }
            _ => None,
        };
        v.ok_or_else(|| vm.raise("IndexError", "pop from an empty deque"))
    }
    vm.methods(
        d,
        "deque",
        &[
            ("append", |vm, a, _| {
                push(vm, vm.arg(a, 0), vm.arg(a, 1), false);
                Ok(Value::None)
            }),
            ("appendleft", |vm, a, _| {
                push(vm, vm.arg(a, 0), vm.arg(a, 1), true);
                Ok(Value::None)
            }),
            ("pop", |vm, a, _| pop(vm, a, false)),
            ("popleft", |vm, a, _| pop(vm, a, true)),
            ("extend", |vm, a, _| {
                for v in vm.listed(vm.arg(a, 1))? {
                    push(vm, a[0], v, false);
                }
                Ok(Value::None)
            }),
            ("extendleft", |vm, a, _| {
                for v in vm.listed(vm.arg(a, 1))? {
                    push(vm, a[0], v, true);
                }
                Ok(Value::None)
            }),
            ("clear", |vm, a, _| {
                if let Some(Kind::Deque(d, _)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    d.clear();
                }
                Ok(Value::None)
            }),
            ("rotate", |vm, a, _| {
                let n = vm.opt_int(a, 1, 1)?;
                if let Some(Kind::Deque(d, _)) = vm.heap.kind_mut(vm.arg(a, 0))
                    && !d.is_empty()
                {
                    let n = n.rem_euclid(d.len() as i64) as usize;
                    d.rotate_right(n);
                }
                Ok(Value::None)
            }),
            ("reverse", |vm, a, _| {
                if let Some(Kind::Deque(d, _)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    d.make_contiguous().reverse();
                }
                Ok(Value::None)
            }),
            ("copy", |vm, a, _| match vm.heap.kind(vm.arg(a, 0)) {
                Some(Kind::Deque(d, m)) => {
                    let k = Kind::Deque(d.clone(), *m);
                    Ok(vm.heap.add(vm.types.deque, k))
                }
                _ => Ok(Value::None),
            }),
            ("count", |vm, a, _| {
                let mut n = 0;
                for v in vm.listed_raw(vm.arg(a, 0)) {
                    if vm.same(v, vm.arg(a, 1))? {
                        n += 1;
                    }
                }
                Ok(Value::Int(n))
            }),
            ("remove", |vm, a, _| {
                for (n, v) in vm.listed_raw(vm.arg(a, 0)).into_iter().enumerate() {
                    if vm.same(v, vm.arg(a, 1))? {
                        if let Some(Kind::Deque(d, _)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                            d.remove(n);
                        }
                        return Ok(Value::None);
                    }
                }
                Err(vm.value_error("deque.remove(x): x not in deque"))
            }),
        ],
    );
    let e = vm.types.enumerate;
    vm.static_methods(
        e,
        "enumerate",
        &[("__new__", |vm, a, k| {
            let start = match vm.named(a, k, 2, "start") {
                Value::Null => 0,
                v => vm.int_arg(v)?,
            };
            let v = vm.named(a, k, 1, "iterable");
            let it = match vm.iter(v) {
                Ok(it) => it,
                Err(Control::Call(_)) => return vm.call_prelude("_enumerate", vec![v, Value::Int(start)]),
                Err(c) => return Err(c),
            };
            if vm.is_pure_iterator(it) {
                return Ok(vm.new_iter(IterState::Enumerate(it, start)));
            }
            vm.call_prelude("_enumerate", vec![it, Value::Int(start)])
        })],
    );
    let z = vm.types.zip;
    vm.static_methods(
        z,
        "zip",
        &[("__new__", |vm, a, k| {
            let strict = vm.named(&[], k, 0, "strict");
            let strict = vm.truth(strict)?;
            let mut its = Vec::new();
            for v in &a[1..] {
                match vm.iter(*v) {
                    Ok(it) if vm.is_pure_iterator(it) => its.push(it),
                    Ok(_) | Err(Control::Call(_)) => {
                        let args = vm.new_tuple(a[1..].to_vec());
                        return vm.call_prelude("_zip", vec![args, Value::Bool(strict)]);
                    }
                    Err(c) => return Err(c),
                }
            }
            Ok(vm.new_iter(IterState::Zip(its, strict)))
        })],
    );
    let r = vm.types.reversed;
    vm.static_methods(
        r,
        "reversed",
        &[("__new__", |vm, a, _| {
            let v = vm.arg(a, 1);
            let name = vm.intern("__reversed__");
            let class = vm.class_of(v);
            if let Some(f) = vm.lookup(class, name) {
                return Err(vm.request(f, vec![v]));
            }
            match vm.heap.kind(v) {
                Some(Kind::List(_) | Kind::Tuple(_) | Kind::Bytes(_) | Kind::ByteArray(_)) => {
                    let n = vm.native_len(v).unwrap_or(0);
                    Ok(vm.new_iter(IterState::Reversed(v, n)))
                }
                Some(Kind::Str(_) | Kind::Deque(..)) => {
                    let mut items = vm.listed(v)?;
                    items.reverse();
                    let list = vm.new_list(items);
                    vm.iter(list)
                }
                _ => {
                    let getitem = vm.names.getitem;
                    if vm.overridden(class, getitem).is_some() {
                        return vm.call_prelude("_reversed", vec![v]);
                    }
                    let message = format!("'{}' object is not reversible", vm.type_name(v));
                    Err(vm.type_error(&message))
                }
            }
        })],
    );
    let iterators = [
        vm.types.list_iterator,
        vm.types.tuple_iterator,
        vm.types.str_iterator,
        vm.types.bytes_iterator,
        vm.types.range_iterator,
        vm.types.dict_keyiterator,
        vm.types.dict_valueiterator,
        vm.types.dict_itemiterator,
        vm.types.set_iterator,
        vm.types.reversed,
        vm.types.enumerate,
        vm.types.zip,
        vm.types.iterator,
    ];
    for t in iterators {
        vm.methods(
            t,
            "iterator",
            &[
                ("__iter__", |vm, a, _| Ok(vm.arg(a, 0))),
                ("__next__", |vm, a, _| match vm.next_native(vm.arg(a, 0))? {
                    Some(v) => Ok(v),
                    None => Err(Control::Raise(vm.exception_args("StopIteration", vec![]))),
                }),
                ("__length_hint__", |_, _, _| Ok(Value::Int(0))),
            ],
        );
    }
}
