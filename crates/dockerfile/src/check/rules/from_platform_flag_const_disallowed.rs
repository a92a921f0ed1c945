//! `FromPlatformFlagConstDisallowed`: FROM --platform flag should not use a constant value.
//!
//! A platform written into the file keeps the image from being built for any other. Give it on the command line, or
//! use $BUILDPLATFORM. A stage that is named after its platform is taken to mean it.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM --platform=linux/amd64 busybox
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM busybox
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;
use crate::go::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "FromPlatformFlagConstDisallowed",
    description: "FROM --platform flag should not use a constant value",
    url: "https://docs.docker.com/go/dockerfile/rule/from-platform-flag-const-disallowed/",
    experimental: false,
    why: "A platform written into the file keeps the image from being built for any other. Give it on the command line, or use $BUILDPLATFORM. A stage that is named after its platform is taken to mean it.",
    bad: "FROM --platform=linux/amd64 busybox\n",
    good: "FROM --platform=$BUILDPLATFORM busybox\n",
};

/// What is said of the value.
pub(crate) fn message(platform: &str) -> String {
    format!("FROM --platform flag should not use constant value {}", quote(platform))
}
