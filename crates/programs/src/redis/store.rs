//! What a Redis server holds, and what its commands do to it.

mod fields;
mod more;
mod sorted;

pub use more::glob;
pub use sorted::score_text;

use fields::Fields;
use machine::Instant;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

/// A value of one of the simulated types.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(Vec<u8>),
    List(VecDeque<Vec<u8>>),
    Set(BTreeSet<Vec<u8>>),
    Hash(Fields),
    Sorted(BTreeMap<Vec<u8>, f64>),
}

impl Value {
    /// What TYPE calls it.
    fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "string",
            Value::List(_) => "list",
            Value::Set(_) => "set",
            Value::Hash(_) => "hash",
            Value::Sorted(_) => "zset",
        }
    }
}

/// A reply (RESP2).
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Simple(String),
    Error(String),
    Number(i64),
    Bulk(Vec<u8>),
    Nil,
    /// What a command of several values has to say when it has none.
    NilArray,
    Array(Vec<Reply>),
}

impl Reply {
    /// As it goes over the wire.
    pub fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Reply::Simple(text) => out.extend_from_slice(format!("+{text}\r\n").as_bytes()),
            Reply::Error(text) => out.extend_from_slice(format!("-{text}\r\n").as_bytes()),
            Reply::Number(n) => out.extend_from_slice(format!(":{n}\r\n").as_bytes()),
            Reply::Bulk(bytes) => {
                out.extend_from_slice(format!("${}\r\n", bytes.len()).as_bytes());
                out.extend_from_slice(bytes);
                out.extend_from_slice(b"\r\n");
            }
            Reply::Nil => out.extend_from_slice(b"$-1\r\n"),
            Reply::NilArray => out.extend_from_slice(b"*-1\r\n"),
            Reply::Array(items) => {
                out.extend_from_slice(format!("*{}\r\n", items.len()).as_bytes());
                for item in items {
                    item.encode(out);
                }
            }
        }
    }
}

/// One database.
#[derive(Default)]
pub struct Store {
    values: BTreeMap<Vec<u8>, (Value, Option<Instant>)>,
    /// Changes since the last save.
    pub dirty: u64,
}

/// Bytes that a value may have.
const LIMIT: usize = 16 << 20;

fn ok() -> Reply {
    Reply::Simple("OK".into())
}

fn wrong_type() -> Reply {
    Reply::Error("WRONGTYPE Operation against a key holding the wrong kind of value".into())
}

fn arity(name: &str) -> Reply {
    Reply::Error(format!("ERR wrong number of arguments for '{}' command", name.to_lowercase()))
}

fn not_integer() -> Reply {
    Reply::Error("ERR value is not an integer or out of range".into())
}

fn integer(bytes: &[u8]) -> Option<i64> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

