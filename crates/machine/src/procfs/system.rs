//! The files of /proc that are not a process's: the machine, and the switches under /proc/sys.

use super::tree::{SUPERUSER, Tree};
use super::{StaticFile, View, task};
use crate::process::Life;
use vfs::{Fs, ROOT};

/// Seconds that the machine had been up when its first program started.
pub(super) const UP_BEFORE: u64 = 3600;

const FILES: &[StaticFile] = &[
    ("acpi/wakeup", 0o444, |_| String::new()),
    ("bus/input/devices", 0o444, |_| String::new()),
    ("cmdline", 0o444, |_| "console=ttyS0 root=/dev/vda1 ro\n".into()),
    ("cpuinfo", 0o444, cpuinfo),
    ("devices", 0o444, |_| {
        "Character devices:\n  1 mem\n  5 /dev/tty\n  5 /dev/console\n  5 /dev/ptmx\n136 pts\n\nBlock devices:\n254 virtblk\n"
            .into()
    }),
    ("diskstats", 0o444, |_| {
        " 254       0 vda 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n 254       1 vda1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n".into()
    }),
    ("filesystems", 0o444, |_| {
        [
            "sysfs", "tmpfs", "proc", "cgroup2", "devtmpfs", "pipefs", "sockfs", "devpts", "mqueue", "overlay",
        ]
        .map(|name| format!("nodev\t{name}\n"))
        .concat()
            + "\text4\n"
    }),
    ("fs/ext4/vda1/options", 0o444, |_| "rw\n".into()),
    ("interrupts", 0o444, |_| String::new()),
    ("irq/default_smp_affinity", 0o644, |view| {
        format!(
            "{:x}\n",
            1u64.checked_shl(view.machine.hardware().1).map_or(u64::MAX, |bit| bit - 1)
        )
    }),
    ("kcore", 0o400, |_| String::new()),
    ("keys", 0o444, |_| String::new()),
    ("loadavg", 0o444, loadavg),
    ("meminfo", 0o444, meminfo),
    ("modules", 0o444, |_| String::new()),
    ("partitions", 0o444, |_| {
        "major minor  #blocks  name\n\n 254        0   62914560 vda\n 254        1   62913536 vda1\n".into()
    }),
    ("stat", 0o444, stat),
    ("swaps", 0o444, |_| {
        "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n".into()
    }),
    ("sysrq-trigger", 0o200, |_| String::new()),
    ("timer_list", 0o400, |_| String::new()),
    ("uptime", 0o444, uptime),
    ("version", 0o444, |view| {
        format!(
            "Linux version {} (drydock@virtual) #1 SMP PREEMPT_DYNAMIC\n",
            view.machine.release()
        )
    }),
    ("sys/fs/file-max", 0o644, |_| "9223372036854775807\n".into()),
    ("sys/fs/inotify/max_user_instances", 0o644, |_| "128\n".into()),
    ("sys/fs/inotify/max_user_watches", 0o644, |_| "65536\n".into()),
    ("sys/fs/nr_open", 0o644, |_| "1048576\n".into()),
    ("sys/fs/pipe-max-size", 0o644, |_| "1048576\n".into()),
    ("sys/kernel/core_pattern", 0o644, |_| "core\n".into()),
    ("sys/kernel/domainname", 0o644, |view| {
        let name = view.uts(|uts| uts.domainname.clone());
        format!("{}\n", if name.is_empty() { "(none)" } else { &name })
    }),
    ("sys/kernel/hostname", 0o644, |view| {
        format!("{}\n", view.uts(|uts| uts.hostname.clone()))
    }),
    ("sys/kernel/msgmax", 0o644, |_| "8192\n".into()),
    ("sys/kernel/ngroups_max", 0o444, |_| "65536\n".into()),
    ("sys/kernel/osrelease", 0o444, |view| format!("{}\n", view.machine.release())),
    ("sys/kernel/ostype", 0o444, |_| "Linux\n".into()),
    ("sys/kernel/overflowgid", 0o644, |_| "65534\n".into()),
    ("sys/kernel/overflowuid", 0o644, |_| "65534\n".into()),
    ("sys/kernel/pid_max", 0o644, |_| "32768\n".into()),
    ("sys/kernel/random/entropy_avail", 0o444, |_| "256\n".into()),
    ("sys/kernel/randomize_va_space", 0o644, |_| "2\n".into()),
    ("sys/kernel/shmmax", 0o644, |_| "18446744073692774399\n".into()),
    ("sys/kernel/threads-max", 0o644, |view| format!("{}\n", threads_max(view))),
    ("sys/kernel/version", 0o444, |_| "#1 SMP PREEMPT_DYNAMIC\n".into()),
    ("sys/net/core/somaxconn", 0o644, |_| "4096\n".into()),
    ("sys/net/ipv4/ip_forward", 0o644, |_| "1\n".into()),
    ("sys/net/ipv4/ip_local_port_range", 0o644, |_| "32768\t60999\n".into()),
    ("sys/net/ipv4/ip_unprivileged_port_start", 0o644, |view| {
        // Docker lets a container's users listen where they like; the host keeps its first ports for root.
        format!("{}\n", if view.is_in_container() { 0 } else { 1024 })
    }),
    ("sys/net/ipv4/ping_group_range", 0o644, |view| {
        if view.is_in_container() { "0\t2147483647\n" } else { "1\t0\n" }.into()
    }),
    ("sys/net/ipv4/tcp_syncookies", 0o644, |_| "1\n".into()),
    ("sys/net/ipv6/conf/all/disable_ipv6", 0o644, |view| {
        if view.is_in_container() { "1\n" } else { "0\n" }.into()
    }),
    ("sys/vm/drop_caches", 0o200, |_| String::new()),
    ("sys/vm/max_map_count", 0o644, |_| "65530\n".into()),
    ("sys/vm/overcommit_memory", 0o644, |_| "0\n".into()),
    ("sys/vm/overcommit_ratio", 0o644, |_| "50\n".into()),
    ("sys/vm/swappiness", 0o644, |_| "60\n".into()),
];

