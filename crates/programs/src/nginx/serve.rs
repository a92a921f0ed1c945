//! Answering: which server and location a request belongs to, and what they make of it.

use super::config::{Config, Location, Server, Settings};
use super::log_line;
use crate::http::{self, Ended, MONTHS, Request, Response, civil, http_date};
use machine::{Address, Errno, Fd, Sys};
use std::cell::Cell;
use std::net::Ipv4Addr;
use std::rc::Rc;
use vfs::FileKind;

/// What a worker needs to answer.
pub(crate) struct Context {
    sys: Sys,
    config: Rc<Config>,
    turn: Cell<usize>,
}

impl Context {
    pub fn new(sys: Sys, config: Rc<Config>) -> Context {
        Context {
            sys,
            config,
            turn: Cell::new(0),
        }
    }
}

/// Takes connections, each in a task of its own.
pub(crate) async fn accept(context: Rc<Context>, address: (Ipv4Addr, u16), listener: Fd) {
    loop {
        match context.sys.accept(listener).await {
            Ok((fd, peer)) => {
                let context = context.clone();
                let sys = context.sys.clone();
                sys.spawn_thread(async move {
                    connection(&context, address, fd, peer).await;
                    let _ = context.sys.close(fd);
                });
            }
            Err(Errno::EINTR) => {}
            Err(_) => return,
        }
    }
}

async fn connection(context: &Context, address: (Ipv4Addr, u16), fd: Fd, peer: Address) {
    let mut pending = Vec::new();
    loop {
        let request = match http::read_request(&context.sys, fd, &mut pending).await {
            Ok(request) => request,
            Err(Ended::Closed) => return,
            Err(Ended::Malformed) => {
                let response = error_page(400);
                let _ = http::write_response(&context.sys, fd, &response, false).await;
                return;
            }
        };
        let (response, logged) = answer(context, address, &request, peer).await;
        let keep = request.keeps_alive();
        let mut response = response;
        response
            .headers
            .insert(0, ("Server".into(), format!("nginx/{}", super::VERSION)));
        response
            .headers
            .insert(1, ("Date".into(), http_date(context.sys.now().seconds())));
        response
            .headers
            .push(("Connection".into(), if keep { "keep-alive" } else { "close" }.into()));
        let sent = http::write_response(&context.sys, fd, &response, request.method == "HEAD").await;
        if logged {
            log(context, &request, peer, &response).await;
        }
        if !keep || sent.is_err() {
            return;
        }
    }
}

async fn log(context: &Context, request: &Request, peer: Address, response: &Response) {
    let (year, month, day, hour, minute, second) = civil(context.sys.now().seconds());
    let month = MONTHS.get((month - 1) as usize).copied().unwrap_or("Jan");
    let or_dash = |value: Option<&str>| value.unwrap_or("-").to_string();
    let bytes = if request.method == "HEAD" { 0 } else { response.body.len() };
    let line = format!(
        "{} - - [{day:02}/{month}/{year}:{hour:02}:{minute:02}:{second:02} +0000] \"{} {} {}\" {} {bytes} \"{}\" \"{}\" \"{}\"\n",
        peer.0,
        request.method,
        request.target,
        request.version,
        response.status,
        or_dash(request.header("referer")),
        or_dash(request.header("user-agent")),
        or_dash(request.header("x-forwarded-for")),
    );
    append(&context.sys, "/var/log/nginx/access.log", 1, &line).await;
}

/// Writes to a log file; in the image it is a link to a standard stream.
async fn append(sys: &Sys, path: &str, fallback: Fd, line: &str) {
    match sys.open(path, machine::Flags::APPEND, 0o644) {
        Ok(fd) => {
            let _ = sys.write(fd, line.as_bytes()).await;
            let _ = sys.close(fd);
        }
        Err(_) => {
            let _ = sys.write(fallback, line.as_bytes()).await;
        }
    }
}

fn choose_server<'a>(config: &'a Config, address: (Ipv4Addr, u16), host: &str) -> Option<&'a Server> {
    let mut fitting = config.servers.iter().filter(|s| s.listen.contains(&address));
    let first = fitting.clone().next();
    let host = host.split(':').next().unwrap_or_default();
    fitting
        .find(|s| {
            s.names.iter().any(|n| {
                n.eq_ignore_ascii_case(host)
                    || n.strip_prefix('*').is_some_and(|rest| host.ends_with(rest))
                    || n.strip_suffix('*').is_some_and(|rest| host.starts_with(rest))
            })
        })
        .or(first)
}

fn choose_location<'a>(server: &'a Server, path: &str) -> Option<&'a Location> {
    if let Some(exact) = server.locations.iter().find(|l| l.modifier == "=" && l.path == path) {
        return Some(exact);
    }
    server
        .locations
        .iter()
        .filter(|l| l.modifier != "=" && path.starts_with(&l.path))
        .max_by_key(|l| l.path.len())
}

