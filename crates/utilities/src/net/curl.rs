//! `curl`, of its options those that people type at a shell; a progress meter is not drawn.
//!
//! Messages and exit codes are those of curl 7.88 (Debian 12). Left out: other protocols than HTTP, TLS
//! (https is spoken in plain), cookies kept in files, multipart forms, resuming.

use super::http::{self, Failure, Response, Url};
use crate::tool::{Exit, Run, Tool, tool};
use machine::{Errno, Flags};
use std::time::Duration;

tool!();

const SHORT: &str = "sSvIioO#fLX:d:H:w:kGu:A:e:m:T:b:c:F:x:4 6nNgqRJZ0 ar:V:h";

fn long_options() -> Vec<(&'static str, char)> {
    vec![
        ("silent", 's'),
        ("show-error", 'S'),
        ("verbose", 'v'),
        ("head", 'I'),
        ("include", 'i'),
        ("output", 'o'),
        ("remote-name", 'O'),
        ("fail", 'f'),
        ("location", 'L'),
        ("request", 'X'),
        ("data", 'd'),
        ("header", 'H'),
        ("write-out", 'w'),
        ("insecure", 'k'),
        ("get", 'G'),
        ("user", 'u'),
        ("user-agent", 'A'),
        ("referer", 'e'),
        ("max-time", 'm'),
        ("upload-file", 'T'),
        ("cookie", 'b'),
        ("data-raw", '\u{1}'),
        ("data-binary", '\u{2}'),
        ("data-urlencode", '\u{3}'),
        ("connect-timeout", '\u{4}'),
        ("retry", '\u{5}'),
        ("retry-delay", '\u{6}'),
        ("retry-connrefused", '\u{7}'),
        ("fail-with-body", '\u{8}'),
        ("json", '\u{9}'),
        ("url", '\u{a}'),
        ("max-redirs", '\u{b}'),
        ("compressed", '\u{c}'),
        ("resolve", '\u{d}'),
        ("http1.1", 'Z'),
        ("no-progress-meter", 'Z'),
        ("create-dirs", '\u{e}'),
        ("retry-all-errors", '\u{7}'),
        ("no-buffer", 'N'),
        ("globoff", 'g'),
        ("form", 'F'),
        ("proxy", 'x'),
        ("cookie-jar", 'c'),
        ("progress-bar", '#'),
        ("dump-header", 'D'),
        ("noproxy", '\u{f}'),
        ("cacert", '\u{f}'),
        ("ipv4", '4'),
        ("ipv6", '6'),
        ("unix-socket", '\u{10}'),
        ("version", 'V'),
        ("help", 'h'),
        ("output-dir", '\u{11}'),
        ("range", 'r'),
        ("remote-header-name", 'J'),
        ("oauth2-bearer", '\u{12}'),
        ("path-as-is", 'Z'),
        ("retry-max-time", '\u{f}'),
    ]
}

struct Transfer {
    status: u16,
    code: i32,
    size: u64,
    uploaded: usize,
    header_size: usize,
    redirects: usize,
    url: String,
    content_type: String,
    remote: String,
    remote_port: u16,
    redirect_url: String,
    file: String,
    seconds: f64,
    connected: f64,
    method: String,
}

