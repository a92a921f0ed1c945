//! Iterators, generators, and turning iterables into lists.

use crate::frame::*;
use crate::heap::*;
use crate::vm::*;

pub fn range_len(start: i64, stop: i64, step: i64) -> u64 {
    let (lo, hi, step) = if step > 0 {
        (i128::from(start), i128::from(stop), i128::from(step))
    } else {
        (i128::from(stop), i128::from(start), -i128::from(step))
    };
    if lo >= hi || step == 0 { 0 } else { u64::try_from((hi - lo - 1) / step + 1).unwrap_or(u64::MAX) }
}

impl Vm {
    pub fn has_iter(&mut self, v: Value) -> bool {
        let class = self.class_of(v);
        let (iter, getitem) = (self.names.iter, self.names.getitem);
        self.lookup(class, iter).is_some() || self.lookup(class, getitem).is_some()
    }

    /// `iter(v)`.
    pub fn iter(&mut self, v: Value) -> Answer {
        let class = self.class_of(v);
        let name = self.names.iter;
        if let Some(f) = self.overridden(class, name) {
            if f.is_none() {
                let message = format!("'{}' object is not iterable", self.type_name(v));
                return Err(self.type_error(&message));
            }
            return Err(self.request(f, vec![v]));
        }
        let state = match self.heap.kind(v) {
            Some(Kind::List(_)) => IterState::List(v, 0),
            Some(Kind::Tuple(_)) => IterState::Tuple(v, 0),
            Some(Kind::Str(_)) => IterState::Str(v, 0),
            Some(Kind::Bytes(_) | Kind::ByteArray(_)) => IterState::Bytes(v, 0),
            Some(Kind::Range(a, b, c)) => IterState::Range { next: *a, step: *c, left: range_len(*a, *b, *c) },
            Some(Kind::Dict(d)) => IterState::DictKeys(v.slot().unwrap_or(0), 0, d.len()),
            Some(Kind::Proxy(d)) => {
                let d = *d;
                IterState::DictKeys(d, 0, self.heap.dict(d).map_or(0, |d| d.len()))
            }
            Some(Kind::View(d, which)) => {
                let (d, which) = (*d, *which);
                let len = self.heap.dict(d).map_or(0, |d| d.len());
                match which {
                    0 => IterState::DictKeys(d, 0, len),
                    1 => IterState::DictValues(d, 0, len),
                    _ => IterState::DictItems(d, 0, len),
                }
            }
            Some(Kind::Set(s)) => IterState::Set(v.slot().unwrap_or(0), 0, s.len()),
            Some(Kind::Deque(d, _)) => {
                let items = d.iter().copied().collect();
                let list = self.new_list(items);
                IterState::List(list, 0)
            }
            Some(Kind::Iter(_) | Kind::Generator(_)) => return Ok(v),
            Some(Kind::Type(_)) => {
                let meta = self.class_of(v);
                if let Some(f) = self.overridden(meta, name) {
                    return Err(self.request(f, vec![v]));
                }
                let message = format!("'{}' object is not iterable", self.type_name(v));
                return Err(self.type_error(&message));
            }
            _ => {
                let getitem = self.names.getitem;
                if self.overridden(class, getitem).is_some() {
                    return self.call_prelude("_sequence_iter", vec![v]);
                }
                let message = format!("'{}' object is not iterable", self.type_name(v));
                return Err(self.type_error(&message));
            }
        };
        Ok(self.new_iter(state))
    }

