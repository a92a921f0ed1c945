//! Registries: Docker Hub out of the catalogue, and those that a learner or a lesson runs.

use crate::image::{Image, familiar};
use crate::{Engine, Error};
use dockerfile::Reference;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;
use vfs::Digest;

/// A registry's content. Without users anybody may push and pull.
#[derive(Default)]
pub struct Registry {
    /// `repository:tag` to image.
    tags: BTreeMap<String, Rc<Image>>,
    /// Layers by repository.
    blobs: BTreeSet<(String, Digest)>,
    /// Names and passwords.
    pub users: BTreeMap<String, String>,
}

/// A line of pull's or push's progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// `latest: Pulling from library/busybox`, `Digest: …`, `Status: …`: a whole line.
    Line(String),
    /// A layer's short id and what happens to it: `Pull complete`, `Layer already exists`.
    Layer { id: String, status: String },
}

/// Bytes a second that a pull gets.
const BANDWIDTH: u64 = 60_000_000;

impl Engine {
    /// Makes a registry reachable under a name such as `localhost:5000`.
    pub fn add_registry(&self, domain: &str, registry: Registry) {
        self.inner().registries.borrow_mut().insert(domain.to_string(), registry);
    }

    /// `docker pull`: progress goes to `report` as it happens. Gives the image and whether it was new.
    pub async fn pull(&self, name: &str, mut report: impl FnMut(Progress)) -> Result<(Rc<Image>, bool), Error> {
        let reference = Reference::parse(name)
            .map_err(|e| Error::InvalidParameter(e.to_string()))?
            .with_default_tag();
        let shown = reference.familiar();
        let machine = self.machine().clone();
        machine.sleep(Duration::from_millis(400)).await;
        let image = if reference.domain == "docker.io" {
            self.resolve_on_hub(&reference)?
        } else {
            self.resolve_in_registry(&reference)?
        };
        let tag = reference.tag.clone().or_else(|| reference.digest.clone()).unwrap_or_default();
        let remote = reference.path.clone();
        report(Progress::Line(format!("{tag}: Pulling from {remote}")));
        let known: BTreeSet<Digest> = self
            .inner()
            .images
            .borrow()
            .images
            .values()
            .flat_map(|i| i.layers.iter().map(|l| l.diff_id()))
            .collect();
        let fresh = !self.inner().images.borrow().images.contains_key(&image.id);
        for layer in &image.layers {
            let id = layer.diff_id();
            let short = id.short();
            if known.contains(&id) {
                if fresh {
                    report(Progress::Layer {
                        id: short,
                        status: "Already exists".into(),
                    });
                }
                continue;
            }
            report(Progress::Layer {
                id: short.clone(),
                status: "Pulling fs layer".into(),
            });
            machine
                .sleep(Duration::from_millis(120 + layer.size() * 1000 / BANDWIDTH))
                .await;
            report(Progress::Layer {
                id: short.clone(),
                status: "Download complete".into(),
            });
            machine.sleep(Duration::from_millis(40 + layer.size() / 400_000)).await;
            report(Progress::Layer {
                id: short,
                status: "Pull complete".into(),
            });
        }
        report(Progress::Line(format!("Digest: {}", image.id)));
        let before = self.find_image(&shown).ok().map(|i| i.id);
        let names = if reference.digest.is_some() {
            Vec::new()
        } else {
            vec![shown.clone()]
        };
        let added = self.add_image((*image).clone(), &names)?;
        let newer = before != Some(added.id);
        report(Progress::Line(if newer {
            format!("Status: Downloaded newer image for {shown}")
        } else {
            format!("Status: Image is up to date for {shown}")
        }));
        self.publish(
            "image",
            "pull",
            &shown,
            BTreeMap::from([("name".to_string(), reference.familiar_name())]),
        );
        Ok((added, newer))
    }

    fn resolve_on_hub(&self, reference: &Reference) -> Result<Rc<Image>, Error> {
        let name = reference.familiar();
        if let Some(digest) = &reference.digest {
            return self
                .inner()
                .images
                .borrow()
                .images
                .values()
                .find(|i| i.id.to_string() == *digest)
                .cloned()
                .ok_or_else(|| Error::NotFound(format!("failed to resolve reference \"{reference}\": {reference}: not found")));
        }
        if let Some(image) = self.image_from_catalogue(&name) {
            return Ok(Rc::new(image));
        }
        if self.catalogue().images_of(&reference.familiar_name()).is_empty() {
            return Err(Error::NotFound(format!(
                "pull access denied for {}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
                reference.familiar_name()
            )));
        }
        Err(Error::NotFound(format!(
            "failed to resolve reference \"{reference}\": {reference}: not found"
        )))
    }

