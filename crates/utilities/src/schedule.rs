//! `nice`, `renice`, `ionice` and `taskset`: how urgent a program is and where it may run (POSIX nice, renice;
//! ionice(1), taskset(1)). Kept by the machine and shown; turns are fair all the same.

use crate::timeout::become_program;
use crate::tool::{Exit, Run, Tool, tool};
use machine::{Errno, Schedule};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "renice" => renice(t).await,
        "ionice" => ionice(t).await,
        "taskset" => taskset(t).await,
        _ => nice(t).await,
    }
}

fn of(t: &Tool, pid: u32) -> Result<Schedule, Errno> {
    t.sys.schedule(pid)
}

fn clamped(nice: i64) -> i8 {
    i8::try_from(nice.clamp(-20, 19)).unwrap_or(0)
}

/// `-5` and `--5` for `-n 5` and `-n -5`, as both families still take them.
fn old_form(args: &[String]) -> Vec<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let modern = |arg: &String| match arg.strip_prefix('-') {
        Some(rest) if is_number(rest.trim_start_matches(['-', '+'])) => format!("-n{rest}"),
        _ => arg.clone(),
    };
    let mut words = args.iter();
    let mut out = Vec::new();
    // The word after -n is its value, whatever it looks like.
    while let Some(arg) = words.next() {
        if !arg.starts_with('-') {
            out.push(arg.clone());
            out.extend(words.cloned());
            break;
        }
        out.push(modern(arg));
        if arg == "-n" || arg == "--adjustment" {
            out.extend(words.next().cloned());
        }
    }
    out
}

async fn nice(t: &mut Tool) -> Run {
    let args = old_form(&t.args);
    let options = t.options_of(&args, "+n:", &[("adjustment", 'n')]).await?;
    let adjustment = match options.value('n') {
        None => 10,
        Some(text) => match text.parse::<i64>() {
            Ok(number) => number,
            Err(_) if t.gnu => return Err(t.fail_with(125, format!("invalid adjustment '{text}'")).await),
            Err(_) => return Err(t.fail(format!("invalid number '{text}'")).await),
        },
    };
    let before = of(t, 0).unwrap_or(Schedule::DEFAULT);
    if options.rest.is_empty() {
        if options.has('n') {
            return Err(if t.gnu {
                t.say("a command must be given with an adjustment").await;
                t.usage().await
            } else {
                t.usage().await
            });
        }
        return t.line(before.nice.to_string()).await;
    }
    let wanted = i64::from(before.nice).saturating_add(adjustment);
    let after = Schedule {
        nice: clamped(wanted),
        ..before
    };
    if let Err(error) = t.sys.set_schedule(0, after) {
        if !t.gnu {
            return Err(t.fail(format!("setpriority({wanted}): {error}")).await);
        }
        t.say(&format!("cannot set niceness: {error}")).await;
    }
    Err(become_program(t, options.rest).await)
}

async fn renice(t: &mut Tool) -> Run {
    let mut words = t.args.clone().into_iter().peekable();
    let mut relative = false;
    while let Some(word) = words.peek() {
        match word.as_str() {
            "-n" | "--priority" => relative = !t.gnu,
            "--relative" => relative = true,
            _ => break,
        }
        words.next();
    }
    let Some(level) = words.next() else {
        return Err(if t.gnu {
            t.misuse("not enough arguments").await
        } else {
            t.usage().await
        });
    };
    let Ok(level) = level.parse::<i64>() else {
        let message = t.words(format!("invalid number '{level}'"), format!("invalid priority '{level}'"));
        return Err(if t.gnu {
            t.misuse(message).await
        } else {
            t.fail(message).await
        });
    };
    for word in words {
        match word.as_str() {
            "-p" | "--pid" => continue,
            "-g" | "--pgrp" | "-u" | "--user" => {
                return Err(t.fail_with(1, format!("drydock: renice {word} is not simulated")).await);
            }
            _ => {}
        }
        let Ok(pid) = word.parse::<u32>() else {
            let message = t.words(format!("invalid number '{word}'"), format!("bad process ID value: {word}"));
            t.error(message).await;
            continue;
        };
        let before = match of(t, pid) {
            Ok(before) => before,
            Err(error) => {
                let call = if relative { "getpriority" } else { "setpriority" };
                let message = t.words(
                    format!("{call}: {error}"),
                    format!("failed to get priority for {pid} (process ID): {error}"),
                );
                t.error(message).await;
                continue;
            }
        };
        let nice = clamped(if relative {
            i64::from(before.nice).saturating_add(level)
        } else {
            level
        });
        if let Err(error) = t.sys.set_schedule(pid, Schedule { nice, ..before }) {
            let message = t.words(
                format!("setpriority: {error}"),
                format!("failed to set priority for {pid} (process ID): {error}"),
            );
            t.error(message).await;
        } else if t.gnu {
            t.line(format!(
                "{pid} (process ID) old priority {}, new priority {nice}",
                before.nice
            ))
            .await?;
        }
    }
    Ok(())
}

