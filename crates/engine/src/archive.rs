//! Files in and out: `docker cp`, `export`, `commit`, `diff`, `save`, `load`, `import`.

use crate::image::{History, Image};
use crate::state::State;
use crate::{Config, Engine, Error};
use machine::Instant;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::tar::{Content, Entry, Limits};
use vfs::{Change, Cred, Digest, Fs, Layer, Location, Meta, MountNs, tar};

impl Engine {
    /// The container's files as its process sees them (its mounts included).
    pub(crate) fn view(&self, id: &str) -> Result<MountNs, Error> {
        let containers = self.inner().containers.borrow();
        let c = containers.get(id).ok_or_else(|| Error::no_container(id))?;
        if let Some(mounts) = c.pid.and_then(|pid| self.machine().mounts_of(pid)) {
            return Ok(mounts.borrow().clone());
        }
        self.mount_namespace(c).map_err(|(e, _)| Error::System(e.to_string()))
    }

    /// Looks at a path in a container, for pictures and checks: the file's place, if it exists.
    pub fn look(&self, container: &str, path: &str) -> Result<Location, Error> {
        let id = self.find_container(container)?;
        let view = self.view(&id)?;
        locate(&view, path).map_err(|_| not_found(path, container))
    }

    /// `docker cp CONTAINER:PATH`: the tree at a path as archive entries, named by the path's last name. A link
    /// stands for itself unless it is to be followed or has a slash behind it.
    pub fn copy_from(&self, container: &str, path: &str, follow: bool) -> Result<Vec<Entry>, Error> {
        let id = self.find_container(container)?;
        let view = self.view(&id)?;
        let follow = follow || path.ends_with('/') || path.ends_with("/.");
        let at = view
            .root()
            .and_then(|root| view.walk(&root, &absolute(path), &Cred::root(), follow, &mut |_| {}))
            .map_err(|_| not_found(path, container))?;
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let name = if name == "." || name.is_empty() { "" } else { name };
        let entries = tar::pack(&at.mount.fs.borrow(), at.ino, name).map_err(|e| Error::System(e.to_string()))?;
        self.container(&id, |c| self.container_event(c, "archive-path", &[]))?;
        Ok(entries)
    }

