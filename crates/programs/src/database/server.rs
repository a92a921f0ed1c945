//! What both servers share: the content and its file, connections, a session each.

use super::wire;
use machine::{Errno, Fd, Sys};
use serde_json::{Value as Json, json};
use sql::{Dialect, Instance, Session};
use std::cell::{Cell, RefCell};
use std::net::Ipv4Addr;
use std::rc::Rc;

/// A running server.
pub struct Server {
    pub dialect: Dialect,
    pub instance: RefCell<Instance>,
    /// Where the content is kept.
    pub file: String,
    pub version: String,
    /// Whether connections of this machine's own need no password.
    pub trusts_local: bool,
    pub trusts_all: bool,
    pub stop: Cell<bool>,
}

impl Server {
    /// Writes the content down.
    pub fn keep(&self, sys: &Sys) {
        let text = sql::dump(&self.instance.borrow(), self.dialect);
        let _ = sys.write_file(&self.file, text.as_bytes(), 0o600);
    }

    pub fn load(&self, sys: &Sys) {
        let bytes = sys.read_file(&self.file).unwrap_or_default();
        sql::load(
            &mut self.instance.borrow_mut(),
            &String::from_utf8_lossy(&bytes),
            self.dialect,
        );
    }
}

/// A server's own lines, for those who log them.
pub type Log = Rc<dyn Fn(&Sys, &str)>;

/// Accepts connections until told to stop.
pub async fn serve(sys: &Sys, server: &Rc<Server>, listener: Fd, log: &Log) {
    loop {
        match sys.accept(listener).await {
            Ok((fd, peer)) => {
                let (sys, server, log) = (sys.clone(), server.clone(), log.clone());
                sys.clone().spawn_thread(async move {
                    talk(&sys, &server, fd, peer.0, &log).await;
                    let _ = sys.close(fd);
                });
            }
            Err(Errno::EINTR) => return,
            Err(_) => return,
        }
    }
}

/// Why a connection is refused.
fn refuse(server: &Server, user: &str, password: Option<&str>, database: &str, peer: Ipv4Addr) -> Option<Json> {
    let error = |state: &str, number: u16, message: String| {
        Some(json!({"error": {"state": state, "number": number, "message": message, "fatal": true}}))
    };
    let instance = server.instance.borrow();
    let local = peer.is_loopback();
    let known = instance.users.get(user);
    let trusted = server.trusts_all || server.trusts_local && local;
    match server.dialect {
        Dialect::Postgres => {
            if !trusted && known.is_none_or(|wanted| wanted.as_deref() != password) {
                return match password {
                    None => {
                        Some(json!({"error": {"state": "08P01", "message": "fe_sendauth: no password supplied", "client": true}}))
                    }
                    Some(_) => error("28P01", 0, format!("password authentication failed for user \"{user}\"")),
                };
            }
            if known.is_none() {
                return error("28000", 0, format!("role \"{user}\" does not exist"));
            }
            if !instance.databases.contains_key(database) {
                return error("3D000", 0, format!("database \"{database}\" does not exist"));
            }
        }
        Dialect::MySql => {
            let from = if local { "localhost".to_string() } else { peer.to_string() };
            // Until it has a password, root may come from here only.
            let allowed = known.is_some_and(|wanted| match wanted {
                Some(wanted) => password == Some(wanted.as_str()),
                None => local && password.is_none_or(str::is_empty),
            });
            if !allowed {
                let using = if password.is_some_and(|p| !p.is_empty()) {
                    "YES"
                } else {
                    "NO"
                };
                return error(
                    "28000",
                    1045,
                    format!("Access denied for user '{user}'@'{from}' (using password: {using})"),
                );
            }
            if !database.is_empty() && !instance.databases.contains_key(database) {
                return error("42000", 1049, format!("Unknown database '{database}'"));
            }
        }
        // Nobody connects to a file.
        Dialect::Sqlite => {}
    }
    None
}

