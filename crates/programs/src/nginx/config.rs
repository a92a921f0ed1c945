//! nginx.conf: its grammar (directives, blocks, quotes, includes) and the directives that are understood.

use machine::Sys;
use std::collections::BTreeMap;

/// A directive with its words and, for a block, what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub name: String,
    pub args: Vec<String>,
    pub block: Option<Vec<Directive>>,
    pub file: String,
    pub line: usize,
}

impl Directive {
    /// Where it stands, as nginx says it.
    pub fn place(&self) -> String {
        format!("in {}:{}", self.file, self.line)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Open,
    Close,
    End,
}

fn tokens(text: &str, file: &str) -> Result<Vec<(Token, usize)>, String> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    let mut line = 1;
    while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            c if c.is_whitespace() => {}
            '#' => {
                while chars.peek().is_some_and(|c| *c != '\n') {
                    chars.next();
                }
            }
            '{' => out.push((Token::Open, line)),
            '}' => out.push((Token::Close, line)),
            ';' => out.push((Token::End, line)),
            '"' | '\'' => {
                let start = line;
                let mut word = String::new();
                loop {
                    match chars.next() {
                        None => return Err(format!("unexpected end of file, expecting \";\" or \"}}\" in {file}:{line}")),
                        Some('\\') => word.extend(chars.next()),
                        Some(q) if q == c => break,
                        Some(other) => {
                            line += usize::from(other == '\n');
                            word.push(other);
                        }
                    }
                }
                out.push((Token::Word(word), start));
            }
            c => {
                let mut word = String::from(c);
                while let Some(next) = chars.peek().copied() {
                    let variable = next == '{' && word.ends_with('$');
                    if (next.is_whitespace() || matches!(next, ';' | '{')) && !variable {
                        break;
                    }
                    word.push(next);
                    chars.next();
                    if variable {
                        for inner in chars.by_ref() {
                            word.push(inner);
                            if inner == '}' {
                                break;
                            }
                        }
                    }
                }
                out.push((Token::Word(word), line));
            }
        }
    }
    Ok(out)
}

/// Reads a file with all it includes. Errors: the text behind `nginx: [emerg] `.
pub fn load(sys: &Sys, file: &str, depth: usize) -> Result<Vec<Directive>, String> {
    let bytes = sys
        .read_file(file)
        .map_err(|e| format!("open() \"{file}\" failed ({}: {e})", e.number()))?;
    let tokens = tokens(&String::from_utf8_lossy(&bytes), file)?;
    let mut at = 0;
    let out = block(sys, file, &tokens, &mut at, false, depth)?;
    Ok(out)
}

fn block(
    sys: &Sys,
    file: &str,
    tokens: &[(Token, usize)],
    at: &mut usize,
    nested: bool,
    depth: usize,
) -> Result<Vec<Directive>, String> {
    let mut out = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut start = 1;
    if depth > 16 {
        return Err(format!("too many nested includes or blocks in {file}:1"));
    }
    loop {
        let Some((token, line)) = tokens.get(*at) else {
            let last = tokens.last().map_or(1, |(_, l)| *l);
            if nested || !words.is_empty() {
                return Err(format!(
                    "unexpected end of file, expecting \"}}\" in {file}:{}",
                    last + usize::from(nested)
                ));
            }
            return Ok(out);
        };
        *at += 1;
        match token {
            Token::Word(word) => {
                if words.is_empty() {
                    start = *line;
                }
                words.push(word.clone());
            }
            Token::End => {
                if words.is_empty() {
                    return Err(format!("unexpected \";\" in {file}:{line}"));
                }
                let name = words.remove(0);
                let args = std::mem::take(&mut words);
                if name == "include" {
                    for path in include(sys, args.first().map(String::as_str).unwrap_or_default()) {
                        out.extend(load(sys, &path, depth + 1)?);
                    }
                } else {
                    out.push(Directive {
                        name,
                        args,
                        block: None,
                        file: file.into(),
                        line: start,
                    });
                }
            }
            Token::Open => {
                if words.is_empty() {
                    return Err(format!("unexpected \"{{\" in {file}:{line}"));
                }
                let name = words.remove(0);
                let args = std::mem::take(&mut words);
                // What stands in a table of types or a map is not directives.
                let inner = block(sys, file, tokens, at, true, depth + 1)?;
                out.push(Directive {
                    name,
                    args,
                    block: Some(inner),
                    file: file.into(),
                    line: start,
                });
            }
            Token::Close => {
                if !words.is_empty() {
                    return Err(format!("unexpected \"}}\" in {file}:{line}"));
                }
                if !nested {
                    return Err(format!("unexpected \"}}\" in {file}:{line}"));
                }
                return Ok(out);
            }
        }
    }
}

