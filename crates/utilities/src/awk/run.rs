//! The machine that runs awk's steps.

use super::builtin::{self, Separator};
use super::compile::{Code, From, Op, Slot, Target};
use super::lex;
use super::streams::Streams;
use super::value::{Array, ArrayRef, Value};
use crate::clock::{self, Civil};
use crate::io::Reader;
use crate::regex::{Regex, Syntax};
use crate::tool::{Exit, Tool};
use machine::Errno;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A local variable.
#[derive(Clone)]
enum Local {
    Scalar(Value),
    Array(ArrayRef),
}

struct Frame {
    back: usize,
    base: usize,
    walks: usize,
    stack: usize,
}

/// What is on the stack.
enum Item {
    Value(Value),
    Array(ArrayRef),
}

/// How a run of steps ended.
enum End {
    Stop,
    Next,
    NextFile,
    Exit,
}

const MAX_FRAMES: usize = 10_000;
const MAX_TEXT: usize = 32 << 20;

// The slots of variables with a meaning, in the order of `SPECIAL`.
const NF: usize = 0;
const NR: usize = 1;
const FNR: usize = 2;
const FS: usize = 3;
const OFS: usize = 4;
const ORS: usize = 5;
const RS: usize = 6;
const FILENAME: usize = 7;
const SUBSEP: usize = 8;
const RSTART: usize = 9;
const RLENGTH: usize = 10;
const CONVFMT: usize = 11;
const OFMT: usize = 12;
const ENVIRON: usize = 13;
const ARGC: usize = 14;
const ARGV: usize = 15;

pub struct Machine<'a> {
    t: &'a mut Tool,
    code: &'a Code,
    place: String,
    globals: Vec<Value>,
    arrays: BTreeMap<usize, ArrayRef>,
    locals: Vec<Local>,
    frames: Vec<Frame>,
    stack: Vec<Item>,
    walks: Vec<Vec<Rc<[u8]>>>,
    ranges: Vec<bool>,
    record: Rc<[u8]>,
    fields: Vec<Value>,
    /// Whether the fields are those of the record, and the record that of the fields.
    split_done: bool,
    record_stale: bool,
    regexes: BTreeMap<Rc<[u8]>, Rc<Regex>>,
    streams: Streams,
    input: Option<Reader>,
    next_argument: usize,
    used_operand: bool,
    input_done: bool,
    status: i32,
    seed: u64,
    random: machine::Random,
}

