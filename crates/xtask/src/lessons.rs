//! Every lesson is proven by the headless program (docs/lessons.md), and the pages made out of them are current.

use crate::project::Project;
use crate::step::Failure;
use crate::test::Tally;
use crate::transcripts::headless;
use std::process::Command;

pub fn prove(project: &Project) -> Result<Tally, Failure> {
    let program = headless(project)?;
    let mut tally = Tally::default();
    for words in [&["check", "lessons"][..], &["sheets", "lessons", "--check"]] {
        let mut command = Command::new(&program);
        command.current_dir(&project.root).arg("lesson").args(words);
        let ended = command
            .status()
            .map_err(|error| Failure::new(format!("{} could not be run: {error}", program.display())))?;
        if ended.success() {
            tally.passed += 1;
        } else {
            tally.failed += 1;
        }
    }
    Ok(tally)
}
