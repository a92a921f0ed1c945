//! Everything wrong with a Dockerfile, for an editor: all mistakes, not only the first.

use crate::check::Warning;
use crate::dockerfile::Dockerfile;
use crate::error::{Error, ParseError};
use crate::keyword::Keyword;
use crate::span::{Lines, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The build fails.
    Error,
    /// A build check.
    Warning,
    /// Advice of our own.
    Advice,
}

/// Something to say about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// The rule's name, for warnings and advice.
    pub rule: Option<&'static str>,
    pub span: Span,
    pub lines: Lines,
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Dockerfile {
    /// The mistakes for which BuildKit would refuse the file, each in its place, in the order of the text. BuildKit
    /// itself stops at [`Dockerfile::error`].
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = self
            .syntax_errors()
            .into_iter()
            .map(|error| self.diagnostic_of(error))
            .collect();
        let mut has_stage = false;
        for node in self.nodes() {
            has_stage |= node.keyword() == Some(Keyword::From);
            if node.node.error().is_some() {
                continue;
            }
            let error = match node.instruction_error() {
                Some(error) => error,
                None if !has_stage && node.keyword() != Some(Keyword::Arg) => Error::NoCurrentStage,
                None => continue,
            };
            let hints = match &error {
                Error::UnknownInstruction {
                    suggestion: Some(name), ..
                }
                | Error::UnknownFlag {
                    suggestion: Some(name), ..
                } => vec![format!("did you mean {name}?")],
                _ => Vec::new(),
            };
            found.push(Diagnostic {
                severity: Severity::Error,
                rule: None,
                span: match &error {
                    Error::UnknownInstruction { .. } => node.command().name_span(),
                    Error::UnknownFlag { flag, .. } | Error::DuplicateFlag(flag) => node
                        .command()
                        .flags()
                        .filter(|f| f.text.split('=').next() == Some(flag))
                        .last()
                        .map_or(node.content_span(), |f| f.span),
                    _ => node.content_span(),
                },
                lines: node.lines(),
                message: error.to_string(),
                hints,
            });
        }
        found.sort_by_key(|d| d.span.start);
        found
    }

    fn diagnostic_of(&self, error: ParseError) -> Diagnostic {
        let lines = error.lines.unwrap_or_default();
        Diagnostic {
            severity: Severity::Error,
            rule: None,
            span: self.span_of_lines(lines),
            lines,
            message: error.error.to_string(),
            hints: Vec::new(),
        }
    }

    /// A build check's warning as a diagnostic.
    pub fn warning_diagnostic(&self, warning: &Warning) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            rule: Some(warning.rule.name),
            span: self.span_of_lines(warning.lines),
            lines: warning.lines,
            message: warning.message.clone(),
            hints: Vec::new(),
        }
    }

    /// The bytes of some lines without the last newline.
    pub fn span_of_lines(&self, lines: Lines) -> Span {
        let (first, last) = (lines.start.max(1) as usize, lines.end.max(1) as usize);
        // Items know their first line, so only the lines of one item are counted.
        let item = self
            .items
            .partition_point(|item| item.line as usize <= first)
            .checked_sub(1)
            .and_then(|index| self.items.get(index));
        let (mut at, mut line) = match item {
            Some(item) => (item.start as usize, item.line as usize),
            None => (0, 1),
        };
        let (mut start, mut end) = (self.text.len(), self.text.len());
        for piece in self.text.get(at..).unwrap_or("").split_inclusive('\n') {
            if line == first {
                start = at;
            }
            at += piece.len();
            if line == last {
                end = at - (piece.len() - piece.trim_end_matches(['\r', '\n']).len());
                break;
            }
            line += 1;
        }
        Span::new(start, end.max(start))
    }
}
