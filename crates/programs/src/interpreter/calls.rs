//! Requests of the interpreter on files, descriptors, clocks and identity, as system calls.
//!
//! Numbers of flags and modes are Linux's on x86-64 (open(2), inode(7)).

use super::{Host, processes, sockets};
use machine::{Errno, Flags, Sys};
use std::future::Future;
use std::task::Poll;
use std::time::Duration;
use syscalls::{Call, HostError, Reply, Stat};
use vfs::FileKind;

pub(super) type Answer = Result<Reply, HostError>;

pub(super) fn failed(error: Errno) -> HostError {
    HostError { errno: error.number() }
}

pub(super) fn errno(errno: i32) -> HostError {
    HostError { errno }
}

fn unit(result: Result<(), Errno>) -> Answer {
    result.map(|()| Reply::Unit).map_err(failed)
}

fn int(number: impl Into<i64>) -> Answer {
    Ok(Reply::Int(number.into()))
}

/// Runs an operation for at most this many nanoseconds, then fails with EAGAIN.
pub(super) async fn timed(sys: &Sys, timeout: Option<u64>, operation: impl Future<Output = Answer>) -> Answer {
    let mut operation = Box::pin(operation);
    let machine = sys.machine().clone();
    let mut timer = timeout.map(|nanos| Box::pin(async move { machine.sleep(Duration::from_nanos(nanos)).await }));
    std::future::poll_fn(|context| {
        if let Poll::Ready(answer) = operation.as_mut().poll(context) {
            return Poll::Ready(answer);
        }
        let over = match (timeout, timer.as_mut()) {
            (Some(0), _) => true,
            (_, Some(timer)) => timer.as_mut().poll(context).is_ready(),
            _ => false,
        };
        if over {
            return Poll::Ready(Err(failed(Errno::EAGAIN)));
        }
        Poll::Pending
    })
    .await
}

/// Answers a request.
pub(super) async fn answer(host: Host, call: Call) -> Answer {
    let sys = &host.sys;
    match call {
        Call::Open { path, flags, mode } => {
            let fd = sys.open(&path, open_flags(flags), mode).map_err(failed)?;
            int(fd)
        }
        Call::Read { fd, len } => sys.read(fd, len).await.map(Reply::Bytes).map_err(failed),
        Call::Write { fd, data } => {
            sys.write(fd, &data).await.map_err(failed)?;
            int(data.len() as i64)
        }
        Call::Close { fd } => {
            host.sockets.borrow_mut().forget(fd);
            unit(sys.close(fd))
        }
        Call::Lseek { fd, offset, whence } => seek(sys, fd, offset, whence),
        Call::Ftruncate { fd, len } => unit(sys.ftruncate(fd, len)),
        Call::Fsync { fd } => sys.file(fd).map(|_| Reply::Unit).map_err(failed),
        Call::Isatty { fd } => int(sys.isatty(fd)),
        Call::Dup { fd, to: None } => int(sys.dup(fd, 0, true).map_err(failed)?),
        Call::Dup { fd, to: Some(to) } => {
            sys.dup2(fd, to).map_err(failed)?;
            int(to)
        }
        Call::Pipe => {
            let (reader, writer) = sys.pipe().map_err(failed)?;
            for fd in [reader, writer] {
                sys.set_cloexec(fd, true).map_err(failed)?;
            }
            Ok(Reply::Pair(reader.into(), writer.into()))
        }
        Call::Stat { path, follow } => {
            let stat = if follow { sys.stat(&path) } else { sys.lstat(&path) };
            Ok(Reply::Stat(attributes(stat.map_err(failed)?)))
        }
        Call::Fstat { fd } => Ok(Reply::Stat(match sys.fstat(fd).map_err(failed)? {
            Some(stat) => attributes(stat),
            None => Stat {
                mode: if sys.isatty(fd) { 0o020_620 } else { 0o010_600 },
                nlink: 1,
                ..Stat::default()
            },
        })),
        Call::Access { path, mode: 0 } => sys.stat(&path).map(|_| Reply::Unit).map_err(failed),
        Call::Access { path, mode } => unit(sys.access(&path, mode & 7)),
        Call::Listdir { path } => {
            let entries = sys.readdir(&path).map_err(failed)?;
            Ok(Reply::Names(entries.into_iter().map(|entry| entry.name).collect()))
        }
        Call::Mkdir { path, mode } => unit(sys.mkdir(&path, mode)),
        Call::Rmdir { path } => unit(sys.rmdir(&path)),
        Call::Unlink { path } => unit(sys.unlink(&path)),
        Call::Rename { from, to } => unit(sys.rename(&from, &to)),
        Call::Link { from, to } => unit(sys.link(&from, &to)),
        Call::Symlink { target, path } => unit(sys.symlink(&target, &path)),
        Call::Readlink { path } => sys.readlink(&path).map(Reply::Text).map_err(failed),
        Call::Chmod { path, mode } => unit(sys.chmod(&path, mode)),
        Call::Chown { path, uid, gid } => {
            let id = |id: i64| u32::try_from(id).ok();
            unit(sys.chown(&path, id(uid), id(gid), true))
        }
        Call::Utime { path, mtime, .. } => unit(sys.set_mtime(&path, mtime, true)),
        Call::Getcwd => Ok(Reply::Text(sys.getcwd())),
        Call::Chdir { path } => unit(sys.chdir(&path)),
        Call::Umask { mask } => int(sys.umask(mask)),
        Call::Getpid => int(sys.pid()),
        Call::Getppid => int(sys.ppid()),
        Call::Getuid | Call::Geteuid => int(sys.cred().uid),
        Call::Getgid => int(sys.cred().gid),
        Call::Hostname => Ok(Reply::Text(sys.hostname())),
        Call::TerminalSize { fd } => {
            let (columns, rows) = sys.tty(fd).ok_or(failed(Errno::ENOTTY))?.size();
            Ok(Reply::Pair(columns.into(), rows.into()))
        }
        Call::Realtime | Call::Monotonic => int(sys.now().0),
        Call::CpuTime => int(i64::try_from(sys.cpu_time().as_nanos()).unwrap_or(i64::MAX)),
        Call::Sleep { nanos } => {
            sys.machine().sleep(Duration::from_nanos(nanos)).await;
            Ok(Reply::Unit)
        }
        Call::Urandom { len } => Ok(Reply::Bytes(sys.machine().random(|random| random.bytes(len.min(1 << 20))))),
        Call::Kill { .. }
        | Call::Sigaction { .. }
        | Call::Alarm { .. }
        | Call::Pause
        | Call::Spawn(_)
        | Call::Wait { .. }
        | Call::Exec { .. } => processes::answer(&host, call).await,
        other => sockets::answer(&host, other).await,
    }
}

