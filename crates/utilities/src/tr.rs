//! `tr` (POSIX), on bytes.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("complement", 'c'),
        ("delete", 'd'),
        ("squeeze-repeats", 's'),
        ("truncate-set1", 't'),
    ];
    let options = t.options("+cCdst", &long).await?;
    let (delete, squeeze) = (options.has('d'), options.has('s'));
    let Some(first) = options.rest.first().cloned() else {
        return Err(t.missing_operand().await);
    };
    let second = options.rest.get(1).cloned();
    if t.gnu && second.is_none() && (!delete && !squeeze || delete && squeeze) {
        let hint = if delete {
            "Two strings must be given when both deleting and squeezing repeats."
        } else {
            "Two strings must be given when translating."
        };
        t.say(&format!("missing operand after '{first}'\n{hint}")).await;
        return Err(t.usage().await);
    }
    // busybox takes what it needs and looks at nothing else.
    if t.gnu
        && let Some(extra) = options.rest.get(2).or(second.as_ref().filter(|_| delete && !squeeze))
    {
        return Err(t.misuse(format!("extra operand '{extra}'")).await);
    }
    let expanded = (set(&first, None), second.as_deref());
    let mut one = match expanded.0 {
        Ok(one) => one,
        Err(message) => return Err(t.fail(message).await),
    };
    if options.has('c') || options.has('C') {
        let mut inside = [false; 256];
        one.iter().for_each(|b| inside[usize::from(*b)] = true);
        one = (0..=255u8).filter(|b| !inside[usize::from(*b)]).collect();
    }
    let two = match expanded.1 {
        None => Vec::new(),
        Some(text) => match set(text, Some(one.len())) {
            Ok(two) => two,
            Err(message) => return Err(t.fail(message).await),
        },
    };
    if options.has('t') {
        one.truncate(two.len());
    }
    let mut map: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut gone = [false; 256];
    let mut squeezed = [false; 256];
    if delete {
        one.iter().for_each(|b| gone[usize::from(*b)] = true);
        two.iter().for_each(|b| squeezed[usize::from(*b)] = squeeze);
    } else if second.is_some() {
        if two.is_empty() && !one.is_empty() {
            let message = "when not truncating set1, string2 must be non-empty";
            return Err(t.fail(message).await);
        }
        for (at, byte) in one.iter().enumerate() {
            if let Some(to) = two.get(at).or(two.last()) {
                map[usize::from(*byte)] = *to;
            }
        }
        two.iter().for_each(|b| squeezed[usize::from(*b)] = squeeze);
    } else {
        one.iter().for_each(|b| squeezed[usize::from(*b)] = true);
    }
    let mut last = None;
    loop {
        let chunk = match t.sys.read(0, 65_536).await {
            Ok(chunk) if chunk.is_empty() => return Ok(()),
            Ok(chunk) => chunk,
            Err(error) => {
                let message = format!("read error: {error}");
                return Err(t.fail(message).await);
            }
        };
        let mut out = Vec::with_capacity(chunk.len());
        for byte in chunk {
            if gone[usize::from(byte)] {
                continue;
            }
            let byte = map[usize::from(byte)];
            if squeezed[usize::from(byte)] && last == Some(byte) {
                continue;
            }
            last = Some(byte);
            out.push(byte);
        }
        t.put(out).await?;
    }
}

fn class(name: &[u8]) -> Option<Vec<u8>> {
    let test: fn(&u8) -> bool = match name {
        b"alpha" => u8::is_ascii_alphabetic,
        b"digit" => u8::is_ascii_digit,
        b"alnum" => u8::is_ascii_alphanumeric,
        b"upper" => u8::is_ascii_uppercase,
        b"lower" => u8::is_ascii_lowercase,
        b"space" => |b| matches!(b, 9..=13 | 32),
        b"blank" => |b| matches!(b, 9 | 32),
        b"punct" => u8::is_ascii_punctuation,
        b"print" => |b| (32..127).contains(b),
        b"graph" => u8::is_ascii_graphic,
        b"cntrl" => u8::is_ascii_control,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    };
    Some((0..=255u8).filter(test).collect())
}

/// A set's bytes in order. `fill` is how long `[c*]` makes the second set.
fn set(text: &str, fill: Option<usize>) -> Result<Vec<u8>, String> {
    let mut units: Vec<(u8, bool)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        at += 1;
        if byte != b'\\' {
            units.push((byte, false));
            continue;
        }
        let Some(letter) = bytes.get(at).copied() else {
            units.push((b'\\', true));
            break;
        };
        at += 1;
        let plain = match letter {
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            b'0'..=b'7' => {
                let mut value = u32::from(letter - b'0');
                for _ in 0..2 {
                    let Some(digit) = bytes.get(at).filter(|b| (b'0'..=b'7').contains(b)) else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                    at += 1;
                }
                value as u8
            }
            other => other,
        };
        units.push((plain, true));
    }
    let mut out = Vec::new();
    let mut filler = None;
    let mut at = 0;
    while let Some((byte, escaped)) = units.get(at).copied() {
        let rest: Vec<u8> = units.get(at..).unwrap_or_default().iter().map(|u| u.0).collect();
        if byte == b'[' && !escaped {
            if rest.starts_with(b"[:")
                && let Some(end) = rest.windows(2).position(|w| w == b":]").filter(|e| *e >= 2)
            {
                let name = rest.get(2..end).unwrap_or_default();
                let class = class(name).ok_or_else(|| format!("invalid character class '{}'", String::from_utf8_lossy(name)))?;
                out.extend(class);
                at += end + 2;
                continue;
            }
            if rest.starts_with(b"[=") && rest.get(3..5) == Some(b"=]") {
                out.extend(rest.get(2));
                at += 5;
                continue;
            }
            if fill.is_some()
                && rest.get(2) == Some(&b'*')
                && let Some(end) = rest.iter().position(|b| *b == b']').filter(|e| *e > 2)
            {
                let digits = String::from_utf8_lossy(rest.get(3..end).unwrap_or_default()).into_owned();
                let count = if digits.starts_with('0') {
                    usize::from_str_radix(&digits, 8)
                } else {
                    digits.parse()
                }
                .unwrap_or(0);
                let unit = rest.get(1).copied().unwrap_or_default();
                if count == 0 {
                    filler = Some((out.len(), unit));
                } else {
                    out.extend(std::iter::repeat_n(unit, count.min(65_536)));
                }
                at += end + 1;
                continue;
            }
        }
        if let (Some((b'-', false)), Some((to, _))) = (units.get(at + 1), units.get(at + 2)) {
            if byte > *to {
                return Err(format!(
                    "range-endpoints of '{}-{}' are in reverse collating sequence order",
                    char::from(byte),
                    char::from(*to)
                ));
            }
            out.extend(byte..=*to);
            at += 3;
            continue;
        }
        out.push(byte);
        at += 1;
    }
    if let (Some((place, unit)), Some(fill)) = (filler, fill) {
        let missing = fill.saturating_sub(out.len());
        out.splice(place..place, std::iter::repeat_n(unit, missing));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_ranges_classes_and_escapes() {
        assert_eq!(set("a-cx\\n", None).unwrap(), b"abcx\n");
        assert_eq!(set("[:digit:]", None).unwrap(), b"0123456789");
        assert_eq!(set("[x*]y", Some(4)).unwrap(), b"xxxy");
        assert!(set("z-a", None).is_err());
    }
}
