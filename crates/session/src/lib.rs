//! One learner's world: machine, engine, journal, and the messages a page exchanges with it.

pub mod protocol;
mod world;

pub use world::{Ran, Start, World};
