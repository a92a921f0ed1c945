//! The editor: the workspace's files, the text of one, its problems.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gloo::events::EventListener;
use session::protocol::Bytes;
use web_sys::Element;
use yew::prelude::*;

use super::file_tabs::FileTabs;
use super::files::FileTree;
use super::frame;
use super::problems::Problems;
use crate::app::bindings::editor::{CodeMirror, Fix, Heard, Services, Words};
use crate::app::dockerfile_services::layer_marks;
use crate::app::i18n::{Language, Messages};
use crate::app::icons::{Icon, icon};
use crate::app::image_names;
use crate::app::language_services::{self as services, Around, ImageNames};
use crate::app::session::{Session, use_session, use_typing};
use crate::app::state::{Action, Pane};
use crate::app::turns::{turn, use_seen};

/// Files of a workspace from which on its tree is shown without being asked for.
const MANY_FILES: usize = 6;

/// The width in pixels up to which panes are tabs, as in static/workbench.css.
const NARROW: i32 = 900;

type Editor = Rc<RefCell<Option<CodeMirror>>>;
type Latest = Rc<RefCell<Option<Session>>>;

/// What lies around a file: paths below its folder, folders with a slash at their end, and the folder's `.dockerignore`.
#[derive(Clone, Debug, Default, PartialEq)]
struct Surroundings {
    paths: Vec<String>,
    dockerignore: Option<String>,
}

impl Surroundings {
    fn of(files: &BTreeMap<String, Bytes>, path: &str) -> Self {
        let lead = path
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut paths = BTreeSet::new();
        for below in files.keys().filter_map(|file| file.strip_prefix(lead.as_str())) {
            paths.extend(
                below
                    .match_indices('/')
                    .filter_map(|(at, _)| Some(format!("{}/", below.get(..at)?))),
            );
            paths.insert(below.to_owned());
        }
        let ignore = files.get(&format!("{lead}.dockerignore"));
        Self {
            paths: paths.into_iter().collect(),
            dockerignore: ignore.map(Bytes::to_text),
        }
    }

    fn around<'a>(&'a self, images: &'a ImageNames, language: Language) -> Around<'a> {
        Around {
            language,
            images,
            paths: &self.paths,
            dockerignore: self.dockerignore.as_deref(),
        }
    }
}

