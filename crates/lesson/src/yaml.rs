//! YAML with the lines it stands on, read by what is expected of it.
//!
//! The YAML parser keeps no places, so a line is found again by following keys and dashes through the text.
//! In flow style (`{a: 1}`) the line is that of the innermost block around it.

use crate::mistake::Mistake;
use serde_yaml::Value;
use std::cell::RefCell;

/// A step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// A text of YAML and the mistakes found in it.
pub(crate) struct Document<'a> {
    text: &'a str,
    /// Lines of the file before the text.
    before: usize,
    mistakes: RefCell<Vec<Mistake>>,
}

/// A value and the way to it.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    document: &'a Document<'a>,
    pub value: &'a Value,
    path: Vec<Step>,
}

impl<'a> Document<'a> {
    pub fn new(text: &'a str, before: usize) -> Document<'a> {
        Document {
            text,
            before,
            mistakes: RefCell::default(),
        }
    }

    /// Reads the text. `None` and a mistake when it is not YAML.
    pub fn parse(&self) -> Option<Value> {
        match serde_yaml::from_str(self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.location().map_or(0, |l| l.line().saturating_sub(1));
                let said = error.to_string();
                let said = said.split(" at line ").next().unwrap_or(&said);
                let tab = self.text.lines().any(|l| l.starts_with('\t'));
                let hint = if tab {
                    " Lines are indented with blanks, never with tabs."
                } else if said.contains("mapping values are not allowed") {
                    " A text with a colon in it stands in quotes: \"like: this\"."
                } else {
                    ""
                };
                self.add(line, format!("this is not YAML: {said}.{hint}"));
                None
            }
        }
    }

    pub fn root(&'a self, value: &'a Value) -> Node<'a> {
        Node {
            document: self,
            value,
            path: Vec::new(),
        }
    }

    /// Notes a mistake on a line of the text, counted from 0.
    fn add(&self, line: usize, message: String) {
        let line = self.before.saturating_add(line).saturating_add(1);
        self.mistakes.borrow_mut().push(Mistake { line, message });
    }

    pub fn into_mistakes(self) -> Vec<Mistake> {
        self.mistakes.into_inner()
    }
}

impl<'a> Node<'a> {
    /// Its line in the file, counted from 1.
    pub fn line(&self) -> usize {
        self.document.before + locate(self.document.text, &self.path) + 1
    }

    pub fn mistake(&self, message: impl Into<String>) {
        let line = locate(self.document.text, &self.path);
        self.document.add(line, message.into());
    }

    /// A child of a mapping. A null counts as absent.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.value.as_mapping()?.get(key).filter(|v| !v.is_null())?;
        Some(self.child(Step::Key(key.to_string()), value))
    }

    fn child(&self, step: Step, value: &'a Value) -> Node<'a> {
        let mut path = self.path.clone();
        path.push(step);
        Node {
            document: self.document,
            value,
            path,
        }
    }

    /// The entries of a mapping, or a mistake that says what was expected.
    pub fn entries(&self, expected: &str) -> Vec<(String, Node<'a>)> {
        let Some(map) = self.value.as_mapping() else {
            self.mistake(format!("found {}, expected {expected}", shape(self.value)));
            return Vec::new();
        };
        map.iter()
            .map(|(key, value)| {
                let key = scalar(key).unwrap_or_default();
                (key.clone(), self.child(Step::Key(key), value))
            })
            .collect()
    }

    /// The items of a list, or a mistake that says what was expected.
    pub fn items(&self, expected: &str) -> Vec<Node<'a>> {
        let Some(list) = self.value.as_sequence() else {
            self.mistake(format!("found {}, expected {expected}", shape(self.value)));
            return Vec::new();
        };
        list.iter()
            .enumerate()
            .map(|(index, value)| self.child(Step::Index(index), value))
            .collect()
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

/// The text of a scalar.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// What a value is, in an author's words.
pub(crate) fn shape(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(_) | Value::Number(_) => format!("`{}`", scalar(value).unwrap_or_default()),
        Value::String(text) => {
            let first: String = text.chars().take(30).collect();
            format!("the text {first:?}")
        }
        Value::Sequence(_) => "a list".into(),
        Value::Mapping(_) => "lines of `key: value`".into(),
        Value::Tagged(_) => "a tag (`!…`)".into(),
    }
}

