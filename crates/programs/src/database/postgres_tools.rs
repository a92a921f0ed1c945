//! `initdb`, `pg_ctl`, `pg_isready`, `pg_dump`, `createdb`, `dropdb`.

use super::postgres::{CONTENT, version};
use super::psql::Target;
use super::server::{Client, NoConnection};
use super::wire;
use machine::{Signal, Spawn, Sys};
use serde_json::json;
use sql::{Database, Dialect, Instance};
use std::time::Duration;

async fn out(sys: &Sys, text: &str) {
    let _ = sys.write(1, text.as_bytes()).await;
}

fn option(argv: &[String], short: &str, long: &str) -> Option<String> {
    argv.iter().enumerate().find_map(|(n, word)| {
        if let Some(value) = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value.to_string());
        }
        (word == short || word == long).then(|| argv.get(n + 1).cloned()).flatten()
    })
}

/// `initdb`.
pub async fn initdb(sys: Sys) -> i32 {
    let argv = sys.argv();
    let data = option(&argv, "-D", "--pgdata")
        .or_else(|| sys.getenv("PGDATA"))
        .unwrap_or_default();
    let user = option(&argv, "-U", "--username").unwrap_or_else(|| "postgres".into());
    let password = option(&argv, "", "--pwfile").and_then(|file| sys.read_file(&file).ok());
    let password = password
        .map(|p| String::from_utf8_lossy(&p).trim_end().to_string())
        .filter(|p| !p.is_empty());
    out(&sys, "The files belonging to this database system will be owned by user \"postgres\".\nThis user must also own the server process.\n\nThe database cluster will be initialized with locale \"en_US.utf8\".\nThe default database encoding has accordingly been set to \"UTF8\".\nThe default text search configuration will be set to \"english\".\n\n").await;
    let (short, _) = version(&sys);
    let major: u32 = short.split('.').next().and_then(|m| m.parse().ok()).unwrap_or(16);
    out(
        &sys,
        if major >= 18 {
            "Data page checksums are enabled.\n\n"
        } else {
            "Data page checksums are disabled.\n\n"
        },
    )
    .await;
    let mut instance = Instance::default();
    instance.users.insert(user.clone(), password);
    for name in ["postgres", "template0", "template1"] {
        instance.databases.insert(
            name.into(),
            Database {
                owner: user.clone(),
                ..Database::default()
            },
        );
    }
    for dir in ["base", "global", "pg_wal", "pg_stat"] {
        if sys.mkdir_all(&format!("{data}/{dir}"), 0o700).is_err() {
            let text = format!("initdb: error: could not create directory \"{data}/{dir}\": Permission denied\n");
            let _ = sys.write(2, text.as_bytes()).await;
            return 1;
        }
    }
    for (file, text) in [
        ("PG_VERSION", format!("{major}\n")),
        (
            "postgresql.conf",
            "listen_addresses = '*'\nmax_connections = 100\nshared_buffers = 128MB\n".to_string(),
        ),
        (
            "pg_hba.conf",
            "local all all trust\nhost all all 127.0.0.1/32 trust\n".to_string(),
        ),
        (
            "global/pg_control",
            super::stamp(&sys, ' ', false).split('.').next().unwrap_or("").to_string(),
        ),
        (CONTENT, sql::dump(&instance, Dialect::Postgres)),
    ] {
        let _ = sys.write_file(&format!("{data}/{file}"), text.as_bytes(), 0o600);
    }
    // What a fresh cluster weighs.
    let _ = sys.truncate(&format!("{data}/pg_wal/000000010000000000000001"), 16 << 20);
    for (step, end, millis) in [
        (format!("fixing permissions on existing directory {data}"), "ok", 5),
        ("creating subdirectories".into(), "ok", 10),
        ("selecting dynamic shared memory implementation".into(), "posix", 5),
        ("selecting default \"max_connections\"".into(), "100", 20),
        ("selecting default \"shared_buffers\"".into(), "128MB", 20),
        ("selecting default time zone".into(), "Etc/UTC", 20),
        ("creating configuration files".into(), "ok", 10),
        ("running bootstrap script".into(), "ok", 200),
        ("performing post-bootstrap initialization".into(), "ok", 300),
        ("syncing data to disk".into(), "ok", 150),
    ] {
        out(&sys, &format!("{step} ... ")).await;
        let _ = sys.sleep(Duration::from_millis(millis)).await;
        out(&sys, &format!("{end}\n")).await;
    }
    let _ = sys.write(2, b"initdb: warning: enabling \"trust\" authentication for local connections\ninitdb: hint: You can change this by editing pg_hba.conf or using the option -A, or --auth-local and --auth-host, the next time you run initdb.\n").await;
    out(
        &sys,
        &format!("\n\nSuccess. You can now start the database server using:\n\n    pg_ctl -D {data} -l logfile start\n\n"),
    )
    .await;
    0
}

