//! What happened, newest first: commands, and the events of the engine they caused.

use session::protocol::Happening;
use yew::prelude::*;

use crate::app::format;
use crate::app::i18n::fill;
use crate::app::session::{Session, use_session};

#[component]
pub fn Timeline() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let happenings = &session.state.happenings;
    if happenings.is_empty() {
        return html! { <p class="empty">{ t.no_events }</p> };
    }
    html! {
        <ol class="timeline" reversed={true}>
            { for happenings.iter().enumerate().rev().map(|(index, happening)| row(&session, index, happening)) }
        </ol>
    }
}

fn row(session: &Session, index: usize, happening: &Happening) -> Html {
    let t = session.t();
    let command = happening.kind == "command";
    let subject = if command && happening.subject.is_empty() {
        &happening.action
    } else {
        &happening.subject
    };
    let words = if command {
        fill(t.event_command, &[("subject", subject)])
    } else {
        fill(
            t.event_plain,
            &[("kind", &happening.kind), ("subject", subject), ("action", &happening.action)],
        )
    };
    // The entry before the command's is the Enter that ran it: without it the command stands at the prompt.
    let back = happening.entry.checked_sub(1).filter(|_| command).map(|entry| {
        let link = session.link.clone();
        let label = fill(t.go_back_before, &[("command", subject)]);
        html! {
            <button type="button" class="button button-small" aria-label={label} onclick={move |_| link.go_back(entry)}>{ t.go_back }</button>
        }
    });
    html! {
        <li class={classes!("event", format!("event-{}", happening.kind))} key={index}>
            <time>{ format::time_of_day(happening.at_ms) }</time>
            <span>{ words }</span>
            { back }
        </li>
    }
}
