//! The loop over instructions, and what carries a result, a call or an exception to the frame it is for.

use crate::code::*;
use crate::frame::*;
use crate::heap::*;
use crate::syntax::ast::{BinOp, CmpOp, UnaryOp};
use crate::vm::*;
use std::rc::Rc;

/// The frame to go on with, or why the thread stops.
pub type Flow = Result<Box<Frame>, Stop>;

impl Vm {
    /// Carries an answer to a frame, running whatever native code it takes on the way.
    pub fn drive(
        &mut self,
        mut f: Box<Frame>,
        mut answer: Answer,
        mut finish: Finish,
        mut then: Option<Box<Then>>,
    ) -> Flow {
        loop {
            let control = match answer {
                Ok(value) => match then {
                    Some(t) => {
                        let Then { run, state, next, .. } = *t;
                        then = next;
                        answer = run(self, state, value);
                        continue;
                    }
                    None => {
                        match finish {
                            Finish::Push | Finish::For(_) | Finish::Send(_) => f.stack.push(value),
                            Finish::Discard => {}
                            Finish::Truth => {
                                let truth = !matches!(value, Value::Bool(false) | Value::Int(0));
                                f.stack.push(Value::Bool(truth));
                            }
                            Finish::Signal => {
                                self.frames.push(f);
                                return Err(Stop::HandlerDone);
                            }
                        }
                        return Ok(f);
                    }
                },
                Err(control) => control,
            };
            match control {
                Control::Raise(error) => {
                    if let Some(t) = then {
                        let Then { caught, state, next, .. } = *t;
                        then = next;
                        answer = match caught {
                            Some(handler) => handler(self, state, error),
                            None => Err(Control::Raise(error)),
                        };
                        continue;
                    }
                    if let Finish::For(target) | Finish::Send(target) = finish
                        && self.is_instance_of(error, "StopIteration")
                    {
                        f.stack.pop();
                        if matches!(finish, Finish::Send(_)) {
                            let v = self.stop_value(error);
                            f.stack.push(v);
                        }
                        f.ip = target as usize;
                        return Ok(f);
                    }
                    if finish == Finish::Signal {
                        self.drop_suspended();
                    }
                    match self.unwind(f, error, true) {
                        Unwound::Caught(frame) => return Ok(frame),
                        Unwound::Done(error) => return Err(Stop::Done(Err(error))),
                        Unwound::Caller { frame, answer: a, finish: fi, then: t } => {
                            f = frame;
                            answer = a;
                            finish = fi;
                            then = t;
                        }
                    }
                }
                Control::Call(request) => {
                    let Request { function, args, keywords, then: own } = *request;
                    then = chain(own, then);
                    match self.invoke(&f, function, args, keywords) {
                        Invoked::Answer(a) => answer = a,
                        Invoked::Frame(mut frame) => {
                            frame.finish = finish;
                            frame.then = then;
                            if self.frames.len() >= self.recursion_limit {
                                self.recycle(frame);
                                answer = Err(self.raise("RecursionError", "maximum recursion depth exceeded"));
                                then = None;
                                continue;
                            }
                            self.frames.push(f);
                            return Ok(frame);
                        }
                    }
                }
                Control::Resume { generator, value, throw } => match self.resume_generator(generator, value, throw) {
                    Ok((mut frame, error)) => {
                        if self.frames.len() >= self.recursion_limit {
                            self.store_generator(generator, frame);
                            answer = Err(self.raise("RecursionError", "maximum recursion depth exceeded"));
                            continue;
                        }
                        frame.finish = finish;
                        frame.then = then;
                        self.frames.push(f);
                        match error {
                            None => return Ok(frame),
                            Some(error) => {
                                then = None;
                                finish = match (&error, frame.function) {
                                    (Control::Resume { .. }, Value::Int(target)) => Finish::Send(target as u32),
                                    _ => Finish::Push,
                                };
                                f = frame;
                                answer = Err(error);
                            }
                        }
                    }
                    Err(a) => answer = a,
                },
                Control::Listed(what) => {
                    // Reached only where nobody retries with the list.
                    let _ = what;
                    answer = Err(self.raise("RuntimeError", "drydock: this use of an iterator is not simulated"));
                }
                Control::Bail => {
                    answer = Err(self.raise(
                        "RuntimeError",
                        "drydock: this mixture of Python and built-in methods is not simulated",
                    ));
                }
                Control::Frame(question, argument) => answer = self.frame_answer(&f, question, argument),
                Control::Host(mut request) => {
                    request.then = chain(request.then, then);
                    self.frames.push(f);
                    return Err(Stop::Host(request, finish));
                }
                Control::Park(lock, nanos) => {
                    self.frames.push(f);
                    return Err(Stop::Park(lock, nanos, finish, then));
                }
                Control::Relax => {
                    self.frames.push(f);
                    return Err(Stop::Relax(finish, then));
                }
            }
        }
    }

    /// Finds who handles an exception: this frame, or how it reaches the caller.
    fn unwind(&mut self, mut f: Box<Frame>, error: Value, fresh: bool) -> Unwound {
        if fresh {
            self.set_context(&f, error);
            self.add_traceback(&f, error);
        }
        if let Some(h) = f.handlers.pop() {
            f.stack.truncate(h.stack as usize);
            f.handled.truncate(h.handled as usize);
            f.stack.push(error);
            f.ip = h.at as usize;
            return Unwound::Caught(f);
        }
        let finish = f.finish;
        let then = f.then.take();
        let mut error = error;
        if let Value::Obj(n) = f.generator {
            let mut flavour = 0;
            if let Kind::Generator(g) = &mut self.heap.get_mut(n).kind {
                g.done = true;
                g.running = false;
                flavour = g.flavour;
            }
            let (is_stop, is_async_stop) =
                (self.is_instance_of(error, "StopIteration"), self.is_instance_of(error, "StopAsyncIteration"));
            if is_stop || (flavour == 2 && is_async_stop) {
                let what = match flavour {
                    0 => "generator",
                    1 => "coroutine",
                    _ => "async generator",
                };
                let which = if is_stop { "StopIteration" } else { "StopAsyncIteration" };
                let wrapped = self.exception("RuntimeError", &format!("{what} raised {which}"));
                if let Some(e) = self.exception_mut(wrapped) {
                    e.cause = error;
                    e.context = error;
                    e.suppress = true;
                }
                error = wrapped;
            }
        }
        self.recycle(f);
        match self.frames.pop() {
            Some(frame) => Unwound::Caller { frame, answer: Err(Control::Raise(error)), finish, then },
            None => Unwound::Done(error),
        }
    }

