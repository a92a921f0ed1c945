//! The far side of a git repository: which address has one, what it lists, and git's words where there is none.
//!
//! Specified by git's `remote-curl.c`, `connect.c` and `builtin/ls-remote.c`. Left out: patterns, and hosts that ask for a
//! password.

use super::git_url::{GitUrl, Scheme};
use catalogue::{Catalogue, Repository};

/// Hosts whose repositories there are, and none of them here.
const WELL_KNOWN: [&str; 7] = [
    "github.com",
    "www.github.com",
    "gist.github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "git.sr.ht",
];

/// Why a repository can't be had.
pub(super) enum Why {
    /// What git prints.
    Git(String),
    NotSimulated(String),
}

impl Why {
    /// With what BuildKit was about; git's own words are told as well.
    pub fn text(self, about: &str, url: &GitUrl, say: &mut dyn FnMut(&str)) -> String {
        match self {
            Why::NotSimulated(text) => text,
            Why::Git(stderr) => {
                say(&stderr);
                format!("{about} {}: git stderr:\n{stderr}: exit status 128", redacted(&url.remote))
            }
        }
    }
}

/// A remote without its password.
fn redacted(remote: &str) -> String {
    let parts = remote.split_once("://").and_then(|(scheme, rest)| {
        let (user, rest) = rest.split_once('@')?;
        (user.contains(':') && !user.contains('/')).then(|| format!("{scheme}://xxxxx:xxxxx@{rest}"))
    });
    parts.unwrap_or_else(|| remote.to_string())
}

/// A remote as git itself shows it: without whoever asks.
pub(super) fn anonymous(remote: &str) -> String {
    let parts = remote.split_once("://").and_then(|(scheme, rest)| {
        let (user, rest) = rest.split_once('@')?;
        (!user.contains('/')).then(|| format!("{scheme}://{rest}"))
    });
    parts.unwrap_or_else(|| remote.to_string())
}

/// The repository behind an address, as far as the network goes.
pub(super) fn reach<'c>(catalogue: &'c Catalogue, url: &GitUrl) -> Result<&'c Repository, Why> {
    let (host, port) = url.host.split_once(':').unwrap_or((&url.host, ""));
    if WELL_KNOWN.iter().any(|known| known.eq_ignore_ascii_case(host)) {
        return Err(Why::NotSimulated(format!(
            "drydock: the repository {} is not simulated",
            redacted(&url.remote)
        )));
    }
    let site = catalogue
        .sites()
        .iter()
        .find(|site| site.names.iter().any(|name| name.eq_ignore_ascii_case(host)));
    if url.scheme == Scheme::Git {
        let port = if port.is_empty() { "9418" } else { port };
        return Err(Why::Git(match site {
            None => format!("fatal: unable to look up {host} (port {port}) (Name or service not known)\n"),
            Some(site) => format!(
                "fatal: unable to connect to {host}:\n{host}[0: {}]: errno=Connection refused\n\n",
                site.address
            ),
        }));
    }
    let shown = format!("{}/", anonymous(&url.remote));
    let unable = |why: String| Err(Why::Git(format!("fatal: unable to access '{shown}': {why}\n")));
    let Some(site) = site else {
        return unable(format!("Could not resolve host: {host}"));
    };
    let port = match (port, url.scheme) {
        ("", Scheme::Https) => 443,
        ("", _) => 80,
        (port, _) => port.parse().unwrap_or(0),
    };
    if port != 80 && !(port == 443 && site.https) {
        let why = format!("Failed to connect to {host} port {port} after 12 ms: Couldn't connect to server");
        return unable(why);
    }
    let path = url.clean_path();
    let same = |own: &str| own == path || own.strip_suffix(".git") == Some(path);
    let found = catalogue
        .git_repositories()
        .iter()
        .find(|r| r.host.eq_ignore_ascii_case(host) && same(&r.path));
    if let Some(found) = found {
        return Ok(found);
    }
    let asked = format!("/{path}/info/refs");
    let hosts_git = catalogue.git_repositories().iter().any(|r| r.host.eq_ignore_ascii_case(host));
    match site.pages.get(&asked).or_else(|| site.pages.get("*")) {
        None if !hosts_git => Err(Why::NotSimulated(format!(
            "drydock: the repository {} is not simulated",
            redacted(&url.remote)
        ))),
        Some(page) if page.status < 400 => Err(Why::Git(format!(
            "fatal: {shown}info/refs not valid: is this a git repository?\n"
        ))),
        _ => Err(Why::Git(format!("fatal: repository '{shown}' not found\n"))),
    }
}

/// `git ls-remote --symref REMOTE HEAD`.
pub(super) fn head(repository: &Repository) -> String {
    let name = format!("refs/heads/{}", repository.default_branch);
    match repository.refs.get(&name) {
        Some(to) => format!("ref: {name}\tHEAD\n{}\tHEAD\n", to.object),
        None => String::new(),
    }
}

/// `git ls-remote REMOTE REF REF^{}`: every reference that ends in the name.
pub(super) fn list(repository: &Repository, asked: &str) -> String {
    let ends = |name: &str| name == asked || name.strip_suffix(asked).is_some_and(|rest| rest.ends_with('/'));
    let mut out = String::new();
    if asked == "HEAD"
        && let Some(to) = repository.refs.get(&format!("refs/heads/{}", repository.default_branch))
    {
        out.push_str(&format!("{}\tHEAD\n", to.object));
    }
    for (name, to) in repository.refs.iter().filter(|(name, _)| ends(name)) {
        out.push_str(&format!("{}\t{name}\n", to.object));
        if to.object != to.commit {
            out.push_str(&format!("{}\t{name}^{{}}\n", to.commit));
        }
    }
    out
}
