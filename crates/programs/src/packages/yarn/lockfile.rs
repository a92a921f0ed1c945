//! yarn.lock, version 1: patterns (`name@range`) and the releases they were resolved to.
//!
//! Left out: `resolved` and `integrity`, which the catalogue doesn't know; they are read over. Format:
//! github.com/yarnpkg/yarn, src/lockfile.

use crate::packages::npm::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// What a pattern was resolved to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Locked {
    pub version: String,
    /// Names and ranges.
    pub needs: Vec<(String, String)>,
}

/// The entries by their patterns.
pub(super) type Lockfile = BTreeMap<String, Locked>;

/// The pattern of a name and a range, as yarn.lock has it.
pub(super) fn pattern(name: &str, range: &str) -> String {
    format!("{name}@{range}")
}

/// The words of a line, of which some stand in quotes; commas and colons between them fall away.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in line.chars() {
        match c {
            _ if escaped => {
                word.push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ' ' | ',' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Reads a yarn.lock; lines that are none of its are passed over.
pub(super) fn parse(text: &str) -> Lockfile {
    let mut lock = Lockfile::new();
    let mut patterns: Vec<String> = Vec::new();
    let mut in_needs = false;
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let words = words(line.strip_suffix(':').unwrap_or(line));
        if indent == 0 {
            for pattern in &words {
                lock.insert(pattern.clone(), Locked::default());
            }
            patterns = words;
            continue;
        }
        if indent == 2 {
            in_needs = matches!(line, "dependencies:" | "optionalDependencies:");
        }
        let [key, value] = words.as_slice() else {
            continue;
        };
        for pattern in &patterns {
            let Some(entry) = lock.get_mut(pattern) else {
                continue;
            };
            match indent {
                2 if key == "version" => entry.version = value.clone(),
                4 if in_needs => entry.needs.push((key.clone(), value.clone())),
                _ => {}
            }
        }
    }
    lock
}

/// The lock file of a tree that was resolved for these names and ranges.
pub(super) fn of_tree(tree: &Tree, top: &[(String, String)]) -> Lockfile {
    let mut lock = Lockfile::new();
    let mut queue = top.to_vec();
    while let Some((name, range)) = queue.pop() {
        let pattern = pattern(&name, &range);
        let Some((package, version)) = tree.get(&name) else {
            continue;
        };
        if lock.contains_key(&pattern) {
            continue;
        }
        let needs: Vec<(String, String)> = package
            .depends
            .iter()
            .map(|need| need.split_once(' ').unwrap_or((need, "*")))
            .map(|(name, range)| (name.to_string(), range.to_string()))
            .collect();
        queue.extend(needs.clone());
        lock.insert(
            pattern,
            Locked {
                version: version.clone(),
                needs,
            },
        );
    }
    lock
}

/// Whether these patterns reach every entry of a lock file, and no pattern that it lacks: then it stays as it is.
pub(super) fn is_whole(lock: &Lockfile, top: &[(String, String)]) -> bool {
    let mut seen = BTreeSet::new();
    let mut queue: Vec<String> = top.iter().map(|(name, range)| pattern(name, range)).collect();
    while let Some(pattern_here) = queue.pop() {
        let Some(entry) = lock.get(&pattern_here) else {
            return false;
        };
        if seen.insert(pattern_here) {
            queue.extend(entry.needs.iter().map(|(name, range)| pattern(name, range)));
        }
    }
    seen.len() == lock.len()
}

/// A word as yarn.lock writes it: in quotes unless it is plainly a name.
fn quoted(word: &str) -> String {
    let plain = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && !word.starts_with("true")
        && !word.starts_with("false")
        && !word.contains(|c: char| c.is_whitespace() || ":\\\",[]".contains(c));
    if plain {
        word.to_string()
    } else {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// The text of a lock file. Patterns of one name and one release share an entry.
pub(super) fn print(lock: &Lockfile) -> String {
    let mut text = String::from("# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.\n# yarn lockfile v1\n\n\n");
    let name = |pattern: &str| pattern.rsplit_once('@').map(|(name, _)| name.to_string());
    let mut entries: Vec<(Vec<&str>, &Locked)> = Vec::new();
    for (pattern, entry) in lock {
        let same = entries.iter_mut().find(|(patterns, other)| {
            other.version == entry.version && patterns.first().is_some_and(|first| name(first) == name(pattern))
        });
        match same {
            Some((patterns, _)) => patterns.push(pattern),
            None => entries.push((vec![pattern], entry)),
        }
    }
    let written: Vec<String> = entries
        .into_iter()
        .map(|(patterns, entry)| {
            let keys: Vec<String> = patterns.into_iter().map(quoted).collect();
            let mut one = format!("{}:\n  version {}\n", keys.join(", "), quoted(&entry.version));
            if !entry.needs.is_empty() {
                one.push_str("  dependencies:\n");
                let needs: BTreeMap<&String, &String> = entry.needs.iter().map(|(name, range)| (name, range)).collect();
                for (name, range) in needs {
                    one.push_str(&format!("    {} {}\n", quoted(name), quoted(range)));
                }
            }
            one
        })
        .collect();
    text.push_str(&written.join("\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::{is_whole, parse, print};

    const TEXT: &str = "# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.
# yarn lockfile v1


\"@redis/client@^5.0.0\":
  version \"5.9.0\"
  dependencies:
    cluster-key-slot \"1.1.2\"

cluster-key-slot@1.1.2, cluster-key-slot@^1.0.0:
  version \"1.1.2\"
";

    #[test]
    fn what_is_read_is_written_again() {
        assert_eq!(print(&parse(TEXT)), TEXT);
    }

    #[test]
    fn a_lock_file_with_an_entry_that_nobody_wants_is_not_whole() {
        let top = |name: &str, range: &str| (name.to_string(), range.to_string());
        let redis = top("@redis/client", "^5.0.0");
        let slot = top("cluster-key-slot", "^1.0.0");
        assert!(is_whole(&parse(TEXT), &[redis.clone(), slot]));
        assert!(!is_whole(&parse(TEXT), &[redis]));
    }

    #[test]
    fn addresses_and_hashes_are_read_over() {
        let text = "uuid@^9.0.0:\n  version \"9.0.0\"\n  resolved \"somewhere#00\"\n  integrity sha512-x==\n";
        assert_eq!(parse(text)["uuid@^9.0.0"].version, "9.0.0");
    }
}
