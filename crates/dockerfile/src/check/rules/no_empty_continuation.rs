//! `NoEmptyContinuation`: Empty continuation lines will become errors in a future release.
//!
//! A blank line after a continuation character looks like the end of the instruction, yet the instruction goes on.
//! A future release will refuse it.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! RUN echo a && \
//!
//!     echo b
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! RUN echo a && \
//!     # comments are fine
//!     echo b
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "NoEmptyContinuation",
    description: "Empty continuation lines will become errors in a future release",
    url: "https://docs.docker.com/go/dockerfile/rule/no-empty-continuation/",
    experimental: false,
    why: "A blank line after a continuation character looks like the end of the instruction, yet the instruction goes on. A future release will refuse it.",
    bad: "FROM busybox\nRUN echo a && \\\n\n    echo b\n",
    good: "FROM busybox\nRUN echo a && \\\n    # comments are fine\n    echo b\n",
};

/// What is said.
pub(crate) fn message() -> String {
    "Empty continuation line".to_owned()
}