async fn run(t: &mut Tool) -> Run {
    let short = "sSvIio:O#fLX:d:H:w:kGu:A:e:m:T:b:c:F:x:46nNgqRJZar:VhD:\u{1}:\u{2}:\u{3}:\u{4}:\u{5}:\u{6}:\u{7}\u{8}\u{9}:\u{a}:\u{b}:\u{c}\u{d}:\u{e}\u{f}:\u{10}:\u{11}:\u{12}:";
    debug_assert!(SHORT.starts_with("sS"));
    let options = match parse(t, short).await {
        Ok(options) => options,
        Err(exit) => return Err(exit),
    };
    if options.has('V') {
        t.put("curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1\nRelease-Date: 2023-02-20\nProtocols: http https\n")
            .await?;
        return Ok(());
    }
    if options.has('h') {
        t.put("Usage: curl [options...] <url>\n\ndrydock: the options' descriptions are not simulated; see `man curl` on a real system.\n").await?;
        return Ok(());
    }
    for (letter, name) in [('x', "-x (proxies)"), ('\u{10}', "--unix-socket")] {
        if options.has(letter) {
            return Err(t.fail_with(2, format!("drydock: {name} is not simulated")).await);
        }
    }
    let mut urls = options.values('\u{a}');
    urls.extend(options.rest.iter().cloned());
    if urls.is_empty() {
        t.stderr("curl: no URL specified!\ncurl: try 'curl --help' or 'curl --manual' for more information\n")
            .await;
        return Err(Exit(2));
    }
    let mut body = match super::form::body(t, &options).await? {
        Some(form) => Some(form),
        None => body(t, &options).await?,
    };
    let outputs: Vec<(char, String)> = options
        .given
        .iter()
        .filter(|(c, _)| *c == 'o' || *c == 'O')
        .cloned()
        .collect();
    let mut last = 0;
    for (at, text) in urls.iter().enumerate() {
        let Some(mut url) = Url::parse(text) else {
            last = 3;
            let why = if text.contains("://") && text.split("://").nth(1).is_some_and(str::is_empty) {
                "No host part in the URL"
            } else {
                "URL using bad/illegal format or missing URL"
            };
            complain(t, &options, 3, why).await;
            continue;
        };
        if url.scheme != "http" && url.scheme != "https" {
            last = 1;
            let why = format!("Protocol \"{}\" not supported or disabled in libcurl", url.scheme);
            complain(t, &options, 1, &why).await;
            continue;
        }
        if options.has('G')
            && let Some(query) = body.take()
        {
            let mark = if url.path.contains('?') { '&' } else { '?' };
            url.path.push(mark);
            url.path.push_str(&String::from_utf8_lossy(&query));
        }
        let mut output = match outputs.get(at).or(outputs.last().filter(|_| urls.len() == 1)) {
            Some(('o', file)) if file != "-" => Some(file.clone()),
            Some(('O', _)) => Some(url.file_name().to_string()),
            _ => None,
        };
        if output.as_deref() == Some("") {
            last = 23;
            complain(t, &options, 23, "Remote file name has no length!").await;
            continue;
        }
        if let (Some(dir), Some(file)) = (options.value('\u{11}'), &mut output) {
            *file = crate::tool::join(dir, file);
        }
        if options.has('\u{e}')
            && let Some(file) = &output
        {
            let _ = t.sys.mkdir_all(&crate::basename::parent(file), 0o750);
        }
        let retries: u32 = options.value('\u{5}').and_then(|r| r.parse().ok()).unwrap_or(0).min(1000);
        let delay: Option<u64> = options.value('\u{6}').and_then(|d| d.parse().ok());
        let mut pause = 1;
        let mut tries = 0;
        let transfer = loop {
            let transfer = one(t, &options, &url, body.as_deref(), output.as_deref()).await?;
            let again = matches!(transfer.code, 28)
                || matches!(transfer.status, 408 | 429 | 500 | 502 | 503 | 504)
                || transfer.code == 7 && options.has('\u{7}');
            if tries >= retries || !again {
                break transfer;
            }
            tries += 1;
            let wait = delay.unwrap_or(pause);
            if !options.has('s') {
                let what = match transfer.code {
                    7 => "connection refused",
                    28 => "timeout",
                    _ => "HTTP error",
                };
                t.stderr(&format!(
                    "Warning: Problem: {what}. Will retry in {wait} seconds. {} {} left.\n",
                    retries - tries + 1,
                    if retries - tries == 0 { "retry" } else { "retries" }
                ))
                .await;
            }
            let _ = t.sys.sleep(Duration::from_secs(wait)).await;
            pause = (pause * 2).min(600);
        };
        last = transfer.code;
        if let Some(format) = options.value('w') {
            let text = match format.strip_prefix('@') {
                Some(file) => String::from_utf8_lossy(&t.slurp(file).await.unwrap_or_default()).into_owned(),
                None => format.to_string(),
            };
            let text = write_out(&text, &transfer);
            t.put(text).await?;
        }
    }
    t.status = last;
    Ok(())
}

