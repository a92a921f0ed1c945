//! What can be wrong with a script's text, in each shell's words.

use crate::Flavour;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub kind: SyntaxErrorKind,
    pub line: u32,
    /// More text could make it right: the prompt goes on with a continuation line.
    pub incomplete: bool,
    /// The line of the script that it is about.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// A token that cannot stand here: how dash and ash describe it, its text, and what they expected.
    Unexpected {
        described: String,
        text: String,
        expecting: Option<&'static str>,
    },
    UnterminatedQuote(char),
    Backquote,
    MissingBrace,
    MissingArithmetic,
    MissingParenthesis,
    BadForVariable,
    BadFunctionName,
    ConditionalArgument(String),
    TooDeep,
}

impl SyntaxError {
    /// The message after the shell's name and line, as dash and ash word it.
    pub fn message(&self, flavour: Flavour) -> String {
        let dash = flavour == Flavour::Dash;
        let text = match &self.kind {
            SyntaxErrorKind::Unexpected {
                described, expecting, ..
            } => {
                let expected = expecting.map(|e| format!(" (expecting {e})")).unwrap_or_default();
                if dash {
                    format!("{described} unexpected{expected}")
                } else {
                    format!("unexpected {described}{expected}")
                }
            }
            kind => {
                let words = match kind {
                    SyntaxErrorKind::UnterminatedQuote(_) => "Unterminated quoted string",
                    SyntaxErrorKind::Backquote => "EOF in backquote substitution",
                    SyntaxErrorKind::MissingBrace => "Missing '}'",
                    SyntaxErrorKind::MissingArithmetic => "Missing '))'",
                    SyntaxErrorKind::BadForVariable => "Bad for loop variable",
                    SyntaxErrorKind::BadFunctionName => "Bad function name",
                    _ => "Too deeply nested",
                };
                if dash || words.starts_with("EOF") {
                    words.to_string()
                } else {
                    let mut chars = words.chars();
                    let first: String = chars.next().map(|c| c.to_ascii_lowercase()).into_iter().collect();
                    first + chars.as_str()
                }
            }
        };
        if dash {
            format!("Syntax error: {text}")
        } else {
            format!("syntax error: {text}")
        }
    }

    /// bash's lines, each to be printed after the shell's name and line number.
    pub fn bash_lines(&self) -> (u32, Vec<String>) {
        let looking = |c: char| format!("unexpected EOF while looking for matching `{c}'");
        match &self.kind {
            SyntaxErrorKind::Unexpected { text, .. } if text.is_empty() => {
                (self.line + 1, vec!["syntax error: unexpected end of file".into()])
            }
            SyntaxErrorKind::Unexpected { text, .. } => {
                let near = format!("syntax error near unexpected token `{text}'");
                (self.line, vec![near, format!("`{}'", self.source)])
            }
            SyntaxErrorKind::UnterminatedQuote(quote) => (self.line, vec![looking(*quote)]),
            SyntaxErrorKind::Backquote => (self.line, vec![looking('`')]),
            SyntaxErrorKind::MissingBrace => (self.line, vec![looking('}')]),
            SyntaxErrorKind::MissingArithmetic => (self.line, vec![looking(')')]),
            SyntaxErrorKind::MissingParenthesis => (self.line + 1, vec![looking(')')]),
            SyntaxErrorKind::ConditionalArgument(text) => {
                let near = format!("syntax error near `{text}'");
                (
                    self.line,
                    vec![
                        format!("conditional binary operator expected"),
                        near,
                        format!("`{}'", self.source),
                    ],
                )
            }
            SyntaxErrorKind::BadForVariable => (self.line, vec!["syntax error: bad for loop variable".into()]),
            SyntaxErrorKind::BadFunctionName => (self.line, vec!["not a valid identifier".into()]),
            SyntaxErrorKind::TooDeep => (self.line, vec!["syntax error: too deeply nested".into()]),
        }
    }
}