/// How many words each simulated command takes: at least, at most (0: any number).
const ARITY: &[(&str, usize, usize)] = &[
    ("GET", 2, 2),
    ("SET", 3, 0),
    ("SETNX", 3, 3),
    ("SETEX", 4, 4),
    ("GETSET", 3, 3),
    ("GETDEL", 2, 2),
    ("APPEND", 3, 3),
    ("STRLEN", 2, 2),
    ("INCR", 2, 2),
    ("DECR", 2, 2),
    ("INCRBY", 3, 3),
    ("DECRBY", 3, 3),
    ("MGET", 2, 0),
    ("MSET", 3, 0),
    ("DEL", 2, 0),
    ("UNLINK", 2, 0),
    ("EXISTS", 2, 0),
    ("EXPIRE", 3, 4),
    ("PEXPIRE", 3, 4),
    ("TTL", 2, 2),
    ("PTTL", 2, 2),
    ("PERSIST", 2, 2),
    ("TYPE", 2, 2),
    ("KEYS", 2, 2),
    ("RENAME", 3, 3),
    ("SCAN", 2, 0),
    ("HSCAN", 3, 0),
    ("SSCAN", 3, 0),
    ("ZSCAN", 3, 0),
    ("PSETEX", 4, 4),
    ("MSETNX", 3, 0),
    ("INCRBYFLOAT", 3, 3),
    ("GETRANGE", 4, 4),
    ("EXPIREAT", 3, 4),
    ("TOUCH", 2, 0),
    ("COPY", 3, 3),
    ("LPUSHX", 3, 0),
    ("RPUSHX", 3, 0),
    ("LSET", 4, 4),
    ("LREM", 4, 4),
    ("LTRIM", 4, 4),
    ("RPOPLPUSH", 3, 3),
    ("LMOVE", 5, 5),
    ("SINTER", 2, 0),
    ("SUNION", 2, 0),
    ("SDIFF", 2, 0),
    ("SMOVE", 4, 4),
    ("SPOP", 2, 3),
    ("HMSET", 4, 0),
    ("HMGET", 3, 0),
    ("HSETNX", 4, 4),
    ("HINCRBYFLOAT", 4, 4),
    ("ZPOPMIN", 2, 3),
    ("ZPOPMAX", 2, 3),
    ("LPUSH", 3, 0),
    ("RPUSH", 3, 0),
    ("LPOP", 2, 3),
    ("RPOP", 2, 3),
    ("LRANGE", 4, 4),
    ("LLEN", 2, 2),
    ("LINDEX", 3, 3),
    ("SADD", 3, 0),
    ("SREM", 3, 0),
    ("SMEMBERS", 2, 2),
    ("SISMEMBER", 3, 3),
    ("SCARD", 2, 2),
    ("HSET", 4, 0),
    ("HGET", 3, 3),
    ("HGETALL", 2, 2),
    ("HDEL", 3, 0),
    ("HLEN", 2, 2),
    ("HKEYS", 2, 2),
    ("HVALS", 2, 2),
    ("HEXISTS", 3, 3),
    ("HINCRBY", 4, 4),
    ("ZADD", 4, 0),
    ("ZINCRBY", 4, 4),
    ("ZREM", 3, 0),
    ("ZCARD", 2, 2),
    ("ZSCORE", 3, 3),
    ("ZRANK", 3, 3),
    ("ZREVRANK", 3, 3),
    ("ZCOUNT", 4, 4),
    ("ZRANGE", 4, 0),
    ("ZREVRANGE", 4, 5),
    ("ZRANGEBYSCORE", 4, 5),
    ("FLUSHALL", 1, 2),
    ("FLUSHDB", 1, 2),
    ("DBSIZE", 1, 1),
];

/// Why a command may not be queued: it has too few words or too many.
pub fn refused(words: &[Vec<u8>]) -> Option<Reply> {
    let name = String::from_utf8_lossy(words.first()?).to_uppercase();
    let (_, least, most) = ARITY.iter().find(|(n, _, _)| *n == name)?;
    (words.len() < *least || *most > 0 && words.len() > *most).then(|| arity(&name))
}

impl Store {
    fn expire(&mut self, now: Instant) {
        self.values.retain(|_, (_, until)| until.is_none_or(|u| u > now));
    }

    fn get(&self, key: &[u8]) -> Option<&Value> {
        self.values.get(key).map(|(v, _)| v)
    }

    fn put(&mut self, key: &[u8], value: Value) {
        self.dirty += 1;
        let until = self.values.get(key).and_then(|(_, u)| *u);
        self.values.insert(key.to_vec(), (value, until));
    }

    /// Every key with its value, for saving.
    pub fn all(&self) -> impl Iterator<Item = (&Vec<u8>, &Value, Option<Instant>)> {
        self.values.iter().map(|(k, (v, u))| (k, v, *u))
    }

    pub fn set_expiry(&mut self, key: &[u8], until: Instant) {
        if let Some((_, at)) = self.values.get_mut(key) {
            *at = Some(until);
        }
    }

