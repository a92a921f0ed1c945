//! A mistake in a lesson, with its place.

use std::fmt;
use std::path::{Path, PathBuf};

/// One line for an author: `FILE:LINE: what is wrong`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: usize,
    pub message: String,
}

impl Problem {
    pub fn new(file: &Path, line: usize, message: &str) -> Problem {
        Problem {
            file: file.to_owned(),
            line: line.max(1),
            message: message.to_string(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}
