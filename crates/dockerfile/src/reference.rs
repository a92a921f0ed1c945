//! Names of images: `registry:5000/path/name:tag@sha256:…`.
//!
//! The grammar, the normalisation of familiar names and the error texts are those of the `distribution/reference` and
//! `opencontainers/go-digest` libraries that Docker uses.

use std::fmt;

use crate::go::to_lower;

const DEFAULT_DOMAIN: &str = "docker.io";
const OFFICIAL: &str = "library/";
const DEFAULT_TAG: &str = "latest";

/// A normalised name: it always has a domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// `docker.io`, `localhost:5000`.
    pub domain: String,
    /// `library/busybox`.
    pub path: String,
    pub tag: Option<String>,
    /// `sha256:` and the digits.
    pub digest: Option<String>,
}

/// Why a text names no image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceError {
    InvalidFormat,
    /// The path, which has upper-case letters.
    Uppercase(String),
    /// A name that is upper case where it cannot be told apart from a registry.
    NameUppercase,
    TooLong,
    /// 64 hexadecimal digits: an image's ID.
    Identifier(String),
    UnsupportedDigest,
    DigestLength,
    DigestFormat,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReferenceError::InvalidFormat => f.write_str("invalid reference format"),
            ReferenceError::Uppercase(path) => write!(f, "invalid reference format: repository name ({path}) must be lowercase"),
            ReferenceError::NameUppercase => f.write_str("repository name must be lowercase"),
            ReferenceError::TooLong => f.write_str("repository name must not be more than 255 characters"),
            ReferenceError::Identifier(id) => write!(
                f,
                "invalid repository name ({id}), cannot specify 64-byte hexadecimal strings"
            ),
            ReferenceError::UnsupportedDigest => f.write_str("unsupported digest algorithm"),
            ReferenceError::DigestLength => f.write_str("invalid checksum digest length"),
            ReferenceError::DigestFormat => f.write_str("invalid checksum digest format"),
        }
    }
}

impl std::error::Error for ReferenceError {}

impl Reference {
    /// Reads a name as a person types it: `busybox` is `docker.io/library/busybox`.
    pub fn parse(text: &str) -> Result<Reference, ReferenceError> {
        if is_identifier(text) {
            return Err(ReferenceError::Identifier(text.to_owned()));
        }
        let (domain, remainder) = split_domain(text);
        let remote = remainder.split(':').next().unwrap_or("");
        if to_lower(remote) != remote {
            return Err(ReferenceError::Uppercase(remote.to_owned()));
        }
        let full = format!("{domain}/{remainder}");
        if let Some(result) = parse_full(&full) {
            return result;
        }
        Err(if parse_full(&to_lower(&full)).is_some() {
            ReferenceError::NameUppercase
        } else {
            ReferenceError::InvalidFormat
        })
    }

    /// Domain and path.
    pub fn name(&self) -> String {
        format!("{}/{}", self.domain, self.path)
    }

    /// The name as Docker shows it: without `docker.io/` and `library/`.
    pub fn familiar_name(&self) -> String {
        if self.domain != DEFAULT_DOMAIN {
            return self.name();
        }
        match self.path.strip_prefix(OFFICIAL) {
            Some(name) if !name.contains('/') => name.to_owned(),
            _ => self.path.clone(),
        }
    }

    /// Familiar name, tag and digest.
    pub fn familiar(&self) -> String {
        self.with_suffix(self.familiar_name())
    }

    /// Whether it has neither tag nor digest.
    pub fn is_name_only(&self) -> bool {
        self.tag.is_none() && self.digest.is_none()
    }

    /// The same with the tag `latest` if it has neither tag nor digest.
    pub fn with_default_tag(mut self) -> Reference {
        if self.is_name_only() {
            self.tag = Some(DEFAULT_TAG.to_owned());
        }
        self
    }

    fn with_suffix(&self, mut name: String) -> String {
        if let Some(tag) = &self.tag {
            name.push(':');
            name.push_str(tag);
        }
        if let Some(digest) = &self.digest {
            name.push('@');
            name.push_str(digest);
        }
        name
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_suffix(self.name()))
    }
}

/// Whether a text is an image's whole ID without algorithm.
pub fn is_identifier(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a text can be a tag.
pub fn is_tag(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.len() <= 128 && text.bytes().next().is_some_and(is_word) && text.bytes().all(|b| is_word(b) || matches!(b, b'.' | b'-'))
}

fn split_domain(text: &str) -> (&str, String) {
    let Some((first, rest)) = text.split_once('/') else {
        return (DEFAULT_DOMAIN, format!("{OFFICIAL}{text}"));
    };
    let (domain, remote) = if first == "localhost" {
        (first, rest)
    } else if first == "index.docker.io" {
        (DEFAULT_DOMAIN, rest)
    } else if first.contains(['.', ':']) || to_lower(first) != first {
        (first, rest)
    } else {
        (DEFAULT_DOMAIN, text)
    };
    if domain == DEFAULT_DOMAIN && !remote.contains('/') {
        return (domain, format!("{OFFICIAL}{remote}"));
    }
    (domain, remote.to_owned())
}

/// Matches the whole grammar. The outer level says whether the text has the form, the inner one whether length and
/// digest hold too.
fn parse_full(text: &str) -> Option<Result<Reference, ReferenceError>> {
    let (rest, digest) = match text.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (text, None),
    };
    if digest.is_some_and(|d| !is_digest_form(d)) {
        return None;
    }
    let last_slash = rest.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match rest[last_slash..].find(':') {
        Some(colon) => (&rest[..last_slash + colon], Some(&rest[last_slash + colon + 1..])),
        None => (rest, None),
    };
    if tag.is_some_and(|t| !is_tag(t)) {
        return None;
    }
    let (domain, path) = match name.split_once('/') {
        Some((domain, path)) if is_domain(domain) && is_path(path) => (domain, path),
        _ if is_path(name) => ("", name),
        _ => return None,
    };
    if path.len() > 255 {
        return Some(Err(ReferenceError::TooLong));
    }
    if let Some(Err(error)) = digest.map(validate_digest) {
        return Some(Err(error));
    }
    Some(Ok(Reference {
        domain: domain.to_owned(),
        path: path.to_owned(),
        tag: tag.map(str::to_owned),
        digest: digest.map(str::to_owned),
    }))
}

