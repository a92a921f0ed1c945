//! One instruction after the other.

use crate::code::*;
use crate::types::*;
use crate::value::*;
use crate::vm::*;
use std::rc::Rc;

/// The way from a value to what a method of its type is called on.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    path: Vec<u32>,
    /// What it ends at holds the method: a function, or the name in an interface.
    func: Option<u32>,
    /// The method wants a pointer.
    pointer: bool,
    /// What it ends at is a pointer.
    is_pointer: bool,
    aggregate: bool,
    holder: Ty,
}

/// What an instruction leads to.
pub(crate) enum Act {
    Next,
    /// Another frame is on top.
    Frame,
    Block(&'static str),
    Panic(Value),
    Yield,
    Done,
    Exit,
}

pub(crate) const NIL: &str = "invalid memory address or nil pointer dereference";

impl Vm {
    /// Runs a goroutine until it blocks or its turn is over.
    pub(crate) fn go_on(&mut self, g: &mut Goroutine) -> Turn {
        loop {
            let Some(frame) = g.frames.last() else { return Turn::Done };
            let (code, base, mut pc) = (frame.code.clone(), frame.base, frame.pc);
            let act = loop {
                if self.fuel == 0 {
                    set_pc(g, pc);
                    return Turn::OutOfFuel;
                }
                self.fuel -= 1;
                self.slice = self.slice.saturating_sub(1);
                if self.full() {
                    set_pc(g, pc);
                    if !self.collect(g) {
                        self.fatal("fatal error: runtime: out of memory\n");
                        return Turn::Exit;
                    }
                }
                let Some(ins) = code.ins.get(pc).copied() else { break Act::Done };
                pc += 1;
                match self.exec(g, &code, base, ins, &mut pc) {
                    Act::Next => {}
                    Act::Frame => break Act::Frame,
                    other => {
                        set_pc(g, pc);
                        break other;
                    }
                }
            };
            match act {
                Act::Next | Act::Frame => {}
                Act::Block(why) => {
                    set_pc(g, pc - 1);
                    g.why = why;
                    return Turn::Blocked;
                }
                Act::Yield => return Turn::Yield,
                Act::Done => return Turn::Done,
                Act::Exit => return Turn::Exit,
                Act::Panic(value) => {
                    if self.panic(g, value) {
                        return Turn::Done;
                    }
                }
            }
            if self.dying || self.exit.is_some() {
                return Turn::Exit;
            }
        }
    }

    /// Puts a call on top of the stack, its first register at `base`.
    pub(crate) fn enter(
        &mut self,
        g: &mut Goroutine,
        base: usize,
        callee: Value,
        args: Vec<Value>,
        role: Role,
    ) -> Result<(), Value> {
        if g.regs.len() < base + args.len() + 1 {
            g.regs.resize(base + args.len() + 1, Value::Nil);
        }
        for (n, arg) in args.into_iter().enumerate() {
            if let Some(slot) = g.regs.get_mut(base + n) {
                *slot = arg;
            }
        }
        self.call_value(g, base, &callee, role)
    }

    fn push(
        &mut self,
        g: &mut Goroutine,
        base: usize,
        code: Rc<Code>,
        caps: Option<Heap>,
        role: Role,
    ) -> Result<(), Value> {
        let need = base + code.registers as usize + 2;
        if g.regs.len() < need {
            g.regs.resize(need + 16, Value::Nil);
        }
        if g.frames.len() >= FRAMES || need > REGISTERS {
            let trace = self.trace(g);
            self.fatal(&format!(
                "runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\ngoroutine {} [running]:\n{trace}",
                g.id
            ));
        }
        g.frames.push(Frame { code, pc: 0, base, caps, defers: Vec::new(), role });
        Ok(())
    }

    fn call_func(&mut self, g: &mut Goroutine, base: usize, func: u32, role: Role) -> Result<(), Value> {
        match self.code(func) {
            Some(code) => self.push(g, base, code, None, role),
            None => Err(self.failure("drydock: a function without code")),
        }
    }

