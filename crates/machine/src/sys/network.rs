//! System calls on sockets, and name resolution as the C library does it.

use super::Sys;
use crate::file::{Fd, FileObject, Flags, OpenFile};
use crate::net::{NetNsId, ResolveError};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use vfs::Errno;

/// An address and a port.
pub type Address = (Ipv4Addr, u16);

const BOTH: Flags = Flags {
    read: true,
    write: true,
    append: false,
    create: false,
    exclusive: false,
    truncate: false,
    directory: false,
    no_follow: false,
    cloexec: false,
};

impl Sys {
    pub fn net_ns(&self) -> NetNsId {
        self.with(|p| p.ns.net).unwrap_or(NetNsId::HOST)
    }

    /// A listening TCP socket; port 0 picks one. Errors: EADDRINUSE, EADDRNOTAVAIL, EACCES.
    pub fn listen(&self, address: Ipv4Addr, port: u16) -> Result<Fd, Errno> {
        let listener = self.machine().net(|net| net.listen(self.net_ns(), address, port))?;
        self.add_file(OpenFile::new(FileObject::Listener(listener), BOTH), 0, false)
    }

    /// The next connection and who made it.
    pub async fn accept(&self, fd: Fd) -> Result<(Fd, Address), Errno> {
        let file = self.file(fd)?;
        let FileObject::Listener(listener) = &file.object else {
            return Err(Errno::ENOTSOCK);
        };
        let stream = self
            .block(|context| match listener.backlog.borrow_mut().pop_front() {
                Some(stream) => Poll::Ready(stream),
                None => {
                    listener.waiters.register(context);
                    Poll::Pending
                }
            })
            .await?;
        let peer = stream.peer;
        let fd = self.add_file(OpenFile::new(FileObject::Stream(stream), BOTH), 0, false)?;
        Ok((fd, peer))
    }

    /// A TCP connection. Errors: ECONNREFUSED, EHOSTUNREACH (after a while), ETIMEDOUT (after a long
    /// while), ENETUNREACH.
    pub async fn connect(&self, address: Ipv4Addr, port: u16) -> Result<Fd, Errno> {
        let result = self.machine().net(|net| net.connect(self.net_ns(), address, port));
        self.machine().advance(Duration::from_micros(150));
        match result {
            Ok(stream) => self.add_file(OpenFile::new(FileObject::Stream(stream), BOTH), 0, false),
            Err(error) => {
                match error {
                    Errno::EHOSTUNREACH => self.sleep(Duration::from_millis(3_060)).await?,
                    Errno::ETIMEDOUT => self.sleep(Duration::from_secs(131)).await?,
                    _ => {}
                }
                Err(error)
            }
        }
    }

    /// Says that no more will be written.
    pub fn shutdown(&self, fd: Fd) -> Result<(), Errno> {
        match &self.file(fd)?.object {
            FileObject::Stream(stream) => {
                stream.shut_down();
                Ok(())
            }
            _ => Err(Errno::ENOTSOCK),
        }
    }

    /// A socket's own address.
    pub fn socket_name(&self, fd: Fd) -> Result<Address, Errno> {
        match &self.file(fd)?.object {
            FileObject::Stream(stream) => Ok(stream.local),
            FileObject::Listener(listener) => Ok((listener.address, listener.port)),
            _ => Err(Errno::ENOTSOCK),
        }
    }

    /// The other end's address.
    pub fn peer_name(&self, fd: Fd) -> Result<Address, Errno> {
        match &self.file(fd)?.object {
            FileObject::Stream(stream) => Ok(stream.peer),
            FileObject::Listener(_) => Err(Errno::ENOTCONN),
            _ => Err(Errno::ENOTSOCK),
        }
    }

    /// The addresses of a name: /etc/hosts first, then the resolver.
    pub fn lookup_host(&self, name: &str) -> Result<Vec<Ipv4Addr>, ResolveError> {
        if let Ok(address) = name.parse::<Ipv4Addr>() {
            return Ok(vec![address]);
        }
        let hosts = self.read_file("/etc/hosts").unwrap_or_default();
        let found: Vec<Ipv4Addr> = String::from_utf8_lossy(&hosts)
            .lines()
            .filter_map(|line| {
                let mut words = line.split('#').next()?.split_whitespace();
                let address = words.next()?.parse().ok()?;
                words.any(|w| w.eq_ignore_ascii_case(name)).then_some(address)
            })
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
        self.dns(name)
    }

    /// Asks the name server alone, as nslookup and dig do.
    pub fn dns(&self, name: &str) -> Result<Vec<Ipv4Addr>, ResolveError> {
        let ns = self.net_ns();
        self.machine().net(|net| net.resolve(ns, name))
    }

    /// Waits for an echo, as ping does. Errors: ENETUNREACH, EHOSTUNREACH, ETIMEDOUT.
    pub async fn ping(&self, address: Ipv4Addr) -> Result<Duration, Errno> {
        let ns = self.net_ns();
        self.machine().net(|net| net.echo(ns, address))?;
        let micros = 40 + self.machine().random(|r| r.below(90));
        self.sleep(Duration::from_micros(micros)).await?;
        Ok(Duration::from_micros(micros))
    }

    /// The open socket behind a descriptor, to share between tasks.
    pub fn socket_file(&self, fd: Fd) -> Result<Rc<OpenFile>, Errno> {
        self.file(fd)
    }
}
