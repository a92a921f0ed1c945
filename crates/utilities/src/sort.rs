//! `sort` (POSIX), with keys, and -h, -V, -M, -R by the machine's chance.
//!
//! The order is that of the C locale. Left out: merging in files of its own (everything is held in memory).

use crate::io::split_lines;
use crate::ls::version_order;
use crate::tool::{Exit, Run, Tool, tool};
use machine::Flags;
use std::cmp::Ordering;

tool!();

#[derive(Clone, Copy, Debug, Default)]
struct How {
    numeric: bool,
    general: bool,
    human: bool,
    month: bool,
    version: bool,
    reverse: bool,
    fold: bool,
    dictionary: bool,
    printable: bool,
    blanks: bool,
}

impl How {
    fn set(&mut self, letter: char) -> bool {
        match letter {
            'n' => self.numeric = true,
            'g' => self.general = true,
            'h' => self.human = true,
            'M' => self.month = true,
            'V' => self.version = true,
            'r' => self.reverse = true,
            'f' => self.fold = true,
            'd' => self.dictionary = true,
            'i' => self.printable = true,
            'b' => self.blanks = true,
            _ => return false,
        }
        true
    }

    fn is_plain(&self) -> bool {
        !(self.numeric
            || self.general
            || self.human
            || self.month
            || self.version
            || self.reverse
            || self.fold
            || self.dictionary
            || self.printable
            || self.blanks)
    }
}

/// A key: fields and characters count from 1; an end of `None` is the line's.
#[derive(Clone, Copy, Debug)]
struct Key {
    from: (usize, usize),
    to: Option<(usize, usize)>,
    how: How,
    own: bool,
}

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("numeric-sort", 'n'),
        ("general-numeric-sort", 'g'),
        ("human-numeric-sort", 'h'),
        ("month-sort", 'M'),
        ("version-sort", 'V'),
        ("reverse", 'r'),
        ("ignore-case", 'f'),
        ("dictionary-order", 'd'),
        ("ignore-nonprinting", 'i'),
        ("ignore-leading-blanks", 'b'),
        ("unique", 'u'),
        ("check", 'c'),
        ("stable", 's'),
        ("output", 'o'),
        ("key", 'k'),
        ("field-separator", 't'),
        ("zero-terminated", 'z'),
        ("merge", 'm'),
        ("random-sort", 'R'),
        ("buffer-size", 'S'),
        ("temporary-directory", 'T'),
        ("parallel", 'P'),
    ];
    let options = t.options("nghMVrfdibucso:k:t:zmRS:T:CP:", &long).await?;
    let mut global = How::default();
    for (letter, _) in &options.given {
        global.set(*letter);
    }
    let separator = match options.value('t').map(str::as_bytes) {
        None => None,
        Some([byte]) => Some(*byte),
        Some(b"\\0") => Some(0),
        Some(text) => {
            let shown = String::from_utf8_lossy(text).into_owned();
            let message = t.words(
                "bad -t parameter".to_string(),
                if shown.is_empty() {
                    "empty tab".into()
                } else {
                    format!("multi-character tab '{shown}'")
                },
            );
            return Err(t.fail_with(2, message).await);
        }
    };
    let mut keys = Vec::new();
    for text in options.values('k') {
        match key(&text) {
            Some(mut key) => {
                if !key.own {
                    key.how = global;
                }
                keys.push(key);
            }
            None => {
                let message = t.words(
                    if text.starts_with(|c: char| c.is_ascii_digit()) {
                        "unknown key option".to_string()
                    } else {
                        "bad field specification".to_string()
                    },
                    if text.starts_with(|c: char| c.is_ascii_digit()) {
                        format!("stray character in field spec: invalid field specification '{text}'")
                    } else {
                        format!("invalid number at field start: invalid count at start of '{text}'")
                    },
                );
                return Err(t.fail_with(2, message).await);
            }
        }
    }
    if keys.is_empty() && !global.is_plain() {
        keys.push(Key {
            from: (1, 1),
            to: None,
            how: global,
            own: false,
        });
    }
    let end = if options.has('z') { 0 } else { b'\n' };
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut held = 0usize;
    for file in &files {
        let all = match crate::io::Reader::open(&t.sys, file) {
            Ok(mut reader) => reader.all().await,
            Err(error) => {
                let message = t.words(format!("{file}: {error}"), format!("cannot read: {file}: {error}"));
                return Err(t.fail_with(2, message).await);
            }
        };
        let all = match all {
            Ok(all) => all,
            Err(error) => {
                let message = t.words(format!("{file}: {error}"), format!("read failed: {file}: {error}"));
                return Err(t.fail_with(2, message).await);
            }
        };
        held += all.len();
        if held > crate::io::LIMIT {
            return Err(t.fail_with(2, "memory exhausted").await);
        }
        if end == 0 {
            let ended = all.last() == Some(&0);
            lines.extend(all.split(|b| *b == 0).map(<[u8]>::to_vec));
            if ended {
                lines.pop();
            }
        } else {
            lines.extend(split_lines(&all).0);
        }
    }
    let unique = options.has('u');
    let stable = options.has('s') || unique;
    let compare = |a: &Vec<u8>, b: &Vec<u8>| {
        for key in &keys {
            let order = compare_key(key, part(a, key, separator), part(b, key, separator));
            if order != Ordering::Equal {
                return if key.how.reverse { order.reverse() } else { order };
            }
        }
        if stable && !keys.is_empty() {
            return Ordering::Equal;
        }
        let order = a.cmp(b);
        if global.reverse { order.reverse() } else { order }
    };
    if options.has('c') || options.has('C') {
        for (at, pair) in lines.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let order = compare(a, b);
            if order == Ordering::Greater || unique && order == Ordering::Equal {
                if options.has('c') {
                    let text = String::from_utf8_lossy(b).into_owned();
                    let name = files.first().cloned().unwrap_or_default();
                    let message = if t.gnu {
                        format!("sort: {name}:{}: disorder: {text}\n", at + 2)
                    } else {
                        format!("Check line {}\n", at + 1)
                    };
                    t.stderr(&message).await;
                }
                return Err(Exit(1));
            }
        }
        return Ok(());
    }
    t.sys.burn((lines.len() as u32).saturating_mul(2)).await;
    if options.has('R') {
        for at in (1..lines.len()).rev() {
            let other = t.sys.machine().random(|r| r.below(at as u64 + 1)) as usize;
            lines.swap(at, other);
        }
    } else {
        lines.sort_by(compare);
    }
    if unique {
        lines.dedup_by(|b, a| compare(a, b) == Ordering::Equal);
    }
    let mut out = Vec::with_capacity(held + lines.len());
    for line in lines {
        out.extend(line);
        out.push(end);
    }
    match options.value('o') {
        Some(file) => {
            let file = file.to_string();
            if let Err(error) = t.write_file(&file, &out, Flags::WRITE, 0o666).await {
                let message = t.words(
                    format!("can't open '{file}': {error}"),
                    format!("open failed: {file}: {error}"),
                );
                return Err(t.fail_with(2, message).await);
            }
            Ok(())
        }
        None => t.put(out).await,
    }
}

