//! Answering: which server and location a request belongs to, and what they make of it.

use super::config::{Config, Location, Server};
use super::exchange::Exchange;
use super::proxy::{self, Peers};
use super::rewrite::{self, Outcome};
use super::settings::Settings;
use super::{guard, log_line};
use crate::http::{self, Ended, Response, http_date};
use machine::{Address, Errno, Fd, Sys};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::rc::Rc;
use vfs::FileKind;

/// What a worker needs to answer.
pub(crate) struct Context {
    pub sys: Sys,
    pub config: Rc<Config>,
    pub peers: RefCell<Peers>,
}

impl Context {
    pub fn new(sys: Sys, config: Rc<Config>) -> Context {
        Context {
            sys,
            config,
            peers: RefCell::default(),
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
        let keep = request.keeps_alive();
        let host = request.header("host").unwrap_or_default().to_string();
        let Some(server) = choose_server(&context.config, address, &host) else {
            return;
        };
        let mut x = Exchange {
            sys: &context.sys,
            config: &context.config,
            server,
            request: &request,
            host,
            peer,
            port: address.1,
            id: std::cell::OnceCell::new(),
            own: context.sys.socket_name(fd).map_or(Ipv4Addr::LOCALHOST, |name| name.0),
            uri: vfs_path(&request.path()),
            args: request
                .target
                .split_once('?')
                .map(|(_, args)| args.to_string())
                .unwrap_or_default(),
            changed: false,
            renamed: false,
            set: BTreeMap::new(),
            groups: Vec::new(),
            status: 0,
            sent: 0,
            upstream: String::new(),
            handed_on: false,
            user: None,
            root: String::new(),
        };
        let (mut response, settings) = answer(context, &mut x).await;
        finish(&mut x, &mut response, settings);
        let version = if settings.hides_version {
            "nginx".into()
        } else {
            format!("nginx/{}", super::VERSION)
        };
        response.headers.insert(0, ("Server".into(), version));
        response
            .headers
            .insert(1, ("Date".into(), http_date(context.sys.now().seconds())));
        response
            .headers
            .push(("Connection".into(), if keep { "keep-alive" } else { "close" }.into()));
        let sent = http::write_response_as(&context.sys, fd, &response, words(response.status), request.method == "HEAD").await;
        if !settings.access_log_off {
            x.status = response.status;
            x.sent = if request.method == "HEAD" { 0 } else { response.body.len() };
            log(context, &x, settings).await;
        }
        if !keep || sent.is_err() {
            return;
        }
    }
}

/// The format `main` of the image's configuration, and the one that is there without any.
const COMBINED: &str =
    "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

async fn log(context: &Context, x: &Exchange<'_>, settings: &Settings) {
    let (path, format) = match &settings.access_log {
        Some((path, format)) => (x.fill(path), format.as_str()),
        None => ("/var/log/nginx/access.log".into(), "combined"),
    };
    let text = context.config.formats.get(format).map_or(COMBINED, String::as_str);
    append(&context.sys, &path, 1, &format!("{}\n", x.logged(text))).await;
}

/// What is added to an answer whatever it came from.
fn finish(x: &mut Exchange, response: &mut Response, settings: &Settings) {
    x.status = response.status;
    let usual = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308].contains(&response.status);
    if usual && let Some(time) = &settings.expires {
        response.headers.extend(guard::expires(x.sys.now().seconds(), &x.fill(time)));
    }
    for (name, value, always) in &settings.headers {
        let value = x.fill(value);
        if (usual || *always) && !value.is_empty() {
            response.headers.push((name.clone(), value));
        }
    }
    let texts = [
        "text/html",
        "text/xml",
        "text/plain",
        "application/javascript",
        "application/rss+xml",
    ];
    if let Some(charset) = &settings.charset
        && let Some((_, kind)) = response.headers.iter_mut().find(|(name, _)| name == "Content-Type")
        && texts.contains(&kind.as_str())
    {
        *kind = format!("{kind}; charset={charset}");
    }
    if settings.hides_version && response.status >= 300 {
        let shown = format!("<center>nginx/{}</center>", super::VERSION);
        if let Ok(text) = std::str::from_utf8(&response.body)
            && text.contains(&shown)
        {
            response.body = text.replace(&shown, "<center>nginx</center>").into_bytes();
        }
    }
    let tag = response
        .headers
        .iter()
        .find(|(name, _)| name == "ETag")
        .map(|(_, tag)| tag.clone());
    if response.status == 200
        && let Some(tag) = tag
        && x.request
            .header("if-none-match")
            .is_some_and(|known| known.split(',').any(|one| one.trim() == tag))
    {
        response.status = 304;
        response.body.clear();
        response
            .headers
            .retain(|(name, _)| !["Content-Type", "Content-Length", "Accept-Ranges"].contains(&name.as_str()));
    }
}

