//! `docker update`.

use super::options::restart_policy;
use crate::call::{Call, Outcome, daemon_words};
use crate::opts;
use crate::verbs::refuse;

pub async fn update(call: Call) -> Outcome {
    let flags = &call.flags;
    if !call.command.flags.iter().any(|f| flags.changed(f.name)) {
        return refuse("you must provide one or more flags when using this command");
    }
    let policy = match flags.get("restart") {
        Some(text) if !text.is_empty() => Some(restart_policy(text)?),
        _ => None,
    };
    let bytes = |name: &str| match flags.get(name)? {
        "-1" => Some(-1),
        text => opts::parse_bytes(text).ok(),
    };
    let mut failed = Vec::new();
    for name in call.arguments() {
        let result = call.engine.update(name, |host| {
            if let Some(policy) = &policy {
                host.restart_policy = policy.clone();
            }
            host.memory = bytes("memory").unwrap_or(host.memory);
            host.memory_reservation = bytes("memory-reservation").unwrap_or(host.memory_reservation);
            host.memory_swap = bytes("memory-swap").unwrap_or(host.memory_swap);
            host.nano_cpus = flags
                .get("cpus")
                .and_then(|c| opts::parse_cpus(c).ok())
                .unwrap_or(host.nano_cpus);
            host.cpu_shares = flags.int("cpu-shares").unwrap_or(host.cpu_shares);
            host.pids_limit = flags.int("pids-limit").unwrap_or(host.pids_limit);
            if let Some(set) = flags.get("cpuset-cpus") {
                host.cpuset_cpus = set.to_string();
            }
        });
        match result {
            Ok(()) => call.line(name).await,
            Err(error) => failed.push(daemon_words(&error)),
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => refuse(failed.join("\n")),
    }
}
