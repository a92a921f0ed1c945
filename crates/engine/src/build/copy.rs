//! COPY and ADD: which files are meant, where they go, and what they look like there.

use super::context::BuildContext;
use crate::mounts::ensure_dir;
use dockerfile::PatternMatcher;
use machine::{parse_group, parse_passwd};
use std::collections::BTreeMap;
use std::io::Write;
use vfs::{Digest, Digester, Errno, FileKind, Fs, Ino, Meta, MountKind, MountNs, Node, ROOT, normalize, tar};

/// What to copy.
#[derive(Clone)]
pub(crate) struct CopyJob {
    pub context: BuildContext,
    /// Paths of the context after `.dockerignore`; `None` for another stage or image.
    pub files: BTreeMap<String, Ino>,
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

/// One source: the name it is written by, the paths it stands for.
pub(crate) struct Matched {
    pub path: String,
    pub ino: Ino,
}

impl CopyJob {
    /// The paths that the sources stand for. Errors: the path that is not there, as BuildKit names it.
    pub fn matches(&self) -> Result<Vec<Matched>, String> {
        let mut out = Vec::new();
        let mut missing = None;
        for source in &self.sources {
            let clean = normalize(source);
            let relative = clean.trim_start_matches('/').to_string();
            let wild = relative.contains(['*', '?', '[']);
            if relative.is_empty() {
                out.push(Matched {
                    path: String::new(),
                    ino: 0,
                });
                continue;
            }
            if !wild {
                match self.files.get(&relative).copied().or_else(|| self.through_links(&relative)) {
                    Some(ino) => out.push(Matched { path: relative, ino }),
                    // Of several, the last one is told.
                    None => missing = Some(format!("\"/{relative}\": not found")),
                }
                continue;
            }
            let depth = relative.split('/').count();
            let found = self
                .files
                .iter()
                .filter(|(p, _)| p.split('/').count() == depth && glob(&relative, p));
            out.extend(found.map(|(p, ino)| Matched {
                path: p.clone(),
                ino: *ino,
            }));
        }
        missing.map_or(Ok(out), Err)
    }

    /// A path behind symbolic links of the source's own tree.
    fn through_links(&self, path: &str) -> Option<Ino> {
        if !self.keep_owner {
            return None;
        }
        let ns = MountNs::new(self.context.fs(), MountKind::Overlay, true);
        let root = ns.root().ok()?;
        ns.walk(&root, path, &vfs::Cred::root(), true, &mut |_| {})
            .ok()
            .map(|at| at.ino)
    }

    fn excluded(&self) -> Option<PatternMatcher> {
        if self.exclude.is_empty() {
            None
        } else {
            PatternMatcher::new(&self.exclude).ok()
        }
    }

    /// What lies below a matched path: relative path (empty for itself) and inode, sorted.
    fn below(&self, matched: &Matched) -> Vec<(String, Ino)> {
        let excluded = self.excluded();
        let keep = |relative: &str| excluded.as_ref().is_none_or(|m| relative.is_empty() || !m.matches(relative));
        if matched.path.is_empty() {
            return self
                .files
                .iter()
                .filter(|(p, _)| keep(p))
                .map(|(p, i)| (p.clone(), *i))
                .collect();
        }
        let prefix = format!("{}/", matched.path);
        let mut out = vec![(String::new(), matched.ino)];
        if self.files.contains_key(&matched.path) {
            let range = self.files.range(prefix.clone()..).take_while(|(p, _)| p.starts_with(&prefix));
            out.extend(
                range
                    .filter_map(|(p, i)| Some((p.strip_prefix(&prefix)?.to_string(), *i)))
                    .filter(|(p, _)| keep(p)),
            );
        } else {
            // Found behind a link: the files are listed by where they really are.
            let fs = self.context.fs();
            let fs = fs.borrow();
            let mut todo = vec![(matched.ino, String::new())];
            while let Some((dir, path)) = todo.pop() {
                for (name, ino) in fs.entries(dir).unwrap_or_default() {
                    let here = if path.is_empty() {
                        name.to_string()
                    } else {
                        format!("{path}/{name}")
                    };
                    if fs.get(ino).is_ok_and(|i| i.kind() == FileKind::Dir) {
                        todo.push((ino, here.clone()));
                    }
                    out.push((here, ino));
                }
            }
            out.sort();
        }
        out
    }

