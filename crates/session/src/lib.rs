//! One learner's world: machine, engine, journal, and the messages a page exchanges with it.

mod explained;
mod facts;
mod http;
mod predict;
pub mod protocol;
mod sandbox;
mod view;
mod world;

pub use facts::WorldFacts;
pub use sandbox::Session;
pub use world::{Ran, Start, World};
