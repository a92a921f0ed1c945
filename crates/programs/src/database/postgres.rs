//! `postgres`: the server, with the log lines of its start and end (PostgreSQL manual, chapter 18).
//!
//! Simulated of its settings: port, listen_addresses, data_directory. Of pg_hba.conf: trust or a password for hosts.

use super::server::{Log, Server, serve};
use super::stamp;
use crate::declared::Declaration;
use machine::{Signal, Sys};
use sql::{Dialect, Instance};
use std::cell::{Cell, RefCell};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::time::Duration;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "postgres, psql, pg_isready, pg_ctl, initdb, pg_dump, createdb, dropdb",
    does: "SQL of the crate `sql`, roles with passwords, init scripts, data in the volume, `\\l \\d \\dt \\du \
        \\dn \\di`",
    does_not: "the wire protocol, TLS, WITH RECURSIVE, views, windows, functions, COPY, EXPLAIN, arrays, access to JSON, \
        isolation between sessions, privileges, sequences of one's own, \
        setval; pg_dump writes the statements that psql reads back (INSERT, ALTER SEQUENCE) and not COPY",
};

/// The content's file below the data directory.
pub const CONTENT: &str = "base/content.sql";

/// `18.0`, and what version() says.
pub fn version(sys: &Sys) -> (String, String) {
    let package = sys.getenv("PG_VERSION").unwrap_or_else(|| "16.4".into());
    let short = package.split('-').next().unwrap_or("16.4").to_string();
    let build = if package.contains('-') {
        format!(" (Debian {package})")
    } else {
        String::new()
    };
    let compiler = if build.is_empty() {
        "gcc (Alpine 14.2.0) 14.2.0"
    } else {
        "gcc (Debian 12.2.0-14+deb12u1) 12.2.0"
    };
    let long = format!("PostgreSQL {short}{build} on x86_64-pc-linux-gnu, compiled by {compiler}, 64-bit");
    (format!("{short}{build}"), long)
}

fn log(sys: &Sys, pid: u32, text: &str) -> impl Future<Output = ()> + use<> {
    let (sys, line) = (sys.clone(), format!("{} UTC [{pid}] {text}\n", stamp(sys, ' ', false)));
    async move {
        let _ = sys.write(2, line.as_bytes()).await;
    }
}

