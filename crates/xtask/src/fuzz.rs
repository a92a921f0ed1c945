//! The fuzz targets under `fuzz/`, each given strangers' bytes for a while by cargo-fuzz.
//!
//! Needs cargo-fuzz and a nightly compiler; both are found or told how to be had, not installed: fuzzing is not
//! part of what every clone must do.

use crate::project::Project;
use crate::step::{Failure, output, run, say, succeeds};
use std::process::Command;

/// Runs one target or all, each for a number of seconds (60 if none is given).
pub fn fuzz(project: &Project, words: &[&str]) -> Result<(), Failure> {
    let seconds = words.iter().find_map(|word| word.parse::<u32>().ok()).unwrap_or(60);
    let named: Vec<&str> = words.iter().copied().filter(|word| word.parse::<u32>().is_err()).collect();
    if !project.root.join("fuzz/Cargo.toml").is_file() {
        return Err(Failure::new("there are no fuzz targets: fuzz/Cargo.toml is missing"));
    }
    if !succeeds(Command::new("cargo").args(["fuzz", "--version"])) {
        return Err(Failure::new("cargo-fuzz is missing").advice("`cargo install cargo-fuzz`, and run this again"));
    }
    if !succeeds(Command::new("cargo").args(["+nightly", "--version"])) {
        return Err(
            Failure::new("a nightly compiler is missing").advice("`rustup toolchain install nightly`, and run this again")
        );
    }
    let targets = output(
        Command::new("cargo")
            .current_dir(&project.root)
            .args(["+nightly", "fuzz", "list"]),
    )?;
    for target in targets.lines().filter(|target| named.is_empty() || named.contains(target)) {
        say(&format!("{target}, for {seconds} s"));
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&project.root)
            .args(["+nightly", "fuzz", "run", target, "--"]);
        run(cargo.arg(format!("-max_total_time={seconds}")))?;
    }
    Ok(())
}
