//! `uniq` (POSIX).

use crate::io::chomp;
use crate::tool::{Run, Tool, tool};
use machine::Flags;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("count", 'c'),
        ("repeated", 'd'),
        ("unique", 'u'),
        ("ignore-case", 'i'),
        ("skip-fields", 'f'),
        ("skip-chars", 's'),
        ("check-chars", 'w'),
        ("zero-terminated", 'z'),
        ("all-repeated", 'D'),
    ];
    let options = t.options("cduif:s:w:zD", &long).await?;
    let mut numbers = [0usize, 0, usize::MAX];
    for (slot, letter) in numbers.iter_mut().zip(['f', 's', 'w']) {
        if let Some(text) = options.value(letter) {
            match text.parse() {
                Ok(number) => *slot = number,
                Err(_) => return Err(t.fail(format!("invalid number '{text}'")).await),
            }
        }
    }
    let [fields, chars, width] = numbers;
    let input = options.rest.first().cloned().unwrap_or_else(|| "-".into());
    let mut reader = match crate::io::Reader::open(&t.sys, &input) {
        Ok(reader) => reader,
        Err(error) => {
            let message = t.words(format!("can't open '{input}': {error}"), format!("{input}: {error}"));
            return Err(t.fail(message).await);
        }
    };
    if let Some(output) = options.rest.get(1).filter(|o| *o != "-") {
        match t.sys.open(output, Flags::WRITE, 0o666) {
            Ok(fd) => t.out = crate::io::Out::new(&t.sys, fd),
            Err(error) => {
                let message = t.words(format!("can't create '{output}': {error}"), format!("{output}: {error}"));
                return Err(t.fail(message).await);
            }
        }
    }
    let end = if options.has('z') { 0 } else { b'\n' };
    let key = |line: &[u8]| -> Vec<u8> {
        let mut rest = line;
        for _ in 0..fields.min(line.len()) {
            let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            rest = rest.get(blanks..).unwrap_or_default();
            let text = rest.iter().take_while(|b| !b.is_ascii_whitespace()).count();
            rest = rest.get(text..).unwrap_or_default();
        }
        let rest = rest.get(chars.min(rest.len())..).unwrap_or_default();
        let rest = rest.get(..width.min(rest.len())).unwrap_or_default();
        if options.has('i') {
            rest.to_ascii_lowercase()
        } else {
            rest.to_vec()
        }
    };
    let mut current: Option<(Vec<u8>, Vec<u8>, u64)> = None;
    loop {
        let line = match reader.record(end).await {
            Ok(line) => line,
            Err(error) => return Err(t.fail(format!("{input}: {error}")).await),
        };
        let next = line.map(|l| {
            let text = if end == 0 {
                l.strip_suffix(b"\0").unwrap_or(&l).to_vec()
            } else {
                chomp(&l).to_vec()
            };
            (key(&text), text)
        });
        match (&mut current, next) {
            (Some((k, _, count)), Some((key, text))) if *k == key => {
                *count += 1;
                if options.has('D') {
                    if *count == 2 {
                        let first = current.as_ref().map(|c| c.1.clone()).unwrap_or_default();
                        t.put(first).await?;
                        t.put([end]).await?;
                    }
                    t.put(text).await?;
                    t.put([end]).await?;
                }
            }
            (_, next) => {
                if let Some((_, text, count)) = current.take() {
                    let wanted = if options.has('D') {
                        false
                    } else if options.has('d') && options.has('u') {
                        false
                    } else if options.has('d') {
                        count > 1
                    } else {
                        !options.has('u') || count == 1
                    };
                    if wanted {
                        if options.has('c') {
                            t.put(format!("{count:7} ")).await?;
                        }
                        t.put(text).await?;
                        t.put([end]).await?;
                    }
                }
                match next {
                    Some((key, text)) => current = Some((key, text, 1)),
                    None => return Ok(()),
                }
            }
        }
    }
}
