//! Numbers, sizes and durations as Go's strconv, time and docker's go-units read and write them.

pub use engine::go::{format_duration, parse_duration, quote};

/// Go's strconv.ParseBool.
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// A whole number in decimal, or with 0x, 0o, 0b before it.
pub fn parse_int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.starts_with(['-', '+']) {
        return None;
    }
    let lower = digits.to_ascii_lowercase();
    let value = if let Some(hex) = lower.strip_prefix("0x") {
        i64::from_str_radix(hex, 16).ok()?
    } else if let Some(binary) = lower.strip_prefix("0b") {
        i64::from_str_radix(binary, 2).ok()?
    } else if let Some(octal) = lower.strip_prefix("0o") {
        i64::from_str_radix(octal, 8).ok()?
    } else {
        lower.parse().ok()?
    };
    Some(if negative { value.checked_neg()? } else { value })
}

/// As [`parse_int`], with Go's message under this function's name.
pub fn parse_signed(function: &str, text: &str) -> Result<i64, String> {
    parse_int(text).ok_or_else(|| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let why = if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            "value out of range"
        } else {
            "invalid syntax"
        };
        format!("strconv.{function}: parsing {}: {why}", quote(text))
    })
}

/// go-units' RAMInBytes: `512m`, `1.5GiB`, `1024`; base 1024.
pub fn parse_bytes(text: &str) -> Result<i64, String> {
    let invalid = || format!("invalid size: '{text}'");
    let end = text.rfind(|c: char| c.is_ascii_digit() || c == '.').ok_or_else(invalid)? + 1;
    let (number, suffix) = text.split_at_checked(end).ok_or_else(invalid)?;
    let (number, suffix) = match number.strip_suffix(' ') {
        Some(number) => (number, suffix),
        None => (number, suffix.strip_prefix(' ').unwrap_or(suffix)),
    };
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let size: f64 = number.parse().ok().filter(|_| plain).ok_or_else(invalid)?;
    if size < 0.0 {
        return Err(invalid());
    }
    let suffix = suffix.to_ascii_lowercase();
    let bad_suffix = || format!("invalid suffix: '{suffix}'");
    let mut letters = suffix.chars();
    let factor: f64 = match letters.next() {
        None => return Ok(size as i64),
        Some('b') if suffix.len() > 1 => return Err(bad_suffix()),
        Some('b') => 1.0,
        Some('k') => 1024.0,
        Some('m') => 1024f64.powi(2),
        Some('g') => 1024f64.powi(3),
        Some('t') => 1024f64.powi(4),
        Some('p') => 1024f64.powi(5),
        Some(_) => return Err(bad_suffix()),
    };
    match letters.as_str() {
        "" | "b" | "ib" => Ok((size * factor) as i64),
        _ => Err(bad_suffix()),
    }
}

/// A number of processors as billionths: `1.5` is 1_500_000_000.
pub fn parse_cpus(text: &str) -> Result<i64, String> {
    let not_rational = || format!("failed to parse {text} as a rational number");
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some((over, under)) = digits.split_once('/') {
        let over: i64 = over.parse().map_err(|_| not_rational())?;
        let under: i64 = under.parse().ok().filter(|n| *n != 0).ok_or_else(not_rational)?;
        let nano = i128::from(over) * 1_000_000_000;
        return match nano % i128::from(under) {
            0 => Ok(i64::try_from(nano / i128::from(under)).unwrap_or(i64::MAX)),
            _ => Err("value is too precise".into()),
        };
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return Err(not_rational());
    }
    let part = part.trim_end_matches('0');
    if part.len() > 9 {
        return Err("value is too precise".into());
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().map_err(|_| not_rational())?
    };
    let part: i64 = format!("{part:0<9}").parse().map_err(|_| not_rational())?;
    let nano = whole.saturating_mul(1_000_000_000).saturating_add(part);
    Ok(if text.starts_with('-') { -nano } else { nano })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_base_1024() {
        assert_eq!(parse_bytes("1k"), Ok(1024));
        assert_eq!(parse_bytes("1.5GiB"), Ok(1_610_612_736));
        assert_eq!(parse_bytes("12"), Ok(12));
        assert_eq!(parse_bytes("lots").unwrap_err(), "invalid size: 'lots'");
        assert_eq!(parse_bytes("1x").unwrap_err(), "invalid suffix: 'x'");
    }

    #[test]
    fn durations_read_and_write_as_go_does() {
        assert_eq!(parse_duration("1m30s"), Ok(90_000_000_000));
        assert_eq!(format_duration(90_000_000_000), "1m30s");
        assert_eq!(format_duration(1_500_000_000), "1.5s");
        assert_eq!(format_duration(250_000_000), "250ms");
        assert_eq!(parse_duration("5").unwrap_err(), "time: missing unit in duration \"5\"");
    }

    #[test]
    fn processors_are_exact() {
        assert_eq!(parse_cpus("1.5"), Ok(1_500_000_000));
        assert_eq!(parse_cpus(".5"), Ok(500_000_000));
        assert_eq!(parse_cpus("two").unwrap_err(), "failed to parse two as a rational number");
    }
}
