//! The walk from a Dockerfile to the steps of a build, as far as it decides warnings and errors.
//!
//! The same stations in the same order as BuildKit's `dockerfile2llb`: directives, syntax, instructions, stages, base
//! names with default arguments, base names with the arguments given, references between stages, base images, triggers,
//! and last each stage's instructions with their variables. Left out: named contexts, SOURCE_DATE_EPOCH, git sources,
//! and all that a step does when it runs.

mod dispatch;
mod graph;
mod stages;

use std::collections::{BTreeMap, BTreeSet};

use super::rules::*;
use super::{Lint, Platform, Scope, Warning, ports};
use crate::dockerfile::Dockerfile;
use crate::error::Error;
use crate::expand::{Expansion, Lexer};
use crate::go::{parse_int, parse_uint, quote, to_lower, to_upper};
use crate::ignore::PatternMatcher;
use crate::instruction::{ArgDefinition, Command, Instruction, SourcesAndDestination, Stage};
use crate::keyword::Keyword;
use crate::mount::MountType;
use crate::reference::Reference;
use crate::span::Lines;
use crate::suggest::nearest;
use crate::typed::{Typed, parse_trigger};
use crate::variables::{NoVariables, Variables};

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
    /// The image, if it is known; the name is complete, with domain and tag. Of an image that is not, nothing is
    /// assumed: no variable is called undefined that it may set.
    fn image(&self, name: &Reference, platform: &Platform) -> Option<ImageFacts>;

    /// Why an image can't be had, in the builder's words; `None` if it can, or if that is not known.
    fn refusal(&self, _name: &Reference) -> Option<String> {
        None
    }
}

/// Each image is taken to set PATH and nothing else.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoImages;

impl Images for NoImages {
    fn image(&self, _: &Reference, _: &Platform) -> Option<ImageFacts> {
        Some(ImageFacts::default())
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
    /// Nothing is known of the image below, which may set variables and be another system's.
    image_unknown: bool,
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
}
