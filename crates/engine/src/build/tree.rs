//! The tree that COPY and ADD take from: a context's files as far as `.dockerignore` lets them be seen,
//! a stage, or an image. Paths are found through symbolic links that never leave the tree, wildcards are
//! Go's `filepath.Match`, part by part (BuildKit's `fsutil/copy`).

use super::context::BuildContext;
use dockerfile::PatternMatcher;
use std::rc::Rc;
use vfs::{FileKind, Fs, Ino, Node, normalize};

/// Symbolic links followed on the way to one path.
const MAX_LINKS: usize = 40;

#[derive(Clone, Default)]
pub(crate) struct Tree {
    pub context: BuildContext,
    pub ignore: Option<Rc<PatternMatcher>>,
}

/// A place in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The path by which it was meant: relative and clean.
    pub path: String,
    /// Where it really is, links followed.
    pub real: String,
    pub ino: Ino,
    pub is_dir: bool,
}

/// The patterns of the ignore file that a named context has of its own.
pub(crate) fn own_ignore(files: &BuildContext) -> Option<Rc<PatternMatcher>> {
    let text = files.read(".dockerignore")?;
    PatternMatcher::from_ignore_file(&String::from_utf8_lossy(&text))
        .ok()
        .map(Rc::new)
}

impl Tree {
    /// What a path leads to, the link at its end followed as well.
    pub fn find(&self, path: &str) -> Option<Found> {
        let clean = normalize(path).trim_start_matches('/').to_string();
        let fs = self.context.fs();
        let fs = fs.borrow();
        let (real, ino) = resolve(&fs, self.context.root(), &clean)?;
        let is_dir = is_dir(&fs, ino);
        let found = Found {
            path: clean,
            real,
            ino,
            is_dir,
        };
        self.visible(&fs, &found).then_some(found)
    }

    fn ignored(&self, path: &str) -> bool {
        self.ignore.as_ref().is_some_and(|m| !m.is_empty() && m.matches(path))
    }

    /// A directory is there if it is not ignored or if something below it is there.
    fn visible(&self, fs: &Fs, found: &Found) -> bool {
        if found.real.is_empty() || !self.ignored(&found.real) {
            return true;
        }
        found.is_dir && !self.walk(fs, &found.real, found.ino).is_empty()
    }

    /// The paths that a pattern stands for, in the order of a walk.
    pub fn matches(&self, pattern: &str) -> Vec<Found> {
        let clean = normalize(pattern);
        let parts: Vec<&str> = clean.split('/').filter(|p| !p.is_empty()).collect();
        let first = parts.iter().position(|p| has_wildcards(p)).unwrap_or(parts.len());
        let (plain, wild) = parts.split_at(first);
        let Some(start) = self.find(&plain.join("/")) else {
            return Vec::new();
        };
        let fs = self.context.fs();
        let fs = fs.borrow();
        let mut level = vec![start];
        for (depth, part) in wild.iter().enumerate() {
            let last = depth + 1 == wild.len();
            let mut next = Vec::new();
            for above in level.iter().filter(|f| f.is_dir) {
                for (name, ino) in fs.entries(above.ino).unwrap_or_default() {
                    let found = Found {
                        path: join(&above.path, &name),
                        real: join(&above.real, &name),
                        ino,
                        is_dir: is_dir(&fs, ino),
                    };
                    if (last || found.is_dir) && matches_part(part, &name) && self.visible(&fs, &found) {
                        next.push(found);
                    }
                }
            }
            level = next;
        }
        level
    }

    /// Everything below a directory that can be seen: paths relative to it, sorted, directories before
    /// what is in them.
    pub fn below(&self, dir: &Found) -> Vec<(String, Ino)> {
        let fs = self.context.fs();
        let fs = fs.borrow();
        self.walk(&fs, &dir.real, dir.ino)
    }

