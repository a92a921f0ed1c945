//! What programs find in /proc, /sys and the cgroup tree.

use super::skeleton;
use crate::*;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use vfs::{Cred, FileData, Fs, Meta, MountKind, MountNs, Node, ROOT};

fn root() -> MountNs {
    let mut fs = Fs::default();
    let meta = Meta {
        mode: 0o755,
        uid: 0,
        gid: 0,
        mtime: 0,
    };
    let head = b"\x7fELF\x02\x01\x01drydock:test/main\n";
    let _ = fs.create(ROOT, "main", meta, Node::File(FileData::stand_in(head, 1000)));
    for name in ["proc", "sys", "group", "tmp"] {
        let _ = fs.mkdir(ROOT, name, meta);
    }
    let mut mounts = MountNs::new(Rc::new(RefCell::new(fs)), MountKind::Overlay, false);
    for (path, kind, source, read_only) in [
        ("/proc", MountKind::Proc, "proc", false),
        ("/sys", MountKind::Sysfs, "sysfs", true),
        ("/group", MountKind::Cgroup, "cgroup", true),
    ] {
        let fs = Rc::new(RefCell::new(skeleton(kind)));
        mounts.mount(path, fs, ROOT, kind, source, read_only).unwrap();
    }
    mounts
}

/// Runs a program as the first of a container and gives what it told.
fn told<F: Future<Output = String> + 'static>(uid: u32, program: impl Fn(Sys) -> F + 'static) -> String {
    let machine = Machine::new(Boot::default());
    let said = Rc::new(RefCell::new(String::new()));
    let sink = said.clone();
    machine.register("main", move |sys| {
        let (sink, telling) = (sink.clone(), program(sys));
        async move {
            *sink.borrow_mut() = telling.await;
            0
        }
    });
    let mut namespaces = machine.host_namespaces(root(), "box");
    namespaces.net = machine.net(|net| net.new_namespace());
    namespaces.cgroup = Rc::new(RefCell::new(Cgroup {
        memory: Some(64 << 20),
        nano_cpus: Some(1_500_000_000),
        capabilities: Some(["CHOWN", "KILL"].map(str::to_string).into_iter().collect::<BTreeSet<_>>()),
        ..Cgroup::default()
    }));
    let cred = Cred {
        uid,
        gid: uid,
        groups: vec![uid],
        dac_override: uid == 0,
    };
    let init = Init {
        argv: vec!["/main".into(), "an argument".into()],
        env: vec!["A=1".into()],
        cwd: "/tmp".into(),
        cred,
        namespaces,
        stdio: [OpenFile::null(), OpenFile::null(), OpenFile::null()],
        tty: None,
        join: None,
    };
    machine.start(init).unwrap();
    machine.run(100_000, None, || false);
    said.take()
}

fn text(sys: &Sys, path: &str) -> String {
    match sys.read_file(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => error.name().to_string(),
    }
}

/// The value of a line of /proc/self/status.
fn status(sys: &Sys, name: &str) -> String {
    let all = text(sys, "/proc/self/status");
    let line = all.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(":\t"));
    line.unwrap_or("absent").to_string()
}

#[test]
fn a_file_of_proc_has_a_text_and_no_size() {
    let said = told(0, |sys| async move {
        let stat = sys.stat("/proc/self/cmdline").unwrap();
        format!("{} {}", stat.size, text(&sys, "/proc/self/cmdline"))
    });
    assert_eq!(said, "0 /main\0an argument\0");
}

#[test]
fn status_tells_what_a_superuser_of_a_container_may_do() {
    let said = told(0, |sys| async move {
        ["Uid", "Groups", "CapEff", "CapBnd"].map(|name| status(&sys, name)).join("|")
    });
    assert_eq!(said, "0\t0\t0\t0|0 |0000000000000021|0000000000000021");
}

#[test]
fn another_user_has_no_capabilities_in_effect() {
    let said = told(7, |sys| async move {
        ["Uid", "CapEff", "CapBnd"].map(|name| status(&sys, name)).join("|")
    });
    assert_eq!(said, "7\t7\t7\t7|0000000000000000|0000000000000021");
}

#[test]
fn signals_that_are_ignored_and_caught_are_set_in_status() {
    let said = told(0, |sys| async move {
        sys.ignore_signal(Signal::HUP);
        sys.catch_signal(Signal::TERM);
        [status(&sys, "SigIgn"), status(&sys, "SigCgt")].join("|")
    });
    assert_eq!(said, "0000000000000001|0000000000004000");
}

#[test]
fn both_ends_of_a_pipe_have_its_number() {
    let said = told(0, |sys| async move {
        let (reader, writer) = sys.pipe().unwrap();
        let link = |fd| sys.readlink(&format!("/proc/self/fd/{fd}")).unwrap();
        format!("{} {}", link(reader), link(reader) == link(writer))
    });
    assert_eq!(said, "pipe:[20001] true");
}

#[test]
fn a_descriptor_is_opened_by_its_name() {
    let said = told(0, |sys| async move {
        let (reader, writer) = sys.pipe().unwrap();
        let again = sys.open(&format!("/proc/1/fd/{writer}"), Flags::WRITE, 0).unwrap();
        sys.write(again, b"through /proc").await.unwrap();
        let bytes = sys.read(reader, 100).await.unwrap();
        String::from_utf8(bytes).unwrap()
    });
    assert_eq!(said, "through /proc");
}

