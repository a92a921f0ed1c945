//! /etc/apk/world and /lib/apk/db/installed.

use super::known;
use crate::packages::Console;
use machine::Errno;
use std::collections::BTreeSet;

pub(super) const WORLD: &str = "/etc/apk/world";

const INSTALLED: &str = "/lib/apk/db/installed";

/// A paragraph of the database.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) depends: Vec<String>,
    pub(super) installed: u64,
    pub(super) text: String,
}

pub(super) struct Database {
    pub(super) entries: Vec<Entry>,
    pub(super) world: Vec<String>,
}

impl Database {
    pub(super) fn read(console: &Console) -> Database {
        let text = console.text(INSTALLED);
        Database {
            entries: text.split("\n\n").filter(|p| !p.trim().is_empty()).map(entry).collect(),
            world: console.text(WORLD).split_whitespace().map(str::to_string).collect(),
        }
    }

    pub(super) fn write(&self, console: &Console) -> Result<(), Errno> {
        let text: String = self
            .entries
            .iter()
            .map(|e| format!("{}\n\n", e.text.trim_matches('\n')))
            .collect();
        console.sys.mkdir_all("/lib/apk/db", 0o755)?;
        console.sys.write_file(INSTALLED, text.as_bytes(), 0o644)?;
        let mut world: Vec<&str> = self.world.iter().map(String::as_str).collect();
        world.sort_unstable();
        world.dedup();
        let world: String = world.iter().map(|name| format!("{name}\n")).collect();
        console.sys.write_file(WORLD, world.as_bytes(), 0o644)
    }

    pub(super) fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.name == name)
    }

    /// Names of all that the world needs, among what is installed.
    pub(super) fn needed(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        let mut todo: Vec<String> = self.world.iter().map(|name| bare(name).to_string()).collect();
        while let Some(name) = todo.pop() {
            let name = match self.find(&name) {
                Some(entry) => entry.name.clone(),
                None => match known(&name) {
                    Some(package) => package.name.clone(),
                    None => continue,
                },
            };
            if let Some(entry) = self.find(&name)
                && out.insert(name.clone())
            {
                todo.extend(entry.depends.iter().cloned());
                // A virtual name may be what the database's paragraph needs.
                todo.extend(known(&name).into_iter().flat_map(|p| p.depends.iter().cloned()));
            }
        }
        out
    }

    /// The line that ends every change.
    pub(super) fn summary(&self) -> String {
        let real: Vec<&Entry> = self.entries.iter().filter(|e| !e.name.starts_with('.')).collect();
        let bytes: u64 = real.iter().map(|e| e.installed).sum();
        format!("OK: {} MiB in {} packages\n", bytes >> 20, self.entries.len())
    }
}

pub(super) fn entry(text: &str) -> Entry {
    let field = |key: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(key))
            .unwrap_or_default()
            .trim()
    };
    Entry {
        name: field("P:").to_string(),
        version: field("V:").to_string(),
        depends: field("D:").split_whitespace().map(str::to_string).collect(),
        installed: field("I:").parse().unwrap_or(0),
        text: text.to_string(),
    }
}

/// A name without its version constraint.
pub(super) fn bare(name: &str) -> &str {
    name.split(['=', '<', '>', '~', '@']).next().unwrap_or(name)
}
