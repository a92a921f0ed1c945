//! `WorkdirRelativePath`: Relative workdir without an absolute workdir declared within the build can have unexpected results
//! if the base image changes.
//!
//! A relative WORKDIR starts from the base image's working directory. When that changes in a newer image,
//! everything moves with it.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! WORKDIR app
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! WORKDIR /app
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;
use crate::go::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "WorkdirRelativePath",
    description: "Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes",
    url: "https://docs.docker.com/go/dockerfile/rule/workdir-relative-path/",
    experimental: false,
    why: "A relative WORKDIR starts from the base image's working directory. When that changes in a newer image, everything moves with it.",
    bad: "FROM busybox\nWORKDIR app\n",
    good: "FROM busybox\nWORKDIR /app\n",
};

/// What is said of a path.
pub(crate) fn message(path: &str) -> String {
    format!(
        "Relative workdir {} can have unexpected results if the base image changes",
        quote(path)
    )
}
