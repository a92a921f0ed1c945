//! `printf` (POSIX XCU printf), with bash's `%q`, `%(…)T` and `-v`.

use super::escape;
use crate::Flavour;
use crate::state::{Outcome, Shell, Voice};

/// What formatting gave.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Printed {
    pub bytes: Vec<u8>,
    /// Messages, each to follow the shell's name; the status is 1 if there are any.
    pub errors: Vec<String>,
    /// The format was unusable from here on.
    pub fatal: bool,
}

/// How much one call may print.
const LIMIT: usize = 64 << 20;

/// A conversion: flags, width, precision, letter.
#[derive(Clone, Copy, Debug, Default)]
struct Conversion {
    minus: bool,
    plus: bool,
    space: bool,
    hash: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

impl Conversion {
    fn pad(&self, text: &[u8], out: &mut Vec<u8>) {
        let shown = String::from_utf8_lossy(text).chars().count();
        let fill = self.width.saturating_sub(shown);
        if !self.minus {
            out.extend(std::iter::repeat_n(b' ', fill));
        }
        out.extend_from_slice(text);
        if self.minus {
            out.extend(std::iter::repeat_n(b' ', fill));
        }
    }

    fn pad_number(&self, sign: &str, digits: &str, zero: bool, out: &mut Vec<u8>) {
        let shown = sign.len() + digits.len();
        let fill = self.width.saturating_sub(shown);
        if zero && !self.minus {
            out.extend_from_slice(sign.as_bytes());
            out.extend(std::iter::repeat_n(b'0', fill));
            out.extend_from_slice(digits.as_bytes());
        } else {
            self.pad(format!("{sign}{digits}").as_bytes(), out);
        }
    }

    fn integer(&self, letter: char, value: i64, out: &mut Vec<u8>) {
        let (sign, mut digits) = match letter {
            'd' | 'i' => {
                let sign = if value < 0 {
                    "-"
                } else if self.plus {
                    "+"
                } else if self.space {
                    " "
                } else {
                    ""
                };
                (sign, value.unsigned_abs().to_string())
            }
            'o' => ("", format!("{:o}", value as u64)),
            'u' => ("", (value as u64).to_string()),
            'x' => (if self.hash && value != 0 { "0x" } else { "" }, format!("{:x}", value as u64)),
            _ => (if self.hash && value != 0 { "0X" } else { "" }, format!("{:X}", value as u64)),
        };
        if letter == 'o' && self.hash && !digits.starts_with('0') {
            digits.insert(0, '0');
        }
        if let Some(precision) = self.precision {
            let missing = precision.saturating_sub(digits.len());
            digits = "0".repeat(missing) + &digits;
            if precision == 0 && value == 0 {
                digits.clear();
            }
        }
        self.pad_number(sign, &digits, self.zero && self.precision.is_none(), out);
    }

