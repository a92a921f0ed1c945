//! One file system: a persistent table of inodes.
//!
//! `clone` is a snapshot and costs nothing; `fork` is a snapshot in which nothing is open yet. Every
//! change leaves its mark up to the root ([`Stamp`]), and every inode knows its names, so that [`Fs::changes`]
//! looks only at names on the way to a change. This stands for overlayfs: the fork is the merged view, the changes are the
//! upper directory.

use crate::stamp::{Epoch, Stamp};
use crate::table::Table;
use crate::{Errno, FileData, ROOT};
use rpds::RedBlackTreeMapSync;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// An inode number, unique in its file system.
pub type Ino = u32;

/// A mounted file system, shared by everybody who sees it.
pub type FsRef = Rc<RefCell<Fs>>;

/// What chmod, chown and touch change. Times are nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Permission bits, with setuid, setgid and sticky (0o7777).
    pub mode: u32,
    pub uid: u32,
    pub gid: u32,
    pub mtime: i64,
}

/// An inode: its attributes and what kind of file it is.
#[derive(Clone, Debug)]
pub struct Inode {
    pub meta: Meta,
    pub nlink: u32,
    pub node: Node,
    /// Its names: the directory of each, and what it is called there. A directory that was removed keeps
    /// its last one; the root has none.
    pub(crate) names: Vec<(Ino, Arc<str>)>,
    /// When it, or anything below it, was changed last.
    pub(crate) stamp: Stamp,
}

#[derive(Clone, Debug)]
pub enum Node {
    File(FileData),
    Dir(RedBlackTreeMapSync<Arc<str>, Ino>),
    Symlink(Arc<str>),
    Fifo,
    Socket,
    CharDev(u32, u32),
}

/// The kind of a file, as stat(2) tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    File,
    Dir,
    Symlink,
    Fifo,
    Socket,
    CharDev,
}

/// What stat(2) reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    pub dev: u64,
    pub ino: Ino,
    pub kind: FileKind,
    pub meta: Meta,
    pub nlink: u32,
    pub size: u64,
    /// Major and minor number of a device, else zeros.
    pub rdev: (u32, u32),
}

#[derive(Clone, Debug)]
pub struct Fs {
    pub(crate) inodes: Table,
    /// What changes now is marked with, up to the root.
    epoch: Epoch,
    /// Inodes that are open without a name.
    held: RedBlackTreeMapSync<Ino, u32>,
    next: Ino,
    held_bytes: u64,
    limit: u64,
    /// The sizes of all files together, and the most that they may come to.
    used: u64,
    capacity: u64,
    dev: u64,
    /// What stat says of every file's size, where the kernel makes the files up.
    told_size: Option<u64>,
}

/// The largest size of a file: ext4's, 16 TiB with blocks of 4 KiB, but for the last block.
const LARGEST: u64 = (1 << 44) - 4096;

impl Inode {
    pub fn kind(&self) -> FileKind {
        match self.node {
            Node::File(_) => FileKind::File,
            Node::Dir(_) => FileKind::Dir,
            Node::Symlink(_) => FileKind::Symlink,
            Node::Fifo => FileKind::Fifo,
            Node::Socket => FileKind::Socket,
            Node::CharDev(..) => FileKind::CharDev,
        }
    }

    pub fn size(&self) -> u64 {
        match &self.node {
            Node::File(data) => data.size(),
            Node::Symlink(target) => target.len() as u64,
            Node::Dir(_) => 4096,
            _ => 0,
        }
    }
}

impl Default for Fs {
    fn default() -> Self {
        Fs::new(Meta {
            mode: 0o755,
            uid: 0,
            gid: 0,
            mtime: 0,
        })
    }
}

