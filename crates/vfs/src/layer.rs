//! Layers: what one build step or one container changed, immutable and named by its content.
//!
//! Specified by the OCI image specification, "Image Layer Filesystem Changeset": entries put files,
//! `.wh.NAME` removes a name of the layers below, `.wh..wh..opq` everything of theirs in a directory.
//! The digest of a layer (its diff id) is the SHA-256 of its canonical tar, computed when first asked
//! for and without the tar ever being in memory. Left out: extended attributes.

use crate::tar::{self, ArchiveError, Content, Entry, Limits};
use crate::{ChangeKind, Digest, Digester, Errno, Fs, Ino, Meta, Node, ROOT};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

/// A set of changes over the layers below. Clones share everything; two are equal if they hold the
/// same changes.
#[derive(Clone, Debug)]
pub struct Layer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    entries: Vec<LayerEntry>,
    size: u64,
    /// The digest and the length of the canonical tar.
    written: OnceLock<(Digest, u64)>,
}

/// One change. Paths are relative and clean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerEntry {
    Put(Entry),
    /// Removes what the layers below have at this path.
    Whiteout(String),
    /// Removes all that the layers below have in this directory.
    Opaque(String),
}

const WHITEOUT: &str = ".wh.";
const OPAQUE: &str = ".wh..wh..opq";

impl LayerEntry {
    pub fn path(&self) -> &str {
        match self {
            LayerEntry::Put(entry) => &entry.path,
            LayerEntry::Whiteout(path) | LayerEntry::Opaque(path) => path,
        }
    }
}

impl Default for Layer {
    fn default() -> Self {
        Layer::new(Vec::new())
    }
}

impl PartialEq for Layer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.entries == other.0.entries
    }
}

impl Eq for Layer {}

impl Layer {
    /// A layer of these changes, in canonical order: depth first by name, what is removed before
    /// what is put, and a hard link never before its file. Of two entries that put the same path the
    /// later stands.
    pub fn new(mut entries: Vec<LayerEntry>) -> Layer {
        entries.retain(|entry| !entry.path().is_empty() || matches!(entry, LayerEntry::Opaque(_)));
        let rank = |entry: &LayerEntry| match entry {
            LayerEntry::Whiteout(_) => 1,
            LayerEntry::Put(_) => 2,
            // The marker lies in the directory, so it follows the directory itself.
            LayerEntry::Opaque(_) => 3,
        };
        entries.sort_by(|a, b| a.path().split('/').cmp(b.path().split('/')).then(rank(a).cmp(&rank(b))));
        entries.reverse();
        entries.dedup_by(|a, b| rank(a) == rank(b) && a.path() == b.path());
        entries.reverse();
        let size = entries.iter().map(file_size).fold(0, u64::saturating_add);
        Layer(Arc::new(Inner {
            entries: order_links(entries),
            size,
            written: OnceLock::new(),
        }))
    }

    /// What `fork` has changed since it was forked from `base`; file contents are shared with it.
    pub fn diff(base: &Fs, fork: &Fs) -> Layer {
        let mut first = BTreeMap::new();
        let mut entries = Vec::new();
        for change in fork.changes(base) {
            let path = change.path.trim_start_matches('/').to_string();
            match change.kind {
                ChangeKind::Deleted => entries.push(LayerEntry::Whiteout(path)),
                ChangeKind::Added | ChangeKind::Changed => {
                    if let Ok(Some(entry)) = tar::pack_one(fork, change.ino, path, &mut first) {
                        entries.push(LayerEntry::Put(entry));
                    }
                }
            }
        }
        Layer::new(entries)
    }

    /// The whole of a file system as one layer (`docker export`, `docker import`).
    pub fn snapshot(fs: &Fs) -> Layer {
        let entries = tar::pack(fs, ROOT, "").unwrap_or_default();
        Layer::new(entries.into_iter().map(LayerEntry::Put).collect())
    }

    /// Makes the changes. Links are never followed: a file in the way of a directory gives way.
    /// Errors: ENOENT for a hard link to nothing, ENOSPC past the file system's limit.
    pub fn apply(&self, fs: &mut Fs) -> Result<(), Errno> {
        for entry in &self.0.entries {
            match entry {
                LayerEntry::Whiteout(path) => {
                    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
                    if let Some(dir) = existing(fs, parent)
                        && fs.lookup(dir, name).is_ok()
                    {
                        tar::remove(fs, dir, name)?;
                    }
                }
                LayerEntry::Opaque(path) => {
                    if let Some(dir) = existing(fs, path) {
                        for (name, _) in fs.entries(dir).unwrap_or_default() {
                            tar::remove(fs, dir, &name)?;
                        }
                    }
                }
                LayerEntry::Put(_) => {}
            }
        }
        // Entries come depth first, so the directory of the last one is most often wanted again.
        let last = std::cell::RefCell::new((String::new(), ROOT));
        for entry in &self.0.entries {
            if let LayerEntry::Put(entry) = entry {
                let find = |fs: &mut Fs, parent: &str| {
                    let (path, ino) = &mut *last.borrow_mut();
                    if path != parent || fs.get(*ino).is_err() {
                        *ino = directory(fs, parent, entry.meta.mtime)?;
                        *path = parent.to_string();
                    }
                    Ok(*ino)
                };
                tar::put(fs, ROOT, entry, &find)?;
            }
        }
        Ok(())
    }

