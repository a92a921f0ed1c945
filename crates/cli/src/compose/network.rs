//! The networks and volumes that a project has: finding those that are not its own, making and removing its own.

use super::events::Event;
use super::project::Stack;
use super::{Compose, labels, version};
use crate::call::{Failure, Outcome, daemon_words};
use crate::opts;
use compose::model::{NetworkConfig, VolumeConfig};
use engine::{Error, Filters, NetworkRequest, VolumeRequest};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// The labels of an object of the project, over its own.
fn labelled(own: &BTreeMap<String, String>, project: &str, (label, key): (&str, &str), hash: String) -> BTreeMap<String, String> {
    let mut all = own.clone();
    for (name, value) in [
        (label, key),
        (labels::PROJECT, project),
        (labels::VERSION, version::LABEL),
        (labels::CONFIG_HASH, &hash),
    ] {
        all.insert(name.to_string(), value.to_string());
    }
    all
}

impl Compose {
    /// The ids of external networks, by key. They must exist.
    pub fn external_networks(&self, stack: &Stack) -> Result<BTreeMap<String, String>, Failure> {
        let mut found = BTreeMap::new();
        for (key, network) in stack.project.networks.iter().filter(|(_, n)| n.external) {
            match self.engine().network(&network.name) {
                Ok(record) if record.name == network.name || record.id == network.name => {
                    found.insert(key.clone(), record.id);
                }
                _ => {
                    return Err(Failure::new(format!(
                        "network {} declared as external, but could not be found",
                        network.name
                    )));
                }
            }
        }
        Ok(found)
    }

    /// The names of external volumes, by key. They must exist.
    pub fn external_volumes(&self, stack: &Stack) -> Result<BTreeMap<String, String>, Failure> {
        let mut found = BTreeMap::new();
        for (key, volume) in stack.project.volumes.iter().filter(|(_, v)| v.external) {
            if self.engine().volume(&volume.name).is_err() {
                let name = opts::quote(&volume.name);
                return Err(Failure::new(format!("external volume {name} not found")));
            }
            found.insert(key.clone(), volume.name.clone());
        }
        Ok(found)
    }

    pub async fn make_network(&self, project: &str, key: &str, network: &NetworkConfig) -> Outcome {
        let subject = format!("Network {}", network.name);
        self.on(Event::working(&subject, "Creating")).await;
        let hash = compose::network_hash(network);
        let pool = network.ipam.config.first();
        let subnet = match pool.map_or("", |p| p.subnet.as_str()) {
            "" => None,
            text => match opts::parse_prefix(text) {
                Ok((IpAddr::V4(address), prefix)) => Some((address, prefix)),
                _ => return Err(Failure::not_simulated(&format!("the subnet {text}"))),
            },
        };
        let gateway = match pool.map_or("", |p| p.gateway.as_str()) {
            "" => None,
            text => Some(
                text.parse()
                    .map_err(|_| Failure::not_simulated(&format!("the gateway {text}")))?,
            ),
        };
        let made = self.engine().create_network(NetworkRequest {
            name: network.name.clone(),
            driver: network.driver.clone(),
            internal: network.internal,
            attachable: network.attachable,
            labels: labelled(&network.labels.0, project, (labels::NETWORK, key), hash),
            options: network.driver_opts.0.clone(),
            subnet,
            gateway,
            ip_range: pool.map(|p| p.ip_range.clone()).unwrap_or_default(),
            reserved: Vec::new(),
        });
        match made {
            Ok(_) | Err(Error::Conflict(_)) => {}
            Err(error) => {
                let why = daemon_words(&error);
                self.on(Event::error(&subject, &why)).await;
                return Err(Failure::new(format!("failed to create network {}: {why}", network.name)));
            }
        }
        self.on(Event::done(&subject, "Created")).await;
        Ok(())
    }

    pub async fn make_volume(&self, project: &str, key: &str, volume: &VolumeConfig) -> Outcome {
        let subject = format!("Volume {}", volume.name);
        self.on(Event::working(&subject, "Creating")).await;
        let hash = compose::volume_hash(volume);
        let made = self.engine().create_volume(VolumeRequest {
            name: volume.name.clone(),
            driver: volume.driver.clone(),
            labels: labelled(&volume.labels.0, project, (labels::VOLUME, key), hash),
            options: volume.driver_opts.0.clone(),
        });
        if let Err(error) = made {
            self.on(Event::error(&subject, daemon_words(&error))).await;
            return Err(error.into());
        }
        self.on(Event::done(&subject, "Created")).await;
        Ok(())
    }

    /// Removes a network that the project made, unless somebody is on it.
    pub async fn remove_network(&self, project: &str, key: &str, name: &str) -> Outcome {
        let mut filters = Filters::default();
        filters.add("label", &format!("{}={project}", labels::PROJECT));
        filters.add("label", &format!("{}={key}", labels::NETWORK));
        let found = self.engine().networks(&filters)?;
        if found.is_empty() {
            return Ok(());
        }
        let subject = format!("Network {name}");
        self.on(Event::working(&subject, "Removing")).await;
        let mut any = false;
        for network in found.iter().filter(|n| n.name == name) {
            any = true;
            if !self.engine().members(&network.id).is_empty() {
                self.on(Event::warning(&subject, "Resource is still in use")).await;
                continue;
            }
            if let Err(error) = self.engine().remove_network(&network.id) {
                let why = daemon_words(&error);
                self.on(Event::error(&subject, &why)).await;
                return Err(Failure::new(format!("failed to remove network {name}: {why}")));
            }
            self.on(Event::done(&subject, "Removed")).await;
        }
        if !any {
            self.on(Event::warning(&subject, "No resource found to remove")).await;
        }
        Ok(())
    }

    pub async fn remove_volume(&self, name: &str) -> Outcome {
        if self.engine().volume(name).is_err() {
            return Ok(());
        }
        let subject = format!("Volume {name}");
        self.on(Event::working(&subject, "Removing")).await;
        let removed = self.engine().remove_volume(name, true);
        self.removed(subject, removed).await
    }

    /// Tells how the removal of an object went; that it is in use is no failure.
    pub async fn removed(&self, subject: String, removed: Result<(), Error>) -> Outcome {
        match removed {
            Ok(()) => self.on(Event::done(subject, "Removed")).await,
            Err(Error::Conflict(_)) => self.on(Event::warning(subject, "Resource is still in use")).await,
            Err(Error::NotFound(_)) => {
                self.on(Event::done(subject, "Warning: No resource found to remove")).await;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}
