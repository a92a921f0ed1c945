//! Everything wrong with a compose file, each in its place: not only the first mistake, at which Compose stops.

use super::references::{Target, references};
use super::{Span, find};
use crate::decode::{Problem, decode};
use crate::path::Path;
use crate::schema::{self, FILE};
use crate::template::{Substitution, TemplateError};
use crate::value::Value;
use crate::{mount, ports};
use yaml::{Node, NodeKind};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Compose refuses the file.
    Error,
    /// Compose warns.
    Warning,
    /// Something that is not simulated.
    Advice,
}

/// Something to say about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub span: Span,
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

/// All that is to be said about a text, in its order.
pub fn diagnostics(text: &str) -> Vec<Diagnostic> {
    let stream = yaml::parse(text.as_bytes());
    let mut finder = Finder { text, found: Vec::new() };
    if let Some(error) = &stream.error {
        let at = error.mark().index.min(text.len());
        let message = error.to_string();
        finder.error(rest_of_line(text, at), message.trim_start_matches("yaml: ").to_owned());
    }
    for root in &stream.documents {
        finder.document(root);
    }
    finder.found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.severity));
    finder.found
}

/// From a byte to the end of its line; the whole line if that is nothing.
fn rest_of_line(text: &str, at: usize) -> Span {
    let mut start = at;
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = text.get(start..).unwrap_or_default();
    let end = start + rest.find('\n').unwrap_or(rest.len());
    if end > start {
        return Span { start, end };
    }
    let line = text.get(..start).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
    Span { start: line, end }
}

struct Finder<'a> {
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn say(&mut self, severity: Severity, span: Span, message: String) {
        self.found.push(Diagnostic {
            severity,
            span,
            message,
            hints: Vec::new(),
        });
    }

    fn error(&mut self, span: Span, message: String) {
        self.say(Severity::Error, span, message);
    }

    fn document(&mut self, root: &Node) {
        let document = match decode(root) {
            Ok(document) => document,
            Err(Problem::Text(text)) => return self.error(root.span, text.trim_start_matches("yaml: ").to_owned()),
            Err(Problem::Duplicate { span, message, .. }) => return self.error(span, message),
            Err(Problem::Key(error)) => return self.error(root.span, error.to_string()),
        };
        let Value::Map(map) = &document.value else {
            return self.error(root.span, "top-level object must be a mapping".to_owned());
        };
        self.keys(root, &document.value);
        self.strings(root, &Path::root(), 0);
        let complete = !map.contains_key("include");
        if complete {
            self.references(root);
            self.images(root, &document.value);
        }
        for (key, _) in root.entries() {
            if key.text() == Some("version") {
                let message =
                    "the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion";
                self.say(Severity::Warning, key.span, message.to_owned());
            }
        }
        for (path, key) in crate::not_simulated::find(map) {
            let mut parts: Vec<String> = path.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            parts.push(key.clone());
            if let Some((Some(node), _)) = find(root, &parts) {
                let span = node.span;
                self.say(
                    Severity::Advice,
                    span,
                    format!("drydock: {} is not simulated", parts.join(".")),
                );
            }
        }
    }

    /// Keys and types.
    fn keys(&mut self, root: &Node, value: &Value) {
        for mistake in schema::mistakes(&FILE, value) {
            let place = mistake.path.join(".");
            if mistake.unknown.is_empty() {
                let span = find(root, &mistake.path).map_or(root.span, |(key, node)| match key {
                    Some(key) if node.span.end <= node.span.start => key.span,
                    _ => node.span,
                });
                self.error(
                    self.trimmed(span),
                    format!("{place} {}", mistake.problem).trim_start().to_owned(),
                );
                continue;
            }
            for key in &mistake.unknown {
                let mut path = mistake.path.clone();
                path.push(key.clone());
                let span = find(root, &path).and_then(|(key, _)| key).map_or(root.span, |key| key.span);
                let message = format!("{place} additional properties '{key}' not allowed");
                let known = schema::at(&mistake.path).and_then(|schema| schema.object());
                let near = known
                    .into_iter()
                    .flat_map(|object| object.properties)
                    .find(|property| distance_at_most(key, property.key, 2));
                self.found.push(Diagnostic {
                    severity: Severity::Error,
                    span,
                    message: message.trim_start().to_owned(),
                    hints: near
                        .map(|property| format!("did you mean {}?", property.key))
                        .into_iter()
                        .collect(),
                });
            }
        }
    }

    /// A block's span reaches to the next token; what is shown ends with its last line.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        let first = text.lines().next().unwrap_or_default().trim_end();
        Span {
            start: span.start,
            end: span.start + first.len().max(usize::from(span.end > span.start && first.is_empty())),
        }
    }

    /// Variables in strings, and ports and mounts in their short forms.
    fn strings(&mut self, node: &Node, path: &Path, depth: usize) {
        if depth > yaml::MAX_DEPTH {
            return;
        }
        match &node.kind {
            NodeKind::Mapping(entries) => {
                for (key, value) in entries {
                    self.strings(value, &path.next(key.text().unwrap_or_default()), depth + 1);
                }
            }
            NodeKind::Sequence(items) => {
                let path = path.next("[]");
                items.iter().for_each(|item| self.strings(item, &path, depth + 1));
            }
            NodeKind::Scalar { value, .. } => self.string(node, value, path),
            NodeKind::Alias { .. } => {}
        }
    }

    fn string(&mut self, node: &Node, value: &str, path: &Path) {
        let lookup = |_: &str| Some("1".to_owned());
        let mut substitution = Substitution {
            lookup: &lookup,
            unset: Vec::new(),
        };
        if let Err(TemplateError::Invalid(_)) = substitution.apply(value) {
            let message = format!("invalid interpolation format for {path}. You may need to escape any $ with another $.");
            return self.error(node.span, message);
        }
        if value.contains('$') {
            return;
        }
        let problem = if path.matches("services.*.ports.[]") {
            ports::parse(value).err()
        } else if path.matches("services.*.volumes.[]") {
            mount::parse(value).err()
        } else {
            None
        };
        if let Some(problem) = problem {
            self.error(node.span, problem);
        }
    }

    fn references(&mut self, root: &Node) {
        for reference in references(self.text, root) {
            let section = root
                .entries()
                .iter()
                .find(|(key, _)| key.text() == Some(reference.target.section()));
            let defined =
                section.is_some_and(|(_, section)| section.entries().iter().any(|(key, _)| key.text() == Some(&reference.name)));
            if defined || (reference.target == Target::Network && reference.name == "default") {
                continue;
            }
            let service = crate::print::quoted(&reference.service);
            let message = if reference.dependency {
                format!(
                    "service {service} depends on undefined service {}",
                    crate::print::quoted(&reference.name)
                )
            } else {
                format!(
                    "service {service} refers to undefined {} {}",
                    reference.target.word(),
                    reference.name
                )
            };
            self.error(reference.span, message);
        }
    }

    fn images(&mut self, root: &Node, value: &Value) {
        let services = value.get("services").and_then(Value::as_map);
        for (name, service) in services.into_iter().flatten() {
            let Value::Map(service) = service else {
                continue;
            };
            let enough = ["image", "build", "provider", "extends"];
            if enough.iter().any(|key| service.contains_key(*key)) {
                continue;
            }
            let path = ["services".to_owned(), name.clone()];
            if let Some((Some(key), _)) = find(root, &path) {
                let span = key.span;
                let name = crate::print::quoted(name);
                self.say(
                    Severity::Error,
                    span,
                    format!("service {name} has neither an image nor a build context specified"),
                );
            }
        }
    }
}

