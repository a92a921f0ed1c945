//! A session behind the message boundary: takes requests, works in slices, gives events.
//!
//! The session's state is what replaying its journal gives. An input is stamped with the virtual time
//! at which the machine saw it; every poll of the machine moves that clock, so the stamp names one
//! boundary between polls, and a replay stops at the very same one.

mod answer;
mod looks;

use crate::explained::Known;
use crate::facts::{Foreseen, WorldFacts};
use crate::moments::Moments;
use crate::protocol::*;
use crate::travel::Typed;
use crate::used::Used;
use crate::view;
use crate::{Start, World};
use engine::Subscription;
use lesson::{Goals, Language, Lesson, PartKind};
use looks::Looks;
use machine::{Instant, Outcome, Pid, Signal, Tty};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;
use vfs::FileData;

/// Polls in one slice of work.
const SLICE: u64 = 4_000;
/// Bytes kept of what a terminal has shown during a replay.
const SCROLLBACK: usize = 1 << 20;

/// Command lines that are remembered for an export.
const COMMANDS: usize = 5_000;

struct Terminal {
    tty: Rc<Tty>,
    shell: Pid,
    command: Option<String>,
    /// The number of the command line whose output is being gathered.
    line: Option<usize>,
    /// What is being typed at its prompt.
    typed: Typed,
    ended: bool,
}

type Answers = Rc<RefCell<Vec<Event>>>;

/// One learner's session.
pub struct Session {
    world: Option<World>,
    journal: Journal,
    /// Entries still to be replayed.
    replay: VecDeque<JournalEntry>,
    replaying: bool,
    /// What was asked while the journal was replayed: taken after its last entry, in order.
    held: Vec<Request>,
    lesson: Lesson,
    language: Language,
    terminals: BTreeMap<TerminalId, Terminal>,
    events: Vec<Event>,
    answers: Answers,
    pacing: Pacing,
    skip: bool,
    /// Where a paced clock has come to.
    target: Instant,
    subscription: Option<Subscription>,
    last_view: Option<View>,
    last_files: BTreeMap<String, FileData>,
    goals: Goals,
    looks: Looks,
    used: Used,
    /// Lines typed at the host's prompt.
    commands: Vec<String>,
    foreseen: RefCell<Foreseen>,
    busy_shown: bool,
    stale: bool,
    /// Journal entries that the world has taken; fewer than the journal has while it is replayed.
    taken: u32,
    moments: Moments,
    known: Known,
}

impl Default for Session {
    fn default() -> Self {
        Session::new()
    }
}

impl Session {
    pub fn new() -> Session {
        Session {
            world: None,
            journal: Journal {
                version: JOURNAL_VERSION,
                seed: 1,
                start_ms: 0,
                catalogue: String::new(),
                lesson: String::new(),
                workspace: String::new(),
                files: Vec::new(),
                setup: String::new(),
                entries: Vec::new(),
            },
            replay: VecDeque::new(),
            replaying: false,
            held: Vec::new(),
            lesson: Lesson::default(),
            language: Language::English,
            terminals: BTreeMap::new(),
            events: Vec::new(),
            answers: Answers::default(),
            pacing: Pacing::Paced,
            skip: false,
            target: Instant::default(),
            subscription: None,
            last_view: None,
            last_files: BTreeMap::new(),
            goals: Goals::default(),
            looks: Looks::default(),
            used: Used::default(),
            commands: Vec::new(),
            foreseen: RefCell::default(),
            busy_shown: false,
            stale: false,
            taken: 0,
            moments: Moments::default(),
            known: Known::default(),
        }
    }

