//! What comes from the internet, as versioned data: images, packages, git repositories, and a few web pages.
//!
//! The facts live in `catalogue/` at the top of the repository, each file with its source, and are
//! embedded here; a file is parsed when something in it is first asked for. Layers are built from
//! the facts: programs are stand-ins of the real size that name the simulated program they run
//! ([`program`]), so the digests of layers and images are Drydock's own. Left out: architectures
//! other than amd64 and arm64, signatures, and everything nobody types in a lesson.

mod build;
mod elsewhere;
mod image;
mod package;
mod program;
mod reference;
mod repository;
mod site;

pub use image::{Config, HealthCheck, History, Image, ImageLayer, Platform};
pub use package::{Ecosystem, Package, PipHome, Sources, apk_stanza, dpkg_stanza};
pub use program::program;
pub use reference::split_reference;
pub use repository::{Commit, Ref, Repository, RepositoryFile};
pub use site::{Page, Site};

use std::collections::BTreeMap;
use std::sync::OnceLock;

static FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The public facts. One is enough for any number of machines; it only remembers what was parsed.
pub struct Catalogue {
    images: BTreeMap<String, (&'static str, OnceLock<Vec<Image>>)>,
    packages: BTreeMap<Ecosystem, OnceLock<BTreeMap<String, Package>>>,
    sites: OnceLock<Vec<Site>>,
    git: OnceLock<Vec<Repository>>,
    elsewhere: OnceLock<elsewhere::Elsewhere>,
    modules: OnceLock<fn(&str) -> Option<Sources>>,
}

/// The catalogue that this build carries.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(Catalogue::new)
}

impl Catalogue {
    fn new() -> Catalogue {
        let name = |path: &str| {
            path.strip_prefix("images/")?
                .strip_suffix(".json")
                .map(|name| name.replace("__", "/"))
        };
        Catalogue {
            images: FILES
                .iter()
                .filter_map(|(path, text)| Some((name(path)?, (*text, OnceLock::new()))))
                .collect(),
            packages: Ecosystem::ALL.into_iter().map(|kind| (kind, OnceLock::new())).collect(),
            sites: OnceLock::new(),
            git: OnceLock::new(),
            elsewhere: OnceLock::new(),
            modules: OnceLock::new(),
        }
    }

    /// What a journal names, so that it is replayed against the same facts.
    pub fn version(&self) -> &'static str {
        file("VERSION").unwrap_or("").trim()
    }

    /// Names of all repositories, sorted.
    pub fn repositories(&self) -> impl Iterator<Item = &str> {
        self.images.keys().map(String::as_str)
    }

    /// Every image of a repository (`python`, `traefik/whoami`), with its tags.
    pub fn images_of(&self, repository: &str) -> &[Image] {
        let Some((text, parsed)) = self.images.get(repository) else {
            return &[];
        };
        parsed.get_or_init(|| image::parse(text).unwrap_or_default())
    }

    /// Whether an image that the catalogue does not hold is published all the same, as far as is known. `registry` is
    /// its host, `None` for Docker Hub; `name` is as one types it.
    pub fn is_published_elsewhere(&self, registry: Option<&str>, name: &str, tag: &str) -> bool {
        let read = || {
            file("elsewhere.json")
                .and_then(|text| serde_json::from_str(text).ok())
                .unwrap_or_default()
        };
        let elsewhere = self.elsewhere.get_or_init(read);
        match registry {
            Some(host) => elsewhere.has_registry(host),
            None => elsewhere.has_image(name, tag),
        }
    }

    /// Every image.
    pub fn images(&self) -> impl Iterator<Item = &Image> {
        self.images.keys().flat_map(|name| self.images_of(name))
    }

    /// The image that a reference such as `nginx`, `python:3.12-slim` or
    /// `docker.io/library/redis:7` names on Docker Hub.
    pub fn image(&self, reference: &str) -> Option<&Image> {
        let (repository, tag) = split_reference(reference)?;
        self.images_of(&repository).iter().find(|image| image.tags.contains(&tag))
    }

    /// The references that a fresh engine of the transcripts has: these and no others. `SOURCE as NAME` is an
    /// image of the catalogue under another name.
    pub fn local_images(&self) -> &'static [&'static str] {
        &[
            "busybox:latest",
            "alpine:3.20",
            "alpine:latest",
            "debian:bookworm-slim",
            "drydock/python:3.12-slim as python:3.12-slim",
            "nginx:latest",
            "redis:7",
        ]
    }

    /// All packages of a kind, by name.
    pub fn packages(&self, kind: Ecosystem) -> &BTreeMap<String, Package> {
        static NONE: BTreeMap<String, Package> = BTreeMap::new();
        match self.packages.get(&kind) {
            Some(parsed) => parsed.get_or_init(|| package::parse(kind, file(kind.file()).unwrap_or("")).unwrap_or_default()),
            None => &NONE,
        }
    }

    /// One package, by its exact (for pip: normalised) name.
    pub fn package(&self, kind: Ecosystem, name: &str) -> Option<&Package> {
        self.packages(kind).get(name)
    }

    /// Says where the sources of Python packages come from. To be called before an image with such
    /// packages is first built; images that were built keep what they have.
    pub fn provide_modules(&self, provider: fn(&str) -> Option<Sources>) {
        // The first provider stays: every session of a process has the same one.
        let _ = self.modules.set(provider);
    }

    /// The sources of a Python package, if somebody provides them.
    pub fn sources(&self, name: &str) -> Option<Sources> {
        self.modules.get().and_then(|provider| provider(&Package::pip_name(name)))
    }

    /// The public web pages that exist, such as example.com.
    pub fn sites(&self) -> &[Site] {
        self.sites
            .get_or_init(|| serde_json::from_str(file("sites.json").unwrap_or("[]")).unwrap_or_default())
    }

    /// The git repositories that builds can take files from.
    pub fn git_repositories(&self) -> &[Repository] {
        self.git
            .get_or_init(|| repository::parse(file("repositories.json").unwrap_or("")).unwrap_or_default())
    }
}

/// An embedded file by its path in `catalogue/`.
fn file(path: &str) -> Option<&'static str> {
    let at = FILES.binary_search_by(|(name, _)| (*name).cmp(path)).ok()?;
    FILES.get(at).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses() {
        for (path, text) in FILES {
            if path.starts_with("images/") {
                let images = image::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
                assert!(!images.is_empty(), "{path}");
            }
        }
        for kind in Ecosystem::ALL {
            let packages = package::parse(kind, file(kind.file()).unwrap()).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
            assert!(packages.len() > 20, "{kind:?}");
        }
        serde_json::from_str::<Vec<Site>>(file("sites.json").unwrap()).unwrap();
        assert!(!repository::parse(file("repositories.json").unwrap()).unwrap().is_empty());
        assert!(!catalogue().version().is_empty());
    }
}
