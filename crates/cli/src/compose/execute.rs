//! Carries a plan out: every operation as soon as those before it are done, telling what happens.

use super::Compose;
use super::containers::progress_name;
use super::events::{Event, Status};
use super::labels;
use super::observed::Observed;
use super::plan::{Node, Operation, Plan};
use super::project::Stack;
use super::request::Making;
use crate::call::{Failure, Outcome};
use compose::model::ServiceConfig;
use engine::{EndpointSettings, Error};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The nodes of a group that have begun and ended, of so many.
#[derive(Default)]
struct Group {
    total: usize,
    begun: usize,
    ended: usize,
}

struct Executor<'a> {
    compose: &'a Compose,
    stack: &'a Stack,
    timeout: Option<i64>,
    groups: RefCell<BTreeMap<String, Group>>,
    /// The containers that nodes made.
    made: RefCell<BTreeMap<usize, String>>,
    /// Names and ids of services' containers as they are now.
    containers: RefCell<BTreeMap<String, BTreeMap<String, String>>>,
}

impl Compose {
    pub async fn execute(&self, stack: &Stack, observed: &Observed, plan: &Plan, timeout: Option<i64>) -> Outcome {
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        let mut waiting: Vec<usize> = Vec::new();
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); plan.nodes.len()];
        for (number, node) in plan.nodes.iter().enumerate() {
            if let Some(group) = &node.group {
                groups.entry(group.clone()).or_default().total += 1;
            }
            let mut before = node.after.clone();
            before.sort_unstable();
            before.dedup();
            waiting.push(before.len());
            for other in before {
                if let Some(list) = next.get_mut(other) {
                    list.push(number);
                }
            }
        }
        let executor = Executor {
            compose: self,
            stack,
            timeout,
            groups: RefCell::new(groups),
            made: RefCell::default(),
            containers: RefCell::new(by_name(observed)),
        };
        let begin = |number: usize| {
            let executor = &executor;
            async move {
                let outcome = match plan.nodes.get(number) {
                    Some(node) => executor.node(number, node).await,
                    None => Ok(()),
                };
                (number, outcome)
            }
        };
        let mut running = FuturesUnordered::new();
        for (number, count) in waiting.iter().enumerate() {
            if *count == 0 {
                running.push(begin(number));
            }
        }
        let mut failed: Option<Failure> = None;
        while let Some((number, outcome)) = running.next().await {
            if let Err(failure) = outcome {
                failed.get_or_insert(failure);
            }
            if failed.is_some() {
                continue;
            }
            for other in next.get(number).into_iter().flatten() {
                if let Some(count) = waiting.get_mut(*other) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        running.push(begin(*other));
                    }
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

fn by_name(observed: &Observed) -> BTreeMap<String, BTreeMap<String, String>> {
    let pairs = |seen: &[super::observed::Seen]| seen.iter().map(|s| (s.summary.name.clone(), s.summary.id.clone())).collect();
    observed
        .services
        .iter()
        .map(|(name, seen)| (name.clone(), pairs(seen)))
        .collect()
}

/// Puts containers in the place of services that a service shares something with.
pub fn resolve(service: &mut ServiceConfig, containers: &BTreeMap<String, BTreeMap<String, String>>) -> Outcome {
    let first = |name: &str| containers.get(name).and_then(|all| all.values().next()).cloned();
    for volume in &mut service.volumes_from {
        let name = volume.split(':').next().unwrap_or_default().to_string();
        if name == "container" {
            *volume = volume.split(':').nth(1).unwrap_or_default().to_string();
            continue;
        }
        let missing = || Failure::new(format!("cannot share volume with service {name}: container missing"));
        *volume = first(&name).ok_or_else(missing)?;
    }
    for (what, mode) in [
        ("network", &mut service.network_mode),
        ("IPC", &mut service.ipc),
        ("PID", &mut service.pid),
    ] {
        let Some(name) = mode.strip_prefix("service:").map(str::to_string) else {
            continue;
        };
        let missing = || {
            Failure::new(format!(
                "cannot share {what} namespace with service {name}: container missing"
            ))
        };
        *mode = format!("container:{}", first(&name).ok_or_else(missing)?);
    }
    Ok(())
}

impl Executor<'_> {
    async fn node(&self, number: usize, node: &Node) -> Outcome {
        if let Some(event) = self.beginning(node) {
            self.compose.on(event).await;
        }
        let outcome = self.operation(number, &node.operation).await;
        let event = match &outcome {
            Ok(()) => self.ending(node),
            Err(failure) => self.failing(node, &failure.message),
        };
        if let Some(event) = event {
            self.compose.on(event).await;
        }
        outcome
    }

    fn beginning(&self, node: &Node) -> Option<Event> {
        if let Some(name) = &node.group {
            let mut groups = self.groups.borrow_mut();
            let group = groups.get_mut(name)?;
            group.begun += 1;
            return (group.begun == 1).then(|| Event::working(name, "Recreate"));
        }
        Some(match &node.operation {
            Operation::CreateContainer { name, .. } => Event::working(format!("Container {name}"), "Creating"),
            Operation::StartContainer(c) => Event::working(progress_name(c), "Starting"),
            Operation::StopContainer(c) => Event::working(progress_name(c), "Stopping"),
            Operation::RemoveContainer(c) => Event::working(progress_name(c), "Removing"),
            Operation::RemoveNetwork { name, .. } => Event::working(format!("Network {name}"), "Removing"),
            Operation::RemoveVolume { name } => Event::working(format!("Volume {name}"), "Removing"),
            _ => return None,
        })
    }

    fn ending(&self, node: &Node) -> Option<Event> {
        if let Some(name) = &node.group {
            let mut groups = self.groups.borrow_mut();
            let group = groups.get_mut(name)?;
            group.ended += 1;
            return (group.ended == group.total).then(|| Event::done(name, "Recreated"));
        }
        Some(match &node.operation {
            Operation::CreateContainer { name, .. } => Event::done(format!("Container {name}"), "Created"),
            Operation::StartContainer(c) => Event::done(progress_name(c), "Started"),
            Operation::StopContainer(c) => Event::done(progress_name(c), "Stopped"),
            Operation::RemoveContainer(c) => Event::done(progress_name(c), "Removed"),
            Operation::RemoveNetwork { name, .. } => Event::done(format!("Network {name}"), "Removed"),
            Operation::RemoveVolume { name } => Event::done(format!("Volume {name}"), "Removed"),
            _ => return None,
        })
    }

    fn failing(&self, node: &Node, why: &str) -> Option<Event> {
        let id = match (&node.group, &node.operation) {
            (Some(name), _) => name.clone(),
            (_, Operation::StartContainer(c) | Operation::StopContainer(c) | Operation::RemoveContainer(c)) => progress_name(c),
            (_, Operation::CreateContainer { service, number, .. }) => format!("service:{service}:{number}"),
            (_, Operation::CreateNetwork { key }) => format!("network:{key}"),
            (_, Operation::CreateVolume { key }) => format!("volume:{key}"),
            (_, Operation::RemoveNetwork { name, .. }) => format!("network:{name}"),
            (_, Operation::RemoveVolume { name }) => format!("volume:{name}"),
            _ => return None,
        };
        Some(Event::new(id, Status::Error, why))
    }

    async fn operation(&self, number: usize, operation: &Operation) -> Outcome {
        let (compose, engine) = (self.compose, self.compose.engine());
        let project = &self.stack.project;
        match operation {
            Operation::CreateNetwork { key } => match project.networks.get(key) {
                Some(network) => compose.make_network(&project.name, key, network).await,
                None => Ok(()),
            },
            Operation::CreateVolume { key } => match project.volumes.get(key) {
                Some(volume) => compose.make_volume(&project.name, key, volume).await,
                None => Ok(()),
            },
            Operation::RemoveNetwork { name, tolerant } => match engine.remove_network(name) {
                Err(Error::Conflict(_) | Error::Forbidden(_)) if *tolerant => {
                    let text = format!(
                        "network {name} is still in use and was left in place; remove it manually once no container is attached"
                    );
                    compose.warn(&text).await;
                    Ok(())
                }
                other => Ok(other?),
            },
            Operation::RemoveVolume { name } => Ok(engine.remove_volume(name, true)?),
            Operation::Disconnect { network, container } => Ok(engine.disconnect_network(network, container, true)?),
            Operation::Connect { network, container } => {
                Ok(engine.connect_network(network, container, EndpointSettings::default())?)
            }
            Operation::CreateContainer {
                service,
                number: of,
                name,
                replaced,
                inherit,
            } => {
                let id = self.create(service, *of, name, replaced.as_deref(), *inherit).await?;
                self.made.borrow_mut().insert(number, id);
                Ok(())
            }
            Operation::StartContainer(c) => Ok(engine.start(&c.id).await?),
            Operation::StopContainer(c) => match engine.stop(&c.id, self.timeout, None).await {
                Ok(()) | Err(Error::NotModified) => Ok(()),
                Err(error) => Err(error.into()),
            },
            Operation::RemoveContainer(c) => {
                engine.remove(&c.id, true, false).await?;
                let mut containers = self.containers.borrow_mut();
                if let Some(all) = containers.get_mut(super::containers::service(c)) {
                    all.retain(|_, id| *id != c.id);
                }
                Ok(())
            }
            Operation::RenameContainer { made_by, name } => {
                let made = self.made.borrow().get(made_by).cloned().unwrap_or_default();
                Ok(engine.rename(&made, name)?)
            }
        }
    }

    async fn create(
        &self,
        name: &str,
        number: i64,
        container: &str,
        replaced: Option<&str>,
        inherit: bool,
    ) -> Result<String, Failure> {
        let mut service = self.stack.service(name)?.clone();
        resolve(&mut service, &self.containers.borrow())?;
        let mut more = BTreeMap::new();
        if replaced.is_some() {
            let shown = match service.container_name.as_str() {
                "" => format!("{name}-{number}"),
                own => own.to_string(),
            };
            more.insert(labels::REPLACE.to_string(), shown);
        }
        let making = Making {
            name: container.to_string(),
            number,
            replaced: replaced.filter(|_| inherit).map(str::to_string),
            aliases: true,
            labels: more,
            ..Making::default()
        };
        let id = self.compose.make(self.stack, &service, &making).await?;
        self.containers
            .borrow_mut()
            .entry(name.to_string())
            .or_default()
            .insert(container.to_string(), id.clone());
        Ok(id)
    }
}
