//! memcached: a cache of texts by name, in its text protocol (doc/protocol.txt of memcached 1.6).
//!
//! Simulated: storing, reading, counting, `cas`, expiry on the machine's clock, the limit of `-m` (what was used longest ago
//! goes), `stats` in its first part, `-v` and `-vv`. Left out: the binary protocol, meta commands, UDP, TLS, SASL, slabs.

use crate::declared::Declaration;
use machine::{Errno, Fd, Instant, Signal, Sys};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::rc::Rc;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "memcached",
    does: "get, gets, gat, set, add, replace, append, prepend, cas, delete, incr, decr, touch, flush_all, stats, version, \
        verbosity, expiry; `-p -l -m -M -v -vv`",
    does_not: "the binary protocol, meta commands, UDP, TLS, SASL, slabs and their statistics; `-b -c -I -o -R -t -u -U` are accepted without effect",
};

const VERSION: &str = "1.6.39";
/// What an entry takes beyond its name and its bytes.
const OVERHEAD: usize = 56;
/// The largest value.
const LARGEST: usize = 1 << 20;
/// Times up to this many seconds are from now on, others since 1970.
const MONTH: i64 = 60 * 60 * 24 * 30;

struct Item {
    flags: u32,
    data: Vec<u8>,
    until: Option<Instant>,
    cas: u64,
    /// When it was last used, counted in uses.
    used: u64,
}

#[derive(Default)]
struct Store {
    items: BTreeMap<Vec<u8>, Item>,
    bytes: usize,
    clock: u64,
    cas: u64,
    counts: BTreeMap<&'static str, u64>,
}

struct Server {
    store: RefCell<Store>,
    limit: usize,
    evicts: bool,
    verbose: u8,
    started: Instant,
}

impl Store {
    fn count(&mut self, name: &'static str) {
        *self.counts.entry(name).or_default() += 1;
    }

    fn remove(&mut self, key: &[u8]) -> Option<Item> {
        let item = self.items.remove(key)?;
        self.bytes = self.bytes.saturating_sub(key.len() + item.data.len() + OVERHEAD);
        Some(item)
    }

    /// An entry that has not expired; it is used now.
    fn get(&mut self, key: &[u8], now: Instant) -> Option<&mut Item> {
        if self.items.get(key)?.until.is_some_and(|until| until <= now) {
            self.remove(key);
            return None;
        }
        self.clock += 1;
        let clock = self.clock;
        let item = self.items.get_mut(key)?;
        item.used = clock;
        Some(item)
    }

    /// Stores an entry; whether there is room.
    fn put(&mut self, key: &[u8], flags: u32, data: Vec<u8>, until: Option<Instant>, limit: usize, evicts: bool) -> bool {
        self.remove(key);
        let size = key.len() + data.len() + OVERHEAD;
        while self.bytes + size > limit {
            let oldest = self
                .items
                .iter()
                .min_by_key(|(_, item)| item.used)
                .map(|(key, _)| key.clone());
            let Some(oldest) = oldest.filter(|_| evicts) else {
                return false;
            };
            self.remove(&oldest);
            self.count("evictions");
        }
        self.bytes += size;
        self.clock += 1;
        self.cas += 1;
        let (used, cas) = (self.clock, self.cas);
        self.items.insert(
            key.to_vec(),
            Item {
                flags,
                data,
                until,
                cas,
                used,
            },
        );
        self.count("total_items");
        true
    }
}

