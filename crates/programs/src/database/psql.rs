//! `psql`: options, statements from words, files or the terminal, tables as it aligns them, the commonest `\` commands.
//!
//! PostgreSQL manual, "psql". Left out: variables beyond ON_ERROR_STOP, \copy, history, editing, formats other than
//! aligned, unaligned and expanded; they say so.

use super::server::{Client, NoConnection};
use super::wire::{self, Table};
use machine::Sys;
use serde_json::{Value as Json, json};

/// Where to connect and as whom, from options and the environment.
#[derive(Clone, Debug, Default)]
pub struct Target {
    pub host: String,
    pub port: u16,
    pub user: String,
    pub database: String,
    pub password: Option<String>,
    /// Words that are no options.
    words: Vec<String>,
}

/// Options that take a value, by their short letter.
const VALUED: &str = "chpUdfvoPFRTL";

impl Target {
    /// From a command line; other options are skipped.
    pub fn from(sys: &Sys, argv: &[String]) -> Target {
        let env = |name: &str| sys.getenv(name).filter(|v| !v.is_empty());
        let mut out = Target {
            host: env("PGHOST").unwrap_or_default(),
            port: env("PGPORT").and_then(|p| p.parse().ok()).unwrap_or(5432),
            user: env("PGUSER").unwrap_or_default(),
            database: env("PGDATABASE").unwrap_or_default(),
            password: env("PGPASSWORD"),
            words: Vec::new(),
        };
        let argv = &apart(argv);
        let mut at = 1;
        while let Some(word) = argv.get(at) {
            at += 1;
            let (name, value) = split_option(word, argv, &mut at);
            match name.as_str() {
                "h" | "host" => out.host = value,
                "p" | "port" => out.port = value.parse().unwrap_or(out.port),
                "U" | "username" => out.user = value,
                "d" | "dbname" => out.words.insert(0, value),
                "" => out.words.push(value),
                _ => {}
            }
        }
        if let Some(first) = out.words.first().cloned() {
            out.named(&first);
        }
        if let Some(second) = out.words.get(1) {
            out.user.clone_from(second);
        }
        if out.user.is_empty() {
            let users = machine::parse_passwd(&String::from_utf8_lossy(&sys.read_file("/etc/passwd").unwrap_or_default()));
            let uid = sys.cred().uid;
            out.user = users
                .iter()
                .find(|u| u.uid == uid)
                .map_or_else(|| uid.to_string(), |u| u.name.clone());
        }
        if out.database.is_empty() {
            out.database.clone_from(&out.user);
        }
        if out.host.starts_with('/') {
            out.host.clear();
        }
        out
    }

