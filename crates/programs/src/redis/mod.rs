//! Redis: `redis-server` and `redis-cli`.
//!
//! Simulated: strings, lists, sets, hashes, expiry on the machine's clock, INFO, CONFIG GET, SAVE and
//! sorted sets, transactions with WATCH, channels, pops that wait, 16 databases, and the reload of what was saved
//! (`dump.rdb` in the working directory, in a form of Drydock's own, not RDB), `requirepass`, RESP2 and inline commands.
//! Specified by Redis' command reference. What is not simulated (streams, scripts, replication) is refused by name.

mod channels;
mod cli;
mod connection;
mod store;

pub use cli::main as cli_main;

use crate::declared::Declaration;
use channels::Channels;
use machine::{Errno, Instant, Signal, Sys};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::task::Waker;
use store::{Reply, Store, Value};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "redis",
    does: "strings, lists, sets, hashes, sorted sets, expiry, MULTI, EXEC and WATCH, SUBSCRIBE and PUBLISH, BLPOP \
        and BRPOP, SCAN, 16 databases, SAVE; of redis-cli commands, lines of standard input, `-n -r -i -x -u --scan`",
    does_not: "streams, scripts, bits, places, MONITOR, RESP3, keyspace events; SPOP takes the first member and none by \
        chance; its dump is not RDB, and `appendonly` keeps no file: what is not saved is lost when it is killed; of \
        redis-cli `--stat`, `--bigkeys`, `--latency`, `--pipe`, completion and hints",
};

const VERSION: &str = "7.4.6";
const DUMP: &str = "dump.rdb";

/// Commands that Redis has and that are not simulated, and those that begin like it (`X…` for streams).
const NOT_SIMULATED: &[&str] = &[
    "EVAL",
    "EVALSHA",
    "SCRIPT",
    "FCALL",
    "FUNCTION",
    "CLUSTER",
    "REPLICAOF",
    "SLAVEOF",
    "MONITOR",
    "PFADD",
    "PFCOUNT",
    "PFMERGE",
    "SETBIT",
    "GETBIT",
    "BITCOUNT",
    "BITOP",
    "BITPOS",
    "BITFIELD",
    "OBJECT",
    "DEBUG",
    "ACL",
    "SORT",
    "DUMP",
    "RESTORE",
    "MOVE",
    "SWAPDB",
    "MEMORY",
    "LATENCY",
    "SLOWLOG",
    "MODULE",
    "WAIT",
    "FAILOVER",
    "LINSERT",
    "LPOS",
    "LMPOP",
    "BLMOVE",
    "BLMPOP",
    "BRPOPLPUSH",
    "BZPOPMIN",
    "BZPOPMAX",
    "SETRANGE",
    "GETEX",
    "LCS",
    "SRANDMEMBER",
    "SMISMEMBER",
    "SINTERSTORE",
    "SUNIONSTORE",
    "SDIFFSTORE",
    "SINTERCARD",
    "HRANDFIELD",
    "HSTRLEN",
    "HEXPIRE",
    "ZRANDMEMBER",
    "ZUNION",
    "ZINTER",
    "ZDIFF",
    "ZUNIONSTORE",
    "ZINTERSTORE",
    "ZDIFFSTORE",
    "ZLEXCOUNT",
    "ZRANGEBYLEX",
    "ZREVRANGEBYLEX",
    "ZREVRANGEBYSCORE",
    "ZREMRANGEBYRANK",
    "ZREMRANGEBYSCORE",
    "ZREMRANGEBYLEX",
    "ZMSCORE",
    "ZMPOP",
    "ZRANGESTORE",
    "SPUBLISH",
    "SSUBSCRIBE",
    "GEOADD",
    "GEODIST",
    "GEOPOS",
    "GEOSEARCH",
    "GEORADIUS",
    "XADD",
    "XREAD",
    "XRANGE",
    "XLEN",
    "XDEL",
    "XGROUP",
    "XREADGROUP",
    "XACK",
    "XINFO",
    "XTRIM",
    "XREVRANGE",
    "XPENDING",
    "XCLAIM",
    "ROLE",
    "BGREWRITEAOF",
    "PSYNC",
    "SYNC",
    "EXPIRETIME",
    "PEXPIRETIME",
    "PEXPIREAT",
    "RANDOMKEY",
    "RENAMENX",
];

