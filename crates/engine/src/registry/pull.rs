//! `docker pull`: finding an image, and fetching what of it is missing.

use super::remote::Remote;
use super::{BANDWIDTH, Credentials, HUB, Progress, Registry, parsed};
use crate::archive::image_from_json;
use crate::create::{Platform, check_platform};
use crate::image::Image;
use crate::{Engine, Error};
use dockerfile::Reference;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;
use vfs::{Digest, Fs, Layer};

/// How long a layer takes from the registry.
pub(crate) fn time_to_download(layer: &Layer) -> Duration {
    Duration::from_millis(120 + layer.size() * 1000 / BANDWIDTH)
}

/// How long it takes to unpack a layer.
pub(crate) fn time_to_extract(layer: &Layer) -> Duration {
    Duration::from_millis(40 + layer.size() / 400_000)
}

/// Errors: NotFound for a platform that no image is published for, NotSimulated for another than the image's.
fn check_published(image: &Image, platform: &str) -> Result<(), Error> {
    check_platform(platform)?;
    let wanted = Platform::parse(platform);
    if wanted.os == image.os && (wanted.architecture.is_empty() || wanted.architecture == image.architecture) {
        return Ok(());
    }
    match wanted.os.as_str() {
        "linux" if PUBLISHED.contains(&wanted.architecture.as_str()) => {
            Err(Error::NotSimulated(format!("pulling an image for {wanted}")))
        }
        _ => Err(Error::NotFound(format!(
            "no matching manifest for {wanted} in the manifest list entries: no match for platform in manifest: not found"
        ))),
    }
}