const CLASSES: [&str; 4] = ["none", "realtime", "best-effort", "idle"];

async fn ionice(t: &mut Tool) -> Run {
    let long = [("class", 'c'), ("classdata", 'n'), ("pid", 'p'), ("ignore", 't')];
    let options = t.options("+c:n:p:t", &long).await?;
    let class = match options.value('c') {
        None => None,
        Some(text) => match text.parse::<u8>().ok().or_else(|| {
            let at = CLASSES.iter().position(|c| c.eq_ignore_ascii_case(text)).filter(|_| t.gnu);
            at.and_then(|at| u8::try_from(at).ok())
        }) {
            Some(class) if class < 4 => Some(class),
            _ => {
                let message = t.words(
                    if text.parse::<u8>().is_ok() {
                        format!("bad class {text}")
                    } else {
                        format!("invalid number '{text}'")
                    },
                    format!("unknown scheduling class: '{text}'"),
                );
                return Err(t.fail(message).await);
            }
        },
    };
    let level = match options.value('n').map(str::parse::<u8>) {
        None => None,
        Some(Ok(level)) if level < 8 => Some(level),
        Some(_) => return Err(t.fail("invalid class data argument").await),
    };
    let pid = match options.value('p') {
        None => 0,
        Some(text) => match text.parse::<u32>() {
            Ok(pid) => pid,
            Err(_) => return Err(t.fail(format!("invalid PID argument: '{text}'")).await),
        },
    };
    let before = match of(t, pid) {
        Ok(before) => before,
        Err(error) => return Err(t.fail(format!("ioprio_get failed: {error}")).await),
    };
    if class.is_none() && level.is_none() {
        let (class, level) = before.io;
        let name = CLASSES.get(usize::from(class)).copied().unwrap_or("none");
        return match class {
            3 => t.line(name).await,
            _ => t.line(format!("{name}: prio {level}")).await,
        };
    }
    let class = class.unwrap_or(2);
    let level = level.unwrap_or(if class == 3 { 0 } else { 4 });
    if class == 1 && !t.sys.capable("SYS_ADMIN") && !t.sys.capable("SYS_NICE") {
        return Err(t
            .fail(t.words(
                "ioprio_set: Operation not permitted",
                "ioprio_set failed: Operation not permitted",
            ))
            .await);
    }
    let after = Schedule {
        io: (class, level),
        ..before
    };
    if let Err(error) = t.sys.set_schedule(pid, after) {
        return Err(t.fail(format!("ioprio_set failed: {error}")).await);
    }
    if options.rest.is_empty() {
        return Ok(());
    }
    Err(become_program(t, options.rest).await)
}

/// `0,2-3` as bits. `None` if it is no list.
fn list(text: &str) -> Option<u64> {
    let mut mask = 0u64;
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (from.parse::<u32>().ok()?, to.parse::<u32>().ok()?);
        for bit in from..=to.min(63) {
            mask |= 1u64.checked_shl(bit)?;
        }
    }
    Some(mask)
}

