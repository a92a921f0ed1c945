//! What `docker inspect` shows: the Engine API's JSON, fields in its order.

use crate::container::Container;
use crate::image::{Image, healthcheck_json};
use crate::kernel::{MASKED, READ_ONLY};
use crate::network::NetworkRecord;
use crate::volume::Volume;
use crate::{Config, Engine, Error, State};
use machine::Instant;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A point in time as Go prints it: nanoseconds, trailing zeros cut.
pub(crate) fn rfc3339(at: Instant) -> String {
    let seconds = at.0.div_euclid(1_000_000_000);
    let nanos = at.0.rem_euclid(1_000_000_000);
    let days = seconds.div_euclid(86_400);
    let rest = seconds.rem_euclid(86_400);
    let (year, month, day) = civil(days);
    let mut text = format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    );
    if nanos > 0 {
        let digits = format!("{nanos:09}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// The civil date of a day number (days since 1970-01-01), by Hinnant's algorithm.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let mp = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

fn when(at: Option<Instant>) -> String {
    at.map_or_else(|| "0001-01-01T00:00:00Z".to_string(), rfc3339)
}

fn set(names: &BTreeSet<String>) -> Value {
    Value::Object(names.iter().map(|n| (n.clone(), json!({}))).collect())
}

fn mac(bytes: &[u8; 6]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(":")
}

impl Engine {
    /// `docker container inspect`.
    pub fn inspect_container(&self, name: &str, size: bool) -> Result<Value, Error> {
        let id = self.find_container(name)?;
        let containers = self.inner().containers.borrow();
        let c = containers.get(&id).ok_or_else(|| Error::no_container(name))?;
        let command = c.command();
        let mut state = json!({
            "Status": c.state.word(),
            "Running": c.state.is_running() || c.state == State::Restarting,
            "Paused": c.state == State::Paused,
            "Restarting": c.state == State::Restarting,
            "OOMKilled": c.oom_killed,
            "Dead": c.state == State::Dead,
            "Pid": c.pid.unwrap_or(0),
            "ExitCode": c.exit_code,
            "Error": c.error,
            "StartedAt": when(c.started),
            "FinishedAt": when(c.finished),
        });
        if let (Some(health), Some(state)) = (&c.health, state.as_object_mut()) {
            let log: Vec<Value> = health
                .log
                .iter()
                .map(|p| json!({"Start": rfc3339(p.start), "End": rfc3339(p.end), "ExitCode": p.exit_code, "Output": p.output}))
                .collect();
            state.insert(
                "Health".into(),
                json!({"Status": health.status, "FailingStreak": health.failing_streak, "Log": log}),
            );
        }
        let mut out = Map::new();
        let mut put = |key: &str, value: Value| {
            out.insert(key.to_string(), value);
        };
        let dir = format!("/var/lib/docker/containers/{id}");
        put("Id", json!(id));
        put("Created", json!(rfc3339(c.created)));
        put("Path", json!(command.first().cloned().unwrap_or_default()));
        put("Args", json!(command.get(1..).unwrap_or_default()));
        put("State", state);
        put("Image", json!(c.image.to_string()));
        put("ResolvConfPath", json!(format!("{dir}/resolv.conf")));
        put("HostnamePath", json!(format!("{dir}/hostname")));
        put("HostsPath", json!(format!("{dir}/hosts")));
        put("LogPath", json!(format!("{dir}/{id}-json.log")));
        put("Name", json!(format!("/{}", c.name)));
        put("RestartCount", json!(c.restart_count));
        put("Driver", json!("overlayfs"));
        put("Platform", json!("linux"));
        put("MountLabel", json!(""));
        put("ProcessLabel", json!(""));
        put("AppArmorProfile", json!(""));
        put("ExecIDs", if c.execs.is_empty() { Value::Null } else { json!(c.execs) });
        put("HostConfig", host_config(c));
        put("Storage", json!({"RootFS": {"Snapshot": {"Name": "overlayfs"}}}));
        if size {
            let writable = c.writable_size();
            put("SizeRw", json!(writable));
            put(
                "SizeRootFs",
                json!(writable + self.inner().images.borrow().get(&c.image).map_or(0, |i| i.size())),
            );
        }
        put("Mounts", mounts(c));
        put("Config", container_config(c));
        put("NetworkSettings", network_settings(c));
        Ok(Value::Object(out))
    }

    /// `docker image inspect`.
    pub fn inspect_image(&self, name: &str) -> Result<Value, Error> {
        let image = self.find_image(name)?;
        let names = self.inner().images.borrow().names_of(&image.id);
        let repositories: BTreeSet<String> = names
            .iter()
            .filter_map(|n| n.rsplit_once(':').map(|(r, _)| r.to_string()))
            .collect();
        let digests: Vec<String> = repositories.iter().map(|r| format!("{r}@{}", image.id)).collect();
        let diff_ids: Vec<String> = image.layers.iter().map(|l| l.diff_id().to_string()).collect();
        let mut out = Map::new();
        let mut put = |key: &str, value: Value| {
            out.insert(key.to_string(), value);
        };
        put("Id", json!(image.id.to_string()));
        put("RepoTags", json!(names));
        put("RepoDigests", json!(digests));
        put("Comment", json!(image.comment));
        put("Created", json!(rfc3339(image.created)));
        put("Author", json!(image.author));
        put("Config", image_config(&image.config));
        put("Architecture", json!(image.architecture));
        if !image.variant.is_empty() {
            put("Variant", json!(image.variant));
        }
        put("Os", json!(image.os));
        put("Size", json!(image.size()));
        put("RootFS", json!({"Type": "layers", "Layers": diff_ids}));
        put("Metadata", json!({"LastTagTime": rfc3339(image.created)}));
        put(
            "Descriptor",
            json!({
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "digest": image.id.to_string(),
                "size": image.manifest_json().to_string().len(),
            }),
        );
        put("Identity", json!({}));
        Ok(Value::Object(out))
    }

    /// `docker volume inspect`.
    pub fn inspect_volume(&self, name: &str) -> Result<Value, Error> {
        Ok(volume_json(&self.volume(name)?))
    }

    /// `docker network inspect`.
    pub fn inspect_network(&self, name: &str) -> Result<Value, Error> {
        let network = self.network(name)?;
        Ok(self.network_json(&network))
    }

    fn network_json(&self, n: &NetworkRecord) -> Value {
        let config = match n.subnet {
            Some((address, prefix, gateway)) => {
                let mut pool = Map::new();
                pool.insert("Subnet".into(), json!(format!("{address}/{prefix}")));
                if !n.ip_range.is_empty() {
                    pool.insert("IPRange".into(), json!(n.ip_range));
                }
                pool.insert("Gateway".into(), json!(gateway.to_string()));
                json!([pool])
            }
            None => Value::Null,
        };
        let containers: Map<String, Value> = self
            .members(&n.id)
            .into_iter()
            .map(|(id, name, e)| {
                let address = e.address.map(|a| format!("{a}/{}", e.prefix)).unwrap_or_default();
                let value = json!({
                    "Name": name,
                    "EndpointID": e.endpoint_id,
                    "MacAddress": mac(&e.mac),
                    "IPv4Address": address,
                    "IPv6Address": "",
                });
                (id, value)
            })
            .collect();
        let mut subnets = Map::new();
        if let (Some((address, prefix, _)), Some((used, free))) = (n.subnet, n.addresses(containers.len())) {
            subnets.insert(
                format!("{address}/{prefix}"),
                json!({"IPsInUse": used, "DynamicIPsAvailable": free}),
            );
        }
        json!({
            "Name": n.name,
            "Id": n.id,
            "Created": rfc3339(n.created),
            "Scope": "local",
            "Driver": n.driver,
            "EnableIPv4": true,
            "EnableIPv6": false,
            "IPAM": {"Driver": "default", "Options": if n.name == "bridge" || n.subnet.is_none() { Value::Null } else { json!({}) }, "Config": config},
            "Internal": n.internal,
            "Attachable": n.attachable,
            "Ingress": false,
            "ConfigFrom": {"Network": ""},
            "ConfigOnly": false,
            "Options": n.options,
            "Labels": n.labels,
            "Containers": containers,
            "Status": {"IPAM": {"Subnets": subnets}},
        })
    }
}

fn volume_json(v: &Volume) -> Value {
    json!({
        "CreatedAt": rfc3339(Instant(v.created.seconds() * 1_000_000_000)),
        "Driver": v.driver,
        "Labels": if v.labels.is_empty() { Value::Null } else { json!(v.labels) },
        "Mountpoint": v.mountpoint(),
        "Name": v.name,
        "Options": if v.options.is_empty() { Value::Null } else { json!(v.options) },
        "Scope": "local",
    })
}

/// The configuration as the image store keeps it: what is not set is not there.
fn image_config(c: &Config) -> Value {
    let image = Image::new(
        c.clone(),
        Vec::new(),
        Vec::new(),
        Instant(0),
        String::new(),
        String::new(),
        (String::new(), String::new(), String::new()),
        vfs::Fs::default(),
    );
    image.config_json().get("config").cloned().unwrap_or_default()
}

fn container_config(c: &Container) -> Value {
    let k = &c.config.config;
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_string(), value);
    };
    put("Hostname", json!(c.config.hostname));
    put("Domainname", json!(c.config.domainname));
    put("User", json!(k.user));
    put("AttachStdin", json!(c.config.attach_stdin));
    put("AttachStdout", json!(c.config.attach_stdout));
    put("AttachStderr", json!(c.config.attach_stderr));
    if !k.exposed_ports.is_empty() {
        put("ExposedPorts", set(&k.exposed_ports));
    }
    put("Tty", json!(c.config.tty));
    put("OpenStdin", json!(c.config.open_stdin));
    put("StdinOnce", json!(c.config.stdin_once));
    put("Env", json!(k.env));
    put("Cmd", json!(k.cmd));
    if let Some(check) = &k.healthcheck {
        put("Healthcheck", healthcheck_json(check));
    }
    put("Image", json!(c.config.image));
    put("Volumes", if k.volumes.is_empty() { Value::Null } else { set(&k.volumes) });
    put("WorkingDir", json!(k.working_dir));
    put("Entrypoint", json!(k.entrypoint));
    if !k.on_build.is_empty() {
        put("OnBuild", json!(k.on_build));
    }
    put("Labels", json!(k.labels));
    if let Some(signal) = &k.stop_signal {
        put("StopSignal", json!(signal));
    }
    if let Some(timeout) = c.config.stop_timeout {
        put("StopTimeout", json!(timeout));
    }
    if let Some(shell) = &k.shell {
        put("Shell", json!(shell));
    }
    Value::Object(out)
}

