//! The preview's browser: a request over the host's network, as any program of the host makes it.

use crate::World;
use crate::protocol::{Bytes, Event, HttpAnswer, HttpFailure, HttpRequest, Ticket};
use machine::{Errno, Init, Machine, OpenFile, Sys};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// Bytes of an answer that are taken.
const LIMIT: usize = 4 << 20;

/// Starts a request; its answer goes to `answers` under `ticket`, if there is one.
pub(crate) fn ask(world: &World, request: HttpRequest, ticket: Option<Ticket>, answers: Rc<RefCell<Vec<Event>>>) {
    let machine = world.machine().clone();
    let Some(sys) = world.browser() else { return };
    machine.clone().spawn_task(async move {
        let answer = match machine::sync::race(fetch(&sys, &request, 0), wait(&machine)).await {
            machine::sync::Either::Left(answer) => answer,
            machine::sync::Either::Right(()) => Err(HttpFailure::TimedOut),
        };
        sys.finish();
        if let Some(ticket) = ticket {
            answers.borrow_mut().push(Event::Http { ticket, answer });
        }
    });
}

async fn wait(machine: &Machine) {
    machine.sleep(Duration::from_secs(30)).await;
}

/// A process of the host for one request.
pub(crate) struct Browser {
    sys: Sys,
}

impl Browser {
    pub(crate) fn start(machine: &Machine, init: Init) -> Option<Browser> {
        machine.register("program/browser", |sys: Sys| async move {
            let _ = sys.sleep(Duration::from_secs(3600)).await;
            0
        });
        let pid = machine.start_at("/usr/lib/drydock/browser", init).ok()?;
        Some(Browser { sys: machine.sys(pid) })
    }

    fn finish(&self) {
        let _ = self.sys.machine().signal(self.sys.pid_global(), machine::Signal::KILL);
    }
}

/// Standard streams that go nowhere.
pub(crate) fn no_streams() -> [Rc<OpenFile>; 3] {
    [OpenFile::null(), OpenFile::null(), OpenFile::null()]
}

