//! `grep`, `egrep`, `fgrep` (POSIX grep), with GNU's context, recursion and -o.
//!
//! Left out: -P, colours in scripts (`--color=always`), binary searches beyond the "matches" line.

use crate::io::Reader;
use crate::regex::{Regex, Syntax};
use crate::tool::{Exit, Options, Run, Tool, join, tool};
use std::collections::VecDeque;
use vfs::FileKind;

tool!();

struct Grep {
    patterns: Vec<Regex>,
    invert: bool,
    word: bool,
    line: bool,
    options: Options,
    names: bool,
    before: usize,
    after: usize,
    most: u64,
    found: bool,
    failed: bool,
    printed: bool,
}

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("ignore-case", 'i'),
        ("invert-match", 'v'),
        ("count", 'c'),
        ("line-number", 'n'),
        ("files-with-matches", 'l'),
        ("files-without-match", 'L'),
        ("quiet", 'q'),
        ("silent", 'q'),
        ("no-messages", 's'),
        ("extended-regexp", 'E'),
        ("fixed-strings", 'F'),
        ("basic-regexp", 'G'),
        ("only-matching", 'o'),
        ("recursive", 'r'),
        ("dereference-recursive", 'R'),
        ("with-filename", 'H'),
        ("no-filename", 'h'),
        ("word-regexp", 'w'),
        ("line-regexp", 'x'),
        ("regexp", 'e'),
        ("file", 'f'),
        ("max-count", 'm'),
        ("after-context", 'A'),
        ("before-context", 'B'),
        ("context", 'C'),
        ("text", 'a'),
        ("include", 'J'),
        ("exclude", 'K'),
        ("exclude-dir", 'D'),
        ("color", '!'),
        ("colour", '!'),
        ("perl-regexp", 'P'),
        ("null-data", 'z'),
        ("null", 'Z'),
        ("byte-offset", 'b'),
        ("line-buffered", '"'),
        ("no-group-separator", '#'),
        ("binary-files", '%'),
    ];
    let args = context_numbers(&t.args);
    let short = t.words(
        "ivcnlLqsEFGorRHhwxe:f:m:A:B:C:aIz!::",
        "ivcnlLqsEFGorRHhwxe:f:m:A:B:C:aIJ:K:D:!::PzZby\"#%:UT",
    );
    let options = t
        .options_of(&args, short, if t.gnu { &long } else { &[("color", '!')] })
        .await?;
    let mut rest = options.rest.clone();
    if options.has('P') {
        return Err(t.fail_with(2, "drydock: -P (Perl patterns) is not simulated").await);
    }
    let mut texts: Vec<Vec<u8>> = Vec::new();
    for text in options.values('e') {
        texts.extend(text.split('\n').map(|p| p.as_bytes().to_vec()));
    }
    for file in options.values('f') {
        let Some(bytes) = t.slurp(&file).await else {
            return Err(Exit(2));
        };
        texts.extend(crate::io::split_lines(&bytes).0);
    }
    if !options.has('e') && !options.has('f') {
        if rest.is_empty() {
            if t.gnu {
                t.stderr("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n")
                    .await;
                return Err(Exit(2));
            }
            return Err(t.usage().await);
        }
        let first = rest.remove(0);
        texts.extend(first.split('\n').map(|p| p.as_bytes().to_vec()));
    }
    let syntax = match (t.name.as_str(), options.last_of("EFG")) {
        (_, Some('E')) => Syntax::Extended,
        (_, Some('F')) => Syntax::Fixed,
        (_, Some(_)) => Syntax::Basic,
        ("egrep", _) => Syntax::Extended,
        ("fgrep", _) => Syntax::Fixed,
        _ => Syntax::Basic,
    };
    let ignore_case = options.has('i') || options.has('y');
    let mut patterns = Vec::new();
    for text in &texts {
        match Regex::new(text, syntax, ignore_case) {
            Ok(pattern) => patterns.push(pattern),
            Err(message) => {
                let shown = String::from_utf8_lossy(text).into_owned();
                let message = t.words(format!("bad regex '{shown}'"), message.to_string());
                return Err(t.fail_with(2, message).await);
            }
        }
    }
    let mut counts = [0usize; 3];
    for (slot, letter) in counts.iter_mut().zip(['B', 'A', 'C']) {
        if let Some(text) = options.value(letter) {
            match text.parse() {
                Ok(number) => *slot = number,
                Err(_) => {
                    let message = t.words(
                        format!("invalid number '{text}'"),
                        format!("{text}: invalid context length argument"),
                    );
                    return Err(t.fail_with(2, message).await);
                }
            }
        }
    }
    let most = match options.value('m').map(str::parse) {
        None => u64::MAX,
        Some(Ok(most)) => most,
        Some(Err(_)) => {
            let message = t.words(
                format!("invalid number '{}'", options.value('m').unwrap_or_default()),
                "invalid max count".to_string(),
            );
            return Err(t.fail_with(2, message).await);
        }
    };
    let recursive = options.has('r') || options.has('R');
    if rest.is_empty() {
        rest.push(if recursive { "." } else { "-" }.to_string());
        if recursive && t.gnu {
            rest = vec![String::new()];
        }
    }
    let names = match options.last_of("Hh") {
        Some('H') => true,
        Some(_) => false,
        None => rest.len() > 1 || recursive && (rest != ["-"]) && !only_file(t, &rest),
    };
    let [before, after, context] = counts;
    let quiet_lines = options.has('c') || options.has('l') || options.has('L') || options.has('q');
    let mut grep = Grep {
        patterns,
        invert: options.has('v'),
        word: options.has('w'),
        line: options.has('x'),
        names,
        before: if quiet_lines { 0 } else { before.max(context) },
        after: if quiet_lines { 0 } else { after.max(context) },
        most,
        options,
        found: false,
        failed: false,
        printed: false,
    };
    for file in rest {
        grep.tree(t, &file, recursive).await?;
    }
    t.status = if grep.found && (!grep.failed || grep.options.has('q')) {
        0
    } else if grep.failed {
        2
    } else {
        1
    };
    Ok(())
}

