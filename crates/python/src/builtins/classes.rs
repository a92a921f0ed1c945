//! `object`, `type`, exceptions, descriptors, generators and modules: making them and their methods.

use crate::heap::*;
use crate::vm::*;

type Kw<'a> = &'a [(Value, Value)];

pub fn install(vm: &mut Vm) {
    let t = vm.types.object;
    vm.static_methods(t, "object", &[("__new__", object_new)]);
    vm.methods(
        t,
        "object",
        &[
            ("__init__", |_, _, _| Ok(Value::None)),
            ("__repr__", |vm, a, _| {
                let v = vm.arg(a, 0);
                let s = match v {
                    Value::Obj(n) => vm.repr_native(v, n)?,
                    v => vm.repr(v)?,
                };
                vm.string(s)
            }),
            ("__str__", |vm, a, _| {
                let v = vm.arg(a, 0);
                let class = vm.class_of(v);
                let repr = vm.names.repr;
                if let Some(f) = vm.overridden(class, repr) {
                    return Err(vm.request(f, vec![v]));
                }
                let s = match vm.heap.kind(v) {
                    Some(Kind::Str(t)) => t.s.clone(),
                    _ => match v {
                        Value::Obj(n) => vm.repr_native(v, n)?.into(),
                        v => vm.str_of(v)?,
                    },
                };
                vm.string(s)
            }),
            ("__format__", |vm, a, _| {
                let spec = vm.str_arg(a, 1)?;
                let v = vm.arg(a, 0);
                if spec.is_empty() {
                    let name = vm.names.str;
                    let class = vm.class_of(v);
                    if let Some(f) = vm.overridden(class, name) {
                        return Err(vm.request(f, vec![v]));
                    }
                    let s = vm.str_of(v)?;
                    return vm.string(s);
                }
                let s = vm.format_native(v, &spec)?;
                vm.string(s)
            }),
            ("__eq__", |vm, a, _| {
                let (x, y) = (vm.arg(a, 0), vm.arg(a, 1));
                if x.is(y) {
                    return Ok(Value::Bool(true));
                }
                if matches!(vm.heap.kind(x), Some(Kind::Object) | None)
                    && !matches!(x, Value::Int(_) | Value::Float(_) | Value::Bool(_))
                {
                    return Ok(Value::NotImplemented);
                }
                vm.compare_native(crate::syntax::ast::CmpOp::Eq, x, y)
            }),
            ("__ne__", |vm, a, _| {
                let (x, y) = (vm.arg(a, 0), vm.arg(a, 1));
                vm.compare(crate::syntax::ast::CmpOp::Ne, x, y)
            }),
            ("__hash__", |vm, a, _| {
                let v = vm.arg(a, 0);
                if matches!(vm.heap.kind(v), Some(Kind::Object)) {
                    return Ok(Value::Int(i64::from(v.slot().unwrap_or(0)) * 16));
                }
                Ok(Value::Int(vm.hash(v)? as i64))
            }),
            ("__setattr__", |vm, a, _| {
                vm.generic_set_attr(vm.arg(a, 0), vm.arg(a, 1), vm.arg(a, 2))?;
                Ok(Value::None)
            }),
            ("__delattr__", |vm, a, _| {
                vm.generic_del_attr(vm.arg(a, 0), vm.arg(a, 1))?;
                Ok(Value::None)
            }),
            ("__getattribute__", |vm, a, _| vm.generic_get_attr(vm.arg(a, 0), vm.arg(a, 1))),
            ("__reduce_ex__", |vm, _, _| Err(vm.type_error("drydock: pickling is not simulated"))),
            ("__sizeof__", |_, _, _| Ok(Value::Int(56))),
            ("__dir__", |vm, a, _| vm.call_prelude("dir", vec![vm.arg(a, 0)])),
        ],
    );
    vm.class_methods(
        t,
        "object",
        &[("__init_subclass__", |_, _, _| Ok(Value::None)), ("__subclasshook__", |_, _, _| Ok(Value::NotImplemented))],
    );
    let t = vm.types.type_;
    vm.static_methods(t, "type", &[("__new__", type_new)]);
    vm.methods(
        t,
        "type",
        &[
            ("__init__", |_, _, _| Ok(Value::None)),
            ("__call__", |vm, a, k| {
                let class = vm.arg(a, 0).slot().unwrap_or(0);
                vm.make_instance(class, a[1..].to_vec(), k.to_vec())
            }),
            ("mro", |vm, a, _| {
                let items =
                    vm.heap.type_of_slot(vm.arg(a, 0).slot().unwrap_or(0)).map(|t| t.mro.clone()).unwrap_or_default();
                Ok(vm.new_list(items.into_iter().map(Value::Obj).collect()))
            }),
            ("__subclasses__", |vm, a, _| {
                let items = vm
                    .heap
                    .type_of_slot(vm.arg(a, 0).slot().unwrap_or(0))
                    .map(|t| t.subclasses.clone())
                    .unwrap_or_default();
                Ok(vm.new_list(items.into_iter().map(Value::Obj).collect()))
            }),
            ("__instancecheck__", |vm, a, _| {
                let (class, v) = (vm.arg(a, 0).slot().unwrap_or(0), vm.arg(a, 1));
                Ok(Value::Bool(vm.is_subclass(vm.class_of(v), class)))
            }),
            ("__subclasscheck__", |vm, a, _| {
                let (class, v) = (vm.arg(a, 0).slot().unwrap_or(0), vm.arg(a, 1).slot().unwrap_or(0));
                Ok(Value::Bool(vm.is_subclass(v, class)))
            }),
            ("__or__", |vm, a, _| vm.binary(crate::syntax::ast::BinOp::Or, vm.arg(a, 0), vm.arg(a, 1))),
        ],
    );
    vm.class_methods(t, "type", &[("__prepare__", |vm, _, _| Ok(vm.new_dict()))]);
    let t = vm.types.exception;
    vm.static_methods(
        t,
        "exception",
        &[("__new__", |vm, a, k| {
            let class = vm.arg(a, 0).slot().unwrap_or(0);
            let os = vm.exception_class("OSError");
            let mut class = class;
            if class == os
                && a.len() >= 3
                && let Value::Int(n) = a[1]
            {
                class = vm.exception_class(crate::errors::errno_class(n));
            }
            let e = vm.exception_of(class, a[1..].to_vec());
            if vm.is_subclass(class, os) {
                vm.fill_os_error(e);
            }
            let _ = k;
            Ok(e)
        })],
    );
    vm.methods(
        t,
        "exception",
        &[
            ("__init__", |vm, a, k| {
                let e = vm.arg(a, 0);
                let args = vm.new_tuple(a[1..].to_vec());
                if let Some(x) = vm.exception_mut(e) {
                    x.args = args;
                }
                if vm.is_instance_of(e, "OSError") {
                    vm.fill_os_error(e);
                }
                if vm.is_instance_of(e, "SystemExit") {
                    let code = if a.len() > 2 { args } else { vm.arg(a, 1) };
                    vm.set_exception_attr(e, "code", code);
                }
                if vm.is_instance_of(e, "StopIteration") {
                    let v = vm.arg(a, 1);
                    vm.set_exception_attr(e, "value", v);
                }
                for (name, v) in k {
                    let s = vm.text(*name);
                    if matches!(&*s, "name" | "path" | "obj") {
                        vm.set_exception_attr(e, &s, *v);
                    } else {
                        let message = format!("{}() takes no keyword arguments", vm.type_name(e));
                        return Err(vm.type_error(&message));
                    }
                }
                if vm.is_instance_of(e, "SyntaxError") {
                    if let Some(m) = a.get(1) {
                        vm.set_exception_attr(e, "msg", *m);
                    }
                    if let Some(d) = a.get(2) {
                        let parts = vm.listed(*d)?;
                        for (n, name) in
                            ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"].iter().enumerate()
                        {
                            let v = vm.arg(&parts, n);
                            vm.set_exception_attr(e, name, v);
                        }
                    }
                }
                Ok(Value::None)
            }),
            ("__str__", |vm, a, _| {
                let v = vm.arg(a, 0);
                let class = vm.class_of(v);
                let args = match vm.heap.kind(v) {
                    Some(Kind::Exception(e)) => e.args,
                    _ => Value::None,
                };
                let args = vm.listed(args).unwrap_or_default();
                let s = vm.exception_text(v, class, &args)?;
                vm.string(s)
            }),
            ("with_traceback", |vm, a, _| {
                let name = vm.intern("__traceback__");
                vm.set_kind_attr(vm.arg(a, 0), name, vm.arg(a, 1))?;
                Ok(vm.arg(a, 0))
            }),
            ("add_note", |vm, a, _| {
                vm.str_arg(a, 1)?;
                let (e, note) = (vm.arg(a, 0), vm.arg(a, 1));
                let notes = vm.exception_mut(e).map_or(Value::Null, |e| e.notes);
                if notes.is_null() {
                    let list = vm.new_list(vec![note]);
                    if let Some(x) = vm.exception_mut(e) {
                        x.notes = list;
                    }
                } else {
                    vm.list_push(notes, note);
                }
                Ok(Value::None)
            }),
        ],
    );
    let t = vm.types.property;
    vm.static_methods(
        t,
        "property",
        &[("__new__", |vm, a, k| {
            let class = vm.arg(a, 0).slot().unwrap_or(0);
            let get = vm.named(a, k, 1, "fget").or_none();
            let doc = vm.named(a, k, 4, "doc").or_none();
            let doc = match (doc, vm.heap.kind(get)) {
                (Value::None, Some(Kind::Function(f))) => f.doc,
                _ => doc,
            };
            let name = match vm.heap.kind(get) {
                Some(Kind::Function(f)) => f.name,
                _ => Value::None,
            };
            let p = Property {
                get,
                set: vm.named(a, k, 2, "fset").or_none(),
                delete: vm.named(a, k, 3, "fdel").or_none(),
                doc,
                name,
            };
            Ok(vm.heap.add(class, Kind::Property(Box::new(p))))
        })],
    );
    fn with(vm: &mut Vm, a: &[Value], change: fn(&mut Property, Value)) -> Answer {
        let (p, f) = (vm.arg(a, 0), vm.arg(a, 1));
        let class = vm.class_of(p);
        let Some(Kind::Property(p)) = vm.heap.kind(p) else { return Err(vm.type_error("not a property")) };
        let mut new = Property { get: p.get, set: p.set, delete: p.delete, doc: p.doc, name: p.name };
        change(&mut new, f);
        Ok(vm.heap.add(class, Kind::Property(Box::new(new))))
    }
    vm.methods(
        t,
        "property",
        &[
            ("__init__", |_, _, _| Ok(Value::None)),
            ("getter", |vm, a, _| with(vm, a, |p, f| p.get = f)),
            ("setter", |vm, a, _| with(vm, a, |p, f| p.set = f)),
            ("deleter", |vm, a, _| with(vm, a, |p, f| p.delete = f)),
            ("__get__", |vm, a, _| {
                let (p, me) = (vm.arg(a, 0), vm.arg(a, 1));
                if me.is_none() {
                    return Ok(p);
                }
                match vm.heap.kind(p) {
                    Some(Kind::Property(p)) => Err(vm.request(p.get, vec![me])),
                    _ => Ok(Value::None),
                }
            }),
        ],
    );
    let (c, s) = (vm.types.classmethod, vm.types.staticmethod);
    vm.static_methods(
        c,
        "classmethod",
        &[("__new__", |vm, a, _| Ok(vm.heap.add(vm.types.classmethod, Kind::ClassMethod(vm.arg(a, 1)))))],
    );
    vm.static_methods(
        s,
        "staticmethod",
        &[("__new__", |vm, a, _| Ok(vm.heap.add(vm.types.staticmethod, Kind::StaticMethod(vm.arg(a, 1)))))],
    );
    let t = vm.types.super_;
    vm.static_methods(
        t,
        "super",
        &[("__new__", |vm, a, _| {
            if a.len() < 2 {
                return Err(vm.raise("RuntimeError", "super(): no arguments"));
            }
            let (after, me) = (vm.arg(a, 1), vm.arg(a, 2));
            let after_slot = after.slot().unwrap_or(0);
            let class = match me {
                Value::Obj(n) if matches!(vm.heap.get(n).kind, Kind::Type(_)) && vm.is_subclass(n, after_slot) => n,
                me => vm.class_of(me),
            };
            if !vm.is_subclass(class, after_slot) {
                return Err(vm.type_error("super(type, obj): obj must be an instance or subtype of type"));
            }
            Ok(vm.heap.add(vm.types.super_, Kind::Super(after, me, class)))
        })],
    );
    for t in [vm.types.generator, vm.types.coroutine] {
        vm.methods(
            t,
            "generator",
            &[
                ("__iter__", |vm, a, _| Ok(vm.arg(a, 0))),
                ("__await__", |vm, a, _| Ok(vm.arg(a, 0))),
                ("__next__", |vm, a, _| {
                    Err(Control::Resume { generator: vm.arg(a, 0), value: Value::None, throw: false })
                }),
                ("send", |vm, a, _| {
                    Err(Control::Resume { generator: vm.arg(a, 0), value: vm.arg(a, 1), throw: false })
                }),
                ("throw", throw),
                ("close", close),
            ],
        );
    }
    let t = vm.types.async_generator;
    fn step(vm: &mut Vm, a: &[Value], mode: u8) -> Answer {
        let v = vm.arg(a, 1);
        Ok(vm.heap.add(vm.types.async_step, Kind::AsyncGenStep(vm.arg(a, 0), mode, v)))
    }
    vm.methods(
        t,
        "asyncgen",
        &[
            ("__aiter__", |vm, a, _| Ok(vm.arg(a, 0))),
            ("__anext__", |vm, a, _| step(vm, a, 0)),
            ("asend", |vm, a, _| step(vm, a, 1)),
            ("athrow", |vm, a, _| step(vm, a, 2)),
            ("aclose", |vm, a, _| vm.call_prelude("_asyncgen_aclose", vec![vm.arg(a, 0)])),
            ("_resume", |vm, a, _| {
                let throw = matches!(vm.arg(a, 2), Value::Bool(true));
                Err(Control::Resume { generator: vm.arg(a, 0), value: vm.arg(a, 1), throw })
            }),
        ],
    );
    let t = vm.types.async_step;
    vm.methods(
        t,
        "asyncstep",
        &[
            ("__await__", |vm, a, _| Ok(vm.arg(a, 0))),
            ("__iter__", |vm, a, _| Ok(vm.arg(a, 0))),
            ("__next__", |vm, a, _| match vm.send(vm.arg(a, 0), Value::None)? {
                Some(v) => Ok(v),
                None => Err(Control::Raise(vm.exception_args("StopIteration", vec![]))),
            }),
            ("send", |vm, a, _| match vm.send(vm.arg(a, 0), vm.arg(a, 1))? {
                Some(v) => Ok(v),
                None => Err(Control::Raise(vm.exception_args("StopIteration", vec![]))),
            }),
        ],
    );
    let t = vm.types.function;
    vm.methods(
        t,
        "function",
        &[("__get__", |vm, a, _| {
            let (f, me) = (vm.arg(a, 0), vm.arg(a, 1));
            if me.is_none() { Ok(f) } else { Ok(vm.heap.add(vm.types.method, Kind::Method(f, me))) }
        })],
    );
    let t = vm.types.method;
    vm.static_methods(
        t,
        "method",
        &[("__new__", |vm, a, _| Ok(vm.heap.add(vm.types.method, Kind::Method(vm.arg(a, 1), vm.arg(a, 2)))))],
    );
    let t = vm.types.module;
    vm.static_methods(
        t,
        "module",
        &[("__new__", |vm, a, _| {
            let class = vm.arg(a, 0).slot().unwrap_or(0);
            let m = vm.heap.add(class, Kind::Module);
            let d = vm.instance_dict(m).unwrap_or(0);
            let name = vm.arg(a, 1);
            vm.global(d, "__name__", name);
            let doc = vm.arg(a, 2);
            vm.global(d, "__doc__", doc);
            Ok(m)
        })],
    );
    vm.methods(t, "module", &[("__init__", |_, _, _| Ok(Value::None))]);
    let t = vm.types.cell;
    vm.static_methods(t, "cell", &[("__new__", |vm, a, _| Ok(vm.heap.add(vm.types.cell, Kind::Cell(vm.arg(a, 1)))))]);
    let t = vm.types.weakref;
    vm.static_methods(
        t,
        "weakref",
        &[("__new__", |vm, a, _| Ok(vm.heap.add(vm.types.weakref, Kind::WeakRef(vm.arg(a, 1)))))],
    );
    vm.methods(
        t,
        "weakref",
        &[("__call__", |vm, a, _| match vm.heap.kind(vm.arg(a, 0)) {
            Some(Kind::WeakRef(v)) => Ok(*v),
            _ => Ok(Value::None),
        })],
    );
    let t = vm.types.alias;
    vm.static_methods(
        t,
        "alias",
        &[("__new__", |vm, a, _| {
            let args = match vm.heap.kind(vm.arg(a, 2)) {
                Some(Kind::Tuple(_)) => vm.arg(a, 2),
                _ => vm.new_tuple([vm.arg(a, 2)]),
            };
            Ok(vm.heap.add(vm.types.alias, Kind::Alias(vm.arg(a, 1), args)))
        })],
    );
    vm.methods(
        t,
        "alias",
        &[("__mro_entries__", |vm, a, _| match vm.heap.kind(vm.arg(a, 0)) {
            Some(Kind::Alias(o, _)) => {
                let o = *o;
                Ok(vm.new_tuple([o]))
            }
            _ => Ok(vm.empty_tuple),
        })],
    );
    let t = vm.types.slice;
    vm.static_methods(
        t,
        "slice",
        &[("__new__", |vm, a, _| {
            let parts = match a.len() {
                2 => [Value::None, a[1], Value::None],
                _ => [vm.arg(a, 1), vm.arg(a, 2), vm.arg(a, 3)],
            };
            Ok(vm.heap.add(vm.types.slice, Kind::Slice(Box::new(parts))))
        })],
    );
    vm.methods(
        t,
        "slice",
        &[("indices", |vm, a, _| {
            let Some(Kind::Slice(p)) = vm.heap.kind(vm.arg(a, 0)) else { return Ok(Value::None) };
            let p = **p;
            let len = vm.int_arg(vm.arg(a, 1))?;
            let (x, y, z, _) = vm.slice_bounds(p, usize::try_from(len).unwrap_or(0))?;
            Ok(vm.new_tuple([Value::Int(x), Value::Int(y), Value::Int(z)]))
        })],
    );
}

