//! Compose files as Docker Compose reads them: text to a project.
//!
//! Data flows one way: text -> YAML tree -> interpolated -> merged -> valid -> canonical -> normalised -> typed project ->
//! text again. No engine and no I/O: files are handed in through [`Files`], the environment as a map. Specified by the
//! Compose specification (<https://github.com/compose-spec/compose-spec>) and, where it is silent, by what Compose v5
//! does. Leaves out what lies on the network: remote `include`s and `extends`, OCI artifacts.

mod canonical;
mod cast;
mod consistency;
mod decode;
mod dotenv;
pub mod editor;
pub mod error;
mod extensions;
mod files;
mod interpolate;
mod load;
mod merge;
pub mod model;
mod mount;
mod normalize;
mod not_simulated;
mod number;
mod options;
pub mod output;
mod path;
mod ports;
pub mod print;
mod project;
mod render;
mod resolve_paths;
mod rules;
mod schema;
mod template;
mod unique;
pub mod value;
mod words;

pub use error::{Error, LoadError};
pub use files::{FileError, FileKind, Files};
pub use load::{Model, load, load_model, normalize_project_name};
pub use options::Options;
pub use project::{Dependencies, Project};
pub use render::{network_hash, volume_hash};
pub use template::Variable;
