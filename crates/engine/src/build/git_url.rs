//! Addresses of git repositories as builds write them: `https://host/x.git#ref:dir`, `git@host:x.git?branch=main`.
//!
//! Specified by BuildKit's `util/gitutil/git_url.go`, `util/sshutil/scpurl.go` and `frontend/dockerfile/dfgitutil`. Left
//! out: escapes in hosts and paths, which stay as they are written.

use std::collections::BTreeMap;

/// How a repository is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
    Git,
    Ssh,
}

/// A repository, and what is wanted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GitUrl {
    pub scheme: Scheme,
    /// With the port, where one is written.
    pub host: String,
    /// As it stands behind the host.
    pub path: String,
    /// What git is told, without the fragment and the query.
    pub remote: String,
    /// A branch, a tag, a whole name of either, or a commit; empty for the default branch.
    pub reference: String,
    pub subdir: String,
    pub checksum: String,
    pub keep_git_dir: Option<bool>,
    /// `github.com/…`, which could be a path as well.
    pub like_a_path: bool,
}

impl GitUrl {
    /// Reads an address; `None` for what is none of a repository. Errors: BuildKit's words on the query.
    pub fn parse(text: &str) -> Result<Option<GitUrl>, String> {
        if text.starts_with("./") || text.starts_with("../") {
            return Ok(None);
        }
        let like_a_path = text.starts_with("github.com/");
        let found = match like_a_path {
            true => with_scheme(Scheme::Https, text),
            false => match scheme_of(text) {
                Some((name, rest)) => match name.to_ascii_lowercase().as_str() {
                    "http" => with_scheme(Scheme::Http, rest),
                    "https" => with_scheme(Scheme::Https, rest),
                    "git" => with_scheme(Scheme::Git, rest),
                    "ssh" => with_scheme(Scheme::Ssh, rest),
                    _ => None,
                },
                None => like_scp(text),
            },
        };
        let Some((mut url, query)) = found else { return Ok(None) };
        let web = matches!(url.scheme, Scheme::Http | Scheme::Https);
        if web && !like_a_path && !url.path.ends_with(".git") {
            return Ok(None);
        }
        url.like_a_path = like_a_path;
        url.take(&query)?;
        Ok(Some(url))
    }

    /// The path without slashes at its ends.
    pub fn clean_path(&self) -> &str {
        self.path.trim_matches('/')
    }

    fn take(&mut self, query: &str) -> Result<(), String> {
        let conflict = |what: &str, one: &str, other: &str| Err(format!("{what} conflicts: {one:?} vs {other:?}"));
        let (mut tag, mut branch) = (String::new(), String::new());
        for (key, values) in pairs(query) {
            let value = match values.as_slice() {
                [one] => one.clone(),
                _ => return Err(format!("query {key:?} has multiple values")),
            };
            if value.is_empty() && !["submodules", "keep-git-dir"].contains(&key.as_str()) {
                return Err(format!("query {key:?} has no value"));
            }
            match key.as_str() {
                "ref" if !self.reference.is_empty() && self.reference != value => {
                    return conflict("ref", &self.reference, &value);
                }
                "ref" => self.reference = value,
                "tag" => tag = value,
                "branch" => branch = value,
                "subdir" if !self.subdir.is_empty() && self.subdir != value => {
                    return conflict("subdir", &self.subdir, &value);
                }
                "subdir" => self.subdir = value,
                "checksum" | "commit" => self.checksum = value,
                "keep-git-dir" => self.keep_git_dir = Some(flag(&key, &value)?),
                // No repository here has submodules.
                "submodules" => drop(flag(&key, &value)?),
                _ => return Err(format!("unexpected query {key:?}")),
            }
        }
        let has_tag = !tag.is_empty();
        for (name, prefix) in [(tag, "refs/tags/"), (branch, "refs/heads/")] {
            if name.is_empty() {
                continue;
            }
            if has_tag && prefix == "refs/heads/" {
                return Err("branch conflicts with tag".into());
            }
            let whole = match name.starts_with(prefix) {
                true => name,
                false => format!("{prefix}{name}"),
            };
            if !self.reference.is_empty() && self.reference != whole {
                return conflict("ref", &self.reference, &whole);
            }
            self.reference = whole;
        }
        Ok(())
    }
}

