//! `docker compose down`: stops and removes what a project has made.

use super::containers::{OneOff, by_service, is_orphan, progress_name};
use super::events::Event;
use super::group::{Order, all, in_order};
use super::project::graph;
use super::{Compose, labels};
use crate::call::{Failure, Outcome};
use compose::Project;
use compose::model::{NetworkConfig, ServiceConfig, VolumeConfig};
use dockerfile::Reference;
use engine::{ContainerSummary, Error, Filters};
use std::collections::BTreeSet;

/// What goes.
#[derive(Clone, Debug, Default)]
pub struct Removal {
    pub orphans: bool,
    pub timeout: Option<i64>,
    /// `all`, `local` or empty.
    pub images: String,
    pub volumes: bool,
    pub services: Vec<String>,
}

/// `docker compose down`.
pub async fn verb(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    let images = flags.text("rmi");
    if !["", "all", "local"].contains(&images.as_str()) {
        let shown = crate::opts::quote(&images);
        return Err(Failure::new(format!("invalid value for --rmi: {shown}")));
    }
    let services = compose.call.arguments().to_vec();
    let (project, name) = compose.project_or_name(&services).await?;
    let variable = compose.call.sys.getenv("COMPOSE_REMOVE_ORPHANS").unwrap_or_default();
    let removal = Removal {
        orphans: match flags.changed("remove-orphans") {
            true => flags.on("remove-orphans"),
            false => super::create::truth(&variable),
        },
        timeout: compose.timeout(),
        images,
        volumes: flags.on("volumes"),
        services,
    };
    let work = compose.down(project, &name, removal);
    compose.progress.run("down", work).await
}

/// Everything of a project, orphans too.
pub async fn whole_project(compose: &Compose, name: &str) -> Outcome {
    let removal = Removal {
        orphans: true,
        ..Removal::default()
    };
    compose.progress.run("down", compose.down(None, name, removal)).await
}

impl Compose {
    pub async fn down(&self, files: Option<Project>, name: &str, removal: Removal) -> Outcome {
        let one_off = match removal.orphans {
            true => OneOff::Include,
            false => OneOff::Exclude,
        };
        let containers = self.containers(name, one_off, &[])?;
        let has_files = files.is_some();
        let mut project = match files {
            Some(project) => project,
            None => self.of_resources(name, &containers)?,
        };
        let mut services = Vec::new();
        for service in &removal.services {
            match project.service(service) {
                Ok(_) => services.push(service.clone()),
                Err(error) if has_files => return Err(error.into()),
                Err(_) => {}
            }
        }
        if !removal.services.is_empty() && services.is_empty() {
            return Ok(());
        }
        let graph = graph(&mut project)?;
        let wanted: BTreeSet<String> = services
            .iter()
            .flat_map(|s| graph.ancestors(s).into_iter().chain([s.clone()]))
            .collect();
        let these = by_service(&containers);
        let (these, project, chosen) = (&these, &project, &wanted);
        in_order(&graph, Order::Down, |name| async move {
            if !chosen.is_empty() && !chosen.contains(&name) {
                return Ok(());
            }
            let config = project.services.get(&name);
            let own = these.get(name.as_str()).into_iter().flatten();
            all(own.map(|c| self.stop_and_remove(c, config, removal.timeout, removal.volumes))).await
        })
        .await?;
        let known = |name: &str| project.services.contains_key(name) || project.disabled_services.contains_key(name);
        let orphans: Vec<&ContainerSummary> = containers.iter().filter(|c| is_orphan(c, known)).collect();
        if removal.orphans {
            all(orphans.iter().map(|c| self.stop_and_remove(c, None, removal.timeout, false))).await?;
        }
        let mut any = !containers.is_empty();
        let mut outcome = Ok(());
        for (key, network) in project.networks.iter().filter(|(_, n)| !n.external) {
            any = true;
            outcome = outcome.and(self.remove_network(&project.name, key, &network.name).await);
        }
        for image in self.images_to_remove(project, &removal) {
            any = true;
            let subject = format!("Image {image}");
            self.on(Event::working(&subject, "Removing")).await;
            let removed = self.engine().remove_image(&image, false, true).map(|_| ());
            outcome = outcome.and(self.removed(subject, removed).await);
        }
        if removal.volumes {
            for volume in project.volumes.values().filter(|v| !v.external) {
                any = true;
                outcome = outcome.and(self.remove_volume(&volume.name).await);
            }
        }
        if !any {
            let shown = crate::opts::quote(name);
            self.warn(&format!("Warning: No resource found to remove for project {shown}."))
                .await;
        }
        outcome
    }

