//! Laws of layers and archives, tried on random trees, and single facts of the OCI specification.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use vfs::tar::{self, ArchiveError, Content, Entry, Limits};
use vfs::{ChangeKind, Digest, FileData, FileKind, Fs, Ino, Layer, LayerEntry, Meta, Node, ROOT};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % sides
    }
}

fn meta(mode: u32, seconds: i64) -> Meta {
    Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: seconds * 1_000_000_000,
    }
}

fn inodes(fs: &Fs, dirs: bool) -> Vec<(Ino, Ino, String)> {
    let mut out = Vec::new();
    let mut todo = vec![ROOT];
    while let Some(dir) = todo.pop() {
        for (name, ino) in fs.entries(dir).unwrap() {
            let is_dir = fs.get(ino).unwrap().kind() == FileKind::Dir;
            if is_dir {
                todo.push(ino);
            }
            if is_dir == dirs {
                out.push((dir, ino, name.to_string()));
            }
        }
    }
    out
}

/// One random change, as a guest could make it.
fn mutate(fs: &mut Fs, dice: &mut Dice, now: i64) {
    let dirs = inodes(fs, true);
    let files = inodes(fs, false);
    let pick = dice.roll(dirs.len() as u64 + 1) as usize;
    let dir = dirs.get(pick).map_or(ROOT, |(_, ino, _)| *ino);
    let name = ["a", "b", "a.txt", "lib", "z\u{e9}", "o"][dice.roll(6) as usize];
    let long = "n".repeat(1 + dice.roll(200) as usize);
    let name = if dice.roll(8) == 0 { long.as_str() } else { name };
    let file = files.get(dice.roll(files.len().max(1) as u64) as usize).cloned();
    let meta = Meta {
        mode: 0o600 + dice.roll(0o100) as u32,
        uid: dice.roll(3) as u32 * 3_000_000,
        gid: dice.roll(2) as u32,
        mtime: now * 1_000_000_000,
    };
    // Many of these fail (the name is taken, the directory isn't empty): that is fine.
    let _ = match (dice.roll(10), file) {
        (0 | 1, _) => fs.mkdir(dir, name, meta).map(|_| ()),
        (2 | 3, _) => {
            let data = match dice.roll(4) {
                0 => FileData::stand_in(b"\x7fELF", dice.roll(300_000)),
                1 if dice.roll(4) == 0 => {
                    let mut sparse = FileData::from(&b"start"[..]);
                    sparse.write(dice.roll(2_500_000), b"end");
                    sparse
                }
                _ => FileData::from(vec![name.len() as u8; dice.roll(70_000) as usize]),
            };
            fs.create(dir, name, meta, Node::File(data)).map(|_| ())
        }
        (4, _) => fs
            .create(dir, name, meta, Node::Symlink(format!("../{name}").into()))
            .map(|_| ()),
        (5, Some((_, ino, _))) => fs.write(ino, dice.roll(40_000), b"changed", meta.mtime),
        (6, Some((from, _, file))) => fs.unlink(from, &file, meta.mtime),
        (7, Some((from, _, file))) => fs.rename((from, &file), (dir, name), meta.mtime),
        (8, _) => match dirs.get(pick) {
            Some((from, _, old)) if dice.roll(2) == 0 => fs.rename((*from, old), (ROOT, name), meta.mtime),
            Some((from, _, old)) => fs.rmdir(*from, old, meta.mtime),
            None => Ok(()),
        },
        (9, Some((_, ino, _))) => fs.set_meta(ino, |m| m.mode = meta.mode),
        _ => Ok(()),
    };
}

/// Everything a reader can see, as text. Times of directories that nobody changed otherwise are left
/// out, as Docker leaves them out.
fn tree(fs: &Fs) -> String {
    let mut out = String::new();
    for entry in tar::pack(fs, ROOT, "").unwrap() {
        let Meta { mode, uid, gid, mtime } = entry.meta;
        let (what, mtime) = match entry.content {
            Content::File(data) => (
                format!("{} {}", data.size(), Digest::of(&data.read(0, data.size() as usize))),
                mtime,
            ),
            Content::Dir => ("dir".into(), 0),
            other => (format!("{other:?}"), mtime),
        };
        out += &format!("{} {mode:o} {uid} {gid} {mtime} {what}\n", entry.path);
    }
    out
}