    fn open(&mut self, journal: Journal, lesson: &LessonSource, pacing: Pacing) {
        if journal.version != JOURNAL_VERSION {
            self.events.push(Event::Refused {
                what: format!(
                    "This session was stored by another version ({}) and cannot be replayed.",
                    journal.version
                ),
            });
            return;
        }
        *self = Session {
            pacing,
            lesson: Lesson::parse(&lesson.text),
            language: Language::of_tag(&lesson.language),
            ..Session::new()
        };
        let workspace = if journal.workspace.is_empty() {
            "work".to_string()
        } else {
            journal.workspace.clone()
        };
        let at = Instant(journal.start_ms.saturating_mul(1_000_000));
        let world = World::new(Start {
            registry: false,
            compose_name: true,
            seed: journal.seed,
            at,
            workspace,
            files: journal
                .files
                .iter()
                .map(|f| (f.path.clone(), f.contents.0.clone(), f.executable))
                .collect(),
            local_images: self.lesson.images.clone(),
        });
        if !journal.setup.is_empty() {
            world.run_line(&journal.setup);
            world.machine().take_started();
        }
        self.subscription = Some(world.engine().subscribe());
        self.target = world.machine().now();
        self.last_files = world.snapshot();
        self.world = Some(world);
        self.replay = journal.entries.iter().cloned().collect();
        self.replaying = true;
        self.journal = journal;
        self.look_at_checks();
    }

    fn elapsed(&self) -> u64 {
        let start = self.journal.start_ms.saturating_mul(1_000_000);
        self.world
            .as_ref()
            .map_or(0, |w| w.machine().now().0.saturating_sub(start).max(0) as u64)
    }

    /// Takes an input from the person: into the journal and into the world.
    fn take(&mut self, input: Input) {
        if self.world.is_none() {
            return;
        }
        let entry = JournalEntry {
            at_ns: self.elapsed(),
            input,
        };
        self.look_before(&entry.input);
        self.apply(entry.input.clone());
        self.look_if_settled();
        self.taken = self.taken.saturating_add(1);
        let first = self.journal.entries.len() as u32;
        self.journal.entries.push(entry.clone());
        self.events.push(Event::Journalled {
            first,
            entries: vec![entry],
        });
        self.stale = true;
    }

    fn apply(&mut self, input: Input) {
        let Some(world) = &self.world else { return };
        match input {
            Input::TerminalOpen { terminal, size } => {
                let tty = world.machine().open_tty(size.columns, size.rows);
                match world.open_terminal(&tty) {
                    Ok(shell) => {
                        self.terminals.insert(
                            terminal,
                            Terminal {
                                tty,
                                shell,
                                command: None,
                                line: None,
                                typed: Typed::default(),
                                ended: false,
                            },
                        );
                    }
                    Err(error) => self.events.push(Event::Refused {
                        what: format!("The host's shell cannot be started: {error}."),
                    }),
                }
            }
            Input::TerminalInput { terminal, bytes } => {
                if let Some(terminal) = self.terminals.get_mut(&terminal) {
                    // Keys for a program, or for a container's shell, are no commands of the host.
                    if terminal.tty.foreground() == terminal.shell && self.commands.len() < COMMANDS {
                        self.commands.extend(terminal.typed.keys(&bytes.to_text()));
                    }
                    terminal.tty.input(bytes.as_slice());
                }
            }
            Input::TerminalResize { terminal, size } => {
                if let Some(terminal) = self.terminals.get(&terminal) {
                    terminal.tty.resize(size.columns, size.rows);
                }
            }
            Input::TerminalClose { terminal } => {
                if let Some(terminal) = self.terminals.get(&terminal) {
                    terminal.tty.hang_up();
                    let _ = world.machine().signal(terminal.shell, Signal::HUP);
                }
            }
            Input::TerminalInterrupt { terminal } => {
                if let Some(terminal) = self.terminals.get(&terminal) {
                    let group = terminal.tty.foreground();
                    for process in world.machine().processes(0).into_iter().filter(|p| p.group == group) {
                        let _ = world.machine().signal(process.pid, Signal::INT);
                    }
                }
            }
            Input::FileWrite { path, contents } => {
                if let Err(error) = world.write_file(&path, contents.as_slice()) {
                    self.events.push(Event::Refused {
                        what: format!("{path} could not be written: {error}."),
                    });
                }
                self.last_files = world.snapshot();
            }
            Input::FileRename { from, to } => {
                if let Err(error) = world.rename_file(&from, &to) {
                    self.events.push(Event::Refused {
                        what: format!("{from} could not be renamed: {error}."),
                    });
                }
                self.last_files = world.snapshot();
            }
            Input::FileRemove { path } => {
                if let Err(error) = world.remove_file(&path) {
                    self.events.push(Event::Refused {
                        what: format!("{path} could not be removed: {error}."),
                    });
                }
                self.last_files = world.snapshot();
            }
            Input::Quiz { id, choice } => {
                let quiz = self.lesson.parts.iter().find_map(|part| match &part.kind {
                    PartKind::Quiz(quiz) if quiz.id == id => Some(quiz),
                    _ => None,
                });
                if let Some(quiz) = quiz {
                    let right = usize::try_from(choice).is_ok_and(|choice| quiz.is_right(choice));
                    self.used.answer(&id, choice, right);
                }
            }
            Input::Http { request } => crate::http::ask(world, request, None, self.answers.clone()),
        }
    }

