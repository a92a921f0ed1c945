//! `read` and bash's `mapfile`.

use crate::Flavour;
use crate::state::{Outcome, Shell, Voice};
use crate::syntax::is_name;
use crate::variables::Value;
use machine::{Errno, Fd, FileObject};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long a line may be, in bytes.
const LIMIT: usize = 32 << 20;

/// What ended a read.
enum Ended {
    Delimiter,
    EndOfFile,
    TimedOut,
    Signal(i32),
    Failed(Errno),
}

#[derive(Default)]
struct Wish {
    raw: bool,
    prompt: Option<String>,
    delimiter: Option<u8>,
    /// At most this many characters; true if the delimiter does not count.
    count: Option<(usize, bool)>,
    timeout: Option<Duration>,
    fd: Fd,
    array: Option<String>,
    silent: bool,
}

impl Shell {
    /// A line without its newline; `None` at the end of the file.
    pub(crate) async fn read_line(&mut self, fd: Fd) -> Option<String> {
        let wish = Wish {
            raw: true,
            fd,
            ..Wish::default()
        };
        let (bytes, ended) = self.read_bytes(&wish).await;
        match ended {
            Ended::Delimiter => Some(String::from_utf8_lossy(&bytes.iter().map(|(b, _)| *b).collect::<Vec<_>>()).into_owned()),
            _ => None,
        }
    }

    /// Bytes up to the delimiter, each with whether a backslash protects it.
    async fn read_bytes(&mut self, wish: &Wish) -> (Vec<(u8, bool)>, Ended) {
        let delimiter = wish.delimiter.unwrap_or(b'\n');
        let mut out: Vec<(u8, bool)> = Vec::new();
        let mut escaped = false;
        let file = match self.sys.file(wish.fd) {
            Ok(file) => file,
            Err(error) => return (out, Ended::Failed(error)),
        };
        let started = self.sys.now();
        let seekable = matches!(file.object, FileObject::Regular { .. });
        let mut buffer: Vec<u8> = Vec::new();
        let mut used = 0;
        loop {
            if used == buffer.len() {
                if let Some(timeout) = wish.timeout {
                    let left = timeout.saturating_sub(self.sys.now().since(started));
                    match self.sys.poll_readable(&[wish.fd], Some(left)).await {
                        Ok(ready) if ready.is_empty() => return (out, Ended::TimedOut),
                        _ => {}
                    }
                }
                // Only a file can be given back what was read too far.
                let want = if seekable { 4096 } else { 1 };
                match self.sys.read(wish.fd, want).await {
                    Ok(bytes) if bytes.is_empty() => return (out, Ended::EndOfFile),
                    Ok(bytes) => {
                        buffer = bytes;
                        used = 0;
                    }
                    Err(Errno::EINTR) => {
                        self.collect_signals();
                        if let Some(signal) = self.caught.first() {
                            return (out, Ended::Signal(128 + i32::from(signal.number())));
                        }
                        continue;
                    }
                    Err(error) => return (out, Ended::Failed(error)),
                }
            }
            let byte = buffer[used];
            used += 1;
            let mut over = false;
            if escaped {
                escaped = false;
                if byte != b'\n' {
                    out.push((byte, true));
                }
            } else if byte == b'\\' && !wish.raw {
                escaped = true;
                continue;
            } else if byte == delimiter && !matches!(wish.count, Some((_, true))) {
                over = true;
            } else if byte != 0 {
                out.push((byte, false));
            }
            let full = wish
                .count
                .is_some_and(|(count, _)| out.iter().filter(|(b, _)| b & 0xc0 != 0x80).count() >= count);
            if over || full || out.len() > LIMIT {
                if used < buffer.len()
                    && let Ok(offset) = self.sys.offset(wish.fd)
                {
                    let _ = self.sys.seek(wish.fd, offset.saturating_sub((buffer.len() - used) as u64));
                }
                return (out, Ended::Delimiter);
            }
        }
    }

