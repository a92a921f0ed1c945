//! Stamps: when an inode, or anything below it, was changed last; told apart, but neither ordered nor shown.
//!
//! A file system marks what it changes with its epoch. Whoever takes a snapshot or looks at a stamp closes
//! the epoch, and the next change opens another. So what carries an epoch's stamp never changes again
//! after the first copy of it was made, however many file systems it then lives on in: an equal stamp
//! means an equal tree. A stamp keeps its epoch's place in memory, so no later epoch is mistaken for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The mark of a change.
#[derive(Clone, Debug)]
pub struct Stamp(Arc<AtomicBool>);

impl PartialEq for Stamp {
    fn eq(&self, other: &Stamp) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Stamp {}

/// The stamp that changes get now, until it is closed.
#[derive(Debug)]
pub(crate) struct Epoch(Stamp);

impl Default for Epoch {
    fn default() -> Epoch {
        Epoch(Stamp(Arc::new(AtomicBool::new(false))))
    }
}

impl Clone for Epoch {
    fn clone(&self) -> Epoch {
        self.close();
        Epoch(self.0.clone())
    }
}

impl Epoch {
    /// No change gets this stamp any more.
    pub fn close(&self) {
        self.0.0.store(true, Ordering::Relaxed);
    }

    /// The stamp for a change.
    pub fn now(&mut self) -> Stamp {
        if self.0.0.load(Ordering::Relaxed) {
            *self = Epoch::default();
        }
        self.0.clone()
    }
}
