//! Hash tables: `dict` in order of insertion, `set` in the order CPython's table gives (setobject.c's probing).
//!
//! They store hashes with keys and never call back: whoever looks up hands in the hash and an equality test.

use crate::heap::Value;

#[derive(Clone)]
pub struct Entry {
    pub hash: u64,
    /// `Null` where an entry was removed.
    pub key: Value,
    pub value: Value,
}

#[derive(Clone, Default)]
pub struct Dict {
    pub entries: Vec<Entry>,
    /// Places in `entries` plus one; 0 is empty. A power of two long.
    index: Vec<u32>,
    live: usize,
}

impl Dict {
    pub fn len(&self) -> usize {
        self.live
    }
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// The place of the first entry with this hash for which `same` says yes.
    pub fn find(&self, hash: u64, mut same: impl FnMut(Value) -> bool) -> Option<usize> {
        if self.index.is_empty() {
            return None;
        }
        let mask = self.index.len() - 1;
        let mut at = spread(hash) & mask;
        loop {
            match self.index[at] {
                0 => return None,
                n => {
                    let place = n as usize - 1;
                    let entry = &self.entries[place];
                    if entry.hash == hash && !entry.key.is_null() && same(entry.key) {
                        return Some(place);
                    }
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// The same, where the test may fail.
    pub fn try_find<E>(&self, hash: u64, mut same: impl FnMut(Value) -> Result<bool, E>) -> Result<Option<usize>, E> {
        let mut error = None;
        let found = self.find(hash, |key| match same(key) {
            Ok(yes) => yes,
            Err(e) => {
                error = Some(e);
                true
            }
        });
        match error {
            Some(e) => Err(e),
            None => Ok(found),
        }
    }

    /// Adds a key that is known not to be there.
    pub fn push(&mut self, hash: u64, key: Value, value: Value) {
        if (self.entries.len() + 1) * 3 >= self.index.len() * 2 {
            self.rebuild();
        }
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
        let place = self.entries.len() as u32;
        insert(&mut self.index, hash, place);
    }

    pub fn set_value(&mut self, place: usize, value: Value) {
        if let Some(entry) = self.entries.get_mut(place) {
            entry.value = value;
        }
    }

    pub fn remove(&mut self, place: usize) -> Option<(Value, Value)> {
        let entry = self.entries.get_mut(place)?;
        if entry.key.is_null() {
            return None;
        }
        let out = (entry.key, entry.value);
        entry.key = Value::Null;
        entry.value = Value::Null;
        self.live -= 1;
        if self.live == 0 {
            self.clear();
        } else if place + 1 == self.entries.len() {
            // A tail of removed entries would make popitem slow; the index may keep pointing at removed places only.
            if self.entries.len() > 32 && self.entries.len() > self.live * 4 {
                self.rebuild();
            }
        }
        Some(out)
    }

    pub fn clear(&mut self) {
        *self = Dict::default();
    }

    fn rebuild(&mut self) {
        self.entries.retain(|e| !e.key.is_null());
        let mut size = 8;
        while size * 2 < (self.entries.len() + 1) * 3 * 2 {
            size *= 2;
        }
        self.index = vec![0; size];
        for (n, entry) in self.entries.iter().enumerate() {
            insert(&mut self.index, entry.hash, n as u32 + 1);
        }
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Value, Value)> + '_ {
        self.entries.iter().filter(|e| !e.key.is_null()).map(|e| (e.key, e.value))
    }

    /// The entry at or after a place, and the place after it.
    pub fn next_from(&self, mut place: usize) -> Option<(Value, Value, usize)> {
        while let Some(entry) = self.entries.get(place) {
            place += 1;
            if !entry.key.is_null() {
                return Some((entry.key, entry.value, place));
            }
        }
        None
    }

    pub fn trace(&self, see: &mut dyn FnMut(Value)) {
        for entry in &self.entries {
            see(entry.key);
            see(entry.value);
        }
    }
}

fn spread(hash: u64) -> usize {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) as usize
}

fn insert(index: &mut [u32], hash: u64, place: u32) {
    let mask = index.len() - 1;
    let mut at = spread(hash) & mask;
    while index[at] != 0 {
        at = (at + 1) & mask;
    }
    index[at] = place;
}

#[derive(Clone, Copy)]
struct Member {
    hash: u64,
    /// `Null` is free; `Ellipsis` with `dummy` is removed.
    key: Value,
    dummy: bool,
}

const FREE: Member = Member { hash: 0, key: Value::Null, dummy: false };
const LINEAR_PROBES: usize = 9;

#[derive(Clone)]
pub struct Set {
    table: Vec<Member>,
    fill: usize,
    used: usize,
}

impl Default for Set {
    fn default() -> Self {
        Set { table: vec![FREE; 8], fill: 0, used: 0 }
    }
}

impl Set {
    pub fn len(&self) -> usize {
        self.used
    }
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }
    pub fn keys(&self) -> impl Iterator<Item = Value> + '_ {
        self.table.iter().filter(|m| !m.key.is_null()).map(|m| m.key)
    }
    pub fn members(&self) -> Vec<(u64, Value)> {
        self.table.iter().filter(|m| !m.key.is_null()).map(|m| (m.hash, m.key)).collect()
    }
    pub fn next_from(&self, mut place: usize) -> Option<(Value, usize)> {
        while let Some(member) = self.table.get(place) {
            place += 1;
            if !member.key.is_null() {
                return Some((member.key, place));
            }
        }
        None
    }

