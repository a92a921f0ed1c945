//! System calls on paths: open, stat, directories, links, attributes.

use super::Sys;
use crate::file::{Fd, FileObject, Flags, OpenFile};
use crate::pipe::Pipe;
use crate::procfs::descriptor_of;
use std::rc::Rc;
use vfs::{Entering, Errno, FileData, FileKind, Location, Meta, Mount, Node, Stat, TWIN, normalize};

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirEntry {
    pub name: String,
    pub kind: FileKind,
    pub ino: vfs::Ino,
}

impl Sys {
    fn walk<R>(
        &self,
        path: &str,
        then: impl FnOnce(&vfs::MountNs, &Location, &vfs::Cred, &mut dyn FnMut(Entering<'_>)) -> R,
    ) -> Result<R, Errno> {
        let (mounts, cwd, cred) = self.with(|p| (p.ns.mounts.clone(), p.cwd.clone(), p.cred.clone()))?;
        let mounts = mounts.borrow();
        let machine = self.machine().clone();
        let pid = self.pid_global();
        if path.is_empty() {
            return Err(Errno::ENOENT);
        }
        let mut entered = |entering: Entering<'_>| machine.refresh(pid, entering);
        Ok(then(&mounts, &cwd, &cred, &mut entered))
    }

    /// The file at a path. `follow` says whether a symbolic link at its end is followed.
    pub fn resolve(&self, path: &str, follow: bool) -> Result<Location, Errno> {
        self.walk(path, |mounts, cwd, cred, entered| {
            mounts.walk(cwd, path, cred, follow, entered)
        })?
    }

    /// The directory of a path's last name, that name, and the file if it exists.
    fn resolve_parent(&self, path: &str, follow: bool) -> Result<(Location, String, Option<Location>), Errno> {
        self.walk(path, |mounts, cwd, cred, entered| {
            mounts.walk_parent(cwd, path, cred, follow, entered)
        })?
    }

    /// As `resolve_parent`, for a call that changes the directory: it must be writable.
    fn parent_to_change(&self, path: &str) -> Result<(Location, String, Option<Location>), Errno> {
        let found = self.resolve_parent(path, false)?;
        Ok(found)
    }

    fn check_change(&self, dir: &Location, entry: Option<&Location>) -> Result<(), Errno> {
        dir.check_writable()?;
        let cred = self.cred();
        let meta = dir.stat()?.meta;
        if !cred.may(&meta, true, 3) {
            return Err(Errno::EACCES);
        }
        // The sticky bit: only owners remove.
        if let Some(entry) = entry
            && meta.mode & 0o1000 != 0
            && !cred.dac_override
            && meta.uid != cred.uid
            && entry.stat()?.meta.uid != cred.uid
        {
            return Err(Errno::EPERM);
        }
        Ok(())
    }

    fn new_meta(&self, mode: u32, dir: &Location) -> Result<Meta, Errno> {
        let cred = self.cred();
        let umask = self.with(|p| p.umask)?;
        let above = dir.stat()?.meta;
        let inherits = above.mode & 0o2000 != 0;
        Ok(Meta {
            mode: mode & 0o7777 & !umask,
            uid: cred.uid,
            gid: if inherits { above.gid } else { cred.gid },
            mtime: self.now().0,
        })
    }

    /// Opens a file. A FIFO opens at once; reading and writing it wait for the other side, as does [`Sys::met`].
    pub fn open(&self, path: &str, flags: Flags, mode: u32) -> Result<Fd, Errno> {
        let file = self.open_file(path, flags, mode)?;
        self.add_file(file, 0, flags.cloexec)
    }

    /// Opens a file without giving it a descriptor.
    pub fn open_file(&self, path: &str, flags: Flags, mode: u32) -> Result<Rc<OpenFile>, Errno> {
        // What is to be made can't be called as only directories are, even where it is there (open(2), EISDIR).
        let bare = path.trim_end_matches('/');
        if flags.create && bare.len() < path.len() && !bare.is_empty() {
            self.resolve_parent(bare, false)?;
            return Err(Errno::EISDIR);
        }
        let (dir, name, found) = self.resolve_parent(path, !(flags.no_follow || flags.create && flags.exclusive))?;
        let at = match found {
            Some(_) if flags.create && flags.exclusive => return Err(Errno::EEXIST),
            Some(at) => at,
            None if flags.create => {
                self.check_change(&dir, None)?;
                let meta = self.new_meta(mode, &dir)?;
                let ino = dir
                    .mount
                    .fs
                    .borrow_mut()
                    .create(dir.ino, &name, meta, Node::File(FileData::default()))?;
                let at = Location { mount: dir.mount, ino };
                return Ok(OpenFile::new(FileObject::Regular { at }, flags));
            }
            None => return Err(Errno::ENOENT),
        };
        let stat = at.stat()?;
        if stat.kind == FileKind::Symlink {
            return Err(Errno::ELOOP);
        }
        // may_open() looks at the kind before it looks at the permissions.
        if stat.kind == FileKind::Dir && flags.write {
            return Err(Errno::EISDIR);
        }
        let bits = if flags.read { 4 } else { 0 } | if flags.write { 2 } else { 0 };
        if !self.cred().may(&stat.meta, stat.kind == FileKind::Dir, bits) && descriptor_of(&stat).is_none() {
            return Err(Errno::EACCES);
        }
        self.machine().check_trace(self.pid_global(), &at)?;
        if let Some((pid, fd)) = descriptor_of(&stat) {
            let file = self.machine().file_of(pid, fd)?;
            return self.reopen(file, flags);
        }
        let object = match stat.kind {
            FileKind::Dir => FileObject::Directory { at },
            _ if flags.directory => return Err(Errno::ENOTDIR),
            FileKind::File => {
                if flags.write {
                    at.check_writable()?;
                    if at.mount.kind.is_made_up() {
                        return Err(Errno::EPERM);
                    }
                }
                if flags.truncate && flags.write {
                    let now = self.now().0;
                    at.mount.fs.borrow_mut().truncate(at.ino, 0, now)?;
                }
                FileObject::Regular { at }
            }
            FileKind::Fifo => self.fifo(&at, flags),
            FileKind::CharDev => self.device(stat.rdev)?,
            FileKind::Socket | FileKind::Symlink => return Err(Errno::ENXIO),
        };
        Ok(OpenFile::new(object, flags))
    }

    /// Waits where the open of a FIFO does: until somebody has opened its other side. Errors: EINTR.
    pub async fn met(&self, file: &OpenFile) -> Result<(), Errno> {
        match &file.object {
            FileObject::PipeReader(pipe) | FileObject::PipeWriter(pipe) => self.block(|context| pipe.poll_met(context)).await,
            _ => Ok(()),
        }
    }

    /// /dev/stdin and its like: the same pipe or terminal again, or the file anew.
    fn reopen(&self, file: Rc<OpenFile>, flags: Flags) -> Result<Rc<OpenFile>, Errno> {
        match &file.object {
            FileObject::PipeReader(pipe) | FileObject::PipeWriter(pipe) | FileObject::PipeBoth(pipe) => {
                Ok(OpenFile::new(pipe_end(pipe, flags), flags))
            }
            FileObject::Stream(_) | FileObject::Listener(_) => Err(Errno::ENXIO),
            FileObject::Regular { at } => {
                let now = self.now().0;
                if flags.truncate && flags.write {
                    at.mount.fs.borrow_mut().truncate(at.ino, 0, now)?;
                }
                Ok(OpenFile::new(FileObject::Regular { at: at.clone() }, flags))
            }
            _ => Ok(file),
        }
    }

    fn fifo(&self, at: &Location, flags: Flags) -> FileObject {
        let key = (Rc::as_ptr(&at.mount.fs) as *const () as usize, at.ino);
        let pipe = self
            .machine()
            .kernel()
            .fifos
            .borrow_mut()
            .entry(key)
            .or_insert_with(Pipe::fifo)
            .clone();
        pipe_end(&pipe, flags)
    }

    fn device(&self, rdev: (u32, u32)) -> Result<FileObject, Errno> {
        Ok(match rdev {
            (1, 3) => FileObject::Null,
            (1, 5) => FileObject::Zero,
            (1, 7) => FileObject::Full,
            (1, 8 | 9) => FileObject::Random,
            (5, 0 | 1) | (136, _) => FileObject::Tty(self.with(|p| p.tty.clone())?.ok_or(Errno::ENXIO)?),
            _ => return Err(Errno::ENXIO),
        })
    }

    /// Attributes, following a link at the end.
    pub fn stat(&self, path: &str) -> Result<Stat, Errno> {
        let stat = self.resolve(path, true)?.stat()?;
        match descriptor_of(&stat) {
            Some((pid, fd)) => self.stat_of(&stat, &*self.machine().file_of(pid, fd)?),
            None => Ok(stat),
        }
    }

    /// Attributes of what a descriptor's node stands for.
    fn stat_of(&self, node: &Stat, file: &OpenFile) -> Result<Stat, Errno> {
        let (kind, rdev) = match &file.object {
            FileObject::Regular { at } | FileObject::Directory { at } => return at.stat(),
            FileObject::PipeReader(_) | FileObject::PipeWriter(_) | FileObject::PipeBoth(_) => (FileKind::Fifo, (0, 0)),
            FileObject::Stream(_) | FileObject::Listener(_) => (FileKind::Socket, (0, 0)),
            FileObject::Tty(_) => (FileKind::CharDev, (136, 0)),
            FileObject::Null => (FileKind::CharDev, (1, 3)),
            FileObject::Zero => (FileKind::CharDev, (1, 5)),
            FileObject::Full => (FileKind::CharDev, (1, 7)),
            FileObject::Random => (FileKind::CharDev, (1, 9)),
        };
        Ok(Stat { kind, rdev, ..*node })
    }

    /// Attributes of the path itself.
    pub fn lstat(&self, path: &str) -> Result<Stat, Errno> {
        self.resolve(path, false)?.stat()
    }

    pub fn exists(&self, path: &str) -> bool {
        self.stat(path).is_ok()
    }

    /// Whether the caller may read (4), write (2), execute (1) the file.
    pub fn access(&self, path: &str, bits: u32) -> Result<(), Errno> {
        let at = self.resolve(path, true)?;
        let stat = at.stat()?;
        if bits & 2 != 0 && stat.kind != FileKind::CharDev {
            at.check_writable()?;
        }
        if self.cred().may(&stat.meta, stat.kind == FileKind::Dir, bits) {
            Ok(())
        } else {
            Err(Errno::EACCES)
        }
    }

    /// Entries besides `.` and `..`, sorted by name.
    pub fn readdir(&self, path: &str) -> Result<Vec<DirEntry>, Errno> {
        let at = self.resolve(path, true)?;
        let stat = at.stat()?;
        if stat.kind == FileKind::Dir && !self.cred().may(&stat.meta, true, 4) {
            return Err(Errno::EACCES);
        }
        let fs = at.mount.fs.borrow();
        Ok(fs
            .entries(at.ino)?
            .into_iter()
            .filter(|(name, _)| !name.starts_with(TWIN))
            .map(|(name, ino)| DirEntry {
                name: name.to_string(),
                kind: fs.get(ino).map_or(FileKind::File, |i| i.kind()),
                ino,
            })
            .collect())
    }

    pub fn mkdir(&self, path: &str, mode: u32) -> Result<(), Errno> {
        let (dir, name, found) = self.parent_to_change(path)?;
        if found.is_some() {
            return Err(Errno::EEXIST);
        }
        self.check_change(&dir, None)?;
        let mut meta = self.new_meta(mode, &dir)?;
        meta.mode |= dir.stat()?.meta.mode & 0o2000;
        dir.mount.fs.borrow_mut().mkdir(dir.ino, &name, meta)?;
        Ok(())
    }

    /// Makes a directory and those above it that are missing.
    pub fn mkdir_all(&self, path: &str, mode: u32) -> Result<(), Errno> {
        let absolute = self.absolute(path);
        let mut so_far = String::new();
        for part in absolute.split('/').filter(|p| !p.is_empty()) {
            so_far = format!("{so_far}/{part}");
            match self.mkdir(&so_far, mode) {
                Ok(()) => {}
                Err(Errno::EEXIST) if self.stat(&so_far)?.kind == FileKind::Dir => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    pub fn rmdir(&self, path: &str) -> Result<(), Errno> {
        if path.trim_end_matches('/').rsplit('/').next() == Some(".") {
            return Err(Errno::EINVAL);
        }
        let (dir, name, found) = self.parent_to_change(path)?;
        let at = found.ok_or(Errno::ENOENT)?;
        if name.is_empty() || at.mount.id != dir.mount.id {
            return Err(Errno::EBUSY);
        }
        self.check_change(&dir, Some(&at))?;
        dir.mount.fs.borrow_mut().rmdir(dir.ino, &name, self.now().0)
    }

    pub fn unlink(&self, path: &str) -> Result<(), Errno> {
        let (dir, name, found) = self.parent_to_change(path)?;
        let at = found.ok_or(Errno::ENOENT)?;
        if at.stat()?.kind == FileKind::Dir {
            return Err(Errno::EISDIR);
        }
        if at.mount.id != dir.mount.id {
            return Err(Errno::EBUSY);
        }
        self.check_change(&dir, Some(&at))?;
        dir.mount.fs.borrow_mut().unlink(dir.ino, &name, self.now().0)
    }

    pub fn rename(&self, from: &str, to: &str) -> Result<(), Errno> {
        let (from_dir, from_name, source) = self.parent_to_change(from)?;
        let source = source.ok_or(Errno::ENOENT)?;
        let (to_dir, to_name, target) = self.parent_to_change(to)?;
        if !Rc::ptr_eq(&from_dir.mount.fs, &to_dir.mount.fs) || from_dir.mount.id != to_dir.mount.id {
            return Err(Errno::EXDEV);
        }
        if source.mount.id != from_dir.mount.id || target.as_ref().is_some_and(|t| t.mount.id != to_dir.mount.id) {
            return Err(Errno::EBUSY);
        }
        self.check_change(&from_dir, Some(&source))?;
        self.check_change(&to_dir, target.as_ref())?;
        if to.ends_with('/') && source.stat()?.kind != FileKind::Dir {
            return Err(Errno::ENOTDIR);
        }
        to_dir
            .mount
            .fs
            .borrow_mut()
            .rename((from_dir.ino, &from_name), (to_dir.ino, &to_name), self.now().0)
    }

    pub fn link(&self, from: &str, to: &str) -> Result<(), Errno> {
        let source = self.resolve(from, false)?;
        let (dir, name, found) = self.parent_to_change(to)?;
        if found.is_some() {
            return Err(Errno::EEXIST);
        }
        if !Rc::ptr_eq(&source.mount.fs, &dir.mount.fs) || source.mount.id != dir.mount.id {
            return Err(Errno::EXDEV);
        }
        self.check_change(&dir, None)?;
        dir.mount.fs.borrow_mut().link(source.ino, dir.ino, &name, self.now().0)
    }

    pub fn symlink(&self, target: &str, path: &str) -> Result<(), Errno> {
        self.make_node(path, 0o777, Node::Symlink(target.into()), true)
    }

    pub fn mkfifo(&self, path: &str, mode: u32) -> Result<(), Errno> {
        self.make_node(path, mode, Node::Fifo, false)
    }

    pub fn mknod_char(&self, path: &str, mode: u32, major: u32, minor: u32) -> Result<(), Errno> {
        self.make_node(path, mode, Node::CharDev(major, minor), false)
    }

    fn make_node(&self, path: &str, mode: u32, node: Node, whole_mode: bool) -> Result<(), Errno> {
        let (dir, name, found) = self.parent_to_change(path)?;
        if found.is_some() {
            return Err(Errno::EEXIST);
        }
        self.check_change(&dir, None)?;
        let mut meta = self.new_meta(mode, &dir)?;
        if whole_mode {
            meta.mode = mode;
        }
        dir.mount.fs.borrow_mut().create(dir.ino, &name, meta, node)?;
        Ok(())
    }

    pub fn readlink(&self, path: &str) -> Result<String, Errno> {
        let at = self.resolve(path, false)?;
        self.machine().check_trace(self.pid_global(), &at)?;
        match &at.mount.fs.borrow().get(at.ino)?.node {
            Node::Symlink(target) => Ok(target.to_string()),
            _ => Err(Errno::EINVAL),
        }
    }

    pub fn chmod(&self, path: &str, mode: u32) -> Result<(), Errno> {
        let at = self.resolve(path, true)?;
        at.check_writable()?;
        let cred = self.cred();
        if !self.capable("FOWNER") && cred.uid != at.stat()?.meta.uid {
            return Err(Errno::EPERM);
        }
        at.mount.fs.borrow_mut().set_meta(at.ino, |m| m.mode = mode & 0o7777)
    }

    /// Changes owner and group, where given.
    pub fn chown(&self, path: &str, uid: Option<u32>, gid: Option<u32>, follow: bool) -> Result<(), Errno> {
        let at = self.resolve(path, follow)?;
        at.check_writable()?;
        let cred = self.cred();
        let meta = at.stat()?.meta;
        let own_group = gid.is_none_or(|g| g == cred.gid || cred.groups.contains(&g));
        if !self.capable("CHOWN") && !(cred.uid == meta.uid && uid.is_none_or(|u| u == meta.uid) && own_group) {
            return Err(Errno::EPERM);
        }
        at.mount.fs.borrow_mut().set_meta(at.ino, |m| {
            m.uid = uid.unwrap_or(m.uid);
            m.gid = gid.unwrap_or(m.gid);
        })
    }

    /// Sets the modification time, in nanoseconds since 1970.
    pub fn set_mtime(&self, path: &str, mtime: i64, follow: bool) -> Result<(), Errno> {
        let at = self.resolve(path, follow)?;
        at.check_writable()?;
        let cred = self.cred();
        let stat = at.stat()?;
        if cred.uid != stat.meta.uid && !cred.may(&stat.meta, stat.kind == FileKind::Dir, 2) {
            return Err(Errno::EACCES);
        }
        at.mount.fs.borrow_mut().set_meta(at.ino, |m| m.mtime = mtime)
    }

    pub fn truncate(&self, path: &str, size: u64) -> Result<(), Errno> {
        self.access(path, 2)?;
        let at = self.resolve(path, true)?;
        at.mount.fs.borrow_mut().truncate(at.ino, size, self.now().0)
    }

    /// A regular file's bytes, at most 64 MiB of them.
    pub fn read_file(&self, path: &str) -> Result<Vec<u8>, Errno> {
        let at = self.resolve(path, true)?;
        let stat = at.stat()?;
        if stat.kind == FileKind::Dir {
            return Err(Errno::EISDIR);
        }
        if !self.cred().may(&stat.meta, false, 4) {
            return Err(Errno::EACCES);
        }
        self.machine().check_trace(self.pid_global(), &at)?;
        let data = at.mount.fs.borrow().data(at.ino)?.read(0, 64 << 20);
        Ok(data)
    }

    /// The first bytes, at most `most`, of the program that runs: a binary may hold facts of its own.
    pub fn own_program(&self, most: usize) -> Vec<u8> {
        let read = || {
            let exe = self.with(|p| p.exe.clone())?;
            let at = self.resolve(&exe, true)?;
            let data = at.mount.fs.borrow().data(at.ino)?.read(0, most);
            Ok::<_, Errno>(data)
        };
        read().unwrap_or_default()
    }

    /// Writes a whole file, creating it with this mode.
    pub fn write_file(&self, path: &str, bytes: &[u8], mode: u32) -> Result<(), Errno> {
        let file = self.open_file(path, Flags::WRITE, mode)?;
        match &file.object {
            FileObject::Regular { at } => at.mount.fs.borrow_mut().write(at.ino, 0, bytes, self.now().0),
            _ => Ok(()),
        }
    }

    pub fn getcwd(&self) -> String {
        self.with(|p| p.ns.mounts.borrow().path_of(&p.cwd))
            .unwrap_or_else(|_| "/".into())
    }

    pub fn chdir(&self, path: &str) -> Result<(), Errno> {
        let at = self.resolve(path, true)?;
        let stat = at.stat()?;
        if stat.kind != FileKind::Dir {
            return Err(Errno::ENOTDIR);
        }
        if !self.cred().may(&stat.meta, true, 1) {
            return Err(Errno::EACCES);
        }
        self.with_mut(|p| p.cwd = at)
    }

    /// Makes a directory the root of this process and of its children to come. Errors: ENOENT, ENOTDIR, EACCES;
    /// EPERM without SYS_CHROOT.
    pub fn chroot(&self, path: &str) -> Result<(), Errno> {
        let at = self.resolve(path, true)?;
        let stat = at.stat()?;
        if stat.kind != FileKind::Dir {
            return Err(Errno::ENOTDIR);
        }
        if !self.cred().may(&stat.meta, true, 1) {
            return Err(Errno::EACCES);
        }
        if !self.capable("SYS_CHROOT") {
            return Err(Errno::EPERM);
        }
        self.with_mut(|p| {
            let mut mounts = p.ns.mounts.borrow().clone();
            mounts.set_root(at);
            p.ns.mounts = Rc::new(std::cell::RefCell::new(mounts));
        })
    }

    /// A path made absolute by the working directory, without `.` and `..`; links are not followed.
    pub fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') {
            normalize(path)
        } else {
            normalize(&format!("{}/{path}", self.getcwd()))
        }
    }

    /// The path of a file with every link followed (realpath(3)).
    pub fn realpath(&self, path: &str) -> Result<String, Errno> {
        let (dir, name, at) = self.resolve_parent(path, true)?;
        let at = at.ok_or(Errno::ENOENT)?;
        self.with(|p| {
            let mounts = p.ns.mounts.borrow();
            if at.stat()?.kind == FileKind::Dir {
                return Ok(mounts.path_of(&at));
            }
            let above = mounts.path_of(&dir);
            Ok(format!("{}/{name}", above.trim_end_matches('/')))
        })?
    }

    /// Sets the mask of mode bits that new files don't get, and gives the old one.
    pub fn umask(&self, mask: u32) -> u32 {
        self.with_mut(|p| std::mem::replace(&mut p.umask, mask & 0o777))
            .unwrap_or(0o022)
    }

    /// The mounts that the process sees, oldest first.
    pub fn mounts(&self) -> Vec<Rc<Mount>> {
        self.with(|p| p.ns.mounts.borrow().mounts().cloned().collect())
            .unwrap_or_default()
    }

    /// Changes the process's mount namespace. Errors: EPERM unless the caller is the machine's own root.
    pub fn change_mounts<R>(&self, change: impl FnOnce(&mut vfs::MountNs) -> R) -> Result<R, Errno> {
        if self.cred().uid != 0 || self.with(|p| p.ns.pid_ns)? != 0 {
            return Err(Errno::EPERM);
        }
        let mounts = self.with(|p| p.ns.mounts.clone())?;
        let result = change(&mut mounts.borrow_mut());
        Ok(result)
    }
}

/// One more end of a pipe or a FIFO.
fn pipe_end(pipe: &Rc<Pipe>, flags: Flags) -> FileObject {
    let pipe = pipe.clone();
    match (flags.read, flags.write) {
        (true, true) => {
            pipe.add_reader();
            pipe.add_writer();
            FileObject::PipeBoth(pipe)
        }
        (_, true) => {
            pipe.add_writer();
            FileObject::PipeWriter(pipe)
        }
        _ => {
            pipe.add_reader();
            FileObject::PipeReader(pipe)
        }
    }
}
