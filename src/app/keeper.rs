//! Keeps one journal: soon in IndexedDB, and what that has not got yet at once in its tail (see [`tail`]).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use session::protocol::{Input, Journal, JournalEntry};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::store::JournalStore;
use super::tail::{self, Found, Tail};

/// How long entries are gathered before the whole journal is stored.
const GATHER_MS: u32 = 700;
/// Inputs remembered as being on their way; the sandbox confirms one in milliseconds.
const ON_THEIR_WAY: usize = 1000;

/// A handle; clones share one keeper.
#[derive(Clone)]
pub struct Keeper(Rc<Inner>);

struct Inner {
    /// What the journal is stored under.
    key: String,
    store: RefCell<Option<Rc<JournalStore>>>,
    journal: RefCell<Option<Journal>>,
    /// How many of the journal's entries the store has; `None` when it has nothing of this journal.
    stored: Cell<Option<usize>>,
    /// Counts changes; what has been stored is the journal at [`Inner::stored_change`].
    change: Cell<u64>,
    stored_change: Cell<u64>,
    /// Counts worlds, so that a late answer of the store is not taken for one about this world.
    world: Cell<u64>,
    /// Inputs that the sandbox has not confirmed yet.
    sent: RefCell<VecDeque<Input>>,
    /// False while another tab works on this lesson.
    writing: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    /// Told when the browser refuses to store.
    refused: Callback<String>,
}

impl Keeper {
    pub fn new(key: String, refused: Callback<String>) -> Self {
        Self(Rc::new(Inner {
            key,
            store: RefCell::default(),
            journal: RefCell::default(),
            stored: Cell::new(None),
            change: Cell::new(0),
            stored_change: Cell::new(0),
            world: Cell::new(0),
            sent: RefCell::default(),
            writing: Cell::new(true),
            timer: RefCell::default(),
            refused,
        }))
    }

    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// Whether this tab stores what is done in it.
    pub fn is_writing(&self) -> bool {
        self.0.writing.get()
    }

    pub fn set_writing(&self, writing: bool) {
        self.0.writing.set(writing);
    }

    /// The journal as it stands.
    pub fn journal(&self) -> Option<Journal> {
        self.0.journal.borrow().clone()
    }

    /// Opens the store and reads what is kept, tail included.
    pub async fn load(&self) -> Option<Found> {
        if self.0.store.borrow().is_none() {
            match JournalStore::open().await {
                Ok(store) => *self.0.store.borrow_mut() = Some(Rc::new(store)),
                Err(refused) => self.0.refused.emit(refused.0),
            }
        }
        let store = self.0.store.borrow().clone();
        let stored = match store {
            Some(store) => store.load(&self.0.key).await.ok().flatten(),
            None => None,
        };
        tail::merge(stored, tail::load(&self.0.key).as_deref())
    }

    /// The open store; `None` when the browser refuses one.
    pub fn store(&self) -> Option<Rc<JournalStore>> {
        self.0.store.borrow().clone()
    }

    /// Another world: `stored` is how many of its entries the store has, as far as is known.
    pub fn begin(&self, journal: Journal, stored: Option<usize>) {
        let inner = &self.0;
        inner.world.set(inner.world.get().wrapping_add(1));
        inner.sent.borrow_mut().clear();
        inner.stored.set(stored.map(|stored| stored.min(journal.entries.len())));
        *inner.journal.borrow_mut() = Some(journal);
        self.changed();
        self.save_soon();
    }

    /// Takes the present world as stored: it is about to be replaced.
    pub fn rest(&self) {
        self.0.timer.borrow_mut().take();
        self.0.stored_change.set(self.0.change.get());
    }

    /// Forgets the present world, which is not stored any more.
    pub fn clear(&self) {
        self.0.timer.borrow_mut().take();
        self.0.sent.borrow_mut().clear();
        *self.0.journal.borrow_mut() = None;
    }

    /// How much of `journal` the store has, if it is another state of the present one.
    pub fn shared(&self, journal: &Journal) -> Option<usize> {
        let present = self.0.journal.borrow();
        let present = present.as_ref()?;
        let same = present.seed == journal.seed && present.start_ms == journal.start_ms;
        let common = present.entries.iter().zip(&journal.entries);
        let common = common.take_while(|(one, other)| one == other).count();
        self.0.stored.get().filter(|_| same).map(|stored| stored.min(common))
    }

    /// An input goes to the sandbox.
    pub fn sent(&self, input: Input) {
        {
            let mut sent = self.0.sent.borrow_mut();
            if sent.len() >= ON_THEIR_WAY {
                sent.pop_front();
            }
            sent.push_back(input);
        }
        self.keep_tail();
    }

    /// The sandbox has taken inputs.
    pub fn journalled(&self, first: u32, entries: Vec<JournalEntry>) {
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        {
            let mut sent = self.0.sent.borrow_mut();
            for entry in &entries {
                if let Some(at) = sent.iter().position(|input| *input == entry.input) {
                    sent.drain(..=at);
                }
            }
        }
        if let Some(journal) = self.0.journal.borrow_mut().as_mut() {
            if first < journal.entries.len() {
                self.0.world.set(self.0.world.get().wrapping_add(1));
            }
            journal.entries.truncate(first);
            journal.entries.extend(entries);
        }
        self.0.stored.set(self.0.stored.get().map(|stored| stored.min(first)));
        self.changed();
        self.save_soon();
    }

    fn changed(&self) {
        self.0.change.set(self.0.change.get().wrapping_add(1));
        self.keep_tail();
    }

    /// Writes the tail, at once.
    fn keep_tail(&self) {
        let inner = &self.0;
        if !inner.writing.get() {
            return;
        }
        let kept = {
            let journal = inner.journal.borrow();
            let Some(journal) = journal.as_ref() else { return };
            let sent: Vec<Input> = inner.sent.borrow().iter().cloned().collect();
            if sent.is_empty() && inner.change.get() == inner.stored_change.get() {
                tail::forget(&inner.key);
                return;
            }
            tail::keep(&inner.key, &Tail::of(journal, inner.stored.get(), sent))
        };
        if !kept {
            self.save_now();
        }
    }

    fn save_soon(&self) {
        let keeper = self.clone();
        let mut timer = self.0.timer.borrow_mut();
        if timer.is_none() {
            *timer = Some(Timeout::new(GATHER_MS, move || {
                keeper.0.timer.borrow_mut().take();
                keeper.save_now();
            }));
        }
    }

    /// Stores the journal as it stands.
    pub fn save_now(&self) {
        let keeper = self.clone();
        spawn_local(async move { keeper.save().await });
    }

    /// Stores the journal as it stands; done when it is there.
    pub async fn save(&self) {
        let inner = &self.0;
        let (change, world) = (inner.change.get(), inner.world.get());
        if !inner.writing.get() || change == inner.stored_change.get() {
            return;
        }
        let (store, journal) = (inner.store.borrow().clone(), inner.journal.borrow().clone());
        let (Some(store), Some(journal)) = (store, journal) else {
            return;
        };
        if let Err(refused) = store.save(&inner.key, &journal).await {
            inner.refused.emit(refused.0);
            return;
        }
        if inner.world.get() != world {
            return;
        }
        // Entries may have come, or gone, since; what is in the store is the beginning that has not changed.
        let same = inner.journal.borrow().as_ref().map_or(0, |now| now.entries.len());
        inner.stored.set(Some(journal.entries.len().min(same)));
        inner.stored_change.set(change);
        self.keep_tail();
    }
}
