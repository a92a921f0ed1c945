//! What Compose adds to a canonical tree: the default network, a Dockerfile's name, dependencies that other keys imply,
//! names of resources.

use crate::mount;
use crate::value::{Map, Value, map};
use std::collections::BTreeMap;

/// Normalises the tree of a project.
pub(crate) fn normalize(tree: &mut Map, project: &str, environment: &BTreeMap<String, String>) {
    networks(tree);
    for service in services(tree) {
        normalize_service(service, environment);
    }
    names(tree, project);
}

fn services(tree: &mut Map) -> impl Iterator<Item = &mut Map> {
    let services = tree.get_mut("services").and_then(Value::as_map_mut);
    services.into_iter().flat_map(Map::values_mut).filter_map(Value::as_map_mut)
}

fn networks(tree: &mut Map) {
    let mut used = false;
    for service in services(tree) {
        if service.contains_key("provider") || service.contains_key("network_mode") {
            continue;
        }
        let joined = service.get("networks").and_then(Value::as_map);
        if joined.is_none_or(Map::is_empty) {
            service.insert("networks".to_owned(), map([("default", Value::Null)]));
            used = true;
        } else {
            used |= joined.is_some_and(|networks| networks.contains_key("default"));
        }
    }
    if !used {
        return;
    }
    let networks = tree.entry("networks".to_owned()).or_insert_with(|| Value::Map(Map::new()));
    if networks.as_map().is_none() {
        *networks = Value::Map(Map::new());
    }
    if let Value::Map(networks) = networks {
        networks.entry("default".to_owned()).or_insert(Value::Null);
    }
}

fn normalize_service(service: &mut Map, environment: &BTreeMap<String, String>) {
    if service.get("pull_policy").and_then(Value::as_str) == Some("if_not_present") {
        service.insert("pull_policy".to_owned(), "missing".into());
    }
    if let Some(Value::Map(build)) = service.get_mut("build") {
        let missing = |build: &Map, key: &str| matches!(build.get(key), None | Some(Value::Null));
        if missing(build, "context") {
            build.insert("context".to_owned(), ".".into());
        }
        if missing(build, "dockerfile") && missing(build, "dockerfile_inline") {
            build.insert("dockerfile".to_owned(), "Dockerfile".into());
        }
        if let Some(args) = build.get_mut("args") {
            resolve(args, environment, false);
        }
    }
    if let Some(variables) = service.get_mut("environment") {
        resolve(variables, environment, true);
    }
    let implied = implied_dependencies(service);
    if !implied.is_empty() {
        let dependencies = service
            .entry("depends_on".to_owned())
            .or_insert_with(|| Value::Map(Map::new()));
        if let Value::Map(dependencies) = dependencies {
            for (name, restart) in implied {
                dependencies.entry(name).or_insert_with(|| {
                    map([
                        ("condition", "service_started".into()),
                        ("restart", restart.into()),
                        ("required", true.into()),
                    ])
                });
            }
        }
    }
    for volume in service.get_mut("volumes").into_iter().flat_map(|volumes| match volumes {
        Value::Seq(items) => items.as_mut_slice(),
        _ => &mut [],
    }) {
        if let Some(target) = volume.as_map_mut().and_then(|volume| volume.get_mut("target"))
            && let Value::String(text) = target
        {
            *text = if text.is_empty() { ".".to_owned() } else { mount::clean(text) };
        }
    }
}

/// Services that `links`, shared namespaces and `volumes_from` name, and whether this one restarts with them.
fn implied_dependencies(service: &Map) -> Vec<(String, bool)> {
    let items = |key: &str| {
        let items = service.get(key).and_then(Value::as_seq).unwrap_or_default();
        items.iter().filter_map(Value::as_str)
    };
    let mut implied = Vec::new();
    for link in items("links") {
        let name = match link.split_once(':') {
            Some((name, alias)) if !alias.contains(':') => name,
            _ => link,
        };
        implied.push((name.to_owned(), true));
    }
    for key in ["network_mode", "ipc", "pid", "uts", "cgroup"] {
        let shared = service.get(key).and_then(Value::as_str);
        if let Some(name) = shared.and_then(|reference| reference.strip_prefix("service:")) {
            implied.push((name.to_owned(), true));
        }
    }
    for source in items("volumes_from").filter(|source| !source.starts_with("container:")) {
        let name = source.split(':').next().unwrap_or_default();
        implied.push((name.to_owned(), false));
    }
    implied
}

/// Gives variables without a value that of the environment; one that is not there stays only if it is kept.
fn resolve(value: &mut Value, environment: &BTreeMap<String, String>, keep: bool) {
    match value {
        Value::Map(entries) => {
            entries.retain(|key, value| {
                if let (Value::Null, Some(found)) = (&*value, environment.get(key)) {
                    *value = Value::String(found.clone());
                }
                keep || *value != Value::Null
            });
        }
        Value::Seq(items) => {
            let resolved = std::mem::take(items).into_iter().filter_map(|item| {
                let Value::String(text) = item else {
                    return None;
                };
                match environment.get(&text) {
                    _ if text.contains('=') => Some(text.into()),
                    Some(found) => Some(format!("{text}={found}").into()),
                    None => keep.then_some(text.into()),
                }
            });
            *items = resolved.collect();
        }
        _ => {}
    }
}

/// Resources without a name are called after the project and their key; external ones after their key.
fn names(tree: &mut Map, project: &str) {
    for kind in ["networks", "volumes", "configs", "secrets"] {
        let Some(Value::Map(resources)) = tree.get_mut(kind) else {
            continue;
        };
        for (key, resource) in resources {
            if *resource == Value::Null {
                *resource = Value::Map(Map::new());
            }
            let Value::Map(resource) = resource else {
                continue;
            };
            if matches!(resource.get("name"), None | Some(Value::Null)) {
                let external = match resource.get("external") {
                    Some(Value::Bool(external)) => *external,
                    Some(Value::String(text)) => matches!(text.as_str(), "1" | "t" | "T" | "true" | "TRUE" | "True"),
                    _ => false,
                };
                let name = if external { key.clone() } else { format!("{project}_{key}") };
                resource.insert("name".to_owned(), name.into());
            }
        }
    }
}
