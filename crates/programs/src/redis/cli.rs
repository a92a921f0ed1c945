//! `redis-cli`: one command and its reply, or commands from standard input, line by line.

use machine::{Errno, Fd, Sys};

/// What the words before a command say.
struct Options {
    host: String,
    port: u16,
    password: Option<String>,
    /// Whether somebody was told that a password in a line can be seen.
    warned: bool,
    db: u32,
    repeat: i64,
    interval: f64,
    raw: bool,
    /// The last argument comes from standard input.
    read: bool,
    scan: bool,
    pattern: Option<String>,
}

/// The options, and where the command begins; what to say instead otherwise.
fn options(sys: &Sys, argv: &[String]) -> Result<(Options, usize), (i32, String)> {
    let mut out = Options {
        host: "127.0.0.1".into(),
        port: 6379,
        password: sys.getenv("REDISCLI_AUTH"),
        warned: false,
        db: 0,
        repeat: 1,
        interval: 0.0,
        raw: !sys.isatty(1),
        read: false,
        scan: false,
        pattern: None,
    };
    let (mut at, mut quiet) = (1, false);
    while let Some(word) = argv.get(at).filter(|w| w.starts_with('-')) {
        let value = argv.get(at + 1).cloned().unwrap_or_default();
        let takes = match word.as_str() {
            "-h" | "-p" | "-a" | "--pass" | "-n" | "-r" | "-i" | "-u" | "--user" | "--pattern" | "-t" => 2,
            _ => 1,
        };
        match word.as_str() {
            "-h" => out.host = value,
            "-p" => out.port = value.parse().unwrap_or(6379),
            "-a" | "--pass" => {
                out.password = Some(value);
                out.warned = true;
            }
            "-n" => out.db = value.parse().unwrap_or(0),
            "-r" => out.repeat = value.parse().unwrap_or(1),
            "-i" => out.interval = value.parse().unwrap_or(0.0),
            "-u" => {
                let rest = value.strip_prefix("redis://").unwrap_or(&value);
                let (user, place) = rest.rsplit_once('@').unwrap_or(("", rest));
                if let Some(password) = user.rsplit_once(':').map(|(_, p)| p).or(Some(user)).filter(|p| !p.is_empty()) {
                    out.password = Some(password.to_string());
                    out.warned = true;
                }
                let (place, db) = place.split_once('/').unwrap_or((place, ""));
                let (host, port) = place.split_once(':').unwrap_or((place, "6379"));
                out.host = host.to_string();
                out.port = port.parse().unwrap_or(6379);
                out.db = db.parse().unwrap_or(0);
            }
            "-t" | "--user" => {}
            "-x" => out.read = true,
            "--scan" => out.scan = true,
            "--pattern" => out.pattern = Some(value),
            "--raw" => out.raw = true,
            "--no-raw" => out.raw = false,
            "--no-auth-warning" => quiet = true,
            "--version" | "-v" => return Err((0, format!("redis-cli {}\n", super::VERSION))),
            "--stat" | "--bigkeys" | "--memkeys" | "--hotkeys" | "--latency" | "--latency-history" | "--pipe" | "--rdb"
            | "--eval" | "--cluster" | "--csv" | "--json" | "--tls" | "--help" | "-3" | "-X" | "-c" => {
                return Err((1, format!("drydock: redis-cli {word} is not simulated\n")));
            }
            other => return Err((1, format!("Unrecognized option or bad number of args for: '{other}'\n"))),
        }
        at += takes;
    }
    out.warned &= !quiet;
    Ok((out, at))
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let (options, at) = match options(&sys, &argv) {
        Ok(found) => found,
        Err((code, text)) => {
            let _ = sys.write(if code == 0 { 1 } else { 2 }, text.as_bytes()).await;
            return code;
        }
    };
    let (host, port, raw) = (options.host.clone(), options.port, options.raw);
    if options.warned {
        let text = "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n";
        let _ = sys.write(2, text.as_bytes()).await;
    }
    let mut words: Vec<String> = argv.get(at..).unwrap_or_default().to_vec();
    let fd = match connect(&sys, &host, port).await {
        Ok(fd) => fd,
        Err(why) => {
            let _ = sys
                .write(2, format!("Could not connect to Redis at {host}:{port}: {why}\n").as_bytes())
                .await;
            return 1;
        }
    };
    let mut pending = Vec::new();
    if let Some(password) = options.password {
        let reply = ask(&sys, fd, &["AUTH".to_string(), password], &mut pending).await;
        if let Some(Shown::Error(text)) = reply {
            let _ = sys.write(2, format!("AUTH failed: {text}\n").as_bytes()).await;
        }
    }
    if options.db != 0 {
        let reply = ask(&sys, fd, &["SELECT".to_string(), options.db.to_string()], &mut pending).await;
        if let Some(Shown::Error(text)) = reply {
            let _ = sys
                .write(2, format!("SELECT {} failed: {text}\n", options.db).as_bytes())
                .await;
        }
    }
    if options.scan {
        return scan(&sys, fd, options.pattern, &mut pending).await;
    }
    if options.read {
        let mut text = Vec::new();
        while let Ok(bytes) = sys.read(0, 65_536).await {
            if bytes.is_empty() || text.len() > 16 << 20 {
                break;
            }
            text.extend(bytes);
        }
        words.push(String::from_utf8_lossy(&text).into_owned());
    }
    if !words.is_empty() {
        let mut left = options.repeat;
        while left != 0 {
            left -= i64::from(left > 0);
            if !show(&sys, fd, &words, &mut pending, raw).await {
                return 1;
            }
            if left != 0 && options.interval > 0.0 {
                let pause = std::time::Duration::from_secs_f64(options.interval.min(1e6));
                sys.machine().sleep(pause).await;
            }
        }
        return 0;
    }
    let mut input: Vec<u8> = Vec::new();
    let (mut db, mut queued) = (options.db, false);
    loop {
        if sys.isatty(0) {
            let place = if db == 0 { String::new() } else { format!("[{db}]") };
            let mark = if queued { "(TX)" } else { "" };
            let _ = sys.write(1, format!("{host}:{port}{place}{mark}> ").as_bytes()).await;
        }
        while !input.contains(&b'\n') {
            match sys.read(0, 4096).await {
                Ok(bytes) if bytes.is_empty() => {
                    if input.is_empty() {
                        return 0;
                    }
                    input.push(b'\n');
                }
                Ok(bytes) => input.extend(bytes),
                Err(_) => return 0,
            }
        }
        let end = input.iter().position(|b| *b == b'\n').unwrap_or(input.len());
        let line: Vec<u8> = input.drain(..=end.min(input.len().saturating_sub(1))).collect();
        let line = String::from_utf8_lossy(&line).trim().to_string();
        if line == "exit" || line == "quit" {
            return 0;
        }
        let words = split(&line);
        if words.is_empty() {
            continue;
        }
        if !show(&sys, fd, &words, &mut pending, raw).await {
            return 1;
        }
        match words.first().map(|w| w.to_ascii_lowercase()).as_deref() {
            Some("select") => db = words.get(1).and_then(|w| w.parse().ok()).filter(|db| *db < 16).unwrap_or(db),
            Some("multi") => queued = true,
            Some("exec" | "discard") => queued = false,
            _ => {}
        }
    }
}

