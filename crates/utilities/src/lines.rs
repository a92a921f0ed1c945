//! Small filters of lines: `rev`, `tac`, `nl`, `fold`, `paste`, `comm`, `join`, `split`, `expand`, `unexpand`, `shuf`,
//! `truncate` and `factor`.

use crate::io::{chomp, split_lines};
use crate::number::size;
use crate::tool::{Exit, Options, Run, Tool, tool};
use machine::Flags;
use std::cmp::Ordering;

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "tac" => tac(t).await,
        "nl" => nl(t).await,
        "fold" => fold(t).await,
        "paste" => paste(t).await,
        "comm" => comm(t).await,
        "join" => join(t).await,
        "split" => split(t).await,
        "expand" => expand(t).await,
        "unexpand" => unexpand(t).await,
        "shuf" => shuf(t).await,
        "truncate" => truncate(t).await,
        "factor" => factor(t).await,
        _ => rev(t).await,
    }
}

fn files(rest: &[String]) -> Vec<String> {
    if rest.is_empty() {
        vec!["-".to_string()]
    } else {
        rest.to_vec()
    }
}

/// An option's number, or what the family says of one that is none.
async fn number_of(t: &mut Tool, options: &Options, letter: char, default: usize, gnu: &str) -> Result<usize, Exit> {
    let Some(text) = options.value(letter) else {
        return Ok(default);
    };
    match text.parse() {
        Ok(number) => Ok(number),
        Err(_) => {
            let message = t.words(format!("invalid number '{text}'"), format!("{gnu}'{text}'"));
            Err(t.fail(message).await)
        }
    }
}

async fn lines_of(t: &mut Tool, file: &str) -> Option<Vec<Vec<u8>>> {
    let bytes = t.slurp(file).await?;
    t.sys.burn((bytes.len() / 256) as u32).await;
    Some(split_lines(&bytes).0)
}

async fn rev(t: &mut Tool) -> Run {
    let options = t.options("", &[]).await?;
    for file in files(&options.rest) {
        for line in lines_of(t, &file).await.unwrap_or_default() {
            let text: String = String::from_utf8_lossy(&line).chars().rev().collect();
            t.line(text).await?;
        }
    }
    Ok(())
}

async fn tac(t: &mut Tool) -> Run {
    let options = t.options(t.words("", "brs:"), &[]).await?;
    for file in files(&options.rest) {
        let Some(bytes) = t.slurp(&file).await else { continue };
        for line in bytes.split_inclusive(|b| *b == b'\n').rev() {
            t.put(line).await?;
        }
    }
    Ok(())
}

async fn nl(t: &mut Tool) -> Run {
    let options = t
        .options(
            "b:w:s:v:i:n:",
            &[("body-numbering", 'b'), ("number-width", 'w'), ("number-separator", 's')],
        )
        .await?;
    let width = number_of(t, &options, 'w', 6, "invalid line number field width: ")
        .await?
        .min(200);
    let separator = options.value('s').unwrap_or("\t").to_string();
    let mut number: i64 = options.value('v').and_then(|v| v.parse().ok()).unwrap_or(1);
    let step: i64 = options.value('i').and_then(|v| v.parse().ok()).unwrap_or(1);
    for file in files(&options.rest) {
        for line in lines_of(t, &file).await.unwrap_or_default() {
            let counts = match options.value('b') {
                Some("a") => true,
                Some("n") => false,
                _ => !line.is_empty(),
            };
            if counts {
                t.out.push(match options.value('n') {
                    Some("ln") => format!("{number:<width$}{separator}"),
                    Some("rz") => format!("{number:0width$}{separator}"),
                    _ => format!("{number:>width$}{separator}"),
                });
                number = number.saturating_add(step);
            } else {
                t.out.push(" ".repeat(width + separator.len()));
            }
            t.line(line).await?;
        }
    }
    Ok(())
}