fn throw(vm: &mut Vm, a: &[Value], _: Kw) -> Answer {
    let generator = vm.arg(a, 0);
    let what = if a.len() > 2 && !vm.arg(a, 2).is_none() { vm.arg(a, 2) } else { vm.arg(a, 1) };
    if vm.is_exception_class(what) {
        let then = crate::frame::Then::new(
            |_, s, e| {
                Err(Control::Resume { generator: s.first().copied().unwrap_or(Value::None), value: e, throw: true })
            },
            vec![generator],
        );
        return Err(vm.request_then(what, vec![], then));
    }
    Err(Control::Resume { generator, value: what, throw: true })
}

fn close(vm: &mut Vm, a: &[Value], _: Kw) -> Answer {
    let generator = vm.arg(a, 0);
    if let Some(Kind::Generator(g)) = vm.heap.kind_mut(generator)
        && (g.done || !g.started)
    {
        g.done = true;
        g.frame = None;
        return Ok(Value::None);
    }
    vm.call_prelude("_generator_close", vec![generator])
}

fn object_new(vm: &mut Vm, a: &[Value], k: Kw) -> Answer {
    let Some(class) = vm.arg(a, 0).slot() else {
        return Err(vm.type_error("object.__new__(X): X is not a type object"));
    };
    let init = vm.names.init;
    if (a.len() > 1 || !k.is_empty()) && vm.overridden(class, init).is_none() {
        let new = vm.names.new;
        let message = if vm.overridden(class, new).is_some() {
            "object.__new__() takes exactly one argument (the type to instantiate)".to_string()
        } else {
            format!("{}() takes no arguments", vm.name_of_class(class))
        };
        return Err(vm.type_error(&message));
    }
    refuse_abstract(vm, class)?;
    vm.new_object(class)
}

