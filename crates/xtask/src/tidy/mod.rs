//! The invariants of ARCHITECTURE.md and the habits of the project that a program can see, checked over what git tracks.
//!
//! Each check returns findings, one for each place that is not as it should be. What clippy or the compiler
//! can see is left to them.

mod crates;
mod files;
mod licences;
mod sources;

use crate::project::Project;
use crate::step::{Failure, output, say};
use crate::test::Tally;
use std::path::PathBuf;
use std::process::Command;

/// One place that is not as it should be, as `path:line: what`.
pub struct Finding(String);

impl Finding {
    fn at(path: &str, line: usize, what: &str) -> Self {
        Self(format!("{path}:{line}: {what}"))
    }

    fn of(subject: &str, what: &str) -> Self {
        Self(format!("{subject}: {what}"))
    }
}

/// A tracked text file.
pub struct Source {
    /// Its path from the project's root, with `/`.
    pub path: String,
    pub text: String,
}

/// Runs every check; each counts as one test.
pub fn tidy(project: &Project) -> Result<Tally, Failure> {
    let sources = tracked(project)?;
    let metadata = crates::metadata(project)?;
    let checks: [(&str, Vec<Finding>); 9] = [
        ("crates depend on each other in one direction", crates::direction(&metadata)),
        ("nothing under crates/ knows a browser", crates::browser(&metadata)),
        ("crates take the workspace's lints", crates::lints(&sources)),
        ("licences are permissive", licences::check(&metadata, &sources)?),
        ("every Rust file opens with //!", sources::openings(&sources)),
        (
            "no test is switched off, nothing is left to do",
            sources::switched_off(&sources),
        ),
        ("the core asks nothing of its host", sources::host(&sources)),
        ("no code names a lesson", sources::lessons(&sources)),
        (
            "no file names this machine or a download address",
            files::addresses(project, &sources),
        ),
    ];
    let mut tally = Tally::default();
    for (title, findings) in checks {
        say(&format!(
            "  {} {title}",
            if findings.is_empty() { "ok    " } else { "FAILED" }
        ));
        for Finding(line) in &findings {
            println!("          {line}");
        }
        if findings.is_empty() {
            tally.passed += 1
        } else {
            tally.failed += 1
        }
    }
    files::sizes(&sources);
    Ok(tally)
}

/// What git tracks or would track, as far as it is text.
fn tracked(project: &Project) -> Result<Vec<Source>, Failure> {
    let mut git = Command::new("git");
    git.current_dir(&project.root)
        .args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let list = output(&mut git)?;
    let read = |path: &str| {
        let full: PathBuf = project.root.join(path);
        Some(Source {
            path: path.to_owned(),
            text: std::fs::read_to_string(full).ok()?,
        })
    };
    Ok(list.lines().filter_map(read).collect())
}

/// The lines of a Rust file that are not its unit tests, numbered from one.
///
/// Unit tests are a module at the end of their file: what follows `#[cfg(test)]` is left out.
fn program_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}
