//! The directives of nginx.conf that are understood, and what they say.

use super::grammar::Directive;
use super::pattern::Pattern;
use super::rewrite;
use super::settings::{ACCEPTED, Settings, apply, setting, unknown};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// A server block.
#[derive(Clone, Debug, Default)]
pub struct Server {
    pub listen: Vec<(Ipv4Addr, u16)>,
    /// The addresses whose first choice it is.
    pub defaults: Vec<(Ipv4Addr, u16)>,
    pub names: Vec<String>,
    pub locations: Vec<Location>,
    /// What holds outside of locations.
    pub settings: Settings,
}

/// A location block.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// `=`, `^~`, `~`, `~*`, `@` or empty.
    pub modifier: String,
    pub path: String,
    pub pattern: Option<Pattern>,
    pub settings: Settings,
}

/// One of several servers that requests are handed to.
#[derive(Clone, Debug)]
pub struct Backend {
    /// `host:port`.
    pub address: String,
    pub weight: i64,
    pub backup: bool,
    pub down: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Upstream {
    pub name: String,
    pub backends: Vec<Backend>,
    /// The same client always gets the same one.
    pub by_address: bool,
}

/// A variable whose value depends on another.
#[derive(Clone, Debug, Default)]
pub struct Map {
    pub source: String,
    pub values: Vec<(String, String)>,
    pub patterns: Vec<(Pattern, String)>,
    pub default: String,
}

/// The whole configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub servers: Vec<Server>,
    pub types: Vec<(String, String)>,
    pub upstreams: Vec<Upstream>,
    pub maps: BTreeMap<String, Map>,
    pub formats: BTreeMap<String, String>,
    pub default_type: String,
    /// Names used in proxy_pass and upstreams, with where: they must resolve when nginx starts.
    pub hosts: Vec<(String, String)>,
    /// What those names led to when the configuration was read. nginx asks no more until it reads it again.
    pub addresses: BTreeMap<String, Vec<Ipv4Addr>>,
}

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
                            let found = upstream(inner, &mut config.hosts)?;
                            config.upstreams.push(found);
                        }
                        "map" => {
                            let (name, found) = map(inner)?;
                            config.maps.insert(name, found);
                        }
                        "log_format" => {
                            let mut words = inner.args.iter().filter(|word| !word.starts_with("escape="));
                            let name = words.next().cloned().unwrap_or_default();
                            config.formats.insert(name, words.cloned().collect());
                        }
                        "default_type" => config.default_type = inner.args.first().cloned().unwrap_or_default(),
                        name if rewrite::is_rule(name) => {
                            return Err(format!("\"{name}\" directive is not allowed here {}", inner.place()));
                        }
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
    let upstreams: Vec<String> = config.upstreams.iter().map(|u| u.name.clone()).collect();
    config.hosts.retain(|(host, _)| !upstreams.contains(host));
    let logs = config
        .servers
        .iter()
        .flat_map(|s| s.locations.iter().map(|l| &l.settings).chain(std::iter::once(&s.settings)));
    for (_, format) in logs.filter_map(|settings| settings.access_log.as_ref()) {
        if format != "combined" && !config.formats.contains_key(format) {
            return Err(format!("unknown log format \"{format}\""));
        }
    }
    Ok(config)
}

/// The number behind `NAME=` in a parameter, if it is one.
fn parameter(word: &str, name: &str) -> Option<i64> {
    word.strip_prefix(name)?.strip_prefix('=')?.parse().ok()
}

fn upstream(directive: &Directive, hosts: &mut Vec<(String, String)>) -> Result<Upstream, String> {
    let mut out = Upstream {
        name: directive.args.first().cloned().unwrap_or_default(),
        ..Upstream::default()
    };
    for inner in directive.block.iter().flatten() {
        match inner.name.as_str() {
            "server" => {
                let address = inner.args.first().cloned().unwrap_or_default();
                if address.starts_with("unix:") {
                    return Err(format!(
                        "drydock: an upstream of a UNIX socket is not simulated {}",
                        inner.place()
                    ));
                }
                hosts.push((address.split(':').next().unwrap_or_default().to_string(), inner.place()));
                let mut backend = Backend {
                    address: if address.contains(':') {
                        address
                    } else {
                        format!("{address}:80")
                    },
                    weight: 1,
                    backup: false,
                    down: false,
                };
                for word in inner.args.iter().skip(1) {
                    match word.as_str() {
                        "backup" => backend.backup = true,
                        "down" => backend.down = true,
                        "resolve" => {}
                        word if word.starts_with("max_fails=")
                            || word.starts_with("fail_timeout=")
                            || word.starts_with("max_conns=") => {}
                        word => {
                            let weight = parameter(word, "weight").filter(|n| (1..=10_000).contains(n));
                            backend.weight = weight.ok_or_else(|| format!("invalid parameter \"{word}\" {}", inner.place()))?;
                        }
                    }
                }
                out.backends.push(backend);
            }
            "ip_hash" => out.by_address = true,
            name if ACCEPTED.contains(&name) => {}
            _ => return Err(unknown(inner)),
        }
    }
    if out.backends.is_empty() {
        return Err(format!("no servers are inside upstream {}", directive.place()));
    }
    Ok(out)
}

