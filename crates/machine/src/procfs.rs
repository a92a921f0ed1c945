//! /proc and /sys/fs/cgroup (proc(5), cgroups(7)): made anew for whoever enters them.
//!
//! Modelled: self, PID/{status,cmdline,environ,comm,stat,cwd,exe,mounts,fd,cgroup}, meminfo, cpuinfo,
//! mounts, uptime, loadavg, version, filesystems, sys/kernel/{hostname,ostype,osrelease},
//! sys/net/ipv4/ip_forward; and of a cgroup memory.max, memory.current, pids.max, pids.current,
//! cpu.max, cpu.stat, cgroup.procs. Files in them can't be written.

use crate::process::{Life, Pid};
use crate::{FileObject, Machine};
use std::rc::Rc;
use vfs::{FileData, Fs, Ino, Meta, Mount, MountKind, Node, ROOT};

/// The device number that stands for "descriptor N of who opens it".
pub(crate) const FD_MAJOR: u32 = 250;

struct Builder<'a> {
    fs: &'a mut Fs,
    now: i64,
}

impl Builder<'_> {
    fn meta(&self, mode: u32) -> Meta {
        Meta {
            mode,
            uid: 0,
            gid: 0,
            mtime: self.now,
        }
    }

    fn dir(&mut self, parent: Ino, name: &str) -> Ino {
        let meta = self.meta(0o555);
        self.fs
            .mkdir(parent, name, meta)
            .or_else(|_| self.fs.lookup(parent, name))
            .unwrap_or(ROOT)
    }

    fn file(&mut self, parent: Ino, name: &str, text: impl Into<Vec<u8>>) {
        let meta = self.meta(0o444);
        let _ = self.fs.create(parent, name, meta, Node::File(FileData::from(text.into())));
    }

    fn link(&mut self, parent: Ino, name: &str, target: &str) {
        let meta = self.meta(0o777);
        let _ = self.fs.create(parent, name, meta, Node::Symlink(target.into()));
    }
}

/// Rebuilds the file system behind a mount of kind `Proc` or `Cgroup`; leaves others alone.
pub(crate) fn refresh(machine: &Machine, pid: Pid, mount: &Mount) {
    if mount.kind != MountKind::Proc && mount.kind != MountKind::Cgroup {
        return;
    }
    let Ok(mut fs) = mount.fs.try_borrow_mut() else { return };
    let now = machine.now().0;
    *fs = Fs::new(Meta {
        mode: 0o555,
        uid: 0,
        gid: 0,
        mtime: now,
    });
    let mut builder = Builder { fs: &mut fs, now };
    if mount.kind == MountKind::Proc {
        proc(machine, pid, &mut builder);
    } else {
        cgroup(machine, pid, &mut builder);
    }
}

