//! `docker network create`, `rm`, `ls`, `connect` and `disconnect`.

use crate::call::{Call, Failure, Outcome, daemon_words};
use crate::format::{self, Headings};
use crate::gotemplate::Value;
use crate::opts;
use crate::verbs::refuse;
use engine::{EndpointSettings, Error, NetworkRequest};
use std::net::{IpAddr, Ipv4Addr};

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
    let subnets = flags.all("subnet");
    let mut parsed = Vec::new();
    for subnet in &subnets {
        parsed.push(opts::parse_prefix(subnet).map_err(Failure::new)?);
    }
    let gateways = opts_list(&flags.all("gateway"));
    let ranges = opts_list(&flags.all("ip-range"));
    if subnets.is_empty() && (!gateways.is_empty() || !ranges.is_empty()) {
        let (what, value) = match (ranges.first(), gateways.first()) {
            (Some(range), _) => ("range", range),
            (None, Some(gateway)) => ("gateway", gateway),
            (None, None) => ("", &String::new()),
        };
        let what = if what == "range" { "ip-range" } else { what };
        return refuse(format!("no matching subnet for {what} {value}"));
    }
    if parsed.len() > 1 {
        return Err(Failure::not_simulated("a network with several subnets"));
    }
    let subnet = match parsed.first() {
        None => None,
        Some((IpAddr::V4(address), prefix)) => Some((*address, *prefix)),
        Some(_) => return Err(Failure::not_simulated("IPv6 networks")),
    };
    let within = |address: Ipv4Addr| {
        subnet.is_none_or(|(base, prefix)| {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            u32::from(address) & mask == u32::from(base) & mask
        })
    };
    let gateway = match gateways.first() {
        None => None,
        Some(text) => match opts::parse_address(text) {
            Ok(IpAddr::V4(address)) if within(address) => Some(address),
            _ => return refuse(format!("no matching subnet for gateway {text}")),
        },
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
    })?;
    call.line(&record.id).await;
    Ok(())
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
