//! The last two builds side by side: what became of each step, how long it took, and why it ran again.

use session::protocol::{Answer, BuildStepView, BuildView, Question, StepOutcome};
use yew::prelude::*;

use crate::app::ask::use_answer;
use crate::app::format;
use crate::app::i18n::{Messages, fill};
use crate::app::pictures::why::why;
use crate::app::session::use_session;

#[component]
pub fn Builds() -> Html {
    let answer = use_answer(Some(Question::Builds));
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let builds = match answer.as_deref() {
        None => return html! { <p class="empty">{ t.looking }</p> },
        Some(Ok(Answer::Builds(builds))) => builds,
        Some(_) => return Html::default(),
    };
    let Some(now) = builds.first() else {
        return html! { <p class="empty">{ t.no_builds }</p> };
    };
    let before = builds.get(1);
    html! {
        <>
            <div class="table-scroll" tabindex="0">
                <table class="table builds">
                    <caption class="visually-hidden">{ t.last_builds }</caption>
                    <thead><tr>
                        <th scope="col">{ t.step }</th>
                        if let Some(before) = before {
                            <th scope="col">{ t.build_before }{ head(before) }</th>
                        }
                        <th scope="col">{ t.build_last }{ head(now) }</th>
                    </tr></thead>
                    <tbody>{ for rows(before, now).iter().map(|row| draw(row, before.is_some(), t)) }</tbody>
                    <tfoot>
                        { total(t.size, before, now, |build| if build.error.is_some() { "—".to_owned() } else { format::size(build.size) }) }
                        { total(t.took, before, now, |build| took(build.steps.iter().filter_map(ran_for).sum())) }
                        { total(t.wasted, before, now, |build| format::size(build.wasted)) }
                        { total(t.efficiency, before, now, |build| format!("{}%", (build.efficiency * 100.0).round())) }
                    </tfoot>
                </table>
            </div>
            if let Some(error) = &now.error {
                <p class="picture-error">{ error.clone() }</p>
            }
            { advice(now, t) }
        </>
    }
}

fn head(build: &BuildView) -> Html {
    let name = build.tags.first().cloned().unwrap_or_else(|| build.file.clone());
    html! { <small>{ name }{ " · " }<time>{ format::time_of_day(build.finished_ms) }</time></small> }
}

/// A step that was done, and not taken out of the cache: its milliseconds.
fn ran_for(step: &BuildStepView) -> Option<u64> {
    step.took_ms.filter(|_| matches!(step.step.outcome, StepOutcome::WillRun(_)))
}

fn took(ms: u64) -> String {
    format!("{}.{}s", ms / 1000, ms % 1000 / 100)
}

fn total(name: &'static str, before: Option<&BuildView>, now: &BuildView, value: impl Fn(&BuildView) -> String) -> Html {
    html! {
        <tr>
            <th scope="row">{ name }</th>
            if let Some(before) = before { <td>{ value(before) }</td> }
            <td>{ value(now) }</td>
        </tr>
    }
}

/// A step in one build, the other, or both.
type Row<'a> = (Option<&'a BuildStepView>, Option<&'a BuildStepView>);

/// The steps of both, in the order of the later build: the same instruction of the same stage stands in one row, and
/// one that was rewritten in place too.
fn rows<'a>(before: Option<&'a BuildView>, now: &'a BuildView) -> Vec<Row<'a>> {
    let mut old: Vec<&BuildStepView> = before.map(|build| build.steps.iter().collect()).unwrap_or_default();
    let mut out: Vec<Row<'a>> = Vec::new();
    for step in &now.steps {
        let same =
            |other: &&BuildStepView| other.step.stage == step.step.stage && other.step.instruction == step.step.instruction;
        let keyword = |step: &BuildStepView| step.step.instruction.split(' ').next().unwrap_or_default().to_owned();
        let rewritten = |other: &&BuildStepView| {
            other.step.stage == step.step.stage
                && keyword(other) == keyword(step)
                && !now.steps.iter().any(|one| one.step.instruction == other.step.instruction)
        };
        let found = old.iter().position(same).or_else(|| old.iter().position(rewritten));
        match found {
            Some(at) => {
                // What stood before it and has no partner is gone.
                let gone: Vec<&BuildStepView> = old.drain(..at).collect();
                let (kept, lost): (Vec<_>, Vec<_>) = gone
                    .into_iter()
                    .partition(|one| now.steps.iter().any(|step| step.step.instruction == one.step.instruction));
                out.extend(lost.into_iter().map(|one| (Some(one), None)));
                let partner = if old.is_empty() { None } else { Some(old.remove(0)) };
                old.splice(..0, kept);
                out.push((partner, Some(step)));
            }
            None => out.push((None, Some(step))),
        }
    }
    out.extend(old.into_iter().map(|one| (Some(one), None)));
    out
}

