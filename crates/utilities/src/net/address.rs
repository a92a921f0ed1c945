//! `ip`, `ifconfig` and `route`: interfaces, addresses and routes as they are. Changing them is not simulated.

use crate::tool::{Exit, Run, Tool, tool};
use machine::Counts;
use std::net::Ipv4Addr;

tool!();

struct Link {
    index: u32,
    name: String,
    address: Ipv4Addr,
    prefix: u8,
    mac: [u8; 6],
    gateway: Option<Ipv4Addr>,
    counts: Counts,
}

fn links(t: &Tool) -> Vec<Link> {
    let ns = t.sys.net_ns();
    t.sys.machine().net(|net| {
        let mut out = vec![Link {
            index: 1,
            name: "lo".into(),
            address: Ipv4Addr::LOCALHOST,
            prefix: 8,
            mac: [0; 6],
            gateway: None,
            counts: net.loopback(ns).counts(),
        }];
        for (at, interface) in net.interfaces(ns).into_iter().filter(|i| i.name != "lo").enumerate() {
            let network = net.network(interface.network);
            out.push(Link {
                index: at as u32 + 2,
                counts: interface.traffic.counts(),
                name: interface.name,
                address: interface.address,
                prefix: interface.prefix,
                mac: interface.mac,
                gateway: network.filter(|n| !n.internal).map(|n| n.gateway),
            });
        }
        out
    })
}

fn mac(bytes: [u8; 6]) -> String {
    bytes.map(|b| format!("{b:02x}")).join(":")
}

fn mask(prefix: u8) -> u32 {
    u32::MAX.checked_shl(32 - u32::from(prefix.min(32))).unwrap_or(0)
}

fn network(link: &Link) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(link.address) & mask(link.prefix))
}

fn broadcast(link: &Link) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(link.address) | !mask(link.prefix))
}

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "ifconfig" => ifconfig(t).await,
        "route" => routes(t, false).await,
        _ => ip(t).await,
    }
}

async fn ip(t: &mut Tool) -> Run {
    let mut args = t.args.clone();
    let (mut one_line, mut brief, mut four) = (false, false, false);
    while let Some(option) = args.first().filter(|a| a.starts_with('-')).cloned() {
        match option.as_str() {
            "-o" | "-oneline" => one_line = true,
            "-br" | "-brief" => brief = true,
            "-4" => four = true,
            "-6" | "-s" | "-d" | "-c" | "-color" => {}
            "-f" => {
                args.remove(0);
            }
            other => {
                let message = format!("Option \"{other}\" is unknown, try \"ip -help\".\n");
                t.stderr(&message).await;
                return Err(Exit(255));
            }
        }
        args.remove(0);
    }
    let Some(object) = args.first().cloned() else {
        t.stderr("Usage: ip [OPTIONS] address|route|link|neigh|rule [ARGS]\n").await;
        return Err(Exit(if t.gnu { 255 } else { 1 }));
    };
    let verb = args.get(1).cloned().unwrap_or_else(|| "show".into());
    let rest: Vec<String> = args
        .get(2..)
        .unwrap_or_default()
        .iter()
        .filter(|w| *w != "dev")
        .cloned()
        .collect();
    let shows = ["show", "list", "ls", "s", "l", "sh", "get", "lst"].contains(&verb.as_str());
    let is = |full: &str| full.starts_with(object.as_str());
    let links = links(t);
    let direct = !shows && links.iter().any(|l| l.name == verb);
    if !shows && !direct {
        let message = t.words(
            format!("drydock: {object} {verb} is not simulated"),
            format!("drydock: {object} {verb} is not simulated"),
        );
        return Err(t.fail(message).await);
    }
    let device = if direct { Some(verb.clone()) } else { rest.first().cloned() };
    if is("address") || is("link") {
        let with_addresses = is("address");
        let chosen: Vec<&Link> = links
            .iter()
            .filter(|l| device.as_ref().is_none_or(|d| *d == l.name))
            .collect();
        if let Some(device) = device.filter(|_| chosen.is_empty()) {
            let message = t.words(
                format!("ip: can't find device '{device}'\n"),
                format!("Device \"{device}\" does not exist.\n"),
            );
            t.stderr(&message).await;
            return Err(Exit(1));
        }
        for link in chosen {
            let text = show_link(t, link, with_addresses, one_line, brief, four);
            t.put(text).await?;
        }
        return Ok(());
    }
    if is("route") {
        if verb == "get" {
            let target: Option<Ipv4Addr> = rest.first().and_then(|a| a.parse().ok());
            let Some(target) = target else {
                return Err(t.fail("need a destination address").await);
            };
            for link in &links {
                if u32::from(target) & mask(link.prefix) == u32::from(network(link)) {
                    return t
                        .line(format!(
                            "{target} dev {} src {} uid {}",
                            link.name,
                            link.address,
                            t.sys.cred().uid
                        ))
                        .await;
                }
            }
            return match links.iter().find_map(|l| l.gateway.map(|g| (g, l))) {
                Some((gateway, link)) => {
                    t.line(format!(
                        "{target} via {gateway} dev {} src {} uid {}",
                        link.name,
                        link.address,
                        t.sys.cred().uid
                    ))
                    .await
                }
                None => {
                    t.stderr("RTNETLINK answers: Network is unreachable\n").await;
                    Err(Exit(2))
                }
            };
        }
        if let Some((gateway, link)) = links.iter().find_map(|l| l.gateway.map(|g| (g, l))) {
            t.line(format!("default via {gateway} dev {} ", link.name)).await?;
        }
        for link in links.iter().filter(|l| l.index > 1) {
            let kind = t.words("scope link ", "proto kernel scope link");
            t.line(format!(
                "{}/{} dev {} {kind} src {} ",
                network(link),
                link.prefix,
                link.name,
                link.address
            ))
            .await?;
        }
        return Ok(());
    }
    if is("neighbour") || is("neighbor") || is("rule") {
        return Ok(());
    }
    let message = t.words(
        format!("invalid argument '{object}' to 'ip'"),
        format!("Object \"{object}\" is unknown, try \"ip help\"."),
    );
    t.stderr(&t.words(format!("ip: {message}\n"), format!("{message}\n"))).await;
    Err(Exit(1))
}

