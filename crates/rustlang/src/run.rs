//! One instruction at a time.

use crate::ast::Binary;
use crate::code::Op;
use crate::program::{int_key, key};
use crate::types::{IntTy, Ty};
use crate::value::*;
use crate::vm::*;
use std::rc::Rc;

fn lost() -> Stop {
    Stop::Beyond("what this instruction does".into())
}

impl Vm {
    pub(crate) fn thread(&mut self) -> R<&mut Thread> {
        self.threads.get_mut(self.current).ok_or_else(lost)
    }

    pub(crate) fn pop(&mut self) -> R<Value> {
        self.thread()?.stack.pop().ok_or_else(lost)
    }

    fn pops(&mut self, n: usize) -> R<Vec<Value>> {
        let stack = &mut self.thread()?.stack;
        let at = stack.len().checked_sub(n).ok_or_else(lost)?;
        Ok(stack.split_off(at))
    }

    fn local(&mut self, n: u32) -> R<&mut Value> {
        let thread = self.thread()?;
        let base = thread.frames.last().map_or(0, |f| f.base);
        thread.stack.get_mut(base + n as usize).ok_or_else(lost)
    }

    fn jump(&mut self, to: u32) -> R<()> {
        if let Some(frame) = self.thread()?.frames.last_mut() {
            frame.at = to as usize;
        }
        Ok(())
    }

    pub(crate) fn hint(&mut self) -> Ty {
        self.threads
            .get(self.current)
            .and_then(|t| t.frames.last())
            .map_or(Ty::Unknown, |f| f.hint.clone())
    }

    /// Calls every `drop` that is due.
    pub(crate) fn run_drops(&mut self) {
        for _ in 0..10_000 {
            let Some((ty, fields)) = take_dropped() else { return };
            let Some(function) = self.program.types.get(ty as usize).and_then(|t| t.drops) else {
                continue;
            };
            // The object lives on for the call, and is watched no more.
            charge(152 + 32 * fields.len() as i64);
            let own = Rc::new(Object {
                data: RefCell::new(Data::Tuple(Vec::new())),
            });
            charge(-152);
            *own.data.borrow_mut() = Data::Struct(ty, fields);
            let _ = self.call_now(Value::Fn(function), vec![Value::Obj(own.clone())]);
            let fields = match &mut *own.data.borrow_mut() {
                Data::Struct(_, fields) => std::mem::take(fields),
                _ => Vec::new(),
            };
            *own.data.borrow_mut() = Data::Gone;
            drop(fields);
        }
    }

    /// Begins the `drop` of what went first.
    fn begin_drop(&mut self) -> R<()> {
        let Some((ty, fields)) = take_dropped() else { return Ok(()) };
        let Some(function) = self.program.types.get(ty as usize).and_then(|t| t.drops) else {
            return Ok(());
        };
        charge(120 + 32 * fields.len() as i64);
        let own = Rc::new(Object {
            data: RefCell::new(Data::Struct(ty, fields)),
        });
        self.enter(Value::Fn(function), vec![Value::Obj(own)], Ty::Unknown)?;
        if let Some(frame) = self.thread()?.frames.last_mut() {
            frame.silent = true;
        }
        Ok(())
    }

    /// Calls a function to its end, where nothing may wait.
    pub(crate) fn call_now(&mut self, f: Value, args: Vec<Value>) -> R<Value> {
        self.nested += 1;
        if self.nested > 30 {
            self.nested -= 1;
            return Err(Stop::Beyond("calls nested this deep within the library".into()));
        }
        let depth = self.thread()?.frames.len();
        let height = self.thread()?.stack.len();
        let out = self.call_now_inner(f, args, depth, height);
        self.nested -= 1;
        if out.is_err() {
            let thread = self.thread()?;
            // What it was in stays for where a panic happened, unless it goes on.
            let _ = thread;
        }
        out
    }

    fn call_now_inner(&mut self, f: Value, args: Vec<Value>, depth: usize, height: usize) -> R<Value> {
        let mut entered = self.enter(f, args, Ty::Unknown);
        let mut steps = 0_u64;
        loop {
            match entered {
                Ok(()) => {}
                Err(Stop::Tail(f, args, hint)) => {
                    entered = self.enter(f, args, hint);
                    continue;
                }
                // Others have their turn once this is over; the calls of the library that wait try again.
                Err(Stop::Yield | Stop::Park) => self.push(Value::Unit),
                Err(Stop::Host(call, _)) => return Err(Stop::Beyond(format!("{} within this", crate::natives::io::name(&call)))),
                Err(stop) => return Err(stop),
            }
            let thread = self.thread()?;
            if thread.frames.len() <= depth {
                let value = if thread.stack.len() > height {
                    self.pop()?
                } else {
                    Value::Unit
                };
                return Ok(value);
            }
            steps += 1;
            self.fuel -= 1;
            if steps > 50_000_000 {
                return Err(Stop::Beyond("a call this long within the library".into()));
            }
            entered = self.step();
        }
    }