    /// Work of a replay: up to the next entry's time, then that entry.
    fn replay_slice(&mut self) -> Turn {
        let Some(world) = &self.world else { return Turn::Idle };
        let start = self.journal.start_ms.saturating_mul(1_000_000);
        let Some(entry) = self.replay.front() else {
            self.replaying = false;
            self.target = world.machine().now();
            self.answers.borrow_mut().clear();
            self.events.push(Event::Ready {
                entries: self.journal.entries.len() as u32,
            });
            self.stale = true;
            for request in std::mem::take(&mut self.held) {
                self.request(request);
            }
            return Turn::Busy;
        };
        let at = Instant(start.saturating_add(i64::try_from(entry.at_ns).unwrap_or(i64::MAX)));
        if world.machine().run(SLICE, Some(at), || self.stops()) == Outcome::Idle
            && let Some(entry) = self.replay.pop_front()
        {
            self.look_before(&entry.input);
            self.apply(entry.input);
            self.look_if_settled();
            self.taken = self.taken.saturating_add(1);
        }
        Turn::Busy
    }

    /// Whether the engine has published events that were not collected yet.
    fn has_news(&self) -> bool {
        self.subscription.as_ref().is_some_and(|s| !s.is_empty())
    }

    /// Whether a run stops between two polls: to look at the checks, or for the engine's events.
    fn stops(&self) -> bool {
        let news = self.has_news();
        let due = self.world.as_ref().is_some_and(|w| self.looks.is_due(w.machine(), news));
        due || news
    }

    /// Looks at the checks before an input that may begin something, where the machine has settled: what was so until
    /// now is about to change.
    fn look_before(&mut self, input: &Input) {
        let begins = match input {
            Input::TerminalInput { bytes, .. } => bytes.as_slice().iter().any(|byte| byte.is_ascii_control()),
            _ => true,
        };
        if begins {
            self.look_if_settled();
            self.looks.heard();
            if let Some(world) = &self.world {
                self.moments.note(self.taken, world);
            }
        }
        self.tell(input);
    }

    /// How many entries had been taken with the one that began a command at this time: the last line that was ended
    /// until then, whatever was typed ahead since.
    fn entry_of(&self, at: Instant) -> u32 {
        let start = self.journal.start_ms.saturating_mul(1_000_000);
        let elapsed = u64::try_from(at.0.saturating_sub(start)).unwrap_or(0);
        let taken = usize::try_from(self.taken).unwrap_or(usize::MAX);
        let ends = |entry: &&JournalEntry| match &entry.input {
            Input::TerminalInput { bytes, .. } => bytes.as_slice().iter().any(|byte| matches!(byte, b'\r' | b'\n')),
            _ => false,
        };
        let known = self
            .journal
            .entries
            .get(..taken.min(self.journal.entries.len()))
            .unwrap_or_default();
        let later = known
            .iter()
            .rev()
            .take_while(|entry| entry.at_ns > elapsed || !ends(entry))
            .count();
        match u32::try_from(known.len().saturating_sub(later)) {
            Ok(entry) if entry > 0 => entry,
            _ => self.taken,
        }
    }

