//! `docker compose version`.

use super::Compose;
use crate::call::Outcome;

/// The version of Compose that the simulation follows.
pub const VERSION: &str = "v5.5.0";

/// As labels have it.
pub const LABEL: &str = "5.5.0";

pub async fn version(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    let line = match flags.get("format") {
        _ if flags.on("short") => LABEL.to_string(),
        Some("json") => format!("{{\"version\":{}}}", crate::opts::quote(VERSION)),
        _ => format!("Docker Compose version {VERSION}"),
    };
    compose.call.line(&line).await;
    Ok(())
}