    pub(super) async fn builtin_read(&mut self, args: &[String]) -> Outcome {
        let mut wish = Wish::default();
        let usage =
            "read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]";
        let known = match self.flavour {
            Flavour::Dash => ("r", "p"),
            Flavour::Ash => ("rs", "pntud"),
            Flavour::Bash => ("rse", "pntudaiN"),
        };
        let mut at = 0;
        'options: while let Some(arg) = args.get(at) {
            let Some(letters) = arg.strip_prefix('-').filter(|l| !l.is_empty()) else {
                break;
            };
            at += 1;
            if letters == "-" {
                break;
            }
            for (n, letter) in letters.char_indices() {
                if known.0.contains(letter) {
                    wish.raw |= letter == 'r';
                    wish.silent |= letter == 's';
                    continue;
                }
                if !known.1.contains(letter) {
                    return self.bad_option("read", &format!("-{letter}"), usage).await;
                }
                let attached = letters.get(n + letter.len_utf8()..).unwrap_or("");
                let value = if attached.is_empty() {
                    at += 1;
                    match args.get(at - 1) {
                        Some(value) => value.clone(),
                        None => {
                            let text = if self.flavour.is_bash() {
                                format!("-{letter}: option requires an argument")
                            } else {
                                format!("No arg for -{letter} option")
                            };
                            self.complain_as("read", &text).await;
                            return Ok(2);
                        }
                    }
                } else {
                    attached.to_string()
                };
                match letter {
                    'p' => wish.prompt = Some(value),
                    'd' => wish.delimiter = Some(value.bytes().next().unwrap_or(0)),
                    'n' | 'N' => wish.count = Some((value.parse().unwrap_or(0), letter == 'N')),
                    't' => {
                        let seconds = value.parse::<f64>().unwrap_or(0.0).clamp(0.0, 1e9);
                        wish.timeout = Some(Duration::from_secs_f64(seconds));
                    }
                    'u' => wish.fd = value.parse().unwrap_or(-1),
                    'a' => wish.array = Some(value),
                    _ => {}
                }
                continue 'options;
            }
        }
        let names = args.get(at..).unwrap_or_default();
        for name in names {
            let base = name.split('[').next().unwrap_or_default();
            if !is_name(if self.flavour.is_bash() { base } else { name }) {
                match self.flavour {
                    Flavour::Dash => {
                        self.complain_as("read", &format!("{name}: bad variable name")).await;
                        return Ok(2);
                    }
                    Flavour::Ash => {
                        let text = format!("{}read: '{name}': bad variable name\n", self.prefix(Voice::Applet("read")));
                        self.write_error(&text).await;
                    }
                    Flavour::Bash => self.complain_as("read", &format!("`{name}': not a valid identifier")).await,
                }
                return Ok(1);
            }
        }
        if self.flavour == Flavour::Dash && names.is_empty() {
            self.complain_as("read", "arg count").await;
            return Ok(2);
        }
        if let Some(prompt) = &wish.prompt
            && self.sys.isatty(wish.fd)
        {
            let prompt = prompt.clone();
            self.write_error(&prompt).await;
        }
        let silenced = if wish.silent {
            self.sys.tty(wish.fd).map(|tty| {
                let mode = tty.mode();
                tty.set_mode(machine::TtyMode { echo: false, ..mode });
                (tty, mode)
            })
        } else {
            None
        };
        let (bytes, ended) = self.read_bytes(&wish).await;
        if let Some((tty, mode)) = silenced {
            tty.set_mode(mode);
        }
        let status = match ended {
            Ended::Delimiter => 0,
            Ended::EndOfFile => 1,
            Ended::TimedOut if self.flavour == Flavour::Ash => 1,
            Ended::TimedOut => 142,
            Ended::Signal(status) => return Ok(status),
            Ended::Failed(error) => {
                if self.flavour.is_bash() {
                    let fd = wish.fd;
                    self.complain_as("read", &format!("{fd}: invalid file descriptor: {error}"))
                        .await;
                }
                return Ok(1);
            }
        };
        let separators = self.vars.scalar("IFS").unwrap_or(" \t\n").to_string();
        if let Some(array) = wish.array {
            let fields = fields(&bytes, &separators, usize::MAX);
            let map = fields.into_iter().enumerate().map(|(n, f)| (n as i64, f)).collect();
            self.vars.entry(&array).value = Value::Indexed(map);
            return Ok(status);
        }
        if names.is_empty() {
            let raw: Vec<u8> = bytes.iter().map(|(b, _)| *b).collect();
            let mut text = String::from_utf8_lossy(&raw).into_owned();
            if self.flavour == Flavour::Ash {
                text = text
                    .trim_matches(|c: char| separators.contains(c) && c.is_whitespace())
                    .to_string();
            }
            self.assign_checked("REPLY", text).await?;
            return Ok(status);
        }
        let values = if matches!(wish.count, Some((_, true))) {
            let raw: Vec<u8> = bytes.iter().map(|(b, _)| *b).collect();
            vec![String::from_utf8_lossy(&raw).into_owned()]
        } else {
            fields(&bytes, &separators, names.len())
        };
        let mut values = values.into_iter();
        for name in names {
            let value = values.next().unwrap_or_default();
            match name.split_once('[') {
                Some((base, index)) => {
                    let index = index.strip_suffix(']').unwrap_or(index);
                    self.assign_element_checked(base, index, value, false).await?;
                }
                None => self.assign_checked(name, value).await?,
            }
        }
        Ok(status)
    }

    pub(super) async fn builtin_mapfile(&mut self, name: &str, args: &[String]) -> Outcome {
        let (mut strip, mut fd, mut count, mut skip, mut origin) = (false, 0, usize::MAX, 0usize, None);
        let mut delimiter = b'\n';
        let mut array = "MAPFILE".to_string();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "-t" => strip = true,
                "-u" => fd = args.next().and_then(|a| a.parse().ok()).unwrap_or(0),
                "-n" => {
                    count = args
                        .next()
                        .and_then(|a| a.parse().ok())
                        .filter(|n| *n > 0)
                        .unwrap_or(usize::MAX)
                }
                "-s" => skip = args.next().and_then(|a| a.parse().ok()).unwrap_or(0),
                "-O" => origin = args.next().and_then(|a| a.parse::<i64>().ok()),
                "-d" => delimiter = args.next().and_then(|a| a.bytes().next()).unwrap_or(0),
                "-C" | "-c" => {
                    args.next();
                }
                option if option.starts_with('-') => {
                    let usage =
                        "mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]";
                    let usage = usage.replace("mapfile", name);
                    return self.bad_option(name, option, &usage).await;
                }
                other => array = other.to_string(),
            }
        }
        let mut map = match (origin, self.vars.get(&array).map(|v| &v.value)) {
            (Some(_), Some(Value::Indexed(map))) => map.clone(),
            _ => BTreeMap::new(),
        };
        let mut next = origin.unwrap_or(0);
        let wish = Wish {
            raw: true,
            fd,
            delimiter: Some(delimiter),
            ..Wish::default()
        };
        let mut taken = 0;
        while taken < count {
            self.sys.tick().await;
            let (bytes, ended) = self.read_bytes(&wish).await;
            let whole = matches!(ended, Ended::Delimiter);
            if bytes.is_empty() && !whole {
                break;
            }
            if skip > 0 {
                skip -= 1;
            } else {
                let raw: Vec<u8> = bytes.iter().map(|(b, _)| *b).collect();
                let mut line = String::from_utf8_lossy(&raw).into_owned();
                if whole && !strip {
                    line.push(char::from(delimiter));
                }
                map.insert(next, line);
                next = next.saturating_add(1);
                taken += 1;
            }
            if !whole {
                break;
            }
        }
        self.vars.entry(&array).value = Value::Indexed(map);
        Ok(0)
    }
}

