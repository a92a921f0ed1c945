//! `wget`, as busybox and GNU wget print. Left out: recursion, FTP, resuming, a moving progress bar.

use super::http::{self, Failure, Response, Url};
use crate::clock::{Civil, format};
use crate::tool::{Exit, Options, Run, Tool, tool};
use machine::Flags;
use std::time::Duration;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("quiet", 'q'),
        ("output-document", 'O'),
        ("spider", 's'),
        ("header", 'h'),
        ("post-data", 'd'),
        ("timeout", 'T'),
        ("tries", 't'),
        ("no-check-certificate", 'k'),
        ("user-agent", 'U'),
        ("directory-prefix", 'P'),
        ("continue", 'c'),
        ("server-response", 'S'),
        ("no-verbose", 'n'),
        ("method", 'm'),
        ("body-data", 'B'),
        ("user", 'u'),
        ("password", 'p'),
        ("post-file", 'f'),
        ("output-file", 'o'),
        ("show-progress", 'k'),
        ("max-redirect", 'M'),
        ("waitretry", 'W'),
        ("retry-connrefused", 'k'),
        ("progress", 'W'),
        ("verbose", 'v'),
    ];
    // `-nv` is an option of its own.
    let args: Vec<String> = t
        .args
        .iter()
        .map(|a| if a == "-nv" { "--no-verbose".to_string() } else { a.clone() })
        .collect();
    let options = t
        .options_of(&args, "qO:sh:d:T:t:kU:P:cSnm:B:u:p:f:o:M:W:vY:L:", &long)
        .await?;
    if options.rest.is_empty() {
        if t.gnu {
            t.stderr("wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n")
                .await;
            return Err(Exit(1));
        }
        return Err(t.usage().await);
    }
    for text in options.rest.clone() {
        let Some(url) = Url::parse(&text) else {
            let message = t.words(format!("bad port spec '{text}'"), format!("{text}: Invalid URL."));
            return Err(t.fail(message).await);
        };
        if url.scheme != "http" && url.scheme != "https" {
            let message = t.words(
                format!("not an http or ftp url: {text}"),
                format!("{text}: Unsupported scheme ‘{}’.", url.scheme),
            );
            return Err(t.fail(message).await);
        }
        if t.gnu {
            gnu(t, &options, url).await?
        } else {
            busybox(t, &options, url).await?
        }
    }
    Ok(())
}

async fn data(t: &mut Tool, options: &Options) -> Result<Option<Vec<u8>>, Exit> {
    if let Some(text) = options.value('d').or(options.value('B')) {
        return Ok(Some(text.as_bytes().to_vec()));
    }
    match options.value('f').map(str::to_string) {
        None => Ok(None),
        Some(file) => match t.slurp(&file).await {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(Exit(1)),
        },
    }
}

fn request(t: &Tool, options: &Options, url: &Url, data: Option<&[u8]>) -> (Vec<u8>, bool) {
    let head = options.has('s') && t.gnu;
    let method = match options.value('m') {
        Some(method) => method,
        None if head => "HEAD",
        None if data.is_some() => "POST",
        None => "GET",
    };
    let agent = options.value('U').unwrap_or(t.words("Wget", "Wget/1.21.3"));
    let mut headers = vec![
        ("Host".to_string(), url.authority()),
        ("User-Agent".to_string(), agent.to_string()),
    ];
    if t.gnu {
        headers.push(("Accept".into(), "*/*".into()));
        headers.push(("Accept-Encoding".into(), "identity".into()));
    }
    headers.push(("Connection".into(), t.words("close", "Keep-Alive").into()));
    let user = match (options.value('u'), options.value('p')) {
        (Some(user), password) => Some(format!("{user}:{}", password.unwrap_or_default())),
        _ => url.user.clone(),
    };
    if let Some(user) = user {
        headers.push(("Authorization".into(), http::basic(&user)));
    }
    for text in options.values('h') {
        if let Some((name, value)) = text.split_once(':') {
            headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name.trim()));
            headers.push((name.trim().to_string(), value.trim().to_string()));
        }
    }
    if let Some(data) = data {
        if !headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".into(), "application/x-www-form-urlencoded".into()));
        }
        headers.push(("Content-Length".into(), data.len().to_string()));
    }
    let mut text = format!("{method} {} HTTP/1.1\r\n", url.path);
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(data.unwrap_or_default());
    (bytes, method == "HEAD")
}