    /// What a person does beside the terminals, for the timeline.
    fn tell(&mut self, input: &Input) {
        let (kind, action, subject) = match input {
            Input::FileWrite { path, .. } => ("file", "write", path.clone()),
            Input::FileRename { from, to } => ("file", "rename", format!("{from} → {to}")),
            Input::FileRemove { path } => ("file", "remove", path.clone()),
            Input::Http { request } => ("request", request.method.as_str(), request.url.clone()),
            _ => return,
        };
        let Some(world) = &self.world else { return };
        self.events.push(Event::Happened(Happening {
            at_ms: world.machine().now().0 / 1_000_000,
            entry: self.taken.saturating_add(1),
            kind: kind.into(),
            action: action.into(),
            subject,
            attributes: Vec::new(),
        }));
    }

    fn waiting(&self) -> bool {
        self.terminals.values().any(|t| t.command.is_some() && !t.ended)
    }

    fn work(&mut self, elapsed_ms: u64) -> Turn {
        let waiting = self.waiting();
        let Some(world) = &self.world else { return Turn::Idle };
        let machine = world.machine();
        let instant = self.skip || (self.pacing == Pacing::Instant && waiting);
        if self.pacing == Pacing::Paused && !self.skip {
            let now = machine.now();
            let outcome = machine.run(SLICE, Some(now.after(Duration::from_nanos(1))), || self.stops());
            return if outcome != Outcome::Idle { Turn::Busy } else { Turn::Idle };
        }
        self.target = self.target.max(machine.now());
        if !instant {
            self.target = self.target.after(Duration::from_millis(elapsed_ms.min(1000)));
        }
        let limit = if instant {
            machine.next_timer().map_or(self.target, |at| at.max(self.target))
        } else {
            self.target
        };
        let outcome = machine.run(SLICE, Some(limit.after(Duration::from_nanos(1))), || self.stops());
        self.stale = true;
        if instant {
            self.skip &= outcome == Outcome::Done;
            self.target = machine.now();
            return Turn::Busy;
        }
        match outcome {
            Outcome::Budget | Outcome::Done => Turn::Busy,
            // The clock has come to where the host's is; what is runnable goes on when that has moved.
            Outcome::Idle if machine.is_runnable() => Turn::WakeInMs(1),
            Outcome::Idle => match machine.next_timer() {
                Some(at) => Turn::WakeInMs((at.since(machine.now()).as_millis() as u64).clamp(1, 1000)),
                None => Turn::Idle,
            },
        }
    }