/// In a recursive search of one plain file, GNU shows no name.
fn only_file(t: &Tool, rest: &[String]) -> bool {
    let [file] = rest else { return false };
    t.gnu && t.sys.stat(file).is_ok_and(|s| s.kind != FileKind::Dir)
}

/// `-3` means `-C 3`.
fn context_numbers(args: &[String]) -> Vec<String> {
    let digits = |a: &str| {
        a.strip_prefix('-')
            .is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
    };
    let takes = |a: &str| matches!(a, "-A" | "-B" | "-C" | "-m" | "-e" | "-f");
    let mut out: Vec<String> = Vec::new();
    let mut ended = false;
    for (at, arg) in args.iter().enumerate() {
        ended |= arg == "--";
        let before = at.checked_sub(1).and_then(|i| args.get(i)).map_or("", String::as_str);
        if !ended && digits(arg) && !takes(before) {
            out.push(format!("-C{}", arg.trim_start_matches('-')));
        } else {
            out.push(arg.clone());
        }
    }
    out
}

impl Grep {
    fn has(&self, option: char) -> bool {
        self.options.has(option)
    }

    async fn tree(&mut self, t: &mut Tool, given: &str, recursive: bool) -> Run {
        let mut todo = vec![(given.to_string(), true)];
        while let Some((path, first)) = todo.pop() {
            let real = if path.is_empty() { "." } else { &path };
            let kind = match if first || self.has('R') {
                t.sys.stat(real)
            } else {
                t.sys.lstat(real)
            } {
                Ok(stat) => stat.kind,
                Err(_) => FileKind::File,
            };
            if recursive && path != "-" && kind == FileKind::Dir {
                let name = crate::tool::basename(&path);
                if self
                    .options
                    .values('D')
                    .iter()
                    .any(|g| crate::glob::matches(g.as_bytes(), name.as_bytes(), false))
                    && !first
                {
                    continue;
                }
                match t.sys.readdir(real) {
                    Ok(entries) => {
                        let mut entries: Vec<_> = entries.iter().map(|e| (join(&path, &e.name), false)).collect();
                        entries.reverse();
                        todo.extend(entries);
                    }
                    Err(error) => self.complain(t, &path, &error.to_string()).await,
                }
                continue;
            }
            if !first {
                if matches!(
                    kind,
                    FileKind::Symlink | FileKind::CharDev | FileKind::Fifo | FileKind::Socket
                ) {
                    continue;
                }
                let name = crate::tool::basename(&path);
                let any = |option: char| {
                    self.options
                        .values(option)
                        .iter()
                        .any(|g| crate::glob::matches(g.as_bytes(), name.as_bytes(), false))
                };
                if self.has('J') && !any('J') || any('K') {
                    continue;
                }
            }
            self.file(t, &path).await?;
            if self.found && self.has('q') {
                return Err(Exit(0));
            }
        }
        Ok(())
    }

    async fn complain(&mut self, t: &mut Tool, path: &str, error: &str) {
        self.failed = true;
        if !self.has('s') {
            t.say(&format!("{path}: {error}")).await;
        }
    }

    /// The first match in a line at or after `from` that the options accept.
    fn next(&self, text: &[u8], from: usize) -> Option<(usize, usize)> {
        let word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let mut best: Option<(usize, usize)> = None;
        for pattern in &self.patterns {
            let mut at = from;
            while let Some((start, mut end)) = pattern.find(text, at).and_then(|g| g.first().copied().flatten()) {
                let fits = if self.line {
                    start == 0 && end == text.len()
                } else if self.word {
                    // A shorter match at the same place may stand alone where the longest does not.
                    let before = !word(start.checked_sub(1).and_then(|i| text.get(i)));

                    loop {
                        if before && !word(text.get(end)) && end > start {
                            break true;
                        }
                        let shorter = text.get(..end.saturating_sub(1)).filter(|_| end > start + 1);
                        match shorter
                            .and_then(|s| pattern.find(s, start))
                            .and_then(|g| g.first().copied().flatten())
                        {
                            Some((s, e)) if s == start && e < end && e > start => end = e,
                            _ => break false,
                        }
                    }
                } else {
                    true
                };
                if fits {
                    if best.is_none_or(|(s, e)| start < s || start == s && end > e) {
                        best = Some((start, end));
                    }
                    break;
                }
                at = start + 1;
                if self.line {
                    break;
                }
            }
        }
        best
    }

