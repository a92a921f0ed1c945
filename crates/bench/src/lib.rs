//! What Drydock costs, layer by layer: one measurement that runs as a native program and as a WebAssembly module.
//!
//! A part is a function that works and writes figures with their goals ([`report`]); times are the processor's
//! ([`clock`]), memory is what the allocator was asked for ([`memory`]). No figure decides whether a test passes.
//! What other programs do with the same work is asked by the native program alone (`peers`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod clock;
pub mod memory;
mod parts;
#[cfg(unix)]
pub mod peers;
pub mod report;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use parts::{PARTS, texts};