    /// A database's name, or a whole address.
    fn named(&mut self, text: &str) {
        let Some(rest) = text
            .strip_prefix("postgresql://")
            .or_else(|| text.strip_prefix("postgres://"))
        else {
            self.database = text.into();
            return;
        };
        let (who, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        let (place, database) = place.split_once('/').unwrap_or((place, ""));
        let (host, port) = place.split_once(':').unwrap_or((place, ""));
        let (user, password) = who.split_once(':').map_or((who, None), |(u, p)| (u, Some(p.to_string())));
        self.host = host.into();
        self.port = port.parse().unwrap_or(self.port);
        if !user.is_empty() {
            self.user = user.into();
        }
        self.password = password.or(self.password.take());
        self.database = database.split('?').next().unwrap_or("").into();
    }

    /// Connects, or says why not as `name` and gives the exit status.
    pub async fn connect(&self, sys: &Sys, name: &str) -> Result<Client, i32> {
        let host = if self.host.is_empty() { "127.0.0.1" } else { &self.host };
        let mut hello = json!({"user": self.user, "database": self.database, "password": self.password});
        for again in [false, true] {
            let failure = match Client::connect(sys, host, self.port, &hello).await {
                Ok(client) => return Ok(client),
                Err(failure) => failure,
            };
            let asks = matches!(&failure, NoConnection::Answer(reply) if reply.pointer("/error/client").is_some());
            if asks && !again && sys.isatty(0) {
                let _ = sys.write(2, format!("Password for user {}: ", self.user).as_bytes()).await;
                let line = sys.read(0, 4096).await.unwrap_or_default();
                let _ = sys.write(2, b"\n").await;
                let password = String::from_utf8_lossy(&line).trim_end().to_string();
                if let Some(object) = hello.as_object_mut() {
                    object.insert("password".into(), json!(password));
                }
                continue;
            }
            let socket = format!("on socket \"/var/run/postgresql/.s.PGSQL.{}\"", self.port);
            let place = |address: std::net::Ipv4Addr| match self.host.as_str() {
                "" => socket.clone(),
                host if host == address.to_string() => format!("at \"{host}\", port {}", self.port),
                host => format!("at \"{host}\" ({address}), port {}", self.port),
            };
            let text = match failure {
                NoConnection::Name => {
                    format!(
                        "could not translate host name \"{host}\" to address: {}",
                        crate::unknown_host(sys)
                    )
                }
                NoConnection::Refused(..) if self.host.is_empty() => {
                    format!(
                        "connection to server {socket} failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?"
                    )
                }
                NoConnection::Refused(address, error) => {
                    format!(
                        "connection to server {} failed: {error}\n\tIs the server running on that host and accepting TCP/IP connections?",
                        place(address)
                    )
                }
                NoConnection::Answer(reply) => {
                    let address = sys
                        .lookup_host(host)
                        .ok()
                        .and_then(|a| a.first().copied())
                        .unwrap_or(std::net::Ipv4Addr::LOCALHOST);
                    let message = reply
                        .pointer("/error/message")
                        .and_then(Json::as_str)
                        .unwrap_or("server closed the connection unexpectedly");
                    let lead = if reply.pointer("/error/client").is_some() {
                        ""
                    } else {
                        "FATAL:  "
                    };
                    format!("connection to server {} failed: {lead}{message}", place(address))
                }
            };
            let _ = sys.write(2, format!("{name}: error: {text}\n").as_bytes()).await;
            return Err(2);
        }
        Err(2)
    }
}

/// Letters in one word taken apart: `-tAc TEXT` is `-t -A -c TEXT`.
fn apart(argv: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (n, word) in argv.iter().enumerate() {
        let rest = word.strip_prefix('-').filter(|r| n > 0 && r.len() > 1 && !r.starts_with('-'));
        let Some(rest) = rest else {
            out.push(word.clone());
            continue;
        };
        for (at, letter) in rest.char_indices() {
            if VALUED.contains(letter) {
                out.push(format!("-{}", rest.get(at..).unwrap_or("")));
                break;
            }
            out.push(format!("-{letter}"));
        }
    }
    out
}

/// An option's name without dashes, and its value; a word that is none has no name.
fn split_option(word: &str, argv: &[String], at: &mut usize) -> (String, String) {
    let mut next = || {
        *at += 1;
        argv.get(*at - 1).cloned().unwrap_or_default()
    };
    if let Some(long) = word.strip_prefix("--") {
        if let Some((name, value)) = long.split_once('=') {
            return (name.into(), value.into());
        }
        let valued = matches!(
            long,
            "host" | "port" | "username" | "dbname" | "command" | "file" | "variable" | "set" | "pset"
        );
        return (long.into(), if valued { next() } else { String::new() });
    }
    match word.strip_prefix('-').and_then(|rest| rest.chars().next().map(|c| (c, rest))) {
        Some((letter, rest)) if VALUED.contains(letter) => {
            let tail = rest.get(1..).unwrap_or("");
            (letter.to_string(), if tail.is_empty() { next() } else { tail.into() })
        }
        Some((_, rest)) => (rest.into(), String::new()),
        None => (String::new(), word.into()),
    }
}

#[derive(Clone, Debug, Default)]
struct Style {
    tuples_only: bool,
    unaligned: bool,
    expanded: bool,
    quiet: bool,
    stop: bool,
    timing: bool,
}

fn wide(text: &str) -> usize {
    text.chars().map(|c| if matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0x1f300..=0x1f64f) { 2 } else { 1 }).sum()
}

