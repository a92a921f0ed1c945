//! Work that somebody shared: a note that says what it holds, and nothing of it before a person has read that; then a
//! sandbox of its own, stored apart from the person's own work.

use std::rc::Rc;

use gloo::storage::{SessionStorage, Storage};
use session::protocol::Journal;
use session::travel::{LinkError, Shared, shared_key};
use yew::prelude::*;

use crate::app::course::Places;
use crate::app::i18n::{Messages, fill};
use crate::app::lessons::{self, Lesson};
use crate::app::page::Page;
use crate::app::preferences::{Preferences, more_contrast};

/// What was opened lately: the same text again, after a reload, needs no second yes.
const ACCEPTED: &str = "drydock.accepted";
/// Lines and names that the note shows.
const LISTED: usize = 200;

/// What a page opens in place of the person's own work.
#[derive(Clone, PartialEq)]
pub struct Start {
    /// What it is stored under.
    pub key: AttrValue,
    pub journal: Rc<Journal>,
}

/// A stranger's text as it is, with everything that is drawn as nothing, or turns the direction of writing, made visible.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push('⇥'),
            c if c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}') =>
            {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

fn accepted(text: &str) -> bool {
    SessionStorage::get::<String>(ACCEPTED).is_ok_and(|accepted| accepted == text)
}

#[derive(Properties, PartialEq)]
pub struct GateProps {
    /// As it stands in the link or the file.
    pub text: AttrValue,
    pub name: AttrValue,
}

/// The note, and the page behind it.
#[component]
pub fn Gate(props: &GateProps) -> Html {
    let shared = use_memo(props.text.clone(), |text| Shared::parse(text));
    let lesson = use_state(|| None::<Option<&'static Lesson>>);
    let opened = use_state(|| accepted(&props.text));
    let places = use_context::<Places>().unwrap_or_default();
    {
        let lesson = lesson.setter();
        use_effect_with(shared.clone(), move |shared| {
            let entry = (**shared).as_ref().ok().and_then(|shared| lessons::find(&shared.lesson));
            let Some(entry) = entry else {
                lesson.set(Some(None));
                return;
            };
            wasm_bindgen_futures::spawn_local(async move {
                lesson.set(Some(lessons::load(entry).await.ok()));
            });
        });
    }
    let preferences = Preferences::load();
    let language = preferences.language();
    let t = language.messages();
    let Some(lesson) = *lesson else { return Html::default() };
    let leave = {
        let places = places.clone();
        let id = (*shared)
            .as_ref()
            .ok()
            .map(|shared| shared.lesson.clone())
            .unwrap_or_default();
        Callback::from(move |_: MouseEvent| places.own.emit(id.clone()))
    };
    let (shared, lesson) = match ((*shared).as_ref(), lesson) {
        (Ok(shared), Some(lesson)) => (shared, lesson),
        (Ok(shared), None) => {
            let words = fill(t.shared_no_lesson, &[("lesson", &visible(&shared.lesson))]);
            return note(t, &preferences, html! { <p>{ words }</p> }, refusal(t, leave));
        }
        (Err(LinkError::Damaged), _) => return note(t, &preferences, html! { <p>{ t.shared_damaged }</p> }, refusal(t, leave)),
        (Err(LinkError::Unknown), _) => return note(t, &preferences, html! { <p>{ t.shared_unknown }</p> }, refusal(t, leave)),
        (Err(LinkError::TooLarge), _) => return note(t, &preferences, html! { <p>{ t.files_too_large }</p> }, refusal(t, leave)),
    };
    let base = lesson.journal(0, 0);
    if *opened {
        let start = Start {
            key: shared_key(&props.text).into(),
            journal: Rc::new(shared.journal(base)),
        };
        return html! { <Page {lesson} name={props.name.clone()} shared={Some(start)} /> };
    }
    let open = {
        let (opened, text) = (opened.setter(), props.text.to_string());
        Callback::from(move |_: MouseEvent| {
            if SessionStorage::set(ACCEPTED, &text).is_err() {
                gloo::console::debug!("the yes is not remembered");
            }
            opened.set(true);
        })
    };
    let title = lessons::find(lesson.id).map_or("", |entry| entry.title(language));
    let (lines, files) = (shared.lines(), shared.files());
    let words = html! {
        <>
            <p>{ fill(t.shared_words, &[("lesson", title)]) }</p>
            if shared.is_of_another_lesson(&base) {
                <p>{ t.shared_changed }</p>
            }
            <h2>{ t.shared_types }</h2>
            if lines.is_empty() {
                <p>{ t.shared_nothing }</p>
            } else {
                { list(&lines, t) }
            }
            if !files.is_empty() {
                <h2>{ t.shared_files }</h2>
                { list(&files, t) }
            }
        </>
    };
    let buttons = html! {
        <>
            <button type="button" class="button" onclick={leave}>{ t.shared_leave }</button>
            <button type="button" class="button button-primary" onclick={open}>{ t.shared_open }</button>
        </>
    };
    note(t, &preferences, words, buttons)
}

fn refusal(t: &'static Messages, leave: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="button button-primary" onclick={leave}>{ t.shared_back }</button> }
}

fn list(names: &[String], t: &'static Messages) -> Html {
    let rest = names.len().saturating_sub(LISTED);
    html! {
        <ol class="names" tabindex="0">
            { for names.iter().take(LISTED).map(|name| html! { <li><bdi><code>{ visible(name) }</code></bdi></li> }) }
            if rest > 0 {
                <li>{ fill(t.and_more, &[("n", &rest.to_string())]) }</li>
            }
        </ol>
    }
}

fn note(t: &'static Messages, preferences: &Preferences, words: Html, buttons: Html) -> Html {
    let size = format!("text-{}", preferences.font_size);
    html! {
        <div class={classes!("drydock", "shared-page", size)} data-theme={preferences.theme.shown(more_contrast()).word()} lang={preferences.language().tag()}>
            <section class="shared-note" aria-label={t.shared_title}>
                <h1>{ t.shared_title }</h1>
                { words }
                <div class="dialog-actions">{ buttons }</div>
            </section>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_is_hidden() {
        assert_eq!(visible("a\u{202e}b\u{200b}c\td\u{1b}"), "a\\u{202e}b\\u{200b}c⇥d\\u{1b}");
        assert_eq!(visible("<script>你好"), "<script>你好");
    }
}