async fn fold(t: &mut Tool) -> Run {
    let options = t.options("bsw:", &[("width", 'w'), ("spaces", 's'), ("bytes", 'b')]).await?;
    let width = number_of(t, &options, 'w', 80, "invalid number of columns: ").await?.max(1);
    for file in files(&options.rest) {
        for line in lines_of(t, &file).await.unwrap_or_default() {
            let mut rest: &[u8] = &line;
            while rest.len() > width {
                let head = rest.get(..width).unwrap_or_default();
                let cut = if options.has('s') {
                    head.iter().rposition(|b| *b == b' ').map_or(width, |p| p + 1)
                } else {
                    width
                };
                t.line(rest.get(..cut).unwrap_or_default()).await?;
                rest = rest.get(cut..).unwrap_or_default();
            }
            t.line(rest).await?;
        }
    }
    Ok(())
}

async fn paste(t: &mut Tool) -> Run {
    let options = t.options("d:s", &[("delimiters", 'd'), ("serial", 's')]).await?;
    let mut delimiters = Vec::new();
    crate::echo::unescape(
        options.value('d').unwrap_or("\t").as_bytes(),
        crate::echo::Zero::Free,
        &mut delimiters,
    );
    let delimiter = |at: usize| delimiters.get(at % delimiters.len().max(1)).copied();
    let mut columns = Vec::new();
    let names = files(&options.rest);
    let mut input: Option<Vec<Vec<u8>>> = None;
    let dashes = names.iter().filter(|n| *n == "-").count().max(1);
    let mut seen = 0;
    for file in &names {
        if file == "-" {
            if input.is_none() {
                input = lines_of(t, "-").await;
            }
            // Several dashes take turns with the lines.
            let all = input.clone().unwrap_or_default();
            columns.push(all.into_iter().skip(seen).step_by(dashes).collect());
            seen += 1;
        } else {
            match lines_of(t, file).await {
                Some(lines) => columns.push(lines),
                None => return Err(Exit(1)),
            }
        }
    }
    let mut rows: Vec<Vec<Vec<u8>>> = Vec::new();
    if options.has('s') {
        rows = columns;
    } else {
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..longest {
            // busybox forgets a file that has ended; coreutils leaves its column empty.
            let cells = columns.iter().map(|c: &Vec<Vec<u8>>| c.get(at).cloned());
            rows.push(if t.gnu {
                cells.map(Option::unwrap_or_default).collect()
            } else {
                cells.flatten().collect()
            });
        }
    }
    for row in rows {
        let mut out = Vec::new();
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.extend(delimiter(at - 1));
            }
            out.extend_from_slice(cell);
        }
        t.line(out).await?;
    }
    Ok(())
}

async fn pair(t: &mut Tool, rest: &[String]) -> Result<(Vec<Vec<u8>>, Vec<Vec<u8>>), Exit> {
    let [a, b] = rest else {
        return Err(match rest {
            [] if t.gnu => t.misuse("missing operand").await,
            [only] if t.gnu => t.misuse(format!("missing operand after '{only}'")).await,
            [_, _, extra, ..] if t.gnu => t.misuse(format!("extra operand '{extra}'")).await,
            _ => t.usage().await,
        });
    };
    let Some(a) = lines_of(t, a).await else { return Err(Exit(1)) };
    let Some(b) = lines_of(t, b).await else { return Err(Exit(1)) };
    Ok((a, b))
}

async fn comm(t: &mut Tool) -> Run {
    let options = t.options("123", &[]).await?;
    let (a, b) = pair(t, &options.rest).await?;
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(x), Some(y)) => x.cmp(y),
        };
        let (column, line) = match order {
            Ordering::Less => ('1', a.next()),
            Ordering::Greater => ('2', b.next()),
            Ordering::Equal => {
                b.next();
                ('3', a.next())
            }
        };
        if options.has(column) {
            continue;
        }
        let tabs = ['1', '2'].iter().filter(|c| **c < column && !options.has(**c)).count();
        t.out.push("\t".repeat(tabs));
        t.line(line.unwrap_or_default()).await?;
    }
}

