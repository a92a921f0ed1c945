//! Everything a mount of the page knows, and the one function that changes it.
//!
//! State flows one way: a person's act or the sandbox's event -> [`Action`] -> [`State::reduce`] -> components.
//! Effects (messages to the worker, storing) are done by [`super::link`], never here.

use std::collections::BTreeMap;
use std::rc::Rc;

use session::protocol::{Bytes, Event, Happening, HttpFailure, Place, Prediction, Progress, TerminalId, View};
use yew::Reducible;

use super::browser::Page;
use super::i18n::{Language, Messages};
use super::lessons::Lesson;
use super::preferences::Preferences;
use super::things::Thing;
use super::work::{Trouble, WorkAct};

/// The most recent happenings kept for the timeline.
const TIMELINE: usize = 500;

/// The files at the top of a workspace that get a tab when it opens.
const FIRST_TABS: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The worker's program is loading, or a fresh world is being made.
    Loading,
    /// The journal is being replayed.
    Replaying,
    Ready,
    /// It panicked again and again; nothing runs until a reset.
    Crashed,
}

/// The four panes, in the order of the tabs on a narrow page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    Lesson,
    Editor,
    Terminal,
    Pictures,
}

impl Pane {
    pub const ALL: [Self; 4] = [Self::Lesson, Self::Editor, Self::Terminal, Self::Pictures];

    /// A word for class names and ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Editor => "editor",
            Self::Terminal => "terminal",
            Self::Pictures => "pictures",
        }
    }

    pub const fn name(self, t: &Messages) -> &'static str {
        match self {
            Self::Lesson => t.lesson,
            Self::Editor => t.editor,
            Self::Terminal => t.terminal,
            Self::Pictures => t.pictures,
        }
    }
}

/// What the pictures' pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Layers,
    Containers,
    Images,
    Files,
    Storage,
    Compose,
    Preview,
    Goal,
    Timeline,
}

/// Whose layers the picture of layers shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LayersOf {
    /// What building the open Dockerfile would give now.
    #[default]
    NextBuild,
    /// The last two builds side by side.
    Builds,
    /// An image, by id.
    Image(String),
}

impl Picture {
    pub const ALL: [Self; 9] = [
        Self::Layers,
        Self::Containers,
        Self::Images,
        Self::Files,
        Self::Preview,
        Self::Storage,
        Self::Compose,
        Self::Goal,
        Self::Timeline,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Layers => "layers",
            Self::Containers => "containers",
            Self::Images => "images",
            Self::Files => "files",
            Self::Storage => "storage",
            Self::Compose => "compose",
            Self::Preview => "preview",
            Self::Goal => "goal",
            Self::Timeline => "timeline",
        }
    }

    pub const fn name(self, t: &Messages) -> &'static str {
        match self {
            Self::Layers => t.layers,
            Self::Containers => t.containers,
            Self::Images => t.images,
            Self::Files => t.files,
            Self::Storage => t.storage,
            Self::Compose => t.compose,
            Self::Preview => t.preview,
            Self::Goal => t.goal,
            Self::Timeline => t.timeline,
        }
    }
}

/// A page of the course that is read beside the lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    Course,
    Cheats,
    Glossary,
}

impl Sheet {
    pub const ALL: [Self; 3] = [Self::Course, Self::Cheats, Self::Glossary];

    /// Its name in an address and among the site's files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::Cheats => "cheat-sheet",
            Self::Glossary => "glossary",
        }
    }

    pub const fn name(self, t: &Messages) -> &'static str {
        match self {
            Self::Course => t.course,
            Self::Cheats => t.cheat_sheet,
            Self::Glossary => t.glossary,
        }
    }
}

/// What a form asks a name for: a new file (with what stands in the field), or a file or folder to rename.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    New(String),
    Rename(String),
}

/// A sentence above the panes until it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    Crashed(String),
    NotSaved,
    OldJournal,
    ResetDone,
    WentBack,
    /// The work on all lessons has been reset, or replaced by a file's.
    AllReset,
    Loaded,
    /// So many files have come into the workspace.
    FilesPut(usize),
    /// A file has been deleted; this is what it held.
    FileRemoved(String, Bytes),
    Trouble(Trouble),
    Refused(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    pub id: TerminalId,
    /// The command line it is busy with.
    pub foreground: Option<String>,
    pub ended: bool,
}

