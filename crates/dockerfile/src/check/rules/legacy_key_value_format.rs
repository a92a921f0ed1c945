//! `LegacyKeyValueFormat`: Legacy key/value format with whitespace separator should not be used.
//!
//! With a blank for separator one instruction sets one variable, and the rest of the line, quotes included, is its
//! value. With `=` it can set many, and quotes mean what they mean elsewhere.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! ENV GREETING hello world
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! ENV GREETING="hello world"
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "LegacyKeyValueFormat",
    description: "Legacy key/value format with whitespace separator should not be used",
    url: "https://docs.docker.com/go/dockerfile/rule/legacy-key-value-format/",
    experimental: false,
    why: "With a blank for separator one instruction sets one variable, and the rest of the line, quotes included, is its value. With `=` it can set many, and quotes mean what they mean elsewhere.",
    bad: "FROM busybox\nENV GREETING hello world\n",
    good: "FROM busybox\nENV GREETING=\"hello world\"\n",
};

/// What is said of ENV or LABEL as written.
pub(crate) fn message(keyword: &str) -> String {
    format!("\"{keyword} key=value\" should be used instead of legacy \"{keyword} key value\" format")
}
