//! Images: layers, configuration and history under digests, and the names that point to them.
//!
//! With the containerd image store of Docker 29 an image's id is the digest of its manifest. Ids here
//! are digests of canonical JSON (OCI image specification), so the same inputs give the same id.

use crate::{Config, Engine, Error};
use dockerfile::Reference;
use machine::Instant;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use vfs::{Digest, Fs, Layer};

/// One line of `docker history`, oldest first in an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub created: Instant,
    pub created_by: String,
    pub author: String,
    pub comment: String,
    /// It changed only the configuration.
    pub empty_layer: bool,
}

/// An image. Immutable; a change makes another.
#[derive(Clone, Debug)]
pub struct Image {
    /// The manifest's digest.
    pub id: Digest,
    /// The configuration's digest.
    pub config_digest: Digest,
    pub config: Config,
    pub layers: Vec<Layer>,
    pub history: Vec<History>,
    pub created: Instant,
    pub author: String,
    pub comment: String,
    pub architecture: String,
    pub os: String,
    pub variant: String,
    /// All layers in one view.
    pub rootfs: Fs,
}

/// A line of what `docker rmi` did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removed {
    Untagged(String),
    Deleted(String),
}

/// The images and their names.
#[derive(Default)]
pub struct ImageStore {
    pub(crate) images: BTreeMap<Digest, Rc<Image>>,
    /// Canonical reference with tag, such as `docker.io/library/busybox:latest`, to image.
    pub(crate) tags: BTreeMap<String, Digest>,
    /// When a name was given.
    pub(crate) tagged: BTreeMap<String, Instant>,
}

impl Image {
    /// Puts an image together and names it by its content.
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        config: Config,
        layers: Vec<Layer>,
        history: Vec<History>,
        created: Instant,
        author: String,
        comment: String,
        platform: (String, String, String),
        rootfs: Fs,
    ) -> Image {
        let mut image = Image::nameless(config, layers, history, created, author, comment, platform, rootfs);
        image.config_digest = Digest::of(image.config_json().to_string().as_bytes());
        image.id = Digest::of(image.manifest_json().to_string().as_bytes());
        image
    }

    /// The same without its digests: for looking at, not for the store.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn nameless(
        config: Config,
        layers: Vec<Layer>,
        history: Vec<History>,
        created: Instant,
        author: String,
        comment: String,
        platform: (String, String, String),
        rootfs: Fs,
    ) -> Image {
        let (os, architecture, variant) = platform;
        Image {
            id: Digest::of(b""),
            config_digest: Digest::of(b""),
            config,
            layers,
            history,
            created,
            author,
            comment,
            architecture,
            os,
            variant,
            rootfs,
        }
    }

    /// The same image with another time of creation, and so another id.
    pub(crate) fn dated(&self, created: Instant) -> Image {
        let platform = (self.os.clone(), self.architecture.clone(), self.variant.clone());
        Image::new(
            self.config.clone(),
            self.layers.clone(),
            self.history.clone(),
            created,
            self.author.clone(),
            self.comment.clone(),
            platform,
            self.rootfs.clone(),
        )
    }

    /// Bytes of all layers.
    pub fn size(&self) -> u64 {
        self.layers.iter().map(Layer::size).sum()
    }

    /// The OCI image configuration.
    pub fn config_json(&self) -> Value {
        let c = &self.config;
        let mut config = serde_json::Map::new();
        let mut put = |name: &str, value: Value| {
            config.insert(name.to_string(), value);
        };
        let set =
            |names: &std::collections::BTreeSet<String>| Value::Object(names.iter().map(|n| (n.clone(), json!({}))).collect());
        if !c.user.is_empty() {
            put("User", json!(c.user));
        }
        if !c.exposed_ports.is_empty() {
            put("ExposedPorts", set(&c.exposed_ports));
        }
        put("Env", json!(c.env));
        if let Some(entrypoint) = &c.entrypoint {
            put("Entrypoint", json!(entrypoint));
        }
        if let Some(cmd) = &c.cmd {
            put("Cmd", json!(cmd));
        }
        if let Some(check) = &c.healthcheck {
            put("Healthcheck", healthcheck_json(check));
        }
        if !c.volumes.is_empty() {
            put("Volumes", set(&c.volumes));
        }
        if !c.working_dir.is_empty() {
            put("WorkingDir", json!(c.working_dir));
        }
        if !c.labels.is_empty() {
            put("Labels", json!(c.labels));
        }
        if !c.on_build.is_empty() {
            put("OnBuild", json!(c.on_build));
        }
        if let Some(signal) = &c.stop_signal {
            put("StopSignal", json!(signal));
        }
        if let Some(shell) = &c.shell {
            put("Shell", json!(shell));
        }
        let history: Vec<Value> = self
            .history
            .iter()
            .map(|h| {
                let mut line = serde_json::Map::new();
                line.insert("created".into(), json!(crate::inspect::rfc3339(h.created)));
                line.insert("created_by".into(), json!(h.created_by));
                if !h.author.is_empty() {
                    line.insert("author".into(), json!(h.author));
                }
                if !h.comment.is_empty() {
                    line.insert("comment".into(), json!(h.comment));
                }
                if h.empty_layer {
                    line.insert("empty_layer".into(), json!(true));
                }
                Value::Object(line)
            })
            .collect();
        let diff_ids: Vec<String> = self.layers.iter().map(|l| l.diff_id().to_string()).collect();
        let mut top = serde_json::Map::new();
        if !self.author.is_empty() {
            top.insert("author".into(), json!(self.author));
        }
        top.insert("architecture".into(), json!(self.architecture));
        top.insert("os".into(), json!(self.os));
        if !self.variant.is_empty() {
            top.insert("variant".into(), json!(self.variant));
        }
        top.insert("config".into(), Value::Object(config));
        top.insert("created".into(), json!(crate::inspect::rfc3339(self.created)));
        top.insert("history".into(), json!(history));
        top.insert("rootfs".into(), json!({"type": "layers", "diff_ids": diff_ids}));
        Value::Object(top)
    }

    /// The OCI image manifest. Layers are named by their uncompressed form.
    pub fn manifest_json(&self) -> Value {
        let layers: Vec<Value> = self
            .layers
            .iter()
            .map(|l| json!({"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": l.diff_id().to_string(), "size": l.tar_size()}))
            .collect();
        json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": {
                "mediaType": "application/vnd.oci.image.config.v1+json",
                "digest": self.config_digest.to_string(),
                "size": self.config_json().to_string().len(),
            },
            "layers": layers,
        })
    }
}

