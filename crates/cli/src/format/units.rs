//! Sizes, durations and shortened names as docker's go-units and formatter write them.

use machine::Instant;

pub use engine::go::parse_time;
use std::time::Duration;

/// Go's `%.Ng`: so many significant digits, no trailing zeros, an exponent if there are more before
/// the point.
fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let scientific = format!("{value:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text.to_string(),
    };
    if exponent < -4 || exponent >= digits as i32 {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trim(mantissa), exponent.abs());
    }
    let after = (digits as i32 - 1 - exponent).max(0) as usize;
    trim(&format!("{value:.after$}"))
}

fn scaled(bytes: f64, base: f64, units: &[&str], digits: usize) -> String {
    let mut value = bytes;
    let mut unit = 0;
    while value >= base && unit + 1 < units.len() {
        value /= base;
        unit += 1;
    }
    format!(
        "{}{}",
        significant(value, digits),
        units.get(unit).copied().unwrap_or_default()
    )
}

const DECIMAL: &[&str] = &["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
const BINARY: &[&str] = &["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

/// `1.234MB`: base 1000, four digits.
pub fn human_size(bytes: u64) -> String {
    scaled(bytes as f64, 1000.0, DECIMAL, 4)
}

/// `1.23MB`: base 1000, three digits.
pub fn short_size(bytes: u64) -> String {
    scaled(bytes as f64, 1000.0, DECIMAL, 3)
}

/// `512MiB`: base 1024.
pub fn binary_size(bytes: u64) -> String {
    scaled(bytes as f64, 1024.0, BINARY, 4)
}

/// `About a minute`, `3 seconds`, `2 weeks`.
pub fn human_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let minutes = seconds / 60;
    let hours = (seconds + 1800) / 3600;
    match () {
        () if seconds < 1 => "Less than a second".into(),
        () if seconds == 1 => "1 second".into(),
        () if seconds < 60 => format!("{seconds} seconds"),
        () if minutes == 1 => "About a minute".into(),
        () if minutes < 60 => format!("{minutes} minutes"),
        () if hours == 1 => "About an hour".into(),
        () if hours < 48 => format!("{hours} hours"),
        () if hours < 24 * 7 * 2 => format!("{} days", hours / 24),
        () if hours < 24 * 30 * 2 => format!("{} weeks", hours / 24 / 7),
        () if hours < 24 * 365 * 2 => format!("{} months", hours / 24 / 30),
        () => format!("{} years", seconds / 3600 / 24 / 365),
    }
}

/// `3 seconds ago`
pub fn ago(now: Instant, then: Instant) -> String {
    human_duration(now.since(then)) + " ago"
}

/// The first twelve digits of an id, without its algorithm.
pub fn short_id(id: &str) -> String {
    short_part(id).to_string()
}

/// As [`short_id`], in the text itself.
pub fn short_part(id: &str) -> &str {
    let bare = id.split_once(':').map_or(id, |(_, digits)| digits);
    let end = bare.char_indices().nth(12).map_or(bare.len(), |(at, _)| at);
    bare.get(..end).unwrap_or(bare)
}

/// At most this many characters, the last an ellipsis if some are left out.
pub fn ellipsis(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_string();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// A date in parts: year, month, day, hour, minute, second, all UTC.
pub fn civil(at: Instant) -> (i64, i64, i64, i64, i64, i64) {
    let seconds = at.seconds();
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let day = doy - (153 * mp + 2) / 5 + 1;
    (year, month, day, rest / 3600, rest / 60 % 60, rest % 60)
}

/// `2026-11-22 20:10:11 +0000 UTC`
pub fn go_time(at: Instant) -> String {
    let (y, mo, d, h, mi, s) = civil(at);
    format!("{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02} +0000 UTC")
}

/// `2026-11-22T20:10:11Z`
pub fn iso_time(at: Instant) -> String {
    let (y, mo, d, h, mi, s) = civil(at);
    format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z")
}

/// `2026-11-22T20:10:11.000000001Z`, always nine digits.
pub fn nano_time(at: Instant) -> String {
    let (y, mo, d, h, mi, s) = civil(at);
    let nanos = at.0.rem_euclid(1_000_000_000);
    format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{nanos:09}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_four_or_three_digits() {
        assert_eq!(human_size(0), "0B");
        assert_eq!(human_size(4_294_967), "4.295MB");
        assert_eq!(short_size(4_294_967), "4.29MB");
        assert_eq!(short_size(1_000), "1kB");
        assert_eq!(binary_size(1_610_612_736), "1.5GiB");
    }

    #[test]
    fn durations_are_told_as_people_do() {
        let text = |s| human_duration(Duration::from_secs(s));
        assert_eq!(text(0), "Less than a second");
        assert_eq!(text(75), "About a minute");
        assert_eq!(text(3600), "About an hour");
        assert_eq!(text(86_400 * 3), "3 days");
    }

    #[test]
    fn times_are_read_in_every_form() {
        let now = Instant(1_700_000_000_000_000_000);
        assert_eq!(parse_time("0s", now), Ok(now));
        assert_eq!(parse_time("1m", now), Ok(Instant(now.0 - 60_000_000_000)));
        assert_eq!(parse_time("2023-11-14T22:13:20.5Z", now), Ok(Instant(now.0 + 500_000_000)));
        assert_eq!(parse_time("2023-11-15T00:13:20+02:00", now), Ok(now));
        assert_eq!(parse_time("1700000000", now), Ok(now));
        assert!(parse_time("tomorrow", now).is_err());
        assert_eq!(go_time(now), "2023-11-14 22:13:20 +0000 UTC");
    }
}