    /// Carries a command out, if it is one on data.
    pub fn run(&mut self, words: &[Vec<u8>], now: Instant) -> Option<Reply> {
        self.expire(now);
        let name = String::from_utf8_lossy(words.first()?).to_uppercase();
        let (_, least, most) = ARITY.iter().find(|(n, _, _)| *n == name)?;
        if words.len() < *least || (*most > 0 && words.len() > *most) {
            return Some(arity(&name));
        }
        let word = |n: usize| words.get(n).map(Vec::as_slice).unwrap_or_default();
        let key = word(1).to_vec();
        if let Some(reply) = self.more(&name, words, now) {
            return Some(reply);
        }
        if Store::is_sorted(&name) {
            return Some(self.sorted(&name, words));
        }
        Some(match name.as_str() {
            "GET" => match self.get(&key) {
                None => Reply::Nil,
                Some(Value::Text(text)) => Reply::Bulk(text.clone()),
                Some(_) => wrong_type(),
            },
            "SET" => self.set(words, now),
            "SETNX" => {
                let free = self.get(&key).is_none();
                if free {
                    self.put(&key, Value::Text(word(2).to_vec()));
                }
                Reply::Number(i64::from(free))
            }
            "SETEX" => match integer(word(2)) {
                Some(seconds) if seconds > 0 => {
                    self.put(&key, Value::Text(word(3).to_vec()));
                    self.set_expiry(&key, now.after(Duration::from_secs(seconds as u64)));
                    ok()
                }
                Some(_) => Reply::Error("ERR invalid expire time in 'setex' command".into()),
                None => not_integer(),
            },
            "GETSET" | "GETDEL" => {
                let old = match self.get(&key) {
                    None => Reply::Nil,
                    Some(Value::Text(text)) => Reply::Bulk(text.clone()),
                    Some(_) => return Some(wrong_type()),
                };
                if name == "GETDEL" {
                    self.dirty += u64::from(self.values.remove(&key).is_some());
                } else {
                    self.put(&key, Value::Text(word(2).to_vec()));
                }
                old
            }
            "APPEND" => {
                let mut text = match self.get(&key) {
                    None => Vec::new(),
                    Some(Value::Text(text)) => text.clone(),
                    Some(_) => return Some(wrong_type()),
                };
                if text.len() + word(2).len() > LIMIT {
                    return Some(Reply::Error(
                        "ERR string exceeds maximum allowed size (proto-max-bulk-len)".into(),
                    ));
                }
                text.extend_from_slice(word(2));
                let len = text.len();
                self.put(&key, Value::Text(text));
                Reply::Number(len as i64)
            }
            "STRLEN" => match self.get(&key) {
                None => Reply::Number(0),
                Some(Value::Text(text)) => Reply::Number(text.len() as i64),
                Some(_) => wrong_type(),
            },
            "INCR" => self.add(&key, Some(1)),
            "DECR" => self.add(&key, Some(-1)),
            "INCRBY" => self.add(&key, integer(word(2))),
            "DECRBY" => self.add(&key, integer(word(2)).and_then(i64::checked_neg)),
            "MGET" => Reply::Array(
                words
                    .iter()
                    .skip(1)
                    .map(|k| match self.get(k) {
                        Some(Value::Text(text)) => Reply::Bulk(text.clone()),
                        _ => Reply::Nil,
                    })
                    .collect(),
            ),
            "MSET" => {
                if words.len().is_multiple_of(2) {
                    return Some(arity(&name));
                }
                for pair in words[1..].chunks_exact(2) {
                    self.put(&pair[0], Value::Text(pair[1].clone()));
                }
                ok()
            }
            "DEL" | "UNLINK" => {
                let gone = words.iter().skip(1).filter(|k| self.values.remove(*k).is_some()).count();
                self.dirty += gone as u64;
                Reply::Number(gone as i64)
            }
            "EXISTS" => Reply::Number(words.iter().skip(1).filter(|k| self.values.contains_key(*k)).count() as i64),
            "EXPIRE" | "PEXPIRE" => match integer(word(2)) {
                None => not_integer(),
                Some(_) if !self.values.contains_key(&key) => Reply::Number(0),
                Some(n) if n <= 0 => {
                    self.values.remove(&key);
                    self.dirty += 1;
                    Reply::Number(1)
                }
                Some(n) => {
                    let wait = if name == "EXPIRE" {
                        Duration::from_secs(n as u64)
                    } else {
                        Duration::from_millis(n as u64)
                    };
                    self.set_expiry(&key, now.after(wait));
                    self.dirty += 1;
                    Reply::Number(1)
                }
            },
            "TTL" | "PTTL" => match self.values.get(&key) {
                None => Reply::Number(-2),
                Some((_, None)) => Reply::Number(-1),
                Some((_, Some(until))) => {
                    let left = until.since(now);
                    Reply::Number(if name == "TTL" {
                        (left.as_millis() as i64 + 500) / 1000
                    } else {
                        left.as_millis() as i64
                    })
                }
            },
            "PERSIST" => match self.values.get_mut(&key) {
                Some((_, until)) if until.is_some() => {
                    *until = None;
                    Reply::Number(1)
                }
                _ => Reply::Number(0),
            },
            "TYPE" => Reply::Simple(self.get(&key).map_or("none", Value::kind).into()),
            "KEYS" => Reply::Array(
                self.values
                    .keys()
                    .filter(|k| glob(&key, k))
                    .map(|k| Reply::Bulk(k.clone()))
                    .collect(),
            ),
            "RENAME" => match self.values.remove(&key) {
                None => Reply::Error("ERR no such key".into()),
                Some(value) => {
                    self.values.insert(word(2).to_vec(), value);
                    self.dirty += 1;
                    ok()
                }
            },
            "LPUSH" | "RPUSH" => {
                let mut list = match self.get(&key) {
                    None => VecDeque::new(),
                    Some(Value::List(list)) => list.clone(),
                    Some(_) => return Some(wrong_type()),
                };
                for item in &words[2..] {
                    if name == "LPUSH" {
                        list.push_front(item.clone())
                    } else {
                        list.push_back(item.clone())
                    }
                }
                let len = list.len();
                self.put(&key, Value::List(list));
                Reply::Number(len as i64)
            }
            "LPOP" | "RPOP" => match self.get(&key).cloned() {
                None => Reply::Nil,
                Some(Value::List(mut list)) => {
                    let mut pop = || if name == "LPOP" { list.pop_front() } else { list.pop_back() };
                    let reply = match words.get(2).map(|w| integer(w)) {
                        None => pop().map_or(Reply::Nil, Reply::Bulk),
                        Some(Some(n)) => Reply::Array((0..n.max(0)).map_while(|_| pop()).map(Reply::Bulk).collect()),
                        Some(None) => return Some(not_integer()),
                    };
                    if list.is_empty() {
                        self.values.remove(&key);
                        self.dirty += 1;
                    } else {
                        self.put(&key, Value::List(list));
                    }
                    reply
                }
                Some(_) => wrong_type(),
            },
            "LRANGE" => match (self.get(&key), integer(word(2)), integer(word(3))) {
                (_, None, _) | (_, _, None) => not_integer(),
                (None, _, _) => Reply::Array(Vec::new()),
                (Some(Value::List(list)), Some(start), Some(stop)) => {
                    let len = list.len() as i64;
                    let place = |n: i64| if n < 0 { (len + n).max(0) } else { n };
                    let (start, stop) = (place(start), if stop < 0 { len + stop } else { stop });
                    let items = list
                        .iter()
                        .enumerate()
                        .filter(|(i, _)| (*i as i64) >= start && (*i as i64) <= stop);
                    Reply::Array(items.map(|(_, v)| Reply::Bulk(v.clone())).collect())
                }
                _ => wrong_type(),
            },
            "LLEN" => self.count(&key, |v| if let Value::List(l) = v { Some(l.len()) } else { None }),
            "LINDEX" => match (self.get(&key), integer(word(2))) {
                (_, None) => not_integer(),
                (None, _) => Reply::Nil,
                (Some(Value::List(list)), Some(n)) => {
                    let at = if n < 0 { list.len() as i64 + n } else { n };
                    usize::try_from(at)
                        .ok()
                        .and_then(|i| list.get(i))
                        .map_or(Reply::Nil, |v| Reply::Bulk(v.clone()))
                }
                _ => wrong_type(),
            },
            "SADD" | "SREM" => {
                let mut set = match self.get(&key) {
                    None => BTreeSet::new(),
                    Some(Value::Set(set)) => set.clone(),
                    Some(_) => return Some(wrong_type()),
                };
                let changed = words[2..]
                    .iter()
                    .filter(|m| {
                        if name == "SADD" {
                            set.insert((*m).clone())
                        } else {
                            set.remove(*m)
                        }
                    })
                    .count();
                if set.is_empty() {
                    self.values.remove(&key);
                } else {
                    self.put(&key, Value::Set(set));
                }
                Reply::Number(changed as i64)
            }
            "SMEMBERS" => match self.get(&key) {
                None => Reply::Array(Vec::new()),
                Some(Value::Set(set)) => Reply::Array(set.iter().cloned().map(Reply::Bulk).collect()),
                Some(_) => wrong_type(),
            },
            "SISMEMBER" => match self.get(&key) {
                None => Reply::Number(0),
                Some(Value::Set(set)) => Reply::Number(i64::from(set.contains(word(2)))),
                Some(_) => wrong_type(),
            },
            "SCARD" => self.count(&key, |v| if let Value::Set(s) = v { Some(s.len()) } else { None }),
            "HSET" => {
                if !words.len().is_multiple_of(2) {
                    return Some(arity(&name));
                }
                let mut hash = match self.get(&key) {
                    None => Fields::default(),
                    Some(Value::Hash(hash)) => hash.clone(),
                    Some(_) => return Some(wrong_type()),
                };
                let added = words[2..]
                    .chunks_exact(2)
                    .filter(|p| hash.insert(p[0].clone(), p[1].clone()).is_none())
                    .count();
                self.put(&key, Value::Hash(hash));
                Reply::Number(added as i64)
            }
            "HINCRBY" => {
                let mut hash = match self.get(&key) {
                    None => Fields::default(),
                    Some(Value::Hash(hash)) => hash.clone(),
                    Some(_) => return Some(wrong_type()),
                };
                let old = hash.get(word(2)).map_or(Some(0), |v| integer(v));
                let Some(sum) = old.zip(integer(word(3))).and_then(|(a, b)| a.checked_add(b)) else {
                    return Some(not_integer());
                };
                hash.insert(word(2).to_vec(), sum.to_string().into_bytes());
                self.put(&key, Value::Hash(hash));
                Reply::Number(sum)
            }
            "HLEN" => self.count(&key, |v| if let Value::Hash(h) = v { Some(h.len()) } else { None }),
            "HGET" | "HGETALL" | "HDEL" | "HKEYS" | "HVALS" | "HEXISTS" => match self.get(&key).cloned() {
                None if name == "HGET" => Reply::Nil,
                None if name == "HDEL" || name == "HEXISTS" => Reply::Number(0),
                None => Reply::Array(Vec::new()),
                Some(Value::Hash(mut hash)) => match name.as_str() {
                    "HGET" => hash.get(word(2)).map_or(Reply::Nil, |v| Reply::Bulk(v.clone())),
                    "HEXISTS" => Reply::Number(i64::from(hash.contains_key(word(2)))),
                    "HKEYS" => Reply::Array(hash.into_pairs().map(|(k, _)| Reply::Bulk(k)).collect()),
                    "HVALS" => Reply::Array(hash.into_pairs().map(|(_, v)| Reply::Bulk(v)).collect()),
                    "HGETALL" => Reply::Array(
                        hash.into_pairs()
                            .flat_map(|(k, v)| [Reply::Bulk(k), Reply::Bulk(v)])
                            .collect(),
                    ),
                    _ => {
                        let gone = words[2..].iter().filter(|f| hash.remove(f).is_some()).count();
                        if hash.is_empty() {
                            self.values.remove(&key);
                        } else {
                            self.put(&key, Value::Hash(hash));
                        }
                        Reply::Number(gone as i64)
                    }
                },
                Some(_) => wrong_type(),
            },
            "FLUSHALL" | "FLUSHDB" => {
                self.values.clear();
                self.dirty += 1;
                ok()
            }
            _ => Reply::Number(self.values.len() as i64),
        })
    }

