//! What a process sees: file systems mounted over each other, and the walk along a path.
//!
//! Modelled after path_resolution(7): mounts cover directories (and files, for bind mounts of one),
//! `..` leaves a mount by the directory it covers, symbolic links count towards ELOOP, and every
//! directory on the way must grant search permission.

use crate::{Errno, FileKind, FsRef, Ino, Meta, Node, ROOT, Stat};
use std::borrow::Cow;
use std::rc::Rc;

/// Who asks: user, groups, and whether permission bits are overridden (CAP_DAC_OVERRIDE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cred {
    pub uid: u32,
    pub gid: u32,
    pub groups: Vec<u32>,
    pub dac_override: bool,
}

impl Cred {
    pub fn root() -> Self {
        Cred {
            uid: 0,
            gid: 0,
            groups: vec![0],
            dac_override: true,
        }
    }

    /// Whether the bits (4 read, 2 write, 1 execute or search) are all granted on this inode.
    pub fn may(&self, stat: &Meta, is_dir: bool, bits: u32) -> bool {
        if self.dac_override {
            return bits & 1 == 0 || is_dir || stat.mode & 0o111 != 0;
        }
        let shift = if stat.uid == self.uid {
            6
        } else if stat.gid == self.gid || self.groups.contains(&stat.gid) {
            3
        } else {
            0
        };
        (stat.mode >> shift) & bits == bits
    }
}

/// Bits of access(2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access(pub u32);

impl Access {
    pub const READ: Access = Access(4);
    pub const WRITE: Access = Access(2);
    pub const EXECUTE: Access = Access(1);
}

/// What stands behind a mount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountKind {
    /// A container's root: layers below, a writable one on top.
    Overlay,
    /// Part of another file system: a bind mount or a volume.
    Bind,
    Tmpfs,
    /// Made anew by the machine whenever somebody enters it.
    Proc,
    /// Made anew, too: the cgroup tree.
    Cgroup,
    /// Made anew, too: what the kernel knows of its devices.
    Sysfs,
    /// The terminals.
    Devpts,
    /// POSIX message queues.
    Mqueue,
    /// The virtual host's disk.
    Disk,
}

impl MountKind {
    /// Whether the machine makes its files when somebody enters it.
    pub fn is_made_up(self) -> bool {
        matches!(self, MountKind::Proc | MountKind::Cgroup | MountKind::Sysfs)
    }

    /// The type of file system, as mount(8) calls it.
    pub fn name(self) -> &'static str {
        match self {
            MountKind::Overlay => "overlay",
            MountKind::Tmpfs => "tmpfs",
            MountKind::Proc => "proc",
            MountKind::Cgroup => "cgroup2",
            MountKind::Sysfs => "sysfs",
            MountKind::Devpts => "devpts",
            MountKind::Mqueue => "mqueue",
            MountKind::Bind | MountKind::Disk => "ext4",
        }
    }
}

/// Where a walk comes into a mount whose files the machine makes up, and the names that it still has to go along,
/// last one first.
#[derive(Clone, Copy, Debug)]
pub struct Entering<'a> {
    pub at: &'a Location,
    pub rest: &'a [Cow<'a, str>],
}

/// Before a link of /proc stands this in the name of its twin: the file it leads to whatever its text says.
pub const TWIN: char = '\0';

/// One mount. `covered` is where it lies in the mount below it.
#[derive(Clone, Debug)]
pub struct Mount {
    pub id: usize,
    pub fs: FsRef,
    pub root: Ino,
    pub covered: Option<(usize, Ino)>,
    /// Where it was mounted, as /proc/mounts shows it.
    pub path: String,
    pub source: String,
    pub kind: MountKind,
    pub read_only: bool,
}

impl Mount {
    /// What /proc/mounts shows first: the disk for what is part of it, else what was mounted.
    pub fn device(&self) -> &str {
        match self.kind {
            MountKind::Bind | MountKind::Disk => "/dev/vda1",
            _ => &self.source,
        }
    }

    /// The options that /proc/mounts shows: those that the engine's mounts have.
    pub fn options(&self) -> String {
        let mut options = self.flags();
        options.extend(self.settings());
        options.join(",")
    }

    /// Whether it hides something of /proc or /sys: an empty directory, or the null device.
    fn is_mask(&self) -> bool {
        self.kind == MountKind::Tmpfs && ["/proc/", "/sys/"].iter().any(|above| self.path.starts_with(above))
    }

