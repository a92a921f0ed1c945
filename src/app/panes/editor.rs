//! The editor: the workspace's files, the text of one, its problems.

use std::cell::RefCell;
use std::rc::Rc;

use session::protocol::Bytes;
use web_sys::Element;
use yew::prelude::*;

use super::files::Files;
use super::frame;
use crate::app::bindings::editor::{CodeMirror, Heard, Mark, Services};
use crate::app::dockerfile_services as services;
use crate::app::i18n;
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};
use crate::app::state::{Action, Pane, is_dockerfile};

/// The grammar for a file's name, in the words of `js/editor.entry.mjs`.
fn language_of(path: &str) -> &'static str {
    if is_dockerfile(path) {
        return "dockerfile";
    }
    match path.rsplit('.').next().unwrap_or_default() {
        "py" => "python",
        "js" | "mjs" | "ts" => "javascript",
        "json" => "json",
        "yaml" | "yml" => "yaml",
        "html" => "html",
        "md" => "markdown",
        _ => "text",
    }
}

#[component]
pub fn EditorPane() -> Html {
    let node = use_node_ref();
    let editor = use_mut_ref(|| None::<CodeMirror>);
    let loaded = use_state(|| false);
    let session = use_session();
    let latest = use_mut_ref(|| None::<Session>);
    latest.borrow_mut().clone_from(&session);

    {
        let (node, editor, loaded, latest) = (node.clone(), editor.clone(), loaded.clone(), latest.clone());
        use_effect_with((), move |()| {
            if let Some(parent) = node.cast::<Element>() {
                let editor = editor.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    if let Some(created) = start(&parent, latest).await {
                        *editor.borrow_mut() = Some(created);
                        loaded.set(true);
                    }
                });
            }
            move || drop(editor.borrow_mut().take())
        });
    }

    let path = session.as_ref().and_then(|session| session.state.current_file.clone());
    let text = session.as_ref().and_then(|session| {
        let bytes = session.state.files.get(path.as_ref()?)?;
        std::str::from_utf8(bytes.as_slice()).ok().map(ToOwned::to_owned)
    });
    let outside = session.as_ref().map_or(0, |session| session.state.outside_changes);
    let problems = use_memo((path.clone(), text.clone()), |(path, text)| match (path, text) {
        (Some(path), Some(text)) if is_dockerfile(path) => services::diagnostics(text),
        _ => Vec::new(),
    });
    {
        let (editor, text) = (editor.clone(), text.clone());
        use_effect_with((path.clone(), *loaded, text.is_some()), move |(path, _, _)| {
            if let (Some(editor), Some(path), Some(text)) = (editor.borrow().as_ref(), path, text) {
                editor.open(path, &text, language_of(path));
            }
        });
    }
    {
        let (editor, text) = (editor.clone(), text.clone());
        use_effect_with(outside, move |_| {
            if let (Some(editor), Some(text)) = (editor.borrow().as_ref(), text) {
                editor.replace(&text);
            }
        });
    }
    {
        let editor = editor.clone();
        use_effect_with((problems.clone(), *loaded), move |(problems, _)| {
            if let Some(editor) = editor.borrow().as_ref() {
                editor.set_diagnostics(problems);
            }
        });
    }
    // What the layers would be depends on this text and on everything built and written so far.
    let built = session.as_ref().map(|session| {
        (
            session.state.phase,
            session.state.view.images.clone(),
            session.state.files.clone(),
        )
    });
    {
        let (link, text) = (session.as_ref().map(|session| session.link.clone()), text.clone());
        use_effect_with((path.clone(), built), move |(path, _)| {
            if let (Some(link), Some(path), Some(text)) = (link, path, text)
                && is_dockerfile(path)
            {
                link.predict(path.clone(), text);
            }
        });
    }
    let prediction = session.as_ref().and_then(|session| session.state.prediction.clone());
    let pointed = session.as_ref().and_then(|session| session.state.pointed);
    let language = session.as_ref().map(|session| session.state.language()).unwrap_or_default();
    {
        let editor = editor.clone();
        use_effect_with(
            (prediction, path.clone(), *loaded, language),
            move |(prediction, path, _, language)| {
                if let (Some(editor), Some((of, prediction))) = (editor.borrow().as_ref(), prediction)
                    && Some(of) == path.as_ref()
                {
                    editor.set_layer_marks(&services::layer_marks(prediction, language.messages()));
                }
            },
        );
    }
    {
        let editor = editor.clone();
        use_effect_with(pointed, move |pointed| {
            if let Some(editor) = editor.borrow().as_ref() {
                editor.point(*pointed);
            }
        });
    }

    let Some(session) = session else { return Html::default() };
    let t = session.t();
    let head = html! { <><h2 class="pane-title visually-hidden">{ t.editor }</h2><Files /></> };
    let body = html! {
        <div class="pane-body editor-room">
            <div class="editor-host" ref={node} hidden={text.is_none()} />
            if path.is_none() {
                <p class="empty">{ t.no_file }</p>
            } else if text.is_none() {
                <p class="empty">{ t.binary_file }</p>
            }
            <Problems problems={problems} go={goto(&editor)} shown={path.as_deref().is_some_and(is_dockerfile)} />
        </div>
    };
    frame(&session, Pane::Editor, head, body)
}