async fn answer(context: &Context, address: (Ipv4Addr, u16), request: &Request, peer: Address) -> (Response, bool) {
    let host = request.header("host").unwrap_or_default().to_string();
    let Some(server) = choose_server(&context.config, address, &host) else {
        return (error_page(404), true);
    };
    let mut path = vfs_path(&request.path());
    for _ in 0..10 {
        let location = choose_location(server, &path);
        let settings = location.map_or(&server.settings, |l| &l.settings);
        let mut response = match content(context, settings, location, &path, request, &host, peer).await {
            Content::Answer(response) => response,
            Content::Elsewhere(next) => {
                path = next;
                continue;
            }
        };
        if response.status >= 400
            && let Some((_, page)) = settings.error_pages.iter().find(|(code, _)| *code == response.status)
        {
            let status = response.status;
            if page.starts_with('/') {
                let location = choose_location(server, page);
                let inner = location.map_or(&server.settings, |l| &l.settings);
                if let Content::Answer(found) = content(context, inner, location, page, request, &host, peer).await
                    && found.status == 200
                {
                    response = Response { status, ..found };
                }
            }
        }
        if response.status < 400 {
            response.headers.extend(settings.headers.iter().cloned());
        }
        return (response, !settings.access_log_off);
    }
    (error_page(500), true)
}

enum Content {
    Answer(Response),
    /// An internal redirection.
    Elsewhere(String),
}

async fn content(
    context: &Context,
    settings: &Settings,
    location: Option<&Location>,
    path: &str,
    request: &Request,
    host: &str,
    peer: Address,
) -> Content {
    if let Some((status, text)) = &settings.returns {
        let text = variables(text, request, host, peer, path);
        if (300..400).contains(status) && !text.is_empty() {
            let mut response = error_page(*status);
            response.headers.push(("Location".into(), absolute(&text, host)));
            return Content::Answer(response);
        }
        if text.is_empty() {
            return Content::Answer(error_page(*status));
        }
        let kind = settings
            .default_type
            .clone()
            .unwrap_or_else(|| context.config.default_type.clone());
        return Content::Answer(Response {
            status: *status,
            headers: vec![("Content-Type".into(), kind)],
            body: text.into_bytes(),
        });
    }
    if let Some(target) = &settings.proxy_pass {
        return Content::Answer(proxy(context, settings, location, target, path, request, host, peer).await);
    }
    if !["GET", "HEAD"].contains(&request.method.as_str()) {
        return Content::Answer(error_page(405));
    }
    if !settings.try_files.is_empty() {
        let last = settings.try_files.len() - 1;
        for (index, pattern) in settings.try_files.iter().enumerate() {
            let candidate = variables(pattern, request, host, peer, path);
            if index == last {
                if let Some(code) = candidate.strip_prefix('=').and_then(|c| c.parse().ok()) {
                    return Content::Answer(error_page(code));
                }
                return if candidate == path {
                    file(context, settings, location, path, host).await
                } else {
                    Content::Elsewhere(candidate)
                };
            }
            let on_disk = disk_path(settings, location, &candidate);
            let wants_dir = candidate.ends_with('/');
            if let Ok(stat) = context.sys.stat(&on_disk)
                && (stat.kind == FileKind::Dir) == wants_dir
            {
                return file(context, settings, location, &candidate, host).await;
            }
        }
    }
    file(context, settings, location, path, host).await
}

fn disk_path(settings: &Settings, location: Option<&Location>, path: &str) -> String {
    if let (Some(alias), Some(location)) = (&settings.alias, location) {
        return format!("{alias}{}", path.strip_prefix(&location.path).unwrap_or_default());
    }
    let root = settings.root.clone().unwrap_or_else(|| "/etc/nginx/html".into());
    let root = if root.starts_with('/') {
        root
    } else {
        format!("/etc/nginx/{root}")
    };
    format!("{}{path}", root.trim_end_matches('/'))
}

