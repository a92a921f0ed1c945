//! Volumes: directories that outlive containers.

use crate::{Engine, Error, Filters};
use machine::Instant;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use utilities::regex::{Regex, Syntax};
use vfs::{Fs, FsRef, Meta};

/// One volume of the `local` driver.
#[derive(Clone, Debug)]
pub struct Volume {
    pub name: String,
    pub driver: String,
    pub created: Instant,
    pub labels: BTreeMap<String, String>,
    pub options: BTreeMap<String, String>,
    /// Made without a name being given.
    pub anonymous: bool,
    pub(crate) fs: FsRef,
}

/// `POST /volumes/create`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VolumeRequest {
    pub name: String,
    pub driver: String,
    pub labels: BTreeMap<String, String>,
    pub options: BTreeMap<String, String>,
}

#[derive(Default)]
pub(crate) struct Volumes {
    pub by_name: BTreeMap<String, Volume>,
}

impl Volume {
    /// Where it lies on a Linux host.
    pub fn mountpoint(&self) -> String {
        format!("/var/lib/docker/volumes/{}/_data", self.name)
    }

    /// The files in it.
    pub fn files(&self) -> FsRef {
        self.fs.clone()
    }

    /// Bytes of all files.
    pub fn size(&self) -> u64 {
        vfs::Layer::snapshot(&self.fs.borrow()).size()
    }
}

impl Engine {
    /// `docker volume create`; one that is there already is given as it is.
    pub fn create_volume(&self, request: VolumeRequest) -> Result<Volume, Error> {
        let anonymous = request.name.is_empty();
        let name = if anonymous { self.new_id() } else { request.name.clone() };
        if !anonymous && name.len() < 2 {
            return Err(Error::InvalidParameter(format!(
                "create {name}: volume name is too short, names should be at least two alphanumeric characters"
            )));
        }
        let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        if !first
            || !name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
        {
            return Err(Error::InvalidParameter(format!(
                "create {name}: {name:?} includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path"
            )));
        }
        if !request.driver.is_empty() && request.driver != "local" {
            return Err(Error::NotFound(format!(
                "create {name}: error looking up volume plugin {d}: plugin \"{d}\" not found",
                d = request.driver
            )));
        }
        check_options(&request.options).map_err(|e| e.within(&format!("create {name}")))?;
        if let Some(known) = self.inner().volumes.borrow().by_name.get(&name) {
            return Ok(known.clone());
        }
        let mut labels = request.labels;
        if anonymous {
            labels.insert("com.docker.volume.anonymous".into(), String::new());
        }
        let now = self.now();
        let fs = Fs::new(Meta {
            mode: 0o755,
            uid: 0,
            gid: 0,
            mtime: now.0,
        });
        let volume = Volume {
            name: name.clone(),
            driver: "local".into(),
            created: now,
            labels,
            options: request.options,
            anonymous,
            fs: Rc::new(RefCell::new(fs)),
        };
        self.inner().volumes.borrow_mut().by_name.insert(name.clone(), volume.clone());
        self.publish(
            "volume",
            "create",
            &name,
            BTreeMap::from([("driver".to_string(), "local".to_string())]),
        );
        Ok(volume)
    }

    pub fn volume(&self, name: &str) -> Result<Volume, Error> {
        self.inner()
            .volumes
            .borrow()
            .by_name
            .get(name)
            .cloned()
            .ok_or_else(|| Error::NotFound(format!("get {name}: no such volume")))
    }

    /// Ids of the containers that use a volume.
    pub fn users_of_volume(&self, name: &str) -> Vec<String> {
        let containers = self.inner().containers.borrow();
        containers
            .values()
            .filter(|c| c.mounts.iter().any(|m| m.kind == "volume" && m.name == name))
            .map(|c| c.id.clone())
            .collect()
    }

    /// `docker volume ls`, by name. Filters: dangling, driver, label, name.
    pub fn volumes(&self, filters: &Filters) -> Result<Vec<Volume>, Error> {
        filters.check(&["dangling", "driver", "label", "name"])?;
        let dangling = filters.boolean("dangling")?;
        let all: Vec<Volume> = self.inner().volumes.borrow().by_name.values().cloned().collect();
        let names: Vec<Option<Regex>> = filters
            .values("name")
            .iter()
            .map(|n| {
                Regex::new(n.as_bytes(), Syntax::Extended, false)
                    .ok()
                    .filter(|_| !n.is_empty())
            })
            .collect();
        Ok(all
            .into_iter()
            .filter(|v| {
                dangling.is_none_or(|d| d == self.users_of_volume(&v.name).is_empty())
                    && filters.any("driver", |d| d == v.driver)
                    && (names.is_empty() || names.iter().flatten().any(|n| n.is_match(v.name.as_bytes())))
                    && filters.labels(&v.labels)
            })
            .collect())
    }

    pub fn remove_volume(&self, name: &str, force: bool) -> Result<(), Error> {
        match self.volume(name) {
            Err(_) if force => return Ok(()),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        let users = self.users_of_volume(name);
        if !users.is_empty() {
            return Err(Error::Conflict(format!(
                "remove {name}: volume is in use - [{}]",
                users.join(", ")
            )));
        }
        self.inner().volumes.borrow_mut().by_name.remove(name);
        self.publish(
            "volume",
            "destroy",
            name,
            BTreeMap::from([("driver".to_string(), "local".to_string())]),
        );
        Ok(())
    }
}

/// The options of the local driver, which are mount(8)'s.
fn check_options(options: &BTreeMap<String, String>) -> Result<(), Error> {
    let invalid = |text: String| Err(Error::InvalidParameter(text));
    if let Some(name) = options
        .keys()
        .find(|n| !["type", "o", "device", "size"].contains(&n.as_str()))
    {
        return invalid(format!("invalid option: {name:?}"));
    }
    for (name, needed) in [("device", "type"), ("type", "device"), ("o", "device"), ("o", "type")] {
        if options.contains_key(name) && !options.contains_key(needed) {
            return invalid(format!("missing required option: {needed:?}"));
        }
    }
    Ok(())
}
