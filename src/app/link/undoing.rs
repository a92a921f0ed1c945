//! The last thing done, taken back and done again: journals kept whole, until something else is done.

use session::protocol::Journal;

use super::Link;
use crate::app::state::{Action, Notice};

/// Journals kept for doing again.
const UNDONE: usize = 20;

impl Link {
    /// Goes back to the moment before an entry was taken; [`Link::redo`] goes forward again.
    pub fn undo_to(&self, entry: u32) {
        if self.is_reading() {
            return;
        }
        self.flush_drafts();
        let Some(journal) = self.0.keeper.journal() else { return };
        {
            let mut undone = self.0.undone.borrow_mut();
            if undone.len() >= UNDONE {
                undone.remove(0);
            }
            undone.push(journal.clone());
        }
        let mut before: Journal = journal.clone();
        before.entries.truncate(usize::try_from(entry).unwrap_or(usize::MAX));
        *self.0.before_reset.borrow_mut() = Some(journal);
        self.restart(before);
        self.notify(Notice::WentBack);
    }

    /// Does again what was undone last, unless something was done since.
    pub fn redo(&self) {
        let undone = self.0.undone.borrow_mut().pop();
        if let Some(journal) = undone.filter(|_| !self.is_reading()) {
            self.restart(journal);
            self.0.dispatch.dispatch(Action::Notice(None));
        }
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.0.undone.borrow().is_empty()
    }

    /// The name of the workspace's folder.
    pub fn workspace(&self) -> Option<String> {
        let journal = self.0.keeper.journal()?;
        (!journal.workspace.is_empty()).then_some(journal.workspace)
    }
}
