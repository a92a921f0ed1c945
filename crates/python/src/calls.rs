//! Calls: binding arguments to parameters, making instances, and natives that need Python's help.

use crate::code::*;
use crate::frame::*;
use crate::heap::*;
use crate::interpret::{Invoked, chain};
use crate::vm::*;
use std::rc::Rc;

impl Vm {
    pub fn invoke(
        &mut self,
        f: &Frame,
        mut function: Value,
        mut args: Vec<Value>,
        mut keywords: Vec<(Value, Value)>,
    ) -> Invoked {
        for _ in 0..100 {
            let Value::Obj(slot) = function else { break };
            match &self.heap.get(slot).kind {
                Kind::Function(func) => {
                    let (loaded, globals, closure) = (func.code.clone(), func.globals, func.closure.clone());
                    let mut frame = self.new_frame(loaded, globals);
                    if let Err(c) = self.bind_arguments(&mut frame, slot, &args, &keywords) {
                        self.recycle(frame);
                        return Invoked::Answer(Err(c));
                    }
                    self.enter_cells(&mut frame, &closure);
                    if !self.exec_namespace.is_null() && !frame.code.code.optimized {
                        frame.namespace = std::mem::replace(&mut self.exec_namespace, Value::Null);
                    }
                    return Invoked::Frame(frame);
                }
                Kind::Native(native) => {
                    let native = **native;
                    return Invoked::Answer(match (native.call)(self, &args, &keywords) {
                        Ok(v) => Ok(v),
                        Err(c) => self.retry_native(function, args, keywords, c),
                    });
                }
                Kind::Method(inner, me) => {
                    args.insert(0, *me);
                    function = *inner;
                }
                Kind::StaticMethod(inner) => function = *inner,
                Kind::Alias(origin, _) => function = *origin,
                Kind::Type(_) => return Invoked::Answer(self.call_type(slot, args, keywords)),
                _ => {
                    let class = self.heap.get(slot).class;
                    let call = self.names.call;
                    match self.lookup(class, call) {
                        Some(c) if !self.heap.type_of_slot(class).is_some_and(|t| t.builtin) => {
                            if let Some(Kind::Function(_) | Kind::Native(_)) = self.heap.kind(c) {
                                args.insert(0, function);
                            }
                            function = c;
                        }
                        _ => break,
                    }
                }
            }
            let _ = (f, &mut keywords);
        }
        let message = format!("'{}' object is not callable", self.type_name(function));
        Invoked::Answer(Err(self.type_error(&message)))
    }

    /// What a native could not do itself: its twin in the prelude, or the same again with a list for an iterator.
    pub fn retry_native(
        &mut self,
        function: Value,
        args: Vec<Value>,
        keywords: Vec<(Value, Value)>,
        control: Control,
    ) -> Answer {
        match control {
            Control::Bail => {
                let Some(Kind::Native(n)) = self.heap.kind(function) else { return Err(Control::Bail) };
                let twin = format!("_{}_{}", n.owner, n.name);
                let key = self.intern(&twin);
                match self.dict_get_str(self.prelude, key) {
                    Some(function) => Err(Control::Call(Box::new(Request { function, args, keywords, then: None }))),
                    None => {
                        let message = format!(
                            "drydock: {} with such arguments is not simulated",
                            twin.trim_start_matches('_').replace('_', ".")
                        );
                        Err(self.raise("RuntimeError", &message))
                    }
                }
            }
            Control::Listed(what) => {
                let mut state = vec![function, what, Value::Int(args.len() as i64)];
                state.extend(args);
                for (k, v) in keywords {
                    state.push(k);
                    state.push(v);
                }
                let then = Then::new(with_list, state);
                match self.call_prelude("_to_list", vec![what]) {
                    Err(Control::Call(mut r)) => {
                        r.then = then;
                        Err(Control::Call(r))
                    }
                    other => other,
                }
            }
            other => Err(other),
        }
    }

