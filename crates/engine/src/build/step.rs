//! RUN: a process on the snapshot below, with the mounts it asks for.

use crate::container::StreamKind;
use crate::engine::Engine;
use crate::mounts::{MOUNT_POINTS, ensure_dir};
use crate::program::find_program;
use dockerfile::Mount;
use machine::sync::{Watch, join};
use machine::{Cgroup, Errno, Init, Interface, Namespaces, NetNsId, OpenFile, Pipe, Traffic, Uts, WaitStatus};
use std::cell::RefCell;
use std::net::Ipv4Addr;
use std::rc::Rc;
use vfs::{Cred, FileData, Fs, FsRef, Ino, Meta, MountKind, MountNs, Node, ROOT};

/// What to run, on what.
pub(crate) struct RunJob {
    pub fs: Fs,
    pub argv: Vec<String>,
    pub env: Vec<String>,
    pub user: String,
    pub workdir: String,
    /// `default`, `none`, `host`.
    pub network: String,
    pub hosts: Vec<String>,
    pub mounts: Vec<(Mount, Source)>,
    /// Bytes of `/dev/shm`, 0 for the usual.
    pub shm_size: u64,
}

/// What a mount shows.
pub(crate) enum Source {
    /// A tree, and where in it.
    Tree {
        fs: FsRef,
        root: Ino,
        read_only: bool,
    },
    Tmpfs,
    Secret(Vec<u8>),
    /// The socket of an agent.
    Ssh,
}

/// What became of it.
pub(crate) struct RunOutcome {
    pub fs: Fs,
    /// The exit status, or what kept it from starting.
    pub result: Result<i32, String>,
}

impl Engine {
    /// Runs a step. `output` gets what it prints while it runs.
    pub(crate) async fn run_step(&self, job: RunJob, output: &mut dyn FnMut(StreamKind, Vec<u8>)) -> RunOutcome {
        let now = self.now();
        let mut base = job.fs;
        let mut made_mounts = Vec::new();
        for path in MOUNT_POINTS {
            if super::copy::lookup(&base, path).is_none() && ensure_dir(&mut base, path, now.0).is_ok() {
                made_mounts.push((*path).to_string());
            }
        }
        let fs = Rc::new(RefCell::new(base));
        let (ns, temporary) = self.step_network(&job.network);
        let hosts: String = job
            .hosts
            .iter()
            .filter_map(|h| h.split_once([':', '=']))
            .map(|(name, ip)| format!("{ip}\t{name}\n"))
            .collect();
        let mut mounts = job.mounts;
        if job.shm_size > 0 {
            mounts.push(shared_memory(job.shm_size));
        }
        let mounted = self.step_mounts(&fs, &mounts, &hosts, &mut made_mounts);
        let result = match mounted {
            Ok(mounts) => {
                self.run_in(mounts, &job.argv, job.env, &job.user, &job.workdir, ns, output)
                    .await
            }
            Err(error) => Err(error.to_string()),
        };
        if temporary {
            self.machine().net(|net| net.remove_namespace(ns));
        }
        let mut fs = fs.borrow().clone();
        // Places that exist only to be mounted over don't stay in the result.
        made_mounts.reverse();
        for path in made_mounts {
            let (dir, name) = path.rsplit_once('/').unwrap_or(("", &path));
            if let Some(dir) = super::copy::lookup(&fs, if dir.is_empty() { "/" } else { dir }) {
                let mtime = fs.get(dir).map(|i| i.meta.mtime).unwrap_or(now.0);
                let _ = fs.rmdir(dir, name, mtime);
                if fs
                    .lookup(dir, name)
                    .is_ok_and(|ino| fs.data(ino).is_ok_and(|d| d.size() == 0))
                {
                    let _ = fs.unlink(dir, name, mtime);
                }
            }
        }
        RunOutcome { fs, result }
    }

    fn step_network(&self, mode: &str) -> (NetNsId, bool) {
        if mode == "host" {
            return (NetNsId::HOST, false);
        }
        let ns = self.machine().net(|net| net.new_namespace());
        if mode != "none" {
            self.machine().net(|net| {
                let bridge = net.networks().next().map(|(id, n)| (id, n.clone()));
                if let Some((network, bridge)) = bridge {
                    let address = Ipv4Addr::from(u32::from(bridge.subnet) + 0xfffe);
                    let interface = Interface {
                        name: "eth0".into(),
                        network,
                        address,
                        prefix: bridge.prefix,
                        mac: [2, 0, 0, 0, 0, 9],
                        names: Vec::new(),
                        links: Vec::new(),
                        traffic: Traffic::default(),
                    };
                    net.attach(ns, interface);
                }
            });
        }
        (ns, true)
    }

