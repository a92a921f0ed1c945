//! Measures whole worlds: `cargo run --release -p drydock --example bench`.
//!
//! Compose projects of growing size are brought up and down; a fifth of the services starts behind each other in chains
//! of ten. The cost of a service should not depend on how many there are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::{Start, World};
use std::time::{Duration, Instant};

#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}

fn project(services: usize) -> String {
    let mut text = String::from("services:\n");
    for i in 0..services {
        text.push_str(&format!("  s{i}:\n    image: busybox\n    command: sleep 1000\n"));
        if i % 50 < 10 && i % 10 > 0 {
            text.push_str(&format!("    depends_on: [s{}]\n", i - 1));
        }
    }
    text
}

fn line(world: &World, line: &str) -> Duration {
    let start = now();
    let ran = world.run_line(line);
    assert_eq!(ran.status, 0, "{line}: {}", String::from_utf8_lossy(&ran.output));
    start.elapsed()
}

fn main() {
    println!("docker compose with so many services, milliseconds (and for one service)");
    for services in [50, 100, 200, 400] {
        let mut least = [Duration::MAX; 3];
        for _ in 0..3 {
            let world = World::new(Start {
                files: vec![("compose.yaml".into(), project(services).into_bytes(), false)],
                ..Start::default()
            });
            let lines = ["docker compose config -q", "docker compose up -d", "docker compose down -t 0"];
            for (slot, words) in least.iter_mut().zip(lines) {
                *slot = (*slot).min(line(&world, words));
            }
        }
        let [config, up, down] = least.map(|d| d.as_secs_f64() * 1e3);
        let one = |total: f64| total / services as f64;
        println!(
            "  {services:>4}  config {config:7.1} ({:.3})   up {up:7.1} ({:.3})   down {down:7.1} ({:.3})",
            one(config),
            one(up),
            one(down)
        );
    }
}
