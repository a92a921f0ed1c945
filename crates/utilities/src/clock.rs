//! The calendar: civil dates from seconds, strftime(3), and the ways people write a time.
//!
//! The only time zone is UTC, as in images without tzdata; offsets in what is read are honoured.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A point in time, split up in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    pub year: i64,
    /// 1 to 12.
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    pub nanos: u32,
}

fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = i64::from((month + 9) % 12);
    let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

impl Civil {
    /// From nanoseconds since 1970.
    pub fn from_nanos(nanos: i64) -> Civil {
        Civil {
            nanos: nanos.rem_euclid(1_000_000_000) as u32,
            ..Civil::from_seconds(nanos.div_euclid(1_000_000_000))
        }
    }

    /// From seconds since 1970.
    pub fn from_seconds(seconds: i64) -> Civil {
        let days = seconds.div_euclid(86_400);
        let rest = seconds.rem_euclid(86_400) as u32;
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let of_era = z.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: (day_of_year - (153 * shifted + 2) / 5 + 1) as u32,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            nanos: 0,
        }
    }

    /// Seconds since 1970.
    pub fn seconds(&self) -> i64 {
        days_from_civil(self.year, self.month, self.day) * 86_400
            + i64::from(self.hour) * 3600
            + i64::from(self.minute) * 60
            + i64::from(self.second)
    }

    fn weekday(&self) -> usize {
        (days_from_civil(self.year, self.month, self.day) + 4).rem_euclid(7) as usize
    }

    fn day_of_year(&self) -> i64 {
        days_from_civil(self.year, self.month, self.day) - days_from_civil(self.year, 1, 1)
    }

    /// ISO 8601's year and week.
    fn iso_week(&self) -> (i64, i64) {
        let weekday = (self.weekday() as i64 + 6) % 7;
        let thursday = Civil::from_seconds((self.seconds().div_euclid(86_400) - weekday + 3) * 86_400);
        (thursday.year, thursday.day_of_year() / 7 + 1)
    }

    fn is_real(&self) -> bool {
        (1..=12).contains(&self.month)
            && self.day >= 1
            && self.hour < 24
            && self.minute < 60
            && self.second < 61
            && (-9999..=9999).contains(&self.year)
            && Civil::from_seconds(days_from_civil(self.year, self.month, self.day) * 86_400).day == self.day
    }
}

fn name(names: &'static [&'static str], at: usize) -> &'static str {
    names.get(at).copied().unwrap_or("?")
}

/// strftime(3), with GNU's `-`, `_`, `0`, `^` flags and `%N`, `%s`, `%:z`.
pub fn format(pattern: &str, at: &Civil) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (mut flag, mut upper, mut colon) = (None, false, false);
        let mut width = 0usize;
        while let Some(c) = chars.peek().copied() {
            match c {
                '-' | '_' | '0' if width == 0 => flag = Some(c),
                '^' => upper = true,
                ':' => colon = true,
                'E' | 'O' => {}
                '0'..='9' => width = (width * 10 + c as usize - 48).min(99),
                _ => break,
            }
            chars.next();
        }
        let number = |value: i64, digits: usize, pad: char| match flag {
            Some('-') => value.to_string(),
            flag => {
                let pad = match flag {
                    Some('_') => ' ',
                    Some('0') => '0',
                    _ => pad,
                };
                let digits = digits.max(width);
                if pad == '0' {
                    format!("{value:0digits$}")
                } else {
                    format!("{value:digits$}")
                }
            }
        };
        let Some(letter) = chars.next() else {
            out.push('%');
            break;
        };
        let twelve = i64::from((at.hour + 11) % 12 + 1);
        let text = match letter {
            'Y' => number(at.year, 4, '0'),
            'C' => number(at.year / 100, 2, '0'),
            'y' => number(at.year.rem_euclid(100), 2, '0'),
            'm' => number(at.month.into(), 2, '0'),
            'd' => number(at.day.into(), 2, '0'),
            'e' => number(at.day.into(), 2, ' '),
            'H' => number(at.hour.into(), 2, '0'),
            'k' => number(at.hour.into(), 2, ' '),
            'I' => number(twelve, 2, '0'),
            'l' => number(twelve, 2, ' '),
            'M' => number(at.minute.into(), 2, '0'),
            'S' => number(at.second.into(), 2, '0'),
            's' => at.seconds().to_string(),
            'N' => {
                let digits = format!("{:09}", at.nanos);
                digits
                    .get(..if width == 0 { 9 } else { width.min(9) })
                    .unwrap_or(&digits)
                    .to_string()
            }
            'q' => ((at.month - 1) / 3 + 1).to_string(),
            'j' => number(at.day_of_year() + 1, 3, '0'),
            'u' => number((at.weekday() as i64 + 6) % 7 + 1, 1, '0'),
            'w' => number(at.weekday() as i64, 1, '0'),
            'U' => number((at.day_of_year() + 7 - at.weekday() as i64) / 7, 2, '0'),
            'W' => number((at.day_of_year() + 7 - (at.weekday() as i64 + 6) % 7) / 7, 2, '0'),
            'V' => number(at.iso_week().1, 2, '0'),
            'G' => number(at.iso_week().0, 4, '0'),
            'g' => number(at.iso_week().0.rem_euclid(100), 2, '0'),
            'a' => name(&DAYS, at.weekday()).chars().take(3).collect(),
            'A' => name(&DAYS, at.weekday()).to_string(),
            'b' | 'h' => name(&MONTHS, at.month as usize - 1).chars().take(3).collect(),
            'B' => name(&MONTHS, at.month as usize - 1).to_string(),
            'p' => if at.hour < 12 { "AM" } else { "PM" }.to_string(),
            'P' => if at.hour < 12 { "am" } else { "pm" }.to_string(),
            'Z' => "UTC".to_string(),
            'z' => if colon { "+00:00" } else { "+0000" }.to_string(),
            'n' => "\n".to_string(),
            't' => "\t".to_string(),
            '%' => "%".to_string(),
            'D' | 'x' => format("%m/%d/%y", at),
            'F' => format("%Y-%m-%d", at),
            'T' | 'X' => format("%H:%M:%S", at),
            'R' => format("%H:%M", at),
            'r' => format("%I:%M:%S %p", at),
            'c' => format("%a %b %e %H:%M:%S %Y", at),
            '+' => format("%a %b %e %H:%M:%S %Z %Y", at),
            other => format!("%{other}"),
        };
        out.push_str(&if upper { text.to_uppercase() } else { text });
    }
    out
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|m| word.len() >= 3 && m.to_ascii_lowercase().starts_with(&word))?;
    Some(at as u32 + 1)
}

