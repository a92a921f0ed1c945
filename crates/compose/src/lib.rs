//! Compose files as Docker Compose reads them: text to a project.
//!
//! Data flows one way: text -> YAML tree -> interpolated -> merged -> valid -> canonical -> normalised -> typed project ->
//! text again. No engine and no I/O: files are handed in through [`Files`], the environment as a map. Specified by the
//! Compose specification (<https://github.com/compose-spec/compose-spec>) and, where it is silent, by what Compose v5
//! does. Leaves out what lies on the network: remote `include`s and `extends`, OCI artifacts.

mod cast;
pub mod error;
mod files;
mod load;
pub mod model;
mod number;
mod options;
pub mod output;
pub mod print;
mod project;
mod render;
pub mod value;
mod words;

pub use error::{Error, LoadError};
pub use files::{FileError, FileKind, Files};
pub use load::load;
pub use options::Options;
pub use project::{Dependencies, Project};
pub use render::{network_hash, volume_hash};
