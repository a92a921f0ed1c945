//! `docker context`: create, ls, show, use, inspect, rm and update.
//!
//! Contexts are kept as docker keeps them, in `contexts/meta/DIGEST/meta.json` beside the configuration
//! file; `default` is of the environment. Left out: TLS material, export and import. A context's endpoint
//! elsewhere than the usual socket can be chosen, and then no daemon answers.

use super::inspect::show as show_found;
use crate::call::{Call, Failure, Outcome};
use crate::config_file::ConfigFile;
use crate::format::{self, Headings};
use crate::opts::{pairs, quote, split_csv};
use crate::verbs::refuse;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use vfs::Digest;

const HEADINGS: Headings = &[
    ("Name", "NAME"),
    ("Description", "DESCRIPTION"),
    ("DockerEndpoint", "DOCKER ENDPOINT"),
    ("Error", "ERROR"),
    ("Current", "CURRENT"),
];

/// The context of the environment.
pub const DEFAULT: &str = "default";
const ENDPOINT: &str = "unix:///var/run/docker.sock";

fn directory(call: &Call, kind: &str, name: &str) -> String {
    let digest = Digest::of(name.as_bytes());
    format!("{}/contexts/{kind}/{}", call.config_dir.trim_end_matches('/'), digest.hex())
}

/// A context's file. Errors: the store's words for one that is not there.
fn load(call: &Call, name: &str) -> Result<Json, String> {
    let path = format!("{}/meta.json", directory(call, "meta", name));
    let bytes = call.sys.read_file(&path).map_err(|error| {
        let why = error.to_string().to_lowercase();
        format!("context {}: context not found: open {path}: {why}", quote(name))
    })?;
    serde_json::from_slice(&bytes).map_err(|error| format!("parsing {path}: {error}"))
}

/// Where a context's daemon is. Errors: the store's words.
pub fn endpoint(call: &Call, name: &str) -> Result<String, String> {
    if name == DEFAULT {
        return Ok(ENDPOINT.into());
    }
    Ok(host_of(&load(call, name)?))
}

fn host_of(meta: &Json) -> String {
    meta.pointer("/Endpoints/docker/Host")
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_string()
}

fn save(call: &Call, name: &str, meta: &Json) -> Outcome {
    let dir = directory(call, "meta", name);
    let failed = |e: machine::Errno| Failure::new(format!("mkdir {dir}: {}", e.to_string().to_lowercase()));
    call.sys.mkdir_all(&dir, 0o755).map_err(failed)?;
    let path = format!("{dir}/meta.json");
    call.sys.write_file(&path, meta.to_string().as_bytes(), 0o644).map_err(failed)
}

fn check_name(name: &str) -> Outcome {
    let mut bytes = name.bytes();
    let first = bytes.next();
    let valid = first.is_some_and(|b| b.is_ascii_alphanumeric())
        && name.len() > 1
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-'));
    match name {
        "" => refuse("context name cannot be empty"),
        DEFAULT => refuse("\"default\" is a reserved context name"),
        _ if !valid => refuse(format!(
            "context name {} is invalid, names are validated against regexp \"^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$\"",
            quote(name)
        )),
        _ => Ok(()),
    }
}

/// The host of `--docker`, if it was given.
fn wanted(call: &Call) -> Result<Option<String>, Failure> {
    if !call.flags.changed("docker") {
        return Ok(None);
    }
    let words: Vec<String> = call.flags.all("docker").iter().flat_map(|v| split_csv(v)).collect();
    let given: BTreeMap<String, String> = pairs(&words).into_iter().collect();
    if let Some(name) = given.keys().find(|n| n.as_str() != "host") {
        return Err(Failure::not_simulated(&format!("docker context --docker {name}=")));
    }
    Ok(Some(given.get("host").cloned().unwrap_or_else(|| ENDPOINT.into())))
}

fn metadata(description: &str) -> Json {
    match description.is_empty() {
        true => json!({}),
        false => json!({"Description": description}),
    }
}

pub async fn create(call: Call) -> Outcome {
    let name = call.argument(0);
    check_name(name)?;
    if load(&call, name).is_ok() {
        return refuse(format!("context {} already exists", quote(name)));
    }
    let from = call.flags.text("from");
    let host = match (wanted(&call)?, from.is_empty()) {
        (Some(_), false) => return refuse("cannot use --docker flag when --from is set"),
        (Some(host), true) => host,
        (None, true) => endpoint(&call, &current(&call)).map_err(Failure::new)?,
        (None, false) => endpoint(&call, &from).map_err(Failure::new)?,
    };
    let meta = json!({
        "Name": name,
        "Metadata": metadata(&call.flags.text("description")),
        "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": false}},
    });
    save(&call, name, &meta)?;
    call.line(name).await;
    call.err(&format!("Successfully created context {}", quote(name))).await;
    Ok(())
}

pub async fn update(call: Call) -> Outcome {
    let name = call.argument(0);
    check_name(name)?;
    let mut meta = load(&call, name).map_err(Failure::new)?;
    if call.flags.changed("description")
        && let Some(slot) = meta.get_mut("Metadata")
    {
        *slot = metadata(&call.flags.text("description"));
    }
    if let (Some(host), Some(slot)) = (wanted(&call)?, meta.pointer_mut("/Endpoints/docker/Host")) {
        *slot = json!(host);
    }
    save(&call, name, &meta)?;
    call.line(name).await;
    call.err(&format!("Successfully updated context {}", quote(name))).await;
    Ok(())
}

