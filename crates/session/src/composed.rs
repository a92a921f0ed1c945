//! The workspace's Compose project beside what runs of it (`Question::Compose`).
//!
//! The project is read as `docker compose` started in the workspace reads it, with the environment of a new shell; the
//! containers are those that carry its labels.

use crate::protocol::*;
use crate::{World, browse};
use compose::error::Error;
use compose::model::ServiceConfig;
use compose::{FileError, FileKind, Files, Options, Project};
use engine::Filters;
use std::collections::BTreeMap;

struct Host<'a>(&'a World);

impl Files for Host<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        match self.kind(path) {
            Some(FileKind::Directory) => Err(FileError::IsDirectory),
            _ => browse::read_on_host(self.0, path).ok_or(FileError::NotFound),
        }
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        Some(match browse::kind_on_host(self.0, path)? {
            vfs::FileKind::Dir => FileKind::Directory,
            _ => FileKind::File,
        })
    }
}

/// The project, or why there is none.
pub(crate) fn of(world: &World) -> ComposeView {
    let pair = |line: String| line.split_once('=').map(|(k, v)| (k.to_string(), v.to_string()));
    let environment: BTreeMap<String, String> = world.environment(true).into_iter().filter_map(pair).collect();
    let options = Options {
        current_dir: world.workspace().to_string(),
        profiles: vec!["*".into()],
        ..Options::default()
    };
    match compose::load(&options, &Host(world), &environment) {
        Ok(project) => view(world, &project),
        Err(failed) if matches!(failed.error, Error::NoConfiguration) => ComposeView::default(),
        Err(failed) => ComposeView {
            error: Some(failed.error.to_string()),
            warnings: failed.warnings,
            ..ComposeView::default()
        },
    }
}

fn view(world: &World, project: &Project) -> ComposeView {
    let running = containers(world, &project.name);
    let order = project.dependency_order();
    let steps = steps(project, &order);
    let mut services: Vec<ServiceView> = order
        .iter()
        .filter_map(|name| Some((name, project.services.get(name)?)))
        .map(|(name, service)| ServiceView {
            step: steps.get(name).copied().unwrap_or(1),
            containers: running.get(name).cloned().unwrap_or_default(),
            depends_on: service
                .depends_on
                .iter()
                .map(|(on, dependency)| DependencyView {
                    service: on.clone(),
                    met: met(&dependency.condition, running.get(on)),
                    condition: dependency.condition.clone(),
                })
                .collect(),
            ..service_view(name, service, project)
        })
        .collect();
    services.sort_by(|a, b| a.step.cmp(&b.step).then_with(|| a.name.cmp(&b.name)));
    let engine = world.engine();
    let networks = project.networks.iter().map(|(name, network)| {
        let external = network.external;
        (name, &network.name, external, engine.network(&network.name).is_ok())
    });
    let volumes = project.volumes.iter().map(|(name, volume)| {
        let external = volume.external;
        (name, &volume.name, external, engine.volume(&volume.name).is_ok())
    });
    let resource = |(name, full_name, external, exists): (&String, &String, bool, bool)| ResourceView {
        name: name.clone(),
        full_name: full_name.clone(),
        external,
        exists,
    };
    let own = format!("{}/", world.workspace());
    ComposeView {
        project: project.name.clone(),
        files: project
            .compose_files
            .iter()
            .map(|file| file.strip_prefix(&own).unwrap_or(file).to_string())
            .collect(),
        warnings: project.warnings.clone(),
        error: None,
        services,
        networks: networks.map(resource).collect(),
        volumes: volumes.map(resource).collect(),
    }
}

fn service_view(name: &str, service: &ServiceConfig, project: &Project) -> ServiceView {
    let ports = service.ports.iter().map(|port| {
        let inner = format!("{}/{}", port.target, port.protocol);
        match (port.published.as_str(), port.host_ip.as_str()) {
            ("", _) => inner,
            (published, "") => format!("{published} → {inner}"),
            (published, ip) => format!("{ip}:{published} → {inner}"),
        }
    });
    let relative = |path: &str| match path.strip_prefix(&format!("{}/", project.working_dir)) {
        Some(rest) => format!("./{rest}"),
        None if path == project.working_dir => ".".to_string(),
        None => path.to_string(),
    };
    ServiceView {
        name: name.to_string(),
        image: service.image_or_default(&project.name),
        build: service.build.as_ref().map(|build| relative(&build.context)),
        ports: ports.chain(service.expose.iter().cloned()).collect(),
        networks: service.networks_by_priority(),
        mounts: service
            .volumes
            .iter()
            .map(|mount| match mount.source.as_str() {
                "" => format!("{} → {}", mount.kind, mount.target),
                source => format!("{} → {}", relative(source), mount.target),
            })
            .collect(),
        profiles: service.profiles.clone(),
        active: service.profiles.is_empty(),
        replicas: u32::try_from(service.scale()).unwrap_or(0),
        checked: service.healthcheck.as_ref().is_some_and(|check| !check.disable),
        ..ServiceView::default()
    }
}

/// In which step a service is started: one after the last of those it depends on.
fn steps(project: &Project, order: &[String]) -> BTreeMap<String, u32> {
    let mut steps: BTreeMap<String, u32> = BTreeMap::new();
    for name in order {
        let Some(service) = project.services.get(name) else { continue };
        let before = service.depends_on.keys().filter_map(|on| steps.get(on)).max();
        let step = before.map_or(1, |step| step.saturating_add(1));
        steps.insert(name.clone(), step);
    }
    steps
}

/// Whether what a dependency waits for is so.
fn met(condition: &str, containers: Option<&Vec<ServiceContainerView>>) -> bool {
    let Some(containers) = containers.filter(|list| !list.is_empty()) else {
        return false;
    };
    containers.iter().all(|container| match condition {
        "service_healthy" => container.health.as_deref() == Some("healthy"),
        "service_completed_successfully" => container.state == ContainerState::Exited && container.exit_code == Some(0),
        _ => container.state == ContainerState::Running,
    })
}

/// The containers of a project, by service.
fn containers(world: &World, project: &str) -> BTreeMap<String, Vec<ServiceContainerView>> {
    let engine = world.engine();
    let mut filters = Filters::default();
    filters.add("label", &format!("com.docker.compose.project={project}"));
    let mut out: BTreeMap<String, Vec<ServiceContainerView>> = BTreeMap::new();
    for summary in engine.list_containers(true, None, &filters).unwrap_or_default() {
        let _ = engine.container(&summary.id, |c| {
            let labels = &c.config.config.labels;
            let label = |name: &str| labels.get(&format!("com.docker.compose.{name}"));
            if label("oneoff").is_some_and(|v| v == "True") {
                return;
            }
            let Some(service) = label("service") else { return };
            out.entry(service.clone()).or_default().push(ServiceContainerView {
                name: c.name.clone(),
                state: crate::view::state(c.state),
                health: c.health.as_ref().map(|h| h.status.to_string()),
                exit_code: (c.state == engine::State::Exited).then_some(c.exit_code),
            });
        });
    }
    for list in out.values_mut() {
        list.sort_by(|a, b| a.name.cmp(&b.name));
    }
    out
}
