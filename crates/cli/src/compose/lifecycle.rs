//! `docker compose stop`, `kill`, `pause`, `unpause` and `restart`.

use super::Compose;
use super::containers::{OneOff, by_service, is_one_off, progress_name, service};
use super::events::Event;
use super::group::{self, Order, all, in_order};
use super::project::{graph, of_containers};
use super::wait::Dependency;
use crate::call::{Failure, Outcome};
use compose::model::ServiceConfig;
use compose::{Dependencies, Project};
use engine::{ContainerSummary, Error};
use std::collections::BTreeMap;

impl Compose {
    /// `--timeout` in seconds, if it is given.
    pub fn timeout(&self) -> Option<i64> {
        self.call.flags.int("timeout")
    }

    /// The project of the files, or what the labels of these containers say.
    pub fn or_of_containers(&self, project: Option<Project>, name: &str, containers: &[ContainerSummary]) -> Project {
        project.unwrap_or_else(|| {
            let own: Vec<ContainerSummary> = containers.iter().filter(|c| !is_one_off(c)).cloned().collect();
            let mut project = of_containers(name, &own);
            for service in project.services.values_mut() {
                for dependency in service.depends_on.values_mut() {
                    dependency.required.0 = false;
                }
            }
            project
        })
    }

    /// Stops a container, as its service wants it.
    pub async fn stop_container(&self, service: Option<&ServiceConfig>, c: &ContainerSummary, timeout: Option<i64>) -> Outcome {
        let name = progress_name(c);
        self.on(Event::working(&name, "Stopping")).await;
        if let Some(service) = service {
            for hook in &service.pre_stop {
                match self.run_hook(service, hook, &c.id, None).await {
                    Ok(()) => {}
                    // It does not run any more.
                    Err(failure) if failure.message.starts_with("Error response from daemon") => return Ok(()),
                    Err(failure) => return Err(failure),
                }
            }
        }
        match self.engine().stop(&c.id, timeout, None).await {
            Ok(()) | Err(Error::NotModified) => {}
            Err(error) => {
                self.on(Event::error(&name, "Error while Stopping")).await;
                return Err(error.into());
            }
        }
        self.on(Event::done(&name, "Stopped")).await;
        Ok(())
    }

    /// Stops services, those that depend on others before these.
    pub async fn stop_services(&self, mut project: Project, services: &[String], timeout: Option<i64>) -> Outcome {
        let containers = self.containers(&project.name, OneOff::Exclude, &[])?;
        let graph = graph(&mut project)?;
        let containers = by_service(&containers);
        let (project, containers) = (&project, &containers);
        in_order(&graph, Order::Down, |name| async move {
            if !services.is_empty() && !services.contains(&name) {
                return Ok(());
            }
            let wanted = project.services.get(&name);
            let own = containers.get(name.as_str()).into_iter().flatten();
            all(own.map(|c| self.stop_container(wanted, c, timeout))).await
        })
        .await
    }
}

pub async fn stop(compose: Compose) -> Outcome {
    let services = compose.call.arguments().to_vec();
    let (project, name) = compose.project_or_name(&services).await?;
    let containers = compose.containers(&name, OneOff::Exclude, &[])?;
    let project = compose.or_of_containers(project, &name, &containers);
    let timeout = compose.timeout();
    compose
        .progress
        .run("stop", compose.stop_services(project, &services, timeout))
        .await
}

pub async fn kill(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    let services = compose.call.arguments().to_vec();
    let (project, name) = compose.project_or_name(&services).await?;
    let mut containers = compose.running(&name, OneOff::Include, &services)?;
    let project = compose.or_of_containers(project, &name, &containers);
    if !flags.on("remove-orphans") {
        containers.retain(|c| project.services.contains_key(service(c)));
    }
    if containers.is_empty() {
        compose.call.err("No container to kill").await;
        return Ok(());
    }
    let signal = flags.get("signal").unwrap_or("SIGKILL").to_string();
    let (compose, signal) = (&compose, &signal);
    let work = all(containers.iter().map(|c| compose.kill_container(c, signal)));
    compose.progress.run("kill", work).await
}

