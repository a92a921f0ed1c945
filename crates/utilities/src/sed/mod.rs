//! `sed` (POSIX), with GNU's addresses, flags and escapes where busybox has them, too.
//!
//! Left out: the `e` command and flag.

mod parse;

use crate::io::Reader;
use crate::regex::{Groups, Regex};
use crate::tool::{Exit, Run, Tool, tool};
use machine::{Errno, Flags};
use parse::{Address, Command, Kind, Piece, Substitution};
use std::collections::BTreeMap;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("quiet", 'n'),
        ("silent", 'n'),
        ("expression", 'e'),
        ("file", 'f'),
        ("regexp-extended", 'E'),
        ("in-place", 'i'),
        ("separate", 's'),
        ("null-data", 'z'),
        ("unbuffered", 'u'),
        ("posix", 'p'),
        ("follow-symlinks", 'F'),
        ("debug", 'd'),
        ("sandbox", 'S'),
    ];
    let options = t.options(t.words("ne:f:Eri::", "ne:f:Eri::szub"), &long).await?;
    let mut files = options.rest.clone();
    let mut script = String::new();
    let mut given = false;
    for (letter, value) in &options.given {
        let text = match letter {
            'e' => value.clone(),
            'f' if !t.sys.exists(value) => {
                let error = t.sys.stat(value).err().unwrap_or(machine::Errno::ENOENT);
                let message = t.words(format!("{value}: {error}"), format!("couldn't open file {value}: {error}"));
                return Err(t.fail(message).await);
            }
            'f' => match t.slurp(value).await {
                Some(bytes) => String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_string(),
                None => return Err(Exit(1)),
            },
            _ => continue,
        };
        if given {
            script.push('\n');
        }
        given = true;
        script.push_str(&text);
    }
    if !given {
        if files.is_empty() {
            if t.gnu {
                t.stderr("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n\n")
                    .await;
                return Err(Exit(1));
            }
            return Err(t.usage().await);
        }
        script = files.remove(0);
    }
    let mut quiet = options.has('n');
    if script.starts_with("#n\n") || script == "#n" {
        quiet = true;
    }
    let extended = options.has('E') || options.has('r');
    let commands = match parse::script(&script, extended, t.gnu) {
        Ok(commands) => commands,
        Err((at, message)) => {
            let message = if t.gnu && message.starts_with("can't find label") {
                // GNU sed finds out when it has read everything.
                return Err(t.fail_with(4, message).await);
            } else if t.gnu {
                format!("-e expression #1, char {at}: {message}")
            } else {
                message
            };
            return Err(t.fail(message).await);
        }
    };
    let in_place = options.has('i');
    if files.is_empty() {
        if in_place {
            let message = t.words("no input files", "no input files");
            return Err(t.fail(message).await);
        }
        files.push("-".into());
    }
    let mut sed = Sed {
        commands,
        quiet,
        end: if options.has('z') { 0 } else { b'\n' },
        pattern: Vec::new(),
        hold: Vec::new(),
        number: 0,
        ended_line: true,
        ranges: BTreeMap::new(),
        appended: Vec::new(),
        outputs: BTreeMap::new(),
        in_place: None,
        input: Input {
            files: Vec::new(),
            reader: None,
            ahead: None,
            done: false,
        },
        quit: None,
        missing_end: false,
        last_regex: None,
    };
    sed.open_outputs(t).await?;
    if in_place || options.has('s') {
        for file in files {
            if in_place && t.sys.stat(&file).is_ok_and(|s| s.kind != vfs::FileKind::File) {
                let message = t.words(
                    format!("couldn't edit {file}: not a regular file"),
                    format!("couldn't edit {file}: not a regular file"),
                );
                t.say(&message).await;
                t.status = 4;
                continue;
            }
            sed.input = Input {
                files: vec![file.clone()],
                reader: None,
                ahead: None,
                done: false,
            };
            sed.in_place = in_place.then(Vec::new);
            sed.number = if in_place { 0 } else { sed.number };
            sed.ranges.clear();
            let before = t.status;
            t.status = 0;
            let result = sed.stream(t).await;
            let readable = t.status == 0;
            t.status = t.status.max(before);
            if let Some(bytes) = sed.in_place.take()
                && readable
            {
                if let Some(suffix) = options.value('i').filter(|s| !s.is_empty()) {
                    let backup = if suffix.contains('*') {
                        suffix.replace('*', crate::tool::basename(&file))
                    } else {
                        format!("{file}{suffix}")
                    };
                    let old = t.sys.read_file(&file).unwrap_or_default();
                    let _ = t.write_file(&backup, &old, Flags::WRITE, 0o644).await;
                }
                if let Err(error) = t.write_file(&file, &bytes, Flags::WRITE, 0o644).await {
                    t.error(format!("couldn't open file {file}: {error}")).await;
                }
            }
            result?;
            if sed.quit.is_some() {
                break;
            }
        }
    } else {
        sed.input.files = files.into_iter().rev().collect();
        sed.stream(t).await?;
    }
    if let Some(code) = sed.quit.filter(|c| *c != 0) {
        t.status = code;
    }
    Ok(())
}

