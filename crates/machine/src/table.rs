//! The table of all processes, with what is asked of it by more than a process's own number.
//!
//! A fork bomb fills it, so nothing that a fork, an end or a wait asks may look at every process: children are
//! found by their parent, members of a pid namespace by their numbers in it, and control groups know how many they
//! have.

use crate::process::{Pid, Process};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

#[derive(Default)]
pub(crate) struct Table {
    all: BTreeMap<Pid, Process>,
    /// Parent and child.
    children: BTreeSet<(Pid, Pid)>,
    /// Those of them that have something to tell their parent of: an end, a stop, a continuation.
    news: BTreeSet<(Pid, Pid)>,
    /// Pid namespace and the number in it.
    numbers: BTreeMap<(Pid, Pid), Pid>,
}

/// Reading is a map's; changes go through the methods below.
impl Deref for Table {
    type Target = BTreeMap<Pid, Process>;

    fn deref(&self) -> &BTreeMap<Pid, Process> {
        &self.all
    }
}

impl Table {
    pub(crate) fn insert(&mut self, pid: Pid, process: Process) {
        self.children.insert((process.parent, pid));
        self.numbers.insert((process.ns.pid_ns, process.local), pid);
        let cgroup = process.ns.cgroup.clone();
        let mut group = cgroup.borrow_mut();
        group.members += 1;
        group.most_members = group.most_members.max(group.members);
        drop(group);
        self.all.insert(pid, process);
    }

    pub(crate) fn remove(&mut self, pid: &Pid) -> Option<Process> {
        let process = self.all.remove(pid)?;
        self.children.remove(&(process.parent, *pid));
        self.news.remove(&(process.parent, *pid));
        self.numbers.remove(&(process.ns.pid_ns, process.local));
        let mut cgroup = process.ns.cgroup.borrow_mut();
        cgroup.members = cgroup.members.saturating_sub(1);
        drop(cgroup);
        Some(process)
    }

    /// For changes of anything but parent, number, pid namespace and control group.
    pub(crate) fn get_mut(&mut self, pid: &Pid) -> Option<&mut Process> {
        self.all.get_mut(pid)
    }

    /// Says that a process has something to tell its parent of, or no longer.
    pub(crate) fn set_news(&mut self, pid: Pid, any: bool) {
        let Some(parent) = self.all.get(&pid).map(|p| p.parent) else {
            return;
        };
        if any {
            self.news.insert((parent, pid));
        } else {
            self.news.remove(&(parent, pid));
        }
    }

    /// The children with something to tell of, oldest first.
    pub(crate) fn news(&self, parent: Pid) -> impl Iterator<Item = Pid> {
        self.news.range((parent, 0)..=(parent, Pid::MAX)).map(|(_, child)| *child)
    }

    /// The children of a process, oldest first.
    pub(crate) fn children(&self, parent: Pid) -> impl Iterator<Item = Pid> {
        self.children.range((parent, 0)..=(parent, Pid::MAX)).map(|(_, child)| *child)
    }

    /// Gives an orphan to another parent.
    pub(crate) fn set_parent(&mut self, pid: Pid, parent: Pid) {
        if let Some(process) = self.all.get_mut(&pid) {
            self.children.remove(&(process.parent, pid));
            self.children.insert((parent, pid));
            if self.news.remove(&(process.parent, pid)) {
                self.news.insert((parent, pid));
            }
            process.parent = parent;
            process.adopted = true;
        }
    }

    /// The members of a pid namespace, in the order of their numbers in it.
    pub(crate) fn members(&self, pid_ns: Pid) -> impl Iterator<Item = Pid> {
        self.numbers.range((pid_ns, 0)..=(pid_ns, Pid::MAX)).map(|(_, pid)| *pid)
    }

    /// The process with this number in a pid namespace.
    pub(crate) fn numbered(&self, pid_ns: Pid, number: Pid) -> Option<Pid> {
        self.numbers.get(&(pid_ns, number)).copied()
    }
}
