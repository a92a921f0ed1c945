//! The walk from a Dockerfile to the steps of a build, as far as it decides warnings and errors.
//!
//! The same stations in the same order as BuildKit's `dockerfile2llb`: directives, syntax, instructions, stages, base
//! names with default arguments, base names with the arguments given, references between stages, base images, triggers,
//! and last each stage's instructions with their variables. Left out: named contexts, SOURCE_DATE_EPOCH, git sources,
//! and all that a step does when it runs.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::*;
use super::{Lint, Platform, Scope, Warning, ports};
use crate::dockerfile::Dockerfile;
use crate::error::Error;
use crate::expand::{Expansion, Lexer, NoVariables, Variables};
use crate::go::{parse_int, parse_uint, quote, to_lower, to_upper};
use crate::ignore::PatternMatcher;
use crate::instruction::{ArgDefinition, Command, Instruction, SourcesAndDestination, Stage};
use crate::keyword::Keyword;
use crate::mount::MountType;
use crate::reference::Reference;
use crate::span::Lines;
use crate::suggest::nearest;
use crate::typed::{Typed, parse_trigger};

/// The PATH of an image that sets none.
pub const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// How many bytes an environment may come to. The kernel takes no more either.
pub const MAX_ENVIRONMENT: usize = 1 << 20;

/// What checks need to know of a base image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageFacts {
    /// In the image's order.
    pub env: Vec<(String, String)>,
    /// The triggers of ONBUILD.
    pub onbuild: Vec<String>,
    /// SHELL, empty for the default.
    pub shell: Vec<String>,
    /// The image's platform if it is known.
    pub platform: Option<Platform>,
}

/// Where base images are known.
pub trait Images {
    /// The image, if it is known; the name is complete, with domain and tag.
    fn image(&self, name: &Reference, platform: &Platform) -> Option<ImageFacts>;
}

/// No image is known: each is taken to set PATH and nothing else.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoImages;

impl Images for NoImages {
    fn image(&self, _: &Reference, _: &Platform) -> Option<ImageFacts> {
        None
    }
}

/// What a build is asked for.
#[derive(Clone, Copy)]
pub struct CheckInput<'a> {
    /// `--build-arg`, in order.
    pub build_args: &'a [(String, String)],
    /// `--target`, if given.
    pub target: Option<&'a str>,
    /// Whether stages that the target does not need count: `--check` without `--target`.
    pub all_stages: bool,
    /// `--platform`, or the host's.
    pub platform: &'a Platform,
    /// The build context's `.dockerignore`.
    pub ignore: Option<&'a PatternMatcher>,
    pub images: &'a dyn Images,
}

/// An error that ends a build before its first step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// The whole text behind `failed to solve: `.
    pub message: String,
    /// The lines to show, if it has a place.
    pub lines: Vec<Lines>,
}

/// What checks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order in which BuildKit finds them.
    pub warnings: Vec<Warning>,
    pub error: Option<BuildError>,
}

/// Checks a Dockerfile for a build.
pub fn check(dockerfile: &Dockerfile, input: &CheckInput<'_>) -> Report {
    let build_arg = |name: &str| Variables::get(input.build_args, name);
    let options = match build_arg("BUILDKIT_DOCKERFILE_CHECK") {
        _ if dockerfile.text().is_empty() => Err(Error::Empty),
        Some(text) => super::CheckOptions::parse(text),
        None => super::options_of(dockerfile),
    };
    let options = match options {
        Ok(options) => options,
        Err(error) => {
            return Report {
                error: Some(placeless(error.to_string())),
                ..Report::default()
            };
        }
    };
    let mut conversion = Conversion {
        dockerfile,
        input,
        lint: Lint::new(options),
        lexer: Lexer::new(dockerfile.escape()),
        states: Vec::new(),
        by_name: BTreeMap::new(),
        global_args: Vec::new(),
        declared_args: BTreeSet::new(),
    };
    let error = conversion.run().err();
    Report {
        warnings: conversion.lint.warnings,
        error,
    }
}

type Outcome<T> = Result<T, BuildError>;

fn placeless(message: impl Into<String>) -> BuildError {
    BuildError {
        message: message.into(),
        lines: Vec::new(),
    }
}

fn placed(message: impl Into<String>, lines: Lines) -> BuildError {
    BuildError {
        message: message.into(),
        lines: vec![lines],
    }
}

fn set(env: &mut Vec<(String, String)>, key: &str, value: &str) {
    match env.iter_mut().find(|(k, _)| k == key) {
        Some((_, v)) => value.clone_into(v),
        None => env.push((key.to_owned(), value.to_owned())),
    }
}

