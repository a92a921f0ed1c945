//! The table of containers: by the order in which they were made, and by their ids.
//!
//! Each has a place of its own, so that the table moves addresses when it grows, and a list that goes along it finds
//! containers in memory as they were made.

use crate::container::Container;
use std::collections::BTreeMap;

#[derive(Default)]
pub(crate) struct Containers {
    /// Ids to numbers.
    numbers: BTreeMap<String, u64>,
    /// Oldest first.
    made: BTreeMap<u64, Box<Container>>,
}

impl Containers {
    pub fn contains(&self, id: &str) -> bool {
        self.numbers.contains_key(id)
    }

    pub fn get(&self, id: &str) -> Option<&Container> {
        self.made.get(self.numbers.get(id)?).map(Box::as_ref)
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut Container> {
        self.made.get_mut(self.numbers.get(id)?).map(Box::as_mut)
    }

    /// All of them, oldest first.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Container> {
        self.made.values().map(Box::as_ref)
    }

    /// The ids that start so, in their own order.
    pub fn starting(&self, prefix: &str) -> impl Iterator<Item = &String> {
        let from = (std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded);
        let ids = self.numbers.range::<str, _>(from).map(|(id, _)| id);
        ids.take_while(move |id| id.starts_with(prefix))
    }

    /// Takes one in, as the newest.
    pub fn insert(&mut self, mut container: Box<Container>) {
        let number = self.made.last_key_value().map_or(0, |(number, _)| number + 1);
        container.number = number;
        self.numbers.insert(container.id.clone(), number);
        self.made.insert(number, container);
    }

    pub fn remove(&mut self, id: &str) -> Option<Box<Container>> {
        self.made.remove(&self.numbers.remove(id)?)
    }
}
