//! Floating numbers as `printf` writes and `strtod` reads them (C11 7.21.6.1, 7.22.1.3).

/// Digits and exponent of `%e`.
fn scientific(v: f64, digits: usize) -> (String, i32) {
    let text = format!("{v:.digits$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.to_string(), exponent.parse().unwrap_or(0))
}

fn exponent(mantissa: &str, n: i32) -> String {
    let sign = if n < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", n.abs())
}

/// The number without its sign; `alternate` is `#`.
pub fn float(v: f64, conversion: char, precision: i32, alternate: bool) -> String {
    let v = v.abs();
    let upper = conversion.is_ascii_uppercase();
    let precision = if precision < 0 { 6 } else { precision.min(400) as usize };
    let text = if v.is_nan() {
        "nan".to_string()
    } else if v.is_infinite() {
        "inf".to_string()
    } else {
        match conversion.to_ascii_lowercase() {
            'e' => {
                let (mantissa, n) = scientific(v, precision);
                exponent(&mantissa, n)
            }
            'g' => {
                let digits = precision.max(1);
                let (mantissa, n) = scientific(v, digits - 1);
                let trim = |t: String| {
                    if alternate || !t.contains('.') {
                        t
                    } else {
                        t.trim_end_matches('0').trim_end_matches('.').to_string()
                    }
                };
                if n < -4 || n >= digits as i32 {
                    exponent(&trim(mantissa), n)
                } else {
                    trim(format!("{v:.*}", (digits as i32 - 1 - n).max(0) as usize))
                }
            }
            _ => format!("{v:.precision$}"),
        }
    };
    if upper { text.to_uppercase() } else { text }
}

/// A number at the beginning of a text, and how many bytes it takes.
pub fn parse(text: &str) -> (f64, usize) {
    let start = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).len();
    let body = text.get(start..).unwrap_or("");
    let bytes = body.as_bytes();
    let mut n = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let rest = body.get(n..).unwrap_or("").to_ascii_lowercase();
    let sign = if body.starts_with('-') { -1.0 } else { 1.0 };
    for (word, value) in [("infinity", f64::INFINITY), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
        if rest.starts_with(word) {
            return (sign * value, start + n + word.len());
        }
    }
    let digit = |n: usize| bytes.get(n).is_some_and(u8::is_ascii_digit);
    let first = n;
    while digit(n) {
        n += 1;
    }
    let mut any = n > first;
    if bytes.get(n) == Some(&b'.') {
        let mut m = n + 1;
        while digit(m) {
            m += 1;
        }
        if any || m > n + 1 {
            any |= m > n + 1;
            n = m;
        }
    }
    if !any {
        return (0.0, 0);
    }
    if matches!(bytes.get(n), Some(b'e' | b'E')) {
        let m = n + 1 + usize::from(matches!(bytes.get(n + 1), Some(b'+' | b'-')));
        if digit(m) {
            n = m;
            while digit(n) {
                n += 1;
            }
        }
    }
    (body.get(..n).and_then(|t| t.parse().ok()).unwrap_or(0.0), start + n)
}