async fn join(t: &mut Tool) -> Run {
    let options = t.options("1:2:t:a:v:j:e:o:i", &[]).await?;
    let (a, b) = pair(t, &options.rest).await?;
    let separator = options.value('t').and_then(|s| s.bytes().next());
    let fields = |line: &[u8]| -> Vec<Vec<u8>> {
        match separator {
            Some(separator) => line.split(|b| *b == separator).map(<[u8]>::to_vec).collect(),
            None => line
                .split(|b| *b == b' ' || *b == b'\t')
                .filter(|f| !f.is_empty())
                .map(<[u8]>::to_vec)
                .collect(),
        }
    };
    let number = |letter| {
        options
            .value(letter)
            .or(options.value('j'))
            .and_then(|n| n.parse::<usize>().ok())
            .unwrap_or(1)
            .max(1)
            - 1
    };
    let (first, second) = (number('1'), number('2'));
    let joint = [separator.unwrap_or(b' ')];
    let show = |key: &[u8], parts: [(&[Vec<u8>], usize); 2]| -> Vec<u8> {
        let mut cells = vec![key.to_vec()];
        for (fields, skip) in parts {
            cells.extend(
                fields
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != skip)
                    .map(|(_, f)| f.clone()),
            );
        }
        cells.join(&joint[..])
    };
    let rows: Vec<Vec<Vec<u8>>> = b.iter().map(|l| fields(l)).collect();
    let mut used = vec![false; rows.len()];
    let extra = |side: &str| options.values('a').iter().chain(&options.values('v')).any(|v| v == side);
    for line in &a {
        let left = fields(line);
        let key = left.get(first).cloned().unwrap_or_default();
        let mut hit = false;
        for (at, right) in rows.iter().enumerate() {
            if right.get(second) == Some(&key) {
                hit = true;
                if let Some(used) = used.get_mut(at) {
                    *used = true;
                }
                if !options.has('v') {
                    t.line(show(&key, [(&left, first), (right, second)])).await?;
                }
            }
        }
        t.sys.burn(rows.len() as u32 / 16 + 1).await;
        if !hit && extra("1") {
            t.line(show(&key, [(&left, first), (&[], 0)])).await?;
        }
    }
    for (right, used) in rows.iter().zip(used) {
        if !used && extra("2") {
            let key = right.get(second).cloned().unwrap_or_default();
            t.line(show(&key, [(right, second), (&[], 0)])).await?;
        }
    }
    Ok(())
}

async fn split(t: &mut Tool) -> Run {
    let options = t
        .options(
            "l:b:a:d",
            &[
                ("lines", 'l'),
                ("bytes", 'b'),
                ("suffix-length", 'a'),
                ("numeric-suffixes", 'd'),
            ],
        )
        .await?;
    let file = options.rest.first().cloned().unwrap_or_else(|| "-".into());
    let prefix = options.rest.get(1).cloned().unwrap_or_else(|| "x".into());
    if let Some(text) = options.value('l')
        && text.parse::<usize>().map_or(true, |n| n == 0)
    {
        let message = t.words(
            format!("invalid number '{text}'"),
            format!("invalid number of lines: '{text}'"),
        );
        return Err(t.fail(message).await);
    }
    let length: usize = options.value('a').and_then(|a| a.parse().ok()).unwrap_or(2).clamp(1, 9);
    let Some(bytes) = t.slurp(&file).await else {
        return Err(Exit(1));
    };
    let mut parts: Vec<Vec<u8>> = Vec::new();
    match options.value('b').map(size) {
        Some(Some(count)) if count > 0 => parts.extend(bytes.chunks(count as usize).map(<[u8]>::to_vec)),
        Some(_) => {
            return Err(t
                .fail(format!("invalid number '{}'", options.value('b').unwrap_or_default()))
                .await);
        }
        None => {
            let count = options
                .value('l')
                .and_then(|l| l.parse::<usize>().ok())
                .unwrap_or(1000)
                .max(1);
            let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
            parts.extend(lines.chunks(count).map(<[&[u8]]>::concat));
        }
    }
    for (at, part) in parts.iter().enumerate() {
        let base = if options.has('d') { 10 } else { 26 };
        let mut rest = at;
        let mut suffix = Vec::new();
        for _ in 0..length {
            let digit = (rest % base) as u8;
            suffix.push(if options.has('d') { b'0' + digit } else { b'a' + digit });
            rest /= base;
        }
        if rest > 0 {
            return Err(t.fail(t.words("suffixes exhausted", "output file suffixes exhausted")).await);
        }
        suffix.reverse();
        let name = format!("{prefix}{}", String::from_utf8_lossy(&suffix));
        if let Err(error) = t.write_file(&name, part, Flags::WRITE, 0o666).await {
            return Err(t.fail(format!("{name}: {error}")).await);
        }
    }
    Ok(())
}

