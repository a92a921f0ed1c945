//! The terminals: a tab for each, one emulator for each.

use session::protocol::{TerminalId, TerminalSize};
use web_sys::Element;
use yew::prelude::*;

use super::frame;
use crate::app::bindings::terminal::{Heard, XTerm};
use crate::app::course::Opener;
use crate::app::happened::{last_command, lessons_of, words};
use crate::app::i18n::fill;
use crate::app::icons::{Icon, icon};
use crate::app::lessons;
use crate::app::link::Shown;
use crate::app::session::{Session, use_session};
use crate::app::state::{Action, Pane};
use crate::app::things;
use crate::app::turns::use_seen;

#[component]
pub fn TerminalPane() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let open = use_context::<Opener>();
    let terminals = session.state.terminals.clone();
    let current = session.state.current_terminal;
    let add = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.add_terminal())
    };
    let several = terminals.len() > 1;
    let head = html! {
        <>
            <h2 class="pane-title">{ t.terminal }</h2>
            if several {
                { for terminals.iter().map(|terminal| terminal_button(&session, terminal.id)) }
            }
            <button type="button" class="button button-quiet" onclick={add} aria-label={t.new_terminal} title={t.new_terminal}>
                { icon(Icon::Plus) }
            </button>
            <span class="pane-space" />
            <p class="terminal-keys" id={session.id("terminal-keys")}>{ t.terminal_keys }</p>
        </>
    };
    let body = html! {
        <div class="pane-body terminal-room">
            { for terminals.iter().map(|terminal| html! {
                <Screen key={terminal.id} id={terminal.id} shown={terminal.id == current} ended={terminal.ended} />
            }) }
        </div>
    };
    let body = html! { <>{ body }{ what_happened(&session, open.as_ref()) }</> };
    frame(&session, Pane::Terminal, head, body)
}

/// Shows a terminal when several are open, and closes it.
fn terminal_button(session: &Session, id: TerminalId) -> Html {
    let t = session.t();
    let name = fill(t.terminal_n, &[("n", &id.to_string())]);
    let show = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::TerminalShown(id)))
    };
    let close = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.link.close_terminal(id))
    };
    let close_label = fill(t.close_named, &[("name", &name)]);
    html! {
        <span class="file-tab" data-current={(id == session.state.current_terminal).to_string()} key={id}>
            <button
                type="button"
                class="file-tab-name"
                aria-pressed={(id == session.state.current_terminal).to_string()}
                aria-label={name}
                onclick={show}
            >{ id }</button>
            <button type="button" class="file-tab-close" aria-label={close_label} onclick={close}>{ icon(Icon::Cross) }</button>
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct ScreenProps {
    id: TerminalId,
    shown: bool,
    ended: bool,
}

/// One emulator. It lives as long as its terminal; being hidden does not end it.
#[component]
fn Screen(props: &ScreenProps) -> Html {
    let node = use_node_ref();
    let emulator = use_mut_ref(|| None::<XTerm>);
    let started = use_state(|| false);
    let session = use_session();
    let latest = use_mut_ref(|| None::<Session>);
    latest.borrow_mut().clone_from(&session);
    let id = props.id;
    let seen = use_seen(&node);
    {
        let (node, emulator, session, latest) = (node.clone(), emulator.clone(), session.clone(), latest.clone());
        let started = started.setter();
        use_effect_with((id, seen), move |(id, seen)| {
            let id = *id;
            let link = session.as_ref().map(|session| session.link.clone());
            if let (Some(session), Some(parent), true) = (session, node.cast::<Element>(), *seen) {
                let emulator = emulator.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    start(id, parent, session, emulator, latest).await;
                    started.set(true);
                });
            }
            move || {
                if let Some(link) = link {
                    link.detach(id);
                }
                emulator.borrow_mut().take();
            }
        });
    }
    let look = session.as_ref().map(|session| {
        let preferences = &session.state.preferences;
        (preferences.theme.shown(session.state.more_contrast), preferences.font_size)
    });
    {
        let emulator = emulator.clone();
        use_effect_with(look, move |look| {
            if let (Some(emulator), Some((_, size))) = (emulator.borrow().as_ref(), look) {
                emulator.retheme();
                emulator.set_font_size(*size);
            }
        });
    }
    // The names that are links on it.
    let names = session.as_ref().map(|session| {
        let all = things::all(&session.state.view);
        all.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    });
    {
        let emulator = emulator.clone();
        use_effect_with((names, *started), move |(names, _)| {
            if let (Some(emulator), Some(names)) = (emulator.borrow().as_ref(), names) {
                emulator.set_names(names);
            }
        });
    }
    let command = session
        .as_ref()
        .map(|session| session.state.terminal_command)
        .unwrap_or_default();
    {
        let (emulator, shown) = (emulator.clone(), props.shown);
        use_effect_with(command, move |(times, command)| {
            if let Some(emulator) = emulator.borrow().as_ref().filter(|_| shown && *times > 0) {
                match *command {
                    "clear" => emulator.clear(),
                    _ => copy(emulator),
                }
            }
        });
    }
    let Some(session) = session else { return Html::default() };
    let t = session.t();
    let reopen = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.link.reopen_terminal(id))
    };
    let copy = Callback::from(move |_: MouseEvent| {
        if let Some(emulator) = emulator.borrow().as_ref() {
            copy(emulator);
        }
    });
    html! {
        <div class="terminal-slot" hidden={!props.shown} data-terminal={id.to_string()}>
            <div class="terminal-screen" ref={node} />
            <button type="button" class="button button-quiet terminal-copy" onclick={copy} aria-label={t.copy_output} title={t.copy_output}>
                { icon(Icon::Copy) }
            </button>
            if props.ended {
                <p class="terminal-ended">
                    { t.terminal_ended }
                    <button type="button" class="button" onclick={reopen}>{ t.open_again }</button>
                </p>
            }
        </div>
    }
}

