//! The project's own chores: serve, test, build, bench, tidy.
fn main() {}
