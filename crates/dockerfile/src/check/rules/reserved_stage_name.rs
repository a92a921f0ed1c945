//! `ReservedStageName`: Reserved words should not be used as stage names.
//!
//! `scratch` is the empty image and `context` the build context; a stage of that name cannot be referred to
//! reliably.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox AS scratch
//! RUN true
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox AS build
//! RUN true
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;
use crate::go::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "ReservedStageName",
    description: "Reserved words should not be used as stage names",
    url: "https://docs.docker.com/go/dockerfile/rule/reserved-stage-name/",
    experimental: false,
    why: "`scratch` is the empty image and `context` the build context; a stage of that name cannot be referred to reliably.",
    bad: "FROM busybox AS scratch\nRUN true\n",
    good: "FROM busybox AS build\nRUN true\n",
};

/// What is said of a reserved name.
pub(crate) fn message(name: &str) -> String {
    format!("Stage name should not use the same name as reserved stage {}", quote(name))
}

/// Whether a name, in lower case, is reserved.
pub(crate) fn violates(name: &str) -> bool {
    matches!(name, "context" | "scratch")
}