    fn collect(&mut self) {
        let Some(world) = &self.world else { return };
        // What began on the host's terminals.
        let begun: Vec<(u32, machine::Started)> = world
            .machine()
            .take_started()
            .into_iter()
            .map(|started| (self.entry_of(started.at), started))
            .collect();
        for (entry, started) in begun {
            if let Some(terminal) = self.terminals.values_mut().find(|t| t.shell == started.parent) {
                let line = started.argv.join(" ");
                terminal.line = Some(self.used.begin(line.clone()));
                self.events.push(Event::Happened(Happening {
                    at_ms: started.at.0 / 1_000_000,
                    entry,
                    kind: "command".into(),
                    action: line,
                    subject: String::new(),
                    attributes: Vec::new(),
                }));
            }
        }
        let mut events = Vec::new();
        for (id, terminal) in &mut self.terminals {
            let output = terminal.tty.output();
            let mut bytes = Vec::new();
            while !output.is_empty() && bytes.len() < SCROLLBACK {
                let mut context = std::task::Context::from_waker(std::task::Waker::noop());
                match output.poll_read(&context, 65_536) {
                    std::task::Poll::Ready(more) => bytes.extend(more),
                    std::task::Poll::Pending => break,
                }
                let _ = &mut context;
            }
            if !bytes.is_empty() {
                if let Some(line) = terminal.line {
                    self.used.print(line, &bytes);
                }
                events.push(Event::TerminalOutput {
                    terminal: *id,
                    bytes: Bytes(bytes),
                });
            }
            if !terminal.ended && !world.machine().is_alive(terminal.shell) {
                terminal.ended = true;
                events.push(Event::TerminalEnded {
                    terminal: *id,
                    status: 0,
                });
            }
            let group = terminal.tty.foreground();
            let command = (group != terminal.shell && world.machine().is_alive(group)).then(|| {
                world
                    .machine()
                    .processes(0)
                    .iter()
                    .find(|p| p.pid == group)
                    .map(|p| p.argv.join(" "))
                    .unwrap_or_default()
            });
            if command != terminal.command {
                terminal.command.clone_from(&command);
                events.push(Event::Foreground { terminal: *id, command });
            }
        }
        self.events.extend(events);
        if self.looks.take(world.machine()) {
            self.look_at_checks();
        } else if self.has_news() {
            self.looks.heard();
        }
        if let Some(subscription) = &self.subscription {
            while let Some(event) = subscription.try_pop() {
                let subject = event
                    .actor
                    .attributes
                    .get("name")
                    .cloned()
                    .unwrap_or_else(|| event.actor.id.clone());
                self.events.push(Event::Happened(Happening {
                    at_ms: event.time.0 / 1_000_000,
                    entry: self.taken,
                    kind: event.kind.to_string(),
                    action: event.action,
                    subject,
                    attributes: event.actor.attributes.into_iter().collect(),
                }));
            }
        }
        if self.replaying {
            return;
        }
        self.events.append(&mut self.answers.borrow_mut());
        if !std::mem::take(&mut self.stale) {
            return;
        }
        self.changes_of_files();
        let waiting = self.waiting();
        let Some(world) = &self.world else { return };
        if waiting || self.busy_shown {
            let command = self.terminals.values().find_map(|t| t.command.clone());
            self.busy_shown = waiting;
            self.events.push(Event::Progress(Progress {
                waiting: command,
                clock_ms: world.machine().now().0 / 1_000_000,
            }));
        }
        let checks = self.check_views();
        let mut view = view::of(world, checks, self.answer_views());
        if let Some(last) = &self.last_view {
            // The clock alone is no news.
            let clock = view.clock_ms;
            view.clock_ms = last.clock_ms;
            if view == *last {
                return;
            }
            view.clock_ms = clock;
        }
        self.last_view = Some(view.clone());
        self.events.push(Event::View(Box::new(view)));
    }

    fn changes_of_files(&mut self) {
        let Some(world) = &self.world else { return };
        let now = world.snapshot();
        if now == self.last_files {
            return;
        }
        let mut files: Vec<(String, Option<Bytes>)> = Vec::new();
        for (path, data) in &now {
            if self.last_files.get(path) != Some(data) {
                files.push((path.clone(), Some(Bytes(data.read(0, 1 << 20)))));
            }
        }
        files.extend(
            self.last_files
                .keys()
                .filter(|p| !now.contains_key(*p))
                .map(|p| (p.clone(), None)),
        );
        self.last_files = now;
        self.events.push(Event::WorkspaceChanged { files });
    }

    /// Looks at the checks beside an input, unless something is going on: a file is written without any work of the
    /// machine.
    fn look_if_settled(&mut self) {
        let Some(world) = &self.world else { return };
        if looks::has_settled(world.machine()) {
            self.looks.looked(world.machine());
            self.look_at_checks();
        }
    }

    /// Notes which checks hold now, and what is so for the others. Looked at in a replay as well: a goal that was
    /// met stays met when its state has passed.
    fn look_at_checks(&mut self) {
        let Some(world) = &self.world else { return };
        let facts = WorldFacts {
            world,
            used: &self.used,
            foreseen: &self.foreseen,
        };
        self.goals.look(&self.lesson.checks, &facts, self.language);
    }

