//! `wc` (POSIX).

use crate::tool::{Run, Tool, tool};

tool!();

#[derive(Clone, Copy, Default)]
struct Counts {
    lines: u64,
    words: u64,
    chars: u64,
    bytes: u64,
    widest: u64,
}

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("lines", 'l'),
        ("words", 'w'),
        ("bytes", 'c'),
        ("chars", 'm'),
        ("max-line-length", 'L'),
    ];
    let mut options = t.options("lwcmL", &long).await?;
    if options.given.is_empty() {
        options.given = ['l', 'w', 'c'].map(|c| (c, String::new())).to_vec();
    }
    let utf8 = t.utf8();
    let named = !options.rest.is_empty();
    let files = if named { options.rest.clone() } else { vec!["-".to_string()] };
    let mut rows = Vec::new();
    let mut total = Counts::default();
    // GNU makes columns as wide as the sizes of regular files promise, 7 for what has no size.
    let mut promised = 0u64;
    let mut unsized_input = false;
    for file in &files {
        match if file == "-" {
            t.sys.fstat(0).ok().flatten()
        } else {
            t.sys.stat(file).ok()
        } {
            Some(stat) if stat.kind == vfs::FileKind::File => promised += stat.size,
            Some(_) => unsized_input = true,
            None => unsized_input |= file == "-",
        }
    }
    for file in &files {
        let Some(mut reader) = open(t, file).await else { continue };
        let mut counts = Counts::default();
        let mut in_word = false;
        let mut width = 0u64;
        loop {
            let chunk = match reader.chunk().await {
                Ok(chunk) if chunk.is_empty() => break,
                Ok(chunk) => chunk,
                Err(error) => {
                    let message = t.words(format!("{file}: {error}"), format!("{file}: {error}"));
                    t.error(message).await;
                    break;
                }
            };
            counts.bytes += chunk.len() as u64;
            for byte in chunk {
                match byte {
                    b'\n' => {
                        counts.lines += 1;
                        counts.widest = counts.widest.max(width);
                        width = 0;
                    }
                    b'\t' => width = (width / 8 + 1) * 8,
                    128..192 => {}
                    _ => width += 1,
                }
                if !utf8 || !(128..192).contains(&byte) {
                    counts.chars += 1;
                }
                let space = byte == b' ' || (9..=13).contains(&byte);
                if !space && !in_word {
                    counts.words += 1;
                }
                in_word = !space;
            }
            t.sys.tick().await;
        }
        counts.widest = counts.widest.max(width);
        total.lines += counts.lines;
        total.words += counts.words;
        total.chars += counts.chars;
        total.bytes += counts.bytes;
        total.widest = total.widest.max(counts.widest);
        rows.push((counts, file.clone()));
    }
    if files.len() > 1 {
        rows.push((total, "total".to_string()));
    }
    let shown: Vec<char> = "lwmcL".chars().filter(|c| options.has(*c)).collect();
    let width = if shown.len() == 1 && files.len() == 1 {
        1
    } else if t.gnu {
        if unsized_input { 7 } else { promised.to_string().len() }
    } else {
        9
    };
    for (counts, file) in rows {
        let cells: Vec<String> = shown
            .iter()
            .map(|c| {
                let value = match c {
                    'l' => counts.lines,
                    'w' => counts.words,
                    'm' => counts.chars,
                    'c' => counts.bytes,
                    _ => counts.widest,
                };
                format!("{value:width$}")
            })
            .collect();
        let mut line = cells.join(" ");
        if named {
            line.push_str(&format!(" {file}"));
        }
        t.line(line).await?;
    }
    Ok(())
}

async fn open(t: &mut Tool, file: &str) -> Option<crate::io::Reader> {
    match crate::io::Reader::open(&t.sys, file) {
        Ok(reader) => Some(reader),
        Err(error) => {
            let message = t.words(format!("{file}: {error}"), format!("{file}: {error}"));
            t.error(message).await;
            None
        }
    }
}