async fn parse(t: &mut Tool, short: &str) -> Result<crate::tool::Options, Exit> {
    let args = t.args.clone();
    let long = long_options();
    // Unknown options have curl's own words.
    for (at, word) in args.iter().enumerate() {
        let value_of = at.checked_sub(1).and_then(|i| args.get(i)).is_some_and(|before| {
            let letter = before
                .strip_prefix("--")
                .and_then(|n| long.iter().find(|(l, _)| *l == n))
                .map(|(_, c)| *c);
            let letter = letter.or_else(|| {
                before
                    .strip_prefix('-')
                    .filter(|b| !b.starts_with('-'))
                    .and_then(|b| b.chars().last())
            });
            letter.is_some_and(|c| short.contains(&format!("{c}:")))
        });
        let unknown = match word.strip_prefix("--") {
            Some("") => false,
            Some(name) => {
                !long
                    .iter()
                    .any(|(l, _)| l.starts_with(name.split('=').next().unwrap_or_default()))
                    && !name.starts_with("no-")
            }
            None => {
                word.len() > 1
                    && word
                        .strip_prefix('-')
                        .and_then(|l| l.chars().next())
                        .is_some_and(|c| !short.contains(c))
            }
        };
        if unknown && !value_of {
            t.stderr(&format!(
                "curl: option {word}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n"
            ))
            .await;
            return Err(Exit(2));
        }
    }
    t.usage_status = 2;
    t.options(short, &long).await
}

async fn complain(t: &mut Tool, options: &crate::tool::Options, code: i32, message: &str) {
    if !options.has('s') || options.has('S') {
        t.stderr(&format!("curl: ({code}) {message}\n")).await;
    }
}

