//! The system as a whole: what uses space, and what pruning takes away.

use crate::image::Removed;
use crate::state::State;
use crate::{Engine, Error, Filters};
use machine::Instant;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What `docker system df` counts: how many, how many in use, bytes, bytes that pruning would free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskUsage {
    pub count: usize,
    pub active: usize,
    pub size: u64,
    pub reclaimable: u64,
}

/// What was removed, and the bytes that it held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    pub removed: Vec<String>,
    pub images: Vec<Removed>,
    pub reclaimed: u64,
}

impl Engine {
    pub fn usage_of_images(&self) -> DiskUsage {
        let store = self.inner().images.borrow();
        let used: BTreeSet<_> = self.inner().containers.borrow().values().map(|c| c.image).collect();
        let mut seen = BTreeSet::new();
        let mut usage = DiskUsage::default();
        for image in store.all() {
            usage.count += 1;
            usage.active += usize::from(used.contains(&image.id));
            for layer in &image.layers {
                if seen.insert(layer.diff_id()) {
                    usage.size += layer.size();
                }
            }
            if !used.contains(&image.id) {
                usage.reclaimable += image.layers.last().map_or(0, |l| l.size());
            }
        }
        usage
    }

    pub fn usage_of_containers(&self) -> DiskUsage {
        let containers = self.inner().containers.borrow();
        let mut usage = DiskUsage::default();
        for c in containers.values() {
            let size = c.writable_size();
            usage.count += 1;
            usage.active += usize::from(c.state.is_running());
            usage.size += size;
            usage.reclaimable += if c.state.is_running() { 0 } else { size };
        }
        usage
    }

    pub fn usage_of_volumes(&self) -> DiskUsage {
        let volumes: Vec<_> = self.inner().volumes.borrow().by_name.values().cloned().collect();
        let mut usage = DiskUsage::default();
        for volume in volumes {
            let active = !self.users_of_volume(&volume.name).is_empty();
            usage.count += 1;
            usage.active += usize::from(active);
            usage.size += volume.size();
            usage.reclaimable += if active { 0 } else { volume.size() };
        }
        usage
    }

    /// The moment of an `until` filter. Errors: several, or one that is no time.
    pub(crate) fn until(&self, filters: &Filters) -> Result<Option<Instant>, Error> {
        match filters.values("until") {
            [] => Ok(None),
            [one] => crate::go::parse_time(one, self.now())
                .map(Some)
                .map_err(Error::InvalidParameter),
            _ => Err(Error::InvalidParameter("more than one until filter specified".into())),
        }
    }

    /// What a prune of one kind of things freed, in bytes.
    pub(crate) fn prune_event(&self, kind: &'static str, reclaimed: u64) {
        let attributes = BTreeMap::from([("reclaimed".to_string(), reclaimed.to_string())]);
        self.publish(kind, "prune", "", attributes);
    }

    /// `docker container prune`: stopped containers. Filters: label, until.
    pub fn prune_containers(&self, filters: &Filters) -> Result<Pruned, Error> {
        filters.check(&["label", "label!", "until"])?;
        let until = self.until(filters)?;
        let mut pruned = Pruned::default();
        for id in self.container_ids() {
            let found = self.container(&id, |c| {
                let stopped = matches!(c.state, State::Created | State::Exited | State::Dead);
                let old = until.is_none_or(|u| c.created <= u);
                (stopped && old && filters.labels(&c.config.config.labels)).then(|| c.writable_size())
            })?;
            if let Some(size) = found {
                self.remove_now(&id, false)?;
                pruned.removed.push(id);
                pruned.reclaimed += size;
            }
        }
        self.prune_event("container", pruned.reclaimed);
        Ok(pruned)
    }

    /// `docker volume prune`: unused anonymous volumes, or, with `all`, every unused one.
    pub fn prune_volumes(&self, all: bool, filters: &Filters) -> Result<Pruned, Error> {
        filters.check(&["all", "label", "label!"])?;
        let all = all || filters.boolean("all")? == Some(true);
        let mut pruned = Pruned::default();
        for volume in self.volumes(&Filters::default())? {
            if (all || volume.anonymous) && filters.labels(&volume.labels) && self.users_of_volume(&volume.name).is_empty() {
                pruned.reclaimed += volume.size();
                self.remove_volume(&volume.name, false)?;
                pruned.removed.push(volume.name);
            }
        }
        self.prune_event("volume", pruned.reclaimed);
        Ok(pruned)
    }

    /// `docker network prune`: networks that no running container is on.
    pub fn prune_networks(&self, filters: &Filters) -> Result<Pruned, Error> {
        filters.check(&["label", "label!", "until"])?;
        let until = self.until(filters)?;
        let mut pruned = Pruned::default();
        for network in self.networks(&Filters::default())? {
            let predefined = ["bridge", "host", "none"].contains(&network.name.as_str());
            let used = !self.members(&network.id).is_empty();
            if !predefined && !used && until.is_none_or(|u| network.created <= u) && filters.labels(&network.labels) {
                self.remove_network(&network.id)?;
                pruned.removed.push(network.name);
            }
        }
        self.prune_event("network", 0);
        Ok(pruned)
    }
}
