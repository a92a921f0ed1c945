//! Processes: what the kernel keeps of each, namespaces, and the ends a process can come to.
//!
//! A pid is global to the machine; each pid namespace gives its members numbers of their own, and
//! its first member is an init: it reaps orphans, is protected from signals it does not handle, and
//! takes the namespace with it when it ends (pid_namespaces(7)).

use crate::cgroup::CgroupRef;
use crate::executor::TaskId;
use crate::file::{Fd, OpenFile};
use crate::net::NetNsId;
use crate::signal::{Action, Signal};
use crate::sys::Schedule;
use crate::tty::Tty;
use crate::{Instant, Machine};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use vfs::{Cred, Errno, Location, MountNs};

/// A process number as the machine itself counts.
pub type Pid = u32;

/// A hostname and a domain name (uts_namespaces(7)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uts {
    pub hostname: String,
    pub domainname: String,
}

/// The namespaces and the cgroup of a process.
#[derive(Clone, Debug)]
pub struct Namespaces {
    pub mounts: Rc<RefCell<MountNs>>,
    pub uts: Rc<RefCell<Uts>>,
    pub net: NetNsId,
    /// The pid of the namespace's init; 0 for the machine's own.
    pub pid_ns: Pid,
    pub cgroup: CgroupRef,
}

/// How a process ended, or what else happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitStatus {
    Exited(u8),
    Signaled(Signal),
    Stopped(Signal),
    Continued,
}

impl WaitStatus {
    /// The shell's number: the exit status, or 128 and the signal.
    pub fn code(self) -> i32 {
        match self {
            WaitStatus::Exited(code) => i32::from(code),
            WaitStatus::Signaled(signal) | WaitStatus::Stopped(signal) => 128 + i32::from(signal.number()),
            WaitStatus::Continued => 0,
        }
    }
}

/// Which child to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitTarget {
    Any,
    /// A child by the number its parent sees.
    Pid(Pid),
    Group(Pid),
}

/// What a new program starts with. `None` means as the parent has it.
#[derive(Clone, Debug, Default)]
pub struct Spawn {
    /// The path of the program, if that is not `argv[0]`.
    pub program: Option<String>,
    pub argv: Vec<String>,
    pub env: Option<Vec<String>>,
    /// Descriptors to set up: (number in the child, number in the parent). Others are inherited
    /// unless close-on-exec.
    pub fds: Vec<(Fd, Fd)>,
    pub cwd: Option<String>,
    /// Starts a process group of its own.
    pub new_group: bool,
}

/// The first process of a container, or one that joins it.
pub struct Init {
    pub argv: Vec<String>,
    pub env: Vec<String>,
    pub cwd: String,
    pub cred: Cred,
    pub namespaces: Namespaces,
    /// Standard input, output and error.
    pub stdio: [Rc<OpenFile>; 3],
    pub tty: Option<Rc<Tty>>,
    /// Joins the namespace of this init instead of starting one.
    pub join: Option<Pid>,
}

/// A process as ps shows it.
#[derive(Clone, Debug)]
pub struct ProcessView {
    pub pid: Pid,
    /// The number in the asked namespace.
    pub local: Pid,
    pub local_parent: Pid,
    pub parent: Pid,
    pub group: Pid,
    pub session: Pid,
    pub uid: u32,
    pub gid: u32,
    /// `R`, `S`, `T` or `Z`.
    pub state: char,
    pub argv: Vec<String>,
    pub name: String,
    pub started: Instant,
    pub cpu: Duration,
    /// Bytes of memory.
    pub memory: u64,
    pub nice: i8,
    pub tty: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    Default,
    Ignore,
    Catch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    Running,
    Stopped(Signal),
    Zombie(WaitStatus),
}

#[derive(Clone)]
pub(crate) struct FdSlot {
    pub file: Rc<OpenFile>,
    pub cloexec: bool,
}

