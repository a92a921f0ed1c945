//! `RedundantTargetPlatform`: Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior.
//!
//! A stage is built for the target platform anyway.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM --platform=$TARGETPLATFORM busybox
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "RedundantTargetPlatform",
    description: "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior",
    url: "https://docs.docker.com/go/dockerfile/rule/redundant-target-platform/",
    experimental: false,
    why: "A stage is built for the target platform anyway.",
    bad: "FROM --platform=$TARGETPLATFORM busybox\n",
    good: "FROM busybox\n",
};

/// What is said of the flag's value as written.
pub(crate) fn message(variable: &str) -> String {
    format!("Setting platform to predefined {variable} in FROM is redundant as this is the default behavior")
}