impl Fs {
    /// An empty file system whose root has these attributes.
    pub fn new(root: Meta) -> Self {
        let node = Node::Dir(RedBlackTreeMapSync::new_sync());
        let mut epoch = Epoch::default();
        let inode = Inode {
            meta: root,
            nlink: 2,
            node,
            names: Vec::new(),
            stamp: epoch.now(),
        };
        let mut inodes = Table::default();
        inodes.insert(ROOT, inode);
        Fs {
            inodes,
            epoch,
            held: RedBlackTreeMapSync::new_sync(),
            next: ROOT + 1,
            held_bytes: 0,
            limit: u64::MAX,
            used: 0,
            capacity: u64::MAX,
            dev: 0,
            told_size: None,
        }
    }

    /// A snapshot in which nothing is held open.
    pub fn fork(&self) -> Fs {
        Fs {
            held: RedBlackTreeMapSync::new_sync(),
            ..self.clone()
        }
    }

    /// The number that stat(2) gives as `st_dev`.
    pub fn set_dev(&mut self, dev: u64) {
        self.dev = dev;
    }

    /// From now on stat says this size of every file, and none of directories and links: a file system that the
    /// kernel makes up doesn't know how much a file would give to whoever reads it.
    pub fn tell_size(&mut self, size: u64) {
        self.told_size = Some(size);
    }

    /// Past this many bytes held in files, writes fail with ENOSPC.
    pub fn set_limit(&mut self, bytes: u64) {
        self.limit = bytes;
    }

    /// A size, as a tmpfs has one: past this many bytes in files, zeros included, writes fail with ENOSPC.
    pub fn set_capacity(&mut self, bytes: u64) {
        self.capacity = bytes;
    }

    /// The most bytes that fit, and how many of them are used; `None` without a size of its own.
    pub fn capacity(&self) -> Option<(u64, u64)> {
        (self.capacity < u64::MAX).then_some((self.capacity, self.used))
    }

    /// Bytes of memory that files hold; holes and padding don't count.
    pub fn held_bytes(&self) -> u64 {
        self.held_bytes
    }

    /// How many inodes there are.
    pub fn len(&self) -> usize {
        self.inodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() <= 1
    }

    /// The mark of the last change to an inode or to anything below it: where two file systems, of which
    /// one came from the other or both from a third, have equal stamps for a number, they have the same
    /// there and everywhere below.
    pub fn stamp(&self, ino: Ino) -> Result<Stamp, Errno> {
        self.epoch.close();
        Ok(self.get(ino)?.stamp.clone())
    }

    pub fn get(&self, ino: Ino) -> Result<&Inode, Errno> {
        self.inodes.get(ino).ok_or(Errno::ENOENT)
    }

    /// The directory that holds `ino`; the root's is itself.
    pub fn parent(&self, ino: Ino) -> Ino {
        self.get(ino).ok().and_then(|i| i.names.first()).map_or(ROOT, |(dir, _)| *dir)
    }

    /// What `ino` is called in the directory that holds it; of several names the first in order. `None` for
    /// the root and for what was removed.
    pub fn name(&self, ino: Ino) -> Option<Arc<str>> {
        let names = &self.get(ino).ok()?.names;
        let (dir, _) = names.first()?;
        let mut here: Vec<&Arc<str>> = names.iter().filter(|(at, _)| at == dir).map(|(_, name)| name).collect();
        here.sort_unstable();
        here.into_iter().find(|name| self.lookup(*dir, name) == Ok(ino)).cloned()
    }

    /// What `ino` was called last, and in which directory, if that was removed while it is open.
    pub fn removed_name(&self, ino: Ino) -> Option<(Ino, Arc<str>)> {
        match self.name(ino) {
            Some(_) => None,
            None => self.get(ino).ok()?.names.first().cloned(),
        }
    }

    pub fn lookup(&self, dir: Ino, name: &str) -> Result<Ino, Errno> {
        match &self.get(dir)?.node {
            Node::Dir(entries) => entries.get(name).copied().ok_or(Errno::ENOENT),
            _ => Err(Errno::ENOTDIR),
        }
    }

