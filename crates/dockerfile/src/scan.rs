//! From bytes to items: blank lines, comments, parser directives and instructions with everything that belongs to them.
//!
//! One pass, linear in the text. Specified by BuildKit's `parser/parser.go`: only spaces and tabs may follow a
//! continuation character, comments and blank lines inside a continued instruction vanish, heredoc bodies are taken
//! line by line. Lines may be of any length here; BuildKit's limit of 65,535 bytes is recorded as an error.

use crate::directive::{DirectiveName, DirectiveState};
use crate::error::Error;
use crate::heredoc::heredocs_of_line;
use crate::keyword::Keyword;
use crate::node::{Command, Extra, Joined, LogicalLine, Node, NodeHeredoc, parse_command};
use crate::span::{Span, offset};
use crate::store::Store;

/// The longest line BuildKit reads, its newline not counted.
const MAX_LINE: usize = 65_535;

/// What one or more whole lines are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Blank,
    Comment,
    Directive(DirectiveName),
    /// A comment at the top that tries to be a directive and fails, or one longer than BuildKit reads.
    BadComment(Box<Error>),
    /// The number of its node in the store.
    Instruction(u32),
}

/// Some whole lines of the text, up to where the next item starts.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The first byte.
    pub start: u32,
    /// The first line, 1-based.
    pub line: u32,
    pub kind: ItemKind,
}

/// A reader of items. Before the first instruction it watches for directives.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pub pos: usize,
    /// Lines read so far.
    pub line: u32,
    pub directives: DirectiveState,
    pub escape: u8,
    /// Where the nodes go.
    pub store: Store,
}

struct PhysicalLine {
    start: usize,
    /// Without `\r` and `\n`.
    end: usize,
    next: usize,
}

