//! Questions that a picture asks while it is shown, and the shapes of the answers.
//!
//! What every picture needs all the time is the [`View`](crate::protocol::View); what is dear or long is asked for.
//! Lists are paged or cut at a bound, so that no answer is larger than a picture can show. The conventions for times,
//! sizes and lines are those of [`crate::protocol`].

use serde::{Deserialize, Serialize};

use crate::protocol::{Bytes, ContainerState, StepView};

/// What a picture wants to know. None of these changes anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// What is at a path: a folder's entries from the one of number `from`, or a file. Answered by [`Answer::Folder`]
    /// or [`Answer::File`].
    Look { place: Place, path: String, from: u32 },
    /// What the layers of an image hold. A reference or an id. Answered by [`Answer::Image`].
    Image(String),
    /// The last two builds. Answered by [`Answer::Builds`].
    Builds,
    /// What differs between two moments: the states before the journal entries of these numbers, or now. Answered by
    /// [`Answer::Comparison`].
    Compare { before: u32, after: Option<u32> },
    /// The workspace's Compose project beside what runs of it. Answered by [`Answer::Compose`].
    Compose,
    /// What the lesson's checks want beside what there is. Answered by [`Answer::Goals`].
    Goals,
    /// The last requests that programs of the host and the preview made. Answered by [`Answer::Requests`].
    Requests,
    /// The images that were made in the session, for a real Docker. Answered by [`Answer::Archive`].
    Archive,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    Folder(FolderView),
    File(FileView),
    Image(ImageContentsView),
    /// The latest first; at most two.
    Builds(Vec<BuildView>),
    Comparison(ComparisonView),
    Compose(ComposeView),
    Goals(Vec<GoalView>),
    /// The latest first.
    Requests(Vec<RequestView>),
    Archive(ArchiveView),
}

/// Images as `docker load` takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveView {
    /// What `docker save` writes; empty where no image is in it.
    pub bytes: Bytes,
    /// `name:tag` of those in it, the latest first.
    pub images: Vec<String>,
    /// `name:tag` of those there was no room for.
    pub left_out: Vec<String>,
}

/// Whose file system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    Host,
    /// A reference or id.
    Image(String),
    /// One layer of an image alone, by its index in [`ImageView::layers`](crate::protocol::ImageView::layers).
    Layer(String, u32),
    /// A name or id. What is mounted is seen as the container sees it.
    Container(String),
    Volume(String),
}

/// A page of a folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FolderView {
    /// Folders before files, each by name; what a layer or a container has removed is among them.
    pub entries: Vec<EntryView>,
    /// The number of the first of them.
    pub from: u32,
    /// How many there are on all pages.
    pub total: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    pub name: String,
    pub kind: EntryKind,
    /// Permission bits, 0o755.
    pub mode: u32,
    /// `uid:gid`.
    pub owner: String,
    pub size: u64,
    /// `A`, `C` or `D` over what lies below: in a layer, and in a container's writable layer.
    pub change: Option<char>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    File,
    Folder,
    Link { target: String },
    Other,
}

/// A file's beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileView {
    pub size: u64,
    pub mode: u32,
    pub owner: String,
    /// At most the first 64 KiB; `None` when it is not text.
    pub text: Option<String>,
    /// More follows.
    pub cut: bool,
    pub change: Option<char>,
    /// What differs from the file below; of changed and deleted texts.
    pub difference: Option<Vec<DiffLine>>,
}

/// A line of two texts laid side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DiffLine {
    Same(String),
    Removed(String),
    Added(String),
    /// So many lines in which the two agree.
    Gap(u32),
}

/// The layers of an image.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImageContentsView {
    pub id: String,
    pub size: u64,
    /// Bytes that later layers hide.
    pub wasted: u64,
    /// dive's efficiency score, from 0 to 1.
    pub efficiency: f64,
    /// From the base upwards; one for each layer, instructions without a layer left out.
    pub layers: Vec<LayerContentsView>,
    /// The largest first, at most 20.
    pub wasted_files: Vec<WastedFileView>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerContentsView {
    /// Its index in [`ImageView::layers`](crate::protocol::ImageView::layers).
    pub index: u32,
    pub instruction: String,
    pub digest: String,
    pub size: u64,
    /// Paths it added, changed and deleted.
    pub added: u32,
    pub changed: u32,
    pub deleted: u32,
    /// Bytes of it that later layers hide.
    pub wasted: u64,
    /// Names of the other images that have it too, at most 8.
    pub shared_with: Vec<String>,
    /// The largest, at most 12; what is deleted comes first.
    pub changes: Vec<ChangeView>,
}

