//! Requests to the host out of a program's values, and answers as values; the library's own calls are named here.

use crate::realm::Realm;
use crate::value::*;
use std::rc::Rc;
use syscalls::{Call, Disposition, HostError, Reply, Spawn, Stdio};

fn text(realm: &Realm, args: &[Value], n: usize) -> String {
    args.get(n).map_or(String::new(), |v| realm.to_str_now(v).as_str().to_string())
}

fn num(realm: &Realm, args: &[Value], n: usize) -> f64 {
    args.get(n).map_or(0.0, |v| realm.to_number_now(v))
}

/// Bytes of a view or of a string.
pub fn data(realm: &Realm, args: &[Value], n: usize) -> Vec<u8> {
    match args.get(n) {
        Some(Value::Obj(o)) => crate::bytes::slice(o).unwrap_or_default(),
        Some(v) => realm.to_str_now(v).as_str().as_bytes().to_vec(),
        None => Vec::new(),
    }
}

fn pairs(realm: &Realm, value: &Value) -> Option<Vec<(String, String)>> {
    let Value::Obj(object) = value else { return None };
    let keys = crate::objects::keys(object, true);
    Some(
        keys.iter()
            .map(|k| (realm.show_key(k), realm.to_str_now(&realm.get_now(object, k)).as_str().to_string()))
            .collect(),
    )
}

/// The request that arguments describe: its name, then its parts.
pub fn request(realm: &Rc<Realm>, args: &[Value]) -> Res<Call> {
    let t = |n| text(realm, args, n);
    let i = |n| num(realm, args, n) as i32;
    let u = |n| num(realm, args, n).clamp(0.0, 1e18) as u64;
    let wait =
        |n: usize| args.get(n).filter(|v| !v.is_nullish()).map(|v| realm.to_number_now(v).clamp(0.0, 1e18) as u64);
    let stdio = |n: usize| match args.get(n) {
        Some(Value::Num(fd)) => Stdio::Fd(*fd as i32),
        Some(Value::Str(s)) if s.as_str() == "pipe" => Stdio::Pipe,
        _ => Stdio::Null,
    };
    Ok(match t(0).as_str() {
        "open" => Call::Open { path: t(1), flags: i(2) as u32, mode: i(3) as u32 },
        "read" => Call::Read { fd: i(1), len: u(2) as usize },
        "write" => Call::Write { fd: i(1), data: data(realm, args, 2) },
        "close" => Call::Close { fd: i(1) },
        "stat" => Call::Stat { path: t(1), follow: true },
        "lstat" => Call::Stat { path: t(1), follow: false },
        "fstat" => Call::Fstat { fd: i(1) },
        "isatty" => Call::Isatty { fd: i(1) },
        "access" => Call::Access { path: t(1), mode: i(2) as u32 },
        "readdir" => Call::Listdir { path: t(1) },
        "mkdir" => Call::Mkdir { path: t(1), mode: i(2) as u32 },
        "rmdir" => Call::Rmdir { path: t(1) },
        "unlink" => Call::Unlink { path: t(1) },
        "rename" => Call::Rename { from: t(1), to: t(2) },
        "symlink" => Call::Symlink { target: t(1), path: t(2) },
        "readlink" => Call::Readlink { path: t(1) },
        "chmod" => Call::Chmod { path: t(1), mode: i(2) as u32 },
        "chown" => Call::Chown { path: t(1), uid: num(realm, args, 2) as i64, gid: num(realm, args, 3) as i64 },
        "utime" => Call::Utime { path: t(1), atime: num(realm, args, 2) as i64, mtime: num(realm, args, 3) as i64 },
        "ftruncate" => Call::Ftruncate { fd: i(1), len: u(2) },
        "getcwd" => Call::Getcwd,
        "chdir" => Call::Chdir { path: t(1) },
        "getpid" => Call::Getpid,
        "getppid" => Call::Getppid,
        "getuid" => Call::Getuid,
        "getgid" => Call::Getgid,
        "hostname" => Call::Hostname,
        "size" => Call::TerminalSize { fd: i(1) },
        "realtime" => Call::Realtime,
        "monotonic" => Call::Monotonic,
        "cputime" => Call::CpuTime,
        "sleep" => Call::Sleep { nanos: u(1) },
        "random" => Call::Urandom { len: u(1).min(1 << 20) as usize },
        "kill" => Call::Kill { pid: num(realm, args, 1) as i64, signal: i(2) },
        "signal" => Call::Sigaction {
            signal: i(1),
            disposition: match i(2) {
                0 => Disposition::Default,
                1 => Disposition::Ignore,
                _ => Disposition::Handler,
            },
        },
        "spawn" => Call::Spawn(Box::new(Spawn {
            program: t(1),
            argv: realm
                .list_now(args.get(2).unwrap_or(&Value::Undefined))
                .iter()
                .map(|v| realm.to_str_now(v).as_str().to_string())
                .collect(),
            env: args.get(3).and_then(|v| pairs(realm, v)),
            cwd: args.get(4).filter(|v| !v.is_nullish()).map(|v| realm.to_str_now(v).as_str().to_string()),
            stdin: stdio(5),
            stdout: stdio(6),
            stderr: stdio(7),
        })),
        "wait" => Call::Wait { pid: num(realm, args, 1) as i64, nohang: false },
        "socket" => Call::Socket { family: 2, kind: 1 },
        "bind" => Call::Bind { fd: i(1), address: (t(2), i(3) as u16) },
        "listen" => Call::Listen { fd: i(1), backlog: 511 },
        "accept" => Call::Accept { fd: i(1), timeout: wait(2) },
        "connect" => Call::Connect { fd: i(1), address: (t(2), i(3) as u16), timeout: wait(4) },
        "send" => Call::Send { fd: i(1), data: data(realm, args, 2), timeout: None },
        "recv" => Call::Recv { fd: i(1), len: u(2) as usize, timeout: None },
        "shutdown" => Call::Shutdown { fd: i(1), how: i(2) },
        "sockname" => Call::Getsockname { fd: i(1) },
        "resolve" => Call::Resolve { host: t(1) },
        other => return Err(realm.type_error(&format!("drydock: the call {other} is not simulated"))),
    })
}

