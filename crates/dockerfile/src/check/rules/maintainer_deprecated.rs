//! `MaintainerDeprecated`: The MAINTAINER instruction is deprecated, use a label instead to define an image author.
//!
//! Labels can be listed, filtered and inspected like any other; MAINTAINER can not, and has long been deprecated.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! MAINTAINER Bob
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! LABEL org.opencontainers.image.authors="Bob"
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "MaintainerDeprecated",
    description: "The MAINTAINER instruction is deprecated, use a label instead to define an image author",
    url: "https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/",
    experimental: false,
    why: "Labels can be listed, filtered and inspected like any other; MAINTAINER can not, and has long been deprecated.",
    bad: "FROM busybox\nMAINTAINER Bob\n",
    good: "FROM busybox\nLABEL org.opencontainers.image.authors=\"Bob\"\n",
};

/// What is said.
pub(crate) fn message() -> String {
    "Maintainer instruction is deprecated in favor of using label".to_owned()
}
