//! A service as the request that makes its container.
//!
//! Specified by docker/compose's `create`. What the engine can't do is named when the project is loaded.

use super::containers::OneOff;
use super::mounts::Mounts;
use super::project::Stack;
use super::{Compose, labels};
use crate::call::Failure;
use crate::opts;
use compose::Project;
use compose::model::{HealthCheckConfig, MappingWithEquals, ServiceConfig};
use engine::{
    Config, ContainerConfig, CreateRequest, EndpointSettings, HealthCheck, HostConfig, LogConfig, PortBinding, RestartPolicy,
    Ulimit,
};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How a container is made.
#[derive(Clone, Debug, Default)]
pub struct Making {
    pub name: String,
    /// 0 for a container of `docker compose run`.
    pub number: i64,
    /// The container that it takes the place of, whose anonymous volumes it gets.
    pub replaced: Option<String>,
    pub auto_remove: bool,
    pub attach_stdin: bool,
    /// Known on its networks by the service's name.
    pub aliases: bool,
    /// Labels that stand above those of the service.
    pub labels: BTreeMap<String, String>,
}

/// `NAME=value`, or `NAME` alone where the image's variable is taken away.
pub fn environment(variables: &MappingWithEquals) -> Vec<String> {
    variables
        .0
        .iter()
        .map(|(name, value)| match value {
            Some(value) => format!("{name}={value}"),
            None => name.clone(),
        })
        .collect()
}

/// The name of a service's container with this number.
pub fn container_name(project: &str, service: &ServiceConfig, number: i64) -> String {
    match service.container_name.as_str() {
        "" => format!("{project}-{}-{number}", service.name),
        own => own.to_string(),
    }
}

impl Compose {
    /// Makes a container. Gives its id.
    pub async fn make(&self, stack: &Stack, service: &ServiceConfig, making: &Making) -> Result<String, Failure> {
        let mounts = self.mounts(&stack.project, service, making.replaced.as_deref()).await?;
        let links = self.links(&stack.project.name, service)?;
        let request = request(stack, service, making, mounts, links)?;
        let (id, warnings) = self.engine().create(request)?;
        for warning in warnings {
            self.on(super::events::Event::warning(service.name.0.clone(), warning)).await;
        }
        Ok(id)
    }

    /// `container:alias` for what a service is linked to.
    fn links(&self, project: &str, service: &ServiceConfig) -> Result<Vec<String>, Failure> {
        let mut links = Vec::new();
        for link in &service.links {
            let (other, alias) = link.split_once(':').unwrap_or((link, link));
            for c in self.containers(project, OneOff::Exclude, &[other.to_string()])? {
                links.push(format!("{}:{alias}", c.name));
                links.push(format!("{}:{}", c.name, super::containers::log_name(&c)));
                links.push(format!("{0}:{0}", c.name));
            }
        }
        for link in &service.external_links {
            let (other, alias) = link.split_once(':').unwrap_or((link, link));
            links.push(format!("{other}:{alias}"));
        }
        Ok(links)
    }
}

