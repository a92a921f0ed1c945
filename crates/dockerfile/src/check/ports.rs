//! The port specifications of EXPOSE: `[[ip:]host:]container[-end][/protocol]`.
//!
//! Specified by BuildKit's `dockerfile2llb/convert_expose.go`.

use std::fmt;

use crate::go::{parse_int, quote};

/// Why a specification is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortError {
    /// The whole specification and what is wrong with its last part.
    Port(String, String),
    Ip(String),
    Container(String),
    Host(String),
    Ranges(String, String),
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PortError::Port(spec, cause) => write!(f, "invalid port: {}: {cause}", quote(spec)),
            PortError::Ip(ip) => write!(f, "invalid IP address: {ip}"),
            PortError::Container(port) => write!(f, "invalid containerPort: {port}"),
            PortError::Host(port) => write!(f, "invalid hostPort: {port}"),
            PortError::Ranges(container, host) => write!(
                f,
                "invalid ranges specified for container and host Ports: {container} and {host}"
            ),
        }
    }
}

impl std::error::Error for PortError {}

/// What a specification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PortSpec {
    /// The protocol is not in lower case.
    pub odd_casing: bool,
    /// It names an address or a port of the host.
    pub maps: bool,
    pub ports: Result<Vec<String>, PortError>,
}

/// The ports that a specification exposes, as `80/tcp`.
pub fn parse_port(spec: &str) -> Result<Vec<String>, PortError> {
    read(spec)?.ports
}

/// Reads a specification as far as checks need it.
pub(crate) fn read(spec: &str) -> Result<PortSpec, PortError> {
    let mut from_right = spec.rsplitn(3, ':');
    let container = from_right.next().unwrap_or("");
    let host = from_right.next().unwrap_or("");
    let ip = from_right.next().unwrap_or("");
    let (container, protocol) = container.split_once('/').unwrap_or((container, ""));
    let wrong = |cause: String| PortError::Port(spec.to_owned(), cause);
    if container.is_empty() {
        return Err(wrong("no port specified".to_owned()));
    }
    let lower = match crate::go::to_lower(protocol).as_str() {
        "" => "tcp".to_owned(),
        p @ ("tcp" | "udp" | "sctp") => p.to_owned(),
        _ => return Err(wrong(format!("invalid proto: {protocol}"))),
    };
    Ok(PortSpec {
        odd_casing: !protocol.is_empty() && protocol != lower,
        maps: !ip.is_empty() || !host.is_empty(),
        ports: ports(ip, host, container, &lower),
    })
}

fn ports(ip: &str, host: &str, container: &str, protocol: &str) -> Result<Vec<String>, PortError> {
    if !ip.is_empty() {
        let bare = ip.strip_prefix('[').and_then(|i| i.strip_suffix(']')).unwrap_or(ip);
        if bare.parse::<std::net::IpAddr>().is_err() {
            return Err(PortError::Ip(bare.to_owned()));
        }
    }
    let (start, end) = range(container).ok_or_else(|| PortError::Container(container.to_owned()))?;
    if !host.is_empty() {
        let (host_start, host_end) = range(host).ok_or_else(|| PortError::Host(host.to_owned()))?;
        if end - start != host_end - host_start && end != start {
            return Err(PortError::Ranges(container.to_owned(), host.to_owned()));
        }
    }
    Ok((start..=end).map(|p| format!("{p}/{protocol}")).collect())
}

fn range(text: &str) -> Option<(i64, i64)> {
    let number = |text: &str| parse_int(text, 64).ok().filter(|port| (0..=65_535).contains(port));
    let (start, end) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (number(start)?, number(end)?);
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifications() {
        assert_eq!(parse_port("80").unwrap(), ["80/tcp"]);
        assert_eq!(parse_port("8000-8002/UDP").unwrap().len(), 3);
        assert_eq!(parse_port("127.0.0.1:80:81").unwrap(), ["81/tcp"]);
        for (spec, want) in [
            ("web", "invalid containerPort: web"),
            ("80/http", "invalid port: \"80/http\": invalid proto: http"),
            ("/tcp", "invalid port: \"/tcp\": no port specified"),
            ("70000", "invalid containerPort: 70000"),
            ("x:1:2", "invalid IP address: x"),
        ] {
            assert_eq!(parse_port(spec).map_err(|e| e.to_string()), Err(want.to_owned()));
        }
    }
}
