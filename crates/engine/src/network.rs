//! Networks: the predefined three, user-defined bridges, and containers' places on them.

use crate::config::EndpointSettings;
use crate::container::Endpoint;
use crate::validate::joined;
use crate::{Engine, Error, Filters};
use machine::{Instant, Interface, Machine, NetNsId, Network, NetworkId, Publish, Traffic};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use utilities::regex::{Regex, Syntax};

/// A network as `docker network inspect` shows it.
#[derive(Clone, Debug)]
pub struct NetworkRecord {
    pub id: String,
    pub name: String,
    pub created: Instant,
    /// `bridge`, `host`, `null`.
    pub driver: String,
    pub internal: bool,
    pub attachable: bool,
    pub labels: BTreeMap<String, String>,
    pub options: BTreeMap<String, String>,
    /// Subnet, prefix length and gateway; none for host and none.
    pub subnet: Option<(Ipv4Addr, u8, Ipv4Addr)>,
    pub ip_range: String,
    pub(crate) kernel: Option<NetworkId>,
    predefined: bool,
}

/// `POST /networks/create`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkRequest {
    pub name: String,
    /// Empty is `bridge`.
    pub driver: String,
    pub internal: bool,
    pub attachable: bool,
    pub labels: BTreeMap<String, String>,
    pub options: BTreeMap<String, String>,
    pub subnet: Option<(Ipv4Addr, u8)>,
    pub gateway: Option<Ipv4Addr>,
    pub ip_range: String,
    /// Addresses that no container gets.
    pub reserved: Vec<Ipv4Addr>,
}

pub(crate) struct Networks {
    pub by_id: BTreeMap<String, NetworkRecord>,
    pub order: Vec<String>,
    /// Addresses that containers have, by network.
    pub addresses: BTreeMap<String, BTreeSet<Ipv4Addr>>,
}

impl Networks {
    pub fn new(machine: &Machine) -> Self {
        let mut networks = Networks {
            by_id: BTreeMap::new(),
            order: Vec::new(),
            addresses: BTreeMap::new(),
        };
        let address = Ipv4Addr::new(172, 17, 0, 0);
        let gateway = Ipv4Addr::new(172, 17, 0, 1);
        let kernel = machine.net(|net| {
            net.add_network(Network {
                bridge: "docker0".into(),
                subnet: address,
                prefix: 16,
                gateway,
                dns: false,
                internal: false,
            })
        });
        let options = [
            ("com.docker.network.bridge.default_bridge", "true"),
            ("com.docker.network.bridge.enable_icc", "true"),
            ("com.docker.network.bridge.enable_ip_masquerade", "true"),
            ("com.docker.network.bridge.host_binding_ipv4", "0.0.0.0"),
            ("com.docker.network.bridge.name", "docker0"),
            ("com.docker.network.driver.mtu", "1500"),
        ];
        for (name, driver) in [("bridge", "bridge"), ("host", "host"), ("none", "null")] {
            let bridge = name == "bridge";
            let record = NetworkRecord {
                id: machine.random(|r| r.hex(64)),
                name: name.into(),
                created: machine.now(),
                driver: driver.into(),
                internal: false,
                attachable: false,
                labels: BTreeMap::new(),
                options: if bridge {
                    options.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect()
                } else {
                    BTreeMap::new()
                },
                subnet: bridge.then_some((address, 16, gateway)),
                ip_range: String::new(),
                kernel: bridge.then_some(kernel),
                predefined: true,
            };
            networks.order.push(record.id.clone());
            networks.by_id.insert(record.id.clone(), record);
        }
        networks
    }
}

fn mask(address: Ipv4Addr, prefix: u8) -> u32 {
    u32::from(address) & u32::MAX.checked_shl(32 - u32::from(prefix.min(32))).unwrap_or(0)
}

