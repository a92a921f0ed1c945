//! /proc/PID: a process's directory.
//!
//! Left out: what the machine has no word for (auxv, mem, pagemap, stack, syscall, wchan, timers …). The map of a
//! process's memory says that it is not simulated.

use super::tree::{Owner, SUPERUSER, Tree};
use super::{View, access, mounts, net, status};
use crate::file::{Fd, FileObject};
use crate::process::{Life, Namespaces, Pid, Process};
use std::rc::Rc;
use vfs::{Location, MountKind, MountNs, ROOT, TWIN};

/// A process that somebody looks at.
pub(super) struct Task<'a> {
    pub pid: Pid,
    /// Its number, its parent's, its group's and its session's as the looker sees them.
    pub number: Pid,
    pub parent: Pid,
    pub group: Pid,
    pub session: Pid,
    pub process: &'a Process,
    /// The machine's own namespaces.
    pub first: Option<&'a Namespaces>,
}

type Text = fn(&View<'_>, &Task<'_>) -> String;

fn words(words: &[String]) -> String {
    words.iter().flat_map(|word| [word.as_str(), "\0"]).collect()
}

fn is_over(task: &Task<'_>) -> bool {
    matches!(task.process.life, Life::Zombie(_))
}

const FILES: &[(&str, u32, Text)] = &[
    ("cgroup", 0o444, |view, task| {
        let processes = view.machine.kernel().processes.borrow();
        let own = processes
            .get(&view.caller)
            .is_some_and(|p| Rc::ptr_eq(&p.ns.cgroup, &task.process.ns.cgroup));
        let first = task
            .first
            .is_some_and(|first| Rc::ptr_eq(&first.cgroup, &task.process.ns.cgroup));
        match &task.process.ns.cgroup.borrow().path {
            // A namespace of its own begins where its processes are; others lie beside it or below it.
            Some(path) if !own && !first => format!("0::{}{path}\n", if view.pid_ns == 0 { "" } else { "/../.." }),
            _ => "0::/\n".into(),
        }
    }),
    ("cmdline", 0o444, |_, task| {
        if is_over(task) {
            String::new()
        } else {
            words(&task.process.argv)
        }
    }),
    ("comm", 0o644, |_, task| format!("{}\n", task.process.name)),
    ("coredump_filter", 0o644, |_, _| "00000033\n".into()),
    ("cpuset", 0o444, |_, _| "/\n".into()),
    ("environ", 0o400, |_, task| {
        if is_over(task) {
            String::new()
        } else {
            words(&task.process.env)
        }
    }),
    ("gid_map", 0o644, |_, _| "         0          0 4294967295\n".into()),
    ("limits", 0o444, status::limits),
    ("loginuid", 0o644, |_, _| "4294967295".into()),
    ("maps", 0o444, |_, _| "drydock: maps is not simulated\n".into()),
    ("mountinfo", 0o444, mounts::mountinfo),
    ("mounts", 0o444, mounts::mounts),
    ("mountstats", 0o400, mounts::mountstats),
    ("oom_adj", 0o644, |_, _| "0\n".into()),
    ("oom_score", 0o444, status::oom_score),
    ("oom_score_adj", 0o644, |_, _| "0\n".into()),
    ("personality", 0o400, |_, _| "00000000\n".into()),
    ("projid_map", 0o644, |_, _| String::new()),
    ("sessionid", 0o444, |_, _| "4294967295".into()),
    ("setgroups", 0o644, |_, _| "allow\n".into()),
    ("smaps", 0o444, |_, _| "drydock: smaps is not simulated\n".into()),
    ("stat", 0o444, status::stat),
    ("statm", 0o444, status::statm),
    ("status", 0o444, status::status),
    ("uid_map", 0o644, |_, _| "         0          0 4294967295\n".into()),
];

/// The directories, with their modes.
const DIRS: &[(&str, u32)] = &[
    ("attr", 0o555),
    ("fd", 0o500),
    ("fdinfo", 0o555),
    ("map_files", 0o500),
    ("net", 0o555),
    ("ns", 0o511),
    ("task", 0o555),
];

/// The numbers and owners of the processes that somebody sees.
pub(super) fn all(view: &View<'_>) -> Vec<(Pid, Owner)> {
    view.machine
        .processes(view.pid_ns)
        .iter()
        .map(|p| (p.local, (p.uid, p.gid)))
        .collect()
}

/// A process's directory, without files.
pub(super) fn directory(tree: &mut Tree<'_>, number: Pid, owner: Owner) -> vfs::Ino {
    let dir = tree.dir(ROOT, &number.to_string(), 0o555, owner);
    for (name, mode) in DIRS {
        tree.dir(dir, name, *mode, owner);
    }
    dir
}

