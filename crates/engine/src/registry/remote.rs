//! A registry on the network, asked over HTTP as the OCI distribution specification says.
//!
//! What listens may be anything: a `registry` container on a published port, a web server that is none.
//! Only plain HTTP exists here, which Docker allows for localhost and 127.0.0.0/8; of other places it
//! asks for TLS, and says what it says when there is none.

use super::Credentials;
use crate::{Engine, Error};
use machine::{Errno, NetNsId, ResolveError};
use programs::http::{self, Response};
use serde_json::Value;
use std::net::Ipv4Addr;
use utilities::base64;

/// Bytes of a layer that go in one request.
const PIECE: usize = 2 << 20;

/// A registry's address.
pub(super) struct Remote<'a> {
    engine: &'a Engine,
    /// As the reference names it, `localhost:5000`.
    domain: String,
    credentials: Option<Credentials>,
}

/// Why there is no answer: Go's words for it.
pub(super) enum Unreachable {
    Dial(String),
    NotHttp,
}

impl Unreachable {
    fn words(&self, method: &str, url: &str) -> String {
        match self {
            Unreachable::Dial(why) => format!("{method} \"{url}\": {why}"),
            Unreachable::NotHttp => format!("{method} \"{url}\": EOF"),
        }
    }
}

impl<'a> Remote<'a> {
    /// Errors: the registry is a public one, which is not simulated.
    pub fn new(engine: &'a Engine, domain: &str, credentials: Option<&Credentials>) -> Result<Remote<'a>, Error> {
        if engine.catalogue().is_published_elsewhere(Some(domain), "", "") {
            return Err(Error::NotSimulated(format!("the registry {domain}")));
        }
        Ok(Remote {
            engine,
            domain: domain.to_string(),
            credentials: credentials.cloned(),
        })
    }

    /// Host and port.
    fn place(&self) -> (&str, u16) {
        let default = if self.is_local() { 80 } else { 443 };
        match self.domain.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().unwrap_or(default)),
            None => (&self.domain, default),
        }
    }

    /// Whether Docker asks it without TLS.
    fn is_local(&self) -> bool {
        let host = self.domain.split(':').next().unwrap_or_default();
        host == "localhost" || host.parse::<Ipv4Addr>().is_ok_and(|a| a.is_loopback())
    }

    /// The address of a path, as messages show it.
    pub fn url(&self, path: &str) -> String {
        let scheme = if self.is_local() { "http" } else { "https" };
        format!("{scheme}://{}{path}", self.domain)
    }

    fn addresses(&self, host: &str) -> Result<Vec<Ipv4Addr>, Unreachable> {
        if host == "localhost" {
            return Ok(vec![Ipv4Addr::LOCALHOST]);
        }
        if let Ok(address) = host.parse() {
            return Ok(vec![address]);
        }
        let machine = self.engine.machine();
        machine.net(|net| net.resolve(NetNsId::HOST, host)).map_err(|error| {
            let why = match error {
                ResolveError::Unreachable => "i/o timeout",
                _ => "no such host",
            };
            Unreachable::Dial(format!("dial tcp: lookup {host} on 192.168.65.7:53: {why}"))
        })
    }

    async fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Result<Response, Unreachable> {
        let (host, port) = self.place();
        let address = self.addresses(host)?.first().copied().unwrap_or(Ipv4Addr::LOCALHOST);
        let machine = self.engine.machine().clone();
        let shown = if host == "localhost" {
            "[::1]".to_string()
        } else {
            address.to_string()
        };
        let refused = |why: &str| Unreachable::Dial(format!("dial tcp {shown}:{port}: {why}"));
        let stream = machine
            .net(|net| net.connect(NetNsId::HOST, address, port))
            .map_err(|error| match error {
                Errno::ECONNREFUSED => refused("connect: connection refused"),
                Errno::ENETUNREACH => refused("connect: network is unreachable"),
                Errno::EHOSTUNREACH => refused("connect: no route to host"),
                _ => refused("i/o timeout"),
            })?;
        if !self.is_local() {
            return Err(Unreachable::Dial("http: server gave HTTP response to HTTPS client".into()));
        }
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: docker/29.1.3 go/go1.25.5 kernel/6.12 os/linux arch/amd64 containerd-client/2.2.0\r\nAccept: application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, */*\r\n",
            self.domain
        );
        if let Some(c) = &self.credentials {
            let pair = base64::encode(format!("{}:{}", c.username, c.password).as_bytes(), 0);
            text.push_str(&format!(
                "Authorization: Basic {}\r\n",
                String::from_utf8_lossy(&pair).trim_end()
            ));
        }
        if !kind.is_empty() {
            text.push_str(&format!("Content-Type: {kind}\r\n"));
        }
        text.push_str(&format!("Content-Length: {}\r\nConnection: close\r\n\r\n", body.len()));
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(body);
        stream.write(&bytes).await.map_err(|_| Unreachable::NotHttp)?;
        http::read_answer(async || stream.read(65_536).await, method == "HEAD")
            .await
            .ok_or(Unreachable::NotHttp)
    }

    /// Looks whether the registry is there and lets in. Errors are `docker login`'s.
    pub async fn ping(&self) -> Result<(), Error> {
        let url = self.url("/v2/");
        match self.ask("GET", "/v2/", "", b"").await {
            Err(problem) => Err(Error::System(problem.words("Get", &url))),
            Ok(answer) if answer.status == 200 => Ok(()),
            Ok(answer) => Err(Error::System(format!(
                "login attempt to {url} failed with status: {} {}",
                answer.status,
                http::reason(answer.status)
            ))),
        }
    }

    /// A manifest and its digest, by tag or digest. Errors are the resolver's; `shown` is the reference.
    pub async fn manifest(&self, path: &str, reference: &str, shown: &str) -> Result<(String, Vec<u8>), Error> {
        let at = format!("/v2/{path}/manifests/{reference}");
        let url = self.url(&at);
        let failed = |why: String| Error::System(format!("failed to resolve reference \"{shown}\": {why}"));
        let answer = self
            .ask("HEAD", &at, "", b"")
            .await
            .map_err(|problem| failed(format!("failed to do request: {}", problem.words("Head", &url))))?;
        match answer.status {
            200 => {}
            401 if self.credentials.is_none() => {
                return Err(failed(
                    "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials"
                        .into(),
                ));
            }
            404 => {
                return Err(Error::NotFound(format!(
                    "failed to resolve reference \"{shown}\": {shown}: not found"
                )));
            }
            status => {
                return Err(Error::System(format!(
                    "unknown: failed to resolve reference \"{shown}\": unexpected status from HEAD request to {url}: {status} {}",
                    http::reason(status)
                )));
            }
        }
        let digest = answer.header("docker-content-digest").unwrap_or(reference).to_string();
        let answer = self
            .ask("GET", &at, "", b"")
            .await
            .map_err(|problem| failed(format!("failed to do request: {}", problem.words("Get", &url))))?;
        Ok((digest, answer.body))
    }

    /// A blob's bytes.
    pub async fn blob(&self, path: &str, digest: &str) -> Result<Vec<u8>, Error> {
        let at = format!("/v2/{path}/blobs/{digest}");
        let url = self.url(&at);
        let failed = |why: String| Error::System(format!("failed to copy: httpReadSeeker: failed open: {why}"));
        let answer = self
            .ask("GET", &at, "", b"")
            .await
            .map_err(|problem| failed(format!("failed to do request: {}", problem.words("Get", &url))))?;
        match answer.status {
            200 => Ok(answer.body),
            404 => Err(failed(format!("content at {url} not found: not found"))),
            status => Err(failed(format!(
                "unexpected status from GET request to {url}: {status} {}",
                http::reason(status)
            ))),
        }
    }

    /// Whether a blob is there already. Errors are the pusher's.
    pub async fn has_blob(&self, path: &str, digest: &str) -> Result<bool, Error> {
        let at = format!("/v2/{path}/blobs/{digest}");
        match self.asked_to_push("HEAD", &at, "", b"").await?.status {
            200 => Ok(true),
            _ => Ok(false),
        }
    }

    async fn asked_to_push(&self, method: &str, at: &str, kind: &str, body: &[u8]) -> Result<Response, Error> {
        let url = self.url(at);
        let go = match method {
            "HEAD" => "Head",
            "POST" => "Post",
            "PATCH" => "Patch",
            _ => "Put",
        };
        let answer = self
            .ask(method, at, kind, body)
            .await
            .map_err(|problem| Error::System(format!("failed to do request: {}", problem.words(go, &url))))?;
        if answer.status == 401 && self.credentials.is_none() {
            return Err(Error::Unauthorized(
                "push access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials".into(),
            ));
        }
        if answer.status >= 400 && answer.status != 404 {
            return Err(Error::System(format!(
                "unknown: unexpected status from {method} request to {url}: {} {}",
                answer.status,
                http::reason(answer.status)
            )));
        }
        Ok(answer)
    }

    /// Uploads a blob in pieces.
    pub async fn put_blob(&self, path: &str, digest: &str, bytes: &[u8]) -> Result<(), Error> {
        let begin = format!("/v2/{path}/blobs/uploads/");
        let answer = self.asked_to_push("POST", &begin, "", b"").await?;
        let mut location = self.location(&answer, &begin)?;
        let mut pieces = bytes.chunks(PIECE).peekable();
        while let Some(piece) = pieces.next() {
            let answer = self
                .asked_to_push("PATCH", &location, "application/octet-stream", piece)
                .await?;
            location = self.location(&answer, &location)?;
            if pieces.peek().is_none() {
                break;
            }
        }
        let mark = if location.contains('?') { '&' } else { '?' };
        let end = format!("{location}{mark}digest={}", digest.replace(':', "%3A"));
        self.asked_to_push("PUT", &end, "application/octet-stream", b"").await?;
        Ok(())
    }

    /// The path that an answer sends to.
    fn location(&self, answer: &Response, asked: &str) -> Result<String, Error> {
        let missing = || {
            Error::System(format!(
                "unexpected response from {}: {} {}",
                self.url(asked),
                answer.status,
                http::reason(answer.status)
            ))
        };
        let location = answer.header("location").ok_or_else(missing)?;
        let own = location.strip_prefix(&self.url("")).unwrap_or(location);
        match own.starts_with('/') {
            true => Ok(own.to_string()),
            false => Err(missing()),
        }
    }

    pub async fn put_manifest(&self, path: &str, reference: &str, kind: &str, bytes: &[u8]) -> Result<(), Error> {
        let at = format!("/v2/{path}/manifests/{reference}");
        match self.asked_to_push("PUT", &at, kind, bytes).await?.status {
            404 => Err(Error::System(format!(
                "unknown: unexpected status from PUT request to {}: 404 Not Found",
                self.url(&at)
            ))),
            _ => Ok(()),
        }
    }

    /// Tags of a repository.
    pub async fn tags(&self, path: &str) -> Result<Vec<String>, Error> {
        let at = format!("/v2/{path}/tags/list");
        let answer = self
            .ask("GET", &at, "", b"")
            .await
            .map_err(|problem| Error::System(problem.words("Get", &self.url(&at))))?;
        match answer.status {
            200 => {
                let list: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                let tags = list.get("tags").and_then(Value::as_array).into_iter().flatten();
                Ok(tags.filter_map(Value::as_str).map(str::to_string).collect())
            }
            401 => Err(Error::Unauthorized("authentication required".into())),
            _ => Err(Error::NotFound(format!(
                "repository {}/{path} not found: name unknown: repository name not known to registry",
                self.domain
            ))),
        }
    }
}
