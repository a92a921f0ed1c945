//! What is wanted compared with what there is: which networks, volumes and containers are made, which made anew, which
//! go. A container is made anew if its configuration's hash, its image, its networks or its volumes are not those of
//! the project. Specified by docker/compose's reconciler.

use super::observed::{Observed, Seen};
use super::plan::{Operation, Plan};
use super::project::Stack;
use super::request::container_name;
use super::{Compose, labels};
use crate::call::Failure;
use compose::model::ServiceConfig;
use engine::{ContainerSummary, State};
use std::collections::{BTreeMap, BTreeSet};

/// Which containers are made anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recreate {
    /// Those that differ from what is wanted.
    #[default]
    Diverged,
    Force,
    Never,
}

/// How to compare.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The services that were named; all if none.
    pub services: Vec<String>,
    pub recreate: Recreate,
    /// For the services that the named ones depend on.
    pub dependencies: Recreate,
    /// Whether new containers get the anonymous volumes of those they replace.
    pub inherit: bool,
    pub remove_orphans: bool,
}

struct Reconciler<'a> {
    compose: &'a Compose,
    stack: &'a Stack,
    observed: &'a mut Observed,
    policy: &'a Policy,
    plan: Plan,
    networks: BTreeMap<String, usize>,
    volumes: BTreeMap<String, usize>,
    services: BTreeMap<String, usize>,
    stopped: BTreeMap<String, usize>,
    connected: BTreeMap<String, Vec<usize>>,
    recreated: BTreeSet<String>,
}

/// Makes the plan. `order` are the services, each behind what it depends on.
pub async fn reconcile(
    compose: &Compose,
    stack: &Stack,
    observed: &mut Observed,
    policy: &Policy,
    order: &[String],
) -> Result<Plan, Failure> {
    let mut work = Reconciler {
        compose,
        stack,
        observed,
        policy,
        plan: Plan::default(),
        networks: BTreeMap::new(),
        volumes: BTreeMap::new(),
        services: BTreeMap::new(),
        stopped: BTreeMap::new(),
        connected: BTreeMap::new(),
        recreated: BTreeSet::new(),
    };
    work.networks();
    work.volumes().await;
    for name in order {
        if let Some(service) = stack.project.services.get(name) {
            work.service(name, service)?;
        }
    }
    if policy.remove_orphans {
        for orphan in work.observed.orphans.clone() {
            let stop = work.plan.add(Operation::StopContainer(orphan.clone()), Vec::new());
            work.plan.add(Operation::RemoveContainer(orphan), vec![stop]);
        }
    }
    Ok(work.plan)
}

/// How many containers a service has.
///
/// Errors: it has a name of its own, which only one container can have.
pub fn scale(name: &str, service: &ServiceConfig) -> Result<usize, Failure> {
    let scale = service.scale();
    if scale > 1 && !service.container_name.is_empty() {
        return Err(Failure::new(format!(
            "WARNING: The {} service is using the custom container name {}. Docker requires each container to have a unique name. Remove the custom name to scale the service",
            crate::opts::quote(name),
            crate::opts::quote(&service.container_name)
        )));
    }
    Ok(usize::try_from(scale).unwrap_or(0))
}

