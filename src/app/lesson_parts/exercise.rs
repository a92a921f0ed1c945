//! An exercise: what to do, its goals live, and hints that ask first and tell after.

use std::rc::Rc;

use lesson::Exercise;
use yew::prelude::*;

use crate::app::i18n::fill;
use crate::app::markdown::{self, Target};
use crate::app::panes::check_item;
use crate::app::session::use_session;

#[derive(Properties, PartialEq)]
pub struct ExerciseProps {
    pub exercise: Rc<Exercise>,
    pub go: Callback<Target>,
}

#[component]
pub fn ExerciseBlock(props: &ExerciseProps) -> Html {
    // How far the hints have been opened: each is asked, then told.
    let opened = use_state(|| 0_usize);
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let exercise = &props.exercise;
    let title = session.id(&format!("exercise-{}", exercise.id));
    let checks: Vec<_> = exercise
        .checks
        .iter()
        .filter_map(|id| session.state.view.checks.iter().find(|check| check.id == *id))
        .collect();
    let done = !checks.is_empty() && checks.iter().all(|check| check.met);
    let hints = exercise.hints.iter().enumerate().map(|(index, hint)| {
        let asked = *opened > index * 2;
        let told = *opened > index * 2 + 1;
        if !asked {
            return Html::default();
        }
        html! {
            <li key={index}>
                { markdown::render(&hint.ask, t, &props.go) }
                if told {
                    <div class="hint-told">{ markdown::render(&hint.tell, t, &props.go) }</div>
                }
            </li>
        }
    });
    let all = exercise.hints.len() * 2;
    let word = match *opened {
        0 => t.hint_first,
        n if n % 2 == 1 => t.hint_tell,
        _ => t.hint_next,
    };
    let more = {
        let opened = opened.clone();
        Callback::from(move |_: MouseEvent| opened.set((*opened + 1).min(all)))
    };
    let count = fill(
        t.hint_count,
        &[
            ("n", &opened.div_ceil(2).to_string()),
            ("all", &exercise.hints.len().to_string()),
        ],
    );
    html! {
        <div role="group" class={classes!("exercise", done.then_some("exercise-done"))} aria-labelledby={title.clone()} data-exercise={exercise.id.clone()}>
            <h4 id={title} class="exercise-word">{ t.exercise }</h4>
            { markdown::render(&exercise.text, t, &props.go) }
            <ul class="exercise-checks">{ for checks.into_iter().map(|check| check_item(check, t)) }</ul>
            <ol class="hints" aria-live="polite">{ for hints }</ol>
            if *opened < all {
                <p class="hint-more">
                    <button type="button" class="button button-small" onclick={more}>{ word }</button>
                    if *opened > 0 {
                        <span class="hint-count">{ count }</span>
                    }
                </p>
            }
        </div>
    }
}
