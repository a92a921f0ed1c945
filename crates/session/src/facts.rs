//! What checks may ask of a world (see `lesson::Facts`).

use crate::protocol::Place as Whose;
use crate::used::Used;
use crate::{World, browse, predict};
use dockerfile::{Dockerfile, Reference};
use engine::{BuildRequest, Filters, Image, StepOutcome};
use lesson::{ContainerFacts, Facts, FileFacts, ImageFacts, Place, ServiceFacts, StepFacts};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use vfs::{FileData, FileKind};

/// Bytes of a file that a check looks at.
const FILE_BYTES: u64 = 1 << 20;

/// What builds would do, kept until the workspace or the cache changes: a prediction is the one dear question.
#[derive(Default)]
pub struct Foreseen {
    workspace: BTreeMap<String, FileData>,
    cached: usize,
    images: usize,
    rebuilds: BTreeMap<(String, String), Result<Vec<StepFacts>, String>>,
}

/// A world and what was used in it.
pub struct WorldFacts<'a> {
    pub world: &'a World,
    pub used: &'a Used,
    pub foreseen: &'a RefCell<Foreseen>,
}

impl WorldFacts<'_> {
    /// A build of a Dockerfile of the workspace, as it would be asked for now.
    fn request(&self, file: &str) -> Result<BuildRequest, String> {
        let text = self
            .world
            .read_file(file)
            .ok_or_else(|| format!("failed to read dockerfile: open {file}: no such file or directory"))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        Ok(predict::request(self.world.context(), file, text))
    }

    fn foresee(&self, file: &str, edit: &str) -> Result<Vec<StepFacts>, String> {
        let now = self.request(file)?;
        let mut contents = self.world.read_file(edit).unwrap_or_default();
        contents.extend_from_slice(b"\n# changed\n");
        let mut changed = now.clone();
        changed.context = self.world.context_with(edit, &contents);
        if edit == file {
            changed.dockerfile = String::from_utf8_lossy(&contents).into_owned();
        }
        let (before, error) = predict::predict(self.world, now);
        if let Some(error) = error {
            return Err(error);
        }
        let (after, error) = predict::predict(self.world, changed);
        if let Some(error) = error {
            return Err(error);
        }
        Ok(before
            .iter()
            .zip(&after)
            .map(|(before, after)| StepFacts {
                instruction: before.instruction.clone(),
                kept_now: before.outcome == StepOutcome::Cached,
                kept_after: after.outcome == StepOutcome::Cached,
            })
            .collect())
    }

    fn names_of(&self, image: &vfs::Digest) -> Vec<String> {
        self.world.engine().images(|store| store.names_of(image))
    }
}

fn layer_digests(image: &Image) -> Vec<String> {
    image.layers.iter().map(|l| l.diff_id().to_string()).collect()
}

impl WorldFacts<'_> {
    /// Tags and digests in the registry that a container of the learner's publishes on a port of this machine, as they
    /// lie in its storage. Nothing if no container does.
    fn own_registry(&self, reference: &Reference) -> Vec<(String, String)> {
        let Some(port) = reference
            .domain
            .strip_prefix("localhost:")
            .or_else(|| reference.domain.strip_prefix("127.0.0.1:"))
            .and_then(|port| port.parse::<u16>().ok())
        else {
            return Vec::new();
        };
        let engine = self.world.engine();
        let serving = engine.container_ids().into_iter().find_map(|id| {
            let found = engine.container(&id, |c| {
                let publishes = c.ports.values().flatten().any(|(_, p)| *p == port);
                publishes.then_some(c.pid).flatten()
            });
            found.ok().flatten()
        });
        let Some(pid) = serving else { return Vec::new() };
        let sys = self.world.machine().sys(pid);
        let root = sys
            .getenv("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY")
            .unwrap_or_else(|| "/var/lib/registry".into());
        let tags = format!("{root}/docker/registry/v2/repositories/{}/_manifests/tags", reference.path);
        let entries = sys.readdir(&tags).unwrap_or_default();
        entries
            .into_iter()
            .filter_map(|entry| {
                let link = sys.read_file(&format!("{tags}/{}/current/link", entry.name)).ok()?;
                Some((entry.name, String::from_utf8(link).ok()?))
            })
            .collect()
    }
}

