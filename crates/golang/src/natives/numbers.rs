//! Numbers and quoted strings as text (pkg.go.dev/strconv).

/// The digits of a number and where its point is: 0.DIGITS times ten to that.
fn digits(f: f64, prec: Option<usize>) -> (Vec<u8>, i32) {
    let text = match prec {
        Some(prec) => format!("{:.*e}", prec.saturating_sub(1), f.abs()),
        None => format!("{:e}", f.abs()),
    };
    let (mantissa, exp) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    let exp: i32 = exp.parse().unwrap_or(0);
    (digits, if f == 0.0 { 1 } else { exp + 1 })
}

/// `%e` from digits.
fn scientific(negative: bool, digits: &[u8], point: i32) -> String {
    let mut out = String::new();
    if negative {
        out.push('-');
    }
    let mut chars = digits.iter().map(|d| *d as char);
    out.push(chars.next().unwrap_or('0'));
    let rest: String = chars.collect();
    if !rest.is_empty() {
        out.push('.');
        out.push_str(&rest);
    }
    let exp = point - 1;
    out.push_str(&format!("e{}{:02}", if exp < 0 { '-' } else { '+' }, exp.abs()));
    out
}

/// A float: the verb is one of e, f, g; a negative precision is the least that tells it apart.
pub fn float(f: f64, verb: u8, prec: i64, bits: u32) -> String {
    if f.is_nan() {
        return "NaN".into();
    }
    if f.is_infinite() {
        return if f > 0.0 { "+Inf".into() } else { "-Inf".into() };
    }
    let negative = f.is_sign_negative();
    let shortest = prec < 0;
    // A float of 32 bits needs fewer digits to be told apart.
    let short = |f: f64| match bits {
        32 => {
            let text = format!("{:e}", (f as f32).abs());
            let (mantissa, exp) = text.split_once('e').unwrap_or((&text, "0"));
            let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
            let exp: i32 = exp.parse().unwrap_or(0);
            (digits, if f == 0.0 { 1 } else { exp + 1 })
        }
        _ => digits(f, None),
    };
    match verb {
        b'e' | b'E' => {
            let (digits, point) = if shortest { short(f) } else { digits(f, Some(prec as usize + 1)) };
            let text = scientific(negative, &digits, if f == 0.0 { 1 } else { point });
            if verb == b'E' { text.to_uppercase() } else { text }
        }
        b'f' | b'F' => {
            if !shortest {
                return format!("{:.*}", prec as usize, f);
            }
            let (digits, point) = short(f);
            plain(negative, &digits, point)
        }
        _ => {
            let (mut digits, point) = if shortest { short(f) } else { digits(f, Some((prec as usize).max(1))) };
            if !shortest {
                while digits.len() > 1 && digits.last() == Some(&b'0') {
                    digits.pop();
                }
            }
            let mut least = if shortest { 6 } else { prec.max(1) };
            if !shortest && least > digits.len() as i64 && digits.len() as i64 >= i64::from(point) {
                least = digits.len() as i64;
            }
            if shortest {
                least = 21.min(least.max(6));
            }
            let exp = i64::from(point) - 1;
            let text = if exp < -4 || exp >= least {
                scientific(negative, &digits, point)
            } else {
                plain(negative, &digits, point)
            };
            if verb == b'G' { text.to_uppercase() } else { text }
        }
    }
}

fn plain(negative: bool, digits: &[u8], point: i32) -> String {
    let mut out = String::new();
    if negative {
        out.push('-');
    }
    if point <= 0 {
        out.push('0');
    }
    for n in 0..point.max(0) {
        out.push(digits.get(n as usize).map_or('0', |d| *d as char));
    }
    let rest: String = digits.iter().skip(point.max(0) as usize).map(|d| *d as char).collect();
    let zeros = "0".repeat((-point).max(0) as usize);
    if !rest.is_empty() && rest.bytes().any(|b| b != b'0') {
        out.push('.');
        out.push_str(&zeros);
        out.push_str(&rest);
    }
    out
}

/// As a message of gc shows a constant.
pub fn general(f: f64, prec: i64) -> String {
    let text = float(f, b'g', prec, 64);
    if text.parse::<f64>() == Ok(f) { text } else { float(f, b'g', -1, 64) }
}

