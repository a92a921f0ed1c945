//! Carrying a step out that the cache does not have: on the stage's files, with the mounts it asks for.

use super::BuildFailure;
use super::copy::{CopyJob, lookup, make_workdir};
use super::scan::Scan;
use super::solve::{Outcome, Solver};
use super::stage::State;
use super::step::{RunJob, Source};
use super::words::quote;
use crate::container::StreamKind;
use dockerfile::{Lines, Mount, MountType};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use vfs::{Fs, Meta, Node, ROOT, normalize};

/// How long it takes until a RUN's process starts.
const START: Duration = Duration::from_millis(120);

/// What a layer step does.
pub(super) enum Work {
    Workdir(String),
    /// Files of a source, of URLs and of heredocs, with what each stands for.
    Copy(Vec<(CopyJob, Rc<Scan>)>),
    Run {
        argv: Vec<String>,
        env: Vec<String>,
        mounts: Vec<Mount>,
        network: String,
        /// A heredoc with an interpreter of its own: name and text.
        script: Option<(String, String)>,
    },
}

pub(super) struct Failed {
    pub message: String,
    pub log: Vec<String>,
}

fn plain(message: String) -> Failed {
    Failed {
        message,
        log: Vec::new(),
    }
}

impl Solver<'_> {
    pub async fn work(&self, state: &State, stage: usize, vertex: usize, lines: Lines, work: &Work) -> Result<Fs, Failed> {
        let now = self.engine.now().0;
        match work {
            Work::Workdir(path) => {
                self.engine.machine().sleep(Duration::from_millis(20)).await;
                let mut fs = state.fs.fork();
                make_workdir(&mut fs, path, &state.config.user, now).map_err(plain)?;
                Ok(fs)
            }
            Work::Copy(jobs) => {
                self.engine.machine().sleep(Duration::from_millis(30)).await;
                let mut fs = state.fs.fork();
                let number = self.engine.machine().random(|r| r.below(1 << 32));
                let place = format!("/var/lib/docker/buildkit/containerd-overlayfs/cachemounts/buildkit{number}");
                for (job, scan) in jobs {
                    job.carry_out(&mut fs, &state.workdir(), &scan.matched, now, &place)
                        .map_err(plain)?;
                }
                Ok(fs)
            }
            Work::Run {
                argv,
                env,
                mounts,
                network,
                script,
            } => {
                let mut sources = Vec::new();
                let mut env = env.clone();
                let mounts = with_agents(mounts, &mut env);
                for mount in &mounts {
                    if let (MountType::Secret, Some(name)) = (mount.kind, &mount.env) {
                        let value = self.secret(mount).map_err(plain)?.unwrap_or_default();
                        env.push(format!("{name}={}", String::from_utf8_lossy(&value)));
                        if mount.target.is_empty() {
                            continue;
                        }
                    }
                    let source = self.mount_source(stage, mount, lines).await.map_err(|f| plain(f.message))?;
                    if let Some(source) = source {
                        sources.push((placed(state, mount), source));
                    }
                }
                if let Some((name, text)) = script {
                    sources.push(inline_script(name, text, now));
                }
                self.engine.machine().sleep(START).await;
                let job = RunJob {
                    fs: state.fs.fork(),
                    argv: argv.clone(),
                    env,
                    user: state.config.user.clone(),
                    workdir: state.config.working_dir.clone(),
                    network: network.clone(),
                    hosts: self.request.add_hosts.clone(),
                    mounts: sources,
                    shm_size: self.request.shm_size,
                };
                self.run_job(job, vertex).await
            }
        }
    }

    async fn run_job(&self, job: RunJob, vertex: usize) -> Result<Fs, Failed> {
        let argv = job.argv.join(" ");
        let mut log: Vec<u8> = Vec::new();
        let outcome = self
            .engine
            .run_step(job, &mut |stream: StreamKind, bytes: Vec<u8>| {
                if log.len() < 1 << 20 {
                    log.extend_from_slice(&bytes);
                }
                self.output(vertex, stream, bytes);
            })
            .await;
        let message = match outcome.result {
            Ok(0) => return Ok(outcome.fs),
            Ok(code) => format!("process {} did not complete successfully: exit code: {code}", quote(&argv)),
            Err(message) => message,
        };
        Err(Failed {
            message,
            log: String::from_utf8_lossy(&log).lines().map(str::to_string).collect(),
        })
    }

    /// A secret's bytes; `None` if there is none and none is needed.
    fn secret(&self, mount: &Mount) -> Result<Option<Vec<u8>>, String> {
        let base = || mount.target.rsplit('/').next().unwrap_or_default();
        let id = [mount.source.as_str(), mount.id.as_str(), base()]
            .into_iter()
            .find(|id| !id.is_empty())
            .unwrap_or_default();
        match self.request.secrets.get(id) {
            Some(bytes) => Ok(Some(bytes.clone())),
            None if mount.required => Err(format!("secret {id}: not found")),
            None => Ok(None),
        }
    }

    async fn mount_source(&self, stage: usize, mount: &Mount, lines: Lines) -> Outcome<Option<Source>> {
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        Ok(match mount.kind {
            MountType::Tmpfs => Some(Source::Tmpfs),
            MountType::Secret => self.secret(mount).map_err(fail)?.map(Source::Secret),
            MountType::Ssh => {
                let id = if mount.id.is_empty() { "default" } else { &mount.id };
                let forwarded = self.request.ssh.contains(id);
                if mount.required && !forwarded {
                    return Err(fail(format!("no SSH key {id:?} forwarded from the client")));
                }
                forwarded.then_some(Source::Ssh)
            }
            MountType::Cache => Some(self.cache_mount(stage, mount, lines).await?),
            MountType::Bind => {
                let tree = self.mounted_files(stage, mount, lines).await?;
                let root = lookup(&tree, "/src").ok_or_else(|| fail(format!("{:?}: not found", mount.source)))?;
                Some(Source::Tree {
                    fs: Rc::new(RefCell::new(tree)),
                    root,
                    read_only: mount.read_only,
                })
            }
        })
    }

    /// A tree of its own with the files that a mount shows, below `/src`.
    async fn mounted_files(&self, stage: usize, mount: &Mount, lines: Lines) -> Outcome<Fs> {
        let fail = |message: String| Box::new(BuildFailure::at(message, lines));
        let job = self.mount_job(stage, mount, lines).await?;
        let mut tree = Fs::default();
        let matched = job.matches().map_err(fail)?;
        let directory = matched.first().is_some_and(|m| m.found.is_dir);
        let copy = CopyJob {
            destination: if directory { "/src/".into() } else { "/src".into() },
            ..job
        };
        copy.carry_out(&mut tree, "/", &matched, self.engine.now().0, "")
            .map_err(fail)?;
        Ok(tree)
    }

    /// A directory that stays between builds, filled from where `from` says when it is new.
    async fn cache_mount(&self, stage: usize, mount: &Mount, lines: Lines) -> Outcome<Source> {
        let id = match mount.id.as_str() {
            "" => normalize(&mount.target),
            id => id.to_string(),
        };
        if self.request.no_cache && self.emptied.borrow_mut().insert(id.clone()) {
            self.engine.inner().build.borrow_mut().mounts.remove(&id);
        }
        let known = self.engine.inner().build.borrow().mounts.get(&id).cloned();
        let fs = match known {
            Some(fs) => fs,
            None => {
                let mut tree = Fs::new(Meta {
                    mode: mount.mode.unwrap_or(0o755),
                    uid: mount.uid.unwrap_or(0),
                    gid: mount.gid.unwrap_or(0),
                    mtime: self.engine.now().0,
                });
                if !mount.from.is_empty() {
                    let mut job = self.mount_job(stage, mount, lines).await?;
                    job.destination = "/".into();
                    if let Ok(matched) = job.matches() {
                        let _ = job.carry_out(&mut tree, "/", &matched, self.engine.now().0, "");
                    }
                }
                let fs = Rc::new(RefCell::new(tree));
                self.engine.inner().build.borrow_mut().mounts.insert(id, fs.clone());
                fs
            }
        };
        Ok(Source::Tree {
            fs,
            root: ROOT,
            read_only: mount.read_only,
        })
    }
}

