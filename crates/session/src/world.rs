//! A world: the virtual host with its files, its shell, its Docker Engine, and ways to act on it.
//!
//! The host is a small Debian machine: user `learner` (uid 1000, in the group docker), the workspace
//! under the home directory, `docker`, `curl` and the usual utilities on the path.

use engine::{BuildContext, Engine, Setup};
use machine::{Boot, Errno, Init, Instant, Machine, MountNsRef, OpenFile, Outcome, Pid, Pipe, Signal, Tty, WaitStatus};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use vfs::{Cred, FileData, FileKind, Fs, FsRef, Ino, Meta, MountKind, MountNs, Node, ROOT};

/// What a world starts with.
#[derive(Clone, Debug)]
pub struct Start {
    pub seed: u64,
    pub at: Instant,
    /// The name of the workspace's folder.
    pub workspace: String,
    /// Path in the workspace, contents, executable.
    pub files: Vec<(String, Vec<u8>, bool)>,
    /// References of the images that are there from the start.
    pub local_images: Vec<String>,
    /// Whether a registry without authentication listens on localhost:5000.
    pub registry: bool,
    /// Whether `docker-compose` is on the path as well, as Docker Desktop puts it there and a server's packages don't.
    pub compose_name: bool,
}

impl Default for Start {
    fn default() -> Self {
        Start {
            seed: 1,
            at: Boot::default().start,
            workspace: "work".into(),
            files: Vec::new(),
            local_images: catalogue::catalogue()
                .local_images()
                .iter()
                .map(|s| (*s).to_string())
                .collect(),
            registry: false,
            compose_name: false,
        }
    }
}

/// What a command line printed and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    pub output: Vec<u8>,
    pub status: i32,
    /// It did not end by itself.
    pub stopped: bool,
}

/// One learner's world.
pub struct World {
    machine: Machine,
    engine: Engine,
    mounts: MountNsRef,
    disk: FsRef,
    home: String,
    cwd: String,
}

/// Where docker's plugins are.
const PLUGINS: &str = "/usr/libexec/docker/cli-plugins";
/// The number of the group docker.
const DOCKER_GROUP: u32 = 999;

/// How much of the machine's work one command line may take before it is stopped.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Turns that processes get, all together.
    pub polls: u64,
    /// Virtual time that processes work, all together.
    pub work: Duration,
    /// Turns between two looks at how it goes.
    pub slice: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Effort {
            polls: 30_000_000,
            work: Duration::MAX,
            slice: 100_000,
        }
    }
}

impl Effort {
    /// What is left to a shell that has been told to end.
    const LAST: Effort = Effort {
        polls: 200_000,
        work: Duration::from_millis(500),
        slice: 1_000,
    };
}

/// Virtual time that one command line may take.
const LINE_TIME: Duration = Duration::from_secs(3600);
/// Bytes of output kept of one command line.
const OUTPUT_LIMIT: usize = 8 << 20;

impl World {
    pub fn new(start: Start) -> World {
        let machine = Machine::new(Boot {
            seed: start.seed,
            start: start.at,
            ..Boot::default()
        });
        utilities::register(&machine);
        programs::register(&machine);
        programs::internet::start(&machine, start.at);
        let home = "/home/learner".to_string();
        let cwd = format!("{home}/{}", start.workspace);
        let mut disk = host_disk(start.at, &cwd);
        if start.compose_name
            && let Ok(dir) = make_dirs(&mut disk, "/usr/local/bin", start.at)
        {
            let meta = Meta {
                mode: 0o777,
                uid: 0,
                gid: 0,
                mtime: start.at.0,
            };
            let plugin = Node::Symlink(format!("{PLUGINS}/docker-compose").into());
            let _ = disk.create(dir, "docker-compose", meta, plugin);
        }
        let disk = Rc::new(RefCell::new(disk));
        for (path, contents, executable) in &start.files {
            let _ = put_file(
                &mut disk.borrow_mut(),
                &format!("{cwd}/{path}"),
                contents,
                *executable,
                start.at,
            );
        }
        let mounts = Rc::new(RefCell::new(host_mounts(&disk)));
        let engine = Engine::new(Setup {
            machine: machine.clone(),
            catalogue: catalogue::catalogue(),
            host: mounts.clone(),
            local_images: start.local_images,
        });
        cli::register(&machine, &engine);
        shell::register_with_completer(&machine, Some(completer(&engine)));
        if start.registry {
            start_registry(&machine, start.at);
        }
        World {
            machine,
            engine,
            mounts,
            disk,
            home,
            cwd,
        }
    }

    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The host's file system.
    pub fn disk(&self) -> FsRef {
        self.disk.clone()
    }

