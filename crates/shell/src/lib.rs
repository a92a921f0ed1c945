//! The POSIX shell, as dash, busybox ash and bash speak it.
/// Registers the shells on a machine.
pub fn register(_machine: &machine::Machine) {}
