//! The crate as a WebAssembly module for `wasm.mjs`, which measures it in node: text in, times out.
//!
//! `place` gives room for a text, `parse` reads what is there with its diagnostics, `open` keeps a text for
//! `keystroke`, which types a letter at a byte and takes it away again.

#![allow(unsafe_code)]

use dockerfile::{Dockerfile, Span};
use std::cell::RefCell;

thread_local! {
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OPEN: RefCell<Option<Dockerfile>> = const { RefCell::new(None) };
}

fn text(bytes: usize) -> String {
    TEXT.with_borrow(|text| String::from_utf8_lossy(text.get(..bytes).unwrap_or_default()).into_owned())
}

/// Room for this many bytes; gives where it is.
#[unsafe(no_mangle)]
pub extern "C" fn place(bytes: usize) -> *mut u8 {
    TEXT.with_borrow_mut(|text| {
        text.resize(bytes, 0);
        text.as_mut_ptr()
    })
}

/// Reads the text of that many bytes; gives the number of instructions and diagnostics.
#[unsafe(no_mangle)]
pub extern "C" fn parse(bytes: usize) -> usize {
    let read = Dockerfile::parse(text(bytes));
    read.nodes().count() + read.diagnostics().len()
}

/// Keeps the text of that many bytes for [`keystroke`].
#[unsafe(no_mangle)]
pub extern "C" fn open(bytes: usize) {
    OPEN.set(Some(Dockerfile::parse(text(bytes))));
}

/// Types a letter at a byte of the open text and takes it away again; gives how much was read again.
#[unsafe(no_mangle)]
pub extern "C" fn keystroke(at: u32) -> usize {
    OPEN.with_borrow_mut(|open| {
        let Some(open) = open else { return 0 };
        open.edit(Span { start: at, end: at }, "x") + open.edit(Span { start: at, end: at + 1 }, "")
    })
}
