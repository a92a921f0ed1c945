//! One learner's world: machine, engine, journal, and the messages a page exchanges with it.

mod browse;
mod composed;
mod console;
mod diff;
mod explained;
mod exported;
mod facts;
mod http;
mod moments;
mod predict;
pub mod protocol;
pub mod question;
mod requests;
mod sandbox;
pub mod travel;
mod used;
mod view;
mod world;

pub use console::Console;
pub use facts::{Foreseen, WorldFacts};
pub use sandbox::Session;
pub use used::Used;
pub use world::{Effort, Ran, Start, World};
