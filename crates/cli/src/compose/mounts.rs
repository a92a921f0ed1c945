//! The mounts of a service's container: its volumes, and the files of its secrets and configs.
//!
//! Specified by docker/compose: plain binds and named volumes go as `-v` options, which make what is missing on the
//! host; the rest as mounts, which do not. Left out: images as volumes.

use super::Compose;
use crate::call::Failure;
use compose::Project;
use compose::model::{FileObjectConfig, FileReferenceConfig, ServiceConfig, ServiceVolumeConfig};
use engine::MountSpec;
use std::collections::BTreeMap;

/// What a container gets: `-v` options and mounts.
#[derive(Clone, Debug, Default)]
pub struct Mounts {
    pub binds: Vec<String>,
    pub mounts: Vec<MountSpec>,
}

/// A kind of file that services refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Secret,
    Config,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Kind::Secret => "secret",
            Kind::Config => "config",
        }
    }

    /// What a service refers to.
    pub fn references(self, service: &ServiceConfig) -> &[FileReferenceConfig] {
        match self {
            Kind::Secret => &service.secrets,
            Kind::Config => &service.configs,
        }
    }

    /// What the project says of it.
    pub fn defined(self, project: &Project, source: &str) -> FileObjectConfig {
        let all = match self {
            Kind::Secret => &project.secrets,
            Kind::Config => &project.configs,
        };
        all.get(source).cloned().unwrap_or_default()
    }

    /// Where it lies in the container.
    pub fn target(self, reference: &FileReferenceConfig) -> String {
        let dir = match self {
            Kind::Secret => "/run/secrets/",
            Kind::Config => "/",
        };
        match reference.target.as_str() {
            "" => format!("{dir}{}", reference.source),
            target if target.starts_with('/') => target.to_string(),
            target => format!("{dir}{target}"),
        }
    }
}

impl Compose {
    /// The mounts of a service's container. It takes over the anonymous volumes of the one it replaces.
    pub async fn mounts(&self, project: &Project, service: &ServiceConfig, replaced: Option<&str>) -> Result<Mounts, Failure> {
        let mut all: BTreeMap<String, MountSpec> = BTreeMap::new();
        let mut inherited: Vec<String> = Vec::new();
        if let Some(id) = replaced {
            let image = self.engine().find_image(&service.image_or_default(&project.name));
            let declared = image.map(|i| i.config.volumes.clone()).unwrap_or_default();
            let old = self.engine().container(id, |c| c.mounts.clone()).unwrap_or_default();
            for mount in old.into_iter().filter(|m| m.kind == "volume") {
                let anonymous = |v: &&ServiceVolumeConfig| v.target == mount.destination && v.source.is_empty();
                let own = service.volumes.iter().any(|v| anonymous(&v));
                if own || declared.contains(&mount.destination) {
                    inherited.push(mount.destination.clone());
                    all.insert(
                        mount.destination.clone(),
                        MountSpec {
                            kind: "volume".into(),
                            source: mount.name.clone(),
                            target: mount.destination.clone(),
                            read_only: !mount.writable,
                            ..MountSpec::default()
                        },
                    );
                }
            }
        }
        let mut out = Mounts::default();
        let mut plain: BTreeMap<String, String> = BTreeMap::new();
        for volume in &service.volumes {
            if volume.source.is_empty() && inherited.contains(&volume.target) {
                continue;
            }
            all.remove(&volume.target);
            match option(project, volume) {
                Some(bind) => {
                    plain.insert(volume.target.clone(), bind);
                }
                None => {
                    plain.remove(&volume.target);
                    all.insert(volume.target.clone(), spec(project, volume));
                }
            }
        }
        for kind in [Kind::Secret, Kind::Config] {
            for reference in kind.references(service) {
                let Some(mount) = self.file_mount(project, kind, reference).await? else {
                    continue;
                };
                if !plain.contains_key(&mount.target) && !all.contains_key(&mount.target) {
                    all.insert(mount.target.clone(), mount);
                }
            }
        }
        out.binds.extend(plain.into_values());
        out.mounts.extend(all.into_values());
        Ok(out)
    }

