//! A host for tests: files in memory, sockets that loop back, a clock that jumps. Leaves out permissions and children.

#![allow(dead_code, reason = "each of the test programs uses its own part")]

use js::*;
use std::collections::{BTreeMap, VecDeque};

#[derive(Clone)]
enum Fd {
    Stdin,
    Out(usize),
    File {
        path: String,
        at: usize,
        append: bool,
    },
    /// Which end of which connection.
    Stream(usize, usize),
    Listener(u16),
    Fresh,
    PipeRead(usize),
    PipeWrite(usize),
}

#[derive(Default)]
struct Connection {
    /// What is on its way to each end, and whether the other side has closed.
    to: [VecDeque<u8>; 2],
    closed: [bool; 2],
}

#[derive(Default)]
pub struct Host {
    pub files: BTreeMap<String, Vec<u8>>,
    pub dirs: BTreeMap<String, ()>,
    pub out: [Vec<u8>; 2],
    /// The same in the order of writing.
    pub both: Vec<u8>,
    pub stdin: VecDeque<u8>,
    pub now: u64,
    pub cwd: String,
    fds: BTreeMap<i32, Fd>,
    connections: Vec<Connection>,
    backlog: BTreeMap<u16, VecDeque<usize>>,
    listening: BTreeMap<u16, ()>,
    pipes: Vec<VecDeque<u8>>,
    waiting: Vec<(CallId, Call, Option<u64>)>,
    pub steps: u64,
}

pub const START: u64 = 1_795_375_554_000_000_000;

impl Host {
    pub fn new() -> Host {
        let mut host = Host { cwd: "/app".into(), ..Host::default() };
        for d in [
            "/",
            "/app",
            "/tmp",
            "/usr",
            "/usr/local",
            "/usr/local/lib",
            "/usr/local/lib/python3.12",
            "/usr/local/lib/python3.12/site-packages",
        ] {
            host.dirs.insert(d.into(), ());
        }
        host.fds.insert(0, Fd::Stdin);
        host.fds.insert(1, Fd::Out(0));
        host.fds.insert(2, Fd::Out(1));
        host
    }

    pub fn add(&mut self, path: &str, data: &[u8]) {
        let mut at = 1;
        while let Some(n) = path[at..].find('/') {
            self.dirs.insert(path[..at + n].to_string(), ());
            at += n + 1;
        }
        self.files.insert(path.to_string(), data.to_vec());
    }

    pub fn install(&mut self, package: &str) {
        let about = format!("{{\"name\": \"{package}\", \"version\": \"1.2.3\", \"main\": \"index.js\"}}");
        self.add(&format!("/app/node_modules/{package}/package.json"), about.as_bytes());
        for (path, data) in package_files(package).unwrap() {
            self.add(&format!("/app/node_modules/{package}/{path}"), data.as_bytes());
        }
    }

    /// Runs to the end, or until nothing happens any more within the time given.
    pub fn run(&mut self, vm: &mut Vm, limit: u64) -> Option<Exit> {
        loop {
            self.steps += 1;
            match vm.run(100_000) {
                Step::Syscall(id, call) => match self.call(&call) {
                    Some(answer) => vm.resume(id, answer),
                    None => {
                        let until = deadline(&call).map(|d| self.now + d);
                        self.waiting.push((id, call, until));
                    }
                },
                Step::Cancel(id) => self.waiting.retain(|w| w.0 != id),
                Step::OutOfFuel => {
                    self.now += 1_000_000;
                    if self.now > limit {
                        return None;
                    }
                    self.wake(vm);
                }
                Step::Wait => {
                    if self.wake(vm) {
                        continue;
                    }
                    let next = self.waiting.iter().filter_map(|w| w.2).min()?;
                    self.now = self.now.max(next);
                    if self.now > limit {
                        return None;
                    }
                    self.wake(vm);
                }
                Step::Exited(exit) => return Some(exit),
            }
        }
    }

    fn wake(&mut self, vm: &mut Vm) -> bool {
        let mut any = false;
        for (id, call, until) in std::mem::take(&mut self.waiting) {
            let over = until.is_some_and(|u| u <= self.now);
            let answer = match self.call(&call) {
                Some(a) => Some(a),
                None if over => Some(match call {
                    Call::Sleep { .. } => Ok(Reply::Unit),
                    Call::Poll { .. } => Ok(Reply::Ready { read: vec![], write: vec![] }),
                    _ => Err(HostError { errno: 11 }),
                }),
                None => None,
            };
            match answer {
                Some(a) => {
                    any = true;
                    vm.resume(id, a);
                }
                None => self.waiting.push((id, call, until)),
            }
        }
        any
    }

