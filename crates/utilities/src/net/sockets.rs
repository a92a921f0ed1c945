//! `netstat` and `ss`: who listens. Established connections are not listed: they are gone when one looks.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let ns = t.sys.net_ns();
    let mut listening = t.sys.machine().net(|net| net.listening(ns));
    listening.sort_by_key(|(address, port)| (*port, *address));
    listening.dedup();
    let flags: String = t
        .args
        .iter()
        .filter(|a| a.starts_with('-'))
        .flat_map(|a| a.trim_start_matches('-').chars())
        .collect();
    let shows = flags.contains('l') || flags.contains('a');
    if t.name == "ss" {
        let netid = !flags.contains('t');
        let (state, kind) = if netid {
            ("Netid State  ", "tcp   LISTEN ")
        } else {
            ("State  ", "LISTEN ")
        };
        let process = if flags.contains('p') { " Process" } else { "" };
        t.line(format!("{state}Recv-Q Send-Q Local Address:Port Peer Address:Port{process}"))
            .await?;
        for (address, port) in listening.iter().filter(|_| shows) {
            t.line(format!(
                "{kind}0      4096   {:>13}:{port:<4} {:>12}:*   ",
                address.to_string(),
                "0.0.0.0"
            ))
            .await?;
        }
        return Ok(());
    }
    if flags.contains('r') || flags.contains('i') {
        return Err(t.fail("drydock: -r and -i are not simulated; see route and ifconfig").await);
    }
    let title = if flags.contains('a') {
        "(servers and established)"
    } else if flags.contains('l') {
        "(only servers)"
    } else {
        "(w/o servers)"
    };
    t.line(format!("Active Internet connections {title}")).await?;
    let process = if flags.contains('p') { "PID/Program name" } else { "" };
    t.line(format!(
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State       {process}"
    ))
    .await?;
    for (address, port) in listening.iter().filter(|_| shows) {
        let local = format!("{address}:{port}");
        let program = if flags.contains('p') { "-" } else { "" };
        t.line(format!(
            "tcp        0      0 {local:<23} {:<23} LISTEN      {program}",
            "0.0.0.0:*"
        ))
        .await?;
    }
    if !flags.contains('t') && !flags.contains('u') {
        t.line(format!("Active UNIX domain sockets {title}")).await?;
        t.line("Proto RefCnt Flags       Type       State         I-Node Path")
            .await?;
    }
    Ok(())
}
