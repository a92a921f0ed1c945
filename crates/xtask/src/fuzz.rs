//! The fuzz targets, which are a workspace of their own under `fuzz/`: strangers' bytes for every parser, from a
//! mutator of ours, so that neither a tool nor a nightly compiler is needed.

use crate::project::Project;
use crate::step::{Failure, run};
use std::process::Command;

/// Passes the words on to the fuzzing program: `[TARGET] [--seconds N] [--seed N]`.
pub fn fuzz(project: &Project, words: &[&str]) -> Result<(), Failure> {
    let folder = project.root.join("fuzz");
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&folder).args([
        "run",
        "--quiet",
        "--release",
        "--locked",
        "--target-dir",
        "../target/fuzz",
        "--",
    ]);
    run(cargo.args(words))
        .map_err(|failure| failure.advice("an input that breaks a law is in fuzz/crashes/; the same seed finds it again"))
}
