//! From a YAML node to a value: aliases and merge keys followed, scalars resolved, the tags `!reset` and `!override` taken
//! out and remembered by path.

use crate::error::Error;
use crate::path::Path;
use crate::value::{Map, Value};
use std::collections::BTreeMap;
use yaml::{Node, NodeKind, Scalar};

/// A document as a value, and the paths at which what earlier files said is to be forgotten.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub value: Value,
    pub resets: Vec<Path>,
}

/// Why a document has no value: a whole message of go-yaml's, or one that it wraps.
pub(crate) enum Problem {
    Text(String),
    /// A key that stands twice: the whole message, where it is, and the message without its frame.
    Duplicate {
        text: String,
        span: yaml::Span,
        message: String,
    },
    Key(Error),
}

impl From<String> for Problem {
    fn from(text: String) -> Self {
        Problem::Text(text)
    }
}

/// Reads one document.
pub(crate) fn decode(root: &Node) -> Result<Document, Problem> {
    let mut decoder = Decoder {
        resets: Vec::new(),
        visited: 0,
        aliased: 0,
        alias_depth: 0,
        root_line: root.line,
    };
    let value = decoder.value(root, &Path::root(), "")?.unwrap_or_default();
    Ok(Document {
        value,
        resets: decoder.resets,
    })
}

struct Decoder {
    resets: Vec<Path>,
    visited: usize,
    aliased: usize,
    alias_depth: usize,
    root_line: usize,
}

impl Decoder {
    /// go-yaml's guard against texts that grow by their aliases, on a smaller scale; a long string counts for more.
    fn spend(&mut self, node: &Node) -> Result<(), Problem> {
        let cost = 1 + match &node.kind {
            NodeKind::Scalar { value, .. } => value.len() / 64,
            _ => 0,
        };
        self.visited = self.visited.saturating_add(cost);
        if self.alias_depth > 0 {
            self.aliased = self.aliased.saturating_add(cost);
        }
        let allowed = match self.visited {
            ..=100_000 => 0.99,
            1_000_000.. => 0.10,
            visited => 0.99 - 0.89 * (visited - 100_000) as f64 / 900_000.0,
        };
        if self.aliased > 100 && self.visited > 1_000 && self.aliased as f64 / self.visited as f64 > allowed {
            return Err("yaml: document contains excessive aliasing".to_owned().into());
        }
        Ok(())
    }

    /// The value; none where it is reset. `place` is the path as messages write it, with indices.
    fn value(&mut self, node: &Node, path: &Path, place: &str) -> Result<Option<Value>, Problem> {
        self.spend(node)?;
        let target = node.resolved();
        match target.tag.as_deref() {
            Some("!reset") => {
                self.resets.push(path.clone());
                return Ok(None);
            }
            Some("!override") => self.resets.push(path.clone()),
            _ => {}
        }
        let aliased = matches!(node.kind, NodeKind::Alias { .. });
        self.alias_depth += usize::from(aliased);
        let value = match &target.kind {
            NodeKind::Scalar { value, plain } => self.scalar(target, value, *plain)?,
            NodeKind::Sequence(items) => {
                let mut out = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let place = format!("{place}[{index}]");
                    out.extend(self.value(item, &path.next(&index.to_string()), &place)?);
                }
                Value::Seq(out)
            }
            NodeKind::Mapping(entries) => Value::Map(self.mapping(entries, path, place)?),
            NodeKind::Alias { .. } => Value::Null,
        };
        self.alias_depth -= usize::from(aliased);
        Ok(Some(value))
    }

    fn mapping(&mut self, entries: &[(std::rc::Rc<Node>, std::rc::Rc<Node>)], path: &Path, place: &str) -> Result<Map, Problem> {
        let mut map = Map::new();
        let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
        let mut merged = None;
        for (key, node) in entries {
            let Some(text) = key.text() else {
                return Err(format!("yaml: line {}: invalid map key", key.line).into());
            };
            if let Some(line) = lines.insert(text, key.line) {
                let message = format!("mapping key {} already defined at line {line}", crate::print::quoted(text));
                return Err(Problem::Duplicate {
                    text: format!(
                        "yaml: construct errors:\n  line {}: line {}: {message}",
                        self.root_line, key.line
                    ),
                    span: key.span,
                    message,
                });
            }
            let key = key.resolved();
            let NodeKind::Scalar { plain, .. } = &key.kind else {
                continue;
            };
            match self.key(key, text, *plain) {
                Scalar::Merge => merged = Some(node),
                Scalar::String(name) => {
                    let place = if place.is_empty() {
                        name.clone()
                    } else {
                        format!("{place}.{name}")
                    };
                    if let Some(value) = self.value(node, &path.next(&name), &place)? {
                        map.insert(name, value);
                    }
                }
                other => return Err(Problem::Key(non_string_key(place, &other))),
            }
        }
        if let Some(node) = merged {
            let wanted = || Problem::Text("yaml: map merge requires map or sequence of maps as the value".to_owned());
            let sources: Vec<&Node> = match &node.resolved().kind {
                NodeKind::Mapping(_) => vec![node],
                NodeKind::Sequence(items) => items.iter().map(AsRef::as_ref).collect(),
                _ => return Err(wanted()),
            };
            for source in sources {
                let Some(Value::Map(more)) = self.value(source, path, place)? else {
                    return Err(wanted());
                };
                for (key, value) in more {
                    map.entry(key).or_insert(value);
                }
            }
        }
        Ok(map)
    }

    fn key(&self, node: &Node, text: &str, plain: bool) -> Scalar {
        match node.tag.as_deref() {
            None if plain => yaml::resolve(text),
            _ => Scalar::String(text.to_owned()),
        }
    }

    fn scalar(&self, node: &Node, text: &str, plain: bool) -> Result<Value, Problem> {
        let Some(tag) = node.tag.as_deref() else {
            return Ok(if plain { of(yaml::resolve(text)) } else { Value::from(text) });
        };
        let Some(kind) = tag.strip_prefix("tag:yaml.org,2002:") else {
            return Ok(Value::from(text));
        };
        let value = of(yaml::resolve(text));
        match (kind, value) {
            ("int", value @ Value::Int(_))
            | ("float", value @ Value::Float(_))
            | ("bool", value @ Value::Bool(_))
            | ("null", value @ Value::Null) => Ok(value),
            ("float", Value::Int(number)) => Ok(Value::Float(number as f64)),
            ("int" | "float" | "bool" | "null", value) => {
                let found = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "bool",
                    Value::Int(_) => "int",
                    Value::Float(_) => "float",
                    _ => "str",
                };
                Err(format!("yaml: cannot construct !!{found} `{text}` as a !!{kind}").into())
            }
            _ => Ok(Value::from(text)),
        }
    }
}

fn of(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Int(value) => Value::Int(value),
        Scalar::Unsigned(value) => Value::Float(value as f64),
        Scalar::Float(value) => Value::Float(value),
        Scalar::Timestamp(text) | Scalar::String(text) => Value::String(text),
        Scalar::Merge => Value::from("<<"),
    }
}

fn non_string_key(place: &str, key: &Scalar) -> Error {
    let place = if place.is_empty() {
        "at top level".to_owned()
    } else {
        format!("in {place}")
    };
    Error::NonStringKey {
        place,
        key: match of(key.clone()) {
            Value::String(text) => crate::print::quoted(&text),
            other => other.sprint(),
        },
    }
}
