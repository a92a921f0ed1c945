//! `docker build --call=targets` and `--call=outline`: what a Dockerfile offers, without building.
//!
//! Specified by BuildKit's `frontend/subrequests/targets` and `outline`.

use super::subrequest::{location, object};
use super::{error, request};
use crate::call::Failure;
use crate::format;
use dockerfile::{ArgDefinition, Dockerfile, Instruction, Lexer, Lines, MountType, Stage};
use engine::BuildRequest;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The stages.
pub fn targets(request: &BuildRequest) -> Result<Vec<Stage>, Failure> {
    let read = Dockerfile::parse(request.dockerfile.clone());
    Ok(read.stages().map_err(|e| request::not_read(request, &e))?.stages)
}

/// The stages by name, each with the comment before it.
pub fn targets_text(stages: &[Stage]) -> String {
    let mut table = String::from("TARGET\tDESCRIPTION\n");
    for (index, stage) in stages.iter().enumerate() {
        let name = match (stage.name.as_str(), index + 1 == stages.len()) {
            ("", true) => "(default)".to_string(),
            (name, true) => format!("{name} (default)"),
            (name, false) => name.to_string(),
        };
        table.push_str(&format!("{name}\t{}\n", stage.doc_comment));
    }
    format::align_with(&table, 0, 1)
}

pub fn targets_json(stages: &[Stage], sources: &Value) -> Value {
    let targets: Vec<Value> = stages
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            object([
                ("name", stage.name.as_str().into()),
                ("default", (index + 1 == stages.len()).into()),
                ("description", stage.doc_comment.as_str().into()),
                ("base", stage.base_name.as_str().into()),
                ("platform", stage.platform.as_str().into()),
                ("location", location([stage.lines])),
            ])
        })
        .collect();
    json!({"targets": targets, "sources": sources})
}

/// What a target can be given: arguments, secrets and keys.
pub fn outline(request: &BuildRequest) -> Result<Outline, Failure> {
    let read = Dockerfile::parse(request.dockerfile.clone());
    let parsed = read.stages().map_err(|e| request::not_read(request, &e))?;
    let stages = &parsed.stages;
    let target = match request.target.as_deref() {
        None => stages.len().checked_sub(1),
        Some(name) => stages
            .iter()
            .rposition(|s| s.name == name.to_lowercase())
            .or_else(|| name.parse().ok().filter(|n| *n < stages.len())),
    };
    let Some(target) = target else {
        let name = request.target.as_deref().unwrap_or_default();
        return Err(error(format!(
            "failed to build: failed to solve: target stage {name:?} could not be found"
        )));
    };
    let reached = reach(stages, target);
    let mut found = Outline::default();
    let globals: Vec<(&ArgDefinition, u32)> = parsed
        .meta_args
        .iter()
        .flat_map(|command| match &command.instruction {
            Instruction::Arg(list) => list.iter().map(|a| (a, command.lines.start)).collect(),
            _ => Vec::new(),
        })
        .collect();
    let lexer = Lexer::new(read.escape());
    let mut scope: Vec<(String, String)> = Vec::new();
    let given = |key: &str| {
        request
            .build_args
            .iter()
            .rev()
            .find(|(k, _)| k == key)
            .map(|(_, v)| v.clone())
    };
    for (argument, line) in &globals {
        let default = argument.value.as_ref().and_then(|v| lexer.expand(v, &scope).ok());
        let value = given(&argument.key).or(default).unwrap_or_default();
        scope.push((argument.key.clone(), value.clone()));
        let named = |text: &str| text.contains(&format!("${}", argument.key)) || text.contains(&format!("${{{}", argument.key));
        let in_stages = stages
            .iter()
            .enumerate()
            .any(|(i, s)| reached.contains(&i) && named(&s.base_name));
        let in_globals = globals.iter().any(|(a, _)| a.value.as_deref().is_some_and(named));
        if in_stages || in_globals {
            found.argument(argument, value, *line);
        }
    }
    for (_, stage) in stages.iter().enumerate().filter(|(i, _)| reached.contains(i)) {
        found.stage(stage, &lexer, &scope, &given);
    }
    let stage = stages.get(target);
    let name = stage.map(|s| s.name.clone()).unwrap_or_default();
    let about = stage.map(|s| s.doc_comment.clone()).unwrap_or_default();
    found.name = name;
    found.about = about;
    Ok(found)
}

/// The stages that a target is made of.
fn reach(stages: &[Stage], target: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut todo = vec![target];
    while let Some(index) = todo.pop() {
        let Some(stage) = stages.get(index).filter(|_| reached.insert(index)) else {
            continue;
        };
        let before = stages.get(..index).unwrap_or_default();
        let mut add = |name: &str| {
            let lower = name.to_lowercase();
            let number = name.parse().ok().filter(|n: &usize| *n < index);
            todo.extend(before.iter().rposition(|s| !s.name.is_empty() && s.name == lower).or(number));
        };
        add(&stage.base_name);
        for command in &stage.commands {
            match &command.instruction {
                Instruction::Copy(copy) => add(&copy.from),
                Instruction::Run(run) => run.mounts.iter().for_each(|m| add(&m.from)),
                _ => {}
            }
        }
    }
    reached
}

