//! What is wrong with a lesson, said to its author.

/// Something that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1 in the whole file.
    pub line: usize,
    /// What was found and what was expected: a sentence without the line.
    pub message: String,
}

impl Mistake {
    pub fn new(line: usize, message: impl Into<String>) -> Mistake {
        Mistake {
            line: line.max(1),
            message: message.into(),
        }
    }
}
