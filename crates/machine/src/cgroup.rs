//! Limits on a container's processes (cgroups, version 2) and what happened because of them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// One control group. `None` means no limit.
#[derive(Clone, Debug, Default)]
pub struct Cgroup {
    /// Bytes of memory its processes may hold together.
    pub memory: Option<u64>,
    /// How many processes it may have.
    pub pids: Option<u64>,
    /// How many it has, those that nobody has waited for included.
    pub members: u64,
    /// Processors, in billionths (Docker's NanoCPUs).
    pub nano_cpus: Option<u64>,
    /// Paused: none of its processes runs.
    pub frozen: bool,
    /// How often a process of it was killed for passing the memory limit.
    pub oom_kills: u64,
    /// Processor time used, in nanoseconds.
    pub cpu_time: u64,
    /// What its superusers may do, without `CAP_`; none is everything. Kept here since all processes of a
    /// container share it.
    pub capabilities: Option<BTreeSet<String>>,
    /// Resource limits other than the usual: name (`nofile`), soft and hard; -1 is none.
    pub ulimits: BTreeMap<String, (i64, i64)>,
    /// Where the host sees it below /sys/fs/cgroup.
    pub path: Option<String>,
    /// Bytes of memory that are its own before anybody has to give some back.
    pub low: Option<u64>,
    /// Bytes of swap that it may use besides.
    pub swap: Option<u64>,
    /// Its share of the processors next to other groups, from 1 to 10000.
    pub weight: Option<u64>,
    /// The processors that it may use, as a list of ranges.
    pub cpuset: Option<String>,
    /// The most bytes of memory it had, and the most processes.
    pub peak: u64,
    pub most_members: u64,
    /// How often it was refused another process.
    pub refused: u64,
    /// Its programs can't get more rights by exec.
    pub no_new_privileges: bool,
    /// Its system calls go through a filter (seccomp).
    pub filtered: bool,
}

impl Cgroup {
    /// Whether it has as many processes as it may have.
    pub fn is_full(&self) -> bool {
        self.pids.is_some_and(|limit| self.members >= limit)
    }
}

pub type CgroupRef = Rc<RefCell<Cgroup>>;
