//! `RunsAsRoot`: The container runs as root.
//!
//! Without USER the program is root inside the container: whoever breaks into it can change the image's files, and
//! has the first half of a break-out. A server rarely needs that.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["python", "app.py"]
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! USER nobody
//! CMD ["python", "app.py"]
//! ```

use super::View;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::typed::Typed;

/// The rule.
pub const RULE: Rule = Rule {
    name: "RunsAsRoot",
    description: "The container runs as root",
    url: "",
    experimental: false,
    why: "Without USER the program is root inside the container: whoever breaks into it can change the image's files, and has the first half of a break-out. A server rarely needs that.",
    bad: "FROM python:3.12-slim\nCMD [\"python\", \"app.py\"]\n",
    good: "FROM python:3.12-slim\nUSER nobody\nCMD [\"python\", \"app.py\"]\n",
};

pub(crate) fn advise(view: &mut View<'_>) {
    let last = view.last_stage();
    let mut user: Option<(usize, String)> = None;
    let mut command = None;
    let mut from = None;
    for (index, viewed) in view.stage(last) {
        match (&viewed.typed, viewed.keyword) {
            (Typed::Command(c), Keyword::User) => {
                if let Instruction::User(name) = &c.instruction {
                    user = Some((index, name.clone()));
                }
            }
            (_, Keyword::Cmd | Keyword::Entrypoint) if command.is_none() => command = Some(index),
            (Typed::Stage(stage), _) => from = Some(stage.base_name.clone()),
            _ => {}
        }
    }
    let Some(command) = command else {
        return;
    };
    // An empty image has no names of users, only numbers.
    let name = if from.as_deref() == Some("scratch") {
        "65534:65534"
    } else {
        "nobody"
    };
    match user {
        None => {
            let at = view.nodes[command].node.span().start;
            let fix = Fix::new(FixKind::RunAs, name, vec![TextEdit::insert(at, format!("USER {name}\n"))]);
            view.say(
                &RULE,
                command,
                "",
                "this runs as root: name another USER before it",
                Some(fix),
            );
        }
        Some((index, root)) if matches!(root.split(':').next(), Some("root" | "0")) => {
            let span = view.nodes[index].node.command().arguments_span();
            let fix = Fix::new(FixKind::RunAs, name, vec![TextEdit::new(span, name)]);
            view.say(&RULE, index, "", "the container runs as root: name another USER", Some(fix));
        }
        Some(_) => {}
    }
}
