//! What crates depend on: ARCHITECTURE.md's direction, and that the core knows no browser.

use super::{Finding, Source};
use crate::project::Project;
use crate::step::{Failure, output};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The house from its ground floor up: a crate may depend on those before it and on none after it.
const FLOORS: [&str; 25] = [
    "dockerfile",
    "yaml",
    "compose",
    "vfs",
    "catalogue",
    "machine",
    "utilities",
    "shell",
    "syscalls",
    "sql",
    "cc",
    "golang",
    "java",
    "js",
    "rustlang",
    "python",
    "programs",
    "engine",
    "cli",
    "lesson",
    "prerender",
    "session",
    "drydock",
    "bench",
    "drydock-app",
];

/// Crates that depend on nothing of ours.
const ALONE: [&str; 7] = ["dockerfile", "split", "sql", "syscalls", "vfs", "xtask", "yaml"];

/// Crates that only work in a browser.
const BROWSER: [&str; 5] = ["yew", "gloo", "web-sys", "js-sys", "wasm-bindgen"];

/// What `cargo metadata` says, dependencies resolved.
pub fn metadata(project: &Project) -> Result<Value, Failure> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&project.root)
        .args(["metadata", "--format-version", "1", "--locked"]);
    let text = output(&mut cargo)?;
    serde_json::from_str(&text).map_err(|error| Failure::new(format!("`cargo metadata` was not understood: {error}")))
}

/// The names of our crates, with the names of all that each declares as a dependency.
fn members(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    packages(metadata)
        .filter(|package| package["source"].is_null())
        .map(|package| {
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            // What only tests use may lie higher up: cargo allows the circle.
            let used = dependencies.filter(|dependency| dependency["kind"] != "dev");
            (name_of(package), used.map(name_of).collect())
        })
        .collect()
}

pub fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn name_of(package: &Value) -> String {
    package["name"].as_str().unwrap_or_default().to_owned()
}

pub fn direction(metadata: &Value) -> Vec<Finding> {
    let members = members(metadata);
    let mut findings = Vec::new();
    for (name, dependencies) in &members {
        let ours = dependencies.iter().filter(|dependency| members.contains_key(*dependency));
        if ALONE.contains(&name.as_str()) {
            findings.extend(ours.map(|other| Finding::of(name, &format!("depends on {other}, but must stand alone"))));
            continue;
        }
        let Some(floor) = FLOORS.iter().position(|member| member == name) else {
            findings.push(Finding::of(name, "has no floor in crates/xtask/src/tidy/crates.rs"));
            continue;
        };
        for other in ours {
            if FLOORS
                .iter()
                .position(|member| member == other)
                .is_none_or(|below| below >= floor)
            {
                findings.push(Finding::of(name, &format!("depends on {other}, which is not below it")));
            }
        }
    }
    findings
}

pub fn browser(metadata: &Value) -> Vec<Finding> {
    let names: BTreeMap<&str, String> = packages(metadata)
        .map(|package| (package["id"].as_str().unwrap_or_default(), name_of(package)))
        .collect();
    let edges: BTreeMap<&str, Vec<&str>> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|node| {
            let dependencies = node["dependencies"].as_array().into_iter().flatten();
            (
                node["id"].as_str().unwrap_or_default(),
                dependencies.filter_map(Value::as_str).collect(),
            )
        })
        .collect();
    let mut findings = Vec::new();
    for package in packages(metadata).filter(|package| package["source"].is_null()) {
        let name = name_of(package);
        if name == "drydock-app" {
            continue;
        }
        let mut reached = BTreeSet::new();
        let mut waiting = vec![package["id"].as_str().unwrap_or_default()];
        while let Some(id) = waiting.pop() {
            if reached.insert(id) {
                waiting.extend(edges.get(id).into_iter().flatten());
            }
        }
        for id in reached {
            let dependency = names.get(id).map(String::as_str).unwrap_or_default();
            if BROWSER.contains(&dependency) || dependency.starts_with("gloo-") {
                findings.push(Finding::of(
                    &name,
                    &format!("reaches {dependency}, which only works in a browser"),
                ));
            }
        }
    }
    findings
}

/// A crate that does not say `[lints] workspace = true` is checked by no lint of ours.
pub fn lints(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| source.path.ends_with("Cargo.toml") && !source.path.starts_with("fuzz/"))
        .filter(|source| !source.text.contains("[lints]\nworkspace = true"))
        .map(|source| Finding::of(&source.path, "has no `[lints]` with `workspace = true`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, dependencies: &[&str]) -> Value {
        let dependencies: Vec<Value> = dependencies.iter().map(|name| json!({ "name": name })).collect();
        json!({ "name": name, "id": name, "source": null, "dependencies": dependencies })
    }

    #[test]
    fn a_crate_may_not_depend_on_one_above_it() {
        let metadata =
            json!({ "packages": [package("vfs", &[]), package("machine", &["vfs", "engine"]), package("engine", &["machine"])] });
        let found: Vec<String> = direction(&metadata).into_iter().map(|finding| finding.0).collect();
        assert_eq!(found, ["machine: depends on engine, which is not below it"]);
    }

    #[test]
    fn a_browser_is_found_through_another_crate() {
        let metadata = json!({
            "packages": [package("cli", &["clock"]), { "name": "clock", "id": "clock", "source": "x" }, { "name": "js-sys", "id": "js-sys", "source": "x" }],
            "resolve": { "nodes": [{ "id": "cli", "dependencies": ["clock"] }, { "id": "clock", "dependencies": ["js-sys"] }] },
        });
        assert_eq!(browser(&metadata).len(), 1);
    }
}
