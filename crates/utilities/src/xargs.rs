//! `xargs` (POSIX), with -0, -I, -n, -L, -P (one after the other), -r, -t, -d.

use crate::tool::{Exit, Run, Tool, run_and_wait, tool};
use machine::WaitStatus;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("null", '0'),
        ("max-args", 'n'),
        ("max-lines", 'L'),
        ("replace", 'I'),
        ("no-run-if-empty", 'r'),
        ("verbose", 't'),
        ("max-procs", 'P'),
        ("delimiter", 'd'),
        ("max-chars", 's'),
        ("arg-file", 'a'),
        ("eof", 'E'),
        ("exit", 'x'),
        ("interactive", 'p'),
    ];
    let options = t
        .options(t.words("+0n:L:I:i::rtP:s:a:E:e::xp", "+0n:L:I:i::rtP:d:s:a:E:e::xp"), &long)
        .await?;
    let mut command = options.rest.clone();
    if command.is_empty() {
        command.push("echo".into());
    }
    let bytes = match options.value('a') {
        Some(file) if t.gnu && !t.sys.exists(file) => {
            let error = t.sys.stat(file).err().unwrap_or(machine::Errno::ENOENT);
            return Err(t.fail(format!("Cannot open input file '{file}': {error}")).await);
        }
        Some(file) => t.slurp(file).await,
        None => t.slurp("-").await,
    };
    let Some(bytes) = bytes else { return Err(Exit(1)) };
    let replace = options
        .value('I')
        .or(options.value('i'))
        .map(|r| if r.is_empty() { "{}".to_string() } else { r.to_string() });
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let delimiter = options.value('d').map(|d| match d {
        "\\n" => '\n',
        "\\0" => '\0',
        "\\t" => '\t',
        d => d.chars().next().unwrap_or('\n'),
    });
    let mut number = [None, None];
    for (slot, letter) in number.iter_mut().zip(['n', 'L']) {
        if let Some(text) = options.value(letter) {
            match text.parse::<usize>() {
                Ok(n) if n > 0 => *slot = Some(n),
                Ok(_) => {
                    let message = t.words(
                        format!("number {text} is not in 1..2147483647 range"),
                        format!("value {text} for -{letter} option should be >= 1"),
                    );
                    return Err(t.wrong_number(message).await);
                }
                Err(_) => {
                    let message = t.words(
                        format!("invalid number '{text}'"),
                        format!("invalid number \"{text}\" for -{letter} option"),
                    );
                    return Err(t.wrong_number(message).await);
                }
            }
        }
    }
    let [per, lines] = number;
    // Each item with whether a line ended after it.
    let mut items: Vec<(String, bool)> = Vec::new();
    if options.has('0') || delimiter.is_some() {
        let end = delimiter.filter(|_| !options.has('0')).unwrap_or('\0');
        items = text.split(end).map(|s| (s.to_string(), true)).collect();
        if items.last().is_some_and(|(s, _)| s.is_empty() || s == "\n" && end != '\n') {
            items.pop();
        }
    } else if replace.is_some() {
        for line in text.lines() {
            let words = split(line.trim_start(), true);
            match words {
                Ok(words) => items.extend(words.into_iter().map(|(w, _)| (w, true))),
                Err(message) => {
                    return Err(t
                        .fail(t.words(
                            message.to_string(),
                            format!("{message}; by default quotes are special to xargs unless you use the -0 option"),
                        ))
                        .await);
                }
            }
        }
    } else {
        match split(&text, false) {
            Ok(words) => items = words,
            Err(message) => {
                let message = t.words(
                    message.to_string(),
                    format!("{message}; by default quotes are special to xargs unless you use the -0 option"),
                );
                return Err(t.fail(message).await);
            }
        }
        if let Some(end) = options.value('E').filter(|e| !e.is_empty())
            && let Some(at) = items.iter().position(|(w, _)| w == end)
        {
            items.truncate(at);
        }
    }
    if items.is_empty() && (options.has('r') || replace.is_some()) {
        return Ok(());
    }
    let mut at = 0;
    loop {
        let mut argv = command.clone();
        if let Some(mark) = &replace {
            let Some((item, _)) = items.get(at) else { break };
            argv = command.iter().map(|w| w.replace(mark.as_str(), item)).collect();
            at += 1;
        } else {
            let (mut taken, mut ended, mut size) = (0, 0, 0usize);
            while let Some((item, line_end)) = items.get(at) {
                if per.is_some_and(|n| taken >= n)
                    || lines.is_some_and(|n| ended >= n)
                    || taken > 0 && size + item.len() > 100_000
                {
                    break;
                }
                size += item.len() + 1;
                argv.push(item.clone());
                taken += 1;
                ended += usize::from(*line_end);
                at += 1;
            }
        }
        if options.has('t') {
            t.stderr(&format!("{}\n", argv.join(" "))).await;
        }
        let (name, gnu) = (argv.first().cloned().unwrap_or_default(), t.gnu);
        let _ = t.out.flush().await;
        let from_input = !options.has('a');
        let status = run_quietly(t, argv, from_input, move |error| {
            if gnu {
                format!("xargs: {name}: {error}\n")
            } else {
                format!("xargs: {name}: {error}\n")
            }
        })
        .await?;
        match status {
            WaitStatus::Exited(0) => {}
            WaitStatus::Exited(code @ (126 | 127)) => return Err(Exit(code.into())),
            WaitStatus::Exited(255) => {
                let name = command.first().cloned().unwrap_or_default();
                return Err(t.fail_with(124, format!("{name}: exited with status 255; aborting")).await);
            }
            WaitStatus::Signaled(signal) => {
                let name = command.first().cloned().unwrap_or_default();
                return Err(t
                    .fail_with(125, format!("{name}: terminated by signal {}", signal.number()))
                    .await);
            }
            _ => t.status = 123,
        }
        if at >= items.len() {
            break;
        }
    }
    Ok(())
}

