//! From text to stages: which stages there are, which the target needs, and what variables they see.

use super::{BuildFailure, BuildRequest, remote};
use crate::Engine;
use dockerfile::check::{CheckInput, ImageFacts, Images, Platform, Warning, check};
use dockerfile::{Command, Dockerfile, Instruction, Lexer, PatternMatcher, Reference, Stage};
use std::collections::BTreeSet;

/// A Dockerfile that can be carried out.
pub(crate) struct Plan {
    pub stages: Vec<Stage>,
    /// Arguments before the first FROM, with their values.
    pub global_args: Vec<(String, String)>,
    /// Which stages the target needs.
    pub needed: BTreeSet<usize>,
    pub target: usize,
    /// How many stages there are with those that stand for other images and for mounts.
    pub states: usize,
    pub warnings: Vec<Warning>,
    pub escape: char,
    /// A stage that is needed takes files of the context.
    pub uses_context: bool,
}

/// The images that the engine knows or could pull.
pub(super) struct Known<'a>(pub &'a Engine);

/// Whether images of the catalogue count as published for a platform.
pub(crate) fn is_published_for(platform: &Platform) -> bool {
    const ARCHITECTURES: [&str; 7] = ["amd64", "arm64", "arm", "386", "ppc64le", "riscv64", "s390x"];
    platform.os == "linux" && ARCHITECTURES.contains(&platform.architecture.as_str())
}

impl Images for Known<'_> {
    fn image(&self, name: &Reference, platform: &Platform) -> Option<ImageFacts> {
        let text = name.to_string();
        let published = self.0.catalogue().image(&name.familiar()).is_some();
        let local = self.0.base(&text).map(|i| i.config.clone());
        let config = local.or_else(|| self.0.image_from_catalogue(&name.familiar()).map(|i| i.config))?;
        Some(ImageFacts {
            env: config
                .env
                .iter()
                .filter_map(|e| e.split_once('='))
                .map(|(k, v)| (k.to_string(), v.to_string()))
                .collect(),
            onbuild: config.on_build.clone(),
            shell: config.shell.clone().unwrap_or_default(),
            platform: match published {
                true => Some(platform.clone()).filter(is_published_for),
                false => Platform::parse("linux/amd64").ok(),
            },
        })
    }
}

pub(crate) fn platform_of(request: &BuildRequest) -> Platform {
    let text = if request.platform.is_empty() {
        "linux/amd64"
    } else {
        &request.platform
    };
    Platform::parse(text)
        .or_else(|_| Platform::parse("linux/amd64"))
        .unwrap_or(Platform {
            os: "linux".into(),
            architecture: "amd64".into(),
            variant: String::new(),
        })
}

/// Platform arguments that are there without being declared (in FROM) or once declared (elsewhere).
pub(crate) fn predefined(platform: &Platform, target: &str) -> Vec<(String, String)> {
    let full = if platform.variant.is_empty() {
        format!("{}/{}", platform.os, platform.architecture)
    } else {
        format!("{}/{}/{}", platform.os, platform.architecture, platform.variant)
    };
    let mut out = Vec::new();
    for (prefix, full, p) in [("BUILD", "linux/amd64".to_string(), None), ("TARGET", full, Some(platform))] {
        let (os, architecture, variant) = match p {
            Some(p) => (p.os.clone(), p.architecture.clone(), p.variant.clone()),
            None => ("linux".into(), "amd64".into(), String::new()),
        };
        out.push((format!("{prefix}PLATFORM"), full));
        out.push((format!("{prefix}OS"), os));
        out.push((format!("{prefix}OSVERSION"), String::new()));
        out.push((format!("{prefix}ARCH"), architecture));
        out.push((format!("{prefix}VARIANT"), variant));
    }
    out.push((
        "TARGETSTAGE".into(),
        if target.is_empty() {
            "default".into()
        } else {
            target.to_string()
        },
    ));
    out
}

impl Engine {
    /// The stages of a Dockerfile, by name or number, and whether a build of the target needs them. Errors: the
    /// builder's words.
    pub fn stages(&self, request: &BuildRequest) -> Result<Vec<(String, bool)>, String> {
        let plan = plan(self, request, None).map_err(|failure| failure.message)?;
        let name = |index: usize, stage: &Stage| {
            if stage.name.is_empty() {
                index.to_string()
            } else {
                stage.name.clone()
            }
        };
        Ok(plan
            .stages
            .iter()
            .enumerate()
            .map(|(index, stage)| (name(index, stage), plan.needed.contains(&index)))
            .collect())
    }
}