fn open_flags(flags: u32) -> Flags {
    let has = |bit: u32| flags & bit != 0;
    Flags {
        read: flags & 3 != 1,
        write: flags & 3 != 0,
        append: has(0o2000),
        create: has(0o100),
        exclusive: has(0o200),
        truncate: has(0o1000),
        directory: has(0o200_000),
        no_follow: has(0o400_000),
        // What Python opens is not inherited (PEP 446).
        cloexec: true,
    }
}

fn seek(sys: &Sys, fd: i32, offset: i64, whence: u8) -> Answer {
    let base = match whence {
        0 => 0,
        1 => sys.offset(fd).map_err(failed)?,
        2 => sys
            .fstat(fd)
            .map_err(failed)?
            .map(|stat| stat.size)
            .ok_or(failed(Errno::ESPIPE))?,
        _ => return Err(failed(Errno::EINVAL)),
    };
    let to = i64::try_from(base).ok().and_then(|base| base.checked_add(offset));
    let to = to.and_then(|to| u64::try_from(to).ok()).ok_or(failed(Errno::EINVAL))?;
    sys.seek(fd, to).map_err(failed)?;
    int(i64::try_from(to).unwrap_or(i64::MAX))
}

fn attributes(stat: vfs::Stat) -> Stat {
    let kind = match stat.kind {
        FileKind::Fifo => 0o010_000,
        FileKind::CharDev => 0o020_000,
        FileKind::Dir => 0o040_000,
        FileKind::File => 0o100_000,
        FileKind::Symlink => 0o120_000,
        FileKind::Socket => 0o140_000,
    };
    Stat {
        mode: kind | stat.meta.mode & 0o7777,
        ino: stat.ino.into(),
        dev: stat.dev,
        nlink: stat.nlink.into(),
        uid: stat.meta.uid,
        gid: stat.meta.gid,
        size: stat.size,
        atime: stat.meta.mtime,
        mtime: stat.meta.mtime,
        ctime: stat.meta.mtime,
    }
}