fn proc(machine: &Machine, caller: Pid, b: &mut Builder<'_>) {
    let pid_ns = machine.kernel().processes.borrow().get(&caller).map_or(0, |p| p.ns.pid_ns);
    let (memory, cpus) = machine.hardware();
    let used: u64 = machine.processes(0).iter().map(|p| p.memory).sum::<u64>() + (600 << 20);
    let total = memory / 1024;
    let free = total.saturating_sub(used / 1024);
    let uptime = machine.now().since(machine.boot_time()).as_secs_f64() + 3600.0;
    b.file(
        ROOT,
        "meminfo",
        format!(
            "MemTotal:       {total:8} kB\nMemFree:        {:8} kB\nMemAvailable:   {free:8} kB\nBuffers:        {:8} kB\nCached:         {:8} kB\nSwapCached:     {:8} kB\nSwapTotal:      {:8} kB\nSwapFree:       {:8} kB\n",
            free * 9 / 10, 20_480, free / 10, 0, 1_048_576, 1_048_576
        ),
    );
    let cpu = |n: u32| {
        format!(
            "processor\t: {n}\nvendor_id\t: Drydock\nmodel name\t: Drydock Virtual CPU\ncpu MHz\t\t: 2400.000\ncache size\t: 4096 KB\nphysical id\t: 0\ncore id\t\t: {n}\ncpu cores\t: {cpus}\nflags\t\t: fpu sse sse2\n\n"
        )
    };
    b.file(ROOT, "cpuinfo", (0..cpus).map(cpu).collect::<String>());
    b.file(ROOT, "uptime", format!("{uptime:.2} {:.2}\n", uptime * f64::from(cpus) * 0.9));
    let count = machine.processes(pid_ns).len();
    b.file(
        ROOT,
        "loadavg",
        format!("0.00 0.01 0.00 1/{count} {}\n", machine.local_pid(caller)),
    );
    b.file(
        ROOT,
        "version",
        format!(
            "Linux version {} (drydock@virtual) #1 SMP PREEMPT_DYNAMIC\n",
            machine.release()
        ),
    );
    b.file(ROOT, "filesystems", "nodev\tproc\nnodev\ttmpfs\nnodev\toverlay\n\text4\n");
    b.file(
        ROOT,
        "stat",
        format!(
            "cpu  0 0 0 0 0 0 0 0 0 0\nbtime {}\nprocesses {count}\n",
            machine.boot_time().seconds()
        ),
    );
    b.link(ROOT, "mounts", "self/mounts");
    b.link(ROOT, "self", &machine.local_pid(caller).to_string());
    let sys = b.dir(ROOT, "sys");
    let kernel = b.dir(sys, "kernel");
    let hostname = machine
        .kernel()
        .processes
        .borrow()
        .get(&caller)
        .map(|p| p.ns.uts.borrow().hostname.clone())
        .unwrap_or_default();
    b.file(kernel, "hostname", format!("{hostname}\n"));
    b.file(kernel, "ostype", "Linux\n");
    b.file(kernel, "osrelease", format!("{}\n", machine.release()));
    b.file(kernel, "pid_max", "32768\n");
    let net = b.dir(sys, "net");
    let ipv4 = b.dir(net, "ipv4");
    b.file(ipv4, "ip_forward", "1\n");
    for view in machine.processes(pid_ns) {
        let processes = machine.kernel().processes.borrow();
        let Some(process) = processes.get(&view.pid) else { continue };
        let dir = b.dir(ROOT, &view.local.to_string());
        let zombie = matches!(process.life, Life::Zombie(_));
        let state = match view.state {
            'Z' => "Z (zombie)",
            'T' => "T (stopped)",
            _ if view.pid == caller => "R (running)",
            _ => "S (sleeping)",
        };
        b.file(dir, "comm", format!("{}\n", process.name));
        let zero_ended = |words: &[String]| words.iter().flat_map(|w| w.bytes().chain([0])).collect::<Vec<u8>>();
        b.file(dir, "cmdline", if zombie { Vec::new() } else { zero_ended(&process.argv) });
        b.file(dir, "environ", zero_ended(&process.env));
        b.file(
            dir,
            "status",
            format!(
                "Name:\t{}\nUmask:\t{:04o}\nState:\t{state}\nTgid:\t{n}\nPid:\t{n}\nPPid:\t{}\nUid:\t{u}\t{u}\t{u}\t{u}\nGid:\t{g}\t{g}\t{g}\t{g}\nFDSize:\t64\nVmSize:\t{:8} kB\nVmRSS:\t{:8} kB\nThreads:\t1\nNSpid:\t{n}\n",
                process.name, process.umask, view.local_parent, view.memory / 512, view.memory / 1024,
                n = view.local, u = view.uid, g = view.gid,
            ),
        );
        let started = process.started.since(machine.boot_time()).as_millis() / 10 + 360_000;
        let ticks = process.cpu.as_millis() / 10;
        b.file(
            dir,
            "stat",
            format!(
                "{} ({}) {} {} {} {} 0 -1 0 0 0 0 0 {ticks} 0 0 0 20 0 1 0 {started} {} {}\n",
                view.local,
                process.name,
                &state[..1],
                view.local_parent,
                view.group,
                view.session,
                view.memory * 2,
                view.memory / 4096
            ),
        );
        b.file(dir, "cgroup", "0::/\n");
        let mounts = process.ns.mounts.borrow();
        b.file(dir, "mounts", mount_lines(&mounts));
        b.file(dir, "mountinfo", mount_lines(&mounts));
        b.link(dir, "cwd", &mounts.path_of(&process.cwd));
        b.link(dir, "exe", &process.exe);
        b.link(dir, "root", "/");
        let fds = b.dir(dir, "fd");
        for (fd, slot) in &process.fds {
            let meta = b.meta(0o700);
            match &slot.file.object {
                _ if view.pid == caller => {
                    let _ = b.fs.create(fds, &fd.to_string(), meta, Node::CharDev(FD_MAJOR, *fd as u32));
                }
                FileObject::Regular { at } | FileObject::Directory { at } => b.link(fds, &fd.to_string(), &mounts.path_of(at)),
                FileObject::Tty(tty) => b.link(fds, &fd.to_string(), &format!("/dev/{}", tty.name())),
                FileObject::PipeReader(p) | FileObject::PipeWriter(p) | FileObject::PipeBoth(p) => {
                    b.link(fds, &fd.to_string(), &format!("pipe:[{}]", Rc::strong_count(p)));
                }
                FileObject::Null => b.link(fds, &fd.to_string(), "/dev/null"),
                _ => b.link(fds, &fd.to_string(), "socket:[1]"),
            }
        }
    }
}