#[test]
fn a_diff_applied_to_its_base_gives_the_fork() {
    for seed in 0..25 {
        let mut dice = Dice(seed);
        let mut base = Fs::default();
        (0..40).for_each(|step| mutate(&mut base, &mut dice, step));
        let mut fork = base.fork();
        (0..25).for_each(|step| mutate(&mut fork, &mut dice, 100 + step));
        let layer = Layer::diff(&base, &fork);
        let mut again = base.clone();
        layer.apply(&mut again).unwrap();
        assert_eq!(tree(&again), tree(&fork), "seed {seed}");
    }
}

/// What differs, found by looking at every name of both.
fn differences(base: &Fs, fork: &Fs, old: Option<Ino>, new: Option<Ino>, path: &str, out: &mut Vec<(String, ChangeKind)>) {
    let names = |fs: &Fs, dir: Option<Ino>| fs.entries(dir.unwrap_or(0)).unwrap_or_default();
    let mut all: Vec<_> = names(base, old).into_iter().chain(names(fork, new)).map(|(n, _)| n).collect();
    all.sort();
    all.dedup();
    for name in all {
        let here = format!("{path}/{name}");
        let find = |fs: &Fs, dir: Option<Ino>| dir.and_then(|dir| fs.lookup(dir, &name).ok());
        let at = out.len();
        match (find(base, old), find(fork, new)) {
            (Some(_), None) => out.push((here, ChangeKind::Deleted)),
            (None, Some(new)) => {
                out.push((here.clone(), ChangeKind::Added));
                differences(base, fork, None, Some(new), &here, out);
            }
            (Some(old), Some(new)) => {
                let (a, b) = (base.get(old).unwrap(), fork.get(new).unwrap());
                let (was_dir, is_dir) = (a.kind() == FileKind::Dir, b.kind() == FileKind::Dir);
                differences(base, fork, was_dir.then_some(old).filter(|_| is_dir), Some(new), &here, out);
                let meta = |i: &vfs::Inode| (i.meta.mode, i.meta.uid, i.meta.gid);
                let data = |fs: &Fs, ino| fs.data(ino).ok().map(vfs::FileData::bytes);
                let file = a.kind() == FileKind::File;
                let same = a.kind() == b.kind()
                    && meta(a) == meta(b)
                    && (!file || (a.meta.mtime == b.meta.mtime && data(base, old) == data(fork, new)));
                if out.len() > at && is_dir && was_dir || old != new && !(is_dir && was_dir) || !same {
                    out.insert(at, (here, ChangeKind::Changed));
                }
            }
            (None, None) => {}
        }
    }
}

fn found(base: &Fs, fork: &Fs) -> Vec<(String, ChangeKind)> {
    fork.changes(base).into_iter().map(|c| (c.path, c.kind)).collect()
}

fn looked_at(base: &Fs, fork: &Fs) -> Vec<(String, ChangeKind)> {
    let mut out = Vec::new();
    differences(base, fork, Some(ROOT), Some(ROOT), "", &mut out);
    out
}

/// A random change, now and then a hard link.
fn mutate_and_link(fs: &mut Fs, dice: &mut Dice, now: i64) {
    mutate(fs, dice, now);
    let (dirs, files) = (inodes(fs, true), inodes(fs, false));
    let dir = dirs.get(dice.roll(40) as usize);
    let file = files.get(dice.roll(files.len() as u64 + 1) as usize);
    if let (Some((_, dir, _)), Some((_, file, _))) = (dir, file) {
        let _ = fs.link(*file, *dir, ["link", "a", "lib"][dice.roll(3) as usize], now);
    }
}

#[test]
fn changes_are_what_a_look_at_everything_finds() {
    for seed in 0..80 {
        let mut dice = Dice(500 + seed);
        let mut base = Fs::default();
        (0..40).for_each(|now| mutate_and_link(&mut base, &mut dice, now));
        let mut fork = base.fork();
        (0..25).for_each(|now| mutate_and_link(&mut fork, &mut dice, 100 + now));
        assert_eq!(found(&base, &fork), looked_at(&base, &fork), "seed {seed}");
        assert_eq!(found(&fork, &base), looked_at(&fork, &base), "seed {seed}, back");
    }
}