    fn step_mounts(&self, fs: &FsRef, mounts: &[(Mount, Source)], hosts: &str, made: &mut Vec<String>) -> Result<MountNs, Errno> {
        let now = self.now().0;
        let mut ns = MountNs::new(fs.clone(), MountKind::Overlay, false);
        self.mount_kernel(&mut ns, false, false)?;
        let mut etc = Fs::default();
        let meta = Meta {
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: now,
        };
        let hosts = format!("127.0.0.1\tlocalhost buildkitsandbox\n::1\tlocalhost ip6-localhost ip6-loopback\n{hosts}");
        for (name, text) in [("hosts", hosts), ("resolv.conf", "nameserver 192.168.65.7\n".to_string())] {
            let ino = etc.create(ROOT, name, meta, Node::File(text.into_bytes().into()))?;
            let path = format!("/etc/{name}");
            if super::copy::lookup(&fs.borrow(), &path).is_none() {
                let dir = ensure_dir(&mut fs.borrow_mut(), "/etc", now)?;
                let before = fs.borrow().get(dir)?.meta.mtime;
                fs.borrow_mut().create(dir, name, meta, Node::File(FileData::default()))?;
                fs.borrow_mut().set_meta(dir, |m| m.mtime = before)?;
                made.push(path.clone());
            }
            let shared = Rc::new(RefCell::new(etc.clone()));
            ns.mount(&path, shared, ino, MountKind::Bind, name, false)?;
        }
        for (mount, source) in mounts {
            let target = match (mount.target.is_empty(), source) {
                (true, Source::Secret(_)) => format!("/run/secrets/{}", mount.id),
                _ => vfs::normalize(&mount.target),
            };
            let (mounted, root, kind, read_only) = match source {
                Source::Tree { fs, root, read_only } => (fs.clone(), *root, MountKind::Bind, *read_only),
                Source::Tmpfs => {
                    let mut fs = Fs::new(Meta {
                        mode: 0o1777,
                        uid: 0,
                        gid: 0,
                        mtime: now,
                    });
                    match u64::try_from(mount.size_limit) {
                        Ok(size) if size > 0 => fs.set_capacity(size),
                        _ => fs.set_limit(64 << 20),
                    }
                    (Rc::new(RefCell::new(fs)), ROOT, MountKind::Tmpfs, false)
                }
                Source::Secret(bytes) => {
                    let mut fs = Fs::default();
                    let meta = Meta {
                        mode: mount.mode.unwrap_or(0o400),
                        uid: mount.uid.unwrap_or(0),
                        gid: mount.gid.unwrap_or(0),
                        mtime: now,
                    };
                    let ino = fs.create(ROOT, "secret", meta, Node::File(bytes.as_slice().into()))?;
                    (Rc::new(RefCell::new(fs)), ino, MountKind::Bind, true)
                }
                Source::Ssh => {
                    let mut fs = Fs::default();
                    let meta = Meta {
                        mode: mount.mode.unwrap_or(0o600),
                        uid: mount.uid.unwrap_or(0),
                        gid: mount.gid.unwrap_or(0),
                        mtime: now,
                    };
                    let ino = fs.create(ROOT, "ssh_agent", meta, Node::Socket)?;
                    (Rc::new(RefCell::new(fs)), ino, MountKind::Bind, true)
                }
            };
            let is_dir = matches!(mounted.borrow().get(root)?.node, Node::Dir(_));
            let names: Vec<&str> = target.split('/').filter(|n| !n.is_empty()).collect();
            let mut so_far = String::new();
            for (index, name) in names.iter().enumerate() {
                let above = if so_far.is_empty() { "/".to_string() } else { so_far.clone() };
                so_far = format!("{so_far}/{name}");
                let root = ns.root()?;
                if ns.walk(&root, &so_far, &Cred::root(), true, &mut |_| {}).is_ok() {
                    continue;
                }
                let dir = ns.walk(&root, &above, &Cred::root(), true, &mut |_| {})?;
                let mtime = dir.stat()?.meta.mtime;
                let mut there = dir.mount.fs.borrow_mut();
                if index + 1 == names.len() && !is_dir {
                    there.create(
                        dir.ino,
                        name,
                        Meta {
                            mode: 0o644,
                            uid: 0,
                            gid: 0,
                            mtime: now,
                        },
                        Node::File(FileData::default()),
                    )?;
                } else {
                    there.mkdir(
                        dir.ino,
                        name,
                        Meta {
                            mode: 0o755,
                            uid: 0,
                            gid: 0,
                            mtime: now,
                        },
                    )?;
                }
                there.set_meta(dir.ino, |m| m.mtime = mtime)?;
                drop(there);
                made.push(so_far.clone());
            }
            let device = match kind {
                MountKind::Tmpfs => "tmpfs",
                _ => "buildkit",
            };
            ns.mount(&target, mounted, root, kind, device, read_only)?;
        }
        self.mask_kernel(&mut ns)?;
        Ok(ns)
    }

