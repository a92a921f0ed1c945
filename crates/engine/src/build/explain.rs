//! What a build tells that Docker does not: what each layer holds, which bytes were written for nothing,
//! and what another order or a second stage would bring.
//!
//! The efficiency score is dive's (wagoodman/dive, `dive/filetree/efficiency.go`): the least bytes that
//! each path takes over the bytes of all its versions. What a rewrite would bring is estimated: times are
//! those of the last run of each step, sizes those of the files that are left.

use super::report::StepReport;
use crate::Engine;
use crate::image::Image;
use dockerfile::advice::{Advice, AdviceContext, advise};
use dockerfile::{Dockerfile, Instruction, Reference};
use machine::Instant;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use vfs::tar::Content;
use vfs::{Layer, LayerEntry};

/// Builds that can be explained: the last and the one to compare it with.
pub(crate) const REMEMBERED: usize = 2;

/// A build that is over. Clones share what was found out about it.
#[derive(Clone, Debug)]
pub struct LastBuild {
    pub file_name: String,
    pub dockerfile: String,
    /// As `-t` gave them.
    pub tags: Vec<String>,
    pub finished: Instant,
    pub steps: Vec<StepReport>,
    /// `None` if it failed.
    pub image: Option<Rc<Image>>,
    /// What stands behind `failed to solve: `.
    pub error: Option<String>,
    pub(crate) explained: Rc<OnceCell<Rc<Explanation>>>,
}

/// What there is to say about a build.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    pub steps: Vec<StepReport>,
    /// The image's layers, the lowest first, those of its base included.
    pub layers: Vec<LayerContents>,
    pub size: u64,
    pub waste: Waste,
    /// A better order of instructions, where there is one.
    pub order: Option<Reordered>,
    pub stages: Option<SecondStage>,
    pub error: Option<String>,
}

/// What a layer did to the files below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayerContents {
    /// The line of the history that made it.
    pub created_by: String,
    pub digest: String,
    pub size: u64,
    /// Paths and their bytes.
    pub added: Vec<(String, u64)>,
    pub changed: Vec<(String, u64)>,
    /// Whiteouts.
    pub deleted: Vec<String>,
}

/// Bytes that an image carries and nobody can see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waste {
    pub bytes: u64,
    /// From 0 to 1; 1 if every byte of every layer can be seen.
    pub efficiency: f64,
    /// The largest first.
    pub files: Vec<WastedFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WastedFile {
    pub path: String,
    pub bytes: u64,
    /// The layer that wrote it, and the one that removed it or wrote it again; by number from 0.
    pub written: usize,
    pub hidden: usize,
}

/// What another order of the instructions would spare whenever a source file changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reordered {
    pub dockerfile: String,
    /// Steps that run again after a change of one source file, and how long they take.
    pub now: (usize, Duration),
    pub then: (usize, Duration),
}

/// What it would bring to build in one stage and to copy the result into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondStage {
    /// The image that the second stage would start from.
    pub base: String,
    /// Bytes of the image it would give.
    pub size: u64,
}

impl Engine {
    /// The last build, whether it went well or not.
    pub fn last_build(&self) -> Option<LastBuild> {
        self.inner().build.borrow().builds.first().cloned()
    }

    /// The last two builds, the latest first.
    pub fn last_builds(&self) -> Vec<LastBuild> {
        self.inner().build.borrow().builds.clone()
    }

    /// What there is to say about a build; worked out once for each.
    pub fn explain(&self, build: &LastBuild) -> Rc<Explanation> {
        build.explained.get_or_init(|| Rc::new(self.work_out(build))).clone()
    }

    fn work_out(&self, build: &LastBuild) -> Explanation {
        let mut out = Explanation {
            steps: build.steps.clone(),
            error: build.error.clone(),
            ..Explanation::default()
        };
        if let Some(image) = &build.image {
            out.layers = image.contents();
            out.size = image.size();
            out.waste = image.waste();
            out.stages = self.second_stage(build, image, out.waste.bytes);
        }
        out.order = reordered(build);
        out
    }