/// Splits what was read into at most `count` fields; the last one gets the rest.
fn fields(bytes: &[(u8, bool)], separators: &str, count: usize) -> Vec<String> {
    let is_separator = |(byte, escaped): (u8, bool)| !escaped && byte < 128 && separators.contains(char::from(byte));
    let is_blank = |pair: (u8, bool)| is_separator(pair) && matches!(pair.0, b' ' | b'\t' | b'\n');
    let text = |slice: &[(u8, bool)]| {
        let raw: Vec<u8> = slice.iter().map(|(b, _)| *b).collect();
        String::from_utf8_lossy(&raw).into_owned()
    };
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((first, more)) = rest.split_first() {
        if !is_blank(*first) {
            break;
        }
        rest = more;
    }
    while !rest.is_empty() {
        if out.len() + 1 == count {
            let mut end = rest.len();
            while end > 0 && is_blank(rest[end - 1]) {
                end -= 1;
            }
            // A single separator at the end that ends the only field left is taken away too.
            let last = &rest[..end];
            let body = match last.split_last() {
                Some((tail, body)) if is_separator(*tail) && !is_blank(*tail) && !body.iter().any(|b| is_separator(*b)) => body,
                _ => last,
            };
            out.push(text(body));
            return out;
        }
        let end = rest.iter().position(|pair| is_separator(*pair)).unwrap_or(rest.len());
        out.push(text(&rest[..end]));
        rest = &rest[end..];
        let mut hard = false;
        while let Some((first, more)) = rest.split_first() {
            if is_blank(*first) || !hard && is_separator(*first) {
                hard |= !is_blank(*first);
                rest = more;
            } else {
                break;
            }
        }
    }
    out
}