impl PhysicalLine {
    /// Whether BuildKit's reader gives up at it: a carriage return counts, the newline does not.
    fn is_too_long(&self, bytes: &[u8]) -> bool {
        let newline = usize::from(bytes.get(self.next - 1) == Some(&b'\n'));
        self.next - self.start - newline > MAX_LINE
    }
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Scanner<'a> {
        Scanner {
            text,
            bytes: text.as_bytes(),
            pos: if text.starts_with('\u{feff}') { 3 } else { 0 },
            line: 0,
            directives: DirectiveState::default(),
            escape: b'\\',
            store: Store::default(),
        }
    }

    fn physical_line(&self) -> Option<PhysicalLine> {
        if self.pos >= self.bytes.len() {
            return None;
        }
        let start = self.pos;
        let next = match find_newline(&self.bytes[start..]) {
            Some(at) => start + at + 1,
            None => self.bytes.len(),
        };
        let mut end = next;
        while end > start && matches!(self.bytes[end - 1], b'\n' | b'\r') {
            end -= 1;
        }
        Some(PhysicalLine { start, end, next })
    }

    fn advance(&mut self, line: &PhysicalLine) {
        self.pos = line.next;
        self.line += 1;
    }

    /// The next item, or nothing at the end of the text.
    pub(crate) fn item(&mut self) -> Option<Item> {
        let line = self.physical_line()?;
        let item_line = self.line + 1;
        let start = offset(line.start);
        let content = self.skip_space(line.start, line.end);
        let kind = match self.bytes.get(content) {
            _ if content == line.end => {
                self.directives.done = true;
                ItemKind::Blank
            }
            Some(b'#') if line.is_too_long(self.bytes) => {
                self.directives.done = true;
                ItemKind::BadComment(Box::new(Error::LineTooLong))
            }
            Some(b'#') => self.comment(content, line.end),
            _ => {
                self.directives.done = true;
                let node = self.instruction(line, content);
                return Some(Item {
                    start,
                    line: item_line,
                    kind: ItemKind::Instruction(self.store.push(node)),
                });
            }
        };
        self.advance(&line);
        Some(Item {
            start,
            line: item_line,
            kind,
        })
    }

    fn skip_space(&self, mut at: usize, end: usize) -> usize {
        while at < end {
            match self.bytes[at] {
                b'\t'..=b'\r' | b' ' => at += 1,
                0..0x80 => break,
                _ => match self.text.get(at..end).and_then(|rest| rest.chars().next()) {
                    Some(c) if c.is_whitespace() => at += c.len_utf8(),
                    _ => break,
                },
            }
        }
        at
    }

    fn comment(&mut self, start: usize, end: usize) -> ItemKind {
        if self.directives.done {
            return ItemKind::Comment;
        }
        let text = self.text.get(start..end).unwrap_or("");
        match self.directives.line(text, "#") {
            Ok(Some((name, _, value))) => {
                if name == DirectiveName::Escape {
                    match value.of(text) {
                        "\\" => self.escape = b'\\',
                        "`" => self.escape = b'`',
                        other => {
                            return ItemKind::BadComment(Box::new(Error::InvalidEscape(other.to_owned())));
                        }
                    }
                }
                ItemKind::Directive(name)
            }
            Ok(None) => ItemKind::Comment,
            Err(error) => ItemKind::BadComment(Box::new(error)),
        }
    }

    /// Where the text of a line ends once its continuation character is gone, if it has one.
    fn continuation(&self, start: usize, end: usize) -> Option<usize> {
        let mut at = end;
        while at > start && matches!(self.bytes[at - 1], b' ' | b'\t') {
            at -= 1;
        }
        if at == start || self.bytes[at - 1] != self.escape {
            return None;
        }
        at -= 1;
        (at == start || self.bytes[at - 1] != self.escape).then_some(at)
    }

    fn instruction(&mut self, first: PhysicalLine, content: usize) -> Node {
        let base = first.start;
        let first_line = self.line;
        let mut too_long = first.is_too_long(self.bytes).then_some(0);
        self.advance(&first);
        let mut empty_continuation = false;
        let line = match self.continuation(content, first.end) {
            None => LogicalLine::Slice(Span::new(content - base, first.end - base)),
            Some(end) => {
                let (text_start, first_piece) = (self.store.joined.len(), self.store.pieces.len());
                let text = self.text;
                let push = |store: &mut Store, from: usize, to: usize| {
                    let logical = offset(store.joined.len() - text_start);
                    store.pieces.push((logical, offset(from - base)));
                    store.joined.push_str(text.get(from..to).unwrap_or(""));
                };
                push(&mut self.store, content, end);
                while let Some(line) = self.physical_line() {
                    if line.is_too_long(self.bytes) && too_long.is_none() {
                        too_long = Some(self.line - first_line);
                    }
                    self.pos = line.next;
                    self.line += 1;
                    let inner = self.skip_space(line.start, line.end);
                    if inner == line.end {
                        empty_continuation = true;
                        continue;
                    }
                    if self.bytes[inner] == b'#' {
                        continue;
                    }
                    match self.continuation(line.start, line.end) {
                        Some(end) => push(&mut self.store, line.start, end),
                        None => {
                            push(&mut self.store, line.start, line.end);
                            break;
                        }
                    }
                }
                LogicalLine::Joined(Joined {
                    text: Span::new(text_start, self.store.joined.len()),
                    pieces: Span::new(first_piece, self.store.pieces.len()),
                })
            }
        };
        let logical_line_count = self.line - first_line;
        let source = self.text.get(base..).unwrap_or("");
        let Store { joined, words, .. } = &mut self.store;
        let logical = match &line {
            LogicalLine::Slice(span) => span.of(source),
            LogicalLine::Joined(places) => places.text.of(joined),
        };
        let (command, triggers, error) = parse_command(logical, self.escape, words);
        let mut error = error.map(|e| (e, logical_line_count));
        let mut heredocs = Vec::new();
        if may_hold_heredocs(&command, &triggers) && logical.contains("<<") {
            match heredocs_of_line(logical) {
                Ok(heads) => {
                    for head in heads {
                        let (content, terminator) = self.heredoc(base, &head.name, head.chomp);
                        heredocs.push(NodeHeredoc {
                            name: head.name.into_boxed_str(),
                            file_descriptor: head.file_descriptor,
                            expand: head.expand,
                            chomp: head.chomp,
                            content,
                            terminator: terminator.unwrap_or(Span {
                                start: content.end,
                                end: content.end,
                            }),
                        });
                        if terminator.is_none() {
                            let lines = self.line - first_line;
                            error = error.or(Some((Error::UnterminatedHeredoc, lines)));
                            break;
                        }
                    }
                }
                Err(e) => error = error.or(Some((Error::Expand(e), logical_line_count))),
            }
        }
        let is_plain = triggers.is_empty() && heredocs.is_empty() && too_long.is_none();
        let extra = (!is_plain || error.is_some()).then(|| {
            Box::new(Extra {
                triggers,
                heredocs,
                too_long,
                error,
            })
        });
        Node {
            line,
            command,
            extra,
            line_count: self.line - first_line,
            logical_line_count,
            empty_continuation,
        }
    }

    /// Reads a heredoc's body up to its terminator. The second part is nothing when the text ends before.
    fn heredoc(&mut self, base: usize, name: &str, chomp: bool) -> (Span, Option<Span>) {
        let start = self.pos;
        let mut ends = true;
        while let Some(line) = self.physical_line() {
            self.advance(&line);
            // BuildKit reads nothing behind such a line, a terminator neither.
            ends &= !line.is_too_long(self.bytes);
            let mut text = &self.bytes[line.start..line.end];
            let mut from = line.start;
            if chomp {
                let tabs = text.iter().take_while(|b| **b == b'\t').count();
                text = &text[tabs..];
                from += tabs;
            }
            if ends && text == name.as_bytes() {
                return (
                    Span::new(start - base, line.start - base),
                    Some(Span::new(from - base, line.end - base)),
                );
            }
        }
        (Span::new(start - base, self.pos - base), None)
    }
}

/// Whether the instruction, or the one right inside an ONBUILD, takes heredocs.
fn may_hold_heredocs(command: &Command, triggers: &[Command]) -> bool {
    let command = match (command.keyword, triggers.first()) {
        (Some(Keyword::Onbuild), Some(trigger)) => trigger,
        _ => command,
    };
    matches!(command.keyword, Some(Keyword::Add | Keyword::Copy | Keyword::Run)) && !command.json
}

fn find_newline(bytes: &[u8]) -> Option<usize> {
    // Eight bytes at a time: a byte of `word ^ newlines` is zero where a newline stands.
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut chunks = bytes.chunks_exact(8);
    let mut at = 0;
    for chunk in &mut chunks {
        let mut eight = [0u8; 8];
        eight.copy_from_slice(chunk);
        let word = u64::from_le_bytes(eight) ^ (ONES * b'\n' as u64);
        let zeros = word.wrapping_sub(ONES) & !word & HIGHS;
        if zeros != 0 {
            return Some(at + zeros.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    chunks.remainder().iter().position(|b| *b == b'\n').map(|i| at + i)
}
