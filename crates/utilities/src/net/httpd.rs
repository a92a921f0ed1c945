//! `httpd`: busybox's web server for files.
//!
//! Left out: CGI, its configuration file, authentication, ranges, and the answers' Date and ETag.

use crate::tool::{Exit, Run, Tool, tool};
use machine::{Fd, Sys};
use std::net::Ipv4Addr;
use vfs::FileKind;

tool!();

/// Bytes of a request's head that are taken.
const HEAD: usize = 8192;

/// Endings of names and what they are served as.
const TYPES: &[(&str, &str)] = &[
    ("txt", "text/plain"),
    ("h", "text/plain"),
    ("c", "text/plain"),
    ("cc", "text/plain"),
    ("cpp", "text/plain"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("css", "text/css"),
    ("js", "application/javascript"),
    ("wav", "audio/wav"),
    ("avi", "video/x-msvideo"),
    ("mp3", "audio/mpeg"),
];

async fn run(t: &mut Tool) -> Run {
    let options = t.options("c:h:p:u:r:m:e:d:ifv", &[]).await?;
    if let Some(option) = ['c', 'r', 'm', 'e', 'd', 'i'].into_iter().find(|o| options.has(*o)) {
        return Err(t.fail(format!("drydock: -{option} is not simulated")).await);
    }
    let place = options.value('p').unwrap_or("80");
    let (address, port) = match place.rsplit_once(':') {
        Some((address, port)) => (address.parse().unwrap_or(Ipv4Addr::UNSPECIFIED), port),
        None => (Ipv4Addr::UNSPECIFIED, place),
    };
    let Ok(port) = port.parse::<u16>() else {
        return Err(t.fail(format!("invalid number '{port}'")).await);
    };
    if let Some(home) = options.value('h')
        && let Err(error) = t.sys.chdir(home)
    {
        return Err(t.fail(format!("can't change directory to '{home}': {error}")).await);
    }
    let listener = match t.sys.listen(address, port) {
        Ok(fd) => fd,
        Err(error) => return Err(t.fail(format!("bind: {error}")).await),
    };
    let verbose = options.has('v');
    if options.has('f') {
        serve(t.sys.clone(), listener, verbose).await;
        return Err(Exit(1));
    }
    let forked = t.sys.fork(move |child| async move {
        child.setsid();
        serve(child, listener, verbose).await;
        1
    });
    match forked {
        Ok(_) => Ok(()),
        Err(error) => Err(t.fail(format!("fork: {error}")).await),
    }
}

async fn serve(sys: Sys, listener: Fd, verbose: bool) {
    while let Ok((fd, peer)) = sys.accept(listener).await {
        let own = sys.clone();
        sys.spawn_thread(async move {
            let status = answer(&own, fd).await;
            let _ = own.close(fd);
            if verbose && let Some(status) = status {
                let line = format!("httpd: {}:{}: response:{status}\n", peer.0, peer.1);
                let _ = own.write(2, line.as_bytes()).await;
            }
        });
    }
}

/// Answers one request; gives the status.
async fn answer(sys: &Sys, fd: Fd) -> Option<u16> {
    let mut head: Vec<u8> = Vec::new();
    while !head.windows(4).any(|w| w == b"\r\n\r\n") && !head.windows(2).any(|w| w == b"\n\n") {
        let bytes = sys.read(fd, 4096).await.unwrap_or_default();
        if bytes.is_empty() || head.len() > HEAD {
            return None;
        }
        head.extend(bytes);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if method != "GET" && method != "HEAD" {
        return refuse(sys, fd, 501, "Not Implemented", "The requested method is not recognized").await;
    }
    let Some(path) = clean(target) else {
        return refuse(sys, fd, 400, "Bad Request", "Unsupported method").await;
    };
    let found = sys.stat(&format!(".{path}"));
    let mut file = format!(".{path}");
    if found.as_ref().is_ok_and(|s| s.kind == FileKind::Dir) {
        if !path.ends_with('/') {
            let moved = format!("HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {path}/\r\n\r\n");
            let _ = sys.write(fd, moved.as_bytes()).await;
            return Some(302);
        }
        file.push_str("index.html");
    }
    let Ok(bytes) = sys.read_file(&file) else {
        return refuse(sys, fd, 404, "Not Found", "The requested URL was not found").await;
    };
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let kind = TYPES
        .iter()
        .find(|(e, _)| *e == ending)
        .map_or("application/octet-stream", |t| t.1);
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-type: {kind}\r\nAccept-Ranges: bytes\r\nContent-Length: {}\r\n\r\n",
        bytes.len()
    );
    let _ = sys.write(fd, head.as_bytes()).await;
    if method == "GET" {
        let _ = sys.write(fd, &bytes).await;
    }
    Some(200)
}

async fn refuse(sys: &Sys, fd: Fd, status: u16, title: &str, text: &str) -> Option<u16> {
    let page = format!(
        "HTTP/1.1 {status} {title}\r\nConnection: close\r\nContent-type: text/html\r\n\r\n\
         <HTML><HEAD><TITLE>{status} {title}</TITLE></HEAD>\n\
         <BODY><H1>{status} {title}</H1>\n{text}\n</BODY></HTML>\n"
    );
    let _ = sys.write(fd, page.as_bytes()).await;
    Some(status)
}

/// The path of a target, decoded, without steps upwards.
fn clean(target: &str) -> Option<String> {
    let target = target.split(['?', '#']).next()?;
    let target = match target.strip_prefix("http://") {
        Some(rest) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => target,
    };
    let mut bytes = Vec::new();
    let mut letters = target.bytes();
    while let Some(byte) = letters.next() {
        match byte {
            b'%' => {
                let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
                let (high, low) = (digit(letters.next())?, digit(letters.next())?);
                bytes.push(u8::try_from(high * 16 + low).ok().filter(|b| *b != 0)?);
            }
            byte => bytes.push(byte),
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    let inside = path.starts_with('/') && !path.split('/').any(|part| part == "..");
    inside.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(clean("/a%20b?x=1").as_deref(), Some("/a b"));
        assert_eq!(clean("/../etc/passwd"), None);
        assert_eq!(clean("/%2e%2e/x"), None);
        assert_eq!(clean("nothing"), None);
    }
}
