//! The piece of source that Docker prints with an error or a warning.
//!
//! Specified by BuildKit's `solver/errdefs/source.go`, which decides how many lines surround the marked ones.

use std::fmt::Write;

use crate::span::Lines;

/// The excerpt of `text` with `marked` lines, as `docker build` prints it:
///
/// ```text
/// Dockerfile:2
/// --------------------
///    1 |     FROM busybox
///    2 | >>> RUNN true
///    3 |
/// --------------------
/// ```
///
/// Empty when the lines lie outside of the text. Each line of the result ends in a newline.
pub fn excerpt(file_name: &str, text: &str, marked: &[Lines]) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let count = lines.len() as u64;
    let (Some(first), Some(last)) = (
        marked.iter().map(|l| u64::from(l.start)).min(),
        marked.iter().map(|l| u64::from(l.end.max(l.start))).max(),
    ) else {
        return String::new();
    };
    if first < 1 || first > count {
        return String::new();
    }
    let (mut start, mut end) = (first, last.min(count));
    let padding = if start == end { 4 } else { 2 };
    let mut padded = 0;
    while padded < padding {
        if start > 1 {
            start -= 1;
            padded += 1;
        }
        if end != count {
            end += 1;
            padded += 1;
        }
        padded += 1;
    }
    let mut out = format!("{file_name}:{first}\n--------------------\n");
    for number in start..=end {
        let is_marked = marked
            .iter()
            .any(|l| u64::from(l.start) <= number && number <= u64::from(l.end.max(l.start)));
        let mark = if is_marked { ">>>" } else { "   " };
        let line = usize::try_from(number - 1)
            .ok()
            .and_then(|index| lines.get(index))
            .unwrap_or(&"");
        let _ = writeln!(out, " {number:3} | {mark} {line}");
    }
    out.push_str("--------------------\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_its_neighbours() {
        let text = "FROM busybox\nWORKDIR /app\nCOPPY . .\nRUN echo hi\n";
        assert_eq!(
            excerpt("Dockerfile", text, &[Lines::one(3)]),
            "Dockerfile:3\n--------------------\n   1 |     FROM busybox\n   2 |     WORKDIR /app\n   3 | >>> COPPY . .\n   4 |     RUN echo hi\n   5 |     \n--------------------\n"
        );
    }

    #[test]
    fn nothing_outside_of_the_text() {
        assert_eq!(excerpt("Dockerfile", "FROM a", &[Lines::one(0)]), "");
        assert_eq!(excerpt("Dockerfile", "FROM a", &[]), "");
    }
}