pub(crate) fn plan(engine: &Engine, request: &BuildRequest, ignore: Option<&PatternMatcher>) -> Result<Plan, Box<BuildFailure>> {
    let dockerfile = Dockerfile::parse(request.dockerfile.clone());
    let platform = platform_of(request);
    let report = check(
        &dockerfile,
        &CheckInput {
            build_args: &request.build_args,
            target: request.target.as_deref(),
            all_stages: false,
            platform: &platform,
            ignore,
            images: &Known(engine),
        },
    );
    if let Some(error) = report.error {
        return Err(Box::new(BuildFailure {
            message: error.message,
            lines: error.lines,
            warnings: report.warnings,
            ..BuildFailure::default()
        }));
    }
    let read = dockerfile.stages().map_err(|e| {
        let lines = e.lines.into_iter().collect();
        Box::new(BuildFailure {
            message: e.to_string(),
            lines,
            ..BuildFailure::default()
        })
    })?;
    let escape = dockerfile.escape();
    let lexer = Lexer::new(escape);
    let target_name = request.target.clone().filter(|t| !t.is_empty());
    let last = read.stages.len().saturating_sub(1);
    let target = match &target_name {
        None => last,
        Some(name) => {
            let lower = name.to_lowercase();
            let by_name = read.stages.iter().rposition(|s| s.name == lower);
            by_name
                .or_else(|| name.parse().ok().filter(|n| *n < read.stages.len()))
                .ok_or_else(|| Box::new(BuildFailure::plain(format!("target stage {name:?} could not be found"))))?
        }
    };
    let mut scope = predefined(&platform, target_name.as_deref().unwrap_or_default());
    for command in &read.meta_args {
        let Instruction::Arg(definitions) = &command.instruction else {
            continue;
        };
        for definition in definitions {
            let given = request
                .build_args
                .iter()
                .rev()
                .find(|(k, _)| *k == definition.key)
                .map(|(_, v)| v.clone());
            let value = match (given, &definition.value) {
                (Some(value), _) => Some(value),
                (None, Some(default)) => lexer.expand(default, &scope).ok(),
                (None, None) => None,
            };
            if let Some(value) = value {
                scope.retain(|(k, _)| *k != definition.key);
                scope.push((definition.key.clone(), value));
            }
        }
    }
    let mut stages = read.stages;
    for stage in &mut stages {
        stage.base_name = lexer
            .expand(&stage.base_name, &scope)
            .unwrap_or_else(|_| stage.base_name.clone());
        stage.platform = lexer
            .expand(&stage.platform, &scope)
            .unwrap_or_else(|_| stage.platform.clone());
    }
    let mut states: BTreeSet<String> = BTreeSet::new();
    let mut needed = BTreeSet::new();
    let mut todo = vec![target];
    for (index, stage) in stages.iter().enumerate() {
        for source in sources(&stage.commands) {
            if find_stage(&stages, index, &source).is_none() {
                states.insert(source);
            }
        }
    }
    while let Some(index) = todo.pop() {
        if !needed.insert(index) {
            continue;
        }
        let Some(stage) = stages.get(index) else { continue };
        todo.extend(find_named_stage(&stages, index, &stage.base_name));
        for source in sources(&stage.commands) {
            todo.extend(find_stage(&stages, index, &source));
        }
        // Triggers of a base image may copy from stages as well.
        if find_named_stage(&stages, index, &stage.base_name).is_none() {
            for command in triggers_of(engine, stage) {
                for source in sources(std::slice::from_ref(&command)) {
                    todo.extend(find_stage(&stages, index, &source));
                }
            }
        }
    }
    let count = stages.len() + states.len();
    let uses_context = needed
        .iter()
        .filter_map(|index| stages.get(*index))
        .flat_map(|stage| &stage.commands)
        .any(|command| match &command.instruction {
            Instruction::Copy(copy) => copy.from.is_empty() && !copy.files.sources.is_empty(),
            Instruction::Add(add) => add.files.sources.iter().any(|source| !remote::is_remote(source)),
            Instruction::Run(run) => run
                .mount_flags
                .iter()
                .any(|m| (!m.contains("type=") || m.contains("type=bind")) && !m.contains("from=")),
            _ => false,
        });
    Ok(Plan {
        stages,
        global_args: scope,
        needed,
        target,
        states: count,
        warnings: report.warnings,
        escape,
        uses_context,
    })
}

/// The ONBUILD instructions of the image that a stage starts from.
pub(crate) fn triggers_of(engine: &Engine, stage: &Stage) -> Vec<Command> {
    let Some(image) = engine.base(&stage.base_name) else {
        return Vec::new();
    };
    image
        .config
        .on_build
        .iter()
        .filter_map(|text| dockerfile::parse_trigger(text, stage.lines).ok())
        .collect()
}

/// Where instructions copy or mount from. A mount without a source stands for `scratch`.
fn sources(commands: &[Command]) -> Vec<String> {
    let mut out = Vec::new();
    for command in commands {
        match &command.instruction {
            Instruction::Copy(copy) if !copy.from.is_empty() => out.push(copy.from.clone()),
            Instruction::Run(run) => {
                out.extend(run.mounts.iter().map(|m| {
                    if m.from.is_empty() {
                        "scratch".to_string()
                    } else {
                        m.from.clone()
                    }
                }));
            }
            _ => {}
        }
    }
    out
}

/// An earlier stage by name.
pub(crate) fn find_named_stage(stages: &[Stage], before: usize, name: &str) -> Option<usize> {
    let lower = name.to_lowercase();
    stages
        .iter()
        .take(before)
        .rposition(|s| !s.name.is_empty() && s.name == lower)
}

/// A stage by name or by number.
pub(crate) fn find_stage(stages: &[Stage], before: usize, name: &str) -> Option<usize> {
    find_named_stage(stages, before, name).or_else(|| name.parse::<usize>().ok().filter(|n| *n < before))
}
