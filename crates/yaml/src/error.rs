//! What can be wrong with a text, in go-yaml's words.

use std::fmt;

/// A place in the text. Lines count from 1, columns from 0, the index is in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub index: usize,
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return f.write_str("<unknown position>");
        }
        write!(f, "line {}", self.line)?;
        if self.column == 0 {
            Ok(())
        } else {
            write!(f, ", column {}", self.column + 1)
        }
    }
}

/// Why there is no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Bytes that are no text.
    Reader {
        offset: u64,
        problem: String,
    },
    Syntax {
        context: Option<(String, Mark)>,
        problem: String,
        mark: Mark,
    },
    UnknownAnchor {
        name: String,
        mark: Mark,
    },
    /// An alias inside of what it stands for.
    RecursiveAlias {
        name: String,
        mark: Mark,
    },
    TooDeep {
        limit: usize,
        mark: Mark,
    },
    TooManyNodes {
        limit: usize,
        mark: Mark,
    },
}

impl Error {
    /// Where it is.
    pub fn mark(&self) -> Mark {
        match self {
            Error::Reader { .. } => Mark::default(),
            Error::Syntax { mark, .. }
            | Error::UnknownAnchor { mark, .. }
            | Error::RecursiveAlias { mark, .. }
            | Error::TooDeep { mark, .. }
            | Error::TooManyNodes { mark, .. } => *mark,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("yaml: ")?;
        match self {
            Error::Reader { offset, problem } => write!(f, "offset {offset}: {problem}"),
            Error::Syntax { context, problem, mark } => {
                if let Some((context, place)) = context {
                    write!(f, "{context} at {place}: ")?;
                }
                if context.as_ref().is_none_or(|(_, place)| place != mark) {
                    write!(f, "{mark}: ")?;
                }
                f.write_str(problem)
            }
            Error::UnknownAnchor { name, mark } => {
                // go-yaml counts this one column too far.
                let mark = Mark {
                    column: mark.column + 1,
                    ..*mark
                };
                write!(f, "{mark}: unknown anchor '{name}' referenced")
            }
            Error::RecursiveAlias { name, .. } => write!(f, "anchor '{name}' value contains itself"),
            Error::TooDeep { limit, .. } => write!(f, "exceeded max depth of {limit}"),
            Error::TooManyNodes { limit, .. } => write!(f, "exceeded max of {limit} nodes"),
        }
    }
}

impl std::error::Error for Error {}
