//! What /proc/PID says of a process in words and numbers: status, stat, statm, limits, oom_score.
//!
//! Left out of status: peaks, and how memory divides into what is mapped and what is not, which the machine
//! doesn't count.

use super::View;
use super::system::{UP_BEFORE, threads_max, threads_of};
use super::task::Task;
use crate::Machine;
use crate::process::{Disposition, Life, Process};
use crate::signal::Signal;

/// The names of the capabilities, by number (capabilities(7)).
const CAPABILITIES: [&str; 41] = [
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "LINUX_IMMUTABLE",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "IPC_OWNER",
    "SYS_MODULE",
    "SYS_RAWIO",
    "SYS_CHROOT",
    "SYS_PTRACE",
    "SYS_PACCT",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "MKNOD",
    "LEASE",
    "AUDIT_WRITE",
    "AUDIT_CONTROL",
    "SETFCAP",
    "MAC_OVERRIDE",
    "MAC_ADMIN",
    "SYSLOG",
    "WAKE_ALARM",
    "BLOCK_SUSPEND",
    "AUDIT_READ",
    "PERFMON",
    "BPF",
    "CHECKPOINT_RESTORE",
];

/// What a user with the container's superuser's rights may do.
fn bounding(task: &Task<'_>) -> u64 {
    let cgroup = task.process.ns.cgroup.borrow();
    CAPABILITIES
        .iter()
        .enumerate()
        .filter(|(_, name)| cgroup.capabilities.as_ref().is_none_or(|held| held.contains(**name)))
        .fold(0, |bits, (number, _)| bits | 1 << number)
}

fn bit(signal: u8) -> u64 {
    1u64.checked_shl(u32::from(signal).saturating_sub(1)).unwrap_or(0)
}

fn disposed(task: &Task<'_>, how: Disposition) -> u64 {
    let set = |(signal, disposition): (&u8, &Disposition)| if *disposition == how { bit(*signal) } else { 0 };
    task.process.dispositions.iter().map(set).fold(0, |a, b| a | b)
}

fn pending(task: &Task<'_>) -> u64 {
    task.process
        .pending
        .iter()
        .map(|s: &Signal| bit(s.number()))
        .fold(0, |a, b| a | b)
}

fn state(view: &View<'_>, task: &Task<'_>) -> &'static str {
    match task.process.life {
        Life::Zombie(_) => "Z (zombie)",
        Life::Stopped(_) => "T (stopped)",
        Life::Running if task.pid == view.caller || task.process.tasks.is_empty() => "R (running)",
        Life::Running => "S (sleeping)",
    }
}

fn memory(task: &Task<'_>) -> u64 {
    match task.process.life {
        Life::Zombie(_) => 0,
        _ => task.process.memory,
    }
}

/// The processors that it may run on, as a mask and as a list.
fn processors(view: &View<'_>, task: &Task<'_>) -> (String, String) {
    let (_, cpus) = view.machine.hardware();
    let list = match &task.process.ns.cgroup.borrow().cpuset {
        Some(set) => set.clone(),
        None if cpus < 2 => "0".into(),
        None => format!("0-{}", cpus - 1),
    };
    let mut mask: u64 = 0;
    for range in list.split(',') {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        if let (Ok(from), Ok(to)) = (from.trim().parse::<u32>(), to.trim().parse::<u32>()) {
            mask |= (from..=to.min(63)).fold(0, |bits, n| bits | 1 << n);
        }
    }
    (format!("{mask:x}"), list)
}

