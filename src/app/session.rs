//! What every component of a mount can reach: the state, and the link that acts on the sandbox.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use session::protocol::Journal;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::browser;
use super::i18n::Messages;
use super::link::Link;
use super::pictures::acts;
use super::preferences::Preferences;
use super::state::{Action, Notice, Pane, Picture, State, Typing};
use super::things::Thing;

/// Between a command that a button types and its Enter, in milliseconds.
const BEAT_MS: u32 = 250;

/// Two that differ in what is typed in the editor only are equal, so that a key draws those anew who use it.
#[derive(Clone, PartialEq)]
pub struct Session {
    /// Its contents of files may be older than [`Session::typing`].
    pub state: UseReducerHandle<State>,
    pub newest: Newest,
    pub link: Link,
    /// Makes ids unique among the mounts of a document.
    pub prefix: AttrValue,
    /// What tells this exercise from the others of its document; empty when there is one.
    pub name: AttrValue,
    /// Work that somebody shared is shown, not the person's own.
    pub shared: bool,
}

/// What has been typed until now.
#[derive(Clone, Default)]
pub struct Newest(Rc<RefCell<Typing>>);

impl Newest {
    pub fn set(&self, typing: Typing) {
        *self.0.borrow_mut() = typing;
    }
}

impl PartialEq for Newest {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What is typed, for those who show some of it.
#[derive(Clone)]
pub struct Typed(pub Typing);

impl PartialEq for Typed {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&other.0)
    }
}

impl Session {
    /// The files with what they hold now, and the rest of what a key in the editor changes.
    pub fn typing(&self) -> Typing {
        self.newest.0.borrow().clone()
    }

    /// How the lesson begins, with ids and times that no other beginning has.
    pub fn fresh_journal(&self) -> Journal {
        let seed = (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
        self.state.lesson.journal(seed, js_sys::Date::now() as i64)
    }

    pub fn t(&self) -> &'static Messages {
        self.state.messages()
    }

    pub fn dispatch(&self, action: Action) {
        self.state.dispatch(action);
    }

    /// Changes the preferences. They are stored at once: a page that is left may never come to draw them.
    pub fn prefer(&self, change: impl FnOnce(&mut Preferences)) {
        let mut preferences = (*self.state.preferences).clone();
        change(&mut preferences);
        preferences.save();
        self.dispatch(Action::Preferences(preferences));
    }

    /// A landmark's name, told apart from the same of another mount.
    pub fn landmark(&self, name: &str) -> String {
        if self.name.is_empty() {
            name.to_owned()
        } else {
            format!("{name} ({})", self.name)
        }
    }

    /// An id of this mount.
    pub fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    /// Shows a picture, and its pane when panes are tabs.
    pub fn show_picture(&self, picture: Picture) {
        self.dispatch(Action::Picture(picture));
        self.dispatch(Action::Pane(Pane::Pictures));
    }

    /// Shows the very card of a thing, and its pane when panes are tabs.
    pub fn show_thing(&self, thing: Thing) {
        self.dispatch(Action::Choose(thing));
        self.dispatch(Action::Pane(Pane::Pictures));
    }

    /// Goes to a pane: shows it, and puts the focus where one acts in it.
    pub fn go_to(&self, pane: Pane) {
        self.dispatch(Action::Pane(pane));
        if self.state.maximised.is_some_and(|maximised| maximised != pane) {
            self.dispatch(Action::Maximised(None));
        }
        let place = match pane {
            Pane::Lesson => ".lesson-text",
            Pane::Editor => ".cm-content",
            Pane::Terminal => ".terminal-slot:not([hidden]) textarea",
            Pane::Pictures => "[role=tab][aria-selected=true]",
        };
        let selector = format!("#{} {place}", self.id(&format!("pane-{}", pane.word())));
        // A pane that was hidden takes the focus once it has been drawn.
        Timeout::new(0, move || {
            let found = gloo::utils::document().query_selector(&selector).ok().flatten();
            if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                let _ = found.focus();
            }
        })
        .forget();
    }

    /// Takes the last thing back that was done in the sandbox, if anything was.
    pub fn undo(&self) {
        if let Some(act) = acts(&self.state.happenings).last() {
            self.link.undo_to(act.entry);
        }
    }

    /// Deletes a file, and says so with a way back.
    pub fn remove_file(&self, path: &str) {
        if let Some(contents) = self.typing().files.get(path) {
            self.link.remove_file(path.to_owned());
            let gone = Notice::FileRemoved(path.to_owned(), contents.clone());
            self.dispatch(Action::Notice(Some(gone)));
        }
    }

    /// Opens another terminal.
    pub fn add_terminal(&self) {
        let ids = self.state.terminals.iter().map(|terminal| terminal.id);
        let next = ids.max().unwrap_or(0).saturating_add(1);
        self.dispatch(Action::TerminalAdded(next));
        self.dispatch(Action::Pane(Pane::Terminal));
    }

    /// Opens a file in the editor, and its pane when panes are tabs.
    pub fn show_file(&self, path: &str) {
        self.dispatch(Action::FileOpened(path.to_owned()));
        self.dispatch(Action::Pane(Pane::Editor));
    }

    /// Loads an address in the preview.
    pub fn browse(&self, url: &str) {
        self.show_picture(Picture::Preview);
        self.link.fetch(browser::get(url));
    }

    /// Types a command into the shown terminal and shows the terminal; runs it a moment later if it is to `run`.
    pub fn type_command(&self, command: &str, run: bool) {
        self.dispatch(Action::Pane(Pane::Terminal));
        // Enter is a carriage return, at the ends of lines inside a command as well.
        self.link.keys(self.state.current_terminal, &command.replace('\n', "\r"));
        if run {
            // It is seen at the prompt before it runs.
            let (link, terminal) = (self.link.clone(), self.state.current_terminal);
            Timeout::new(BEAT_MS, move || link.keys(terminal, "\r")).forget();
        }
    }
}

/// What is typed in the mount that the component is in: it is drawn anew with every key.
#[hook]
pub fn use_typing() -> Typing {
    use_context::<Typed>().map(|typed| typed.0).unwrap_or_default()
}

/// The session of the mount that the component is in.
#[hook]
pub fn use_session() -> Option<Session> {
    use_context::<Session>()
}
