//! `hostname`.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("short", 's'),
        ("fqdn", 'f'),
        ("long", 'f'),
        ("domain", 'd'),
        ("ip-address", 'i'),
        ("all-ip-addresses", 'I'),
        ("file", 'F'),
    ];
    let options = t.options("sidfIF:", &long).await?;
    let name = t.sys.hostname();
    if options.has('i') || options.has('I') {
        let ns = t.sys.net_ns();
        let addresses: Vec<String> = t
            .sys
            .machine()
            .net(|net| net.interfaces(ns))
            .iter()
            .map(|i| i.address.to_string())
            .filter(|a| !a.starts_with("127."))
            .collect();
        let text = if options.has('I') {
            format!("{} ", addresses.join(" "))
        } else {
            addresses.join(" ")
        };
        return t.line(text).await;
    }
    if options.has('d') {
        let domain = name.split_once('.').map(|(_, d)| d.to_string()).unwrap_or_default();
        return t.line(domain).await;
    }
    let new = match options.value('F') {
        Some(file) => t.slurp(file).await.map(|b| String::from_utf8_lossy(&b).trim().to_string()),
        None => options.rest.first().cloned(),
    };
    if let Some(new) = new {
        if let Err(error) = t.sys.set_hostname(&new) {
            let message = t.words(
                format!("sethostname: {error}"),
                "you must be root to change the host name".to_string(),
            );
            return Err(t.fail(message).await);
        }
        return Ok(());
    }
    let text = if options.has('s') {
        name.split('.').next().unwrap_or_default().to_string()
    } else {
        name
    };
    t.line(text).await
}
