//! A request on its way through nginx, and the variables that it has (nginx.org, "Alphabetical index of variables").

use super::config::{Config, Map, Server};
use super::pattern::Found;
use crate::http::{MONTHS, Request, civil};
use machine::{Address, Sys};
use std::collections::BTreeMap;

/// What is known of a request, and what rules have made of it.
pub struct Exchange<'a> {
    pub sys: &'a Sys,
    pub config: &'a Config,
    pub server: &'a Server,
    pub request: &'a Request,
    pub host: String,
    pub peer: Address,
    pub port: u16,
    /// Its own name, by chance, once somebody asks for it.
    pub id: std::cell::OnceCell<String>,
    /// The address that was asked.
    pub own: std::net::Ipv4Addr,
    /// The path now, decoded, and what stands behind its `?`.
    pub uri: String,
    pub args: String,
    /// Whether the path is another one than was asked for, and whether that happened since its location was found: then a
    /// proxy gets it whole.
    pub changed: bool,
    pub renamed: bool,
    pub set: BTreeMap<String, String>,
    pub groups: Vec<String>,
    pub status: u16,
    pub sent: usize,
    pub upstream: String,
    /// Whether the answer is another server's, whose errors have pages of its own.
    pub handed_on: bool,
    pub user: Option<String>,
    pub root: String,
}

impl Exchange<'_> {
    /// Keeps what a pattern found for `$1` and the like.
    pub fn keep(&mut self, found: Found) {
        self.groups = found.groups;
        self.set.extend(found.named);
    }

    /// Goes on with another path, which may have arguments.
    pub fn go(&mut self, target: &str) {
        let (path, args) = target
            .split_once('?')
            .map_or((target, None), |(path, args)| (path, Some(args)));
        self.uri = path.to_string();
        if let Some(args) = args {
            self.args = args.to_string();
        }
        self.changed = true;
        self.renamed = true;
    }

    /// A text with its variables.
    pub fn fill(&self, text: &str) -> String {
        self.filled(text, "", 0)
    }

    /// The same for logs, where what is empty is a dash.
    pub fn logged(&self, text: &str) -> String {
        self.filled(text, "-", 0)
    }

    fn filled(&self, text: &str, empty: &str, depth: usize) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            out.push_str(rest.get(..at).unwrap_or_default());
            let after = rest.get(at + 1..).unwrap_or_default();
            let (name, next) = match after.strip_prefix('{').and_then(|a| a.split_once('}')) {
                Some(found) => found,
                None => {
                    let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                    after.split_at(end.unwrap_or(after.len()))
                }
            };
            match self.variable(name, depth) {
                Some(value) if !value.is_empty() => out.push_str(&value),
                Some(_) => out.push_str(empty),
                None if name.is_empty() => out.push('$'),
                None => {}
            }
            rest = next;
        }
        out.push_str(rest);
        out
    }

    fn mapped(&self, map: &Map, depth: usize) -> String {
        // A map may use another, and none itself.
        if depth > 8 {
            return String::new();
        }
        let value = self.filled(&map.source, "", depth + 1);
        let exact = map
            .values
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(&value))
            .map(|(_, to)| to);
        let found = exact.or_else(|| map.patterns.iter().find(|(p, _)| p.find(&value).is_some()).map(|(_, to)| to));
        self.filled(found.unwrap_or(&map.default), "", depth + 1)
    }

    fn variable(&self, name: &str, depth: usize) -> Option<String> {
        if let Ok(group) = name.parse::<usize>() {
            return Some(self.groups.get(group).cloned().unwrap_or_default());
        }
        if let Some(value) = self.set.get(name) {
            return Some(value.clone());
        }
        if let Some(map) = self.config.maps.get(name) {
            return Some(self.mapped(map, depth));
        }
        let request = self.request;
        let header = |name: &str| request.header(name).unwrap_or_default().to_string();
        let now = self.sys.now();
        Some(match name {
            "uri" | "document_uri" => self.uri.clone(),
            "request_uri" => request.target.clone(),
            "request" => format!("{} {} {}", request.method, request.target, request.version),
            "request_method" => request.method.clone(),
            "request_length" => (request.target.len() + request.body.len()).to_string(),
            "server_protocol" => request.version.clone(),
            "host" => self.host.split(':').next().unwrap_or_default().to_lowercase(),
            "hostname" => self.sys.hostname(),
            "remote_addr" | "realip_remote_addr" => self.peer.0.to_string(),
            "remote_port" => self.peer.1.to_string(),
            "remote_user" => self.user.clone().unwrap_or_default(),
            "proxy_add_x_forwarded_for" => match request.header("x-forwarded-for") {
                Some(before) => format!("{before}, {}", self.peer.0),
                None => self.peer.0.to_string(),
            },
            "scheme" => "http".into(),
            "https" => String::new(),
            "args" | "query_string" => self.args.clone(),
            "is_args" => if self.args.is_empty() { "" } else { "?" }.into(),
            "server_name" => self.server.names.first().cloned().unwrap_or_default(),
            "server_port" => self.port.to_string(),
            "server_addr" => self.own.to_string(),
            "request_id" => self
                .id
                .get_or_init(|| {
                    let bytes = self.sys.machine().random(|random| random.bytes(16));
                    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
                })
                .clone(),
            "document_root" => self.root.clone(),
            "request_filename" => format!("{}{}", self.root, self.uri),
            "status" => format!("{:03}", self.status),
            "body_bytes_sent" | "bytes_sent" => self.sent.to_string(),
            "upstream_addr" => self.upstream.clone(),
            "upstream_status" => {
                if self.upstream.is_empty() {
                    String::new()
                } else {
                    self.status.to_string()
                }
            }
            "content_type" => header("content-type"),
            "content_length" => header("content-length"),
            "nginx_version" => super::VERSION.into(),
            "pid" => self.sys.pid().to_string(),
            "msec" => format!("{}.{:03}", now.seconds(), now.0.rem_euclid(1_000_000_000) / 1_000_000),
            "request_time" | "upstream_response_time" | "upstream_connect_time" => "0.000".into(),
            "time_local" => {
                let (year, month, day, hour, minute, second) = civil(now.seconds());
                let month = MONTHS.get((month - 1) as usize).copied().unwrap_or("Jan");
                format!("{day:02}/{month}/{year}:{hour:02}:{minute:02}:{second:02} +0000")
            }
            "time_iso8601" => {
                let (year, month, day, hour, minute, second) = civil(now.seconds());
                format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+00:00")
            }
            other => {
                if let Some(name) = other.strip_prefix("http_") {
                    header(&name.replace('_', "-"))
                } else if let Some(name) = other.strip_prefix("arg_") {
                    let pairs = self.args.split('&').filter_map(|pair| pair.split_once('='));
                    let mut found = pairs.filter(|(key, _)| key.eq_ignore_ascii_case(name));
                    found.next().map(|(_, value)| value.to_string()).unwrap_or_default()
                } else if let Some(name) = other.strip_prefix("cookie_") {
                    let text = header("cookie");
                    let pairs = text.split(';').filter_map(|pair| pair.trim().split_once('='));
                    let mut found = pairs.filter(|(key, _)| *key == name);
                    found.next().map(|(_, value)| value.to_string()).unwrap_or_default()
                } else {
                    return None;
                }
            }
        })
    }
}
