//! Sizes, times and short ids as the page writes them.
//!
//! Sizes follow `docker images` (decimal units, up to three significant digits, go-units' `HumanSizeWithPrecision`);
//! times are the virtual clock's, in UTC.

/// `12.3MB`, as Docker's tables have it.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["B", "kB", "MB", "GB", "TB", "PB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits: usize = match value {
        v if v >= 100.0 || unit == 0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    let mut text = format!("{value:.digits$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text.push_str(UNITS.get(unit).copied().unwrap_or("B"));
    text
}

/// The first twelve digits of an id or digest, without its algorithm.
pub fn short(id: &str) -> String {
    id.strip_prefix("sha256:").unwrap_or(id).chars().take(12).collect()
}

/// `14:03:27` of an instant in milliseconds since the Unix epoch.
pub fn time_of_day(at_ms: i64) -> String {
    let second = at_ms.div_euclid(1000).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// `2026-03-01` of an instant in milliseconds since the Unix epoch (proleptic Gregorian, UTC).
pub fn date(at_ms: i64) -> String {
    // Days since 0000-03-01, so that leap days come last in their year.
    let days = at_ms.div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_three_digits_and_decimal_units() {
        let cases = [
            (0, "0B"),
            (999, "999B"),
            (1000, "1kB"),
            (1234, "1.23kB"),
            (12_300_000, "12.3MB"),
            (131_000_000, "131MB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn times_and_dates_are_utc() {
        assert_eq!(time_of_day(1_772_373_807_000), "14:03:27");
        assert_eq!(date(1_772_373_807_000), "2026-03-01");
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(1_709_164_800_000), "2024-02-29");
    }

    #[test]
    fn short_ids_have_twelve_digits() {
        assert_eq!(short("sha256:0123456789abcdef0123"), "0123456789ab");
        assert_eq!(short("ab"), "ab");
    }
}
