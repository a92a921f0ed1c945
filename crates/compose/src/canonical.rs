//! One form for everything that can be written in several: short forms become long ones, and what is left open gets its
//! default.

use crate::error::Error;
use crate::path::Path;
use crate::value::{Map, Value, map};
use crate::{mount, ports};

/// How many ports all ranges of a project may make.
const MAX_PORTS: usize = 20_000;

/// Makes trees canonical.
pub(crate) struct Canonical<'a> {
    /// What can't be read stays as it is: variables are still in it.
    pub lenient: bool,
    pub warnings: &'a mut Vec<String>,
    /// How many ports were made.
    pub ports: &'a mut usize,
}

impl Canonical<'_> {
    pub fn apply(&mut self, value: Value, path: &Path) -> Result<Value, Error> {
        let invalid = |what: String| Err(Error::Invalid(format!("{path}: {what}")));
        let of_type =
            |value: &Value, place: &str| Error::Invalid(format!("{path}: invalid type {} for {place}", value.go_type()));
        let is = |pattern: &str| path.matches(pattern);
        if is("services.*.ports") {
            return self.ports(value, path);
        }
        if is("services.*.build") {
            return match value {
                Value::String(context) => Ok(map([("context", context.into())])),
                Value::Map(_) => self.below(value, path),
                other => Err(of_type(&other, "build")),
            };
        }
        if is("services.*.extends") {
            return match value {
                Value::String(service) => Ok(map([("service", service.into())])),
                Value::Map(_) => self.below(value, path),
                other => Err(of_type(&other, "extends")),
            };
        }
        if is("services.*.build.provenance") || is("services.*.build.sbom") {
            return Ok(Value::String(value.sprint()));
        }
        if is("services.*.build.additional_contexts") {
            return self.key_values(value, path);
        }
        if is("services.*.build.ssh") {
            return ssh(value, path);
        }
        if is("services.*.depends_on") {
            return depends_on(value, path);
        }
        if is("services.*.env_file") {
            return match value {
                Value::Seq(items) => Ok(Value::Seq(items.into_iter().map(env_file).collect())),
                Value::String(_) => Ok(Value::Seq(vec![env_file(value)])),
                other => Err(of_type(&other, "env_file")),
            };
        }
        if is("services.*.gpus") {
            return match value {
                Value::String(_) => Ok(Value::Seq(vec![map([("count", "all".into())])])),
                Value::Seq(_) => self.below(value, path),
                other => Err(of_type(&other, "gpus")),
            };
        }
        if is("services.*.networks") || is("services.*.models") {
            return Ok(match value {
                Value::Seq(items) => Value::Map(items.into_iter().map(|item| (item.sprint(), Value::Null)).collect()),
                other => other,
            });
        }
        if is("services.*.volumes.*") {
            return match value {
                Value::String(text) => match mount::parse(&text) {
                    Ok(volume) => Ok(Value::Map(volume)),
                    Err(_) if self.lenient => Ok(Value::String(text)),
                    Err(problem) => Err(Error::Invalid(problem)),
                },
                Value::Map(_) => Ok(value),
                other => Err(of_type(&other, "service volume mount")),
            };
        }
        if is("services.*.devices.*") {
            return match value {
                Value::String(text) => match mount::device(&text) {
                    Some(device) => Ok(device),
                    None if self.lenient => Ok(Value::String(text)),
                    None => Err(Error::Invalid(format!(
                        "confusing device mapping, please use long syntax: {text}"
                    ))),
                },
                Value::Map(_) => Ok(value),
                other => Err(of_type(&other, "service volume mount")),
            };
        }
        if is("services.*.secrets.*") || is("services.*.configs.*") || is("services.*.build.secrets.*") {
            return match value {
                Value::String(source) => Ok(map([("source", source.into())])),
                Value::Map(_) => Ok(value),
                other => invalid(format!("unsupported type {}", other.go_type())),
            };
        }
        let lists = [
            "services.*.dns",
            "services.*.label_file",
            "services.*.develop.watch.*.ignore",
            "services.*.develop.watch.*.include",
        ];
        if lists.iter().any(|pattern| is(pattern)) {
            return Ok(match value {
                text @ Value::String(_) => Value::Seq(vec![text]),
                other => other,
            });
        }
        if is("services.*.ulimits.*") || is("services.*.build.ulimits.*") {
            return match value {
                Value::Map(_) | Value::Int(_) => Ok(value),
                other => Err(of_type(&other, "external")),
            };
        }
        let resources = ["volumes.*", "networks.*", "secrets.*", "configs.*"];
        if resources.iter().any(|pattern| is(pattern)) {
            return self.maybe_external(value, path);
        }
        self.below(value, path)
    }

    fn below(&mut self, value: Value, path: &Path) -> Result<Value, Error> {
        match value {
            Value::Map(entries) => {
                let entries: Result<Map, Error> = entries
                    .into_iter()
                    .map(|(key, value)| {
                        let path = path.next(&key);
                        Ok((key, self.apply(value, &path)?))
                    })
                    .collect();
                entries.map(Value::Map)
            }
            Value::Seq(items) => {
                let path = path.next("[]");
                let items: Result<Vec<Value>, Error> = items.into_iter().map(|item| self.apply(item, &path)).collect();
                items.map(Value::Seq)
            }
            other => Ok(other),
        }
    }

    fn ports(&mut self, value: Value, path: &Path) -> Result<Value, Error> {
        let of_type = |value: &Value| Error::Invalid(format!("{path}: invalid type {} for port", value.go_type()));
        let Value::Seq(items) = value else {
            return Err(of_type(&value));
        };
        let mut out = Vec::new();
        for item in &items {
            let parsed = match item {
                Value::Int(number) => ports::of_number(*number),
                Value::String(text) => ports::parse(text),
                Value::Map(_) => Ok(vec![item.clone()]),
                other => return Err(of_type(other)),
            };
            match parsed {
                Ok(ports) => {
                    *self.ports = self.ports.saturating_add(ports.len());
                    if *self.ports > MAX_PORTS {
                        return Err(Error::NotSimulated {
                            what: format!("a project of more than {MAX_PORTS} ports"),
                        });
                    }
                    out.extend(ports);
                }
                Err(_) if self.lenient => return Ok(Value::Seq(items)),
                Err(problem) => return Err(Error::Invalid(problem)),
            }
        }
        Ok(Value::Seq(out))
    }

    fn key_values(&mut self, value: Value, path: &Path) -> Result<Value, Error> {
        let items = match value {
            Value::Map(_) => return Ok(value),
            Value::Seq(items) => items,
            other => return Err(Error::Invalid(format!("{path}: invalid type {}", other.go_type()))),
        };
        let mut out = Map::new();
        for item in &items {
            let text = item.sprint();
            match text.split_once('=') {
                Some((key, value)) => out.insert(key.to_owned(), value.into()),
                None if self.lenient => return Ok(Value::Seq(items)),
                None => {
                    return Err(Error::Invalid(format!("{path}: invalid value {text}, expected key=value")));
                }
            };
        }
        Ok(Value::Map(out))
    }

    fn maybe_external(&mut self, value: Value, path: &Path) -> Result<Value, Error> {
        let Value::Map(mut resource) = self.below(value, path)? else {
            return Ok(Value::Null);
        };
        if let Some(Value::Map(external)) = resource.get("external").cloned() {
            resource.insert("external".to_owned(), true.into());
            if let Some(name) = external.get("name") {
                self.warnings.push(format!(
                    "{path}: external.name is deprecated. Please set name and external: true"
                ));
                if resource.get("name").is_some_and(|own| own != name) {
                    return Err(Error::Invalid(format!(
                        "{path}: name and external.name conflict; only use name"
                    )));
                }
                resource.entry("name".to_owned()).or_insert_with(|| name.clone());
            }
        }
        Ok(Value::Map(resource))
    }
}

