//! A container: its configuration, its state, its writable layer, its output.

use crate::{ContainerConfig, Engine, HostConfig, State};
use machine::sync::{Queue, Watch};
use machine::{CgroupRef, Instant, NetNsId, NetworkId, Pid, Pipe, TaskId, Tty};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::{Rc, Weak};
use vfs::{Digest, Fs, FsRef, Stamp};

/// Which stream a piece of output was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamKind {
    Stdout,
    Stderr,
}

/// A piece of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub stream: StreamKind,
    pub bytes: Vec<u8>,
}

/// A line in the log, without its newline unless it had none (`partial`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    pub time: Instant,
    pub stream: StreamKind,
    pub bytes: Vec<u8>,
    /// The output ended without a newline.
    pub partial: bool,
}

/// A container's streams, as `docker attach` gets them.
#[derive(Clone)]
pub struct Attachment {
    /// Output from now on; closed when the process has ended and everything was read.
    pub output: Rc<Queue<Output>>,
    /// Where to write its input, if it is open.
    pub stdin: Option<Stdio>,
    pub tty: Option<Rc<Tty>>,
}

/// The writing side of a container's standard input.
#[derive(Clone)]
pub struct Stdio {
    pub(crate) pipe: Rc<Pipe>,
    pub(crate) closed: Rc<Cell<bool>>,
}

impl Stdio {
    pub async fn write(&self, bytes: &[u8]) {
        if !self.closed.get() {
            let _ = self.pipe.write(bytes).await;
        }
    }

    /// The end of input.
    pub fn close(&self) {
        if !self.closed.replace(true) {
            self.pipe.close_writer();
        }
    }
}

/// How a container is doing, by its health check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// `starting`, `healthy`, `unhealthy`.
    pub status: &'static str,
    pub failing_streak: u32,
    /// The last five probes.
    pub log: Vec<Probe>,
}

/// One run of a health check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    pub start: Instant,
    pub end: Instant,
    pub exit_code: i32,
    pub output: String,
}

/// A mount as `docker inspect` shows it.
#[derive(Clone, Debug)]
pub struct MountPoint {
    /// `volume`, `bind` or `tmpfs`.
    pub kind: &'static str,
    /// A volume's name.
    pub name: String,
    /// The host's path.
    pub source: String,
    pub destination: String,
    pub mode: String,
    pub writable: bool,
    pub propagation: String,
    /// The file system and the inode in it that are mounted.
    pub(crate) fs: FsRef,
    pub(crate) root: vfs::Ino,
    /// Made for this container alone.
    pub(crate) anonymous: bool,
    pub(crate) from_mounts: bool,
}

/// A container's place on a network.
#[derive(Clone, Debug, Default)]
pub struct Endpoint {
    pub network_id: String,
    pub endpoint_id: String,
    pub aliases: Vec<String>,
    /// `NAME:ALIAS`, as they were given.
    pub links: Vec<String>,
    /// The address that was asked for.
    pub wanted: Option<Ipv4Addr>,
    /// The hardware address that was asked for.
    pub(crate) wanted_mac: Option<[u8; 6]>,
    pub address: Option<Ipv4Addr>,
    pub gateway: Option<Ipv4Addr>,
    pub prefix: u8,
    pub mac: [u8; 6],
    pub(crate) kernel: Option<NetworkId>,
}