    fn float(&self, letter: char, value: f64, out: &mut Vec<u8>) {
        let sign = if value.is_sign_negative() && !value.is_nan() {
            "-"
        } else if self.plus {
            "+"
        } else if self.space {
            " "
        } else {
            ""
        };
        let magnitude = value.abs();
        let precision = self.precision.unwrap_or(6).min(400);
        let mut digits = if magnitude.is_nan() {
            "nan".to_string()
        } else if magnitude.is_infinite() {
            "inf".to_string()
        } else {
            match letter.to_ascii_lowercase() {
                'f' => format!("{magnitude:.precision$}"),
                'e' => exponent(magnitude, precision),
                _ => general(magnitude, precision.max(1), self.hash),
            }
        };
        if letter.is_ascii_uppercase() {
            digits = digits.to_uppercase();
        }
        self.pad_number(sign, &digits, self.zero && magnitude.is_finite(), out);
    }
}

/// `1.234500e+04`
fn exponent(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    match text.split_once('e') {
        Some((mantissa, power)) => {
            let (sign, digits) = match power.strip_prefix('-') {
                Some(digits) => ('-', digits),
                None => ('+', power),
            };
            format!("{mantissa}e{sign}{digits:0>2}")
        }
        None => text,
    }
}

fn general(value: f64, precision: usize, keep: bool) -> String {
    let scientific = format!("{:.*e}", precision - 1, value);
    let power: i32 = scientific.split_once('e').and_then(|(_, p)| p.parse().ok()).unwrap_or(0);
    let text = if power < -4 || power >= precision as i32 {
        exponent(value, precision - 1)
    } else {
        let decimals = (precision as i32 - 1 - power).max(0) as usize;
        format!("{value:.decimals$}")
    };
    if keep || !text.contains('.') {
        return text;
    }
    match text.split_once('e') {
        Some((mantissa, power)) => {
            let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
            format!("{mantissa}e{power}")
        }
        None => text.trim_end_matches('0').trim_end_matches('.').to_string(),
    }
}

/// The number at the start of text, and whether all of it was one.
fn leading_integer(text: &str) -> (i64, bool) {
    let trimmed = text.trim_start();
    if let Some(quoted) = trimmed.strip_prefix(['\'', '"']) {
        return (quoted.chars().next().map_or(0, |c| i64::from(u32::from(c))), true);
    }
    let (negative, rest) = match trimmed.strip_prefix(['-', '+']) {
        Some(rest) => (trimmed.starts_with('-'), rest),
        None => (false, trimmed),
    };
    let (radix, digits) = if let Some(hex) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
        (16, hex)
    } else if rest.len() > 1 && rest.starts_with('0') {
        (8, &rest[1..])
    } else {
        (10, rest)
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let empty = end == 0 && radix != 8;
    let number = digits.get(..end).unwrap_or("");
    let value = if number.is_empty() {
        0
    } else {
        match i128::from_str_radix(number, radix) {
            Ok(value) => {
                let value = if negative { -value } else { value };
                if (0..=i128::from(u64::MAX)).contains(&value) && radix != 10 {
                    value as u64 as i64
                } else {
                    value.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
                }
            }
            Err(_) => i64::MAX,
        }
    };
    let value = if negative && i128::from_str_radix(number, radix).is_err() {
        i64::MIN
    } else {
        value
    };
    (value, end == digits.len() && !(empty && !text.is_empty()))
}

fn leading_float(text: &str) -> (f64, bool) {
    let trimmed = text.trim_start();
    if trimmed.starts_with(['\'', '"']) || trimmed.trim_start_matches(['-', '+']).starts_with("0x") {
        let (value, whole) = leading_integer(trimmed);
        return (value as f64, whole);
    }
    if let Ok(value) = trimmed.parse() {
        return (value, true);
    }
    let ends = trimmed.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
    for end in ends {
        if let Some(value) = trimmed.get(..end).and_then(|t| t.parse().ok()) {
            return (value, false);
        }
    }
    (0.0, text.is_empty())
}

/// Formats arguments, using the format again as long as arguments are left.
pub fn format(format: &str, args: &[String], flavour: Flavour, now: i64) -> Printed {
    let text = format.as_bytes();
    let mut printed = Printed::default();
    let mut next = 0;
    loop {
        let before = next;
        if !once(text, args, &mut next, flavour, now, &mut printed) || printed.bytes.len() > LIMIT {
            break;
        }
        if next >= args.len() || next == before {
            break;
        }
    }
    printed
}

/// One pass over the format; false if it ended early.
fn once(text: &[u8], args: &[String], next: &mut usize, flavour: Flavour, now: i64, printed: &mut Printed) -> bool {
    let mut at = 0;
    while let Some(byte) = text.get(at).copied() {
        at += 1;
        match byte {
            b'\\' => match escape::format_escape(text, at, flavour.is_extended(), &mut printed.bytes) {
                Some(end) => at = end,
                None => return false,
            },
            b'%' if text.get(at) == Some(&b'%') => {
                printed.bytes.push(b'%');
                at += 1;
            }
            b'%' => match conversion(text, at, args, next, flavour, now, printed) {
                Some(end) => at = end,
                None => return false,
            },
            byte => printed.bytes.push(byte),
        }
    }
    true
}

fn take<'a>(args: &'a [String], next: &mut usize) -> Option<&'a str> {
    let arg = args.get(*next).map(String::as_str);
    *next += 1;
    arg
}

