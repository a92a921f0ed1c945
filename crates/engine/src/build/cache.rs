//! The build cache: results of steps under the digest of everything that went into them.

use crate::Engine;
use machine::Instant;
use std::collections::BTreeMap;
use vfs::{Digest, Fs, FsRef, Layer};

/// A step's result.
#[derive(Clone, Debug)]
pub struct CacheRecord {
    /// The step's name.
    pub description: String,
    pub created: Instant,
    pub last_used: Instant,
    pub uses: u32,
    pub layer: Layer,
    pub(crate) fs: Fs,
}

/// What went into a step, to say later why it ran again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inputs {
    pub instruction: String,
    pub parent: Digest,
    pub arguments: Vec<(String, String)>,
    /// Path to digest of the files it copied.
    pub files: BTreeMap<String, Digest>,
}

/// The records, and what is kept beside them.
#[derive(Default)]
pub struct BuildCache {
    pub(crate) records: BTreeMap<Digest, CacheRecord>,
    /// `RUN --mount=type=cache` directories, by id.
    pub(crate) mounts: BTreeMap<String, FsRef>,
    /// The last inputs of a step, by stage and position in it.
    pub(crate) last: BTreeMap<(String, usize), Inputs>,
    /// Images whose files a build has already taken out.
    pub(crate) unpacked: std::collections::BTreeSet<Digest>,
}

impl Engine {
    /// What `docker buildx du` lists: records, oldest first.
    pub fn build_cache(&self) -> Vec<(Digest, CacheRecord)> {
        let mut all: Vec<(Digest, CacheRecord)> = self
            .inner()
            .build
            .borrow()
            .records
            .iter()
            .map(|(k, r)| (*k, r.clone()))
            .collect();
        all.sort_by_key(|(_, r)| r.created);
        all
    }

    /// `docker builder prune`: takes records away (all, or those no image of the store contains).
    /// Gives their keys and the bytes they held.
    pub fn prune_build_cache(&self, all: bool) -> (Vec<Digest>, u64) {
        let used: std::collections::BTreeSet<Digest> =
            self.images(|store| store.all().flat_map(|i| i.layers.iter().map(|l| l.diff_id())).collect());
        let mut cache = self.inner().build.borrow_mut();
        let gone: Vec<Digest> = cache
            .records
            .iter()
            .filter(|(_, r)| all || !used.contains(&r.layer.diff_id()))
            .map(|(k, _)| *k)
            .collect();
        let bytes = gone
            .iter()
            .filter_map(|k| cache.records.remove(k))
            .map(|r| r.layer.size())
            .sum();
        if all {
            cache.mounts.clear();
        }
        (gone, bytes)
    }
}