pub(crate) fn healthcheck_json(check: &crate::HealthCheck) -> Value {
    let mut out = serde_json::Map::new();
    if !check.test.is_empty() {
        out.insert("Test".into(), json!(check.test));
    }
    for (name, value) in [
        ("Interval", check.interval),
        ("Timeout", check.timeout),
        ("StartPeriod", check.start_period),
        ("StartInterval", check.start_interval),
    ] {
        if value > Duration::ZERO {
            out.insert(name.into(), json!(value.as_nanos() as u64));
        }
    }
    if check.retries > 0 {
        out.insert("Retries".into(), json!(check.retries));
    }
    Value::Object(out)
}

impl ImageStore {
    pub fn get(&self, id: &Digest) -> Option<Rc<Image>> {
        self.images.get(id).cloned()
    }

    /// All images, by digest.
    pub fn all(&self) -> impl Iterator<Item = &Rc<Image>> {
        self.images.values()
    }

    /// Familiar names (`busybox:latest`) that point to an image, sorted.
    pub fn names_of(&self, id: &Digest) -> Vec<String> {
        self.tags
            .iter()
            .filter(|(_, d)| *d == id)
            .map(|(name, _)| familiar(name))
            .collect()
    }
}

/// `docker.io/library/busybox:latest` as people write it.
pub(crate) fn familiar(canonical: &str) -> String {
    Reference::parse(canonical).map_or_else(|_| canonical.to_string(), |r| r.familiar())
}

impl Engine {
    /// Reads the image store.
    pub fn images<R>(&self, read: impl FnOnce(&ImageStore) -> R) -> R {
        read(&self.inner().images.borrow())
    }

    /// Finds an image by name, id, digest or a prefix of an id. Errors: NotFound with the daemon's words.
    pub fn find_image(&self, name: &str) -> Result<Rc<Image>, Error> {
        let store = self.inner().images.borrow();
        let hex = name.strip_prefix("sha256:").unwrap_or(name);
        let is_hex = hex.len() >= 4 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if let Ok(reference) = Reference::parse(name) {
            let reference = reference.with_default_tag();
            if let Some(digest) = &reference.digest {
                let found = store.images.values().find(|i| i.id.to_string() == *digest);
                if let Some(image) = found {
                    return Ok(image.clone());
                }
            } else if let Some(image) = store.tags.get(&reference.to_string()).and_then(|id| store.images.get(id)) {
                return Ok(image.clone());
            }
        }
        if is_hex {
            let mut matches = store
                .images
                .values()
                .filter(|i| i.id.hex().starts_with(hex) || i.config_digest.hex() == hex);
            if let (Some(image), None) = (matches.next(), matches.next()) {
                return Ok(image.clone());
            }
        }
        match Reference::parse(name) {
            Ok(reference) => Err(Error::NotFound(format!(
                "No such image: {}",
                reference.with_default_tag().familiar()
            ))),
            Err(_) if is_hex => Err(Error::NotFound(format!("No such image: {name}"))),
            Err(error) => Err(Error::InvalidParameter(error.to_string())),
        }
    }