/// What Docker's official images are made for, besides the machine's own.
const PUBLISHED: &[&str] = &["386", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x"];

impl Engine {
    /// `docker pull` of somebody who is not logged in; see [`Engine::pull_as`].
    pub async fn pull(&self, name: &str, report: impl FnMut(Progress)) -> Result<(Rc<Image>, bool), Error> {
        self.pull_as(name, "", None, report).await
    }

    /// `docker pull`, of a platform's image unless that is empty: progress goes to `report` as it happens. Gives the image and whether it was new.
    pub async fn pull_as(
        &self,
        name: &str,
        platform: &str,
        credentials: Option<&Credentials>,
        mut report: impl FnMut(Progress),
    ) -> Result<(Rc<Image>, bool), Error> {
        let reference = parsed(name)?.with_default_tag();
        let shown = reference.familiar();
        let machine = self.machine().clone();
        machine.sleep(Duration::from_millis(400)).await;
        let image = self.resolve(&reference, credentials).await?;
        if !platform.is_empty() {
            check_published(&image, platform)?;
        }
        let tag = reference.tag.clone().or_else(|| reference.digest.clone()).unwrap_or_default();
        report(Progress::Line(format!("{tag}: Pulling from {}", reference.path)));
        let known = self.fetched_layers();
        let fresh = !self.inner().images.borrow().images.contains_key(&image.id);
        let step = |id: &str, status: &str| Progress::Layer {
            id: id.to_string(),
            status: status.to_string(),
        };
        for layer in image.layers.iter().filter(|_| fresh) {
            let id = layer.diff_id();
            let short = id.short();
            if known.contains(&id) {
                report(step(&short, "Already exists"));
                continue;
            }
            report(step(&short, "Pulling fs layer"));
            machine.sleep(time_to_download(layer)).await;
            report(step(&short, "Download complete"));
            machine.sleep(time_to_extract(layer)).await;
            report(step(&short, "Pull complete"));
        }
        report(Progress::Line(format!("Digest: {}", image.id)));
        let before = self.find_image(&shown).ok().map(|i| i.id);
        let names = match reference.digest.is_some() {
            true => Vec::new(),
            false => vec![shown.clone()],
        };
        let added = self.add_image((*image).clone(), &names)?;
        let newer = before != Some(added.id);
        report(Progress::Line(match newer {
            true => format!("Status: Downloaded newer image for {shown}"),
            false => format!("Status: Image is up to date for {shown}"),
        }));
        self.publish(
            "image",
            "pull",
            &shown,
            BTreeMap::from([("name".to_string(), reference.familiar_name())]),
        );
        Ok((added, newer))
    }

    /// The layers that are here: those of images, and those that builds have fetched.
    pub(crate) fn fetched_layers(&self) -> BTreeSet<Digest> {
        let (store, build) = (self.inner().images.borrow(), self.inner().build.borrow());
        let images = store.images.values().chain(build.bases.values());
        images
            .flat_map(|image| image.layers.iter().map(|layer| layer.diff_id()))
            .collect()
    }

    /// The manifest of an image in its registry and the image's id, without pulling it.
    pub async fn remote_image(&self, name: &str, credentials: Option<&Credentials>) -> Result<Rc<Image>, Error> {
        let reference = parsed(name)?.with_default_tag();
        self.resolve(&reference, credentials).await
    }

    async fn resolve(&self, reference: &Reference, credentials: Option<&Credentials>) -> Result<Rc<Image>, Error> {
        if reference.domain == HUB {
            return self.resolve_on_hub(reference, credentials);
        }
        match self.with_registry(&reference.domain, |r| r.resolve(reference, credentials)) {
            Some(found) => found,
            None => self.fetch(reference, credentials).await,
        }
    }

    fn resolve_on_hub(&self, reference: &Reference, credentials: Option<&Credentials>) -> Result<Rc<Image>, Error> {
        let missing = || Error::NotFound(format!("failed to resolve reference \"{reference}\": {reference}: not found"));
        let denied = || self.no_repository(reference);
        let (pushed, hidden) = self
            .with_registry(HUB, |hub| {
                let user = credentials.filter(|c| !c.username.is_empty());
                if user.is_some_and(|c| !hub.knows(c)) {
                    return Err(Error::Unauthorized(format!(
                        "failed to resolve reference \"{reference}\": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3A{}%3Apull&service=registry.docker.io: 401 Unauthorized",
                        reference.path.replace('/', "%2F")
                    )));
                }
                if let (None, Some(left)) = (user, &mut hub.anonymous_pulls) {
                    if *left == 0 {
                        return Err(Error::System(
                            "error from registry: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"
                                .into(),
                        ));
                    }
                    *left -= 1;
                }
                Ok((hub.find(reference), hub.hides(reference, credentials)))
            })
            .transpose()?
            .unwrap_or_default();
        if hidden {
            return Err(denied());
        }
        if let Some(image) = pushed {
            return Ok(image);
        }
        if let Some(digest) = &reference.digest {
            let store = self.inner().images.borrow();
            let local = store.images.values().find(|i| i.id.to_string() == *digest).cloned();
            let in_catalogue = || {
                let images = self.catalogue().images_of(&reference.familiar_name());
                images
                    .iter()
                    .filter_map(|i| self.image_from_catalogue(&format!("{}:{}", reference.familiar_name(), i.tags.first()?)))
                    .find(|i| i.id.to_string() == *digest)
                    .map(Rc::new)
            };
            return local.or_else(in_catalogue).ok_or_else(missing);
        }
        if let Some(image) = self.image_from_catalogue(&reference.familiar()) {
            return Ok(Rc::new(image));
        }
        if let Some(error) = self.not_simulated(reference) {
            return Err(error);
        }
        let name = reference.familiar_name();
        let known = !self.catalogue().images_of(&name).is_empty()
            || self
                .registry_tags(HUB)
                .iter()
                .any(|(tagged, _)| tagged.rsplit_once(':').is_some_and(|(n, _)| n == reference.path));
        Err(if known { missing() } else { denied() })
    }

    /// Fetches an image over the network.
    async fn fetch(&self, reference: &Reference, credentials: Option<&Credentials>) -> Result<Rc<Image>, Error> {
        let remote = Remote::new(self, &reference.domain, credentials)?;
        let wanted = reference.digest.clone().or_else(|| reference.tag.clone()).unwrap_or_default();
        let shown = reference.to_string();
        let invalid = |what: &str| Error::System(format!("failed to unmarshal {what}"));
        let (_, bytes) = remote.manifest(&reference.path, &wanted, &shown).await?;
        let mut manifest: Value = serde_json::from_slice(&bytes).map_err(|e| invalid(&e.to_string()))?;
        if let Some(list) = manifest.get("manifests").and_then(Value::as_array) {
            let fits = |m: &&Value| m.pointer("/platform/architecture").and_then(Value::as_str) == Some("amd64");
            let digest = list.iter().find(fits).and_then(|m| m.get("digest")?.as_str()).ok_or_else(|| {
                Error::NotFound(format!(
                    "no matching manifest for linux/amd64 in the manifest list entries: no match for platform in manifest: not found: {shown}"
                ))
            })?;
            let (_, bytes) = remote.manifest(&reference.path, digest, &shown).await?;
            manifest = serde_json::from_slice(&bytes).map_err(|e| invalid(&e.to_string()))?;
        }
        let digest_of = |v: &Value| v.get("digest").and_then(Value::as_str).unwrap_or_default().to_string();
        let config = manifest.get("config").map(digest_of).ok_or_else(|| invalid("the manifest"))?;
        let config = remote.blob(&reference.path, &config).await?;
        let config: Value = serde_json::from_slice(&config).map_err(|e| invalid(&e.to_string()))?;
        let mut layers = Vec::new();
        let mut rootfs = Fs::default();
        for descriptor in manifest.get("layers").and_then(Value::as_array).into_iter().flatten() {
            let digest = digest_of(descriptor);
            let layer = match self.known_layer(&digest) {
                Some(layer) => layer,
                None => {
                    let bytes = remote.blob(&reference.path, &digest).await?;
                    Layer::from_tar(&bytes).map_err(|e| Error::System(format!("failed to extract layer {digest}: {e}")))?
                }
            };
            layer.apply(&mut rootfs).map_err(|e| Error::System(e.to_string()))?;
            layers.push(layer);
        }
        Ok(Rc::new(image_from_json(&config, layers, rootfs)))
    }
}

impl Registry {
    pub(super) fn find(&self, reference: &Reference) -> Option<Rc<Image>> {
        let found = match &reference.digest {
            Some(digest) => self
                .tags
                .iter()
                .find(|(n, i)| n.rsplit_once(':').is_some_and(|(n, _)| n == reference.path) && i.id.to_string() == *digest)
                .map(|(_, i)| i),
            None => self.tags.get(&format!(
                "{}:{}",
                reference.path,
                reference.tag.as_deref().unwrap_or("latest")
            )),
        };
        found.cloned()
    }

    /// Whether a repository is private to somebody else.
    fn hides(&self, reference: &Reference, credentials: Option<&Credentials>) -> bool {
        let owner = reference.path.split('/').next().unwrap_or_default();
        self.private.contains(&reference.path) && !credentials.is_some_and(|c| c.username == owner && self.knows(c))
    }

    fn resolve(&self, reference: &Reference, credentials: Option<&Credentials>) -> Result<Rc<Image>, Error> {
        let failed = |why: &str| Error::System(format!("failed to resolve reference \"{reference}\": {why}"));
        let known = credentials.is_some_and(|c| self.knows(c));
        if self.closed && !known {
            return Err(match credentials.filter(|c| !c.username.is_empty()) {
                None => failed(
                    "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
                ),
                Some(_) => Error::System(format!(
                    "unknown: failed to resolve reference \"{reference}\": unexpected status from HEAD request to https://{}/v2/{}/manifests/{}: 401 Unauthorized",
                    reference.domain,
                    reference.path,
                    reference.tag.as_deref().or(reference.digest.as_deref()).unwrap_or("latest")
                )),
            });
        }
        if self.hides(reference, credentials) {
            return Err(Error::NotFound(format!(
                "pull access denied for {}, repository does not exist or may require 'docker login'",
                reference.familiar_name()
            )));
        }
        self.find(reference)
            .ok_or_else(|| Error::NotFound(format!("failed to resolve reference \"{reference}\": {reference}: not found")))
    }
}