async fn run_quietly(
    t: &mut Tool,
    argv: Vec<String>,
    null_input: bool,
    failed: impl Fn(machine::Errno) -> String + 'static,
) -> Result<WaitStatus, Exit> {
    let saved = if null_input { t.sys.dup(0, 10, true).ok() } else { None };
    if saved.is_some()
        && let Ok(fd) = t.sys.open("/dev/null", machine::Flags::READ, 0)
    {
        let _ = t.sys.dup2(fd, 0);
        let _ = t.sys.close(fd);
    }
    let status = run_and_wait(&t.sys, argv, failed).await;
    if let Some(saved) = saved {
        let _ = t.sys.dup2(saved, 0);
        let _ = t.sys.close(saved);
    }
    match status {
        Ok(status) => Ok(status),
        Err(error) => Err(t.fail(format!("fork: {error}")).await),
    }
}

/// Splits at blanks outside quotes; `whole` keeps a line's blanks.
fn split(text: &str, whole: bool) -> Result<Vec<(String, bool)>, &'static str> {
    let mut items: Vec<(String, bool)> = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                if let Some(next) = chars.next() {
                    word.get_or_insert_default().push(next);
                }
            }
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some(end) if end == c => break,
                        Some('\n') | None => {
                            return Err(if c == '"' {
                                "unmatched double quote"
                            } else {
                                "unmatched single quote"
                            });
                        }
                        Some(other) => word.push(other),
                    }
                }
            }
            '\n' => {
                items.extend(word.take().map(|w| (w, true)));
                if let Some(last) = items.last_mut() {
                    last.1 = true;
                }
            }
            c if c.is_ascii_whitespace() && !whole => items.extend(word.take().map(|w| (w, false))),
            c => word.get_or_insert_default().push(c),
        }
    }
    items.extend(word.map(|w| (w, true)));
    Ok(items)
}