impl View<'_> {
    fn uts(&self, read: impl FnOnce(&crate::Uts) -> String) -> String {
        let processes = self.machine.kernel().processes.borrow();
        processes
            .get(&self.caller)
            .map(|p| read(&p.ns.uts.borrow()))
            .unwrap_or_default()
    }

    fn is_in_container(&self) -> bool {
        let processes = self.machine.kernel().processes.borrow();
        processes
            .get(&self.caller)
            .is_some_and(|p| p.ns.net != crate::net::NetNsId::HOST)
    }

    /// The caller's own number.
    fn own_number(&self) -> String {
        self.machine.number_in(self.pid_ns, self.caller).to_string()
    }
}

pub(super) fn skeleton() -> Fs {
    let mut fs = Tree::start(0);
    let mut tree = Tree { fs: &mut fs, now: 0 };
    for (path, mode, _) in FILES {
        tree.place(path, *mode);
    }
    for (name, target) in [
        ("mounts", "self/mounts"),
        ("net", "self/net"),
        ("self", ""),
        ("thread-self", ""),
    ] {
        tree.link(ROOT, name, 0o777, SUPERUSER, target);
    }
    fs
}

/// What will be on the way along these names of /proc.
pub(super) fn refresh(view: &View<'_>, mut path: Vec<String>) -> Box<dyn FnMut(&mut Tree<'_>)> {
    let own = view.own_number();
    let first = path.first().map(String::as_str).unwrap_or_default();
    match first {
        "self" => drop(path.splice(..1, [own.clone()])),
        "thread-self" => drop(path.splice(..1, [own.clone(), "task".into(), own.clone()])),
        "mounts" | "net" => path.insert(0, own.clone()),
        _ => {}
    }
    let number = path.first().and_then(|name| name.parse::<u32>().ok());
    let everybody = path.is_empty().then(|| task::all(view));
    let one = number.map(|number| (number, task::make(view, number, path.get(1..).unwrap_or_default())));
    let joined = path.join("/");
    let text = FILES.iter().find(|(at, _, _)| *at == joined).map(|(_, _, text)| text(view));
    Box::new(move |tree| {
        tree.link(ROOT, "self", 0o777, SUPERUSER, &own);
        tree.link(ROOT, "thread-self", 0o777, SUPERUSER, &format!("{own}/task/{own}"));
        if let Some(all) = &everybody {
            let numbers: std::collections::BTreeSet<String> = all.iter().map(|(n, _)| n.to_string()).collect();
            tree.keep(ROOT, &|name| name.parse::<u32>().is_err() || numbers.contains(name));
            for (number, owner) in all {
                task::directory(tree, *number, *owner);
            }
        }
        match &one {
            Some((_, Some(made))) => made.put(tree),
            Some((number, None)) => {
                let gone = number.to_string();
                tree.keep(ROOT, &|name| name != gone);
            }
            None => {}
        }
        if let (Some(text), Some(ino)) = (&text, tree.at(&path)) {
            tree.fill(ino, text.as_bytes());
        }
        if number.is_none() {
            tree.date(&path);
        }
    })
}

