//! Package managers: `apt-get`, `apk`, `pip`, `npm`, `yarn`, with what they leave in the file system.
//!
//! All facts come from the catalogue; what is installed is read from the files in which the real
//! ones keep it, so that a copied or edited root file system means what it would mean. Downloads take
//! virtual time and need a network that leads out. What the catalogue doesn't have gets the real
//! error and a line from `drydock:`.

pub mod apk;
pub mod apt;
pub mod dpkg;
mod npm;
pub(crate) mod pip;
mod requirement;
mod yarn;

pub(crate) use npm::DECLARED as NPM;

use machine::{Errno, FileObject, Flags, Machine, NetNsId, Sys};
use std::time::Duration;
use vfs::tar::{Content, Entry};

/// Registers every program of this folder.
pub fn register(machine: &Machine) {
    machine.register("program/apt-get", apt::main);
    machine.register("program/apt", apt::main);
    machine.register("program/apt-cache", apt::cache);
    machine.register("program/apt-mark", apt::mark);
    machine.register("program/dpkg", dpkg::main);
    machine.register("program/dpkg-query", dpkg::main);
    machine.register("program/apk", apk::main);
    machine.register("program/pip", pip::main);
    machine.register("program/npm", npm::main);
    machine.register("program/npx", npm::npx);
    machine.register("program/yarn", yarn::main);
}

/// A package manager at its terminal. Failed writes are left to SIGPIPE.
pub(crate) struct Console {
    pub sys: Sys,
    /// The name it was called by.
    pub name: String,
    pub args: Vec<String>,
}

impl Console {
    pub(crate) fn new(sys: Sys) -> Console {
        let argv = sys.argv();
        let name = argv
            .first()
            .map(|path| path.rsplit('/').next().unwrap_or_default().to_string());
        Console {
            name: name.unwrap_or_default(),
            args: argv.into_iter().skip(1).collect(),
            sys,
        }
    }

    /// Writes to standard output.
    pub(crate) async fn out(&self, text: impl AsRef<str>) {
        let _ = self.sys.write(1, text.as_ref().as_bytes()).await;
    }

    /// Writes to standard error.
    pub(crate) async fn err(&self, text: impl AsRef<str>) {
        let _ = self.sys.write(2, text.as_ref().as_bytes()).await;
    }

    /// Lets virtual time pass.
    pub(crate) async fn wait(&self, millis: u64) {
        let _ = self.sys.sleep(Duration::from_millis(millis)).await;
    }

    /// Downloads so many bytes: 12 MB a second and a moment to connect. Gives the seconds it took.
    pub(crate) async fn download(&self, bytes: u64) -> f64 {
        let millis = 180 + bytes / 12_000;
        self.wait(millis).await;
        millis as f64 / 1000.0
    }

    /// A text file, empty if it isn't there.
    pub(crate) fn text(&self, path: &str) -> String {
        self.sys
            .read_file(path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    pub(crate) fn is_root(&self) -> bool {
        self.sys.cred().uid == 0
    }

    /// Adds users that a package makes to /etc/passwd and /etc/group.
    pub(crate) fn add_users(&self, lines: &[String]) -> Result<(), Errno> {
        for line in lines {
            let fields: Vec<&str> = line.split(':').collect();
            let (Some(name), Some(gid)) = (fields.first(), fields.get(3)) else {
                continue;
            };
            let taken = |text: &str| text.lines().any(|line| line.split(':').next() == Some(name));
            let (passwd, group) = (self.text("/etc/passwd"), self.text("/etc/group"));
            if !taken(&passwd) {
                self.sys
                    .write_file("/etc/passwd", format!("{passwd}{line}\n").as_bytes(), 0o644)?;
            }
            if !taken(&group) && !group.lines().any(|line| line.split(':').nth(2) == Some(gid)) {
                self.sys
                    .write_file("/etc/group", format!("{group}{name}:x:{gid}:\n").as_bytes(), 0o644)?;
            }
        }
        Ok(())
    }

    /// Puts a file of a package in its place, with its directories. Errors are the system calls'.
    pub(crate) fn place(&self, entry: &Entry) -> Result<(), Errno> {
        let path = format!("/{}", entry.path);
        if let Some((dir, _)) = path.rsplit_once('/')
            && !dir.is_empty()
        {
            self.sys.mkdir_all(dir, 0o755)?;
        }
        // A file takes the place of what had its name: a symbolic link there is replaced, never written through.
        let file = matches!(entry.content, Content::File(_) | Content::Symlink(_));
        if file && self.sys.lstat(&path).is_ok() {
            self.sys.unlink(&path)?;
        }
        match &entry.content {
            Content::File(data) => {
                let file = self.sys.open_file(&path, Flags::WRITE, entry.meta.mode)?;
                if let FileObject::Regular { at } = &file.object {
                    let now = self.sys.now().0;
                    at.mount.fs.borrow_mut().set_data(at.ino, data.clone(), now)?;
                }
                self.sys.chmod(&path, entry.meta.mode)
            }
            Content::Symlink(target) => self.sys.symlink(target, &path),
            Content::Dir => self.sys.mkdir_all(&path, entry.meta.mode),
            Content::Hardlink(_) | Content::CharDev(..) | Content::Fifo => Ok(()),
        }
    }
}

/// Whether a process's network leads to the internet.
pub(crate) fn online(sys: &Sys) -> bool {
    let ns = sys.net_ns();
    ns == NetNsId::HOST
        || sys.machine().net(|net| {
            let interfaces = net.interfaces(ns);
            interfaces
                .iter()
                .any(|i| net.network(i.network).is_some_and(|network| !network.internal))
        })
}

/// Removes a file, and the directories above it that it leaves empty.
pub(crate) fn remove(sys: &Sys, path: &str) {
    if sys.unlink(path).is_err() {
        return;
    }
    let mut dir = path;
    while let Some((above, _)) = dir.rsplit_once('/') {
        // The directories of the base system stay.
        if above.matches('/').count() < 3 || sys.rmdir(above).is_err() {
            return;
        }
        dir = above;
    }
}

/// A size as apt writes it: three digits or so, powers of a thousand.
pub(crate) fn decimal_size(bytes: u64) -> String {
    let mut size = bytes as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if size < 100.0 && unit != "B" {
            return format!("{size:.1} {unit}");
        }
        if size < 10_000.0 {
            return format!("{size:.0} {unit}");
        }
        size /= 1000.0;
    }
    format!("{size:.0} TB")
}

#[cfg(test)]
pub(crate) mod tests;
