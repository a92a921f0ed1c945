//! Where a value stands in the tree: its keys from the top, and patterns over them.

use std::fmt;

/// Keys from the top. Items of lists are `[]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(Vec<String>);

impl Path {
    pub fn root() -> Self {
        Path::default()
    }

    /// The path of an entry below this one.
    pub fn next(&self, part: &str) -> Self {
        let mut parts = self.0.clone();
        parts.push(part.to_owned());
        Path(parts)
    }

    /// Whether the path is of the pattern's form: dotted, `*` for any one part.
    pub fn matches(&self, pattern: &str) -> bool {
        let mut wanted = pattern.split('.');
        self.0.iter().all(|part| wanted.next().is_some_and(|w| w == "*" || w == part)) && wanted.next().is_none()
    }

    /// Whether two paths are the same, `*` in the other one standing for any part.
    pub fn matches_path(&self, pattern: &Path) -> bool {
        self.0.len() == pattern.0.len()
            && self
                .0
                .iter()
                .zip(&pattern.0)
                .all(|(part, wanted)| wanted == "*" || wanted == part)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

impl From<&str> for Path {
    fn from(dotted: &str) -> Self {
        Path(dotted.split('.').map(str::to_owned).collect())
    }
}
