//! What there is of a project: its containers, networks and volumes, as they are before anything is done.

use super::containers::{OneOff, is_one_off, is_orphan, service};
use super::project::Stack;
use super::{Compose, labels};
use crate::call::Failure;
use engine::{ContainerSummary, Filters};
use std::collections::BTreeMap;

/// A container, with what decides whether it is as it should be.
#[derive(Clone, Debug)]
pub struct Seen {
    pub summary: ContainerSummary,
    /// The ids of its networks.
    pub networks: Vec<String>,
    /// The names of its volumes.
    pub volumes: Vec<String>,
}

impl Seen {
    pub fn label(&self, name: &str) -> &str {
        self.summary.labels.get(name).map_or("", String::as_str)
    }
}

/// A network or a volume; the id of a volume is its name.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: String,
    pub name: String,
    /// Empty where it is not the project's own.
    pub hash: String,
    /// Whose it is, if anybody's.
    pub project: String,
}

impl Found {
    /// One that is not the project's own.
    pub fn external(id: &str, name: &str) -> Found {
        Found {
            id: id.to_string(),
            name: name.to_string(),
            hash: String::new(),
            project: String::new(),
        }
    }

    fn new(id: &str, name: &str, of: &BTreeMap<String, String>, own: &str) -> Found {
        let label = |name: &str| of.get(name).cloned().unwrap_or_default();
        let project = label(labels::PROJECT);
        Found {
            id: id.to_string(),
            name: name.to_string(),
            hash: if project == own {
                label(labels::CONFIG_HASH)
            } else {
                String::new()
            },
            project,
        }
    }
}

/// Everything there is, by the keys of the project's files.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    pub services: BTreeMap<String, Vec<Seen>>,
    pub orphans: Vec<ContainerSummary>,
    pub networks: BTreeMap<String, Found>,
    pub volumes: BTreeMap<String, Found>,
}

impl Compose {
    pub async fn observe(&self, stack: &Stack) -> Result<Observed, Failure> {
        let project = &stack.project;
        let engine = self.engine();
        let mut observed = Observed::default();
        let known = |name: &str| project.services.contains_key(name) || project.disabled_services.contains_key(name);
        for c in self.containers(&project.name, OneOff::Include, &[])? {
            if !is_one_off(&c) && known(service(&c)) {
                let (networks, volumes) = engine.container(&c.id, |c| {
                    let networks = c.networks.values().map(|e| e.network_id.clone()).collect();
                    let volumes = c.mounts.iter().filter(|m| m.kind == "volume").map(|m| m.name.clone());
                    (networks, volumes.collect())
                })?;
                observed.services.entry(service(&c).to_string()).or_default().push(Seen {
                    summary: c,
                    networks,
                    volumes,
                });
            } else if is_orphan(&c, known) {
                observed.orphans.push(c);
            }
        }
        let mut filters = Filters::default();
        filters.add("label", &format!("{}={}", labels::PROJECT, project.name));
        let mut networks: BTreeMap<String, Vec<Found>> = BTreeMap::new();
        for n in engine.networks(&filters)? {
            if let Some(key) = n.labels.get(labels::NETWORK) {
                let found = Found::new(&n.id, &n.name, &n.labels, &project.name);
                networks.entry(key.clone()).or_default().push(found);
            }
        }
        for (key, wanted) in &project.networks {
            if !wanted.external
                && !networks.contains_key(key)
                && let Ok(n) = engine.network(&wanted.name)
                && (n.name == wanted.name || n.id == wanted.name)
            {
                let found = Found::new(&n.id, &n.name, &n.labels, &project.name);
                networks.insert(key.clone(), vec![found]);
            }
        }
        let mut volumes: BTreeMap<String, Vec<Found>> = BTreeMap::new();
        for v in engine.volumes(&filters)? {
            if let Some(key) = v.labels.get(labels::VOLUME) {
                let found = Found::new(&v.name, &v.name, &v.labels, &project.name);
                volumes.entry(key.clone()).or_default().push(found);
            }
        }
        for (key, wanted) in &project.volumes {
            if !wanted.external
                && !volumes.contains_key(key)
                && let Ok(v) = engine.volume(&wanted.name)
            {
                let found = Found::new(&v.name, &v.name, &v.labels, &project.name);
                volumes.insert(key.clone(), vec![found]);
            }
        }
        for (key, wanted) in &project.networks {
            let Some((found, others)) = networks.remove(key).and_then(|all| select(all, &wanted.name)) else {
                continue;
            };
            for other in others {
                self.warn(&format!(
                    "network {} (id {}) carries the compose label {} but does not match the compose file (using {}); it is left untouched — remove it manually if it is no longer needed",
                    crate::opts::quote(&other.name), other.id, crate::opts::quote(key), crate::opts::quote(&found.name)
                ))
                .await;
            }
            observed.networks.insert(key.clone(), found);
        }
        for (key, wanted) in &project.volumes {
            let Some((found, others)) = volumes.remove(key).and_then(|all| select(all, &wanted.name)) else {
                continue;
            };
            for other in others {
                self.warn(&format!(
                    "volume {} carries the compose label {} but does not match the compose file (using {}); it is left untouched — remove it manually if it is no longer needed",
                    crate::opts::quote(&other.name), crate::opts::quote(key), crate::opts::quote(&found.name)
                ))
                .await;
            }
            observed.volumes.insert(key.clone(), found);
        }
        Ok(observed)
    }

    /// Warns of networks and volumes that have the right name and are somebody else's.
    pub async fn warn_of_strangers(&self, stack: &Stack, observed: &Observed) {
        let project = &stack.project;
        for (key, network) in project.networks.iter().filter(|(_, n)| !n.external) {
            let name = &network.name;
            let end = "Set `external: true` to use an existing network";
            match observed.networks.get(key).map(|f| f.project.as_str()) {
                None => {}
                Some(own) if own == project.name => {}
                Some("") => {
                    let text = format!("a network with name {name} exists but was not created by compose.\n{end}");
                    self.warn(&text).await;
                }
                Some(_) => {
                    let of = crate::opts::quote(&project.name);
                    let text = format!("a network with name {name} exists but was not created for project {of}.\n{end}");
                    self.warn(&text).await;
                }
            }
        }
        for (key, volume) in project.volumes.iter().filter(|(_, v)| !v.external) {
            let name = crate::opts::quote(&volume.name);
            let end = "Use `external: true` to use an existing volume";
            match observed.volumes.get(key).map(|f| f.project.as_str()) {
                None => {}
                Some(own) if own == project.name => {}
                Some("") => {
                    let text = format!("volume {name} already exists but was not created by Docker Compose. {end}");
                    self.warn(&text).await;
                }
                Some(other) => {
                    let (other, own) = (crate::opts::quote(other), crate::opts::quote(&project.name));
                    let text =
                        format!("volume {name} already exists but was created for project {other} (expected {own}). {end}");
                    self.warn(&text).await;
                }
            }
        }
    }
}

/// The one of several objects with a key that is meant: that of the right name, or else the first; and the others.
fn select(mut all: Vec<Found>, wanted: &str) -> Option<(Found, Vec<Found>)> {
    all.sort_by(|a, b| a.name.cmp(&b.name));
    let at = all.iter().position(|f| f.name == wanted).unwrap_or(0);
    if all.is_empty() {
        return None;
    }
    let found = all.remove(at);
    Some((found, all))
}