fn fetch<'a>(
    browser: &'a Browser,
    request: &'a HttpRequest,
    depth: usize,
) -> std::pin::Pin<Box<dyn Future<Output = Result<HttpAnswer, HttpFailure>> + 'a>> {
    Box::pin(async move {
        let sys = &browser.sys;
        let rest = request.url.strip_prefix("http://").ok_or(HttpFailure::BadAddress)?;
        let (authority, path) = match rest.find(['/', '?', '#']) {
            Some(at) => rest.split_at(at),
            None => (rest, "/"),
        };
        let path = path.split('#').next().unwrap_or("/");
        let path = if path.starts_with('/') {
            path.to_string()
        } else {
            format!("/{path}")
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse::<u16>().map_err(|_| HttpFailure::BadAddress)?),
            None => (authority, 80),
        };
        if host.is_empty()
            || host.contains(|c: char| c.is_whitespace() || c.is_control())
            || path.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            return Err(HttpFailure::BadAddress);
        }
        let addresses = sys.lookup_host(host).map_err(|_| HttpFailure::NameNotResolved)?;
        let address = addresses.first().copied().ok_or(HttpFailure::NameNotResolved)?;
        let fd = sys.connect(address, port).await.map_err(failure)?;
        let method = if request.method.chars().all(|c| c.is_ascii_alphabetic()) && !request.method.is_empty() {
            request.method.as_str()
        } else {
            "GET"
        };
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: Mozilla/5.0 (Drydock preview)\r\nAccept: text/html,*/*\r\nConnection: close\r\n"
        );
        for (name, value) in &request.headers {
            if !name.contains(['\r', '\n', ':']) && !value.contains(['\r', '\n']) {
                text.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if !request.body.0.is_empty() {
            text.push_str(&format!("Content-Length: {}\r\n", request.body.0.len()));
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(&request.body.0);
        sys.write(fd, &bytes).await.map_err(failure)?;
        let (raw, broken) = read_answer(sys, fd, method == "HEAD").await;
        let _ = sys.close(fd);
        if raw.is_empty() {
            return Err(if broken { HttpFailure::Reset } else { HttpFailure::Empty });
        }
        let (status, reason, headers, body) = parse(&raw).ok_or(HttpFailure::InvalidResponse)?;
        let location = headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case("location"))
            .map(|(_, v)| v.clone());
        if let Some(location) = location.filter(|_| (301..=308).contains(&status) && depth < 10) {
            let url = if location.starts_with("http://") {
                location
            } else if location.starts_with('/') {
                format!("http://{authority}{location}")
            } else {
                let dir = path.rsplit_once('/').map_or("", |(d, _)| d);
                format!("http://{authority}{dir}/{location}")
            };
            let next = HttpRequest {
                method: "GET".into(),
                url,
                headers: request.headers.clone(),
                body: Bytes::default(),
            };
            return fetch(browser, &next, depth + 1).await;
        }
        Ok(HttpAnswer {
            status,
            reason,
            headers,
            body: Bytes(body),
            url: request.url.clone(),
        })
    })
}

fn failure(error: Errno) -> HttpFailure {
    match error {
        Errno::ECONNREFUSED => HttpFailure::Refused,
        Errno::ETIMEDOUT | Errno::EHOSTUNREACH | Errno::ENETUNREACH => HttpFailure::TimedOut,
        _ => HttpFailure::Reset,
    }
}

/// Reads until the answer is whole or the other side closes.
async fn read_answer(sys: &Sys, fd: machine::Fd, head_only: bool) -> (Vec<u8>, bool) {
    let mut raw = Vec::new();
    loop {
        match sys.read(fd, 65_536).await {
            Ok(bytes) if bytes.is_empty() => return (raw, false),
            Ok(bytes) => raw.extend(bytes),
            Err(_) => return (raw, true),
        }
        if raw.len() > LIMIT {
            return (raw, false);
        }
        if let Some(end) = find(&raw, b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&raw[..end]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|l| l.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
            if head_only
                || length.is_some_and(|n| raw.len() >= end + 4 + n)
                || (head.contains("chunked") && raw.ends_with(b"0\r\n\r\n"))
            {
                return (raw, false);
            }
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

type Parsed = (u16, String, Vec<(String, String)>, Vec<u8>);

fn parse(raw: &[u8]) -> Option<Parsed> {
    let end = find(raw, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&raw[..end]).into_owned();
    let mut lines = head.lines();
    let first = lines.next()?;
    let mut words = first.splitn(3, ' ');
    if !words.next()?.starts_with("HTTP/") {
        return None;
    }
    let status = words.next()?.parse().ok()?;
    let reason = words.next().unwrap_or_default().to_string();
    let headers: Vec<(String, String)> = lines
        .filter_map(|l| l.split_once(':'))
        .map(|(n, v)| (n.trim().to_string(), v.trim().to_string()))
        .collect();
    let mut body = raw[end + 4..].to_vec();
    if headers
        .iter()
        .any(|(n, v)| n.eq_ignore_ascii_case("transfer-encoding") && v.eq_ignore_ascii_case("chunked"))
    {
        body = unchunk(&body);
    }
    Some((status, reason, headers, body))
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = find(rest, b"\r\n") {
        let size = std::str::from_utf8(&rest[..end])
            .ok()
            .and_then(|s| usize::from_str_radix(s.split(';').next()?.trim(), 16).ok());
        let Some(size) = size.filter(|s| *s > 0 && *s <= LIMIT) else {
            break;
        };
        let start = end + 2;
        let Some(chunk) = rest.get(start..start + size) else {
            out.extend_from_slice(rest.get(start..).unwrap_or_default());
            break;
        };
        out.extend_from_slice(chunk);
        rest = rest.get(start + size + 2..).unwrap_or_default();
    }
    out
}