fn request(
    stack: &Stack,
    service: &ServiceConfig,
    making: &Making,
    mounts: Mounts,
    links: Vec<String>,
) -> Result<CreateRequest, Failure> {
    let project = &stack.project;
    let (exposed_ports, port_bindings) = ports(service)?;
    let (network_mode, networks) = networks(project, service, making, &links)?;
    let mut all_labels = service.labels.0.clone();
    all_labels.extend(stack.labels(&service.name));
    all_labels.extend(making.labels.clone());
    let hash = project.config_hash(&service.name).unwrap_or_default();
    all_labels.insert(labels::CONFIG_HASH.into(), hash);
    if making.number > 0 {
        all_labels.insert(labels::NUMBER.into(), making.number.to_string());
    }
    let dependencies: Vec<String> = service
        .depends_on
        .iter()
        .map(|(name, d)| format!("{name}:{}:{}", d.condition, d.restart))
        .collect();
    all_labels.insert(labels::DEPENDENCIES.into(), dependencies.join(","));
    let config = Config {
        user: service.user.clone(),
        exposed_ports,
        env: environment(&service.environment),
        entrypoint: service.entrypoint.0.clone(),
        cmd: service.command.0.clone(),
        working_dir: service.working_dir.clone(),
        labels: all_labels,
        stop_signal: Some(service.stop_signal.clone()).filter(|s| !s.is_empty()),
        healthcheck: service.healthcheck.as_ref().map(health_check).transpose()?,
        ..Config::default()
    };
    let container = ContainerConfig {
        config,
        hostname: service.hostname.clone(),
        domainname: service.domainname.clone(),
        image: service.image_or_default(&project.name),
        tty: service.tty,
        open_stdin: service.stdin_open,
        stdin_once: making.attach_stdin && service.stdin_open,
        attach_stdin: making.attach_stdin,
        attach_stdout: true,
        attach_stderr: true,
        stop_timeout: service.stop_grace_period.map(|d| d.0 / 1_000_000_000),
        mac_address: String::new(),
    };
    let pair = |text: &String| {
        let (key, value) = text.split_once(':').unwrap_or((text, ""));
        (key.to_string(), value.to_string())
    };
    let mut host = HostConfig {
        binds: mounts.binds,
        mounts: mounts.mounts,
        network_mode,
        port_bindings,
        restart_policy: restart_policy(service),
        auto_remove: making.auto_remove,
        volumes_from: service.volumes_from.clone(),
        cap_add: service.cap_add.clone(),
        cap_drop: service.cap_drop.clone(),
        privileged: service.privileged,
        read_only_rootfs: service.read_only,
        security_opt: service.security_opt.clone(),
        group_add: service.group_add.clone(),
        tmpfs: service.tmpfs.iter().map(pair).collect(),
        dns: service.dns.clone(),
        dns_options: service.dns_opt.clone(),
        dns_search: service.dns_search.clone(),
        extra_hosts: service.extra_hosts.list(":"),
        init: service.init,
        log_config: service.logging.as_ref().map_or_else(LogConfig::default, |l| LogConfig {
            driver: l.driver.clone(),
            options: l.options.0.clone(),
        }),
        shm_size: service.shm_size.0,
        pid_mode: service.pid.clone(),
        ipc_mode: service.ipc.clone(),
        uts_mode: service.uts.clone(),
        userns_mode: service.userns_mode.clone(),
        links,
        devices: service
            .devices
            .iter()
            .map(|d| format!("{}:{}:{}", d.source, d.target, d.permissions))
            .collect(),
        runtime: service.runtime.clone(),
        ..HostConfig::default()
    };
    resources(service, &mut host);
    Ok(CreateRequest {
        name: Some(making.name.clone()),
        config: container,
        host,
        networks,
        platform: service.platform.clone(),
    })
}

fn health_check(check: &HealthCheckConfig) -> Result<HealthCheck, Failure> {
    let time = |d: Option<compose::model::Duration>| Duration::from_nanos(d.map_or(0, |d| u64::try_from(d.0).unwrap_or(0)));
    if check.start_interval.is_some() && check.start_period.is_none() {
        return Err(Failure::new(
            "healthcheck.start_interval requires healthcheck.start_period to be set",
        ));
    }
    Ok(HealthCheck {
        test: match check.disable {
            true => vec!["NONE".into()],
            false => check.test.0.clone(),
        },
        interval: time(check.interval),
        timeout: time(check.timeout),
        start_period: time(check.start_period),
        start_interval: time(check.start_interval),
        retries: check.retries.map_or(0, |r| u32::try_from(r).unwrap_or(0)),
    })
}

type Ports = (BTreeSet<String>, BTreeMap<String, Vec<PortBinding>>);

/// Ports that are exposed, and where those that are published are bound.
fn ports(service: &ServiceConfig) -> Result<Ports, Failure> {
    let mut exposed = BTreeSet::new();
    let mut bindings: BTreeMap<String, Vec<PortBinding>> = BTreeMap::new();
    for port in &service.ports {
        let protocol = if port.protocol.is_empty() { "tcp" } else { &port.protocol };
        let key = format!("{}/{protocol}", port.target);
        exposed.insert(key.clone());
        bindings.entry(key).or_default().push(PortBinding {
            host_ip: port.host_ip.clone(),
            host_port: port.published.clone(),
        });
    }
    for port in &service.expose {
        exposed.extend(opts::parse_expose(port).map_err(Failure::new)?);
    }
    Ok((exposed, bindings))
}