    fn add_traceback(&mut self, f: &Frame, error: Value) {
        if f.code.code.source.hidden {
            return;
        }
        let entry = TracebackEntry {
            code: f.code.clone(),
            at: f.ip.saturating_sub(1),
            globals: f.globals,
            locals: f.namespace,
        };
        if let Some(e) = self.exception_mut(error)
            && e.traceback.len() < 3000
        {
            e.traceback.push(entry);
        }
    }

    /// The innermost exception being handled.
    fn handled(&self, f: &Frame) -> Value {
        if let Some(v) = f.handled.last() {
            return *v;
        }
        self.frames.iter().rev().find_map(|f| f.handled.last().copied()).unwrap_or(Value::None)
    }

    fn set_context(&mut self, f: &Frame, error: Value) {
        let context = self.handled(f);
        if context.is_none() || context.is(error) {
            return;
        }
        // Break a cycle that would come about.
        let mut at = context;
        for _ in 0..100 {
            let next = self.exception_mut(at).map_or(Value::None, |e| e.context);
            if next.is_none() {
                break;
            }
            if next.is(error) {
                if let Some(e) = self.exception_mut(at) {
                    e.context = Value::None;
                }
                break;
            }
            at = next;
        }
        if let Some(e) = self.exception_mut(error)
            && e.context.is_none()
        {
            e.context = context;
        }
    }

    fn frame_answer(&mut self, f: &Frame, question: FrameQuestion, argument: Value) -> Answer {
        let visible = |skip: usize| -> Option<&Frame> {
            std::iter::once(f)
                .chain(self.frames.iter().rev().map(|b| &**b))
                .filter(|f| !f.code.code.source.hidden)
                .nth(skip)
        };
        match question {
            FrameQuestion::Globals => Ok(Value::Obj(visible(0).map_or(self.builtins, |f| f.globals))),
            FrameQuestion::Handled => Ok(self.handled(f)),
            FrameQuestion::Locals => {
                let Some(frame) = visible(0) else { return Ok(Value::Obj(self.builtins)) };
                if !frame.namespace.is_null() {
                    return Ok(frame.namespace);
                }
                let mut pairs = Vec::new();
                for (name, v) in frame.code.local_names.iter().zip(&frame.locals) {
                    let hidden = self.heap.str(*name).is_some_and(|s| s.starts_with('.'));
                    if !v.is_null() && !hidden {
                        pairs.push((*name, *v));
                    }
                }
                let mut cells = Vec::new();
                for (name, cell) in frame.code.code.cells.iter().zip(&frame.cells) {
                    if let Some(Kind::Cell(v)) = self.heap.kind(*cell)
                        && !v.is_null()
                        && &**name != "__class__"
                    {
                        cells.push((name.clone(), *v));
                    }
                }
                for (name, v) in cells {
                    pairs.push((self.intern(&name), v));
                }
                let d = self.new_dict();
                for (k, v) in pairs {
                    self.dict_set(d, k, v)?;
                }
                Ok(d)
            }
            FrameQuestion::Frame => {
                let skip = match argument {
                    Value::Int(n) => usize::try_from(n).unwrap_or(0),
                    _ => 0,
                };
                let mut entries = Vec::new();
                let mut at = skip;
                while let Some(f) = visible(at) {
                    entries.push(TracebackEntry {
                        code: f.code.clone(),
                        at: f.ip.saturating_sub(1),
                        globals: f.globals,
                        locals: f.namespace,
                    });
                    at += 1;
                    if at > skip + 50 {
                        break;
                    }
                }
                if entries.is_empty() {
                    return Err(self.raise("ValueError", "call stack is not deep enough"));
                }
                let mut back = Value::None;
                for entry in entries.into_iter().rev() {
                    back = self.heap.add(self.types.frame, Kind::FrameInfo(Box::new(entry), back));
                }
                Ok(back)
            }
        }
    }

    pub fn stop_value(&mut self, error: Value) -> Value {
        let args = self.exception_mut(error).map_or(Value::None, |e| e.args);
        match self.heap.kind(args) {
            Some(Kind::Tuple(items)) => items.first().copied().unwrap_or(Value::None),
            _ => Value::None,
        }
    }

    /// What to do for an instruction whose native operation asks for its Python twin.
    fn twin(&mut self, name: &str, args: &[Value], answer: Answer) -> Answer {
        match answer {
            Err(Control::Bail) => self.call_prelude(name, args.to_vec()),
            other => other,
        }
    }

    /// `import name`: what is loaded already is found here, the rest is the prelude's.
    fn import(&mut self, name: Value, names: Value, level: Value, globals: Value) -> Answer {
        if let (Value::Int(0), Some(modules)) = (level, self.modules.slot()) {
            let text = self.heap.str(name).unwrap_or("");
            if names.is_none()
                && !text.contains('.')
                && let Some(v) = self.dict_get_str(modules, name)
                && !v.is_none()
            {
                return Ok(v);
            }
        }
        self.call_prelude("_import", vec![name, names, level, globals])
    }

    /// Asks for a call of a function of the prelude.
    pub fn call_prelude(&mut self, name: &str, args: Vec<Value>) -> Answer {
        let key = self.intern(name);
        match self.dict_get_str(self.prelude, key) {
            Some(function) => {
                Err(Control::Call(Box::new(Request { function, args, keywords: Vec::new(), then: None })))
            }
            None => Err(self.raise("RuntimeError", &format!("drydock: {name} of such objects is not simulated"))),
        }
    }

    fn name_error(&mut self, name: Value) -> Answer {
        let text = self.heap.str(name).unwrap_or("").to_string();
        let error = self.exception("NameError", &format!("name '{text}' is not defined"));
        self.set_exception_attr(error, "name", name);
        Err(Control::Raise(error))
    }
    fn unbound(&mut self, name: &str) -> Answer {
        let message = format!("cannot access local variable '{name}' where it is not associated with a value");
        Err(self.raise("UnboundLocalError", &message))
    }
    fn unbound_free(&mut self, name: &str) -> Answer {
        let message =
            format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope");
        Err(self.raise("NameError", &message))
    }

