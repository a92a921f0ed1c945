//! `ExposeProtoCasing`: Protocol in EXPOSE instruction should be lowercase.
//!
//! Protocols are compared in lower case; an image shows them so whatever you write.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! EXPOSE 80/TCP
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! EXPOSE 80/tcp
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "ExposeProtoCasing",
    description: "Protocol in EXPOSE instruction should be lowercase",
    url: "https://docs.docker.com/go/dockerfile/rule/expose-proto-casing/",
    experimental: false,
    why: "Protocols are compared in lower case; an image shows them so whatever you write.",
    bad: "FROM busybox\nEXPOSE 80/TCP\n",
    good: "FROM busybox\nEXPOSE 80/tcp\n",
};

/// What is said of a port specification.
pub(crate) fn message(port: &str) -> String {
    format!("Defined protocol '{port}' in EXPOSE instruction should be lowercase")
}