fn conversion(
    text: &[u8],
    mut at: usize,
    args: &[String],
    next: &mut usize,
    flavour: Flavour,
    now: i64,
    printed: &mut Printed,
) -> Option<usize> {
    let start = at;
    let mut c = Conversion::default();
    while let Some(byte) = text.get(at) {
        match byte {
            b'-' => c.minus = true,
            b'+' => c.plus = true,
            b' ' => c.space = true,
            b'#' => c.hash = true,
            b'0' => c.zero = true,
            _ => break,
        }
        at += 1;
    }
    let number = |at: &mut usize, next: &mut usize| -> i64 {
        if text.get(*at) == Some(&b'*') {
            *at += 1;
            return leading_integer(take(args, next).unwrap_or("")).0;
        }
        let mut value = 0i64;
        while let Some(digit) = text.get(*at).filter(|b| b.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(i64::from(*digit - b'0'));
            *at += 1;
        }
        value
    };
    let width = number(&mut at, next);
    c.minus |= width < 0;
    c.width = (width.unsigned_abs() as usize).min(1 << 20);
    if text.get(at) == Some(&b'.') {
        at += 1;
        let precision = number(&mut at, next);
        c.precision = usize::try_from(precision).ok().map(|p| p.min(1 << 20));
    }
    while matches!(text.get(at), Some(b'l' | b'h' | b'j' | b'z' | b't' | b'L')) && flavour != Flavour::Dash {
        at += 1;
    }
    if flavour.is_bash() && text.get(at) == Some(&b'(') {
        let close = text.get(at..)?.iter().position(|b| *b == b')').map(|n| at + n)?;
        if text.get(close + 1) == Some(&b'T') {
            let pattern = String::from_utf8_lossy(&text[at + 1..close]).into_owned();
            let seconds = match take(args, next).map(leading_integer) {
                None => now,
                Some((n, _)) if n < 0 => now,
                Some((n, _)) => n,
            };
            let pattern = if pattern.is_empty() { "%X" } else { &pattern };
            c.pad(crate::time::format(pattern, seconds).as_bytes(), &mut printed.bytes);
            return Some(close + 2);
        }
    }
    let letter = char::from(text.get(at).copied().unwrap_or(0));
    match letter {
        's' => {
            let arg = take(args, next).unwrap_or("");
            let cut: String = match c.precision {
                Some(precision) => arg.chars().take(precision).collect(),
                None => arg.to_string(),
            };
            c.pad(cut.as_bytes(), &mut printed.bytes);
        }
        'c' => {
            let arg = take(args, next).unwrap_or("");
            let first: String = arg.chars().take(1).collect();
            c.pad(first.as_bytes(), &mut printed.bytes);
        }
        'b' => {
            let arg = take(args, next).unwrap_or("");
            let mut bytes = Vec::new();
            let stop = escape::expand(arg.as_bytes(), flavour.is_extended(), &mut bytes);
            c.pad(&bytes, &mut printed.bytes);
            if stop {
                return None;
            }
        }
        'q' if flavour.is_bash() => {
            let arg = take(args, next).unwrap_or("");
            c.pad(backslash_quote(arg).as_bytes(), &mut printed.bytes);
        }
        'd' | 'i' | 'o' | 'u' | 'x' | 'X' => {
            let arg = take(args, next);
            let (value, whole) = leading_integer(arg.unwrap_or(""));
            let whole = whole && !(flavour == Flavour::Ash && arg == Some(""));
            if !whole {
                note_number(arg.unwrap_or(""), value, flavour, printed);
            }
            let value = if !whole && flavour == Flavour::Ash { 0 } else { value };
            c.integer(letter, value, &mut printed.bytes);
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'a' | 'A' => {
            let arg = take(args, next);
            let (value, whole) = leading_float(arg.unwrap_or(""));
            if !whole {
                note_number(arg.unwrap_or(""), value as i64, flavour, printed);
            }
            c.float(letter, value, &mut printed.bytes);
        }
        _ => {
            let spec = String::from_utf8_lossy(text.get(start..(at + 1).min(text.len())).unwrap_or_default()).into_owned();
            let whole = String::from_utf8_lossy(text.get(at..).unwrap_or_default()).into_owned();
            printed.errors.push(match flavour {
                Flavour::Dash => format!("%{spec}: invalid directive"),
                Flavour::Ash => format!("%{whole}: invalid format"),
                Flavour::Bash if letter == '\0' => "`%': missing format character".into(),
                Flavour::Bash => format!("`{letter}': invalid format character"),
            });
            printed.fatal = true;
            return None;
        }
    }
    Some(at + 1)
}

fn note_number(arg: &str, value: i64, flavour: Flavour, printed: &mut Printed) {
    printed.errors.push(match flavour {
        Flavour::Dash if value != 0 || arg.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{arg}: not completely converted")
        }
        Flavour::Dash => format!("{arg}: expected numeric value"),
        Flavour::Ash => format!("invalid number '{arg}'"),
        Flavour::Bash => format!("{arg}: invalid number"),
    });
}