/// A link of a process: its name, mode and text, and where it leads to if its text doesn't say.
struct Link {
    name: String,
    mode: u32,
    text: String,
    descriptor: Option<(u32, u32)>,
}

/// What one will find of a process.
pub(super) struct Made {
    number: Pid,
    owner: Owner,
    links: Vec<Link>,
    namespaces: Vec<(&'static str, String)>,
    files: Option<Vec<Link>>,
    information: Vec<(String, String)>,
    /// The file at the end of the way: its names in the directory, its text.
    text: Option<(Vec<String>, String)>,
}

/// A process's directory, for somebody who goes on along these names. `None` if there is no such process.
pub(super) fn make(view: &View<'_>, number: Pid, rest: &[String]) -> Option<Made> {
    let pid = view.machine.global_pid(view.pid_ns, number)?;
    let processes = view.machine.kernel().processes.borrow();
    let process = processes.get(&pid)?;
    let number_of = |pid: Pid| view.machine.number_in(view.pid_ns, pid);
    let root = &view.machine.kernel().root_cgroup;
    let task = Task {
        pid,
        number,
        parent: number_of(process.parent),
        group: number_of(process.group),
        session: number_of(process.session),
        process,
        first: processes
            .values()
            .map(|p| &p.ns)
            .find(|ns| Rc::ptr_eq(&ns.cgroup, root) && ns.net == crate::net::NetNsId::HOST),
    };
    // A thread shows what its process shows: there is one a process.
    let below = match rest {
        [name, thread, below @ ..] if name == "task" && *thread == number.to_string() => below,
        rest => rest,
    };
    let wants = |name: &str| below.first().is_some_and(|first| first == name);
    let file = |name: &str| FILES.iter().find(|(known, _, _)| *known == name);
    let text = match below {
        [name] => file(name).map(|(_, _, text)| text(view, &task)),
        [name, rest @ ..] if name == "net" => net::text(view, process.ns.net, &rest.join("/")),
        _ => None,
    };
    Some(Made {
        number,
        owner: (process.cred.uid, process.cred.gid),
        links: places(view, &task),
        namespaces: match wants("ns") {
            true => view
                .machine
                .kernel()
                .numbers
                .borrow_mut()
                .of_namespaces(&process.ns, task.first),
            false => Vec::new(),
        },
        files: (wants("fd") || wants("fdinfo")).then(|| {
            process
                .fds
                .iter()
                .map(|(fd, slot)| descriptor(view, &task, *fd, &slot.file))
                .collect()
        }),
        information: match wants("fdinfo") {
            true => process
                .fds
                .iter()
                .map(|(fd, slot)| (fd.to_string(), information(&slot.file)))
                .collect(),
            false => Vec::new(),
        },
        text: text.map(|text| (rest.to_vec(), text)),
    })
}

impl Made {
    pub fn put(&self, tree: &mut Tree<'_>) {
        let dir = directory(tree, self.number, self.owner);
        self.put_files(tree, dir);
        let number = self.number.to_string();
        let Some(tasks) = tree.at(&[number.clone(), "task".into()]) else {
            return;
        };
        let thread = tree.dir(tasks, &number, 0o555, self.owner);
        self.put_files(tree, thread);
        for (name, mode) in DIRS.iter().filter(|(name, _)| *name != "task" && *name != "map_files") {
            tree.dir(thread, name, *mode, self.owner);
        }
        for at in [dir, thread] {
            self.put_descriptors(tree, at);
            if let Ok(ns) = tree.fs.lookup(at, "ns") {
                for (name, text) in &self.namespaces {
                    tree.link(ns, name, 0o777, self.owner, text);
                }
            }
            if let Ok(net) = tree.fs.lookup(at, "net") {
                for (path, mode) in net::FILES {
                    tree.file(net, path, *mode, SUPERUSER);
                }
            }
        }
        if let Some((names, text)) = &self.text {
            let path: Vec<String> = std::iter::once(number).chain(names.iter().cloned()).collect();
            if let Some(ino) = tree.at(&path) {
                tree.fill(ino, text.as_bytes());
            }
        }
    }

    fn put_files(&self, tree: &mut Tree<'_>, dir: vfs::Ino) {
        for (name, mode, _) in FILES {
            tree.file(dir, name, *mode, self.owner);
        }
        for link in &self.links {
            self.put_link(tree, dir, link);
        }
    }

    fn put_link(&self, tree: &mut Tree<'_>, dir: vfs::Ino, link: &Link) {
        tree.link(dir, &link.name, link.mode, self.owner, &link.text);
        let twin = format!("{TWIN}{}", link.name);
        match link.descriptor {
            Some(device) => tree.device(dir, &twin, 0o600, self.owner, device),
            None => {
                let _ = tree.fs.unlink(dir, &twin, tree.now);
            }
        }
    }

