//! The engine and the command line under load: `cargo xtask bench session`. Times are of this machine's clock,
//! the work is the virtual host's: each line of `docker` goes through its shell.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

#[path = "bench_builds/builds.rs"]
mod builds;

use engine::{ContainerConfig, CreateRequest, Filters};
use session::{Start, World};
use std::time::{Duration, Instant};

fn world() -> World {
    World::new(Start {
        local_images: vec!["busybox:latest".into()],
        ..Start::default()
    })
}

fn row(name: &str, total: Duration, count: usize) {
    let each = total.as_secs_f64() * 1e6 / count.max(1) as f64;
    println!("{name:<44} {:>10.1} ms {each:>10.1} µs each", total.as_secs_f64() * 1e3);
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
fn lifecycle(count: usize) {
    let world = world();
    let engine = world.engine().clone();
    let done = std::rc::Rc::new(std::cell::Cell::new(false));
    let flag = done.clone();
    let begun = Instant::now();
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
    world.machine().run(u64::MAX, None, || done.get());
    row(&format!("lifecycle of {count} containers"), begun.elapsed(), count);
}

fn list(count: usize) {
    let world = world();
    for n in 0..count {
        world.engine().create(request(format!("bench-{n}"))).expect("an image");
    }
    let begun = Instant::now();
    let found = world
        .engine()
        .list_containers(true, None, &Filters::default())
        .expect("a list");
    row(&format!("list of {} containers", found.len()), begun.elapsed(), count);
    let begun = Instant::now();
    let ran = world.run_line("docker ps -a | wc -l");
    assert_eq!(ran.status, 0);
    row(&format!("docker ps -a over {count}"), begun.elapsed(), count);
}

fn main() {
    let host = world();
    for _ in 0..20 {
        host.run_line("docker run --rm busybox true");
    }
    let begun = Instant::now();
    for _ in 0..200 {
        host.run_line("docker run --rm busybox true");
    }
    row("docker run --rm busybox true", begun.elapsed(), 200);
    for count in [1, 100, 10_000] {
        lifecycle(count);
    }
    list(100);
    list(10_000);
    let events = world();
    let subscription = events.engine().subscribe();
    let begun = Instant::now();
    let before = events.engine().past_events().len();
    for _ in 0..2_000 {
        let made = events
            .engine()
            .create_volume(engine::VolumeRequest::default())
            .expect("a volume");
        events.engine().remove_volume(&made.name, false).expect("it goes");
    }
    let count = events.engine().past_events().len() - before;
    row("events of volumes made and removed", begun.elapsed(), count);
    drop(subscription);
    builds::measure();
}