    /// Begins a call; its value will be pushed.
    pub(crate) fn enter(&mut self, f: Value, mut args: Vec<Value>, hint: Ty) -> R<()> {
        match f {
            Value::Fn(id) => {
                if let Some(native) = self.program.fns.get(id as usize).and_then(|f| f.native) {
                    let value = (native.0)(self, args, &hint)?;
                    self.push(value);
                    return Ok(());
                }
                let code = match self.program.fns.get(id as usize).and_then(|f| f.code.clone()) {
                    Some(code) => code,
                    None => {
                        let before = self.program.faults.len();
                        let code = crate::compile::function(&mut self.program, id).map_err(|f| Stop::Beyond(f.message))?;
                        if let Some(fault) = self.program.faults.get(before) {
                            return Err(Stop::Beyond(format!("{} (in the library)", fault.message)));
                        }
                        code
                    }
                };
                self.frame(code, args, hint)
            }
            Value::Ctor(ty, variant) => {
                let made = match variant {
                    Some(v) => Data::Enum(ty, v, args),
                    None => Data::Struct(ty, args),
                };
                self.push(object(made));
                Ok(())
            }
            Value::Obj(o) => {
                let closure = match &*o.data.borrow() {
                    Data::Closure(id, captures) => Some((*id, captures.clone())),
                    _ => None,
                };
                match closure {
                    Some((id, captures)) => {
                        let code = self.program.closures.get(id as usize).cloned().ok_or_else(lost)?;
                        args.truncate(code.params as usize);
                        let places = code.captures.clone();
                        self.frame(code, args, hint)?;
                        for (own, value) in places.into_iter().zip(captures) {
                            *self.local(own)? = value;
                        }
                        Ok(())
                    }
                    None => {
                        let inner = self.inside(&Value::Obj(o))?;
                        match inner {
                            Some(inner) => self.enter(inner, args, hint),
                            None => Err(Stop::Beyond("calling this value".into())),
                        }
                    }
                }
            }
            Value::Ref(o, n) => match slot(&o, n as usize) {
                Some(inner) => self.enter(inner, args, hint),
                None => Err(lost()),
            },
            _ => Err(Stop::Beyond("calling this value".into())),
        }
    }

    fn frame(&mut self, code: Rc<crate::code::Code>, args: Vec<Value>, hint: Ty) -> R<()> {
        if held() > i64::try_from(self.config.memory_limit).unwrap_or(i64::MAX) {
            let words = b"memory allocation failed\n";
            self.errors.extend(words);
            return Err(Stop::Exit(134));
        }
        let thread = self.thread()?;
        if thread.frames.len() > FRAMES {
            let name = thread.name.clone().unwrap_or_else(|| "<unknown>".into());
            let words = format!(
                "\nthread '{name}' ({}) has overflowed its stack\nfatal runtime error: stack overflow, aborting\n",
                self.config.pid
            );
            self.errors.extend(words.as_bytes());
            return Err(Stop::Exit(134));
        }
        let base = thread.stack.len();
        thread.stack.extend(args);
        thread.stack.resize(base + code.locals as usize, Value::Unit);
        thread.frames.push(Frame {
            code,
            at: 0,
            base,
            hint,
            silent: false,
        });
        Ok(())
    }

    /// What a value is, as methods are looked up.
    pub(crate) fn keys(&self, value: &Value) -> [u32; 2] {
        let none = u32::MAX;
        match value {
            Value::Int(t, _) => [int_key(*t), key::INT],
            Value::Float(_) => [key::F64, key::FLOAT],
            Value::F32(_) => [key::F32, key::FLOAT],
            Value::Bool(_) => [key::BOOL, none],
            Value::Char(_) => [key::CHAR, none],
            Value::Str(_) => [key::STR, none],
            Value::Unit => [key::TUPLE, none],
            Value::Fn(_) | Value::Ctor(..) => [key::FN, none],
            Value::Obj(o) => match &*o.data.borrow() {
                Data::Struct(t, _) | Data::Enum(t, ..) => [*t, none],
                Data::List(_, ListKind::Vec) => [self.program.type_id("Vec"), key::SLICE],
                Data::List(..) | Data::View(..) => [key::SLICE, none],
                Data::Deque(_) => [self.program.type_id("VecDeque"), none],
                Data::Str(_) => [self.program.type_id("String"), key::STR],
                Data::Tuple(_) => [key::TUPLE, none],
                Data::Closure(..) => [key::FN, none],
                Data::Map(m) => {
                    let name = match (m.set, m.sorted) {
                        (false, false) => "HashMap",
                        (false, true) => "BTreeMap",
                        (true, false) => "HashSet",
                        (true, true) => "BTreeSet",
                    };
                    [self.program.type_id(name), none]
                }
                Data::Iter(_) => [self.program.type_id("Iter"), none],
                Data::Formatter(_) => [self.program.type_id("Formatter"), none],
                Data::Cell(_) | Data::Gone => [none, none],
            },
            Value::Ref(..) | Value::Moved => [none, none],
        }
    }

    fn method_in(&mut self, key: u32, sym: u32) -> Option<u32> {
        if let Some(found) = self.cache.get(&(key, sym)) {
            return *found;
        }
        let name = self.program.name(sym);
        let mut found = self.program.find_method(key, &name, None).map(|m| m.function);
        // What has a `next` has all that iterators have.
        if found.is_none() && key < key::ANY && &*name != "next" && self.program.find_method(key, "next", None).is_some() {
            let iter = self.program.type_id("Iter");
            found = self.program.find_method(iter, &name, None).map(|m| m.function);
        }
        self.cache.insert((key, sym), found);
        found
    }

    /// What a smart pointer, a guard or a reference points at.
    pub(crate) fn inside(&mut self, value: &Value) -> R<Option<Value>> {
        Ok(match self.owner(value) {
            Some((o, n)) => slot(&o, n as usize),
            None => {
                let Value::Obj(o) = value else { return Ok(None) };
                let ty = match &*o.data.borrow() {
                    Data::Struct(t, _) => *t,
                    _ => return Ok(None),
                };
                let sym = self.program.sym("deref");
                match self.method_in(ty, sym) {
                    Some(f) => Some(self.call_now(Value::Fn(f), vec![value.clone()])?),
                    None => None,
                }
            }
        })
    }

