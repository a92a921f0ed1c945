//! Git repositories of the simulated internet: commits, branches and tags, out of `catalogue/repositories.json`.
//!
//! The names of objects are git's own: SHA-1 over a blob, tree, commit or tag as git writes it, so that a real git gives
//! the same files and messages the same names. Specified by git's `Documentation/gitformat-*` and the chapter "Git
//! Objects" of the Git book. Left out: symbolic links, submodules, signatures, packs.

use crate::build::instant;
use serde::Deserialize;
use sha1::{Digest, Sha1};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One repository, reached by any address of its host and path.
#[derive(Clone, Debug)]
pub struct Repository {
    pub host: String,
    /// Below the host, without a slash at either end: `hello/flask.git`.
    pub path: String,
    /// The branch that HEAD stands for.
    pub default_branch: String,
    /// Whole names (`refs/heads/main`, `refs/tags/v1`), in git's order.
    pub refs: BTreeMap<String, Ref>,
    /// By name of object.
    pub commits: BTreeMap<String, Commit>,
}

/// What a branch or a tag names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// A commit, or an annotated tag's own object.
    pub object: String,
    pub commit: String,
}

/// A state of all files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    pub tree: String,
    /// Nanoseconds since 1970.
    pub time: i64,
    /// By path.
    pub files: BTreeMap<String, RepositoryFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepositoryFile {
    pub text: String,
    #[serde(default)]
    pub executable: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    repositories: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    host: String,
    path: String,
    default_branch: String,
    /// `Name <address>`.
    author: String,
    /// The oldest first.
    commits: Vec<Change>,
    /// Numbers of commits, from 0.
    branches: BTreeMap<String, usize>,
    tags: BTreeMap<String, Tag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The number of the commit that this one changes.
    #[serde(default)]
    parent: Option<usize>,
    message: String,
    /// `YYYY-MM-DDTHH:MM:SSZ`.
    time: String,
    /// What is another file than in the parent; nothing for one that is gone.
    files: BTreeMap<String, Option<RepositoryFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tag {
    commit: usize,
    /// Of an annotated tag.
    #[serde(default)]
    message: Option<String>,
}

/// Reads the file. Errors: it does not have the shape of its schema.
pub(crate) fn parse(text: &str) -> serde_json::Result<Vec<Repository>> {
    let file: File = serde_json::from_str(text)?;
    Ok(file.repositories.into_iter().map(repository).collect())
}

fn repository(entry: Entry) -> Repository {
    let mut names: Vec<String> = Vec::new();
    let mut commits: BTreeMap<String, Commit> = BTreeMap::new();
    let mut times: Vec<i64> = Vec::new();
    for change in &entry.commits {
        let parent = change.parent.and_then(|number| names.get(number));
        let mut files = parent
            .and_then(|name| commits.get(name))
            .map_or_else(BTreeMap::new, |c| c.files.clone());
        for (path, file) in &change.files {
            match file {
                Some(file) => files.insert(path.clone(), file.clone()),
                None => files.remove(path),
            };
        }
        let tree = tree(&files);
        let time = instant(&change.time);
        let mut text = format!("tree {tree}\n");
        if let Some(parent) = parent {
            let _ = writeln!(text, "parent {parent}");
        }
        let signed = format!("{} {} +0000", entry.author, time / 1_000_000_000);
        let _ = write!(text, "author {signed}\ncommitter {signed}\n\n{}\n", change.message);
        let name = object("commit", text.as_bytes());
        commits.insert(name.clone(), Commit { tree, time, files });
        names.push(name);
        times.push(time);
    }
    let mut refs = BTreeMap::new();
    for (branch, number) in &entry.branches {
        if let Some(commit) = names.get(*number) {
            let to = Ref {
                object: commit.clone(),
                commit: commit.clone(),
            };
            refs.insert(format!("refs/heads/{branch}"), to);
        }
    }
    for (name, tag) in &entry.tags {
        let Some(commit) = names.get(tag.commit) else { continue };
        let object = match &tag.message {
            None => commit.clone(),
            Some(message) => {
                let seconds = times.get(tag.commit).copied().unwrap_or(0) / 1_000_000_000;
                let text = format!(
                    "object {commit}\ntype commit\ntag {name}\ntagger {} {seconds} +0000\n\n{message}\n",
                    entry.author
                );
                object("tag", text.as_bytes())
            }
        };
        let commit = commit.clone();
        refs.insert(format!("refs/tags/{name}"), Ref { object, commit });
    }
    Repository {
        host: entry.host,
        path: entry.path,
        default_branch: entry.default_branch,
        refs,
        commits,
    }
}

/// The name of an object: SHA-1 over its kind, length and content.
fn object(kind: &str, content: &[u8]) -> String {
    hex(&raw_object(kind, content))
}

fn raw_object(kind: &str, content: &[u8]) -> [u8; 20] {
    let mut hash = Sha1::new();
    hash.update(format!("{kind} {}\0", content.len()));
    hash.update(content);
    hash.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The name of the tree that holds these files, by path.
fn tree(files: &BTreeMap<String, RepositoryFile>) -> String {
    let all: Vec<(&str, &RepositoryFile)> = files.iter().map(|(path, file)| (path.as_str(), file)).collect();
    hex(&raw_tree(&all))
}

fn raw_tree(files: &[(&str, &RepositoryFile)]) -> [u8; 20] {
    let mut below: BTreeMap<&str, Vec<(&str, &RepositoryFile)>> = BTreeMap::new();
    // Git orders a directory as if a slash stood behind its name.
    let mut entries: BTreeMap<String, (&str, &str, [u8; 20])> = BTreeMap::new();
    for (path, file) in files {
        match path.split_once('/') {
            Some((dir, rest)) => below.entry(dir).or_default().push((rest, file)),
            None => {
                let mode = if file.executable { "100755" } else { "100644" };
                entries.insert((*path).to_string(), (mode, path, raw_object("blob", file.text.as_bytes())));
            }
        }
    }
    for (dir, files) in &below {
        entries.insert(format!("{dir}/"), ("40000", dir, raw_tree(files)));
    }
    let mut content = Vec::new();
    for (mode, name, hash) in entries.values() {
        content.extend_from_slice(format!("{mode} {name}\0").as_bytes());
        content.extend_from_slice(hash);
    }
    raw_object("tree", &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str, executable: bool) -> RepositoryFile {
        RepositoryFile {
            text: text.into(),
            executable,
        }
    }

    #[test]
    fn blobs_and_trees_have_the_names_that_git_gives_them() {
        assert_eq!(object("blob", b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(object("blob", b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(tree(&BTreeMap::new()), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
        let files = BTreeMap::from([
            ("a".to_string(), file("hello\n", false)),
            ("a-b".to_string(), file("", true)),
            ("a/c/d".to_string(), file("hello\n", false)),
        ]);
        let without_a: BTreeMap<String, RepositoryFile> = files.into_iter().filter(|(path, _)| path != "a").collect();
        assert_eq!(tree(&without_a), "7aca19d0152f88c5bb0fdbb91c50eb20a3a218ce");
    }
}
