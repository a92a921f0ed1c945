//! `docker update`.

use super::options::restart_policy;
use crate::call::{Call, Outcome, daemon_words};
use crate::opts;
use crate::verbs::refuse;
use engine::{HostConfig, RestartPolicy};

pub async fn update(call: Call) -> Outcome {
    let flags = &call.flags;
    if !call.command.flags.iter().any(|f| flags.changed(f.name)) {
        return refuse("you must provide one or more flags when using this command");
    }
    let bytes = |name: &str| match flags.get(name) {
        Some("-1") => -1,
        Some(text) => opts::parse_bytes(text).unwrap_or(0),
        None => 0,
    };
    let request = HostConfig {
        restart_policy: match flags.get("restart") {
            Some(text) if !text.is_empty() => restart_policy(text)?,
            _ => RestartPolicy::default(),
        },
        memory: bytes("memory"),
        memory_reservation: bytes("memory-reservation"),
        memory_swap: bytes("memory-swap"),
        nano_cpus: flags.get("cpus").and_then(|c| opts::parse_cpus(c).ok()).unwrap_or(0),
        cpu_shares: flags.int("cpu-shares").unwrap_or(0),
        cpu_period: flags.int("cpu-period").unwrap_or(0),
        cpu_quota: flags.int("cpu-quota").unwrap_or(0),
        cpuset_cpus: flags.text("cpuset-cpus"),
        cpuset_mems: flags.text("cpuset-mems"),
        pids_limit: flags.int("pids-limit").unwrap_or(0),
        ..HostConfig::default()
    };
    let (mut warnings, mut failed) = (Vec::new(), Vec::new());
    for name in call.arguments() {
        match call.engine.update(name, &request) {
            Ok(more) => {
                call.line(name).await;
                warnings.extend(more);
            }
            Err(error) => failed.push(daemon_words(&error)),
        }
    }
    if !warnings.is_empty() {
        call.line(&warnings.join("\n")).await;
    }
    match failed.is_empty() {
        true => Ok(()),
        false => refuse(failed.join("\n")),
    }
}
