//! Names in a file that stand for something defined elsewhere in it.

use super::Span;
use yaml::Node;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Service,
    Network,
    Volume,
    Secret,
    Config,
}

impl Target {
    /// The key at the top below which it is defined.
    pub fn section(self) -> &'static str {
        match self {
            Target::Service => "services",
            Target::Network => "networks",
            Target::Volume => "volumes",
            Target::Secret => "secrets",
            Target::Config => "configs",
        }
    }

    /// The word for it in Compose's messages.
    pub fn word(self) -> &'static str {
        match self {
            Target::Service => "service",
            Target::Network => "network",
            Target::Volume => "volume",
            Target::Secret => "secret",
            Target::Config => "config",
        }
    }
}

/// A name where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub target: Target,
    pub name: String,
    pub span: Span,
    /// The service that uses it.
    pub service: String,
    /// Whether it is a dependency, of which Compose speaks differently.
    pub dependency: bool,
}

/// All references of a document.
pub(super) fn references(text: &str, root: &Node) -> Vec<Reference> {
    let mut found = Vec::new();
    let services = root.entries().iter().find(|(key, _)| key.text() == Some("services"));
    for (name, service) in services.into_iter().flat_map(|(_, services)| services.entries()) {
        let mut finder = Finder {
            text,
            service: name.text().unwrap_or_default(),
            found: &mut found,
        };
        for (key, value) in service.entries() {
            finder.key(key.text().unwrap_or_default(), value);
        }
    }
    found
}

struct Finder<'a> {
    text: &'a str,
    service: &'a str,
    found: &'a mut Vec<Reference>,
}

impl Finder<'_> {
    fn key(&mut self, key: &str, value: &Node) {
        match key {
            "depends_on" => self.names(Target::Service, value, true),
            "networks" => self.names(Target::Network, value, false),
            "secrets" => self.files(Target::Secret, value),
            "configs" => self.files(Target::Config, value),
            "links" => {
                for item in value.items() {
                    self.part(Target::Service, item, 0);
                }
            }
            "volumes" => value.items().iter().for_each(|item| self.volume(item)),
            "network_mode" | "ipc" | "pid" => {
                if value.text().is_some_and(|text| text.starts_with("service:")) {
                    self.part(Target::Service, value, "service:".len());
                }
            }
            "extends" => {
                let other_file = value.entries().iter().any(|(key, _)| key.text() == Some("file"));
                let service = value.entries().iter().find(|(key, _)| key.text() == Some("service"));
                match service {
                    Some((_, service)) if !other_file => self.whole(Target::Service, service),
                    None if value.text().is_some() => self.whole(Target::Service, value),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, target: Target, name: &str, span: Span, dependency: bool) {
        if !name.is_empty() && !name.contains('$') {
            self.found.push(Reference {
                target,
                name: name.to_owned(),
                span,
                service: self.service.to_owned(),
                dependency,
            });
        }
    }

    fn whole(&mut self, target: Target, node: &Node) {
        if let Some(name) = node.text() {
            self.add(target, name, node.span, false);
        }
    }

    /// A list of names, or a mapping by name.
    fn names(&mut self, target: Target, node: &Node, dependency: bool) {
        for item in node.items() {
            if let Some(name) = item.text() {
                self.add(target, name, item.span, dependency);
            }
        }
        for (key, _) in node.entries() {
            match key.text() {
                Some("<<") | None => {}
                Some(name) => self.add(target, name, key.span, dependency),
            }
        }
    }

    fn files(&mut self, target: Target, node: &Node) {
        for item in node.items() {
            self.whole(target, item);
            let source = item.entries().iter().find(|(key, _)| key.text() == Some("source"));
            if let Some((_, source)) = source {
                self.whole(target, source);
            }
        }
    }

    /// The part of a scalar up to its colon, from a byte of its value on.
    fn part(&mut self, target: Target, node: &Node, from: usize) {
        let Some(rest) = node.text().and_then(|text| text.get(from..)) else {
            return;
        };
        let name = rest.split(':').next().unwrap_or_default();
        let quote = usize::from(
            self.text
                .get(node.span.start..)
                .is_some_and(|text| text.starts_with(['"', '\''])),
        );
        let start = (node.span.start + quote + from).min(node.span.end);
        let span = Span {
            start,
            end: (start + name.len()).min(node.span.end),
        };
        self.add(target, name, span, false);
    }

    fn volume(&mut self, item: &Node) {
        if let Some(text) = item.text() {
            let volume = crate::mount::parse(text).unwrap_or_default();
            let named = volume.get("type").and_then(|kind| kind.as_str()) == Some("volume");
            if named && volume.contains_key("source") {
                self.part(Target::Volume, item, 0);
            }
            return;
        }
        let part = |wanted: &str| item.entries().iter().find(|(key, _)| key.text() == Some(wanted));
        if part("type").and_then(|(_, kind)| kind.text()) == Some("volume")
            && let Some((_, source)) = part("source")
        {
            self.whole(Target::Volume, source);
        }
    }
}
