//! A look into any file system: a folder's entries, page by page, or a file's beginning (`Question::Look`).
//!
//! A layer is read from its own entries, an image and a container through their merged files. What a container or a
//! layer changed carries the letter of `docker diff`, and a changed text is laid beside the one below.

use crate::protocol::*;
use crate::{World, diff};
use engine::Image;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use vfs::tar::{Content, Entry};
use vfs::{ChangeKind, Cred, FileData, FileKind, Fs, FsRef, Ino, LayerEntry, Meta, MountKind, MountNs, Node};

/// Entries of a page.
const PAGE: usize = 200;
/// Bytes of a text that are shown.
const SHOWN: usize = 64 << 10;

/// What is at a path.
pub(crate) fn look(world: &World, place: &Place, path: &str, from: u32) -> Result<Answer, String> {
    let path = vfs::normalize(&format!("/{path}"));
    match place {
        Place::Layer(image, index) => in_layer(world, image, *index, &path, from),
        Place::Container(name) => in_container(world, name, &path, from),
        _ => {
            let (fs, ino) = find(world, place, &path)?;
            let fs = fs.borrow();
            match &fs.get(ino).map_err(|e| e.to_string())?.node {
                Node::Dir(_) => Ok(page(entries(&fs, ino)?, from)),
                Node::File(data) => Ok(Answer::File(file(data, meta(&fs, ino), None, None))),
                _ => Err(format!("{path} is neither a file nor a folder")),
            }
        }
    }
}

/// Where a path leads, symbolic links followed.
pub(crate) fn find(world: &World, place: &Place, path: &str) -> Result<(FsRef, Ino), String> {
    let engine = world.engine();
    let in_fs = |fs: FsRef| -> Result<(FsRef, Ino), String> {
        let ns = MountNs::new(fs, MountKind::Overlay, true);
        let root = ns.root().map_err(|e| e.to_string())?;
        let at = ns
            .walk(&root, path, &Cred::root(), true, &mut |_| {})
            .map_err(|e| format!("{path}: {e}"))?;
        Ok((at.mount.fs.clone(), at.ino))
    };
    Ok(match place {
        Place::Host => {
            let mounts = world.mounts();
            let mounts = mounts.borrow();
            let root = mounts.root().map_err(|e| e.to_string())?;
            let at = mounts
                .walk(&root, path, &Cred::root(), true, &mut |_| {})
                .map_err(|e| format!("{path}: {e}"))?;
            (at.mount.fs.clone(), at.ino)
        }
        Place::Container(name) => {
            let at = engine.look(name, path).map_err(|e| e.to_string())?;
            (at.mount.fs.clone(), at.ino)
        }
        Place::Image(name) | Place::Layer(name, _) => {
            let image = engine.find_image(name).map_err(|e| e.to_string())?;
            in_fs(Rc::new(RefCell::new(image.rootfs.clone())))?
        }
        Place::Volume(name) => in_fs(engine.volume(name).map_err(|e| e.to_string())?.files())?,
    })
}

fn meta(fs: &Fs, ino: Ino) -> Meta {
    fs.get(ino).map_or_else(
        |_| Meta {
            mode: 0,
            uid: 0,
            gid: 0,
            mtime: 0,
        },
        |inode| inode.meta,
    )
}

fn owner(meta: &Meta) -> String {
    format!("{}:{}", meta.uid, meta.gid)
}

fn entry(name: &str, kind: EntryKind, meta: &Meta, size: u64) -> EntryView {
    EntryView {
        name: name.to_string(),
        kind,
        mode: meta.mode & 0o7777,
        owner: owner(meta),
        size,
        change: None,
    }
}

fn entries(fs: &Fs, dir: Ino) -> Result<Vec<EntryView>, String> {
    let found = fs.entries(dir).map_err(|e| e.to_string())?;
    Ok(found
        .into_iter()
        .filter_map(|(name, child)| {
            let inode = fs.get(child).ok()?;
            let (kind, size) = match &inode.node {
                Node::Dir(_) => (EntryKind::Folder, 0),
                Node::Symlink(target) => (
                    EntryKind::Link {
                        target: target.to_string(),
                    },
                    0,
                ),
                Node::File(data) => (EntryKind::File, data.size()),
                _ => (EntryKind::Other, 0),
            };
            Some(entry(&name, kind, &inode.meta, size))
        })
        .collect())
}

