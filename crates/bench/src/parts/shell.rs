//! The shell in a container: loops, and programs that it starts.

use super::worlds::{line, with};
use crate::report::{Goal, Report};
use std::time::Duration;

/// The loop whose every turn starts a program. The body is written so that no shell takes it for a builtin.
pub const STARTING: &str = "i=0; while [ $i -lt 20000 ]; do /bin/true; i=$((i+1)); done";
/// The loop that only counts.
pub const COUNTING: &str = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";

pub const STARTS: &str = "turns of a shell loop that starts a program";
pub const COUNTS: &str = "turns of a shell loop that only counts";

pub fn measure(report: &mut Report) {
    let world = with(&["busybox:latest"], Vec::new());
    let run = |script: &str| line(&world, &format!("docker run --rm busybox sh -c '{script}'"));
    run("true");
    let best = |script: &str| (0..3).map(|_| run(script)).min().unwrap_or(Duration::MAX);
    report.row(STARTS, 20_000.0 / best(STARTING).as_secs_f64(), "a second", Goal::NONE);
    report.row(COUNTS, 200_000.0 / best(COUNTING).as_secs_f64(), "a second", Goal::NONE);
    let pipes = "i=0; while [ $i -lt 5000 ]; do echo $i | cat > /dev/null; i=$((i+1)); done";
    report.row(
        "pipelines of two programs",
        5_000.0 / best(pipes).as_secs_f64(),
        "a second",
        Goal::NONE,
    );
}
