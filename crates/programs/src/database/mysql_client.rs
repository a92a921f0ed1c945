//! `mysql`, `mysqladmin` and `mysqldump` (MariaDB's names as well): options, tables with borders on a terminal, tabs elsewhere.
//!
//! MySQL reference manual, "mysql Client Options". Left out: option files, editing, pagers.

use super::server::{Client, NoConnection};
use super::wire::{self, Table};
use machine::{Errno, Sys};
use serde_json::{Value as Json, json};

#[derive(Clone, Debug, Default)]
struct Options {
    host: String,
    port: u16,
    user: String,
    password: Option<String>,
    database: String,
    execute: Option<String>,
    table: bool,
    batch: bool,
    no_names: bool,
    vertical: bool,
    force: bool,
    words: Vec<String>,
    wrong: Option<String>,
}

/// Options of the three programs.
async fn options(sys: &Sys, called: &str) -> Options {
    let argv = sys.argv();
    let mut out = Options {
        port: 3306,
        user: "root".into(),
        ..Options::default()
    };
    let cred = sys.cred().uid;
    if cred != 0 {
        let users = machine::parse_passwd(&String::from_utf8_lossy(&sys.read_file("/etc/passwd").unwrap_or_default()));
        out.user = users.iter().find(|u| u.uid == cred).map_or("root".into(), |u| u.name.clone());
    }
    out.password = sys.getenv("MYSQL_PWD");
    let mut at = 1;
    let mut warned = false;
    while let Some(word) = argv.get(at) {
        at += 1;
        let mut value = |given: &str| {
            if given.is_empty() {
                at += 1;
                argv.get(at - 1).cloned().unwrap_or_default()
            } else {
                given.to_string()
            }
        };
        if let Some(long) = word.strip_prefix("--") {
            let (name, given) = long.split_once('=').map_or((long, None), |(n, v)| (n, Some(v)));
            match name {
                "host" => out.host = value(given.unwrap_or("")),
                "port" => out.port = value(given.unwrap_or("")).parse().unwrap_or(3306),
                "user" => out.user = value(given.unwrap_or("")),
                "password" => {
                    warned |= given.is_some_and(|g| !g.is_empty());
                    out.password = Some(given.unwrap_or("\u{0}").to_string());
                }
                "database" => out.database = value(given.unwrap_or("")),
                "execute" => out.execute = Some(value(given.unwrap_or(""))),
                "table" => out.table = true,
                "batch" => out.batch = true,
                "skip-column-names" => out.no_names = true,
                "vertical" => out.vertical = true,
                "force" => out.force = true,
                "protocol" | "socket" | "default-character-set" => {
                    if given.is_none() {
                        value("");
                    }
                }
                "version" => out.wrong = Some("version".into()),
                "silent" | "skip-ssl" | "ssl" | "wait" | "single-transaction" | "no-tablespaces" | "routines" | "triggers"
                | "no-defaults" | "ssl-mode" | "databases" | "all-databases" | "column-names" | "comments" => {}
                other => out.wrong = Some(format!("--{other}")),
            }
            continue;
        }
        let Some(rest) = word.strip_prefix('-').filter(|r| !r.is_empty()) else {
            out.words.push(word.clone());
            continue;
        };
        // Switches may stand together, before a letter with a value: `-Ne 'SELECT 1'`.
        let valued = rest.trim_start_matches(|c| "tBNEfsv".contains(c));
        let switches = rest.strip_suffix(valued).unwrap_or("");
        out.table |= switches.contains('t');
        out.batch |= switches.contains(['B', 's']);
        out.no_names |= switches.contains('N');
        out.vertical |= switches.contains('E');
        out.force |= switches.contains('f');
        let Some(letter) = valued.chars().next() else { continue };
        let tail = valued.get(letter.len_utf8()..).unwrap_or("");
        match letter {
            'h' => out.host = value(tail),
            'P' => out.port = value(tail).parse().unwrap_or(3306),
            'u' => out.user = value(tail),
            'p' => {
                warned |= !tail.is_empty();
                out.password = Some(if tail.is_empty() { "\u{0}".into() } else { tail.into() });
            }
            'D' => out.database = value(tail),
            'e' => out.execute = Some(value(tail)),
            'S' => drop(value(tail)),
            'V' => out.wrong = Some("version".into()),
            _ => out.wrong = Some(word.clone()),
        }
    }
    if warned && !called.starts_with("mariadb") {
        let text = format!("{called}: [Warning] Using a password on the command line interface can be insecure.\n");
        let _ = sys.write(2, text.as_bytes()).await;
    }
    if out.password.as_deref() == Some("\u{0}") {
        let _ = sys.write(2, b"Enter password: ").await;
        let line = sys.read(0, 4096).await.unwrap_or_default();
        let _ = sys.write(2, b"\n").await;
        out.password = Some(String::from_utf8_lossy(&line).trim_end().to_string());
    }
    out
}

