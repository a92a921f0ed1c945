//! `AptListsLeft`: The package lists stay in the layer.
//!
//! `apt-get update` leaves tens of megabytes of lists that no later layer can take back. Remove them in the same
//! RUN.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM debian:bookworm-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends curl
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
    name: "AptListsLeft",
    description: "The package lists stay in the layer",
    url: "",
    experimental: false,
    why: "`apt-get update` leaves tens of megabytes of lists that no later layer can take back. Remove them in the same RUN.",
    bad: "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
    good: "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
};

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Some(text) = viewed.shell_text().filter(|_| viewed.keyword == Keyword::Run) else {
            continue;
        };
        let installs = !apt_installs(text).is_empty();
        let cached = viewed.node.original().contains("/var/lib/apt");
        if !installs || cached {
            continue;
        }
        let fix = Fix::new(
            FixKind::RemovePackageLists,
            "",
            vec![TextEdit::insert(viewed.after(text.len()), " && rm -rf /var/lib/apt/lists/*")],
        );
        view.say(
            &RULE,
            index,
            "",
            "the package lists stay in this layer: end it with rm -rf /var/lib/apt/lists/*",
            Some(fix),
        );
    }
}
