//! `String.format`, as java.util.Formatter describes it; the arguments are strings or primitive by now.
//!
//! Leaves out dates (`%t`), `%a` and locales other than the root's.

use super::lang::plain_text;
use crate::value::*;
use crate::vm::Vm;

type Wrong = (&'static str, String);

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Half up on the shortest decimal digits, as Java rounds.
fn fixed(value: f64, places: usize) -> String {
    let shortest = format!("{}", value.abs());
    let (whole, part) = shortest.split_once('.').unwrap_or((&shortest, ""));
    if part.len() <= places {
        return format!(
            "{whole}{}{part}{}",
            if places > 0 { "." } else { "" },
            "0".repeat(places - part.len())
        );
    }
    let up = part.as_bytes().get(places).is_some_and(|d| *d >= b'5');
    let mut digits: Vec<u8> = whole.bytes().chain(part.bytes().take(places)).collect();
    if up {
        let mut at = digits.len();
        loop {
            if at == 0 {
                digits.insert(0, b'1');
                break;
            }
            at -= 1;
            match digits.get_mut(at) {
                Some(d) if *d == b'9' => *d = b'0',
                Some(d) => {
                    *d += 1;
                    break;
                }
                None => break,
            }
        }
    }
    let text = String::from_utf8(digits).unwrap_or_default();
    let (a, b) = text.split_at(text.len() - places);
    if places > 0 { format!("{a}.{b}") } else { a.to_string() }
}

fn class_of(value: Value) -> &'static str {
    value.prim().map_or("java.lang.String", |p| p.boxed())
}

