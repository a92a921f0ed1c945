//! Places in a Dockerfile: byte spans and line ranges.
//!
//! Offsets count bytes of UTF-8 from the start of the text and fit 32 bits; lines are 1-based, as Docker prints them.

use std::ops::Range;

/// A half-open range of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span from `start` up to `end`; offsets past 32 bits are clamped.
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        Span {
            start: offset(start),
            end: offset(end),
        }
    }

    /// Its length in bytes.
    #[inline]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether it covers nothing.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The same range as Rust indexes it.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end.max(self.start) as usize
    }

    /// The text it covers, empty when it does not lie within `text`.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Whether a cursor at `offset` touches it; both ends count.
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// The span moved `by` bytes to the right.
    #[inline]
    pub fn shifted(self, by: u32) -> Self {
        Span {
            start: self.start.saturating_add(by),
            end: self.end.saturating_add(by),
        }
    }
}

/// A range of lines, 1-based, both ends included. Line 0 stands for a place before the first line, as in BuildKit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lines {
    pub start: u32,
    pub end: u32,
}

impl Lines {
    /// The lines `start` to `end`; an `end` before `start` means the one line.
    pub fn new(start: u32, end: u32) -> Self {
        Lines {
            start,
            end: end.max(start),
        }
    }

    /// One line.
    pub fn one(line: u32) -> Self {
        Lines { start: line, end: line }
    }

    /// Whether `line` lies in the range.
    pub fn contains(self, line: u32) -> bool {
        self.start <= line && line <= self.end
    }
}

/// A byte count as 32 bits, clamped.
#[inline]
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
