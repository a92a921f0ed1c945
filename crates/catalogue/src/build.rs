//! From a recipe to layers: the files that an image of the catalogue holds.
//!
//! Entries are gathered by path (a later fact about a path wins), then made into an immutable layer.
//! What package managers keep about themselves is written as they write it, so that `dpkg -l`,
//! `apk info` and `pip list` read the same files as in the real image.

use crate::image::{History, Image, ImageLayer, LayerRecipe};
use crate::package::{Ecosystem, Package, PipHome, apk_stanza, dir_entry, dpkg_stanza, file_entry, link_entry};
use crate::program::{multi_call, program, weight};
use crate::{Catalogue, file};
use std::collections::BTreeMap;
use vfs::tar::{Content, Entry};
use vfs::{FileData, Layer, LayerEntry};

const DPKG_STATUS: &str = "/var/lib/dpkg/status";
const APK_INSTALLED: &str = "/lib/apk/db/installed";

/// Puts an image's own lines on top of its base's.
pub(crate) fn layers(catalogue: &Catalogue, image: &Image, mut below: Vec<ImageLayer>) -> Vec<ImageLayer> {
    for recipe in &image.recipe.layers {
        let layer = layer(catalogue, recipe, &below, image.created);
        below.push(ImageLayer {
            history: History {
                created: image.created,
                created_by: recipe.by.clone(),
                comment: if recipe.by.contains("# buildkit") || recipe.by.contains("[\"") {
                    "buildkit.dockerfile.v0".into()
                } else {
                    String::new()
                },
            },
            layer,
        });
    }
    below
}

struct Gathered<'a> {
    entries: BTreeMap<String, Entry>,
    below: &'a [ImageLayer],
    mtime: i64,
}

impl Gathered<'_> {
    fn put(&mut self, entry: Entry) {
        self.entries.insert(entry.path.clone(), entry);
    }

    fn text(&mut self, path: &str, text: &str, mode: u32) {
        self.put(file_entry(path, FileData::from(text.as_bytes()), mode, self.mtime));
    }

    /// What the file holds so far, in this layer or below.
    fn read(&self, path: &str) -> String {
        let path = path.trim_start_matches('/');
        let own = self.entries.get(path);
        let found = own.or_else(|| {
            let layers = self.below.iter().rev().filter_map(|line| line.layer.as_ref());
            layers.flat_map(Layer::entries).find_map(|entry| match entry {
                LayerEntry::Put(entry) if entry.path == path => Some(entry),
                _ => None,
            })
        });
        match found.map(|entry| &entry.content) {
            Some(Content::File(data)) => String::from_utf8_lossy(&data.bytes()).into_owned(),
            _ => String::new(),
        }
    }

    fn append(&mut self, path: &str, text: &str) {
        let mut whole = self.read(path);
        whole.push_str(text);
        self.text(path, &whole, 0o644);
    }
}

fn layer(catalogue: &Catalogue, recipe: &LayerRecipe, below: &[ImageLayer], mtime: i64) -> Option<Layer> {
    let mut out = Gathered {
        entries: BTreeMap::new(),
        below,
        mtime,
    };
    for line in &recipe.dirs {
        let mut words = line.split(' ');
        let (path, mode) = (words.next()?, words.next().unwrap_or("755"));
        let mut entry = dir_entry(path, octal(mode), mtime);
        if let Some((uid, gid)) = words.next().and_then(|owner| owner.split_once(':')) {
            (entry.meta.uid, entry.meta.gid) = (uid.parse().unwrap_or(0), gid.parse().unwrap_or(0));
        }
        out.put(entry);
    }
    packages(catalogue, recipe, &mut out);
    for (path, what) in &recipe.programs {
        let (name, size) = what.split_once(' ').unwrap_or((what, "0"));
        out.put(file_entry(path, program(name, size.parse().unwrap_or(0)), 0o755, mtime));
    }
    if let Some(applets) = &recipe.applets {
        let list = file(&format!("files/{}", applets.list)).unwrap_or("");
        let binary = recipe.programs.get(&applets.program).map_or("", String::as_str);
        let (name, size) = binary.split_once(' ').unwrap_or((binary, "0"));
        let data = multi_call(name, size.parse().unwrap_or(0), &applets.build, &applets.libc, list);
        out.put(file_entry(&applets.program, data, 0o755, mtime));
        for path in list.lines().filter(|path| *path != applets.program) {
            let mut entry = link_entry(path, &applets.program, mtime);
            if applets.hard {
                entry.content = Content::Hardlink(applets.program.trim_start_matches('/').to_string());
                entry.meta.mode = 0o755;
            }
            out.put(entry);
        }
    }
    for (path, target) in &recipe.links {
        out.put(link_entry(path, target, mtime));
    }
    for (path, text) in &recipe.files {
        match text.strip_prefix(['@', '!']) {
            Some(name) => {
                let mode = if text.starts_with('!') { 0o755 } else { 0o644 };
                out.text(path, file(&format!("files/{name}")).unwrap_or(""), mode);
            }
            None => out.text(path, text, 0o644),
        }
    }
    for (path, text) in &recipe.append {
        out.append(path, text);
    }
    for (path, size) in &recipe.weights {
        out.put(file_entry(path, weight(path, *size), 0o644, mtime));
    }
    for line in &recipe.owners {
        own(line, &mut out);
    }
    if recipe.size > 0 && !recipe.rest.is_empty() {
        let used: u64 = out.entries.values().map(size).sum();
        let left = recipe.size.saturating_sub(used);
        out.put(file_entry(&recipe.rest, weight(&recipe.rest, left), 0o644, mtime));
    }
    if out.entries.is_empty() {
        return None;
    }
    Some(Layer::new(out.entries.into_values().map(LayerEntry::Put).collect()))
}