    /// Adds an image and, if named, moves the names to it.
    pub fn add_image(&self, image: Image, names: &[String]) -> Result<Rc<Image>, Error> {
        let image = Rc::new(image);
        let id = image.id;
        let known = self.inner().images.borrow().images.get(&id).cloned();
        let image = known.unwrap_or(image);
        self.inner().images.borrow_mut().images.insert(id, image.clone());
        let mut layers = self.inner().layers.borrow_mut();
        for layer in &image.layers {
            layers.entry(layer.diff_id().to_string()).or_insert_with(|| layer.clone());
        }
        drop(layers);
        for name in names {
            self.tag_digest(id, name)?;
        }
        Ok(image)
    }

    fn tag_digest(&self, id: Digest, name: &str) -> Result<(), Error> {
        let reference = Reference::parse(name)
            .map_err(|e| Error::InvalidParameter(e.to_string()))?
            .with_default_tag();
        let now = self.now();
        let mut store = self.inner().images.borrow_mut();
        let old = store.tags.insert(reference.to_string(), id);
        store.tagged.insert(reference.to_string(), now);
        drop(store);
        if let Some(old) = old.filter(|old| *old != id) {
            self.drop_if_superseded(old);
        }
        Ok(())
    }

    /// With Docker 29's store an image that lost its last name to a newer one stays only while a
    /// container uses it.
    fn drop_if_superseded(&self, id: Digest) {
        let mut store = self.inner().images.borrow_mut();
        let used = self.inner().containers.borrow().values().any(|c| c.image == id);
        if !used && !store.tags.values().any(|d| *d == id) {
            store.images.remove(&id);
        }
    }

    /// `docker tag`.
    pub fn tag(&self, source: &str, target: &str) -> Result<(), Error> {
        let image = self.find_image(source)?;
        self.tag_digest(image.id, target)?;
        let name = Reference::parse(target)
            .map(|r| r.with_default_tag().familiar())
            .unwrap_or_default();
        self.publish(
            "image",
            "tag",
            &image.id.to_string(),
            BTreeMap::from([("name".to_string(), name)]),
        );
        Ok(())
    }

    /// Has an image of the catalogue from the start, under its own name or (`SOURCE as NAME`) another.
    pub(crate) fn preload(&self, reference: &str) {
        let (source, name) = reference.split_once(" as ").unwrap_or((reference, reference));
        if let Some(image) = self.image_from_catalogue(source) {
            let _ = self.add_image(image, &[name.to_string()]);
        }
    }

    /// An image as the catalogue has it.
    pub(crate) fn image_from_catalogue(&self, reference: &str) -> Option<Image> {
        let entry = self.catalogue().image(reference)?;
        let c = entry.config(self.catalogue());
        let seconds = Duration::from_secs;
        let config = Config {
            user: c.user.clone(),
            exposed_ports: c.exposed_ports.iter().cloned().collect(),
            env: c.env.clone(),
            entrypoint: c.entrypoint.clone(),
            cmd: c.cmd.clone(),
            volumes: c.volumes.iter().cloned().collect(),
            working_dir: c.working_dir.clone(),
            labels: c.labels.clone(),
            stop_signal: c.stop_signal.clone(),
            healthcheck: c.health_check.as_ref().map(|h| crate::HealthCheck {
                test: h.test.clone(),
                interval: seconds(h.interval),
                timeout: seconds(h.timeout),
                retries: h.retries as u32,
                ..Default::default()
            }),
            on_build: Vec::new(),
            shell: c.shell.clone(),
        };
        let mut rootfs = Fs::default();
        let mut layers = Vec::new();
        let mut history = Vec::new();
        for line in entry.layers(self.catalogue()) {
            history.push(History {
                created: Instant(line.history.created),
                created_by: line.history.created_by.clone(),
                author: String::new(),
                comment: line.history.comment.clone(),
                empty_layer: line.layer.is_none(),
            });
            if let Some(layer) = &line.layer {
                let _ = layer.apply(&mut rootfs);
                layers.push(layer.clone());
            }
        }
        let platform = ("linux".to_string(), "amd64".to_string(), String::new());
        Some(Image::new(
            config,
            layers,
            history,
            Instant(entry.created),
            String::new(),
            String::new(),
            platform,
            rootfs,
        ))
    }
}
