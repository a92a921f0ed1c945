//! `tail` (POSIX), with -f, -F, --retry, -s and --pid.
//!
//! Following polls once a second of the machine's clock, as busybox does.

use crate::io::{MEMORY_STEP, Reader, tell_memory};
use crate::number::size;
use crate::tool::{Run, Tool, tool};
use machine::Errno;
use std::collections::BTreeMap;
use std::time::Duration;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("lines", 'n'),
        ("bytes", 'c'),
        ("quiet", 'q'),
        ("silent", 'q'),
        ("verbose", 'v'),
        ("follow", 'f'),
        ("sleep-interval", 's'),
        ("retry", 'r'),
        ("pid", 'p'),
        ("zero-terminated", 'z'),
    ];
    let mut args = crate::head::old_style(&t.args);
    // `tail +5` is an old way to write `tail -n +5`.
    if let Some(first) = args.first().cloned()
        && first.len() > 1
        && first.strip_prefix('+').is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()))
    {
        args.insert(0, "-n".into());
    }
    for arg in &mut args {
        if arg.starts_with("--follow=") {
            *arg = if arg.ends_with("name") { "-F".into() } else { "-f".into() };
        }
    }
    let options = t.options_of(&args, "n:c:qvfFs:z", &long).await?;
    let bytes = options.last_of("nc") == Some('c');
    let text = options.value(if bytes { 'c' } else { 'n' }).unwrap_or("10").to_string();
    let from_start = text.starts_with('+');
    let Some(count) = size(text.trim_start_matches(['+', '-'])) else {
        let what = if bytes { "bytes" } else { "lines" };
        let message = t.words(
            format!("invalid number '{text}'"),
            format!("invalid number of {what}: '{text}'"),
        );
        return Err(t.fail(message).await);
    };
    let pause = match options.value('s') {
        None => 1.0,
        Some(text) => match text.parse::<f64>() {
            Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => seconds.clamp(0.01, 1e6),
            _ => return Err(t.fail(format!("invalid number '{text}'")).await),
        },
    };
    let follow = options.has('f') || options.has('F');
    let by_name = options.has('F') || options.has('r');
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    let headers = options.has('v') || files.len() > 1 && !options.has('q');
    let end = if options.has('z') { 0 } else { b'\n' };
    let mut first = true;
    let mut unread = false;
    let mut opened: Vec<(String, Option<Reader>)> = Vec::new();
    // busybox opens all files before it prints any; coreutils one after the other.
    let mut ready: BTreeMap<usize, Reader> = BTreeMap::new();
    if !t.gnu {
        for (at, file) in files.iter().enumerate() {
            match Reader::open(&t.sys, file) {
                Ok(reader) => {
                    ready.insert(at, reader);
                }
                Err(error) => t.error(format!("can't open '{file}': {error}")).await,
            }
        }
    }
    for (at, file) in files.into_iter().enumerate() {
        let reader = match ready.remove(&at) {
            Some(reader) => Ok(reader),
            None => Reader::open(&t.sys, &file),
        };
        let mut reader = match reader {
            Ok(reader) => reader,
            Err(_) if !t.gnu => {
                if by_name {
                    opened.push((file, None));
                }
                continue;
            }
            Err(error) => {
                t.error(format!("cannot open '{file}' for reading: {error}")).await;
                if by_name {
                    opened.push((file, None));
                }
                continue;
            }
        };
        if headers {
            let name = if file == "-" { "standard input" } else { &file };
            t.put(format!("{}==> {name} <==\n", if first { "" } else { "\n" })).await?;
            first = false;
        }
        if let Err(error) = last_part(t, &mut reader, from_start, bytes, count, end).await? {
            let message = t.words(format!("read error: {error}"), format!("error reading '{file}': {error}"));
            t.error(message).await;
            unread = true;
            continue;
        }
        opened.push((file, Some(reader)));
    }
    if opened.is_empty() {
        if !t.gnu && unread {
            return Ok(());
        } else if !t.gnu {
            t.say("no files").await;
        } else if follow {
            t.say("no files remaining").await;
        }
        return Err(crate::tool::Exit(1));
    }
    if !follow {
        return Ok(());
    }
    let mut last = opened.len() - 1;
    loop {
        if t.out.flush().await.is_err() {
            return Err(crate::tool::Exit(1));
        }
        // A pipe that ended has nothing more to give; a file, a terminal or /dev/null may have.
        if opened.iter().all(|(_, r)| r.as_ref().is_some_and(|r| t.sys.is_pipe(r.fd()))) {
            return Ok(());
        }
        if t.sys.sleep(Duration::from_secs_f64(pause)).await.is_err() {
            continue;
        }
        for at in 0..opened.len() {
            let Some((file, reader)) = opened.get_mut(at) else { continue };
            let file = file.clone();
            if by_name && file != "-" {
                let there = t.sys.stat(&file).ok();
                let same = match (&there, reader.as_ref().map(|r| t.sys.fstat(r.fd()))) {
                    (Some(there), Some(Ok(Some(open)))) => there.ino == open.ino && there.dev == open.dev,
                    (None, None) => true,
                    (None, Some(_)) => true,
                    _ => false,
                };
                if !same {
                    let new = Reader::open(&t.sys, &file).ok();
                    let message = if reader.is_none() {
                        "has appeared;  following new file"
                    } else {
                        "has been replaced;  following new file"
                    };
                    *reader = new;
                    if t.gnu {
                        t.stderr(&format!("tail: '{file}' {message}\n")).await;
                    } else {
                        t.stderr(&format!("tail: {file} {message}\n")).await;
                    }
                }
            }
            let Some((_, Some(reader))) = opened.get_mut(at) else {
                continue;
            };
            let fd = reader.fd();
            if let (Ok(Some(stat)), Ok(offset)) = (t.sys.fstat(fd), t.sys.offset(fd))
                && stat.size < offset
            {
                let _ = t.sys.seek(fd, 0);
                t.stderr(&format!("tail: {file}: file truncated\n")).await;
            }
            let mut shown = last == at;
            loop {
                if !t.sys.readable(fd).unwrap_or(false) {
                    break;
                }
                let Ok(chunk) = reader.chunk().await else { break };
                if chunk.is_empty() {
                    break;
                }
                if headers && !shown {
                    t.put(format!("\n==> {file} <==\n")).await?;
                }
                (shown, last) = (true, at);
                t.put(chunk).await?;
            }
        }
    }
}