pub(super) fn status(view: &View<'_>, task: &Task<'_>) -> String {
    let p = task.process;
    let (uid, gid) = (p.cred.uid, p.cred.gid);
    let highest = p.fds.keys().next_back().map_or(0, |fd| *fd as u32 + 1);
    let groups: String = p.cred.groups.iter().map(|group| format!("{group} ")).collect();
    let own = [p.local, p.local];
    // A process of a namespace below has a number in each.
    let nested = |outer: u32, inner: u32| match view.pid_ns == 0 && p.ns.pid_ns != 0 {
        true => format!("{outer}\t{inner}"),
        false => outer.to_string(),
    };
    let inner = |pid: crate::Pid| view.machine.number_in(p.ns.pid_ns, pid);
    let mut out = format!(
        "Name:\t{}\nUmask:\t{:04o}\nState:\t{}\nTgid:\t{n}\nNgid:\t0\nPid:\t{n}\nPPid:\t{}\nTracerPid:\t0\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\nGid:\t{gid}\t{gid}\t{gid}\t{gid}\nFDSize:\t{}\nGroups:\t{groups}\nNStgid:\t{own}\nNSpid:\t{own}\nNSpgid:\t{}\nNSsid:\t{}\nKthread:\t0\n",
        p.name,
        p.umask,
        state(view, task),
        task.parent,
        highest.next_power_of_two().max(64),
        nested(task.group, inner(p.group)),
        nested(task.session, inner(p.session)),
        n = task.number,
        own = nested(task.number, own[0]),
    );
    // Nothing is left of a zombie's memory.
    if !matches!(p.life, Life::Zombie(_)) {
        let held = memory(task) / 1024;
        for (name, kilobytes) in [
            ("VmSize", held),
            ("VmLck", 0),
            ("VmPin", 0),
            ("VmRSS", held),
            ("RssAnon", held),
            ("RssFile", 0),
            ("RssShmem", 0),
            ("VmSwap", 0),
        ] {
            out.push_str(&format!("{name}:\t{kilobytes:8} kB\n"));
        }
    }
    let bound = bounding(task);
    let held = if uid == 0 { bound } else { 0 };
    let (no_new, filtered) = {
        let cgroup = p.ns.cgroup.borrow();
        (u8::from(cgroup.no_new_privileges), cgroup.filtered)
    };
    let (mask, list) = processors(view, task);
    out.push_str(&format!(
        "Threads:\t{}\nSigQ:\t0/{}\nSigPnd:\t{zero}\nShdPnd:\t{:016x}\nSigBlk:\t{zero}\nSigIgn:\t{:016x}\nSigCgt:\t{:016x}\nCapInh:\t{zero}\nCapPrm:\t{held:016x}\nCapEff:\t{held:016x}\nCapBnd:\t{bound:016x}\nCapAmb:\t{zero}\nNoNewPrivs:\t{no_new}\nSeccomp:\t{}\nSeccomp_filters:\t{}\nCpus_allowed:\t{mask}\nCpus_allowed_list:\t{list}\nMems_allowed:\t1\nMems_allowed_list:\t0\nvoluntary_ctxt_switches:\t0\nnonvoluntary_ctxt_switches:\t0\n",
        p.tasks.len().max(1),
        threads_max(view) / 2,
        pending(task),
        disposed(task, Disposition::Ignore),
        disposed(task, Disposition::Catch),
        if filtered { 2 } else { 0 },
        u8::from(filtered),
        zero = "0000000000000000",
    ));
    out
}

/// The 52 fields of /proc/PID/stat. Addresses are hidden, as from whoever may not trace.
pub(super) fn stat(view: &View<'_>, task: &Task<'_>) -> String {
    let p = task.process;
    let started = p.started.since(view.machine.boot_time()).as_millis() as u64 / 10 + UP_BEFORE * 100;
    let (tty, foreground) = match &p.tty {
        Some(tty) => {
            let number = tty.name().trim_start_matches("pts/").parse().unwrap_or(0);
            let number = if p.ns.pid_ns == 0 { number } else { 0 };
            let group = view.machine.number_in(view.pid_ns, tty.foreground());
            (136 << 8 | number, i64::from(group))
        }
        None => (0, -1),
    };
    let held = memory(task);
    let (_, cpus) = view.machine.hardware();
    format!(
        "{} ({}) {} {} {} {} {tty} {foreground} 4194304 0 0 0 0 {} 0 0 0 {} {} {} 0 {started} {held} {} 18446744073709551615 0 0 0 0 0 {} 0 {} {} 0 0 0 17 {} 0 0 0 0 0 0 0 0 0 0 0 0 0 {}\n",
        task.number,
        p.name,
        state(view, task).chars().next().unwrap_or('S'),
        task.parent,
        task.group,
        task.session,
        p.cpu.as_millis() / 10,
        20 + i32::from(p.schedule.nice),
        p.schedule.nice,
        p.tasks.len().max(1),
        held / 4096,
        pending(task) & 0x7fff_ffff,
        disposed(task, Disposition::Ignore) & 0x7fff_ffff,
        disposed(task, Disposition::Catch) & 0x7fff_ffff,
        cpus.min(1).saturating_sub(1),
        match p.life {
            Life::Zombie(crate::WaitStatus::Exited(code)) => u32::from(code) << 8,
            Life::Zombie(crate::WaitStatus::Signaled(signal)) => u32::from(signal.number()),
            _ => 0,
        },
    )
}

