//! The program that runs for every program that isn't simulated: it says so, by name.

use machine::Sys;

/// Exit status of what was found and couldn't be run.
const STATUS: i32 = 126;

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let name = argv.first().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let _ = sys.write(2, format!("drydock: {name} is not simulated\n").as_bytes()).await;
    STATUS
}
