//! What the engine has that a picture shows a card of, by the ids and names under which commands print it.

use session::protocol::View;

use super::i18n::{Messages, fill};
use super::state::Picture;

/// Letters of an id from which on it is taken for one: as many as tables print.
const SHORT: usize = 12;

/// A thing of the engine, by its id; volumes and networks by their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    Container(String),
    Image(String),
    Volume(String),
    Network(String),
}

impl Thing {
    /// The picture that shows it.
    pub const fn picture(&self) -> Picture {
        match self {
            Self::Container(_) => Picture::Containers,
            Self::Image(_) => Picture::Layers,
            Self::Volume(_) | Self::Network(_) => Picture::Storage,
        }
    }

    /// What its card is found by in the document.
    pub fn key(&self) -> String {
        let (kind, id) = match self {
            Self::Container(id) => ("container", id),
            Self::Image(id) => ("image", id),
            Self::Volume(name) => ("volume", name),
            Self::Network(name) => ("network", name),
        };
        format!("{kind} {id}")
    }
}

/// An image's names as commands print them: with the tag, and as a table has it without.
fn names_of(tag: &str) -> impl Iterator<Item = &str> {
    // A registry's port stands before the last slash, a tag behind it.
    let name = tag
        .rsplit_once(':')
        .map(|(name, _)| name)
        .filter(|_| tag.rsplit('/').next().is_some_and(|last| last.contains(':')));
    std::iter::once(tag).chain(name)
}

/// Everything that has a card, each under its name; an image under each of its names, the full one first.
pub fn all(view: &View) -> Vec<(String, Thing)> {
    let containers = view
        .containers
        .iter()
        .map(|one| (one.name.clone(), Thing::Container(one.id.clone())));
    let images = view.images.iter().flat_map(|one| {
        let names = one.tags.iter().flat_map(|tag| names_of(tag));
        names.map(|name| (name.to_owned(), Thing::Image(one.id.clone())))
    });
    let volumes = view
        .volumes
        .iter()
        .map(|one| (one.name.clone(), Thing::Volume(one.name.clone())));
    // Those that every engine has have no card of their own.
    let networks = view
        .networks
        .iter()
        .filter(|one| !one.members.is_empty() || !matches!(one.name.as_str(), "bridge" | "host" | "none"))
        .map(|one| (one.name.clone(), Thing::Network(one.name.clone())));
    containers.chain(images).chain(volumes).chain(networks).collect()
}

/// What a word on a terminal stands for: an id, whole or as tables print it, or a name.
pub fn of(view: &View, word: &str) -> Option<Thing> {
    let id = word.trim_start_matches("sha256:");
    if id.len() >= SHORT && id.bytes().all(|b| b.is_ascii_hexdigit()) {
        if let Some(container) = view.containers.iter().find(|one| one.id.starts_with(id)) {
            return Some(Thing::Container(container.id.clone()));
        }
        let image = view
            .images
            .iter()
            .find(|one| one.id.trim_start_matches("sha256:").starts_with(id));
        if let Some(image) = image {
            return Some(Thing::Image(image.id.clone()));
        }
        let network = view.networks.iter().find(|one| one.id.starts_with(id));
        if let Some(network) = network {
            return Some(Thing::Network(network.name.clone()));
        }
    }
    let named = all(view).into_iter().find(|(name, _)| name == word);
    named.map(|(_, thing)| thing)
}

/// A thing by its kind and name, for a list in which there are others.
pub fn words(name: &str, thing: &Thing, t: &Messages) -> String {
    let message = match thing {
        Thing::Container(_) => t.thing_container,
        Thing::Image(_) => t.thing_image,
        Thing::Volume(_) => t.thing_volume,
        Thing::Network(_) => t.thing_network,
    };
    fill(message, &[("name", name)])
}

#[cfg(test)]
mod tests {
    use session::protocol::{ContainerView, ImageView, VolumeView};

    use super::*;

    fn view() -> View {
        View {
            containers: vec![ContainerView {
                id: "0123456789abcdef".to_owned(),
                name: "web".to_owned(),
                ..ContainerView::default()
            }],
            images: vec![ImageView {
                id: "sha256:fedcba9876543210".to_owned(),
                tags: vec!["localhost:5000/app:1".to_owned()],
                ..ImageView::default()
            }],
            volumes: vec![VolumeView {
                name: "data".to_owned(),
                ..VolumeView::default()
            }],
            ..View::default()
        }
    }

    #[test]
    fn ids_and_names_stand_for_what_they_name() {
        let web = Some(Thing::Container("0123456789abcdef".to_owned()));
        let app = Some(Thing::Image("sha256:fedcba9876543210".to_owned()));
        assert_eq!(of(&view(), "0123456789ab"), web);
        assert_eq!(of(&view(), "web"), web);
        for word in [
            "sha256:fedcba987654",
            "fedcba9876543210",
            "localhost:5000/app:1",
            "localhost:5000/app",
        ] {
            assert_eq!(of(&view(), word), app, "{word}");
        }
        assert_eq!(of(&view(), "data"), Some(Thing::Volume("data".to_owned())));
        assert_eq!(of(&view(), "localhost"), None);
        assert_eq!(of(&view(), "0123"), None);
    }
}