impl Compose {
    pub async fn kill_container(&self, c: &ContainerSummary, signal: &str) -> Outcome {
        let name = progress_name(c);
        self.on(Event::working(&name, "Killing")).await;
        if let Err(error) = self.engine().kill(&c.id, signal).await {
            self.on(Event::error(&name, "Error while Killing")).await;
            return Err(error.into());
        }
        self.on(Event::done(&name, "Killed")).await;
        Ok(())
    }

    /// Does something at once to every running container of the services that are named.
    async fn each_running(&self, operation: &str, word: &str, act: impl Fn(&ContainerSummary) -> Result<(), Error>) -> Outcome {
        let services = self.call.arguments().to_vec();
        let (project, name) = self.project_or_name(&services).await?;
        let mut containers = self.running(&name, OneOff::Exclude, &services)?;
        if let Some(project) = &project {
            containers.retain(|c| project.services.contains_key(service(c)));
        }
        self.progress
            .run(operation, async {
                let mut outcome = Ok(());
                for c in &containers {
                    match act(c) {
                        Ok(()) => self.on(Event::done(progress_name(c), word)).await,
                        Err(error) => outcome = outcome.and(Err(error.into())),
                    }
                }
                outcome
            })
            .await
    }
}

pub async fn pause(compose: Compose) -> Outcome {
    let act = |c: &ContainerSummary| compose.engine().pause(&c.id);
    compose.each_running("pause", "Paused", act).await
}

pub async fn unpause(compose: Compose) -> Outcome {
    let act = |c: &ContainerSummary| compose.engine().unpause(&c.id);
    compose.each_running("unpause", "Unpaused", act).await
}

pub async fn restart(compose: Compose) -> Outcome {
    let services = compose.call.arguments().to_vec();
    let (mut project, name) = compose.project_or_name(&[]).await?;
    if let Some(project) = &mut project {
        project.enable_services(&services);
    }
    let containers = compose.containers(&name, OneOff::Exclude, &[])?;
    let mut project = compose.or_of_containers(project, &name, &containers);
    if compose.call.flags.on("no-deps") {
        project.select_services(&services, Dependencies::Ignore)?;
    }
    for service in project.services.values_mut() {
        service.depends_on.retain(|_, dependency| dependency.restart);
    }
    project.select_services(&services, Dependencies::Dependents)?;
    // A service that was not selected does not keep a selected one waiting.
    let there: Vec<String> = project.services.keys().cloned().collect();
    for service in project.services.values_mut() {
        service.depends_on.retain(|name, _| there.contains(name));
    }
    let graph = graph(&mut project)?;
    let timeout = compose.timeout();
    let (compose, project, containers) = (&compose, &project, &containers);
    let work = in_order(&graph, group::Order::Up, |name| async move {
        let Some(config) = project.services.get(&name) else {
            return Ok(());
        };
        compose.wait_dependencies(&name, &waited(project, config), containers).await?;
        all(containers.iter().filter(|c| service(c) == name).map(|c| async move {
            for hook in &config.pre_stop {
                compose.run_hook(config, hook, &c.id, None).await?;
            }
            compose.on(Event::working(progress_name(c), "Restarting")).await;
            compose.engine().restart(&c.id, timeout, None).await?;
            compose.on(Event::done(progress_name(c), "Started")).await;
            for hook in &config.post_start {
                compose.run_hook(config, hook, &c.id, None).await?;
            }
            Ok(())
        }))
        .await
    });
    compose.progress.run("restart", work).await
}

/// The dependencies of a service that have to be waited for: others are started before it, and that is enough.
pub fn waited(project: &Project, service: &ServiceConfig) -> BTreeMap<String, Dependency> {
    service
        .depends_on
        .iter()
        .filter(|(name, dependency)| {
            dependency.condition != "service_started"
                && project
                    .services
                    .get(*name)
                    .is_some_and(|other| other.scale() != 0 && other.provider.is_none())
        })
        .map(|(name, dependency)| {
            let wanted = Dependency {
                condition: dependency.condition.clone(),
                required: dependency.required.0,
            };
            (name.clone(), wanted)
        })
        .collect()
}

/// What is said of containers that nothing was found of.
pub fn no_containers(project: &str) -> Failure {
    Failure::new(format!(
        "no container found for project {}: not found",
        crate::opts::quote(project)
    ))
}
