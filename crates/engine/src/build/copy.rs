//! COPY and ADD: which files are meant, where they go, and what they look like there.
//!
//! Specified by BuildKit's `solver/llbsolver/file/backend.go` and `tonistiigi/fsutil/copy`. Left out:
//! hard links between copied files, extended attributes.

use super::cache::{Facts, FileFact};
use super::tree::{Found, Tree, has_wildcards, join};
use crate::mounts::ensure_dir;
use dockerfile::PatternMatcher;
use machine::{parse_group, parse_passwd};
use std::io::Write;
use std::ops::Bound;
use vfs::{Digest, Digester, Errno, FileKind, Fs, Ino, Inode, Meta, Node, ROOT, normalize, tar};

/// What to copy.
#[derive(Clone, Default)]
pub(crate) struct CopyJob {
    pub tree: Tree,
    pub sources: Vec<String>,
    pub destination: String,
    pub chown: String,
    pub chmod: String,
    pub parents: bool,
    pub exclude: Vec<String>,
    /// Archives are unpacked.
    pub unpack: bool,
    /// Copied from a stage or image: owners are kept.
    pub keep_owner: bool,
}

/// One source: a file, or a directory with everything of it that is copied.
pub(crate) struct Matched {
    pub found: Found,
    /// Paths below a directory, relative to it, directories first.
    pub below: Vec<(String, Ino)>,
    /// Of a directory that stands only for what was picked out of it (`--parents`).
    pub picked: bool,
}

impl CopyJob {
    /// What the sources stand for. Errors: the path that is not there, as BuildKit names it.
    pub fn matches(&self) -> Result<Vec<Matched>, String> {
        let excluded = match self.exclude.is_empty() {
            true => None,
            false => PatternMatcher::new(&self.exclude).ok(),
        };
        let keep = |path: &str| excluded.as_ref().is_none_or(|m| !m.matches(path));
        let mut out = Vec::new();
        let mut missing = None;
        for source in &self.sources {
            if self.parents {
                match self.picked(source, &keep) {
                    Ok(matched) => out.push(matched),
                    Err(why) => missing = Some(why),
                }
                continue;
            }
            let found = match has_wildcards(source) {
                true => self.tree.matches(source),
                false => match self.tree.find(source) {
                    Some(found) => vec![found],
                    // Of several, the last one is told.
                    None => {
                        missing = Some(not_found(source));
                        continue;
                    }
                },
            };
            out.extend(found.into_iter().map(|found| Matched {
                below: match found.is_dir {
                    true => self.tree.below(&found).into_iter().filter(|(p, _)| keep(p)).collect(),
                    false => Vec::new(),
                },
                found,
                picked: false,
            }));
        }
        missing.map_or(Ok(out), Err)
    }

    /// `--parents`: the source as a pattern over everything below the pivot `/./`, or below the root.
    fn picked(&self, source: &str, keep: &dyn Fn(&str) -> bool) -> Result<Matched, String> {
        let (base, pattern) = source.split_once("/./").unwrap_or(("/", source));
        let pattern = normalize(pattern).trim_start_matches('/').to_string();
        let plain = !has_wildcards(base) && !has_wildcards(&pattern);
        let whole = join(base.trim_end_matches('/'), &pattern);
        if plain && self.tree.find(&whole).is_none() {
            return Err(not_found(&whole));
        }
        let found = self.tree.find(base).ok_or_else(|| not_found(base))?;
        let matcher = PatternMatcher::new(&[pattern.as_str()]).ok();
        let below: Vec<(String, Ino)> = self.tree.below(&found);
        let taken: Vec<bool> = below
            .iter()
            .map(|(path, _)| keep(path) && (pattern.is_empty() || matcher.as_ref().is_some_and(|m| m.matches(path))))
            .collect();
        // A directory on the way to something that is taken comes with it.
        let wanted: std::collections::BTreeSet<String> = below
            .iter()
            .zip(&taken)
            .filter(|(_, taken)| **taken)
            .flat_map(|((path, _), _)| {
                path.match_indices('/')
                    .filter_map(|(at, _)| path.get(..at))
                    .map(str::to_string)
            })
            .collect();
        let below = below
            .into_iter()
            .zip(taken)
            .filter(|((path, _), taken)| *taken || wanted.contains(path))
            .map(|(entry, _)| entry)
            .collect();
        Ok(Matched {
            found,
            below,
            picked: true,
        })
    }

