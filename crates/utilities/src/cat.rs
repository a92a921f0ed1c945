//! `cat` (POSIX), with the numbering and showing of busybox and coreutils.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("number", 'n'),
        ("number-nonblank", 'b'),
        ("squeeze-blank", 's'),
        ("show-ends", 'E'),
        ("show-tabs", 'T'),
        ("show-nonprinting", 'v'),
        ("show-all", 'A'),
    ];
    let options = t.options(t.words("nbuvteA", "nbsuvteETA"), &long).await?;
    let plain = options.given.iter().all(|(c, _)| *c == 'u');
    let mut state = State {
        number: 0,
        blank: false,
        at_start: true,
    };
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    for file in files {
        let Some(mut reader) = t.open(&file).await else { continue };
        loop {
            match reader.chunk().await {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) if plain => {
                    t.put(bytes).await?;
                    if let Err(error) = t.out.flush().await {
                        return Err(t.fail(format!("write error: {error}")).await);
                    }
                }
                Ok(bytes) => {
                    let text = state.show(&bytes, &options);
                    t.put(text).await?;
                }
                Err(error) => {
                    t.read_error(&file, error).await;
                    break;
                }
            }
        }
    }
    Ok(())
}

struct State {
    number: u64,
    blank: bool,
    at_start: bool,
}

impl State {
    fn show(&mut self, bytes: &[u8], options: &crate::tool::Options) -> Vec<u8> {
        let has = |c| options.has(c);
        let all = has('A');
        let (ends, tabs) = (has('e') || has('E') || all, has('t') || has('T') || all);
        let visible = has('v') || has('e') || has('t') || all;
        let mut out = Vec::with_capacity(bytes.len() * 2);
        for byte in bytes.iter().copied() {
            if self.at_start {
                let blank = byte == b'\n';
                if blank && self.blank && has('s') {
                    continue;
                }
                self.blank = blank;
                if has('b') && !blank || has('n') && !has('b') {
                    self.number += 1;
                    out.extend_from_slice(format!("{:6}\t", self.number).as_bytes());
                }
            }
            self.at_start = byte == b'\n';
            match byte {
                b'\n' => {
                    if ends {
                        out.push(b'$');
                    }
                    out.push(b'\n');
                }
                b'\t' if tabs => out.extend_from_slice(b"^I"),
                b'\t' => out.push(b'\t'),
                _ if visible => caret(byte, &mut out),
                _ => out.push(byte),
            }
        }
        out
    }
}

/// A byte as `cat -v` shows it.
pub fn caret(byte: u8, out: &mut Vec<u8>) {
    let mut byte = byte;
    if byte >= 128 {
        out.extend_from_slice(b"M-");
        byte -= 128;
    }
    match byte {
        127 => out.extend_from_slice(b"^?"),
        0..=31 => out.extend_from_slice(&[b'^', byte + 64]),
        _ => out.push(byte),
    }
}