/// `A`, `C` or `D`, a path and the bytes there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    pub change: char,
    pub path: String,
    pub size: u64,
}

/// A file that one layer wrote and another hides; layers by their index in [`ImageContentsView::layers`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WastedFileView {
    pub path: String,
    pub size: u64,
    pub written: u32,
    pub hidden: u32,
}

/// A build that is over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BuildView {
    pub file: String,
    pub tags: Vec<String>,
    pub finished_ms: i64,
    /// Every step, in the order of the text.
    pub steps: Vec<BuildStepView>,
    /// Bytes of the image; 0 when it failed.
    pub size: u64,
    /// Bytes that a later layer hides.
    pub wasted: u64,
    /// dive's efficiency score, from 0 to 1.
    pub efficiency: f64,
    /// Milliseconds that a change of one source file costs now, and with the dependencies installed before the
    /// sources are copied.
    pub change_ms: Option<(u64, u64)>,
    /// An image to copy the result into in a second stage, and what the image would weigh then.
    pub second_stage: Option<(String, u64)>,
    /// Why it failed.
    pub error: Option<String>,
}

/// A step of a build that is over; its outcome's `WillRun` says why it ran.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BuildStepView {
    pub step: StepView,
    pub took_ms: Option<u64>,
}

/// Two moments of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonView {
    pub before: MomentView,
    pub after: MomentView,
    pub differences: Vec<DifferenceView>,
}

/// What there was at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentView {
    pub at_ms: i64,
    /// Names, with their states.
    pub containers: Vec<(String, ContainerState)>,
    /// Names; the short id of an image without one.
    pub images: Vec<String>,
    pub volumes: Vec<String>,
    pub networks: Vec<String>,
    /// Files in the workspace.
    pub files: u32,
}

/// One thing that differs between two moments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceView {
    /// `container`, `image`, `volume`, `network`, or `file` for one of the workspace.
    pub kind: String,
    pub name: String,
    /// In Docker's words; `None` when it was not there.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Of a text.
    pub lines: Vec<DiffLine>,
}

/// A Compose project and what runs of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComposeView {
    pub project: String,
    /// Relative to the workspace where they are in it; none when there is no project.
    pub files: Vec<String>,
    pub warnings: Vec<String>,
    /// Why the project cannot be loaded, in Compose's words.
    pub error: Option<String>,
    /// In the order in which they are started.
    pub services: Vec<ServiceView>,
    pub networks: Vec<ResourceView>,
    pub volumes: Vec<ResourceView>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceView {
    pub name: String,
    /// Services of one step are started side by side; counted from 1.
    pub step: u32,
    pub image: String,
    /// The build's context, `.`; `None` when the image is pulled.
    pub build: Option<String>,
    pub depends_on: Vec<DependencyView>,
    /// `8080→80/tcp`, or `80/tcp` when only exposed.
    pub ports: Vec<String>,
    pub networks: Vec<String>,
    /// `data→/var/lib/data`.
    pub mounts: Vec<String>,
    /// Not started unless one of these is asked for.
    pub profiles: Vec<String>,
    pub active: bool,
    pub replicas: u32,
    /// It has a health check of its own.
    pub checked: bool,
    /// The containers there are of it.
    pub containers: Vec<ServiceContainerView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DependencyView {
    pub service: String,
    /// `service_started`, `service_healthy` or `service_completed_successfully`.
    pub condition: String,
    /// It is so now.
    pub met: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceContainerView {
    pub name: String,
    pub state: ContainerState,
    pub health: Option<String>,
    pub exit_code: Option<i32>,
}

/// A network or volume of a Compose project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceView {
    /// As in the file.
    pub name: String,
    /// As the engine has it or would have it.
    pub full_name: String,
    pub external: bool,
    pub exists: bool,
}

/// What a check of the lesson wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalView {
    /// The check's id.
    pub id: String,
    /// What is wanted beside what there is; where a check wants any of several, the nearest.
    pub wants: Vec<WantView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantView {
    /// `container web`, `file app.py`, `port 8000`.
    pub subject: String,
    /// A field of the lesson format: `state`, `image`, `port` …; empty for the thing as such.
    pub field: String,
    /// Empty when it is only to be there.
    pub wanted: String,
    /// Empty when there is nothing.
    pub found: String,
    /// The opposite is wanted.
    pub not: bool,
    pub met: bool,
}

/// A request over the host's network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    /// `GET /health`; empty when it was not HTTP.
    pub request: String,
    pub address: String,
    pub port: u16,
    /// The container that the port was published for, if there is one now.
    pub container: Option<String>,
    /// `200 OK`; empty without an answer.
    pub answer: String,
}
