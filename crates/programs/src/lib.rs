//! Programs with a life of their own: python, nginx, redis, curl, pip and the like.

use machine::Machine;

/// Registers every program on a machine.
pub fn register(_machine: &Machine) {}