    fn call_value(&mut self, g: &mut Goroutine, base: usize, callee: &Value, role: Role) -> Result<(), Value> {
        let Value::Func(closure) = callee else { return Err(self.failure(NIL)) };
        match closure.kind {
            Callee::Func(func) => match self.code(func) {
                Some(code) => self.push(g, base, code, closure.caps.clone(), role),
                None => Err(self.failure("drydock: a function without code")),
            },
            Callee::Method(name, ty) => {
                let receiver = closure.caps.as_ref().map_or(Value::Nil, |c| c.get(0));
                // The receiver goes before the arguments.
                g.regs.insert(base, Value::Nil);
                if ty == ANY {
                    return self.call_method(g, base, &receiver, name, role);
                }
                if let Some(slot) = g.regs.get_mut(base) {
                    *slot = receiver;
                }
                let func = self.compiler.method_func(ty, name);
                match func {
                    Some(func) => self.call_func(g, base, func, role),
                    None => Err(self.failure(NIL)),
                }
            }
        }
    }

    /// Calls a method of what an interface holds.
    fn call_method(
        &mut self,
        g: &mut Goroutine,
        base: usize,
        face: &Value,
        name: u32,
        role: Role,
    ) -> Result<(), Value> {
        let mut pair = match face {
            Value::Iface(pair) => pair.clone(),
            _ => return Err(self.failure(NIL)),
        };
        for _ in 0..20 {
            let Some(way) = self.way(pair.0, name) else { return Err(self.failure("drydock: no such method")) };
            let mut at = pair.1.clone();
            let mut holder = None;
            for n in &way.path {
                let Value::Obj(obj) = &at else { return Err(self.failure(NIL)) };
                let inner = obj.get(*n as usize);
                holder = Some((obj.clone(), *n));
                at = inner;
            }
            let Some(func) = way.func else {
                // An embedded interface has it.
                match at {
                    Value::Iface(inner) => {
                        pair = inner;
                        continue;
                    }
                    _ => return Err(self.failure(NIL)),
                }
            };
            let receiver = match (way.pointer, way.is_pointer) {
                (false, true) if way.aggregate => match at {
                    Value::Obj(_) => self.copy(&at, way.holder),
                    _ => return Err(self.failure(NIL)),
                },
                (false, true) => match self.load(&at) {
                    Some(value) => value,
                    None => return Err(self.failure(NIL)),
                },
                (false, false) => self.copy(&at, way.holder),
                (true, false) if !way.aggregate => match holder {
                    Some((obj, n)) => Value::Ref(obj, n),
                    None => at,
                },
                _ => at,
            };
            if let Some(slot) = g.regs.get_mut(base) {
                *slot = receiver;
            }
            return self.call_func(g, base, func, role);
        }
        Err(self.failure(NIL))
    }

    fn way(&mut self, ty: Ty, name: u32) -> Option<Way> {
        if let Some(way) = self.dispatch.get(&(ty, name)) {
            return way.clone();
        }
        let text = self.compiler.methods.get(name as usize).cloned().unwrap_or_else(|| "".into());
        let way = self.compiler.types.find(ty, &text).and_then(|found| {
            let types = &self.compiler.types;
            let mut at = ty;
            for n in &found.path {
                let inner = types.pointee(at).unwrap_or(at);
                let Type::Struct(fields) = types.base(inner) else { return None };
                at = fields.get(*n as usize)?.ty;
            }
            let (func, pointer) = match found.what {
                What::Method(n, pointer) => (Some(types.named.get(n as usize)?.methods.get(&text)?.func?), pointer),
                What::Abstract(_) => (None, false),
                What::Field(..) => return None,
            };
            let is_pointer = at != found.holder;
            let (holder, aggregate) = (found.holder, types.is_aggregate(found.holder));
            Some(Way { path: found.path, func, pointer, is_pointer, aggregate, holder })
        });
        self.dispatch.insert((ty, name), way.clone());
        way
    }

    /// Begins a panic; true if the goroutine is over.
    pub(crate) fn panic(&mut self, g: &mut Goroutine, value: Value) -> bool {
        let trace = self.trace(g);
        g.panics.push(Panic { value, recovered: false, exit: false, depth: 0, trace });
        self.unwind(g)
    }

    /// `runtime.Goexit`.
    pub(crate) fn goexit(&mut self, g: &mut Goroutine) -> bool {
        g.panics.push(Panic { value: Value::Nil, recovered: false, exit: true, depth: 0, trace: String::new() });
        self.unwind(g)
    }

