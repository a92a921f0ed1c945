//! A small machine with one of the shells and the utilities, for the tests.

#![allow(dead_code)]

use machine::{Boot, Init, Machine, OpenFile, Outcome, Pipe, WaitStatus};
use std::cell::RefCell;
use std::rc::Rc;
use vfs::{Cred, FileData, Fs, Ino, Meta, MountKind, MountNs, Node, ROOT};

fn meta(mode: u32) -> Meta {
    Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: 1_767_225_600_000_000_000,
    }
}

fn program(fs: &mut Fs, dir: Ino, name: &str, flavor: &str) {
    let head = format!("\x7fELF\x02\x01\x01drydock:{flavor}/{name}\n");
    fs.create(dir, name, meta(0o755), Node::File(FileData::stand_in(head.as_bytes(), 1000)))
        .unwrap();
}

fn text(fs: &mut Fs, dir: Ino, name: &str, text: &str) {
    fs.create(dir, name, meta(0o644), Node::File(FileData::from(text.as_bytes())))
        .unwrap();
}

/// A root with `/bin`, `/etc`, `/tmp`, `/dev`, `/root` and an empty `/work`.
pub fn root(flavour: &str) -> Fs {
    let mut fs = Fs::default();
    let bin = fs.mkdir(ROOT, "bin", meta(0o755)).unwrap();
    let family = if flavour == "ash" { "busybox" } else { "gnu" };
    let more: &[&str] = if family == "gnu" { &["join", "mawk"] } else { &[] };
    for name in utilities::applets().into_iter().chain(more.iter().copied()) {
        if name != "sh" && name != "ash" && name != "[" {
            program(&mut fs, bin, name, family);
        }
    }
    for (name, flavor) in match flavour {
        "dash" => [("sh", "dash"), ("dash", "dash")],
        "ash" => [("sh", "busybox"), ("ash", "busybox")],
        _ => [("sh", "dash"), ("bash", "bash")],
    } {
        program(&mut fs, bin, name, flavor);
    }
    let etc = fs.mkdir(ROOT, "etc", meta(0o755)).unwrap();
    text(
        &mut fs,
        etc,
        "passwd",
        "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    );
    text(&mut fs, etc, "group", "root:x:0:\nnogroup:x:65534:\n");
    for (name, mode) in [("tmp", 0o1777), ("root", 0o700), ("work", 0o777)] {
        fs.mkdir(ROOT, name, meta(mode)).unwrap();
    }
    let dev = fs.mkdir(ROOT, "dev", meta(0o755)).unwrap();
    for (name, minor) in [("null", 3), ("zero", 5), ("full", 7), ("urandom", 9)] {
        fs.create(dev, name, meta(0o666), Node::CharDev(1, minor)).unwrap();
    }
    fs.create(dev, "tty", meta(0o666), Node::CharDev(5, 0)).unwrap();
    fs
}

fn nobody() -> Cred {
    Cred {
        uid: 65534,
        gid: 65534,
        groups: vec![65534],
        dac_override: false,
    }
}

/// What a shell did: its output, standard output and error in one stream, and how it ended.
pub struct Done {
    pub output: String,
    pub status: i32,
}

/// Runs `ARGV` in a fresh container of the flavour.
pub fn run(flavour: &str, argv: &[&str], input: &str) -> Done {
    start(root(flavour), argv, input)
}

/// Runs a script on a disk of one's own.
pub fn run_on(disk: Fs, flavour: &str, script: &str) -> Done {
    let program = if flavour == "bash" { "/bin/bash" } else { "/bin/sh" };
    start(disk, &[program, "-c", script], "")
}

/// Runs a script as the init of a container of its own, which may have so many processes.
pub fn run_within(pids: u64, flavour: &str, script: &str) -> Done {
    let program = if flavour == "bash" { "/bin/bash" } else { "/bin/sh" };
    start_within(root(flavour), &[program, "-c", script], "", Some(pids))
}

fn start(disk: Fs, argv: &[&str], input: &str) -> Done {
    start_within(disk, argv, input, None)
}

fn start_within(disk: Fs, argv: &[&str], input: &str, pids: Option<u64>) -> Done {
    let machine = Machine::new(Boot::default());
    machine.root_cgroup().borrow_mut().pids = pids;
    utilities::register(&machine);
    shell::register(&machine);
    let mounts = MountNs::new(Rc::new(RefCell::new(disk)), MountKind::Overlay, false);
    let namespaces = machine.host_namespaces(mounts, "box");
    let stdin = Pipe::new();
    stdin.push(input.as_bytes());
    stdin.close_writer();
    let stdout = Pipe::new();
    let writer = OpenFile::writer(stdout.clone());
    let output = Rc::new(RefCell::new(Vec::new()));
    let sink = output.clone();
    let reader = stdout.clone();
    machine.spawn_task(async move {
        loop {
            let bytes = reader.read(65536).await;
            if bytes.is_empty() {
                break;
            }
            let room = (64usize << 20).saturating_sub(sink.borrow().len());
            sink.borrow_mut().extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
    });
    let started = machine.start(Init {
        argv: argv.iter().map(|a| a.to_string()).collect(),
        env: vec!["HOME=/tmp".into(), "LC_ALL=C".into(), "PATH=/bin".into()],
        cwd: "/work".into(),
        cred: nobody(),
        namespaces,
        stdio: [OpenFile::reader(stdin), writer.clone(), writer],
        tty: None,
        join: pids.is_none().then_some(0),
    });
    let pid = started.unwrap();
    let result = Rc::new(RefCell::new(None));
    let (place, waiter) = (result.clone(), machine.clone());
    machine.spawn_task(async move { *place.borrow_mut() = Some(waiter.wait_exit(pid).await) });
    let outcome = machine.run(50_000_000, None, || result.borrow().is_some());
    assert_eq!(outcome, Outcome::Done, "{argv:?} does not end");
    machine.run(10_000, Some(machine.now()), || false);
    let status: WaitStatus = result.take().unwrap();
    let text = String::from_utf8_lossy(&output.borrow()).into_owned();
    Done {
        output: text,
        status: status.code(),
    }
}

/// A shell on a terminal.
pub struct Session {
    machine: Machine,
    tty: Rc<::machine::Tty>,
    pid: ::machine::Pid,
    seen: String,
}

impl Session {
    pub fn start(flavour: &str) -> Session {
        let machine = Machine::new(Boot::default());
        utilities::register(&machine);
        shell::register(&machine);
        let mounts = MountNs::new(Rc::new(RefCell::new(root(flavour))), MountKind::Overlay, false);
        let namespaces = machine.host_namespaces(mounts, "box");
        let tty = machine.open_tty(80, 24);
        let file = OpenFile::tty(tty.clone());
        let program = if flavour == "bash" { "/bin/bash" } else { "/bin/sh" };
        let pid = machine
            .start(Init {
                argv: vec![program.into()],
                env: vec!["HOME=/root".into(), "PATH=/bin".into()],
                cwd: "/work".into(),
                cred: Cred::root(),
                namespaces,
                stdio: [file.clone(), file.clone(), file],
                tty: Some(tty.clone()),
                join: Some(0),
            })
            .unwrap();
        Session {
            machine,
            tty,
            pid,
            seen: String::new(),
        }
    }

    fn settle(&mut self) {
        let limit = self.machine.now().after(std::time::Duration::from_secs(5));
        self.machine.run(1_000_000, Some(limit), || false);
        let output = self.tty.output();
        while !output.is_empty() {
            let context = std::task::Context::from_waker(std::task::Waker::noop());
            if let std::task::Poll::Ready(bytes) = output.poll_read(&context, 65536) {
                self.seen.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }

    /// Types, and lets the machine come to rest.
    pub fn keys(&mut self, keys: &str) {
        self.tty.input(keys.as_bytes());
        self.settle();
    }

    /// What was shown since the last call has this in it.
    pub fn expect(&mut self, text: &str) {
        self.settle();
        let seen = std::mem::take(&mut self.seen);
        assert!(seen.contains(text), "{text:?} is not in {seen:?}");
    }

    pub fn ended(&mut self) {
        self.settle();
        assert!(!self.machine.is_alive(self.pid), "the shell goes on");
    }
}
