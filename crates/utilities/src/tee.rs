//! `tee` (POSIX).

use crate::tool::{Run, Tool, tool};
use machine::{Flags, Signal};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [("append", 'a'), ("ignore-interrupts", 'i'), ("output-error", 'p')];
    let options = t.options("aip", &long).await?;
    if options.has('i') {
        t.sys.ignore_signal(Signal::INT);
    }
    let flags = if options.has('a') { Flags::APPEND } else { Flags::WRITE };
    let mut files = Vec::new();
    for file in &options.rest {
        match t.sys.open(file, flags, 0o666) {
            Ok(fd) => files.push((file.clone(), fd)),
            Err(error) => {
                let message = t.words(format!("{file}: {error}"), format!("{file}: {error}"));
                t.error(message).await;
            }
        }
    }
    loop {
        let chunk = match t.sys.read(0, 65_536).await {
            Ok(chunk) if chunk.is_empty() => return Ok(()),
            Ok(chunk) => chunk,
            Err(error) => return Err(t.fail(format!("read error: {error}")).await),
        };
        t.put(&chunk).await?;
        if let Err(error) = t.out.flush().await {
            return Err(t.fail(format!("standard output: {error}")).await);
        }
        let mut at = 0;
        while let Some((file, fd)) = files.get(at).cloned() {
            match t.sys.write(fd, &chunk).await {
                Ok(()) => at += 1,
                Err(error) => {
                    t.error(format!("{file}: {error}")).await;
                    files.remove(at);
                }
            }
        }
    }
}