async fn last_part(
    t: &mut Tool,
    reader: &mut Reader,
    from_start: bool,
    bytes: bool,
    count: u64,
    end: u8,
) -> Result<Result<(), Errno>, crate::tool::Exit> {
    if from_start {
        let mut skip = count.saturating_sub(1);
        while skip > 0 && !bytes {
            match reader.record(end).await {
                Ok(Some(_)) => skip -= 1,
                Ok(None) => return Ok(Ok(())),
                Err(error) => return Ok(Err(error)),
            }
        }
        loop {
            match reader.chunk().await {
                Ok(chunk) if chunk.is_empty() => return Ok(Ok(())),
                Ok(chunk) => {
                    let from = skip.min(chunk.len() as u64);
                    skip -= from;
                    t.put(chunk.get(from as usize..).unwrap_or_default()).await?;
                }
                Err(error) => return Ok(Err(error)),
            }
        }
    }
    let mut kept: Vec<u8> = Vec::new();
    let mut told = MEMORY_STEP;
    loop {
        match reader.chunk().await {
            Ok(chunk) if chunk.is_empty() => break,
            Ok(chunk) => kept.extend(chunk),
            Err(error) => return Ok(Err(error)),
        }
        if kept.len() > told {
            let from = if bytes {
                kept.len().saturating_sub(count as usize)
            } else {
                start_of_last(&kept, count, end)
            };
            kept.drain(..from);
            tell_memory(&t.sys, kept.len(), &mut told).await;
            if kept.len() > crate::io::LIMIT {
                return Ok(Err(Errno::ENOMEM));
            }
        }
    }
    let from = if bytes {
        kept.len().saturating_sub(count as usize)
    } else {
        start_of_last(&kept, count, end)
    };
    t.put(kept.get(from..).unwrap_or_default()).await?;
    Ok(Ok(()))
}

/// Where the last `count` lines begin.
pub fn start_of_last(bytes: &[u8], count: u64, end: u8) -> usize {
    if count == 0 {
        return bytes.len();
    }
    let body = bytes.strip_suffix(&[end]).unwrap_or(bytes);
    let mut seen = 0;
    for (at, byte) in body.iter().enumerate().rev() {
        if *byte == end {
            seen += 1;
            if seen == count {
                return at + 1;
            }
        }
    }
    0
}
