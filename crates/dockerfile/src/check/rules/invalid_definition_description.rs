//! `InvalidDefinitionDescription`: Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If
//! this is not intended to be a description comment, add an empty line or comment between the
//! instruction and the comment.
//!
//! `docker build --call=outline` shows a comment that begins with the name of the stage or argument below it as its
//! description. A comment that begins otherwise is not shown. Experimental: only with `# check=experimental=…`.
//!
//! Bad:
//!
//! ```dockerfile
//! # check=experimental=all
//! # bulid is the first stage
//! FROM busybox AS build
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! # check=experimental=all
//! # build is the first stage
//! FROM busybox AS build
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    name: "InvalidDefinitionDescription",
    description: "Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.",
    url: "https://docs.docker.com/go/dockerfile/rule/invalid-definition-description/",
    experimental: true,
    why: "`docker build --call=outline` shows a comment that begins with the name of the stage or argument below it as its description. A comment that begins otherwise is not shown. Experimental: only with `# check=experimental=…`.",
    bad: "# check=experimental=all\n# bulid is the first stage\nFROM busybox AS build\n",
    good: "# check=experimental=all\n# build is the first stage\nFROM busybox AS build\n",
};

/// What is said of FROM or ARG and the name that should come first.
pub(crate) fn message(keyword: &str, name: &str) -> String {
    format!("Comment for {keyword} should follow the format: `# {name} <description>`")
}

/// The name that the last comment should begin with, if it begins with none of `names`.
pub(crate) fn wanted<'a>(names: &[&'a str], comments: &[String]) -> Option<&'a str> {
    let first_word = comments.last()?.split(' ').next()?;
    let first_name = names.first()?;
    if names.contains(&first_word) {
        return None;
    }
    Some(if names.len() > 1 { "<arg_key>" } else { first_name })
}
