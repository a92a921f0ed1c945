//! Putting files into a made-up file system without disturbing those that are there.

use vfs::{FileData, Fs, Ino, Meta, Node, ROOT};

pub(super) struct Tree<'a> {
    pub fs: &'a mut Fs,
    pub now: i64,
}

/// A user and a group.
pub(super) type Owner = (u32, u32);

pub(super) const SUPERUSER: Owner = (0, 0);

impl Tree<'_> {
    /// A new file system whose files are told to be of one size.
    pub fn start(size: u64) -> Fs {
        let mut fs = Fs::new(Meta {
            mode: 0o555,
            uid: 0,
            gid: 0,
            mtime: 0,
        });
        fs.tell_size(size);
        fs
    }

    fn put(&mut self, parent: Ino, name: &str, mode: u32, (uid, gid): Owner, node: Node) -> Ino {
        let meta = Meta {
            mode,
            uid,
            gid,
            mtime: self.now,
        };
        match self.fs.lookup(parent, name) {
            Ok(ino) => {
                let _ = self.fs.set_meta(ino, |now| {
                    *now = Meta {
                        mtime: if now.mtime == 0 { meta.mtime } else { now.mtime },
                        ..meta
                    };
                });
                ino
            }
            Err(_) => self.fs.create(parent, name, meta, node).unwrap_or(ROOT),
        }
    }

    pub fn dir(&mut self, parent: Ino, name: &str, mode: u32, owner: Owner) -> Ino {
        if self.fs.lookup(parent, name).is_err() {
            let _ = self.fs.mkdir(
                parent,
                name,
                Meta {
                    mode,
                    uid: 0,
                    gid: 0,
                    mtime: self.now,
                },
            );
        }
        self.put(parent, name, mode, owner, Node::File(FileData::default()))
    }

    /// A file without its text.
    pub fn file(&mut self, parent: Ino, name: &str, mode: u32, owner: Owner) -> Ino {
        self.put(parent, name, mode, owner, Node::File(FileData::default()))
    }

    pub fn device(&mut self, parent: Ino, name: &str, mode: u32, owner: Owner, (major, minor): (u32, u32)) {
        if self.fs.lookup(parent, name).is_ok() {
            let _ = self.fs.unlink(parent, name, self.now);
        }
        self.put(parent, name, mode, owner, Node::CharDev(major, minor));
    }

    pub fn link(&mut self, parent: Ino, name: &str, mode: u32, owner: Owner, target: &str) {
        let there = self.fs.lookup(parent, name).ok();
        let same = there
            .and_then(|ino| self.fs.get(ino).ok())
            .is_some_and(|inode| matches!(&inode.node, Node::Symlink(text) if **text == *target));
        if there.is_some() && !same {
            let _ = self.fs.unlink(parent, name, self.now);
        }
        self.put(parent, name, mode, owner, Node::Symlink(target.into()));
    }

    pub fn fill(&mut self, ino: Ino, text: &[u8]) {
        let mtime = self.fs.get(ino).map_or(0, |inode| inode.meta.mtime);
        let mtime = if mtime == 0 { self.now } else { mtime };
        let _ = self.fs.set_data(ino, FileData::from(text.to_vec()), mtime);
    }

    /// A file along a path, with the directories above it.
    pub fn place(&mut self, path: &str, mode: u32) {
        let mut at = ROOT;
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            at = match names.peek() {
                Some(_) => self.dir(at, name, 0o555, SUPERUSER),
                None => self.file(at, name, mode, SUPERUSER),
            };
        }
    }

    /// The file that is always there at these names, if it is.
    pub fn at(&self, path: &[String]) -> Option<Ino> {
        path.iter().try_fold(ROOT, |at, name| self.fs.lookup(at, name).ok())
    }

    /// The files of the directory were made when somebody looked for the first time.
    pub fn date(&mut self, path: &[String]) {
        let Some(dir) = self.at(path) else { return };
        let files: Vec<Ino> = self
            .fs
            .entries(dir)
            .unwrap_or_default()
            .into_iter()
            .map(|(_, ino)| ino)
            .collect();
        for ino in files.into_iter().chain([dir]) {
            if self.fs.get(ino).is_ok_and(|inode| inode.meta.mtime == 0) {
                let _ = self.fs.set_meta(ino, |meta| meta.mtime = self.now);
            }
        }
    }

    /// Takes away what a directory holds besides these names.
    pub fn keep(&mut self, dir: Ino, wanted: &dyn Fn(&str) -> bool) {
        for (name, ino) in self.fs.entries(dir).unwrap_or_default() {
            if wanted(&name) {
                continue;
            }
            if self.fs.unlink(dir, &name, self.now).is_err() {
                self.keep(ino, &|_| false);
                let _ = self.fs.rmdir(dir, &name, self.now);
            }
        }
    }
}

/// The names from the root of a file system to one of its directories.
pub(super) fn names_to(fs: &Fs, ino: Ino) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = ino;
    while at != ROOT {
        let Some(name) = fs.name(at) else { break };
        names.push(name.to_string());
        at = fs.parent(at);
    }
    names.reverse();
    names
}