fn called(sys: &Sys) -> String {
    sys.argv()
        .first()
        .map_or("mysql".into(), |a| a.rsplit('/').next().unwrap_or("mysql").to_string())
}

/// Connects; else the words for standard error, without the program's name.
async fn connect(sys: &Sys, options: &Options) -> Result<Client, String> {
    let local = options.host.is_empty() || options.host == "localhost";
    let hello = json!({"user": options.user, "password": options.password, "database": options.database});
    let host = if local { "127.0.0.1" } else { &options.host };
    if local && !sys.exists("/var/run/mysqld/mysqld.sock") {
        return Err("2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)".into());
    }
    match Client::connect(sys, host, options.port, &hello).await {
        Ok(client) => Ok(client),
        Err(NoConnection::Name) => Err(format!("2005 (HY000): Unknown MySQL server host '{host}' (-2)")),
        Err(NoConnection::Refused(_, error)) => Err(format!(
            "2003 (HY000): Can't connect to MySQL server on '{host}:{}' ({})",
            options.port,
            error.number()
        )),
        Err(NoConnection::Answer(reply)) => match reply.get("error") {
            Some(error) => Err(format!(
                "{} ({}): {}",
                error.get("number").and_then(Json::as_u64).unwrap_or(2013),
                wire::text(error, "state"),
                wire::text(error, "message")
            )),
            None => Err(
                "2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet', system error: 0".into(),
            ),
        },
    }
}

fn width(text: &str) -> usize {
    text.chars().map(|c| if matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0x1f300..=0x1f64f) { 2 } else { 1 }).sum()
}

fn bordered(table: &Table, names: bool) -> String {
    let cell = |c: &Option<String>| c.clone().unwrap_or_else(|| "NULL".into());
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|n| {
            let head = table.columns.get(n).map_or(0, |(name, _)| width(name));
            table
                .rows
                .iter()
                .filter_map(|r| r.get(n))
                .map(|c| width(&cell(c)))
                .max()
                .unwrap_or(0)
                .max(head)
        })
        .collect();
    let line: String = widths.iter().map(|w| format!("+{}", "-".repeat(w + 2))).collect::<String>() + "+\n";
    let mut out = line.clone();
    let put = |out: &mut String, cells: Vec<(String, bool)>| {
        for ((text, right), w) in cells.iter().zip(&widths) {
            let space = " ".repeat(w.saturating_sub(width(text)));
            out.push_str(&if *right {
                format!("| {space}{text} ")
            } else {
                format!("| {text}{space} ")
            });
        }
        out.push_str("|\n");
    };
    if names {
        put(&mut out, table.columns.iter().map(|(n, _)| (n.clone(), false)).collect());
        out.push_str(&line);
    }
    for row in &table.rows {
        put(
            &mut out,
            row.iter()
                .zip(&table.columns)
                .map(|(c, (_, number))| (cell(c), *number))
                .collect(),
        );
    }
    out.push_str(&line);
    out
}

fn vertical(table: &Table) -> String {
    let w = table.columns.iter().map(|(n, _)| width(n)).max().unwrap_or(0);
    let mut out = String::new();
    for (n, row) in table.rows.iter().enumerate() {
        let stars = "*".repeat(27);
        out.push_str(&format!("{stars} {}. row {stars}\n", n + 1));
        for ((name, _), value) in table.columns.iter().zip(row) {
            out.push_str(&format!("{name:>w$}: {}\n", value.clone().unwrap_or_else(|| "NULL".into())));
        }
    }
    out
}

