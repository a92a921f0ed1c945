//! A small Linux machine, simulated: a deterministic discrete-event simulation of processes.
//!
//! A process is a Rust future that the machine polls. What can block is an await point; the virtual
//! clock jumps to the next timer when nothing is runnable, and creeps forward with the fuel that
//! running programs use. [`Machine`] is the embedder's handle (an engine's, a session's); [`Sys`] is
//! what a program gets: its system calls. Namespaces are values handed to a process at its start, so
//! that a container is nothing but a process with its own. Same seed, same inputs: same outputs.

mod cgroup;
mod executor;
mod file;
mod kernel;
mod lock;
mod net;
mod passwd;
mod pipe;
mod process;
mod procfs;
mod random;
mod signal;
pub mod sync;
mod sys;
mod table;
mod traffic;
mod tty;

pub use cgroup::{Cgroup, CgroupRef};
pub use executor::{Outcome, TaskId};
pub use file::{Fd, FileObject, Flags, OpenFile};
pub use kernel::{Boot, Machine, Program, ProgramFuture, Started};
pub use net::{Interface, NetNsId, Network, NetworkId, Publish, ResolveError, Stream, Tap};
pub use passwd::{Group, GroupLine, User, UserLine, group_lines, groups_in, groups_of, parse_group, parse_passwd, user_lines};
pub use pipe::Pipe;
pub use process::{Init, Namespaces, Pid, ProcessView, Spawn, Uts, WaitStatus, WaitTarget};
pub use procfs::{Socket, skeleton as kernel_files};
pub use random::Random;
pub use signal::Signal;
pub use sys::{Address, DirEntry, Schedule, Sys};
pub use traffic::{Counts, Traffic};
pub use tty::{Tty, TtyMode};
pub use vfs::Errno;

/// A mount namespace that several processes share.
pub type MountNsRef = std::rc::Rc<std::cell::RefCell<vfs::MountNs>>;

/// A point in virtual time: nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// The time that passed since `earlier`, zero if it lies ahead.
    pub fn since(self, earlier: Instant) -> std::time::Duration {
        std::time::Duration::from_nanos(self.0.saturating_sub(earlier.0).max(0) as u64)
    }

    /// This much later.
    pub fn after(self, duration: std::time::Duration) -> Instant {
        Instant(self.0.saturating_add(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)))
    }

    /// Whole seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000_000)
    }
}

#[cfg(test)]
mod tests;
