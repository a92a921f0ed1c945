//! The values of flags: their checks and their parsers, with docker/cli's and Go's texts.
//!
//! [`check`] runs when a flag is read and gives pflag the reason it refuses. Everything is on text;
//! what the verbs need as numbers they parse again with the same functions.

mod mount;
mod network;
mod number;
mod ports;

pub use mount::{MountSpec, MountTmpfs, parse_mount};
pub use network::{NetworkAttachment, parse_address, parse_network, parse_prefix};
pub use number::{format_duration, parse_bool, parse_bytes, parse_cpus, parse_duration, parse_int, parse_signed, quote};
pub use ports::{PortMapping, parse_expose, parse_publish};

use crate::table::{Flag, Kind};

/// Checks a value for a flag, and gives it back as it is kept. The error is the reason alone.
pub fn check(flag: &Flag, value: &str) -> Result<String, String> {
    let kept = value.to_string();
    match flag.kind {
        Kind::Boolean => match parse_bool(value) {
            Some(_) => Ok(kept),
            None => Err(invalid_syntax("ParseBool", value)),
        },
        Kind::Integer => parse_signed("ParseInt", value).map(|_| kept),
        Kind::Unsigned | Kind::Short => check_unsigned(flag.kind, value).map(|()| kept),
        Kind::Decimal => parse_cpus(value).map(|_| kept),
        Kind::Duration => parse_duration(value).map(|_| kept),
        Kind::Bytes if value == "-1" && flag.name == "memory-swap" => Ok(kept),
        Kind::Bytes => parse_bytes(value).map(|_| kept),
        Kind::Mount => parse_mount(value).map(|_| kept),
        Kind::Network => parse_network(value).map(|_| kept),
        Kind::Ulimit => parse_ulimit(value).map(|_| kept),
        Kind::Filter => match value.is_empty() || value.contains('=') {
            true => Ok(kept),
            false => Err("bad format of filter (expected name=value)".into()),
        },
        Kind::Address => match parse_address(value) {
            Ok(_) => Ok(kept),
            Err(_) => Err(format!("failed to parse IP: {}", quote(value))),
        },
        Kind::Addresses => match split_csv(value).iter().find(|v| parse_address(v).is_err()) {
            None => Ok(kept),
            Some(bad) => Err(format!("invalid string being converted to IP address: {bad}")),
        },
        Kind::Subnets => match split_csv(value).iter().find(|v| parse_prefix(v).is_err()) {
            None => Ok(kept),
            Some(bad) => Err(format!("invalid string being converted to CIDR: {bad}")),
        },
        Kind::Pairs => match value.contains('=') {
            true => Ok(kept),
            false => Err(format!("{value} must be formatted as key=value")),
        },
        Kind::Map => check_named(flag.name, value),
        Kind::List => check_named(flag.name, value),
        Kind::String | Kind::Array | Kind::Slice | Kind::Gpus => Ok(kept),
    }
}

fn invalid_syntax(function: &str, value: &str) -> String {
    format!("strconv.{function}: parsing {}: invalid syntax", quote(value))
}

fn check_unsigned(kind: Kind, value: &str) -> Result<(), String> {
    match value.parse::<u64>() {
        Ok(n) if kind == Kind::Short && n > u64::from(u16::MAX) => {
            Err(format!("strconv.ParseUint: parsing {}: value out of range", quote(value)))
        }
        Ok(_) => Ok(()),
        Err(_) => Err(invalid_syntax("ParseUint", value)),
    }
}

