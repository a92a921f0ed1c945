//! One client of `redis-server`: its commands one after the other, its transaction, what it watches and listens to.

use super::store::{self, Reply};
use super::{DATABASES, Parsed, Server, parse, run, save};
use machine::{Fd, Sys};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

type Words = Vec<Vec<u8>>;

/// What a connection remembers between its commands.
#[derive(Default)]
struct State {
    db: usize,
    allowed: bool,
    /// The commands of a transaction, and whether one of them was wrong.
    queue: Option<(Vec<Words>, bool)>,
    /// How often each watched key had changed when it was named.
    watched: BTreeMap<(usize, Vec<u8>), u64>,
    /// What was published, and to whom it goes: a real server, too, answers the one who publishes first.
    messages: Vec<(Fd, Reply)>,
}

fn upper(words: &[Vec<u8>]) -> String {
    words
        .first()
        .map(|w| String::from_utf8_lossy(w).to_uppercase())
        .unwrap_or_default()
}

fn arity(name: &str) -> Reply {
    Reply::Error(format!("ERR wrong number of arguments for '{}' command", name.to_lowercase()))
}

/// Answers a client until it goes.
pub(super) async fn serve(sys: &Sys, server: &Server, fd: Fd) {
    let mut pending: Vec<u8> = Vec::new();
    let mut state = State {
        allowed: server.password.is_empty(),
        ..State::default()
    };
    loop {
        let words = match parse(&mut pending) {
            Parsed::Command(words) => words,
            Parsed::More => {
                match sys.read(fd, 65_536).await {
                    Ok(bytes) if !bytes.is_empty() && pending.len() < 64 << 20 => pending.extend(bytes),
                    _ => break,
                }
                continue;
            }
            Parsed::Bad(text) => {
                let _ = sys.write(fd, format!("-ERR Protocol error: {text}\r\n").as_bytes()).await;
                break;
            }
        };
        if words.is_empty() {
            continue;
        }
        let name = upper(&words);
        let mut out = Vec::new();
        for reply in answer(sys, server, &mut state, fd, &name, words).await {
            reply.encode(&mut out);
        }
        let gone = sys.write(fd, &out).await.is_err();
        for (to, reply) in std::mem::take(&mut state.messages) {
            let mut out = Vec::new();
            reply.encode(&mut out);
            let _ = sys.write(to, &out).await;
        }
        if gone || name == "QUIT" {
            break;
        }
    }
    server.channels.borrow_mut().forget(fd);
}

async fn answer(sys: &Sys, server: &Server, state: &mut State, fd: Fd, name: &str, words: Words) -> Vec<Reply> {
    let one = match name {
        "AUTH" => {
            let given = words.last().map(|w| String::from_utf8_lossy(w).into_owned());
            if server.password.is_empty() {
                Reply::Error(
                    "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?".into(),
                )
            } else if given.as_deref() == Some(server.password.as_str()) {
                state.allowed = true;
                Reply::Simple("OK".into())
            } else {
                Reply::Error("WRONGPASS invalid username-password pair or user is disabled.".into())
            }
        }
        "QUIT" => Reply::Simple("OK".into()),
        _ if !state.allowed => Reply::Error("NOAUTH Authentication required.".into()),
        _ if state.queue.is_none() && server.channels.borrow().listens(fd) => return listening(server, fd, name, &words),
        "MULTI" if state.queue.is_some() => Reply::Error("ERR MULTI calls can not be nested".into()),
        "MULTI" => {
            state.queue = Some((Vec::new(), false));
            Reply::Simple("OK".into())
        }
        "WATCH" if state.queue.is_some() => Reply::Error("ERR WATCH inside MULTI is not allowed".into()),
        "WATCH" if words.len() < 2 => arity(name),
        "WATCH" => {
            let mut touched = server.touched.borrow_mut();
            for key in words.into_iter().skip(1) {
                let key = (state.db, key);
                let count = *touched.entry(key.clone()).or_default();
                state.watched.entry(key).or_insert(count);
            }
            Reply::Simple("OK".into())
        }
        "UNWATCH" => {
            state.watched.clear();
            Reply::Simple("OK".into())
        }
        "EXEC" | "DISCARD" => ended(sys, server, state, name).await,
        _ if state.queue.is_some() => {
            let wrong = store::refused(&words);
            if let Some((all, bad)) = state.queue.as_mut() {
                *bad |= wrong.is_some();
                all.push(words);
            }
            wrong.unwrap_or_else(|| Reply::Simple("QUEUED".into()))
        }
        "SUBSCRIBE" | "PSUBSCRIBE" if words.len() < 2 => arity(name),
        "SUBSCRIBE" | "PSUBSCRIBE" | "UNSUBSCRIBE" | "PUNSUBSCRIBE" => {
            return server
                .channels
                .borrow_mut()
                .change(fd, name, words.get(1..).unwrap_or_default());
        }
        "BLPOP" | "BRPOP" => waited(sys, server, state.db, name, &words).await,
        _ => single(sys, server, state, name, &words).await,
    };
    vec![one]
}