fn host_config(c: &Container) -> Value {
    let h = &c.host;
    let or_null = |list: &[String]| if list.is_empty() { Value::Null } else { json!(list) };
    let bindings: Map<String, Value> = h
        .port_bindings
        .iter()
        .map(|(port, hosts)| {
            let hosts: Vec<Value> = hosts
                .iter()
                .map(|b| json!({"HostIp": b.host_ip, "HostPort": b.host_port}))
                .collect();
            (port.clone(), json!(hosts))
        })
        .collect();
    let ulimits: Vec<Value> = h
        .ulimits
        .iter()
        .map(|u| json!({"Name": u.name, "Hard": u.hard, "Soft": u.soft}))
        .collect();
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_string(), value);
    };
    put("Binds", or_null(&h.binds));
    put("ContainerIDFile", json!(h.container_id_file));
    let driver = if h.log_config.driver.is_empty() {
        "json-file"
    } else {
        &h.log_config.driver
    };
    put("LogConfig", json!({"Type": driver, "Config": h.log_config.options}));
    put("NetworkMode", json!(h.network_mode));
    put("PortBindings", Value::Object(bindings));
    let policy = if h.restart_policy.name.is_empty() {
        "no"
    } else {
        &h.restart_policy.name
    };
    put(
        "RestartPolicy",
        json!({"Name": policy, "MaximumRetryCount": h.restart_policy.maximum_retry_count}),
    );
    put("AutoRemove", json!(h.auto_remove));
    put("VolumeDriver", json!(""));
    put("VolumesFrom", or_null(&h.volumes_from));
    put("ConsoleSize", json!([h.console_size.0, h.console_size.1]));
    put("CapAdd", or_null(&h.cap_add));
    put("CapDrop", or_null(&h.cap_drop));
    put("CgroupnsMode", json!("private"));
    put("Dns", or_null(&h.dns));
    put(
        "DnsOptions",
        if h.dns_options.is_empty() {
            json!([])
        } else {
            json!(h.dns_options)
        },
    );
    put(
        "DnsSearch",
        if h.dns_search.is_empty() {
            json!([])
        } else {
            json!(h.dns_search)
        },
    );
    put("ExtraHosts", or_null(&h.extra_hosts));
    put("GroupAdd", or_null(&h.group_add));
    put("IpcMode", json!(if h.ipc_mode.is_empty() { "private" } else { &h.ipc_mode }));
    put("Cgroup", json!(""));
    // Links of the default bridge, as paths: those of other networks stand with the network.
    let linked = h
        .links
        .iter()
        .filter(|_| ["", "default", "bridge"].contains(&h.network_mode.as_str()));
    let linked = linked.map(|link| link.split_once(':').unwrap_or((link, link)));
    let linked: Vec<String> = linked
        .map(|(target, alias)| format!("/{target}:/{}/{alias}", c.name))
        .collect();
    put("Links", or_null(&linked));
    put("OomScoreAdj", json!(h.oom_score_adj));
    put("PidMode", json!(h.pid_mode));
    put("Privileged", json!(h.privileged));
    put("PublishAllPorts", json!(h.publish_all_ports));
    put("ReadonlyRootfs", json!(h.read_only_rootfs));
    put("SecurityOpt", or_null(&h.security_opt));
    if !h.tmpfs.is_empty() {
        put("Tmpfs", json!(h.tmpfs));
    }
    put("UTSMode", json!(h.uts_mode));
    put("UsernsMode", json!(h.userns_mode));
    put("ShmSize", json!(if h.shm_size == 0 { 64 << 20 } else { h.shm_size }));
    put("Runtime", json!(if h.runtime.is_empty() { "runc" } else { &h.runtime }));
    put("Isolation", json!(""));
    put("CpuShares", json!(h.cpu_shares));
    put("Memory", json!(h.memory));
    put("NanoCpus", json!(h.nano_cpus));
    put("CgroupParent", json!(""));
    put("BlkioWeight", json!(0));
    put("BlkioWeightDevice", json!([]));
    put("BlkioDeviceReadBps", json!([]));
    put("BlkioDeviceWriteBps", json!([]));
    put("BlkioDeviceReadIOps", json!([]));
    put("BlkioDeviceWriteIOps", json!([]));
    put("CpuPeriod", json!(h.cpu_period));
    put("CpuQuota", json!(h.cpu_quota));
    put("CpuRealtimePeriod", json!(0));
    put("CpuRealtimeRuntime", json!(0));
    put("CpusetCpus", json!(h.cpuset_cpus));
    put("CpusetMems", json!(h.cpuset_mems));
    put("Devices", json!([]));
    put("DeviceCgroupRules", Value::Null);
    put("DeviceRequests", Value::Null);
    put("MemoryReservation", json!(h.memory_reservation));
    let swap = if h.memory_swap != 0 { h.memory_swap } else { h.memory * 2 };
    put("MemorySwap", json!(swap));
    put("MemorySwappiness", Value::Null);
    put("OomKillDisable", Value::Null);
    put("PidsLimit", if h.pids_limit == 0 { Value::Null } else { json!(h.pids_limit) });
    put("Ulimits", if ulimits.is_empty() { json!([]) } else { json!(ulimits) });
    put("CpuCount", json!(0));
    put("CpuPercent", json!(0));
    put("IOMaximumIOps", json!(0));
    put("IOMaximumBandwidth", json!(0));
    if !h.mounts.is_empty() {
        let mounts: Vec<Value> = h
            .mounts
            .iter()
            .map(|m| {
                let mut out = Map::new();
                out.insert("Type".into(), json!(m.kind));
                if !m.source.is_empty() {
                    out.insert("Source".into(), json!(m.source));
                }
                out.insert("Target".into(), json!(m.target));
                if m.read_only {
                    out.insert("ReadOnly".into(), json!(true));
                }
                if m.no_copy {
                    out.insert("VolumeOptions".into(), json!({"NoCopy": true}));
                }
                Value::Object(out)
            })
            .collect();
        put("Mounts", json!(mounts));
    }
    let unless_privileged = |paths: &[&str]| if h.privileged { Value::Null } else { json!(paths) };
    put("MaskedPaths", unless_privileged(MASKED));
    put("ReadonlyPaths", unless_privileged(READ_ONLY));
    if let Some(init) = h.init {
        put("Init", json!(init));
    }
    Value::Object(out)
}

