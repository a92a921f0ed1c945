//! The kernel's tables, and how programs get into it: booting, starting, fork and exec.
//!
//! A program is a file: an executable whose bytes name a registered program
//! (`\x7fELF\x02\x01\x01drydock:FLAVOR/NAME\n`), or a script with a shebang. So a binary can be copied,
//! removed, or lose its mode, and exec(2) fails as it would.

use crate::Instant;
use crate::cgroup::{Cgroup, CgroupRef};
use crate::executor::{Executor, Task};
use crate::file::{Fd, OpenFile};
use crate::net::{Net, NetNsId};
use crate::process::{BASE_MEMORY, Disposition, FdSlot, Init, Life, Namespaces, Pid, Process, Spawn, Uts, WaitStatus};
use crate::procfs;
use crate::random::Random;
use crate::sync::WaitersByPid;
use crate::sys::Sys;
use crate::table::Table;
use crate::tty::Tty;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;
use vfs::{Cred, Errno, FileKind, Location, MountNs};

/// A program on its way: what it returns is its exit status.
pub type ProgramFuture = Pin<Box<dyn Future<Output = i32>>>;

/// How a registered program starts.
pub type Program = Rc<dyn Fn(Sys) -> ProgramFuture>;

/// The handle of a machine; clones share it.
#[derive(Clone)]
pub struct Machine(Rc<Kernel>);

#[derive(Default)]
pub(crate) struct Graveyard {
    pub tasks: Vec<Task>,
    pub files: Vec<Rc<OpenFile>>,
}

pub(crate) struct Kernel {
    pub now: Cell<Instant>,
    pub boot: Instant,
    pub executor: RefCell<Executor>,
    pub processes: RefCell<Table>,
    pub next_pid: Cell<Pid>,
    /// The next number in each pid namespace.
    pub next_local: RefCell<BTreeMap<Pid, Pid>>,
    pub exits: RefCell<BTreeMap<Pid, WaitStatus>>,
    /// Who waits for the end of a process that the world beside the machine started.
    pub exit_waiters: WaitersByPid,
    /// Who waits for a child, by the parent.
    pub child_waiters: WaitersByPid,
    pub locks: Rc<crate::lock::LockTable>,
    pub graveyard: RefCell<Graveyard>,
    pub programs: RefCell<BTreeMap<String, Program>>,
    pub random: RefCell<Random>,
    pub net: RefCell<Net>,
    pub fifos: RefCell<BTreeMap<(usize, vfs::Ino), Rc<crate::pipe::Pipe>>>,
    pub next_tty: Cell<u32>,
    pub root_cgroup: CgroupRef,
    pub memory: u64,
    pub cpus: u32,
    pub release: String,
    pub started: RefCell<Vec<Started>>,
    pub numbers: RefCell<procfs::Numbers>,
}

/// A program that began outside of containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    pub at: Instant,
    pub pid: Pid,
    pub parent: Pid,
    pub argv: Vec<String>,
}

/// What a machine is made of.
#[derive(Clone, Debug)]
pub struct Boot {
    pub seed: u64,
    pub start: Instant,
    /// Bytes of memory.
    pub memory: u64,
    pub cpus: u32,
    /// What `uname -r` says.
    pub release: String,
}

impl Default for Boot {
    fn default() -> Self {
        Boot {
            seed: 1,
            start: Instant(1_767_225_600_000_000_000),
            memory: 8 << 30,
            cpus: 4,
            release: "6.12.54-linuxkit".into(),
        }
    }
}

/// How many processes a machine has room for.
const MAX_PROCESSES: usize = 32_768;

impl Machine {
    pub fn new(boot: Boot) -> Self {
        let mut random = Random::new(boot.seed);
        let net = Net::new(&mut random);
        Machine(Rc::new(Kernel {
            now: Cell::new(boot.start),
            boot: boot.start,
            executor: RefCell::default(),
            processes: RefCell::default(),
            next_pid: Cell::new(300),
            next_local: RefCell::default(),
            exits: RefCell::default(),
            exit_waiters: WaitersByPid::default(),
            child_waiters: WaitersByPid::default(),
            locks: Rc::default(),
            graveyard: RefCell::default(),
            programs: RefCell::default(),
            random: RefCell::new(random),
            net: RefCell::new(net),
            fifos: RefCell::default(),
            next_tty: Cell::new(0),
            root_cgroup: Rc::new(RefCell::new(Cgroup::default())),
            memory: boot.memory,
            cpus: boot.cpus,
            release: boot.release,
            started: RefCell::default(),
            numbers: RefCell::default(),
        }))
    }

