//! System calls on how a process is scheduled: kept and shown, and without effect on the simulation's turns
//! (sched(7), setpriority(2), ioprio_set(2), sched_setaffinity(2)).

use super::Sys;
use crate::process::Pid;
use vfs::Errno;

/// What a process was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// -20 to 19; less is more urgent.
    pub nice: i8,
    /// Class (0 none, 1 real-time, 2 best-effort, 3 idle) and level of input and output.
    pub io: (u8, u8),
    /// A bit a processor; 0 for all of them.
    pub processors: u64,
}

impl Schedule {
    pub const DEFAULT: Schedule = Schedule {
        nice: 0,
        io: (0, 0),
        processors: 0,
    };
}

impl Sys {
    fn scheduled(&self, pid: Pid) -> Result<Pid, Errno> {
        if pid == 0 {
            return Ok(self.pid_global());
        }
        self.machine().global_pid(self.pid_ns(), pid).ok_or(Errno::ESRCH)
    }

    /// How a process (0: this one) is scheduled. Errors: ESRCH.
    pub fn schedule(&self, pid: Pid) -> Result<Schedule, Errno> {
        let pid = self.scheduled(pid)?;
        let processes = self.machine().kernel().processes.borrow();
        processes.get(&pid).map(|p| p.schedule).ok_or(Errno::ESRCH)
    }

    /// Schedules a process (0: this one) otherwise. Errors: ESRCH; EPERM for another user's process; EACCES for
    /// becoming more urgent without SYS_NICE.
    pub fn set_schedule(&self, pid: Pid, schedule: Schedule) -> Result<(), Errno> {
        let pid = self.scheduled(pid)?;
        let mighty = self.capable("SYS_NICE");
        let me = self.cred().uid;
        let mut processes = self.machine().kernel().processes.borrow_mut();
        let process = processes.get_mut(&pid).ok_or(Errno::ESRCH)?;
        if process.cred.uid != me && !mighty {
            return Err(Errno::EPERM);
        }
        if schedule.nice < process.schedule.nice && !mighty {
            return Err(Errno::EACCES);
        }
        process.schedule = schedule;
        Ok(())
    }
}
