//! All lessons at once: saved to a file, loaded from one, reset, and that undone.

use std::collections::BTreeMap;

use session::protocol::Journal;
use session::travel::Backup;
use wasm_bindgen_futures::spawn_local;

use super::Link;
use crate::app::course;
use crate::app::state::Notice;
use crate::app::{store, tail};

impl Link {
    /// Everything that is stored, with what was done here up to now.
    pub async fn everything(&self) -> Backup {
        self.flush_drafts();
        self.0.keeper.save().await;
        let mut journals = match self.0.keeper.store() {
            Some(store) => store.all().await.unwrap_or_default(),
            None => BTreeMap::new(),
        };
        if let Some(journal) = self.0.keeper.journal() {
            journals.insert(self.0.keeper.key().to_owned(), journal);
        }
        Backup::new(journals, course::progress())
    }

    /// Forgets the work on all lessons; [`Link::undo_everything`] takes it back.
    pub fn reset_everything(&self, fresh: Journal) {
        if self.is_reading() {
            return;
        }
        self.leave_world();
        let link = self.clone();
        spawn_local(async move {
            let before = link.everything().await;
            link.put(&Backup::new(BTreeMap::new(), BTreeMap::new()), &before, true).await;
            *link.0.before_all.borrow_mut() = Some(before);
            link.restart(fresh);
            link.notify(Notice::AllReset);
        });
    }

    /// Takes over everything in `backup`, whose lessons replace those of the same keys; [`Link::undo_everything`]
    /// takes it back.
    pub fn load_everything(&self, backup: Backup) {
        if self.is_reading() {
            return;
        }
        self.leave_world();
        let link = self.clone();
        spawn_local(async move {
            let before = link.everything().await;
            let mut progress = before.progress.clone();
            progress.extend(backup.progress);
            let merged = Backup::new(backup.journals, progress);
            link.put(&merged, &before, false).await;
            *link.0.before_all.borrow_mut() = Some(before);
            link.reopen(false).await;
            link.notify(Notice::Loaded);
        });
    }

    pub fn undo_everything(&self) {
        let Some(before) = self.0.before_all.borrow_mut().take() else {
            return;
        };
        self.leave_world();
        let link = self.clone();
        spawn_local(async move {
            let now = link.everything().await;
            link.put(&before, &now, true).await;
            link.reopen(false).await;
            link.0.dispatch.dispatch(crate::app::state::Action::Notice(None));
        });
    }

    /// Stores `backup` in place of `before`, or beside it.
    async fn put(&self, backup: &Backup, before: &Backup, alone: bool) {
        // What is kept beside the store belongs to what was stored until now.
        for key in before.journals.keys().chain(backup.journals.keys()) {
            if alone || backup.journals.contains_key(key) {
                tail::forget(key);
                store::forget_drafts(key);
            }
        }
        // Nothing that is still on its way may be stored over it.
        self.0.keeper.rest();
        course::set_progress(&backup.progress);
        let Some(store) = self.0.keeper.store() else { return };
        if let Err(refused) = store.save_all(&backup.journals, alone).await {
            gloo::console::debug!("not stored:", refused.0);
            self.notify(Notice::NotSaved);
        }
    }
}
