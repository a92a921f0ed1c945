//! `bc`, the calculator of any precision (POSIX bc), with `-l`'s functions.
//!
//! Numbers have at most 180,000 digits. Left out: arrays as arguments, GNU's `-i`, the history of a terminal.

mod compile;
mod library;
mod number;

use crate::io::Reader;
use crate::tool::{Exit, Run, Tool, tool};
use compile::{Fault, Function, Op, Slot, compile};
use number::{Number, Trouble};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

tool!();

/// How deep functions may call one another.
const CALLS: usize = 10_000;

struct Frame {
    code: Rc<[Op]>,
    at: usize,
    /// What the names of the function stood for before the call.
    saved: Vec<(Rc<str>, Option<Number>)>,
    stack: usize,
}

struct Machine {
    variables: BTreeMap<Rc<str>, Number>,
    arrays: BTreeMap<(Rc<str>, usize), Number>,
    functions: BTreeMap<String, Rc<Function>>,
    scale: usize,
    ibase: u32,
    obase: u32,
    last: Number,
    library: bool,
    stack: Vec<Number>,
    frames: Vec<Frame>,
    /// Characters of the line that is being printed, for those that are too long.
    column: usize,
    width: usize,
    gnu: bool,
}

enum Stop {
    Quit,
    Error(String),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop::Error(match trouble {
            Trouble::DivideByZero => "divide by zero".into(),
            Trouble::Negative => "negative number".into(),
            Trouble::NotAnInteger => "not an integer".into(),
            Trouble::TooLarge => "drydock: numbers of more than 180,000 digits are not simulated".into(),
        })
    }
}

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("mathlib", 'l'),
        ("quiet", 'q'),
        ("standard", 's'),
        ("warn", 'w'),
        ("interactive", 'i'),
    ];
    let options = t.options("lqswi", &long).await?;
    let width = t
        .sys
        .getenv("BC_LINE_LENGTH")
        .and_then(|w| w.parse().ok())
        .filter(|w| *w != 1)
        .unwrap_or(70);
    let mut machine = Machine {
        variables: BTreeMap::new(),
        arrays: BTreeMap::new(),
        functions: BTreeMap::new(),
        scale: if options.has('l') { 20 } else { 0 },
        ibase: 10,
        obase: 10,
        last: Number::default(),
        library: options.has('l'),
        stack: Vec::new(),
        frames: Vec::new(),
        column: 0,
        width,
        gnu: t.gnu,
    };
    let mut files = options.rest;
    files.push("-".into());
    for file in files {
        let Ok(mut reader) = Reader::open(&t.sys, &file) else {
            if t.gnu {
                t.stderr(&format!("File {file} is unavailable.\n")).await;
                return Err(Exit(1));
            }
            t.open(&file).await;
            return Err(Exit(1));
        };
        if machine.read(t, &mut reader).await? {
            return Ok(());
        }
    }
    Ok(())
}

impl Machine {
    /// Runs what a file says, line by line; true when it said to quit.
    async fn read(&mut self, t: &mut Tool, reader: &mut Reader) -> Result<bool, Exit> {
        let mut text = String::new();
        let mut number = 0;
        loop {
            let line = reader.record(b'\n').await.ok().flatten();
            let ended = line.is_none();
            if let Some(line) = line {
                number += 1;
                text.push_str(&String::from_utf8_lossy(&line));
                if text.ends_with("\\\n") {
                    continue;
                }
            } else if text.is_empty() {
                return Ok(false);
            }
            let code = match compile(&text) {
                Err(Fault::Incomplete) if !ended => continue,
                Err(Fault::Incomplete) if text.matches('"').count() % 2 == 1 => Err("unterminated string".to_string()),
                Err(Fault::Incomplete) => Err("bad token at ''".to_string()),
                Err(Fault::Wrong(message)) => Err(message),
                Ok(code) => Ok(code),
            };
            text.clear();
            let message = match code {
                Ok(code) => match self.execute(t, reader, code.into()).await? {
                    None => String::new(),
                    Some(Stop::Quit) => return Ok(true),
                    Some(Stop::Error(message)) if t.gnu => {
                        let address = self.frames.first().map_or(0, |f| address(&f.code, f.at));
                        format!("Runtime error (func=(main), adr={address}): {}", gnu_words(&message))
                    }
                    Some(Stop::Error(message)) => message,
                },
                Err(message) if t.gnu && !message.starts_with("drydock") => format!("(standard_in) {}: syntax error", number + 1),
                Err(message) => message,
            };
            if message.is_empty() {
            } else if t.gnu {
                // GNU bc goes on with the next line.
                self.stack.clear();
                self.unwind(0);
                t.stderr(&format!("{message}\n")).await;
            } else {
                return Err(t.fail(message).await);
            }
            if t.sys.isatty(1) {
                let _ = t.out.flush().await;
            }
            if ended {
                return Ok(false);
            }
        }
    }

