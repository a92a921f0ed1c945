//! `--change` of `docker commit` and `docker import`: a Dockerfile instruction over a configuration.

use crate::call::Failure;
use engine::{Config, HealthCheck};
use std::time::Duration;

/// The instructions that may change a configuration.
const KNOWN: &[&str] = &[
    "CMD",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Applies changes in their order.
pub fn apply(mut config: Config, changes: &[String]) -> Result<Config, Failure> {
    for change in changes {
        let refuse = |why: String| Failure::new(format!("Error response from daemon: {why}"));
        let (word, rest) = change.trim().split_once(char::is_whitespace).unwrap_or((change.trim(), ""));
        let (word, rest) = (word.to_uppercase(), rest.trim());
        if !KNOWN.contains(&word.as_str()) {
            return Err(refuse(format!("{word} is not a valid change command")));
        }
        if rest.is_empty() {
            return Err(refuse(format!("{word} requires at least one argument")));
        }
        match word.as_str() {
            "CMD" => config.cmd = Some(command(rest)),
            "ENTRYPOINT" => {
                config.entrypoint = Some(command(rest));
            }
            "ENV" => {
                for (name, value) in pairs(rest) {
                    config.setenv(&name, &value);
                }
            }
            "LABEL" => config.labels.extend(pairs(rest)),
            "EXPOSE" => {
                for port in rest.split_whitespace() {
                    config.exposed_ports.insert(match port.contains('/') {
                        true => port.to_lowercase(),
                        false => format!("{port}/tcp"),
                    });
                }
            }
            "VOLUME" => config
                .volumes
                .extend(list(rest).unwrap_or_else(|| rest.split_whitespace().map(str::to_string).collect())),
            "USER" => config.user = rest.to_string(),
            "WORKDIR" => {
                config.working_dir = match rest.starts_with('/') {
                    true => vfs::normalize(rest),
                    false => vfs::normalize(&format!("{}/{rest}", config.working_dir)),
                }
            }
            "STOPSIGNAL" => config.stop_signal = Some(rest.to_string()),
            "HEALTHCHECK" => config.healthcheck = Some(healthcheck(rest)?),
            "ONBUILD" => config.on_build.push(rest.to_string()),
            _ => return Err(Failure::not_simulated(&format!("--change {word}"))),
        }
    }
    Ok(config)
}

/// `NONE`, or options and `CMD`.
fn healthcheck(text: &str) -> Result<HealthCheck, Failure> {
    let mut check = HealthCheck::default();
    let mut rest = text.trim();
    while let Some((option, after)) = rest.strip_prefix("--").map(|r| r.split_once(' ').unwrap_or((r, ""))) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let failed = |why: String| Failure::new(format!("Error response from daemon: {why}"));
        if name == "retries" {
            let why = || {
                failed(format!(
                    "strconv.ParseInt: parsing {}: invalid syntax",
                    crate::opts::quote(value)
                ))
            };
            check.retries = value.parse().map_err(|_| why())?;
        } else {
            let nanos = crate::opts::parse_duration(value).map_err(failed)?;
            let duration = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
            match name {
                "interval" => check.interval = duration,
                "timeout" => check.timeout = duration,
                "start-period" => check.start_period = duration,
                "start-interval" => check.start_interval = duration,
                _ => return Err(failed(format!("unknown flag: {name}"))),
            }
        }
        rest = after.trim_start();
    }
    let (kind, line) = rest.split_once(' ').unwrap_or((rest, ""));
    check.test = match (kind.to_ascii_uppercase().as_str(), list(line)) {
        ("NONE", _) => vec!["NONE".into()],
        ("CMD", Some(words)) => [vec!["CMD".to_string()], words].concat(),
        ("CMD", None) => vec!["CMD-SHELL".into(), line.trim().into()],
        _ => {
            return Err(Failure::new(format!(
                "Error response from daemon: Unknown type {} in HEALTHCHECK (try CMD)",
                crate::opts::quote(kind)
            )));
        }
    };
    Ok(check)
}

/// The strings of a JSON array.
fn list(text: &str) -> Option<Vec<String>> {
    serde_json::from_str(text).ok()
}

/// The exec form, or the shell form through `/bin/sh -c`.
fn command(text: &str) -> Vec<String> {
    list(text).unwrap_or_else(|| vec!["/bin/sh".into(), "-c".into(), text.to_string()])
}

/// `NAME=value …` with quotes, or `NAME value`.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ' | '\t') => words.extend(Some(std::mem::take(&mut word)).filter(|w| !w.is_empty())),
            (_, c) => word.push(c),
        }
    }
    words.extend(Some(word).filter(|w| !w.is_empty()));
    match words.split_first() {
        Some((first, rest)) if !first.contains('=') => vec![(first.clone(), rest.join(" "))],
        _ => words
            .iter()
            .filter_map(|w| w.split_once('='))
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_change_the_configuration() {
        let changes = ["WORKDIR /app".to_string(), "CMD [\"cat\", \"notes.txt\"]".to_string()];
        let config = apply(Config::default(), &changes).unwrap();
        assert_eq!(config.working_dir, "/app");
        assert_eq!(config.cmd.unwrap(), ["cat", "notes.txt"]);
        let error = apply(Config::default(), &["RUN ls".to_string()]).unwrap_err();
        assert_eq!(error.message, "Error response from daemon: RUN is not a valid change command");
    }
}
