//! `FromAsCasing`: The 'as' keyword should match the case of the 'from' keyword.
//!
//! FROM and AS read as one instruction; writing one loud and the other quiet looks like a slip.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox as build
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
use crate::go::{to_lower, to_upper};

/// The rule.
pub const RULE: Rule = Rule {
    name: "FromAsCasing",
    description: "The 'as' keyword should match the case of the 'from' keyword",
    url: "https://docs.docker.com/go/dockerfile/rule/from-as-casing/",
    experimental: false,
    why: "FROM and AS read as one instruction; writing one loud and the other quiet looks like a slip.",
    bad: "FROM busybox as build\nRUN true\n",
    good: "FROM busybox AS build\nRUN true\n",
};

/// What is said of the two keywords as written.
pub(crate) fn message(from: &str, as_keyword: &str) -> String {
    format!("'{as_keyword}' and '{from}' keywords' casing do not match")
}

/// Whether the cases differ. A FROM in mixed case is another rule's affair.
pub(crate) fn violates(from: &str, args: &[&str]) -> bool {
    let [_, as_keyword, _, ..] = args else {
        return false;
    };
    if from == to_lower(from) {
        *as_keyword != to_lower(as_keyword)
    } else if from == to_upper(from) {
        *as_keyword != to_upper(as_keyword)
    } else {
        false
    }
}