    pub(crate) fn kernel(&self) -> &Kernel {
        &self.0
    }

    /// When the machine was booted.
    pub fn boot_time(&self) -> Instant {
        self.0.boot
    }

    /// Bytes of memory and number of processors.
    pub fn hardware(&self) -> (u64, u32) {
        (self.0.memory, self.0.cpus)
    }

    /// Takes the programs that have begun outside of containers since the last call.
    pub fn take_started(&self) -> Vec<Started> {
        self.0.started.take()
    }

    /// A process's system calls, for the embedder to make in its name.
    pub fn sys(&self, pid: Pid) -> Sys {
        Sys::new(self.clone(), pid)
    }

    /// What `uname -r` says.
    pub fn release(&self) -> &str {
        &self.0.release
    }

    /// The machine's only source of chance.
    pub fn random<R>(&self, draw: impl FnOnce(&mut Random) -> R) -> R {
        draw(&mut self.0.random.borrow_mut())
    }

    /// The network tables.
    pub fn net<R>(&self, change: impl FnOnce(&mut Net) -> R) -> R {
        change(&mut self.0.net.borrow_mut())
    }

    /// The cgroup of what runs outside containers.
    pub fn root_cgroup(&self) -> CgroupRef {
        self.0.root_cgroup.clone()
    }

