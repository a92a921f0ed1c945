//! The file systems that the kernel gives a container: /dev, /proc and /sys, and what Docker hides of them.
//!
//! They are made once, and every container has a snapshot of its own. The machine fills /proc and /sys whenever
//! somebody enters them.

use machine::{Instant, kernel_files};
use vfs::{Fs, Meta, MountKind, Node, ROOT};

pub(crate) struct KernelFiles {
    dev: Fs,
    /// /dev of a container with a terminal.
    console: Fs,
    proc: Fs,
    sys: Fs,
    cgroup: Fs,
}

/// What Docker hides of /proc and /sys, unless a container is privileged (the OCI spec's `maskedPaths`).
pub(crate) const MASKED: &[&str] = &[
    "/proc/acpi",
    "/proc/asound",
    "/proc/interrupts",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/sys/devices/virtual/powercap",
    "/sys/firmware",
];

/// What Docker makes read-only (`readonlyPaths`).
pub(crate) const READ_ONLY: &[&str] = &["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

fn meta(mode: u32) -> Meta {
    Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: 0,
    }
}

fn made(mode: u32, now: Instant) -> Meta {
    Meta {
        mtime: now.0,
        ..meta(mode)
    }
}

impl Default for KernelFiles {
    fn default() -> KernelFiles {
        let dev = dev();
        let mut console = dev.fork();
        let _ = console.create(ROOT, "console", meta(0o620), Node::CharDev(136, 0));
        KernelFiles {
            dev,
            console,
            proc: kernel_files(MountKind::Proc),
            sys: kernel_files(MountKind::Sysfs),
            cgroup: kernel_files(MountKind::Cgroup),
        }
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

    pub fn proc(&self) -> Fs {
        self.proc.fork()
    }

    pub fn sys(&self) -> Fs {
        self.sys.fork()
    }

    pub fn cgroup(&self) -> Fs {
        self.cgroup.fork()
    }

    /// /dev/pts: where terminals come from, and the container's own.
    pub fn pts(&self, tty: bool, now: Instant) -> Fs {
        let mut fs = Fs::new(made(0o755, now));
        let _ = fs.create(ROOT, "ptmx", made(0o666, now), Node::CharDev(5, 2));
        if tty {
            let meta = Meta {
                gid: 5,
                ..made(0o620, now)
            };
            let _ = fs.create(ROOT, "0", meta, Node::CharDev(136, 0));
        }
        fs
    }

    /// A place in memory of its own: /dev/mqueue, or what hides a directory.
    pub fn empty(&self, mode: u32, now: Instant) -> Fs {
        Fs::new(made(mode, now))
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
        for (fs, then, count) in [(&first, 5, 15), (&second, 7, 16)] {
            assert_eq!(fs.len(), count);
            assert!((ROOT..ROOT + count as u32).all(|ino| fs.get(ino).is_ok_and(|i| i.meta.mtime == then)));
        }
        assert!(first.lookup(ROOT, "console").is_err());
    }
}
