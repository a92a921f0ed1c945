//! `StageNameCasing`: Stage names should be lowercase.
//!
//! Stage names are kept in lower case whatever you write, so mixed case only makes FROM and COPY --from harder to
//! read and easier to get wrong.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox AS BuilderBase
//! RUN true
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox AS builder-base
//! RUN true
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "StageNameCasing",
    description: "Stage names should be lowercase",
    url: "https://docs.docker.com/go/dockerfile/rule/stage-name-casing/",
    experimental: false,
    why: "Stage names are kept in lower case whatever you write, so mixed case only makes FROM and COPY --from harder to read and easier to get wrong.",
    bad: "FROM busybox AS BuilderBase\nRUN true\n",
    good: "FROM busybox AS builder-base\nRUN true\n",
};

/// What is said of a stage name as written.
pub(crate) fn message(name: &str) -> String {
    format!("Stage name '{name}' should be lowercase")
}

/// Whether the arguments of a FROM name a stage in anything but lower case.
pub(crate) fn violates(args: &[&str]) -> bool {
    matches!(args, [_, _, name] if *name != crate::go::to_lower(name))
}
