//! `UnpinnedImage`: The base image can change from one day to the next.
//!
//! Without a tag, or with latest, the same Dockerfile builds on another image tomorrow. Name a version; for full
//! certainty a digest.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM python
//! RUN true
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN true
//! ```

use super::View;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::keyword::Keyword;
use crate::reference::Reference;
use crate::typed::Typed;

/// The rule.
pub const RULE: Rule = Rule {
    name: "UnpinnedImage",
    description: "The base image can change from one day to the next",
    url: "",
    experimental: false,
    why: "Without a tag, or with latest, the same Dockerfile builds on another image tomorrow. Name a version; for full certainty a digest.",
    bad: "FROM python\nRUN true\n",
    good: "FROM python:3.12-slim\nRUN true\n",
};

/// Tags that have been good for a while, for images that everybody uses.
const KNOWN: [(&str, &str); 14] = [
    ("alpine", "3.20"),
    ("busybox", "1.36"),
    ("debian", "bookworm-slim"),
    ("eclipse-temurin", "21-jre"),
    ("golang", "1.23"),
    ("mysql", "8.4"),
    ("nginx", "1.27"),
    ("node", "22-slim"),
    ("php", "8.3-fpm"),
    ("postgres", "16"),
    ("python", "3.12-slim"),
    ("redis", "7"),
    ("ruby", "3.3-slim"),
    ("ubuntu", "24.04"),
];

pub(crate) fn advise(view: &mut View<'_>) {
    let mut stages: Vec<String> = Vec::new();
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Typed::Stage(stage) = &viewed.typed else {
            continue;
        };
        let base = stage.base_name.clone();
        let is_stage = stages.iter().any(|s| s.eq_ignore_ascii_case(&base));
        stages.push(stage.name.clone());
        let Ok(reference) = Reference::parse(&base) else {
            continue;
        };
        let floats = reference.digest.is_none() && reference.tag.as_deref().is_none_or(|tag| tag == "latest");
        if is_stage || base == "scratch" || !floats || viewed.keyword != Keyword::From {
            continue;
        }
        let name = reference.familiar_name();
        let offered = view.context.tags.iter().find(|(image, _)| *image == name);
        let tag = offered
            .and_then(|(_, tags)| tags.iter().copied().find(|t| *t != "latest"))
            .or_else(|| KNOWN.iter().find(|(image, _)| *image == name).map(|(_, tag)| *tag));
        let word = viewed.node.command().args().next();
        let fix = tag.zip(word).map(|(tag, word)| {
            let bare = base.strip_suffix(":latest").unwrap_or(&base);
            Fix::new(
                FixKind::Use,
                format!("{bare}:{tag}"),
                vec![TextEdit::new(word.span, format!("{bare}:{tag}"))],
            )
        });
        view.say(
            &RULE,
            index,
            name.clone(),
            format!("{name} without a version is another image tomorrow: name a tag"),
            fix,
        );
    }
}
