//! `docker build`: flags to a request, progress to text.

pub mod cache;
pub mod change;

use crate::call::{Call, Failure, Outcome};

pub async fn build(_call: Call) -> Outcome {
    Err(Failure::not_simulated("docker build"))
}