/// How many databases there are.
const DATABASES: usize = 16;

struct Server {
    stores: Vec<RefCell<Store>>,
    channels: RefCell<Channels>,
    /// How often each watched or waited-for key has changed, by its database.
    touched: RefCell<BTreeMap<(usize, Vec<u8>), u64>>,
    /// Those who wait for something to be pushed.
    waiting: RefCell<Vec<Waker>>,
    password: String,
    port: u16,
    started: Instant,
}

async fn log(sys: &Sys, role: char, mark: char, text: &str) {
    let now = sys.now();
    let (year, month, day, hour, minute, second) = crate::http::civil(now.seconds());
    let month = crate::http::MONTHS.get((month - 1) as usize).copied().unwrap_or("Jan");
    let millis = now.0.rem_euclid(1_000_000_000) / 1_000_000;
    let line = format!(
        "{}:{role} {day:02} {month} {year} {hour:02}:{minute:02}:{second:02}.{millis:03} {mark} {text}\n",
        sys.pid()
    );
    let _ = sys.write(1, line.as_bytes()).await;
}

/// `redis-server`.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let (mut port, mut password, mut bind) = (6379u16, String::new(), Ipv4Addr::UNSPECIFIED);
    let mut configured = false;
    let mut words: Vec<String> = argv.iter().skip(1).cloned().collect();
    if words.first().is_some_and(|w| w == "--version" || w == "-v") {
        let _ = sys
            .write(
                1,
                format!("Redis server v={VERSION} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=drydock\n").as_bytes(),
            )
            .await;
        return 0;
    }
    if words.first().is_some_and(|w| !w.starts_with("--")) {
        let file = words.remove(0);
        configured = true;
        match sys.read_file(&file) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
                    let mut parts = line.splitn(2, char::is_whitespace);
                    words.push(format!("--{}", parts.next().unwrap_or_default()));
                    words.push(parts.next().unwrap_or_default().trim().trim_matches('"').to_string());
                }
            }
            Err(_) => {
                log(
                    &sys,
                    'C',
                    '#',
                    &format!("Fatal error, can't open config file '{file}': No such file or directory"),
                )
                .await;
                return 1;
            }
        }
    }
    let mut at = 0;
    while let Some(option) = words.get(at) {
        let value = words.get(at + 1).cloned().unwrap_or_default();
        at += 2;
        configured = true;
        match option.as_str() {
            "--port" => port = value.parse().unwrap_or(6379),
            "--requirepass" => password = value,
            "--bind" => bind = value.split_whitespace().next().and_then(|b| b.parse().ok()).unwrap_or(bind),
            "--protected-mode" | "--appendonly" | "--save" | "--dir" | "--loglevel" | "--maxmemory" | "--maxmemory-policy"
            | "--daemonize" | "--databases" | "--timeout" | "--tcp-keepalive" | "--appendfsync" => {
                if option == "--dir" {
                    let _ = sys.chdir(&value);
                }
            }
            other => {
                let name = other.trim_start_matches('-');
                let text = format!(
                    "\n*** FATAL CONFIG FILE ERROR (Redis {VERSION}) ***\nReading the configuration file, at line 2\n>>> '{name} \"{value}\"'\nBad directive or wrong number of arguments\n"
                );
                let _ = sys.write(2, text.as_bytes()).await;
                return 1;
            }
        }
    }
    log(&sys, 'C', '*', "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo").await;
    log(
        &sys,
        'C',
        '*',
        &format!(
            "Redis version={VERSION}, bits=64, commit=00000000, modified=0, pid={}, just started",
            sys.pid()
        ),
    )
    .await;
    if configured {
        log(&sys, 'C', '*', "Configuration loaded").await;
    } else {
        let text = "Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf";
        log(&sys, 'C', '#', text).await;
    }
    log(&sys, 'M', '*', "monotonic clock: POSIX clock_gettime").await;
    let listener = match sys.listen(bind, port) {
        Ok(fd) => fd,
        Err(error) => {
            log(
                &sys,
                'M',
                '#',
                &format!("Warning: Could not create server TCP listening socket *:{port}: bind: {error}"),
            )
            .await;
            log(&sys, 'M', '#', "Failed listening on port 6379 (tcp), aborting.").await;
            return 1;
        }
    };
    log(&sys, 'M', '*', &format!("Running mode=standalone, port={port}.")).await;
    log(&sys, 'M', '*', "Server initialized").await;
    let server = Rc::new(Server {
        stores: (0..DATABASES).map(|_| RefCell::default()).collect(),
        channels: RefCell::default(),
        touched: RefCell::default(),
        waiting: RefCell::default(),
        password,
        port,
        started: sys.now(),
    });
    load(&sys, &server).await;
    log(&sys, 'M', '*', "Ready to accept connections tcp").await;
    for signal in [Signal::TERM, Signal::INT] {
        sys.catch_signal(signal);
    }
    loop {
        if let Some(signal) = sys.take_signal() {
            let name = if signal == Signal::INT { "SIGINT" } else { "SIGTERM" };
            log(&sys, 'M', '*', &format!("Received {name} scheduling shutdown...")).await;
            log(&sys, 'M', '*', "User requested shutdown...").await;
            save(&sys, &server, true).await;
            log(&sys, 'M', '#', "Redis is now ready to exit, bye bye...").await;
            return 0;
        }
        match sys.accept(listener).await {
            Ok((fd, _)) => {
                let (task, server) = (sys.clone(), server.clone());
                sys.spawn_thread(async move {
                    connection::serve(&task, &server, fd).await;
                    let _ = task.close(fd);
                });
            }
            Err(Errno::EINTR) => {}
            Err(_) => return 1,
        }
    }
}

