//! Builds: from a Dockerfile and a context to an image, as BuildKit's Dockerfile frontend does it.
//!
//! text -> stages -> steps -> snapshots -> image. [`plan`] reads the text and finds what the target
//! needs, [`solve`] carries the steps out or finds them in the cache, [`context`] says what COPY may
//! see, [`copy`] and [`step`] are the two kinds of work. Left out: other frontends (`# syntax=` is
//! read and ignored), SSH agents, SBOMs and provenance, and sources from the network.

mod cache;
mod context;
mod copy;
mod plan;
mod solve;
mod step;

pub use cache::{BuildCache, CacheRecord};
pub use context::BuildContext;
pub use solve::{Mode, StepOutcome, StepReport, Why};

use crate::{Engine, Error, Image, StreamKind};
use dockerfile::Lines;
use dockerfile::check::Warning;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What to build.
#[derive(Clone, Default)]
pub struct BuildRequest {
    pub context: BuildContext,
    /// `COPY --from=NAME` and `FROM NAME` of `--build-context`.
    pub named_contexts: BTreeMap<String, BuildContext>,
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
    /// `default`, `none` or `host`.
    pub network: String,
    /// `name:address`.
    pub add_hosts: Vec<String>,
}

/// Something that happened in a build. Vertices are numbered from 0 in the order they begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildEvent {
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
    /// `cached` if nothing had to be done; `error` as the vertex shows it.
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
        let mut built = solve::solve(self, request, Mode::Build, report).await?;
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
        self.publish("image", "build", &id, BTreeMap::new());
        for tag in &tags {
            self.publish("image", "tag", &id, BTreeMap::from([("name".to_string(), tag.clone())]));
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