    /// The place that a smart pointer or a reference leads to.
    pub(crate) fn owner(&self, value: &Value) -> Option<(Obj, u32)> {
        match value {
            Value::Ref(o, n) => Some((o.clone(), *n)),
            Value::Obj(o) => match &*o.data.borrow() {
                Data::Struct(t, fields)
                    if self.program.types.get(*t as usize).is_some_and(|t| {
                        t.library
                            && t.variants
                                .first()
                                .is_some_and(|v| v.fields.first().is_some_and(|f| &*f.0 == "__owner"))
                    }) =>
                {
                    match fields.first() {
                        Some(Value::Obj(inner)) => Some((inner.clone(), 0)),
                        _ => None,
                    }
                }
                Data::Cell(_) => Some((o.clone(), 0)),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn find(&mut self, value: &Value, sym: u32) -> R<Option<(u32, Value)>> {
        let mut at = value.clone();
        for _ in 0..12 {
            for key in self.keys(&at) {
                if key != u32::MAX
                    && let Some(f) = self.method_in(key, sym)
                {
                    return Ok(Some((f, at)));
                }
            }
            match self.inside(&at)? {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(self.method_in(key::ANY, sym).map(|f| (f, at)))
    }

    pub(crate) fn call_method(&mut self, sym: u32, mut args: Vec<Value>, hint: Ty) -> R<()> {
        let Some(own) = args.first().cloned() else {
            return Err(lost());
        };
        let Some((f, at)) = self.find(&own, sym)? else {
            let what = self.type_name(&own);
            return Err(Stop::Beyond(format!("the method {} of {what}", self.program.name(sym))));
        };
        if let Some(first) = args.first_mut() {
            *first = at;
        }
        drop(own);
        self.enter(Value::Fn(f), args, hint)
    }

    pub(crate) fn call_named(&mut self, name: &str, args: Vec<Value>) -> R<Value> {
        let sym = self.program.sym(name);
        let Some(own) = args.first().cloned() else {
            return Err(lost());
        };
        let Some((f, at)) = self.find(&own, sym)? else {
            return Err(Stop::Beyond(format!("the method {name}")));
        };
        let mut args = args;
        if let Some(first) = args.first_mut() {
            *first = at;
        }
        self.call_now(Value::Fn(f), args)
    }

    pub(crate) fn type_name(&self, value: &Value) -> String {
        match self.keys(value)[0] {
            k if (k as usize) < self.program.types.len() => self.program.types[k as usize].name.to_string(),
            key::STR => "str".into(),
            key::SLICE => "a slice".into(),
            key::TUPLE => "a tuple".into(),
            key::FN => "a function".into(),
            _ => match value {
                Value::Int(t, _) => t.name().into(),
                Value::Moved => "a value that was moved".into(),
                _ => "this value".into(),
            },
        }
    }

    /// A value of its own where its type is `Copy`; anything else is shared, as its old name is dead.
    pub(crate) fn copied(&self, value: Value) -> Value {
        let Value::Obj(o) = &value else { return value };
        let made = match &*o.data.borrow() {
            Data::Tuple(v) if self.copyable(v, 0) => Data::Tuple(self.copies(v)),
            Data::List(v, ListKind::Array) if self.copyable(v, 0) => Data::List(self.copies(v), ListKind::Array),
            Data::Struct(t, v) if self.program.types.get(*t as usize).is_some_and(|t| t.copy) => Data::Struct(*t, self.copies(v)),
            Data::Enum(t, n, v) => {
                let fits = match self.program.types.get(*t as usize) {
                    Some(def) if def.copy => true,
                    Some(def) => def.library && self.copyable(v, 0),
                    None => false,
                };
                if !fits {
                    return value.clone();
                }
                Data::Enum(*t, *n, self.copies(v))
            }
            _ => return value.clone(),
        };
        object(made)
    }

    fn copies(&self, values: &[Value]) -> Vec<Value> {
        values.iter().map(|v| self.copied(v.clone())).collect()
    }

    fn copyable(&self, values: &[Value], depth: u32) -> bool {
        depth < 8
            && values.iter().all(|v| match v {
                Value::Obj(o) => match &*o.data.borrow() {
                    Data::Tuple(v) | Data::List(v, ListKind::Array) => self.copyable(v, depth + 1),
                    Data::Struct(t, _) => self.program.types.get(*t as usize).is_some_and(|t| t.copy),
                    Data::Enum(t, _, v) => self
                        .program
                        .types
                        .get(*t as usize)
                        .is_some_and(|t| t.copy || t.library && self.copyable(v, depth + 1)),
                    _ => false,
                },
                Value::Ref(..) | Value::Moved => false,
                _ => true,
            })
    }

    fn field_at(&mut self, value: &Value, sym: u32) -> R<Option<(Obj, usize)>> {
        let mut at = value.clone();
        let name = self.program.name(sym);
        for _ in 0..12 {
            if let Value::Obj(o) = &at
                && let Data::Struct(t, _) = &*o.data.borrow()
                && let Some(n) = self
                    .program
                    .types
                    .get(*t as usize)
                    .and_then(|t| t.variants.first()?.fields.iter().position(|(f, _)| *f == name))
            {
                return Ok(Some((o.clone(), n)));
            }
            match self.inside(&at)? {
                Some(next) => at = next,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    fn part(&mut self, value: &Value, n: usize) -> R<(Obj, usize)> {
        let mut at = value.clone();
        for _ in 0..12 {
            if let Value::Obj(o) = &at
                && self.owner(&at).is_none()
            {
                return Ok((o.clone(), n));
            }
            match self.inside(&at)? {
                Some(next) => at = next,
                None => break,
            }
        }
        Err(Stop::Beyond(format!("a part of {}", self.type_name(value))))
    }

    fn field_error(&self, value: &Value, sym: u32) -> Stop {
        Stop::Beyond(format!("the field {} of {}", self.program.name(sym), self.type_name(value)))
    }

    pub(crate) fn truth(value: &Value) -> bool {
        match value {
            Value::Bool(b) => *b,
            Value::Ref(o, n) => slot(o, *n as usize).is_some_and(|v| Vm::truth(&v)),
            _ => false,
        }
    }

    pub(crate) fn step(&mut self) -> R<()> {
        if any_dropped() {
            return self.begin_drop();
        }
        let thread = self.thread()?;
        let Some(frame) = thread.frames.last_mut() else {
            return Err(lost());
        };
        let Some(op) = frame.code.ops.get(frame.at).copied() else {
            return Err(lost());
        };
        frame.at += 1;
        let base = frame.base;
        match op {
            Op::Const(n) => {
                let value = frame.code.consts.get(n as usize).cloned().unwrap_or_default();
                // A text that is built on is another each time.
                let value = match &value {
                    Value::Obj(o) => match &*o.data.borrow() {
                        Data::Str(s) => Value::string(s.clone()),
                        _ => value.clone(),
                    },
                    _ => value,
                };
                thread.stack.push(value);
            }
            Op::Get(n) => {
                let value = thread.stack.get(base + n as usize).cloned().unwrap_or_default();
                if matches!(value, Value::Moved) {
                    return Err(Stop::Beyond("using a value that was moved, which rustc would refuse,".into()));
                }
                thread.stack.push(value);
            }
            Op::Move(n) => {
                let value = std::mem::replace(self.local(n)?, Value::Moved);
                self.push(value);
            }
            Op::Set(n) => {
                let value = self.pop()?;
                let old = std::mem::replace(self.local(n)?, value);
                drop(old);
            }
            Op::NewCell(n) => {
                let value = object(Data::Cell(self.pop()?));
                *self.local(n)? = value;
            }
            Op::Wrap => {
                let value = object(Data::Cell(self.pop()?));
                self.push(value);
            }
            Op::GetCell(n) => {
                let value = match self.local(n)? {
                    Value::Obj(o) => slot(o, 0).unwrap_or_default(),
                    other => other.clone(),
                };
                self.push(value);
            }
            Op::TakeCell(n) => {
                let value = match self.local(n)? {
                    Value::Obj(o) => {
                        let o = o.clone();
                        let value = slot(&o, 0).unwrap_or_default();
                        set_slot(&o, 0, Value::Moved);
                        value
                    }
                    other => other.clone(),
                };
                self.push(value);
            }
            Op::SetCell(n) => {
                let value = self.pop()?;
                if let Value::Obj(o) = self.local(n)? {
                    let o = o.clone();
                    set_slot(&o, 0, value);
                }
            }
            Op::RefCell(n) => {
                let value = match self.local(n)? {
                    Value::Obj(o) => place(&o.clone(), 0).unwrap_or_default(),
                    other => other.clone(),
                };
                self.push(value);
            }
            Op::Copy => {
                if let Some(Value::Obj(_)) = thread.stack.last() {
                    let value = self.pop()?;
                    let value = self.copied(value);
                    self.push(value);
                }
            }
            Op::Pop => drop(self.pop()?),
            Op::Dup => {
                let value = thread.stack.last().cloned().unwrap_or_default();
                thread.stack.push(value);
            }
            Op::Dup2 => {
                let n = thread.stack.len();
                let two = thread.stack.get(n.saturating_sub(2)..).unwrap_or_default().to_vec();
                thread.stack.extend(two);
            }
            Op::Shrink(n) => {
                let locals = frame.code.locals as usize;
                let top = self.pop()?;
                let thread = self.thread()?;
                thread.stack.truncate(base + locals + n as usize);
                thread.stack.push(top);
            }
            Op::GetField(sym) => {
                let of = self.pop()?;
                let Some((o, n)) = self.field_at(&of, sym)? else {
                    return Err(self.field_error(&of, sym));
                };
                let value = slot(&o, n).unwrap_or_default();
                if matches!(value, Value::Moved) {
                    return Err(Stop::Beyond("using a value that was moved, which rustc would refuse,".into()));
                }
                self.push(value);
            }
            Op::RefField(sym) => {
                let of = self.pop()?;
                let Some((o, n)) = self.field_at(&of, sym)? else {
                    return Err(self.field_error(&of, sym));
                };
                self.push(place(&o, n).unwrap_or_default());
            }
            Op::SetField(sym) => {
                let value = self.pop()?;
                let of = self.pop()?;
                let Some((o, n)) = self.field_at(&of, sym)? else {
                    return Err(self.field_error(&of, sym));
                };
                set_slot(&o, n, value);
            }
            Op::GetIdx(n) | Op::RefIdx(n) => {
                let of = self.pop()?;
                let (o, n) = match &of {
                    // What was just put into a cell is lent from there.
                    Value::Obj(o) if matches!(&*o.data.borrow(), Data::Cell(_)) => (o.clone(), n as usize),
                    _ => self.part(&of, n as usize)?,
                };
                let found = if matches!(op, Op::GetIdx(_)) {
                    slot(&o, n)
                } else {
                    place(&o, n)
                };
                self.push(found.ok_or_else(lost)?);
            }
            Op::SetIdx(n) => {
                let value = self.pop()?;
                let of = self.pop()?;
                let (o, n) = self.part(&of, n as usize)?;
                set_slot(&o, n, value);
            }
            Op::GetBack(n) | Op::RefBack(n) => {
                let of = self.pop()?;
                let (o, _) = self.part(&of, 0)?;
                let at = list_len(&o).unwrap_or(0).checked_sub(n as usize).ok_or_else(lost)?;
                let found = if matches!(op, Op::GetBack(_)) {
                    slot(&o, at)
                } else {
                    place(&o, at)
                };
                self.push(found.ok_or_else(lost)?);
            }
            Op::SubList(front, back) => {
                let of = self.pop()?;
                let (o, _) = self.part(&of, 0)?;
                let len = list_len(&o).unwrap_or(0).saturating_sub((front + back) as usize);
                self.push(object(Data::View(o, front as usize, len)));
            }
            Op::LenIs(n, exactly) => {
                let of = self.pop()?;
                let (o, _) = self.part(&of, 0)?;
                let len = list_len(&o).unwrap_or(0);
                self.push(Value::Bool(if exactly { len == n as usize } else { len >= n as usize }));
            }
            Op::Index | Op::RefIndex => {
                let index = self.pop()?;
                let of = self.pop()?;
                let value = self.index(&of, &index, matches!(op, Op::RefIndex))?;
                self.push(value);
            }
            Op::SetIndex => {
                let value = self.pop()?;
                let index = self.pop()?;
                let of = self.pop()?;
                self.set_index(&of, &index, value)?;
            }
            Op::DerefRef => {
                if let Some(Value::Ref(o, n)) = thread.stack.last() {
                    let value = slot(o, *n as usize).unwrap_or_default();
                    self.pop()?;
                    self.push(value);
                }
            }
            Op::Deref => {
                let value = self.pop()?;
                let inner = self.inside(&value)?;
                self.push(inner.unwrap_or(value));
            }
            Op::DerefSet => {
                let value = self.pop()?;
                let target = self.pop()?;
                self.write_through(&target, value)?;
            }
            Op::Bin(op) => {
                let b = self.pop()?;
                let a = self.pop()?;
                return self.binary(op, a, b, false);
            }
            Op::BinAssign(op) => {
                let b = self.pop()?;
                let a = self.pop()?;
                return self.binary(op, a, b, true);
            }
            Op::Neg | Op::Not => {
                let value = self.pop()?;
                let value = self.plain(value)?;
                let out = match (op, &value) {
                    (Op::Neg, Value::Int(t, n)) => self.fitting(*t, n.checked_neg(), n.wrapping_neg(), "negate")?,
                    (Op::Neg, Value::Float(x)) => Value::Float(-x),
                    (Op::Neg, Value::F32(x)) => Value::F32(-x),
                    (Op::Not, Value::Bool(b)) => Value::Bool(!b),
                    (Op::Not, Value::Int(t, n)) => Value::Int(*t, t.wrap(!n)),
                    _ => {
                        let sym = self.program.sym(if op == Op::Neg { "neg" } else { "not" });
                        return self.call_method(sym, vec![value], Ty::Unknown);
                    }
                };
                self.push(out);
            }
            Op::Cast(hint) => {
                let ty = frame.code.hints.get(hint as usize).cloned().unwrap_or(Ty::Unknown);
                let value = self.pop()?;
                let value = self.plain(value)?;
                let value = self.cast(value, &ty)?;
                self.push(value);
            }
            Op::Jump(to) => return self.jump(to),
            Op::JumpIf(to) => {
                let value = self.pop()?;
                if Vm::truth(&value) {
                    return self.jump(to);
                }
            }
            Op::JumpIfNot(to) => {
                let value = self.pop()?;
                if !Vm::truth(&value) {
                    return self.jump(to);
                }
            }
            Op::Call(id, argc, hint) => {
                let hint = frame.code.hints.get(hint as usize).cloned().unwrap_or(Ty::Unknown);
                let args = self.pops(argc as usize)?;
                return self.enter(Value::Fn(id), args, hint);
            }
            Op::CallValue(argc) => {
                let args = self.pops(argc as usize)?;
                let f = self.pop()?;
                return self.enter(f, args, Ty::Unknown);
            }
            Op::CallMethod(sym, argc, hint) => {
                let hint = frame.code.hints.get(hint as usize).cloned().unwrap_or(Ty::Unknown);
                let args = self.pops(argc as usize)?;
                return self.call_method(sym, args, hint);
            }
            Op::CallTrait(id, sym, argc, hint) => {
                let hint = frame.code.hints.get(hint as usize).cloned().unwrap_or(Ty::Unknown);
                let mut args = self.pops(argc as usize)?;
                let name = self.program.name(sym);
                let mut at = args.first().cloned().ok_or_else(lost)?;
                for _ in 0..12 {
                    let keys = self.keys(&at);
                    if let Some(m) = keys.iter().find_map(|k| self.program.find_method(*k, &name, Some(id))) {
                        let f = m.function;
                        if let Some(first) = args.first_mut() {
                            *first = at;
                        }
                        return self.enter(Value::Fn(f), args, hint);
                    }
                    match self.inside(&at)? {
                        Some(next) => at = next,
                        None => break,
                    }
                }
                return self.call_method(sym, args, hint);
            }
            Op::MakeStruct(ty, n) => {
                let fields = self.pops(n as usize)?;
                self.push(object(Data::Struct(ty, fields)));
            }
            Op::MakeVariant(ty, v, n) => {
                let fields = self.pops(n as usize)?;
                self.push(object(Data::Enum(ty, v, fields)));
            }
            Op::MakeTuple(n) => {
                let items = self.pops(n as usize)?;
                self.push(Value::tuple(items));
            }
            Op::MakeArray(n) | Op::MakeVec(n) => {
                let items = self.pops(n as usize)?;
                let kind = if matches!(op, Op::MakeVec(_)) {
                    ListKind::Vec
                } else {
                    ListKind::Array
                };
                self.push(object(Data::List(items, kind)));
            }
            Op::Repeat(vec) => {
                let count = self.pop()?.int().unwrap_or(0);
                let value = self.pop()?;
                let count = usize::try_from(count).unwrap_or(0);
                if count > 4_000_000 {
                    return Err(Stop::Beyond("a list this long".into()));
                }
                let mut items = Vec::with_capacity(count);
                for _ in 1..count {
                    items.push(self.cloned(&value, 0)?);
                }
                if count > 0 {
                    items.push(value);
                }
                self.push(object(Data::List(items, if vec { ListKind::Vec } else { ListKind::Array })));
            }
            Op::MakeClosure(id, n) => {
                let captures = self.pops(n as usize)?;
                self.push(object(Data::Closure(id, captures)));
            }
            Op::Return => {
                let value = self.pop()?;
                let thread = self.thread()?;
                let Some(frame) = thread.frames.last() else {
                    return Err(lost());
                };
                let (base, silent) = (frame.base, frame.silent);
                if silent && let Some(Value::Obj(own)) = thread.stack.get(base) {
                    // What is left are its parts, which go as parts do.
                    let own = own.clone();
                    let fields = match &mut *own.data.borrow_mut() {
                        Data::Struct(_, fields) => std::mem::take(fields),
                        _ => Vec::new(),
                    };
                    *own.data.borrow_mut() = Data::Tuple(fields);
                }
                // The last local goes first.
                let thread = self.thread()?;
                while thread.stack.len() > base {
                    let gone = thread.stack.pop();
                    drop(gone);
                    if any_dropped() {
                        break;
                    }
                }
                if any_dropped() {
                    // Their `drop` comes first; then this again.
                    let thread = self.thread()?;
                    thread.stack.push(value);
                    if let Some(frame) = thread.frames.last_mut() {
                        frame.at -= 1;
                    }
                    return Ok(());
                }
                let outermost = self.nested == 0;
                let thread = self.thread()?;
                thread.frames.pop();
                if silent {
                    return Ok(());
                }
                if thread.frames.is_empty() && outermost {
                    self.ended(value);
                } else {
                    thread.stack.push(value);
                }
            }
            Op::IsVariant(v) => {
                let value = self.pop()?;
                let (o, _) = self.part(&value, 0)?;
                let is = matches!(&*o.data.borrow(), Data::Enum(_, n, _) if *n == v);
                self.push(Value::Bool(is));
            }
            Op::Clear(from, to) => {
                for n in (from..to).rev() {
                    let old = std::mem::take(self.local(n)?);
                    drop(old);
                    if any_dropped() {
                        if let Some(frame) = self.thread()?.frames.last_mut() {
                            frame.at -= 1;
                        }
                        return Ok(());
                    }
                }
            }
            Op::RangeNext(n, to, inclusive) => {
                let (a, b) = (self.local(n)?.clone(), self.local(n + 1)?.clone());
                let (a, b) = (self.plain(a)?, self.plain(b)?);
                match (&a, &b) {
                    (Value::Int(t, x), Value::Int(_, y)) => {
                        if x > y || x == y && !inclusive {
                            return self.jump(to);
                        }
                        *self.local(n)? = Value::Int(*t, x + 1);
                    }
                    (Value::Char(x), Value::Char(y)) => {
                        if x > y || x == y && !inclusive {
                            return self.jump(to);
                        }
                        *self.local(n)? = Value::Char(char::from_u32(*x as u32 + 1).unwrap_or(char::MAX));
                    }
                    _ => return Err(Stop::Beyond("a range of such values".into())),
                }
                self.push(a);
            }
            Op::NextOr(to) => {
                let value = self.pop()?;
                let (o, _) = self.part(&value, 0)?;
                match slot(&o, 0) {
                    Some(inner) => self.push(inner),
                    None => return self.jump(to),
                }
            }
            Op::Format(id, n) => {
                let pieces = frame.code.formats.get(id as usize).cloned().ok_or_else(lost)?;
                let args = self.pops(n as usize)?;
                let text = self.format(&pieces, &args)?;
                self.push(Value::string(text));
            }
            Op::Print(to) => {
                let value = self.pop()?;
                let text = self.text(&value).unwrap_or_default();
                match (&mut self.captured, to) {
                    (Some(out), _) => out.extend(text.as_bytes()),
                    (None, 0) => self.out.extend(text.as_bytes()),
                    _ => self.errors.extend(text.as_bytes()),
                }
                if self.out.len() + self.errors.len() > 1 << 20 {
                    return Err(Stop::Beyond("so much output at once".into()));
                }
            }
            Op::Panic => {
                let value = self.pop()?;
                let words = self.text(&value).unwrap_or_default();
                self.push(Value::Unit);
                if let Some(what) = words.strip_prefix("drydock: ") {
                    return Err(Stop::Beyond(what.into()));
                }
                return Err(Stop::Panic(words));
            }
            Op::GetStatic(id) => {
                if let Some(value) = self.program.consts.get(id as usize).and_then(|c| c.made.clone()) {
                    self.push(value);
                    return Ok(());
                }
                let code = crate::compile::constant_code(&mut self.program, id).map_err(|f| Stop::Beyond(f.message))?;
                let depth = self.thread()?.frames.len();
                let height = self.thread()?.stack.len();
                self.frame(code, Vec::new(), Ty::Unknown)?;
                while self.thread()?.frames.len() > depth {
                    match self.step() {
                        Err(Stop::Tail(f, args, hint)) => self.enter(f, args, hint)?,
                        other => other?,
                    }
                }
                let value = if self.thread()?.stack.len() > height {
                    self.pop()?
                } else {
                    Value::Unit
                };
                if let Some(c) = self.program.consts.get_mut(id as usize) {
                    c.made = Some(value.clone());
                }
                self.push(value);
            }
            Op::SetStatic(id) => {
                let value = self.pop()?;
                if let Some(c) = self.program.consts.get_mut(id as usize) {
                    c.made = Some(value);
                }
            }
        }
        Ok(())
    }

    /// A number, truth or character out of what points at it.
    pub(crate) fn plain(&mut self, value: Value) -> R<Value> {
        let mut at = value;
        for _ in 0..12 {
            if self.owner(&at).is_none() {
                return Ok(at);
            }
            match self.inside(&at)? {
                Some(next) => at = next,
                None => return Ok(at),
            }
        }
        Ok(at)
    }

    /// `*target = value`.
    pub(crate) fn write_through(&mut self, target: &Value, value: Value) -> R<()> {
        if let Some((o, n)) = self.owner(target) {
            set_slot(&o, n as usize, value);
            return Ok(());
        }
        let (Value::Obj(to), Value::Obj(from)) = (target, &value) else {
            return Err(Stop::Beyond("writing through this".into()));
        };
        if Rc::ptr_eq(to, from) {
            return Ok(());
        }
        // The object becomes the other, whose own place is nobody's any more.
        let data = self.shallow(from);
        charge(0);
        let old = std::mem::replace(&mut *to.data.borrow_mut(), data);
        let old = Rc::new(Object { data: RefCell::new(old) });
        charge(120);
        drop(old);
        Ok(())
    }

    /// What is in an object, its parts shared.
    pub(crate) fn shallow(&self, o: &Obj) -> Data {
        match &*o.data.borrow() {
            Data::List(v, k) => Data::List(v.clone(), *k),
            Data::View(b, f, n) => Data::View(b.clone(), *f, *n),
            Data::Deque(v) => Data::Deque(v.clone()),
            Data::Str(s) => Data::Str(s.clone()),
            Data::Tuple(v) => Data::Tuple(v.clone()),
            Data::Struct(t, v) => Data::Struct(*t, v.clone()),
            Data::Enum(t, n, v) => Data::Enum(*t, *n, v.clone()),
            Data::Cell(v) => Data::Cell(v.clone()),
            Data::Closure(c, v) => Data::Closure(*c, v.clone()),
            Data::Map(m) => Data::Map(Map {
                sorted: m.sorted,
                set: m.set,
                entries: m.entries.clone(),
            }),
            Data::Iter(Iter::List(o, a, b, c)) => Data::Iter(Iter::List(o.clone(), *a, *b, *c)),
            Data::Iter(Iter::Ready(v)) => Data::Iter(Iter::Ready(v.clone())),
            Data::Formatter(_) | Data::Gone => Data::Gone,
        }
    }

    pub(crate) fn fitting(&self, t: IntTy, checked: Option<i128>, wrapped: i128, what: &str) -> R<Value> {
        match checked.filter(|n| t.holds(*n)) {
            Some(n) => Ok(Value::Int(t, n)),
            None if self.program.release => Ok(Value::Int(t, t.wrap(wrapped))),
            None => Err(Stop::Panic(format!("attempt to {what} with overflow"))),
        }
    }

    fn binary(&mut self, op: Binary, a: Value, b: Value, assign: bool) -> R<()> {
        if let (Value::Int(t, x), Value::Int(_, y)) = (&a, &b) {
            let value = self.integers(op, *t, *x, *y)?;
            self.push(value);
            return Ok(());
        }
        if matches!(op, Binary::Eq | Binary::Ne) {
            let equal = self.equal(&a, &b, 0)?;
            self.push(Value::Bool(equal == (op == Binary::Eq)));
            return Ok(());
        }
        if matches!(op, Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge) {
            let order = self.compare(&a, &b, 0)?;
            let out = order.is_some_and(|o| match op {
                Binary::Lt => o.is_lt(),
                Binary::Le => o.is_le(),
                Binary::Gt => o.is_gt(),
                _ => o.is_ge(),
            });
            self.push(Value::Bool(out));
            return Ok(());
        }
        let (a, b) = (self.plain(a)?, if assign { b } else { self.plain(b)? });
        let b = if matches!(a, Value::Obj(_)) { b } else { self.plain(b)? };
        let out = match (&a, &b) {
            (Value::Int(t, x), Value::Int(_, y)) => self.integers(op, *t, *x, *y)?,
            (Value::Float(x), Value::Float(y)) => Value::Float(floats(op, *x, *y)),
            (Value::F32(x), Value::F32(y)) => Value::F32(match op {
                Binary::Add => x + y,
                Binary::Sub => x - y,
                Binary::Mul => x * y,
                Binary::Div => x / y,
                _ => x % y,
            }),
            (Value::Bool(x), Value::Bool(y)) => Value::Bool(match op {
                Binary::And => x & y,
                Binary::Or => x | y,
                _ => x ^ y,
            }),
            (Value::Obj(o), _) if op == Binary::Add && matches!(&*o.data.borrow(), Data::Str(_)) => {
                let more = self.text(&b).unwrap_or_default();
                charge(more.len() as i64);
                if let Data::Str(s) = &mut *o.data.borrow_mut() {
                    s.push_str(&more);
                    if s.len() > 32 << 20 {
                        return Err(Stop::Beyond("a text this long".into()));
                    }
                }
                a.clone()
            }
            _ => {
                let name = crate::compile::operator_name(op);
                if assign {
                    let sym = self.program.sym(&format!("{name}_assign"));
                    if let Some((f, own)) = self.find(&a, sym)? {
                        self.call_now(Value::Fn(f), vec![own, b])?;
                        self.push(a);
                        return Ok(());
                    }
                }
                let sym = self.program.sym(name);
                return self.call_method(sym, vec![a, b], Ty::Unknown);
            }
        };
        self.push(out);
        Ok(())
    }

    pub(crate) fn integers(&self, op: Binary, t: IntTy, x: i128, y: i128) -> R<Value> {
        let wide = t == IntTy::U128;
        let (ux, uy) = (x as u128, y as u128);
        let un = |r: Option<u128>| r.map(|n| n as i128);
        let (checked, wrapped, what) = match op {
            Binary::Add => (
                if wide { un(ux.checked_add(uy)) } else { x.checked_add(y) },
                x.wrapping_add(y),
                "add",
            ),
            Binary::Sub => (
                if wide { un(ux.checked_sub(uy)) } else { x.checked_sub(y) },
                x.wrapping_sub(y),
                "subtract",
            ),
            Binary::Mul => (
                if wide { un(ux.checked_mul(uy)) } else { x.checked_mul(y) },
                x.wrapping_mul(y),
                "multiply",
            ),
            Binary::Div if y == 0 => return Err(Stop::Panic("attempt to divide by zero".into())),
            Binary::Rem if y == 0 => {
                return Err(Stop::Panic(
                    "attempt to calculate the remainder with a divisor of zero".into(),
                ));
            }
            Binary::Div => {
                let out = if wide { un(ux.checked_div(uy)) } else { x.checked_div(y) };
                if !out.is_some_and(|n| t.holds(n)) {
                    return Err(Stop::Panic("attempt to divide with overflow".into()));
                }
                (out, 0, "divide")
            }
            Binary::Rem => (
                if wide { un(ux.checked_rem(uy)) } else { x.checked_rem(y) },
                0,
                "calculate the remainder",
            ),
            Binary::And => return Ok(Value::Int(t, x & y)),
            Binary::Or => return Ok(Value::Int(t, x | y)),
            Binary::Xor => return Ok(Value::Int(t, x ^ y)),
            Binary::Shl | Binary::Shr => {
                let bits = t.bits();
                let what = if op == Binary::Shl { "shift left" } else { "shift right" };
                if !(0..i128::from(bits)).contains(&y) && !self.program.release {
                    return Err(Stop::Panic(format!("attempt to {what} with overflow")));
                }
                let by = (y as u32) & (bits - 1);
                let out = match (op, wide) {
                    (Binary::Shl, _) => t.wrap(x.wrapping_shl(by)),
                    (_, true) => (ux >> by) as i128,
                    _ => x >> by,
                };
                return Ok(Value::Int(t, out));
            }
            Binary::Eq => return Ok(Value::Bool(x == y)),
            Binary::Ne => return Ok(Value::Bool(x != y)),
            op => {
                let order = if wide { ux.cmp(&uy) } else { x.cmp(&y) };
                return Ok(Value::Bool(match op {
                    Binary::Lt => order.is_lt(),
                    Binary::Le => order.is_le(),
                    Binary::Gt => order.is_gt(),
                    _ => order.is_ge(),
                }));
            }
        };
        self.fitting(t, checked, wrapped, what)
    }

    fn cast(&mut self, value: Value, ty: &Ty) -> R<Value> {
        let number = |x: f64, t: IntTy| -> i128 {
            let n = x as i128;
            if t == IntTy::U128 {
                x as u128 as i128
            } else {
                n.clamp(t.lowest(), t.highest())
            }
        };
        Ok(match (ty, &value) {
            (Ty::Int(t), Value::Int(_, n)) => Value::Int(*t, t.wrap(*n)),
            (Ty::Int(t), Value::Float(x)) => Value::Int(*t, number(*x, *t)),
            (Ty::Int(t), Value::F32(x)) => Value::Int(*t, number(f64::from(*x), *t)),
            (Ty::Int(t), Value::Bool(b)) => Value::Int(*t, i128::from(*b)),
            (Ty::Int(t), Value::Char(c)) => Value::Int(*t, t.wrap(*c as i128)),
            (Ty::Int(t), Value::Obj(o)) => {
                let n = match &*o.data.borrow() {
                    Data::Enum(e, v, _) => self
                        .program
                        .types
                        .get(*e as usize)
                        .and_then(|d| d.variants.get(*v as usize))
                        .map(|v| v.discriminant),
                    _ => None,
                };
                Value::Int(*t, t.wrap(n.ok_or_else(|| Stop::Beyond("this cast".into()))?))
            }
            (Ty::Float(small), Value::Int(t, n)) => {
                let x = if *t == IntTy::U128 { *n as u128 as f64 } else { *n as f64 };
                if *small { Value::F32(*n as f32) } else { Value::Float(x) }
            }
            (Ty::Float(false), Value::F32(x)) => Value::Float(f64::from(*x)),
            (Ty::Float(true), Value::Float(x)) => Value::F32(*x as f32),
            (Ty::Char, Value::Int(_, n)) => Value::Char(char::from_u32(*n as u32).unwrap_or('\0')),
            _ => value,
        })
    }
}

fn floats(op: Binary, x: f64, y: f64) -> f64 {
    match op {
        Binary::Add => x + y,
        Binary::Sub => x - y,
        Binary::Mul => x * y,
        Binary::Div => x / y,
        _ => x % y,
    }
}

use std::cell::RefCell;
