//! Numbers that the kernel gives to what has no name: pipes, sockets, namespaces, superblocks.
//!
//! Each is given when somebody looks for the first time, so that the same looks give the same numbers.

use crate::net::NetNsId;
use crate::process::{Namespaces, Pid};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use vfs::{FsRef, MountNs};

/// What a number stands for. What is shared is known by its place in memory, which is kept from being used again
/// as long as the number is remembered.
#[derive(Clone)]
enum Thing {
    Mounts(Weak<RefCell<MountNs>>),
    Ipc(Weak<RefCell<MountNs>>),
    Uts(Weak<RefCell<crate::Uts>>),
    Cgroup(Weak<RefCell<crate::Cgroup>>),
    Fs(Weak<RefCell<vfs::Fs>>),
    Pids(Pid),
    Net(NetNsId),
}

impl Thing {
    fn is(&self, other: &Thing) -> bool {
        match (self, other) {
            (Thing::Mounts(a), Thing::Mounts(b)) | (Thing::Ipc(a), Thing::Ipc(b)) => a.ptr_eq(b),
            (Thing::Uts(a), Thing::Uts(b)) => a.ptr_eq(b),
            (Thing::Cgroup(a), Thing::Cgroup(b)) => a.ptr_eq(b),
            (Thing::Fs(a), Thing::Fs(b)) => a.ptr_eq(b),
            (Thing::Pids(a), Thing::Pids(b)) => a == b,
            (Thing::Net(a), Thing::Net(b)) => a == b,
            _ => false,
        }
    }

    fn is_gone(&self) -> bool {
        match self {
            Thing::Mounts(held) | Thing::Ipc(held) => held.strong_count() == 0,
            Thing::Uts(held) => held.strong_count() == 0,
            Thing::Cgroup(held) => held.strong_count() == 0,
            Thing::Fs(held) => held.strong_count() == 0,
            Thing::Pids(_) | Thing::Net(_) => false,
        }
    }
}

/// The numbers given so far.
#[derive(Default)]
pub(crate) struct Numbers {
    given: Vec<(Thing, u32)>,
    files: u64,
    others: u32,
}

/// What the first namespaces are called by every kernel (`include/linux/proc_ns.h`); net and mnt are the first
/// two of those that are counted.
const FIRST_TIME: u32 = 0xEFFF_FFFA;
const FIRST_CGROUP: u32 = 0xEFFF_FFFB;
const FIRST_PID: u32 = 0xEFFF_FFFC;
const FIRST_USER: u32 = 0xEFFF_FFFD;
const FIRST_UTS: u32 = 0xEFFF_FFFE;
const FIRST_IPC: u32 = 0xEFFF_FFFF;
const FIRST_NET: u32 = 0xF000_0000;
const FIRST_MNT: u32 = 0xF000_0001;
/// Where the counted ones go on, after what the kernel itself has taken.
const COUNTED: u32 = 0xF000_0160;

impl Numbers {
    fn given(&mut self, thing: Thing, start: u32) -> u32 {
        if let Some((_, number)) = self.given.iter().find(|(known, _)| known.is(&thing)) {
            return *number;
        }
        self.given.retain(|(known, _)| !known.is_gone());
        self.others += 1;
        let number = start + self.others;
        self.given.push((thing, number));
        number
    }

    /// The inode number of a pipe or a socket, kept in its own cell.
    pub fn of_file(&mut self, kept: &Cell<u64>) -> u64 {
        if kept.get() == 0 {
            self.files += 1;
            kept.set(20_000 + self.files);
        }
        kept.get()
    }

    /// The minor number of a file system without a device.
    pub fn of_superblock(&mut self, fs: &FsRef) -> u32 {
        self.given(Thing::Fs(Rc::downgrade(fs)), 40)
    }

    /// From where on a namespace's mounts are counted.
    pub fn of_mounts(&mut self, mounts: &Rc<RefCell<MountNs>>, first: Option<&Namespaces>) -> u32 {
        if first.is_some_and(|first| Rc::ptr_eq(mounts, &first.mounts)) {
            return 20;
        }
        self.given(Thing::Mounts(Rc::downgrade(mounts)), COUNTED)
            .wrapping_sub(COUNTED)
            .wrapping_mul(64)
    }

    /// The names and numbers of a process's namespaces, in the order of their names.
    pub fn of_namespaces(&mut self, ns: &Namespaces, first: Option<&Namespaces>) -> Vec<(&'static str, String)> {
        let mut or = |is_first: bool, number: u32, thing: Thing| match is_first {
            true => number,
            false => self.given(thing, COUNTED),
        };
        let own_mounts = first.is_some_and(|first| Rc::ptr_eq(&ns.mounts, &first.mounts));
        let cgroup = or(
            first.is_some_and(|first| Rc::ptr_eq(&ns.cgroup, &first.cgroup)),
            FIRST_CGROUP,
            Thing::Cgroup(Rc::downgrade(&ns.cgroup)),
        );
        let ipc = or(own_mounts, FIRST_IPC, Thing::Ipc(Rc::downgrade(&ns.mounts)));
        let mnt = or(own_mounts, FIRST_MNT, Thing::Mounts(Rc::downgrade(&ns.mounts)));
        let net = or(ns.net == NetNsId::HOST, FIRST_NET, Thing::Net(ns.net));
        let pid = or(ns.pid_ns == 0, FIRST_PID, Thing::Pids(ns.pid_ns));
        let uts = or(
            first.is_some_and(|first| Rc::ptr_eq(&ns.uts, &first.uts)),
            FIRST_UTS,
            Thing::Uts(Rc::downgrade(&ns.uts)),
        );
        [
            ("cgroup", "cgroup", cgroup),
            ("ipc", "ipc", ipc),
            ("mnt", "mnt", mnt),
            ("net", "net", net),
            ("pid", "pid", pid),
            ("pid_for_children", "pid", pid),
            ("time", "time", FIRST_TIME),
            ("time_for_children", "time", FIRST_TIME),
            ("user", "user", FIRST_USER),
            ("uts", "uts", uts),
        ]
        .map(|(name, kind, number)| (name, format!("{kind}:[{number}]")))
        .to_vec()
    }
}
