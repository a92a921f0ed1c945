//! Commands on data that tutorials use now and then: walking through keys, several fields at once, ends of lists, sets of sets.
//!
//! Left out: chance (SPOP takes the first member there is), and a cursor's promise about keys that come meanwhile.

use super::fields::Fields;
use super::{Reply, Store, Value, integer, not_integer, ok, score_text, wrong_type};
use machine::Instant;
use std::collections::{BTreeSet, VecDeque};

/// Redis' patterns: `*`, `?`, `[a-c]`, `[^x]` and `\`. Goes back to the last star only, so that no pattern takes for ever.
pub fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        let step = match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            Some(_) => one(pattern, p, text.get(t).copied().unwrap_or_default()),
            None => None,
        };
        match (step, star) {
            (Some(next), _) => (p, t) = (next, t + 1),
            (None, Some((at, from))) => {
                (p, t) = (at + 1, from + 1);
                star = Some((at, from + 1));
            }
            (None, None) => return false,
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|b| *b == b'*')
}

/// Where the pattern goes on if what stands there matches this byte.
fn one(pattern: &[u8], p: usize, byte: u8) -> Option<usize> {
    match pattern.get(p)? {
        b'?' => Some(p + 1),
        b'\\' if p + 1 < pattern.len() => (pattern.get(p + 1) == Some(&byte)).then_some(p + 2),
        b'[' => {
            let end = pattern.get(p + 1..)?.iter().position(|b| *b == b']')? + p + 1;
            let inside = pattern.get(p + 1..end)?;
            let (inside, not) = inside.strip_prefix(b"^").map_or((inside, false), |rest| (rest, true));
            let mut found = false;
            let mut at = 0;
            while let Some(first) = inside.get(at) {
                match (inside.get(at + 1), inside.get(at + 2)) {
                    (Some(b'-'), Some(last)) => {
                        found |= (*first..=*last).contains(&byte);
                        at += 3;
                    }
                    _ => {
                        found |= *first == byte;
                        at += 1;
                    }
                }
            }
            (found != not).then_some(end + 1)
        }
        other => (*other == byte).then_some(p + 1),
    }
}

fn float(bytes: &[u8]) -> Option<f64> {
    std::str::from_utf8(bytes).ok()?.parse().ok().filter(|n: &f64| n.is_finite())
}

/// A place in a list of so many, counted from either end.
fn place(index: i64, len: usize) -> Option<usize> {
    let len = i64::try_from(len).ok()?;
    let at = if index < 0 { index + len } else { index };
    usize::try_from(at).ok().filter(|at| *at < len as usize)
}

impl Store {
    pub fn clear(&mut self) {
        self.values.clear();
        self.dirty += 1;
    }

    fn list(&self, key: &[u8]) -> Result<VecDeque<Vec<u8>>, Reply> {
        match self.get(key) {
            None => Ok(VecDeque::new()),
            Some(Value::List(list)) => Ok(list.clone()),
            Some(_) => Err(wrong_type()),
        }
    }

    fn set_of(&self, key: &[u8]) -> Result<BTreeSet<Vec<u8>>, Reply> {
        match self.get(key) {
            None => Ok(BTreeSet::new()),
            Some(Value::Set(set)) => Ok(set.clone()),
            Some(_) => Err(wrong_type()),
        }
    }

    fn hash(&self, key: &[u8]) -> Result<Fields, Reply> {
        match self.get(key) {
            None => Ok(Fields::default()),
            Some(Value::Hash(hash)) => Ok(hash.clone()),
            Some(_) => Err(wrong_type()),
        }
    }

    /// Keeps a value, or removes its key when nothing is left in it.
    fn keep(&mut self, key: &[u8], value: Value) {
        let empty = match &value {
            Value::List(list) => list.is_empty(),
            Value::Set(set) => set.is_empty(),
            Value::Hash(hash) => hash.is_empty(),
            Value::Sorted(scores) => scores.is_empty(),
            Value::Text(_) => false,
        };
        if empty {
            self.values.remove(key);
            self.dirty += 1;
        } else {
            self.put(key, value);
        }
    }

    /// Carries one of these commands out.
    pub(super) fn more(&mut self, name: &str, words: &[Vec<u8>], now: Instant) -> Option<Reply> {
        let done = match name {
            "SCAN" => self.scan(words),
            "HSCAN" | "SSCAN" | "ZSCAN" => self.scan_within(words),
            "LPUSHX" | "RPUSHX" | "LSET" | "LREM" | "LTRIM" | "RPOPLPUSH" | "LMOVE" => self.lists(name, words),
            "SINTER" | "SUNION" | "SDIFF" | "SMOVE" | "SPOP" => self.sets(name, words),
            "HMSET" | "HMGET" | "HSETNX" | "HINCRBYFLOAT" => self.hashes(name, words),
            "PSETEX" | "MSETNX" | "INCRBYFLOAT" | "GETRANGE" | "EXPIREAT" | "TOUCH" | "COPY" => self.texts(name, words, now),
            _ => return None,
        };
        Some(done.unwrap_or_else(|refusal| refusal))
    }