struct Input {
    /// Files to come, the next one last.
    files: Vec<String>,
    reader: Option<Reader>,
    ahead: Option<Vec<u8>>,
    done: bool,
}

struct Sed {
    commands: Vec<Command>,
    quiet: bool,
    end: u8,
    pattern: Vec<u8>,
    hold: Vec<u8>,
    number: u64,
    /// Whether the present line had an end.
    ended_line: bool,
    /// Ranges that are open, by command: the last line, if it is known.
    ranges: BTreeMap<usize, Option<u64>>,
    appended: Vec<Append>,
    outputs: BTreeMap<String, i32>,
    in_place: Option<Vec<u8>>,
    input: Input,
    quit: Option<i32>,
    /// Whether the last thing written lacks its end.
    missing_end: bool,
    last_regex: Option<Regex>,
}

enum Append {
    Text(Vec<u8>),
    File(String),
}

/// What a command leads to.
enum Next {
    Go,
    Jump(usize),
    /// The cycle is over; whether the pattern space is printed, and whether a new line is read.
    End {
        print: bool,
        read: bool,
    },
}

impl Sed {
    async fn open_outputs(&mut self, t: &mut Tool) -> Run {
        let mut names = Vec::new();
        for command in &self.commands {
            match &command.kind {
                Kind::Write(name) | Kind::WriteFirst(name) => names.push(name.clone()),
                Kind::Substitute(s) => names.extend(s.write.clone()),
                _ => {}
            }
        }
        for name in names {
            if self.outputs.contains_key(&name) {
                continue;
            }
            let fd = match name.as_str() {
                "/dev/stdout" => Ok(1),
                "/dev/stderr" => Ok(2),
                name => t.sys.open(name, Flags::WRITE, 0o666),
            };
            match fd {
                Ok(fd) => self.outputs.insert(name, fd),
                Err(error) => {
                    let message = t.words(
                        format!("can't open '{name}': {error}"),
                        format!("couldn't open file {name}: {error}"),
                    );
                    return Err(t.fail_with(4, message).await);
                }
            };
        }
        Ok(())
    }