    /// The digest of everything copied, and of each file by its path: content, mode, owner; not times.
    pub fn checksum(&self, matched: &[Matched]) -> (Digest, BTreeMap<String, Digest>) {
        let fs = self.context.fs();
        let fs = fs.borrow();
        let mut total = Digester::default();
        let mut files = BTreeMap::new();
        for one in matched {
            for (relative, ino) in self.below(one) {
                let Ok(inode) = fs.get(ino) else { continue };
                let mut digester = Digester::default();
                let owner = if self.keep_owner {
                    (inode.meta.uid, inode.meta.gid)
                } else {
                    (0, 0)
                };
                {
                    let _ = digester.write_all(format!("{:?} {:o} {owner:?}\n", inode.kind(), inode.meta.mode).as_bytes());
                }
                match &inode.node {
                    Node::File(data) => {
                        for (bytes, len) in data.pieces() {
                            match bytes {
                                Some(bytes) => {
                                    let _ = digester.write_all(bytes);
                                }
                                None => {
                                    let _ = digester.write_all(format!("zeros {len}").as_bytes());
                                }
                            }
                        }
                        {
                            let _ = digester.write_all(format!("padding {}", data.padding()).as_bytes());
                        }
                    }
                    Node::Symlink(target) => {
                        let _ = digester.write_all(target.as_bytes());
                    }
                    _ => {}
                }
                let digest = digester.finish().0;
                let name = [one.path.as_str(), relative.as_str()]
                    .into_iter()
                    .filter(|p| !p.is_empty())
                    .collect::<Vec<_>>()
                    .join("/");
                {
                    let _ = total.write_all(format!("{name} {digest}\n").as_bytes());
                }
                if inode.kind() == FileKind::File {
                    files.insert(name, digest);
                }
            }
        }
        (total.finish().0, files)
    }

