//! Variables that become part of the project: those without a value, env files of services, label files, and what
//! secrets and configs take from the environment.

use super::Loader;
use crate::dotenv;
use crate::error::Error;
use crate::interpolate::unset_warning;
use crate::project::Project;
use crate::value::{Map, Value};
use std::collections::BTreeMap;

/// Where a secret's value waits for the typed project: a key that a file that includes the secret's takes for an extension.
pub(super) const SECRET_VALUE: &str = "x-#value";

/// Completes `- VARIABLE` in lists, and the content of secrets and configs.
pub(super) fn resolve(tree: &mut Map, environment: &BTreeMap<String, String>) {
    let services = tree.get_mut("services").and_then(Value::as_map_mut);
    for service in services.into_iter().flat_map(Map::values_mut) {
        let Some(Value::Seq(variables)) = service.as_map_mut().and_then(|service| service.get_mut("environment")) else {
            continue;
        };
        for variable in variables {
            if let Value::String(text) = variable
                && let Some(found) = environment.get(text.as_str())
            {
                *text = format!("{text}={found}");
            }
        }
    }
    for (kind, key) in [("secrets", SECRET_VALUE), ("configs", "content")] {
        let entries = tree.get_mut(kind).and_then(Value::as_map_mut);
        for entry in entries.into_iter().flat_map(Map::values_mut).filter_map(Value::as_map_mut) {
            let name = entry.get("environment").and_then(Value::as_str);
            if let Some(found) = name.and_then(|name| environment.get(name)) {
                entry.insert(key.to_owned(), found.as_str().into());
            }
        }
    }
}

impl Loader<'_> {
    /// Reads the env files of the active services into their environment.
    pub(super) fn resolve_environment(&mut self, project: &mut Project) -> Result<(), Error> {
        let outer = project.environment.clone();
        for service in project.services.values_mut() {
            for (key, value) in &mut service.environment.0 {
                if value.is_none() {
                    *value = outer.get(key).cloned();
                }
            }
            let own = service.environment.clone();
            let lookup = |name: &str| {
                let inner = || own.get(name).cloned().flatten();
                outer.get(name).cloned().or_else(inner)
            };
            let mut variables: BTreeMap<String, String> = own
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), value.clone()?)))
                .collect();
            for file in std::mem::take(&mut service.env_file) {
                if self.files.kind(&file.path).is_none() {
                    if file.required.0 {
                        return Err(Error::ServiceEnvFileNotFound { path: file.path });
                    }
                    continue;
                }
                match file.format.as_str() {
                    "" | ".env" => self.mapping_file(&file.path, &mut variables, &lookup)?,
                    "raw" => self.raw_file(&file.path, &mut variables, &lookup)?,
                    _ => return Err(Error::UnsupportedEnvFormat { format: file.format }),
                }
            }
            for (key, value) in variables {
                service.environment.entry(key).or_insert(Some(value));
            }
        }
        Ok(())
    }

    /// Reads the label files of the active services into their labels.
    pub(super) fn resolve_labels(&mut self, project: &mut Project) -> Result<(), Error> {
        for service in project.services.values_mut() {
            let mut labels: BTreeMap<String, String> = BTreeMap::new();
            for path in std::mem::take(&mut service.label_file) {
                if self.files.kind(&path).is_none() {
                    return Err(Error::LabelFileNotFound { path });
                }
                let before = labels.clone();
                let lookup = |name: &str| before.get(name).cloned();
                self.mapping_file(&path, &mut labels, &lookup)?;
            }
            for (key, value) in labels {
                service.labels.entry(key).or_insert(value);
            }
        }
        Ok(())
    }

    fn mapping_file(&mut self, path: &str, out: &mut BTreeMap<String, String>, lookup: dotenv::Lookup) -> Result<(), Error> {
        let content = self.content(path)?;
        let mut unset = Vec::new();
        let result = dotenv::parse(&String::from_utf8_lossy(&content), out, lookup, &mut unset);
        self.warnings.extend(unset.iter().map(|name| unset_warning(name)));
        result.map_err(|problem| Error::EnvFileUnreadable {
            path: path.to_owned(),
            problem,
        })
    }

    /// Lines of `KEY=value` as `docker run --env-file` reads them: no quotes, no variables.
    fn raw_file(&mut self, path: &str, out: &mut BTreeMap<String, String>, lookup: dotenv::Lookup) -> Result<(), Error> {
        let content = self.content(path)?;
        for line in String::from_utf8_lossy(&content).lines() {
            let line = line.trim_start();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('=') {
                Some((key, value)) => out.insert(key.to_owned(), value.to_owned()),
                None => lookup(line).and_then(|value| out.insert(line.to_owned(), value)),
            };
        }
        Ok(())
    }
}