    pub fn find<E>(&self, hash: u64, mut same: impl FnMut(Value) -> Result<bool, E>) -> Result<Option<usize>, E> {
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        let mut perturb = hash;
        loop {
            let probes = if at + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for n in 0..=probes {
                let member = &self.table[at + n];
                if member.key.is_null() && !member.dummy {
                    return Ok(None);
                }
                if member.hash == hash && !member.key.is_null() && same(member.key)? {
                    return Ok(Some(at + n));
                }
            }
            perturb >>= 5;
            at = (at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)) & mask;
        }
    }

    /// Adds a key that is known not to be there.
    pub fn push(&mut self, hash: u64, key: Value) {
        if place(&mut self.table, hash, key, false) {
            self.fill += 1;
        }
        self.used += 1;
        let mask = self.table.len() - 1;
        if self.fill * 5 >= mask * 3 {
            let want = if self.used > 50000 { self.used * 2 } else { self.used * 4 };
            self.resize(want);
        }
    }

    fn resize(&mut self, want: usize) {
        let mut size = 8;
        while size <= want {
            size *= 2;
        }
        let mut table = vec![FREE; size];
        for member in &self.table {
            if !member.key.is_null() {
                place(&mut table, member.hash, member.key, true);
            }
        }
        self.table = table;
        self.fill = self.used;
    }

    pub fn remove(&mut self, at: usize) -> Option<Value> {
        let member = self.table.get_mut(at)?;
        if member.key.is_null() {
            return None;
        }
        let key = member.key;
        *member = Member { hash: u64::MAX, key: Value::Null, dummy: true };
        self.used -= 1;
        Some(key)
    }

    /// Removes the first in order.
    pub fn pop(&mut self) -> Option<Value> {
        let at = self.table.iter().position(|m| !m.key.is_null())?;
        self.remove(at)
    }
    pub fn clear(&mut self) {
        *self = Set::default();
    }
}

/// Puts a key into the first free place; false if that place was a removed one.
fn place(table: &mut [Member], hash: u64, key: Value, clean: bool) -> bool {
    let mask = table.len() - 1;
    let mut at = hash as usize & mask;
    let mut perturb = hash;
    loop {
        let probes = if at + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        for n in 0..=probes {
            let member = &mut table[at + n];
            if member.key.is_null() && (!member.dummy || !clean) {
                let fresh = !member.dummy;
                *member = Member { hash, key, dummy: false };
                return fresh;
            }
        }
        perturb >>= 5;
        at = (at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)) & mask;
    }
}
