//! Ctrl-K: everything that can be done, found by typing a part of its name (WAI-ARIA combobox with a list).

use lesson::{Lesson, PartKind};
use session::protocol::Request;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::i18n::{Language, fill};
use super::preferences::Theme;
use super::session::{Session, use_session};
use super::state::{Action, Pane, Picture};

/// Something to do.
#[derive(Clone)]
pub struct Deed {
    name: String,
    act: Callback<Session>,
}

/// All that can be done now, in the order in which it is offered.
fn deeds(session: &Session) -> Vec<Deed> {
    let t = session.t();
    let mut all = Vec::new();
    let mut add = |name: String, act: Callback<Session>| all.push(Deed { name, act });
    for command in lesson_commands(session) {
        let name = fill(t.run_command, &[("command", &command)]);
        add(
            name,
            Callback::from(move |session: Session| session.type_command(&command, true)),
        );
    }
    for path in session.state.files.keys() {
        let path = path.clone();
        let name = fill(t.open_named, &[("name", &path)]);
        add(name, Callback::from(move |session: Session| session.show_file(&path)));
    }
    for pane in Pane::ALL {
        let name = fill(t.maximise, &[("pane", pane.name(t))]);
        add(
            name,
            Callback::from(move |session: Session| session.dispatch(Action::Maximised(Some(pane)))),
        );
    }
    for picture in Picture::ALL {
        let name = fill(t.show_named, &[("name", picture.name(t))]);
        add(name, Callback::from(move |session: Session| session.show_picture(picture)));
    }
    add(
        t.skip_waiting.to_owned(),
        Callback::from(|session: Session| session.link.send(Request::Skip)),
    );
    for theme in Theme::ALL {
        let name = fill(t.theme_named, &[("name", theme.name(t))]);
        add(
            name,
            Callback::from(move |session: Session| session.prefer(|preferences| preferences.theme = theme)),
        );
    }
    for language in Language::ALL {
        let name = fill(t.language_named, &[("name", language.name())]);
        add(
            name,
            Callback::from(move |session: Session| session.prefer(|preferences| preferences.language = Some(language))),
        );
    }
    all
}

/// The commands that the lesson shows, each once.
fn lesson_commands(session: &Session) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let lesson = Lesson::parse(session.state.lesson.text(session.state.language()));
    for part in lesson.parts {
        let PartKind::Console(console) = part.kind else { continue };
        for command in console.commands {
            if !found.contains(&command.command) {
                found.push(command.command);
            }
        }
    }
    found
}

/// Whether all words of `typed` occur in `name`, in any order and case.
fn fits(name: &str, typed: &str) -> bool {
    let name = name.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| name.contains(word))
}

#[component]
pub fn Palette() -> Html {
    let dialog = use_node_ref();
    let field = use_node_ref();
    let typed = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    {
        let (dialog, field) = (dialog.clone(), field.clone());
        let (typed, chosen) = (typed.setter(), chosen.setter());
        use_effect_with((), move |()| {
            let options = gloo::events::EventListenerOptions::enable_prevent_default();
            let window = gloo::utils::window();
            let listener = gloo::events::EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                if !(event.ctrl_key() || event.meta_key()) || event.shift_key() || event.key().to_lowercase() != "k" {
                    return;
                }
                // Of several exercises on one page, the one that has the focus; of none, the first.
                let mount = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let mount = mount.and_then(|target| target.closest(".drydock").ok().flatten());
                let mount = mount.or_else(|| gloo::utils::document().query_selector(".drydock").ok().flatten());
                if dialog.cast::<Element>().and_then(|dialog| dialog.parent_element()) != mount {
                    return;
                }
                event.prevent_default();
                let (Some(dialog), Some(field)) = (dialog.cast::<HtmlDialogElement>(), field.cast::<HtmlInputElement>()) else {
                    return;
                };
                typed.set(String::new());
                chosen.set(0);
                field.set_value("");
                if !dialog.open() {
                    let _ = dialog.show_modal();
                }
                let _ = field.focus();
            });
            move || drop(listener)
        });
    }
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let found: Vec<Deed> = deeds(&session)
        .into_iter()
        .filter(|deed| fits(&deed.name, &typed))
        .take(12)
        .collect();
    let current = (*chosen).min(found.len().saturating_sub(1));
    let perform = {
        let (dialog, session) = (dialog.clone(), session.clone());
        move |deed: &Deed| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
            deed.act.emit(session.clone());
        }
    };
    let oninput = {
        let (typed, chosen) = (typed, chosen.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                typed.set(field.value());
                chosen.set(0);
            }
        })
    };
    let onkeydown = {
        let (found, perform) = (found.clone(), perform.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = found.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => chosen.set(if current >= last { 0 } else { current.saturating_add(1) }),
                "ArrowUp" => chosen.set(current.checked_sub(1).unwrap_or(last)),
                "Enter" => {
                    if let Some(deed) = found.get(current) {
                        perform(deed);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let list = session.id("deeds");
    let option = |index: usize| format!("{list}-{index}");
    html! {
        <dialog class="dialog palette" ref={dialog} aria-label={t.palette}>
            <input
                ref={field}
                class="input"
                role="combobox"
                aria-label={t.palette_hint}
                aria-expanded="true"
                aria-controls={list.clone()}
                aria-activedescendant={(!found.is_empty()).then(|| option(current))}
                placeholder={t.palette_hint}
                autocomplete="off"
                spellcheck="false"
                {oninput}
                {onkeydown}
            />
            <ul id={list.clone()} role="listbox" aria-label={t.palette}>
                { for found.iter().enumerate().map(|(index, deed)| {
                    let (perform, done) = (perform.clone(), deed.clone());
                    html! {
                        <li
                            id={option(index)}
                            role="option"
                            aria-selected={(index == current).to_string()}
                            onclick={move |_| perform(&done)}
                        >{ deed.name.clone() }</li>
                    }
                }) }
            </ul>
            <p class="palette-none" role="status">{ found.is_empty().then_some(t.palette_none) }</p>
        </dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_is_found_by_parts_of_its_name() {
        assert!(fits("Run docker ps -a", "PS run"));
        assert!(fits("anything", ""));
        assert!(!fits("Run docker ps", "stop"));
    }
}