/// What a target can be given.
#[derive(Default)]
pub struct Outline {
    name: String,
    about: String,
    /// Name, value, description, by line.
    arguments: BTreeMap<(u32, usize), (String, String, String)>,
    known: BTreeSet<String>,
    secrets: BTreeMap<(u32, String), bool>,
    keys: BTreeMap<(u32, String), bool>,
}

impl Outline {
    fn argument(&mut self, argument: &ArgDefinition, value: String, line: u32) {
        if self.known.insert(argument.key.clone()) {
            let at = (line, self.arguments.len());
            let text = (argument.key.clone(), value, argument.doc_comment.clone());
            self.arguments.insert(at, text);
        }
    }

    fn stage(&mut self, stage: &Stage, lexer: &Lexer, globals: &[(String, String)], given: &dyn Fn(&str) -> Option<String>) {
        let mut scope: Vec<(String, String)> = Vec::new();
        for command in &stage.commands {
            let line = command.lines.start;
            match &command.instruction {
                Instruction::Arg(list) => {
                    for argument in list {
                        let default = argument.value.as_ref().and_then(|v| lexer.expand(v, &scope).ok());
                        let global = globals.iter().find(|(k, _)| *k == argument.key).map(|(_, v)| v.clone());
                        let inherited = default.is_none() && global.is_some();
                        let value = given(&argument.key).or(default).or(global).unwrap_or_default();
                        scope.push((argument.key.clone(), value.clone()));
                        if !inherited || !self.known.contains(&argument.key) {
                            self.argument(argument, value, line);
                        }
                    }
                }
                Instruction::Run(run) => {
                    for flag in &run.mount_flags {
                        self.mount(flag, line);
                    }
                }
                _ => {}
            }
        }
    }

    fn mount(&mut self, flag: &str, line: u32) {
        let Ok(mount) = dockerfile::Mount::parse(flag, Some(&mut |word: &str| Ok(word.to_string()))) else {
            return;
        };
        let base = mount.target.rsplit('/').next().unwrap_or_default();
        let id = [mount.source.as_str(), mount.id.as_str(), base]
            .into_iter()
            .find(|id| !id.is_empty())
            .unwrap_or("default")
            .to_string();
        match mount.kind {
            MountType::Secret => {
                self.secrets.entry((line, id)).or_insert(mount.required);
            }
            MountType::Ssh => {
                self.keys.entry((line, id)).or_insert(mount.required);
            }
            _ => {}
        }
    }

    /// As `--call=outline,format=json` prints it.
    pub fn json(&self, sources: &Value) -> Value {
        let at = |line: u32| location([Lines::one(line)]);
        let arguments = self.arguments.iter().map(|((line, _), (name, value, description))| {
            object([
                ("name", name.as_str().into()),
                ("description", description.as_str().into()),
                ("value", value.as_str().into()),
                ("location", at(*line)),
            ])
        });
        let given = |rows: &BTreeMap<(u32, String), bool>| -> Value {
            let row = |((line, name), required): (&(u32, String), &bool)| {
                object([
                    ("name", name.as_str().into()),
                    ("required", (*required).into()),
                    ("location", at(*line)),
                ])
            };
            rows.iter().map(row).collect()
        };
        object([
            ("name", self.name.as_str().into()),
            ("description", self.about.as_str().into()),
            ("args", arguments.collect()),
            ("secrets", given(&self.secrets)),
            ("ssh", given(&self.keys)),
            ("sources", sources.clone()),
        ])
    }

    /// As `--call=outline` prints it.
    pub fn text(&self) -> String {
        let (name, about) = (self.name.as_str(), self.about.as_str());
        let mut out = String::new();
        if !name.is_empty() || !about.is_empty() {
            let shown = if name.is_empty() { "(default)" } else { name };
            let mut head = format!("TARGET:\t{shown}\n");
            if !about.is_empty() {
                head.push_str(&format!("DESCRIPTION:\t{about}\n"));
            }
            out.push_str(&format!("{}\n", format::align_with(&head, 0, 1)));
        }
        if !self.arguments.is_empty() {
            let rows: String = self.arguments.values().map(|(n, v, d)| format!("{n}\t{v}\t{d}\n")).collect();
            let table = format!("BUILD ARG\tVALUE\tDESCRIPTION\n{rows}");
            out.push_str(&format!("{}\n", format::align_with(&table, 0, 3)));
        }
        for (head, rows) in [("SECRET", &self.secrets), ("SSH", &self.keys)] {
            if rows.is_empty() {
                continue;
            }
            let yes = |required: &bool| if *required { "true" } else { "" };
            let rows: String = rows.iter().map(|((_, id), r)| format!("{id}\t{}\n", yes(r))).collect();
            out.push_str(&format!(
                "{}\n",
                format::align_with(&format!("{head}\tREQUIRED\n{rows}"), 0, 3)
            ));
        }
        out
    }
}
