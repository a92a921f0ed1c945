//! Requests of the interpreter on sockets, and names of hosts.
//!
//! The machine makes a socket when it listens or connects; until then a descriptor holds its place.
//! A stream socket listens from the moment it is bound, so that a taken port is an error of `bind`.
//! The socket of a datagram only remembers its peer.

use super::Host;
use super::calls::{Answer, errno, failed, timed};
use machine::{Errno, FileObject, OpenFile, ResolveError, Sys};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;
use syscalls::{Address, Call, HostError, Reply};

const STREAM: i32 = 1;
const EOPNOTSUPP: i32 = 95;
const EAFNOSUPPORT: i32 = 97;
const EISCONN: i32 = 106;
/// getaddrinfo(3)'s numbers.
const EAI_NONAME: i32 = -2;
const EAI_AGAIN: i32 = -3;

/// The sockets of a process that the machine doesn't know yet, by descriptor.
#[derive(Default)]
pub(crate) struct Sockets(BTreeMap<i32, Fresh>);

struct Fresh {
    kind: i32,
    peer: Option<(Ipv4Addr, u16)>,
}

impl Sockets {
    /// The descriptor is something else now, or nothing.
    pub(super) fn forget(&mut self, fd: i32) {
        self.0.remove(&fd);
    }
}

fn address((host, port): &Address) -> Result<(Ipv4Addr, u16), HostError> {
    let ip = match host.as_str() {
        "" | "::" => Ipv4Addr::UNSPECIFIED,
        "::1" => Ipv4Addr::LOCALHOST,
        text => text.parse().map_err(|_| errno(EAFNOSUPPORT))?,
    };
    Ok((ip, *port))
}

fn named((ip, port): (Ipv4Addr, u16)) -> Address {
    (ip.to_string(), port)
}

/// Puts what the machine made at `made` in the place of `fd`.
fn settle(host: &Host, made: i32, fd: i32) -> Result<(), Errno> {
    let file = host.sys.file(made)?;
    host.sys.close(made)?;
    host.sockets.borrow_mut().forget(fd);
    host.sys.install_file(fd, file, true)
}

fn fresh_kind(host: &Host, fd: i32) -> Option<i32> {
    host.sockets.borrow().0.get(&fd).map(|fresh| fresh.kind)
}

/// ENOTSOCK for a file, ENOTCONN for a socket without a peer.
fn connected(host: &Host, fd: i32) -> Result<(), HostError> {
    let file = host.sys.file(fd).map_err(failed)?;
    match file.object {
        FileObject::Stream(_) => Ok(()),
        FileObject::Listener(_) => Err(failed(Errno::ENOTCONN)),
        _ if fresh_kind(host, fd).is_some() => Err(failed(Errno::ENOTCONN)),
        _ => Err(failed(Errno::ENOTSOCK)),
    }
}

