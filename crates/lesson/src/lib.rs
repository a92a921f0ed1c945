//! Lessons: their front matter, their text in parts, and checks as data over the state of the engine.
//!
//! A lesson is Markdown with YAML front matter; docs/lessons.md is its format. [`Lesson::parse`] is total: what
//! can't be read becomes a [`Mistake`] with its line, and the rest stands. No files and no engine here: a world
//! answers through [`Facts`], and whoever draws a lesson draws its [`Part`]s.

mod attempt;
mod check;
mod condition;
mod console;
mod course;
mod exercise;
mod facts;
mod field;
mod find;
mod front_matter;
mod goals;
mod language;
mod mistake;
mod part;
mod schema;
mod wanted;
mod yaml;

pub use attempt::read_expects;
pub use check::{Check, Diagnose};
pub use condition::*;
pub use console::{Console, ConsoleCommand};
pub use course::{Course, Words, slug};
pub use exercise::{Choice, Exercise, Hint, Quiz};
pub use facts::{ContainerFacts, Facts, FileFacts, ImageFacts, Place, ServiceFacts, StepFacts};
pub use field::{Field, FieldKind, Mode, Size};
pub use find::Finding;
pub use front_matter::Lesson;
pub use goals::Goals;
pub use language::Language;
pub use mistake::Mistake;
pub use part::{Figure, FilePart, PANELS, Part, PartKind};
pub use schema::schema;
pub use wanted::{Want, wants};
