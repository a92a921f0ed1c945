//! HTTP/1.1 from the client's side (RFC 9112): URLs, a request, a response's head and body.
//!
//! Connections are used once. `https` is spoken in plain, because simulated hosts hold no keys.

use machine::{Errno, Fd, ResolveError, Sys};
use std::net::Ipv4Addr;
use std::time::Duration;

/// A URL's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    pub scheme: String,
    pub user: Option<String>,
    pub host: String,
    pub port: u16,
    /// Path and query, beginning with a slash.
    pub path: String,
    pub explicit_port: bool,
}

impl Url {
    /// Reads a URL; without a scheme it is `http`. `None` if the port is no number or the host is empty.
    pub fn parse(text: &str) -> Option<Url> {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("http".to_string(), text),
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user.to_string()), place),
            None => (None, authority),
        };
        let default = if scheme == "https" { 443 } else { 80 };
        let (host, port) = if let Some(inner) = place.strip_prefix('[') {
            let (host, after) = inner.split_once(']')?;
            (host, after.strip_prefix(':'))
        } else {
            match place.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            }
        };
        if host.is_empty() {
            return None;
        }
        let number = match port {
            None | Some("") => default,
            Some(port) => port.parse().ok()?,
        };
        let path = if path.starts_with('/') {
            path.to_string()
        } else {
            format!("/{path}")
        };
        Some(Url {
            scheme,
            user,
            host: host.to_string(),
            port: number,
            path: path.replace(' ', "%20"),
            explicit_port: number != default,
        })
    }

    /// What stands in the Host header.
    pub fn authority(&self) -> String {
        if self.explicit_port {
            format!("{}:{}", self.host, self.port)
        } else {
            self.host.clone()
        }
    }

    /// The last name of the path.
    pub fn file_name(&self) -> &str {
        let path = self.path.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default()
    }

    /// Where a Location header leads from here.
    pub fn join(&self, location: &str) -> Option<Url> {
        if location.contains("://") {
            return Url::parse(location);
        }
        if let Some(rest) = location.strip_prefix("//") {
            return Url::parse(&format!("{}://{rest}", self.scheme));
        }
        let path = if location.starts_with('/') {
            location.to_string()
        } else {
            let base = self.path.split('?').next().unwrap_or_default();
            let dir = base.rsplit_once('/').map_or("", |(d, _)| d);
            format!("{dir}/{location}")
        };
        Some(Url { path, ..self.clone() })
    }
}

impl std::fmt::Display for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority(), self.path)
    }
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    Resolve(ResolveError),
    Connect(Ipv4Addr, Errno),
    /// The other side said nothing.
    Empty,
    /// It broke off, with this many bytes missing.
    Partial(u64),
    Malformed(String),
    Receive(Errno),
    TimedOut,
    TooLarge,
}

/// A response's head.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The head as it came, with its empty line.
    pub raw: Vec<u8>,
    pub status: u16,
    pub version: String,
    pub reason: String,
    pub headers: Vec<(String, String)>,
}

impl Head {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }
}

const MAX_HEAD: usize = 256 << 10;

/// A connection that a response comes from.
pub struct Response {
    sys: Sys,
    fd: Fd,
    buffer: Vec<u8>,
    pub head: Head,
    body: Body,
    /// Bytes of the body handed out so far.
    pub received: u64,
}

enum Body {
    None,
    Length(u64),
    Chunked { left: u64, started: bool },
    UntilEnd,
}

impl Drop for Response {
    fn drop(&mut self) {
        let _ = self.sys.close(self.fd);
    }
}

/// Finds a host and connects; gives the descriptor and the address.
pub async fn connect(sys: &Sys, host: &str, port: u16, limit: Option<Duration>) -> Result<(Fd, Ipv4Addr), Failure> {
    let address = match host.parse() {
        Ok(address) => address,
        Err(_) => {
            let found = sys.lookup_host(host).map_err(Failure::Resolve)?;
            found.first().copied().ok_or(Failure::Resolve(ResolveError::NotFound))?
        }
    };
    let attempt = sys.connect(address, port);
    let result = match limit {
        None => attempt.await,
        Some(limit) => within(sys, limit, attempt).await.ok_or(Failure::TimedOut)?,
    };
    result
        .map(|fd| (fd, address))
        .map_err(|error| Failure::Connect(address, error))
}

/// What a future gives, or `None` when the time is over first.
pub async fn within<T>(sys: &Sys, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = Box::pin(work);
    let mut timer = Box::pin(sys.sleep(limit));
    std::future::poll_fn(move |context| {
        if let std::task::Poll::Ready(value) = work.as_mut().poll(context) {
            return std::task::Poll::Ready(Some(value));
        }
        timer.as_mut().poll(context).map(|_| None)
    })
    .await
}

impl Response {
    /// Sends a request and reads the head of the answer. `bodiless` is for HEAD.
    pub async fn ask(sys: &Sys, fd: Fd, request: &[u8], bodiless: bool) -> Result<Response, Failure> {
        let mut response = Response {
            sys: sys.clone(),
            fd,
            buffer: Vec::new(),
            head: Head::default(),
            body: Body::None,
            received: 0,
        };
        // A server that closes early may still have answered.
        let old = sys.ignores(machine::Signal::PIPE);
        sys.ignore_signal(machine::Signal::PIPE);
        let _ = sys.write(fd, request).await;
        if !old {
            sys.default_signal(machine::Signal::PIPE);
        }
        loop {
            response.read_head().await?;
            if !(100..200).contains(&response.head.status) {
                break;
            }
        }
        let head = &response.head;
        response.body = if bodiless || head.status == 204 || head.status == 304 {
            Body::None
        } else if head
            .header("transfer-encoding")
            .is_some_and(|v| v.to_ascii_lowercase().contains("chunked"))
        {
            Body::Chunked { left: 0, started: false }
        } else {
            match head.header("content-length").map(|v| v.trim().parse()) {
                Some(Ok(length)) => Body::Length(length),
                _ => Body::UntilEnd,
            }
        };
        Ok(response)
    }