/// Pages: all, resident, shared, text, library, data, dirty.
pub(super) fn statm(_: &View<'_>, task: &Task<'_>) -> String {
    let pages = memory(task) / 4096;
    format!("{pages} {pages} 0 0 0 {pages} 0\n")
}

/// The kernel's badness: 666 for a process that holds nothing, 1000 and more for one that holds everything.
pub(super) fn oom_score(view: &View<'_>, task: &Task<'_>) -> String {
    let (total, _) = view.machine.hardware();
    let points = memory(task).saturating_mul(1000) / total.max(1);
    format!("{}\n", (1000 + points) * 2 / 3)
}

/// What /proc/PID/limits calls a limit, its name in `--ulimit`, its usual soft and hard value (-1 is none; `None`
/// is the kernel's own), its unit.
type Limit = (&'static str, &'static str, Option<(i64, i64)>, &'static str);

const LIMITS: [Limit; 16] = [
    ("Max cpu time", "cpu", Some((-1, -1)), "seconds"),
    ("Max file size", "fsize", Some((-1, -1)), "bytes"),
    ("Max data size", "data", Some((-1, -1)), "bytes"),
    ("Max stack size", "stack", Some((8_388_608, -1)), "bytes"),
    ("Max core file size", "core", Some((-1, -1)), "bytes"),
    ("Max resident set", "rss", Some((-1, -1)), "bytes"),
    ("Max processes", "nproc", Some((-1, -1)), "processes"),
    ("Max open files", "nofile", Some((1_048_576, 1_048_576)), "files"),
    ("Max locked memory", "memlock", Some((-1, -1)), "bytes"),
    ("Max address space", "as", Some((-1, -1)), "bytes"),
    ("Max file locks", "locks", Some((-1, -1)), "locks"),
    ("Max pending signals", "sigpending", None, "signals"),
    ("Max msgqueue size", "msgqueue", Some((819_200, 819_200)), "bytes"),
    ("Max nice priority", "nice", Some((0, 0)), ""),
    ("Max realtime priority", "rtprio", Some((0, 0)), ""),
    ("Max realtime timeout", "rttime", Some((-1, -1)), "us"),
];

/// A limit's name, if there is one of this name.
pub(crate) fn limit_name(name: &str) -> Option<&'static str> {
    LIMITS.iter().map(|(_, known, ..)| *known).find(|known| *known == name)
}

/// How many signals may wait, and processes be, of one user: half of the threads that memory has room for.
pub(crate) fn pending_signals(machine: &Machine) -> i64 {
    (threads_of(machine) / 2) as i64
}

/// A process's own limit, or its container's, or the usual one; `signals` is the kernel's own for pending signals.
pub(crate) fn limit_of(process: &Process, name: &str, signals: i64) -> (i64, i64) {
    let usual = LIMITS
        .iter()
        .find(|(_, known, ..)| *known == name)
        .map(|(_, _, usual, _)| *usual);
    let usual = usual.flatten().unwrap_or((signals, signals));
    let own = process.limits.get(name).copied();
    own.or_else(|| process.ns.cgroup.borrow().ulimits.get(name).copied())
        .unwrap_or(usual)
}

pub(super) fn limits(view: &View<'_>, task: &Task<'_>) -> String {
    let shown = |limit: i64| {
        if limit < 0 {
            "unlimited".to_string()
        } else {
            limit.to_string()
        }
    };
    let row = |name: &str, soft: &str, hard: &str, unit: &str| format!("{name:<25} {soft:<20} {hard:<20} {unit:<10}\n");
    let signals = (threads_max(view) / 2) as i64;
    let mut out = row("Limit", "Soft Limit", "Hard Limit", "Units");
    for (title, name, _, unit) in LIMITS {
        let (soft, hard) = limit_of(task.process, name, signals);
        out.push_str(&row(title, &shown(soft), &shown(hard), unit));
    }
    out
}
