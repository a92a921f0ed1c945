//! Strings and numbers as text: ECMA-262 §6.1.4, §6.1.6, §7.1.4.1.
//!
//! Text is kept as UTF-8 and counted in UTF-16 units; a surrogate without its other half becomes U+FFFD.

use std::cell::Cell;
use std::rc::Rc;

thread_local! {
    /// Bytes that values of this thread hold; an interpreter looks at how it changes during its turns.
    static HELD: Cell<isize> = const { Cell::new(0) };
}

pub fn held() -> isize {
    HELD.with(Cell::get)
}

pub fn hold(bytes: isize) {
    let _ = HELD.try_with(|h| h.set(h.get() + bytes));
}

/// The longest string.
pub const MAX_STRING: usize = 32 << 20;

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Text {
    text: Box<str>,
    ascii: bool,
}

impl Drop for Text {
    fn drop(&mut self) {
        hold(-(self.text.len() as isize) - 40);
    }
}

/// An immutable string.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Str(Rc<Text>);

impl From<&str> for Str {
    fn from(text: &str) -> Str {
        Str::from(text.to_string())
    }
}

impl From<String> for Str {
    fn from(text: String) -> Str {
        hold(text.len() as isize + 40);
        Str(Rc::new(Text { ascii: text.is_ascii(), text: text.into() }))
    }
}

impl Str {
    pub fn from_units(units: &[u16]) -> Str {
        Str::from(String::from_utf16_lossy(units))
    }

    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// In UTF-16 units.
    pub fn len(&self) -> usize {
        if self.0.ascii { self.0.text.len() } else { self.0.text.encode_utf16().count() }
    }

    pub fn units(&self) -> Vec<u16> {
        self.0.text.encode_utf16().collect()
    }

    pub fn unit(&self, at: usize) -> Option<u16> {
        if self.0.ascii {
            self.0.text.as_bytes().get(at).map(|b| u16::from(*b))
        } else {
            self.0.text.encode_utf16().nth(at)
        }
    }

    /// The part between two offsets in units.
    pub fn slice(&self, from: usize, to: usize) -> Str {
        if from >= to {
            return Str::from("");
        }
        if self.0.ascii {
            let to = to.min(self.0.text.len());
            return Str::from(self.0.text.get(from..to).unwrap_or(""));
        }
        let units = self.units();
        Str::from_units(units.get(from.min(units.len())..to.min(units.len())).unwrap_or(&[]))
    }

    /// Offset in units of an offset in bytes.
    pub fn unit_offset(&self, bytes: usize) -> usize {
        if self.0.ascii { bytes } else { self.0.text.get(..bytes).map_or(0, |t| t.encode_utf16().count()) }
    }

    /// Offset in bytes of an offset in units.
    pub fn byte_offset(&self, units: usize) -> usize {
        if self.0.ascii {
            return units.min(self.0.text.len());
        }
        let mut seen = 0;
        for (at, c) in self.0.text.char_indices() {
            if seen >= units {
                return at;
            }
            seen += c.len_utf16();
        }
        self.0.text.len()
    }
}

/// `Number::toString` with radix 10.
pub fn number(n: f64) -> String {
    if n.is_nan() {
        return "NaN".into();
    }
    if n.is_infinite() {
        return if n > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    if n == 0.0 {
        return "0".into();
    }
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{}", n as i64);
    }
    let text = format!("{:e}", n.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = digits.chars().filter(|c| *c != '.').collect();
    let (k, point) = (digits.len() as i32, exponent + 1);
    let zeros = |n: i32| "0".repeat(n.max(0) as usize);
    let body = if k <= point && point <= 21 {
        format!("{digits}{}", zeros(point - k))
    } else if 0 < point && point <= 21 {
        let (a, b) = digits.split_at((point as usize).min(digits.len()));
        format!("{a}.{b}")
    } else if -6 < point && point <= 0 {
        format!("0.{}{digits}", zeros(-point))
    } else {
        let (a, b) = digits.split_at(1);
        let sign = if point > 0 { '+' } else { '-' };
        let dot = if b.is_empty() { "" } else { "." };
        format!("{a}{dot}{b}e{sign}{}", (point - 1).abs())
    };
    if n < 0.0 { format!("-{body}") } else { body }
}

/// Whether JavaScript counts a character as white space.
pub fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

/// `StringToNumber`.
pub fn to_number(text: &str) -> f64 {
    let t = text.trim_matches(is_space);
    if t.is_empty() {
        return 0.0;
    }
    let radix = |digits: &str, radix: u32| {
        let mut out = 0.0;
        for c in digits.chars() {
            match c.to_digit(radix) {
                Some(d) => out = out * f64::from(radix) + f64::from(d),
                None => return f64::NAN,
            }
        }
        if digits.is_empty() { f64::NAN } else { out }
    };
    match t.get(..2) {
        Some("0x" | "0X") => return radix(t.get(2..).unwrap_or(""), 16),
        Some("0o" | "0O") => return radix(t.get(2..).unwrap_or(""), 8),
        Some("0b" | "0B") => return radix(t.get(2..).unwrap_or(""), 2),
        _ => {}
    }
    match t {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if t.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E')) => {
            t.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

/// `toFixed`: rounds halves away from zero, as the specification's choice of the larger `n` does.
pub fn fixed(n: f64, digits: usize) -> String {
    if n.abs() >= 1e21 {
        return number(n);
    }
    let exact = format!("{:.*}", digits + 30, n.abs());
    let mut out = format!("{:.*}", digits, n.abs());
    let cut = exact.len() - 30;
    let tail = exact.get(cut..).unwrap_or("");
    if tail.starts_with('5') && tail.get(1..).is_some_and(|t| t.chars().all(|c| c == '0')) {
        // A tie: Rust rounds to even.
        let down: String = exact.get(..cut).unwrap_or("").trim_end_matches('.').into();
        if out == down {
            let mut up: Vec<u8> = out.into_bytes();
            let mut at = up.len();
            loop {
                if at == 0 {
                    up.insert(0, b'1');
                    break;
                }
                at -= 1;
                match up.get_mut(at) {
                    Some(b'.') => {}
                    Some(c @ b'9') => *c = b'0',
                    Some(c) => {
                        *c += 1;
                        break;
                    }
                    None => break,
                }
            }
            out = String::from_utf8(up).unwrap_or_default();
        }
    }
    let zero = out.chars().all(|c| c == '0' || c == '.');
    if n < 0.0 && !zero { format!("-{out}") } else { out }
}

/// `Number.prototype.toString` with another radix.
pub fn radix(n: f64, radix: u32) -> String {
    if radix == 10 || !n.is_finite() {
        return number(n);
    }
    let digit = |d: u32| char::from_digit(d, radix).unwrap_or('0');
    let mut whole = n.abs().trunc();
    let mut fraction = n.abs() - whole;
    let mut left = Vec::new();
    while whole >= 1.0 {
        left.push(digit((whole % f64::from(radix)) as u32));
        whole = (whole / f64::from(radix)).trunc();
    }
    if left.is_empty() {
        left.push('0');
    }
    let mut out: String = left.into_iter().rev().collect();
    if fraction > 0.0 {
        out.push('.');
        let mut error = n.abs() * f64::EPSILON / 2.0;
        for _ in 0..52 {
            fraction *= f64::from(radix);
            error *= f64::from(radix);
            let d = fraction.trunc();
            out.push(digit(d as u32));
            fraction -= d;
            if fraction <= error || fraction >= 1.0 - error {
                break;
            }
        }
    }
    if n < 0.0 { format!("-{out}") } else { out }
}
