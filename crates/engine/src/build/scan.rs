//! What copies found in their sources, kept from one build or prediction to the next.
//!
//! A scan is kept under all that it came from: the directory with its stamp, which is another one as soon
//! as anything below it changes, and what the copy asks for. So it is right whenever it is found, whoever
//! built or wrote files in between. Of one copy only the last scan is kept, and of many copies only as
//! many as come to [`MOST`] paths.

use super::cache::Facts;
use super::copy::{CopyJob, Matched};
use std::rc::Rc;
use vfs::{Digest, Ino, Stamp};

/// Paths that all scans together may hold, beyond those of the last one.
const MOST: usize = 50_000;

/// What a copy's sources stand for, and what is in them.
pub(crate) struct Scan {
    pub matched: Vec<Matched>,
    /// Of everything that is copied.
    pub digest: Digest,
    pub facts: Rc<Facts>,
}

/// A scan, or the path that is not there.
type Found = Result<Rc<Scan>, String>;

/// What a copy asks for.
#[derive(Clone, PartialEq, Eq)]
struct Asked {
    root: Ino,
    sources: Vec<String>,
    exclude: Vec<String>,
    parents: bool,
    keep_owner: bool,
    /// The text of the ignore file, where one applies.
    ignore: Option<String>,
}

struct Kept {
    asked: Asked,
    stamp: Stamp,
    found: Found,
}

/// The scans at hand, the latest last.
#[derive(Default)]
pub(crate) struct Scans {
    kept: Vec<Kept>,
    /// The bytes in a context's directory.
    weight: Option<(Ino, Stamp, u64)>,
}

impl Scans {
    /// What a copy finds. `ignore` is the text behind the tree's patterns. Errors: the path that is not there.
    pub fn scan(&mut self, job: &CopyJob, ignore: Option<&str>) -> Found {
        let context = &job.tree.context;
        let Some(stamp) = context.stamp() else {
            return look(job, None);
        };
        let asked = Asked {
            root: context.root(),
            sources: job.sources.clone(),
            exclude: job.exclude.clone(),
            parents: job.parents,
            keep_owner: job.keep_owner,
            ignore: job.tree.ignore.as_ref().and(ignore).map(str::to_string),
        };
        let known = self.kept.iter().position(|k| k.asked == asked).map(|at| self.kept.remove(at));
        let found = match &known {
            Some(kept) if kept.stamp == stamp => kept.found.clone(),
            other => look(job, other.as_ref().and_then(|kept| kept.found.as_ref().ok())),
        };
        self.kept.push(Kept {
            asked,
            stamp,
            found: found.clone(),
        });
        let mut paths = 0;
        let fits = |kept: &&Kept| {
            paths += kept.found.as_ref().map_or(0, |scan| scan.paths()) + 1;
            paths <= MOST
        };
        let fitting = self.kept.iter().rev().take_while(fits).count().max(1);
        self.kept.drain(..self.kept.len() - fitting);
        found
    }

    /// The bytes of all files in a context.
    pub fn weight(&mut self, context: &super::BuildContext) -> u64 {
        let (root, stamp) = (context.root(), context.stamp());
        if let (Some((known, then, weight)), Some(now)) = (&self.weight, &stamp)
            && *known == root
            && then == now
        {
            return *weight;
        }
        let weight = context.weight();
        self.weight = stamp.map(|stamp| (root, stamp, weight));
        weight
    }
}

impl Scan {
    /// What is copied of a source that is not known yet.
    pub fn nothing() -> Scan {
        Scan {
            matched: Vec::new(),
            digest: Digest::of(b""),
            facts: Rc::default(),
        }
    }

    fn paths(&self) -> usize {
        self.matched.iter().map(|one| one.below.len() + 1).sum()
    }
}

