//! Measures the crate: `cargo run --release -p dockerfile --example bench [FOLDER]`.
//!
//! One megabyte of Dockerfiles, from FOLDER or of those in `examples/dockerfiles`, is parsed with spans and
//! diagnostics; the same text in sizes from 1 kB to 10 MB shows that the cost is linear; one keystroke is made in a file
//! of a thousand lines; memory is what the tree asks of the allocator. With node and the npm package `dockerfile-ast` at
//! hand (`NODE_PATH`), the same texts go through it for comparison; without, its rows are left out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dockerfile::{Dockerfile, Span};

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}

/// The least of several times, after a warm-up.
fn least(runs: usize, mut work: impl FnMut()) -> Duration {
    work();
    (0..runs)
        .map(|_| {
            let start = now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn collect(folder: &Path, out: &mut String) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, out);
        } else if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().contains("Dockerfile"))
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            // A directive or an open heredoc would change what follows.
            let parsed = Dockerfile::parse(text.as_str());
            if parsed.syntax_errors().is_empty() && parsed.directives().is_empty() {
                out.push_str(&text);
                if !text.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
    }
}

fn of_size(seed: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + seed.len());
    while text.len() < bytes {
        text.push_str(seed);
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text.push('\n');
    text
}

fn per_second(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

/// Milliseconds that `dockerfile-ast` takes for a text, if it can be asked.
fn peer(text: &str) -> Option<f64> {
    const SCRIPT: &str = "const {DockerfileParser} = require('dockerfile-ast');
const text = require('fs').readFileSync(0, 'utf8');
const run = () => { const start = process.hrtime.bigint(); DockerfileParser.parse(text).getInstructions();
  return Number(process.hrtime.bigint() - start) / 1e6; };
let least = run(); if (least < 2000) for (let i = 0; i < 3; i++) least = Math.min(least, run());
console.log(least);";
    let mut child = std::process::Command::new("node")
        .args(["-e", SCRIPT])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn main() {
    let folder = std::env::args().nth(1).map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/dockerfiles"),
        PathBuf::from,
    );
    let mut seed = String::new();
    collect(&folder, &mut seed);
    println!("{} bytes of Dockerfiles from {}", seed.len(), folder.display());

    println!("\nparse with spans and diagnostics");
    let mut ours_100k = 0.0;
    for (name, bytes) in [
        ("1 kB", 1_000),
        ("10 kB", 10_000),
        ("100 kB", 100_000),
        ("1 MB", 1_000_000),
        ("10 MB", 10_000_000),
    ] {
        let text = of_size(&seed, bytes);
        let runs = (30_000_000 / bytes).clamp(5, 3_000);
        let parse = least(runs, || {
            black_box(Dockerfile::parse(black_box(text.as_str())));
        });
        let diagnosed = least(runs, || {
            black_box(Dockerfile::parse(black_box(text.as_str())).diagnostics());
        });
        if bytes == 100_000 {
            ours_100k = diagnosed.as_secs_f64() * 1e3;
        }
        println!(
            "  {name:>6}  tree {:7.1} MB/s   tree and diagnostics {:7.1} MB/s",
            per_second(text.len(), parse),
            per_second(text.len(), diagnosed)
        );
    }

    let text = of_size(&seed, 1_000_000);
    let before = LIVE.load(Ordering::Relaxed);
    let parsed = Dockerfile::parse(text.as_str());
    let used = LIVE.load(Ordering::Relaxed) - before;
    println!(
        "\nmemory: {:.2} bytes for a byte of source, the text itself included",
        used as f64 / text.len() as f64
    );
    drop(parsed);

    let lines: Vec<&str> = seed.lines().cycle().take(1_000).collect();
    let text = lines.join("\n") + "\n";
    let mut parsed = Dockerfile::parse(text.as_str());
    println!("\none keystroke in a thousand lines ({} bytes)", text.len());
    for (name, line) in [("first line", 0), ("middle", 500), ("last line", 999)] {
        let at: usize = lines[..line].iter().map(|l| l.len() + 1).sum::<usize>() + lines[line].len();
        let at = u32::try_from(at).unwrap_or(0);
        let edit = least(2_000, || {
            parsed.edit(Span { start: at, end: at }, "x");
            parsed.edit(Span { start: at, end: at + 1 }, "");
        }) / 2;
        let diagnosed = least(2_000, || {
            black_box(parsed.diagnostics());
        });
        println!("  {name:>10}  tree {edit:?}   all diagnostics {diagnosed:?}");
    }

    println!("\nnpm dockerfile-ast");
    for (name, bytes) in [("10 kB", 10_000), ("100 kB", 100_000)] {
        let text = of_size(&seed, bytes);
        match peer(&text) {
            Some(milliseconds) => {
                print!("  {name:>6}  {:.2} MB/s", text.len() as f64 / 1e3 / milliseconds);
                if bytes == 100_000 {
                    print!("   ours takes {:.5} of its time", ours_100k / milliseconds);
                }
                println!();
            }
            None => println!("  {name:>6}  not at hand"),
        }
    }
}