impl Reconciler<'_> {
    fn networks(&mut self) {
        for (key, wanted) in &self.stack.project.networks {
            if wanted.external {
                continue;
            }
            let Some(found) = self.observed.networks.get(key).cloned() else {
                let node = self.plan.add(Operation::CreateNetwork { key: key.clone() }, Vec::new());
                self.networks.insert(key.clone(), node);
                continue;
            };
            if found.hash.is_empty() || found.hash == compose::network_hash(wanted) {
                continue;
            }
            let users: Vec<ContainerSummary> = self
                .stack
                .project
                .services
                .iter()
                .filter(|(_, s)| s.networks.contains_key(key))
                .flat_map(|(name, _)| self.observed.services.get(name).into_iter().flatten())
                .map(|seen| seen.summary.clone())
                .collect();
            let renamed = found.name != wanted.name;
            let mut disconnected = Vec::new();
            for c in &users {
                let stop = self.stop(c, Vec::new());
                let leave = Operation::Disconnect {
                    network: found.name.clone(),
                    container: c.id.clone(),
                };
                disconnected.push(self.plan.add(leave, vec![stop]));
            }
            let remove = Operation::RemoveNetwork {
                name: found.name.clone(),
                tolerant: renamed,
            };
            let removed = self.plan.add(remove, disconnected.clone());
            let after = if renamed { Vec::new() } else { vec![removed] };
            let created = self.plan.add(Operation::CreateNetwork { key: key.clone() }, after);
            self.networks.insert(key.clone(), created);
            for (c, left) in users.iter().zip(disconnected) {
                let join = Operation::Connect {
                    network: wanted.name.clone(),
                    container: c.id.clone(),
                };
                let node = self.plan.add(join, vec![created, left]);
                self.connected.entry(c.id.clone()).or_default().push(node);
            }
        }
    }

    /// Plans to stop a container, once.
    fn stop(&mut self, c: &ContainerSummary, after: Vec<usize>) -> usize {
        if let Some(node) = self.stopped.get(&c.id) {
            return *node;
        }
        let node = self.plan.add(Operation::StopContainer(c.clone()), after);
        self.stopped.insert(c.id.clone(), node);
        node
    }

    async fn volumes(&mut self) {
        let mut diverged: Vec<String> = Vec::new();
        for (key, wanted) in &self.stack.project.volumes {
            if wanted.external {
                continue;
            }
            let Some(found) = self.observed.volumes.get_mut(key) else {
                let node = self.plan.add(Operation::CreateVolume { key: key.clone() }, Vec::new());
                self.volumes.insert(key.clone(), node);
                continue;
            };
            if found.hash.is_empty() || found.hash == compose::volume_hash(wanted) {
                continue;
            }
            if found.name != wanted.name {
                // The old one keeps its data; containers move to the new one.
                found.name.clone_from(&wanted.name);
                let node = self.plan.add(Operation::CreateVolume { key: key.clone() }, Vec::new());
                self.volumes.insert(key.clone(), node);
                continue;
            }
            let question = format!(
                "Volume {} exists but doesn't match configuration in compose file. Recreate (data will be lost)?",
                crate::opts::quote(&wanted.name)
            );
            if self.compose.confirm(&question).await {
                diverged.push(key.clone());
            }
        }
        if !diverged.is_empty() {
            self.recreate_volumes(&diverged);
        }
    }

    /// Volumes can only go when no container has them: those of all services that do go first.
    fn recreate_volumes(&mut self, keys: &[String]) {
        let services = &self.stack.project.services;
        let mut users: BTreeSet<&String> = services
            .iter()
            .filter(|(_, s)| s.volumes.iter().any(|v| keys.contains(&v.source)))
            .map(|(name, _)| name)
            .collect();
        loop {
            let draws = |s: &ServiceConfig| {
                s.volumes_from
                    .iter()
                    .any(|v| users.iter().any(|u| v.split(':').next() == Some(u.as_str())))
            };
            let more: Vec<&String> = services
                .iter()
                .filter(|(name, s)| !users.contains(name) && draws(s))
                .map(|(name, _)| name)
                .collect();
            if more.is_empty() {
                break;
            }
            users.extend(more);
        }
        let mut removed = Vec::new();
        for name in &users {
            for seen in self.observed.services.remove(*name).unwrap_or_default() {
                let stop = self.stop(&seen.summary, Vec::new());
                removed.push(self.plan.add(Operation::RemoveContainer(seen.summary), vec![stop]));
            }
            self.recreated.insert((*name).clone());
        }
        for key in keys {
            let name = self.observed.volumes.get(key).map(|v| v.name.clone()).unwrap_or_default();
            let gone = self.plan.add(Operation::RemoveVolume { name }, removed.clone());
            let made = self.plan.add(Operation::CreateVolume { key: key.clone() }, vec![gone]);
            self.volumes.insert(key.clone(), made);
        }
    }

    fn service(&mut self, name: &str, service: &ServiceConfig) -> Result<(), Failure> {
        if service.provider.is_some() {
            return Err(Failure::not_simulated(&format!("services.{name}.provider")));
        }
        let expected = scale(name, service)?;
        let named = self.policy.services.is_empty() || self.policy.services.iter().any(|s| s == name);
        let recreate = if named {
            self.policy.recreate
        } else {
            self.policy.dependencies
        };
        let hash = self.stack.project.config_hash(name).unwrap_or_default();
        let cascade = self.parent_recreated(service);
        let seen = self.observed.services.get(name).cloned().unwrap_or_default();
        let highest = seen.iter().map(number).max().unwrap_or(0);
        let mut sorted: Vec<(bool, Seen)> = seen
            .into_iter()
            .map(|s| (self.must_recreate(service, &hash, cascade, &s, recreate), s))
            .collect();
        // Those that are as they should be come first, and of these the lowest numbers.
        sorted.sort_by_key(|(obsolete, s)| (*obsolete, number(s)));
        let actual = sorted.len();
        let before = self.before(service);
        let mut last = None;
        for (i, (obsolete, seen)) in sorted.into_iter().enumerate() {
            if i >= expected {
                let stop = self.plan.add(Operation::StopContainer(seen.summary.clone()), Vec::new());
                last = Some(self.plan.add(Operation::RemoveContainer(seen.summary), vec![stop]));
                continue;
            }
            if obsolete {
                last = Some(self.recreate(name, service, &seen.summary, &before));
                self.recreated.insert(name.to_string());
                continue;
            }
            match seen.summary.state {
                State::Running | State::Created | State::Restarting | State::Exited => {}
                _ => last = Some(self.plan.add(Operation::StartContainer(seen.summary), before.clone())),
            }
        }
        for i in actual..expected {
            let number = highest + 1 + i64::try_from(i - actual).unwrap_or(0);
            let create = Operation::CreateContainer {
                service: name.to_string(),
                number,
                name: container_name(&self.stack.project.name, service, number),
                replaced: None,
                inherit: false,
            };
            last = Some(self.plan.add(create, before.clone()));
        }
        if let Some(node) = last {
            self.services.insert(name.to_string(), node);
        }
        Ok(())
    }

    /// Whether a container whose namespaces or volumes this service shares is made anew.
    fn parent_recreated(&self, service: &ServiceConfig) -> bool {
        let modes = [&service.network_mode, &service.ipc, &service.pid];
        let shared = modes.iter().filter_map(|mode| mode.strip_prefix("service:"));
        let drawn = service
            .volumes_from
            .iter()
            .filter(|v| !v.starts_with("container:"))
            .filter_map(|v| v.split(':').next());
        shared.chain(drawn).any(|name| self.recreated.contains(name))
    }

    fn must_recreate(&self, service: &ServiceConfig, hash: &str, cascade: bool, seen: &Seen, recreate: Recreate) -> bool {
        match recreate {
            Recreate::Never => return false,
            Recreate::Force => return true,
            Recreate::Diverged => {}
        }
        let image = self.stack.images.get(service.name.0.as_str()).map_or("", String::as_str);
        if cascade || seen.label(labels::CONFIG_HASH) != hash || seen.label(labels::IMAGE) != image {
            return true;
        }
        let elsewhere = seen.summary.state == State::Running
            && service.networks.keys().any(|key| {
                let found = self.observed.networks.get(key);
                found.is_some_and(|f| !seen.networks.contains(&f.id))
            });
        elsewhere
            || service.volumes.iter().any(|volume| {
                let found = self.observed.volumes.get(&volume.source);
                volume.kind == "volume" && found.is_some_and(|f| !seen.volumes.contains(&f.name))
            })
    }

    /// A container in the place of another: made under a passing name, so that there is always one.
    fn recreate(&mut self, name: &str, service: &ServiceConfig, old: &ContainerSummary, before: &[usize]) -> usize {
        let number = super::containers::number(old).into();
        let last = container_name(&self.stack.project.name, service, number);
        let group = Some(super::containers::progress_name(old));
        let mut after = before.to_vec();
        after.extend(self.stop_dependents(name));
        let create = Operation::CreateContainer {
            service: name.to_string(),
            number,
            name: format!("{}_{last}", old.id.get(..12).unwrap_or(&old.id)),
            replaced: Some(old.id.clone()),
            inherit: self.policy.inherit,
        };
        let made = self.plan.add_to(group.clone(), create, after);
        let stop = match self.stopped.get(&old.id) {
            Some(node) => *node,
            None => {
                let stop = Operation::StopContainer(old.clone());
                let node = self.plan.add_to(group.clone(), stop, vec![made]);
                self.stopped.insert(old.id.clone(), node);
                node
            }
        };
        let mut after = vec![stop, made];
        after.extend(self.connected.get(&old.id).into_iter().flatten());
        let gone = self
            .plan
            .add_to(group.clone(), Operation::RemoveContainer(old.clone()), after);
        let rename = Operation::RenameContainer {
            made_by: made,
            name: last,
        };
        self.plan.add_to(group, rename, vec![gone])
    }

    /// Those that want to be restarted with a service stop before it is made anew.
    fn stop_dependents(&mut self, name: &str) -> Vec<usize> {
        let dependents: Vec<ContainerSummary> = self
            .stack
            .project
            .services
            .iter()
            .filter(|(_, s)| s.depends_on.get(name).is_some_and(|d| d.restart))
            .flat_map(|(dependent, _)| self.observed.services.get(dependent).into_iter().flatten())
            .map(|seen| seen.summary.clone())
            .filter(|c| !self.stopped.contains_key(&c.id))
            .collect();
        dependents.iter().map(|c| self.stop(c, Vec::new())).collect()
    }

    /// What has to be there before a service's containers are made.
    fn before(&self, service: &ServiceConfig) -> Vec<usize> {
        let networks = service.networks.keys().filter_map(|key| self.networks.get(key));
        let volumes = service
            .volumes
            .iter()
            .filter(|v| v.kind == "volume")
            .filter_map(|v| self.volumes.get(&v.source));
        let services = service.depends_on.keys().filter_map(|name| self.services.get(name));
        networks.chain(volumes).chain(services).copied().collect()
    }
}

fn number(seen: &Seen) -> i64 {
    super::containers::number(&seen.summary).into()
}
