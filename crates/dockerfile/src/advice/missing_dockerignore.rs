//! `MissingDockerignore`: The whole folder goes to the builder.
//!
//! COPY . takes everything: .git, local environments, secrets, old builds. They bloat the image, break the cache,
//! and may leak. A .dockerignore keeps them out.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! COPY . /app
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! COPY app.py /app/
//! ```

use super::View;
use crate::check::Rule;
use crate::edit::{Fix, FixKind};
use crate::instruction::Instruction;
use crate::typed::Typed;

/// The rule.
pub const RULE: Rule = Rule {
    name: "MissingDockerignore",
    description: "The whole folder goes to the builder",
    url: "",
    experimental: false,
    why: "COPY . takes everything: .git, local environments, secrets, old builds. They bloat the image, break the cache, and may leak. A .dockerignore keeps them out.",
    bad: "FROM busybox:1.36\nCOPY . /app\n",
    good: "FROM busybox:1.36\nCOPY app.py /app/\n",
};

const CONTENT: &str = ".git\n.env\n**/__pycache__\n**/node_modules\n**/.venv\n*.log\nDockerfile\n.dockerignore\n";

pub(crate) fn advise(view: &mut View<'_>) {
    if view.context.has_dockerignore != Some(false) {
        return;
    }
    let copies_all = |typed: &Typed| {
        let Typed::Command(command) = typed else {
            return false;
        };
        let sources = match &command.instruction {
            Instruction::Copy(copy) if copy.from.is_empty() => &copy.files.sources,
            Instruction::Add(add) => &add.files.sources,
            _ => return false,
        };
        sources.iter().any(|s| matches!(s.as_str(), "." | "./" | "/"))
    };
    let Some(index) = view.nodes.iter().position(|v| copies_all(&v.typed)) else {
        return;
    };
    let fix = Fix {
        new_file: Some((".dockerignore".to_owned(), CONTENT.to_owned())),
        ..Fix::new(FixKind::Make, ".dockerignore", Vec::new())
    };
    view.say(
        &RULE,
        index,
        "",
        "everything in the folder is copied, .git and secrets included: make a .dockerignore",
        Some(fix),
    );
}
