//! `docker compose rm`: removes stopped containers.

use super::Compose;
use super::containers::{OneOff, progress_name, service};
use super::events::Event;
use super::group::all;
use crate::call::Outcome;
use engine::ContainerSummary;

pub async fn rm(compose: Compose) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    let services = call.arguments().to_vec();
    let (project, name) = compose.project_or_name(&services).await?;
    if flags.on("stop") {
        let containers = compose.containers(&name, OneOff::Exclude, &[])?;
        let project = compose.or_of_containers(project.clone(), &name, &containers);
        let work = compose.stop_services(project, &services, None);
        compose.progress.run("stop", work).await?;
    }
    let mut stopped = compose.containers(&name, OneOff::Exclude, &services)?;
    if let Some(project) = &project {
        stopped.retain(|c| project.services.contains_key(service(c)));
    }
    stopped.retain(|c| !c.state.is_running());
    if stopped.is_empty() {
        call.err("No stopped containers").await;
        return Ok(());
    }
    let names: Vec<&str> = stopped.iter().map(|c| c.name.as_str()).collect();
    let message = format!("Going to remove {}", names.join(", "));
    let force = flags.on("force");
    match force {
        true => call.line(&message).await,
        false if !compose.confirm(&message).await => return Ok(()),
        false => {}
    }
    let volumes = flags.on("volumes");
    let compose = &compose;
    let work = all(stopped.iter().map(|c| compose.remove_container(c, force, volumes)));
    compose.progress.run("remove", work).await
}

impl Compose {
    pub async fn remove_container(&self, c: &ContainerSummary, force: bool, volumes: bool) -> Outcome {
        self.on(Event::working(progress_name(c), "Removing")).await;
        self.engine().remove(&c.id, force, volumes).await?;
        self.on(Event::done(progress_name(c), "Removed")).await;
        Ok(())
    }
}