    /// The options of the mount itself.
    pub fn flags(&self) -> Vec<String> {
        let access = if self.read_only { "ro" } else { "rw" };
        let more: &[&str] = match self.kind {
            MountKind::Tmpfs if self.is_mask() && self.read_only => &["relatime"],
            MountKind::Tmpfs if self.is_mask() || self.path == "/dev" => &["nosuid"],
            MountKind::Devpts => &["nosuid", "noexec", "relatime"],
            MountKind::Tmpfs | MountKind::Proc | MountKind::Cgroup | MountKind::Sysfs | MountKind::Mqueue => {
                &["nosuid", "nodev", "noexec", "relatime"]
            }
            MountKind::Overlay | MountKind::Bind | MountKind::Disk => &["relatime"],
        };
        [access].iter().chain(more).map(|word| word.to_string()).collect()
    }

    /// The options of the file system behind it.
    pub fn settings(&self) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| word.to_string()).collect();
        match self.kind {
            MountKind::Tmpfs if self.is_mask() && self.read_only => Vec::new(),
            MountKind::Tmpfs if self.is_mask() || self.path == "/dev" => words(&["size=65536k", "mode=755"]),
            MountKind::Tmpfs => {
                let fs = self.fs.borrow();
                let size = fs.capacity().map(|(size, _)| format!("size={}k", size / 1024));
                // The mode that every tmpfs has is not told.
                let mode = fs.stat(self.root).ok().map(|s| s.meta.mode).filter(|mode| *mode != 0o1777);
                size.into_iter().chain(mode.map(|mode| format!("mode={mode:o}"))).collect()
            }
            MountKind::Devpts => words(&["gid=5", "mode=620", "ptmxmode=666"]),
            MountKind::Cgroup => words(&["nsdelegate", "memory_recursiveprot"]),
            _ => Vec::new(),
        }
    }
}

/// A file: which mount it was reached through, and which inode it is there.
#[derive(Clone, Debug)]
pub struct Location {
    pub mount: Rc<Mount>,
    pub ino: Ino,
}

impl Location {
    /// As stat(2) answers. A directory of a tmpfs has 20 bytes for each entry, and for `.` and `..`.
    pub fn stat(&self) -> Result<Stat, Errno> {
        let fs = self.mount.fs.borrow();
        let mut stat = fs.stat(self.ino)?;
        if self.mount.kind == MountKind::Tmpfs
            && let Some(entries) = fs.entry_count(self.ino)
        {
            stat.size = entries.saturating_add(2).saturating_mul(20);
        }
        Ok(stat)
    }

    /// EROFS if the mount is read-only.
    pub fn check_writable(&self) -> Result<(), Errno> {
        if self.mount.read_only { Err(Errno::EROFS) } else { Ok(()) }
    }
}

/// A mount namespace. Cloning gives a second, independent one over the same file systems.
#[derive(Clone, Debug, Default)]
pub struct MountNs {
    mounts: Vec<Option<Rc<Mount>>>,
    /// What each of them covers, which every step of a walk asks of them all.
    covered: Vec<Option<(usize, Ino)>>,
    /// The directory that chroot(2) made the root, if any.
    root: Option<Location>,
}

const MAX_LINKS: usize = 40;

impl MountNs {
    /// A namespace with this file system as its root.
    pub fn new(fs: FsRef, kind: MountKind, read_only: bool) -> Self {
        let root = Mount {
            id: 0,
            fs,
            root: ROOT,
            covered: None,
            path: "/".into(),
            source: "overlay".into(),
            kind,
            read_only,
        };
        MountNs {
            mounts: vec![Some(Rc::new(root))],
            covered: vec![None],
            root: None,
        }
    }

    /// The mounts, oldest first.
    pub fn mounts(&self) -> impl Iterator<Item = &Rc<Mount>> {
        self.mounts.iter().flatten()
    }

    /// Makes a directory the root of every path from now on (chroot(2)). Where mounts lie is still told from the
    /// namespace's own root.
    pub fn set_root(&mut self, at: Location) {
        self.root = Some(at);
    }

    pub fn root(&self) -> Result<Location, Errno> {
        if let Some(root) = &self.root {
            return Ok(root.clone());
        }
        let mount = self.mounts.first().cloned().flatten().ok_or(Errno::ENOENT)?;
        let ino = mount.root;
        Ok(self.enter(Location { mount, ino }))
    }

    /// Mounts `root` of `fs` over the file or directory at `path`, which must exist.
    pub fn mount(
        &mut self,
        path: &str,
        fs: FsRef,
        root: Ino,
        kind: MountKind,
        source: &str,
        read_only: bool,
    ) -> Result<(), Errno> {
        let at = self.walk(&self.root()?, path, &Cred::root(), true, &mut |_| {})?;
        self.mount_at(&at, path, fs, root, kind, source, read_only)
    }

