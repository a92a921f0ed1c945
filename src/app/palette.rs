//! Ctrl-K: everything that can be done or read, found by typing: actions, lessons, commands, the glossary (WAI-ARIA
//! combobox with a list).

use std::collections::BTreeSet;
use std::rc::Rc;

use lesson::{Lesson, PartKind};
use session::protocol::{Pacing, Request};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::course::Opener;
use super::i18n::{Language, fill};
use super::lessons;
use super::pictures::acts;
use super::preferences::{Preferences, Theme};
use super::search::{self, Index, excerpt, fits};
use super::session::{Session, use_session};
use super::state::{Action, Asking, Pane, Picture, Sheet};
use super::things;
use super::work::{WorkAct, save_file};

/// Offers shown before anything is typed, and finds of what is to be read.
const SHOWN: usize = 14;

/// Actions found.
const ACTIONS: usize = 24;

/// Something to do, or to go to.
#[derive(Clone)]
pub struct Deed {
    name: String,
    /// What it is, in a word.
    kind: &'static str,
    /// More about it; found by as well.
    detail: String,
    act: Callback<Session>,
}

fn act(act: impl Fn(Session) + 'static) -> Callback<Session> {
    Callback::from(act)
}

/// All that can be done now, in the order in which it is offered.
fn deeds(session: &Session, open: &Option<Opener>) -> Vec<Deed> {
    let t = session.t();
    let mut all = Vec::new();
    let mut add = |name: String, act: Callback<Session>| {
        all.push(Deed {
            name,
            kind: t.kind_action,
            detail: String::new(),
            act,
        });
    };
    for command in lesson_commands(session) {
        let name = fill(t.run_command, &[("command", &command)]);
        add(name, act(move |session| session.type_command(&command, true)));
    }
    for path in session.state.typing.files.keys() {
        let path = path.clone();
        let name = fill(t.open_named, &[("name", &path)]);
        add(name, act(move |session| session.show_file(&path)));
    }
    for sheet in Sheet::ALL {
        let name = fill(t.open_named, &[("name", sheet.name(t))]);
        add(name, act(move |session| session.dispatch(Action::Sheet(Some(sheet)))));
    }
    for pane in Pane::ALL {
        let name = fill(t.go_to_named, &[("name", pane.name(t))]);
        add(name, act(move |session| session.go_to(pane)));
    }
    for picture in Picture::ALL {
        let name = fill(t.show_named, &[("name", picture.name(t))]);
        add(name, act(move |session| session.show_picture(picture)));
    }
    for (name, thing) in things::all(&session.state.view) {
        let name = fill(t.show_named, &[("name", &things::words(&name, &thing, t))]);
        add(name, act(move |session| session.show_thing(thing.clone())));
    }
    let ports = session.state.view.containers.iter().flat_map(|container| &container.ports);
    for port in ports.filter_map(|port| port.host).collect::<BTreeSet<_>>() {
        let url = format!("http://localhost:{port}");
        let name = fill(t.open_named, &[("name", &url)]);
        add(name, act(move |session| session.browse(&url)));
    }
    let at = lessons::all().iter().position(|lesson| lesson.id == session.state.lesson.id);
    let beside = |at: Option<usize>, message: &'static str| {
        let lesson = lessons::all().get(at?)?;
        Some((lesson, fill(message, &[("title", lesson.title(session.state.language()))])))
    };
    let ways = [
        beside(at.map(|at| at.saturating_add(1)), t.lesson_next),
        beside(at.and_then(|at| at.checked_sub(1)), t.lesson_previous),
    ];
    for (lesson, name) in ways.into_iter().flatten() {
        add(name, to_lesson(open, lesson.id));
    }
    for pane in Pane::ALL {
        let name = fill(t.maximise, &[("pane", pane.name(t))]);
        add(
            name,
            act(move |session| {
                session.go_to(pane);
                session.dispatch(Action::Maximised(Some(pane)));
            }),
        );
    }
    if session.state.maximised.is_some() {
        add(
            t.restore_panes.to_owned(),
            act(|session| session.dispatch(Action::Maximised(None))),
        );
    }
    add(
        t.new_file.to_owned(),
        act(|session| ask_name(&session, Asking::New(String::new()))),
    );
    if let Some(path) = session.state.current_file.clone() {
        let named = |message: &str| fill(message, &[("name", &path)]);
        let (one, other, third, fourth) = (path.clone(), path.clone(), path.clone(), path.clone());
        add(
            named(t.rename_file),
            act(move |session| ask_name(&session, Asking::Rename(one.clone()))),
        );
        add(named(t.remove_file), act(move |session| session.remove_file(&other)));
        add(
            named(t.download_file),
            act(move |session| {
                if let Some(contents) = session.typing().files.get(&third) {
                    let name = third.rsplit('/').next().unwrap_or(&third);
                    save_file(name, "application/octet-stream", contents.as_slice());
                }
            }),
        );
        add(
            named(t.close_named),
            act(move |session| session.dispatch(Action::FileClosed(fourth.clone()))),
        );
    }
    for (name, command) in [
        (t.format_file, "format"),
        (t.rename_symbol, "rename"),
        (t.go_to_definition, "definition"),
        (t.find_in_file, "search"),
    ] {
        add(
            name.to_owned(),
            act(move |session| {
                session.dispatch(Action::Pane(Pane::Editor));
                session.dispatch(Action::EditorCommand(command));
            }),
        );
    }
    add(t.new_terminal.to_owned(), act(|session| session.add_terminal()));
    for id in session.state.terminals.iter().map(|terminal| terminal.id) {
        let name = fill(t.terminal_n, &[("n", &id.to_string())]);
        let shown = fill(t.show_named, &[("name", &name)]);
        if session.state.terminals.len() > 1 {
            add(
                shown,
                act(move |session| {
                    session.dispatch(Action::TerminalShown(id));
                    session.go_to(Pane::Terminal);
                }),
            );
            let closed = fill(t.close_named, &[("name", &name)]);
            add(closed, act(move |session| session.link.close_terminal(id)));
        }
    }
    for (name, command) in [(t.clear_terminal, "clear"), (t.copy_terminal, "copy")] {
        add(
            name.to_owned(),
            act(move |session| {
                session.dispatch(Action::TerminalCommand(command));
                session.go_to(Pane::Terminal);
            }),
        );
    }
    if let Some((terminal, command)) = session.state.foreground() {
        let name = fill(t.stop_named, &[("command", command)]);
        add(
            name,
            act(move |session| session.link.send(Request::TerminalInterrupt { terminal })),
        );
    }
    if !acts(&session.state.happenings).is_empty() {
        add(t.undo_last.to_owned(), act(|session| session.undo()));
    }
    if session.link.can_redo() {
        add(t.redo.to_owned(), act(|session| session.link.redo()));
    }
    for one in WorkAct::GROUPS.iter().flat_map(|group| group.iter()) {
        add(
            one.name(t).to_owned(),
            act(move |session| session.dispatch(Action::Work(*one))),
        );
    }
    add(t.skip_waiting.to_owned(), act(|session| session.link.send(Request::Skip)));
    for (pacing, name) in [
        (Pacing::Paced, t.pacing_paced),
        (Pacing::Instant, t.pacing_instant),
        (Pacing::Paused, t.pacing_paused),
    ] {
        add(
            fill(t.pacing_named, &[("name", name)]),
            act(move |session| {
                session.link.set_pacing(pacing);
                session.prefer(|preferences| preferences.pacing = pacing);
            }),
        );
    }
    for theme in Theme::ALL {
        let name = fill(t.theme_named, &[("name", theme.name(t))]);
        add(
            name,
            act(move |session| session.prefer(|preferences| preferences.theme = theme)),
        );
    }
    for size in Preferences::FONT_SIZES {
        let name = fill(t.text_size_named, &[("name", &format!("{size} px"))]);
        add(
            name,
            act(move |session| session.prefer(|preferences| preferences.font_size = size)),
        );
    }
    for language in Language::ALL {
        let name = fill(t.language_named, &[("name", language.name())]);
        add(
            name,
            act(move |session| session.prefer(|preferences| preferences.language = Some(language))),
        );
    }
    all
}

