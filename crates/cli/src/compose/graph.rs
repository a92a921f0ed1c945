//! Who depends on whom among the services of a project.

use std::collections::{BTreeMap, BTreeSet};

/// Services and what each of them depends on, both ways.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    dependencies: BTreeMap<String, BTreeSet<String>>,
    dependents: BTreeMap<String, BTreeSet<String>>,
}

static NONE: BTreeSet<String> = BTreeSet::new();

impl Graph {
    /// A graph of services without edges.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Graph {
        let mut graph = Graph::default();
        for name in names {
            graph.dependencies.entry(name.to_string()).or_default();
        }
        graph
    }

    /// `service` depends on `other`. False if there is no such service.
    pub fn add(&mut self, service: &str, other: &str) -> bool {
        if !self.dependencies.contains_key(other) {
            return false;
        }
        if let Some(set) = self.dependencies.get_mut(service) {
            set.insert(other.to_string());
            self.dependents
                .entry(other.to_string())
                .or_default()
                .insert(service.to_string());
        }
        true
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.dependencies.keys().map(String::as_str)
    }

    pub fn dependencies(&self, name: &str) -> &BTreeSet<String> {
        self.dependencies.get(name).unwrap_or(&NONE)
    }

    pub fn dependents(&self, name: &str) -> &BTreeSet<String> {
        self.dependents.get(name).unwrap_or(&NONE)
    }

    /// Services that depend on this one, directly or not.
    pub fn ancestors(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&String> = self.dependents(name).iter().collect();
        while let Some(next) = open.pop() {
            if found.insert(next.clone()) {
                open.extend(self.dependents(next));
            }
        }
        found
    }

    /// The services so that each stands behind what it depends on; by name where that leaves a choice.
    pub fn sorted(&self) -> Vec<String> {
        let mut left: BTreeMap<&String, usize> = self.dependencies.iter().map(|(n, d)| (n, d.len())).collect();
        let mut ready: BTreeSet<&String> = left.iter().filter(|(_, n)| **n == 0).map(|(name, _)| *name).collect();
        let mut sorted = Vec::new();
        while let Some(name) = ready.pop_first() {
            sorted.push(name.clone());
            for next in self.dependents(name) {
                if let Some(count) = left.get_mut(next) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.insert(next);
                    }
                }
            }
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_depended_on_comes_first() {
        let mut graph = Graph::of(["app", "db", "cache"]);
        assert!(graph.add("app", "db"));
        assert!(graph.add("app", "cache"));
        assert!(!graph.add("app", "nobody"));
        assert_eq!(graph.sorted(), ["cache", "db", "app"]);
        assert_eq!(graph.ancestors("db").into_iter().collect::<Vec<_>>(), ["app"]);
    }
}
