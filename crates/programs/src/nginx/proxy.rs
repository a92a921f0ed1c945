//! Handing requests on: whose turn it is among the servers of an upstream, and what goes over
//! (nginx.org, ngx_http_proxy_module and ngx_http_upstream_module).

use super::config::Location;
use super::exchange::Exchange;
use super::log_line;
use super::serve::{Context, append, error_page};
use super::settings::Settings;
use crate::http::{self, Response};
use machine::Instant;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

/// How long a server that failed is left alone, as `fail_timeout` has it by itself.
const REST: Duration = Duration::from_secs(10);

/// One address of an upstream.
#[derive(Clone, Debug)]
struct Peer {
    address: (Ipv4Addr, u16),
    weight: i64,
    backup: bool,
}

/// What a worker remembers of the servers that it hands requests to.
#[derive(Default)]
pub(crate) struct Peers {
    /// How far each is from its turn, by the upstream's name.
    turns: BTreeMap<String, BTreeMap<(Ipv4Addr, u16), i64>>,
    /// Until when those that failed are left alone.
    resting: BTreeMap<(Ipv4Addr, u16), Instant>,
}

impl Peers {
    /// Smooth weighted turns: all come nearer by their weight, and the nearest goes back by the sum.
    fn next(&mut self, name: &str, peers: &[&Peer]) -> Option<(Ipv4Addr, u16)> {
        let turns = self.turns.entry(name.to_string()).or_default();
        let mut best: Option<((Ipv4Addr, u16), i64)> = None;
        let total: i64 = peers.iter().map(|peer| peer.weight).sum();
        for peer in peers {
            let turn = turns.entry(peer.address).or_default();
            *turn += peer.weight;
            if best.is_none_or(|(_, nearest)| *turn > nearest) {
                best = Some((peer.address, *turn));
            }
        }
        let (address, _) = best?;
        *turns.entry(address).or_default() -= total;
        Some(address)
    }
}

/// Every address of every server of an upstream; a name without an upstream is one.
fn all(context: &Context, authority: &str) -> (Vec<Peer>, bool) {
    let addresses = |address: &str| {
        let (name, port) = address.rsplit_once(':').unwrap_or((address, "80"));
        let port: u16 = port.parse().unwrap_or(80);
        let known = context.config.addresses.get(name).cloned();
        let found = known.unwrap_or_else(|| context.sys.lookup_host(name).unwrap_or_default());
        found.into_iter().map(move |ip| (ip, port)).collect::<Vec<_>>()
    };
    match context.config.upstreams.iter().find(|upstream| upstream.name == authority) {
        Some(upstream) => {
            let up = upstream.backends.iter().filter(|backend| !backend.down);
            let peers = up.flat_map(|backend| {
                let (weight, backup) = (backend.weight, backend.backup);
                addresses(&backend.address)
                    .into_iter()
                    .map(move |address| Peer { address, weight, backup })
            });
            (peers.collect(), upstream.by_address)
        }
        None => {
            let peers = addresses(authority).into_iter();
            (
                peers
                    .map(|address| Peer {
                        address,
                        weight: 1,
                        backup: false,
                    })
                    .collect(),
                false,
            )
        }
    }
}

/// The next server to ask that was not asked yet.
fn choose(context: &Context, x: &Exchange, authority: &str, tried: &[(Ipv4Addr, u16)]) -> Option<(Ipv4Addr, u16)> {
    let (peers, by_address) = all(context, authority);
    let now = context.sys.now();
    let mut memory = context.peers.borrow_mut();
    memory.resting.retain(|_, until| *until > now);
    let several = peers.len() > 1;
    for backup in [false, true] {
        let free = peers
            .iter()
            .filter(|peer| peer.backup == backup && !tried.contains(&peer.address));
        let awake: Vec<&Peer> = free
            .filter(|peer| !several || !memory.resting.contains_key(&peer.address))
            .collect();
        if awake.is_empty() {
            continue;
        }
        if by_address {
            let parts = x.peer.0.octets();
            let hash = parts
                .iter()
                .take(3)
                .fold(89u32, |hash, part| (hash * 113 + u32::from(*part)) % 6271);
            return awake.get(hash as usize % awake.len()).map(|peer| peer.address);
        }
        return memory.next(authority, &awake);
    }
    None
}

