//! What could be typed at a place: keys, values out of a few, and names that the file defines.

use super::references::Target;
use super::{Span, lines};
use crate::schema::{self, Schema, Types};

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    Key,
    Value,
    /// A service, network, volume, secret or config of the file.
    Name,
}

/// Something that could be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub label: String,
    pub kind: CompletionKind,
    /// What is typed already, which `insert` takes the place of.
    pub span: Span,
    pub insert: String,
    pub detail: String,
    /// The keys above it; `[]` for an item of a list.
    pub path: Vec<String>,
}

/// What could be typed at a position.
pub fn complete(text: &str, offset: usize) -> Vec<Completion> {
    let Some(context) = lines::context(text, offset) else {
        return Vec::new();
    };
    let typed = text.get(context.word.start..context.word.end).unwrap_or_default();
    let mut offers = Offers {
        typed,
        span: context.word,
        above: context.path.clone(),
        out: Vec::new(),
    };
    let mut path = context.path.clone();
    if let Some(key) = &context.key {
        path.push(key.clone());
        if let Some(schema) = schema::at(&path) {
            offers.values(schema);
        }
        offers.names(text, &path);
        return offers.out;
    }
    let Some(schema) = schema::at(&path) else {
        return offers.out;
    };
    let present = lines::siblings(text, &context);
    if let Some(object) = schema.object() {
        for property in object
            .properties
            .iter()
            .filter(|property| !present.iter().any(|key| key == property.key))
        {
            offers.add(
                CompletionKind::Key,
                property.key,
                &format!("{}: ", property.key),
                property.doc,
            );
        }
    }
    offers.values(schema);
    offers.names(text, &path);
    offers.out
}

struct Offers<'a> {
    typed: &'a str,
    span: Span,
    above: Vec<String>,
    out: Vec<Completion>,
}

impl Offers<'_> {
    fn add(&mut self, kind: CompletionKind, label: &str, insert: &str, detail: &str) {
        let typed = self.typed.trim_start_matches(['"', '\'']);
        let fits = label
            .get(..typed.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(typed));
        if fits && !self.out.iter().any(|known| known.label == label) {
            self.out.push(Completion {
                label: label.to_owned(),
                kind,
                span: self.span,
                insert: insert.to_owned(),
                detail: detail.to_owned(),
                path: self.above.clone(),
            });
        }
    }

    /// Words out of a few, and switches.
    fn values(&mut self, schema: &'static Schema) {
        for form in schema.forms() {
            match form {
                Schema::Enum(words) => {
                    for word in *words {
                        self.add(CompletionKind::Value, word, word, "");
                    }
                }
                Schema::Is(types) if types.has(Types::BOOLEAN) && !types.has(Types::NUMBER) => {
                    for word in ["true", "false"] {
                        self.add(CompletionKind::Value, word, word, "");
                    }
                }
                _ => {}
            }
        }
    }

    /// Names that fit, in a list or as keys.
    fn names(&mut self, text: &str, path: &[String]) {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let (own, target) = match parts.as_slice() {
            ["services", own, "depends_on" | "links", rest @ ..] if rest.len() <= 1 => (*own, Target::Service),
            ["services", own, "extends"] | ["services", own, "extends", "service"] => (*own, Target::Service),
            ["services", own, "networks", rest @ ..] if rest.len() <= 1 => (*own, Target::Network),
            ["services", own, "volumes", "[]"] | ["services", own, "volumes", "[]", "source"] => (*own, Target::Volume),
            ["services", own, "secrets", "[]", ..] => (*own, Target::Secret),
            ["services", own, "configs", "[]", ..] => (*own, Target::Config),
            _ => return,
        };
        for name in defined(text, target.section()) {
            if target != Target::Service || name != own {
                self.add(CompletionKind::Name, &name, &name, target.word());
            }
        }
        if target == Target::Network {
            self.add(CompletionKind::Name, "default", "default", "the project's own network");
        }
    }
}

/// Names below a key at the top, by indentation: the text need not be whole.
fn defined(text: &str, section: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    let mut depth = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if indent == 0 {
            inside = content.strip_suffix(':') == Some(section);
            depth = None;
            continue;
        }
        if inside && indent == *depth.get_or_insert(indent) {
            names.extend(
                content
                    .split_once(':')
                    .map(|(name, _)| name.trim_matches(['"', '\'']).to_owned()),
            );
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The labels offered at the bar.
    fn offered(text: &str) -> Vec<String> {
        let at = text.find('|').unwrap();
        let text = text.replace('|', "");
        complete(&text, at).into_iter().map(|completion| completion.label).collect()
    }

    #[test]
    fn keys_of_a_service_are_offered_once() {
        assert_eq!(offered("services:\n  web:\n    image: x\n    im|\n"), Vec::<String>::new());
        assert_eq!(offered("services:\n  web:\n    im|\n"), ["image"]);
        assert_eq!(offered("serv|"), ["services"]);
    }

    #[test]
    fn keys_of_a_long_form_are_offered() {
        assert_eq!(offered("services:\n  web:\n    ports:\n      - pub|"), ["published"]);
        assert_eq!(
            offered("services:\n  web:\n    ports:\n      - target: 80\n        pu|"),
            ["published"]
        );
        assert_eq!(offered("services:\n  web:\n    build:\n      cont|\n"), ["context"]);
    }

    #[test]
    fn values_out_of_a_few_are_offered() {
        assert_eq!(
            offered("services:\n  web:\n    depends_on:\n      db:\n        condition: service_h|"),
            ["service_healthy"]
        );
        assert_eq!(offered("services:\n  web:\n    init: t|"), ["true"]);
    }

    #[test]
    fn names_of_the_file_are_offered() {
        let text = "services:\n  web:\n    depends_on:\n      - |\n  db:\n    image: x\n  cache:\n    image: y\n";
        assert_eq!(offered(text), ["db", "cache"]);
        let text = "services:\n  web:\n    depends_on: [d|\n  db:\n    image: x\n";
        assert_eq!(offered(text), ["db"]);
        let text = "services:\n  web:\n    volumes:\n    - |\nvolumes:\n  data:\n";
        assert_eq!(offered(text).last().map(String::as_str), Some("data"));
    }
}
