//! The course: which lesson is open, which there are, and how far each has been taken.
//!
//! A mount without `data-lesson` follows the address: `#02-images/03-layers` opens that lesson, so that a lesson can be
//! linked to and the browser's Back works. A mount with one changes lessons without touching the address, and takes from
//! it only the work that somebody shared from it.

use std::collections::BTreeMap;

use gloo::events::EventListener;
use gloo::storage::{LocalStorage, Storage};
use yew::prelude::*;

use super::first_paint;
use super::i18n::{Language, Messages, count, fill};
use super::icons::{Icon, icon};
use super::lessons::{self, Entry, Lesson};
use super::menu::Menu;
use super::page::Page;
use super::preferences::{Preferences, more_contrast};
use super::session::{Session, use_session};
use super::state::{Action, Sheet};
use super::work::{Gate, shared_with};

const KEY: &str = "drydock.progress";

pub use session::travel::Taken as Progress;

/// How far each lesson has been taken, by its id; nothing where storage is refused.
pub fn progress() -> BTreeMap<String, Progress> {
    LocalStorage::get(KEY).unwrap_or_default()
}

/// Stores how far a lesson has been taken.
pub fn note_progress(lesson: &str, now: Progress) {
    let mut all = progress();
    if lesson.is_empty() || all.insert(lesson.to_owned(), now) == Some(now) {
        return;
    }
    set_progress(&all);
}

/// Stores how far all lessons have been taken.
pub fn set_progress(all: &BTreeMap<String, Progress>) {
    if LocalStorage::set(KEY, all).is_err() {
        gloo::console::debug!("progress is not stored");
    }
}

/// Opens a lesson by its id.
#[derive(Clone, PartialEq)]
pub struct Opener(pub Callback<String>);

/// Ways to other places than the one that is shown.
#[derive(Clone, Default, PartialEq)]
pub struct Places {
    /// A lesson of the course that has just been adopted, by its id.
    pub lesson: Callback<String>,
    /// Work that somebody shared, by its text.
    pub shared: Callback<String>,
    /// The person's own work on the lesson of this id.
    pub own: Callback<String>,
}