    fn absolute(&self, path: &str) -> String {
        let joined = if path.starts_with('/') { path.to_string() } else { format!("{}/{path}", self.cwd) };
        let mut parts: Vec<&str> = Vec::new();
        for p in joined.split('/') {
            match p {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                p => parts.push(p),
            }
        }
        format!("/{}", parts.join("/"))
    }

    fn new_fd(&mut self, fd: Fd) -> i32 {
        let n = (3..).find(|n| !self.fds.contains_key(n)).unwrap();
        self.fds.insert(n, fd);
        n
    }

    fn stat(&self, path: &str) -> Option<Stat> {
        if self.dirs.contains_key(path) {
            return Some(Stat { mode: 0o040755, nlink: 2, ..Stat::default() });
        }
        let data = self.files.get(path)?;
        Some(Stat { mode: 0o100644, size: data.len() as u64, nlink: 1, mtime: START as i64, ..Stat::default() })
    }

    /// A client's connection, for a test that plays one: answers its number.
    pub fn connect(&mut self, port: u16) -> usize {
        let n = self.connections.len();
        self.connections.push(Connection::default());
        self.backlog.entry(port).or_default().push_back(n);
        n
    }
    #[allow(dead_code)]
    pub fn is_listening(&self, port: u16) -> bool {
        self.listening.contains_key(&port)
    }
    pub fn write(&mut self, connection: usize, data: &[u8]) {
        self.connections[connection].to[1].extend(data);
    }
    pub fn read(&mut self, connection: usize) -> Vec<u8> {
        self.connections[connection].to[0].drain(..).collect()
    }

