//! Sorted sets: members with scores, in the order of score and name (Redis' command reference, "Sorted set").
//!
//! Left out: ranges by score or name beyond ZCOUNT and ZRANGEBYSCORE, unions, pops, ZADD's GT, LT and INCR.

use super::{Reply, Store, Value, integer, not_integer, wrong_type};
use std::collections::BTreeMap;

type Scores = BTreeMap<Vec<u8>, f64>;

/// A score as Redis prints it.
pub fn score_text(score: f64) -> Vec<u8> {
    match score {
        s if s.is_infinite() => if s > 0.0 { "inf" } else { "-inf" }.into(),
        s => format!("{s}").into_bytes(),
    }
}

fn float(bytes: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.parse::<f64>().ok().filter(|x| !x.is_nan())
}

fn not_float() -> Reply {
    Reply::Error("ERR value is not a valid float".into())
}

/// Members from the lowest score up; those alike by name.
fn ordered(scores: &Scores) -> Vec<(&Vec<u8>, f64)> {
    let mut out: Vec<(&Vec<u8>, f64)> = scores.iter().map(|(m, s)| (m, *s)).collect();
    out.sort_by(|(a, x), (b, y)| x.total_cmp(y).then_with(|| a.cmp(b)));
    out
}

/// A bound such as `(5`, `-inf`: the number, and whether it is outside.
fn bound(bytes: &[u8]) -> Option<(f64, bool)> {
    match bytes.strip_prefix(b"(") {
        Some(rest) => float(rest).map(|x| (x, true)),
        None => float(bytes).map(|x| (x, false)),
    }
}

impl Store {
    /// The commands whose names begin with Z; words are counted already.
    pub(super) fn sorted(&mut self, name: &str, words: &[Vec<u8>]) -> Reply {
        let word = |n: usize| words.get(n).map(Vec::as_slice).unwrap_or_default();
        let key = word(1).to_vec();
        let mut scores = match self.get(&key) {
            None => Scores::new(),
            Some(Value::Sorted(scores)) => scores.clone(),
            Some(_) => return wrong_type(),
        };
        let is = |n: usize, text: &str| word(n).eq_ignore_ascii_case(text.as_bytes());
        match name {
            "ZPOPMIN" | "ZPOPMAX" => {
                let count = match words.get(2) {
                    None => 1,
                    Some(text) => match integer(text).and_then(|n| usize::try_from(n).ok()) {
                        Some(count) => count,
                        None => return Reply::Error("ERR value is out of range, must be positive".into()),
                    },
                };
                let mut found: Vec<(Vec<u8>, f64)> = scores.iter().map(|(member, score)| (member.clone(), *score)).collect();
                found.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
                if name == "ZPOPMAX" {
                    found.reverse();
                }
                found.truncate(count);
                for (member, _) in &found {
                    scores.remove(member);
                }
                if scores.is_empty() {
                    self.values.remove(&key);
                    self.dirty += 1;
                } else {
                    self.put(&key, Value::Sorted(scores));
                }
                let found: Vec<(&Vec<u8>, f64)> = found.iter().map(|(member, score)| (member, *score)).collect();
                listed(&found, true)
            }
            "ZADD" => {
                let (mut at, mut only_new, mut only_old, mut changed) = (2, false, false, false);
                while ["NX", "XX", "CH"].iter().any(|f| is(at, f)) {
                    only_new |= is(at, "NX");
                    only_old |= is(at, "XX");
                    changed |= is(at, "CH");
                    at += 1;
                }
                let pairs = words.get(at..).unwrap_or_default();
                if pairs.is_empty() || !pairs.len().is_multiple_of(2) {
                    return Reply::Error("ERR syntax error".into());
                }
                let (mut added, mut moved) = (0, 0);
                for pair in pairs.chunks_exact(2) {
                    let [score, member] = pair else { continue };
                    let Some(score) = float(score) else { return not_float() };
                    let old = scores.get(member).copied();
                    if old.is_some() && only_new || old.is_none() && only_old {
                        continue;
                    }
                    added += i64::from(old.is_none());
                    moved += i64::from(old.is_some_and(|o| o != score));
                    scores.insert(member.clone(), score);
                }
                if !scores.is_empty() {
                    self.put(&key, Value::Sorted(scores));
                }
                Reply::Number(if changed { added + moved } else { added })
            }
            "ZINCRBY" => {
                let Some(by) = float(word(2)) else { return not_float() };
                let score = scores.get(word(3)).copied().unwrap_or(0.0) + by;
                scores.insert(word(3).to_vec(), score);
                self.put(&key, Value::Sorted(scores));
                Reply::Bulk(score_text(score))
            }
            "ZREM" => {
                let gone = words.iter().skip(2).filter(|m| scores.remove(*m).is_some()).count();
                if scores.is_empty() {
                    self.values.remove(&key);
                } else {
                    self.put(&key, Value::Sorted(scores));
                }
                Reply::Number(gone as i64)
            }
            "ZCARD" => Reply::Number(scores.len() as i64),
            "ZSCORE" => scores.get(word(2)).map_or(Reply::Nil, |s| Reply::Bulk(score_text(*s))),
            "ZRANK" | "ZREVRANK" => {
                let list = ordered(&scores);
                match list.iter().position(|(m, _)| m.as_slice() == word(2)) {
                    Some(n) if name == "ZRANK" => Reply::Number(n as i64),
                    Some(n) => Reply::Number((list.len() - 1 - n) as i64),
                    None => Reply::Nil,
                }
            }
            "ZCOUNT" | "ZRANGEBYSCORE" => {
                let (Some(low), Some(high)) = (bound(word(2)), bound(word(3))) else {
                    return Reply::Error("ERR min or max is not a float".into());
                };
                let fits = |s: f64| (s > low.0 || s == low.0 && !low.1) && (s < high.0 || s == high.0 && !high.1);
                let found: Vec<(&Vec<u8>, f64)> = ordered(&scores).into_iter().filter(|(_, s)| fits(*s)).collect();
                match name {
                    "ZCOUNT" => Reply::Number(found.len() as i64),
                    _ => listed(&found, is(4, "WITHSCORES")),
                }
            }
            _ => {
                let (Some(from), Some(to)) = (integer(word(2)), integer(word(3))) else {
                    return not_integer();
                };
                let options = words.get(4..).unwrap_or_default();
                let has = |text: &str| options.iter().any(|w| w.eq_ignore_ascii_case(text.as_bytes()));
                if options
                    .iter()
                    .any(|w| !w.eq_ignore_ascii_case(b"WITHSCORES") && !w.eq_ignore_ascii_case(b"REV"))
                {
                    return Reply::Error(format!("ERR drydock: such a {name} is not simulated"));
                }
                let mut list = ordered(&scores);
                if name == "ZREVRANGE" || has("REV") {
                    list.reverse();
                }
                let len = list.len() as i64;
                let place = |n: i64| if n < 0 { n.saturating_add(len) } else { n };
                let (from, to) = (place(from).max(0), place(to).min(len - 1));
                let found: Vec<(&Vec<u8>, f64)> = match from > to {
                    true => Vec::new(),
                    false => list.into_iter().skip(from as usize).take((to - from + 1) as usize).collect(),
                };
                listed(&found, has("WITHSCORES"))
            }
        }
    }