    /// As [`MountNs::mount`], where the place has been found already.
    #[allow(clippy::too_many_arguments)]
    pub fn mount_at(
        &mut self,
        at: &Location,
        path: &str,
        fs: FsRef,
        root: Ino,
        kind: MountKind,
        source: &str,
        read_only: bool,
    ) -> Result<(), Errno> {
        let is_dir = |kind: FileKind| kind == FileKind::Dir;
        if is_dir(at.stat()?.kind) != is_dir(fs.borrow().get(root)?.kind()) {
            return Err(Errno::ENOTDIR);
        }
        let id = self.mounts.len();
        let covered = Some((at.mount.id, at.ino));
        self.covered.push(covered);
        self.mounts.push(Some(Rc::new(Mount {
            id,
            fs,
            root,
            covered,
            path: normalize(path),
            source: source.into(),
            kind,
            read_only,
        })));
        Ok(())
    }

    /// Undoes the newest mount at this path. Errors: EINVAL if nothing is mounted there.
    pub fn unmount(&mut self, path: &str) -> Result<(), Errno> {
        let path = normalize(path);
        let found = self
            .mounts
            .iter()
            .rposition(|m| m.as_ref().is_some_and(|m| m.path == path && m.covered.is_some()));
        match found {
            Some(at) => {
                self.mounts[at] = None;
                self.covered[at] = None;
                Ok(())
            }
            None => Err(Errno::EINVAL),
        }
    }

    /// Follows mounts that cover this place.
    fn enter(&self, mut at: Location) -> Location {
        loop {
            let place = Some((at.mount.id, at.ino));
            let over = self.covered.iter().rposition(|covered| *covered == place);
            let Some(Some(over)) = over.and_then(|id| self.mounts.get(id)) else {
                return at;
            };
            at = Location {
                mount: over.clone(),
                ino: over.root,
            };
        }
    }

    /// Whether it is the directory that chroot(2) made the root.
    fn is_own_root(&self, at: &Location) -> bool {
        let same = |root: &Location| root.mount.id == at.mount.id && root.ino == at.ino;
        self.root.as_ref().is_some_and(same)
    }

    /// The directory above, leaving mounts on the way.
    fn up(&self, at: &Location) -> Location {
        let mut at = at.clone();
        if self.is_own_root(&at) {
            return at;
        }
        while at.ino == at.mount.root {
            match at
                .mount
                .covered
                .and_then(|(id, ino)| Some((self.mounts.get(id)?.clone()?, ino)))
            {
                Some((mount, ino)) => at = Location { mount, ino },
                None => return at,
            }
        }
        let ino = at.mount.fs.borrow().parent(at.ino);
        self.enter(Location { mount: at.mount, ino })
    }