#[component]
pub fn EditorPane() -> Html {
    let node = use_node_ref();
    let room = use_node_ref();
    let editor = use_mut_ref(|| None::<CodeMirror>);
    let loaded = use_state(|| false);
    // What stands beside its text is shown after the text.
    let marked = use_state(|| false);
    // Below the width where the tree has room beside the text it covers the text, and starts closed.
    let drawer = use_state(|| false);
    let wanted = use_mut_ref(|| false);
    let images = use_state(Rc::<ImageNames>::default);
    let session = use_session();
    let typing = use_typing();
    let narrow = use_state(|| false);
    let latest = use_mut_ref(|| None::<Session>);
    latest.borrow_mut().clone_from(&session);
    let opened = use_seen(&node);

    {
        let (node, editor, latest) = (node.clone(), editor.clone(), latest.clone());
        let (loaded, marked) = (loaded.setter(), marked.setter());
        use_effect_with(opened, move |opened| {
            if let Some(parent) = node.cast::<Element>().filter(|_| *opened) {
                let editor = editor.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    if let Some(created) = start(&parent, latest).await {
                        *editor.borrow_mut() = Some(created);
                        turn().await;
                        loaded.set(true);
                        turn().await;
                        marked.set(true);
                    }
                });
            }
            move || drop(editor.borrow_mut().take())
        });
    }
    {
        let images = images.setter();
        use_effect_with(*loaded, move |loaded| {
            if *loaded {
                wasm_bindgen_futures::spawn_local(async move { images.set(image_names::load().await) });
            }
        });
    }

    {
        // Measured when it can have changed, and not while drawing: that would lay the page out for every key.
        let (room, narrow) = (room.clone(), narrow.setter());
        use_effect_with((), move |()| {
            narrow.set(is_narrow(&room));
            let resized = EventListener::new(&gloo::utils::window(), "resize", move |_| narrow.set(is_narrow(&room)));
            move || drop(resized)
        });
    }

    let path = session.as_ref().and_then(|session| session.state.current_file.clone());
    let held = path.as_ref().and_then(|path| typing.files.get(path));
    let text = held.and_then(|bytes| std::str::from_utf8(bytes.as_slice()).ok().map(ToOwned::to_owned));
    let spoken = session.as_ref().map(|session| session.state.language()).unwrap_or_default();
    let outside = session.as_ref().map_or(0, |session| session.state.outside_changes);
    let understood = path
        .as_deref()
        .and_then(|path| services::language(services::grammar_of(path)));
    let surroundings = match (&path, understood) {
        (Some(path), Some(_)) => Surroundings::of(&typing.files, path),
        _ => Surroundings::default(),
    };
    let problems = use_memo(
        (path.clone(), text.clone(), surroundings, (*images).clone(), spoken),
        |(_, text, surroundings, images, spoken)| match (understood, text) {
            (Some(language), Some(text)) => services::problems(language, text, &surroundings.around(images, *spoken)),
            _ => Vec::new(),
        },
    );
    {
        let (editor, text) = (editor.clone(), text.clone());
        use_effect_with((path.clone(), *loaded, text.is_some()), move |(path, _, _)| {
            if let (Some(editor), Some(path), Some(text)) = (editor.borrow().as_ref(), path, text) {
                editor.open(path, &text, services::grammar_of(path));
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
        use_effect_with((problems.clone(), *marked), move |(problems, _)| {
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
            typing.files.clone(),
            typing.written,
        )
    });
    {
        let link = session.as_ref().map(|session| session.link.clone());
        let file = session.as_ref().and_then(|session| {
            let path = session.state.dockerfile()?;
            Some((path.clone(), typing.files.get(path)?.to_text()))
        });
        use_effect_with((file, built), move |(file, _)| {
            if let (Some(link), Some((path, text))) = (link, file) {
                link.predict(path.clone(), text.clone());
            }
        });
    }
    let prediction = typing.prediction.clone();
    let pointed = session.as_ref().and_then(|session| session.state.pointed);
    {
        let editor = editor.clone();
        use_effect_with(
            (prediction, path.clone(), *marked, spoken),
            move |(prediction, path, _, language)| {
                if let (Some(editor), Some((of, prediction))) = (editor.borrow().as_ref(), prediction)
                    && Some(of) == path.as_ref()
                {
                    editor.set_layer_marks(&layer_marks(prediction, language.messages()));
                }
            },
        );
    }
    let command = session.as_ref().map_or((0, ""), |session| session.state.editor_command);
    {
        let editor = editor.clone();
        use_effect_with(command, move |(times, command)| {
            if let Some(editor) = editor.borrow().as_ref().filter(|_| *times > 0) {
                editor.run(command);
            }
        });
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
    let files = &typing.files;
    let tree = session
        .state
        .preferences
        .tree
        .unwrap_or_else(|| *wanted.borrow() || files.len() > MANY_FILES || files.keys().any(|path| path.contains('/')));
    // A tree that has come does not go by itself: what was deleted in it is brought back there.
    *wanted.borrow_mut() = tree;
    let toggle_tree = {
        let (session, drawer, room) = (session.clone(), drawer.clone(), room.clone());
        Callback::from(move |_: MouseEvent| {
            if is_narrow(&room) {
                drawer.set(!*drawer);
            } else {
                session.prefer(|preferences| preferences.tree = Some(!tree));
            }
        })
    };
    let seen = if *narrow { *drawer } else { tree };
    let head = html! {
        <>
            <h2 class="pane-title visually-hidden">{ t.editor }</h2>
            <FileTabs tree={seen} {toggle_tree} />
            { tools(&editor, understood.is_some(), t) }
        </>
    };
    let body = html! {
        <div class="pane-body editor-room" ref={room}>
            <div class="editor-middle">
                <div class="tree-side" data-tree={tree.to_string()} data-drawer={drawer.to_string()}>
                    <FileTree />
                </div>
                <div class="editor-host" ref={node} hidden={text.is_none()} />
                if path.is_none() {
                    <p class="empty">{ t.no_file }</p>
                } else if text.is_none() {
                    <p class="empty">{ t.binary_file }</p>
                }
            </div>
            if understood.is_some() {
                <Problems {problems} go={told(&editor, |editor, line| editor.go_to(line))} mend={told(&editor, |editor, fix: Fix| editor.mend(&fix))} />
            }
        </div>
    };
    frame(&session, Pane::Editor, head, body)
}

/// Whether panes are tabs here, as the style sheets decide by the width of the mount.
fn is_narrow(room: &NodeRef) -> bool {
    let room = room.cast::<Element>();
    let mount = room.and_then(|room| room.closest(".drydock").ok().flatten());
    mount.is_some_and(|mount| mount.client_width() <= NARROW)
}

/// A callback that tells the editor something.
fn told<T: 'static>(editor: &Editor, tell: fn(&CodeMirror, T)) -> Callback<T> {
    let editor = editor.clone();
    Callback::from(move |what| {
        if let Some(editor) = editor.borrow().as_ref() {
            tell(editor, what);
        }
    })
}

/// What can be done with the open file.
fn tools(editor: &Editor, understood: bool, t: &'static Messages) -> Html {
    let tool = |label: &'static str, which: Icon, command: &'static str| {
        let tell = told(editor, |editor, command: &'static str| editor.run(command));
        html! {
            <button type="button" class="button button-quiet editor-tool" aria-label={label} title={label} onclick={move |_| tell.emit(command)}>
                { icon(which) }
            </button>
        }
    };
    html! {
        <span class="editor-tools">
            if understood {
                { tool(t.format_file, Icon::Wand, "format") }
            }
            { tool(t.find_in_file, Icon::Search, "search") }
        </span>
    }
}

async fn start(parent: &Element, latest: Latest) -> Option<CodeMirror> {
    let t = latest.borrow().as_ref().map(Session::t)?;
    let words = Words {
        editing: t.editing,
        new_name: t.new_name,
        rename: t.rename,
        cancel: t.cancel,
    };
    let images = image_names_known();
    let (changed, cursor, made, asked) = (latest.clone(), latest.clone(), latest.clone(), latest);
    let heard = Heard {
        changed: Box::new(move |path, text| {
            if let Some(session) = changed.borrow().as_ref() {
                session.link.edit_file(path, Bytes::from(text));
            }
        }),
        cursor: Box::new(move |_, line| {
            if let Some(session) = cursor.borrow().as_ref()
                && session.typing().cursor_line != line
            {
                session.dispatch(Action::Cursor(line));
            }
        }),
        made: Box::new(move |name, text| {
            if let Some(session) = made.borrow().as_ref() {
                let beside = session.state.current_file.as_deref().and_then(|path| path.rsplit_once('/'));
                let path = beside.map_or(name.clone(), |(folder, _)| format!("{folder}/{name}"));
                session.link.write_file(path.clone(), Bytes::from(text));
                session.dispatch(Action::FileOpened(path));
            }
        }),
    };
    let asked = Services {
        classes: services::CLASSES,
        highlight: |grammar, text| {
            services::language(&grammar).map_or(Vec::new(), |language| services::highlight(language, &text))
        },
        ask: Box::new(move |grammar, question, text, position, word| {
            let Some(language) = services::language(&grammar) else {
                return "null".to_owned();
            };
            let spoken = asked
                .borrow()
                .as_ref()
                .map(|session| session.state.language())
                .unwrap_or_default();
            let surroundings = match asked.borrow().as_ref() {
                Some(session) if matches!(question.as_str(), "complete" | "hover") => Surroundings::of(
                    &session.typing().files,
                    session.state.current_file.as_deref().unwrap_or_default(),
                ),
                _ => Surroundings::default(),
            };
            let position = usize::try_from(position).unwrap_or(usize::MAX);
            services::answer(
                language,
                &question,
                &text,
                position,
                &word,
                &surroundings.around(&images.borrow(), spoken),
            )
        }),
    };
    match CodeMirror::create(parent, &words, heard, asked).await {
        Ok(editor) => Some(editor),
        Err(refused) => {
            gloo::console::error!("the editor does not load", refused);
            None
        }
    }
}

/// The names of images, filled in when they have come.
fn image_names_known() -> Rc<RefCell<Rc<ImageNames>>> {
    let names = Rc::new(RefCell::new(Rc::default()));
    let filled = names.clone();
    wasm_bindgen_futures::spawn_local(async move { *filled.borrow_mut() = image_names::load().await });
    names
}