async fn expand(t: &mut Tool) -> Run {
    let options = t.options("it:", &[("tabs", 't'), ("initial", 'i')]).await?;
    let tab: usize = options.value('t').and_then(|n| n.parse().ok()).unwrap_or(8).clamp(1, 1000);
    for file in files(&options.rest) {
        for line in lines_of(t, &file).await.unwrap_or_default() {
            let mut out = Vec::new();
            for byte in line {
                match byte {
                    b'\t' => out.resize((out.len() / tab + 1) * tab, b' '),
                    byte => out.push(byte),
                }
            }
            t.line(out).await?;
        }
    }
    Ok(())
}

async fn unexpand(t: &mut Tool) -> Run {
    let long = [("tabs", 't'), ("all", 'a'), ("first-only", 'f')];
    let options = t.options("aft:", &long).await?;
    let tab: usize = options.value('t').and_then(|n| n.parse().ok()).unwrap_or(8).clamp(1, 1000);
    let all = (options.has('a') || options.has('t')) && !options.has('f');
    for file in files(&options.rest) {
        for line in lines_of(t, &file).await.unwrap_or_default() {
            t.line(tabbed(&line, tab, all)).await?;
        }
    }
    Ok(())
}

/// Blanks that end at a stop as a tabulator; one blank stays one, unless others follow it.
fn tabbed(line: &[u8], tab: usize, all: bool) -> Vec<u8> {
    let (mut out, mut column, mut blanks, mut leading) = (Vec::new(), 0, 0, true);
    for (at, byte) in line.iter().copied().enumerate() {
        let more = matches!(line.get(at + 1), Some(b' ' | b'\t'));
        match byte {
            b' ' if leading || all => {
                blanks += 1;
                column += 1;
                if column % tab == 0 {
                    let lonely = blanks == 1 && !more;
                    out.push(if lonely { b' ' } else { b'\t' });
                    blanks = 0;
                }
            }
            b'\t' if leading || all => {
                out.push(b'\t');
                column = (column / tab + 1) * tab;
                blanks = 0;
            }
            byte => {
                out.resize(out.len() + std::mem::take(&mut blanks), b' ');
                out.push(byte);
                column += 1;
                leading = false;
            }
        }
    }
    out.resize(out.len() + blanks, b' ');
    out
}

