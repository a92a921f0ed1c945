//! Go's texts, which the daemon's and the client's messages are full of: quoting, durations, points in time.
//!
//! Specified by Go's packages strconv and time, and moby's timestamp package.

use machine::Instant;

/// Go's time.ParseDuration, in nanoseconds.
pub fn parse_duration(text: &str) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration {}", quote(text));
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0f64;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(end).ok_or_else(invalid)?;
        let value: f64 = number
            .parse()
            .ok()
            .filter(|_| number.bytes().any(|b| b.is_ascii_digit()))
            .ok_or_else(invalid)?;
        let end = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(end).ok_or_else(invalid)?;
        let factor = match unit {
            "" => return Err(format!("time: missing unit in duration {}", quote(text))),
            "ns" => 1f64,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            _ => return Err(format!("time: unknown unit {} in duration {}", quote(unit), quote(text))),
        };
        total += value * factor;
        rest = tail;
    }
    if total > i64::MAX as f64 {
        return Err(invalid());
    }
    Ok(if negative { -(total as i64) } else { total as i64 })
}

/// Go's Duration.String: `1m30s`, `1.5s`, `250ms`.
pub fn format_duration(nanos: i64) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let n = nanos.unsigned_abs();
    let fraction = |value: u64, unit: u64, name: &str| {
        let rest = format!("{:0>width$}", value % unit, width = unit.ilog10() as usize);
        let rest = rest.trim_end_matches('0');
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{sign}{}{dot}{rest}{name}", value / unit)
    };
    match n {
        0 => "0s".into(),
        1..1_000 => format!("{sign}{n}ns"),
        1_000..1_000_000 => fraction(n, 1_000, "µs"),
        1_000_000..1_000_000_000 => fraction(n, 1_000_000, "ms"),
        _ => {
            let minutes = n / 60_000_000_000;
            let rest = n % 60_000_000_000;
            let dot = format!("{:0>9}", rest % 1_000_000_000);
            let dot = dot.trim_end_matches('0');
            let point = if dot.is_empty() { "" } else { "." };
            let seconds = format!("{}{point}{dot}s", rest / 1_000_000_000);
            match (minutes / 60, minutes % 60) {
                (0, 0) => format!("{sign}{seconds}"),
                (0, m) => format!("{sign}{m}m{seconds}"),
                (h, m) => format!("{sign}{h}h{m}m{seconds}"),
            }
        }
    }
}

/// Go's `%q`: double quotes, with escapes.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\u{b}' => out.push_str("\\v"),
            c if (c as u32) < 32 || c as u32 == 127 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A point in time as `--since` and `--until` take it: a duration back from now, a date, or seconds
/// since 1970.
pub fn parse_time(text: &str, now: Instant) -> Result<Instant, String> {
    let failed = || format!("failed to parse value as time or duration: {}", quote(text));
    if let Ok(back) = parse_duration(text) {
        return Ok(Instant(now.0.saturating_sub(back)));
    }
    if text.contains('-') && text.len() >= 8 {
        return parse_date(text).ok_or_else(failed);
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let whole: i64 = whole.parse().map_err(|_| failed())?;
    let nanos: i64 = format!("{part:0<9}")
        .get(..9)
        .and_then(|p| p.parse().ok())
        .ok_or_else(failed)?;
    Ok(Instant(whole.saturating_mul(1_000_000_000).saturating_add(nanos)))
}

fn parse_date(text: &str) -> Option<Instant> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || text.get(4..5)? != "-" {
        return None;
    }
    let rest = text.get(10..)?;
    let (clock, zone) = match rest.strip_prefix('T') {
        None if rest.is_empty() => ("", ""),
        None => return None,
        Some(clock) => match clock.find(['Z', '+', '-']) {
            Some(at) => clock.split_at_checked(at)?,
            None => (clock, ""),
        },
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.split(':').map(|p| p.parse::<i64>().ok());
    let mut part = || parts.next().flatten().unwrap_or(0);
    let seconds = part() * 3600 + part() * 60 + part();
    let nanos: i64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let offset = match zone.get(..1) {
        Some(sign @ ("+" | "-")) => {
            let hours: i64 = zone.get(1..3)?.parse().ok()?;
            let minutes: i64 = zone.get(zone.len().checked_sub(2)?..)?.parse().ok()?;
            (hours * 3600 + minutes * 60) * if sign == "-" { -1 } else { 1 }
        }
        _ => 0,
    };
    let at = from_civil(year, month, day, seconds) - offset;
    Some(Instant(at.checked_mul(1_000_000_000)?.checked_add(nanos)?))
}

/// Seconds since 1970 of a UTC date.
pub fn from_civil(year: i64, month: i64, day: i64, seconds: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468) * 86_400 + seconds
}
