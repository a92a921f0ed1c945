//! YAML with the lines it stands on, read by what is expected of it.
//!
//! Read by the crate `yaml`, whose nodes know their places. Anchors and aliases are not followed: a lesson has no use for
//! them, and a stranger's could grow without end.

use crate::mistake::Mistake;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use yaml::{Error, Node as Value, NodeKind, Scalar, Span};

/// A text of YAML and the mistakes found in it.
pub(crate) struct Document<'a> {
    text: &'a str,
    /// Lines of the file before the text.
    before: usize,
    mistakes: RefCell<Vec<Mistake>>,
}

/// A value with its line.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    document: &'a Document<'a>,
    pub value: &'a Value,
    /// Where its key stands, or itself if it has none; counted from 1 in the text.
    line: usize,
}

impl<'a> Document<'a> {
    pub fn new(text: &'a str, before: usize) -> Document<'a> {
        Document {
            text,
            before,
            mistakes: RefCell::default(),
        }
    }

    /// Reads the text. `None` and a mistake when it is not YAML; an empty one is nothing (null).
    pub fn parse(&self) -> Option<Rc<Value>> {
        let stream = yaml::parse(self.text.as_bytes());
        if let Some(error) = stream.error {
            let said = words(&error);
            let tab = self.text.lines().any(|l| l.starts_with('\t'));
            let hint = if tab {
                " Lines are indented with blanks, never with tabs."
            } else if said.contains("mapping values are not allowed") {
                " A text with a colon in it stands in quotes: \"like: this\"."
            } else {
                ""
            };
            self.add(error.mark().line, format!("this is not YAML: {said}.{hint}"));
            return None;
        }
        if let Some(second) = stream.documents.get(1) {
            self.add(second.line, "a second document begins here (`---`), expected one".into());
            return None;
        }
        let document = stream.documents.into_iter().next().unwrap_or_else(|| Rc::new(nothing()));
        self.twice(&document);
        Some(document)
    }

    /// Notes keys that stand twice in a mapping. The tree's depth has an end (`yaml::MAX_DEPTH`).
    fn twice(&self, value: &Value) {
        match &value.kind {
            NodeKind::Mapping(entries) => {
                let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
                for (key, inner) in entries {
                    let name = key.text().unwrap_or_default();
                    if let Some(first) = seen.insert(name, key.line) {
                        let first = self.before.saturating_add(first);
                        self.add(key.line, format!("the key `{name}` stands here twice, first on line {first}"));
                    }
                    self.twice(inner);
                }
            }
            NodeKind::Sequence(items) => items.iter().for_each(|item| self.twice(item)),
            _ => {}
        }
    }

    pub fn root(&'a self, value: &'a Value) -> Node<'a> {
        Node {
            document: self,
            value,
            line: value.line,
        }
    }

    /// Notes a mistake on a line of the text, counted from 1; 0 stands for the first as well.
    fn add(&self, line: usize, message: String) {
        let line = self.before.saturating_add(line.max(1));
        self.mistakes.borrow_mut().push(Mistake { line, message });
    }

    pub fn into_mistakes(self) -> Vec<Mistake> {
        self.mistakes.into_inner()
    }
}

/// An error of the parser without its place, which is told by the mistake's line.
fn words(error: &Error) -> String {
    match error {
        Error::Syntax {
            context: Some((context, _)),
            problem,
            ..
        } => format!("{context}: {problem}"),
        Error::Syntax { problem, .. } => problem.clone(),
        other => other.to_string().trim_start_matches("yaml: ").to_string(),
    }
}

/// What an empty text is.
fn nothing() -> Value {
    Value {
        kind: NodeKind::Scalar {
            value: String::new(),
            plain: true,
        },
        tag: None,
        anchor: None,
        span: Span::default(),
        line: 1,
        column: 1,
    }
}

impl<'a> Node<'a> {
    /// Its line in the file, counted from 1.
    pub fn line(&self) -> usize {
        self.document.before.saturating_add(self.line)
    }

    pub fn mistake(&self, message: impl Into<String>) {
        self.document.add(self.line, message.into());
    }

    pub fn is_mapping(&self) -> bool {
        matches!(self.value.kind, NodeKind::Mapping(_))
    }

    /// A child of a mapping. A null counts as absent.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let NodeKind::Mapping(entries) = &self.value.kind else {
            return None;
        };
        let (found, value) = entries.iter().find(|(k, _)| k.text() == Some(key))?;
        let there = !matches!(meaning(value), Some(Scalar::Null));
        there.then(|| self.child(value, found.line))
    }

    fn child(&self, value: &'a Value, line: usize) -> Node<'a> {
        Node {
            document: self.document,
            value,
            line,
        }
    }

    /// The entries of a mapping, or a mistake that says what was expected.
    pub fn entries(&self, expected: &str) -> Vec<(String, Node<'a>)> {
        let NodeKind::Mapping(entries) = &self.value.kind else {
            self.mistake(format!("found {}, expected {expected}", shape(self.value)));
            return Vec::new();
        };
        entries
            .iter()
            .map(|(key, value)| (scalar(key).unwrap_or_default(), self.child(value, key.line)))
            .collect()
    }

    /// The items of a list, or a mistake that says what was expected.
    pub fn items(&self, expected: &str) -> Vec<Node<'a>> {
        let NodeKind::Sequence(items) = &self.value.kind else {
            self.mistake(format!("found {}, expected {expected}", shape(self.value)));
            return Vec::new();
        };
        items.iter().map(|item| self.child(item, item.line)).collect()
    }

    /// A text; numbers and `true` count as the text they are written with.
    pub fn text(&self) -> Option<String> {
        let found = scalar(self.value);
        if found.is_none() {
            self.mistake(format!("found {}, expected a text", shape(self.value)));
        }
        found
    }

    /// The text under a key that must be there.
    pub fn need(&self, key: &str, what: &str) -> Option<String> {
        match self.get(key) {
            Some(node) => node.text().filter(|t| {
                let full = !t.trim().is_empty();
                if !full {
                    node.mistake(format!("`{key}` is empty, expected {what}"));
                }
                full
            }),
            None => {
                self.mistake(format!("`{key}` is missing, expected {what}"));
                None
            }
        }
    }

    /// A list of texts.
    pub fn texts(&self, expected: &str) -> Vec<String> {
        self.items(expected).iter().filter_map(Node::text).collect()
    }

    /// A mistake for every key that is not among the known.
    pub fn only(&self, known: &[&str], of: &str) {
        for (key, node) in self.entries(&format!("{of}: lines of `key: value`")) {
            if !known.contains(&key.as_str()) {
                node.mistake(unknown("key", &key, of, known));
            }
        }
    }
}

