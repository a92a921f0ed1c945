//! `InvalidDefaultArgInFrom`: Default value for global ARG results in an empty or invalid base image name.
//!
//! Without `--build-arg` the image's name is empty or malformed, so a plain `docker build` fails.
//!
//! Bad:
//!
//! ```dockerfile
//! ARG TAG
//! FROM busybox:$TAG
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! ARG TAG=latest
//! FROM busybox:$TAG
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "InvalidDefaultArgInFrom",
    description: "Default value for global ARG results in an empty or invalid base image name",
    url: "https://docs.docker.com/go/dockerfile/rule/invalid-default-arg-in-from/",
    experimental: false,
    why: "Without `--build-arg` the image's name is empty or malformed, so a plain `docker build` fails.",
    bad: "ARG TAG\nFROM busybox:$TAG\n",
    good: "ARG TAG=latest\nFROM busybox:$TAG\n",
};

/// What is said of a base name as written.
pub(crate) fn message(base_name: &str) -> String {
    format!("Default value for ARG {base_name} results in empty or invalid base image name")
}
