//! `DuplicateStageName`: Stage names should be unique.
//!
//! COPY --from and FROM take the last stage of that name, and --target builds it: the first one can only be reached
//! by its number.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox AS build
//! RUN touch /one
//! FROM busybox AS build
//! RUN touch /two
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox AS build
//! RUN touch /one
//! FROM busybox AS test
//! RUN touch /two
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;
use crate::go::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "DuplicateStageName",
    description: "Stage names should be unique",
    url: "https://docs.docker.com/go/dockerfile/rule/duplicate-stage-name/",
    experimental: false,
    why: "COPY --from and FROM take the last stage of that name, and --target builds it: the first one can only be reached by its number.",
    bad: "FROM busybox AS build\nRUN touch /one\nFROM busybox AS build\nRUN touch /two\n",
    good: "FROM busybox AS build\nRUN touch /one\nFROM busybox AS test\nRUN touch /two\n",
};

/// What is said of a name that is taken.
pub(crate) fn message(name: &str) -> String {
    format!("Duplicate stage name {}, stage names should be unique", quote(name))
}