/// When an entry ends.
fn until(seconds: i64, now: Instant) -> Option<Instant> {
    match seconds {
        0 => None,
        n if n < 0 => Some(Instant(0)),
        n if n <= MONTH => Some(Instant(now.0.saturating_add(n.saturating_mul(1_000_000_000)))),
        n => Some(Instant(n.saturating_mul(1_000_000_000))),
    }
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let (mut port, mut limit, mut verbose, mut evicts, mut bind) = (11_211u16, 64usize, 0u8, true, Ipv4Addr::UNSPECIFIED);
    let mut words = argv.iter().skip(1).cloned();
    while let Some(word) = words.next() {
        let (name, mut value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name.to_string(), Some(value.to_string())),
            _ if !word.starts_with("--") && word.len() > 2 && !word.starts_with("-v") => {
                (word.chars().take(2).collect(), Some(word.chars().skip(2).collect()))
            }
            _ => (word.clone(), None),
        };
        let mut value = || value.take().or_else(|| words.next()).unwrap_or_default();
        match name.as_str() {
            "-p" | "--port" => port = value().parse().unwrap_or(11_211),
            "-m" | "--memory-limit" => limit = value().parse().unwrap_or(64),
            "-l" | "--listen" => bind = value().split([',', ':']).next().and_then(|a| a.parse().ok()).unwrap_or(bind),
            "-v" | "-vv" | "-vvv" => verbose += word.len() as u8 - 1,
            "--verbose" => verbose += 1,
            "-M" | "--disable-evictions" => evicts = false,
            "-c" | "-t" | "-u" | "-U" | "-I" | "-o" | "-R" | "-b" | "--conn-limit" | "--threads" | "--user" | "--udp-port"
            | "--max-item-size" | "--extended" => {
                value();
            }
            "-V" | "--version" => {
                let _ = sys.write(1, format!("memcached {VERSION}\n").as_bytes()).await;
                return 0;
            }
            other => {
                let _ = sys
                    .write(2, format!("drydock: memcached {other} is not simulated\n").as_bytes())
                    .await;
                return 64;
            }
        }
    }
    if sys.cred().uid == 0
        && !argv
            .iter()
            .any(|word| word == "-u" || word.starts_with("-u") || word.starts_with("--user"))
    {
        let _ = sys.write(2, b"can't run as root without the -u switch\n").await;
        return 64;
    }
    let listener = match sys.listen(bind, port) {
        Ok(fd) => fd,
        Err(error) => {
            let text = format!("bind(): {error}\nfailed to listen on TCP port {port}: {error}\n");
            let _ = sys.write(2, text.as_bytes()).await;
            return 71;
        }
    };
    let server = Rc::new(Server {
        store: RefCell::default(),
        limit: limit << 20,
        evicts,
        verbose,
        started: sys.now(),
    });
    say(&sys, &server, 2, &format!("<{listener} server listening (auto-negotiate)")).await;
    for signal in [Signal::TERM, Signal::INT] {
        sys.catch_signal(signal);
    }
    loop {
        match sys.accept(listener).await {
            Ok((fd, _)) => {
                let (task, server) = (sys.clone(), server.clone());
                server.store.borrow_mut().count("total_connections");
                server.store.borrow_mut().count("opened");
                sys.spawn_thread(async move {
                    serve(&task, &server, fd).await;
                    server.store.borrow_mut().count("closed");
                    let _ = task.close(fd);
                });
            }
            Err(Errno::EINTR) => {
                if let Some(signal) = sys.take_signal() {
                    let name = if signal == Signal::INT { "Interrupt" } else { "Terminated" };
                    let _ = sys.write(2, format!("Signal handled: {name}.\n").as_bytes()).await;
                    return 0;
                }
            }
            Err(_) => return 1,
        }
    }
}

async fn say(sys: &Sys, server: &Server, level: u8, text: &str) {
    if server.verbose >= level {
        let _ = sys.write(2, format!("{text}\n").as_bytes()).await;
    }
}

/// So many bytes off the front of what came in; None when the client goes.
async fn take(sys: &Sys, fd: Fd, pending: &mut Vec<u8>, count: usize) -> Option<Vec<u8>> {
    while pending.len() < count {
        let bytes = sys.read(fd, 65_536).await.ok().filter(|bytes| !bytes.is_empty())?;
        pending.extend(bytes);
    }
    Some(pending.drain(..count).collect())
}

async fn serve(sys: &Sys, server: &Server, fd: Fd) {
    let mut pending: Vec<u8> = Vec::new();
    say(sys, server, 2, &format!("<{fd} new auto-negotiating client connection")).await;
    let mut greeted = false;
    loop {
        let Some(end) = pending.iter().position(|b| *b == b'\n') else {
            match sys.read(fd, 65_536).await {
                Ok(bytes) if !bytes.is_empty() && pending.len() < 1 << 16 => pending.extend(bytes),
                _ => break,
            }
            continue;
        };
        let line: Vec<u8> = pending.drain(..=end).collect();
        let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_string();
        if !greeted {
            say(sys, server, 2, &format!("{fd}: Client using the ascii protocol")).await;
            greeted = true;
        }
        say(sys, server, 2, &format!("<{fd} {line}")).await;
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        if words.first() == Some(&"quit") {
            break;
        }
        let Some(reply) = answer(sys, server, fd, &words, &mut pending).await else {
            break;
        };
        let silent = words.last() == Some(&"noreply") && !["get", "gets"].contains(&words.first().copied().unwrap_or_default());
        if silent {
            continue;
        }
        let text = String::from_utf8_lossy(&reply).into_owned();
        let shown = text.lines().next_back().unwrap_or_default();
        say(sys, server, 2, &format!(">{fd} {shown}")).await;
        if sys.write(fd, &reply).await.is_err() {
            break;
        }
    }
    say(sys, server, 2, &format!("<{fd} connection closed.")).await;
}

