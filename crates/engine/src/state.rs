//! A container's seven states and the one function that moves it between them.

use crate::Error;
use std::fmt;

/// Docker's word for what a container is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    #[default]
    Created,
    Running,
    Paused,
    Restarting,
    Removing,
    Exited,
    Dead,
}

/// What happens to a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// Its process runs.
    Start,
    /// Its process ended and will not be started again.
    Exit,
    /// Its process ended and its restart policy will start it again.
    AwaitRestart,
    Pause,
    Unpause,
    /// Its removal begins.
    Remove,
    /// Its removal failed half way.
    FailRemoval,
}

impl State {
    pub const ALL: [State; 7] = [
        State::Created,
        State::Running,
        State::Paused,
        State::Restarting,
        State::Removing,
        State::Exited,
        State::Dead,
    ];

    /// The word in `docker ps --filter status=`.
    pub fn word(self) -> &'static str {
        match self {
            State::Created => "created",
            State::Running => "running",
            State::Paused => "paused",
            State::Restarting => "restarting",
            State::Removing => "removing",
            State::Exited => "exited",
            State::Dead => "dead",
        }
    }

    /// Whether it has a process.
    pub fn is_running(self) -> bool {
        matches!(self, State::Running | State::Paused)
    }

    /// The state after a transition. Errors: Conflict, with the daemon's words, for a move that
    /// Docker does not make. `name` is how the container was called in the request.
    pub fn next(self, transition: Transition, name: &str) -> Result<State, Error> {
        use State::*;
        let conflict = |text: String| Err(Error::Conflict(text));
        match (self, transition) {
            (Created | Exited | Restarting, Transition::Start) => Ok(Running),
            (Running | Paused, Transition::Start) => Err(Error::NotModified),
            (Running | Paused, Transition::Exit) => Ok(Exited),
            (Restarting, Transition::Exit) => Ok(Exited),
            (Running | Paused, Transition::AwaitRestart) => Ok(Restarting),
            (Running, Transition::Pause) => Ok(Paused),
            (Paused, Transition::Pause) => conflict(format!("Container {name} is already paused")),
            (Restarting, Transition::Pause) => {
                conflict(format!("Container {name} is restarting, wait until the container is running"))
            }
            (_, Transition::Pause) => conflict(format!("Container {name} is not running")),
            (Paused, Transition::Unpause) => Ok(Running),
            (_, Transition::Unpause) => conflict(format!("Container {name} is not paused")),
            (Created | Exited | Dead, Transition::Remove) => Ok(Removing),
            (Removing, Transition::Remove) => conflict(format!("removal of container {name} is already in progress")),
            (Running, Transition::Remove) => conflict(format!(
                "cannot remove container \"{name}\": container is running: stop the container before removing or force remove"
            )),
            (Paused, Transition::Remove) => conflict(format!(
                "cannot remove container \"{name}\": container is paused and must be unpaused first"
            )),
            (Restarting, Transition::Remove) => conflict(format!(
                "cannot remove container \"{name}\": container is restarting: stop the container before removing or force remove"
            )),
            (Removing, Transition::FailRemoval) => Ok(Dead),
            (Removing, Transition::Start) => conflict("container is marked for removal and cannot be started".into()),
            (Dead, Transition::Start) => conflict("container is marked for removal and cannot be started".into()),
            (_, Transition::Exit | Transition::AwaitRestart | Transition::FailRemoval) => {
                conflict(format!("container {name} is {self}"))
            }
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