/// What a mount shows.
#[derive(Clone, PartialEq)]
enum Place {
    Lesson(&'static Entry),
    Shared(AttrValue),
}

#[derive(Properties, PartialEq)]
pub struct CourseProps {
    /// The lesson to begin with; `None` follows the address.
    pub lesson: Option<&'static Entry>,
    pub name: AttrValue,
    pub seed: Option<u64>,
}

/// What the address names for a mount that was given a lesson, or none, and a name: `#PART/LESSON` where it was given none,
/// or `#share=` and what was shared from it.
fn addressed(given: Option<&'static Entry>, name: &str) -> Option<Place> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    let hash = hash.trim_start_matches('#');
    match hash.strip_prefix("share=") {
        Some(link) => shared_with(link, given.map(|entry| entry.id), name).map(|text| Place::Shared(text.to_owned().into())),
        // The empty playground has no name in an address.
        None if given.is_none() => lessons::find(hash).filter(|entry| !entry.id.is_empty()).map(Place::Lesson),
        None => None,
    }
}

/// The root of a mount: one page at a time, made anew for another lesson.
#[component]
pub fn Course(props: &CourseProps) -> Html {
    let follows = props.lesson.is_none();
    let (given, name) = (props.lesson, props.name.clone());
    let place = {
        let name = name.clone();
        use_state(move || addressed(given, &name).unwrap_or_else(|| Place::Lesson(given.unwrap_or_else(lessons::first))))
    };
    {
        let place = place.setter();
        use_effect_with((), move |()| {
            let heard = EventListener::new(&gloo::utils::window(), "hashchange", move |_| {
                if let Some(found) = addressed(given, &name) {
                    place.set(found);
                }
            });
            move || drop(heard)
        });
    }
    let go = {
        let place = place.setter();
        Callback::from(move |id: String| {
            let Some(found) = lessons::find(&id) else { return };
            if follows && !id.is_empty() {
                // The address brings the lesson too, if it changes by this.
                let _ = gloo::utils::window().location().set_hash(&id);
            }
            place.set(Place::Lesson(found));
        })
    };
    let places = Places {
        lesson: go.clone(),
        shared: {
            let place = place.setter();
            Callback::from(move |text: String| place.set(Place::Shared(text.into())))
        },
        own: {
            let go = go.clone();
            Callback::from(move |id: String| {
                let known = lessons::find(&id).map_or(lessons::first().id, |entry| entry.id);
                go.emit(known.to_owned());
            })
        },
    };
    let is_shared = matches!(*place, Place::Shared(_));
    use_effect_with(is_shared, |is_shared| {
        if *is_shared {
            first_paint::take_over();
        }
    });
    let shown = match (*place).clone() {
        Place::Lesson(entry) => html! {
            <Opened key={lessons::key(entry.id)} {entry} name={props.name.clone()} seed={props.seed} />
        },
        Place::Shared(text) => {
            let key = text.to_string();
            html! { <Gate {key} {text} name={props.name.clone()} /> }
        }
    };
    html! {
        <ContextProvider<Opener> context={Opener(go)}>
            <ContextProvider<Places> context={places}>
                { shown }
            </ContextProvider<Places>>
        </ContextProvider<Opener>>
    }
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    entry: &'static Entry,
    name: AttrValue,
    seed: Option<u64>,
}

/// A lesson's page, as soon as its contents are there.
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let loaded = use_state(|| None::<Result<&'static Lesson, ()>>);
    let tries = use_state(|| 0_u32);
    {
        let (entry, loaded) = (props.entry, loaded.setter());
        use_effect_with(*tries, move |_| {
            wasm_bindgen_futures::spawn_local(async move {
                let lesson = lessons::load(entry).await;
                if let Err(why) = &lesson {
                    gloo::console::debug!("the lesson is not there:", why);
                }
                loaded.set(Some(lesson.map_err(drop)));
            });
        });
    }
    use_effect_with(matches!(*loaded, Some(Err(()))), |missing| {
        if *missing {
            first_paint::take_over();
        }
    });
    let preferences = Preferences::load();
    let t = preferences.language().messages();
    match *loaded {
        Some(Ok(lesson)) => html! { <Page {lesson} name={props.name.clone()} seed={props.seed} /> },
        None => html! {},
        Some(Err(())) => {
            let again = {
                let (loaded, tries) = (loaded.setter(), tries.clone());
                Callback::from(move |_: MouseEvent| {
                    loaded.set(None);
                    tries.set(tries.saturating_add(1));
                })
            };
            html! {
                <div class="drydock lesson-missing" data-theme={preferences.theme.shown(more_contrast()).word()} role="alert">
                    <p>{ t.lesson_not_loaded }</p>
                    <button type="button" class="button" onclick={again}>{ t.try_again }</button>
                </div>
            }
        }
    }
}

/// A button that opens a lesson.
fn opener(open: &Option<Opener>, id: &'static str) -> Callback<MouseEvent> {
    let open = open.clone();
    Callback::from(move |_| {
        if let Some(Opener(open)) = &open {
            open.emit(id.to_owned());
        }
    })
}

/// The list of all parts and lessons, behind a button of the top bar.
#[component]
pub fn CourseMenu() -> Html {
    let open = use_context::<Opener>();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    html! {
        <Menu label={t.lessons} icon={Icon::List} id={session.id("course")}>
            <Parts session={session.clone()} {open} />
        </Menu>
    }
}

#[derive(Properties, PartialEq)]
struct PartsProps {
    session: Session,
    open: Option<Opener>,
}

#[component]
fn Parts(props: &PartsProps) -> Html {
    let session = &props.session;
    let (t, language) = (session.t(), session.state.language());
    let progress = progress();
    let here = session.state.lesson.id;
    let done = lessons::all()
        .iter()
        .filter(|lesson| progress.get(lesson.id).is_some_and(|p| p.is_done()))
        .count();
    let words = [("done", done.to_string()), ("all", lessons::all().len().to_string())];
    let words: Vec<(&str, &str)> = words.iter().map(|(key, value)| (*key, value.as_str())).collect();
    html! {
        <nav class="course" aria-label={t.lessons}>
            <p class="course-done">{ fill(t.lessons_done, &words) }</p>
            { for lessons::parts().into_iter().map(|(part, lessons)| {
                let current = lessons.iter().any(|lesson| lesson.id == here);
                html! {
                    <details open={current} key={part}>
                        <summary>{ lessons::part_title(part, language) }</summary>
                        <ol>{ for lessons.into_iter().map(|lesson| entry(lesson, here, language, t, &progress, &props.open)) }</ol>
                    </details>
                }
            }) }
            <details open={here.is_empty() || lessons::starters().iter().any(|starter| starter.id == here)}>
                <summary>{ t.playground }</summary>
                <ol>
                    { for lessons::starters().iter().map(|starter| entry(starter, here, language, t, &progress, &props.open)) }
                </ol>
            </details>
            <p class="course-sheets">
                { for Sheet::ALL.map(|sheet| {
                    let session = session.clone();
                    html! {
                        <button type="button" class="link" onclick={move |_| session.dispatch(Action::Sheet(Some(sheet)))}>
                            { sheet.name(t) }
                        </button>
                    }
                }) }
            </p>
        </nav>
    }
}

pub fn entry(
    lesson: &'static Entry,
    here: &str,
    language: Language,
    t: &'static Messages,
    progress: &BTreeMap<String, Progress>,
    open: &Option<Opener>,
) -> Html {
    let taken = progress.get(lesson.id).copied().unwrap_or_default();
    let state = if taken.is_done() {
        t.lesson_done.to_owned()
    } else if taken.met > 0 {
        fill(
            t.lesson_progress,
            &[("met", &taken.met.to_string()), ("all", &taken.all.to_string())],
        )
    } else {
        String::new()
    };
    html! {
        <li key={lesson.id}>
            <button type="button" class={classes!("course-lesson", taken.is_done().then_some("course-lesson-done"))}
                aria-current={(lesson.id == here).then_some("page")} onclick={opener(open, lesson.id)}>
                { icon(if taken.is_done() { Icon::Tick } else { Icon::Circle }) }
                <span>{ lesson.title(language) }</span>
                <span class="course-note">
                    if lesson.minutes > 0 {
                        { count(t.minutes, usize::try_from(lesson.minutes).unwrap_or(0)) }
                    }
                    if !state.is_empty() { { " · " }{ state } }
                </span>
            </button>
        </li>
    }
}

/// The ways on: to the lesson before and the one after.
#[component]
pub fn Onward() -> Html {
    let open = use_context::<Opener>();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let (t, language) = (session.t(), session.state.language());
    let at = lessons::all().iter().position(|lesson| lesson.id == session.state.lesson.id);
    let Some(at) = at else { return Html::default() };
    let before = at.checked_sub(1).and_then(|at| lessons::all().get(at));
    let after = lessons::all().get(at.saturating_add(1));
    let way = |lesson: &'static Entry, message: &str, class: &'static str| {
        html! {
            <button type="button" class={classes!("button", class)} onclick={opener(&open, lesson.id)}>
                { fill(message, &[("title", lesson.title(language))]) }
            </button>
        }
    };
    html! {
        <nav class="onward" aria-label={t.onward}>
            { before.map(|lesson| way(lesson, t.lesson_previous, "button-quiet")) }
            { after.map(|lesson| way(lesson, t.lesson_next, "onward-next")) }
        </nav>
    }
}
