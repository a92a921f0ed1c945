//! Builds as a person meets them: sessions of `docker build` in a fresh world.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "builds/archive.rs"]
mod archive;
#[path = "builds/copying.rs"]
mod copying;
#[path = "builds/incremental.rs"]
mod incremental;
#[path = "builds/java.rs"]
mod java;
#[path = "builds/outputs.rs"]
mod outputs;
#[path = "builds/seeds.rs"]
mod seeds;
#[path = "builds/sources.rs"]
mod sources;
#[path = "builds/stages.rs"]
mod stages;

use session::{Start, World};

/// A world whose workspace holds these files.
pub fn world(files: &[(&str, &str)]) -> World {
    World::new(Start {
        files: files
            .iter()
            .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec(), false))
            .collect(),
        registry: true,
        ..Start::default()
    })
}

/// What a line prints, and its status.
pub fn run(world: &World, line: &str) -> (String, i32) {
    let ran = world.run_line(line);
    (String::from_utf8_lossy(&ran.output).into_owned(), ran.status)
}

/// What a line prints, when it must work.
pub fn works(world: &World, line: &str) -> String {
    let (output, status) = run(world, line);
    assert_eq!(status, 0, "{line}\n{output}");
    output
}

/// The last line of what a build prints that must not work.
pub fn fails(world: &World, line: &str) -> String {
    let (output, status) = run(world, line);
    assert_ne!(status, 0, "{line}\n{output}");
    output.lines().last().unwrap_or_default().to_string()
}

/// The progress as lines `NAME STATE`, without BuildKit's own steps, in the order they end.
pub fn steps(output: &str) -> Vec<String> {
    let mut names = std::collections::BTreeMap::new();
    let mut ended = Vec::new();
    for line in output.lines() {
        let Some((number, rest)) = line.strip_prefix('#').and_then(|l| l.split_once(' ')) else {
            continue;
        };
        if rest.starts_with('[') && !rest.starts_with("[internal]") {
            names.insert(number.to_string(), rest.to_string());
        }
        let state = rest.split([' ', ':']).next().unwrap_or_default();
        if let (Some(name), true) = (names.get(number), ["DONE", "CACHED", "ERROR", "CANCELED"].contains(&state)) {
            ended.push(format!("{name} {state}"));
        }
    }
    ended
}
