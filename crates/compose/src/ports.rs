//! `ports:` in its short form, `IP:HOST:CONTAINER/PROTOCOL` with ranges, as go-connections reads it.

use crate::value::{Value, map};
use std::net::IpAddr;

/// One long form for each port of the container, in the order of their text.
pub(crate) fn parse(spec: &str) -> Result<Vec<Value>, String> {
    let parts: Vec<&str> = spec.split(':').collect();
    let (address, host, container) = match parts.as_slice() {
        [container] => (String::new(), "", *container),
        [host, container] => (String::new(), *host, *container),
        [address @ .., host, container] => (address.join(":"), *host, *container),
        [] => (String::new(), "", ""),
    };
    let (port, protocol) = match container.split_once('/') {
        _ if container.is_empty() || container.starts_with('/') => ("", String::new()),
        Some((port, "")) => (port, "tcp".to_owned()),
        Some((port, protocol)) => (port, protocol.to_lowercase()),
        None => (container, "tcp".to_owned()),
    };
    if !matches!(protocol.as_str(), "tcp" | "udp" | "sctp") {
        return Err(format!("invalid proto: {protocol}"));
    }
    let address = match address.strip_prefix('[').map(|rest| rest.strip_suffix(']')) {
        Some(Some(inner)) => inner.to_owned(),
        Some(None) => {
            return Err(format!(
                "invalid IP address {address}: address {address}:: missing ']' in address"
            ));
        }
        None => address,
    };
    if !address.is_empty() && address.parse::<IpAddr>().is_err() {
        return Err(format!("invalid IP address: {address}"));
    }
    if port.is_empty() {
        return Err(format!("no port specified: {spec}<empty>"));
    }
    let (first, last) = range(port).ok_or_else(|| format!("invalid containerPort: {port}"))?;
    let published = match host {
        "" => None,
        host => Some(range(host).ok_or_else(|| format!("invalid hostPort: {host}"))?),
    };
    if let Some((from, to)) = published
        && to - from != last - first
        && first != last
    {
        return Err(format!(
            "invalid ranges specified for container and host Ports: {port} and {host}"
        ));
    }
    let mut ports: Vec<(String, Value)> = (first..=last)
        .map(|target| {
            let mut entry = vec![
                ("mode", "ingress".into()),
                ("target", Value::Int(i64::from(target))),
                ("protocol", protocol.as_str().into()),
            ];
            if !address.is_empty() {
                entry.push(("host_ip", address.as_str().into()));
            }
            if let Some((from, to)) = published {
                let mut text = (from + (target - first)).to_string();
                if first == last && from != to {
                    text = format!("{text}-{to}");
                }
                entry.push(("published", text.into()));
            }
            let entry = entry.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            (target.to_string(), Value::Map(entry))
        })
        .collect();
    ports.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(ports.into_iter().map(|(_, port)| port).collect())
}

fn range(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|_| digits).map(u32::from)
    };
    let mut parts = text.split('-');
    let first = number(parts.next()?)?;
    match parts.next() {
        None => Some((first, first)),
        Some(last) => number(last).filter(|last| *last >= first).map(|last| (first, last)),
    }
}

/// The canonical form of a port that is only a number.
pub(crate) fn of_number(number: i64) -> Result<Vec<Value>, String> {
    parse(&number.to_string())
}

/// What a long form leaves open.
pub(crate) fn defaults(port: &mut Value) {
    if let Value::Map(entries) = port {
        for (key, value) in map([("protocol", "tcp".into()), ("mode", "ingress".into())])
            .as_map()
            .into_iter()
            .flatten()
        {
            entries.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(spec: &str) -> Vec<String> {
        let ports = parse(spec).unwrap();
        let part = |port: &Value, key: &str| port.get(key).map(Value::sprint).unwrap_or_default();
        ports
            .iter()
            .map(|port| {
                format!(
                    "{} {} {}",
                    part(port, "host_ip"),
                    part(port, "published"),
                    part(port, "target")
                )
            })
            .collect()
    }

    #[test]
    fn a_range_is_many_ports() {
        assert_eq!(published("9-10:9-10"), [" 10 10", " 9 9"]);
        assert_eq!(published("127.0.0.1:8000-8010:80"), ["127.0.0.1 8000-8010 80"]);
        assert_eq!(published("[::1]:1:2/udp"), ["::1 1 2"]);
        assert_eq!(published("80"), ["  80"]);
    }

    #[test]
    fn mistakes_are_named() {
        for (spec, message) in [
            ("80:eighty", "invalid containerPort: eighty"),
            ("x:80", "invalid hostPort: x"),
            ("1.2.3:80:80", "invalid IP address: 1.2.3"),
            ("80:80/icmp", "invalid proto: icmp"),
            (
                "1-3:1-2",
                "invalid ranges specified for container and host Ports: 1-2 and 1-3",
            ),
        ] {
            assert_eq!(parse(spec).unwrap_err(), message);
        }
    }
}
