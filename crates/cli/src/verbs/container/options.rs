//! The flags of `docker run` and `docker create` as a request, with the checks that are the CLI's own.
//!
//! What only Linux kernels with certain features take (block IO weights, real-time scheduling, devices'
//! rates, GPUs) is refused as not simulated when it is used.

use crate::call::{Call, Failure};
use crate::opts;
use crate::verbs::refuse;
use engine::{
    Config, ContainerConfig, CreateRequest, EndpointSettings, HealthCheck, HostConfig, LogConfig, MountSpec, PortBinding,
    RestartPolicy, Ulimit,
};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// Flags that are read and have no effect here; using one says so.
const NOT_SIMULATED: &[&str] = &[
    "gpus",
    "blkio-weight",
    "blkio-weight-device",
    "device-read-bps",
    "device-write-bps",
    "device-read-iops",
    "device-write-iops",
    "device-cgroup-rule",
    "cpu-rt-period",
    "cpu-rt-runtime",
    "storage-opt",
    "use-api-socket",
    "link-local-ip",
    "volume-driver",
    "ip6",
    "isolation",
    "checkpoint",
];

/// The request that the flags make, and the name.
pub async fn request(call: &Call) -> Result<CreateRequest, Failure> {
    let flags = &call.flags;
    if let Some(name) = NOT_SIMULATED.iter().find(|name| flags.changed(name)) {
        return Err(Failure::not_simulated(&format!("--{name}")));
    }
    check_modes(call)?;
    let (binds, volumes) = binds(call)?;
    let mut exposed: BTreeSet<String> = BTreeSet::new();
    let mut port_bindings: BTreeMap<String, Vec<PortBinding>> = BTreeMap::new();
    for spec in flags.all("publish") {
        for port in opts::parse_publish(&spec).map_err(Failure::new)? {
            if port.host_ip.contains(':') {
                return Err(Failure::not_simulated("publishing on an IPv6 address"));
            }
            exposed.insert(port.container.clone());
            port_bindings.entry(port.container).or_default().push(PortBinding {
                host_ip: port.host_ip,
                host_port: port.host_port,
            });
        }
    }
    for spec in flags.all("expose") {
        exposed.extend(opts::parse_expose(&spec).map_err(Failure::new)?);
    }
    let env = environment(call, "env-file", "env", true).await?;
    let labels = environment(call, "label-file", "label", false).await?;
    let labels = labels
        .iter()
        .map(|l| l.split_once('=').unwrap_or((l, "")))
        .map(|(k, v)| (k.to_string(), v.to_string()))
        .collect();
    let restart_policy = restart_policy(&flags.text("restart"))?;
    let log_config = log_config(call)?;
    let healthcheck = healthcheck(call)?;
    if flags.on("rm") && !["", "no"].contains(&restart_policy.name.as_str()) {
        return refuse("conflicting options: cannot specify both --restart and --rm");
    }
    let (network_mode, networks) = networks(call)?;
    let attach = flags.all("attach");
    let wants = |stream: &str| attach.iter().any(|a| a == stream);
    let (image, command) = match flags.arguments.split_first() {
        Some((image, command)) => (image.clone(), command.to_vec()),
        None => (String::new(), Vec::new()),
    };
    let open_stdin = flags.on("interactive");
    let attach_stdin = open_stdin || wants("stdin");
    let config = Config {
        user: flags.text("user"),
        exposed_ports: exposed,
        env,
        entrypoint: flags.get("entrypoint").map(|e| vec![e.to_string()]),
        cmd: (!command.is_empty()).then_some(command),
        volumes,
        working_dir: flags.text("workdir"),
        labels,
        stop_signal: flags.get("stop-signal").filter(|s| !s.is_empty()).map(str::to_string),
        healthcheck,
        on_build: Vec::new(),
        shell: None,
    };
    let container = ContainerConfig {
        config,
        hostname: flags.text("hostname"),
        domainname: flags.text("domainname"),
        image,
        tty: flags.on("tty"),
        open_stdin,
        stdin_once: open_stdin && attach_stdin,
        attach_stdin,
        attach_stdout: attach.is_empty() || wants("stdout"),
        attach_stderr: attach.is_empty() || wants("stderr"),
        stop_timeout: flags.int("stop-timeout"),
        mac_address: flags.text("mac-address"),
    };
    let host = HostConfig {
        binds,
        mounts: mounts(call)?,
        network_mode,
        port_bindings,
        publish_all_ports: flags.on("publish-all"),
        restart_policy,
        auto_remove: flags.on("rm"),
        volumes_from: flags.all("volumes-from"),
        memory: bytes(call, "memory"),
        memory_reservation: bytes(call, "memory-reservation"),
        memory_swap: bytes(call, "memory-swap"),
        nano_cpus: flags.get("cpus").and_then(|c| opts::parse_cpus(c).ok()).unwrap_or(0),
        cpu_shares: flags.int("cpu-shares").unwrap_or(0),
        cpu_period: flags.int("cpu-period").unwrap_or(0),
        cpu_quota: flags.int("cpu-quota").unwrap_or(0),
        cpuset_cpus: flags.text("cpuset-cpus"),
        cpuset_mems: flags.text("cpuset-mems"),
        memory_swappiness: flags.int("memory-swappiness").filter(|n| *n != -1),
        oom_score_adj: flags.int("oom-score-adj").unwrap_or(0),
        pids_limit: flags.int("pids-limit").unwrap_or(0),
        oom_kill_disable: flags.on("oom-kill-disable"),
        ulimits: flags
            .all("ulimit")
            .iter()
            .filter_map(|u| opts::parse_ulimit(u).ok())
            .map(|u| Ulimit {
                name: u.name,
                soft: u.soft,
                hard: u.hard,
            })
            .collect(),
        cap_add: flags.all("cap-add"),
        cap_drop: flags.all("cap-drop"),
        privileged: flags.on("privileged"),
        read_only_rootfs: flags.on("read-only"),
        security_opt: security_options(call).await?,
        group_add: flags.all("group-add"),
        tmpfs: flags
            .all("tmpfs")
            .iter()
            .map(|t| t.split_once(':').unwrap_or((t, "")))
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect(),
        dns: flags.all("dns"),
        dns_options: [flags.all("dns-option"), flags.all("dns-opt")].concat(),
        dns_search: flags.all("dns-search"),
        extra_hosts: flags.all("add-host"),
        init: flags.changed("init").then(|| flags.on("init")),
        log_config,
        shm_size: bytes(call, "shm-size"),
        pid_mode: flags.text("pid"),
        ipc_mode: flags.text("ipc"),
        uts_mode: flags.text("uts"),
        userns_mode: flags.text("userns"),
        container_id_file: flags.text("cidfile"),
        links: flags.all("link"),
        devices: flags.all("device"),
        runtime: flags.text("runtime"),
        console_size: crate::verbs::stream::console_size(call),
    };
    Ok(CreateRequest {
        name: flags.get("name").filter(|n| !n.is_empty()).map(str::to_string),
        config: container,
        host,
        networks,
        platform: flags.text("platform"),
    })
}

