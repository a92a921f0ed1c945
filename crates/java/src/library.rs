//! The simulated part of Java's library, written in Java (`lib/`), and the names of what the real one has.
//!
//! `lib/names.txt` was listed from the class files of OpenJDK 17, so that a call of what is missing here can be told
//! from a mistake.

use std::collections::BTreeMap;

const FILES: [(&str, &str); 11] = [
    ("java.lang", include_str!("../lib/lang.java")),
    ("java.lang", include_str!("../lib/text.java")),
    ("java.lang", include_str!("../lib/errors.java")),
    ("java.util", include_str!("../lib/collections.java")),
    ("java.util", include_str!("../lib/util.java")),
    ("java.util.function", include_str!("../lib/function.java")),
    ("java.util.stream", include_str!("../lib/stream.java")),
    ("java.util.concurrent", include_str!("../lib/concurrent.java")),
    ("java.io", include_str!("../lib/io.java")),
    ("", include_str!("../lib/net.java")),
    ("", include_str!("../lib/time.java")),
];

const NAMES: &str = include_str!("../lib/names.txt");

/// Where each class of the library is.
pub struct Library {
    /// Full name to package and text, until it is taken.
    classes: BTreeMap<String, (String, String)>,
    /// Simple name to full name.
    places: BTreeMap<String, String>,
    /// Every class of the real library to its methods' and fields' names.
    real: BTreeMap<&'static str, &'static str>,
}

impl Library {
    pub fn new() -> Library {
        let mut classes = BTreeMap::new();
        let mut places = BTreeMap::new();
        for (package, text) in FILES {
            let mut package = package.to_string();
            let mut from = 0;
            let mut at = 0;
            let mut name: Option<String> = None;
            for line in text.split_inclusive('\n') {
                if let Some(rest) = line.strip_prefix("// package ") {
                    package = rest.trim().to_string();
                }
                if line.starts_with("public ") && name.is_none() {
                    let mut words = line.split([' ', '<', '(', '{']).filter(|w| !w.is_empty());
                    let found = words
                        .by_ref()
                        .any(|w| matches!(w, "class" | "interface" | "enum" | "record" | "@interface"));
                    name = words.next().filter(|_| found).map(str::to_string);
                    from = at;
                }
                at += line.len();
                let closed = line.starts_with('}') || line.starts_with("public ") && line.trim_end().ends_with('}');
                if closed && let Some(simple) = name.take() {
                    let full = format!("{package}.{simple}");
                    places.insert(simple, full.clone());
                    classes.insert(full, (package.clone(), text.get(from..at).unwrap_or("").to_string()));
                }
            }
        }
        let real = NAMES.lines().filter_map(|l| l.split_once(' ').or(Some((l, "")))).collect();
        Library { classes, places, real }
    }

    /// The file and text of a class.
    pub fn take(&mut self, full: &str) -> Option<(String, String)> {
        let (package, text) = self.classes.remove(full)?;
        let simple = full.rsplit('.').next().unwrap_or(full);
        Some((format!("{simple}.java"), format!("package {package}; {text}")))
    }

    /// The full names of all simulated classes.
    #[cfg(test)]
    pub fn all(&self) -> Vec<String> {
        self.places.values().cloned().collect()
    }

    /// The full name of a class by its simple one, as the library's own sources see it.
    pub fn place(&self, simple: &str) -> Option<String> {
        self.places.get(simple).cloned()
    }

    /// Whether the real library has a class.
    pub fn real(&self, full: &str) -> bool {
        self.real.contains_key(full) || self.classes.contains_key(full)
    }

    /// Whether the real library has a package.
    pub fn real_package(&self, name: &str) -> bool {
        let prefix = format!("{name}.");
        let inside = self
            .real
            .range(prefix.as_str()..)
            .next()
            .is_some_and(|(n, _)| n.starts_with(&prefix));
        inside || self.classes.keys().any(|n| n.starts_with(&prefix))
    }

    /// Whether a class of the real library has a member of its own or inherited of a name; `None` if it is not known.
    pub fn real_member(&self, full: &str, member: &str) -> Option<bool> {
        let names = self.real.get(full)?;
        if names.is_empty() {
            return None;
        }
        Some(names.split(' ').any(|n| n == member))
    }
}
