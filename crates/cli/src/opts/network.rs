//! `--network`, in its short and its long form, and addresses as Go's net/netip reads them.

use super::{parse_int, quote, split_csv};

/// A network that a container joins, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkAttachment {
    pub target: String,
    pub aliases: Vec<String>,
    pub ip: String,
    pub ip6: String,
    pub mac: String,
    pub link_local: Vec<String>,
    pub driver_options: Vec<(String, String)>,
    pub priority: i64,
}

/// Reads one `--network`.
pub fn parse_network(value: &str) -> Result<NetworkAttachment, String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let long = value
        .split_once('=')
        .is_some_and(|(key, val)| key.ends_with(word) && val.starts_with(word));
    let mut network = NetworkAttachment::default();
    if !long {
        network.target = value.into();
        return Ok(network);
    }
    for field in split_csv(value) {
        let lower = field.to_lowercase();
        let (key, val) = lower
            .split_once('=')
            .filter(|(key, _)| !key.is_empty())
            .ok_or_else(|| format!("invalid field {field}"))?;
        let val = val.trim().to_string();
        match key.trim() {
            "name" => network.target = val,
            "alias" => network.aliases.push(val),
            "ip" => {
                parse_address(&val)?;
                network.ip = val;
            }
            "ip6" => {
                parse_address(&val)?;
                network.ip6 = val;
            }
            "mac-address" => network.mac = val,
            "link-local-ip" => {
                parse_address(&val)?;
                network.link_local.push(val);
            }
            "driver-opt" => {
                let (name, value) = val
                    .split_once('=')
                    .filter(|(name, _)| !name.is_empty())
                    .ok_or("invalid key value pair format in driver options")?;
                network.driver_options.push((name.into(), value.into()));
            }
            "gw-priority" => {
                network.priority = parse_int(&val).ok_or_else(|| format!("invalid gw-priority ({val}): invalid syntax"))?;
            }
            other => return Err(format!("invalid field key {other}")),
        }
    }
    if network.target.is_empty() {
        return Err("network name/id is not specified".into());
    }
    Ok(network)
}

/// Go's netip.ParseAddr: the address, or its message.
pub fn parse_address(text: &str) -> Result<std::net::IpAddr, String> {
    let failed = |why: &str| format!("ParseAddr({}): {why}", quote(text));
    let Some(kind) = text.find(['.', ':', '%']).and_then(|at| text.as_bytes().get(at)) else {
        return Err(failed("unable to parse IP"));
    };
    match kind {
        b'.' => parse_v4(text).map(Into::into).map_err(|why| failed(&why)),
        b':' => {
            let bare = text.split('%').next().unwrap_or_default();
            match bare.parse::<std::net::Ipv6Addr>() {
                Ok(address) => Ok(address.into()),
                Err(_) => Err(failed("unable to parse IP")),
            }
        }
        _ => Err(failed("missing IPv6 address")),
    }
}

fn parse_v4(text: &str) -> Result<std::net::Ipv4Addr, String> {
    let mut octets = Vec::new();
    for part in text.split('.') {
        if let Some(bad) = part.chars().find(|c| !c.is_ascii_digit()) {
            let at = part.find(bad).and_then(|_| text.find(bad)).unwrap_or(0);
            let rest = text.get(at..).unwrap_or_default();
            return Err(format!("unexpected character (at {})", quote(rest)));
        }
        if part.is_empty() {
            return Err("IPv4 field must have at least one digit".into());
        }
        if part.len() > 1 && part.starts_with('0') {
            return Err("IPv4 field has octet with leading zero".into());
        }
        match part.parse::<u32>() {
            Ok(n) if n <= 255 => octets.push(n as u8),
            _ => return Err("IPv4 field has value >255".into()),
        }
    }
    match octets.as_slice() {
        [a, b, c, d] => Ok(std::net::Ipv4Addr::new(*a, *b, *c, *d)),
        more if more.len() > 4 => Err("IPv4 address too long".into()),
        _ => Err("IPv4 address too short".into()),
    }
}

/// Go's netip.ParsePrefix: an address and the length of its network part.
pub fn parse_prefix(text: &str) -> Result<(std::net::IpAddr, u8), String> {
    let failed = |why: String| format!("netip.ParsePrefix({}): {why}", quote(text));
    let (address, bits) = text.rsplit_once('/').ok_or_else(|| failed("no '/'".into()))?;
    let parsed = parse_address(address).map_err(failed)?;
    let most = if parsed.is_ipv4() { 32 } else { 128 };
    let digits = !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit());
    let length: u32 = match bits.parse() {
        Ok(n) if digits && (bits.len() == 1 || !bits.starts_with('0')) => n,
        _ => return Err(failed(format!("bad bits after slash: {}", quote(bits)))),
    };
    if length > most {
        return Err(failed("prefix length out of range".into()));
    }
    Ok((parsed, length as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_long_form_names_its_parts() {
        let network = parse_network("name=shop,alias=db,ip=172.20.0.9").unwrap();
        assert_eq!(network.target, "shop");
        assert_eq!(network.aliases, ["db"]);
        assert_eq!(parse_network("container:web").unwrap().target, "container:web");
    }

    #[test]
    fn addresses_fail_with_gos_words() {
        assert_eq!(
            parse_prefix("172.33.0.300/16").unwrap_err(),
            "netip.ParsePrefix(\"172.33.0.300/16\"): ParseAddr(\"172.33.0.300\"): IPv4 field has value >255"
        );
        assert_eq!(
            parse_prefix("10.0.0.0").unwrap_err(),
            "netip.ParsePrefix(\"10.0.0.0\"): no '/'"
        );
        assert_eq!(
            parse_address("1.2.3").unwrap_err(),
            "ParseAddr(\"1.2.3\"): IPv4 address too short"
        );
    }
}
