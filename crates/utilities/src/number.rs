//! Numbers as utilities read and print them: with suffixes, for humans, and as printf(3) shapes them.

/// A size such as `10`, `4k`, `1M`, `2MB`, `1KiB`.
pub fn size(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, suffix) = text.split_at_checked(digits)?;
    let factor: u64 = match suffix {
        "" | "c" => 1,
        "w" => 2,
        "b" => 512,
        "k" | "K" | "KiB" => 1 << 10,
        "kB" | "KB" | "kD" | "kd" => 1000,
        "m" | "M" | "MiB" => 1 << 20,
        "MB" | "MD" => 1_000_000,
        "g" | "G" | "GiB" => 1 << 30,
        "GB" | "GD" => 1_000_000_000,
        "T" | "TiB" => 1 << 40,
        "TB" => 1_000_000_000_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

/// As GNU's -h prints sizes: one decimal below ten, rounded up.
pub fn human(bytes: u64) -> String {
    if bytes < 1024 {
        return bytes.to_string();
    }
    let mut unit = 1u128;
    let bytes = u128::from(bytes);
    for letter in ["K", "M", "G", "T", "P", "E"] {
        unit *= 1024;
        let tenths = (bytes * 10).div_ceil(unit);
        if tenths < 100 {
            return format!("{}.{}{letter}", tenths / 10, tenths % 10);
        }
        let whole = bytes.div_ceil(unit);
        if whole < 1024 {
            return format!("{whole}{letter}");
        }
    }
    format!("{bytes}")
}

/// As busybox prints them: always one decimal, rounded to the nearest.
pub fn human_busybox(bytes: u64) -> String {
    if bytes < 1024 {
        return bytes.to_string();
    }
    let (mut value, mut fraction) = (bytes, 0);
    for letter in ["", "K", "M", "G", "T", "P", "E"] {
        if value < 1024 {
            if fraction >= 10 {
                return format!("{}.0{letter}", value + 1);
            }
            return format!("{value}.{fraction}{letter}");
        }
        fraction = ((value % 1024) * 10 + 512) / 1024;
        value /= 1024;
    }
    format!("{value}")
}

/// `%g`: as short as it can be with this many significant digits.
pub fn general(value: f64, precision: usize, alternate: bool) -> String {
    let precision = precision.clamp(1, 300);
    if value == 0.0 {
        return if value.is_sign_negative() { "-0".into() } else { "0".into() };
    }
    if !value.is_finite() {
        return special(value);
    }
    let scientific = format!("{:.*e}", precision - 1, value);
    let exponent: i32 = scientific.rsplit_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let trim = |text: String| {
        if alternate || !text.contains('.') {
            text
        } else {
            text.trim_end_matches('0').trim_end_matches('.').to_string()
        }
    };
    if exponent < -4 || exponent >= precision as i32 {
        let mantissa = scientific.rsplit_once('e').map(|(m, _)| m.to_string()).unwrap_or_default();
        return format!(
            "{}e{}{:02}",
            trim(mantissa),
            if exponent < 0 { '-' } else { '+' },
            exponent.abs()
        );
    }
    trim(format!("{:.*}", (precision as i32 - 1 - exponent).max(0) as usize, value))
}

/// `%e`.
pub fn scientific(value: f64, precision: usize) -> String {
    if !value.is_finite() {
        return special(value);
    }
    let text = format!("{:.*e}", precision.min(300), value);
    let (mantissa, exponent) = text.rsplit_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{mantissa}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

fn special(value: f64) -> String {
    if value.is_nan() {
        "nan"
    } else if value > 0.0 {
        "inf"
    } else {
        "-inf"
    }
    .to_string()
}

/// What a printf conversion asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    pub left: bool,
    pub plus: bool,
    pub space: bool,
    pub alternate: bool,
    pub zero: bool,
    pub width: usize,
    pub precision: Option<usize>,
}

/// The widest field that is made.
pub const MAX_WIDTH: usize = 1 << 16;

impl Shape {
    /// Pads to the width. `numeric` says whether zeros may.
    pub fn pad(&self, body: &[u8], numeric: bool) -> Vec<u8> {
        let missing = self.width.min(MAX_WIDTH).saturating_sub(body.len());
        let mut out = Vec::with_capacity(body.len() + missing);
        if self.left {
            out.extend_from_slice(body);
            out.resize(out.len() + missing, b' ');
        } else if self.zero && numeric {
            let mut sign = body.iter().take_while(|b| matches!(b, b'+' | b'-' | b' ')).count();
            if body.get(sign..).is_some_and(|r| r.starts_with(b"0x") || r.starts_with(b"0X")) {
                sign += 2;
            }
            out.extend_from_slice(body.get(..sign).unwrap_or_default());
            out.resize(out.len() + missing, b'0');
            out.extend_from_slice(body.get(sign..).unwrap_or_default());
        } else {
            out.resize(missing, b' ');
            out.extend_from_slice(body);
        }
        out
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        }
    }

    /// `d i u o x X` of a number.
    pub fn integer(&self, value: i64, conversion: char) -> Vec<u8> {
        let bits = value as u64;
        let (sign, digits, prefix) = match conversion {
            'd' | 'i' => (self.sign(value < 0), value.unsigned_abs().to_string(), ""),
            'o' => ("", format!("{bits:o}"), if self.alternate && bits != 0 { "0" } else { "" }),
            'x' => ("", format!("{bits:x}"), if self.alternate && bits != 0 { "0x" } else { "" }),
            'X' => ("", format!("{bits:X}"), if self.alternate && bits != 0 { "0X" } else { "" }),
            _ => ("", bits.to_string(), ""),
        };
        let precision = self.precision.unwrap_or(1).min(MAX_WIDTH);
        let digits = if precision == 0 && value == 0 { String::new() } else { digits };
        let zeros = "0".repeat(precision.saturating_sub(digits.len()));
        self.pad(format!("{sign}{prefix}{zeros}{digits}").as_bytes(), self.precision.is_none())
    }

    /// `f e g` (and capitals) of a number.
    pub fn float(&self, value: f64, conversion: char) -> Vec<u8> {
        let precision = self.precision.unwrap_or(6).min(4096);
        let magnitude = value.abs();
        let text = match conversion.to_ascii_lowercase() {
            _ if !value.is_finite() => special(magnitude),
            'e' => scientific(magnitude, precision),
            'g' => general(magnitude, precision, self.alternate),
            _ => format!("{magnitude:.precision$}"),
        };
        let text = if conversion.is_ascii_uppercase() {
            text.to_ascii_uppercase()
        } else {
            text
        };
        let negative = value.is_sign_negative() && !value.is_nan();
        self.pad(format!("{}{text}", self.sign(negative)).as_bytes(), value.is_finite())
    }

    /// `s` of bytes.
    pub fn string(&self, text: &[u8]) -> Vec<u8> {
        let end = self.precision.map_or(text.len(), |p| p.min(text.len()));
        self.pad(text.get(..end).unwrap_or_default(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_shape_that_c_gives_them() {
        let shape = Shape {
            width: 6,
            zero: true,
            ..Shape::default()
        };
        assert_eq!(shape.integer(-42, 'd'), b"-00042");
        assert_eq!(
            Shape {
                precision: Some(2),
                width: 7,
                ..Shape::default()
            }
            .float(1.5, 'f'),
            b"   1.50"
        );
        assert_eq!(general(0.0001, 6, false), "0.0001");
        assert_eq!(general(1e10, 6, false), "1e+10");
        assert_eq!(human(1536), "1.5K");
        assert_eq!(human(10 << 20), "10M");
        assert_eq!(human_busybox(1536), "1.5K");
        assert_eq!(size("2k"), Some(2048));
        assert_eq!(size("x"), None);
    }
}