#[test]
fn changes_between_any_two_of_a_family_are_what_a_look_at_everything_finds() {
    for seed in 0..40 {
        let mut dice = Dice(900 + seed);
        let mut family = vec![Fs::default()];
        for now in 0..60 {
            let at = dice.roll(family.len() as u64) as usize;
            if family.len() < 6 && dice.roll(6) == 0 {
                let fork = family[at].fork();
                family.push(fork);
            }
            mutate_and_link(&mut family[at], &mut dice, now);
        }
        for base in &family {
            for other in &family {
                assert_eq!(found(base, other), looked_at(base, other), "seed {seed}");
            }
        }
    }
}

#[test]
fn a_name_of_another_file_and_a_directory_in_a_files_place_are_changes() {
    let mut base = Fs::default();
    let dir = base.mkdir(ROOT, "dir", meta(0o755, 1)).unwrap();
    for (at, name) in [(ROOT, "a"), (ROOT, "b"), (dir, "c"), (dir, "d")] {
        base.create(at, name, meta(0o644, 1), Node::File(name.as_bytes().into()))
            .unwrap();
    }
    let mut fork = base.fork();
    fork.rename((ROOT, "a"), (ROOT, "b"), 2).unwrap();
    fork.rename((ROOT, "dir"), (ROOT, "a"), 2).unwrap();
    fork.unlink(dir, "c", 2).unwrap();
    let added = |path: &str| (path.to_string(), ChangeKind::Added);
    let expected = [
        ("/a".to_string(), ChangeKind::Changed),
        added("/a/d"),
        ("/b".to_string(), ChangeKind::Changed),
        ("/dir".to_string(), ChangeKind::Deleted),
    ];
    assert_eq!(found(&base, &fork), expected);
}

#[test]
fn a_layer_survives_its_tar_with_the_same_digest() {
    for seed in 0..25 {
        let mut dice = Dice(seed);
        let mut base = Fs::default();
        (0..40).for_each(|step| mutate(&mut base, &mut dice, step));
        let mut fork = base.fork();
        (0..25).for_each(|step| mutate(&mut fork, &mut dice, 100 + step));
        let layer = Layer::diff(&base, &fork);
        let tar = layer.to_tar();
        assert_eq!(layer.diff_id(), Digest::of(&tar));
        for bytes in [tar.clone(), tar::gzip(&tar)] {
            let read = Layer::from_tar(&bytes).unwrap();
            assert_eq!((read.size(), read.diff_id()), (layer.size(), layer.diff_id()), "seed {seed}");
            let mut again = base.clone();
            read.apply(&mut again).unwrap();
            assert_eq!(tree(&again), tree(&fork), "seed {seed}");
        }
    }
}

#[test]
fn a_tree_survives_pack_and_unpack() {
    for seed in 0..15 {
        let mut dice = Dice(1000 + seed);
        let mut fs = Fs::default();
        (0..60).for_each(|step| mutate(&mut fs, &mut dice, step));
        let bytes = tar::to_bytes(&tar::pack(&fs, ROOT, "").unwrap());
        let mut again = Fs::default();
        tar::unpack(&mut again, ROOT, &tar::read(&bytes, &Limits::default()).unwrap()).unwrap();
        assert_eq!(tree(&again), tree(&fs), "seed {seed}");
    }
}

#[test]
fn cut_or_flipped_bytes_are_an_error_or_a_tree_and_nothing_worse() {
    let mut dice = Dice(5);
    let mut fs = Fs::default();
    (0..60).for_each(|step| mutate(&mut fs, &mut dice, step));
    let good = Layer::snapshot(&fs).to_tar();
    for _ in 0..200 {
        let mut bad = good.clone();
        for _ in 0..1 + dice.roll(6) {
            let at = dice.roll(bad.len() as u64) as usize;
            bad[at] = dice.roll(256) as u8;
        }
        bad.truncate(dice.roll(bad.len() as u64 * 2) as usize);
        if let Ok(layer) = Layer::from_tar(&bad) {
            let _ = layer.apply(&mut Fs::default());
        }
    }
}

fn file(path: &str, text: &str) -> Entry {
    Entry {
        path: path.into(),
        meta: meta(0o644, 1),
        content: Content::File(FileData::from(text.as_bytes())),
    }
}

fn paths(layer: &Layer) -> Vec<String> {
    layer
        .entries()
        .iter()
        .map(|entry| match entry {
            LayerEntry::Put(entry) => entry.path.clone(),
            LayerEntry::Whiteout(path) => format!("-{path}"),
            LayerEntry::Opaque(path) => format!("*{path}"),
        })
        .collect()
}

