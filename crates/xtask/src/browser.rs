//! The browser tests: stories under tests/browser, told to the finished site by a real browser.
//!
//! Node's test runner tells them; tests/browser/harness.mjs opens the pages and watches them.

use crate::project::{Project, files_under};
use crate::server::{SUBPATH, Server};
use crate::setup;
use crate::step::{Failure, say, spelled};
use crate::test::Tally;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Tells the stories whose file name contains one of `words`, or all of them.
pub fn stories(project: &Project, chosen: &[&str]) -> Result<Tally, Failure> {
    if !project.dist().join("index.html").is_file() {
        return Err(Failure::new("dist/ has no site to test").advice("`cargo xtask build`, or `cargo xtask test site browser`"));
    }
    let is_chosen = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        chosen.is_empty() || chosen.iter().any(|word| name.contains(word))
    };
    let is_story = |path: &std::path::Path| path.to_string_lossy().ends_with(".story.mjs");
    let mut files = files_under(&project.root.join("tests/browser"), &is_story);
    files.retain(is_chosen);
    if files.is_empty() {
        return Err(Failure::new("no browser story has such a name"));
    }
    let chromium = setup::browser(project)?;
    let server = Server::start(&project.dist(), 0)?;
    let site = format!("http://localhost:{}", server.port());
    say(&format!(
        "  {} files of stories, told to {site}{SUBPATH} by {}",
        files.len(),
        chromium.display()
    ));

    let mut node = Command::new("node");
    node.current_dir(&project.root)
        // Two cores: the browser and the page's worker take both.
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(&files)
        .env("DRYDOCK_SITE", format!("{site}{SUBPATH}"))
        .env("DRYDOCK_CHROMIUM", &chromium)
        .env("DRYDOCK_SCREENSHOTS", project.root.join("screenshots"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let line = spelled(&node);
    let refused = |error: std::io::Error| Failure::new(format!("`{line}`: {error}"));
    let mut child = node.spawn().map_err(refused)?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(refused)?;
            println!("  {line}");
            // Node closes with a list of counts: `ℹ pass 12`, `ℹ fail 0`.
            let mut words = line.split_whitespace().skip(1);
            if let (true, Some(word), Some(count)) = (line.starts_with('ℹ'), words.next(), words.next()) {
                let count = count.parse().unwrap_or(0);
                match word {
                    "pass" => tally.passed = count,
                    "fail" | "cancelled" | "skipped" | "todo" => tally.failed += count,
                    _ => {}
                }
            }
        }
    }
    let status = child.wait().map_err(refused)?;
    if tally.passed == 0 || (!status.success() && tally.failed == 0) {
        return Err(Failure::new(
            "the browser tests did not come to an end, or had no story to tell",
        ));
    }
    Ok(tally)
}
