//! The network: namespaces with interfaces, bridges, published ports, names, TCP streams.
//!
//! A connection is decided when it is made: who asks, for which address, over which bridge. Bytes then
//! flow through two pipes. Packets, congestion and UDP payloads are not modelled.

use crate::pipe::Pipe;
use crate::random::Random;
use crate::sync::Waiters;
use crate::traffic::{Meter, Traffic};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;
use std::rc::{Rc, Weak};
use vfs::Errno;

/// A network namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NetNsId(u32);

impl NetNsId {
    /// The machine's own.
    pub const HOST: NetNsId = NetNsId(0);
}

/// A bridge network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NetworkId(u32);

/// A network interface of a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// `eth0` and so on.
    pub name: String,
    pub network: NetworkId,
    pub address: Ipv4Addr,
    pub prefix: u8,
    pub mac: [u8; 6],
    /// Names by which others on the network find it.
    pub names: Vec<String>,
    /// Names that only its own namespace knows: each with the name that it stands for on the network.
    pub links: Vec<(String, String)>,
    /// What has passed over it.
    pub traffic: Traffic,
}

/// A bridge and what it lets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The bridge's name on the host, such as `docker0`.
    pub bridge: String,
    pub subnet: Ipv4Addr,
    pub prefix: u8,
    pub gateway: Ipv4Addr,
    /// Names resolve to members (user-defined networks).
    pub dns: bool,
    /// No way out to the internet.
    pub internal: bool,
}

/// A published port: a port of the host that leads into a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publish {
    pub host_ip: Ipv4Addr,
    pub host_port: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
    pub target: NetNsId,
    pub target_port: u16,
}

/// Why a name has no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolveError {
    /// The name does not exist (NXDOMAIN).
    NotFound,
    /// No server could be asked (no network).
    Unreachable,
}

/// A listening socket.
#[derive(Debug)]
pub struct Listener {
    pub ns: NetNsId,
    pub address: Ipv4Addr,
    pub port: u16,
    pub(crate) backlog: RefCell<VecDeque<Rc<Stream>>>,
    pub(crate) waiters: Waiters,
    /// Its inode number, once somebody has asked.
    pub(crate) number: std::cell::Cell<u64>,
}

/// What passed over a connection that the host made: the beginnings of both directions.
#[derive(Debug, Default)]
pub struct Tap {
    /// The address and port that were asked for.
    pub address: Option<(Ipv4Addr, u16)>,
    pub request: RefCell<Vec<u8>>,
    pub response: RefCell<Vec<u8>>,
}

/// Bytes of each direction that a tap keeps, and how many connections are remembered.
const TAP_BYTES: usize = 16_384;
const TAPS: usize = 64;

