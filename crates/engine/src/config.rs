//! What containers and images are made of: the Engine API's Config, HostConfig and their parts.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::time::Duration;

/// What an image says of the containers made from it (the OCI image config's `config`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    pub user: String,
    /// `80/tcp` and so on.
    pub exposed_ports: BTreeSet<String>,
    /// `NAME=value`, in order.
    pub env: Vec<String>,
    pub entrypoint: Option<Vec<String>>,
    pub cmd: Option<Vec<String>>,
    pub volumes: BTreeSet<String>,
    pub working_dir: String,
    pub labels: BTreeMap<String, String>,
    pub stop_signal: Option<String>,
    pub healthcheck: Option<HealthCheck>,
    pub on_build: Vec<String>,
    pub shell: Option<Vec<String>>,
}

impl Config {
    /// A variable's value.
    pub fn getenv(&self, name: &str) -> Option<&str> {
        self.env.iter().rev().find_map(|e| e.strip_prefix(name)?.strip_prefix('='))
    }

    /// Sets a variable where it stands, or at the end.
    pub fn setenv(&mut self, name: &str, value: &str) {
        let new = format!("{name}={value}");
        match self
            .env
            .iter_mut()
            .find(|e| e.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
        {
            Some(old) => *old = new,
            None => self.env.push(new),
        }
    }
}

/// How to find out whether a container is well. Zero durations and retries mean Docker's defaults
/// (30 s, 30 s, 0 s, 5 s, 3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HealthCheck {
    /// `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", line]`; empty inherits.
    pub test: Vec<String>,
    pub interval: Duration,
    pub timeout: Duration,
    pub start_period: Duration,
    pub start_interval: Duration,
    pub retries: u32,
}

/// What `docker create` says of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainerConfig {
    pub config: Config,
    pub hostname: String,
    pub domainname: String,
    /// The image as it was named.
    pub image: String,
    pub tty: bool,
    pub open_stdin: bool,
    pub stdin_once: bool,
    pub attach_stdin: bool,
    pub attach_stdout: bool,
    pub attach_stderr: bool,
    /// Seconds between the stop signal and SIGKILL.
    pub stop_timeout: Option<i64>,
    pub mac_address: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortBinding {
    pub host_ip: String,
    /// A number, a range `8000-8010`, or empty for any.
    pub host_port: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestartPolicy {
    /// `no`, `always`, `on-failure`, `unless-stopped`; empty is `no`.
    pub name: String,
    pub maximum_retry_count: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MountType {
    #[default]
    Volume,
    Bind,
    Tmpfs,
}

/// A `--mount` option. An unknown type keeps its name, so that the daemon can refuse it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MountSpec {
    /// `volume`, `bind`, `tmpfs`, or whatever was typed.
    pub kind: String,
    pub source: String,
    pub target: String,
    pub read_only: bool,
    pub no_copy: bool,
    pub subpath: String,
    pub labels: BTreeMap<String, String>,
    pub driver: String,
    pub driver_opts: BTreeMap<String, String>,
    pub propagation: String,
    /// Makes a missing bind source (`bind-create-src`).
    pub create_source: bool,
    pub tmpfs_size: u64,
    pub tmpfs_mode: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogConfig {
    /// `json-file` if empty.
    pub driver: String,
    pub options: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ulimit {
    pub name: String,
    pub soft: i64,
    pub hard: i64,
}

/// What `docker create` says of the host's side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostConfig {
    /// `-v` options that name a source, as typed but with absolute paths.
    pub binds: Vec<String>,
    pub mounts: Vec<MountSpec>,
    /// Empty is `bridge`.
    pub network_mode: String,
    /// By `80/tcp`.
    pub port_bindings: BTreeMap<String, Vec<PortBinding>>,
    pub publish_all_ports: bool,
    pub restart_policy: RestartPolicy,
    pub auto_remove: bool,
    pub volumes_from: Vec<String>,
    /// Bytes; 0 is no limit, and so on below.
    pub memory: i64,
    pub memory_reservation: i64,
    pub memory_swap: i64,
    pub nano_cpus: i64,
    pub cpu_shares: i64,
    /// Microseconds; 0 leaves them to the kernel.
    pub cpu_period: i64,
    pub cpu_quota: i64,
    pub cpuset_cpus: String,
    pub cpuset_mems: String,
    /// Asked for and discarded, with a warning: control groups of version 2 have none.
    pub memory_swappiness: Option<i64>,
    pub oom_score_adj: i64,
    pub pids_limit: i64,
    pub oom_kill_disable: bool,
    pub ulimits: Vec<Ulimit>,
    pub cap_add: Vec<String>,
    pub cap_drop: Vec<String>,
    pub privileged: bool,
    pub read_only_rootfs: bool,
    pub security_opt: Vec<String>,
    pub group_add: Vec<String>,
    /// Path to options.
    pub tmpfs: BTreeMap<String, String>,
    pub dns: Vec<String>,
    pub dns_options: Vec<String>,
    pub dns_search: Vec<String>,
    /// `name:address`.
    pub extra_hosts: Vec<String>,
    pub init: Option<bool>,
    pub log_config: LogConfig,
    pub shm_size: i64,
    pub pid_mode: String,
    pub ipc_mode: String,
    pub uts_mode: String,
    pub userns_mode: String,
    pub container_id_file: String,
    pub links: Vec<String>,
    pub devices: Vec<String>,
    pub runtime: String,
    /// Rows and columns of the terminal at the start.
    pub console_size: (u16, u16),
}

/// How a container joins a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointSettings {
    pub aliases: Vec<String>,
    pub ipv4_address: Option<Ipv4Addr>,
    pub mac_address: String,
    pub links: Vec<String>,
}

impl EndpointSettings {
    /// The hardware address that is asked for.
    pub(crate) fn mac(&self) -> Option<[u8; 6]> {
        mac_of(&self.mac_address)
    }
}

/// A hardware address, its bytes parted by colons or hyphens.
pub(crate) fn mac_of(text: &str) -> Option<[u8; 6]> {
    let bytes: Option<Vec<u8>> = text
        .trim()
        .split([':', '-'])
        .map(|byte| u8::from_str_radix(byte, 16).ok())
        .collect();
    bytes?.try_into().ok()
}

/// `POST /containers/create`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateRequest {
    pub name: Option<String>,
    pub config: ContainerConfig,
    pub host: HostConfig,
    /// By network name.
    pub networks: BTreeMap<String, EndpointSettings>,
    /// `linux/amd64`, or empty.
    pub platform: String,
}
