//! Registries: what `docker pull`, `push`, `login` and `search` talk to.
//!
//! Docker Hub is the catalogue, and what was pushed to it here. A lesson may declare other registries by
//! name (TLS and all); what a learner runs on localhost is asked over the network ([`remote`]). Who may do
//! what follows the distribution specification's challenges, with the words that containerd's resolver and
//! moby put around them. Left out: identity tokens, mirrors, several platforms of an image.

mod pull;
mod push;
mod remote;

pub(crate) use pull::{time_to_download, time_to_extract};

use crate::image::Image;
use crate::{Engine, Error, Filters};
use dockerfile::Reference;
use remote::Remote;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use vfs::Digest;

/// Docker Hub's name in references.
pub const HUB: &str = "docker.io";
/// The server that `docker login` means without another.
pub const INDEX_SERVER: &str = "https://index.docker.io/v1/";

/// Bytes a second that a transfer gets.
const BANDWIDTH: u64 = 60_000_000;

/// A registry's content and rules. Without users anybody may push and pull.
#[derive(Default)]
pub struct Registry {
    /// `repository:tag` to image.
    tags: BTreeMap<String, Rc<Image>>,
    /// Layers by repository.
    blobs: BTreeSet<(String, Digest)>,
    /// Names and passwords.
    pub users: BTreeMap<String, String>,
    /// Nothing is to be had without logging in.
    pub closed: bool,
    /// Repositories that only their owner (the user before the slash) may pull.
    pub private: BTreeSet<String>,
    /// How many more pulls those have who are not logged in; none is no limit.
    pub anonymous_pulls: Option<u32>,
}

/// What a client sends along to prove who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    pub username: String,
    pub password: String,
}

/// A line of pull's or push's progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// `latest: Pulling from library/busybox`, `Digest: …`, `Status: …`: a whole line.
    Line(String),
    /// A layer's short id and what happens to it: `Pull complete`, `Layer already exists`.
    Layer { id: String, status: String },
}

/// A line of `docker search`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    pub description: String,
    pub stars: u32,
    pub official: bool,
}

impl Registry {
    /// Whether these are a user's name and password.
    pub fn knows(&self, credentials: &Credentials) -> bool {
        self.users.get(&credentials.username) == Some(&credentials.password)
    }
}

fn parsed(name: &str) -> Result<Reference, Error> {
    Reference::parse(name).map_err(|e| Error::InvalidParameter(e.to_string()))
}

impl Engine {
    /// Makes a registry reachable under a name such as `registry.example.com`.
    pub fn add_registry(&self, domain: &str, registry: Registry) {
        self.inner().registries.borrow_mut().insert(domain.to_string(), registry);
    }

    /// Takes a declared registry away. False if there was none.
    pub fn remove_registry(&self, domain: &str) -> bool {
        domain != HUB && self.inner().registries.borrow_mut().remove(domain).is_some()
    }

    /// Changes a declared registry, or Docker Hub (`docker.io`).
    pub fn with_registry<R>(&self, domain: &str, change: impl FnOnce(&mut Registry) -> R) -> Option<R> {
        self.inner().registries.borrow_mut().get_mut(domain).map(change)
    }

    fn is_declared(&self, domain: &str) -> bool {
        self.inner().registries.borrow().contains_key(domain)
    }

    /// `docker login`'s question to the registry. `server` is a host, or [`INDEX_SERVER`].
    pub async fn login(&self, server: &str, credentials: &Credentials) -> Result<(), Error> {
        self.machine().sleep(std::time::Duration::from_millis(300)).await;
        let hub = server == INDEX_SERVER;
        let domain = if hub { HUB } else { server };
        let declared = self.with_registry(domain, |r| r.users.is_empty() && !hub || r.knows(credentials));
        match declared {
            Some(true) => Ok(()),
            Some(false) if hub => Err(Error::Unauthorized(
                "Get \"https://registry-1.docker.io/v2/\": unauthorized: incorrect username or password".into(),
            )),
            Some(false) => Err(Error::Unauthorized(format!(
                "login attempt to https://{domain}/v2/ failed with status: 401 Unauthorized"
            ))),
            None => Remote::new(self, domain, Some(credentials))?.ping().await,
        }
    }

