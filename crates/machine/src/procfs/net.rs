//! /proc/PID/net: the sockets, interfaces and routes of a network namespace.
//!
//! Left out: IPv6, UDP and UNIX sockets, of which the machine has none; packets on interfaces are not counted.

use super::View;
use crate::Machine;
use crate::file::FileObject;
use crate::net::{Listener, NetNsId, Stream};
use crate::process::Pid;
use crate::traffic::Counts;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::rc::Rc;

pub(super) const FILES: &[(&str, u32)] = &[
    ("arp", 0o444),
    ("dev", 0o444),
    ("route", 0o444),
    ("sockstat", 0o444),
    ("tcp", 0o444),
    ("tcp6", 0o444),
    ("udp", 0o444),
    ("udp6", 0o444),
    ("unix", 0o444),
];

const SIX: &str = "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

pub(super) fn text(view: &View<'_>, ns: NetNsId, name: &str) -> Option<String> {
    Some(match name {
        "arp" => "IP address       HW type     Flags       HW address            Mask     Device\n".into(),
        "dev" => dev(view, ns),
        "route" => route(view, ns),
        "sockstat" => {
            let used = sockets(view.machine, ns).len();
            format!(
                "sockets: used {used}\nTCP: inuse {used} orphan 0 tw 0 alloc {used} mem 0\nUDP: inuse 0 mem 0\nUDPLITE: inuse 0\nRAW: inuse 0\nFRAG: inuse 0 memory 0\n"
            )
        }
        "tcp" => tcp(view, ns),
        "tcp6" => format!("{SIX}\n"),
        "udp" => format!(
            "{:<127}\n",
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops"
        ),
        "udp6" => format!("{SIX} ref pointer drops\n"),
        "unix" => "Num       RefCnt Protocol Flags    Type St Inode Path\n".into(),
        _ => return None,
    })
}

/// A TCP socket as /proc/net/tcp tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    pub local: (Ipv4Addr, u16),
    /// The other end; zeros for one that listens.
    pub peer: (Ipv4Addr, u16),
    /// The kernel's number of the state: 1 is established, 10 listening.
    pub state: u8,
    /// Bytes that wait to be read, or connections that wait to be taken.
    pub waiting: usize,
    pub uid: u32,
    /// 0 where no process has it yet.
    pub inode: u64,
    /// The process that has it.
    pub owner: Option<Pid>,
}

impl Machine {
    /// The TCP sockets of a network namespace.
    pub fn sockets(&self, ns: NetNsId) -> Vec<Socket> {
        sockets(self, ns)
    }
}

const CLOSED: u8 = 7;

const ANY: (Ipv4Addr, u16) = (Ipv4Addr::UNSPECIFIED, 0);

/// The TCP sockets of a namespace: those that listen, then those that are connected.
fn sockets(machine: &Machine, ns: NetNsId) -> Vec<Socket> {
    let kernel = machine.kernel();
    let processes = kernel.processes.borrow();
    let mut numbers = kernel.numbers.borrow_mut();
    let mut listening: BTreeMap<u64, Socket> = BTreeMap::new();
    let mut connected: BTreeMap<u64, Socket> = BTreeMap::new();
    let mut queued = Vec::new();
    for (pid, process) in processes.iter().filter(|(_, p)| p.ns.net == ns) {
        let owned = |socket: Socket| Socket {
            owner: Some(*pid),
            ..socket
        };
        for slot in process.fds.values() {
            match &slot.file.object {
                FileObject::Listener(listener) => {
                    let inode = numbers.of_file(&listener.number);
                    listening.entry(inode).or_insert_with(|| {
                        queued.extend(listener.backlog.borrow().iter().map(|s| connection(s, 0, 0)));
                        owned(server(listener, process.cred.uid, inode))
                    });
                }
                FileObject::Stream(stream) => {
                    let inode = numbers.of_file(&stream.number);
                    let socket = || owned(connection(stream, process.cred.uid, inode));
                    connected.entry(inode).or_insert_with(socket);
                }
                _ => {}
            }
        }
    }
    // What both sides have ended is in no table any more.
    let open = |socket: &Socket| socket.state != CLOSED;
    listening
        .into_values()
        .chain(connected.into_values())
        .chain(queued)
        .filter(open)
        .collect()
}

