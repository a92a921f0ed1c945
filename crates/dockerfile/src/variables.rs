//! Where variables get their values: environments, maps, lists of pairs.

use std::collections::BTreeMap;

/// Where variables get their values.
pub trait Variables {
    /// The value of `name`, or nothing when it is not set.
    fn get(&self, name: &str) -> Option<&str>;
    /// All names, for suggestions, in the order they were first set.
    fn keys(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// An environment in which nothing is set.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoVariables;

impl Variables for NoVariables {
    fn get(&self, _: &str) -> Option<&str> {
        None
    }
}

impl Variables for BTreeMap<String, String> {
    fn get(&self, name: &str) -> Option<&str> {
        BTreeMap::get(self, name).map(String::as_str)
    }
    fn keys(&self) -> Vec<&str> {
        BTreeMap::keys(self).map(String::as_str).collect()
    }
}

impl Variables for [(String, String)] {
    fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
    fn keys(&self) -> Vec<&str> {
        self.iter().map(|(key, _)| key.as_str()).collect()
    }
}

impl Variables for Vec<(String, String)> {
    fn get(&self, name: &str) -> Option<&str> {
        Variables::get(self.as_slice(), name)
    }
    fn keys(&self) -> Vec<&str> {
        Variables::keys(self.as_slice())
    }
}
