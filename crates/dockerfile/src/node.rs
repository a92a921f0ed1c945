//! The syntax tree: one node an instruction, with the place of every word.
//!
//! A node knows nothing of where it stands: its positions count from its own first byte and line, so that an edit
//! elsewhere leaves it as it is. [`NodeRef`](crate::NodeRef) puts node and place together.

use crate::error::Error;
use crate::keyword::Keyword;
use crate::span::{Lines, Span};
use crate::words::{Word, arguments, split_flags, trimmed};

/// The text of an instruction once its continued lines are joined.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LogicalLine {
    /// A part of the source, as it stands.
    Slice(Span),
    /// Several lines without their continuation characters and comments.
    Joined(Joined),
}

/// Where a joined text and its pieces stand in the [`Store`](crate::store::Store).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joined {
    pub text: Span,
    pub pieces: Span,
}

/// An instruction, or the one inside an ONBUILD, as places of the logical line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    pub keyword: Option<Keyword>,
    pub name: Span,
    /// Flags, then arguments: their places among the words of the store.
    pub words: Span,
    pub flag_count: u32,
    /// The arguments are a JSON array.
    pub json: bool,
    /// All of the arguments, trimmed.
    pub arguments: Span,
}

/// A heredoc with its content, positions counted from the node's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NodeHeredoc {
    pub name: Box<str>,
    pub file_descriptor: u32,
    pub expand: bool,
    pub chomp: bool,
    pub content: Span,
    /// The line that ends it, without its newline; empty when it is missing.
    pub terminator: Span,
}

/// One instruction of a Dockerfile.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub line: LogicalLine,
    pub command: Command,
    /// What few instructions have.
    pub extra: Option<Box<Extra>>,
    /// How many lines of source it covers.
    pub line_count: u32,
    /// How many of them belong to the logical line.
    pub logical_line_count: u32,
    /// A continued line is blank.
    pub empty_continuation: bool,
}

/// The parts of a node that are kept apart because few have them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extra {
    /// The instructions inside an ONBUILD, each one inside the one before.
    pub triggers: Vec<Command>,
    pub heredocs: Vec<NodeHeredoc>,
    /// The first physical line that is longer than BuildKit reads, counted from the node's first.
    pub too_long: Option<u32>,
    /// What BuildKit's parser stops at here, and up to which line (counted from the node's first) it points.
    pub error: Option<(Error, u32)>,
}

impl Node {
    pub(crate) fn triggers(&self) -> &[Command] {
        self.extra.as_ref().map_or(&[], |e| &e.triggers)
    }

    pub(crate) fn heredocs(&self) -> &[NodeHeredoc] {
        self.extra.as_ref().map_or(&[], |e| &e.heredocs)
    }

    pub(crate) fn too_long(&self) -> Option<u32> {
        self.extra.as_ref()?.too_long
    }

    pub(crate) fn error(&self) -> Option<&(Error, u32)> {
        self.extra.as_ref()?.error.as_ref()
    }

    /// The lines it covers when its first line is `first`.
    pub(crate) fn lines(&self, first: u32) -> Lines {
        Lines::new(first, first + self.line_count.saturating_sub(1))
    }
}

/// Takes a logical line apart. ONBUILD's instruction follows in the second part, and so on; what could be read is
/// returned along with the error. The words go behind those that are there.
pub(crate) fn parse_command(line: &str, escape: u8, words: &mut Vec<Word>) -> (Command, Vec<Command>, Option<Error>) {
    let (start, end) = trimmed(line, 0, line.len());
    let (first, mut next, mut error) = parse_one(line, start, end, escape, words);
    let mut triggers = Vec::new();
    while let Some(from) = next {
        let (command, inner, inner_error) = parse_one(line, from, end, escape, words);
        triggers.push(command);
        error = error.or(inner_error);
        next = inner;
    }
    (first, triggers, error)
}

/// Reads one instruction; the second part is where the instruction of an ONBUILD begins.
fn parse_one(line: &str, start: usize, end: usize, escape: u8, words: &mut Vec<Word>) -> (Command, Option<usize>, Option<Error>) {
    let bytes = &line.as_bytes()[..end];
    let name_len = bytes[start..]
        .iter()
        .position(|b| crate::go::is_blank(*b))
        .unwrap_or(end - start);
    let name_end = start + name_len;
    let keyword = Keyword::parse(line.get(start..name_end).unwrap_or(""));
    let first = words.len();
    let (mut from, mut to) = (end, end);
    if name_end < end {
        let gap = bytes[name_end..].iter().take_while(|b| crate::go::is_blank(**b)).count();
        let rest = split_flags(line, name_end + gap, end, escape, words);
        // BuildKit may leave the middle of a character here; the next whole one is as near as text comes.
        let rest = (rest..=end).find(|at| line.is_char_boundary(*at)).unwrap_or(end);
        (from, to) = trimmed(line, rest, end);
    }
    let flag_count = crate::span::offset(words.len() - first);
    let mut error = None;
    let mut json = false;
    let mut inner = None;
    match keyword {
        Some(Keyword::Onbuild) => inner = (from < to).then_some(from),
        Some(keyword) => {
            // Quoted-word instructions tolerate nothing here that others would not: one error, the first.
            match arguments(keyword, line, from, to, escape, words) {
                Ok(is_json) => json = is_json,
                Err(e) => error = Some(e),
            }
        }
        // BuildKit's parser gives an unknown instruction one empty argument and leaves the text alone.
        None => words.push(Word::plain(from, from)),
    }
    let command = Command {
        keyword,
        name: Span::new(start, name_end),
        words: Span::new(first, words.len()),
        flag_count,
        json,
        arguments: Span::new(from, to),
    };
    (command, inner, error)
}
