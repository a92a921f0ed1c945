//! The machine that a program runs on: frames, a stack of values, memory by bytes; it stops at every request to its host.

use crate::link::{CODE, Image, NATIVE};
use crate::memory::{Fault, Memory, TOP};
use crate::natives::{self, Out};
use crate::program::{B, Op, Param};
use crate::types::M;
use std::collections::{BTreeMap, VecDeque};
use syscalls::{Call, CallId, Exit, HostError, Reply, Step};

pub type After = Box<dyn FnOnce(&mut Vm, Reply) -> Result<u64, Fault>>;

struct Frame {
    function: u32,
    pc: u32,
    fp: u64,
    sp: u64,
    extra: u64,
    /// A signal's handler: its value is dropped.
    handler: bool,
    /// How many values there were before.
    values: usize,
}

struct Waiting {
    depth: usize,
    id: CallId,
    after: After,
    /// A signal ends it.
    stops: bool,
}

/// A signal's handler, and whether what it interrupted goes on.
#[derive(Clone, Copy)]
pub struct Handler {
    pub address: u64,
    pub restart: bool,
}

pub struct Vm {
    image: Image,
    pub memory: Memory,
    values: Vec<u64>,
    frames: Vec<Frame>,
    sp: u64,
    waiting: Vec<Waiting>,
    answers: BTreeMap<CallId, Result<Reply, HostError>>,
    signals: VecDeque<i32>,
    pub handlers: BTreeMap<i32, Handler>,
    next: u64,
    cancel: Option<CallId>,
    exit: Option<Exit>,
}

const SIGILL: i32 = 4;
const SIGFPE: i32 = 8;
const SIGSEGV: i32 = 11;
const EINTR: i32 = 4;

impl Vm {
    pub fn new(mut image: Image, argv: &[String], env: &[String], limit: usize) -> Vm {
        let memory = Memory {
            constants: std::mem::take(&mut image.constants),
            data: std::mem::take(&mut image.data),
            limit,
            ..Memory::default()
        };
        let start = image.start;
        let mut vm = Vm {
            image,
            memory,
            values: Vec::new(),
            frames: Vec::new(),
            sp: TOP - 4096,
            waiting: Vec::new(),
            answers: BTreeMap::new(),
            signals: VecDeque::new(),
            handlers: BTreeMap::new(),
            next: 0,
            cancel: None,
            exit: None,
        };
        let argc = argv.len() as u64;
        let (Ok(args), Ok(envs)) = (vm.strings(argv), vm.strings(env)) else {
            vm.exit = Some(Exit::Signal(SIGSEGV));
            return vm;
        };
        vm.values.extend([argc, args, envs]);
        if vm.enter(start, 3, false).is_err() {
            vm.exit = Some(Exit::Signal(SIGSEGV));
        }
        vm
    }

    fn strings(&mut self, list: &[String]) -> Result<u64, Fault> {
        let mut addresses = Vec::new();
        for one in list {
            let at = self.memory.allocate(one.len() as u64 + 1);
            self.memory.put(at, one.as_bytes())?;
            self.memory.put(at + one.len() as u64, &[0])?;
            addresses.push(at);
        }
        addresses.push(0);
        let table = self.memory.allocate(addresses.len() as u64 * 8);
        for (n, at) in addresses.iter().enumerate() {
            self.memory.put(table + n as u64 * 8, &at.to_le_bytes())?;
        }
        Ok(table)
    }

    /// Bytes of the program's memory.
    pub fn memory(&self) -> u64 {
        self.memory.bytes()
    }

