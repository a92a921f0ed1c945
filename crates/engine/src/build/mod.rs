//! Builds: from a Dockerfile and a context to an image, as BuildKit's Dockerfile frontend does it.
//!
//! text -> stages -> steps -> snapshots -> image. [`plan`] reads the text and finds what the target
//! needs, [`solve`] runs the stages side by side, [`stage`] goes through one stage's instructions,
//! [`configure`] and [`layers`] are the two kinds of instruction, [`work`] carries a step out that the
//! cache does not have. [`tree`] and [`context`] say what COPY may see, [`copy`], [`remote`] and
//! [`step`] are COPY, ADD of a URL, and RUN, [`git`] is repositories as contexts and sources, [`frontend`] is
//! `# syntax=`. Left out: what is behind the socket of an SSH agent, SBOMs and provenance, other platforms than the
//! machine's.

mod bases;
mod cache;
mod check;
mod configure;
mod context;
mod copy;
mod explain;
mod frontend;
mod git;
mod git_remote;
mod git_url;
mod history;
mod layers;
mod plan;
mod remote;
mod report;
mod scan;
mod solve;
mod stage;
mod step;
mod tree;
mod words;
mod work;

pub use cache::{BuildCache, CacheRecord};
pub use check::Question;
pub use context::{BuildContext, dockerfile_text};
pub use explain::{Explanation, LastBuild, LayerContents, Reordered, SecondStage, Waste, WastedFile};
pub use git::{is_git_context, is_ssh_context};
pub use report::{ArgumentChange, FileChange, Mode, StepOutcome, StepReport, Why};

use crate::{Engine, Error, Image, StreamKind};
use dockerfile::Lines;
use dockerfile::check::Warning;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What to build.
#[derive(Clone, Default)]
pub struct BuildRequest {
    pub context: BuildContext,
    /// The context came as an archive: the builder unpacks it, and takes no ignore file out of it.
    pub remote_context: bool,
    /// The repository that is the context, until [`Engine::load_git_context`] has fetched it: the Dockerfile comes from
    /// there as well, by the path in `file_name`.
    pub git_context: Option<String>,
    /// Steps told of before the build itself begins.
    pub vertices: usize,
    /// `COPY --from=NAME` and `FROM NAME` of `--build-context`.
    pub named_contexts: BTreeMap<String, NamedContext>,
    /// The Dockerfile's text.
    pub dockerfile: String,
    /// What excerpts call it.
    pub file_name: String,
    /// The text of the ignore file, if there is one.
    pub ignore: Option<String>,
    pub tags: Vec<String>,
    /// In the order given.
    pub build_args: Vec<(String, String)>,
    pub target: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub no_cache: bool,
    /// Stages whose cache is not used.
    pub no_cache_filter: Vec<String>,
    pub pull: bool,
    /// `linux/amd64`, or empty.
    pub platform: String,
    /// Contents by id.
    pub secrets: BTreeMap<String, Vec<u8>>,
    /// The ids for which SSH keys are forwarded.
    pub ssh: std::collections::BTreeSet<String>,
    /// `default`, `none` or `host`.
    pub network: String,
    /// `name:address`.
    pub add_hosts: Vec<String>,
    /// Bytes of `/dev/shm` in a RUN, 0 for the usual.
    pub shm_size: u64,
    /// Entitlements granted with `--allow`.
    pub allow: Vec<String>,
    /// The result goes elsewhere than into the image store.
    pub discard: bool,
}

/// A place that `--build-context` gives a name.
#[derive(Clone)]
pub enum NamedContext {
    Files(BuildContext),
    /// `docker-image://REFERENCE`.
    Image(String),
    /// A repository's address.
    Git(String),
}

/// Something that happened in a build. Vertices are numbered from 0 in the order they begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildEvent {
    /// A step of BuildKit's own, over at once; with the bytes that it took from the client.
    Internal {
        name: String,
        transferred: Option<u64>,
    },
    Started {
        vertex: usize,
        name: String,
    },
    /// What a step printed.
    Output {
        vertex: usize,
        stream: StreamKind,
        bytes: Vec<u8>,
    },
    /// `cached` if nothing had to be done; `error` as the vertex shows it, `context canceled` for one that
    /// another one's failure stopped.
    Ended {
        vertex: usize,
        cached: bool,
        error: Option<String>,
    },
    Warning(Rc<Warning>),
}