fn map(directive: &Directive) -> Result<(String, Map), String> {
    let [source, name] = &directive.args[..] else {
        return Err(format!(
            "invalid number of arguments in \"map\" directive {}",
            directive.place()
        ));
    };
    let Some(name) = name.strip_prefix('$') else {
        return Err(format!("invalid variable name \"{name}\" {}", directive.place()));
    };
    let mut out = Map {
        source: source.clone(),
        ..Map::default()
    };
    for entry in directive.block.iter().flatten() {
        let value = entry.args.first().cloned().unwrap_or_default();
        let fold = entry.name.starts_with("~*");
        match entry.name.as_str() {
            "default" => out.default = value,
            "hostnames" | "volatile" | "include" => {
                return Err(format!(
                    "drydock: \"{}\" in an nginx map is not simulated {}",
                    entry.name,
                    entry.place()
                ));
            }
            key if key.starts_with('~') => {
                let text = key
                    .trim_start_matches('~')
                    .strip_prefix(if fold { "*" } else { "" })
                    .unwrap_or(key);
                let pattern = Pattern::new(text, fold).ok_or_else(|| {
                    format!(
                        "drydock: the regular expression \"{text}\" is not simulated {}",
                        entry.place()
                    )
                })?;
                out.patterns.push((pattern, value));
            }
            key => out.values.push((key.strip_prefix('\\').unwrap_or(key).to_string(), value)),
        }
    }
    Ok((name.to_string(), out))
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
    let mut own = Vec::new();
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
                if inner.args.iter().any(|a| a == "default_server" || a == "default") {
                    server.defaults.push((ip, port));
                }
            }
            "server_name" => {
                if let Some(name) = inner.args.iter().find(|name| name.starts_with('~')) {
                    return Err(format!(
                        "drydock: the nginx server_name \"{name}\" is not simulated {}",
                        inner.place()
                    ));
                }
                server.names.extend(inner.args.iter().cloned());
            }
            "location" => locations.push(inner),
            _ => own.push(inner),
        }
    }
    apply(&mut server.settings, own.iter().copied(), hosts)?;
    if server.listen.is_empty() {
        server.listen.push((std::net::Ipv4Addr::UNSPECIFIED, 80));
    }
    for inner in locations {
        let (modifier, path) = match &inner.args[..] {
            [path] => {
                let modifier = ["=", "^~", "~*", "~", "@"]
                    .into_iter()
                    .find(|m| path.starts_with(m))
                    .unwrap_or_default();
                let rest = path.strip_prefix(modifier).unwrap_or(path);
                (
                    modifier.to_string(),
                    if modifier == "@" { path.clone() } else { rest.to_string() },
                )
            }
            [modifier, path] => (modifier.clone(), path.clone()),
            _ => {
                return Err(format!(
                    "invalid number of arguments in \"location\" directive {}",
                    inner.place()
                ));
            }
        };
        if !["", "=", "^~", "~", "~*", "@"].contains(&modifier.as_str()) {
            return Err(format!("invalid location modifier \"{modifier}\" {}", inner.place()));
        }
        let pattern = match modifier.as_str() {
            "~" | "~*" => Some(Pattern::new(&path, modifier == "~*").ok_or_else(|| {
                format!(
                    "drydock: the regular expression \"{path}\" is not simulated {}",
                    inner.place()
                )
            })?),
            _ => None,
        };
        if server
            .locations
            .iter()
            .any(|l| l.path == path && l.pattern.is_none() && (l.modifier == "=") == (modifier == "="))
        {
            return Err(format!("duplicate location \"{path}\" {}", inner.place()));
        }
        let mut settings = Settings {
            rules: Vec::new(),
            proxy_pass: None,
            try_files: Vec::new(),
            alias: None,
            internal: false,
            ..server.settings.clone()
        };
        apply(&mut settings, inner.block.iter().flatten(), hosts)?;
        let has_uri = |target: &String| target.strip_prefix("http://").is_some_and(|rest| rest.contains('/'));
        if (pattern.is_some() || modifier == "@") && settings.proxy_pass.as_ref().is_some_and(|t| has_uri(t) && !t.contains('$'))
        {
            return Err(format!(
                "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block {}",
                inner
                    .block
                    .iter()
                    .flatten()
                    .find(|d| d.name == "proxy_pass")
                    .map(Directive::place)
                    .unwrap_or_default()
            ));
        }
        server.locations.push(Location {
            modifier,
            path,
            pattern,
            settings,
        });
    }
    Ok(server)
}
