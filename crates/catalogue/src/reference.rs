//! Names of images on Docker Hub, as far as a look-up needs them.
//!
//! The full grammar with its errors is the engine's; here only `docker.io/`, `library/` and the
//! default tag are understood (distribution/reference, "familiar names").

/// Repository and tag of a Docker Hub reference: `redis` is (`redis`, `latest`). None for another
/// registry, or for a digest.
pub fn split_reference(reference: &str) -> Option<(String, String)> {
    if reference.contains('@') {
        return None;
    }
    let name = ["docker.io/", "index.docker.io/", "registry-1.docker.io/"]
        .iter()
        .find_map(|host| reference.strip_prefix(host))
        .unwrap_or(reference);
    let name = name.strip_prefix("library/").unwrap_or(name);
    let (repository, tag) = match name.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository, tag),
        _ => (name, "latest"),
    };
    let first = repository.split('/').next()?;
    let is_host = repository.contains('/') && (first.contains(['.', ':']) || first == "localhost");
    (!is_host && !repository.is_empty()).then(|| (repository.to_string(), tag.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_full_names_mean_the_same() {
        for text in ["redis:7", "library/redis:7", "docker.io/redis:7", "docker.io/library/redis:7"] {
            assert_eq!(split_reference(text), Some(("redis".into(), "7".into())), "{text}");
        }
        assert_eq!(
            split_reference("traefik/whoami"),
            Some(("traefik/whoami".into(), "latest".into()))
        );
    }

    #[test]
    fn other_registries_are_not_docker_hub() {
        for text in ["localhost:5000/redis", "ghcr.io/a/b:1", "redis@sha256:00", ""] {
            assert_eq!(split_reference(text), None, "{text}");
        }
    }
}
