//! HTTP/1.1 as servers see it (RFC 9112): requests read off a connection, answers written to one.
//!
//! Left out: trailers, pipelining of more than one request before an answer, upgrades.

use machine::{Errno, Fd, Sys};

/// Bytes of a request that are taken.
const LIMIT: usize = 8 << 20;

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    pub version: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// An answer. Its length is added when it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// A header's value, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// The path without the query, percent-decoded.
    pub fn path(&self) -> String {
        decode(self.target.split(['?', '#']).next().unwrap_or("/"))
    }

    /// Whether the connection stays open after the answer.
    pub fn keeps_alive(&self) -> bool {
        match self.header("connection").map(str::to_ascii_lowercase) {
            Some(value) if value.contains("close") => false,
            Some(value) if value.contains("keep-alive") => true,
            _ => self.version == "HTTP/1.1",
        }
    }
}

/// Percent-decoding, bytes that are not UTF-8 replaced.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The words of a status.
pub fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Not Allowed",
        413 => "Request Entity Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        _ => "",
    }
}

/// Why no request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The other side closed, or the connection broke.
    Closed,
    /// What came is no HTTP.
    Malformed,
}

/// Reads a request; `pending` keeps what came too much for the next.
pub async fn read_request(sys: &Sys, fd: Fd, pending: &mut Vec<u8>) -> Result<Request, Ended> {
    let head_end = loop {
        if let Some(at) = find(pending, b"\r\n\r\n") {
            break at;
        }
        if pending.len() > 65_536 {
            return Err(Ended::Malformed);
        }
        more(sys, fd, pending).await?;
    };
    let head = String::from_utf8_lossy(pending.get(..head_end).unwrap_or_default()).into_owned();
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
        return Err(Ended::Malformed);
    };
    if !version.starts_with("HTTP/") {
        return Err(Ended::Malformed);
    }
    let headers: Vec<(String, String)> = lines
        .filter_map(|l| l.split_once(':'))
        .map(|(n, v)| (n.trim().to_string(), v.trim().to_string()))
        .collect();
    let mut request = Request {
        method: method.into(),
        target: target.into(),
        version: version.into(),
        headers,
        body: Vec::new(),
    };
    pending.drain(..head_end + 4);
    let chunked = request
        .header("transfer-encoding")
        .is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
    if chunked {
        loop {
            while find(pending, b"\r\n").is_none() {
                more(sys, fd, pending).await?;
            }
            let end = find(pending, b"\r\n").unwrap_or(0);
            let size = std::str::from_utf8(pending.get(..end).unwrap_or_default()).ok();
            let size = size
                .and_then(|s| usize::from_str_radix(s.split(';').next()?.trim(), 16).ok())
                .ok_or(Ended::Malformed)?;
            if size > LIMIT || request.body.len() + size > LIMIT {
                return Err(Ended::Malformed);
            }
            while pending.len() < end + 2 + size + 2 {
                more(sys, fd, pending).await?;
            }
            request
                .body
                .extend_from_slice(pending.get(end + 2..end + 2 + size).unwrap_or_default());
            pending.drain(..end + 4 + size);
            if size == 0 {
                break;
            }
        }
    } else {
        let length: usize = request.header("content-length").and_then(|v| v.parse().ok()).unwrap_or(0);
        if length > LIMIT {
            return Err(Ended::Malformed);
        }
        while pending.len() < length {
            more(sys, fd, pending).await?;
        }
        request.body = pending.drain(..length).collect();
    }
    Ok(request)
}

async fn more(sys: &Sys, fd: Fd, pending: &mut Vec<u8>) -> Result<(), Ended> {
    match sys.read(fd, 65_536).await {
        Ok(bytes) if bytes.is_empty() => Err(Ended::Closed),
        Ok(bytes) => {
            pending.extend(bytes);
            Ok(())
        }
        Err(_) => Err(Ended::Closed),
    }
}

/// Writes an answer; of a HEAD request only its head.
pub async fn write_response(sys: &Sys, fd: Fd, response: &Response, head_only: bool) -> Result<(), Errno> {
    write_response_as(sys, fd, response, reason(response.status), head_only).await
}

/// The same with a server's own words for the status.
pub async fn write_response_as(sys: &Sys, fd: Fd, response: &Response, words: &str, head_only: bool) -> Result<(), Errno> {
    let mut text = format!("HTTP/1.1 {} {words}\r\n", response.status);
    for (name, value) in &response.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !response.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("content-length"))
        && response.status != 204
        && response.status != 304
    {
        text.push_str(&format!("Content-Length: {}\r\n", response.body.len()));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    if !head_only {
        bytes.extend_from_slice(&response.body);
    }
    sys.write(fd, &bytes).await
}

/// Reads an answer to the end of the connection or of its length.
pub async fn read_response(sys: &Sys, fd: Fd, head_only: bool) -> Option<Response> {
    let next = async || sys.read(fd, 65_536).await.unwrap_or_default();
    read_answer(next, head_only).await
}

/// As [`read_response`], with whatever gives the next bytes, none at the end.
pub async fn read_answer(mut next: impl AsyncFnMut() -> Vec<u8>, head_only: bool) -> Option<Response> {
    let mut raw = Vec::new();
    let end = loop {
        if let Some(at) = find(&raw, b"\r\n\r\n") {
            break at;
        }
        let bytes = next().await;
        if bytes.is_empty() || raw.len() > LIMIT {
            return None;
        }
        raw.extend(bytes);
    };
    let head = String::from_utf8_lossy(raw.get(..end)?).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|l| l.split_once(':'))
        .map(|(n, v)| (n.trim().to_string(), v.trim().to_string()))
        .collect();
    let mut body = raw.get(end + 4..)?.to_vec();
    let get = |name: &str| {
        headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.clone())
    };
    let length = get("content-length").and_then(|v| v.parse::<usize>().ok());
    let chunked = get("transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
    let empty = head_only || status == 204 || status == 304;
    while !empty && length.is_none_or(|n| body.len() < n) && !(chunked && body.ends_with(b"0\r\n\r\n")) && body.len() < LIMIT {
        let bytes = next().await;
        if bytes.is_empty() {
            break;
        }
        body.extend(bytes);
    }
    Some(Response { status, headers, body })
}

impl Response {
    /// A header's value, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// A date as HTTP writes it, `Sun, 22 Nov 2026 19:25:54 GMT`.
pub fn http_date(seconds: i64) -> String {
    let (year, month, day, hour, minute, second) = civil(seconds);
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(seconds.div_euclid(86_400).rem_euclid(7)) as usize];
    format!(
        "{weekday}, {day:02} {} {year} {hour:02}:{minute:02}:{second:02} GMT",
        MONTHS[(month - 1) as usize % 12]
    )
}

pub const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Year, month, day, hour, minute, second of a Unix time.
pub fn civil(seconds: i64) -> (i64, i64, i64, i64, i64, i64) {
    let days = seconds.div_euclid(86_400);
    let rest = seconds.rem_euclid(86_400);
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (
        yoe + era * 400 + i64::from(month <= 2),
        month,
        day,
        rest / 3600,
        rest / 60 % 60,
        rest % 60,
    )
}
