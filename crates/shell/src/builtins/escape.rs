//! Backslash escapes: those of `echo` and `printf %b`, of `printf`'s format, and of `$'…'`.

fn push_char(code: u32, out: &mut Vec<u8>) {
    let mut buffer = [0; 4];
    let c = char::from_u32(code).unwrap_or('\u{fffd}');
    out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
}

/// Up to `max` digits of a radix from `at`; the value and where they end.
fn digits(text: &[u8], mut at: usize, radix: u32, max: usize) -> Option<(u32, usize)> {
    let start = at;
    let mut value = 0u32;
    while at - start < max
        && let Some(digit) = text.get(at).and_then(|b| char::from(*b).to_digit(radix))
    {
        value = value.wrapping_mul(radix).wrapping_add(digit);
        at += 1;
    }
    (at > start).then_some((value, at))
}

fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        b'\\' => b'\\',
        _ => return None,
    })
}

/// Expands `echo`'s escapes; true if `\c` said to stop. `extended` adds `\e` and `\x`.
pub fn expand(text: &[u8], extended: bool, out: &mut Vec<u8>) -> bool {
    let mut at = 0;
    while let Some(byte) = text.get(at).copied() {
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(letter) = text.get(at).copied() else {
            out.push(b'\\');
            break;
        };
        at += 1;
        if let Some(byte) = simple(letter) {
            out.push(byte);
            continue;
        }
        match letter {
            b'c' => return true,
            b'0' => match digits(text, at, 8, 3) {
                Some((value, end)) => {
                    out.push(value as u8);
                    at = end;
                }
                None => out.push(0),
            },
            b'1'..=b'7' => {
                if let Some((value, end)) = digits(text, at - 1, 8, 3) {
                    out.push(value as u8);
                    at = end;
                }
            }
            b'e' => out.push(27),
            b'E' if extended => out.push(27),
            b'x' if extended && digits(text, at, 16, 2).is_some() => {
                if let Some((value, end)) = digits(text, at, 16, 2) {
                    out.push(value as u8);
                    at = end;
                }
            }
            b'u' | b'U' if extended => match digits(text, at, 16, if letter == b'u' { 4 } else { 8 }) {
                Some((value, end)) => {
                    push_char(value, out);
                    at = end;
                }
                None => out.extend([b'\\', letter]),
            },
            _ => out.extend([b'\\', letter]),
        }
    }
    false
}

/// One escape of `printf`'s format, after the backslash: what it stands for and where it ends. `None` is `\c`.
pub fn format_escape(text: &[u8], at: usize, extended: bool, out: &mut Vec<u8>) -> Option<usize> {
    let Some(letter) = text.get(at).copied() else {
        out.push(b'\\');
        return Some(at);
    };
    if let Some(byte) = simple(letter) {
        out.push(byte);
        return Some(at + 1);
    }
    match letter {
        b'c' if extended => None,
        b'0'..=b'7' => {
            let (value, end) = digits(text, at, 8, 3)?;
            out.push(value as u8);
            Some(end)
        }
        b'e' | b'E' if extended => {
            out.push(27);
            Some(at + 1)
        }
        b'"' if extended => {
            out.push(b'"');
            Some(at + 1)
        }
        b'x' if extended && digits(text, at + 1, 16, 2).is_some() => {
            let (value, end) = digits(text, at + 1, 16, 2)?;
            out.push(value as u8);
            Some(end)
        }
        b'u' | b'U' if extended && digits(text, at + 1, 16, 4).is_some() => {
            let (value, end) = digits(text, at + 1, 16, if letter == b'u' { 4 } else { 8 })?;
            push_char(value, out);
            Some(end)
        }
        _ => {
            out.extend([b'\\', letter]);
            Some(at + 1)
        }
    }
}

/// The text of `$'…'`.
pub fn ansi_c(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at).copied() {
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(letter) = text.get(at).copied() else {
            out.push(b'\\');
            break;
        };
        at += 1;
        if let Some(byte) = simple(letter) {
            out.push(byte);
            continue;
        }
        match letter {
            b'e' | b'E' => out.push(27),
            b'\'' | b'"' | b'?' => out.push(letter),
            b'0'..=b'7' => {
                if let Some((value, end)) = digits(text, at - 1, 8, 3) {
                    out.push(value as u8);
                    at = end;
                }
            }
            b'x' | b'u' | b'U' => {
                let max = match letter {
                    b'x' => 2,
                    b'u' => 4,
                    _ => 8,
                };
                match digits(text, at, 16, max) {
                    Some((value, end)) => {
                        at = end;
                        if letter == b'x' {
                            out.push(value as u8);
                        } else {
                            push_char(value, &mut out);
                        }
                    }
                    None => out.extend([b'\\', letter]),
                }
            }
            b'c' => {
                if let Some(control) = text.get(at) {
                    out.push(control.to_ascii_uppercase() & 0x1f);
                    at += 1;
                }
            }
            _ => out.extend([b'\\', letter]),
        }
    }
    out
}

/// Text as `$'…'`.
pub fn ansi_quote(text: &str) -> String {
    let mut out = String::from("$'");
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\x0b' => out.push_str("\\v"),
            '\x1b' => out.push_str("\\E"),
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\{:03o}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}