/// Bits as `0-1,3`.
fn as_list(mask: u64) -> String {
    let mut parts = Vec::new();
    let mut bit = 0u32;
    while bit < 64 {
        if mask >> bit & 1 == 0 {
            bit += 1;
            continue;
        }
        let from = bit;
        while bit < 63 && mask >> (bit + 1) & 1 == 1 {
            bit += 1;
        }
        parts.push(if from == bit {
            from.to_string()
        } else {
            format!("{from}-{bit}")
        });
        bit += 1;
    }
    parts.join(",")
}

/// A bit for every processor of the machine.
fn all_processors(t: &Tool) -> u64 {
    let (_, cpus) = t.sys.machine().hardware();
    let missing = 64u32.saturating_sub(cpus.clamp(1, 64));
    u64::MAX.checked_shr(missing).unwrap_or(u64::MAX)
}

/// How many processors this process may run on.
pub(crate) fn processors(t: &Tool) -> u32 {
    match t.sys.schedule(0).map(|schedule| schedule.processors) {
        Ok(mask) if mask != 0 => mask.count_ones(),
        _ => all_processors(t).count_ones(),
    }
}

async fn bad_use(t: &mut Tool) -> Exit {
    if t.gnu { t.misuse("bad usage").await } else { t.usage().await }
}

async fn taskset(t: &mut Tool) -> Run {
    let long = [("pid", 'p'), ("cpu-list", 'c'), ("all-tasks", 'a')];
    let options = t.options("+pca", &long).await?;
    let all = all_processors(t);
    let mut rest = options.rest.clone();
    let pid = if options.has('p') { rest.pop() } else { None };
    let text = if rest.is_empty() { None } else { Some(rest.remove(0)) };
    let mask = match &text {
        None => None,
        Some(text) => {
            let mask = if options.has('c') {
                list(text)
            } else {
                u64::from_str_radix(text.trim_start_matches("0x"), 16).ok()
            };
            match mask {
                Some(mask) => Some(mask),
                None => {
                    let what = if options.has('c') { "CPU list" } else { "CPU mask" };
                    let message = t.words(format!("bad affinity '{text}'"), format!("failed to parse {what}: {text}"));
                    return Err(t.fail(message).await);
                }
            }
        }
    };
    let number = match pid.as_deref().map(str::parse::<u32>) {
        None if !options.has('p') => 0,
        Some(Ok(number)) => number,
        Some(Err(_)) => return Err(t.fail("invalid PID argument").await),
        None => return Err(bad_use(t).await),
    };
    let before = match of(t, number) {
        Ok(before) => before,
        Err(error) => {
            let message = t.words(
                format!("can't get pid {number}'s affinity: {error}"),
                format!("failed to get pid {number}'s affinity: {error}"),
            );
            return Err(t.fail(message).await);
        }
    };
    let shown = |processors: u64| {
        let mask = if processors == 0 { all } else { processors };
        match options.has('c') {
            true => format!("list: {}", as_list(mask)),
            false => format!("mask: {mask:x}"),
        }
    };
    if options.has('p') {
        t.line(format!("pid {number}'s current affinity {}", shown(before.processors)))
            .await?;
    }
    let Some(mask) = mask else {
        return if options.has('p') { Ok(()) } else { Err(bad_use(t).await) };
    };
    let after = Schedule {
        processors: mask & all,
        ..before
    };
    let set = match after.processors {
        0 => Err(Errno::EINVAL),
        _ => t.sys.set_schedule(number, after),
    };
    if let Err(error) = set {
        let whose = t.words(
            format!("can't set pid {number}'s affinity"),
            format!("failed to set pid {number}'s affinity"),
        );
        return Err(t.fail(format!("{whose}: {error}")).await);
    }
    if options.has('p') {
        return t
            .line(format!("pid {number}'s new affinity {}", shown(after.processors)))
            .await;
    }
    if rest.is_empty() {
        return Err(bad_use(t).await);
    }
    Err(become_program(t, rest).await)
}
