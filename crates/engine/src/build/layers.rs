//! RUN, COPY, ADD and WORKDIR: the instructions that make a layer, what goes into their keys, and whether
//! the cache has their results.

use super::cache::{CacheRecord, Facts, Inputs};
use super::copy::{CopyJob, check_chmod, make_workdir};
use super::git;
use super::history::PendingHistory;
use super::plan::find_stage;
use super::remote;
use super::report::{Mode, StepOutcome, StepReport, Why, explain};
use super::scan::Scan;
use super::solve::{Outcome, Solver};
use super::stage::State;
use super::step::environment;
use super::tree::Tree;
use super::words::{first_line, heredoc_summary, only_heredoc};
use super::work::{Failed, Work};
use super::{BuildContext, BuildFailure, NamedContext};
use dockerfile::{Command, Instruction, Lines, MountType, NetworkMode, Reference, Run, SecurityMode, SourcesAndDestination};
use std::rc::Rc;
use vfs::{Digest, Fs, Layer, normalize};

/// What a prediction names a reference that a build would draw.
pub(super) const NO_REFERENCE: &str = "0000000000000000000000000::0000000000000000000000000";

/// A step that makes a layer, ready to be looked up or done.
struct Step {
    stage: usize,
    position: usize,
    /// Without `[2/5] `.
    name: String,
    lines: Lines,
    inputs: Inputs,
    created_by: String,
    no_cache: bool,
    /// `--link`: a layer of its own, whatever is below.
    link: bool,
    work: Work,
}

/// What a COPY or an ADD says.
struct CopyLine<'c> {
    verb: &'static str,
    files: &'c SourcesAndDestination,
    from: &'c str,
    chown: &'c str,
    chmod: &'c str,
    link: bool,
    parents: bool,
    exclude: &'c [String],
    checksum: &'c str,
    keep_git_dir: Option<bool>,
    unpack: bool,
    unpack_remote: bool,
}

