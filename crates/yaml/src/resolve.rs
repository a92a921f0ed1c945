//! What a plain scalar means: go-yaml's resolution, which is YAML 1.2's core schema with YAML 1.1's timestamps and
//! underscores in numbers. `yes` and `on` are strings.

/// A scalar's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    /// A whole number between 2^63 and 2^64.
    Unsigned(u64),
    Float(f64),
    /// A date, or a date and a time; as it was written.
    Timestamp(String),
    /// The merge key `<<`.
    Merge,
    String(String),
}

/// The meaning of a plain scalar without a tag.
pub fn resolve(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Float(f64::NEG_INFINITY),
        "-0" | "-0.0" => return Scalar::Float(-0.0),
        "<<" => return Scalar::Merge,
        _ => {}
    }
    match text.as_bytes().first() {
        Some(b'.') => float(text).map_or_else(|| Scalar::String(text.to_owned()), Scalar::Float),
        Some(b'+' | b'-' | b'0'..=b'9') => number(text),
        _ => Scalar::String(text.to_owned()),
    }
}

fn number(text: &str) -> Scalar {
    if is_timestamp(text) {
        return Scalar::Timestamp(text.to_owned());
    }
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    if let Some(integer) = integer(&plain) {
        return integer;
    }
    match float(&plain) {
        Some(value) => Scalar::Float(value),
        None => Scalar::String(text.to_owned()),
    }
}

/// Go's `strconv.ParseInt` with base 0: `0x`, `0b`, `0o`, and a leading `0` for octal.
fn integer(text: &str) -> Option<Scalar> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = if let Some(rest) = lower.strip_prefix("0x") {
        (16, rest)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (2, rest)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (8, rest)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (8, lower.get(1..)?)
    } else {
        (10, lower.as_str())
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    match (negative, i64::try_from(magnitude)) {
        (false, Ok(value)) => Some(Scalar::Int(value)),
        (true, Ok(value)) => Some(Scalar::Int(-value)),
        (true, Err(_)) if magnitude == 1 << 63 => Some(Scalar::Int(i64::MIN)),
        (false, Err(_)) if !text.starts_with('+') => Some(Scalar::Unsigned(magnitude)),
        _ => None,
    }
}

/// Digits with a fraction and an exponent, and nothing else that a float parser would take.
fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let shaped = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let exponent = exponent.is_none_or(|exponent| {
        let part = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !part.is_empty() && digits(part)
    });
    if !shaped || !exponent {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// `2001-12-14`, `2001-12-14 21:59:43.10`, `2001-12-14t21:59:43Z`, with one or two digits in each short part.
fn is_timestamp(text: &str) -> bool {
    fn short(text: &str, limits: std::ops::RangeInclusive<u32>) -> Option<&str> {
        let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
        let (number, rest) = text.split_at_checked(length)?;
        limits.contains(&number.parse().ok()?).then_some(rest)
    }
    fn clock(text: &str) -> Option<&str> {
        let rest = short(text, 0..=23)?.strip_prefix(':')?;
        let rest = short(rest, 0..=59)?.strip_prefix(':')?;
        let rest = short(rest, 0..=59)?;
        match rest.strip_prefix('.') {
            Some(fraction) => {
                let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 0 { None } else { fraction.get(digits..) }
            }
            None => Some(rest),
        }
    }
    fn zone(text: &str) -> bool {
        if text == "Z" {
            return true;
        }
        let Some((hours, minutes)) = text.strip_prefix(['+', '-']).and_then(|rest| rest.split_once(':')) else {
            return false;
        };
        [hours, minutes]
            .iter()
            .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
    }
    let date = || {
        let (year, rest) = text.split_once('-')?;
        (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
        let rest = short(rest, 1..=12)?.strip_prefix('-')?;
        short(rest, 1..=31)
    };
    let Some(rest) = date() else {
        return false;
    };
    if rest.is_empty() {
        return true;
    }
    if let Some(time) = rest.strip_prefix(['T', 't']) {
        return clock(time).is_some_and(zone);
    }
    rest.strip_prefix(' ').and_then(clock).is_some_and(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_on_are_strings() {
        assert_eq!(resolve("yes"), Scalar::String("yes".to_owned()));
        assert_eq!(resolve("on"), Scalar::String("on".to_owned()));
        assert_eq!(resolve("true"), Scalar::Bool(true));
    }

    #[test]
    fn whole_numbers_have_four_bases() {
        assert_eq!(resolve("0x1F"), Scalar::Int(31));
        assert_eq!(resolve("0o17"), Scalar::Int(15));
        assert_eq!(resolve("017"), Scalar::Int(15));
        assert_eq!(resolve("0b11"), Scalar::Int(3));
        assert_eq!(resolve("1_000"), Scalar::Int(1000));
        assert_eq!(resolve("089"), Scalar::Float(89.0));
    }

    #[test]
    fn sixty_is_no_base() {
        assert_eq!(resolve("22:22"), Scalar::String("22:22".to_owned()));
    }

    #[test]
    fn dates_are_timestamps() {
        assert_eq!(resolve("2001-12-14"), Scalar::Timestamp("2001-12-14".to_owned()));
        assert_eq!(resolve("2001-1-1 1:2:3"), Scalar::Timestamp("2001-1-1 1:2:3".to_owned()));
        assert_eq!(resolve("2001-13-14"), Scalar::String("2001-13-14".to_owned()));
        assert_eq!(
            resolve("2001-12-14T00:00:00"),
            Scalar::String("2001-12-14T00:00:00".to_owned())
        );
    }

    #[test]
    fn floats_are_digits_with_a_point_or_an_exponent() {
        assert_eq!(resolve("1.5"), Scalar::Float(1.5));
        assert_eq!(resolve(".5"), Scalar::Float(0.5));
        assert_eq!(resolve("1e3"), Scalar::Float(1000.0));
        assert_eq!(resolve("1.2.3"), Scalar::String("1.2.3".to_owned()));
        assert_eq!(resolve("-"), Scalar::String("-".to_owned()));
    }
}
