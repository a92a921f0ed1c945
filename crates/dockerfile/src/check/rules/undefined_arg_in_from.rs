//! `UndefinedArgInFrom`: FROM command must use declared ARGs.
//!
//! FROM sees only the ARGs before the first FROM and the predefined ones. Any other variable is empty there, which
//! makes another image of it or none.
//!
//! Bad:
//!
//! ```dockerfile
//! ARG VERSION=1.36
//! FROM busybox${VERSON}
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! ARG VERSION=1.36
//! FROM busybox:${VERSION}
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "UndefinedArgInFrom",
    description: "FROM command must use declared ARGs",
    url: "https://docs.docker.com/go/dockerfile/rule/undefined-arg-in-from/",
    experimental: false,
    why: "FROM sees only the ARGs before the first FROM and the predefined ones. Any other variable is empty there, which makes another image of it or none.",
    bad: "ARG VERSION=1.36\nFROM busybox${VERSON}\n",
    good: "ARG VERSION=1.36\nFROM busybox:${VERSION}\n",
};

/// What is said of a variable, and the one that was probably meant.
pub(crate) fn message(variable: &str, suggestion: Option<&str>) -> String {
    let mut out = format!("FROM argument '{variable}' is not declared");
    if let Some(name) = suggestion {
        out.push_str(&format!(" (did you mean {name}?)"));
    }
    out
}