/// Whether two words are at most so many letters apart.
fn distance_at_most(a: &str, b: &str, most: usize) -> bool {
    if a.len().abs_diff(b.len()) > most || a.len() > 64 {
        return false;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            let cost = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            diagonal = *above;
            left = cost;
            next.push(cost);
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        diagnostics(text)
            .iter()
            .map(|d| format!("{}: {}", &text[d.span.start..d.span.end], d.message))
            .collect()
    }

    #[test]
    fn every_mistake_is_told_in_its_place() {
        let text =
            "version: '3'\nservices:\n  web:\n    imag: nginx\n    ports: '80'\n    depends_on: [db]\n    networks: [front]\n";
        assert_eq!(
            said(text),
            [
                "version: the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion",
                "web: service \"web\" has neither an image nor a build context specified",
                "imag: services.web additional properties 'imag' not allowed",
                "'80': services.web.ports must be a array",
                "db: service \"web\" depends on undefined service \"db\"",
                "front: service \"web\" refers to undefined network front",
            ]
        );
        assert_eq!(diagnostics(text)[2].hints, ["did you mean image?"]);
    }

    #[test]
    fn strings_are_read() {
        let text = "services:\n  web:\n    image: a:${B\n    ports: ['80:x']\n    volumes: ['data:/d', './a:/b:ro:rw']\n";
        assert_eq!(
            said(text),
            [
                "a:${B: invalid interpolation format for services.web.image. You may need to escape any $ with another $.",
                "'80:x': invalid containerPort: x",
                "data: service \"web\" refers to undefined volume data",
                "'./a:/b:ro:rw': invalid spec: ./a:/b:ro:rw: too many colons",
            ]
        );
    }

    #[test]
    fn broken_yaml_is_one_mistake() {
        assert_eq!(
            said("services:\n  web:\n\timage: x\n"),
            ["\timage: x: while scanning for the next token at line 3: found character that cannot start any token"]
        );
    }

    #[test]
    fn a_good_file_has_none() {
        assert_eq!(
            said("services:\n  web:\n    image: nginx\n    networks: [default]\n"),
            Vec::<String>::new()
        );
    }
}
