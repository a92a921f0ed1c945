//! `POST /containers/create`, and names: what a request leaves open is filled from the image.
//!
//! Specified by the Docker Engine API (ContainerCreate, ContainerRename).

use crate::config::mac_of;
use crate::container::{Container, Endpoint, Io};
use crate::etc::meta;
use crate::mounts::{MOUNT_POINTS, ensure_dir};
use crate::state::State;
use crate::validate::check_request;
use crate::{Config, ContainerConfig, CreateRequest, Engine, Error, HostConfig};
use machine::Cgroup;
use machine::sync::Watch;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::{FileKind, Fs, Node, ROOT};

impl Engine {
    /// `POST /containers/create`. Gives the id and warnings.
    pub fn create(&self, request: CreateRequest) -> Result<(String, Vec<String>), Error> {
        let CreateRequest {
            name,
            config,
            host,
            networks,
            platform,
        } = request;
        let warnings = check_request(&config, &host)?;
        let image = self.find_image(&config.image)?;
        self.check_endpoints(&networks)?;
        if !platform.is_empty() {
            check_platform(&platform)?;
            let Platform { os, architecture, .. } = Platform::parse(&platform);
            if os != image.os || (!architecture.is_empty() && architecture != image.architecture) {
                return Err(Error::NotFound(format!(
                    "image with reference {} was found but its platform ({}/{}) does not match the specified platform ({platform})",
                    config.image, image.os, image.architecture
                )));
            }
        }
        let config = merge(config, &image.config);
        let shares = host.network_mode.starts_with("container:");
        if config.config.entrypoint.as_ref().is_none_or(Vec::is_empty) && config.config.cmd.as_ref().is_none_or(Vec::is_empty) {
            return Err(Error::InvalidParameter("no command specified".into()));
        }
        let id = self.new_id();
        let name = match name {
            Some(name) => {
                self.check_name(&name)?;
                name
            }
            None => self.free_name(),
        };
        let mut base = image.rootfs.fork();
        let now = self.now();
        for path in MOUNT_POINTS {
            let _ = ensure_dir(&mut base, path, now.0);
        }
        let etc_dir = ensure_dir(&mut base, "/etc", now.0).unwrap_or(ROOT);
        for file in ["hosts", "hostname", "resolv.conf"] {
            let _ = base.create(etc_dir, file, meta(0o644, now), Node::File(Default::default()));
        }
        if host.init == Some(true)
            && let Ok(dir) = ensure_dir(&mut base, "/sbin", now.0)
        {
            let _ = base.create(dir, "docker-init", meta(0o755, now), Node::File(Default::default()));
        }
        let mut forked = base.fork();
        forked.set_dev(u64::from_str_radix(&id[..7], 16).unwrap_or(7));
        forked.set_limit(256 << 20);
        let dir = &config.config.working_dir;
        if !dir.is_empty()
            && ensure_dir(&mut forked, &vfs::normalize(dir), now.0)
                .is_ok_and(|ino| forked.get(ino).is_ok_and(|node| node.kind() != FileKind::Dir))
        {
            return Err(Error::System(format!("Cannot mkdir: {dir} is not a directory")));
        }
        let fs = Rc::new(RefCell::new(forked));
        let volumes: Vec<String> = config.config.volumes.iter().cloned().collect();
        self.check_links(&host)?;
        let mounts = self.make_mounts(&host, &volumes, &fs)?;
        let mode = if host.network_mode.is_empty() || host.network_mode == "default" {
            "bridge"
        } else {
            host.network_mode.as_str()
        };
        let mut endpoints: BTreeMap<String, Endpoint> = BTreeMap::new();
        if !shares {
            let settings = networks
                .get(mode)
                .or_else(|| networks.get("default"))
                .cloned()
                .unwrap_or_default();
            let (network_id, key) = match self.network(mode) {
                Ok(record) => (record.id, record.name),
                Err(_) => (String::new(), mode.to_string()),
            };
            endpoints.insert(
                key,
                Endpoint {
                    network_id,
                    wanted: settings.ipv4_address,
                    wanted_mac: settings.mac().or_else(|| mac_of(&config.mac_address)),
                    aliases: settings.aliases,
                    links: settings.links,
                    ..Endpoint::default()
                },
            );
        }
        for (other, settings) in &networks {
            if other != mode && other != "default" && !endpoints.contains_key(other) {
                let record = self.network(other)?;
                endpoints.insert(
                    record.name,
                    Endpoint {
                        network_id: record.id,
                        aliases: settings.aliases.clone(),
                        links: settings.links.clone(),
                        wanted: settings.ipv4_address,
                        wanted_mac: settings.mac(),
                        ..Endpoint::default()
                    },
                );
            }
        }
        let mut config = config;
        if config.hostname.is_empty() && !shares {
            config.hostname = if mode == "host" {
                "docker-desktop".into()
            } else {
                id[..12].to_string()
            };
        }
        let mut host = host;
        if host.network_mode.is_empty() || host.network_mode == "default" {
            host.network_mode = "bridge".into();
        }
        for port in host.port_bindings.keys() {
            config.config.exposed_ports.insert(port.clone());
        }
        let mut cgroup = Cgroup {
            capabilities: crate::validate::capabilities(&host),
            ulimits: host.ulimits.iter().map(|u| (u.name.clone(), (u.soft, u.hard))).collect(),
            path: Some(format!("/system.slice/docker-{id}.scope")),
            ..Cgroup::default()
        };
        crate::limits::set(&mut cgroup, &host);
        let mut container = Box::new(Container {
            id: id.clone(),
            number: 0,
            name,
            created: now,
            image: image.id,
            config,
            host,
            state: State::Created,
            exit_code: 0,
            error: String::new(),
            oom_killed: false,
            started: None,
            finished: None,
            pid: None,
            restart_count: 0,
            health: None,
            mounts,
            networks: endpoints,
            ports: BTreeMap::new(),
            path: Vec::new(),
            base,
            fs,
            measured: RefCell::default(),
            etc: Rc::new(RefCell::new(Fs::default())),
            net_ns: None,
            cgroup: Rc::new(RefCell::new(cgroup)),
            logs: Rc::default(),
            io: Rc::new(Io::default()),
            stopped_by_hand: false,
            health_task: None,
            restart_task: None,
            backoff_ms: 100,
            changed: Watch::new(0),
            execs: Vec::new(),
        });
        container.enter(State::Created, now, "create");
        self.container_event(&container, "create", &[]);
        self.admit(container);
        self.write_etc(&id);
        Ok((id, warnings))
    }

