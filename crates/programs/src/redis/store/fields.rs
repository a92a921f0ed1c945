//! A hash's fields in the order in which they came, as a real server keeps small ones.

use std::collections::BTreeMap;

/// Names and values; the index says where a name stands, so that many fields are no slower than few.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    entries: BTreeMap<u64, (Vec<u8>, Vec<u8>)>,
    places: BTreeMap<Vec<u8>, u64>,
    next: u64,
}

impl PartialEq for Fields {
    fn eq(&self, other: &Fields) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Fields {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, name: &[u8]) -> Option<&Vec<u8>> {
        self.entries.get(self.places.get(name)?).map(|(_, value)| value)
    }

    pub fn contains_key(&self, name: &[u8]) -> bool {
        self.places.contains_key(name)
    }

    /// Sets a field; the value that it had.
    pub fn insert(&mut self, name: Vec<u8>, value: Vec<u8>) -> Option<Vec<u8>> {
        let place = *self.places.entry(name.clone()).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.entries.insert(place, (name, value)).map(|(_, old)| old)
    }

    pub fn remove(&mut self, name: &[u8]) -> Option<Vec<u8>> {
        self.entries.remove(&self.places.remove(name)?).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Vec<u8>, &Vec<u8>)> {
        self.entries.values().map(|(name, value)| (name, value))
    }

    pub fn into_pairs(self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
        self.entries.into_values()
    }
}
