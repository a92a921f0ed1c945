//! The root of a mount: makes its state and link, and keeps what outlives a render.

use std::sync::atomic::{AtomicU32, Ordering};

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::first_paint;
use super::i18n::Language;
use super::lessons::{self, Lesson};
use super::link::Link;
use super::notices::Notices;
use super::palette::Palette;
use super::preferences::{Preferences, contrast_wish, more_contrast};
use super::session::{Newest, Session, Typed};
use super::sheets::Sheets;
use super::state::{Action, Pane, State};
use super::topbar::TopBar;
use super::turns::use_turns;
use super::work::Start;
use super::workbench::Workbench;

#[derive(Properties, PartialEq)]
pub struct PageProps {
    pub lesson: &'static Lesson,
    pub name: AttrValue,
    #[prop_or_default]
    pub seed: Option<u64>,
    /// What is opened in place of the person's own work.
    #[prop_or_default]
    pub shared: Option<Start>,
}

/// Numbers the mounts of this document.
static MOUNTS: AtomicU32 = AtomicU32::new(1);

#[component]
pub fn Page(props: &PageProps) -> Html {
    let lesson = props.lesson;
    let state = use_reducer(|| State {
        more_contrast: more_contrast(),
        ..State::new(lesson, Preferences::load())
    });
    let prefix = use_memo((), |()| {
        AttrValue::from(format!("drydock-{}", MOUNTS.fetch_add(1, Ordering::Relaxed)))
    });
    let link = {
        let dispatch = state.dispatcher();
        let key = match &props.shared {
            Some(start) => start.key.to_string(),
            None => lessons::key(lesson.id),
        };
        let key = format!("{}{}{key}", props.name, if props.name.is_empty() { "" } else { "/" });
        let source = lesson.source(state.language());
        let pacing = state.preferences.pacing;
        use_memo((), move |()| Link::new(dispatch, key, source, pacing))
    };
    let link = (*link).clone();

    {
        let link = link.clone();
        let (seed, shared) = (props.seed, props.shared.clone());
        use_effect_with((), move |()| {
            link.start(match shared {
                Some(start) => (*start.journal).clone(),
                None => lesson.journal(seed.unwrap_or_else(random_seed), now_ms()),
            });
            let leaving = {
                let link = link.clone();
                EventListener::new(&gloo::utils::window(), "pagehide", move |_| link.leave())
            };
            let hiding = {
                let link = link.clone();
                EventListener::new(&gloo::utils::document(), "visibilitychange", move |_| link.leave())
            };
            move || {
                drop((leaving, hiding));
                link.stop();
            }
        });
    }
    use_effect_with((), |()| first_paint::take_over());
    {
        let dispatch = state.dispatcher();
        use_effect_with((), move |()| {
            let heard = contrast_wish().map(|wish| {
                EventListener::new(&wish, "change", move |_| {
                    dispatch.dispatch(Action::MoreContrast(more_contrast()))
                })
            });
            move || drop(heard)
        });
    }
    {
        let link = link.clone();
        use_effect_with(state.language(), move |language: &Language| {
            link.set_lesson(lesson.source(*language))
        });
    }

    let newest = use_memo((), |()| Newest::default());
    newest.set(state.typing.clone());
    let session = Session {
        state: state.clone(),
        newest: (*newest).clone(),
        link,
        prefix: (*prefix).clone(),
        name: props.name.clone(),
        shared: props.shared.is_some(),
    };
    let onkeydown = {
        let session = session.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(pane) = pane_beside(&event) {
                event.prevent_default();
                session.go_to(pane);
            }
        })
    };
    // What opens over the page comes behind its panes.
    let turns = use_turns(4);
    let size = format!("text-{}", state.preferences.font_size);
    html! {
        <ContextProvider<Session> context={session}>
        <ContextProvider<Typed> context={Typed(state.typing.clone())}>
            <div
                class={classes!("drydock", size)}
                data-theme={state.preferences.theme.shown(state.more_contrast).word()}
                data-pane={state.pane.word()}
                lang={state.language().tag()}
                {onkeydown}
            >
                <TopBar />
                <Notices />
                <Workbench />
                if turns >= 4 {
                    <Palette />
                    <Sheets />
                }
            </div>
        </ContextProvider<Typed>>
        </ContextProvider<Session>>
    }
}

/// Where F6 leads, the key of desktops for the next pane, and Shift-F6: also out of the terminal, which keeps Tab for itself.
fn pane_beside(event: &KeyboardEvent) -> Option<Pane> {
    if event.key() != "F6" || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let here = event.target()?.dyn_into::<Element>().ok()?;
    if here.closest("dialog").ok()?.is_some() {
        return None;
    }
    let at = Pane::ALL
        .iter()
        .position(|pane| here.closest(&format!(".pane-{}", pane.word())).ok().flatten().is_some());
    let last = Pane::ALL.len().saturating_sub(1);
    let next = match (at, event.shift_key()) {
        (None, false) => 0,
        (Some(at), false) if at >= last => 0,
        (Some(at), false) => at.saturating_add(1),
        (None | Some(0), true) => last,
        (Some(at), true) => at.saturating_sub(1),
    };
    Pane::ALL.get(next).copied()
}

/// A new journal starts at the host's present; from then on its clock is its own.
fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

fn random_seed() -> u64 {
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}
