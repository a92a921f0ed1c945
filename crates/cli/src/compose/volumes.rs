//! `docker compose volumes`: the volumes of a project.

use super::containers::{OneOff, service};
use super::{Compose, labels};
use crate::call::{Failure, Outcome};
use engine::Filters;

pub async fn verb(compose: Compose) -> Outcome {
    let call = &compose.call;
    let services = call.arguments().to_vec();
    let (project, name) = compose.project_or_name(&services).await?;
    if let Some(project) = &project
        && let Some(unknown) = services.iter().find(|s| !project.services.contains_key(*s))
    {
        return Err(Failure::new(format!("no such service: {unknown}")));
    }
    let mut filters = Filters::default();
    filters.add("label", &format!("{}={name}", labels::PROJECT));
    let mut volumes = call.engine.volumes(&filters)?;
    if !services.is_empty() {
        let mut used: Vec<String> = Vec::new();
        for c in compose.running(&name, OneOff::Include, &[])? {
            if services.iter().any(|s| s == service(&c)) {
                used.extend(c.mounts);
            }
        }
        volumes.retain(|v| used.contains(&v.name));
    }
    if call.flags.on("quiet") {
        for volume in volumes {
            call.line(&volume.name).await;
        }
        return Ok(());
    }
    crate::verbs::volume::list(call, &volumes, call.flags.get("format").unwrap_or("table")).await
}