/// Whether a name is that of an object, written out.
pub(crate) fn is_commit(text: &str) -> bool {
    [40, 64].contains(&text.len()) && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A scheme and what is behind its `://`.
fn scheme_of(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once("://")?;
    let fits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then_some((name, rest))
}

/// What is behind a scheme, with its query.
fn with_scheme(scheme: Scheme, rest: &str) -> Option<(GitUrl, String)> {
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (plain, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = plain.find('/').map_or((plain, ""), |at| plain.split_at(at));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Some((_, port)) = host.rsplit_once(':')
        && !port.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let word = match scheme {
        Scheme::Http => "http",
        Scheme::Https => "https",
        Scheme::Git => "git",
        Scheme::Ssh => "ssh",
    };
    Some((
        built(scheme, host, path, format!("{word}://{plain}"), &unescaped(fragment, false)),
        query.to_string(),
    ))
}

/// `user@host:path`.
fn like_scp(text: &str) -> Option<(GitUrl, String)> {
    let (user, rest) = text.split_once('@')?;
    let (host, rest) = rest.split_once(':')?;
    let word =
        |text: &str, others: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c));
    if !word(user, "-_") || !word(host, "-.") || rest.contains('\n') {
        return None;
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some((
        built(Scheme::Ssh, host, path, format!("{user}@{host}:{path}"), fragment),
        query.to_string(),
    ))
}

fn built(scheme: Scheme, host: &str, path: &str, remote: String, fragment: &str) -> GitUrl {
    let (reference, subdir) = fragment.split_once(':').unwrap_or((fragment, ""));
    GitUrl {
        scheme,
        host: host.to_string(),
        path: path.to_string(),
        remote,
        reference: reference.to_string(),
        subdir: vfs::normalize(subdir).trim_start_matches('/').to_string(),
        checksum: String::new(),
        keep_git_dir: None,
        like_a_path: false,
    }
}

/// The values of a query, by key.
fn pairs(query: &str) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty() && !pair.contains(';')) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        out.entry(unescaped(key, true)).or_default().push(unescaped(value, true));
    }
    out
}

