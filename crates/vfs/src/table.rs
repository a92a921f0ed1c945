//! The inodes of a file system by number: a persistent tree that shares what two snapshots have in common.
//!
//! The digits of a number, four bits each, lead from the root to the inode, so a tree's shape depends on
//! nothing but the numbers in it. What is shared is never written to: a change copies the way to it.
//! So two tables differ only where they don't share, and finding where takes as long as there is to find.

use crate::{Ino, Inode};
use std::sync::Arc;

const BITS: u32 = 4;
const WIDTH: usize = 1 << BITS;

#[derive(Clone, Debug)]
enum Level {
    Branch([Option<Arc<Level>>; WIDTH]),
    Leaf([Option<Arc<Inode>>; WIDTH]),
}

/// A snapshot is a clone.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    root: Arc<Level>,
    /// How many levels of branches there are above the leaves.
    height: u32,
    len: usize,
}

/// The digit of a number that counts at a height.
fn digit(ino: Ino, height: u32) -> usize {
    (ino >> (BITS * height)) as usize % WIDTH
}

impl Default for Table {
    fn default() -> Table {
        Table {
            root: Arc::new(Level::Leaf(Default::default())),
            height: 0,
            len: 0,
        }
    }
}

impl Table {
    pub fn len(&self) -> usize {
        self.len
    }

    fn holds(&self, ino: Ino) -> bool {
        ino.checked_shr(BITS * (self.height + 1)).unwrap_or(0) == 0
    }

    pub fn get(&self, ino: Ino) -> Option<&Inode> {
        if !self.holds(ino) {
            return None;
        }
        let (mut level, mut height) = (&*self.root, self.height);
        loop {
            match level {
                Level::Branch(below) => level = below[digit(ino, height)].as_deref()?,
                Level::Leaf(inodes) => return inodes[digit(ino, 0)].as_deref(),
            }
            height = height.saturating_sub(1);
        }
    }

    /// An inode to change; it and the way to it are copied if a snapshot has them too.
    pub fn get_mut(&mut self, ino: Ino) -> Option<&mut Inode> {
        self.get(ino)?;
        let (mut level, mut height) = (Arc::make_mut(&mut self.root), self.height);
        loop {
            match level {
                Level::Branch(below) => level = Arc::make_mut(below[digit(ino, height)].as_mut()?),
                Level::Leaf(inodes) => return inodes[digit(ino, 0)].as_mut().map(Arc::make_mut),
            }
            height = height.saturating_sub(1);
        }
    }

    pub fn insert(&mut self, ino: Ino, inode: Inode) {
        while !self.holds(ino) {
            let mut below: [Option<Arc<Level>>; WIDTH] = Default::default();
            below[0] = Some(self.root.clone());
            self.root = Arc::new(Level::Branch(below));
            self.height += 1;
        }
        let (mut level, mut height) = (Arc::make_mut(&mut self.root), self.height);
        let slot = loop {
            match level {
                Level::Branch(below) => {
                    level = Arc::make_mut(below[digit(ino, height)].get_or_insert_with(|| {
                        Arc::new(match height {
                            0 | 1 => Level::Leaf(Default::default()),
                            _ => Level::Branch(Default::default()),
                        })
                    }));
                }
                Level::Leaf(inodes) => break &mut inodes[digit(ino, 0)],
            }
            height = height.saturating_sub(1);
        };
        let new = slot.is_none();
        *slot = Some(Arc::new(inode));
        self.len += usize::from(new);
    }

    pub fn remove(&mut self, ino: Ino) {
        if self.get(ino).is_some() {
            remove(Arc::make_mut(&mut self.root), ino, self.height);
            self.len -= 1;
        }
    }

    /// Tells each inode that the two don't share, in the order of their numbers: this table's and the other's.
    pub fn differing<'t>(&'t self, other: &'t Table, tell: &mut impl FnMut(Option<&'t Inode>, Option<&'t Inode>)) {
        differing(Side::of(self), Side::of(other), self.height.max(other.height), tell);
    }
}

/// Takes an inode out; whether nothing is left.
fn remove(level: &mut Level, ino: Ino, height: u32) -> bool {
    match level {
        Level::Branch(below) => {
            let slot = &mut below[digit(ino, height)];
            if slot
                .as_mut()
                .is_some_and(|next| remove(Arc::make_mut(next), ino, height.saturating_sub(1)))
            {
                *slot = None;
            }
            below.iter().all(Option::is_none)
        }
        Level::Leaf(inodes) => {
            inodes[digit(ino, 0)] = None;
            inodes.iter().all(Option::is_none)
        }
    }
}

/// A part of one of two tables that are compared.
#[derive(Clone, Copy)]
struct Side<'t> {
    level: Option<&'t Arc<Level>>,
    height: u32,
}