/// The line, counted from 0, on which the value at the end of a path begins.
fn locate(text: &str, path: &[Step]) -> usize {
    let mut lines: Vec<(usize, String)> = text.lines().map(str::to_string).enumerate().collect();
    let mut at = 0;
    for step in path {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let solid = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        let Some(depth) = lines.iter().filter(|(_, l)| solid(l)).map(|(_, l)| indent(l)).min() else {
            return at;
        };
        let starts: Vec<usize> = (0..lines.len())
            .filter(|n| lines.get(*n).is_some_and(|(_, l)| solid(l) && indent(l) == depth))
            .collect();
        let found = match step {
            Step::Key(key) => starts.iter().copied().find(|n| {
                lines.get(*n).is_some_and(|(_, l)| {
                    let l = l.trim_start();
                    let l = l.trim_start_matches(['"', '\'']);
                    l.strip_prefix(key.as_str())
                        .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
                })
            }),
            Step::Index(index) => starts
                .iter()
                .copied()
                .filter(|n| lines.get(*n).is_some_and(|(_, l)| l.trim_start().starts_with('-')))
                .nth(*index),
        };
        let Some(found) = found else { return at };
        // The value goes on until the next line of the same depth; a list may stand at its key's depth.
        let key = matches!(step, Step::Key(_));
        let end = starts
            .iter()
            .copied()
            .find(|n| *n > found && lines.get(*n).is_some_and(|(_, l)| !(key && l.trim_start().starts_with("- "))))
            .unwrap_or(lines.len());
        at = lines.get(found).map_or(at, |(n, _)| *n);
        let mut inner: Vec<(usize, String)> = lines.get(found..end).unwrap_or_default().to_vec();
        match step {
            Step::Key(_) => {
                inner.remove(0);
            }
            Step::Index(_) => {
                if let Some((_, first)) = inner.first_mut() {
                    *first = first.replacen('-', " ", 1);
                }
            }
        }
        lines = inner;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, path: &[&str]) -> usize {
        let path: Vec<Step> = path
            .iter()
            .map(|s| s.parse().map_or_else(|_| Step::Key((*s).to_string()), Step::Index))
            .collect();
        locate(text, &path)
    }

    #[test]
    fn a_value_is_found_on_its_line() {
        let text = "title: x\nchecks:\n  - id: a\n    # a remark\n    image:\n      name: app\n  - id: b\n    diagnose:\n    - when: {file: {path: x}}\n      say: y\n";
        assert_eq!(line(text, &["checks", "0", "image", "name"]), 5);
        assert_eq!(line(text, &["checks", "1"]), 6);
        assert_eq!(line(text, &["checks", "1", "diagnose", "0", "say"]), 9);
        assert_eq!(line(text, &["checks", "1", "diagnose", "0", "when", "file", "path"]), 8);
    }

    #[test]
    fn a_list_may_stand_at_the_depth_of_its_key() {
        assert_eq!(
            line("checks:\n- id: a\n- id: b\n  text: t\nx: 1\n", &["checks", "1", "text"]),
            3
        );
    }

    #[test]
    fn what_is_not_yaml_says_where_and_helps() {
        let document = Document::new("title: a: b\n", 1);
        assert_eq!(document.parse(), None);
        let mistakes = document.into_mistakes();
        assert_eq!(mistakes[0].line, 2);
        assert!(mistakes[0].message.contains("stands in quotes"), "{mistakes:?}");
    }
}