/// `--scan`: every key, a line each.
async fn scan(sys: &Sys, fd: Fd, pattern: Option<String>, pending: &mut Vec<u8>) -> i32 {
    let mut cursor = "0".to_string();
    loop {
        let mut words = vec!["SCAN".to_string(), cursor];
        words.extend(pattern.iter().flat_map(|pattern| ["MATCH".to_string(), pattern.clone()]));
        let Some(Shown::Array(parts)) = ask(sys, fd, &words, pending).await else {
            return 1;
        };
        let mut parts = parts.into_iter();
        let (Some(Shown::Bulk(next)), Some(Shown::Array(keys))) = (parts.next(), parts.next()) else {
            return 1;
        };
        for key in keys {
            if let Shown::Bulk(key) = key {
                let _ = sys.write(1, format!("{key}\n").as_bytes()).await;
            }
        }
        if next == "0" {
            return 0;
        }
        cursor = next;
    }
}

/// Words of a line, quoted or not.
fn split(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match quote {
            Some(q) if c == q => quote = None,
            Some(_) => word.get_or_insert_with(String::new).push(c),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            None if c.is_whitespace() => out.extend(word.take()),
            None => word.get_or_insert_with(String::new).push(c),
        }
    }
    out.extend(word);
    out
}

async fn connect(sys: &Sys, host: &str, port: u16) -> Result<Fd, String> {
    let found = sys.lookup_host(host).ok().and_then(|addresses| addresses.first().copied());
    let address = found.ok_or_else(|| crate::unknown_host(sys))?;
    sys.connect(address, port).await.map_err(|e: Errno| e.to_string())
}

enum Shown {
    Simple(String),
    Error(String),
    Number(String),
    Bulk(String),
    Nil,
    Array(Vec<Shown>),
}

