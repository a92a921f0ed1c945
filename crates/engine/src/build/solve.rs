//! The solver: stage by stage, step by step, out of the cache or by doing it.
//!
//! A step's key is the digest of what goes into it: the step below, the instruction with its
//! variables replaced, arguments in scope, and for COPY the files themselves (content, mode, owner;
//! not times). Independent stages are done one after the other, in the file's order.

use super::cache::{CacheRecord, Inputs};
use super::copy::{CopyJob, lookup, make_workdir};
use super::plan::{Plan, find_named_stage, find_stage, plan, platform_of, predefined};
use super::step::{RunJob, Source, environment};
use super::{BuildContext, BuildEvent, BuildFailure, BuildRequest, Built};
use crate::container::StreamKind;
use crate::image::{History, Image};
use crate::{Config, Engine, Error, HealthCheck};
use dockerfile::check::parse_port;
use dockerfile::{
    Command, Instruction, Lexer, Lines, MountType, NetworkMode, PatternMatcher, Reference, ShellCommandLine, Stage, parse_trigger,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;
use vfs::{Digest, Fs, Layer, ROOT, normalize};

/// Whether steps are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Build,
    /// Only looks at what is cached.
    Predict,
}

/// Why a step ran (or would run) instead of coming out of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing like it was built before.
    New,
    /// The cache was not to be used.
    NoCache,
    /// The instruction's text, with its variables, differs: what it was.
    Instruction(String),
    /// These arguments differ.
    Arguments(Vec<String>),
    /// These files differ from the last build.
    Files(Vec<String>),
    /// The step below it gave another result.
    Below,
    /// It was built before and the result is no longer there.
    Pruned,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    Cached,
    Ran(Why),
    Failed(String),
    /// Not reached.
    Unknown,
}

/// A step of a build, for explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReport {
    pub stage: String,
    pub instruction: String,
    pub lines: Lines,
    pub outcome: StepOutcome,
    /// Its layer's digest and size, if it made one.
    pub layer: Option<(Digest, u64)>,
    pub makes_layer: bool,
}

/// A stage's state while its instructions are carried out.
#[derive(Clone)]
struct State {
    config: Config,
    fs: Fs,
    /// The key of the last step.
    key: Digest,
    layers: Vec<Layer>,
    history: Vec<PendingHistory>,
    author: String,
    args: Vec<(String, String)>,
    cmd_set: bool,
    stage_name: String,
    index: usize,
    total: usize,
    /// In a prediction: the result of a step is not known, so nothing above it is.
    unknown: bool,
    created: machine::Instant,
    platform: (String, String, String),
    /// The image it came from, until a step has had to take its files out.
    base: Option<FromVertex>,
    position: usize,
}

#[derive(Clone)]
struct FromVertex {
    vertex: Option<usize>,
    image: Digest,
}

#[derive(Clone)]
struct PendingHistory {
    created: Option<machine::Instant>,
    created_by: String,
    author: String,
    comment: String,
    empty_layer: bool,
}

struct Solver<'a> {
    engine: &'a Engine,
    request: &'a BuildRequest,
    mode: Mode,
    plan: Plan,
    ignore: Option<PatternMatcher>,
    done: BTreeMap<usize, State>,
    report: &'a mut dyn FnMut(BuildEvent),
    next_vertex: usize,
    /// FROM vertices by image, so that each is shown once.
    from_shown: BTreeMap<Digest, usize>,
    /// FROM vertices whose end has not been told.
    from_open: Vec<(usize, Digest)>,
    steps: Vec<StepReport>,
    context_files: Option<BTreeMap<String, vfs::Ino>>,
    /// Cache mounts that `--no-cache` has emptied.
    emptied: std::collections::BTreeSet<String>,
}

type Outcome<T> = Result<T, Box<BuildFailure>>;

pub(crate) async fn solve(
    engine: &Engine,
    request: BuildRequest,
    mode: Mode,
    report: &mut dyn FnMut(BuildEvent),
) -> Outcome<Built> {
    let ignore = request
        .ignore
        .as_deref()
        .and_then(|text| PatternMatcher::from_ignore_file(text).ok());
    let plan = plan(engine, &request, ignore.as_ref())?;
    for warning in &plan.warnings {
        report(BuildEvent::Warning(Rc::new(warning.clone())));
    }
    let warnings = plan.warnings.clone();
    let mut solver = Solver {
        engine,
        request: &request,
        mode,
        plan,
        ignore,
        done: BTreeMap::new(),
        report,
        next_vertex: 0,
        from_shown: BTreeMap::new(),
        from_open: Vec::new(),
        steps: Vec::new(),
        context_files: None,
        emptied: Default::default(),
    };
    let result = solver.run().await;
    solver.close_from_vertices();
    let steps = std::mem::take(&mut solver.steps);
    match result {
        Ok(image) => Ok(Built {
            image: Rc::new(image),
            warnings,
            steps,
        }),
        Err(mut failure) => {
            failure.warnings = warnings;
            failure.steps = steps;
            Err(failure)
        }
    }
}

