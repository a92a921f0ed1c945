//! What asks the host: files, sockets, clocks, the environment; and threads.

use super::{Function, at, size};
use crate::types::IntTy;
use crate::value::*;
use crate::vm::*;
use syscalls::{Call, HostError, Reply};

type Answer = Result<Reply, HostError>;

/// What strerror(3) says.
pub(crate) fn message(errno: i32) -> &'static str {
    match errno {
        1 => "Operation not permitted",
        2 => "No such file or directory",
        9 => "Bad file descriptor",
        11 => "Resource temporarily unavailable",
        13 => "Permission denied",
        17 => "File exists",
        20 => "Not a directory",
        21 => "Is a directory",
        22 => "Invalid argument",
        28 => "No space left on device",
        30 => "Read-only file system",
        32 => "Broken pipe",
        39 => "Directory not empty",
        98 => "Address already in use",
        99 => "Cannot assign requested address",
        101 => "Network is unreachable",
        104 => "Connection reset by peer",
        107 => "Transport endpoint is not connected",
        110 => "Connection timed out",
        111 => "Connection refused",
        113 => "No route to host",
        _ => "Unknown error",
    }
}

/// The name of a request, for what is not simulated.
pub(crate) fn name(call: &Call) -> String {
    let text = format!("{call:?}");
    let end = text.find([' ', '(']).unwrap_or(text.len());
    text.get(..end).unwrap_or("a request").to_lowercase()
}

impl Vm {
    fn io_error(&self, e: HostError) -> Value {
        let kind = match e.errno {
            2 => 0,
            13 | 1 => 1,
            111 => 2,
            104 => 3,
            98 => 4,
            17 => 5,
            22 => 6,
            32 => 10,
            21 => 11,
            _ => 12,
        };
        let words = if e.errno < 0 {
            "failed to lookup address information: Name or service not known"
        } else {
            message(e.errno)
        };
        let kind = self
            .io_type("ErrorKind")
            .map_or(Value::Unit, |t| object(Data::Enum(t, kind, Vec::new())));
        let fields = vec![Value::Int(IntTy::I32, e.errno.max(0).into()), Value::string(words), kind];
        let error = object(Data::Struct(self.io_type("Error").unwrap_or(0), fields));
        self.err(error)
    }

    fn io_type(&self, name: &str) -> Option<u32> {
        match self.program.walk(0, &["self", "io", name], false) {
            Some((crate::program::Def::Type(id), _)) => Some(id),
            _ => None,
        }
    }
}

fn host(call: Call) -> R<Value> {
    fn after(vm: &mut Vm, answer: Answer) -> R<Value> {
        Ok(match answer {
            Err(e) => vm.io_error(e),
            Ok(Reply::Int(n)) => vm.ok(Value::Int(IntTy::I32, n.into())),
            Ok(Reply::Bytes(b)) => {
                let list = Vm::byte_vec(&b);
                vm.ok(list)
            }
            Ok(Reply::Stat(s)) => vm.ok(Value::Int(IntTy::U64, s.size.into())),
            Ok(Reply::Accepted { fd, peer }) => {
                let pair = Value::tuple(vec![
                    Value::Int(IntTy::I32, fd.into()),
                    Value::string(format!("{}:{}", peer.0, peer.1)),
                ]);
                vm.ok(pair)
            }
            Ok(Reply::Text(t)) => vm.ok(Value::string(t)),
            Ok(_) => vm.ok(Value::Unit),
        })
    }
    Err(Stop::Host(call, after))
}

fn string(vm: &mut Vm, a: &[Value], n: usize) -> R<String> {
    let value = at(a, n);
    match vm.text(&value) {
        Some(text) => Ok(text),
        None => vm.show(&value, &crate::code::Spec::default()),
    }
}

fn address(text: &str) -> (String, u16) {
    let (host, port) = text.rsplit_once(':').unwrap_or((text, "0"));
    let host = if host == "localhost" { "127.0.0.1" } else { host };
    (host.trim_matches(['[', ']']).to_string(), port.parse().unwrap_or(0))
}

