//! What an editor asks of a compose file: pure functions of text and position.
//!
//! Positions and spans are byte offsets. A text with mistakes in its YAML is answered from its lines, by indentation; one
//! without is answered from its tree.

mod completion;
mod diagnostics;
mod hover;
mod lines;
mod navigation;
mod references;

pub use completion::{Completion, CompletionKind, complete};
pub use diagnostics::{Diagnostic, Severity, diagnostics};
pub use hover::{Hover, hover};
pub use navigation::{definition, occurrences, services};
pub use yaml::Span;

use std::rc::Rc;
use yaml::{Node, NodeKind};

/// A node on the way to a position.
struct Place<'a> {
    /// Keys from the top; items of lists are their index.
    path: Vec<String>,
    /// Whether the position is on the key and not on its value.
    on_key: bool,
    node: &'a Node,
}

fn touches(span: Span, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

/// The innermost node at a position.
fn place(documents: &[Rc<Node>], offset: usize) -> Option<Place<'_>> {
    let root = documents.iter().rev().find(|root| root.span.start <= offset)?;
    let mut place = Place {
        path: Vec::new(),
        on_key: false,
        node: root,
    };
    loop {
        let next = match &place.node.kind {
            NodeKind::Mapping(entries) => entries.iter().find_map(|(key, value)| {
                if touches(key.span, offset) {
                    return Some((key.text()?.to_owned(), true, key));
                }
                touches(value.span, offset).then(|| Some((key.text()?.to_owned(), false, value)))?
            }),
            NodeKind::Sequence(items) => {
                let mut items = items.iter().enumerate();
                items
                    .find(|(_, item)| touches(item.span, offset))
                    .map(|(index, item)| (index.to_string(), false, item))
            }
            _ => None,
        };
        let Some((part, on_key, node)) = next else {
            return Some(place);
        };
        place.path.push(part);
        place.on_key = on_key;
        place.node = node;
        if on_key {
            return Some(place);
        }
    }
}

/// The key and the value at a path, merge keys and aliases followed.
fn find<'a>(root: &'a Node, path: &[String]) -> Option<(Option<&'a Node>, &'a Node)> {
    let mut key = None;
    let mut node = root;
    for part in path {
        (key, node) = match &node.resolved().kind {
            NodeKind::Sequence(items) => (None, items.get(part.parse::<usize>().ok()?)?.as_ref()),
            NodeKind::Mapping(_) => {
                let (key, value) = entry(node, part, 0)?;
                (Some(key), value)
            }
            _ => return None,
        };
    }
    Some((key, node))
}

fn entry<'a>(node: &'a Node, part: &str, depth: usize) -> Option<(&'a Node, &'a Node)> {
    let entries = node.entries();
    if let Some((key, value)) = entries.iter().find(|(key, _)| key.text() == Some(part)) {
        return Some((key, value));
    }
    if depth > 20 {
        return None;
    }
    let (_, merged) = entries.iter().find(|(key, _)| key.text() == Some("<<"))?;
    match &merged.resolved().kind {
        NodeKind::Sequence(items) => items.iter().find_map(|item| entry(item, part, depth + 1)),
        _ => entry(merged, part, depth + 1),
    }
}
