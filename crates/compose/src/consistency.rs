//! Whether a typed project makes sense: what it refers to is there, and no service waits for itself.

use crate::error::Error;
use crate::model::ServiceConfig;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// The first thing that does not fit.
pub(crate) fn check(project: &Project) -> Result<(), Error> {
    for service in project.services.values() {
        runnable(service)?;
        build(project, service)?;
        references(project, service)?;
        numbers(service)?;
        mounts(service)?;
    }
    for (name, secret) in &project.secrets {
        if !secret.external && secret.file.is_empty() && secret.environment.is_empty() {
            return Err(Error::InvalidProject(format!(
                "secret {} must declare either `file` or `environment`",
                crate::print::quoted(name)
            )));
        }
    }
    cycle(project)
}

fn runnable(service: &ServiceConfig) -> Result<(), Error> {
    if service.build.is_none() && service.image.is_empty() && service.provider.is_none() {
        return Err(Error::NoImageOrBuild {
            service: service.name.to_string(),
        });
    }
    Ok(())
}

fn build(project: &Project, service: &ServiceConfig) -> Result<(), Error> {
    let Some(build) = &service.build else {
        return Ok(());
    };
    let name = crate::print::quoted(&service.name);
    if !build.dockerfile_inline.is_empty() && !build.dockerfile.is_empty() {
        return Err(Error::InvalidProject(format!(
            "service {name} declares mutualy exclusive dockerfile and dockerfile_inline"
        )));
    }
    for (context, source) in build.additional_contexts.iter() {
        let Some(target) = source.strip_prefix("service:") else {
            continue;
        };
        let what = match project.services.get(target) {
            None => "unknown",
            Some(other) if other.build.is_none() => "non-buildable",
            Some(_) => continue,
        };
        return Err(Error::Invalid(format!(
            "service {name} declares {what} service {} as additional contexts {context}",
            crate::print::quoted(target)
        )));
    }
    if !build.platforms.is_empty() && !service.platform.is_empty() && !build.platforms.contains(&service.platform) {
        return Err(Error::InvalidProject(format!(
            "service.build.platforms MUST include service.platform {}",
            crate::print::quoted(&service.platform)
        )));
    }
    Ok(())
}

fn references(project: &Project, service: &ServiceConfig) -> Result<(), Error> {
    let undefined = |kind: &'static str, name: &str| {
        Err(Error::UndefinedResource {
            service: service.name.to_string(),
            kind,
            name: name.to_owned(),
        })
    };
    if !service.network_mode.is_empty() && !service.networks.is_empty() {
        return Err(Error::InvalidProject(format!(
            "service {} declares mutually exclusive `network_mode` and `networks`",
            service.name
        )));
    }
    if let Some(name) = service.networks.keys().find(|name| !project.networks.contains_key(*name)) {
        return undefined("network", name);
    }
    let test = service.healthcheck.as_ref().and_then(|healthcheck| healthcheck.test.first());
    if test.is_some_and(|first| !matches!(first.as_str(), "CMD" | "CMD-SHELL" | "NONE")) {
        return Err(Error::Invalid(
            "healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or \"NONE\"".to_owned(),
        ));
    }
    for (name, dependency) in &service.depends_on {
        let optional = !dependency.required.0 && project.disabled_services.contains_key(name);
        if !project.services.contains_key(name) && !optional {
            return Err(Error::UndefinedDependency {
                service: service.name.to_string(),
                name: name.clone(),
            });
        }
    }
    if let Some(name) = service.network_mode.strip_prefix("service:")
        && !project.services.contains_key(name)
    {
        return Err(Error::Invalid(format!(
            "service {} not found for network_mode 'service:{name}'",
            crate::print::quoted(name)
        )));
    }
    let mut volumes = service.volumes.iter();
    if let Some(volume) = volumes
        .find(|volume| volume.kind == "volume" && !volume.source.is_empty() && !project.volumes.contains_key(&volume.source))
    {
        return undefined("volume", &volume.source);
    }
    let mut build_secrets = service.build.iter().flat_map(|build| &build.secrets);
    if let Some(secret) = build_secrets.find(|secret| !project.secrets.contains_key(&secret.source)) {
        return undefined("build secret", &secret.source);
    }
    if let Some(config) = service
        .configs
        .iter()
        .find(|config| !project.configs.contains_key(&config.source))
    {
        return undefined("config", &config.source);
    }
    if let Some(name) = service.models.keys().find(|name| !project.models.contains_key(*name)) {
        return undefined("model", name);
    }
    if let Some(secret) = service
        .secrets
        .iter()
        .find(|secret| !project.secrets.contains_key(&secret.source))
    {
        return undefined("secret", &secret.source);
    }
    Ok(())
}

