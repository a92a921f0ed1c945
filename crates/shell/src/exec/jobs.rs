//! Jobs: background and stopped pipelines (POSIX XCU 2.11, `jobs`, `fg`, `bg`, `wait`).

use crate::Flavour;
use crate::state::Shell;
use machine::{Errno, Pid, Signal, WaitStatus, WaitTarget};
use std::rc::Rc;

/// One process of a job.
#[derive(Clone, Debug)]
pub struct Process {
    pub pid: Pid,
    /// How it ended, once it has.
    pub ended: Option<WaitStatus>,
}

#[derive(Clone, Debug)]
pub struct Job {
    pub number: usize,
    pub processes: Vec<Process>,
    pub text: Rc<str>,
    pub stopped: Option<WaitStatus>,
    pub background: bool,
    /// `wait` has told how it ended: its number may be given to another (dash, ash).
    pub waited: bool,
}

impl Job {
    pub fn is_done(&self) -> bool {
        self.processes.iter().all(|p| p.ended.is_some())
    }

    /// The status of its last process.
    pub fn status(&self) -> Option<WaitStatus> {
        self.processes.last().and_then(|p| p.ended)
    }

    pub fn group(&self) -> Pid {
        self.processes.first().map_or(0, |p| p.pid)
    }
}

/// How many ended jobs are remembered for `wait`.
const REMEMBERED: usize = 256;

#[derive(Clone, Debug, Default)]
pub struct Jobs {
    list: Vec<Job>,
    /// Ends of processes whose jobs are gone.
    ended: Vec<(Pid, WaitStatus)>,
    /// Jobs by when they were last current, latest last.
    order: Vec<usize>,
}

impl Jobs {
    /// Adds a job; gives its number: in bash the one after the greatest, otherwise the lowest that is free.
    pub fn add(&mut self, pids: Vec<Pid>, text: &Rc<str>, background: bool, flavour: Flavour) -> usize {
        let over: Vec<usize> = self
            .list
            .iter()
            .filter(|j| j.waited && j.is_done())
            .map(|j| j.number)
            .collect();
        for number in over {
            self.remove(number);
        }
        let number = match flavour {
            Flavour::Bash => self.list.iter().map(|j| j.number).max().unwrap_or(0) + 1,
            _ => (1..).find(|n| self.get(*n).is_none()).unwrap_or(1),
        };
        self.list.push(Job {
            number,
            processes: pids.into_iter().map(|pid| Process { pid, ended: None }).collect(),
            text: text.clone(),
            stopped: None,
            background,
            waited: false,
        });
        self.touch(number);
        number
    }

