//! `# syntax=…` and BUILDKIT_SYNTAX: which frontend reads the Dockerfile.
//!
//! BuildKit hands the text to the image that the directive names; `docker/dockerfile` of any release is the one that is
//! simulated, whatever its number. Specified by BuildKit's `frontend/dockerfile/builder`. Left out: the directive's forms
//! with `//` and JSON, which name other frontends, and those frontends.

use super::{BuildEvent, BuildFailure, BuildRequest, Mode};
use crate::Engine;
use dockerfile::{DirectiveName, Lines, Reference, detect_directives};
use vfs::Digest;

/// The last release of `docker/dockerfile:1.N` that counts as published.
const LAST_MINOR: u32 = 24;

/// Whether `docker/dockerfile` has a tag.
fn is_published(tag: &str) -> bool {
    let number = |text: &str| {
        text.parse::<u32>()
            .ok()
            .filter(|_| text == "0" || !text.starts_with(['0', '+']))
    };
    let version = tag
        .strip_suffix("-labs")
        .or_else(|| tag.strip_suffix("-experimental"))
        .unwrap_or(tag);
    if ["latest", "labs", "experimental", "master", "master-labs"].contains(&tag) || version == "1" {
        return true;
    }
    let Some(rest) = version.strip_prefix("1.") else {
        return false;
    };
    let (minor, patch) = rest.split_once('.').unwrap_or((rest, "0"));
    number(minor).is_some_and(|n| n <= LAST_MINOR) && number(patch).is_some_and(|n| n <= 9)
}

/// What the text or the build's arguments ask for, and where.
fn wanted(request: &BuildRequest) -> Option<(String, Option<Lines>)> {
    let first = |value: &str| value.trim().split(' ').next().unwrap_or_default().to_string();
    let argument = request.build_args.iter().rev().find(|(name, _)| name == "BUILDKIT_SYNTAX");
    if let Some((_, value)) = argument {
        return Some((first(value), None));
    }
    detect_directives(&request.dockerfile)
        .into_iter()
        .find(|d| d.name == DirectiveName::Syntax)
        .map(|d| (first(&d.value), Some(Lines::one(d.line))))
}

/// Finds the frontend and tells of the steps it takes; the error is the build's.
pub(super) fn resolve(
    engine: &Engine,
    request: &BuildRequest,
    mode: Mode,
    report: &mut dyn FnMut(BuildEvent),
) -> Result<(), Box<BuildFailure>> {
    let Some((name, lines)) = wanted(request) else {
        return Ok(());
    };
    let fail = |message: String, step: Option<String>| {
        let message = match lines {
            Some(_) => message,
            None => format!("failed with build-arg:BUILDKIT_SYNTAX = {name}: {message}"),
        };
        Box::new(BuildFailure {
            message,
            step: step.map(|name| (name, Vec::new())),
            lines: lines.into_iter().collect(),
            ..BuildFailure::default()
        })
    };
    let reference = match Reference::parse(&name) {
        Ok(reference) => reference.with_default_tag(),
        Err(error) => return Err(fail(error.to_string(), None)),
    };
    let familiar = reference.familiar();
    let repository = familiar.split(['@', ':']).next().unwrap_or_default();
    let tag = familiar.split_once('@').map_or(familiar.as_str(), |(tagged, _)| tagged);
    let tag = tag.rsplit_once(':').map_or("", |(_, tag)| tag);
    let ours = ["docker/dockerfile", "docker/dockerfile-upstream"].contains(&repository);
    let step = format!("resolve image config for docker-image://{reference}");
    let cause = match ours {
        true if tag.is_empty() || is_published(tag) => {
            if mode == Mode::Build {
                let digest = Digest::of(reference.to_string().as_bytes());
                let source = match familiar.contains('@') {
                    true => format!("docker-image://{reference}"),
                    false => format!("docker-image://{reference}@{digest}"),
                };
                for name in [step, source] {
                    report(BuildEvent::Internal { name, transferred: None });
                }
            }
            return Ok(());
        }
        true => format!("{reference}: not found"),
        false if engine.find_image(&familiar).is_ok() || engine.image_from_catalogue(&familiar).is_some() => {
            let text = format!("drydock: the Dockerfile frontend {familiar} is not simulated");
            return Err(fail(text, None));
        }
        false => "pull access denied, repository does not exist or may require authorization: server message: \
                  insufficient_scope: authorization failed"
            .to_string(),
    };
    let message = format!("failed to resolve source metadata for {reference}: {cause}");
    report(BuildEvent::Started {
        vertex: request.vertices,
        name: step.clone(),
    });
    report(BuildEvent::Ended {
        vertex: request.vertices,
        cached: false,
        error: Some(cause),
    });
    Err(fail(message, Some(step)))
}

#[cfg(test)]
mod tests {
    use super::is_published;

    #[test]
    fn releases_of_the_dockerfile_frontend() {
        for tag in [
            "1",
            "1-labs",
            "1.4",
            "1.20",
            "1.7.1",
            "1.7-labs",
            "latest",
            "labs",
            "1.0-experimental",
        ] {
            assert!(is_published(tag), "{tag}");
        }
        for tag in ["2", "1.99", "1.4.", "1.x", "nope", "1.04", ""] {
            assert!(!is_published(tag), "{tag}");
        }
    }
}