/// What goes to the server behind: the path of `proxy_pass` instead of the location's, unless a rule made another one.
fn forwarded(x: &Exchange, location: Option<&Location>, uri: Option<&str>) -> String {
    let query = if x.args.is_empty() {
        String::new()
    } else {
        format!("?{}", x.args)
    };
    match (uri, location) {
        (Some(uri), Some(location)) if !x.renamed && location.pattern.is_none() => {
            format!("{uri}{}{query}", x.uri.strip_prefix(&location.path).unwrap_or_default())
        }
        (Some(uri), _) if !x.renamed => uri.to_string(),
        _ if x.changed => format!("{}{query}", x.uri),
        _ => x.request.target.clone(),
    }
}

/// Asks a server behind and gives its answer.
pub(super) async fn pass(
    context: &Context,
    x: &mut Exchange<'_>,
    settings: &Settings,
    location: Option<&Location>,
    target: &str,
) -> Response {
    let sys = &context.sys;
    let has_variables = target.contains('$');
    let target = x.fill(target);
    let rest = target.strip_prefix("http://").unwrap_or(&target);
    let (authority, uri) = match rest.find('/') {
        Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at..)),
        None => (rest, None),
    };
    let path = match uri {
        // With variables, what is written is what is asked for.
        Some(uri) if has_variables => uri.to_string(),
        uri => forwarded(x, location, uri),
    };
    let about = |x: &Exchange, upstream: &str| {
        format!(
            "client: {}, server: {}, request: \"{} {} {}\", upstream: \"http://{upstream}{path}\", host: \"{}\"",
            x.peer.0,
            x.server.names.first().cloned().unwrap_or_default(),
            x.request.method,
            x.request.target,
            x.request.version,
            x.host
        )
    };
    let mut tried = Vec::new();
    while let Some((ip, port)) = choose(context, x, authority, &tried) {
        tried.push((ip, port));
        let fd = match sys.connect(ip, port).await {
            Ok(fd) => fd,
            Err(error) => {
                let until = Instant(sys.now().0.saturating_add(REST.as_nanos() as i64));
                context.peers.borrow_mut().resting.insert((ip, port), until);
                let place = about(x, &format!("{ip}:{port}"));
                let text = format!(
                    "*1 connect() failed ({}: {error}) while connecting to upstream, {place}",
                    error.number()
                );
                append(sys, "/var/log/nginx/error.log", 2, &log_line(sys, "error", &text)).await;
                continue;
            }
        };
        x.upstream = tried
            .iter()
            .map(|(ip, port)| format!("{ip}:{port}"))
            .collect::<Vec<_>>()
            .join(", ");
        let bytes = request(x, settings, authority, &path);
        let response = match sys.write(fd, &bytes).await {
            Ok(()) => http::read_response(sys, fd, x.request.method == "HEAD").await,
            Err(_) => None,
        };
        let _ = sys.close(fd);
        if let Some(mut response) = response {
            x.handed_on = true;
            response.headers.retain(|(n, _)| {
                !["connection", "server", "date", "transfer-encoding", "content-length"]
                    .contains(&n.to_ascii_lowercase().as_str())
            });
            return response;
        }
        let text = format!(
            "*1 upstream prematurely closed connection while reading response header from upstream, {}",
            about(x, &format!("{ip}:{port}"))
        );
        append(sys, "/var/log/nginx/error.log", 2, &log_line(sys, "error", &text)).await;
    }
    if tried.is_empty() {
        let text = format!("*1 no live upstreams while connecting to upstream, {}", about(x, authority));
        append(sys, "/var/log/nginx/error.log", 2, &log_line(sys, "error", &text)).await;
    }
    error_page(502)
}

fn request(x: &Exchange, settings: &Settings, authority: &str, path: &str) -> Vec<u8> {
    let request = x.request;
    let mut text = format!("{} {path} HTTP/1.0\r\n", request.method);
    let own = |name: &str| settings.proxy_headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
    if !own("host") {
        text.push_str(&format!("Host: {authority}\r\n"));
    }
    if !own("connection") {
        text.push_str("Connection: close\r\n");
    }
    for (name, value) in &settings.proxy_headers {
        let value = x.fill(value);
        if !value.is_empty() {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    let left_out = ["host", "connection", "content-length", "transfer-encoding"];
    for (name, value) in &request.headers {
        if !left_out.contains(&name.to_ascii_lowercase().as_str()) && !own(name) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    if !request.body.is_empty() {
        text.push_str(&format!("Content-Length: {}\r\n", request.body.len()));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(&request.body);
    bytes
}
