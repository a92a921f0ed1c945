//! SQLite's functions where they differ from the others', and its dates (sqlite.org, "Date And Time Functions").

use super::{leading_number, lite, plain};
use crate::eval::World;
use crate::value::{DAY, Value, civil, days, parse_time};
use crate::{Dialect, Error, Result};

/// A function's value; None where the common ones know better.
pub(crate) fn call(world: &World, name: &str, values: &[Value]) -> Result<Option<Value>> {
    let null = values.iter().any(Value::is_null);
    let v = |n: usize| values.get(n).cloned().unwrap_or(Value::Null);
    let text = |n: usize| v(n).text(Dialect::Sqlite);
    let count = |least: usize, most: usize| match values.len() {
        n if (least..=most).contains(&n) => Ok(()),
        _ => Err(lite(format!(
            "wrong number of arguments to function {}()",
            name.to_uppercase()
        ))),
    };
    Ok(Some(match name {
        "current_timestamp" => Value::Text(shown(world.now, "%Y-%m-%d %H:%M:%S")),
        "current_date" => Value::Text(shown(world.now, "%Y-%m-%d")),
        "current_time" => Value::Text(shown(world.now, "%H:%M:%S")),
        "datetime" => dated(world, values, "%Y-%m-%d %H:%M:%S")?,
        "date" => dated(world, values, "%Y-%m-%d")?,
        "time" => dated(world, values, "%H:%M:%S")?,
        "unixepoch" => match moment(world, values)? {
            Some(us) => Value::Int(us.div_euclid(1_000_000)),
            None => Value::Null,
        },
        "julianday" => match moment(world, values)? {
            Some(us) => Value::Float(us as f64 / DAY as f64 + 2_440_587.5),
            None => Value::Null,
        },
        "strftime" => match values.split_first() {
            Some((format, rest)) => dated(world, rest, &format.text(Dialect::Sqlite))?,
            None => return Err(lite("wrong number of arguments to function strftime()")),
        },
        "typeof" => {
            count(1, 1)?;
            let kind = match plain(v(0)) {
                Value::Null => "null",
                Value::Int(_) => "integer",
                Value::Float(_) => "real",
                Value::Blob(_) => "blob",
                _ => "text",
            };
            Value::Text(kind.into())
        }
        "last_insert_rowid" => Value::Int(world.last_id),
        "changes" | "total_changes" => return Err(Error::not_simulated(&format!("{name}()"))),
        "sqlite_version" => Value::Text(world.version.into()),
        "random" => Value::Int((world.random() * (1u64 << 53) as f64) as i64 - (1i64 << 52)),
        "is" => Value::Bool(match (v(0).is_null(), v(1).is_null()) {
            (true, true) => true,
            (false, false) => super::compare(&v(0), &v(1)).is_some_and(|o| o.is_eq()),
            _ => false,
        }),
        "length" if null => Value::Null,
        "length" => {
            count(1, 1)?;
            match v(0) {
                Value::Blob(b) => Value::Int(b.len() as i64),
                other => Value::Int(other.text(Dialect::Sqlite).chars().count() as i64),
            }
        }
        "upper" | "lower" | "collate" if null => Value::Null,
        "upper" => Value::Text(text(0).to_ascii_uppercase()),
        "lower" => Value::Text(text(0).to_ascii_lowercase()),
        "collate" => match v(0) {
            Value::Text(s) => Value::Text(s.to_ascii_lowercase()),
            other => other,
        },
        "substr" | "substring" if null => Value::Null,
        "substr" | "substring" => Value::Text(part(&text(0), number(&v(1)), values.get(2).map(number))),
        "trim" | "ltrim" | "rtrim" if null => Value::Null,
        "trim" | "ltrim" | "rtrim" => {
            let set: Vec<char> = if values.len() > 1 {
                text(1).chars().collect()
            } else {
                vec![' ']
            };
            let own = |c: char| set.contains(&c);
            let text = text(0);
            Value::Text(match name {
                "trim" => text.trim_matches(own).into(),
                "ltrim" => text.trim_start_matches(own).into(),
                _ => text.trim_end_matches(own).into(),
            })
        }
        "round" if null => Value::Null,
        "round" => {
            let x = float(&v(0));
            let places = number(&v(1)).clamp(0, 15) as i32;
            let power = 10f64.powi(places);
            let out = (x * power).round() / power;
            Value::Float(if out.is_finite() { out } else { x })
        }
        "abs" if null => Value::Null,
        "abs" => match plain(v(0)) {
            Value::Int(n) => Value::Int(n.checked_abs().ok_or_else(|| lite("integer overflow"))?),
            other => Value::Float(float(&other).abs()),
        },
        "least" | "greatest" if null => Value::Null,
        "least" | "greatest" => {
            let mut best = v(0);
            for value in values {
                let order = super::compare(value, &best);
                if order.is_some_and(|o| if name == "greatest" { o.is_gt() } else { o.is_lt() }) {
                    best = value.clone();
                }
            }
            best
        }
        "hex" => {
            let bytes = match v(0) {
                Value::Blob(b) => b,
                other => other.text(Dialect::Sqlite).into_bytes(),
            };
            Value::Text(bytes.iter().map(|b| format!("{b:02X}")).collect())
        }
        "quote" => Value::Text(match plain(v(0)) {
            Value::Null => "NULL".into(),
            Value::Text(s) => format!("'{}'", s.replace('\'', "''")),
            other => other.text(Dialect::Sqlite),
        }),
        "printf" | "format" | "json" | "json_extract" | "json_object" | "json_array" | "json_each" | "randomblob"
        | "zeroblob" | "char" | "unicode" | "glob" | "likely" | "soundex" | "timediff" => {
            return Err(Error::not_simulated(&format!("{name}()")));
        }
        // What the others have and SQLite has not.
        "coalesce" | "ifnull" | "iif" | "nullif" | "instr" | "replace" | "concat" | "concat_ws" | "octet_length" | "ceil"
        | "ceiling" | "floor" | "sqrt" | "power" | "pow" | "mod" => return Ok(None),
        _ => return Err(lite(format!("no such function: {name}"))),
    }))
}

