//! Mounts: reading `-v` and `--mount`, making volumes, filling new ones, and the namespace they end in.

use crate::config::{HostConfig, MountSpec};
use crate::container::{Container, MountPoint};
use crate::kernel::{MASKED, READ_ONLY};
use crate::{Engine, Error, VolumeRequest};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::{Cred, Errno, FileData, FileKind, Fs, FsRef, Ino, Location, Meta, MountKind, MountNs, Node, ROOT, normalize, tar};

/// The most bytes of memory that a tmpfs holds, whatever was asked for.
const TMPFS_LIMIT: u64 = 64 << 20;

/// The `size=` option of a tmpfs, in bytes, as the kernel reads it: a number with `k`, `m` or `g`.
pub(crate) fn tmpfs_size(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.get(digits.len()..)?.to_ascii_lowercase().as_str() {
        "" => 1,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

/// A `-v` option in its parts: source (empty for an anonymous volume), target, mode.
///
/// Errors: InvalidParameter with the daemon's words.
pub fn parse_bind(spec: &str) -> Result<(String, String, String), Error> {
    let invalid = || Error::InvalidParameter(format!("invalid volume specification: '{spec}'"));
    let parts: Vec<&str> = spec.split(':').collect();
    let (source, target, mode) = match parts[..] {
        [target] => ("", target, ""),
        [source, target] => (source, target, ""),
        [source, target, mode] => (source, target, mode),
        _ => return Err(invalid()),
    };
    if target.is_empty() {
        return Err(invalid());
    }
    for word in mode.split(',').filter(|w| !w.is_empty()) {
        let known = [
            "ro",
            "rw",
            "z",
            "Z",
            "nocopy",
            "shared",
            "rshared",
            "slave",
            "rslave",
            "private",
            "rprivate",
            "consistent",
            "cached",
            "delegated",
        ];
        if !known.contains(&word) {
            return Err(Error::InvalidParameter(format!("invalid mode: {mode}")));
        }
    }
    let kind = if source.starts_with('/') { "bind" } else { "volume" };
    let detail = |why: String| {
        Error::InvalidParameter(format!(
            "invalid volume specification: '{spec}': invalid mount config for type \"{kind}\": {why}"
        ))
    };
    if !target.starts_with('/') {
        return Err(detail(format!("invalid mount path: '{target}' mount path must be absolute")));
    }
    if normalize(target) == "/" {
        return Err(detail("invalid specification: destination can't be '/'".into()));
    }
    Ok((source.to_string(), normalize(target), mode.to_string()))
}

/// What the daemon refuses of one `--mount`.
pub(crate) fn check_spec(spec: &MountSpec) -> Result<(), Error> {
    let invalid = |why: &str| {
        Err(Error::InvalidParameter(format!(
            "invalid mount config for type \"{}\": {why}",
            spec.kind
        )))
    };
    if spec.target.is_empty() {
        return invalid("field Target must not be empty");
    }
    if !spec.target.starts_with('/') {
        return invalid(&format!("invalid mount path: '{}' mount path must be absolute", spec.target));
    }
    if normalize(&spec.target) == "/" {
        return invalid("invalid specification: destination can't be '/'");
    }
    let local = !spec.subpath.starts_with('/') && !escapes(&spec.subpath);
    match spec.kind.as_str() {
        "bind" if spec.source.is_empty() => invalid("field Source must not be empty"),
        "bind" if !spec.propagation.is_empty() && !PROPAGATIONS.contains(&spec.propagation.as_str()) => {
            invalid(&format!("invalid propagation mode: {}", spec.propagation))
        }
        "bind" if !spec.source.starts_with('/') => {
            invalid(&format!("invalid mount path: '{}' mount path must be absolute", spec.source))
        }
        "volume" if !spec.subpath.is_empty() && spec.source.is_empty() => {
            invalid("must not set Subpath when using anonymous volumes")
        }
        "image" if spec.source.is_empty() => invalid("field Source must not be empty"),
        "volume" | "image" if !spec.subpath.is_empty() && !local => invalid("subpath must be a relative path within the volume"),
        "volume" if spec.read_only && spec.source.is_empty() => {
            invalid("must not set ReadOnly mode when using anonymous volumes")
        }
        "tmpfs" if !spec.source.is_empty() => invalid("field Source must not be specified"),
        "bind" | "volume" | "tmpfs" | "image" => Ok(()),
        _ => invalid("mount type unknown"),
    }
}

const PROPAGATIONS: &[&str] = &["private", "rprivate", "shared", "rshared", "slave", "rslave"];

/// Whether a relative path leads out of where it starts.
fn escapes(path: &str) -> bool {
    let mut depth = 0i64;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => depth -= 1,
            _ => depth += 1,
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

/// Finds or makes a directory by its names, from the root, in one file system.
pub(crate) fn ensure_dir(fs: &mut Fs, path: &str, mtime: i64) -> Result<Ino, Errno> {
    let mut at = ROOT;
    for name in path.split('/').filter(|n| !n.is_empty()) {
        at = match fs.lookup(at, name) {
            Ok(found) => match &fs.get(found)?.node {
                Node::Symlink(target) => {
                    let target = if target.starts_with('/') {
                        target.to_string()
                    } else {
                        format!("{}/{target}", path_to(fs, at))
                    };
                    if target.len() > 4000 || target.contains(&format!("/{name}/")) {
                        return Err(Errno::ELOOP);
                    }
                    ensure_dir(fs, &normalize(&target), mtime)?
                }
                _ => found,
            },
            Err(Errno::ENOENT) => fs.mkdir(
                at,
                name,
                Meta {
                    mode: 0o755,
                    uid: 0,
                    gid: 0,
                    mtime,
                },
            )?,
            Err(error) => return Err(error),
        };
    }
    Ok(at)
}

fn path_to(fs: &Fs, mut ino: Ino) -> String {
    let mut names = Vec::new();
    while ino != ROOT {
        names.extend(fs.name(ino).map(|name| name.to_string()));
        ino = fs.parent(ino);
    }
    names.reverse();
    format!("/{}", names.join("/"))
}

/// Looks a path up in one file system, following links inside it.
pub(crate) fn find(fs: &FsRef, path: &str) -> Result<Ino, Errno> {
    let ns = MountNs::new(fs.clone(), MountKind::Overlay, false);
    let root = ns.root()?;
    Ok(ns.walk(&root, path, &Cred::root(), true, &mut |_| {})?.ino)
}

impl Engine {
    /// Works out a new container's mounts: `--volumes-from`, `-v`, `--mount`, the image's volumes.
    pub(crate) fn make_mounts(&self, host: &HostConfig, volumes: &[String], rootfs: &FsRef) -> Result<Vec<MountPoint>, Error> {
        let mut mounts: BTreeMap<String, MountPoint> = BTreeMap::new();
        for from in &host.volumes_from {
            let (name, mode) = from.split_once(':').unwrap_or((from, ""));
            if !["", "ro", "rw", "z", "Z"].contains(&mode) {
                return Err(Error::InvalidParameter(format!("invalid mode: {mode}")));
            }
            for mut mount in self.container(name, |c| c.mounts.clone())? {
                mount.anonymous = false;
                if mode == "ro" {
                    mount.writable = false;
                    mount.mode = "ro".into();
                }
                mounts.insert(mount.destination.clone(), mount);
            }
        }
        let mut explicit: Vec<String> = Vec::new();
        let mut claim = |target: &str| {
            if explicit.iter().any(|e| e == target) {
                return Err(Error::InvalidParameter(format!("Duplicate mount point: {target}")));
            }
            explicit.push(target.to_string());
            Ok(())
        };
        let mut parsed = Vec::new();
        for bind in &host.binds {
            parsed.push(parse_bind(bind)?);
        }
        for (source, target, mode) in parsed {
            claim(&target)?;
            let words: Vec<&str> = mode.split(',').collect();
            let mount = if source.starts_with('/') {
                self.bind_mount(&source, &target, true)?
            } else {
                self.volume_mount(&source, &target, !words.contains(&"nocopy"), rootfs, VolumeRequest::default())?
            };
            let read_only = words.contains(&"ro");
            let shown = if mode.is_empty() && mount.kind == "volume" && !mount.anonymous {
                "z".to_string()
            } else {
                mode.clone()
            };
            mounts.insert(
                target,
                MountPoint {
                    writable: !read_only,
                    mode: shown,
                    ..mount
                },
            );
        }
        for spec in &host.mounts {
            let target = normalize(&spec.target);
            claim(&target)?;
            let mount = match spec.kind.as_str() {
                "bind" => self.bind_mount(&spec.source, &target, spec.create_source)?,
                "tmpfs" => self.tmpfs_mount(&target, spec.tmpfs_mode, spec.tmpfs_size),
                "image" => self.image_mount(spec, &target)?,
                _ => {
                    let request = VolumeRequest {
                        name: String::new(),
                        driver: spec.driver.clone(),
                        labels: spec.labels.clone(),
                        options: spec.driver_opts.clone(),
                    };
                    let mut mount = self.volume_mount(&spec.source, &target, !spec.no_copy, rootfs, request)?;
                    if !spec.subpath.is_empty() {
                        mount.root = find(&mount.fs, &spec.subpath).map_err(|_| {
                            Error::NotFound(format!(
                                "cannot access path {}/{}: no such file or directory",
                                mount.source, spec.subpath
                            ))
                        })?;
                    }
                    mount
                }
            };
            let mode = if mount.kind == "volume" {
                "z".to_string()
            } else {
                String::new()
            };
            mounts.insert(
                target,
                MountPoint {
                    writable: !spec.read_only && mount.kind != "image",
                    mode,
                    from_mounts: true,
                    ..mount
                },
            );
        }
        for (target, options) in &host.tmpfs {
            let target = normalize(target);
            claim(&target)?;
            let mode = options
                .split(',')
                .find_map(|o| o.strip_prefix("mode="))
                .and_then(|m| u32::from_str_radix(m, 8).ok());
            let read_only = options.split(',').any(|o| o == "ro");
            let size = options
                .split(',')
                .find_map(|o| o.strip_prefix("size="))
                .and_then(tmpfs_size)
                .unwrap_or(0);
            let mount = self.tmpfs_mount(&target, mode.unwrap_or(0o1777), size);
            mounts.insert(
                target,
                MountPoint {
                    writable: !read_only,
                    mode: options.clone(),
                    ..mount
                },
            );
        }
        for target in volumes {
            let target = normalize(target);
            if let std::collections::btree_map::Entry::Vacant(free) = mounts.entry(target.clone()) {
                free.insert(self.volume_mount("", &target, true, rootfs, VolumeRequest::default())?);
            }
        }
        Ok(mounts.into_values().collect())
    }

    fn bind_mount(&self, source: &str, target: &str, create: bool) -> Result<MountPoint, Error> {
        let path = normalize(source);
        let host = self.inner().host.borrow();
        let root = host.root().map_err(|e| Error::System(e.to_string()))?;
        let found = host.walk(&root, &path, &Cred::root(), true, &mut |_| {});
        let at = match found {
            Ok(at) => at,
            Err(_) if create => {
                let now = self.now().0;
                let mut at = root.clone();
                for name in path.split('/').filter(|n| !n.is_empty()) {
                    let next = host.walk(&at, name, &Cred::root(), true, &mut |_| {});
                    at = match next {
                        Ok(next) => next,
                        Err(_) => {
                            let ino = at
                                .mount
                                .fs
                                .borrow_mut()
                                .mkdir(
                                    at.ino,
                                    name,
                                    Meta {
                                        mode: 0o755,
                                        uid: 0,
                                        gid: 0,
                                        mtime: now,
                                    },
                                )
                                .map_err(|e| {
                                    Error::System(format!("error while creating mount source path '{path}': mkdir {path}: {e}"))
                                })?;
                            vfs::Location {
                                mount: at.mount.clone(),
                                ino,
                            }
                        }
                    };
                }
                at
            }
            Err(_) => {
                return Err(Error::InvalidParameter(format!(
                    "invalid mount config for type \"bind\": bind source path does not exist: {path}"
                )));
            }
        };
        Ok(MountPoint {
            kind: "bind",
            name: String::new(),
            source: path,
            destination: target.into(),
            mode: String::new(),
            writable: true,
            propagation: "rprivate".into(),
            fs: at.mount.fs.clone(),
            root: at.ino,
            anonymous: false,
            from_mounts: false,
        })
    }

    /// An image's files, to be read only.
    fn image_mount(&self, spec: &MountSpec, target: &str) -> Result<MountPoint, Error> {
        let image = self.find_image(&spec.source)?;
        let fs: FsRef = Rc::new(RefCell::new(image.rootfs.fork()));
        let root = match spec.subpath.as_str() {
            "" => ROOT,
            path => {
                find(&fs, path).map_err(|_| Error::NotFound(format!("cannot access path {path}: no such file or directory")))?
            }
        };
        Ok(MountPoint {
            kind: "image",
            name: spec.source.clone(),
            source: image.id.to_string(),
            destination: target.into(),
            mode: String::new(),
            writable: false,
            propagation: String::new(),
            fs,
            root,
            anonymous: false,
            from_mounts: true,
        })
    }

    /// `size` in bytes; 0 leaves it to the kernel.
    fn tmpfs_mount(&self, target: &str, mode: u32, size: u64) -> MountPoint {
        let mode = if mode == 0 { 0o1777 } else { mode };
        let mut fs = Fs::new(Meta {
            mode,
            uid: 0,
            gid: 0,
            mtime: self.now().0,
        });
        fs.set_limit(TMPFS_LIMIT);
        if size > 0 {
            fs.set_capacity(size);
        }
        MountPoint {
            kind: "tmpfs",
            name: String::new(),
            source: String::new(),
            destination: target.into(),
            mode: String::new(),
            writable: true,
            propagation: String::new(),
            fs: Rc::new(RefCell::new(fs)),
            root: ROOT,
            anonymous: false,
            from_mounts: false,
        }
    }

    fn volume_mount(
        &self,
        name: &str,
        target: &str,
        copy: bool,
        rootfs: &FsRef,
        request: VolumeRequest,
    ) -> Result<MountPoint, Error> {
        let volume = self.create_volume(VolumeRequest {
            name: name.to_string(),
            ..request
        })?;
        let (fs, root) = self.volume_place(&volume)?;
        if copy && root == ROOT && fs.borrow().is_empty() {
            self.populate(&fs, rootfs, target);
        }
        Ok(MountPoint {
            kind: "volume",
            name: volume.name.clone(),
            source: volume.mountpoint(),
            destination: target.into(),
            mode: String::new(),
            writable: true,
            propagation: String::new(),
            fs,
            root,
            anonymous: name.is_empty(),
            from_mounts: false,
        })
    }

    /// Where a volume's files are: its own, or, with the options of `mount --bind`, a directory of the host.
    fn volume_place(&self, volume: &crate::Volume) -> Result<(FsRef, Ino), Error> {
        let option = |name: &str| volume.options.get(name).map(String::as_str).unwrap_or_default();
        let (kind, device) = (option("type"), option("device"));
        if device.is_empty() || kind == "tmpfs" {
            return Ok((volume.fs.clone(), ROOT));
        }
        if !option("o").split(',').any(|o| o == "bind" || o == "rbind") {
            return Err(Error::NotSimulated(format!("a volume of type {kind} ({device})")));
        }
        let data = volume.mountpoint();
        self.bind_mount(device, "/", false).map(|m| (m.fs, m.root)).map_err(|_| {
            Error::System(format!(
                "failed to populate volume: error while mounting volume '{data}': failed to mount local volume: mount {device}:{data}, flags: 0x1000: no such file or directory"
            ))
        })
    }

    /// Fills a new volume with what the image has at its place, owner and mode included.
    fn populate(&self, volume: &FsRef, rootfs: &FsRef, target: &str) {
        let Ok(ino) = find(rootfs, target) else { return };
        let from = rootfs.borrow();
        let Ok(stat) = from.stat(ino) else { return };
        if stat.kind != FileKind::Dir {
            return;
        }
        if let Ok(entries) = tar::pack(&from, ino, "") {
            let _ = tar::unpack(&mut volume.borrow_mut(), ROOT, &entries);
        }
    }

    /// The mount namespace of a container: its root, the kernel's file systems, its mounts.
    ///
    /// Errors: with the source and the target of the mount that could not be made, if it was one of them.
    pub(crate) fn mount_namespace(&self, c: &Container) -> Result<MountNs, (Errno, Option<(String, String)>)> {
        let mut ns = self.own_namespace(c).map_err(|error| (error, None))?;
        for mount in &c.mounts {
            let place = || Some((mount.source.clone(), mount.destination.clone()));
            self.put_mount(&mut ns, mount).map_err(|error| (error, place()))?;
        }
        if !c.host.privileged {
            self.mask_kernel(&mut ns).map_err(|error| (error, None))?;
        }
        Ok(ns)
    }

    /// The mount namespace of a container without what it was given.
    fn own_namespace(&self, c: &Container) -> Result<MountNs, Errno> {
        let mut ns = MountNs::new(c.fs.clone(), MountKind::Overlay, c.host.read_only_rootfs);
        self.mount_kernel(&mut ns, c.config.tty, c.host.privileged)?;
        self.mount_memory(&mut ns, c.host.shm_size)?;
        self.map_devices(&ns, &c.host.devices)?;
        for name in ["resolv.conf", "hostname", "hosts"] {
            let ino = c.etc.borrow().lookup(ROOT, name)?;
            let source = format!("/var/lib/docker/containers/{}/{name}", c.id);
            ns.mount(&format!("/etc/{name}"), c.etc.clone(), ino, MountKind::Bind, &source, false)?;
        }
        if c.host.init == Some(true) {
            let ino = c.etc.borrow().lookup(ROOT, "docker-init")?;
            ns.mount(
                "/sbin/docker-init",
                c.etc.clone(),
                ino,
                MountKind::Bind,
                "/usr/bin/docker-init",
                true,
            )?;
        }
        Ok(ns)
    }

    fn put_mount(&self, ns: &mut MountNs, mount: &MountPoint) -> Result<(), Errno> {
        let tmpfs = mount.kind == "tmpfs";
        if tmpfs {
            let (mode, capacity) = {
                let before = mount.fs.borrow();
                (before.get(ROOT)?.meta.mode, before.capacity())
            };
            let mut fs = Fs::new(Meta {
                mode,
                uid: 0,
                gid: 0,
                mtime: self.now().0,
            });
            fs.set_limit(TMPFS_LIMIT);
            if let Some((size, _)) = capacity {
                fs.set_capacity(size);
            }
            *mount.fs.borrow_mut() = fs;
        }
        let target = self.make_target(ns, &mount.destination, mount)?;
        let is_dir = |fs: &Fs, ino| fs.get(ino).map(|node| node.kind() == FileKind::Dir);
        if is_dir(&mount.fs.borrow(), mount.root)? != is_dir(&target.mount.fs.borrow(), target.ino)? {
            return Err(Errno::ENOTDIR);
        }
        ns.mount(
            &mount.destination,
            mount.fs.clone(),
            mount.root,
            if tmpfs { MountKind::Tmpfs } else { MountKind::Bind },
            if tmpfs { "tmpfs" } else { &mount.source },
            !mount.writable,
        )
    }

    /// `/dev/shm`: 64 MiB unless it is said.
    fn mount_memory(&self, ns: &mut MountNs, size: i64) -> Result<(), Errno> {
        let mut fs = Fs::new(Meta {
            mode: 0o1777,
            uid: 0,
            gid: 0,
            mtime: self.now().0,
        });
        fs.set_limit(TMPFS_LIMIT);
        fs.set_capacity(u64::try_from(size).ok().filter(|n| *n > 0).unwrap_or(64 << 20));
        ns.mount("/dev/shm", Rc::new(RefCell::new(fs)), ROOT, MountKind::Tmpfs, "shm", false)
    }

    /// `--device HOST[:CONTAINER[:rwm]]`: the host's node under the container's name.
    fn map_devices(&self, ns: &MountNs, devices: &[String]) -> Result<(), Errno> {
        let host = self.inner().host.borrow();
        for device in devices {
            let mut parts = device.split(':');
            let source = parts.next().unwrap_or_default();
            let target = parts.next().filter(|t| t.starts_with('/')).unwrap_or(source);
            let at = host.walk(&host.root()?, source, &Cred::root(), true, &mut |_| {})?;
            let (node, mode) = {
                let fs = at.mount.fs.borrow();
                let inode = fs.get(at.ino)?;
                (inode.node.clone(), inode.meta.mode)
            };
            let (dir, name) = target.rsplit_once('/').unwrap_or(("", target));
            let dir = if dir.is_empty() { "/" } else { dir };
            let Ok(place) = ns.walk(&ns.root()?, dir, &Cred::root(), true, &mut |_| {}) else {
                continue;
            };
            let meta = Meta {
                mode,
                uid: 0,
                gid: 0,
                mtime: self.now().0,
            };
            let _ = place.mount.fs.borrow_mut().create(place.ino, name, meta, node);
        }
        Ok(())
    }

    /// The kernel's own file systems: /proc, /dev, /sys.
    pub(crate) fn mount_kernel(&self, ns: &mut MountNs, tty: bool, privileged: bool) -> Result<(), Errno> {
        let kernel = &self.inner().kernel;
        let shared = |fs| Rc::new(RefCell::new(fs));
        let now = self.now();
        let (dev, pts) = (kernel.dev(tty, now), kernel.pts(tty, now));
        ns.mount("/proc", shared(kernel.proc()), ROOT, MountKind::Proc, "proc", false)?;
        ns.mount("/dev", shared(dev), ROOT, MountKind::Tmpfs, "tmpfs", false)?;
        ns.mount("/dev/pts", shared(pts), ROOT, MountKind::Devpts, "devpts", false)?;
        ns.mount("/sys", shared(kernel.sys()), ROOT, MountKind::Sysfs, "sysfs", !privileged)?;
        let cgroup = shared(kernel.cgroup());
        ns.mount("/sys/fs/cgroup", cgroup, ROOT, MountKind::Cgroup, "cgroup", !privileged)?;
        let queues = shared(kernel.empty(0o1777, now));
        ns.mount("/dev/mqueue", queues, ROOT, MountKind::Mqueue, "mqueue", false)
    }

    /// Makes what a container must not change of /proc read-only, and covers what it must not see: a directory with
    /// an empty one, a file with /dev/null. What is not there needs no cover.
    pub(crate) fn mask_kernel(&self, ns: &mut MountNs) -> Result<(), Errno> {
        let kernel = &self.inner().kernel;
        let walk = |ns: &MountNs, from: &Location, path: &str| ns.walk(from, path, &Cred::root(), true, &mut |_| {});
        let root = ns.root()?;
        // All lie below two directories, which are looked up once.
        let [proc, sys] = ["proc", "sys"].map(|name| walk(ns, &root, name));
        let find = |ns: &MountNs, path: &str| match (path.strip_prefix("/proc/"), path.strip_prefix("/sys/")) {
            (Some(below), _) => walk(ns, proc.as_ref().map_err(|error| *error)?, below),
            (_, Some(below)) => walk(ns, sys.as_ref().map_err(|error| *error)?, below),
            _ => walk(ns, &root, path),
        };
        for path in READ_ONLY {
            if let Ok(at) = find(ns, path) {
                ns.mount_at(&at, path, at.mount.fs.clone(), at.ino, MountKind::Proc, "proc", true)?;
            }
        }
        let null = find(ns, "/dev/null");
        for path in MASKED {
            let Ok(at) = find(ns, path) else { continue };
            let is_dir = at.stat()?.kind == FileKind::Dir;
            match &null {
                _ if is_dir => {
                    let empty = Rc::new(RefCell::new(kernel.empty(0o755, self.now())));
                    ns.mount_at(&at, path, empty, ROOT, MountKind::Tmpfs, "tmpfs", true)?;
                }
                Ok(null) => ns.mount_at(&at, path, null.mount.fs.clone(), null.ino, MountKind::Tmpfs, "tmpfs", false)?,
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Makes the place of a mount where the image has none, in whatever is mounted above it.
    fn make_target(&self, ns: &MountNs, path: &str, mount: &MountPoint) -> Result<vfs::Location, Errno> {
        let is_dir = mount.fs.borrow().get(mount.root)?.kind() == FileKind::Dir;
        let now = self.now().0;
        let mut at = ns.root()?;
        let names: Vec<&str> = path.split('/').filter(|n| !n.is_empty()).collect();
        for (index, name) in names.iter().enumerate() {
            let last = index + 1 == names.len();
            at = match ns.walk(&at, name, &Cred::root(), true, &mut |_| {}) {
                Ok(next) => next,
                Err(Errno::ENOENT) => {
                    let meta = Meta {
                        mode: if last && !is_dir { 0o644 } else { 0o755 },
                        uid: 0,
                        gid: 0,
                        mtime: now,
                    };
                    let mut fs = at.mount.fs.borrow_mut();
                    let ino = if last && !is_dir {
                        fs.create(at.ino, name, meta, Node::File(FileData::default()))?
                    } else {
                        fs.mkdir(at.ino, name, meta)?
                    };
                    drop(fs);
                    vfs::Location {
                        mount: at.mount.clone(),
                        ino,
                    }
                }
                Err(error) => return Err(error),
            };
        }
        Ok(at)
    }
}

/// A program file's bytes in a container, for those that the engine brings itself.
pub(crate) fn program_file(name: &str) -> FileData {
    FileData::stand_in(format!("\x7fELF\x02\x01\x01drydock:{name}\n").as_bytes(), 770_000)
}

/// The paths that every container's root must have for the kernel's file systems.
pub(crate) const MOUNT_POINTS: &[&str] = &["/proc", "/dev", "/sys", "/etc"];