    /// Only where the target is a stage on an image that has a smaller relative in the catalogue.
    fn second_stage(&self, build: &LastBuild, image: &Image, wasted: u64) -> Option<SecondStage> {
        let stages = Dockerfile::parse(build.dockerfile.clone()).stages().ok()?.stages;
        let [stage] = stages.as_slice() else { return None };
        let reference = Reference::parse(&stage.base_name).ok()?.with_default_tag();
        let base = self.base(&stage.base_name)?;
        let tag = reference.tag.clone()?;
        let name = reference.familiar_name();
        let version = tag.split('-').next().unwrap_or_default();
        let number = if version == "latest" { "" } else { version };
        let candidates = ["slim", "alpine"].map(|kind| match number {
            "" => format!("{name}:{kind}"),
            number => format!("{name}:{number}-{kind}"),
        });
        let same = |other: &String| Reference::parse(other).is_ok_and(|r| r.with_default_tag() == reference);
        let own = image.size().saturating_sub(base.size()).saturating_sub(wasted);
        candidates
            .into_iter()
            .filter(|name| !same(name))
            .filter_map(|name| Some((self.image_from_catalogue(&name)?.size(), name)))
            .map(|(size, base)| SecondStage { base, size: size + own })
            .find(|rewritten| rewritten.size < image.size())
    }
}

impl Image {
    /// Every layer with what it added, changed and deleted, the lowest first.
    pub fn contents(&self) -> Vec<LayerContents> {
        contents(self)
    }

    /// The bytes that later layers hide.
    pub fn waste(&self) -> Waste {
        waste(&self.layers)
    }
}

fn contents(image: &Image) -> Vec<LayerContents> {
    let mut lines = image.history.iter().filter(|line| !line.empty_layer);
    let mut below: BTreeMap<String, ()> = BTreeMap::new();
    image
        .layers
        .iter()
        .map(|layer| {
            let mut out = LayerContents {
                created_by: lines.next().map(|line| line.created_by.clone()).unwrap_or_default(),
                digest: layer.diff_id().to_string(),
                size: layer.size(),
                ..LayerContents::default()
            };
            for entry in layer.entries() {
                match entry {
                    LayerEntry::Put(put) => {
                        let size = bytes(&put.content);
                        let dir = matches!(put.content, Content::Dir);
                        match below.insert(put.path.clone(), ()) {
                            // A directory that is there already changed only its date.
                            Some(()) if dir => {}
                            Some(()) => out.changed.push((put.path.clone(), size)),
                            None => out.added.push((put.path.clone(), size)),
                        }
                    }
                    LayerEntry::Whiteout(path) => {
                        forget(&mut below, path, true);
                        out.deleted.push(path.clone());
                    }
                    LayerEntry::Opaque(path) => {
                        forget(&mut below, path, false);
                    }
                }
            }
            out
        })
        .collect()
}

fn bytes(content: &Content) -> u64 {
    match content {
        Content::File(data) => data.size(),
        _ => 0,
    }
}

/// Takes away what lies below a path, and with `itself` the path as well. Gives what that was.
fn forget<T>(files: &mut BTreeMap<String, T>, path: &str, itself: bool) -> Vec<(String, T)> {
    let mut gone = Vec::new();
    if itself && let Some(value) = files.remove(path) {
        gone.push((path.to_string(), value));
    }
    let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
    let below: Vec<String> = files
        .range(prefix.clone()..)
        .map(|(name, _)| name)
        .take_while(|name| name.starts_with(&prefix))
        .cloned()
        .collect();
    for name in below {
        if let Some(value) = files.remove(&name) {
            gone.push((name, value));
        }
    }
    gone
}

