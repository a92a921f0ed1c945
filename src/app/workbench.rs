//! The four panes and the bars between them. On a narrow page they are tabs in the same order; the style
//! sheet decides that by the width of the mount, so that all panes stay in the document.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::i18n::fill;
use super::panes::{EditorPane, LessonPane, PicturesPane, TerminalPane};
use super::preferences::Splits;
use super::session::use_session;
use super::splitter::Splitter;
use super::state::{Action, Pane};
use super::turns::use_turns;

#[component]
pub fn Workbench() -> Html {
    let bench = use_node_ref();
    let middle = use_node_ref();
    // The lesson is read first; the others come one at a time.
    let turns = use_turns(3);
    let session = use_session();
    let splits = session
        .as_ref()
        .map(|session| session.state.preferences.splits)
        .unwrap_or_default();
    {
        let (bench, middle) = (bench.clone(), middle.clone());
        use_effect_with(splits, move |splits: &Splits| {
            let set = |node: &NodeRef, property: &str, value: f64| {
                if let Some(element) = node.cast::<HtmlElement>() {
                    let _ = element.style().set_property(property, &format!("{value}"));
                }
            };
            set(&bench, "--split-lesson", splits.lesson);
            set(&bench, "--split-pictures", splits.pictures);
            set(&middle, "--split-editor", splits.editor);
        });
    }
    let Some(session) = session else { return Html::default() };
    let t = session.t();
    let between = |one: Pane, other: Pane| fill(t.resize, &[("one", one.name(t)), ("other", other.name(t))]);
    let moved = |change: fn(&mut Splits, f64)| {
        let session = session.clone();
        Callback::from(move |value: f64| {
            session.prefer(|preferences| change(&mut preferences.splits, value));
        })
    };
    let tabs = Pane::ALL.map(|pane| {
        let session = session.clone();
        let current = session.state.pane == pane;
        html! {
            <button
                type="button"
                class="pane-tab"
                aria-current={current.then_some("true")}
                onclick={move |_| session.dispatch(Action::Pane(pane))}
            >{ pane.name(t) }</button>
        }
    });
    html! {
        <>
            <nav class="pane-tabs" aria-label={session.landmark(t.panes)}>{ for tabs }</nav>
            <div class="workbench" ref={bench} data-maximised={session.state.maximised.map(Pane::word)}>
                <LessonPane />
                <Splitter
                    label={between(Pane::Lesson, Pane::Editor)}
                    property="--split-lesson"
                    value={splits.lesson}
                    moved={moved(|splits, value| splits.lesson = value)}
                />
                <div class="middle" ref={middle}>
                    { if turns >= 1 { html! { <EditorPane /> } } else { room() } }
                    <Splitter
                        label={between(Pane::Editor, Pane::Terminal)}
                        property="--split-editor"
                        value={splits.editor}
                        horizontal={true}
                        moved={moved(|splits, value| splits.editor = value)}
                    />
                    { if turns >= 2 { html! { <TerminalPane /> } } else { room() } }
                </div>
                <Splitter
                    label={between(Pane::Terminal, Pane::Pictures)}
                    property="--split-pictures"
                    value={splits.pictures}
                    from_end={true}
                    moved={moved(|splits, value| splits.pictures = value)}
                />
                { if turns >= 3 { html! { <PicturesPane /> } } else { room() } }
            </div>
        </>
    }
}

/// Where a pane will be, as index.html has it.
fn room() -> Html {
    html! { <div class="pane"><div class="pane-head" /></div> }
}
