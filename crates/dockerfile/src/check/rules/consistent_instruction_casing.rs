//! `ConsistentInstructionCasing`: All commands within the Dockerfile should use the same casing (either upper or lower).
//!
//! Keywords work in any case. One case throughout tells instructions from their arguments at a glance; upper case
//! is the custom.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! Run echo one
//! CMD ["true"]
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! RUN echo one
//! CMD ["true"]
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;
use crate::go::{to_lower, to_upper};

/// The rule.
pub const RULE: Rule = Rule {
    name: "ConsistentInstructionCasing",
    description: "All commands within the Dockerfile should use the same casing (either upper or lower)",
    url: "https://docs.docker.com/go/dockerfile/rule/consistent-instruction-casing/",
    experimental: false,
    why: "Keywords work in any case. One case throughout tells instructions from their arguments at a glance; upper case is the custom.",
    bad: "FROM busybox\nRun echo one\nCMD [\"true\"]\n",
    good: "FROM busybox\nRUN echo one\nCMD [\"true\"]\n",
};

/// What is said of a keyword as written when most are in the other case.
pub(crate) fn message(keyword: &str, casing: &str) -> String {
    format!("Command '{keyword}' should match the case of the command majority ({casing})")
}

/// Counts the keywords that are wholly in one case, and says whether lower case has the majority.
pub(crate) fn majority_is_lower<'a>(keywords: impl Iterator<Item = &'a str>) -> bool {
    let (mut lower, mut upper) = (0usize, 0usize);
    for keyword in keywords {
        if keyword == to_lower(keyword) {
            lower += 1;
        } else if keyword == to_upper(keyword) {
            upper += 1;
        }
    }
    lower > upper
}

/// The case a keyword should have, if it has another.
pub(crate) fn wanted(keyword: &str, majority_is_lower: bool) -> Option<&'static str> {
    if majority_is_lower {
        (keyword != to_lower(keyword)).then_some("lowercase")
    } else {
        (keyword != to_upper(keyword)).then_some("uppercase")
    }
}