    /// SCAN: ten keys at a time in the order of their names; the cursor is how many have been looked at.
    fn scan(&self, words: &[Vec<u8>]) -> Result<Reply, Reply> {
        let (cursor, rest) = options(words.get(1..).unwrap_or_default())?;
        let looked = self.values.iter().skip(cursor).take(rest.count);
        let fits = |(key, (value, _)): &(&Vec<u8>, &(Value, Option<Instant>))| {
            rest.pattern.as_ref().is_none_or(|pattern| glob(pattern, key))
                && rest.kind.as_ref().is_none_or(|kind| kind == value.kind())
        };
        let keys = looked.filter(fits).map(|(key, _)| Reply::Bulk(key.clone())).collect();
        let next = cursor + rest.count;
        let next = if next >= self.values.len() { 0 } else { next };
        Ok(Reply::Array(vec![
            Reply::Bulk(next.to_string().into_bytes()),
            Reply::Array(keys),
        ]))
    }

    /// HSCAN, SSCAN and ZSCAN: everything at once, as a real server does it with small values.
    fn scan_within(&self, words: &[Vec<u8>]) -> Result<Reply, Reply> {
        let key = words.get(1).map(Vec::as_slice).unwrap_or_default();
        let (_, rest) = options(words.get(2..).unwrap_or_default())?;
        let fits = |name: &&Vec<u8>| rest.pattern.as_ref().is_none_or(|pattern| glob(pattern, name));
        let pair = |a: &[u8], b: Vec<u8>| [Reply::Bulk(a.to_vec()), Reply::Bulk(b)];
        let found = match (words.first().map(|w| w.first().map(u8::to_ascii_uppercase)), self.get(key)) {
            (_, None) => Vec::new(),
            (Some(Some(b'H')), Some(Value::Hash(hash))) => hash
                .iter()
                .filter(|(k, _)| fits(k))
                .flat_map(|(k, v)| pair(k, v.clone()))
                .collect(),
            (Some(Some(b'S')), Some(Value::Set(set))) => set.iter().filter(fits).map(|m| Reply::Bulk(m.clone())).collect(),
            (Some(Some(b'Z')), Some(Value::Sorted(scores))) => scores
                .iter()
                .filter(|(k, _)| fits(k))
                .flat_map(|(k, s)| pair(k, score_text(*s)))
                .collect(),
            _ => return Err(wrong_type()),
        };
        Ok(Reply::Array(vec![Reply::Bulk(b"0".to_vec()), Reply::Array(found)]))
    }

