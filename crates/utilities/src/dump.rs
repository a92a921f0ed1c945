//! `od`, `hexdump` (and `hd`), `xxd`: bytes shown.
//!
//! Left out: hexdump's -e formats, od's floats.

use crate::number::size;
use crate::tool::{Exit, Options, Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "od" => od(t).await,
        "xxd" => xxd(t).await,
        _ => hexdump(t).await,
    }
}

/// The inputs, one after the other, after `skip` and up to `most` bytes.
async fn input(t: &mut Tool, files: &[String], skip: u64, most: Option<u64>) -> Result<Vec<u8>, Exit> {
    let files = if files.is_empty() {
        vec!["-".to_string()]
    } else {
        files.to_vec()
    };
    let mut out = Vec::new();
    let mut skip = skip;
    for file in files {
        let mut reader = match crate::io::Reader::open(&t.sys, &file) {
            Ok(reader) => reader,
            Err(error) => {
                t.error(format!("{file}: {error}")).await;
                continue;
            }
        };
        loop {
            if most.is_some_and(|m| out.len() as u64 >= m) {
                break;
            }
            match reader.chunk().await {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) => {
                    let from = skip.min(bytes.len() as u64);
                    skip -= from;
                    out.extend_from_slice(bytes.get(from as usize..).unwrap_or_default());
                }
                Err(error) => {
                    t.error(format!("{file}: {error}")).await;
                    break;
                }
            }
            if out.len() > crate::io::LIMIT {
                return Err(t.fail("Cannot allocate memory").await);
            }
        }
    }
    if let Some(most) = most {
        out.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    Ok(out)
}

fn number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None if text.starts_with('0') && text.len() > 1 => u64::from_str_radix(text, 8).ok(),
        None => size(text),
    }
}

async fn numbers(t: &mut Tool, options: &Options, letters: [char; 2]) -> Result<[Option<u64>; 2], Exit> {
    let mut out = [None; 2];
    for (slot, letter) in out.iter_mut().zip(letters) {
        if let Some(text) = options.value(letter) {
            match number(text) {
                Some(value) => *slot = Some(value),
                None => return Err(t.fail(format!("invalid number '{text}'")).await),
            }
        }
    }
    Ok(out)
}

fn printable(byte: u8) -> char {
    if (32..127).contains(&byte) { char::from(byte) } else { '.' }
}

async fn hexdump(t: &mut Tool) -> Run {
    let options = t
        .options(
            "bcCdoxvn:s:e:f:",
            &[("canonical", 'C'), ("length", 'n'), ("skip", 's'), ("no-squeezing", 'v')],
        )
        .await?;
    if options.has('e') || options.has('f') {
        return Err(t.fail("drydock: -e and -f (formats) are not simulated").await);
    }
    let [most, skip] = numbers(t, &options, ['n', 's']).await?;
    let bytes = input(t, &options.rest, skip.unwrap_or(0), most).await?;
    let canonical = options.has('C') || t.name == "hd";
    let kind = options.last_of("bcdox");
    let base = skip.unwrap_or(0);
    let mut last: Option<&[u8]> = None;
    let mut starred = false;
    for (row, line) in bytes.chunks(16).enumerate() {
        t.sys.tick().await;
        let offset = base + row as u64 * 16;
        if last == Some(line) && !options.has('v') && line.len() == 16 {
            if !std::mem::replace(&mut starred, true) {
                t.line("*").await?;
            }
            continue;
        }
        (last, starred) = (Some(line), false);
        let text = if canonical {
            let cell = |at: usize| line.get(at).map_or("  ".to_string(), |b| format!("{b:02x}"));
            let half = |from: usize| (from..from + 8).map(cell).collect::<Vec<_>>().join(" ");
            let shown: String = line.iter().map(|b| printable(*b)).collect();
            format!("{offset:08x}  {}  {}  |{shown}|", half(0), half(8))
        } else {
            let mut text = format!("{offset:07x}");
            match kind {
                Some('b') => line.iter().for_each(|b| text.push_str(&format!(" {b:03o}"))),
                Some('c') => line.iter().for_each(|b| text.push_str(&format!(" {:>3}", escape(*b)))),
                _ => {
                    for pair in line.chunks(2) {
                        let value =
                            u16::from(pair.first().copied().unwrap_or(0)) | u16::from(pair.get(1).copied().unwrap_or(0)) << 8;
                        text.push_str(&match kind {
                            Some('d') => format!("   {value:05}"),
                            Some('o') => format!("  {value:06o}"),
                            Some('x') => format!("    {value:04x}"),
                            _ => format!(" {value:04x}"),
                        });
                    }
                }
            }
            let width = match kind {
                None => 7 + 5 * 8,
                Some('b' | 'c') => 7 + 4 * 16,
                Some(_) => 7 + 8 * 8,
            };
            format!("{text:<width$}")
        };
        t.line(text).await?;
    }
    if !bytes.is_empty() {
        let end = base + bytes.len() as u64;
        let text = if canonical {
            format!("{end:08x}")
        } else {
            format!("{end:07x}")
        };
        t.line(text).await?;
    }
    Ok(())
}