pub(crate) fn overlap(a: (Ipv4Addr, u8), b: (Ipv4Addr, u8)) -> bool {
    let prefix = a.1.min(b.1);
    mask(a.0, prefix) == mask(b.0, prefix)
}

impl Engine {
    /// A network by name, id or unique prefix of an id.
    pub fn network(&self, name: &str) -> Result<NetworkRecord, Error> {
        let networks = self.inner().networks.borrow();
        if let Some(found) = networks
            .by_id
            .get(name)
            .or_else(|| networks.by_id.values().find(|n| n.name == name))
        {
            return Ok(found.clone());
        }
        let mut matches = networks.by_id.values().filter(|n| !name.is_empty() && n.id.starts_with(name));
        match (matches.next(), matches.next()) {
            (Some(found), None) => Ok(found.clone()),
            (Some(_), Some(_)) => Err(Error::InvalidParameter(format!(
                "network {name} is ambiguous ({name} matches several networks)"
            ))),
            _ => Err(Error::NotFound(format!("network {name} not found"))),
        }
    }

    /// `docker network ls`: sorted by name. Filters: name, id, driver, type, label, scope, dangling.
    pub fn networks(&self, filters: &Filters) -> Result<Vec<NetworkRecord>, Error> {
        filters.check(&["dangling", "driver", "id", "label", "name", "scope", "type"])?;
        let dangling = filters.boolean("dangling")?;
        let mut all: Vec<NetworkRecord> = self.inner().networks.borrow().by_id.values().cloned().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        let names: Vec<Option<Regex>> = filters
            .values("name")
            .iter()
            .map(|n| Regex::new(n.as_bytes(), Syntax::Extended, false).ok())
            .collect();
        for kind in filters.values("type") {
            if kind != "builtin" && kind != "custom" {
                return Err(Error::InvalidParameter(format!("invalid filter: 'type'='{kind}'")));
            }
        }
        Ok(all
            .into_iter()
            .filter(|n| {
                (names.is_empty() || names.iter().flatten().any(|p| p.is_match(n.name.as_bytes())))
                    && filters.any("id", |v| n.id.starts_with(v))
                    && filters.any("driver", |v| n.driver == v)
                    && filters.any("scope", |v| v == "local")
                    && filters.any("type", |v| (v == "builtin") == n.predefined)
                    && filters.labels(&n.labels)
                    && dangling.is_none_or(|d| d == (!n.predefined && self.members(&n.id).is_empty()))
            })
            .collect())
    }

    /// Containers on a network: id, name and endpoint, of those that run, by their ids.
    pub fn members(&self, network_id: &str) -> Vec<(String, String, Endpoint)> {
        let containers = self.inner().containers.borrow();
        let mut members: Vec<_> = containers
            .values()
            .filter(|c| c.state.is_running())
            .filter_map(|c| {
                let endpoint = c.networks.values().find(|e| e.network_id == network_id)?;
                Some((c.id.clone(), c.name.clone(), endpoint.clone()))
            })
            .collect();
        members.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        members
    }

