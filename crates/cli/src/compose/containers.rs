//! The containers of a project, by their labels.

use super::{Compose, labels};
use crate::call::Failure;
use engine::{ContainerSummary, Engine, Filters, State};
use std::collections::BTreeMap;

/// Which containers of `docker compose run` are wanted too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneOff {
    Include,
    Exclude,
}

/// A service's container number; 0 for a container of `run`.
pub fn number(c: &ContainerSummary) -> u32 {
    c.labels.get(labels::NUMBER).and_then(|n| n.parse().ok()).unwrap_or(0)
}

pub fn service(c: &ContainerSummary) -> &str {
    c.labels.get(labels::SERVICE).map_or("", String::as_str)
}

pub fn is_one_off(c: &ContainerSummary) -> bool {
    c.labels.get(labels::ONE_OFF).is_some_and(|v| v == "True")
}

/// Containers by service.
pub fn by_service(containers: &[ContainerSummary]) -> BTreeMap<&str, Vec<&ContainerSummary>> {
    let mut all: BTreeMap<&str, Vec<&ContainerSummary>> = BTreeMap::new();
    for c in containers {
        all.entry(service(c)).or_default().push(c);
    }
    all
}

/// What progress calls a container.
pub fn progress_name(c: &ContainerSummary) -> String {
    format!("Container {}", c.name)
}

/// The name as logs show it: `web-1` for `work-web-1`, a name of its own as it is.
pub fn log_name(c: &ContainerSummary) -> String {
    let project = c.labels.get(labels::PROJECT).map_or("", String::as_str);
    let number = c.labels.get(labels::NUMBER).map_or("", String::as_str);
    let short = format!("{}-{number}", service(c));
    match c.name == format!("{project}-{short}") {
        true => short,
        false => c.name.clone(),
    }
}

/// The containers of a project, newest first; all services if none is named.
pub fn list(
    engine: &Engine,
    project: &str,
    one_off: OneOff,
    all: bool,
    services: &[String],
) -> Result<Vec<ContainerSummary>, Failure> {
    let mut filters = Filters::default();
    filters.add("label", &format!("{}={project}", labels::PROJECT));
    filters.add("label", labels::CONFIG_HASH);
    if let [only] = services {
        filters.add("label", &format!("{}={only}", labels::SERVICE));
    }
    if one_off == OneOff::Exclude {
        filters.add("label", &format!("{}=False", labels::ONE_OFF));
    }
    let mut found = engine.list_containers(all, None, &filters)?;
    if services.len() > 1 {
        found.retain(|c| services.iter().any(|s| s == service(c)));
    }
    Ok(found)
}

impl Compose {
    pub fn containers(&self, project: &str, one_off: OneOff, services: &[String]) -> Result<Vec<ContainerSummary>, Failure> {
        list(&self.call.engine, project, one_off, true, services)
    }

    pub fn running(&self, project: &str, one_off: OneOff, services: &[String]) -> Result<Vec<ContainerSummary>, Failure> {
        list(&self.call.engine, project, one_off, false, services)
    }

    /// The one container that a service and `--index` mean.
    pub fn specified(
        &self,
        project: &str,
        one_off: OneOff,
        all: bool,
        service: &str,
        index: i64,
    ) -> Result<ContainerSummary, Failure> {
        let mut found = list(&self.call.engine, project, one_off, all, &[service.to_string()])?;
        if index > 0 {
            found.retain(|c| i64::from(number(c)) == index);
        }
        found.sort_by_key(|c| (is_one_off(c), number(c)));
        let shown = crate::opts::quote(service);
        found.into_iter().next().ok_or_else(|| {
            Failure::new(match index > 0 {
                true => format!("service {shown} is not running container #{index}"),
                false => format!("service {shown} is not running"),
            })
        })
    }
}

/// Whether a container belongs to nothing that the project's files say: its service is gone, or it is what is left of
/// a `docker compose run`.
pub fn is_orphan(c: &ContainerSummary, known: impl Fn(&str) -> bool) -> bool {
    match is_one_off(c) {
        true => matches!(c.state, State::Exited | State::Dead),
        false => !known(service(c)),
    }
}
