//! /proc, /sys and /sys/fs/cgroup (proc(5), sysfs(5), cgroups(7)): files that are made for whoever comes to them.
//!
//! A walk that enters one of them tells which way it will go; what lies there is made then, and nothing else. Files
//! keep their numbers while they are there, so that a directory of them can be somebody's working directory.
//! What the machine can't measure is left out, or is what an idle kernel says. Writing is not modelled.

mod access;
mod cgroup;
mod mounts;
mod net;
mod numbers;
mod status;
mod sysfs;
mod system;
mod task;
mod tree;

use crate::Machine;
use crate::process::Pid;
use tree::{Tree, names_to};
use vfs::{Entering, Fs, MountKind};

pub(crate) use access::descriptor_of;
pub use net::Socket;
pub(crate) use numbers::Numbers;
pub(crate) use status::{limit_name, limit_of, pending_signals};

/// What a file says, for who asks.
type Text = fn(&View<'_>) -> String;

/// A file that is always there: where, with which mode, and what it says.
type StaticFile = (&'static str, u32, Text);

/// Who looks.
struct View<'a> {
    machine: &'a Machine,
    caller: Pid,
    /// The pid namespace whose processes show.
    pid_ns: Pid,
}

/// Makes what a process will find on its way through a made-up mount.
pub(crate) fn refresh(machine: &Machine, caller: Pid, entering: Entering<'_>) {
    let mount = &entering.at.mount;
    let pid_ns = machine.kernel().processes.borrow().get(&caller).map_or(0, |p| p.ns.pid_ns);
    let view = View { machine, caller, pid_ns };
    let mut path = names_to(&mount.fs.borrow(), entering.at.ino);
    for name in entering.rest.iter().rev() {
        match &**name {
            "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name.to_string()),
        }
    }
    let mut made: Box<dyn FnMut(&mut Tree<'_>)> = match mount.kind {
        MountKind::Proc => system::refresh(&view, path),
        MountKind::Cgroup => cgroup::refresh(&view, &path),
        MountKind::Sysfs => sysfs::refresh(&view, &path),
        _ => return,
    };
    let Ok(mut fs) = mount.fs.try_borrow_mut() else { return };
    if fs.is_empty() {
        *fs = skeleton(mount.kind);
    }
    made(&mut Tree {
        fs: &mut fs,
        now: machine.now().0,
    });
}

/// A made-up file system before anybody has looked at it: what is always there.
pub fn skeleton(kind: MountKind) -> Fs {
    match kind {
        MountKind::Cgroup => cgroup::skeleton(),
        MountKind::Sysfs => sysfs::skeleton(),
        _ => system::skeleton(),
    }
}

#[cfg(test)]
mod tests;