#[test]
fn a_removed_file_is_read_by_its_descriptor() {
    let said = told(0, |sys| async move {
        let fd = sys.open("/tmp/log", Flags::WRITE, 0o644).unwrap();
        sys.write(fd, b"kept").await.unwrap();
        sys.unlink("/tmp/log").unwrap();
        let path = format!("/proc/self/fd/{fd}");
        let again = sys.open(&path, Flags::READ, 0).unwrap();
        let bytes = sys.read(again, 100).await.unwrap();
        format!("{}: {}", sys.readlink(&path).unwrap(), String::from_utf8_lossy(&bytes))
    });
    assert_eq!(said, "/tmp/log (deleted): kept");
}

#[test]
fn a_directory_of_proc_can_be_worked_in() {
    let said = told(0, |sys| async move {
        sys.chdir("/proc/self").unwrap();
        format!("{} {}", sys.readlink("cwd").unwrap(), text(&sys, "comm"))
    });
    assert_eq!(said, "/proc/1 main\n");
}

#[test]
fn no_name_shows_that_is_not_a_descriptor() {
    let said = told(0, |sys| async move {
        sys.pipe().unwrap();
        let names = sys.readdir("/proc/self/fd").unwrap().into_iter().map(|e| e.name);
        names.collect::<Vec<_>>().join(" ")
    });
    assert_eq!(said, "0 1 2 3 4");
}

#[test]
fn what_is_over_is_gone() {
    let said = told(0, |sys| async move {
        let child = sys.fork(|_| async { 0 }).unwrap();
        let path = format!("/proc/{child}/comm");
        let before = text(&sys, &path);
        sys.wait(WaitTarget::Any, false).await.unwrap();
        before + &text(&sys, &path)
    });
    assert_eq!(said, "main\nENOENT");
}

#[test]
fn another_users_environment_is_not_told() {
    let said = told(0, |sys| async move {
        sys.fork(|child| async move {
            child.set_cred(5, 5, vec![5]).unwrap();
            child.pause().await;
            0
        })
        .unwrap();
        sys.machine().yield_now().await;
        // Without SYS_PTRACE not even a superuser sees it.
        format!("{}{}", text(&sys, "/proc/2/comm"), text(&sys, "/proc/2/environ"))
    });
    assert_eq!(said, "main\nEACCES");
}

#[test]
fn a_child_shares_all_namespaces() {
    let said = told(0, |sys| async move {
        sys.fork(|child| async move {
            child.pause().await;
            0
        })
        .unwrap();
        let names = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];
        let link = |pid: u32, name: &str| sys.readlink(&format!("/proc/{pid}/ns/{name}")).unwrap();
        let same = names.iter().filter(|name| link(1, name) == link(2, name)).count();
        format!("{same} {}", link(1, "user"))
    });
    assert_eq!(said, "7 user:[4026531837]");
}

#[test]
fn mountinfo_has_a_format_of_its_own() {
    let said = told(0, |sys| async move { text(&sys, "/proc/self/mountinfo") });
    let second = said.lines().nth(1).unwrap_or_default();
    assert_eq!(second, "66 65 0:43 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw");
}

#[test]
fn a_listening_socket_stands_in_the_table_of_tcp() {
    let said = told(0, |sys| async move {
        sys.listen(std::net::Ipv4Addr::UNSPECIFIED, 8080).unwrap();
        let table = text(&sys, "/proc/net/tcp");
        table.lines().nth(1).unwrap_or_default().trim_end().to_string()
    });
    assert_eq!(
        said,
        "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20001 1 0000000000000000 100 0 0 10 0"
    );
}

#[test]
fn the_group_tells_its_limits_and_what_it_uses() {
    let said = told(0, |sys| async move {
        [
            "memory.max",
            "memory.current",
            "cpu.max",
            "pids.max",
            "pids.current",
            "cgroup.procs",
        ]
        .map(|name| text(&sys, &format!("/group/{name}")))
        .concat()
    });
    assert_eq!(said, "67108864\n716800\n150000 100000\nmax\n1\n1\n");
}

#[test]
fn the_most_memory_is_remembered() {
    let said = told(0, |sys| async move {
        sys.set_memory(30 << 20).await;
        sys.set_memory(1 << 20).await;
        text(&sys, "/group/memory.peak")
    });
    assert_eq!(said, "31457280\n");
}

#[test]
fn the_group_can_only_be_read() {
    let said = told(0, |sys| async move {
        let error = sys.open("/group/pids.max", Flags::WRITE, 0).unwrap_err();
        error.name().to_string()
    });
    assert_eq!(said, "EROFS");
}

#[test]
fn sysfs_has_the_interfaces_of_the_namespace() {
    let said = told(0, |sys| async move {
        let names = sys.readdir("/sys/class/net").unwrap().into_iter().map(|e| e.name);
        let names = names.collect::<Vec<_>>().join(" ");
        format!("{names} {}", text(&sys, "/sys/class/net/lo/operstate"))
    });
    assert_eq!(said, "lo unknown\n");
}
