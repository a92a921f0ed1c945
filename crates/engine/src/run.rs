//! A container's life: create, start, stop, restart, kill, pause, wait, remove; its output and log.

use crate::container::{Attachment, Container, Endpoint, Io, LogEntry, Output, Stdio, StreamKind};
use crate::mounts::{MOUNT_POINTS, ensure_dir, program_file};
use crate::state::{State, Transition};
use crate::{Config, ContainerConfig, CreateRequest, Engine, Error, HealthCheck, HostConfig};
use machine::sync::{Queue, Watch};
use machine::{
    Cgroup, Errno, Init, Instant, Machine, Namespaces, OpenFile, Pid, Pipe, Signal, Sys, Uts, WaitStatus, WaitTarget, groups_of,
    parse_group, parse_passwd,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use vfs::{Cred, FileKind, Fs, Meta, MountNs, Node, ROOT};

/// What of a log to give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogOptions {
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    /// The last so many lines.
    pub tail: Option<usize>,
}

/// What a new process's streams are: its descriptors, its terminal, and what to read its output from.
type Streams = ([Rc<OpenFile>; 3], Option<Rc<machine::Tty>>, Vec<(Rc<Pipe>, StreamKind)>);

/// Bytes of log kept for a container; older lines go, as with a rotated file.
const LOG_LIMIT: usize = 4 << 20;

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
        check_host_config(&host)?;
        if let Some(check) = &config.config.healthcheck {
            check_health(check)?;
        }
        let image = self.find_image(&config.image)?;
        if !platform.is_empty() {
            let mut parts = platform.split('/');
            let (os, architecture) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if os != image.os || (!architecture.is_empty() && architecture != image.architecture) {
                return Err(Error::NotFound(format!(
                    "image with reference {} was found but its platform ({}/{}) does not match the specified platform ({platform})",
                    config.image, image.os, image.architecture
                )));
            }
        }
        let config = merge(config, &image.config);
        if !config.config.working_dir.is_empty() && !config.config.working_dir.starts_with('/') {
            return Err(Error::InvalidParameter(format!(
                "the working directory '{}' is invalid, it needs to be an absolute path",
                config.config.working_dir
            )));
        }
        let shares = host.network_mode.starts_with("container:");
        if shares && !config.hostname.is_empty() {
            return Err(Error::InvalidParameter(
                "conflicting options: hostname and the network mode".into(),
            ));
        }
        if shares && (!host.port_bindings.is_empty() || host.publish_all_ports) {
            return Err(Error::InvalidParameter(
                "conflicting options: port publishing and the container type network mode".into(),
            ));
        }
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
        if !config.config.working_dir.is_empty() {
            let _ = ensure_dir(&mut forked, &vfs::normalize(&config.config.working_dir), now.0);
        }
        let fs = Rc::new(RefCell::new(forked));
        let volumes: Vec<String> = config.config.volumes.iter().cloned().collect();
        let mounts = self.make_mounts(&host, &volumes, &fs)?;
        let mode = if host.network_mode.is_empty() || host.network_mode == "default" {
            "bridge"
        } else {
            host.network_mode.as_str()
        };
        let mut endpoints: BTreeMap<String, Endpoint> = BTreeMap::new();
        if !shares {
            let settings = networks.get(mode).cloned().unwrap_or_default();
            let network_id = match self.network(mode) {
                Ok(record) => record.id,
                Err(_) => String::new(),
            };
            let key = self.network(mode).map_or_else(|_| mode.to_string(), |r| r.name);
            endpoints.insert(
                key,
                Endpoint {
                    network_id,
                    aliases: settings.aliases,
                    wanted: settings.ipv4_address,
                    ..Endpoint::default()
                },
            );
        }
        for (other, settings) in &networks {
            if other != mode && !endpoints.contains_key(other) {
                let record = self.network(other)?;
                endpoints.insert(
                    record.name,
                    Endpoint {
                        network_id: record.id,
                        aliases: settings.aliases.clone(),
                        wanted: settings.ipv4_address,
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
        let cgroup = Cgroup {
            memory: (host.memory > 0).then_some(host.memory as u64),
            pids: (host.pids_limit > 0).then_some(host.pids_limit as u64),
            nano_cpus: (host.nano_cpus > 0).then_some(host.nano_cpus as u64),
            ..Cgroup::default()
        };
        let mut container = Container {
            id: id.clone(),
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
        };
        container.enter(State::Created, now, "create");
        self.container_event(&container, "create", &[]);
        self.inner().containers.borrow_mut().insert(id.clone(), container);
        self.inner().order.borrow_mut().push(id.clone());
        self.write_etc(&id);
        Ok((id, Vec::new()))
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
        match self.inner().containers.borrow().values().find(|c| c.name == plain) {
            Some(other) => Err(Error::Conflict(format!(
                "Conflict. The container name \"/{plain}\" is already in use by container \"{}\". You have to remove (or rename) that container to be able to reuse that name.",
                other.id
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
        self.check_name(name)?;
        let old = self.with(&id, |c| std::mem::replace(&mut c.name, plain))?;
        self.container(&id, |c| self.container_event(c, "rename", &[("oldName", format!("/{old}"))]))?;
        Ok(())
    }

    /// Attaches to a container's streams. Input is taken only from who asks for it.
    pub fn attach(&self, container: &str, stdin: bool) -> Result<Attachment, Error> {
        let id = self.find_container(container)?;
        self.with(&id, |c| {
            let queue = Queue::new();
            c.io.subscribers.borrow_mut().push(Rc::downgrade(&queue));
            if c.config.open_stdin && c.io.stdin.borrow().is_none() && !c.config.tty {
                let pipe = Pipe::new();
                *c.io.stdin.borrow_mut() = Some(Stdio {
                    pipe,
                    closed: Rc::new(Cell::new(false)),
                });
            }
            if c.config.tty && c.io.tty.borrow().is_none() {
                let (rows, columns) = if c.host.console_size == (0, 0) {
                    (24, 80)
                } else {
                    c.host.console_size
                };
                *c.io.tty.borrow_mut() = Some(self.machine().open_tty(columns, rows));
            }
            let tty = c.io.tty.borrow().clone();
            let input = if stdin { c.io.stdin.borrow().clone() } else { None };
            self.container_event(c, "attach", &[]);
            Attachment {
                output: queue,
                stdin: input,
                tty,
            }
        })
    }

    /// `docker start`. Errors: NotModified if it runs; Start with docker run's status if it can't.
    pub async fn start(&self, container: &str) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let (state, paused) = self.with(&id, |c| (c.state, c.state == State::Paused))?;
        if paused {
            return Err(Error::Conflict("cannot start a paused container, try unpause instead".into()));
        }
        state.next(Transition::Start, container)?;
        if state == State::Restarting {
            self.cancel_restart(&id);
        }
        self.with(&id, |c| {
            c.stopped_by_hand = false;
            c.restart_count = 0;
            c.backoff_ms = 100;
        })?;
        self.launch(&id).await
    }

    /// Gives a container its network, its mounts and its process.
    async fn launch(&self, id: &str) -> Result<(), Error> {
        self.machine().sleep(Duration::from_millis(35)).await;
        let result = self.prepare_and_run(id);
        if let Err(error) = &result {
            self.release_network(id);
            let (message, status) = match error {
                Error::Start { message, status } => (message.clone(), *status),
                other => (other.to_string(), 128),
            };
            let now = self.now();
            self.with(id, |c| {
                c.exit_code = status;
                c.error = message;
                c.io.end();
                if c.state == State::Restarting {
                    c.enter(State::Exited, now, "die");
                }
                c.changed.update(|v| *v += 1);
            })?;
        }
        result
    }

    fn prepare_and_run(&self, id: &str) -> Result<(), Error> {
        let (mode, name) = self.with(id, |c| (c.host.network_mode.clone(), c.name.clone()))?;
        let (ns, own) = self.make_net_ns(&mode, &name)?;
        self.with(id, |c| c.net_ns = Some(ns))?;
        if own && mode != "none" {
            let mut networks: Vec<String> = self.with(id, |c| c.networks.keys().cloned().collect())?;
            networks.sort_by_key(|n| *n != mode);
            for network in networks {
                let known = self
                    .with(id, |c| c.networks.get(&network).map(|e| e.network_id.clone()))?
                    .unwrap_or_default();
                if known.is_empty() {
                    let record = self.network(&network).map_err(|_| {
                        Error::NotFound(format!("failed to set up container networking: network {network} not found"))
                    })?;
                    self.with(id, |c| {
                        if let Some(e) = c.networks.get_mut(&network) {
                            e.network_id = record.id;
                        }
                    })?;
                }
                self.join(id, &network)?;
            }
            self.publish_ports(id)?;
        }
        self.write_etc(id);
        let containers = self.inner().containers.borrow();
        let c = containers.get(id).ok_or_else(|| Error::no_container(id))?;
        let system = |error: Errno| Error::System(format!("failed to create task for container: {error}"));
        let mounts = self.mount_namespace(c).map_err(system)?;
        let (cred, home) = self.user(&mounts, &c.config.config.user, &c.host.group_add)?;
        let mut argv = c.command();
        if c.host.init == Some(true) {
            argv.splice(0..0, ["/sbin/docker-init".to_string(), "--".to_string()]);
        }
        let env = environment(&c.config, &home);
        let cwd = if c.config.config.working_dir.is_empty() {
            "/".to_string()
        } else {
            vfs::normalize(&c.config.config.working_dir)
        };
        let _ = make_dirs(&mounts, &cwd, self.now());
        let uts = Uts {
            hostname: c.config.hostname.clone(),
            domainname: c.config.domainname.clone(),
        };
        let namespaces = Namespaces {
            mounts: Rc::new(RefCell::new(mounts)),
            uts: Rc::new(RefCell::new(uts)),
            net: ns,
            pid_ns: 0,
            cgroup: c.cgroup.clone(),
        };
        let program = {
            let mounts = namespaces.mounts.borrow();
            find_program(
                &mounts,
                argv.first().map(String::as_str).unwrap_or_default(),
                &env,
                &cwd,
                &cred,
            )
            .map_err(|(why, status)| start_error(&why, status))?
        };
        let io = c.io.clone();
        let logs = c.logs.clone();
        let (stdio, tty, readers): Streams = if c.config.tty {
            let existing = io.tty.borrow().clone();
            let tty = existing.unwrap_or_else(|| {
                let (rows, columns) = if c.host.console_size == (0, 0) {
                    (24, 80)
                } else {
                    c.host.console_size
                };
                self.machine().open_tty(columns, rows)
            });
            *io.tty.borrow_mut() = Some(tty.clone());
            let file = OpenFile::tty(tty.clone());
            let output = tty.output();
            (
                [file.clone(), file.clone(), file],
                Some(tty),
                vec![(output, StreamKind::Stdout)],
            )
        } else {
            let input = if c.config.open_stdin {
                let existing = io.stdin.borrow().clone();
                let stdin = existing.unwrap_or_else(|| Stdio {
                    pipe: Pipe::new(),
                    closed: Rc::new(Cell::new(false)),
                });
                *io.stdin.borrow_mut() = Some(stdin.clone());
                OpenFile::reader(stdin.pipe)
            } else {
                OpenFile::null()
            };
            let (out, err) = (Pipe::new(), Pipe::new());
            let stdio = [input, OpenFile::writer(out.clone()), OpenFile::writer(err.clone())];
            (stdio, None, vec![(out, StreamKind::Stdout), (err, StreamKind::Stderr)])
        };
        let init = Init {
            argv,
            env,
            cwd,
            cred,
            namespaces,
            stdio,
            tty: tty.clone(),
            join: None,
        };
        drop(containers);
        let pid = self.machine().start_at(&program, init).map_err(|error| {
            let argv0 = self
                .with(id, |c| c.command().first().cloned().unwrap_or_default())
                .unwrap_or_default();
            match error {
                Errno::ENOEXEC => start_error(&format!("exec {argv0}: exec format error"), 126),
                Errno::ENOENT => start_error(&format!("exec: {argv0:?}: stat {program}: no such file or directory"), 127),
                Errno::EACCES => start_error(&format!("exec: {argv0:?}: permission denied"), 126),
                other => start_error(&format!("exec: {argv0:?}: {other}"), 126),
            }
        })?;
        let now = self.now();
        self.with(id, |c| {
            c.pid = Some(pid);
            c.exit_code = 0;
            c.error.clear();
            c.oom_killed = false;
            c.started = Some(now);
            c.finished = None;
            c.enter(State::Running, now, "start");
        })?;
        self.container(id, |c| self.container_event(c, "start", &[]))?;
        let mut shims = Vec::new();
        for (pipe, stream) in readers {
            let done = Watch::new(false);
            shims.push(done.clone());
            let (io, logs, machine) = (io.clone(), logs.clone(), self.machine().clone());
            let tty = tty.clone();
            self.machine().spawn_task(async move {
                shim(&machine, &pipe, stream, &io, &logs, tty.is_some()).await;
                done.update(|d| *d = true);
            });
        }
        let (engine, owned) = (self.clone(), id.to_string());
        self.machine().spawn_task(async move {
            let status = engine.machine().wait_exit(pid).await;
            if let Some(tty) = &tty {
                tty.output().close_writer();
            }
            for done in shims {
                done.until(|d| d.then_some(())).await;
            }
            engine.on_exit(&owned, status).await;
        });
        self.start_health(id);
        Ok(())
    }

    /// What follows the end of a container's process.
    async fn on_exit(&self, id: &str, status: WaitStatus) {
        self.stop_health(id);
        self.release_network(id);
        let now = self.now();
        let decided = self.with(id, |c| {
            c.pid = None;
            c.exit_code = status.code();
            c.oom_killed = c.cgroup.borrow().oom_kills > 0 && status == WaitStatus::Signaled(Signal::KILL);
            c.cgroup.borrow_mut().oom_kills = 0;
            c.finished = Some(now);
            let ran = c.started.map_or(Duration::ZERO, |s| now.since(s));
            if ran > Duration::from_secs(10) {
                c.backoff_ms = 100;
            }
            let policy = c.host.restart_policy.clone();
            let again = !c.stopped_by_hand
                && match policy.name.as_str() {
                    "always" | "unless-stopped" => true,
                    "on-failure" => {
                        c.exit_code != 0 && (policy.maximum_retry_count == 0 || c.restart_count < policy.maximum_retry_count)
                    }
                    _ => false,
                };
            let transition = if again { Transition::AwaitRestart } else { Transition::Exit };
            if let Ok(next) = c.state.next(transition, &c.name) {
                c.enter(next, now, "die");
            }
            if let Some(health) = &mut c.health {
                health.status = "unhealthy";
            }
            c.io.end();
            (again, c.host.auto_remove, c.exit_code, ran)
        });
        let Ok((again, remove, code, ran)) = decided else { return };
        if self.container(id, |c| c.oom_killed).unwrap_or(false) {
            let _ = self.container(id, |c| self.container_event(c, "oom", &[]));
        }
        let attributes = [("execDuration", ran.as_secs().to_string()), ("exitCode", code.to_string())];
        let _ = self.container(id, |c| self.container_event(c, "die", &attributes));
        if again {
            let (engine, owned) = (self.clone(), id.to_string());
            let task = self.machine().spawn_task(async move {
                let wait = engine.with(&owned, |c| {
                    let wait = c.backoff_ms;
                    c.backoff_ms = (wait * 2).min(60_000);
                    c.restart_count += 1;
                    wait
                });
                let Ok(wait) = wait else { return };
                engine.machine().sleep(Duration::from_millis(wait)).await;
                let _ = engine.with(&owned, |c| c.restart_task = None);
                let _ = engine.launch(&owned).await;
            });
            let _ = self.with(id, |c| c.restart_task = Some(task));
        } else if remove {
            let _ = self.remove_now(id, true);
        }
    }

    fn cancel_restart(&self, id: &str) {
        if let Ok(Some(task)) = self.with(id, |c| c.restart_task.take()) {
            self.machine().cancel_task(task);
        }
    }

    pub(crate) fn release_network(&self, id: &str) {
        let Ok((ns, networks, shares)) = self.with(id, |c| {
            (
                c.net_ns.take(),
                c.networks.keys().cloned().collect::<Vec<_>>(),
                c.host.network_mode.starts_with("container:"),
            )
        }) else {
            return;
        };
        if let Some(ns) = ns.filter(|ns| *ns != machine::NetNsId::HOST && !shares) {
            let _ = self.with(id, |c| c.net_ns = Some(ns));
            for network in networks {
                self.leave(id, &network);
            }
            let _ = self.with(id, |c| c.net_ns = None);
            self.machine().net(|net| net.remove_namespace(ns));
        }
        let _ = self.with(id, |c| c.ports.clear());
    }

    /// Waits until a container's process is gone, at most for some time. True if it is gone.
    async fn gone_within(&self, id: &str, limit: Option<Duration>) -> bool {
        let Ok(changed) = self.with(id, |c| c.changed.clone()) else {
            return true;
        };
        let engine = self.clone();
        let owned = id.to_string();
        let gone = changed.until(move |_| match engine.inner().containers.try_borrow() {
            Ok(containers) => match containers.get(&owned) {
                Some(c) if c.state.is_running() => None,
                _ => Some(()),
            },
            Err(_) => None,
        });
        match limit {
            None => {
                gone.await;
                true
            }
            Some(limit) => {
                let machine = self.machine().clone();
                matches!(
                    machine::sync::race(gone, async move { machine.sleep(limit).await }).await,
                    machine::sync::Either::Left(())
                )
            }
        }
    }

    /// `docker stop`: the stop signal, a grace period in seconds (-1: for ever), SIGKILL.
    pub async fn stop(&self, container: &str, timeout: Option<i64>, signal: Option<&str>) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let (state, configured, grace) =
            self.with(&id, |c| (c.state, c.config.config.stop_signal.clone(), c.config.stop_timeout))?;
        if state == State::Restarting {
            self.cancel_restart(&id);
            let now = self.now();
            self.with(&id, |c| {
                c.stopped_by_hand = true;
                c.enter(State::Exited, now, "stop");
            })?;
            return Ok(());
        }
        if !state.is_running() {
            return Err(Error::NotModified);
        }
        let name = signal.map(str::to_string).or(configured).unwrap_or_else(|| "SIGTERM".into());
        let signal = Signal::parse(&name).ok_or_else(|| Error::InvalidParameter(format!("invalid signal: {name}")))?;
        self.with(&id, |c| c.stopped_by_hand = true)?;
        if state == State::Paused {
            self.set_frozen(&id, false)?;
        }
        self.send(&id, signal)?;
        let seconds = timeout.or(grace).unwrap_or(10);
        let limit = if seconds < 0 {
            None
        } else {
            Some(Duration::from_secs(seconds as u64))
        };
        if !self.gone_within(&id, limit).await {
            self.send(&id, Signal::KILL)?;
            self.gone_within(&id, None).await;
        }
        if self.find_container(&id).is_ok() {
            self.container(&id, |c| self.container_event(c, "stop", &[]))?;
        }
        Ok(())
    }

    fn send(&self, id: &str, signal: Signal) -> Result<(), Error> {
        let pid = self.with(id, |c| c.pid)?;
        self.container(id, |c| {
            self.container_event(c, "kill", &[("signal", signal.number().to_string())])
        })?;
        if let Some(pid) = pid {
            let _ = self.machine().signal(pid, signal);
        }
        Ok(())
    }

    /// `docker restart`.
    pub async fn restart(&self, container: &str, timeout: Option<i64>, signal: Option<&str>) -> Result<(), Error> {
        let id = self.find_container(container)?;
        match self.stop(&id, timeout, signal).await {
            Ok(()) | Err(Error::NotModified) => {}
            Err(error) => return Err(error),
        }
        self.start(&id).await?;
        self.container(&id, |c| self.container_event(c, "restart", &[]))?;
        Ok(())
    }

    /// `docker kill`.
    pub async fn kill(&self, container: &str, signal: &str) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let signal = Signal::parse(signal).ok_or_else(|| Error::InvalidParameter(format!("invalid signal: {signal}")))?;
        let state = self.with(&id, |c| c.state)?;
        if !state.is_running() {
            return Err(Error::Conflict(format!(
                "cannot kill container: {container}: container {id} is not running"
            )));
        }
        if signal == Signal::KILL {
            self.with(&id, |c| c.stopped_by_hand = true)?;
            if state == State::Paused {
                self.set_frozen(&id, false)?;
            }
        }
        self.send(&id, signal)?;
        if signal == Signal::KILL {
            self.gone_within(&id, Some(Duration::from_secs(10))).await;
        } else {
            self.machine().sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    fn set_frozen(&self, id: &str, frozen: bool) -> Result<(), Error> {
        let now = self.now();
        let transition = if frozen { Transition::Pause } else { Transition::Unpause };
        let cgroup = self.with(id, |c| {
            let next = c.state.next(transition, id)?;
            c.enter(next, now, if frozen { "pause" } else { "unpause" });
            Ok::<_, Error>(c.cgroup.clone())
        })??;
        self.machine().freeze(&cgroup, frozen);
        self.container(id, |c| self.container_event(c, if frozen { "pause" } else { "unpause" }, &[]))
    }

    pub fn pause(&self, container: &str) -> Result<(), Error> {
        let id = self.find_container(container)?;
        self.set_frozen(&id, true)
    }

    pub fn unpause(&self, container: &str) -> Result<(), Error> {
        let id = self.find_container(container)?;
        self.set_frozen(&id, false)
    }

    /// `docker wait`: the exit status once the container does not run (or has run again, or is removed).
    pub async fn wait(&self, container: &str, condition: &str) -> Result<i32, Error> {
        let id = self.find_container(container)?;
        let (changed, finished, io) = self.with(&id, |c| (c.changed.clone(), c.finished, c.io.clone()))?;
        let engine = self.clone();
        let owned = id.clone();
        let condition = condition.to_string();
        Ok(changed
            .until(move |_| {
                let containers = engine.inner().containers.try_borrow().ok()?;
                let Some(c) = containers.get(&owned) else {
                    return Some(io.exit.get());
                };
                let done = match condition.as_str() {
                    "next-exit" => c.finished.is_some() && c.finished != finished && c.state != State::Running,
                    "removed" => false,
                    _ => matches!(c.state, State::Created | State::Exited | State::Dead),
                };
                done.then_some(c.exit_code)
            })
            .await)
    }

    /// Waits for what `docker run` ends with: the process's end (and removal, with `--rm`).
    pub async fn wait_for_exit(&self, container: &str) -> Result<i32, Error> {
        let id = self.find_container(container)?;
        let remove = self.with(&id, |c| c.host.auto_remove)?;
        self.wait(&id, if remove { "removed" } else { "not-running" }).await
    }

    /// `docker rm`.
    pub async fn remove(&self, container: &str, force: bool, volumes: bool) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let state = self.with(&id, |c| c.state)?;
        if force {
            self.with(&id, |c| c.stopped_by_hand = true)?;
            if state == State::Restarting {
                self.cancel_restart(&id);
                let now = self.now();
                self.with(&id, |c| c.enter(State::Exited, now, "die"))?;
            }
            if state.is_running() {
                let auto = self.with(&id, |c| std::mem::take(&mut c.host.auto_remove))?;
                if state == State::Paused {
                    self.set_frozen(&id, false)?;
                }
                self.send(&id, Signal::KILL)?;
                self.gone_within(&id, None).await;
                let _ = self.with(&id, |c| c.host.auto_remove = auto);
            }
        } else {
            state.next(Transition::Remove, container)?;
        }
        self.remove_now(&id, volumes)
    }

    fn remove_now(&self, id: &str, volumes: bool) -> Result<(), Error> {
        let now = self.now();
        let changed = self.with(id, |c| {
            let next = c.state.next(Transition::Remove, &c.name)?;
            c.enter(next, now, "destroy");
            Ok::<_, Error>(c.changed.clone())
        })??;
        let gone = self.inner().containers.borrow_mut().remove(id);
        self.inner().order.borrow_mut().retain(|o| o != id);
        if let Some(container) = gone {
            container.io.exit.set(container.exit_code);
            for exec in &container.execs {
                self.inner().execs.borrow_mut().remove(exec);
            }
            self.container_event(&container, "destroy", &[]);
            if volumes {
                for mount in container.mounts.iter().filter(|m| m.anonymous) {
                    let _ = self.remove_volume(&mount.name, false);
                }
            }
        }
        changed.update(|v| *v += 1);
        Ok(())
    }

    /// Entries of a container's log, and, to follow it, a stream of what comes after.
    pub fn logs(&self, container: &str, options: &LogOptions) -> Result<Vec<LogEntry>, Error> {
        let entries = self.container(container, |c| c.log())?;
        let mut kept: Vec<LogEntry> = entries
            .into_iter()
            .filter(|e| options.since.is_none_or(|s| e.time >= s) && options.until.is_none_or(|u| e.time <= u))
            .collect();
        if let Some(tail) = options.tail {
            let start = kept.len().saturating_sub(tail);
            kept.drain(..start);
        }
        Ok(kept)
    }

    /// Output from now on, without taking input; ends with the container's process.
    pub fn follow(&self, container: &str) -> Result<Option<Rc<Queue<Output>>>, Error> {
        let id = self.find_container(container)?;
        self.with(&id, |c| {
            if !c.state.is_running() && c.state != State::Restarting {
                return None;
            }
            let queue = Queue::new();
            c.io.subscribers.borrow_mut().push(Rc::downgrade(&queue));
            Some(queue)
        })
    }

    /// `docker update`, where given.
    pub fn update(&self, container: &str, change: impl FnOnce(&mut HostConfig)) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let mut host = self.with(&id, |c| c.host.clone())?;
        change(&mut host);
        check_host_config(&host)?;
        self.with(&id, |c| {
            let mut cgroup = c.cgroup.borrow_mut();
            cgroup.memory = (host.memory > 0).then_some(host.memory as u64);
            cgroup.pids = (host.pids_limit > 0).then_some(host.pids_limit as u64);
            cgroup.nano_cpus = (host.nano_cpus > 0).then_some(host.nano_cpus as u64);
            drop(cgroup);
            c.host = host;
        })?;
        self.container(&id, |c| self.container_event(c, "update", &[]))
    }

    /// Who a user specification (`name`, `uid`, `user:group`) is in a container's files, and its home.
    pub(crate) fn user(&self, mounts: &MountNs, spec: &str, more: &[String]) -> Result<(Cred, String), Error> {
        let read = |path: &str| {
            let root = mounts.root().ok()?;
            let at = mounts.walk(&root, path, &Cred::root(), true, &mut |_| {}).ok()?;
            let bytes = at.mount.fs.borrow().data(at.ino).ok()?.read(0, 1 << 20);
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        let users = parse_passwd(&read("/etc/passwd").unwrap_or_default());
        let groups = parse_group(&read("/etc/group").unwrap_or_default());
        let (user, group) = spec.split_once(':').unwrap_or((spec, ""));
        let number = user.parse::<u32>().ok();
        let entry = users
            .iter()
            .find(|u| u.name == user || (user.is_empty() && u.uid == 0))
            .or_else(|| users.iter().find(|u| Some(u.uid) == number));
        let (uid, mut gid, home, name) = match (entry, number) {
            (Some(entry), _) => (entry.uid, entry.gid, entry.home.clone(), entry.name.clone()),
            (None, Some(uid)) => (uid, 0, "/".into(), String::new()),
            (None, None) if user.is_empty() => (0, 0, "/".into(), "root".into()),
            (None, None) => {
                return Err(Error::System(format!(
                    "unable to find user {user}: no matching entries in passwd file"
                )));
            }
        };
        let mut supplementary = groups_of(&groups, &name, gid);
        if !group.is_empty() {
            gid = match groups
                .iter()
                .find(|g| g.name == group)
                .map(|g| g.gid)
                .or_else(|| group.parse().ok())
            {
                Some(gid) => gid,
                None => {
                    return Err(Error::System(format!(
                        "unable to find group {group}: no matching entries in group file"
                    )));
                }
            };
            supplementary = vec![gid];
        } else if entry.is_none() {
            supplementary = if uid == 0 { vec![0] } else { vec![gid] };
            if uid != 0 && number.is_some() {
                // A number that nobody has: its group is root's, unless a group of that number was meant.
                gid = 0;
                supplementary = vec![0];
            }
        }
        for extra in more {
            match groups
                .iter()
                .find(|g| g.name == *extra)
                .map(|g| g.gid)
                .or_else(|| extra.parse().ok())
            {
                Some(gid) => supplementary.push(gid),
                None => {
                    return Err(Error::System(format!(
                        "unable to find group {extra}: no matching entries in group file"
                    )));
                }
            }
        }
        Ok((
            Cred {
                uid,
                gid,
                groups: supplementary,
                dac_override: uid == 0,
            },
            home,
        ))
    }

    /// Writes the files that Docker makes for a container: hostname, hosts, resolv.conf.
    pub(crate) fn write_etc(&self, id: &str) {
        let now = self.now();
        let _ = self.with(id, |c| {
            let mut fs = Fs::default();
            let user_defined = c.networks.keys().any(|n| n != "bridge" && n != "host" && n != "none");
            let mut resolv = String::new();
            if user_defined {
                resolv.push_str("nameserver 127.0.0.11\n");
            } else if c.host.dns.is_empty() {
                resolv.push_str("nameserver 192.168.65.7\n");
            } else {
                resolv.extend(c.host.dns.iter().map(|d| format!("nameserver {d}\n")));
            }
            if !c.host.dns_search.is_empty() {
                resolv.push_str(&format!("search {}\n", c.host.dns_search.join(" ")));
            }
            if user_defined {
                resolv.push_str("options ndots:0\n");
            } else if !c.host.dns_options.is_empty() {
                resolv.push_str(&format!("options {}\n", c.host.dns_options.join(" ")));
            }
            for (name, text) in [
                ("hostname", format!("{}\n", c.config.hostname)),
                ("hosts", hosts(c)),
                ("resolv.conf", resolv),
            ] {
                let _ = fs.create(ROOT, name, meta(0o644, now), Node::File(text.into_bytes().into()));
            }
            let _ = fs.create(
                ROOT,
                "docker-init",
                meta(0o755, now),
                Node::File(program_file("program/docker-init")),
            );
            *c.etc.borrow_mut() = fs;
        });
    }

    /// Brings /etc/hosts of a running container up to date.
    pub(crate) fn write_hosts(&self, id: &str) {
        let now = self.now().0;
        let _ = self.with(id, |c| {
            let text = hosts(c);
            let mut etc = c.etc.borrow_mut();
            if let Ok(ino) = etc.lookup(ROOT, "hosts") {
                let _ = etc.set_data(ino, text.into_bytes().into(), now);
            }
        });
    }
}

fn hosts(c: &Container) -> String {
    let mut text = String::from(
        "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nff00::\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n",
    );
    for extra in &c.host.extra_hosts {
        if let Some((name, address)) = extra.split_once([':', '=']) {
            let address = if address == "host-gateway" { "172.17.0.1" } else { address };
            text.push_str(&format!("{address}\t{name}\n"));
        }
    }
    for endpoint in c.networks.values() {
        if let Some(address) = endpoint.address {
            text.push_str(&format!("{address}\t{}\n", c.config.hostname));
        }
    }
    text
}

fn meta(mode: u32, now: Instant) -> Meta {
    Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: now.0,
    }
}

fn make_dirs(mounts: &MountNs, path: &str, now: Instant) -> Result<(), Errno> {
    let mut at = mounts.root()?;
    for name in path.split('/').filter(|n| !n.is_empty()) {
        at = match mounts.walk(&at, name, &Cred::root(), true, &mut |_| {}) {
            Ok(next) => next,
            Err(Errno::ENOENT) => {
                let ino = at.mount.fs.borrow_mut().mkdir(at.ino, name, meta(0o755, now))?;
                vfs::Location {
                    mount: at.mount.clone(),
                    ino,
                }
            }
            Err(error) => return Err(error),
        };
    }
    Ok(())
}

/// Moves a pipe's bytes to who listens and to the log, line by line.
async fn shim(machine: &Machine, pipe: &Pipe, stream: StreamKind, io: &Io, logs: &Rc<RefCell<Vec<LogEntry>>>, tty: bool) {
    let mut line: Vec<u8> = Vec::new();
    let mut kept = 0usize;
    loop {
        let bytes = pipe.read(16_384).await;
        if bytes.is_empty() {
            break;
        }
        io.broadcast(stream, &bytes);
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            line.extend_from_slice(piece);
            if line.last() == Some(&b'\n') || line.len() >= 16_384 {
                let partial = line.last() != Some(&b'\n');
                if !partial {
                    line.pop();
                }
                let _ = tty;
                kept += line.len() + 64;
                let mut entries = logs.borrow_mut();
                entries.push(LogEntry {
                    time: machine.now(),
                    stream,
                    bytes: std::mem::take(&mut line),
                    partial,
                });
                if kept > LOG_LIMIT {
                    let half = entries.len() / 2;
                    entries.drain(..half);
                    kept /= 2;
                }
            }
        }
    }
    if !line.is_empty() {
        logs.borrow_mut().push(LogEntry {
            time: machine.now(),
            stream,
            bytes: line,
            partial: true,
        });
    }
    pipe.close_reader();
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

fn check_health(check: &HealthCheck) -> Result<(), Error> {
    let least = Duration::from_millis(1);
    for (name, value) in [
        ("Interval", check.interval),
        ("Timeout", check.timeout),
        ("StartPeriod", check.start_period),
        ("StartInterval", check.start_interval),
    ] {
        if !value.is_zero() && value < least {
            return Err(Error::InvalidParameter(format!(
                "{name} in Healthcheck cannot be less than 1ms"
            )));
        }
    }
    Ok(())
}

fn check_host_config(host: &HostConfig) -> Result<(), Error> {
    let invalid = |text: &str| Err(Error::InvalidParameter(text.to_string()));
    if host.memory != 0 && host.memory < 6 << 20 {
        return invalid("Minimum memory limit allowed is 6MB");
    }
    if host.memory_swap > 0 && host.memory == 0 {
        return invalid("You should always set the Memory limit when using Memoryswap limit, see usage");
    }
    if host.memory > 0 && host.memory_swap > 0 && host.memory_swap < host.memory {
        return invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
    }
    if host.memory_reservation > 0 && host.memory > 0 && host.memory < host.memory_reservation {
        return invalid("Minimum memory limit can not be less than memory reservation limit, see usage");
    }
    if host.nano_cpus < 0 || host.nano_cpus > 4_000_000_000 {
        return invalid("range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available");
    }
    let policy = &host.restart_policy;
    match policy.name.as_str() {
        "" | "no" | "always" | "unless-stopped" if policy.maximum_retry_count > 0 => {
            return invalid("invalid restart policy: maximum retry count can only be used with 'on-failure'");
        }
        "" | "no" | "always" | "unless-stopped" | "on-failure" => {}
        other => {
            return Err(Error::InvalidParameter(format!(
                "invalid restart policy: unknown policy '{other}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'"
            )));
        }
    }
    if host.auto_remove && !["", "no"].contains(&policy.name.as_str()) {
        return invalid("can't create 'AutoRemove' container with restart policy");
    }
    Ok(())
}

/// The variables of a container's process.
fn environment(config: &ContainerConfig, home: &str) -> Vec<String> {
    let own = &config.config.env;
    let has = |name: &str| own.iter().any(|e| e.split('=').next() == Some(name));
    let mut env = Vec::new();
    if !has("PATH") {
        env.push("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_string());
    }
    if !has("HOSTNAME") && !config.hostname.is_empty() {
        env.push(format!("HOSTNAME={}", config.hostname));
    }
    if config.tty && !has("TERM") {
        env.push("TERM=xterm".into());
    }
    env.extend(own.iter().filter(|e| e.contains('=')).cloned());
    if !has("HOME") {
        env.push(format!("HOME={home}"));
    }
    env
}

/// The OCI runtime's words around what went wrong.
fn start_error(why: &str, status: i32) -> Error {
    Error::Start {
        message: format!(
            "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: {why}: unknown"
        ),
        status,
    }
}

/// Finds the program to run as runc does. Errors: what runc says, and the status of docker run.
pub(crate) fn find_program(
    mounts: &MountNs,
    name: &str,
    env: &[String],
    cwd: &str,
    cred: &Cred,
) -> Result<String, (String, i32)> {
    let look = |path: &str| -> Result<(), Errno> {
        let root = mounts.root()?;
        let at = mounts.walk(&root, path, cred, true, &mut |_| {})?;
        let stat = at.stat()?;
        if stat.kind == FileKind::Dir {
            return Err(Errno::EISDIR);
        }
        if cred.may(&stat.meta, false, 1) {
            Ok(())
        } else {
            Err(Errno::EACCES)
        }
    };
    if name.contains('/') {
        let path = if name.starts_with('/') {
            name.to_string()
        } else {
            format!("{}/{name}", cwd.trim_end_matches('/'))
        };
        return match look(&path) {
            Ok(()) => Ok(path),
            Err(Errno::EACCES) => Err((format!("exec: {name:?}: permission denied"), 126)),
            Err(Errno::EISDIR) => Err((format!("exec: {name:?}: is a directory"), 126)),
            Err(Errno::ENOTDIR) => Err((format!("exec: {name:?}: stat {name}: not a directory"), 126)),
            Err(error) => Err((
                format!("exec: {name:?}: stat {name}: {}", error.to_string().to_lowercase()),
                127,
            )),
        };
    }
    let path = env
        .iter()
        .find_map(|e| e.strip_prefix("PATH="))
        .unwrap_or("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    let mut denied = false;
    for dir in path.split(':').filter(|d| !d.is_empty() && !name.is_empty()) {
        let candidate = format!("{}/{name}", dir.trim_end_matches('/'));
        match look(&candidate) {
            Ok(()) => return Ok(candidate),
            Err(Errno::EACCES) => denied = true,
            Err(_) => {}
        }
    }
    if denied {
        return Err((format!("exec: {name:?}: permission denied"), 126));
    }
    Err((format!("exec: {name:?}: executable file not found in $PATH"), 127))
}

/// `docker run --init`: a small init that starts the program, passes signals on and reaps.
pub(crate) fn register_init(machine: &Machine) {
    machine.register("program/docker-init", |sys: Sys| async move { init_main(sys).await });
}

async fn init_main(sys: Sys) -> i32 {
    let argv: Vec<String> = sys.argv().into_iter().skip(2).collect();
    for signal in Signal::all() {
        if ![Signal::KILL, Signal::STOP, Signal::CHLD].contains(signal) {
            sys.catch_signal(*signal);
        }
    }
    let path = match argv.first() {
        Some(name) if name.contains('/') => name.clone(),
        Some(name) => {
            let path = sys.getenv("PATH").unwrap_or_default();
            let found = path
                .split(':')
                .map(|dir| format!("{dir}/{name}"))
                .find(|p| sys.access(p, 1).is_ok());
            found.unwrap_or_else(|| name.clone())
        }
        None => return 1,
    };
    let child: Result<Pid, Errno> = {
        let argv = argv.clone();
        sys.fork(move |child| async move {
            for signal in Signal::all() {
                child.default_signal(*signal);
            }
            let env = child.env();
            let error = child.exec(&path, argv.clone(), env).await;
            let text = format!(
                "[FATAL tini (7)] exec {} failed: {error}\n",
                argv.first().map(String::as_str).unwrap_or_default()
            );
            let _ = child.write(2, text.as_bytes()).await;
            if error == Errno::ENOENT { 127 } else { 126 }
        })
    };
    let Ok(child) = child else { return 1 };
    loop {
        match sys.wait(WaitTarget::Any, false).await {
            Ok((pid, status)) if pid == child => return status.code(),
            Ok(_) => {}
            Err(Errno::EINTR) => {
                while let Some(signal) = sys.take_signal() {
                    let _ = sys.kill(i64::from(child), Some(signal)).await;
                }
            }
            Err(_) => return 0,
        }
    }
}
