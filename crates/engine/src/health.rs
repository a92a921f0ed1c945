//! Health checks: when they run, and what their results make of a container.

use crate::container::{Health, Probe};
use crate::exec::ExecRequest;
use crate::state::State;
use crate::{Engine, HealthCheck};
use machine::sync::{Either, race};
use machine::{Instant, Signal};
use std::time::Duration;

/// Bytes of a probe's output that are kept.
const OUTPUT_LIMIT: usize = 4096;

impl Engine {
    /// Begins to watch a container that has just started.
    pub(crate) fn start_health(&self, id: &str) {
        let check = self.container(id, |c| c.config.config.healthcheck.clone()).ok().flatten();
        let Some(check) = check.filter(|c| !c.test.is_empty() && c.test.first().map(String::as_str) != Some("NONE")) else {
            return;
        };
        let _ = self.with(id, |c| {
            c.health = Some(Health {
                status: "starting",
                failing_streak: 0,
                log: Vec::new(),
            })
        });
        let (engine, owned) = (self.clone(), id.to_string());
        let task = self.machine().spawn_task(async move { engine.watch(&owned, &check).await });
        let _ = self.with(id, |c| c.health_task = Some(task));
    }

    pub(crate) fn stop_health(&self, id: &str) {
        if let Ok(Some(task)) = self.with(id, |c| c.health_task.take()) {
            self.machine().cancel_task(task);
        }
    }

    async fn watch(&self, id: &str, check: &HealthCheck) {
        let or = |value: Duration, default: u64| {
            if value.is_zero() {
                Duration::from_secs(default)
            } else {
                value
            }
        };
        let (interval, timeout) = (or(check.interval, 30), or(check.timeout, 30));
        let start_interval = or(check.start_interval, 5);
        let retries = if check.retries == 0 { 3 } else { check.retries };
        let began = self.now();
        loop {
            let starting = self
                .container(id, |c| c.health.as_ref().is_some_and(|h| h.status == "starting"))
                .unwrap_or(false);
            let in_start = starting && !check.start_period.is_zero() && self.now().since(began) < check.start_period;
            self.machine()
                .sleep(if in_start { start_interval.min(interval) } else { interval })
                .await;
            match self.container(id, |c| c.state) {
                Ok(State::Running) => {}
                Ok(State::Paused) => continue,
                _ => return,
            }
            let probe = self.probe(id, check, timeout).await;
            let grace = !check.start_period.is_zero() && probe.start.since(began) < check.start_period;
            let before = self.container(id, |c| c.health.as_ref().map(|h| h.status)).ok().flatten();
            let after = self.with(id, |c| {
                let health = c.health.as_mut()?;
                if probe.exit_code == 0 {
                    health.failing_streak = 0;
                    health.status = "healthy";
                } else if !(grace && health.status == "starting") {
                    health.failing_streak += 1;
                    if health.failing_streak >= retries {
                        health.status = "unhealthy";
                    }
                }
                health.log.push(probe.clone());
                if health.log.len() > 5 {
                    health.log.remove(0);
                }
                c.changed.update(|v| *v += 1);
                c.health.as_ref().map(|h| h.status)
            });
            let Ok(Some(after)) = after else { return };
            if before != Some(after) {
                let _ = self.container(id, |c| self.container_event(c, &format!("health_status: {after}"), &[]));
            }
        }
    }

    async fn probe(&self, id: &str, check: &HealthCheck, timeout: Duration) -> Probe {
        let start = self.now();
        let (kind, rest) = check.test.split_first().map_or(("", &[][..]), |(k, r)| (k.as_str(), r));
        let cmd = if kind == "CMD-SHELL" {
            let shell = self
                .container(id, |c| c.config.config.shell.clone())
                .ok()
                .flatten()
                .unwrap_or_else(|| vec!["/bin/sh".into(), "-c".into()]);
            shell.into_iter().chain([rest.join(" ")]).collect()
        } else {
            rest.to_vec()
        };
        let execution = match self.exec(
            id,
            ExecRequest {
                cmd,
                ..ExecRequest::default()
            },
        ) {
            Ok(execution) => execution,
            Err(error) => {
                return Probe {
                    start,
                    end: self.now(),
                    exit_code: -1,
                    output: error.to_string(),
                };
            }
        };
        let mut output = Vec::new();
        let run = async {
            while let Some(piece) = execution.output.pop().await {
                output.extend_from_slice(&piece.bytes);
                output.truncate(OUTPUT_LIMIT);
            }
            execution.wait().await
        };
        let machine = self.machine().clone();
        let result = race(run, async move { machine.sleep(timeout).await }).await;
        let end: Instant = self.now();
        match result {
            Either::Left(exit_code) => Probe {
                start,
                end,
                exit_code,
                output: String::from_utf8_lossy(&output).into_owned(),
            },
            Either::Right(()) => {
                let _ = self.machine().signal(execution.pid, Signal::KILL);
                Probe {
                    start,
                    end,
                    exit_code: -1,
                    output: format!("Health check exceeded timeout ({})", go_duration(timeout)),
                }
            }
        }
    }
}

/// A duration as Go prints it: `30s`, `1m0s`, `500ms`.
pub(crate) fn go_duration(duration: Duration) -> String {
    crate::go::format_duration(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX))
}