impl Tap {
    pub(crate) fn note(&self, client: bool, bytes: &[u8]) {
        let side = if client { &self.request } else { &self.response };
        let mut kept = side.borrow_mut();
        let room = TAP_BYTES.saturating_sub(kept.len());
        kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

/// One end of a TCP connection.
#[derive(Debug)]
pub struct Stream {
    /// Who listens in, and whether this is the end that connected.
    pub(crate) tap: Option<(Rc<Tap>, bool)>,
    pub(crate) meter: Meter,
    pub(crate) incoming: Rc<Pipe>,
    pub(crate) outgoing: Rc<Pipe>,
    pub local: (Ipv4Addr, u16),
    pub peer: (Ipv4Addr, u16),
    pub(crate) shut: std::cell::Cell<bool>,
    /// Whether the other side resets the connection instead of answering: reading fails with ECONNRESET.
    pub(crate) reset: bool,
    /// Its inode number, once somebody has asked.
    pub(crate) number: std::cell::Cell<u64>,
}

impl Stream {
    /// The next bytes; none at the end. For what is no process, such as a daemon's own requests.
    pub async fn read(&self, max: usize) -> Vec<u8> {
        self.incoming.read(max).await
    }

    /// Writes everything. Errors: EPIPE.
    pub async fn write(&self, bytes: &[u8]) -> Result<(), Errno> {
        self.meter.send(bytes.len());
        self.outgoing.write(bytes).await
    }

    /// Says that no more will be written.
    pub(crate) fn shut_down(&self) {
        if !self.shut.replace(true) {
            self.meter.close();
            self.outgoing.close_writer();
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.incoming.close_reader();
        self.shut_down();
    }
}

#[derive(Debug, Default)]
struct Namespace {
    interfaces: Vec<Interface>,
    /// What has passed over `lo`.
    loopback: Traffic,
    /// Shares no network at all, not even loopback's neighbours (`--network none`).
    next_port: u16,
}

/// The network's tables.
#[derive(Debug)]
pub struct Net {
    namespaces: BTreeMap<NetNsId, Namespace>,
    networks: BTreeMap<NetworkId, Network>,
    published: Vec<Publish>,
    listeners: Vec<Weak<Listener>>,
    /// Hosts of the simulated internet: name, address, the namespace that answers there.
    internet: BTreeMap<String, (Ipv4Addr, NetNsId)>,
    next_ns: u32,
    next_network: u32,
    taps: VecDeque<Rc<Tap>>,
    /// The address of the machine on its own network.
    pub host_address: Ipv4Addr,
}

/// Where a connection attempt ends.
enum Route {
    Deliver {
        ns: NetNsId,
        address: Ipv4Addr,
        port: u16,
        from: Ipv4Addr,
    },
    Fail(Errno),
}

impl Net {
    pub(crate) fn new(_random: &mut Random) -> Self {
        let mut net = Net {
            namespaces: BTreeMap::new(),
            networks: BTreeMap::new(),
            published: Vec::new(),
            listeners: Vec::new(),
            internet: BTreeMap::new(),
            next_ns: 0,
            next_network: 0,
            taps: VecDeque::new(),
            host_address: Ipv4Addr::new(192, 168, 65, 3),
        };
        net.new_namespace();
        net
    }

    pub fn new_namespace(&mut self) -> NetNsId {
        let id = NetNsId(self.next_ns);
        self.next_ns += 1;
        self.namespaces.insert(
            id,
            Namespace {
                interfaces: Vec::new(),
                loopback: Traffic::default(),
                next_port: 32_768,
            },
        );
        id
    }

    pub fn remove_namespace(&mut self, id: NetNsId) {
        self.namespaces.remove(&id);
        self.published.retain(|p| p.target != id);
    }

    pub fn add_network(&mut self, network: Network) -> NetworkId {
        self.next_network += 1;
        let id = NetworkId(self.next_network);
        self.networks.insert(id, network);
        id
    }

    pub fn remove_network(&mut self, id: NetworkId) {
        self.networks.remove(&id);
    }

    pub fn network(&self, id: NetworkId) -> Option<&Network> {
        self.networks.get(&id)
    }

    /// The bridges there are, oldest first.
    pub fn networks(&self) -> impl Iterator<Item = (NetworkId, &Network)> {
        self.networks.iter().map(|(id, n)| (*id, n))
    }

    pub fn attach(&mut self, ns: NetNsId, interface: Interface) {
        if let Some(namespace) = self.namespaces.get_mut(&ns) {
            namespace.interfaces.push(interface);
        }
    }

    pub fn detach(&mut self, ns: NetNsId, network: NetworkId) {
        if let Some(namespace) = self.namespaces.get_mut(&ns) {
            namespace.interfaces.retain(|i| i.network != network);
        }
    }

    /// Interfaces besides loopback.
    pub fn interfaces(&self, ns: NetNsId) -> Vec<Interface> {
        self.namespaces.get(&ns).map(|n| n.interfaces.clone()).unwrap_or_default()
    }

    /// What has passed over a namespace's `lo`.
    pub fn loopback(&self, ns: NetNsId) -> Traffic {
        self.namespaces.get(&ns).map(|n| n.loopback.clone()).unwrap_or_default()
    }

    /// The interfaces between an address of one namespace and one of another.
    fn meter(&self, (ns, from): (NetNsId, Ipv4Addr), (target, at): (NetNsId, Ipv4Addr)) -> Meter {
        if ns == target {
            // Both ends are the same interface, which counts a frame as sent and as received.
            let lo = Some(self.loopback(ns));
            return Meter {
                near: lo.clone(),
                far: lo,
            };
        }
        let over = |ns: NetNsId, address: Ipv4Addr| {
            let interfaces = &self.namespaces.get(&ns)?.interfaces;
            let found = interfaces.iter().find(|i| i.address == address);
            found.map(|i| i.traffic.clone())
        };
        Meter {
            near: over(ns, from),
            far: over(target, at),
        }
    }

    /// Publishes a port. Errors: EADDRINUSE if another publication or a listener of the host has it.
    pub fn publish(&mut self, publish: Publish) -> Result<(), Errno> {
        if self.host_port_taken(publish.host_ip, publish.host_port, &publish.protocol) {
            return Err(Errno::EADDRINUSE);
        }
        self.published.push(publish);
        Ok(())
    }

    /// Whether a host port is published or listened on by a program of the host.
    pub fn host_port_taken(&self, ip: Ipv4Addr, port: u16, protocol: &str) -> bool {
        let overlaps = |other: Ipv4Addr| other == ip || other.is_unspecified() || ip.is_unspecified();
        self.published
            .iter()
            .any(|p| p.host_port == port && p.protocol == protocol && overlaps(p.host_ip))
            || (protocol == "tcp" && self.find_listener(NetNsId::HOST, ip, port).is_some())
    }

    pub fn unpublish(&mut self, target: NetNsId) {
        self.published.retain(|p| p.target != target);
    }

    pub fn published(&self) -> &[Publish] {
        &self.published
    }

    /// A name of the simulated internet, answered by a namespace of its own.
    pub fn add_internet_host(&mut self, name: &str, address: Ipv4Addr, ns: NetNsId) {
        self.internet.insert(name.to_string(), (address, ns));
    }

    /// The last connections that programs of the host made, oldest first.
    pub fn taps(&self) -> impl DoubleEndedIterator<Item = &Rc<Tap>> {
        self.taps.iter()
    }

    /// Listening sockets of a namespace: address and port.
    pub fn listening(&self, ns: NetNsId) -> Vec<(Ipv4Addr, u16)> {
        self.listeners
            .iter()
            .filter_map(Weak::upgrade)
            .filter(|l| l.ns == ns)
            .map(|l| (l.address, l.port))
            .collect()
    }

    fn own_addresses(&self, ns: NetNsId) -> Vec<Ipv4Addr> {
        if ns == NetNsId::HOST {
            return self.networks.values().map(|n| n.gateway).chain([self.host_address]).collect();
        }
        self.namespaces
            .get(&ns)
            .map(|n| n.interfaces.iter().map(|i| i.address).collect())
            .unwrap_or_default()
    }

    pub(crate) fn listen(&mut self, ns: NetNsId, address: Ipv4Addr, port: u16) -> Result<Rc<Listener>, Errno> {
        self.listeners.retain(|l| l.strong_count() > 0);
        if !address.is_unspecified() && !address.is_loopback() && !self.own_addresses(ns).contains(&address) {
            return Err(Errno::EADDRNOTAVAIL);
        }
        let port = if port == 0 { self.ephemeral(ns) } else { port };
        if self.find_listener(ns, address, port).is_some() {
            return Err(Errno::EADDRINUSE);
        }
        if ns == NetNsId::HOST && self.published.iter().any(|p| p.host_port == port && p.protocol == "tcp") {
            return Err(Errno::EADDRINUSE);
        }
        let listener = Rc::new(Listener {
            ns,
            address,
            port,
            backlog: RefCell::default(),
            waiters: Waiters::default(),
            number: Default::default(),
        });
        self.listeners.push(Rc::downgrade(&listener));
        Ok(listener)
    }

    fn find_listener(&self, ns: NetNsId, address: Ipv4Addr, port: u16) -> Option<Rc<Listener>> {
        self.listeners.iter().filter_map(Weak::upgrade).find(|l| {
            l.ns == ns && l.port == port && (l.address == address || l.address.is_unspecified() || address.is_unspecified())
        })
    }

    /// Whether a connection from a namespace would find a listener now.
    pub fn reaches(&self, ns: NetNsId, address: Ipv4Addr, port: u16) -> bool {
        let Route::Deliver { ns, address, port, .. } = self.route(ns, address, port) else {
            return false;
        };
        self.find_listener(ns, address, port).is_some()
    }

    fn ephemeral(&mut self, ns: NetNsId) -> u16 {
        let Some(namespace) = self.namespaces.get_mut(&ns) else {
            return 0;
        };
        namespace.next_port = if namespace.next_port >= 60_998 {
            32_770
        } else {
            namespace.next_port + 2
        };
        namespace.next_port
    }

    fn namespace_at(&self, network: Option<NetworkId>, address: Ipv4Addr) -> Option<NetNsId> {
        self.namespaces
            .iter()
            .find(|(_, n)| {
                n.interfaces
                    .iter()
                    .any(|i| i.address == address && network.is_none_or(|id| i.network == id))
            })
            .map(|(id, _)| *id)
    }

    fn route(&self, ns: NetNsId, address: Ipv4Addr, port: u16) -> Route {
        let address = if address.is_unspecified() {
            Ipv4Addr::LOCALHOST
        } else {
            address
        };
        let own = address.is_loopback() || self.own_addresses(ns).contains(&address);
        if own {
            if ns == NetNsId::HOST && self.find_listener(ns, address, port).is_none() {
                return self.through_published(address, port);
            }
            return Route::Deliver {
                ns,
                address,
                port,
                from: address,
            };
        }
        if ns == NetNsId::HOST {
            let bridge = self.networks.values().find(|n| contains(n, address)).map(|n| n.gateway);
            return match (self.namespace_at(None, address), bridge) {
                (Some(target), Some(gateway)) => Route::Deliver {
                    ns: target,
                    address,
                    port,
                    from: gateway,
                },
                (None, Some(_)) => Route::Fail(Errno::EHOSTUNREACH),
                _ => self.to_internet(address, port, self.host_address),
            };
        }
        let interfaces = self.interfaces(ns);
        if interfaces.is_empty() {
            return Route::Fail(Errno::ENETUNREACH);
        }
        for interface in &interfaces {
            let Some(network) = self.networks.get(&interface.network) else {
                continue;
            };
            if network.gateway == address {
                if self.find_listener(NetNsId::HOST, address, port).is_some() {
                    return Route::Deliver {
                        ns: NetNsId::HOST,
                        address,
                        port,
                        from: interface.address,
                    };
                }
                return self.through_published(address, port);
            }
            if contains(network, address) {
                return match self.namespace_at(Some(interface.network), address) {
                    Some(target) => Route::Deliver {
                        ns: target,
                        address,
                        port,
                        from: interface.address,
                    },
                    None => Route::Fail(Errno::EHOSTUNREACH),
                };
            }
        }
        let outward = interfaces
            .iter()
            .find(|i| self.networks.get(&i.network).is_some_and(|n| !n.internal));
        match outward {
            None => Route::Fail(Errno::ENETUNREACH),
            // Docker's rules drop what goes from one bridge to another.
            Some(_) if self.networks.values().any(|n| contains(n, address) && n.gateway != address) => {
                Route::Fail(Errno::ETIMEDOUT)
            }
            Some(_) if address == self.host_address || self.networks.values().any(|n| n.gateway == address) => {
                if self.find_listener(NetNsId::HOST, address, port).is_some() {
                    return Route::Deliver {
                        ns: NetNsId::HOST,
                        address,
                        port,
                        from: self.host_address,
                    };
                }
                self.through_published(address, port)
            }
            Some(interface) => self.to_internet(address, port, interface.address),
        }
    }

    fn through_published(&self, address: Ipv4Addr, port: u16) -> Route {
        let found = self
            .published
            .iter()
            .find(|p| p.host_port == port && p.protocol == "tcp" && (p.host_ip.is_unspecified() || p.host_ip == address));
        let Some(publish) = found else {
            return Route::Fail(Errno::ECONNREFUSED);
        };
        let interfaces = self.interfaces(publish.target);
        match interfaces
            .first()
            .and_then(|i| Some((i.address, self.networks.get(&i.network)?.gateway)))
        {
            Some((address, gateway)) => Route::Deliver {
                ns: publish.target,
                address,
                port: publish.target_port,
                from: gateway,
            },
            None => Route::Fail(Errno::ECONNREFUSED),
        }
    }

    fn to_internet(&self, address: Ipv4Addr, port: u16, from: Ipv4Addr) -> Route {
        match self.internet.values().find(|(at, _)| *at == address) {
            Some((_, ns)) => Route::Deliver {
                ns: *ns,
                address,
                port,
                from,
            },
            None => Route::Fail(Errno::ETIMEDOUT),
        }
    }

    /// Sends an echo to an address, as ping does, to find out whether it can be reached.
    pub fn echo(&self, ns: NetNsId, address: Ipv4Addr) -> Result<(), Errno> {
        match self.route(ns, address, 0) {
            Route::Deliver {
                ns: target,
                address: at,
                from,
                ..
            } => {
                self.meter((ns, from), (target, at)).echo();
                Ok(())
            }
            Route::Fail(Errno::ECONNREFUSED) => Ok(()),
            Route::Fail(error) => Err(error),
        }
    }

    /// Makes a connection and leaves its other end in the listener's backlog. A refusal of a published
    /// port behind which nobody listens is a connection that is reset: Docker's proxy accepts it first.
    pub fn connect(&mut self, ns: NetNsId, address: Ipv4Addr, port: u16) -> Result<Rc<Stream>, Errno> {
        let local_port = self.ephemeral(ns);
        let (target, at, target_port, from) = match self.route(ns, address, port) {
            Route::Deliver { ns, address, port, from } => (ns, address, port, from),
            Route::Fail(error) => return Err(error),
        };
        let forwarded = target_port != port || at != address;
        let meter = self.meter((ns, from), (target, at));
        let listener = match self.find_listener(target, at, target_port) {
            Some(listener) => listener,
            // The proxy of a published port has taken the connection before it finds nobody behind it.
            None if forwarded && !address.is_unspecified() => {
                let (there, back) = (Pipe::new(), Pipe::new());
                back.close_writer();
                return Ok(Rc::new(Stream {
                    incoming: back,
                    outgoing: there,
                    local: (from, local_port),
                    peer: (address, port),
                    shut: false.into(),
                    reset: true,
                    number: Default::default(),
                    tap: None,
                    meter: Meter::default(),
                }));
            }
            None => return Err(Errno::ECONNREFUSED),
        };
        meter.open();
        let (there, back) = (Pipe::new(), Pipe::new());
        let tap = (ns == NetNsId::HOST).then(|| {
            Rc::new(Tap {
                address: Some((address, port)),
                ..Tap::default()
            })
        });
        if let Some(tap) = &tap {
            self.taps.push_back(tap.clone());
            if self.taps.len() > TAPS {
                self.taps.pop_front();
            }
        }
        let client = Rc::new(Stream {
            incoming: back.clone(),
            outgoing: there.clone(),
            local: (from, local_port),
            peer: (address, port),
            shut: false.into(),
            reset: false,
            number: Default::default(),
            tap: tap.clone().map(|t| (t, true)),
            meter: meter.clone(),
        });
        let server = Rc::new(Stream {
            incoming: there,
            outgoing: back,
            local: (at, target_port),
            peer: (from, local_port),
            shut: false.into(),
            reset: false,
            number: Default::default(),
            tap: tap.map(|t| (t, false)),
            meter: meter.turned(),
        });
        listener.backlog.borrow_mut().push_back(server);
        listener.waiters.wake();
        Ok(client)
    }

    /// The addresses of a name, as the namespace's resolver gives them.
    pub fn resolve(&self, ns: NetNsId, name: &str) -> Result<Vec<Ipv4Addr>, ResolveError> {
        if let Ok(address) = name.parse::<Ipv4Addr>() {
            return Ok(vec![address]);
        }
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        if name == "localhost" {
            return Ok(vec![Ipv4Addr::LOCALHOST]);
        }
        let interfaces = self.interfaces(ns);
        let mut found = Vec::new();
        for interface in &interfaces {
            if !self.networks.get(&interface.network).is_some_and(|n| n.dns) {
                continue;
            }
            let linked = interface.links.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(&name));
            let name = linked.map_or(name.as_str(), |(_, target)| target.as_str());
            for other in self.namespaces.values().flat_map(|n| &n.interfaces) {
                if other.network == interface.network && other.names.iter().any(|n| n.eq_ignore_ascii_case(name)) {
                    found.push(other.address);
                }
            }
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let outward = ns == NetNsId::HOST
            || interfaces
                .iter()
                .any(|i| self.networks.get(&i.network).is_some_and(|n| !n.internal));
        match self.internet.get(&name) {
            Some((address, _)) if outward => Ok(vec![*address]),
            None if outward => Err(ResolveError::NotFound),
            _ if interfaces.is_empty() => Err(ResolveError::Unreachable),
            _ => Err(ResolveError::NotFound),
        }
    }

    /// The name that an address has on a namespace's networks (reverse look-up).
    pub fn reverse(&self, ns: NetNsId, address: Ipv4Addr) -> Option<String> {
        let networks: Vec<NetworkId> = self.interfaces(ns).iter().map(|i| i.network).collect();
        self.namespaces
            .values()
            .flat_map(|n| &n.interfaces)
            .find(|i| i.address == address && networks.contains(&i.network))
            .and_then(|i| i.names.first().cloned())
    }
}

/// Whether an address belongs to a network's subnet.
fn contains(network: &Network, address: Ipv4Addr) -> bool {
    let mask = u32::MAX.checked_shl(32 - u32::from(network.prefix.min(32))).unwrap_or(0);
    u32::from(address) & mask == u32::from(network.subnet) & mask
}