/// Carries a command out that needs no connection.
fn run(sys: &Sys, server: &Server, db: usize, name: &str, words: &[Vec<u8>]) -> Reply {
    let text = |n: usize| {
        words
            .get(n)
            .map(|w| String::from_utf8_lossy(w).into_owned())
            .unwrap_or_default()
    };
    let ran = server.stores.get(db).and_then(|store| {
        let mut store = store.borrow_mut();
        let before = store.dirty;
        let reply = store.run(words, sys.now())?;
        Some((reply, store.dirty != before))
    });
    if let Some((reply, changed)) = ran {
        if name == "FLUSHALL" {
            server.stores.iter().for_each(|store| store.borrow_mut().clear());
        }
        if changed {
            server.touch(db, name, words);
        }
        return reply;
    }
    match name {
        "PING" => words.get(1).map_or(Reply::Simple("PONG".into()), |w| Reply::Bulk(w.clone())),
        "ECHO" => words
            .get(1)
            .map_or(Reply::Error("ERR wrong number of arguments for 'echo' command".into()), |w| {
                Reply::Bulk(w.clone())
            }),
        "CLIENT" | "RESET" => Reply::Simple("OK".into()),
        "HELLO" => Reply::Error("NOPROTO unsupported protocol version".into()),
        "COMMAND" => Reply::Array(Vec::new()),
        "TIME" => {
            let now = sys.now();
            let micros = now.0.rem_euclid(1_000_000_000) / 1000;
            Reply::Array(vec![
                Reply::Bulk(now.seconds().to_string().into_bytes()),
                Reply::Bulk(micros.to_string().into_bytes()),
            ])
        }
        "LASTSAVE" => Reply::Number(server.started.seconds()),
        "CONFIG" if text(1).eq_ignore_ascii_case("get") => {
            let value = match text(2).as_str() {
                "port" => server.port.to_string(),
                "dir" => sys.getcwd(),
                "requirepass" => server.password.clone(),
                "maxmemory" => "0".into(),
                "appendonly" => "no".into(),
                "save" => "3600 1 300 100 60 10000".into(),
                _ => return Reply::Array(Vec::new()),
            };
            Reply::Array(vec![Reply::Bulk(text(2).into_bytes()), Reply::Bulk(value.into_bytes())])
        }
        "INFO" => {
            let up = sys.now().since(server.started).as_secs();
            let mut keyspace = String::new();
            for (db, store) in server.stores.iter().enumerate() {
                let store = store.borrow();
                let (keys, expires) = (
                    store.all().count(),
                    store.all().filter(|(_, _, until)| until.is_some()).count(),
                );
                if keys > 0 {
                    keyspace.push_str(&format!("db{db}:keys={keys},expires={expires},avg_ttl=0\r\n"));
                }
            }
            Reply::Bulk(
                format!(
                    "# Server\r\nredis_version:{VERSION}\r\nredis_mode:standalone\r\nos:Linux {}\r\nprocess_id:{}\r\ntcp_port:{}\r\nuptime_in_seconds:{up}\r\n\r\n# Clients\r\nconnected_clients:1\r\n\r\n# Memory\r\nused_memory_human:1.01M\r\n\r\n# Replication\r\nrole:master\r\nconnected_slaves:0\r\n\r\n# Keyspace\r\n{keyspace}",
                    sys.machine().release(),
                    sys.pid(),
                    server.port
                )
                .into_bytes(),
            )
        }
        _ if NOT_SIMULATED.contains(&name) => Reply::Error(format!("ERR drydock: the redis command {name} is not simulated")),
        _ => {
            let args: String = words
                .iter()
                .skip(1)
                .map(|w| format!("'{}' ", String::from_utf8_lossy(w)))
                .collect();
            Reply::Error(format!("ERR unknown command '{}', with args beginning with: {args}", text(0)))
        }
    }
}

