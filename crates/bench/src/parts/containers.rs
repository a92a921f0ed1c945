//! The engine and the command line: running, listing, events.

use super::worlds::{line, with};
use crate::clock::{least, once};
use crate::report::{Goal, Limit, Report};
use engine::{ContainerConfig, CreateRequest, Filters, VolumeRequest};
use session::World;
use std::time::Duration;

fn world() -> World {
    with(&["busybox:latest"], Vec::new())
}

fn request(name: String) -> CreateRequest {
    let mut config = ContainerConfig {
        image: "busybox".into(),
        ..ContainerConfig::default()
    };
    config.config.cmd = Some(vec!["true".into()]);
    CreateRequest {
        name: Some(name),
        config,
        ..CreateRequest::default()
    }
}

/// Creates, starts, waits for and removes containers through the engine, all at once.
fn lifecycle(count: usize) -> Duration {
    let world = world();
    let engine = world.engine().clone();
    let done = std::rc::Rc::new(std::cell::Cell::new(false));
    let flag = done.clone();
    let (took, _) = once(|| {
        world.machine().spawn_task(async move {
            let mut ids = Vec::new();
            for n in 0..count {
                ids.push(engine.create(request(format!("bench-{n}"))).expect("an image").0);
            }
            for id in &ids {
                engine.start(id).await.expect("it starts");
            }
            for id in &ids {
                engine.wait(id, "not-running").await.expect("it ends");
                engine.remove(id, false, false).await.expect("it goes");
            }
            flag.set(true);
        });
        world.machine().run(u64::MAX, None, || done.get())
    });
    assert!(done.get());
    took
}

pub fn measure(report: &mut Report) {
    let host = world();
    let run = "docker run --rm busybox true";
    for _ in 0..20 {
        line(&host, run);
    }
    let took = (0..5)
        .map(|_| (0..100).map(|_| line(&host, run)).sum::<Duration>() / 100)
        .min()
        .unwrap_or_default();
    report.microseconds(run, took, Goal::native(Limit::Below(100.0)));
    let mut each = Vec::new();
    for (name, count) in [("1", 1), ("100", 100), ("10,000", 10_000)] {
        let runs = (300 / count).clamp(1, 20);
        let took = (0..runs).map(|_| lifecycle(count)).min().unwrap_or_default();
        let one = took / u32::try_from(count).unwrap_or(1);
        report.microseconds(
            &format!("a container made, started, waited for and removed, of {name}"),
            one,
            Goal::NONE,
        );
        each.push(one.as_secs_f64());
    }
    let linear = Goal::both(Limit::Below(2.0));
    report.row("one of 10,000 against one of 100", each[2] / each[1], "times", linear);

    let mut listed = Vec::new();
    for (name, count) in [("1,000", 1_000), ("10,000", 10_000)] {
        let world = world();
        for n in 0..count {
            world.engine().create(request(format!("bench-{n}"))).expect("an image");
        }
        let list = least(5, || {
            let found = world.engine().list_containers(true, None, &Filters::default());
            assert_eq!(found.expect("a list").len(), count);
        });
        report.milliseconds(&format!("the engine's list of {name} containers"), list, Goal::NONE);
        let goal = match count {
            10_000 => Goal::wasm(Limit::Below(16.0)),
            _ => Goal::NONE,
        };
        let all = (0..5)
            .map(|_| line(&world, "docker ps -a > /dev/null"))
            .min()
            .unwrap_or_default();
        report.milliseconds(&format!("docker ps -a over {name} containers"), all, goal);
        listed.push(all.as_secs_f64() / count as f64);
    }
    report.row(
        "a line of the longer list against the shorter",
        listed[1] / listed[0],
        "times",
        linear,
    );
    events(report);
}

fn events(report: &mut Report) {
    let world = world();
    let engine = world.engine();
    let _subscription = engine.subscribe();
    let before = engine.past_events().len();
    let (took, ()) = once(|| {
        for _ in 0..2_000 {
            let made = engine.create_volume(VolumeRequest::default()).expect("a volume");
            engine.remove_volume(&made.name, false).expect("it goes");
        }
    });
    let count = engine.past_events().len() - before;
    report.row(
        "events, of volumes made and removed",
        count as f64 / took.as_secs_f64(),
        "a second",
        Goal::NONE,
    );
}