/// The lines of /proc/mounts.
fn mount_lines(mounts: &vfs::MountNs) -> String {
    mounts
        .mounts()
        .map(|m| {
            let (source, kind) = match m.kind {
                MountKind::Overlay => ("overlay", "overlay"),
                MountKind::Tmpfs => ("tmpfs", "tmpfs"),
                MountKind::Proc => ("proc", "proc"),
                MountKind::Cgroup => ("cgroup", "cgroup2"),
                MountKind::Bind | MountKind::Disk => ("/dev/vda1", "ext4"),
            };
            format!("{source} {} {kind} {} 0 0\n", m.path, m.options())
        })
        .collect()
}

fn cgroup(machine: &Machine, caller: Pid, b: &mut Builder<'_>) {
    let Some(cgroup) = machine.kernel().processes.borrow().get(&caller).map(|p| p.ns.cgroup.clone()) else {
        return;
    };
    let members: Vec<_> = {
        let processes = machine.kernel().processes.borrow();
        processes
            .values()
            .filter(|p| Rc::ptr_eq(&p.ns.cgroup, &cgroup))
            .map(|p| p.local)
            .collect()
    };
    let current = machine.memory_of(&cgroup);
    let limits = cgroup.borrow();
    let or_max = |limit: Option<u64>| limit.map_or("max\n".to_string(), |l| format!("{l}\n"));
    b.file(ROOT, "memory.max", or_max(limits.memory));
    b.file(ROOT, "memory.current", format!("{current}\n"));
    b.file(
        ROOT,
        "memory.events",
        format!("low 0\nhigh 0\nmax 0\noom {o}\noom_kill {o}\n", o = limits.oom_kills),
    );
    b.file(ROOT, "pids.max", or_max(limits.pids));
    b.file(ROOT, "pids.current", format!("{}\n", members.len()));
    b.file(
        ROOT,
        "cpu.max",
        limits
            .nano_cpus
            .map_or("max 100000\n".into(), |n| format!("{} 100000\n", n / 10_000)),
    );
    b.file(ROOT, "cpu.stat", format!("usage_usec {}\n", limits.cpu_time / 1000));
    b.file(
        ROOT,
        "cgroup.procs",
        members.iter().map(|p| format!("{p}\n")).collect::<String>(),
    );
    b.file(ROOT, "cgroup.controllers", "cpuset cpu io memory hugetlb pids\n");
}
