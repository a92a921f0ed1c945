//! `docker container …`

pub mod cp;
pub mod exec;
pub mod files;
pub mod lifecycle;
pub mod logs;
pub mod options;
pub mod port;
pub mod ps;
pub mod run;
pub mod start;
pub mod stats;
pub mod top;
pub mod update;

use crate::format;
use engine::{ContainerSummary, State};
use machine::Instant;

/// The sentence of a container's state: `Up 3 seconds (healthy)`, `Exited (0) 2 minutes ago`.
pub fn status(c: &ContainerSummary, now: Instant) -> String {
    let up = || {
        let since = c.started.map_or_else(Default::default, |at| now.since(at));
        format!("Up {}", format::human_duration(since))
    };
    let ago = || {
        let since = c.finished.map_or_else(Default::default, |at| now.since(at));
        format::human_duration(since) + " ago"
    };
    match c.state {
        State::Created => "Created".into(),
        State::Running => match c.health {
            Some("starting") => format!("{} (health: starting)", up()),
            Some(health) => format!("{} ({health})", up()),
            None => up(),
        },
        State::Paused => format!("{} (Paused)", up()),
        State::Restarting => format!("Restarting ({}) {}", c.exit_code, ago()),
        State::Removing => "Removal In Progress".into(),
        State::Exited => format!("Exited ({}) {}", c.exit_code, ago()),
        State::Dead => "Dead".into(),
    }
}
