//! `base64` and `base32` (RFC 4648).

use crate::tool::{Run, Tool, tool};

tool!();

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const LETTERS32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Encodes in base 32, in one line.
fn encode32(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 5 * 8 + 8);
    for group in bytes.chunks(5) {
        let value = group
            .iter()
            .enumerate()
            .fold(0u64, |v, (at, b)| v | u64::from(*b) << (32 - 8 * at));
        let letters = (group.len() * 8).div_ceil(5);
        for at in 0..8 {
            let letter = LETTERS32.get((value >> (35 - 5 * at) & 31) as usize).copied().unwrap_or(b'A');
            out.push(if at < letters { letter } else { b'=' });
        }
    }
    out
}

/// Decodes base 32, as [`decode`] does.
fn decode32(text: &[u8], garbage: bool) -> (Vec<u8>, bool) {
    let (mut out, mut value, mut bits, mut good) = (Vec::new(), 0u32, 0, true);
    for byte in text.iter().copied() {
        if matches!(byte, b'\n' | b'\r') {
            continue;
        }
        if byte == b'=' {
            break;
        }
        let Some(digit) = LETTERS32.iter().position(|l| *l == byte) else {
            if garbage {
                continue;
            }
            good = false;
            break;
        };
        value = (value << 5 | digit as u32) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((value >> bits) as u8);
        }
    }
    (out, good && bits < 5)
}

/// Breaks letters into lines of `wrap` (0: one line without an end).
fn wrapped(letters: Vec<u8>, wrap: usize) -> Vec<u8> {
    if wrap == 0 {
        return letters;
    }
    letters
        .chunks(wrap)
        .flat_map(|line| line.iter().copied().chain([b'\n']))
        .collect()
}

/// Encodes, in lines of `wrap` letters (0: one line), each with its end when there are lines.
pub fn encode(bytes: &[u8], wrap: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 3 * 4 + 8);
    for group in bytes.chunks(3) {
        let value = group
            .iter()
            .enumerate()
            .fold(0u32, |v, (at, b)| v | u32::from(*b) << (16 - 8 * at));
        for at in 0..4 {
            let letter = LETTERS.get((value >> (18 - 6 * at) & 63) as usize).copied().unwrap_or(b'A');
            out.push(if at <= group.len() { letter } else { b'=' });
        }
    }
    wrapped(out, wrap)
}

/// Decodes, without regard to line ends. The flag says whether everything was well-formed.
pub fn decode(text: &[u8], garbage: bool) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut value, mut count, mut good) = (0u32, 0, true);
    for byte in text.iter().copied() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'\n' | b'\r' => continue,
            b'=' => break,
            _ if garbage => continue,
            _ => {
                good = false;
                break;
            }
        };
        value = value << 6 | u32::from(digit);
        count += 1;
        if count == 4 {
            out.extend_from_slice(&[(value >> 16) as u8, (value >> 8) as u8, value as u8]);
            (value, count) = (0, 0);
        }
    }
    match count {
        2 => out.push((value >> 4) as u8),
        3 => out.extend_from_slice(&[(value >> 10) as u8, (value >> 2) as u8]),
        1 => good = false,
        _ => {}
    }
    (out, good)
}

async fn run(t: &mut Tool) -> Run {
    let long = [("decode", 'd'), ("wrap", 'w'), ("ignore-garbage", 'i')];
    let options = t.options("dw:i", &long).await?;
    let file = options.rest.first().cloned().unwrap_or_else(|| "-".into());
    let wrap = match options.value('w').map(str::parse::<usize>) {
        None => 76,
        Some(Ok(wrap)) => wrap,
        Some(Err(_)) => {
            let text = options.value('w').unwrap_or_default().to_string();
            let message = t.words(format!("invalid number '{text}'"), format!("invalid wrap size: '{text}'"));
            return Err(t.fail(message).await);
        }
    };
    let bytes = match crate::io::Reader::open(&t.sys, &file) {
        Ok(mut reader) => reader.all().await,
        Err(error) => Err(error),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return Err(t.fail(format!("{file}: {error}")).await),
    };
    let base32 = t.name == "base32";
    if !options.has('d') {
        let text = if base32 {
            wrapped(encode32(&bytes), wrap)
        } else {
            encode(&bytes, wrap)
        };
        return t.put(text).await;
    }
    let decode = if base32 { decode32 } else { decode };
    let (out, good) = decode(&bytes, options.has('i'));
    t.put(out).await?;
    if good {
        return Ok(());
    }
    let message = t.words("truncated input", "invalid input");
    Err(t.fail(message).await)
}
