//! Programs with a life of their own: python, nginx, redis, curl, pip and the like.

mod hello_world;
mod launchers;
mod not_simulated;
pub mod packages;

use machine::Machine;

/// Registers every program on a machine.
pub fn register(machine: &Machine) {
    machine.register("drydock/not-simulated", not_simulated::main);
    machine.register("program/hello-world", hello_world::main);
    launchers::register(machine);
    catalogue::catalogue().provide_modules(python::site_package_files);
    packages::register(machine);
}
