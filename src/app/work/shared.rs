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

/// What stands between the text of shared work and the name of the exercise that it was shared from, where that has one.
const FROM: &str = "&in=";

/// The address of shared work on the page at `here`.
pub fn address(here: &str, text: &str, name: &str) -> String {
    match name {
        "" => format!("{here}#share={text}"),
        name => format!("{here}#share={text}{FROM}{}", escaped(name)),
    }
}

/// The text of shared work behind `#share=` in an address, if it is for an exercise of this name: what was shared from one
/// with a name is for that one alone; the rest is for whoever follows the address, or has that lesson.
pub fn shared_with<'a>(link: &'a str, lesson: Option<&str>, name: &str) -> Option<&'a str> {
    let (text, fits) = match (link.split_once(FROM), lesson) {
        (Some((text, from)), _) => (text, from == escaped(name)),
        (None, Some(lesson)) => (link, Shared::parse(link).is_ok_and(|shared| shared.lesson == lesson)),
        (None, None) => (link, true),
    };
    fits.then_some(text)
}

/// A name as it stands in an address.
fn escaped(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    let letter = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    name.bytes().map(letter).collect()
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
    fn what_was_shared_from_a_named_exercise_is_for_that_one() {
        let address = address("https://a.test/b", "1abc", "hand book/ö");
        assert_eq!(address, "https://a.test/b#share=1abc&in=hand%20book/%C3%B6");
        let link = "1abc&in=hand%20book/%C3%B6";
        assert_eq!(
            shared_with(link, Some("07-volumes/02-named-volumes"), "hand book/ö"),
            Some("1abc")
        );
        assert_eq!(shared_with(link, None, "hand book"), None);
        assert_eq!(shared_with(link, None, ""), None);
    }

    #[test]
    fn what_was_shared_from_elsewhere_is_for_whoever_follows_the_address() {
        assert_eq!(super::address("a", "1abc", ""), "a#share=1abc");
        assert_eq!(shared_with("1abc", None, "any"), Some("1abc"));
        assert_eq!(shared_with("1abc", Some("07-volumes/02-named-volumes"), ""), None);
    }

    #[test]
    fn nothing_in_a_name_is_hidden() {
        assert_eq!(visible("a\u{202e}b\u{200b}c\td\u{1b}"), "a\\u{202e}b\\u{200b}c⇥d\\u{1b}");
        assert_eq!(visible("<script>你好"), "<script>你好");
    }
}