    /// `docker cp … CONTAINER:DIR`: puts entries into a directory that must exist.
    pub fn copy_to(&self, container: &str, dir: &str, entries: &[Entry]) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let view = self.view(&id)?;
        let at = locate(&view, dir).map_err(|_| not_found(dir, container))?;
        if at.check_writable().is_err() {
            return Err(Error::Forbidden("mounted volume is marked read-only".into()));
        }
        let mut fs = at.mount.fs.borrow_mut();
        tar::unpack(&mut fs, at.ino, entries).map_err(|e| Error::System(e.to_string()))?;
        drop(fs);
        let _ = self.with(&id, |c| c.changed.update(|v| *v += 1));
        self.container(&id, |c| self.container_event(c, "extract-to-dir", &[]))?;
        Ok(())
    }

    /// `docker diff`.
    pub fn diff(&self, container: &str) -> Result<Vec<Change>, Error> {
        self.container(container, |c| c.changes())
    }

    /// `docker export`: a plain tar of the container's own files.
    pub fn export(&self, container: &str) -> Result<Vec<u8>, Error> {
        let fs = self.container(container, |c| c.fs.clone())?;
        let bytes = Layer::snapshot(&fs.borrow()).to_tar();
        self.container(container, |c| self.container_event(c, "export", &[]))?;
        Ok(bytes)
    }

    /// `docker commit`. `config` is the container's, changed as `--change` asks.
    pub fn commit(
        &self,
        container: &str,
        name: &str,
        author: &str,
        message: &str,
        config: Config,
        pause: bool,
    ) -> Result<Rc<Image>, Error> {
        let id = self.find_container(container)?;
        let running = self.with(&id, |c| c.state == State::Running)?;
        if running && pause {
            self.pause(&id)?;
        }
        let (layer, base, command) = self.container(&id, |c| {
            let fs = c.fs.borrow();
            (Layer::diff(&c.base, &fs), c.image, c.command())
        })?;
        if running && pause {
            self.unpause(&id)?;
        }
        let base = self
            .inner()
            .images
            .borrow()
            .get(&base)
            .ok_or_else(|| Error::NotFound(format!("No such image: {base}")))?;
        let mut rootfs = base.rootfs.fork();
        let _ = layer.apply(&mut rootfs);
        let mut layers = base.layers.clone();
        layers.push(layer);
        let mut history = base.history.clone();
        let now = self.now();
        history.push(History {
            created: now,
            created_by: command.join(" "),
            author: author.to_string(),
            comment: message.to_string(),
            empty_layer: false,
        });
        let platform = (base.os.clone(), base.architecture.clone(), base.variant.clone());
        let image = Image::new(config, layers, history, now, author.into(), message.into(), platform, rootfs);
        let names: Vec<String> = if name.is_empty() { Vec::new() } else { vec![name.to_string()] };
        let image = self.add_image(image, &names)?;
        self.container(&id, |c| {
            self.container_event(
                c,
                "commit",
                &[("imageID", image.id.to_string()), ("imageRef", name.to_string())],
            )
        })?;
        Ok(image)
    }

    /// `docker save`: an OCI layout with Docker's manifest.json beside it.
    pub fn save(&self, names: &[String]) -> Result<Vec<u8>, Error> {
        let mut found = Vec::new();
        for name in names {
            let image = self.find_image(name)?;
            let tagged = dockerfile::Reference::parse(name)
                .ok()
                .map(|r| r.with_default_tag())
                .filter(|r| r.digest.is_none() && self.inner().images.borrow().tags.get(&r.to_string()) == Some(&image.id));
            self.publish(
                "image",
                "save",
                &image.id.to_string(),
                BTreeMap::from([("name".to_string(), image.id.to_string())]),
            );
            found.push((image, tagged));
        }
        Ok(self.archive(&found))
    }

    /// Images, each with the name it gets, as an archive that `docker load` takes.
    pub fn archive(&self, images: &[(Rc<Image>, Option<dockerfile::Reference>)]) -> Vec<u8> {
        let now = self.now();
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut manifests: Vec<Value> = Vec::new();
        let mut docker: Vec<Value> = Vec::new();
        let mut done: BTreeMap<Digest, usize> = BTreeMap::new();
        for (image, tagged) in images {
            let blob = |digest: &Digest| format!("blobs/sha256/{}", digest.hex());
            let mut layer_descriptors = Vec::new();
            for layer in &image.layers {
                let path = blob(&layer.diff_id());
                let bytes = files.entry(path).or_insert_with(|| layer.to_tar());
                layer_descriptors.push(
                    json!({"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": layer.diff_id().to_string(), "size": bytes.len()}),
                );
            }
            let config = image.config_json().to_string().into_bytes();
            let manifest = json!({
                "schemaVersion": 2,
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": image.config_digest.to_string(), "size": config.len()},
                "layers": layer_descriptors,
            })
            .to_string()
            .into_bytes();
            let digest = Digest::of(&manifest);
            let size = manifest.len();
            files.insert(blob(&image.config_digest), config);
            files.insert(blob(&digest), manifest);
            let mut descriptor =
                json!({"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": digest.to_string(), "size": size});
            if let (Some(reference), Some(map)) = (tagged, descriptor.as_object_mut()) {
                map.insert(
                    "annotations".into(),
                    json!({"io.containerd.image.name": reference.to_string(), "org.opencontainers.image.ref.name": reference.tag.clone().unwrap_or_default()}),
                );
            }
            manifests.push(descriptor);
            let familiar = tagged.as_ref().map(|r| r.familiar());
            match done.get(&image.id).and_then(|at| docker.get_mut(*at)) {
                Some(entry) => {
                    if let (Some(tags), Some(name)) = (entry.get_mut("RepoTags").and_then(Value::as_array_mut), familiar) {
                        tags.push(json!(name));
                    }
                }
                None => {
                    done.insert(image.id, docker.len());
                    let layers: Vec<String> = image.layers.iter().map(|l| blob(&l.diff_id())).collect();
                    let tags: Vec<String> = familiar.into_iter().collect();
                    docker.push(json!({"Config": blob(&image.config_digest), "RepoTags": tags, "Layers": layers}));
                }
            }
        }
        files.insert("oci-layout".into(), br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec());
        files.insert("manifest.json".into(), json!(docker).to_string().into_bytes());
        let index = json!({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": manifests});
        files.insert("index.json".into(), index.to_string().into_bytes());
        let meta = |mode| Meta {
            mode,
            uid: 0,
            gid: 0,
            mtime: now.0,
        };
        let mut entries = vec![
            Entry {
                path: "blobs".into(),
                meta: meta(0o755),
                content: Content::Dir,
            },
            Entry {
                path: "blobs/sha256".into(),
                meta: meta(0o755),
                content: Content::Dir,
            },
        ];
        entries.extend(files.into_iter().map(|(path, bytes)| Entry {
            path,
            meta: meta(0o644),
            content: Content::File(bytes.into()),
        }));
        tar::to_bytes(&entries)
    }

    /// `docker load`. Gives what was loaded: names, or ids of images without one.
    pub fn load(&self, bytes: &[u8]) -> Result<Vec<String>, Error> {
        let entries = tar::read(bytes, &Limits::default()).map_err(|_| Error::InvalidParameter("unexpected EOF".into()))?;
        let files: BTreeMap<&str, Vec<u8>> = entries
            .iter()
            .filter_map(|e| match &e.content {
                Content::File(data) => Some((e.path.as_str(), data.bytes())),
                _ => None,
            })
            .collect();
        let invalid = |what: &str| Error::InvalidParameter(format!("invalid archive: {what}"));
        let manifest = files
            .get("manifest.json")
            .ok_or_else(|| Error::InvalidParameter("unrecognized image format".into()))?;
        let list: Vec<Value> = serde_json::from_slice(manifest).map_err(|e| invalid(&e.to_string()))?;
        let mut loaded = Vec::new();
        for entry in list {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
            let strings = |key: &str| -> Vec<String> {
                entry
                    .get(key)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .map(str::to_string)
                    .collect()
            };
            let config_bytes = files.get(text("Config").as_str()).ok_or_else(|| invalid("missing config"))?;
            let config: Value = serde_json::from_slice(config_bytes).map_err(|e| invalid(&e.to_string()))?;
            let mut layers = Vec::new();
            let mut rootfs = Fs::default();
            for path in strings("Layers") {
                let blob = files
                    .get(path.as_str())
                    .ok_or_else(|| invalid(&format!("missing layer {path}")))?;
                let own = path.strip_prefix("blobs/sha256/").map(|hex| format!("sha256:{hex}"));
                let layer = match own.and_then(|digest| self.known_layer(&digest)) {
                    Some(layer) => layer,
                    None => Layer::from_tar(blob).map_err(|e| invalid(&e.to_string()))?,
                };
                layer.apply(&mut rootfs).map_err(|e| Error::System(e.to_string()))?;
                layers.push(layer);
            }
            let image = image_from_json(&config, layers, rootfs);
            let names = strings("RepoTags");
            let image = self.add_image(image, &names)?;
            if names.is_empty() {
                loaded.push(format!("Loaded image ID: {}", image.id));
            }
            loaded.extend(names.into_iter().map(|n| format!("Loaded image: {n}")));
            self.publish(
                "image",
                "load",
                &image.id.to_string(),
                BTreeMap::from([("name".to_string(), image.id.to_string())]),
            );
        }
        Ok(loaded)
    }

    /// `docker import`: one layer out of a plain tar.
    pub fn import(&self, bytes: &[u8], name: &str, message: &str, config: Config) -> Result<Rc<Image>, Error> {
        let entries = tar::read(bytes, &Limits::default()).map_err(|e| Error::InvalidParameter(e.to_string()))?;
        let mut rootfs = Fs::default();
        tar::unpack(&mut rootfs, vfs::ROOT, &entries).map_err(|e| Error::System(e.to_string()))?;
        let layer = Layer::snapshot(&rootfs);
        let now = self.now();
        let comment = if message.is_empty() {
            "Imported from -".to_string()
        } else {
            message.to_string()
        };
        let history = vec![History {
            created: now,
            created_by: String::new(),
            author: String::new(),
            comment: comment.clone(),
            empty_layer: false,
        }];
        let platform = ("linux".to_string(), "amd64".to_string(), String::new());
        let image = Image::new(config, vec![layer], history, now, String::new(), comment, platform, rootfs);
        let names: Vec<String> = if name.is_empty() { Vec::new() } else { vec![name.to_string()] };
        let image = self.add_image(image, &names)?;
        self.publish(
            "image",
            "import",
            &image.id.to_string(),
            BTreeMap::from([("name".to_string(), name.to_string())]),
        );
        Ok(image)
    }
}

fn not_found(path: &str, container: &str) -> Error {
    Error::NotFound(format!("Could not find the file {path} in container {container}"))
}

/// A path of a container; one that is relative counts from its root.
fn absolute(path: &str) -> String {
    match path.starts_with('/') {
        true => path.to_string(),
        false => format!("/{path}"),
    }
}

fn locate(view: &MountNs, path: &str) -> Result<Location, vfs::Errno> {
    let root = view.root()?;
    view.walk(&root, &absolute(path), &Cred::root(), true, &mut |_| {})
}

/// An image out of its OCI configuration.
pub(crate) fn image_from_json(config: &Value, layers: Vec<Layer>, rootfs: Fs) -> Image {
    let inner = config.get("config").cloned().unwrap_or_default();
    let text = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
    let list = |key: &str| -> Option<Vec<String>> {
        Some(
            inner
                .get(key)?
                .as_array()?
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_string)
                .collect(),
        )
    };
    let keys = |key: &str| {
        inner
            .get(key)
            .and_then(Value::as_object)
            .map(|m| m.keys().cloned().collect())
            .unwrap_or_default()
    };
    let nanos = |v: &Value, key: &str| std::time::Duration::from_nanos(v.get(key).and_then(Value::as_u64).unwrap_or(0));
    let parsed = Config {
        user: text(&inner, "User"),
        exposed_ports: keys("ExposedPorts"),
        env: list("Env").unwrap_or_default(),
        entrypoint: list("Entrypoint"),
        cmd: list("Cmd"),
        volumes: keys("Volumes"),
        working_dir: text(&inner, "WorkingDir"),
        labels: inner
            .get("Labels")
            .and_then(Value::as_object)
            .map(|m| {
                m.iter()
                    .filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_string())))
                    .collect()
            })
            .unwrap_or_default(),
        stop_signal: inner.get("StopSignal").and_then(Value::as_str).map(str::to_string),
        healthcheck: inner.get("Healthcheck").map(|h| crate::HealthCheck {
            test: h
                .get("Test")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_string)
                .collect(),
            interval: nanos(h, "Interval"),
            timeout: nanos(h, "Timeout"),
            start_period: nanos(h, "StartPeriod"),
            start_interval: nanos(h, "StartInterval"),
            retries: h.get("Retries").and_then(Value::as_u64).unwrap_or(0) as u32,
        }),
        on_build: list("OnBuild").unwrap_or_default(),
        shell: list("Shell"),
    };
    let at = |v: &Value| parse_rfc3339(&text(v, "created")).unwrap_or_default();
    let history = config
        .get("history")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|h| History {
            created: at(h),
            created_by: text(h, "created_by"),
            author: text(h, "author"),
            comment: text(h, "comment"),
            empty_layer: h.get("empty_layer").and_then(Value::as_bool).unwrap_or(false),
        })
        .collect();
    let platform = (text(config, "os"), text(config, "architecture"), text(config, "variant"));
    Image::new(
        parsed,
        layers,
        history,
        at(config),
        text(config, "author"),
        String::new(),
        platform,
        rootfs,
    )
}

/// Reads what [`crate::inspect::rfc3339`] writes.
pub(crate) fn parse_rfc3339(text: &str) -> Option<Instant> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let fraction = text.get(19..)?.strip_prefix('.').unwrap_or("").trim_end_matches('Z');
    let nanos: i64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468;
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
    Some(Instant(seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?))
}