fn escape(byte: u8) -> String {
    match byte {
        0 => "\\0".into(),
        7 => "\\a".into(),
        8 => "\\b".into(),
        9 => "\\t".into(),
        10 => "\\n".into(),
        11 => "\\v".into(),
        12 => "\\f".into(),
        13 => "\\r".into(),
        32..=126 => char::from(byte).to_string(),
        other => format!("{other:03o}"),
    }
}

const NAMES: [&str; 33] = [
    "nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel", "bs", "ht", "nl", "vt", "ff", "cr", "so", "si", "dle", "dc1", "dc2",
    "dc3", "dc4", "nak", "syn", "etb", "can", "em", "sub", "esc", "fs", "gs", "rs", "us", "sp",
];

async fn od(t: &mut Tool) -> Run {
    let long = [
        ("address-radix", 'A'),
        ("format", 't'),
        ("read-bytes", 'N'),
        ("skip-bytes", 'j'),
        ("output-duplicates", 'v'),
        ("width", 'w'),
    ];
    let options = t.options("A:t:N:j:vw::abcdoxiSs", &long).await?;
    let [most, skip] = numbers(t, &options, ['N', 'j']).await?;
    let mut formats: Vec<(char, usize)> = Vec::new();
    for (letter, value) in &options.given {
        match letter {
            'a' => formats.push(('a', 1)),
            'b' => formats.push(('o', 1)),
            'c' => formats.push(('c', 1)),
            'd' => formats.push(('u', 2)),
            'o' => formats.push(('o', 2)),
            'x' => formats.push(('x', 2)),
            'i' => formats.push(('d', 4)),
            's' => formats.push(('d', 2)),
            't' => {
                let mut chars = value.chars().peekable();
                while let Some(kind) = chars.next() {
                    let mut width = match kind {
                        'a' | 'c' => 1,
                        'd' | 'o' | 'u' | 'x' => 4,
                        'z' => continue,
                        _ => {
                            let message = t.words(
                                format!("invalid type string '{value}'"),
                                format!("invalid type string '{value}': invalid character '{kind}'"),
                            );
                            return Err(t.fail(message).await);
                        }
                    };
                    match chars.peek() {
                        Some(c @ ('1' | '2' | '4' | '8')) => {
                            width = c.to_digit(10).unwrap_or(4) as usize;
                            chars.next();
                        }
                        Some(c @ ('C' | 'S' | 'I' | 'L')) => {
                            width = match c {
                                'C' => 1,
                                'S' => 2,
                                'I' => 4,
                                _ => 8,
                            };
                            chars.next();
                        }
                        _ => {}
                    }
                    formats.push((kind, width));
                }
            }
            _ => {}
        }
    }
    if formats.is_empty() {
        formats.push(('o', 2));
    }
    let bytes = input(t, &options.rest, skip.unwrap_or(0), most).await?;
    let per_line = options.value('w').map_or(16, |w| w.parse().unwrap_or(32)).clamp(1, 4096);
    let address = |offset: u64| match options.value('A') {
        Some("n") => String::new(),
        Some("d") => format!("{offset:07}"),
        Some("x") => format!("{offset:06x}"),
        _ => format!("{offset:07o}"),
    };
    let base = skip.unwrap_or(0);
    let cell_width = |kind: char, width: usize| match (kind, width) {
        ('a' | 'c', _) => 3,
        ('o', w) => [3, 6, 11, 22][w.trailing_zeros().min(3) as usize],
        ('x', w) => w * 2,
        ('u', w) => [3, 5, 10, 20][w.trailing_zeros().min(3) as usize],
        (_, w) => [4, 6, 11, 20][w.trailing_zeros().min(3) as usize],
    };
    // Columns of several formats line up on the widest.
    let wide = formats
        .iter()
        .map(|(k, w)| (cell_width(*k, *w) + 1) * (8 / w))
        .max()
        .unwrap_or(0);
    let mut last: Option<&[u8]> = None;
    let mut starred = false;
    for (row, line) in bytes.chunks(per_line).enumerate() {
        t.sys.tick().await;
        if last == Some(line) && !options.has('v') && line.len() == per_line {
            if !std::mem::replace(&mut starred, true) {
                t.line("*").await?;
            }
            continue;
        }
        (last, starred) = (Some(line), false);
        for (at, (kind, width)) in formats.iter().enumerate() {
            let mut text = address(base + (row * per_line) as u64);
            if at > 0 {
                text = " ".repeat(text.len());
            }
            let cell = wide * width / 8;
            for unit in line.chunks(*width) {
                let value = unit.iter().rev().fold(0u64, |v, b| v << 8 | u64::from(*b));
                let inner = cell_width(*kind, *width);
                let shown = match kind {
                    'a' => match value & 127 {
                        127 => "del".to_string(),
                        low @ 0..=32 => NAMES.get(low as usize).copied().unwrap_or("?").to_string(),
                        other => char::from(other as u8).to_string(),
                    },
                    'c' => escape(value as u8),
                    'o' => format!("{value:0inner$o}"),
                    'x' => format!("{value:0inner$x}"),
                    'u' => value.to_string(),
                    _ => {
                        let shift = 64 - 8 * *width as u32;
                        ((value << shift) as i64 >> shift).to_string()
                    }
                };
                text.push_str(&format!("{shown:>cell$}"));
            }
            t.line(text).await?;
        }
    }
    let end = address(base + bytes.len() as u64);
    if !end.is_empty() {
        t.line(end).await?;
    }
    Ok(())
}