/// A whole number in any base.
pub fn integer(n: i64, unsigned: bool, base: u32) -> String {
    let (negative, mut rest) = if unsigned || n >= 0 { (false, n as u64) } else { (true, n.unsigned_abs()) };
    let mut out = Vec::new();
    let base = u64::from(base.clamp(2, 36));
    loop {
        out.push(char::from_digit((rest % base) as u32, 36).unwrap_or('0'));
        rest /= base;
        if rest == 0 {
            break;
        }
    }
    if negative {
        out.push('-');
    }
    out.iter().rev().collect()
}

/// A string in double quotes, as Go source would write it.
pub fn quote(bytes: &[u8]) -> String {
    quoted(bytes, '"', false)
}

pub fn quoted(bytes: &[u8], mark: char, ascii: bool) -> String {
    let mut out = String::from(mark);
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let (rune, n) = crate::arith::decode(rest);
        if rune == 0xfffd && n == 1 {
            out.push_str(&format!("\\x{:02x}", rest.first().copied().unwrap_or(0)));
            at += 1;
            continue;
        }
        at += n;
        let c = char::from_u32(rune).unwrap_or('\u{fffd}');
        match c {
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            '\\' => out.push_str("\\\\"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            c if c < ' ' || c == '\u{7f}' => out.push_str(&format!("\\x{:02x}", c as u32)),
            c if ascii && !c.is_ascii() && (c as u32) < 0x10000 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c if ascii && !c.is_ascii() => out.push_str(&format!("\\U{:08x}", c as u32)),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push(mark);
    out
}

/// What a quoted string says; none if it is none.
pub fn unquote(text: &str) -> Option<Vec<u8>> {
    let tokens = crate::lexer::lex(text, 0).ok()?;
    match (&tokens.first()?.tok, text.chars().next()?) {
        (crate::lexer::Tok::Str(bytes, whole), '"' | '`') if whole.len() == text.len() => Some(bytes.to_vec()),
        (crate::lexer::Tok::Char(c, whole), '\'') if whole.len() == text.len() => {
            Some(char::from_u32(*c as u32)?.to_string().into_bytes())
        }
        _ => None,
    }
}

/// A whole number out of a text: the number, whether it is written wrongly, whether it is out of range.
pub fn parse_int(text: &str, base: u32, bits: u32, unsigned: bool) -> (i64, bool, bool) {
    let (negative, rest) = match text.as_bytes().first() {
        Some(b'-') if !unsigned => (true, text.get(1..).unwrap_or("")),
        Some(b'+') if !unsigned => (false, text.get(1..).unwrap_or("")),
        _ => (false, text),
    };
    let lower = rest.to_ascii_lowercase();
    let (base, body) = match (base, lower.get(..2)) {
        (0, Some("0x")) => (16, lower.get(2..).unwrap_or("").replace('_', "")),
        (0, Some("0b")) => (2, lower.get(2..).unwrap_or("").replace('_', "")),
        (0, Some("0o")) => (8, lower.get(2..).unwrap_or("").replace('_', "")),
        (0, _) if lower.len() > 1 && lower.starts_with('0') => (8, lower.get(1..).unwrap_or("").replace('_', "")),
        (0, _) => (10, lower.replace('_', "")),
        (base, _) => (base, lower),
    };
    if body.is_empty() || body.starts_with(['+', '-']) || !body.chars().all(|c| c.is_digit(base.clamp(2, 36))) {
        return (0, true, false);
    }
    let bits = if bits == 0 { 64 } else { bits };
    let value = u128::from_str_radix(&body, base.clamp(2, 36)).unwrap_or(u128::MAX);
    if unsigned {
        let most = (1u128 << bits) - 1;
        return if value > most { (most as u64 as i64, false, true) } else { (value as u64 as i64, false, false) };
    }
    let most = 1u128 << (bits - 1);
    match negative {
        false if value >= most => ((most - 1) as i64, false, true),
        true if value > most => ((most as i128).wrapping_neg() as i64, false, true),
        false => (value as i64, false, false),
        true => ((value as i128).wrapping_neg() as i64, false, false),
    }
}
