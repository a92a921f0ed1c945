//! Compose projects of growing size brought up and down; a fifth of the services starts behind each other in chains of
//! ten. What a service costs should not depend on how many there are.

use super::worlds::{line, with};
use crate::report::{Goal, Limit, Report};

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

pub fn measure(report: &mut Report) {
    let lines = [
        ("config", "docker compose config -q"),
        ("up", "docker compose up -d"),
        ("up again", "docker compose up -d"),
        ("down", "docker compose down -t 0"),
    ];
    let mut each: [Vec<f64>; 4] = Default::default();
    for services in [50, 200, 800] {
        let world = with(
            &["busybox:latest"],
            vec![("compose.yaml".into(), project(services).into_bytes(), false)],
        );
        for (slot, (name, words)) in lines.iter().enumerate() {
            let took = line(&world, words);
            report.milliseconds(&format!("{name} of {services} services"), took, Goal::NONE);
            each[slot].push(took.as_secs_f64() / services as f64);
        }
    }
    for (slot, (name, _)) in lines.iter().enumerate() {
        let times = each[slot].last().unwrap_or(&0.0) / each[slot].first().unwrap_or(&1.0);
        let linear = Goal::both(Limit::Below(2.0));
        report.row(&format!("{name}: a service of 800 against one of 50"), times, "times", linear);
    }
}
