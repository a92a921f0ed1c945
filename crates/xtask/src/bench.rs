//! The benchmarks: each crate's `examples/bench.rs`, built for speed and run one after another, in one table
//! with a part for each crate.

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
    let mut table = String::new();
    for name in names {
        say(&format!("{name}: build and run its benchmark"));
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&project.root)
            .args(["run", "--quiet", "--release", "--locked"]);
        let rows = output(cargo.args(["--package", &name, "--example", "bench"]))?;
        let rule = "─".repeat(72_usize.saturating_sub(name.chars().count()));
        table.push_str(&format!("\n── {name} {rule}\n"));
        for row in rows.lines().filter(|row| !row.trim().is_empty()) {
            table.push_str(&format!("  {row}\n"));
        }
    }
    print!("{table}");
    Ok(())
}
