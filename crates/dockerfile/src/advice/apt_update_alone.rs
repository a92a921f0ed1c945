//! `AptUpdateAlone`: apt-get update apart from install goes stale.
//!
//! A RUN of apt-get update is cached. When the install line changes later, it works on old lists and asks for
//! packages that are gone. Update and install belong into one RUN.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM debian:bookworm-slim
//! RUN apt-get update
//! RUN apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM debian:bookworm-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
//! ```

use super::View;
use super::shell::{apt_installs, commands};
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::keyword::Keyword;

/// The rule.
pub const RULE: Rule = Rule {
    name: "AptUpdateAlone",
    description: "apt-get update apart from install goes stale",
    url: "",
    experimental: false,
    why: "A RUN of apt-get update is cached. When the install line changes later, it works on old lists and asks for packages that are gone. Update and install belong into one RUN.",
    bad: "FROM debian:bookworm-slim\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
    good: "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
};

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Some(text) = viewed.shell_text().filter(|_| viewed.keyword == Keyword::Run) else {
            continue;
        };
        let parts = commands(text);
        let is_update = |c: &super::shell::Simple<'_>| {
            let program = c.program();
            (c.is(program, "apt-get") || c.is(program, "apt")) && c.operands().next() == Some("update")
        };
        if !parts.iter().any(is_update) || !apt_installs(text).is_empty() {
            continue;
        }
        let stage = viewed.stage;
        let install = view.nodes.iter().skip(index + 1).find(|later| {
            later.stage == stage
                && later.keyword == Keyword::Run
                && later.shell_text().is_some_and(|t| !apt_installs(t).is_empty())
        });
        let Some(install) = install else {
            continue;
        };
        // All of the first RUN moves in front of the second one's commands.
        let fix = Fix::new(
            FixKind::UpdateAndInstallTogether,
            "",
            vec![
                TextEdit::new(viewed.node.span(), ""),
                TextEdit::insert(install.at(0), format!("{text} && ")),
            ],
        );
        view.say(
            &RULE,
            index,
            "",
            "apt-get update in a RUN of its own is cached and goes stale: put it before install, in one RUN",
            Some(fix),
        );
    }
}
