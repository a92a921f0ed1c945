//! Starting a project's containers, each service behind what it depends on.

use super::Compose;
use super::consumer::Consumer;
use super::containers::{OneOff, by_service, is_one_off, log_name, number, progress_name};
use super::events::Event;
use super::group::{Order, in_order};
use super::lifecycle::{no_containers, waited};
use super::project::{graph, of_containers};
use super::wait::{Dependency, RUNNING_OR_HEALTHY};
use crate::call::{Failure, Outcome};
use compose::Project;
use compose::model::ServiceConfig;
use engine::{ContainerSummary, State};
use machine::sync::{Either, race};
use std::collections::BTreeMap;
use std::time::Duration;

/// How containers are started.
#[derive(Clone, Default)]
pub struct Starting {
    /// Waits until all run and are healthy.
    pub wait: bool,
    /// For so long at most.
    pub wait_timeout: Option<Duration>,
    /// Where hooks are shown.
    pub watched: Option<Consumer>,
}

impl Compose {
    /// What `--wait` and `--wait-timeout` say.
    pub fn starting(&self) -> Result<Starting, Failure> {
        let seconds = self.call.flags.int("wait-timeout").unwrap_or(0);
        let seconds = u64::try_from(seconds).map_err(|_| Failure::new("--wait-timeout must be a non-negative integer"))?;
        Ok(Starting {
            wait: self.call.flags.on("wait"),
            wait_timeout: (seconds > 0).then(|| Duration::from_secs(seconds)),
            watched: None,
        })
    }

    pub async fn start(&self, mut project: Project, starting: &Starting) -> Outcome {
        let containers = self.containers(&project.name, OneOff::Exclude, &[])?;
        let graph = graph(&mut project)?;
        let services = by_service(&containers);
        let (project, all, services) = (&project, &containers, &services);
        in_order(&graph, Order::Up, |name| async move {
            match project.services.get(&name) {
                Some(service) => {
                    let own = services.get(name.as_str()).map(Vec::as_slice).unwrap_or_default();
                    self.start_service(project, &name, service, (all, own), starting).await
                }
                None => Ok(()),
            }
        })
        .await?;
        if !starting.wait {
            return Ok(());
        }
        let completes = |name: &str| {
            project.services.values().any(|s| {
                let dependency = s.depends_on.get(name);
                dependency.is_some_and(|d| d.condition == "service_completed_successfully")
            })
        };
        let wanted: BTreeMap<String, Dependency> = project
            .services
            .iter()
            .filter(|(_, s)| s.scale() != 0 && s.provider.is_none())
            .map(|(name, _)| {
                let condition = match completes(name) {
                    true => "service_completed_successfully",
                    false => RUNNING_OR_HEALTHY,
                };
                let dependency = Dependency {
                    condition: condition.to_string(),
                    required: true,
                };
                (name.clone(), dependency)
            })
            .collect();
        let work = self.wait_dependencies(&project.name, &wanted, all);
        match starting.wait_timeout {
            None => work.await,
            Some(limit) => match race(work, self.call.sys.machine().sleep(limit)).await {
                Either::Left(outcome) => outcome,
                Either::Right(()) => Err(Failure::new(format!(
                    "application not healthy after {}",
                    crate::opts::format_duration(i64::try_from(limit.as_nanos()).unwrap_or(i64::MAX))
                ))),
            },
        }
    }

    async fn start_service(
        &self,
        project: &Project,
        name: &str,
        config: &ServiceConfig,
        (containers, own): (&[ContainerSummary], &[&ContainerSummary]),
        starting: &Starting,
    ) -> Outcome {
        if config.deploy.as_ref().is_some_and(|d| d.replicas == Some(0)) {
            return Ok(());
        }
        self.wait_dependencies(name, &waited(project, config), containers).await?;
        if containers.is_empty() {
            return match config.scale() {
                0 => Ok(()),
                _ => Err(Failure::new(format!(
                    "service {} has no container to start",
                    crate::opts::quote(name)
                ))),
            };
        }
        let mut own: Vec<&ContainerSummary> = own
            .iter()
            .filter(|c| !is_one_off(c) && c.state != State::Running)
            .copied()
            .collect();
        own.sort_by_key(|c| number(c));
        for c in own {
            self.inject(project, config, &c.id)?;
            self.on(Event::working(progress_name(c), "Starting")).await;
            match self.engine().start(&c.id).await {
                Ok(()) | Err(engine::Error::NotModified) => {}
                Err(error) => return Err(error.into()),
            }
            for hook in &config.post_start {
                let short = log_name(c);
                let watched = starting.watched.as_ref().map(|consumer| (consumer, short.as_str()));
                self.run_hook(config, hook, &c.id, watched).await?;
            }
            self.on(Event::done(progress_name(c), "Started")).await;
        }
        Ok(())
    }
}

/// `docker compose start`.
pub async fn verb(compose: Compose) -> Outcome {
    let services = compose.call.arguments().to_vec();
    let starting = compose.starting()?;
    let (project, name) = compose.project_or_name(&services).await?;
    let project = match project {
        Some(project) => project,
        None => {
            let containers = compose.containers(&name, OneOff::Exclude, &[])?;
            if containers.is_empty() {
                return Err(no_containers(&name));
            }
            let mut project = of_containers(&name, &containers);
            if let Some(unknown) = services.iter().find(|s| !project.services.contains_key(*s)) {
                let shown = crate::opts::quote(unknown);
                return Err(Failure::new(format!("no such service: {shown}: not found")));
            }
            project.select_services(&services, compose::Dependencies::Include)?;
            project
        }
    };
    compose.progress.run("start", compose.start(project, &starting)).await
}