impl Solver<'_> {
    pub async fn layer_step(
        &self,
        state: &mut State,
        stage: usize,
        command: &Command,
        code: String,
        told: Option<&[(String, String)]>,
    ) -> Outcome<()> {
        let lines = command.lines;
        let position = state.position;
        state.position += 1;
        match &command.instruction {
            Instruction::Workdir(path) => self.workdir(state, stage, position, path, code, lines).await,
            Instruction::Run(run) => self.run_line(state, stage, position, run, code, lines, told).await,
            Instruction::Copy(copy) => {
                let line = CopyLine {
                    verb: "COPY",
                    files: &copy.files,
                    from: &copy.from,
                    chown: &copy.chown,
                    chmod: &copy.chmod,
                    link: copy.link,
                    parents: copy.parents,
                    exclude: &copy.exclude,
                    checksum: "",
                    keep_git_dir: None,
                    unpack: false,
                    unpack_remote: false,
                };
                self.copy_line(state, stage, position, &line, code, lines).await
            }
            Instruction::Add(add) => {
                let line = CopyLine {
                    verb: "ADD",
                    files: &add.files,
                    from: "",
                    chown: &add.chown,
                    chmod: &add.chmod,
                    link: add.link,
                    parents: false,
                    exclude: &add.exclude,
                    checksum: &add.checksum,
                    keep_git_dir: add.keep_git_dir,
                    unpack: add.unpack != Some(false),
                    unpack_remote: add.unpack == Some(true),
                };
                self.copy_line(state, stage, position, &line, code, lines).await
            }
            _ => Ok(()),
        }
    }

    async fn workdir(
        &self,
        state: &mut State,
        stage: usize,
        position: usize,
        path: &str,
        code: String,
        lines: Lines,
    ) -> Outcome<()> {
        let absolute = match path.starts_with('/') {
            true => normalize(path),
            false => normalize(&format!("{}/{path}", state.workdir())),
        };
        state.config.working_dir.clone_from(&absolute);
        let created_by = format!("WORKDIR {absolute}");
        // The root is there already, so nothing is made.
        if absolute == "/" {
            state.history.push(PendingHistory::new(created_by, true, None, &state.author));
            return Ok(());
        }
        let step = Step {
            stage,
            position,
            name: code,
            lines,
            inputs: Inputs {
                instruction: created_by.clone(),
                parent: state.key,
                base: base_of(state),
                arguments: vec![("user".into(), state.config.user.clone())],
                files: Rc::default(),
            },
            created_by,
            no_cache: false,
            link: false,
            work: Work::Workdir(absolute),
        };
        self.step(state, step).await
    }

    #[allow(clippy::too_many_arguments)]
    async fn run_line(
        &self,
        state: &mut State,
        stage: usize,
        position: usize,
        run: &Run,
        code: String,
        lines: Lines,
        told: Option<&[(String, String)]>,
    ) -> Outcome<()> {
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        self.check_entitlements(run)?;
        let (argv, script) = self.command_line(state, run);
        let name = match run.command.files.first() {
            Some(file) if only_heredoc(&run.command) => {
                let summary = heredoc_summary(&file.data, told.unwrap_or(&state.env), self.plan.escape);
                format!("{} ({summary})", first_line(&code))
            }
            _ => first_line(&code).to_string(),
        };
        let mut files: Vec<Rc<Facts>> = Vec::new();
        let mut arguments = vec![
            ("user".to_string(), state.config.user.clone()),
            ("workdir".to_string(), state.workdir()),
        ];
        for (index, mount) in run.mounts.iter().enumerate() {
            if mount.kind == MountType::Ssh && !mount.source.is_empty() {
                return Err(fail("ssh does not support source".into()));
            }
            if mount.kind == MountType::Secret && mount.id.is_empty() && mount.source.is_empty() && mount.target.is_empty() {
                return Err(fail("one of source, target required".into()));
            }
            let file_mount = ![MountType::Secret, MountType::Ssh].contains(&mount.kind);
            if file_mount && normalize(&format!("{}/{}", absolute_from(state, &mount.target), mount.target)) == "/" {
                return Err(fail(format!("invalid mount target {:?}", mount.target)));
            }
            if mount.kind == MountType::Bind {
                let job = self.mount_job(stage, mount, lines).await?;
                match self.scan(&job) {
                    Ok(scan) => files.push(scan.facts.clone()),
                    Err(_) if self.mode == Mode::Predict && state_of_source_unknown(self, stage, &mount.from).await => {}
                    Err(missing) => return Err(self.missing(state, &name, &missing, lines)),
                }
            }
            arguments.push((format!("mount {index}"), format!("{mount:?}")));
        }
        let network = match run.network {
            NetworkMode::None => "none".to_string(),
            NetworkMode::Host => "host".to_string(),
            NetworkMode::Default => self.request.network.clone(),
        };
        let declared = |name: &str| state.build_args.iter().any(|(n, _)| n == name);
        arguments.push(("network".to_string(), network.clone()));
        arguments.push(("hosts".to_string(), self.request.add_hosts.join(",")));
        if let Some(script) = &script {
            arguments.push(("script".into(), script.1.clone()));
        }
        arguments.extend(state.env.iter().map(|(name, value)| {
            let kind = if declared(name) { "ARG" } else { "ENV" };
            (format!("{kind} {name}"), value.clone())
        }));
        let inputs = Inputs {
            instruction: format!("RUN {}", argv.join("\u{1}")),
            parent: state.key,
            base: base_of(state),
            arguments,
            files: Facts::together(files),
        };
        let created_by = format!("RUN {}{} # buildkit", argument_prefix(state), argv.join(" "));
        let step = Step {
            stage,
            position,
            name,
            lines,
            inputs,
            created_by,
            no_cache: self.ignores_cache(state),
            link: false,
            work: Work::Run {
                argv,
                env: environment(&state.env, &self.request.build_args),
                mounts: run.mounts.clone(),
                network,
                script,
            },
        };
        self.step(state, step).await
    }

    /// What a RUN may only do if the build was allowed to.
    fn check_entitlements(&self, run: &Run) -> Outcome<()> {
        let allowed = |name: &str| self.request.allow.iter().any(|a| a == name);
        let refuse = |message: String| Err(Box::new(BuildFailure::plain(message)));
        if run.security == SecurityMode::Insecure {
            return match allowed("security.insecure") {
                true => refuse("granting entitlement security.insecure is not allowed by build daemon configuration".into()),
                false => refuse("security.insecure is not allowed".into()),
            };
        }
        if run.network == NetworkMode::Host && !allowed("network.host") && self.request.network != "host" {
            return refuse("network.host is not allowed".into());
        }
        if let Some(device) = run.devices.first() {
            return refuse(format!("drydock: RUN --device={} is not simulated", device.name));
        }
        Ok(())
    }

    /// The words of a RUN and, of a heredoc that names its interpreter, the file to run: name and text.
    fn command_line(&self, state: &State, run: &Run) -> (Vec<String>, Option<(String, String)>) {
        let line = &run.command;
        let (Some(file), true) = (line.files.first(), line.prepend_shell) else {
            return (self.words(state, line), None);
        };
        let with_shell = |text: String| {
            let mut line = line.clone();
            line.words = vec![text];
            self.words(state, &line)
        };
        if !only_heredoc(line) {
            let mut text = line.words.join(" ");
            for file in &line.files {
                text.push_str(&format!("\n{}{}", file.data, file.name));
            }
            return (with_shell(text), None);
        }
        let data = match file.chomp {
            true => dockerfile::chomp_heredoc_content(&file.data),
            false => file.data.clone(),
        };
        match data.starts_with("#!") {
            true => (
                with_shell(format!("/dev/pipes/{}", file.name)),
                Some((file.name.clone(), data)),
            ),
            false => (with_shell(data), None),
        }
    }

    pub fn ignores_cache(&self, state: &State) -> bool {
        let named = |filter: &String| filter.eq_ignore_ascii_case(&state.stage_name);
        self.request.no_cache || self.request.no_cache_filter.iter().any(named)
    }

    /// The files that a COPY takes from.
    async fn copy_job(&self, stage: usize, from: &str, lines: Lines) -> Outcome<CopyJob> {
        let job = |context: BuildContext, keep_owner: bool| CopyJob {
            tree: Tree { context, ignore: None },
            keep_owner,
            ..CopyJob::default()
        };
        if from.is_empty() {
            let mut job = job(self.request.context.clone(), false);
            job.tree.ignore.clone_from(&self.ignore);
            return Ok(job);
        }
        if let Some(index) = find_stage(&self.plan.stages, stage, from) {
            let fs = self.wait_for(index).await.map(|s| s.fs).unwrap_or_default();
            return Ok(job(BuildContext::snapshot(fs), true));
        }
        if let Some(files) = self.named_files(from) {
            // A repository's own ignore file counts for nothing.
            let ignore = match self.named(from) {
                Some(NamedContext::Files(files)) => super::tree::own_ignore(files),
                _ => None,
            };
            let mut job = job(files, false);
            job.tree.ignore = ignore;
            return Ok(job);
        }
        if from == "scratch" {
            return Ok(job(BuildContext::default(), true));
        }
        let image = self.image(from, lines).await?.image;
        if self.named(from).is_some() {
            self.show_context_image(from, image.id);
        } else if self.mode == Mode::Build && !self.from_shown.borrow().contains_key(&image.id) {
            let reference = Reference::parse(from)
                .map(|r| r.with_default_tag().to_string())
                .unwrap_or_default();
            let vertex = self.begin(format!("FROM {reference}@{}", image.id));
            self.from_shown.borrow_mut().insert(image.id, vertex);
            self.end(vertex, false, None);
        }
        Ok(job(BuildContext::snapshot(image.rootfs.clone()), true))
    }

    pub async fn mount_job(&self, stage: usize, mount: &dockerfile::Mount, lines: Lines) -> Outcome<CopyJob> {
        let mut job = self.copy_job(stage, &mount.from, lines).await?;
        job.sources = vec![match mount.source.as_str() {
            "" => "/".into(),
            source => source.to_string(),
        }];
        Ok(job)
    }

    async fn copy_line(
        &self,
        state: &mut State,
        stage: usize,
        position: usize,
        line: &CopyLine<'_>,
        code: String,
        lines: Lines,
    ) -> Outcome<()> {
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        check_copy(line).map_err(fail)?;
        let mut job = self.copy_job(stage, line.from, lines).await?;
        job.destination.clone_from(&line.files.destination);
        job.chown = line.chown.to_string();
        job.chmod = line.chmod.to_string();
        job.parents = line.parents;
        job.exclude = line.exclude.to_vec();
        job.unpack = line.unpack && line.verb == "ADD";
        let name = first_line(&code).to_string();
        let (remotes, local): (Vec<String>, Vec<String>) = line
            .files
            .sources
            .iter()
            .cloned()
            .partition(|source| remote::is_remote(source));
        job.sources = local;
        let mut jobs = Vec::new();
        for url in &remotes {
            jobs.push(match remote::repository(url).map_err(fail)? {
                Some(mut repository) => {
                    if !line.checksum.is_empty() {
                        repository.checksum = line.checksum.to_string();
                    }
                    self.git_job(state, &job, &repository, &name, lines).await?
                }
                None => self.remote_job(state, &job, line, url, &name, lines).await?,
            });
        }
        let unknown_source =
            self.mode == Mode::Predict && job.keep_owner && state_of_source_unknown(self, stage, line.from).await;
        if !job.sources.is_empty() {
            jobs.insert(0, job.clone());
        }
        for content in &line.files.contents {
            jobs.push(CopyJob {
                tree: Tree {
                    context: BuildContext::inline(&[(content.path.clone(), content.data.clone())], self.engine.now().0),
                    ignore: None,
                },
                sources: vec![content.path.clone()],
                keep_owner: false,
                unpack: false,
                parents: false,
                exclude: Vec::new(),
                ..job.clone()
            });
        }
        let mut content = String::new();
        let mut files: Vec<Rc<Facts>> = Vec::new();
        let mut work: Vec<(CopyJob, Rc<Scan>)> = Vec::new();
        for job in jobs {
            let scan = match self.scan(&job) {
                Ok(scan) => scan,
                Err(_) if unknown_source => Rc::new(Scan::nothing()),
                Err(missing) => return Err(self.missing(state, &name, &missing, lines)),
            };
            content.push_str(&format!("{} ", scan.digest));
            files.push(scan.facts.clone());
            work.push((job, scan));
        }
        let settings = [
            ("chown", line.chown.to_string()),
            ("chmod", line.chmod.to_string()),
            ("workdir", state.workdir()),
            ("content", if unknown_source { "unknown".into() } else { content }),
            ("link", line.link.to_string()),
            ("parents", line.parents.to_string()),
            ("exclude", line.exclude.join(",")),
            ("unpack", format!("{} {}", job.unpack, line.unpack_remote)),
        ];
        // BuildKit links only what it need not change the mode of.
        let link = line.link && line.chmod.is_empty();
        let inputs = Inputs {
            instruction: format!("{} {:?} {}", line.verb, line.files.sources, line.files.destination),
            parent: if link { Digest::of(b"link") } else { state.key },
            base: base_of(state).filter(|_| !link),
            arguments: settings.into_iter().map(|(name, value)| (name.to_string(), value)).collect(),
            files: Facts::together(files),
        };
        let step = Step {
            stage,
            position,
            name,
            lines,
            inputs,
            created_by: copied_by(line),
            no_cache: self.ignores_cache(state),
            link,
            work: Work::Copy(work),
        };
        self.step(state, step).await
    }

    /// A file behind a URL, fetched in a step of its own that has the same name.
    async fn remote_job(
        &self,
        state: &mut State,
        like: &CopyJob,
        line: &CopyLine<'_>,
        url: &str,
        name: &str,
        lines: Lines,
    ) -> Outcome<CopyJob> {
        let mut shown = state.clone();
        let shown = shown.prefixed(name);
        let vertex = (self.mode == Mode::Build).then(|| self.begin(shown.clone()));
        if self.mode == Mode::Build {
            self.engine.machine().sleep(std::time::Duration::from_millis(180)).await;
        }
        let fetched = remote::fetch(self.engine.catalogue(), url).and_then(|bytes| {
            let digest = Digest::of(&bytes).to_string();
            match line.checksum {
                "" => Ok(bytes),
                wanted if wanted == digest => Ok(bytes),
                wanted => Err(format!("digest mismatch {digest}: {wanted}")),
            }
        });
        let bytes = match fetched {
            Ok(bytes) => bytes,
            Err(why) => {
                if let Some(vertex) = vertex {
                    self.end(vertex, false, Some(why.clone()));
                }
                let mut failure = BuildFailure::at(format!("failed to load cache key: {why}"), lines);
                // A prediction leaves the network alone: it says what would go wrong when it is tried.
                failure.step = Some((shown, Vec::new()));
                return Err(Box::new(failure));
            }
        };
        if let Some(vertex) = vertex {
            self.end(vertex, false, None);
        }
        let file = remote::file_name(url);
        Ok(CopyJob {
            tree: Tree {
                context: BuildContext::fetched(&file, &bytes),
                ignore: None,
            },
            sources: vec![file],
            unpack: line.unpack_remote,
            keep_owner: false,
            parents: false,
            exclude: Vec::new(),
            ..like.clone()
        })
    }

    /// A source that is not there: the step's checksum cannot be had.
    fn missing(&self, state: &mut State, name: &str, missing: &str, lines: Lines) -> Box<BuildFailure> {
        let name = state.prefixed(name);
        // A prediction draws nothing: it must not change what comes after it.
        let reference = match self.mode {
            Mode::Build => {
                let mut draw = |n: u64| self.engine.machine().random(|r| r.below(n));
                let first = crate::names::lower_base36(&mut draw, 25);
                format!("{first}::{}", crate::names::lower_base36(&mut draw, 25))
            }
            Mode::Predict => NO_REFERENCE.to_string(),
        };
        let why = format!("failed to calculate checksum of ref {reference}: {missing}");
        if self.mode == Mode::Build {
            let vertex = self.begin(name.clone());
            self.end(vertex, false, Some(why.clone()));
        }
        let mut failure = BuildFailure::at(format!("failed to compute cache key: {why}"), lines);
        failure.step = Some((name, Vec::new()));
        Box::new(failure)
    }

    /// What a copy finds in its sources.
    fn scan(&self, job: &CopyJob) -> Result<Rc<Scan>, String> {
        let of_request = match (&job.tree.ignore, &self.ignore) {
            (Some(of_tree), Some(of_request)) => Rc::ptr_eq(of_tree, of_request),
            _ => true,
        };
        let mut cache = self.engine.inner().build.borrow_mut();
        match &job.tree.ignore {
            Some(own) if !of_request || self.ignore.is_none() => cache.scans.scan(job, Some(&format!("{own:?}"))),
            _ => cache.scans.scan(job, self.request.ignore.as_deref()),
        }
    }

    fn place(&self, stage: usize, position: usize) -> (String, usize) {
        (format!("{}:{stage}", self.request.file_name), position)
    }

    /// Takes a step's result out of the cache or does its work, and puts it on the stage.
    async fn step(&self, state: &mut State, step: Step) -> Outcome<()> {
        let key = step.inputs.key();
        let full_name = state.prefixed(&step.name);
        let place = self.place(step.stage, step.position);
        let before = self.engine.inner().build.borrow().last.get(&place).cloned();
        let found = match step.no_cache || (state.unknown && self.mode == Mode::Predict) {
            true => None,
            false => self
                .engine
                .inner()
                .build
                .borrow()
                .records
                .get(&key)
                .map(|r| (r.layer.clone(), r.fs.clone(), r.created, r.took)),
        };
        let why = match step.no_cache {
            true => Why::NoCache,
            false if found.is_some() => Why::Pruned,
            false => explain(before.as_deref(), &step.inputs, &state.below),
        };
        if self.mode == Mode::Build {
            self.engine
                .inner()
                .build
                .borrow_mut()
                .last
                .insert(place, Rc::new(step.inputs));
        }
        let mut report = StepReport {
            stage: state.stage_name.clone(),
            stage_index: step.stage,
            instruction: step.name.clone(),
            lines: step.lines,
            outcome: StepOutcome::Cached,
            layer: None,
            size: None,
            took: None,
            contents: None,
            makes_layer: true,
        };
        state.below.clone_from(&full_name);
        state.key = match step.link {
            true => Digest::of(format!("{} {key}", state.key).as_bytes()),
            false => key,
        };
        let (layer, created, took) = match found {
            Some((layer, fs, created, took)) => {
                if self.mode == Mode::Build
                    && let Some(stored) = self.engine.inner().build.borrow_mut().records.get_mut(&key)
                {
                    stored.uses += 1;
                    stored.last_used = self.engine.now();
                }
                let vertex = self.begin(full_name);
                self.end(vertex, true, None);
                state.base = None;
                match step.link {
                    true => state.fs = linked(state, &layer),
                    false => state.fs = fs,
                }
                (layer, created, took)
            }
            None if self.mode == Mode::Predict => {
                report.outcome = StepOutcome::Ran(why);
                report.size = foretell(state, &step.work);
                self.note(state, report);
                return Ok(());
            }
            None => {
                report.outcome = StepOutcome::Ran(why);
                self.unpack(state);
                let vertex = self.begin(full_name.clone());
                let mut below = state.clone();
                let began = self.engine.now();
                if step.link {
                    below.fs = Fs::default();
                }
                let fs = match self.work(&below, step.stage, vertex, step.lines, &step.work).await {
                    Ok(fs) => fs,
                    Err(Failed { message, log }) => {
                        self.end(vertex, false, Some(message.clone()));
                        let mut failure = BuildFailure::at(message.clone(), step.lines);
                        failure.step = Some((full_name, log));
                        report.outcome = StepOutcome::Failed(message);
                        self.note(state, report);
                        return Err(Box::new(failure));
                    }
                };
                let created = self.engine.now();
                let layer = Layer::diff(&below.fs, &fs);
                let took = created.since(began);
                let record = CacheRecord {
                    took,
                    description: full_name,
                    created,
                    last_used: created,
                    uses: 1,
                    layer: layer.clone(),
                    fs: fs.clone(),
                };
                self.engine.inner().build.borrow_mut().records.insert(key, record);
                match step.link {
                    true => state.fs = linked(state, &layer),
                    false => state.fs = fs,
                }
                self.end(vertex, false, None);
                (layer, created, took)
            }
        };
        report.layer = Some(layer.diff_id());
        report.size = Some(layer.size());
        report.took = Some(took);
        report.contents = Some(layer.clone());
        self.note(state, report);
        state.layers.push(layer);
        state
            .history
            .push(PendingHistory::new(step.created_by, false, Some(created), &state.author));
        Ok(())
    }
}

