//! `PipCache`: pip's cache stays in the layer.
//!
//! pip keeps what it downloads for the next time. In an image there is no next time: the files only make the layer
//! bigger.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN pip install flask
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN pip install --no-cache-dir flask
//! ```

use super::View;
use super::shell::commands;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::keyword::Keyword;

/// The rule.
pub const RULE: Rule = Rule {
    name: "PipCache",
    description: "pip's cache stays in the layer",
    url: "",
    experimental: false,
    why: "pip keeps what it downloads for the next time. In an image there is no next time: the files only make the layer bigger.",
    bad: "FROM python:3.12-slim\nRUN pip install flask\n",
    good: "FROM python:3.12-slim\nRUN pip install --no-cache-dir flask\n",
};

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let stage = viewed.stage;
        let Some(text) = viewed.shell_text().filter(|_| viewed.keyword == Keyword::Run) else {
            continue;
        };
        let off = view
            .stage(stage)
            .take_while(|(at, _)| *at < index)
            .any(|(_, before)| before.keyword == Keyword::Env && before.node.original().contains("PIP_NO_CACHE_DIR"));
        let mounted = viewed.node.original().contains("type=cache");
        if off || mounted {
            continue;
        }
        let mut edits = Vec::new();
        for command in commands(text) {
            let words: Vec<&str> = command.words.iter().map(|(w, _, _)| *w).collect();
            let program = command.program();
            let is_pip = matches!(words.get(program), Some(&("pip" | "pip3")))
                || matches!(words.get(program..program + 3), Some([python, "-m", "pip"]) if python.starts_with("python"));
            let install = words.iter().position(|w| *w == "install");
            if let Some(at) = install.filter(|_| is_pip && !words.contains(&"--no-cache-dir"))
                && let Some((_, _, end)) = command.words.get(at)
            {
                edits.push(TextEdit::insert(viewed.after(*end), " --no-cache-dir"));
            }
        }
        if edits.is_empty() {
            continue;
        }
        let fix = Fix::new(FixKind::Add, "--no-cache-dir", edits);
        view.say(
            &RULE,
            index,
            "",
            "pip's cache stays in this layer: add --no-cache-dir",
            Some(fix),
        );
    }
}