fn key(text: &str) -> Option<Key> {
    let (from, to) = match text.split_once(',') {
        Some((from, to)) => (from, Some(to)),
        None => (text, None),
    };
    let mut how = How::default();
    let mut own = false;
    let mut position = |text: &str, default: usize| -> Option<(usize, usize)> {
        let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
        let (field, mut rest) = text.split_at_checked(digits(text))?;
        let mut character = default;
        if let Some(more) = rest.strip_prefix('.') {
            let (number, letters) = more.split_at_checked(digits(more))?;
            character = number.parse().ok()?;
            rest = letters;
        }
        for letter in rest.chars() {
            own = true;
            if !how.set(letter) {
                return None;
            }
        }
        let field = field.parse().ok().filter(|f| *f > 0)?;
        Some((field, character))
    };
    let from = position(from, 1).filter(|(_, c)| *c > 0)?;
    let to = match to {
        Some(to) => Some(position(to, 0)?),
        None => None,
    };
    Some(Key { from, to, how, own })
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t' || byte == b'\n'
}

/// The bounds of a field; without a separator, blanks before it belong to it.
fn field(line: &[u8], number: usize, separator: Option<u8>) -> (usize, usize) {
    let mut start = 0;
    for count in 1.. {
        let end = match separator {
            Some(separator) => line
                .get(start..)
                .and_then(|l| l.iter().position(|b| *b == separator))
                .map_or(line.len(), |p| start + p),
            None => {
                let text = line
                    .get(start..)
                    .and_then(|l| l.iter().position(|b| !is_blank(*b)))
                    .map_or(line.len(), |p| start + p);
                line.get(text..)
                    .and_then(|l| l.iter().position(|b| is_blank(*b)))
                    .map_or(line.len(), |p| text + p)
            }
        };
        if count == number {
            return (start, end);
        }
        if end >= line.len() {
            break;
        }
        start = if separator.is_some() { end + 1 } else { end };
    }
    (line.len(), line.len())
}

