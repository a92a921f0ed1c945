//! System calls: what a program can ask of the machine.
//!
//! What can block is async; everything else answers at once. A caught signal ends a blocking call
//! with EINTR; an uncaught deadly one drops the program where it waits.

mod files;
mod io;
mod network;
mod processes;
mod schedule;

use crate::file::{Fd, OpenFile};
use crate::process::{FdSlot, Pid, Process};
use crate::{Instant, Machine};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;
use vfs::{Cred, Errno};

pub use files::DirEntry;
pub use network::Address;
pub use schedule::Schedule;

/// A process's view of the machine; clones are the same process.
#[derive(Clone)]
pub struct Sys {
    machine: Machine,
    pid: Pid,
}

impl Sys {
    pub(crate) fn new(machine: Machine, pid: Pid) -> Self {
        Sys { machine, pid }
    }

    /// The machine, for programs that are part of the simulation itself.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The number that the machine itself counts (see [`Sys::pid`] for the program's view).
    pub fn pid_global(&self) -> Pid {
        self.pid
    }

    pub(crate) fn with<R>(&self, read: impl FnOnce(&Process) -> R) -> Result<R, Errno> {
        self.machine
            .kernel()
            .processes
            .borrow()
            .get(&self.pid)
            .map(read)
            .ok_or(Errno::ESRCH)
    }

    pub(crate) fn with_mut<R>(&self, change: impl FnOnce(&mut Process) -> R) -> Result<R, Errno> {
        self.machine
            .kernel()
            .processes
            .borrow_mut()
            .get_mut(&self.pid)
            .map(change)
            .ok_or(Errno::ESRCH)
    }

    /// Command line: the program's name and its arguments.
    pub fn argv(&self) -> Vec<String> {
        self.with(|p| p.argv.clone()).unwrap_or_default()
    }

    /// `NAME=value` strings, in order.
    pub fn env(&self) -> Vec<String> {
        self.with(|p| p.env.clone()).unwrap_or_default()
    }

    /// One variable's value.
    pub fn getenv(&self, name: &str) -> Option<String> {
        self.with(|p| {
            p.env
                .iter()
                .find_map(|e| Some(e.strip_prefix(name)?.strip_prefix('=')?.to_string()))
        })
        .ok()
        .flatten()
    }

    /// Which family of programs this one is of: `busybox`, `gnu`, `dash`, `bash`, …
    pub fn flavor(&self) -> String {
        self.with(|p| p.flavor.clone()).unwrap_or_default()
    }

    /// Runs on as another family, as a multi-call binary does for its applets.
    pub fn set_flavor(&self, flavor: &str) {
        let _ = self.with_mut(|p| p.flavor = flavor.to_string());
    }

    /// Goes by another command line, as a multi-call binary does for its applets.
    pub fn set_argv(&self, argv: Vec<String>) {
        let _ = self.with_mut(|p| p.argv = argv);
    }

    pub fn cred(&self) -> Cred {
        self.with(|p| p.cred.clone()).unwrap_or(Cred {
            uid: 65534,
            gid: 65534,
            groups: Vec::new(),
            dac_override: false,
        })
    }

    pub fn now(&self) -> Instant {
        self.machine.now()
    }

    /// Waits; a caught signal ends it early with EINTR.
    pub async fn sleep(&self, duration: Duration) -> Result<(), Errno> {
        let mut sleep = Box::pin({
            let machine = self.machine.clone();
            async move { machine.sleep(duration).await }
        });
        self.block(move |context| sleep.as_mut().poll(context)).await
    }

    /// Uses a unit of processor time and, now and then, lets others run. Every loop that a guest can
    /// make long calls it.
    pub async fn tick(&self) {
        self.burn(1).await;
    }

    /// Uses this much fuel at once.
    pub async fn burn(&self, fuel: u32) {
        if self.machine.burn(fuel) {
            self.machine.yield_now().await;
        }
    }

    /// Sets how much memory the program holds. Past its container's limit it is killed.
    pub async fn set_memory(&self, bytes: u64) {
        if !self.machine.set_memory(self.pid, bytes) {
            std::future::pending::<()>().await;
        }
    }

    /// Polls an operation until it is done or a caught signal interrupts.
    pub(crate) async fn block<T>(&self, mut attempt: impl FnMut(&mut Context<'_>) -> Poll<T>) -> Result<T, Errno> {
        std::future::poll_fn(|context| match attempt(context) {
            Poll::Ready(value) => Poll::Ready(Ok(value)),
            Poll::Pending if self.has_signal() => Poll::Ready(Err(Errno::EINTR)),
            Poll::Pending => Poll::Pending,
        })
        .await
    }

    /// The open file behind a descriptor.
    pub fn file(&self, fd: Fd) -> Result<Rc<OpenFile>, Errno> {
        self.with(|p| p.fds.get(&fd).map(|slot| slot.file.clone()))?
            .ok_or(Errno::EBADF)
    }

    /// Puts an open file at this descriptor, closing what was there.
    pub fn install_file(&self, fd: Fd, file: Rc<OpenFile>, cloexec: bool) -> Result<(), Errno> {
        let old = self.with_mut(|p| p.fds.insert(fd, FdSlot { file, cloexec }))?;
        drop(old);
        Ok(())
    }

    /// Puts an open file at the lowest free descriptor from `least` on. Errors: EMFILE.
    pub fn add_file(&self, file: Rc<OpenFile>, least: Fd, cloexec: bool) -> Result<Fd, Errno> {
        self.with_mut(|p| {
            let fd = p.free_descriptor(least)?;
            p.fds.insert(fd, FdSlot { file, cloexec });
            Ok(fd)
        })?
    }
}