    fn lists(&mut self, name: &str, words: &[Vec<u8>]) -> Result<Reply, Reply> {
        let word = |n: usize| words.get(n).map(Vec::as_slice).unwrap_or_default();
        let key = word(1);
        let mut list = self.list(key)?;
        let reply = match name {
            "LPUSHX" | "RPUSHX" if list.is_empty() => return Ok(Reply::Number(0)),
            "LPUSHX" | "RPUSHX" => {
                for item in words.iter().skip(2) {
                    if name == "LPUSHX" {
                        list.push_front(item.clone())
                    } else {
                        list.push_back(item.clone())
                    }
                }
                Reply::Number(list.len() as i64)
            }
            "LSET" => {
                let index = integer(word(2)).ok_or_else(not_integer)?;
                if list.is_empty() {
                    return Err(Reply::Error("ERR no such key".into()));
                }
                let out = || Reply::Error("ERR index out of range".into());
                let at = place(index, list.len()).ok_or_else(out)?;
                *list.get_mut(at).ok_or_else(out)? = word(3).to_vec();
                ok()
            }
            "LREM" => {
                let count = integer(word(2)).ok_or_else(not_integer)?;
                let most = if count == 0 {
                    usize::MAX
                } else {
                    usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX)
                };
                let mut removed = 0;
                let mut keep = |item: &Vec<u8>| {
                    let goes = item == word(3) && removed < most;
                    removed += usize::from(goes);
                    !goes
                };
                if count < 0 {
                    let rest: Vec<Vec<u8>> = list.into_iter().rev().filter(|item| keep(item)).collect();
                    list = rest.into_iter().rev().collect();
                } else {
                    list.retain(|item| keep(item));
                }
                Reply::Number(removed as i64)
            }
            "LTRIM" => {
                let (start, stop) = (
                    integer(word(2)).ok_or_else(not_integer)?,
                    integer(word(3)).ok_or_else(not_integer)?,
                );
                let len = list.len() as i64;
                let from = |n: i64| if n < 0 { (n + len).max(0) } else { n };
                let (start, stop) = (from(start), if stop < 0 { stop + len } else { stop });
                let kept = list
                    .into_iter()
                    .enumerate()
                    .filter(|(n, _)| (start..=stop).contains(&(*n as i64)));
                list = kept.map(|(_, item)| item).collect();
                ok()
            }
            _ => {
                let side = |n: usize| match word(n).to_ascii_uppercase().as_slice() {
                    b"LEFT" => Ok(true),
                    b"RIGHT" => Ok(false),
                    _ => Err(Reply::Error("ERR syntax error".into())),
                };
                let (from, to) = if name == "LMOVE" {
                    (side(3)?, side(4)?)
                } else {
                    (false, true)
                };
                let taken = if from { list.pop_front() } else { list.pop_back() };
                let Some(item) = taken else { return Ok(Reply::Nil) };
                self.keep(key, Value::List(list));
                let mut there = self.list(word(2))?;
                if to {
                    there.push_front(item.clone())
                } else {
                    there.push_back(item.clone())
                }
                self.keep(word(2), Value::List(there));
                return Ok(Reply::Bulk(item));
            }
        };
        self.keep(key, Value::List(list));
        Ok(reply)
    }

    fn sets(&mut self, name: &str, words: &[Vec<u8>]) -> Result<Reply, Reply> {
        let word = |n: usize| words.get(n).map(Vec::as_slice).unwrap_or_default();
        let mut set = self.set_of(word(1))?;
        match name {
            "SMOVE" => {
                let member = word(3).to_vec();
                let mut there = self.set_of(word(2))?;
                if !set.remove(&member) {
                    return Ok(Reply::Number(0));
                }
                there.insert(member);
                self.keep(word(1), Value::Set(set));
                self.keep(word(2), Value::Set(there));
                Ok(Reply::Number(1))
            }
            "SPOP" => {
                let count = match words.get(2) {
                    None => None,
                    Some(text) => Some(integer(text).and_then(|n| usize::try_from(n).ok()).ok_or_else(not_integer)?),
                };
                let taken: Vec<Vec<u8>> = set.iter().take(count.unwrap_or(1)).cloned().collect();
                for member in &taken {
                    set.remove(member);
                }
                if !taken.is_empty() {
                    self.keep(word(1), Value::Set(set));
                }
                Ok(match count {
                    Some(_) => Reply::Array(taken.into_iter().map(Reply::Bulk).collect()),
                    None => taken.into_iter().next().map_or(Reply::Nil, Reply::Bulk),
                })
            }
            _ => {
                for key in words.iter().skip(2) {
                    let other = self.set_of(key)?;
                    set = match name {
                        "SINTER" => set.intersection(&other).cloned().collect(),
                        "SUNION" => set.union(&other).cloned().collect(),
                        _ => set.difference(&other).cloned().collect(),
                    };
                }
                Ok(Reply::Array(set.into_iter().map(Reply::Bulk).collect()))
            }
        }
    }

    fn hashes(&mut self, name: &str, words: &[Vec<u8>]) -> Result<Reply, Reply> {
        let key = words.get(1).map(Vec::as_slice).unwrap_or_default();
        let mut hash = self.hash(key)?;
        let rest = words.get(2..).unwrap_or_default();
        let reply = match (name, rest) {
            ("HMGET", fields) => {
                let one = |field: &Vec<u8>| hash.get(field).map_or(Reply::Nil, |v| Reply::Bulk(v.clone()));
                return Ok(Reply::Array(fields.iter().map(one).collect()));
            }
            ("HMSET", pairs) => {
                if pairs.len() % 2 == 1 {
                    return Err(super::arity(name));
                }
                for pair in pairs.chunks_exact(2) {
                    if let [field, value] = pair {
                        hash.insert(field.clone(), value.clone());
                    }
                }
                ok()
            }
            ("HSETNX", [field, value]) => {
                if hash.contains_key(field) {
                    return Ok(Reply::Number(0));
                }
                hash.insert(field.clone(), value.clone());
                Reply::Number(1)
            }
            (_, [field, by]) => {
                let old = hash.get(field).map_or(Some(0.0), |text| float(text));
                let old = old.ok_or(Reply::Error("ERR hash value is not a float".into()))?;
                let by = float(by).ok_or(Reply::Error("ERR value is not a valid float".into()))?;
                hash.insert(field.clone(), score_text(old + by));
                Reply::Bulk(score_text(old + by))
            }
            _ => return Err(super::arity(name)),
        };
        self.keep(key, Value::Hash(hash));
        Ok(reply)
    }

    fn texts(&mut self, name: &str, words: &[Vec<u8>], now: Instant) -> Result<Reply, Reply> {
        let word = |n: usize| words.get(n).map(Vec::as_slice).unwrap_or_default();
        let key = word(1);
        let text = |value: Option<&Value>| match value {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong_type()),
        };
        Ok(match name {
            "PSETEX" => {
                let millis = integer(word(2)).ok_or_else(not_integer)?;
                if millis <= 0 {
                    return Err(Reply::Error("ERR invalid expire time in 'psetex' command".into()));
                }
                self.put(key, Value::Text(word(3).to_vec()));
                self.set_expiry(key, Instant(now.0.saturating_add(millis.saturating_mul(1_000_000))));
                ok()
            }
            "MSETNX" => {
                let pairs = words.get(1..).unwrap_or_default();
                if pairs.len() % 2 == 1 {
                    return Err(super::arity(name));
                }
                if pairs.iter().step_by(2).any(|key| self.values.contains_key(key)) {
                    return Ok(Reply::Number(0));
                }
                for pair in pairs.chunks_exact(2) {
                    if let [key, value] = pair {
                        self.put(key, Value::Text(value.clone()));
                    }
                }
                Reply::Number(1)
            }
            "INCRBYFLOAT" => {
                let wrong = || Reply::Error("ERR value is not a valid float".into());
                let old = text(self.get(key))?
                    .map_or(Some(0.0), |text| float(&text))
                    .ok_or_else(wrong)?;
                let new = score_text(old + float(word(2)).ok_or_else(wrong)?);
                self.put(key, Value::Text(new.clone()));
                Reply::Bulk(new)
            }
            "GETRANGE" => {
                let (start, end) = (
                    integer(word(2)).ok_or_else(not_integer)?,
                    integer(word(3)).ok_or_else(not_integer)?,
                );
                let text = text(self.get(key))?.unwrap_or_default();
                let len = text.len() as i64;
                let from = |n: i64| if n < 0 { (n + len).max(0) } else { n };
                let (start, end) = (from(start), from(end).min(len - 1));
                let cut = usize::try_from(start).ok().zip(usize::try_from(end + 1).ok());
                Reply::Bulk(cut.and_then(|(a, b)| text.get(a..b)).unwrap_or_default().to_vec())
            }
            "EXPIREAT" => {
                let seconds = integer(word(2)).ok_or_else(not_integer)?;
                if words.len() > 3 {
                    return Err(Reply::Error("ERR drydock: EXPIREAT's conditions are not simulated".into()));
                }
                let there = self.values.contains_key(key);
                if there {
                    self.dirty += 1;
                    self.set_expiry(key, Instant(seconds.saturating_mul(1_000_000_000)));
                }
                Reply::Number(i64::from(there))
            }
            "TOUCH" => Reply::Number(words.iter().skip(1).filter(|key| self.values.contains_key(*key)).count() as i64),
            _ => match self.values.get(key).cloned() {
                Some(value) if !self.values.contains_key(word(2)) => {
                    self.dirty += 1;
                    self.values.insert(word(2).to_vec(), value);
                    Reply::Number(1)
                }
                _ => Reply::Number(0),
            },
        })
    }
}

