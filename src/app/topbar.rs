//! The bar above the panes: the lesson's name, what runs and the pace of time, settings.

use session::protocol::Pacing;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::course::CourseMenu;
use super::format;
use super::i18n::{Language, fill};
use super::icons::{Icon, icon};
use super::lessons;
use super::menu::Menu;
use super::preferences::{Preferences, Theme};
use super::session::{Session, use_session};
use super::state::{Action, Pane, Phase};
use super::work::Work;

/// A labelled choice; `options` are value, name, and whether it is the present one.
fn choice(
    session: &Session,
    name: &str,
    label: &'static str,
    options: Vec<(usize, String, bool)>,
    chosen: Callback<usize>,
) -> Html {
    let id = session.id(name);
    let onchange = Callback::from(move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(value) = select.and_then(|select| select.value().parse().ok()) {
            chosen.emit(value);
        }
    });
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            <select id={id} {onchange}>
                { for options.into_iter().map(|(value, name, selected)| html! {
                    <option value={value.to_string()} {selected}>{ name }</option>
                }) }
            </select>
        </div>
    }
}

/// A callback that changes the preferences by index into a list of values.
fn setter<T: Copy + 'static>(session: &Session, values: &'static [T], set: fn(&mut Preferences, T)) -> Callback<usize> {
    let session = session.clone();
    Callback::from(move |index: usize| {
        if let Some(value) = values.get(index) {
            session.prefer(|preferences| set(preferences, *value));
        }
    })
}

const PACINGS: [Pacing; 3] = [Pacing::Paced, Pacing::Instant, Pacing::Paused];

#[component]
pub fn TopBar() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let preferences = &session.state.preferences;
    let language = session.state.language();
    let (front, _) = lessons::front_matter(session.state.lesson.text(language));
    let title = front.get("title").copied().unwrap_or(t.product);

    let themes = Theme::ALL
        .iter()
        .enumerate()
        .map(|(index, theme)| (index, theme.name(t).to_owned(), *theme == preferences.theme));
    let languages = Language::ALL
        .iter()
        .enumerate()
        .map(|(index, one)| (index, one.name().to_owned(), *one == language));
    let sizes = Preferences::FONT_SIZES
        .iter()
        .enumerate()
        .map(|(index, size)| (index, format!("{size} px"), *size == preferences.font_size));
    let paces = PACINGS.iter().enumerate().map(|(index, pacing)| {
        let name = match pacing {
            Pacing::Paced => t.pacing_paced,
            Pacing::Instant => t.pacing_instant,
            Pacing::Paused => t.pacing_paused,
        };
        (index, name.to_owned(), *pacing == preferences.pacing)
    });
    let pace = {
        let session = session.clone();
        let set = setter(&session, &PACINGS, |preferences, pacing| preferences.pacing = pacing);
        Callback::from(move |index: usize| {
            if let Some(pacing) = PACINGS.get(index) {
                session.link.set_pacing(*pacing);
            }
            set.emit(index);
        })
    };
    let (asking, skipping) = (session.clone(), session.clone());
    html! {
        <header class="topbar">
            <button type="button" class="button skip-link" onclick={move |_| skipping.go_to(Pane::Terminal)}>
                { t.skip_to_terminal }
            </button>
            <h1 class="brand">{ icon(Icon::Anchor) }{ t.product }</h1>
            <p class="topbar-title">{ title }</p>
            <Activity />
            <button type="button" class="button button-quiet" aria-label={t.palette} title={t.palette}
                onclick={move |_| asking.dispatch(Action::Palette)}>{ icon(Icon::Search) }</button>
            <CourseMenu />
            <Work />
            <Menu label={t.settings} icon={Icon::Gear} id={session.id("settings")}>
                { choice(&session, "theme", t.theme, themes.collect(), setter(&session, &Theme::ALL, |p, theme| p.theme = theme)) }
                { choice(&session, "language", t.language, languages.collect(),
                    setter(&session, &Language::ALL, |p, language| p.language = Some(language))) }
                { choice(&session, "size", t.font_size, sizes.collect(),
                    setter(&session, &Preferences::FONT_SIZES, |p, size| p.font_size = size)) }
                { choice(&session, "pace", t.pacing, paces.collect(), pace) }
                <p class="menu-words">{ t.simulated_long }</p>
            </Menu>
        </header>
    }
}

/// What the sandbox is busy with, the virtual clock, and the ways to hurry or stop it.
#[component]
fn Activity() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let state = &session.state;
    let words = match state.phase {
        Phase::Loading => Some(t.loading.to_owned()),
        Phase::Replaying => Some(t.replaying.to_owned()),
        Phase::Ready | Phase::Crashed => None,
    };
    let skip = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.link.send(session::protocol::Request::Skip))
    };
    let busy = state.foreground().map(|(terminal, command)| {
        let stop = {
            let session = session.clone();
            Callback::from(move |_: MouseEvent| {
                session.link.send(session::protocol::Request::TerminalInterrupt { terminal });
            })
        };
        html! {
            <>
                <span class="activity-command">{ fill(t.working_on, &[("command", command)]) }</span>
                <button type="button" class="button button-quiet" onclick={skip} title={t.skip_waiting} aria-label={t.skip_waiting}>
                    { icon(Icon::Skip) }
                </button>
                <button type="button" class="button button-quiet" onclick={stop} title={t.stop_command} aria-label={t.stop_command}>
                    { icon(Icon::Stop) }
                </button>
            </>
        }
    });
    let clock_ms = state
        .progress
        .as_ref()
        .map_or(state.view.clock_ms, |progress| progress.clock_ms.max(state.view.clock_ms));
    html! {
        <div class="activity">
            <span role="status" class="activity-words">{ words }</span>
            { busy }
            if clock_ms > 0 {
                <time class="clock" title={t.clock}>{ format::time_of_day(clock_ms) }</time>
            }
        </div>
    }
}