    pub fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        self.answers.insert(id, reply);
    }

    pub fn deliver_signal(&mut self, signal: i32) {
        self.signals.push_back(signal);
    }

    pub fn set_errno(&mut self, number: i32) {
        let _ = self.memory.put(self.image.errno, &number.to_le_bytes());
    }

    pub fn run(&mut self, fuel: u64) -> Step {
        let mut fuel = fuel;
        loop {
            if let Some(id) = self.cancel.take() {
                return Step::Cancel(id);
            }
            if let Some(exit) = self.exit {
                return Step::Exited(exit);
            }
            if let Some(signal) = self.signals.pop_front() {
                if let Some(handler) = self.handlers.get(&signal).copied().filter(|h| h.address > 1) {
                    self.handle(signal, handler);
                }
                continue;
            }
            if self.waiting.last().is_some_and(|w| w.depth == self.frames.len()) {
                let id = self.waiting.last().map_or(CallId(0), |w| w.id);
                let Some(answer) = self.answers.remove(&id) else {
                    return Step::Wait;
                };
                let Some(waiting) = self.waiting.pop() else { continue };
                match answer {
                    Ok(reply) => match (waiting.after)(self, reply) {
                        Ok(value) => self.values.push(value),
                        Err(Fault) => self.exit = Some(Exit::Signal(SIGSEGV)),
                    },
                    Err(error) => {
                        self.set_errno(error.errno);
                        self.values.push(u64::MAX);
                    }
                }
                continue;
            }
            if fuel == 0 {
                return Step::OutOfFuel;
            }
            fuel -= 1;
            match self.step() {
                Ok(None) => {}
                Ok(Some((call, after, stops))) => {
                    self.next += 1;
                    let id = CallId(self.next);
                    self.waiting.push(Waiting {
                        depth: self.frames.len(),
                        id,
                        after,
                        stops,
                    });
                    return Step::Syscall(id, call);
                }
                Err(signal) => self.exit = Some(Exit::Signal(signal)),
            }
        }
    }

    fn handle(&mut self, signal: i32, handler: Handler) {
        let waits = self.waiting.last().is_some_and(|w| w.depth == self.frames.len());
        let stops = waits && self.waiting.last().is_some_and(|w| w.stops || !handler.restart);
        if stops {
            if let Some(waiting) = self.waiting.pop() {
                // The request may have been answered by the signal itself.
                self.answers.remove(&waiting.id);
                self.cancel = Some(waiting.id);
                self.set_errno(EINTR);
                self.values.push(u64::MAX);
            }
        }
        self.values.push(signal as u64);
        match handler.address.checked_sub(CODE).map(|n| (n / 16) as u32) {
            Some(f) if f & NATIVE == 0 => {
                if self.enter(f, 1, true).is_err() {
                    self.exit = Some(Exit::Signal(SIGSEGV));
                }
            }
            _ => self.exit = Some(Exit::Signal(SIGSEGV)),
        }
    }

    fn enter(&mut self, function: u32, given: usize, handler: bool) -> Result<(), Fault> {
        let Some(f) = self.image.functions.get(function as usize) else {
            return Err(Fault);
        };
        let base = self.values.len().saturating_sub(given);
        let named = f.params.len();
        let beyond = if f.variadic { given.saturating_sub(named) } else { 0 };
        let old = self.sp;
        let extra = (self.sp - beyond as u64 * 8) & !15;
        let fp = extra.checked_sub(u64::from(f.frame) + 32).ok_or(Fault)?;
        self.memory.reach(fp)?;
        for n in 0..beyond {
            let value = self.values.get(base + named + n).copied().unwrap_or(0);
            self.memory.put(extra + n as u64 * 8, &value.to_le_bytes())?;
        }
        for (n, param) in f.params.iter().enumerate() {
            let value = self.values.get(base + n).copied().unwrap_or(0);
            match *param {
                Param::Value(at, m) => store(&mut self.memory, fp + u64::from(at), m, value)?,
                Param::Record(at, size) => {
                    let bytes = self.memory.get(value, size.into())?.to_vec();
                    self.memory.put(fp + u64::from(at), &bytes)?;
                }
            }
        }
        self.values.truncate(base);
        self.sp = fp;
        self.frames.push(Frame {
            function,
            pc: 0,
            fp,
            sp: old,
            extra,
            handler,
            values: base,
        });
        Ok(())
    }

    fn pop(&mut self) -> u64 {
        self.values.pop().unwrap_or(0)
    }

    fn jump(&mut self, to: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.pc = to;
        }
    }

    fn call(&mut self, function: u32, given: usize) -> Result<Option<(Call, After, bool)>, i32> {
        if function & NATIVE == 0 {
            return self.enter(function, given, false).map(|()| None).map_err(|Fault| SIGSEGV);
        }
        let base = self.values.len().saturating_sub(given);
        let args = self.values.split_off(base);
        match natives::call((function & !NATIVE) as usize, self, &args) {
            Ok(Out::Value(value)) => {
                self.values.push(value);
                Ok(None)
            }
            Ok(Out::Ask(call, after)) => {
                let stops = matches!(call, Call::Pause | Call::Sleep { .. } | Call::Poll { .. });
                Ok(Some((call, after, stops)))
            }
            Ok(Out::Exit(code)) => {
                self.exit = Some(Exit::Code(code));
                Ok(None)
            }
            Ok(Out::Die(signal)) => Err(signal),
            Err(Fault) => Err(SIGSEGV),
        }
    }

    fn step(&mut self) -> Result<Option<(Call, After, bool)>, i32> {
        let Some(frame) = self.frames.last_mut() else {
            self.exit = Some(Exit::Code(0));
            return Ok(None);
        };
        let fp = frame.fp;
        let op = self
            .image
            .functions
            .get(frame.function as usize)
            .and_then(|f| f.code.get(frame.pc as usize))
            .copied()
            .unwrap_or(Op::Trap);
        frame.pc += 1;
        let segv = |Fault| SIGSEGV;
        match op {
            Op::Const(n) => self.values.push(n),
            Op::Frame(at) => self.values.push(fp + u64::from(at)),
            Op::Sym(..) | Op::Trap => return Err(SIGILL),
            Op::Load(m) => {
                let at = self.pop();
                let value = load(&self.memory, at, m).map_err(segv)?;
                self.values.push(value);
            }
            Op::Store(m) => {
                let value = self.pop();
                let at = self.pop();
                store(&mut self.memory, at, m, value).map_err(segv)?;
                self.values.push(narrow(value, m));
            }
            Op::Copy(size) => {
                let from = self.pop();
                let to = self.pop();
                let bytes = self.memory.get(from, size.into()).map_err(segv)?.to_vec();
                self.memory.put(to, &bytes).map_err(segv)?;
                self.values.push(to);
            }
            Op::Zero(at, size) => self.memory.get_mut(fp + u64::from(at), size.into()).map_err(segv)?.fill(0),
            Op::Dup => {
                let value = self.values.last().copied().unwrap_or(0);
                self.values.push(value);
            }
            Op::Drop => {
                self.pop();
            }
            Op::Bin(b, m) => {
                let y = self.pop();
                let x = self.pop();
                let value = binary(b, m, x, y).ok_or(SIGFPE)?;
                self.values.push(value);
            }
            Op::Neg(m) => {
                let x = self.pop();
                self.values.push(match m {
                    M::F32 | M::F64 => (-f64::from_bits(x)).to_bits(),
                    _ => narrow(x.wrapping_neg(), m),
                });
            }
            Op::Not(m) => {
                let x = self.pop();
                self.values.push(narrow(!x, m));
            }
            Op::Is0(m) => {
                let x = self.pop();
                self.values.push(u64::from(!truth(x, m)));
            }
            Op::Truth(m) => {
                let x = self.pop();
                self.values.push(u64::from(truth(x, m)));
            }
            Op::Conv(from, to) => {
                let x = self.pop();
                self.values.push(convert(x, from, to));
            }
            Op::Post(m, by) | Op::Pre(m, by) => {
                let at = self.pop();
                let old = load(&self.memory, at, m).map_err(segv)?;
                let new = match m {
                    M::F32 | M::F64 => (f64::from_bits(old) + by as f64).to_bits(),
                    _ => narrow(old.wrapping_add(by as u64), m),
                };
                store(&mut self.memory, at, m, new).map_err(segv)?;
                self.values.push(if matches!(op, Op::Post(..)) { old } else { new });
            }
            Op::Jump(to) => self.jump(to),
            Op::Jz(to) => {
                if self.pop() == 0 {
                    self.jump(to);
                }
            }
            Op::Jnz(to) => {
                if self.pop() != 0 {
                    self.jump(to);
                }
            }
            Op::CallSym(f, n) => return self.call(f, n as usize),
            Op::Call(n) => {
                let at = self.pop();
                let Some(f) = at
                    .checked_sub(CODE)
                    .filter(|n| n % 16 == 0)
                    .and_then(|n| u32::try_from(n / 16).ok())
                else {
                    return Err(SIGSEGV);
                };
                return self.call(f, n as usize);
            }
            Op::Ret => {
                let value = self.pop();
                if let Some(frame) = self.frames.pop() {
                    self.values.truncate(frame.values);
                    self.sp = frame.sp;
                    if !frame.handler {
                        self.values.push(value);
                    }
                }
            }
            Op::Extra => {
                let extra = self.frames.last().map_or(0, |f| f.extra);
                self.values.push(extra);
            }
        }
        Ok(None)
    }
}

