//! `diff` and `cmp`: unified (busybox always), normal and brief output; directories with -r.
//!
//! The longest common subsequence is found by Myers' greedy algorithm, up to a number of differences.
//! Left out: context format, side by side, -D.

use crate::clock::{Civil, format};
use crate::io::split_lines;
use crate::tool::{Exit, Options, Run, Tool, join, tool};
use std::collections::BTreeSet;
use vfs::FileKind;

tool!();

async fn run(t: &mut Tool) -> Run {
    if t.name == "cmp" {
        return cmp(t).await;
    }
    let long = [
        ("unified", 'u'),
        ("brief", 'q'),
        ("recursive", 'r'),
        ("ignore-case", 'i'),
        ("ignore-all-space", 'w'),
        ("ignore-space-change", 'b'),
        ("new-file", 'N'),
        ("report-identical-files", 's'),
        ("text", 'a'),
        ("label", 'L'),
        ("color", '!'),
        ("ignore-blank-lines", 'B'),
        ("exclude", 'x'),
    ];
    let args: Vec<String> = t
        .args
        .iter()
        .map(|a| a.strip_prefix("-U").map_or_else(|| a.clone(), |n| format!("--unified={n}")))
        .collect();
    let options = t
        .options_of(
            &args,
            "uqriwbNsadBtTL:S:U:x:!::",
            &long.map(|(n, c)| if c == 'u' { (n, 'U') } else { (n, c) }),
        )
        .await?;
    if t.gnu && !options.has('N') && options.rest.len() == 2 {
        // Both operands are looked at before either is read.
        for file in options.rest.iter().filter(|f| *f != "-") {
            if let Err(error) = t.sys.stat(file) {
                t.say(&format!("{file}: {error}")).await;
                t.status = 2;
            }
        }
        if t.status == 2 {
            return Err(Exit(2));
        }
    }
    let [a, b] = options.rest.as_slice() else {
        if !t.gnu {
            t.usage_status = 2;
            return Err(t.usage().await);
        }
        let last = options.rest.last().cloned().unwrap_or_else(|| "diff".into());
        let message = if options.rest.len() > 2 {
            format!("extra operand '{last}'")
        } else {
            format!("missing operand after '{last}'")
        };
        return Err(t.misuse(message).await);
    };
    let (mut a, mut b) = (a.clone(), b.clone());
    let is_dir = |t: &Tool, p: &str| t.sys.stat(p).is_ok_and(|s| s.kind == FileKind::Dir);
    match (is_dir(t, &a), is_dir(t, &b)) {
        (true, true) => return dirs(t, &options, &a, &b).await,
        (true, false) if b != "-" => a = join(&a, crate::tool::basename(&b)),
        (false, true) if a != "-" => b = join(&b, crate::tool::basename(&a)),
        _ => {}
    }
    files(t, &options, &a, &b, "").await
}

async fn read(t: &mut Tool, options: &Options, path: &str) -> Option<Vec<u8>> {
    if options.has('N') && path != "-" && !t.sys.exists(path) {
        return Some(Vec::new());
    }
    let result = match crate::io::Reader::open(&t.sys, path) {
        Ok(mut reader) => reader.all().await,
        Err(error) => Err(error),
    };
    match result {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let message = match error {
                machine::Errno::ENOENT if !t.gnu => format!("can't stat '{path}': {error}"),
                _ => format!("{path}: {error}"),
            };
            t.say(&message).await;
            t.status = 2;
            None
        }
    }
}

