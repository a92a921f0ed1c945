//! The layers that the open Dockerfile would give, the newest on top, each tied to its lines both ways.

use session::protocol::{Prediction, StepOutcome, StepView};
use yew::prelude::*;

use super::stages::StageGraph;
use crate::app::dockerfile_services::outcome;
use crate::app::format;
use crate::app::i18n::{Messages, count, fill};
use crate::app::pictures::bar::bar;
use crate::app::session::{Session, use_session, use_typing};
use crate::app::state::Action;

pub fn lines(step: &StepView, t: &Messages) -> String {
    let (first, last) = (step.first_line.to_string(), step.last_line.to_string());
    if first == last {
        fill(t.layer_lines, &[("first", &first)])
    } else {
        fill(t.layer_line_range, &[("first", &first), ("last", &last)])
    }
}

/// What a build would do, in one sentence.
fn summary(prediction: &Prediction, t: &Messages) -> String {
    let layers = || prediction.steps.iter().filter(|step| step.makes_layer);
    let cached = layers().filter(|step| step.outcome == StepOutcome::Cached).count();
    let run = layers()
        .filter(|step| matches!(step.outcome, StepOutcome::WillRun(_)))
        .count();
    let mut parts = vec![count(t.steps_cached, cached), count(t.steps_run, run)];
    if let Some(size) = prediction.size {
        parts.push(fill(t.total_size, &[("size", &format::size(size))]));
    } else if layers().all(|step| step.outcome == StepOutcome::Cached) {
        let added = layers().filter_map(|step| step.size).fold(0_u64, u64::saturating_add);
        parts.push(fill(t.size_added, &[("size", &format::size(added))]));
    }
    parts.join(" · ")
}

#[component]
pub fn NextBuild() -> Html {
    let typing = use_typing();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let Some(path) = session.state.dockerfile() else {
        return html! { <p class="empty">{ t.no_dockerfile }</p> };
    };
    let Some((_, prediction)) = typing.prediction.as_ref().filter(|(of, _)| of == path) else {
        return html! { <p class="empty">{ t.loading }</p> };
    };
    let stages = prediction
        .steps
        .iter()
        .map(|step| step.stage.as_str())
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let largest = own(prediction).filter_map(|step| step.size).max().unwrap_or(0);
    let mut drawn = Vec::new();
    for (index, step) in prediction.steps.iter().enumerate().rev() {
        let above = prediction.steps.get(index.saturating_add(1));
        if stages > 1 && above.is_none_or(|above| above.stage != step.stage) {
            let name = fill(t.stage, &[("name", &step.stage)]);
            drawn.push(html! { <li class="stage-name" key={format!("stage of {index}")}>{ name }</li> });
        }
        drawn.push(block(&session, path, typing.cursor_line, index, step, largest));
    }
    html! {
        <>
            <h3 class="picture-title">{ fill(t.layers_of, &[("file", path)]) }</h3>
            if let Some(error) = &prediction.error {
                <p class="picture-error">{ error.clone() }</p>
            } else {
                <p class="picture-summary" role="status">{ summary(prediction, t) }</p>
            }
            if let Some(text) = typing.files.get(path).filter(|_| stages > 1 || prediction.error.is_some()) {
                <StageGraph text={text.to_text()} />
            }
            <ol class="layer-stack" reversed={true}>{ for drawn }</ol>
        </>
    }
}

/// Steps that give the image a layer of its own; a FROM weighs what its image does.
fn own(prediction: &Prediction) -> impl Iterator<Item = &StepView> {
    prediction.steps.iter().filter(|step| step.makes_layer && !is_from(step))
}

fn is_from(step: &StepView) -> bool {
    step.instruction
        .get(..5)
        .is_some_and(|word| word.eq_ignore_ascii_case("FROM "))
}

/// A step; its place among the steps is its key, since triggers of a base image share their stage and line.
fn block(session: &Session, path: &str, line: u32, index: usize, step: &StepView, largest: u64) -> Html {
    let t = session.t();
    let (word, words) = outcome(step, t);
    let range = (step.first_line, step.last_line);
    let open_now = session.state.current_file.as_deref() == Some(path);
    let here = open_now && (range.0..=range.1).contains(&line);
    let point = |lines: Option<(u32, u32)>| {
        let session = session.clone();
        move || session.dispatch(Action::Pointed(lines.filter(|_| open_now)))
    };
    let (enter, leave, focus, blur) = (point(Some(range)), point(None), point(Some(range)), point(None));
    let open = {
        let (session, path) = (session.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| {
            session.show_file(&path);
            session.dispatch(Action::Pointed(Some(range)));
        })
    };
    let size = if step.makes_layer {
        step.size.map(format::size).unwrap_or_default()
    } else {
        String::new()
    };
    html! {
        <li
            key={format!("step {index}")}
            class={classes!(
                "layer",
                format!("layer-{word}"),
                (!step.makes_layer).then_some("layer-flat"),
                here.then_some("layer-here"),
            )}
        >
            <button
                type="button"
                class="layer-block"
                aria-current={here.then_some("true")}
                onmouseenter={move |_| enter()}
                onmouseleave={move |_| leave()}
                onfocus={move |_| focus()}
                onblur={move |_| blur()}
                onclick={open}
            >
                <span class="layer-instruction">{ step.instruction.clone() }</span>
                <span class="layer-size">{ size }</span>
                if let Some(size) = step.size.filter(|_| step.makes_layer && !is_from(step)) {
                    { bar(size, 0, largest) }
                }
                <span class="layer-outcome"><span class={format!("layer-mark layer-mark-{word}")} aria-hidden="true" />{ words }</span>
                <span class="layer-note">
                    { step.digest.as_deref().filter(|_| step.makes_layer).map(format::short).unwrap_or_default() }
                    <span class="visually-hidden">{ format!(" {}", lines(step, t)) }</span>
                </span>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::i18n::ENGLISH;

    fn step(outcome: StepOutcome) -> StepView {
        StepView {
            outcome,
            makes_layer: true,
            first_line: 2,
            last_line: 4,
            ..StepView::default()
        }
    }

    #[test]
    fn the_summary_counts_what_is_cached_and_what_runs() {
        let prediction = Prediction {
            steps: vec![
                step(StepOutcome::Cached),
                step(StepOutcome::WillRun(session::protocol::Why::New)),
                step(StepOutcome::WillRun(session::protocol::Why::StepBelow(String::new()))),
            ],
            error: None,
            size: Some(131_000_000),
        };
        assert_eq!(
            summary(&prediction, &ENGLISH),
            "1 step cached · 2 steps will run · Image size 131MB"
        );
        assert_eq!(lines(&step(StepOutcome::Unknown), &ENGLISH), "lines 2 to 4");
    }
}
