//! What the exercise wants beside what there is, a table for each goal; what differs is marked by a sign and a word.

use session::protocol::{Answer, CheckView, GoalView, Question, WantView};
use yew::prelude::*;

use crate::app::ask::use_answer;
use crate::app::i18n::{Language, goals};
use crate::app::icons::{Icon, icon};
use crate::app::session::use_session;

#[component]
pub fn Goal() -> Html {
    let answer = use_answer(Some(Question::Goals));
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let checks = &session.state.view.checks;
    if checks.is_empty() {
        return html! { <p class="empty">{ t.no_goals }</p> };
    }
    let goals: &[GoalView] = match answer.as_deref() {
        Some(Ok(Answer::Goals(goals))) => goals,
        _ => &[],
    };
    let next = checks.iter().find(|check| !check.met).map(|check| check.id.as_str());
    html! {
        <ol class="goals">
            { for checks.iter().map(|check| {
                let goal = goals.iter().find(|goal| goal.id == check.id);
                draw(check, goal, next == Some(check.id.as_str()), session.state.language())
            }) }
        </ol>
    }
}

fn draw(check: &CheckView, goal: Option<&GoalView>, next: bool, language: Language) -> Html {
    let t = language.messages();
    let word = if check.met { t.goal_met } else { t.goal_open };
    let wants = goal.map(|goal| goal.wants.as_slice()).unwrap_or_default();
    html! {
        <li class={classes!("goal", check.met.then_some("goal-met"), next.then_some("goal-next"))} key={check.id.clone()} data-goal={check.id.clone()}>
            <h3 class="goal-head">
                { icon(if check.met { Icon::Tick } else { Icon::Circle }) }
                <span>{ check.text.clone() }</span>
                <span class="badge">{ word }</span>
            </h3>
            if !check.met {
                if !check.diagnosis.is_empty() {
                    <p class="goal-said">{ check.diagnosis.clone() }</p>
                }
                if !wants.is_empty() {
                    { table(check, wants, language) }
                }
            }
        </li>
    }
}

fn table(check: &CheckView, wants: &[WantView], language: Language) -> Html {
    let t = language.messages();
    // A thing that is there is not worth a row when its fields have rows of their own.
    let told: Vec<&WantView> = wants
        .iter()
        .filter(|want| {
            let fields = wants
                .iter()
                .any(|other| other.subject == want.subject && !other.field.is_empty());
            !(want.field.is_empty() && want.met && fields)
        })
        .collect();
    html! {
        <div class="table-scroll" tabindex="0">
            <table class="table wants">
                <caption class="visually-hidden">{ check.text.clone() }</caption>
                <thead><tr>
                    <th scope="col"><span class="visually-hidden">{ t.goals }</span></th>
                    <th scope="col">{ t.what }</th>
                    <th scope="col">{ t.wanted }</th>
                    <th scope="col">{ t.found }</th>
                </tr></thead>
                <tbody>{ for told.iter().enumerate().map(|(index, want)| {
                    let above = index.checked_sub(1).and_then(|above| told.get(above));
                    row(want, above.is_some_and(|above| above.subject == want.subject), language)
                }) }</tbody>
            </table>
        </div>
    }
}

fn row(want: &WantView, again: bool, language: Language) -> Html {
    let t = language.messages();
    let wanted = match (want.wanted.as_str(), want.not) {
        ("", false) => t.to_be_there.to_owned(),
        ("", true) => t.not_to_be_there.to_owned(),
        (value, false) => value.to_owned(),
        (value, true) => format!("{} {value}", t.not),
    };
    let found = match (want.found.as_str(), want.field.is_empty()) {
        ("", true) if want.met != want.not => t.is_there.to_owned(),
        ("", true) => t.not_there.to_owned(),
        ("", false) if want.met => "✓".to_owned(),
        ("", false) => "—".to_owned(),
        (value, _) => value.to_owned(),
    };
    let word = if want.met { t.as_wanted } else { t.differs };
    // Nothing there yet is no mistake; something else there is.
    let sign = match (want.met, want.found.is_empty()) {
        (true, _) => Icon::Tick,
        (false, true) => Icon::Circle,
        (false, false) => Icon::Cross,
    };
    let class = match sign {
        Icon::Tick => "want-met",
        Icon::Cross => "want-other",
        _ => "want-open",
    };
    html! {
        <tr class={class}>
            <td class="want-sign">{ icon(sign) }<span class="visually-hidden">{ word }</span></td>
            <th scope="row">
                <span class={classes!(again.then_some("visually-hidden"))}>{ goals::subject(&want.subject, language) }</span>
                if !want.field.is_empty() { <small class={classes!(again.then_some("want-again"))}>{ goals::field(&want.field, language) }</small> }
            </th>
            <td><code>{ wanted }</code></td>
            <td><code>{ found }</code></td>
        </tr>
    }
}