async fn body(t: &mut Tool, options: &crate::tool::Options) -> Result<Option<Vec<u8>>, Exit> {
    let mut parts: Option<Vec<u8>> = None;
    for (letter, value) in &options.given {
        let bytes = match (letter, value.strip_prefix('@')) {
            ('d' | '\u{2}' | '\u{9}', Some(file)) => {
                let Some(mut bytes) = t.slurp(file).await else {
                    return Err(Exit(26));
                };
                if *letter == 'd' {
                    bytes.retain(|b| *b != b'\n' && *b != b'\r');
                }
                bytes
            }
            ('d' | '\u{1}' | '\u{2}' | '\u{9}', _) => value.as_bytes().to_vec(),
            ('\u{3}', _) => match value.split_once('=') {
                Some((name, text)) => format!("{name}{}{}", if name.is_empty() { "" } else { "=" }, encode(text)).into_bytes(),
                None => encode(value).into_bytes(),
            },
            _ => continue,
        };
        match &mut parts {
            None => parts = Some(bytes),
            Some(all) => {
                if *letter != '\u{9}' {
                    all.push(b'&');
                }
                all.extend(bytes);
            }
        }
    }
    Ok(parts)
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

fn seconds(text: Option<&str>) -> Option<Duration> {
    text.and_then(|t| t.parse::<f64>().ok())
        .filter(|s| *s > 0.0)
        .and_then(|s| Duration::try_from_secs_f64(s).ok())
}

async fn one(
    t: &mut Tool,
    options: &crate::tool::Options,
    first: &Url,
    data: Option<&[u8]>,
    output: Option<&str>,
) -> Result<Transfer, Exit> {
    let started = t.sys.now();
    let mut transfer = Transfer {
        status: 0,
        code: 0,
        size: 0,
        uploaded: 0,
        header_size: 0,
        redirects: 0,
        url: first.to_string(),
        content_type: String::new(),
        remote: String::new(),
        remote_port: 0,
        redirect_url: String::new(),
        file: output.unwrap_or_default().to_string(),
        seconds: 0.0,
        connected: 0.0,
        method: String::new(),
    };
    let limit = seconds(options.value('m'));
    let sys = t.sys.clone();
    let work = follow(t, options, first.clone(), data, output, &mut transfer);
    let result = match limit {
        None => work.await,
        Some(limit) => match http::within(&sys, limit, work).await {
            Some(result) => result,
            None => Err(Stop::Failed(28, String::new())),
        },
    };
    transfer.seconds = t.sys.now().since(started).as_secs_f64();
    match result {
        Ok(()) => {}
        Err(Stop::Exit(exit)) => return Err(exit),
        Err(Stop::Failed(code, message)) => {
            transfer.code = code;
            let millis = (transfer.seconds * 1000.0).round() as u64;
            let message = match code {
                28 if limit.is_some() => format!(
                    "Operation timed out after {millis} milliseconds with {} bytes received",
                    transfer.size
                ),
                _ => message,
            };
            complain(t, options, code, &message).await;
        }
    }
    Ok(transfer)
}

enum Stop {
    Exit(Exit),
    Failed(i32, String),
}

impl From<Exit> for Stop {
    fn from(exit: Exit) -> Stop {
        Stop::Exit(exit)
    }
}

async fn follow(
    t: &mut Tool,
    options: &crate::tool::Options,
    first: Url,
    data: Option<&[u8]>,
    output: Option<&str>,
    transfer: &mut Transfer,
) -> Result<(), Stop> {
    let verbose = options.has('v');
    let upload = match options.value('T') {
        None => None,
        Some(file) => match t.slurp(file).await {
            Some(bytes) => Some(bytes),
            None => return Err(Stop::Exit(Exit(26))),
        },
    };
    let mut url = first;
    let mut data = data.or(upload.as_deref());
    let mut method = match options.value('X') {
        Some(method) => method.to_string(),
        None if options.has('I') => "HEAD".into(),
        None if upload.is_some() => "PUT".into(),
        None if data.is_some() => "POST".into(),
        None => "GET".into(),
    };
    let most: usize = options.value('\u{b}').and_then(|m| m.parse().ok()).unwrap_or(50);
    loop {
        transfer.url = url.to_string();
        transfer.method = method.clone();
        let before = t.sys.now();
        let mut host = url.host.clone();
        for rule in options.values('\u{d}') {
            let mut parts = rule.splitn(3, ':');
            if parts.next() == Some(url.host.as_str()) && parts.next().and_then(|p| p.parse().ok()) == Some(url.port) {
                host = parts.next().unwrap_or_default().to_string();
            }
        }
        let connected = http::connect(&t.sys, &host, url.port, seconds(options.value('\u{4}'))).await;
        let after = t.sys.now().since(before);
        transfer.connected = after.as_secs_f64();
        let (fd, address) = match connected {
            Ok(found) => found,
            Err(Failure::Resolve(_)) => {
                if verbose {
                    t.stderr(&format!("* Could not resolve host: {}\n* Closing connection 0\n", url.host))
                        .await;
                }
                return Err(Stop::Failed(6, format!("Could not resolve host: {}", url.host)));
            }
            Err(Failure::TimedOut) => {
                let message = format!(
                    "Failed to connect to {} port {} after {} ms: Timeout was reached",
                    url.host,
                    url.port,
                    after.as_millis()
                );
                return Err(Stop::Failed(28, message));
            }
            Err(Failure::Connect(_, Errno::ETIMEDOUT)) => {
                let message = format!(
                    "Failed to connect to {} port {} after {} ms: Couldn't connect to server",
                    url.host,
                    url.port,
                    after.as_millis()
                );
                return Err(Stop::Failed(28, message));
            }
            Err(Failure::Connect(address, error)) => {
                if verbose {
                    t.stderr(&format!("*   Trying {address}:{}...\n* connect to {address} port {} failed: {error}\n* Failed to connect to {} port {} after {} ms: Couldn't connect to server\n* Closing connection 0\n", url.port, url.port, url.host, url.port, after.as_millis())).await;
                }
                let message = format!(
                    "Failed to connect to {} port {} after {} ms: Couldn't connect to server",
                    url.host,
                    url.port,
                    after.as_millis()
                );
                return Err(Stop::Failed(7, message));
            }
            Err(_) => return Err(Stop::Failed(7, "Couldn't connect to server".into())),
        };
        transfer.remote = address.to_string();
        transfer.remote_port = url.port;
        let request = request(options, &url, &method, data);
        if verbose {
            let mut text = format!(
                "*   Trying {address}:{}...\n* Connected to {} ({address}) port {} (#0)\n",
                url.port, url.host, url.port
            );
            for line in String::from_utf8_lossy(&request)
                .split("\r\n\r\n")
                .next()
                .unwrap_or_default()
                .lines()
            {
                text.push_str(&format!("> {line}\n"));
            }
            text.push_str("> \n");
            t.stderr(&text).await;
        }
        let mut message = request;
        message.extend_from_slice(data.unwrap_or_default());
        transfer.uploaded = data.map_or(0, <[u8]>::len);
        let mut response = match Response::ask(&t.sys, fd, &message, method == "HEAD").await {
            Ok(response) => response,
            Err(Failure::Empty) => return Err(Stop::Failed(52, "Empty reply from server".into())),
            Err(Failure::Receive(error)) => return Err(Stop::Failed(56, format!("Recv failure: {error}"))),
            Err(Failure::Malformed(_)) => return Err(Stop::Failed(1, "Received HTTP/0.9 when not allowed".into())),
            Err(_) => return Err(Stop::Failed(56, "Failure when receiving data from the peer".into())),
        };
        transfer.status = response.head.status;
        transfer.header_size += response.head.raw.len();
        transfer.content_type = response.head.header("content-type").unwrap_or_default().to_string();
        if verbose {
            let mut text = String::from("* Mark bundle as not supporting multiuse\n");
            for line in String::from_utf8_lossy(&response.head.raw).lines() {
                text.push_str(&format!("< {line}\n"));
            }
            t.stderr(&text).await;
        }
        let location = response.head.header("location").map(str::to_string);
        let redirected = matches!(response.head.status, 301 | 302 | 303 | 307 | 308) && location.is_some();
        transfer.redirect_url = location
            .as_deref()
            .filter(|_| redirected)
            .and_then(|l| url.join(l))
            .map(|u| u.to_string())
            .unwrap_or_default();
        let head = response.head.raw.clone();
        if let Some(file) = options.value('D') {
            if file == "-" {
                t.put(&head).await?;
            } else {
                let _ = t.write_file(file, &head, Flags::WRITE, 0o644).await;
            }
        }
        if redirected && options.has('L') {
            if options.has('i') || options.has('I') {
                t.put(&head).await?;
            }
            if transfer.redirects >= most {
                return Err(Stop::Failed(47, format!("Maximum ({most}) redirects followed")));
            }
            transfer.redirects += 1;
            let Some(next) = location.and_then(|l| url.join(&l)) else {
                return Err(Stop::Failed(3, "URL using bad/illegal format or missing URL".into()));
            };
            if matches!(response.head.status, 301..=303) && method == "POST" && !options.has('X')
                || response.head.status == 303 && method != "HEAD"
            {
                method = "GET".into();
                data = None;
            }
            if verbose {
                t.stderr(&format!("* Issue another request to this URL: '{next}'\n")).await;
            }
            url = next;
            continue;
        }
        let failed = response.head.status >= 400 && (options.has('f') || options.has('\u{8}'));
        let failure = Stop::Failed(22, format!("The requested URL returned error: {}", response.head.status));
        if failed && !options.has('\u{8}') {
            return Err(failure);
        }
        let mut file = None;
        if let Some(path) = output {
            match t.sys.open(path, Flags::WRITE, 0o644) {
                Ok(fd) => file = Some(fd),
                Err(error) => {
                    t.stderr(&format!("Warning: Failed to open the file {path}: {error}\n")).await;
                    return Err(Stop::Failed(23, "Failure writing output to destination".to_string()));
                }
            }
        }
        if options.has('i') || options.has('I') {
            deliver(t, file, &head).await?;
        }
        loop {
            match response.chunk().await {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) => {
                    transfer.size += bytes.len() as u64;
                    deliver(t, file, &bytes).await?;
                    // What arrives is shown at once.
                    let _ = t.out.flush().await;
                }
                Err(Failure::Partial(missing)) => {
                    return Err(Stop::Failed(
                        18,
                        format!("transfer closed with {missing} bytes remaining to read"),
                    ));
                }
                Err(Failure::Receive(error)) => return Err(Stop::Failed(56, format!("Recv failure: {error}"))),
                Err(_) => return Err(Stop::Failed(56, "Failure when receiving data from the peer".into())),
            }
        }
        if let Some(fd) = file {
            let _ = t.sys.close(fd);
        }
        if verbose {
            t.stderr(&format!("* Connection #0 to host {} left intact\n", url.host)).await;
        }
        return if failed { Err(failure) } else { Ok(()) };
    }
}

