//! What Rust files say: that they open with their purpose, switch no test off, and leave their host alone.

use super::{Finding, Source, program_lines};
use std::collections::BTreeSet;

/// Crates that run on the host and may use it; all others are the core.
const ON_THE_HOST: [&str; 4] = ["crates/bench/", "crates/drydock/", "crates/split/", "crates/xtask/"];

/// What the core may not use: the simulated machine has its own of each.
const HOST: [&str; 13] = [
    "std::env",
    "std::fs",
    "TcpListener",
    "TcpStream",
    "UdpSocket",
    "std::os",
    "std::process",
    "std::thread",
    "SystemTime::",
    "time::Instant",
    "std::io::stdin",
    "std::io::stdout",
    "rand::",
];

fn rust(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| source.path.ends_with(".rs"))
}

pub fn openings(sources: &[Source]) -> Vec<Finding> {
    rust(sources)
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| Finding::at(&source.path, 1, "does not open with //! and what the file is for"))
        .collect()
}

pub fn switched_off(sources: &[Source]) -> Vec<Finding> {
    // Spelled in two parts, or this file would be found.
    let in_rust = [
        concat!("#[", "ignore"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("allow(", "warnings"),
    ];
    let in_stories = [
        concat!(".sk", "ip("),
        concat!(".on", "ly("),
        concat!(".to", "do("),
        concat!("sk", "ip: true"),
    ];
    let mut findings = Vec::new();
    for source in sources {
        let words: &[&str] = match source.path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => &in_rust,
            Some("mjs") if source.path.starts_with("tests/") => &in_stories,
            _ => continue,
        };
        for (number, line) in (1..).zip(source.text.lines()) {
            for word in words.iter().filter(|word| line.contains(**word)) {
                findings.push(Finding::at(
                    &source.path,
                    number,
                    &format!("`{word}` leaves something undone"),
                ));
            }
        }
    }
    findings
}

/// The core reads no clock, randomness, environment, file or thread of its host.
pub fn host(sources: &[Source]) -> Vec<Finding> {
    let is_core = |path: &str| {
        path.starts_with("crates/") && path.contains("/src/") && !ON_THE_HOST.iter().any(|folder| path.starts_with(folder))
    };
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/");
    let mut findings = Vec::new();
    for source in rust(sources).filter(|source| is_core(&source.path) && !is_test(&source.path)) {
        for (number, line) in program_lines(&source.text) {
            let code = line.split("//").next().unwrap_or_default();
            for word in HOST.iter().filter(|word| code.contains(**word)) {
                findings.push(Finding::at(
                    &source.path,
                    number,
                    &format!("`{word}`: the core asks the machine, never the host"),
                ));
            }
        }
    }
    findings
}

/// Lessons are data: their folders' names appear in no program.
pub fn lessons(sources: &[Source]) -> Vec<Finding> {
    let names: BTreeSet<&str> = sources
        .iter()
        .filter_map(|source| source.path.strip_prefix("lessons/")?.split_once('/'))
        .map(|(name, _)| name)
        .filter(|name| name.contains('-'))
        .collect();
    let mut findings = Vec::new();
    for source in rust(sources).filter(|source| source.path.contains("src/")) {
        for (number, line) in program_lines(&source.text) {
            for name in names.iter().filter(|name| line.contains(&format!("\"{name}"))) {
                findings.push(Finding::at(&source.path, number, &format!("names the lesson `{name}`")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_host_is_found_in_the_core_but_not_in_its_tests_or_comments() {
        let text = "//! Not std::fs.\nuse std::fs;\n#[cfg(test)]\nmod tests { use std::env; }\n";
        assert_eq!(host(&[source("crates/vfs/src/lib.rs", text)]).len(), 1);
        assert!(host(&[source("crates/xtask/src/main.rs", text)]).is_empty());
    }

    #[test]
    fn a_test_that_is_switched_off_is_found() {
        let text = format!("//! Tests.\n#[test]\n{}]\nfn later() {{}}\n", concat!("#[", "ignore"));
        assert_eq!(switched_off(&[source("crates/vfs/src/lib.rs", &text)]).len(), 1);
    }
}
