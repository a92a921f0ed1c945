//! `ping`, as busybox and iputils print it.

use crate::tool::{Exit, Run, Tool, tool};
use machine::{Errno, Signal};
use std::net::Ipv4Addr;
use std::time::Duration;

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("c:i:W:w:s:qnAtI:4v6", &[]).await?;
    let Some(host) = options.rest.first().cloned() else {
        if t.gnu {
            t.stderr("ping: usage error: Destination address required\n").await;
            return Err(Exit(1));
        }
        return Err(t.usage().await);
    };
    let mut numbers = [None; 4];
    for (slot, letter) in numbers.iter_mut().zip(['c', 'i', 'W', 'w']) {
        if let Some(text) = options.value(letter) {
            match text.parse::<f64>().ok().filter(|n| *n >= 0.0 && *n < 1e9) {
                Some(number) => *slot = Some(number),
                None => {
                    let message = t.words(format!("invalid number '{text}'"), format!("invalid argument: '{text}'"));
                    return Err(t.fail(message).await);
                }
            }
        }
    }
    let [count, interval, wait, deadline] = numbers;
    let size: u64 = options.value('s').and_then(|s| s.parse().ok()).unwrap_or(56);
    let address: Ipv4Addr = match t.sys.lookup_host(&host).ok().and_then(|l| l.first().copied()) {
        Some(address) => address,
        None => {
            let message = t.words(format!("bad address '{host}'"), format!("{host}: Name or service not known"));
            return Err(t.fail_with(if t.gnu { 2 } else { 1 }, message).await);
        }
    };
    let head = t.words(
        format!("PING {host} ({address}): {size} data bytes\n"),
        format!("PING {host} ({address}) {size}({}) bytes of data.\n", size + 28),
    );
    t.put(head).await?;
    let _ = t.out.flush().await;
    t.sys.catch_signal(Signal::INT);
    let started = t.sys.now();
    let (mut sent, mut times, mut errors): (u64, Vec<Duration>, u64) = (0, Vec::new(), 0);
    loop {
        let sequence = if t.gnu { sent + 1 } else { sent };
        let result = t.sys.ping(address).await;
        match result {
            Err(Errno::ENETUNREACH) if !t.gnu => return Err(t.fail("sendto: Network is unreachable").await),
            Err(Errno::ENETUNREACH) => {
                t.stderr("ping: connect: Network is unreachable\n").await;
                return Err(Exit(2));
            }
            Err(Errno::EINTR) => break,
            _ => {}
        }
        sent += 1;
        match result {
            Ok(time) => {
                times.push(time);
                let millis = time.as_secs_f64() * 1000.0;
                let bytes = size + 8;
                if !options.has('q') {
                    let line = t.words(
                        format!("{bytes} bytes from {address}: seq={sequence} ttl=64 time={millis:.3} ms\n"),
                        format!(
                            "{bytes} bytes from {}: icmp_seq={sequence} ttl=64 time={millis:.3} ms\n",
                            if host == address.to_string() {
                                host.clone()
                            } else {
                                format!("{host} ({address})")
                            }
                        ),
                    );
                    t.put(line).await?;
                    let _ = t.out.flush().await;
                }
            }
            Err(Errno::EHOSTUNREACH) if t.gnu => {
                errors += 1;
                t.put(format!("From {address} icmp_seq={sequence} Destination Host Unreachable\n"))
                    .await?;
            }
            Err(_) => {}
        }
        let spent = t.sys.now().since(started).as_secs_f64();
        if count.is_some_and(|c| sent as f64 >= c && c > 0.0) || deadline.is_some_and(|d| spent >= d) {
            if result.is_err() {
                let _ = t.sys.sleep(Duration::from_secs_f64(wait.unwrap_or(10.0))).await;
            }
            break;
        }
        let pause = interval.unwrap_or(1.0);
        let pause = deadline.map_or(pause, |d| pause.min((d - spent).max(0.0)));
        if t.sys.sleep(Duration::from_secs_f64(pause)).await.is_err() {
            break;
        }
        if deadline.is_some_and(|d| t.sys.now().since(started).as_secs_f64() >= d) {
            break;
        }
    }
    let received = times.len() as u64;
    let loss = ((sent - received) * 100).checked_div(sent).unwrap_or(0);
    let elapsed = t.sys.now().since(started).as_millis();
    let summary = t.words(
        format!("\n--- {host} ping statistics ---\n{sent} packets transmitted, {received} packets received, {loss}% packet loss\n"),
        format!(
            "\n--- {host} ping statistics ---\n{sent} packets transmitted, {received} received, {}{loss}% packet loss, time {elapsed}ms\n",
            if errors > 0 { format!("+{errors} errors, ") } else { String::new() }
        ),
    );
    t.put(summary).await?;
    if !times.is_empty() {
        let millis: Vec<f64> = times.iter().map(|d| d.as_secs_f64() * 1000.0).collect();
        let least = millis.iter().copied().fold(f64::MAX, f64::min);
        let most = millis.iter().copied().fold(0.0, f64::max);
        let mean = millis.iter().sum::<f64>() / millis.len() as f64;
        let deviation = (millis.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / millis.len() as f64).sqrt();
        let line = t.words(
            format!("round-trip min/avg/max = {least:.3}/{mean:.3}/{most:.3} ms\n"),
            format!("rtt min/avg/max/mdev = {least:.3}/{mean:.3}/{most:.3}/{deviation:.3} ms\n"),
        );
        t.put(line).await?;
    } else if t.gnu {
        t.put("\n").await?;
    }
    if received == 0 { Err(Exit(1)) } else { Ok(()) }
}