    /// `docker search`: the catalogue's repositories. Filters: is-automated, is-official, stars.
    pub fn search(&self, term: &str, limit: usize, filters: &Filters) -> Result<Vec<Found>, Error> {
        filters.check(&["is-automated", "is-official", "stars"])?;
        let automated = filters.boolean("is-automated")? == Some(true);
        let official = filters.boolean("is-official")?;
        let mut stars = 0;
        for value in filters.values("stars") {
            let number: u32 = value.parse().map_err(|_| {
                Error::InvalidParameter(format!(
                    "invalid filter 'stars={value}': strconv.Atoi: parsing \"{value}\": invalid syntax"
                ))
            })?;
            stars = stars.max(number);
        }
        if term.contains("://") {
            return Err(Error::InvalidParameter(format!(
                "invalid repository name: repository name ({term}) should not have a scheme"
            )));
        }
        let limit = if limit == 0 { 25 } else { limit };
        if limit > 100 {
            return Err(Error::InvalidParameter(format!(
                "limit {limit} is outside the range of [1, 100]"
            )));
        }
        let term = term
            .trim_start_matches("docker.io/")
            .trim_start_matches("library/")
            .to_lowercase();
        let mut found: Vec<Found> = self
            .catalogue()
            .repositories()
            .filter_map(|name| {
                let image = self.catalogue().images_of(name).first()?;
                let hit = name.to_lowercase().contains(&term) || image.description.to_lowercase().contains(&term);
                hit.then(|| Found {
                    name: name.to_string(),
                    description: image.description.clone(),
                    stars: image.stars,
                    official: image.official,
                })
            })
            .collect();
        found.sort_by(|a, b| {
            let rank = |f: &Found| {
                (
                    f.name != term,
                    !f.name.contains(&term),
                    !f.official,
                    std::cmp::Reverse(f.stars),
                )
            };
            rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
        });
        found.truncate(limit);
        found.retain(|f| !automated && official.is_none_or(|o| o == f.official) && f.stars >= stars);
        Ok(found)
    }

    /// The tags of a repository, for `docker pull --all-tags`.
    pub async fn tags_of(&self, name: &str, credentials: Option<&Credentials>) -> Result<Vec<String>, Error> {
        let reference = parsed(name)?;
        if !self.is_declared(&reference.domain) {
            return Remote::new(self, &reference.domain, credentials)?.tags(&reference.path).await;
        }
        let mut tags: BTreeSet<String> = self
            .registry_tags(&reference.domain)
            .iter()
            .filter_map(|(name, _)| name.strip_prefix(&reference.path)?.strip_prefix(':').map(str::to_string))
            .collect();
        if reference.domain == HUB {
            let images = self.catalogue().images_of(&reference.familiar_name());
            tags.extend(images.iter().flat_map(|i| i.tags.iter().cloned()));
        }
        match tags.is_empty() {
            true => Err(self.no_repository(&reference)),
            false => Ok(tags.into_iter().collect()),
        }
    }

    /// What to say of an image that is published and that the catalogue does not hold; `None` of others.
    pub(crate) fn not_simulated(&self, reference: &Reference) -> Option<Error> {
        let registry = Some(reference.domain.as_str()).filter(|domain| *domain != HUB);
        let tag = reference.tag.as_deref().unwrap_or("latest");
        let name = reference.familiar_name();
        if !self.catalogue().is_published_elsewhere(registry, &name, tag) {
            return None;
        }
        Some(Error::NotSimulated(match registry {
            Some(registry) => format!("the registry {registry}"),
            None if self.catalogue().images_of(&name).is_empty() => format!("the image {name}"),
            None => format!("the image {name}:{tag}"),
        }))
    }

    fn no_repository(&self, reference: &Reference) -> Error {
        Error::NotFound(format!(
            "pull access denied for {}, repository does not exist or may require 'docker login'",
            reference.familiar_name()
        ))
    }

    /// Tags of a declared registry's repositories, for checks.
    pub fn registry_tags(&self, domain: &str) -> Vec<(String, Digest)> {
        self.inner()
            .registries
            .borrow()
            .get(domain)
            .map(|r| r.tags.iter().map(|(n, i)| (n.clone(), i.id)).collect())
            .unwrap_or_default()
    }

    /// A layer that is here or was: what archives carry of it lacks the weight of its programs.
    pub(crate) fn known_layer(&self, digest: &str) -> Option<vfs::Layer> {
        self.inner().layers.borrow().get(digest).cloned()
    }
}
