//! /sys/fs/cgroup: the group of whoever looks, as a cgroup namespace of its own shows it (cgroups(7),
//! "Control Group v2" of the kernel's documentation).
//!
//! Measured: memory, processes, processor time, and what happened at the limits. Not measured, and so 0 or empty:
//! input and output, pressure, throttling, page faults.

use super::View;
use super::tree::Tree;
use crate::cgroup::Cgroup;
use std::rc::Rc;
use vfs::Fs;

/// A group and what its processes come to.
struct Group<'a> {
    view: &'a View<'a>,
    limits: &'a Cgroup,
    memory: u64,
    members: Vec<crate::Pid>,
}

type Text = fn(&Group<'_>) -> String;

fn or_max(limit: Option<u64>) -> String {
    limit.map_or("max\n".to_string(), |limit| format!("{limit}\n"))
}

fn zero(_: &Group<'_>) -> String {
    "0\n".into()
}

fn max(_: &Group<'_>) -> String {
    "max\n".into()
}

fn nothing(_: &Group<'_>) -> String {
    String::new()
}

fn no_events(_: &Group<'_>) -> String {
    "max 0\n".into()
}

fn members(group: &Group<'_>) -> String {
    group.members.iter().map(|pid| format!("{pid}\n")).collect()
}

fn pressure(_: &Group<'_>) -> String {
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n".into()
}

fn all_processors(group: &Group<'_>) -> String {
    match group.view.machine.hardware().1 {
        0 | 1 => "0\n".into(),
        cpus => format!("0-{}\n", cpus - 1),
    }
}

fn memory_events(group: &Group<'_>) -> String {
    let kills = group.limits.oom_kills;
    format!("low 0\nhigh 0\nmax {kills}\noom {kills}\noom_kill {kills}\noom_group_kill 0\n")
}

fn pids_events(group: &Group<'_>) -> String {
    format!("max {}\n", group.limits.refused)
}

/// The names of memory.stat of which the machine measures none but the first.
const MEMORY_STAT: &[&str] = &[
    "file",
    "kernel",
    "kernel_stack",
    "pagetables",
    "sec_pagetables",
    "percpu",
    "sock",
    "vmalloc",
    "shmem",
    "zswap",
    "zswapped",
    "file_mapped",
    "file_dirty",
    "file_writeback",
    "swapcached",
    "anon_thp",
    "file_thp",
    "shmem_thp",
    "inactive_anon",
];

const MEMORY_STAT_REST: &[&str] = &[
    "inactive_file",
    "active_file",
    "unevictable",
    "slab_reclaimable",
    "slab_unreclaimable",
    "slab",
    "workingset_refault_anon",
    "workingset_refault_file",
    "workingset_activate_anon",
    "workingset_activate_file",
    "workingset_restore_anon",
    "workingset_restore_file",
    "workingset_nodereclaim",
    "pgscan",
    "pgsteal",
    "pgfault",
    "pgmajfault",
    "pgrefill",
    "pgactivate",
    "pgdeactivate",
    "pglazyfree",
    "pglazyfreed",
];

fn memory_stat(group: &Group<'_>) -> String {
    let zeros = |names: &[&str]| names.iter().map(|name| format!("{name} 0\n")).collect::<String>();
    format!(
        "anon {m}\n{}active_anon {m}\n{}",
        zeros(MEMORY_STAT),
        zeros(MEMORY_STAT_REST),
        m = group.memory
    )
}

const FILES: &[(&str, u32, Text)] = &[
    ("cgroup.controllers", 0o444, |_| {
        "cpuset cpu io memory hugetlb pids rdma misc\n".into()
    }),
    ("cgroup.events", 0o444, |group| {
        format!(
            "populated {}\nfrozen {}\n",
            u8::from(!group.members.is_empty()),
            u8::from(group.limits.frozen)
        )
    }),
    ("cgroup.freeze", 0o644, |group| format!("{}\n", u8::from(group.limits.frozen))),
    ("cgroup.kill", 0o200, nothing),
    ("cgroup.max.depth", 0o644, max),
    ("cgroup.max.descendants", 0o644, max),
    ("cgroup.pressure", 0o644, |_| "1\n".into()),
    ("cgroup.procs", 0o644, members),
    ("cgroup.stat", 0o444, |_| "nr_descendants 0\nnr_dying_descendants 0\n".into()),
    ("cgroup.subtree_control", 0o644, |_| "\n".into()),
    ("cgroup.threads", 0o644, members),
    ("cgroup.type", 0o644, |_| "domain\n".into()),
    ("cpu.idle", 0o644, zero),
    ("cpu.max", 0o644, |group| match group.limits.nano_cpus {
        Some(nanos) => format!("{} 100000\n", nanos / 10_000),
        None => "max 100000\n".into(),
    }),
    ("cpu.max.burst", 0o644, zero),
    ("cpu.pressure", 0o644, pressure),
    ("cpu.stat", 0o444, |group| {
        let used = group.limits.cpu_time / 1000;
        format!(
            "usage_usec {used}\nuser_usec {used}\nsystem_usec 0\nnice_usec 0\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\nnr_bursts 0\nburst_usec 0\n"
        )
    }),
    ("cpu.stat.local", 0o444, |_| "throttled_usec 0\n".into()),
    ("cpu.weight", 0o644, |group| {
        format!("{}\n", group.limits.weight.unwrap_or(100))
    }),
    ("cpuset.cpus", 0o644, |group| {
        format!("{}\n", group.limits.cpuset.as_deref().unwrap_or_default())
    }),
    ("cpuset.cpus.effective", 0o444, |group| match &group.limits.cpuset {
        Some(set) => format!("{set}\n"),
        None => all_processors(group),
    }),
    ("cpuset.cpus.partition", 0o644, |_| "member\n".into()),
    ("cpuset.mems", 0o644, |_| "\n".into()),
    ("cpuset.mems.effective", 0o444, zero),
    ("hugetlb.2MB.current", 0o444, zero),
    ("hugetlb.2MB.events", 0o444, no_events),
    ("hugetlb.2MB.events.local", 0o444, no_events),
    ("hugetlb.2MB.max", 0o644, max),
    ("hugetlb.2MB.numa_stat", 0o444, |_| "total=0 N0=0\n".into()),
    ("hugetlb.2MB.rsvd.current", 0o444, zero),
    ("hugetlb.2MB.rsvd.max", 0o644, max),
    ("io.max", 0o644, nothing),
    ("io.pressure", 0o644, pressure),
    ("io.stat", 0o444, nothing),
    ("io.weight", 0o644, |_| "default 100\n".into()),
    ("memory.current", 0o444, |group| format!("{}\n", group.memory)),
    ("memory.events", 0o444, memory_events),
    ("memory.events.local", 0o444, memory_events),
    ("memory.high", 0o644, max),
    ("memory.low", 0o644, |group| format!("{}\n", group.limits.low.unwrap_or(0))),
    ("memory.max", 0o644, |group| or_max(group.limits.memory)),
    ("memory.min", 0o644, zero),
    ("memory.numa_stat", 0o444, |group| {
        format!("anon N0={}\nfile N0=0\n", group.memory)
    }),
    ("memory.oom.group", 0o644, zero),
    ("memory.peak", 0o644, |group| {
        format!("{}\n", group.limits.peak.max(group.memory))
    }),
    ("memory.pressure", 0o644, pressure),
    ("memory.reclaim", 0o200, nothing),
    ("memory.stat", 0o444, memory_stat),
    ("memory.swap.current", 0o444, zero),
    ("memory.swap.events", 0o444, |_| "high 0\nmax 0\nfail 0\n".into()),
    ("memory.swap.high", 0o644, max),
    ("memory.swap.max", 0o644, |group| or_max(group.limits.swap)),
    ("memory.swap.peak", 0o644, zero),
    ("misc.current", 0o444, nothing),
    ("misc.events", 0o444, nothing),
    ("misc.max", 0o644, nothing),
    ("pids.current", 0o444, |group| format!("{}\n", group.limits.members)),
    ("pids.events", 0o444, pids_events),
    ("pids.events.local", 0o444, pids_events),
    ("pids.max", 0o644, |group| or_max(group.limits.pids)),
    ("pids.peak", 0o444, |group| format!("{}\n", group.limits.most_members)),
    ("rdma.current", 0o444, nothing),
    ("rdma.max", 0o644, nothing),
];

pub(super) fn skeleton() -> Fs {
    let mut fs = Tree::start(0);
    let mut tree = Tree { fs: &mut fs, now: 0 };
    for (name, mode, _) in FILES {
        tree.place(name, *mode);
    }
    fs
}

pub(super) fn refresh(view: &View<'_>, path: &[String]) -> Box<dyn FnMut(&mut Tree<'_>)> {
    let path = path.to_vec();
    let text = match path.as_slice() {
        [name] => say(view, name),
        _ => None,
    };
    Box::new(move |tree| {
        if let (Some(text), Some(ino)) = (&text, tree.at(&path)) {
            tree.fill(ino, text.as_bytes());
        }
        tree.date(&path);
    })
}

fn say(view: &View<'_>, name: &str) -> Option<String> {
    let (_, _, text) = FILES.iter().find(|(known, _, _)| *known == name)?;
    let processes = view.machine.kernel().processes.borrow();
    let own = processes.get(&view.caller)?.ns.cgroup.clone();
    let limits = own.borrow();
    Some(text(&Group {
        view,
        limits: &limits,
        memory: view.machine.memory_of(&own),
        members: processes
            .iter()
            .filter(|(_, p)| Rc::ptr_eq(&p.ns.cgroup, &own))
            .map(|(pid, _)| view.machine.number_in(view.pid_ns, *pid))
            .collect(),
    }))
}