    pub fn create_network(&self, request: NetworkRequest) -> Result<NetworkRecord, Error> {
        if ["host", "bridge", "none"].contains(&request.name.as_str()) {
            return Err(Error::Forbidden(format!(
                "operation is not permitted on predefined {} network",
                request.name
            )));
        }
        if request.name.trim().is_empty() {
            return Err(Error::InvalidParameter("invalid name: name is empty".into()));
        }
        if self.inner().networks.borrow().by_id.values().any(|n| n.name == request.name) {
            return Err(Error::Conflict(format!("network with name {} already exists", request.name)));
        }
        match request.driver.as_str() {
            "" | "bridge" => {}
            "host" => return Err(Error::Forbidden("only one instance of \"host\" network is allowed".into())),
            "null" => return Err(Error::Forbidden("only one instance of \"null\" network is allowed".into())),
            "overlay" => {
                return Err(Error::Forbidden(
                    "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again."
                        .into(),
                ));
            }
            "macvlan" | "ipvlan" => return Err(Error::NotSimulated(format!("network driver {}", request.driver))),
            other => return Err(Error::NotFound(format!("plugin \"{other}\" not found"))),
        }
        check_addresses(&request)?;
        let taken: Vec<(Ipv4Addr, u8)> = self
            .inner()
            .networks
            .borrow()
            .by_id
            .values()
            .filter_map(|n| n.subnet.map(|(a, p, _)| (a, p)))
            .collect();
        let (subnet, prefix) = match request.subnet {
            Some((address, prefix)) => {
                if taken.iter().any(|t| overlap(*t, (address, prefix))) {
                    return Err(Error::Forbidden(
                        "invalid pool request: Pool overlaps with other one on this address space".into(),
                    ));
                }
                (Ipv4Addr::from(mask(address, prefix)), prefix)
            }
            None => pools()
                .find(|pool| !taken.iter().any(|t| overlap(*t, *pool)))
                .ok_or_else(|| Error::System("all predefined address pools have been fully subnetted".into()))?,
        };
        let gateway = request.gateway.unwrap_or_else(|| Ipv4Addr::from(u32::from(subnet) + 1));
        let id = self.new_id();
        let kernel = self.machine().net(|net| {
            let bridge = format!("br-{}", id.get(..12).unwrap_or_default());
            net.add_network(Network {
                bridge,
                subnet,
                prefix,
                gateway,
                dns: true,
                internal: request.internal,
            })
        });
        let record = NetworkRecord {
            id: id.clone(),
            name: request.name,
            created: self.now(),
            driver: "bridge".into(),
            internal: request.internal,
            attachable: request.attachable,
            labels: request.labels,
            options: request.options,
            subnet: Some((subnet, prefix, gateway)),
            ip_range: request.ip_range,
            kernel: Some(kernel),
            predefined: false,
        };
        let mut networks = self.inner().networks.borrow_mut();
        networks.order.push(id.clone());
        networks.by_id.insert(id.clone(), record.clone());
        networks.addresses.insert(id, request.reserved.into_iter().collect());
        drop(networks);
        self.network_event("create", &record.id, &record.name, &record.driver, None);
        Ok(record)
    }

    pub fn remove_network(&self, name: &str) -> Result<(), Error> {
        let record = self.network(name)?;
        if record.predefined {
            return Err(Error::Forbidden(format!(
                "{} is a pre-defined network and cannot be removed",
                record.name
            )));
        }
        let members = self.members(&record.id);
        if !members.is_empty() {
            let list: Vec<String> = members
                .iter()
                .map(|(id, name, _)| format!("name:{name:?} id:{:?}", id.get(..12).unwrap_or_default()))
                .collect();
            return Err(Error::Forbidden(format!(
                "error while removing network: network {} has active endpoints ({})",
                record.name,
                list.join(", ")
            )));
        }
        if let Some(kernel) = record.kernel {
            self.machine().net(|net| net.remove_network(kernel));
        }
        let mut networks = self.inner().networks.borrow_mut();
        networks.by_id.remove(&record.id);
        networks.addresses.remove(&record.id);
        networks.order.retain(|id| *id != record.id);
        drop(networks);
        self.network_event("destroy", &record.id, &record.name, &record.driver, None);
        Ok(())
    }

    /// Tells that a container came to a network or went.
    fn member_event(&self, action: &str, id: &str, container: &str) {
        let networks = self.inner().networks.borrow();
        if let Some(network) = networks.by_id.get(id) {
            self.network_event(action, id, &network.name, &network.driver, Some(container));
        }
    }

    fn network_event(&self, action: &str, id: &str, name: &str, driver: &str, container: Option<&str>) {
        let mut attributes = BTreeMap::from([
            ("name".to_string(), name.to_string()),
            ("type".to_string(), driver.to_string()),
        ]);
        if let Some(container) = container {
            attributes.insert("container".into(), container.into());
        }
        self.publish("network", action, id, attributes);
    }

