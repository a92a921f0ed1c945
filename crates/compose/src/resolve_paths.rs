//! Relative paths made absolute: build contexts, bind mounts, env files, and the files of secrets and configs.

use crate::error::Error;
use crate::mount::join;
use crate::path::Path;
use crate::value::{Map, Value};

/// Where paths lead from. The base of an extended file is relative itself: its paths become absolute with the project's.
pub(crate) struct Bases<'a> {
    pub base: &'a str,
    pub home: Option<&'a str>,
}

impl Bases<'_> {
    pub fn resolve(&self, value: &mut Value, path: &Path) -> Result<(), Error> {
        let is = |pattern: &str| path.matches(pattern);
        if is("services.*.build.context") || is("services.*.build.additional_contexts.*") {
            if let Value::String(text) = value
                && !is_remote(text)
            {
                *text = self.absolute(text);
            }
            return Ok(());
        }
        let files = [
            "services.*.env_file.*.path",
            "services.*.label_file.*",
            "services.*.extends.file",
            "services.*.develop.watch.*.path",
            "services.*.build.ssh.*",
            "configs.*.file",
            "secrets.*.file",
        ];
        if files.iter().any(|pattern| is(pattern)) {
            if let Value::String(text) = value {
                *text = self.absolute(text);
            }
            return Ok(());
        }
        if is("services.*.volumes.*") {
            return match value {
                Value::Map(volume) => self.volume(volume),
                _ => Ok(()),
            };
        }
        if is("volumes.*") {
            if let Value::Map(volume) = value {
                self.driver_options(volume);
            }
            return Ok(());
        }
        match value {
            Value::Map(map) => map
                .iter_mut()
                .try_for_each(|(key, value)| self.resolve(value, &path.next(key))),
            Value::Seq(items) => {
                let path = path.next("[]");
                items.iter_mut().try_for_each(|item| self.resolve(item, &path))
            }
            _ => Ok(()),
        }
    }

    fn volume(&self, volume: &mut Map) -> Result<(), Error> {
        if volume.get("type").and_then(Value::as_str) != Some("bind") {
            return Ok(());
        }
        match volume.get_mut("source") {
            Some(Value::String(source)) => {
                if !is_windows(source) {
                    *source = self.absolute(source);
                }
                Ok(())
            }
            _ => Err(Error::Invalid(
                "invalid mount config for type \"bind\": field Source must not be empty".to_owned(),
            )),
        }
    }

    /// A local volume can be a bind mount in disguise.
    fn driver_options(&self, volume: &mut Map) {
        if volume.get("driver").and_then(Value::as_str) != Some("local") {
            return;
        }
        let Some(Value::Map(options)) = volume.get_mut("driver_opts") else {
            return;
        };
        if options.get("o").and_then(Value::as_str) == Some("bind")
            && let Some(Value::String(device)) = options.get_mut("device")
        {
            *device = self.absolute(device);
        }
    }

    fn absolute(&self, path: &str) -> String {
        let expanded = match (path.strip_prefix('~'), self.home) {
            (Some(rest), Some(home)) => join(home, &format!("./{rest}")),
            _ => path.to_owned(),
        };
        if expanded.starts_with('/') || expanded.is_empty() {
            return expanded;
        }
        join(self.base, &expanded)
    }
}

fn is_windows(path: &str) -> bool {
    let mut chars = path.chars();
    let drive = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    (drive && matches!(chars.next(), Some('\\' | '/'))) || path.starts_with("\\\\")
}

/// A context that is no folder: an address, a repository, another service's image.
fn is_remote(context: &str) -> bool {
    let starts = ["service:", "https://", "http://", "git://", "ssh://", "github.com/", "git@"];
    context.contains("://") || starts.iter().any(|start| context.starts_with(start))
}
