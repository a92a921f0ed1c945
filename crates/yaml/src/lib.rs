//! YAML as Docker's tools read it.
//!
//! Text goes through libyaml's scanner and parser, and its plain scalars through go-yaml's resolution. Specified by YAML
//! 1.2 (<https://yaml.org/spec/1.2.2/>) where go-yaml follows it.

mod resolve;

pub use resolve::{Scalar, resolve};
