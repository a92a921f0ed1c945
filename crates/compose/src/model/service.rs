//! One service, and the smaller types that only services use.

use super::build::{BuildConfig, DevelopConfig};
use super::deploy::{DeployConfig, DeviceRequest};
use super::scalars::{Bytes, Command, Duration, FileMode, HostsList, Labels, Mapping, MappingWithEquals, OptOut};
use super::{Field, Misfit, model};
use crate::output::{Output, Style};
use crate::value::Value;
use std::collections::BTreeMap;

model! {
    /// A service. `name` is set by the loader and never printed.
    ServiceConfig {
        name = "#name": ServiceName,
        profiles: Vec<String>,
        annotations: Mapping,
        attach: Option<bool>,
        build: Option<BuildConfig>,
        develop: Option<DevelopConfig>,
        blkio_config: Option<BlkioConfig>,
        cap_add: Vec<String>,
        cap_drop: Vec<String>,
        cgroup_parent: String,
        cgroup: String,
        cpu_count: i64,
        cpu_percent: f32,
        cpu_period: i64,
        cpu_quota: i64,
        cpu_rt_period: i64,
        cpu_rt_runtime: i64,
        cpus: f32,
        cpuset: String,
        cpu_shares: i64,
        command: Command,
        configs: Vec<FileReferenceConfig>,
        container_name: String,
        credential_spec: Option<CredentialSpecConfig>,
        depends_on: BTreeMap<String, DependsOn>,
        deploy: Option<DeployConfig>,
        device_cgroup_rules: Vec<String>,
        devices: Vec<DeviceMapping>,
        dns: Vec<String>,
        dns_opt: Vec<String>,
        dns_search: Vec<String>,
        domainname: String,
        entrypoint: Command,
        provider: Option<ServiceProviderConfig>,
        environment: MappingWithEquals,
        env_file: Vec<EnvFile>,
        expose: Vec<String>,
        extends: Option<ExtendsConfig>,
        external_links: Vec<String>,
        extra_hosts: HostsList,
        group_add: Vec<String>,
        gpus: Vec<DeviceRequest>,
        hostname: String,
        healthcheck: Option<HealthCheckConfig>,
        image: String,
        init: Option<bool>,
        ipc: String,
        isolation: String,
        labels: Labels,
        label_file: Vec<String>,
        links: Vec<String>,
        logging: Option<LoggingConfig>,
        mem_limit: Bytes,
        mem_reservation: Bytes,
        memswap_limit: Bytes,
        mem_swappiness: Bytes,
        mac_address: String,
        models: BTreeMap<String, Option<ServiceModelConfig>>,
        network_mode: String,
        networks: BTreeMap<String, Option<ServiceNetworkConfig>>,
        oom_kill_disable: bool,
        oom_score_adj: i64,
        pid: String,
        pids_limit: i64,
        platform: String,
        ports: Vec<PortConfig>,
        privileged: bool,
        pull_policy: String,
        read_only: bool,
        restart: String,
        runtime: String,
        scale: Option<i64>,
        secrets: Vec<FileReferenceConfig>,
        security_opt: Vec<String>,
        shm_size: Bytes,
        stdin_open: bool,
        stop_grace_period: Option<Duration>,
        stop_signal: String,
        storage_opt: Mapping,
        sysctls: Mapping,
        tmpfs: Vec<String>,
        tty: bool,
        ulimits: BTreeMap<String, UlimitsConfig>,
        use_api_socket: bool,
        user: String,
        userns_mode: String,
        uts: String,
        volumes: Vec<ServiceVolumeConfig>,
        volumes_from: Vec<String>,
        working_dir: String,
        pre_start: Vec<ServiceHook>,
        post_start: Vec<ServiceHook>,
        pre_stop: Vec<ServiceHook>,
    }
}

/// A service's name: the key it stands under, which it does not print.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceName(pub String);

impl Field for ServiceName {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        String::decode(value).map(ServiceName)
    }

    fn encode(&self, _: Style) -> Option<Output> {
        None
    }
}

impl std::ops::Deref for ServiceName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ServiceName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl ServiceConfig {
    /// How many containers: `scale`, else `deploy.replicas`, else one.
    pub fn scale(&self) -> i64 {
        let replicas = self.deploy.as_ref().and_then(|deploy| deploy.replicas);
        self.scale.or(replicas).unwrap_or(1)
    }

    /// The image that it runs: the one it names, else that of its build.
    pub fn image_or_default(&self, project: &str) -> String {
        if self.image.is_empty() {
            format!("{project}-{}", self.name)
        } else {
            self.image.clone()
        }
    }

    /// Names of its networks, those of higher priority first.
    pub fn networks_by_priority(&self) -> Vec<String> {
        let mut names: Vec<(i64, &String)> = self
            .networks
            .iter()
            .map(|(name, network)| (-network.as_ref().map_or(0, |network| network.priority), name))
            .collect();
        names.sort();
        names.into_iter().map(|(_, name)| name.clone()).collect()
    }
}

model! {
    BlkioConfig {
        weight: i64,
        weight_device: Vec<WeightDevice>,
        device_read_bps: Vec<ThrottleDevice>,
        device_read_iops: Vec<ThrottleDevice>,
        device_write_bps: Vec<ThrottleDevice>,
        device_write_iops: Vec<ThrottleDevice>,
    }
}

