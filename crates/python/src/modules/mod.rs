//! Native parts of library modules; their Python parts are under `lib/`.

pub mod hashing;
mod host;
mod json;
mod math;
pub mod random;
pub mod re;
pub mod sqlite;
mod zlib;

use crate::vm::Vm;

/// A module of native functions, found by the prelude under its name.
pub fn module(vm: &mut Vm, name: &str) -> u32 {
    let m = vm.heap.add(vm.types.module, crate::heap::Kind::Module);
    let d = vm.instance_dict(m).unwrap_or(0);
    let n = vm.intern(name);
    vm.global(d, "__name__", n);
    let natives = vm.prelude;
    vm.global(natives, &format!("_module{name}"), m);
    d
}

pub fn install(vm: &mut Vm) {
    host::install(vm);
    math::install(vm);
    random::install(vm);
    hashing::install(vm);
    re::install(vm);
    json::install(vm);
    sqlite::install(vm);
    zlib::install(vm);
}