    /// Registers a program under `NAME` (any flavor) or `FLAVOR/NAME`.
    pub fn register<F>(&self, name: &str, program: impl Fn(Sys) -> F + 'static)
    where
        F: Future<Output = i32> + 'static,
    {
        let start: Program = Rc::new(move |sys| Box::pin(program(sys)));
        self.0.programs.borrow_mut().insert(name.to_string(), start);
    }

    /// Looks a registered program up: `FLAVOR/NAME` first, then `NAME`.
    pub fn program(&self, flavor: &str, name: &str) -> Option<Program> {
        let programs = self.0.programs.borrow();
        programs
            .get(&format!("{flavor}/{name}"))
            .or_else(|| programs.get(name))
            .cloned()
    }

    /// The names of all registered programs.
    pub fn program_names(&self) -> Vec<String> {
        self.0.programs.borrow().keys().cloned().collect()
    }

    /// The namespaces of the machine itself, over a root file system.
    pub fn host_namespaces(&self, mounts: MountNs, hostname: &str) -> Namespaces {
        Namespaces {
            mounts: Rc::new(RefCell::new(mounts)),
            uts: Rc::new(RefCell::new(Uts {
                hostname: hostname.into(),
                domainname: String::new(),
            })),
            net: NetNsId::HOST,
            pid_ns: 0,
            cgroup: self.root_cgroup(),
        }
    }

    /// Starts a program outside any process: a container's init, or a process that joins one.
    /// Its end is told by [`Machine::wait_exit`]. Errors are exec's.
    pub fn start(&self, init: Init) -> Result<Pid, Errno> {
        let path = init.argv.first().cloned().unwrap_or_default();
        self.start_at(&path, init)
    }

    /// As [`Machine::start`], with the program's path apart from the name it is called by.
    pub fn start_at(&self, path: &str, init: Init) -> Result<Pid, Errno> {
        let cwd = {
            let mounts = init.namespaces.mounts.borrow();
            let root = mounts.root()?;
            mounts.walk(&root, &init.cwd, &init.cred, true, &mut |_| {})?
        };
        let pid = self.next_pid()?;
        let mut ns = init.namespaces;
        ns.pid_ns = init.join.unwrap_or(pid);
        if init.join == Some(0) {
            ns.pid_ns = 0;
        }
        let local = self.next_local(ns.pid_ns, pid);
        let fds = init
            .stdio
            .into_iter()
            .enumerate()
            .map(|(fd, file)| (fd as Fd, FdSlot { file, cloexec: false }))
            .collect();
        let process = Process {
            local,
            parent: 0,
            group: pid,
            session: pid,
            ns,
            cred: init.cred,
            cwd,
            umask: 0o022,
            limits: BTreeMap::new(),
            argv: init.argv.clone(),
            env: init.env.clone(),
            name: String::new(),
            exe: String::new(),
            flavor: String::new(),
            fds,
            dispositions: BTreeMap::new(),
            pending: Vec::new(),
            life: Life::Running,
            report: None,
            tasks: Vec::new(),
            tty: init.tty.clone(),
            started: self.now(),
            cpu: Duration::ZERO,
            memory: BASE_MEMORY,
            schedule: crate::Schedule::DEFAULT,
            detached: true,
            adopted: false,
        };
        self.0.processes.borrow_mut().insert(pid, process);
        if let Some(tty) = &init.tty {
            tty.set_foreground(pid);
        }
        let sys = Sys::new(self.clone(), pid);
        match sys.load(path, init.argv, init.env) {
            Ok(program) => {
                self.install(pid, program(sys));
                Ok(pid)
            }
            // The file is there and cannot be run: what was to become of it is under way and says so itself,
            // as runc's init does when its exec fails.
            Err(error @ (Errno::ENOENT | Errno::ENOEXEC)) if sys.exists(path) => {
                let text = format!("exec {path}: {}\n", error.to_string().to_lowercase());
                self.install(
                    pid,
                    Box::pin(async move {
                        let _ = sys.write(2, text.as_bytes()).await;
                        255
                    }),
                );
                Ok(pid)
            }
            Err(error) => {
                self.reap(pid);
                Err(error)
            }
        }
    }

    /// A new process that is a copy of `parent`, running `child` (fork(2), with what follows it).
    pub(crate) fn fork_process(&self, parent: Pid, child: impl FnOnce(Sys) -> ProgramFuture) -> Result<Pid, Errno> {
        let cgroup = self.0.processes.borrow().get(&parent).ok_or(Errno::ESRCH)?.ns.cgroup.clone();
        if cgroup.borrow().is_full() {
            cgroup.borrow_mut().refused += 1;
            return Err(Errno::EAGAIN);
        }
        let pid = self.next_pid()?;
        let mut copy = {
            let processes = self.0.processes.borrow();
            let from = processes.get(&parent).ok_or(Errno::ESRCH)?;
            Process {
                local: 0,
                parent,
                group: from.group,
                session: from.session,
                ns: from.ns.clone(),
                cred: from.cred.clone(),
                cwd: from.cwd.clone(),
                umask: from.umask,
                limits: from.limits.clone(),
                argv: from.argv.clone(),
                env: from.env.clone(),
                name: from.name.clone(),
                exe: from.exe.clone(),
                flavor: from.flavor.clone(),
                fds: from.fds.clone(),
                dispositions: from.dispositions.clone(),
                pending: Vec::new(),
                life: Life::Running,
                report: None,
                tasks: Vec::new(),
                tty: from.tty.clone(),
                started: self.now(),
                cpu: Duration::ZERO,
                memory: from.memory.min(BASE_MEMORY),
                schedule: from.schedule,
                detached: false,
                adopted: false,
            }
        };
        copy.local = self.next_local(copy.ns.pid_ns, pid);
        self.0.processes.borrow_mut().insert(pid, copy);
        let sys = Sys::new(self.clone(), pid);
        self.install(pid, child(sys));
        Ok(pid)
    }

    pub(crate) fn spawn_process(&self, parent: Pid, spawn: Spawn) -> Result<Pid, Errno> {
        let sys = Sys::new(self.clone(), parent);
        let path = spawn.program.or_else(|| spawn.argv.first().cloned()).unwrap_or_default();
        let pid = self.fork_process(parent, |_| Box::pin(async { 0 }))?;
        let child = Sys::new(self.clone(), pid);
        let prepared = (|| {
            if spawn.new_group {
                child.setpgid(0, 0)?;
            }
            if let Some(cwd) = &spawn.cwd {
                child.chdir(cwd)?;
            }
            let files: Vec<(Fd, Rc<OpenFile>)> = spawn
                .fds
                .iter()
                .map(|(to, from)| Ok((*to, sys.file(*from)?)))
                .collect::<Result<_, Errno>>()?;
            for (fd, file) in files {
                child.install_file(fd, file, false)?;
            }
            let env = spawn.env.unwrap_or_else(|| sys.env());
            child.load(&path, spawn.argv, env)
        })();
        match prepared {
            Ok(program) => {
                self.drop_tasks(pid);
                self.install(pid, program(child));
                Ok(pid)
            }
            Err(error) => {
                self.reap(pid);
                Err(error)
            }
        }
    }

    fn drop_tasks(&self, pid: Pid) {
        let tasks = self
            .0
            .processes
            .borrow_mut()
            .get_mut(&pid)
            .map(|p| std::mem::take(&mut p.tasks))
            .unwrap_or_default();
        for id in tasks {
            self.cancel_task(id);
        }
    }

    /// Replaces what a process runs.
    pub(crate) fn replace(&self, pid: Pid, program: ProgramFuture) {
        self.drop_tasks(pid);
        self.install(pid, program);
    }

    /// Runs a program's future as the process's main task; its return is the process's end.
    fn install(&self, pid: Pid, program: ProgramFuture) {
        let machine = self.clone();
        let task = self.spawn_process_task(
            pid,
            Box::pin(async move {
                let code = program.await;
                machine.end(pid, WaitStatus::Exited(code as u8));
            }),
        );
        if let Some(process) = self.0.processes.borrow_mut().get_mut(&pid) {
            process.tasks.push(task);
        }
    }

    /// Whether a fork of this process would find room.
    pub(crate) fn may_fork(&self, parent: Pid) -> bool {
        let processes = self.0.processes.borrow();
        let Some(cgroup) = processes.get(&parent).map(|p| &p.ns.cgroup) else {
            return false;
        };
        let full = cgroup.borrow().is_full();
        cgroup.borrow_mut().refused += u64::from(full);
        !full && processes.len() < MAX_PROCESSES
    }

    fn next_pid(&self) -> Result<Pid, Errno> {
        if self.0.processes.borrow().len() >= MAX_PROCESSES {
            return Err(Errno::EAGAIN);
        }
        let pid = self.0.next_pid.get() + 1;
        self.0.next_pid.set(pid);
        Ok(pid)
    }

    fn next_local(&self, pid_ns: Pid, pid: Pid) -> Pid {
        if pid_ns == 0 {
            return pid;
        }
        let mut numbers = self.0.next_local.borrow_mut();
        let next = numbers.entry(pid_ns).or_insert(0);
        *next += 1;
        *next
    }

    /// A terminal with this many columns and rows.
    pub fn open_tty(&self, columns: u16, rows: u16) -> Rc<Tty> {
        let number = self.0.next_tty.get();
        self.0.next_tty.set(number + 1);
        Tty::new(self.clone(), number, columns, rows)
    }
}

impl Sys {
    /// Makes a process ready to run the program at `path`: exec(2) up to its first instruction.
    /// Errors: ENOENT, EACCES, ENOEXEC, …
    pub(crate) fn load(&self, path: &str, argv: Vec<String>, env: Vec<String>) -> Result<Program, Errno> {
        self.load_nested(path, argv, env, 0)
    }