fn env_file(value: Value) -> Value {
    match value {
        Value::String(path) => map([("path", path.into()), ("required", true.into())]),
        Value::Map(mut entry) => {
            entry.entry("required".to_owned()).or_insert(true.into());
            Value::Map(entry)
        }
        _ => Value::Null,
    }
}

fn depends_on(value: Value, path: &Path) -> Result<Value, Error> {
    let started = || {
        Map::from([
            ("condition".to_owned(), "service_started".into()),
            ("required".to_owned(), true.into()),
        ])
    };
    match value {
        Value::Map(entries) => {
            let mut out = Map::new();
            for (service, dependency) in entries {
                let Value::Map(mut dependency) = dependency else {
                    let text = dependency.sprint();
                    return Err(Error::Invalid(format!("{path}.{service}: unsupported value {text}")));
                };
                for (key, value) in started() {
                    dependency.entry(key).or_insert(value);
                }
                out.insert(service, Value::Map(dependency));
            }
            Ok(Value::Map(out))
        }
        Value::Seq(items) => Ok(Value::Map(
            items.into_iter().map(|item| (item.sprint(), Value::Map(started()))).collect(),
        )),
        other => Err(Error::Invalid(format!(
            "{path}: invalid type {} for depend_on",
            other.go_type()
        ))),
    }
}

