//! A stage: what it starts from, its instructions one after the other, and its state between them.

use super::context::BuildContext;
use super::git;
use super::git_url::GitUrl;
use super::history::PendingHistory;
use super::plan::{find_named_stage, is_published_for, platform_of};
use super::report::{Mode, StepOutcome, StepReport, Why};
use super::solve::{Outcome, Resolved, Solver};
use super::words::{counts, upper_keyword};
use super::{BuildFailure, NamedContext};
use crate::Config;
use dockerfile::check::Platform;
use dockerfile::{Command, Instruction, Lexer, Lines, MountType, Reference, Stage, parse_trigger};
use std::collections::BTreeSet;
use vfs::{Digest, Fs, Layer};

/// A stage's state while its instructions are carried out.
#[derive(Clone)]
pub(super) struct State {
    pub config: Config,
    pub fs: Fs,
    /// The key of the last step.
    pub key: Digest,
    pub layers: Vec<Layer>,
    pub history: Vec<PendingHistory>,
    pub author: String,
    /// What a RUN sees: the image's variables and the arguments, the latest word for each last.
    pub env: Vec<(String, String)>,
    /// The arguments declared so far, those of the stages below after them.
    pub build_args: Vec<(String, Option<String>)>,
    pub cmd_set: bool,
    pub stage_name: String,
    pub index: usize,
    pub total: usize,
    /// In a prediction: the result of a step is not known, so nothing above it is.
    pub unknown: bool,
    pub created: machine::Instant,
    pub platform: (String, String, String),
    /// The image it came from, until a step has had to take its files out.
    pub base: Option<FromVertex>,
    /// Steps that make a layer, so far.
    pub position: usize,
    /// Steps of any kind, so far.
    pub ordinal: usize,
    /// The name of the step below.
    pub below: String,
}

#[derive(Clone)]
pub(super) struct FromVertex {
    pub vertex: Option<usize>,
    pub image: Digest,
}

/// Sets a variable as BuildKit's state does: the newest stands last.
pub(super) fn set_variable(env: &mut Vec<(String, String)>, name: &str, value: &str) {
    env.retain(|(n, _)| n != name);
    env.push((name.to_string(), value.to_string()));
}

impl State {
    fn empty(platform: (String, String, String), created: machine::Instant) -> State {
        State {
            config: Config {
                working_dir: "/".into(),
                ..Config::default()
            },
            fs: Fs::default(),
            key: Digest::of(b"scratch"),
            layers: Vec::new(),
            history: Vec::new(),
            author: String::new(),
            env: Vec::new(),
            build_args: Vec::new(),
            cmd_set: false,
            stage_name: String::new(),
            index: 0,
            total: 0,
            unknown: false,
            created,
            platform,
            base: None,
            position: 0,
            ordinal: 0,
            below: String::new(),
        }
    }

    fn begin(mut self, label: String, total: usize) -> State {
        (self.stage_name, self.total, self.index) = (label, total, 0);
        (self.cmd_set, self.position, self.ordinal) = (false, 0, 0);
        if !self.config.env.iter().any(|e| e.starts_with("PATH=")) {
            self.config.env.push(format!("PATH={}", dockerfile::check::DEFAULT_PATH));
        }
        for variable in &self.config.env {
            let (name, value) = variable.split_once('=').unwrap_or((variable, ""));
            set_variable(&mut self.env, name, value);
        }
        self
    }

    pub fn workdir(&self) -> String {
        match self.config.working_dir.as_str() {
            "" => "/".into(),
            dir => dir.to_string(),
        }
    }

    /// `[stage 2/5] ` before a step's name.
    pub fn prefixed(&mut self, text: &str) -> String {
        if self.total == 0 {
            return text.to_string();
        }
        self.index += 1;
        let width = self.total.to_string().len();
        let stage = match self.stage_name.as_str() {
            "" => String::new(),
            name => format!("{name} "),
        };
        format!("[{stage}{:>width$}/{}] {text}", self.index, self.total)
    }
}