fn server(listener: &Rc<Listener>, uid: u32, inode: u64) -> Socket {
    Socket {
        local: (listener.address, listener.port),
        peer: ANY,
        state: 0x0A,
        waiting: listener.backlog.borrow().len(),
        uid,
        inode,
        owner: None,
    }
}

fn connection(stream: &Rc<Stream>, uid: u32, inode: u64) -> Socket {
    let theirs_ended = stream.incoming.has_ended();
    Socket {
        local: stream.local,
        peer: stream.peer,
        state: match (stream.shut.get(), theirs_ended) {
            (false, false) => 0x01,
            (true, false) => 0x05,
            (false, true) => 0x08,
            (true, true) => CLOSED,
        },
        waiting: stream.incoming.len(),
        uid,
        inode,
        owner: None,
    }
}

fn tcp(view: &View<'_>, ns: NetNsId) -> String {
    let title = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    let mut out = format!("{title:<149}\n");
    let place = |(address, port): (Ipv4Addr, u16)| format!("{:08X}:{port:04X}", u32::from_le_bytes(address.octets()));
    for (at, socket) in sockets(view.machine, ns).iter().enumerate() {
        let tail = match socket.state {
            0x0A => "100 0 0 10 0",
            _ => "20 0 0 10 -1",
        };
        let line = format!(
            "{at:4}: {} {} {:02X} 00000000:{:08X} 00:00000000 00000000 {:5}        0 {} 1 0000000000000000 {tail}",
            place(socket.local),
            place(socket.peer),
            socket.state,
            socket.waiting,
            socket.uid,
            socket.inode,
        );
        out.push_str(&format!("{line:<149}\n"));
    }
    out
}

/// The interfaces of a namespace besides loopback: name, address, mask, and the gateway of its network.
pub(super) fn links(view: &View<'_>, ns: NetNsId) -> Vec<crate::Interface> {
    let mut links = view.machine.net(|net| net.interfaces(ns));
    links.retain(|link| link.name != "lo");
    links
}

fn dev(view: &View<'_>, ns: NetNsId) -> String {
    let mut out = String::from(
        "Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n",
    );
    let loopback = ("lo".to_string(), view.machine.net(|net| net.loopback(ns)));
    let others = links(view, ns).into_iter().map(|link| (link.name, link.traffic));
    for (name, traffic) in std::iter::once(loopback).chain(others) {
        let Counts {
            received,
            received_frames,
            sent,
            sent_frames,
        } = traffic.counts();
        out.push_str(&format!(
            "{name:>6}: {received:>7} {received_frames:>7}    0    0    0     0          0         0 {sent:>8} {sent_frames:>7}    0    0    0     0       0          0\n"
        ));
    }
    out
}

fn route(view: &View<'_>, ns: NetNsId) -> String {
    let title = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
    let mut out = format!("{title:<127}\n");
    let hexadecimal = |address: u32| format!("{:08X}", address.swap_bytes());
    let mut add = |name: &str, to: u32, over: u32, flags: u32, mask: u32| {
        let line = format!(
            "{name}\t{}\t{}\t{flags:04X}\t0\t0\t0\t{}\t0\t0\t0",
            hexadecimal(to),
            hexadecimal(over),
            hexadecimal(mask)
        );
        out.push_str(&format!("{line:<127}\n"));
    };
    let links = links(view, ns);
    let gateway = |link: &crate::Interface| {
        view.machine.net(|net| {
            net.network(link.network)
                .filter(|network| !network.internal)
                .map(|n| n.gateway)
        })
    };
    if let Some((link, gateway)) = links.iter().find_map(|link| Some((link, gateway(link)?))) {
        add(&link.name, 0, u32::from(gateway), 3, 0);
    }
    for link in &links {
        let mask = u32::MAX.checked_shl(32 - u32::from(link.prefix.min(32))).unwrap_or(0);
        add(&link.name, u32::from(link.address) & mask, 0, 1, mask);
    }
    out
}