fn bytes(call: &Call, name: &str) -> i64 {
    match call.flags.get(name) {
        Some("-1") => -1,
        Some(text) => opts::parse_bytes(text).unwrap_or(0),
        None => 0,
    }
}

fn check_modes(call: &Call) -> Result<(), Failure> {
    let flags = &call.flags;
    let mac = flags.text("mac-address");
    let mac = mac.trim();
    let parts: Vec<&str> = mac.split([':', '-']).collect();
    let hex = |p: &&str| p.len() == 2 && p.bytes().all(|b| b.is_ascii_hexdigit());
    let valid = parts.len() == 6 && parts.iter().all(hex);
    if !mac.is_empty() && !valid {
        return refuse(format!("{mac} is not a valid mac address"));
    }
    if let Some(n) = flags.int("memory-swappiness")
        && n != -1
        && !(0..=100).contains(&n)
    {
        return refuse(format!("invalid value: {n}. Valid memory swappiness range is 0-100"));
    }
    let shared = |name: &str, text: &str| {
        let known = match name {
            "pid" => ["", "host", "private"].contains(&text) || text.strip_prefix("container:").is_some_and(|c| !c.is_empty()),
            "uts" | "userns" => ["", "host", "private"].contains(&text),
            _ => ["", "host", "private"].contains(&text),
        };
        match known {
            true => Ok(()),
            false => refuse(format!(
                "--{name}: invalid {} mode",
                match name {
                    "pid" => "PID",
                    "uts" => "UTS",
                    "userns" => "USER",
                    _ => "CGROUP",
                }
            )),
        }
    };
    ["pid", "uts", "userns", "cgroupns"]
        .iter()
        .try_for_each(|name| shared(name, &flags.text(name)))
}

/// `-v` options: those that name a source, and the paths of anonymous volumes.
fn binds(call: &Call) -> Result<(Vec<String>, BTreeSet<String>), Failure> {
    let mut binds = Vec::new();
    let mut volumes = BTreeSet::new();
    for spec in call.flags.all("volume") {
        let invalid = |why: &str| Failure::new(format!("invalid spec: {spec}: {why}"));
        if spec.is_empty() {
            return Err(Failure::new("invalid empty volume spec"));
        }
        let parts: Vec<&str> = spec.split(':').collect();
        if let [_, _, ..] = parts.as_slice()
            && parts.iter().any(|p| p.is_empty())
        {
            return Err(invalid("empty section between colons"));
        }
        match parts.as_slice() {
            [target] => {
                volumes.insert(target.to_string());
            }
            [source, rest @ ..] if rest.len() <= 2 => {
                let relative = source.starts_with('.') || source.starts_with('~');
                let source = match relative {
                    true => call.sys.absolute(source),
                    false => source.to_string(),
                };
                binds.push(format!("{source}:{}", rest.join(":")));
            }
            _ => return Err(invalid("too many colons")),
        }
    }
    Ok((binds, volumes))
}

