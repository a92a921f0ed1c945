//! `base64` (RFC 4648).

use crate::tool::{Run, Tool, tool};

tool!();

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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
    if wrap == 0 {
        return out;
    }
    let mut lines = Vec::with_capacity(out.len() + out.len() / wrap + 1);
    for line in out.chunks(wrap) {
        lines.extend_from_slice(line);
        lines.push(b'\n');
    }
    lines
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
    if !options.has('d') {
        return t.put(encode(&bytes, wrap)).await;
    }
    let (out, good) = decode(&bytes, options.has('i'));
    t.put(out).await?;
    if good {
        return Ok(());
    }
    let message = t.words("truncated input", "invalid input");
    Err(t.fail(message).await)
}
