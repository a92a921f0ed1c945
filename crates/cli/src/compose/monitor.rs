//! What happens to a project's containers, from the engine's events.
//!
//! Specified by docker/compose's monitor: it watches services' own containers and is over when none of them is left to
//! run, counting those that were there at the start and those that came.

use super::Compose;
use super::containers::{OneOff, service};
use super::labels;
use crate::call::Failure;
use engine::{State, Subscription};
use std::collections::{BTreeMap, BTreeSet};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Made; in the place of the container of this name, if it replaces one.
    Created(Option<String>),
    /// `again` if its restart policy started it.
    Started { again: bool },
    Exited {
        code: i32,
        /// Its restart policy will start it again.
        again: bool,
    },
}

/// Something that happened to a container.
#[derive(Clone, Debug)]
pub struct Seen {
    pub id: String,
    /// As logs show it.
    pub name: String,
    pub service: String,
    pub change: Change,
}

pub struct Monitor {
    compose: Compose,
    events: Subscription,
    project: String,
    /// All if empty.
    services: BTreeSet<String>,
    left: BTreeSet<String>,
    restarting: BTreeSet<String>,
}

impl Monitor {
    /// Begins to watch.
    pub fn new(compose: &Compose, project: &str, services: BTreeSet<String>) -> Result<Monitor, Failure> {
        let events = compose.engine().subscribe();
        let mut left = BTreeSet::new();
        for c in compose.containers(project, OneOff::Exclude, &[])? {
            if services.is_empty() || services.contains(service(&c)) {
                left.insert(c.id);
            }
        }
        Ok(Monitor {
            compose: compose.clone(),
            events,
            project: project.to_string(),
            services,
            left,
            restarting: BTreeSet::new(),
        })
    }

    /// The next thing that happens; nothing if no container is left.
    pub async fn next(&mut self) -> Option<Seen> {
        while !self.left.is_empty() {
            let event = self.events.pop().await?;
            let attributes = &event.actor.attributes;
            let is = |label: &str, value: &str| attributes.get(label).is_some_and(|v| v == value);
            if event.kind != "container" || !is(labels::PROJECT, &self.project) || !is(labels::ONE_OFF, "False") {
                continue;
            }
            let of = attributes.get(labels::SERVICE).cloned().unwrap_or_default();
            if !self.services.is_empty() && !self.services.contains(&of) {
                continue;
            }
            let id = event.actor.id.clone();
            let change = match event.action.as_str() {
                "create" => {
                    self.left.insert(id.clone());
                    Change::Created(attributes.get(labels::REPLACE).cloned())
                }
                "start" => {
                    self.left.insert(id.clone());
                    Change::Started {
                        again: self.restarting.contains(&id),
                    }
                }
                "die" => {
                    let state = self.compose.engine().container(&id, |c| c.state).ok();
                    let again = matches!(state, Some(State::Restarting | State::Running));
                    match again {
                        true => self.restarting.insert(id.clone()),
                        false => self.left.remove(&id),
                    };
                    Change::Exited {
                        code: attributes.get("exitCode").and_then(|c| c.parse().ok()).unwrap_or(0),
                        again,
                    }
                }
                _ => continue,
            };
            return Some(Seen {
                name: name(attributes, &self.project, &of),
                id,
                service: of,
                change,
            });
        }
        None
    }
}

fn name(attributes: &BTreeMap<String, String>, project: &str, service: &str) -> String {
    let name = attributes.get("name").map_or("", String::as_str);
    let number = attributes.get(labels::NUMBER).map_or("", String::as_str);
    let short = format!("{service}-{number}");
    match name == format!("{project}-{short}") {
        true => short,
        false => name.to_string(),
    }
}