fn padded(text: &str, width: usize, right: bool) -> String {
    let space = " ".repeat(width.saturating_sub(wide(text)));
    if right { space + text } else { text.to_string() + &space }
}

fn centred(text: &str, width: usize) -> String {
    let space = width.saturating_sub(wide(text));
    format!("{}{text}{}", " ".repeat(space / 2), " ".repeat(space - space / 2))
}

/// A table as psql draws it.
fn drawn(table: &Table, style: &Style, title: &str, footers: &[String]) -> String {
    let cell = |c: &Option<String>| c.clone().unwrap_or_default();
    let count = table.rows.len();
    let foot = if count == 1 {
        "(1 row)".to_string()
    } else {
        format!("({count} rows)")
    };
    let mut out = String::new();
    if style.expanded {
        let width = table.columns.iter().map(|(n, _)| wide(n)).max().unwrap_or(0);
        let values = table.rows.iter().flatten().map(|c| wide(&cell(c))).max().unwrap_or(0);
        for (n, row) in table.rows.iter().enumerate() {
            let head = format!("-[ RECORD {} ]", n + 1);
            let total = width + 3 + values;
            let mut line = padded(&head, width + 1, false)
                .replace(' ', "-")
                .replace("RECORD-", " RECORD ")
                .replace("[-", "[")
                .replace("-]", " ]");
            if line.chars().count() < width + 1 {
                line.push_str(&"-".repeat(width + 1 - line.chars().count()));
            }
            if line.chars().count() == width + 1 {
                line.push('+');
            }
            line.push_str(&"-".repeat(total.saturating_sub(line.chars().count())));
            out.push_str(&line);
            out.push('\n');
            for ((name, _), value) in table.columns.iter().zip(row) {
                out.push_str(&format!("{} | {}\n", padded(name, width, false), cell(value)));
            }
        }
        if count == 0 {
            out.push_str("(0 rows)\n");
        }
        out.push('\n');
        return out;
    }
    if style.unaligned {
        if !style.tuples_only {
            out.push_str(&table.columns.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>().join("|"));
            out.push('\n');
        }
        for row in &table.rows {
            out.push_str(&row.iter().map(cell).collect::<Vec<_>>().join("|"));
            out.push('\n');
        }
        if !style.tuples_only {
            out.push_str(&foot);
            out.push('\n');
        }
        return out;
    }
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|n| {
            let head = table.columns.get(n).map_or(0, |(name, _)| wide(name));
            let cells = table
                .rows
                .iter()
                .filter_map(|r| r.get(n))
                .map(|c| cell(c).split('\n').map(wide).max().unwrap_or(0));
            cells.max().unwrap_or(0).max(head)
        })
        .collect();
    if !style.tuples_only {
        let total: usize = widths.iter().map(|w| w + 2).sum::<usize>() + widths.len().saturating_sub(1);
        if !title.is_empty() {
            out.push_str(&format!("{}{title}\n", " ".repeat(total.saturating_sub(wide(title)) / 2)));
        }
        let heads: Vec<String> = table
            .columns
            .iter()
            .zip(&widths)
            .map(|((n, _), w)| format!(" {} ", centred(n, *w)))
            .collect();
        out.push_str(&heads.join("|"));
        out.push('\n');
        out.push_str(&widths.iter().map(|w| "-".repeat(w + 2)).collect::<Vec<_>>().join("+"));
        out.push('\n');
    }
    for row in &table.rows {
        let lines: Vec<Vec<String>> = row
            .iter()
            .map(|c| cell(c).split('\n').map(str::to_string).collect())
            .collect();
        let height = lines.iter().map(Vec::len).max().unwrap_or(1);
        for at in 0..height {
            let mut line = String::new();
            for (n, ((_, number), width)) in table.columns.iter().zip(&widths).enumerate() {
                let part = lines.get(n).and_then(|l| l.get(at)).cloned().unwrap_or_default();
                let more = lines.get(n).is_some_and(|l| at + 1 < l.len());
                let last = n + 1 == widths.len();
                line.push_str(if n == 0 { " " } else { "| " });
                if last && !more && !number {
                    line.push_str(&part);
                } else {
                    line.push_str(&padded(&part, *width, *number));
                    line.push_str(if more {
                        "+"
                    } else if last {
                        ""
                    } else {
                        " "
                    });
                }
            }
            out.push_str(&line);
            out.push('\n');
        }
    }
    if style.tuples_only {
        out.push('\n');
        return out;
    }
    if !title.starts_with("Table") {
        out.push_str(&foot);
        out.push('\n');
    }
    for line in footers {
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
    out
}

