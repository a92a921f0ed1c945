//! What differs between a file system and one that it came from: overlayfs' upper directory.
//!
//! Only names on the way to a change are looked at. An inode that both sides share is called the same on both
//! sides and has the same below it; each of the others says what it is called, and so do the directories above.

use crate::{FileKind, Fs, Ino, Inode, Node, ROOT};
use std::cmp::Ordering;
use std::sync::Arc;

/// How a path differs between a fork and its base: the letters of `docker diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Changed,
    Deleted,
}

/// One path that differs, absolute, in the order of a depth-first walk by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub kind: ChangeKind,
    /// The inode in the fork (in the base, if deleted).
    pub ino: Ino,
}

/// The names, on either side, of all inodes that two file systems don't share, by directory and then in order.
struct Marks<'f>(Vec<(Ino, &'f Arc<str>)>);

impl<'f> Marks<'f> {
    fn of(fork: &'f Fs, base: &'f Fs) -> Marks<'f> {
        let mut names = Vec::new();
        fork.inodes.differing(&base.inodes, &mut |new, old| {
            for inode in [new, old].into_iter().flatten() {
                names.extend(inode.names.iter().map(|(dir, name)| (*dir, name)));
            }
        });
        names.sort_unstable();
        names.dedup();
        Marks(names)
    }

    fn below(&self, dir: Ino) -> impl Iterator<Item = &'f Arc<str>> {
        let start = self.0.partition_point(|(at, _)| *at < dir);
        let rest = self.0.get(start..).unwrap_or_default();
        rest.iter().take_while(move |(at, _)| *at == dir).map(|(_, name)| *name)
    }
}

impl Fs {
    /// Every path that differs from `base`, the file system this one was forked from.
    pub fn changes(&self, base: &Fs) -> Vec<Change> {
        let mut out = Vec::new();
        self.compare(base, &Marks::of(self, base), (ROOT, ROOT), "", &mut out);
        out
    }

    /// Bytes in files whose paths were added or changed since `base`.
    pub fn written_since(&self, base: &Fs) -> u64 {
        self.written(base, &Marks::of(self, base), (ROOT, ROOT))
    }

    fn written(&self, base: &Fs, marks: &Marks<'_>, dirs: (Ino, Ino)) -> u64 {
        let mut bytes: u64 = 0;
        for (_, now, before) in self.pairs(base, marks, dirs) {
            let more = match (now, before) {
                (Some(new), None) => self.bytes_below(new),
                (Some(new), Some(was)) => match self.differing(base, new, was) {
                    Some((a, b)) => match (a.kind(), b.kind()) {
                        (FileKind::Dir, FileKind::Dir) => self.written(base, marks, (new, was)),
                        _ if new == was && same(a, b) => 0,
                        _ => self.bytes_below(new),
                    },
                    None => 0,
                },
                _ => 0,
            };
            bytes = bytes.saturating_add(more);
        }
        bytes
    }

    /// Bytes of a file, or of all files below a directory.
    fn bytes_below(&self, ino: Ino) -> u64 {
        match self.get(ino).map(|inode| &inode.node) {
            Ok(Node::File(data)) => data.size(),
            Ok(Node::Dir(entries)) => entries
                .values()
                .map(|ino| self.bytes_below(*ino))
                .fold(0, u64::saturating_add),
            _ => 0,
        }
    }

    /// The names of two directories side by side, sorted; nothing if one is none. Of one directory at two
    /// times only those that are marked.
    fn pairs<'f>(&self, base: &Fs, marks: &Marks<'f>, (new, old): (Ino, Ino)) -> Vec<(Arc<str>, Option<Ino>, Option<Ino>)> {
        let (Ok(Node::Dir(now)), Ok(Node::Dir(before))) = (self.get(new).map(|i| &i.node), base.get(old).map(|i| &i.node)) else {
            return Vec::new();
        };
        if new == old {
            let at = |name: &Arc<str>| (name.clone(), now.get(name).copied(), before.get(name).copied());
            return marks.below(new).map(at).collect();
        }
        let (mut now, mut before) = (now.iter().peekable(), before.iter().peekable());
        std::iter::from_fn(move || {
            let order = match (now.peek(), before.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            let left = if order.is_le() { now.next() } else { None };
            let right = if order.is_ge() { before.next() } else { None };
            let name = left.or(right)?.0.clone();
            Some((name, left.map(|(_, ino)| *ino), right.map(|(_, ino)| *ino)))
        })
        .collect()
    }

    /// Both inodes, unless they and all below them are known to be the same.
    fn differing<'f>(&'f self, base: &'f Fs, new: Ino, was: Ino) -> Option<(&'f Inode, &'f Inode)> {
        let (a, b) = (self.get(new).ok()?, base.get(was).ok()?);
        (new != was || a.stamp != b.stamp).then_some((a, b))
    }

    fn compare(&self, base: &Fs, marks: &Marks<'_>, dirs: (Ino, Ino), path: &str, out: &mut Vec<Change>) {
        for (name, now, before) in self.pairs(base, marks, dirs) {
            let here = || format!("{path}/{name}");
            match (now, before) {
                (None, Some(gone)) => out.push(Change {
                    path: here(),
                    kind: ChangeKind::Deleted,
                    ino: gone,
                }),
                (Some(new), None) => self.added(new, here(), out),
                (Some(new), Some(was)) => {
                    let Some((a, b)) = self.differing(base, new, was) else {
                        continue;
                    };
                    let here = here();
                    let dirs = (a.kind() == FileKind::Dir) && (b.kind() == FileKind::Dir);
                    let children = out.len();
                    if dirs {
                        self.compare(base, marks, (new, was), &here, out);
                    }
                    let entries_changed = dirs && out.len() > children;
                    if entries_changed || (new != was && !dirs) || !same(a, b) {
                        out.insert(
                            children,
                            Change {
                                path: here.clone(),
                                kind: ChangeKind::Changed,
                                ino: new,
                            },
                        );
                    }
                    if !dirs && a.kind() == FileKind::Dir {
                        self.added_below(new, &here, out);
                    }
                }
                (None, None) => {}
            }
        }
    }

    fn added(&self, ino: Ino, path: String, out: &mut Vec<Change>) {
        out.push(Change {
            path: path.clone(),
            kind: ChangeKind::Added,
            ino,
        });
        self.added_below(ino, &path, out);
    }

    fn added_below(&self, ino: Ino, path: &str, out: &mut Vec<Change>) {
        if let Ok(entries) = self.entries(ino) {
            for (name, child) in entries {
                self.added(child, format!("{path}/{name}"), out);
            }
        }
    }
}

/// Whether two inodes look the same to overlayfs' reader: kind, attributes, bytes. A directory's
/// mtime is left out, since Docker's diff leaves it out.
fn same(a: &Inode, b: &Inode) -> bool {
    let meta = |i: &Inode| (i.meta.mode, i.meta.uid, i.meta.gid);
    if meta(a) != meta(b) {
        return false;
    }
    match (&a.node, &b.node) {
        (Node::File(x), Node::File(y)) => a.meta.mtime == b.meta.mtime && x == y,
        (Node::Dir(_), Node::Dir(_)) => true,
        (Node::Symlink(x), Node::Symlink(y)) => x == y,
        (Node::CharDev(x, y), Node::CharDev(v, w)) => (x, y) == (v, w),
        (Node::Fifo, Node::Fifo) | (Node::Socket, Node::Socket) => true,
        _ => false,
    }
}