    /// Puts the files into a tree. `workdir` is where a relative destination starts.
    pub fn carry_out(&self, fs: &mut Fs, workdir: &str, matched: &[Matched], now: i64) -> Result<(), String> {
        let destination = if self.destination.starts_with('/') {
            self.destination.clone()
        } else {
            format!("{workdir}/{}", self.destination)
        };
        let owner = owner(fs, &self.chown);
        let mode = u32::from_str_radix(self.chmod.trim_start_matches("0o"), 8)
            .ok()
            .filter(|_| !self.chmod.is_empty());
        let into_dir = destination.ends_with('/') || destination.ends_with("/.") || self.sources.len() > 1 || matched.len() > 1;
        let target = normalize(&destination);
        let source_fs = self.context.fs();
        let source = source_fs.borrow();
        let fail = |e: Errno| e.to_string();
        let dress = |meta: Meta| {
            let (uid, gid) = owner.unwrap_or(if self.keep_owner && self.chown.is_empty() {
                (meta.uid, meta.gid)
            } else {
                (0, 0)
            });
            Meta {
                uid,
                gid,
                mode: mode.unwrap_or(meta.mode),
                mtime: meta.mtime,
            }
        };
        let made = Made {
            owner: owner.unwrap_or((0, 0)),
            now,
        };
        for one in matched {
            let whole = one.path.is_empty();
            let kind = if whole {
                FileKind::Dir
            } else {
                source.get(one.ino).map(|i| i.kind()).map_err(fail)?
            };
            let real =
                if kind == FileKind::Symlink && self.sources.iter().any(|s| normalize(s).trim_start_matches('/') == one.path) {
                    self.through_links(&one.path).unwrap_or(one.ino)
                } else {
                    one.ino
                };
            if kind == FileKind::Dir {
                let base = if self.parents {
                    normalize(&format!("{target}/{}", one.path))
                } else {
                    target.clone()
                };
                let dir = make_dir(fs, &base, &made).map_err(fail)?;
                for (relative, ino) in self.below(one) {
                    if relative.is_empty() {
                        continue;
                    }
                    let (parent, name) = relative.rsplit_once('/').unwrap_or(("", &relative));
                    let parent = make_dir_below(fs, dir, parent, &made).map_err(fail)?;
                    put(fs, parent, name, &source, ino, &dress).map_err(fail)?;
                }
                continue;
            }
            let name = one.path.rsplit('/').next().unwrap_or_default();
            if self.unpack
                && let Ok(data) = source.data(real)
                && tar::looks_like_archive(&data.read(0, 512))
            {
                let entries = tar::read(&data.bytes(), &tar::Limits::default()).map_err(|e| e.to_string())?;
                let dir = make_dir(fs, &target, &made).map_err(fail)?;
                tar::unpack(fs, dir, &entries).map_err(fail)?;
                continue;
            }
            let exists_as_dir = lookup(fs, &target).is_some_and(|ino| fs.get(ino).is_ok_and(|i| i.kind() == FileKind::Dir));
            let (dir, name) = if self.parents {
                let path = normalize(&format!("{target}/{}", one.path));
                (
                    path.rsplit_once('/').map_or(String::new(), |(d, _)| d.to_string()),
                    name.to_string(),
                )
            } else if into_dir || exists_as_dir {
                (target.clone(), name.to_string())
            } else {
                let (dir, name) = target.rsplit_once('/').unwrap_or(("", &target));
                (dir.to_string(), name.to_string())
            };
            let dir = make_dir(fs, &dir, &made).map_err(fail)?;
            put(fs, dir, &name, &source, real, &dress).map_err(fail)?;
        }
        Ok(())
    }
}

struct Made {
    owner: (u32, u32),
    now: i64,
}

fn make_dir(fs: &mut Fs, path: &str, made: &Made) -> Result<Ino, Errno> {
    let mut so_far = String::new();
    let mut at = ROOT;
    for name in path.split('/').filter(|n| !n.is_empty()) {
        so_far = format!("{so_far}/{name}");
        at = match lookup(fs, &so_far) {
            Some(found) => found,
            None => fs.mkdir(
                at,
                name,
                Meta {
                    mode: 0o755,
                    uid: made.owner.0,
                    gid: made.owner.1,
                    mtime: made.now,
                },
            )?,
        };
        if fs.get(at)?.kind() != FileKind::Dir {
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
            Err(Errno::ENOENT) => fs.mkdir(
                at,
                name,
                Meta {
                    mode: 0o755,
                    uid: made.owner.0,
                    gid: made.owner.1,
                    mtime: made.now,
                },
            )?,
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

/// Puts one inode at a name, replacing a file that is there and merging directories.
fn put(fs: &mut Fs, dir: Ino, name: &str, source: &Fs, ino: Ino, dress: &dyn Fn(Meta) -> Meta) -> Result<(), Errno> {
    let inode = source.get(ino)?;
    let meta = dress(inode.meta);
    let there = fs.lookup(dir, name).ok();
    let there_is_dir = there.is_some_and(|i| fs.get(i).is_ok_and(|n| n.kind() == FileKind::Dir));
    if let Node::Dir(_) = inode.node {
        if there_is_dir {
            return fs.set_meta(there.unwrap_or(dir), |m| *m = meta);
        }
        if there.is_some() {
            fs.unlink(dir, name, meta.mtime)?;
        }
        fs.mkdir(dir, name, meta)?;
        return Ok(());
    }
    if there_is_dir {
        return Err(Errno::EISDIR);
    }
    if there.is_some() {
        fs.unlink(dir, name, meta.mtime)?;
    }
    let meta = if matches!(inode.node, Node::Symlink(_)) {
        Meta { mode: 0o777, ..meta }
    } else {
        meta
    };
    fs.create(dir, name, meta, inode.node.clone()).map(|_| ())
}

/// The numbers behind `--chown`; a name that the image does not know is root, as BuildKit has it.
fn owner(fs: &Fs, spec: &str) -> Option<(u32, u32)> {
    if spec.is_empty() {
        return None;
    }
    let read =
        |path: &str| lookup(fs, path).and_then(|ino| fs.data(ino).ok().map(|d| String::from_utf8_lossy(&d.bytes()).into_owned()));
    let (user, group) = spec.split_once(':').unwrap_or((spec, ""));
    let users = parse_passwd(&read("/etc/passwd").unwrap_or_default());
    let groups = parse_group(&read("/etc/group").unwrap_or_default());
    let (uid, own) = match user.parse::<u32>() {
        Ok(uid) => (uid, uid),
        Err(_) => users.iter().find(|u| u.name == user).map_or((0, 0), |u| (u.uid, u.gid)),
    };
    let gid = match group {
        "" => own,
        group => group
            .parse()
            .ok()
            .or_else(|| groups.iter().find(|g| g.name == group).map(|g| g.gid))
            .unwrap_or(0),
    };
    Some((uid, gid))
}

/// Go's filepath.Match over whole paths.
fn glob(pattern: &str, path: &str) -> bool {
    let (p, t): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    p.len() == t.len() && p.iter().zip(&t).all(|(p, t)| crate::list::glob(p.as_bytes(), t.as_bytes()))
}

/// Makes a working directory; gives whether it was missing.
pub(crate) fn make_workdir(fs: &mut Fs, path: &str, now: i64) -> Result<bool, String> {
    if lookup(fs, path).is_some() {
        return Ok(false);
    }
    ensure_dir(fs, path, now).map(|_| true).map_err(|e| e.to_string())
}