fn numbers(service: &ServiceConfig) -> Result<(), Error> {
    let name = &service.name;
    let distinct = |one: &str, other: &str| {
        Err(Error::InvalidProject(format!(
            "services.{name}: can't set distinct values on '{one}' and '{other}'"
        )))
    };
    let deploy = service.deploy.as_ref();
    let replicas = deploy.and_then(|deploy| deploy.replicas);
    if let (Some(scale), Some(replicas)) = (service.scale, replicas)
        && scale != replicas
    {
        return distinct("scale", "deploy.replicas");
    }
    for (key, value) in [("scale", service.scale), ("deploy.replicas", replicas)] {
        if value.is_some_and(|value| value < 0) {
            return Err(Error::Invalid(format!(
                "services.{name}.{key}: must be greater than or equal to 0"
            )));
        }
    }
    let limits = deploy.and_then(|deploy| deploy.resources.limits.as_ref());
    let reservations = deploy.and_then(|deploy| deploy.resources.reservations.as_ref());
    if service.cpus != 0.0 && limits.is_some_and(|limits| limits.cpus != service.cpus) {
        return distinct("cpus", "deploy.resources.limits.cpus");
    }
    if service.mem_limit.0 != 0 && limits.is_some_and(|limits| limits.memory != service.mem_limit) {
        return distinct("mem_limit", "deploy.resources.limits.memory");
    }
    if service.mem_reservation.0 != 0 && reservations.is_some_and(|promised| promised.memory != service.mem_reservation) {
        return distinct("mem_reservation", "deploy.resources.reservations.memory");
    }
    if service.pids_limit != 0 && limits.is_some_and(|limits| limits.pids != service.pids_limit) {
        return distinct("pids_limit", "deploy.resources.limits.pids");
    }
    if service.scale() > 1 && !service.container_name.is_empty() {
        let key = if service.scale.is_some() { "scale" } else { "deploy.replicas" };
        // The two stand in this order in Compose's own message.
        return Err(Error::InvalidProject(format!(
            "services.{key}: can't set container_name and {name} as container name must be unique"
        )));
    }
    let watch = service.develop.iter().flat_map(|develop| &develop.watch);
    for trigger in watch {
        if trigger.target.is_empty() && trigger.action != "rebuild" && trigger.action != "restart" {
            return Err(Error::InvalidProject(format!(
                "services.{name}.develop.watch: target is required for non-rebuild actions"
            )));
        }
    }
    Ok(())
}

fn mounts(service: &ServiceConfig) -> Result<(), Error> {
    let name = &service.name;
    let mut taken: BTreeMap<&str, String> = BTreeMap::new();
    let tmpfs = service.tmpfs.iter().enumerate().map(|(index, tmpfs)| {
        let target = tmpfs.split(':').next().unwrap_or_default();
        (format!("services.{name}.tmpfs[{index}]"), target)
    });
    let volumes = service.volumes.iter().enumerate().map(|(index, volume)| {
        let place = format!("services.{name}.volumes[{index}]");
        (place, volume.target.as_str())
    });
    for (place, target) in tmpfs.chain(volumes) {
        if let Some(before) = taken.get(target) {
            return Err(Error::Invalid(format!(
                "{place}: target {target} already mounted as {before}"
            )));
        }
        taken.insert(target, place);
    }
    Ok(())
}

/// Follows dependencies by name from each service in turn; what leads to no circle is not followed twice.
fn cycle(project: &Project) -> Result<(), Error> {
    let dependencies = |name: &str| -> Vec<&str> {
        let service = project.services.get(name);
        service
            .into_iter()
            .flat_map(|service| service.depends_on.keys())
            .filter(|name| project.services.contains_key(*name))
            .map(String::as_str)
            .collect()
    };
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for root in project.services.keys() {
        let mut path: Vec<&str> = vec![root];
        let mut stack = vec![dependencies(root).into_iter()];
        while let Some(next) = stack.last_mut() {
            let Some(name) = next.next() else {
                stack.pop();
                done.extend(path.pop());
                continue;
            };
            if let Some(start) = path.iter().position(|step| *step == name) {
                let mut circle: Vec<String> = path.iter().skip(start).map(|step| (*step).to_owned()).collect();
                circle.push(name.to_owned());
                return Err(Error::DependencyCycle { path: circle });
            }
            if !done.contains(name) {
                path.push(name);
                stack.push(dependencies(name).into_iter());
            }
        }
    }
    Ok(())
}