fn load(memory: &Memory, at: u64, m: M) -> Result<u64, Fault> {
    let size = width(m);
    let mut bytes = [0; 8];
    if let Some(part) = bytes.get_mut(..size as usize) {
        part.copy_from_slice(memory.get(at, size)?);
    }
    let raw = u64::from_le_bytes(bytes);
    Ok(match m {
        M::F32 => f64::from(f32::from_bits(raw as u32)).to_bits(),
        _ => narrow(raw, m),
    })
}

fn store(memory: &mut Memory, at: u64, m: M, value: u64) -> Result<(), Fault> {
    let raw = if m == M::F32 {
        u64::from((f64::from_bits(value) as f32).to_bits())
    } else {
        value
    };
    let bytes = raw.to_le_bytes();
    memory.put(at, bytes.get(..width(m) as usize).unwrap_or_default())
}

fn width(m: M) -> u64 {
    match m {
        M::I8 | M::U8 => 1,
        M::I16 | M::U16 => 2,
        M::I32 | M::U32 | M::F32 => 4,
        _ => 8,
    }
}

fn narrow(value: u64, m: M) -> u64 {
    match m {
        M::I8 => value as i8 as u64,
        M::U8 => u64::from(value as u8),
        M::I16 => value as i16 as u64,
        M::U16 => u64::from(value as u16),
        M::I32 => value as i32 as u64,
        M::U32 => u64::from(value as u32),
        M::F32 => f64::from(f64::from_bits(value) as f32).to_bits(),
        _ => value,
    }
}