    /// Whether a command of [`super::ARITY`] is one of these.
    pub(super) fn is_sorted(name: &str) -> bool {
        name.starts_with('Z')
    }
}

fn listed(found: &[(&Vec<u8>, f64)], scores: bool) -> Reply {
    let one = |(member, score): &(&Vec<u8>, f64)| {
        let mut out = vec![Reply::Bulk((*member).clone())];
        if scores {
            out.push(Reply::Bulk(score_text(*score)));
        }
        out
    };
    Reply::Array(found.iter().flat_map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::super::{Reply, Store};
    use machine::Instant;

    fn say(store: &mut Store, line: &str) -> Reply {
        let words: Vec<Vec<u8>> = line.split(' ').map(|w| w.as_bytes().to_vec()).collect();
        store.run(&words, Instant(0)).unwrap()
    }

    #[test]
    fn members_come_in_the_order_of_their_scores() {
        let mut store = Store::default();
        assert_eq!(say(&mut store, "ZADD z 3 c 1 a 2.5 b"), Reply::Number(3));
        assert_eq!(say(&mut store, "ZINCRBY z 4 a"), Reply::Bulk(b"5".to_vec()));
        let bulk = |t: &str| Reply::Bulk(t.as_bytes().to_vec());
        let all = Reply::Array(vec![bulk("b"), bulk("2.5"), bulk("c"), bulk("3"), bulk("a"), bulk("5")]);
        assert_eq!(say(&mut store, "ZRANGE z 0 -1 WITHSCORES"), all);
        assert_eq!(say(&mut store, "ZREVRANGE z 0 0"), Reply::Array(vec![bulk("a")]));
        assert_eq!(say(&mut store, "ZRANK z c"), Reply::Number(1));
        assert_eq!(say(&mut store, "ZCOUNT z (2.5 +inf"), Reply::Number(2));
        assert_eq!(say(&mut store, "TYPE z"), Reply::Simple("zset".into()));
    }
}