fn include(sys: &Sys, pattern: &str) -> Vec<String> {
    let pattern = if pattern.starts_with('/') {
        pattern.to_string()
    } else {
        format!("/etc/nginx/{pattern}")
    };
    let Some((dir, name)) = pattern.rsplit_once('/') else {
        return Vec::new();
    };
    match name.split_once('*') {
        None => vec![pattern],
        Some((before, after)) => {
            let entries = sys.readdir(dir).unwrap_or_default();
            let fits = |n: &str| n.len() >= before.len() + after.len() && n.starts_with(before) && n.ends_with(after);
            entries
                .into_iter()
                .filter(|e| fits(&e.name))
                .map(|e| format!("{dir}/{}", e.name))
                .collect()
        }
    }
}

/// A server block.
#[derive(Clone, Debug, Default)]
pub struct Server {
    pub listen: Vec<(std::net::Ipv4Addr, u16)>,
    pub names: Vec<String>,
    pub locations: Vec<Location>,
    /// What holds outside of locations.
    pub settings: Settings,
}

/// A location block.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// `=`, `^~`, `~`, `~*` or empty.
    pub modifier: String,
    pub path: String,
    pub settings: Settings,
}

/// What servers and locations can say.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub root: Option<String>,
    pub alias: Option<String>,
    pub index: Vec<String>,
    pub try_files: Vec<String>,
    pub returns: Option<(u16, String)>,
    pub proxy_pass: Option<String>,
    pub headers: Vec<(String, String)>,
    pub proxy_headers: Vec<(String, String)>,
    pub error_pages: Vec<(u16, String)>,
    pub autoindex: bool,
    pub access_log_off: bool,
    pub default_type: Option<String>,
}

/// The whole configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub servers: Vec<Server>,
    pub types: Vec<(String, String)>,
    /// Name to addresses (`host:port`).
    pub upstreams: Vec<(String, Vec<String>)>,
    pub default_type: String,
    /// Names used in proxy_pass and upstreams, with where: they must resolve when nginx starts.
    pub hosts: Vec<(String, String)>,
    /// What those names led to when the configuration was read. nginx asks no more until it reads it again.
    pub addresses: BTreeMap<String, Vec<std::net::Ipv4Addr>>,
}

/// Directives that are accepted and have no effect here.
const ACCEPTED: &[&str] = &[
    "user",
    "worker_processes",
    "error_log",
    "pid",
    "events",
    "worker_connections",
    "log_format",
    "sendfile",
    "tcp_nopush",
    "tcp_nodelay",
    "keepalive_timeout",
    "gzip",
    "gzip_types",
    "gzip_vary",
    "gzip_min_length",
    "gzip_comp_level",
    "gzip_proxied",
    "client_max_body_size",
    "server_tokens",
    "charset",
    "expires",
    "etag",
    "proxy_http_version",
    "proxy_read_timeout",
    "proxy_connect_timeout",
    "proxy_send_timeout",
    "proxy_buffering",
    "proxy_redirect",
    "proxy_cache_bypass",
    "proxy_buffers",
    "proxy_buffer_size",
    "resolver",
    "types_hash_max_size",
    "server_names_hash_bucket_size",
    "client_body_timeout",
    "send_timeout",
    "deny",
    "allow",
    "internal",
    "multi_accept",
    "use",
    "worker_rlimit_nofile",
    "daemon",
    "master_process",
    "load_module",
    "http",
    "keepalive",
    "least_conn",
    "ip_hash",
    "open_file_cache",
    "limit_req_zone",
    "limit_conn_zone",
    "add_trailer",
    "large_client_header_buffers",
    "client_header_timeout",
    "client_body_buffer_size",
    "reset_timedout_connection",
    "ssl_protocols",
    "ssl_prefer_server_ciphers",
    "underscores_in_headers",
    "merge_slashes",
    "stub_status",
    "absolute_redirect",
    "port_in_redirect",
    "worker_shutdown_timeout",
];