/// `%q`: backslashes, or `$'…'` for what has control characters.
pub fn backslash_quote(text: &str) -> String {
    if text.is_empty() {
        return "''".into();
    }
    if text.chars().any(char::is_control) {
        return escape::ansi_quote(text);
    }
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if " \t\n'\"\\|&;()<>!{}*[]?^$`,".contains(c) || n == 0 && (c == '~' || c == '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

impl Shell {
    pub(super) async fn builtin_printf(&mut self, args: &[String]) -> Outcome {
        let mut args = args;
        let mut variable = None;
        if self.flavour.is_bash()
            && let [first, name, rest @ ..] = args
            && first == "-v"
        {
            variable = Some(name.clone());
            args = rest;
        }
        if self.flavour == Flavour::Dash
            && let Some(letter) = args.first().and_then(|a| a.strip_prefix('-')).and_then(|a| a.chars().next())
            && letter != '-'
        {
            self.complain_as("printf", &format!("Illegal option -{letter}")).await;
            return Ok(2);
        }
        if args.first().is_some_and(|a| a == "--") {
            args = &args[1..];
        }
        let Some((pattern, rest)) = args.split_first() else {
            match self.flavour {
                Flavour::Dash => self.complain_as("printf", "usage: printf format [arg ...]").await,
                Flavour::Ash => {
                    let text = format!("{}usage: printf FORMAT [ARGUMENT...]\n", self.prefix(Voice::Applet("printf")));
                    self.write_error(&text).await;
                }
                Flavour::Bash => self.write_error("printf: usage: printf [-v var] format [arguments]\n").await,
            }
            return Ok(2);
        };
        let printed = format(pattern, rest, self.flavour, self.sys.now().seconds());
        for error in &printed.errors {
            let text = format!("{}{error}\n", self.prefix(Voice::Applet("printf")));
            self.write_error(&text).await;
        }
        let status = match variable {
            Some(name) => {
                let value = String::from_utf8_lossy(&printed.bytes).into_owned();
                match name.split_once('[') {
                    Some((base, index)) => {
                        let index = index.strip_suffix(']').unwrap_or(index);
                        self.assign_element_checked(base, index, value, false).await?;
                    }
                    None => self.assign_checked(&name, value).await?,
                }
                0
            }
            None => self.output(&printed.bytes).await,
        };
        if printed.fatal && self.flavour == Flavour::Dash {
            return Ok(2);
        }
        Ok(if printed.errors.is_empty() { status } else { 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(pattern: &str, args: &[&str]) -> String {
        let args: Vec<String> = args.iter().map(|a| a.to_string()).collect();
        String::from_utf8(format(pattern, &args, Flavour::Bash, 0).bytes).unwrap()
    }

    #[test]
    fn conversions_print_as_c_does() {
        assert_eq!(
            print("%5d|%-5s|%05.1f|%x", &["5", "b", "2.55", "255"]),
            "    5|b    |002.5|ff"
        );
        assert_eq!(
            print("%e %g %g", &["12345.678", "0.0001", "1000000"]),
            "1.234568e+04 0.0001 1e+06"
        );
        assert_eq!(print("%03d-%+d-%.3s", &["7", "4", "abcdef"]), "007-+4-abc");
        assert_eq!(print("%o %u %X %#x", &["8", "3", "255", "16"]), "10 3 FF 0x10");
        assert_eq!(print("%s\\n", &["a", "b"]), "a\nb\n");
        assert_eq!(print("%d %d\\n", &["1", "2", "3"]), "1 2\n3 0\n");
        assert_eq!(print("%q", &["a b"]), "a\\ b");
        assert_eq!(print("%c%c", &["xyz"]), "x");
    }
}