/// The server.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let (short, long) = version(&sys);
    let (mut data, mut port, mut listen) = (sys.getenv("PGDATA").unwrap_or_default(), 5432u16, "*".to_string());
    let mut words = argv.iter().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned().unwrap_or_default();
        match word.as_str() {
            "-V" | "--version" => {
                let _ = sys.write(1, format!("postgres (PostgreSQL) {short}\n").as_bytes()).await;
                return 0;
            }
            "-D" => data = value(),
            "-p" => port = value().parse().unwrap_or(port),
            "-c" | "--" => {
                let setting = value();
                let (name, value) = setting.split_once('=').unwrap_or((&setting, ""));
                match name {
                    "listen_addresses" => listen = value.trim_matches('\'').to_string(),
                    "port" => port = value.parse().unwrap_or(port),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if sys.cred().uid == 0 {
        let text = "\"root\" execution of the PostgreSQL server is not permitted.\nThe server must be started under an unprivileged user ID to prevent\npossible system security compromise.  See the documentation for\nmore information on how to properly start the server.\n";
        let _ = sys.write(2, text.as_bytes()).await;
        return 1;
    }
    let me = sys.pid();
    let Ok(catalogue) = sys.read_file(&format!("{data}/PG_VERSION")) else {
        let text = format!(
            "postgres: could not access the server configuration file \"{data}/postgresql.conf\": No such file or directory\n"
        );
        let _ = sys.write(2, text.as_bytes()).await;
        return 2;
    };
    let made = String::from_utf8_lossy(&catalogue).trim().to_string();
    let major = short.split('.').next().unwrap_or("");
    if made != major {
        log(&sys, me, "FATAL:  database files are incompatible with server").await;
        log(&sys, me, &format!("DETAIL:  The data directory was initialized by PostgreSQL version {made}, which is not compatible with this version {short}.")).await;
        return 1;
    }
    let hosts = String::from_utf8_lossy(&sys.read_file(&format!("{data}/pg_hba.conf")).unwrap_or_default()).into_owned();
    let server = Rc::new(Server {
        dialect: Dialect::Postgres,
        instance: RefCell::new(Instance::default()),
        file: format!("{data}/{CONTENT}"),
        version: long.clone(),
        trusts_local: true,
        trusts_all: hosts.lines().any(|l| l.starts_with("host all all all trust")),
        stop: Cell::new(false),
    });
    server.load(&sys);
    let address = if listen.is_empty() || listen == "localhost" {
        Ipv4Addr::LOCALHOST
    } else {
        Ipv4Addr::UNSPECIFIED
    };
    log(&sys, me, &format!("LOG:  starting {long}")).await;
    let listener = match sys.listen(address, port) {
        Ok(fd) => fd,
        Err(error) => {
            log(&sys, me, &format!("LOG:  could not bind IPv4 address \"{address}\": {error}")).await;
            log(&sys, me, "FATAL:  could not create any TCP/IP sockets").await;
            return 1;
        }
    };
    if !listen.is_empty() {
        log(
            &sys,
            me,
            &format!("LOG:  listening on IPv4 address \"{address}\", port {port}"),
        )
        .await;
        if listen == "*" {
            log(&sys, me, &format!("LOG:  listening on IPv6 address \"::\", port {port}")).await;
        }
    }
    log(
        &sys,
        me,
        &format!("LOG:  listening on Unix socket \"/var/run/postgresql/.s.PGSQL.{port}\""),
    )
    .await;
    let _ = sys.write_file(&format!("{data}/postmaster.pid"), format!("{me}\n{data}\n").as_bytes(), 0o600);
    let _ = sys.write_file(&format!("/var/run/postgresql/.s.PGSQL.{port}"), b"", 0o777);
    let down = sys.read_file(&format!("{data}/global/pg_control")).unwrap_or_default();
    let down = String::from_utf8_lossy(&down).trim().to_string();
    // The start-up process is the server's first child.
    let (was, pid) = (stamp(&sys, ' ', false), me + 28);
    let was = was.split('.').next().unwrap_or_default().to_string();
    if down.is_empty() {
        log(
            &sys,
            pid,
            &format!("LOG:  database system was interrupted; last known up at {was} UTC"),
        )
        .await;
        log(
            &sys,
            pid,
            "LOG:  database system was not properly shut down; automatic recovery in progress",
        )
        .await;
    } else {
        log(&sys, pid, &format!("LOG:  database system was shut down at {down} UTC")).await;
    }
    let _ = sys.write_file(&format!("{data}/global/pg_control"), b"", 0o600);
    let _ = sys.sleep(Duration::from_millis(40)).await;
    log(&sys, me, "LOG:  database system is ready to accept connections").await;
    for signal in [Signal::TERM, Signal::INT, Signal::QUIT, Signal::HUP] {
        sys.catch_signal(signal);
    }
    let writer: Log = Rc::new(|sys: &Sys, text: &str| sys.spawn_thread(log(sys, sys.pid() + 40, text)));
    let request = loop {
        serve(&sys, &server, listener, &writer).await;
        match sys.take_signal() {
            Some(Signal::HUP) => log(&sys, me, "LOG:  received SIGHUP, reloading configuration files").await,
            Some(Signal::INT) => break "fast",
            Some(Signal::QUIT) => break "immediate",
            Some(_) => break "smart",
            None => {}
        }
    };
    let _ = sys.close(listener);
    log(&sys, me, &format!("LOG:  received {request} shutdown request")).await;
    if request == "immediate" {
        log(&sys, me, "LOG:  database system is shut down").await;
        return 0;
    }
    if request == "fast" {
        log(&sys, me, "LOG:  aborting any active transactions").await;
    }
    log(
        &sys,
        me,
        &format!(
            "LOG:  background worker \"logical replication launcher\" (PID {}) exited with exit code 1",
            me + 31
        ),
    )
    .await;
    log(&sys, me + 26, "LOG:  shutting down").await;
    log(&sys, me + 26, "LOG:  checkpoint starting: shutdown immediate").await;
    server.keep(&sys);
    let _ = sys.sleep(Duration::from_millis(20)).await;
    let at = stamp(&sys, ' ', false);
    let _ = sys.write_file(
        &format!("{data}/global/pg_control"),
        at.split('.').next().unwrap_or("").as_bytes(),
        0o600,
    );
    let _ = sys.unlink(&format!("{data}/postmaster.pid"));
    let _ = sys.unlink(&format!("/var/run/postgresql/.s.PGSQL.{port}"));
    log(&sys, me, "LOG:  database system is shut down").await;
    0
}
