//! Images that are published and that the catalogue does not hold, so that nobody is told there were none.
//!
//! Facts in `catalogue/elsewhere.json`. Left out: all that is not well known; of a name that is in neither list it is
//! said that there is no such image.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the file holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Elsewhere {
    #[serde(rename = "source")]
    _source: String,
    repositories: BTreeSet<String>,
    registries: BTreeSet<String>,
    variants: BTreeSet<String>,
    tags: BTreeMap<String, BTreeSet<String>>,
}

impl Elsewhere {
    /// Whether a registry other than Docker Hub is a public one.
    pub(crate) fn has_registry(&self, host: &str) -> bool {
        self.registries.contains(host)
            || host.ends_with(".azurecr.io")
            || host.ends_with(".amazonaws.com")
            || host.ends_with("-docker.pkg.dev")
    }

    /// Whether an image of Docker Hub is published, as far as is known; the name is as one types it (`python`).
    pub(crate) fn has_image(&self, name: &str, tag: &str) -> bool {
        let published = |versions: &BTreeSet<String>| {
            let (version, variants) = tag
                .split_once('-')
                .map_or((tag, None), |(version, rest)| (version, Some(rest)));
            is_version_of(version, versions)
                && variants.is_none_or(|rest| rest.split('-').all(|word| self.is_variant(word, versions)))
        };
        self.repositories.contains(name) || self.tags.get(name).is_some_and(published)
    }

    fn is_variant(&self, word: &str, versions: &BTreeSet<String>) -> bool {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        self.variants.contains(word) || self.variants.contains(bare) || (bare.is_empty() && is_version_of(word, versions))
    }
}

/// Whether a version is in a list, or a closer one of a version of it that is not divided further there: `3.8.10`
/// where there is `3.8`, and `12.18.3` where there is `12`.
fn is_version_of(version: &str, versions: &BTreeSet<String>) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_divided = |above: &str| {
        let below = format!("{above}.");
        versions
            .range(below.clone()..)
            .next()
            .is_some_and(|next| next.starts_with(&below))
    };
    let mut above = version;
    for _ in 0..3 {
        if versions.contains(above) {
            return above == version || !is_divided(above);
        }
        match above.rsplit_once('.').filter(|(_, last)| is_number(last)) {
            Some((shorter, _)) => above = shorter,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::catalogue;

    #[test]
    fn what_is_published_is_told_from_what_nobody_published() {
        let is = |name: &str, tag: &str| catalogue().is_published_elsewhere(None, name, tag);
        for (name, tag) in [
            ("elasticsearch", "9.1"),
            ("grafana/grafana", "latest"),
            ("python", "2.7"),
            ("python", "3.6.9-slim-stretch"),
            ("node", "12.18.3-alpine3.11"),
            ("golang", "1.19-bullseye"),
            ("ubuntu", "bionic"),
        ] {
            assert!(is(name, tag), "{name}:{tag}");
        }
        for (name, tag) in [
            ("pyhton", "latest"),
            ("python", "3.99"),
            ("python", "3.6-slimm"),
            ("python", "letest"),
            ("alpine", "4.0"),
            ("node", "99"),
            ("nosuch/app", "latest"),
        ] {
            assert!(!is(name, tag), "{name}:{tag}");
        }
    }

    #[test]
    fn public_registries_are_known() {
        let is = |host: &str| catalogue().is_published_elsewhere(Some(host), "a/b", "latest");
        assert!(is("gcr.io") && is("mcr.microsoft.com") && is("eu.azurecr.io"));
        assert!(!is("registry.example.com") && !is("localhost:5000"));
    }

    #[test]
    fn nothing_is_elsewhere_that_is_here() {
        let catalogue = catalogue();
        for name in catalogue.repositories() {
            assert!(!catalogue.is_published_elsewhere(None, name, "nosuch"), "{name}");
        }
    }
}
