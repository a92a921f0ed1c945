//! `httpd`: Apache's server (httpd.apache.org/docs/2.4): files of its DocumentRoot, its pages for errors, its log lines.
//!
//! Simulated of its configuration: Listen, DocumentRoot, ServerName, DirectoryIndex, Redirect. Modules that a configuration
//! needs beyond (proxies, rewriting, virtual hosts) are refused by name.

use crate::declared::Declaration;
use crate::http::{self, Ended, MONTHS, Request, Response, civil, decode, http_date};
use machine::{Errno, Fd, Signal, Sys};
use std::net::Ipv4Addr;
use std::rc::Rc;
use vfs::FileKind;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "httpd",
    does: "files, index, listing, redirects, its pages and log lines",
    does_not: "modules: proxies, rewriting, virtual hosts, TLS, .htaccess",
};

struct Site {
    root: String,
    index: Vec<String>,
    redirects: Vec<(String, String)>,
    version: String,
    types: Vec<(String, String)>,
}

/// What the configuration says, or what is wrong with it.
fn configured(sys: &Sys, text: &str) -> Result<(Site, u16, bool), String> {
    let version = sys.getenv("HTTPD_VERSION").unwrap_or_else(|| "2.4.65".into());
    let (mut port, mut named) = (80, false);
    let mut site = Site {
        root: "/usr/local/apache2/htdocs".into(),
        index: vec!["index.html".into()],
        redirects: Vec::new(),
        version,
        types: Vec::new(),
    };
    for (n, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace().map(|w| w.trim_matches('"').to_string());
        let Some(name) = words.next().filter(|w| !w.starts_with('#')) else {
            continue;
        };
        let rest: Vec<String> = words.collect();
        let first = rest.first().cloned().unwrap_or_default();
        match name.to_lowercase().as_str() {
            "listen" => port = first.rsplit(':').next().and_then(|p| p.parse().ok()).unwrap_or(port),
            "documentroot" => site.root = first.trim_end_matches('/').to_string(),
            "servername" => named = true,
            "directoryindex" => site.index = rest,
            "redirect" if rest.len() >= 2 => {
                let at = rest.len() - 2;
                site.redirects.push((
                    rest.get(at).cloned().unwrap_or_default(),
                    rest.get(at + 1).cloned().unwrap_or_default(),
                ));
            }
            "proxypass" | "proxypassreverse" | "rewriteengine" | "rewriterule" | "<virtualhost" | "scriptalias" => {
                return Err(format!(
                    "drydock: {} (line {}) is not simulated in httpd",
                    name.trim_start_matches('<'),
                    n + 1
                ));
            }
            other if other.starts_with('<') || KNOWN.contains(&other) => {}
            _ => {
                return Err(format!(
                    "AH00526: Syntax error on line {} of /usr/local/apache2/conf/httpd.conf:\nInvalid command '{name}', perhaps misspelled or defined by a module not included in the server configuration",
                    n + 1
                ));
            }
        }
    }
    let types = sys.read_file("/usr/local/apache2/conf/mime.types").unwrap_or_default();
    for line in String::from_utf8_lossy(&types).lines() {
        let mut words = line.trim().trim_end_matches(';').split_whitespace();
        let Some(kind) = words.next().filter(|w| w.contains('/')) else {
            continue;
        };
        site.types
            .extend(words.map(|extension| (extension.to_string(), kind.to_string())));
    }
    Ok((site, port, named))
}

/// Directives that change nothing here.
const KNOWN: &[&str] = &[
    "serverroot",
    "loadmodule",
    "user",
    "group",
    "serveradmin",
    "options",
    "allowoverride",
    "require",
    "errorlog",
    "loglevel",
    "logformat",
    "customlog",
    "typesconfig",
    "addtype",
    "include",
    "includeoptional",
    "timeout",
    "keepalive",
    "servertokens",
    "serversignature",
    "errordocument",
    "addhandler",
    "filesmatch",
    "header",
    "requestheader",
    "alias",
    "mimemagicfile",
    "adddefaultcharset",
    "maxkeepaliverequests",
    "keepalivetimeout",
    "sslrandomseed",
    "scriptsock",
    "hostnamelookups",
    "pidfile",
];