type Networks = (String, BTreeMap<String, EndpointSettings>);

/// The network mode, and what the container is on each of its networks.
fn networks(project: &Project, service: &ServiceConfig, making: &Making, links: &[String]) -> Result<Networks, Failure> {
    if !service.network_mode.is_empty() {
        return Ok((service.network_mode.clone(), BTreeMap::new()));
    }
    let keys = service.networks_by_priority();
    let name_of = |key: &str| project.networks.get(key).map_or_else(|| key.to_string(), |n| n.name.clone());
    let Some(first) = keys.first() else {
        let mode = match project.networks.get("default") {
            Some(network) => network.name.clone(),
            None => "none".into(),
        };
        return Ok((mode, BTreeMap::new()));
    };
    let mut settings = BTreeMap::new();
    for key in &keys {
        let own = service.networks.get(key).and_then(Option::as_ref);
        let mut aliases = vec![container_name(&project.name, service, making.number)];
        if making.aliases {
            aliases.push(service.name.0.clone());
            aliases.extend(own.iter().flat_map(|n| n.aliases.iter().cloned()));
        }
        let address = own.map_or("", |n| n.ipv4_address.as_str());
        let ipv4_address = match address {
            "" => None,
            text => Some(text.parse().map_err(|_| {
                let shown = opts::quote(text);
                Failure::new(format!("ParseAddr({shown}): unable to parse IP"))
            })?),
        };
        let mac = own.map_or("", |n| n.mac_address.as_str());
        let mac = if mac.is_empty() && key == first {
            &service.mac_address
        } else {
            mac
        };
        let endpoint = EndpointSettings {
            aliases,
            ipv4_address,
            mac_address: mac.to_string(),
            links: links.to_vec(),
        };
        settings.insert(name_of(key), endpoint);
    }
    Ok((name_of(first), settings))
}

fn restart_policy(service: &ServiceConfig) -> RestartPolicy {
    let named = |condition: &str, attempts: i64| {
        let name = match condition {
            "none" => "no",
            "any" => "always",
            other => other,
        };
        RestartPolicy {
            name: name.to_string(),
            maximum_retry_count: u32::try_from(attempts).unwrap_or(0),
        }
    };
    if let Some(policy) = service.deploy.as_ref().and_then(|d| d.restart_policy.as_ref()) {
        return named(&policy.condition, policy.max_attempts.unwrap_or(0));
    }
    let (name, attempts) = service.restart.split_once(':').unwrap_or((&service.restart, "0"));
    named(name, attempts.parse().unwrap_or(0))
}

fn resources(service: &ServiceConfig, host: &mut HostConfig) {
    let nanos = |cpus: f32| (f64::from(cpus) * 1e9).round() as i64;
    host.memory = service.mem_limit.0;
    host.memory_swap = service.memswap_limit.0;
    host.memory_reservation = service.mem_reservation.0;
    host.oom_kill_disable = service.oom_kill_disable;
    host.cpu_shares = service.cpu_shares;
    host.cpuset_cpus.clone_from(&service.cpuset);
    host.nano_cpus = nanos(service.cpus);
    host.pids_limit = service.pids_limit;
    let deployed = service.deploy.as_ref().map(|d| &d.resources);
    if let Some(limits) = deployed.and_then(|r| r.limits.as_ref()) {
        if limits.memory.0 != 0 {
            host.memory = limits.memory.0;
        }
        if limits.cpus != 0.0 {
            host.nano_cpus = nanos(limits.cpus);
        }
        if limits.pids > 0 {
            host.pids_limit = limits.pids;
        }
    }
    if let Some(reserved) = deployed.and_then(|r| r.reservations.as_ref())
        && reserved.memory.0 != 0
    {
        host.memory_reservation = reserved.memory.0;
    }
    host.ulimits = service
        .ulimits
        .iter()
        .map(|(name, limit)| Ulimit {
            name: name.clone(),
            soft: if limit.soft != 0 { limit.soft } else { limit.single },
            hard: if limit.hard != 0 { limit.hard } else { limit.single },
        })
        .collect();
}