    /// The workspace's absolute path.
    pub fn workspace(&self) -> &str {
        &self.cwd
    }

    /// Variables of a shell that starts on the host.
    pub(crate) fn environment(&self, terminal: bool) -> Vec<String> {
        let mut env: Vec<String> = [
            ("HOME", self.home.as_str()),
            ("USER", "learner"),
            ("LOGNAME", "learner"),
            ("SHELL", "/bin/bash"),
            ("LANG", "C.UTF-8"),
            ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ("PWD", self.cwd.as_str()),
        ]
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
        if terminal {
            env.push("TERM=xterm-256color".into());
        }
        env
    }

    /// The learner's groups, as a login finds them.
    fn groups(&self) -> Vec<u32> {
        let disk = self.disk.borrow();
        let file = disk.lookup(ROOT, "etc").and_then(|etc| disk.lookup(etc, "group"));
        let bytes = file.and_then(|ino| disk.data(ino)).map(|d| d.read(0, 1 << 16));
        let bytes = bytes.unwrap_or_default();
        machine::groups_in(&String::from_utf8_lossy(&bytes), "learner", 1000)
    }

    fn start(&self, argv: &[&str], stdio: [Rc<OpenFile>; 3], tty: Option<Rc<Tty>>) -> Result<Pid, Errno> {
        self.machine.start_at("/bin/bash", self.init(argv, stdio, tty))
    }

    fn init(&self, argv: &[&str], stdio: [Rc<OpenFile>; 3], tty: Option<Rc<Tty>>) -> Init {
        let mut namespaces = self.machine.host_namespaces(MountNs::default(), "drydock");
        namespaces.mounts = self.mounts.clone();
        Init {
            argv: argv.iter().map(|a| (*a).to_string()).collect(),
            env: self.environment(tty.is_some()),
            cwd: self.cwd.clone(),
            cred: Cred {
                uid: 1000,
                gid: 1000,
                groups: self.groups(),
                dac_override: false,
            },
            namespaces,
            stdio,
            tty,
            join: Some(0),
        }
    }

    /// A process of the host for one request of the preview's browser.
    pub(crate) fn browser(&self) -> Option<crate::http::Browser> {
        crate::http::Browser::start(&self.machine, self.init(&["browser"], crate::http::no_streams(), None))
    }

    /// The workspace as a build context, with other contents for one file of it.
    pub fn context_with(&self, path: &str, contents: &[u8]) -> BuildContext {
        let mut fork = self.disk.borrow().fork();
        let _ = put_file(
            &mut fork,
            &format!("{}/{path}", self.cwd),
            contents,
            false,
            self.machine.now(),
        );
        let mounts = MountNs::new(Rc::new(RefCell::new(fork)), MountKind::Disk, false);
        let found = mounts
            .root()
            .and_then(|root| mounts.walk(&root, &self.cwd, &Cred::root(), true, &mut |_| {}));
        found.map(|at| BuildContext::directory(&at)).unwrap_or_default()
    }

    /// The workspace as a build context.
    pub fn context(&self) -> BuildContext {
        let mounts = self.mounts.borrow();
        let found = mounts
            .root()
            .and_then(|root| mounts.walk(&root, &self.cwd, &Cred::root(), true, &mut |_| {}));
        found.map(|at| BuildContext::directory(&at)).unwrap_or_default()
    }