/// A reply as a value: `{error: errno}` for a failure.
pub fn answer(realm: &Rc<Realm>, reply: Result<Reply, HostError>) -> Value {
    let record = |fields: Vec<(&str, Value)>| {
        let made = realm.plain();
        for (name, value) in fields {
            made.define(name.into(), value, ALL);
        }
        Value::Obj(made)
    };
    let n = |n: f64| Value::Num(n);
    let fd = |f: Option<i32>| f.map_or(Value::Null, |f| Value::Num(f64::from(f)));
    match reply {
        Err(e) => record(vec![("error", n(f64::from(e.errno)))]),
        Ok(Reply::Unit) => Value::Undefined,
        Ok(Reply::Int(i)) => n(i as f64),
        Ok(Reply::Pair(a, b)) => realm.array(vec![n(a as f64), n(b as f64)]),
        Ok(Reply::Text(t)) => Value::str(&t),
        Ok(Reply::Bytes(b)) => crate::bytes::view(realm, b),
        Ok(Reply::Names(names)) => realm.strings(names.iter().map(String::as_str)),
        Ok(Reply::Stat(s)) => record(vec![
            ("mode", n(f64::from(s.mode))),
            ("ino", n(s.ino as f64)),
            ("dev", n(s.dev as f64)),
            ("nlink", n(s.nlink as f64)),
            ("uid", n(f64::from(s.uid))),
            ("gid", n(f64::from(s.gid))),
            ("size", n(s.size as f64)),
            ("atimeMs", n(s.atime as f64 / 1e6)),
            ("mtimeMs", n(s.mtime as f64 / 1e6)),
            ("ctimeMs", n(s.ctime as f64 / 1e6)),
        ]),
        Ok(Reply::Spawned { pid, stdin, stdout, stderr }) => {
            record(vec![("pid", n(pid as f64)), ("stdin", fd(stdin)), ("stdout", fd(stdout)), ("stderr", fd(stderr))])
        }
        Ok(Reply::Waited { pid, status }) => record(vec![("pid", n(pid as f64)), ("status", n(f64::from(status)))]),
        Ok(Reply::Accepted { fd: f, peer }) => {
            record(vec![("fd", n(f64::from(f))), ("address", Value::str(&peer.0)), ("port", n(f64::from(peer.1)))])
        }
        Ok(Reply::Addr((a, p))) => record(vec![("address", Value::str(&a)), ("port", n(f64::from(p)))]),
        Ok(Reply::Datagram { data, .. }) => crate::bytes::view(realm, data),
        Ok(Reply::Ready { .. }) => Value::Undefined,
    }
}