pub(crate) struct Process {
    pub local: Pid,
    pub parent: Pid,
    pub group: Pid,
    pub session: Pid,
    pub ns: Namespaces,
    pub cred: Cred,
    pub cwd: Location,
    pub umask: u32,
    /// Its own limits, soft and hard, by their names; the others are its container's (getrlimit(2)).
    pub limits: BTreeMap<&'static str, (i64, i64)>,
    pub argv: Vec<String>,
    pub env: Vec<String>,
    pub name: String,
    /// The path of the program it runs.
    pub exe: String,
    pub flavor: String,
    pub fds: BTreeMap<Fd, FdSlot>,
    pub dispositions: BTreeMap<u8, Disposition>,
    pub pending: Vec<Signal>,
    pub life: Life,
    /// A stop or continuation its parent has not been told of.
    pub report: Option<WaitStatus>,
    pub tasks: Vec<TaskId>,
    pub tty: Option<Rc<Tty>>,
    pub started: Instant,
    pub cpu: Duration,
    pub memory: u64,
    pub schedule: Schedule,
    /// Nobody waits for it: the engine's own children are told through `exits`.
    pub detached: bool,
    /// An orphan that its namespace's init was given.
    pub adopted: bool,
}

/// Memory that a process holds if its program says nothing of it.
pub(crate) const BASE_MEMORY: u64 = 700 * 1024;

/// How many files a process may hold, whatever its limit says.
const MOST_FILES: Fd = 1024;

impl Process {
    /// The lowest free descriptor from `least` on. Errors: EMFILE at the soft limit of open files; what a shell keeps
    /// above it, from 10 on, is not counted.
    pub fn free_descriptor(&self, least: Fd) -> Result<Fd, Errno> {
        let own = self.limits.get("nofile").copied();
        let soft = own
            .or_else(|| self.ns.cgroup.borrow().ulimits.get("nofile").copied())
            .map_or(-1, |(soft, _)| soft);
        let most = Fd::try_from(soft)
            .ok()
            .filter(|soft| (least.max(1)..MOST_FILES).contains(soft))
            .unwrap_or(MOST_FILES);
        (least..most).find(|fd| !self.fds.contains_key(fd)).ok_or(Errno::EMFILE)
    }
}

impl Machine {
    /// The number of a process in its own pid namespace.
    pub fn local_pid(&self, pid: Pid) -> Pid {
        self.kernel().processes.borrow().get(&pid).map_or(0, |p| p.local)
    }

    /// The process with this number in a namespace (0: the machine's own).
    pub fn global_pid(&self, pid_ns: Pid, local: Pid) -> Option<Pid> {
        if pid_ns == 0 {
            return self.kernel().processes.borrow().contains_key(&local).then_some(local);
        }
        self.kernel().processes.borrow().numbered(pid_ns, local)
    }

    /// A process's number as a namespace sees it (0: all of them); 0 where it doesn't see it.
    pub(crate) fn number_in(&self, pid_ns: Pid, pid: Pid) -> Pid {
        match self.kernel().processes.borrow().get(&pid) {
            Some(_) if pid_ns == 0 => pid,
            Some(process) if process.ns.pid_ns == pid_ns => process.local,
            _ => 0,
        }
    }

    /// The processes that a namespace sees (0: all), oldest first.
    pub fn processes(&self, pid_ns: Pid) -> Vec<ProcessView> {
        let processes = self.kernel().processes.borrow();
        let running = |p: &Process| match p.life {
            Life::Running if p.tasks.is_empty() => 'R',
            Life::Running => 'S',
            Life::Stopped(_) => 'T',
            Life::Zombie(_) => 'Z',
        };
        processes
            .iter()
            .filter(|(_, p)| pid_ns == 0 || p.ns.pid_ns == pid_ns)
            .map(|(pid, p)| {
                let number = |global: Pid| match processes.get(&global) {
                    Some(other) if pid_ns == 0 || other.ns.pid_ns == pid_ns => {
                        if pid_ns == 0 {
                            global
                        } else {
                            other.local
                        }
                    }
                    _ => 0,
                };
                ProcessView {
                    pid: *pid,
                    local: number(*pid),
                    local_parent: number(p.parent),
                    parent: p.parent,
                    group: number(p.group),
                    session: number(p.session),
                    uid: p.cred.uid,
                    gid: p.cred.gid,
                    state: running(p),
                    argv: p.argv.clone(),
                    name: p.name.clone(),
                    started: p.started,
                    cpu: p.cpu,
                    memory: if matches!(p.life, Life::Zombie(_)) { 0 } else { p.memory },
                    nice: p.schedule.nice,
                    tty: p.tty.as_ref().map(|t| t.name()),
                }
            })
            .collect()
    }