async fn dirs(t: &mut Tool, options: &Options, a: &str, b: &str) -> Run {
    let mut todo = vec![(a.to_string(), b.to_string())];
    while let Some((a, b)) = todo.pop() {
        let list = |t: &Tool, dir: &str| {
            t.sys
                .readdir(dir)
                .unwrap_or_default()
                .into_iter()
                .map(|e| (e.name, e.kind))
                .collect::<BTreeSet<_>>()
        };
        let (left, right) = (list(t, &a), list(t, &b));
        let names: BTreeSet<String> = left.iter().chain(&right).map(|(n, _)| n.clone()).collect();
        for name in names {
            let (in_left, in_right) = (left.iter().any(|(n, _)| *n == name), right.iter().any(|(n, _)| *n == name));
            if in_left != in_right && !options.has('N') {
                t.line(format!("Only in {}: {name}", if in_left { &a } else { &b })).await?;
                t.status = t.status.max(1);
                continue;
            }
            let (x, y) = (join(&a, &name), join(&b, &name));
            let dir = |p: &str| t.sys.stat(p).is_ok_and(|s| s.kind == FileKind::Dir);
            match (dir(&x), dir(&y)) {
                (true, true) if options.has('r') => todo.push((x, y)),
                (true, true) => t.line(format!("Common subdirectories: {x} and {y}")).await?,
                (true, false) | (false, true) => {
                    let what = |d| if d { "directory" } else { "regular file" };
                    let (dx, dy) = (dir(&x), dir(&y));
                    t.line(format!("File {x} is a {} while file {y} is a {}", what(dx), what(dy)))
                        .await?;
                    t.status = t.status.max(1);
                }
                _ => {
                    let head = if options.has('r') {
                        format!("diff {}{x} {y}\n", if options.has('u') { "-ru " } else { "-r " })
                    } else {
                        format!("diff {x} {y}\n")
                    };
                    let head = if t.gnu { head } else { String::new() };
                    files(t, options, &x, &y, &head).await?;
                }
            }
        }
    }
    Ok(())
}

async fn files(t: &mut Tool, options: &Options, a: &str, b: &str, head: &str) -> Run {
    let Some(left) = read(t, options, a).await else {
        return Ok(());
    };
    let Some(right) = read(t, options, b).await else {
        return Ok(());
    };
    let normal = |line: &[u8]| -> Vec<u8> {
        let mut line = line.to_vec();
        if options.has('w') {
            line.retain(|b| !b.is_ascii_whitespace());
        } else if options.has('b') {
            line = line
                .split(u8::is_ascii_whitespace)
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(&b' ');
        }
        if options.has('i') { line.to_ascii_lowercase() } else { line }
    };
    let ((x, x_ended), (y, y_ended)) = (split_lines(&left), split_lines(&right));
    let keys = |lines: &[Vec<u8>], ended: bool| -> Vec<Vec<u8>> {
        let mut keys: Vec<Vec<u8>> = lines.iter().map(|l| normal(l)).collect();
        if !ended && let Some(last) = keys.last_mut() {
            last.push(b'\n');
        }
        keys
    };
    let (kx, ky) = (keys(&x, x_ended), keys(&y, y_ended));
    if kx == ky {
        if options.has('s') {
            t.line(format!("Files {a} and {b} are identical")).await?;
        }
        return Ok(());
    }
    t.status = t.status.max(1);
    if options.has('q') || left.contains(&0) || right.contains(&0) {
        let verb = if options.has('q') || !t.gnu { "Files" } else { "Binary files" };
        return t.line(format!("{verb} {a} and {b} differ")).await;
    }
    t.put(head).await?;
    let edits = edits(&kx, &ky);
    t.sys.burn(((kx.len() + ky.len()) / 8) as u32).await;
    let context = options.value('U').map(|u| u.parse::<usize>().unwrap_or(3));
    if t.gnu && !options.has('u') && context.is_none() {
        return show_normal(t, &x, &y, &edits, (x_ended, y_ended)).await;
    }
    let labels = options.values('L');
    let stamp = |t: &Tool, path: &str| {
        let mtime = t.sys.stat(path).map_or(t.sys.now().0, |s| s.meta.mtime);
        if t.gnu {
            format!("\t{}", format("%Y-%m-%d %H:%M:%S.%N %z", &Civil::from_nanos(mtime)))
        } else {
            String::new()
        }
    };
    let name = |t: &Tool, at: usize, path: &str| labels.get(at).cloned().unwrap_or_else(|| format!("{path}{}", stamp(t, path)));
    let (first, second) = (name(t, 0, a), name(t, 1, b));
    t.put(format!("--- {first}\n+++ {second}\n")).await?;
    show_unified(t, &x, &y, &edits, context.unwrap_or(3).min(1000), (x_ended, y_ended)).await
}