fn limit(options: &Options) -> Duration {
    let seconds = options.value('T').and_then(|s| s.parse().ok()).unwrap_or(900);
    Duration::from_secs(seconds)
}

async fn busybox(t: &mut Tool, options: &Options, first: Url) -> Run {
    let quiet = options.has('q');
    let data = data(t, options).await?;
    let mut url = first.clone();
    let mut redirects = 0;
    let mut response = loop {
        let fd = match http::connect(&t.sys, &url.host, url.port, Some(limit(options))).await {
            Ok((fd, address)) => {
                if !quiet {
                    t.stderr(&format!("Connecting to {} ({address}:{})\n", url.authority(), url.port))
                        .await;
                }
                fd
            }
            Err(Failure::Resolve(_)) => return Err(t.fail(format!("bad address '{}'", url.host)).await),
            Err(Failure::Connect(address, error)) => {
                if !quiet {
                    t.stderr(&format!("Connecting to {} ({address}:{})\n", url.authority(), url.port))
                        .await;
                }
                return Err(t.fail(format!("can't connect to remote host ({address}): {error}")).await);
            }
            Err(_) => return Err(t.fail("download timed out").await),
        };
        let (request, bodiless) = request(t, options, &url, data.as_deref());
        let answer = http::within(&t.sys.clone(), limit(options), Response::ask(&t.sys, fd, &request, bodiless)).await;
        let response = match answer {
            None => return Err(t.fail("download timed out").await),
            Some(Ok(response)) => response,
            Some(Err(Failure::Empty | Failure::Receive(_))) => return Err(t.fail("error getting response").await),
            Some(Err(_)) => return Err(t.fail("error getting response").await),
        };
        if options.has('S') {
            let text: String = String::from_utf8_lossy(&response.head.raw)
                .lines()
                .filter(|l| !l.is_empty())
                .map(|l| format!("  {l}\n"))
                .collect();
            t.stderr(&text).await;
        }
        let line = format!(
            "HTTP/{} {} {}",
            response.head.version, response.head.status, response.head.reason
        );
        match response.head.status {
            200..=204 | 206 => break response,
            300..=303 | 307 | 308 => {
                redirects += 1;
                if redirects > 5 {
                    return Err(t.fail("too many redirections").await);
                }
                let next = response.head.header("location").and_then(|l| url.join(l));
                let Some(next) = next else {
                    return Err(t.fail("server returned error: ".to_string() + &line).await);
                };
                url = next;
            }
            _ => return Err(t.fail(format!("server returned error: {line}")).await),
        }
    };
    if options.has('s') {
        if !quiet {
            t.stderr("remote file exists\n").await;
        }
        return Ok(());
    }
    let name = match options.value('O') {
        Some(file) => file.to_string(),
        None if first.file_name().is_empty() => "index.html".to_string(),
        None => first.file_name().to_string(),
    };
    let path = match options.value('P') {
        Some(dir) if !options.has('O') => crate::tool::join(dir, &name),
        _ => name.clone(),
    };
    let fd = if path == "-" {
        1
    } else {
        let exclusive = !options.has('O') && !options.has('c');
        match t.sys.open(
            &path,
            Flags {
                exclusive,
                ..Flags::WRITE
            },
            0o666,
        ) {
            Ok(fd) => fd,
            Err(error) => return Err(t.fail(format!("can't open '{path}': {error}")).await),
        }
    };
    if !quiet {
        t.stderr(&if path == "-" {
            "writing to stdout\n".to_string()
        } else {
            format!("saving to '{path}'\n")
        })
        .await;
    }
    let size = save(t, &mut response, fd).await?;
    if !quiet {
        let shown: String = (if path == "-" { "-" } else { crate::tool::basename(&path) })
            .chars()
            .take(20)
            .collect();
        t.stderr(&format!(
            "{shown:<20} 100% |{}| {:>5}  0:00:00 ETA\n",
            "*".repeat(32),
            crate::number::human_busybox(size).replace(".0", "")
        ))
        .await;
        t.stderr(&if path == "-" {
            "written to stdout\n".to_string()
        } else {
            format!("'{path}' saved\n")
        })
        .await;
    }
    Ok(())
}

