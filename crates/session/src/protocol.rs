//! The messages between a page and the sandbox behind it, typed.
//!
//! The page sends [`Request`]s, the sandbox answers with [`Event`]s; nothing else passes the boundary
//! (DESIGN.md, invariant 10). In the browser the two stand on either side of a Web Worker and every message
//! is one JSON string; in a headless program they are plain values. [`Sandbox`] is the whole of what the
//! worker's loop needs from a session.
//!
//! These are data-transfer types: strings a person reads, numbers a picture needs. No type of the engine
//! appears here, so the engine may change without the page noticing. Times are virtual: milliseconds since
//! the Unix epoch where the field is called `at_ms` or `*_ms`, nanoseconds since the journal's start in
//! [`JournalEntry::at_ns`]. Sizes are bytes. Line numbers count from 1.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::question::*;

/// The version of these messages; page and worker come from one build, so it is compared, never negotiated.
pub const PROTOCOL_VERSION: u32 = 1;

/// The version of [`Journal`] as stored; a stored journal of another version is offered for export, not replayed.
pub const JOURNAL_VERSION: u32 = 1;

/// Names one terminal of the page. The page chooses them: 1, 2, 3 …
pub type TerminalId = u32;

/// A number the page gives a question, repeated in the answer, so that late answers can be told from fresh ones.
pub type Ticket = u32;

/// What the worker's loop asks of a session. `crates/session` implements it for the real sandbox.
pub trait Sandbox {
    /// Takes one request. Cheap: long work is done in [`Sandbox::turn`].
    fn request(&mut self, request: Request);

    /// Works for a bounded slice. `elapsed_ms` is the host time since the last turn, by which a paced virtual
    /// clock may advance; it decides when things are shown, never what comes out.
    fn turn(&mut self, elapsed_ms: u64) -> Turn;

    /// Takes the events produced since the last call, in order.
    fn events(&mut self) -> Vec<Event>;
}

/// What a slice of work left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Something is runnable now: call again as soon as messages have been looked at.
    Busy,
    /// Nothing until this many milliseconds of host time have passed (a paced clock waits for its next event).
    WakeInMs(u64),
    /// Nothing until a request comes.
    Idle,
}

/// From the page to the sandbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Builds a world from a journal and replays its entries. Answered by [`Event::Ready`] when the last one
    /// has been replayed, then by a [`Event::View`] and one [`Event::TerminalOutput`] per terminal holding all
    /// that was shown on it. Replaces whatever world was there. Requests that come before it is ready are kept
    /// and taken afterwards.
    Open {
        journal: Box<Journal>,
        lesson: LessonSource,
        pacing: Pacing,
    },
    /// The lesson's text in another language: checks get new texts, nothing else changes. Not journalled.
    Lesson(LessonSource),
    /// Opens a terminal with the host's shell on it. Journalled.
    TerminalOpen { terminal: TerminalId, size: TerminalSize },
    /// Keys, as the terminal emulator encodes them (Enter is CR, Ctrl-C is 0x03). Journalled.
    TerminalInput { terminal: TerminalId, bytes: Bytes },
    /// The window's new size; foreground processes get SIGWINCH. Journalled.
    TerminalResize { terminal: TerminalId, size: TerminalSize },
    /// Hangs up: the shell and its foreground job get SIGHUP. Journalled.
    TerminalClose { terminal: TerminalId },
    /// SIGINT to the foreground job whatever it reads (the page's Stop button). Journalled.
    TerminalInterrupt { terminal: TerminalId },
    /// Writes a file of the workspace, making folders as needed. Journalled. Paths are relative, `/`-separated.
    FileWrite { path: String, contents: Bytes },
    /// Renames a file or folder of the workspace. Journalled.
    FileRename { from: String, to: String },
    /// Removes a file or folder (with what is in it) of the workspace. Journalled.
    FileRemove { path: String },
    /// Asks for one file of the workspace; answered by [`Event::File`].
    FileRead { ticket: Ticket, path: String },
    /// Asks which layers this Dockerfile text would give now; answered by [`Event::Prediction`]. Not journalled.
    Predict { ticket: Ticket, path: String, text: String },
    /// What the preview's browser asks the host's network; answered by [`Event::Http`]. Journalled: it leaves
    /// traces in logs.
    Http { ticket: Ticket, request: HttpRequest },
    /// What a picture that is shown wants to know; answered by [`Event::Answered`]. Not journalled.
    Ask { ticket: Ticket, question: Question },
    /// A choice for a quiz of the lesson, counted from 0. Journalled.
    Quiz { id: String, choice: u32 },
    /// How the virtual clock goes from here on. Not journalled: entries carry their times.
    Pacing(Pacing),
    /// Jumps over the waiting that is under way, to the next thing that happens. Not journalled.
    Skip,
    /// Asks for the journal as it stands; answered by [`Event::Journal`].
    Journal,
    /// Asks for the lines that were typed at the host's prompt; answered by [`Event::Commands`]. Not journalled.
    Commands { ticket: Ticket },
}