    fn load_nested(&self, path: &str, argv: Vec<String>, env: Vec<String>, depth: usize) -> Result<Program, Errno> {
        if depth > 4 {
            return Err(Errno::ELOOP);
        }
        let at = self.resolve(path, true)?;
        let stat = at.stat()?;
        if stat.kind != FileKind::File || !self.cred().may(&stat.meta, false, 1) {
            return Err(Errno::EACCES);
        }
        let head = at.mount.fs.borrow().data(at.ino)?.read(0, 256);
        if let Some(rest) = head.strip_prefix(b"#!") {
            let line: Vec<u8> = rest.iter().copied().take_while(|b| *b != b'\n').collect();
            // Blanks and tabs only: a carriage return at the end is part of the name, which then names no file.
            let blanks = [' ', '\t'];
            let line = String::from_utf8_lossy(&line).trim_matches(blanks).to_string();
            let (interpreter, argument) = match line.split_once(blanks) {
                Some((program, argument)) => (program.to_string(), Some(argument.trim_matches(blanks).to_string())),
                None => (line, None),
            };
            if interpreter.is_empty() {
                return Err(Errno::ENOEXEC);
            }
            let mut words = vec![interpreter.clone()];
            words.extend(argument);
            words.push(path.to_string());
            words.extend(argv.into_iter().skip(1));
            return self.load_nested(&interpreter, words, env, depth + 1);
        }
        let name = program_name(&head).ok_or(Errno::ENOEXEC)?;
        // What is linked dynamically can't start without its loader, and the error is that of a missing file (execve(2)).
        // Debian's /lib64 has a link to it, which the catalogue's images lack; so it is looked for where that link leads.
        if let Some(loader) = loader(&head) {
            let file = loader.rsplit('/').next().unwrap_or(&loader);
            let places = [
                loader.clone(),
                format!("/lib/x86_64-linux-gnu/{file}"),
                format!("/lib/{file}"),
            ];
            if !places.iter().any(|place| self.exists(place)) {
                return Err(Errno::ENOENT);
            }
        }
        let (flavor, name) = name.split_once('/').unwrap_or(("", name.as_str()));
        // A program that nobody registered is run by the one that says so.
        let program = self.machine().program(flavor, name);
        let program = program.or_else(|| self.machine().program("drydock", "not-simulated"));
        let program = program.ok_or(Errno::ENOEXEC)?;
        let absolute = self.absolute(path);
        self.machine()
            .become_program(self.pid_global(), argv, env, absolute, flavor, &stat, &at);
        Ok(program)
    }
}

impl Machine {
    #[allow(clippy::too_many_arguments)]
    fn become_program(
        &self,
        pid: Pid,
        argv: Vec<String>,
        env: Vec<String>,
        exe: String,
        flavor: &str,
        stat: &vfs::Stat,
        at: &Location,
    ) {
        let mut closed = Vec::new();
        if let Some(process) = self.0.processes.borrow_mut().get_mut(&pid) {
            let called = argv.first().cloned().unwrap_or_default();
            process.name = called.rsplit('/').next().unwrap_or_default().chars().take(15).collect();
            if process.ns.pid_ns == 0 {
                let mut started = self.0.started.borrow_mut();
                if started.len() < 4096 {
                    started.push(Started {
                        at: self.now(),
                        pid,
                        parent: process.parent,
                        argv: argv.clone(),
                    });
                }
            }
            process.argv = argv;
            process.env = env;
            process.exe = exe;
            process.flavor = flavor.to_string();
            process.memory = BASE_MEMORY;
            process.dispositions.retain(|_, d| *d == Disposition::Ignore);
            process.pending.clear();
            let gone: Vec<Fd> = process.fds.iter().filter(|(_, s)| s.cloexec).map(|(fd, _)| *fd).collect();
            closed.extend(gone.iter().filter_map(|fd| process.fds.remove(fd)));
            if stat.meta.mode & 0o4000 != 0 && !at.mount.read_only {
                process.cred = Cred {
                    uid: stat.meta.uid,
                    dac_override: stat.meta.uid == 0,
                    ..process.cred.clone()
                };
            }
        }
        self.0
            .graveyard
            .borrow_mut()
            .files
            .extend(closed.into_iter().map(|slot| slot.file));
        self.advance(Duration::from_micros(300));
    }

    /// Makes what lies in /proc and its like on somebody's way.
    pub(crate) fn refresh(&self, pid: Pid, entering: vfs::Entering<'_>) {
        procfs::refresh(self, pid, entering);
    }
}

/// The `FLAVOR/NAME` that an executable's first bytes give.
fn program_name(head: &[u8]) -> Option<String> {
    let rest = head.strip_prefix(b"\x7fELF\x02\x01\x01drydock:")?;
    let end = rest.iter().position(|b| *b == b'\n')?;
    String::from_utf8(rest[..end].to_vec()).ok()
}

/// The loader that an executable asks for: its second line.
fn loader(head: &[u8]) -> Option<String> {
    let second = head.split(|b| *b == b'\n').nth(1)?;
    String::from_utf8(second.strip_prefix(b"loader ")?.to_vec()).ok()
}