    async fn more(&mut self) -> Result<bool, Failure> {
        let bytes = self.sys.read(self.fd, 65_536).await.map_err(Failure::Receive)?;
        self.buffer.extend_from_slice(&bytes);
        Ok(!bytes.is_empty())
    }

    async fn read_head(&mut self) -> Result<(), Failure> {
        let end = loop {
            let crlf = crate::regex::find_bytes(&self.buffer, b"\r\n\r\n").map(|p| p + 4);
            let lf = crate::regex::find_bytes(&self.buffer, b"\n\n").map(|p| p + 2);
            if let Some(end) = crlf.or(lf) {
                break end;
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(Failure::TooLarge);
            }
            if !self.more().await? {
                if self.buffer.is_empty() {
                    return Err(Failure::Empty);
                }
                let line = self.buffer.split(|b| *b == b'\n').next().unwrap_or_default();
                if !line.starts_with(b"HTTP/") {
                    return Err(Failure::Malformed(String::from_utf8_lossy(line).trim().to_string()));
                }
                return Err(Failure::Empty);
            }
            if self.buffer.len() >= 5 && !self.buffer.starts_with(b"HTTP/") {
                let line = self.buffer.split(|b| *b == b'\n').next().unwrap_or_default();
                return Err(Failure::Malformed(String::from_utf8_lossy(line).trim().to_string()));
            }
        };
        let rest = self.buffer.split_off(end);
        let raw = std::mem::replace(&mut self.buffer, rest);
        let text = String::from_utf8_lossy(&raw).into_owned();
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let mut words = first.splitn(3, ' ');
        let version = words.next().unwrap_or_default().trim_start_matches("HTTP/").to_string();
        let status = words.next().and_then(|w| w.parse().ok());
        let status = status.ok_or_else(|| Failure::Malformed(first.to_string()))?;
        let reason = words.next().unwrap_or_default().trim().to_string();
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(n, v)| (n.trim().to_string(), v.trim().to_string()))
            .collect();
        self.head = Head {
            raw,
            status,
            version,
            reason,
            headers,
        };
        Ok(())
    }

    /// The body's length, if it is known.
    pub fn length(&self) -> Option<u64> {
        match self.body {
            Body::Length(left) => Some(left + self.received),
            _ => None,
        }
    }

    /// The next bytes of the body; empty at its end.
    pub async fn chunk(&mut self) -> Result<Vec<u8>, Failure> {
        let most = match &mut self.body {
            Body::None => return Ok(Vec::new()),
            Body::UntilEnd => u64::MAX,
            Body::Length(0) => return Ok(Vec::new()),
            Body::Length(left) => *left,
            Body::Chunked { left: 0, .. } => {
                if !self.next_chunk().await? {
                    self.body = Body::None;
                    return Ok(Vec::new());
                }
                match self.body {
                    Body::Chunked { left, .. } => left,
                    _ => 0,
                }
            }
            Body::Chunked { left, .. } => *left,
        };
        if self.buffer.is_empty() && !self.more().await? {
            return match self.body {
                Body::UntilEnd => Ok(Vec::new()),
                _ => Err(Failure::Partial(most)),
            };
        }
        let take = usize::try_from(most).unwrap_or(usize::MAX).min(self.buffer.len());
        let rest = self.buffer.split_off(take);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        match &mut self.body {
            Body::Length(left) | Body::Chunked { left, .. } => *left -= take as u64,
            _ => {}
        }
        self.received += take as u64;
        Ok(bytes)
    }

    async fn line(&mut self) -> Result<String, Failure> {
        loop {
            if let Some(end) = self.buffer.iter().position(|b| *b == b'\n') {
                let rest = self.buffer.split_off(end + 1);
                let line = std::mem::replace(&mut self.buffer, rest);
                return Ok(String::from_utf8_lossy(&line).trim().to_string());
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(Failure::TooLarge);
            }
            if !self.more().await? {
                return Err(Failure::Partial(0));
            }
        }
    }

    /// Goes to the next chunk of the encoding; false after the last one.
    async fn next_chunk(&mut self) -> Result<bool, Failure> {
        if matches!(self.body, Body::Chunked { started: true, .. }) {
            self.line().await?;
        }
        let line = self.line().await?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(digits, 16).map_err(|_| Failure::Malformed(line.clone()))?;
        self.body = Body::Chunked {
            left: size,
            started: true,
        };
        if size == 0 {
            while !self.line().await?.is_empty() {}
            return Ok(false);
        }
        Ok(true)
    }
}

/// `user:password` for an Authorization header.
pub fn basic(credentials: &str) -> String {
    format!(
        "Basic {}",
        String::from_utf8_lossy(&crate::base64::encode(credentials.as_bytes(), 0))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_have_parts() {
        let url = Url::parse("http://u:p@example.com:8080/a/b?q=1#x").unwrap();
        assert_eq!(
            (url.host.as_str(), url.port, url.path.as_str(), url.file_name()),
            ("example.com", 8080, "/a/b?q=1", "b")
        );
        assert_eq!(Url::parse("localhost").unwrap().to_string(), "http://localhost/");
        assert_eq!(url.join("../c").unwrap().path, "/a/../c");
        assert_eq!(Url::parse("http://x:abc/"), None);
    }
}