    /// The digest of everything copied, and each file by its path: content, mode, owner; not times.
    /// What did not change since `before` is not read again.
    pub fn checksum(&self, matched: &[Matched], before: Option<&Facts>) -> (Digest, Facts) {
        let fs = self.tree.context.fs();
        let fs = fs.borrow();
        let mut total = Digester::default();
        let mut files = Vec::new();
        let known = before.map(|facts| &facts.by_path);
        // Most often what comes next is what came next before.
        let mut after = known.map(|facts| facts.range::<str, _>(..));
        let mut add = |name: String, ino: Ino| {
            let Ok(inode) = fs.get(ino) else { return };
            let is_dir = inode.kind() == FileKind::Dir;
            let was = match is_dir {
                true => None,
                false => match after.as_mut().and_then(Iterator::next) {
                    Some((path, fact)) if *path == name => Some(fact),
                    _ => {
                        let rest = (Bound::Excluded(name.as_str()), Bound::Unbounded);
                        after = known.map(|facts| facts.range::<str, _>(rest));
                        known.and_then(|facts| facts.get(&name))
                    }
                },
            };
            let fact = self.fact(inode, was);
            for part in [name.as_bytes(), &[0], fact.digest.as_bytes()] {
                let _ = total.write_all(part);
            }
            if !is_dir {
                files.push((name, fact));
            }
        };
        for one in matched {
            if !one.found.is_dir {
                add(one.found.path.clone(), one.found.ino);
                continue;
            }
            // The directory that a copy starts from gives its content only.
            for (relative, ino) in &one.below {
                add(join(&one.found.path, relative), *ino);
            }
        }
        (total.finish().0, Facts::new(files.into_iter().collect()))
    }

    fn fact(&self, inode: &Inode, known: Option<&FileFact>) -> FileFact {
        let owner = match self.keep_owner {
            true => (inode.meta.uid, inode.meta.gid),
            false => (0, 0),
        };
        let meta = (inode.meta.mode, owner.0, owner.1);
        let data = match &inode.node {
            Node::File(data) => Some(data),
            _ => None,
        };
        if let Some(known) = known
            && data.is_some()
            && known.meta == meta
            && known.data.as_ref() == data
        {
            return known.clone();
        }
        let mut digester = Digester::default();
        let mut put = |bytes: &[u8]| {
            let _ = digester.write_all(bytes);
        };
        put(format!("{:?} {:o} {owner:?}\n", inode.kind(), inode.meta.mode).as_bytes());
        match &inode.node {
            Node::File(data) => {
                for (bytes, len) in data.pieces() {
                    match bytes {
                        Some(bytes) => put(bytes),
                        None => put(format!("zeros {len}").as_bytes()),
                    }
                }
                put(format!("padding {}", data.padding()).as_bytes());
            }
            Node::Symlink(target) => put(target.as_bytes()),
            _ => {}
        }
        FileFact {
            digest: digester.finish().0,
            data: data.cloned(),
            meta,
        }
    }

    /// Puts the files into a tree. `workdir` is where a relative destination starts; `place` is where
    /// errors say that the tree is mounted.
    pub fn carry_out(&self, fs: &mut Fs, workdir: &str, matched: &[Matched], now: i64, place: &str) -> Result<(), String> {
        let destination = match self.destination.as_str() {
            path if path.starts_with('/') => path.to_string(),
            "" | "." => format!("{workdir}/"),
            path => format!("{workdir}/{path}"),
        };
        let owner = owner(fs, &self.chown);
        let mode = chmod(&self.chmod)?;
        let into_dir = destination.ends_with('/') || destination.ends_with("/.");
        let target = normalize(&destination);
        let source = self.tree.context.fs();
        let source = source.borrow();
        let fail = |e: Errno| e.to_string().to_lowercase();
        let made = Made {
            owner: owner.unwrap_or((0, 0)),
            mode: match mode {
                Some(Mode::Octal(mode)) => mode,
                _ => 0o755,
            },
            now,
        };
        let dress = Dress {
            owner,
            keep_owner: self.keep_owner,
            mode,
        };
        if matched.is_empty() {
            return Ok(());
        }
        let parent = target.rsplit_once('/').map_or("", |(dir, _)| dir);
        make_dir(fs, if into_dir { &target } else { parent }, &made).map_err(fail)?;
        for one in matched {
            if !one.found.is_dir && self.unpack {
                let data = source.data(one.found.ino).map_err(fail)?;
                if tar::looks_like_archive(&data.read(0, 512)) {
                    self.unpack_into(fs, &target, &data.bytes(), &made)?;
                    continue;
                }
            }
            if one.found.is_dir {
                if lookup(fs, &target).is_some_and(|ino| !is_dir(fs, ino)) {
                    return Err(format!("cannot copy to non-directory: {place}{target}"));
                }
                let dir = make_dir(fs, &target, &made).map_err(fail)?;
                for (relative, ino) in &one.below {
                    let (above, name) = relative.rsplit_once('/').unwrap_or(("", relative));
                    let above = make_dir_below(fs, dir, above, &made).map_err(fail)?;
                    put(fs, above, name, &source, *ino, &dress, !one.picked)
                        .map_err(|p| p.text(place, &join(&target, relative)))?;
                }
                continue;
            }
            let name = one.found.path.rsplit('/').next().unwrap_or_default();
            let exists_as_dir = lookup(fs, &target).is_some_and(|ino| is_dir(fs, ino));
            let (dir, name) = match exists_as_dir {
                true => (target.as_str(), name),
                false => target.rsplit_once('/').unwrap_or(("", &target)),
            };
            let at = make_dir(fs, dir, &made).map_err(fail)?;
            put(fs, at, name, &source, one.found.ino, &dress, true).map_err(|p| p.text(place, &format!("{dir}/{name}")))?;
        }
        Ok(())
    }