/// Answers a request on sockets.
pub(super) async fn answer(host: &Host, call: Call) -> Answer {
    let sys = &host.sys;
    match call {
        Call::Socket { family, kind } => {
            if !matches!(family, 2 | 10) {
                return Err(errno(EAFNOSUPPORT));
            }
            let fd = sys.add_file(OpenFile::null(), 3, true).map_err(failed)?;
            let fresh = Fresh {
                kind: kind & 0xf,
                peer: None,
            };
            host.sockets.borrow_mut().0.insert(fd, fresh);
            Ok(Reply::Int(fd.into()))
        }
        Call::Bind { fd, address: at } => {
            let (ip, port) = address(&at)?;
            match fresh_kind(host, fd) {
                Some(STREAM) => {
                    let made = sys.listen(ip, port).map_err(failed)?;
                    settle(host, made, fd).map_err(failed)?;
                    Ok(Reply::Unit)
                }
                Some(_) => Err(errno(EOPNOTSUPP)),
                None => Err(failed(Errno::EINVAL)),
            }
        }
        Call::Listen { fd, .. } => match sys.file(fd).map_err(failed)?.object {
            FileObject::Listener(_) => Ok(Reply::Unit),
            _ => match fresh_kind(host, fd) {
                Some(STREAM) => {
                    let made = sys.listen(Ipv4Addr::UNSPECIFIED, 0).map_err(failed)?;
                    settle(host, made, fd).map_err(failed)?;
                    Ok(Reply::Unit)
                }
                _ => Err(errno(EOPNOTSUPP)),
            },
        },
        Call::Accept { fd, timeout } => {
            timed(sys, timeout, async {
                let (made, peer) = sys.accept(fd).await.map_err(failed)?;
                sys.set_cloexec(made, true).map_err(failed)?;
                Ok(Reply::Accepted {
                    fd: made,
                    peer: named(peer),
                })
            })
            .await
        }
        Call::Connect {
            fd,
            address: to,
            timeout,
        } => {
            let (ip, port) = address(&to)?;
            match fresh_kind(host, fd) {
                Some(STREAM) => {}
                Some(_) => {
                    if let Some(fresh) = host.sockets.borrow_mut().0.get_mut(&fd) {
                        fresh.peer = Some((ip, port));
                    }
                    return Ok(Reply::Unit);
                }
                None => return Err(errno(EISCONN)),
            }
            // A connection of a socket that does not block is made at once.
            timed(sys, timeout.filter(|nanos| *nanos > 0), async {
                let made = sys.connect(ip, port).await.map_err(failed)?;
                settle(host, made, fd).map_err(failed)?;
                Ok(Reply::Unit)
            })
            .await
        }
        Call::Send { fd, data, timeout } => {
            connected(host, fd)?;
            let len = i64::try_from(data.len()).unwrap_or(i64::MAX);
            timed(sys, timeout.filter(|nanos| *nanos > 0), async {
                sys.write(fd, &data).await.map_err(failed)?;
                Ok(Reply::Int(len))
            })
            .await
        }
        Call::Recv { fd, len, timeout } => {
            connected(host, fd)?;
            timed(sys, timeout, async {
                sys.read(fd, len).await.map(Reply::Bytes).map_err(failed)
            })
            .await
        }
        Call::Recvfrom { fd, len, timeout } => {
            connected(host, fd)?;
            let from = named(sys.peer_name(fd).map_err(failed)?);
            timed(sys, timeout, async {
                let data = sys.read(fd, len).await.map_err(failed)?;
                Ok(Reply::Datagram { data, from })
            })
            .await
        }
        Call::Sendto { .. } => Err(errno(EOPNOTSUPP)),
        Call::Shutdown { fd, how } => {
            connected(host, fd)?;
            if how != 0 {
                sys.shutdown(fd).map_err(failed)?;
            }
            Ok(Reply::Unit)
        }
        Call::Setsockopt { fd, .. } => sys.file(fd).map(|_| Reply::Unit).map_err(failed),
        Call::Getsockname { fd } => Ok(Reply::Addr(named(own_name(host, fd)?))),
        Call::Getpeername { fd } => {
            let peer = host.sockets.borrow().0.get(&fd).and_then(|fresh| fresh.peer);
            if let Some(peer) = peer {
                return Ok(Reply::Addr(named(peer)));
            }
            connected(host, fd)?;
            Ok(Reply::Addr(named(sys.peer_name(fd).map_err(failed)?)))
        }
        Call::Resolve { host: name } => resolve(sys, &name),
        Call::Poll { read, write, timeout } => {
            let timeout = if write.is_empty() { timeout } else { Some(0) };
            let wait = timeout.map(Duration::from_nanos);
            let read = if timeout == Some(0) {
                let ready = read.into_iter().filter(|fd| sys.readable(*fd).unwrap_or(true));
                ready.collect()
            } else {
                sys.poll_readable(&read, wait).await.map_err(failed)?
            };
            Ok(Reply::Ready { read, write })
        }
        _ => Err(failed(Errno::ENOSYS)),
    }
}

fn own_name(host: &Host, fd: i32) -> Result<(Ipv4Addr, u16), HostError> {
    let sys = &host.sys;
    let fresh = host.sockets.borrow().0.get(&fd).map(|fresh| fresh.peer);
    match fresh {
        None => sys.socket_name(fd).map_err(failed),
        Some(None) => Ok((Ipv4Addr::UNSPECIFIED, 0)),
        // The address from which the peer would be reached.
        Some(Some((peer, _))) if peer.is_loopback() => Ok((Ipv4Addr::LOCALHOST, 40_000)),
        Some(Some(_)) => {
            let ns = sys.net_ns();
            let first = sys.machine().net(|net| net.interfaces(ns).first().map(|one| one.address));
            Ok((first.unwrap_or(Ipv4Addr::LOCALHOST), 40_000))
        }
    }
}

fn resolve(sys: &Sys, name: &str) -> Answer {
    match sys.lookup_host(name) {
        Ok(found) => Ok(Reply::Names(found.iter().map(Ipv4Addr::to_string).collect())),
        Err(ResolveError::NotFound) => Err(errno(EAI_NONAME)),
        Err(ResolveError::Unreachable) => Err(errno(EAI_AGAIN)),
    }
}
