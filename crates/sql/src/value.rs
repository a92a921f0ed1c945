//! Values: NULL, booleans, integers, exact decimals, floats, texts, dates and times.
//!
//! Times are microseconds since 1970, UTC; a decimal is an integer of units with a number of places.

use crate::Dialect;
use std::cmp::Ordering;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Decimal(i128, u32),
    Float(f64),
    Text(String),
    Date(i64),
    Timestamp(i64),
    TimestampTz(i64),
    /// SQLite only.
    Blob(Vec<u8>),
}

/// Days since 1970 to year, month, day.
pub fn civil(days: i64) -> (i64, i64, i64) {
    let z = days.saturating_add(719_468);
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

/// The other way round.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = if month > 2 { month - 3 } else { month + 9 };
    let doy = (153 * mp + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

pub const DAY: i64 = 86_400_000_000;

/// `2024-01-02` or `2024-01-02 03:04:05.6`, with or without a zone; days and microseconds of the day.
pub fn parse_time(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let mut parts = date.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next()?.parse().ok()?;
    let day: i64 = parts.next()?.parse().ok()?;
    if parts.next().is_some() || !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let number = days(year, month, day);
    if civil(number) != (year, month, day) {
        return None;
    }
    if time.is_empty() {
        return Some((number, 0));
    }
    let (clock, zone) = match time.find(['+', '-', 'Z']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let mut words = clock.split(':');
    let hour: i64 = words.next()?.trim().parse().ok()?;
    let minute: i64 = words.next()?.parse().ok()?;
    let seconds: f64 = words.next().unwrap_or("0").trim().parse().ok()?;
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0.0..61.0).contains(&seconds) {
        return None;
    }
    let shift: i64 = zone.trim_end_matches(":00").parse().unwrap_or(0);
    Some((
        number,
        ((hour - shift) * 3600 + minute * 60) * 1_000_000 + (seconds * 1e6).round() as i64,
    ))
}

pub(crate) fn time_text(micros: i64, places: bool) -> String {
    let (y, m, d) = civil(micros.div_euclid(DAY));
    let rest = micros.rem_euclid(DAY);
    let (s, us) = (rest / 1_000_000, rest % 1_000_000);
    let mut out = format!("{y:04}-{m:02}-{d:02} {:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    if places && us > 0 {
        out.push_str(format!(".{us:06}").trim_end_matches('0'));
    }
    out
}

/// An exact number with this many places, rounded half away from zero.
pub fn rescale(units: i128, from: u32, to: u32) -> i128 {
    if to >= from {
        return units.saturating_mul(10i128.saturating_pow(to - from));
    }
    let power = 10i128.saturating_pow(from - to);
    let half = if units < 0 { -(power / 2) } else { power / 2 };
    units.saturating_add(half) / power
}

pub fn decimal_text(units: i128, places: u32) -> String {
    if places == 0 {
        return units.to_string();
    }
    let power = 10u128.saturating_pow(places);
    let all = units.unsigned_abs();
    let sign = if units < 0 { "-" } else { "" };
    format!("{sign}{}.{:0width$}", all / power, all % power, width = places as usize)
}

/// `12.50` as units and places.
pub fn parse_decimal(text: &str) -> Option<(i128, u32)> {
    let text = text.trim();
    let (body, sign) = match text.strip_prefix('-') {
        Some(rest) => (rest, -1),
        None => (text.strip_prefix('+').unwrap_or(text), 1),
    };
    let (whole, part) = body.split_once('.').unwrap_or((body, ""));
    if whole.is_empty() && part.is_empty() || part.len() > 18 || whole.len() > 18 {
        return None;
    }
    let digits = format!("{whole}{part}");
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((digits.parse::<i128>().ok()?.saturating_mul(sign), part.len() as u32))
}

pub(crate) fn float_text(x: f64) -> String {
    if x.is_nan() {
        return "NaN".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    if x != 0.0 && !(1e-5..1e15).contains(&x.abs()) {
        let text = format!("{x:e}");
        let (m, e) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, e) = e.strip_prefix('-').map_or(("+", e), |e| ("-", e));
        return format!("{m}e{sign}{e:0>2}");
    }
    format!("{x}")
}

/// Fifteen figures, and always a point (sqlite.org, printf's `%!.15g`).
fn lite_float(x: f64) -> String {
    if !x.is_finite() {
        return if x.is_nan() {
            ""
        } else if x > 0.0 {
            "Inf"
        } else {
            "-Inf"
        }
        .into();
    }
    let text = format!("{x:.14e}");
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    if (-4..15).contains(&power) {
        let text = format!("{x:.*}", (14 - power).clamp(1, 18) as usize);
        let short = text.trim_end_matches('0');
        return if short.ends_with('.') {
            format!("{short}0")
        } else {
            short.into()
        };
    }
    let short = mantissa.trim_end_matches('0');
    let short = if short.ends_with('.') {
        format!("{short}0")
    } else {
        short.into()
    };
    let sign = if power < 0 { '-' } else { '+' };
    format!("{short}e{sign}{:02}", power.abs())
}

impl Value {
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// As a client shows it; NULL is empty.
    pub fn text(&self, dialect: Dialect) -> String {
        let my = dialect == Dialect::MySql;
        match self {
            Value::Null => String::new(),
            Value::Blob(b) => String::from_utf8_lossy(b).into_owned(),
            Value::Bool(b) if dialect != Dialect::Postgres => i32::from(*b).to_string(),
            Value::Bool(b) => if *b { "t" } else { "f" }.into(),
            Value::Int(n) => n.to_string(),
            Value::Decimal(units, places) => decimal_text(*units, *places),
            Value::Float(x) if dialect == Dialect::Sqlite => lite_float(*x),
            Value::Float(x) => float_text(*x),
            Value::Text(s) => s.clone(),
            Value::Date(d) => {
                let (y, m, d) = civil(*d);
                format!("{y:04}-{m:02}-{d:02}")
            }
            Value::Timestamp(us) => time_text(*us, !my),
            Value::TimestampTz(us) if my => time_text(*us, false),
            Value::TimestampTz(us) => time_text(*us, true) + "+00",
        }
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Int(n) => Some(*n as f64),
            Value::Bool(b) => Some(f64::from(*b)),
            Value::Float(x) => Some(*x),
            Value::Decimal(units, places) => Some(*units as f64 / 10f64.powi(*places as i32)),
            _ => None,
        }
    }

    /// As units and places, where it is exact.
    pub(crate) fn exact(&self) -> Option<(i128, u32)> {
        match self {
            Value::Int(n) => Some((i128::from(*n), 0)),
            Value::Bool(b) => Some((i128::from(*b), 0)),
            Value::Decimal(units, places) => Some((*units, *places)),
            _ => None,
        }
    }

    /// How two values compare; None with a NULL or when they can't.
    pub fn compare(&self, other: &Value, dialect: Dialect) -> Option<Ordering> {
        use Value::*;
        if dialect == Dialect::Sqlite {
            return crate::sqlite::compare(self, other);
        }
        let fold = |s: &str| s.to_lowercase();
        match (self, other) {
            (Null, _) | (_, Null) => None,
            (Bool(a), Bool(b)) => Some(a.cmp(b)),
            (Text(a), Text(b)) if dialect == Dialect::MySql => Some(fold(a).cmp(&fold(b))),
            (Text(a), Text(b)) => Some(collate(a, b)),
            (Date(a), Date(b)) => Some(a.cmp(b)),
            (Text(a), b) => match coerce_text(a, b) {
                Some(v) => v.compare(b, dialect),
                None => a.parse::<f64>().unwrap_or(0.0).partial_cmp(&b.number()?),
            },
            (_, Text(_)) => other.compare(self, dialect).map(Ordering::reverse),
            (a, b) => match (a.micros(), b.micros()) {
                (Some(x), Some(y)) => Some(x.cmp(&y)),
                _ => match (a.exact(), b.exact()) {
                    (Some((x, p)), Some((y, q))) => {
                        let places = p.max(q);
                        Some(rescale(x, p, places).cmp(&rescale(y, q, places)))
                    }
                    _ => a.number()?.partial_cmp(&b.number()?),
                },
            },
        }
    }

    pub(crate) fn micros(&self) -> Option<i64> {
        match self {
            Value::Date(d) => d.checked_mul(DAY),
            Value::Timestamp(us) | Value::TimestampTz(us) => Some(*us),
            _ => None,
        }
    }

    /// For ORDER BY and GROUP BY: NULLs come last in PostgreSQL, first in MySQL.
    pub(crate) fn order(&self, other: &Value, dialect: Dialect) -> Ordering {
        let nulls = |o: Ordering| if dialect == Dialect::Postgres { o } else { o.reverse() };
        match (self.is_null(), other.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) => nulls(Ordering::Greater),
            (false, true) => nulls(Ordering::Less),
            _ => self.compare(other, dialect).unwrap_or(Ordering::Equal),
        }
    }
}

/// A text literal beside a value of another kind takes that kind.
fn coerce_text(text: &str, beside: &Value) -> Option<Value> {
    match beside {
        Value::Int(_) => text.trim().parse().ok().map(Value::Int),
        Value::Decimal(..) => parse_decimal(text).map(|(u, p)| Value::Decimal(u, p)),
        Value::Float(_) => text.trim().parse().ok().map(Value::Float),
        Value::Bool(_) => parse_bool(text).map(Value::Bool),
        Value::Date(_) => parse_time(text).map(|(d, _)| Value::Date(d)),
        Value::Timestamp(_) | Value::TimestampTz(_) => parse_time(text).map(|(d, us)| Value::Timestamp(d * DAY + us)),
        _ => None,
    }
}

pub(crate) fn parse_bool(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "on" | "1" => Some(true),
        "f" | "false" | "n" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// en_US.utf8 puts letters before case.
fn collate(a: &str, b: &str) -> Ordering {
    let key = |s: &str| -> String {
        s.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    key(a).cmp(&key(b)).then_with(|| {
        let small = |s: &str| -> Vec<bool> { s.chars().map(char::is_uppercase).collect() };
        small(a).cmp(&small(b)).then_with(|| a.cmp(b))
    })
}
