//! `dd` (POSIX).

use crate::number::{general, human_busybox, size};
use crate::tool::{Run, Tool, tool};
use machine::Flags;

tool!();

async fn run(t: &mut Tool) -> Run {
    let (mut input, mut output) = (None, None);
    let (mut ibs, mut obs, mut count, mut skip, mut seek) = (512u64, 512u64, None, 0u64, 0u64);
    let (mut conv, mut status, mut iflag, mut oflag) = (String::new(), String::new(), String::new(), String::new());
    for word in t.args.clone() {
        let Some((name, value)) = word.split_once('=') else {
            if word == "--" {
                continue;
            }
            if !t.gnu {
                return Err(t.usage().await);
            }
            return Err(t.misuse(format!("unrecognized operand '{word}'")).await);
        };
        let number = size_product(value);
        let slot = match name {
            "if" => {
                input = Some(value.to_string());
                continue;
            }
            "of" => {
                output = Some(value.to_string());
                continue;
            }
            "conv" => {
                conv = value.to_string();
                continue;
            }
            "status" => {
                status = value.to_string();
                continue;
            }
            "iflag" => {
                iflag = value.to_string();
                continue;
            }
            "oflag" => {
                oflag = value.to_string();
                continue;
            }
            "bs" | "ibs" | "obs" | "count" | "skip" | "seek" | "iseek" | "oseek" => number,
            _ => {
                return Err(if t.gnu {
                    t.misuse(format!("unrecognized operand '{word}'")).await
                } else {
                    t.usage().await
                });
            }
        };
        let Some(number) = slot else {
            let message = t.words(format!("invalid number '{value}'"), format!("invalid number: '{value}'"));
            return Err(t.fail(message).await);
        };
        match name {
            "bs" => (ibs, obs) = (number, number),
            "ibs" => ibs = number,
            "obs" => obs = number,
            "count" => count = Some(number),
            "skip" | "iseek" => skip = number,
            _ => seek = number,
        }
    }
    if ibs == 0 || obs == 0 {
        let message = t.words("number 0 is not in 1..2147483647 range", "invalid number: '0'");
        return Err(t.fail(message).await);
    }
    if ibs > 64 << 20 || obs > 64 << 20 {
        let message = t.words(
            "memory exhausted".to_string(),
            format!("memory exhausted by input buffer of size {ibs} bytes"),
        );
        return Err(t.fail(message).await);
    }
    t.sys.set_memory(700_000 + ibs.max(obs)).await;
    let in_fd = match &input {
        None => 0,
        Some(file) => match t.sys.open(file, Flags::READ, 0) {
            Ok(fd) => fd,
            Err(error) => {
                let message = t.words(
                    format!("can't open '{file}': {error}"),
                    format!("failed to open '{file}': {error}"),
                );
                return Err(t.fail(message).await);
            }
        },
    };
    let keep = conv.contains("notrunc") || oflag.contains("append");
    let out_fd = match &output {
        None => 1,
        Some(file) => {
            let flags = Flags {
                truncate: !keep && seek == 0,
                append: oflag.contains("append"),
                ..Flags::WRITE
            };
            match t.sys.open(file, flags, 0o666) {
                Ok(fd) => fd,
                Err(error) => {
                    let message = t.words(
                        format!("can't open '{file}': {error}"),
                        format!("failed to open '{file}': {error}"),
                    );
                    return Err(t.fail(message).await);
                }
            }
        }
    };
    let skip = if iflag.contains("skip_bytes") {
        skip
    } else {
        skip.saturating_mul(ibs)
    };
    let seek = if oflag.contains("seek_bytes") {
        seek
    } else {
        seek.saturating_mul(obs)
    };
    if skip > 0 && t.sys.seek(in_fd, skip).is_err() {
        let mut left = skip;
        while left > 0 {
            match t.sys.read(in_fd, left.min(65_536) as usize).await {
                Ok(bytes) if !bytes.is_empty() => left -= bytes.len() as u64,
                _ => break,
            }
        }
    }
    if seek > 0 {
        let _ = t.sys.seek(out_fd, seek);
        if !keep && output.is_some() {
            let _ = t.sys.ftruncate(out_fd, seek);
        }
    }
    let started = t.sys.now();
    let mut limit = count.map(|c| {
        if iflag.contains("count_bytes") {
            c
        } else {
            c.saturating_mul(ibs)
        }
    });
    let mut blocks_left = count.filter(|_| !iflag.contains("count_bytes"));
    let (mut in_full, mut in_part, mut out_full, mut out_part, mut copied) = (0u64, 0u64, 0u64, 0u64, 0u64);
    let mut pending: Vec<u8> = Vec::new();
    let mut failed = false;
    loop {
        if blocks_left == Some(0) || limit == Some(0) {
            break;
        }
        let want = limit.map_or(ibs, |l| l.min(ibs)) as usize;
        let mut block = Vec::new();
        let mut error = None;
        while block.len() < want {
            match t.sys.read(in_fd, want - block.len()).await {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) => {
                    block.extend(bytes);
                    // One read is one block, short as it may be, unless it is a file or -1 MiB was the most.
                    if !iflag.contains("fullblock") && block.len() % (1 << 20) != 0 {
                        break;
                    }
                }
                Err(e) => {
                    error = Some(e);
                    break;
                }
            }
        }
        if let Some(error) = error {
            let file = input.clone().unwrap_or_else(|| "standard input".into());
            let message = t.words(format!("{file}: {error}"), format!("error reading '{file}': {error}"));
            t.error(message).await;
            failed = true;
            break;
        }
        if block.is_empty() {
            break;
        }
        if block.len() as u64 == ibs {
            in_full += 1;
        } else {
            in_part += 1;
        }
        if let Some(left) = &mut blocks_left {
            *left -= 1;
        }
        if let Some(left) = &mut limit {
            *left = left.saturating_sub(block.len() as u64);
        }
        if conv.split(',').any(|c| c == "sync") {
            block.resize(ibs as usize, 0);
        }
        if conv.contains("ucase") {
            block.make_ascii_uppercase();
        }
        if conv.contains("lcase") {
            block.make_ascii_lowercase();
        }
        if conv.contains("swab") {
            block.chunks_exact_mut(2).for_each(|p| p.swap(0, 1));
        }
        let mut ready = Vec::new();
        if ibs == obs {
            ready.push(block);
        } else {
            pending.extend(block);
            while pending.len() as u64 >= obs {
                let rest = pending.split_off(obs as usize);
                ready.push(std::mem::replace(&mut pending, rest));
            }
        }
        for block in ready {
            if let Err(error) = t.sys.write(out_fd, &block).await {
                let file = output.clone().unwrap_or_else(|| "standard output".into());
                let message = t.words(
                    format!("error writing '{file}': {error}"),
                    format!("error writing '{file}': {error}"),
                );
                t.error(message).await;
                failed = true;
                break;
            }
            copied += block.len() as u64;
            if block.len() as u64 == obs {
                out_full += 1
            } else {
                out_part += 1
            }
        }
        if failed {
            break;
        }
    }
    if !pending.is_empty() && !failed && t.sys.write(out_fd, &pending).await.is_ok() {
        copied += pending.len() as u64;
        out_part += 1;
    }
    if status != "none" {
        let seconds = t.sys.now().since(started).as_secs_f64().max(1e-6);
        let mut text = format!("{in_full}+{in_part} records in\n{out_full}+{out_part} records out\n");
        if status != "noxfer" {
            let rate = copied as f64 / seconds;
            text.push_str(&if t.gnu {
                let shown = if copied < 1000 {
                    String::new()
                } else if copied < 1024 {
                    format!(" ({})", decimal(copied as f64))
                } else {
                    format!(" ({}, {})", decimal(copied as f64), binary(copied))
                };
                format!(
                    "{copied} byte{}{shown} copied, {} s, {}/s\n",
                    if copied == 1 { "" } else { "s" },
                    general(seconds, 6, false),
                    decimal(rate)
                )
            } else {
                let human = human_busybox(copied);
                let human = if copied < 1024 {
                    format!("{copied}B")
                } else {
                    format!("{human}B")
                };
                let rate = rate as u64;
                let rate = if rate < 1024 {
                    format!("{rate}B")
                } else {
                    format!("{}B", human_busybox(rate))
                };
                format!("{copied} bytes ({human}) copied, {seconds:.6} seconds, {rate}/s\n")
            });
        }
        t.stderr(&text).await;
    }
    Ok(())
}

fn size_product(text: &str) -> Option<u64> {
    text.split('x')
        .map(size)
        .try_fold(1u64, |product, factor| product.checked_mul(factor?))
}

fn decimal(value: f64) -> String {
    let mut value = value;
    for unit in ["B", "kB", "MB", "GB", "TB", "PB"] {
        if value < 999.5 {
            return if unit == "B" || value >= 9.95 {
                format!("{value:.0} {unit}")
            } else {
                format!("{value:.1} {unit}")
            };
        }
        value /= 1000.0;
    }
    format!("{value:.0} EB")
}

fn binary(value: u64) -> String {
    let mut value = value as f64;
    for unit in ["B", "KiB", "MiB", "GiB", "TiB"] {
        if value < 1023.5 {
            return if value < 9.95 {
                format!("{value:.1} {unit}")
            } else {
                format!("{value:.0} {unit}")
            };
        }
        value /= 1024.0;
    }
    format!("{value:.0} PiB")
}
