//! Requests to the host, by name and parts, and answers as values.

use super::{Native, arg};
use crate::types::*;
use crate::value::*;
use crate::vm::{Out, Vm};
use syscalls::{Call, HostError, Reply};

pub(crate) fn find(key: &str) -> Option<Native> {
    Some(match key {
        "Host.call/2" => |vm, a| {
            let name = vm.str(arg(a, 0));
            let parts = match vm.heap.get(arg(a, 1)) {
                Some(Cell::Array { data, .. }) => data.clone(),
                _ => vec![],
            };
            match request(vm, &name, &parts) {
                Some(call) => Out::Call(call),
                None => Out::Throw("java.lang.InternalError", name),
            }
        },
        _ => return None,
    })
}

pub(crate) fn bytes(vm: &Vm, value: Value) -> Vec<u8> {
    match vm.heap.get(value) {
        Some(Cell::Array { data, .. }) => data.iter().map(|v| v.int() as u8).collect(),
        _ => vec![],
    }
}

pub(crate) fn byte_array(vm: &mut Vm, bytes: &[u8]) -> Value {
    let data = bytes.iter().map(|b| Value::Byte(*b as i8)).collect();
    vm.heap.put(Cell::Array {
        elem: Type::Prim(Prim::Byte),
        data,
    })
}

fn request(vm: &Vm, name: &str, parts: &[Value]) -> Option<Call> {
    let t = |n: usize| vm.str(arg(parts, n));
    let i = |n: usize| arg(parts, n).int();
    let wait = |n: usize| u64::try_from(arg(parts, n).long()).ok().filter(|v| *v > 0);
    Some(match name {
        "open" => Call::Open {
            path: t(0),
            flags: i(1) as u32,
            mode: 0o666,
        },
        "read" => Call::Read {
            fd: i(0),
            len: i(1).clamp(0, 1 << 20) as usize,
        },
        "write" => Call::Write {
            fd: i(0),
            data: bytes(vm, arg(parts, 1)),
        },
        "close" => Call::Close { fd: i(0) },
        "stat" => Call::Stat {
            path: t(0),
            follow: true,
        },
        "list" => Call::Listdir { path: t(0) },
        "mkdir" => Call::Mkdir { path: t(0), mode: 0o777 },
        "rmdir" => Call::Rmdir { path: t(0) },
        "unlink" => Call::Unlink { path: t(0) },
        "rename" => Call::Rename { from: t(0), to: t(1) },
        "getcwd" => Call::Getcwd,
        "getpid" => Call::Getpid,
        "hostname" => Call::Hostname,
        "realtime" => Call::Realtime,
        "monotonic" => Call::Monotonic,
        "sleep" => Call::Sleep {
            nanos: u64::try_from(arg(parts, 0).long()).unwrap_or(0),
        },
        "random" => Call::Urandom {
            len: i(0).clamp(0, 4096) as usize,
        },
        "socket" => Call::Socket { family: 2, kind: 1 },
        "bind" => Call::Bind {
            fd: i(0),
            address: (t(1), i(2) as u16),
        },
        "listen" => Call::Listen { fd: i(0), backlog: 50 },
        "accept" => Call::Accept {
            fd: i(0),
            timeout: wait(1),
        },
        "connect" => Call::Connect {
            fd: i(0),
            address: (t(1), i(2) as u16),
            timeout: wait(3),
        },
        "send" => Call::Send {
            fd: i(0),
            data: bytes(vm, arg(parts, 1)),
            timeout: None,
        },
        "recv" => Call::Recv {
            fd: i(0),
            len: i(1).clamp(0, 1 << 20) as usize,
            timeout: wait(2),
        },
        "shutdown" => Call::Shutdown { fd: i(0), how: i(1) },
        "reuse" => Call::Setsockopt {
            fd: i(0),
            level: 1,
            option: 2,
            value: 1,
        },
        "sockname" => Call::Getsockname { fd: i(0) },
        "resolve" => Call::Resolve { host: t(0) },
        _ => return None,
    })
}

/// A reply as a value; a failure is an exception with the number of the error.
pub(crate) fn answer(vm: &mut Vm, reply: Result<Reply, HostError>) -> Result<Value, Value> {
    let list = |vm: &mut Vm, data: Vec<Value>| {
        vm.heap.put(Cell::Array {
            elem: Type::Unknown,
            data,
        })
    };
    Ok(match reply {
        Err(error) => {
            let thrown = vm.exception("drydock.HostException", "");
            vm.set_named(thrown, "errno", Value::Int(error.errno));
            return Err(thrown);
        }
        Ok(Reply::Int(v)) => Value::Long(v),
        Ok(Reply::Text(t)) => vm.text(&t),
        Ok(Reply::Bytes(b)) => byte_array(vm, &b),
        Ok(Reply::Names(names)) => {
            let data = names.iter().map(|n| vm.text(n)).collect();
            list(vm, data)
        }
        Ok(Reply::Stat(s)) => list(
            vm,
            vec![Value::Long(s.mode.into()), Value::Long(s.size as i64), Value::Long(s.mtime)],
        ),
        Ok(Reply::Accepted { fd, peer }) => {
            let host = vm.text(&peer.0);
            list(vm, vec![Value::Long(fd.into()), host, Value::Long(peer.1.into())])
        }
        Ok(Reply::Addr(address)) => {
            let host = vm.text(&address.0);
            list(vm, vec![host, Value::Long(address.1.into())])
        }
        Ok(_) => Value::Null,
    })
}
