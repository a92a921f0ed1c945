//! What an editor asks: pure functions of text, position and context.
//!
//! Positions and spans are byte offsets. Results are plain structures that a host turns into what its editor speaks.

mod completion;
mod docs;
mod folding;
mod formatting;
mod hover;
mod navigation;
mod quick_fix;
mod signature;
mod tokens;
mod variables;

pub use completion::{Completion, CompletionKind, complete};
pub use docs::{flag_doc, instruction_doc, instruction_forms};
pub use folding::{Fold, FoldKind, folds};
pub use formatting::format;
pub use hover::{About, Hover, Worth, hover};
pub use navigation::{Occurrence, RenameError, SymbolKind, definition, references, rename};
pub use quick_fix::{quick_fixes, warning_fix};
pub use signature::{SignatureHelp, signature_help};
pub use tokens::{Token, TokenKind, tokens};
pub use variables::{Variable, VariableUse, variable_uses, variables_at};

/// What an editor knows besides the text.
#[derive(Clone, Copy, Default)]
pub struct EditorContext<'a> {
    /// Images by familiar name with their tags, best first: a catalogue.
    pub images: &'a [(&'a str, &'a [&'a str])],
    /// Paths of the build context, relative and with slashes; a directory ends in a slash.
    pub paths: &'a [&'a str],
    /// `--build-arg`s that the next build will be given.
    pub build_args: &'a [(String, String)],
    /// Where base images are known.
    pub known_images: Option<&'a dyn crate::check::Images>,
}
