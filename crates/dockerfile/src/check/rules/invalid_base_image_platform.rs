//! `InvalidBaseImagePlatform`: Base image platform does not match expected target platform.
//!
//! The local image of that name is for another platform than the build. Its programs may not start.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM busybox
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
use crate::go::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "InvalidBaseImagePlatform",
    description: "Base image platform does not match expected target platform",
    url: "",
    experimental: false,
    why: "The local image of that name is for another platform than the build. Its programs may not start.",
    bad: "FROM --platform=$BUILDPLATFORM busybox\n",
    good: "FROM busybox\n",
};

/// What is said of an image.
pub(crate) fn message(image: &str, expected: &str, actual: &str) -> String {
    format!(
        "Base image {image} was pulled with platform {}, expected {} for current build",
        quote(actual),
        quote(expected)
    )
}