pub fn format(vm: &mut Vm, pattern: &str, args: &[Value]) -> Result<String, Wrong> {
    let mut out = String::new();
    let chars: Vec<char> = pattern.chars().collect();
    let (mut at, mut next) = (0, 0);
    while let Some(c) = chars.get(at) {
        at += 1;
        if *c != '%' {
            out.push(*c);
            continue;
        }
        let start = at;
        let digits = |at: &mut usize| {
            let from = *at;
            while chars.get(*at).is_some_and(char::is_ascii_digit) {
                *at += 1;
            }
            chars.get(from..*at).unwrap_or(&[]).iter().collect::<String>()
        };
        let mut index = None;
        let mut probe = at;
        let number = digits(&mut probe);
        if !number.is_empty() && chars.get(probe) == Some(&'$') {
            index = number.parse::<usize>().ok();
            at = probe + 1;
        }
        let mut flags = String::new();
        while let Some(f) = chars.get(at).filter(|f| "-#+ 0,(".contains(**f)) {
            flags.push(*f);
            at += 1;
        }
        let width = digits(&mut at).parse::<usize>().unwrap_or(0).min(10_000);
        let mut precision = None;
        if chars.get(at) == Some(&'.') {
            at += 1;
            precision = digits(&mut at).parse::<usize>().ok().map(|p| p.min(1000));
        }
        let Some(conversion) = chars.get(at).copied() else {
            return Err(("java.util.UnknownFormatConversionException", "Conversion = '%'".into()));
        };
        at += 1;
        let spec: String = chars.get(start..at).unwrap_or(&[]).iter().collect();
        if conversion == 'n' {
            out.push('\n');
            continue;
        }
        let left = flags.contains('-');
        let pad = |text: String| {
            let fill = " ".repeat(width.saturating_sub(text.chars().count()));
            if left { text + &fill } else { fill + &text }
        };
        if conversion == '%' {
            out.push_str(&pad("%".into()));
            continue;
        }
        if !"sSdxXfFeEgcCbBho".contains(conversion) {
            return Err((
                "java.util.UnknownFormatConversionException",
                format!("Conversion = '{conversion}'"),
            ));
        }
        let n = index.map_or(next, |i| i.wrapping_sub(1));
        if index.is_none() {
            next += 1;
        }
        let Some(value) = args.get(n).copied() else {
            return Err((
                "java.util.MissingFormatArgumentException",
                format!("Format specifier '%{spec}'"),
            ));
        };
        let text = match vm.heap.get(value) {
            Some(_) => vm.str(value),
            None => plain_text(value),
        };
        let mismatch = || {
            (
                "java.util.IllegalFormatConversionException",
                format!("{conversion} != {}", class_of(value)),
            )
        };
        let signed = |negative: bool, digits: String| {
            let sign = if negative {
                "-"
            } else if flags.contains('+') {
                "+"
            } else if flags.contains(' ') {
                " "
            } else {
                ""
            };
            let zeros = if flags.contains('0') {
                "0".repeat(width.saturating_sub(digits.chars().count() + sign.len()))
            } else {
                String::new()
            };
            format!("{sign}{zeros}{digits}")
        };
        let made = match conversion {
            's' | 'S' => precision.map_or(text.clone(), |p| text.chars().take(p).collect()),
            'b' | 'B' => {
                if value == Value::Null {
                    "false".into()
                } else if matches!(value, Value::Bool(_)) {
                    text
                } else {
                    "true".into()
                }
            }
            _ if value == Value::Null => "null".into(),
            'c' | 'C' => match value {
                Value::Char(_) => text,
                Value::Int(v) => char::from_u32(v as u32).map(String::from).unwrap_or_default(),
                _ => return Err(mismatch()),
            },
            'h' => format!(
                "{:x}",
                match vm.heap.get(value) {
                    Some(Cell::Text(u)) => super::lang::text_hash(u),
                    _ => value.int(),
                }
            ),
            'd' | 'x' | 'X' | 'o' => {
                if !matches!(value, Value::Int(_) | Value::Long(_) | Value::Short(_) | Value::Byte(_)) {
                    // Whole numbers of any size come as their text.
                    if vm.heap.get(value).is_none()
                        || conversion != 'd'
                        || text.parse::<i128>().is_err() && !text.chars().all(|c| c.is_ascii_digit())
                        || text.is_empty()
                    {
                        return Err(mismatch());
                    }
                    return Err(mismatch());
                }
                let v = value.long();
                match conversion {
                    'd' => {
                        let digits = v.unsigned_abs().to_string();
                        signed(v < 0, if flags.contains(',') { grouped(&digits) } else { digits })
                    }
                    _ => {
                        let bits = match value {
                            Value::Long(v) => v as u64,
                            Value::Byte(v) => u64::from(v as u8),
                            Value::Short(v) => u64::from(v as u16),
                            other => u64::from(other.int() as u32),
                        };
                        let digits = match conversion {
                            'x' | 'X' => format!("{bits:x}"),
                            _ => format!("{bits:o}"),
                        };
                        let prefix = if flags.contains('#') {
                            if conversion == 'o' { "0" } else { "0x" }
                        } else {
                            ""
                        };
                        let zeros = if flags.contains('0') {
                            "0".repeat(width.saturating_sub(digits.len() + prefix.len()))
                        } else {
                            String::new()
                        };
                        format!("{prefix}{zeros}{digits}")
                    }
                }
            }
            _ => {
                let (Value::Double(_) | Value::Float(_)) = value else {
                    return Err(mismatch());
                };
                let v = value.double();
                // A float counts by its own shortest digits.
                let v = match value {
                    Value::Float(f) => f.to_string().parse().unwrap_or(v),
                    _ => v,
                };
                let places = precision.unwrap_or(6);
                if !v.is_finite() {
                    plain_text(Value::Double(v))
                } else if matches!(conversion, 'e' | 'E') {
                    let text = format!("{:.*e}", places, v.abs());
                    let (m, e) = text.split_once('e').unwrap_or((&text, "0"));
                    let e: i32 = e.parse().unwrap_or(0);
                    signed(v < 0.0, format!("{m}e{}{:02}", if e < 0 { '-' } else { '+' }, e.abs()))
                } else {
                    let digits = fixed(v, places);
                    let digits = match digits.split_once('.') {
                        _ if !flags.contains(',') => digits,
                        Some((a, b)) => format!("{}.{b}", grouped(a)),
                        None => grouped(&digits),
                    };
                    signed(v.is_sign_negative(), digits)
                }
            }
        };
        let made = if conversion.is_uppercase() {
            made.to_uppercase()
        } else {
            made
        };
        out.push_str(&pad(made));
    }
    Ok(out)
}