/// `pg_ctl start` and `stop`.
pub async fn pg_ctl(sys: Sys) -> i32 {
    let argv = sys.argv();
    let data = option(&argv, "-D", "--pgdata")
        .or_else(|| sys.getenv("PGDATA"))
        .unwrap_or_default();
    let file = format!("{data}/postmaster.pid");
    let running = || -> Option<i64> {
        let bytes = sys.read_file(&file).ok()?;
        String::from_utf8_lossy(&bytes).lines().next()?.parse().ok()
    };
    let wants = |word: &str| argv.iter().any(|w| w == word);
    if wants("start") {
        out(&sys, "waiting for server to start....").await;
        let mut words = vec!["postgres".to_string()];
        // The shell would take the quotes off.
        let extra = option(&argv, "-o", "--options").unwrap_or_default();
        words.extend(extra.split_whitespace().map(|w| w.replace('\'', "")));
        words.extend(["-D".to_string(), data.clone()]);
        let dir = argv
            .first()
            .and_then(|a| a.rsplit_once('/'))
            .map(|(dir, _)| format!("{dir}/postgres"));
        let path = sys.getenv("PATH").unwrap_or_default();
        let found = path.split(':').map(|d| format!("{d}/postgres")).find(|p| sys.exists(p));
        let program = dir.filter(|p| sys.exists(p)).or(found);
        let spawned = sys.spawn(Spawn {
            program,
            argv: words,
            new_group: true,
            ..Spawn::default()
        });
        if spawned.is_err() {
            out(&sys, " stopped waiting\npg_ctl: could not start server\n").await;
            return 1;
        }
        let _ = sys.unlink(&file);
        for _ in 0..600 {
            let _ = sys.sleep(Duration::from_millis(100)).await;
            if running().is_some() {
                out(&sys, " done\nserver started\n").await;
                return 0;
            }
        }
        out(&sys, " stopped waiting\n").await;
        return 1;
    }
    let Some(pid) = running() else {
        if wants("status") {
            out(&sys, "pg_ctl: no server running\n").await;
            return 3;
        }
        let _ = sys
            .write(
                2,
                format!("pg_ctl: PID file \"{file}\" does not exist\nIs server running?\n").as_bytes(),
            )
            .await;
        return 1;
    };
    if wants("status") {
        out(&sys, &format!("pg_ctl: server is running (PID: {pid})\n")).await;
        return 0;
    }
    if wants("reload") {
        let _ = sys.kill(pid, Some(Signal::HUP)).await;
        out(&sys, "server signaled\n").await;
        return 0;
    }
    if !wants("stop") {
        let _ = sys.write(2, b"drydock: this use of pg_ctl is not simulated\n").await;
        return 126;
    }
    out(&sys, "waiting for server to shut down....").await;
    let _ = sys.kill(pid, Some(Signal::INT)).await;
    for _ in 0..600 {
        let _ = sys.sleep(Duration::from_millis(100)).await;
        if running().is_none() {
            out(&sys, " done\nserver stopped\n").await;
            return 0;
        }
    }
    1
}

/// `pg_isready`.
pub async fn pg_isready(sys: Sys) -> i32 {
    let argv = sys.argv();
    let target = Target::from(&sys, &argv);
    let quiet = argv.iter().any(|w| w == "-q" || w == "--quiet");
    let shown = match target.host.as_str() {
        "" => format!("/var/run/postgresql:{}", target.port),
        host => format!("{host}:{}", target.port),
    };
    let host = if target.host.is_empty() { "127.0.0.1" } else { &target.host };
    let (words, code) = match Client::connect(&sys, host, target.port, &json!({})).await {
        Ok(_) | Err(NoConnection::Answer(_)) => ("accepting connections", 0),
        Err(NoConnection::Refused(..)) => ("no response", 2),
        Err(NoConnection::Name) => ("no response", 2),
    };
    if !quiet {
        out(&sys, &format!("{shown} - {words}\n")).await;
    }
    code
}

/// `pg_dump`.
pub async fn pg_dump(sys: Sys) -> i32 {
    let target = Target::from(&sys, &sys.argv());
    let client = match target.connect(&sys, "pg_dump").await {
        Ok(client) => client,
        Err(code) => return code,
    };
    let reply = client.ask(&json!({"dump": target.database})).await.unwrap_or_default();
    out(
        &sys,
        &format!(
            "--\n-- PostgreSQL database dump\n--\n\n{}\n--\n-- PostgreSQL database dump complete\n--\n\n",
            wire::text(&reply, "text")
        ),
    )
    .await;
    0
}

async fn manage(sys: Sys, name: &str, verb: &str) -> i32 {
    let mut target = Target::from(&sys, &sys.argv());
    let wanted = std::mem::replace(&mut target.database, "postgres".into());
    let client = match target.connect(&sys, name).await {
        Ok(client) => client,
        Err(code) => return code,
    };
    let quoted = wanted.replace('"', "\"\"");
    let reply = client
        .ask(&json!({"sql": format!("{verb} DATABASE \"{quoted}\"")}))
        .await
        .unwrap_or_default();
    match reply.pointer("/error/message").and_then(|m| m.as_str()) {
        None => 0,
        Some(message) => {
            let what = if name == "createdb" { "creation" } else { "removal" };
            let _ = sys
                .write(
                    2,
                    format!("{name}: error: database {what} failed: ERROR:  {message}\n").as_bytes(),
                )
                .await;
            1
        }
    }
}

/// `createdb`.
pub async fn createdb(sys: Sys) -> i32 {
    manage(sys, "createdb", "CREATE").await
}

/// `dropdb`.
pub async fn dropdb(sys: Sys) -> i32 {
    manage(sys, "dropdb", "DROP").await
}