async fn xxd(t: &mut Tool) -> Run {
    let options = t.options("pPrul:s:c:g:ibo:", &[]).await?;
    if options.has('i') || options.has('b') {
        return Err(t.fail("drydock: -i and -b are not simulated").await);
    }
    let [most, skip] = numbers(t, &options, ['l', 's']).await?;
    let plain = options.has('p') || options.has('P');
    if options.has('r') {
        let bytes = input(t, &options.rest, 0, None).await?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut out = Vec::new();
        for line in text.lines() {
            let digits: String = if plain {
                line.chars().filter(char::is_ascii_hexdigit).collect()
            } else {
                let rest = line.split_once(':').map_or("", |(_, r)| r);
                let hex = rest.trim_start().split("  ").next().unwrap_or_default();
                hex.chars().filter(char::is_ascii_hexdigit).collect()
            };
            for pair in digits.as_bytes().chunks_exact(2) {
                let pair = String::from_utf8_lossy(pair);
                out.push(u8::from_str_radix(&pair, 16).unwrap_or(0));
            }
        }
        return t.put(out).await;
    }
    let bytes = input(t, &options.rest, skip.unwrap_or(0), most).await?;
    let per_line = options
        .value('c')
        .and_then(|c| c.parse().ok())
        .unwrap_or(if plain { 30 } else { 16 })
        .clamp(1usize, 256);
    let group = options.value('g').and_then(|g| g.parse().ok()).unwrap_or(2).clamp(1usize, 16);
    let hex = |b: &u8| {
        if options.has('u') {
            format!("{b:02X}")
        } else {
            format!("{b:02x}")
        }
    };
    for (row, line) in bytes.chunks(per_line).enumerate() {
        if plain {
            let text: String = line.iter().map(hex).collect();
            t.line(text).await?;
            continue;
        }
        let cells: Vec<String> = line.chunks(group).map(|g| g.iter().map(hex).collect()).collect();
        let width = per_line * 2 + per_line.div_ceil(group) - 1;
        let shown: String = line.iter().map(|b| printable(*b)).collect();
        t.line(format!(
            "{:08x}: {:<width$}  {shown}",
            skip.unwrap_or(0) as usize + row * per_line,
            cells.join(" ")
        ))
        .await?;
    }
    Ok(())
}