/// The browser inside the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    pub address: String,
    pub loading: bool,
    pub page: Option<Result<Page, HttpFailure>>,
}

/// What changes with a key in the editor. It stands apart from the rest of the state, so that only those are drawn anew
/// who show some of it (`session::use_typing`); what acts asks `Session::typing` for the newest.
#[derive(Clone, Debug, Default)]
pub struct Typing {
    pub files: Rc<BTreeMap<String, Bytes>>,
    pub cursor_line: u32,
    pub prediction: Option<(String, Rc<Prediction>)>,
    /// Counts the files that the sandbox has taken from the editor: what a build would do may be different now.
    pub written: u32,
}

impl Typing {
    /// Whether nothing at all has changed.
    pub fn is(&self, other: &Self) -> bool {
        let foreseen = |typing: &Self| {
            typing
                .prediction
                .as_ref()
                .map(|(path, seen)| (path.clone(), Rc::as_ptr(seen)))
        };
        Rc::ptr_eq(&self.files, &other.files)
            && self.cursor_line == other.cursor_line
            && self.written == other.written
            && foreseen(self) == foreseen(other)
    }
}

impl PartialEq for Typing {
    /// As far as those are concerned who show none of it: the same files are there.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.files, &other.files) || self.files.keys().eq(other.files.keys())
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub lesson: &'static Lesson,
    pub phase: Phase,
    pub view: Rc<View>,
    pub typing: Typing,
    pub current_file: Option<String>,
    /// The files that have a tab, in the order of the tabs.
    pub open_files: Rc<Vec<String>>,
    /// Counts changes that did not come from the editor, so that it knows to look.
    pub outside_changes: u32,
    pub happenings: Rc<Vec<Happening>>,
    pub terminals: Rc<Vec<Terminal>>,
    pub current_terminal: TerminalId,
    pub progress: Option<Progress>,
    pub pane: Pane,
    pub maximised: Option<Pane>,
    pub picture: Picture,
    /// Lines of the current file that a picture points at.
    pub pointed: Option<(u32, u32)>,
    pub layers_of: LayersOf,
    /// Where the picture of files is: a file system, and a path in it.
    pub browsing: (Place, String),
    /// Counts the news from the sandbox: what a picture asked before may be different now.
    pub revision: u32,
    pub preview: Preview,
    pub sheet: Option<Sheet>,
    /// How often the palette was asked for by a button.
    pub palette: u32,
    /// What the editor was last told to do, and how often it was told anything.
    pub editor_command: (u32, &'static str),
    /// What the shown terminal was last told to do, and how often any was told anything.
    pub terminal_command: (u32, &'static str),
    /// The entry of the menu of work that was last asked for from elsewhere, and how often one was.
    pub work_asked: (u32, Option<WorkAct>),
    /// What a name was last asked for from elsewhere than the tree of files, and how often.
    pub naming: (u32, Option<Asking>),
    /// What a picture was last asked to show the very card of, and how often.
    pub chosen: (u32, Option<Thing>),
    pub notice: Option<Notice>,
    /// Another tab works on this lesson; this one shows it.
    pub reading: bool,
    pub preferences: Rc<Preferences>,
    /// The system asks for more contrast.
    pub more_contrast: bool,
}

#[derive(Clone, Debug)]
pub enum Action {
    /// A world is about to be opened with this workspace and these terminals.
    Opening {
        files: BTreeMap<String, Bytes>,
        terminals: Vec<TerminalId>,
        /// Something that a person did is to be brought back.
        replays: bool,
    },
    Event(Box<Event>),
    Crashed {
        message: String,
        for_good: bool,
    },
    Notice(Option<Notice>),
    Reading(bool),
    /// What was edited is not taken: the editor shows the text as it was.
    FilesKept,
    FileOpened(String),
    /// Takes a file's tab away; the file stays.
    FileClosed(String),
    FileEdited {
        path: String,
        contents: Bytes,
    },
    FileCreated(String),
    FileRenamed {
        from: String,
        to: String,
    },
    FileRemoved(String),
    Cursor(u32),
    Pointed(Option<(u32, u32)>),
    Pane(Pane),
    Maximised(Option<Pane>),
    Picture(Picture),
    LayersOf(LayersOf),
    Browse(Place, String),
    TerminalShown(TerminalId),
    TerminalAdded(TerminalId),
    TerminalClosed(TerminalId),
    TerminalReopened(TerminalId),
    PreviewAsked(String),
    PreviewLoaded(Result<Page, HttpFailure>),
    Sheet(Option<Sheet>),
    Palette,
    /// A word of `bindings::editor::CodeMirror::run`.
    EditorCommand(&'static str),
    /// `clear` or `copy`.
    TerminalCommand(&'static str),
    Work(WorkAct),
    AskName(Asking),
    /// Shows the card of a thing.
    Choose(Thing),
    Preferences(Preferences),
    MoreContrast(bool),
}

impl State {
    pub fn new(lesson: &'static Lesson, preferences: Preferences) -> Self {
        Self {
            lesson,
            phase: Phase::Loading,
            view: Rc::default(),
            typing: Typing {
                cursor_line: 1,
                ..Typing::default()
            },
            current_file: None,
            open_files: Rc::default(),
            outside_changes: 0,
            happenings: Rc::default(),
            terminals: Rc::new(vec![Terminal {
                id: 1,
                foreground: None,
                ended: false,
            }]),
            current_terminal: 1,
            progress: None,
            pane: Pane::Lesson,
            more_contrast: false,
            maximised: None,
            picture: Picture::Layers,
            pointed: None,
            layers_of: LayersOf::default(),
            browsing: (Place::Host, String::new()),
            revision: 0,
            preview: Preview::default(),
            sheet: None,
            palette: 0,
            editor_command: (0, ""),
            terminal_command: (0, ""),
            work_asked: (0, None),
            naming: (0, None),
            chosen: (0, None),
            notice: None,
            reading: false,
            preferences: Rc::new(preferences),
        }
    }

    pub fn language(&self) -> Language {
        self.preferences.language()
    }

    pub fn messages(&self) -> &'static Messages {
        self.language().messages()
    }

    /// The command that some terminal is busy with, the shown terminal's first.
    pub fn foreground(&self) -> Option<(TerminalId, &str)> {
        let shown = self.terminals.iter().filter(|terminal| terminal.id == self.current_terminal);
        shown
            .chain(self.terminals.iter())
            .find_map(|terminal| Some((terminal.id, terminal.foreground.as_deref()?)))
    }

    /// The Dockerfile whose next build is foreseen: the open one, the one that was open last, or the workspace's.
    pub fn dockerfile(&self) -> Option<&String> {
        let open = self.current_file.as_ref().filter(|path| is_dockerfile(path));
        let last = self.typing.prediction.as_ref().map(|(path, _)| path);
        let last = last.filter(|path| self.typing.files.contains_key(*path));
        open.or(last)
            .or_else(|| self.typing.files.keys().find(|path| is_dockerfile(path)))
    }

    fn terminal(&mut self, id: TerminalId) -> Option<&mut Terminal> {
        Rc::make_mut(&mut self.terminals)
            .iter_mut()
            .find(|terminal| terminal.id == id)
    }

    /// Shows a file, in a tab of its own.
    fn show(&mut self, path: String) {
        if !self.open_files.contains(&path) {
            Rc::make_mut(&mut self.open_files).push(path.clone());
        }
        self.current_file = Some(path);
    }

    fn show_picture(&mut self, picture: Picture) {
        self.picture = picture;
        if self.maximised.is_some_and(|pane| pane != Pane::Pictures) {
            self.maximised = None;
        }
    }

    /// Takes away the tabs of files that are gone, and shows another file when the shown one is among them.
    fn drop_tabs(&mut self) {
        let at = self
            .open_files
            .iter()
            .position(|path| Some(path) == self.current_file.as_ref())
            .unwrap_or(0);
        let files = self.typing.files.clone();
        if self.open_files.iter().any(|path| !files.contains_key(path)) {
            Rc::make_mut(&mut self.open_files).retain(|path| files.contains_key(path));
        }
        if self.current_file.as_ref().is_none_or(|path| !files.contains_key(path)) {
            let beside = self.open_files.get(at).or_else(|| self.open_files.last());
            let next = beside.or_else(|| files.keys().next()).cloned();
            self.current_file = None;
            if let Some(next) = next {
                self.show(next);
            }
        }
    }

    fn event(&mut self, event: Event) {
        if matches!(
            event,
            Event::Ready { .. } | Event::View(_) | Event::WorkspaceChanged { .. } | Event::Happened(_)
        ) {
            self.revision = self.revision.wrapping_add(1);
        }
        match event {
            Event::Ready { .. } => self.phase = Phase::Ready,
            Event::View(view) => self.view = Rc::new(*view),
            Event::Happened(happening) => {
                if happening.kind == "file" {
                    self.typing.written = self.typing.written.wrapping_add(1);
                }
                let happenings = Rc::make_mut(&mut self.happenings);
                if happenings.len() >= TIMELINE {
                    happenings.remove(0);
                }
                happenings.push(happening);
            }
            Event::WorkspaceChanged { files } => {
                let held = Rc::make_mut(&mut self.typing.files);
                for (path, contents) in files {
                    match contents {
                        Some(contents) => held.insert(path, contents),
                        None => held.remove(&path),
                    };
                }
                self.outside_changes = self.outside_changes.wrapping_add(1);
                self.drop_tabs();
            }
            Event::Prediction { path, prediction, .. } => {
                if self.dockerfile() == Some(&path) {
                    self.typing.prediction = Some((path, Rc::new(prediction)));
                }
            }
            Event::Progress(progress) => self.progress = Some(progress),
            Event::Foreground { terminal, command } => {
                if let Some(terminal) = self.terminal(terminal) {
                    terminal.foreground = command;
                }
            }
            Event::TerminalEnded { terminal, .. } => {
                if let Some(terminal) = self.terminal(terminal) {
                    terminal.ended = true;
                    terminal.foreground = None;
                }
            }
            Event::Refused { what } => self.notice = Some(Notice::Refused(what)),
            // Handled by the link, which owns the terminals' screens and the journal.
            Event::Started { .. }
            | Event::TerminalOutput { .. }
            | Event::Journalled { .. }
            | Event::Journal(_)
            | Event::File { .. }
            | Event::Http { .. }
            | Event::Answered { .. }
            | Event::Commands { .. }
            | Event::Panicked { .. } => {}
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Opening {
                files,
                terminals,
                replays,
            } => {
                let kept = self.current_file.take().filter(|path| files.contains_key(path));
                self.current_file = kept
                    .or_else(|| files.keys().find(|path| is_dockerfile(path)).cloned())
                    .or_else(|| files.keys().next().cloned());
                let mut tabs: Vec<String> = files
                    .keys()
                    .filter(|path| !path.contains('/'))
                    .take(FIRST_TABS)
                    .cloned()
                    .collect();
                tabs.extend(
                    self.current_file
                        .iter()
                        .filter(|path| !tabs.contains(path))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
                self.open_files = Rc::new(tabs);
                self.typing.files = Rc::new(files);
                self.outside_changes = self.outside_changes.wrapping_add(1);
                self.happenings = Rc::default();
                self.progress = None;
                self.typing.prediction = None;
                self.terminals = Rc::new(
                    terminals
                        .into_iter()
                        .map(|id| Terminal {
                            id,
                            foreground: None,
                            ended: false,
                        })
                        .collect(),
                );
                if !self.terminals.iter().any(|terminal| terminal.id == self.current_terminal) {
                    self.current_terminal = self.terminals.first().map_or(1, |terminal| terminal.id);
                }
                self.phase = if replays { Phase::Replaying } else { Phase::Loading };
            }
            Action::Event(event) => self.event(*event),
            Action::Crashed { message, for_good } => {
                self.phase = if for_good { Phase::Crashed } else { Phase::Replaying };
                self.notice = Some(Notice::Crashed(message));
            }
            Action::Notice(notice) => self.notice = notice,
            Action::Reading(reading) => self.reading = reading,
            Action::FilesKept => self.outside_changes = self.outside_changes.wrapping_add(1),
            Action::FileOpened(path) => {
                if self.typing.files.contains_key(&path) {
                    if self.current_file.as_ref() != Some(&path) {
                        self.pointed = None;
                    }
                    self.show(path);
                }
            }
            Action::FileClosed(path) => {
                let at = self.open_files.iter().position(|open| *open == path);
                Rc::make_mut(&mut self.open_files).retain(|open| *open != path);
                if self.current_file.as_ref() == Some(&path) {
                    let at = at.unwrap_or(0).min(self.open_files.len().saturating_sub(1));
                    self.current_file = self.open_files.get(at).cloned();
                }
            }
            Action::FileEdited { path, contents } => {
                Rc::make_mut(&mut self.typing.files).insert(path, contents);
            }
            Action::FileCreated(path) => {
                Rc::make_mut(&mut self.typing.files).insert(path.clone(), Bytes::default());
                self.show(path);
            }
            Action::FileRenamed { from, to } => {
                let files = Rc::make_mut(&mut self.typing.files);
                if let Some(contents) = files.remove(&from) {
                    files.insert(to.clone(), contents);
                }
                for open in Rc::make_mut(&mut self.open_files) {
                    if *open == from {
                        open.clone_from(&to);
                    }
                }
                if self.current_file.as_ref() == Some(&from) {
                    self.current_file = Some(to);
                }
            }
            Action::FileRemoved(path) => {
                Rc::make_mut(&mut self.typing.files).remove(&path);
                self.drop_tabs();
            }
            Action::Cursor(line) => self.typing.cursor_line = line,
            Action::Pointed(lines) => self.pointed = lines,
            Action::Pane(pane) => self.pane = pane,
            Action::MoreContrast(asked) => self.more_contrast = asked,
            Action::Maximised(pane) => self.maximised = pane,
            Action::Picture(picture) => self.show_picture(picture),
            Action::LayersOf(shown) => self.layers_of = shown,
            Action::Browse(place, path) => self.browsing = (place, path),
            Action::TerminalShown(id) => self.current_terminal = id,
            Action::TerminalAdded(id) => {
                Rc::make_mut(&mut self.terminals).push(Terminal {
                    id,
                    foreground: None,
                    ended: false,
                });
                self.current_terminal = id;
            }
            Action::TerminalClosed(id) => {
                Rc::make_mut(&mut self.terminals).retain(|terminal| terminal.id != id);
                if self.current_terminal == id {
                    self.current_terminal = self.terminals.last().map_or(1, |terminal| terminal.id);
                }
            }
            Action::TerminalReopened(id) => {
                if let Some(terminal) = self.terminal(id) {
                    terminal.ended = false;
                }
            }
            Action::PreviewAsked(address) => {
                self.preview.address = address;
                self.preview.loading = true;
            }
            Action::PreviewLoaded(page) => {
                if let Ok(page) = &page {
                    self.preview.address.clone_from(&page.answer.url);
                }
                self.preview.loading = false;
                self.preview.page = Some(page);
            }
            Action::Sheet(sheet) => self.sheet = sheet,
            Action::Palette => self.palette = self.palette.wrapping_add(1),
            Action::EditorCommand(command) => self.editor_command = (self.editor_command.0.wrapping_add(1), command),
            Action::TerminalCommand(command) => self.terminal_command = (self.terminal_command.0.wrapping_add(1), command),
            Action::Work(act) => self.work_asked = (self.work_asked.0.wrapping_add(1), Some(act)),
            Action::AskName(asking) => self.naming = (self.naming.0.wrapping_add(1), Some(asking)),
            Action::Choose(thing) => {
                self.show_picture(thing.picture());
                if let Thing::Image(id) = &thing {
                    self.layers_of = LayersOf::Image(id.clone());
                }
                self.chosen = (self.chosen.0.wrapping_add(1), Some(thing));
            }
            Action::Preferences(preferences) => self.preferences = Rc::new(preferences),
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.apply(action);
        Rc::new(next)
    }
}

/// Whether a path is read as a Dockerfile: `Dockerfile`, `Dockerfile.dev`, `web.Dockerfile`, in any folder.
pub fn is_dockerfile(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name == "dockerfile" || name == "containerfile" || name.starts_with("dockerfile.") || name.ends_with(".dockerfile")
}

/// Whether a path is read as a Compose file: `compose.yaml`, `docker-compose.override.yml`, in any folder.
pub fn is_compose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    stem.and_then(|stem| stem.strip_prefix("docker-").unwrap_or(stem).strip_prefix("compose"))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> Rc<State> {
        let mut state = State::new(
            Box::leak(Box::default()),
            Preferences {
                language: Some(Language::English),
                ..Default::default()
            },
        );
        state.apply(Action::Opening {
            files: BTreeMap::from([
                ("app.py".to_owned(), Bytes::from("a")),
                ("Dockerfile".to_owned(), Bytes::from("b")),
            ]),
            terminals: vec![1],
            replays: false,
        });
        Rc::new(state)
    }

    #[test]
    fn a_workspace_opens_on_its_dockerfile() {
        assert_eq!(state().current_file.as_deref(), Some("Dockerfile"));
    }

    #[test]
    fn a_world_that_nobody_worked_in_brings_nothing_back() {
        let opening = |replays| Action::Opening {
            files: BTreeMap::new(),
            terminals: vec![1],
            replays,
        };
        assert_eq!(state().reduce(opening(false)).phase, Phase::Loading);
        assert_eq!(state().reduce(opening(true)).phase, Phase::Replaying);
    }

    #[test]
    fn a_removed_file_is_no_longer_shown() {
        let state = state().reduce(Action::FileRemoved("Dockerfile".to_owned()));
        assert_eq!(state.current_file.as_deref(), Some("app.py"));
        let gone = Event::WorkspaceChanged {
            files: vec![("app.py".to_owned(), None)],
        };
        assert_eq!(state.reduce(Action::Event(Box::new(gone))).current_file, None);
    }

    #[test]
    fn a_closed_tab_leaves_its_file_and_shows_the_next() {
        let state = state();
        assert_eq!(*state.open_files, ["Dockerfile", "app.py"]);
        let state = state.reduce(Action::FileClosed("Dockerfile".to_owned()));
        assert_eq!(state.current_file.as_deref(), Some("app.py"));
        assert!(state.typing.files.contains_key("Dockerfile"));
        let state = state.reduce(Action::FileOpened("Dockerfile".to_owned()));
        assert_eq!(*state.open_files, ["app.py", "Dockerfile"]);
    }

    #[test]
    fn a_prediction_for_another_file_is_dropped() {
        let late = Event::Prediction {
            ticket: 1,
            path: "app.py".to_owned(),
            prediction: Prediction::default(),
        };
        assert_eq!(state().reduce(Action::Event(Box::new(late))).typing.prediction, None);
    }

    #[test]
    fn compose_files_are_known_by_their_names() {
        for name in [
            "compose.yaml",
            "a/docker-compose.yml",
            "compose.override.yaml",
            "docker-compose-dev.yml",
        ] {
            assert!(is_compose(name), "{name}");
        }
        for name in ["composer.yaml", "compose.json", "docker.yaml", "app.yaml"] {
            assert!(!is_compose(name), "{name}");
        }
    }

    #[test]
    fn dockerfiles_are_known_by_their_names() {
        for name in ["Dockerfile", "a/Dockerfile.dev", "web.Dockerfile", "dockerfile"] {
            assert!(is_dockerfile(name), "{name}");
        }
        for name in ["Dockerfile/notes.md", "mydockerfile", "app.py"] {
            assert!(!is_dockerfile(name), "{name}");
        }
    }
}