    fn unwind(&mut self, g: &mut Goroutine) -> bool {
        loop {
            let Some(frame) = g.frames.last_mut() else {
                if g.panics.last().is_some_and(|p| p.exit) {
                    return true;
                }
                self.die(g);
                return g.frames.is_empty();
            };
            if let Some((callee, args)) = frame.defers.pop() {
                let base = frame.base + frame.code.registers as usize + 1;
                let depth = g.frames.len();
                if let Some(panic) = g.panics.last_mut() {
                    panic.depth = depth;
                }
                if let Err(value) = self.enter(g, base, callee, args, Role::Unwinding) {
                    let trace = self.trace(g);
                    g.panics.push(Panic { value, recovered: false, exit: false, depth, trace });
                    continue;
                }
                return false;
            }
            g.frames.pop();
        }
    }

    /// Nobody recovered: the library's own code says what happened and ends the program.
    fn die(&mut self, g: &mut Goroutine) {
        let failure = self.compiler.function("runtime", "die");
        let (Some(func), false) = (failure, self.dying) else {
            self.exit = Some(syscalls::Exit::Code(2));
            return;
        };
        let panics = std::mem::take(&mut g.panics);
        let trace = panics.last().map_or(String::new(), |p| p.trace.clone());
        let list: Vec<Value> = panics.into_iter().filter(|p| !p.exit).map(|p| p.value).collect();
        let n = list.len() as u32;
        let obj = self.vals(list);
        let values = Value::Slice(Slice { obj, from: 0, len: n, cap: n });
        let text = format!("\ngoroutine {} [running]:\n{trace}", g.id);
        let closure = Value::Func(Rc::new(Closure { kind: Callee::Func(func), caps: None }));
        if self.enter(g, 0, closure, vec![values, Value::str(&text)], Role::Plain).is_err() {
            self.exit = Some(syscalls::Exit::Code(2));
        }
    }

    /// Leaves the frame on top with its results.
    fn leave(&mut self, g: &mut Goroutine, base: usize, from: usize, n: usize) -> Act {
        for k in 0..n {
            let value = g.regs.get_mut(from + k).map(std::mem::take).unwrap_or_default();
            if let Some(slot) = g.regs.get_mut(base + k) {
                *slot = value;
            }
        }
        let role = g.frames.pop().map_or(Role::Plain, |f| f.role);
        if role == Role::Unwinding {
            if g.panics.last().is_some_and(|p| p.recovered) {
                g.panics.pop();
                let depth = g.frames.len();
                while g.panics.last().is_some_and(|p| p.depth >= depth) {
                    g.panics.pop();
                }
                if let Some(frame) = g.frames.last_mut() {
                    frame.pc = frame.code.recovery as usize;
                }
                return Act::Frame;
            }
            if self.unwind(g) {
                return Act::Done;
            }
            return Act::Frame;
        }
        if g.frames.is_empty() { Act::Done } else { Act::Frame }
    }