fn cpuinfo(view: &View<'_>) -> String {
    let (_, cpus) = view.machine.hardware();
    let one = |n: u32| {
        format!(
            "processor\t: {n}\nvendor_id\t: Drydock\nmodel name\t: Drydock Virtual CPU\ncpu MHz\t\t: 2400.000\ncache size\t: 4096 KB\nphysical id\t: 0\nsiblings\t: {cpus}\ncore id\t\t: {n}\ncpu cores\t: {cpus}\nflags\t\t: fpu sse sse2\n\n"
        )
    };
    (0..cpus).map(one).collect()
}

/// Running and all processes, and the newest number.
fn loadavg(view: &View<'_>) -> String {
    let all = view.machine.processes(view.pid_ns);
    let newest = all.iter().map(|p| p.local).max().unwrap_or(0);
    format!("0.00 0.00 0.00 1/{} {newest}\n", all.len())
}

/// Memory in bytes: all there is, and what is used.
pub(super) fn memory(view: &View<'_>) -> (u64, u64) {
    let (total, _) = view.machine.hardware();
    let held: u64 = view.machine.processes(0).iter().map(|p| p.memory).sum();
    (total, held.saturating_add(600 << 20).min(total))
}

/// As `free` tells it: an eighth of the memory is the page cache.
fn meminfo(view: &View<'_>) -> String {
    let (total, used) = memory(view);
    let cached = total / 8;
    let free = total.saturating_sub(used.saturating_add(cached));
    let held = used.saturating_sub(600 << 20);
    let shared = 1 << 20;
    [
        ("MemTotal", total),
        ("MemFree", free),
        ("MemAvailable", free + cached),
        ("Buffers", 0),
        ("Cached", cached),
        ("SwapCached", 0),
        ("Active", held),
        ("Inactive", cached),
        ("Active(anon)", held),
        ("Inactive(anon)", 0),
        ("Active(file)", 0),
        ("Inactive(file)", cached),
        ("Unevictable", 0),
        ("Mlocked", 0),
        ("SwapTotal", 0),
        ("SwapFree", 0),
        ("Dirty", 0),
        ("Writeback", 0),
        ("AnonPages", held),
        ("Mapped", 0),
        ("Shmem", shared),
        ("CommitLimit", total / 2),
        ("Committed_AS", held),
        ("VmallocTotal", 34_359_738_367 << 10),
        ("VmallocUsed", 0),
        ("VmallocChunk", 0),
    ]
    .map(|(name, bytes)| format!("{:<16}{:>8} kB\n", format!("{name}:"), bytes / 1024))
    .concat()
        + "HugePages_Total:       0\nHugePages_Free:        0\nHugePages_Rsvd:        0\nHugePages_Surp:        0\nHugepagesize:       2048 kB\nHugetlb:               0 kB\n"
}

/// Hundredths of a second since the machine was switched on, and those of it that programs worked.
fn times(view: &View<'_>) -> (u64, u64) {
    let up = view.machine.now().since(view.machine.boot_time()).as_millis() / 10;
    let worked = view.machine.worked().as_millis() / 10;
    (up as u64 + UP_BEFORE * 100, worked as u64)
}

fn uptime(view: &View<'_>) -> String {
    let (up, worked) = times(view);
    let idle = (up * u64::from(view.machine.hardware().1)).saturating_sub(worked);
    format!("{}.{:02} {}.{:02}\n", up / 100, up % 100, idle / 100, idle % 100)
}

/// One task runs at a time, so that the first processor has done all the work.
fn stat(view: &View<'_>) -> String {
    let (up, worked) = times(view);
    let (_, cpus) = view.machine.hardware();
    let line = |name: String, worked: u64, all: u64| format!("{name} {worked} 0 0 {} 0 0 0 0 0 0\n", all.saturating_sub(worked));
    let mut out = line("cpu ".into(), worked, up * u64::from(cpus));
    for n in 0..cpus {
        out.push_str(&line(format!("cpu{n}"), if n == 0 { worked } else { 0 }, up));
    }
    let processes = view.machine.kernel().processes.borrow();
    let running = processes
        .values()
        .filter(|p| p.life == Life::Running && p.tasks.is_empty())
        .count();
    let booted = view.machine.boot_time().seconds() - UP_BEFORE as i64;
    out.push_str(&format!(
        "intr 0\nctxt 0\nbtime {booted}\nprocesses {}\nprocs_running {}\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n",
        view.machine.kernel().next_pid.get(),
        running.max(1),
    ));
    out
}

/// The most threads, by the memory there is (`set_max_threads` of the kernel).
pub(super) fn threads_max(view: &View<'_>) -> u64 {
    threads_of(view.machine)
}

/// How many threads memory has room for.
pub(super) fn threads_of(machine: &crate::Machine) -> u64 {
    machine.hardware().0 / (16_384 * 8)
}