fn tabbed(table: &Table, names: bool) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
    let mut lines: Vec<String> = Vec::new();
    if names {
        lines.push(table.columns.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>().join("\t"));
    }
    for row in &table.rows {
        lines.push(
            row.iter()
                .map(|c| c.as_deref().map_or("NULL".into(), escaped))
                .collect::<Vec<_>>()
                .join("\t"),
        );
    }
    lines.iter().map(|l| format!("{l}\n")).collect()
}

struct Mysql {
    sys: Sys,
    client: Client,
    options: Options,
    /// Whether a person reads the answers.
    talks: bool,
    line: usize,
}

impl Mysql {
    async fn out(&self, text: &str) {
        let _ = self.sys.write(1, text.as_bytes()).await;
    }

    async fn run(&mut self, statement: &str) -> bool {
        let (text, tall) = match statement.trim().strip_suffix("\\G") {
            Some(text) => (text, true),
            None => (statement.trim(), false),
        };
        if text.is_empty() {
            return true;
        }
        let start = self.sys.now();
        let Some(reply) = self.client.ask(&json!({"sql": text})).await else {
            let _ = self
                .sys
                .write(2, b"ERROR 2013 (HY000): Lost connection to MySQL server during query\n")
                .await;
            return false;
        };
        if let Some(error) = reply.get("error") {
            let place = if self.talks {
                String::new()
            } else {
                format!(" at line {}", self.line)
            };
            let number = error.get("number").and_then(Json::as_u64).unwrap_or(1105);
            let words = format!(
                "ERROR {number} ({}){place}: {}\n",
                wire::text(error, "state"),
                wire::text(error, "message")
            );
            let _ = self.sys.write(2, words.as_bytes()).await;
            return false;
        }
        let seconds = self.sys.now().since(start).as_secs_f64();
        let names = !self.options.no_names;
        let terminal = (self.sys.isatty(1) || self.options.table) && !self.options.batch;
        match wire::table(&reply) {
            Some(table) if table.rows.is_empty() => {
                if self.talks {
                    self.out(&format!("Empty set ({seconds:.2} sec)\n\n")).await;
                }
            }
            Some(table) => {
                let shown = match () {
                    () if tall || self.options.vertical => vertical(&table),
                    () if terminal => bordered(&table, names),
                    () => tabbed(&table, names),
                };
                self.out(&shown).await;
                if self.talks {
                    let n = table.rows.len();
                    self.out(&format!(
                        "{n} row{} in set ({seconds:.2} sec)\n\n",
                        if n == 1 { "" } else { "s" }
                    ))
                    .await;
                }
            }
            None if self.talks => {
                let tag = wire::text(&reply, "tag");
                let number = |key: &str| reply.get(key).and_then(Json::as_u64).unwrap_or(0);
                if tag == "USE" {
                    self.out("Database changed\n").await;
                } else {
                    let n = number("affected");
                    let mut text = format!(
                        "Query OK, {n} row{} affected ({seconds:.2} sec)\n",
                        if n == 1 { "" } else { "s" }
                    );
                    if tag.starts_with("UPDATE") {
                        text.push_str(&format!("Rows matched: {}  Changed: {n}  Warnings: 0\n", number("matched")));
                    } else if tag.starts_with("INSERT") && n > 1 {
                        text.push_str(&format!("Records: {n}  Duplicates: 0  Warnings: 0\n"));
                    }
                    self.out(&(text + "\n")).await;
                }
            }
            None => {}
        }
        true
    }

    /// Runs what is complete of a buffer; false at a failure that ends all.
    async fn flush(&mut self, buffer: &mut String, at_end: bool) -> bool {
        let whole = std::mem::take(buffer);
        let (statements, rest) = sql::split_statements(&whole, sql::Dialect::MySql);
        let tail = rest.trim();
        let tall = tail.ends_with("\\G") || tail.ends_with("\\g");
        let mut all: Vec<&str> = statements;
        if tall || at_end && !tail.is_empty() {
            all.push(tail.trim_end_matches("\\g"));
        } else {
            *buffer = rest.to_string();
        }
        for statement in all {
            if !self.run(statement).await && !self.talks && !self.options.force {
                return false;
            }
        }
        true
    }

