//! What there was at the moments of a session, so that two can be laid side by side (`Question::Compare`).
//!
//! A moment is looked at before each input that may begin something, live and in a replay alike, so a reload knows
//! the same moments. Files are held as the file system holds them: what is the same in two moments is stored once.

use crate::protocol::*;
use crate::{World, diff};
use engine::{Engine, Filters};
use lesson::Size;
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::FileData;

/// Moments that are remembered; of more, every second one is forgotten.
const REMEMBERED: usize = 400;
/// Differences told.
const DIFFERENCES: usize = 100;
/// Bytes of a text that are compared.
const COMPARED: usize = 64 << 10;

/// What there was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moment {
    at_ms: i64,
    /// By name: the state, and the image with the exit status in words.
    containers: BTreeMap<String, (ContainerState, String)>,
    /// By name: the short id and size.
    images: BTreeMap<String, (String, u64)>,
    /// By name: bytes and the containers it is mounted in.
    volumes: BTreeMap<String, String>,
    /// By name: driver and members.
    networks: BTreeMap<String, String>,
    files: Rc<BTreeMap<String, FileData>>,
}

/// The moments of a session, by the number of journal entries taken before.
#[derive(Default)]
pub(crate) struct Moments {
    known: BTreeMap<u32, Moment>,
}

impl Moments {
    /// Remembers how it is before the entry of this number.
    pub(crate) fn note(&mut self, entry: u32, world: &World) {
        if self.known.len() >= REMEMBERED {
            let mut nth = 0_u32;
            self.known.retain(|_, _| {
                nth = nth.wrapping_add(1);
                nth % 2 == 1
            });
        }
        let last = self.known.last_key_value().map(|(_, moment)| moment.files.clone());
        self.known.insert(entry, Moment::of(world, last));
    }

    /// What differs between two moments, or one and now.
    pub(crate) fn compare(&self, before: u32, after: Option<u32>, world: &World) -> Result<ComparisonView, String> {
        let missing = || "this moment is not known".to_string();
        let first = self.known.get(&before).ok_or_else(missing)?;
        let now;
        let second = match after {
            Some(entry) => self.known.get(&entry).ok_or_else(missing)?,
            None => {
                now = Moment::of(world, Some(first.files.clone()));
                &now
            }
        };
        Ok(ComparisonView {
            before: first.view(),
            after: second.view(),
            differences: differences(first, second),
        })
    }
}

impl Moment {
    fn of(world: &World, last: Option<Rc<BTreeMap<String, FileData>>>) -> Moment {
        let engine = world.engine();
        let files = world.snapshot();
        let files = match last {
            Some(last) if *last == files => last,
            _ => Rc::new(files),
        };
        Moment {
            at_ms: world.machine().now().0 / 1_000_000,
            containers: containers(engine),
            images: images(engine),
            volumes: volumes(engine),
            networks: networks(engine),
            files,
        }
    }

    fn view(&self) -> MomentView {
        let names = |map: &BTreeMap<String, String>| map.keys().cloned().collect();
        MomentView {
            at_ms: self.at_ms,
            containers: self
                .containers
                .iter()
                .map(|(name, (state, _))| (name.clone(), *state))
                .collect(),
            images: self.images.keys().cloned().collect(),
            volumes: names(&self.volumes),
            networks: names(&self.networks),
            files: u32::try_from(self.files.len()).unwrap_or(u32::MAX),
        }
    }
}

fn containers(engine: &Engine) -> BTreeMap<String, (ContainerState, String)> {
    let read = |id: &String| {
        engine
            .container(id, |c| {
                let ended = if c.state == engine::State::Exited {
                    format!(" ({})", c.exit_code)
                } else {
                    String::new()
                };
                let words = format!("{}{ended}, {}", c.state.word(), c.config.image);
                (c.name.clone(), (crate::view::state(c.state), words))
            })
            .ok()
    };
    engine.container_ids().iter().filter_map(read).collect()
}