fn line(text: &str) -> Option<Vec<u8>> {
    Some(format!("{text}\r\n").into_bytes())
}

const BAD: &str = "CLIENT_ERROR bad command line format";

/// The answer to a command; None when the client goes in the middle of it.
async fn answer(sys: &Sys, server: &Server, fd: Fd, words: &[&str], pending: &mut Vec<u8>) -> Option<Vec<u8>> {
    let now = sys.now();
    let known: Vec<&str> = words.iter().copied().filter(|word| *word != "noreply").collect();
    match known[..] {
        ["get" | "gets", ref keys @ ..] if !keys.is_empty() => found(server, keys, known.first() == Some(&"gets"), now, None),
        ["gat" | "gats", time, ref keys @ ..] if !keys.is_empty() => match time.parse() {
            Ok(time) => found(server, keys, known.first() == Some(&"gats"), now, Some(time)),
            Err(_) => line("CLIENT_ERROR invalid exptime argument"),
        },
        [
            name @ ("set" | "add" | "replace" | "append" | "prepend"),
            key,
            flags,
            time,
            size,
        ] => stored(sys, server, fd, (name, key, flags, time, size), None, pending).await,
        ["cas", key, flags, time, size, unique] => match unique.parse() {
            Ok(unique) => stored(sys, server, fd, ("cas", key, flags, time, size), Some(unique), pending).await,
            Err(_) => line(BAD),
        },
        ["delete", key] | ["delete", key, "0"] => {
            let mut store = server.store.borrow_mut();
            let there = store.get(key.as_bytes(), now).is_some();
            store.remove(key.as_bytes());
            store.count(if there { "delete_hits" } else { "delete_misses" });
            line(if there { "DELETED" } else { "NOT_FOUND" })
        }
        [name @ ("incr" | "decr"), key, by] => {
            let Ok(by) = by.parse::<u64>() else {
                return line("CLIENT_ERROR invalid numeric delta argument");
            };
            let mut store = server.store.borrow_mut();
            let up = name == "incr";
            let Some(item) = store.get(key.as_bytes(), now) else {
                store.count(if up { "incr_misses" } else { "decr_misses" });
                return line("NOT_FOUND");
            };
            let old = std::str::from_utf8(&item.data)
                .ok()
                .and_then(|text| text.trim().parse::<u64>().ok());
            let Some(old) = old else {
                return line("CLIENT_ERROR cannot increment or decrement non-numeric value");
            };
            let new = if up { old.wrapping_add(by) } else { old.saturating_sub(by) }.to_string();
            // A smaller number keeps its room, filled with spaces.
            let width = if up { 0 } else { item.data.len() };
            item.data = format!("{new:<width$}").into_bytes();
            store.count(if up { "incr_hits" } else { "decr_hits" });
            line(&new)
        }
        ["touch", key, time] => {
            let Ok(time) = time.parse() else {
                return line("CLIENT_ERROR invalid exptime argument");
            };
            let mut store = server.store.borrow_mut();
            store.count("cmd_touch");
            let there = store
                .get(key.as_bytes(), now)
                .map(|item| item.until = until(time, now))
                .is_some();
            store.count(if there { "touch_hits" } else { "touch_misses" });
            line(if there { "TOUCHED" } else { "NOT_FOUND" })
        }
        ["flush_all"] | ["flush_all", "0"] => {
            let mut store = server.store.borrow_mut();
            store.items.clear();
            store.bytes = 0;
            store.count("cmd_flush");
            line("OK")
        }
        ["flush_all", _] => line("SERVER_ERROR drydock: flush_all with a delay is not simulated"),
        ["version"] => line(&format!("VERSION {VERSION}")),
        ["verbosity", ..] => line("OK"),
        ["stats"] => Some(stats(sys, server)),
        [
            "stats",
            "items" | "slabs" | "sizes" | "conns" | "settings" | "reset" | "detail" | "cachedump",
            ..,
        ] => line(&format!(
            "SERVER_ERROR drydock: {} of memcached is not simulated",
            known.join(" ")
        )),
        [
            "mg" | "ms" | "md" | "ma" | "mn" | "me" | "lru" | "slabs" | "watch" | "cache_memlimit" | "lru_crawler" | "shutdown",
            ..,
        ] => {
            let name = known.first().copied().unwrap_or_default();
            line(&format!(
                "SERVER_ERROR drydock: the memcached command {name} is not simulated"
            ))
        }
        _ => line("ERROR"),
    }
}