impl Solver<'_> {
    async fn run(&mut self) -> Outcome<Image> {
        let needed: Vec<usize> = self.plan.needed.iter().copied().collect();
        for index in needed {
            let state = self.stage(index).await?;
            self.done.insert(index, state);
        }
        let state = self
            .done
            .get(&self.plan.target)
            .cloned()
            .ok_or_else(|| Box::new(BuildFailure::plain("no build stage in current context")))?;
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
        Ok(Image::new(
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

    fn begin(&mut self, name: String) -> usize {
        let vertex = self.next_vertex;
        self.next_vertex += 1;
        (self.report)(BuildEvent::Started { vertex, name });
        vertex
    }

    fn end(&mut self, vertex: usize, cached: bool, error: Option<String>) {
        (self.report)(BuildEvent::Ended { vertex, cached, error });
    }

    /// `FROM` ends as done unless a step had its files taken out of an image that was out already.
    fn close_from_vertices(&mut self) {
        for (vertex, _) in std::mem::take(&mut self.from_open) {
            self.end(vertex, false, None);
        }
    }

    /// A step runs right on an image: its files are taken out now.
    fn unpack(&mut self, state: &mut State) {
        if let Some(base) = state.base.take()
            && self.mode == Mode::Build
        {
            let known = !self.engine.inner().build.borrow_mut().unpacked.insert(base.image);
            if let Some(vertex) = base.vertex
                && let Some(at) = self.from_open.iter().position(|(v, _)| *v == vertex)
            {
                self.from_open.remove(at);
                self.end(vertex, known, None);
            }
        }
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

    async fn stage(&mut self, index: usize) -> Outcome<State> {
        let Some(stage) = self.plan.stages.get(index).cloned() else {
            return Err(Box::new(BuildFailure::plain("no build stage in current context")));
        };
        let counted = stage.commands.iter().filter(|c| counts(&c.instruction)).count();
        let label = self.stage_label(index, &stage);
        let mut state =
            match find_named_stage(&self.plan.stages, index, &stage.base_name).and_then(|i| self.done.get(&i).cloned()) {
                Some(parent) => State {
                    total: counted,
                    index: 0,
                    stage_name: label,
                    args: Vec::new(),
                    cmd_set: false,
                    position: 0,
                    ..parent
                },
                None if stage.base_name == "scratch" => self.scratch(label, counted),
                None => self.from_image(&stage, label, counted + 1).await?,
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

    fn scratch(&self, label: String, total: usize) -> State {
        let platform = platform_of(self.request);
        State {
            config: Config {
                env: vec![format!("PATH={}", dockerfile::check::DEFAULT_PATH)],
                working_dir: "/".into(),
                ..Config::default()
            },
            fs: Fs::default(),
            key: Digest::of(b"scratch"),
            layers: Vec::new(),
            history: Vec::new(),
            author: String::new(),
            args: Vec::new(),
            cmd_set: false,
            stage_name: label,
            index: 0,
            total,
            unknown: false,
            created: self.engine.now(),
            platform: (platform.os, platform.architecture, platform.variant),
            base: None,
            position: 0,
        }
    }

    /// The image of a FROM or `--from`, pulled if it is not there.
    async fn image(&mut self, name: &str, lines: Lines) -> Outcome<Rc<Image>> {
        let missing = |error: String| Box::new(BuildFailure::at(error, lines));
        let reference = Reference::parse(name)
            .map_err(|e| missing(format!("failed to parse stage name {name:?}: {e}")))?
            .with_default_tag();
        if !self.request.pull
            && let Ok(image) = self.engine.find_image(name)
        {
            return Ok(image);
        }
        if self.mode == Mode::Predict {
            return match self.engine.image_from_catalogue(&reference.familiar()) {
                Some(image) => Ok(Rc::new(image)),
                None => Err(missing(format!(
                    "{name}: failed to resolve source metadata for {reference}: {reference}: not found"
                ))),
            };
        }
        match self.engine.pull(&reference.familiar(), |_| {}).await {
            Ok((image, _)) => Ok(image),
            Err(Error::NotFound(text)) if text.starts_with("pull access denied") => Err(missing(format!(
                "{name}: failed to resolve source metadata for {reference}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
            ))),
            Err(_) => Err(missing(format!(
                "{name}: failed to resolve source metadata for {reference}: {reference}: not found"
            ))),
        }
    }

    async fn from_image(&mut self, stage: &Stage, label: String, total: usize) -> Outcome<State> {
        let image = self.image(&stage.base_name, stage.lines).await?;
        let reference = Reference::parse(&stage.base_name)
            .map(|r| r.with_default_tag().to_string())
            .unwrap_or_default();
        let reference = if reference.contains('@') {
            reference
        } else {
            format!("{reference}@{}", image.id)
        };
        let mut state = State {
            config: image.config.clone(),
            fs: image.rootfs.clone(),
            key: Digest::of(format!("image {}", image.id).as_bytes()),
            layers: image.layers.clone(),
            history: image
                .history
                .iter()
                .map(|h| PendingHistory {
                    created: Some(h.created),
                    created_by: h.created_by.clone(),
                    author: h.author.clone(),
                    comment: h.comment.clone(),
                    empty_layer: h.empty_layer,
                })
                .collect(),
            author: image.author.clone(),
            args: Vec::new(),
            cmd_set: false,
            stage_name: label,
            index: 0,
            total,
            unknown: false,
            created: image.created,
            platform: (image.os.clone(), image.architecture.clone(), image.variant.clone()),
            base: None,
            position: 0,
        };
        let name = prefixed(&mut state, &format!("FROM {reference}"));
        let vertex = match self.from_shown.get(&image.id) {
            Some(vertex) => *vertex,
            None => {
                let vertex = self.begin(name);
                self.from_shown.insert(image.id, vertex);
                self.from_open.push((vertex, image.id));
                vertex
            }
        };
        state.base = Some(FromVertex {
            vertex: Some(vertex),
            image: image.id,
        });
        Ok(state)
    }

    fn variables(&self, state: &State) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = state.args.clone();
        for variable in &state.config.env {
            if let Some((name, value)) = variable.split_once('=') {
                out.retain(|(n, _)| n != name);
                out.push((name.to_string(), value.to_string()));
            }
        }
        out
    }

    async fn command(&mut self, state: &mut State, stage: usize, mut command: Command, trigger: bool) -> Outcome<()> {
        let lines = command.lines;
        let variables = self.variables(state);
        let lexer = Lexer::new(self.plan.escape);
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        // What a step is called has its variables replaced where they are set.
        let shown = Lexer {
            raw_quotes: true,
            raw_escapes: true,
            skip_unset_env: true,
            ..lexer
        };
        command
            .instruction
            .expand(&mut |word: &str| lexer.expand(word, &variables))
            .map_err(|e| fail(e.to_string()))?;
        let plain = Lexer {
            skip_process_quotes: true,
            ..Lexer::new('\\')
        };
        command
            .instruction
            .expand_contents(&mut |word: &str| plain.expand(word, &variables))
            .map_err(|e| fail(e.to_string()))?;
        let code = shown
            .expand(&command.code, &variables)
            .unwrap_or_else(|_| command.code.clone());
        let code = if trigger {
            format!("ONBUILD {}", upper_keyword(&code))
        } else {
            upper_keyword(&code)
        };
        let first_step = self.steps.len();
        let result = match &command.instruction {
            Instruction::Run(_) | Instruction::Copy(_) | Instruction::Add(_) | Instruction::Workdir(_) => {
                self.layer_step(state, stage, &command, code, &variables).await
            }
            other => {
                self.configure(state, other, &lexer, &variables, lines)?;
                self.steps.push(StepReport {
                    stage: state.stage_name.clone(),
                    instruction: code,
                    lines,
                    outcome: StepOutcome::Cached,
                    layer: None,
                    makes_layer: false,
                });
                Ok(())
            }
        };
        if let Err(failure) = &result
            && self.steps.len() == first_step
        {
            self.steps.push(StepReport {
                stage: state.stage_name.clone(),
                instruction: command.code.clone(),
                lines,
                outcome: StepOutcome::Failed(failure.message.clone()),
                layer: None,
                makes_layer: true,
            });
        }
        result
    }

    /// Instructions that change only the configuration.
    fn configure(
        &mut self,
        state: &mut State,
        instruction: &Instruction,
        lexer: &Lexer,
        variables: &[(String, String)],
        lines: Lines,
    ) -> Outcome<()> {
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        let text = match instruction {
            Instruction::Env(pairs) => {
                for pair in pairs {
                    state.config.setenv(&pair.key, &pair.value);
                }
                Some(format!(
                    "ENV{}",
                    pairs.iter().map(|p| format!(" {}={}", p.key, p.value)).collect::<String>()
                ))
            }
            Instruction::Label(pairs) => {
                for pair in pairs {
                    state.config.labels.insert(pair.key.clone(), pair.value.clone());
                }
                Some(format!(
                    "LABEL{}",
                    pairs.iter().map(|p| format!(" {}={}", p.key, p.value)).collect::<String>()
                ))
            }
            Instruction::Arg(definitions) => {
                let mut text = String::from("ARG");
                let platform = platform_of(self.request);
                let known = predefined(&platform, self.request.target.as_deref().unwrap_or_default());
                for definition in definitions {
                    let given = self
                        .request
                        .build_args
                        .iter()
                        .rev()
                        .find(|(k, _)| *k == definition.key)
                        .map(|(_, v)| v.clone());
                    let global = self
                        .plan
                        .global_args
                        .iter()
                        .find(|(k, _)| *k == definition.key)
                        .map(|(_, v)| v.clone());
                    let default = definition
                        .value
                        .as_ref()
                        .map(|v| lexer.expand(v, &variables.to_vec()))
                        .transpose()
                        .map_err(|e| fail(e.to_string()))?;
                    let platform_value = known.iter().find(|(k, _)| *k == definition.key).map(|(_, v)| v.clone());
                    let value = given.or(default.clone()).or(global).or(platform_value);
                    text.push_str(&format!(" {}", definition.key));
                    if let Some(value) = value {
                        text.push_str(&format!("={value}"));
                        state.args.retain(|(k, _)| *k != definition.key);
                        state.args.push((definition.key.clone(), value));
                    }
                }
                Some(text)
            }
            Instruction::Cmd(line) => {
                let words = self.words(state, line);
                state.config.cmd = Some(words.clone());
                state.cmd_set = true;
                Some(format!("CMD {}", quoted(&words)))
            }
            Instruction::Entrypoint(line) => {
                let words = self.words(state, line);
                state.config.entrypoint = Some(words.clone());
                if !state.cmd_set {
                    state.config.cmd = None;
                }
                Some(format!("ENTRYPOINT {}", quoted(&words)))
            }
            Instruction::Expose(specs) => {
                let mut ports = Vec::new();
                for spec in specs {
                    for word in lexer.words(spec, &variables.to_vec()).map_err(|e| fail(e.to_string()))? {
                        ports.extend(parse_port(&word).map_err(|e| fail(e.to_string()))?);
                    }
                }
                ports.sort();
                ports.dedup();
                state.config.exposed_ports.extend(ports.iter().cloned());
                Some(format!("EXPOSE [{}]", ports.join(" ")))
            }
            Instruction::Healthcheck(check) => {
                let nanos = |n: i64| Duration::from_nanos(n.max(0) as u64);
                state.config.healthcheck = Some(HealthCheck {
                    test: check.test.clone(),
                    interval: nanos(check.interval),
                    timeout: nanos(check.timeout),
                    start_period: nanos(check.start_period),
                    start_interval: nanos(check.start_interval),
                    retries: check.retries.max(0) as u32,
                });
                let duration = |n: i64| format!("{:?}", crate::health::go_duration(nanos(n)));
                Some(format!(
                    "HEALTHCHECK &{{{} {} {} {} {} '\\x{:02x}'}}",
                    quoted(&check.test),
                    duration(check.interval),
                    duration(check.timeout),
                    duration(check.start_period),
                    duration(check.start_interval),
                    check.retries
                ))
            }
            Instruction::Maintainer(name) => {
                state.author.clone_from(name);
                Some(format!("MAINTAINER {name}"))
            }
            Instruction::Onbuild(text) => {
                state.config.on_build.push(text.clone());
                None
            }
            Instruction::Shell(words) => {
                state.config.shell = Some(words.clone());
                Some(format!("SHELL [{}]", words.join(" ")))
            }
            Instruction::Stopsignal(signal) => {
                if machine::Signal::parse(signal).is_none() {
                    return Err(fail(format!("invalid signal: {signal}")));
                }
                state.config.stop_signal = Some(signal.clone());
                Some(format!("STOPSIGNAL {signal}"))
            }
            Instruction::User(user) => {
                state.config.user.clone_from(user);
                Some(format!("USER {user}"))
            }
            Instruction::Volume(paths) => {
                state.config.volumes.extend(paths.iter().cloned());
                Some(format!("VOLUME [{}]", paths.join(" ")))
            }
            Instruction::Run(_) | Instruction::Copy(_) | Instruction::Add(_) | Instruction::Workdir(_) => None,
        };
        if let Some(text) = text {
            state.history.push(history(text, true, None, &state.author));
        }
        Ok(())
    }

    fn words(&self, state: &State, line: &ShellCommandLine) -> Vec<String> {
        if !line.prepend_shell {
            return line.words.clone();
        }
        let shell = state
            .config
            .shell
            .clone()
            .unwrap_or_else(|| vec!["/bin/sh".into(), "-c".into()]);
        shell.into_iter().chain([line.words.join(" ")]).collect()
    }

    /// RUN, COPY, ADD and WORKDIR: the instructions that make a layer.
    async fn layer_step(
        &mut self,
        state: &mut State,
        stage: usize,
        command: &Command,
        code: String,
        variables: &[(String, String)],
    ) -> Outcome<()> {
        let lines = command.lines;
        let workdir = if state.config.working_dir.is_empty() {
            "/".to_string()
        } else {
            state.config.working_dir.clone()
        };
        let position = state.position;
        state.position += 1;
        match &command.instruction {
            Instruction::Workdir(path) => {
                let absolute = if path.starts_with('/') {
                    normalize(path)
                } else {
                    normalize(&format!("{workdir}/{path}"))
                };
                state.config.working_dir.clone_from(&absolute);
                let inputs = Inputs {
                    instruction: format!("WORKDIR {absolute}"),
                    parent: state.key,
                    arguments: Vec::new(),
                    files: BTreeMap::new(),
                };
                let created_by = format!("WORKDIR {absolute}");
                self.step(
                    state,
                    stage,
                    position,
                    code,
                    lines,
                    inputs,
                    created_by,
                    false,
                    Work::Workdir(absolute),
                )
                .await
            }
            Instruction::Run(run) => {
                let argv = if run.command.files.is_empty() || !run.command.prepend_shell {
                    self.words(state, &run.command)
                } else {
                    self.heredoc_words(state, run)
                };
                let name = match run.command.files.first() {
                    Some(file) if only_heredoc(&run.command) => {
                        format!(
                            "{} ({})",
                            first_line(&code),
                            heredoc_summary(&file.data, variables, self.plan.escape)
                        )
                    }
                    _ => first_line(&code).to_string(),
                };
                let env = environment(&state.config.env, &state.args);
                let mut mounts = Vec::new();
                let mut mount_text = String::new();
                for mount in &run.mounts {
                    mount_text.push_str(&format!("{mount:?}"));
                    mounts.push(mount.clone());
                }
                let mut files = BTreeMap::new();
                for mount in run.mounts.iter().filter(|m| m.kind == MountType::Bind) {
                    let job = self.mount_job(state, stage, mount, lines).await?;
                    if let Ok(matched) = job.matches() {
                        files.extend(job.checksum(&matched).1);
                    }
                }
                let network = match run.network {
                    NetworkMode::None => "none".to_string(),
                    NetworkMode::Host => "host".to_string(),
                    NetworkMode::Default => self.request.network.clone(),
                };
                let inputs = Inputs {
                    instruction: format!("RUN {}", argv.join("\u{1}")),
                    parent: state.key,
                    arguments: [
                        ("env".to_string(), env.join("\n")),
                        ("user".to_string(), state.config.user.clone()),
                        ("workdir".to_string(), workdir.clone()),
                        ("mounts".to_string(), mount_text),
                        ("network".to_string(), network.clone()),
                        ("hosts".to_string(), self.request.add_hosts.join(",")),
                    ]
                    .into_iter()
                    .chain(state.args.iter().map(|(k, v)| (format!("ARG {k}"), v.clone())))
                    .collect(),
                    files,
                };
                let args: Vec<String> = state.args.iter().map(|(k, v)| format!("{k}={v}")).collect();
                let prefix = if args.is_empty() {
                    String::new()
                } else {
                    format!("|{} {} ", args.len(), args.join(" "))
                };
                let created_by = format!("RUN {prefix}{} # buildkit", argv.join(" "));
                self.step(
                    state,
                    stage,
                    position,
                    name,
                    lines,
                    inputs,
                    created_by,
                    self.ignores_cache(state),
                    Work::Run {
                        argv,
                        env,
                        mounts,
                        network,
                    },
                )
                .await
            }
            Instruction::Copy(copy) => {
                let mut job = self.copy_job(state, stage, &copy.from, lines).await?;
                job.sources.clone_from(&copy.files.sources);
                job.destination.clone_from(&copy.files.destination);
                job.chown.clone_from(&copy.chown);
                job.chmod.clone_from(&copy.chmod);
                job.parents = copy.parents;
                job.exclude.clone_from(&copy.exclude);
                let inline: Vec<(String, String)> =
                    copy.files.contents.iter().map(|c| (c.path.clone(), c.data.clone())).collect();
                self.copy_step(state, stage, position, code, lines, job, inline, "COPY", copy.link)
                    .await
            }
            Instruction::Add(add) => {
                let remote = add
                    .files
                    .sources
                    .iter()
                    .find(|s| ["http://", "https://", "git://", "git@"].iter().any(|p| s.starts_with(p)));
                if let Some(remote) = remote {
                    return Err(Box::new(BuildFailure::at(
                        format!("drydock: ADD of {remote} is not simulated"),
                        lines,
                    )));
                }
                let mut job = self.copy_job(state, stage, "", lines).await?;
                job.sources.clone_from(&add.files.sources);
                job.destination.clone_from(&add.files.destination);
                job.chown.clone_from(&add.chown);
                job.chmod.clone_from(&add.chmod);
                job.exclude.clone_from(&add.exclude);
                job.unpack = add.unpack != Some(false);
                let inline: Vec<(String, String)> = add.files.contents.iter().map(|c| (c.path.clone(), c.data.clone())).collect();
                self.copy_step(state, stage, position, code, lines, job, inline, "ADD", add.link)
                    .await
            }
            _ => Ok(()),
        }
    }

    fn ignores_cache(&self, state: &State) -> bool {
        self.request.no_cache
            || self
                .request
                .no_cache_filter
                .iter()
                .any(|f| f.eq_ignore_ascii_case(&state.stage_name))
    }

    fn heredoc_words(&self, state: &State, run: &dockerfile::Run) -> Vec<String> {
        let shell = state
            .config
            .shell
            .clone()
            .unwrap_or_else(|| vec!["/bin/sh".into(), "-c".into()]);
        let files = &run.command.files;
        let line = run.command.words.join(" ");
        if only_heredoc(&run.command)
            && let Some(file) = files.first()
        {
            let data = if file.chomp {
                dockerfile::chomp_heredoc_content(&file.data)
            } else {
                file.data.clone()
            };
            if data.starts_with("#!") {
                // A script of its own: written to a file that is run.
                return shell.into_iter().chain([format!("cat > /tmp/.heredoc <<'DRYDOCK_EOF'\n{data}DRYDOCK_EOF\nchmod +x /tmp/.heredoc; /tmp/.heredoc; s=$?; rm -f /tmp/.heredoc; exit $s")]).collect();
            }
            return shell.into_iter().chain([data]).collect();
        }
        let mut text = line;
        for file in files {
            text.push_str(&format!("\n{}{}", file.data, file.name));
        }
        shell.into_iter().chain([text]).collect()
    }

    /// The files that a COPY takes from.
    async fn copy_job(&mut self, state: &State, stage: usize, from: &str, lines: Lines) -> Outcome<CopyJob> {
        let _ = state;
        let (context, keep_owner) = if from.is_empty() {
            (self.request.context.clone(), false)
        } else if let Some(named) = self.request.named_contexts.get(from) {
            (named.clone(), false)
        } else if let Some(index) = find_stage(&self.plan.stages, stage, from) {
            let fs = self.done.get(&index).map(|s| s.fs.clone()).unwrap_or_default();
            (BuildContext::snapshot(fs), true)
        } else {
            let image = self.image(from, lines).await?;
            if self.mode == Mode::Build && !self.from_shown.contains_key(&image.id) {
                let reference = Reference::parse(from)
                    .map(|r| r.with_default_tag().to_string())
                    .unwrap_or_default();
                let vertex = self.begin(format!("FROM {reference}@{}", image.id));
                self.from_shown.insert(image.id, vertex);
                self.end(vertex, false, None);
            }
            (BuildContext::snapshot(image.rootfs.clone()), true)
        };
        let files = if from.is_empty() {
            match &self.context_files {
                Some(files) => files.clone(),
                None => {
                    let files = context.files(self.ignore.as_ref());
                    self.context_files = Some(files.clone());
                    files
                }
            }
        } else {
            context.files(None)
        };
        Ok(CopyJob {
            context,
            files,
            sources: Vec::new(),
            destination: String::new(),
            chown: String::new(),
            chmod: String::new(),
            parents: false,
            exclude: Vec::new(),
            unpack: false,
            keep_owner,
        })
    }

    async fn mount_job(&mut self, state: &State, stage: usize, mount: &dockerfile::Mount, lines: Lines) -> Outcome<CopyJob> {
        let mut job = self.copy_job(state, stage, &mount.from, lines).await?;
        job.sources = vec![if mount.source.is_empty() {
            "/".into()
        } else {
            mount.source.clone()
        }];
        Ok(job)
    }

    #[allow(clippy::too_many_arguments)]
    async fn copy_step(
        &mut self,
        state: &mut State,
        stage: usize,
        position: usize,
        code: String,
        lines: Lines,
        mut job: CopyJob,
        inline: Vec<(String, String)>,
        verb: &str,
        link: bool,
    ) -> Outcome<()> {
        let name = first_line(&code).to_string();
        let unknown_source = self.mode == Mode::Predict && job.keep_owner && self.done.values().any(|s| s.unknown);
        let matched = match job.matches() {
            Ok(matched) => matched,
            Err(_) if unknown_source => Vec::new(),
            Err(missing) => {
                let name = prefixed(state, &name);
                let vertex = self.begin(name.clone());
                // A prediction draws nothing: it must not change what comes after it.
                let mut draw = |n: u64| {
                    if self.mode == Mode::Build {
                        self.engine.machine().random(|r| r.below(n))
                    } else {
                        0
                    }
                };
                let reference = crate::names::lower_base36(&mut draw, 25);
                let other = crate::names::lower_base36(&mut draw, 25);
                let why = format!("failed to calculate checksum of ref {reference}::{other}: {missing}");
                self.end(vertex, false, Some(why.clone()));
                let mut failure = BuildFailure::at(format!("failed to compute cache key: {why}"), lines);
                failure.step = Some((name, Vec::new()));
                return Err(Box::new(failure));
            }
        };
        let (digest, mut files) = job.checksum(&matched);
        for (path, text) in &inline {
            files.insert(path.clone(), Digest::of(text.as_bytes()));
        }
        let mut created_by = verb.to_string();
        for (flag, value) in [("--chown", &job.chown), ("--chmod", &job.chmod)] {
            if !value.is_empty() {
                created_by.push_str(&format!(" {flag}={value}"));
            }
        }
        if link {
            created_by.push_str(" --link");
        }
        for source in &job.sources {
            created_by.push_str(&format!(" {source}"));
        }
        for (path, _) in &inline {
            created_by.push_str(&format!(" <<{path}"));
        }
        created_by.push_str(&format!(" {} # buildkit", job.destination));
        let inputs = Inputs {
            instruction: format!("{verb} {:?} {}", job.sources, job.destination),
            parent: state.key,
            arguments: vec![
                ("chown".into(), job.chown.clone()),
                ("chmod".into(), job.chmod.clone()),
                ("workdir".into(), state.config.working_dir.clone()),
                (
                    "content".into(),
                    if unknown_source {
                        "unknown".into()
                    } else {
                        digest.to_string()
                    },
                ),
                (
                    "flags".into(),
                    format!("{} {link} {:?} {}", job.parents, job.exclude, job.unpack),
                ),
            ],
            files,
        };
        if !inline.is_empty() {
            let context = BuildContext::inline(&inline);
            let files = context.files(None);
            let sources: Vec<String> = files
                .keys()
                .filter(|p| inline.iter().any(|(i, _)| normalize(i).trim_start_matches('/') == p.as_str()))
                .cloned()
                .collect();
            let second = CopyJob {
                context,
                files,
                sources,
                ..job.clone()
            };
            return self
                .step(
                    state,
                    stage,
                    position,
                    name,
                    lines,
                    inputs,
                    created_by,
                    self.ignores_cache(state),
                    Work::Copy(Box::new((job, Some(second)))),
                )
                .await;
        }
        job.sources.dedup();
        self.step(
            state,
            stage,
            position,
            name,
            lines,
            inputs,
            created_by,
            self.ignores_cache(state),
            Work::Copy(Box::new((job, None))),
        )
        .await
    }

    /// Takes a step's result out of the cache or does its work, and puts it on the stage.
    #[allow(clippy::too_many_arguments)]
    async fn step(
        &mut self,
        state: &mut State,
        stage: usize,
        position: usize,
        name: String,
        lines: Lines,
        inputs: Inputs,
        created_by: String,
        no_cache: bool,
        work: Work,
    ) -> Outcome<()> {
        let mut text = format!("{}\n{}\n", inputs.instruction, inputs.parent);
        for (key, value) in &inputs.arguments {
            text.push_str(&format!("{key}={value}\n"));
        }
        for (path, digest) in &inputs.files {
            text.push_str(&format!("{path} {digest}\n"));
        }
        let key = Digest::of(text.as_bytes());
        let full_name = prefixed(state, &name);
        let place = (format!("{}:{stage}", self.request.file_name), position);
        let before = self.engine.inner().build.borrow().last.get(&place).cloned();
        let found = if no_cache || state.unknown {
            None
        } else {
            self.engine.inner().build.borrow().records.get(&key).cloned()
        };
        let why = if no_cache {
            Why::NoCache
        } else {
            explain(before.as_ref(), &inputs)
        };
        if self.mode == Mode::Build {
            self.engine.inner().build.borrow_mut().last.insert(place, inputs);
        }
        let vertex = self.begin(full_name.clone());
        let mut report = StepReport {
            stage: state.stage_name.clone(),
            instruction: name.clone(),
            lines,
            outcome: StepOutcome::Cached,
            layer: None,
            makes_layer: true,
        };
        let created;
        let layer = match found {
            Some(record) => {
                if self.mode == Mode::Build
                    && let Some(stored) = self.engine.inner().build.borrow_mut().records.get_mut(&key)
                {
                    stored.uses += 1;
                    stored.last_used = self.engine.now();
                }
                state.base = None;
                state.fs = record.fs;
                created = record.created;
                self.end(vertex, true, None);
                record.layer
            }
            None => {
                report.outcome = StepOutcome::Ran(why);
                if self.mode == Mode::Predict {
                    state.unknown = true;
                    state.base = None;
                    state.key = key;
                    if let Work::Workdir(path) = &work {
                        let mut fs = state.fs.fork();
                        let _ = make_workdir(&mut fs, path, 0);
                        state.fs = fs;
                    }
                    if let Work::Copy(jobs) = &work
                        && let Ok(matched) = jobs.0.matches()
                    {
                        let mut fs = state.fs.fork();
                        let _ = jobs.0.carry_out(&mut fs, &state.config.working_dir, &matched, 0);
                        report.layer = None;
                        state.fs = fs;
                    }
                    self.steps.push(report);
                    return Ok(());
                }
                self.unpack(state);
                let base = state.fs.fork();
                let outcome = self.work(state, stage, vertex, lines, &work).await;
                let fs = match outcome {
                    Ok(fs) => fs,
                    Err(Failed { message, log, shown }) => {
                        self.end(vertex, false, Some(shown));
                        let mut failure = BuildFailure::at(message.clone(), lines);
                        failure.step = Some((full_name, log));
                        report.outcome = StepOutcome::Failed(message);
                        self.steps.push(report);
                        return Err(Box::new(failure));
                    }
                };
                created = self.engine.now();
                let layer = Layer::diff(&base, &fs);
                let record = CacheRecord {
                    description: full_name,
                    created,
                    last_used: created,
                    uses: 1,
                    layer: layer.clone(),
                    fs: fs.clone(),
                };
                self.engine.inner().build.borrow_mut().records.insert(key, record);
                state.fs = fs;
                self.end(vertex, false, None);
                layer
            }
        };
        state.key = key;
        report.layer = Some((layer.diff_id(), layer.size()));
        self.steps.push(report);
        state.layers.push(layer);
        state.history.push(history(created_by, false, Some(created), &state.author));
        Ok(())
    }

    async fn work(&mut self, state: &State, stage: usize, vertex: usize, lines: Lines, work: &Work) -> Result<Fs, Failed> {
        let now = self.engine.now().0;
        let plain = |message: String| Failed {
            shown: message.clone(),
            message,
            log: Vec::new(),
        };
        match work {
            Work::Workdir(path) => {
                self.engine.machine().sleep(Duration::from_millis(20)).await;
                let mut fs = state.fs.fork();
                make_workdir(&mut fs, path, now).map_err(plain)?;
                Ok(fs)
            }
            Work::Copy(jobs) => {
                self.engine.machine().sleep(Duration::from_millis(30)).await;
                let mut fs = state.fs.fork();
                for job in std::iter::once(&jobs.0).chain(jobs.1.as_ref()) {
                    if job.sources.is_empty() {
                        continue;
                    }
                    let matched = job.matches().map_err(plain)?;
                    let several = jobs.0.sources.len() + jobs.1.as_ref().map_or(0, |j| j.sources.len()) > 1;
                    let mut job = job.clone();
                    if several && !job.destination.ends_with('/') {
                        job.destination.push('/');
                    }
                    job.carry_out(&mut fs, &state.config.working_dir, &matched, now)
                        .map_err(plain)?;
                }
                Ok(fs)
            }
            Work::Run {
                argv,
                env,
                mounts,
                network,
            } => {
                let mut sources = Vec::new();
                for mount in mounts {
                    let source = self
                        .mount_source(state, stage, mount, lines)
                        .await
                        .map_err(|f| plain(f.message))?;
                    if let Some(source) = source {
                        sources.push((mount.clone(), source));
                    }
                }
                let job = RunJob {
                    fs: state.fs.fork(),
                    argv: argv.clone(),
                    env: env.clone(),
                    user: state.config.user.clone(),
                    workdir: state.config.working_dir.clone(),
                    network: network.clone(),
                    hosts: self.request.add_hosts.clone(),
                    mounts: sources,
                };
                let mut log: Vec<u8> = Vec::new();
                let report = &mut *self.report;
                let outcome = self
                    .engine
                    .run_step(job, &mut |stream: StreamKind, bytes: Vec<u8>| {
                        if log.len() < 1 << 20 {
                            log.extend_from_slice(&bytes);
                        }
                        report(BuildEvent::Output { vertex, stream, bytes });
                    })
                    .await;
                let log: Vec<String> = String::from_utf8_lossy(&log).lines().map(str::to_string).collect();
                match outcome.result {
                    Ok(0) => Ok(outcome.fs),
                    Ok(code) => {
                        let message = format!(
                            "process {} did not complete successfully: exit code: {code}",
                            dockerfile_quote(&argv.join(" "))
                        );
                        Err(Failed {
                            shown: message.clone(),
                            message,
                            log,
                        })
                    }
                    Err(message) => Err(Failed {
                        shown: message.clone(),
                        message,
                        log,
                    }),
                }
            }
        }
    }

    async fn mount_source(
        &mut self,
        state: &State,
        stage: usize,
        mount: &dockerfile::Mount,
        lines: Lines,
    ) -> Outcome<Option<Source>> {
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        Ok(match mount.kind {
            MountType::Tmpfs => Some(Source::Tmpfs),
            MountType::Secret => {
                let id = if mount.id.is_empty() {
                    mount.target.rsplit('/').next().unwrap_or_default().to_string()
                } else {
                    mount.id.clone()
                };
                match self.request.secrets.get(&id) {
                    Some(bytes) => Some(Source::Secret(bytes.clone())),
                    None if mount.required => return Err(fail(format!("secret {id}: not found"))),
                    None => None,
                }
            }
            MountType::Ssh => return Err(fail("drydock: RUN --mount=type=ssh is not simulated".into())),
            MountType::Cache => {
                let id = if mount.id.is_empty() {
                    normalize(&mount.target)
                } else {
                    mount.id.clone()
                };
                let now = self.engine.now().0;
                let meta = vfs::Meta {
                    mode: mount.mode.unwrap_or(0o755),
                    uid: mount.uid.unwrap_or(0),
                    gid: mount.gid.unwrap_or(0),
                    mtime: now,
                };
                let mut cache = self.engine.inner().build.borrow_mut();
                if self.request.no_cache && self.emptied.insert(id.clone()) {
                    cache.mounts.remove(&id);
                }
                let fs = cache
                    .mounts
                    .entry(id)
                    .or_insert_with(|| Rc::new(RefCell::new(Fs::new(meta))))
                    .clone();
                Some(Source::Tree {
                    fs,
                    root: ROOT,
                    read_only: mount.read_only,
                })
            }
            MountType::Bind => {
                let job = self.mount_job(state, stage, mount, lines).await?;
                let mut tree = Fs::default();
                let matched = job.matches().map_err(|missing| {
                    fail(format!(
                        "failed to compute cache key: failed to calculate checksum of ref: {missing}"
                    ))
                })?;
                let whole = matched.first().is_some_and(|m| m.path.is_empty());
                let copy = CopyJob {
                    destination: if whole { "/src/".into() } else { "/src".into() },
                    ..job
                };
                copy.carry_out(&mut tree, "/", &matched, self.engine.now().0).map_err(fail)?;
                let root = lookup(&tree, "/src").ok_or_else(|| fail(format!("{:?}: not found", mount.source)))?;
                Some(Source::Tree {
                    fs: Rc::new(RefCell::new(tree)),
                    root,
                    read_only: mount.read_only,
                })
            }
        })
    }
}

/// What a layer step does.
enum Work {
    Workdir(String),
    /// Files of a source, and of heredocs.
    Copy(Box<(CopyJob, Option<CopyJob>)>),
    Run {
        argv: Vec<String>,
        env: Vec<String>,
        mounts: Vec<dockerfile::Mount>,
        network: String,
    },
}

struct Failed {
    message: String,
    shown: String,
    log: Vec<String>,
}

/// Says why a step's key is new, by what differs from the last build of the same place.
fn explain(before: Option<&Inputs>, now: &Inputs) -> Why {
    let Some(before) = before else { return Why::New };
    if before.instruction != now.instruction {
        return Why::Instruction(before.instruction.clone());
    }
    let changed: Vec<String> = now
        .files
        .iter()
        .filter(|(path, digest)| before.files.get(*path) != Some(*digest))
        .map(|(path, _)| path.clone())
        .chain(before.files.keys().filter(|path| !now.files.contains_key(*path)).cloned())
        .collect::<BTreeSet<String>>()
        .into_iter()
        .collect();
    if !changed.is_empty() {
        return Why::Files(changed);
    }
    let arguments: Vec<String> = now
        .arguments
        .iter()
        .filter(|(k, v)| !before.arguments.iter().any(|(bk, bv)| bk == k && bv == v))
        .map(|(k, _)| k.clone())
        .collect();
    if !arguments.is_empty() {
        return Why::Arguments(arguments);
    }
    if before.parent != now.parent {
        Why::Below
    } else {
        Why::Pruned
    }
}

fn history(created_by: String, empty_layer: bool, created: Option<machine::Instant>, author: &str) -> PendingHistory {
    PendingHistory {
        created,
        created_by,
        author: author.to_string(),
        comment: "buildkit.dockerfile.v0".into(),
        empty_layer,
    }
}

/// Gives dates to the lines of history that have none, as BuildKit does: that of the layer before, or
/// of the first new layer.
fn dated(pending: Vec<PendingHistory>, fallback: machine::Instant) -> (Vec<History>, machine::Instant) {
    let mut created = None;
    let mut gap = false;
    for line in &pending {
        match line.created {
            Some(at) => {
                created = Some(at);
                if gap {
                    break;
                }
            }
            None => gap = true,
        }
    }
    let mut current = created.unwrap_or(fallback);
    let mut seen_gap = false;
    let mut out = Vec::new();
    for line in pending {
        let at = match line.created {
            Some(at) => {
                if seen_gap {
                    current = at;
                }
                at
            }
            None => {
                seen_gap = true;
                current
            }
        };
        out.push(History {
            created: at,
            created_by: line.created_by,
            author: line.author,
            comment: line.comment,
            empty_layer: line.empty_layer,
        });
    }
    let last = out.last().map_or(fallback, |h| h.created);
    (out, last)
}

/// `[stage 2/5] ` before a step's name.
fn prefixed(state: &mut State, text: &str) -> String {
    if state.total == 0 {
        return text.to_string();
    }
    state.index += 1;
    let width = state.total.to_string().len();
    let stage = if state.stage_name.is_empty() {
        String::new()
    } else {
        format!("{} ", state.stage_name)
    };
    format!("[{stage}{:>width$}/{}] {text}", state.index, state.total)
}

fn counts(instruction: &Instruction) -> bool {
    matches!(
        instruction,
        Instruction::Run(_) | Instruction::Copy(_) | Instruction::Add(_) | Instruction::Workdir(_)
    )
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The keyword in capitals, as step names have it.
fn upper_keyword(code: &str) -> String {
    match code.split_once(char::is_whitespace) {
        Some((keyword, rest)) => format!("{} {rest}", keyword.to_ascii_uppercase()),
        None => code.to_ascii_uppercase(),
    }
}

/// Whether a RUN is nothing but a heredoc, so that the heredoc is the script.
fn only_heredoc(line: &ShellCommandLine) -> bool {
    line.files.len() == 1
        && line.words.join(" ").trim_start().starts_with("<<")
        && line.words.join(" ").split_whitespace().count() == 1
}

/// The first line of a heredoc with its variables replaced, and dots if there is more.
fn heredoc_summary(data: &str, variables: &[(String, String)], escape: char) -> String {
    let lexer = Lexer {
        raw_quotes: true,
        raw_escapes: true,
        skip_unset_env: true,
        ..Lexer::new(escape)
    };
    let mut lines = data.lines();
    let first = lines.next().unwrap_or_default();
    let first = lexer.expand(first, &variables.to_vec()).unwrap_or_else(|_| first.to_string());
    if lines.next().is_some() {
        format!("{first}...")
    } else {
        first
    }
}

/// A list as Go's `%q` prints it.
fn quoted(words: &[String]) -> String {
    format!(
        "[{}]",
        words.iter().map(|w| dockerfile_quote(w)).collect::<Vec<_>>().join(" ")
    )
}

/// A string as Go's `%q` prints it.
fn dockerfile_quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 32 || c as u32 == 127 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
