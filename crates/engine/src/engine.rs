//! The daemon: its tables and how to find things in them.

use crate::Error;
use crate::container::Container;
use crate::containers::Containers;
use crate::events::{Actor, Event, EventLog, Subscription};
use crate::exec::ExecRecord;
use crate::image::ImageStore;
use crate::kernel::KernelFiles;
use crate::network::Networks;
use crate::registry::Registry;
use crate::volume::Volumes;
use catalogue::Catalogue;
use machine::{Instant, Machine, MountNsRef};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A Docker Engine; clones share it.
#[derive(Clone)]
pub struct Engine(Rc<Inner>);

/// What an engine starts with.
pub struct Setup {
    pub machine: Machine,
    pub catalogue: &'static Catalogue,
    /// The host's files, for bind mounts.
    pub host: MountNsRef,
    /// Images that are there from the start, by reference.
    pub local_images: Vec<String>,
}

pub(crate) struct Inner {
    pub machine: Machine,
    pub catalogue: &'static Catalogue,
    pub host: MountNsRef,
    pub containers: RefCell<Containers>,
    /// Names of containers to their ids.
    pub names: RefCell<BTreeMap<String, String>>,
    pub images: RefCell<ImageStore>,
    pub volumes: RefCell<Volumes>,
    pub networks: RefCell<Networks>,
    pub execs: RefCell<BTreeMap<String, ExecRecord>>,
    pub registries: RefCell<BTreeMap<String, Registry>>,
    /// Every layer that there ever was, by digest.
    pub layers: RefCell<BTreeMap<String, vfs::Layer>>,
    pub events: EventLog,
    pub id: String,
    /// A lesson has stopped the daemon.
    pub down: Cell<bool>,
    pub next_port: Cell<u16>,
    pub build: RefCell<crate::build::BuildCache>,
    pub kernel: KernelFiles,
}

impl Engine {
    pub fn new(setup: Setup) -> Engine {
        let id = setup
            .machine
            .random(|r| format!("{}-{}-{}-{}-{}", r.hex(8), r.hex(4), r.hex(4), r.hex(4), r.hex(12)));
        let networks = Networks::new(&setup.machine);
        let engine = Engine(Rc::new(Inner {
            machine: setup.machine,
            catalogue: setup.catalogue,
            host: setup.host,
            containers: RefCell::default(),
            names: RefCell::default(),
            images: RefCell::new(ImageStore::default()),
            volumes: RefCell::default(),
            networks: RefCell::new(networks),
            execs: RefCell::default(),
            registries: RefCell::default(),
            layers: RefCell::default(),
            events: EventLog::default(),
            id,
            down: Cell::new(false),
            next_port: Cell::new(32_768),
            build: RefCell::default(),
            kernel: KernelFiles::default(),
        }));
        engine.add_registry(crate::registry::HUB, Registry::default());
        for reference in setup.local_images {
            engine.preload(&reference);
        }
        crate::program::register_init(engine.machine());
        engine
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    pub fn machine(&self) -> &Machine {
        &self.0.machine
    }

    pub fn catalogue(&self) -> &'static Catalogue {
        self.0.catalogue
    }

    pub fn now(&self) -> Instant {
        self.0.machine.now()
    }

    /// The daemon's own id.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Events from now on.
    pub fn subscribe(&self) -> Subscription {
        self.0.events.subscribe()
    }

    /// Events so far, oldest first.
    pub fn past_events(&self) -> Vec<Event> {
        self.0.events.past()
    }

    pub(crate) fn publish(&self, kind: &'static str, action: &str, id: &str, attributes: BTreeMap<String, String>) {
        let actor = Actor {
            id: id.to_string(),
            attributes,
        };
        self.0.events.publish(Event {
            time: self.now(),
            kind,
            action: action.to_string(),
            actor,
        });
    }

    /// 64 hexadecimal digits that name something new.
    pub(crate) fn new_id(&self) -> String {
        self.0.machine.random(|r| r.hex(64))
    }

    /// The id of the container that a name, an id or a unique prefix of one means.
    pub fn find_container(&self, name: &str) -> Result<String, Error> {
        let containers = self.0.containers.borrow();
        let plain = name.strip_prefix('/').unwrap_or(name);
        if containers.contains(plain) {
            return Ok(plain.to_string());
        }
        if let Some(id) = self.0.names.borrow().get(plain) {
            return Ok(id.clone());
        }
        let hex = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_hexdigit());
        let mut matches = containers.starting(plain).filter(|_| hex);
        match (matches.next(), matches.next()) {
            (Some(id), None) => Ok(id.clone()),
            (Some(_), Some(_)) => Err(Error::InvalidParameter(format!(
                "multiple IDs found with provided prefix: {plain}"
            ))),
            _ => Err(Error::no_container(name)),
        }
    }

    /// Reads a container by name or id.
    pub fn container<R>(&self, name: &str, read: impl FnOnce(&Container) -> R) -> Result<R, Error> {
        let id = self.find_container(name)?;
        self.0
            .containers
            .borrow()
            .get(&id)
            .map(read)
            .ok_or_else(|| Error::no_container(name))
    }

    pub(crate) fn with<R>(&self, id: &str, change: impl FnOnce(&mut Container) -> R) -> Result<R, Error> {
        self.0
            .containers
            .borrow_mut()
            .get_mut(id)
            .map(change)
            .ok_or_else(|| Error::no_container(id))
    }

    /// Takes a new container into the tables.
    pub(crate) fn admit(&self, container: Box<Container>) {
        let (name, id) = (container.name.clone(), container.id.clone());
        self.0.names.borrow_mut().insert(name, id);
        self.0.containers.borrow_mut().insert(container);
    }

    /// Takes a container out of the tables.
    pub(crate) fn forget(&self, id: &str) -> Option<Box<Container>> {
        let container = self.0.containers.borrow_mut().remove(id)?;
        self.0.names.borrow_mut().remove(&container.name);
        Some(container)
    }

    /// Ids of all containers, oldest first.
    pub fn container_ids(&self) -> Vec<String> {
        self.0.containers.borrow().values().map(|c| c.id.clone()).collect()
    }
}