fn draw(row: &Row<'_>, two: bool, t: &'static Messages) -> Html {
    let (before, now) = *row;
    let instruction = |step: Option<&BuildStepView>| step.map(|step| step.step.instruction.clone());
    let title = instruction(now).or_else(|| instruction(before)).unwrap_or_default();
    let was = instruction(before).filter(|was| now.is_some() && *was != title);
    let again = match now.map(|step| &step.step.outcome) {
        Some(StepOutcome::WillRun(reason)) if now.is_some_and(|step| step.step.makes_layer) => Some(why(reason, t)),
        _ => None,
    };
    html! {
        <tr>
            <th scope="row">
                <code>{ title }</code>
                if let Some(was) = was {
                    <small>{ fill(t.instruction_was, &[("before", &was)]) }</small>
                }
                if let Some(again) = again {
                    <small class="build-why">{ fill(t.ran_because, &[("why", &again)]) }</small>
                }
            </th>
            if two { { cell(before, t) } }
            { cell(now, t) }
        </tr>
    }
}

fn cell(step: Option<&BuildStepView>, t: &'static Messages) -> Html {
    let Some(step) = step else {
        return html! { <td class="build-none"><span aria-hidden="true">{ "—" }</span><span class="visually-hidden">{ t.not_there }</span></td> };
    };
    let (class, word) = match &step.step.outcome {
        _ if !step.step.makes_layer => ("settings", t.settings_step),
        StepOutcome::Cached => ("cached", t.cached),
        StepOutcome::WillRun(_) => ("run", t.ran),
        StepOutcome::Fails(_) => ("fails", t.failed),
        StepOutcome::Unknown => ("unknown", t.unknown),
    };
    let mut notes = Vec::new();
    if let Some(ms) = ran_for(step).filter(|_| step.step.makes_layer) {
        notes.push(took(ms));
    }
    if let Some(size) = step.step.size.filter(|size| step.step.makes_layer && *size > 0) {
        notes.push(format::size(size));
    }
    if let Some(digest) = step.step.digest.as_deref().filter(|_| step.step.makes_layer) {
        notes.push(format::short(digest));
    }
    html! {
        <td>
            <span class="build-outcome"><span class={format!("layer-mark layer-mark-{class}")} aria-hidden="true" />{ word }</span>
            <small>{ notes.join(" · ") }</small>
        </td>
    }
}

/// What another order or a second stage would bring, by the engine's estimate.
fn advice(build: &BuildView, t: &'static Messages) -> Html {
    let order = build
        .change_ms
        .filter(|(now, then)| then < now)
        .map(|(now, then)| fill(t.better_order, &[("now", &took(now)), ("then", &took(then))]));
    let stage = build
        .second_stage
        .as_ref()
        .map(|(base, size)| fill(t.second_stage, &[("base", base), ("size", &format::size(*size))]));
    let told: Vec<String> = order.into_iter().chain(stage).collect();
    if told.is_empty() {
        return Html::default();
    }
    html! { <ul class="picture-advice">{ for told.into_iter().map(|one| html! { <li>{ one }</li> }) }</ul> }
}

#[cfg(test)]
mod tests {
    use session::protocol::StepView;

    use super::*;

    fn build(instructions: &[&str]) -> BuildView {
        let step = |text: &&str| BuildStepView {
            step: StepView {
                instruction: (*text).to_owned(),
                ..StepView::default()
            },
            took_ms: None,
        };
        BuildView {
            steps: instructions.iter().map(step).collect(),
            ..BuildView::default()
        }
    }

    #[test]
    fn steps_of_two_builds_stand_beside_each_other() {
        let before = build(&["FROM a", "RUN old", "COPY x", "CMD z"]);
        let now = build(&["FROM a", "COPY x", "RUN new", "CMD z"]);
        let shown: Vec<(Option<&str>, Option<&str>)> = rows(Some(&before), &now)
            .into_iter()
            .map(|(a, b)| (a.map(|s| s.step.instruction.as_str()), b.map(|s| s.step.instruction.as_str())))
            .collect();
        assert_eq!(
            shown,
            [
                (Some("FROM a"), Some("FROM a")),
                (Some("RUN old"), None),
                (Some("COPY x"), Some("COPY x")),
                (None, Some("RUN new")),
                (Some("CMD z"), Some("CMD z")),
            ]
        );
    }

    #[test]
    fn a_rewritten_instruction_keeps_its_row() {
        let (before, now) = (build(&["RUN old"]), build(&["RUN new"]));
        assert_eq!(rows(Some(&before), &now).len(), 1);
    }
}
