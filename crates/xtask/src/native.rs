//! The workspace's own tests, run natively: one line for each test program, everything in the log, and the
//! whole of what a failing program said.

use crate::project::Project;
use crate::step::{Failure, say};
use crate::test::Tally;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// Builds and runs all tests of all crates, those in documentation too.
pub fn tests(project: &Project) -> Result<Tally, Failure> {
    let log_path = project.logs().join("native.log");
    let refused = |error: std::io::Error| Failure::new(format!("the native tests could not be run: {error}"));
    std::fs::create_dir_all(project.logs()).map_err(refused)?;
    let mut log = File::create(&log_path).map_err(refused)?;
    let (reader, writer) = std::io::pipe().map_err(refused)?;
    let mut child = Command::new("cargo")
        .current_dir(&project.root)
        .args(["test", "--workspace", "--locked", "--no-fail-fast", "--color", "never"])
        .stdin(Stdio::null())
        .stdout(writer.try_clone().map_err(refused)?)
        .stderr(writer)
        .spawn()
        .map_err(refused)?;

    let mut tally = Tally::default();
    let mut program = String::new();
    let mut said: Vec<String> = Vec::new();
    let mut compiled = 0;
    for line in BufReader::new(reader).lines() {
        let line = line.map_err(refused)?;
        writeln!(log, "{line}").map_err(refused)?;
        let trimmed = line.trim_start();
        if let Some(title) = trimmed
            .strip_prefix("Running ")
            .or_else(|| trimmed.strip_prefix("Doc-tests "))
        {
            program = short_title(title);
            said.clear();
        } else if let Some(result) = parse_result(&line) {
            tally.passed += result.passed;
            tally.failed += result.failed;
            if result.failed > 0 {
                println!("{}", said.join("\n"));
            }
            if result.passed + result.failed > 0 {
                say(&format!(
                    "  {:>5} passed {:>3} failed  {program}",
                    result.passed, result.failed
                ));
            }
            said.clear();
        } else if trimmed.starts_with("Compiling ") {
            compiled += 1;
            if compiled % 25 == 0 {
                say(&format!("  {compiled} crates compiled"));
            }
        } else {
            if line.starts_with("error") || line.starts_with("warning: unused") {
                println!("{line}");
            }
            said.push(line);
        }
    }
    let status = child.wait().map_err(refused)?;
    if !status.success() && tally.failed == 0 {
        // It did not come to a result: it did not compile, or a test program was ended by a signal.
        println!("{}", said.join("\n"));
        return Err(Failure::new("`cargo test` failed").advice(format!("everything it printed is in {}", log_path.display())));
    }
    println!(
        "test result: {}. {} passed; {} failed; 0 ignored; 0 measured; 0 filtered out",
        if tally.failed == 0 { "ok" } else { "FAILED" },
        tally.passed,
        tally.failed
    );
    Ok(tally)
}

/// `unittests src/lib.rs (target/debug/deps/vfs-1b66dd37)` as `vfs: unit tests`, and the like.
fn short_title(title: &str) -> String {
    let Some((what, binary)) = title.split_once(" (") else {
        return format!("{title}: documentation");
    };
    let binary = binary.trim_end_matches(')').rsplit('/').next().unwrap_or_default();
    let name = binary.rsplit_once('-').map_or(binary, |(name, _)| name);
    let what = if what.starts_with("unittests") { "unit tests" } else { what };
    format!("{name}: {what}")
}

/// The counts in libtest's closing line.
fn parse_result(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?;
    let count = |word: &str| -> Option<usize> {
        let before = counts.split_once(&format!(" {word}"))?.0;
        before.rsplit(' ').next()?.parse().ok()
    };
    Some(Tally {
        passed: count("passed;")?,
        failed: count("failed;")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_program_is_told_by_its_name() {
        assert_eq!(
            short_title("unittests src/lib.rs (target/debug/deps/vfs-1b66dd37)"),
            "vfs: unit tests"
        );
        assert_eq!(
            short_title("tests/layers.rs (target/debug/deps/layers-c85e)"),
            "layers: tests/layers.rs"
        );
        assert_eq!(short_title("vfs"), "vfs: documentation");
    }

    #[test]
    fn the_closing_line_of_a_test_program_is_counted() {
        let line = "test result: FAILED. 41 passed; 2 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        let tally = parse_result(line).unwrap();
        assert_eq!((tally.passed, tally.failed), (41, 2));
        assert!(parse_result("test parses ... ok").is_none());
    }
}
