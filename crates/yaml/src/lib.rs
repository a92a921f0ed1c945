//! YAML as Docker's tools read it: text to a tree whose nodes know where they stand.
//!
//! Text goes through libyaml's scanner and parser, of which go-yaml is a port, and its plain scalars through go-yaml's
//! resolution. Specified by YAML 1.2 (<https://yaml.org/spec/1.2.2/>) where go-yaml follows it. Leaves out comments and
//! writing.

mod error;
mod events;
mod resolve;
mod tree;

pub use error::{Error, Mark};
pub use resolve::{Scalar, resolve};
pub use tree::{MAX_DEPTH, MAX_NODES, Node, NodeKind, Span, Stream, parse};
