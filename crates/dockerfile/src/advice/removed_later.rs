//! `RemovedInLaterLayer`: Removing a file later does not make the image smaller.
//!
//! A layer never changes: a file that is copied and removed by a later RUN is hidden, but still there, and
//! everybody who has the image can get it. A bind mount lends the file to one RUN and leaves nothing.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! COPY setup.sh /tmp/setup.sh
//! RUN sh /tmp/setup.sh && rm /tmp/setup.sh
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! RUN --mount=type=bind,source=setup.sh,target=/tmp/setup.sh sh /tmp/setup.sh
//! ```

use super::View;
use super::shell::commands;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::span::Span;
use crate::typed::Typed;

/// The rule.
pub const RULE: Rule = Rule {
    name: "RemovedInLaterLayer",
    description: "Removing a file later does not make the image smaller",
    url: "",
    experimental: false,
    why: "A layer never changes: a file that is copied and removed by a later RUN is hidden, but still there, and everybody who has the image can get it. A bind mount lends the file to one RUN and leaves nothing.",
    bad: "FROM busybox:1.36\nCOPY setup.sh /tmp/setup.sh\nRUN sh /tmp/setup.sh && rm /tmp/setup.sh\n",
    good: "FROM busybox:1.36\nRUN --mount=type=bind,source=setup.sh,target=/tmp/setup.sh sh /tmp/setup.sh\n",
};

/// The path inside the image that a COPY of one plain file makes.
fn target(source: &str, destination: &str) -> Option<String> {
    let base = source.rsplit('/').next().filter(|b| !b.is_empty() && *b != ".")?;
    if source.contains(['*', '?', '[', '$']) || !destination.starts_with('/') {
        return None;
    }
    Some(if destination.ends_with('/') {
        format!("{destination}{base}")
    } else {
        destination.to_owned()
    })
}

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Typed::Command(command) = &viewed.typed else {
            continue;
        };
        let Instruction::Copy(copy) = &command.instruction else {
            continue;
        };
        let ([source], true) = (copy.files.sources.as_slice(), copy.from.is_empty()) else {
            continue;
        };
        let Some(path) = target(source, &copy.files.destination) else {
            continue;
        };
        let stage = viewed.stage;
        let mut found = None;
        for later in view.nodes.iter().skip(index + 1).take_while(|l| l.stage == stage) {
            let Some(text) = later.shell_text().filter(|_| later.keyword == Keyword::Run) else {
                continue;
            };
            let parts = commands(text);
            let removal = parts
                .iter()
                .position(|c| c.is(c.program(), "rm") && c.operands().count() == 1 && c.operands().any(|w| w == path));
            if let Some(at) = removal {
                found = Some((later, parts, at));
                break;
            }
        }
        let Some((run, parts, at)) = found else {
            continue;
        };
        let message = format!("{path} is removed in a later layer, so it stays in the image: mount it for the RUN that needs it");
        // Only `… && rm path` at the end of the very next instruction can be taken apart without a doubt.
        let before = at.checked_sub(1).and_then(|i| parts.get(i));
        let fix = before
            .filter(|b| b.operator == "&&" && at + 1 == parts.len())
            .filter(|_| view.nodes.get(index + 1).is_some_and(|n| n.node.index == run.node.index))
            .map(|b| {
                let gone = Span {
                    start: run.after(b.end),
                    end: run.after(parts.get(at).map_or(b.end, |c| c.end)),
                };
                Fix::new(
                    FixKind::MountForRun,
                    "",
                    vec![
                        TextEdit::new(viewed.node.span(), ""),
                        TextEdit::insert(run.at(0), format!("--mount=type=bind,source={source},target={path} ")),
                        TextEdit::new(gone, ""),
                    ],
                )
            });
        view.say(&RULE, index, path.clone(), message, fix);
    }
}
