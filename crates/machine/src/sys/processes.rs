//! System calls on processes: fork, exec, wait, signals, groups, identity.

use super::Sys;
use crate::kernel::ProgramFuture;
use crate::process::{Disposition, Life, Pid, Process, ProcessView, Spawn, WaitStatus, WaitTarget};
use crate::signal::Signal;
use crate::table::Table;
use std::future::Future;
use std::task::Poll;
use vfs::{Cred, Errno};

impl Sys {
    /// The process's number in its namespace.
    pub fn pid(&self) -> Pid {
        self.machine().local_pid(self.pid_global())
    }

    /// Its parent's number; 0 if the parent is outside the namespace.
    pub fn ppid(&self) -> Pid {
        let Ok((parent, ns)) = self.with(|p| (p.parent, p.ns.pid_ns)) else {
            return 0;
        };
        self.machine().number_in(ns, parent)
    }

    /// The pid namespace, for [`crate::Machine::processes`].
    pub fn pid_ns(&self) -> Pid {
        self.with(|p| p.ns.pid_ns).unwrap_or(0)
    }

    /// Changes what ps shows as its command line (a process title).
    pub fn set_title(&self, title: &str) {
        let _ = self.with_mut(|p| p.argv = vec![title.to_string()]);
    }

    /// The processes that this one sees.
    pub fn processes(&self) -> Vec<ProcessView> {
        self.machine().processes(self.pid_ns())
    }

    /// A child that runs on with what the closure makes of its system calls. Errors: EAGAIN.
    pub fn fork<F>(&self, child: impl FnOnce(Sys) -> F) -> Result<Pid, Errno>
    where
        F: Future<Output = i32> + 'static,
    {
        self.machine().advance(std::time::Duration::from_micros(100));
        let pid = self
            .machine()
            .fork_process(self.pid_global(), |sys| -> ProgramFuture { Box::pin(child(sys)) })?;
        Ok(self.machine().local_pid(pid))
    }

    /// Whether [`Sys::fork`] would find room now.
    pub fn may_fork(&self) -> bool {
        self.machine().may_fork(self.pid_global())
    }

    /// A child that runs a program: fork and exec in one. The program is named by a path
    /// (`spawn.argv[0]` is the path as well as the first argument). Errors are exec's.
    pub fn spawn(&self, spawn: Spawn) -> Result<Pid, Errno> {
        let pid = self.machine().spawn_process(self.pid_global(), spawn)?;
        Ok(self.machine().local_pid(pid))
    }

    /// Becomes another program; comes back only with an error.
    pub async fn exec(&self, path: &str, argv: Vec<String>, env: Vec<String>) -> Errno {
        match self.load(path, argv, env) {
            Ok(program) => {
                self.machine().replace(self.pid_global(), program(self.clone()));
                std::future::pending::<Errno>().await
            }
            Err(error) => error,
        }
    }

    /// Ends this process now.
    pub async fn exit(&self, code: i32) -> ! {
        self.machine().end(self.pid_global(), WaitStatus::Exited(code as u8));
        match std::future::pending::<std::convert::Infallible>().await {}
    }

    /// Dies of a signal, whatever its disposition, as a shell does after a child was interrupted.
    pub async fn die_of(&self, signal: Signal) {
        self.machine().end(self.pid_global(), WaitStatus::Signaled(signal));
        std::future::pending::<()>().await
    }

    /// A child's end (or stop, if asked for), if there is one to tell of. Errors: ECHILD.
    pub fn try_wait(&self, target: WaitTarget, stopped: bool) -> Result<Option<(Pid, WaitStatus)>, Errno> {
        let found = {
            let me = self.pid_global();
            let mut processes = self.machine().kernel().processes.borrow_mut();
            let matches = |processes: &Table, id: Pid| match target {
                WaitTarget::Any => true,
                WaitTarget::Pid(local) => processes.get(&id).is_some_and(|p| p.local == local),
                WaitTarget::Group(local) => processes
                    .get(&id)
                    .and_then(|p| processes.get(&p.group))
                    .map_or(0, |leader| leader.local)
                    .eq(&local),
            };
            let ns = processes.get(&me).map_or(0, |p| p.ns.pid_ns);
            let any = match target {
                WaitTarget::Pid(local) => processes
                    .numbered(ns, local)
                    .and_then(|id| processes.get(&id))
                    .is_some_and(|p| p.parent == me),
                _ => processes.children(me).any(|id| matches(&processes, id)),
            };
            if !any {
                return Err(Errno::ECHILD);
            }
            let told = processes
                .news(me)
                .filter(|id| matches(&processes, *id))
                .find_map(|id| match processes.get(&id)? {
                    Process {
                        life: Life::Zombie(status),
                        ..
                    } => Some((id, *status, true)),
                    process if stopped => process.report.map(|status| (id, status, false)),
                    _ => None,
                });
            if let Some((id, _, false)) = told {
                if let Some(process) = processes.get_mut(&id) {
                    process.report = None;
                }
                processes.set_news(id, false);
            }
            told
        };
        Ok(found.map(|(id, status, ended)| {
            let local = self.machine().local_pid(id);
            if ended {
                self.machine().reap(id);
            }
            (local, status)
        }))
    }

