//! Natives that reach the host or the scheduler.

use super::{Native, Out, Want, one};
use crate::value::*;
use crate::vm::{Asker, Goroutine, Vm};
use std::rc::Rc;
use syscalls::{Call, CallId, Disposition, Step};

fn arg(args: &[Value], n: usize) -> &Value {
    args.get(n).unwrap_or(&Value::Nil)
}

fn text(args: &[Value], n: usize) -> String {
    arg(args, n).text()
}

fn int(args: &[Value], n: usize) -> i64 {
    arg(args, n).int()
}

fn fd(args: &[Value], n: usize) -> i32 {
    i32::try_from(int(args, n)).unwrap_or(-1)
}

fn nothing() -> Out {
    Out::Values(Vec::new())
}

fn wait(args: &[Value], n: usize) -> Option<u64> {
    u64::try_from(int(args, n)).ok().filter(|n| *n > 0)
}

/// The request that a name and arguments stand for; the library's Go knows the shape of each answer.
fn path(args: &[Value]) -> String {
    text(args, 0)
}

fn place(value: &Value) -> (usize, u32) {
    match value {
        Value::Iface(pair) => place(&pair.1),
        Value::Obj(o) => (Rc::as_ptr(o) as usize, u32::MAX),
        Value::Ref(o, n) => (Rc::as_ptr(o) as usize, *n),
        _ => (0, 0),
    }
}

fn park(vm: &mut Vm, g: &mut Goroutine, args: &[Value]) -> Out {
    vm.parked.entry(place(arg(args, 0))).or_default().push_back(g.id);
    Out::Park(match int(args, 1) {
        0 => "sync.Mutex.Lock",
        1 => "sync.WaitGroup.Wait",
        2 => "sync.RWMutex.Lock",
        _ => "sync.Cond.Wait",
    })
}

fn unpark(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let key = place(arg(args, 0));
    let mut left = int(args, 1);
    while left != 0 {
        let Some(id) = vm.parked.get_mut(&key).and_then(|q| q.pop_front()) else { break };
        left -= 1;
        if let Some(sleeper) = vm.goroutines.get_mut(&id) {
            sleeper.reply = Some(Vec::new());
            vm.ready(id);
        }
    }
    if vm.parked.get(&key).is_some_and(|q| q.is_empty()) {
        vm.parked.remove(&key);
    }
    nothing()
}

fn start_timer(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let nanos = u64::try_from(int(args, 0)).unwrap_or(0);
    let id = vm.ask(Call::Sleep { nanos }, Asker::Timer(arg(args, 1).clone()));
    one(Value::Int(id.0 as i64))
}

fn stop_timer(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let id = CallId(int(args, 0) as u64);
    let there = vm.asked.remove(&id).is_some();
    if there {
        vm.outbox.push_back(Step::Cancel(id));
    }
    one(Value::Bool(there))
}

fn handle(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let signal = fd(args, 0);
    vm.ignored.remove(&signal);
    vm.handlers.insert(signal, arg(args, 1).clone());
    vm.ask(Call::Sigaction { signal, disposition: Disposition::Handler }, Asker::Nobody);
    nothing()
}

fn unhandle(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let signal = fd(args, 0);
    vm.handlers.remove(&signal);
    if arg(args, 1).truth() {
        vm.ignored.insert(signal);
    }
    nothing()
}

fn close(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    vm.interrupt(fd(args, 0));
    Out::Ask(Call::Close { fd: fd(args, 0) }, Want::Unit, None)
}

fn environ(vm: &mut Vm, _: &mut Goroutine, _: &[Value]) -> Out {
    let list = vm.config.env.iter().map(|(k, v)| format!("{k}={v}")).collect();
    one(vm.strings(list))
}

fn ask(call: Call, want: Want) -> Out {
    Out::Ask(call, want, None)
}

