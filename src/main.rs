//! The browser app. Nothing is drawn yet.
fn main() {}