async fn talk(sys: &Sys, server: &Rc<Server>, fd: Fd, peer: Ipv4Addr, log: &Log) {
    let mut pending = Vec::new();
    let Some(hello) = wire::receive(sys, fd, &mut pending).await else {
        return;
    };
    let (user, database) = (wire::text(&hello, "user"), wire::text(&hello, "database"));
    let password = hello.get("password").and_then(Json::as_str);
    if let Some(refusal) = refuse(server, user, password, database, peer) {
        if server.dialect == Dialect::Postgres && refusal.get("error").is_none_or(|e| e.get("client").is_none()) {
            log(
                sys,
                &format!(
                    "FATAL:  {}",
                    refusal.pointer("/error/message").and_then(Json::as_str).unwrap_or("")
                ),
            );
        }
        let _ = wire::send(sys, fd, &refusal).await;
        return;
    }
    let seed = sys.machine().random(|random| random.below(u64::MAX));
    let mut session = Session::new(server.dialect, user, database, seed);
    session.version.clone_from(&server.version);
    let _ = wire::send(sys, fd, &json!({"ok": server.version})).await;
    while let Some(message) = wire::receive(sys, fd, &mut pending).await {
        sys.tick().await;
        if message.get("shutdown").is_some() {
            server.stop.set(true);
            let _ = wire::send(sys, fd, &json!({"ok": true})).await;
            let _ = sys.kill(i64::from(sys.pid()), Some(machine::Signal::TERM)).await;
            break;
        }
        let reply = answer(sys, server, &mut session, &message, log);
        if wire::send(sys, fd, &reply).await.is_err() {
            break;
        }
    }
    session.close(&mut server.instance.borrow_mut());
}

fn answer(sys: &Sys, server: &Server, session: &mut Session, message: &Json, log: &Log) -> Json {
    if let Some(words) = message.get("about").and_then(Json::as_array) {
        let words: Vec<&str> = words.iter().filter_map(Json::as_str).collect();
        return super::psql_about::about(&server.instance.borrow(), session, &words);
    }
    if message.get("dump").is_some() {
        let instance = server.instance.borrow();
        let name = wire::text(message, "dump");
        let name = if name.is_empty() { session.database.as_str() } else { name };
        return match instance.databases.get(name) {
            Some(found) => json!({"text": sql::dump_tables(found, server.dialect)}),
            None => json!({"error": {"message": format!("database \"{name}\" does not exist")}}),
        };
    }
    let text = wire::text(message, "sql");
    let now = sys.now().0 / 1000;
    let out = session.run(&mut server.instance.borrow_mut(), text, now);
    let (open, bad) = session.transaction();
    let mut reply = match &out {
        Ok(Some(answer)) => {
            if !matches!(
                answer.tag.split(' ').next(),
                Some("SELECT" | "SHOW" | "SET" | "BEGIN" | "USE")
            ) && !open
            {
                server.keep(sys);
            }
            wire::answered(answer, server.dialect)
        }
        Ok(None) => json!({"tag": ""}),
        Err(error) => {
            if server.dialect == Dialect::Postgres {
                let place = error.at.map_or(String::new(), |at| format!(" at character {}", at + 1));
                log(sys, &format!("ERROR:  {}{place}", error.message));
                if !error.detail.is_empty() {
                    log(sys, &format!("DETAIL:  {}", error.detail));
                }
                log(sys, &format!("STATEMENT:  {}", text.trim()));
            }
            wire::failed(error)
        }
    };
    if let Some(object) = reply.as_object_mut() {
        object.insert("open".into(), json!(open));
        object.insert("bad".into(), json!(bad));
        object.insert("database".into(), json!(session.database));
    }
    reply
}

/// A client's connection.
pub struct Client {
    pub sys: Sys,
    fd: Fd,
    pending: RefCell<Vec<u8>>,
    /// What the server says it is.
    pub version: String,
}

/// Why a client has none.
pub enum NoConnection {
    Name,
    Refused(Ipv4Addr, Errno),
    Answer(Json),
}

impl Client {
    pub async fn connect(sys: &Sys, host: &str, port: u16, hello: &Json) -> Result<Client, NoConnection> {
        let addresses = sys.lookup_host(host).map_err(|_| NoConnection::Name)?;
        let mut last = NoConnection::Name;
        for address in addresses {
            match sys.connect(address, port).await {
                Ok(fd) => {
                    let client = Client {
                        sys: sys.clone(),
                        fd,
                        pending: RefCell::default(),
                        version: String::new(),
                    };
                    let reply = client.ask(hello).await.unwrap_or(Json::Null);
                    if reply.get("error").is_some() || reply.is_null() {
                        let _ = sys.close(fd);
                        return Err(NoConnection::Answer(reply));
                    }
                    let version = wire::text(&reply, "ok").to_string();
                    return Ok(Client { version, ..client });
                }
                Err(error) => last = NoConnection::Refused(address, error),
            }
        }
        Err(last)
    }

    /// Sends a message and waits for the answer.
    pub async fn ask(&self, message: &Json) -> Option<Json> {
        wire::send(&self.sys, self.fd, message).await.ok()?;
        let mut pending = std::mem::take(&mut *self.pending.borrow_mut());
        let reply = wire::receive(&self.sys, self.fd, &mut pending).await;
        *self.pending.borrow_mut() = pending;
        reply
    }
}
