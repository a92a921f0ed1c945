//! Where a value stands in the tree: its keys from the top, and patterns over them.

use std::fmt;
use std::rc::Rc;

/// Keys from the top. Items of lists are `[]`. A path shares all but its last key with the one above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path(Option<Rc<Step>>);

#[derive(Debug, PartialEq, Eq)]
struct Step {
    part: String,
    above: Path,
}

impl Path {
    pub fn root() -> Self {
        Path::default()
    }

    /// The path of an entry below this one.
    pub fn next(&self, part: &str) -> Self {
        Path(Some(Rc::new(Step {
            part: part.to_owned(),
            above: self.clone(),
        })))
    }

    /// Keys from the last one up.
    fn upwards(&self) -> impl Iterator<Item = &str> {
        let mut path = self;
        std::iter::from_fn(move || {
            let step = path.0.as_ref()?;
            path = &step.above;
            Some(step.part.as_str())
        })
    }

    /// Whether the path is of the pattern's form: dotted, `*` for any one part.
    pub fn matches(&self, pattern: &str) -> bool {
        let mut wanted = pattern.rsplit('.');
        self.upwards()
            .all(|part| wanted.next().is_some_and(|w| w == "*" || w == part))
            && wanted.next().is_none()
    }

    /// Whether two paths are the same, `*` in the other one standing for any part.
    pub fn matches_path(&self, pattern: &Path) -> bool {
        let mut wanted = pattern.upwards();
        self.upwards()
            .all(|part| wanted.next().is_some_and(|w| w == "*" || w == part))
            && wanted.next().is_none()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<&str> = self.upwards().collect();
        parts.reverse();
        f.write_str(&parts.join("."))
    }
}

impl From<&str> for Path {
    fn from(dotted: &str) -> Self {
        dotted.split('.').fold(Path::root(), |path, part| path.next(part))
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_star_is_any_one_part() {
        let path = Path::from("services.web.ports");
        assert!(path.matches("services.*.ports"));
        assert!(!path.matches("services.*"));
        assert!(!path.matches("*.ports"));
        assert!(!path.matches("a.services.*.ports"));
        assert_eq!(path.next("[]").to_string(), "services.web.ports.[]");
    }
}
