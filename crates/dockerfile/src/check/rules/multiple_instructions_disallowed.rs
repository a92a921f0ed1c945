//! `MultipleInstructionsDisallowed`: Multiple instructions of the same type should not be used in the same stage.
//!
//! A stage has one CMD, one ENTRYPOINT and one HEALTHCHECK: the last. Those before it do nothing and mislead.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! CMD ["a"]
//! CMD ["b"]
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! CMD ["b"]
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "MultipleInstructionsDisallowed",
    description: "Multiple instructions of the same type should not be used in the same stage",
    url: "https://docs.docker.com/go/dockerfile/rule/multiple-instructions-disallowed/",
    experimental: false,
    why: "A stage has one CMD, one ENTRYPOINT and one HEALTHCHECK: the last. Those before it do nothing and mislead.",
    bad: "FROM busybox\nCMD [\"a\"]\nCMD [\"b\"]\n",
    good: "FROM busybox\nCMD [\"b\"]\n",
};

/// What is said of an instruction, as written, that comes again.
pub(crate) fn message(keyword: &str) -> String {
    format!("Multiple {keyword} instructions should not be used in the same stage because only the last one will be used")
}
