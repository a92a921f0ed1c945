//! `docker network create`, `rm`, `ls`, `connect` and `disconnect`.

use crate::call::{Call, Failure, Outcome, daemon_words};
use crate::format::{self, Headings};
use crate::gotemplate::Value;
use crate::opts;
use crate::verbs::refuse;
use engine::{EndpointSettings, Error, NetworkRequest};
use std::net::IpAddr;
use std::rc::Rc;

pub async fn create(call: Call) -> Outcome {
    let flags = &call.flags;
    for name in ["config-from", "config-only", "ingress", "scope"] {
        if flags.changed(name) {
            return Err(Failure::not_simulated(&format!("docker network create --{name}")));
        }
    }
    if flags.on("ipv6") || !flags.on_by_default("ipv4") {
        return Err(Failure::not_simulated("IPv6 networks"));
    }
    let ipam = flags.text("ipam-driver");
    if !["", "default", "null"].contains(&ipam.as_str()) {
        return refuse(format!("Error response from daemon: plugin {} not found", opts::quote(&ipam)));
    }
    let subnets = flags.all("subnet");
    let gateways = opts_list(&flags.all("gateway"));
    let ranges: Vec<String> = opts_list(&flags.all("ip-range")).iter().map(|r| masked(r)).collect();
    if subnets.len() < ranges.len() || subnets.len() < gateways.len() {
        return refuse("every ip-range or gateway must have a corresponding subnet");
    }
    let mut parsed: Vec<(IpAddr, u8)> = Vec::new();
    for subnet in &subnets {
        let (address, prefix) = opts::parse_prefix(subnet).map_err(Failure::new)?;
        if parsed
            .iter()
            .any(|other| contains(*other, address) || contains((address, prefix), other.0))
        {
            return refuse("multiple overlapping subnet configuration is not supported");
        }
        parsed.push((address, prefix));
    }
    let within = |address: IpAddr| parsed.iter().any(|subnet| contains(*subnet, address));
    for range in &ranges {
        if !opts::parse_prefix(range).is_ok_and(|(base, _)| within(base)) {
            return refuse(format!("no matching subnet for range {range}"));
        }
    }
    for gateway in &gateways {
        if !opts::parse_address(gateway).is_ok_and(within) {
            return refuse(format!("no matching subnet for gateway {gateway}"));
        }
    }
    let mut taken = Vec::new();
    for (_, text) in opts::pairs(&flags.all("aux-address")) {
        match opts::parse_address(&text) {
            Ok(address) if within(address) => taken.push(address),
            Ok(_) => return refuse(format!("no matching subnet for aux-address {text}")),
            Err(why) => return refuse(why),
        }
    }
    if parsed.iter().any(|(address, _)| address.is_ipv6()) {
        return Err(Failure::not_simulated("IPv6 networks"));
    }
    if parsed.len() > 1 && ["", "bridge"].contains(&flags.text("driver").as_str()) {
        return refuse("Error response from daemon: bridge driver doesn't support multiple subnets");
    }
    let subnet = match parsed.first() {
        Some((IpAddr::V4(address), prefix)) => Some((*address, *prefix)),
        _ => None,
    };
    let gateway = match gateways.first().map(|text| opts::parse_address(text)) {
        Some(Ok(IpAddr::V4(address))) => Some(address),
        _ => None,
    };
    let record = call.engine.create_network(NetworkRequest {
        name: call.argument(0).to_string(),
        driver: flags.text("driver"),
        internal: flags.on("internal"),
        attachable: flags.on("attachable"),
        labels: opts::pairs(&flags.all("label")).into_iter().collect(),
        options: opts::pairs(&flags.all("opt")).into_iter().collect(),
        subnet,
        gateway,
        ip_range: ranges.first().cloned().unwrap_or_default(),
        reserved: taken
            .into_iter()
            .filter_map(|address| match address {
                IpAddr::V4(address) => Some(address),
                IpAddr::V6(_) => None,
            })
            .collect(),
    })?;
    call.line(&record.id).await;
    Ok(())
}