    /// Reads ahead, so that the last line is known as such.
    async fn fill(&mut self, t: &mut Tool) -> Run {
        while self.input.ahead.is_none() && !self.input.done {
            if self.input.reader.is_none() {
                let Some(file) = self.input.files.pop() else {
                    self.input.done = true;
                    break;
                };
                match Reader::open(&t.sys, &file) {
                    Ok(reader) => self.input.reader = Some(reader),
                    Err(error) => {
                        let message = t.words(format!("{file}: {error}"), format!("can't read {file}: {error}"));
                        t.say(&message).await;
                        t.status = if t.gnu { 2 } else { 1 };
                        continue;
                    }
                }
            }
            let Some(reader) = &mut self.input.reader else { continue };
            match reader.record(self.end).await {
                Ok(Some(line)) => self.input.ahead = Some(line),
                Ok(None) => self.input.reader = None,
                Err(error) => {
                    self.input.reader = None;
                    let message = match error {
                        Errno::EISDIR if t.gnu => "couldn't read: Is a directory".to_string(),
                        error => format!("read error: {error}"),
                    };
                    t.error(message).await;
                }
            }
        }
        Ok(())
    }

    async fn next_line(&mut self, t: &mut Tool) -> Result<Option<Vec<u8>>, Exit> {
        self.fill(t).await?;
        let Some(mut line) = self.input.ahead.take() else {
            return Ok(None);
        };
        self.fill(t).await?;
        self.number += 1;
        self.ended_line = line.last() == Some(&self.end);
        if self.ended_line {
            line.pop();
        }
        Ok(Some(line))
    }

    fn is_last(&self) -> bool {
        self.input.ahead.is_none()
    }

    async fn emit(&mut self, t: &mut Tool, bytes: &[u8], ended: bool) -> Run {
        let mut out = Vec::with_capacity(bytes.len() + 2);
        if std::mem::take(&mut self.missing_end) {
            out.push(self.end);
        }
        out.extend_from_slice(bytes);
        if ended {
            out.push(self.end);
        } else {
            self.missing_end = true;
        }
        match &mut self.in_place {
            Some(kept) => {
                kept.extend(out);
                if kept.len() > crate::io::LIMIT {
                    return Err(t.fail_with(4, "out of memory").await);
                }
                Ok(())
            }
            None => t.put(out).await,
        }
    }

