//! `netstat` and `ss`: the TCP sockets of a network namespace. The other kinds of sockets, of which the machine has
//! none, have their titles only.

use crate::tool::{Run, Tool, tool};
use machine::Socket;

tool!();

const LISTEN: u8 = 10;

/// The sockets that are asked for: those that listen first, each by its port.
fn chosen(t: &Tool, listening: bool, connected: bool) -> Vec<Socket> {
    let mut sockets = t.sys.machine().sockets(t.sys.net_ns());
    sockets.retain(|s| if s.state == LISTEN { listening } else { connected });
    sockets.sort_by_key(|s| (s.state != LISTEN, s.local.1, s.local.0, s.peer));
    sockets.dedup_by_key(|s| (s.local, s.peer));
    sockets
}

fn shown((address, port): machine::Address) -> String {
    match port {
        0 => format!("{address}:*"),
        port => format!("{address}:{port}"),
    }
}

/// The number and the name of the process that has a socket, where one sees it.
fn program(t: &Tool, socket: &Socket) -> Option<(machine::Pid, String)> {
    let owner = socket.owner?;
    let seen = t.sys.processes();
    let view = seen.iter().find(|p| p.pid == owner)?;
    let may = t.sys.cred().uid == 0 || t.sys.cred().uid == view.uid;
    let name = view.argv.first()?.rsplit('/').next()?.to_string();
    may.then_some((view.local, name))
}

async fn run(t: &mut Tool) -> Run {
    let flags: String = t
        .args
        .iter()
        .filter(|a| a.starts_with('-'))
        .flat_map(|a| a.trim_start_matches('-').chars())
        .collect();
    let has = |flag| flags.contains(flag);
    let tcp = has('t') || !['u', 'w', 'x'].iter().any(|kind| has(*kind));
    let (listening, connected) = (has('l') || has('a'), has('a') || !has('l'));
    let sockets = chosen(t, listening && tcp, connected && tcp);
    if t.name == "ss" {
        return ss(t, &flags, &sockets).await;
    }
    if has('r') {
        return super::address::routes(t, true).await;
    }
    if has('i') {
        return Err(t.fail("drydock: -i is not simulated; see ifconfig").await);
    }
    let title = if has('a') {
        "(servers and established)"
    } else if has('l') {
        "(only servers)"
    } else {
        "(w/o servers)"
    };
    t.line(format!("Active Internet connections {title}")).await?;
    let process = if has('p') { "PID/Program name" } else { "" };
    t.line(format!(
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State       {process}"
    ))
    .await?;
    for socket in &sockets {
        let state = match socket.state {
            LISTEN => "LISTEN",
            5 => "FIN_WAIT2",
            8 => "CLOSE_WAIT",
            _ => "ESTABLISHED",
        };
        let program = match program(t, socket).filter(|_| has('p')) {
            Some((pid, name)) => format!("{pid}/{name}").chars().take(19).collect(),
            None if has('p') => "-".to_string(),
            None => String::new(),
        };
        t.line(format!(
            "tcp   {:>6} {:>6} {:<23} {:<23} {state:<12}{program}",
            socket.waiting,
            0,
            shown(socket.local),
            shown(socket.peer)
        ))
        .await?;
    }
    if !has('t') && !has('u') {
        t.line(format!("Active UNIX domain sockets {title}")).await?;
        t.line("Proto RefCnt Flags       Type       State         I-Node Path")
            .await?;
    }
    Ok(())
}

async fn ss(t: &mut Tool, flags: &str, sockets: &[Socket]) -> Run {
    let (kind, netid) = if flags.contains('t') { ("", "") } else { ("tcp   ", "Netid ") };
    let title = if flags.contains('p') { " Process" } else { "" };
    t.line(format!(
        "{netid}State  Recv-Q Send-Q Local Address:Port Peer Address:Port{title}"
    ))
    .await?;
    for socket in sockets {
        let (state, room) = match socket.state {
            LISTEN => ("LISTEN", 4096),
            5 => ("FIN-WAIT-2", 0),
            8 => ("CLOSE-WAIT", 0),
            _ => ("ESTAB", 0),
        };
        let port = |port: u16| if port == 0 { "*".to_string() } else { port.to_string() };
        let process = match program(t, socket).filter(|_| flags.contains('p')) {
            Some((pid, name)) => format!(
                "users:((\"{}\",pid={pid},fd={}))",
                name.split(':').next().unwrap_or_default(),
                descriptor(t, pid, socket.inode)
            ),
            None => String::new(),
        };
        t.line(format!(
            "{kind}{state:<6} {:<6} {room:<6} {:>13}:{:<4} {:>12}:{:<4}{process}",
            socket.waiting,
            socket.local.0.to_string(),
            port(socket.local.1),
            socket.peer.0.to_string(),
            port(socket.peer.1)
        ))
        .await?;
    }
    Ok(())
}

/// The descriptor by which a process has a socket, as /proc tells it.
fn descriptor(t: &Tool, pid: machine::Pid, inode: u64) -> String {
    let dir = format!("/proc/{pid}/fd");
    let wanted = format!("socket:[{inode}]");
    t.sys
        .readdir(&dir)
        .unwrap_or_default()
        .into_iter()
        .find(|entry| {
            t.sys
                .readlink(&format!("{dir}/{}", entry.name))
                .is_ok_and(|text| text == wanted)
        })
        .map_or_else(|| "?".to_string(), |entry| entry.name)
}