/// How much of a line an error shows, and how much of it at least behind the mark (libpq's `reportErrorPosition`).
const SHOWN: usize = 60;
const BEHIND: usize = 10;

/// The line of a statement that an error points at, with a mark under it; of a long line what is around the mark.
fn pointed(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or("");
    let number = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let line = text.get(start..).unwrap_or("").split('\n').next().unwrap_or("");
    let line: Vec<char> = line.chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
    let mark = text.get(start..at).unwrap_or("").chars().count();
    let (mut from, mut to) = (0, line.len());
    if to > SHOWN {
        if mark + BEHIND <= SHOWN {
            to = SHOWN;
        } else {
            to = to.min(mark + BEHIND);
            from = to.saturating_sub(SHOWN);
        }
    }
    let dots = |cut: bool| if cut { "..." } else { "" };
    let lead = format!("LINE {number}: {}", dots(from > 0));
    let shown: String = line.iter().skip(from).take(to - from).collect();
    let under = " ".repeat(lead.len() + mark.saturating_sub(from));
    format!("{lead}{shown}{}\n{under}^\n", dots(to < line.len()))
}

struct Psql {
    sys: Sys,
    client: Client,
    target: Target,
    style: Style,
    /// The file and line of a script, for its errors.
    place: Option<(String, usize)>,
    over: bool,
}

impl Psql {
    async fn out(&self, text: &str) {
        let _ = self.sys.write(1, text.as_bytes()).await;
    }

    async fn err(&self, text: &str) {
        let place = self.place.as_ref().map_or(String::new(), |(f, n)| format!("psql:{f}:{n}: "));
        let _ = self.sys.write(2, format!("{place}{text}").as_bytes()).await;
    }

    /// Runs a statement and shows the answer; false if it failed.
    async fn run(&mut self, statement: &str) -> bool {
        self.run_within(statement, None).await
    }