async fn file(context: &Context, settings: &Settings, location: Option<&Location>, path: &str, host: &str) -> Content {
    let sys = &context.sys;
    let on_disk = disk_path(settings, location, path);
    let stat = match sys.stat(on_disk.trim_end_matches('/')) {
        Ok(stat) => stat,
        Err(error) => return missing(context, &on_disk, error, host).await,
    };
    if stat.kind == FileKind::Dir {
        if !path.ends_with('/') {
            let mut response = error_page(301);
            response.headers.push(("Location".into(), format!("http://{host}{path}/")));
            return Content::Answer(response);
        }
        let index = if settings.index.is_empty() {
            vec!["index.html".to_string()]
        } else {
            settings.index.clone()
        };
        for name in &index {
            if sys.stat(&format!("{on_disk}{name}")).is_ok_and(|s| s.kind == FileKind::File) {
                return Box::pin(file(context, settings, location, &format!("{path}{name}"), host)).await;
            }
        }
        if settings.autoindex {
            return Content::Answer(listing(sys, &on_disk, path));
        }
        let line = log_line(sys, "error", &format!("*1 directory index of \"{on_disk}\" is forbidden"));
        append(sys, "/var/log/nginx/error.log", 2, &line).await;
        return Content::Answer(error_page(403));
    }
    if path.ends_with('/') {
        return missing(context, &on_disk, Errno::ENOTDIR, host).await;
    }
    match sys.read_file(&on_disk) {
        Ok(body) => {
            let extension = on_disk
                .rsplit('/')
                .next()
                .and_then(|n| n.rsplit_once('.'))
                .map(|(_, e)| e.to_ascii_lowercase())
                .unwrap_or_default();
            let kind = context
                .config
                .types
                .iter()
                .find(|(e, _)| *e == extension)
                .map(|(_, t)| t.clone());
            let kind = kind
                .or_else(|| settings.default_type.clone())
                .unwrap_or_else(|| context.config.default_type.clone());
            let modified = stat.meta.mtime / 1_000_000_000;
            let headers = vec![
                ("Content-Type".to_string(), kind),
                ("Content-Length".to_string(), body.len().to_string()),
                ("Last-Modified".to_string(), http_date(modified)),
                ("ETag".to_string(), format!("\"{modified:x}-{:x}\"", body.len())),
                ("Accept-Ranges".to_string(), "bytes".to_string()),
            ];
            Content::Answer(Response {
                status: 200,
                headers,
                body,
            })
        }
        Err(error) => missing(context, &on_disk, error, host).await,
    }
}

async fn missing(context: &Context, on_disk: &str, error: Errno, host: &str) -> Content {
    let line = log_line(
        &context.sys,
        "error",
        &format!(
            "*1 open() \"{on_disk}\" failed ({}: {error}), host: \"{host}\"",
            error.number()
        ),
    );
    append(&context.sys, "/var/log/nginx/error.log", 2, &line).await;
    Content::Answer(error_page(if error == Errno::EACCES { 403 } else { 404 }))
}

fn listing(sys: &Sys, on_disk: &str, path: &str) -> Response {
    let mut body = format!(
        "<html>\r\n<head><title>Index of {path}</title></head>\r\n<body>\r\n<h1>Index of {path}</h1><hr><pre><a href=\"../\">../</a>\r\n"
    );
    for entry in sys.readdir(on_disk).unwrap_or_default() {
        let name = if entry.kind == FileKind::Dir {
            format!("{}/", entry.name)
        } else {
            entry.name
        };
        let shown = name.replace('&', "&amp;").replace('<', "&lt;");
        body.push_str(&format!("<a href=\"{shown}\">{shown}</a>\r\n"));
    }
    body.push_str("</pre><hr></body>\r\n</html>\r\n");
    Response {
        status: 200,
        headers: vec![("Content-Type".into(), "text/html".into())],
        body: body.into_bytes(),
    }
}