/// What stands behind a cursor.
struct Options {
    count: usize,
    pattern: Option<Vec<u8>>,
    kind: Option<String>,
}

fn options(words: &[Vec<u8>]) -> Result<(usize, Options), Reply> {
    let cursor = words.first().and_then(|w| std::str::from_utf8(w).ok()?.parse().ok());
    let cursor: usize = cursor.ok_or(Reply::Error("ERR invalid cursor".into()))?;
    let mut out = Options {
        count: 10,
        pattern: None,
        kind: None,
    };
    for pair in words.get(1..).unwrap_or_default().chunks(2) {
        let [name, value] = pair else {
            return Err(Reply::Error("ERR syntax error".into()));
        };
        match name.to_ascii_uppercase().as_slice() {
            b"MATCH" => out.pattern = Some(value.clone()),
            b"TYPE" => out.kind = Some(String::from_utf8_lossy(value).to_lowercase()),
            b"COUNT" => {
                let count = integer(value).ok_or_else(not_integer)?;
                out.count = usize::try_from(count)
                    .ok()
                    .filter(|n| *n > 0)
                    .ok_or(Reply::Error("ERR syntax error".into()))?;
            }
            _ => return Err(Reply::Error("ERR syntax error".into())),
        }
    }
    Ok((cursor, out))
}