/// Directives that nginx has and that are not simulated.
const NOT_SIMULATED: &[&str] = &[
    "rewrite",
    "if",
    "set",
    "map",
    "geo",
    "split_clients",
    "fastcgi_pass",
    "uwsgi_pass",
    "scgi_pass",
    "grpc_pass",
    "memcached_pass",
    "ssl_certificate",
    "ssl_certificate_key",
    "auth_basic",
    "auth_basic_user_file",
    "auth_request",
    "sub_filter",
    "mirror",
    "stream",
    "mail",
    "limit_req",
    "limit_conn",
    "proxy_cache",
    "proxy_cache_path",
    "perl",
    "js_import",
];

/// Makes sense of the directives. Errors: the text behind `nginx: [emerg] `.
pub fn understand(directives: &[Directive]) -> Result<Config, String> {
    let mut config = Config {
        default_type: "text/plain".into(),
        ..Config::default()
    };
    for directive in directives {
        match directive.name.as_str() {
            "http" => {
                let mut common = Settings::default();
                for inner in directive.block.iter().flatten() {
                    match inner.name.as_str() {
                        "server" => {}
                        "types" => config.types = types(inner),
                        "upstream" => {
                            let name = inner.args.first().cloned().unwrap_or_default();
                            let mut servers = Vec::new();
                            for server in inner.block.iter().flatten().filter(|d| d.name == "server") {
                                let address = server.args.first().cloned().unwrap_or_default();
                                config
                                    .hosts
                                    .push((address.split(':').next().unwrap_or_default().to_string(), server.place()));
                                servers.push(if address.contains(':') {
                                    address
                                } else {
                                    format!("{address}:80")
                                });
                            }
                            config.upstreams.push((name, servers));
                        }
                        "default_type" => config.default_type = inner.args.first().cloned().unwrap_or_default(),
                        _ => setting(&mut common, inner, &mut config.hosts)?,
                    }
                }
                for inner in directive.block.iter().flatten().filter(|d| d.name == "server") {
                    let server = server(inner, &common, &mut config.hosts)?;
                    config.servers.push(server);
                }
            }
            name if ACCEPTED.contains(&name) => {}
            "server" | "location" | "upstream" | "listen" => {
                return Err(format!(
                    "\"{}\" directive is not allowed here {}",
                    directive.name,
                    directive.place()
                ));
            }
            _ => return Err(unknown(directive)),
        }
    }
    let upstreams: Vec<String> = config.upstreams.iter().map(|(n, _)| n.clone()).collect();
    config.hosts.retain(|(host, _)| !upstreams.contains(host));
    Ok(config)
}

fn unknown(directive: &Directive) -> String {
    if NOT_SIMULATED.contains(&directive.name.as_str()) {
        return format!(
            "drydock: the nginx directive \"{}\" is not simulated {}",
            directive.name,
            directive.place()
        );
    }
    format!("unknown directive \"{}\" {}", directive.name, directive.place())
}

fn types(directive: &Directive) -> Vec<(String, String)> {
    directive
        .block
        .iter()
        .flatten()
        .flat_map(|d| d.args.iter().map(|extension| (extension.clone(), d.name.clone())))
        .collect()
}