/// Looks anew; of what was found before, the facts of files that are the same still are taken over.
fn look(job: &CopyJob, before: Option<&Rc<Scan>>) -> Found {
    let matched = job.matches()?;
    let (digest, facts) = job.checksum(&matched, before.map(|scan| &*scan.facts));
    Ok(Rc::new(Scan {
        matched,
        digest,
        facts: Rc::new(facts),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::BuildContext;
    use crate::build::tree::Tree;
    use dockerfile::PatternMatcher;
    use vfs::ROOT;

    const IGNORE: &str = "*.log\nlib\n!lib/keep\n";

    fn job(context: &BuildContext, source: &str, ignored: bool) -> CopyJob {
        let ignore = ignored
            .then(|| PatternMatcher::from_ignore_file(IGNORE).ok().map(Rc::new))
            .flatten();
        CopyJob {
            tree: Tree {
                context: context.clone(),
                ignore,
            },
            sources: vec![source.into()],
            ..CopyJob::default()
        }
    }

    fn told(found: &Found) -> String {
        match found {
            Ok(scan) => {
                let matched: Vec<_> = scan.matched.iter().map(|m| (&m.found, &m.below, m.picked)).collect();
                format!("{matched:?} {} {:?}", scan.digest, scan.facts)
            }
            Err(missing) => missing.clone(),
        }
    }

    fn change(context: &BuildContext, dice: &mut impl FnMut(u64) -> u64) {
        let fs = context.fs();
        let mut fs = fs.borrow_mut();
        let dirs: Vec<Ino> = [ROOT]
            .into_iter()
            .chain(
                ["lib", "src", "src/lib"]
                    .iter()
                    .filter_map(|path| path.split('/').try_fold(ROOT, |at, name| fs.lookup(at, name).ok())),
            )
            .collect();
        let dir = dirs[dice(dirs.len() as u64) as usize];
        let name = ["a", "b.log", "keep", "lib", "src", "z"][dice(6) as usize];
        let meta = vfs::Meta {
            mode: 0o600 + dice(0o100) as u32,
            uid: 0,
            gid: 0,
            mtime: 0,
        };
        let there = fs.lookup(dir, name).ok();
        // What cannot be done leaves things as they are.
        let _ = match (dice(6), there) {
            (0 | 1, _) => fs
                .create(dir, name, meta, vfs::Node::File(format!("{}", dice(3)).as_bytes().into()))
                .map(|_| ()),
            (2, _) => fs.mkdir(dir, name, meta).map(|_| ()),
            (3, Some(ino)) => fs.write(ino, 0, format!("{}", dice(9)).as_bytes(), 0),
            (4, Some(ino)) => fs.set_meta(ino, |m| *m = meta),
            (5, Some(_)) => fs.unlink(dir, name, 0),
            _ => fs.create(dir, "link", meta, vfs::Node::Symlink("src".into())).map(|_| ()),
        };
    }

    #[test]
    fn what_is_kept_is_what_a_look_would_find() {
        for seed in 0..20 {
            let mut state: u64 = seed;
            let mut dice = |sides: u64| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (state >> 33) % sides
            };
            let mut scans = Scans::default();
            let context = BuildContext::inline(&[], 0);
            for _ in 0..60 {
                change(&context, &mut dice);
                for source in [".", "src", "*", "src/*", "lib/keep", "link/a"] {
                    for ignored in [true, false] {
                        let job = job(&context, source, ignored);
                        let kept = scans.scan(&job, Some(IGNORE));
                        assert_eq!(told(&kept), told(&look(&job, None)), "seed {seed}, {source}");
                    }
                }
                assert_eq!(scans.weight(&context), context.weight());
            }
        }
    }

    #[test]
    fn a_context_that_did_not_change_is_not_read_again() {
        let context = BuildContext::inline(&[("a".into(), "1".into())], 0);
        let mut scans = Scans::default();
        let first = scans.scan(&job(&context, ".", false), None).unwrap();
        let again = scans.scan(&job(&context, ".", false), None).unwrap();
        assert!(Rc::ptr_eq(&first, &again));
        let fs = context.fs();
        let file = fs.borrow().lookup(ROOT, "a").unwrap();
        fs.borrow_mut().write(file, 0, b"2", 0).unwrap();
        let changed = scans.scan(&job(&context, ".", false), None).unwrap();
        assert_ne!(changed.digest, first.digest);
        assert_eq!(scans.kept.len(), 1);
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let files: Vec<(String, String)> = (0..1_000).map(|n| (format!("f{n}"), String::new())).collect();
        let context = BuildContext::inline(&files, 0);
        let mut scans = Scans::default();
        for n in 0..100 {
            let mut job = job(&context, ".", false);
            job.exclude = vec![format!("none{n}")];
            assert!(scans.scan(&job, None).is_ok());
        }
        assert_eq!(scans.kept.len(), MOST / 1_002);
    }
}