/// A build that went well.
#[derive(Clone, Debug)]
pub struct Built {
    pub image: Rc<Image>,
    pub warnings: Vec<Warning>,
    pub steps: Vec<StepReport>,
}

/// A build that did not.
#[derive(Clone, Debug, Default)]
pub struct BuildFailure {
    /// What stands behind `failed to solve: `.
    pub message: String,
    /// The step that failed: its name and what it printed, line by line.
    pub step: Option<(String, Vec<String>)>,
    /// The lines of the Dockerfile to show.
    pub lines: Vec<Lines>,
    pub warnings: Vec<Warning>,
    pub steps: Vec<StepReport>,
}

impl BuildFailure {
    pub(crate) fn plain(message: impl Into<String>) -> BuildFailure {
        BuildFailure {
            message: message.into(),
            ..BuildFailure::default()
        }
    }

    pub(crate) fn at(message: impl Into<String>, lines: Lines) -> BuildFailure {
        BuildFailure {
            message: message.into(),
            lines: vec![lines],
            ..BuildFailure::default()
        }
    }
}

impl Engine {
    /// `docker build`: tells `report` what happens while it happens.
    pub async fn build(&self, request: BuildRequest, report: &mut dyn FnMut(BuildEvent)) -> Result<Built, Box<BuildFailure>> {
        let tags = request.tags.clone();
        let discard = request.discard;
        let mut last = LastBuild {
            file_name: request.file_name.clone(),
            dockerfile: request.dockerfile.clone(),
            tags: tags.clone(),
            finished: self.now(),
            steps: Vec::new(),
            image: None,
            error: None,
            explained: Rc::default(),
        };
        let result = solve::solve(self, request, Mode::Build, report).await;
        match &result {
            Ok(built) => {
                last.steps.clone_from(&built.steps);
                last.image = Some(built.image.clone());
            }
            Err(failure) => {
                last.steps.clone_from(&failure.steps);
                last.error = Some(failure.message.clone());
            }
        }
        last.finished = self.now();
        {
            let mut cache = self.inner().build.borrow_mut();
            cache.builds.insert(0, last);
            cache.builds.truncate(explain::REMEMBERED);
        }
        let mut built = result?;
        if discard {
            return Ok(built);
        }
        // The record of where an image came from makes every build's image another one; it shows only
        // where no name keeps them apart.
        if tags.is_empty() && self.images(|store| store.get(&built.image.id).is_some_and(|i| !store.names_of(&i.id).is_empty())) {
            built.image = Rc::new(built.image.dated(self.now()));
        }
        for tag in &tags {
            let named = dockerfile::Reference::parse(tag).map(|r| r.with_default_tag().familiar());
            self.add_image((*built.image).clone(), &[named.unwrap_or_else(|_| tag.clone())])
                .map_err(|e: Error| Box::new(BuildFailure::plain(e.to_string())))?;
        }
        if tags.is_empty() {
            self.add_image((*built.image).clone(), &[])
                .map_err(|e| Box::new(BuildFailure::plain(e.to_string())))?;
        }
        let id = built.image.id.to_string();
        self.publish("image", "create", &id, BTreeMap::from([("name".to_string(), id.clone())]));
        for tag in &tags {
            let name = dockerfile::Reference::parse(tag).map(|r| r.with_default_tag().familiar());
            let name = name.unwrap_or_else(|_| tag.clone());
            self.publish("image", "tag", &id, BTreeMap::from([("name".to_string(), name)]));
        }
        Ok(built)
    }

    /// What a build would do now, step by step, without doing it: nothing runs, nothing changes.
    pub async fn predict(&self, request: BuildRequest) -> (Vec<StepReport>, Option<String>) {
        match solve::solve(self, request, Mode::Predict, &mut |_| {}).await {
            Ok(built) => (built.steps, None),
            Err(failure) => (failure.steps, Some(failure.message)),
        }
    }
}
