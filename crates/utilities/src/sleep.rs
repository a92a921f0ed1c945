//! `sleep` (POSIX), with fractions, suffixes and several operands; busybox's `usleep`.

use crate::tool::{Run, Tool, tool};
use std::time::Duration;

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("+", &[]).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    if t.name == "usleep" {
        return microseconds(t, options.rest.first().map_or("", String::as_str)).await;
    }
    let mut total = Duration::ZERO;
    for word in &options.rest {
        match duration(word) {
            Some(duration) => total = total.saturating_add(duration),
            None => {
                let message = t.words(format!("invalid number '{word}'"), format!("invalid time interval '{word}'"));
                return Err(if t.gnu {
                    t.misuse(message).await
                } else {
                    t.fail(message).await
                });
            }
        }
    }
    let until = t.sys.now().after(total);
    while t.sys.now() < until {
        if t.sys.sleep(until.since(t.sys.now())).await.is_err() {
            t.sys.take_signal();
        }
    }
    Ok(())
}

async fn microseconds(t: &mut Tool, word: &str) -> Run {
    match word.parse::<u32>() {
        Ok(time) => {
            let _ = t.sys.sleep(Duration::from_micros(time.into())).await;
            Ok(())
        }
        Err(_) => Err(t.fail(format!("invalid number '{word}'")).await),
    }
}

/// A length of time such as `5`, `0.5`, `2m`, `1h`, `infinity`.
pub fn duration(word: &str) -> Option<Duration> {
    if word == "infinity" || word == "inf" {
        return Some(Duration::from_secs(10_000_000_000 / 2));
    }
    let (number, factor) = match word.as_bytes().last()? {
        b's' => (word.strip_suffix('s')?, 1.0),
        b'm' => (word.strip_suffix('m')?, 60.0),
        b'h' => (word.strip_suffix('h')?, 3600.0),
        b'd' => (word.strip_suffix('d')?, 86_400.0),
        _ => (word, 1.0),
    };
    if number.is_empty() || number.contains(['e', 'E', 'n', 'i']) {
        return None;
    }
    let seconds = number.parse::<f64>().ok()? * factor;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .map(|d| d.min(Duration::from_secs(5_000_000_000)))
}
