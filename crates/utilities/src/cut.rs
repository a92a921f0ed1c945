//! `cut` (POSIX), with --complement, --output-delimiter and busybox's -D and -O.

use crate::io::chomp;
use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("bytes", 'b'),
        ("characters", 'c'),
        ("fields", 'f'),
        ("delimiter", 'd'),
        ("only-delimited", 's'),
        ("complement", '!'),
        ("output-delimiter", 'O'),
        ("zero-terminated", 'z'),
    ];
    let options = t.options("b:c:f:d:snDO:z!", &long).await?;
    let kinds: Vec<char> = options.given.iter().map(|(c, _)| *c).filter(|c| "bcf".contains(*c)).collect();
    if kinds.len() > 1 {
        let message = t.words("only one type of list may be specified", "only one list may be specified");
        return Err(if t.gnu {
            t.misuse(message).await
        } else {
            t.fail(message).await
        });
    }
    let Some(kind) = kinds.first().copied() else {
        let message = t.words(
            "expected a list of bytes, characters, or fields",
            "you must specify a list of bytes, characters, or fields",
        );
        return Err(if t.gnu {
            t.misuse(message).await
        } else {
            t.fail(message).await
        });
    };
    let delimiter = match options.value('d') {
        None => b'\t',
        Some("") if t.gnu => 0,
        Some(text) if text.len() == 1 => text.bytes().next().unwrap_or(b'\t'),
        // busybox looks at the first byte only.
        Some(text) if !t.gnu => text.bytes().next().unwrap_or(0),
        Some(_) => return Err(t.misuse("the delimiter must be a single character").await),
    };
    if kind != 'f' && (options.has('d') || options.has('s')) {
        let what = if options.has('d') {
            "an input delimiter may be specified only when operating on fields"
        } else {
            "suppressing non-delimited lines makes sense\n\tonly when operating on fields"
        };
        let busybox = format!(
            "{} operating on fields",
            if options.has('d') {
                "a delimiter may be specified only when"
            } else {
                "suppressing non-delimited lines makes sense only when"
            }
        );
        let message = t.words(busybox, what.to_string());
        return Err(if t.gnu {
            t.misuse(message).await
        } else {
            t.fail(message).await
        });
    }
    let text = options.value(kind).unwrap_or_default().to_string();
    let list = match ranges(&text) {
        Ok(list) => list,
        Err(gnu) => {
            let message = t.words(
                match gnu.as_str() {
                    "value" => format!("invalid number '{text}'"),
                    _ => "invalid byte or field list".to_string(),
                },
                match (kind, gnu.as_str()) {
                    ('f', "zero") => "fields are numbered from 1".to_string(),
                    (_, "zero") => "byte/character positions are numbered from 1".to_string(),
                    ('f', "value") => format!("invalid field value '{text}'"),
                    (_, "value") => format!("invalid byte/character position '{text}'"),
                    (_, "order") => "invalid decreasing range".to_string(),
                    _ => "invalid range with no endpoint: -".to_string(),
                },
            );
            return Err(if t.gnu {
                t.misuse(message).await
            } else {
                t.fail(message).await
            });
        }
    };
    let complement = options.has('!');
    let chosen = |number: usize| list.iter().any(|(from, to)| (*from..=*to).contains(&number)) != complement;
    let joint = match options.value('O') {
        Some(text) => text.as_bytes().to_vec(),
        None => vec![delimiter],
    };
    let end = if options.has('z') { 0 } else { b'\n' };
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    for file in files {
        let Some(mut reader) = open(t, &file).await else { continue };
        loop {
            let line = match reader.record(end).await {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    t.error(format!("{file}: {error}")).await;
                    break;
                }
            };
            let text = if end == 0 {
                line.strip_suffix(b"\0").unwrap_or(&line)
            } else {
                chomp(&line)
            };
            let mut out = Vec::with_capacity(text.len() + 1);
            match kind {
                'f' if !text.contains(&delimiter) => {
                    if options.has('s') {
                        continue;
                    }
                    out.extend_from_slice(text);
                }
                'f' => {
                    let mut first = true;
                    for (at, field) in text.split(|b| *b == delimiter).enumerate() {
                        if chosen(at + 1) {
                            if !std::mem::take(&mut first) {
                                out.extend_from_slice(&joint);
                            }
                            out.extend_from_slice(field);
                        }
                    }
                }
                'c' if !t.gnu => {
                    // busybox counts characters, coreutils bytes.
                    let shown = String::from_utf8_lossy(text);
                    for (at, c) in shown.chars().enumerate() {
                        if chosen(at + 1) {
                            let mut buffer = [0; 4];
                            out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
                        }
                    }
                }
                _ => {
                    let mut last = None;
                    for (at, byte) in text.iter().enumerate() {
                        if chosen(at + 1) {
                            if options.has('O') && last.is_some_and(|l| l + 1 != at) {
                                out.extend_from_slice(&joint);
                            }
                            last = Some(at);
                            out.push(*byte);
                        }
                    }
                }
            }
            out.push(end);
            t.put(out).await?;
        }
    }
    Ok(())
}

async fn open(t: &mut Tool, file: &str) -> Option<crate::io::Reader> {
    match crate::io::Reader::open(&t.sys, file) {
        Ok(reader) => Some(reader),
        Err(error) => {
            t.error(format!("{file}: {error}")).await;
            None
        }
    }
}

fn ranges(text: &str) -> Result<Vec<(usize, usize)>, String> {
    let mut list = Vec::new();
    for item in text.split([',', ' ']) {
        let number = |text: &str, default: usize| -> Result<usize, String> {
            match text {
                "" => Ok(default),
                text => match text.parse::<usize>().map_err(|_| "value".to_string())? {
                    0 => Err("zero".to_string()),
                    number => Ok(number),
                },
            }
        };
        let (from, to) = match item.split_once('-') {
            Some(("", "")) => return Err("endpoint".into()),
            Some((from, to)) => (number(from, 1)?, number(to, usize::MAX)?),
            None if item.is_empty() => return Err("zero".into()),
            None => {
                let number = number(item, 1)?;
                (number, number)
            }
        };
        if from > to {
            return Err("order".into());
        }
        list.push((from, to));
    }
    Ok(list)
}