    /// The host's mounts.
    pub fn mounts(&self) -> MountNsRef {
        self.mounts.clone()
    }

    /// Starts the host's shell on a terminal. Errors: exec's.
    pub fn open_terminal(&self, tty: &Rc<Tty>) -> Result<Pid, Errno> {
        let file = OpenFile::tty(tty.clone());
        self.start(&["bash"], [file.clone(), file.clone(), file], Some(tty.clone()))
    }

    /// Runs one line as a script does: no terminal, empty input, both streams in one.
    pub fn run_line(&self, line: &str) -> Ran {
        let environment = self.environment(false);
        self.run_script(line, (&self.cwd, &environment), &Effort::default(), &mut |_, _| {})
    }

    /// As [`World::run_line`], in a folder and with variables of one's own. `watch` is called now and then while it
    /// runs, with the shell's process and what was printed since.
    pub(crate) fn run_script(
        &self,
        line: &str,
        (cwd, env): (&str, &[String]),
        effort: &Effort,
        watch: &mut dyn FnMut(Pid, &[u8]),
    ) -> Ran {
        let pipe = Pipe::new();
        let out = OpenFile::writer(pipe.clone());
        let init = Init {
            cwd: cwd.to_string(),
            env: env.to_vec(),
            ..self.init(&["bash", "-c", line], [OpenFile::null(), out.clone(), out], None)
        };
        let Ok(pid) = self.machine.start_at("/bin/bash", init) else {
            return Ran {
                output: b"drydock: the host has no shell: /bin/bash cannot be run\n".to_vec(),
                status: 127,
                stopped: false,
            };
        };
        let result: Rc<RefCell<(Vec<u8>, Option<WaitStatus>)>> = Rc::default();
        let sink = result.clone();
        let reader = pipe.clone();
        let collector = self.machine.spawn_task(async move {
            loop {
                let bytes = reader.read(65_536).await;
                if bytes.is_empty() {
                    return;
                }
                let output = &mut sink.borrow_mut().0;
                let room = OUTPUT_LIMIT.saturating_sub(output.len());
                output.extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
        });
        let (sink, machine) = (result.clone(), self.machine.clone());
        self.machine.spawn_task(async move {
            let status = machine.wait_exit(pid).await;
            // Whoever woke to write has written by the time this task has its turn again.
            machine.yield_now().await;
            sink.borrow_mut().1 = Some(status);
        });
        let mut seen = 0;
        let mut watch = |pid| {
            let printed = result.borrow().0.get(seen..).unwrap_or_default().to_vec();
            seen += printed.len();
            watch(pid, &printed);
        };
        let limit = self.machine.now().after(LINE_TIME);
        let mut outcome = self.work(effort, Some(limit), || result.borrow().1.is_some(), || watch(pid));
        let mut stopped = false;
        for signal in [Signal::INT, Signal::KILL] {
            if outcome == Outcome::Done {
                break;
            }
            stopped = true;
            for process in self.machine.processes(0) {
                if process.session == pid || process.pid == pid {
                    let _ = self.machine.signal(process.pid, signal);
                }
            }
            outcome = self.work(&Effort::LAST, None, || result.borrow().1.is_some(), || {});
        }
        while !pipe.is_empty()
            && self
                .machine
                .run(1000, Some(self.machine.now().after(Duration::from_millis(1))), || {
                    pipe.is_empty()
                })
                == Outcome::Budget
        {}
        watch(pid);
        self.machine.cancel_task(collector);
        let (mut output, status) = result.take();
        if stopped {
            output.extend_from_slice(b"drydock: the command did not end within an hour of virtual time and was stopped\n");
        }
        Ran {
            output,
            status: status.map_or(137, WaitStatus::code),
            stopped,
        }
    }

    /// Lets the machine go on until `done`, within an effort; `between` is called after every slice of it.
    pub(crate) fn work(
        &self,
        effort: &Effort,
        limit: Option<Instant>,
        mut done: impl FnMut() -> bool,
        mut between: impl FnMut(),
    ) -> Outcome {
        let end = self.machine.worked().saturating_add(effort.work);
        let mut polls = effort.polls;
        loop {
            let outcome = self.machine.run(polls.min(effort.slice), limit, &mut done);
            between();
            polls = polls.saturating_sub(effort.slice);
            if outcome != Outcome::Budget || polls == 0 || self.machine.worked() >= end {
                return outcome;
            }
        }
    }

    /// Writes a file of the workspace, as an editor on the host would.
    pub fn write_file(&self, path: &str, contents: &[u8]) -> Result<(), Errno> {
        put_file(
            &mut self.disk.borrow_mut(),
            &format!("{}/{path}", self.cwd),
            contents,
            false,
            self.machine.now(),
        )
    }

    /// Reads a file of the workspace.
    pub fn read_file(&self, path: &str) -> Option<Vec<u8>> {
        let ino = self.find(path)?;
        let bytes = self.disk.borrow().data(ino).ok()?.read(0, 16 << 20);
        Some(bytes)
    }

    fn find(&self, path: &str) -> Option<Ino> {
        let mounts = self.mounts.borrow();
        let root = mounts.root().ok()?;
        let path = vfs::normalize(&format!("{}/{path}", self.cwd));
        mounts
            .walk(&root, &path, &Cred::root(), false, &mut |_| {})
            .ok()
            .map(|at| at.ino)
    }

    /// Removes a file or a folder of the workspace.
    pub fn remove_file(&self, path: &str) -> Result<(), Errno> {
        let ino = self.find(path).ok_or(Errno::ENOENT)?;
        let now = self.machine.now().0;
        let full = vfs::normalize(&format!("{}/{path}", self.cwd));
        let name = full.rsplit('/').next().unwrap_or_default().to_string();
        let parent = self
            .find(&format!("{path}/.."))
            .or_else(|| Some(self.disk.borrow().parent(ino)))
            .ok_or(Errno::ENOENT)?;
        let mut disk = self.disk.borrow_mut();
        let parent = if disk.lookup(parent, &name) == Ok(ino) {
            parent
        } else {
            disk.parent(ino)
        };
        remove_tree(&mut disk, parent, &name, now)
    }

    /// Renames a file or a folder of the workspace.
    pub fn rename_file(&self, from: &str, to: &str) -> Result<(), Errno> {
        let now = self.machine.now();
        let ino = self.find(from).ok_or(Errno::ENOENT)?;
        let old_name = vfs::normalize(&format!("/{from}"))
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_string();
        let full = vfs::normalize(&format!("{}/{to}", self.cwd));
        let (dir, name) = full.rsplit_once('/').unwrap_or(("", &full));
        let mut disk = self.disk.borrow_mut();
        let parent = disk.parent(ino);
        let target = make_dirs(&mut disk, dir, now)?;
        disk.rename((parent, &old_name), (target, name), now.0)
    }

    /// Paths and modes of all files of the workspace, sorted.
    pub fn workspace_files(&self) -> Vec<(String, Ino)> {
        let Some(root) = self.find("") else { return Vec::new() };
        let disk = self.disk.borrow();
        let mut out = Vec::new();
        let mut todo = vec![(root, String::new())];
        while let Some((dir, path)) = todo.pop() {
            for (name, ino) in disk.entries(dir).unwrap_or_default() {
                let here = if path.is_empty() {
                    name.to_string()
                } else {
                    format!("{path}/{name}")
                };
                match disk.get(ino).map(|i| i.kind()) {
                    Ok(FileKind::Dir) => todo.push((ino, here)),
                    Ok(FileKind::File) => out.push((here, ino)),
                    _ => {}
                }
                if out.len() > 5000 {
                    return out;
                }
            }
        }
        out.sort();
        out
    }

    /// Contents of the workspace's files, for comparing them with an earlier moment.
    pub fn snapshot(&self) -> BTreeMap<String, FileData> {
        let files = self.workspace_files();
        let disk = self.disk.borrow();
        files
            .into_iter()
            .filter_map(|(path, ino)| Some((path, disk.data(ino).ok()?.clone())))
            .collect()
    }
}

/// What the host's shells ask on Tab before they look for files; a container's shells know no docker.
fn completer(engine: &Engine) -> shell::Completer {
    let engine = engine.clone();
    Rc::new(move |sys, line, cursor| {
        if sys.pid_ns() != 0 {
            return None;
        }
        let (start, items) = cli::completion::complete_line(line, cursor, &engine)?;
        Some(shell::Completions { start, items })
    })
}

/// Starts the catalogue's registry beside the engine, with files of its own, on the host's localhost.
fn start_registry(machine: &Machine, at: Instant) {
    let catalogue = catalogue::catalogue();
    let Some(image) = catalogue.image("registry:2") else { return };
    let mut fs = Fs::default();
    for layer in image.layers(catalogue).iter().filter_map(|line| line.layer.as_ref()) {
        let _ = layer.apply(&mut fs);
    }
    let _ = make_dirs(&mut fs, "/var/lib/registry", at);
    let mounts = MountNs::new(Rc::new(RefCell::new(fs)), MountKind::Disk, false);
    let config = "/etc/docker/registry/config.yml";
    let _ = machine.start_at(
        "/bin/registry",
        Init {
            argv: ["registry", "serve", config].map(String::from).to_vec(),
            env: vec!["REGISTRY_HTTP_ADDR=127.0.0.1:5000".into()],
            cwd: "/".into(),
            cred: Cred::root(),
            namespaces: machine.host_namespaces(mounts, "registry"),
            stdio: crate::http::no_streams(),
            tty: None,
            join: None,
        },
    );
}

fn remove_tree(fs: &mut Fs, dir: Ino, name: &str, now: i64) -> Result<(), Errno> {
    let ino = fs.lookup(dir, name)?;
    if fs.get(ino)?.kind() == FileKind::Dir {
        for (child, _) in fs.entries(ino)? {
            remove_tree(fs, ino, &child, now)?;
        }
        fs.rmdir(dir, name, now)
    } else {
        fs.unlink(dir, name, now)
    }
}

fn learner(mode: u32, at: Instant) -> Meta {
    Meta {
        mode,
        uid: 1000,
        gid: 1000,
        mtime: at.0,
    }
}

fn make_dirs(fs: &mut Fs, path: &str, at: Instant) -> Result<Ino, Errno> {
    let mut dir = ROOT;
    for name in path.split('/').filter(|n| !n.is_empty()) {
        dir = match fs.lookup(dir, name) {
            Ok(found) => found,
            Err(Errno::ENOENT) => fs.mkdir(dir, name, learner(0o755, at))?,
            Err(error) => return Err(error),
        };
    }
    Ok(dir)
}

fn put_file(fs: &mut Fs, path: &str, contents: &[u8], executable: bool, at: Instant) -> Result<(), Errno> {
    let path = vfs::normalize(path);
    let (dir, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let dir = make_dirs(fs, dir, at)?;
    match fs.lookup(dir, name) {
        Ok(ino) => fs.set_data(ino, contents.into(), at.0),
        Err(_) => {
            let mode = if executable { 0o755 } else { 0o644 };
            fs.create(dir, name, learner(mode, at), Node::File(contents.into()))
                .map(|_| ())
        }
    }
}

/// The host's disk: Debian's base system out of the catalogue, and what a developer has installed.
fn host_disk(at: Instant, cwd: &str) -> Fs {
    let mut fs = Fs::new(Meta {
        mode: 0o755,
        uid: 0,
        gid: 0,
        mtime: at.0,
    });
    let catalogue = catalogue::catalogue();
    if let Some(image) = catalogue.image("debian:bookworm-slim") {
        for line in image.layers(catalogue) {
            if let Some(layer) = &line.layer {
                let _ = layer.apply(&mut fs);
            }
        }
    }
    let mut fs = fs.fork();
    let root = |mode| Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: at.0,
    };
    for dir in ["/proc", "/dev", "/sys", "/tmp", "/home", "/usr/bin", "/etc", "/srv", "/opt"] {
        let _ = make_dirs(&mut fs, dir, at);
    }
    if let Ok(bin) = make_dirs(&mut fs, "/usr/bin", at) {
        let programs = [
            ("docker", "program/docker"),
            ("curl", "gnu/curl"),
            ("wget", "gnu/wget"),
            ("ping", "gnu/ping"),
            ("nc", "gnu/nc"),
            ("nslookup", "gnu/nslookup"),
            ("dig", "gnu/dig"),
            ("ip", "gnu/ip"),
            ("ss", "gnu/ss"),
            ("netstat", "gnu/netstat"),
            ("ifconfig", "gnu/ifconfig"),
            ("ps", "gnu/ps"),
            ("top", "gnu/top"),
            ("free", "gnu/free"),
            ("pgrep", "gnu/pgrep"),
            ("pkill", "gnu/pkill"),
            ("kill", "gnu/kill"),
            ("watch", "gnu/watch"),
            ("less", "gnu/less"),
            ("more", "gnu/more"),
            ("vi", "gnu/vi"),
            ("nano", "gnu/nano"),
            ("jq", "gnu/jq"),
            ("tree", "gnu/tree"),
            ("column", "gnu/column"),
            ("strings", "gnu/strings"),
            ("sysctl", "gnu/sysctl"),
            ("file", "gnu/file"),
            ("xxd", "gnu/xxd"),
            ("hexdump", "gnu/hexdump"),
            ("killall", "gnu/killall"),
            ("systemctl", "program/systemctl"),
            ("service", "program/service"),
            ("sudo", "program/sudo"),
            ("drydock", "program/drydock"),
        ];
        for (name, program) in programs {
            let data = FileData::stand_in(format!("\x7fELF\x02\x01\x01drydock:{program}\n").as_bytes(), 180_000);
            let mode = if name == "sudo" { 0o4755 } else { 0o755 };
            let _ = fs.create(bin, name, root(mode), Node::File(data));
        }
    }
    if let Ok(run) = make_dirs(&mut fs, "/run", at) {
        let socket = Meta {
            gid: DOCKER_GROUP,
            ..root(0o660)
        };
        let _ = fs.create(run, "docker.sock", socket, Node::Socket);
        let _ = fs.set_meta(run, |m| *m = root(0o755));
    }
    // Compose comes as docker's plugin; under its own name it is Compose alone, as it was once installed.
    if let Ok(dir) = make_dirs(&mut fs, PLUGINS, at) {
        let data = FileData::stand_in(b"\x7fELF\x02\x01\x01drydock:program/docker\n", 180_000);
        let _ = fs.create(dir, "docker-compose", root(0o755), Node::File(data));
    }
    if let Ok(dir) = make_dirs(&mut fs, "/usr/lib/drydock", at) {
        let data = FileData::stand_in(b"\x7fELF\x02\x01\x01drydock:program/browser\n", 64);
        let _ = fs.create(dir, "browser", root(0o755), Node::File(data));
    }
    append(
        &mut fs,
        "/etc/passwd",
        "learner:x:1000:1000:Learner,,,:/home/learner:/bin/bash\n",
        at,
    );
    append(&mut fs, "/etc/group", "docker:x:999:learner\nlearner:x:1000:\n", at);
    join_group(&mut fs, "sudo", at);
    let _ = put_file(&mut fs, "/etc/hostname", b"drydock\n", false, at);
    let _ = put_file(
        &mut fs,
        "/etc/hosts",
        b"127.0.0.1\tlocalhost\n127.0.1.1\tdrydock\n::1\tlocalhost ip6-localhost ip6-loopback\n",
        false,
        at,
    );
    let _ = put_file(&mut fs, "/etc/resolv.conf", b"nameserver 192.168.65.7\n", false, at);
    for path in ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"] {
        let (dir, name) = path.rsplit_once('/').unwrap_or_default();
        if let Ok(ino) = make_dirs(&mut fs, dir, at).and_then(|dir| fs.lookup(dir, name)) {
            let _ = fs.set_meta(ino, |m| *m = root(0o644));
        }
    }
    let _ = make_dirs(&mut fs, cwd, at);
    for path in ["/proc", "/dev", "/sys", "/home", "/srv", "/opt"] {
        if let Ok(ino) = make_dirs(&mut fs, path, at) {
            let _ = fs.set_meta(ino, |m| *m = root(0o755));
        }
    }
    if let Ok(ino) = make_dirs(&mut fs, "/tmp", at) {
        let _ = fs.set_meta(ino, |m| *m = root(0o1777));
    }
    fs.set_dev(0xfe01);
    fs.set_limit(256 << 20);
    fs
}

