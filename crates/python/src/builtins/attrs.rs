//! Attributes that a kind of object has without a namespace: `__class__`, `__dict__`, a function's `__name__` and so on.

use crate::heap::*;
use crate::vm::*;

impl Vm {
    pub fn kind_attr(&mut self, object: Value, class: u32, name: Value) -> Option<Answer> {
        let text = self.text(name);
        let text = &*text;
        match text {
            "__class__" => return Some(Ok(Value::Obj(class))),
            "__dict__" => {
                if let Some(Kind::Type(t)) = self.heap.kind(object) {
                    let d = t.dict;
                    return Some(Ok(self.heap.add(self.types.mappingproxy, Kind::Proxy(d))));
                }
                return self.instance_dict(object).map(|d| Ok(Value::Obj(d)));
            }
            _ => {}
        }
        let Value::Obj(n) = object else {
            return match (object, text) {
                (Value::Int(_) | Value::Bool(_), "real" | "numerator") => {
                    Some(Ok(Value::Int(self.int_arg(object).unwrap_or(0))))
                }
                (Value::Int(_) | Value::Bool(_), "imag") => Some(Ok(Value::Int(0))),
                (Value::Int(_) | Value::Bool(_), "denominator") => Some(Ok(Value::Int(1))),
                (Value::Float(_), "real") => Some(Ok(object)),
                (Value::Float(_), "imag") => Some(Ok(Value::Float(0.0))),
                _ => None,
            };
        };
        Some(Ok(match &self.heap.get(n).kind {
            Kind::Type(t) => match text {
                "__name__" => {
                    let s = t.name.clone();
                    self.new_str(s)
                }
                "__qualname__" => {
                    let (d, s) = (t.dict, t.name.clone());
                    match self.dict_get_str(d, name) {
                        Some(v) => v,
                        None => self.new_str(s),
                    }
                }
                "__module__" => {
                    let d = t.dict;
                    match self.dict_get_str(d, name) {
                        Some(v) => v,
                        None => self.intern("builtins"),
                    }
                }
                "__doc__" => {
                    let d = t.dict;
                    self.dict_get_str(d, name).unwrap_or(Value::None)
                }
                "__annotations__" => {
                    let (d, builtin) = (t.dict, t.builtin);
                    match self.dict_get_str(d, name) {
                        Some(v) => v,
                        None if builtin => return None,
                        None => {
                            let v = self.new_dict();
                            self.dict_set_str(d, name, v);
                            v
                        }
                    }
                }
                "__bases__" | "__mro__" => {
                    let list = if text == "__mro__" { &t.mro } else { &t.bases };
                    let items: Vec<Value> = list.iter().map(|s| Value::Obj(*s)).collect();
                    self.new_tuple(items)
                }
                "__base__" => t.bases.first().map_or(Value::None, |s| Value::Obj(*s)),
                _ => return None,
            },
            Kind::Function(f) => match text {
                "__name__" => f.name,
                "__qualname__" => f.qualname,
                "__doc__" => f.doc,
                "__module__" => f.module,
                "__globals__" => Value::Obj(f.globals),
                "__defaults__" => {
                    if f.defaults.is_empty() {
                        Value::None
                    } else {
                        let d = f.defaults.clone();
                        self.new_tuple(d)
                    }
                }
                "__kwdefaults__" => {
                    let pairs = f.kw_defaults.clone();
                    if pairs.is_empty() {
                        Value::None
                    } else {
                        let d = self.new_dict();
                        for (k, v) in pairs {
                            self.dict_set_str(d.slot().unwrap_or(0), k, v);
                        }
                        d
                    }
                }
                "__annotations__" => {
                    if f.annotations.is_null() {
                        let d = self.new_dict();
                        if let Kind::Function(f) = &mut self.heap.get_mut(n).kind {
                            f.annotations = d;
                        }
                        d
                    } else {
                        f.annotations
                    }
                }
                "__closure__" => {
                    let c = f.closure.to_vec();
                    if c.is_empty() { Value::None } else { self.new_tuple(c) }
                }
                "__code__" => {
                    let c = f.code.clone();
                    self.heap.add(self.types.code, Kind::Code(c))
                }
                _ => return None,
            },
            Kind::Native(f) => match text {
                "__name__" | "__qualname__" => {
                    let s = f.name;
                    self.intern(s)
                }
                "__module__" => self.intern("builtins"),
                "__doc__" => Value::None,
                _ => return None,
            },
            Kind::Method(f, me) => match text {
                "__func__" => *f,
                "__self__" => *me,
                _ => {
                    let f = *f;
                    return Some(self.get_attr(f, name));
                }
            },
            Kind::Code(c) => {
                let c = c.clone();
                match text {
                    "co_name" => self.new_str(c.code.name.clone()),
                    "co_qualname" => self.new_str(c.code.qualname.clone()),
                    "co_filename" => self.new_str(c.code.source.filename.clone()),
                    "co_firstlineno" => Value::Int(i64::from(c.code.first_line)),
                    "co_argcount" => Value::Int(i64::from(c.code.args)),
                    "co_posonlyargcount" => Value::Int(i64::from(c.code.positional_only)),
                    "co_kwonlyargcount" => Value::Int(i64::from(c.code.keyword_only)),
                    "co_flags" => Value::Int(i64::from(c.code.flags)),
                    "co_varnames" => self.new_tuple(c.local_names.clone()),
                    "co_names" => self.new_tuple(c.names.clone()),
                    "co_consts" => self.new_tuple(c.constants.clone()),
                    _ => return None,
                }
            }
            Kind::Exception(e) => match text {
                "args" => e.args,
                "__cause__" => e.cause,
                "__context__" => e.context,
                "__suppress_context__" => Value::Bool(e.suppress),
                "__traceback__" => self.traceback_of(object),
                "__notes__" if !e.notes.is_null() => e.notes,
                "characters_written" => return None,
                "name" | "path" | "obj" | "filename" | "lineno" | "offset" | "text" | "msg" | "errno" | "strerror" => {
                    // Set by the machinery where known; otherwise these exist as None on the classes that have them.
                    let dict = self.heap.get(n).dict;
                    if dict != 0
                        && let Some(v) = self.dict_get_str(dict, name)
                    {
                        return Some(Ok(v));
                    }
                    let has = match text {
                        "name" => ["ImportError", "NameError", "AttributeError"]
                            .iter()
                            .any(|c| self.is_instance_of(object, c)),
                        "path" => self.is_instance_of(object, "ImportError"),
                        "obj" => self.is_instance_of(object, "AttributeError"),
                        "errno" | "strerror" => self.is_instance_of(object, "OSError"),
                        "filename" => {
                            self.is_instance_of(object, "OSError") || self.is_instance_of(object, "SyntaxError")
                        }
                        "msg" => {
                            if self.is_instance_of(object, "ImportError") {
                                let s = self.str_of(object).ok()?;
                                return Some(self.string(s));
                            }
                            self.is_instance_of(object, "SyntaxError")
                        }
                        _ => self.is_instance_of(object, "SyntaxError"),
                    };
                    if !has {
                        return None;
                    }
                    Value::None
                }
                "message" | "exceptions" if self.is_instance_of(object, "BaseExceptionGroup") => {
                    let args = e.args;
                    let items = match self.heap.kind(args) {
                        Some(Kind::Tuple(t)) => t.to_vec(),
                        _ => vec![],
                    };
                    if text == "message" {
                        self.arg(&items, 0)
                    } else {
                        let list = self.arg(&items, 1);
                        let list = self.listed(list).unwrap_or_default();
                        self.new_tuple(list)
                    }
                }
                _ => return None,
            },
            Kind::Property(p) => match text {
                "fget" => p.get,
                "fset" => p.set,
                "fdel" => p.delete,
                "__doc__" => p.doc,
                _ => return None,
            },
            Kind::ClassMethod(f) | Kind::StaticMethod(f) => match text {
                "__func__" | "__wrapped__" => *f,
                _ => return None,
            },
            Kind::Traceback(entries, at) => {
                let (entries, at) = (entries.clone(), *at);
                let entry = entries.get(at)?;
                match text {
                    "tb_lineno" => Value::Int(i64::from(entry.code.line(entry.at))),
                    "tb_next" => {
                        if at + 1 < entries.len() {
                            self.heap.add(self.types.traceback, Kind::Traceback(entries, at + 1))
                        } else {
                            Value::None
                        }
                    }
                    "tb_frame" => {
                        let entry = entry.clone();
                        self.heap.add(self.types.frame, Kind::FrameInfo(Box::new(entry), Value::None))
                    }
                    "tb_lasti" => Value::Int(entry.at as i64),
                    _ => return None,
                }
            }
            Kind::FrameInfo(entry, back) => match text {
                "f_code" => {
                    let c = entry.code.clone();
                    self.heap.add(self.types.code, Kind::Code(c))
                }
                "f_globals" => Value::Obj(entry.globals),
                "f_locals" => {
                    if entry.locals.is_null() {
                        self.new_dict()
                    } else {
                        entry.locals
                    }
                }
                "f_lineno" => Value::Int(i64::from(entry.code.line(entry.at))),
                "f_back" => *back,
                "f_builtins" => Value::Obj(self.builtins),
                _ => return None,
            },
            Kind::Slice(parts) => match text {
                "start" => parts[0],
                "stop" => parts[1],
                "step" => parts[2],
                _ => return None,
            },
            Kind::Range(a, b, c) => match text {
                "start" => Value::Int(*a),
                "stop" => Value::Int(*b),
                "step" => Value::Int(*c),
                _ => return None,
            },
            Kind::Complex(a, b) => match text {
                "real" => Value::Float(*a),
                "imag" => Value::Float(*b),
                _ => return None,
            },
            Kind::Int(_) | Kind::Big(_) => match text {
                "real" | "numerator" => object,
                "imag" => Value::Int(0),
                "denominator" => Value::Int(1),
                _ => return None,
            },
            Kind::Cell(v) if text == "cell_contents" => *v,
            Kind::Generator(g) => match text {
                "__name__" => g.name,
                "__qualname__" => g.qualname,
                "gi_running" | "cr_running" => Value::Bool(g.running),
                "gi_frame" | "cr_frame" => Value::Bool(!g.done),
                _ => return None,
            },
            Kind::Alias(origin, args) => match text {
                "__origin__" => *origin,
                "__args__" => *args,
                "__parameters__" => self.empty_tuple,
                _ => return None,
            },
            Kind::Union(args) => match text {
                "__args__" => *args,
                _ => return None,
            },
            Kind::Pattern(program, source, flags) => match text {
                "pattern" => *source,
                "flags" => Value::Int(i64::from(*flags) | 32),
                "groups" => Value::Int(program.groups as i64),
                "groupindex" => {
                    let names = program.names.clone();
                    let d = self.new_dict();
                    for (name, n) in names {
                        self.global(d.slot().unwrap_or(0), &name, Value::Int(n as i64));
                    }
                    d
                }
                _ => return None,
            },
            Kind::Match(m) => match text {
                "string" => m.text,
                "re" => m.pattern,
                "pos" => Value::Int(m.pos as i64),
                "endpos" => Value::Int(m.endpos as i64),
                "lastindex" => m.last.map_or(Value::None, |n| Value::Int(n as i64)),
                "lastgroup" => {
                    let (last, pattern) = (m.last, m.pattern);
                    let name = match (self.heap.kind(pattern), last) {
                        (Some(Kind::Pattern(p, ..)), Some(last)) => {
                            p.names.iter().find(|(_, n)| *n == last).map(|(s, _)| s.clone())
                        }
                        _ => None,
                    };
                    match name {
                        Some(s) => self.new_str(s),
                        None => Value::None,
                    }
                }
                _ => return None,
            },
            Kind::Deque(_, max) => match text {
                "maxlen" => max.map_or(Value::None, |m| Value::Int(m as i64)),
                _ => return None,
            },
            Kind::Super(_, me, _) => match text {
                "__self__" => *me,
                _ => return None,
            },
            Kind::Module => match text {
                "__doc__" => Value::None,
                _ => return None,
            },
            Kind::Object => match text {
                "__doc__" => {
                    return Some(Ok(self.lookup(class, name).unwrap_or(Value::None)));
                }
                _ => return None,
            },
            Kind::View(d, _) if text == "mapping" => {
                let d = *d;
                self.heap.add(self.types.mappingproxy, Kind::Proxy(d))
            }
            _ => return None,
        }))
    }

