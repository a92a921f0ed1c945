//! Instructions that change only an image's configuration, and the lines of history they leave.
//!
//! Specified by BuildKit's `dockerfile2llb/convert.go`.

use super::BuildFailure;
use super::history::PendingHistory;
use super::plan::{platform_of, predefined};
use super::solve::{Outcome, Solver};
use super::stage::{State, set_variable};
use super::words::quoted;
use crate::HealthCheck;
use dockerfile::check::parse_port;
use dockerfile::{Instruction, Lexer, Lines, ShellCommandLine};
use std::time::Duration;

impl Solver<'_> {
    /// Instructions that change only the configuration.
    pub fn configure(&self, state: &mut State, instruction: &Instruction, lexer: &Lexer, lines: Lines) -> Outcome<()> {
        // Only these two read variables after they were expanded in the instruction's words.
        let variables = match instruction {
            Instruction::Arg(_) | Instruction::Expose(_) => state.env.clone(),
            _ => Vec::new(),
        };
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        let text = match instruction {
            Instruction::Env(pairs) => {
                for pair in pairs {
                    state.config.setenv(&pair.key, &pair.value);
                    set_variable(&mut state.env, &pair.key, &pair.value);
                }
                Some(format!(
                    "ENV{}",
                    pairs.iter().map(|p| format!(" {}={}", p.key, p.value)).collect::<String>()
                ))
            }
            Instruction::Label(pairs) => {
                for pair in pairs {
                    state.config.labels.insert(pair.key.clone(), pair.value.clone());
                }
                Some(format!(
                    "LABEL{}",
                    pairs.iter().map(|p| format!(" {}={}", p.key, p.value)).collect::<String>()
                ))
            }
            Instruction::Arg(definitions) => {
                let mut text = String::from("ARG");
                let platform = platform_of(self.request);
                let known = predefined(&platform, self.request.target.as_deref().unwrap_or_default());
                for definition in definitions {
                    let given = self
                        .request
                        .build_args
                        .iter()
                        .rev()
                        .find(|(k, _)| *k == definition.key)
                        .map(|(_, v)| v.clone());
                    let global = self
                        .plan
                        .global_args
                        .iter()
                        .find(|(k, _)| *k == definition.key)
                        .map(|(_, v)| v.clone());
                    let default = definition
                        .value
                        .as_ref()
                        .map(|v| lexer.expand(v, &variables))
                        .transpose()
                        .map_err(|e| fail(e.to_string()))?;
                    let platform_value = known.iter().find(|(k, _)| *k == definition.key).map(|(_, v)| v.clone());
                    let value = given.or(default.clone()).or(global).or(platform_value);
                    text.push_str(&format!(" {}", definition.key));
                    if let Some(value) = &value {
                        text.push_str(&format!("={value}"));
                        set_variable(&mut state.env, &definition.key, value);
                    }
                    state.build_args.push((definition.key.clone(), value));
                }
                Some(text)
            }
            Instruction::Cmd(line) => {
                let words = self.words(state, line);
                state.config.cmd = Some(words.clone());
                state.cmd_set = true;
                Some(format!("CMD {}", quoted(&words)))
            }
            Instruction::Entrypoint(line) => {
                let words = self.words(state, line);
                state.config.entrypoint = Some(words.clone());
                if !state.cmd_set {
                    state.config.cmd = None;
                }
                Some(format!("ENTRYPOINT {}", quoted(&words)))
            }
            Instruction::Expose(specs) => {
                let mut ports = Vec::new();
                for spec in specs {
                    for word in lexer.words(spec, &variables).map_err(|e| fail(e.to_string()))? {
                        ports.extend(parse_port(&word).map_err(|e| fail(e.to_string()))?);
                    }
                }
                ports.sort();
                ports.dedup();
                state.config.exposed_ports.extend(ports.iter().cloned());
                Some(format!("EXPOSE [{}]", ports.join(" ")))
            }
            Instruction::Healthcheck(check) => {
                let nanos = |n: i64| Duration::from_nanos(n.max(0) as u64);
                state.config.healthcheck = Some(HealthCheck {
                    test: check.test.clone(),
                    interval: nanos(check.interval),
                    timeout: nanos(check.timeout),
                    start_period: nanos(check.start_period),
                    start_interval: nanos(check.start_interval),
                    retries: check.retries.max(0) as u32,
                });
                let duration = |n: i64| format!("{:?}", crate::health::go_duration(nanos(n)));
                Some(format!(
                    "HEALTHCHECK &{{{} {} {} {} {} '\\x{:02x}'}}",
                    quoted(&check.test),
                    duration(check.interval),
                    duration(check.timeout),
                    duration(check.start_period),
                    duration(check.start_interval),
                    check.retries
                ))
            }
            Instruction::Maintainer(name) => {
                state.author.clone_from(name);
                Some(format!("MAINTAINER {name}"))
            }
            Instruction::Onbuild(text) => {
                state.config.on_build.push(text.clone());
                None
            }
            Instruction::Shell(words) => {
                state.config.shell = Some(words.clone());
                Some(format!("SHELL [{}]", words.join(" ")))
            }
            Instruction::Stopsignal(signal) => {
                if machine::Signal::parse(signal).is_none() {
                    return Err(fail(format!("invalid signal: {signal}")));
                }
                state.config.stop_signal = Some(signal.clone());
                Some(format!("STOPSIGNAL {signal}"))
            }
            Instruction::User(user) => {
                state.config.user.clone_from(user);
                Some(format!("USER {user}"))
            }
            Instruction::Volume(paths) => {
                if paths.iter().any(String::is_empty) {
                    return Err(fail("VOLUME specified can not be an empty string".into()));
                }
                state.config.volumes.extend(paths.iter().cloned());
                Some(format!("VOLUME [{}]", paths.join(" ")))
            }
            Instruction::Run(_) | Instruction::Copy(_) | Instruction::Add(_) | Instruction::Workdir(_) => None,
        };
        if let Some(text) = text {
            state.history.push(PendingHistory::new(text, true, None, &state.author));
        }
        Ok(())
    }

    /// A command line's words, the shell before them if it is in shell form.
    pub fn words(&self, state: &State, line: &ShellCommandLine) -> Vec<String> {
        if !line.prepend_shell {
            return line.words.clone();
        }
        let shell = state
            .config
            .shell
            .clone()
            .unwrap_or_else(|| vec!["/bin/sh".into(), "-c".into()]);
        shell.into_iter().chain([line.words.join(" ")]).collect()
    }
}