    /// Waits for a child's end (or stop, if asked for). Errors: ECHILD, EINTR.
    pub async fn wait(&self, target: WaitTarget, stopped: bool) -> Result<(Pid, WaitStatus), Errno> {
        self.block(|context| match self.try_wait(target, stopped) {
            Ok(Some(found)) => Poll::Ready(Ok(found)),
            Ok(None) => {
                let me = self.pid_global();
                self.machine().kernel().child_waiters.register(me, context);
                Poll::Pending
            }
            Err(error) => Poll::Ready(Err(error)),
        })
        .await?
    }

    /// As [`Sys::wait`], for an init that waits for any child and forgets those that it does not know: orphans that
    /// end meanwhile are taken away.
    pub async fn wait_and_reap(&self, target: WaitTarget, stopped: bool) -> Result<(Pid, WaitStatus), Errno> {
        self.block(|context| {
            self.reap_orphans();
            match self.try_wait(target, stopped) {
                Ok(Some(found)) => Poll::Ready(Ok(found)),
                Ok(None) => {
                    self.machine().kernel().child_waiters.register(self.pid_global(), context);
                    Poll::Pending
                }
                Err(error) => Poll::Ready(Err(error)),
            }
        })
        .await?
    }

    fn reap_orphans(&self) {
        let orphans: Vec<Pid> = {
            let processes = self.machine().kernel().processes.borrow();
            let ended = |id: &Pid| {
                processes
                    .get(id)
                    .is_some_and(|p| p.adopted && matches!(p.life, Life::Zombie(_)))
            };
            processes.news(self.pid_global()).filter(ended).collect()
        };
        for orphan in orphans {
            self.machine().reap(orphan);
        }
    }

    /// Sends a signal: to a process (positive), to the own group (0), to everybody (-1), to a group
    /// (negative). `None` only asks whether it could. Errors: ESRCH, EPERM.
    pub async fn kill(&self, target: i64, signal: Option<Signal>) -> Result<(), Errno> {
        let ns = self.pid_ns();
        let me = self.pid_global();
        let own_group = self.with(|p| p.group)?;
        let cred = self.cred();
        let (any, allowed) = {
            let processes = self.machine().kernel().processes.borrow();
            let number = |pid: Pid| match processes.get(&pid) {
                _ if ns == 0 => pid,
                Some(process) if process.ns.pid_ns == ns => process.local,
                _ => 0,
            };
            let group = Pid::try_from(target.unsigned_abs()).unwrap_or(Pid::MAX);
            let targets: Vec<Pid> = match target {
                n if n > 0 => Pid::try_from(n)
                    .ok()
                    .and_then(|n| processes.numbered(ns, n))
                    .into_iter()
                    .collect(),
                _ => processes
                    .iter()
                    .filter(|(_, p)| ns == 0 || p.ns.pid_ns == ns)
                    .filter(|(pid, p)| match target {
                        -1 => **pid != me && number(**pid) != 1,
                        0 => p.group == own_group,
                        _ => number(p.group) == group,
                    })
                    .map(|(pid, _)| *pid)
                    .collect(),
            };
            let may = |pid: &Pid| cred.uid == 0 || processes.get(pid).is_some_and(|p| p.cred.uid == cred.uid);
            (!targets.is_empty(), targets.into_iter().filter(may).collect::<Vec<Pid>>())
        };
        if !any {
            return Err(Errno::ESRCH);
        }
        if allowed.is_empty() {
            return Err(Errno::EPERM);
        }
        if let Some(signal) = signal {
            for pid in allowed {
                self.machine().deliver(pid, signal, false)?;
            }
            self.pause_if_ended().await;
            self.machine().yield_now().await;
        }
        Ok(())
    }

    /// From now on this signal is kept for [`Sys::take_signal`] and interrupts blocking calls.
    pub fn catch_signal(&self, signal: Signal) {
        let _ = self.with_mut(|p| p.dispositions.insert(signal.number(), Disposition::Catch));
    }

    pub fn ignore_signal(&self, signal: Signal) {
        let _ = self.with_mut(|p| p.dispositions.insert(signal.number(), Disposition::Ignore));
    }

    pub fn default_signal(&self, signal: Signal) {
        let _ = self.with_mut(|p| p.dispositions.remove(&signal.number()));
    }

    pub fn ignores(&self, signal: Signal) -> bool {
        self.with(|p| p.dispositions.get(&signal.number()) == Some(&Disposition::Ignore))
            .unwrap_or(false)
    }

    /// The oldest caught signal that was not taken yet.
    pub fn take_signal(&self) -> Option<Signal> {
        self.with_mut(|p| {
            if p.pending.is_empty() {
                None
            } else {
                Some(p.pending.remove(0))
            }
        })
        .ok()
        .flatten()
    }

    pub fn has_signal(&self) -> bool {
        self.with(|p| !p.pending.is_empty()).unwrap_or(false)
    }