model! {
    WeightDevice {
        path: String,
        weight: i64,
    }
}

model! {
    ThrottleDevice {
        path: String,
        rate: Bytes,
    }
}

model! {
    CredentialSpecConfig {
        config: String,
        file: String,
        registry: String,
    }
}

model! {
    /// `condition` is `service_started`, `service_healthy` or `service_completed_successfully`.
    DependsOn {
        condition: String,
        restart: bool,
        required: Shown,
    }
}

/// A switch that is printed either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown(pub bool);

impl Field for Shown {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        bool::decode(value).map(Shown)
    }

    fn encode(&self, _: Style) -> Option<Output> {
        Some(Output::Bool(self.0))
    }
}

model! {
    DeviceMapping {
        source: String,
        target: String,
        permissions: String,
    }
}

model! {
    EnvFile {
        path: String,
        required: OptOut,
        format: String,
    }
}

model! {
    ExtendsConfig {
        file: String,
        service: String,
    }
}

model! {
    /// A secret or a config where a service uses it.
    FileReferenceConfig {
        source: String,
        target: String,
        uid: String,
        gid: String,
        mode: Option<FileMode>,
    }
}

model! {
    HealthCheckConfig {
        test: HealthCheckTest,
        timeout: Option<Duration>,
        interval: Option<Duration>,
        retries: Option<i64>,
        start_period: Option<Duration>,
        start_interval: Option<Duration>,
        disable: bool,
    }
}

/// A health check's command; a plain string is for the shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HealthCheckTest(pub Vec<String>);

impl Field for HealthCheckTest {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::String(text) => Ok(HealthCheckTest(vec!["CMD-SHELL".to_owned(), text.clone()])),
            other => Vec::decode(other).map(HealthCheckTest),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        self.0.encode(style)
    }
}

impl std::ops::Deref for HealthCheckTest {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

model! {
    LoggingConfig {
        driver: String,
        options: Mapping,
    }
}

model! {
    ServiceModelConfig {
        endpoint_var: String,
        model_var: String,
    }
}

model! {
    ServiceNetworkConfig {
        aliases: Vec<String>,
        driver_opts: Mapping,
        gw_priority: i64,
        interface_name: String,
        ipv4_address: String,
        ipv6_address: String,
        link_local_ips: Vec<String>,
        mac_address: String,
        priority: i64,
    }
}

model! {
    /// A port. `published` may be empty (any port), a number, or a range.
    PortConfig {
        name: String,
        mode: String,
        host_ip: String,
        target: i64,
        published: String,
        protocol: String,
        app_protocol: String,
    }
}

model! {
    ServiceProviderConfig {
        kind = "type": String,
        options: BTreeMap<String, ProviderOption>,
    }
}

/// The values of an option, which may stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderOption(pub Vec<String>);

impl Field for ProviderOption {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        Ok(ProviderOption(match value {
            Value::Seq(items) => items.iter().map(Value::sprint).collect(),
            other => vec![other.sprint()],
        }))
    }

    fn encode(&self, style: Style) -> Option<Output> {
        self.0.encode(style)
    }

    fn encode_always(&self, style: Style) -> Output {
        self.0.encode_always(style)
    }
}

model! {
    ServiceHook {
        command: Command,
        image: String,
        user: String,
        privileged: bool,
        working_dir: String,
        environment: MappingWithEquals,
        per_replica: bool,
    }
}

/// A limit on a resource of a process: one number for both, or a soft and a hard one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UlimitsConfig {
    pub single: i64,
    pub soft: i64,
    pub hard: i64,
}

impl Field for UlimitsConfig {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(Self::default()),
            Value::Map(_) => {
                let part = |key: &str| value.get(key).map_or(Ok(0), i64::decode);
                Ok(UlimitsConfig {
                    single: 0,
                    soft: part("soft")?,
                    hard: part("hard")?,
                })
            }
            Value::Int(single) => Ok(UlimitsConfig {
                single: *single,
                soft: 0,
                hard: 0,
            }),
            other => Err(format!("unexpected value type {} for ulimit", other.go_type()).into()),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        if self.single != 0 {
            return Some(Output::Int(self.single));
        }
        let pairs = [("soft", self.soft), ("hard", self.hard)];
        let shown = pairs.into_iter().filter(|(_, value)| style == Style::Yaml || *value != 0);
        Some(Output::Map(
            shown.map(|(key, value)| (key.to_owned(), Output::Int(value))).collect(),
        ))
    }
}

model! {
    /// A mount. `kind` is `bind`, `volume`, `tmpfs`, `npipe`, `cluster` or `image`.
    ServiceVolumeConfig {
        kind = "type": String,
        source: String,
        target: String,
        read_only: bool,
        consistency: String,
        bind: Option<VolumeBind>,
        volume: Option<VolumeVolume>,
        tmpfs: Option<VolumeTmpfs>,
        image: Option<VolumeImage>,
    }
}

model! {
    VolumeBind {
        selinux: String,
        propagation: String,
        create_host_path: OptOut,
        recursive: String,
    }
}

model! {
    VolumeVolume {
        labels: Labels,
        nocopy: bool,
        subpath: String,
    }
}

model! {
    VolumeTmpfs {
        size: Bytes,
        mode: i64,
    }
}

model! {
    VolumeImage {
        subpath: String,
    }
}
