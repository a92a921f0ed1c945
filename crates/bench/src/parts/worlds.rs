//! Worlds to measure in, and lines that must succeed there.

use crate::clock::once;
use session::{Start, World};
use std::time::Duration;

/// A world with these images on its disk and these files in its workspace.
pub fn with(images: &[&str], files: Vec<(String, Vec<u8>, bool)>) -> World {
    World::new(Start {
        local_images: images.iter().map(|image| (*image).to_owned()).collect(),
        files,
        ..Start::default()
    })
}

/// Runs a line of the host's shell; gives what it took.
pub fn line(world: &World, line: &str) -> Duration {
    let (took, ran) = once(|| world.run_line(line));
    assert_eq!(ran.status, 0, "{line}: {}", String::from_utf8_lossy(&ran.output));
    took
}
