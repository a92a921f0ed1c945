//! What the nodes of a file are made of, side by side in a few tables rather than each in pieces of its own: a file of
//! ten megabytes then costs as much for each byte as one of a kilobyte.
//!
//! Nodes name their parts by ranges of these tables. An edit appends what is read again and leaves what it replaces
//! behind; once that is more than half of all, [`Store::compact`] copies the rest together.

use crate::node::{Command, Joined, LogicalLine, Node};
use crate::scan::{Item, ItemKind};
use crate::span::{Span, offset};
use crate::words::Word;

/// Bytes that may be left behind whatever the file's size.
const SLACK: usize = 64 << 10;

/// The tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    pub nodes: Vec<Node>,
    pub words: Vec<Word>,
    /// The texts of instructions whose continued lines were joined, one after the other.
    pub joined: String,
    /// Where each piece of such a text begins, in that text and in the source.
    pub pieces: Vec<(u32, u32)>,
    /// What the tables weighed when nothing in them was left behind.
    settled: usize,
}

/// How much of a text has been read, and how much is left, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub read: usize,
    pub left: usize,
}

impl Share {
    /// How many more there will be of what there have been `count` so far, if the text goes on as it began, and a
    /// little more; no more than one for `least` bytes, whatever the text began with.
    pub(crate) fn of(self, count: usize, least: usize) -> usize {
        let more = count as u64 * self.left as u64 / self.read.max(1) as u64;
        ((more + more / 16) as usize).min(self.left / least)
    }
}

impl Store {
    /// Makes room for the rest of a text at once: tables that double again and again are copied as often.
    pub(crate) fn reserve(&mut self, rest: Share) {
        self.nodes.reserve(rest.of(self.nodes.len(), 32));
        self.words.reserve(rest.of(self.words.len(), 12));
        self.pieces.reserve(rest.of(self.pieces.len(), 16));
        self.joined.reserve(rest.of(self.joined.len(), 1));
    }

    /// Puts a node away; gives its number.
    #[inline]
    pub(crate) fn push(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        offset(self.nodes.len() - 1)
    }

    #[inline]
    pub(crate) fn node(&self, number: u32) -> Option<&Node> {
        self.nodes.get(number as usize)
    }

    /// The logical line of a node; `source` is the text from the node's first byte on.
    #[inline]
    pub(crate) fn logical<'a>(&'a self, node: &Node, source: &'a str) -> &'a str {
        match &node.line {
            LogicalLine::Slice(span) => span.of(source),
            LogicalLine::Joined(joined) => joined.text.of(&self.joined),
        }
    }

    pub(crate) fn pieces(&self, joined: Joined) -> &[(u32, u32)] {
        self.pieces.get(joined.pieces.range()).unwrap_or(&[])
    }

    /// Maps a place of a node's logical line to one of the source.
    pub(crate) fn to_source(&self, node: &Node, span: Span) -> Span {
        match &node.line {
            LogicalLine::Slice(slice) => span.shifted(slice.start),
            LogicalLine::Joined(joined) => {
                let pieces = self.pieces(*joined);
                let at = |place: u32| {
                    let piece = pieces.partition_point(|(logical, _)| *logical <= place).saturating_sub(1);
                    match pieces.get(piece) {
                        Some((logical, source)) => source + (place - logical),
                        None => place,
                    }
                };
                let start = at(span.start);
                let end = if span.is_empty() { start } else { at(span.end - 1) + 1 };
                Span { start, end }
            }
        }
    }

    #[inline]
    fn words(&self, range: Span) -> &[Word] {
        self.words.get(range.range()).unwrap_or(&[])
    }

    #[inline]
    pub(crate) fn flags(&self, command: &Command) -> &[Word] {
        self.words(command.words).get(..command.flag_count as usize).unwrap_or(&[])
    }

    #[inline]
    pub(crate) fn arguments(&self, command: &Command) -> &[Word] {
        self.words(command.words).get(command.flag_count as usize..).unwrap_or(&[])
    }

    fn weight(&self) -> usize {
        self.nodes.len() * size_of::<Node>()
            + self.words.len() * size_of::<Word>()
            + self.pieces.len() * size_of::<(u32, u32)>()
            + self.joined.len()
    }

    /// Says that nothing is left behind, and gives back the room that was kept to grow.
    pub(crate) fn settle(&mut self) {
        self.nodes.shrink_to_fit();
        self.words.shrink_to_fit();
        self.pieces.shrink_to_fit();
        self.joined.shrink_to_fit();
        self.settled = self.weight();
    }

    /// Copies what the items name together, once more is left behind than that.
    pub(crate) fn compact(&mut self, items: &mut [Item]) {
        if self.weight() <= 2 * self.settled + SLACK {
            return;
        }
        let mut fresh = Store::default();
        for item in items {
            let ItemKind::Instruction(number) = &mut item.kind else {
                continue;
            };
            let Some(mut node) = self.node(*number).cloned() else {
                continue;
            };
            if let LogicalLine::Joined(joined) = &mut node.line {
                let pieces = Span::new(fresh.pieces.len(), fresh.pieces.len() + joined.pieces.len());
                let text = Span::new(fresh.joined.len(), fresh.joined.len() + joined.text.len());
                fresh.pieces.extend_from_slice(self.pieces(*joined));
                fresh.joined.push_str(joined.text.of(&self.joined));
                *joined = Joined { text, pieces };
            }
            let triggers = node.extra.iter_mut().flat_map(|extra| &mut extra.triggers);
            for command in std::iter::once(&mut node.command).chain(triggers) {
                let words = Span::new(fresh.words.len(), fresh.words.len() + command.words.len());
                fresh.words.extend_from_slice(self.words(command.words));
                command.words = words;
            }
            *number = fresh.push(node);
        }
        fresh.settle();
        *self = fresh;
    }

    /// Whether two nodes say the same, each with its own tables.
    pub(crate) fn same(&self, node: &Node, other: &Store, its: &Node) -> bool {
        let lines = match (&node.line, &its.line) {
            (LogicalLine::Slice(one), LogicalLine::Slice(two)) => one == two,
            (LogicalLine::Joined(one), LogicalLine::Joined(two)) => {
                one.text.of(&self.joined) == two.text.of(&other.joined) && self.pieces(*one) == other.pieces(*two)
            }
            _ => false,
        };
        let command = |one: &Command, two: &Command| {
            let words = self.words(one.words) == other.words(two.words);
            words
                && Command {
                    words: two.words,
                    ..*one
                } == *two
        };
        lines
            && command(&node.command, &its.command)
            && node.triggers().len() == its.triggers().len()
            && node.triggers().iter().zip(its.triggers()).all(|(one, two)| command(one, two))
            && node.heredocs() == its.heredocs()
            && (node.too_long(), node.error()) == (its.too_long(), its.error())
            && (node.line_count, node.logical_line_count) == (its.line_count, its.logical_line_count)
            && node.empty_continuation == its.empty_continuation
    }
}