    async fn interactive(&mut self) -> i32 {
        if self.talks {
            let maria = self.client.version.contains("MariaDB");
            let (name, closing) = if maria {
                (
                    "MariaDB",
                    "Copyright (c) 2000, 2018, Oracle, MariaDB Corporation Ab and others.",
                )
            } else {
                ("MySQL", "Copyright (c) 2000, 2025, Oracle and/or its affiliates.")
            };
            let text = format!(
                "Welcome to the {name} monitor.  Commands end with ; or \\g.\nYour {name} connection id is 8\nServer version: {} {}\n\n{closing}\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n",
                self.client.version,
                if maria {
                    "mariadb.org binary distribution"
                } else {
                    "MySQL Community Server - GPL"
                }
            );
            self.out(&text).await;
        }
        let (mut buffer, mut input) = (String::new(), Vec::new());
        loop {
            if self.talks {
                let prompt = match (buffer.trim().is_empty(), self.client.version.contains("MariaDB")) {
                    (false, _) => "    -> ".to_string(),
                    (true, true) => format!(
                        "MariaDB [{}]> ",
                        if self.options.database.is_empty() {
                            "(none)"
                        } else {
                            &self.options.database
                        }
                    ),
                    (true, false) => "mysql> ".to_string(),
                };
                self.out(&prompt).await;
            }
            let line = loop {
                if let Some(at) = input.iter().position(|b| *b == b'\n') {
                    let line: Vec<u8> = input.drain(..=at).collect();
                    break Some(String::from_utf8_lossy(&line).into_owned());
                }
                match self.sys.read(0, 4096).await {
                    Ok(bytes) if !bytes.is_empty() => input.extend(bytes),
                    Err(Errno::EINTR) => {}
                    _ if input.is_empty() => break None,
                    _ => input.push(b'\n'),
                }
            };
            self.line += 1;
            match line {
                None => {
                    let fine = self.flush(&mut buffer, true).await;
                    if self.talks {
                        self.out("Bye\n").await;
                    }
                    return i32::from(!fine);
                }
                Some(line) => {
                    let word = line.trim().trim_end_matches(';').to_lowercase();
                    if matches!(word.as_str(), "exit" | "quit" | "\\q") && buffer.trim().is_empty() {
                        if self.talks {
                            self.out("Bye\n").await;
                        }
                        return 0;
                    }
                    if let Some(name) = word.strip_prefix("use ") {
                        self.options.database = name.trim().trim_matches('`').to_string();
                        buffer = format!("use {};", name.trim());
                    } else {
                        buffer.push_str(&line);
                    }
                    if !self.flush(&mut buffer, false).await {
                        return 1;
                    }
                }
            }
        }
    }
}

async fn stop(sys: &Sys, called: &str, options: &Options) -> Option<i32> {
    let wrong = options.wrong.as_ref()?;
    if wrong == "version" {
        let product = super::mysql::product(sys);
        let text = format!(
            "{called}  Ver {} for Linux on x86_64 ({})\n",
            product.version,
            super::mysql::edition(&product)
        );
        let _ = sys.write(1, text.as_bytes()).await;
        return Some(0);
    }
    let _ = sys
        .write(
            2,
            format!("drydock: {called}: the option {wrong} is not simulated\n").as_bytes(),
        )
        .await;
    Some(2)
}

/// `mysql` and `mariadb`.
pub async fn main(sys: Sys) -> i32 {
    let me = called(&sys);
    let mut options = options(&sys, &me).await;
    if let Some(code) = stop(&sys, &me, &options).await {
        return code;
    }
    if let Some(word) = options.words.first() {
        options.database.clone_from(word);
    }
    let client = match connect(&sys, &options).await {
        Ok(client) => client,
        Err(words) => {
            let _ = sys.write(2, format!("ERROR {words}\n").as_bytes()).await;
            return 1;
        }
    };
    let execute = options.execute.clone();
    let talks = execute.is_none() && sys.isatty(0);
    let mut mysql = Mysql {
        sys,
        client,
        options,
        talks,
        line: if execute.is_some() { 1 } else { 0 },
    };
    match execute {
        Some(text) => i32::from(!mysql.flush(&mut text.clone(), true).await),
        None => mysql.interactive().await,
    }
}

