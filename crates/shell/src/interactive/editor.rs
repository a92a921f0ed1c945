//! The line editor: emacs keys, history, search, completion (readline(3), busybox lineedit).

use super::width;
use crate::state::Shell;
use machine::{Errno, Tty};
use std::rc::Rc;
use std::time::Duration;

/// How a line ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    Line(String),
    Interrupted,
    End,
}

/// How long a line may grow, in characters.
const LIMIT: usize = 1 << 20;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Char(char),
    /// A control character by its letter.
    Control(char),
    /// Escape, then a character.
    Meta(char),
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    Delete,
    WordLeft,
    WordRight,
    /// Text between paste marks.
    Paste(String),
    Other,
}

/// What stays from line to line: the text that was cut last.
#[derive(Default)]
pub(super) struct Editor {
    cut: String,
}

/// One line while it is edited.
struct Line<'a> {
    prompt: &'a str,
    columns: usize,
    text: Vec<char>,
    cursor: usize,
    /// The row of the cursor below the prompt's first row, as last drawn.
    row: usize,
    out: String,
}

impl Line<'_> {
    fn string(&self) -> String {
        self.text.iter().collect()
    }

    fn insert(&mut self, c: char) {
        if self.text.len() < LIMIT {
            self.text.insert(self.cursor.min(self.text.len()), c);
            self.cursor += 1;
        }
    }

    fn set(&mut self, text: &str) {
        self.text = text.chars().collect();
        self.cursor = self.text.len();
    }

    fn remove(&mut self, from: usize, to: usize) -> String {
        let to = to.min(self.text.len());
        let from = from.min(to);
        self.cursor = from;
        self.text.drain(from..to).collect()
    }

    fn word_left(&self) -> usize {
        let mut at = self.cursor;
        while at > 0 && !self.text[at - 1].is_alphanumeric() {
            at -= 1;
        }
        while at > 0 && self.text[at - 1].is_alphanumeric() {
            at -= 1;
        }
        at
    }

    fn word_right(&self) -> usize {
        let mut at = self.cursor;
        while at < self.text.len() && !self.text[at].is_alphanumeric() {
            at += 1;
        }
        while at < self.text.len() && self.text[at].is_alphanumeric() {
            at += 1;
        }
        at
    }

    fn shown(&self, to: usize) -> String {
        self.text
            .iter()
            .take(to)
            .map(|c| if *c == '\n' { "\n".to_string() } else { width::shown(*c) })
            .collect()
    }

    /// Draws prompt and text anew and puts the cursor in its place.
    fn draw(&mut self) {
        if self.row > 0 {
            self.out.push_str(&format!("\x1b[{}A", self.row));
        }
        self.out.push_str("\r\x1b[J");
        self.out.push_str(self.prompt);
        let whole = self.shown(self.text.len());
        self.out.push_str(&whole);
        let start = width::walk(self.prompt.chars(), (0, 0), self.columns);
        let end = width::walk(whole.chars(), start, self.columns);
        let place = width::walk(self.shown(self.cursor).chars(), start, self.columns);
        // A full last column: the terminal wraps only with the next character.
        let end = if end.1 == self.columns {
            self.out.push_str(" \r");
            (end.0 + 1, 0)
        } else {
            end
        };
        let place = if place.1 == self.columns { (place.0 + 1, 0) } else { place };
        if end.0 > place.0 {
            self.out.push_str(&format!("\x1b[{}A", end.0 - place.0));
        }
        if end != place {
            self.out.push('\r');
            if place.1 > 0 {
                self.out.push_str(&format!("\x1b[{}C", place.1));
            }
        }
        self.row = place.0;
    }

    /// Moves below the text, before something else is printed.
    fn leave(&mut self) {
        self.cursor = self.text.len();
        self.draw();
        self.out.push('\n');
        self.row = 0;
    }
}