    /// Names and inodes of a directory, sorted by name.
    pub fn entries(&self, dir: Ino) -> Result<Vec<(Arc<str>, Ino)>, Errno> {
        match &self.get(dir)?.node {
            Node::Dir(entries) => Ok(entries.iter().map(|(n, i)| (n.clone(), *i)).collect()),
            _ => Err(Errno::ENOTDIR),
        }
    }

    /// How many entries a directory has; `None` for anything else.
    pub fn entry_count(&self, ino: Ino) -> Option<u64> {
        match &self.get(ino).ok()?.node {
            Node::Dir(entries) => u64::try_from(entries.size()).ok(),
            _ => None,
        }
    }

    pub fn stat(&self, ino: Ino) -> Result<Stat, Errno> {
        let inode = self.get(ino)?;
        let rdev = if let Node::CharDev(major, minor) = inode.node {
            (major, minor)
        } else {
            (0, 0)
        };
        Ok(Stat {
            dev: self.dev,
            ino,
            kind: inode.kind(),
            meta: inode.meta,
            nlink: inode.nlink,
            size: match self.told_size {
                Some(size) if inode.kind() == FileKind::File => size,
                Some(_) => 0,
                None => inode.size(),
            },
            rdev,
        })
    }

    /// Makes a new inode under `dir`. Errors: EEXIST, ENOTDIR, ENOSPC.
    pub fn create(&mut self, dir: Ino, name: &str, meta: Meta, node: Node) -> Result<Ino, Errno> {
        if name.len() > 255 {
            return Err(Errno::ENAMETOOLONG);
        }
        if let Node::File(data) = &node {
            self.charge(0, data.held())?;
            self.used = self.used.saturating_add(data.size());
        }
        let ino = self.next;
        self.next = self.next.checked_add(1).ok_or(Errno::ENOSPC)?;
        let is_dir = matches!(node, Node::Dir(_));
        let name: Arc<str> = name.into();
        self.add_entry(dir, name.clone(), ino, meta.mtime)?;
        let nlink = if is_dir { 2 } else { 1 };
        let stamp = self.epoch.now();
        self.inodes.insert(
            ino,
            Inode {
                meta,
                nlink,
                node,
                names: vec![(dir, name)],
                stamp,
            },
        );
        if is_dir {
            self.change(dir, |i| i.nlink += 1)?;
        }
        Ok(ino)
    }

    /// An empty directory under `dir`.
    pub fn mkdir(&mut self, dir: Ino, name: &str, meta: Meta) -> Result<Ino, Errno> {
        self.create(dir, name, meta, Node::Dir(RedBlackTreeMapSync::new_sync()))
    }

    /// A second name for a file (link(2)). Errors: EPERM for a directory, EEXIST.
    pub fn link(&mut self, ino: Ino, dir: Ino, name: &str, mtime: i64) -> Result<(), Errno> {
        if matches!(self.get(ino)?.node, Node::Dir(_)) {
            return Err(Errno::EPERM);
        }
        let name: Arc<str> = name.into();
        self.add_entry(dir, name.clone(), ino, mtime)?;
        self.change(ino, |i| {
            i.nlink += 1;
            i.names.push((dir, name));
        })
    }

    /// Removes a name that is not a directory's (unlink(2)).
    pub fn unlink(&mut self, dir: Ino, name: &str, mtime: i64) -> Result<(), Errno> {
        let ino = self.lookup(dir, name)?;
        if matches!(self.get(ino)?.node, Node::Dir(_)) {
            return Err(Errno::EISDIR);
        }
        self.drop_entry(dir, name, mtime)?;
        self.change(ino, |i| {
            i.nlink = i.nlink.saturating_sub(1);
            if i.nlink > 0 {
                i.names.retain(|(at, called)| (*at, &**called) != (dir, name));
            }
        })?;
        self.collect(ino);
        Ok(())
    }

