//! `docker compose cp`: files between the host and a service's containers.

use super::containers::OneOff;
use super::events::Event;
use super::{Compose, borrowed};
use crate::call::{Failure, Outcome};
use crate::verbs::container::cp as docker_cp;

pub async fn cp(compose: Compose) -> Outcome {
    let call = &compose.call;
    let (source, target) = (call.argument(0), call.argument(1));
    if source.is_empty() {
        return Err(Failure::new("source can not be empty"));
    }
    if target.is_empty() {
        return Err(Failure::new("destination can not be empty"));
    }
    let project = compose.project_name().await?;
    let (from, to) = (docker_cp::split(source), docker_cp::split(target));
    let service = match (from.0, to.0) {
        (Some(_), Some(_)) => return Err(Failure::new("copying between services is not supported")),
        (None, None) => return Err(Failure::new("unknown copy direction")),
        (Some(service), None) | (None, Some(service)) => service,
    };
    let index = call.flags.int("index").unwrap_or(0);
    let one_off = match call.flags.on("all") {
        true => OneOff::Include,
        false => OneOff::Exclude,
    };
    let mut containers = match index > 0 {
        true => vec![compose.specified(&project, OneOff::Exclude, true, service, index)?],
        false => compose.containers(&project, one_off, &[service.to_string()])?,
    };
    if containers.is_empty() {
        let shown = crate::opts::quote(service);
        return Err(Failure::new(format!("no container found for service {shown}")));
    }
    if from.0.is_some() {
        containers.truncate(1);
    }
    compose
        .progress
        .run("copy", async {
            for c in containers {
                let (source, target) = match from.0 {
                    Some(_) => (format!("{}:{}", c.name, from.1), to.1.to_string()),
                    None => (from.1.to_string(), format!("{}:{}", c.name, to.1)),
                };
                let told = format!("{source} to {target}");
                compose.on(Event::working(&c.name, "Copying").with(&told)).await;
                let flags = [
                    ("quiet", "true".to_string()),
                    ("archive", call.flags.on("archive").to_string()),
                    ("follow-link", call.flags.on("follow-link").to_string()),
                ];
                docker_cp::cp(borrowed(call, "container cp", &flags, vec![source, target])?).await?;
                compose.on(Event::done(&c.name, "Copied").with(&told)).await;
            }
            Ok(())
        })
        .await
}
