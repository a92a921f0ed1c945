//! `nc`: a TCP connection between two streams, or a port's listener. Left out: UDP, -e.

use crate::tool::{Exit, Run, Tool, tool};
use machine::{Errno, Fd};
use std::net::Ipv4Addr;
use std::time::Duration;

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("lp:w:zvns:ue:kNq:i:", &[]).await?;
    if options.has('u') || options.has('e') {
        return Err(t.fail("drydock: -u and -e are not simulated").await);
    }
    let wait = options.value('w').and_then(|w| w.parse().ok()).map(Duration::from_secs);
    if options.has('l') {
        let port = options
            .value('p')
            .or(options.rest.last().map(String::as_str))
            .and_then(|p| p.parse::<u16>().ok());
        let Some(port) = port else { return Err(t.usage().await) };
        let listener = match t.sys.listen(Ipv4Addr::UNSPECIFIED, port) {
            Ok(fd) => fd,
            Err(error) => return Err(t.fail(format!("bind: {error}")).await),
        };
        if options.has('v') {
            t.stderr(&t.words(
                format!("listening on [::]:{port} ...\n"),
                format!("Listening on 0.0.0.0 {port}\n"),
            ))
            .await;
        }
        loop {
            let accepted = match wait {
                None => t.sys.accept(listener).await,
                Some(limit) => super::http::within(&t.sys, limit, t.sys.accept(listener))
                    .await
                    .unwrap_or(Err(Errno::ETIMEDOUT)),
            };
            let (fd, peer) = match accepted {
                Ok(found) => found,
                Err(error) => return Err(t.fail(format!("{error}")).await),
            };
            if options.has('v') {
                t.stderr(&format!(
                    "connect to [::ffff:{}]:{port} from [::ffff:{}]:{} ([::ffff:{}]:{})\n",
                    peer.0, peer.0, peer.1, peer.0, peer.1
                ))
                .await;
            }
            if !options.has('k') {
                let _ = t.sys.close(listener);
            }
            relay(t, fd, wait).await?;
            let _ = t.sys.close(fd);
            if !options.has('k') {
                return Ok(());
            }
        }
    }
    let [host, ports] = options.rest.as_slice() else {
        return Err(t.usage().await);
    };
    let (first, last) = match ports.split_once('-') {
        Some((a, b)) => (a.parse::<u16>(), b.parse::<u16>()),
        None => (ports.parse(), ports.parse()),
    };
    let (Ok(first), Ok(last)) = (first, last) else {
        let message = t.words(format!("bad port spec '{ports}'"), format!("port number invalid: {ports}"));
        return Err(t.fail(message).await);
    };
    let Some(address) = t.sys.lookup_host(host).ok().and_then(|l| l.first().copied()) else {
        let message = t.words(
            format!("bad address '{host}'"),
            format!("getaddrinfo for host \"{host}\" port {ports}: Name or service not known"),
        );
        return Err(t.fail(message).await);
    };
    let mut open = false;
    for port in first..=last {
        let attempt = t.sys.connect(address, port);
        let result = match wait {
            None => attempt.await,
            Some(limit) => super::http::within(&t.sys, limit, attempt)
                .await
                .unwrap_or(Err(Errno::ETIMEDOUT)),
        };
        match result {
            Ok(fd) => {
                open = true;
                if options.has('v') {
                    t.stderr(&t.words(
                        format!("{host} ({address}:{port}) open\n"),
                        format!("Connection to {host} ({address}) {port} port [tcp/*] succeeded!\n"),
                    ))
                    .await;
                }
                if !options.has('z') {
                    relay(t, fd, wait).await?;
                    return Ok(());
                }
                let _ = t.sys.close(fd);
            }
            Err(error) => {
                if !t.gnu && !options.has('z') || options.has('v') {
                    let message = t.words(
                        if error == Errno::ETIMEDOUT && wait.is_some() {
                            "timed out".to_string()
                        } else {
                            format!("can't connect to remote host ({address}): {error}")
                        },
                        format!("connect to {address} port {port} (tcp) failed: {error}"),
                    );
                    t.say(&message).await;
                }
            }
        }
    }
    if open { Ok(()) } else { Err(Exit(1)) }
}

/// Passes bytes both ways until the other side ends.
async fn relay(t: &mut Tool, fd: Fd, wait: Option<Duration>) -> Run {
    let mut sources = vec![0, fd];
    loop {
        let ready = match t.sys.poll_readable(&sources, wait).await {
            Ok(ready) if ready.is_empty() => return Err(Exit(1)),
            Ok(ready) => ready,
            Err(_) => return Err(Exit(1)),
        };
        for source in ready {
            let bytes = t.sys.read(source, 65_536).await.unwrap_or_default();
            if source == 0 {
                if bytes.is_empty() {
                    sources.retain(|f| *f != 0);
                    let _ = t.sys.shutdown(fd);
                } else if t.sys.write(fd, &bytes).await.is_err() {
                    return Err(Exit(1));
                }
                continue;
            }
            if bytes.is_empty() {
                return Ok(());
            }
            t.put(bytes).await?;
            let _ = t.out.flush().await;
        }
    }
}