/// The bytes that a later layer hides, and the score.
fn waste(layers: &[Layer]) -> Waste {
    let mut seen: BTreeMap<String, (u64, usize)> = BTreeMap::new();
    // For each path the least of its versions and all of them together, as dive counts.
    let mut paths: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let mut files = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        for entry in layer.entries() {
            let hidden: Vec<(String, (u64, usize))> = match entry {
                LayerEntry::Put(put) => {
                    let size = bytes(&put.content);
                    let path = paths.entry(put.path.clone()).or_insert((size, 0));
                    *path = (path.0.min(size), path.1.saturating_add(size));
                    seen.insert(put.path.clone(), (size, number))
                        .map(|old| (put.path.clone(), old))
                        .into_iter()
                        .collect()
                }
                LayerEntry::Whiteout(path) => {
                    let gone = forget(&mut seen, path, true);
                    let below: u64 = gone.iter().filter(|(p, _)| p != path).map(|(_, (size, _))| size).sum();
                    let counted = paths.entry(path.clone()).or_insert((below, 0));
                    *counted = (counted.0.min(below), counted.1.saturating_add(below));
                    gone
                }
                LayerEntry::Opaque(path) => forget(&mut seen, path, false),
            };
            files.extend(
                hidden
                    .into_iter()
                    .filter(|(_, (size, _))| *size > 0)
                    .map(|(path, (bytes, written))| WastedFile {
                        path,
                        bytes,
                        written,
                        hidden: number,
                    }),
            );
        }
    }
    files.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.path.cmp(&b.path)));
    let (least, all) = paths.values().fold((0u64, 0u64), |(l, a), (least, all)| {
        (l.saturating_add(*least), a.saturating_add(*all))
    });
    Waste {
        bytes: files.iter().map(|f| f.bytes).sum(),
        efficiency: if all == 0 { 1.0 } else { least as f64 / all as f64 },
        files,
    }
}

/// The Dockerfile with its dependencies installed before the sources are copied, if it has them after.
fn reordered(build: &LastBuild) -> Option<Reordered> {
    let text = build.dockerfile.clone();
    let advice: Vec<Advice> = advise(&Dockerfile::parse(text.clone()), &AdviceContext::default());
    let fix = advice
        .into_iter()
        .find(|advice| advice.rule.name == "CacheHostileOrder")
        .and_then(|advice| advice.fix)?;
    let better = dockerfile::apply(&text, &fix.edits);
    let times: BTreeMap<String, Duration> = build
        .steps
        .iter()
        .filter_map(|step| Some((step.instruction.clone(), step.took?)))
        .collect();
    Some(Reordered {
        now: runs_again(&text, &times),
        then: runs_again(&better, &times),
        dockerfile: better,
    })
}

/// The steps of the last stage from the first copy of a whole directory on, and how long they took.
fn runs_again(text: &str, times: &BTreeMap<String, Duration>) -> (usize, Duration) {
    let Ok(read) = Dockerfile::parse(text.to_string()).stages() else {
        return (0, Duration::ZERO);
    };
    let Some(stage) = read.stages.last() else {
        return (0, Duration::ZERO);
    };
    let layers = stage.commands.iter().filter(|c| super::words::counts(&c.instruction));
    let wide = |instruction: &Instruction| match instruction {
        Instruction::Copy(copy) if copy.from.is_empty() => {
            copy.files.sources.iter().any(|s| s.ends_with('.') || s.ends_with('/'))
        }
        Instruction::Add(add) => add.files.sources.iter().any(|s| s.ends_with('.') || s.ends_with('/')),
        _ => false,
    };
    let again: Vec<String> = layers
        .skip_while(|c| !wide(&c.instruction))
        .map(|c| super::words::first_line(&super::words::upper_keyword(&c.code)).to_string())
        .collect();
    let took = again.iter().filter_map(|code| times.get(code)).sum();
    (again.len(), took)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vfs::tar::Entry;
    use vfs::{FileData, Meta};

    fn file(path: &str, size: usize) -> LayerEntry {
        LayerEntry::Put(Entry {
            path: path.into(),
            meta: Meta {
                mode: 0o644,
                uid: 0,
                gid: 0,
                mtime: 0,
            },
            content: Content::File(FileData::from(vec![b'x'; size])),
        })
    }

    #[test]
    fn what_is_removed_later_was_written_for_nothing() {
        let layers = [
            Layer::new(vec![file("keep", 10), file("cache/a", 60), file("cache/b", 30)]),
            Layer::new(vec![LayerEntry::Whiteout("cache".into())]),
        ];
        let waste = waste(&layers);
        assert_eq!(waste.bytes, 90);
        assert_eq!(waste.files[0].path, "cache/a");
        assert_eq!((waste.files[0].written, waste.files[0].hidden), (0, 1));
    }

    #[test]
    fn the_score_is_the_least_over_all_versions() {
        let layers = [Layer::new(vec![file("a", 100)]), Layer::new(vec![file("a", 50)])];
        let waste = waste(&layers);
        assert_eq!(waste.bytes, 100);
        assert!((waste.efficiency - 50.0 / 150.0).abs() < 1e-9);
        assert!((super::waste(&[]).efficiency - 1.0).abs() < 1e-9);
    }
}
