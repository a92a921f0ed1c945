//! `true` and `false`.

use machine::Sys;

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let name = sys.argv().first().cloned().unwrap_or_default();
    i32::from(crate::tool::basename(&name) == "false")
}