fn mounts(call: &Call) -> Result<Vec<MountSpec>, Failure> {
    call.flags
        .all("mount")
        .iter()
        .map(|spec| {
            let m = opts::parse_mount(spec).map_err(Failure::new)?;
            let source = match m.source.starts_with('.') {
                true => call.sys.absolute(&m.source),
                false => m.source,
            };
            Ok(MountSpec {
                kind: m.kind,
                source,
                target: m.target,
                read_only: m.read_only,
                no_copy: m.no_copy,
                subpath: m.image_subpath.unwrap_or(m.subpath),
                labels: m.labels.into_iter().collect(),
                driver: m.driver,
                driver_opts: m.driver_options.into_iter().collect(),
                propagation: m.propagation.unwrap_or_default(),
                create_source: m.create_source,
                tmpfs_size: u64::try_from(m.tmpfs.map_or(0, |t| t.size)).unwrap_or(0),
                tmpfs_mode: m.tmpfs.map_or(0, |t| t.mode),
            })
        })
        .collect()
}

/// Lines of files and values of a flag. A variable without a value takes the caller's.
pub async fn environment(call: &Call, file_flag: &str, flag: &str, variables: bool) -> Result<Vec<String>, Failure> {
    let mut lines: Vec<String> = Vec::new();
    for path in call.flags.all(file_flag) {
        let failed = |why: String| Failure::new(format!("--{file_flag}: {why}"));
        let bytes = call
            .read_file(&path)
            .await
            .map_err(|e| failed(format!("open {path}: {}", e.to_string().to_lowercase())))?;
        let text =
            String::from_utf8(bytes).map_err(|_| failed(format!("invalid env file ({path}): invalid utf8 bytes at line 1")))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for line in text.lines() {
            let line = line.trim_start();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let name = line.split('=').next().unwrap_or_default().trim_start();
            if name.is_empty() {
                return Err(failed(format!(
                    "invalid env file ({path}): no variable name on line '{line}'"
                )));
            }
            if name.contains([' ', '\t']) {
                return Err(failed(format!(
                    "invalid env file ({path}): variable '{name}' contains whitespaces"
                )));
            }
            lines.push(line.to_string());
        }
    }
    lines.extend(call.flags.all(flag));
    if !variables {
        return Ok(lines);
    }
    let mut env: Vec<String> = Vec::new();
    for line in lines {
        let name = line.split('=').next().unwrap_or_default().to_string();
        let same = |e: &String| e.split('=').next() == Some(name.as_str());
        let value = match line.contains('=') {
            true => Some(line),
            false => call.sys.getenv(&name).map(|v| format!("{name}={v}")),
        };
        match (env.iter().position(same), value) {
            (Some(at), Some(value)) => {
                if let Some(slot) = env.get_mut(at) {
                    *slot = value;
                }
            }
            (None, Some(value)) => env.push(value),
            (_, None) => {}
        }
    }
    Ok(env)
}

/// Reads `--restart`.
pub fn restart_policy(text: &str) -> Result<RestartPolicy, Failure> {
    let (name, count) = match text.split_once(':') {
        Some((name, count)) => (name, Some(count)),
        None => (text, None),
    };
    if name.is_empty() && count.is_some() {
        return refuse("invalid restart policy format: no policy provided before colon");
    }
    let maximum_retry_count = match count {
        None => 0,
        Some(count) => match opts::parse_int(count) {
            Some(n) if n >= 0 => u32::try_from(n).unwrap_or(u32::MAX),
            Some(_) => return refuse("maximum retry count cannot be negative"),
            None => return refuse("invalid restart policy format: maximum retry count must be an integer"),
        },
    };
    Ok(RestartPolicy {
        name: name.into(),
        maximum_retry_count,
    })
}

fn log_config(call: &Call) -> Result<LogConfig, Failure> {
    let options = call.flags.all("log-opt");
    let driver = call.flags.text("log-driver");
    if driver == "none" && !options.is_empty() {
        return refuse(format!("invalid logging opts for driver {driver}"));
    }
    Ok(LogConfig {
        driver,
        options: opts::pairs(&options).into_iter().collect(),
    })
}

