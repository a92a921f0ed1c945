//! Pipes (pipe(7)): a bounded byte queue with readers and writers that come and go.

use crate::sync::Waiters;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Poll};
use vfs::Errno;

/// A pipe's capacity in bytes, Linux's default.
const CAPACITY: usize = 65536;

/// One direction of bytes: a pipe, a FIFO, or half of a TCP connection.
#[derive(Debug, Default)]
pub struct Pipe {
    buffer: RefCell<VecDeque<u8>>,
    readers: Cell<usize>,
    writers: Cell<usize>,
    /// A FIFO, whose ends are opened one by one: each waits for the other side (fifo(7)).
    fifo: bool,
    /// A FIFO's reader came when there was no writer: it waits for one instead of seeing the end at once.
    awaits_writer: Cell<bool>,
    /// A FIFO's writer came when there was no reader.
    awaits_reader: Cell<bool>,
    waiters: Waiters,
    /// Its inode number, once somebody has asked.
    pub(crate) number: Cell<u64>,
}

impl Pipe {
    /// A pipe with one reader and one writer, to be given up with `close_*`.
    pub fn new() -> Rc<Self> {
        let pipe = Pipe::default();
        pipe.readers.set(1);
        pipe.writers.set(1);
        Rc::new(pipe)
    }

    /// A FIFO's queue: nobody has opened it yet.
    pub(crate) fn fifo() -> Rc<Self> {
        Rc::new(Pipe {
            fifo: true,
            ..Pipe::default()
        })
    }

    pub fn add_reader(&self) {
        self.readers.set(self.readers.get() + 1);
        self.awaits_reader.set(false);
        self.awaits_writer.set(self.fifo && self.writers.get() == 0);
        self.waiters.wake();
    }

    pub fn add_writer(&self) {
        self.writers.set(self.writers.get() + 1);
        self.awaits_writer.set(false);
        self.awaits_reader.set(self.fifo && self.readers.get() == 0);
        self.waiters.wake();
    }

    /// Whether both sides of a FIFO have come since the latest one did, so that its open would return.
    pub(crate) fn poll_met(&self, context: &Context<'_>) -> Poll<()> {
        if self.awaits_reader.get() || self.awaits_writer.get() {
            self.waiters.register(context);
            return Poll::Pending;
        }
        Poll::Ready(())
    }

    /// What nobody holds any more forgets its bytes.
    fn forget(&self) {
        if self.fifo && self.readers.get() == 0 && self.writers.get() == 0 {
            self.buffer.borrow_mut().clear();
        }
    }

    pub fn close_reader(&self) {
        self.readers.set(self.readers.get().saturating_sub(1));
        self.forget();
        self.waiters.wake();
    }

    pub fn close_writer(&self) {
        self.writers.set(self.writers.get().saturating_sub(1));
        self.forget();
        self.waiters.wake();
    }

    /// How many bytes wait to be read.
    pub fn len(&self) -> usize {
        self.buffer.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a read would not block.
    pub fn readable(&self) -> bool {
        !self.is_empty() || (self.writers.get() == 0 && !self.awaits_writer.get())
    }

    /// Whether nobody will write any more.
    pub(crate) fn has_ended(&self) -> bool {
        self.writers.get() == 0 && !self.awaits_writer.get()
    }

    /// Up to `max` bytes; empty at the end.
    pub fn poll_read(&self, context: &Context<'_>, max: usize) -> Poll<Vec<u8>> {
        let mut buffer = self.buffer.borrow_mut();
        if !buffer.is_empty() || max == 0 {
            let take = max.min(buffer.len());
            let bytes = buffer.drain(..take).collect();
            drop(buffer);
            self.waiters.wake();
            return Poll::Ready(bytes);
        }
        if self.writers.get() == 0 && !self.awaits_writer.get() {
            return Poll::Ready(Vec::new());
        }
        self.waiters.register(context);
        Poll::Pending
    }

    /// Writes what fits and tells how much. Errors: EPIPE without readers.
    pub fn poll_write(&self, context: &Context<'_>, bytes: &[u8]) -> Poll<Result<usize, Errno>> {
        if self.readers.get() == 0 && !self.awaits_reader.get() {
            return Poll::Ready(Err(Errno::EPIPE));
        }
        let room = CAPACITY.saturating_sub(self.len());
        if self.readers.get() == 0 || (room == 0 && !bytes.is_empty()) {
            self.waiters.register(context);
            return Poll::Pending;
        }
        let take = room.min(bytes.len());
        self.buffer.borrow_mut().extend(&bytes[..take]);
        self.waiters.wake();
        Poll::Ready(Ok(take))
    }

    /// Writes without blocking and without a bound, for the machine's own deliveries.
    pub fn push(&self, bytes: &[u8]) {
        self.buffer.borrow_mut().extend(bytes);
        self.waiters.wake();
    }

    /// Waits for a change of any kind.
    pub(crate) fn register(&self, context: &Context<'_>) {
        self.waiters.register(context);
    }

    /// Reads for a task of the machine's own (no process, no signals).
    pub async fn read(&self, max: usize) -> Vec<u8> {
        std::future::poll_fn(|context| self.poll_read(context, max)).await
    }

    /// Writes everything for a task of the machine's own.
    pub async fn write(&self, mut bytes: &[u8]) -> Result<(), Errno> {
        while !bytes.is_empty() {
            let done = std::future::poll_fn(|context| self.poll_write(context, bytes)).await?;
            bytes = &bytes[done..];
        }
        Ok(())
    }
}
