//! `drydock lesson serve DIR` and `drydock play [DIR]`: the finished site on this machine's loopback address, with a
//! course of one's own.
//!
//! The site's files come from `dist/` (`cargo xtask build` makes it). Below `course/` lies the folder's course as it is
//! at the moment of asking; a script of the server's own reloads the page when a file of it has changed. One GET a
//! connection, nothing else of HTTP.

use super::folder::{self, Files, Folder};
use lesson::slug;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, UNIX_EPOCH};

/// How long a question for changes is kept waiting, in looks of half a second.
const LOOKS: u32 = 40;
/// Bytes of a request that are read.
const REQUEST: u64 = 16 << 10;
/// Files that a change is looked for in.
const FILES: usize = 20_000;

/// Reloads the page when the version has changed.
const SCRIPT: &str = r#"let version;
for (;;) {
  const answer = await fetch(`course/changes?${version ?? ""}`).catch(() => undefined);
  const now = await answer?.text();
  if (now === undefined) await new Promise((done) => setTimeout(done, 1000));
  else if (version !== undefined && now !== version) location.reload();
  else version = now;
}
"#;

/// What is served beside the site.
enum Source {
    /// A folder of lessons.
    Course(PathBuf),
    /// A folder that is a workspace.
    Workspace(PathBuf),
}

struct Server {
    site: PathBuf,
    source: Source,
}

pub fn course(dir: &Path, args: &[String]) -> i32 {
    serve(Source::Course(dir.to_owned()), args)
}

pub fn playground(dir: &Path, args: &[String]) -> i32 {
    serve(Source::Workspace(dir.to_owned()), args)
}

fn serve(source: Source, args: &[String]) -> i32 {
    let option = |name: &str| args.iter().find_map(|a| a.strip_prefix(name));
    let site = PathBuf::from(option("--site=").unwrap_or("dist"));
    if !site.join("index.html").is_file() {
        eprintln!(
            "drydock: {} has no index.html: `cargo xtask build` makes the site, --site=FOLDER names another",
            site.display()
        );
        return 1;
    }
    let Ok(port) = option("--port=").unwrap_or("8081").parse::<u16>() else {
        eprintln!("drydock: --port= needs a number from 0 to 65535");
        return 2;
    };
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("drydock: port {port} of localhost cannot be served: {error}");
            return 1;
        }
    };
    let port = listener.local_addr().map_or(port, |a| a.port());
    println!("http://localhost:{port}");
    let server = Arc::new(Server { site, source });
    for stream in listener.incoming().flatten() {
        let server = server.clone();
        // A browser that goes away mid-answer is no failure of the server's.
        std::thread::spawn(move || server.answer(&stream).ok());
    }
    0
}

/// A status line, a content type, and a body.
type Answer = (&'static str, &'static str, Vec<u8>);

impl Server {
    fn answer(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.take(REQUEST)).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let mut words = request.split(' ');
        let (method, address) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if address == "/" {
            return write!(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: /?course=course/course.json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }
        let (status, kind, body) = match method {
            "GET" => self.find(address),
            _ => None,
        }
        .unwrap_or((
            "404 Not Found",
            "text/plain; charset=utf-8",
            b"There is no such file.\n".to_vec(),
        ));
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nX-Content-Type-Options: nosniff\r\n\
             Cache-Control: no-store\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        stream.write_all(&body)?;
        stream.flush()
    }