    fn bind_arguments(
        &mut self,
        frame: &mut Frame,
        function: u32,
        args: &[Value],
        keywords: &[(Value, Value)],
    ) -> Outcome<()> {
        let loaded = frame.code.clone();
        let code = &loaded.code;
        let (total, kwonly) = (code.args as usize, code.keyword_only as usize);
        let positional = args.len().min(total);
        frame.locals[..positional].copy_from_slice(&args[..positional]);
        let star = total + kwonly;
        if code.flags & VARARGS != 0 {
            let rest = args.get(total..).unwrap_or(&[]).to_vec();
            frame.locals[star] = self.new_tuple(rest);
        }
        let double = star + usize::from(code.flags & VARARGS != 0);
        let extra = (code.flags & VARKEYWORDS != 0).then(|| self.new_dict());
        if let Some(d) = extra {
            frame.locals[double] = d;
        }
        if !keywords.is_empty() {
            let mut positional_only_named = Vec::new();
            for (k, v) in keywords {
                let place = loaded.local_names[..star].iter().position(|n| n.is(*k)).or_else(|| {
                    let text = self.heap.str(*k);
                    loaded.local_names[..star].iter().position(|n| self.heap.str(*n) == text)
                });
                match place {
                    Some(n) if n >= code.positional_only as usize => {
                        if !frame.locals[n].is_null() {
                            let name = self.heap.str(*k).unwrap_or("?").to_string();
                            let message =
                                format!("{}() got multiple values for argument '{name}'", self.qualname(function));
                            return Err(self.type_error(&message));
                        }
                        frame.locals[n] = *v;
                    }
                    place => match extra.and_then(Value::slot) {
                        Some(d) => self.dict_set_str(d, *k, *v),
                        None if place.is_some() => {
                            positional_only_named.push(self.heap.str(*k).unwrap_or("?").to_string())
                        }
                        None => {
                            let name = self.heap.str(*k).unwrap_or("?").to_string();
                            let message =
                                format!("{}() got an unexpected keyword argument '{name}'", self.qualname(function));
                            return Err(self.type_error(&message));
                        }
                    },
                }
            }
            if !positional_only_named.is_empty() {
                let message = format!(
                    "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                    self.qualname(function),
                    positional_only_named.join(", ")
                );
                return Err(self.type_error(&message));
            }
        }
        let Kind::Function(func) = &self.heap.get(function).kind else { return Ok(()) };
        if args.len() > total && code.flags & VARARGS == 0 {
            let defaults = func.defaults.len();
            let given_kwonly = frame.locals[total..star].iter().filter(|v| !v.is_null()).count();
            let takes = if defaults > 0 {
                format!("from {} to {total} positional arguments", total - defaults.min(total))
            } else {
                format!("{total} positional argument{}", if total == 1 { "" } else { "s" })
            };
            let (given, verb) = if given_kwonly > 0 {
                let s = if args.len() == 1 { "" } else { "s" };
                let ks = if given_kwonly == 1 { "" } else { "s" };
                (
                    format!("{} positional argument{s} (and {given_kwonly} keyword-only argument{ks})", args.len()),
                    "were",
                )
            } else {
                (args.len().to_string(), if args.len() == 1 { "was" } else { "were" })
            };
            let message = format!("{}() takes {takes} but {given} {verb} given", self.qualname(function));
            return Err(self.type_error(&message));
        }
        let mut missing = Vec::new();
        if args.len() < total {
            let first_default = total.saturating_sub(func.defaults.len());
            for n in args.len()..total {
                if frame.locals[n].is_null() {
                    match n.checked_sub(first_default).and_then(|d| func.defaults.get(d)) {
                        Some(v) => frame.locals[n] = *v,
                        None => missing.push(code.locals[n].clone()),
                    }
                }
            }
        }
        if !missing.is_empty() {
            return Err(self.missing(function, &missing, "positional"));
        }
        if kwonly > 0 {
            let Kind::Function(func) = &self.heap.get(function).kind else { return Ok(()) };
            let mut missing = Vec::new();
            for n in total..star {
                if frame.locals[n].is_null() {
                    let name = loaded.local_names[n];
                    let found =
                        func.kw_defaults.iter().find(|(k, _)| k.is(name) || self.heap.str(*k) == self.heap.str(name));
                    match found {
                        Some((_, v)) => frame.locals[n] = *v,
                        None => missing.push(code.locals[n].clone()),
                    }
                }
            }
            if !missing.is_empty() {
                return Err(self.missing(function, &missing, "keyword-only"));
            }
        }
        Ok(())
    }

    fn qualname(&self, function: u32) -> String {
        match &self.heap.get(function).kind {
            Kind::Function(f) => self.heap.str(f.qualname).unwrap_or("?").to_string(),
            _ => "?".into(),
        }
    }

    fn missing(&mut self, function: u32, names: &[Rc<str>], kind: &str) -> Control {
        let quoted: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
        let list = match &quoted[..] {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
            [] => String::new(),
        };
        let s = if names.len() == 1 { "" } else { "s" };
        let message =
            format!("{}() missing {} required {kind} argument{s}: {list}", self.qualname(function), names.len());
        self.type_error(&message)
    }

    /// Calling a class: `__new__`, then `__init__`.
    fn call_type(&mut self, class: u32, args: Vec<Value>, keywords: Vec<(Value, Value)>) -> Answer {
        let meta = self.heap.get(class).class;
        if class == self.types.type_ && args.len() == 1 && keywords.is_empty() {
            return Ok(Value::Obj(self.class_of(args[0])));
        }
        let call = self.names.call;
        if meta != self.types.type_
            && let Some(f) = self.overridden(meta, call)
        {
            let mut all = vec![Value::Obj(class)];
            all.extend(args);
            return Err(Control::Call(Box::new(Request { function: f, args: all, keywords, then: None })));
        }
        self.make_instance(class, args, keywords)
    }

