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

/// What a fix does. With what it is about, that is its title; a host that speaks another language has its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// Adds a flag or option.
    Add,
    ChangeTo,
    CopyDependenciesFirst,
    DoNotCopy,
    EndHeredoc,
    GiveDefault,
    KeepCommentApart,
    LeaveOut,
    Make,
    MountForRun,
    Remove,
    RemoveBlankLines,
    RemoveInstruction,
    RemovePackageLists,
    /// Removes this one of several.
    RemoveThis,
    RenameTo,
    RunAs,
    UpdateAndInstallTogether,
    Use,
    UseExecForm,
    UseLabel,
    Write,
    WriteAsJson,
}

impl FixKind {
    /// Its title; `{}` stands for what it is about.
    pub const fn title(self) -> &'static str {
        match self {
            FixKind::Add => "Add {}",
            FixKind::ChangeTo => "Change to {}",
            FixKind::CopyDependenciesFirst => "Copy the list of dependencies first",
            FixKind::DoNotCopy => "Do not copy it",
            FixKind::EndHeredoc => "End the heredoc with {}",
            FixKind::GiveDefault => "Give {} a default",
            FixKind::KeepCommentApart => "Keep the comment apart from {}",
            FixKind::LeaveOut => "Leave out {}",
            FixKind::Make => "Make a {}",
            FixKind::MountForRun => "Mount the file for this RUN",
            FixKind::Remove => "Remove {}",
            FixKind::RemoveBlankLines => "Remove the blank lines",
            FixKind::RemoveInstruction => "Remove the instruction",
            FixKind::RemovePackageLists => "Remove the package lists in the same RUN",
            FixKind::RemoveThis => "Remove this {}",
            FixKind::RenameTo => "Rename to {}",
            FixKind::RunAs => "Run as {}",
            FixKind::UpdateAndInstallTogether => "Update and install in one RUN",
            FixKind::Use => "Use {}",
            FixKind::UseExecForm => "Use the exec form",
            FixKind::UseLabel => "Use a LABEL",
            FixKind::Write => "Write {}",
            FixKind::WriteAsJson => "Write it as a JSON array",
        }
    }
}

/// A change that mends something, in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub kind: FixKind,
    /// What the title is about; empty where it says all.
    pub about: String,
    /// Changes to the Dockerfile, in order and apart from each other.
    pub edits: Vec<TextEdit>,
    /// A file to make in the build context: its name and content.
    pub new_file: Option<(String, String)>,
}

impl Fix {
    pub(crate) fn new(kind: FixKind, about: impl Into<String>, mut edits: Vec<TextEdit>) -> Fix {
        edits.sort();
        Fix {
            kind,
            about: about.into(),
            edits,
            new_file: None,
        }
    }

    /// What it does, for a button.
    pub fn title(&self) -> String {
        self.kind.title().replace("{}", &self.about)
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
