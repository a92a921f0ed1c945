//! The parts, in the order of the table.

mod builds;
mod compose;
mod containers;
mod dockerfile;
mod files;
pub mod python;
pub mod shell;
mod worlds;

pub use dockerfile::texts;

use crate::report::Report;

/// A part's name and function.
pub const PARTS: [(&str, fn(&mut Report)); 7] = [
    ("Dockerfiles", dockerfile::measure),
    ("Files", files::measure),
    ("Shell", shell::measure),
    ("Containers", containers::measure),
    ("Builds", builds::measure),
    ("Compose", compose::measure),
    ("Python", python::measure),
];
