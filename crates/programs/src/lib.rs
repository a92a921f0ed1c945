//! Programs with a life of their own: python, nginx, redis, curl, pip and the like.

pub mod packages;

use machine::Machine;

/// Registers every program on a machine.
pub fn register(machine: &Machine) {
    packages::register(machine);
}