    /// Removes an empty directory (rmdir(2)).
    pub fn rmdir(&mut self, dir: Ino, name: &str, mtime: i64) -> Result<(), Errno> {
        let ino = self.lookup(dir, name)?;
        match &self.get(ino)?.node {
            Node::Dir(entries) if entries.is_empty() => {}
            Node::Dir(_) => return Err(Errno::ENOTEMPTY),
            _ => return Err(Errno::ENOTDIR),
        }
        self.drop_entry(dir, name, mtime)?;
        self.change(dir, |i| i.nlink = i.nlink.saturating_sub(1))?;
        self.touch(ino);
        self.change(ino, |i| i.nlink = 0)?;
        self.collect(ino);
        Ok(())
    }

    /// Moves a name, replacing what stands at the target as rename(2) does.
    pub fn rename(&mut self, from: (Ino, &str), to: (Ino, &str), mtime: i64) -> Result<(), Errno> {
        let ino = self.lookup(from.0, from.1)?;
        let is_dir = matches!(self.get(ino)?.node, Node::Dir(_));
        if is_dir {
            let mut at = to.0;
            while at != ROOT {
                if at == ino {
                    return Err(Errno::EINVAL);
                }
                at = self.parent(at);
            }
        }
        match self.lookup(to.0, to.1) {
            Ok(there) if there == ino => return Ok(()),
            Ok(there) => match (&self.get(there)?.node, is_dir) {
                (Node::Dir(_), false) => return Err(Errno::EISDIR),
                (Node::Dir(_), true) => self.rmdir(to.0, to.1, mtime)?,
                (_, true) => return Err(Errno::ENOTDIR),
                (_, false) => self.unlink(to.0, to.1, mtime)?,
            },
            Err(Errno::ENOENT) => {}
            Err(other) => return Err(other),
        }
        self.drop_entry(from.0, from.1, mtime)?;
        let name: Arc<str> = to.1.into();
        self.add_entry(to.0, name.clone(), ino, mtime)?;
        self.change(ino, |i| {
            if let Some(old) = i.names.iter_mut().find(|(at, called)| (*at, &**called) == from) {
                *old = (to.0, name);
            }
        })?;
        if is_dir && from.0 != to.0 {
            self.change(from.0, |i| i.nlink = i.nlink.saturating_sub(1))?;
            self.change(to.0, |i| i.nlink += 1)?;
        }
        Ok(())
    }

    /// Changes attributes.
    pub fn set_meta(&mut self, ino: Ino, set: impl FnOnce(&mut Meta)) -> Result<(), Errno> {
        self.change(ino, |i| set(&mut i.meta))
    }

    /// A file's bytes. Errors: EISDIR, EINVAL for what has no bytes.
    pub fn data(&self, ino: Ino) -> Result<&FileData, Errno> {
        match &self.get(ino)?.node {
            Node::File(data) => Ok(data),
            Node::Dir(_) => Err(Errno::EISDIR),
            _ => Err(Errno::EINVAL),
        }
    }

    /// Writes into a file. Errors: ENOSPC past the limit, EFBIG past 16 TiB.
    pub fn write(&mut self, ino: Ino, offset: u64, bytes: &[u8], mtime: i64) -> Result<(), Errno> {
        let end = offset.saturating_add(bytes.len() as u64);
        if end > LARGEST {
            return Err(Errno::EFBIG);
        }
        let growth = end.saturating_sub(self.data(ino)?.size());
        if growth > 0 && self.used.saturating_add(growth) > self.capacity {
            return Err(Errno::ENOSPC);
        }
        self.edit(ino, mtime, bytes.len() as u64, |data| data.write(offset, bytes))
    }

    /// Sets a file's length (ftruncate(2)). Errors: EFBIG past 16 TiB.
    pub fn truncate(&mut self, ino: Ino, size: u64, mtime: i64) -> Result<(), Errno> {
        if size > LARGEST {
            return Err(Errno::EFBIG);
        }
        self.edit(ino, mtime, 0, |data| data.resize(size))
    }

    /// Replaces a file's bytes.
    pub fn set_data(&mut self, ino: Ino, new: FileData, mtime: i64) -> Result<(), Errno> {
        let room = new.held();
        self.edit(ino, mtime, room, |data| *data = new)
    }