fn mounts(c: &Container) -> Value {
    let list: Vec<Value> = c
        .mounts
        .iter()
        .filter(|m| m.kind != "tmpfs" || m.from_mounts)
        .map(|m| {
            let mut out = Map::new();
            out.insert("Type".into(), json!(m.kind));
            if m.kind == "volume" {
                out.insert("Name".into(), json!(m.name));
            }
            out.insert("Source".into(), json!(m.source));
            out.insert("Destination".into(), json!(m.destination));
            if m.kind == "volume" {
                out.insert("Driver".into(), json!("local"));
            }
            out.insert("Mode".into(), json!(m.mode));
            out.insert("RW".into(), json!(m.writable));
            out.insert("Propagation".into(), json!(m.propagation));
            Value::Object(out)
        })
        .collect();
    json!(list)
}

fn network_settings(c: &Container) -> Value {
    let mut ports = Map::new();
    if c.state.is_running() {
        let mut keys: BTreeSet<&String> = c.config.config.exposed_ports.iter().collect();
        keys.extend(c.ports.keys());
        for key in keys {
            let value = match c.ports.get(key) {
                Some(hosts) => {
                    let list: Vec<Value> = hosts
                        .iter()
                        .map(|(ip, port)| json!({"HostIp": ip.to_string(), "HostPort": port.to_string()}))
                        .collect();
                    json!(list)
                }
                None => Value::Null,
            };
            ports.insert(key.clone(), value);
        }
    }
    let networks: Map<String, Value> = c
        .networks
        .iter()
        .map(|(name, e)| {
            let text = |a: Option<std::net::Ipv4Addr>| a.map(|a| a.to_string()).unwrap_or_default();
            let up = e.address.is_some();
            let mut dns: Vec<String> = Vec::new();
            if name != "bridge" && name != "host" && name != "none" {
                dns.push(c.name.clone());
                dns.extend(e.aliases.iter().cloned());
                dns.push(c.short_id().to_string());
                dns.dedup();
            }
            let value = json!({
                "IPAMConfig": e.wanted.map_or(Value::Null, |ip| json!({"IPv4Address": ip.to_string()})),
                "Links": if e.links.is_empty() { Value::Null } else { json!(e.links) },
                "Aliases": if e.aliases.is_empty() { Value::Null } else { json!(e.aliases) },
                "DriverOpts": Value::Null,
                "GwPriority": 0,
                "NetworkID": e.network_id,
                "EndpointID": e.endpoint_id,
                "Gateway": if up { text(e.gateway) } else { String::new() },
                "IPAddress": text(e.address),
                "MacAddress": if up { mac(&e.mac) } else { String::new() },
                "IPPrefixLen": if up { e.prefix } else { 0 },
                "IPv6Gateway": "",
                "GlobalIPv6Address": "",
                "GlobalIPv6PrefixLen": 0,
                "DNSNames": if dns.is_empty() { Value::Null } else { json!(dns) },
            });
            (name.clone(), value)
        })
        .collect();
    json!({
        "SandboxID": if c.state.is_running() { c.id.clone() } else { String::new() },
        "SandboxKey": if c.state.is_running() { format!("/var/run/docker/netns/{}", c.short_id()) } else { String::new() },
        "Ports": ports,
        "Networks": networks,
    })
}
