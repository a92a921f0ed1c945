//! `date` (POSIX). Setting the clock is refused: the clock is the simulation's.

use crate::clock::{self, Civil};
use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("utc", 'u'),
        ("universal", 'u'),
        ("date", 'd'),
        ("set", 's'),
        ("reference", 'r'),
        ("iso-8601", 'I'),
        ("rfc-email", 'R'),
        ("rfc-2822", 'R'),
        ("rfc-3339", '3'),
    ];
    let options = t.options("ud:s:r:I::R3:D:", &long).await?;
    let now = t.sys.now().0;
    let mut at = now;
    if let Some(text) = options.value('d') {
        let parsed = if t.gnu {
            clock::parse(text, now)
        } else {
            stamp(text, now, false).or_else(|| {
                let known = clock::parse(text, now)?;
                // busybox knows fixed forms only: no words, no arithmetic, no `T`.
                let fixed = text.starts_with('@') || text.bytes().all(|b| b.is_ascii_digit() || b" :.-".contains(&b));
                (fixed && !text.is_empty()).then_some(known)
            })
        };
        let Some(time) = parsed else {
            let message = t.words(format!("invalid date '{text}'"), format!("invalid date '{text}'"));
            return Err(t.fail(message).await);
        };
        at = time;
    }
    if let Some(file) = options.value('r') {
        match t.sys.stat(file) {
            Ok(stat) => at = stat.meta.mtime,
            Err(error) => {
                let message = t.words(format!("can't stat '{file}': {error}"), format!("{file}: {error}"));
                return Err(t.fail(message).await);
            }
        }
    }
    if let [_, extra, ..] = options.rest.as_slice() {
        return Err(if t.gnu {
            t.misuse(format!("extra operand '{extra}'")).await
        } else {
            t.fail(format!("invalid date '{extra}'")).await
        });
    }
    let civil = Civil::from_nanos(at);
    let format = options.rest.first().and_then(|w| w.strip_prefix('+'));
    if options.has('s') || options.rest.first().is_some_and(|w| !w.starts_with('+')) {
        let text = options
            .value('s')
            .or(options.rest.first().map(String::as_str))
            .unwrap_or_default();
        if clock::parse(text, now).is_none() && stamp(text, now, false).is_none() {
            return Err(t.fail(format!("invalid date '{text}'")).await);
        }
        let message = t.words(
            "can't set date: Operation not permitted",
            "cannot set date: Operation not permitted",
        );
        t.error(message).await;
    }
    let pattern = match (format, options.last_of("IR3")) {
        (Some(format), _) => format,
        (None, Some('I')) => match options.value('I') {
            Some("hours") => "%Y-%m-%dT%H%:z",
            Some("minutes") => "%Y-%m-%dT%H:%M%:z",
            Some("seconds") => "%Y-%m-%dT%H:%M:%S%:z",
            Some("ns") => "%Y-%m-%dT%H:%M:%S,%N%:z",
            _ => "%Y-%m-%d",
        },
        (None, Some('R')) => "%a, %d %b %Y %H:%M:%S %z",
        (None, Some('3')) => match options.value('3') {
            Some("date") => "%Y-%m-%d",
            Some("ns") => "%Y-%m-%d %H:%M:%S.%N%:z",
            _ => "%Y-%m-%d %H:%M:%S%:z",
        },
        _ => "%a %b %e %H:%M:%S %Z %Y",
    };
    let text = clock::format(pattern, &civil);
    t.line(text).await
}

/// The digits of `touch -t` (`[[CC]YY]MMDDhhmm[.ss]`), or of date's operand (`MMDDhhmm[[CC]YY][.ss]`).
pub fn stamp(text: &str, now: i64, year_first: bool) -> Option<i64> {
    let (digits, seconds) = text.split_once('.').unwrap_or((text, "0"));
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = Civil::from_nanos(now).year;
    let (year, rest) = match (digits.len(), year_first) {
        (8, _) => (year, digits),
        (10, true) => (century(digits.get(..2)?)?, digits.get(2..)?),
        (12, true) => (digits.get(..4)?.parse().ok()?, digits.get(4..)?),
        (10, false) => (century(digits.get(8..)?)?, digits.get(..8)?),
        (12, false) => (digits.get(8..)?.parse().ok()?, digits.get(..8)?),
        _ => return None,
    };
    let part = |from: usize| rest.get(from..from + 2);
    let text = format!("{year:04}-{}-{} {}:{}:{seconds}", part(0)?, part(2)?, part(4)?, part(6)?);
    clock::parse(&text, now)
}

fn century(two: &str) -> Option<i64> {
    let year: i64 = two.parse().ok()?;
    Some(if year < 69 { 2000 + year } else { 1900 + year })
}