    fn pop(&mut self) -> Number {
        self.stack.pop().unwrap_or_default()
    }

    fn index(&mut self) -> Result<usize, Stop> {
        match self.pop().small() {
            Some(index) if index < 16_777_216 => Ok(index),
            _ => Err(Stop::Error("array index out of range".into())),
        }
    }

    async fn execute(&mut self, t: &mut Tool, reader: &mut Reader, code: Rc<[Op]>) -> Result<Option<Stop>, Exit> {
        self.stack.clear();
        self.frames = vec![Frame {
            code,
            at: 0,
            saved: Vec::new(),
            stack: 0,
        }];
        while let Some(frame) = self.frames.last_mut() {
            let Some(op) = frame.code.get(frame.at).cloned() else { break };
            frame.at += 1;
            let worth = self.stack.last().map_or(1, Number::size);
            t.sys.burn((worth * worth / 64 + 1).min(1 << 20) as u32).await;
            let result = match op {
                Op::Print => {
                    let value = self.pop();
                    let text = value.text(self.obase);
                    self.show(t, &text).await?;
                    t.put("\n").await?;
                    self.column = 0;
                    self.last = value;
                    Ok(())
                }
                Op::Show => {
                    let value = self.pop();
                    let text = value.text(self.obase);
                    self.last = value;
                    self.show(t, &text).await?;
                    Ok(())
                }
                Op::Text(text) => {
                    self.column = text.rsplit('\n').next().map_or(0, str::len);
                    t.put(text.as_bytes()).await?;
                    Ok(())
                }
                Op::Call(name, 0) if &*name == "read" => {
                    let line = reader.record(b'\n').await.ok().flatten().unwrap_or_default();
                    let text = String::from_utf8_lossy(&line).trim().to_string();
                    let (negative, digits) = match text.strip_prefix('-') {
                        Some(rest) => (true, rest),
                        None => (false, text.as_str()),
                    };
                    let value = Number::parse(digits, self.ibase);
                    self.stack.push(if negative { value.negated() } else { value });
                    Ok(())
                }
                other => self.step(other),
            };
            if let Err(stop) = result {
                return Ok(Some(stop));
            }
            if self.stack.len() > 1_000_000 {
                return Ok(Some(Stop::Error("drydock: a deeper stack is not simulated".into())));
            }
        }
        Ok(None)
    }

    /// Prints with a backslash and a newline where a line grows too long.
    async fn show(&mut self, t: &mut Tool, text: &str) -> Run {
        for c in text.chars() {
            if self.width > 1 && self.column + 2 >= self.width {
                t.put("\\\n").await?;
                self.column = 0;
            }
            t.put(c.to_string()).await?;
            self.column += 1;
        }
        Ok(())
    }

