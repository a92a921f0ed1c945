//! Build checks: what `docker build --check` says, and what a build warns of.
//!
//! [`check`] walks a Dockerfile the way BuildKit converts it into a build, collecting warnings and stopping at the first
//! error; so the same call serves `--check`, the warnings after a build, and every error that comes before the first
//! step. Rules are one file each under `rules`; their order and places are BuildKit's (`linter`, `dockerfile2llb`).

mod conversion;
pub mod options;
mod platform;
mod ports;
mod report;
pub mod rules;

use std::collections::BTreeSet;

pub use conversion::{BuildError, CheckInput, DEFAULT_PATH, ImageFacts, Images, NoImages, Report, check};
pub use options::{CheckOptions, options_of};
pub use platform::Platform;
pub use ports::{PortError, parse_port};
pub use report::{CheckOutput, check_output, warnings_summary};

use crate::directive::{DirectiveName, DirectiveState};
use crate::span::Lines;

/// A rule and its documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// BuildKit's name.
    pub name: &'static str,
    /// BuildKit's description.
    pub description: &'static str,
    /// Where it is documented; empty if nowhere.
    pub url: &'static str,
    /// Only runs when asked for.
    pub experimental: bool,
    /// What is wrong with it, for people.
    pub why: &'static str,
    /// A Dockerfile that breaks it.
    pub bad: &'static str,
    /// The same that does not.
    pub good: &'static str,
}

/// A rule broken at some place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub rule: &'static Rule,
    pub message: String,
    pub lines: Lines,
}

impl Warning {
    /// The one line that a build prints: `Rule: message (line 3)`.
    pub fn short(&self) -> String {
        format!("{}: {} (line {})", self.rule.name, self.message, self.lines.start)
    }
}

/// Options that hold for one instruction, from a `# check=…` comment right before it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope(Option<CheckOptions>);

impl Scope {
    pub(crate) fn of(comments: &[String]) -> Scope {
        for comment in comments {
            let Ok(Some((DirectiveName::Check, _, value))) = DirectiveState::default().line(comment, "") else {
                continue;
            };
            let value = value.of(comment).split(' ').next().unwrap_or("");
            return Scope(CheckOptions::parse(value).ok());
        }
        Scope(None)
    }
}

/// Collects warnings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lint {
    options: CheckOptions,
    pub warnings: Vec<Warning>,
}

impl Lint {
    pub(crate) fn new(options: CheckOptions) -> Lint {
        Lint {
            options,
            warnings: Vec::new(),
        }
    }

    /// Whether `rule` runs in `scope`.
    fn runs(&self, scope: &Scope, rule: &Rule) -> bool {
        let options = || std::iter::once(&self.options).chain(&scope.0);
        let named = |names: &[String]| names.iter().any(|name| name == rule.name);
        if rule.experimental {
            options().any(|o| o.experimental_all || named(&o.experimental))
        } else {
            !options().any(|o| o.skip_all || named(&o.skip))
        }
    }

    pub(crate) fn warn(&mut self, scope: &Scope, rule: &'static Rule, lines: Lines, message: String) {
        if self.runs(scope, rule) {
            self.warnings.push(Warning { rule, message, lines });
        }
    }

    /// The error that warnings amount to, when they are to make the build fail.
    pub(crate) fn error(&self) -> Option<String> {
        if !self.options.error || self.warnings.is_empty() {
            return None;
        }
        let names: BTreeSet<&str> = self.warnings.iter().map(|w| w.rule.name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        Some(format!("lint violation found for rules: {}", names.join(", ")))
    }
}