impl Server {
    /// Counts the change of a command's keys, and wakes those who wait for one.
    fn touch(&self, db: usize, name: &str, words: &[Vec<u8>]) {
        let keys: Vec<&Vec<u8>> = match name {
            "DEL" | "UNLINK" => words.iter().skip(1).collect(),
            "MSET" | "MSETNX" => words.iter().skip(1).step_by(2).collect(),
            "RENAME" | "RPOPLPUSH" | "LMOVE" | "SMOVE" | "COPY" => words.iter().skip(1).take(2).collect(),
            _ => words.iter().skip(1).take(1).collect(),
        };
        let mut touched = self.touched.borrow_mut();
        if matches!(name, "FLUSHALL" | "FLUSHDB") {
            touched
                .iter_mut()
                .filter(|((of, _), _)| *of == db || name == "FLUSHALL")
                .for_each(|(_, count)| *count += 1);
        }
        for key in keys {
            // Only what somebody watches is counted.
            if let Some(count) = touched.get_mut(&(db, key.clone())) {
                *count += 1;
            }
        }
        for waker in self.waiting.borrow_mut().drain(..) {
            waker.wake();
        }
    }
}

enum Parsed {
    Command(Vec<Vec<u8>>),
    More,
    Bad(&'static str),
}

/// Takes one command off the front of what came in.
fn parse(pending: &mut Vec<u8>) -> Parsed {
    fn line(bytes: &[u8], from: usize) -> Option<(&[u8], usize)> {
        let rest = bytes.get(from..)?;
        let end = rest.iter().position(|b| *b == b'\n')?;
        let text = rest.get(..end)?;
        Some((text.strip_suffix(b"\r").unwrap_or(text), from + end + 1))
    }
    let Some((head, mut at)) = line(pending, 0) else {
        return if pending.len() > 65_536 {
            Parsed::Bad("too big inline request")
        } else {
            Parsed::More
        };
    };
    let number = |text: &[u8]| std::str::from_utf8(text).ok().and_then(|t| t.parse::<i64>().ok());
    if head.first() != Some(&b'*') {
        let words: Vec<Vec<u8>> = head
            .split(|b| b.is_ascii_whitespace())
            .filter(|w| !w.is_empty())
            .map(<[u8]>::to_vec)
            .collect();
        pending.drain(..at);
        return Parsed::Command(words);
    }
    let Some(count) = number(&head[1..]).filter(|n| (-1..=1_048_576).contains(n)) else {
        return Parsed::Bad("invalid multibulk length");
    };
    let mut words = Vec::new();
    for _ in 0..count {
        let Some((head, next)) = line(pending, at) else {
            return Parsed::More;
        };
        if head.first() != Some(&b'$') {
            return Parsed::Bad("expected '$', got something else");
        }
        let Some(len) = number(&head[1..])
            .and_then(|n| usize::try_from(n).ok())
            .filter(|n| *n <= 16 << 20)
        else {
            return Parsed::Bad("invalid bulk length");
        };
        let Some(word) = pending.get(next..next + len).filter(|_| pending.len() >= next + len + 2) else {
            return Parsed::More;
        };
        words.push(word.to_vec());
        at = next + len + 2;
    }
    pending.drain(..at);
    Parsed::Command(words)
}

/// Writes everything to the dump, as the commands that would make it again.
async fn save(sys: &Sys, server: &Server, leaving: bool) {
    let dirty: u64 = server.stores.iter().map(|store| store.borrow().dirty).sum();
    if leaving && dirty == 0 {
        return;
    }
    if leaving {
        log(sys, 'M', '*', "Saving the final RDB snapshot before exiting.").await;
    }
    let mut out = b"REDIS-DRYDOCK\n".to_vec();
    for (db, store) in server.stores.iter().enumerate() {
        let store = store.borrow();
        if store.all().next().is_some() {
            let words = [b"SELECT".to_vec(), db.to_string().into_bytes()];
            Reply::Array(words.into_iter().map(Reply::Bulk).collect()).encode(&mut out);
        }
        for (key, value, until) in store.all() {
            let mut words: Vec<Vec<u8>> = Vec::new();
            match value {
                Value::Text(text) => words.extend([b"SET".to_vec(), key.clone(), text.clone()]),
                Value::List(list) => {
                    words.extend([b"RPUSH".to_vec(), key.clone()]);
                    words.extend(list.iter().cloned());
                }
                Value::Set(set) => {
                    words.extend([b"SADD".to_vec(), key.clone()]);
                    words.extend(set.iter().cloned());
                }
                Value::Hash(hash) => {
                    words.extend([b"HSET".to_vec(), key.clone()]);
                    words.extend(hash.iter().flat_map(|(k, v)| [k.clone(), v.clone()]));
                }
                Value::Sorted(scores) => {
                    words.extend([b"ZADD".to_vec(), key.clone()]);
                    words.extend(scores.iter().flat_map(|(m, s)| [store::score_text(*s), m.clone()]));
                }
            }
            Reply::Array(words.into_iter().map(Reply::Bulk).collect()).encode(&mut out);
            if let Some(until) = until {
                let words = [b"DRYDOCK.UNTIL".to_vec(), key.clone(), until.0.to_string().into_bytes()];
                Reply::Array(words.into_iter().map(Reply::Bulk).collect()).encode(&mut out);
            }
        }
    }
    match sys.write_file(DUMP, &out, 0o644) {
        Ok(()) => {
            server.stores.iter().for_each(|store| store.borrow_mut().dirty = 0);
            log(sys, 'M', '*', "DB saved on disk").await;
        }
        Err(error) => {
            log(
                sys,
                'M',
                '#',
                &format!(
                    "Failed opening the temp RDB file temp-1.rdb (in server root dir {}) for saving: {error}",
                    sys.getcwd()
                ),
            )
            .await
        }
    }
}

async fn load(sys: &Sys, server: &Server) {
    let Ok(bytes) = sys.read_file(DUMP) else { return };
    let Some(rest) = bytes.strip_prefix(b"REDIS-DRYDOCK\n") else {
        return;
    };
    log(sys, 'M', '*', "Loading RDB produced by version 7.4.6").await;
    let mut pending = rest.to_vec();
    let (mut keys, mut db) = (0, 0);
    while let Parsed::Command(words) = parse(&mut pending) {
        match words.first().map(Vec::as_slice) {
            Some(b"DRYDOCK.UNTIL") => {
                let until = words.get(2).and_then(|w| std::str::from_utf8(w).ok()?.parse().ok());
                if let (Some(key), Some(until), Some(store)) = (words.get(1), until, server.stores.get(db)) {
                    store.borrow_mut().set_expiry(key, Instant(until));
                }
            }
            Some(b"SELECT") => {
                let number = words.get(1).and_then(|w| std::str::from_utf8(w).ok()?.parse().ok());
                db = number.filter(|n| *n < DATABASES).unwrap_or(0);
            }
            Some(_) => {
                if let Some(store) = server.stores.get(db) {
                    store.borrow_mut().run(&words, sys.now());
                }
                keys += 1;
            }
            None => break,
        }
    }
    server.stores.iter().for_each(|store| store.borrow_mut().dirty = 0);
    log(
        sys,
        'M',
        '*',
        &format!("Done loading RDB, keys loaded: {keys}, keys expired: 0."),
    )
    .await;
    log(sys, 'M', '*', "DB loaded from disk: 0.000 seconds").await;
}
