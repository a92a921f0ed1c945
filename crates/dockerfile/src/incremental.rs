//! Editing a parsed Dockerfile: only what an edit touches is read again.
//!
//! Reading starts at the item the edit begins in and stops where an old item begins again, after the edit, at the same
//! text; all other items keep their nodes, which know no absolute place. What remains proportional to the file is the
//! moving of bytes behind the edit and the addition to the items' offsets there.

use crate::dockerfile::Dockerfile;
use crate::scan::{ItemKind, Scanner};
use crate::span::{Span, offset};

impl Dockerfile {
    /// Replaces the bytes of `range` by `replacement`, with the same result as parsing the new text from scratch.
    /// Returns how many instructions, comments and blank lines were read again. A range outside of the text or inside
    /// a character is moved to the nearest place before.
    pub fn edit(&mut self, range: Span, replacement: &str) -> usize {
        let floor = |at: u32| {
            let mut at = (at as usize).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(range.start);
        let old_end = floor(range.end).max(start);
        let length = self.text.len() - (old_end - start) + replacement.len();
        if length > u32::MAX as usize {
            return 0;
        }
        let had_mark = self.text.starts_with('\u{feff}');
        self.text.replace_range(start..old_end, replacement);
        // What edits leave behind in the tables must fit their ranges too.
        let is_huge = length > u32::MAX as usize / 8;
        if is_huge || had_mark != self.text.starts_with('\u{feff}') || self.items.is_empty() {
            *self = Dockerfile::parse(std::mem::take(&mut self.text));
            return self.items.len();
        }
        let head = self
            .items
            .iter()
            .take_while(|item| matches!(item.kind, ItemKind::Directive(_) | ItemKind::BadComment(_)))
            .count();
        let mut first = self.item_index_at(offset(start)).unwrap_or(0);
        if first <= head {
            // Whether a line is a directive depends on all lines before it.
            first = 0;
        }
        let mut scanner = Scanner::new(&self.text);
        scanner.store = std::mem::take(&mut self.store);
        if first > 0 {
            scanner.directives.done = true;
            scanner.escape = self.escape;
            if let Some(item) = self.items.get(first) {
                scanner.pos = item.start as usize;
                scanner.line = item.line - 1;
            }
        }
        let mut fresh = Vec::new();
        // The first old item that begins behind the edit; it may be met again.
        let mut next_old = self.items.partition_point(|item| (item.start as usize) < old_end);
        let moved = |at: u32| at as usize - old_end + start + replacement.len();
        let kept_from = loop {
            let Some(item) = scanner.item() else {
                break self.items.len();
            };
            fresh.push(item);
            while self.items.get(next_old).is_some_and(|old| moved(old.start) < scanner.pos) {
                next_old += 1;
            }
            let meets = self.items.get(next_old).is_some_and(|old| moved(old.start) == scanner.pos);
            // Old directives may have become comments, so none of them is kept.
            if meets && next_old >= head && scanner.directives.done && scanner.escape == self.escape {
                break next_old;
            }
        };
        let (line, escape) = (scanner.line, scanner.escape);
        self.store = scanner.store;
        if let Some(first_kept) = self.items.get(kept_from).map(|item| item.line) {
            for item in &mut self.items[kept_from..] {
                item.start = offset(item.start as usize - old_end + start + replacement.len());
                item.line = item.line - first_kept + line + 1;
            }
        }
        self.escape = escape;
        let count = fresh.len();
        self.items.splice(first..kept_from.max(first), fresh);
        self.store.compact(&mut self.items);
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# escape=`\nFROM a\n\nRUN x `\n  y\n# c\nRUN <<E\nbody\nE\nCMD z\n";

    fn check(from: usize, to: usize, replacement: &str) -> usize {
        let mut edited = Dockerfile::parse(TEXT);
        let count = edited.edit(Span::new(from, to), replacement);
        let mut text = TEXT.to_owned();
        text.replace_range(from..to, replacement);
        assert_eq!(edited, Dockerfile::parse(text.as_str()), "{text}");
        count
    }

    #[test]
    fn every_small_edit_equals_a_fresh_parse() {
        for from in 0..=TEXT.len() {
            for to in from..=(from + 3).min(TEXT.len()) {
                for replacement in ["", "x", "\n", "<<E\n", " `\n", "#", "# check=skip=all\n", "\\"] {
                    check(from, to, replacement);
                }
            }
        }
    }

    #[test]
    fn only_the_touched_instruction_is_read_again() {
        let at = TEXT.find("CMD z").unwrap() + 5;
        assert_eq!(check(at, at, "z"), 1);
        let at = TEXT.find("body").unwrap();
        assert_eq!(check(at, at, "z"), 1);
    }

    #[test]
    fn odd_ranges_are_tamed() {
        let mut dockerfile = Dockerfile::parse("FROM é");
        dockerfile.edit(Span { start: 6, end: 99 }, "b");
        assert_eq!(dockerfile.text(), "FROM b");
        dockerfile.edit(Span { start: 4, end: 2 }, "x");
        assert_eq!(dockerfile.text(), "FROMx b");
    }
}