fn packages(catalogue: &Catalogue, recipe: &LayerRecipe, out: &mut Gathered) {
    let mtime = out.mtime;
    // The base system was stripped when its image was made; the recipe's `rest` says to what size.
    let whole = |names: &[String], package: &Package| -> Vec<Entry> {
        if names.contains(&package.name) {
            package.entries(mtime)
        } else {
            package.contents(mtime)
        }
    };
    let chosen = |kind: Ecosystem, names: &[String]| -> Vec<&Package> {
        let all = catalogue.packages(kind);
        let base = names.iter().any(|name| name == "*base");
        all.values()
            .filter(|package| (base && package.base) || names.contains(&package.name))
            .collect()
    };
    if !recipe.apt.is_empty() {
        let mut status = out.read(DPKG_STATUS);
        for package in chosen(Ecosystem::Apt, &recipe.apt) {
            let mut list = String::new();
            for entry in whole(&recipe.apt, package) {
                list.push_str(&format!("/{}\n", entry.path));
                out.put(entry);
            }
            out.text(&format!("/var/lib/dpkg/info/{}.list", package.name), &list, 0o644);
            status.push_str(&dpkg_stanza(package));
        }
        out.text(DPKG_STATUS, &status, 0o644);
    }
    if !recipe.apk.is_empty() {
        let mut installed = out.read(APK_INSTALLED);
        for package in chosen(Ecosystem::Apk, &recipe.apk) {
            whole(&recipe.apk, package).into_iter().for_each(|entry| out.put(entry));
            installed.push_str(&apk_stanza(package));
        }
        out.text(APK_INSTALLED, &installed, 0o644);
    }
    for need in &recipe.pip {
        // `PREFIX/lib/pythonX.Y name==version`, so that a recipe can serve every version.
        let (lib, need) = need.split_once(' ').unwrap_or(("/usr/local/lib/python3.12", need));
        let (name, version) = need.split_once("==").unwrap_or((need, ""));
        if let Some(package) = catalogue.package(Ecosystem::Pip, &Package::pip_name(name)) {
            let python = lib.rsplit('/').next().unwrap_or("python3");
            let home = PipHome {
                site_packages: format!("{lib}/site-packages"),
                bin: "/usr/local/bin".into(),
                interpreter: format!("/usr/local/bin/{python}"),
            };
            let entries = package.pip_entries(version, &home, catalogue.sources(name), mtime);
            entries.into_iter().for_each(|entry| out.put(entry));
        }
    }
}

fn own(line: &str, out: &mut Gathered) {
    let mut words = line.split(' ');
    let path = words.next().unwrap_or_default().trim_start_matches('/');
    let Some(entry) = out.entries.get_mut(path) else {
        return;
    };
    if let Some((uid, gid)) = words.next().and_then(|owner| owner.split_once(':')) {
        (entry.meta.uid, entry.meta.gid) = (uid.parse().unwrap_or(0), gid.parse().unwrap_or(0));
    }
    if let Some(mode) = words.next() {
        entry.meta.mode = octal(mode);
    }
}

fn octal(text: &str) -> u32 {
    u32::from_str_radix(text, 8).unwrap_or(0o755)
}

fn size(entry: &Entry) -> u64 {
    match &entry.content {
        Content::File(data) => data.size(),
        _ => 0,
    }
}

/// Nanoseconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ`; 0 for anything else.
pub(crate) fn instant(text: &str) -> i64 {
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<i64>().ok());
    let parts = [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)].map(|(from, to)| number(from, to));
    let [Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)] = parts else {
        return 0;
    };
    // Days from the civil calendar, with March as the first month of a shifted year.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (m * 153 + 2) / 5 + day - 1 - 719_468;
    (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_those_of_the_calendar() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), 0);
        assert_eq!(instant("2025-11-04T00:11:09Z"), 1_762_215_069_000_000_000);
        assert_eq!(instant("2024-02-29T12:00:00Z"), 1_709_208_000_000_000_000);
        assert_eq!(instant("soon"), 0);
    }
}
