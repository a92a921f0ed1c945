//! `nslookup`, `dig`, `host` and `getent`: what names and databases say. Only A and PTR records exist.

use crate::tool::{Exit, Run, Tool, tool};
use crate::users::Users;
use machine::ResolveError;
use std::net::Ipv4Addr;

tool!();

fn server(t: &Tool) -> String {
    let conf = t.sys.read_file("/etc/resolv.conf").unwrap_or_default();
    let text = String::from_utf8_lossy(&conf).into_owned();
    text.lines()
        .find_map(|l| l.trim().strip_prefix("nameserver"))
        .map(|a| a.trim().to_string())
        .unwrap_or_else(|| "127.0.0.1".into())
}

fn reverse(t: &Tool, address: Ipv4Addr) -> Option<String> {
    let ns = t.sys.net_ns();
    t.sys.machine().net(|net| net.reverse(ns, address))
}

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "getent" => getent(t).await,
        "dig" => dig(t).await,
        "host" => host(t).await,
        _ => nslookup(t).await,
    }
}

fn in_addr(address: Ipv4Addr) -> String {
    let [a, b, c, d] = address.octets();
    format!("{d}.{c}.{b}.{a}.in-addr.arpa")
}

async fn nslookup(t: &mut Tool) -> Run {
    let operands: Vec<String> = t.args.iter().filter(|a| !a.starts_with('-')).cloned().collect();
    let Some(name) = operands.first().cloned() else {
        return Err(t.usage().await);
    };
    let server = operands.get(1).cloned().unwrap_or_else(|| server(t));
    let head = t.words(
        format!("Server:\t\t{server}\nAddress:\t{server}:53\n\n"),
        format!("Server:\t\t{server}\nAddress:\t{server}#53\n\n"),
    );
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        t.put(head).await?;
        let text = match reverse(t, address) {
            Some(found) if t.gnu => format!("{}\tname = {found}.\n\n", in_addr(address)),
            Some(found) => format!("Non-authoritative answer:\n{}\tname = {found}\n\n", in_addr(address)),
            None if t.gnu => format!("** server can't find {}: NXDOMAIN\n\n", in_addr(address)),
            None => format!("** server can't find {}: NXDOMAIN\n\n", in_addr(address)),
        };
        t.status = i32::from(text.starts_with("**"));
        return t.put(text).await;
    }
    match t.sys.dns(&name) {
        Ok(addresses) => {
            t.put(head).await?;
            let mut text = String::from("Non-authoritative answer:\n");
            for address in addresses {
                text.push_str(&format!("Name:\t{name}\nAddress: {address}\n"));
            }
            text.push('\n');
            if !t.gnu {
                text.push_str("Non-authoritative answer:\n\n");
            }
            t.put(text).await
        }
        Err(ResolveError::NotFound) => {
            t.put(head).await?;
            let line = format!("** server can't find {name}: NXDOMAIN\n");
            let text = if t.gnu {
                format!("{line}\n")
            } else {
                format!("{line}\n{line}\n")
            };
            t.put(text).await?;
            Err(Exit(1))
        }
        Err(ResolveError::Unreachable) => {
            let message = t.words(
                ";; connection timed out; no servers could be reached\n\n".to_string(),
                format!(";; communications error to {server}#53: connection refused\n;; no servers could be reached\n\n"),
            );
            t.put(message).await?;
            Err(Exit(1))
        }
    }
}

async fn host(t: &mut Tool) -> Run {
    let Some(name) = t.args.iter().find(|a| !a.starts_with('-')).cloned() else {
        return Err(t.usage().await);
    };
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        return match reverse(t, address) {
            Some(found) => t.line(format!("{} domain name pointer {found}.", in_addr(address))).await,
            None => {
                t.line(format!("Host {}. not found: 3(NXDOMAIN)", in_addr(address))).await?;
                Err(Exit(1))
            }
        };
    }
    match t.sys.dns(&name) {
        Ok(addresses) => {
            for address in addresses {
                t.line(format!("{name} has address {address}")).await?;
            }
            Ok(())
        }
        Err(_) => {
            t.line(format!("Host {name} not found: 3(NXDOMAIN)")).await?;
            Err(Exit(1))
        }
    }
}

