//! The benchmarks: each crate's `examples/bench.rs`, built for speed and run one after another, one table.
//!
//! A benchmark prints its results one to a line, the name first, then two or more spaces or a tab, then the
//! number with its unit; lines of other shapes are shown below the table.

use crate::project::Project;
use crate::step::{Failure, output, say};
use std::process::Command;

/// Runs the benchmarks of the crates named, or of all.
pub fn bench(project: &Project, named: &[&str]) -> Result<(), Failure> {
    let crates = project.root.join("crates");
    let entries = std::fs::read_dir(&crates).map_err(|error| Failure::new(format!("{}: {error}", crates.display())))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("examples/bench.rs").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| named.is_empty() || named.contains(&name.as_str()))
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(Failure::new("no such crate has a benchmark").advice("a benchmark is a crate's examples/bench.rs"));
    }
    let mut rows = Vec::new();
    let mut remarks = Vec::new();
    for name in names {
        say(&format!("{name}: build and run its benchmark"));
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&project.root)
            .args(["run", "--quiet", "--release", "--locked", "--package", &name]);
        for line in output(cargo.args(["--example", "bench"]))?.lines() {
            match parse_row(line) {
                Some((what, number)) => rows.push((name.clone(), what, number)),
                None => remarks.push(format!("{name}: {}", line.trim())),
            }
        }
    }
    let widest = |width: usize, text: &String| width.max(text.chars().count());
    let first = rows.iter().map(|row| &row.0).fold(0, widest);
    let second = rows.iter().map(|row| &row.1).fold(0, widest);
    println!();
    for (name, what, number) in &rows {
        println!("  {name:<first$}  {what:<second$}  {number:>16}");
    }
    for remark in remarks {
        println!("  {remark}");
    }
    Ok(())
}

/// A name and a number with its unit, set apart by a tab or by two spaces.
fn parse_row(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let (what, number) = line.rsplit_once('\t').or_else(|| line.rsplit_once("  "))?;
    let number = number.trim();
    number
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| (what.trim_end_matches([' ', ':']).to_owned(), number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_a_name_and_a_number_set_apart() {
        assert_eq!(
            parse_row("parse 200 lines   12.5 µs"),
            Some(("parse 200 lines".to_owned(), "12.5 µs".to_owned()))
        );
        assert_eq!(parse_row("all of it took long"), None);
    }
}