impl Editor {
    pub(super) async fn edit(&mut self, shell: &mut Shell, tty: &Rc<Tty>, prompt: &str, history: &[String]) -> Edited {
        let mut line = Line {
            prompt,
            columns: usize::from(tty.size().0).max(2),
            text: Vec::new(),
            cursor: 0,
            row: 0,
            out: String::new(),
        };
        let mut at = history.len();
        let mut draft = String::new();
        let mut tabs = 0;
        line.out.push_str(prompt);
        line.row = width::walk(prompt.chars(), (0, 0), line.columns).0;
        loop {
            if !tty.readable() {
                flush(shell, &mut line).await;
            }
            let Some(key) = read_key(shell).await else {
                flush(shell, &mut line).await;
                return Edited::End;
            };
            line.columns = usize::from(tty.size().0).max(2);
            let tab = key == Key::Control('I');
            let plain = matches!(&key, Key::Char(_)) && line.cursor == line.text.len();
            match key {
                Key::Char(c) => {
                    line.insert(c);
                    if plain && width::of(c) == 1 {
                        // The commonest key needs no drawing.
                        let end = width::walk(
                            line.shown(line.cursor).chars(),
                            width::walk(prompt.chars(), (0, 0), line.columns),
                            line.columns,
                        );
                        if end.1 < line.columns {
                            line.out.push(c);
                            line.row = end.0;
                            tabs = 0;
                            continue;
                        }
                    }
                }
                Key::Paste(text) => text.chars().for_each(|c| line.insert(c)),
                Key::Control('M' | 'J') => {
                    line.leave();
                    flush(shell, &mut line).await;
                    return Edited::Line(line.string());
                }
                Key::Control('C') => {
                    line.cursor = line.text.len();
                    line.draw();
                    line.out.push_str("^C\n");
                    flush(shell, &mut line).await;
                    return Edited::Interrupted;
                }
                Key::Control('D') if line.text.is_empty() => {
                    flush(shell, &mut line).await;
                    return Edited::End;
                }
                Key::Control('D') | Key::Delete => {
                    let from = line.cursor;
                    line.remove(from, from + 1);
                }
                Key::Control('H' | '?') => {
                    if line.cursor > 0 {
                        let to = line.cursor;
                        line.remove(to - 1, to);
                    }
                }
                Key::Control('A') | Key::Home => line.cursor = 0,
                Key::Control('E') | Key::End => line.cursor = line.text.len(),
                Key::Control('B') | Key::Left => line.cursor = line.cursor.saturating_sub(1),
                Key::Control('F') | Key::Right => line.cursor = (line.cursor + 1).min(line.text.len()),
                Key::WordLeft | Key::Meta('b') => line.cursor = line.word_left(),
                Key::WordRight | Key::Meta('f') => line.cursor = line.word_right(),
                Key::Control('K') => {
                    let from = line.cursor;
                    self.cut = line.remove(from, usize::MAX);
                }
                Key::Control('U') => {
                    let to = line.cursor;
                    self.cut = line.remove(0, to);
                }
                Key::Control('W') => {
                    let to = line.cursor;
                    let mut from = to;
                    while from > 0 && line.text[from - 1].is_whitespace() {
                        from -= 1;
                    }
                    while from > 0 && !line.text[from - 1].is_whitespace() {
                        from -= 1;
                    }
                    self.cut = line.remove(from, to);
                }
                Key::Meta('d') => {
                    let (from, to) = (line.cursor, line.word_right());
                    self.cut = line.remove(from, to);
                }
                Key::Meta('\x7f') => {
                    let (from, to) = (line.word_left(), line.cursor);
                    self.cut = line.remove(from, to);
                }
                Key::Control('Y') => self.cut.clone().chars().for_each(|c| line.insert(c)),
                Key::Control('T') => {
                    let right = line.cursor.min(line.text.len().saturating_sub(1));
                    if right > 0 {
                        line.text.swap(right - 1, right);
                        line.cursor = right + 1;
                    }
                }
                Key::Control('L') => {
                    line.out.push_str("\x1b[H\x1b[2J");
                    line.row = 0;
                }
                Key::Up | Key::Control('P') => {
                    if at > 0 {
                        if at == history.len() {
                            draft = line.string();
                        }
                        at -= 1;
                        line.set(history.get(at).map_or("", String::as_str));
                    }
                }
                Key::Down | Key::Control('N') => {
                    if at < history.len() {
                        at += 1;
                        let text = history.get(at).cloned().unwrap_or_else(|| draft.clone());
                        line.set(&text);
                    }
                }
                Key::Control('R') => match search(shell, tty, &mut line, history).await {
                    Some(Edited::Line(text)) => {
                        line.set(&text);
                        line.leave();
                        flush(shell, &mut line).await;
                        return Edited::Line(text);
                    }
                    Some(other) => {
                        flush(shell, &mut line).await;
                        return other;
                    }
                    None => {}
                },
                Key::Control('I') => {
                    tabs += 1;
                    complete(shell, &mut line, tabs > 1);
                }
                Key::Control('V') => {
                    if let Some(Key::Char(c)) = read_key(shell).await {
                        line.insert(c);
                    }
                }
                _ => continue,
            }
            if !tab {
                tabs = 0;
            }
            line.draw();
        }
    }
}

