//! Channels: who listens to which, and what they are sent (Redis' documentation, "Redis Pub/Sub").
//!
//! Left out: shards' channels and events of the key space.

use super::store::{Reply, glob};
use machine::Fd;
use std::collections::BTreeMap;

/// What one connection listens to, in the order in which it asked.
#[derive(Default)]
struct Listener {
    channels: Vec<Vec<u8>>,
    patterns: Vec<Vec<u8>>,
}

/// Every connection that listens to something.
#[derive(Default)]
pub(super) struct Channels {
    listeners: BTreeMap<Fd, Listener>,
}

fn bulk(bytes: &[u8]) -> Reply {
    Reply::Bulk(bytes.to_vec())
}

impl Channels {
    pub fn listens(&self, fd: Fd) -> bool {
        self.listeners.contains_key(&fd)
    }

    pub fn forget(&mut self, fd: Fd) {
        self.listeners.remove(&fd);
    }

    /// (P)SUBSCRIBE and (P)UNSUBSCRIBE: a reply for each name.
    pub fn change(&mut self, fd: Fd, name: &str, names: &[Vec<u8>]) -> Vec<Reply> {
        let listener = self.listeners.entry(fd).or_default();
        let patterns = name.starts_with('P');
        let word = name.to_lowercase();
        let mut out = Vec::new();
        let all: Vec<Vec<u8>> = match (names.is_empty(), patterns) {
            (false, _) => names.to_vec(),
            (true, true) => listener.patterns.clone(),
            (true, false) => listener.channels.clone(),
        };
        let said = |listener: &Listener, name: Reply| {
            let count = (listener.channels.len() + listener.patterns.len()) as i64;
            Reply::Array(vec![bulk(word.as_bytes()), name, Reply::Number(count)])
        };
        for one in &all {
            let list = if patterns {
                &mut listener.patterns
            } else {
                &mut listener.channels
            };
            if word.contains("unsub") {
                list.retain(|known| known != one);
            } else if !list.contains(one) {
                list.push(one.clone());
            }
            out.push(said(listener, bulk(one)));
        }
        if all.is_empty() {
            out.push(said(listener, Reply::Nil));
        }
        if listener.channels.is_empty() && listener.patterns.is_empty() {
            self.forget(fd);
        }
        out
    }

    /// What goes to whom when something is published.
    pub fn published(&self, channel: &[u8], message: &[u8]) -> Vec<(Fd, Reply)> {
        let mut out = Vec::new();
        for (fd, listener) in &self.listeners {
            if listener.channels.iter().any(|known| known == channel) {
                out.push((*fd, Reply::Array(vec![bulk(b"message"), bulk(channel), bulk(message)])));
            }
            for pattern in listener.patterns.iter().filter(|pattern| glob(pattern, channel)) {
                let words = vec![bulk(b"pmessage"), bulk(pattern), bulk(channel), bulk(message)];
                out.push((*fd, Reply::Array(words)));
            }
        }
        out
    }

    /// PUBSUB CHANNELS, NUMSUB and NUMPAT.
    pub fn about(&self, words: &[Vec<u8>]) -> Reply {
        let what = words
            .get(1)
            .map(|w| String::from_utf8_lossy(w).to_uppercase())
            .unwrap_or_default();
        let count = |channel: &Vec<u8>| self.listeners.values().filter(|l| l.channels.contains(channel)).count() as i64;
        match what.as_str() {
            "CHANNELS" => {
                let mut names: Vec<&Vec<u8>> = self.listeners.values().flat_map(|l| &l.channels).collect();
                names.sort();
                names.dedup();
                let fits = |name: &&Vec<u8>| words.get(2).is_none_or(|pattern| glob(pattern, name));
                Reply::Array(names.into_iter().filter(fits).map(|name| bulk(name)).collect())
            }
            "NUMSUB" => {
                let one = |name: &Vec<u8>| [bulk(name), Reply::Number(count(name))];
                Reply::Array(words.iter().skip(2).flat_map(one).collect())
            }
            "NUMPAT" => {
                let mut names: Vec<&Vec<u8>> = self.listeners.values().flat_map(|l| &l.patterns).collect();
                names.sort();
                names.dedup();
                Reply::Number(names.len() as i64)
            }
            _ => Reply::Error(format!("ERR unknown subcommand '{}'. Try PUBSUB HELP.", what.to_lowercase())),
        }
    }
}