/// Writes to a log file; in the image it is a link to a standard stream.
pub(super) async fn append(sys: &Sys, path: &str, fallback: Fd, line: &str) {
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
    let first = fitting
        .clone()
        .find(|s| s.defaults.contains(&address))
        .or(fitting.clone().next());
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

/// The location of a path: exact, then the longest beginning unless a regular expression fits (nginx.org, "location").
fn choose_location<'a>(x: &mut Exchange<'a>) -> Option<&'a Location> {
    let locations = &x.server.locations;
    if let Some(exact) = locations.iter().find(|l| l.modifier == "=" && l.path == x.uri) {
        return Some(exact);
    }
    let plain = locations
        .iter()
        .filter(|l| ["", "^~"].contains(&l.modifier.as_str()) && x.uri.starts_with(&l.path));
    let longest = plain.max_by_key(|l| l.path.len());
    if longest.is_some_and(|l| l.modifier == "^~") {
        return longest;
    }
    for location in locations {
        if let Some(found) = location.pattern.as_ref().and_then(|pattern| pattern.find(&x.uri)) {
            x.keep(found);
            return Some(location);
        }
    }
    longest
}

async fn answer<'a>(context: &Context, x: &mut Exchange<'a>) -> (Response, &'a Settings) {
    let outer = &x.server.settings;
    if let Outcome::Return(code, text) = rewrite::run(x, &outer.rules) {
        return (returned(x, outer, code, &text), outer);
    }
    // The code of an error whose page is being looked for.
    let mut failed: Option<(u16, Option<Option<u16>>)> = None;
    let mut named: Option<&Location> = None;
    let mut inner = false;
    for _ in 0..11 {
        let location = named.take().or_else(|| choose_location(x));
        x.renamed = false;
        let mut settings = location.map_or(outer, |l| &l.settings);
        let content = if settings.internal && !inner {
            Content::Answer(error_page(404))
        } else {
            match location.map_or(Outcome::Stay(None), |l| rewrite::run(x, &l.settings.rules)) {
                Outcome::Again => {
                    inner = true;
                    continue;
                }
                Outcome::Return(code, text) => Content::Answer(returned(x, settings, code, &text)),
                Outcome::Stay(own) | Outcome::Stop(own) => {
                    settings = own.unwrap_or(settings);
                    match guard::check(x, settings).await {
                        Some(refusal) => Content::Answer(refusal),
                        None => content(context, x, settings, location).await,
                    }
                }
            }
        };
        let target = match content {
            Content::Elsewhere(target) => target,
            Content::Answer(mut response) => {
                if let Some((code, answer)) = failed {
                    // The page's own error is not given a page again.
                    response.status = match answer {
                        None if response.status < 300 => code,
                        Some(Some(other)) if response.status < 300 => other,
                        _ => response.status,
                    };
                    return (response, settings);
                }
                let page = settings
                    .error_pages
                    .iter()
                    .find(|page| page.code == response.status && !x.handed_on);
                let Some(page) = page else {
                    return (response, settings);
                };
                if page.page.starts_with("http") {
                    let mut away = error_page(302);
                    away.headers.push(("Location".into(), x.fill(&page.page)));
                    return (away, settings);
                }
                failed = Some((page.code, page.answer));
                x.fill(&page.page)
            }
        };
        inner = true;
        if target.starts_with('@') {
            named = x.server.locations.iter().find(|l| l.path == target);
            if named.is_none() {
                let text = format!("*1 could not find named location \"{target}\"");
                append(x.sys, "/var/log/nginx/error.log", 2, &log_line(x.sys, "error", &text)).await;
                return (error_page(500), settings);
            }
        } else {
            x.go(&target);
        }
    }
    let text = format!(
        "*1 rewrite or internal redirection cycle while internally redirecting to \"{}\"",
        x.uri
    );
    append(x.sys, "/var/log/nginx/error.log", 2, &log_line(x.sys, "error", &text)).await;
    (error_page(500), outer)
}