    /// The next value of a native iterator, `None` at its end; what needs Python answers with the call to make.
    pub fn next_native(&mut self, it: Value) -> Outcome<Option<Value>> {
        let Value::Obj(n) = it else {
            let message = format!("'{}' object is not an iterator", self.type_name(it));
            return Err(self.type_error(&message));
        };
        let state = match &mut self.heap.slots[n as usize].kind {
            Kind::Iter(state) => state,
            Kind::Generator(_) => return Err(Control::Resume { generator: it, value: Value::None, throw: false }),
            _ => {
                let class = self.class_of(it);
                let name = self.names.next;
                return match self.lookup(class, name) {
                    Some(f) => Err(self.request(f, vec![it])),
                    None => {
                        let message = format!("'{}' object is not an iterator", self.type_name(it));
                        Err(self.type_error(&message))
                    }
                };
            }
        };
        // A source that lies elsewhere on the heap is read after the position has moved.
        let (source, at) = match &mut **state {
            IterState::Range { next, step, left } => {
                if *left == 0 {
                    return Ok(None);
                }
                *left -= 1;
                let v = *next;
                *next = next.wrapping_add(*step);
                return Ok(Some(Value::Int(v)));
            }
            IterState::List(v, at) | IterState::Tuple(v, at) | IterState::Bytes(v, at) => {
                *at += 1;
                (*v, *at - 1)
            }
            IterState::Str(v, at) => {
                let (v, from) = (*v, *at);
                let c = self.heap.str(v).and_then(|s| s.get(from..)).and_then(|s| s.chars().next());
                let Some(c) = c else { return Ok(None) };
                if let Kind::Iter(state) = &mut self.heap.slots[n as usize].kind
                    && let IterState::Str(_, at) = &mut **state
                {
                    *at += c.len_utf8();
                }
                return Ok(Some(self.char_value(c)));
            }
            IterState::DictKeys(d, at, len) | IterState::DictValues(d, at, len) | IterState::DictItems(d, at, len) => {
                let (d, from, len) = (*d, *at, *len);
                return self.next_of_dict(n, d, from, len);
            }
            IterState::Set(s, at, len) => {
                let (s, from, len) = (*s, *at, *len);
                let found = match &self.heap.get(s).kind {
                    Kind::Set(s) if s.len() != len => {
                        return Err(self.raise("RuntimeError", "Set changed size during iteration"));
                    }
                    Kind::Set(s) => s.next_from(from),
                    _ => None,
                };
                let Some((k, next)) = found else { return Ok(None) };
                if let Kind::Iter(state) = &mut self.heap.slots[n as usize].kind
                    && let IterState::Set(_, at, _) = &mut **state
                {
                    *at = next;
                }
                return Ok(Some(k));
            }
            IterState::Reversed(v, at) => {
                if *at == 0 {
                    return Ok(None);
                }
                *at -= 1;
                (*v, *at)
            }
            IterState::Enumerate(inner, count) => {
                let (inner, count) = (*inner, *count);
                let Some(v) = self.next_native(inner)? else { return Ok(None) };
                if let Kind::Iter(state) = &mut self.heap.slots[n as usize].kind
                    && let IterState::Enumerate(_, count) = &mut **state
                {
                    *count = count.saturating_add(1);
                }
                return Ok(Some(self.new_tuple([Value::Int(count), v])));
            }
            IterState::Zip(inner, strict) => {
                let (inner, strict) = (inner.clone(), *strict);
                let mut items = Vec::with_capacity(inner.len());
                for (n, it) in inner.iter().enumerate() {
                    match self.next_native(*it)? {
                        Some(v) => items.push(v),
                        None => {
                            if strict && n > 0 {
                                let earlier =
                                    if n == 1 { "argument 1".to_string() } else { format!("arguments 1-{n}") };
                                let message = format!("zip() argument {} is shorter than {earlier}", n + 1);
                                return Err(self.raise("ValueError", &message));
                            }
                            if strict {
                                for (m, other) in inner.iter().enumerate().skip(1) {
                                    if self.next_native(*other)?.is_some() {
                                        let earlier =
                                            if m == 1 { "argument 1".to_string() } else { format!("arguments 1-{m}") };
                                        let message = format!("zip() argument {} is longer than {earlier}", m + 1);
                                        return Err(self.raise("ValueError", &message));
                                    }
                                }
                            }
                            return Ok(None);
                        }
                    }
                }
                if items.is_empty() {
                    return Ok(None);
                }
                return Ok(Some(self.new_tuple(items)));
            }
            IterState::Sequence(..) | IterState::Done => return Ok(None),
        };
        let found = match self.heap.kind(source) {
            Some(Kind::List(l)) => l.get(at).copied(),
            Some(Kind::Tuple(t)) => t.get(at).copied(),
            Some(Kind::Bytes(b)) => b.get(at).map(|b| Value::Int(i64::from(*b))),
            Some(Kind::ByteArray(b)) => b.get(at).map(|b| Value::Int(i64::from(*b))),
            _ => None,
        };
        if found.is_none()
            && let Kind::Iter(state) = &mut self.heap.slots[n as usize].kind
        {
            **state = IterState::Done;
        }
        Ok(found)
    }

    fn next_of_dict(&mut self, iterator: u32, d: u32, from: usize, len: usize) -> Outcome<Option<Value>> {
        let found = match self.heap.dict(d) {
            Some(d) if d.len() != len => {
                return Err(self.raise("RuntimeError", "dictionary changed size during iteration"));
            }
            Some(d) => d.next_from(from),
            None => None,
        };
        let Some((k, v, next)) = found else { return Ok(None) };
        let mut which = 0;
        if let Kind::Iter(state) = &mut self.heap.slots[iterator as usize].kind {
            match &mut **state {
                IterState::DictKeys(_, at, _) => *at = next,
                IterState::DictValues(_, at, _) => {
                    *at = next;
                    which = 1;
                }
                IterState::DictItems(_, at, _) => {
                    *at = next;
                    which = 2;
                }
                _ => {}
            }
        }
        Ok(Some(match which {
            0 => k,
            1 => v,
            _ => self.new_tuple([k, v]),
        }))
    }