async fn security_options(call: &Call) -> Result<Vec<String>, Failure> {
    let options = call.flags.all("security-opt");
    for option in &options {
        if option != "no-new-privileges" && !option.contains(['=', ':']) {
            return refuse(format!("invalid --security-opt: {}", opts::quote(option)));
        }
        let value = option.split_once('=').or_else(|| option.split_once(':'));
        let Some(("seccomp", path)) = value else { continue };
        if path == "unconfined" || path == "builtin" {
            continue;
        }
        if let Err(why) = call.read_file(path).await {
            let why = why.to_string().to_lowercase();
            return refuse(format!("opening seccomp profile ({path}) failed: open {path}: {why}"));
        }
    }
    Ok(options)
}

fn healthcheck(call: &Call) -> Result<Option<HealthCheck>, Failure> {
    let flags = &call.flags;
    let nanos = |name: &str| flags.get(name).and_then(|d| opts::parse_duration(d).ok()).unwrap_or(0);
    let command = flags.text("health-cmd");
    let retries = flags.int("health-retries").unwrap_or(0);
    let names = [
        "health-interval",
        "health-timeout",
        "health-start-period",
        "health-start-interval",
    ];
    let any = !command.is_empty() || retries != 0 || names.iter().any(|n| nanos(n) != 0);
    if flags.on("no-healthcheck") {
        if any {
            return refuse("--no-healthcheck conflicts with --health-* options");
        }
        return Ok(Some(HealthCheck {
            test: vec!["NONE".into()],
            ..HealthCheck::default()
        }));
    }
    if !any {
        return Ok(None);
    }
    if let Some(name) = names.iter().find(|n| nanos(n) < 0) {
        return refuse(format!("--{name} cannot be negative"));
    }
    if retries < 0 {
        return refuse("--health-retries cannot be negative");
    }
    let duration = |name: &str| Duration::from_nanos(nanos(name).unsigned_abs());
    Ok(Some(HealthCheck {
        test: match command.is_empty() {
            true => Vec::new(),
            false => vec!["CMD-SHELL".into(), command],
        },
        interval: duration("health-interval"),
        timeout: duration("health-timeout"),
        start_period: duration("health-start-period"),
        start_interval: duration("health-start-interval"),
        retries: u32::try_from(retries).unwrap_or(u32::MAX),
    }))
}

/// The network mode and, by name, how the container joins each network.
fn networks(call: &Call) -> Result<(String, BTreeMap<String, EndpointSettings>), Failure> {
    let flags = &call.flags;
    let mut attachments: Vec<opts::NetworkAttachment> = [flags.all("network"), flags.all("net")]
        .concat()
        .iter()
        .filter_map(|n| opts::parse_network(n).ok())
        .collect();
    if attachments.is_empty() {
        attachments.push(opts::NetworkAttachment {
            target: "default".into(),
            ..Default::default()
        });
    }
    let aliases = [flags.all("network-alias"), flags.all("net-alias")].concat();
    let user_defined = |n: &str| !["", "default", "bridge", "host", "none"].contains(&n) && !n.starts_with("container:");
    let mode = attachments.first().map(|a| a.target.clone()).unwrap_or_default();
    let several = attachments.len() > 1;
    let mut networks: BTreeMap<String, EndpointSettings> = BTreeMap::new();
    for (i, attachment) in attachments.into_iter().enumerate() {
        let name = attachment.target.clone();
        if several && !user_defined(&name) && name != "bridge" && name != "default" {
            return refuse("conflicting options: cannot attach both user-defined and non-user-defined network-modes");
        }
        let first = i == 0;
        if first && !aliases.is_empty() && !attachment.aliases.is_empty() {
            return refuse("conflicting options: cannot specify both --network-alias and per-network alias");
        }
        let ip = match flags.get("ip").filter(|_| first) {
            Some(_) if !attachment.ip.is_empty() => {
                return refuse("conflicting options: cannot specify both --ip and per-network IPv4 address");
            }
            Some(ip) => ip.to_string(),
            None => attachment.ip,
        };
        let ipv4_address = match ip.is_empty() {
            true => None,
            false => match opts::parse_address(&ip) {
                Ok(IpAddr::V4(address)) => Some(address),
                _ => Ipv4Addr::UNSPECIFIED.into(),
            },
        };
        let settings = EndpointSettings {
            aliases: match first {
                true => [attachment.aliases, aliases.clone()].concat(),
                false => attachment.aliases,
            },
            ipv4_address,
            mac_address: attachment.mac,
            links: if first { flags.all("link") } else { Vec::new() },
        };
        let plain = settings == EndpointSettings::default();
        if user_defined(&name) || !plain {
            if networks.insert(name.clone(), settings).is_some() {
                return refuse(format!("network {} is specified multiple times", opts::quote(&name)));
            }
        }
    }
    Ok((if mode == "default" { String::new() } else { mode }, networks))
}
