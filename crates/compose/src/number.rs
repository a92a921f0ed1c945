//! Numbers and lengths of time as Go writes and reads them: `strconv`, `time.Duration`, docker/go-units, str2duration.

/// A float in Go's `%v`: the shortest digits that read back, with an exponent below 1e-4 and from 1e21.
pub fn float(value: f64, bits: u32) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = if bits == 32 {
        format!("{:e}", value as f32)
    } else {
        format!("{value:e}")
    };
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value != 0.0 && !(-4..21).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    if bits == 32 {
        format!("{}", value as f32)
    } else {
        format!("{value}")
    }
}

/// Nanoseconds as `time.Duration` prints them: `1m30s`, `500ms`, `0s`.
pub fn duration(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let total = nanoseconds.unsigned_abs();
    let part = |whole: u64, fraction: u64, digits: usize| {
        let fraction = format!("{fraction:0digits$}");
        let fraction = fraction.trim_end_matches('0');
        if digits == 0 || fraction.is_empty() {
            whole.to_string()
        } else {
            format!("{whole}.{fraction}")
        }
    };
    match total {
        0 => "0s".to_owned(),
        1..1_000 => format!("{sign}{total}ns"),
        1_000..1_000_000 => format!("{sign}{}µs", part(total / 1_000, total % 1_000, 3)),
        1_000_000..1_000_000_000 => format!("{sign}{}ms", part(total / 1_000_000, total % 1_000_000, 6)),
        _ => {
            let seconds = total / 1_000_000_000;
            let last = part(seconds % 60, total % 1_000_000_000, 9);
            match (seconds / 3_600, seconds / 60 % 60) {
                (0, 0) => format!("{sign}{last}s"),
                (0, minutes) => format!("{sign}{minutes}m{last}s"),
                (hours, minutes) => format!("{sign}{hours}h{minutes}m{last}s"),
            }
        }
    }
}

/// Reads a length of time in Go's words with days and weeks besides: `1h30m`, `1w2d`, `0.5s`. Nanoseconds.
pub fn parse_duration(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..)?),
        Some(b'+') => (false, text.get(1..)?),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0f64;
    while !rest.is_empty() {
        let number_end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(number_end);
        let unit_end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at(unit_end);
        let unit = match unit {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3_600e9,
            "d" => 86_400e9,
            "w" => 604_800e9,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        rest = next;
    }
    (total <= i64::MAX as f64).then_some(if negative { -(total as i64) } else { total as i64 })
}

/// Reads a number of bytes with a unit, powers of 1024: `512m`, `1.5GiB`, `-1`.
pub fn parse_bytes(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(number);
    }
    let end = text.rfind(|c: char| c.is_ascii_digit() || c == '.')? + 1;
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.strip_prefix(' ').unwrap_or(unit).to_ascii_lowercase();
    let number: f64 = number.parse().ok().filter(|number: &f64| *number >= 0.0)?;
    let (letter, tail) = unit.split_at_checked(1).unwrap_or(("", ""));
    let power = match letter {
        "" | "b" => 0,
        "k" => 1,
        "m" => 2,
        "g" => 3,
        "t" => 4,
        "p" => 5,
        _ => return None,
    };
    let known = if power == 0 {
        tail.is_empty()
    } else {
        matches!(tail, "" | "b" | "ib")
    };
    known.then_some((number * 1024f64.powi(power)) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_print_as_go_prints_them() {
        assert_eq!(duration(90_000_000_000), "1m30s");
        assert_eq!(duration(500_000_000), "500ms");
        assert_eq!(duration(1_500_000_000), "1.5s");
        assert_eq!(duration(3_600_000_000_000), "1h0m0s");
        assert_eq!(duration(0), "0s");
    }

    #[test]
    fn durations_know_days_and_weeks() {
        assert_eq!(parse_duration("1h30m"), Some(5_400_000_000_000));
        assert_eq!(parse_duration("1w2d"), Some(777_600_000_000_000));
        assert_eq!(parse_duration("10"), None);
        assert_eq!(parse_duration(""), None);
    }

    #[test]
    fn bytes_are_powers_of_1024() {
        assert_eq!(parse_bytes("512m"), Some(536_870_912));
        assert_eq!(parse_bytes("1.5GiB"), Some(1_610_612_736));
        assert_eq!(parse_bytes("-1"), Some(-1));
        assert_eq!(parse_bytes("1x"), None);
    }

    #[test]
    fn floats_are_as_short_as_go_writes_them() {
        assert_eq!(float(0.5, 64), "0.5");
        assert_eq!(float(1.0, 64), "1");
        assert_eq!(float(1e21, 64), "1e+21");
    }
}
