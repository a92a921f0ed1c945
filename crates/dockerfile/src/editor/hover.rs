//! What is shown over a place: what an instruction or flag does, what a variable is worth, what a stage is.

use crate::dockerfile::Dockerfile;
use crate::editor::EditorContext;
use crate::editor::docs::{flag_doc, instruction_doc, instruction_forms};
use crate::editor::navigation::{SymbolKind, definition, references};
use crate::editor::variables::{variable_uses, variables_at};
use crate::span::{Span, offset};

/// A text over a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    /// Markdown.
    pub text: String,
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
        let forms = instruction_forms(keyword).join("\n");
        return Some(Hover {
            span: command.name_span(),
            text: format!("```dockerfile\n{forms}\n```\n\n{}", instruction_doc(keyword)),
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
                    text: variable_text(dockerfile, used.name, position, context),
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
            if span.touches(position)
                && let Some(text) = flag_doc(keyword, name)
            {
                return Some(Hover {
                    span,
                    text: format!("`--{name}`: {text}"),
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
            text: variable_text(dockerfile, &symbol.name, node.span().end, context),
        }),
        SymbolKind::Stage => {
            let from = dockerfile.node_at(symbol.span.start)?;
            Some(Hover {
                span: here,
                text: format!(
                    "Stage `{}`, line {}\n\n```dockerfile\n{}\n```",
                    symbol.name,
                    from.lines().start,
                    from.original().trim()
                ),
            })
        }
    }
}

fn variable_text(dockerfile: &Dockerfile, name: &str, position: u32, context: &EditorContext<'_>) -> String {
    let found = variables_at(dockerfile, position, context)
        .into_iter()
        .find(|v| v.name == name);
    match found {
        None => format!("`{name}` is not set here."),
        Some(variable) => {
            let value = match &variable.value {
                Some(value) => format!("`{name}` = `{value}`"),
                None => format!("`{name}` has no value unless the build is given one"),
            };
            match variable.defined {
                Some(span) => {
                    let line = dockerfile.node_at(span.start).map_or(0, |node| node.lines().start);
                    format!("{value}\n\n{} in line {line}", variable.origin)
                }
                None => format!("{value}\n\n{}", variable.origin),
            }
        }
    }
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
                .map(|h| h.text)
                .unwrap_or_default()
        };
        assert!(show("RUN").contains("new layer"));
        assert_eq!(show("$A"), "`A` = `1`\n\nENV in line 2");
        assert!(show("--network").starts_with("`--network`"));
        assert!(show("b /x").contains("FROM busybox AS b"));
    }
}