#[test]
fn whiteouts_and_opaque_markers_have_the_names_of_the_specification() {
    let layer = Layer::new(vec![
        LayerEntry::Put(file("etc/new", "x")),
        LayerEntry::Opaque("etc".into()),
        LayerEntry::Whiteout("a/gone".into()),
        LayerEntry::Whiteout("top".into()),
    ]);
    let names: Vec<String> = tar::read(&layer.to_tar(), &Limits::default())
        .unwrap()
        .into_iter()
        .map(|entry| entry.path)
        .collect();
    assert_eq!(names, ["a/.wh.gone", "etc/.wh..wh..opq", "etc/new", ".wh.top"]);
    assert_eq!(
        paths(&Layer::from_tar(&layer.to_tar()).unwrap()),
        ["-a/gone", "*etc", "etc/new", "-top"]
    );
}

#[test]
fn an_opaque_directory_hides_what_lies_below_and_not_its_own() {
    let mut fs = Fs::default();
    Layer::new(vec![
        LayerEntry::Put(file("etc/old", "x")),
        LayerEntry::Put(file("keep", "x")),
    ])
    .apply(&mut fs)
    .unwrap();
    Layer::new(vec![LayerEntry::Opaque("etc".into()), LayerEntry::Put(file("etc/new", "y"))])
        .apply(&mut fs)
        .unwrap();
    let etc = fs.lookup(ROOT, "etc").unwrap();
    let names: Vec<String> = fs
        .entries(etc)
        .unwrap()
        .into_iter()
        .map(|(name, _)| name.to_string())
        .collect();
    assert_eq!(names, ["new"]);
    assert!(fs.lookup(ROOT, "keep").is_ok());
}

#[test]
fn a_stand_in_weighs_its_size_and_costs_a_header() {
    let program = Entry {
        content: Content::File(FileData::stand_in(b"\x7fELF", 6_000_000_000)),
        ..file("bin/program", "")
    };
    let layer = Layer::new(vec![LayerEntry::Put(program)]);
    assert_eq!(layer.size(), 6_000_000_000);
    assert!(layer.to_tar().len() < 8192);
    assert_eq!(Layer::from_tar(&layer.to_tar()).unwrap(), layer);
}

#[test]
fn a_sparse_file_costs_its_bytes() {
    let mut data = FileData::from(&b"start"[..]);
    data.write(3_000_000_000, b"end");
    let entry = Entry {
        content: Content::File(data.clone()),
        ..file("sparse", "")
    };
    let bytes = tar::to_bytes([&entry]);
    assert!(bytes.len() < 200_000);
    let read = tar::read(&bytes, &Limits::default()).unwrap();
    let [
        Entry {
            content: Content::File(again),
            ..
        },
    ] = &read[..]
    else {
        panic!("one file")
    };
    assert_eq!(again.size(), data.size());
    assert!(again.held() <= data.held());
    assert_eq!(again.read(2_999_999_998, 10), b"\0\0end");
}

#[test]
fn two_names_of_a_file_stay_two_names() {
    let mut fs = Fs::default();
    let one = fs
        .create(ROOT, "one", meta(0o644, 1), Node::File(FileData::from(&b"x"[..])))
        .unwrap();
    fs.link(one, ROOT, "two", 1).unwrap();
    let mut again = Fs::default();
    Layer::from_tar(&Layer::snapshot(&fs).to_tar())
        .unwrap()
        .apply(&mut again)
        .unwrap();
    assert_eq!(again.lookup(ROOT, "one"), again.lookup(ROOT, "two"));
}

#[test]
fn nothing_climbs_out_of_an_archive() {
    for path in ["../etc/passwd", "a/../../b", ".."] {
        // The writer would refuse such a name, so the header is made by hand.
        let mut header = ::tar::Header::new_ustar();
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(0);
        header.set_mode(0o644);
        header.set_cksum();
        let mut bytes = header.as_bytes().to_vec();
        bytes.resize(2048, 0);
        assert_eq!(tar::read(&bytes, &Limits::default()), Err(ArchiveError::Path(path.into())));
    }
}

#[test]
fn a_link_in_a_layer_is_never_followed() {
    let mut fs = Fs::default();
    let link = Entry {
        content: Content::Symlink("/etc".into()),
        ..file("evil", "")
    };
    Layer::new(vec![LayerEntry::Put(file("etc/passwd", "root")), LayerEntry::Put(link)])
        .apply(&mut fs)
        .unwrap();
    Layer::new(vec![LayerEntry::Put(file("evil/passwd", "mine"))])
        .apply(&mut fs)
        .unwrap();
    let etc = fs.lookup(ROOT, "etc").unwrap();
    let passwd = fs.lookup(etc, "passwd").unwrap();
    assert_eq!(fs.data(passwd).unwrap().bytes(), b"root");
}