fn is_domain(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|t| t.split_once(']')) {
        Some((address, after)) => {
            let is_address = !address.is_empty() && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
            if !is_address {
                return false;
            }
            match after {
                "" => return true,
                after => ("", after.strip_prefix(':')),
            }
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, Some("0")),
        },
    };
    let port_fits = port.is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let host_fits = text.starts_with('[')
        || host.split('.').all(|part| {
            !part.is_empty()
                && !part.starts_with('-')
                && !part.ends_with('-')
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
    port_fits && host_fits
}

fn is_path(text: &str) -> bool {
    text.split('/').all(is_path_component)
}

fn is_path_component(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_alphanumeric = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if !bytes.first().is_some_and(|b| is_alphanumeric(*b)) {
        return false;
    }
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| is_alphanumeric(**b)).count();
        if run == 0 {
            return false;
        }
        at += run;
        if at == bytes.len() {
            return true;
        }
        let separator = bytes[at..].iter().take_while(|b| !is_alphanumeric(**b)).count();
        let fits = match &bytes[at..at + separator] {
            b"." | b"_" | b"__" => true,
            other => other.iter().all(|b| *b == b'-'),
        };
        if !fits {
            return false;
        }
        at += separator;
    }
    // It ends in a separator.
    false
}

fn is_digest_form(text: &str) -> bool {
    let Some((algorithm, digits)) = text.split_once(':') else {
        return false;
    };
    let parts_fit = algorithm.split(['-', '_', '+', '.']).all(|part| {
        part.bytes().next().is_some_and(|b| b.is_ascii_alphabetic()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    parts_fit && digits.len() >= 32 && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

fn validate_digest(text: &str) -> Result<(), ReferenceError> {
    let Some((algorithm, digits)) = text.split_once(':') else {
        return Err(ReferenceError::DigestFormat);
    };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ if algorithm.bytes().any(|b| b.is_ascii_uppercase()) => {
            return Err(ReferenceError::DigestFormat);
        }
        _ => return Err(ReferenceError::UnsupportedDigest),
    };
    if digits.len() != length {
        return Err(ReferenceError::DigestLength);
    }
    if digits.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(ReferenceError::DigestFormat);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn familiar_names_are_completed() {
        for (text, full, familiar) in [
            ("busybox", "docker.io/library/busybox", "busybox"),
            ("me/app:1", "docker.io/me/app:1", "me/app:1"),
            ("localhost/app", "localhost/app", "localhost/app"),
            ("localhost:5000/a/b", "localhost:5000/a/b", "localhost:5000/a/b"),
            ("index.docker.io/app", "docker.io/library/app", "app"),
            ("[::1]:5000/app:x", "[::1]:5000/app:x", "[::1]:5000/app:x"),
            ("a.b/c__d/e---f", "a.b/c__d/e---f", "a.b/c__d/e---f"),
        ] {
            let reference = Reference::parse(text).unwrap();
            assert_eq!(reference.to_string(), full);
            assert_eq!(reference.familiar(), familiar);
        }
    }

    #[test]
    fn refused_names_say_why() {
        for (text, want) in [
            ("My/App", "invalid reference format: repository name (App) must be lowercase"),
            (
                "BusyBox",
                "invalid reference format: repository name (library/BusyBox) must be lowercase",
            ),
            ("app:-bad", "invalid reference format"),
            ("app:v1:v2", "invalid reference format"),
            ("bad name", "invalid reference format"),
            ("busybox:", "invalid reference format"),
            ("busybox@sha256:abc", "invalid reference format"),
            ("busy_box__x/y-:1", "invalid reference format"),
            ("a//b", "invalid reference format"),
            ("", "invalid reference format"),
            ("a@sha256:0123456789abcdef0123456789abcdef", "invalid checksum digest length"),
            ("a@md5:0123456789abcdef0123456789abcdef", "unsupported digest algorithm"),
        ] {
            assert_eq!(
                Reference::parse(text).map_err(|e| e.to_string()),
                Err(want.to_owned()),
                "{text}"
            );
        }
        let id = "0123456789abcdef".repeat(4);
        assert!(matches!(Reference::parse(&id), Err(ReferenceError::Identifier(_))));
    }
}