fn append(fs: &mut Fs, path: &str, text: &str, at: Instant) {
    let (dir, name) = path.rsplit_once('/').unwrap_or_default();
    let Ok(dir) = make_dirs(fs, dir, at) else { return };
    if let Ok(ino) = fs.lookup(dir, name) {
        let size = fs.data(ino).map_or(0, |d| d.size());
        let _ = fs.write(ino, size, text.as_bytes(), at.0);
    } else {
        let _ = fs.create(
            dir,
            name,
            Meta {
                mode: 0o644,
                uid: 0,
                gid: 0,
                mtime: at.0,
            },
            Node::File(text.as_bytes().into()),
        );
    }
}

/// Makes the learner a member of one of the base system's groups.
fn join_group(fs: &mut Fs, group: &str, at: Instant) {
    let Ok(ino) = fs.lookup(ROOT, "etc").and_then(|etc| fs.lookup(etc, "group")) else {
        return;
    };
    let Ok(bytes) = fs.data(ino).map(|d| d.read(0, 1 << 16)) else {
        return;
    };
    let text: String = String::from_utf8_lossy(&bytes)
        .lines()
        .map(
            |line| match line.strip_prefix(group).is_some_and(|rest| rest.starts_with(':')) {
                true => format!("{line}learner\n"),
                false => format!("{line}\n"),
            },
        )
        .collect();
    let _ = fs.set_data(ino, text.into_bytes().into(), at.0);
}