/// A stretch that differs: lines of the first, lines of the second.
type Edit = (std::ops::Range<usize>, std::ops::Range<usize>);

/// How many differences the search goes through before it gives up on finding the fewest.
const MOST: usize = 2000;

fn edits(a: &[Vec<u8>], b: &[Vec<u8>]) -> Vec<Edit> {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a
        .iter()
        .skip(head)
        .rev()
        .zip(b.iter().skip(head).rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (x, y) = (
        a.get(head..a.len() - tail).unwrap_or_default(),
        b.get(head..b.len() - tail).unwrap_or_default(),
    );
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let (n, m) = (x.len() as isize, y.len() as isize);
    let most = (x.len() + y.len()).min(MOST) as isize;
    let offset = most + 1;
    let mut v = vec![0isize; 2 * offset as usize + 1];
    let mut trace: Vec<Vec<isize>> = Vec::new();
    let mut found = None;
    'search: for d in 0..=most {
        trace.push(v.clone());
        for k in (-d..=d).step_by(2) {
            let at = |k: isize| v.get((k + offset) as usize).copied().unwrap_or(0);
            let mut i = if k == -d || k != d && at(k - 1) < at(k + 1) {
                at(k + 1)
            } else {
                at(k - 1) + 1
            };
            let mut j = i - k;
            while i < n && j < m && x.get(i as usize) == y.get(j as usize) {
                i += 1;
                j += 1;
            }
            if let Some(slot) = v.get_mut((k + offset) as usize) {
                *slot = i;
            }
            if i >= n && j >= m {
                found = Some(d);
                break 'search;
            }
        }
        if trace.len() * v.len() > 8_000_000 {
            break;
        }
    }
    if let Some(found) = found {
        let (mut i, mut j) = (n, m);
        for d in (0..=found).rev() {
            let v = trace.get(d as usize).cloned().unwrap_or_default();
            let at = |k: isize| v.get((k + offset) as usize).copied().unwrap_or(0);
            let k = i - j;
            let before = if k == -d || k != d && at(k - 1) < at(k + 1) {
                k + 1
            } else {
                k - 1
            };
            let (pi, pj) = if d == 0 { (0, 0) } else { (at(before), at(before) - before) };
            while i > pi && j > pj {
                i -= 1;
                j -= 1;
                pairs.push((i as usize, j as usize));
            }
            (i, j) = (pi, pj);
        }
        pairs.reverse();
    }
    pairs.push((x.len(), y.len()));
    let mut out: Vec<Edit> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (p, q) in pairs {
        if p > i || q > j {
            out.push((head + i..head + p, head + j..head + q));
        }
        (i, j) = (p + 1, q + 1);
    }
    out
}

const NO_END: &str = "\\ No newline at end of file";

async fn show_normal(t: &mut Tool, x: &[Vec<u8>], y: &[Vec<u8>], edits: &[Edit], ended: (bool, bool)) -> Run {
    let span = |r: &std::ops::Range<usize>| {
        if r.len() <= 1 {
            format!("{}", r.start + r.len())
        } else {
            format!("{},{}", r.start + 1, r.end)
        }
    };
    for (from, to) in edits {
        let letter = match (from.is_empty(), to.is_empty()) {
            (true, _) => 'a',
            (_, true) => 'd',
            _ => 'c',
        };
        t.line(format!("{}{letter}{}", span(from), span(to))).await?;
        for at in from.clone() {
            t.out.push("< ");
            t.line(x.get(at).cloned().unwrap_or_default()).await?;
            if at + 1 == x.len() && !ended.0 {
                t.line(NO_END).await?;
            }
        }
        if letter == 'c' {
            t.line("---").await?;
        }
        for at in to.clone() {
            t.out.push("> ");
            t.line(y.get(at).cloned().unwrap_or_default()).await?;
            if at + 1 == y.len() && !ended.1 {
                t.line(NO_END).await?;
            }
        }
    }
    Ok(())
}

