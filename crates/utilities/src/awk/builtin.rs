//! awk's functions on text: sprintf, sub, split, and what they share.

use super::value::Value;
use crate::number::Shape;
use crate::regex::Regex;

/// How many arguments a format takes.
pub fn arguments(format: &[u8]) -> usize {
    let mut count = 0;
    let mut bytes = format.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'%' {
            continue;
        }
        for byte in bytes.by_ref() {
            match byte {
                b'%' => break,
                b'*' => count += 1,
                b'-' | b'+' | b' ' | b'#' | b'.' | b'0'..=b'9' | b'l' | b'h' | b'L' | b'q' => {}
                _ => {
                    count += 1;
                    break;
                }
            }
        }
    }
    count
}

/// sprintf, with the rest of the values as arguments. Numbers in `%s` are shown by `%.6g`.
pub fn format(format: &[u8], args: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut args = args.iter();
    let mut at = 0;
    while let Some(byte) = format.get(at).copied() {
        at += 1;
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        if format.get(at) == Some(&b'%') {
            out.push(b'%');
            at += 1;
            continue;
        }
        let start = at;
        let mut shape = Shape::default();
        while let Some(flag) = format.get(at).filter(|b| b"-+ #0".contains(b)) {
            match flag {
                b'-' => shape.left = true,
                b'+' => shape.plus = true,
                b' ' => shape.space = true,
                b'#' => shape.alternate = true,
                _ => shape.zero = true,
            }
            at += 1;
        }
        let mut number = |at: &mut usize| -> Option<i64> {
            if format.get(*at) == Some(&b'*') {
                *at += 1;
                return Some(args.next().map_or(0.0, Value::number) as i64);
            }
            let mut value = None;
            while let Some(digit) = format.get(*at).filter(|b| b.is_ascii_digit()) {
                value = Some((value.unwrap_or(0) * 10 + i64::from(digit - b'0')).min(1 << 16));
                *at += 1;
            }
            value
        };
        let width = number(&mut at).unwrap_or(0);
        shape.left |= width < 0;
        shape.width = width.unsigned_abs() as usize;
        if format.get(at) == Some(&b'.') {
            at += 1;
            shape.precision = usize::try_from(number(&mut at).unwrap_or(0)).ok();
        }
        while matches!(format.get(at), Some(b'l' | b'h' | b'L' | b'q')) {
            at += 1;
        }
        let Some(conversion) = format.get(at).copied() else {
            out.push(b'%');
            out.extend_from_slice(format.get(start..).unwrap_or_default());
            break;
        };
        at += 1;
        match conversion {
            b'd' | b'i' | b'o' | b'x' | b'X' | b'u' => {
                let value = args.next().map_or(0.0, Value::number);
                if value.is_finite() {
                    let whole = if value >= 9.3e18 { value as u64 as i64 } else { value as i64 };
                    let big = value.abs() >= 9.3e18 && matches!(conversion, b'd' | b'i');
                    if big {
                        out.extend(shape.pad(format!("{:.0}", value.trunc()).as_bytes(), true));
                    } else {
                        out.extend(shape.integer(whole, char::from(conversion)));
                    }
                } else {
                    out.extend(shape.float(value, 'f'));
                }
            }
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'a' => {
                let value = args.next().map_or(0.0, Value::number);
                out.extend(shape.float(value, char::from(conversion)));
            }
            b'c' => {
                let bytes = match args.next() {
                    Some(Value::Number(value)) => {
                        let code = *value as u32;
                        if code < 256 {
                            vec![code as u8]
                        } else {
                            let mut buffer = [0; 4];
                            char::from_u32(code)
                                .unwrap_or('?')
                                .encode_utf8(&mut buffer)
                                .as_bytes()
                                .to_vec()
                        }
                    }
                    Some(other) => other.bytes(b"%.6g", 1e16).get(..1).unwrap_or_default().to_vec(),
                    None => Vec::new(),
                };
                out.extend(shape.string(&bytes));
            }
            b's' => {
                let text = args.next().map(|v| v.bytes(b"%.6g", 1e16));
                out.extend(shape.string(text.as_deref().unwrap_or_default()));
            }
            other => {
                out.push(b'%');
                out.extend_from_slice(format.get(start..at - 1).unwrap_or_default());
                out.push(other);
            }
        }
        if out.len() > crate::io::LIMIT / 4 {
            break;
        }
    }
    out
}

/// sub and gsub: the new text and how often something was replaced.
pub fn substitute(regex: &Regex, replacement: &[u8], text: &[u8], global: bool) -> (Vec<u8>, usize) {
    let mut out = Vec::with_capacity(text.len() + 16);
    let (mut at, mut count) = (0, 0);
    let mut after_match = false;
    while let Some((start, end)) = regex.find(text, at).and_then(|g| g.first().copied().flatten()) {
        if start == end && after_match && start == at {
            match text.get(at) {
                Some(byte) => out.push(*byte),
                None => break,
            }
            at += 1;
            after_match = false;
            continue;
        }
        out.extend_from_slice(text.get(at..start).unwrap_or_default());
        let matched = text.get(start..end).unwrap_or_default();
        let mut bytes = replacement.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'&' => out.extend_from_slice(matched),
                b'\\' => match bytes.next_if(|b| *b == b'&' || *b == b'\\') {
                    Some(escaped) => out.push(escaped),
                    None => out.push(b'\\'),
                },
                byte => out.push(byte),
            }
        }
        count += 1;
        at = end;
        after_match = true;
        if start == end {
            match text.get(at) {
                Some(byte) => out.push(*byte),
                None => {
                    at += 1;
                    break;
                }
            }
            at += 1;
            after_match = false;
        }
        if !global || out.len() > crate::io::LIMIT / 4 {
            break;
        }
    }
    out.extend_from_slice(text.get(at.min(text.len())..).unwrap_or_default());
    (out, count)
}

/// How records and strings fall into fields.
#[derive(Clone, Debug)]
pub enum Separator {
    Blanks,
    Byte(u8),
    Pattern(std::rc::Rc<Regex>),
    /// Every byte is a field.
    Nothing,
}

pub fn split(text: &[u8], separator: &Separator, newline_too: bool) -> Vec<Vec<u8>> {
    if text.is_empty() {
        return Vec::new();
    }
    match separator {
        Separator::Blanks => text
            .split(|b| matches!(b, b' ' | b'\t' | b'\n'))
            .filter(|f| !f.is_empty())
            .map(<[u8]>::to_vec)
            .collect(),
        Separator::Byte(byte) => text
            .split(|b| b == byte || newline_too && *b == b'\n')
            .map(<[u8]>::to_vec)
            .collect(),
        Separator::Nothing => String::from_utf8_lossy(text)
            .chars()
            .map(|c| c.to_string().into_bytes())
            .collect(),
        Separator::Pattern(regex) => {
            let mut out = Vec::new();
            let (mut from, mut at) = (0, 0);
            while let Some((start, end)) = regex.find(text, at).and_then(|g| g.first().copied().flatten()) {
                if end == start {
                    at = start + 1;
                    if at > text.len() {
                        break;
                    }
                    continue;
                }
                out.push(text.get(from..start).unwrap_or_default().to_vec());
                (from, at) = (end, end);
            }
            out.push(text.get(from..).unwrap_or_default().to_vec());
            out
        }
    }
}
