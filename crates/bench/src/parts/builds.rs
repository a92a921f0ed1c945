//! Builds: fifty steps cold, cached and with one file changed; the prediction after a keystroke; checksums.

use super::worlds::with;
use crate::clock::once;
use crate::report::{Goal, Limit, Report};
use engine::{BuildRequest, Engine};
use session::World;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// Fifty steps: forty-eight small ones, the sources, and a last one over them.
fn dockerfile() -> String {
    let mut text = String::from("FROM busybox\n");
    for number in 0..16 {
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
    with(&["busybox:latest"], all)
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
    let (took, _) = once(|| {
        world.machine().spawn_task(async move {
            let result = engine.build(request, &mut |_| {}).await;
            *sink.borrow_mut() = Some(result.is_ok());
        });
        world.machine().run(u64::MAX, None, || done.borrow().is_some())
    });
    assert_eq!(done.take(), Some(true), "the build works");
    took
}

fn least(runs: usize, work: impl FnMut(usize) -> Duration) -> Duration {
    (0..runs).map(work).min().unwrap_or_default()
}

fn predict(world: &World, text: &str) -> Duration {
    let request = request(world, text);
    let (took, ()) = once(|| {
        let mut prediction = Box::pin(world.engine().predict(request));
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready((steps, error)) = prediction.as_mut().poll(&mut context) else {
            panic!("a prediction waits for nothing");
        };
        assert!(error.is_none() && steps.len() > 50);
    });
    took
}

pub fn measure(report: &mut Report) {
    let text = dockerfile();
    for (name, files) in [("10", 10), ("10,000", 10_000)] {
        let first = world(files);
        let cold = build(&first, &text);
        report.milliseconds(&format!("fifty steps over {name} files, cold"), cold, Goal::NONE);
        let goal = match files {
            10 => Goal::each(Limit::Below(2.0), Limit::Below(10.0)),
            _ => Goal::NONE,
        };
        let cached = least(7, |_| build(&first, &text));
        report.milliseconds(&format!("fifty steps over {name} files, cached"), cached, goal);
        let changed = least(5, |run| {
            let contents = format!("changed {run}\n");
            first.write_file("src/1/1.txt", contents.as_bytes()).unwrap();
            build(&first, &text)
        });
        report.milliseconds(
            &format!("fifty steps over {name} files, one of them changed"),
            changed,
            Goal::NONE,
        );
        let keystroke = least(7, |run| {
            predict(&first, &text.replace("> /listed", &format!("> /listed{run}")))
        });
        report.milliseconds(
            &format!("the prediction after a keystroke, {name} files"),
            keystroke,
            Goal::both(Limit::Below(16.0)),
        );
    }
    let megabytes = 64;
    let big = with(&[], vec![("big".into(), vec![7; megabytes << 20], false)]);
    let took = build(&big, "FROM scratch\nCOPY big /big\n");
    // The copy is checked once and its layer is written down once: each byte is hashed twice.
    report.row(
        "checksum and layer of a context of 64 MiB",
        2.0 * (megabytes << 20) as f64 / 1e6 / took.as_secs_f64(),
        "MB/s",
        Goal::native(Limit::Above(500.0)),
    );
}