async fn ask(sys: &Sys, fd: Fd, words: &[String], pending: &mut Vec<u8>) -> Option<Shown> {
    let mut out = format!("*{}\r\n", words.len());
    for word in words {
        out.push_str(&format!("${}\r\n{word}\r\n", word.len()));
    }
    sys.write(fd, out.as_bytes()).await.ok()?;
    reply(sys, fd, pending, 0).await
}

fn reply<'a>(
    sys: &'a Sys,
    fd: Fd,
    pending: &'a mut Vec<u8>,
    depth: usize,
) -> std::pin::Pin<Box<dyn Future<Output = Option<Shown>> + 'a>> {
    Box::pin(async move {
        if depth > 16 {
            return None;
        }
        let line = take_line(sys, fd, pending).await?;
        let (kind, rest) = line.split_at_checked(1)?;
        Some(match kind {
            "+" => Shown::Simple(rest.into()),
            "-" => Shown::Error(rest.into()),
            ":" => Shown::Number(rest.into()),
            "$" => match rest.parse::<usize>() {
                Err(_) => Shown::Nil,
                Ok(len) => {
                    while pending.len() < len + 2 {
                        let bytes = sys.read(fd, 65_536).await.ok().filter(|b| !b.is_empty())?;
                        pending.extend(bytes);
                    }
                    let text: Vec<u8> = pending.drain(..len + 2).take(len).collect();
                    Shown::Bulk(String::from_utf8_lossy(&text).into_owned())
                }
            },
            "*" => {
                let Ok(count) = rest.parse::<usize>() else {
                    return Some(Shown::Nil);
                };
                let mut items = Vec::new();
                for _ in 0..count {
                    items.push(reply(sys, fd, pending, depth + 1).await?);
                }
                Shown::Array(items)
            }
            _ => return None,
        })
    })
}

async fn take_line(sys: &Sys, fd: Fd, pending: &mut Vec<u8>) -> Option<String> {
    loop {
        if let Some(end) = pending.windows(2).position(|w| w == b"\r\n") {
            let line: Vec<u8> = pending.drain(..end + 2).take(end).collect();
            return Some(String::from_utf8_lossy(&line).into_owned());
        }
        let bytes = sys.read(fd, 65_536).await.ok().filter(|b| !b.is_empty())?;
        pending.extend(bytes);
    }
}

/// Shows a command's answer; of one that listens, all that comes until the server goes.
async fn show(sys: &Sys, fd: Fd, words: &[String], pending: &mut Vec<u8>, raw: bool) -> bool {
    let listens = words
        .first()
        .is_some_and(|w| matches!(w.to_ascii_lowercase().as_str(), "subscribe" | "psubscribe"));
    if listens && !raw {
        let _ = sys.write(1, b"Reading messages... (press Ctrl-C to quit)\n").await;
    }
    let mut answer = ask(sys, fd, words, pending).await;
    while listens && let Some(shown) = &answer {
        let mut text = String::new();
        render(shown, raw, "", &mut text);
        let _ = sys.write(1, format!("{}\n", text.trim_end_matches('\n')).as_bytes()).await;
        answer = reply(sys, fd, pending, 0).await;
    }
    match answer {
        Some(shown) => {
            let mut text = String::new();
            render(&shown, raw, "", &mut text);
            if !text.ends_with('\n') {
                text.push('\n');
            }
            sys.write(1, text.as_bytes()).await.is_ok()
        }
        None => {
            let _ = sys.write(2, b"Error: Server closed the connection\n").await;
            false
        }
    }
}

fn render(shown: &Shown, raw: bool, prefix: &str, out: &mut String) {
    match shown {
        Shown::Simple(text) => out.push_str(text),
        Shown::Error(text) if raw => out.push_str(&format!("{text}\n")),
        Shown::Error(text) => out.push_str(&format!("(error) {text}")),
        Shown::Number(n) if raw => out.push_str(n),
        Shown::Number(n) => out.push_str(&format!("(integer) {n}")),
        Shown::Bulk(text) if raw => out.push_str(text),
        Shown::Bulk(text) => out.push_str(&format!(
            "\"{}\"",
            text.replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n")
                .replace('\r', "\\r")
        )),
        Shown::Nil if raw => {}
        Shown::Nil => out.push_str("(nil)"),
        Shown::Array(items) if items.is_empty() => out.push_str(if raw { "" } else { "(empty array)" }),
        Shown::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push('\n');
                    out.push_str(if raw { "" } else { prefix });
                }
                if !raw {
                    out.push_str(&format!("{}) ", index + 1));
                }
                render(item, raw, &format!("{prefix}   "), out);
            }
        }
    }
}
