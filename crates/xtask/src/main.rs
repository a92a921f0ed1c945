//! The project's own chores, run as `cargo xtask CHORE`.
//!
//! Each chore is one file; what they share is the project's folders ([`project`]), the way a step is
//! announced, run and explained when it fails ([`step`]), and the tools that a fresh machine lacks
//! ([`setup`]). CONTRIBUTING.md says what each chore is for.

mod bench;
mod browser;
mod clock;
mod fuzz;
mod lessons;
mod native;
mod project;
mod server;
mod setup;
mod site;
mod step;
mod test;
mod tidy;
mod transcripts;

use project::Project;
use std::process::ExitCode;
use step::Failure;

const USAGE: &str = "\
cargo xtask CHORE

    serve [--release] [--port N]
                           install what is missing, build the site, serve it on http://localhost:8080 (or
                           port N) and build it again whenever a source file changes
    build                  the site for any static host, at any sub-path: dist/
    preview                serve dist/ as it is on http://localhost:8080
    test [PHASE…]          everything, or only the phases named:
                           format lint tidy native transcripts site browser
    test --update-floor    the same, and raise tests/transcripts/FLOOR to what agrees now
    test browser -- WORD…  only the browser stories whose file name contains one of the words
    tidy                   the invariants of ARCHITECTURE.md that a program can see
    bench [PART…]          the benchmarks, one table; without a PART docs/measurements.md is written
    profile                find out which functions of page and worker a first lesson runs: js/lists
    fuzz [TARGET] [--seconds N] [--seed N]
                           strangers' bytes for the parsers: the targets under fuzz/
    setup [--tell]         install what serve and test need, or only say what of it is there, and stop
    cargo ARGUMENT…        cargo with the WebAssembly target at hand, whatever the machine's toolchain
                           (cargo xtask cargo check -p engine --target wasm32-unknown-unknown)
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), Failure> {
    let Some((&chore, rest)) = words.split_first() else {
        print!("{USAGE}");
        return Ok(());
    };
    let project = Project::locate()?;
    match chore {
        "serve" => site::serve(&project, rest),
        "build" => site::build(&project).map(|_| ()),
        "preview" => site::preview(&project),
        "test" => test::test(&project, rest),
        "tidy" => test::only_tidy(&project),
        "bench" => bench::bench(&project, rest),
        "profile" => site::profile(&project),
        "fuzz" => fuzz::fuzz(&project, rest),
        "setup" if rest == ["--tell"] => setup::tell(&project),
        "setup" => setup::everything(&project),
        "cargo" => site::cargo(&project, rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::new(format!("no chore is called `{other}`")).advice(USAGE)),
    }
}