fn show_link(t: &Tool, link: &Link, addresses: bool, one_line: bool, brief: bool, four: bool) -> String {
    let lo = link.index == 1;
    let peer = if lo {
        link.name.clone()
    } else {
        format!("{}@if{}", link.name, link.index + 5)
    };
    if brief {
        let state = if lo { "UNKNOWN" } else { "UP" };
        return if addresses {
            format!("{peer:<16} {state:<14} {}/{} \n", link.address, link.prefix)
        } else {
            format!(
                "{peer:<16} {state:<14} {} <{}>\n",
                mac(link.mac),
                if lo {
                    "LOOPBACK,UP,LOWER_UP"
                } else {
                    "BROADCAST,MULTICAST,UP,LOWER_UP"
                }
            )
        };
    }
    let scope = if lo {
        "scope host lo".to_string()
    } else {
        format!("brd {} scope global {}", broadcast(link), link.name)
    };
    if one_line && addresses {
        return format!(
            "{}: {}    inet {}/{} {scope}\\       valid_lft forever preferred_lft forever\n",
            link.index, link.name, link.address, link.prefix
        );
    }
    let flags = if lo {
        "LOOPBACK,UP,LOWER_UP"
    } else {
        "BROADCAST,MULTICAST,UP,LOWER_UP"
    };
    let flags = if t.gnu || lo {
        flags.to_string()
    } else {
        flags.replace(",UP,LOWER_UP", ",UP,LOWER_UP,M-DOWN")
    };
    let mtu = if lo { 65_536 } else { 1500 };
    let state = if lo { "state UNKNOWN" } else { "state UP" };
    let queue = "qdisc noqueue";
    let group = if t.gnu { " group default" } else { "" };
    let mut text = format!(
        "{}: {peer}: <{flags}> mtu {mtu} {queue} {state}{group} qlen 1000\n",
        link.index
    );
    if !lo && !t.gnu {
        text = text.replace(" qlen 1000", "");
    }
    if !lo && t.gnu {
        text = text.replace(" qlen 1000", " ");
    }
    if !four {
        let kind = if lo { "loopback" } else { "ether" };
        let all = if lo { "00:00:00:00:00:00" } else { "ff:ff:ff:ff:ff:ff" };
        let netns = if lo || !t.gnu { "" } else { " link-netnsid 0" };
        text.push_str(&format!("    link/{kind} {} brd {all}{netns}\n", mac(link.mac)));
    }
    if addresses {
        text.push_str(&format!(
            "    inet {}/{} {scope}\n       valid_lft forever preferred_lft forever\n",
            link.address, link.prefix
        ));
    }
    if one_line {
        return format!("{}\n", text.trim_end().replace('\n', "\\"));
    }
    text
}

