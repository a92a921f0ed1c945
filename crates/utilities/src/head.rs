//! `head` (POSIX).

use crate::number::size;
use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("lines", 'n'),
        ("bytes", 'c'),
        ("quiet", 'q'),
        ("silent", 'q'),
        ("verbose", 'v'),
        ("zero-terminated", 'z'),
    ];
    let args = old_style(&t.args);
    let options = t.options_of(&args, t.words("n:c:qv", "n:c:qvz"), &long).await?;
    let bytes = options.last_of("nc") == Some('c');
    let text = options.value(if bytes { 'c' } else { 'n' }).unwrap_or("10").to_string();
    let (all_but, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let Some(count) = size(digits.trim_start_matches('+')) else {
        let what = if bytes { "bytes" } else { "lines" };
        let message = t.words(
            format!("invalid number '{text}'"),
            format!("invalid number of {what}: '{text}'"),
        );
        return Err(t.fail(message).await);
    };
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    let headers = options.has('v') || files.len() > 1 && !options.has('q');
    let end = if options.has('z') { 0 } else { b'\n' };
    let mut first = true;
    for file in files {
        let mut reader = match crate::io::Reader::open(&t.sys, &file) {
            Ok(reader) => reader,
            Err(error) => {
                let message = t.words(
                    format!("{file}: {error}"),
                    format!("cannot open '{file}' for reading: {error}"),
                );
                t.error(message).await;
                continue;
            }
        };
        if headers {
            let name = if file == "-" { "standard input" } else { &file };
            t.put(format!("{}==> {name} <==\n", if first { "" } else { "\n" })).await?;
            first = false;
        }
        let result = if all_but {
            match reader.all().await {
                Ok(all) => {
                    let keep = if bytes {
                        all.len().saturating_sub(count as usize)
                    } else {
                        crate::tail::start_of_last(&all, count, end)
                    };
                    t.put(all.get(..keep).unwrap_or_default()).await?;
                    Ok(())
                }
                Err(error) => Err(error),
            }
        } else if bytes {
            let mut left = count;
            loop {
                if left == 0 {
                    break Ok(());
                }
                match reader.chunk().await {
                    Ok(chunk) if chunk.is_empty() => break Ok(()),
                    Ok(chunk) => {
                        let take = left.min(chunk.len() as u64);
                        t.put(chunk.get(..take as usize).unwrap_or_default()).await?;
                        left -= take;
                    }
                    Err(error) => break Err(error),
                }
            }
        } else {
            let mut left = count;
            loop {
                if left == 0 {
                    break Ok(());
                }
                match reader.record(end).await {
                    Ok(Some(line)) => t.put(line).await?,
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
                left -= 1;
            }
        };
        if let Err(error) = result {
            let message = t.words(format!("{file}: {error}"), format!("error reading '{file}': {error}"));
            t.error(message).await;
        }
    }
    Ok(())
}

/// `-5` means `-n 5`.
pub fn old_style(args: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for (at, arg) in args.iter().enumerate() {
        let digits = arg.strip_prefix('-').unwrap_or_default();
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let before = at.checked_sub(1).and_then(|i| args.get(i)).map(String::as_str);
        if plain && !matches!(before, Some("-n" | "-c" | "--lines" | "--bytes" | "-s")) {
            out.push("-n".to_string());
            out.push(digits.to_string());
        } else {
            out.push(arg.clone());
        }
    }
    out
}