    fn unpack_into(&self, fs: &mut Fs, target: &str, bytes: &[u8], made: &Made) -> Result<(), String> {
        let mut entries = tar::read(bytes, &tar::Limits::default()).map_err(|e| e.to_string())?;
        if !self.chown.is_empty() {
            for entry in &mut entries {
                (entry.meta.uid, entry.meta.gid) = made.owner;
            }
        }
        let plain = Made { mode: 0o755, ..*made };
        let dir = make_dir(fs, target, &plain).map_err(|e| e.to_string())?;
        tar::unpack(fs, dir, &entries).map_err(|e| e.to_string())
    }
}

fn not_found(path: &str) -> String {
    format!("\"/{}\": not found", normalize(path).trim_start_matches('/'))
}

/// A mode as `--chmod` gives it.
#[derive(Clone, Copy)]
enum Mode<'a> {
    Octal(u32),
    /// As for chmod: `u+x,go-w`.
    Symbolic(&'a str),
}

/// Reads `--chmod`. Errors: BuildKit's words.
fn chmod(text: &str) -> Result<Option<Mode<'_>>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let numeric = || format!("invalid chmod parameter: '{text}'. it should be octal string and between 0 and 07777");
    match u32::from_str_radix(text, 8) {
        Ok(mode) if mode <= 0o7777 && !text.starts_with('+') => Ok(Some(Mode::Octal(mode))),
        Ok(_) => Err(numeric()),
        Err(_) if text.bytes().all(|b| b.is_ascii_digit()) => Err(numeric()),
        Err(_) if utilities::mode::change(text, 0, false, 0).is_none() => Err(format!("invalid mode: {text}")),
        Err(_) => Ok(Some(Mode::Symbolic(text))),
    }
}

/// Whether `--chmod` can be carried out at all.
pub(crate) fn check_chmod(text: &str) -> Result<(), String> {
    chmod(text).map(|_| ())
}

/// What copied files look like.
struct Dress<'a> {
    owner: Option<(u32, u32)>,
    keep_owner: bool,
    mode: Option<Mode<'a>>,
}

impl Dress<'_> {
    fn of(&self, inode: &Inode) -> Meta {
        let meta = inode.meta;
        let (uid, gid) = self.owner.unwrap_or(match self.keep_owner {
            true => (meta.uid, meta.gid),
            false => (0, 0),
        });
        let dir = inode.kind() == FileKind::Dir;
        let mode = match (inode.kind(), self.mode) {
            (FileKind::Symlink, _) => 0o777,
            (_, None) => meta.mode,
            (_, Some(Mode::Octal(mode))) => mode,
            (_, Some(Mode::Symbolic(text))) => utilities::mode::change(text, meta.mode, dir, 0).unwrap_or(meta.mode),
        };
        Meta {
            uid,
            gid,
            mode,
            mtime: meta.mtime,
        }
    }
}

/// What directories look like that are made on the way.
#[derive(Clone, Copy)]
struct Made {
    owner: (u32, u32),
    mode: u32,
    now: i64,
}

impl Made {
    fn meta(&self) -> Meta {
        Meta {
            mode: self.mode,
            uid: self.owner.0,
            gid: self.owner.1,
            mtime: self.now,
        }
    }
}

fn is_dir(fs: &Fs, ino: Ino) -> bool {
    fs.get(ino).is_ok_and(|i| i.kind() == FileKind::Dir)
}

fn make_dir(fs: &mut Fs, path: &str, made: &Made) -> Result<Ino, Errno> {
    let mut so_far = String::new();
    let mut at = ROOT;
    for name in path.split('/').filter(|n| !n.is_empty()) {
        so_far = format!("{so_far}/{name}");
        at = match lookup(fs, &so_far) {
            Some(found) => found,
            None => fs.mkdir(at, name, made.meta())?,
        };
        if !is_dir(fs, at) {
            return Err(Errno::ENOTDIR);
        }
    }
    Ok(at)
}