    /// Keeps an inode alive while it is open.
    pub fn hold(&mut self, ino: Ino) {
        let count = self.held.get(&ino).copied().unwrap_or(0);
        self.held.insert_mut(ino, count + 1);
    }

    /// Ends a `hold`; an inode without names goes.
    pub fn release(&mut self, ino: Ino) {
        match self.held.get(&ino).copied() {
            Some(count) if count > 1 => self.held.insert_mut(ino, count - 1),
            _ => {
                self.held.remove_mut(&ino);
            }
        }
        self.collect(ino);
    }

    fn edit(&mut self, ino: Ino, mtime: i64, room: u64, edit: impl FnOnce(&mut FileData)) -> Result<(), Errno> {
        let (before, size) = (self.data(ino)?.held(), self.data(ino)?.size());
        if room > 0 && self.held_bytes.saturating_add(room) > self.limit {
            return Err(Errno::ENOSPC);
        }
        self.touch(ino);
        let (mut after, mut resized) = (before, size);
        if let Some(inode) = self.inodes.get_mut(ino) {
            inode.meta.mtime = mtime;
            if let Node::File(data) = &mut inode.node {
                edit(data);
                (after, resized) = (data.held(), data.size());
            }
        }
        self.held_bytes = (self.held_bytes + after).saturating_sub(before);
        self.used = self.used.saturating_add(resized).saturating_sub(size);
        Ok(())
    }

    fn charge(&mut self, before: u64, after: u64) -> Result<(), Errno> {
        let total = (self.held_bytes + after).saturating_sub(before);
        if total > self.limit && after > before {
            return Err(Errno::ENOSPC);
        }
        self.held_bytes = total;
        Ok(())
    }

    fn change(&mut self, ino: Ino, change: impl FnOnce(&mut Inode)) -> Result<(), Errno> {
        self.touch(ino);
        change(self.inodes.get_mut(ino).ok_or(Errno::ENOENT)?);
        Ok(())
    }

    /// Marks an inode, and the directories above it, as changed now.
    fn touch(&mut self, ino: Ino) {
        let now = self.epoch.now();
        self.mark(ino, &now);
    }

    fn mark(&mut self, ino: Ino, now: &Stamp) {
        // What is marked already has everything above it marked.
        if self.inodes.get(ino).is_none_or(|inode| inode.stamp == *now) {
            return;
        }
        let Some(inode) = self.inodes.get_mut(ino) else { return };
        inode.stamp = now.clone();
        let mut at = 0;
        while let Some((parent, _)) = self.inodes.get(ino).and_then(|inode| inode.names.get(at)) {
            self.mark(*parent, now);
            at += 1;
        }
    }

    fn add_entry(&mut self, dir: Ino, name: Arc<str>, ino: Ino, mtime: i64) -> Result<(), Errno> {
        match self.lookup(dir, &name) {
            Ok(_) => return Err(Errno::EEXIST),
            Err(Errno::ENOENT) => {}
            Err(other) => return Err(other),
        }
        self.change(dir, |i| {
            i.meta.mtime = mtime;
            if let Node::Dir(entries) = &mut i.node {
                entries.insert_mut(name, ino);
            }
        })
    }

    fn drop_entry(&mut self, dir: Ino, name: &str, mtime: i64) -> Result<(), Errno> {
        self.change(dir, |i| {
            i.meta.mtime = mtime;
            if let Node::Dir(entries) = &mut i.node {
                entries.remove_mut(name);
            }
        })
    }

    fn collect(&mut self, ino: Ino) {
        if self.held.contains_key(&ino) || self.get(ino).is_ok_and(|i| i.nlink > 0) {
            return;
        }
        if let Ok(data) = self.data(ino) {
            let (held, size) = (data.held(), data.size());
            self.held_bytes = self.held_bytes.saturating_sub(held);
            self.used = self.used.saturating_sub(size);
        }
        self.inodes.remove(ino);
    }
}
