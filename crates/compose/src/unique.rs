//! Lists in which an entry replaces an earlier one of the same key, as an override's port or variable does.

use crate::error::Error;
use crate::mount;
use crate::path::Path;
use crate::value::Value;
use std::collections::BTreeMap;

type Key = fn(&Value, &Path) -> Result<String, String>;

const LISTS: [(&str, Key); 29] = [
    ("networks.*.labels", name),
    ("networks.*.ipam.options", name),
    ("services.*.annotations", name),
    ("services.*.build.args", name),
    ("services.*.build.additional_contexts", name),
    ("services.*.build.platform", name),
    ("services.*.build.tags", name),
    ("services.*.build.labels", name),
    ("services.*.cap_add", name),
    ("services.*.cap_drop", name),
    ("services.*.configs", config_target),
    ("services.*.deploy.labels", name),
    ("services.*.dns", name),
    ("services.*.dns_opt", name),
    ("services.*.dns_search", name),
    ("services.*.environment", name),
    ("services.*.env_file", env_file),
    ("services.*.expose", exposed),
    ("services.*.labels", name),
    ("services.*.links", name),
    ("services.*.networks.*.aliases", name),
    ("services.*.networks.*.link_local_ips", name),
    ("services.*.ports", port),
    ("services.*.profiles", name),
    ("services.*.secrets", secret_target),
    ("services.*.sysctls", name),
    ("services.*.tmpfs", name),
    ("services.*.volumes", volume_target),
    ("services.*.devices", device_target),
];

/// Drops entries that a later one replaces; the later one takes the earlier one's place.
pub(crate) fn enforce(value: &mut Value, path: &Path) -> Result<(), Error> {
    match value {
        Value::Map(map) => {
            for (key, value) in map {
                enforce(value, &path.next(key))?;
            }
        }
        Value::Seq(items) => {
            let Some((_, key)) = LISTS.iter().find(|(pattern, _)| path.matches(pattern)) else {
                return Ok(());
            };
            let mut out: Vec<Value> = Vec::new();
            let mut places: BTreeMap<String, usize> = BTreeMap::new();
            for (index, item) in std::mem::take(items).into_iter().enumerate() {
                let key = key(&item, &path.next(&format!("[{index}]"))).map_err(Error::Invalid)?;
                match places.get(&key).and_then(|place| out.get_mut(*place)) {
                    Some(earlier) => *earlier = item,
                    None => {
                        places.insert(key, out.len());
                        out.push(item);
                    }
                }
            }
            *items = out;
        }
        _ => {}
    }
    Ok(())
}

fn name(value: &Value, path: &Path) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.split('=').next().unwrap_or_default().to_owned()),
        other => Err(format!("{path}: unexpected type {}", other.go_type())),
    }
}

fn volume_target(value: &Value, path: &Path) -> Result<String, String> {
    match value {
        Value::Map(map) => match map.get("target") {
            Some(Value::String(target)) => Ok(target.clone()),
            _ => Err(format!("service volume {path} is missing a mount target")),
        },
        Value::String(text) => {
            let volume = mount::parse(text)?;
            let target = volume.get("target").and_then(Value::as_str);
            Ok(target.unwrap_or_default().to_owned())
        }
        _ => Ok(String::new()),
    }
}

fn device_target(value: &Value, path: &Path) -> Result<String, String> {
    match value {
        Value::Map(map) => match map.get("target") {
            Some(Value::String(target)) => Ok(target.clone()),
            _ => Err(format!("service device {path} is missing a mount target")),
        },
        Value::String(text) => {
            let mut parts = text.split(':');
            let first = parts.next().unwrap_or_default();
            Ok(parts.next().unwrap_or(first).to_owned())
        }
        _ => Ok(String::new()),
    }
}

fn exposed(value: &Value, path: &Path) -> Result<String, String> {
    match value {
        Value::String(_) | Value::Int(_) => Ok(value.sprint()),
        other => Err(format!("{path}: unsupported expose value {}", other.sprint())),
    }
}

fn config_target(value: &Value, path: &Path) -> Result<String, String> {
    file_target(value, path, "")
}

fn secret_target(value: &Value, path: &Path) -> Result<String, String> {
    file_target(value, path, "/run/secrets")
}

fn file_target(value: &Value, path: &Path, folder: &str) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(format!("{folder}/{text}")),
        Value::Map(map) => Ok(match map.get("target") {
            Some(target) => target.sprint(),
            None => format!("{folder}/{}", map.get("source").unwrap_or(&Value::Null).sprint()),
        }),
        other => Err(format!("{path}: unsupported expose value {}", other.sprint())),
    }
}

fn port(value: &Value, path: &Path) -> Result<String, String> {
    let Value::Map(map) = value else {
        return Ok(match value {
            Value::Int(_) | Value::String(_) => value.sprint(),
            _ => String::new(),
        });
    };
    let Some(target) = map.get("target") else {
        return Err(format!("service ports {path} is missing a target port"));
    };
    let part = |key: &str, default: &str| map.get(key).map_or_else(|| default.to_owned(), Value::sprint);
    let (host, published, protocol) = (part("host_ip", "0.0.0.0"), part("published", ""), part("protocol", "tcp"));
    Ok(format!("{host}:{published}:{}/{protocol}", target.sprint()))
}

fn env_file(value: &Value, path: &Path) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Map(map) => match map.get("path") {
            Some(path) => Ok(path.sprint()),
            None => Err(format!("environment path attribute {path} is missing")),
        },
        _ => Ok(String::new()),
    }
}