impl Facts for WorldFacts<'_> {
    fn image(&self, name: &str) -> Option<ImageFacts> {
        let image = self.world.engine().find_image(name).ok()?;
        Some(ImageFacts {
            size: image.size(),
            layers: layer_digests(&image),
        })
    }

    fn image_field(&self, name: &str, field: &str) -> String {
        let Ok(inspected) = self.world.engine().inspect_image(name) else {
            return String::new();
        };
        let found = inspected
            .get("Config")
            .and_then(|c| c.get(field))
            .or_else(|| inspected.get(field));
        match found {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    fn layer_with(&self, name: &str, path: &str) -> bool {
        let path = path.trim_matches('/');
        let Ok(image) = self.world.engine().find_image(name) else {
            return false;
        };
        let brings = |entry: &vfs::LayerEntry| matches!(entry, vfs::LayerEntry::Put(_)) && entry.path().trim_matches('/') == path;
        image.layers.iter().any(|layer| layer.entries().iter().any(brings))
    }

    fn container(&self, name: &str) -> Option<ContainerFacts> {
        let engine = self.world.engine();
        let mut found = engine
            .container(name, |c| {
                let facts = ContainerFacts {
                    state: c.state.word().to_string(),
                    exit_code: c.exit_code,
                    oom_killed: c.oom_killed,
                    health: c.health.as_ref().map(|h| h.status.to_string()),
                    restarts: c.restart_count,
                    restart_policy: match c.host.restart_policy.name.as_str() {
                        "" => "no".to_string(),
                        policy => policy.to_string(),
                    },
                    images: vec![c.config.image.clone()],
                    ports: c
                        .ports
                        .values()
                        .flatten()
                        .filter(|(ip, _)| ip.is_ipv4())
                        .map(|(_, port)| *port)
                        .collect(),
                    networks: c.networks.keys().cloned().collect(),
                    mounts: c
                        .mounts
                        .iter()
                        .map(|m| (m.destination.clone(), (m.kind == "volume").then(|| m.name.clone())))
                        .chain(c.host.tmpfs.keys().map(|path| (path.clone(), None)))
                        .collect(),
                    env: c.config.config.env.clone(),
                    user: c.config.config.user.clone(),
                    memory: u64::try_from(c.host.memory).unwrap_or(0),
                    processes: Vec::new(),
                };
                (facts, c.pid, c.image)
            })
            .ok();
        let (facts, pid, image) = found.as_mut()?;
        let mut names = self.names_of(image);
        let short: Vec<String> = names
            .iter()
            .filter_map(|n| n.strip_suffix(":latest").map(str::to_string))
            .collect();
        names.extend(short);
        facts.images.extend(names);
        if let Some(pid) = pid {
            facts.processes = engine
                .machine()
                .processes(*pid)
                .into_iter()
                .map(|p| p.argv.join(" "))
                .collect();
        }
        found.map(|(facts, _, _)| facts)
    }

    fn container_log(&self, name: &str) -> String {
        let lines = self.world.engine().container(name, |c| c.log()).unwrap_or_default();
        lines
            .iter()
            .map(|l| format!("{}\n", String::from_utf8_lossy(&l.bytes)))
            .collect()
    }

    fn volume_exists(&self, name: &str) -> bool {
        self.world.engine().volume(name).is_ok()
    }

    fn network_members(&self, name: &str) -> Option<Vec<String>> {
        let engine = self.world.engine();
        let found = engine
            .networks(&Filters::default())
            .ok()?
            .into_iter()
            .find(|n| n.name == name)?;
        Some(engine.members(&found.id).into_iter().map(|(_, name, _)| name).collect())
    }

    fn port_answer(&self, number: u16, path: &str) -> Option<(u16, String)> {
        self.world.machine().net(|net| {
            net.taps()
                .rev()
                .filter(|t| t.address.is_some_and(|(_, port)| port == number))
                .find_map(|tap| {
                    let request = tap.request.borrow();
                    let first = String::from_utf8_lossy(&request)
                        .lines()
                        .next()
                        .unwrap_or_default()
                        .to_string();
                    let asked = first.split(' ').nth(1)?.split('?').next()?.to_string();
                    if asked != path {
                        return None;
                    }
                    let response = String::from_utf8_lossy(&tap.response.borrow()).into_owned();
                    let status = response.split(' ').nth(1)?.parse().ok()?;
                    let body = response
                        .split_once("\r\n\r\n")
                        .map(|(_, body)| body.to_string())
                        .unwrap_or_default();
                    Some((status, body))
                })
        })
    }

    fn file(&self, place: Place<'_>, path: &str) -> Option<FileFacts> {
        let (whose, path) = match place {
            Place::Workspace => (Whose::Host, format!("{}/{path}", self.world.workspace())),
            Place::Image(name) => (Whose::Image(name.into()), format!("/{path}")),
            Place::Container(name) => (Whose::Container(name.into()), format!("/{path}")),
            Place::Volume(name) => (Whose::Volume(name.into()), format!("/{path}")),
        };
        let (fs, ino) = browse::find(self.world, &whose, &vfs::normalize(&path)).ok()?;
        let fs = fs.borrow();
        let inode = fs.get(ino).ok()?;
        let text = match inode.kind() {
            FileKind::File => fs.data(ino).ok()?.read(0, FILE_BYTES as usize),
            _ => Vec::new(),
        };
        Some(FileFacts {
            text: String::from_utf8_lossy(&text).into_owned(),
            mode: inode.meta.mode & 0o7777,
            uid: inode.meta.uid,
            gid: inode.meta.gid,
        })
    }

    fn resolves(&self, from: &str, name: &str) -> Option<bool> {
        let pid = self.world.engine().container(from, |c| c.pid).ok().flatten()?;
        Some(
            self.world
                .machine()
                .sys(pid)
                .lookup_host(name)
                .is_ok_and(|found| !found.is_empty()),
        )
    }

    fn reaches(&self, from: &str, name: &str, port: u16) -> Option<bool> {
        let pid = self.world.engine().container(from, |c| c.pid).ok().flatten()?;
        let sys = self.world.machine().sys(pid);
        let addresses = sys.lookup_host(name).unwrap_or_default();
        let ns = sys.net_ns();
        Some(
            self.world
                .machine()
                .net(|net| addresses.iter().any(|a| net.reaches(ns, *a, port))),
        )
    }

    fn rebuild(&self, file: &str, edit: &str) -> Result<Vec<StepFacts>, String> {
        let mut foreseen = self.foreseen.borrow_mut();
        let workspace = self.world.snapshot();
        let cached = self.world.engine().build_cache().len();
        let images = self.world.engine().images(|store| store.all().count());
        if foreseen.workspace != workspace || foreseen.cached != cached || foreseen.images != images {
            *foreseen = Foreseen {
                workspace,
                cached,
                images,
                rebuilds: BTreeMap::new(),
            };
        }
        let key = (file.to_string(), edit.to_string());
        if let Some(found) = foreseen.rebuilds.get(&key) {
            return found.clone();
        }
        let found = self.foresee(file, edit);
        foreseen.rebuilds.insert(key, found.clone());
        found
    }

    fn stages(&self, file: &str) -> Result<Vec<(String, bool)>, String> {
        self.world.engine().stages(&self.request(file)?)
    }

    fn build_checks(&self, file: &str) -> Result<Vec<String>, String> {
        let report = self.world.engine().check_build(&self.request(file)?);
        Ok(report.warnings.iter().map(|w| w.rule.name.to_string()).collect())
    }

    fn instructions(&self, file: &str) -> Option<Vec<String>> {
        let text = self.world.read_file(file)?;
        let parsed = Dockerfile::parse(String::from_utf8_lossy(&text).into_owned());
        Some(parsed.nodes().map(|node| node.original().replace("\\\n", " ")).collect())
    }

    fn registry(&self, repository: &str) -> Vec<(String, String)> {
        let Ok(reference) = Reference::parse(repository) else {
            return Vec::new();
        };
        let prefix = format!("{}:", reference.path);
        let known = self.world.engine().registry_tags(&reference.domain);
        let mut found: Vec<(String, String)> = known
            .into_iter()
            .filter_map(|(name, digest)| Some((name.strip_prefix(&prefix)?.to_string(), digest.to_string())))
            .collect();
        found.extend(self.own_registry(&reference));
        found
    }

    fn service(&self, project: Option<&str>, name: &str) -> Vec<ServiceFacts> {
        let engine = self.world.engine();
        let folder = self.world.workspace().rsplit('/').next().unwrap_or_default();
        let project = project.unwrap_or(folder);
        engine
            .container_ids()
            .iter()
            .filter_map(|id| {
                let found = engine.container(id, |c| {
                    let labels = &c.config.config.labels;
                    let is = |label: &str, value: &str| {
                        labels
                            .get(&format!("com.docker.compose.{label}"))
                            .is_some_and(|v| v.as_str() == value)
                    };
                    // What `compose run` made is none of the service's own containers.
                    (is("project", project) && is("service", name) && !is("oneoff", "True")).then(|| ServiceFacts {
                        state: c.state.word().to_string(),
                        health: c.health.as_ref().map(|h| h.status.to_string()),
                    })
                });
                found.ok().flatten()
            })
            .collect()
    }

    fn command_used(&self, start: &str) -> bool {
        self.used.outputs_of(start).next().is_some()
    }

    fn outputs_of(&self, start: &str) -> Vec<String> {
        self.used.outputs_of(start).map(str::to_string).collect()
    }

    fn quiz_answered(&self, id: &str) -> bool {
        self.used.answers().get(id).is_some_and(|(_, right)| *right)
    }
}