/// Arguments that never become variables.
fn is_outside_env(name: &str) -> bool {
    matches!(name, "BUILDKIT_SBOM_SCAN_CONTEXT" | "BUILDKIT_SBOM_SCAN_STAGE")
}

#[derive(Clone, Debug, Default)]
struct State {
    stage_name: String,
    /// The name in FROM or in `--from`, expanded.
    base_name: String,
    lines: Option<Lines>,
    platform: Option<Platform>,
    commands: Vec<Step>,
    base: Option<usize>,
    deps: Vec<(usize, Lines)>,
    /// It stands for an image that `--from` names.
    unregistered: bool,
    resolved: bool,
    dispatched: bool,
    triggers_read: bool,
    image: ImageFacts,
    env: Vec<(String, String)>,
    build_args: Vec<String>,
    workdir_set: bool,
    has_shell: bool,
}

#[derive(Clone, Debug)]
struct Step {
    command: Command,
    /// The states it copies or mounts from.
    sources: Vec<usize>,
}

struct Conversion<'a> {
    dockerfile: &'a Dockerfile,
    input: &'a CheckInput<'a>,
    lint: Lint,
    lexer: Lexer,
    states: Vec<State>,
    by_name: BTreeMap<String, usize>,
    global_args: Vec<(String, String)>,
    declared_args: BTreeSet<String>,
}