async fn deliver(t: &mut Tool, file: Option<machine::Fd>, bytes: &[u8]) -> Result<(), Stop> {
    match file {
        None => {
            if t.out.write(bytes).await.is_err() {
                return Err(Stop::Failed(23, "Failure writing output to destination".into()));
            }
            Ok(())
        }
        Some(fd) => match t.sys.write(fd, bytes).await {
            Ok(()) => Ok(()),
            Err(_) => Err(Stop::Failed(23, "Failure writing output to destination".into())),
        },
    }
}

fn request(options: &crate::tool::Options, url: &Url, method: &str, data: Option<&[u8]>) -> Vec<u8> {
    let mut headers: Vec<(String, String)> = vec![("Host".into(), url.authority())];
    if let Some(user) = options.value('u').or(url.user.as_deref()) {
        headers.push(("Authorization".into(), http::basic(user)));
    }
    if let Some(token) = options.value('\u{12}') {
        headers.push(("Authorization".into(), format!("Bearer {token}")));
    }
    headers.push(("User-Agent".into(), options.value('A').unwrap_or("curl/7.88.1").to_string()));
    headers.push((
        "Accept".into(),
        if options.has('\u{9}') { "application/json" } else { "*/*" }.into(),
    ));
    if let Some(from) = options.value('e') {
        headers.push(("Referer".into(), from.to_string()));
    }
    if let Some(range) = options.value('r') {
        headers.push(("Range".into(), format!("bytes={range}")));
    }
    if let Some(cookie) = options.value('b') {
        headers.push(("Cookie".into(), cookie.to_string()));
    }
    if let Some(data) = data {
        headers.push(("Content-Length".into(), data.len().to_string()));
        if !options.has('T') {
            let kind = if options.has('F') {
                format!("multipart/form-data; boundary={}", super::form::boundary(data))
            } else if options.has('\u{9}') {
                "application/json".into()
            } else {
                "application/x-www-form-urlencoded".into()
            };
            headers.push(("Content-Type".into(), kind));
        }
    }
    for text in options.values('H') {
        let Some((name, value)) = text.split_once(':') else {
            if let Some(name) = text.strip_suffix(';') {
                headers.push((name.to_string(), String::new()));
            }
            continue;
        };
        headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name.trim()));
        if !value.trim().is_empty() {
            headers.push((name.trim().to_string(), value.trim().to_string()));
        }
    }
    let mut text = format!("{method} {} HTTP/1.1\r\n", url.path);
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.into_bytes()
}

