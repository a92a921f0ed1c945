//! Formatting that changes no meaning: BuildKit reads the same instructions, flags, arguments and heredocs after it.
//!
//! Keywords in upper case at the start of their lines, one blank behind them and between flags, no blanks at line ends,
//! one blank line at most, none inside a continued instruction, a newline at the end. The text of arguments stays as it
//! is, indentation of continued lines included: it belongs to the command that a shell is given.

use crate::dockerfile::{Dockerfile, NodeRef};
use crate::edit::TextEdit;
use crate::node::LogicalLine;
use crate::scan::ItemKind;
use crate::span::{Span, offset};

/// The changes that format a text.
pub fn format(dockerfile: &Dockerfile) -> Vec<TextEdit> {
    let text = dockerfile.text();
    let mut edits = Vec::new();
    let mut blank_before = false;
    for (index, item) in dockerfile.items.iter().enumerate() {
        let whole = Span {
            start: item.start,
            end: dockerfile.item_end(index),
        };
        match &item.kind {
            ItemKind::Blank => {
                if blank_before {
                    edits.push(TextEdit::new(whole, ""));
                } else {
                    let line = whole.of(text);
                    let newline = line.len() - line.trim_end_matches(['\r', '\n']).len();
                    let content = Span {
                        start: whole.start,
                        end: whole.end - offset(newline),
                    };
                    if !content.is_empty() {
                        edits.push(TextEdit::new(content, ""));
                    }
                }
                blank_before = true;
                continue;
            }
            ItemKind::Instruction(_) => {
                if let Some(node) = dockerfile.node(index) {
                    instruction(node, &mut edits);
                }
            }
            _ => trim_line_end(text, whole, &mut edits),
        }
        blank_before = false;
    }
    // A heredoc without its end goes up to the last byte; one more would belong to it.
    let last = dockerfile.items.len().saturating_sub(1);
    let open_end = dockerfile.node(last).is_some_and(|node| node.node.error().is_some());
    if !dockerfile.items.is_empty() && !text.ends_with('\n') && !open_end {
        // A blank last line without its newline was emptied above; it needs none.
        let last_is_blank = dockerfile.items.last().is_some_and(|item| item.kind == ItemKind::Blank);
        if !last_is_blank {
            edits.push(TextEdit::insert(offset(text.len()), "\n"));
        }
    }
    edits.sort();
    edits
}

/// Removes blanks before the newline that ends `line`, a span of one line.
fn trim_line_end(text: &str, line: Span, edits: &mut Vec<TextEdit>) {
    let content = line.of(text);
    let body = content.trim_end_matches(['\r', '\n']);
    let kept = body.trim_end_matches([' ', '\t']).len();
    // A carriage return among the blanks keeps an escape token before them from continuing the line.
    if kept < body.len() && !body[..kept].ends_with('\r') {
        let start = line.start as usize;
        edits.push(TextEdit::new(Span::new(start + kept, start + body.len()), ""));
    }
}

fn instruction(node: NodeRef<'_>, edits: &mut Vec<TextEdit>) {
    let text = node.dockerfile.text();
    let command = node.command();
    let name = command.name_span();
    let indentation = Span {
        start: node.span().start,
        end: name.start,
    };
    let is_plain = indentation.of(text).bytes().all(|b| b == b' ' || b == b'\t');
    // A byte-order mark would become one if nothing stood before it.
    let uncovers_mark = indentation.start == 0 && name.of(text).starts_with('\u{feff}');
    if is_plain && !indentation.is_empty() && !uncovers_mark {
        edits.push(TextEdit::new(indentation, ""));
    }
    if let Some(keyword) = command.keyword() {
        if name.of(text) != keyword.upper() && name.of(text).eq_ignore_ascii_case(keyword.upper()) {
            edits.push(TextEdit::new(name, keyword.upper()));
        }
        // From the keyword over the flags to the arguments, wherever that is one line of source.
        let mut at = name.end;
        let flags: Vec<Span> = command.flags().map(|f| f.span).collect();
        let arguments = command.arguments_span();
        let starts = flags.iter().copied().chain((!arguments.is_empty()).then_some(arguments));
        for next in starts {
            let gap = Span {
                start: at,
                end: next.start,
            };
            let between = gap.of(text);
            let is_plain = !between.is_empty() && between.bytes().all(|b| b == b' ' || b == b'\t');
            if is_plain && between != " " {
                edits.push(TextEdit::new(gap, " "));
            }
            at = next.end;
        }
    }
    continued_lines(node, edits);
}

/// Line ends of the instruction's head, and blank lines inside it.
fn continued_lines(node: NodeRef<'_>, edits: &mut Vec<TextEdit>) {
    let text = node.dockerfile.text();
    let head_end = node.heredocs().next().map_or(node.span().end, |h| h.content_span.start);
    let head = Span {
        start: node.span().start,
        end: head_end,
    };
    let last = head.of(text).split_inclusive('\n').count();
    let mut at = head.start as usize;
    for (index, line) in head.of(text).split_inclusive('\n').enumerate() {
        let whole = Span::new(at, at + line.len());
        at += line.len();
        if index > 0 && line.trim().is_empty() && index + 1 < last {
            edits.push(TextEdit::new(whole, ""));
        } else if index + 1 == last && matches!(node.node.line, LogicalLine::Joined(_)) && line.trim().is_empty() {
            // The text ends inside of a continued instruction.
        } else {
            trim_line_end(text, whole, edits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    fn formatted(text: &str) -> String {
        apply(text, &format(&Dockerfile::parse(text)))
    }

    #[test]
    fn formats_what_means_nothing() {
        assert_eq!(
            formatted("\n\n\n  from   a \n\n\nrun  --mount=x   y  \\  \n\n  # c \n    z\t\ncmd [ \"a\" ]"),
            "\nFROM a\n\nRUN --mount=x y  \\\n  # c\n    z\nCMD [ \"a\" ]\n"
        );
    }

    #[test]
    fn heredocs_stay_as_they_are() {
        let text = "RUN <<E  \n  a  \n\n\nE\n";
        assert_eq!(formatted(text), "RUN <<E\n  a  \n\n\nE\n");
    }
}