/// From the sandbox to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker has loaded and takes requests. Sent once, by the worker's loop, before anything else.
    Started { protocol: u32 },
    /// The journal has been replayed.
    Ready { entries: u32 },
    /// Bytes for a terminal to show.
    TerminalOutput { terminal: TerminalId, bytes: Bytes },
    /// The shell of a terminal has ended (`exit`, Ctrl-D); the page may open it again.
    TerminalEnded { terminal: TerminalId, status: i32 },
    /// A command line of a terminal has begun (`Some(line)`) or the shell is at its prompt again (`None`).
    Foreground { terminal: TerminalId, command: Option<String> },
    /// Everything the pictures show. Sent only when it differs from the last one.
    View(Box<View>),
    /// Something happened in the engine or on the host, for the timeline.
    Happened(Happening),
    /// The guest changed the workspace: these files were written (contents) or removed (`None`).
    WorkspaceChanged { files: Vec<(String, Option<Bytes>)> },
    /// Entries to append to the stored journal. `first` is the index of the first of them.
    Journalled { first: u32, entries: Vec<JournalEntry> },
    /// The whole journal, as asked for.
    Journal(Box<Journal>),
    /// A file of the workspace; `None` when there is none.
    File {
        ticket: Ticket,
        path: String,
        contents: Option<Bytes>,
    },
    Prediction {
        ticket: Ticket,
        path: String,
        prediction: Prediction,
    },
    Http {
        ticket: Ticket,
        answer: Result<HttpAnswer, HttpFailure>,
    },
    /// The lines typed at the host's prompt so far, oldest first, as far as keys tell (see `travel::Typed`).
    Commands { ticket: Ticket, lines: Vec<String> },
    /// The answer to a question of that ticket, or why there is none, in English.
    Answered { ticket: Ticket, answer: Result<Answer, String> },
    /// Work under way: sent when it begins, while it goes on (at most ten times a second), and at its end with
    /// `waiting: None`.
    Progress(Progress),
    /// The request could not be done; a sentence for the person, in English.
    Refused { what: String },
    /// The session panicked. Sent by the worker's loop as its last words; the page starts another worker,
    /// which replays the journal without its last entry.
    Panicked { message: String },
}

/// A learner's world from its beginning: what a replay needs, and all of what is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    pub version: u32,
    pub seed: u64,
    /// The virtual clock at the start, in milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// The version of the catalogue of images and packages the journal was made with.
    pub catalogue: String,
    /// The lesson's id, its path under `lessons/` such as `01-first/01-python-app`; empty in the playground.
    pub lesson: String,
    /// The name of the workspace's folder under the host user's home; BuildKit and Compose derive names from it.
    pub workspace: String,
    /// The workspace as it was at the start.
    pub files: Vec<WorkspaceFile>,
    /// What the host's shell did before the learner came; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub setup: String,
    pub entries: Vec<JournalEntry>,
}

