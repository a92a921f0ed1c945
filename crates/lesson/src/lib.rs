//! Lessons: their front matter, and checks as data over the state of the engine.
//!
//! A lesson is Markdown with YAML front matter. [`Lesson::parse`] is total: what can't be read becomes
//! a [`Mistake`] with its line, and the rest stands. Left out so far: hints, quizzes, attempts and the
//! proof of a solution.

mod check;
mod front_matter;

pub use check::{Check, Condition, Facts, Finding};
pub use front_matter::{Lesson, Mistake};
