//! `docker port`.

use crate::call::{Call, Outcome};
use crate::verbs::refuse;
use std::net::SocketAddr;

pub async fn port(call: Call) -> Outcome {
    let name = call.argument(0);
    let ports = call.engine.container(name, |c| c.ports.clone())?;
    let wanted = match call.argument(1) {
        "" => None,
        text => {
            let (number, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
            if number.parse::<u16>().is_err() {
                return refuse(format!("invalid port '{number}': invalid syntax"));
            }
            Some(format!("{number}/{}", protocol.to_lowercase()))
        }
    };
    let mut lines: Vec<(u16, String)> = Vec::new();
    for (port, hosts) in ports.iter().filter(|(p, _)| wanted.as_ref().is_none_or(|w| w == *p)) {
        let number = port.split('/').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        for (address, public) in hosts {
            let start = if wanted.is_some() {
                String::new()
            } else {
                format!("{port} -> ")
            };
            lines.push((number, format!("{start}{}", SocketAddr::new(*address, *public))));
        }
    }
    if let (Some(_), true) = (&wanted, lines.is_empty()) {
        return refuse(format!("no public port '{}' published for {name}", call.argument(1)));
    }
    lines.sort();
    for (_, line) in lines {
        call.line(&line).await;
    }
    Ok(())
}
