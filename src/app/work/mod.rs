//! What becomes of a person's work beyond the sandbox: shared, exported, saved, opened, started over.
//!
//! A menu of the top bar, the dialogs that its entries ask with, and the page as a place to drop files on.

mod asks;
mod dialog;
mod outside;
mod shared;

use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use session::protocol::{Answer, ArchiveView, Question};
use session::travel::{self, Backup, LINK_LIMIT};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::course::Places;
use super::i18n::{Messages, fill};
use super::icons::Icon;
use super::lessons;
use super::menu::Menu;
use super::session::{Session, use_session};
use super::state::{Action, Notice};
use asks::Ask;
use outside::{Files, Meant};
pub use outside::{Trouble, save_file};
pub use shared::{Gate, Start, shared_with};

/// An entry of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkAct {
    Share,
    Export,
    SaveEverything,
    OpenFiles,
    OpenFolder,
    Reset,
    ResetAll,
}

impl WorkAct {
    /// As the menu has them, apart from each other by what they are about.
    pub const GROUPS: [&[Self]; 3] = [
        &[Self::Share, Self::Export, Self::SaveEverything],
        &[Self::OpenFiles, Self::OpenFolder],
        &[Self::Reset, Self::ResetAll],
    ];

    pub const fn name(self, t: &Messages) -> &'static str {
        match self {
            Self::Share => t.share,
            Self::Export => t.export_docker,
            Self::SaveEverything => t.save_everything,
            Self::OpenFiles => t.open_files,
            Self::OpenFolder => t.open_folder,
            Self::Reset => t.reset_lesson,
            Self::ResetAll => t.reset_all,
        }
    }
}

/// What a dialog is about.
#[derive(Clone, PartialEq)]
pub enum Asked {
    Share {
        text: Rc<str>,
        link: Option<Rc<str>>,
    },
    Reset,
    ResetAll,
    Load(Rc<Backup>),
    /// Files for the workspace, some of which replace others.
    Put(Rc<Files>),
}

/// A name for a file, after the lesson.
fn file_name(session: &Session, end: &str) -> String {
    let id = session.state.lesson.id;
    let name = id.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("drydock");
    format!("{name}{end}")
}

/// The shared text of the present work, and a link with it unless that is too long.
fn share(session: &Session) -> Option<Asked> {
    let journal = session.link.keeper().journal()?;
    let lesson = session.state.lesson.journal(journal.seed, journal.start_ms);
    let text = travel::share(&journal, Some(&lesson));
    let here = gloo::utils::window().location().href().unwrap_or_default();
    let here = here.split('#').next().unwrap_or_default();
    let link = (text.len() <= LINK_LIMIT).then(|| shared::address(here, &text, &session.name).into());
    Some(Asked::Share { text: text.into(), link })
}

/// The workspace, the commands and the images that were made, for a machine with Docker.
fn export(session: &Session) {
    let asked = session.clone();
    session.link.ask(
        Question::Archive,
        Callback::from(move |answer| {
            let images = match answer {
                Ok(Answer::Archive(images)) => images,
                _ => ArchiveView::default(),
            };
            export_with(&asked, images);
        }),
    );
}

fn export_with(session: &Session, images: ArchiveView) {
    let t = session.t();
    let listed = {
        let session = session.clone();
        Callback::from(move |lines: Vec<String>| {
            let (front, _) = lessons::front_matter(session.state.lesson.text(session.state.language()));
            let title = front.get("title").copied().unwrap_or("Drydock");
            let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            for (path, contents) in session.typing().files.iter() {
                files.insert(path.clone(), contents.as_slice().to_vec());
            }
            let name = ["run.sh", "drydock-run.sh"]
                .into_iter()
                .find(|name| !files.contains_key(*name));
            if let Some(name) = name {
                let archive = ["images.tar", "drydock-images.tar"]
                    .into_iter()
                    .find(|name| !files.contains_key(*name))
                    .filter(|_| !images.images.is_empty());
                let mut note = String::new();
                if let Some(archive) = archive {
                    files.insert(archive.to_owned(), images.bytes.0.clone());
                    let words = [("file", archive), ("images", &images.images.join(", "))];
                    note.push_str(&fill(t.export_images, &words));
                }
                if !images.left_out.is_empty() {
                    note.push('\n');
                    note.push_str(&fill(t.export_left_out, &[("images", &images.left_out.join(", "))]));
                }
                files.insert(name.to_owned(), travel::script(title, note.trim(), &lines).into_bytes());
            }
            outside::save_file(&file_name(&session, ".zip"), "application/zip", &travel::write_zip(&files));
        })
    };
    session.link.commands(listed);
}

fn save_everything(session: &Session) {
    let session = session.clone();
    spawn_local(async move {
        let text = session.link.everything().await.write();
        outside::save_file("drydock-work.drydock.json", "application/json", text.as_bytes());
    });
}

/// Puts files into the workspace.
fn put(session: &Session, files: &Files) {
    for (path, contents) in files {
        session.link.write_file(path.clone(), contents.clone().into());
    }
    let shown = files
        .keys()
        .find(|path| super::state::is_dockerfile(path))
        .or(files.keys().next());
    if let Some(path) = shown {
        session.dispatch(Action::FileOpened(path.clone()));
    }
    session.dispatch(Action::Notice(Some(Notice::FilesPut(files.len()))));
}