    pub fn char_value(&mut self, c: char) -> Value {
        if c.is_ascii() {
            let mut buffer = [0; 4];
            return self.intern(c.encode_utf8(&mut buffer));
        }
        self.new_str(c.to_string())
    }

    /// Everything an iterable gives, where no Python code runs for it; `Control::Listed` where it does.
    pub fn listed(&mut self, v: Value) -> Outcome<Vec<Value>> {
        let class = self.class_of(v);
        let name = self.names.iter;
        if self.overridden(class, name).is_some() {
            return Err(Control::Listed(v));
        }
        match self.heap.kind(v) {
            Some(Kind::List(l)) => return Ok(l.clone()),
            Some(Kind::Tuple(t)) => return Ok(t.to_vec()),
            Some(Kind::Set(s)) => return Ok(s.keys().collect()),
            Some(Kind::Deque(d, _)) => return Ok(d.iter().copied().collect()),
            Some(Kind::Dict(d)) => return Ok(d.iter().map(|(k, _)| k).collect()),
            Some(Kind::Range(a, b, c)) => {
                let n = range_len(*a, *b, *c);
                if n > 1 << 31 || self.heap.would_overflow((n as usize).saturating_mul(16)) {
                    return Err(self.memory_error());
                }
            }
            Some(Kind::Generator(_)) => return Err(Control::Listed(v)),
            Some(Kind::Iter(state)) if !self.pure(state, 0) => return Err(Control::Listed(v)),
            Some(Kind::Object | Kind::Type(_)) => {
                if self.has_iter(v) || matches!(self.heap.kind(v), Some(Kind::Type(_))) {
                    return Err(Control::Listed(v));
                }
            }
            _ => {}
        }
        let it = match self.iter(v) {
            Ok(it) => it,
            Err(Control::Call(_)) => return Err(Control::Listed(v)),
            Err(c) => return Err(c),
        };
        let mut out = Vec::new();
        while let Some(v) = self.next_native(it)? {
            out.push(v);
            if out.len() & 0xffff == 0 && self.heap.would_overflow(out.len() * 16) {
                return Err(self.memory_error());
            }
        }
        Ok(out)
    }

    /// Whether an iterator runs no Python code.
    fn pure(&self, state: &IterState, depth: u32) -> bool {
        let inner = |v: &Value| match self.heap.kind(*v) {
            Some(Kind::Iter(s)) => depth < 20 && self.pure(s, depth + 1),
            _ => false,
        };
        match state {
            IterState::Enumerate(v, _) => inner(v),
            IterState::Zip(list, _) => list.iter().all(inner),
            _ => true,
        }
    }

    pub fn is_pure_iterator(&self, v: Value) -> bool {
        matches!(self.heap.kind(v), Some(Kind::Iter(s)) if self.pure(s, 0))
    }

    // Generators.

    pub fn make_generator(&mut self, mut frame: Box<Frame>) -> Value {
        let code = frame.code.clone();
        let flags = code.code.flags;
        let (class, flavour) = if flags & crate::code::ASYNC_GENERATOR != 0 {
            (self.types.async_generator, 2)
        } else if flags & crate::code::COROUTINE != 0 {
            (self.types.coroutine, 1)
        } else {
            (self.types.generator, 0)
        };
        let name = self.intern(&code.code.name.clone());
        let qualname = self.intern(&code.code.qualname.clone());
        frame.finish = Finish::Push;
        frame.then = None;
        let v = self.heap.add(
            class,
            Kind::Generator(Box::new(Generator {
                frame: None,
                running: false,
                done: false,
                started: false,
                name,
                qualname,
                code,
                flavour,
                awaiting: Value::Null,
            })),
        );
        frame.generator = v;
        self.store_generator(v, frame);
        v
    }

    pub fn store_generator(&mut self, generator: Value, frame: Box<Frame>) {
        if let Some(Kind::Generator(g)) = self.heap.kind_mut(generator) {
            g.running = false;
            g.frame = Some(frame);
        }
    }

