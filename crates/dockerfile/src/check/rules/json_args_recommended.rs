//! `JSONArgsRecommended`: JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals.
//!
//! In shell form the program is a child of /bin/sh, which does not pass signals on: `docker stop` then waits ten
//! seconds and kills the container. The JSON form starts the program itself. After a SHELL instruction the shell is
//! taken to be meant.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! CMD echo hello
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! CMD ["echo", "hello"]
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "JSONArgsRecommended",
    description: "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals",
    url: "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/",
    experimental: false,
    why: "In shell form the program is a child of /bin/sh, which does not pass signals on: `docker stop` then waits ten seconds and kills the container. The JSON form starts the program itself. After a SHELL instruction the shell is taken to be meant.",
    bad: "FROM busybox\nCMD echo hello\n",
    good: "FROM busybox\nCMD [\"echo\", \"hello\"]\n",
};

/// What is said of CMD or ENTRYPOINT as written.
pub(crate) fn message(keyword: &str) -> String {
    format!("JSON arguments recommended for {keyword} to prevent unintended behavior related to OS signals")
}
