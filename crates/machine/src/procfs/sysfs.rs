//! /sys (sysfs(5)): the processors and the network's interfaces; of the rest the directories that are looked for.
//!
//! Left out: buses, drivers, block devices, modules.

use super::tree::{SUPERUSER, Tree};
use super::{StaticFile, View, net};
use crate::traffic::{Counts, Traffic};
use vfs::{Fs, ROOT};

/// A page: what sysfs says of every file's size.
const PAGE: u64 = 4096;

const FILES: &[StaticFile] = &[
    ("devices/system/cpu/kernel_max", 0o444, |_| "8191\n".into()),
    ("devices/system/cpu/offline", 0o444, |_| "\n".into()),
    ("devices/system/cpu/online", 0o444, processors),
    ("devices/system/cpu/possible", 0o444, processors),
    ("devices/system/cpu/present", 0o444, processors),
    ("kernel/mm/transparent_hugepage/enabled", 0o644, |_| {
        "always [madvise] never\n".into()
    }),
    ("kernel/uevent_seqnum", 0o444, |_| "0\n".into()),
    ("module/overlay/parameters/metacopy", 0o644, |_| "N\n".into()),
];

const DIRS: &[&str] = &[
    "block",
    "bus",
    "class",
    "dev",
    "devices",
    "firmware",
    "fs",
    "hypervisor",
    "kernel",
    "module",
    "power",
];

fn processors(view: &View<'_>) -> String {
    match view.machine.hardware().1 {
        0 | 1 => "0\n".into(),
        cpus => format!("0-{}\n", cpus - 1),
    }
}

/// What the kernel counts on an interface; what goes wrong does not happen here.
const STATISTICS: &[&str] = &[
    "collisions",
    "multicast",
    "rx_bytes",
    "rx_dropped",
    "rx_errors",
    "rx_packets",
    "tx_bytes",
    "tx_dropped",
    "tx_errors",
    "tx_packets",
];

/// A network interface: its name and what each file says.
struct Link {
    name: String,
    files: Vec<(&'static str, String)>,
    counts: Counts,
}

fn links(view: &View<'_>) -> Vec<Link> {
    let processes = view.machine.kernel().processes.borrow();
    let Some(ns) = processes.get(&view.caller).map(|p| p.ns.net) else {
        return Vec::new();
    };
    let link = |at: usize, name: String, mac: [u8; 6], loopback: bool, traffic: &Traffic| Link {
        counts: traffic.counts(),
        name,
        files: vec![
            ("address", mac.map(|byte| format!("{byte:02x}")).join(":")),
            (
                "broadcast",
                if loopback { "00:00:00:00:00:00" } else { "ff:ff:ff:ff:ff:ff" }.into(),
            ),
            ("carrier", "1".into()),
            ("flags", if loopback { "0x9" } else { "0x1003" }.into()),
            ("ifindex", (at + 1).to_string()),
            ("mtu", if loopback { "65536" } else { "1500" }.into()),
            ("operstate", if loopback { "unknown" } else { "up" }.into()),
            ("tx_queue_len", if loopback { "1000" } else { "0" }.into()),
            ("type", if loopback { "772" } else { "1" }.into()),
        ],
    };
    let mut out = vec![link(0, "lo".into(), [0; 6], true, &view.machine.net(|net| net.loopback(ns)))];
    for interface in net::links(view, ns) {
        out.push(link(out.len(), interface.name, interface.mac, false, &interface.traffic));
    }
    out
}

pub(super) fn skeleton() -> Fs {
    let mut fs = Tree::start(PAGE);
    let mut tree = Tree { fs: &mut fs, now: 0 };
    for name in DIRS {
        tree.dir(ROOT, name, 0o555, SUPERUSER);
    }
    for (path, mode, _) in FILES {
        tree.place(path, *mode);
    }
    // Where cgroups are mounted, and where the links of /sys/class/net lead to.
    for path in ["fs/cgroup", "class/net", "devices/virtual/net"] {
        let mut at = ROOT;
        for name in path.split('/') {
            at = tree.dir(at, name, 0o555, SUPERUSER);
        }
    }
    fs
}

pub(super) fn refresh(view: &View<'_>, path: &[String]) -> Box<dyn FnMut(&mut Tree<'_>)> {
    let path = path.to_vec();
    let joined = path.join("/");
    let text = FILES.iter().find(|(at, _, _)| *at == joined).map(|(_, _, text)| text(view));
    let network = path.iter().any(|name| name == "net" || name == "class");
    let links = if network { links(view) } else { Vec::new() };
    Box::new(move |tree| {
        if let (Some(text), Some(ino)) = (&text, tree.at(&path)) {
            tree.fill(ino, text.as_bytes());
        }
        if network {
            put(tree, &links);
        }
        tree.date(&path);
    })
}

fn put(tree: &mut Tree<'_>, links: &[Link]) {
    let names = |path: &str| path.split('/').map(str::to_string).collect::<Vec<_>>();
    let (Some(class), Some(devices)) = (tree.at(&names("class/net")), tree.at(&names("devices/virtual/net"))) else {
        return;
    };
    for dir in [class, devices] {
        tree.keep(dir, &|name| links.iter().any(|link| link.name == name));
    }
    for link in links {
        let target = format!("../../devices/virtual/net/{}", link.name);
        tree.link(class, &link.name, 0o777, SUPERUSER, &target);
        let dir = tree.dir(devices, &link.name, 0o555, SUPERUSER);
        for (name, text) in &link.files {
            let mode = if ["mtu", "flags", "carrier", "tx_queue_len"].contains(name) {
                0o644
            } else {
                0o444
            };
            let ino = tree.file(dir, name, mode, SUPERUSER);
            tree.fill(ino, format!("{text}\n").as_bytes());
        }
        let statistics = tree.dir(dir, "statistics", 0o555, SUPERUSER);
        for name in STATISTICS {
            let ino = tree.file(statistics, name, 0o444, SUPERUSER);
            let count = match *name {
                "rx_bytes" => link.counts.received,
                "rx_packets" => link.counts.received_frames,
                "tx_bytes" => link.counts.sent,
                "tx_packets" => link.counts.sent_frames,
                _ => 0,
            };
            tree.fill(ino, format!("{count}\n").as_bytes());
        }
    }
}