/// Everything on a terminal, for the clipboard.
fn copy(emulator: &XTerm) {
    let _ = gloo::utils::window().navigator().clipboard().write_text(&emulator.text());
}

/// What the last command did, in words, behind a line that opens. Each sentence leads to the lesson that explains it,
/// once; the command's own lesson stands at the end.
fn what_happened(session: &Session, open: Option<&Opener>) -> Html {
    let t = session.t();
    let Some((command, events)) = last_command(&session.state.happenings) else {
        // Its place is kept, so that the terminal does not shrink under the first command's output.
        return html! { <p class="happened happened-none">{ t.happens_here }</p> };
    };
    let line = if command.subject.is_empty() {
        &command.action
    } else {
        &command.subject
    };
    let told: Vec<_> = events.iter().filter_map(|event| Some((event, words(event, t)?))).collect();
    let (by_event, by_command) = lessons_of(line, told.iter().map(|(event, _)| *event), session.state.lesson.id);
    let leads = |id: &Option<&'static str>| {
        let entry = lessons::find((*id)?)?;
        let open = open.cloned();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(Opener(open)) = &open {
                open.emit(entry.id.to_owned());
            }
        });
        let title = fill(t.read_about, &[("title", entry.title(session.state.language()))]);
        Some(html! { <button type="button" class="link happened-more" {onclick}>{ title }</button> })
    };
    html! {
        <details class="happened">
            <summary>{ t.just_happened }<code>{ line.clone() }</code></summary>
            if told.is_empty() {
                <p>{ t.nothing_happened }</p>
            } else {
                <ol>{ for told.iter().zip(&by_event).map(|((_, sentence), lesson)| html! {
                    <li>{ sentence.clone() }{ " " }{ for leads(lesson) }</li>
                }) }</ol>
            }
            if let Some(more) = leads(&by_command) {
                <p>{ more }</p>
            }
        </details>
    }
}

/// Loads the emulator and ties it to the sandbox's terminal.
async fn start(
    id: TerminalId,
    parent: Element,
    session: Session,
    emulator: std::rc::Rc<std::cell::RefCell<Option<XTerm>>>,
    latest: std::rc::Rc<std::cell::RefCell<Option<Session>>>,
) {
    let label = fill(session.t().terminal_n, &[("n", &id.to_string())]);
    let linked = latest.clone();
    let (keys, sizes) = (session.link.clone(), session.link.clone());
    let heard = Heard {
        data: Box::new(move |text| keys.keys(id, &text)),
        resized: Box::new(move |columns, rows| sizes.resize(id, TerminalSize { columns, rows })),
        link: Box::new(move |address| {
            if let Some(session) = linked.borrow().as_ref() {
                session.browse(&address);
            }
        }),
        word: Box::new(move |word| {
            if let Some(session) = latest.borrow().as_ref()
                && let Some(thing) = things::of(&session.state.view, &word)
            {
                session.show_thing(thing);
            }
        }),
    };
    match XTerm::create(&parent, &label, session.state.preferences.font_size, heard).await {
        Ok(created) => {
            let (columns, rows) = created.size();
            *emulator.borrow_mut() = Some(created);
            if let Ok(Some(keys)) = parent.query_selector("textarea") {
                let _ = keys.set_attribute("aria-describedby", &session.id("terminal-keys"));
            }
            let show = Callback::from(move |shown: Shown| {
                if let Some(emulator) = emulator.borrow().as_ref() {
                    match shown {
                        Shown::Bytes(bytes) => emulator.write(&bytes),
                        Shown::Cleared => emulator.reset(),
                    }
                }
            });
            session.link.attach(id, TerminalSize { columns, rows }, show);
        }
        Err(refused) => gloo::console::error!("the terminal does not load", refused),
    }
}