    /// The containers that `--link` names on the default bridge must be there.
    fn check_links(&self, host: &HostConfig) -> Result<(), Error> {
        if !["", "default", "bridge", "host", "none"].contains(&host.network_mode.as_str()) {
            return Ok(());
        }
        for link in &host.links {
            let name = link.split(':').next().unwrap_or_default();
            let mode = self
                .container(name, |c| c.host.network_mode.clone())
                .map_err(|error| Error::InvalidParameter(format!("could not get container for {name}: {error}")))?;
            if mode == "host" {
                return Err(Error::InvalidParameter(
                    "conflicting options: host type networking can't be used with links. This would result in undefined behavior"
                        .into(),
                ));
            }
        }
        Ok(())
    }

    fn check_name(&self, name: &str) -> Result<(), Error> {
        let plain = name.strip_prefix('/').unwrap_or(name);
        let first = plain.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        let rest = plain
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        if !first || !rest || plain.len() < 2 {
            return Err(Error::InvalidParameter(format!(
                "Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
            )));
        }
        match self.inner().names.borrow().get(plain) {
            Some(other) => Err(Error::Conflict(format!(
                "Conflict. The container name \"/{plain}\" is already in use by container \"{}\". You have to remove (or rename) that container to be able to reuse that name.",
                other
            ))),
            None => Ok(()),
        }
    }

    fn free_name(&self) -> String {
        for _ in 0..20 {
            let name = self.machine().random(crate::names::generate);
            if self.check_name(&name).is_ok() {
                return name;
            }
        }
        let id = self.new_id();
        format!("container_{}", &id[..12])
    }

    /// `docker rename`.
    pub fn rename(&self, container: &str, name: &str) -> Result<(), Error> {
        let id = self.find_container(container)?;
        if name.is_empty() {
            return Err(Error::InvalidParameter("Neither old nor new names may be empty".into()));
        }
        let plain = name.strip_prefix('/').unwrap_or(name).to_string();
        if self.with(&id, |c| c.name == plain)? {
            return Err(Error::InvalidParameter(
                "Renaming a container with the same name as its current name".into(),
            ));
        }
        self.check_name(name)
            .map_err(|error| error.within("Error when allocating new name"))?;
        let old = self.with(&id, |c| std::mem::replace(&mut c.name, plain.clone()))?;
        let mut names = self.inner().names.borrow_mut();
        names.remove(&old);
        names.insert(plain, id.clone());
        drop(names);
        self.container(&id, |c| self.container_event(c, "rename", &[("oldName", format!("/{old}"))]))?;
        Ok(())
    }
}

/// A platform as containerd's platforms package reads it: one word is a system or an architecture of linux, and
/// other names of an architecture mean the usual one.
pub(crate) struct Platform {
    pub os: String,
    /// Empty for any.
    pub architecture: String,
    variant: String,
}

