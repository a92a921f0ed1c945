//! Laws of the machine: waiting, signals, pipes, init's privileges, the clock.

use crate::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use vfs::{Cred, FileData, Fs, Meta, MountKind, MountNs, Node, ROOT};

fn machine() -> (Machine, Rc<RefCell<String>>) {
    let machine = Machine::new(Boot::default());
    let log = Rc::new(RefCell::new(String::new()));
    (machine, log)
}

/// Starts a program in a fresh container and gives its pid.
fn start(machine: &Machine, join: Option<Pid>, program: &str) -> Pid {
    let mut fs = Fs::default();
    let meta = Meta {
        mode: 0o755,
        uid: 0,
        gid: 0,
        mtime: 0,
    };
    let head = format!("\x7fELF\x02\x01\x01drydock:test/{program}\n");
    fs.create(ROOT, program, meta, Node::File(FileData::stand_in(head.as_bytes(), 1000)))
        .unwrap();
    let mounts = MountNs::new(Rc::new(RefCell::new(fs)), MountKind::Overlay, false);
    let namespaces = machine.host_namespaces(mounts, "box");
    let path = format!("/{program}");
    let stdio = [OpenFile::null(), OpenFile::null(), OpenFile::null()];
    machine
        .start(Init {
            argv: vec![path],
            env: vec![],
            cwd: "/".into(),
            cred: Cred::root(),
            namespaces,
            stdio,
            tty: None,
            join,
        })
        .unwrap()
}

fn run(machine: &Machine, pid: Pid) -> WaitStatus {
    let result = Rc::new(RefCell::new(None));
    let (sink, waiter) = (result.clone(), machine.clone());
    machine.spawn_task(async move { *sink.borrow_mut() = Some(waiter.wait_exit(pid).await) });
    let outcome = machine.run(100_000, None, || result.borrow().is_some());
    assert_eq!(outcome, Outcome::Done);
    result.take().unwrap()
}

#[test]
fn a_parent_waits_for_its_child_and_the_clock_jumps() {
    let (machine, log) = machine();
    let sink = log.clone();
    machine.register("main", move |sys| {
        let log = sink.clone();
        async move {
            let inner = log.clone();
            let pid = sys.fork(move |child| async move {
                child.sleep(Duration::from_secs(3600)).await.unwrap();
                inner.borrow_mut().push_str("child;");
                7
            });
            let (who, status) = sys.wait(WaitTarget::Any, false).await.unwrap();
            assert_eq!(Ok(who), pid);
            log.borrow_mut().push_str(&format!("{}:{}", sys.pid(), status.code()));
            3
        }
    });
    let before = machine.now();
    let pid = start(&machine, None, "main");
    assert_eq!(run(&machine, pid), WaitStatus::Exited(3));
    assert_eq!(*log.borrow(), "child;1:7");
    assert!(machine.now().since(before) >= Duration::from_secs(3600));
}

#[test]
fn init_is_deaf_to_what_it_does_not_handle_except_kill_from_outside() {
    let (machine, _) = machine();
    machine.register("main", |sys| async move {
        sys.kill(1, Some(Signal::TERM)).await.unwrap();
        sys.kill(1, Some(Signal::KILL)).await.unwrap();
        sys.sleep(Duration::from_secs(100)).await.unwrap();
        0
    });
    let pid = start(&machine, None, "main");
    machine.run(1000, Some(machine.now().after(Duration::from_secs(1))), || false);
    machine.signal(pid, Signal::TERM).unwrap();
    assert!(machine.is_alive(pid));
    machine.signal(pid, Signal::KILL).unwrap();
    assert_eq!(run(&machine, pid), WaitStatus::Signaled(Signal::KILL));
}

#[test]
fn a_writer_without_readers_dies_of_sigpipe() {
    let (machine, _) = machine();
    machine.register("main", |sys| async move {
        let (reader, writer) = sys.pipe().unwrap();
        let pid = sys
            .fork(move |child| async move {
                child.close(reader).unwrap();
                child.write(writer, &vec![b'y'; 1 << 20]).await.unwrap();
                0
            })
            .unwrap();
        sys.close(writer).unwrap();
        assert_eq!(sys.read(reader, 10).await.unwrap(), b"yyyyyyyyyy");
        sys.close(reader).unwrap();
        let (_, status) = sys.wait(WaitTarget::Pid(pid), false).await.unwrap();
        status.code()
    });
    let pid = start(&machine, None, "main");
    assert_eq!(run(&machine, pid), WaitStatus::Exited(141));
}

#[test]
fn a_namespace_ends_with_its_init() {
    let (machine, log) = machine();
    let sink = log.clone();
    machine.register("main", move |sys| {
        let log = sink.clone();
        async move {
            sys.fork(move |child| async move {
                child.sleep(Duration::from_secs(5)).await.unwrap();
                log.borrow_mut().push_str("outlived");
                0
            })
            .unwrap();
            0
        }
    });
    let pid = start(&machine, None, "main");
    assert_eq!(run(&machine, pid), WaitStatus::Exited(0));
    machine.run(1000, None, || false);
    assert_eq!(*log.borrow(), "");
    assert!(machine.processes(0).is_empty());
}

#[test]
fn a_frozen_cgroup_stands_still() {
    let (machine, _) = machine();
    machine.register("main", |sys| async move {
        for _ in 0..10 {
            sys.sleep(Duration::from_millis(10)).await.unwrap();
        }
        0
    });
    let pid = start(&machine, Some(0), "main");
    let group = machine.root_cgroup();
    machine.freeze(&group, true);
    machine.run(1000, Some(machine.now().after(Duration::from_secs(9))), || false);
    assert!(machine.is_alive(pid));
    machine.freeze(&group, false);
    assert_eq!(run(&machine, pid), WaitStatus::Exited(0));
}