impl Solver<'_> {
    /// Finds every image that the stages need, as BuildKit does before it does anything else.
    pub async fn resolve_images(&self) -> Outcome<()> {
        let mut wanted: Vec<(String, Lines)> = Vec::new();
        for index in &self.plan.needed {
            let Some(stage) = self.plan.stages.get(*index) else { continue };
            if self.files_of(&stage.name).is_some() {
                wanted.push((stage.name.clone(), stage.lines));
                continue;
            }
            if find_named_stage(&self.plan.stages, *index, &stage.base_name).is_none() {
                wanted.push((stage.base_name.clone(), stage.lines));
            }
            for command in &stage.commands {
                let from: Vec<&str> = match &command.instruction {
                    Instruction::Copy(copy) => vec![&copy.from],
                    Instruction::Run(run) => run.mounts.iter().map(|m| m.from.as_str()).collect(),
                    _ => Vec::new(),
                };
                let stages = &self.plan.stages;
                let images = from
                    .into_iter()
                    .filter(|f| !f.is_empty() && super::plan::find_stage(stages, *index, f).is_none());
                wanted.extend(images.map(|f| (f.to_string(), command.lines)));
            }
        }
        let mut told: BTreeSet<String> = BTreeSet::new();
        for (name, lines) in wanted {
            if let Some(NamedContext::Git(address)) = self.named(&name) {
                self.named_repository(address).await?;
            } else if let Some(NamedContext::Files(files)) = self.named(&name) {
                if told.insert(name.clone()) {
                    let ignore = files.read(".dockerignore").map_or(2, |text| text.len() as u64 + 37);
                    self.internal(&format!("[context {name}] load .dockerignore"), Some(ignore));
                    self.internal(&format!("[context {name}] load from client"), Some(files.weight()));
                }
            } else if name != "scratch" {
                self.image(&name, lines).await?;
            }
        }
        Ok(())
    }

    /// The context of `--build-context` that a name stands for.
    pub fn named(&self, name: &str) -> Option<&NamedContext> {
        if let Some(found) = self.request.named_contexts.get(name) {
            return Some(found);
        }
        let familiar = Reference::parse(name).ok()?.with_default_tag().familiar();
        let short = familiar.strip_suffix(":latest").unwrap_or(&familiar);
        self.request.named_contexts.get(short)
    }

    /// The files of a context of `--build-context`, if it has some.
    pub fn named_files(&self, name: &str) -> Option<BuildContext> {
        match self.named(name)? {
            NamedContext::Files(files) => Some(files.clone()),
            NamedContext::Git(address) => self.checkouts.borrow().get(address).cloned(),
            NamedContext::Image(_) => None,
        }
    }

    /// Fetches a repository that `--build-context` names.
    async fn named_repository(&self, address: &str) -> Outcome<()> {
        if self.checkouts.borrow().contains_key(address) {
            return Ok(());
        }
        let refused = |why: String| Box::new(BuildFailure::plain(why));
        let url = GitUrl::parse(address).map_err(refused)?;
        let url = url.ok_or_else(|| refused(format!("invalid git context {address}")))?;
        git::check_kept(&url, url.keep_git_dir == Some(true)).map_err(refused)?;
        let vertex = self.next_vertex.get();
        self.next_vertex.set(vertex + 1);
        let mut tell = |event| self.tell(event);
        let files = git::told_checkout(self.engine, address, &url, &self.request.ssh, vertex, &mut tell).await?;
        self.checkouts.borrow_mut().insert(address.to_string(), files);
        Ok(())
    }

    fn files_of(&self, stage: &str) -> Option<&NamedContext> {
        self.request.named_contexts.get(stage).filter(|_| !stage.is_empty())
    }

    /// The image of a FROM or `--from`. A prediction takes one that is not there out of the catalogue.
    pub async fn image(&self, name: &str, lines: Lines) -> Outcome<Resolved> {
        if let Some(known) = self.images.borrow().get(name) {
            return Ok(known.clone());
        }
        let missing = |error: String| Box::new(BuildFailure::at(error, lines));
        let real = match self.named(name) {
            Some(NamedContext::Image(image)) => image.clone(),
            _ => name.to_string(),
        };
        let reference = Reference::parse(&real)
            .map_err(|e| missing(format!("failed to parse stage name {real:?}: {e}")))?
            .with_default_tag();
        let step = match self.named(name) {
            Some(_) => format!("[context {name}] load metadata for {real}"),
            None => format!("[internal] load metadata for {reference}"),
        };
        let unresolved = |cause: String| {
            if self.mode == Mode::Build {
                let vertex = self.begin(step.clone());
                self.end(vertex, false, Some(cause.clone()));
            }
            let message = format!("{name}: failed to resolve source metadata for {reference}: {cause}");
            Box::new(BuildFailure {
                step: Some((step.clone(), Vec::new())),
                ..BuildFailure::at(message, lines)
            })
        };
        let local = self.engine.base(&real).filter(|_| !self.request.pull);
        let not_found = || {
            let absent = self.engine.not_simulated(&reference);
            unresolved(absent.map_or_else(|| format!("{reference}: not found"), |error| error.to_string()))
        };
        let published = self.engine.catalogue().image(&reference.familiar()).is_some();
        if published && self.unpublished(name) {
            return Err(unresolved("no match for platform in manifest: not found".to_string()));
        }
        let resolved = match local {
            Some(image) => Resolved { image, remote: false },
            None if self.mode == Mode::Predict => match self.engine.image_from_catalogue(&reference.familiar()) {
                Some(image) => Resolved {
                    image: image.into(),
                    remote: true,
                },
                None => return Err(not_found()),
            },
            None => Resolved {
                image: self.engine.fetch_base(&reference).await.map_err(unresolved)?,
                remote: false,
            },
        };
        self.internal(&step, None);
        self.images.borrow_mut().insert(name.to_string(), resolved.clone());
        Ok(resolved)
    }

    /// Whether a stage that is needed wants an image for a platform that no image of the catalogue is published for.
    fn unpublished(&self, name: &str) -> bool {
        let of_request = platform_of(self.request);
        self.plan.needed.iter().filter_map(|i| self.plan.stages.get(*i)).any(|stage| {
            let own = Platform::parse(&stage.platform).ok().filter(|_| !stage.platform.is_empty());
            stage.base_name == name && !is_published_for(&own.unwrap_or_else(|| of_request.clone()))
        })
    }

    fn stage_label(&self, index: usize, stage: &Stage) -> String {
        if self.plan.states <= 1 {
            String::new()
        } else if stage.name.is_empty() {
            format!("stage-{index}")
        } else {
            stage.name.clone()
        }
    }

    pub async fn stage(&self, index: usize) -> Outcome<State> {
        let plan = self.plan.clone();
        let Some(stage) = plan.stages.get(index) else {
            return Err(Box::new(BuildFailure::plain("no build stage in current context")));
        };
        let counted = stage.commands.iter().filter(|c| counts(&c.instruction)).count();
        let label = self.stage_label(index, stage);
        // A context of the stage's name takes its place.
        if let Some(named) = self.files_of(&stage.name) {
            return match (self.named_files(&stage.name), named) {
                (Some(files), _) => Ok(self.from_files(&files, label, 0)),
                (None, NamedContext::Image(_)) => self.from_image(&stage.name, index, stage, label, 1).await,
                (None, _) => Err(Box::new(BuildFailure::plain("no build stage in current context"))),
            };
        }
        let mut state = match find_named_stage(&self.plan.stages, index, &stage.base_name) {
            Some(parent) => match self.wait_for(parent).await {
                Some(state) => state.begin(label, counted),
                None => return Err(Box::new(BuildFailure::plain("no build stage in current context"))),
            },
            None => match self.named_files(&stage.base_name) {
                Some(files) => self.from_files(&files, label, counted + 1),
                _ if stage.base_name == "scratch" => self.scratch().begin(label, counted),
                _ => {
                    let name = stage.base_name.clone();
                    self.from_image(&name, index, stage, label, counted + 1).await?
                }
            },
        };
        let triggers: Vec<String> = std::mem::take(&mut state.config.on_build);
        let mut commands: Vec<(Command, bool)> = Vec::new();
        for text in triggers {
            match parse_trigger(&text, stage.lines) {
                Ok(command) => commands.push((command, true)),
                Err(error) => return Err(Box::new(BuildFailure::at(error, stage.lines))),
            }
        }
        state.total += commands.iter().filter(|(c, _)| counts(&c.instruction)).count();
        commands.extend(stage.commands.iter().map(|c| (c.clone(), false)));
        for (command, trigger) in commands {
            self.command(&mut state, index, command, trigger).await?;
        }
        Ok(state)
    }

    fn scratch(&self) -> State {
        let platform = platform_of(self.request);
        State::empty((platform.os, platform.architecture, platform.variant), self.engine.now())
    }

    /// A stage out of a context that stands for an image.
    fn from_files(&self, files: &BuildContext, label: String, total: usize) -> State {
        let mut state = self.scratch().begin(label, total);
        state.fs = files.as_fs();
        let layer = Layer::snapshot(&state.fs);
        state.key = layer.diff_id();
        state.layers.push(layer);
        state
    }

    async fn from_image(&self, name: &str, index: usize, stage: &Stage, label: String, total: usize) -> Outcome<State> {
        let Resolved { image, remote } = self.image(name, stage.lines).await?;
        let written = match self.named(name) {
            Some(NamedContext::Image(image)) => image.as_str(),
            _ => name,
        };
        let reference = Reference::parse(written)
            .map(|r| r.with_default_tag().to_string())
            .unwrap_or_default();
        let reference = match reference.contains('@') {
            true => reference,
            false => format!("{reference}@{}", image.id),
        };
        let platform = (image.os.clone(), image.architecture.clone(), image.variant.clone());
        let mut state = State {
            config: image.config.clone(),
            fs: image.rootfs.clone(),
            key: Digest::of(format!("image {}", image.id).as_bytes()),
            layers: image.layers.clone(),
            history: image.history.iter().map(PendingHistory::of_image).collect(),
            author: image.author.clone(),
            ..State::empty(platform, image.created)
        }
        .begin(label, total);
        let vertex = match self.named(name) {
            Some(_) => self.show_context_image(name, image.id),
            None => {
                let shown = state.prefixed(&format!("FROM {reference}"));
                state.below.clone_from(&shown);
                self.show_image(shown, image.id)
            }
        };
        state.base = Some(FromVertex {
            vertex: Some(vertex),
            image: image.id,
        });
        let report = StepReport {
            stage: state.stage_name.clone(),
            stage_index: index,
            instruction: format!("FROM {}", stage.base_name),
            lines: stage.lines,
            outcome: match remote {
                true => StepOutcome::Ran(Why::New),
                false => StepOutcome::Cached,
            },
            layer: Some(image.id),
            size: Some(image.size()),
            took: None,
            contents: None,
            makes_layer: true,
        };
        self.note(&mut state, report);
        Ok(state)
    }

    /// The step of an image, which is one however many start from it.
    fn show_image(&self, shown: String, image: Digest) -> usize {
        let known = self.from_shown.borrow().get(&image).copied();
        known.unwrap_or_else(|| {
            let vertex = self.begin(shown);
            self.from_shown.borrow_mut().insert(image, vertex);
            self.from_open.borrow_mut().push((vertex, image));
            vertex
        })
    }

    /// The step of an image that `--build-context` puts in the place of a name: it counts in no stage.
    pub fn show_context_image(&self, name: &str, image: Digest) -> usize {
        let written = match self.named(name) {
            Some(NamedContext::Image(image)) => image.as_str(),
            _ => name,
        };
        self.show_image(format!("[context {name}] {written}"), image)
    }

    /// A step runs right on an image: its files are taken out now.
    pub fn unpack(&self, state: &mut State) {
        if let Some(base) = state.base.take()
            && self.mode == Mode::Build
        {
            let known = !self.engine.inner().build.borrow_mut().unpacked.insert(base.image);
            let at = self.from_open.borrow().iter().position(|(v, _)| Some(*v) == base.vertex);
            if let (Some(vertex), Some(at)) = (base.vertex, at) {
                self.from_open.borrow_mut().remove(at);
                self.end(vertex, known, None);
            }
        }
    }

    async fn command(&self, state: &mut State, stage: usize, mut command: Command, trigger: bool) -> Outcome<()> {
        let lines = command.lines;
        let lexer = Lexer::new(self.plan.escape);
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        command
            .instruction
            .expand(&mut |word: &str| lexer.expand(word, &state.env))
            .map_err(|e| fail(e.to_string()))?;
        let plain = Lexer {
            skip_process_quotes: true,
            ..Lexer::new('\\')
        };
        command
            .instruction
            .expand_contents(&mut |word: &str| plain.expand(word, &state.env))
            .map_err(|e| fail(e.to_string()))?;
        // What a step is called has its variables replaced where they are set; a secret's value is not
        // told.
        let mut told: Option<Vec<(String, String)>> = None;
        if let Instruction::Run(run) = &command.instruction {
            for mount in run.mounts.iter().filter(|m| m.kind == MountType::Secret) {
                if let Some(name) = &mount.env {
                    set_variable(told.get_or_insert_with(|| state.env.clone()), name, "****");
                }
            }
        }
        let shown = Lexer {
            raw_quotes: true,
            raw_escapes: true,
            skip_unset_env: true,
            ..lexer
        };
        let code = shown
            .expand(&command.code, told.as_ref().unwrap_or(&state.env))
            .unwrap_or_else(|_| command.code.clone());
        let code = match trigger {
            true => format!("ONBUILD {}", upper_keyword(&code)),
            false => upper_keyword(&code),
        };
        let before = state.ordinal;
        let result = match &command.instruction {
            Instruction::Run(_) | Instruction::Copy(_) | Instruction::Add(_) | Instruction::Workdir(_) => {
                self.layer_step(state, stage, &command, code, told.as_deref()).await
            }
            other => {
                self.configure(state, other, &lexer, lines)?;
                let report = StepReport {
                    stage: state.stage_name.clone(),
                    stage_index: stage,
                    instruction: code,
                    lines,
                    outcome: StepOutcome::Cached,
                    layer: None,
                    size: None,
                    took: None,
                    contents: None,
                    makes_layer: false,
                };
                self.note(state, report);
                Ok(())
            }
        };
        if let Err(failure) = &result
            && state.ordinal == before
        {
            self.note_failure(state, stage, &command.code, lines, &failure.message);
        }
        result
    }
}