    fn walk(&self, fs: &Fs, real: &str, start: Ino) -> Vec<(String, Ino)> {
        let mut all: Vec<(String, Ino, bool, bool)> = Vec::new();
        let mut todo = vec![(start, String::new())];
        let patterns = self.ignore.as_ref().is_some_and(|m| !m.is_empty());
        while let Some((dir, path)) = todo.pop() {
            let Ok(Node::Dir(entries)) = fs.get(dir).map(|inode| &inode.node) else {
                continue;
            };
            for (name, ino) in entries.iter() {
                let here = join(&path, name);
                let dir = is_dir(fs, *ino);
                let ignored = patterns && self.ignored(&join(real, &here));
                if dir {
                    todo.push((*ino, here.clone()));
                }
                if dir || !ignored {
                    all.push((here, *ino, dir, ignored));
                }
            }
        }
        all.sort();
        // From the end, so that what is in a directory is known before the directory.
        let mut out: Vec<(String, Ino)> = Vec::with_capacity(all.len());
        for (path, ino, dir, ignored) in all.into_iter().rev() {
            let holds = || {
                out.iter()
                    .rev()
                    .take_while(|(below, _)| below.starts_with(&path))
                    .any(|(below, _)| below.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/')))
            };
            if !dir || !ignored || holds() {
                out.push((path, ino));
            }
        }
        out.reverse();
        out
    }
}

pub(crate) fn join(dir: &str, name: &str) -> String {
    match dir {
        "" => name.to_string(),
        dir => format!("{dir}/{name}"),
    }
}

fn is_dir(fs: &Fs, ino: Ino) -> bool {
    fs.get(ino).is_ok_and(|i| i.kind() == FileKind::Dir)
}

/// The inode at a path below `root` and where it really is. Links are read as if `root` were `/`.
fn resolve(fs: &Fs, root: Ino, path: &str) -> Option<(String, Ino)> {
    let mut left: Vec<String> = path.split('/').filter(|p| !p.is_empty()).rev().map(str::to_string).collect();
    let mut at: Vec<(String, Ino)> = Vec::new();
    let mut links = 0;
    while let Some(name) = left.pop() {
        match name.as_str() {
            "" | "." => continue,
            ".." => {
                at.pop();
                continue;
            }
            _ => {}
        }
        let dir = at.last().map_or(root, |(_, ino)| *ino);
        let ino = fs.lookup(dir, &name).ok()?;
        if let Node::Symlink(target) = &fs.get(ino).ok()?.node {
            links += 1;
            if links > MAX_LINKS {
                return None;
            }
            if target.starts_with('/') {
                at.clear();
            }
            left.extend(target.split('/').rev().map(str::to_string));
            continue;
        }
        at.push((name, ino));
    }
    let real: Vec<&str> = at.iter().map(|(name, _)| name.as_str()).collect();
    Some((real.join("/"), at.last().map_or(root, |(_, ino)| *ino)))
}

/// Whether a path has something to expand in it.
pub(crate) fn has_wildcards(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'*' | b'?' | b'[' => return true,
            _ => {}
        }
    }
    false
}

/// Go's `filepath.Match` of one part of a path. A pattern that is wrong matches nothing.
fn matches_part(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if p == pattern.len() && n == name.len() {
            return true;
        }
        if pattern.get(p) == Some(&'*') {
            star = Some((p + 1, n));
            p += 1;
            continue;
        }
        match one(&pattern, p, name.get(n)) {
            Some(next) => (p, n) = (next, n + 1),
            None => match star {
                Some((after, from)) if from < name.len() => {
                    star = Some((after, from + 1));
                    (p, n) = (after, from + 1);
                }
                _ => return false,
            },
        }
    }
}

/// Matches one character; gives where the pattern goes on.
fn one(pattern: &[char], at: usize, c: Option<&char>) -> Option<usize> {
    let c = *c?;
    match *pattern.get(at)? {
        '?' => Some(at + 1),
        '\\' => (*pattern.get(at + 1)? == c).then_some(at + 2),
        '[' => {
            let mut at = at + 1;
            let negated = pattern.get(at) == Some(&'^');
            at += usize::from(negated);
            let mut found = false;
            let mut any = false;
            while *pattern.get(at)? != ']' || !any {
                any = true;
                let (low, next) = member(pattern, at)?;
                let (high, next) = match pattern.get(next) {
                    Some('-') => member(pattern, next + 1)?,
                    _ => (low, next),
                };
                found |= (low..=high).contains(&c);
                at = next;
            }
            (found != negated).then_some(at + 1)
        }
        p => (p == c).then_some(at + 1),
    }
}

fn member(pattern: &[char], at: usize) -> Option<(char, usize)> {
    match *pattern.get(at)? {
        '\\' => Some((*pattern.get(at + 1)?, at + 2)),
        c => Some((c, at + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str], ignore: &str) -> Tree {
        let files: Vec<(String, String)> = files.iter().map(|f| (f.to_string(), f.to_string())).collect();
        Tree {
            context: BuildContext::inline(&files, 0),
            ignore: PatternMatcher::from_ignore_file(ignore).ok().map(Rc::new),
        }
    }

    fn paths(found: &[Found]) -> Vec<&str> {
        found.iter().map(|f| f.path.as_str()).collect()
    }

    #[test]
    fn a_wildcard_stands_for_one_part_of_a_path() {
        let tree = tree(&["a/x.txt", "a/y.md", "b/x.txt", "x.txt"], "");
        assert_eq!(paths(&tree.matches("*/x.txt")), ["a/x.txt", "b/x.txt"]);
        assert_eq!(paths(&tree.matches("a/?.[mt]*")), ["a/x.txt", "a/y.md"]);
        assert!(tree.matches("none*").is_empty());
    }

    #[test]
    fn dots_do_not_lead_out_of_the_tree() {
        let tree = tree(&["secret"], "");
        assert_eq!(tree.find("../../secret").map(|f| f.path), Some("secret".into()));
    }

    #[test]
    fn an_ignored_directory_is_there_for_what_is_excepted() {
        let tree = tree(&["dir/keep", "dir/other", "gone/x"], "dir\n!dir/keep\ngone\n");
        let root = tree.find("").unwrap();
        let names: Vec<String> = tree.below(&root).into_iter().map(|(p, _)| p).collect();
        assert_eq!(names, ["dir", "dir/keep"]);
        assert!(tree.find("gone").is_none());
        assert!(tree.find("dir/other").is_none());
    }

    #[test]
    fn a_hostile_pattern_is_answered_at_once() {
        let pattern = format!("{}b", "*a".repeat(60));
        assert!(!matches_part(&pattern, &"a".repeat(200)));
        assert!(matches_part("[^a-c]\\*?", "d*x"));
        assert!(!matches_part("[", "["));
    }
}
