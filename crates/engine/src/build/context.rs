//! The build context: a directory of the host, an archive, a snapshot, a commit, or files given in the text.

use crate::mounts::ensure_dir;
use catalogue::RepositoryFile;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::tar::{self, Limits};
use vfs::{Fs, FsRef, Ino, Location, Node, ROOT, Stamp};

/// A tree of files, below a directory of some file system.
#[derive(Clone)]
pub struct BuildContext {
    fs: FsRef,
    root: Ino,
}

impl Default for BuildContext {
    fn default() -> Self {
        BuildContext {
            fs: Rc::new(RefCell::new(Fs::default())),
            root: ROOT,
        }
    }
}

impl BuildContext {
    /// A directory of the host.
    pub fn directory(at: &Location) -> BuildContext {
        BuildContext {
            fs: at.mount.fs.clone(),
            root: at.ino,
        }
    }

    /// An archive, gzipped or not. Errors: the reader's words.
    pub fn archive(bytes: &[u8]) -> Result<BuildContext, String> {
        let entries = tar::read(bytes, &Limits::default()).map_err(|e| e.to_string())?;
        let mut fs = Fs::default();
        tar::unpack(&mut fs, ROOT, &entries).map_err(|e| e.to_string())?;
        Ok(BuildContext {
            fs: Rc::new(RefCell::new(fs)),
            root: ROOT,
        })
    }

    /// A whole file system: a stage's result or an image.
    pub(crate) fn snapshot(fs: Fs) -> BuildContext {
        BuildContext {
            fs: Rc::new(RefCell::new(fs)),
            root: ROOT,
        }
    }

    /// Files given in the Dockerfile itself (heredocs), made now.
    pub(crate) fn inline(files: &[(String, String)], now: i64) -> BuildContext {
        let mut fs = Fs::default();
        let meta = vfs::Meta {
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: now,
        };
        for (path, text) in files {
            let path = vfs::normalize(path);
            let (dir, name) = path.rsplit_once('/').unwrap_or(("", &path));
            if let Ok(dir) = ensure_dir(&mut fs, dir, 0) {
                let _ = fs.create(dir, name, meta, Node::File(text.as_bytes().into()));
            }
        }
        BuildContext::snapshot(fs)
    }

    /// A file that came from the network: its owner's alone.
    pub(crate) fn fetched(name: &str, bytes: &[u8]) -> BuildContext {
        let mut fs = Fs::default();
        let meta = vfs::Meta {
            mode: 0o600,
            uid: 0,
            gid: 0,
            mtime: 0,
        };
        let _ = fs.create(ROOT, name, meta, Node::File(bytes.into()));
        BuildContext::snapshot(fs)
    }

    /// The files of a commit, as git writes them for root.
    pub(crate) fn checkout(files: &BTreeMap<String, RepositoryFile>, now: i64) -> BuildContext {
        let mut fs = Fs::default();
        for (path, file) in files {
            let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
            let meta = vfs::Meta {
                mode: if file.executable { 0o755 } else { 0o644 },
                uid: 0,
                gid: 0,
                mtime: now,
            };
            if let Ok(dir) = ensure_dir(&mut fs, dir, now) {
                let _ = fs.create(dir, name, meta, Node::File(file.text.as_bytes().into()));
            }
        }
        BuildContext::snapshot(fs)
    }

    pub(crate) fn fs(&self) -> FsRef {
        self.fs.clone()
    }

    pub(crate) fn root(&self) -> Ino {
        self.root
    }

    /// Changes with anything in it; `None` if it is gone.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        self.fs.borrow().stamp(self.root).ok()
    }

    /// The bytes of all files in it.
    pub(crate) fn weight(&self) -> u64 {
        let fs = self.fs.borrow();
        let mut bytes: u64 = 0;
        let mut todo = vec![self.root];
        while let Some(at) = todo.pop() {
            let Ok(inode) = fs.get(at) else { continue };
            match &inode.node {
                Node::Dir(entries) => todo.extend(entries.values().copied()),
                _ => bytes = bytes.saturating_add(inode.size()),
            }
        }
        bytes
    }

    /// A file system of its own with the same files.
    pub(crate) fn as_fs(&self) -> Fs {
        let source = self.fs.borrow();
        if self.root == ROOT {
            return source.fork();
        }
        let mut fs = Fs::default();
        if let Ok(entries) = tar::pack(&source, self.root, "") {
            let _ = tar::unpack(&mut fs, ROOT, &entries);
        }
        fs
    }

    /// Reads a file by its path in the context.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        let fs = self.fs.borrow();
        let mut at = self.root;
        for name in vfs::normalize(path).split('/').filter(|n| !n.is_empty()) {
            at = fs.lookup(at, name).ok()?;
        }
        fs.data(at).ok().map(|d| d.read(0, 16 << 20))
    }
}

/// Bytes as text, each invalid byte as one replacement character.
pub fn dockerfile_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}