    /// The changes, in canonical order.
    pub fn entries(&self) -> &[LayerEntry] {
        &self.0.entries
    }

    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// Bytes of the files in it, padding included.
    pub fn size(&self) -> u64 {
        self.0.size
    }

    /// The digest of the canonical tar.
    pub fn diff_id(&self) -> Digest {
        self.written().0
    }

    /// Bytes of the canonical tar.
    pub fn tar_size(&self) -> u64 {
        self.written().1
    }

    fn written(&self) -> (Digest, u64) {
        *self.0.written.get_or_init(|| {
            let mut digester = Digester::default();
            // A digester takes every byte.
            let _ = self.write_tar(&mut digester);
            digester.finish()
        })
    }

    /// The canonical tar. Padding and long holes are records in it, not bytes.
    pub fn to_tar(&self) -> Vec<u8> {
        let mut out = Vec::new();
        // Writing into a vector cannot fail.
        let _ = self.write_tar(&mut out);
        out
    }

    /// Streams the canonical tar.
    pub fn write_tar(&self, out: impl Write) -> io::Result<()> {
        let mut builder = ::tar::Builder::new(out);
        let marker = |dir: &str, name: &str| match dir {
            "" => name.to_string(),
            dir => format!("{dir}/{name}"),
        };
        let plain = Meta {
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: 0,
        };
        let empty = Content::File(Default::default());
        for entry in &self.0.entries {
            match entry {
                LayerEntry::Put(entry) => tar::write_entry(&mut builder, &entry.path, &entry.meta, &entry.content)?,
                LayerEntry::Whiteout(path) => {
                    let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
                    tar::write_entry(&mut builder, &marker(dir, &format!("{WHITEOUT}{name}")), &plain, &empty)?;
                }
                LayerEntry::Opaque(path) => tar::write_entry(&mut builder, &marker(path, OPAQUE), &plain, &empty)?,
            }
        }
        builder.finish()
    }

    /// Reads a layer's tar, plain or gzipped, from anybody.
    pub fn from_tar(bytes: &[u8]) -> Result<Layer, ArchiveError> {
        Layer::from_tar_within(bytes, &Limits::default())
    }

    /// [`Layer::from_tar`] with limits of one's own.
    pub fn from_tar_within(bytes: &[u8], limits: &Limits) -> Result<Layer, ArchiveError> {
        let mut entries = Vec::new();
        for entry in tar::read(bytes, limits)? {
            let (dir, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
            entries.push(if name == OPAQUE {
                LayerEntry::Opaque(dir.to_string())
            } else if let Some(gone) = name.strip_prefix(WHITEOUT) {
                match gone {
                    "" | "." | ".." => return Err(ArchiveError::Path(entry.path)),
                    // Names such as `.wh..wh.plnk` belong to aufs and mean nothing here.
                    gone if gone.starts_with(WHITEOUT) => continue,
                    gone if dir.is_empty() => LayerEntry::Whiteout(gone.to_string()),
                    gone => LayerEntry::Whiteout(format!("{dir}/{gone}")),
                }
            } else {
                LayerEntry::Put(entry)
            });
        }
        Ok(Layer::new(entries))
    }
}

fn file_size(entry: &LayerEntry) -> u64 {
    match entry {
        LayerEntry::Put(Entry {
            content: Content::File(data),
            ..
        }) => data.size(),
        _ => 0,
    }
}

/// Moves hard links whose file comes later behind it, to the end; the rest keeps its order.
fn order_links(entries: Vec<LayerEntry>) -> Vec<LayerEntry> {
    let target = |entry: &LayerEntry| match entry {
        LayerEntry::Put(Entry {
            content: Content::Hardlink(target),
            ..
        }) => Some(target.clone()),
        _ => None,
    };
    if !entries.iter().any(|entry| target(entry).is_some()) {
        return entries;
    }
    let early = |entry: &LayerEntry| target(entry).is_some_and(|target| entry.path().split('/').lt(target.split('/')));
    let (late, mut rest): (Vec<_>, Vec<_>) = entries.into_iter().partition(early);
    rest.extend(late);
    rest
}

/// The directory at a path, if that is what is there.
fn existing(fs: &Fs, path: &str) -> Option<Ino> {
    let mut at = ROOT;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        at = fs.lookup(at, name).ok()?;
    }
    matches!(fs.get(at).ok()?.node, Node::Dir(_)).then_some(at)
}

/// The directory at a path, made where it is missing or where something else is.
fn directory(fs: &mut Fs, path: &str, mtime: i64) -> Result<Ino, Errno> {
    let mut at = ROOT;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let found = fs.lookup(at, name).ok();
        at = match found {
            Some(ino) if matches!(fs.get(ino)?.node, Node::Dir(_)) => ino,
            found => {
                if found.is_some() {
                    tar::remove(fs, at, name)?;
                }
                fs.mkdir(at, name, tar::implied(mtime))?
            }
        };
    }
    Ok(at)
}