    fn check_views(&self) -> Vec<CheckView> {
        self.lesson
            .checks
            .iter()
            .map(|check| CheckView {
                id: check.id.clone(),
                text: check.text.clone(),
                met: self.goals.is_met(&check.id),
                diagnosis: self.goals.diagnosis(&check.id).to_string(),
            })
            .collect()
    }

    fn answer_views(&self) -> Vec<AnswerView> {
        self.used
            .answers()
            .iter()
            .map(|(id, (choice, right))| AnswerView {
                id: id.clone(),
                choice: *choice,
                right: *right,
            })
            .collect()
    }
}

impl Sandbox for Session {
    fn request(&mut self, request: Request) {
        let at_once = matches!(
            request,
            Request::Open { .. } | Request::Lesson(_) | Request::Pacing(_) | Request::Skip | Request::Journal
        );
        if self.replaying && !at_once {
            self.held.push(request);
            return;
        }
        match request {
            Request::Open { journal, lesson, pacing } => self.open(*journal, &lesson, pacing),
            Request::Lesson(source) => {
                self.lesson = Lesson::parse(&source.text);
                self.language = Language::of_tag(&source.language);
                // No input, and so in no replay: when the goals are looked at next is left as it was.
                if self.world.as_ref().is_some_and(|world| looks::has_settled(world.machine())) {
                    self.look_at_checks();
                }
                self.stale = true;
            }
            Request::TerminalOpen { terminal, size } => self.take(Input::TerminalOpen { terminal, size }),
            Request::TerminalInput { terminal, bytes } => self.take(Input::TerminalInput { terminal, bytes }),
            Request::TerminalResize { terminal, size } => self.take(Input::TerminalResize { terminal, size }),
            Request::TerminalClose { terminal } => self.take(Input::TerminalClose { terminal }),
            Request::TerminalInterrupt { terminal } => self.take(Input::TerminalInterrupt { terminal }),
            Request::FileWrite { path, contents } => self.take(Input::FileWrite { path, contents }),
            Request::FileRename { from, to } => self.take(Input::FileRename { from, to }),
            Request::FileRemove { path } => self.take(Input::FileRemove { path }),
            Request::Quiz { id, choice } => self.take(Input::Quiz { id, choice }),
            Request::FileRead { ticket, path } => {
                let contents = self.world.as_ref().and_then(|w| w.read_file(&path)).map(Bytes);
                self.events.push(Event::File { ticket, path, contents });
            }
            Request::Predict { ticket, path, text } => {
                if let Some(world) = &self.world {
                    crate::predict::start(world, ticket, path, text, self.answers.clone());
                    self.stale = true;
                }
            }
            Request::Http { ticket, request } => {
                if self.world.is_some() {
                    let entry = JournalEntry {
                        at_ns: self.elapsed(),
                        input: Input::Http {
                            request: request.clone(),
                        },
                    };
                    self.look_before(&entry.input);
                    if let Some(world) = &self.world {
                        crate::http::ask(world, request, Some(ticket), self.answers.clone());
                    }
                    self.taken = self.taken.saturating_add(1);
                    let first = self.journal.entries.len() as u32;
                    self.journal.entries.push(entry.clone());
                    self.events.push(Event::Journalled {
                        first,
                        entries: vec![entry],
                    });
                    self.stale = true;
                }
            }
            Request::Ask { ticket, question } => {
                let answer = self.answer(&question);
                self.events.push(Event::Answered { ticket, answer });
            }
            Request::Commands { ticket } => self.events.push(Event::Commands {
                ticket,
                lines: self.commands.clone(),
            }),
            Request::Pacing(pacing) => self.pacing = pacing,
            Request::Skip => self.skip = true,
            Request::Journal => self.events.push(Event::Journal(Box::new(self.journal.clone()))),
        }
    }

    fn turn(&mut self, elapsed_ms: u64) -> Turn {
        let turn = if self.replaying {
            self.replay_slice()
        } else {
            self.work(elapsed_ms)
        };
        self.collect();
        turn
    }

    fn events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }
}