    /// The mount of a secret's or config's file; none if its content comes another way.
    async fn file_mount(
        &self,
        project: &Project,
        kind: Kind,
        reference: &FileReferenceConfig,
    ) -> Result<Option<MountSpec>, Failure> {
        let word = kind.word();
        let defined = kind.defined(project, &reference.source);
        if defined.external {
            return Err(Failure::new(format!("unsupported external {word} {}", defined.name)));
        }
        for (key, value) in [("driver", &defined.driver), ("template_driver", &defined.template_driver)] {
            if !value.is_empty() {
                return Err(Failure::new(format!("Docker Compose does not support {word}s.*.{key}")));
            }
        }
        if !defined.environment.is_empty() || !defined.content.is_empty() {
            return Ok(None);
        }
        if !reference.uid.is_empty() || !reference.gid.is_empty() || reference.mode.is_some() {
            let plural = if kind == Kind::Secret { "secrets" } else { "config" };
            let ignored = format!("{plural} `uid`, `gid` and `mode` are not supported, they will be ignored");
            self.warn(&ignored).await;
        }
        if kind == Kind::Secret && !self.call.sys.exists(&defined.file) {
            self.warn(&format!("secret file {} does not exist", defined.name)).await;
        }
        Ok(Some(MountSpec {
            kind: "bind".into(),
            source: defined.file,
            target: kind.target(reference),
            read_only: true,
            ..MountSpec::default()
        }))
    }
}

/// The name of the volume that a service's mount means.
fn volume_name(project: &Project, volume: &ServiceVolumeConfig) -> String {
    match project.volumes.get(&volume.source) {
        Some(defined) => defined.name.clone(),
        None => volume.source.clone(),
    }
}

/// The mount as a `-v` option, if one can say it.
fn option(project: &Project, volume: &ServiceVolumeConfig) -> Option<String> {
    let mut modes = vec![if volume.read_only { "ro" } else { "rw" }];
    let source = match volume.kind.as_str() {
        "bind" => {
            if let Some(bind) = &volume.bind {
                if !bind.create_host_path.0 || !bind.propagation.is_empty() || !bind.recursive.is_empty() {
                    return None;
                }
                if !bind.selinux.is_empty() {
                    modes.push(&bind.selinux);
                }
            }
            volume.source.clone()
        }
        "volume" if !volume.source.is_empty() => {
            if let Some(options) = &volume.volume
                && (!options.labels.0.is_empty() || !options.subpath.is_empty() || options.nocopy)
            {
                return None;
            }
            volume_name(project, volume)
        }
        _ => return None,
    };
    Some(format!("{source}:{}:{}", volume.target, modes.join(",")))
}

fn spec(project: &Project, volume: &ServiceVolumeConfig) -> MountSpec {
    let mut spec = MountSpec {
        kind: volume.kind.clone(),
        source: match volume.kind.as_str() {
            "volume" => volume_name(project, volume),
            _ => volume.source.clone(),
        },
        target: volume.target.clone(),
        read_only: volume.read_only,
        ..MountSpec::default()
    };
    if let Some(bind) = &volume.bind {
        spec.create_source = bind.create_host_path.0;
        spec.propagation.clone_from(&bind.propagation);
    }
    if let Some(options) = &volume.volume {
        spec.no_copy = options.nocopy;
        spec.subpath.clone_from(&options.subpath);
        spec.labels.clone_from(&options.labels.0);
    }
    if let Some(tmpfs) = &volume.tmpfs {
        spec.tmpfs_size = u64::try_from(tmpfs.size.0).unwrap_or(0);
        spec.tmpfs_mode = u32::try_from(tmpfs.mode).unwrap_or(0);
    }
    spec
}
