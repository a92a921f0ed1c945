//! Variables put into every string of a tree, and strings turned into what their place wants.

use crate::cast;
use crate::error::Error;
use crate::path::Path;
use crate::template::{Substitution, TemplateError};
use crate::value::Value;
use std::collections::BTreeMap;

/// What a place wants a string to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cast {
    Atoi,
    Int64,
    Float(u32),
    Boolean,
}

const CASTS: [(&str, Cast); 42] = [
    ("services.*.cpu_count", Cast::Int64),
    ("services.*.cpu_percent", Cast::Float(64)),
    ("services.*.cpu_period", Cast::Int64),
    ("services.*.cpu_quota", Cast::Int64),
    ("services.*.cpu_rt_period", Cast::Int64),
    ("services.*.cpu_rt_runtime", Cast::Int64),
    ("services.*.cpus", Cast::Float(32)),
    ("services.*.cpu_shares", Cast::Int64),
    ("services.*.init", Cast::Boolean),
    ("services.*.depends_on.*.required", Cast::Boolean),
    ("services.*.depends_on.*.restart", Cast::Boolean),
    ("services.*.deploy.replicas", Cast::Atoi),
    ("services.*.deploy.update_config.parallelism", Cast::Atoi),
    ("services.*.deploy.update_config.max_failure_ratio", Cast::Float(64)),
    ("services.*.deploy.rollback_config.parallelism", Cast::Atoi),
    ("services.*.deploy.rollback_config.max_failure_ratio", Cast::Float(64)),
    ("services.*.deploy.restart_policy.max_attempts", Cast::Atoi),
    ("services.*.deploy.placement.max_replicas_per_node", Cast::Atoi),
    ("services.*.healthcheck.retries", Cast::Atoi),
    ("services.*.healthcheck.disable", Cast::Boolean),
    ("services.*.oom_kill_disable", Cast::Boolean),
    ("services.*.oom_score_adj", Cast::Int64),
    ("services.*.pids_limit", Cast::Int64),
    ("services.*.ports.[].target", Cast::Atoi),
    ("services.*.privileged", Cast::Boolean),
    ("services.*.read_only", Cast::Boolean),
    ("services.*.scale", Cast::Atoi),
    ("services.*.stdin_open", Cast::Boolean),
    ("services.*.tty", Cast::Boolean),
    ("services.*.ulimits.*", Cast::Atoi),
    ("services.*.ulimits.*.hard", Cast::Atoi),
    ("services.*.ulimits.*.soft", Cast::Atoi),
    ("services.*.volumes.[].read_only", Cast::Boolean),
    ("services.*.volumes.[].volume.nocopy", Cast::Boolean),
    ("networks.*.external", Cast::Boolean),
    ("volumes.*.external", Cast::Boolean),
    ("secrets.*.external", Cast::Boolean),
    ("configs.*.external", Cast::Boolean),
    ("networks.*.internal", Cast::Boolean),
    ("networks.*.attachable", Cast::Boolean),
    ("networks.*.enable_ipv4", Cast::Boolean),
    ("networks.*.enable_ipv6", Cast::Boolean),
];

/// What interpolation knows, and what it has to say.
pub(crate) struct Interpolation<'a> {
    pub environment: &'a BTreeMap<String, String>,
    pub warnings: &'a mut Vec<String>,
}

/// The warning for a variable that is not set.
pub(crate) fn unset_warning(name: &str) -> String {
    format!(
        "The {} variable is not set. Defaulting to a blank string.",
        crate::print::quoted(name)
    )
}

impl Interpolation<'_> {
    /// Completes a tree.
    pub fn apply(&mut self, value: Value, path: &Path) -> Result<Value, Error> {
        match value {
            Value::String(text) => self.string(&text, path),
            Value::Seq(items) => {
                let path = path.next("[]");
                let items: Result<Vec<Value>, Error> = items.into_iter().map(|item| self.apply(item, &path)).collect();
                items.map(Value::Seq)
            }
            Value::Map(map) => {
                let map: Result<BTreeMap<String, Value>, Error> = map
                    .into_iter()
                    .map(|(key, value)| {
                        let path = path.next(&key);
                        Ok((key, self.apply(value, &path)?))
                    })
                    .collect();
                map.map(Value::Map)
            }
            other => Ok(other),
        }
    }

    fn string(&mut self, text: &str, path: &Path) -> Result<Value, Error> {
        let lookup = |name: &str| self.environment.get(name).cloned();
        let mut substitution = Substitution {
            lookup: &lookup,
            unset: Vec::new(),
        };
        let result = substitution.apply(text);
        let unset = substitution.unset;
        self.warnings.extend(unset.iter().map(|name| unset_warning(name)));
        let text = result.map_err(|error| match error {
            TemplateError::Invalid(template) => Error::Interpolation {
                path: path.to_string(),
                template,
            },
            TemplateError::Required { variable, message } => Error::RequiredVariable {
                path: path.to_string(),
                variable,
                message,
            },
        })?;
        match CASTS.iter().find(|(pattern, _)| path.matches(pattern)) {
            Some((_, cast)) => self.cast(text, *cast).map_err(|problem| Error::Cast {
                path: path.to_string(),
                problem,
            }),
            None => Ok(Value::String(text)),
        }
    }

    fn cast(&mut self, text: String, cast: Cast) -> Result<Value, String> {
        let quoted = || crate::print::quoted(&text);
        let integer = |function: &str| {
            text.parse::<i64>().map(Value::Int).map_err(|error| {
                let problem = match error.kind() {
                    std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => "value out of range",
                    _ => "invalid syntax",
                };
                format!("strconv.{function}: parsing {}: {problem}", quoted())
            })
        };
        match cast {
            Cast::Atoi => integer("Atoi"),
            Cast::Int64 => integer("ParseInt"),
            Cast::Float(bits) => match text.parse::<f64>() {
                Ok(value) if bits == 32 => Ok(Value::Float(f64::from(value as f32))),
                Ok(value) => Ok(Value::Float(value)),
                Err(_) => Err(format!("strconv.ParseFloat: parsing {}: invalid syntax", quoted())),
            },
            Cast::Boolean => {
                let (value, old) = cast::boolean(&text)?;
                if old {
                    self.warnings.push(format!(
                        "{} for boolean is not supported by YAML 1.2, please use `{value}`",
                        quoted()
                    ));
                }
                Ok(Value::Bool(value))
            }
        }
    }
}