    pub fn touch(&mut self, number: usize) {
        self.order.retain(|n| *n != number);
        self.order.push(number);
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Job> {
        self.list.iter()
    }

    pub fn get(&self, number: usize) -> Option<&Job> {
        self.list.iter().find(|j| j.number == number)
    }

    pub fn get_mut(&mut self, number: usize) -> Option<&mut Job> {
        self.list.iter_mut().find(|j| j.number == number)
    }

    pub fn set_stopped(&mut self, number: usize, status: WaitStatus) {
        if let Some(job) = self.get_mut(number) {
            job.stopped = Some(status);
        }
        self.touch(number);
    }

    /// A child does not have its parent's jobs.
    pub fn leave(&mut self) {
        *self = Jobs::default();
    }

    pub fn remove(&mut self, number: usize) {
        if let Some(at) = self.list.iter().position(|j| j.number == number) {
            let job = self.list.remove(at);
            for process in job.processes {
                if let Some(status) = process.ended {
                    self.ended.push((process.pid, status));
                }
            }
            if self.ended.len() > REMEMBERED {
                self.ended.remove(0);
            }
        }
        self.order.retain(|n| *n != number);
    }

    /// All jobs' numbers as `jobs` lists them: dash and ash begin with the current one.
    pub fn listed(&self, flavour: Flavour) -> Vec<usize> {
        if flavour.is_bash() {
            return self.list.iter().map(|j| j.number).collect();
        }
        self.ordered().into_iter().rev().collect()
    }

    /// The current and the previous job: stopped ones come first.
    pub fn current(&self) -> (Option<usize>, Option<usize>) {
        let mut order = self.ordered();
        let current = order.pop();
        (current, order.pop())
    }

    /// The jobs, the current one last.
    fn ordered(&self) -> Vec<usize> {
        let live = |n: &&usize| self.get(**n).is_some();
        let stopped = |n: &usize| self.get(*n).is_some_and(|j| j.stopped.is_some());
        let mut order: Vec<usize> = self.order.iter().filter(live).copied().filter(|n| !stopped(n)).collect();
        order.extend(self.order.iter().filter(live).copied().filter(stopped));
        order
    }

    /// The job that `%1`, `%+`, `%-`, `%name` or `%?text` means.
    pub fn find(&self, spec: &str) -> Option<usize> {
        let text = spec.strip_prefix('%').unwrap_or(spec);
        let (current, previous) = self.current();
        match text {
            "" | "%" | "+" => current,
            "-" => previous.or(current),
            _ => {
                if let Ok(number) = text.parse::<usize>() {
                    return self.get(number).map(|j| j.number);
                }
                let found = match text.strip_prefix('?') {
                    Some(part) => self.list.iter().find(|j| j.text.contains(part)),
                    None => self.list.iter().find(|j| j.text.starts_with(text)),
                };
                found.map(|j| j.number)
            }
        }
    }

    pub fn job_of(&self, pid: Pid) -> Option<usize> {
        self.list
            .iter()
            .find(|j| j.processes.iter().any(|p| p.pid == pid))
            .map(|j| j.number)
    }

    /// How a process that is no longer in a job ended.
    pub fn remembered(&mut self, pid: Pid) -> Option<WaitStatus> {
        let at = self.ended.iter().position(|(p, _)| *p == pid)?;
        Some(self.ended.remove(at).1)
    }

    /// Notes a child's end, stop or continuation.
    pub fn note(&mut self, pid: Pid, status: WaitStatus) {
        let Some(number) = self.job_of(pid) else {
            if !matches!(status, WaitStatus::Stopped(_) | WaitStatus::Continued) {
                self.ended.push((pid, status));
                if self.ended.len() > REMEMBERED {
                    self.ended.remove(0);
                }
            }
            return;
        };
        let Some(job) = self.get_mut(number) else { return };
        match status {
            WaitStatus::Stopped(_) => job.stopped = Some(status),
            WaitStatus::Continued => job.stopped = None,
            ended => {
                if let Some(process) = job.processes.iter_mut().find(|p| p.pid == pid) {
                    process.ended = Some(ended);
                }
                if job.is_done() {
                    job.stopped = None;
                }
            }
        }
    }

    /// The line that `jobs` prints.
    pub fn line(&self, number: usize, flavour: Flavour, with_pid: bool) -> String {
        let Some(job) = self.get(number) else { return String::new() };
        let (current, previous) = self.current();
        let mark = if current == Some(number) {
            '+'
        } else if previous == Some(number) {
            '-'
        } else {
            ' '
        };
        let status = job.status().filter(|_| job.is_done()).or(job.stopped);
        let bash = flavour.is_bash();
        let state = match status {
            None => "Running".to_string(),
            Some(WaitStatus::Exited(0)) => "Done".into(),
            Some(WaitStatus::Exited(code)) if bash => format!("Exit {code}"),
            Some(WaitStatus::Exited(code)) => format!("Done({code})"),
            Some(WaitStatus::Signaled(signal)) => signal.describe().into(),
            Some(WaitStatus::Stopped(signal)) if signal == machine::Signal::STOP => "Stopped (signal)".into(),
            Some(WaitStatus::Stopped(_)) => "Stopped".into(),
            Some(WaitStatus::Continued) => "Running".into(),
        };
        let amp = if job.background && status.is_none() { " &" } else { "" };
        let pid = job.group();
        match flavour {
            Flavour::Bash => {
                let pid = if with_pid { format!("{pid:>5} ") } else { " ".to_string() };
                let gap = if with_pid { "" } else { " " };
                let text = &job.text;
                format!(
                    "[{number}]{mark}{gap}{}{state:<24}{text}{amp}",
                    if with_pid { format!(" {pid}") } else { pid }
                )
            }
            _ => {
                let gap = if flavour == Flavour::Dash { " " } else { "" };
                let pid = if with_pid { format!("{pid} ") } else { String::new() };
                format!(
                    "[{number}]{gap}{mark} {}{pid}{state:<27}{}",
                    if flavour == Flavour::Dash { "" } else { " " },
                    job.text
                )
            }
        }
    }
}

impl Shell {
    /// Takes note of children that have ended or stopped, without waiting.
    pub(crate) fn poll_jobs(&mut self) {
        let stops = self.options.monitor;
        while let Ok(Some((pid, status))) = self.sys.try_wait(WaitTarget::Any, stops) {
            self.jobs.note(pid, status);
        }
    }

    /// Tells of background jobs that have ended, before a prompt.
    pub(crate) async fn notify_jobs(&mut self) {
        self.poll_jobs();
        let ended: Vec<usize> = self.jobs.iter().filter(|j| j.is_done()).map(|j| j.number).collect();
        for number in ended {
            let line = self.jobs.line(number, self.flavour, false);
            self.write_error(&format!("{line}\n")).await;
            self.jobs.remove(number);
        }
    }

    /// What a bash that runs a script does after each child it waited for: jobs that have ended are forgotten, and said
    /// where a signal ended them.
    pub(crate) async fn forget_ended_jobs(&mut self) {
        if !self.flavour.is_bash() || self.interactive || self.options.monitor || self.jobs.is_empty() {
            return;
        }
        self.poll_jobs();
        let ended: Vec<usize> = self.jobs.iter().filter(|j| j.is_done()).map(|j| j.number).collect();
        for number in ended {
            self.tell_of_ended_job(number).await;
            self.jobs.remove(number);
        }
    }

    /// Tells of a background job that a signal ended, as bash does in a script.
    pub(crate) async fn tell_of_ended_job(&mut self, number: usize) {
        let Some(job) = self.jobs.get(number) else { return };
        let Some(WaitStatus::Signaled(signal)) = job.status() else {
            return;
        };
        if [Signal::INT, Signal::TERM, Signal::PIPE].contains(&signal) {
            return;
        }
        let pid = job.processes.last().map_or(0, |p| p.pid);
        let text = format!("{pid:>5} {:<24}{}", signal.describe(), job.text);
        self.complain(&text).await;
    }

    /// Waits until a job has ended or stopped.
    pub(crate) async fn wait_job(&mut self, number: usize) -> Option<WaitStatus> {
        loop {
            let job = self.jobs.get(number)?;
            if job.is_done() {
                return job.status();
            }
            if let Some(status) = job.stopped {
                return Some(status);
            }
            let pid = job.processes.iter().find(|p| p.ended.is_none()).map(|p| p.pid)?;
            match self.sys.wait(WaitTarget::Pid(pid), self.options.monitor).await {
                Ok((pid, status)) => self.jobs.note(pid, status),
                Err(Errno::EINTR) => {
                    self.collect_signals();
                    if !self.caught.is_empty() {
                        return None;
                    }
                }
                Err(_) => self.jobs.note(pid, WaitStatus::Exited(127)),
            }
        }
    }
}
