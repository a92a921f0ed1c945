//! The build context: which files COPY and ADD can see.

use crate::mounts::ensure_dir;
use dockerfile::PatternMatcher;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::tar::{self, Limits};
use vfs::{FileKind, Fs, FsRef, Ino, Location, Node, ROOT};

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

    /// Files given in the Dockerfile itself (heredocs).
    pub(crate) fn inline(files: &[(String, String)]) -> BuildContext {
        let mut fs = Fs::default();
        let meta = vfs::Meta {
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: 0,
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

    pub(crate) fn fs(&self) -> FsRef {
        self.fs.clone()
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

    /// Every path (relative, directories included) with its inode, sorted, without what is ignored.
    pub(crate) fn files(&self, ignore: Option<&PatternMatcher>) -> BTreeMap<String, Ino> {
        let fs = self.fs.borrow();
        let mut all: Vec<(String, Ino)> = Vec::new();
        let mut todo = vec![(self.root, String::new())];
        while let Some((dir, path)) = todo.pop() {
            for (name, ino) in fs.entries(dir).unwrap_or_default() {
                let here = if path.is_empty() {
                    name.to_string()
                } else {
                    format!("{path}/{name}")
                };
                if fs.get(ino).is_ok_and(|i| i.kind() == FileKind::Dir) {
                    todo.push((ino, here.clone()));
                }
                all.push((here, ino));
            }
        }
        let Some(ignore) = ignore.filter(|i| !i.is_empty()) else {
            return all.into_iter().collect();
        };
        let is_dir = |ino: Ino| fs.get(ino).is_ok_and(|i| i.kind() == FileKind::Dir);
        let kept: BTreeMap<String, Ino> = all
            .iter()
            .filter(|(p, i)| !is_dir(*i) && !ignore.matches(p))
            .cloned()
            .collect();
        // A directory is there if it is not ignored or something below it is there.
        let dirs: Vec<(String, Ino)> = all
            .into_iter()
            .filter(|(path, ino)| {
                let below = format!("{path}/");
                is_dir(*ino)
                    && (!ignore.matches(path) || kept.range(below.clone()..).next().is_some_and(|(p, _)| p.starts_with(&below)))
            })
            .collect();
        kept.into_iter().chain(dirs).collect()
    }
}