/// Asks for a file's name where the editor asks for names.
fn ask_name(session: &Session, asking: Asking) {
    session.dispatch(Action::Pane(Pane::Editor));
    session.dispatch(Action::AskName(asking));
}

fn to_lesson(open: &Option<Opener>, id: &str) -> Callback<Session> {
    let (open, id) = (open.clone(), id.to_owned());
    act(move |_| {
        if let Some(Opener(open)) = &open {
            open.emit(id.clone());
        }
    })
}

/// What is found for the words typed: by name first, then what says them somewhere.
fn find(session: &Session, open: &Option<Opener>, index: &Index, typed: &str) -> Vec<Deed> {
    let (t, language) = (session.t(), session.state.language());
    let mut found: Vec<Deed> = deeds(session, open)
        .into_iter()
        .filter(|deed| fits(&deed.name, typed))
        .collect();
    if typed.trim().is_empty() {
        found.truncate(SHOWN);
        return found;
    }
    found.truncate(ACTIONS);
    let actions = found.len();
    let titled = |id: &str| lessons::find(id).map_or(String::new(), |entry| entry.title(language).to_owned());
    let lesson = |id: &str, detail: String| Deed {
        name: titled(id),
        kind: t.kind_lesson,
        detail,
        act: to_lesson(open, id),
    };
    let by_title = lessons::all().iter().filter(|entry| fits(entry.title(language), typed));
    let by_title: Vec<&str> = by_title.map(|entry| entry.id).collect();
    found.extend(
        by_title
            .iter()
            .map(|id| lesson(id, lessons::part_title(id.split('/').next().unwrap_or_default(), language))),
    );
    let commands = index.commands.iter().filter(|(name, _, _)| fits(name, typed));
    found.extend(commands.map(|(name, example, id)| {
        // What is no command of the shell is a word of a file: its lesson shows where it stands.
        let typed = name.starts_with("docker") && !example.is_empty();
        let command = example.clone();
        Deed {
            name: name.clone(),
            kind: t.kind_command,
            detail: if example.is_empty() { titled(id) } else { example.clone() },
            act: if typed {
                act(move |session| session.type_command(&command, false))
            } else {
                to_lesson(open, id)
            },
        }
    }));
    let words = |in_meaning: bool| {
        let fitting = index.words.iter().filter(move |(term, meaning, _)| {
            if in_meaning {
                !fits(term, typed) && fits(meaning, typed)
            } else {
                fits(term, typed)
            }
        });
        fitting.map(|(term, meaning, id)| Deed {
            name: term.clone(),
            kind: t.kind_word,
            detail: meaning.clone(),
            act: to_lesson(open, id),
        })
    };
    found.extend(words(false));
    let texts = index
        .lessons
        .iter()
        .filter(|(id, text)| !by_title.contains(&id.as_str()) && fits(text, typed));
    found.extend(texts.map(|(id, text)| lesson(id, excerpt(text, typed))));
    found.extend(words(true));
    found.truncate(actions.saturating_add(SHOWN));
    found
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

#[component]
pub fn Palette() -> Html {
    let dialog = use_node_ref();
    let field = use_node_ref();
    let typed = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    let index = use_state(Rc::<Index>::default);
    let session = use_session();
    let open = use_context::<Opener>();
    let opened = use_state(|| false);
    let show = {
        let (dialog, field) = (dialog.clone(), field.clone());
        let (typed, chosen, opened) = (typed.setter(), chosen.setter(), opened.setter());
        move || {
            let (Some(dialog), Some(field)) = (dialog.cast::<HtmlDialogElement>(), field.cast::<HtmlInputElement>()) else {
                return;
            };
            typed.set(String::new());
            chosen.set(0);
            opened.set(true);
            field.set_value("");
            if !dialog.open() {
                let _ = dialog.show_modal();
            }
            let _ = field.focus();
        }
    };
    {
        let (dialog, show) = (dialog.clone(), show.clone());
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
                show();
            });
            move || drop(listener)
        });
    }
    {
        let asked = session.as_ref().map_or(0, |session| session.state.palette);
        use_effect_with(asked, move |asked| {
            if *asked > 0 {
                show();
            }
        });
    }
    {
        let index = index.setter();
        let language = session.as_ref().map(|session| session.state.language());
        use_effect_with((*opened, language), move |(opened, language)| {
            if let (true, Some(language)) = (*opened, *language) {
                wasm_bindgen_futures::spawn_local(async move { index.set(search::load(language).await) });
            }
        });
    }
    let list = session.as_ref().map(|session| session.id("deeds")).unwrap_or_default();
    {
        // The chosen offer is in sight, however long the list is.
        let list = list.clone();
        use_effect_with(*chosen, move |chosen| {
            let option = gloo::utils::document().get_element_by_id(&format!("{list}-{chosen}"));
            if let Some(option) = option {
                let nearest = web_sys::ScrollIntoViewOptions::new();
                nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        });
    }
    let Some(session) = session else {
        return Html::default();
    };
    let t = session.t();
    // A palette that nobody sees is not filled.
    let found = if *opened {
        find(&session, &open, &index, &typed)
    } else {
        Vec::new()
    };
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
    let onclose = {
        let dialog = dialog.clone();
        // The browser tells it a moment later: the palette may be open again by then.
        Callback::from(move |_: Event| opened.set(dialog.cast::<HtmlDialogElement>().is_some_and(|dialog| dialog.open())))
    };
    let option = |index: usize| format!("{list}-{index}");
    html! {
        <dialog class="dialog palette" ref={dialog} aria-label={t.palette} {onclose}>
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
                        >
                            <span class="palette-name">{ deed.name.clone() }</span>
                            <span class="palette-detail">{ deed.detail.clone() }</span>
                            <span class="palette-kind">{ deed.kind }</span>
                        </li>
                    }
                }) }
            </ul>
            <p class="palette-none" role="status">{ found.is_empty().then_some(t.palette_none) }</p>
        </dialog>
    }
}