    fn exec(&mut self, g: &mut Goroutine, code: &Rc<Code>, base: usize, ins: Ins, pc: &mut usize) -> Act {
        macro_rules! get {
            ($at:expr) => {{
                let at = $at;
                if at & CONST != 0 {
                    code.consts.get((at & !CONST) as usize).unwrap_or(&Value::Nil)
                } else {
                    g.regs.get(base + at as usize).unwrap_or(&Value::Nil)
                }
            }};
        }
        macro_rules! set {
            ($at:expr, $value:expr) => {{
                let value = $value;
                if let Some(slot) = g.regs.get_mut(base + $at as usize) {
                    *slot = value;
                }
            }};
        }
        macro_rules! fail {
            ($($text:tt)*) => { return Act::Panic(self.failure(&format!($($text)*))) };
        }
        macro_rules! obj {
            ($at:expr) => {
                match get!($at) {
                    Value::Obj(obj) => obj,
                    _ => fail!("{NIL}"),
                }
            };
        }
        match ins {
            Ins::Move(to, from) => set!(to, get!(from).clone()),
            Ins::Copy(to, from, ty) => {
                let value = get!(from).clone();
                let made = self.copy(&value, ty);
                set!(to, made);
            }
            Ins::Assign(to, from) => {
                let (Value::Obj(a), Value::Obj(b)) = (get!(to), get!(from)) else { fail!("{NIL}") };
                assign(a, b);
            }
            Ins::NewBox(to, from) => {
                let value = get!(from).clone();
                let cell = self.vals(vec![value]);
                set!(to, Value::Obj(cell));
            }
            Ins::Global(to, n) => set!(to, self.globals.get(n as usize)),
            Ins::SetGlobal(n, from) => self.globals.set(n as usize, get!(from).clone()),
            Ins::GlobalRef(to, n) => set!(to, Value::Ref(self.globals.clone(), n)),
            Ins::Captured(to, n) => {
                let value = g.frames.last().and_then(|f| f.caps.as_ref()).map_or(Value::Nil, |c| c.get(n as usize));
                set!(to, value);
            }
            Ins::Field(to, from, n) => {
                let value = obj!(from).get(n as usize);
                set!(to, value);
            }
            Ins::SetField(to, n, from) => obj!(to).set(n as usize, get!(from).clone()),
            Ins::FieldRef(to, from, n) => {
                let made = Value::Ref(obj!(from).clone(), n);
                set!(to, made);
            }
            Ins::Load(to, from) => match self.load(get!(from)) {
                Some(value) => set!(to, value),
                None => fail!("{NIL}"),
            },
            Ins::Store(to, from) => match get!(to) {
                Value::Ref(obj, n) => obj.set(*n as usize, get!(from).clone()),
                _ => fail!("{NIL}"),
            },
            Ins::NilCheck(at) => {
                if get!(at).is_nil() {
                    fail!("{NIL}");
                }
            }
            Ins::Index(to, from, i) => {
                let (n, value) = (get!(i).int(), get!(from));
                let made = match value {
                    Value::Slice(s) if (n as u64) < u64::from(s.len) => s.obj.get(s.from as usize + n as usize),
                    Value::Obj(o) if (n as u64) < o.len() as u64 => o.get(n as usize),
                    Value::Str(s) if (n as u64) < s.len() as u64 => {
                        Value::Int(s.as_bytes().get(n as usize).copied().unwrap_or(0).into())
                    }
                    other => fail!("index out of range [{n}]{}", with_length(other, n)),
                };
                set!(to, made);
            }
            Ins::SetIndex(to, i, from) => {
                let n = get!(i).int();
                match get!(to) {
                    Value::Slice(s) if (n as u64) < u64::from(s.len) => {
                        s.obj.set(s.from as usize + n as usize, get!(from).clone())
                    }
                    Value::Obj(o) if (n as u64) < o.len() as u64 => o.set(n as usize, get!(from).clone()),
                    other => fail!("index out of range [{n}]{}", with_length(other, n)),
                }
            }
            Ins::IndexRef(to, from, i) => {
                let n = get!(i).int();
                let made = match get!(from) {
                    Value::Slice(s) if (n as u64) < u64::from(s.len) => Value::Ref(s.obj.clone(), s.from + n as u32),
                    Value::Obj(o) if (n as u64) < o.len() as u64 => Value::Ref(o.clone(), n as u32),
                    other => fail!("index out of range [{n}]{}", with_length(other, n)),
                };
                set!(to, made);
            }
            Ins::MapGet(to, m, k, ty) | Ins::MapGet2(to, m, k, ty) => {
                let two = matches!(ins, Ins::MapGet2(..));
                let (map, key) = (get!(m).clone(), get!(k).clone());
                let found = match self.map_get(&map, &key) {
                    Ok(found) => found,
                    Err(text) => fail!("{text}"),
                };
                let ok = found.is_some();
                let of = match self.compiler.types.base(ty) {
                    Type::Map(_, of) if two => *of,
                    _ => ty,
                };
                let value = match found {
                    Some(value) => value,
                    None => self.zero(of),
                };
                set!(to, value);
                if two {
                    set!(to + 1, Value::Bool(ok));
                }
            }
            Ins::MapSet(m, k, v) => {
                let (map, key, value) = (get!(m).clone(), get!(k).clone(), get!(v).clone());
                if map.is_nil() {
                    let text = Value::str("assignment to entry in nil map");
                    return Act::Panic(self.plain_error(text));
                }
                if let Err(text) = self.map_set(&map, key, value) {
                    fail!("{text}");
                }
            }
            Ins::MapDelete(m, k) => {
                let (map, key) = (get!(m).clone(), get!(k).clone());
                if let Err(text) = self.map_delete(&map, &key) {
                    fail!("{text}");
                }
            }
            Ins::Clear(at, ty) => {
                let value = get!(at).clone();
                self.clear(&value, ty);
            }
            Ins::SliceOf(to, from, bounds) => {
                let bound = |n: u32| match get!(bounds + n) {
                    Value::Nil => None,
                    other => Some(other.int()),
                };
                match cut(get!(from), bound(0), bound(1), bound(2)) {
                    Ok(value) => set!(to, value),
                    Err(text) => fail!("{text}"),
                }
            }
            Ins::Len(to, from) => {
                let n = match get!(from) {
                    Value::Str(s) => s.len(),
                    Value::Slice(s) => s.len as usize,
                    Value::Obj(o) => o.len(),
                    _ => 0,
                };
                set!(to, Value::Int(n as i64));
            }
            Ins::Cap(to, from) => {
                let n = match get!(from) {
                    Value::Slice(s) => s.cap as usize,
                    Value::Obj(o) => match &*o.data.borrow() {
                        Data::Chan(c) => c.cap,
                        Data::Vals(v) => v.len(),
                        _ => 0,
                    },
                    _ => 0,
                };
                set!(to, Value::Int(n as i64));
            }
            Ins::Append(to, from, list, n, ty) => {
                let slice = get!(from).clone();
                let values: Vec<Value> = (0..n).map(|k| get!(list + k).clone()).collect();
                let made = self.append(&slice, values, ty);
                set!(to, made);
            }
            Ins::AppendAll(to, a, b, ty) => {
                let (slice, other) = (get!(a).clone(), get!(b).clone());
                let made = self.append_all(&slice, &other, ty);
                set!(to, made);
            }
            Ins::CopyInto(to, a, b, of) => {
                let (a, b) = (get!(a).clone(), get!(b).clone());
                let n = self.copy_into(&a, &b, of);
                set!(to, Value::Int(n));
            }
            Ins::MakeSlice(to, len, cap, ty) => {
                let (len, cap) = (get!(len).int(), get!(cap).int());
                if len < 0 {
                    fail!("makeslice: len out of range");
                }
                if cap < len {
                    fail!("makeslice: cap out of range");
                }
                let of = match self.compiler.types.base(ty) {
                    Type::Slice(of) => *of,
                    _ => INVALID,
                };
                let weight = if self.compiler.types.under(of) == UINT8 { 1 } else { 24 };
                if cap.saturating_mul(weight) > self.config.memory_limit as i64 {
                    self.fatal("fatal error: runtime: out of memory\n");
                    return Act::Exit;
                }
                let made = self.make_slice(of, len as usize, cap as usize);
                set!(to, made);
            }
            Ins::MakeMap(to, ty) => {
                let made = self.alloc(Data::Map(MapData { ty, index: Default::default(), entries: Vec::new() }));
                set!(to, Value::Obj(made));
            }
            Ins::MakeChan(to, cap, elem) => {
                let cap = get!(cap).int();
                if !(0..10_000_000).contains(&cap) {
                    let text = Value::str("makechan: size out of range");
                    return Act::Panic(self.plain_error(text));
                }
                let made = self.alloc(Data::Chan(ChanData { elem, cap: cap as usize, ..ChanData::default() }));
                set!(to, Value::Obj(made));
            }
            Ins::Zero(to, ty) => {
                let made = self.zero(ty);
                set!(to, made);
            }
            Ins::Struct(to, from, n) => {
                let values: Vec<Value> = (0..n).map(|k| get!(from + k).clone()).collect();
                let made = self.vals(values);
                set!(to, Value::Obj(made));
            }
            Ins::SliceLit(to, from, n, ty) => {
                let values: Vec<Value> = (0..n).map(|k| get!(from + k).clone()).collect();
                let (of, array) = match self.compiler.types.base(ty) {
                    Type::Slice(of) => (*of, false),
                    Type::Array(_, of) => (*of, true),
                    _ => (INVALID, false),
                };
                let obj = self.cells(of, values);
                set!(to, if array { Value::Obj(obj) } else { Value::Slice(Slice { obj, from: 0, len: n, cap: n }) });
            }
            Ins::Math(op, num, to, a, b) => match crate::arith::math(op, num, get!(a), get!(b)) {
                Ok(value) => set!(to, value),
                Err(text) => fail!("{text}"),
            },
            Ins::Neg(num, to, from) => {
                let made = match get!(from) {
                    Value::Float(f) => Value::Float(-f),
                    other => Value::Int(crate::arith::wrap(num, other.int().wrapping_neg())),
                };
                set!(to, made);
            }
            Ins::Flip(num, to, from) => set!(to, Value::Int(crate::arith::wrap(num, !get!(from).int()))),
            Ins::Not(to, from) => set!(to, Value::Bool(!get!(from).truth())),
            Ins::Compare(test, num, to, a, b) => {
                set!(to, Value::Bool(crate::arith::compare(test, num, get!(a), get!(b))))
            }
            Ins::Equal(to, a, b, ty) => match self.equal(get!(a), get!(b), ty) {
                Ok(same) => set!(to, Value::Bool(same)),
                Err(text) => fail!("{text}"),
            },
            Ins::Jump(to) => {
                let back = (to as usize) < *pc;
                *pc = to as usize;
                if back && self.slice == 0 && !code.library && self.others() {
                    return Act::Yield;
                }
            }
            Ins::JumpIf(at, to) => {
                if get!(at).truth() {
                    *pc = to as usize;
                }
            }
            Ins::JumpIfNot(at, to) => {
                if !get!(at).truth() {
                    *pc = to as usize;
                }
            }
            Ins::Convert(num, to, from) => set!(to, crate::arith::convert(num, get!(from))),
            Ins::Letter(to, from) => {
                let c = u32::try_from(get!(from).int()).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                set!(to, Value::str(&c.to_string()));
            }
            Ins::BytesToStr(to, from) => set!(to, Value::bytes_str(get!(from).bytes())),
            Ins::StrToBytes(to, from) => {
                let bytes = get!(from).bytes();
                let made = self.bytes(bytes);
                set!(to, made);
            }
            Ins::RunesToStr(to, from) => {
                let runes = get!(from).elements();
                let text: String = runes
                    .iter()
                    .map(|r| u32::try_from(r.int()).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'))
                    .collect();
                set!(to, Value::str(&text));
            }
            Ins::StrToRunes(to, from) => {
                let bytes = get!(from).bytes();
                let mut runes = Vec::new();
                let mut at = 0;
                while at < bytes.len() {
                    let (rune, n) = crate::arith::decode(bytes.get(at..).unwrap_or_default());
                    runes.push(Value::Int(rune.into()));
                    at += n;
                }
                let n = runes.len() as u32;
                let obj = self.vals(runes);
                set!(to, Value::Slice(Slice { obj, from: 0, len: n, cap: n }));
            }
            Ins::SliceToArray(to, from, n) => {
                let list = get!(from).elements();
                if list.len() < n as usize {
                    fail!(
                        "cannot convert slice with length {} to array or pointer to array with length {n}",
                        list.len()
                    );
                }
                let obj = self.vals(list.into_iter().take(n as usize).collect());
                set!(to, Value::Obj(obj));
            }
            Ins::Wrap(to, from, ty) => set!(to, Value::Iface(Rc::new((ty, get!(from).clone())))),
            Ins::Assert(to, from, ty, static_ty) => {
                let value = get!(from).clone();
                match self.assert(&value, ty) {
                    Some(value) => set!(to, value),
                    None => {
                        let text = self.assert_words(&value, ty, static_ty);
                        return Act::Panic(self.conversion_error(&text));
                    }
                }
                set!(to + 1, Value::Bool(true));
            }
            Ins::Assert2(to, from, ty) => {
                let value = get!(from).clone();
                let made = self.assert(&value, ty);
                set!(to + 1, Value::Bool(made.is_some()));
                let made = match made {
                    Some(value) => value,
                    None => self.zero(ty),
                };
                set!(to, made);
            }
            Ins::Call(func, at) => {
                set_pc(g, *pc);
                return self.called(g, |vm, g| vm.call_func(g, base + at as usize, func, Role::Plain));
            }
            Ins::CallValue(callee, at) => {
                let callee = get!(callee).clone();
                set_pc(g, *pc);
                return self.called(g, |vm, g| vm.call_value(g, base + at as usize, &callee, Role::Plain));
            }
            Ins::CallMethod(face, name, at) => {
                let face = get!(face).clone();
                set_pc(g, *pc);
                return self.called(g, |vm, g| vm.call_method(g, base + at as usize, &face, name, Role::Plain));
            }
            Ins::Native(id, at, n) => return self.native(g, base + at as usize, id, n as usize),
            Ins::Closure(to, func, from, n) => {
                let caps: Vec<Value> = (0..n).map(|k| get!(from + k).clone()).collect();
                let caps = if n > 0 { Some(self.vals(caps)) } else { None };
                set!(to, Value::Func(Rc::new(Closure { kind: Callee::Func(func), caps })));
            }
            Ins::Bound(to, from, name, ty) => {
                let receiver = get!(from).clone();
                if ty == ANY && receiver.is_nil() {
                    fail!("{NIL}");
                }
                let caps = Some(self.vals(vec![receiver]));
                set!(to, Value::Func(Rc::new(Closure { kind: Callee::Method(name, ty), caps })));
            }
            Ins::Go(callee, from, n) => {
                let callee = get!(callee).clone();
                let args = (0..n).map(|k| get!(from + k).clone()).collect();
                if callee.is_nil() {
                    self.fatal("fatal error: go of nil func value\n");
                    return Act::Exit;
                }
                self.spawn(callee, args);
            }
            Ins::Defer(callee, from, n) => {
                let callee = get!(callee).clone();
                let args = (0..n).map(|k| get!(from + k).clone()).collect();
                if let Some(frame) = g.frames.last_mut() {
                    frame.defers.push((callee, args));
                }
            }
            Ins::RunDefers => {
                let next = g.frames.last_mut().and_then(|f| f.defers.pop());
                if let Some((callee, args)) = next {
                    set_pc(g, *pc - 1);
                    let at = base + code.registers as usize + 1;
                    return self.called(g, |vm, g| vm.enter(g, at, callee, args, Role::Deferred));
                }
            }
            Ins::Return(from, n) => return self.leave(g, base, base + from as usize, n as usize),
            Ins::Recover(to) => {
                let unwinding = g.frames.last().is_some_and(|f| f.role == Role::Unwinding)
                    || g.frames.len() > 1
                        && code.name.ends_with(".func")
                        && g.frames.last().is_some_and(|f| f.role == Role::Unwinding);
                let value = match g.panics.last_mut() {
                    Some(panic) if unwinding && !panic.recovered && !panic.exit => {
                        panic.recovered = true;
                        panic.value.clone()
                    }
                    _ => Value::Nil,
                };
                set!(to, value);
            }
            Ins::Panic(at) => {
                let value = get!(at).clone();
                if value.is_nil() {
                    let text = "panic called with nil argument (use GODEBUG=panicnil=1 to disable)";
                    return Act::Panic(self.plain_error(Value::str(text)));
                }
                return Act::Panic(value);
            }
            Ins::Print(from, n, line) => {
                let values: Vec<Value> = (0..n).map(|k| get!(from + k).clone()).collect();
                let text = crate::natives::print(&values, line);
                self.ask(syscalls::Call::Write { fd: 2, data: text }, Asker::Nobody);
            }
            Ins::Send(c, v) => {
                let (chan, value) = (get!(c).clone(), get!(v).clone());
                return self.send(g, &chan, value);
            }
            Ins::Recv2(to, c) => {
                let chan = get!(c).clone();
                match self.receive(g, &chan) {
                    Ok((value, ok)) => {
                        set!(to, value);
                        set!(to + 1, Value::Bool(ok));
                    }
                    Err(act) => return act,
                }
            }
            Ins::Close(c) => {
                let chan = get!(c).clone();
                if let Err(text) = self.close(&chan) {
                    return Act::Panic(self.plain_error(Value::str(text)));
                }
            }
            Ins::Select(n, default, from, to) => {
                let cases: Vec<[Value; 3]> = (0..n)
                    .map(|k| {
                        [get!(from + 3 * k).clone(), get!(from + 3 * k + 1).clone(), get!(from + 3 * k + 2).clone()]
                    })
                    .collect();
                match self.select(g, &cases, default) {
                    Ok((case, value, ok)) => {
                        set!(to, Value::Int(case));
                        set!(to + 1, value);
                        set!(to + 2, Value::Bool(ok));
                    }
                    Err(act) => return act,
                }
            }
            Ins::RangeStr(from, triple, end) => {
                let at = get!(triple + 2).int() as usize;
                let step = match get!(from) {
                    Value::Str(s) if at < s.len() => {
                        Some(crate::arith::decode(s.as_bytes().get(at..).unwrap_or_default()))
                    }
                    _ => None,
                };
                match step {
                    None => *pc = end as usize,
                    Some((rune, n)) => {
                        set!(triple, Value::Int(at as i64));
                        set!(triple + 1, Value::Int(rune.into()));
                        set!(triple + 2, Value::Int((at + n) as i64));
                    }
                }
            }
            Ins::RangeMap(to, from) => {
                let map = get!(from).clone();
                let made = match map {
                    Value::Obj(obj) => {
                        let n = match &*obj.data.borrow() {
                            Data::Map(m) => m.entries.len(),
                            _ => 0,
                        };
                        let start = if n > 1 { (self.chance() >> 33) as usize % n } else { 0 };
                        Value::Obj(self.alloc(Data::Iter(obj, start, 0)))
                    }
                    _ => Value::Nil,
                };
                set!(to, made);
            }
            Ins::NextEntry(iter, pair, end) => {
                let entry = match get!(iter) {
                    Value::Obj(obj) => next_entry(obj),
                    _ => None,
                };
                match entry {
                    Some((k, v)) => {
                        set!(pair, k);
                        set!(pair + 1, v);
                    }
                    None => *pc = end as usize,
                }
            }
            Ins::Missing => fail!("drydock: the end of a function was reached"),
        }
        Act::Next
    }

    fn called(&mut self, g: &mut Goroutine, call: impl FnOnce(&mut Self, &mut Goroutine) -> Result<(), Value>) -> Act {
        match call(self, g) {
            Ok(()) => Act::Frame,
            Err(value) => Act::Panic(value),
        }
    }
}

fn set_pc(g: &mut Goroutine, pc: usize) {
    if let Some(frame) = g.frames.last_mut() {
        frame.pc = pc;
    }
}

fn with_length(value: &Value, n: i64) -> String {
    if n < 0 {
        return String::new();
    }
    let len = match value {
        Value::Slice(s) => s.len as usize,
        Value::Str(s) => s.len(),
        Value::Obj(o) => o.len(),
        _ => 0,
    };
    format!(" with length {len}")
}

/// The parts of the second struct or array into the first, whose own parts stay where they are.
fn assign(to: &Heap, from: &Heap) {
    if Rc::ptr_eq(to, from) {
        return;
    }
    if let (Data::Vals(a), Data::Vals(b)) = (&mut *to.data.borrow_mut(), &*from.data.borrow()) {
        a.clone_from(b);
        return;
    }
    let bytes = match &*from.data.borrow() {
        Data::Bytes(b) => b.clone(),
        _ => return,
    };
    if let Data::Bytes(a) = &mut *to.data.borrow_mut() {
        *a = bytes;
    }
}

fn next_entry(iter: &Heap) -> Option<(Value, Value)> {
    let mut data = iter.data.borrow_mut();
    let Data::Iter(map, start, at) = &mut *data else { return None };
    let map = map.data.borrow();
    let Data::Map(map) = &*map else { return None };
    let n = map.entries.len();
    while *at < n {
        let place = (*start + *at) % n;
        *at += 1;
        if let Some(Some((k, v))) = map.entries.get(place) {
            return Some((k.clone(), v.clone()));
        }
    }
    None
}

/// `x[low:high:max]`.
fn cut(value: &Value, low: Option<i64>, high: Option<i64>, max: Option<i64>) -> Result<Value, String> {
    let low = low.unwrap_or(0);
    match value {
        Value::Str(s) => {
            let len = s.len() as i64;
            let high = high.unwrap_or(len);
            if high < 0 || high > len {
                return Err(format!("slice bounds out of range [:{high}] with length {len}"));
            }
            if low < 0 || low > high {
                return Err(format!("slice bounds out of range [{low}:{high}]"));
            }
            Ok(Value::Str(s.part(low as usize, high as usize)))
        }
        Value::Nil if low == 0 && high.unwrap_or(0) == 0 && max.unwrap_or(0) == 0 => Ok(Value::Nil),
        _ => {
            let whole = match value {
                Value::Slice(s) => s.clone(),
                Value::Obj(o) => Slice { obj: o.clone(), from: 0, len: o.len() as u32, cap: o.len() as u32 },
                _ => {
                    let high = high.unwrap_or(0);
                    return Err(match high {
                        0 => format!("slice bounds out of range [{low}:0]"),
                        _ => format!("slice bounds out of range [:{high}] with capacity 0"),
                    });
                }
            };
            let cap = i64::from(whole.cap);
            let high = high.unwrap_or(i64::from(whole.len));
            let max = max.unwrap_or(cap);
            if max < 0 || max > cap {
                return Err(format!("slice bounds out of range [::{max}] with capacity {cap}"));
            }
            if high < 0 || high > max {
                return Err(format!("slice bounds out of range [:{high}] with capacity {cap}"));
            }
            if low < 0 || low > high {
                return Err(format!("slice bounds out of range [{low}:{high}]"));
            }
            Ok(Value::Slice(Slice {
                obj: whole.obj,
                from: whole.from + low as u32,
                len: (high - low) as u32,
                cap: (max - low) as u32,
            }))
        }
    }
}
