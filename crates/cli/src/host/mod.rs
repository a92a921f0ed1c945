//! Programs of the host around Docker: its service, and the stage hands' own.

pub mod stage;
pub mod sudo;
pub mod systemctl;