    fn step(&mut self, op: Op) -> Result<(), Stop> {
        match op {
            Op::Digits(digits) => {
                let value = Number::parse(&digits, self.ibase);
                self.stack.push(value);
            }
            Op::Load(slot) => {
                let value = self.load(&slot)?.0;
                self.stack.push(value);
            }
            Op::Store(slot, operator) => {
                let mut value = self.pop();
                let (old, index) = self.load(&slot)?;
                if let Some(operator) = operator {
                    value = self.binary(operator, &old, &value)?;
                }
                self.store(&slot, index, value.clone())?;
                self.stack.push(value);
            }
            Op::Step { slot, up, before } => {
                let (old, index) = self.load(&slot)?;
                let one = Number::whole(1);
                let new = if up { old.plus(&one) } else { old.minus(&one) };
                self.store(&slot, index, new.clone())?;
                self.stack.push(if before { new } else { old });
            }
            Op::Binary(operator) => {
                let (right, left) = (self.pop(), self.pop());
                let value = self.binary(operator, &left, &right)?;
                self.stack.push(value);
            }
            Op::Compare(sign) => {
                let (right, left) = (self.pop(), self.pop());
                let order = left.order(&right);
                let holds = match sign {
                    "<" => order == Ordering::Less,
                    ">" => order == Ordering::Greater,
                    "<=" => order != Ordering::Greater,
                    ">=" => order != Ordering::Less,
                    "==" => order == Ordering::Equal,
                    _ => order != Ordering::Equal,
                };
                self.stack.push(Number::whole(u64::from(holds)));
            }
            Op::Negate => {
                let value = self.pop().negated();
                self.stack.push(value);
            }
            Op::Not => {
                let value = u64::from(self.pop().is_zero());
                self.stack.push(Number::whole(value));
            }
            Op::Drop => drop(self.pop()),
            Op::Jump(to) => self.go(to),
            Op::JumpIfZero(to) => {
                if self.pop().is_zero() {
                    self.go(to);
                }
            }
            Op::Define(function) => drop(self.functions.insert(function.name.clone(), function)),
            Op::Return => {
                let value = self.pop();
                let depth = self.frames.len().saturating_sub(1);
                let stack = self.frames.last().map_or(0, |f| f.stack);
                self.unwind(depth);
                self.stack.truncate(stack);
                self.stack.push(value);
            }
            Op::Call(name, count) => self.call(&name, count)?,
            Op::Quit => return Err(Stop::Quit),
            Op::Limits => return Err(Stop::Error("drydock: limits is not simulated".into())),
            Op::Print | Op::Show | Op::Text(_) => {}
        }
        Ok(())
    }