    /// The truth of a value if no Python code is needed for it.
    fn quick_truth(&self, v: Value) -> Option<bool> {
        match v {
            Value::Bool(b) => Some(b),
            Value::None | Value::Null => Some(false),
            Value::Int(n) => Some(n != 0),
            Value::Float(n) => Some(n != 0.0),
            Value::Ellipsis | Value::NotImplemented => Some(true),
            Value::Obj(_) => None,
        }
    }

    pub fn interpret(&mut self, mut f: Box<Frame>) -> Stop {
        // Carries an answer to the frame; goes on with whichever frame is then on top.
        macro_rules! settle {
            ($answer:expr, $finish:expr) => {{
                match $answer {
                    Ok(v) if $finish == Finish::Push => f.stack.push(v),
                    other => match self.drive(f, other, $finish, None) {
                        Ok(frame) => f = frame,
                        Err(stop) => return stop,
                    },
                }
            }};
        }
        macro_rules! truth {
            ($v:expr) => {{
                let v = $v;
                match self.quick_truth(v) {
                    Some(b) => b,
                    None => match self.truth(v) {
                        Ok(b) => b,
                        Err(control) => {
                            // The instruction runs again with the truth in place of the value.
                            let raises = matches!(control, Control::Raise(_));
                            if !raises {
                                f.ip -= 1;
                            }
                            match self.drive(f, Err(control), Finish::Truth, None) {
                                Ok(frame) => f = frame,
                                Err(stop) => return stop,
                            }
                            continue;
                        }
                    },
                }
            }};
        }
        loop {
            let Some(op) = f.code.code.ops.get(f.ip).copied() else {
                return Stop::Done(Ok(Value::None));
            };
            f.ip += 1;
            match op {
                Op::Nop => {}
                Op::Pop => {
                    f.stack.pop();
                }
                Op::Dup => {
                    let v = f.top();
                    f.stack.push(v);
                }
                Op::Swap(n) => {
                    let len = f.stack.len();
                    if len > n as usize {
                        f.stack.swap(len - 1, len - 1 - n as usize);
                    }
                }
                Op::Copy(n) => {
                    let v = f.peek(n as usize);
                    f.stack.push(v);
                }
                Op::PushNull => f.stack.push(Value::Null),
                Op::Const(n) => {
                    let v = f.code.constants[n as usize];
                    f.stack.push(v);
                }
                Op::LoadFast(n) => {
                    let v = f.locals[n as usize];
                    if v.is_null() {
                        let name = f.code.code.locals[n as usize].clone();
                        let answer = self.unbound(&name);
                        settle!(answer, Finish::Push);
                        continue;
                    }
                    f.stack.push(v);
                }
                Op::StoreFast(n) => {
                    let v = f.pop();
                    f.locals[n as usize] = v;
                }
                Op::DeleteFast(n) => {
                    if f.locals[n as usize].is_null() {
                        let name = f.code.code.locals[n as usize].clone();
                        let answer = self.unbound(&name);
                        settle!(answer, Finish::Discard);
                        continue;
                    }
                    f.locals[n as usize] = Value::Null;
                }
                Op::LoadDeref(n) | Op::LoadClassDeref(n) => {
                    if matches!(op, Op::LoadClassDeref(_))
                        && let Some(d) = f.namespace.slot()
                    {
                        let name = self.intern(&f.code.code.cells[n as usize].clone());
                        if let Some(v) = self.dict_get_str(d, name) {
                            f.stack.push(v);
                            continue;
                        }
                    }
                    let v = match self.heap.kind(f.cells.get(n as usize).copied().unwrap_or(Value::Null)) {
                        Some(Kind::Cell(v)) => *v,
                        _ => Value::Null,
                    };
                    if v.is_null() {
                        let name = f.code.code.cells[n as usize].clone();
                        let answer =
                            if n < f.code.code.own_cells { self.unbound(&name) } else { self.unbound_free(&name) };
                        settle!(answer, Finish::Push);
                        continue;
                    }
                    f.stack.push(v);
                }
                Op::StoreDeref(n) => {
                    let v = f.pop();
                    if let Some(Kind::Cell(c)) = self.heap.kind_mut(f.cells[n as usize]) {
                        *c = v;
                    }
                }
                Op::DeleteDeref(n) => {
                    if let Some(Kind::Cell(c)) = self.heap.kind_mut(f.cells[n as usize]) {
                        *c = Value::Null;
                    }
                }
                Op::LoadCell(n) => {
                    let v = f.cells[n as usize];
                    f.stack.push(v);
                }
                Op::MakeCell(n) => {
                    let cell = self.heap.add(self.types.cell, Kind::Cell(Value::Null));
                    f.cells[n as usize] = cell;
                }
                Op::LoadName(n) => {
                    let name = f.code.names[n as usize];
                    let found = f
                        .namespace
                        .slot()
                        .and_then(|d| self.dict_get_str(d, name))
                        .or_else(|| self.dict_get_str(f.globals, name))
                        .or_else(|| self.dict_get_str(self.builtins, name));
                    match found {
                        Some(v) => f.stack.push(v),
                        None => settle!(self.name_error(name), Finish::Push),
                    }
                }
                Op::StoreName(n) => {
                    let v = f.pop();
                    let name = f.code.names[n as usize];
                    let d = f.namespace.slot().unwrap_or(f.globals);
                    self.dict_set_str(d, name, v);
                }
                Op::DeleteName(n) => {
                    let name = f.code.names[n as usize];
                    let d = f.namespace.slot().unwrap_or(f.globals);
                    if !self.dict_del_str(d, name) {
                        settle!(self.name_error(name), Finish::Discard);
                    }
                }
                Op::LoadGlobal(n) => {
                    let name = f.code.names[n as usize];
                    match self.dict_get_str(f.globals, name).or_else(|| self.dict_get_str(self.builtins, name)) {
                        Some(v) => f.stack.push(v),
                        None => settle!(self.name_error(name), Finish::Push),
                    }
                }
                Op::StoreGlobal(n) => {
                    let v = f.pop();
                    let name = f.code.names[n as usize];
                    self.dict_set_str(f.globals, name, v);
                }
                Op::DeleteGlobal(n) => {
                    let name = f.code.names[n as usize];
                    if !self.dict_del_str(f.globals, name) {
                        settle!(self.name_error(name), Finish::Discard);
                    }
                }
                Op::LoadAttr(n) => {
                    let object = f.pop();
                    let name = f.code.names[n as usize];
                    settle!(self.get_attr(object, name), Finish::Push);
                }
                Op::LoadMethod(n) => {
                    let object = f.pop();
                    let name = f.code.names[n as usize];
                    if let Some(function) = self.quick_method(object, name) {
                        f.stack.push(function);
                        f.stack.push(object);
                    } else {
                        f.stack.push(Value::Null);
                        settle!(self.get_attr(object, name), Finish::Push);
                    }
                }
                Op::StoreAttr(n) => {
                    let object = f.pop();
                    let value = f.pop();
                    let name = f.code.names[n as usize];
                    if let Err(c) = self.set_attr(object, name, value) {
                        settle!(Err(c), Finish::Discard);
                    }
                }
                Op::DeleteAttr(n) => {
                    let object = f.pop();
                    let name = f.code.names[n as usize];
                    if let Err(c) = self.del_attr(object, name) {
                        settle!(Err(c), Finish::Discard);
                    }
                }
                Op::Binary(op) => {
                    let b = f.pop();
                    let a = f.pop();
                    if let (Value::Int(x), Value::Int(y)) = (a, b) {
                        let quick = match op {
                            BinOp::Add => x.checked_add(y),
                            BinOp::Sub => x.checked_sub(y),
                            BinOp::Mul => x.checked_mul(y),
                            _ => None,
                        };
                        if let Some(n) = quick {
                            f.stack.push(Value::Int(n));
                            continue;
                        }
                    }
                    settle!(self.binary(op, a, b), Finish::Push);
                }
                Op::Inplace(op) => {
                    let b = f.pop();
                    let a = f.pop();
                    if let (Value::Int(x), Value::Int(y)) = (a, b) {
                        let quick = match op {
                            BinOp::Add => x.checked_add(y),
                            BinOp::Sub => x.checked_sub(y),
                            _ => None,
                        };
                        if let Some(n) = quick {
                            f.stack.push(Value::Int(n));
                            continue;
                        }
                    }
                    settle!(self.inplace(op, a, b), Finish::Push);
                }
                Op::Unary(UnaryOp::Not) => {
                    let v = f.pop();
                    let b = truth!(v);
                    f.stack.push(Value::Bool(!b));
                }
                Op::Unary(op) => {
                    let v = f.pop();
                    settle!(self.unary(op, v), Finish::Push);
                }
                Op::Compare(op) => {
                    let b = f.pop();
                    let a = f.pop();
                    if let (Value::Int(x), Value::Int(y)) = (a, b) {
                        let quick = match op {
                            CmpOp::Lt => Some(x < y),
                            CmpOp::Le => Some(x <= y),
                            CmpOp::Gt => Some(x > y),
                            CmpOp::Ge => Some(x >= y),
                            CmpOp::Eq => Some(x == y),
                            CmpOp::Ne => Some(x != y),
                            _ => None,
                        };
                        if let Some(q) = quick {
                            f.stack.push(Value::Bool(q));
                            continue;
                        }
                    }
                    settle!(self.compare(op, a, b), Finish::Push);
                }
                Op::Subscript => {
                    let index = f.pop();
                    let object = f.pop();
                    let answer = self.get_item(object, index);
                    let answer = self.twin("_op_getitem", &[object, index], answer);
                    settle!(answer, Finish::Push);
                }
                Op::StoreSubscript => {
                    let index = f.pop();
                    let object = f.pop();
                    let value = f.pop();
                    let answer = self.set_item(object, index, value);
                    let answer = self.twin("_op_setitem", &[object, index, value], answer);
                    if answer.is_err() {
                        settle!(answer, Finish::Discard);
                    }
                }
                Op::DeleteSubscript => {
                    let index = f.pop();
                    let object = f.pop();
                    let answer = self.del_item(object, index);
                    let answer = self.twin("_op_delitem", &[object, index], answer);
                    if answer.is_err() {
                        settle!(answer, Finish::Discard);
                    }
                }
                Op::Tuple(n) => {
                    let items = f.pop_n(n as usize);
                    let v = self.new_tuple(items);
                    f.stack.push(v);
                }
                Op::List(n) => {
                    let items = f.pop_n(n as usize);
                    let v = self.new_list(items);
                    f.stack.push(v);
                }
                Op::Set(n) => {
                    let items = f.pop_n(n as usize);
                    let answer = self.set_of(&items);
                    let answer = match answer {
                        Err(Control::Bail) => {
                            let list = self.new_list(items);
                            self.call_prelude("_build_set", vec![list])
                        }
                        other => other,
                    };
                    settle!(answer, Finish::Push);
                }
                Op::Map(n) => {
                    let items = f.pop_n(n as usize * 2);
                    let d = self.new_dict();
                    let mut failed = None;
                    for pair in items.chunks(2) {
                        if let [k, v] = pair
                            && let Err(c) = self.dict_set(d, *k, *v)
                        {
                            failed = Some(c);
                            break;
                        }
                    }
                    let answer = match failed {
                        None => Ok(d),
                        Some(Control::Bail) => {
                            let list = self.new_list(items);
                            self.call_prelude("_build_map", vec![list])
                        }
                        Some(c) => Err(c),
                    };
                    settle!(answer, Finish::Push);
                }
                Op::Slice(n) => {
                    let step = if n == 3 { f.pop() } else { Value::None };
                    let hi = f.pop();
                    let lo = f.pop();
                    let v = self.heap.add(self.types.slice, Kind::Slice(Box::new([lo, hi, step])));
                    f.stack.push(v);
                }
                Op::Join(n) => {
                    let at = f.stack.len().saturating_sub(n as usize);
                    let mut out = String::new();
                    for v in &f.stack[at..] {
                        out.push_str(self.heap.str(*v).unwrap_or(""));
                    }
                    f.stack.truncate(at);
                    if self.heap.would_overflow(out.len()) {
                        settle!(Err(self.memory_error()), Finish::Push);
                        continue;
                    }
                    let v = self.new_str(out);
                    f.stack.push(v);
                }
                Op::Format(conversion, has_spec) => {
                    let spec = if has_spec { f.pop() } else { Value::Null };
                    let v = f.pop();
                    let answer = self.format_field(v, conversion, spec);
                    let answer = match answer {
                        Err(Control::Bail) => {
                            let c = Value::Int(i64::from(conversion));
                            let spec = if spec.is_null() { self.intern("") } else { spec };
                            self.call_prelude("_op_format", vec![v, c, spec])
                        }
                        other => other,
                    };
                    settle!(answer, Finish::Push);
                }
                Op::ListAppend(n) => {
                    let v = f.pop();
                    let list = f.peek(n as usize);
                    self.list_push(list, v);
                }
                Op::SetAdd(n) => {
                    let v = f.pop();
                    let set = f.peek(n as usize);
                    if let Err(c) = self.set_add(set, v) {
                        let answer = self.twin("_set_add", &[set, v], Err(c));
                        settle!(answer, Finish::Discard);
                    }
                }
                Op::MapAdd(n) => {
                    let v = f.pop();
                    let k = f.pop();
                    let d = f.peek(n as usize);
                    if let Err(c) = self.dict_set(d, k, v) {
                        let answer = self.twin("_dict_set", &[d, k, v], Err(c));
                        settle!(answer, Finish::Discard);
                    }
                }
                Op::ListExtend => {
                    let what = f.pop();
                    let list = f.top();
                    match self.listed(what) {
                        Ok(items) => {
                            for v in items {
                                self.list_push(list, v);
                            }
                        }
                        Err(Control::Listed(_)) => {
                            let answer = self.call_prelude("_list_extend", vec![list, what]);
                            settle!(answer, Finish::Discard);
                        }
                        Err(Control::Raise(_)) if !self.has_iter(what) => {
                            let message = format!("Value after * must be an iterable, not {}", self.type_name(what));
                            let e = self.type_error(&message);
                            settle!(Err(e), Finish::Discard);
                        }
                        Err(c) => settle!(Err(c), Finish::Discard),
                    }
                }
                Op::SetUpdate => {
                    let what = f.pop();
                    let set = f.top();
                    let answer = self.call_prelude("_set_update", vec![set, what]);
                    settle!(answer, Finish::Discard);
                }
                Op::DictUpdate => {
                    let what = f.pop();
                    let d = f.top();
                    match self.dict_update_plain(d, what) {
                        Some(()) => {}
                        None => {
                            let answer = self.call_prelude("_dict_update", vec![d, what]);
                            settle!(answer, Finish::Discard);
                        }
                    }
                }
                Op::DictMerge(n) => {
                    let what = f.pop();
                    let d = f.top();
                    let function = f.peek(n as usize);
                    match self.dict_merge_keywords(d, what, function) {
                        Ok(true) => {}
                        Ok(false) => {
                            let answer = self.call_prelude("_dict_merge", vec![d, what]);
                            settle!(answer, Finish::Discard);
                        }
                        Err(c) => settle!(Err(c), Finish::Discard),
                    }
                }
                Op::ListToTuple => {
                    let list = f.pop();
                    let items = match self.heap.kind_mut(list) {
                        Some(Kind::List(items)) => std::mem::take(items),
                        _ => Vec::new(),
                    };
                    let v = self.new_tuple(items);
                    f.stack.push(v);
                }
                Op::Unpack(n) => {
                    let what = f.pop();
                    let n = n as usize;
                    let quick = match self.heap.kind(what) {
                        Some(Kind::Tuple(t)) if t.len() == n => {
                            f.stack.extend(t.iter().rev());
                            true
                        }
                        Some(Kind::List(t)) if t.len() == n => {
                            f.stack.extend(t.iter().rev());
                            true
                        }
                        _ => false,
                    };
                    if quick {
                        continue;
                    }
                    match self.listed(what) {
                        Ok(items) if items.len() == n => f.stack.extend(items.iter().rev()),
                        Ok(items) => {
                            let message = if items.len() < n {
                                format!("not enough values to unpack (expected {n}, got {})", items.len())
                            } else {
                                format!("too many values to unpack (expected {n})")
                            };
                            let e = self.raise("ValueError", &message);
                            settle!(Err(e), Finish::Discard);
                        }
                        Err(Control::Listed(_)) => {
                            // Runs again on the first items of the iterator, one more than are wanted.
                            f.ip -= 1;
                            let answer = self.call_prelude("_take", vec![what, Value::Int(n as i64 + 1)]);
                            settle!(answer, Finish::Push);
                        }
                        Err(Control::Raise(_)) if !self.has_iter(what) => {
                            let message = format!("cannot unpack non-iterable {} object", self.type_name(what));
                            let e = self.type_error(&message);
                            settle!(Err(e), Finish::Discard);
                        }
                        Err(c) => settle!(Err(c), Finish::Discard),
                    }
                }
                Op::UnpackEx(before, after) => {
                    let what = f.pop();
                    match self.listed(what) {
                        Ok(items) => {
                            let (before, after) = (before as usize, after as usize);
                            if items.len() < before + after {
                                let message = format!(
                                    "not enough values to unpack (expected at least {}, got {})",
                                    before + after,
                                    items.len()
                                );
                                let e = self.raise("ValueError", &message);
                                settle!(Err(e), Finish::Discard);
                                continue;
                            }
                            let tail = items.len() - after;
                            f.stack.extend(items[tail..].iter().rev());
                            let middle = self.new_list(items[before..tail].to_vec());
                            f.stack.push(middle);
                            f.stack.extend(items[..before].iter().rev());
                        }
                        Err(Control::Listed(_)) => {
                            f.ip -= 1;
                            let answer = self.call_prelude("_to_list", vec![what]);
                            settle!(answer, Finish::Push);
                        }
                        Err(c) => settle!(Err(c), Finish::Discard),
                    }
                }
                Op::Jump(target) => {
                    let back = (target as usize) < f.ip;
                    f.ip = target as usize;
                    if back {
                        if self.fuel == 0 || self.heap.wants_collection() {
                            if self.heap.over() {
                                self.frames.push(f);
                                self.collect();
                                let Some(frame) = self.frames.pop() else { return Stop::Fuel };
                                f = frame;
                                if self.heap.over() {
                                    settle!(Err(self.memory_error()), Finish::Discard);
                                }
                                continue;
                            }
                            self.frames.push(f);
                            return Stop::Fuel;
                        }
                        self.fuel -= 1;
                    }
                }
                Op::JumpIfFalse(target) => {
                    let v = f.pop();
                    if !truth!(v) {
                        f.ip = target as usize;
                    }
                }
                Op::JumpIfTrue(target) => {
                    let v = f.pop();
                    if truth!(v) {
                        f.ip = target as usize;
                    }
                }
                Op::JumpIfNone(target) => {
                    if f.pop().is_none() {
                        f.ip = target as usize;
                    }
                }
                Op::Iter => {
                    let v = f.pop();
                    settle!(self.iter(v), Finish::Push);
                }
                Op::For(target) => {
                    let it = f.top();
                    match self.next_native(it) {
                        Ok(Some(v)) => f.stack.push(v),
                        Ok(None) => {
                            f.stack.pop();
                            f.ip = target as usize;
                        }
                        Err(c) => settle!(Err(c), Finish::For(target)),
                    }
                }
                Op::Call(n) => {
                    let n = n as usize;
                    let base = f.stack.len().saturating_sub(n + 2);
                    let (first, second) = (f.stack[base], f.stack[base + 1]);
                    let bound = !first.is_null() && !second.is_null();
                    let function = if first.is_null() { second } else { first };
                    if let Value::Obj(slot) = function {
                        let from = if bound { base + 1 } else { base + 2 };
                        match &self.heap.slots[slot as usize].kind {
                            Kind::Function(func) => {
                                let code = &func.code.code;
                                let count = f.stack.len() - from;
                                if code.args as usize == count
                                    && code.keyword_only == 0
                                    && code.flags & (VARARGS | VARKEYWORDS) == 0
                                    && self.frames.len() < self.recursion_limit
                                {
                                    let (loaded, globals, closure) =
                                        (func.code.clone(), func.globals, func.closure.clone());
                                    let mut frame = self.new_frame(loaded, globals);
                                    frame.locals[..count].copy_from_slice(&f.stack[from..]);
                                    self.enter_cells(&mut frame, &closure);
                                    f.stack.truncate(base);
                                    self.frames.push(f);
                                    f = frame;
                                    if self.fuel == 0 || self.heap.wants_collection() {
                                        if self.heap.over() {
                                            self.frames.push(f);
                                            self.collect();
                                            let Some(frame) = self.frames.pop() else { return Stop::Fuel };
                                            f = frame;
                                            if self.heap.over() {
                                                settle!(Err(self.memory_error()), Finish::Discard);
                                            }
                                            continue;
                                        }
                                        self.frames.push(f);
                                        return Stop::Fuel;
                                    }
                                    self.fuel -= 1;
                                    continue;
                                }
                            }
                            Kind::Native(native) => {
                                let native = **native;
                                let answer = (native.call)(self, &f.stack[from..], &[]);
                                match answer {
                                    Ok(v) => {
                                        f.stack.truncate(base);
                                        f.stack.push(v);
                                    }
                                    Err(c) => {
                                        let args = f.stack[from..].to_vec();
                                        f.stack.truncate(base);
                                        let answer = self.retry_native(function, args, Vec::new(), c);
                                        settle!(answer, Finish::Push);
                                    }
                                }
                                continue;
                            }
                            _ => {}
                        }
                    }
                    let args = f.stack[if bound { base + 1 } else { base + 2 }..].to_vec();
                    f.stack.truncate(base);
                    let request = Request { function, args, keywords: Vec::new(), then: None };
                    settle!(Err(Control::Call(Box::new(request))), Finish::Push);
                    if self.over_budget() {
                        self.frames.push(f);
                        return Stop::Fuel;
                    }
                }
                Op::CallKw(n, names) => {
                    let names = match self.heap.kind(f.code.constants[names as usize]) {
                        Some(Kind::Tuple(t)) => t.clone(),
                        _ => Box::default(),
                    };
                    let mut args = f.pop_n(n as usize);
                    let values = args.split_off(args.len().saturating_sub(names.len()));
                    let keywords = names.iter().copied().zip(values).collect();
                    let second = f.pop();
                    let first = f.pop();
                    if !first.is_null() && !second.is_null() {
                        args.insert(0, second);
                    }
                    let function = if first.is_null() { second } else { first };
                    let request = Request { function, args, keywords, then: None };
                    settle!(Err(Control::Call(Box::new(request))), Finish::Push);
                    if self.over_budget() {
                        self.frames.push(f);
                        return Stop::Fuel;
                    }
                }
                Op::CallEx(has_keywords) => {
                    let mut keywords = Vec::new();
                    if has_keywords {
                        let d = f.pop();
                        if let Some(Kind::Dict(d)) = self.heap.kind(d) {
                            keywords = d.iter().collect();
                        }
                    }
                    let args = f.pop();
                    let args = match self.heap.kind(args) {
                        Some(Kind::Tuple(t)) => t.to_vec(),
                        _ => Vec::new(),
                    };
                    let function = f.pop();
                    let request = Request { function, args, keywords, then: None };
                    settle!(Err(Control::Call(Box::new(request))), Finish::Push);
                    if self.over_budget() {
                        self.frames.push(f);
                        return Stop::Fuel;
                    }
                }
                Op::Function(flags) => {
                    let v = self.make_function(&mut f, flags);
                    f.stack.push(v);
                }
                Op::MakeGenerator => {
                    let mut back = match self.frames.pop() {
                        Some(back) => back,
                        None => return Stop::Done(Ok(Value::None)),
                    };
                    let finish = f.finish;
                    let then = f.then.take();
                    let v = self.make_generator(f);
                    // What the caller wanted with the result it now wants with the generator.
                    match self.drive(back, Ok(v), finish, then) {
                        Ok(frame) => back = frame,
                        Err(stop) => return stop,
                    }
                    f = back;
                }
                Op::Return => {
                    let v = f.pop();
                    let finish = f.finish;
                    let then = f.then.take();
                    let generator = f.generator;
                    self.recycle(f);
                    let Some(back) = self.frames.pop() else { return Stop::Done(Ok(v)) };
                    f = back;
                    if let Value::Obj(n) = generator {
                        let mut flavour = 0;
                        if let Kind::Generator(g) = &mut self.heap.get_mut(n).kind {
                            g.done = true;
                            g.running = false;
                            flavour = g.flavour;
                        }
                        match finish {
                            Finish::For(target) if then.is_none() => {
                                f.stack.pop();
                                f.ip = target as usize;
                            }
                            Finish::Send(target) if then.is_none() => {
                                f.stack.pop();
                                f.stack.push(v);
                                f.ip = target as usize;
                            }
                            _ => {
                                let e = if flavour == 2 {
                                    self.exception_args("StopAsyncIteration", vec![])
                                } else {
                                    self.exception_args("StopIteration", if v.is_none() { vec![] } else { vec![v] })
                                };
                                match self.drive(f, Err(Control::Raise(e)), finish, then) {
                                    Ok(frame) => f = frame,
                                    Err(stop) => return stop,
                                }
                            }
                        }
                        continue;
                    }
                    if then.is_none() && finish == Finish::Push {
                        f.stack.push(v);
                        continue;
                    }
                    match self.drive(f, Ok(v), finish, then) {
                        Ok(frame) => f = frame,
                        Err(stop) => return stop,
                    }
                }
                Op::Yield => {
                    let v = f.pop();
                    let finish = f.finish;
                    let then = f.then.take();
                    let generator = f.generator;
                    self.store_generator(generator, f);
                    let Some(back) = self.frames.pop() else { return Stop::Done(Ok(v)) };
                    f = back;
                    if then.is_none() && matches!(finish, Finish::Push | Finish::For(_) | Finish::Send(_)) {
                        f.stack.push(v);
                        continue;
                    }
                    match self.drive(f, Ok(v), finish, then) {
                        Ok(frame) => f = frame,
                        Err(stop) => return stop,
                    }
                }
                Op::Send(target) => {
                    let value = f.pop();
                    let it = f.top();
                    let answer = self.send(it, value);
                    match answer {
                        Ok(Some(v)) => f.stack.push(v),
                        Ok(None) => {
                            f.stack.pop();
                            f.stack.push(Value::None);
                            f.ip = target as usize;
                        }
                        Err(c) => settle!(Err(c), Finish::Send(target)),
                    }
                }
                Op::YieldFromIter => {
                    let v = f.pop();
                    let answer = match self.heap.kind(v) {
                        Some(Kind::Generator(_)) => Ok(v),
                        _ => self.iter(v),
                    };
                    settle!(answer, Finish::Push);
                }
                Op::Awaitable(_) => {
                    let v = f.pop();
                    settle!(self.awaitable(v), Finish::Push);
                }
                Op::AsyncIter => {
                    let v = f.pop();
                    settle!(
                        self.call_special(v, "__aiter__", "'async for' requires an object with __aiter__ method, got "),
                        Finish::Push
                    );
                }
                Op::AsyncNext => {
                    let v = f.top();
                    let answer = self.call_special(
                        v,
                        "__anext__",
                        "'async for' requires an iterator with __anext__ method, got ",
                    );
                    let answer = match answer {
                        Err(Control::Call(mut request)) => {
                            request.then = chain(request.then, Then::new(|vm, _, v| vm.awaitable(v), vec![]));
                            Err(Control::Call(request))
                        }
                        Ok(v) => self.awaitable(v),
                        other => other,
                    };
                    settle!(answer, Finish::Push);
                }
                Op::EndAsyncFor => {
                    let error = f.pop();
                    if self.is_instance_of(error, "StopAsyncIteration") {
                        f.stack.pop();
                    } else {
                        match self.unwind(f, error, false) {
                            Unwound::Caught(frame) => f = frame,
                            Unwound::Done(error) => return Stop::Done(Err(error)),
                            Unwound::Caller { frame, answer, finish, then } => {
                                match self.drive(frame, answer, finish, then) {
                                    Ok(frame) => f = frame,
                                    Err(stop) => return stop,
                                }
                            }
                        }
                    }
                }
                Op::AsyncYieldWrap => {
                    let v = f.pop();
                    let wrapped = self.heap.add(self.types.async_value, Kind::AsyncGenStep(v, 9, Value::None));
                    f.stack.push(wrapped);
                }
                Op::Try(target) => {
                    let h = Handler { at: target, stack: f.stack.len() as u32, handled: f.handled.len() as u32 };
                    f.handlers.push(h);
                }
                Op::TryUnder(target) => {
                    let depth = f.stack.len().saturating_sub(1) as u32;
                    f.handlers.push(Handler { at: target, stack: depth, handled: f.handled.len() as u32 });
                }
                Op::PopBlock => {
                    f.handlers.pop();
                }
                Op::PushHandled => {
                    let e = f.top();
                    f.handled.push(e);
                }
                Op::PopHandled => {
                    f.handled.pop();
                }
                Op::Matches => {
                    let class = f.pop();
                    let error = f.top();
                    match self.exception_matches(error, class) {
                        Ok(b) => f.stack.push(Value::Bool(b)),
                        Err(c) => settle!(Err(c), Finish::Push),
                    }
                }
                Op::MatchesGroup => {
                    let class = f.pop();
                    let error = f.pop();
                    let answer = self.call_prelude("_match_group", vec![error, class]);
                    settle!(answer, Finish::Push);
                }
                Op::Raise(n) => {
                    let cause = if n == 2 { f.pop() } else { Value::Null };
                    let what = if n >= 1 { f.pop() } else { Value::Null };
                    if n == 0 {
                        let error = self.handled(&f);
                        if error.is_none() {
                            let e = self.raise("RuntimeError", "No active exception to reraise");
                            settle!(Err(e), Finish::Discard);
                            continue;
                        }
                        // As the handler's own raising again: this frame's line is in the traceback already if it was here.
                        let here = f.handled.last().is_some_and(|h| h.is(error));
                        match self.unwind(f, error, !here) {
                            Unwound::Caught(frame) => f = frame,
                            Unwound::Done(error) => return Stop::Done(Err(error)),
                            Unwound::Caller { frame, answer, finish, then } => {
                                match self.drive(frame, answer, finish, then) {
                                    Ok(frame) => f = frame,
                                    Err(stop) => return stop,
                                }
                            }
                        }
                        continue;
                    }
                    let answer = self.raise_value(what, cause);
                    settle!(answer, Finish::Discard);
                }
                Op::Reraise => {
                    let error = f.pop();
                    match self.unwind(f, error, false) {
                        Unwound::Caught(frame) => f = frame,
                        Unwound::Done(error) => return Stop::Done(Err(error)),
                        Unwound::Caller { frame, answer, finish, then } => {
                            match self.drive(frame, answer, finish, then) {
                                Ok(frame) => f = frame,
                                Err(stop) => return stop,
                            }
                        }
                    }
                }
                Op::LoadSpecial(n) => {
                    let object = f.pop();
                    let name = f.code.names[n as usize];
                    match self.special(object, name) {
                        Some(v) => f.stack.push(v),
                        None => {
                            let text = self.heap.str(name).unwrap_or("").to_string();
                            let article = if text.starts_with("__a") { "the asynchronous" } else { "the" };
                            let message = format!(
                                "'{}' object does not support {article} context manager protocol",
                                self.type_name(object)
                            );
                            let e = self.type_error(&message);
                            settle!(Err(e), Finish::Push);
                        }
                    }
                }
                Op::ExitException => {
                    let error = f.top();
                    let exit = f.peek(2);
                    let class = Value::Obj(self.class_of(error));
                    let traceback = self.traceback_of(error);
                    let request =
                        Request { function: exit, args: vec![class, error, traceback], keywords: vec![], then: None };
                    settle!(Err(Control::Call(Box::new(request))), Finish::Push);
                }
                Op::Import(n) => {
                    let names = f.pop();
                    let level = f.pop();
                    let name = f.code.names[n as usize];
                    let globals = Value::Obj(f.globals);
                    let answer = self.import(name, names, level, globals);
                    settle!(answer, Finish::Push);
                }
                Op::ImportFrom(n) => {
                    let module = f.top();
                    let name = f.code.names[n as usize];
                    let quick = self.module_attr(module, name);
                    match quick {
                        Some(v) => f.stack.push(v),
                        None => {
                            let answer = self.call_prelude("_import_from", vec![module, name]);
                            settle!(answer, Finish::Push);
                        }
                    }
                }
                Op::ImportStar => {
                    let module = f.pop();
                    let d = f.namespace;
                    let answer = self.call_prelude("_import_star", vec![module, d]);
                    settle!(answer, Finish::Discard);
                }
                Op::BuildClass => {
                    let key = self.intern("__build_class__");
                    let v = self.dict_get_str(self.builtins, key).unwrap_or(Value::None);
                    f.stack.push(v);
                }
                Op::SetupAnnotations => {
                    let key = self.intern("__annotations__");
                    if let Some(d) = f.namespace.slot()
                        && self.dict_get_str(d, key).is_none()
                    {
                        let v = self.new_dict();
                        self.dict_set_str(d, key, v);
                    }
                }
                Op::MatchSequence => {
                    let v = f.top();
                    let yes = matches!(
                        self.heap.kind(v),
                        Some(Kind::List(_) | Kind::Tuple(_) | Kind::Deque(..) | Kind::Range(..))
                    );
                    f.stack.push(Value::Bool(yes));
                }
                Op::MatchMapping => {
                    let v = f.top();
                    let yes = matches!(self.heap.kind(v), Some(Kind::Dict(_) | Kind::Proxy(_)));
                    f.stack.push(Value::Bool(yes));
                }
                Op::MatchLen => {
                    let v = f.top();
                    let n = self.native_len(v).unwrap_or(0);
                    f.stack.push(Value::Int(n as i64));
                }
                Op::MatchKeys => {
                    let (d, keys) = (f.peek(2), f.peek(1));
                    let answer = self.match_keys(d, keys);
                    settle!(answer, Finish::Push);
                }
                Op::MatchClass(count) => {
                    let names = f.pop();
                    let class = f.pop();
                    let subject = f.pop();
                    let answer =
                        self.call_prelude("_match_class", vec![subject, class, names, Value::Int(i64::from(count))]);
                    settle!(answer, Finish::Push);
                }
                Op::DictWithout => {
                    let keys = f.pop();
                    let d = f.pop();
                    let answer = self.call_prelude("_dict_without", vec![d, keys]);
                    settle!(answer, Finish::Push);
                }
                Op::LoadAssertionError => {
                    let v = Value::Obj(self.exception_class("AssertionError"));
                    f.stack.push(v);
                }
            }
        }
    }

