//! A static file server for the finished site, on this machine's loopback address only.
//!
//! It answers as a careful static host would: the right content types, the page's own Content-Security-Policy as a header,
//! no caching, 404 for what is not there. The same files are also found below `/a/deeper/path/`, so that a
//! test can see that no address in the site is absolute. Nothing else of HTTP is here: one GET a connection.

use crate::step::Failure;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread::JoinHandle;

/// Where the site is found a second time.
pub const SUBPATH: &str = "/a/deeper/path/";

/// What the site's page says of itself, and that no other site may frame it: only a header can say that.
fn policy(folder: &Path) -> String {
    let page = std::fs::read_to_string(folder.join("index.html")).unwrap_or_default();
    let own = page
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .and_then(|(_, rest)| Some(rest.split_once('"')?.0))
        .unwrap_or("default-src 'none'");
    format!("{own}; frame-ancestors 'self'")
}

/// A running server; its thread ends with the program.
pub struct Server {
    port: u16,
    thread: JoinHandle<()>,
}

impl Server {
    /// Serves `folder` on `port` of 127.0.0.1; port 0 takes a free one.
    pub fn start(folder: &Path, port: u16) -> Result<Self, Failure> {
        let refused = |error: std::io::Error| Failure::new(format!("port {port} of localhost cannot be served: {error}"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?;
        let port = listener.local_addr().map_err(refused)?.port();
        let (folder, policy) = (folder.to_owned(), policy(folder));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, policy) = (folder.clone(), policy.clone());
                // A browser that goes away mid-answer is no failure of the server's.
                std::thread::spawn(move || answer(&stream, &folder, &policy).ok());
            }
        });
        Ok(Self { port, thread })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves until the program is interrupted.
    pub fn wait(self) {
        self.thread.join().ok();
    }
}

fn answer(mut stream: &TcpStream, folder: &Path, policy: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, address) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let file = resolve(folder, address).filter(|_| method == "GET" || method == "HEAD");
    let (status, kind, body) = match file.map(|path| (content_type(&path), std::fs::read(&path))) {
        Some((kind, Ok(body))) => ("200 OK", kind, body),
        _ => (
            "404 Not Found",
            "text/plain; charset=utf-8",
            b"There is no such file.\n".to_vec(),
        ),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nContent-Security-Policy: {policy}\r\n\
         X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file that an address names, inside `folder`; a folder's address names its index.html.
fn resolve(folder: &Path, address: &str) -> Option<PathBuf> {
    let path = address.split(['?', '#']).next()?;
    let path = path.strip_prefix(SUBPATH).or_else(|| path.strip_prefix('/'))?;
    let relative = Path::new(path);
    if !relative
        .components()
        .all(|component| matches!(component, Component::Normal(_)))
    {
        return None;
    }
    let full = folder.join(relative);
    if full.is_dir() {
        Some(full.join("index.html"))
    } else {
        Some(full)
    }
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside_the_folder() {
        let folder = Path::new("/site");
        assert_eq!(resolve(folder, "/app.js?v=1"), Some(PathBuf::from("/site/app.js")));
        assert_eq!(resolve(folder, "/a/deeper/path/app.js"), Some(PathBuf::from("/site/app.js")));
        assert_eq!(resolve(folder, "/../secret"), None);
        assert_eq!(resolve(folder, "//etc/passwd"), None);
    }
}