    fn call(&mut self, call: &Call) -> Option<Result<Reply, HostError>> {
        let fail = |errno| Some(Err(HostError { errno }));
        let ok = |r| Some(Ok(r));
        match call {
            Call::Open { path, flags, .. } => {
                let path = self.absolute(path);
                let exists = self.files.contains_key(&path);
                if !exists && !self.dirs.contains_key(&path) {
                    let parent = path.rsplit_once('/').map_or("", |p| p.0);
                    if flags & 0x40 == 0 || !(parent.is_empty() || self.dirs.contains_key(parent)) {
                        return fail(2);
                    }
                    self.files.insert(path.clone(), Vec::new());
                } else if flags & 0x80 != 0 && flags & 0x40 != 0 {
                    return fail(17);
                }
                if flags & 0x200 != 0 {
                    self.files.insert(path.clone(), Vec::new());
                }
                let fd = self.new_fd(Fd::File { path, at: 0, append: flags & 0x400 != 0 });
                ok(Reply::Int(i64::from(fd)))
            }
            Call::Read { fd, len } => match self.fds.get(fd).cloned() {
                Some(Fd::Stdin) => {
                    let n = (*len).min(self.stdin.len());
                    ok(Reply::Bytes(self.stdin.drain(..n).collect()))
                }
                Some(Fd::File { path, at, append }) => {
                    let data = self.files.get(&path).cloned().unwrap_or_default();
                    let end = (at + len).min(data.len());
                    let part = data.get(at..end).unwrap_or(&[]).to_vec();
                    self.fds.insert(*fd, Fd::File { path, at: end.max(at), append });
                    ok(Reply::Bytes(part))
                }
                Some(Fd::PipeRead(p)) => {
                    if self.pipes[p].is_empty() {
                        return None;
                    }
                    let n = (*len).min(self.pipes[p].len());
                    ok(Reply::Bytes(self.pipes[p].drain(..n).collect()))
                }
                _ => fail(9),
            },
            Call::Write { fd, data } => match self.fds.get(fd).cloned() {
                Some(Fd::Out(n)) => {
                    self.out[n].extend(data);
                    self.both.extend(data);
                    ok(Reply::Int(data.len() as i64))
                }
                Some(Fd::File { path, at, append }) => {
                    let file = self.files.entry(path.clone()).or_default();
                    let at = if append { file.len() } else { at };
                    if file.len() < at + data.len() {
                        file.resize(at + data.len(), 0);
                    }
                    file[at..at + data.len()].copy_from_slice(data);
                    self.fds.insert(*fd, Fd::File { path, at: at + data.len(), append });
                    ok(Reply::Int(data.len() as i64))
                }
                Some(Fd::PipeWrite(p)) => {
                    self.pipes[p].extend(data);
                    ok(Reply::Int(data.len() as i64))
                }
                _ => fail(9),
            },
            Call::Close { fd } => {
                match self.fds.remove(fd) {
                    Some(Fd::Stream(c, end)) => {
                        if !self.fds.values().any(|f| matches!(f, Fd::Stream(d, e) if *d == c && *e == end)) {
                            self.connections[c].closed[end] = true;
                        }
                    }
                    Some(Fd::Listener(port)) => {
                        self.listening.remove(&port);
                    }
                    None => return fail(9),
                    _ => {}
                }
                ok(Reply::Unit)
            }
            Call::Lseek { fd, offset, whence } => match self.fds.get(fd).cloned() {
                Some(Fd::File { path, at, append }) => {
                    let base = match whence {
                        0 => 0,
                        1 => at as i64,
                        _ => self.files.get(&path).map_or(0, Vec::len) as i64,
                    };
                    let at = (base + offset).max(0) as usize;
                    self.fds.insert(*fd, Fd::File { path, at, append });
                    ok(Reply::Int(at as i64))
                }
                _ => fail(29),
            },
            Call::Ftruncate { fd, len } => {
                if let Some(Fd::File { path, .. }) = self.fds.get(fd) {
                    self.files.entry(path.clone()).or_default().resize(*len as usize, 0);
                }
                ok(Reply::Unit)
            }
            Call::Isatty { .. } => ok(Reply::Int(0)),
            Call::Dup { fd, .. } => match self.fds.get(fd).cloned() {
                Some(f) => {
                    let n = self.new_fd(f);
                    ok(Reply::Int(i64::from(n)))
                }
                None => fail(9),
            },
            Call::Pipe => {
                self.pipes.push(VecDeque::new());
                let p = self.pipes.len() - 1;
                let r = self.new_fd(Fd::PipeRead(p));
                let w = self.new_fd(Fd::PipeWrite(p));
                ok(Reply::Pair(i64::from(r), i64::from(w)))
            }
            Call::Stat { path, .. } => match self.stat(&self.absolute(path)) {
                Some(s) => ok(Reply::Stat(s)),
                None => fail(2),
            },
            Call::Fstat { fd } => match self.fds.get(fd) {
                Some(Fd::File { path, .. }) => match self.stat(path) {
                    Some(s) => ok(Reply::Stat(s)),
                    None => fail(2),
                },
                Some(_) => ok(Reply::Stat(Stat { mode: 0o010600, ..Stat::default() })),
                None => fail(9),
            },
            Call::Access { path, .. } => {
                if self.stat(&self.absolute(path)).is_some() {
                    ok(Reply::Unit)
                } else {
                    fail(2)
                }
            }
            Call::Listdir { path } => {
                let path = self.absolute(path);
                if !self.dirs.contains_key(&path) {
                    return fail(if self.files.contains_key(&path) { 20 } else { 2 });
                }
                let prefix = if path == "/" { "/".to_string() } else { format!("{path}/") };
                let mut names: Vec<String> = self
                    .files
                    .keys()
                    .chain(self.dirs.keys())
                    .filter_map(|k| {
                        k.strip_prefix(&prefix).filter(|r| !r.is_empty() && !r.contains('/')).map(str::to_string)
                    })
                    .collect();
                names.sort();
                ok(Reply::Names(names))
            }
            Call::Mkdir { path, .. } => {
                let path = self.absolute(path);
                if self.stat(&path).is_some() {
                    return fail(17);
                }
                let parent = path.rsplit_once('/').map_or("", |p| p.0);
                if !(parent.is_empty() || self.dirs.contains_key(parent)) {
                    return fail(2);
                }
                self.dirs.insert(path, ());
                ok(Reply::Unit)
            }
            Call::Rmdir { path } => {
                let path = self.absolute(path);
                let prefix = format!("{path}/");
                if self.files.keys().chain(self.dirs.keys()).any(|k| k.starts_with(&prefix)) {
                    return fail(39);
                }
                if self.dirs.remove(&path).is_some() { ok(Reply::Unit) } else { fail(2) }
            }
            Call::Unlink { path } => {
                if self.files.remove(&self.absolute(path)).is_some() {
                    ok(Reply::Unit)
                } else {
                    fail(2)
                }
            }
            Call::Rename { from, to } => match self.files.remove(&self.absolute(from)) {
                Some(data) => {
                    let to = self.absolute(to);
                    self.files.insert(to, data);
                    ok(Reply::Unit)
                }
                None => fail(2),
            },
            Call::Chmod { .. } | Call::Chown { .. } | Call::Utime { .. } | Call::Fsync { .. } => ok(Reply::Unit),
            Call::Getcwd => ok(Reply::Text(self.cwd.clone())),
            Call::Chdir { path } => {
                self.cwd = self.absolute(path);
                ok(Reply::Unit)
            }
            Call::Umask { .. } => ok(Reply::Int(0o022)),
            Call::Getpid => ok(Reply::Int(7)),
            Call::Getppid => ok(Reply::Int(1)),
            Call::Getuid | Call::Getgid | Call::Geteuid => ok(Reply::Int(0)),
            Call::Hostname => ok(Reply::Text("box".into())),
            Call::TerminalSize { .. } => fail(25),
            Call::Realtime => ok(Reply::Int((START + self.now) as i64)),
            Call::Monotonic | Call::CpuTime => ok(Reply::Int(self.now as i64)),
            Call::Sleep { nanos } => {
                if *nanos == 0 {
                    ok(Reply::Unit)
                } else {
                    None
                }
            }
            Call::Urandom { len } => ok(Reply::Bytes((0..*len).map(|n| (n * 37 + 11) as u8).collect())),
            Call::Kill { .. } | Call::Sigaction { .. } => ok(Reply::Unit),
            Call::Alarm { .. } => ok(Reply::Int(0)),
            Call::Socket { .. } => {
                let n = self.new_fd(Fd::Fresh);
                ok(Reply::Int(i64::from(n)))
            }
            Call::Bind { fd, address } => {
                if self.listening.contains_key(&address.1) {
                    return fail(98);
                }
                let port = if address.1 == 0 { 40000 } else { address.1 };
                self.fds.insert(*fd, Fd::Listener(port));
                ok(Reply::Unit)
            }
            Call::Listen { fd, .. } => {
                if let Some(Fd::Listener(port)) = self.fds.get(fd) {
                    self.listening.insert(*port, ());
                }
                ok(Reply::Unit)
            }
            Call::Accept { fd, .. } => {
                let Some(Fd::Listener(port)) = self.fds.get(fd).cloned() else { return fail(9) };
                let c = self.backlog.get_mut(&port)?.pop_front()?;
                let fd = self.new_fd(Fd::Stream(c, 1));
                ok(Reply::Accepted { fd, peer: ("172.17.0.1".into(), 50000 + c as u16) })
            }
            Call::Connect { fd, address, .. } => {
                if !self.listening.contains_key(&address.1) {
                    return fail(111);
                }
                let c = self.connect(address.1);
                self.fds.insert(*fd, Fd::Stream(c, 0));
                ok(Reply::Unit)
            }
            Call::Send { fd, data, .. } => match self.fds.get(fd) {
                Some(Fd::Stream(c, end)) => {
                    let c = &mut self.connections[*c];
                    if c.closed[1 - end] {
                        return fail(32);
                    }
                    c.to[1 - end].extend(data);
                    ok(Reply::Int(data.len() as i64))
                }
                _ => fail(107),
            },
            Call::Recv { fd, len, .. } => match self.fds.get(fd) {
                Some(Fd::Stream(c, end)) => {
                    let c = &mut self.connections[*c];
                    let n = (*len).min(c.to[*end].len());
                    if n == 0 && !c.closed[1 - end] {
                        return None;
                    }
                    ok(Reply::Bytes(c.to[*end].drain(..n).collect()))
                }
                _ => fail(107),
            },
            Call::Shutdown { fd, .. } => {
                if let Some(Fd::Stream(c, end)) = self.fds.get(fd) {
                    self.connections[*c].closed[*end] = true;
                }
                ok(Reply::Unit)
            }
            Call::Setsockopt { .. } => ok(Reply::Unit),
            Call::Getsockname { fd } => match self.fds.get(fd) {
                Some(Fd::Listener(port)) => ok(Reply::Addr(("0.0.0.0".into(), *port))),
                _ => ok(Reply::Addr(("127.0.0.1".into(), 40001))),
            },
            Call::Getpeername { .. } => ok(Reply::Addr(("172.17.0.1".into(), 50000))),
            Call::Resolve { host } => match host.as_str() {
                "localhost" => ok(Reply::Names(vec!["127.0.0.1".into()])),
                h if h.chars().all(|c| c.is_ascii_digit() || c == '.') => ok(Reply::Names(vec![h.into()])),
                "box" => ok(Reply::Names(vec!["172.17.0.2".into()])),
                _ => fail(-2),
            },
            Call::Poll { read, .. } => {
                let ready: Vec<i32> = read
                    .iter()
                    .copied()
                    .filter(|fd| match self.fds.get(fd) {
                        Some(Fd::Listener(p)) => self.backlog.get(p).is_some_and(|b| !b.is_empty()),
                        Some(Fd::Stream(c, end)) => {
                            !self.connections[*c].to[*end].is_empty() || self.connections[*c].closed[1 - end]
                        }
                        _ => true,
                    })
                    .collect();
                if ready.is_empty() { None } else { ok(Reply::Ready { read: ready, write: vec![] }) }
            }
            _ => fail(38),
        }
    }
}

fn deadline(call: &Call) -> Option<u64> {
    match call {
        Call::Sleep { nanos } => Some(*nanos),
        Call::Accept { timeout, .. } | Call::Recv { timeout, .. } | Call::Poll { timeout, .. } => *timeout,
        _ => None,
    }
}
