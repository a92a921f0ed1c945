//! How rustc shows what is wrong: the message, the arrow, the line with carets (rustc's own layout).

use crate::ast::{Fault, Span};
use crate::program::Program;

impl Program {
    fn line_text(&self, file: usize, line: usize) -> &str {
        self.files
            .get(file)
            .and_then(|f| f.2.lines().nth(line.saturating_sub(1)))
            .unwrap_or("")
    }

    /// What rustc prints for one mistake.
    pub fn render(&self, fault: &Fault) -> String {
        let (file, line, column) = self.locate(fault.span);
        if fault.beyond {
            return format!(
                "drydock: {} is not simulated ({}:{line})\n",
                fault.message,
                self.file_name(file)
            );
        }
        let code = if fault.code.is_empty() {
            String::new()
        } else {
            format!("[{}]", fault.code)
        };
        let mut marks: Vec<(Span, &str, bool)> = vec![(fault.span, &fault.label, true)];
        marks.extend(fault.also.iter().map(|(s, l)| (*s, l.as_str(), false)));
        marks.retain(|(s, ..)| self.locate(*s).0 == file);
        let mut lines: Vec<usize> = marks.iter().map(|(s, ..)| self.locate(*s).1).collect();
        lines.sort_unstable();
        lines.dedup();
        let width = lines.last().map_or(1, |n| n.to_string().len());
        let gutter = " ".repeat(width);
        let mut out = format!(
            "error{code}: {}\n{gutter}--> {}:{line}:{column}\n{gutter} |\n",
            fault.message,
            self.file_name(file)
        );
        let mut last = None;
        for n in lines {
            match last {
                Some(l) if n == l + 2 => out.push_str(&format!("{:<width$} | {}\n", l + 1, self.line_text(file, l + 1))),
                Some(l) if n > l + 2 => out.push_str("...\n"),
                _ => {}
            }
            last = Some(n);
            let text = self.line_text(file, n);
            let shown = format!("{n:<width$} | {text}");
            out.push_str(shown.trim_end());
            out.push('\n');
            let mut here: Vec<(usize, usize, &str, bool)> = marks
                .iter()
                .filter(|(s, ..)| self.locate(*s).1 == n)
                .map(|(s, label, first)| {
                    let column = self.locate(*s).2;
                    let room = text.chars().count() + 1;
                    let len = ((s.hi - s.lo) as usize).clamp(1, room.saturating_sub(column).max(1));
                    (column, len, *label, *first)
                })
                .collect();
            here.sort_by_key(|m| m.0);
            let mut row: Vec<char> = Vec::new();
            for (column, len, _, first) in &here {
                let end = column + len - 1;
                if row.len() < end {
                    row.resize(end, ' ');
                }
                for cell in row.iter_mut().take(end).skip(column - 1) {
                    *cell = if *first { '^' } else { '-' };
                }
            }
            let marks_row: String = row.iter().collect();
            let (tail, rest) = here.split_last().map_or((None, &[][..]), |(l, r)| (Some(l), r));
            let label = tail.map_or("", |t| t.2);
            let line = format!("{gutter} | {marks_row} {label}");
            out.push_str(line.trim_end());
            out.push('\n');
            // Labels of the others hang below, the right one first.
            let hanging: Vec<_> = rest.iter().filter(|r| !r.2.is_empty()).collect();
            if !hanging.is_empty() {
                let bars = |upto: usize, with: &str| {
                    let mut row = String::new();
                    for (column, ..) in hanging.iter().take(upto).map(|h| **h) {
                        while row.chars().count() + 1 < column {
                            row.push(' ');
                        }
                        row.push('|');
                    }
                    let _ = with;
                    row
                };
                out.push_str(&format!("{gutter} | {}\n", bars(hanging.len(), "")));
                for n in (0..hanging.len()).rev() {
                    let mut row = bars(n, "");
                    while row.chars().count() + 1 < hanging[n].0 {
                        row.push(' ');
                    }
                    out.push_str(&format!("{gutter} | {row}{}\n", hanging[n].2));
                }
            }
        }
        let inline: Vec<&String> = fault.notes.iter().filter(|n| n.starts_with('=')).collect();
        if !inline.is_empty() {
            out.push_str(&format!("{gutter} |\n"));
            for note in inline {
                out.push_str(&format!("{gutter} {note}\n"));
            }
        } else if !fault.notes.is_empty() {
            out.push_str(&format!("{gutter} |\n"));
            for note in &fault.notes {
                out.push_str(&format!("{gutter} = {note}\n"));
            }
        }
        out.push('\n');
        out
    }
}