/// A sentence about a word that is not among the known.
pub(crate) fn unknown(what: &str, word: &str, of: &str, known: &[&str]) -> String {
    let nearest = dockerfile::suggest::nearest(word, known.iter().copied(), true);
    let known = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    match nearest {
        Some(nearest) => format!("{of} has no {what} `{word}`; did you mean `{nearest}`? It has {known}"),
        None => format!("{of} has no {what} `{word}`; it has {known}"),
    }
}

/// What a scalar without a tag means; `None` for anything else.
fn meaning(value: &Value) -> Option<Scalar> {
    match (&value.kind, &value.tag) {
        (NodeKind::Scalar { value, plain: true }, None) => Some(yaml::resolve(value)),
        (NodeKind::Scalar { value, plain: false }, None) => Some(Scalar::String(value.clone())),
        _ => None,
    }
}

/// The text of a scalar, as it is written.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match meaning(value)? {
        Scalar::Null => None,
        _ => value.text().map(str::to_string),
    }
}

/// `true` or `false`.
pub(crate) fn yes_no(value: &Value) -> Option<bool> {
    match meaning(value)? {
        Scalar::Bool(yes) => Some(yes),
        _ => None,
    }
}

/// What a value is, in an author's words.
pub(crate) fn shape(value: &Value) -> String {
    match (&value.kind, meaning(value)) {
        (NodeKind::Sequence(_), _) => "a list".into(),
        (NodeKind::Mapping(_), _) => "lines of `key: value`".into(),
        (NodeKind::Alias { name, .. }, _) => format!("`*{name}`, which is not followed here"),
        (_, Some(Scalar::Null)) => "nothing".into(),
        (_, Some(Scalar::String(text))) => {
            let first: String = text.chars().take(30).collect();
            format!("the text {first:?}")
        }
        (_, Some(_)) => format!("`{}`", value.text().unwrap_or_default()),
        (_, None) => "a tag (`!…`)".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_on_its_line() {
        let text = "title: x\nchecks:\n  - id: a\n    # a remark\n    image:\n      name: app\n  - id: b\n    diagnose:\n    - when: {file:\n        {path: x}}\n      say: y\n";
        let document = Document::new(text, 1);
        let value = document.parse().unwrap();
        let checks = document.root(&value).get("checks").unwrap().items("");
        let name = checks[0].get("image").unwrap().get("name").unwrap();
        assert_eq!((name.line(), checks[1].line()), (7, 8));
        let wrong = checks[1].get("diagnose").unwrap().items("").remove(0);
        assert_eq!(wrong.get("say").unwrap().line(), 12);
        let file = wrong.get("when").unwrap().get("file").unwrap();
        assert_eq!(file.get("path").unwrap().line(), 11);
    }

    #[test]
    fn what_is_not_yaml_says_where_and_helps() {
        let document = Document::new("title: a: b\n", 1);
        assert_eq!(document.parse(), None);
        let mistakes = document.into_mistakes();
        assert_eq!(
            mistakes[0].message,
            "this is not YAML: mapping values are not allowed in this context. A text with a colon in it stands in quotes: \"like: this\"."
        );
        assert_eq!(mistakes[0].line, 2);
    }

    #[test]
    fn a_key_that_stands_twice_is_told() {
        let document = Document::new("a: 1\nb:\n  c: 1\n  c: 2\n", 1);
        document.parse().unwrap();
        let mistakes = document.into_mistakes();
        assert_eq!(
            (mistakes[0].line, mistakes[0].message.as_str()),
            (5, "the key `c` stands here twice, first on line 4")
        );
    }

    #[test]
    fn an_alias_is_not_followed() {
        let document = Document::new("a: &x text\nb: *x\n", 0);
        let value = document.parse().unwrap();
        assert_eq!(document.root(&value).need("b", "a text"), None);
        assert_eq!(
            document.into_mistakes()[0].message,
            "found `*x`, which is not followed here, expected a text"
        );
    }

    #[test]
    fn texts_are_as_they_are_written() {
        let document = Document::new("[0755, 3.10, True, '~', ~]", 0);
        let value = document.parse().unwrap();
        let found: Vec<Option<String>> = value.items().iter().map(|v| scalar(v)).collect();
        let text = |t: &str| Some(t.to_string());
        assert_eq!(found, [text("0755"), text("3.10"), text("True"), text("~"), None]);
    }
}