/// The checks that belong to a flag's meaning, by its name.
fn check_named(name: &str, value: &str) -> Result<String, String> {
    let kept = value.to_string();
    match name {
        "attach" => match value.to_lowercase() {
            stream if ["stdin", "stdout", "stderr"].contains(&stream.as_str()) => Ok(stream),
            _ => Err("valid streams are STDIN, STDOUT and STDERR".into()),
        },
        "env" if value.is_empty() || value.starts_with('=') => Err(format!("invalid environment variable: {value}")),
        "label" => {
            let key = value.split('=').next().unwrap_or_default().trim_start_matches([' ', '\t']);
            if key.is_empty() {
                return Err(format!("invalid label '{value}': empty name"));
            }
            match key.contains([' ', '\t']) {
                true => Err(format!("label '{key}' contains whitespaces")),
                false => Ok(kept),
            }
        }
        "add-host" => {
            let (host, ip) = value
                .split_once(['=', ':'])
                .filter(|(host, _)| !host.is_empty())
                .ok_or_else(|| format!("bad format for add-host: {}", quote(value)))?;
            let bare = ip.strip_prefix('[').and_then(|i| i.strip_suffix(']')).unwrap_or(ip);
            match bare == "host-gateway" || parse_address(bare).is_ok() {
                true => Ok(format!("{host}:{bare}")),
                false => Err(format!("invalid IP address in add-host: {}", quote(ip))),
            }
        }
        "dns" => match parse_address(value.trim()) {
            Ok(_) => Ok(value.trim().to_string()),
            Err(_) => Err(format!("IP address is not correctly formatted: {}", value.trim())),
        },
        "dns-search" => {
            let value = value.trim_matches(' ');
            match value == "." || value.chars().any(|c| c.is_ascii_alphabetic()) {
                true => Ok(value.to_string()),
                false => Err(format!("{value} is not a valid domain")),
            }
        }
        "link" if value.is_empty() => Err("empty string specified for links".into()),
        "link" if value.matches(':').count() > 1 => Err(format!("bad format for links: {value}")),
        "sysctl" => {
            let key = value.split_once('=').map_or("", |(key, _)| key);
            let known = [
                "kernel.msgmax",
                "kernel.msgmnb",
                "kernel.msgmni",
                "kernel.sem",
                "kernel.shmall",
                "kernel.shmmax",
                "kernel.shmmni",
                "kernel.shm_rmid_forced",
            ];
            match known.contains(&key) || key.starts_with("net.") || key.starts_with("fs.mqueue.") {
                true => Ok(kept),
                false => Err(format!("sysctl '{value}' is not allowed")),
            }
        }
        "device" => {
            let parts = value.split(':').count();
            match value.is_empty() || parts > 3 {
                true => Err(format!("bad format for path: {value}")),
                false => Ok(kept),
            }
        }
        _ => Ok(kept),
    }
}

/// A resource limit `NAME=SOFT[:HARD]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ulimit {
    pub name: String,
    pub soft: i64,
    pub hard: i64,
}

/// Reads `--ulimit`.
pub fn parse_ulimit(value: &str) -> Result<Ulimit, String> {
    const NAMES: &[&str] = &[
        "core",
        "cpu",
        "data",
        "fsize",
        "locks",
        "memlock",
        "msgqueue",
        "nice",
        "nofile",
        "nproc",
        "rss",
        "rtprio",
        "rttime",
        "sigpending",
        "stack",
    ];
    let (name, limits) = value
        .split_once('=')
        .ok_or_else(|| format!("invalid ulimit argument: {value}"))?;
    if !NAMES.contains(&name) {
        return Err(format!("invalid ulimit type: {name}"));
    }
    let mut parts = limits.split(':');
    let soft = parse_signed("ParseInt", parts.next().unwrap_or_default())?;
    let hard = match parts.next() {
        Some(hard) => parse_signed("ParseInt", hard)?,
        None => soft,
    };
    if parts.next().is_some() {
        return Err(format!(
            "too many limit value arguments - {limits}, can only have up to two, \"soft[:hard]\""
        ));
    }
    if hard != -1 && (soft == -1 || soft > hard) {
        return Err(match soft {
            -1 => {
                "ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), hard: ".to_string()
                    + &hard.to_string()
            }
            _ => format!("ulimit soft limit must be less than or equal to hard limit: {soft} > {hard}"),
        });
    }
    Ok(Ulimit {
        name: name.into(),
        soft,
        hard,
    })
}

/// One line of comma-separated values, with double quotes as encoding/csv has them.
pub fn split_csv(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(field) = fields.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted || field.is_empty() => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => field.push(c),
        }
    }
    fields
}

/// Filters by name, each with its values in the order given: `--filter name=value`.
pub fn parse_filters(values: &[String]) -> Vec<(String, String)> {
    values
        .iter()
        .filter_map(|v| v.split_once('='))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_string()))
        .collect()
}

/// `KEY=VALUE` pairs; the last of a key stands.
pub fn pairs(values: &[String]) -> Vec<(String, String)> {
    let mut found: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    for value in values {
        let (key, value) = value.split_once('=').unwrap_or((value, ""));
        found.insert(key.to_string(), value.to_string());
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_keeps_quoted_commas() {
        assert_eq!(split_csv("a,\"b,c\",d"), ["a", "b,c", "d"]);
    }

    #[test]
    fn ulimits_are_checked() {
        assert_eq!(parse_ulimit("nofile=1:2").unwrap().hard, 2);
        assert_eq!(
            parse_ulimit("nofile=3:2").unwrap_err(),
            "ulimit soft limit must be less than or equal to hard limit: 3 > 2"
        );
        assert_eq!(parse_ulimit("files=3").unwrap_err(), "invalid ulimit type: files");
    }
}
