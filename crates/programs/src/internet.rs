//! The catalogue's web sites as servers of the simulated internet, so that any program reaches them by name.
//!
//! Two processes in namespaces of their own answer for all sites: one on 80 and 443 (spoken in plain, as simulated hosts
//! hold no keys), one on 80 only. The `Host` header says which site is meant.

use crate::http::{self, Response, http_date};
use catalogue::{Site, catalogue};
use machine::{Fd, Init, Instant, Machine, OpenFile, Sys};
use std::cell::RefCell;
use std::net::Ipv4Addr;
use std::rc::Rc;
use vfs::{Cred, Fs, Meta, MountKind, MountNs, Node};

const PROGRAM: &str = "program/internet";

/// Starts the servers and makes the names known.
pub fn start(machine: &Machine, at: Instant) {
    machine.register(PROGRAM, main);
    for https in [true, false] {
        let sites: Vec<&Site> = catalogue().sites().iter().filter(|site| site.https == https).collect();
        if sites.is_empty() {
            continue;
        }
        let ns = machine.net(|net| net.new_namespace());
        for site in sites {
            let Ok(address) = site.address.parse::<Ipv4Addr>() else {
                continue;
            };
            machine.net(|net| site.names.iter().for_each(|name| net.add_internet_host(name, address, ns)));
        }
        let meta = Meta {
            mode: 0o755,
            uid: 0,
            gid: 0,
            mtime: at.0,
        };
        let mut fs = Fs::new(meta);
        let _ = fs.create(vfs::ROOT, "server", meta, Node::File(catalogue::program(PROGRAM, 0)));
        let mounts = MountNs::new(Rc::new(RefCell::new(fs)), MountKind::Disk, false);
        let mut namespaces = machine.host_namespaces(mounts, "internet");
        namespaces.net = ns;
        let ports = if https { "80 443" } else { "80" };
        let _ = machine.start(Init {
            argv: vec!["/server".into()],
            env: vec![format!("PORTS={ports}")],
            cwd: "/".into(),
            cred: Cred::root(),
            namespaces,
            stdio: [OpenFile::null(), OpenFile::null(), OpenFile::null()],
            tty: None,
            join: None,
        });
    }
}

async fn connection(sys: &Sys, fd: Fd) {
    let mut pending = Vec::new();
    while let Ok(request) = http::read_request(sys, fd, &mut pending).await {
        let host = request
            .header("host")
            .unwrap_or("")
            .split(':')
            .next()
            .unwrap_or("")
            .to_lowercase();
        let path = request.target.split(['?', '#']).next().unwrap_or("/");
        let site = catalogue()
            .sites()
            .iter()
            .find(|site| site.names.iter().any(|name| name.eq_ignore_ascii_case(&host)));
        let page = site.and_then(|site| site.pages.get(path).or_else(|| site.pages.get("*")));
        let date = ("Date".to_string(), http_date(sys.now().seconds()));
        let response = match page {
            Some(page) => {
                let mut headers = vec![date, ("Content-Type".to_string(), page.content_type.clone())];
                headers.extend(page.location.clone().map(|to| ("Location".to_string(), to)));
                Response {
                    status: page.status,
                    headers,
                    body: page.body.clone().into_bytes(),
                }
            }
            None => Response {
                status: 404,
                headers: vec![date, ("Content-Type".to_string(), "text/plain".to_string())],
                body: format!("drydock: the page {path} of {host} is not simulated\n").into_bytes(),
            },
        };
        if http::write_response(sys, fd, &response, request.method == "HEAD")
            .await
            .is_err()
            || !request.keeps_alive()
        {
            return;
        }
    }
}

async fn main(sys: Sys) -> i32 {
    let ports = sys.getenv("PORTS").unwrap_or_default();
    let mut listeners = ports
        .split(' ')
        .filter_map(|port| sys.listen(Ipv4Addr::UNSPECIFIED, port.parse().ok()?).ok());
    let Some(first) = listeners.next() else { return 1 };
    for listener in listeners {
        let own = sys.clone();
        sys.spawn_thread(async move { accept(&own, listener).await });
    }
    accept(&sys, first).await;
    0
}

async fn accept(sys: &Sys, listener: Fd) {
    while let Ok((fd, _)) = sys.accept(listener).await {
        let own = sys.clone();
        sys.spawn_thread(async move {
            connection(&own, fd).await;
            let _ = own.close(fd);
        });
    }
}
