//! The page's end of the message boundary: starts the worker, sends requests, hands events to the state and
//! bytes to the terminals, and starts the worker again when it has died. What becomes of the journal is in
//! [`keeping`].

mod everything;
mod keeping;
mod undoing;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use session::protocol::{
    Answer, Bytes, Event, HttpAnswer, HttpFailure, Input, Journal, LessonSource, PROTOCOL_VERSION, Pacing, Question, Request,
    TerminalId, TerminalSize, Ticket,
};
use session::travel::Backup;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::{Callback, UseReducerDispatcher};

use super::browser::{self, Loading, Step};
use super::journal;
use super::keeper::Keeper;
use super::state::{Action, Notice, State};
use super::store;

/// How long typing pauses before the sandbox is told.
const SETTLE_MS: u32 = 300;
/// How many times a world is tried again, each time with one entry less, before a person is asked.
const RESTARTS: u32 = 8;
/// How long after the worker is ready the page fetches what it may need later, in milliseconds: until then the editor and
/// the terminal need the wire.
const FETCH_LATER_MS: u32 = 1_500;

/// A handle; clones share one link.
#[derive(Clone)]
pub struct Link(Rc<Inner>);

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    dispatch: UseReducerDispatcher<State>,
    keeper: Keeper,
    worker: RefCell<Option<Running>>,
    /// Requests made before the worker takes any.
    waiting: RefCell<Vec<Request>>,
    lesson: RefCell<LessonSource>,
    pacing: Cell<Pacing>,
    ready: Cell<bool>,
    /// The world is about to be replaced: it shows nothing more, and what is typed waits for the next.
    leaving: Cell<bool>,
    restarts: Cell<u32>,
    screens: RefCell<BTreeMap<TerminalId, Screen>>,
    drafts: RefCell<BTreeMap<String, Bytes>>,
    draft_timer: RefCell<Option<Timeout>>,
    tickets: Cell<Ticket>,
    /// The newest prediction asked for; older answers are dropped.
    predicted: Cell<Ticket>,
    loading: RefCell<Loading>,
    before_reset: RefCell<Option<Journal>>,
    /// Everything that was stored before all of it was reset or replaced.
    before_all: RefCell<Option<Backup>>,
    /// Who waits for the lines that were typed.
    listing: RefCell<BTreeMap<Ticket, Callback<Vec<String>>>>,
    /// Called by another tab that wants to work on this lesson.
    asked: RefCell<Option<Closure<dyn FnMut() -> js_sys::Promise>>>,
    /// Journals that were undone, the latest last.
    undone: RefCell<Vec<Journal>>,
    /// Who waits for the answer to a picture's question.
    questions: RefCell<BTreeMap<Ticket, Callback<Result<Answer, String>>>>,
}

struct Running {
    worker: Worker,
    started: Cell<bool>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// A terminal's emulator on the page: where its bytes go.
#[derive(Default)]
struct Screen {
    /// Bytes that came before the emulator was there.
    held: Vec<u8>,
    show: Option<Callback<Shown>>,
    size: Option<TerminalSize>,
    /// Whether the sandbox has a terminal of this number, and its size there.
    there: Option<TerminalSize>,
    /// Keys typed before the sandbox had it.
    keys: String,
}

/// What an emulator is told.
#[derive(Clone, Debug)]
pub enum Shown {
    Bytes(Vec<u8>),
    /// A new world: forget what is shown.
    Cleared,
}

impl Link {
    pub fn new(dispatch: UseReducerDispatcher<State>, key: String, lesson: LessonSource, pacing: Pacing) -> Self {
        let refused = {
            let dispatch = dispatch.clone();
            Callback::from(move |why: String| {
                gloo::console::debug!("not stored:", why);
                dispatch.dispatch(Action::Notice(Some(Notice::NotSaved)));
            })
        };
        Self(Rc::new(Inner {
            dispatch,
            keeper: Keeper::new(key, refused),
            worker: RefCell::default(),
            waiting: RefCell::default(),
            lesson: RefCell::new(lesson),
            pacing: Cell::new(pacing),
            ready: Cell::new(false),
            leaving: Cell::new(false),
            restarts: Cell::new(0),
            screens: RefCell::default(),
            drafts: RefCell::default(),
            draft_timer: RefCell::default(),
            tickets: Cell::new(0),
            predicted: Cell::new(0),
            loading: RefCell::default(),
            before_reset: RefCell::default(),
            before_all: RefCell::default(),
            listing: RefCell::default(),
            asked: RefCell::default(),
            undone: RefCell::default(),
            questions: RefCell::default(),
        }))
    }

