//! What images hold and what builds did, for the pictures (`Question::Image`, `Question::Builds`).

use crate::predict::step_view;
use crate::protocol::*;
use engine::{Engine, Image, LastBuild, LayerContents, Waste};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::Digest;

/// Paths told of a layer.
const CHANGES: usize = 12;
/// Files told of what was wasted.
const WASTED: usize = 20;
/// Images told that have a layer too.
const SHARING: usize = 8;
/// Images whose contents are remembered.
const REMEMBERED: usize = 4;

struct Contents {
    layers: Vec<LayerContents>,
    waste: Waste,
}

/// Contents of the images that were asked for lately: working them out reads every path.
#[derive(Default)]
pub(crate) struct Known(RefCell<BTreeMap<Digest, Rc<Contents>>>);

impl Known {
    fn of(&self, image: &Image) -> Rc<Contents> {
        let mut known = self.0.borrow_mut();
        if known.len() >= REMEMBERED && !known.contains_key(&image.id) {
            known.clear();
        }
        known
            .entry(image.id)
            .or_insert_with(|| {
                Rc::new(Contents {
                    layers: image.contents(),
                    waste: image.waste(),
                })
            })
            .clone()
    }
}

fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// What the layers of an image hold.
pub(crate) fn image(engine: &Engine, known: &Known, name: &str) -> Result<ImageContentsView, String> {
    let image = engine.find_image(name).map_err(|e| e.to_string())?;
    let contents = known.of(&image);
    let sharing = |digest: &Digest| -> Vec<String> {
        engine.images(|store| {
            store
                .all()
                .filter(|other| other.id != image.id && other.layers.iter().any(|layer| layer.diff_id() == *digest))
                .take(SHARING)
                .map(|other| {
                    let names = store.names_of(&other.id);
                    names.first().cloned().unwrap_or_else(|| other.id.short())
                })
                .collect()
        })
    };
    let indices = image.history.iter().enumerate().filter(|(_, line)| !line.empty_layer);
    let layers = contents
        .layers
        .iter()
        .zip(&image.layers)
        .zip(indices)
        .enumerate()
        .map(|(at, ((held, layer), (index, _)))| LayerContentsView {
            index: number(index),
            instruction: held.created_by.clone(),
            digest: held.digest.clone(),
            size: held.size,
            added: count(&held.added),
            changed: count(&held.changed),
            deleted: count(&held.deleted),
            wasted: wasted_of(&contents.waste, at),
            shared_with: sharing(&layer.diff_id()),
            changes: changes(held),
        })
        .collect();
    Ok(ImageContentsView {
        id: image.id.to_string(),
        size: image.size(),
        wasted: contents.waste.bytes,
        efficiency: contents.waste.efficiency,
        layers,
        wasted_files: contents
            .waste
            .files
            .iter()
            .take(WASTED)
            .map(|f| WastedFileView {
                path: format!("/{}", f.path),
                size: f.bytes,
                written: number(f.written),
                hidden: number(f.hidden),
            })
            .collect(),
    })
}

fn wasted_of(waste: &Waste, layer: usize) -> u64 {
    let own = waste.files.iter().filter(|f| f.written == layer);
    own.map(|f| f.bytes).fold(0, u64::saturating_add)
}

/// What was deleted, then the largest of what was added and changed.
fn changes(held: &LayerContents) -> Vec<ChangeView> {
    let view = |change, path: &String, size| ChangeView {
        change,
        path: format!("/{path}"),
        size,
    };
    let mut out: Vec<ChangeView> = held.deleted.iter().take(CHANGES).map(|path| view('D', path, 0)).collect();
    let mut files: Vec<(char, &String, u64)> = held
        .added
        .iter()
        .map(|(path, size)| ('A', path, *size))
        .chain(held.changed.iter().map(|(path, size)| ('C', path, *size)))
        .collect();
    files.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(b.1)));
    let room = CHANGES.saturating_sub(out.len());
    out.extend(
        files
            .into_iter()
            .take(room)
            .map(|(change, path, size)| view(change, path, size)),
    );
    out
}

/// The last two builds, the latest first.
pub(crate) fn builds(engine: &Engine) -> Vec<BuildView> {
    engine.last_builds().iter().map(|build| view(engine, build)).collect()
}

fn view(engine: &Engine, build: &LastBuild) -> BuildView {
    let milliseconds = |d: std::time::Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
    let explanation = engine.explain(build);
    BuildView {
        file: build.file_name.clone(),
        tags: build.tags.clone(),
        finished_ms: build.finished.0 / 1_000_000,
        steps: explanation
            .steps
            .iter()
            .map(|report| BuildStepView {
                took_ms: report.took.map(milliseconds),
                step: step_view(report.clone()),
            })
            .collect(),
        size: explanation.size,
        wasted: explanation.waste.bytes,
        efficiency: explanation.waste.efficiency,
        change_ms: explanation
            .order
            .as_ref()
            .map(|o| (milliseconds(o.now.1), milliseconds(o.then.1))),
        second_stage: explanation.stages.as_ref().map(|s| (s.base.clone(), s.size)),
        error: explanation.error.clone(),
    }
}
