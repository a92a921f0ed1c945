//! What is shown over a place: what an instruction or flag does, what a variable is worth, what a stage is.

use crate::dockerfile::Dockerfile;
use crate::editor::EditorContext;
use crate::editor::docs::{flag_doc, instruction_doc, instruction_forms};
use crate::editor::navigation::{SymbolKind, definition, references};
use crate::editor::variables::{variable_uses, variables_at};
use crate::keyword::Keyword;
use crate::span::{Span, offset};

/// What a place is, for a text over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Instruction(Keyword),
    /// A flag of an instruction, without its dashes.
    Flag(Keyword, String),
    /// A variable, by name; nothing where it is not set.
    Variable(String, Option<Worth>),
    /// A stage: its name, the line of its FROM, and that FROM as it is written.
    Stage(String, u32, String),
}

/// What a variable is worth at a place, and where that comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Nothing if only a build argument would tell.
    pub value: Option<String>,
    /// As [`Variable::origin`](super::Variable::origin).
    pub origin: &'static str,
    /// The line that sets it; nothing for what the builder or the image sets.
    pub line: Option<u32>,
}

/// What is known about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    pub about: About,
}

impl About {
    /// In English, as Markdown.
    pub fn text(&self) -> String {
        match self {
            About::Instruction(keyword) => {
                let forms = instruction_forms(*keyword).join("\n");
                format!("```dockerfile\n{forms}\n```\n\n{}", instruction_doc(*keyword))
            }
            About::Flag(keyword, name) => format!("`--{name}`: {}", flag_doc(*keyword, name).unwrap_or_default()),
            About::Variable(name, None) => format!("`{name}` is not set here."),
            About::Variable(name, Some(worth)) => {
                let value = match &worth.value {
                    Some(value) => format!("`{name}` = `{value}`"),
                    None => format!("`{name}` has no value unless the build is given one"),
                };
                match worth.line {
                    Some(line) => format!("{value}\n\n{} in line {line}", worth.origin),
                    None => format!("{value}\n\n{}", worth.origin),
                }
            }
            About::Stage(name, line, from) => format!("Stage `{name}`, line {line}\n\n```dockerfile\n{from}\n```"),
        }
    }
}

/// What to show at a position.
pub fn hover(dockerfile: &Dockerfile, position: u32, context: &EditorContext<'_>) -> Option<Hover> {
    let node = dockerfile.node_at(position)?;
    let mut command = node.command();
    // In an ONBUILD the innermost instruction that the position has reached.
    while let Some(inner) = command.trigger().filter(|i| i.name_span().start <= position) {
        command = inner;
    }
    let keyword = command.keyword()?;
    if command.name_span().touches(position) {
        return Some(Hover {
            span: command.name_span(),
            about: About::Instruction(keyword),
        });
    }
    for word in command.flags().chain(command.args()) {
        if !word.span.touches(position) {
            continue;
        }
        for used in variable_uses(word.raw) {
            let span = node.to_source(used.span.shifted(word.logical.start));
            if span.touches(position) {
                return Some(Hover {
                    span,
                    about: variable(dockerfile, used.name, position, context),
                });
            }
        }
        if let Some(flag) = word.raw.strip_prefix("--") {
            let name = flag.split('=').next().unwrap_or("");
            let end = word.logical.start + offset(name.len() + 2);
            let span = node.to_source(Span {
                start: word.logical.start,
                end,
            });
            if span.touches(position) && flag_doc(keyword, name).is_some() {
                return Some(Hover {
                    span,
                    about: About::Flag(keyword, name.to_owned()),
                });
            }
        }
    }
    let symbol = definition(dockerfile, position)?;
    let here = references(dockerfile, position)
        .into_iter()
        .find(|o| o.span.touches(position))?
        .span;
    match symbol.kind {
        SymbolKind::Variable => Some(Hover {
            span: here,
            // Behind the definition, so that its own value shows.
            about: variable(dockerfile, &symbol.name, node.span().end, context),
        }),
        SymbolKind::Stage => {
            let from = dockerfile.node_at(symbol.span.start)?;
            Some(Hover {
                span: here,
                about: About::Stage(symbol.name, from.lines().start, from.original().trim().to_owned()),
            })
        }
    }
}

fn variable(dockerfile: &Dockerfile, name: &str, position: u32, context: &EditorContext<'_>) -> About {
    let found = variables_at(dockerfile, position, context)
        .into_iter()
        .find(|v| v.name == name);
    let worth = found.map(|variable| Worth {
        value: variable.value,
        origin: variable.origin,
        line: variable
            .defined
            .map(|span| dockerfile.node_at(span.start).map_or(0, |node| node.lines().start)),
    });
    About::Variable(name.to_owned(), worth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_docs_and_values() {
        let text = "FROM busybox AS b\nENV A=1\nRUN --network=none echo $A\nFROM scratch\nCOPY --from=b /x /y\n";
        let dockerfile = Dockerfile::parse(text);
        let show = |needle: &str| {
            hover(&dockerfile, offset(text.find(needle).unwrap() + 1), &EditorContext::default())
                .map(|h| h.about.text())
                .unwrap_or_default()
        };
        assert!(show("RUN").contains("new layer"));
        assert_eq!(show("$A"), "`A` = `1`\n\nENV in line 2");
        assert!(show("--network").starts_with("`--network`"));
        assert!(show("b /x").contains("FROM busybox AS b"));
    }
}
