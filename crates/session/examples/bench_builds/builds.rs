//! Measures builds.
//!
//! A Dockerfile of fifty steps, built cold, wholly out of the cache, and with one source file changed, over
//! contexts of 10 and of 10,000 files; the live prediction after one keystroke in it; and how fast a context
//! is read for its checksums. Times are this machine's, for the engine alone; the virtual clock is not in them.

#![allow(clippy::disallowed_methods)]

use engine::{BuildRequest, Engine};
use session::{Start, World};
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// Fifty steps: forty-eight small ones, the sources, and a last one over them.
fn dockerfile() -> String {
    let mut text = String::from("FROM busybox\n");
    for number in 0..24 {
        text.push_str(&format!(
            "ENV V{number}={number}\nRUN echo {number} > /f{number}\nWORKDIR /w{number}\n"
        ));
    }
    text.push_str("COPY . /app/\nRUN ls /app > /listed\n");
    text
}

fn world(files: usize) -> World {
    let mut all = vec![("Dockerfile".to_string(), dockerfile().into_bytes(), false)];
    for number in 1..files {
        let text = format!("file {number}\n").repeat(20);
        all.push((format!("src/{}/{number}.txt", number % 100), text.into_bytes(), false));
    }
    World::new(Start {
        files: all,
        ..Start::default()
    })
}

fn request(world: &World, text: &str) -> BuildRequest {
    BuildRequest {
        context: world.context(),
        dockerfile: text.to_string(),
        file_name: "Dockerfile".into(),
        network: "default".into(),
        tags: vec!["bench".into()],
        ..BuildRequest::default()
    }
}

fn build(world: &World, text: &str) -> Duration {
    let request = request(world, text);
    let engine: Engine = world.engine().clone();
    let done: Rc<RefCell<Option<bool>>> = Rc::default();
    let sink = done.clone();
    let start = Instant::now();
    world.machine().spawn_task(async move {
        let result = engine.build(request, &mut |_| {}).await;
        *sink.borrow_mut() = Some(result.is_ok());
    });
    world.machine().run(u64::MAX, None, || done.borrow().is_some());
    let took = start.elapsed();
    assert_eq!(done.take(), Some(true), "the build works");
    took
}

fn least(runs: usize, mut work: impl FnMut(usize) -> Duration) -> Duration {
    (0..runs).map(&mut work).min().unwrap_or_default()
}

fn row(name: &str, took: Duration, goal: &str) {
    println!("{name:<52} {:>10.3} ms  {goal}", took.as_secs_f64() * 1000.0);
}

fn predict(world: &World, text: &str) -> Duration {
    let request = request(world, text);
    let start = Instant::now();
    let mut prediction = Box::pin(world.engine().predict(request));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready((steps, error)) = prediction.as_mut().poll(&mut context) else {
        panic!("a prediction waits for nothing");
    };
    assert!(error.is_none() && steps.len() > 50);
    start.elapsed()
}

/// Prints the rows.
pub fn measure() {
    let text = dockerfile();
    for files in [10, 10_000] {
        let first = world(files);
        row(&format!("{files} files: fifty steps, cold"), build(&first, &text), "");
        let goal = if files == 10 { "goal 2" } else { "" };
        row(
            &format!("{files} files: fifty steps, cached"),
            least(7, |_| build(&first, &text)),
            goal,
        );
        let changed = least(5, |run| {
            first
                .write_file("src/1/1.txt", format!("changed {run}\n").as_bytes())
                .unwrap();
            build(&first, &text)
        });
        row(&format!("{files} files: fifty steps, one file changed"), changed, "");
        let keystroke = least(7, |run| {
            predict(&first, &text.replace("> /listed", &format!("> /listed{run}")))
        });
        row(&format!("{files} files: prediction after a keystroke"), keystroke, "goal 16");
    }
    let megabytes = 64;
    let big = World::new(Start {
        files: vec![("big".into(), vec![7; megabytes << 20], false)],
        ..Start::default()
    });
    let with = build(&big, "FROM scratch\nCOPY big /big\n");
    // The copy is checked once and its layer is written down once: each byte is hashed twice.
    let rate = 2.0 * megabytes as f64 / with.as_secs_f64();
    println!(
        "{:<52} {rate:>10.0} MB/s goal 500",
        "checksum and layer of a context of 64 MiB"
    );
}