/// Folders first, then by name.
fn page(mut entries: Vec<EntryView>, from: u32) -> Answer {
    entries.sort_by(|a, b| {
        let folder = |entry: &EntryView| entry.kind != EntryKind::Folder;
        folder(a).cmp(&folder(b)).then_with(|| a.name.cmp(&b.name))
    });
    let total = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let skipped = usize::try_from(from).unwrap_or(usize::MAX);
    Answer::Folder(FolderView {
        entries: entries.into_iter().skip(skipped).take(PAGE).collect(),
        from,
        total,
    })
}

/// The beginning of a file, if it is text: UTF-8 without control characters that no text has.
fn text(data: &FileData) -> Option<String> {
    let real = data.size().saturating_sub(data.padding());
    let max = usize::try_from(real).unwrap_or(usize::MAX).min(SHOWN);
    let bytes = data.read(0, max);
    let strange = |byte: &u8| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127);
    if bytes.iter().any(strange) || (bytes.is_empty() && data.size() > 0) {
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        // A character may be cut in two at the end.
        Err(error) if error.utf8_error().error_len().is_none() => {
            let good = error.utf8_error().valid_up_to();
            String::from_utf8(error.into_bytes().get(..good)?.to_vec()).ok()
        }
        Err(_) => None,
    }
}

/// A file, and what differs from the one below it.
fn file(data: &FileData, meta: Meta, change: Option<char>, below: Option<&FileData>) -> FileView {
    let shown = text(data);
    let difference = match (change, &shown, below.and_then(text)) {
        (Some('C'), Some(now), Some(before)) => Some(diff::lines(&before, now)),
        (Some('D'), Some(gone), _) => Some(diff::lines(gone, "")),
        _ => None,
    };
    FileView {
        size: data.size(),
        mode: meta.mode & 0o7777,
        owner: owner(&meta),
        cut: data.size().saturating_sub(data.padding()) > SHOWN as u64,
        text: shown,
        change,
        difference,
    }
}

/// What lies in a folder, by name, of a path below that folder.
fn child<'a>(folder: &str, path: &'a str) -> Option<(&'a str, bool)> {
    let rest = path.trim_start_matches('/');
    let rest = match folder.trim_matches('/') {
        "" => rest,
        folder => rest.strip_prefix(folder)?.strip_prefix('/')?,
    };
    match rest.split_once('/') {
        Some((name, _)) => Some((name, false)),
        None if rest.is_empty() => None,
        None => Some((rest, true)),
    }
}

fn in_container(world: &World, name: &str, path: &str, from: u32) -> Result<Answer, String> {
    let engine = world.engine();
    let (root, changes, image) = engine
        .container(name, |c| (c.root_fs(), c.changes(), c.image))
        .map_err(|e| e.to_string())?;
    let image = engine.images(|store| store.get(&image));
    let letter = |kind| match kind {
        ChangeKind::Added => 'A',
        ChangeKind::Changed => 'C',
        ChangeKind::Deleted => 'D',
    };
    let found = engine.look(name, path);
    let at = match found {
        Ok(at) => at,
        Err(error) => {
            // What the container has deleted can still be seen in its image.
            let gone = changes.iter().any(|c| c.path == path && c.kind == ChangeKind::Deleted);
            let below = image.filter(|_| gone).ok_or_else(|| error.to_string())?;
            let (data, meta) = below_of(&below, path).ok_or_else(|| error.to_string())?;
            return Ok(Answer::File(file(&data, meta, Some('D'), None)));
        }
    };
    let fs = at.mount.fs.borrow();
    let own = Rc::ptr_eq(&at.mount.fs, &root);
    match &fs.get(at.ino).map_err(|e| e.to_string())?.node {
        Node::Dir(_) => {
            let mut list = entries(&fs, at.ino)?;
            for change in changes.iter().filter(|_| own) {
                let Some((name, true)) = child(path, &change.path) else {
                    continue;
                };
                match list.iter_mut().find(|e| e.name == name) {
                    Some(found) => found.change = Some(letter(change.kind)),
                    None => {
                        let kind = match image.as_ref().and_then(|image| below_of(image, &change.path)) {
                            Some(_) => EntryKind::File,
                            None => EntryKind::Folder,
                        };
                        let mut gone = entry(name, kind, &meta(&fs, 0), 0);
                        gone.change = Some('D');
                        list.push(gone);
                    }
                }
            }
            Ok(page(list, from))
        }
        Node::File(data) => {
            let change = changes.iter().find(|c| own && c.path == path).map(|c| letter(c.kind));
            let below = image.and_then(|image| below_of(&image, path)).map(|(data, _)| data);
            Ok(Answer::File(file(data, meta(&fs, at.ino), change, below.as_ref())))
        }
        _ => Err(format!("{path} is neither a file nor a folder")),
    }
}