fn server(directive: &Directive, common: &Settings, hosts: &mut Vec<(String, String)>) -> Result<Server, String> {
    let mut server = Server {
        settings: common.clone(),
        ..Server::default()
    };
    let mut locations = Vec::new();
    for inner in directive.block.iter().flatten() {
        match inner.name.as_str() {
            "listen" => {
                let spec = inner.args.first().cloned().unwrap_or_default();
                if spec.starts_with('[') {
                    continue;
                }
                let (address, port) = match spec.rsplit_once(':') {
                    Some((address, port)) => (address.to_string(), port.to_string()),
                    None if spec.bytes().all(|b| b.is_ascii_digit()) => ("*".into(), spec.clone()),
                    None => (spec.clone(), "80".into()),
                };
                let ip = match address.as_str() {
                    "*" | "" => std::net::Ipv4Addr::UNSPECIFIED,
                    "localhost" => std::net::Ipv4Addr::LOCALHOST,
                    other => other
                        .parse()
                        .map_err(|_| format!("host not found in \"{spec}\" of the \"listen\" directive {}", inner.place()))?,
                };
                let port: u16 = port
                    .parse()
                    .map_err(|_| format!("invalid port in \"{spec}\" of the \"listen\" directive {}", inner.place()))?;
                if inner.args.iter().any(|a| a == "ssl") {
                    return Err(format!(
                        "drydock: the nginx parameter \"ssl\" is not simulated {}",
                        inner.place()
                    ));
                }
                server.listen.push((ip, port));
            }
            "server_name" => server.names.extend(inner.args.iter().cloned()),
            "location" => locations.push(inner),
            _ => setting(&mut server.settings, inner, hosts)?,
        }
    }
    if server.listen.is_empty() {
        server.listen.push((std::net::Ipv4Addr::UNSPECIFIED, 80));
    }
    for inner in locations {
        let (modifier, path) = match &inner.args[..] {
            [path] => match path.strip_prefix('=') {
                Some(rest) if !rest.is_empty() => ("=".to_string(), rest.to_string()),
                _ => (String::new(), path.clone()),
            },
            [modifier, path] => (modifier.clone(), path.clone()),
            _ => {
                return Err(format!(
                    "invalid number of arguments in \"location\" directive {}",
                    inner.place()
                ));
            }
        };
        let mut settings = Settings {
            proxy_pass: None,
            returns: None,
            try_files: Vec::new(),
            alias: None,
            ..server.settings.clone()
        };
        for own in inner.block.iter().flatten() {
            setting(&mut settings, own, hosts)?;
        }
        server.locations.push(Location {
            modifier,
            path,
            settings,
        });
    }
    Ok(server)
}

fn setting(settings: &mut Settings, directive: &Directive, hosts: &mut Vec<(String, String)>) -> Result<(), String> {
    let first = directive.args.first().cloned().unwrap_or_default();
    let need = |n: usize| {
        if directive.args.len() < n {
            Err(format!(
                "invalid number of arguments in \"{}\" directive {}",
                directive.name,
                directive.place()
            ))
        } else {
            Ok(())
        }
    };
    match directive.name.as_str() {
        "root" => {
            need(1)?;
            settings.root = Some(first);
            settings.alias = None;
        }
        "alias" => settings.alias = Some(first),
        "index" => settings.index.clone_from(&directive.args),
        "try_files" => {
            need(2)?;
            settings.try_files.clone_from(&directive.args);
        }
        "return" => {
            need(1)?;
            let second = directive.args.get(1).cloned();
            settings.returns = match (first.parse::<u16>(), second) {
                (Ok(code), text) => Some((code, text.unwrap_or_default())),
                (Err(_), _) => Some((302, first)),
            };
        }
        "proxy_pass" => {
            need(1)?;
            let Some(rest) = first.strip_prefix("http://") else {
                return Err(format!("invalid URL prefix {}", directive.place()));
            };
            let host = rest.split(['/', ':']).next().unwrap_or_default();
            if !host.contains('$') {
                hosts.push((host.to_string(), directive.place()));
            }
            settings.proxy_pass = Some(first);
        }
        "add_header" => {
            need(2)?;
            settings
                .headers
                .push((first, directive.args.get(1).cloned().unwrap_or_default()));
        }
        "proxy_set_header" => {
            need(2)?;
            settings
                .proxy_headers
                .push((first, directive.args.get(1).cloned().unwrap_or_default()));
        }
        "error_page" => {
            need(2)?;
            let page = directive.args.last().cloned().unwrap_or_default();
            for code in directive.args.iter().take(directive.args.len() - 1) {
                if let Ok(code) = code.parse() {
                    settings.error_pages.push((code, page.clone()));
                }
            }
        }
        "autoindex" => settings.autoindex = first == "on",
        "access_log" => settings.access_log_off = first == "off",
        "default_type" => settings.default_type = Some(first),
        "types" => {}
        "location" => {
            return Err(format!(
                "drydock: nested nginx locations are not simulated {}",
                directive.place()
            ));
        }
        name if ACCEPTED.contains(&name) => {}
        _ => return Err(unknown(directive)),
    }
    Ok(())
}
