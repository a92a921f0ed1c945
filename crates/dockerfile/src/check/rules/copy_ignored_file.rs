//! `CopyIgnoredFile`: Attempting to Copy file that is excluded by .dockerignore.
//!
//! The file never reaches the builder, so the instruction fails. Take it out of .dockerignore or out of the
//! instruction. Nothing is said when .dockerignore has exceptions.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! COPY .env /app/
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! COPY app.py /app/
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;
use crate::go::quote;
use crate::ignore::{PatternMatcher, clean_path};

/// The rule.
pub const RULE: Rule = Rule {
    name: "CopyIgnoredFile",
    description: "Attempting to Copy file that is excluded by .dockerignore",
    url: "https://docs.docker.com/go/dockerfile/rule/copy-ignored-file/",
    experimental: false,
    why: "The file never reaches the builder, so the instruction fails. Take it out of .dockerignore or out of the instruction. Nothing is said when .dockerignore has exceptions.",
    bad: "FROM busybox\nCOPY .env /app/\n",
    good: "FROM busybox\nCOPY app.py /app/\n",
};

/// What is said of a file; `verb` is `Copy` or `Add`.
pub(crate) fn message(verb: &str, file: &str) -> String {
    format!("Attempting to {verb} file {} that is excluded by .dockerignore", quote(file))
}

/// The path, cleaned, if it is ignored.
pub(crate) fn ignored(source: &str, matcher: &PatternMatcher) -> Option<String> {
    if matcher.is_empty() || matcher.has_exclusions() {
        return None;
    }
    let path = clean_path(source);
    let is_root = path == "." || path == "/";
    let ignores_all = matcher.patterns().iter().any(|p| matches!(p.text(), "*" | "**" | "**/*"));
    if is_root && !ignores_all {
        return None;
    }
    matcher.matches(&path).then_some(path)
}