fn truth(value: u64, m: M) -> bool {
    match m {
        M::F32 | M::F64 => f64::from_bits(value) != 0.0,
        _ => value != 0,
    }
}

fn convert(x: u64, from: M, to: M) -> u64 {
    let is_float = |m| matches!(m, M::F32 | M::F64);
    match (is_float(from), is_float(to)) {
        (true, true) => narrow(x, to),
        (true, false) => {
            let v = f64::from_bits(x);
            narrow(if to == M::U64 && v >= 0.0 { v as u64 } else { v as i64 as u64 }, to)
        }
        (false, true) => narrow(if from == M::U64 { x as f64 } else { x as i64 as f64 }.to_bits(), to),
        _ => narrow(x, to),
    }
}

fn binary(b: B, m: M, x: u64, y: u64) -> Option<u64> {
    if matches!(m, M::F32 | M::F64) {
        let (u, v) = (f64::from_bits(x), f64::from_bits(y));
        let number = match b {
            B::Add => u + v,
            B::Sub => u - v,
            B::Mul => u * v,
            B::Div => u / v,
            B::Eq => return Some(u64::from(u == v)),
            B::Ne => return Some(u64::from(u != v)),
            B::Lt => return Some(u64::from(u < v)),
            B::Le => return Some(u64::from(u <= v)),
            B::Gt => return Some(u64::from(u > v)),
            B::Ge => return Some(u64::from(u >= v)),
            _ => 0.0,
        };
        return Some(narrow(number.to_bits(), m));
    }
    let unsigned = matches!(m, M::U8 | M::U16 | M::U32 | M::U64);
    let (s, t) = (x as i64, y as i64);
    let bits = width(m) as u32 * 8;
    let value = match b {
        B::Add => x.wrapping_add(y),
        B::Sub => x.wrapping_sub(y),
        B::Mul => x.wrapping_mul(y),
        B::Div | B::Rem if y == 0 => return None,
        // The smallest by -1: the processor traps.
        B::Div | B::Rem if !unsigned && t == -1 && narrow(x.wrapping_neg(), m) == x && x != 0 => return None,
        B::Div if unsigned => x / y,
        B::Div => (s / t) as u64,
        B::Rem if unsigned => x % y,
        B::Rem => (s % t) as u64,
        B::And => x & y,
        B::Or => x | y,
        B::Xor => x ^ y,
        B::Shl => x.wrapping_shl(y as u32 & (bits - 1)),
        B::Shr if unsigned => x.wrapping_shr(y as u32 & (bits - 1)),
        B::Shr => (s >> (y as u32 & (bits - 1))) as u64,
        B::Eq => return Some(u64::from(x == y)),
        B::Ne => return Some(u64::from(x != y)),
        B::Lt => return Some(u64::from(if unsigned { x < y } else { s < t })),
        B::Le => return Some(u64::from(if unsigned { x <= y } else { s <= t })),
        B::Gt => return Some(u64::from(if unsigned { x > y } else { s > t })),
        B::Ge => return Some(u64::from(if unsigned { x >= y } else { s >= t })),
    };
    Some(narrow(value, m))
}