    fn count(&self, key: &[u8], len: impl Fn(&Value) -> Option<usize>) -> Reply {
        match self.get(key) {
            None => Reply::Number(0),
            Some(value) => len(value).map_or_else(wrong_type, |n| Reply::Number(n as i64)),
        }
    }

    fn add(&mut self, key: &[u8], by: Option<i64>) -> Reply {
        let old = match self.get(key) {
            None => Some(0),
            Some(Value::Text(text)) => integer(text),
            Some(_) => return wrong_type(),
        };
        match old.zip(by) {
            None => not_integer(),
            Some((a, b)) => match a.checked_add(b) {
                None => Reply::Error("ERR increment or decrement would overflow".into()),
                Some(sum) => {
                    self.put(key, Value::Text(sum.to_string().into_bytes()));
                    Reply::Number(sum)
                }
            },
        }
    }

    fn set(&mut self, words: &[Vec<u8>], now: Instant) -> Reply {
        let (key, value) = (&words[1], &words[2]);
        let (mut until, mut keep, mut at) = (None, false, 3);
        while let Some(option) = words.get(at) {
            at += 1;
            match String::from_utf8_lossy(option).to_uppercase().as_str() {
                "NX" if self.get(key).is_some() => return Reply::Nil,
                "XX" if self.get(key).is_none() => return Reply::Nil,
                "NX" | "XX" => {}
                "KEEPTTL" => keep = true,
                unit @ ("EX" | "PX") => {
                    let Some(n) = words.get(at).and_then(|w| integer(w)) else {
                        return not_integer();
                    };
                    if n <= 0 {
                        return Reply::Error("ERR invalid expire time in 'set' command".into());
                    }
                    at += 1;
                    let wait = if unit == "EX" {
                        Duration::from_secs(n as u64)
                    } else {
                        Duration::from_millis(n as u64)
                    };
                    until = Some(now.after(wait));
                }
                _ => return Reply::Error("ERR syntax error".into()),
            }
        }
        if !keep {
            self.values.remove(key);
        }
        self.put(key, Value::Text(value.clone()));
        if let Some(until) = until {
            self.set_expiry(key, until);
        }
        ok()
    }
}
