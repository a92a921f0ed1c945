//! Who may look into a process (ptrace(2), "Ptrace access mode checking"), and descriptors reached by name.

use super::tree::names_to;
use crate::Machine;
use crate::file::{Fd, OpenFile};
use crate::process::Pid;
use std::collections::BTreeSet;
use std::rc::Rc;
use vfs::{Errno, FileKind, Location, MountKind, ROOT, Stat};

/// Set in the major number of the nodes that stand for a descriptor: the rest of it is the process, the minor
/// number the descriptor.
const DESCRIPTOR: u32 = 1 << 31;

/// The device number of a process's descriptor.
pub(super) fn number_of(pid: Pid, fd: Fd) -> (u32, u32) {
    (DESCRIPTOR | pid, fd as u32)
}

/// The process and the descriptor that a node stands for.
pub(crate) fn descriptor_of(stat: &Stat) -> Option<(Pid, Fd)> {
    let (major, minor) = stat.rdev;
    (stat.kind == FileKind::CharDev && major & DESCRIPTOR != 0).then_some((major & !DESCRIPTOR, minor as Fd))
}

impl Machine {
    /// The open file of a descriptor that somebody reaches by its name in /proc. Errors: ENOENT, EACCES.
    pub(crate) fn file_of(&self, pid: Pid, fd: Fd) -> Result<Rc<OpenFile>, Errno> {
        let processes = self.kernel().processes.borrow();
        let process = processes.get(&pid).ok_or(Errno::ENOENT)?;
        match process.fds.get(&fd) {
            Some(slot) => Ok(slot.file.clone()),
            None if fd < 0 => Err(Errno::EACCES),
            None => Err(Errno::ENOENT),
        }
    }

    /// Whether one process may look into another: it is the same, or the same user's with no more capabilities, or
    /// SYS_PTRACE allows it.
    fn may_trace(&self, caller: Pid, target: Pid) -> bool {
        let processes = self.kernel().processes.borrow();
        let (Some(from), Some(to)) = (processes.get(&caller), processes.get(&target)) else {
            return false;
        };
        let held = |p: &crate::process::Process| match p.cred.uid {
            0 => p.ns.cgroup.borrow().capabilities.clone(),
            _ => Some(BTreeSet::new()),
        };
        let (own, theirs) = (held(from), held(to));
        let no_more = match (&own, &theirs) {
            (None, _) => true,
            (Some(own), Some(theirs)) => theirs.is_subset(own),
            (Some(_), None) => false,
        };
        let may = own.is_none_or(|own| own.contains("SYS_PTRACE"));
        caller == target || may || (from.cred.uid == to.cred.uid && no_more)
    }

    /// Whether a process may open or follow this file of /proc, if its mode lets it: the links of a process, and
    /// what only its owner may read. Errors: EACCES.
    pub(crate) fn check_trace(&self, caller: Pid, at: &Location) -> Result<(), Errno> {
        if at.mount.kind != MountKind::Proc {
            return Ok(());
        }
        let fs = at.mount.fs.borrow();
        let stat = fs.stat(at.ino)?;
        let asked = match stat.kind {
            FileKind::Symlink => fs.parent(at.ino) != ROOT,
            FileKind::File => stat.meta.mode & 0o077 == 0,
            FileKind::CharDev => true,
            _ => false,
        };
        let number = names_to(&fs, at.ino).first().and_then(|name| name.parse::<Pid>().ok());
        let (Some(number), true) = (number, asked) else {
            return Ok(());
        };
        let pid_ns = self.kernel().processes.borrow().get(&caller).map_or(0, |p| p.ns.pid_ns);
        match self.global_pid(pid_ns, number) {
            Some(target) if !self.may_trace(caller, target) => Err(Errno::EACCES),
            _ => Ok(()),
        }
    }
}
