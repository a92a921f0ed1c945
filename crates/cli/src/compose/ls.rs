//! `docker compose ls`: the projects that have containers.

use super::{Compose, labels};
use crate::call::{Failure, Outcome};
use crate::format;
use engine::{ContainerSummary, Filters};
use serde_json::json;
use std::collections::BTreeMap;

pub async fn ls(compose: Compose) -> Outcome {
    let call = &compose.call;
    let wanted = call.filters();
    if let Some(name) = wanted.0.keys().find(|name| *name != "name") {
        return Err(Failure::new(format!("invalid filter '{name}'")));
    }
    let mut filters = Filters::default();
    filters.add("label", labels::PROJECT);
    filters.add("label", labels::CONFIG_HASH);
    let mut projects: BTreeMap<String, Vec<ContainerSummary>> = BTreeMap::new();
    for c in call.engine.list_containers(call.flags.on("all"), None, &filters)? {
        let project = c.labels.get(labels::PROJECT).cloned().unwrap_or_default();
        projects.entry(project).or_default().push(c);
    }
    projects.retain(|name, _| wanted.any("name", |pattern| name.contains(pattern)));
    if call.flags.on("quiet") {
        for name in projects.keys() {
            call.line(name).await;
        }
        return Ok(());
    }
    let rows: Vec<(String, String, String)> = projects
        .into_iter()
        .map(|(name, containers)| (name, status(&containers), files(&containers)))
        .collect();
    match call.flags.get("format").unwrap_or("table") {
        "json" => {
            let rows: Vec<_> = rows
                .iter()
                .map(|(name, status, files)| json!({"Name": name, "Status": status, "ConfigFiles": files}))
                .collect();
            call.line(&serde_json::Value::from(rows).to_string()).await;
        }
        "table" | "" | "pretty" => {
            let mut table = String::from("NAME\tSTATUS\tCONFIG FILES\n");
            for (name, status, files) in rows {
                table.push_str(&format!("{name}\t{status}\t{files}\n"));
            }
            call.out(&format::align_with(&table, 20, 3)).await;
        }
        other => return Err(unsupported(other)),
    }
    Ok(())
}

/// What is said of a format that a list does not have.
pub fn unsupported(format: &str) -> Failure {
    Failure::new(format!(
        "format value {} could not be parsed: parsing failed",
        crate::opts::quote(format)
    ))
}

/// `exited(1), running(2)`
fn status(containers: &[ContainerSummary]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for c in containers {
        *counts.entry(c.state.word()).or_default() += 1;
    }
    let parts: Vec<String> = counts.iter().map(|(word, count)| format!("{word}({count})")).collect();
    parts.join(", ")
}

fn files(containers: &[ContainerSummary]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for c in containers {
        let Some(files) = c.labels.get(labels::CONFIG_FILES) else {
            return "N/A".into();
        };
        for file in files.split(',') {
            if !all.contains(&file) {
                all.push(file);
            }
        }
    }
    all.join(",")
}
