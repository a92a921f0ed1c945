//! `docker exec`: a further process in a running container.

use crate::container::{Output, Stdio, StreamKind};
use crate::program::find_program;
use crate::state::State;
use crate::{Engine, Error};
use machine::sync::{Queue, Watch};
use machine::{Errno, Init, Namespaces, OpenFile, Pid, Pipe, Tty};
use std::cell::Cell;
use std::rc::Rc;

/// What to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExecRequest {
    pub cmd: Vec<String>,
    pub env: Vec<String>,
    pub user: String,
    pub working_dir: String,
    pub tty: bool,
    pub stdin: bool,
    pub privileged: bool,
    /// Rows and columns.
    pub console_size: (u16, u16),
}

/// A process that was started in a container.
#[derive(Clone)]
pub struct Execution {
    pub id: String,
    /// Output, closed when the process has ended and everything was read.
    pub output: Rc<Queue<Output>>,
    pub stdin: Option<Stdio>,
    pub tty: Option<Rc<Tty>>,
    pub pid: Pid,
    status: Rc<Watch<Option<i32>>>,
}

impl Execution {
    /// The exit status, once it has ended.
    pub async fn wait(&self) -> i32 {
        self.status.until(|s| *s).await
    }
}

/// What is kept of an exec.
pub(crate) struct ExecRecord {
    pub status: Rc<Watch<Option<i32>>>,
}