    /// The mount namespace of a process.
    pub fn mounts_of(&self, pid: Pid) -> Option<crate::MountNsRef> {
        self.kernel().processes.borrow().get(&pid).map(|p| p.ns.mounts.clone())
    }

    /// The hostname of a process, shared with its namespace.
    pub fn uts_of(&self, pid: Pid) -> Option<Rc<RefCell<Uts>>> {
        self.kernel().processes.borrow().get(&pid).map(|p| p.ns.uts.clone())
    }

    /// Whether a process exists and has not ended.
    pub fn is_alive(&self, pid: Pid) -> bool {
        self.kernel()
            .processes
            .borrow()
            .get(&pid)
            .is_some_and(|p| !matches!(p.life, Life::Zombie(_)))
    }

    /// Sends a signal from outside the process's namespaces, as an engine does.
    pub fn signal(&self, pid: Pid, signal: Signal) -> Result<(), Errno> {
        self.deliver(pid, signal, true)
    }

    /// Waits until a process started with [`Machine::start`] has ended, and takes its status away.
    pub async fn wait_exit(&self, pid: Pid) -> WaitStatus {
        let machine = self.clone();
        std::future::poll_fn(move |context| {
            let ended = machine.kernel().exits.borrow_mut().remove(&pid);
            match ended {
                Some(status) => Poll::Ready(status),
                None if !machine.kernel().processes.borrow().contains_key(&pid) => Poll::Ready(WaitStatus::Exited(0)),
                None => {
                    machine.kernel().exit_waiters.register(pid, context);
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Freezes or thaws a cgroup (the freezer behind `docker pause`).
    pub fn freeze(&self, cgroup: &CgroupRef, frozen: bool) {
        cgroup.borrow_mut().frozen = frozen;
        if !frozen {
            let pids: Vec<Pid> = self
                .kernel()
                .processes
                .borrow()
                .iter()
                .filter(|(_, p)| Rc::ptr_eq(&p.ns.cgroup, cgroup))
                .map(|(id, _)| *id)
                .collect();
            for pid in pids {
                self.kernel().executor.borrow_mut().unpark(pid);
            }
        }
    }

    /// Memory that a cgroup's processes hold, in bytes.
    pub fn memory_of(&self, cgroup: &CgroupRef) -> u64 {
        self.kernel()
            .processes
            .borrow()
            .values()
            .filter(|p| Rc::ptr_eq(&p.ns.cgroup, cgroup) && !matches!(p.life, Life::Zombie(_)))
            .map(|p| p.memory)
            .sum()
    }

    pub(crate) fn is_held(&self, pid: Pid) -> bool {
        self.kernel()
            .processes
            .borrow()
            .get(&pid)
            .is_some_and(|p| matches!(p.life, Life::Stopped(_)) || p.ns.cgroup.borrow().frozen)
    }

    pub(crate) fn account(&self, pid: Pid, used: Duration) {
        if let Some(process) = self.kernel().processes.borrow_mut().get_mut(&pid) {
            process.cpu += used;
            let mut cgroup = process.ns.cgroup.borrow_mut();
            cgroup.cpu_time = cgroup.cpu_time.saturating_add(used.as_nanos() as u64);
        }
    }

    /// Delivers a signal. `outside` is true when the sender is not in the target's pid namespace.
    pub(crate) fn deliver(&self, pid: Pid, signal: Signal, outside: bool) -> Result<(), Errno> {
        enum Then {
            Nothing,
            Wake(Vec<TaskId>),
            Die,
            Stop,
        }
        let then = {
            let mut processes = self.kernel().processes.borrow_mut();
            let process = processes.get_mut(&pid).ok_or(Errno::ESRCH)?;
            let mut news = false;
            if matches!(process.life, Life::Zombie(_)) {
                return Ok(());
            }
            let fixed = signal == Signal::KILL || signal == Signal::STOP;
            let disposition = match process.dispositions.get(&signal.number()) {
                Some(set) if !fixed => *set,
                _ => Disposition::Default,
            };
            let is_init = process.ns.pid_ns == pid;
            if signal == Signal::CONT && matches!(process.life, Life::Stopped(_)) {
                process.life = Life::Running;
                process.report = Some(WaitStatus::Continued);
                self.kernel().executor.borrow_mut().unpark(pid);
                self.kernel().child_waiters.wake(process.parent);
                news = true;
            }
            let then = match (disposition, signal.default_action()) {
                (Disposition::Ignore, _) => Then::Nothing,
                (Disposition::Catch, _) => {
                    if !process.pending.contains(&signal) {
                        process.pending.push(signal);
                    }
                    Then::Wake(process.tasks.clone())
                }
                (Disposition::Default, _) if is_init && !(outside && fixed) => Then::Nothing,
                (Disposition::Default, Action::Terminate) => Then::Die,
                (Disposition::Default, Action::Stop) => {
                    process.life = Life::Stopped(signal);
                    process.report = Some(WaitStatus::Stopped(signal));
                    news = true;
                    Then::Stop
                }
                (Disposition::Default, Action::Ignore | Action::Continue) => Then::Nothing,
            };
            if news {
                processes.set_news(pid, true);
            }
            then
        };
        match then {
            Then::Nothing => {}
            Then::Wake(tasks) => self.kernel().executor.borrow().wake_process(&tasks),
            Then::Die => self.end(pid, WaitStatus::Signaled(signal)),
            Then::Stop => {
                let parent = self.kernel().processes.borrow().get(&pid).map(|p| p.parent);
                if let Some(parent) = parent {
                    let _ = self.deliver(parent, Signal::CHLD, false);
                    self.kernel().child_waiters.wake(parent);
                }
            }
        }
        Ok(())
    }

    /// Ends a process: closes its files, hands its children to its init, tells its parent.
    pub(crate) fn end(&self, pid: Pid, status: WaitStatus) {
        let kernel = self.kernel();
        let (tasks, parent, pid_ns, detached, session_of) = {
            let mut processes = kernel.processes.borrow_mut();
            let Some(process) = processes.get_mut(&pid) else { return };
            if matches!(process.life, Life::Zombie(_)) {
                return;
            }
            process.life = Life::Zombie(status);
            let fds = std::mem::take(&mut process.fds);
            kernel
                .graveyard
                .borrow_mut()
                .files
                .extend(fds.into_values().map(|slot| slot.file));
            let session = (process.session == pid).then(|| process.tty.clone()).flatten();
            let gone = (
                std::mem::take(&mut process.tasks),
                process.parent,
                process.ns.pid_ns,
                process.detached,
                session,
            );
            processes.set_news(pid, true);
            gone
        };
        for id in tasks {
            self.cancel_task(id);
        }
        if let Some(tty) = session_of {
            tty.leader_left();
        }
        // A namespace does not outlive its init.
        if pid_ns == pid {
            let members: Vec<Pid> = kernel.processes.borrow().members(pid).collect();
            for member in members.into_iter().filter(|member| *member != pid) {
                self.end(member, WaitStatus::Signaled(Signal::KILL));
                self.reap(member);
            }
        }
        let heir = if pid_ns == pid { 0 } else { pid_ns };
        let mut orphans_ended = Vec::new();
        let mut heir_gained = false;
        {
            let mut processes = kernel.processes.borrow_mut();
            let children: Vec<Pid> = processes.children(pid).collect();
            for id in children {
                processes.set_parent(id, heir);
                if processes.get(&id).is_some_and(|p| matches!(p.life, Life::Zombie(_))) {
                    heir_gained = true;
                    if heir == 0 {
                        orphans_ended.push(id);
                    }
                }
            }
        }
        for id in orphans_ended {
            self.reap(id);
        }
        if heir_gained && heir != 0 {
            let _ = self.deliver(heir, Signal::CHLD, false);
        }
        if detached {
            kernel.exits.borrow_mut().insert(pid, status);
            self.reap(pid);
        } else if parent == 0 {
            self.reap(pid);
        } else {
            let _ = self.deliver(parent, Signal::CHLD, false);
            let ignored = kernel
                .processes
                .borrow()
                .get(&parent)
                .is_none_or(|p| p.dispositions.get(&Signal::CHLD.number()) == Some(&Disposition::Ignore));
            if ignored {
                self.reap(pid);
            }
        }
        // Whoever waits for children, or for this very process, finds out now.
        kernel.exit_waiters.wake(pid);
        kernel.child_waiters.wake(parent);
        if heir_gained {
            kernel.child_waiters.wake(heir);
        }
        // It waits for nothing any more.
        kernel.child_waiters.wake(pid);
    }

    /// Takes a zombie's entry away.
    pub(crate) fn reap(&self, pid: Pid) {
        let gone = self.kernel().processes.borrow_mut().remove(&pid);
        if let Some(mut process) = gone {
            let fds = std::mem::take(&mut process.fds);
            self.kernel()
                .graveyard
                .borrow_mut()
                .files
                .extend(fds.into_values().map(|slot| slot.file));
            for id in process.tasks {
                self.cancel_task(id);
            }
        }
    }

    /// Drops what ended while something was borrowed.
    pub(crate) fn bury(&self) {
        loop {
            let graveyard = std::mem::take(&mut *self.kernel().graveyard.borrow_mut());
            if graveyard.files.is_empty() && graveyard.tasks.is_empty() {
                return;
            }
            drop(graveyard);
        }
    }

    /// Sends a signal to every process of a group.
    pub(crate) fn signal_group(&self, group: Pid, signal: Signal) -> Result<(), Errno> {
        let members: Vec<Pid> = self
            .kernel()
            .processes
            .borrow()
            .iter()
            .filter(|(_, p)| p.group == group && !matches!(p.life, Life::Zombie(_)))
            .map(|(id, _)| *id)
            .collect();
        if members.is_empty() {
            return Err(Errno::ESRCH);
        }
        for pid in members {
            self.deliver(pid, signal, false)?;
        }
        Ok(())
    }

    /// Sets what a process holds in memory; past its cgroup's limit it is killed, as the kernel's
    /// out-of-memory killer would. True if it lives on.
    pub(crate) fn set_memory(&self, pid: Pid, bytes: u64) -> bool {
        let cgroup = {
            let mut processes = self.kernel().processes.borrow_mut();
            let Some(process) = processes.get_mut(&pid) else {
                return false;
            };
            let grows = bytes > process.memory;
            process.memory = bytes;
            if !grows {
                return true;
            }
            process.ns.cgroup.clone()
        };
        let limit = cgroup.borrow().memory;
        let held = self.memory_of(&cgroup);
        let most = cgroup.borrow().peak.max(held.min(limit.unwrap_or(u64::MAX)));
        cgroup.borrow_mut().peak = most;
        if limit.is_some_and(|limit| held > limit) {
            cgroup.borrow_mut().oom_kills += 1;
            self.end(pid, WaitStatus::Signaled(Signal::KILL));
            return false;
        }
        true
    }
}