async fn flush(shell: &Shell, line: &mut Line<'_>) {
    let text = std::mem::take(&mut line.out);
    if !text.is_empty() {
        let _ = shell.sys.write(2, text.as_bytes()).await;
    }
}

async fn read_byte(shell: &mut Shell) -> Option<u8> {
    loop {
        match shell.sys.read(0, 1).await {
            Ok(bytes) => return bytes.first().copied(),
            Err(Errno::EINTR) => {
                shell.collect_signals();
                // Traps run at the next prompt; the editor goes on.
                let _ = shell.run_traps().await;
            }
            Err(_) => return None,
        }
    }
}

/// Whether more input comes at once, as it does within an escape sequence.
async fn more(shell: &Shell) -> bool {
    let ready = shell.sys.poll_readable(&[0], Some(Duration::from_millis(50))).await;
    ready.is_ok_and(|fds| !fds.is_empty())
}

async fn read_key(shell: &mut Shell) -> Option<Key> {
    let byte = read_byte(shell).await?;
    match byte {
        27 => {
            if !more(shell).await {
                return Some(Key::Other);
            }
            let next = read_byte(shell).await?;
            match next {
                b'[' | b'O' => escape_sequence(shell).await,
                other => Some(Key::Meta(char::from(other))),
            }
        }
        0..=31 => Some(Key::Control(char::from(byte + 64))),
        127 => Some(Key::Control('?')),
        byte if byte < 128 => Some(Key::Char(char::from(byte))),
        byte => {
            let extra = match byte {
                0xc0..=0xdf => 1,
                0xe0..=0xef => 2,
                0xf0..=0xf7 => 3,
                _ => 0,
            };
            let mut bytes = vec![byte];
            for _ in 0..extra {
                bytes.push(read_byte(shell).await?);
            }
            Some(Key::Char(
                String::from_utf8_lossy(&bytes).chars().next().unwrap_or('\u{fffd}'),
            ))
        }
    }
}

async fn escape_sequence(shell: &mut Shell) -> Option<Key> {
    let mut digits = String::new();
    let last = loop {
        let byte = read_byte(shell).await?;
        if byte.is_ascii_digit() || byte == b';' {
            if digits.len() < 16 {
                digits.push(char::from(byte));
            }
            continue;
        }
        break byte;
    };
    let control = digits.ends_with(";5") || digits.ends_with(";3");
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' if control => Key::WordRight,
        b'D' if control => Key::WordLeft,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'~' => match digits.as_str() {
            "1" | "7" => Key::Home,
            "4" | "8" => Key::End,
            "3" => Key::Delete,
            "200" => return paste(shell).await,
            _ => Key::Other,
        },
        _ => Key::Other,
    })
}

