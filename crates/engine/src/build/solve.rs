//! The solver: all stages that the target needs, side by side on the virtual clock, each step out of the
//! cache or by doing it.
//!
//! A stage waits where it needs another one's files. What can be known without running anything (what
//! the conversion refuses, a file of the context that is not there) is looked for first, as BuildKit
//! computes cache keys before it runs steps: such a mistake ends the build at once and cancels what runs.

use super::history::dated;
use super::plan::{Plan, plan};
use super::report::{Mode, StepOutcome, StepReport};
use super::stage::State;
use super::{BuildContext, BuildEvent, BuildFailure, BuildRequest, Built};
use crate::image::Image;
use crate::{Engine, StreamKind};
use dockerfile::PatternMatcher;
use machine::sync::Watch;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use vfs::Digest;

/// How long it takes until the context is there and checksums of its files can fail.
const CONTEXT_LOAD: Duration = Duration::from_millis(15);

/// How long it takes until the network has refused something.
const NETWORK: Duration = Duration::from_secs(1);

pub(super) type Outcome<T> = Result<T, Box<BuildFailure>>;

/// An image that the build starts from.
#[derive(Clone)]
pub(super) struct Resolved {
    pub image: Rc<Image>,
    /// It is not in the store yet.
    pub remote: bool,
}

type Checkouts = Rc<RefCell<BTreeMap<String, BuildContext>>>;

pub(super) struct Solver<'a> {
    pub engine: &'a Engine,
    pub request: &'a BuildRequest,
    pub mode: Mode,
    pub plan: Rc<Plan>,
    pub ignore: Option<Rc<PatternMatcher>>,
    /// The stages that the target needs, each there once it is done.
    done: BTreeMap<usize, Rc<Watch<Option<State>>>>,
    report: RefCell<&'a mut dyn FnMut(BuildEvent)>,
    pub next_vertex: Cell<usize>,
    /// Vertices that have begun and not ended.
    open: RefCell<BTreeMap<usize, String>>,
    /// FROM vertices by image, so that each is shown once.
    pub from_shown: RefCell<BTreeMap<Digest, usize>>,
    /// FROM vertices whose end has not been told.
    pub from_open: RefCell<Vec<(usize, Digest)>>,
    /// By stage and position in it.
    steps: RefCell<BTreeMap<(usize, usize), StepReport>>,
    /// Images by the name they are written by.
    pub images: Rc<RefCell<BTreeMap<String, Resolved>>>,
    /// Repositories of `--build-context`, by their addresses.
    pub checkouts: Checkouts,
    /// Cache mounts that `--no-cache` has emptied.
    pub emptied: RefCell<BTreeSet<String>>,
}

pub(crate) async fn solve(
    engine: &Engine,
    request: BuildRequest,
    mode: Mode,
    report: &mut dyn FnMut(BuildEvent),
) -> Outcome<Built> {
    super::frontend::resolve(engine, &request, mode, report)?;
    let ignore = request
        .ignore
        .as_deref()
        .and_then(|text| PatternMatcher::from_ignore_file(text).ok())
        .map(Rc::new);
    let plan = Rc::new(plan(engine, &request, ignore.as_deref())?);
    for warning in &plan.warnings {
        report(BuildEvent::Warning(Rc::new(warning.clone())));
    }
    let images = Rc::new(RefCell::new(BTreeMap::new()));
    let solver = Solver::new(engine, &request, mode, plan.clone(), ignore.clone(), report, images.clone());
    let mut result = solver.resolve_images().await;
    if result.is_ok() && !request.remote_context {
        let size = request.ignore.as_ref().map_or(2, |text| text.len() as u64 + 37);
        solver.internal("[internal] load .dockerignore", Some(size));
    }
    let mut foreseen = None;
    if result.is_ok() && mode == Mode::Build {
        let mut silent = |_: BuildEvent| {};
        let mut dry = Solver::new(engine, &request, Mode::Predict, plan.clone(), ignore, &mut silent, images);
        dry.checkouts = solver.checkouts.clone();
        match dry.run().await {
            Err(failure) if failure.step.is_some() => foreseen = Some(failure),
            Err(failure) => result = Err(failure),
            Ok(_) => {}
        }
        if result.is_ok() && plan.uses_context && !request.remote_context {
            solver.internal(
                "[internal] load build context",
                Some(engine.inner().build.borrow_mut().scans.weight(&request.context)),
            );
        }
    }
    let image = match result {
        Ok(()) => solver.run_or_fail_with(foreseen).await,
        Err(failure) => Err(failure),
    };
    solver.close_vertices(image.is_err());
    let steps: Vec<StepReport> = solver.steps.take().into_values().collect();
    match image {
        Ok(image) => Ok(Built {
            image: Rc::new(image),
            warnings: plan.warnings.clone(),
            steps,
        }),
        Err(mut failure) => {
            failure.warnings.clone_from(&plan.warnings);
            failure.steps = steps;
            Err(failure)
        }
    }
}