fn ssh(value: Value, path: &Path) -> Result<Value, Error> {
    match value {
        Value::Map(_) => Ok(value),
        Value::Seq(items) => {
            let mut keys = Map::new();
            for item in items {
                let Value::String(text) = item else {
                    return Err(Error::Invalid(format!("invalid ssh key type {}", item.go_type())));
                };
                match text.split_once('=') {
                    Some((id, path)) => keys.insert(id.to_owned(), path.into()),
                    None if text == "default" => keys.insert(text, Value::Null),
                    None => {
                        let text = crate::print::quoted(&text);
                        return Err(Error::Invalid(format!("invalid ssh key {text}")));
                    }
                };
            }
            Ok(Value::Map(keys))
        }
        other => Err(Error::Invalid(format!("{path}: invalid type {} for ssh", other.go_type()))),
    }
}

/// Takes empty entries out where they say nothing.
pub(crate) fn omit_empty(tree: &mut Value) {
    let services = tree.as_map_mut().and_then(|map| map.get_mut("services"));
    for service in services.and_then(Value::as_map_mut).into_iter().flat_map(Map::values_mut) {
        if let Some(Value::Seq(items)) = service.as_map_mut().and_then(|map| map.get_mut("dns")) {
            items.retain(|item| !matches!(item, Value::Null) && item.as_str() != Some(""));
        }
    }
}

/// Sets what may be left out.
pub(crate) fn set_defaults(value: &mut Value, path: &Path) -> Result<(), Error> {
    let is = |pattern: &str| path.matches(pattern);
    if is("services.*.build") {
        if let Value::Map(build) = value {
            build.entry("context".to_owned()).or_insert(".".into());
        }
        return Ok(());
    }
    if is("services.*.secrets.*") {
        let Value::Map(secret) = value else {
            return Err(Error::Invalid(format!("{path}: unsupported type {}", value.go_type())));
        };
        let source = secret.get("source").unwrap_or(&Value::Null).sprint();
        secret
            .entry("target".to_owned())
            .or_insert(format!("/run/secrets/{source}").into());
        return Ok(());
    }
    if is("services.*.ports.*") {
        ports::defaults(value);
        return Ok(());
    }
    if is("services.*.deploy.resources.reservations.devices.*") || is("services.*.gpus.*") {
        let Value::Map(device) = value else {
            return Err(Error::Invalid(format!(
                "{path}: invalid type {} for device request",
                value.go_type()
            )));
        };
        if !device.contains_key("count") && !device.contains_key("device_ids") {
            device.insert("count".to_owned(), "all".into());
        }
        return Ok(());
    }
    if is("services.*.volumes.*.bind") {
        let Value::Map(bind) = value else {
            return Err(Error::Invalid(format!(
                "{path}: invalid type {} for service volume bind",
                value.go_type()
            )));
        };
        bind.entry("create_host_path".to_owned()).or_insert(true.into());
        return Ok(());
    }
    match value {
        Value::Map(entries) => entries
            .iter_mut()
            .try_for_each(|(key, value)| set_defaults(value, &path.next(key))),
        Value::Seq(items) => {
            let path = path.next("[]");
            items.iter_mut().try_for_each(|item| set_defaults(item, &path))
        }
        _ => Ok(()),
    }
}