/// One container. Its fields are the engine's to change.
pub struct Container {
    pub id: String,
    /// How many were made before it.
    pub(crate) number: u64,
    pub name: String,
    pub created: Instant,
    /// The image's digest.
    pub image: Digest,
    pub config: ContainerConfig,
    pub host: HostConfig,
    pub state: State,
    pub exit_code: i32,
    pub error: String,
    pub oom_killed: bool,
    pub started: Option<Instant>,
    pub finished: Option<Instant>,
    pub pid: Option<Pid>,
    pub restart_count: u32,
    pub health: Option<Health>,
    pub mounts: Vec<MountPoint>,
    /// By network name.
    pub networks: BTreeMap<String, Endpoint>,
    /// Ports as they are published now: `80/tcp` to host addresses. One that no address was given for is there
    /// twice, for every address of either family.
    pub ports: BTreeMap<String, Vec<(IpAddr, u16)>>,
    /// States it has been in, with the word for what brought it there.
    pub path: Vec<(State, Instant, &'static str)>,
    pub(crate) base: Fs,
    pub(crate) fs: FsRef,
    /// How much was in its writable layer when its files had this stamp.
    pub(crate) measured: RefCell<Option<(Stamp, u64)>>,
    /// /etc/hosts, /etc/hostname and /etc/resolv.conf.
    pub(crate) etc: FsRef,
    pub net_ns: Option<NetNsId>,
    pub(crate) cgroup: CgroupRef,
    pub(crate) logs: Rc<RefCell<Vec<LogEntry>>>,
    pub(crate) io: Rc<Io>,
    /// Somebody asked it to stop: its restart policy rests.
    pub(crate) stopped_by_hand: bool,
    pub(crate) health_task: Option<TaskId>,
    pub(crate) restart_task: Option<TaskId>,
    pub(crate) backoff_ms: u64,
    /// Changes whenever anything above does.
    pub(crate) changed: Rc<Watch<u64>>,
    pub(crate) execs: Vec<String>,
}

/// The live ends of a container's streams.
#[derive(Default)]
pub(crate) struct Io {
    pub stdin: RefCell<Option<Stdio>>,
    pub tty: RefCell<Option<Rc<Tty>>>,
    pub subscribers: RefCell<Vec<Weak<Queue<Output>>>>,
    /// The exit status, for those who wait until the container is removed.
    pub exit: Cell<i32>,
}

impl Io {
    pub fn broadcast(&self, stream: StreamKind, bytes: &[u8]) {
        self.subscribers.borrow_mut().retain(|subscriber| match subscriber.upgrade() {
            Some(queue) => {
                queue.push(Output {
                    stream,
                    bytes: bytes.to_vec(),
                });
                true
            }
            None => false,
        });
    }

    pub fn end(&self) {
        for subscriber in self.subscribers.take() {
            if let Some(queue) = subscriber.upgrade() {
                queue.close();
            }
        }
        *self.stdin.borrow_mut() = None;
        *self.tty.borrow_mut() = None;
    }
}

impl Container {
    /// The program and its arguments: entrypoint and command in one.
    pub fn command(&self) -> Vec<String> {
        let config = &self.config.config;
        config
            .entrypoint
            .iter()
            .flatten()
            .chain(config.cmd.iter().flatten())
            .cloned()
            .collect()
    }

    /// The first twelve digits of the id.
    pub fn short_id(&self) -> &str {
        self.id.get(..12).unwrap_or(&self.id)
    }

    /// What its log holds, oldest first.
    pub fn log(&self) -> Vec<LogEntry> {
        self.logs.borrow().clone()
    }

    /// The file system it sees below its mounts.
    pub fn root_fs(&self) -> FsRef {
        self.fs.clone()
    }

    /// Paths that differ from its image.
    pub fn changes(&self) -> Vec<vfs::Change> {
        self.fs.borrow().changes(&self.base)
    }

    /// Bytes in its writable layer.
    pub fn writable_size(&self) -> u64 {
        let fs = self.fs.borrow();
        let Ok(stamp) = fs.stamp(vfs::ROOT) else { return 0 };
        let mut measured = self.measured.borrow_mut();
        match &*measured {
            Some((then, bytes)) if *then == stamp => *bytes,
            _ => {
                let bytes = fs.written_since(&self.base);
                *measured = Some((stamp, bytes));
                bytes
            }
        }
    }

    pub(crate) fn enter(&mut self, state: State, now: Instant, because: &'static str) {
        self.state = state;
        if self.path.len() < 200 {
            self.path.push((state, now, because));
        }
        self.changed.update(|version| *version += 1);
    }

    /// The attributes its events carry: labels, image, name.
    pub(crate) fn attributes(&self) -> BTreeMap<String, String> {
        let mut attributes = self.config.config.labels.clone();
        attributes.insert("image".into(), self.config.image.clone());
        attributes.insert("name".into(), self.name.clone());
        attributes
    }
}

impl Engine {
    /// Publishes an event of a container, with more attributes.
    pub(crate) fn container_event(&self, container: &Container, action: &str, more: &[(&str, String)]) {
        let mut attributes = container.attributes();
        attributes.extend(more.iter().map(|(k, v)| ((*k).to_string(), v.clone())));
        self.publish("container", action, &container.id, attributes);
    }
}
