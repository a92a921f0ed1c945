//! Dockerfiles as BuildKit reads them: text to instructions and diagnostics.
//!
//! [`Dockerfile::parse`] never fails: it gives a syntax tree with the place of every word, from which come BuildKit's
//! first fatal error, typed [`Instruction`]s in [`Stage`]s, build checks and the editor's services. No I/O, no other
//! crate of the project. BuildKit's Dockerfile frontend is the specification.

pub mod advice;
pub mod check;
mod diagnostic;
mod directive;
mod dockerfile;
mod edit;
pub mod editor;
mod error;
mod excerpt;
mod expand;
pub mod flags;
mod go;
mod heredoc;
pub mod ignore;
mod incremental;
mod instruction;
mod json;
mod keyword;
mod mount;
mod node;
mod pattern;
pub mod reference;
mod scan;
mod span;
mod store;
pub mod suggest;
mod typed;
mod variables;
mod words;

pub use diagnostic::{Diagnostic, Severity};
pub use directive::{Directive, DirectiveName, detect as detect_directives};
pub use dockerfile::{CommandRef, Dockerfile, Heredoc, NodeRef, WordRef};
pub use edit::{Fix, FixKind, TextEdit, apply};
pub use error::{Error, ExpandError, ParseError};
pub use excerpt::excerpt;
pub use expand::{Expansion, Lexer, MAX_DEPTH, MAX_EXPANSION};
pub use heredoc::{HeredocHead, chomp_heredoc_content, parse_heredoc};
pub use ignore::PatternMatcher;
pub use instruction::{
    Add, ArgDefinition, Command, Copy, Device, Expander, Healthcheck, InlineFile, Instruction, KeyValue, NetworkMode, Run,
    SecurityMode, ShellCommandLine, SourceContent, SourcesAndDestination, Stage,
};
pub use keyword::Keyword;
pub use mount::{CacheSharing, MOUNT_KEYS, Mount, MountType};
pub use reference::{Reference, ReferenceError};
pub use span::{Lines, Span};
pub use typed::{Stages, parse_trigger};
pub use variables::{NoVariables, Variables};

/// A text in lower case the way Go makes it, one character for one character.
pub fn lower(text: &str) -> String {
    go::to_lower(text)
}
