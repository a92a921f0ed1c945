//! `CdInRun`: cd holds for one RUN only.
//!
//! Each RUN starts in the WORKDIR again, so a cd at its beginning is lost right after; and a cd alone does nothing.
//! WORKDIR stays, shows in the image and makes the directory.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! RUN cd /app && make
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! WORKDIR /app
//! RUN make
//! ```

use super::View;
use super::shell::commands;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::keyword::Keyword;
use crate::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "CdInRun",
    description: "cd holds for one RUN only",
    url: "",
    experimental: false,
    why: "Each RUN starts in the WORKDIR again, so a cd at its beginning is lost right after; and a cd alone does nothing. WORKDIR stays, shows in the image and makes the directory.",
    bad: "FROM busybox:1.36\nRUN cd /app && make\n",
    good: "FROM busybox:1.36\nWORKDIR /app\nRUN make\n",
};

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Some(text) = viewed.shell_text().filter(|_| viewed.keyword == Keyword::Run) else {
            continue;
        };
        let parts = commands(text);
        let Some(first) = parts.first().filter(|c| c.is(0, "cd") && c.words.len() == 2) else {
            continue;
        };
        let Some((folder, _, _)) = first.words.get(1).filter(|(w, _, _)| *w != "-") else {
            continue;
        };
        let name = viewed.node.command().name_span();
        let mut edits = Vec::new();
        match parts.get(1) {
            Some(second) if first.operator == "&&" => {
                edits.push(TextEdit::insert(name.start, format!("WORKDIR {folder}\n")));
                let gone = Span {
                    start: viewed.at(0),
                    end: viewed.at(second.start),
                };
                edits.push(TextEdit::new(gone, ""));
            }
            None => edits.push(TextEdit::new(viewed.node.content_span(), format!("WORKDIR {folder}"))),
            Some(_) => continue,
        }
        let message = format!("cd {folder} holds for this RUN only: use WORKDIR {folder}");
        let folder = (*folder).to_owned();
        view.say(&RULE, index, folder, message, Some(Fix::new(FixKind::Use, "WORKDIR", edits)));
    }
}