/// A time as people write it: `@N`, ISO 8601, `Jan 2 2024 10:00`, `now`, `yesterday`, `2 days ago`,
/// `+1 hour`, and combinations. Nanoseconds since 1970.
pub fn parse(text: &str, now: i64) -> Option<i64> {
    let text = text.trim();
    if let Some(seconds) = text.strip_prefix('@') {
        let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
        let nanos: i64 = format!("{:0<9.9}", fraction).parse().ok()?;
        return whole.parse::<i64>().ok()?.checked_mul(1_000_000_000)?.checked_add(nanos);
    }
    let mut at = Civil::from_nanos(now);
    let (mut seconds_to_add, mut months_to_add, mut offset) = (0i64, 0i64, 0i64);
    let mut timed = text.is_empty();
    let mut dated = false;
    let spaced = text.replace(',', " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let lower = word.to_ascii_lowercase();
        if let Some((date, time)) = word.split_once('T').filter(|(d, _)| d.contains('-')) {
            read_date(date, &mut at)?;
            offset = read_time(time, &mut at)?;
            (dated, timed) = (true, true);
            continue;
        }
        if word.contains(':') {
            offset = read_time(word, &mut at)?;
            timed = true;
            continue;
        }
        if word.matches('-').count() == 2 && !word.starts_with('-') || word.contains('/') {
            read_date(word, &mut at)?;
            dated = true;
            continue;
        }
        match lower.as_str() {
            "now" => timed = true,
            "today" => timed = true,
            "yesterday" => (seconds_to_add, timed) = (seconds_to_add - 86_400, true),
            "tomorrow" => (seconds_to_add, timed) = (seconds_to_add + 86_400, true),
            "utc" | "gmt" | "z" => {}
            "am" => at.hour %= 12,
            "pm" => at.hour = at.hour % 12 + 12,
            "ago" => (seconds_to_add, months_to_add) = (-seconds_to_add, -months_to_add),
            "last" | "next" => {
                let unit = words.next()?;
                let sign = if lower == "last" { -1 } else { 1 };
                add(unit, sign, &mut seconds_to_add, &mut months_to_add)?;
                timed = true;
            }
            _ if DAYS
                .iter()
                .any(|d| lower.len() >= 3 && d.to_ascii_lowercase().starts_with(&lower)) => {}
            _ if month_named(&lower).is_some() => {
                at.month = month_named(&lower)?;
                if let Some(day) = words.peek().and_then(|w| w.parse().ok()) {
                    at.day = day;
                    words.next();
                }
                dated = true;
            }
            _ if word.starts_with('+') && word.len() == 5 && timed && dated => offset = zone(word)?,
            _ => {
                let sign_end = usize::from(word.starts_with(['+', '-']));
                let digits_end = word
                    .find(|c: char| !c.is_ascii_digit() && c != '+' && c != '-')
                    .unwrap_or(word.len());
                let (number, unit) = word.split_at_checked(digits_end)?;
                let value: i64 = number.trim_start_matches('+').parse().ok()?;
                let digits = number.len() - sign_end;
                if !unit.is_empty() {
                    add(unit, value, &mut seconds_to_add, &mut months_to_add)?;
                    timed = true;
                } else if words.peek().is_some_and(|w| unit_of(w).is_some()) {
                    let unit = words.next()?;
                    add(unit, value, &mut seconds_to_add, &mut months_to_add)?;
                    timed = true;
                } else if digits == 8 {
                    at.year = value / 10_000;
                    at.month = (value / 100 % 100) as u32;
                    at.day = (value % 100) as u32;
                    dated = true;
                } else if digits == 4 {
                    at.year = value;
                } else if let Some(month) = words.peek().and_then(|w| month_named(w)) {
                    words.next();
                    at.day = u32::try_from(value).ok()?;
                    at.month = month;
                    dated = true;
                } else {
                    return None;
                }
            }
        }
    }
    if dated && !timed || text.is_empty() {
        (at.hour, at.minute, at.second, at.nanos) = (0, 0, 0, 0);
    }
    if !at.is_real() {
        return None;
    }
    if months_to_add != 0 {
        let months = at.year * 12 + i64::from(at.month) - 1 + months_to_add;
        at.year = months.div_euclid(12);
        at.month = months.rem_euclid(12) as u32 + 1;
    }
    let seconds = at.seconds().checked_add(seconds_to_add)?.checked_sub(offset)?;
    seconds.checked_mul(1_000_000_000)?.checked_add(at.nanos.into())
}