    /// The same with the text that was sent as a whole, and where in it the statement begins: an error shows lines of that.
    async fn run_within(&mut self, statement: &str, whole: Option<(&str, usize)>) -> bool {
        let text = statement.trim();
        if text.is_empty() {
            return true;
        }
        let start = self.sys.now();
        // psql sends what it read with its semicolon.
        let Some(reply) = self.client.ask(&json!({"sql": text})).await else {
            self.err("server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\n").await;
            self.over = true;
            return false;
        };
        for notice in reply
            .get("notices")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
        {
            if !(self.style.quiet && notice.starts_with("NOTICE")) {
                self.err(&format!("{notice}\n")).await;
            }
        }
        if let Some(error) = reply.get("error") {
            let mut words = format!("ERROR:  {}\n", wire::text(error, "message"));
            if let Some(at) = error.get("at").and_then(Json::as_u64) {
                let at = usize::try_from(at).unwrap_or(0);
                words.push_str(&match whole {
                    Some((whole, start)) => pointed(whole, start.saturating_add(at)),
                    None => pointed(&format!("{text};"), at),
                });
            }
            for (key, label) in [("detail", "DETAIL"), ("hint", "HINT")] {
                if !wire::text(error, key).is_empty() {
                    words.push_str(&format!("{label}:  {}\n", wire::text(error, key)));
                }
            }
            self.err(&words).await;
            return false;
        }
        if let Some(table) = wire::table(&reply) {
            let shown = drawn(&table, &self.style, "", &[]);
            self.out(&shown).await;
        }
        let tag = wire::text(&reply, "tag");
        if !(self.style.quiet || tag.is_empty() || tag.starts_with("SELECT") || tag == "SHOW") {
            self.out(&format!("{tag}\n")).await;
        }
        if self.style.timing {
            let millis = self.sys.now().since(start).as_micros() as f64 / 1000.0;
            self.out(&format!("Time: {millis:.3} ms\n")).await;
        }
        true
    }