/// Moves the cursor to a position's line.
fn goto(editor: &Rc<RefCell<Option<CodeMirror>>>) -> Callback<u32> {
    let editor = editor.clone();
    Callback::from(move |line| {
        if let Some(editor) = editor.borrow().as_ref() {
            editor.go_to(line);
        }
    })
}

async fn start(parent: &Element, latest: Rc<RefCell<Option<Session>>>) -> Option<CodeMirror> {
    let label = latest.borrow().as_ref().map(|session| session.t().editing)?;
    let cursor = latest.clone();
    let heard = Heard {
        changed: Box::new(move |path, text| {
            if let Some(session) = latest.borrow().as_ref() {
                session.link.edit_file(path, Bytes::from(text));
            }
        }),
        cursor: Box::new(move |_, line| {
            if let Some(session) = cursor.borrow().as_ref()
                && session.state.cursor_line != line
            {
                session.dispatch(Action::Cursor(line));
            }
        }),
    };
    let asked = Services {
        classes: services::CLASSES,
        highlight: services::highlight,
        complete: services::complete,
        hover: services::hover,
    };
    match CodeMirror::create(parent, label, heard, asked).await {
        Ok(editor) => Some(editor),
        Err(refused) => {
            gloo::console::error!("the editor does not load", refused);
            None
        }
    }
}

#[derive(Properties, PartialEq)]
struct ProblemsProps {
    problems: Rc<Vec<Mark>>,
    go: Callback<u32>,
    shown: bool,
}

/// The problems of a Dockerfile in words, each a button that leads to its line.
#[component]
fn Problems(props: &ProblemsProps) -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    if !props.shown {
        return Html::default();
    }
    let count = props.problems.len();
    let words = if count == 0 {
        t.no_problems.to_owned()
    } else {
        i18n::count(t.problems, count)
    };
    html! {
        <div class={classes!("problems", (count > 0).then_some("problems-some"))}>
            <p role="status">{ icon(if count == 0 { Icon::Tick } else { Icon::Alert }) }{ words }</p>
            if count > 0 {
                <ul>
                    { for props.problems.iter().map(|problem| {
                        let (go, line) = (props.go.clone(), problem.line);
                        html! {
                            <li class={format!("problem problem-{}", problem.severity)}>
                                <button type="button" class="link" onclick={move |_| go.emit(line)}>
                                    { i18n::fill(t.line, &[("n", &line.to_string())]) }
                                </button>
                                <span>{ problem.message.clone() }</span>
                                if let Some(rule) = &problem.source {
                                    <code>{ rule.clone() }</code>
                                }
                            </li>
                        }
                    }) }
                </ul>
            }
        </div>
    }
}