/// In a prediction: a copy's files are put where they would go, so that what comes after sees them; what
/// a RUN would leave is not known. Gives the layer's size where it is known.
fn foretell(state: &mut State, work: &Work) -> Option<u64> {
    let mut fs = state.fs.fork();
    let known = match work {
        Work::Workdir(path) => make_workdir(&mut fs, path, &state.config.user, 0).is_ok(),
        Work::Copy(jobs) => jobs
            .iter()
            .all(|(job, scan)| job.carry_out(&mut fs, &state.workdir(), &scan.matched, 0, "").is_ok()),
        Work::Run { .. } => false,
    };
    let layer = known.then(|| Layer::diff(&state.fs, &fs));
    if known {
        state.fs = fs;
    }
    state.unknown = true;
    state.base = None;
    let layer = layer?;
    let size = layer.size();
    state.layers.push(layer);
    Some(size)
}

/// A linked layer on top of what is there.
fn linked(state: &State, layer: &Layer) -> Fs {
    let mut fs = state.fs.fork();
    let _ = layer.apply(&mut fs);
    fs
}

/// Whether what a COPY takes from depends on a step that has not run.
async fn state_of_source_unknown(solver: &Solver<'_>, stage: usize, from: &str) -> bool {
    match find_stage(&solver.plan.stages, stage, from) {
        Some(index) => solver.wait_for(index).await.is_some_and(|s| s.unknown),
        None => false,
    }
}