impl Engine {
    /// Starts a process in a container. Errors: Conflict if it does not run; Start if the program
    /// can't be run.
    pub fn exec(&self, container: &str, request: ExecRequest) -> Result<Execution, Error> {
        let id = self.find_container(container)?;
        let state = self.with(&id, |c| c.state)?;
        match state {
            State::Running => {}
            State::Paused => {
                return Err(Error::Conflict(format!(
                    "Container {container} is paused, unpause the container before exec"
                )));
            }
            State::Restarting => {
                return Err(Error::Conflict(format!(
                    "Container {id} is restarting, wait until the container is running"
                )));
            }
            _ => return Err(Error::Conflict(format!("container {id} is not running"))),
        }
        let exec_id = self.new_id();
        let containers = self.inner().containers.borrow();
        let c = containers.get(&id).ok_or_else(|| Error::no_container(container))?;
        let init = c
            .pid
            .ok_or_else(|| Error::Conflict(format!("container {id} is not running")))?;
        let mounts = self
            .machine()
            .mounts_of(init)
            .ok_or_else(|| Error::Conflict(format!("container {id} is not running")))?;
        let user = if request.user.is_empty() {
            c.config.config.user.clone()
        } else {
            request.user.clone()
        };
        let (cred, home) = self.user(&mounts.borrow(), &user, &c.host.group_add)?;
        let mut env: Vec<String> = Vec::new();
        let has = |list: &[String], name: &str| list.iter().any(|e| e.split('=').next() == Some(name));
        if !has(&c.config.config.env, "PATH") {
            env.push("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".into());
        }
        env.push(format!("HOSTNAME={}", c.config.hostname));
        if request.tty {
            env.push("TERM=xterm".into());
        }
        env.extend(
            c.config
                .config
                .env
                .iter()
                .filter(|e| !has(&request.env, e.split('=').next().unwrap_or_default()))
                .cloned(),
        );
        env.extend(request.env.iter().filter(|e| e.contains('=')).cloned());
        if !has(&env, "HOME") {
            env.push(format!("HOME={home}"));
        }
        let cwd = match (request.working_dir.as_str(), c.config.config.working_dir.as_str()) {
            ("", "") => "/".to_string(),
            ("", own) => vfs::normalize(own),
            (wanted, _) => wanted.to_string(),
        };
        let fail = |why: &str, status: i32| Error::Start {
            message: format!(
                "OCI runtime exec failed: exec failed: unable to start container process: {why}: unknown{}",
                if why.contains("is a directory") {
                    ": permission denied"
                } else {
                    ""
                }
            ),
            status,
        };
        if !cwd.starts_with('/') {
            return Err(fail("Cwd must be an absolute path", 126));
        }
        {
            let ns = mounts.borrow();
            let there = ns
                .root()
                .and_then(|root| ns.walk(&root, &cwd, &vfs::Cred::root(), true, &mut |_| {}));
            if there.is_err() {
                return Err(fail(
                    &format!("chdir to cwd ({cwd:?}) set in config.json failed: no such file or directory"),
                    127,
                ));
            }
        }
        let name = request.cmd.first().cloned().unwrap_or_default();
        let program = find_program(&mounts.borrow(), &name, &env, &cwd, &cred).map_err(|(why, status)| fail(&why, status))?;
        let uts = self.machine().uts_of(init).unwrap_or_default();
        let namespaces = Namespaces {
            mounts: mounts.clone(),
            uts,
            net: c.net_ns.unwrap_or(machine::NetNsId::HOST),
            pid_ns: init,
            cgroup: c.cgroup.clone(),
        };
        drop(containers);
        let output = Queue::new();
        let mut readers: Vec<(Rc<Pipe>, StreamKind)> = Vec::new();
        let mut stdin = None;
        let mut tty = None;
        let stdio = if request.tty {
            let (rows, columns) = if request.console_size == (0, 0) {
                (24, 80)
            } else {
                request.console_size
            };
            let terminal = self.machine().open_tty(columns, rows);
            readers.push((terminal.output(), StreamKind::Stdout));
            let file = OpenFile::tty(terminal.clone());
            tty = Some(terminal);
            [file.clone(), file.clone(), file]
        } else {
            let input = if request.stdin {
                let pipe = Pipe::new();
                stdin = Some(Stdio {
                    pipe: pipe.clone(),
                    closed: Rc::new(Cell::new(false)),
                });
                OpenFile::reader(pipe)
            } else {
                OpenFile::null()
            };
            let (out, err) = (Pipe::new(), Pipe::new());
            readers.push((out.clone(), StreamKind::Stdout));
            readers.push((err.clone(), StreamKind::Stderr));
            [input, OpenFile::writer(out), OpenFile::writer(err)]
        };
        let line = request.cmd.join(" ");
        self.container(&id, |c| {
            self.container_event(c, &format!("exec_create: {line}"), &[("execID", exec_id.clone())]);
            self.container_event(c, &format!("exec_start: {line}"), &[("execID", exec_id.clone())]);
        })?;
        let init = Init {
            argv: request.cmd,
            env,
            cwd,
            cred,
            namespaces,
            stdio,
            tty: tty.clone(),
            join: Some(init),
        };
        let pid = self.machine().start_at(&program, init).map_err(|error| match error {
            Errno::ENOENT => fail(&format!("exec: {name:?}: no such file or directory"), 127),
            other => fail(&format!("exec: {name:?}: {}", other.to_string().to_lowercase()), 126),
        })?;
        let mut shims = Vec::new();
        for (pipe, stream) in readers {
            let done = Watch::new(false);
            shims.push(done.clone());
            let queue = output.clone();
            self.machine().spawn_task(async move {
                loop {
                    let bytes = pipe.read(16_384).await;
                    if bytes.is_empty() {
                        break;
                    }
                    queue.push(Output { stream, bytes });
                }
                pipe.close_reader();
                done.update(|d| *d = true);
            });
        }
        let status = Watch::new(None);
        let (engine, sink, queue, terminal, owned) = (self.clone(), status.clone(), output.clone(), tty.clone(), id.clone());
        let exec = exec_id.clone();
        self.machine().spawn_task(async move {
            let ended = engine.machine().wait_exit(pid).await;
            if let Some(tty) = terminal {
                tty.output().close_writer();
            }
            for done in shims {
                done.until(|d| d.then_some(())).await;
            }
            queue.close();
            let attributes = [("execID", exec), ("exitCode", ended.code().to_string())];
            let _ = engine.container(&owned, |c| engine.container_event(c, "exec_die", &attributes));
            sink.update(|s| *s = Some(ended.code()));
        });
        self.inner()
            .execs
            .borrow_mut()
            .insert(exec_id.clone(), ExecRecord { status: status.clone() });
        self.with(&id, |c| c.execs.push(exec_id.clone()))?;
        Ok(Execution {
            id: exec_id,
            output,
            stdin,
            tty,
            pid,
            status,
        })
    }

    /// An exec's exit status, if it has ended.
    pub fn exec_status(&self, id: &str) -> Option<i32> {
        self.inner().execs.borrow().get(id).and_then(|e| e.status.read(|s| *s))
    }
}