/// A class with abstract methods left has no instances.
pub(crate) fn refuse_abstract(vm: &mut Vm, class: u32) -> Outcome<()> {
    let key = vm.intern("__abstractmethods__");
    if let Some(v) = vm.lookup(class, key) {
        let mut names: Vec<String> = Vec::new();
        for v in vm.listed(v)? {
            names.push(vm.text(v).to_string());
        }
        names.sort();
        if !names.is_empty() {
            let s = if names.len() == 1 { "" } else { "s" };
            let quoted: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
            let message = format!(
                "Can't instantiate abstract class {} without an implementation for abstract method{s} {}",
                vm.name_of_class(class),
                quoted.join(", ")
            );
            return Err(vm.type_error(&message));
        }
    }
    Ok(())
}

/// `type(name, bases, namespace)`: the class object itself; `__set_name__` and `__init_subclass__` are the prelude's part.
fn type_new(vm: &mut Vm, a: &[Value], k: Kw) -> Answer {
    if a.len() == 2 {
        return Ok(Value::Obj(vm.class_of(a[1])));
    }
    if a.len() != 4 {
        return Err(vm.type_error("type.__new__() takes exactly 3 arguments"));
    }
    let meta = vm.arg(a, 0);
    let class = vm.make_class(meta, a[1], a[2], a[3])?;
    let kwargs = vm.new_dict();
    for (key, v) in k {
        vm.dict_set_str(kwargs.slot().unwrap_or(0), *key, *v);
    }
    vm.call_prelude("_finish_class", vec![class, a[3], kwargs])
}

