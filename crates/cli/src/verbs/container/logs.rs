//! `docker logs`.

use crate::call::{Call, Failure, Outcome};
use crate::format;
use engine::{LogEntry, LogOptions, StreamKind};
use machine::Instant;
use machine::sync::{Either, race};

pub async fn logs(call: Call) -> Outcome {
    let flags = &call.flags;
    let now = call.engine.now();
    let time = |name: &str| -> Result<Option<Instant>, Failure> {
        match flags.get(name).filter(|t| !t.is_empty()) {
            None => Ok(None),
            Some(text) => format::parse_time(text, now)
                .map(Some)
                .map_err(|why| Failure::new(format!("invalid value for \"{name}\": {why}"))),
        }
    };
    let options = LogOptions {
        since: time("since")?,
        until: time("until")?,
        // Anything that is not a number means all, as with the daemon.
        tail: flags.get("tail").and_then(|t| t.parse().ok()),
    };
    let name = call.argument(0);
    let follow = flags.on("follow");
    let live = match follow {
        true => call.engine.follow(name)?,
        false => None,
    };
    let style = Style {
        times: flags.on("timestamps"),
        details: match flags.on("details") {
            true => details(&call, name)?,
            false => String::new(),
        },
    };
    for entry in call.engine.logs(name, &options)? {
        let fd = if entry.stream == StreamKind::Stdout { 1 } else { 2 };
        let _ = call.sys.write(fd, &style.entry(&entry)).await;
    }
    let Some(live) = live else { return Ok(()) };
    let mut fresh = true;
    let stream = async {
        while let Some(piece) = live.pop().await {
            let fd = if piece.stream == StreamKind::Stdout { 1 } else { 2 };
            let mut out = Vec::new();
            for line in piece.bytes.split_inclusive(|b| *b == b'\n') {
                if fresh {
                    out.extend(style.start(call.engine.now()));
                }
                out.extend(line);
                fresh = line.ends_with(b"\n");
            }
            let _ = call.sys.write(fd, &out).await;
        }
    };
    match options.until {
        Some(until) => match race(stream, call.sys.machine().sleep_until(until)).await {
            Either::Left(()) | Either::Right(()) => {}
        },
        None => stream.await,
    }
    Ok(())
}

/// What stands before each line.
struct Style {
    times: bool,
    details: String,
}

impl Style {
    fn start(&self, time: Instant) -> Vec<u8> {
        let mut out = Vec::new();
        if self.times {
            out.extend(format!("{} ", format::nano_time(time)).bytes());
        }
        out.extend(self.details.bytes());
        out
    }

    fn entry(&self, entry: &LogEntry) -> Vec<u8> {
        let mut out = self.start(entry.time);
        out.extend(&entry.bytes);
        if !entry.partial {
            out.push(b'\n');
        }
        out
    }
}

/// The labels and variables that the log options name.
fn details(call: &Call, name: &str) -> Result<String, Failure> {
    let pairs = call.engine.container(name, |c| {
        let options = &c.host.log_config.options;
        let listed = |key: &str| -> Vec<String> {
            options
                .get(key)
                .map(|v| v.split(',').map(str::to_string).collect())
                .unwrap_or_default()
        };
        let mut pairs: Vec<String> = listed("labels")
            .iter()
            .filter_map(|l| Some(format!("{l}={}", c.config.config.labels.get(l)?)))
            .collect();
        pairs.extend(
            listed("env")
                .iter()
                .filter_map(|e| Some(format!("{e}={}", c.config.config.getenv(e)?))),
        );
        pairs
    })?;
    Ok(format!("{} ", pairs.join(",")))
}
