//! The files that Docker makes for a container: hostname, hosts, resolv.conf.

use crate::Engine;
use crate::container::Container;
use crate::mounts::program_file;
use machine::Instant;
use vfs::{Fs, Meta, Node, ROOT};

impl Engine {
    /// Writes the files that Docker makes for a container: hostname, hosts, resolv.conf.
    pub(crate) fn write_etc(&self, id: &str) {
        let now = self.now();
        let links = self.link_lines(id);
        let _ = self.with(id, |c| {
            let mut fs = Fs::default();
            let user_defined = c.networks.keys().any(|n| n != "bridge" && n != "host" && n != "none");
            let mut resolv = String::new();
            if user_defined {
                resolv.push_str("nameserver 127.0.0.11\n");
            } else if c.host.dns.is_empty() {
                resolv.push_str("nameserver 192.168.65.7\n");
            } else {
                resolv.extend(c.host.dns.iter().map(|d| format!("nameserver {d}\n")));
            }
            if !c.host.dns_search.is_empty() {
                resolv.push_str(&format!("search {}\n", c.host.dns_search.join(" ")));
            }
            if user_defined {
                resolv.push_str("options ndots:0\n");
            } else if !c.host.dns_options.is_empty() {
                resolv.push_str(&format!("options {}\n", c.host.dns_options.join(" ")));
            }
            for (name, text) in [
                ("hostname", format!("{}\n", c.config.hostname)),
                ("hosts", hosts(c, &links)),
                ("resolv.conf", resolv),
            ] {
                let _ = fs.create(ROOT, name, meta(0o644, now), Node::File(text.into_bytes().into()));
            }
            if c.host.init == Some(true) {
                let init = Node::File(program_file("program/docker-init"));
                let _ = fs.create(ROOT, "docker-init", meta(0o755, now), init);
            }
            *c.etc.borrow_mut() = fs;
        });
    }

    /// Lines of /etc/hosts for the containers that `--link` names on the default bridge.
    fn link_lines(&self, id: &str) -> String {
        let found = self.container(id, |c| (c.host.links.clone(), c.host.network_mode.clone()));
        let Ok((links, mode)) = found else { return String::new() };
        let mut lines = String::new();
        for link in links.iter().filter(|_| ["", "default", "bridge"].contains(&mode.as_str())) {
            let (name, alias) = link.split_once(':').unwrap_or((link, link));
            let _ = self.container(name, |c| {
                let address = c.networks.get("bridge").and_then(|e| e.address);
                let Some(address) = address else { return };
                let own = if alias == c.name {
                    String::new()
                } else {
                    format!(" {}", c.name)
                };
                lines.push_str(&format!("{address}\t{alias} {}{own}\n", c.config.hostname));
            });
        }
        lines
    }

    /// Brings /etc/hosts of a running container up to date.
    pub(crate) fn write_hosts(&self, id: &str) {
        let now = self.now().0;
        let links = self.link_lines(id);
        let _ = self.with(id, |c| {
            let text = hosts(c, &links);
            let mut etc = c.etc.borrow_mut();
            if let Ok(ino) = etc.lookup(ROOT, "hosts") {
                let _ = etc.set_data(ino, text.into_bytes().into(), now);
            }
        });
    }
}

fn hosts(c: &Container, links: &str) -> String {
    let mut text = String::from(
        "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nff00::\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n",
    );
    for extra in &c.host.extra_hosts {
        if let Some((name, address)) = extra.split_once([':', '=']) {
            let address = if address == "host-gateway" { "172.17.0.1" } else { address };
            text.push_str(&format!("{address}\t{name}\n"));
        }
    }
    for endpoint in c.networks.values() {
        if let Some(address) = endpoint.address {
            let (host, domain) = (&c.config.hostname, &c.config.domainname);
            match domain.is_empty() {
                true => text.push_str(&format!("{address}\t{host}\n")),
                false => text.push_str(&format!("{address}\t{host}.{domain} {host}\n")),
            }
        }
    }
    text.push_str(links);
    text
}

pub(crate) fn meta(mode: u32, now: Instant) -> Meta {
    Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: now.0,
    }
}