fn part<'a>(line: &'a [u8], key: &Key, separator: Option<u8>) -> &'a [u8] {
    let (mut start, _) = field(line, key.from.0, separator);
    if key.how.blanks {
        start += line
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| is_blank(**b))
            .count();
    }
    start = (start + key.from.1 - 1).min(line.len());
    let end = match key.to {
        None => line.len(),
        Some((number, 0)) => field(line, number, separator).1,
        Some((number, character)) => {
            let (mut from, _) = field(line, number, separator);
            if key.how.blanks {
                from += line
                    .get(from..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|b| is_blank(**b))
                    .count();
            }
            (from + character).min(line.len())
        }
    };
    line.get(start..end).unwrap_or_default()
}

/// A number in front of a text: sign, digits before and after the point.
fn number(text: &[u8]) -> (bool, &[u8], &[u8]) {
    let skip = text.iter().take_while(|b| is_blank(**b)).count();
    let text = text.get(skip..).unwrap_or_default();
    let (negative, text) = match text.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = |t: &[u8]| t.iter().take_while(|b| b.is_ascii_digit()).count();
    let (whole, rest) = text.split_at(digits(text));
    let fraction = rest
        .strip_prefix(b".")
        .map(|f| f.get(..digits(f)).unwrap_or_default())
        .unwrap_or_default();
    let zeros = whole.iter().take_while(|b| **b == b'0').count();
    let whole = whole.get(zeros..).unwrap_or_default();
    let last = fraction.iter().rposition(|b| *b != b'0').map_or(0, |p| p + 1);
    let fraction = fraction.get(..last).unwrap_or_default();
    (negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction)
}

fn numeric(a: &[u8], b: &[u8]) -> Ordering {
    let ((na, wa, fa), (nb, wb, fb)) = (number(a), number(b));
    let magnitude = wa.len().cmp(&wb.len()).then_with(|| wa.cmp(wb)).then_with(|| fa.cmp(fb));
    match (na, nb) {
        (false, false) => magnitude,
        (true, true) => magnitude.reverse(),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

fn unit(text: &[u8]) -> usize {
    let after = text
        .iter()
        .skip_while(|b| is_blank(**b))
        .find(|b| !(b.is_ascii_digit() || **b == b'.' || **b == b'-'));
    after
        .and_then(|b| b"KMGTPEZY".iter().position(|u| *u == b.to_ascii_uppercase()))
        .map_or(0, |p| p + 1)
}

fn float(text: &[u8]) -> f64 {
    let text = String::from_utf8_lossy(text);
    let text = text.trim_start();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)))
        .unwrap_or(text.len());
    (0..=end.min(40))
        .rev()
        .find_map(|end| text.get(..end).and_then(|t| t.parse().ok()))
        .unwrap_or(f64::NEG_INFINITY)
}

fn month(text: &[u8]) -> usize {
    let skip = text.iter().take_while(|b| is_blank(**b)).count();
    let word = text.get(skip..skip + 3).unwrap_or_default().to_ascii_uppercase();
    let names: [&[u8]; 12] = [
        b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC",
    ];
    names.iter().position(|n| *n == word).map_or(0, |p| p + 1)
}

fn compare_key(key: &Key, a: &[u8], b: &[u8]) -> Ordering {
    let how = key.how;
    if how.numeric {
        return numeric(a, b);
    }
    if how.human {
        let sign = |t: &[u8]| number(t).0;
        let order = unit(a).cmp(&unit(b));
        return match (sign(a), sign(b)) {
            (false, false) => order.then_with(|| numeric(a, b)),
            (true, true) => order.reverse().then_with(|| numeric(a, b)),
            _ => numeric(a, b),
        };
    }
    if how.general {
        return float(a).partial_cmp(&float(b)).unwrap_or(Ordering::Equal);
    }
    if how.month {
        return month(a).cmp(&month(b));
    }
    if how.version {
        return version_order(&String::from_utf8_lossy(a), &String::from_utf8_lossy(b));
    }
    if !(how.fold || how.dictionary || how.printable) {
        return a.cmp(b);
    }
    let filter = |text: &[u8]| -> Vec<u8> {
        text.iter()
            .copied()
            .filter(|b| !how.dictionary || b.is_ascii_alphanumeric() || is_blank(*b))
            .filter(|b| !how.printable || (32..127).contains(b))
            .map(|b| if how.fold { b.to_ascii_uppercase() } else { b })
            .collect()
    };
    filter(a).cmp(&filter(b))
}
