//! The tree of a text: nodes with positions; aliases point at what they stand for.

use crate::error::{Error, Mark};
use crate::events::{Event, EventKind, Events};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep a text may nest. go-yaml allows 10,000, which a stack in a browser does not.
pub const MAX_DEPTH: usize = 200;
/// How many nodes a document may have, aliases not followed.
pub const MAX_NODES: usize = 100_000;

/// A range of bytes of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// A value in the text.
#[derive(Debug, PartialEq)]
pub struct Node {
    pub kind: NodeKind,
    /// As written and with its prefix expanded: `!reset`, `tag:yaml.org,2002:str`.
    pub tag: Option<String>,
    pub anchor: Option<String>,
    pub span: Span,
    /// Lines count from 1.
    pub line: usize,
    /// Columns count from 1, in characters.
    pub column: usize,
}

/// What a node is.
#[derive(Debug, PartialEq)]
pub enum NodeKind {
    /// `plain` says that it stands in no quotes and in no block, so that its meaning is to be resolved.
    Scalar {
        value: String,
        plain: bool,
    },
    Sequence(Vec<Rc<Node>>),
    Mapping(Vec<(Rc<Node>, Rc<Node>)>),
    Alias {
        name: String,
        target: Rc<Node>,
    },
}

impl Node {
    /// The node itself, or what the alias stands for.
    pub fn resolved(&self) -> &Node {
        let mut node = self;
        while let NodeKind::Alias { target, .. } = &node.kind {
            node = target;
        }
        node
    }

