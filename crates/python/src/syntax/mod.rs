//! Text to syntax tree: tokens, tree and parser of Python 3.12 (docs.python.org/3.12/reference/grammar.html), with
//! CPython's wording for the mistakes people make. Leaves out type comments and encodings other than UTF-8.

pub mod ast;
mod lexer;
mod parser;
mod targets;

pub use parser::{parse_expression, parse_module};

/// A mistake in the text. Lines count from 1, columns from 0, both in characters.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    /// `SyntaxError`, `IndentationError` or `TabError`.
    pub class: &'static str,
    pub message: String,
    pub span: ast::Span,
}

impl SyntaxError {
    pub fn new(message: impl Into<String>, span: ast::Span) -> SyntaxError {
        SyntaxError { class: "SyntaxError", message: message.into(), span }
    }
}
