//! Stand-ins for programs: a few real bytes that name a simulated program, padded to its real size.
//!
//! The bytes are `\x7fELF\x02\x01\x01drydock:FLAVOR/NAME\n`, so a stand-in can be copied between
//! images, renamed, linked or cut short like any file, and exec decides by what the file holds. A
//! multi-call binary's next lines are its version, its C library and the applets it was built with.

use vfs::FileData;

/// The file of the simulated program `FLAVOR/NAME`, such as `gnu/ls` or `program/nginx`. `size` in
/// bytes is what stat(2) will say.
pub fn program(name: &str, size: u64) -> FileData {
    FileData::stand_in(format!("\x7fELF\x02\x01\x01drydock:{name}\n").as_bytes(), size)
}

/// The file of a multi-call binary: `list` has `/path/of/applet` a line.
pub(crate) fn multi_call(name: &str, size: u64, build: &str, libc: &str, list: &str) -> FileData {
    let text = format!("\x7fELF\x02\x01\x01drydock:{name}\n{build}\n{libc}\n{list}");
    FileData::stand_in(text.as_bytes(), size)
}

/// A shared library or other file that only weighs.
pub(crate) fn weight(path: &str, size: u64) -> FileData {
    let elf: &[u8] = if path.contains(".so") { b"\x7fELF\x02\x01\x01\0" } else { b"" };
    FileData::stand_in(elf, size)
}
