//! From a name to where it is defined, and to all places that use it.

use super::references::{Reference, Target, references};
use super::{Span, touches};
use std::rc::Rc;
use yaml::{Node, NodeKind};

/// Names of the services of a text, with the span of each name.
pub fn services(text: &str) -> Vec<(String, Span)> {
    let stream = yaml::parse(text.as_bytes());
    let roots = stream.documents.iter();
    roots.flat_map(|root| definitions(root, Target::Service)).collect()
}

fn definitions(root: &Node, target: Target) -> Vec<(String, Span)> {
    let section = root.entries().iter().find(|(key, _)| key.text() == Some(target.section()));
    section
        .into_iter()
        .flat_map(|(_, section)| section.entries())
        .filter_map(|(key, _)| Some((key.text()?.to_owned(), key.span)))
        .collect()
}

/// Where the name at a position is defined: a service, network, volume, secret or config, or an anchor.
pub fn definition(text: &str, offset: usize) -> Option<Span> {
    let stream = yaml::parse(text.as_bytes());
    for root in &stream.documents {
        if let Some(span) = anchor(root, offset, 0) {
            return Some(span);
        }
        let Some((target, name)) = symbol(text, root, offset) else {
            continue;
        };
        let mut known = stream.documents.iter().flat_map(|root| definitions(root, target));
        return known.find(|(other, _)| *other == name).map(|(_, span)| span);
    }
    None
}

/// The definition and all uses of the name at a position.
pub fn occurrences(text: &str, offset: usize) -> Vec<Span> {
    let stream = yaml::parse(text.as_bytes());
    let Some((target, name)) = stream.documents.iter().find_map(|root| symbol(text, root, offset)) else {
        return Vec::new();
    };
    let mut spans: Vec<Span> = Vec::new();
    for root in &stream.documents {
        let used = references(text, root).into_iter();
        spans.extend(used.filter(|r| r.target == target && r.name == name).map(|r| r.span));
        let defined = definitions(root, target).into_iter();
        spans.extend(defined.filter(|(other, _)| *other == name).map(|(_, span)| span));
    }
    spans.sort();
    spans.dedup();
    spans
}

fn symbol(text: &str, root: &Rc<Node>, offset: usize) -> Option<(Target, String)> {
    let used = references(text, root)
        .into_iter()
        .find(|r: &Reference| touches(r.span, offset));
    if let Some(reference) = used {
        return Some((reference.target, reference.name));
    }
    let targets = [
        Target::Service,
        Target::Network,
        Target::Volume,
        Target::Secret,
        Target::Config,
    ];
    targets.into_iter().find_map(|target| {
        let mut defined = definitions(root, target).into_iter();
        defined
            .find(|(_, span)| touches(*span, offset))
            .map(|(name, _)| (target, name))
    })
}

/// What the alias at a position stands for.
fn anchor(node: &Node, offset: usize, depth: usize) -> Option<Span> {
    if depth > yaml::MAX_DEPTH || !touches(node.span, offset) {
        return None;
    }
    match &node.kind {
        NodeKind::Alias { target, .. } => Some(target.span),
        NodeKind::Sequence(items) => items.iter().find_map(|item| anchor(item, offset, depth + 1)),
        NodeKind::Mapping(entries) => entries.iter().find_map(|(_, value)| anchor(value, offset, depth + 1)),
        NodeKind::Scalar { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "services:\n  web:\n    image: a\n    depends_on: [db]\n    volumes: ['data:/d']\n  db:\n    image: b\nvolumes:\n  data:\n";

    #[test]
    fn a_dependency_leads_to_its_service() {
        let at = TEXT.find("[db]").unwrap() + 2;
        let span = definition(TEXT, at).unwrap();
        assert_eq!(
            (span.start, &TEXT[span.start..span.end]),
            (TEXT.find("  db:").unwrap() + 2, "db")
        );
    }

    #[test]
    fn a_mount_leads_to_its_volume() {
        let at = TEXT.find("data:/d").unwrap() + 1;
        let span = definition(TEXT, at).unwrap();
        assert_eq!(span.start, TEXT.rfind("data").unwrap());
        assert_eq!(occurrences(TEXT, at).len(), 2);
    }

    #[test]
    fn services_are_listed() {
        let names: Vec<String> = services(TEXT).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["web", "db"]);
    }
}
