//! `AptInstallsRecommends`: Recommended packages are installed too.
//!
//! Without --no-install-recommends apt-get installs what its packages merely recommend: often more than what was
//! asked for.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM debian:bookworm-slim
//! RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM debian:bookworm-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
//! ```

use super::View;
use super::shell::apt_installs;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::keyword::Keyword;

/// The rule.
pub const RULE: Rule = Rule {
    name: "AptInstallsRecommends",
    description: "Recommended packages are installed too",
    url: "",
    experimental: false,
    why: "Without --no-install-recommends apt-get installs what its packages merely recommend: often more than what was asked for.",
    bad: "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
    good: "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
};

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Some(text) = viewed.shell_text().filter(|_| viewed.keyword == Keyword::Run) else {
            continue;
        };
        let edits: Vec<TextEdit> = apt_installs(text)
            .iter()
            .filter(|(command, _)| {
                !command
                    .words
                    .iter()
                    .any(|(w, _, _)| *w == "--no-install-recommends" || w.contains("Install-Recommends"))
            })
            .filter_map(|(command, install)| {
                // Behind `install` and the options that follow it.
                let rest = command.words.get(*install..)?;
                let options = rest.iter().skip(1).take_while(|(w, _, _)| w.starts_with('-'));
                rest.get(options.count()).map(|(_, _, end)| *end)
            })
            .map(|end| TextEdit::insert(viewed.after(end), " --no-install-recommends"))
            .collect();
        if edits.is_empty() {
            continue;
        }
        let fix = Fix::new(FixKind::Add, "--no-install-recommends", edits);
        view.say(
            &RULE,
            index,
            "",
            "apt-get installs recommended packages too: add --no-install-recommends",
            Some(fix),
        );
    }
}