    fn resolve_in_registry(&self, reference: &Reference) -> Result<Rc<Image>, Error> {
        let registries = self.inner().registries.borrow();
        let Some(registry) = registries.get(&reference.domain) else {
            return Err(no_registry(reference));
        };
        let found = match &reference.digest {
            Some(digest) => registry
                .tags
                .iter()
                .find(|(n, i)| n.starts_with(&reference.path) && i.id.to_string() == *digest)
                .map(|(_, i)| i),
            None => registry.tags.get(&format!(
                "{}:{}",
                reference.path,
                reference.tag.as_deref().unwrap_or("latest")
            )),
        };
        found
            .cloned()
            .ok_or_else(|| Error::NotFound(format!("failed to resolve reference \"{reference}\": {reference}: not found")))
    }

    /// `docker push`.
    pub async fn push(&self, name: &str, mut report: impl FnMut(Progress)) -> Result<(), Error> {
        let reference = Reference::parse(name)
            .map_err(|e| Error::InvalidParameter(e.to_string()))?
            .with_default_tag();
        report(Progress::Line(format!(
            "The push refers to repository [{}]",
            reference.name()
        )));
        let key = reference.to_string();
        let id = self.inner().images.borrow().tags.get(&key).copied();
        let image = id.and_then(|id| self.inner().images.borrow().get(&id));
        let Some(image) = image else {
            return Err(Error::NotFound(format!("tag does not exist: {}", familiar(&key))));
        };
        if reference.domain == "docker.io" {
            return Err(Error::Unauthorized(
                "push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
                    .into(),
            ));
        }
        if !self.inner().registries.borrow().contains_key(&reference.domain) {
            return Err(no_registry(&reference));
        }
        let machine = self.machine().clone();
        for layer in image.layers.iter().rev() {
            let id = layer.diff_id();
            let blob = (reference.path.clone(), id);
            let there = self
                .inner()
                .registries
                .borrow()
                .get(&reference.domain)
                .is_some_and(|r| r.blobs.contains(&blob));
            let status = if there { "Layer already exists" } else { "Pushed" };
            if !there {
                machine
                    .sleep(Duration::from_millis(60 + layer.size() * 1000 / BANDWIDTH))
                    .await;
                if let Some(registry) = self.inner().registries.borrow_mut().get_mut(&reference.domain) {
                    registry.blobs.insert(blob);
                }
            }
            report(Progress::Layer {
                id: id.short(),
                status: status.into(),
            });
        }
        let tag = reference.tag.clone().unwrap_or_default();
        let size = image.manifest_json().to_string().len();
        if let Some(registry) = self.inner().registries.borrow_mut().get_mut(&reference.domain) {
            registry.tags.insert(format!("{}:{tag}", reference.path), image.clone());
        }
        report(Progress::Line(format!("{tag}: digest: {} size: {size}", image.id)));
        self.publish(
            "image",
            "push",
            &reference.familiar(),
            BTreeMap::from([("name".to_string(), reference.familiar_name())]),
        );
        Ok(())
    }

    /// Tags of a registry's repository, for checks and the registry's own pages.
    pub fn registry_tags(&self, domain: &str) -> Vec<(String, Digest)> {
        self.inner()
            .registries
            .borrow()
            .get(domain)
            .map(|r| r.tags.iter().map(|(n, i)| (n.clone(), i.id)).collect())
            .unwrap_or_default()
    }
}

fn no_registry(reference: &Reference) -> Error {
    let host = reference.domain.split(':').next().unwrap_or_default();
    if host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok() {
        Error::System(format!(
            "failed to resolve reference \"{reference}\": failed to do request: Head \"http://{}/v2/{}/manifests/{}\": dial tcp 127.0.0.1:{}: connect: connection refused",
            reference.domain,
            reference.path,
            reference.tag.as_deref().unwrap_or("latest"),
            reference.domain.split(':').nth(1).unwrap_or("80"),
        ))
    } else {
        Error::System(format!(
            "failed to resolve reference \"{reference}\": failed to do request: Head \"https://{}/v2/{}/manifests/{}\": dial tcp: lookup {host}: no such host",
            reference.domain,
            reference.path,
            reference.tag.as_deref().unwrap_or("latest"),
        ))
    }
}
