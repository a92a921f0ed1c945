//! File systems and layers: archives, snapshots, differences, memory.

use crate::clock::{least, mean, once};
use crate::memory;
use crate::report::{Goal, Limit, Report};
use std::hint::black_box;
use vfs::{FileData, Fs, Ino, Layer, Meta, Node, ROOT};

use super::worlds;

const META: Meta = Meta {
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: 0,
};

/// A tree of so many small files, a hundred to a directory; the last file's number comes with it.
fn tree(files: usize) -> (Fs, Ino) {
    let mut fs = Fs::default();
    let (mut dir, mut last) = (ROOT, ROOT);
    for number in 0..files {
        if number % 100 == 0 {
            let meta = Meta { mode: 0o755, ..META };
            dir = fs.mkdir(ROOT, &format!("d{number}"), meta).unwrap();
        }
        let data = FileData::from(format!("file {number}\n").into_bytes());
        last = fs.create(dir, &format!("f{number}"), META, Node::File(data)).unwrap();
    }
    (fs, last)
}

/// A fork of `fs` with ten files more.
fn changed(fs: &Fs) -> Fs {
    let mut fork = fs.fork();
    for number in 0..10 {
        let data = FileData::from(b"new".to_vec());
        fork.create(ROOT, &format!("new{number}"), META, Node::File(data)).unwrap();
    }
    fork
}

pub fn measure(report: &mut Report) {
    let (small, _) = tree(1_000);
    let before = memory::live();
    let (large, last) = tree(100_000);
    let bytes = (memory::live() - before) as f64 / 100_000.0;
    report.row("memory for a small file", bytes, "bytes", Goal::NONE);

    let mut snapshots = [0.0; 2];
    let mut diffs = [0.0; 2];
    for (slot, fs) in [&small, &large].into_iter().enumerate() {
        let name = if slot == 0 { "1,000" } else { "100,000" };
        let snapshot = mean(1_000, || {
            black_box(fs.fork());
        });
        report.microseconds(&format!("snapshot of {name} files"), snapshot, Goal::NONE);
        let fork = changed(fs);
        let diff = mean(100, || {
            black_box(Layer::diff(fs, &fork));
        });
        report.microseconds(&format!("ten changes found among {name} files"), diff, Goal::NONE);
        snapshots[slot] = snapshot.as_secs_f64();
        diffs[slot] = diff.as_secs_f64();
    }
    let constant = Goal::both(Limit::Below(2.0));
    report.row(
        "the larger snapshot against the smaller",
        snapshots[1] / snapshots[0],
        "times",
        constant,
    );
    report.row(
        "the larger difference against the smaller",
        diffs[1] / diffs[0],
        "times",
        constant,
    );
    let mut written = large.fork();
    let write = mean(1_000, || {
        written.write(last, 0, b"changed", 1).unwrap();
    });
    report.microseconds("a write to one of 100,000 files", write, Goal::NONE);

    let (some, _) = tree(10_000);
    let rate = |took: std::time::Duration| 10_000.0 / took.as_secs_f64();
    let mut archive = Vec::new();
    let pack = least(3, || archive = Layer::snapshot(&some).to_tar());
    report.row("files into an archive", rate(pack), "a second", Goal::NONE);
    let unpack = least(3, || {
        let layer = Layer::from_tar(&archive).unwrap();
        let mut fs = Fs::default();
        layer.apply(&mut fs).unwrap();
        black_box(fs.len());
    });
    report.row("files out of an archive, as a layer", rate(unpack), "a second", Goal::NONE);
    drop((small, large, written, some, archive));
    image(report);
}

/// An image with 100,000 files, made by a container and committed.
fn image(report: &mut Report) {
    let world = worlds::with(&["busybox:latest"], Vec::new());
    worlds::line(&world, "docker run --rm busybox true");
    let before = memory::live();
    let make = "i=0; while [ $i -lt 1000 ]; do mkdir /d$i; j=0; while [ $j -lt 100 ]; do echo $i > /d$i/f$j; j=$((j+1)); done; i=$((i+1)); done";
    let (took, ()) = once(|| {
        worlds::line(&world, &format!("docker run --name many busybox sh -c '{make}'"));
        worlds::line(&world, "docker commit many many && docker rm many");
    });
    worlds::line(&world, "docker run --rm many cat /d999/f99");
    report.milliseconds("an image of 100,000 files made by a container", took, Goal::NONE);
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    report.row(
        "memory for that image",
        megabytes(memory::live().saturating_sub(before)),
        "MB",
        Goal::both(Limit::Below(200.0)),
    );
    if cfg!(target_arch = "wasm32") {
        // The trees measured before may have grown it further; this is the most it ever was.
        report.row("all memory of the module then", megabytes(memory::page()), "MB", Goal::NONE);
    }
}
