//! Locks on whole files, as flock(2) has them: advisory, and held by an open file description until its last
//! descriptor is closed. Left out: fcntl(2)'s locks on ranges.

use crate::file::{Fd, OpenFile};
use crate::sync::Waiters;
use crate::sys::Sys;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;
use vfs::{Errno, Ino};

/// Which file: the address of its file system, and its inode.
type Key = (usize, Ino);

/// Who holds what.
#[derive(Debug, Default)]
pub(crate) struct LockTable {
    /// A lock's number, its file, and whether nobody else may have one.
    held: RefCell<Vec<(u64, Key, bool)>>,
    next: std::cell::Cell<u64>,
    waiters: Waiters,
}

/// A lock; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    table: Rc<LockTable>,
    number: u64,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.table.held.borrow_mut().retain(|(number, ..)| *number != self.number);
        self.table.waiters.wake();
    }
}

impl LockTable {
    fn take(self: &Rc<Self>, file: &OpenFile, key: Key, exclusive: bool) -> Result<(), Errno> {
        let mine = file.lock.borrow().as_ref().map(|held| held.number);
        let conflicts =
            |(number, other, alone): &(u64, Key, bool)| *other == key && Some(*number) != mine && (exclusive || *alone);
        if self.held.borrow().iter().any(conflicts) {
            return Err(Errno::EAGAIN);
        }
        let number = self.next.get() + 1;
        self.next.set(number);
        self.held.borrow_mut().push((number, key, exclusive));
        let table = self.clone();
        let before = file.lock.borrow_mut().replace(Held { table, number });
        drop(before);
        Ok(())
    }
}

impl Sys {
    /// Locks the file behind a descriptor, or (`None`) unlocks it. Errors: EAGAIN if it is taken and `wait` is
    /// not asked for, EINTR, EBADF.
    pub async fn flock(&self, fd: Fd, exclusive: Option<bool>, wait: bool) -> Result<(), Errno> {
        let file = self.file(fd)?;
        let Some(exclusive) = exclusive else {
            let held = file.lock.borrow_mut().take();
            drop(held);
            return Ok(());
        };
        let key = file.identity().unwrap_or((Rc::as_ptr(&file) as usize, 0));
        let table = self.machine().kernel().locks.clone();
        if !wait {
            return table.take(&file, key, exclusive);
        }
        self.block(|context| match table.take(&file, key, exclusive) {
            Err(Errno::EAGAIN) => {
                table.waiters.register(context);
                Poll::Pending
            }
            other => Poll::Ready(other),
        })
        .await?
    }
}