/// What a connection may say while it listens.
fn listening(server: &Server, fd: Fd, name: &str, words: &[Vec<u8>]) -> Vec<Reply> {
    match name {
        "SUBSCRIBE" | "PSUBSCRIBE" | "UNSUBSCRIBE" | "PUNSUBSCRIBE" => {
            server
                .channels
                .borrow_mut()
                .change(fd, name, words.get(1..).unwrap_or_default())
        }
        "PING" => {
            let said = words.get(1).cloned().unwrap_or_default();
            vec![Reply::Array(vec![Reply::Bulk(b"pong".to_vec()), Reply::Bulk(said)])]
        }
        "RESET" => {
            server.channels.borrow_mut().forget(fd);
            vec![Reply::Simple("RESET".into())]
        }
        _ => vec![Reply::Error(format!(
            "ERR Can't execute '{}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
            name.to_lowercase()
        ))],
    }
}

/// EXEC and DISCARD: what was queued is done, unless something watched has changed.
async fn ended(sys: &Sys, server: &Server, state: &mut State, name: &str) -> Reply {
    let Some((all, bad)) = state.queue.take() else {
        return Reply::Error(format!("ERR {name} without MULTI"));
    };
    let watched = std::mem::take(&mut state.watched);
    if name == "DISCARD" {
        return Reply::Simple("OK".into());
    }
    if bad {
        return Reply::Error("EXECABORT Transaction discarded because of previous errors.".into());
    }
    let changed = {
        let touched = server.touched.borrow();
        watched
            .iter()
            .any(|(key, count)| touched.get(key).is_some_and(|now| now != count))
    };
    if changed {
        return Reply::NilArray;
    }
    let mut replies = Vec::new();
    for words in &all {
        let name = upper(words);
        replies.push(match name.as_str() {
            // Nobody waits inside of a transaction.
            "BLPOP" | "BRPOP" => popped(sys, server, state.db, &name, words).unwrap_or(Reply::NilArray),
            "SUBSCRIBE" | "PSUBSCRIBE" => Reply::Error("ERR drydock: SUBSCRIBE inside of a transaction is not simulated".into()),
            _ => single(sys, server, state, &name, words).await,
        });
    }
    Reply::Array(replies)
}

/// A command with one reply at once.
async fn single(sys: &Sys, server: &Server, state: &mut State, name: &str, words: &[Vec<u8>]) -> Reply {
    match name {
        "SELECT" => match words.get(1).and_then(|w| std::str::from_utf8(w).ok()?.parse::<i64>().ok()) {
            None => Reply::Error("ERR invalid DB index".into()),
            Some(db) => match usize::try_from(db).ok().filter(|db| *db < DATABASES) {
                None => Reply::Error("ERR DB index is out of range".into()),
                Some(db) => {
                    state.db = db;
                    Reply::Simple("OK".into())
                }
            },
        },
        "PUBLISH" => {
            let (Some(channel), Some(message), 3) = (words.get(1), words.get(2), words.len()) else {
                return arity(name);
            };
            let all = server.channels.borrow().published(channel, message);
            let count = all.len() as i64;
            state.messages.extend(all);
            Reply::Number(count)
        }
        "PUBSUB" => server.channels.borrow().about(words),
        "SAVE" | "BGSAVE" => {
            save(sys, server, false).await;
            Reply::Simple(if name == "SAVE" { "OK" } else { "Background saving started" }.into())
        }
        "SHUTDOWN" => {
            save(sys, server, true).await;
            sys.exit(0).await
        }
        _ => run(sys, server, state.db, name, words),
    }
}

/// The first of the keys that has something, and what came off it.
fn popped(sys: &Sys, server: &Server, db: usize, name: &str, words: &[Vec<u8>]) -> Option<Reply> {
    let pop = if name == "BLPOP" { b"LPOP" } else { b"RPOP" };
    for key in words.get(1..words.len().saturating_sub(1))? {
        match run(sys, server, db, "LPOP", &[pop.to_vec(), key.clone()]) {
            Reply::Nil => {}
            error @ Reply::Error(_) => return Some(error),
            value => return Some(Reply::Array(vec![Reply::Bulk(key.clone()), value])),
        }
    }
    None
}

/// BLPOP and BRPOP: until there is something, or the time is over.
async fn waited(sys: &Sys, server: &Server, db: usize, name: &str, words: &[Vec<u8>]) -> Reply {
    if words.len() < 3 {
        return arity(name);
    }
    let seconds = words.last().and_then(|w| std::str::from_utf8(w).ok()?.parse::<f64>().ok());
    let Some(seconds) = seconds.filter(|s| s.is_finite()) else {
        return Reply::Error("ERR timeout is not a float or out of range".into());
    };
    if seconds < 0.0 {
        return Reply::Error("ERR timeout is negative".into());
    }
    let machine = sys.machine().clone();
    let limit = Duration::from_secs_f64(seconds.min(1e9));
    let mut timer = (seconds > 0.0).then(|| Box::pin(async move { machine.sleep(limit).await }));
    poll_fn(|context| {
        if let Some(reply) = popped(sys, server, db, name, words) {
            return Poll::Ready(reply);
        }
        if timer.as_mut().is_some_and(|timer| timer.as_mut().poll(context).is_ready()) {
            return Poll::Ready(Reply::NilArray);
        }
        server.waiting.borrow_mut().push(context.waker().clone());
        Poll::Pending
    })
    .await
}
