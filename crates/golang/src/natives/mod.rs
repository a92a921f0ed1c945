//! What the library's Go can't do itself: functions without a body, by package and name.

pub mod format;
mod json;
mod mirror;
pub mod numbers;
mod system;
mod text;

use crate::exec::Act;
use crate::value::*;
use crate::vm::{Asker, Goroutine, Vm};
use std::collections::BTreeMap;
use syscalls::{Call, HostError, Reply, Step};

/// What a native function leads to.
pub enum Out {
    Values(Vec<Value>),
    /// Asks the host; the descriptor is one whose closing ends the wait.
    Ask(Call, Want, Option<i32>),
    Park(&'static str),
    Yield,
    Goexit,
    Exit(i32),
}

/// How an answer becomes values; the last one is the errno, 0 if it went well.
#[derive(Clone, Copy, Debug)]
pub enum Want {
    Unit,
    Int,
    Bytes,
    Text,
    Names,
    Stat,
    /// Descriptor, host and port.
    Accept,
    Address,
}

pub type Native = fn(&mut Vm, &mut Goroutine, &[Value]) -> Out;

fn table() -> Vec<(&'static str, Native)> {
    let mut all = Vec::new();
    all.extend_from_slice(text::TABLE);
    all.extend_from_slice(system::TABLE);
    all.extend_from_slice(json::TABLE);
    all.extend_from_slice(mirror::TABLE);
    all
}

/// Every native function's number by its name.
pub fn numbers_by_name() -> BTreeMap<&'static str, u32> {
    table().iter().enumerate().map(|(n, (name, _))| (*name, n as u32)).collect()
}

fn one(value: Value) -> Out {
    Out::Values(vec![value])
}

impl Vm {
    pub(crate) fn native(&mut self, g: &mut Goroutine, base: usize, id: u32, n: usize) -> Act {
        let values = match g.reply.take() {
            Some(values) => values,
            None => {
                let args: Vec<Value> = g.regs.get(base..base + n).unwrap_or_default().to_vec();
                let Some(function) = self.natives.get(id as usize).copied() else { return Act::Exit };
                match function(self, g, &args) {
                    Out::Values(values) => values,
                    Out::Ask(call, want, fd) => {
                        let why = match &call {
                            Call::Sleep { .. } => "sleep",
                            Call::Accept { .. } | Call::Recv { .. } => "IO wait",
                            _ => "syscall",
                        };
                        self.ask(call, Asker::Goroutine(g.id, want, fd));
                        return Act::Block(why);
                    }
                    Out::Park(why) => return Act::Block(why),
                    Out::Yield => {
                        g.reply = None;
                        return Act::Yield;
                    }
                    Out::Goexit => return if self.goexit(g) { Act::Done } else { Act::Frame },
                    Out::Exit(code) => {
                        self.exit = Some(syscalls::Exit::Code(code & 0xff));
                        return Act::Exit;
                    }
                }
            }
        };
        for (k, value) in values.into_iter().enumerate() {
            if g.regs.len() <= base + k {
                g.regs.resize(base + k + 1, Value::Nil);
            }
            if let Some(slot) = g.regs.get_mut(base + k) {
                *slot = value;
            }
        }
        Act::Next
    }

    /// An answer of the host as values.
    pub(crate) fn answer(&mut self, want: Want, reply: Result<Reply, HostError>) -> Vec<Value> {
        let int = |n: i64| Value::Int(n);
        let (reply, errno) = match reply {
            Ok(reply) => (Some(reply), 0),
            Err(error) => (None, i64::from(error.errno)),
        };
        let mut values = match (want, reply) {
            (Want::Unit, _) => Vec::new(),
            (Want::Int, Some(Reply::Int(n))) => vec![int(n)],
            (Want::Int, _) => vec![int(0)],
            (Want::Bytes, Some(Reply::Bytes(bytes))) => vec![self.bytes(bytes)],
            (Want::Bytes | Want::Names, None) => vec![Value::Nil],
            (Want::Text, Some(Reply::Text(text))) => vec![Value::str(&text)],
            (Want::Text, _) => vec![Value::str("")],
            (Want::Names, Some(Reply::Names(names))) => vec![self.strings(names)],
            (Want::Bytes | Want::Names, _) => vec![Value::Nil],
            (Want::Stat, Some(Reply::Stat(s))) => {
                let list = vec![
                    int(i64::from(s.mode)),
                    int(s.size as i64),
                    int(s.mtime),
                    int(i64::from(s.uid)),
                    int(i64::from(s.gid)),
                ];
                let obj = self.vals(list);
                vec![Value::Slice(Slice { obj, from: 0, len: 5, cap: 5 })]
            }
            (Want::Stat, _) => vec![Value::Nil],
            (Want::Accept, Some(Reply::Accepted { fd, peer })) => {
                vec![int(fd.into()), Value::str(&peer.0), int(peer.1.into())]
            }
            (Want::Accept, _) => vec![int(-1), Value::str(""), int(0)],
            (Want::Address, Some(Reply::Addr((host, port)))) => vec![Value::str(&host), int(port.into())],
            (Want::Address, _) => vec![Value::str(""), int(0)],
        };
        values.push(int(errno));
        values
    }

    /// Wakes whoever waits for something of a descriptor that is closed.
    pub(crate) fn interrupt(&mut self, fd: i32) {
        let ids: Vec<_> = self
            .asked
            .iter()
            .filter(|(_, a)| matches!(a, Asker::Goroutine(_, _, Some(f)) if *f == fd))
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            self.outbox.push_back(Step::Cancel(id));
            // EBADF, which the library tells as a closed connection.
            self.resume(id, Err(HostError { errno: 9 }));
        }
    }
}

/// What `print` and `println` write.
pub fn print(values: &[Value], line: bool) -> Vec<u8> {
    let one = |value: &Value| match value {
        Value::Iface(pair) => match &pair.1 {
            Value::Str(s) => s.text(),
            Value::Bool(b) => b.to_string(),
            Value::Int(n) if (crate::types::UINT..=crate::types::UINTPTR).contains(&pair.0) => (*n as u64).to_string(),
            Value::Int(n) => n.to_string(),
            Value::Float(f) => {
                let text = numbers::float(*f, b'e', 6, 64);
                let (mantissa, exp) = text.split_once('e').unwrap_or((&text, "+00"));
                let sign = if *f < 0.0 { "" } else { "+" };
                format!("{sign}{mantissa}e{}{:0>3}", exp.get(..1).unwrap_or("+"), exp.get(1..).unwrap_or("0"))
            }
            _ => "0xc000012345".into(),
        },
        _ => "nil".into(),
    };
    let parts: Vec<String> = values.iter().map(one).collect();
    let mut text = parts.join(if line { " " } else { "" });
    if line {
        text.push('\n');
    }
    text.into_bytes()
}

impl Vm {
    pub(crate) fn native_table() -> Vec<Native> {
        table().into_iter().map(|(_, f)| f).collect()
    }
}