fn base_of(state: &State) -> Option<String> {
    (state.position == 1).then_some(())?;
    state.base.as_ref().map(|b| b.image.to_string())
}

/// Where a relative mount target starts.
fn absolute_from(state: &State, target: &str) -> String {
    match target.starts_with('/') {
        true => String::new(),
        false => state.workdir(),
    }
}

/// What BuildKit refuses before anything is copied.
fn check_copy(line: &CopyLine<'_>) -> Result<(), String> {
    check_chmod(line.chmod)?;
    let sources = &line.files.sources;
    let remote = |s: &String| remote::is_http(s) || super::is_git_context(s);
    if !line.checksum.is_empty() {
        if sources.len() != 1 {
            return Err("checksum can't be specified for multiple sources".into());
        }
        if !sources.iter().all(remote) {
            return Err("checksum requires HTTP(S) or Git sources".into());
        }
        if sources.iter().any(|s| remote::is_http(s)) {
            check_digest(line.checksum)?;
        }
    }
    for source in sources {
        let Some(url) = remote::repository(source)? else {
            if line.verb == "COPY" && remote::is_http(source) {
                return Err("source can't be a URL for COPY".into());
            }
            continue;
        };
        if line.verb == "COPY" {
            return Err("source can't be a git ref for COPY".into());
        }
        if url.keep_git_dir.is_some() && line.keep_git_dir.is_some() && url.keep_git_dir != line.keep_git_dir {
            return Err("inconsistent keep-git-dir configuration".into());
        }
        if ![&url.checksum, line.checksum].contains(&"") && url.checksum != line.checksum {
            return Err(format!("checksum mismatch {:?} != {:?}", line.checksum, url.checksum));
        }
        git::check_kept(&url, url.keep_git_dir.or(line.keep_git_dir) == Some(true))?;
    }
    Ok(())
}