impl<'t> Side<'t> {
    fn of(table: &'t Table) -> Side<'t> {
        Side {
            level: Some(&table.root),
            height: table.height,
        }
    }

    /// What is in a slot at a height; a table that is not as high has all of itself in the first.
    fn below(self, height: u32, slot: usize) -> Side<'t> {
        if self.height < height {
            return Side {
                level: self.level.filter(|_| slot == 0),
                ..self
            };
        }
        let level = match self.level.map(|level| &**level) {
            Some(Level::Branch(below)) => below[slot].as_ref(),
            _ => None,
        };
        Side {
            level,
            height: height - 1,
        }
    }

    fn inode(self, slot: usize) -> Option<&'t Arc<Inode>> {
        match self.level.map(|level| &**level) {
            Some(Level::Leaf(inodes)) => inodes[slot].as_ref(),
            _ => None,
        }
    }
}

fn shared<T>(new: Option<&Arc<T>>, old: Option<&Arc<T>>) -> bool {
    match (new, old) {
        (Some(new), Some(old)) => Arc::ptr_eq(new, old),
        (None, None) => true,
        _ => false,
    }
}

fn differing<'t>(new: Side<'t>, old: Side<'t>, height: u32, tell: &mut impl FnMut(Option<&'t Inode>, Option<&'t Inode>)) {
    if shared(new.level, old.level) {
        return;
    }
    for slot in 0..WIDTH {
        if height > 0 {
            differing(new.below(height, slot), old.below(height, slot), height - 1, tell);
            continue;
        }
        let (new, old) = (new.inode(slot), old.inode(slot));
        if !shared(new, old) {
            tell(new.map(|inode| &**inode), old.map(|inode| &**inode));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fs, ROOT};
    use std::collections::BTreeMap;

    /// An inode that is told by its user's number.
    fn inode(uid: u32) -> Inode {
        let mut inode = Fs::default().get(ROOT).unwrap().clone();
        inode.meta.uid = uid;
        inode
    }

    fn found(new: &Table, old: &Table) -> Vec<(Option<u32>, Option<u32>)> {
        let mut out = Vec::new();
        let uid = |inode: Option<&Inode>| inode.map(|i| i.meta.uid);
        new.differing(old, &mut |a, b| out.push((uid(a), uid(b))));
        out
    }

    #[test]
    fn what_was_put_in_is_there_until_it_is_taken_out() {
        let mut table = Table::default();
        for ino in [1, 15, 16, 255, 256, 70_000, u32::MAX] {
            table.insert(ino, inode(ino));
        }
        assert_eq!(table.get(70_000).unwrap().meta.uid, 70_000);
        assert_eq!(table.get(u32::MAX).unwrap().meta.uid, u32::MAX);
        assert!(table.get(2).is_none() && table.get(70_001).is_none());
        table.remove(70_000);
        table.remove(70_001);
        assert!(table.get(70_000).is_none());
        assert_eq!(table.len(), 6);
    }

    #[test]
    fn a_snapshot_keeps_what_it_had() {
        let mut table = Table::default();
        table.insert(300, inode(1));
        let before = table.clone();
        table.get_mut(300).unwrap().meta.uid = 2;
        table.insert(5_000, inode(3));
        assert_eq!(before.get(300).unwrap().meta.uid, 1);
        assert!(before.get(5_000).is_none());
        assert_eq!(found(&table, &before), [(Some(2), Some(1)), (Some(3), None)]);
        assert_eq!(found(&before, &table), [(Some(1), Some(2)), (None, Some(3))]);
    }

    #[test]
    fn two_that_share_all_differ_nowhere() {
        let mut table = Table::default();
        (1..1_000).for_each(|ino| table.insert(ino, inode(ino)));
        assert_eq!(found(&table, &table.clone()), []);
    }

    #[test]
    fn what_differs_is_what_a_look_at_every_number_finds() {
        for seed in 0..40 {
            let mut state: u64 = seed;
            let mut dice = |sides: u64| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                ((state >> 33) % sides) as u32
            };
            let (mut table, mut plain) = (Table::default(), BTreeMap::new());
            let mut snapshots = Vec::new();
            for step in 0..300 {
                let ino = 1 + dice([40, 400, 100_000][seed as usize % 3]);
                match dice(3) {
                    0 => {
                        table.remove(ino);
                        plain.remove(&ino);
                    }
                    _ => {
                        table.insert(ino, inode(step));
                        plain.insert(ino, step);
                    }
                }
                if step % 60 == 0 {
                    snapshots.push((table.clone(), plain.clone()));
                }
            }
            assert_eq!(table.len(), plain.len());
            for (then, plain_then) in snapshots {
                let mut expected = Vec::new();
                let mut all: Vec<_> = plain.keys().chain(plain_then.keys()).collect();
                all.sort();
                all.dedup();
                for ino in all {
                    let (a, b) = (plain.get(ino).copied(), plain_then.get(ino).copied());
                    if a != b {
                        expected.push((a, b));
                    }
                }
                assert_eq!(found(&table, &then), expected, "seed {seed}");
            }
        }
    }
}
