//! Requests of the interpreter on processes and signals: `subprocess`, `os.exec*`, `signal`.

use super::Host;
use super::calls::{Answer, failed};
use machine::{Errno, Signal, Spawn, Sys, WaitStatus, WaitTarget};
use std::time::Duration;
use syscalls::{Call, Disposition, HostError, Reply, Stdio};

/// The alarm clock of a process.
#[derive(Default)]
pub(crate) struct Alarm {
    setting: u64,
    /// When it rings, nanoseconds of the machine's clock.
    at: Option<i64>,
}

/// Where execvp(3) finds a program.
pub(crate) fn find(sys: &Sys, name: &str, path: Option<&str>) -> Option<String> {
    if name.contains('/') {
        return Some(name.to_string());
    }
    path.unwrap_or("/bin:/usr/bin")
        .split(':')
        .map(|dir| format!("{}/{name}", if dir.is_empty() { "." } else { dir }))
        .find(|candidate| sys.access(candidate, 1).is_ok())
}

fn signal(number: i32) -> Result<Signal, HostError> {
    let number = u8::try_from(number).ok().and_then(Signal::from_number);
    number.ok_or(failed(Errno::EINVAL))
}

fn lines(env: Vec<(String, String)>) -> Vec<String> {
    env.into_iter().map(|(name, value)| format!("{name}={value}")).collect()
}

/// Answers a request on processes.
pub(super) async fn answer(host: &Host, call: Call) -> Answer {
    let sys = &host.sys;
    match call {
        Call::Kill { pid, signal: number } => {
            let signal = if number == 0 { None } else { Some(signal(number)?) };
            sys.kill(pid, signal).await.map_err(failed)?;
        }
        Call::Sigaction {
            signal: number,
            disposition,
        } => {
            let signal = signal(number)?;
            match disposition {
                Disposition::Default => sys.default_signal(signal),
                Disposition::Ignore => sys.ignore_signal(signal),
                // An interrupt that the parent ignores (a background job) stays ignored.
                Disposition::Handler if signal == Signal::INT && sys.ignores(signal) => {}
                Disposition::Handler => sys.catch_signal(signal),
            }
        }
        Call::Alarm { nanos } => return Ok(Reply::Int(set_alarm(host, nanos))),
        Call::Pause => std::future::pending::<()>().await,
        Call::Spawn(spawn) => return start(sys, *spawn),
        Call::Wait { pid, nohang } => return wait(sys, pid, nohang).await,
        Call::Exec { path, argv, env } => {
            let env = env.map_or_else(|| sys.env(), lines);
            let path = find(sys, &path, sys.getenv("PATH").as_deref()).ok_or(failed(Errno::ENOENT))?;
            return Err(failed(sys.exec(&path, argv, env).await));
        }
        _ => return Err(failed(Errno::ENOSYS)),
    }
    Ok(Reply::Unit)
}

/// Sets the alarm clock; gives what was left of the last setting.
fn set_alarm(host: &Host, nanos: u64) -> i64 {
    let now = host.sys.now();
    let mut alarm = host.alarm.borrow_mut();
    let left = alarm.at.take().map_or(0, |at| at.saturating_sub(now.0).max(0));
    alarm.setting += 1;
    if nanos > 0 {
        let (mine, shared) = (alarm.setting, host.alarm.clone());
        let wait = Duration::from_nanos(nanos);
        alarm.at = Some(now.after(wait).0);
        let sys = host.sys.clone();
        host.sys.spawn_thread(async move {
            sys.machine().sleep(wait).await;
            if shared.borrow().setting == mine {
                shared.borrow_mut().at = None;
                let _ = sys.kill(i64::from(sys.pid()), Some(Signal::ALRM)).await;
            }
        });
    }
    left
}

/// Starts a child with its streams.
fn start(sys: &Sys, spawn: syscalls::Spawn) -> Answer {
    let env = spawn.env.map_or_else(|| sys.env(), lines);
    let path = env.iter().find_map(|line| line.strip_prefix("PATH="));
    let program = find(sys, &spawn.program, path).ok_or(failed(Errno::ENOENT))?;
    let (mut fds, mut theirs, mut ours) = (Vec::new(), Vec::new(), [None; 3]);
    let mut set_up = || -> Result<(), Errno> {
        for (number, stream) in [(0, spawn.stdin), (1, spawn.stdout), (2, spawn.stderr)] {
            let from = match stream {
                Stdio::Fd(fd) => fd,
                Stdio::Null => {
                    let fd = sys.add_file(machine::OpenFile::null(), 3, true)?;
                    theirs.push(fd);
                    fd
                }
                Stdio::Stdout => fds.iter().find(|(to, _)| *to == 1).map_or(1, |(_, from)| *from),
                Stdio::Pipe => {
                    let (reader, writer) = sys.pipe()?;
                    let (their, our) = if number == 0 { (reader, writer) } else { (writer, reader) };
                    sys.set_cloexec(their, true)?;
                    sys.set_cloexec(our, true)?;
                    theirs.push(their);
                    if let Some(place) = ours.get_mut(number as usize) {
                        *place = Some(our);
                    }
                    their
                }
            };
            fds.push((number, from));
        }
        Ok(())
    };
    let prepared = set_up();
    // Python ignores broken pipes; its children don't.
    let ignores = sys.ignores(Signal::PIPE);
    sys.default_signal(Signal::PIPE);
    let child = prepared.and_then(|()| {
        sys.spawn(Spawn {
            program: Some(program),
            argv: spawn.argv,
            env: Some(env.clone()),
            fds,
            cwd: spawn.cwd,
            new_group: false,
        })
    });
    if ignores {
        sys.ignore_signal(Signal::PIPE);
    }
    for fd in theirs {
        let _ = sys.close(fd);
    }
    if child.is_err() {
        for fd in ours.into_iter().flatten() {
            let _ = sys.close(fd);
        }
    }
    let [stdin, stdout, stderr] = ours;
    Ok(Reply::Spawned {
        pid: child.map_err(failed)?.into(),
        stdin,
        stdout,
        stderr,
    })
}

async fn wait(sys: &Sys, pid: i64, nohang: bool) -> Answer {
    let target = match pid {
        -1 => WaitTarget::Any,
        0 => WaitTarget::Group(sys.getpgid()),
        pid if pid < 0 => WaitTarget::Group(u32::try_from(-(pid.max(-0xffff_ffff))).unwrap_or(u32::MAX)),
        pid => WaitTarget::Pid(u32::try_from(pid).unwrap_or(u32::MAX)),
    };
    let ended = if nohang {
        sys.try_wait(target, false).map_err(failed)?
    } else {
        Some(sys.wait(target, false).await.map_err(failed)?)
    };
    let Some((pid, status)) = ended else {
        return Ok(Reply::Waited { pid: 0, status: 0 });
    };
    let status = match status {
        WaitStatus::Exited(code) => i32::from(code),
        WaitStatus::Signaled(signal) | WaitStatus::Stopped(signal) => -i32::from(signal.number()),
        WaitStatus::Continued => 0,
    };
    Ok(Reply::Waited { pid: pid.into(), status })
}