/// `mysqladmin` and `mariadb-admin`: ping, status, version, shutdown, create, drop.
pub async fn admin(sys: Sys) -> i32 {
    let me = called(&sys);
    let options = options(&sys, &me).await;
    if let Some(code) = stop(&sys, &me, &options).await {
        return code;
    }
    let word = options.words.first().cloned().unwrap_or_default();
    let client = match connect(&sys, &options).await {
        Ok(client) => client,
        // A server that refuses the password is alive.
        Err(words) if word == "ping" && words.starts_with("1045") => {
            let _ = sys.write(1, b"mysqld is alive\n").await;
            let _ = words;
            return 0;
        }
        Err(words) => {
            let host = if options.host.is_empty() { "localhost" } else { &options.host };
            let message = words.split_once("): ").map_or(words.as_str(), |(_, m)| m);
            let mut text = format!("{me}: connect to server at '{host}' failed\nerror: '{message}'\n");
            if message.contains("socket") {
                text.push_str("Check that mysqld is running and that the socket: '/var/run/mysqld/mysqld.sock' exists!\n");
            }
            let _ = sys.write(2, text.as_bytes()).await;
            return 1;
        }
    };
    let name = options.words.get(1).cloned().unwrap_or_default().replace('`', "");
    let text = match word.as_str() {
        "ping" => "mysqld is alive\n".to_string(),
        "shutdown" => {
            client.ask(&json!({"shutdown": true})).await;
            for _ in 0..100 {
                if !sys.exists("/var/run/mysqld/mysqld.sock") {
                    break;
                }
                let _ = sys.sleep(std::time::Duration::from_millis(50)).await;
            }
            String::new()
        }
        "create" | "drop" => {
            let verb = if word == "create" { "CREATE" } else { "DROP" };
            let reply = client
                .ask(&json!({"sql": format!("{verb} DATABASE `{name}`")}))
                .await
                .unwrap_or_default();
            match reply.get("error") {
                Some(error) => {
                    let _ = sys
                        .write(
                            2,
                            format!("{me}: {verb} DATABASE failed; error: '{}'\n", wire::text(error, "message")).as_bytes(),
                        )
                        .await;
                    return 1;
                }
                None => String::new(),
            }
        }
        "version" => format!("{me}  Ver {} for Linux on x86_64\n", client.version),
        _ => {
            let _ = sys
                .write(2, format!("drydock: {me} {word} is not simulated\n").as_bytes())
                .await;
            return 1;
        }
    };
    let _ = sys.write(1, text.as_bytes()).await;
    0
}

/// `mysqldump` of whole databases.
pub async fn dump(sys: Sys) -> i32 {
    let me = called(&sys);
    let mut options = options(&sys, &me).await;
    if let Some(code) = stop(&sys, &me, &options).await {
        return code;
    }
    let database = options.words.first().cloned().unwrap_or_default();
    options.database = String::new();
    let client = match connect(&sys, &options).await {
        Ok(client) => client,
        Err(words) => {
            let words = words.replacen(" (HY000)", "", 1).replacen(" (28000)", "", 1);
            let _ = sys
                .write(2, format!("{me}: Got error: {words} when trying to connect\n").as_bytes())
                .await;
            return 2;
        }
    };
    let reply = client.ask(&json!({"dump": database})).await.unwrap_or_default();
    if reply.get("error").is_some() {
        let _ = sys
            .write(
                2,
                format!("{me}: Got error: 1049: Unknown database '{database}' when selecting the database\n").as_bytes(),
            )
            .await;
        return 2;
    }
    let text = format!(
        "-- MySQL dump  Distrib {}, for Linux (x86_64)\n--\n-- Host: {}    Database: {database}\n-- ------------------------------------------------------\n\n{}\n-- Dump completed\n",
        client.version,
        if options.host.is_empty() { "localhost" } else { &options.host },
        wire::text(&reply, "text")
    );
    let _ = sys.write(1, text.as_bytes()).await;
    0
}