async fn show_unified(t: &mut Tool, x: &[Vec<u8>], y: &[Vec<u8>], edits: &[Edit], context: usize, ended: (bool, bool)) -> Run {
    let mut at = 0;
    while at < edits.len() {
        let mut end = at;
        while let (Some((from, _)), Some((next, _))) = (edits.get(end), edits.get(end + 1)) {
            if next.start - from.end > 2 * context {
                break;
            }
            end += 1;
        }
        let (Some(first), Some(last)) = (edits.get(at), edits.get(end)) else {
            break;
        };
        let lead = first.0.start.min(context);
        let trail = (x.len() - last.0.end).min(context);
        let (a_start, a_end) = (first.0.start - lead, last.0.end + trail);
        let (b_start, b_end) = (first.1.start - lead, last.1.end + trail);
        let span = |start: usize, end: usize| match end - start {
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            n => format!("{},{n}", start + 1),
        };
        t.line(format!("@@ -{} +{} @@", span(a_start, a_end), span(b_start, b_end)))
            .await?;
        let mut i = a_start;
        for (from, to) in edits.get(at..=end).unwrap_or_default() {
            for k in i..from.start {
                t.out.push(" ");
                t.line(x.get(k).cloned().unwrap_or_default()).await?;
            }
            for k in from.clone() {
                t.out.push("-");
                t.line(x.get(k).cloned().unwrap_or_default()).await?;
                if k + 1 == x.len() && !ended.0 {
                    t.line(NO_END).await?;
                }
            }
            for k in to.clone() {
                t.out.push("+");
                t.line(y.get(k).cloned().unwrap_or_default()).await?;
                if k + 1 == y.len() && !ended.1 {
                    t.line(NO_END).await?;
                }
            }
            i = from.end;
        }
        for k in i..a_end {
            t.out.push(" ");
            t.line(x.get(k).cloned().unwrap_or_default()).await?;
            if k + 1 == x.len() && !ended.0 {
                t.line(NO_END).await?;
            }
        }
        at = end + 1;
    }
    Ok(())
}

async fn cmp(t: &mut Tool) -> Run {
    let options = t
        .options("lsn:b", &[("silent", 's'), ("quiet", 's'), ("verbose", 'l'), ("bytes", 'n')])
        .await?;
    let Some(a) = options.rest.first().cloned() else {
        return Err(t.usage().await);
    };
    let b = options.rest.get(1).cloned().unwrap_or_else(|| "-".into());
    let mut contents = Vec::new();
    for file in [&a, &b] {
        let result = match crate::io::Reader::open(&t.sys, file) {
            Ok(mut reader) => reader.all().await,
            Err(error) => Err(error),
        };
        match result {
            Ok(bytes) => contents.push(bytes),
            Err(error) => {
                if !options.has('s') {
                    t.say(&format!("{file}: {error}")).await;
                }
                return Err(Exit(2));
            }
        }
    }
    let [x, y] = contents.as_slice() else { return Err(Exit(2)) };
    let most = options.value('n').and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let mut line = 1;
    let mut differs = false;
    for (at, (p, q)) in x.iter().zip(y).take(most).enumerate() {
        if p != q {
            differs = true;
            if options.has('s') {
                return Err(Exit(1));
            }
            if !options.has('l') {
                t.line(format!("{a} {b} differ: char {}, line {line}", at + 1)).await?;
                return Err(Exit(1));
            }
            t.line(format!("{} {p:3o} {q:3o}", at + 1)).await?;
        }
        line += usize::from(*p == b'\n');
    }
    let shorter = x.len().min(y.len());
    if x.len() != y.len() && shorter < most {
        if !options.has('s') {
            let short = if x.len() < y.len() { &a } else { &b };
            let message = t.words(
                format!("EOF on {short}"),
                if shorter == 0 {
                    format!("EOF on {short} which is empty")
                } else {
                    format!(
                        "EOF on {short} after byte {shorter}, {} {}",
                        if x.get(..shorter).is_some_and(|s| s.ends_with(b"\n")) {
                            "line"
                        } else {
                            "in line"
                        },
                        if x.get(..shorter).is_some_and(|s| s.ends_with(b"\n")) {
                            line - 1
                        } else {
                            line
                        }
                    )
                },
            );
            t.say(&message).await;
        }
        return Err(Exit(1));
    }
    if differs { Err(Exit(1)) } else { Ok(()) }
}
