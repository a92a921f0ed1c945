//! What the C library (`lib/libc.c`) cannot say in C: system calls, memory, the mathematics, numbers as text.

use crate::memory::Fault;
use crate::vm::{After, Handler, Vm};
use syscalls::{Call, Disposition, Reply};

pub enum Out {
    Value(u64),
    Ask(Call, After),
    Exit(i32),
    Die(i32),
}

const NAMES: [&str; 85] = [
    "memcpy",
    "memmove",
    "memset",
    "memcmp",
    "strlen",
    "strcmp",
    "malloc",
    "__free",
    "__size",
    "__exit",
    "__die",
    "open",
    "read",
    "write",
    "close",
    "lseek",
    "getpid",
    "getppid",
    "getuid",
    "getgid",
    "geteuid",
    "__sleep",
    "__realtime",
    "__monotonic",
    "__cputime",
    "unlink",
    "mkdir",
    "rmdir",
    "rename",
    "access",
    "chdir",
    "__getcwd",
    "__stat",
    "isatty",
    "dup",
    "dup2",
    "kill",
    "__sigaction",
    "__alarm",
    "pause",
    "__exec",
    "__socket",
    "__bind",
    "listen",
    "__accept",
    "__connect",
    "send",
    "recv",
    "shutdown",
    "__setsockopt",
    "__hostname",
    "__ftoa",
    "__strtod",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "log",
    "log2",
    "log10",
    "pow",
    "sqrt",
    "cbrt",
    "floor",
    "ceil",
    "round",
    "trunc",
    "fabs",
    "fmod",
    "hypot",
    "__random",
    "__resolve",
    "fsync",
    "__chmod",
    "umask",
    "exp2",
    "pipe",
    "ftruncate",
];

/// The number of a native function.
pub fn find(name: &str) -> Option<usize> {
    NAMES.iter().position(|n| *n == name)
}

fn value(reply: Reply) -> u64 {
    match reply {
        Reply::Int(n) => n as u64,
        _ => 0,
    }
}

fn plain() -> After {
    Box::new(|_, reply| Ok(value(reply)))
}

fn into(at: u64) -> After {
    Box::new(move |vm, reply| {
        let Reply::Bytes(bytes) = reply else { return Ok(u64::MAX) };
        vm.memory.put(at, &bytes)?;
        Ok(bytes.len() as u64)
    })
}

fn text_into(at: u64, room: u64) -> After {
    Box::new(move |vm, reply| {
        let Reply::Text(text) = reply else { return Ok(u64::MAX) };
        if text.len() as u64 + 1 > room {
            return Ok(u64::MAX - 1);
        }
        vm.memory.put(at, text.as_bytes())?;
        vm.memory.put(at + text.len() as u64, &[0])?;
        Ok(text.len() as u64)
    })
}

/// Address and port of a `sockaddr_in`.
fn address(vm: &Vm, at: u64) -> Result<(String, u16), Fault> {
    let bytes = vm.memory.get(at, 8)?;
    let b = |n: usize| bytes.get(n).copied().unwrap_or(0);
    Ok((
        format!("{}.{}.{}.{}", b(4), b(5), b(6), b(7)),
        u16::from_be_bytes([b(2), b(3)]),
    ))
}

fn list(vm: &Vm, at: u64) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    let mut at = at;
    while at != 0 {
        let one = vm.memory.word(at)?;
        if one == 0 {
            break;
        }
        out.push(vm.memory.string(one)?);
        at += 8;
    }
    Ok(out)
}