    fn prefix(&self, name: &str, mark: char, number: u64, offset: usize) -> String {
        let mut text = String::new();
        if self.names {
            text.push_str(name);
            text.push(if self.has('Z') { '\0' } else { mark });
        }
        if self.has('n') {
            text.push_str(&format!("{number}{mark}"));
        }
        if self.has('b') {
            text.push_str(&format!("{offset}{mark}"));
        }
        text
    }

    async fn file(&mut self, t: &mut Tool, path: &str) -> Run {
        let mut reader = match Reader::open(&t.sys, path) {
            Ok(reader) => reader,
            Err(error) => {
                self.complain(t, path, &error.to_string()).await;
                return Ok(());
            }
        };
        let name = match path {
            "-" if t.gnu => "(standard input)",
            "-" => "(standard input)",
            path => path,
        };
        let end = if self.has('z') { 0 } else { b'\n' };
        let (mut count, mut number, mut offset) = (0u64, 0u64, 0usize);
        let mut earlier: VecDeque<(u64, Vec<u8>)> = VecDeque::new();
        let mut left_after = 0;
        let mut last_shown = 0;
        let mut binary = false;
        let silent = self.has('c') || self.has('l') || self.has('L') || self.has('q');
        loop {
            let line = match reader.record(end).await {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(machine::Errno::EISDIR) => {
                    if t.gnu {
                        if !self.has('s') {
                            t.say(&format!("{path}: Is a directory")).await;
                        }
                        self.failed = true;
                    } else if !self.has('s') {
                        // busybox reads nothing from a directory and says nothing.
                    }
                    return Ok(());
                }
                Err(error) => {
                    self.complain(t, path, &error.to_string()).await;
                    break;
                }
            };
            number += 1;
            let text = line.strip_suffix(&[end]).unwrap_or(&line);
            binary |= t.gnu && !self.has('a') && end == b'\n' && text.contains(&0);
            let matched = (count < self.most) && self.next(text, 0).is_some() != self.invert;
            if matched {
                count += 1;
                self.found = true;
                if self.has('q') || self.has('l') || self.has('L') {
                    break;
                }
                if !silent && binary {
                    t.put(format!("grep: {name}: binary file matches\n")).await?;
                    break;
                }
                if !silent {
                    let first = earlier.front().map_or(number, |(n, _)| *n);
                    if (self.before > 0 || self.after > 0) && self.printed && first > last_shown + 1
                        || self.printed && last_shown == 0 && (self.before > 0 || self.after > 0)
                    {
                        t.put("--\n").await?;
                    }
                    while let Some((n, old)) = earlier.pop_front() {
                        let prefix = self.prefix(name, '-', n, 0);
                        t.out.push(prefix);
                        t.line(old).await?;
                    }
                    self.show(t, name, text, number, offset).await?;
                    last_shown = number;
                    self.printed = true;
                }
                left_after = self.after;
                if count >= self.most && left_after == 0 {
                    break;
                }
            } else if left_after > 0 {
                left_after -= 1;
                if !self.has('o') {
                    let prefix = self.prefix(name, '-', number, offset);
                    t.out.push(prefix);
                    t.line(text).await?;
                }
                last_shown = number;
                if count >= self.most && left_after == 0 {
                    break;
                }
            } else if self.before > 0 {
                if earlier.len() == self.before {
                    earlier.pop_front();
                }
                earlier.push_back((number, text.to_vec()));
            }
            offset += line.len();
        }
        if self.has('c') && !self.has('q') {
            let prefix = if self.names { format!("{name}:") } else { String::new() };
            t.line(format!("{prefix}{count}")).await?;
        }
        if self.has('L') && count == 0 && !t.gnu {
            self.found = true;
        }
        if self.has('l') && count > 0 || self.has('L') && count == 0 {
            let end = if self.has('Z') { "\0" } else { "\n" };
            t.put(format!("{name}{end}")).await?;
        }
        Ok(())
    }

    async fn show(&self, t: &mut Tool, name: &str, text: &[u8], number: u64, offset: usize) -> Run {
        let end: &[u8] = if self.has('z') { b"\0" } else { b"\n" };
        if !self.has('o') {
            let prefix = self.prefix(name, ':', number, offset);
            t.out.push(prefix);
            t.out.push(text);
            return t.put(end).await;
        }
        if self.invert {
            return Ok(());
        }
        let mut at = 0;
        while let Some((start, stop)) = self.next(text, at) {
            if stop > start {
                let prefix = self.prefix(name, ':', number, offset + start);
                t.out.push(prefix);
                t.out.push(text.get(start..stop).unwrap_or_default());
                t.put(end).await?;
            }
            at = if stop > start { stop } else { start + 1 };
            if at > text.len() {
                break;
            }
        }
        Ok(())
    }
}