/// The host's mounts: its disk, and the kernel's file systems.
fn host_mounts(disk: &FsRef) -> MountNs {
    let mut mounts = MountNs::new(disk.clone(), MountKind::Disk, false);
    let _ = mounts.mount(
        "/proc",
        Rc::new(RefCell::new(Fs::default())),
        ROOT,
        MountKind::Proc,
        "proc",
        false,
    );
    let _ = mounts.mount(
        "/sys",
        Rc::new(RefCell::new(Fs::default())),
        ROOT,
        MountKind::Sysfs,
        "sysfs",
        false,
    );
    let mut dev = Fs::default();
    let meta = |mode| Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: 0,
    };
    for (name, major, minor) in [
        ("null", 1, 3),
        ("zero", 1, 5),
        ("full", 1, 7),
        ("random", 1, 8),
        ("urandom", 1, 9),
        ("tty", 5, 0),
    ] {
        let _ = dev.create(ROOT, name, meta(0o666), Node::CharDev(major, minor));
    }
    for (name, target) in [
        ("stdin", "/proc/self/fd/0"),
        ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"),
        ("fd", "/proc/self/fd"),
    ] {
        let _ = dev.create(ROOT, name, meta(0o777), Node::Symlink(target.into()));
    }
    let _ = dev.mkdir(ROOT, "pts", meta(0o755));
    let _ = dev.mkdir(ROOT, "shm", meta(0o1777));
    let _ = mounts.mount("/dev", Rc::new(RefCell::new(dev)), ROOT, MountKind::Tmpfs, "devtmpfs", false);
    mounts
}