    /// `type.__call__`.
    pub fn make_instance(&mut self, class: u32, args: Vec<Value>, keywords: Vec<(Value, Value)>) -> Answer {
        let new = self.names.new;
        let Some(maker) = self.lookup(class, new) else { return Err(self.type_error("cannot create instances")) };
        let maker = match self.heap.kind(maker) {
            Some(Kind::StaticMethod(f)) => *f,
            _ => maker,
        };
        let init = self.names.init;
        let initializer = self.lookup(class, init).unwrap_or(Value::Null);
        let native_init = matches!(self.heap.kind(initializer), Some(Kind::Native(n)) if n.owner == "object");
        let mut all = vec![Value::Obj(class)];
        all.extend(args.iter().copied());
        if let Some(Kind::Native(native)) = self.heap.kind(maker) {
            let native = **native;
            if native.owner == "object" {
                // The plain case, without a trip through the general one.
                crate::builtins::refuse_abstract(self, class)?;
                let v = self.new_object(class)?;
                if native_init {
                    if !args.is_empty() || !keywords.is_empty() {
                        let message = format!("{}() takes no arguments", self.name_of_class(class));
                        return Err(self.type_error(&message));
                    }
                    return Ok(v);
                }
                return self.initialize(v, initializer, args, keywords);
            }
            let made = match (native.call)(self, &all, &keywords) {
                Ok(v) => v,
                Err(c) => {
                    let answer = self.retry_native(maker, all.clone(), keywords.clone(), c);
                    match answer {
                        Ok(v) => v,
                        Err(Control::Call(mut r)) => {
                            if native_init || matches!(self.heap.kind(initializer), Some(Kind::Native(_))) {
                                // What a built-in class's `__init__` would do, `__new__` has done.
                                if !matches!(self.heap.kind(initializer), Some(Kind::Native(n)) if n.owner == "exception")
                                {
                                    return Err(Control::Call(r));
                                }
                            }
                            let own = self.init_state(class, initializer, args, keywords);
                            r.then = chain(r.then, own);
                            return Err(Control::Call(r));
                        }
                        other => return other,
                    }
                }
            };
            if native_init || initializer.is_null() {
                return Ok(made);
            }
            return self.initialize(made, initializer, args, keywords);
        }
        let then = self.init_state(class, initializer, args, keywords.clone());
        Err(Control::Call(Box::new(Request { function: maker, args: all, keywords, then })))
    }

    fn init_state(
        &mut self,
        class: u32,
        initializer: Value,
        args: Vec<Value>,
        keywords: Vec<(Value, Value)>,
    ) -> Option<Box<Then>> {
        let mut state = vec![Value::Obj(class), initializer, Value::Int(args.len() as i64)];
        state.extend(args);
        for (k, v) in keywords {
            state.push(k);
            state.push(v);
        }
        Then::new(after_new, state)
    }

    fn initialize(&mut self, v: Value, initializer: Value, args: Vec<Value>, keywords: Vec<(Value, Value)>) -> Answer {
        if let Some(Kind::Native(n)) = self.heap.kind(initializer)
            && n.owner == "object"
        {
            return Ok(v);
        }
        let mut all = Vec::with_capacity(args.len() + 1);
        all.push(v);
        all.extend(args);
        let then = Then::new(after_init, vec![v]);
        Err(Control::Call(Box::new(Request { function: initializer, args: all, keywords, then })))
    }

    pub fn new_object(&mut self, class: u32) -> Answer {
        match self.heap_layout(class) {
            Layout::Object => Ok(self.heap.add(class, Kind::Object)),
            _ => {
                let message =
                    format!("object.__new__({}) is not safe, use another __new__()", self.name_of_class(class));
                Err(self.type_error(&message))
            }
        }
    }
}

fn after_new(vm: &mut Vm, state: Vec<Value>, v: Value) -> Answer {
    let [Value::Obj(class), initializer, Value::Int(count), rest @ ..] = &state[..] else { return Ok(v) };
    if !vm.is_subclass(vm.class_of(v), *class) || initializer.is_null() {
        return Ok(v);
    }
    // `__new__` may have made a subclass's instance.
    let own = vm.class_of(v);
    let init = vm.names.init;
    let initializer = vm.lookup(own, init).unwrap_or(*initializer);
    let (args, keywords) = rest.split_at((*count as usize).min(rest.len()));
    let keywords = keywords.chunks(2).filter_map(|p| if let [k, v] = p { Some((*k, *v)) } else { None }).collect();
    vm.initialize(v, initializer, args.to_vec(), keywords)
}

fn after_init(vm: &mut Vm, state: Vec<Value>, result: Value) -> Answer {
    if !result.is_none() {
        let message = format!("__init__() should return None, not '{}'", vm.type_name(result));
        return Err(vm.type_error(&message));
    }
    Ok(state.first().copied().unwrap_or(Value::None))
}

fn with_list(vm: &mut Vm, state: Vec<Value>, list: Value) -> Answer {
    let [function, what, Value::Int(count), rest @ ..] = &state[..] else { return Ok(list) };
    let replace = |v: &Value| if v.is(*what) { list } else { *v };
    let (args, keywords) = rest.split_at((*count as usize).min(rest.len()));
    let args = args.iter().map(replace).collect();
    let keywords =
        keywords.chunks(2).filter_map(|p| if let [k, v] = p { Some((*k, replace(v))) } else { None }).collect();
    let _ = vm;
    Err(Control::Call(Box::new(Request { function: *function, args, keywords, then: None })))
}