    async fn flush_appended(&mut self, t: &mut Tool) -> Run {
        for append in std::mem::take(&mut self.appended) {
            match append {
                Append::Text(text) => self.emit(t, &text, true).await?,
                Append::File(name) => {
                    let mut bytes = match name.as_str() {
                        "/dev/stdin" => t.slurp("-").await.unwrap_or_default(),
                        name => t.sys.read_file(name).unwrap_or_default(),
                    };
                    if !bytes.is_empty() {
                        let ended = bytes.last() == Some(&self.end);
                        if ended {
                            bytes.pop();
                        }
                        self.emit(t, &bytes, ended).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn stream(&mut self, t: &mut Tool) -> Run {
        let mut read = true;
        self.missing_end = false;
        loop {
            if read {
                match self.next_line(t).await? {
                    Some(line) => self.pattern = line,
                    None => return Ok(()),
                }
            }
            let mut at = 0;
            let mut steps = 0u32;
            let mut substituted = false;
            let (print, again) = loop {
                steps += 1;
                if steps.is_multiple_of(64) {
                    t.sys.tick().await;
                }
                if at >= self.commands.len() {
                    break (true, true);
                }
                if !self.selected(at) {
                    at = match self.commands.get(at).map(|c| &c.kind) {
                        Some(Kind::Block(end)) => *end,
                        _ => at + 1,
                    };
                    continue;
                }
                match self.execute(t, at, &mut substituted).await? {
                    Next::Go => at += 1,
                    Next::Jump(to) => at = to,
                    Next::End { print, read } => break (print, read),
                }
                if self.pattern.len() + self.hold.len() > crate::io::LIMIT {
                    return Err(t.fail_with(4, "out of memory").await);
                }
            };
            if print && !self.quiet {
                let pattern = std::mem::take(&mut self.pattern);
                let ended = self.ended_line || !self.is_last();
                self.emit(t, &pattern, ended).await?;
                self.pattern = pattern;
            }
            self.flush_appended(t).await?;
            if self.quit.is_some() {
                return Ok(());
            }
            read = again;
        }
    }

    fn matches(&mut self, regex: &Option<Regex>) -> bool {
        if let Some(regex) = regex {
            self.last_regex = Some(regex.clone());
        }
        self.last_regex.as_ref().is_some_and(|r| r.is_match(&self.pattern))
    }

    fn address(&mut self, address: &Address) -> bool {
        match address {
            Address::Line(line) => self.number == *line,
            Address::Last => self.is_last(),
            Address::Regex(regex) => self.matches(regex),
            Address::Step(first, step) => {
                if *step == 0 {
                    self.number == *first
                } else {
                    self.number >= *first && (self.number - first).is_multiple_of(*step)
                }
            }
            Address::Plus(_) | Address::Multiple(_) => false,
        }
    }

    fn selected(&mut self, at: usize) -> bool {
        let Some(command) = self.commands.get(at) else { return false };
        let (from, to, negated) = (command.from.clone(), command.to.clone(), command.negated);
        let chosen = match (&from, &to) {
            (None, _) => true,
            (Some(from), None) => self.address(from),
            (Some(from), Some(to)) => self.in_range(at, from, to),
        };
        chosen != negated
    }

    fn in_range(&mut self, at: usize, from: &Address, to: &Address) -> bool {
        if let Some(until) = self.ranges.get(&at).copied() {
            let ends = match (until, to) {
                (Some(line), _) => {
                    if self.number > line && line != 0 {
                        self.ranges.remove(&at);
                        return self.address(from) && self.open_range(at, to);
                    }
                    self.number >= line
                }
                (None, Address::Line(line)) => {
                    if self.number > *line {
                        self.ranges.remove(&at);
                        return self.address(from) && self.open_range(at, to);
                    }
                    self.number == *line
                }
                (None, to) => self.address(to),
            };
            if ends {
                self.ranges.remove(&at);
            }
            return true;
        }
        // `0,/re/` is open before the first line.
        if matches!(from, Address::Line(0)) && self.number == 1 {
            if !self.address(to) {
                self.ranges.insert(at, None);
            }
            return true;
        }
        self.address(from) && self.open_range(at, to)
    }

    fn open_range(&mut self, at: usize, to: &Address) -> bool {
        match to {
            Address::Line(line) if *line <= self.number => {}
            Address::Plus(0) => {}
            Address::Plus(count) => {
                self.ranges.insert(at, Some(self.number + count));
            }
            Address::Multiple(step) => {
                let end = if *step == 0 {
                    self.number
                } else {
                    self.number.div_ceil(*step) * step
                };
                if end > self.number {
                    self.ranges.insert(at, Some(end));
                }
            }
            Address::Last if self.is_last() => {}
            _ => {
                self.ranges.insert(at, None);
            }
        }
        true
    }

    async fn execute(&mut self, t: &mut Tool, at: usize, substituted: &mut bool) -> Result<Next, Exit> {
        let Some(kind) = self.commands.get(at).map(|c| c.kind.clone()) else {
            return Ok(Next::Go);
        };
        match kind {
            Kind::Block(_) | Kind::Close | Kind::Label => {}
            Kind::LineNumber => {
                let number = self.number.to_string();
                self.emit(t, number.as_bytes(), true).await?;
            }
            Kind::Append(text) => self.appended.push(Append::Text(text)),
            Kind::Insert(text) => self.emit(t, &text, true).await?,
            Kind::Change(text) => {
                let ranged = self.commands.get(at).is_some_and(|c| c.to.is_some() && !c.negated);
                if !ranged || !self.ranges.contains_key(&at) {
                    self.emit(t, &text, true).await?;
                }
                return Ok(Next::End {
                    print: false,
                    read: true,
                });
            }
            Kind::Delete => {
                return Ok(Next::End {
                    print: false,
                    read: true,
                });
            }
            Kind::DeleteFirst => match self.pattern.iter().position(|b| *b == b'\n') {
                Some(end) => {
                    self.pattern.drain(..=end);
                    return Ok(Next::End {
                        print: false,
                        read: false,
                    });
                }
                None => {
                    return Ok(Next::End {
                        print: false,
                        read: true,
                    });
                }
            },
            Kind::Get => self.pattern = self.hold.clone(),
            Kind::GetAppend => {
                self.pattern.push(b'\n');
                self.pattern.extend_from_slice(&self.hold);
            }
            Kind::Hold => self.hold = self.pattern.clone(),
            Kind::HoldAppend => {
                self.hold.push(b'\n');
                self.hold.extend_from_slice(&self.pattern);
            }
            Kind::Exchange => std::mem::swap(&mut self.pattern, &mut self.hold),
            Kind::List(width) => {
                let text = list(&self.pattern, width);
                self.emit(t, &text, true).await?;
            }
            Kind::Next => {
                if self.is_last() {
                    // GNU prints the pattern space when there is no next line; so does busybox.
                    self.quit = Some(self.quit.unwrap_or(0));
                    return Ok(Next::End { print: true, read: true });
                }
                if !self.quiet {
                    let pattern = std::mem::take(&mut self.pattern);
                    self.emit(t, &pattern, true).await?;
                }
                self.flush_appended(t).await?;
                if let Some(line) = self.next_line(t).await? {
                    self.pattern = line;
                }
            }
            Kind::NextAppend => {
                if self.is_last() {
                    self.quit = Some(self.quit.unwrap_or(0));
                    return Ok(Next::End { print: true, read: true });
                }
                self.flush_appended(t).await?;
                if let Some(line) = self.next_line(t).await? {
                    self.pattern.push(b'\n');
                    self.pattern.extend(line);
                }
            }
            Kind::Print => {
                let pattern = self.pattern.clone();
                let ended = self.ended_line || !self.is_last();
                self.emit(t, &pattern, ended).await?;
            }
            Kind::PrintFirst => {
                let first = self.pattern.split(|b| *b == b'\n').next().unwrap_or_default().to_vec();
                self.emit(t, &first, true).await?;
            }
            Kind::Quit(code, print) => {
                self.quit = Some(code);
                return Ok(Next::End { print, read: true });
            }
            Kind::ReadFile(name) => self.appended.push(Append::File(name)),
            Kind::Write(name) => {
                let mut line = self.pattern.clone();
                line.push(b'\n');
                self.write(t, &name, line).await?;
            }
            Kind::WriteFirst(name) => {
                let mut line = self.pattern.split(|b| *b == b'\n').next().unwrap_or_default().to_vec();
                line.push(b'\n');
                self.write(t, &name, line).await?;
            }
            Kind::Zap => self.pattern.clear(),
            Kind::Translate(map) => self
                .pattern
                .iter_mut()
                .for_each(|b| *b = map.get(usize::from(*b)).copied().unwrap_or(*b)),
            Kind::Branch(to) => return Ok(Next::Jump(to)),
            Kind::BranchIf(to) => {
                if std::mem::take(substituted) {
                    return Ok(Next::Jump(to));
                }
            }
            Kind::BranchUnless(to) => {
                if !std::mem::take(substituted) {
                    return Ok(Next::Jump(to));
                }
            }
            Kind::Substitute(s) => {
                if self.substitute(&s) {
                    *substituted = true;
                    if s.print {
                        let pattern = self.pattern.clone();
                        let ended = self.ended_line || !self.is_last();
                        self.emit(t, &pattern, ended).await?;
                    }
                    if let Some(name) = &s.write {
                        let mut line = self.pattern.clone();
                        line.push(b'\n');
                        self.write(t, name, line).await?;
                    }
                }
            }
        }
        Ok(Next::Go)
    }

    async fn write(&mut self, t: &mut Tool, name: &str, line: Vec<u8>) -> Run {
        match self.outputs.get(name).copied() {
            Some(1) => t.put(line).await,
            Some(fd) => match t.sys.write(fd, &line).await {
                Ok(()) => Ok(()),
                Err(error) => Err(t.fail_with(4, format!("couldn't write to {name}: {error}")).await),
            },
            None => Ok(()),
        }
    }

    fn substitute(&mut self, s: &Substitution) -> bool {
        if let Some(regex) = &s.regex {
            self.last_regex = Some(regex.clone());
        }
        let Some(regex) = self.last_regex.clone() else { return false };
        let text = std::mem::take(&mut self.pattern);
        let mut out = Vec::with_capacity(text.len() + 16);
        let (mut at, mut count, mut changed) = (0, 0u64, false);
        let mut after_match = false;
        while let Some(groups) = regex.find(&text, at) {
            let Some((start, end)) = groups.first().copied().flatten() else {
                break;
            };
            // An empty match right behind a match does not count.
            if start == end && after_match && start == at {
                match text.get(at) {
                    Some(byte) => out.push(*byte),
                    None => break,
                }
                at += 1;
                after_match = false;
                continue;
            }
            out.extend_from_slice(text.get(at..start).unwrap_or_default());
            count += 1;
            if count >= s.number {
                changed = true;
                replace(&s.replacement, &text, &groups, &mut out);
            } else {
                out.extend_from_slice(text.get(start..end).unwrap_or_default());
            }
            at = end;
            after_match = true;
            if start == end {
                match text.get(at) {
                    Some(byte) => out.push(*byte),
                    None => {
                        at += 1;
                        break;
                    }
                }
                at += 1;
                after_match = false;
            }
            if changed && !s.global || out.len() > crate::io::LIMIT {
                break;
            }
        }
        if changed {
            out.extend_from_slice(text.get(at.min(text.len())..).unwrap_or_default());
            self.pattern = out;
        } else {
            self.pattern = text;
        }
        changed
    }
}

fn replace(pieces: &[Piece], text: &[u8], groups: &Groups, out: &mut Vec<u8>) {
    let mut lasting: Option<bool> = None;
    let mut once: Option<bool> = None;
    for piece in pieces {
        let bytes: &[u8] = match piece {
            Piece::Text(bytes) => bytes,
            Piece::Group(number) => match groups.get(*number).copied().flatten() {
                Some((a, b)) => text.get(a..b).unwrap_or_default(),
                None => continue,
            },
            Piece::Case(case) => {
                lasting = *case;
                continue;
            }
            Piece::CaseOnce(upper) => {
                once = Some(*upper);
                continue;
            }
        };
        for byte in bytes {
            let upper = once.take().or(lasting);
            out.push(match upper {
                Some(true) => byte.to_ascii_uppercase(),
                Some(false) => byte.to_ascii_lowercase(),
                None => *byte,
            });
        }
    }
}

/// The `l` command's unambiguous form.
fn list(text: &[u8], width: usize) -> Vec<u8> {
    let mut lines = Vec::new();
    let mut line: Vec<u8> = Vec::new();
    for byte in text {
        let shown = match byte {
            b'\\' => b"\\\\".to_vec(),
            7 => b"\\a".to_vec(),
            8 => b"\\b".to_vec(),
            12 => b"\\f".to_vec(),
            b'\n' => b"\\n".to_vec(),
            b'\r' => b"\\r".to_vec(),
            b'\t' => b"\\t".to_vec(),
            11 => b"\\v".to_vec(),
            32..=126 => vec![*byte],
            other => format!("\\{other:03o}").into_bytes(),
        };
        if width > 1 && line.len() + shown.len() > width - 1 {
            line.extend_from_slice(b"\\\n");
            lines.append(&mut line);
        }
        line.extend(shown);
    }
    line.push(b'$');
    lines.append(&mut line);
    lines
}
