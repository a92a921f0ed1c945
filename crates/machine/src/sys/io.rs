//! System calls on descriptors: read, write, pipe, dup, seek, terminals.

use super::Sys;
use crate::file::{Fd, FileObject, Flags, OpenFile};
use crate::process::FdSlot;
use crate::signal::Signal;
use crate::tty::Tty;
use std::rc::Rc;
use std::task::Poll;
use vfs::{Errno, Stat};

impl Sys {
    /// Up to `max` bytes; empty at the end. Errors: EBADF, EISDIR, EINTR, …
    pub async fn read(&self, fd: Fd, max: usize) -> Result<Vec<u8>, Errno> {
        let file = self.file(fd)?;
        let max = max.min(1 << 20);
        if !file.flags.read {
            return Err(Errno::EBADF);
        }
        match &file.object {
            FileObject::Regular { at } => {
                let bytes = at.mount.fs.borrow().data(at.ino)?.read(file.offset.get(), max);
                file.offset.set(file.offset.get() + bytes.len() as u64);
                self.burn(1 + (bytes.len() / 4096) as u32).await;
                Ok(bytes)
            }
            FileObject::Directory { .. } => Err(Errno::EISDIR),
            FileObject::PipeReader(pipe) | FileObject::PipeBoth(pipe) => self.block(|context| pipe.poll_read(context, max)).await,
            FileObject::PipeWriter(_) => Err(Errno::EBADF),
            FileObject::Stream(stream) if stream.reset => Err(Errno::ECONNRESET),
            FileObject::Stream(stream) => self.block(|context| stream.incoming.poll_read(context, max)).await,
            FileObject::Tty(tty) => {
                let group = self.with(|p| p.group)?;
                if tty.foreground() != 0 && tty.foreground() != group && self.with(|p| p.tty.is_some())? {
                    let _ = self.machine().signal_group(group, Signal::TTIN);
                    self.machine().yield_now().await;
                }
                self.block(|context| tty.poll_read(context, max)).await
            }
            FileObject::Null => Ok(Vec::new()),
            FileObject::Zero | FileObject::Full => {
                self.burn(1 + (max / 4096) as u32).await;
                Ok(vec![0; max])
            }
            FileObject::Random => {
                self.burn(1 + (max / 4096) as u32).await;
                Ok(self.machine().random(|r| r.bytes(max)))
            }
            FileObject::Listener(_) => Err(Errno::ENOTCONN),
        }
    }

    /// Everything up to the end, at most `limit` bytes.
    pub async fn read_to_end(&self, fd: Fd, limit: usize) -> Result<Vec<u8>, Errno> {
        let mut out = Vec::new();
        loop {
            let bytes = self.read(fd, 65_536).await?;
            if bytes.is_empty() || out.len() >= limit {
                return Ok(out);
            }
            out.extend(bytes);
        }
    }

    /// Writes everything. Errors: EBADF, ENOSPC, EINTR, EPIPE (with SIGPIPE, which kills by default).
    pub async fn write(&self, fd: Fd, bytes: &[u8]) -> Result<(), Errno> {
        let file = self.file(fd)?;
        if !file.flags.write {
            return Err(Errno::EBADF);
        }
        let mut rest = bytes;
        match &file.object {
            FileObject::Regular { at } => {
                let offset = if file.flags.append {
                    at.stat()?.size
                } else {
                    file.offset.get()
                };
                at.mount.fs.borrow_mut().write(at.ino, offset, bytes, self.now().0)?;
                file.offset.set(offset + bytes.len() as u64);
                self.burn(1 + (bytes.len() / 4096) as u32).await;
                Ok(())
            }
            FileObject::PipeWriter(pipe) | FileObject::PipeBoth(pipe) => {
                while !rest.is_empty() {
                    let done = self.block(|context| pipe.poll_write(context, rest)).await?;
                    rest = &rest[self.unless_broken(done).await?..];
                }
                // Readers take what was written before the writer goes on, so that two pipes into one
                // place (a container's output and errors) arrive in the order they were written.
                self.machine().yield_now().await;
                Ok(())
            }
            FileObject::Stream(stream) => {
                while !rest.is_empty() {
                    let done = self.block(|context| stream.outgoing.poll_write(context, rest)).await?;
                    let done = self.unless_broken(done).await?;
                    let (sent, later) = rest.split_at(done);
                    stream.meter.send(done);
                    if let Some((tap, client)) = &stream.tap {
                        tap.note(*client, sent);
                    }
                    rest = later;
                }
                // Readers take what was written before the writer goes on, so that two pipes into one
                // place (a container's output and errors) arrive in the order they were written.
                self.machine().yield_now().await;
                Ok(())
            }
            FileObject::Tty(tty) => {
                while !rest.is_empty() {
                    let done = self.block(|context| tty.poll_write(context, rest)).await?;
                    rest = &rest[done..];
                }
                self.burn(1).await;
                Ok(())
            }
            FileObject::Null | FileObject::Zero | FileObject::Random => {
                self.burn(1 + (bytes.len() / 4096) as u32).await;
                Ok(())
            }
            FileObject::Full => Err(Errno::ENOSPC),
            FileObject::PipeReader(_) | FileObject::Directory { .. } => Err(Errno::EBADF),
            FileObject::Listener(_) => Err(Errno::ENOTCONN),
        }
    }

