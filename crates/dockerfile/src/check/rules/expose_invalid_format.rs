//! `ExposeInvalidFormat`: IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error
//! in a future release.
//!
//! EXPOSE says what the container listens on. Addresses and ports of the host belong to `docker run -p`, and are
//! ignored here.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! EXPOSE 8080:80
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! EXPOSE 80
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "ExposeInvalidFormat",
    description: "IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release",
    url: "https://docs.docker.com/go/dockerfile/rule/expose-invalid-format/",
    experimental: false,
    why: "EXPOSE says what the container listens on. Addresses and ports of the host belong to `docker run -p`, and are ignored here.",
    bad: "FROM busybox\nEXPOSE 8080:80\n",
    good: "FROM busybox\nEXPOSE 80\n",
};

/// What is said of a port specification.
pub(crate) fn message(port: &str) -> String {
    format!("EXPOSE instruction should not define an IP address or host-port mapping, found '{port}'")
}