/// A file of an image, links not followed.
fn below_of(image: &Image, path: &str) -> Option<(FileData, Meta)> {
    let fs = &image.rootfs;
    let mut at = vfs::ROOT;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        at = fs.lookup(at, name).ok()?;
    }
    Some((fs.data(at).ok()?.clone(), meta(fs, at)))
}

fn in_layer(world: &World, name: &str, index: u32, path: &str, from: u32) -> Result<Answer, String> {
    let image = world.engine().find_image(name).map_err(|e| e.to_string())?;
    let number = layer_number(&image, index).ok_or("this instruction made no layer")?;
    let layer = image.layers.get(number).ok_or("this instruction made no layer")?;
    let wanted = path.trim_matches('/');
    let below = |path: &str| written_below(&image, number, path);
    for one in layer.entries() {
        match one {
            LayerEntry::Put(put) if put.path == wanted => {
                if let Content::File(data) = &put.content {
                    let before = below(wanted);
                    let change = if before.is_some() { 'C' } else { 'A' };
                    return Ok(Answer::File(file(data, put.meta, Some(change), before.as_ref())));
                }
            }
            LayerEntry::Whiteout(gone) if gone == wanted => {
                let data = below(wanted).ok_or_else(|| format!("{path} was deleted here"))?;
                let meta = meta(&image.rootfs, 0);
                return Ok(Answer::File(file(&data, meta, Some('D'), None)));
            }
            _ => {}
        }
    }
    let known = names_below(&image, number, path);
    let mut found: BTreeMap<&str, EntryView> = BTreeMap::new();
    for one in layer.entries() {
        let Some((name, direct)) = child(path, one.path()) else {
            continue;
        };
        match one {
            LayerEntry::Put(put) if direct => {
                let mut view = put_entry(name, put);
                view.change = match (known.contains(name), &view.kind) {
                    // A folder that is there already is only the way to what it holds.
                    (true, EntryKind::Folder) => None,
                    (true, _) => Some('C'),
                    (false, _) => Some('A'),
                };
                found.insert(name, view);
            }
            LayerEntry::Whiteout(gone) if direct => {
                let kind = if below(gone).is_some() {
                    EntryKind::File
                } else {
                    EntryKind::Folder
                };
                let mut view = entry(name, kind, &meta(&image.rootfs, 0), 0);
                view.change = Some('D');
                found.entry(name).or_insert(view);
            }
            _ => {
                found
                    .entry(name)
                    .or_insert_with(|| entry(name, EntryKind::Folder, &meta(&image.rootfs, 0), 0));
            }
        }
    }
    if found.is_empty() && !wanted.is_empty() {
        return Err(format!("{path}: this layer has nothing there"));
    }
    Ok(page(found.into_values().collect(), from))
}