fn current(call: &Call) -> String {
    call.context.clone()
}

pub async fn ls(call: Call) -> Outcome {
    let own = current(&call);
    let mut found: Vec<(String, String, String, String)> = vec![(
        DEFAULT.into(),
        "Current DOCKER_HOST based configuration".into(),
        ENDPOINT.into(),
        String::new(),
    )];
    let store = format!("{}/contexts/meta", call.config_dir.trim_end_matches('/'));
    for entry in call.sys.readdir(&store).unwrap_or_default() {
        let bytes = call
            .sys
            .read_file(&format!("{store}/{}/meta.json", entry.name))
            .unwrap_or_default();
        let Ok(meta) = serde_json::from_slice::<Json>(&bytes) else {
            continue;
        };
        let text = |path: &str| meta.pointer(path).and_then(Json::as_str).unwrap_or_default().to_string();
        found.push((text("/Name"), text("/Metadata/Description"), host_of(&meta), String::new()));
    }
    if !found.iter().any(|(name, ..)| *name == own) {
        let why = load(&call, &own).err().unwrap_or_default();
        found.push((own.clone(), String::new(), String::new(), why));
    }
    found.sort();
    let format = match call.flags.get("format").unwrap_or_default() {
        _ if call.flags.on("quiet") => "{{.Name}}",
        "" | "table" => "table {{.Name}}{{if .Current}} *{{end}}\\t{{.Description}}\\t{{.DockerEndpoint}}\\t{{.Error}}",
        custom => custom,
    };
    let rows: Vec<_> = found
        .into_iter()
        .map(|(name, description, host, error)| {
            let error = match error.chars().count() > 45 && !call.flags.changed("format") {
                true => error.chars().take(44).chain(['…']).collect(),
                false => error,
            };
            format::row(
                "*formatter.clientContextContext",
                vec![
                    ("Current", (name == own).into()),
                    ("Description", description.into()),
                    ("DockerEndpoint", host.into()),
                    ("Error", error.into()),
                    ("Name", name.into()),
                ],
            )
        })
        .collect();
    let text = format::render(format, HEADINGS, &rows)?;
    // The heading's mark of the current context is not part of it.
    call.out(&text.replacen("NAME *", "NAME  ", 1)).await;
    if call.sys.getenv("DOCKER_HOST").is_some_and(|h| !h.is_empty()) {
        call.err("Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.").await;
    }
    Ok(())
}

pub async fn show(call: Call) -> Outcome {
    call.line(&current(&call)).await;
    Ok(())
}

pub async fn use_context(call: Call) -> Outcome {
    let name = call.argument(0);
    if name != DEFAULT {
        check_name(name)?;
        load(&call, name).map_err(Failure::new)?;
    }
    let mut config = ConfigFile::load(&call);
    if config.set_text("currentContext", if name == DEFAULT { "" } else { name }) {
        config.save(&call)?;
    }
    call.line(name).await;
    call.err(&format!("Current context is now {}", quote(name))).await;
    if name != DEFAULT && call.sys.getenv("DOCKER_HOST").is_some_and(|h| !h.is_empty()) {
        call.err(&format!("Warning: DOCKER_HOST environment variable overrides the active context. To use {}, either set the global --context flag, or unset DOCKER_HOST environment variable.", quote(name))).await;
    }
    Ok(())
}

pub async fn rm(call: Call) -> Outcome {
    let force = call.flags.on("force");
    let mut failed = Vec::new();
    for name in call.arguments() {
        let dir = directory(&call, "meta", name);
        if name == DEFAULT {
            failed.push("context \"default\" cannot be removed".to_string());
        } else if *name == current(&call) && !force {
            failed.push(format!("context {} is in use, set -f flag to force remove", quote(name)));
        } else if !call.sys.exists(&dir) && !force {
            failed.push(format!("context {} does not exist", quote(name)));
        } else {
            if *name == current(&call) {
                let mut config = ConfigFile::load(&call);
                config.set_text("currentContext", "");
                config.save(&call)?;
            }
            let _ = call.sys.unlink(&format!("{dir}/meta.json"));
            let _ = call.sys.rmdir(&dir);
            call.line(name).await;
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => refuse(failed.join("\n")),
    }
}

pub async fn inspect(mut call: Call) -> Outcome {
    if call.arguments().is_empty() {
        call.flags.arguments.push(current(&call));
    }
    show_found(&call, |name| {
        let (meta, storage) = match name {
            DEFAULT => {
                let endpoints = json!({"docker": {"Host": ENDPOINT, "SkipTLSVerify": false}});
                let meta = json!({"Metadata": {}, "Endpoints": endpoints});
                (meta, json!({"MetadataPath": "<IN MEMORY>", "TLSPath": "<IN MEMORY>"}))
            }
            name => (
                load(&call, name)?,
                json!({"MetadataPath": directory(&call, "meta", name), "TLSPath": directory(&call, "tls", name)}),
            ),
        };
        Ok(json!({
            "Name": name,
            "Metadata": meta.get("Metadata"),
            "Endpoints": meta.get("Endpoints"),
            "TLSMaterial": {},
            "Storage": storage,
        }))
    })
    .await
}