fn found(server: &Server, keys: &[&str], unique: bool, now: Instant, time: Option<i64>) -> Option<Vec<u8>> {
    let mut store = server.store.borrow_mut();
    let mut out = Vec::new();
    for key in keys {
        if key.len() > 250 {
            return line(BAD);
        }
        store.count("cmd_get");
        let Some(item) = store.get(key.as_bytes(), now) else {
            store.count("get_misses");
            continue;
        };
        if let Some(time) = time {
            item.until = until(time, now);
        }
        let cas = if unique { format!(" {}", item.cas) } else { String::new() };
        out.extend(format!("VALUE {key} {} {}{cas}\r\n", item.flags, item.data.len()).into_bytes());
        out.extend_from_slice(&item.data);
        out.extend_from_slice(b"\r\n");
        store.count("get_hits");
    }
    out.extend_from_slice(b"END\r\n");
    Some(out)
}

/// set, add, replace, append, prepend and cas: reads the value that follows and stores it.
async fn stored(
    sys: &Sys,
    server: &Server,
    fd: Fd,
    (name, key, flags, time, size): (&str, &str, &str, &str, &str),
    unique: Option<u64>,
    pending: &mut Vec<u8>,
) -> Option<Vec<u8>> {
    let numbers = (flags.parse::<u32>(), time.parse::<i64>(), size.parse::<usize>());
    let (Ok(flags), Ok(time), Ok(size)) = numbers else {
        return line(BAD);
    };
    if key.len() > 250 {
        return line(BAD);
    }
    if size > LARGEST {
        let mut left = size + 2;
        while left > 0 {
            let part = left.min(65_536);
            take(sys, fd, pending, part).await?;
            left -= part;
        }
        return line("SERVER_ERROR object too large for cache");
    }
    let mut data = take(sys, fd, pending, size + 2).await?;
    if !data.ends_with(b"\r\n") {
        return line("CLIENT_ERROR bad data chunk");
    }
    data.truncate(size);
    let now = sys.now();
    let mut store = server.store.borrow_mut();
    store.count("cmd_set");
    let old = store
        .get(key.as_bytes(), now)
        .map(|item| (item.flags, item.data.clone(), item.until, item.cas));
    let (mut flags, mut ends) = (flags, until(time, now));
    match (name, old) {
        ("add", Some(_)) | ("replace" | "append" | "prepend", None) => return line("NOT_STORED"),
        ("cas", None) => {
            store.count("cas_misses");
            return line("NOT_FOUND");
        }
        ("cas", Some((_, _, _, cas))) if Some(cas) != unique => {
            store.count("cas_badval");
            return line("EXISTS");
        }
        ("cas", _) => store.count("cas_hits"),
        (end @ ("append" | "prepend"), Some((old_flags, old, old_until, _))) => {
            (flags, ends) = (old_flags, old_until);
            data = if end == "append" {
                [old, data].concat()
            } else {
                [data, old].concat()
            };
        }
        _ => {}
    }
    let fits = store.put(key.as_bytes(), flags, data, ends, server.limit, server.evicts);
    line(if fits {
        "STORED"
    } else {
        "SERVER_ERROR out of memory storing object"
    })
}

fn stats(sys: &Sys, server: &Server) -> Vec<u8> {
    let store = server.store.borrow();
    let now = sys.now();
    let count = |name: &str| store.counts.get(name).copied().unwrap_or_default();
    let mut lines: Vec<(&str, String)> = vec![
        ("pid", sys.pid().to_string()),
        ("uptime", now.since(server.started).as_secs().to_string()),
        ("time", now.seconds().to_string()),
        ("version", VERSION.into()),
        ("pointer_size", "64".into()),
        ("max_connections", "1024".into()),
        ("curr_connections", (count("opened") - count("closed")).to_string()),
        ("total_connections", count("total_connections").to_string()),
    ];
    for name in [
        "cmd_get",
        "cmd_set",
        "cmd_flush",
        "cmd_touch",
        "get_hits",
        "get_misses",
        "delete_misses",
        "delete_hits",
        "incr_misses",
        "incr_hits",
        "decr_misses",
        "decr_hits",
        "cas_misses",
        "cas_hits",
        "cas_badval",
        "touch_hits",
        "touch_misses",
    ] {
        lines.push((name, count(name).to_string()));
    }
    lines.push(("limit_maxbytes", server.limit.to_string()));
    lines.push(("accepting_conns", "1".into()));
    lines.push(("threads", "4".into()));
    lines.push(("bytes", store.bytes.to_string()));
    lines.push(("curr_items", store.items.len().to_string()));
    lines.push(("total_items", count("total_items").to_string()));
    lines.push(("evictions", count("evictions").to_string()));
    let text: String = lines.iter().map(|(name, value)| format!("STAT {name} {value}\r\n")).collect();
    (text + "END\r\n").into_bytes()
}
