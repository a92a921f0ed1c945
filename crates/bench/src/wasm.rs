//! The measurements as a WebAssembly module: the host gives a clock and takes lines, and asks for one part at a time.

#![allow(unsafe_code)]

use crate::report::Report;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    #[link_name = "now"]
    safe fn host_now() -> f64;
    fn say(line: *const u8, bytes: usize);
}

/// Milliseconds that the module has worked, from a start of the host's own.
pub fn now() -> f64 {
    host_now()
}

fn line(text: &str) {
    // SAFETY: the host reads that many bytes and keeps nothing of them.
    unsafe { say(text.as_ptr(), text.len()) }
}

/// Runs the part of that number; gives whether there is one.
#[unsafe(no_mangle)]
pub extern "C" fn run(number: usize) -> bool {
    std::panic::set_hook(Box::new(|panic| line(&panic.to_string())));
    let Some((name, part)) = crate::PARTS.get(number) else {
        return false;
    };
    let mut report = Report::new(line);
    report.begin(name);
    part(&mut report);
    true
}