async fn shuf(t: &mut Tool) -> Run {
    let options = t
        .options("en:i:", &[("head-count", 'n'), ("echo", 'e'), ("input-range", 'i')])
        .await?;
    let mut lines: Vec<Vec<u8>> = if options.has('e') {
        options.rest.iter().map(|r| r.clone().into_bytes()).collect()
    } else if let Some((from, to)) = options.value('i').and_then(|r| r.split_once('-')) {
        match (from.parse::<u64>(), to.parse::<u64>()) {
            (Ok(from), Ok(to)) if to.saturating_sub(from) < 1_000_000 => {
                (from..=to).map(|n| n.to_string().into_bytes()).collect()
            }
            _ => return Err(t.fail(format!("invalid input range '{from}-{to}'")).await),
        }
    } else {
        lines_of(t, options.rest.first().map_or("-", String::as_str))
            .await
            .unwrap_or_default()
    };
    for at in (1..lines.len()).rev() {
        let other = t.sys.machine().random(|r| r.below(at as u64 + 1)) as usize;
        lines.swap(at, other);
    }
    let most = options.value('n').and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    for line in lines.iter().take(most) {
        t.line(chomp(line)).await?;
    }
    Ok(())
}

async fn truncate(t: &mut Tool) -> Run {
    let options = t
        .options("cs:r:o", &[("size", 's'), ("no-create", 'c'), ("reference", 'r')])
        .await?;
    let text = options.value('s').unwrap_or_default().to_string();
    let sign = text.chars().next().filter(|c| t.gnu && "+-<>".contains(*c));
    let amount = size(if sign.is_some() {
        text.get(1..).unwrap_or_default()
    } else {
        &text
    });
    let Some(amount) = amount.filter(|_| options.has('s')) else {
        if !options.has('s') {
            return Err(if t.gnu {
                t.misuse("you must specify either '--size' or '--reference'").await
            } else {
                t.usage().await
            });
        }
        let message = t.words(format!("invalid number '{text}'"), format!("Invalid number: '{text}'"));
        return Err(t.fail(message).await);
    };
    if options.rest.is_empty() {
        return Err(if t.gnu {
            t.misuse("missing file operand").await
        } else {
            t.usage().await
        });
    }
    for file in &options.rest {
        if !t.sys.exists(file) {
            if options.has('c') {
                continue;
            }
            if let Err(error) = t
                .sys
                .open(
                    file,
                    Flags {
                        truncate: false,
                        ..Flags::WRITE
                    },
                    0o666,
                )
                .and_then(|fd| t.sys.close(fd))
            {
                let message = t.words(
                    format!("{file}: open: {error}"),
                    format!("cannot open '{file}' for writing: {error}"),
                );
                t.error(message).await;
                continue;
            }
        }
        let old = t.sys.stat(file).map_or(0, |s| s.size);
        let new = match sign {
            Some('+') => old.saturating_add(amount),
            Some('-') => old.saturating_sub(amount),
            Some('<') => old.min(amount),
            Some('>') => old.max(amount),
            _ => amount,
        };
        if let Err(error) = t.sys.truncate(file, new) {
            let message = t.words(
                format!("{file}: truncate: {error}"),
                format!("failed to truncate '{file}' at {new} bytes: {error}"),
            );
            t.error(message).await;
        }
    }
    Ok(())
}

async fn factor(t: &mut Tool) -> Run {
    let mut words = t.args.clone();
    if words.is_empty() {
        let bytes = t.slurp("-").await.unwrap_or_default();
        words = String::from_utf8_lossy(&bytes)
            .split_whitespace()
            .map(str::to_string)
            .collect();
    }
    for word in words {
        let Ok(number) = word.parse::<u64>() else {
            if !t.gnu {
                return Err(t.usage().await);
            }
            t.error(format!("'{word}' is not a valid positive integer")).await;
            continue;
        };
        let (mut rest, mut divisor) = (number, 2u64);
        let mut text = format!("{number}:");
        while rest > 1 && divisor.saturating_mul(divisor) <= rest {
            while rest.is_multiple_of(divisor) {
                text.push_str(&format!(" {divisor}"));
                rest /= divisor;
            }
            divisor += if divisor == 2 { 1 } else { 2 };
            if divisor % 1024 == 1 {
                t.sys.burn(8).await;
            }
        }
        if rest > 1 {
            text.push_str(&format!(" {rest}"));
        }
        t.line(text).await?;
    }
    Ok(())
}
