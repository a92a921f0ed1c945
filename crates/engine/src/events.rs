//! The engine's one stream of events: `docker events`, pictures, checks and timelines all read it.

use machine::Instant;
use machine::sync::Queue;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

/// Whom an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: String,
    pub attributes: BTreeMap<String, String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub time: Instant,
    /// `container`, `image`, `network`, `volume`, `builder`, `daemon`.
    pub kind: &'static str,
    /// `create`, `start`, `die`, `health_status: healthy` …
    pub action: String,
    pub actor: Actor,
}

/// Receives events from when it was made.
pub type Subscription = Rc<Queue<Event>>;

/// How many past events the daemon remembers.
const MEMORY: usize = 4096;

#[derive(Default)]
pub(crate) struct EventLog {
    past: RefCell<Vec<Event>>,
    subscribers: RefCell<Vec<Weak<Queue<Event>>>>,
}

impl EventLog {
    pub fn publish(&self, event: Event) {
        let mut past = self.past.borrow_mut();
        if past.len() >= MEMORY * 2 {
            past.drain(..MEMORY);
        }
        self.subscribers.borrow_mut().retain(|subscriber| match subscriber.upgrade() {
            Some(queue) => {
                queue.push(event.clone());
                true
            }
            None => false,
        });
        past.push(event);
    }

    pub fn subscribe(&self) -> Subscription {
        let queue = Queue::new();
        self.subscribers.borrow_mut().push(Rc::downgrade(&queue));
        queue
    }

    /// Nobody hears more: the daemon has ended.
    pub fn end(&self) {
        for subscriber in self.subscribers.take() {
            if let Some(queue) = subscriber.upgrade() {
                queue.close();
            }
        }
    }

    /// Past events, oldest first.
    pub fn past(&self) -> Vec<Event> {
        self.past.borrow().clone()
    }
}