    fn over_budget(&self) -> bool {
        self.fuel == 0 || self.heap.wants_collection()
    }

    pub fn enter_cells(&mut self, frame: &mut Frame, closure: &Rc<[Value]>) {
        frame.cells.extend(closure.iter());
        let code = frame.code.clone();
        for (n, param) in code.code.cell_params.iter().enumerate() {
            if let Some(param) = param
                && let (Some(v), Some(cell)) = (frame.locals.get(*param as usize).copied(), frame.cells.get(n).copied())
                && let Some(Kind::Cell(c)) = self.heap.kind_mut(cell)
            {
                *c = v;
            }
        }
    }

    fn make_function(&mut self, f: &mut Frame, flags: u32) -> Value {
        let code = match self.heap.kind(f.pop()) {
            Some(Kind::Code(c)) => c.clone(),
            _ => f.code.clone(),
        };
        let tuple = |vm: &Vm, v: Value| match vm.heap.kind(v) {
            Some(Kind::Tuple(t)) => t.to_vec(),
            _ => Vec::new(),
        };
        let mut closure: Rc<[Value]> = Rc::from([]);
        if flags & 8 != 0 {
            closure = tuple(self, f.pop()).into();
        }
        let annotations = if flags & 4 != 0 { f.pop() } else { Value::Null };
        let mut kw_defaults = Vec::new();
        if flags & 2 != 0 {
            let d = f.pop();
            if let Some(Kind::Dict(d)) = self.heap.kind(d) {
                kw_defaults = d.iter().collect();
            }
        }
        let defaults = if flags & 1 != 0 { tuple(self, f.pop()) } else { Vec::new() };
        let name = self.intern(&code.code.name.clone());
        let qualname = self.intern(&code.code.qualname.clone());
        let doc = match &code.code.doc {
            Some(d) => self.new_str(d.clone()),
            None => Value::None,
        };
        let module = self.dict_get_str(f.globals, self.names.dunder_name).unwrap_or(Value::None);
        let function = Function {
            code,
            globals: f.globals,
            closure,
            defaults,
            kw_defaults,
            name,
            qualname,
            doc,
            module,
            annotations,
        };
        self.heap.add(self.types.function, Kind::Function(Box::new(function)))
    }
}

enum Unwound {
    Caught(Box<Frame>),
    Caller { frame: Box<Frame>, answer: Answer, finish: Finish, then: Option<Box<Then>> },
    Done(Value),
}

pub enum Invoked {
    Answer(Answer),
    Frame(Box<Frame>),
}

/// `first`, then `rest`.
pub fn chain(first: Option<Box<Then>>, rest: Option<Box<Then>>) -> Option<Box<Then>> {
    let Some(mut first) = first else { return rest };
    first.next = chain(first.next.take(), rest);
    Some(first)
}