enum Content {
    Answer(Response),
    /// An internal redirection, or a location's name.
    Elsewhere(String),
}

/// What `return` gives; a text of its own is not replaced by an error's page.
fn returned(x: &mut Exchange, settings: &Settings, status: u16, text: &str) -> Response {
    if [301, 302, 303, 307, 308].contains(&status) && !text.is_empty() {
        let mut response = error_page(status);
        response.headers.push(("Location".into(), absolute(text, &x.host)));
        return response;
    }
    if text.is_empty() {
        return error_page(status);
    }
    x.handed_on = true;
    Response {
        status,
        headers: vec![("Content-Type".into(), kind_of(x.config, settings, &x.uri))],
        body: text.as_bytes().to_vec(),
    }
}

/// The type of what a path names.
fn kind_of(config: &Config, settings: &Settings, path: &str) -> String {
    let name = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let extension = name.map(|(_, extension)| extension.to_ascii_lowercase());
    let known = config.types.iter().find(|(known, _)| Some(known) == extension.as_ref());
    let kind = known.map(|(_, kind)| kind).or(settings.default_type.as_ref());
    kind.unwrap_or(&config.default_type).clone()
}

async fn content(context: &Context, x: &mut Exchange<'_>, settings: &Settings, location: Option<&Location>) -> Content {
    x.root = root_of(x, settings);
    if !settings.try_files.is_empty() {
        let last = settings.try_files.len() - 1;
        for (index, pattern) in settings.try_files.iter().enumerate() {
            let candidate = x.fill(pattern);
            if index == last {
                if let Some(code) = candidate.strip_prefix('=').and_then(|c| c.parse().ok()) {
                    return Content::Answer(error_page(code));
                }
                return Content::Elsewhere(candidate);
            }
            let on_disk = disk_path(x, settings, location, &candidate);
            let wants_dir = pattern.ends_with('/');
            if let Ok(stat) = context.sys.stat(on_disk.trim_end_matches('/'))
                && (stat.kind == FileKind::Dir) == wants_dir
            {
                // A folder is found without its slash, so that who asked without one is sent there.
                x.uri = candidate.strip_suffix('/').map(str::to_string).unwrap_or(candidate);
                break;
            }
        }
    }
    if let Some(target) = &settings.proxy_pass {
        return Content::Answer(proxy::pass(context, x, settings, location, target).await);
    }
    if !["GET", "HEAD"].contains(&x.request.method.as_str()) {
        return Content::Answer(error_page(405));
    }
    let path = x.uri.clone();
    file(context, x, settings, location, &path).await
}

fn root_of(x: &Exchange, settings: &Settings) -> String {
    let root = x.fill(settings.root.as_deref().unwrap_or("/etc/nginx/html"));
    let root = if root.starts_with('/') {
        root
    } else {
        format!("/etc/nginx/{root}")
    };
    root.trim_end_matches('/').to_string()
}

fn disk_path(x: &Exchange, settings: &Settings, location: Option<&Location>, path: &str) -> String {
    if let (Some(alias), Some(location)) = (&settings.alias, location) {
        let alias = x.fill(alias);
        return match location.pattern {
            Some(_) => alias,
            None => format!("{alias}{}", path.strip_prefix(&location.path).unwrap_or_default()),
        };
    }
    format!("{}{path}", root_of(x, settings))
}

async fn file(context: &Context, x: &Exchange<'_>, settings: &Settings, location: Option<&Location>, path: &str) -> Content {
    let host = &x.host;
    let sys = &context.sys;
    let on_disk = disk_path(x, settings, location, path);
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
        for name in index.iter().map(|name| x.fill(name)) {
            if sys.stat(&format!("{on_disk}{name}")).is_ok_and(|s| s.kind == FileKind::File) {
                return Content::Elsewhere(format!("{path}{name}"));
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
            let kind = kind_of(&context.config, settings, path);
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

/// nginx's words for a status, which are not always those of its pages.
fn words(status: u16) -> &'static str {
    match status {
        302 => "Moved Temporarily",
        504 => "Gateway Time-out",
        other => http::reason(other),
    }
}

pub(super) fn error_page(status: u16) -> Response {
    let said = if status == 401 {
        "Authorization Required"
    } else {
        http::reason(status)
    };
    let title = format!("{status} {said}");
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