    fn find(&self, address: &str) -> Option<Answer> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = path.strip_prefix('/')?;
        let json = |value: Value| Some(("200 OK", "application/json", value.to_string().into_bytes()));
        match path {
            "course/changes" => Some(("200 OK", "text/plain; charset=utf-8", self.changes(query).into_bytes())),
            "course/reload.js" => Some(("200 OK", "text/javascript; charset=utf-8", SCRIPT.as_bytes().to_vec())),
            "course/course.json" => json(self.listing()),
            "" => {
                let page = fs::read_to_string(self.site.join("index.html")).ok()?;
                let script = "<script type=\"module\" src=\"course/reload.js\"></script></head>";
                let page = page.replacen("</head>", script, 1);
                Some(("200 OK", "text/html; charset=utf-8", page.into_bytes()))
            }
            _ => match path.strip_prefix("course/").and_then(|p| p.strip_suffix(".json")) {
                Some(id) => json(self.lesson(id)?),
                None => {
                    let inside = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
                    let file = self.site.join(path);
                    let body = fs::read(&file).ok().filter(|_| inside)?;
                    Some(("200 OK", content_type(&file), body))
                }
            },
        }
    }

    fn dir(&self) -> &Path {
        match &self.source {
            Source::Course(dir) | Source::Workspace(dir) => dir,
        }
    }

    fn folders(&self) -> Vec<Folder> {
        match &self.source {
            Source::Course(dir) => {
                let found = folder::find(dir).unwrap_or_default();
                found.iter().filter_map(|path| Folder::read(path).ok()).collect()
            }
            Source::Workspace(_) => Vec::new(),
        }
    }

    /// `course.json`: the titles.
    fn listing(&self) -> Value {
        let folders = self.folders();
        let root = folders.first().and_then(Folder::course).unwrap_or(self.dir());
        let course = fs::read_to_string(root.join("course.yaml")).unwrap_or_default();
        let mut lessons: Vec<Value> = folders
            .iter()
            .map(|f| {
                json!({
                    "id": f.id(),
                    "english": f.lesson.title,
                    "chinese": f.chinese.as_ref().map(|c| &c.title),
                    "minutes": f.lesson.minutes,
                })
            })
            .collect();
        if let Source::Workspace(dir) = &self.source {
            let name = workspace_name(dir);
            lessons.push(json!({"id": format!("play/{name}"), "english": name, "chinese": null, "minutes": 0}));
        }
        json!({"course": course, "lessons": lessons})
    }

    /// A lesson's contents; errors are none.
    fn lesson(&self, id: &str) -> Option<Value> {
        let shown = |files: &Files| -> Vec<Value> {
            let encoded = |(path, (contents, _)): (&String, &(Vec<u8>, bool))| json!([path, encode(contents)]);
            files.iter().map(encoded).collect()
        };
        if let Source::Workspace(dir) = &self.source {
            let files = folder::gather(dir, &[".git", "target", "node_modules"]).ok()?;
            let text = format!("---\ntitle: {0}\nminutes: 1\nworkspace: {0}\n---\n", workspace_name(dir));
            return Some(json!({"english": text, "chinese": null, "setup": "", "files": shown(&files)}));
        }
        let folder = self.folders().into_iter().find(|f| f.id() == id)?;
        Some(json!({
            "english": fs::read_to_string(folder.english_path()).ok()?,
            "chinese": fs::read_to_string(folder.chinese_path()).ok(),
            "setup": folder.setup,
            "files": shown(&folder.files),
        }))
    }

    /// The folder's version, as soon as it is another than `known`, or after some time.
    fn changes(&self, known: &str) -> String {
        // Nobody sends: receiving is a way to wait.
        let (_keep, never) = mpsc::channel::<()>();
        let mut now = self.version();
        for _ in 0..LOOKS {
            if now != known {
                break;
            }
            let _ = never.recv_timeout(Duration::from_millis(500));
            now = self.version();
        }
        now
    }

    /// Names the state of all files: how many there are, and when the last was changed.
    fn version(&self) -> String {
        let mut todo = vec![self.dir().to_owned()];
        let (mut count, mut newest) = (0_usize, 0);
        while let Some(dir) = todo.pop() {
            for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
                let Ok(about) = entry.metadata() else { continue };
                if count >= FILES {
                    break;
                }
                count += 1;
                if about.is_dir() {
                    todo.push(entry.path());
                } else {
                    let changed = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
                    newest = newest.max(changed.unwrap_or_default().as_nanos());
                }
            }
        }
        format!("{count}-{newest}")
    }
}

fn workspace_name(dir: &Path) -> String {
    let full = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let name: String = slug(&folder::name(&full))
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let name = name.trim_matches('-').to_string();
    if name.is_empty() { "work".to_string() } else { name }
}

/// Bytes as the page's messages carry them: text behind `=`, anything else in hexadecimal behind `#`.
fn encode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => format!("={text}"),
        Err(_) => bytes.iter().fold("#".to_string(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        }),
    }
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_travel_in_hexadecimal() {
        assert_eq!(encode(b"a\n"), "=a\n");
        assert_eq!(encode(&[0xff, 0x0a]), "#ff0a");
    }
}