/// Does what is meant by files that came, or gives what has to be asked first.
fn take(session: &Session, places: &Places, files: Result<Files, Trouble>) -> Option<Asked> {
    let meant = match files.and_then(outside::meant) {
        Ok(meant) => meant,
        Err(trouble) => {
            session.dispatch(Action::Notice(Some(Notice::Trouble(trouble))));
            return None;
        }
    };
    match meant {
        Meant::Nothing => None,
        Meant::Shared(text) => {
            places.shared.emit(text);
            None
        }
        Meant::Everything(backup) => Some(Asked::Load(backup.into())),
        Meant::Course(files) => {
            match lessons::adopt_files(&files) {
                Some(first) => places.lesson.emit(first),
                None => session.dispatch(Action::Notice(Some(Notice::Trouble(Trouble::NoLessons)))),
            }
            None
        }
        Meant::Files(files) => {
            if files.keys().any(|path| session.typing().files.contains_key(path)) {
                return Some(Asked::Put(files.into()));
            }
            put(session, &files);
            None
        }
    }
}

#[component]
pub fn Work() -> Html {
    let asked = use_state(|| None::<Asked>);
    let dragging = use_state(|| false);
    let root = use_node_ref();
    let session = use_session();
    let places = use_context::<Places>().unwrap_or_default();
    let latest = use_mut_ref(|| None);
    *latest.borrow_mut() = session.clone().map(|session| (session, places.clone()));

    // Files may be dropped anywhere on the mount.
    {
        let (root, latest, asked, dragging) = (root.clone(), latest.clone(), asked.setter(), dragging.setter());
        use_effect_with((), move |()| {
            let mount = root
                .cast::<Element>()
                .and_then(|root| root.closest(".drydock").ok().flatten());
            let options = EventListenerOptions::enable_prevent_default();
            let listen = |kind: &'static str, heard: Box<dyn Fn(&web_sys::Event)>| {
                mount
                    .as_ref()
                    .map(|mount| EventListener::new_with_options(mount, kind, options, move |event| heard(event)))
            };
            let over = {
                let dragging = dragging.clone();
                listen(
                    "dragover",
                    Box::new(move |event| {
                        if outside::drags_files(event) {
                            event.prevent_default();
                            dragging.set(true);
                        }
                    }),
                )
            };
            let left = {
                let (dragging, mount) = (dragging.clone(), mount.clone());
                listen(
                    "dragleave",
                    Box::new(move |event| {
                        // Leaving for a part of itself is not leaving.
                        let to = event.dyn_ref::<MouseEvent>().and_then(|event| event.related_target());
                        let inside = to
                            .and_then(|to| to.dyn_into::<web_sys::Node>().ok())
                            .is_some_and(|to| mount.as_ref().is_some_and(|mount| mount.contains(Some(&to))));
                        if !inside {
                            dragging.set(false);
                        }
                    }),
                )
            };
            let dropped = listen(
                "drop",
                Box::new(move |event| {
                    dragging.set(false);
                    if !outside::drags_files(event) {
                        return;
                    }
                    event.prevent_default();
                    let files = outside::dropped(event);
                    let (latest, asked) = (latest.clone(), asked.clone());
                    spawn_local(async move {
                        let files = files.await;
                        let Some((session, places)) = latest.borrow().clone() else {
                            return;
                        };
                        asked.set(take(&session, &places, files));
                    });
                }),
            );
            move || drop((over, left, dropped))
        });
    }

    let act = {
        let (asked, latest) = (asked.setter(), latest.clone());
        Callback::from(move |act: WorkAct| {
            let Some((session, places)) = latest.borrow().clone() else {
                return;
            };
            let choose = |folder: bool| {
                let (asked, session) = (asked.clone(), session.clone());
                let files = outside::choose(folder);
                spawn_local(async move { asked.set(take(&session, &places, files.await)) });
            };
            match act {
                WorkAct::Share => asked.set(share(&session)),
                WorkAct::Export => export(&session),
                WorkAct::SaveEverything => save_everything(&session),
                WorkAct::OpenFiles => choose(false),
                WorkAct::OpenFolder => choose(true),
                WorkAct::Reset => asked.set(Some(Asked::Reset)),
                WorkAct::ResetAll => asked.set(Some(Asked::ResetAll)),
            }
        })
    };
    {
        let act = act.clone();
        let wanted = session.as_ref().map(|session| session.state.work_asked).unwrap_or_default();
        use_effect_with(wanted, move |(_, wanted)| {
            if let Some(wanted) = wanted {
                act.emit(*wanted);
            }
        });
    }

    let Some(session) = session else { return Html::default() };
    let t = session.t();
    let item = |one: WorkAct| {
        let onclick = act.reform(move |_: MouseEvent| one);
        html! { <li><button type="button" class="button button-quiet menu-item" {onclick}>{ one.name(t) }</button></li> }
    };
    let close = {
        let (asked, root) = (asked.setter(), root.clone());
        Callback::from(move |()| {
            asked.set(None);
            // The entry that opened the dialog is gone with its menu.
            let button = root
                .cast::<Element>()
                .and_then(|root| root.query_selector("button").ok().flatten());
            if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                let _ = button.focus();
            }
        })
    };
    html! {
        <div class="work" ref={root}>
            <Menu label={t.work} icon={Icon::Box} id={session.id("work")}>
                { for WorkAct::GROUPS.iter().map(|group| html! {
                    <ul class="menu-list">{ for group.iter().map(|one| item(*one)) }</ul>
                }) }
                <p class="menu-words">{ t.drop_words }</p>
            </Menu>
            if let Some(asked) = (*asked).clone() {
                <Ask {asked} {close} />
            }
            if *dragging {
                <div class="drop-here" aria-hidden="true"><p>{ t.drop_here }</p></div>
            }
        </div>
    }
}