/// Whether a text is a digest, in go-digest's words.
fn check_digest(text: &str) -> Result<(), String> {
    let hex = |length: usize, hex: &str| match hex.len() == length {
        true if hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) => Ok(()),
        true => Err("invalid checksum digest format".to_string()),
        false => Err("invalid checksum digest length".to_string()),
    };
    match text.split_once(':') {
        Some(("sha256", digest)) => hex(64, digest),
        Some(("sha384", digest)) => hex(96, digest),
        Some(("sha512", digest)) => hex(128, digest),
        Some((algorithm, digest)) if !algorithm.is_empty() && !digest.is_empty() => Err("unsupported digest algorithm".into()),
        _ => Err("invalid checksum digest format".into()),
    }
}

/// The line of history of a COPY or an ADD.
fn copied_by(line: &CopyLine<'_>) -> String {
    let mut text = line.verb.to_string();
    if line.parents {
        text.push_str(" --parents");
    }
    for (flag, value) in [("--chown", line.chown), ("--chmod", line.chmod)] {
        if !value.is_empty() {
            text.push_str(&format!(" {flag}={value}"));
        }
    }
    for source in &line.files.sources {
        text.push_str(&format!(" {source}"));
    }
    for content in &line.files.contents {
        text.push_str(&format!(" <<{}", content.path));
    }
    format!("{text} {} # buildkit", line.files.destination)
}

/// `|2 A=1 B= ` before a RUN's words in the history: every argument declared, with what it is now.
fn argument_prefix(state: &State) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (name, declared) in &state.build_args {
        let value = state.env.iter().find(|(n, _)| n == name).map(|(_, v)| v);
        let text = format!("{name}={}", value.or(declared.as_ref()).map_or("", String::as_str));
        match names.iter().position(|n| n == name) {
            Some(at) => told.iter_mut().skip(at).take(1).for_each(|t| t.clone_from(&text)),
            None => {
                names.push(name);
                told.push(text);
            }
        }
    }
    match told.is_empty() {
        true => String::new(),
        false => format!("|{} {} ", told.len(), told.join(" ")),
    }
}