    async fn unless_broken(&self, done: Result<usize, Errno>) -> Result<usize, Errno> {
        if done == Err(Errno::EPIPE) {
            let _ = self.machine().deliver(self.pid_global(), Signal::PIPE, false);
            self.pause_if_ended().await;
        }
        done
    }

    /// Never comes back for a process that has ended while it ran.
    pub(crate) async fn pause_if_ended(&self) {
        if !self.machine().is_alive(self.pid_global()) {
            std::future::pending::<()>().await;
        }
    }

    /// Makes one regular file's content that of another, sharing it (copy_file_range(2) of the whole
    /// file). `None` unless both are regular files and untouched.
    pub fn copy_contents(&self, from: Fd, to: Fd) -> Option<Result<(), Errno>> {
        let (from, to) = (self.file(from).ok()?, self.file(to).ok()?);
        let (FileObject::Regular { at: source }, FileObject::Regular { at: target }) = (&from.object, &to.object) else {
            return None;
        };
        if from.offset.get() != 0
            || to.offset.get() != 0
            || source.ino == target.ino && Rc::ptr_eq(&source.mount.fs, &target.mount.fs)
        {
            return None;
        }
        let data = source.mount.fs.borrow().data(source.ino).cloned();
        let now = self.now().0;
        Some(data.and_then(|data| target.mount.fs.borrow_mut().set_data(target.ino, data, now)))
    }

    /// Whether a read would not block now.
    pub fn readable(&self, fd: Fd) -> Result<bool, Errno> {
        Ok(match &self.file(fd)?.object {
            FileObject::PipeReader(p) | FileObject::PipeBoth(p) => p.readable(),
            FileObject::Stream(s) => s.incoming.readable(),
            FileObject::Tty(t) => t.readable(),
            FileObject::Listener(l) => !l.backlog.borrow().is_empty(),
            _ => true,
        })
    }

    /// Waits until one of these descriptors can be read (or accepted from), or until the time is over
    /// (poll(2)). Gives those that can.
    pub async fn poll_readable(&self, fds: &[Fd], timeout: Option<std::time::Duration>) -> Result<Vec<Fd>, Errno> {
        let machine = self.machine().clone();
        let mut timer = timeout.map(|t| Box::pin(async move { machine.sleep(t).await }));
        let files = fds
            .iter()
            .map(|fd| Ok((*fd, self.file(*fd)?)))
            .collect::<Result<Vec<_>, Errno>>()?;
        self.block(move |context| {
            let ready: Vec<Fd> = files
                .iter()
                .filter(|(fd, _)| self.readable(*fd).unwrap_or(true))
                .map(|(fd, _)| *fd)
                .collect();
            if !ready.is_empty() {
                return Poll::Ready(ready);
            }
            for (_, file) in &files {
                match &file.object {
                    FileObject::PipeReader(p) | FileObject::PipeBoth(p) => p.register(context),
                    FileObject::Stream(s) => s.incoming.register(context),
                    FileObject::Tty(t) => t.register(context),
                    FileObject::Listener(l) => l.waiters.register(context),
                    _ => {}
                }
            }
            match timer.as_mut().map(|t| t.as_mut().poll(context)) {
                Some(Poll::Ready(())) => Poll::Ready(Vec::new()),
                _ => Poll::Pending,
            }
        })
        .await
    }

