//! The journal's tail: what IndexedDB has not got yet. It is small and kept in localStorage, which is written at once,
//! so that nothing is lost when a page goes between two stores.
//!
//! Whatever is found there is somebody's text until it has been parsed and fits the stored journal; what does not is
//! passed over.

use gloo::storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};
use session::protocol::{Input, Journal, JournalEntry};

/// The version of the tail's shape.
const SCHEMA: u32 = 1;

/// Bytes of JSON that a tail may have; a longer one is not kept, and the journal stored at once instead.
pub const LIMIT: usize = 256 * 1024;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tail {
    schema: u32,
    /// Which journal it belongs to.
    seed: u64,
    start_ms: i64,
    /// The journal without its entries, when nothing of it has been stored yet.
    head: Option<Journal>,
    /// How many of the journal's entries come before these.
    first: usize,
    entries: Vec<JournalEntry>,
    /// Inputs that were on their way to the sandbox, which gives them their times.
    sent: Vec<Input>,
}

/// A journal as it stood when the page was left.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub journal: Journal,
    /// Whether the store has this very journal, and how many of its entries.
    pub stored: Option<usize>,
    /// To be done again.
    pub sent: Vec<Input>,
}

impl Tail {
    /// The part of `journal` after its first `stored` entries; `None` when nothing of it has been stored.
    pub fn of(journal: &Journal, stored: Option<usize>, sent: Vec<Input>) -> Self {
        let first = stored.unwrap_or(0).min(journal.entries.len());
        let head = stored.is_none().then(|| Journal {
            entries: Vec::new(),
            ..journal.clone()
        });
        Self {
            schema: SCHEMA,
            seed: journal.seed,
            start_ms: journal.start_ms,
            head,
            first,
            entries: journal.entries.get(first..).unwrap_or_default().to_vec(),
            sent,
        }
    }

    /// The stored journal with this tail, which is newer wherever the two overlap.
    fn onto(self, stored: Option<&Journal>) -> Option<Found> {
        if self.schema != SCHEMA {
            return None;
        }
        let same = |journal: &Journal| journal.seed == self.seed && journal.start_ms == self.start_ms;
        let (mut journal, had) = match (self.head, stored) {
            (Some(head), _) if self.first == 0 && same(&head) => (head, None),
            (None, Some(stored)) if same(stored) && self.first <= stored.entries.len() => (stored.clone(), Some(self.first)),
            _ => return None,
        };
        journal.entries.truncate(self.first);
        journal.entries.extend(self.entries);
        Some(Found {
            journal,
            stored: had,
            sent: self.sent,
        })
    }
}

/// What a stored journal and a tail's text come to.
pub fn merge(stored: Option<Journal>, tail: Option<&str>) -> Option<Found> {
    let tail = tail
        .filter(|text| text.len() <= LIMIT)
        .and_then(|text| serde_json::from_str::<Tail>(text).ok());
    let alone = |journal: Journal| Found {
        stored: Some(journal.entries.len()),
        journal,
        sent: Vec::new(),
    };
    let found = tail.and_then(|tail| tail.onto(stored.as_ref()));
    found.or_else(|| stored.map(alone))
}

fn storage_key(key: &str) -> String {
    format!("drydock.tail.{key}")
}

/// Keeps a tail at once; false when it is too long or there is no room.
pub fn keep(key: &str, tail: &Tail) -> bool {
    let kept = serde_json::to_string(tail)
        .ok()
        .filter(|text| text.len() <= LIMIT)
        .is_some_and(|text| LocalStorage::raw().set_item(&storage_key(key), &text).is_ok());
    if !kept {
        // An older tail would take back what has been stored since.
        forget(key);
    }
    kept
}

pub fn forget(key: &str) {
    LocalStorage::delete(storage_key(key));
}

/// The text that was kept.
pub fn load(key: &str) -> Option<String> {
    LocalStorage::raw().get_item(&storage_key(key)).ok().flatten()
}

#[cfg(test)]
mod tests {
    use session::protocol::{Bytes, JOURNAL_VERSION, WorkspaceFile};

    use super::*;

    fn typed(text: &str) -> Input {
        Input::TerminalInput {
            terminal: 1,
            bytes: Bytes::from(text),
        }
    }

    fn journal(seed: u64, typings: &[&str]) -> Journal {
        Journal {
            version: JOURNAL_VERSION,
            seed,
            start_ms: 5,
            catalogue: String::new(),
            lesson: "a/b".to_owned(),
            workspace: "w".to_owned(),
            files: vec![WorkspaceFile {
                path: "a".to_owned(),
                contents: Bytes::from("1"),
                executable: false,
            }],
            setup: String::new(),
            entries: typings
                .iter()
                .map(|text| JournalEntry {
                    at_ns: 1,
                    input: typed(text),
                })
                .collect(),
        }
    }

    fn text(tail: &Tail) -> String {
        serde_json::to_string(tail).expect("a tail is JSON")
    }

    #[test]
    fn entries_that_were_not_stored_come_back() {
        let tail = Tail::of(&journal(1, &["a", "b", "c"]), Some(1), vec![typed("d")]);
        let found = merge(Some(journal(1, &["a"])), Some(&text(&tail))).expect("a journal");
        assert_eq!(found.journal, journal(1, &["a", "b", "c"]));
        assert_eq!(found.stored, Some(1));
        assert_eq!(found.sent, [typed("d")]);
    }

    #[test]
    fn a_journal_that_was_never_stored_comes_back_whole() {
        let tail = Tail::of(&journal(1, &["a"]), None, Vec::new());
        let found = merge(Some(journal(9, &["x"])), Some(&text(&tail))).expect("a journal");
        assert_eq!(found.journal, journal(1, &["a"]));
        assert_eq!(found.stored, None);
    }

    #[test]
    fn going_back_is_not_undone_by_what_was_stored_before() {
        let tail = Tail::of(&journal(1, &["a"]), Some(1), Vec::new());
        let found = merge(Some(journal(1, &["a", "b", "c"])), Some(&text(&tail))).expect("a journal");
        assert_eq!(found.journal, journal(1, &["a"]));
    }

    #[test]
    fn a_tail_of_another_journal_is_passed_over() {
        let stored = journal(1, &["a"]);
        let other = Tail::of(&journal(2, &["x", "y"]), Some(1), vec![typed("z")]);
        let beyond = Tail::of(&journal(1, &["a", "b", "c"]), Some(2), Vec::new());
        for tail in [other, beyond] {
            let found = merge(Some(stored.clone()), Some(&text(&tail))).expect("a journal");
            assert_eq!(found.journal, stored);
            assert_eq!(found.sent, []);
        }
    }

    #[test]
    fn a_corrupted_tail_is_passed_over() {
        let stored = journal(1, &["a"]);
        let newer = text(&Tail::of(&journal(1, &["a", "b"]), Some(1), Vec::new())).replace("\"schema\":1", "\"schema\":2");
        let long = format!("\"{}\"", "x".repeat(LIMIT));
        for bad in ["", "{", "null", "{\"schema\":1}", &newer, &long] {
            let found = merge(Some(stored.clone()), Some(bad)).expect("a journal");
            assert_eq!(found.journal, stored);
        }
        assert_eq!(merge(None, Some("{")), None);
    }
}
