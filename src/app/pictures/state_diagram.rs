//! Docker's seven container states as a diagram: where the container is, where it has been.
//!
//! The drawing is for the eye; its twin in words is the path beside it, so the whole is hidden from
//! screen readers. Positions are in the drawing's own units.

use session::protocol::{ContainerState, ContainerView};
use yew::prelude::*;

use crate::app::i18n::Messages;

/// A state's place in the drawing: the middle of its box.
const fn place(state: ContainerState) -> (i32, i32) {
    match state {
        ContainerState::Created => (52, 24),
        ContainerState::Running => (160, 24),
        ContainerState::Paused => (268, 24),
        ContainerState::Restarting => (268, 74),
        ContainerState::Exited => (160, 74),
        ContainerState::Removing => (160, 124),
        ContainerState::Dead => (52, 124),
    }
}

pub const fn name(state: ContainerState, t: &Messages) -> &'static str {
    match state {
        ContainerState::Created => t.state_created,
        ContainerState::Running => t.state_running,
        ContainerState::Paused => t.state_paused,
        ContainerState::Restarting => t.state_restarting,
        ContainerState::Removing => t.state_removing,
        ContainerState::Exited => t.state_exited,
        ContainerState::Dead => t.state_dead,
    }
}

/// Docker's word, for class names.
pub const fn word(state: ContainerState) -> &'static str {
    match state {
        ContainerState::Created => "created",
        ContainerState::Running => "running",
        ContainerState::Paused => "paused",
        ContainerState::Restarting => "restarting",
        ContainerState::Removing => "removing",
        ContainerState::Exited => "exited",
        ContainerState::Dead => "dead",
    }
}

use ContainerState::{Created, Dead, Exited, Paused, Removing, Restarting, Running};

const STATES: [ContainerState; 7] = [Created, Running, Paused, Restarting, Exited, Removing, Dead];

/// The moves there are, and the path of each line from the edge of one box to the edge of the other.
const MOVES: [(ContainerState, ContainerState, &str); 12] = [
    (Created, Running, "M92 24H120m-4-3l4 3-4 3"),
    (Running, Paused, "M200 20H228m-4-3l4 3-4 3"),
    (Paused, Running, "M228 28H200m4-3l-4 3 4 3"),
    (Running, Exited, "M154 37V61m-3-4l3 4 3-4"),
    (Exited, Running, "M166 61V37m-3 4l3-4 3 4"),
    (Running, Restarting, "M198 37L240 61m-2.1-4.5l2.1 4.5-5 .4"),
    (Restarting, Running, "M230 67L188 37m2.1 4.5l-2.1-4.5 5-.4"),
    (Restarting, Exited, "M228 76H200m4-3l-4 3 4 3"),
    (Exited, Removing, "M160 87V111m-3-4l3 4 3-4"),
    (Created, Removing, "M56 37C58 96 84 118 120 120m-4-3l4 3-4 3"),
    (Removing, Dead, "M120 126H92m4-3l-4 3 4 3"),
    (Dead, Removing, "M92 130H120m-4-3l4 3-4 3"),
];

#[derive(Properties, PartialEq)]
pub struct StateDiagramProps {
    pub container: ContainerView,
    pub t: &'static Messages,
}

#[component]
pub fn StateDiagram(props: &StateDiagramProps) -> Html {
    let (container, t) = (&props.container, props.t);
    let taken: Vec<(ContainerState, ContainerState)> = container
        .path
        .iter()
        .zip(container.path.iter().skip(1))
        .map(|(from, to)| (from.state, to.state))
        .collect();
    let last = taken.last().copied();
    let lines = MOVES.iter().map(|(from, to, path)| {
        let been = taken.contains(&(*from, *to));
        let latest = last == Some((*from, *to));
        html! {
            <path
                class={classes!("move", been.then_some("move-taken"), latest.then_some("move-latest"))}
                d={*path}
            />
        }
    });
    let boxes = STATES.iter().map(|state| {
        let (x, y) = place(*state);
        let now = container.state == *state;
        let been = container.path.iter().any(|step| step.state == *state);
        html! {
            <g class={classes!("state", format!("state-{}", word(*state)), now.then_some("state-now"), been.then_some("state-been"))}>
                <rect x={(x - 40).to_string()} y={(y - 13).to_string()} width="80" height="26" rx="13" />
                <text x={x.to_string()} y={(y + 4).to_string()}>{ name(*state, t) }</text>
            </g>
        }
    });
    html! {
        <svg class="state-diagram" viewBox="0 0 320 148" aria-hidden="true" focusable="false">
            { for lines }
            { for boxes }
        </svg>
    }
}