pub fn find(name: &str) -> Option<Function> {
    Some(match name {
        "__read" => |_, a, _| {
            host(Call::Read {
                fd: size(&a, 0) as i32,
                len: size(&a, 1).min(1 << 20),
            })
        },
        "__write" => |vm, a, _| {
            let data = vm.bytes(&at(&a, 1))?;
            if data.is_empty() {
                return Ok(vm.ok(Value::usize(0)));
            }
            host(Call::Write {
                fd: size(&a, 0) as i32,
                data,
            })
        },
        "__print" => |vm, a, _| {
            let data = vm.bytes(&at(&a, 1))?;
            if size(&a, 0) == 2 {
                vm.errors.extend(data)
            } else {
                vm.out.extend(data)
            }
            Ok(Value::Unit)
        },
        // What is kept of a line is written before anything else is asked of the host.
        "__flush" => |vm, _, _| {
            let data = std::mem::take(&mut vm.out);
            if data.is_empty() {
                return Ok(Value::Unit);
            }
            fn after(_: &mut Vm, _: Answer) -> R<Value> {
                Ok(Value::Unit)
            }
            Err(Stop::Host(Call::Write { fd: 1, data }, after))
        },
        "__later" => |vm, a, _| {
            vm.close_later(size(&a, 0) as i32);
            Ok(Value::Unit)
        },
        "__line" => |vm, a, _| {
            let list = vm.list(&at(&a, 0))?;
            let found = match &mut *list.data.borrow_mut() {
                Data::List(v, _) => v
                    .iter()
                    .position(|b| b.int() == Some(10))
                    .map(|n| v.drain(..=n).collect::<Vec<_>>()),
                _ => None,
            };
            charge(-32 * found.as_ref().map_or(0, Vec::len) as i64);
            Ok(vm.option(found.map(Value::vec)))
        },
        "__open" => |vm, a, _| {
            let path = string(vm, &a, 0)?;
            host(Call::Open {
                path,
                flags: size(&a, 1) as u32,
                mode: 0o666,
            })
        },
        "__stat" => |vm, a, _| {
            let path = string(vm, &a, 0)?;
            host(Call::Stat { path, follow: true })
        },
        "__do" => |vm, a, _| {
            let (what, path, other) = (string(vm, &a, 0)?, string(vm, &a, 1)?, string(vm, &a, 2)?);
            host(match &*what {
                "unlink" => Call::Unlink { path },
                "mkdir" => Call::Mkdir { path, mode: 0o777 },
                "rmdir" => Call::Rmdir { path },
                _ => Call::Rename { from: path, to: other },
            })
        },
        "current_dir" => |_, _, _| host(Call::Getcwd),
        "__address" => |vm, a, _| {
            let value = at(&a, 0);
            if let Value::Obj(o) = &value
                && let Data::Tuple(items) = &*o.data.borrow()
            {
                let (h, p) = (
                    items.first().cloned().unwrap_or_default(),
                    items.get(1).and_then(Value::int).unwrap_or(0),
                );
                return Ok(Value::string(format!("{}:{p}", vm.text(&h).unwrap_or_default())));
            }
            Ok(Value::string(string(vm, &a, 0)?))
        },
        "__socket" => |_, _, _| host(Call::Socket { family: 2, kind: 1 }),
        "__bind" => |vm, a, _| {
            let to = address(&string(vm, &a, 1)?);
            host(Call::Bind {
                fd: size(&a, 0) as i32,
                address: to,
            })
        },
        "__listen_on" => |_, a, _| {
            host(Call::Listen {
                fd: size(&a, 0) as i32,
                backlog: 128,
            })
        },
        "__accept" => |_, a, _| {
            host(Call::Accept {
                fd: size(&a, 0) as i32,
                timeout: None,
            })
        },
        "__connect_to" => |vm, a, _| {
            let to = address(&string(vm, &a, 1)?);
            host(Call::Connect {
                fd: size(&a, 0) as i32,
                address: to,
                timeout: None,
            })
        },
        "exit" => |_, a, _| Err(Stop::Exit(at(&a, 0).int().unwrap_or(0) as i32)),
        "id" => |vm, _, _| Ok(Value::Int(IntTy::U32, vm.config.pid.into())),
        "__args" => |vm, _, _| Ok(Value::vec(vm.config.argv.iter().map(|s| Value::string(s.as_str())).collect())),
        "__var" => |vm, a, _| {
            let name = string(vm, &a, 0)?;
            let found = vm
                .config
                .env
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| Value::string(v.as_str()));
            Ok(vm.option(found))
        },
        "__vars" => |vm, _, _| {
            let all = vm
                .config
                .env
                .iter()
                .map(|(n, v)| Value::tuple(vec![Value::string(n.as_str()), Value::string(v.as_str())]));
            Ok(Value::vec(all.collect()))
        },
        "__clock" => |_, _, _| {
            fn after(_: &mut Vm, answer: Answer) -> R<Value> {
                Ok(Value::Int(
                    IntTy::U128,
                    match answer {
                        Ok(Reply::Int(n)) => n.into(),
                        _ => 0,
                    },
                ))
            }
            Err(Stop::Host(Call::Monotonic, after))
        },
        "__sleep" => |_, a, _| {
            fn after(_: &mut Vm, _: Answer) -> R<Value> {
                Ok(Value::Unit)
            }
            let nanos = at(&a, 0).int().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
            Err(Stop::Host(Call::Sleep { nanos }, after))
        },
        "__yield" => |_, _, _| Err(Stop::Yield),
        "__park" => |_, _, _| Err(Stop::Park),
        "__wake" => |vm, _, _| {
            vm.wake();
            Ok(Value::Unit)
        },
        "__spawn" => |vm, a, _| vm.spawn(at(&a, 0)),
        "__joined" => |vm, a, _| {
            let id = size(&a, 0) as u64;
            let Some(thread) = vm.threads.iter_mut().find(|t| t.id == id) else {
                return Ok(vm.none());
            };
            let Some(done) = thread.done.clone() else {
                return Ok(vm.none());
            };
            let value = match done {
                Ok(value) => vm.ok(value),
                Err(error) => vm.err(error),
            };
            Ok(vm.some(value))
        },
        _ => return None,
    })
}

impl Vm {
    fn spawn(&mut self, f: Value) -> R<Value> {
        if self.threads.len() >= 2000 {
            return Err(Stop::Beyond("so many threads".into()));
        }
        let id = self.threads.last().map_or(0, |t| t.id) + 1;
        let own = self.current;
        self.threads.push(Thread { id, ..Thread::default() });
        self.current = self.threads.len() - 1;
        let entered = self.enter(f, Vec::new(), crate::types::Ty::Unknown);
        self.current = own;
        entered?;
        Ok(Value::Int(IntTy::Usize, id.into()))
    }
}
