//! Parsing Dockerfiles: throughput from 1 kB to 10 MB, one keystroke, memory.

use crate::clock::{least, mean};
use crate::memory;
use crate::report::{Goal, Limit, Report};
use dockerfile::{Dockerfile, Span};
use std::hint::black_box;
use std::time::Duration;

const SIZES: [(&str, usize); 5] = [
    ("1 kB", 1_000),
    ("10 kB", 10_000),
    ("100 kB", 100_000),
    ("1 MB", 1_000_000),
    ("10 MB", 10_000_000),
];

/// The Dockerfiles that texts of any size are made of.
const SEED: &str = concat!(
    include_str!("../../dockerfiles/flask.Dockerfile"),
    include_str!("../../dockerfiles/node.Dockerfile"),
    include_str!("../../dockerfiles/postgres-tools.Dockerfile"),
);

/// The texts that are parsed, with the names of their sizes.
pub fn texts() -> impl Iterator<Item = (&'static str, String)> {
    SIZES.iter().map(|(name, bytes)| (*name, of_size(*bytes)))
}

fn of_size(bytes: usize) -> String {
    let mut text = SEED.repeat(bytes / SEED.len() + 1);
    while !text.is_char_boundary(bytes) {
        text.push('\n');
    }
    text.truncate(bytes);
    text.push('\n');
    text
}

pub fn measure(report: &mut Report) {
    let mut per_byte = Vec::new();
    for (name, text) in texts() {
        let took = mean(u32::try_from(2_000_000 / text.len()).unwrap_or(0).max(1), || {
            let read = Dockerfile::parse(black_box(text.as_str()));
            black_box(read.diagnostics());
        });
        let goal = match name {
            "1 MB" => Goal::native(Limit::Above(100.0)),
            _ => Goal::NONE,
        };
        let rate = text.len() as f64 / 1e6 / took.as_secs_f64();
        report.row(&format!("parse and diagnose {name}"), rate, "MB/s", goal);
        per_byte.push(rate);
    }
    let spread = per_byte.iter().copied().fold(0.0, f64::max) / per_byte.iter().copied().fold(f64::MAX, f64::min);
    let linear = Goal::both(Limit::Below(2.0));
    report.row("the fastest of these sizes against the slowest", spread, "times", linear);

    let text = of_size(1_000_000);
    let before = memory::live();
    let parsed = Dockerfile::parse(text.as_str());
    let used = memory::live() - before;
    report.row(
        "memory for a byte of text, the text included",
        used as f64 / text.len() as f64,
        "bytes",
        Goal::NONE,
    );
    drop(parsed);
    keystrokes(report);
}

fn keystrokes(report: &mut Report) {
    let lines: Vec<&str> = SEED.lines().cycle().take(1_000).collect();
    let text = lines.join("\n") + "\n";
    let mut open = Dockerfile::parse(text.as_str());
    let mut slowest = Duration::ZERO;
    for line in [0, 500, 999] {
        let at: usize = lines[..line].iter().map(|l| l.len() + 1).sum::<usize>() + lines[line].len();
        let at = u32::try_from(at).unwrap_or(0);
        let typed = mean(200, || {
            open.edit(Span { start: at, end: at }, "x");
            open.edit(Span { start: at, end: at + 1 }, "");
        });
        slowest = slowest.max(typed / 2);
    }
    let goal = Goal::each(Limit::Below(100.0), Limit::Below(1_000.0));
    report.microseconds("a keystroke in a thousand lines, the tree", slowest, goal);
    let again = least(50, || {
        black_box(open.diagnostics());
    });
    report.microseconds(
        "a keystroke in a thousand lines, the tree and all diagnostics",
        slowest + again,
        goal,
    );
}
