//! Build checks.

pub mod options;
pub use options::{CheckOptions, options_of};