    /// The frame to go on with and what to raise in it at once; or the answer there and then.
    #[allow(clippy::type_complexity)]
    pub fn resume_generator(
        &mut self,
        generator: Value,
        value: Value,
        throw: bool,
    ) -> Result<(Box<Frame>, Option<Control>), Answer> {
        let what;
        let (flavour, done, running, started) = match self.heap.kind(generator) {
            Some(Kind::Generator(g)) => {
                what = match g.flavour {
                    0 => "generator",
                    1 => "coroutine",
                    _ => "async generator",
                };
                (g.flavour, g.done, g.running, g.started)
            }
            _ => return Err(Err(self.type_error("not a generator"))),
        };
        if running {
            let message = format!("{what} already executing");
            return Err(Err(self.raise("ValueError", &message)));
        }
        if done {
            if throw {
                return Err(Err(Control::Raise(value)));
            }
            if flavour == 1 {
                return Err(Err(self.raise("RuntimeError", "cannot reuse already awaited coroutine")));
            }
            let name = if flavour == 2 { "StopAsyncIteration" } else { "StopIteration" };
            let e = self.exception_args(name, vec![]);
            return Err(Err(Control::Raise(e)));
        }
        if !started && !throw && !value.is_none() {
            let message = format!("can't send non-None value to a just-started {what}");
            return Err(Err(self.type_error(&message)));
        }
        let Some(Kind::Generator(g)) = self.heap.kind_mut(generator) else {
            return Err(Ok(Value::None));
        };
        let Some(mut frame) = g.frame.take() else { return Err(Ok(Value::None)) };
        g.running = true;
        g.started = true;
        if throw {
            // What is thrown goes to the innermost generator that is waited for.
            let waits =
                started && matches!(frame.code.code.ops.get(frame.ip.wrapping_sub(2)), Some(crate::code::Op::Send(_)));
            if waits {
                let sub = frame.top();
                if let Some(crate::code::Op::Send(target)) = frame.code.code.ops.get(frame.ip - 2).copied() {
                    let is_generator = matches!(self.heap.kind(sub), Some(Kind::Generator(_)));
                    if is_generator {
                        // Afterwards the frame stands at its `Yield` again, or past the loop.
                        frame.ip -= 1;
                        let control = Control::Resume { generator: sub, value, throw: true };
                        frame.function = Value::Int(i64::from(target));
                        return Ok((frame, Some(control)));
                    }
                }
            }
            return Ok((frame, Some(Control::Raise(value))));
        }
        if started {
            frame.stack.push(value);
        }
        Ok((frame, None))
    }

    /// One step of `yield from`: the value given, or `None` at the end of a native iterator.
    pub fn send(&mut self, it: Value, value: Value) -> Outcome<Option<Value>> {
        if let Some(Kind::Generator(_)) = self.heap.kind(it) {
            return Err(Control::Resume { generator: it, value, throw: false });
        }
        if let Some(Kind::AsyncGenStep(generator, mode, v)) = self.heap.kind(it) {
            let (generator, mode, v) = (*generator, *mode, *v);
            return Err(self.async_step(it, generator, mode, v, value));
        }
        if value.is_none() {
            return self.next_native(it);
        }
        let name = self.intern("send");
        match self.get_attr(it, name) {
            Ok(f) => Err(self.request(f, vec![value])),
            Err(c) => Err(c),
        }
    }

    /// One step of an async generator's `__anext__`, `asend` or `athrow`: what it yields ends the await.
    fn async_step(&mut self, step: Value, generator: Value, mode: u8, first: Value, sent: Value) -> Control {
        let (value, throw) = if mode == 9 { (sent, false) } else { (first, mode == 2) };
        if let Some(Kind::AsyncGenStep(_, m, _)) = self.heap.kind_mut(step) {
            *m = 9;
        }
        let then = Then::new(async_step_result, vec![]);
        let key = self.intern("_resume");
        let function = self.dict_get_str(self.prelude, key).unwrap_or(Value::None);
        self.request_then(function, vec![generator, value, Value::Bool(throw)], then)
    }

    pub fn awaitable(&mut self, v: Value) -> Answer {
        match self.heap.kind(v) {
            Some(Kind::Generator(g)) if g.flavour == 1 => return Ok(v),
            Some(Kind::AsyncGenStep(..)) => return Ok(v),
            _ => {}
        }
        let name = self.names.await_;
        match self.special(v, name) {
            Some(f) => Err(self.request(f, vec![])),
            None => {
                if let Some(Kind::Generator(g)) = self.heap.kind(v)
                    && g.flavour == 0
                    && g.code.code.flags & crate::code::COROUTINE != 0
                {
                    return Ok(v);
                }
                let message = format!("object {} can't be used in 'await' expression", self.type_name(v));
                Err(self.type_error(&message))
            }
        }
    }
}

/// A value wrapped by the async generator's own `yield` is the result; anything else is passed to the event loop.
fn async_step_result(vm: &mut Vm, _: Vec<Value>, v: Value) -> Answer {
    if let Some(Kind::AsyncGenStep(inner, 9, _)) = vm.heap.kind(v)
        && vm.class_of(v) == vm.types.async_value
    {
        let inner = *inner;
        let e = vm.exception_args("StopIteration", vec![inner]);
        return Err(Control::Raise(e));
    }
    Ok(v)
}