impl Platform {
    pub fn parse(platform: &str) -> Platform {
        let mut parts = platform.split('/');
        let mut part = || parts.next().unwrap_or_default();
        let (os, architecture, variant) = match part() {
            one if !platform.contains('/') && !SYSTEMS.contains(&one) => ("linux", one, ""),
            os => (os, part(), part()),
        };
        let (architecture, variant) = match (architecture, variant) {
            ("aarch64", variant) | ("arm64", variant @ "v8") => ("arm64", variant.trim_start_matches("v8")),
            ("x86_64" | "x86-64", variant) => ("amd64", variant),
            ("i386", variant) => ("386", variant),
            ("armhf", "") => ("arm", "v7"),
            ("armel", "") => ("arm", "v6"),
            other => other,
        };
        Platform {
            os: os.to_lowercase(),
            architecture: architecture.to_string(),
            variant: variant.to_string(),
        }
    }
}

impl std::fmt::Display for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [&self.os, &self.architecture, &self.variant];
        let said: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        f.write_str(&said.join("/"))
    }
}

const SYSTEMS: &[&str] = &[
    "linux",
    "windows",
    "darwin",
    "freebsd",
    "netbsd",
    "openbsd",
    "solaris",
    "aix",
    "android",
    "dragonfly",
    "illumos",
    "js",
    "plan9",
    "wasip1",
    "ios",
];

/// Errors: InvalidParameter, as containerd's platforms package words it.
pub fn check_platform(platform: &str) -> Result<(), Error> {
    let parts: Vec<&str> = platform.split('/').collect();
    let machines = [
        "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le", "riscv64",
        "s390x", "wasm", "aarch64", "x86_64", "armhf", "armel", "i386", "x86-64",
    ];
    let invalid = |why: String| Err(Error::InvalidParameter(why));
    if let Some(part) = parts.iter().find(|p| {
        p.is_empty()
            || !p
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
    }) {
        return invalid(format!(
            "\"{part}\" is an invalid component of \"{platform}\": platform specifier component must match \"^[A-Za-z0-9_.-]+$\": invalid argument"
        ));
    }
    match parts.as_slice() {
        [one] if !SYSTEMS.contains(one) && !machines.contains(one) => invalid(format!(
            "\"{platform}\": unknown operating system or architecture: invalid argument"
        )),
        [_, _, _, _, ..] => invalid(format!("\"{platform}\": cannot parse platform specifier: invalid argument")),
        _ => Ok(()),
    }
}

/// Fills what a request leaves open from the image.
fn merge(mut request: ContainerConfig, image: &Config) -> ContainerConfig {
    let config = &mut request.config;
    if config.user.is_empty() {
        config.user.clone_from(&image.user);
    }
    config.exposed_ports.extend(image.exposed_ports.iter().cloned());
    for variable in &image.env {
        let name = variable.split('=').next().unwrap_or_default();
        if !config.env.iter().any(|e| e.split('=').next() == Some(name)) {
            config.env.push(variable.clone());
        }
    }
    for (name, value) in &image.labels {
        config.labels.entry(name.clone()).or_insert_with(|| value.clone());
    }
    if config.entrypoint.is_none() {
        config.entrypoint.clone_from(&image.entrypoint);
        if config.cmd.as_ref().is_none_or(Vec::is_empty) {
            config.cmd.clone_from(&image.cmd);
        }
    }
    if config.entrypoint.as_ref().is_some_and(|e| e.iter().all(String::is_empty)) {
        config.entrypoint = None;
    }
    match (&mut config.healthcheck, &image.healthcheck) {
        (None, Some(check)) => config.healthcheck = Some(check.clone()),
        (Some(own), Some(check)) => {
            if own.test.is_empty() {
                own.test.clone_from(&check.test);
            }
            for (mine, theirs) in [
                (&mut own.interval, check.interval),
                (&mut own.timeout, check.timeout),
                (&mut own.start_period, check.start_period),
                (&mut own.start_interval, check.start_interval),
            ] {
                if mine.is_zero() {
                    *mine = theirs;
                }
            }
            if own.retries == 0 {
                own.retries = check.retries;
            }
        }
        _ => {}
    }
    if config.working_dir.is_empty() {
        config.working_dir.clone_from(&image.working_dir);
    }
    if config.stop_signal.is_none() {
        config.stop_signal.clone_from(&image.stop_signal);
    }
    config.volumes.extend(image.volumes.iter().cloned());
    if config.shell.is_none() {
        config.shell.clone_from(&image.shell);
    }
    request
}