impl Conversion<'_> {
    fn run(&mut self) -> Outcome<()> {
        if let Some(error) = self.dockerfile.syntax_errors().into_iter().next() {
            return Err(BuildError {
                message: error.to_string(),
                lines: error.lines.into_iter().collect(),
            });
        }
        for node in self.dockerfile.nodes() {
            if node.has_empty_continuation() {
                self.lint.warn(
                    &Scope::default(),
                    &no_empty_continuation::RULE,
                    Lines::one(node.head_lines().end),
                    no_empty_continuation::message(),
                );
            }
        }
        let (meta_args, stages) = self.instructions()?;
        if stages.is_empty() {
            return Err(placeless(Error::NoStages.to_string()));
        }
        self.stage_names(&stages);
        self.casing(&stages);
        let target = match self.input.target {
            Some(target) if !target.is_empty() => target.to_owned(),
            _ => stages.last().map(|s| s.name.clone()).unwrap_or_default(),
        };
        self.predefined_args(&target);
        self.default_base_names(&stages, &meta_args);
        self.global_args = self.meta_args(&meta_args, self.input.build_args)?;
        self.declared_args = meta_args
            .iter()
            .filter_map(|c| match &c.instruction {
                Instruction::Arg(args) => Some(args),
                _ => None,
            })
            .flatten()
            .map(|a| a.key.clone())
            .collect();
        for (index, stage) in stages.into_iter().enumerate() {
            self.stage(index, stage)?;
        }
        let target = self.target()?;
        for index in 0..self.states.len() {
            for at in 0..self.states[index].commands.len() {
                self.connect(index, at)?;
            }
        }
        self.circular_dependency()?;
        if let [only] = self.states.as_mut_slice() {
            only.stage_name.clear();
        }
        let reachable = self.resolve(target)?;
        self.dispatch_all(&reachable)?;
        match self.lint.error() {
            Some(message) => Err(placeless(message)),
            None => Ok(()),
        }
    }

    fn instructions(&mut self) -> Outcome<(Vec<Command>, Vec<Stage>)> {
        let mut meta_args = Vec::new();
        let mut stages: Vec<Stage> = Vec::new();
        for node in self.dockerfile.nodes() {
            let lines = node.lines();
            let command = node.command();
            let scope = match node.keyword() {
                Some(Keyword::From | Keyword::Arg | Keyword::Maintainer) => Scope::of(&node.comments()),
                _ => Scope::default(),
            };
            match node.keyword() {
                Some(Keyword::Maintainer) => {
                    self.lint
                        .warn(&scope, &maintainer_deprecated::RULE, lines, maintainer_deprecated::message())
                }
                Some(Keyword::From) => {
                    let args = command.all_args();
                    if stage_name_casing::violates(&args) {
                        self.lint
                            .warn(&scope, &stage_name_casing::RULE, lines, stage_name_casing::message(args[2]));
                    }
                    if from_as_casing::violates(command.name(), &args) {
                        self.lint.warn(
                            &scope,
                            &from_as_casing::RULE,
                            lines,
                            from_as_casing::message(command.name(), args[1]),
                        );
                    }
                }
                _ => {}
            }
            let typed = node
                .typed()
                .map_err(|error| placed(format!("dockerfile parse error on line {}: {error}", lines.start), lines))?;
            match typed {
                Typed::Stage(stage) => {
                    if !stage.name.is_empty() {
                        self.description("FROM", &[&stage.name], &stage.comments, lines, &scope);
                    }
                    stages.push(stage);
                }
                Typed::Command(command) => {
                    if let Instruction::Arg(args) = &command.instruction {
                        let names: Vec<&str> = args.iter().map(|a| a.key.as_str()).collect();
                        self.description("ARG", &names, &command.comments, lines, &scope);
                    }
                    match stages.last_mut() {
                        Some(stage) => stage.commands.push(command),
                        None if matches!(command.instruction, Instruction::Arg(_)) => {
                            meta_args.push(command);
                        }
                        None => return Err(placed(Error::NoCurrentStage.to_string(), lines)),
                    }
                }
            }
        }
        Ok((meta_args, stages))
    }

    fn description(&mut self, keyword: &str, names: &[&str], comments: &[String], lines: Lines, scope: &Scope) {
        if let Some(name) = invalid_definition_description::wanted(names, comments) {
            self.lint.warn(
                scope,
                &invalid_definition_description::RULE,
                lines,
                invalid_definition_description::message(keyword, name),
            );
        }
    }

    fn stage_names(&mut self, stages: &[Stage]) {
        let mut seen = BTreeSet::new();
        let scope = Scope::default();
        for stage in stages.iter().filter(|s| !s.name.is_empty()) {
            if reserved_stage_name::violates(&stage.name) {
                self.lint.warn(
                    &scope,
                    &reserved_stage_name::RULE,
                    stage.lines,
                    reserved_stage_name::message(&stage.name),
                );
            }
            if !seen.insert(stage.name.as_str()) {
                self.lint.warn(
                    &scope,
                    &duplicate_stage_name::RULE,
                    stage.lines,
                    duplicate_stage_name::message(&stage.name),
                );
            }
        }
    }

    fn casing(&mut self, stages: &[Stage]) {
        let keywords = || {
            stages.iter().flat_map(|stage| {
                std::iter::once((stage.keyword.as_str(), stage.lines))
                    .chain(stage.commands.iter().map(|c| (c.name.as_str(), c.lines)))
            })
        };
        let lower = consistent_instruction_casing::majority_is_lower(keywords().map(|k| k.0));
        for (keyword, lines) in keywords() {
            if let Some(casing) = consistent_instruction_casing::wanted(keyword, lower) {
                self.lint.warn(
                    &Scope::default(),
                    &consistent_instruction_casing::RULE,
                    lines,
                    consistent_instruction_casing::message(keyword, casing),
                );
            }
        }
    }

    fn predefined_args(&mut self, target: &str) {
        let build = Platform::default();
        let wanted = self.input.platform;
        let target = if target.is_empty() { "default" } else { target };
        let values = [
            ("BUILDPLATFORM", build.to_string()),
            ("BUILDOS", build.os.clone()),
            ("BUILDOSVERSION", String::new()),
            ("BUILDARCH", build.architecture.clone()),
            ("BUILDVARIANT", build.variant.clone()),
            ("TARGETPLATFORM", wanted.to_string()),
            ("TARGETOS", wanted.os.clone()),
            ("TARGETOSVERSION", String::new()),
            ("TARGETARCH", wanted.architecture.clone()),
            ("TARGETVARIANT", wanted.variant.clone()),
            ("TARGETSTAGE", target.to_owned()),
        ];
        self.global_args = values
            .into_iter()
            .map(|(name, value)| {
                let given = Variables::get(self.input.build_args, name);
                (name.to_owned(), given.map_or(value, str::to_owned))
            })
            .collect();
    }

    /// The arguments before the first FROM on top of the predefined ones.
    fn meta_args(&self, commands: &[Command], given: &[(String, String)]) -> Outcome<Vec<(String, String)>> {
        let mut args = self.global_args.clone();
        for command in commands {
            let Instruction::Arg(definitions) = &command.instruction else {
                continue;
            };
            for definition in definitions {
                let value = match (Variables::get(given, &definition.key), &definition.value) {
                    (Some(value), _) => value.to_owned(),
                    (None, Some(default)) => self
                        .lexer
                        .expand(default, &args)
                        .map_err(|e| placed(e.to_string(), command.lines))?,
                    (None, None) => continue,
                };
                set(&mut args, &definition.key, &value);
            }
        }
        Ok(args)
    }

    fn default_base_names(&mut self, stages: &[Stage], meta_args: &[Command]) {
        let Ok(args) = self.meta_args(meta_args, &[]) else {
            return;
        };
        for stage in stages {
            let Ok(name) = self.lexer.expand(&stage.base_name, &args) else {
                return;
            };
            if Reference::parse(&name).is_err() {
                self.lint.warn(
                    &Scope::default(),
                    &invalid_default_arg_in_from::RULE,
                    stage.lines,
                    invalid_default_arg_in_from::message(&stage.base_name),
                );
            }
        }
    }

    fn stage(&mut self, index: usize, stage: Stage) -> Outcome<()> {
        let scope = Scope::of(&stage.comments);
        let base = self.word_of_from(&stage.base_name, stage.lines, &scope);
        let base_name = match base {
            Ok(expansion) => expansion.result,
            Err(message) => return Err(placed(message, stage.lines)),
        };
        if base_name.is_empty() {
            return Err(placed(
                format!("base name ({}) should not be blank", stage.base_name),
                stage.lines,
            ));
        }
        let platform = self.stage_platform(&stage, &scope)?;
        let mut state = State {
            stage_name: if stage.name.is_empty() {
                format!("stage-{index}")
            } else {
                stage.name.clone()
            },
            base_name,
            lines: Some(stage.lines),
            platform,
            ..State::default()
        };
        state.commands = stage
            .commands
            .into_iter()
            .map(|command| Step {
                command,
                sources: Vec::new(),
            })
            .collect();
        let at = self.add_state(state);
        if !stage.name.is_empty() {
            self.by_name.insert(stage.name, at);
        }
        Ok(())
    }

    fn stage_platform(&mut self, stage: &Stage, scope: &Scope) -> Outcome<Option<Platform>> {
        if stage.platform.is_empty() {
            return Ok(None);
        }
        let word = self.word_of_from(&stage.platform, stage.lines, scope);
        let word =
            word.map_err(|message| placed(format!("failed to process arguments for platform : {message}"), stage.lines))?;
        let target_platform = Variables::get(&self.global_args, "TARGETPLATFORM");
        if word.matched.len() == 1
            && word.unmatched.is_empty()
            && word.matched.contains("TARGETPLATFORM")
            && target_platform == Some(word.result.as_str())
        {
            self.lint.warn(
                scope,
                &redundant_target_platform::RULE,
                stage.lines,
                redundant_target_platform::message(&stage.platform),
            );
        }
        let parsed = Platform::parse(&word.result);
        if let Ok(platform) = &parsed {
            let named_after = stage.name.contains(platform.os.as_str()) || stage.name.contains(platform.architecture.as_str());
            if word.matched.is_empty() && word.unmatched.is_empty() && !named_after {
                self.lint.warn(
                    scope,
                    &from_platform_flag_const_disallowed::RULE,
                    stage.lines,
                    from_platform_flag_const_disallowed::message(&word.result),
                );
            }
        }
        let keys = Variables::keys(&self.global_args);
        let hint = word
            .unmatched
            .iter()
            .find_map(|name| nearest(name, keys.iter().copied(), true))
            .map(|name| format!(" (did you mean {name}?)"))
            .unwrap_or_default();
        if word.result.is_empty() {
            return Err(placed(
                format!("empty platform value from expression {}{hint}", stage.platform),
                stage.lines,
            ));
        }
        parsed.map(Some).map_err(|message| {
            placed(
                format!("failed to parse platform {}: {message}{hint}", stage.platform),
                stage.lines,
            )
        })
    }

    /// Expands a word of FROM, and warns of what it names in vain.
    fn word_of_from(&mut self, word: &str, lines: Lines, scope: &Scope) -> Result<Expansion, String> {
        let (expansion, unmatched) = self.lexer.process(word, &self.global_args);
        let mut known = self.declared_args.clone();
        known.extend(self.global_args.iter().map(|(name, _)| name.clone()));
        for name in unmatched.iter().filter(|name| !known.contains(*name)) {
            let suggestion = nearest(name, known.iter().map(String::as_str), true);
            self.lint.warn(
                scope,
                &undefined_arg_in_from::RULE,
                lines,
                undefined_arg_in_from::message(name, suggestion.as_deref()),
            );
        }
        expansion.map_err(|e| e.to_string())
    }

    fn add_state(&mut self, mut state: State) -> usize {
        state.base = self.by_name.get(&state.base_name).copied();
        self.states.push(state);
        self.states.len() - 1
    }

    fn target(&self) -> Outcome<usize> {
        match self.input.target {
            None | Some("") => Ok(self.states.len().saturating_sub(1)),
            Some(name) => self.by_name.get(&to_lower(name)).copied().ok_or_else(|| {
                let names = self.states.iter().map(|s| s.stage_name.as_str());
                let hint = nearest(name, names, true)
                    .map(|found| format!(" (did you mean {found}?)"))
                    .unwrap_or_default();
                placeless(format!("target stage {} could not be found{hint}", quote(name)))
            }),
        }
    }

    /// Finds the stages or images that a step copies or mounts from.
    fn connect(&mut self, index: usize, at: usize) -> Outcome<()> {
        let Some(step) = self.states[index].commands.get(at) else {
            return Ok(());
        };
        let lines = step.command.lines;
        let names: Vec<(String, bool)> = match &step.command.instruction {
            Instruction::Copy(copy) if !copy.from.is_empty() => {
                let expanded = self
                    .lexer
                    .expand(&copy.from, &NoVariables)
                    .map_err(|e| placeless(e.to_string()))?;
                if expanded != copy.from {
                    return Err(placeless(
                        "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
                    ));
                }
                vec![(copy.from.clone(), true)]
            }
            Instruction::Run(run) => run
                .mounts
                .iter()
                .map(|mount| match mount.from.as_str() {
                    "" => ("scratch".to_owned(), false),
                    from => (from.to_owned(), false),
                })
                .collect(),
            _ => return Ok(()),
        };
        for (name, is_copy) in names {
            let found = match parse_int(&name, 64) {
                Ok(number) if is_copy => Some(
                    usize::try_from(number)
                        .ok()
                        .filter(|n| *n < self.states.len())
                        .ok_or_else(|| placeless(format!("invalid stage index {number}")))?,
                ),
                _ => self.by_name.get(&to_lower(&name)).copied(),
            };
            let source = match found {
                Some(source) => source,
                None => self.add_state(State {
                    base_name: name,
                    lines: is_copy.then_some(lines),
                    unregistered: true,
                    ..State::default()
                }),
            };
            self.states[index].deps.push((source, lines));
            self.states[index].commands[at].sources.push(source);
        }
        Ok(())
    }

    fn circular_dependency(&self) -> Outcome<()> {
        // A depth-first walk with its own stack: states may be many.
        let mut colour = vec![0u8; self.states.len()];
        for start in 0..self.states.len() {
            if colour[start] != 0 {
                continue;
            }
            let mut path: Vec<(usize, usize)> = vec![(start, 0)];
            colour[start] = 1;
            while let Some((state, next)) = path.pop() {
                let Some(&(dep, _)) = self.states[state].deps.get(next) else {
                    colour[state] = 2;
                    continue;
                };
                path.push((state, next + 1));
                match colour[dep] {
                    0 => {
                        colour[dep] = 1;
                        path.push((dep, 0));
                    }
                    1 => {
                        let lines = path
                            .iter()
                            .filter_map(|(s, n)| self.states[*s].deps.get(n.wrapping_sub(1)))
                            .map(|(_, lines)| *lines)
                            .collect();
                        return Err(BuildError {
                            message: format!("circular dependency detected on stage: {}", self.states[start].stage_name),
                            lines,
                        });
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn reachable(&self, target: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = vec![target];
        while let Some(state) = open.pop() {
            if found.insert(state) {
                open.extend(self.states[state].base);
                open.extend(self.states[state].deps.iter().map(|(dep, _)| *dep));
            }
        }
        found
    }

    fn resolve(&mut self, target: usize) -> Outcome<BTreeSet<usize>> {
        loop {
            let mut reachable = self.reachable(target);
            for index in 0..self.states.len() {
                let wanted = self.input.all_stages || reachable.contains(&index);
                self.base_image(index, wanted)?;
            }
            if self.input.all_stages {
                reachable.extend(0..self.states.len());
            }
            let mut more = false;
            for &index in &reachable {
                more |= self.triggers(index)?;
            }
            if !more {
                return Ok(reachable);
            }
        }
    }

    fn base_image(&mut self, index: usize, wanted: bool) -> Outcome<()> {
        let state = &self.states[index];
        if state.base.is_some() || state.resolved {
            return Ok(());
        }
        let platform = state.platform.clone().unwrap_or_else(|| self.input.platform.clone());
        if state.base_name != "scratch" {
            let reference = Reference::parse(&state.base_name).map_err(|error| BuildError {
                message: format!("failed to parse stage name {}: {error}", quote(&state.base_name)),
                lines: state.lines.into_iter().collect(),
            })?;
            if wanted {
                let facts = self.input.images.image(&reference.with_default_tag(), &platform);
                let facts = facts.unwrap_or_default();
                if let (Some(actual), Some(lines)) = (&facts.platform, self.states[index].lines)
                    && (actual.os != platform.os || actual.architecture != platform.architecture)
                {
                    let message = invalid_base_image_platform::message(
                        &self.states[index].base_name,
                        &platform.to_string(),
                        &actual.to_string(),
                    );
                    self.lint
                        .warn(&Scope::default(), &invalid_base_image_platform::RULE, lines, message);
                }
                self.states[index].image = facts;
            }
        }
        let state = &mut self.states[index];
        state.resolved = wanted;
        state.platform = Some(platform);
        if state.unregistered {
            state.dispatched = true;
        }
        Ok(())
    }

    /// Puts a base's ONBUILD triggers before a stage's own instructions. Says whether they copy from anywhere new.
    fn triggers(&mut self, index: usize) -> Outcome<bool> {
        if self.states[index].triggers_read || self.states[index].unregistered {
            return Ok(false);
        }
        self.states[index].triggers_read = true;
        let texts: Vec<String> = match self.states[index].base {
            Some(base) => self.states[base]
                .commands
                .iter()
                .filter_map(|step| match &step.command.instruction {
                    Instruction::Onbuild(text) => Some(text.clone()),
                    _ => None,
                })
                .collect(),
            None => self.states[index].image.onbuild.clone(),
        };
        let lines = self.states[index].lines.unwrap_or_default();
        let mut steps = Vec::new();
        for text in &texts {
            let command = parse_trigger(text, lines).map_err(|m| placed(m, lines))?;
            steps.push(Step {
                command,
                sources: Vec::new(),
            });
        }
        let count = steps.len();
        self.states[index].commands.splice(0..0, steps);
        let mut more = false;
        for at in 0..count {
            self.connect(index, at).map_err(|e| placed(e.message, lines))?;
            more |= !self.states[index].commands[at].sources.is_empty();
        }
        Ok(more)
    }

    fn dispatch_all(&mut self, reachable: &BTreeSet<usize>) -> Outcome<()> {
        for index in 0..self.states.len() {
            if self.states[index].dispatched || !reachable.contains(&index) {
                continue;
            }
            self.states[index].dispatched = true;
            self.inherit(index);
            if Variables::get(&self.states[index].env, "PATH").is_none() {
                set(&mut self.states[index].env, "PATH", DEFAULT_PATH);
            }
            let steps = std::mem::take(&mut self.states[index].commands);
            let mut used = BTreeMap::new();
            for step in &steps {
                let lines = step.command.lines;
                self.dispatch(index, step, &mut used)
                    .map_err(|message| placed(message, lines))?;
            }
            self.states[index].commands = steps;
        }
        Ok(())
    }

    fn inherit(&mut self, index: usize) {
        let Some(base) = self.states[index].base else {
            let image = self.states[index].image.clone();
            self.states[index].has_shell = !image.shell.is_empty();
            self.states[index].env = image.env;
            return;
        };
        let from = &self.states[base];
        let (env, args) = (from.env.clone(), from.build_args.clone());
        let (workdir_set, has_shell) = (from.workdir_set, from.has_shell);
        let platform = from.platform.clone();
        let state = &mut self.states[index];
        state.env = env;
        state.build_args.extend(args);
        state.workdir_set = workdir_set;
        state.has_shell = has_shell;
        state.platform = platform;
    }

    /// Expands a word of a stage's instruction, and warns of variables that are not set.
    fn word(
        &mut self,
        index: usize,
        lexer: Lexer,
        word: &str,
        lines: Lines,
        scope: &Scope,
    ) -> Result<String, crate::error::ExpandError> {
        let (expansion, unmatched) = lexer.process(word, &self.states[index].env);
        for name in unmatched {
            if is_outside_env(&name) || self.states[index].build_args.contains(&name) {
                continue;
            }
            let suggestion = nearest(&name, Variables::keys(&self.states[index].env), true);
            self.lint.warn(
                scope,
                &undefined_var::RULE,
                lines,
                undefined_var::message(&name, suggestion.as_deref()),
            );
        }
        expansion.map(|e| e.result)
    }

    fn dispatch(&mut self, index: usize, step: &Step, used: &mut BTreeMap<Keyword, Lines>) -> Result<(), String> {
        let command = &step.command;
        let lines = command.lines;
        let scope = Scope::of(&command.comments);
        let mut instruction = command.instruction.clone();
        let lexer = self.lexer;
        instruction
            .expand(&mut |word| self.word(index, lexer, word, lines, &scope))
            .map_err(|e| e.to_string())?;
        let contents = Lexer {
            skip_process_quotes: true,
            ..Lexer::new('\\')
        };
        instruction
            .expand_contents(&mut |word| self.word(index, contents, word, lines, &scope))
            .map_err(|e| e.to_string())?;
        match &instruction {
            Instruction::Env(pairs) => {
                for pair in pairs {
                    if pair.legacy {
                        self.legacy(command, &scope);
                    }
                    self.secret("ENV", &pair.key, lines, &scope);
                    set(&mut self.states[index].env, &pair.key, &pair.value);
                }
                self.bounded(index)?;
            }
            Instruction::Label(pairs) => {
                for _ in pairs.iter().filter(|p| p.legacy) {
                    self.legacy(command, &scope);
                }
            }
            Instruction::Arg(args) => {
                for arg in args {
                    self.arg(index, arg, lines, &scope)?;
                }
            }
            Instruction::Workdir(path) => {
                if !self.states[index].workdir_set && !path.starts_with('/') {
                    self.lint.warn(
                        &scope,
                        &workdir_relative_path::RULE,
                        lines,
                        workdir_relative_path::message(path),
                    );
                }
                self.states[index].workdir_set = true;
            }
            Instruction::Cmd(line) | Instruction::Entrypoint(line) => {
                self.used_once(command, used, &scope);
                if line.prepend_shell && !self.states[index].has_shell {
                    self.lint.warn(
                        &scope,
                        &json_args_recommended::RULE,
                        lines,
                        json_args_recommended::message(&command.name),
                    );
                }
            }
            Instruction::Healthcheck(_) => self.used_once(command, used, &scope),
            Instruction::Shell(_) => self.states[index].has_shell = true,
            Instruction::Expose(specs) => self.expose(index, specs, lines, &scope)?,
            Instruction::Volume(volumes) if volumes.iter().any(String::is_empty) => {
                return Err(Error::EmptyVolume.to_string());
            }
            Instruction::Stopsignal(signal) if !is_signal(signal) => {
                return Err(format!("invalid signal: {signal}"));
            }
            Instruction::Run(run) => {
                for (mount, source) in run.mounts.iter().zip(&step.sources) {
                    if !mount.from.is_empty() && !self.states[*source].dispatched {
                        return Err(format!(
                            "cannot mount from stage {} to {}, stage needs to be defined before current command",
                            quote(&mount.from),
                            quote(&mount.target)
                        ));
                    }
                    if mount.kind == MountType::Ssh && !mount.source.is_empty() {
                        return Err("ssh does not support source".to_owned());
                    }
                    let is_path = !matches!(mount.kind, MountType::Secret | MountType::Ssh);
                    if is_path && mount.target.starts_with('/') && crate::ignore::clean_path(&mount.target) == "/" {
                        return Err("invalid mount target \"/\"".to_owned());
                    }
                }
            }
            Instruction::Add(add) => {
                check_mode(&add.chmod)?;
                if !add.checksum.is_empty() {
                    let [source] = add.files.sources.as_slice() else {
                        return Err("checksum can't be specified for multiple sources".to_owned());
                    };
                    if !is_url(source) && !is_git(source) {
                        return Err("checksum requires HTTP(S) or Git sources".to_owned());
                    }
                }
                self.files(&add.files, "Add", true, lines, &scope)?;
            }
            Instruction::Copy(copy) => {
                if let Some(source) = step.sources.first()
                    && !self.states[*source].dispatched
                {
                    return Err(format!(
                        "cannot copy from stage {}, it needs to be defined before current stage {}",
                        quote(&copy.from),
                        quote(&self.states[index].stage_name)
                    ));
                }
                check_mode(&copy.chmod)?;
                self.files(&copy.files, "Copy", step.sources.is_empty(), lines, &scope)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Refuses an environment that has grown too large.
    fn bounded(&self, index: usize) -> Result<(), String> {
        let size: usize = self.states[index]
            .env
            .iter()
            .map(|(key, value)| key.len() + value.len() + 2)
            .sum();
        if size <= MAX_ENVIRONMENT {
            return Ok(());
        }
        Err(format!(
            "drydock: an environment of more than {MAX_ENVIRONMENT} bytes is not simulated"
        ))
    }

    fn legacy(&mut self, command: &Command, scope: &Scope) {
        self.lint.warn(
            scope,
            &legacy_key_value_format::RULE,
            command.lines,
            legacy_key_value_format::message(&command.name),
        );
    }

    fn secret(&mut self, keyword: &str, name: &str, lines: Lines, scope: &Scope) {
        if secrets_used_in_arg_or_env::violates(name) {
            self.lint.warn(
                scope,
                &secrets_used_in_arg_or_env::RULE,
                lines,
                secrets_used_in_arg_or_env::message(keyword, name),
            );
        }
    }

    fn arg(&mut self, index: usize, arg: &ArgDefinition, lines: Lines, scope: &Scope) -> Result<(), String> {
        self.secret("ARG", &arg.key, lines, scope);
        let given = Variables::get(self.input.build_args, &arg.key).map(str::to_owned);
        let value = match (given, &arg.value) {
            (Some(value), _) => Some(value),
            (None, Some(default)) => Some(
                self.word(index, self.lexer, default, lines, scope)
                    .map_err(|e| e.to_string())?,
            ),
            (None, None) => Variables::get(&self.global_args, &arg.key).map(str::to_owned),
        };
        if let Some(value) = value
            && !is_outside_env(&arg.key)
        {
            set(&mut self.states[index].env, &arg.key, &value);
            self.bounded(index)?;
        }
        self.states[index].build_args.push(arg.key.clone());
        Ok(())
    }

    fn used_once(&mut self, command: &Command, used: &mut BTreeMap<Keyword, Lines>, scope: &Scope) {
        // The earlier one is shown: that is the one without effect.
        if let Some(before) = used.insert(command.instruction.keyword(), command.lines) {
            self.lint.warn(
                scope,
                &multiple_instructions_disallowed::RULE,
                before,
                multiple_instructions_disallowed::message(&command.name),
            );
        }
    }

    fn expose(&mut self, index: usize, specs: &[String], lines: Lines, scope: &Scope) -> Result<(), String> {
        let mut words = Vec::new();
        for spec in specs {
            let split = self.lexer.words(spec, &self.states[index].env);
            words.extend(split.map_err(|e| e.to_string())?);
        }
        for word in &words {
            let spec = ports::read(word).map_err(|e| e.to_string())?;
            if spec.odd_casing {
                self.lint
                    .warn(scope, &expose_proto_casing::RULE, lines, expose_proto_casing::message(word));
            }
            if spec.maps {
                self.lint.warn(
                    scope,
                    &expose_invalid_format::RULE,
                    lines,
                    expose_invalid_format::message(word),
                );
            }
            spec.ports.map_err(|e| e.to_string())?;
        }
        Ok(())
    }

    fn files(
        &mut self,
        files: &SourcesAndDestination,
        verb: &str,
        from_context: bool,
        lines: Lines,
        scope: &Scope,
    ) -> Result<(), String> {
        for source in &files.sources {
            if is_git(source) {
                if verb == "Copy" {
                    return Err("source can't be a git ref for COPY".to_owned());
                }
            } else if is_url(source) {
                if verb == "Copy" {
                    return Err("source can't be a URL for COPY".to_owned());
                }
            } else if from_context
                && let Some(matcher) = self.input.ignore
                && let Some(path) = copy_ignored_file::ignored(source, matcher)
            {
                self.lint.warn(
                    scope,
                    &copy_ignored_file::RULE,
                    lines,
                    copy_ignored_file::message(verb, &path),
                );
            }
        }
        Ok(())
    }
}

fn is_url(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// Whether a source is a git repository for certain: its own schemes, or a web address that ends in `.git`.
fn is_git(source: &str) -> bool {
    if source.starts_with("git://") || source.starts_with("ssh://") || source.starts_with("git@") {
        return true;
    }
    let path = source.split(['#', '?']).next().unwrap_or("");
    is_url(source) && path.ends_with(".git")
}

/// Whether STOPSIGNAL's value is a number other than 0 or a signal's name.
fn is_signal(text: &str) -> bool {
    if let Ok(number) = parse_int(text, 64) {
        return number != 0;
    }
    let upper = to_upper(text);
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    const NAMES: [&str; 37] = [
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF",
        "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM",
        "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX", "EMT",
    ];
    let real_time = |prefix: &str, most: u32| {
        name.strip_prefix(prefix)
            .and_then(|n| parse_uint(n, 10).ok())
            .is_some_and(|n| (1..=most).contains(&n))
    };
    (NAMES.contains(&name) && name != "EMT") || real_time("RTMIN+", 15) || real_time("RTMAX-", 14)
}

/// Whether `--chmod` is an octal mode up to 07777 or a symbolic one.
fn check_mode(mode: &str) -> Result<(), String> {
    if mode.is_empty() {
        return Ok(());
    }
    let not_octal = || format!("invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777");
    match parse_uint(mode, 8) {
        Ok(bits) if bits <= 0o7777 => return Ok(()),
        Ok(_) => return Err(not_octal()),
        Err(_) if mode.starts_with(|c: char| c.is_ascii_digit()) => return Err(not_octal()),
        Err(_) => {}
    }
    let is_clause = |clause: &str| {
        let rest = clause.trim_start_matches(['u', 'g', 'o', 'a']);
        rest.starts_with(['+', '-', '=']) && rest.chars().all(|c| "+-=rwxXstugo".contains(c))
    };
    if mode.split(',').all(is_clause) {
        return Ok(());
    }
    Err("invalid syntax".to_owned())
}