fn write_out(format: &str, transfer: &Transfer) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '\\' {
            let next = after.chars().next();
            match next {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            }
            rest = next.and_then(|n| after.get(n.len_utf8()..)).unwrap_or_default();
            continue;
        }
        if let Some((name, more)) = after.strip_prefix('{').filter(|_| c == '%').and_then(|a| a.split_once('}')) {
            let url = Url::parse(&transfer.url);
            out.push_str(&match name {
                "http_code" | "response_code" => format!("{:03}", transfer.status),
                "size_download" => transfer.size.to_string(),
                "size_upload" => transfer.uploaded.to_string(),
                "size_header" => transfer.header_size.to_string(),
                "num_redirects" => transfer.redirects.to_string(),
                "num_connects" => "1".to_string(),
                "url_effective" | "url" => transfer.url.clone(),
                "redirect_url" => transfer.redirect_url.clone(),
                "content_type" => transfer.content_type.clone(),
                "remote_ip" => transfer.remote.clone(),
                "remote_port" => transfer.remote_port.to_string(),
                "filename_effective" => transfer.file.clone(),
                "time_total" => format!("{:.6}", transfer.seconds),
                "time_connect" | "time_namelookup" | "time_pretransfer" => format!("{:.6}", transfer.connected),
                "time_starttransfer" => format!("{:.6}", transfer.seconds),
                "speed_download" => format!("{}", (transfer.size as f64 / transfer.seconds.max(1e-6)) as u64),
                "exitcode" => transfer.code.to_string(),
                "errormsg" => String::new(),
                "method" => transfer.method.clone(),
                "scheme" => url.map(|u| u.scheme.to_uppercase()).unwrap_or_default(),
                "http_version" => "1.1".to_string(),
                "json" => format!(
                    "{{\"http_code\":{},\"url_effective\":\"{}\",\"size_download\":{}}}",
                    transfer.status, transfer.url, transfer.size
                ),
                _ => String::new(),
            });
            rest = more;
            continue;
        }
        if c == '%' && after.starts_with('%') {
            out.push('%');
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        out.push(c);
        rest = after;
    }
    out
}