/// A text with its `%XX` replaced, and in a query `+` as well. What is no escape stays.
fn unescaped(text: &str, query: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let escaped = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *byte == b'%');
        out.push(match escaped {
            Some(byte) => byte,
            None if query && *byte == b'+' => b' ',
            None => *byte,
        });
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Go's `strconv.ParseBool`; a key alone is true.
fn flag(key: &str, value: &str) -> Result<bool, String> {
    match value {
        "" | "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(format!("invalid {key} value: {value:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(text: &str) -> GitUrl {
        GitUrl::parse(text).unwrap().unwrap()
    }

    #[test]
    fn what_is_no_repository_is_left_to_others() {
        for text in [
            "https://example.com/",
            "https://example.com/foo",
            "https://example.com/foo.git/",
            "https://example.com/foo.git.bar",
            "https://github.com/moby/buildkit",
            "http://github.com/docker/docker.git:#branch",
            "custom.xyz/moby/buildkit.git",
            "httpx://github.com/moby/buildkit",
            "docker-image://alpine",
            "./.git",
            "../x.git",
            ".git",
            "",
        ] {
            assert_eq!(GitUrl::parse(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn an_address_has_a_remote_a_reference_and_a_folder() {
        for (text, remote, reference, subdir) in [
            ("https://example.com/foo.git", "https://example.com/foo.git", "", ""),
            (
                "https://example.com/foo.git#release/1.2",
                "https://example.com/foo.git",
                "release/1.2",
                "",
            ),
            ("git://example.com/foo", "git://example.com/foo", "", ""),
            ("HTTP://example.com/foo.git", "http://example.com/foo.git", "", ""),
            (
                "https://foo:bar@github.com/moby/buildkit.git",
                "https://foo:bar@github.com/moby/buildkit.git",
                "",
                "",
            ),
            ("git@github.com:moby/buildkit", "git@github.com:moby/buildkit", "", ""),
            (
                "git@github.com:moby/buildkit.git#v1.0.0:hack",
                "git@github.com:moby/buildkit.git",
                "v1.0.0",
                "hack",
            ),
            (
                "https://github.com/foo/bar.git#baz/qux:quux/quuz",
                "https://github.com/foo/bar.git",
                "baz/qux",
                "quux/quuz",
            ),
            (
                "https://github.com/docker/docker.git#:myfolder",
                "https://github.com/docker/docker.git",
                "",
                "myfolder",
            ),
            (
                "https://github.com/docker/docker.git?ref=v1.0.0&subdir=/subdir",
                "https://github.com/docker/docker.git",
                "v1.0.0",
                "/subdir",
            ),
            (
                "git@github.com:moby/buildkit.git?subdir=/subdir#v1.0.0",
                "git@github.com:moby/buildkit.git",
                "v1.0.0",
                "/subdir",
            ),
            (
                "https://github.com/moby/buildkit.git?tag=v1.0.0",
                "https://github.com/moby/buildkit.git",
                "refs/tags/v1.0.0",
                "",
            ),
            (
                "https://github.com/moby/buildkit.git?branch=v1.0",
                "https://github.com/moby/buildkit.git",
                "refs/heads/v1.0",
                "",
            ),
        ] {
            let url = git(text);
            assert_eq!(
                (url.remote.as_str(), url.reference.as_str(), url.subdir.as_str()),
                (remote, reference, subdir),
                "{text}"
            );
        }
    }

    #[test]
    fn an_address_has_a_host_and_a_path() {
        for (text, scheme, host, path) in [
            (
                "ssh://git@github.com:22/moby/buildkit.git",
                Scheme::Ssh,
                "github.com:22",
                "/moby/buildkit.git",
            ),
            (
                "git@github.com:moby/buildkit.git",
                Scheme::Ssh,
                "github.com",
                "moby/buildkit.git",
            ),
            (
                "nonstandarduser@example.com:/srv/repos/weird/project.git",
                Scheme::Ssh,
                "example.com",
                "/srv/repos/weird/project.git",
            ),
            (
                "git://host.xz:1234/path/to/repo.git",
                Scheme::Git,
                "host.xz:1234",
                "/path/to/repo.git",
            ),
            (
                "github.com/moby/buildkit#master",
                Scheme::Https,
                "github.com",
                "/moby/buildkit",
            ),
        ] {
            let url = git(text);
            assert_eq!(
                (url.scheme, url.host.as_str(), url.path.as_str()),
                (scheme, host, path),
                "{text}"
            );
        }
        assert!(git("github.com/moby/buildkit").like_a_path);
    }

    #[test]
    fn a_query_is_read_strictly() {
        let url = git("https://x.example/a.git?checksum=ab12&keep-git-dir&submodules=false");
        assert_eq!((url.checksum.as_str(), url.keep_git_dir), ("ab12", Some(true)));
        assert_eq!(git("https://x.example/a.git?commit=ab12").checksum, "ab12");
        for (query, why) in [
            ("?ref=v1.0.0#v1.2.3", "ref conflicts: \"v1.2.3\" vs \"v1.0.0\""),
            ("?ref=v1.0.0&tag=v1.2.3", "ref conflicts: \"v1.0.0\" vs \"refs/tags/v1.2.3\""),
            ("?tag=v1.0.0&branch=v1.0", "branch conflicts with tag"),
            ("?keep-git-dir=maybe", "invalid keep-git-dir value: \"maybe\""),
            ("?ref=a&ref=b", "query \"ref\" has multiple values"),
            ("?ref=", "query \"ref\" has no value"),
            ("?depth=1", "unexpected query \"depth\""),
            ("?subdir=a#:b", "subdir conflicts: \"b\" vs \"a\""),
        ] {
            assert_eq!(
                GitUrl::parse(&format!("https://x.example/a.git{query}")),
                Err(why.to_string())
            );
        }
    }
}
