//! `cargo xtask test`: everything that must hold, phase by phase, each timed; a phase that fails does not keep
//! the later ones from running, so that one run tells all that is wrong.

use crate::clock::{Stopwatch, words};
use crate::project::Project;
use crate::step::{Failure, run, say};
use crate::{browser, lessons, native, site, tidy, transcripts};
use std::process::Command;

/// How many tests a phase ran.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

/// The phases in the order in which they run: the quick ones first.
const PHASES: [&str; 8] = [
    "format",
    "lint",
    "tidy",
    "native",
    "transcripts",
    "lessons",
    "site",
    "browser",
];

/// Runs the phases named in `words`, or all of them; what follows `--` chooses browser stories.
pub fn test(project: &Project, words_given: &[&str]) -> Result<(), Failure> {
    let split = words_given.iter().position(|word| *word == "--").unwrap_or(words_given.len());
    let (named, stories) = words_given.split_at(split);
    let stories = stories.get(1..).unwrap_or_default();
    let update_floor = named.contains(&"--update-floor");
    let named: Vec<&str> = named.iter().copied().filter(|word| *word != "--update-floor").collect();
    if let Some(unknown) = named.iter().find(|word| !PHASES.contains(word)) {
        return Err(Failure::new(format!("`test` has no phase {unknown}")).advice(format!("the phases: {}", PHASES.join(" "))));
    }

    let mut rows = Vec::new();
    let mut total = Tally::default();
    for phase in PHASES.into_iter().filter(|phase| named.is_empty() || named.contains(phase)) {
        say(&format!("── {phase} ──"));
        let watch = Stopwatch::start();
        let result = match phase {
            "format" => format(project),
            "lint" => lint(project),
            "tidy" => tidy::tidy(project),
            "native" => native::tests(project),
            "transcripts" => transcripts::compare(project, update_floor),
            "lessons" => lessons::prove(project),
            "site" => site::build(project).map(|_| one_passed()),
            _ => browser::stories(project, stories),
        };
        let outcome = match result {
            Ok(tally) => {
                total.passed += tally.passed;
                total.failed += tally.failed;
                if tally.failed == 0 {
                    "passed".to_owned()
                } else {
                    format!("{} FAILED", tally.failed)
                }
            }
            Err(failure) => {
                eprintln!("{failure}");
                total.failed += 1;
                "FAILED".to_owned()
            }
        };
        say(&format!("{phase}: {outcome} in {}", words(watch.elapsed())));
        rows.push(format!("  {phase:<12} {outcome:<12} {:>12}", words(watch.elapsed())));
    }

    println!("\n{}\n\n{} passed, {} failed", rows.join("\n"), total.passed, total.failed);
    if total.failed == 0 {
        Ok(())
    } else {
        Err(Failure::new("not everything passed"))
    }
}

/// `cargo xtask tidy`: that phase alone.
pub fn only_tidy(project: &Project) -> Result<(), Failure> {
    test(project, &["tidy"])
}

fn one_passed() -> Tally {
    Tally { passed: 1, failed: 0 }
}

fn format(project: &Project) -> Result<Tally, Failure> {
    let mut cargo = Command::new("cargo");
    run(cargo.current_dir(&project.root).args(["fmt", "--all", "--check"]))
        .map(|()| one_passed())
        .map_err(|failure| failure.advice("`cargo fmt --all` formats everything"))
}

/// Clippy over everything with warnings as errors; the page's programs are checked for the native target too.
fn lint(project: &Project) -> Result<Tally, Failure> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&project.root)
        .args(["clippy", "--quiet", "--workspace", "--all-targets", "--locked"]);
    run(cargo.args(["--", "-D", "warnings"])).map(|()| one_passed())
}
