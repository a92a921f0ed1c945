//! `UndefinedVar`: Variables should be defined before their use.
//!
//! A variable that is not set is empty, silently: the path or the version it stands in is another one than you
//! think.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! COPY $SOURCE /src
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! ARG SOURCE=.
//! COPY $SOURCE /src
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "UndefinedVar",
    description: "Variables should be defined before their use",
    url: "https://docs.docker.com/go/dockerfile/rule/undefined-var/",
    experimental: false,
    why: "A variable that is not set is empty, silently: the path or the version it stands in is another one than you think.",
    bad: "FROM busybox\nCOPY $SOURCE /src\n",
    good: "FROM busybox\nARG SOURCE=.\nCOPY $SOURCE /src\n",
};

/// What is said of a variable, and the one that was probably meant.
pub(crate) fn message(variable: &str, suggestion: Option<&str>) -> String {
    let mut out = format!("Usage of undefined variable '${variable}'");
    if let Some(name) = suggestion {
        out.push_str(&format!(" (did you mean ${name}?)"));
    }
    out
}
