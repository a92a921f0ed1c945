//! What becomes of the journal: brought back when the page opens, kept while it is open, handed to another tab that
//! asks for it, replaced when the person starts over.

use std::collections::BTreeMap;

use session::protocol::{JOURNAL_VERSION, Journal};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

use super::Link;
use crate::app::journal;
use crate::app::keeper::Keeper;
use crate::app::state::{Action, Notice};
use crate::app::store;
use crate::app::tail::Found;

#[wasm_bindgen(module = "/js/lock.js")]
extern "C" {
    #[wasm_bindgen(js_name = holdLock)]
    async fn hold_lock(name: &str, asked: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = takeLock)]
    async fn take_lock(name: &str, asked: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = dropLock)]
    fn drop_lock(name: &str, asked: &JsValue);
}

impl Link {
    /// Starts the worker and opens what is kept, or `fresh` when there is nothing.
    pub fn start(&self, fresh: Journal) {
        self.spawn_worker();
        let weak = std::rc::Rc::downgrade(&self.0);
        let asked = Closure::<dyn FnMut() -> js_sys::Promise>::new(move || {
            let link = weak.upgrade().map(Link);
            future_to_promise(async move {
                if let Some(link) = link {
                    link.hand_over().await;
                }
                Ok(JsValue::UNDEFINED)
            })
        });
        *self.0.asked.borrow_mut() = Some(asked);
        let link = self.clone();
        spawn_local(async move {
            let alone = hold_lock(&link.lock(), &link.asked()).await;
            link.set_reading(alone.is_falsy());
            link.bring_back(fresh).await;
        });
    }

    /// Stops everything; the link is of no more use.
    pub fn stop(&self) {
        self.flush_drafts();
        *self.0.worker.borrow_mut() = None;
        self.0.screens.borrow_mut().clear();
        let link = self.clone();
        spawn_local(async move {
            link.0.keeper.save().await;
            drop_lock(&link.lock(), &link.asked());
        });
    }

    /// The page is being left, or may be at any moment.
    pub fn leave(&self) {
        self.flush_drafts();
        self.0.keeper.save_now();
    }

    /// Whether another tab works on this lesson.
    pub fn is_reading(&self) -> bool {
        !self.0.keeper.is_writing()
    }

    pub fn keeper(&self) -> &Keeper {
        &self.0.keeper
    }

    fn lock(&self) -> String {
        format!("drydock:{}", self.0.keeper.key())
    }

    fn asked(&self) -> JsValue {
        let asked = self.0.asked.borrow();
        asked.as_ref().map_or(JsValue::UNDEFINED, |asked| asked.as_ref().clone())
    }

    fn set_reading(&self, reading: bool) {
        self.0.keeper.set_writing(!reading);
        self.0.dispatch.dispatch(Action::Reading(reading));
    }

    /// Opens what is kept. What was on its way when the page was left is done again, once.
    async fn bring_back(&self, fresh: Journal) {
        let found = self.0.keeper.load().await;
        let (drafts, found) = match (self.is_reading(), found) {
            (false, found) => (store::load_drafts(self.0.keeper.key()), found),
            (true, found) => (
                BTreeMap::new(),
                found.map(|found| Found {
                    sent: Vec::new(),
                    ..found
                }),
            ),
        };
        let sent = match found {
            Some(Found { journal, stored, sent }) if journal.version == JOURNAL_VERSION => {
                self.open(journal, stored);
                sent
            }
            Some(Found { journal, .. }) => {
                self.notify(Notice::OldJournal);
                let files = journal::fresh_files(&journal, &fresh);
                self.open(Journal { files, ..fresh }, None);
                Vec::new()
            }
            None => {
                self.open(fresh, None);
                Vec::new()
            }
        };
        for input in sent {
            // Not remembered as sent: an input that keeps the sandbox from answering is not tried for ever.
            if let Some(request) = journal::request_of(input) {
                self.pass(request);
            }
        }
        for (path, contents) in drafts {
            self.write_file(path, contents);
        }
    }

    /// Another tab goes on with this lesson: everything is put away, and this one reads from here on.
    async fn hand_over(&self) {
        self.flush_drafts();
        self.0.keeper.save().await;
        self.set_reading(true);
    }

    /// Goes on here with what the other tab has made.
    pub fn take_over(&self) {
        self.leave_world();
        let link = self.clone();
        spawn_local(async move {
            take_lock(&link.lock(), &link.asked()).await;
            link.reopen(false).await;
        });
    }

    /// Leaves the present world for what is stored.
    pub(super) async fn reopen(&self, reading: bool) {
        let Some(present) = self.0.keeper.journal() else { return };
        let fresh = Journal {
            entries: Vec::new(),
            ..present
        };
        self.0.keeper.clear();
        self.set_reading(reading);
        self.0.drafts.borrow_mut().clear();
        self.0.restarts.set(0);
        *self.0.worker.borrow_mut() = None;
        self.0.waiting.borrow_mut().clear();
        self.spawn_worker();
        self.bring_back(fresh).await;
    }

    /// Replaces everything by `fresh`; [`Link::undo_reset`] takes it back.
    pub fn reset(&self, fresh: Journal) {
        if self.is_reading() {
            return;
        }
        self.flush_drafts();
        *self.0.before_reset.borrow_mut() = self.0.keeper.journal();
        self.restart(fresh);
        self.notify(Notice::ResetDone);
    }

    /// Goes back to the moment before an entry was taken; [`Link::undo_reset`] takes that back too.
    pub fn go_back(&self, entry: u32) {
        if self.is_reading() {
            return;
        }
        self.flush_drafts();
        let Some(mut journal) = self.0.keeper.journal() else { return };
        *self.0.before_reset.borrow_mut() = Some(journal.clone());
        journal.entries.truncate(usize::try_from(entry).unwrap_or(usize::MAX));
        self.restart(journal);
        self.notify(Notice::WentBack);
    }

    pub fn undo_reset(&self) {
        let before = self.0.before_reset.borrow_mut().take();
        if let Some(journal) = before {
            self.restart(journal);
            self.0.dispatch.dispatch(Action::Notice(None));
        }
    }

    pub(super) fn restart(&self, journal: Journal) {
        self.0.drafts.borrow_mut().clear();
        self.save_drafts();
        self.0.restarts.set(0);
        *self.0.worker.borrow_mut() = None;
        self.0.waiting.borrow_mut().clear();
        self.spawn_worker();
        let stored = self.0.keeper.shared(&journal);
        self.open(journal, stored);
        self.0.keeper.save_now();
    }
}