fn float(v: &Value) -> f64 {
    match v {
        Value::Text(s) => leading_number(s).number().unwrap_or(0.0),
        other => other.number().unwrap_or(0.0),
    }
}

fn number(v: &Value) -> i64 {
    float(v) as i64
}

fn part(text: &str, start: i64, len: Option<i64>) -> String {
    let all: Vec<char> = text.chars().collect();
    let size = all.len() as i64;
    let mut from = match start {
        n if n > 0 => n - 1,
        0 => -1,
        n => size.saturating_add(n),
    };
    let mut len = len.unwrap_or(i64::MAX);
    if len < 0 {
        from = from.saturating_add(len);
        len = len.saturating_neg();
    }
    let until = from.saturating_add(len).clamp(0, size);
    let from = from.clamp(0, until);
    all.get(from as usize..until as usize).unwrap_or(&[]).iter().collect()
}

/// Microseconds since 1970 of a time and its modifiers; None for what is no time.
fn moment(world: &World, values: &[Value]) -> Result<Option<i64>> {
    let Some((first, rest)) = values.split_first() else {
        return Ok(Some(world.now));
    };
    let epoch = rest
        .first()
        .is_some_and(|v| matches!(v, Value::Text(t) if t.eq_ignore_ascii_case("unixepoch")));
    let mut us = match plain(first.clone()) {
        Value::Null => return Ok(None),
        Value::Text(t) if t.eq_ignore_ascii_case("now") => world.now,
        Value::Text(t) => match parse_time(&t).or_else(|| parse_time(&format!("2000-01-01 {t}"))) {
            Some((day, rest)) => day.saturating_mul(DAY).saturating_add(rest),
            None => return Ok(None),
        },
        Value::Int(n) if epoch => n.saturating_mul(1_000_000),
        other => ((other.number().unwrap_or(0.0) - 2_440_587.5) * DAY as f64) as i64,
    };
    for modifier in rest.iter().skip(usize::from(epoch)) {
        let word = modifier.text(Dialect::Sqlite).trim().to_ascii_lowercase();
        let (y, m, d) = civil(us.div_euclid(DAY));
        us = match word.as_str() {
            "localtime" | "utc" => us,
            "start of day" => us.div_euclid(DAY).saturating_mul(DAY),
            "start of month" => days(y, m, 1).saturating_mul(DAY),
            "start of year" => days(y, 1, 1).saturating_mul(DAY),
            other => {
                let Some((amount, unit)) = other.split_once(' ') else {
                    return Err(Error::not_simulated(&format!("the modifier '{other}' of a time")));
                };
                let Ok(amount) = amount.parse::<f64>() else {
                    return Err(Error::not_simulated(&format!("the modifier '{other}' of a time")));
                };
                let amount = amount.clamp(-1e9, 1e9);
                match unit.trim().trim_end_matches('s') {
                    "second" => us.saturating_add((amount * 1e6) as i64),
                    "minute" => us.saturating_add((amount * 6e7) as i64),
                    "hour" => us.saturating_add((amount * 3.6e9) as i64),
                    "day" => us.saturating_add((amount * DAY as f64) as i64),
                    unit @ ("month" | "year") => {
                        let months = amount as i64 * if unit == "year" { 12 } else { 1 };
                        let all = (y * 12 + m - 1).saturating_add(months);
                        let day = days(all.div_euclid(12), all.rem_euclid(12) + 1, 1) + d - 1;
                        day.saturating_mul(DAY).saturating_add(us.rem_euclid(DAY))
                    }
                    _ => return Ok(None),
                }
            }
        };
    }
    Ok(Some(us))
}

fn dated(world: &World, values: &[Value], format: &str) -> Result<Value> {
    Ok(moment(world, values)?.map_or(Value::Null, |us| Value::Text(shown(us, format))))
}

fn shown(us: i64, format: &str) -> String {
    let day = us.div_euclid(DAY);
    let (y, m, d) = civil(day);
    let rest = us.rem_euclid(DAY);
    let s = rest / 1_000_000;
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('Y') => out.push_str(&format!("{y:04}")),
            Some('m') => out.push_str(&format!("{m:02}")),
            Some('d') => out.push_str(&format!("{d:02}")),
            Some('H') => out.push_str(&format!("{:02}", s / 3600)),
            Some('M') => out.push_str(&format!("{:02}", s / 60 % 60)),
            Some('S') => out.push_str(&format!("{:02}", s % 60)),
            Some('f') => out.push_str(&format!("{:02}.{:03}", s % 60, rest / 1000 % 1000)),
            Some('j') => out.push_str(&format!("{:03}", day - days(y, 1, 1) + 1)),
            Some('s') => out.push_str(&us.div_euclid(1_000_000).to_string()),
            Some('w') => out.push_str(&(day + 4).rem_euclid(7).to_string()),
            Some('%') => out.push('%'),
            _ => {}
        }
    }
    out
}
