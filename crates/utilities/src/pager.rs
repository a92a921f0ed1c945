//! `less` and `more`: a text on a terminal, a screen at a time (POSIX more, less(1)).
//!
//! Without a terminal on standard output they print. Input is read as far as it is shown, so that a pipe without end
//! can be looked at; keys come from the controlling terminal. Left out: marks, tags, several files at once (`:n`),
//! options changed while it runs, `F` and shell escapes: an unknown key rings the bell. A line is at most 64 KiB on the
//! screen.

use crate::io::Reader;
use crate::regex::{Regex, Syntax};
use crate::tool::{Exit, Options, Run, Tool, tool};
use machine::{Fd, Flags, Tty, TtyMode};
use std::rc::Rc;

tool!();

/// How many bytes of input are kept, and so how far one can go.
const KEPT: usize = 64 << 20;

/// The bytes of a line that are shown.
const SHOWN: usize = 64 << 10;

const KEYS: TtyMode = TtyMode {
    canonical: false,
    echo: false,
    signals: true,
    translate: true,
};

async fn run(t: &mut Tool) -> Run {
    let args = std::mem::take(&mut t.args);
    let (commands, args): (Vec<String>, Vec<String>) = args.into_iter().partition(|a| a.starts_with('+'));
    let options = t
        .options_of(
            &args,
            "EFIMmNRrSsXwdfcugieqn:p:",
            &[
                ("quit-if-one-screen", 'F'),
                ("RAW-CONTROL-CHARS", 'R'),
                ("no-init", 'X'),
                ("LINE-NUMBERS", 'N'),
                ("chop-long-lines", 'S'),
                ("ignore-case", 'i'),
                ("quit-at-eof", 'e'),
                ("squeeze-blank-lines", 's'),
            ],
        )
        .await?;
    let files = if options.rest.is_empty() {
        if t.sys.isatty(0) {
            let message = match (t.gnu, t.name.as_str()) {
                (true, "less") => "Missing filename (\"less --help\" for help)",
                (true, _) => "bad usage\nTry 'more --help' for more information.",
                (false, "less") => "missing filename",
                (false, _) => return Err(t.usage().await),
            };
            if t.gnu && t.name == "less" {
                t.stderr(&format!("{message}\n")).await;
                return Err(Exit(1));
            }
            return Err(t.fail(message).await);
        }
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    let tty = t.sys.tty(1);
    for file in files {
        let Some(mut reader) = t.open(&file).await else { continue };
        let keys = match &tty {
            Some(_) => t.sys.open("/dev/tty", Flags::READ, 0).ok(),
            None => None,
        };
        let (Some(tty), Some(keys)) = (&tty, keys) else {
            loop {
                match reader.chunk().await {
                    Ok(bytes) if bytes.is_empty() => break,
                    Ok(bytes) => t.put(bytes).await?,
                    Err(error) => {
                        t.read_error(&file, error).await;
                        break;
                    }
                }
            }
            continue;
        };
        let before = tty.mode();
        tty.set_mode(KEYS);
        let mut pager = Pager::new(reader, tty.clone(), keys, &file, &options, t);
        let result = if t.name == "more" {
            pager.more(t).await
        } else {
            pager.less(t, &commands).await
        };
        tty.set_mode(before);
        let _ = t.sys.close(keys);
        if result? {
            break;
        }
    }
    Ok(())
}

struct Pager {
    reader: Reader,
    ended: bool,
    kept: usize,
    lines: Vec<Vec<u8>>,
    /// What the screen shows, one entry a row, with the number of its line from 0.
    rows: Vec<(usize, String)>,
    /// The lines that `rows` hold.
    laid: usize,
    tty: Rc<Tty>,
    keys: Fd,
    name: String,
    size: (usize, usize),
    top: usize,
    pattern: Option<Regex>,
    backwards: bool,
    raw: bool,
    chop: bool,
    numbers: bool,
    squeeze: bool,
    ignore_case: bool,
    /// Quit at the first screen, at the end.
    one_screen: bool,
    at_end: bool,
    alternate: bool,
    /// Keys read and not looked at.
    typed: Vec<u8>,
}

impl Pager {
    fn new(reader: Reader, tty: Rc<Tty>, keys: Fd, name: &str, options: &Options, t: &Tool) -> Pager {
        let flags = t.sys.getenv("LESS").unwrap_or_default();
        let less = t.name == "less";
        let has = |c: char| options.has(c) || less && flags.contains(c);
        Pager {
            reader,
            ended: false,
            kept: 0,
            lines: Vec::new(),
            rows: Vec::new(),
            laid: 0,
            size: (0, 0),
            tty,
            keys,
            name: name.to_string(),
            top: 0,
            pattern: None,
            backwards: false,
            raw: has('R') || has('r') || !t.gnu,
            chop: has('S'),
            numbers: has('N'),
            squeeze: has('s'),
            ignore_case: has('i') || has('I'),
            one_screen: has('F'),
            at_end: has('E') || has('e'),
            alternate: t.gnu && less && !has('X'),
            typed: Vec::new(),
        }
    }

    /// Rows for text; the last one is the prompt's.
    fn height(&self) -> usize {
        self.size.1.saturating_sub(1).max(1)
    }

    /// Follows the terminal's size: rows are laid anew for other columns.
    fn measure(&mut self) {
        let (columns, rows) = self.tty.size();
        let size = (usize::from(columns).clamp(2, 1000), usize::from(rows).clamp(2, 1000));
        if size.0 != self.size.0 {
            let line = self.rows.get(self.top).map_or(0, |(line, _)| *line);
            self.rows.clear();
            self.laid = 0;
            self.size = size;
            while self.laid < self.lines.len() {
                self.lay();
            }
            self.top = self.rows.iter().position(|(l, _)| *l >= line).unwrap_or(0);
        }
        self.size = size;
    }

    /// Lays one more line that was read.
    fn lay(&mut self) {
        let Some(line) = self.lines.get(self.laid) else { return };
        let bytes = line.get(..SHOWN.min(line.len())).unwrap_or_default();
        let number = if self.numbers {
            format!("{:>7} ", self.laid + 1)
        } else {
            String::new()
        };
        let width = self.size.0;
        let mut row = number.clone();
        let mut column = number.len();
        let text = String::from_utf8_lossy(bytes);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let shown = match c {
                '\t' => " ".repeat(8 - column % 8),
                '\u{1b}' if self.raw => {
                    row.push(c);
                    for next in chars.by_ref() {
                        row.push(next);
                        if next.is_ascii_alphabetic() {
                            break;
                        }
                    }
                    continue;
                }
                '\u{1b}' => "ESC".to_string(),
                '\r' if chars.peek().is_none() => "^M".to_string(),
                c if c.is_ascii_control() => format!("^{}", char::from((c as u8) ^ 0x40)),
                c => c.to_string(),
            };
            let wide = shown.chars().count();
            if column + wide > width {
                if self.chop {
                    break;
                }
                self.rows.push((self.laid, std::mem::take(&mut row)));
                column = 0;
            }
            row.push_str(&shown);
            column += wide;
        }
        self.rows.push((self.laid, row));
        self.laid += 1;
    }

    /// Reads until so many rows are there, or the end.
    async fn fill(&mut self, rows: usize) {
        while self.rows.len() < rows && !self.ended {
            match self.reader.record(b'\n').await {
                Ok(Some(mut line)) if self.kept < KEPT => {
                    if line.last() == Some(&b'\n') {
                        line.pop();
                    }
                    if self.squeeze && line.is_empty() && self.lines.last().is_some_and(Vec::is_empty) {
                        continue;
                    }
                    self.kept += line.len() + 32;
                    self.lines.push(line);
                    self.lay();
                }
                _ => self.ended = true,
            }
        }
    }

    /// The highest row that may be the first one on the screen.
    fn last_top(&self) -> usize {
        self.rows.len().saturating_sub(self.height())
    }

    async fn key(&mut self, t: &Tool) -> Option<u8> {
        if self.typed.is_empty() {
            self.typed = t.sys.read(self.keys, 256).await.ok()?;
            self.typed.reverse();
        }
        self.typed.pop()
    }

    /// One command's key; arrows and paging keys are told by the letters that do the same.
    async fn command(&mut self, t: &Tool) -> Option<u8> {
        let key = self.key(t).await?;
        if key != 0x1b || self.typed.is_empty() {
            return Some(key);
        }
        let mut sequence = Vec::new();
        while let Some(next) = self.typed.pop() {
            sequence.push(next);
            if next.is_ascii_alphabetic() && next != b'O' || next == b'~' {
                break;
            }
        }
        Some(match sequence.as_slice() {
            b"[A" | b"OA" => b'k',
            b"[B" | b"OB" => b'j',
            b"[5~" => b'b',
            b"[6~" => b' ',
            b"[H" | b"OH" | b"[1~" => b'g',
            b"[F" | b"OF" | b"[4~" => b'G',
            _ => 0x1b,
        })
    }

    /// A line typed at the prompt; `None` where it was given up.
    async fn ask(&mut self, t: &mut Tool, mark: char) -> Result<Option<String>, Exit> {
        let mut text = Vec::new();
        t.put(format!("\r\u{1b}[K{mark}")).await?;
        loop {
            let _ = t.out.flush().await;
            match self.key(t).await {
                None | Some(0x03 | 0x1b) => return Ok(None),
                Some(b'\r' | b'\n') => return Ok(Some(String::from_utf8_lossy(&text).into_owned())),
                Some(0x7f | 0x08) => {
                    if text.pop().is_none() {
                        return Ok(None);
                    }
                    t.put("\u{8} \u{8}").await?;
                }
                Some(key) => {
                    text.push(key);
                    t.put([key]).await?;
                }
            }
        }
    }

    /// Finds the pattern from a row on; tells whether it was there.
    async fn search(&mut self, t: &Tool, forward: bool) -> bool {
        let Some(pattern) = self.pattern.take() else { return false };
        let mut line = self.rows.get(self.top).map_or(0, |(line, _)| *line);
        let found = loop {
            if forward {
                line += 1;
                while line >= self.lines.len() && !self.ended {
                    self.fill(self.rows.len() + 1).await;
                }
                if line >= self.lines.len() {
                    break None;
                }
            } else {
                let Some(before) = line.checked_sub(1) else { break None };
                line = before;
            }
            t.sys.tick().await;
            if self.lines.get(line).is_some_and(|l| pattern.is_match(l)) {
                break Some(line);
            }
        };
        self.pattern = Some(pattern);
        let Some(line) = found else { return false };
        self.fill(self.rows.len() + self.height()).await;
        self.top = self.rows.iter().position(|(l, _)| *l == line).unwrap_or(self.top);
        true
    }

    fn find(&mut self, text: &str) -> bool {
        let ignore = self.ignore_case && !text.chars().any(char::is_uppercase);
        self.pattern = Regex::new(text.as_bytes(), Syntax::Extended, ignore).ok();
        self.pattern.is_some()
    }

    async fn draw(&mut self, t: &mut Tool, message: Option<&str>) -> Run {
        self.measure();
        let height = self.height();
        self.fill(self.top + height + 1).await;
        let mut text = String::from("\u{1b}[H\u{1b}[J");
        for at in self.top..self.top + height {
            match self.rows.get(at) {
                Some((_, row)) => {
                    text.push_str(row);
                    if row.contains('\u{1b}') {
                        text.push_str("\u{1b}[m");
                    }
                }
                None => text.push('~'),
            }
            text.push('\n');
        }
        let end = self.ended && self.top >= self.last_top();
        let prompt = match message {
            Some(message) => message.to_string(),
            None if end => "(END)".into(),
            None if self.top == 0 && self.name != "-" => self.name.clone(),
            None => ":".into(),
        };
        let plain = prompt == ":";
        text.push_str(&if plain { prompt } else { format!("\u{1b}[7m{prompt}\u{1b}[m") });
        t.put(text).await?;
        let _ = t.out.flush().await;
        Ok(())
    }

    /// Gives whether to leave the files that come after, too.
    async fn less(&mut self, t: &mut Tool, commands: &[String]) -> Result<bool, Exit> {
        self.measure();
        self.fill(self.height() + 1).await;
        if self.one_screen && self.ended && self.rows.len() <= self.height() {
            for (_, row) in std::mem::take(&mut self.rows) {
                t.line(row).await?;
            }
            return Ok(false);
        }
        for command in commands {
            match command.get(1..).unwrap_or_default() {
                "G" | "F" => {
                    self.fill(usize::MAX).await;
                    self.top = self.last_top();
                }
                line if line.parse::<usize>().is_ok() => {
                    let line = line.parse::<usize>().unwrap_or(1).saturating_sub(1);
                    self.go_to(line).await;
                }
                other => {
                    if other.strip_prefix('/').is_some_and(|text| self.find(text)) {
                        self.search(t, true).await;
                    }
                }
            }
        }
        if self.alternate {
            t.put("\u{1b}[?1049h").await?;
        }
        let result = self.look(t).await;
        let leave = if self.alternate { "\u{1b}[?1049l" } else { "\r\u{1b}[K" };
        t.put(leave).await?;
        let _ = t.out.flush().await;
        result.map(|()| true)
    }

    async fn go_to(&mut self, line: usize) {
        while self.lines.len() <= line && !self.ended {
            self.fill(self.rows.len() + 1).await;
        }
        self.fill(self.rows.len() + self.height()).await;
        let row = self.rows.iter().position(|(l, _)| *l == line);
        self.top = row.unwrap_or_else(|| self.last_top());
    }

    /// Keys, until one that ends it.
    async fn look(&mut self, t: &mut Tool) -> Run {
        let mut count: Option<usize> = None;
        let mut message: Option<String> = None;
        loop {
            self.draw(t, message.take().as_deref()).await?;
            let Some(key) = self.command(t).await else { return Ok(()) };
            let height = self.height();
            let times = count.take();
            let before = self.top;
            match key {
                b'q' | b'Q' => return Ok(()),
                b'Z' => {
                    if self.key(t).await == Some(b'Z') {
                        return Ok(());
                    }
                }
                b'0'..=b'9' => {
                    count = Some((times.unwrap_or(0) * 10 + usize::from(key - b'0')).min(100_000_000));
                    message = Some(format!(":{}", count.unwrap_or(0)));
                }
                b' ' | b'f' | 0x06 | 0x16 | b'z' => self.down(times.unwrap_or(height)).await,
                b'd' | 0x04 => self.down(times.unwrap_or(height / 2)).await,
                b'j' | b'e' | b'\r' | b'\n' | 0x0e | 0x05 => self.down(times.unwrap_or(1)).await,
                b'b' | 0x02 | b'w' => self.top = self.top.saturating_sub(times.unwrap_or(height)),
                b'u' | 0x15 => self.top = self.top.saturating_sub(times.unwrap_or(height / 2)),
                b'k' | b'y' | 0x19 | 0x10 | 0x0b => self.top = self.top.saturating_sub(times.unwrap_or(1)),
                b'g' | b'<' => self.go_to(times.unwrap_or(1).saturating_sub(1)).await,
                b'G' | b'>' => match times {
                    Some(line) => self.go_to(line.saturating_sub(1)).await,
                    None => {
                        self.fill(usize::MAX).await;
                        self.top = self.last_top();
                    }
                },
                b'/' | b'?' => {
                    if let Some(text) = self.ask(t, char::from(key)).await? {
                        self.backwards = key == b'?';
                        if !text.is_empty() && !self.find(&text) {
                            message = Some("Invalid pattern".into());
                        } else if !self.search(t, !self.backwards).await {
                            message = Some("Pattern not found  (press RETURN)".into());
                        }
                    }
                }
                b'n' | b'N' => {
                    let forward = (key == b'n') != self.backwards;
                    if self.pattern.is_none() {
                        message = Some("No previous regular expression".into());
                    } else if !self.search(t, forward).await {
                        message = Some("Pattern not found  (press RETURN)".into());
                    }
                }
                b'=' | 0x07 => {
                    let line = |row: usize| self.rows.get(row).map_or(self.lines.len(), |(l, _)| l + 1);
                    let last = line((self.top + height).min(self.rows.len()).saturating_sub(1));
                    message = Some(format!("{} lines {}-{last}", self.name, line(self.top)));
                }
                b'r' | b'R' | 0x0c | 0x12 => {}
                _ => t.put("\u{7}").await?,
            }
            let forward = b" fzdje\r\n".contains(&key);
            if forward && self.at_end && before == self.top && self.ended {
                return Ok(());
            }
        }
    }

    async fn down(&mut self, rows: usize) {
        self.fill(self.top.saturating_add(rows).saturating_add(self.height())).await;
        self.top = (self.top.saturating_add(rows)).min(self.last_top()).max(self.top);
    }

    /// `more`: forward only, and over at the end.
    async fn more(&mut self, t: &mut Tool) -> Result<bool, Exit> {
        self.measure();
        let total = t
            .sys
            .fstat(self.reader.fd())
            .ok()
            .flatten()
            .map(|s| s.size)
            .filter(|s| *s > 0);
        let mut want = self.height();
        let (mut shown, mut counted) = (0, 0);
        loop {
            self.fill(self.top + want + 1).await;
            for _ in 0..want {
                let Some((line, row)) = self.rows.get(self.top) else { break };
                for counted in counted..=*line {
                    shown += self.lines.get(counted).map_or(0, |l| l.len() + 1);
                }
                counted = counted.max(line + 1);
                let row = row.clone();
                self.top += 1;
                t.line(row).await?;
            }
            if self.ended && self.top >= self.rows.len() {
                return Ok(false);
            }
            let percent = total.map(|total| (shown as u64).saturating_mul(100) / total);
            let prompt = match (percent, t.gnu) {
                (Some(percent), true) => format!("\u{1b}[7m--More--({percent}%)\u{1b}[27m"),
                (None, true) => "\u{1b}[7m--More--\u{1b}[27m".into(),
                (Some(percent), false) => format!("--More-- ({percent}% of {} bytes)", total.unwrap_or(0)),
                (None, false) => "--More-- ".into(),
            };
            t.put(prompt).await?;
            let _ = t.out.flush().await;
            let key = self.command(t).await;
            t.put("\r\u{1b}[K").await?;
            self.measure();
            want = match key {
                None | Some(b'q' | b'Q') => {
                    let _ = t.out.flush().await;
                    return Ok(true);
                }
                Some(b'\r' | b'\n' | b'j') => 1,
                Some(b'd' | 0x04) => 11,
                Some(b' ' | b'f' | b'z') => self.height(),
                Some(_) => 0,
            };
        }
    }
}