/// The mounts of a RUN, those of agents with their places, which the environment names.
fn with_agents(mounts: &[Mount], env: &mut Vec<String>) -> Vec<Mount> {
    let mut mounts = mounts.to_vec();
    let agents = mounts.iter_mut().filter(|mount| mount.kind == MountType::Ssh);
    for (number, mount) in agents.enumerate() {
        if mount.target.is_empty() {
            mount.target = format!("/run/buildkit/ssh_agent.{number}");
        }
        if number == 0 && !env.iter().any(|pair| pair.starts_with("SSH_AUTH_SOCK=")) {
            env.push(format!("SSH_AUTH_SOCK={}", mount.target));
        }
    }
    mounts
}

/// A mount whose target is absolute.
fn placed(state: &State, mount: &Mount) -> Mount {
    let mut mount = mount.clone();
    if !mount.target.is_empty() && !mount.target.starts_with('/') {
        mount.target = normalize(&format!("{}/{}", state.workdir(), mount.target));
    }
    if mount.kind == MountType::Secret && mount.target.is_empty() {
        let id = if mount.source.is_empty() { &mount.id } else { &mount.source };
        mount.target = format!("/run/secrets/{}", id.rsplit('/').next().unwrap_or_default());
    }
    mount
}

/// The directory in which a heredoc with an interpreter of its own is run.
fn inline_script(name: &str, text: &str, now: i64) -> (Mount, Source) {
    let mut fs = Fs::default();
    let meta = Meta {
        mode: 0o755,
        uid: 0,
        gid: 0,
        mtime: now,
    };
    let _ = fs.create(ROOT, name, meta, Node::File(text.as_bytes().into()));
    let mount = Mount {
        kind: MountType::Bind,
        from: String::new(),
        source: String::new(),
        target: "/dev/pipes".into(),
        read_only: true,
        size_limit: 0,
        id: String::new(),
        sharing: None,
        required: false,
        env: None,
        mode: None,
        uid: None,
        gid: None,
    };
    let source = Source::Tree {
        fs: Rc::new(RefCell::new(fs)),
        root: ROOT,
        read_only: true,
    };
    (mount, source)
}