fn unit_of(word: &str) -> Option<(i64, i64)> {
    let lower = word.to_ascii_lowercase();
    Some(match lower.trim_end_matches('s') {
        "ec" | "second" | "sec" => (1, 0),
        "minute" | "min" => (60, 0),
        "hour" => (3600, 0),
        "day" => (86_400, 0),
        "week" => (604_800, 0),
        "fortnight" => (1_209_600, 0),
        "month" => (0, 1),
        "year" => (0, 12),
        _ => return None,
    })
}

fn add(unit: &str, value: i64, seconds: &mut i64, months: &mut i64) -> Option<()> {
    let (per, month) = unit_of(unit)?;
    *seconds = seconds.checked_add(per.checked_mul(value)?)?;
    *months = months.checked_add(month.checked_mul(value)?).filter(|m| m.abs() < 120_000)?;
    Some(())
}

fn read_date(text: &str, at: &mut Civil) -> Option<()> {
    if let Some((month, rest)) = text.split_once('/') {
        let (day, year) = rest.split_once('/').map_or((rest, None), |(d, y)| (d, Some(y)));
        (at.month, at.day) = (month.parse().ok()?, day.parse().ok()?);
        if let Some(year) = year {
            at.year = year.parse().ok()?;
        }
        return Some(());
    }
    let mut parts = text.split('-');
    at.year = parts.next()?.parse().ok()?;
    at.month = parts.next()?.parse().ok()?;
    at.day = parts.next()?.parse().ok()?;
    Some(())
}

fn zone(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..4).unwrap_or("0").parse().ok()?;
    Some(sign * (hours * 3600 + minutes * 60))
}

/// Reads `HH:MM[:SS[.N]][Z|+HH:MM]` and gives the zone's offset in seconds.
fn read_time(text: &str, at: &mut Civil) -> Option<i64> {
    let end = text.find(['Z', '+', '-', 'z']).unwrap_or(text.len());
    let (time, rest) = text.split_at_checked(end)?;
    let offset = if rest.is_empty() || rest.eq_ignore_ascii_case("z") {
        0
    } else {
        zone(rest)?
    };
    let mut parts = time.split(':');
    at.hour = parts.next()?.parse().ok()?;
    at.minute = parts.next()?.parse().ok()?;
    let (second, fraction) = parts
        .next()
        .map(|s| s.split_once('.').unwrap_or((s, "")))
        .unwrap_or(("0", ""));
    at.second = second.parse().ok()?;
    at.nanos = format!("{fraction:0<9.9}").parse().ok()?;
    Some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        let at = Civil::from_seconds(1_767_225_600);
        assert_eq!(
            format("%F %T %a %b %e %j %V %-d %I%p", &at),
            "2026-01-01 00:00:00 Thu Jan  1 001 01 1 12AM"
        );
        assert_eq!(at.seconds(), 1_767_225_600);
        let parsed = |text| parse(text, 1_767_225_600_000_000_000).map(|n| n / 1_000_000_000);
        assert_eq!(parsed("@86400"), Some(86_400));
        assert_eq!(parsed("2024-02-29 12:30:15"), Some(1_709_209_815));
        assert_eq!(parsed("2024-02-29T12:30:15Z"), Some(1_709_209_815));
        assert_eq!(parsed("2024-02-30"), None);
        assert_eq!(parsed("1 day ago"), Some(1_767_225_600 - 86_400));
        assert_eq!(parsed("Jan 2 2026"), Some(1_767_312_000));
        assert_eq!(parsed("nonsense"), None);
    }
}
