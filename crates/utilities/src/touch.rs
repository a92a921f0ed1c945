//! `touch` (POSIX). Access times are not kept, so `-a` alone changes nothing.

use crate::clock;
use crate::tool::{Run, Tool, tool};
use machine::{Errno, Flags};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("no-create", 'c'),
        ("date", 'd'),
        ("reference", 'r'),
        ("no-dereference", 'h'),
        ("time", 'x'),
    ];
    let options = t.options("camhfd:t:r:x:", &long).await?;
    if options.rest.is_empty() {
        return Err(if t.gnu {
            t.misuse("missing file operand").await
        } else {
            t.usage().await
        });
    }
    let now = t.sys.now().0;
    let mut time = now;
    if let Some(file) = options.value('r') {
        match t.sys.stat(file) {
            Ok(stat) => time = stat.meta.mtime,
            Err(error) => {
                let message = t.words(
                    format!("{file}: {error}"),
                    format!("failed to get attributes of '{file}': {error}"),
                );
                return Err(t.fail(message).await);
            }
        }
    }
    if let Some(text) = options.value('d') {
        match clock::parse(text, now) {
            Some(parsed) => time = parsed,
            None => {
                let message = t.words(format!("invalid date '{text}'"), format!("invalid date format '{text}'"));
                return Err(t.fail(message).await);
            }
        }
    }
    if let Some(text) = options.value('t') {
        match crate::date::stamp(text, now, true) {
            Some(parsed) => time = parsed,
            None => {
                let message = t.words(format!("invalid date '{text}'"), format!("invalid date format '{text}'"));
                return Err(t.fail(message).await);
            }
        }
    }
    for path in &options.rest {
        let follow = !options.has('h');
        let mut result = t.sys.set_mtime(path, time, follow);
        if result == Err(Errno::ENOENT) {
            if options.has('c') || options.has('h') {
                continue;
            }
            let flags = Flags {
                truncate: false,
                ..Flags::WRITE
            };
            result = match t.sys.open(path, flags, 0o666) {
                Ok(fd) => {
                    let _ = t.sys.close(fd);
                    t.sys.set_mtime(path, time, true)
                }
                Err(error) => Err(error),
            };
        } else if result.is_ok() && options.has('a') && !options.has('m') {
            continue;
        }
        if let Err(error) = result {
            let message = t.words(format!("{path}: {error}"), format!("cannot touch '{path}': {error}"));
            t.error(message).await;
        }
    }
    Ok(())
}