    /// Sets such an attribute; false if it is not one.
    pub fn set_kind_attr(&mut self, object: Value, name: Value, value: Value) -> Outcome<bool> {
        let Value::Obj(n) = object else { return Ok(false) };
        let text = self.text(name);
        let tuple = |vm: &Vm, v: Value| match vm.heap.kind(v) {
            Some(Kind::Tuple(t)) => t.to_vec(),
            _ => Vec::new(),
        };
        match (&*text, &self.heap.get(n).kind) {
            ("__dict__", _) => {
                let Some(slot) = value.slot() else {
                    return Err(self.type_error("__dict__ must be set to a dictionary"));
                };
                self.heap.get_mut(n).dict = slot;
                return Ok(true);
            }
            ("__class__", Kind::Object | Kind::Module | Kind::Exception(_)) => {
                if let Some(Kind::Type(_)) = self.heap.kind(value) {
                    self.heap.get_mut(n).class = value.slot().unwrap_or(0);
                    return Ok(true);
                }
                return Err(self.type_error("__class__ must be set to a class"));
            }
            ("__defaults__", Kind::Function(_)) => {
                let items = tuple(self, value);
                if let Kind::Function(f) = &mut self.heap.get_mut(n).kind {
                    f.defaults = items;
                }
                return Ok(true);
            }
            ("args", Kind::Exception(_)) => {
                let items = self.listed(value)?;
                let t = self.new_tuple(items);
                if let Kind::Exception(e) = &mut self.heap.get_mut(n).kind {
                    e.args = t;
                }
                return Ok(true);
            }
            ("__traceback__", Kind::Exception(_)) => {
                let entries: Vec<TracebackEntry> = match self.heap.kind(value) {
                    Some(Kind::Traceback(entries, at)) => entries.iter().skip(*at).rev().cloned().collect(),
                    _ => Vec::new(),
                };
                if let Kind::Exception(e) = &mut self.heap.get_mut(n).kind {
                    e.traceback = entries;
                }
                return Ok(true);
            }
            _ => {}
        }
        Ok(match (&*text, &mut self.heap.get_mut(n).kind) {
            ("__name__", Kind::Function(f)) => {
                f.name = value;
                true
            }
            ("__qualname__", Kind::Function(f)) => {
                f.qualname = value;
                true
            }
            ("__doc__", Kind::Function(f)) => {
                f.doc = value;
                true
            }
            ("__module__", Kind::Function(f)) => {
                f.module = value;
                true
            }
            ("__annotations__", Kind::Function(f)) => {
                f.annotations = value;
                true
            }
            ("__cause__", Kind::Exception(e)) => {
                e.cause = value;
                e.suppress = true;
                true
            }
            ("__context__", Kind::Exception(e)) => {
                e.context = value;
                true
            }
            ("__suppress_context__", Kind::Exception(e)) => {
                e.suppress = matches!(value, Value::Bool(true));
                true
            }
            ("__doc__", Kind::Property(p)) => {
                p.doc = value;
                true
            }
            ("cell_contents", Kind::Cell(c)) => {
                *c = value;
                true
            }
            _ => false,
        })
    }
}