async fn ifconfig(t: &mut Tool) -> Run {
    let links = links(t);
    let wanted = t.args.iter().find(|a| !a.starts_with('-')).cloned();
    if t.args.iter().filter(|a| !a.starts_with('-')).count() > 1 {
        return Err(t.fail("drydock: changing interfaces is not simulated").await);
    }
    let mut chosen: Vec<&Link> = links
        .iter()
        .filter(|l| wanted.as_ref().is_none_or(|w| *w == l.name))
        .collect();
    if let Some(name) = wanted.filter(|_| chosen.is_empty()) {
        let message = t.words(
            format!("{name}: error fetching interface information: Device not found"),
            format!("{name}: error fetching interface information: Device not found"),
        );
        return Err(t.fail(message).await);
    }
    chosen.sort_by(|a, b| a.name.cmp(&b.name));
    for link in chosen {
        let lo = link.index == 1;
        let netmask = Ipv4Addr::from(mask(link.prefix));
        let text = if t.gnu {
            let (flags, mtu) = if lo {
                ("73<UP,LOOPBACK,RUNNING>", 65_536)
            } else {
                ("4163<UP,BROADCAST,RUNNING,MULTICAST>", 1500)
            };
            let tail = if lo {
                "        loop  txqueuelen 1000  (Local Loopback)\n".to_string()
            } else {
                format!("        ether {}  txqueuelen 0  (Ethernet)\n", mac(link.mac))
            };
            let cast = if lo {
                String::new()
            } else {
                format!("  broadcast {}", broadcast(link))
            };
            format!(
                "{}: flags={flags}  mtu {mtu}\n        inet {}  netmask {netmask}{cast}\n{tail}        RX packets {}  bytes {}\n        RX errors 0  dropped 0  overruns 0  frame 0\n        TX packets {}  bytes {}\n        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n\n",
                link.name,
                link.address,
                link.counts.received_frames,
                counted(link.counts.received, true),
                link.counts.sent_frames,
                counted(link.counts.sent, true),
            )
        } else {
            let encap = if lo {
                "Local Loopback  ".to_string()
            } else {
                format!("Ethernet  HWaddr {}  ", mac(link.mac).to_uppercase())
            };
            let cast = if lo {
                String::new()
            } else {
                format!("  Bcast:{}", broadcast(link))
            };
            let (flags, mtu) = if lo {
                ("UP LOOPBACK RUNNING", 65_536)
            } else {
                ("UP BROADCAST RUNNING MULTICAST", 1500)
            };
            format!(
                "{:<9} Link encap:{encap}\n          inet addr:{}{cast}  Mask:{netmask}\n          {flags}  MTU:{mtu}  Metric:1\n          RX packets:{} errors:0 dropped:0 overruns:0 frame:0\n          TX packets:{} errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:{} \n          RX bytes:{}  TX bytes:{}\n\n",
                link.name,
                link.address,
                link.counts.received_frames,
                link.counts.sent_frames,
                if lo { 1000 } else { 0 },
                counted(link.counts.received, false),
                counted(link.counts.sent, false),
            )
        };
        t.put(text).await?;
    }
    Ok(())
}

/// The routes as `route` shows them, or as `netstat -r` does, whose last columns are others.
pub(super) async fn routes(t: &mut Tool, netstat: bool) -> Run {
    let links = links(t);
    let numeric = t.args.iter().any(|a| a.starts_with('-') && a.contains('n'));
    t.line("Kernel IP routing table").await?;
    let (title, rest) = if netstat {
        ("Flags   MSS Window  irtt Iface", "    0 0          0")
    } else {
        ("Flags Metric Ref    Use Iface", "0      0        0")
    };
    t.line(format!("Destination     Gateway         Genmask         {title}"))
        .await?;
    if let Some((gateway, link)) = links.iter().find_map(|l| l.gateway.map(|g| (g, l))) {
        let name = if numeric { "0.0.0.0" } else { "default" };
        t.line(format!(
            "{name:<15} {:<15} 0.0.0.0         UG    {rest} {}",
            gateway.to_string(),
            link.name
        ))
        .await?;
    }
    for link in links.iter().filter(|l| l.index > 1) {
        let any = if numeric { "0.0.0.0" } else { "*" };
        t.line(format!(
            "{:<15} {any:<15} {:<15} U     {rest} {}",
            network(link).to_string(),
            Ipv4Addr::from(mask(link.prefix)).to_string(),
            link.name
        ))
        .await?;
    }
    Ok(())
}

/// A number of bytes as ifconfig tells it: net-tools counts in thousands, BusyBox in powers of two.
fn counted(bytes: u64, gnu: bool) -> String {
    let (step, units) = match gnu {
        true => (1000, ["B", "KB", "MB", "GB", "TB"]),
        false => (1024, ["B", "KiB", "MiB", "GiB", "TiB"]),
    };
    let mut whole = bytes;
    let mut tenths = 0;
    let mut at = 0;
    while whole >= step && at + 1 < units.len() {
        tenths = whole % step * 10 / step;
        whole /= step;
        at += 1;
    }
    format!("{bytes} ({whole}.{tenths} {})", units.get(at).unwrap_or(&"B"))
}
