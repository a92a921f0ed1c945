//! What is wrong with the open file, in words: each problem leads to its line and offers its fix. Advice is no problem:
//! it stands behind a count, closed until somebody asks.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::bindings::editor::{Fix, Mark};
use crate::app::i18n::{self, Messages};
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};

#[derive(Properties, PartialEq)]
pub struct ProblemsProps {
    pub problems: Rc<Vec<Mark>>,
    pub go: Callback<u32>,
    pub mend: Callback<Fix>,
}

#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let (advice, wrong): (Vec<&Mark>, Vec<&Mark>) = props.problems.iter().partition(|mark| mark.severity == "hint");
    let words = if wrong.is_empty() {
        t.no_problems.to_owned()
    } else {
        i18n::count(t.problems, wrong.len())
    };
    let list = |marks: &[&Mark]| {
        html! { <ul>{ for marks.iter().map(|mark| item(&session, mark, props)) }</ul> }
    };
    html! {
        <div class={classes!("problems", (!wrong.is_empty()).then_some("problems-some"))}>
            <p role="status">{ icon(if wrong.is_empty() { Icon::Tick } else { Icon::Alert }) }{ words }</p>
            if !wrong.is_empty() {
                { list(&wrong) }
            }
            if !advice.is_empty() {
                <details class="advice">
                    <summary>{ i18n::count(t.suggestions, advice.len()) }</summary>
                    { list(&advice) }
                </details>
            }
        </div>
    }
}

/// How bad a problem is, in a word; advice stands apart.
fn severity(mark: &Mark, t: &Messages) -> Option<&'static str> {
    match mark.severity {
        "error" => Some(t.severity_error),
        "warning" => Some(t.severity_warning),
        _ => None,
    }
}

fn item(session: &Session, mark: &Mark, props: &ProblemsProps) -> Html {
    let t = session.t();
    let (go, line) = (props.go.clone(), mark.line);
    html! {
        <li class={format!("problem problem-{}", mark.severity)}>
            <button type="button" class="link" onclick={move |_| go.emit(line)}>
                { i18n::fill(t.line, &[("n", &line.to_string())]) }
            </button>
            if let Some(word) = severity(mark, t) {
                <strong class="problem-word">{ word }</strong>
            }
            // BuildKit and Compose speak English; advice is Drydock's own.
            <span lang={(mark.severity != "hint").then_some("en")}>{ mark.message.clone() }</span>
            if let Some(rule) = &mark.source {
                <code lang="en">{ rule.clone() }</code>
            }
            { for mark.fixes.iter().map(|fix| {
                let (mend, done) = (props.mend.clone(), fix.clone());
                html! {
                    <button type="button" class="button problem-fix" onclick={move |_| mend.emit(done.clone())}>
                        { icon(Icon::Wand) }{ i18n::fill(t.fix_named, &[("name", &fix.label)]) }
                    </button>
                }
            }) }
        </li>
    }
}