fn images(engine: &Engine) -> BTreeMap<String, (String, u64)> {
    engine.images(|store| {
        store
            .all()
            .flat_map(|image| {
                let short = image.id.short();
                let mut names = store.names_of(&image.id);
                if names.is_empty() {
                    names.push(short.clone());
                }
                let size = image.size();
                names.into_iter().map(move |name| (name, (short.clone(), size)))
            })
            .collect()
    })
}

fn volumes(engine: &Engine) -> BTreeMap<String, String> {
    engine
        .volumes(&Filters::default())
        .unwrap_or_default()
        .into_iter()
        .map(|volume| {
            let files = volume.files().borrow().len().saturating_sub(1);
            let words = format!("{}, {files} files", Size(volume.size()));
            (volume.name, words)
        })
        .collect()
}

fn networks(engine: &Engine) -> BTreeMap<String, String> {
    engine
        .networks(&Filters::default())
        .unwrap_or_default()
        .into_iter()
        .map(|network| {
            let members: Vec<String> = engine.members(&network.id).into_iter().map(|(_, name, _)| name).collect();
            let words = match members.is_empty() {
                true => network.driver.clone(),
                false => format!("{}: {}", network.driver, members.join(", ")),
            };
            (network.name, words)
        })
        .collect()
}

fn differences(before: &Moment, after: &Moment) -> Vec<DifferenceView> {
    let mut out = Vec::new();
    let words = |map: &BTreeMap<String, (ContainerState, String)>| -> BTreeMap<String, String> {
        map.iter().map(|(name, (_, words))| (name.clone(), words.clone())).collect()
    };
    let ids = |map: &BTreeMap<String, (String, u64)>| -> BTreeMap<String, String> {
        map.iter()
            .map(|(name, (id, size))| (name.clone(), format!("{id}, {}", Size(*size))))
            .collect()
    };
    compare("container", &words(&before.containers), &words(&after.containers), &mut out);
    compare("image", &ids(&before.images), &ids(&after.images), &mut out);
    compare("volume", &before.volumes, &after.volumes, &mut out);
    compare("network", &before.networks, &after.networks, &mut out);
    if !Rc::ptr_eq(&before.files, &after.files) {
        files(&before.files, &after.files, &mut out);
    }
    out.truncate(DIFFERENCES);
    out
}

/// Both keys, each once, in order.
fn keys<'a, T>(a: &'a BTreeMap<String, T>, b: &'a BTreeMap<String, T>) -> std::collections::BTreeSet<&'a String> {
    a.keys().chain(b.keys()).collect()
}

fn compare(kind: &str, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, out: &mut Vec<DifferenceView>) {
    for name in keys(before, after) {
        let (old, new) = (before.get(name), after.get(name));
        if old != new {
            out.push(DifferenceView {
                kind: kind.to_string(),
                name: name.clone(),
                before: old.cloned(),
                after: new.cloned(),
                lines: Vec::new(),
            });
        }
    }
}

fn files(before: &BTreeMap<String, FileData>, after: &BTreeMap<String, FileData>, out: &mut Vec<DifferenceView>) {
    let text = |data: Option<&FileData>| match data {
        None => Some(String::new()),
        Some(data) if data.size() <= COMPARED as u64 => String::from_utf8(data.bytes()).ok(),
        Some(_) => None,
    };
    for name in keys(before, after) {
        let (old, new) = (before.get(name), after.get(name));
        if old == new {
            continue;
        }
        let lines = match (text(old), text(new)) {
            (Some(old), Some(new)) => diff::lines(&old, &new),
            _ => Vec::new(),
        };
        let size = |data: &FileData| Size(data.size()).to_string();
        out.push(DifferenceView {
            kind: "file".into(),
            name: name.clone(),
            before: old.map(size),
            after: new.map(size),
            lines,
        });
    }
}