/// A range without the bits behind its prefix.
fn masked(range: &str) -> String {
    match opts::parse_prefix(range) {
        Ok((IpAddr::V4(address), prefix)) => {
            let mask = u32::MAX.checked_shl(32u32.saturating_sub(prefix.into())).unwrap_or(0);
            format!("{}/{prefix}", std::net::Ipv4Addr::from(u32::from(address) & mask))
        }
        _ => range.to_string(),
    }
}

/// Whether a subnet has an address.
fn contains((base, prefix): (IpAddr, u8), address: IpAddr) -> bool {
    let same = |a: u128, b: u128, bits: u32| {
        let mask = u128::MAX.checked_shl(bits.saturating_sub(u32::from(prefix))).unwrap_or(0);
        a & mask == b & mask
    };
    match (base, address) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(u32::from(a).into(), u32::from(b).into(), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(a.into(), b.into(), 128),
        _ => false,
    }
}

fn opts_list(values: &[String]) -> Vec<String> {
    values.iter().flat_map(|v| opts::split_csv(v)).collect()
}

pub async fn rm(call: Call) -> Outcome {
    let mut failed = false;
    for name in call.arguments() {
        match call.engine.remove_network(name) {
            Ok(()) => call.line(name).await,
            Err(Error::NotFound(_)) if call.flags.on("force") => {}
            Err(error) => {
                call.err(&daemon_words(&error)).await;
                failed = true;
            }
        }
    }
    match failed {
        true => refuse("exit status 1"),
        false => Ok(()),
    }
}

const HEADINGS: Headings = &[
    ("ID", "NETWORK ID"),
    ("Name", "NAME"),
    ("Driver", "DRIVER"),
    ("Scope", "SCOPE"),
    ("IPv4", "IPV4"),
    ("IPv6", "IPV6"),
    ("Internal", "INTERNAL"),
    ("Labels", "LABELS"),
    ("CreatedAt", "CREATED AT"),
];

pub async fn ls(call: Call) -> Outcome {
    let trunc = !call.flags.on("no-trunc");
    let mut networks = call.engine.networks(&call.filters())?;
    networks.sort_by(|a, b| a.name.cmp(&b.name));
    let rows: Vec<Value> = networks
        .iter()
        .map(|n| {
            let labels: Vec<String> = n.labels.iter().map(|(k, v)| format!("{k}={v}")).collect();
            format::row(
                "*network.networkContext",
                vec![
                    ("CreatedAt", format::go_time(n.created).into()),
                    ("Driver", n.driver.as_str().into()),
                    ("ID", if trunc { format::short_id(&n.id) } else { n.id.clone() }.into()),
                    ("IPv4", "true".into()),
                    ("IPv6", "false".into()),
                    ("Internal", n.internal.to_string().into()),
                    ("Label", format::label_method(Rc::new(n.labels.clone()))),
                    ("Labels", labels.join(",").into()),
                    ("Name", n.name.as_str().into()),
                    ("Scope", "local".into()),
                ],
            )
        })
        .collect();
    let format = match call.flags.get("format").unwrap_or_default() {
        "" | "table" if call.flags.on("quiet") => "{{.ID}}",
        "" | "table" => "table {{.ID}}\\t{{.Name}}\\t{{.Driver}}\\t{{.Scope}}",
        "raw" if call.flags.on("quiet") => "network_id: {{.ID}}",
        "raw" => "network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n",
        custom => custom,
    };
    call.out(&format::render(format, HEADINGS, &rows)?).await;
    Ok(())
}

pub async fn connect(call: Call) -> Outcome {
    let flags = &call.flags;
    if flags.changed("ip6") || flags.changed("link-local-ip") {
        return Err(Failure::not_simulated("IPv6 networks"));
    }
    let ipv4_address = match flags.get("ip").map(opts::parse_address) {
        Some(Ok(IpAddr::V4(address))) => Some(address),
        _ => None,
    };
    let settings = EndpointSettings {
        aliases: flags.all("alias"),
        ipv4_address,
        mac_address: String::new(),
        links: flags.all("link"),
    };
    Ok(call.engine.connect_network(call.argument(0), call.argument(1), settings)?)
}

pub async fn disconnect(call: Call) -> Outcome {
    Ok(call
        .engine
        .disconnect_network(call.argument(0), call.argument(1), call.flags.on("force"))?)
}