pub fn call(number: usize, vm: &mut Vm, args: &[u64]) -> Result<Out, Fault> {
    let name = NAMES.get(number).copied().unwrap_or("");
    let a = |n: usize| args.get(n).copied().unwrap_or(0);
    let int = |n: usize| a(n) as i32;
    let float = |n: usize| f64::from_bits(a(n));
    let number = |v: f64| Ok(Out::Value(v.to_bits()));
    let ask = |call: Call| Ok(Out::Ask(call, plain()));
    // Requests that nothing is too long for.
    let len = |n: usize| (a(n) as usize).min(1 << 20);
    match name {
        "memcpy" | "memmove" => {
            let bytes = vm.memory.get(a(1), a(2))?.to_vec();
            vm.memory.put(a(0), &bytes)?;
            Ok(Out::Value(a(0)))
        }
        "memset" => {
            vm.memory.get_mut(a(0), a(2))?.fill(a(1) as u8);
            Ok(Out::Value(a(0)))
        }
        "memcmp" => {
            let (x, y) = (vm.memory.get(a(0), a(2))?, vm.memory.get(a(1), a(2))?);
            Ok(Out::Value(x.cmp(y) as i64 as u64))
        }
        "strlen" => Ok(Out::Value(vm.memory.text(a(0))?.len() as u64)),
        "strcmp" => Ok(Out::Value(vm.memory.text(a(0))?.cmp(&vm.memory.text(a(1))?) as i64 as u64)),
        "malloc" => {
            let at = vm.memory.allocate(a(0));
            if at == 0 {
                vm.set_errno(12);
            }
            Ok(Out::Value(at))
        }
        "__free" => Ok(Out::Value(vm.memory.release(a(0)))),
        "__size" => Ok(Out::Value(vm.memory.size(a(0)))),
        "__exit" => Ok(Out::Exit(int(0) & 255)),
        "__die" => Ok(Out::Die(int(0))),
        "open" => ask(Call::Open {
            path: vm.memory.string(a(0))?,
            flags: a(1) as u32,
            mode: a(2) as u32,
        }),
        "read" => Ok(Out::Ask(Call::Read { fd: int(0), len: len(2) }, into(a(1)))),
        "recv" => Ok(Out::Ask(
            Call::Recv {
                fd: int(0),
                len: len(2),
                timeout: None,
            },
            into(a(1)),
        )),
        "write" => ask(Call::Write {
            fd: int(0),
            data: vm.memory.get(a(1), a(2))?.to_vec(),
        }),
        "send" => ask(Call::Send {
            fd: int(0),
            data: vm.memory.get(a(1), a(2))?.to_vec(),
            timeout: None,
        }),
        "close" => ask(Call::Close { fd: int(0) }),
        "lseek" => ask(Call::Lseek {
            fd: int(0),
            offset: a(1) as i64,
            whence: a(2) as u8,
        }),
        "fsync" => ask(Call::Fsync { fd: int(0) }),
        "ftruncate" => ask(Call::Ftruncate { fd: int(0), len: a(1) }),
        "getpid" => ask(Call::Getpid),
        "getppid" => ask(Call::Getppid),
        "getuid" => ask(Call::Getuid),
        "geteuid" => ask(Call::Geteuid),
        "getgid" => ask(Call::Getgid),
        "__sleep" => ask(Call::Sleep { nanos: a(0) }),
        "__realtime" => ask(Call::Realtime),
        "__monotonic" => ask(Call::Monotonic),
        "__cputime" => ask(Call::CpuTime),
        "unlink" => ask(Call::Unlink {
            path: vm.memory.string(a(0))?,
        }),
        "mkdir" => ask(Call::Mkdir {
            path: vm.memory.string(a(0))?,
            mode: a(1) as u32,
        }),
        "rmdir" => ask(Call::Rmdir {
            path: vm.memory.string(a(0))?,
        }),
        "rename" => ask(Call::Rename {
            from: vm.memory.string(a(0))?,
            to: vm.memory.string(a(1))?,
        }),
        "access" => ask(Call::Access {
            path: vm.memory.string(a(0))?,
            mode: a(1) as u32,
        }),
        "__chmod" => ask(Call::Chmod {
            path: vm.memory.string(a(0))?,
            mode: a(1) as u32,
        }),
        "umask" => ask(Call::Umask { mask: a(0) as u32 }),
        "chdir" => ask(Call::Chdir {
            path: vm.memory.string(a(0))?,
        }),
        "__getcwd" => Ok(Out::Ask(Call::Getcwd, text_into(a(0), a(1)))),
        "__hostname" => Ok(Out::Ask(Call::Hostname, text_into(a(0), a(1)))),
        "__stat" => {
            let at = a(2);
            let after: After = Box::new(move |vm, reply| {
                let Reply::Stat(s) = reply else { return Ok(u64::MAX) };
                let fields = [
                    s.dev,
                    s.ino,
                    s.nlink,
                    s.mode.into(),
                    s.uid.into(),
                    s.gid.into(),
                    s.size,
                    (s.mtime / 1_000_000_000) as u64,
                ];
                for (n, field) in fields.iter().enumerate() {
                    vm.memory.put(at + n as u64 * 8, &field.to_le_bytes())?;
                }
                Ok(0)
            });
            let call = if a(0) == 0 {
                Call::Fstat { fd: int(1) }
            } else {
                Call::Stat {
                    path: vm.memory.string(a(0))?,
                    follow: a(1) != 0,
                }
            };
            Ok(Out::Ask(call, after))
        }
        "isatty" => ask(Call::Isatty { fd: int(0) }),
        "dup" => ask(Call::Dup { fd: int(0), to: None }),
        "dup2" => ask(Call::Dup {
            fd: int(0),
            to: Some(int(1)),
        }),
        "pipe" => {
            let at = a(0);
            Ok(Out::Ask(
                Call::Pipe,
                Box::new(move |vm, reply| {
                    let Reply::Pair(r, w) = reply else { return Ok(u64::MAX) };
                    vm.memory.put(at, &(r as i32).to_le_bytes())?;
                    vm.memory.put(at + 4, &(w as i32).to_le_bytes())?;
                    Ok(0)
                }),
            ))
        }
        "kill" => ask(Call::Kill {
            pid: i64::from(int(0)),
            signal: int(1),
        }),
        "__sigaction" => {
            let (signal, address) = (int(0), a(1));
            let old = vm
                .handlers
                .insert(
                    signal,
                    Handler {
                        address,
                        restart: a(2) != 0,
                    },
                )
                .map_or(0, |h| h.address);
            let disposition = match address {
                0 => Disposition::Default,
                1 => Disposition::Ignore,
                _ => Disposition::Handler,
            };
            Ok(Out::Ask(
                Call::Sigaction { signal, disposition },
                Box::new(move |_, _| Ok(old)),
            ))
        }
        "__alarm" => ask(Call::Alarm { nanos: a(0) }),
        "pause" => Ok(Out::Ask(
            Call::Pause,
            Box::new(|vm, _| {
                vm.set_errno(4);
                Ok(u64::MAX)
            }),
        )),
        "__exec" => ask(Call::Exec {
            path: vm.memory.string(a(0))?,
            argv: list(vm, a(1))?,
            env: exec_env(vm, a(2))?,
        }),
        "__socket" => ask(Call::Socket {
            family: int(0),
            kind: int(1),
        }),
        "__bind" => ask(Call::Bind {
            fd: int(0),
            address: address(vm, a(1))?,
        }),
        "__connect" => ask(Call::Connect {
            fd: int(0),
            address: address(vm, a(1))?,
            timeout: None,
        }),
        "listen" => ask(Call::Listen {
            fd: int(0),
            backlog: int(1),
        }),
        "__accept" => {
            let at = a(1);
            let after: After = Box::new(move |vm, reply| {
                let Reply::Accepted { fd, peer } = reply else {
                    return Ok(u64::MAX);
                };
                if at != 0 {
                    let mut bytes = vec![2, 0];
                    bytes.extend(peer.1.to_be_bytes());
                    bytes.extend(peer.0.split('.').map(|n| n.parse::<u8>().unwrap_or(0)).chain([0; 4]).take(4));
                    vm.memory.put(at, &bytes)?;
                }
                Ok(fd as u64)
            });
            Ok(Out::Ask(
                Call::Accept {
                    fd: int(0),
                    timeout: None,
                },
                after,
            ))
        }
        "shutdown" => ask(Call::Shutdown { fd: int(0), how: int(1) }),
        "__setsockopt" => ask(Call::Setsockopt {
            fd: int(0),
            level: int(1),
            option: int(2),
            value: int(3),
        }),
        "__resolve" => {
            let at = a(1);
            let after: After = Box::new(move |vm, reply| {
                let Reply::Names(names) = reply else { return Ok(u64::MAX) };
                let Some(name) = names.iter().find(|n| n.matches('.').count() == 3) else {
                    return Ok(u64::MAX);
                };
                let bytes: Vec<u8> = name.split('.').map(|n| n.parse().unwrap_or(0)).collect();
                vm.memory.put(at, &bytes)?;
                Ok(0)
            });
            Ok(Out::Ask(
                Call::Resolve {
                    host: vm.memory.string(a(0))?,
                },
                after,
            ))
        }
        "__random" => Ok(Out::Ask(Call::Urandom { len: len(1) }, into(a(0)))),
        "__ftoa" => {
            let text = crate::decimal::float(float(0), a(1) as u8 as char, int(2), int(3) != 0);
            vm.memory.put(a(4), text.as_bytes())?;
            vm.memory.put(a(4) + text.len() as u64, &[0])?;
            Ok(Out::Value(text.len() as u64))
        }
        "__strtod" => {
            let text = vm.memory.string(a(0))?;
            let (value, used) = crate::decimal::parse(&text);
            vm.memory.put(a(1), &(used as i32).to_le_bytes())?;
            number(value)
        }
        "sin" => number(float(0).sin()),
        "cos" => number(float(0).cos()),
        "tan" => number(float(0).tan()),
        "asin" => number(float(0).asin()),
        "acos" => number(float(0).acos()),
        "atan" => number(float(0).atan()),
        "atan2" => number(float(0).atan2(float(1))),
        "sinh" => number(float(0).sinh()),
        "cosh" => number(float(0).cosh()),
        "tanh" => number(float(0).tanh()),
        "exp" => number(float(0).exp()),
        "exp2" => number(float(0).exp2()),
        "log" => number(float(0).ln()),
        "log2" => number(float(0).log2()),
        "log10" => number(float(0).log10()),
        "pow" => number(float(0).powf(float(1))),
        "sqrt" => number(float(0).sqrt()),
        "cbrt" => number(float(0).cbrt()),
        "floor" => number(float(0).floor()),
        "ceil" => number(float(0).ceil()),
        "round" => number(float(0).round()),
        "trunc" => number(float(0).trunc()),
        "fabs" => number(float(0).abs()),
        "fmod" => number(float(0) % float(1)),
        "hypot" => number(float(0).hypot(float(1))),
        _ => Ok(Out::Die(4)),
    }
}

fn exec_env(vm: &Vm, at: u64) -> Result<Option<Vec<(String, String)>>, Fault> {
    let lines = list(vm, at)?;
    Ok(Some(
        lines
            .iter()
            .filter_map(|l| l.split_once('='))
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect(),
    ))
}