    #[allow(clippy::too_many_arguments)]
    async fn run_in(
        &self,
        mounts: MountNs,
        argv: &[String],
        mut env: Vec<String>,
        user: &str,
        workdir: &str,
        net: NetNsId,
        output: &mut dyn FnMut(StreamKind, Vec<u8>),
    ) -> Result<i32, String> {
        let (cred, home) = self.user(&mounts, user, &[]).map_err(|e| e.to_string())?;
        if !env.iter().any(|e| e.starts_with("HOME=")) {
            env.push(format!("HOME={home}"));
        }
        let name = argv.first().cloned().unwrap_or_default();
        let cwd = if workdir.is_empty() { "/" } else { workdir };
        let runc =
            |why: String| format!("runc run failed: unable to start container process: error during container init: {why}");
        let program = match find_program(&mounts, &name, &env, cwd, &cred) {
            Ok(program) => program,
            Err((why, _)) => {
                output(StreamKind::Stderr, format!("{}\n", runc(why)).into_bytes());
                return Ok(1);
            }
        };
        let (out, err) = (Pipe::new(), Pipe::new());
        let stdio = [OpenFile::null(), OpenFile::writer(out.clone()), OpenFile::writer(err.clone())];
        let namespaces = Namespaces {
            mounts: Rc::new(RefCell::new(mounts)),
            uts: Rc::new(RefCell::new(Uts {
                hostname: "buildkitsandbox".into(),
                domainname: String::new(),
            })),
            net,
            pid_ns: 0,
            cgroup: Rc::new(RefCell::new(Cgroup {
                capabilities: crate::validate::capabilities(&crate::HostConfig::default()),
                filtered: true,
                ..Cgroup::default()
            })),
        };
        let init = Init {
            argv: argv.to_vec(),
            env,
            cwd: cwd.to_string(),
            cred,
            namespaces,
            stdio,
            tty: None,
            join: None,
        };
        let pid = match self.machine().start_at(&program, init) {
            Ok(pid) => pid,
            Err(error) => {
                let why = match error {
                    Errno::ENOENT => format!("exec: {name:?}: no such file or directory"),
                    other => format!("exec: {name:?}: {}", other.to_string().to_lowercase()),
                };
                output(StreamKind::Stderr, format!("{}\n", runc(why)).into_bytes());
                return Ok(1);
            }
        };
        let _guard = KillOnDrop {
            engine: self.clone(),
            pid,
        };
        let status: Rc<Watch<Option<WaitStatus>>> = Watch::new(None);
        let sink = RefCell::new(output);
        let pump = |pipe: Rc<Pipe>, stream: StreamKind| {
            let sink = &sink;
            async move {
                loop {
                    let bytes = pipe.read(16_384).await;
                    if bytes.is_empty() {
                        break;
                    }
                    (sink.borrow_mut())(stream, bytes);
                }
            }
        };
        join(join(pump(out, StreamKind::Stdout), pump(err, StreamKind::Stderr)), async {
            let ended = self.machine().wait_exit(pid).await;
            status.update(|s| *s = Some(ended));
        })
        .await;
        Ok(status.read(|s| s.map_or(1, WaitStatus::code)))
    }
}

/// A build that is given up takes its running step with it.
struct KillOnDrop {
    engine: Engine,
    pid: machine::Pid,
}

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        let _ = self.engine.machine().signal(self.pid, machine::Signal::KILL);
    }
}

/// `/dev/shm` of a size of its own (`--shm-size`).
fn shared_memory(bytes: u64) -> (Mount, Source) {
    let mount = Mount {
        kind: dockerfile::MountType::Tmpfs,
        from: String::new(),
        source: String::new(),
        target: "/dev/shm".into(),
        read_only: false,
        size_limit: i64::try_from(bytes).unwrap_or(i64::MAX),
        id: String::new(),
        sharing: None,
        required: false,
        env: None,
        mode: None,
        uid: None,
        gid: None,
    };
    (mount, Source::Tmpfs)
}

/// Build arguments that reach every RUN without being declared, and leave no trace.
const PROXIES: &[&str] = &["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"];

/// The variables of a RUN: the stage's, a path, and the proxies among the build's arguments.
pub(crate) fn environment(env: &[(String, String)], build_args: &[(String, String)]) -> Vec<String> {
    let mut out: Vec<String> = env.iter().map(|(name, value)| format!("{name}={value}")).collect();
    for proxy in PROXIES {
        let value = build_args.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(proxy));
        if let Some((_, value)) = value.filter(|(_, value)| !value.is_empty()) {
            out.push(format!("{}={value}", proxy.to_uppercase()));
            out.push(format!("{proxy}={value}"));
        }
    }
    if !env.iter().any(|(name, _)| name == "PATH") {
        out.push(format!("PATH={}", dockerfile::check::DEFAULT_PATH));
    }
    out
}