/// One file of a starting workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceFile {
    pub path: String,
    pub contents: Bytes,
    /// Mode 0755 instead of 0644.
    #[serde(default)]
    pub executable: bool,
}

/// An input and the virtual instant at which the machine saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Nanoseconds of virtual time since the journal's start.
    pub at_ns: u64,
    pub input: Input,
}

/// What a person did; see the requests of the same names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    TerminalOpen { terminal: TerminalId, size: TerminalSize },
    TerminalInput { terminal: TerminalId, bytes: Bytes },
    TerminalResize { terminal: TerminalId, size: TerminalSize },
    TerminalClose { terminal: TerminalId },
    TerminalInterrupt { terminal: TerminalId },
    FileWrite { path: String, contents: Bytes },
    FileRename { from: String, to: String },
    FileRemove { path: String },
    Http { request: HttpRequest },
    Quiz { id: String, choice: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalSize {
    pub columns: u16,
    pub rows: u16,
}

/// A lesson's `lesson.md` as it is in the file, front matter included; the sandbox reads the checks out of it.
/// An empty text is a playground without checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonSource {
    pub id: String,
    pub text: String,
    /// The tag of the language that the sandbox's own sentences are to be in: `en`, `zh-CN`.
    #[serde(default)]
    pub language: String,
}

/// How virtual time goes while something waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pacing {
    /// As a real machine's would, so that a build can be watched.
    #[default]
    Paced,
    /// Waiting takes no time.
    Instant,
    /// Nothing moves until another pacing or [`Request::Skip`].
    Paused,
}

/// What is being waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The foreground command that waits or works, or `None` when nothing does any more.
    pub waiting: Option<String>,
    /// The virtual clock now, in milliseconds since the Unix epoch.
    pub clock_ms: i64,
}

/// Everything the pictures show at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub clock_ms: i64,
    pub containers: Vec<ContainerView>,
    pub images: Vec<ImageView>,
    pub volumes: Vec<VolumeView>,
    pub networks: Vec<NetworkView>,
    pub checks: Vec<CheckView>,
    pub answers: Vec<AnswerView>,
    /// The workspace's files now, sorted; without contents.
    pub workspace: Vec<String>,
    /// TCP ports of the host on which something listens, sorted: what the preview can open.
    pub listening: Vec<u16>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerView {
    /// 64 hexadecimal digits.
    pub id: String,
    pub name: String,
    /// As `docker ps` shows it: a reference, or a short id when the tag has moved on.
    pub image: String,
    pub command: String,
    pub state: ContainerState,
    /// The sentence of `docker ps`, `Up 2 minutes`.
    pub status: String,
    pub created_ms: i64,
    pub exit_code: Option<i32>,
    pub oom_killed: bool,
    /// `healthy`, `unhealthy`, `starting`; `None` without a health check.
    pub health: Option<String>,
    pub ports: Vec<PortView>,
    pub mounts: Vec<MountView>,
    /// Names of networks, as in [`NetworkView::name`].
    pub networks: Vec<String>,
    /// The states it has been in, oldest first, the present one last.
    pub path: Vec<StateStep>,
    /// The commands that can be used on it now, whole: `docker stop web`.
    pub legal: Vec<String>,
    /// The processes inside, as `docker top` would list them.
    pub processes: Vec<ProcessView>,
    /// The last lines of its logs, at most 20.
    pub log_tail: Vec<String>,
    /// Paths changed in its writable layer: `A /tmp/x`, `C /tmp`, `D /y`; at most 50, then `…`.
    pub changes: Vec<String>,
    /// Bytes in its writable layer.
    pub writable_size: u64,
}

/// Docker's seven states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ContainerState {
    #[default]
    Created,
    Running,
    Paused,
    Restarting,
    Removing,
    Exited,
    Dead,
}

