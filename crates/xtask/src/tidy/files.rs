//! What no file may name, and how large files are.

use super::{Finding, Source};
use crate::project::Project;
use crate::step::say;
use std::path::Path;

/// Past this many lines a file is worth asking whether there are two rooms in it.
const COMFORTABLE: usize = 600;

/// No file names the folder of this checkout or this user's tools; no lock file names a download address.
pub fn addresses(project: &Project, sources: &[Source]) -> Vec<Finding> {
    let mut private: Vec<String> = vec![project.root.display().to_string(), project.cache.display().to_string()];
    if let Some(home) = std::env::var_os("HOME") {
        private.extend([".cargo", ".rustup"].map(|name| Path::new(&home).join(name).display().to_string()));
    }
    // A checkout right below the root, such as /app, has a name that simulated machines use too.
    private.retain(|path| path.matches('/').count() > 1);
    let mut findings = Vec::new();
    for source in sources {
        let is_npm_lock = source.path.ends_with("package-lock.json");
        let is_cargo_lock = source.path.ends_with("Cargo.lock");
        for (number, line) in (1..).zip(source.text.lines()) {
            if let Some(path) = private.iter().find(|path| line.contains(path.as_str())) {
                findings.push(Finding::at(
                    &source.path,
                    number,
                    &format!("names {path}, a folder of this machine"),
                ));
            }
            if is_npm_lock && line.trim_start().starts_with("\"resolved\":") {
                findings.push(Finding::at(&source.path, number, "names a download address"));
            }
            if is_cargo_lock && line.starts_with("source = ") && !line.contains("\"registry+") {
                findings.push(Finding::at(
                    &source.path,
                    number,
                    "a dependency that is not from the registry",
                ));
            }
        }
    }
    findings
}

/// How much Rust there is, and which files have outgrown what is comfortable. A report, not a rule.
pub fn sizes(sources: &[Source]) {
    let mut rust: Vec<(usize, &str)> = sources
        .iter()
        .filter(|source| source.path.ends_with(".rs"))
        .map(|source| (source.text.lines().count(), source.path.as_str()))
        .collect();
    rust.sort_by(|one, other| other.cmp(one));
    let lines: usize = rust.iter().map(|(lines, _)| lines).sum();
    let large = rust.iter().take_while(|(lines, _)| *lines > COMFORTABLE);
    say(&format!(
        "  {} Rust files, {lines} lines; {} past {COMFORTABLE} lines:",
        rust.len(),
        large.clone().count()
    ));
    for (lines, path) in large.take(12) {
        println!("          {lines:>5}  {path}");
    }
}