    /// `docker network connect`.
    pub fn connect_network(&self, network: &str, container: &str, settings: EndpointSettings) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let record = self.network(network)?;
        let (mode, there, running, name) = self.with(&id, |c| {
            (
                c.host.network_mode.clone(),
                c.networks.contains_key(&record.name),
                c.state.is_running(),
                c.name.clone(),
            )
        })?;
        if mode != "host" && record.driver == "host" {
            return Err(Error::InvalidParameter(
                "cannot connect container to host network - container must be created in host network mode".into(),
            ));
        }
        // Between two runs, a network that is there already is no mistake.
        if there && !running {
            return Ok(());
        }
        let others: Vec<String> = self.with(&id, |c| c.networks.keys().cloned().collect())?;
        if mode.starts_with("container:") || (mode == "host" && !there) {
            return Err(Error::InvalidParameter(
                "container sharing network namespace with another container or host cannot be connected to any other network"
                    .into(),
            ));
        }
        if !there && (others.iter().any(|n| n == "none") || (record.name == "none" && !others.is_empty())) {
            return Err(Error::InvalidParameter(
                "container cannot be connected to multiple networks with one of the networks in private (none) mode".into(),
            ));
        }
        if there {
            return Err(Error::Forbidden(format!(
                "endpoint with name {name} already exists in network {}",
                record.name
            )));
        }
        let endpoint = Endpoint {
            network_id: record.id.clone(),
            wanted: settings.ipv4_address,
            wanted_mac: settings.mac(),
            aliases: settings.aliases,
            links: settings.links,
            ..Endpoint::default()
        };
        self.with(&id, |c| c.networks.insert(record.name.clone(), endpoint))?;
        if running {
            if let Err(error) = self.join(&id, &record.name) {
                self.with(&id, |c| c.networks.remove(&record.name))?;
                return Err(error);
            }
            self.write_hosts(&id);
        }
        Ok(())
    }

    /// `docker network disconnect`.
    pub fn disconnect_network(&self, network: &str, container: &str, force: bool) -> Result<(), Error> {
        let id = match self.find_container(container) {
            Ok(id) => id,
            Err(error) if !force => return Err(error),
            Err(_) => {
                self.network(network)?;
                return Err(Error::NotFound(format!("endpoint {container} not found")));
            }
        };
        let (running, mode) = self.with(&id, |c| (c.state.is_running(), c.host.network_mode.clone()))?;
        let apart = |name: &str| Error::System(format!("container {id} is not connected to the network {name}"));
        let record = match self.network(network) {
            Ok(record) => record,
            Err(error) if running && !force => return Err(error),
            Err(_) => return Err(apart(network)),
        };
        let there = self.with(&id, |c| c.networks.contains_key(&record.name))?;
        if !running && !there {
            return Err(apart(&record.name));
        }
        if running && mode == "host" && record.driver == "host" {
            return Err(Error::InvalidParameter(
                "cannot disconnect container from host network - container was created in host network mode".into(),
            ));
        }
        if !there {
            return Err(Error::Forbidden(format!(
                "container {id} is not connected to network {}",
                record.name
            )));
        }
        self.leave(&id, &record.name);
        self.with(&id, |c| c.networks.remove(&record.name))?;
        Ok(())
    }

    /// Gives a running container its address on one of its networks.
    pub(crate) fn join(&self, id: &str, network: &str) -> Result<(), Error> {
        let record_id = self
            .with(id, |c| c.networks.get(network).map(|e| e.network_id.clone()))?
            .unwrap_or_default();
        let wanted = self.with(id, |c| c.networks.get(network).and_then(|e| e.wanted))?;
        let none = BTreeSet::new();
        let networks = self.inner().networks.borrow();
        let Some(record) = networks.by_id.get(&record_id) else {
            return Err(Error::NotFound(format!("network {record_id} not found")));
        };
        let (Some((subnet, prefix, gateway)), Some(kernel)) = (record.subnet, record.kernel) else {
            return Ok(());
        };
        let used = networks.addresses.get(&record.id).unwrap_or(&none);
        // A subnet's first and last address are never given out, except where it has no others.
        let edges = [
            mask(subnet, prefix),
            mask(subnet, prefix) | !mask(Ipv4Addr::BROADCAST, prefix),
        ];
        let edge = |a: Ipv4Addr| prefix < 31 && edges.contains(&u32::from(a));
        let address = match wanted {
            Some(wanted) if used.contains(&wanted) || wanted == gateway || edge(wanted) => {
                return Err(Error::Forbidden("Address already in use".into()));
            }
            Some(wanted) if !overlap((subnet, prefix), (wanted, 32)) => {
                return Err(Error::InvalidParameter(format!(
                    "invalid endpoint settings:\nno configured subnet contains IP address {wanted}"
                )));
            }
            Some(wanted) => wanted,
            None => {
                let size = |prefix: u8| 1u32.checked_shl(32 - u32::from(prefix)).unwrap_or(u32::MAX);
                let last = u32::from(subnet).saturating_add(size(prefix).saturating_sub(1));
                let (from, count) = match parse_range(&record.ip_range) {
                    Some((address, prefix)) => (mask(address, prefix), size(prefix)),
                    None => (u32::from(subnet), size(prefix)),
                };
                let mut taken = used.range(Ipv4Addr::from(from)..).peekable();
                (from..from.saturating_add(count))
                    .filter(|n| *n != u32::from(subnet) && *n != last)
                    .map(Ipv4Addr::from)
                    .find(|a| {
                        while taken.next_if(|t| *t < a).is_some() {}
                        *a != gateway && taken.peek() != Some(&a)
                    })
                    .ok_or_else(|| Error::System("no available IPv4 addresses on this network's address pools".into()))?
            }
        };
        drop(networks);
        let mut networks = self.inner().networks.borrow_mut();
        match networks.addresses.get_mut(&record_id) {
            Some(taken) => taken.insert(address),
            None => networks.addresses.entry(record_id.clone()).or_default().insert(address),
        };
        drop(networks);
        let endpoint_id = self.new_id();
        let mac_tail = self.machine().random(|r| r.bytes(5));
        let mut mac = [2u8, 0, 0, 0, 0, 0];
        mac[1..].copy_from_slice(&mac_tail);
        let joined = self.with(id, |c| {
            let ns = c.net_ns?;
            let short = c.short_id().to_string();
            let name = c.name.clone();
            let hostname = c.config.hostname.clone();
            let endpoint = c.networks.get_mut(network)?;
            endpoint.endpoint_id = endpoint_id;
            endpoint.address = Some(address);
            endpoint.gateway = Some(gateway);
            endpoint.prefix = prefix;
            endpoint.mac = endpoint.wanted_mac.unwrap_or(mac);
            let mac = endpoint.mac;
            endpoint.kernel = Some(kernel);
            let mut names = vec![name];
            names.extend(endpoint.aliases.iter().cloned());
            // On the default bridge they stand in /etc/hosts.
            let links = endpoint.links.iter().filter(|_| network != "bridge");
            let links = links.map(|link| link.split_once(':').unwrap_or((link, link)));
            let links = links.map(|(target, alias)| (alias.to_owned(), target.to_owned())).collect();
            names.push(short);
            names.push(hostname);
            names.dedup();
            Some((ns, names, links, mac))
        })?;
        if let Some((ns, names, links, mac)) = joined {
            let number = self.machine().net(|net| net.interfaces(ns).len());
            let interface = Interface {
                name: format!("eth{number}"),
                network: kernel,
                address,
                prefix,
                mac,
                names,
                links,
                traffic: Traffic::default(),
            };
            self.machine().net(|net| net.attach(ns, interface));
        }
        self.member_event("connect", &record_id, id);
        Ok(())
    }

    /// Takes a container off a network, keeping that it belongs there.
    pub(crate) fn leave(&self, id: &str, network: &str) {
        let found = self.with(id, |c| {
            let ns = c.net_ns;
            let endpoint = c.networks.get_mut(network)?;
            let kernel = endpoint.kernel.take();
            let address = endpoint.address.take();
            endpoint.endpoint_id.clear();
            Some((ns, kernel, endpoint.network_id.clone(), address))
        });
        if let Ok(Some((.., network_id, Some(address)))) = &found
            && let Some(taken) = self.inner().networks.borrow_mut().addresses.get_mut(network_id)
        {
            taken.remove(address);
        }
        if let Ok(Some((Some(ns), Some(kernel), network_id, _))) = found {
            self.machine().net(|net| net.detach(ns, kernel));
            self.member_event("disconnect", &network_id, id);
        }
    }

    /// Publishes a container's ports on the host.
    pub(crate) fn publish_ports(&self, id: &str) -> Result<(), Error> {
        let (bindings, all, exposed, name, ns) = self.with(id, |c| {
            (
                c.host.port_bindings.clone(),
                c.host.publish_all_ports,
                c.config.config.exposed_ports.clone(),
                c.name.clone(),
                c.net_ns,
            )
        })?;
        let Some(ns) = ns else { return Ok(()) };
        let mut wanted: Vec<(String, Option<Ipv4Addr>, String)> = Vec::new();
        for (port, binds) in &bindings {
            for bind in binds {
                wanted.push((port.clone(), bind.host_ip.parse().ok(), bind.host_port.clone()));
            }
        }
        if all {
            for port in exposed.iter().filter(|p| !bindings.contains_key(*p)) {
                wanted.push((port.clone(), None, String::new()));
            }
        }
        let mut done: BTreeMap<String, Vec<(IpAddr, u16)>> = BTreeMap::new();
        for (port, asked_ip, host_port) in wanted {
            let host_ip = asked_ip.unwrap_or(Ipv4Addr::UNSPECIFIED);
            let (number, protocol) = port.split_once('/').unwrap_or((&port, "tcp"));
            let target_port: u16 = number.parse().unwrap_or(0);
            let (low, high) = match host_port.split_once('-') {
                Some((low, high)) => (low.parse().unwrap_or(0), high.parse().unwrap_or(0)),
                None => (host_port.parse().unwrap_or(0u16), host_port.parse().unwrap_or(0u16)),
            };
            let candidates: Vec<u16> = if low == 0 {
                self.ephemeral_ports()
            } else {
                (low..=high.max(low)).collect()
            };
            let found = candidates.iter().find_map(|host_port| {
                let publish = Publish {
                    host_ip,
                    host_port: *host_port,
                    protocol: protocol.to_string(),
                    target: ns,
                    target_port,
                };
                self.machine().net(|net| net.publish(publish)).ok().map(|()| *host_port)
            });
            match found {
                Some(host_port) => {
                    let places = done.entry(port).or_default();
                    places.push((host_ip.into(), host_port));
                    if asked_ip.is_none() {
                        places.push((Ipv6Addr::UNSPECIFIED.into(), host_port));
                    }
                }
                None => {
                    let published = self.machine().net(|net| net.published().iter().any(|p| p.host_port == low));
                    self.machine().net(|net| net.unpublish(ns));
                    let why = if low != high {
                        "all ports are allocated".to_string()
                    } else if published {
                        format!("Bind for {host_ip}:{low} failed: port is already allocated")
                    } else {
                        format!("failed to bind host port {host_ip}:{low}/{protocol}: address already in use")
                    };
                    return Err(Error::System(format!(
                        "driver failed programming external connectivity on endpoint {name} ({}): {why}",
                        self.new_id()
                    )));
                }
            }
        }
        self.with(id, |c| c.ports = done)?;
        Ok(())
    }

    fn ephemeral_ports(&self) -> Vec<u16> {
        let start = self.inner().next_port.get();
        self.inner().next_port.set(if start >= 60_000 { 32_768 } else { start + 1 });
        (start..60_999).collect()
    }

    /// The network namespace that a container's network mode asks for.
    pub(crate) fn make_net_ns(&self, mode: &str, name: &str) -> Result<(NetNsId, bool), Error> {
        if mode == "host" {
            return Ok((NetNsId::HOST, false));
        }
        if let Some(other) = mode.strip_prefix("container:") {
            let joined = self.container(other, |c| (c.net_ns, c.state, c.name.clone()));
            return match joined {
                Ok((Some(ns), state, _)) if state.is_running() => Ok((ns, false)),
                Ok((_, state, joined)) => Err(Error::Conflict(format!(
                    "cannot join network namespace of a non running container: container {joined} is {state}"
                ))),
                Err(error) => Err(Error::NotFound(format!("joining network namespace of container: {error}"))),
            };
        }
        let _ = name;
        Ok((self.machine().net(|net| net.new_namespace()), true))
    }
}