/// A container entering a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateStep {
    pub state: ContainerState,
    pub at_ms: i64,
    /// What brought it there, in the engine's word: `create`, `start`, `die`, `pause` …
    pub because: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortView {
    pub host_ip: String,
    /// `None` when only exposed.
    pub host: Option<u16>,
    pub container: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MountView {
    /// `volume`, `bind` or `tmpfs`.
    pub kind: String,
    /// A volume's name or a host path.
    pub source: String,
    pub target: String,
    pub read_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessView {
    pub pid: u32,
    pub command: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImageView {
    /// `sha256:` and 64 hexadecimal digits.
    pub id: String,
    /// `name:tag`, sorted; empty when dangling.
    pub tags: Vec<String>,
    pub size: u64,
    pub created_ms: i64,
    /// From the base upwards, instructions without a layer included.
    pub layers: Vec<LayerView>,
    /// Entrypoint and command as `docker inspect` has them, joined for reading.
    pub command: String,
    pub exposed: Vec<String>,
    /// Names of containers made from it.
    pub containers: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerView {
    /// As in `docker history`, `COPY . . # buildkit`.
    pub instruction: String,
    /// The layer's diff id; `None` when the instruction changed only the configuration.
    pub digest: Option<String>,
    pub size: u64,
    pub created_ms: i64,
    /// How many other images have this layer too.
    pub shared_with: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VolumeView {
    pub name: String,
    pub driver: String,
    pub anonymous: bool,
    pub size: u64,
    /// Names of containers it is mounted in, with the path there.
    pub used_by: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkView {
    pub id: String,
    pub name: String,
    pub driver: String,
    pub subnet: String,
    pub gateway: String,
    pub members: Vec<MemberView>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MemberView {
    pub container: String,
    pub ip: String,
    /// Names the others reach it by; empty on the default bridge.
    pub aliases: Vec<String>,
}

/// A goal of the lesson beside what there is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckView {
    pub id: String,
    /// The goal, in the lesson's language.
    pub text: String,
    /// True once it has been seen true; goals do not untick.
    pub met: bool,
    /// What is so now and what is missing; empty when it is met.
    pub diagnosis: String,
}

/// The last choice for a quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    pub id: String,
    /// Counted from 0.
    pub choice: u32,
    pub right: bool,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    pub at_ms: i64,
    /// How many journal entries had been taken then: where the timeline steps to.
    pub entry: u32,
    /// What the person did: `command`, `file` or `request`; or the engine's kinds: `container`, `image`, `volume`,
    /// `network`, `builder`.
    pub kind: String,
    /// The engine's word: `start`, `die`, `tag`, …; the command line for a command; `write`, `rename` or `remove` for
    /// a file; the method for a request.
    pub action: String,
    /// Name of what it happened to.
    pub subject: String,
    /// Attributes as `docker events` has them, in order.
    pub attributes: Vec<(String, String)>,
}

/// The layers a Dockerfile's text would give if `docker build` ran now on the workspace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// In the order they would run, all stages the target needs.
    pub steps: Vec<StepView>,
    /// Why nothing would be built at all, in the builder's words: a parse error, an unknown image.
    pub error: Option<String>,
    /// What the image would weigh, as far as it is known.
    pub size: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StepView {
    /// The stage's name or number.
    pub stage: String,
    /// The instruction as written, on one line.
    pub instruction: String,
    pub first_line: u32,
    pub last_line: u32,
    pub outcome: StepOutcome,
    /// True when the instruction gives the image a layer, false when it only changes the configuration.
    pub makes_layer: bool,
    /// Known when cached.
    pub size: Option<u64>,
    pub digest: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepOutcome {
    /// An earlier build's result would be used.
    Cached,
    /// It would run, because of this.
    WillRun(Why),
    /// It cannot work: the builder's words.
    Fails(String),
    /// Not reached, or not known.
    #[default]
    Unknown,
}

/// Why a step runs, or ran, instead of coming out of the cache: the one thing that differs from the last build of
/// the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// Nothing like it has been built yet.
    New,
    /// The cache was not to be used.
    NoCache,
    /// It was built before and its result was pruned.
    Pruned,
    /// The instruction, with its variables, differs: what it was.
    InstructionChanged(String),
    /// A build argument, a variable or a setting differs.
    ArgumentsChanged(Vec<ArgumentDifference>),
    /// Files it copies differ.
    FilesChanged(Vec<FileDifference>),
    /// The image below is another one: digests before and now.
    BaseChanged(String, String),
    /// The step below, of this name, gives another result.
    StepBelow(String),
}

/// `ARG NAME`, `ENV NAME`, or a setting such as `user`, before and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArgumentDifference {
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A file of the build context before and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDifference {
    pub path: String,
    /// Twelve hexadecimal digits; `None` when it was not there.
    pub before: Option<String>,
    pub after: Option<String>,
    /// The first line that differs; of texts only.
    pub line: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpRequest {
    pub method: String,
    /// Whole: `http://localhost:8000/path?query`.
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpAnswer {
    pub status: u16,
    pub reason: String,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    /// The address after redirections.
    pub url: String,
}

/// Why there is no answer, as a browser tells them apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HttpFailure {
    /// Nothing listens there.
    Refused,
    /// The connection was closed or reset before an answer was complete.
    Reset,
    /// It was closed without a byte of an answer.
    Empty,
    /// The host's name is not known to the simulated network.
    NameNotResolved,
    TimedOut,
    /// The address cannot be understood, or its scheme is not simulated.
    BadAddress,
    /// What came back is not HTTP.
    InvalidResponse,
}

/// Bytes that travel well in JSON: text as text, anything else as hexadecimal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// The bytes as text, with U+FFFD for what is not UTF-8.
    pub fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// The first character tells the two forms apart: `=` before text, `#` before hexadecimal digits.
impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = String::with_capacity(self.0.len().saturating_add(1));
        match std::str::from_utf8(&self.0) {
            Ok(text) => {
                out.push('=');
                out.push_str(text);
            }
            Err(_) => {
                out.push('#');
                for byte in &self.0 {
                    for nibble in [byte >> 4, byte & 15] {
                        out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
                    }
                }
            }
        }
        serializer.serialize_str(&out)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        if let Some(plain) = text.strip_prefix('=') {
            return Ok(Self(plain.as_bytes().to_vec()));
        }
        let Some(digits) = text.strip_prefix('#') else {
            return Err(serde::de::Error::custom("bytes begin with = or #"));
        };
        let nibbles: Option<Vec<u8>> = digits
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect();
        let Some(nibbles) = nibbles.filter(|n| n.len() % 2 == 0) else {
            return Err(serde::de::Error::custom("bytes after # are pairs of hexadecimal digits"));
        };
        Ok(Self(
            nibbles
                .chunks_exact(2)
                .filter_map(|pair| match pair {
                    [high, low] => Some((high << 4) | low),
                    _ => None,
                })
                .collect(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_travels_as_text_and_other_bytes_as_hexadecimal() {
        let text = serde_json::to_string(&Bytes::from("a\nb")).expect("serialises");
        assert_eq!(text, r#""=a\nb""#);
        let raw = serde_json::to_string(&Bytes(vec![0xff, 0x00, 0x1b])).expect("serialises");
        assert_eq!(raw, r##""#ff001b""##);
        for shown in [text, raw] {
            let back: Bytes = serde_json::from_str(&shown).expect("parses");
            assert_eq!(serde_json::to_string(&back).expect("serialises"), shown);
        }
    }

    #[test]
    fn malformed_bytes_are_an_error() {
        for bad in [r#""x""#, r##""#f""##, r##""#zz""##, r#""""#] {
            assert!(serde_json::from_str::<Bytes>(bad).is_err(), "{bad}");
        }
    }
}