    /// A command that begins with a backslash.
    async fn command(&mut self, line: &str) -> bool {
        let mut words = line.split_whitespace().map(|w| w.trim_end_matches(';'));
        let name = words.next().unwrap_or("").trim_start_matches('\\').to_string();
        let rest: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
        match name.as_str() {
            "q" | "quit" => self.over = true,
            "x" => {
                self.style.expanded = !self.style.expanded;
                self.out(if self.style.expanded { "Expanded display is on.\n" } else { "Expanded display is off.\n" }).await;
            }
            "timing" => {
                self.style.timing = !self.style.timing;
                self.out(if self.style.timing { "Timing is on.\n" } else { "Timing is off.\n" }).await;
            }
            "t" => self.style.tuples_only = !self.style.tuples_only,
            "a" => self.style.unaligned = !self.style.unaligned,
            "echo" => self.out(&format!("{}\n", rest.join(" "))).await,
            "conninfo" => {
                let at = if self.target.host.is_empty() {
                    format!("via socket in \"/var/run/postgresql\" at port \"{}\"", self.target.port)
                } else {
                    format!("on host \"{}\" at port \"{}\"", self.target.host, self.target.port)
                };
                self.out(&format!("You are connected to database \"{}\" as user \"{}\" {at}.\n", self.target.database, self.target.user)).await;
            }
            "c" | "connect" => {
                let mut target = self.target.clone();
                if let Some(database) = rest.first().filter(|d| **d != "-") {
                    target.database = (*database).to_string();
                }
                if let Some(user) = rest.get(1) {
                    target.user = (*user).to_string();
                }
                match target.connect(&self.sys, "psql").await {
                    Ok(client) => {
                        self.client = client;
                        self.target = target;
                        let text = format!("You are now connected to database \"{}\" as user \"{}\".\n", self.target.database, self.target.user);
                        self.out(&text).await;
                    }
                    Err(_) => {
                        self.err("Previous connection kept\n").await;
                        return false;
                    }
                }
            }
            "i" => return Box::pin(self.file(rest.first().copied().unwrap_or(""))).await,
            "set" | "pset" | "encoding" => {}
            "l" | "list" | "l+" | "d" | "dt" | "d+" | "dt+" | "du" | "dn" | "di" | "ds" | "dv" | "df" | "dx" => {
                let mut about = vec![name.trim_end_matches('+')];
                about.extend(rest.iter().copied());
                let reply = self.client.ask(&json!({"about": about})).await.unwrap_or_default();
                if let Some(error) = reply.get("error") {
                    self.err(&format!("{}\n", wire::text(error, "message"))).await;
                    return false;
                }
                let footers: Vec<String> =
                    reply.get("footers").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).map(str::to_string).collect();
                match wire::table(&reply) {
                    Some(table) => {
                        let shown = drawn(&table, &self.style, wire::text(&reply, "title"), &footers);
                        self.out(&shown).await;
                    }
                    None => self.out(&format!("{}\n", wire::text(&reply, "text"))).await,
                }
            }
            "?" => self.out("drydock: of psql's commands \\l \\dt \\d \\du \\dn \\di \\c \\i \\x \\t \\a \\timing \\echo \\conninfo \\q are simulated\n").await,
            other => {
                self.err(&format!("invalid command \\{other}\nTry \\? for help.\n")).await;
                return false;
            }
        }
        true
    }

    /// What a text says, statement by statement; false if one failed and that is the end.
    async fn text(&mut self, text: &str, file: Option<&str>) -> bool {
        let (mut buffer, mut fine) = (String::new(), true);
        for (n, line) in text.lines().enumerate() {
            self.place = file.map(|f| (f.to_string(), n + 1));
            let done = if line.trim_start().starts_with('\\') && buffer.trim().is_empty() {
                self.command(line.trim()).await
            } else {
                buffer.push_str(line);
                buffer.push('\n');
                self.flush(&mut buffer).await
            };
            fine &= done;
            if self.over || !done && self.style.stop {
                self.place = None;
                return fine;
            }
        }
        if !buffer.trim().is_empty() {
            let last = std::mem::take(&mut buffer);
            fine &= self.run(&last).await;
        }
        self.place = None;
        fine
    }

    /// What `-c` says goes to the server as one text. Its statements are one transaction, unless they say otherwise, and the
    /// first that fails ends it (PostgreSQL's "Multiple Statements in a Simple Query").
    async fn sent(&mut self, text: &str) -> bool {
        let (mut statements, rest) = sql::split_statements(text, sql::Dialect::Postgres);
        statements.push(rest.trim());
        statements.retain(|s| !s.is_empty());
        let speaks_of_transactions = |s: &&str| {
            let first = s.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
            ["begin", "start", "commit", "end", "rollback", "abort"].contains(&first.as_str())
        };
        let together = statements.len() > 1 && !statements.iter().any(speaks_of_transactions);
        if together {
            self.client.ask(&json!({"sql": "BEGIN"})).await;
        }
        let (mut from, mut fine) = (0, true);
        for statement in statements {
            let start = text.get(from..).and_then(|t| t.find(statement)).map_or(from, |n| from + n);
            from = start + statement.len();
            fine = self.run_within(statement, Some((text, start))).await;
            if !fine {
                break;
            }
        }
        if together && !self.over {
            self.client
                .ask(&json!({"sql": if fine { "COMMIT" } else { "ROLLBACK" }}))
                .await;
        }
        fine
    }

    /// Runs the complete statements of a buffer.
    async fn flush(&mut self, buffer: &mut String) -> bool {
        let whole = std::mem::take(buffer);
        let (statements, rest) = sql::split_statements(&whole, sql::Dialect::Postgres);
        *buffer = rest.to_string();
        for statement in statements {
            if !self.run(statement).await && self.style.stop {
                return false;
            }
        }
        true
    }

    async fn file(&mut self, name: &str) -> bool {
        match self.sys.read_file(name) {
            Ok(bytes) => self.text(&String::from_utf8_lossy(&bytes), Some(name)).await,
            Err(error) => {
                self.err(&format!("psql: error: {name}: {error}\n")).await;
                false
            }
        }
    }

    async fn interactive(&mut self) -> i32 {
        let tty = self.sys.isatty(0);
        if tty && !self.style.quiet {
            let number = self.client.version.split_whitespace().nth(1).unwrap_or("").to_string();
            self.out(&format!("psql ({number})\nType \"help\" for help.\n\n")).await;
        }
        let (mut buffer, mut input, mut fine) = (String::new(), Vec::new(), true);
        while !self.over {
            if tty {
                let mark = if buffer.trim().is_empty() { "=" } else { "-" };
                self.out(&format!("{}{mark}# ", self.target.database)).await;
            }
            let line = loop {
                if let Some(at) = input.iter().position(|b| *b == b'\n') {
                    let line: Vec<u8> = input.drain(..=at).collect();
                    break Some(String::from_utf8_lossy(&line).into_owned());
                }
                match self.sys.read(0, 4096).await {
                    Ok(bytes) if !bytes.is_empty() => input.extend(bytes),
                    Err(machine::Errno::EINTR) => {}
                    _ if input.is_empty() => break None,
                    _ => input.push(b'\n'),
                }
            };
            let Some(line) = line else {
                if tty {
                    self.out("\\q\n").await;
                }
                if !buffer.trim().is_empty() {
                    fine &= self.run(&std::mem::take(&mut buffer)).await;
                }
                break;
            };
            let trimmed = line.trim();
            let done = if trimmed.starts_with('\\') {
                buffer.clear();
                self.command(trimmed).await
            } else if buffer.trim().is_empty() && matches!(trimmed, "quit" | "exit") {
                break;
            } else {
                buffer.push_str(&line);
                self.flush(&mut buffer).await
            };
            fine &= done;
            if !done && self.style.stop {
                return 3;
            }
        }
        i32::from(!fine && self.style.stop) * 3
    }
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = apart(&sys.argv());
    let mut target = Target::from(&sys, &argv);
    let (mut style, mut tasks, mut at) = (Style::default(), Vec::new(), 1);
    while let Some(word) = argv.get(at) {
        at += 1;
        let (name, value) = split_option(word, &argv, &mut at);
        match name.as_str() {
            "V" | "version" => {
                let (short, _) = super::postgres::version(&sys);
                let _ = sys.write(1, format!("psql (PostgreSQL) {short}\n").as_bytes()).await;
                return 0;
            }
            "c" | "command" => tasks.push((true, value)),
            "f" | "file" => tasks.push((false, value)),
            "l" | "list" => {
                tasks.push((true, "\\l".into()));
                target.database = "postgres".into();
            }
            "v" | "set" | "variable" if value.starts_with("ON_ERROR_STOP") => style.stop = !value.ends_with("=0"),
            "host" | "h" | "port" | "p" | "username" | "U" | "dbname" | "d" | "" | "v" | "set" | "variable" => {}
            "tuples-only" => style.tuples_only = true,
            "no-align" => style.unaligned = true,
            "quiet" => style.quiet = true,
            "expanded" => style.expanded = true,
            "no-password" | "no-psqlrc" | "single-transaction" | "password" | "echo-all" => {}
            letters if !letters.starts_with('-') && letters.chars().all(|c| "tAqxwWX1abe".contains(c)) => {
                style.tuples_only |= letters.contains('t');
                style.unaligned |= letters.contains('A');
                style.quiet |= letters.contains('q');
                style.expanded |= letters.contains('x');
            }
            other => {
                let _ = sys
                    .write(2, format!("drydock: psql: the option {other} is not simulated\n").as_bytes())
                    .await;
                return 1;
            }
        }
    }
    let client = match target.connect(&sys, "psql").await {
        Ok(client) => client,
        Err(code) => return code,
    };
    let mut psql = Psql {
        sys,
        client,
        target,
        style,
        place: None,
        over: false,
    };
    if tasks.is_empty() {
        return psql.interactive().await;
    }
    for (is_command, text) in tasks {
        let fine = match is_command {
            true if text.trim_start().starts_with('\\') => psql.command(text.trim()).await,
            true => psql.sent(&text).await,
            false if text == "-" => {
                let bytes = psql.sys.read_to_end(0, 16 << 20).await.unwrap_or_default();
                psql.text(&String::from_utf8_lossy(&bytes), Some("<stdin>")).await
            }
            false => psql.file(&text).await,
        };
        if !fine && (is_command || psql.style.stop) {
            return if is_command { 1 } else { 3 };
        }
        if psql.over {
            return 2 * i32::from(!fine);
        }
    }
    0
}
