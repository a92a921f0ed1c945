//! Changes to a text: what formatting, renaming and quick fixes hand back.

use crate::span::Span;

/// One replacement. Spans refer to the text before any change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextEdit {
    pub span: Span,
    pub text: String,
}

impl TextEdit {
    pub(crate) fn new(span: Span, text: impl Into<String>) -> TextEdit {
        TextEdit { span, text: text.into() }
    }

    pub(crate) fn insert(at: u32, text: impl Into<String>) -> TextEdit {
        TextEdit::new(Span { start: at, end: at }, text)
    }
}

/// A change that mends something, in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a button.
    pub title: String,
    /// Changes to the Dockerfile, in order and apart from each other.
    pub edits: Vec<TextEdit>,
    /// A file to make in the build context: its name and content.
    pub new_file: Option<(String, String)>,
}

impl Fix {
    pub(crate) fn new(title: impl Into<String>, mut edits: Vec<TextEdit>) -> Fix {
        edits.sort();
        Fix {
            title: title.into(),
            edits,
            new_file: None,
        }
    }

    /// The text with the changes made.
    pub fn apply(&self, text: &str) -> String {
        apply(text, &self.edits)
    }
}

/// Makes changes. They may come in any order; one that overlaps an earlier one is left out.
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        let Some(before) = text.get(at..range.start) else {
            continue;
        };
        if !text.is_char_boundary(range.end) || range.end > text.len() {
            continue;
        }
        out.push_str(before);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}
