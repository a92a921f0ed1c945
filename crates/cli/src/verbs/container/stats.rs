//! `docker stats`.
//!
//! The processor's and the memory's use come from the processes. Left out: network and block bytes,
//! which the machine does not count.

use crate::call::{Call, Failure, Outcome};
use crate::format::{self, Headings};
use crate::gotemplate::Value;
use engine::{Filters, State};
use std::collections::BTreeMap;
use std::time::Duration;

const HEADINGS: Headings = &[
    ("Container", "CONTAINER"),
    ("ID", "CONTAINER ID"),
    ("Name", "NAME"),
    ("CPUPerc", "CPU %"),
    ("MemUsage", "MEM USAGE / LIMIT"),
    ("MemPerc", "MEM %"),
    ("NetIO", "NET I/O"),
    ("BlockIO", "BLOCK I/O"),
    ("PIDs", "PIDS"),
];

const TABLE: &str =
    "table {{.ID}}\\t{{.Name}}\\t{{.CPUPerc}}\\t{{.MemUsage}}\\t{{.MemPerc}}\\t{{.NetIO}}\\t{{.BlockIO}}\\t{{.PIDs}}";

pub async fn stats(call: Call) -> Outcome {
    stream(&call, &Filters::default()).await
}

/// Shows the containers that filters let through, until it is stopped.
pub async fn stream(call: &Call, filters: &Filters) -> Outcome {
    let flags = &call.flags;
    for name in call.arguments() {
        call.engine.find_container(name)?;
    }
    let format = match flags.get("format").unwrap_or("table") {
        "" | "table" => TABLE.to_string(),
        custom => custom.to_string(),
    };
    let mut before = BTreeMap::new();
    sample(call, filters, &mut before)?;
    loop {
        call.sys
            .sleep(Duration::from_secs(1))
            .await
            .map_err(|_| Failure::status(130))?;
        let rows = sample(call, filters, &mut before)?;
        let text = format::render(&format, HEADINGS, &rows)?;
        if flags.on("no-stream") {
            call.out(&text).await;
            return Ok(());
        }
        call.out(&format!("\x1b[H{}\x1b[J", text.replace('\n', "\x1b[K\n"))).await;
    }
}

/// The containers that are asked for, as rows; keeps each one's processor time.
fn sample(call: &Call, filters: &Filters, before: &mut BTreeMap<String, Duration>) -> Result<Vec<Value>, Failure> {
    let all = call.flags.on("all") || !call.arguments().is_empty();
    let trunc = !call.flags.on("no-trunc");
    let machine = call.engine.machine();
    let mut rows = Vec::new();
    let mut containers = call.engine.list_containers(all, None, filters)?;
    if !call.arguments().is_empty() {
        let wanted: Vec<String> = call
            .arguments()
            .iter()
            .filter_map(|n| call.engine.find_container(n).ok())
            .collect();
        containers.retain(|c| wanted.contains(&c.id));
    }
    for c in containers {
        let (pid, limit, ns) = call.engine.container(&c.id, |c| (c.pid, c.host.memory, c.net_ns))?;
        let running = c.state == State::Running || c.state == State::Paused;
        let processes = pid.filter(|_| running).map(|p| machine.processes(p)).unwrap_or_default();
        let memory: u64 = processes.iter().map(|p| p.memory).sum();
        let limit = match u64::try_from(limit) {
            Ok(n) if n > 0 => n,
            _ => machine.hardware().0,
        };
        let limit = if running { limit } else { 0 };
        let cpu: Duration = processes.iter().map(|p| p.cpu).sum();
        let used = cpu.saturating_sub(before.insert(c.id.clone(), cpu).unwrap_or(cpu));
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole * 100.0 } else { 0.0 };
        // What a container shares with others or with the host is not counted as its own.
        let interfaces = ns.filter(|_| running).map(|ns| machine.net(|net| net.interfaces(ns)));
        let counts = interfaces.unwrap_or_default().into_iter().map(|i| i.traffic.counts());
        let (received, sent) = counts.fold((0_u64, 0_u64), |(received, sent), now| {
            (received.saturating_add(now.received), sent.saturating_add(now.sent))
        });
        let id = if trunc { format::short_id(&c.id) } else { c.id.clone() };
        rows.push(format::row(
            "*container.statsContext",
            vec![
                ("BlockIO", "0B / 0B".into()),
                ("CPUPerc", format!("{:.2}%", used.as_secs_f64() * 100.0).into()),
                ("Container", id.as_str().into()),
                ("ID", id.as_str().into()),
                ("MemPerc", format!("{:.2}%", share(memory as f64, limit as f64)).into()),
                (
                    "MemUsage",
                    format!("{} / {}", format::binary_size(memory), format::binary_size(limit)).into(),
                ),
                ("Name", c.name.as_str().into()),
                (
                    "NetIO",
                    format!("{} / {}", format::short_size(received), format::short_size(sent)).into(),
                ),
                ("PIDs", processes.len().to_string().into()),
            ],
        ));
    }
    Ok(rows)
}
