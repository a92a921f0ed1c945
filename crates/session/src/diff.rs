//! Two texts laid side by side, line by line, for the pictures.
//!
//! The longest common subsequence of what is left between equal beginnings and ends; texts that are too long for that
//! are told as one removed after the other was there. Equal runs are cut to [`CONTEXT`] lines around a difference.

use crate::protocol::DiffLine;

/// Equal lines shown before and after a difference.
const CONTEXT: usize = 3;
/// Lines of either text between the equal beginning and end; what has more is not compared line by line.
const COMPARED: usize = 1200;
/// Lines told at most.
const TOLD: usize = 400;

/// What leads from one text to the other; empty when they are equal.
pub(crate) fn lines(before: &str, after: &str) -> Vec<DiffLine> {
    if before == after {
        return Vec::new();
    }
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let middle = |lines: &[&'_ str]| lines.len().saturating_sub(tail);
    let (old_middle, new_middle) = (
        old_rest.get(..middle(old_rest)).unwrap_or_default(),
        new_rest.get(..middle(new_rest)).unwrap_or_default(),
    );
    let mut out: Vec<DiffLine> = same(old.get(..head).unwrap_or_default());
    between(old_middle, new_middle, &mut out);
    out.extend(same(old_rest.get(middle(old_rest)..).unwrap_or_default()));
    folded(out)
}

fn same(lines: &[&str]) -> Vec<DiffLine> {
    lines.iter().map(|line| DiffLine::Same((*line).to_string())).collect()
}

/// The middle parts: by their longest common subsequence, removed lines before added ones.
fn between(old: &[&str], new: &[&str], out: &mut Vec<DiffLine>) {
    let removed = |line: &&str| DiffLine::Removed((*line).to_string());
    let added = |line: &&str| DiffLine::Added((*line).to_string());
    if old.len() > COMPARED || new.len() > COMPARED {
        out.extend(old.iter().map(removed));
        out.extend(new.iter().map(added));
        return;
    }
    // The length of the longest common subsequence of the rests behind each pair of positions.
    let width = new.len() + 1;
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    let at = |longest: &[u16], i: usize, j: usize| longest.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let value = if a == b {
                at(&longest, i + 1, j + 1).saturating_add(1)
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                out.push(DiffLine::Same((*a).to_string()));
                i += 1;
                j += 1;
            }
            (Some(a), other) if other.is_none() || at(&longest, i + 1, j) >= at(&longest, i, j + 1) => {
                out.push(removed(a));
                i += 1;
            }
            (_, Some(b)) => {
                out.push(added(b));
                j += 1;
            }
            _ => return,
        }
    }
}

/// Long equal runs become gaps.
fn folded(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let differs = |line: &DiffLine| !matches!(line, DiffLine::Same(_));
    let places: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| differs(l))
        .map(|(at, _)| at)
        .collect();
    let near = |at: usize| {
        let next = places.partition_point(|place| *place < at);
        let close = |place: Option<&usize>| place.is_some_and(|place| place.abs_diff(at) <= CONTEXT);
        close(places.get(next)) || close(next.checked_sub(1).and_then(|last| places.get(last)))
    };
    let mut out: Vec<DiffLine> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if out.len() >= TOLD {
            break;
        }
        if near(at) {
            out.push(line);
        } else if let Some(DiffLine::Gap(count)) = out.last_mut() {
            *count = count.saturating_add(1);
        } else {
            out.push(DiffLine::Gap(1));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use DiffLine::{Added, Gap, Removed, Same};

    fn text(line: &str) -> String {
        line.to_string()
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(lines("a\nb\n", "a\nb\n"), []);
    }

    #[test]
    fn a_changed_line_is_removed_and_added() {
        let found = lines("a\nb\nc\n", "a\nB\nc\n");
        assert_eq!(
            found,
            [Same(text("a")), Removed(text("b")), Added(text("B")), Same(text("c"))]
        );
    }

    #[test]
    fn lines_that_stay_between_changes_are_kept() {
        let found = lines("a\nkeep\nb\n", "x\nkeep\ny\n");
        assert_eq!(
            found,
            [
                Removed(text("a")),
                Added(text("x")),
                Same(text("keep")),
                Removed(text("b")),
                Added(text("y"))
            ]
        );
    }

    #[test]
    fn what_is_far_from_a_difference_is_a_gap() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let found = lines(old, "1\n2\n3\n4\n5\n6\n7\n8\nx\n");
        assert_eq!(found.first(), Some(&Gap(5)));
        assert_eq!(found.len(), 6);
    }
}
