//! ADD of a URL: what the pages of the catalogue answer, and BuildKit's words where they don't.
//!
//! Specified by BuildKit's `source/http`. Left out: other ports than a site's own, caching by ETag.

use super::git_url::GitUrl;
use catalogue::{Catalogue, Page, Site};

/// Redirections followed for one file, as Go's client does.
const MAX_REDIRECTS: usize = 10;

pub(super) fn is_http(source: &str) -> bool {
    ["http://", "https://"].iter().any(|p| source.starts_with(p)) && GitUrl::parse(source) == Ok(None)
}

/// The repository that a source of ADD is. Errors: BuildKit's words on its query.
pub(super) fn repository(source: &str) -> Result<Option<GitUrl>, String> {
    GitUrl::parse(source).map(|url| url.filter(|url| !url.like_a_path))
}

/// Whether a source is none of the context's files.
pub(super) fn is_remote(source: &str) -> bool {
    is_http(source) || repository(source) != Ok(None)
}

/// The name of the file that a URL gives.
pub(super) fn file_name(url: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (_, path) = path.split_once('/').unwrap_or((path, ""));
    match path.trim_end_matches('/').rsplit('/').next() {
        Some(name) if !name.is_empty() && name != "." => name.to_string(),
        _ => "__unnamed__".to_string(),
    }
}

/// Fetches a URL from the simulated internet. Errors: Go's and BuildKit's words.
pub(super) fn fetch(catalogue: &Catalogue, url: &str) -> Result<Vec<u8>, String> {
    let mut at = url.to_string();
    for _ in 0..MAX_REDIRECTS {
        let page = match look(catalogue, &at)? {
            Some(page) => page,
            None => return Err("invalid response status 404".into()),
        };
        match (&page.location, page.status) {
            (Some(next), 300..=399) => at.clone_from(next),
            (_, 200..=399) => return Ok(page.body.clone().into_bytes()),
            (_, status) => return Err(format!("invalid response status {status}")),
        }
    }
    Err(format!("Get {at:?}: stopped after 10 redirects"))
}

fn look<'c>(catalogue: &'c Catalogue, url: &str) -> Result<Option<&'c Page>, String> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let (authority, path) = rest.find(['/', '?', '#']).map_or((rest, ""), |at| rest.split_at(at));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().unwrap_or(0)),
        None => (authority, if scheme == "https" { 443 } else { 80 }),
    };
    let failed = |why: String| format!("Get {url:?}: dial tcp{why}");
    let site: Option<&Site> = catalogue
        .sites()
        .iter()
        .find(|s| s.names.iter().any(|n| n.eq_ignore_ascii_case(host)));
    let Some(site) = site else {
        return Err(failed(format!(": lookup {host} on 192.168.65.7:53: no such host")));
    };
    let open = port == 80 || (port == 443 && site.https);
    if !open {
        return Err(failed(format!(" {}:{port}: connect: connection refused", site.address)));
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = if path.is_empty() { "/" } else { path };
    Ok(site.pages.get(path).or_else(|| site.pages.get("*")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_called_by_the_last_part_of_its_path() {
        assert_eq!(file_name("https://example.com/a/b.txt?x=1"), "b.txt");
        assert_eq!(file_name("https://example.com"), "__unnamed__");
        assert_eq!(file_name("https://example.com/dir/"), "dir");
    }

    #[test]
    fn a_repository_is_told_from_a_page() {
        assert!(!is_http("https://github.com/docker/cli.git#main:docs"));
        assert!(is_http("https://github.com/docker/cli"));
        assert!(is_http("https://example.com/x.tar.gz"));
        assert!(is_remote("git@github.com:docker/cli.git"));
        assert!(!is_remote("github.com/docker/cli"));
    }
}
