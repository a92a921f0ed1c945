//! The lesson's goals: what is wanted, whether it is so, and what is missing.

use session::protocol::CheckView;
use yew::prelude::*;

use crate::app::i18n::{Messages, fill};
use crate::app::icons::{Icon, icon};
use crate::app::markdown;
use crate::app::session::use_session;

#[component]
pub fn Checks() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let checks = &session.state.view.checks;
    if checks.is_empty() {
        return Html::default();
    }
    let met = checks.iter().filter(|check| check.met).count();
    let words = fill(t.goals_met, &[("met", &met.to_string()), ("all", &checks.len().to_string())]);
    let title = session.id("goals");
    html! {
        <div class="checks" role="group" aria-labelledby={title.clone()}>
            <h3 id={title}>{ t.goals }<span class="checks-count">{ words.clone() }</span></h3>
            <progress class="checks-bar" max={checks.len().to_string()} value={met.to_string()} aria-label={words} />
            <ul>
                { for checks.iter().map(|check| check_item(check, t)) }
            </ul>
            <p class="checks-done" role="status">{ (met == checks.len()).then_some(t.all_met) }</p>
        </div>
    }
}

/// A goal: its words, whether it is met, and what is so while it is not.
pub fn check_item(check: &CheckView, t: &'static Messages) -> Html {
    html! {
        <li key={check.id.clone()} class={classes!("check", check.met.then_some("check-met"))} data-check={check.id.clone()}>
            { icon(if check.met { Icon::Tick } else { Icon::Circle }) }
            <span>
                { markdown::inline(&check.text) }
                <span class="visually-hidden">{ format!(" — {}", if check.met { t.goal_met } else { t.goal_open }) }</span>
                if !check.met && !check.diagnosis.is_empty() {
                    <span class="check-diagnosis">{ markdown::inline(&check.diagnosis) }</span>
                }
            </span>
        </li>
    }
}
