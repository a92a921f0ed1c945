//! The headless program for authors, tests and CI.
fn main() {}
