//! The file systems that the kernel gives a container: /dev and /sys.
//!
//! They are made once, and every container has a snapshot of its own. /proc and /sys/fs/cgroup are the
//! machine's, which fills them whenever somebody enters them.

use crate::mounts::ensure_dir;
use machine::Instant;
use vfs::{Fs, Meta, Node, ROOT};

pub(crate) struct KernelFiles {
    dev: Fs,
    /// /dev of a container with a terminal.
    console: Fs,
    sys: Fs,
}

fn meta(mode: u32) -> Meta {
    Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: 0,
    }
}

impl Default for KernelFiles {
    fn default() -> KernelFiles {
        let dev = dev();
        let mut console = dev.fork();
        let _ = console.create(ROOT, "console", meta(0o620), Node::CharDev(136, 0));
        if let Ok(pts) = console.lookup(ROOT, "pts") {
            let _ = console.create(pts, "0", meta(0o620), Node::CharDev(136, 0));
        }
        let mut sys = Fs::new(meta(0o555));
        for path in ["/fs/cgroup", "/class/net", "/devices", "/kernel"] {
            let _ = ensure_dir(&mut sys, path, 0);
        }
        KernelFiles { dev, console, sys }
    }
}

impl KernelFiles {
    /// A /dev that was made now.
    pub fn dev(&self, tty: bool, now: Instant) -> Fs {
        let mut fs = if tty { self.console.fork() } else { self.dev.fork() };
        // Nothing was ever removed from it, so its numbers have no gaps.
        let count = u32::try_from(fs.len()).unwrap_or(0);
        for ino in ROOT..ROOT + count {
            let _ = fs.set_meta(ino, |meta| meta.mtime = now.0);
        }
        fs
    }

    pub fn sys(&self) -> Fs {
        self.sys.fork()
    }
}

fn dev() -> Fs {
    let mut fs = Fs::new(meta(0o755));
    for (name, major, minor) in [
        ("null", 1, 3),
        ("zero", 1, 5),
        ("full", 1, 7),
        ("random", 1, 8),
        ("urandom", 1, 9),
        ("tty", 5, 0),
    ] {
        let _ = fs.create(ROOT, name, meta(0o666), Node::CharDev(major, minor));
    }
    for (name, target) in [
        ("stdin", "/proc/self/fd/0"),
        ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"),
        ("fd", "/proc/self/fd"),
        ("ptmx", "pts/ptmx"),
    ] {
        let _ = fs.create(ROOT, name, meta(0o777), Node::Symlink(target.into()));
    }
    for dir in ["pts", "shm", "mqueue"] {
        let _ = fs.mkdir(ROOT, dir, meta(if dir == "pts" { 0o755 } else { 0o1777 }));
    }
    fs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_is_as_new_as_its_container() {
        let files = KernelFiles::default();
        let first = files.dev(false, Instant(5));
        let second = files.dev(true, Instant(7));
        for (fs, then, count) in [(&first, 5, 15), (&second, 7, 17)] {
            assert_eq!(fs.len(), count);
            assert!((ROOT..ROOT + count as u32).all(|ino| fs.get(ino).is_ok_and(|i| i.meta.mtime == then)));
        }
        assert!(first.lookup(ROOT, "console").is_err());
    }
}