pub const TABLE: &[(&str, Native)] = &[
    ("os.sysOpen", |_, _, a| {
        ask(Call::Open { path: path(a), flags: int(a, 1) as u32, mode: int(a, 2) as u32 }, Want::Int)
    }),
    ("os.sysRead", |_, _, a| ask(Call::Read { fd: fd(a, 0), len: int(a, 1).clamp(0, 1 << 24) as usize }, Want::Bytes)),
    ("os.sysWrite", |_, _, a| ask(Call::Write { fd: fd(a, 0), data: arg(a, 1).bytes() }, Want::Int)),
    ("os.sysSeek", |_, _, a| ask(Call::Lseek { fd: fd(a, 0), offset: int(a, 1), whence: int(a, 2) as u8 }, Want::Int)),
    ("os.sysClose", close),
    ("os.sysStat", |_, _, a| ask(Call::Stat { path: path(a), follow: arg(a, 1).truth() }, Want::Stat)),
    ("os.sysFstat", |_, _, a| ask(Call::Fstat { fd: fd(a, 0) }, Want::Stat)),
    ("os.sysList", |_, _, a| ask(Call::Listdir { path: path(a) }, Want::Names)),
    ("os.sysMkdir", |_, _, a| ask(Call::Mkdir { path: path(a), mode: int(a, 1) as u32 }, Want::Unit)),
    ("os.sysRmdir", |_, _, a| ask(Call::Rmdir { path: path(a) }, Want::Unit)),
    ("os.sysUnlink", |_, _, a| ask(Call::Unlink { path: path(a) }, Want::Unit)),
    ("os.sysRename", |_, _, a| ask(Call::Rename { from: path(a), to: text(a, 1) }, Want::Unit)),
    ("os.sysSymlink", |_, _, a| ask(Call::Symlink { target: path(a), path: text(a, 1) }, Want::Unit)),
    ("os.sysReadlink", |_, _, a| ask(Call::Readlink { path: path(a) }, Want::Text)),
    ("os.sysChmod", |_, _, a| ask(Call::Chmod { path: path(a), mode: int(a, 1) as u32 }, Want::Unit)),
    ("os.sysChdir", |_, _, a| ask(Call::Chdir { path: path(a) }, Want::Unit)),
    ("os.sysTruncate", |_, _, a| ask(Call::Ftruncate { fd: fd(a, 0), len: int(a, 1) as u64 }, Want::Unit)),
    ("os.sysGetwd", |_, _, _| ask(Call::Getcwd, Want::Text)),
    ("os.sysHostname", |_, _, _| ask(Call::Hostname, Want::Text)),
    ("os.sysGetpid", |_, _, _| ask(Call::Getpid, Want::Int)),
    ("os.sysGetppid", |_, _, _| ask(Call::Getppid, Want::Int)),
    ("os.sysGetuid", |_, _, _| ask(Call::Getuid, Want::Int)),
    ("os.sysGetgid", |_, _, _| ask(Call::Getgid, Want::Int)),
    ("os.sysKill", |_, _, a| ask(Call::Kill { pid: int(a, 0), signal: fd(a, 1) }, Want::Unit)),
    ("os.Exit", |_, _, a| Out::Exit(fd(a, 0))),
    ("os.arguments", |vm, _, _| {
        let argv = vm.config.argv.clone();
        one(vm.strings(argv))
    }),
    ("os.environment", environ),
    ("net.sysSocket", |_, _, _| ask(Call::Socket { family: 2, kind: 1 }, Want::Int)),
    ("net.sysBind", |_, _, a| ask(Call::Bind { fd: fd(a, 0), address: (text(a, 1), int(a, 2) as u16) }, Want::Unit)),
    ("net.sysListen", |_, _, a| ask(Call::Listen { fd: fd(a, 0), backlog: 4096 }, Want::Unit)),
    ("net.sysAccept", |_, _, a| Out::Ask(Call::Accept { fd: fd(a, 0), timeout: None }, Want::Accept, Some(fd(a, 0)))),
    ("net.sysConnect", |_, _, a| {
        let address = (text(a, 1), int(a, 2) as u16);
        ask(Call::Connect { fd: fd(a, 0), address, timeout: wait(a, 3) }, Want::Unit)
    }),
    ("net.sysSend", |_, _, a| ask(Call::Send { fd: fd(a, 0), data: arg(a, 1).bytes(), timeout: None }, Want::Int)),
    ("net.sysRecv", |_, _, a| {
        let call = Call::Recv { fd: fd(a, 0), len: int(a, 1).clamp(0, 1 << 20) as usize, timeout: wait(a, 2) };
        Out::Ask(call, Want::Bytes, Some(fd(a, 0)))
    }),
    ("net.sysShutdown", |_, _, a| ask(Call::Shutdown { fd: fd(a, 0), how: 1 }, Want::Unit)),
    ("net.sysName", |_, _, a| ask(Call::Getsockname { fd: fd(a, 0) }, Want::Address)),
    ("net.sysPeer", |_, _, a| ask(Call::Getpeername { fd: fd(a, 0) }, Want::Address)),
    ("net.sysResolve", |_, _, a| ask(Call::Resolve { host: text(a, 0) }, Want::Names)),
    ("net.sysClose", close),
    ("time.sysNow", |_, _, _| ask(Call::Realtime, Want::Int)),
    ("time.sysSleep", |_, _, a| ask(Call::Sleep { nanos: u64::try_from(int(a, 0)).unwrap_or(0) }, Want::Unit)),
    ("time.startTimer", start_timer),
    ("time.stopTimer", stop_timer),
    ("sync.park", park),
    ("sync.unpark", unpark),
    ("os/signal.handle", handle),
    ("os/signal.unhandle", unhandle),
    ("runtime.Gosched", |_, _, _| Out::Yield),
    ("runtime.Goexit", |_, _, _| Out::Goexit),
    ("runtime.NumGoroutine", |vm, _, _| one(Value::Int(vm.goroutines.len() as i64 + 1))),
    ("runtime.write", |_, _, a| ask(Call::Write { fd: 2, data: arg(a, 0).bytes() }, Want::Int)),
    ("runtime.exit", |_, _, a| Out::Exit(fd(a, 0))),
    ("runtime.fatal", |vm, _, a| {
        let words = format!("fatal error: {}\n", text(a, 0));
        vm.fatal(&words);
        Out::Park("fatal")
    }),
    ("runtime.shown", |vm, _, a| one(Value::str(&shown(vm, arg(a, 0))))),
    ("runtime.release", |vm, _, _| one(Value::str(&format!("go{}", vm.config.version)))),
    ("runtime.memory", |vm, _, _| one(Value::Int(vm.memory() as i64))),
    ("math/rand.chance", |vm, _, _| one(Value::Int(vm.chance() as i64))),
];

/// What a panic's message says of a value without words of its own.
fn shown(vm: &Vm, value: &Value) -> String {
    let Value::Iface(pair) = value else { return "nil".into() };
    let types = &vm.compiler.types;
    let name = types.text(pair.0, None);
    let plain = matches!(types.get(pair.0), crate::types::Type::Basic(_));
    let text = match &pair.1 {
        Value::Str(s) if plain => return s.text(),
        Value::Str(s) => super::numbers::quote(s.as_bytes()),
        Value::Int(_) | Value::Float(_) | Value::Bool(_) => String::from_utf8_lossy(&super::print(
            &[Value::Iface(Rc::new((types.under(pair.0), pair.1.clone())))],
            false,
        ))
        .into_owned(),
        _ => return format!("({name}) {{…}}"),
    };
    format!("{name}({text})")
}