fn make_dir_below(fs: &mut Fs, dir: Ino, path: &str, made: &Made) -> Result<Ino, Errno> {
    let mut at = dir;
    for name in path.split('/').filter(|n| !n.is_empty()) {
        at = match fs.lookup(at, name) {
            Ok(found) => found,
            Err(Errno::ENOENT) => fs.mkdir(at, name, made.meta())?,
            Err(error) => return Err(error),
        };
    }
    Ok(at)
}

/// An inode by path, links followed.
pub(crate) fn lookup(fs: &Fs, path: &str) -> Option<Ino> {
    let shared = std::rc::Rc::new(std::cell::RefCell::new(fs.clone()));
    crate::mounts::find(&shared, path).ok()
}

/// What stands in the way of a copied file.
enum Problem {
    NotADirectory,
    IsADirectory,
    Other(Errno),
}

impl From<Errno> for Problem {
    fn from(error: Errno) -> Problem {
        Problem::Other(error)
    }
}

impl Problem {
    fn text(&self, place: &str, path: &str) -> String {
        match self {
            Problem::NotADirectory => format!("cannot copy to non-directory: {place}{path}"),
            Problem::IsADirectory => format!("cannot replace to directory {place}{path} with file"),
            Problem::Other(error) => error.to_string().to_lowercase(),
        }
    }
}

/// Puts one inode at a name, replacing a file that is there and merging directories. `overwrite` gives a
/// directory that is there already the look of the copied one.
fn put(fs: &mut Fs, dir: Ino, name: &str, source: &Fs, ino: Ino, dress: &Dress<'_>, overwrite: bool) -> Result<(), Problem> {
    let inode = source.get(ino)?;
    let meta = dress.of(inode);
    let there = fs.lookup(dir, name).ok();
    let there_is_dir = there.is_some_and(|i| is_dir(fs, i));
    if let Node::Dir(_) = inode.node {
        return match there {
            Some(there) if there_is_dir && overwrite => Ok(fs.set_meta(there, |m| *m = meta)?),
            Some(_) if there_is_dir => Ok(()),
            Some(_) => Err(Problem::NotADirectory),
            None => Ok(fs.mkdir(dir, name, meta).map(|_| ())?),
        };
    }
    if there_is_dir {
        return Err(Problem::IsADirectory);
    }
    if there.is_some() {
        fs.unlink(dir, name, meta.mtime)?;
    }
    Ok(fs.create(dir, name, meta, inode.node.clone()).map(|_| ())?)
}

/// The numbers behind `--chown`; a name that the image does not know is root, as BuildKit has it.
pub(crate) fn owner(fs: &Fs, spec: &str) -> Option<(u32, u32)> {
    if spec.is_empty() {
        return None;
    }
    let read =
        |path: &str| lookup(fs, path).and_then(|ino| fs.data(ino).ok().map(|d| String::from_utf8_lossy(&d.bytes()).into_owned()));
    let (user, group) = spec.split_once(':').unwrap_or((spec, ""));
    let (uid, own) = match user.parse::<u32>() {
        Ok(uid) => (uid, uid),
        Err(_) => parse_passwd(&read("/etc/passwd").unwrap_or_default())
            .iter()
            .find(|u| u.name == user)
            .map_or((0, 0), |u| (u.uid, u.gid)),
    };
    let gid = match group {
        "" => own,
        group => match group.parse() {
            Ok(gid) => gid,
            Err(_) => parse_group(&read("/etc/group").unwrap_or_default())
                .iter()
                .find(|g| g.name == group)
                .map_or(0, |g| g.gid),
        },
    };
    Some((uid, gid))
}

/// Makes a working directory, owned by the user that is set; gives whether it was missing.
pub(crate) fn make_workdir(fs: &mut Fs, path: &str, user: &str, now: i64) -> Result<bool, String> {
    match lookup(fs, path) {
        Some(ino) if is_dir(fs, ino) => return Ok(false),
        Some(_) => return Err(format!("mkdir {path}: not a directory")),
        None => {}
    }
    let (uid, gid) = owner(fs, user).unwrap_or((0, 0));
    let mut missing = Vec::new();
    let mut above = path;
    while let Some((dir, _)) = above.rsplit_once('/').filter(|_| lookup(fs, above).is_none()) {
        missing.push(above.to_string());
        above = dir;
    }
    ensure_dir(fs, path, now).map_err(|e| format!("mkdir {path}: {}", e.to_string().to_lowercase()))?;
    for made in missing {
        if let Some(ino) = lookup(fs, &made) {
            let _ = fs.set_meta(ino, |m| (m.uid, m.gid) = (uid, gid));
        }
    }
    Ok(true)
}
