//! `POST /containers/{id}/start`: a network, mounts, an identity and a process.
//!
//! The runtime's words (runc) around what goes wrong are here too.

use crate::container::{Stdio, StreamKind};
use crate::etc::meta;
use crate::logs::shim;
use crate::program::find_program;
use crate::state::{State, Transition};
use crate::{ContainerConfig, Engine, Error};
use machine::sync::Watch;
use machine::{Errno, Init, Instant, Namespaces, OpenFile, Pid, Pipe, Uts};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use vfs::{Cred, MountNs};

/// What a new process's streams are: its descriptors, its terminal, and what to read its output from.
type Streams = ([Rc<OpenFile>; 3], Option<Rc<machine::Tty>>, Vec<(Rc<Pipe>, StreamKind)>);

/// What the daemon puts before an error of its networks.
const NETWORKING: &str = "failed to set up container networking";

impl Engine {
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
    pub(crate) async fn launch(&self, id: &str) -> Result<(), Error> {
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

    /// A container whose memory is to be shared must run and have been made for that.
    fn joined_ipc(&self, id: &str) -> Result<(), Error> {
        let mode = self.with(id, |c| c.host.ipc_mode.clone())?;
        let Some(name) = mode.strip_prefix("container:") else {
            return Ok(());
        };
        let problem = |why: String| Error::InvalidParameter(format!("failed to join IPC namespace: {why}"));
        let (running, theirs) = self
            .container(name, |c| (c.state.is_running(), c.host.ipc_mode.clone()))
            .map_err(|error| problem(error.to_string()))?;
        if !running {
            return Err(problem(format!("container {name} is not running")));
        }
        match theirs.as_str() {
            "" | "private" | "none" => Err(problem(format!(
                "container {name}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)"
            ))),
            _ => Ok(()),
        }
    }

    /// Tells that a container's volumes were mounted, or are no more.
    pub(crate) fn volume_events(&self, id: &str, action: &'static str) {
        let mounts = self.with(id, |c| c.mounts.clone()).unwrap_or_default();
        for mount in mounts.iter().filter(|m| m.kind == "volume") {
            let mut attributes = BTreeMap::from([
                ("container".to_string(), id.to_string()),
                ("driver".to_string(), "local".to_string()),
            ]);
            if action == "mount" {
                attributes.insert("destination".into(), mount.destination.clone());
                attributes.insert("propagation".into(), mount.propagation.clone());
                attributes.insert("read/write".into(), mount.writable.to_string());
            }
            self.publish("volume", action, &mount.name, attributes);
        }
    }

    /// The init of the namespace that `--pid` asks for; none makes a new one.
    fn joined_pid_namespace(&self, id: &str) -> Result<Option<Pid>, Error> {
        let mode = self.with(id, |c| c.host.pid_mode.clone())?;
        if mode == "host" {
            return Ok(Some(0));
        }
        let Some(name) = mode.strip_prefix("container:") else {
            return Ok(None);
        };
        let problem = |why: String| Error::InvalidParameter(format!("failed to join PID namespace: {why}"));
        let (state, pid) = self
            .container(name, |c| (c.state, c.pid))
            .map_err(|e| problem(e.to_string()))?;
        match state {
            State::Restarting => Err(problem(format!(
                "container {name} is restarting, wait until the container is running"
            ))),
            _ if pid.is_some() => Ok(pid),
            _ => Err(problem(format!("container {name} is not running"))),
        }
    }

    fn prepare_and_run(&self, id: &str) -> Result<(), Error> {
        let (mode, name) = self.with(id, |c| (c.host.network_mode.clone(), c.name.clone()))?;
        let (ns, own) = self.make_net_ns(&mode, &name)?;
        self.with(id, |c| c.net_ns = Some(ns))?;
        self.joined_ipc(id)?;
        self.volume_events(id, "mount");
        if own && mode != "none" {
            let mut networks: Vec<String> = self.with(id, |c| c.networks.keys().cloned().collect())?;
            networks.sort_by_key(|n| *n != mode);
            for network in networks {
                let known = self
                    .with(id, |c| c.networks.get(&network).map(|e| e.network_id.clone()))?
                    .unwrap_or_default();
                if known.is_empty() {
                    let record = self
                        .network(&network)
                        .map_err(|_| Error::NotFound(format!("{NETWORKING}: network {network} not found")))?;
                    self.with(id, |c| {
                        if let Some(e) = c.networks.get_mut(&network) {
                            e.network_id = record.id;
                        }
                    })?;
                }
                self.join(id, &network).map_err(|e| e.within(NETWORKING))?;
            }
            self.publish_ports(id).map_err(|e| e.within(NETWORKING))?;
        }
        self.write_etc(id);
        let join = self.joined_pid_namespace(id)?;
        let containers = self.inner().containers.borrow();
        let c = containers.get(id).ok_or_else(|| Error::no_container(id))?;
        let system = |error: Errno| Error::System(format!("failed to create task for container: {error}"));
        let rotation = c.host.log_config.options.get("max-size");
        if let Some(size) = rotation.filter(|size| crate::mounts::tmpfs_size(size.trim_end_matches(['b', 'B'])).is_none()) {
            return Err(Error::System(format!(
                "failed to create task for container: failed to initialize logging driver: invalid size: '{size}'"
            )));
        }
        check_devices(&c.host.devices, &self.inner().host.borrow())?;
        let mounts = self.mount_namespace(c).map_err(|(error, failed)| match failed {
            Some((source, target)) if error == Errno::ENOTDIR => start_error(
                &format!(
                    "error mounting {source:?} to rootfs at {target:?}: mount src={source}, dst={target}, dstFd=/proc/thread-self/fd/11, flags=MS_BIND|MS_REC: not a directory"
                ),
                127,
            ),
            _ => system(error),
        })?;
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
            pid_ns: join.unwrap_or(0),
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
            join,
        };
        drop(containers);
        let pid = self.machine().start_at(&program, init).map_err(|error| {
            let argv0 = self
                .with(id, |c| c.command().first().cloned().unwrap_or_default())
                .unwrap_or_default();
            match error {
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

/// Devices that are asked for must be there on the host.
fn check_devices(devices: &[String], host: &MountNs) -> Result<(), Error> {
    for device in devices {
        let path = device.split(':').next().unwrap_or_default();
        let root = host.root().map_err(|e| Error::System(e.to_string()))?;
        if let Err(why) = host.walk(&root, path, &Cred::root(), true, &mut |_| {}) {
            return Err(Error::System(format!(
                "error gathering device information while adding custom device {path:?}: {}",
                why.to_string().to_lowercase()
            )));
        }
    }
    Ok(())
}

/// The OCI runtime's words around what went wrong, and the daemon's own behind them.
fn start_error(why: &str, status: i32) -> Error {
    let hint = if why.contains("is a directory") {
        ": permission denied"
    } else if why.contains("not a directory") {
        ": Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type"
    } else {
        ""
    };
    Error::Start {
        message: format!(
            "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: {why}: unknown{hint}"
        ),
        status,
    }
}