async fn dig(t: &mut Tool) -> Run {
    let (mut short, mut name, mut kind, mut at, mut reversed) = (false, None, "A".to_string(), server(t), false);
    let mut plain = false;
    for word in t.args.clone() {
        match word.as_str() {
            "+short" => short = true,
            "+noall" | "+answer" => plain = true,
            "-x" => reversed = true,
            word if word.starts_with('+') => {}
            word if word.starts_with('@') => at = word.trim_start_matches('@').to_string(),
            word if word.starts_with('-') => {}
            word if ["A", "AAAA", "MX", "TXT", "NS", "CNAME", "PTR", "ANY", "SOA", "SRV"]
                .contains(&word.to_ascii_uppercase().as_str()) =>
            {
                kind = word.to_ascii_uppercase()
            }
            word => name = Some(word.to_string()),
        }
    }
    let name = name.unwrap_or_else(|| ".".into());
    let (question, answers, found): (String, Vec<String>, bool) = match name.parse::<Ipv4Addr>() {
        Ok(address) if reversed => {
            let question = in_addr(address);
            kind = "PTR".into();
            match reverse(t, address) {
                Some(found) => (question, vec![format!("{found}.")], true),
                None => (question, Vec::new(), false),
            }
        }
        _ => match t.sys.dns(&name) {
            Ok(list) if kind == "A" => (name, list.iter().map(|a| a.to_string()).collect(), true),
            Ok(_) => (name, Vec::new(), true),
            Err(ResolveError::NotFound) => (name, Vec::new(), false),
            Err(ResolveError::Unreachable) => {
                t.put(format!(
                    ";; communications error to {at}#53: connection refused\n;; no servers could be reached\n"
                ))
                .await?;
                return Err(Exit(9));
            }
        },
    };
    if short {
        for answer in answers {
            t.line(answer).await?;
        }
        return Ok(());
    }
    let lines: String = answers
        .iter()
        .map(|a| format!("{question}.\t\t600\tIN\t{kind}\t{a}\n"))
        .collect();
    if plain {
        return t.put(lines).await;
    }
    let id = t.sys.machine().random(|r| r.below(65_536));
    let mut text = format!(
        "\n; <<>> DiG 9.18.28-1~deb12u2-Debian <<>> {}\n;; global options: +cmd\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: {}, id: {id}\n;; flags: qr rd ra; QUERY: 1, ANSWER: {}, AUTHORITY: 0, ADDITIONAL: 0\n\n;; QUESTION SECTION:\n;{question}.\t\t\tIN\t{kind}\n\n",
        t.args.join(" "),
        if found { "NOERROR" } else { "NXDOMAIN" },
        answers.len()
    );
    if !answers.is_empty() {
        text.push_str(&format!(";; ANSWER SECTION:\n{lines}\n"));
    }
    let when = crate::clock::format("%a %b %d %H:%M:%S %Z %Y", &crate::clock::Civil::from_nanos(t.sys.now().0));
    text.push_str(&format!(
        ";; Query time: 0 msec\n;; SERVER: {at}#53({at}) (UDP)\n;; WHEN: {when}\n;; MSG SIZE  rcvd: {}\n\n",
        40 + 16 * answers.len()
    ));
    t.put(text).await
}

async fn getent(t: &mut Tool) -> Run {
    let options = t.options("+s:i", &[]).await?;
    let Some((database, keys)) = options.rest.split_first() else {
        t.stderr("Usage: getent [OPTION...] database [key ...]\n").await;
        return Err(Exit(1));
    };
    let file = match database.as_str() {
        "passwd" | "group" | "shadow" | "services" | "protocols" | "networks" => format!("/etc/{database}"),
        "hosts" | "ahosts" | "ahostsv4" => return hosts(t, database, keys).await,
        other => {
            t.stderr(&t.words(
                format!("Unknown database: {other}\n"),
                format!("Unknown database: {other}\nTry `getent --help' or `getent --usage' for more information.\n"),
            ))
            .await;
            return Err(Exit(1));
        }
    };
    let users = Users::load(&t.sys);
    let bytes = t.sys.read_file(&file).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if keys.is_empty() {
        return t.put(text).await;
    }
    for key in keys {
        let wanted = match (database.as_str(), key.parse::<u32>()) {
            ("passwd", Ok(uid)) => users.by_uid(uid).map(|u| u.name.clone()),
            ("group", Ok(gid)) => users.group(gid).map(|g| g.name.clone()),
            _ => Some(key.clone()),
        };
        let line = text
            .lines()
            .find(|l| wanted.as_deref().is_some_and(|w| l.split([':', ' ', '\t']).next() == Some(w)));
        match line {
            Some(line) => t.line(line.to_string()).await?,
            None => t.status = 2,
        }
    }
    Ok(())
}

async fn hosts(t: &mut Tool, database: &str, keys: &[String]) -> Run {
    let bytes = t.sys.read_file("/etc/hosts").unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|l| {
            l.split('#')
                .next()
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_string)
                .collect()
        })
        .filter(|w: &Vec<String>| w.len() > 1)
        .collect();
    let show = |row: &[String]| {
        format!(
            "{:<15} {}",
            row.first().cloned().unwrap_or_default(),
            row.get(1..).unwrap_or_default().join(" ")
        )
    };
    if keys.is_empty() {
        for row in &rows {
            t.line(show(row)).await?;
        }
        return Ok(());
    }
    for key in keys {
        if database != "hosts" {
            match t.sys.lookup_host(key) {
                Ok(list) => {
                    for address in list {
                        t.line(format!("{address:<15} STREAM {key}")).await?;
                        t.line(format!("{address:<15} DGRAM  ")).await?;
                        t.line(format!("{address:<15} RAW    ")).await?;
                    }
                }
                Err(_) => t.status = 2,
            }
            continue;
        }
        if let Some(row) = rows
            .iter()
            .find(|r| r.iter().any(|w| w == key) && r.first().is_some_and(|a| a.parse::<Ipv4Addr>().is_ok()))
        {
            t.line(show(row)).await?;
            continue;
        }
        let found: Vec<(Ipv4Addr, String)> = match key.parse::<Ipv4Addr>() {
            Ok(address) => reverse(t, address).map(|n| (address, n)).into_iter().collect(),
            Err(_) => t
                .sys
                .lookup_host(key)
                .unwrap_or_default()
                .into_iter()
                .map(|a| (a, key.clone()))
                .collect(),
        };
        if found.is_empty() {
            t.status = 2;
        }
        for (address, name) in found {
            t.line(format!("{:<15} {name}", address.to_string())).await?;
        }
    }
    Ok(())
}
