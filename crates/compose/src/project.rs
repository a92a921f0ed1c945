//! A loaded project: what the commands of `docker compose` work on.

use crate::error::Error;
use crate::model::{FileObjectConfig, ModelConfig, NetworkConfig, ServiceConfig, VolumeConfig};
use crate::value::Map;
use std::collections::{BTreeMap, BTreeSet};

/// Services, networks and the rest, complete: interpolated, merged, canonical and normalised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    pub name: String,
    /// Absolute: where relative paths of the files lead from.
    pub working_dir: String,
    /// Absolute paths of the files it was made of; those of `include` and `extends` are not among them.
    pub compose_files: Vec<String>,
    pub services: BTreeMap<String, ServiceConfig>,
    /// Services whose profiles are not active.
    pub disabled_services: BTreeMap<String, ServiceConfig>,
    pub networks: BTreeMap<String, NetworkConfig>,
    pub volumes: BTreeMap<String, VolumeConfig>,
    pub secrets: BTreeMap<String, FileObjectConfig>,
    pub configs: BTreeMap<String, FileObjectConfig>,
    pub models: BTreeMap<String, ModelConfig>,
    /// The active profiles.
    pub profiles: Vec<String>,
    /// What interpolation saw: the caller's environment and that of the env files.
    pub environment: BTreeMap<String, String>,
    /// `x-` keys at the top.
    pub extensions: Map,
    /// What is to be logged as a warning before anything is done, each without its frame.
    pub warnings: Vec<String>,
    /// What the files ask for and Drydock does not do: where, and the key.
    pub not_simulated: Vec<(String, String)>,
}

/// Which services a selection takes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dependencies {
    Include,
    Ignore,
    Dependents,
}

impl Project {
    /// Names of the active services, sorted.
    pub fn service_names(&self) -> Vec<String> {
        self.services.keys().cloned().collect()
    }

    /// The service, if it is active.
    pub fn service(&self, name: &str) -> Result<&ServiceConfig, Error> {
        let missing = if self.disabled_services.contains_key(name) {
            Error::ServiceDisabled { name: name.to_owned() }
        } else {
            Error::NoSuchService { name: name.to_owned() }
        };
        self.services.get(name).ok_or(missing)
    }

    /// Active and disabled services.
    pub fn all_services(&self) -> BTreeMap<&str, &ServiceConfig> {
        self.services
            .iter()
            .chain(&self.disabled_services)
            .map(|(name, service)| (name.as_str(), service))
            .collect()
    }

    /// Names of the services that depend on this one, directly.
    pub fn dependents(&self, name: &str) -> Vec<String> {
        self.services
            .iter()
            .filter(|(_, service)| service.depends_on.contains_key(name))
            .map(|(dependent, _)| dependent.clone())
            .collect()
    }

    /// Names such that every service stands behind those that it depends on; among equals by name.
    pub fn dependency_order(&self) -> Vec<String> {
        let mut order = Vec::new();
        let mut seen = BTreeSet::new();
        for root in self.services.keys() {
            let mut stack = vec![(root, false)];
            while let Some((name, done)) = stack.pop() {
                if done {
                    order.push(name.clone());
                    continue;
                }
                let Some(service) = self.services.get(name) else {
                    continue;
                };
                if !seen.insert(name.clone()) {
                    continue;
                }
                stack.push((name, true));
                stack.extend(service.depends_on.keys().rev().map(|dependency| (dependency, false)));
            }
        }
        order
    }

    /// Divides the services by whether their profiles are active; `*` stands for all profiles.
    pub fn apply_profiles(&mut self, profiles: Vec<String>) {
        let mut all = std::mem::take(&mut self.services);
        all.append(&mut self.disabled_services);
        let active = |service: &ServiceConfig| {
            service.profiles.is_empty()
                || profiles
                    .iter()
                    .any(|profile| profile == "*" || service.profiles.contains(profile))
        };
        (self.services, self.disabled_services) = all.into_iter().partition(|(_, service)| active(service));
        self.profiles = profiles;
    }

    /// Activates the profiles of the named services, and with them every service of these profiles.
    pub fn enable_services(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let mut profiles = self.profiles.clone();
        for name in names.iter().filter(|name| !self.services.contains_key(*name)) {
            let disabled = self.disabled_services.get(name);
            profiles.extend(disabled.into_iter().flat_map(|service| service.profiles.clone()));
        }
        self.apply_profiles(profiles);
    }

    /// Keeps the named services (all, if none is named) and what goes along; the others become disabled.
    pub fn select_services(&mut self, names: &[String], dependencies: Dependencies) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        let mut keep: BTreeSet<String> = BTreeSet::new();
        let mut wanted: Vec<(String, bool)> = names.iter().rev().map(|name| (name.clone(), true)).collect();
        while let Some((name, required)) = wanted.pop() {
            let Some(service) = self.services.get(&name) else {
                if required {
                    return Err(Error::NoSuchService { name });
                }
                continue;
            };
            if !keep.insert(name.clone()) {
                continue;
            }
            match dependencies {
                Dependencies::Include => wanted.extend(
                    service
                        .depends_on
                        .iter()
                        .map(|(name, dependency)| (name.clone(), dependency.required.0)),
                ),
                Dependencies::Dependents => wanted.extend(self.dependents(&name).into_iter().map(|name| (name, true))),
                Dependencies::Ignore => {}
            }
        }
        let (kept, dropped) = std::mem::take(&mut self.services)
            .into_iter()
            .partition(|(name, _)| keep.contains(name));
        self.services = kept;
        self.disabled_services.extend::<BTreeMap<String, ServiceConfig>>(dropped);
        for service in self.services.values_mut() {
            service.depends_on.retain(|name, _| keep.contains(name));
        }
        Ok(())
    }

    /// Drops networks, volumes, secrets, configs and models that no active service uses.
    pub fn drop_unnecessary_resources(&mut self) {
        let services = || self.services.values();
        let networks: BTreeSet<String> = services().flat_map(|s| s.networks.keys().cloned()).collect();
        let models: BTreeSet<String> = services().flat_map(|s| s.models.keys().cloned()).collect();
        let volumes: BTreeSet<String> = services()
            .flat_map(|s| &s.volumes)
            .filter(|volume| volume.kind == "volume" && !volume.source.is_empty())
            .map(|volume| volume.source.clone())
            .collect();
        let secrets: BTreeSet<String> = services()
            .flat_map(|s| s.secrets.iter().chain(s.build.iter().flat_map(|build| &build.secrets)))
            .map(|secret| secret.source.clone())
            .collect();
        let configs: BTreeSet<String> = services()
            .flat_map(|s| s.configs.iter().map(|config| config.source.clone()))
            .collect();
        self.networks.retain(|name, _| networks.contains(name));
        self.volumes.retain(|name, _| volumes.contains(name));
        self.secrets.retain(|name, _| secrets.contains(name));
        self.configs.retain(|name, _| configs.contains(name));
        self.models.retain(|name, _| models.contains(name));
    }
}
