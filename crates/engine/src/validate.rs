//! What the daemon refuses of a request before anything is made.
//!
//! Specified by moby's verifyContainerSettings.

use crate::mounts::check_spec;
use crate::{ContainerConfig, EndpointSettings, Engine, Error, HealthCheck, HostConfig};
use machine::Signal;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Linux's capabilities, without their prefix.
const CAPABILITIES: &[&str] = &[
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

/// What a container's superusers may do unless it is said.
const DEFAULT_CAPABILITIES: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// The capabilities that `--cap-add`, `--cap-drop` and `--privileged` leave; none is all of them.
pub(crate) fn capabilities(host: &HostConfig) -> Option<BTreeSet<String>> {
    if host.privileged {
        return None;
    }
    let bare = |name: &String| name.to_uppercase().trim_start_matches("CAP_").to_string();
    let added: Vec<String> = host.cap_add.iter().map(bare).collect();
    let dropped: Vec<String> = host.cap_drop.iter().map(bare).collect();
    let all = |names: &[String]| names.iter().any(|n| n == "ALL");
    let base = match (all(&added), all(&dropped)) {
        (true, _) => CAPABILITIES,
        (false, true) => &[],
        (false, false) => DEFAULT_CAPABILITIES,
    };
    let mut held: BTreeSet<String> = base.iter().map(|c| c.to_string()).collect();
    held.extend(added.into_iter().filter(|c| c != "ALL"));
    for name in dropped {
        if base.contains(&name.as_str()) {
            held.remove(&name);
        }
    }
    Some(held)
}

/// Drivers of logs that a real engine has besides those that are read here.
const OTHER_LOG_DRIVERS: &[&str] = &["awslogs", "fluentd", "gcplogs", "gelf", "journald", "splunk", "syslog"];

/// What tmpfs takes as `name=value`, and what as words.
const TMPFS_VALUES: &[&str] = &["size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol"];
const TMPFS_WORDS: &[&str] = &[
    "defaults",
    "ro",
    "rw",
    "suid",
    "nosuid",
    "dev",
    "nodev",
    "exec",
    "noexec",
    "sync",
    "async",
    "dirsync",
    "remount",
    "mand",
    "nomand",
    "atime",
    "noatime",
    "diratime",
    "nodiratime",
    "bind",
    "rbind",
    "unbindable",
    "runbindable",
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave",
    "relatime",
    "norelatime",
    "strictatime",
    "nostrictatime",
];

/// What the CPUs of the simulated machine are called.
const CPUS: &str = "0-3";

/// What can't go together with another container's network, looked at as the request is read.
fn check_network_mode(config: &ContainerConfig, host: &HostConfig) -> Result<(), Error> {
    let conflict = |why: &str| Err(Error::InvalidParameter(format!("conflicting options: {why}")));
    if host.uts_mode == "host" && !config.hostname.is_empty() && !host.network_mode.starts_with("container:") {
        return conflict("hostname and the UTS mode");
    }
    let undefined = "networking can't be used with links. This would result in undefined behavior";
    if host.network_mode == "host" && !host.links.is_empty() {
        return conflict(&format!("host type {undefined}"));
    }
    let Some(other) = host.network_mode.strip_prefix("container:") else {
        return Ok(());
    };
    if other.is_empty() {
        return Err(Error::InvalidParameter(
            "invalid network mode: invalid container format container:<name|id>".into(),
        ));
    }
    if !config.hostname.is_empty() {
        return conflict("hostname and the network mode");
    }
    if !host.links.is_empty() {
        return conflict("container type network can't be used with links. This would result in undefined behavior");
    }
    if !host.dns.is_empty() {
        return conflict("dns and the network mode");
    }
    if !host.extra_hosts.is_empty() {
        return conflict("custom host-to-IP mapping and the network mode");
    }
    if !host.port_bindings.is_empty() || host.publish_all_ports {
        return conflict("port publishing and the container type network mode");
    }
    if !config.config.exposed_ports.is_empty() {
        return conflict("port exposing and the container type network mode");
    }
    if !config.mac_address.is_empty() {
        return conflict("mac-address and the network mode");
    }
    Ok(())
}

/// Looks at a whole request. Gives the daemon's warnings.
pub(crate) fn check_request(config: &ContainerConfig, host: &HostConfig) -> Result<Vec<String>, Error> {
    check_network_mode(config, host)?;
    let dir = &config.config.working_dir;
    if !dir.is_empty() && !dir.starts_with('/') {
        return Err(Error::InvalidParameter(format!(
            "the working directory '{dir}' is invalid, it needs to be an absolute path"
        )));
    }
    if let Some(name) = &config.config.stop_signal
        && Signal::parse(name).is_none()
    {
        return Err(Error::InvalidParameter(format!("invalid signal: {name}")));
    }
    if let Some(check) = &config.config.healthcheck {
        check_health(check)?;
    }
    let mut warnings = Vec::new();
    for spec in &host.mounts {
        if spec.kind == "image" {
            warnings.push("Image mount is an experimental feature".to_string());
        }
        check_spec(spec)?;
    }
    warnings.extend(check_host_config(host)?);
    check_modes(host)?;
    check_logs(host)?;
    check_security(&host.security_opt)?;
    if host.network_mode == "host" && !host.port_bindings.is_empty() {
        warnings.push("Published ports are discarded when using host network mode".to_string());
    }
    Ok(warnings)
}

fn check_capabilities(host: &HostConfig) -> Result<(), Error> {
    for (what, names) in [("CapAdd", &host.cap_add), ("CapDrop", &host.cap_drop)] {
        for name in names {
            let upper = name.to_uppercase();
            let bare = upper.strip_prefix("CAP_").unwrap_or(&upper);
            if upper != "ALL" && !CAPABILITIES.contains(&bare) {
                return Err(Error::InvalidParameter(format!(
                    "invalid {what}: unknown capability: \"CAP_{bare}\""
                )));
            }
        }
    }
    Ok(())
}

fn check_security(options: &[String]) -> Result<(), Error> {
    for option in options {
        if ["no-new-privileges", "writable-cgroups", "disable"].contains(&option.as_str()) {
            continue;
        }
        let (name, value) = option
            .split_once('=')
            .or_else(|| option.split_once(':'))
            .ok_or_else(|| Error::System(format!("invalid --security-opt 1: {option:?}")))?;
        let known = match name {
            "label" | "apparmor" | "seccomp" => true,
            "no-new-privileges" | "writable-cgroups" => [
                "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False",
            ]
            .contains(&value),
            _ => false,
        };
        if !known {
            return Err(Error::System(format!("invalid --security-opt 2: {option:?}")));
        }
    }
    Ok(())
}

fn check_modes(host: &HostConfig) -> Result<(), Error> {
    let invalid = |text: String| Err(Error::InvalidParameter(text));
    let of_container = |mode: &str| mode.strip_prefix("container:").is_some_and(|name| !name.is_empty());
    if !["", "none", "private", "shareable", "host"].contains(&host.ipc_mode.as_str()) && !of_container(&host.ipc_mode) {
        return invalid(format!("invalid IPC mode: {}", host.ipc_mode));
    }
    if !["", "host", "private"].contains(&host.pid_mode.as_str()) && !of_container(&host.pid_mode) {
        return invalid(format!("invalid PID mode: {}", host.pid_mode));
    }
    if !["", "runc", "io.containerd.runc.v2"].contains(&host.runtime.as_str()) {
        return invalid(format!("unknown or invalid runtime name: {}", host.runtime));
    }
    for (target, options) in &host.tmpfs {
        if !target.starts_with('/') {
            return invalid(format!("invalid mount path: '{target}' mount path must be absolute"));
        }
        if vfs::normalize(target) == "/" {
            return invalid("invalid specification: destination can't be '/'".into());
        }
        for option in options.split(',').filter(|o| !o.is_empty()).rev() {
            let known = match option.split_once('=') {
                Some((name, _)) => TMPFS_VALUES.contains(&name),
                None => TMPFS_WORDS.contains(&option),
            };
            if !known {
                let words: Vec<String> = option.splitn(2, '=').map(|w| format!("{w:?}")).collect();
                return invalid(format!("invalid tmpfs option [{}]", words.join(" ")));
            }
        }
    }
    Ok(())
}

fn check_logs(host: &HostConfig) -> Result<(), Error> {
    let invalid = |text: String| Err(Error::InvalidParameter(text));
    let logs = &host.log_config;
    let driver = if logs.driver.is_empty() { "json-file" } else { &logs.driver };
    if driver == "none" {
        return Ok(());
    }
    let mode = logs.options.get("mode").map(String::as_str).unwrap_or_default();
    if !["", "blocking", "non-blocking"].contains(&mode) {
        return invalid(format!("logger: logging mode not supported: {mode}"));
    }
    if logs.options.contains_key("max-buffer-size") && mode != "non-blocking" {
        return invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'".into());
    }
    let unknown = |known: &[&str]| {
        let own = [
            "mode",
            "max-buffer-size",
            "cache-disabled",
            "cache-max-file",
            "cache-max-size",
            "cache-compress",
        ];
        logs.options
            .keys()
            .find(|k| !known.contains(&k.as_str()) && !own.contains(&k.as_str()))
            .cloned()
    };
    match driver {
        "json-file" => match unknown(&[
            "max-file",
            "max-size",
            "compress",
            "labels",
            "labels-regex",
            "env",
            "env-regex",
            "tag",
        ]) {
            Some(key) => invalid(format!("unknown log opt '{key}' for json-file log driver")),
            None => Ok(()),
        },
        "local" => match unknown(&["max-file", "max-size", "compress"]) {
            Some(key) => invalid(format!("unknown log opt '{key}' for log driver local")),
            None => Ok(()),
        },
        other if OTHER_LOG_DRIVERS.contains(&other) => Err(Error::NotSimulated(format!("log driver {other}"))),
        other => invalid(format!("logger: no log driver named '{other}' is registered")),
    }
}

/// Several complaints as the daemon joins them.
pub(crate) fn joined(problems: &[String]) -> String {
    match problems {
        [one] => one.trim().to_string(),
        many => {
            let lines: Vec<String> = many.iter().map(|p| p.replace('\n', "\n\t")).collect();
            format!("* {}", lines.join("\n* "))
        }
    }
}

impl Engine {
    /// Addresses and aliases that were asked for, against the networks that there are.
    pub(crate) fn check_endpoints(&self, networks: &BTreeMap<String, EndpointSettings>) -> Result<(), Error> {
        let mut all = Vec::new();
        for (name, settings) in networks {
            let user_defined = !["bridge", "default", "host", "none"].contains(&name.as_str()) && !name.starts_with("container:");
            let mut problems = Vec::new();
            if !user_defined && settings.ipv4_address.is_some() {
                problems.push("user specified IP address is supported on user defined networks only".to_string());
            }
            if !user_defined && !settings.aliases.is_empty() {
                problems.push("network-scoped aliases are only supported for user-defined networks".to_string());
            }
            if let (Some(address), Ok(network)) = (settings.ipv4_address, self.network(name))
                && let Some((subnet, prefix, _)) = network.subnet
                && !crate::network::overlap((subnet, prefix), (address, 32))
            {
                problems.push(format!("no configured subnet contains IP address {address}"));
            }
            if !problems.is_empty() {
                all.push(format!(
                    "invalid config for network {name}: invalid endpoint settings:\n{}",
                    joined(&problems)
                ));
            }
        }
        match all.is_empty() {
            true => Ok(()),
            false => Err(Error::InvalidParameter(joined(&all))),
        }
    }
}

pub(crate) fn check_health(check: &HealthCheck) -> Result<(), Error> {
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

/// The host's side of a request, or of what is left of one by an update. Gives the daemon's warnings.
pub(crate) fn check_host_config(host: &HostConfig) -> Result<Vec<String>, Error> {
    let invalid = |text: &str| Err(Error::InvalidParameter(text.to_string()));
    let policy = &host.restart_policy;
    if host.auto_remove && !["", "no"].contains(&policy.name.as_str()) {
        return invalid("can't create 'AutoRemove' container with restart policy");
    }
    for port in host.port_bindings.keys() {
        if port
            .split('/')
            .next()
            .and_then(|n| n.parse::<u16>().ok())
            .is_none_or(|n| n == 0)
        {
            return Err(Error::InvalidParameter(format!("invalid port specification: {port:?}")));
        }
    }
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
    check_capabilities(host)?;
    check_resources(host)
}

/// Memory and CPUs, on control groups of version 2.
fn check_resources(host: &HostConfig) -> Result<Vec<String>, Error> {
    let mut warnings = Vec::new();
    let invalid = |text: &str| Err(Error::InvalidParameter(text.to_string()));
    if host.memory != 0 && host.memory < 6 << 20 {
        return invalid("Minimum memory limit allowed is 6MB");
    }
    if host.memory > 0 && host.memory_swap > 0 && host.memory_swap < host.memory {
        return invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
    }
    if host.memory_swap > 0 && host.memory == 0 {
        return invalid("You should always set the Memory limit when using Memoryswap limit, see usage");
    }
    if host.memory_swappiness.is_some() {
        warnings.push(
            "Your kernel does not support memory swappiness capabilities or the cgroup is not mounted. Memory swappiness discarded."
                .to_string(),
        );
    }
    if host.memory_reservation > 0 && host.memory_reservation < 6 << 20 {
        return invalid("Minimum memory reservation allowed is 6MB");
    }
    if host.memory_reservation > 0 && host.memory > 0 && host.memory < host.memory_reservation {
        return invalid("Minimum memory limit can not be less than memory reservation limit, see usage");
    }
    if host.oom_kill_disable {
        warnings.push("Your kernel does not support OomKillDisable. OomKillDisable discarded.".into());
    }
    if host.nano_cpus > 0 && host.cpu_period > 0 {
        return invalid("Conflicting options: Nano CPUs and CPU Period cannot both be set");
    }
    if host.nano_cpus > 0 && host.cpu_quota > 0 {
        return invalid("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
    }
    if host.nano_cpus < 0 || host.nano_cpus > 4_000_000_000 {
        return invalid("range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available");
    }
    if host.cpu_shares < 0 {
        return Err(Error::InvalidParameter(format!(
            "invalid CPU shares ({}): value must be a positive integer",
            host.cpu_shares
        )));
    }
    if host.cpu_period != 0 && !(1000..=1_000_000).contains(&host.cpu_period) {
        return invalid("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
    }
    if host.cpu_quota > 0 && host.cpu_quota < 1000 {
        return invalid("CPU cfs quota can not be less than 1ms (i.e. 1000)");
    }
    check_cpuset(&host.cpuset_cpus, "Requested CPUs are", "cpus", 3, CPUS)?;
    check_cpuset(&host.cpuset_mems, "Requested memory nodes are", "mems", 0, "0")?;
    if !(-1000..=1000).contains(&host.oom_score_adj) {
        return Err(Error::InvalidParameter(format!(
            "Invalid value {}, range for oom score adj is [-1000, 1000]",
            host.oom_score_adj
        )));
    }
    Ok(warnings)
}

/// A list of CPUs or memory nodes as `0-2,4`, of which the last that there is has the number `last`.
fn check_cpuset(set: &str, requested: &str, what: &str, last: u32, available: &str) -> Result<(), Error> {
    let invalid = |why: String| Error::InvalidParameter(format!("Invalid value {set} for cpuset {what}: {why}"));
    let malformed = || invalid(format!("invalid format: {set}"));
    let mut greatest = None;
    for part in set.split(',').filter(|_| !set.is_empty()) {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        let low: u32 = low.parse().map_err(|_| malformed())?;
        let high: u32 = high.parse().map_err(|_| malformed())?;
        if high < low {
            return Err(malformed());
        }
        if high > 8192 {
            return Err(invalid("value of out range, maximum is 8192".into()));
        }
        greatest = greatest.max(Some(high));
    }
    if greatest.is_some_and(|n| n > last) {
        return Err(Error::InvalidParameter(format!(
            "{requested} not available - requested {set}, available: {available}"
        )));
    }
    Ok(())
}