/// The text of a bracketed paste.
async fn paste(shell: &mut Shell) -> Option<Key> {
    const END: &[u8] = b"\x1b[201~";
    let mut bytes = Vec::new();
    while !bytes.ends_with(END) && bytes.len() < LIMIT {
        bytes.push(read_byte(shell).await?);
    }
    bytes.truncate(bytes.len().saturating_sub(END.len()));
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n");
    Some(Key::Paste(text.trim_end_matches('\n').to_string()))
}

/// Ctrl-R: `None` goes on with what was found as the line.
async fn search(shell: &mut Shell, tty: &Rc<Tty>, line: &mut Line<'_>, history: &[String]) -> Option<Edited> {
    let mut query = String::new();
    let mut from = history.len();
    let mut found = String::new();
    loop {
        let label = format!("(reverse-i-search)`{query}': ");
        let start = line.row;
        if start > 0 {
            line.out.push_str(&format!("\x1b[{start}A"));
        }
        line.out.push_str(&format!("\r\x1b[J{label}{found}"));
        line.row = width::walk(label.chars().chain(found.chars()), (0, 0), line.columns).0;
        if !tty.readable() {
            flush(shell, line).await;
        }
        let Some(key) = read_key(shell).await else {
            return Some(Edited::End);
        };
        match key {
            Key::Char(c) => {
                query.push(c);
                from = history.len();
            }
            Key::Control('H' | '?') => {
                query.pop();
                from = history.len();
            }
            Key::Control('R') => {}
            Key::Control('M' | 'J') => {
                return Some(Edited::Line(found));
            }
            Key::Control('C' | 'G') => {
                return None;
            }
            _ => {
                line.set(&found);
                return None;
            }
        }
        if let Some(at) = history
            .get(..from)
            .and_then(|h| h.iter().rposition(|l| !query.is_empty() && l.contains(&query)))
        {
            from = at;
            found = history[at].clone();
        }
    }
}

fn complete(shell: &Shell, line: &mut Line<'_>, list: bool) {
    let text = line.string();
    let cursor: usize = line.text.iter().take(line.cursor).map(|c| c.len_utf8()).sum();
    let found = shell.completions(&text, cursor);
    let typed = text.get(found.start..cursor).unwrap_or("").to_string();
    let Some(first) = found.items.first() else {
        line.out.push('\x07');
        return;
    };
    let mut common = first.clone();
    for item in &found.items {
        let shared = common.chars().zip(item.chars()).take_while(|(a, b)| a == b).count();
        common = common.chars().take(shared).collect();
    }
    if found.items.len() == 1 && !common.ends_with(['/', '=']) {
        common.push(' ');
    }
    if common.len() > typed.len() || found.items.len() == 1 {
        let typed_chars = typed.chars().count();
        let from = line.cursor.saturating_sub(typed_chars);
        let to = line.cursor;
        line.remove(from, to);
        common.chars().for_each(|c| line.insert(c));
        return;
    }
    if !list {
        line.out.push('\x07');
        return;
    }
    // The names in columns, without the directories they are in.
    let names: Vec<&str> = found
        .items
        .iter()
        .map(|item| {
            let body = item.trim_end_matches('/');
            let start = body.rfind('/').map_or(0, |at| at + 1);
            item.get(start..).unwrap_or(item)
        })
        .collect();
    let cell = names.iter().map(|n| n.chars().count()).max().unwrap_or(1) + 2;
    let per_row = (line.columns / cell).max(1);
    let rows = names.len().div_ceil(per_row);
    let cursor = line.cursor;
    line.leave();
    for row in 0..rows {
        let mut text = String::new();
        for column in 0..per_row {
            if let Some(name) = names.get(column * rows + row) {
                text.push_str(&format!("{name:<cell$}"));
            }
        }
        line.out.push_str(text.trim_end());
        line.out.push('\n');
    }
    line.cursor = cursor;
}