impl Vm {
    pub fn format_native(&mut self, v: Value, spec: &str) -> Outcome<String> {
        let message = format!("unsupported format string passed to {}.__format__", self.type_name(v));
        match self.heap.kind(v) {
            Some(Kind::Object) => Err(self.type_error(&message)),
            _ => {
                // An enumeration of numbers or a subclass of `str` formats as what it holds.
                let n = self.number(v);
                match n {
                    Some(n) => {
                        let v = self.number_value(n);
                        self.format(v, spec)
                    }
                    None => {
                        let s = self.text(v);
                        let v = self.new_str(s);
                        self.format(v, spec)
                    }
                }
            }
        }
    }

    fn make_class(&mut self, meta: Value, name: Value, bases: Value, namespace: Value) -> Answer {
        let name = match self.heap.kind(name) {
            Some(Kind::Str(t)) => t.s.clone(),
            _ => return Err(self.type_error("type.__new__() argument 1 must be str")),
        };
        let mut bases: Vec<u32> = self.listed(bases)?.into_iter().filter_map(Value::slot).collect();
        if bases.is_empty() {
            bases.push(self.types.object);
        }
        let mut layout = Layout::Object;
        let mut winner = meta.slot().unwrap_or(self.types.type_);
        for b in &bases {
            let Some(t) = self.heap.type_of_slot(*b) else { return Err(self.type_error("bases must be types")) };
            let (l, final_) = (t.layout, t.layout == Layout::Closed || *b == self.types.bool_);
            let base_name = t.name.clone();
            if final_ {
                let message = format!("type '{base_name}' is not an acceptable base type");
                return Err(self.type_error(&message));
            }
            if l != Layout::Object {
                if layout != Layout::Object && layout != l {
                    return Err(self.type_error("multiple bases have instance lay-out conflict"));
                }
                layout = l;
            }
            let m = self.heap.get(*b).class;
            if self.is_subclass(m, winner) {
                winner = m;
            } else if !self.is_subclass(winner, m) {
                return Err(self.type_error(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
                ));
            }
        }
        let tail = self.merge_mro(&bases, &name)?;
        let dict = self.new_dict();
        if self.dict_update_plain(dict, namespace).is_none() {
            return Err(self.type_error("type.__new__() argument 3 must be dict"));
        }
        let d = dict.slot().unwrap_or(0);
        let slots_name = self.names.slots;
        let slots = self.dict_get_str(d, slots_name);
        let base_has_dict = bases.iter().any(|b| self.heap.type_of_slot(*b).is_some_and(|t| !t.no_dict && !t.builtin));
        let class = self.heap.add(
            winner,
            Kind::Type(Box::new(Type {
                name,
                layout,
                mro: Vec::new(),
                bases: bases.clone(),
                dict: d,
                subclasses: Vec::new(),
                no_dict: slots.is_some() && !base_has_dict,
                builtin: false,
            })),
        );
        let slot = class.slot().unwrap_or(0);
        let mut mro = vec![slot];
        mro.extend(tail);
        if let Kind::Type(t) = &mut self.heap.get_mut(slot).kind {
            t.mro = mro;
        }
        for b in &bases {
            if let Kind::Type(t) = &mut self.heap.get_mut(*b).kind
                && !t.builtin
            {
                t.subclasses.push(slot);
            }
        }
        if let Some(slots) = slots {
            let names = match self.heap.kind(slots) {
                Some(Kind::Str(_)) => vec![slots],
                _ => self.listed(slots)?,
            };
            for n in names {
                if &*self.text(n) == "__dict__" {
                    if let Kind::Type(t) = &mut self.heap.get_mut(slot).kind {
                        t.no_dict = false;
                    }
                    continue;
                }
                let n = self.intern(&self.text(n));
                let m = self.heap.add(self.types.member, Kind::Member(n));
                self.dict_set_str(d, n, m);
            }
        }
        let key = self.intern("__new__");
        if let Some(f) = self.dict_get_str(d, key)
            && matches!(self.heap.kind(f), Some(Kind::Function(_)))
        {
            let f = self.heap.add(self.types.staticmethod, Kind::StaticMethod(f));
            self.dict_set_str(d, key, f);
        }
        for special in ["__init_subclass__", "__class_getitem__"] {
            let key = self.intern(special);
            if let Some(f) = self.dict_get_str(d, key)
                && matches!(self.heap.kind(f), Some(Kind::Function(_)))
            {
                let f = self.heap.add(self.types.classmethod, Kind::ClassMethod(f));
                self.dict_set_str(d, key, f);
            }
        }
        let (eq, hash) = (self.names.eq, self.names.hash);
        if self.dict_get_str(d, eq).is_some() && self.dict_get_str(d, hash).is_none() {
            self.dict_set_str(d, hash, Value::None);
        }
        let cell_name = self.intern("__classcell__");
        if let Some(cell) = self.dict_get_str(d, cell_name) {
            self.dict_del_str(d, cell_name);
            if let Some(Kind::Cell(c)) = self.heap.kind_mut(cell) {
                *c = class;
            }
        }
        let doc = self.names.doc;
        if self.dict_get_str(d, doc).is_none() {
            self.dict_set_str(d, doc, Value::None);
        }
        self.type_version += 1;
        Ok(class)
    }

    /// C3 linearisation of the bases.
    fn merge_mro(&mut self, bases: &[u32], name: &str) -> Outcome<Vec<u32>> {
        let mut lists: Vec<Vec<u32>> =
            bases.iter().filter_map(|b| self.heap.type_of_slot(*b).map(|t| t.mro.clone())).collect();
        lists.push(bases.to_vec());
        for (n, b) in bases.iter().enumerate() {
            if bases[..n].contains(b) {
                let message = format!("duplicate base class {}", self.name_of_class(*b));
                return Err(self.type_error(&message));
            }
        }
        let mut out = Vec::new();
        loop {
            lists.retain(|l| !l.is_empty());
            if lists.is_empty() {
                return Ok(out);
            }
            let head =
                lists.iter().filter_map(|l| l.first().copied()).find(|c| !lists.iter().any(|l| l[1..].contains(c)));
            let Some(head) = head else {
                let names: Vec<String> = bases.iter().map(|b| self.name_of_class(*b)).collect();
                let _ = name;
                let message =
                    format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", "));
                return Err(self.type_error(&message));
            };
            out.push(head);
            for l in &mut lists {
                if l.first() == Some(&head) {
                    l.remove(0);
                }
            }
        }
    }
}
