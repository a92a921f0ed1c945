//! The build cache: results of steps under the digest of everything that went into them.

use super::scan::Scans;
use crate::Engine;
use machine::Instant;
use std::collections::BTreeMap;
use std::io::Write;
use std::rc::Rc;
use vfs::{Digest, Digester, FileData, Fs, FsRef, Layer};

/// A step's result.
#[derive(Clone, Debug)]
pub struct CacheRecord {
    /// The step's name.
    pub description: String,
    pub created: Instant,
    pub last_used: Instant,
    pub uses: u32,
    /// How long it took to do, on the machine's clock.
    pub took: std::time::Duration,
    pub layer: Layer,
    pub(crate) fs: Fs,
}

/// What went into a step, to say later why it ran again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inputs {
    pub instruction: String,
    pub parent: Digest,
    /// The image below, of a step right on top of one.
    pub base: Option<String>,
    pub arguments: Vec<(String, String)>,
    /// The files it copied.
    pub files: Rc<Facts>,
}

/// Files by path, and the digest of all of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub by_path: BTreeMap<String, FileFact>,
    digest: Digest,
}

/// A file that went into a step. Its content is shared with the file system it comes from, so it costs
/// nothing until that one changes, and then tells which line did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileFact {
    /// Of kind, mode, owner and content.
    pub digest: Digest,
    pub data: Option<FileData>,
    /// Mode, owner and group.
    pub meta: (u32, u32, u32),
}

impl Default for Facts {
    fn default() -> Facts {
        Facts::new(BTreeMap::new())
    }
}

impl Facts {
    pub fn new(by_path: BTreeMap<String, FileFact>) -> Facts {
        let mut digester = Digester::default();
        for (path, fact) in &by_path {
            // A digester takes every byte.
            let _ = digester.write_all(path.as_bytes());
            let _ = digester.write_all(&[0]);
            let _ = digester.write_all(fact.digest.as_bytes());
        }
        Facts {
            by_path,
            digest: digester.finish().0,
        }
    }

    /// The facts of several copies together, those of the later standing.
    pub fn together(mut all: Vec<Rc<Facts>>) -> Rc<Facts> {
        match all.len() {
            0 | 1 => all.pop().unwrap_or_default(),
            _ => {
                let facts = all.iter().flat_map(|facts| facts.by_path.clone()).collect();
                Rc::new(Facts::new(facts))
            }
        }
    }

    /// Whether the same files with the same contents are in both.
    pub fn same(&self, other: &Facts) -> bool {
        self.digest == other.digest
    }
}

impl Inputs {
    /// The step's key.
    pub fn key(&self) -> Digest {
        let mut text = format!("{}\n{}\n", self.instruction, self.parent);
        for (key, value) in &self.arguments {
            for part in [key, "=", value, "\n"] {
                text.push_str(part);
            }
        }
        if !self.files.by_path.is_empty() {
            text.push_str(&self.files.digest.hex());
        }
        Digest::of(text.as_bytes())
    }
}

/// The records, and what is kept beside them.
#[derive(Default)]
pub struct BuildCache {
    pub(crate) records: BTreeMap<Digest, CacheRecord>,
    /// `RUN --mount=type=cache` directories, by id.
    pub(crate) mounts: BTreeMap<String, FsRef>,
    /// The last inputs of a step, by stage and position in it.
    pub(crate) last: BTreeMap<(String, usize), Rc<Inputs>>,
    /// What copies found in their sources.
    pub(crate) scans: Scans,
    /// The last builds, to explain them, the latest first.
    pub(crate) builds: Vec<super::LastBuild>,
    /// Images that a build has fetched to start from, by the name they were asked for. They are the builder's alone: no
    /// image is named after them.
    pub(crate) bases: BTreeMap<String, Rc<crate::Image>>,
    /// Images whose files a build has already taken out.
    pub(crate) unpacked: std::collections::BTreeSet<Digest>,
    /// What was fetched of git repositories.
    pub(crate) git: super::git::Fetched,
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

    /// Directories of `RUN --mount=type=cache`: their ids and the bytes in them.
    pub fn cache_mounts(&self) -> Vec<(String, u64)> {
        let cache = self.inner().build.borrow();
        cache
            .mounts
            .iter()
            .map(|(id, fs)| (id.clone(), Layer::snapshot(&fs.borrow()).size()))
            .collect()
    }

    /// `docker builder prune`: takes records away that `keep` does not want, and with `all` those that an
    /// image of the store contains as well. Gives them as they were.
    pub fn prune_build_cache(&self, all: bool, keep: &dyn Fn(&Digest, &CacheRecord) -> bool) -> Vec<(Digest, CacheRecord)> {
        let used: std::collections::BTreeSet<Digest> =
            self.images(|store| store.all().flat_map(|i| i.layers.iter().map(|l| l.diff_id())).collect());
        let mut cache = self.inner().build.borrow_mut();
        let mut gone: Vec<(Digest, CacheRecord)> = cache
            .records
            .iter()
            .filter(|(key, record)| (all || !used.contains(&record.layer.diff_id())) && !keep(key, record))
            .map(|(key, record)| (*key, record.clone()))
            .collect();
        for (key, _) in &gone {
            cache.records.remove(key);
        }
        if all {
            cache.bases.clear();
            cache.git = super::git::Fetched::default();
        }
        gone.sort_by_key(|(_, record)| record.created);
        gone
    }

    /// Takes the directories of `RUN --mount=type=cache` away. Gives their ids and the bytes in them.
    pub fn prune_cache_mounts(&self) -> Vec<(String, u64)> {
        let gone = self.cache_mounts();
        self.inner().build.borrow_mut().mounts.clear();
        gone
    }
}