    pub fn close(&self, fd: Fd) -> Result<(), Errno> {
        let slot = self.with_mut(|p| p.fds.remove(&fd))?;
        slot.map(drop).ok_or(Errno::EBADF)
    }

    /// A pipe: the reading and the writing descriptor.
    pub fn pipe(&self) -> Result<(Fd, Fd), Errno> {
        let (reader, writer) = OpenFile::pipe();
        let reader = self.add_file(reader, 0, false)?;
        match self.add_file(writer, 0, false) {
            Ok(writer) => Ok((reader, writer)),
            Err(error) => {
                self.close(reader)?;
                Err(error)
            }
        }
    }

    /// The lowest free descriptor from `least` on, for the same open file.
    pub fn dup(&self, fd: Fd, least: Fd, cloexec: bool) -> Result<Fd, Errno> {
        let file = self.file(fd)?;
        self.add_file(file, least, cloexec)
    }

    pub fn dup2(&self, from: Fd, to: Fd) -> Result<(), Errno> {
        let file = self.file(from)?;
        if from == to {
            return Ok(());
        }
        self.install_file(to, file, false)
    }

    pub fn set_cloexec(&self, fd: Fd, cloexec: bool) -> Result<(), Errno> {
        self.with_mut(|p| p.fds.get_mut(&fd).map(|slot: &mut FdSlot| slot.cloexec = cloexec))?
            .ok_or(Errno::EBADF)
    }

    /// The descriptors in use, in order.
    pub fn open_fds(&self) -> Vec<Fd> {
        self.with(|p| p.fds.keys().copied().collect()).unwrap_or_default()
    }

    /// Sets the offset (absolute). Errors: ESPIPE for what has none.
    pub fn seek(&self, fd: Fd, offset: u64) -> Result<(), Errno> {
        let file = self.file(fd)?;
        match file.object {
            FileObject::Regular { .. } => {
                file.offset.set(offset);
                Ok(())
            }
            FileObject::Zero | FileObject::Null => Ok(()),
            _ => Err(Errno::ESPIPE),
        }
    }

    /// The present offset. Errors: ESPIPE.
    pub fn offset(&self, fd: Fd) -> Result<u64, Errno> {
        let file = self.file(fd)?;
        match file.object {
            FileObject::Regular { .. } => Ok(file.offset.get()),
            _ => Err(Errno::ESPIPE),
        }
    }

    pub fn ftruncate(&self, fd: Fd, size: u64) -> Result<(), Errno> {
        match &self.file(fd)?.object {
            FileObject::Regular { at } => at.mount.fs.borrow_mut().truncate(at.ino, size, self.now().0),
            _ => Err(Errno::EINVAL),
        }
    }

    /// Attributes of an open file; `None` for pipes, sockets and devices.
    pub fn fstat(&self, fd: Fd) -> Result<Option<Stat>, Errno> {
        match &self.file(fd)?.object {
            FileObject::Regular { at } | FileObject::Directory { at } => at.stat().map(Some),
            _ => Ok(None),
        }
    }

    /// Whether a descriptor is a pipe or a connection: what gives no more once it has ended.
    pub fn is_pipe(&self, fd: Fd) -> bool {
        self.file(fd).is_ok_and(|file| {
            matches!(
                file.object,
                FileObject::PipeReader(_) | FileObject::PipeBoth(_) | FileObject::Stream(_)
            )
        })
    }

    pub fn isatty(&self, fd: Fd) -> bool {
        self.tty(fd).is_some()
    }

    /// The terminal behind a descriptor.
    pub fn tty(&self, fd: Fd) -> Option<Rc<Tty>> {
        match &self.file(fd).ok()?.object {
            FileObject::Tty(tty) => Some(tty.clone()),
            _ => None,
        }
    }

    /// The process's controlling terminal.
    pub fn controlling_tty(&self) -> Option<Rc<Tty>> {
        self.with(|p| p.tty.clone()).ok().flatten()
    }

    /// Whether descriptors refer to a file that can be read or written.
    pub fn fd_flags(&self, fd: Fd) -> Result<Flags, Errno> {
        Ok(self.file(fd)?.flags)
    }
}