    pub async fn stop_and_remove(
        &self,
        c: &ContainerSummary,
        service: Option<&ServiceConfig>,
        timeout: Option<i64>,
        volumes: bool,
    ) -> Outcome {
        let name = progress_name(c);
        if self.engine().find_container(&c.id).is_err() {
            self.on(Event::done(&name, "Removed")).await;
            return Ok(());
        }
        self.stop_container(service, c, timeout).await?;
        self.on(Event::working(&name, "Removing")).await;
        match self.engine().remove(&c.id, true, volumes).await {
            Ok(()) | Err(Error::NotFound(_) | Error::Conflict(_)) => {}
            Err(error) => {
                self.on(Event::error(&name, "Error while Removing")).await;
                return Err(error.into());
            }
        }
        self.on(Event::done(&name, "Removed")).await;
        Ok(())
    }

    /// A project out of the labels of containers, networks and volumes.
    fn of_resources(&self, name: &str, containers: &[ContainerSummary]) -> Result<Project, Failure> {
        let mut project = self.or_of_containers(None, name, containers);
        let mut filters = Filters::default();
        filters.add("label", &format!("{}={name}", labels::PROJECT));
        for network in self.engine().networks(&filters)? {
            let key = network.labels.get(labels::NETWORK).cloned().unwrap_or_default();
            let config = NetworkConfig {
                name: network.name,
                ..NetworkConfig::default()
            };
            project.networks.insert(key, config);
        }
        for volume in self.engine().volumes(&filters)? {
            let key = volume.labels.get(labels::VOLUME).cloned().unwrap_or_default();
            let config = VolumeConfig {
                name: volume.name,
                ..VolumeConfig::default()
            };
            project.volumes.insert(key, config);
        }
        Ok(project)
    }

    /// `--rmi`: the images that were built for the project; with `all`, those that its services name too.
    fn images_to_remove(&self, project: &Project, removal: &Removal) -> Vec<String> {
        if removal.images.is_empty() {
            return Vec::new();
        }
        let engine = self.engine();
        let mut names: Vec<String> = Vec::new();
        if removal.images == "all" {
            names.extend(project.services.values().map(|s| s.image.clone()).filter(|i| !i.is_empty()));
        }
        let mut filters = Filters::default();
        filters.add("label", &format!("{}={}", labels::PROJECT, project.name));
        for summary in engine.list_images(false, &filters).unwrap_or_default() {
            let service = summary.image.config.labels.get(labels::SERVICE).cloned().unwrap_or_default();
            let ours = removal.orphans || project.services.contains_key(&service);
            if let (true, Some((repository, tag))) = (ours, summary.name) {
                names.push(format!("{repository}:{tag}"));
            }
        }
        let built = project.services.values().filter(|s| s.image.is_empty());
        names.extend(built.map(|s| s.image_or_default(&project.name)));
        let familiar = |name: &String| Reference::parse(name).map_or_else(|_| name.clone(), |r| r.with_default_tag().familiar());
        let all: BTreeSet<String> = names
            .iter()
            .filter(|name| engine.find_image(name).is_ok())
            .map(familiar)
            .collect();
        all.into_iter().collect()
    }
}