    fn go(&mut self, to: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.at = to;
        }
    }

    /// Leaves calls until this many frames are left.
    fn unwind(&mut self, depth: usize) {
        while self.frames.len() > depth {
            let Some(frame) = self.frames.pop() else { return };
            for (name, value) in frame.saved.into_iter().rev() {
                match value {
                    Some(value) => drop(self.variables.insert(name, value)),
                    None => drop(self.variables.remove(&name)),
                }
            }
        }
    }

    fn binary(&self, operator: char, left: &Number, right: &Number) -> Result<Number, Stop> {
        Ok(match operator {
            '+' => left.plus(right),
            '-' => left.minus(right),
            '*' => left.times(right, self.scale)?,
            '/' => left.over(right, self.scale)?,
            '%' => left.modulo(right, self.scale)?,
            '^' => left.power(right, self.scale)?,
            '&' => Number::whole(u64::from(!left.is_zero() && !right.is_zero())),
            _ => Number::whole(u64::from(!left.is_zero() || !right.is_zero())),
        })
    }

    /// A place's value, and its index if it is an element.
    fn load(&mut self, slot: &Slot) -> Result<(Number, usize), Stop> {
        let value = match slot {
            Slot::Variable(name) => self.variables.get(name).cloned().unwrap_or_default(),
            Slot::Element(name) => {
                let index = self.index()?;
                let value = self.arrays.get(&(name.clone(), index)).cloned().unwrap_or_default();
                return Ok((value, index));
            }
            Slot::Scale => Number::whole(self.scale as u64),
            Slot::Ibase => Number::whole(u64::from(self.ibase)),
            Slot::Obase => Number::whole(u64::from(self.obase)),
            Slot::Last => self.last.clone(),
        };
        Ok((value, 0))
    }

    fn store(&mut self, slot: &Slot, index: usize, value: Number) -> Result<(), Stop> {
        let wrong = |text: &str| Err(Stop::Error(text.to_string()));
        match slot {
            Slot::Variable(name) => drop(self.variables.insert(name.clone(), value)),
            Slot::Element(name) => drop(self.arrays.insert((name.clone(), index), value)),
            Slot::Last => self.last = value,
            Slot::Scale => match value.small() {
                Some(scale) if scale <= 100_000 => self.scale = scale,
                Some(_) => return wrong("drydock: a scale above 100,000 is not simulated"),
                None => return wrong("negative number"),
            },
            Slot::Ibase => match value.small() {
                Some(base @ 2..=16) => self.ibase = base as u32,
                _ => return wrong("bad ibase; must be [2,16]"),
            },
            Slot::Obase => match value.small() {
                Some(base @ 2..=999) => self.obase = base as u32,
                _ => return wrong("bad obase; must be [2,999]"),
            },
        }
        Ok(())
    }

    fn call(&mut self, name: &str, count: usize) -> Result<(), Stop> {
        if let Some(function) = self.functions.get(name).cloned() {
            if function.parameters.len() != count {
                return Err(Stop::Error(format!(
                    "function has {} parameters, but called with {count}",
                    function.parameters.len()
                )));
            }
            if self.frames.len() >= CALLS {
                return Err(Stop::Error(
                    "drydock: calls nested deeper than 10,000 are not simulated".into(),
                ));
            }
            let values = self.stack.split_off(self.stack.len().saturating_sub(count));
            let mut saved = Vec::new();
            for (name, value) in function.parameters.iter().zip(values) {
                saved.push((name.clone(), self.variables.insert(name.clone(), value)));
            }
            for name in &function.locals {
                saved.push((name.clone(), self.variables.remove(name)));
            }
            self.frames.push(Frame {
                code: function.code.clone(),
                at: 0,
                saved,
                stack: self.stack.len(),
            });
            return Ok(());
        }
        let value = match (name, count) {
            ("length", 1) => Number::whole(self.pop().length(self.gnu) as u64),
            ("scale", 1) => Number::whole(self.pop().scale as u64),
            ("sqrt", 1) => self.pop().root(self.scale)?,
            ("s", 1) if self.library => library::sine(&self.pop(), self.scale)?,
            ("c", 1) if self.library => library::cosine(&self.pop(), self.scale)?,
            ("a", 1) if self.library => library::arctangent(&self.pop(), self.scale)?,
            ("l", 1) if self.library => library::logarithm(&self.pop(), self.scale)?,
            ("e", 1) if self.library => library::exponential(&self.pop(), self.scale)?,
            ("j", 2) if self.library => {
                let x = self.pop();
                library::bessel(&self.pop(), &x, self.scale)?
            }
            _ => return Err(Stop::Error("undefined function".into())),
        };
        self.stack.push(value);
        Ok(())
    }
}

/// Where in GNU bc's own code an operation ends: it has a byte for most, more for numbers and names.
fn address(code: &[Op], at: usize) -> usize {
    let size = |op: &Op| match op {
        Op::Digits(digits) if digits.len() > 1 => digits.len() + 2,
        Op::Load(_) | Op::Store(..) | Op::Call(..) => 2,
        _ => 1,
    };
    code.iter().take(at).map(size).sum()
}

/// GNU bc's words for a trouble.
fn gnu_words(message: &str) -> String {
    match message {
        "divide by zero" => "Divide by zero".into(),
        "negative number" => "Square root of a negative number".into(),
        other => other.into(),
    }
}