    /// The file at `path`, from `cwd` if it is relative. `entered` is told of each made-up mount the
    /// walk goes into, so that its files can be made then. Errors: ENOENT, ENOTDIR, EACCES, ELOOP.
    pub fn walk(
        &self,
        cwd: &Location,
        path: &str,
        cred: &Cred,
        follow: bool,
        entered: &mut dyn FnMut(Entering<'_>),
    ) -> Result<Location, Errno> {
        match self.step_through(cwd, path, cred, follow, entered)? {
            (_, _, Some(found)) => Ok(found),
            _ => Err(Errno::ENOENT),
        }
    }

    /// The directory that holds (or would hold) the last name of `path`, that name, and the file if
    /// it exists. For what has no last name (`/`, `.`, `..`) the name is empty or as written.
    pub fn walk_parent(
        &self,
        cwd: &Location,
        path: &str,
        cred: &Cred,
        follow: bool,
        entered: &mut dyn FnMut(Entering<'_>),
    ) -> Result<(Location, String, Option<Location>), Errno> {
        let (dir, name, found) = self.step_through(cwd, path, cred, follow, entered)?;
        Ok((dir, name.into_owned(), found))
    }

    fn step_through<'p>(
        &self,
        cwd: &Location,
        path: &'p str,
        cred: &Cred,
        follow: bool,
        entered: &mut dyn FnMut(Entering<'_>),
    ) -> Result<(Location, Cow<'p, str>, Option<Location>), Errno> {
        if path.is_empty() {
            return Err(Errno::ENOENT);
        }
        if path.len() > 4096 {
            return Err(Errno::ENAMETOOLONG);
        }
        let mut at = if path.starts_with('/') { self.root()? } else { cwd.clone() };
        let mut rest: Vec<Cow<'p, str>> = parts(path).map(Cow::Borrowed).collect();
        let mut must_be_dir = path.ends_with('/') || path.ends_with("/.");
        let mut links = 0;
        let mut last = (at.clone(), Cow::Borrowed(""));
        if at.mount.kind.is_made_up() {
            entered(Entering { at: &at, rest: &rest });
        }
        while let Some(name) = rest.pop() {
            let fs = at.mount.fs.borrow();
            let dir = fs.get(at.ino)?;
            if dir.kind() != FileKind::Dir {
                return Err(Errno::ENOTDIR);
            }
            if !cred.may(&dir.meta, true, 1) {
                return Err(Errno::EACCES);
            }
            let is_last = rest.is_empty();
            if name == "." || name == ".." {
                drop(fs);
                let next = if name == ".." { self.up(&at) } else { at.clone() };
                last = (std::mem::replace(&mut at, next), name);
                continue;
            }
            let found = fs.lookup(at.ino, &name);
            drop(fs);
            let ino = match found {
                Ok(ino) => ino,
                Err(Errno::ENOENT) if is_last => return Ok((at, name, None)),
                Err(other) => return Err(other),
            };
            let next = self.enter(Location {
                mount: at.mount.clone(),
                ino,
            });
            if next.mount.id != at.mount.id && next.mount.kind.is_made_up() {
                entered(Entering { at: &next, rest: &rest });
            }
            let follows = !is_last || follow || must_be_dir;
            if follows && next.mount.kind == MountKind::Proc {
                let twin = next.mount.fs.borrow().lookup(at.ino, &format!("{TWIN}{name}"));
                if let Ok(ino) = twin {
                    last = (std::mem::replace(&mut at, Location { ino, ..next }), name);
                    continue;
                }
            }
            let target = match &next.mount.fs.borrow().get(next.ino)?.node {
                Node::Symlink(target) if follows => Some(target.clone()),
                _ => None,
            };
            last = (at.clone(), name);
            match target {
                Some(target) => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Err(Errno::ELOOP);
                    }
                    if target.is_empty() {
                        return Err(Errno::ENOENT);
                    }
                    if is_last && target.ends_with('/') {
                        must_be_dir = true;
                    }
                    if target.starts_with('/') {
                        at = self.root()?;
                    }
                    rest.extend(parts(&target).map(|name| Cow::Owned(name.to_string())));
                    if rest.is_empty() {
                        last = (at.clone(), Cow::Borrowed(""));
                    }
                }
                None => at = next,
            }
        }
        if must_be_dir && at.stat()?.kind != FileKind::Dir {
            return Err(Errno::ENOTDIR);
        }
        Ok((last.0, last.1, Some(at)))
    }

    /// The absolute path of a directory, as getcwd(2) gives it.
    pub fn path_of(&self, at: &Location) -> String {
        let mut names: Vec<String> = Vec::new();
        let mut at = at.clone();
        loop {
            if self.is_own_root(&at) {
                names.reverse();
                return format!("/{}", names.join("/"));
            }
            while at.ino == at.mount.root {
                match at
                    .mount
                    .covered
                    .and_then(|(id, ino)| Some((self.mounts.get(id)?.clone()?, ino)))
                {
                    Some((mount, ino)) => at = Location { mount, ino },
                    None => {
                        names.reverse();
                        return format!("/{}", names.join("/"));
                    }
                }
            }
            let fs = at.mount.fs.borrow();
            let parent = fs.parent(at.ino);
            let name = fs.name(at.ino);
            drop(fs);
            match name {
                Some(name) => names.push(name.to_string()),
                None => {
                    names.reverse();
                    return format!("/{}", names.join("/"));
                }
            }
            at.ino = parent;
        }
    }
}

/// The names along a path, last one first.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty()).rev()
}

/// An absolute path without `.`, `..`, doubled or trailing slashes; purely textual (Go's path.Clean).
pub fn normalize(path: &str) -> String {
    // Most are already, and there are many of them.
    let is_plain = |name: &str| !matches!(name, "" | "." | "..");
    if path.strip_prefix('/').is_some_and(|names| names.split('/').all(is_plain)) {
        return path.to_owned();
    }
    let mut out: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            name => out.push(name),
        }
    }
    format!("/{}", out.join("/"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Fs;
    use std::cell::RefCell;

    /// The sizes of a directory with two entries, on a file system of this kind.
    fn size(kind: MountKind) -> u64 {
        let mut fs = Fs::default();
        let meta = fs.stat(ROOT).unwrap().meta;
        fs.mkdir(ROOT, "a", meta).unwrap();
        fs.mkdir(ROOT, "b", meta).unwrap();
        let ns = MountNs::new(Rc::new(RefCell::new(fs)), kind, false);
        ns.root().unwrap().stat().unwrap().size
    }

    #[test]
    fn a_directory_of_a_tmpfs_is_as_large_as_its_entries() {
        assert_eq!(size(MountKind::Tmpfs), 80);
        assert_eq!(size(MountKind::Disk), 4096);
    }
}