#[test]
fn unpacking_follows_links_inside_the_file_system() {
    let mut fs = Fs::default();
    let link = Entry {
        content: Content::Symlink("usr/bin".into()),
        ..file("bin", "")
    };
    tar::unpack(&mut fs, ROOT, &[file("usr/bin/a", "x"), link, file("bin/b", "y")]).unwrap();
    let bin = fs.lookup(fs.lookup(ROOT, "usr").unwrap(), "bin").unwrap();
    assert!(fs.lookup(bin, "b").is_ok());
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let zeros = tar::to_bytes([&Entry {
        content: Content::File(FileData::from(vec![1u8; 4 << 20])),
        ..file("bomb", "")
    }]);
    let limits = Limits {
        bytes: 1 << 20,
        ..Limits::default()
    };
    for bytes in [tar::gzip(&zeros), zeros] {
        assert!(matches!(
            tar::read(&bytes, &limits),
            Err(ArchiveError::TooLarge | ArchiveError::Malformed(_))
        ));
    }
    assert_eq!(tar::gunzip(&tar::gzip(&[0; 4096]), 100), Err(ArchiveError::TooLarge));
}

#[test]
fn other_compressions_are_named() {
    let error = tar::read(b"BZh91AY", &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "drydock: bzip2 compression is not simulated");
}

/// What a file system and a fork of it come to when both go on, with snapshots taken on the way.
fn histories(seed: u64) -> Vec<Fs> {
    let mut dice = Dice(seed);
    let mut all = vec![Fs::default()];
    for step in 0..12 {
        let at = dice.roll(all.len() as u64) as usize;
        let mut next = all[at].fork();
        (0..8).for_each(|more| mutate(&mut next, &mut dice, 10 * step + more));
        // The one that it came from goes on as well.
        mutate(&mut all[at], &mut dice, 500 + step);
        all.push(next);
    }
    all
}

#[test]
fn equal_stamps_mean_equal_trees() {
    for seed in 0..5 {
        let all = histories(seed);
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            for (_, ino) in a.entries(ROOT).unwrap().into_iter().chain([("".into(), ROOT)]) {
                let (Ok(one), Ok(other)) = (a.stamp(ino), b.stamp(ino)) else {
                    continue;
                };
                if one == other {
                    let below = |fs: &Fs| match fs.entries(ino) {
                        Ok(_) => tar::to_bytes(&tar::pack(fs, ino, "").unwrap()),
                        Err(_) => format!("{:?} {:?}", fs.stat(ino), fs.data(ino)).into_bytes(),
                    };
                    assert_eq!(below(a), below(b), "seed {seed}, inode {ino}");
                }
            }
        }
    }
}

#[test]
fn a_change_deep_below_gives_everything_above_it_another_stamp() {
    let mut fs = Fs::default();
    let meta = fs.get(ROOT).unwrap().meta;
    let dir = fs.mkdir(ROOT, "dir", meta).unwrap();
    let beside = fs.mkdir(ROOT, "beside", meta).unwrap();
    let file = fs.create(dir, "file", meta, vfs::Node::File(b"a"[..].into())).unwrap();
    let before = [ROOT, dir, file, beside].map(|ino| fs.stamp(ino).unwrap());
    fs.write(file, 0, b"b", 1).unwrap();
    let after = [ROOT, dir, file, beside].map(|ino| fs.stamp(ino).unwrap());
    let same: Vec<bool> = before.iter().zip(&after).map(|(a, b)| a == b).collect();
    assert_eq!(same, [false, false, false, true]);
}

#[test]
fn the_bytes_written_are_those_of_the_files_that_changed() {
    for seed in 0..5 {
        let all = histories(seed);
        for (base, fork) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let size = |change: &vfs::Change| fork.data(change.ino).map_or(0, |data| data.size());
            let changed = fork.changes(base);
            let told: u64 = changed.iter().filter(|c| c.kind != vfs::ChangeKind::Deleted).map(size).sum();
            assert_eq!(fork.written_since(base), told, "seed {seed}");
        }
    }
}
