//! The JavaScript components, typed. Each is a chunk that is loaded when a pane first needs it.

pub mod editor;
pub mod preview;
pub mod terminal;
