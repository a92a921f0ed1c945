//! Command lines out of the keys that were typed, as a line editor would have read them.
//!
//! Printable keys, Backspace, the arrows within a line and through what was typed before, Home, End, Ctrl-A, C, D, E,
//! K, L, U and W. What a completion added is not known: a Tab stays in the line, for whoever reads it to say so.

use crate::protocol::{Input, JournalEntry, TerminalId};
use std::collections::BTreeMap;

/// Lines and characters of a line that are remembered.
const LINES: usize = 1000;
const LENGTH: usize = 4096;

/// The line being typed on one terminal.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    line: Vec<char>,
    cursor: usize,
    before: Vec<String>,
    /// How far up among `before` the arrows have gone.
    up: usize,
    /// The characters of an escape sequence so far.
    escape: Option<String>,
}

impl Typed {
    /// Takes keys; gives the lines that were ended by Enter, without empty ones.
    pub fn keys(&mut self, text: &str) -> Vec<String> {
        let mut ended = Vec::new();
        for key in text.chars() {
            if let Some(mut sequence) = self.escape.take() {
                let goes_on = key.is_ascii_digit() || key == ';' || (sequence.is_empty() && matches!(key, '[' | 'O'));
                if sequence.len() < 16 {
                    sequence.push(key);
                }
                if goes_on {
                    self.escape = Some(sequence);
                } else {
                    self.sequence(&sequence);
                }
                continue;
            }
            match key {
                '\u{1b}' => self.escape = Some(String::new()),
                '\r' | '\n' => ended.extend(self.enter()),
                '\u{7f}' | '\u{8}' => self.backspace(),
                '\u{1}' => self.cursor = 0,
                '\u{5}' => self.cursor = self.line.len(),
                '\u{b}' => self.line.truncate(self.cursor),
                '\u{15}' => {
                    self.line.drain(..self.cursor);
                    self.cursor = 0;
                }
                '\u{17}' => {
                    let kept = self.line.get(..self.cursor).unwrap_or_default();
                    let end = kept.iter().rposition(|c| *c != ' ').map_or(0, |at| at + 1);
                    let word = kept.get(..end).unwrap_or_default();
                    let from = word.iter().rposition(|c| *c == ' ').map_or(0, |at| at + 1);
                    self.line.drain(from..self.cursor);
                    self.cursor = from;
                }
                '\u{3}' => self.set(String::new()),
                '\t' => self.insert('\t'),
                key if key.is_control() => {}
                key => self.insert(key),
            }
        }
        ended
    }

    fn insert(&mut self, key: char) {
        if self.line.len() < LENGTH {
            self.line.insert(self.cursor.min(self.line.len()), key);
            self.cursor += 1;
        }
    }

    fn backspace(&mut self) {
        if let Some(at) = self.cursor.checked_sub(1) {
            self.line.remove(at);
            self.cursor = at;
        }
    }

    fn set(&mut self, line: String) {
        self.line = line.chars().collect();
        self.cursor = self.line.len();
    }

    fn enter(&mut self) -> Option<String> {
        let line: String = std::mem::take(&mut self.line).into_iter().collect();
        self.cursor = 0;
        self.up = 0;
        let line = line.trim().to_owned();
        if line.is_empty() {
            return None;
        }
        if self.before.len() >= LINES {
            self.before.remove(0);
        }
        self.before.push(line.clone());
        Some(line)
    }

    fn sequence(&mut self, sequence: &str) {
        match sequence {
            "[D" | "OD" => self.cursor = self.cursor.saturating_sub(1),
            "[C" | "OC" => self.cursor = (self.cursor + 1).min(self.line.len()),
            "[H" | "OH" | "[1~" => self.cursor = 0,
            "[F" | "OF" | "[4~" => self.cursor = self.line.len(),
            "[3~" if self.cursor < self.line.len() => {
                self.line.remove(self.cursor);
            }
            "[A" | "OA" => self.recall(self.up.saturating_add(1)),
            "[B" | "OB" => self.recall(self.up.saturating_sub(1)),
            _ => {}
        }
    }

    fn recall(&mut self, up: usize) {
        if up > self.before.len() {
            return;
        }
        self.up = up;
        let line = self.before.get(self.before.len() - up).cloned().unwrap_or_default();
        self.set(line);
    }
}

/// The lines that a journal's keys make, whoever read them.
pub fn lines(entries: &[JournalEntry]) -> Vec<String> {
    let mut terminals: BTreeMap<TerminalId, Typed> = BTreeMap::new();
    let mut all = Vec::new();
    for entry in entries {
        if let Input::TerminalInput { terminal, bytes } = &entry.input {
            all.extend(terminals.entry(*terminal).or_default().keys(&bytes.to_text()));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &str, expected: &[&str]) {
        assert_eq!(Typed::default().keys(keys), expected, "{keys:?}");
    }

    #[test]
    fn lines_are_what_was_left_of_the_keys_at_enter() {
        check("docker ps\r", &["docker ps"]);
        check("dokcer\u{7f}\u{7f}\u{7f}\u{7f}cker ps\r\r", &["docker ps"]);
        check("oops\u{3}ls\r", &["ls"]);
        check("docker rm x\u{17}web\r", &["docker rm web"]);
        check("ps\u{1}docker \u{5} -a\r", &["docker ps -a"]);
        check("ab\u{1b}[D\u{1b}[Dx\u{1b}[3~\r", &["xb"]);
    }

    #[test]
    fn arrows_bring_back_what_was_typed_before() {
        check("one\rtwo\r\u{1b}[A\u{1b}[A\r\u{1b}OA!\r", &["one", "two", "one", "one!"]);
        check("\u{1b}[A\u{1b}[B\u{1b}[Bx\r", &["x"]);
    }

    #[test]
    fn a_completion_is_left_for_the_reader() {
        check("docker bui\t .\r", &["docker bui\t ."]);
    }

    #[test]
    fn any_keys_are_survived() {
        check(
            "\u{1b}[[[;;;;\u{7f}\u{17}\u{b}\u{15}\u{1b}[3~\u{1b}[99999999999999999999~\r",
            &[],
        );
    }
}