    fn put_descriptors(&self, tree: &mut Tree<'_>, dir: vfs::Ino) {
        let Some(files) = &self.files else { return };
        if let Ok(fds) = tree.fs.lookup(dir, "fd") {
            tree.keep(fds, &|name| {
                files.iter().any(|link| link.name == name.trim_start_matches(TWIN))
            });
            for link in files {
                self.put_link(tree, fds, link);
            }
        }
        if let Ok(about) = tree.fs.lookup(dir, "fdinfo") {
            tree.keep(about, &|name| self.information.iter().any(|(fd, _)| fd == name));
            for (fd, text) in &self.information {
                let ino = tree.file(about, fd, 0o400, self.owner);
                tree.fill(ino, text.as_bytes());
            }
        }
    }
}

/// Whether the one who looks sees the mounts of the one looked at.
fn shares_mounts(view: &View<'_>, task: &Task<'_>) -> bool {
    let processes = view.machine.kernel().processes.borrow();
    processes
        .get(&view.caller)
        .is_some_and(|p| Rc::ptr_eq(&p.ns.mounts, &task.process.ns.mounts))
}

/// `cwd`, `exe` and `root`.
fn places(view: &View<'_>, task: &Task<'_>) -> Vec<Link> {
    if is_over(task) {
        return Vec::new();
    }
    // The way into another's mounts is not modelled, so that it is refused.
    let descriptor = |fd: Fd| (!shares_mounts(view, task)).then(|| access::number_of(task.pid, fd));
    let mounts = task.process.ns.mounts.borrow();
    [
        ("cwd", path_of(&mounts, &task.process.cwd), -1),
        ("exe", task.process.exe.clone(), -2),
        ("root", "/".to_string(), -3),
    ]
    .map(|(name, text, fd)| Link {
        name: name.into(),
        mode: 0o777,
        text,
        descriptor: descriptor(fd),
    })
    .into()
}

fn descriptor(view: &View<'_>, task: &Task<'_>, fd: Fd, file: &crate::OpenFile) -> Link {
    let mounts = task.process.ns.mounts.borrow();
    let mut numbers = view.machine.kernel().numbers.borrow_mut();
    let mut leads = !shares_mounts(view, task);
    let text = match &file.object {
        FileObject::Regular { at } | FileObject::Directory { at } => {
            leads |= at.mount.fs.borrow().removed_name(at.ino).is_some();
            path_of(&mounts, at)
        }
        FileObject::Null => "/dev/null".into(),
        FileObject::Zero => "/dev/zero".into(),
        FileObject::Full => "/dev/full".into(),
        FileObject::Random => "/dev/urandom".into(),
        FileObject::Tty(tty) => {
            leads = true;
            // Each container has a devpts of its own, whose first terminal is its own.
            let number = tty.name();
            format!("/dev/{}", if task.process.ns.pid_ns == 0 { &number } else { "pts/0" })
        }
        FileObject::PipeReader(pipe) | FileObject::PipeWriter(pipe) | FileObject::PipeBoth(pipe) => {
            leads = true;
            format!("pipe:[{}]", numbers.of_file(&pipe.number))
        }
        FileObject::Stream(stream) => {
            leads = true;
            format!("socket:[{}]", numbers.of_file(&stream.number))
        }
        FileObject::Listener(listener) => {
            leads = true;
            format!("socket:[{}]", numbers.of_file(&listener.number))
        }
    };
    let bits = if file.flags.read { 0o500 } else { 0 } | if file.flags.write { 0o300 } else { 0 };
    Link {
        name: fd.to_string(),
        mode: bits,
        text,
        descriptor: leads.then(|| access::number_of(task.pid, fd)),
    }
}

/// Where a file is, ` (deleted)` where it was.
fn path_of(mounts: &MountNs, at: &Location) -> String {
    let removed = at.mount.fs.borrow().removed_name(at.ino);
    match removed {
        Some((ino, name)) if at.ino != at.mount.root => {
            let dir = Location {
                mount: at.mount.clone(),
                ino,
            };
            format!("{}/{name} (deleted)", mounts.path_of(&dir).trim_end_matches('/'))
        }
        _ => mounts.path_of(at),
    }
}

/// /proc/PID/fdinfo/N: where it reads next, and how it was opened.
fn information(file: &crate::OpenFile) -> String {
    let access = match (file.flags.read, file.flags.write) {
        (true, true) => 2,
        (_, true) => 1,
        _ => 0,
    };
    let flags = 0o100_000 | access | if file.flags.append { 0o2000 } else { 0 };
    let number = match &file.object {
        FileObject::Regular { at } | FileObject::Directory { at } => match at.mount.kind {
            MountKind::Overlay => 1,
            _ => at.mount.id + 1,
        },
        _ => 15,
    };
    format!("pos:\t{}\nflags:\t{flags:08o}\nmnt_id:\t{number}\n", file.offset.get())
}