    /// The value of a scalar, aliases followed.
    pub fn text(&self) -> Option<&str> {
        match &self.resolved().kind {
            NodeKind::Scalar { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The entries of a mapping, aliases followed.
    pub fn entries(&self) -> &[(Rc<Node>, Rc<Node>)] {
        match &self.resolved().kind {
            NodeKind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence, aliases followed.
    pub fn items(&self) -> &[Rc<Node>] {
        match &self.resolved().kind {
            NodeKind::Sequence(items) => items,
            _ => &[],
        }
    }
}

/// The documents of a text up to the first mistake, and that mistake.
#[derive(Debug, Default)]
pub struct Stream {
    pub documents: Vec<Rc<Node>>,
    pub error: Option<Error>,
}

/// Reads a text. It always ends, and never takes more than a constant many bytes for each byte of the text.
pub fn parse(text: &[u8]) -> Stream {
    let mut stream = Stream::default();
    let Some(events) = Events::new(text) else {
        return stream;
    };
    let mut composer = Composer {
        events,
        length: text.len(),
        anchors: BTreeMap::new(),
        open: Vec::new(),
        nodes: 0,
    };
    loop {
        match composer.document() {
            Ok(Some(document)) => stream.documents.push(document),
            Ok(None) => return stream,
            Err(error) => {
                stream.error = Some(error);
                return stream;
            }
        }
    }
}

struct Composer<'a> {
    events: Events<'a>,
    length: usize,
    anchors: BTreeMap<String, Rc<Node>>,
    /// Anchors of the collections that are being read.
    open: Vec<String>,
    nodes: usize,
}

impl Composer<'_> {
    fn document(&mut self) -> Result<Option<Rc<Node>>, Error> {
        loop {
            let event = self.events.advance()?;
            match event.kind {
                EventKind::StreamEnd => return Ok(None),
                EventKind::DocumentStart => {
                    self.anchors.clear();
                    self.nodes = 0;
                    let first = self.events.advance()?;
                    return self.node(first, 0).map(Some);
                }
                _ => {}
            }
        }
    }

    fn byte(&self, mark: Mark) -> usize {
        mark.index.min(self.length)
    }

    fn node(&mut self, event: Event, depth: usize) -> Result<Rc<Node>, Error> {
        let mark = event.start;
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Error::TooManyNodes { limit: MAX_NODES, mark });
        }
        if depth > MAX_DEPTH {
            return Err(Error::TooDeep { limit: MAX_DEPTH, mark });
        }
        let opened = matches!(event.kind, EventKind::SequenceStart | EventKind::MappingStart)
            .then(|| event.anchor.clone())
            .flatten();
        let opens = opened.is_some();
        self.open.extend(opened);
        let mut end = event.end;
        let kind = match event.kind {
            EventKind::Alias(name) => {
                if self.open.contains(&name) {
                    return Err(Error::RecursiveAlias { name, mark });
                }
                match self.anchors.get(&name) {
                    Some(target) => NodeKind::Alias {
                        target: target.clone(),
                        name,
                    },
                    None => return Err(Error::UnknownAnchor { name, mark }),
                }
            }
            EventKind::Scalar { value, plain } => NodeKind::Scalar { value, plain },
            EventKind::SequenceStart => {
                let mut items = Vec::new();
                loop {
                    let event = self.events.advance()?;
                    if matches!(event.kind, EventKind::SequenceEnd | EventKind::StreamEnd) {
                        end = event.end;
                        break NodeKind::Sequence(items);
                    }
                    items.push(self.node(event, depth + 1)?);
                }
            }
            EventKind::MappingStart => {
                let mut entries = Vec::new();
                loop {
                    let event = self.events.advance()?;
                    if matches!(event.kind, EventKind::MappingEnd | EventKind::StreamEnd) {
                        end = event.end;
                        break NodeKind::Mapping(entries);
                    }
                    let key = self.node(event, depth + 1)?;
                    let event = self.events.advance()?;
                    entries.push((key, self.node(event, depth + 1)?));
                }
            }
            // libyaml's grammar puts no other event where a node stands; the end of the stream is one that was cut.
            _ => NodeKind::Scalar {
                value: String::new(),
                plain: true,
            },
        };
        if opens {
            self.open.pop();
        }
        let node = Rc::new(Node {
            kind,
            tag: event.tag.filter(|tag| tag != "!"),
            anchor: event.anchor.clone(),
            span: Span {
                start: self.byte(mark),
                end: self.byte(end),
            },
            line: mark.line,
            column: mark.column + 1,
        });
        if let Some(anchor) = event.anchor {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse(text.as_bytes()).error.map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn nodes_know_their_place() {
        let stream = parse("a:\n  é: [1, \"x\"]\n".as_bytes());
        let root = &stream.documents[0];
        let (key, list) = &root.entries()[0].1.entries()[0];
        assert_eq!(key.text(), Some("é"));
        assert_eq!((key.line, key.column), (2, 3));
        assert_eq!(list.items()[1].span, Span { start: 13, end: 16 });
    }

    #[test]
    fn a_byte_order_mark_is_part_of_the_text() {
        let stream = parse("\u{feff}a: b\n".as_bytes());
        assert_eq!(stream.documents[0].entries()[0].1.span, Span { start: 6, end: 7 });
    }

    #[test]
    fn a_tab_cannot_start_a_token() {
        assert_eq!(
            error("services:\n  web:\n\timage: nginx\n"),
            "yaml: while scanning for the next token at line 3: found character that cannot start any token"
        );
    }

    #[test]
    fn an_alias_without_an_anchor_is_named() {
        assert_eq!(
            error("services:\n  one:\n    <<: *common\n"),
            "yaml: line 3, column 10: unknown anchor 'common' referenced"
        );
    }

    #[test]
    fn the_context_is_named_with_its_place() {
        assert_eq!(
            error("a: b\n c: d\n"),
            "yaml: line 2, column 3: mapping values are not allowed in this context"
        );
        assert_eq!(
            error("a: [b\n"),
            "yaml: while parsing a flow sequence at line 1, column 4: line 2: did not find expected ',' or ']'"
        );
    }

    #[test]
    fn a_value_cannot_contain_itself() {
        assert_eq!(error("a: &x [*x]"), "yaml: anchor 'x' value contains itself");
    }

    #[test]
    fn nesting_has_an_end() {
        assert_eq!(error(&"[".repeat(1000)), "yaml: exceeded max depth of 200");
    }

    #[test]
    fn an_anchor_lasts_for_its_document() {
        let stream = parse(b"a: &x 1\nb: *x\n---\nc: *x\n");
        assert_eq!(stream.documents.len(), 1);
        assert!(matches!(stream.error, Some(Error::UnknownAnchor { .. })));
    }
}