    /// Waits for a caught signal (pause(2)).
    pub async fn pause(&self) {
        let _ = self.block(|_| Poll::<()>::Pending).await;
    }

    /// Puts a process (0: this one) into a group (0: its own).
    pub fn setpgid(&self, pid: Pid, group: Pid) -> Result<(), Errno> {
        let ns = self.pid_ns();
        let target = if pid == 0 {
            self.pid_global()
        } else {
            self.machine().global_pid(ns, pid).ok_or(Errno::ESRCH)?
        };
        let group = if group == 0 {
            target
        } else {
            self.machine().global_pid(ns, group).ok_or(Errno::EPERM)?
        };
        self.machine()
            .kernel()
            .processes
            .borrow_mut()
            .get_mut(&target)
            .map(|p| p.group = group)
            .ok_or(Errno::ESRCH)
    }

    pub fn getpgid(&self) -> Pid {
        self.with(|p| p.group).map_or(0, |group| self.machine().local_pid(group))
    }

    /// Starts a session without a controlling terminal.
    pub fn setsid(&self) {
        let pid = self.pid_global();
        let _ = self.with_mut(|p| {
            p.session = pid;
            p.group = pid;
            p.tty = None;
        });
    }

    /// Makes a group the foreground of the controlling terminal.
    pub fn set_foreground(&self, group: Pid) -> Result<(), Errno> {
        let tty = self.controlling_tty().ok_or(Errno::ENOTTY)?;
        let group = self.machine().global_pid(self.pid_ns(), group).ok_or(Errno::ESRCH)?;
        tty.set_foreground(group);
        Ok(())
    }

    /// Becomes another user. Errors: EPERM unless root.
    pub fn set_cred(&self, uid: u32, gid: u32, groups: Vec<u32>) -> Result<(), Errno> {
        let old = self.cred();
        if old.uid != 0 && (old.uid != uid || old.gid != gid) {
            return Err(Errno::EPERM);
        }
        self.with_mut(|p| {
            p.cred = Cred {
                uid,
                gid,
                groups,
                dac_override: uid == 0,
            }
        })
    }

    pub fn hostname(&self) -> String {
        self.with(|p| p.ns.uts.borrow().hostname.clone()).unwrap_or_default()
    }

    /// Whether the process is a superuser that may do what a capability (`CHOWN`, `SYS_ADMIN` …) allows.
    pub fn capable(&self, capability: &str) -> bool {
        let held = |caps: &std::collections::BTreeSet<String>| caps.contains(capability);
        self.cred().uid == 0
            && self
                .with(|p| p.ns.cgroup.borrow().capabilities.as_ref().is_none_or(held))
                .unwrap_or(false)
    }

    /// The soft and the hard limit of a resource (`nofile`), in the units of setrlimit(2); -1 is none.
    pub fn ulimit(&self, name: &str) -> (i64, i64) {
        let signals = crate::procfs::pending_signals(self.machine());
        self.with(|p| crate::procfs::limit_of(p, name, signals)).unwrap_or((-1, -1))
    }

    /// Changes a limit of this process and of its children to come. Errors: EINVAL if the soft one is above the hard
    /// one or the resource unknown, EPERM if the hard one grows without SYS_RESOURCE.
    pub fn set_ulimit(&self, name: &str, (soft, hard): (i64, i64)) -> Result<(), Errno> {
        let above = |a: i64, b: i64| b >= 0 && (a < 0 || a > b);
        let name = crate::procfs::limit_name(name).ok_or(Errno::EINVAL)?;
        if above(soft, hard) {
            return Err(Errno::EINVAL);
        }
        if above(hard, self.ulimit(name).1) && !self.capable("SYS_RESOURCE") {
            return Err(Errno::EPERM);
        }
        self.with_mut(|p| p.limits.insert(name, (soft, hard)))?;
        Ok(())
    }

    /// Whether another file could be opened. Errors: EMFILE.
    pub fn room(&self) -> Result<(), Errno> {
        self.with(|p| p.free_descriptor(0))?.map(|_| ())
    }

    /// Errors: EPERM without SYS_ADMIN.
    pub fn set_hostname(&self, name: &str) -> Result<(), Errno> {
        if !self.capable("SYS_ADMIN") {
            return Err(Errno::EPERM);
        }
        self.with(|p| p.ns.uts.borrow_mut().hostname = name.to_string())
    }

    /// The memory limit of the process's container, in bytes.
    pub fn memory_limit(&self) -> Option<u64> {
        self.with(|p| p.ns.cgroup.borrow().memory).ok().flatten()
    }

    /// Processor time used so far.
    pub fn cpu_time(&self) -> std::time::Duration {
        self.with(|p| p.cpu).unwrap_or_default()
    }

    /// Runs another task of the same process beside the main one (a thread).
    pub fn spawn_thread(&self, thread: impl Future<Output = ()> + 'static) {
        let id = self.machine().spawn_process_task(self.pid_global(), Box::pin(thread));
        let _ = self.with_mut(|p| p.tasks.push(id));
    }
}