fn page(status: u16, head: &str, text: &str) -> Response {
    let body = format!(
        "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>{status} {head}</title>\n</head><body>\n<h1>{head}</h1>\n<p>{text}</p>\n</body></html>\n"
    );
    Response {
        status,
        headers: vec![("Content-Type".into(), "text/html; charset=iso-8859-1".into())],
        body: body.into_bytes(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn answer(sys: &Sys, site: &Site, request: &Request) -> Response {
    let path = request.path();
    if !matches!(request.method.as_str(), "GET" | "HEAD" | "POST") {
        return page(
            405,
            "Method Not Allowed",
            &format!(
                "The requested method {} is not allowed for this URL.",
                escaped(&request.method)
            ),
        );
    }
    if let Some((_, to)) = site.redirects.iter().find(|(from, _)| path.starts_with(from.as_str())) {
        let mut out = page(302, "Found", &format!("The document has moved <a href=\"{to}\">here</a>."));
        out.headers.insert(0, ("Location".into(), to.clone()));
        return out;
    }
    if path.split('/').any(|part| part == "..") {
        return page(
            400,
            "Bad Request",
            "Your browser sent a request that this server could not understand.<br />",
        );
    }
    let missing = || page(404, "Not Found", "The requested URL was not found on this server.");
    let denied = || page(403, "Forbidden", "You don't have permission to access this resource.");
    let mut on_disk = format!("{}{path}", site.root);
    let stat = match sys.stat(&on_disk) {
        Ok(stat) => stat,
        Err(Errno::EACCES) => return denied(),
        Err(_) => return missing(),
    };
    if stat.kind == FileKind::Dir {
        if !path.ends_with('/') {
            let host = request.header("host").unwrap_or("localhost");
            let to = format!("http://{host}{path}/");
            let mut out = page(
                301,
                "Moved Permanently",
                &format!("The document has moved <a href=\"{to}\">here</a>."),
            );
            out.headers.insert(0, ("Location".into(), to));
            return out;
        }
        match site
            .index
            .iter()
            .map(|name| format!("{on_disk}{name}"))
            .find(|p| sys.exists(p))
        {
            Some(found) => on_disk = found,
            None => return listing(sys, &on_disk, &path),
        }
    }
    let (Ok(bytes), Ok(stat)) = (sys.read_file(&on_disk), sys.stat(&on_disk)) else {
        return denied();
    };
    let extension = on_disk.rsplit('.').next().unwrap_or("");
    let kind = site.types.iter().find(|(e, _)| e == extension).map(|(_, kind)| kind.clone());
    let seconds = stat.meta.mtime.div_euclid(1_000_000_000);
    let mut headers = vec![
        ("Last-Modified".into(), http_date(seconds)),
        (
            "ETag".into(),
            format!("\"{:x}-{:x}\"", bytes.len(), stat.meta.mtime.div_euclid(1000)),
        ),
        ("Accept-Ranges".into(), "bytes".into()),
    ];
    if request.header("if-modified-since") == Some(http_date(seconds).as_str()) {
        return Response {
            status: 304,
            headers,
            body: Vec::new(),
        };
    }
    headers.extend(kind.map(|kind| ("Content-Type".into(), kind)));
    Response {
        status: 200,
        headers,
        body: bytes,
    }
}

fn listing(sys: &Sys, on_disk: &str, path: &str) -> Response {
    let shown = escaped(&decode(path));
    let mut body = format!(
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n  <title>Index of {0}</title>\n </head>\n <body>\n<h1>Index of {0}</h1>\n<ul>",
        shown.trim_end_matches('/').to_string() + if shown == "/" { "/" } else { "" }
    );
    if path != "/" {
        body.push_str("<li><a href=\"/\"> Parent Directory</a></li>\n");
    }
    let mut names: Vec<String> = sys
        .readdir(on_disk)
        .unwrap_or_default()
        .into_iter()
        .map(|e| e.name)
        .filter(|n| !n.starts_with('.'))
        .collect();
    names.sort();
    for name in names {
        let dir = sys.stat(&format!("{on_disk}{name}")).is_ok_and(|s| s.kind == FileKind::Dir);
        let name = escaped(&name) + if dir { "/" } else { "" };
        body.push_str(&format!("<li><a href=\"{name}\"> {name}</a></li>\n"));
    }
    body.push_str("</ul>\n</body></html>\n");
    Response {
        status: 200,
        headers: vec![("Content-Type".into(), "text/html;charset=ISO-8859-1".into())],
        body: body.into_bytes(),
    }
}

async fn connection(sys: &Sys, site: &Site, fd: Fd, peer: Ipv4Addr) {
    let mut pending = Vec::new();
    loop {
        let request = match http::read_request(sys, fd, &mut pending).await {
            Ok(request) => request,
            Err(Ended::Closed) => return,
            Err(Ended::Malformed) => Request {
                method: "-".into(),
                target: "/..".into(),
                version: "HTTP/1.1".into(),
                ..Request::default()
            },
        };
        let malformed = request.method == "-";
        let mut response = answer(sys, site, &request);
        if malformed {
            response = page(
                400,
                "Bad Request",
                "Your browser sent a request that this server could not understand.<br />",
            );
        }
        let now = sys.now().seconds();
        let keep = request.keeps_alive() && !malformed;
        let mut headers = vec![
            ("Date".into(), http_date(now)),
            ("Server".into(), format!("Apache/{} (Unix)", site.version)),
        ];
        headers.append(&mut response.headers);
        if !keep {
            headers.push(("Connection".into(), "close".into()));
        }
        response.headers = headers;
        let head = request.method == "HEAD";
        let sent = http::write_response(sys, fd, &response, head).await;
        let (y, m, d, hh, mm, ss) = civil(now);
        let month = MONTHS.get((m - 1) as usize).copied().unwrap_or("Jan");
        let size = if head || response.body.is_empty() {
            "-".to_string()
        } else {
            response.body.len().to_string()
        };
        let line = format!(
            "{peer} - - [{d:02}/{month}/{y}:{hh:02}:{mm:02}:{ss:02} +0000] \"{} {} {}\" {} {size}\n",
            request.method, request.target, request.version, response.status
        );
        let _ = sys.write(1, line.as_bytes()).await;
        if sent.is_err() || !keep {
            return;
        }
    }
}

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

async fn notice(sys: &Sys, part: &str, text: &str) {
    let now = sys.now();
    let (y, m, d, hh, mm, ss) = civil(now.seconds());
    let month = MONTHS.get((m - 1) as usize).copied().unwrap_or("Jan");
    let day = DAYS
        .get(now.seconds().div_euclid(86_400).rem_euclid(7) as usize)
        .copied()
        .unwrap_or("Thu");
    let micros = now.0.rem_euclid(1_000_000_000) / 1000;
    let pid = sys.pid();
    let line =
        format!("[{day} {month} {d:02} {hh:02}:{mm:02}:{ss:02}.{micros:06} {y}] [{part}:notice] [pid {pid}:tid {pid}] {text}\n");
    let _ = sys.write(2, line.as_bytes()).await;
}

/// The server.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let has = |word: &str| argv.iter().any(|w| w == word);
    let version = sys.getenv("HTTPD_VERSION").unwrap_or_else(|| "2.4.65".into());
    if has("-v") || has("-V") {
        let text = format!("Server version: Apache/{version} (Unix)\nServer built:   Nov  4 2025 00:00:00\n");
        let _ = sys.write(1, text.as_bytes()).await;
        return 0;
    }
    let file = argv.iter().position(|w| w == "-f").and_then(|n| argv.get(n + 1)).cloned();
    let file = file.unwrap_or_else(|| "/usr/local/apache2/conf/httpd.conf".into());
    let text = match sys.read_file(&file) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            let _ = sys
                .write(
                    2,
                    format!("httpd: Could not open configuration file {file}: {error}\n").as_bytes(),
                )
                .await;
            return 1;
        }
    };
    let (site, port, named) = match configured(&sys, &text) {
        Ok(found) => found,
        Err(words) => {
            let _ = sys.write(2, format!("{words}\n").as_bytes()).await;
            return 1;
        }
    };
    let ns = sys.net_ns();
    let own = sys
        .machine()
        .net(|net| net.interfaces(ns).first().map(|one| one.address))
        .unwrap_or(Ipv4Addr::LOCALHOST);
    let unnamed = format!(
        "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using {own}. Set the 'ServerName' directive globally to suppress this message\n"
    );
    if !named {
        let _ = sys.write(2, unnamed.as_bytes()).await;
    }
    if has("-t") {
        let _ = sys.write(2, b"Syntax OK\n").await;
        return 0;
    }
    let listener = match sys.listen(Ipv4Addr::UNSPECIFIED, port) {
        Ok(fd) => fd,
        Err(error) => {
            let text = format!(
                "({}){error}: AH00072: make_sock: could not bind to address 0.0.0.0:{port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n",
                error.number()
            );
            let _ = sys.write(2, text.as_bytes()).await;
            return 1;
        }
    };
    if !named {
        let _ = sys.write(2, unnamed.as_bytes()).await;
    }
    notice(
        &sys,
        "mpm_event",
        &format!("AH00489: Apache/{version} (Unix) configured -- resuming normal operations"),
    )
    .await;
    notice(&sys, "core", "AH00094: Command line: 'httpd -D FOREGROUND'").await;
    let graceful = Signal::from_number(28);
    for signal in [
        Some(Signal::TERM),
        Some(Signal::INT),
        Some(Signal::HUP),
        Some(Signal::USR1),
        graceful,
    ]
    .into_iter()
    .flatten()
    {
        sys.catch_signal(signal);
    }
    let mut site = Rc::new(site);
    loop {
        match sys.accept(listener).await {
            Ok((fd, peer)) => {
                let (sys, site) = (sys.clone(), site.clone());
                sys.clone().spawn_thread(async move {
                    connection(&sys, &site, fd, peer.0).await;
                    let _ = sys.close(fd);
                });
            }
            Err(_) => match sys.take_signal() {
                Some(signal) if Some(signal) == graceful => {
                    notice(&sys, "mpm_event", "AH00492: caught SIGWINCH, shutting down gracefully").await;
                    return 0;
                }
                Some(Signal::HUP | Signal::USR1) => {
                    let bytes = sys.read_file(&file).unwrap_or_default();
                    if let Ok((fresh, ..)) = configured(&sys, &String::from_utf8_lossy(&bytes)) {
                        site = Rc::new(fresh);
                    }
                    notice(
                        &sys,
                        "mpm_event",
                        &format!("AH00489: Apache/{version} (Unix) configured -- resuming normal operations"),
                    )
                    .await;
                }
                Some(_) => {
                    notice(&sys, "mpm_event", "AH00491: caught SIGTERM, shutting down").await;
                    return 0;
                }
                None => {}
            },
        }
    }
}