impl<'a> Machine<'a> {
    pub fn new(t: &'a mut Tool, code: &'a Code, place: String) -> Machine<'a> {
        Machine {
            globals: vec![Value::Unset; code.globals.len()],
            arrays: code.array_globals.iter().map(|at| (*at, ArrayRef::default())).collect(),
            locals: Vec::new(),
            frames: Vec::new(),
            stack: Vec::new(),
            walks: Vec::new(),
            ranges: vec![false; code.ranges],
            record: Rc::from(&b""[..]),
            fields: Vec::new(),
            split_done: true,
            record_stale: false,
            regexes: BTreeMap::new(),
            streams: Streams::default(),
            input: None,
            next_argument: 1,
            used_operand: false,
            input_done: false,
            status: 0,
            seed: 1,
            random: machine::Random::new(1),
            t,
            code,
            place,
        }
    }

    fn global_text(&self, at: usize) -> String {
        let bytes = self.globals.get(at).map(|value| self.text(value)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn set_global(&mut self, at: usize, value: Value) {
        if let Some(place) = self.globals.get_mut(at) {
            *place = value;
        }
    }

    /// Sets the variables that are there from the start.
    pub fn prepare(&mut self, name: &str, operands: &[String], separator: Option<Vec<u8>>, assignments: Vec<(String, Vec<u8>)>) {
        let text = |text: &str| Value::text_of(text.as_bytes().to_vec());
        for (at, value) in [
            (FS, " "),
            (OFS, " "),
            (ORS, "\n"),
            (RS, "\n"),
            (SUBSEP, "\u{1c}"),
            (CONVFMT, "%.6g"),
            (OFMT, "%.6g"),
            (FILENAME, ""),
        ] {
            self.set_global(at, text(value));
        }
        for at in [NF, NR, FNR, RSTART] {
            self.set_global(at, Value::Number(0.0));
        }
        self.set_global(RLENGTH, Value::Number(-1.0));
        self.set_global(ARGC, Value::Number(operands.len() as f64 + 1.0));
        if let Some(separator) = separator {
            self.set_global(FS, Value::text_of(separator));
        }
        if let Some(array) = self.arrays.get(&ARGV) {
            let mut array = array.borrow_mut();
            array.set(b"0"[..].into(), text(name));
            for (at, operand) in operands.iter().enumerate() {
                array.set(
                    (at + 1).to_string().into_bytes().into(),
                    Value::Input(operand.as_bytes().into()),
                );
            }
        }
        if let Some(array) = self.arrays.get(&ENVIRON) {
            let mut array = array.borrow_mut();
            for entry in self.t.sys.env() {
                if let Some((name, value)) = entry.split_once('=') {
                    array.set(name.as_bytes().into(), Value::Input(value.as_bytes().into()));
                }
            }
        }
        for (name, value) in assignments {
            self.assign_named(&name, value);
        }
    }

    fn assign_named(&mut self, name: &str, value: Vec<u8>) {
        if let Some(at) = self.code.globals.iter().position(|g| g == name) {
            self.set_global(at, Value::Input(value.into()));
            if at == NF {
                let count = self.globals.get(NF).map_or(0.0, Value::number);
                self.resize(count);
            }
        }
    }

    /// BEGIN, the records, END; gives the exit status.
    pub async fn run_program(&mut self) -> Result<i32, Exit> {
        let mut exited = matches!(self.run(self.code.begin).await?, End::Exit);
        if !exited && (self.code.has_main || self.code.has_end) {
            loop {
                let record = match self.next_record().await? {
                    Some(record) => record,
                    None => break,
                };
                self.set_record(record);
                match self.run(self.code.main).await? {
                    End::Exit => {
                        exited = true;
                        break;
                    }
                    End::NextFile => self.input = None,
                    _ => {}
                }
            }
        }
        let _ = exited;
        if self.code.has_end && !(exited && self.code.begin == self.code.end) {
            self.run(self.code.end).await?;
        }
        let _ = self.t.out.flush().await;
        self.streams.flush().await;
        let sys = self.t.sys.clone();
        self.streams.close_all(&sys).await;
        Ok(self.status)
    }

    async fn fatal(&mut self, message: &str) -> Exit {
        let message = if self.t.gnu {
            message.to_lowercase()
        } else {
            format!("{}:1: {message}", self.place)
        };
        self.t.fail_with(self.t.words(1, 2), message).await
    }

    // Records and fields.

    fn set_record(&mut self, record: Vec<u8>) {
        self.record = record.into();
        self.split_done = false;
        self.record_stale = false;
    }

    fn format(&self, at: usize) -> Rc<[u8]> {
        match self.globals.get(at) {
            Some(Value::Text(text) | Value::Input(text)) => text.clone(),
            _ => Rc::from(&b"%.6g"[..]),
        }
    }

    fn is_mawk(&self) -> bool {
        self.t.gnu && self.t.name != "gawk"
    }

    /// Up to where a whole number is shown as one: mawk's are 32 bits wide.
    fn whole(&self) -> f64 {
        if self.is_mawk() { 2_147_483_648.0 } else { 1e16 }
    }

    fn text(&self, value: &Value) -> Rc<[u8]> {
        match value {
            Value::Number(_) => value.bytes(&self.format(CONVFMT), self.whole()),
            other => other.bytes(b"", 0.0),
        }
    }

    fn regex(&mut self, value: &Value) -> Result<Rc<Regex>, String> {
        if let Value::Regex(regex, _) = value {
            return Ok(regex.clone());
        }
        let text = self.text(value);
        if let Some(regex) = self.regexes.get(&text) {
            return Ok(regex.clone());
        }
        let regex = Regex::new(&text, Syntax::Extended, false)
            .map_err(|e| format!("bad regex '{}': {e}", String::from_utf8_lossy(&text)))?;
        let regex = Rc::new(regex);
        if self.regexes.len() > 500 {
            self.regexes.clear();
        }
        self.regexes.insert(text, regex.clone());
        Ok(regex)
    }

    fn separator(&mut self, value: &Value) -> Result<Separator, String> {
        if let Value::Regex(regex, _) = value {
            return Ok(Separator::Pattern(regex.clone()));
        }
        let text = self.text(value);
        Ok(match &text[..] {
            b" " => Separator::Blanks,
            b"" => Separator::Nothing,
            [byte] => Separator::Byte(*byte),
            [b'\\', byte] if !byte.is_ascii_alphanumeric() => Separator::Byte(*byte),
            _ => Separator::Pattern(self.regex(value)?),
        })
    }

    fn ensure_split(&mut self) -> Result<(), String> {
        if self.split_done {
            return Ok(());
        }
        self.split_done = true;
        let fs = self.globals.get(FS).cloned().unwrap_or_default();
        let paragraph = self.globals.get(RS).is_some_and(|rs| self.text(rs).is_empty());
        let separator = self.separator(&fs)?;
        self.fields = builtin::split(&self.record, &separator, paragraph)
            .into_iter()
            .map(|f| Value::Input(f.into()))
            .collect();
        self.set_global(NF, Value::Number(self.fields.len() as f64));
        Ok(())
    }

    fn resize(&mut self, count: f64) {
        let count = if count.is_finite() {
            count.clamp(0.0, 1e6) as usize
        } else {
            0
        };
        self.fields.resize(count, Value::Unset);
        self.split_done = true;
        self.record_stale = true;
        self.set_global(NF, Value::Number(count as f64));
    }

    fn field(&mut self, index: f64) -> Result<Value, String> {
        if index < 0.0 || index.is_nan() {
            return Err("Access to negative field".into());
        }
        let index = index as usize;
        if index == 0 {
            if self.record_stale {
                self.record_stale = false;
                let ofs = self
                    .globals
                    .get(OFS)
                    .map(|v| self.text(v))
                    .unwrap_or_else(|| Rc::from(&b" "[..]));
                let mut out = Vec::new();
                for (at, field) in self.fields.iter().enumerate() {
                    if at > 0 {
                        out.extend_from_slice(&ofs);
                    }
                    out.extend_from_slice(&self.text(field));
                }
                self.record = out.into();
            }
            return Ok(Value::Input(self.record.clone()));
        }
        self.ensure_split()?;
        Ok(self.fields.get(index - 1).cloned().unwrap_or_default())
    }

    fn set_field(&mut self, index: f64, value: Value) -> Result<(), String> {
        if index < 0.0 || index.is_nan() {
            return Err("Access to negative field".into());
        }
        let index = index as usize;
        if index == 0 {
            let text = self.text(&value);
            self.set_record(text.to_vec());
            return Ok(());
        }
        if index > 1_000_000 {
            return Err("Field number too large".into());
        }
        self.ensure_split()?;
        if self.fields.len() < index {
            self.resize(index as f64);
        }
        // What is assigned keeps its kind.
        if let Some(field) = self.fields.get_mut(index - 1) {
            *field = value;
        }
        self.record_stale = true;
        Ok(())
    }

    // Places.

    fn load_scalar(&mut self, slot: Slot) -> Result<Value, String> {
        Ok(match slot {
            Slot::Global(at) => {
                if at == NF {
                    self.ensure_split()?;
                }
                self.globals.get(at).cloned().unwrap_or_default()
            }
            Slot::Local(at) => {
                let base = self.frames.last().map_or(0, |f| f.base);
                match self.locals.get(base + at) {
                    Some(Local::Scalar(value)) => value.clone(),
                    _ => Value::Unset,
                }
            }
        })
    }

    fn store_scalar(&mut self, slot: Slot, value: Value) -> Result<(), String> {
        match slot {
            Slot::Global(NF) => {
                self.ensure_split()?;
                self.resize(value.number());
            }
            Slot::Global(at) => {
                // Fields are those that FS gave when the record was read.
                if at == FS && !self.split_done {
                    self.ensure_split()?;
                }
                self.set_global(at, value);
            }
            Slot::Local(at) => {
                let base = self.frames.last().map_or(0, |f| f.base);
                if let Some(local) = self.locals.get_mut(base + at) {
                    *local = Local::Scalar(value);
                }
            }
        }
        Ok(())
    }

    fn array(&mut self, slot: Slot) -> ArrayRef {
        match slot {
            Slot::Global(at) => self.arrays.entry(at).or_default().clone(),
            Slot::Local(at) => {
                let base = self.frames.last().map_or(0, |f| f.base);
                match self.locals.get(base + at) {
                    Some(Local::Array(array)) => array.clone(),
                    _ => Rc::new(RefCell::new(Array::default())),
                }
            }
        }
    }

    fn pop(&mut self) -> Value {
        match self.stack.pop() {
            Some(Item::Value(value)) => value,
            _ => Value::Unset,
        }
    }

    fn push(&mut self, value: Value) {
        self.stack.push(Item::Value(value));
    }

    fn push_truth(&mut self, truth: bool) {
        self.push(Value::Number(if truth { 1.0 } else { 0.0 }));
    }

    fn load(&mut self, target: Target) -> Result<Value, String> {
        match target {
            Target::Scalar(slot) => self.load_scalar(slot),
            Target::Field => {
                let index = self.pop().number();
                self.field(index)
            }
            Target::Element(slot) => {
                let key = self.pop();
                let key = self.text(&key);
                let array = self.array(slot);
                if array.borrow().items.len() > 2_000_000 {
                    return Err("Out of memory".into());
                }
                let value = array.borrow_mut().get(&key);
                Ok(value)
            }
        }
    }

    fn store(&mut self, target: Target, key: Value, value: Value) -> Result<(), String> {
        match target {
            Target::Scalar(slot) => self.store_scalar(slot, value),
            Target::Field => self.set_field(key.number(), value),
            Target::Element(slot) => {
                let key = self.text(&key);
                let array = self.array(slot);
                if array.borrow().items.len() > 2_000_000 {
                    return Err("Out of memory".into());
                }
                array.borrow_mut().set(key, value);
                Ok(())
            }
        }
    }

    // The machine.

    async fn run(&mut self, start: usize) -> Result<End, Exit> {
        self.stack.clear();
        self.frames.clear();
        self.locals.clear();
        self.walks.clear();
        let mut pc = start;
        let mut steps = 0u32;
        let code = self.code;
        loop {
            steps = steps.wrapping_add(1);
            if steps.is_multiple_of(32) {
                self.t.sys.tick().await;
            }
            let Some(op) = code.ops.get(pc) else { return Ok(End::Stop) };
            pc += 1;
            let result = match op {
                Op::Stop => return Ok(End::Stop),
                Op::Next => return Ok(End::Next),
                Op::NextFile => return Ok(End::NextFile),
                Op::Exit(with) => {
                    if *with {
                        self.status = self.pop().number() as i64 as i32 & 255;
                    }
                    return Ok(End::Exit);
                }
                Op::Jump(to) => {
                    pc = *to;
                    Ok(())
                }
                Op::JumpUnless(to) => {
                    if !self.pop().truth() {
                        pc = *to;
                    }
                    Ok(())
                }
                Op::AndJump(to) => {
                    if !self.pop().truth() {
                        self.push_truth(false);
                        pc = *to;
                    }
                    Ok(())
                }
                Op::OrJump(to) => {
                    if self.pop().truth() {
                        self.push_truth(true);
                        pc = *to;
                    }
                    Ok(())
                }
                Op::RangeOpen(number, to) => {
                    if self.ranges.get(*number) == Some(&true) {
                        pc = *to;
                    }
                    Ok(())
                }
                Op::WalkNext(slot, to) => match self.walks.last_mut().and_then(Vec::pop) {
                    Some(key) => self.store_scalar(*slot, Value::Input(key)),
                    None => {
                        pc = *to;
                        Ok(())
                    }
                },
                Op::Call(index, given) => self.call(*index, *given, &mut pc),
                Op::Return => {
                    let value = self.pop();
                    match self.frames.pop() {
                        Some(frame) => {
                            self.locals.truncate(frame.base);
                            self.walks.truncate(frame.walks);
                            self.stack.truncate(frame.stack);
                            pc = frame.back;
                            self.push(value);
                            Ok(())
                        }
                        None => return Ok(End::Stop),
                    }
                }
                Op::Getline(from, target) => {
                    let result = self.getline(*from, *target).await?;
                    result.map(|value| self.push(Value::Number(value)))
                }
                Op::Print(formatted, count, to) => self.print(*formatted, *count, *to).await?,
                Op::Builtin(name @ ("system" | "close" | "fflush"), count) => {
                    let argument = if *count > 0 { Some(self.pop()) } else { None };
                    for _ in 1..*count {
                        self.pop();
                    }
                    let value = self.outside(name, argument).await;
                    self.push(Value::Number(value));
                    Ok(())
                }
                other => self.step(other),
            };
            if let Err(message) = result {
                return Err(self.fatal(&message).await);
            }
        }
    }

    fn call(&mut self, index: usize, given: usize, pc: &mut usize) -> Result<(), String> {
        let Some(routine) = self.code.routines.get(index) else {
            return Ok(());
        };
        if self.frames.len() >= MAX_FRAMES {
            return Err("Function call nesting too deep".into());
        }
        let base = self.locals.len();
        let first = self.stack.len().saturating_sub(given);
        let args = self.stack.split_off(first);
        let mut args = args.into_iter();
        for is_array in &routine.arrays {
            self.locals.push(match (args.next(), is_array) {
                (Some(Item::Array(array)), _) => Local::Array(array),
                (Some(Item::Value(value)), false) => Local::Scalar(value),
                (_, true) => Local::Array(ArrayRef::default()),
                (None, false) => Local::Scalar(Value::Unset),
            });
        }
        self.frames.push(Frame {
            back: *pc,
            base,
            walks: self.walks.len(),
            stack: self.stack.len(),
        });
        *pc = routine.start;
        Ok(())
    }

    fn step(&mut self, op: &Op) -> Result<(), String> {
        match op {
            Op::Push(value) => self.push(value.clone()),
            Op::PushArray(slot) => {
                let array = self.array(*slot);
                self.stack.push(Item::Array(array));
            }
            Op::Pop => {
                self.stack.pop();
            }
            Op::Duplicate => {
                let value = self.pop();
                self.push(value.clone());
                self.push(value);
            }
            Op::Load(target) => {
                let value = self.load(*target)?;
                self.push(value);
            }
            Op::Store(target) => {
                let value = match self.pop() {
                    Value::Regex(regex, text) => Value::Number(f64::from(u8::from(regex.is_match(&text)))),
                    value => value,
                };
                let key = if matches!(target, Target::Scalar(_)) {
                    Value::Unset
                } else {
                    self.pop()
                };
                self.store(*target, key, value.clone())?;
                self.push(value);
            }
            Op::Step(target, by, old) => {
                let key = if matches!(target, Target::Scalar(_)) {
                    Value::Unset
                } else {
                    self.pop()
                };
                if !matches!(target, Target::Scalar(_)) {
                    self.push(key.clone());
                }
                let value = self.load(*target)?.number();
                self.store(*target, key, Value::Number(value + by))?;
                self.push(Value::Number(if *old { value } else { value + by }));
            }
            Op::Binary(sign) => {
                let (b, a) = (self.pop(), self.pop());
                let value = self.binary(sign, &a, &b)?;
                self.push(value);
            }
            Op::Concat => {
                let (b, a) = (self.pop(), self.pop());
                let (a, b) = (self.text(&a), self.text(&b));
                if a.len() + b.len() > MAX_TEXT {
                    return Err("Out of memory".into());
                }
                let mut bytes = Vec::with_capacity(a.len() + b.len());
                bytes.extend_from_slice(&a);
                bytes.extend_from_slice(&b);
                self.push(Value::text_of(bytes));
            }
            Op::Negate => {
                let value = self.pop().number();
                self.push(Value::Number(-value));
            }
            Op::Plus => {
                let value = self.pop().number();
                self.push(Value::Number(value));
            }
            Op::Not => {
                let truth = self.pop().truth();
                self.push_truth(!truth);
            }
            Op::Truth => {
                let truth = self.pop().truth();
                self.push_truth(truth);
            }
            Op::MatchRecord => {
                let pattern = self.pop();
                let regex = self.regex(&pattern)?;
                let record = self.field(0.0)?;
                let text = self.text(&record);
                self.push_truth(regex.is_match(&text));
            }
            Op::Match(negated) => {
                let (pattern, text) = (self.pop(), self.pop());
                let regex = self.regex(&pattern)?;
                let text = self.text(&text);
                self.push_truth(regex.is_match(&text) != *negated);
            }
            Op::In(slot) => {
                let key = self.pop();
                let key = self.text(&key);
                let found = self.array(*slot).borrow().items.contains_key(&key);
                self.push_truth(found);
            }
            Op::Key(count) if *count != 1 => {
                let first = self.stack.len().saturating_sub(*count);
                let parts = self.stack.split_off(first);
                let separator = self
                    .globals
                    .get(SUBSEP)
                    .map(|v| self.text(v))
                    .unwrap_or_else(|| Rc::from(&b""[..]));
                let mut out = Vec::new();
                for (at, part) in parts.into_iter().enumerate() {
                    if at > 0 {
                        out.extend_from_slice(&separator);
                    }
                    if let Item::Value(value) = part {
                        out.extend_from_slice(&self.text(&value));
                    }
                }
                self.push(Value::text_of(out));
            }
            Op::ArrayLength(slot) => {
                let count = self.array(*slot).borrow().items.len();
                self.push(Value::Number(count as f64));
            }
            Op::Delete(slot) => {
                let key = self.pop();
                let key = self.text(&key);
                self.array(*slot).borrow_mut().items.remove(&key);
            }
            Op::DeleteAll(slot) => self.array(*slot).borrow_mut().clear(),
            Op::WalkStart(slot) => {
                let mut keys = self.array(*slot).borrow().keys();
                keys.reverse();
                self.walks.push(keys);
            }
            Op::WalkEnd => {
                self.walks.pop();
            }
            Op::RangeState(number, open) => {
                if let Some(range) = self.ranges.get_mut(*number) {
                    *range = *open;
                }
            }
            Op::Split(slot, with) => {
                let separator = if *with {
                    self.pop()
                } else {
                    self.globals.get(FS).cloned().unwrap_or_default()
                };
                let text = self.pop();
                let text = self.text(&text);
                let separator = self.separator(&separator)?;
                let parts = builtin::split(&text, &separator, false);
                let array = self.array(*slot);
                let mut array = array.borrow_mut();
                array.clear();
                let count = parts.len();
                for (at, part) in parts.into_iter().enumerate() {
                    array.set((at + 1).to_string().into_bytes().into(), Value::Input(part.into()));
                }
                drop(array);
                self.push(Value::Number(count as f64));
            }
            Op::Substitute(global, target) => {
                let key = if matches!(target, Target::Scalar(_)) {
                    Value::Unset
                } else {
                    self.pop()
                };
                let (replacement, pattern) = (self.pop(), self.pop());
                let regex = self.regex(&pattern)?;
                let replacement = self.text(&replacement);
                if !matches!(target, Target::Scalar(_)) {
                    self.push(key.clone());
                }
                let old = self.load(*target)?;
                let (new, count) = builtin::substitute(&regex, &replacement, &self.text(&old), *global);
                if count > 0 {
                    self.store(*target, key, Value::text_of(new))?;
                }
                self.push(Value::Number(count as f64));
            }
            Op::Builtin(name, count) => {
                let first = self.stack.len().saturating_sub(*count);
                let args: Vec<Value> = self
                    .stack
                    .split_off(first)
                    .into_iter()
                    .map(|i| if let Item::Value(v) = i { v } else { Value::Unset })
                    .collect();
                let value = self.builtin(name, &args)?;
                self.push(value);
            }
            _ => {}
        }
        Ok(())
    }

    fn binary(&self, sign: &str, a: &Value, b: &Value) -> Result<Value, String> {
        if matches!(sign, "<" | "<=" | "==" | "!=" | ">" | ">=") {
            let order = match (a.numeric(), b.numeric()) {
                (Some(x), Some(y)) => x.partial_cmp(&y),
                _ => Some(self.text(a).cmp(&self.text(b))),
            };
            let truth = match (sign, order) {
                ("!=", None) => true,
                (_, None) => false,
                ("<", Some(o)) => o.is_lt(),
                ("<=", Some(o)) => o.is_le(),
                ("==", Some(o)) => o.is_eq(),
                ("!=", Some(o)) => o.is_ne(),
                (">", Some(o)) => o.is_gt(),
                (_, Some(o)) => o.is_ge(),
            };
            return Ok(Value::Number(if truth { 1.0 } else { 0.0 }));
        }
        let (x, y) = (a.number(), b.number());
        Ok(Value::Number(match sign {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" if y == 0.0 && !self.t.gnu => return Err("Division by zero".into()),
            "/" => x / y,
            "%" if y == 0.0 && !self.t.gnu => return Err("Division by zero".into()),
            "%" if y == 0.0 => f64::NAN.copysign(-1.0),
            "%" => x % y,
            _ => x.powf(y),
        }))
    }

    fn builtin(&mut self, name: &str, args: &[Value]) -> Result<Value, String> {
        let number = |at: usize| args.get(at).map_or(0.0, Value::number);
        let text = |at: usize| args.get(at).map(|v| self.text(v)).unwrap_or_else(|| Rc::from(&b""[..]));
        let bits = |at: usize| number(at) as i64 as u64;
        Ok(match name {
            "length" => {
                let text = if args.is_empty() {
                    let record = self.field(0.0)?;
                    self.text(&record)
                } else {
                    text(0)
                };
                // busybox counts characters, mawk bytes; both agree on ASCII.
                Value::Number(if self.t.gnu || !self.t.utf8() {
                    text.len()
                } else {
                    String::from_utf8_lossy(&text).chars().count()
                } as f64)
            }
            "substr" => {
                let text = text(0);
                let start = number(1).round_ties_even();
                let end = if args.len() > 2 {
                    start + number(2).round_ties_even()
                } else {
                    f64::INFINITY
                };
                // busybox moves an early start without shortening the length.
                // mawk 1.3.4 lengthens what begins early; busybox moves it.
                let end = match (start >= 1.0, self.t.gnu) {
                    (true, _) => end,
                    (false, true) => end + 1.0 - 2.0 * start,
                    (false, false) => end + 1.0 - start,
                };
                let from = start.max(1.0) as usize - 1;
                let to = if end.is_nan() {
                    0
                } else {
                    (end - 1.0).clamp(0.0, text.len() as f64) as usize
                };
                Value::text_of(text.get(from.min(to)..to).unwrap_or_default())
            }
            "index" => {
                let (text, needle) = (text(0), text(1));
                let found = crate::regex::find_bytes(&text, &needle).filter(|_| self.t.gnu || !needle.is_empty());
                Value::Number(found.map_or(0.0, |p| p as f64 + 1.0))
            }
            "match" => {
                let text = text(0);
                let pattern = args.get(1).cloned().unwrap_or_default();
                let regex = self.regex(&pattern)?;
                let found = regex.find(&text, 0).and_then(|g| g.first().copied().flatten());
                let (start, length) = found.map_or((0.0, -1.0), |(a, b)| (a as f64 + 1.0, (b - a) as f64));
                self.set_global(RSTART, Value::Number(start));
                self.set_global(RLENGTH, Value::Number(length));
                Value::Number(start)
            }
            "sprintf" => {
                let format = text(0);
                Value::text_of(builtin::format(&format, args.get(1..).unwrap_or_default()))
            }
            "sin" => Value::Number(number(0).sin()),
            "cos" => Value::Number(number(0).cos()),
            "atan2" => Value::Number(number(0).atan2(number(1))),
            "exp" => Value::Number(number(0).exp()),
            "log" => Value::Number(number(0).ln()),
            "sqrt" => Value::Number(number(0).sqrt()),
            "int" => Value::Number(number(0).trunc()),
            "rand" => Value::Number((self.random.next_u64() >> 11) as f64 / (1u64 << 53) as f64),
            "srand" => {
                let old = self.seed;
                self.seed = if args.is_empty() {
                    self.t.sys.now().seconds() as u64
                } else {
                    bits(0)
                };
                self.random = machine::Random::new(self.seed);
                Value::Number(old as f64)
            }
            "tolower" => Value::text_of(text(0).to_ascii_lowercase()),
            "toupper" => Value::text_of(text(0).to_ascii_uppercase()),
            "systime" => Value::Number(self.t.sys.now().seconds() as f64),
            "strftime" => {
                let format = if args.is_empty() { Rc::from(&b"%c"[..]) } else { text(0) };
                let seconds = if args.len() > 1 {
                    number(1) as i64
                } else {
                    self.t.sys.now().seconds()
                };
                let at = Civil::from_seconds(seconds.clamp(-60_000_000_000, 200_000_000_000));
                Value::text_of(clock::format(&String::from_utf8_lossy(&format), &at).into_bytes())
            }
            "mktime" => {
                let text = text(0);
                let words = String::from_utf8_lossy(&text).into_owned();
                let parts: Vec<&str> = words.split_whitespace().collect();
                let parsed = match parts.as_slice() {
                    [y, m, d, h, min, s, ..] => clock::parse(&format!("{y}-{m}-{d} {h}:{min}:{s}"), 0),
                    _ => None,
                };
                Value::Number(parsed.map_or(-1.0, |n| n.div_euclid(1_000_000_000) as f64))
            }
            "and" => Value::Number((bits(0) & bits(1)) as f64),
            "or" => Value::Number((bits(0) | bits(1)) as f64),
            "xor" => Value::Number((bits(0) ^ bits(1)) as f64),
            "lshift" => Value::Number(bits(0).checked_shl(bits(1) as u32).unwrap_or(0) as f64),
            "rshift" => Value::Number(bits(0).checked_shr(bits(1) as u32).unwrap_or(0) as f64),
            "compl" => Value::Number(!bits(0) as f64),
            _ => Value::Unset,
        })
    }

    // Input and output.

    async fn outside(&mut self, name: &str, argument: Option<Value>) -> f64 {
        let text = argument
            .map(|v| String::from_utf8_lossy(&self.text(&v)).into_owned())
            .unwrap_or_default();
        if name == "close" {
            let sys = self.t.sys.clone();
            return self.streams.close(&sys, &text).await;
        }
        let _ = self.t.out.flush().await;
        self.streams.flush().await;
        if name == "fflush" {
            return 0.0;
        }
        let words = ["sh", "-c", &text].map(str::to_string).to_vec();
        match crate::tool::run_and_wait(&self.t.sys, words, |_| String::new()).await {
            Ok(status) => f64::from(status.code()),
            Err(_) => -1.0,
        }
    }

    async fn print(&mut self, formatted: bool, count: usize, to: Option<&'static str>) -> Result<Result<(), String>, Exit> {
        let target = to.map(|_| self.pop());
        let first = self.stack.len().saturating_sub(count);
        let args: Vec<Value> = self
            .stack
            .split_off(first)
            .into_iter()
            .map(|i| if let Item::Value(v) = i { v } else { Value::Unset })
            .collect();
        let mut out = Vec::new();
        if formatted {
            let Some((format, rest)) = args.split_first() else {
                return Ok(Ok(()));
            };
            let format = self.text(format);
            if self.is_mawk() && builtin::arguments(&format) > rest.len() {
                let shown = String::from_utf8_lossy(&format).into_owned();
                let message = format!(
                    "run time error: not enough arguments passed to printf(\"{shown}\")\n\tFILENAME=\"{}\" FNR={} NR={}",
                    self.global_text(FILENAME),
                    self.global_text(FNR),
                    self.global_text(NR),
                );
                return Err(self.t.fail_with(2, message).await);
            }
            out = builtin::format(&format, rest);
        } else {
            if args.is_empty() {
                match self.field(0.0) {
                    Ok(record) => out.extend_from_slice(&self.text(&record)),
                    Err(message) => return Ok(Err(message)),
                }
            }
            let ofs = self
                .globals
                .get(OFS)
                .map(|v| self.text(v))
                .unwrap_or_else(|| Rc::from(&b" "[..]));
            for (at, value) in args.iter().enumerate() {
                if at > 0 {
                    out.extend_from_slice(&ofs);
                }
                match value {
                    Value::Number(_) => out.extend_from_slice(&value.bytes(&self.format(OFMT), self.whole())),
                    other => out.extend_from_slice(&self.text(other)),
                }
            }
            if let Some(ors) = self.globals.get(ORS) {
                out.extend_from_slice(&self.text(ors));
            }
        }
        let (Some(kind), Some(target)) = (to, target) else {
            self.t.put(out).await?;
            return Ok(Ok(()));
        };
        let name = String::from_utf8_lossy(&self.text(&target)).into_owned();
        if kind != "|" && (name == "/dev/stdout" || name == "-") {
            self.t.put(out).await?;
            return Ok(Ok(()));
        }
        if name == "/dev/stderr" {
            let _ = self.t.out.flush().await;
        }
        match self.streams.writer(self.t, &name, kind).await {
            Ok(stream) => {
                let _ = stream.write(out).await;
                Ok(Ok(()))
            }
            Err(error) => {
                let message = self.t.words(
                    format!("can't open '{name}': {error}"),
                    format!("cannot open \"{name}\" for output ({error})"),
                );
                Err(self.t.fail_with(self.t.words(1, 2), message).await)
            }
        }
    }

    async fn getline(&mut self, from: From, target: Option<Target>) -> Result<Result<f64, String>, Exit> {
        let key = match target {
            Some(Target::Field | Target::Element(_)) => self.pop(),
            _ => Value::Unset,
        };
        let record = match from {
            From::Main => match self.next_record().await? {
                Some(record) => record,
                None => return Ok(Ok(0.0)),
            },
            _ => {
                let name = self.pop();
                let name = String::from_utf8_lossy(&self.text(&name)).into_owned();
                let rs = self
                    .globals
                    .get(RS)
                    .map(|v| self.text(v))
                    .unwrap_or_else(|| Rc::from(&b"\n"[..]));
                let reader = match self.streams.reader(self.t, &name, from == From::Command).await {
                    Ok(reader) => reader,
                    Err(_) => return Ok(Ok(-1.0)),
                };
                match read_record(reader, &rs, &mut self.regexes).await {
                    Ok(Some(record)) => record,
                    Ok(None) => return Ok(Ok(0.0)),
                    Err(_) => return Ok(Ok(-1.0)),
                }
            }
        };
        if from == From::Command {
            self.count_record(false);
        }
        let stored = match target {
            None => {
                self.set_record(record);
                Ok(())
            }
            Some(target) => self.store(target, key, Value::Input(record.into())),
        };
        Ok(stored.map(|()| 1.0))
    }

    fn count_record(&mut self, of_file: bool) {
        let next = |v: Option<&Value>| Value::Number(v.map_or(0.0, Value::number) + 1.0);
        let nr = next(self.globals.get(NR));
        self.set_global(NR, nr);
        if of_file {
            let fnr = next(self.globals.get(FNR));
            self.set_global(FNR, fnr);
        }
    }

    /// The next record of the operands, or of standard input.
    async fn next_record(&mut self) -> Result<Option<Vec<u8>>, Exit> {
        loop {
            if self.input_done {
                return Ok(None);
            }
            if self.input.is_none() && !self.open_next().await? {
                self.input_done = true;
                return Ok(None);
            }
            let rs = self
                .globals
                .get(RS)
                .map(|v| self.text(v))
                .unwrap_or_else(|| Rc::from(&b"\n"[..]));
            let Some(reader) = &mut self.input else { continue };
            match read_record(reader, &rs, &mut self.regexes).await {
                Ok(Some(record)) => {
                    self.count_record(true);
                    return Ok(Some(record));
                }
                Ok(None) => self.input = None,
                Err(error) => {
                    self.input = None;
                    let name = self
                        .globals
                        .get(FILENAME)
                        .map(|v| String::from_utf8_lossy(&self.text(v)).into_owned())
                        .unwrap_or_default();
                    self.t.say(&format!("{name}: {error}")).await;
                    self.status = 2;
                }
            }
        }
    }

    async fn open_next(&mut self) -> Result<bool, Exit> {
        loop {
            let count = self.globals.get(ARGC).map_or(0.0, Value::number) as usize;
            if self.next_argument >= count {
                if self.used_operand {
                    return Ok(false);
                }
                self.used_operand = true;
                self.input = Some(Reader::on(&self.t.sys, 0));
                return Ok(true);
            }
            let key = self.next_argument.to_string().into_bytes();
            self.next_argument += 1;
            let value = self
                .arrays
                .get(&ARGV)
                .and_then(|a| a.borrow().items.get(&key[..]).map(|(v, _)| v.clone()));
            let word = value
                .map(|v| String::from_utf8_lossy(&self.text(&v)).into_owned())
                .unwrap_or_default();
            if word.is_empty() {
                continue;
            }
            if let Some((name, value)) = word.split_once('=')
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && name.bytes().next().is_some_and(|b| !b.is_ascii_digit())
            {
                self.assign_named(name, lex::unescape(value.as_bytes()));
                continue;
            }
            self.used_operand = true;
            match Reader::open(&self.t.sys, &word) {
                Ok(reader) => {
                    self.input = Some(reader);
                    self.set_global(FILENAME, Value::text_of(word.into_bytes()));
                    self.set_global(FNR, Value::Number(0.0));
                    return Ok(true);
                }
                Err(error) if self.t.gnu => return Err(self.t.fail_with(2, format!("cannot open {word} ({error})")).await),
                Err(error) => {
                    self.t.say(&format!("{word}: {error}")).await;
                    self.status = 1;
                }
            }
        }
    }
}

async fn read_record(
    reader: &mut Reader,
    rs: &Rc<[u8]>,
    regexes: &mut BTreeMap<Rc<[u8]>, Rc<Regex>>,
) -> Result<Option<Vec<u8>>, Errno> {
    match &rs[..] {
        [end] => {
            let end = *end;
            Ok(reader.record(end).await?.map(|mut line| {
                if line.last() == Some(&end) {
                    line.pop();
                } else if end != b'\n' && line.last() == Some(&b'\n') {
                    // The file's last newline does not belong to a record ended otherwise... it does, as in POSIX.
                }
                line
            }))
        }
        [] => {
            // Paragraphs: blank lines end records.
            let mut out: Vec<u8> = Vec::new();
            while let Some(line) = reader.record(b'\n').await? {
                if line == b"\n" {
                    if out.is_empty() {
                        continue;
                    }
                    break;
                }
                out.extend(line);
            }
            if out.is_empty() {
                return Ok(None);
            }
            if out.last() == Some(&b'\n') {
                out.pop();
            }
            Ok(Some(out))
        }
        pattern => {
            let regex = match regexes.get(rs) {
                Some(regex) => regex.clone(),
                None => {
                    let regex = Rc::new(Regex::new(pattern, Syntax::Extended, false).map_err(|_| Errno::EINVAL)?);
                    regexes.insert(rs.clone(), regex.clone());
                    regex
                }
            };
            reader.until(&regex).await
        }
    }
}