fn put_entry(name: &str, put: &Entry) -> EntryView {
    let (kind, size) = match &put.content {
        Content::File(data) => (EntryKind::File, data.size()),
        Content::Dir => (EntryKind::Folder, 0),
        Content::Symlink(target) => (
            EntryKind::Link {
                target: target.to_string(),
            },
            0,
        ),
        Content::Hardlink(_) => (EntryKind::File, 0),
        _ => (EntryKind::Other, 0),
    };
    entry(name, kind, &put.meta, size)
}

/// Which of an image's layers a line of its history made.
pub(crate) fn layer_number(image: &Image, index: u32) -> Option<usize> {
    let index = usize::try_from(index).ok()?;
    let line = image.history.get(index)?;
    let before = image.history.iter().take(index).filter(|line| !line.empty_layer).count();
    (!line.empty_layer).then_some(before)
}

/// The last entry about a path in the layers below one; `None` when nothing of it is there.
fn entry_below<'a>(image: &'a Image, number: usize, path: &str) -> Option<&'a Entry> {
    let hides = |gone: &str| path == gone || path.strip_prefix(gone).is_some_and(|rest| rest.starts_with('/'));
    for layer in image.layers.iter().take(number).rev() {
        let mut hidden = false;
        for one in layer.entries() {
            match one {
                LayerEntry::Put(put) if put.path == path => return Some(put),
                LayerEntry::Whiteout(gone) => hidden |= hides(gone),
                LayerEntry::Opaque(folder) => hidden |= path != folder && hides(folder),
                LayerEntry::Put(_) => {}
            }
        }
        if hidden {
            return None;
        }
    }
    None
}

fn written_below(image: &Image, number: usize, path: &str) -> Option<FileData> {
    match &entry_below(image, number, path)?.content {
        Content::File(data) => Some(data.clone()),
        _ => None,
    }
}

/// What the layers below one have in a folder.
fn names_below<'a>(image: &'a Image, number: usize, folder: &str) -> BTreeSet<&'a str> {
    let folder = folder.trim_matches('/');
    let within = |gone: &str| gone.is_empty() || folder == gone || folder.strip_prefix(gone).is_some_and(|r| r.starts_with('/'));
    let mut names = BTreeSet::new();
    for one in image.layers.iter().take(number).flat_map(|layer| layer.entries()) {
        match one {
            LayerEntry::Put(put) => {
                if let Some((name, _)) = child(folder, &put.path) {
                    names.insert(name);
                }
            }
            LayerEntry::Whiteout(gone) | LayerEntry::Opaque(gone) if within(gone) => names.clear(),
            LayerEntry::Whiteout(gone) => {
                if let Some((name, true)) = child(folder, gone) {
                    names.remove(name);
                }
            }
            LayerEntry::Opaque(_) => {}
        }
    }
    names
}

/// Whether a path of the host is a file or a folder, for Compose.
pub(crate) fn kind_on_host(world: &World, path: &str) -> Option<FileKind> {
    let (fs, ino) = find(world, &Place::Host, path).ok()?;
    let kind = fs.borrow().get(ino).ok()?.kind();
    Some(kind)
}

/// A file of the host, up to 1 MiB of it.
pub(crate) fn read_on_host(world: &World, path: &str) -> Option<Vec<u8>> {
    let (fs, ino) = find(world, &Place::Host, path).ok()?;
    let bytes = fs.borrow().data(ino).ok()?.read(0, 1 << 20);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_the_next_name_below_a_folder() {
        assert_eq!(child("/", "usr/bin/ls"), Some(("usr", false)));
        assert_eq!(child("/usr", "/usr/bin"), Some(("bin", true)));
        assert_eq!(child("/usr", "/usrlocal/x"), None);
        assert_eq!(child("/usr", "/usr"), None);
    }

    #[test]
    fn what_has_control_characters_is_no_text() {
        assert_eq!(text(&FileData::from(&b"a\tb\n"[..])), Some("a\tb\n".to_string()));
        assert_eq!(text(&FileData::from(&b"\x7fELF"[..])), None);
        assert_eq!(text(&FileData::from("caf\u{e9}".as_bytes())), Some("caf\u{e9}".to_string()));
        assert_eq!(text(&FileData::stand_in(b"", 10)), None);
    }
}