/// What a network's addresses may not be, all of it together as the daemon tells it.
fn check_addresses(request: &NetworkRequest) -> Result<(), Error> {
    let Some((address, prefix)) = request.subnet else {
        return Ok(());
    };
    let subnet = format!("{address}/{prefix}");
    let mut problems = Vec::new();
    let masked = Ipv4Addr::from(mask(address, prefix));
    if masked != address {
        problems.push(format!("invalid subnet {subnet}: it should be {masked}/{prefix}"));
    }
    if let Some((base, bits)) = parse_range(&request.ip_range) {
        let range = &request.ip_range;
        let masked = Ipv4Addr::from(mask(base, bits));
        if bits < prefix {
            problems.push(format!(
                "invalid ip-range {range}: CIDR block is bigger than its parent subnet {subnet}"
            ));
        }
        if masked != base {
            problems.push(format!("invalid ip-range {range}: it should be {masked}/{bits}"));
        }
        if !overlap((address, prefix), (base, bits)) {
            problems.push(format!(
                "invalid ip-range {range}: parent subnet {subnet} doesn't contain ip-range"
            ));
        }
    }
    if let Some(gateway) = request.gateway
        && !overlap((address, prefix), (gateway, 32))
    {
        problems.push(format!(
            "invalid gateway {gateway}: parent subnet {subnet} doesn't contain this address"
        ));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Error::InvalidParameter(format!(
            "invalid network config:\n{}",
            joined(&problems)
        ))),
    }
}

/// `10.5.3.0/24` as an address and the length of its prefix.
fn parse_range(text: &str) -> Option<(Ipv4Addr, u8)> {
    let (address, prefix) = text.split_once('/')?;
    Some((address.parse().ok()?, prefix.parse().ok()?))
}

impl NetworkRecord {
    /// How many addresses are taken (the network's own, the broadcast and the gateway's among them), and how
    /// many of those that are given out are free.
    pub fn addresses(&self, members: usize) -> Option<(u64, u64)> {
        let (_, prefix, _) = self.subnet?;
        let used = members as u64 + 3;
        let size = |prefix: u8| 1u64 << (32 - u32::from(prefix.min(32)));
        Some(match parse_range(&self.ip_range) {
            Some((_, range)) => (used, size(range).saturating_sub(members as u64)),
            None => (used, size(prefix).saturating_sub(used)),
        })
    }
}

/// Docker's default address pools, in order.
fn pools() -> impl Iterator<Item = (Ipv4Addr, u8)> {
    let sixteen = (18..32u8).map(|n| (Ipv4Addr::new(172, n, 0, 0), 16));
    let twenty = (0..16u8).map(|n| (Ipv4Addr::new(192, 168, n * 16, 0), 20));
    sixteen.chain(twenty)
}
