//! `_host`: every request to the host as a function; `os`, `socket`, `time` and the like are Python on top of it.

use crate::heap::*;
use crate::host::*;
use crate::vm::*;

fn ask(call: Call, filename: Value) -> Answer {
    Err(Control::Host(Box::new(HostRequest { call, filename, then: None })))
}

fn path(vm: &mut Vm, a: &[Value], n: usize) -> Outcome<String> {
    let v = vm.arg(a, n);
    let text = match vm.heap.kind(v) {
        Some(Kind::Str(t)) => t.s.to_string(),
        Some(Kind::Bytes(b)) => String::from_utf8_lossy(b).to_string(),
        _ => {
            let message = format!("expected str, bytes or os.PathLike object, not {}", vm.type_name(v));
            return Err(vm.type_error(&message));
        }
    };
    if text.contains('\0') {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(text)
}
fn int(vm: &mut Vm, a: &[Value], n: usize) -> Outcome<i64> {
    vm.int_arg(vm.arg(a, n))
}
fn fd(vm: &mut Vm, a: &[Value]) -> Outcome<i32> {
    Ok(i32::try_from(int(vm, a, 0)?).unwrap_or(-1))
}
fn timeout(vm: &mut Vm, a: &[Value], n: usize) -> Outcome<Option<u64>> {
    match vm.arg(a, n) {
        Value::None | Value::Null => Ok(None),
        v => {
            let seconds = vm.float_arg(v)?;
            Ok(Some((seconds.max(0.0) * 1e9) as u64))
        }
    }
}
fn address(vm: &mut Vm, a: &[Value], n: usize) -> Outcome<Address> {
    let host = vm.text(vm.arg(a, n)).to_string();
    let port = int(vm, a, n + 1)?;
    let Ok(port) = u16::try_from(port) else { return Err(vm.raise("OverflowError", "bind(): port must be 0-65535.")) };
    Ok((host, port))
}
fn fds(vm: &mut Vm, v: Value) -> Outcome<Vec<i32>> {
    let items = vm.listed(v)?;
    Ok(items.into_iter().filter_map(|v| if let Value::Int(n) = v { i32::try_from(n).ok() } else { None }).collect())
}
fn size(vm: &mut Vm, a: &[Value], n: usize) -> Outcome<usize> {
    Ok(usize::try_from(int(vm, a, n)?).unwrap_or(0).min(1 << 24))
}
fn pairs(vm: &mut Vm, v: Value) -> Option<Vec<(String, String)>> {
    match vm.heap.kind(v) {
        Some(Kind::Dict(d)) => {
            let items: Vec<(Value, Value)> = d.iter().collect();
            Some(items.into_iter().map(|(k, v)| (vm.text(k).to_string(), vm.text(v).to_string())).collect())
        }
        _ => None,
    }
}
fn strings(vm: &mut Vm, v: Value) -> Outcome<Vec<String>> {
    let items = vm.listed(v)?;
    let mut out = Vec::new();
    for (n, _) in items.iter().enumerate() {
        out.push(path(vm, &items, n)?);
    }
    Ok(out)
}

pub fn install(vm: &mut Vm) {
    let d = super::module(vm, "_host");
    let none = Value::None;
    let _ = none;
    vm.functions(
        d,
        "_host",
        &[
            ("open", |vm, a, _| {
                let p = path(vm, a, 0)?;
                let call = Call::Open { path: p, flags: int(vm, a, 1)? as u32, mode: vm.opt_int(a, 2, 0o777)? as u32 };
                ask(call, vm.arg(a, 0))
            }),
            ("read", |vm, a, _| ask(Call::Read { fd: fd(vm, a)?, len: size(vm, a, 1)? }, Value::None)),
            ("write", |vm, a, _| {
                let data = vm.bytes_of(vm.arg(a, 1))?.to_vec();
                ask(Call::Write { fd: fd(vm, a)?, data }, Value::None)
            }),
            ("close", |vm, a, _| ask(Call::Close { fd: fd(vm, a)? }, Value::None)),
            ("lseek", |vm, a, _| {
                ask(Call::Lseek { fd: fd(vm, a)?, offset: int(vm, a, 1)?, whence: int(vm, a, 2)? as u8 }, Value::None)
            }),
            ("ftruncate", |vm, a, _| {
                ask(Call::Ftruncate { fd: fd(vm, a)?, len: int(vm, a, 1)?.max(0) as u64 }, Value::None)
            }),
            ("fsync", |vm, a, _| ask(Call::Fsync { fd: fd(vm, a)? }, Value::None)),
            ("isatty", |vm, a, _| ask(Call::Isatty { fd: fd(vm, a)? }, Value::None)),
            ("dup", |vm, a, _| {
                let to = vm.opt_int(a, 1, -1)?;
                ask(Call::Dup { fd: fd(vm, a)?, to: i32::try_from(to).ok().filter(|n| *n >= 0) }, Value::None)
            }),
            ("pipe", |_, _, _| ask(Call::Pipe, Value::None)),
            ("stat", |vm, a, _| {
                let call = Call::Stat { path: path(vm, a, 0)?, follow: !matches!(vm.arg(a, 1), Value::Bool(false)) };
                ask(call, vm.arg(a, 0))
            }),
            ("fstat", |vm, a, _| ask(Call::Fstat { fd: fd(vm, a)? }, Value::None)),
            ("access", |vm, a, _| {
                ask(Call::Access { path: path(vm, a, 0)?, mode: int(vm, a, 1)? as u32 }, vm.arg(a, 0))
            }),
            ("listdir", |vm, a, _| ask(Call::Listdir { path: path(vm, a, 0)? }, vm.arg(a, 0))),
            ("mkdir", |vm, a, _| {
                ask(Call::Mkdir { path: path(vm, a, 0)?, mode: vm.opt_int(a, 1, 0o777)? as u32 }, vm.arg(a, 0))
            }),
            ("rmdir", |vm, a, _| ask(Call::Rmdir { path: path(vm, a, 0)? }, vm.arg(a, 0))),
            ("unlink", |vm, a, _| ask(Call::Unlink { path: path(vm, a, 0)? }, vm.arg(a, 0))),
            ("rename", |vm, a, _| ask(Call::Rename { from: path(vm, a, 0)?, to: path(vm, a, 1)? }, vm.arg(a, 0))),
            ("link", |vm, a, _| ask(Call::Link { from: path(vm, a, 0)?, to: path(vm, a, 1)? }, vm.arg(a, 0))),
            ("symlink", |vm, a, _| ask(Call::Symlink { target: path(vm, a, 0)?, path: path(vm, a, 1)? }, vm.arg(a, 0))),
            ("readlink", |vm, a, _| ask(Call::Readlink { path: path(vm, a, 0)? }, vm.arg(a, 0))),
            ("chmod", |vm, a, _| ask(Call::Chmod { path: path(vm, a, 0)?, mode: int(vm, a, 1)? as u32 }, vm.arg(a, 0))),
            ("chown", |vm, a, _| {
                ask(Call::Chown { path: path(vm, a, 0)?, uid: int(vm, a, 1)?, gid: int(vm, a, 2)? }, vm.arg(a, 0))
            }),
            ("utime", |vm, a, _| {
                ask(Call::Utime { path: path(vm, a, 0)?, atime: int(vm, a, 1)?, mtime: int(vm, a, 2)? }, vm.arg(a, 0))
            }),
            ("getcwd", |_, _, _| ask(Call::Getcwd, Value::None)),
            ("chdir", |vm, a, _| ask(Call::Chdir { path: path(vm, a, 0)? }, vm.arg(a, 0))),
            ("umask", |vm, a, _| ask(Call::Umask { mask: int(vm, a, 0)? as u32 }, Value::None)),
            ("getpid", |_, _, _| ask(Call::Getpid, Value::None)),
            ("getppid", |_, _, _| ask(Call::Getppid, Value::None)),
            ("getuid", |_, _, _| ask(Call::Getuid, Value::None)),
            ("getgid", |_, _, _| ask(Call::Getgid, Value::None)),
            ("geteuid", |_, _, _| ask(Call::Geteuid, Value::None)),
            ("hostname", |_, _, _| ask(Call::Hostname, Value::None)),
            ("terminal_size", |vm, a, _| ask(Call::TerminalSize { fd: fd(vm, a)? }, Value::None)),
            ("realtime", |_, _, _| ask(Call::Realtime, Value::None)),
            ("monotonic", |_, _, _| ask(Call::Monotonic, Value::None)),
            ("cpu_time", |_, _, _| ask(Call::CpuTime, Value::None)),
            ("sleep", |vm, a, _| {
                let nanos = timeout(vm, a, 0)?.unwrap_or(0);
                ask(Call::Sleep { nanos }, Value::None)
            }),
            ("urandom", |vm, a, _| ask(Call::Urandom { len: size(vm, a, 0)? }, Value::None)),
            ("kill", |vm, a, _| ask(Call::Kill { pid: int(vm, a, 0)?, signal: int(vm, a, 1)? as i32 }, Value::None)),
            ("sigaction", |vm, a, _| {
                let disposition = match int(vm, a, 1)? {
                    0 => Disposition::Default,
                    1 => Disposition::Ignore,
                    _ => Disposition::Handler,
                };
                ask(Call::Sigaction { signal: fd(vm, a)?, disposition }, Value::None)
            }),
            ("alarm", |vm, a, _| {
                let nanos = timeout(vm, a, 0)?.unwrap_or(0);
                ask(Call::Alarm { nanos }, Value::None)
            }),
            ("pause", |_, _, _| ask(Call::Pause, Value::None)),
            ("spawn", |vm, a, _| {
                // program, argv, env, cwd, stdin, stdout, stderr: a descriptor, or -1 pipe, -2 standard output, -3 null.
                let stdio = |vm: &mut Vm, n: usize| -> Outcome<Stdio> {
                    Ok(match int(vm, a, n)? {
                        -1 => Stdio::Pipe,
                        -2 => Stdio::Stdout,
                        -3 => Stdio::Null,
                        n => Stdio::Fd(i32::try_from(n).unwrap_or(0)),
                    })
                };
                let spawn = Spawn {
                    program: path(vm, a, 0)?,
                    argv: strings(vm, vm.arg(a, 1))?,
                    env: pairs(vm, vm.arg(a, 2)),
                    cwd: if vm.arg(a, 3).is_none() { None } else { Some(path(vm, a, 3)?) },
                    stdin: stdio(vm, 4)?,
                    stdout: stdio(vm, 5)?,
                    stderr: stdio(vm, 6)?,
                };
                ask(Call::Spawn(Box::new(spawn)), vm.arg(a, 0))
            }),
            ("wait", |vm, a, _| {
                let nohang = matches!(vm.arg(a, 1), Value::Bool(true));
                ask(Call::Wait { pid: int(vm, a, 0)?, nohang }, Value::None)
            }),
            ("exec", |vm, a, _| {
                let call = Call::Exec {
                    path: path(vm, a, 0)?,
                    argv: strings(vm, vm.arg(a, 1))?,
                    env: pairs(vm, vm.arg(a, 2)),
                };
                ask(call, vm.arg(a, 0))
            }),
            ("socket", |vm, a, _| ask(Call::Socket { family: fd(vm, a)?, kind: int(vm, a, 1)? as i32 }, Value::None)),
            ("bind", |vm, a, _| ask(Call::Bind { fd: fd(vm, a)?, address: address(vm, a, 1)? }, Value::None)),
            ("listen", |vm, a, _| ask(Call::Listen { fd: fd(vm, a)?, backlog: int(vm, a, 1)? as i32 }, Value::None)),
            ("accept", |vm, a, _| ask(Call::Accept { fd: fd(vm, a)?, timeout: timeout(vm, a, 1)? }, Value::None)),
            ("connect", |vm, a, _| {
                ask(
                    Call::Connect { fd: fd(vm, a)?, address: address(vm, a, 1)?, timeout: timeout(vm, a, 3)? },
                    Value::None,
                )
            }),
            ("send", |vm, a, _| {
                let data = vm.bytes_of(vm.arg(a, 1))?.to_vec();
                ask(Call::Send { fd: fd(vm, a)?, data, timeout: timeout(vm, a, 2)? }, Value::None)
            }),
            ("recv", |vm, a, _| {
                ask(Call::Recv { fd: fd(vm, a)?, len: size(vm, a, 1)?, timeout: timeout(vm, a, 2)? }, Value::None)
            }),
            ("sendto", |vm, a, _| {
                let data = vm.bytes_of(vm.arg(a, 1))?.to_vec();
                ask(Call::Sendto { fd: fd(vm, a)?, data, address: address(vm, a, 2)? }, Value::None)
            }),
            ("recvfrom", |vm, a, _| {
                ask(Call::Recvfrom { fd: fd(vm, a)?, len: size(vm, a, 1)?, timeout: timeout(vm, a, 2)? }, Value::None)
            }),
            ("shutdown", |vm, a, _| ask(Call::Shutdown { fd: fd(vm, a)?, how: int(vm, a, 1)? as i32 }, Value::None)),
            ("setsockopt", |vm, a, _| {
                let call = Call::Setsockopt {
                    fd: fd(vm, a)?,
                    level: int(vm, a, 1)? as i32,
                    option: int(vm, a, 2)? as i32,
                    value: vm.opt_int(a, 3, 0)? as i32,
                };
                ask(call, Value::None)
            }),
            ("getsockname", |vm, a, _| ask(Call::Getsockname { fd: fd(vm, a)? }, Value::None)),
            ("getpeername", |vm, a, _| ask(Call::Getpeername { fd: fd(vm, a)? }, Value::None)),
            ("resolve", |vm, a, _| ask(Call::Resolve { host: path(vm, a, 0)? }, Value::None)),
            ("poll", |vm, a, _| {
                let (r, w) = (fds(vm, vm.arg(a, 0))?, fds(vm, vm.arg(a, 1))?);
                ask(Call::Poll { read: r, write: w, timeout: timeout(vm, a, 2)? }, Value::None)
            }),
            ("strerror", |vm, a, _| {
                let s = crate::errors::strerror(fd(vm, a)?);
                vm.string(s)
            }),
            ("error", |vm, a, _| {
                let n = fd(vm, a)?;
                Err(Control::Raise(vm.host_error(n, vm.arg(a, 1))))
            }),
        ],
    );
}

impl Vm {
    pub fn value_of_reply(&mut self, reply: Reply) -> Value {
        let fd = |n: Option<i32>| n.map_or(Value::None, |n| Value::Int(i64::from(n)));
        match reply {
            Reply::Unit => Value::None,
            Reply::Int(n) => Value::Int(n),
            Reply::Pair(a, b) => self.new_tuple([Value::Int(a), Value::Int(b)]),
            Reply::Text(s) => self.new_str(s),
            Reply::Bytes(b) => self.new_bytes(b),
            Reply::Names(names) => {
                let items = names.into_iter().map(|s| self.new_str(s)).collect();
                self.new_list(items)
            }
            Reply::Stat(s) => self.new_tuple([
                Value::Int(i64::from(s.mode)),
                Value::Int(s.ino as i64),
                Value::Int(s.dev as i64),
                Value::Int(s.nlink as i64),
                Value::Int(i64::from(s.uid)),
                Value::Int(i64::from(s.gid)),
                Value::Int(s.size as i64),
                Value::Int(s.atime),
                Value::Int(s.mtime),
                Value::Int(s.ctime),
            ]),
            Reply::Spawned { pid, stdin, stdout, stderr } => {
                self.new_tuple([Value::Int(pid), fd(stdin), fd(stdout), fd(stderr)])
            }
            Reply::Waited { pid, status } => self.new_tuple([Value::Int(pid), Value::Int(i64::from(status))]),
            Reply::Accepted { fd, peer } => {
                let peer = self.socket_address(peer);
                self.new_tuple([Value::Int(i64::from(fd)), peer])
            }
            Reply::Addr(a) => self.socket_address(a),
            Reply::Datagram { data, from } => {
                let (data, from) = (self.new_bytes(data), self.socket_address(from));
                self.new_tuple([data, from])
            }
            Reply::Ready { read, write } => {
                let mut list = |fds: Vec<i32>| {
                    let items = fds.into_iter().map(|n| Value::Int(i64::from(n))).collect();
                    self.new_list(items)
                };
                let (r, w) = (list(read), list(write));
                self.new_tuple([r, w])
            }
        }
    }
    fn socket_address(&mut self, (host, port): Address) -> Value {
        let host = self.new_str(host);
        self.new_tuple([host, Value::Int(i64::from(port))])
    }
}