#[allow(clippy::too_many_arguments)]
async fn proxy(
    context: &Context,
    settings: &Settings,
    location: Option<&Location>,
    target: &str,
    path: &str,
    request: &Request,
    host: &str,
    peer: Address,
) -> Response {
    let sys = &context.sys;
    let target = variables(target, request, host, peer, path);
    let rest = target.strip_prefix("http://").unwrap_or(&target);
    let (authority, uri) = match rest.find('/') {
        Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at..)),
        None => (rest, None),
    };
    let query = request
        .target
        .split_once('?')
        .map(|(_, q)| format!("?{q}"))
        .unwrap_or_default();
    let forwarded = match (uri, location) {
        (Some(uri), Some(location)) => format!("{uri}{}{query}", path.strip_prefix(&location.path).unwrap_or_default()),
        _ => request.target.clone(),
    };
    let backends = match context.config.upstreams.iter().find(|(name, _)| name == authority) {
        Some((_, servers)) => servers.clone(),
        None => vec![if authority.contains(':') {
            authority.to_string()
        } else {
            format!("{authority}:80")
        }],
    };
    // Each address of a name is a server of its own, and they take turns.
    let servers: Vec<(Ipv4Addr, u16)> = backends
        .iter()
        .flat_map(|backend| {
            let (name, port) = backend.rsplit_once(':').unwrap_or((backend, "80"));
            let port: u16 = port.parse().unwrap_or(80);
            let known = context.config.addresses.get(name).cloned();
            let found = known.unwrap_or_else(|| sys.lookup_host(name).unwrap_or_default());
            found.into_iter().map(move |ip| (ip, port)).collect::<Vec<_>>()
        })
        .collect();
    for _ in 0..servers.len() {
        let turn = context.turn.get();
        context.turn.set(turn.wrapping_add(1));
        let Some((ip, port)) = servers.get(turn % servers.len()).copied() else {
            break;
        };
        let fd = match sys.connect(ip, port).await {
            Ok(fd) => fd,
            Err(error) => {
                let text = format!(
                    "*1 connect() failed ({}: {error}) while connecting to upstream, client: {}, server: {}, request: \"{} {} {}\", upstream: \"http://{ip}:{port}{forwarded}\", host: \"{host}\"",
                    error.number(),
                    peer.0,
                    host.split(':').next().unwrap_or_default(),
                    request.method,
                    request.target,
                    request.version,
                );
                append(sys, "/var/log/nginx/error.log", 2, &log_line(sys, "error", &text)).await;
                continue;
            }
        };
        let mut text = format!("{} {forwarded} HTTP/1.0\r\n", request.method);
        let own = |name: &str| settings.proxy_headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        if !own("host") {
            text.push_str(&format!("Host: {authority}\r\n"));
        }
        if !own("connection") {
            text.push_str("Connection: close\r\n");
        }
        for (name, value) in &settings.proxy_headers {
            let value = variables(value, request, host, peer, path);
            if !value.is_empty() {
                text.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        for (name, value) in &request.headers {
            if !["host", "connection", "content-length", "transfer-encoding"].contains(&name.to_ascii_lowercase().as_str())
                && !own(name)
            {
                text.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if !request.body.is_empty() {
            text.push_str(&format!("Content-Length: {}\r\n", request.body.len()));
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(&request.body);
        let response = match sys.write(fd, &bytes).await {
            Ok(()) => http::read_response(sys, fd, request.method == "HEAD").await,
            Err(_) => None,
        };
        let _ = sys.close(fd);
        if let Some(mut response) = response {
            response.headers.retain(|(n, _)| {
                !["connection", "server", "date", "transfer-encoding", "content-length"]
                    .contains(&n.to_ascii_lowercase().as_str())
            });
            return response;
        }
    }
    error_page(502)
}

/// nginx's variables in a text.
fn variables(text: &str, request: &Request, host: &str, peer: Address, path: &str) -> String {
    if !text.contains('$') {
        return text.to_string();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let (name, next) = match after.strip_prefix('{').and_then(|a| a.split_once('}')) {
            Some((name, next)) => (name.to_string(), next),
            None => {
                let end = after
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .unwrap_or(after.len());
                (
                    after.get(..end).unwrap_or_default().to_string(),
                    after.get(end..).unwrap_or_default(),
                )
            }
        };
        let query = request.target.split_once('?').map(|(_, q)| q).unwrap_or_default();
        match name.as_str() {
            "uri" | "document_uri" => out.push_str(path),
            "request_uri" => out.push_str(&request.target),
            "host" => out.push_str(host.split(':').next().unwrap_or_default()),
            "http_host" => out.push_str(host),
            "remote_addr" => out.push_str(&peer.0.to_string()),
            "remote_port" => out.push_str(&peer.1.to_string()),
            "proxy_add_x_forwarded_for" => {
                if let Some(before) = request.header("x-forwarded-for") {
                    out.push_str(&format!("{before}, "));
                }
                out.push_str(&peer.0.to_string());
            }
            "scheme" => out.push_str("http"),
            "args" | "query_string" => out.push_str(query),
            "is_args" => out.push_str(if query.is_empty() { "" } else { "?" }),
            "request_method" => out.push_str(&request.method),
            "server_port" => out.push_str(host.split_once(':').map_or("80", |(_, p)| p)),
            other => {
                if let Some(header) = other.strip_prefix("http_") {
                    out.push_str(request.header(&header.replace('_', "-")).unwrap_or_default());
                }
            }
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

fn absolute(target: &str, host: &str) -> String {
    if target.starts_with('/') {
        format!("http://{host}{target}")
    } else {
        target.to_string()
    }
}

/// The path without `.` and `..`, its final slash kept.
fn vfs_path(path: &str) -> String {
    let clean = vfs::normalize(path);
    if path.ends_with('/') && clean != "/" {
        format!("{clean}/")
    } else {
        clean
    }
}

fn error_page(status: u16) -> Response {
    let title = format!("{status} {}", http::reason(status));
    let body = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx/{}</center>\r\n</body>\r\n</html>\r\n",
        super::VERSION
    );
    let body = if status == 204 || status == 304 { String::new() } else { body };
    Response {
        status,
        headers: vec![("Content-Type".into(), "text/html".into())],
        body: body.into_bytes(),
    }
}
