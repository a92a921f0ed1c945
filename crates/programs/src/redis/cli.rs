//! `redis-cli`: one command and its reply, or commands from standard input, line by line.

use machine::{Errno, Fd, Sys};

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let (mut host, mut port, mut password, mut raw) =
        ("127.0.0.1".to_string(), 6379u16, sys.getenv("REDISCLI_AUTH"), !sys.isatty(1));
    let mut at = 1;
    while let Some(word) = argv.get(at).filter(|w| w.starts_with('-')) {
        let value = argv.get(at + 1).cloned().unwrap_or_default();
        match word.as_str() {
            "-h" => host = value,
            "-p" => port = value.parse().unwrap_or(6379),
            "-a" | "--pass" => password = Some(value),
            "-n" | "-r" | "-i" => {}
            "--raw" => {
                raw = true;
                at += 1;
                continue;
            }
            "--no-raw" => {
                raw = false;
                at += 1;
                continue;
            }
            "--no-auth-warning" => {
                at += 1;
                continue;
            }
            "--version" | "-v" => {
                let _ = sys.write(1, format!("redis-cli {}\n", super::VERSION).as_bytes()).await;
                return 0;
            }
            other => {
                let _ = sys
                    .write(
                        2,
                        format!("Unrecognized option or bad number of args for: '{other}'\n").as_bytes(),
                    )
                    .await;
                return 1;
            }
        }
        at += 2;
    }
    let words: Vec<String> = argv.get(at..).unwrap_or_default().to_vec();
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
    if let Some(password) = password {
        let reply = ask(&sys, fd, &["AUTH".to_string(), password], &mut pending).await;
        if let Some(Shown::Error(text)) = reply {
            let _ = sys.write(2, format!("AUTH failed: {text}\n").as_bytes()).await;
        }
    }
    if !words.is_empty() {
        return i32::from(!show(&sys, fd, &words, &mut pending, raw).await);
    }
    let mut input: Vec<u8> = Vec::new();
    let prompt = format!("{host}:{port}> ");
    loop {
        if sys.isatty(0) {
            let _ = sys.write(1, prompt.as_bytes()).await;
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
        if !words.is_empty() && !show(&sys, fd, &words, &mut pending, raw).await {
            return 1;
        }
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
    let addresses = sys.lookup_host(host).map_err(|_| "Name or service not known".to_string())?;
    let address = addresses.first().copied().ok_or("Name or service not known")?;
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
                let count: usize = rest.parse().unwrap_or(0);
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

async fn show(sys: &Sys, fd: Fd, words: &[String], pending: &mut Vec<u8>, raw: bool) -> bool {
    match ask(sys, fd, words, pending).await {
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