async fn save(t: &mut Tool, response: &mut Response, fd: machine::Fd) -> Result<u64, Exit> {
    loop {
        match response.chunk().await {
            Ok(bytes) if bytes.is_empty() => break,
            Ok(bytes) => {
                if let Err(error) = t.sys.write(fd, &bytes).await {
                    return Err(t.fail_with(if t.gnu { 3 } else { 1 }, format!("write error: {error}")).await);
                }
            }
            Err(_) => {
                let message = t.words("connection closed prematurely", "Read error; giving up.");
                return Err(t.fail(message).await);
            }
        }
    }
    if fd > 2 {
        let _ = t.sys.close(fd);
    }
    Ok(response.received)
}

fn stamp(t: &Tool, pattern: &str) -> String {
    format(pattern, &Civil::from_nanos(t.sys.now().0))
}

async fn gnu(t: &mut Tool, options: &Options, first: Url) -> Run {
    let quiet = options.has('q') || options.has('n');
    let data = data(t, options).await?;
    let tries: u32 = options.value('t').and_then(|n| n.parse().ok()).unwrap_or(20);
    let mut url = first.clone();
    let mut redirects = 0;
    let log = |_: &Tool, text: String| if quiet { String::new() } else { text };
    let mut response = loop {
        let start = log(t, format!("--{}--  {url}\n", stamp(t, "%Y-%m-%d %H:%M:%S")));
        t.stderr(&start).await;
        let numeric = url.host.parse::<std::net::Ipv4Addr>().is_ok();
        let found = t.sys.lookup_host(&url.host);
        if !numeric {
            let text = match &found {
                Ok(list) => format!(
                    "Resolving {} ({})... {}\n",
                    url.host,
                    url.host,
                    list.iter().map(|a| a.to_string()).collect::<Vec<_>>().join(", ")
                ),
                Err(_) => format!(
                    "Resolving {} ({})... failed: Name or service not known.\n",
                    url.host, url.host
                ),
            };
            let text = log(t, text);
            t.stderr(&text).await;
        }
        let Some(address) = found.ok().and_then(|l| l.first().copied()) else {
            if !options.has('q') {
                t.stderr(&format!("wget: unable to resolve host address ‘{}’\n", url.host))
                    .await;
            }
            return Err(Exit(4));
        };
        let shown = if numeric {
            format!("Connecting to {}:{}... ", url.host, url.port)
        } else {
            format!("Connecting to {} ({})|{address}|:{}... ", url.host, url.host, url.port)
        };
        let fd = match http::connect(&t.sys, &address.to_string(), url.port, Some(limit(options))).await {
            Ok((fd, _)) => {
                let text = log(t, format!("{shown}connected.\n"));
                t.stderr(&text).await;
                fd
            }
            Err(Failure::Connect(_, error)) => {
                let _ = tries;
                if !options.has('q') {
                    t.stderr(&format!("{shown}failed: {error}.\n")).await;
                }
                return Err(Exit(4));
            }
            Err(_) => {
                if !options.has('q') {
                    t.stderr(&format!("{shown}failed: Connection timed out.\n")).await;
                }
                return Err(Exit(4));
            }
        };
        let (request, bodiless) = request(t, options, &url, data.as_deref());
        let response = match Response::ask(&t.sys, fd, &request, bodiless).await {
            Ok(response) => response,
            Err(_) => {
                if !options.has('q') {
                    t.stderr("HTTP request sent, awaiting response... No data received.\nGiving up.\n\n")
                        .await;
                }
                return Err(Exit(4));
            }
        };
        let text = log(
            t,
            format!(
                "HTTP request sent, awaiting response... {} {}\n",
                response.head.status, response.head.reason
            ),
        );
        t.stderr(&text).await;
        if options.has('S') {
            let text: String = String::from_utf8_lossy(&response.head.raw)
                .lines()
                .filter(|l| !l.is_empty())
                .map(|l| format!("  {l}\n"))
                .collect();
            t.stderr(&text).await;
        }
        match response.head.status {
            301 | 302 | 303 | 307 | 308 => {
                let location = response.head.header("location").unwrap_or_default().to_string();
                let text = log(t, format!("Location: {location} [following]\n"));
                t.stderr(&text).await;
                redirects += 1;
                match url.join(&location).filter(|_| redirects <= 20) {
                    Some(next) => url = next,
                    None => return Err(Exit(8)),
                }
            }
            status if status >= 400 => {
                let reason = response.head.reason.clone();
                if options.has('s') {
                    let text = log(
                        t,
                        if status == 404 {
                            "Remote file does not exist -- broken link!!!\n\n".into()
                        } else {
                            format!("\n{} ERROR {status}: {reason}.\n\n", stamp(t, "%Y-%m-%d %H:%M:%S"))
                        },
                    );
                    t.stderr(&text).await;
                } else if !options.has('q') {
                    if options.has('n') {
                        t.stderr(&format!("{url}:\n")).await;
                    }
                    t.stderr(&format!(
                        "{} ERROR {status}: {reason}.\n{}",
                        stamp(t, "%Y-%m-%d %H:%M:%S"),
                        if quiet { "" } else { "\n" }
                    ))
                    .await;
                }
                return Err(Exit(8));
            }
            _ => break response,
        }
    };
    if options.has('s') {
        let text = log(t, "Remote file exists.\n\n".to_string());
        t.stderr(&text).await;
        return Ok(());
    }
    let length = response.length();
    let kind = response
        .head
        .header("content-type")
        .map(|k| k.split(';').next().unwrap_or_default().trim().to_string());
    let text = match length {
        Some(length) if length >= 1024 => format!("Length: {length} ({})", crate::number::human(length)),
        Some(length) => format!("Length: {length}"),
        None => "Length: unspecified".to_string(),
    };
    let text = log(t, format!("{text}{}\n", kind.map(|k| format!(" [{k}]")).unwrap_or_default()));
    t.stderr(&text).await;
    let name = match options.value('O') {
        Some(file) => file.to_string(),
        None => {
            let base = if first.file_name().is_empty() {
                "index.html"
            } else {
                first.file_name()
            };
            let base = options
                .value('P')
                .map_or_else(|| base.to_string(), |dir| crate::tool::join(dir, base));
            let mut name = base.clone();
            let mut number = 1;
            while t.sys.exists(&name) && number < 1000 {
                name = format!("{base}.{number}");
                number += 1;
            }
            name
        }
    };
    let fd = if name == "-" {
        1
    } else {
        match t.sys.open(&name, Flags::WRITE, 0o666) {
            Ok(fd) => fd,
            Err(error) => {
                t.stderr(&format!("{name}: {error}\n")).await;
                return Err(Exit(3));
            }
        }
    };
    let saving = log(t, format!("Saving to: ‘{}’\n\n", if name == "-" { "STDOUT" } else { &name }));
    t.stderr(&saving).await;
    let size = save(t, &mut response, fd).await?;
    if options.has('n') && !options.has('q') {
        t.stderr(&format!(
            "{} URL:{url} [{size}/{size}] -> \"{name}\" [1]\n",
            stamp(t, "%Y-%m-%d %H:%M:%S")
        ))
        .await;
    }
    let shown = if name == "-" {
        "-".to_string()
    } else {
        format!("‘{name}’")
    };
    let done = if name == "-" {
        format!(
            "{} (1.00 MB/s) - written to stdout [{size}/{size}]\n\n",
            stamp(t, "%Y-%m-%d %H:%M:%S")
        )
    } else {
        format!(
            "{} (1.00 MB/s) - {shown} saved [{size}/{size}]\n\n",
            stamp(t, "%Y-%m-%d %H:%M:%S")
        )
    };
    let bar = log(
        t,
        format!(
            "{:<20}100%[===================>] {:>7}  --.-KB/s    in 0s      \n\n{done}",
            if name == "-" { "-" } else { crate::tool::basename(&name) },
            crate::number::human(size)
        ),
    );
    t.stderr(&bar).await;
    Ok(())
}