impl<'a> Solver<'a> {
    fn new(
        engine: &'a Engine,
        request: &'a BuildRequest,
        mode: Mode,
        plan: Rc<Plan>,
        ignore: Option<Rc<PatternMatcher>>,
        report: &'a mut dyn FnMut(BuildEvent),
        images: Rc<RefCell<BTreeMap<String, Resolved>>>,
    ) -> Solver<'a> {
        let done = plan.needed.iter().map(|index| (*index, Watch::new(None))).collect();
        Solver {
            engine,
            request,
            mode,
            plan,
            ignore,
            done,
            report: RefCell::new(report),
            next_vertex: Cell::new(request.vertices),
            open: RefCell::default(),
            from_shown: RefCell::default(),
            from_open: RefCell::default(),
            steps: RefCell::default(),
            images,
            checkouts: Rc::default(),
            emptied: RefCell::default(),
        }
    }

    /// Builds, unless a mistake was foreseen: then what is quicker than finding it is done.
    async fn run_or_fail_with(&self, foreseen: Option<Box<BuildFailure>>) -> Outcome<Image> {
        let Some(mut failure) = foreseen else {
            return self.run().await;
        };
        let mistake = async {
            let talks = failure.step.as_ref().is_some_and(|(_, log)| !log.is_empty());
            let wait = if talks { NETWORK } else { CONTEXT_LOAD };
            self.engine.machine().sleep(wait).await;
        };
        match machine::sync::race(mistake, self.run()).await {
            machine::sync::Either::Right(Err(other)) => Err(other),
            _ => {
                // A prediction names no references; now there are some.
                let mut draw = |n: u64| self.engine.machine().random(|r| r.below(n));
                let mut reference = || crate::names::lower_base36(&mut draw, 25);
                let real = format!("{}::{}", reference(), reference());
                failure.message = failure.message.replace(super::layers::NO_REFERENCE, &real);
                if let Some((name, log)) = &failure.step {
                    // It may be at it already.
                    let own = self.open.borrow().iter().find(|(_, open)| *open == name).map(|(v, _)| *v);
                    let vertex = own.unwrap_or_else(|| self.begin(name.clone()));
                    for line in log {
                        self.output(vertex, StreamKind::Stderr, format!("{line}\n").into_bytes());
                    }
                    let prefixes = ["failed to compute cache key: ", "failed to load cache key: "];
                    let shown = prefixes.iter().find_map(|p| failure.message.strip_prefix(p));
                    self.end(vertex, false, Some(shown.unwrap_or(&failure.message).to_string()));
                }
                for step in std::mem::take(&mut failure.steps) {
                    let place = (step.stage_index, usize::MAX);
                    self.steps.borrow_mut().entry(place).or_insert(step);
                }
                Err(failure)
            }
        }
    }

    async fn run(&self) -> Outcome<Image> {
        self.run_stages().await?;
        let state = self.wait_for(self.plan.target).await;
        let Some(state) = state else {
            return Err(Box::new(BuildFailure::plain("no build stage in current context")));
        };
        // Writing an image down takes its base's files out, if no step has.
        if let Some(base) = state.base.as_ref().filter(|_| self.mode == Mode::Build) {
            self.engine.inner().build.borrow_mut().unpacked.insert(base.image);
        }
        let mut config = state.config;
        for (name, value) in &self.request.labels {
            config.labels.insert(name.clone(), value.clone());
        }
        let (history, created) = dated(state.history, state.created);
        if self.mode == Mode::Build {
            self.engine.machine().sleep(Duration::from_millis(40)).await;
        }
        // A prediction's image is nobody's, and to name it would be to write all its layers down.
        let put_together = match self.mode {
            Mode::Build => Image::new,
            Mode::Predict => Image::nameless,
        };
        Ok(put_together(
            config,
            state.layers,
            history,
            created,
            state.author,
            String::new(),
            state.platform,
            state.fs,
        ))
    }

    /// Runs the stages side by side until all are done or one fails.
    async fn run_stages(&self) -> Outcome<()> {
        type Task<'t> = Pin<Box<dyn Future<Output = Outcome<()>> + 't>>;
        let mut tasks: Vec<Task<'_>> = Vec::new();
        for (index, place) in &self.done {
            tasks.push(Box::pin(async move {
                let state = self.stage(*index).await?;
                place.update(|done| *done = Some(state));
                Ok(())
            }));
        }
        poll_fn(move |context| {
            let mut failed = None;
            tasks.retain_mut(|task| {
                if failed.is_some() {
                    return true;
                }
                match task.as_mut().poll(context) {
                    Poll::Pending => true,
                    Poll::Ready(Ok(())) => false,
                    Poll::Ready(Err(failure)) => {
                        failed = Some(failure);
                        false
                    }
                }
            });
            match failed {
                Some(failure) => Poll::Ready(Err(failure)),
                None if tasks.is_empty() => Poll::Ready(Ok(())),
                None => Poll::Pending,
            }
        })
        .await
    }

    /// A stage's result; `None` for one that is not built.
    pub async fn wait_for(&self, stage: usize) -> Option<State> {
        let place = self.done.get(&stage)?;
        Some(place.until(|done| done.clone()).await)
    }

    pub fn tell(&self, event: BuildEvent) {
        (self.report.borrow_mut())(event);
    }

    pub fn output(&self, vertex: usize, stream: StreamKind, bytes: Vec<u8>) {
        self.tell(BuildEvent::Output { vertex, stream, bytes });
    }

    /// A step of BuildKit's own.
    pub fn internal(&self, name: &str, transferred: Option<u64>) {
        if self.mode == Mode::Build {
            self.tell(BuildEvent::Internal {
                name: name.to_string(),
                transferred,
            });
        }
    }

    pub fn begin(&self, name: String) -> usize {
        let vertex = self.next_vertex.get();
        self.next_vertex.set(vertex + 1);
        self.open.borrow_mut().insert(vertex, name.clone());
        self.tell(BuildEvent::Started { vertex, name });
        vertex
    }

    pub fn end(&self, vertex: usize, cached: bool, error: Option<String>) {
        self.open.borrow_mut().remove(&vertex);
        self.tell(BuildEvent::Ended { vertex, cached, error });
    }

    /// `FROM` ends as done unless a step had its files taken out of an image that was out already; what
    /// else still runs when a build fails is canceled.
    fn close_vertices(&self, failed: bool) {
        for (vertex, _) in self.from_open.take() {
            self.end(vertex, false, None);
        }
        for vertex in self.open.take().into_keys().filter(|_| failed) {
            self.end(vertex, false, Some("context canceled".into()));
        }
    }

    /// Adds a step to what is told of the build.
    pub fn note(&self, state: &mut State, step: StepReport) {
        let at = (step.stage_index, state.ordinal);
        state.ordinal += 1;
        self.steps.borrow_mut().insert(at, step);
    }

    /// A step that failed before it could be told as one.
    pub fn note_failure(&self, state: &mut State, stage: usize, instruction: &str, lines: dockerfile::Lines, message: &str) {
        self.note(
            state,
            StepReport {
                stage: state.stage_name.clone(),
                stage_index: stage,
                instruction: instruction.to_string(),
                lines,
                outcome: StepOutcome::Failed(message.to_string()),
                layer: None,
                size: None,
                took: None,
                contents: None,
                makes_layer: true,
            },
        );
    }
}
