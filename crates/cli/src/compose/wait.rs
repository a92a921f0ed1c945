//! Waiting: for what a service depends on before it starts, and `docker compose wait`.

use super::Compose;
use super::containers::{OneOff, is_one_off, progress_name, service};
use super::events::{Event, Status};
use super::group::all_until_failure;
use crate::call::{Failure, Outcome};
use engine::{ContainerSummary, State};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::collections::BTreeMap;
use std::time::Duration;

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// `service_healthy` and so on, or `running_or_healthy` for `--wait`.
    pub condition: String,
    pub required: bool,
}

/// How often Compose looks.
const TICK: Duration = Duration::from_millis(500);

pub const RUNNING_OR_HEALTHY: &str = "running_or_healthy";

impl Compose {
    /// Waits until a service's dependencies are as it wants them. `waited` are those that have to be waited for.
    pub async fn wait_dependencies(
        &self,
        dependant: &str,
        waited: &BTreeMap<String, Dependency>,
        containers: &[ContainerSummary],
    ) -> Outcome {
        let mut work = Vec::new();
        for (name, dependency) in waited {
            let found: Vec<ContainerSummary> = containers
                .iter()
                .filter(|c| service(c) == name && !is_one_off(c))
                .cloned()
                .collect();
            for c in &found {
                self.on(Event::working(progress_name(c), "Waiting")).await;
            }
            if found.is_empty() {
                let missing = format!("{dependant} is missing dependency {name}");
                if dependency.required {
                    return Err(Failure::new(missing));
                }
                self.warn(&missing).await;
                continue;
            }
            work.push(self.wait_for(name, dependency, found));
        }
        all_until_failure(work).await
    }

    async fn wait_for(&self, name: &str, dependency: &Dependency, found: Vec<ContainerSummary>) -> Outcome {
        let shown = crate::opts::quote(name);
        loop {
            self.call.sys.machine().sleep(TICK).await;
            let (ready, problem) = match dependency.condition.as_str() {
                RUNNING_OR_HEALTHY | "service_healthy" => {
                    let or_running = dependency.condition == RUNNING_OR_HEALTHY;
                    match self.healthy(&found, or_running) {
                        Ok(ready) => (ready.then_some("Healthy"), None),
                        Err(why) if or_running => (
                            None,
                            Some((
                                format!("{shown} is not running or is unhealthy"),
                                format!(": {}", why.message),
                                None,
                                why,
                            )),
                        ),
                        Err(why) => (
                            None,
                            Some((
                                format!("{shown} failed to start"),
                                format!(": {}", why.message),
                                Some(format!("dependency {name} failed to start")),
                                Failure::new(format!("dependency failed to start: {}", why.message)),
                            )),
                        ),
                    }
                }
                "service_completed_successfully" => match self.completed(&found)? {
                    None => (None, None),
                    Some(0) => (Some("Exited"), None),
                    Some(code) => {
                        let why = format!("{shown} didn't complete successfully: exit {code}");
                        let told = format!("service {why}");
                        (None, Some((why, String::new(), Some(told.clone()), Failure::new(told))))
                    }
                },
                other => {
                    self.warn(&format!("unsupported depends_on condition: {other}")).await;
                    return Ok(());
                }
            };
            if let Some(word) = ready {
                for c in &found {
                    self.on(Event::done(progress_name(c), word)).await;
                }
                return Ok(());
            }
            let Some((optional, details, told, failure)) = problem else {
                continue;
            };
            if !dependency.required {
                let text = format!("optional dependency {optional}");
                for c in &found {
                    let skipped = format!("Skipped: {text}");
                    self.on(Event::new(progress_name(c), Status::Warning, skipped)).await;
                }
                self.warn(&format!("{text}{details}")).await;
                return Ok(());
            }
            if let Some(told) = told {
                for c in &found {
                    self.on(Event::error(progress_name(c), told.clone())).await;
                }
            }
            return Err(failure);
        }
    }

    /// Whether all are healthy, or run without a health check if that is enough.
    fn healthy(&self, containers: &[ContainerSummary], or_running: bool) -> Result<bool, Failure> {
        for c in containers {
            let (name, state, code, test, health) = self.engine().container(&c.id, |c| {
                let test = c.config.config.healthcheck.as_ref().map(|h| h.test.clone());
                (
                    c.name.clone(),
                    c.state,
                    c.exit_code,
                    test,
                    c.health.as_ref().map(|h| h.status),
                )
            })?;
            let failed = |why: String| Err(Failure::new(format!("container {name} {why}")));
            if state == State::Exited {
                return failed(format!("exited ({code})"));
            }
            let unchecked = test.is_none_or(|t| t.first().is_none_or(|word| word == "NONE"));
            if unchecked && or_running {
                return Ok(state == State::Running);
            }
            match health {
                None => return failed("has no healthcheck configured".into()),
                Some("healthy") => {}
                Some("starting") => return Ok(false),
                Some("unhealthy") => return failed("is unhealthy".into()),
                Some(other) => return failed(format!("had unexpected health status {}", crate::opts::quote(other))),
            }
        }
        Ok(true)
    }

    /// The status of the first that has exited.
    fn completed(&self, containers: &[ContainerSummary]) -> Result<Option<i32>, Failure> {
        for c in containers {
            let (state, code) = self.engine().container(&c.id, |c| (c.state, c.exit_code))?;
            if state == State::Exited {
                return Ok(Some(code));
            }
        }
        Ok(None)
    }
}

/// `docker compose wait`: until containers stop; its status is the last one's.
pub async fn verb(compose: Compose) -> Outcome {
    let call = &compose.call;
    let services = call.arguments().to_vec();
    let (_, name) = compose.project_or_name(&[]).await?;
    let containers = compose.running(&name, OneOff::Include, &services)?;
    if containers.is_empty() {
        let shown = crate::opts::quote(&name);
        return Err(Failure::new(format!("no containers for project {shown}")));
    }
    let engine = call.engine.clone();
    let mut waiting: FuturesUnordered<_> = containers
        .into_iter()
        .map(|c| {
            let engine = engine.clone();
            async move { (engine.wait(&c.id, "not-running").await, c.id) }
        })
        .collect();
    let mut status = 0;
    while let Some((code, id)) = waiting.next().await {
        status = code?;
        let shown = crate::opts::quote(&id);
        call.line(&format!("container {shown} exited with status code {status}"))
            .await;
    }
    if call.flags.on("down-project") {
        super::down::whole_project(&compose, &name).await?;
    }
    match status {
        0 => Ok(()),
        status => Err(Failure::status(status)),
    }
}