    fn notify(&self, notice: Notice) {
        self.0.dispatch.dispatch(Action::Notice(Some(notice)));
    }

    fn spawn_worker(&self) {
        self.0.ready.set(false);
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = match Worker::new_with_options(&worker_address(), &options) {
            Ok(worker) => worker,
            Err(refused) => {
                gloo::console::error!("the worker does not start", refused);
                self.0.dispatch.dispatch(Action::Crashed {
                    message: "worker".to_owned(),
                    for_good: true,
                });
                return;
            }
        };
        let weak = Rc::downgrade(&self.0);
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            if let (Some(inner), Some(text)) = (weak.upgrade(), message.data().as_string()) {
                Self(inner).heard(&text);
            }
        });
        let weak = Rc::downgrade(&self.0);
        let failed = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            let message = event
                .dyn_ref::<web_sys::ErrorEvent>()
                .map_or_else(|| "worker".to_owned(), web_sys::ErrorEvent::message);
            if let Some(inner) = weak.upgrade() {
                Self(inner).died(message);
            }
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        *self.0.worker.borrow_mut() = Some(Running {
            worker,
            started: Cell::new(false),
            _heard: heard,
            _failed: failed,
        });
    }

    /// Another world will take the place of this one, but not at once: nobody shall type into one that is going.
    fn leave_world(&self) {
        self.0.ready.set(false);
        self.0.leaving.set(true);
        for screen in self.0.screens.borrow_mut().values_mut() {
            screen.held.clear();
            if let Some(show) = &screen.show {
                show.emit(Shown::Cleared);
            }
        }
    }

    /// Replaces the world by the one of this journal, of which the store has `stored` entries.
    fn open(&self, journal: Journal, stored: Option<usize>) {
        self.0.ready.set(false);
        self.0.leaving.set(false);
        self.0.questions.borrow_mut().clear();
        let terminals = journal::terminals(&journal);
        let mut shown: Vec<TerminalId> = terminals.keys().copied().collect();
        if shown.is_empty() {
            shown.push(1);
        }
        {
            let mut screens = self.0.screens.borrow_mut();
            screens.retain(|id, _| shown.contains(id));
            for (id, screen) in screens.iter_mut() {
                screen.there = terminals.get(id).copied();
                screen.held.clear();
                if let Some(show) = &screen.show {
                    show.emit(Shown::Cleared);
                }
            }
            for (id, size) in &terminals {
                screens.entry(*id).or_default().there = Some(*size);
            }
        }
        self.0.dispatch.dispatch(Action::Opening {
            files: journal::workspace(&journal),
            terminals: shown,
            replays: journal.entries.iter().any(|entry| journal::is_act(&entry.input)),
        });
        let request = Request::Open {
            journal: Box::new(journal.clone()),
            lesson: self.0.lesson.borrow().clone(),
            pacing: self.0.pacing.get(),
        };
        self.0.keeper.begin(journal, stored);
        self.send(request);
    }

    /// Sends a request. A tab that only reads sends none that would change anything but what it shows.
    pub fn send(&self, request: Request) {
        if let Some(input) = journal::input_of(&request) {
            if self.is_reading() && !matches!(input, Input::TerminalOpen { .. } | Input::TerminalResize { .. }) {
                return;
            }
            self.0.keeper.sent(input);
        }
        self.pass(request);
    }

    fn pass(&self, request: Request) {
        let worker = self.0.worker.borrow();
        match worker.as_ref() {
            Some(running) if running.started.get() => post(&running.worker, &request),
            _ => self.0.waiting.borrow_mut().push(request),
        }
    }

    fn heard(&self, text: &str) {
        let event = match serde_json::from_str::<Event>(text) {
            Ok(event) => event,
            Err(error) => {
                gloo::console::error!("a message that is none:", error.to_string());
                return;
            }
        };
        match event {
            Event::Started { protocol } => {
                if protocol != PROTOCOL_VERSION {
                    gloo::console::warn!("page and worker come from two builds");
                }
                if let Some(running) = self.0.worker.borrow().as_ref() {
                    running.started.set(true);
                    for request in self.0.waiting.borrow_mut().drain(..) {
                        post(&running.worker, &request);
                    }
                }
            }
            Event::TerminalOutput { terminal, bytes } => self.show(terminal, bytes.0),
            Event::Journalled { first, entries } => {
                if entries.iter().any(|entry| journal::is_act(&entry.input)) {
                    self.0.undone.borrow_mut().clear();
                }
                self.0.keeper.journalled(first, entries);
                // What was typed is in the journal now, or will be with the next entries.
                if self.0.draft_timer.borrow().is_none() {
                    self.save_drafts();
                }
            }
            Event::Panicked { message } => self.died(message),
            Event::Ready { .. } => {
                self.0.ready.set(true);
                Timeout::new(FETCH_LATER_MS, crate::later::fetch_later).forget();
                self.0.dispatch.dispatch(Action::Event(Box::new(event)));
                let ids: Vec<TerminalId> = {
                    let mut screens = self.0.screens.borrow_mut();
                    if screens.is_empty() {
                        screens.entry(1).or_default();
                    }
                    screens.keys().copied().collect()
                };
                self.flush_drafts();
                for id in ids {
                    self.settle_terminal(id);
                }
            }
            Event::Prediction { ticket, .. } if ticket != self.0.predicted.get() => {}
            Event::Commands { ticket, lines } => {
                let waits = self.0.listing.borrow_mut().remove(&ticket);
                if let Some(waits) = waits {
                    waits.emit(lines);
                }
            }
            Event::Http { ticket, answer } => self.answered(ticket, answer),
            Event::Answered { ticket, answer } => {
                let asker = self.0.questions.borrow_mut().remove(&ticket);
                if let Some(asker) = asker {
                    asker.emit(answer);
                }
            }
            event => self.0.dispatch.dispatch(Action::Event(Box::new(event))),
        }
    }

    fn save_drafts(&self) {
        if !self.is_reading() {
            store::save_drafts(self.0.keeper.key(), &self.0.drafts.borrow());
        }
    }

    /// The worker is gone: another is started, and the world replayed. When that fails too, the entry that
    /// it fails on is left out.
    fn died(&self, message: String) {
        let was_ready = self.0.ready.replace(false);
        *self.0.worker.borrow_mut() = None;
        let Some(mut journal) = self.0.keeper.journal() else {
            self.0.dispatch.dispatch(Action::Crashed { message, for_good: true });
            return;
        };
        let restarts = if was_ready {
            0
        } else {
            self.0.restarts.get().saturating_add(1)
        };
        self.0.restarts.set(restarts);
        if restarts > RESTARTS {
            self.0.dispatch.dispatch(Action::Crashed { message, for_good: true });
            return;
        }
        // Files never go: what an entry left out had written is written again afterwards.
        let files = journal::workspace(&journal);
        if restarts > 0 {
            journal.entries.pop();
        }
        let kept = journal::workspace(&journal);
        self.0.dispatch.dispatch(Action::Crashed {
            message,
            for_good: false,
        });
        self.spawn_worker();
        let stored = self.0.keeper.shared(&journal);
        self.open(journal, stored);
        for (path, contents) in files {
            if kept.get(&path) != Some(&contents) {
                self.write_file(path, contents);
            }
        }
    }

    // Terminals.

    /// An emulator is on the page: it gets what was held for it, and the sandbox its size.
    pub fn attach(&self, terminal: TerminalId, size: TerminalSize, show: Callback<Shown>) {
        {
            let mut screens = self.0.screens.borrow_mut();
            let screen = screens.entry(terminal).or_default();
            let held = std::mem::take(&mut screen.held);
            if !held.is_empty() {
                show.emit(Shown::Bytes(held));
            }
            screen.show = Some(show);
            screen.size = Some(size);
        }
        self.settle_terminal(terminal);
    }

    pub fn detach(&self, terminal: TerminalId) {
        if let Some(screen) = self.0.screens.borrow_mut().get_mut(&terminal) {
            screen.show = None;
        }
    }

    pub fn resize(&self, terminal: TerminalId, size: TerminalSize) {
        if let Some(screen) = self.0.screens.borrow_mut().get_mut(&terminal) {
            screen.size = Some(size);
        }
        self.settle_terminal(terminal);
    }

    /// Makes the sandbox's terminal what the page's is: open, of its size, and told the keys held for it.
    fn settle_terminal(&self, terminal: TerminalId) {
        if !self.0.ready.get() {
            return;
        }
        let (request, keys) = {
            let mut screens = self.0.screens.borrow_mut();
            let Some(screen) = screens.get_mut(&terminal) else { return };
            let Some(size) = screen.size else { return };
            let request = match screen.there.replace(size) {
                None => Some(Request::TerminalOpen { terminal, size }),
                Some(there) if there != size => Some(Request::TerminalResize { terminal, size }),
                Some(_) => None,
            };
            (request, std::mem::take(&mut screen.keys))
        };
        if let Some(request) = request {
            self.send(request);
        }
        if !keys.is_empty() {
            self.keys(terminal, &keys);
        }
    }

    fn show(&self, terminal: TerminalId, bytes: Vec<u8>) {
        if self.0.leaving.get() {
            return;
        }
        let mut screens = self.0.screens.borrow_mut();
        let screen = screens.entry(terminal).or_default();
        match &screen.show {
            Some(show) => show.emit(Shown::Bytes(bytes)),
            None => screen.held.extend(bytes),
        }
    }

    /// Keys for a terminal. What was edited before them is told first, so that commands see it.
    /// Typed before the terminal is open, they wait for it.
    pub fn keys(&self, terminal: TerminalId, keys: &str) {
        {
            let mut screens = self.0.screens.borrow_mut();
            let screen = screens.entry(terminal).or_default();
            if !self.0.ready.get() || screen.there.is_none() {
                screen.keys.push_str(keys);
                return;
            }
        }
        self.flush_drafts();
        self.send(Request::TerminalInput {
            terminal,
            bytes: Bytes::from(keys),
        });
    }

    pub fn close_terminal(&self, terminal: TerminalId) {
        self.0.screens.borrow_mut().remove(&terminal);
        self.0.dispatch.dispatch(Action::TerminalClosed(terminal));
        self.send(Request::TerminalClose { terminal });
    }

    /// Starts a shell again on a terminal whose shell has ended.
    pub fn reopen_terminal(&self, terminal: TerminalId) {
        if let Some(screen) = self.0.screens.borrow_mut().get_mut(&terminal) {
            screen.there = None;
        }
        self.0.dispatch.dispatch(Action::TerminalReopened(terminal));
        self.settle_terminal(terminal);
    }

    // Files.

    /// A file's new text from the editor. The sandbox is told when typing pauses or something is run.
    pub fn edit_file(&self, path: String, contents: Bytes) {
        if self.is_reading() {
            self.0.dispatch.dispatch(Action::FilesKept);
            return;
        }
        self.0.dispatch.dispatch(Action::FileEdited {
            path: path.clone(),
            contents: contents.clone(),
        });
        self.0.drafts.borrow_mut().insert(path, contents);
        self.save_drafts();
        let link = self.clone();
        *self.0.draft_timer.borrow_mut() = Some(Timeout::new(SETTLE_MS, move || link.flush_drafts()));
    }

    /// Writes a file now.
    pub fn write_file(&self, path: String, contents: Bytes) {
        if self.is_reading() {
            return;
        }
        self.0.dispatch.dispatch(Action::FileEdited {
            path: path.clone(),
            contents: contents.clone(),
        });
        self.send(Request::FileWrite { path, contents });
    }

    pub fn create_file(&self, path: String) {
        if self.is_reading() {
            return;
        }
        self.0.dispatch.dispatch(Action::FileCreated(path.clone()));
        self.send(Request::FileWrite {
            path,
            contents: Bytes::default(),
        });
    }

    pub fn rename_file(&self, from: String, to: String) {
        if self.is_reading() {
            return;
        }
        self.flush_drafts();
        self.0.dispatch.dispatch(Action::FileRenamed {
            from: from.clone(),
            to: to.clone(),
        });
        self.send(Request::FileRename { from, to });
    }

    pub fn remove_file(&self, path: String) {
        if self.is_reading() {
            return;
        }
        self.flush_drafts();
        self.0.dispatch.dispatch(Action::FileRemoved(path.clone()));
        self.send(Request::FileRemove { path });
    }

    /// Tells the sandbox everything that was edited.
    pub fn flush_drafts(&self) {
        if !self.0.ready.get() {
            return;
        }
        self.0.draft_timer.borrow_mut().take();
        let drafts = std::mem::take(&mut *self.0.drafts.borrow_mut());
        for (path, contents) in drafts {
            self.send(Request::FileWrite { path, contents });
        }
    }

    // Questions.

    fn ticket(&self) -> Ticket {
        let next = self.0.tickets.get().wrapping_add(1);
        self.0.tickets.set(next);
        next
    }

    /// Asks which layers a text would give; asked again when the sandbox is ready, if it isn't yet.
    pub fn predict(&self, path: String, text: String) {
        if !self.0.ready.get() {
            return;
        }
        let ticket = self.ticket();
        self.0.predicted.set(ticket);
        self.send(Request::Predict { ticket, path, text });
    }

    /// Asks for the lines typed at the host's prompt.
    pub fn commands(&self, answer: Callback<Vec<String>>) {
        let ticket = self.ticket();
        self.0.listing.borrow_mut().insert(ticket, answer);
        self.send(Request::Commands { ticket });
    }

    /// Asks what a picture wants to know. Without an answer if the world is replaced meanwhile.
    pub fn ask(&self, question: Question, answered: Callback<Result<Answer, String>>) {
        let ticket = self.ticket();
        self.0.questions.borrow_mut().insert(ticket, answered);
        self.send(Request::Ask { ticket, question });
    }

    pub fn fetch(&self, request: session::protocol::HttpRequest) {
        if self.is_reading() {
            return;
        }
        self.flush_drafts();
        let ticket = self.ticket();
        self.0.loading.borrow_mut().begin(ticket);
        self.0.dispatch.dispatch(Action::PreviewAsked(request.url.clone()));
        self.send(Request::Http { ticket, request });
    }

    fn answered(&self, ticket: Ticket, answer: Result<HttpAnswer, HttpFailure>) {
        let step = self.0.loading.borrow_mut().answered(ticket, answer);
        match step {
            Step::Done(page) => self.0.dispatch.dispatch(Action::PreviewLoaded(page)),
            Step::Ask(needs) => {
                let asked: Vec<(Ticket, String)> = needs.into_iter().map(|url| (self.ticket(), url)).collect();
                for (ticket, url) in &asked {
                    self.0.loading.borrow_mut().asked(*ticket, url.clone());
                }
                for (ticket, url) in asked {
                    self.send(Request::Http {
                        ticket,
                        request: browser::get(&url),
                    });
                }
            }
            Step::Wait => {}
        }
    }

    pub fn set_pacing(&self, pacing: Pacing) {
        self.0.pacing.set(pacing);
        self.send(Request::Pacing(pacing));
    }

    pub fn set_lesson(&self, lesson: LessonSource) {
        if *self.0.lesson.borrow() != lesson {
            self.0.lesson.borrow_mut().clone_from(&lesson);
            self.send(Request::Lesson(lesson));
        }
    }
}

/// Beside the page's own module, wherever the site is served from.
fn worker_address() -> String {
    super::site_file("worker_loader.js")
}

fn post(worker: &Worker, request: &Request) {
    match serde_json::to_string(request) {
        Ok(text) => {
            if let Err(refused) = worker.post_message(&wasm_bindgen::JsValue::from_str(&text)) {
                gloo::console::error!("a request was not sent", refused);
            }
        }
        Err(error) => gloo::console::error!("a request was not written", error.to_string()),
    }
}
