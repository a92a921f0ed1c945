//! Programs with a life of their own: python, nginx, redis, curl, pip and the like.

mod bcrypt;
mod cc;
mod database;
pub mod declared;
mod golang;
mod hello_world;
mod htpasswd;
pub mod http;
mod httpd;
pub mod internet;
mod interpreter;
mod java;
mod launchers;
mod memcached;
mod nginx;
mod node;
mod not_simulated;
pub mod packages;
mod python;
mod redis;
mod registry;
mod rustlang;
mod whoami;

use machine::Machine;

/// The files of a Python package. Its name is looked up first, so that nothing of Python is loaded for one without files.
fn site_package_files(name: &str) -> Option<catalogue::Sources> {
    let is_there = ::python::SITE_PACKAGES
        .iter()
        .any(|known| catalogue::Package::pip_name(known) == name);
    is_there.then(|| ::python::site_package_files(name)).flatten()
}

/// Registers every program on a machine.
pub fn register(machine: &Machine) {
    machine.register("drydock/not-simulated", not_simulated::main);
    machine.register("program/hello-world", hello_world::main);
    machine.register("program/nginx", nginx::main);
    machine.register("program/redis-server", redis::main);
    machine.register("program/redis-cli", redis::cli_main);
    machine.register("program/registry", registry::main);
    machine.register("program/htpasswd", htpasswd::main);
    machine.register("program/httpd", httpd::main);
    machine.register("program/whoami", whoami::main);
    machine.register("program/memcached", memcached::main);
    machine.register("program/http-echo", whoami::echo::main);
    database::register(machine);
    self::cc::register(machine);
    golang::register(machine);
    self::java::register(machine);
    self::rustlang::register(machine);
    launchers::register(machine);
    catalogue::catalogue().provide_modules(site_package_files);
    packages::register(machine);
    self::python::register(machine);
    node::register(machine);
}

/// getaddrinfo(3)'s words for a name that nobody has: musl's in its images, else glibc's.
pub(crate) fn unknown_host(sys: &machine::Sys) -> &'static str {
    if sys.exists("/lib/ld-musl-x86_64.so.1") {
        "Name does not resolve"
    } else {
        "Name or service not known"
    }
}
