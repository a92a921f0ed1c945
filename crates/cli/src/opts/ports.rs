//! `-p` and `--expose`, as docker's go-connections/nat reads them.

/// One published port: a port of the container and where it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortMapping {
    /// `80/tcp`.
    pub container: String,
    pub host_ip: String,
    /// Empty for one that the daemon picks; `8000-8010` for one of a range.
    pub host_port: String,
}

fn port_range(text: &str) -> Option<(u16, u16)> {
    let number = |t: &str| -> Option<u16> {
        (!t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse().ok())
            .flatten()
    };
    match text.split_once('-') {
        None => number(text).map(|port| (port, port)),
        Some((from, to)) => {
            let (from, to) = (number(from)?, number(to)?);
            (to >= from).then_some((from, to))
        }
    }
}

/// Splits at the last two colons: address, host port, container port.
fn split_parts(spec: &str) -> (String, String, String) {
    let parts: Vec<&str> = spec.split(':').collect();
    match parts.as_slice() {
        [container] => (String::new(), String::new(), container.to_string()),
        [host, container] => (String::new(), host.to_string(), container.to_string()),
        [ip @ .., host, container] => (ip.join(":"), host.to_string(), container.to_string()),
        [] => Default::default(),
    }
}

/// Reads one `-p`, in its short form or as `target=80,published=8080,protocol=tcp`.
pub fn parse_publish(spec: &str) -> Result<Vec<PortMapping>, String> {
    let spec = if spec.contains('=') {
        from_long(spec)?
    } else {
        spec.to_string()
    };
    let (ip, host, rest) = split_parts(&spec);
    let (container, proto) = match rest.split_once('/') {
        Some((port, proto)) if !proto.is_empty() => (port.to_string(), proto.to_string()),
        Some((port, _)) => (port.to_string(), "tcp".into()),
        None => (rest, "tcp".into()),
    };
    let ip = match ip.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']').unwrap_or(inner).to_string(),
        None => ip,
    };
    if !ip.is_empty() && ip.parse::<std::net::IpAddr>().is_err() {
        return Err(format!("invalid IP address: {ip}"));
    }
    if container.is_empty() {
        return Err(format!("no port specified: {spec}<empty>"));
    }
    let (start, end) = port_range(&container).ok_or_else(|| format!("invalid containerPort: {container}"))?;
    let hosts = match host.is_empty() {
        true => None,
        false => Some(port_range(&host).ok_or_else(|| format!("invalid hostPort: {host}"))?),
    };
    if let Some((host_start, host_end)) = hosts
        && end - start != host_end - host_start
        && end != start
    {
        return Err(format!(
            "invalid ranges specified for container and host Ports: {container} and {host}"
        ));
    }
    let proto = proto.to_lowercase();
    if !["tcp", "udp", "sctp"].contains(&proto.as_str()) {
        return Err(format!("invalid proto: {proto}"));
    }
    Ok((start..=end)
        .map(|port| PortMapping {
            container: format!("{port}/{proto}"),
            host_ip: ip.clone(),
            host_port: match hosts {
                None => String::new(),
                Some((host_start, host_end)) if start == end && host_start != host_end => {
                    format!("{host_start}-{host_end}")
                }
                Some((host_start, _)) => (u32::from(host_start) + u32::from(port - start)).to_string(),
            },
        })
        .collect())
}

/// The long form as the short one.
fn from_long(spec: &str) -> Result<String, String> {
    let (mut target, mut published, mut protocol) = (String::new(), String::new(), "tcp".to_string());
    for field in super::split_csv(spec) {
        let Some((key, value)) = field.split_once('=').filter(|(key, _)| !key.is_empty()) else {
            return Err(format!("invalid field: {field}"));
        };
        let number = || {
            value
                .parse::<u16>()
                .map_err(|_| format!("invalid {key} port ({value}): value must be an integer"))
        };
        match key {
            "protocol" if ["tcp", "udp", "sctp"].contains(&value) => protocol = value.to_string(),
            "protocol" => return Err(format!("invalid protocol value '{value}'")),
            "mode" if ["ingress", "host"].contains(&value) => {}
            "mode" => {
                return Err(format!(
                    "invalid publish mode value ({value}): must be either 'ingress' or 'host'"
                ));
            }
            "target" => {
                number()?;
                target = value.to_string();
            }
            "published" => {
                number()?;
                published = value.to_string();
            }
            _ => return Err(format!("invalid field key: {key}")),
        }
    }
    if target.is_empty() {
        return Err(format!("missing mandatory field '{}'", "target"));
    }
    Ok(match published.is_empty() {
        true => format!("{target}/{protocol}"),
        false => format!("{published}:{target}/{protocol}"),
    })
}

/// Reads one `--expose`: every port of the range, `80/tcp`.
pub fn parse_expose(spec: &str) -> Result<Vec<String>, String> {
    let failed = |why: String| format!("invalid range format for --expose: {why}");
    let (range, proto) = spec.split_once('/').unwrap_or((spec, "tcp"));
    let proto = proto.to_lowercase();
    if range.is_empty() {
        return Err(failed("invalid port range: value is empty".into()));
    }
    let (start, end) = port_range(range).ok_or_else(|| failed(format!("invalid port range '{range}': invalid syntax")))?;
    Ok((start..=end).map(|port| format!("{port}/{proto}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_pair_up() {
        let ports = parse_publish("9001-9002:9001-9002").unwrap();
        assert_eq!(ports[1].container, "9002/tcp");
        assert_eq!(ports[1].host_port, "9002");
        assert_eq!(parse_publish("127.0.0.1:8085:80").unwrap()[0].host_ip, "127.0.0.1");
        assert_eq!(parse_publish("53/udp").unwrap()[0].host_port, "");
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse_publish("80:http").unwrap_err(), "invalid containerPort: http");
        assert_eq!(parse_publish("70000:80").unwrap_err(), "invalid hostPort: 70000");
        assert_eq!(parse_publish("1.2.3:80:80").unwrap_err(), "invalid IP address: 1.2.3");
        assert_eq!(parse_publish("8080:80/icmp").unwrap_err(), "invalid proto: icmp");
        assert_eq!(
            parse_publish("9001-9003:80-81").unwrap_err(),
            "invalid ranges specified for container and host Ports: 80-81 and 9001-9003"
        );
    }
}
