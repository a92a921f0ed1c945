//! Git repositories as sources of a build: which commit is meant, what git prints, and the files checked out.
//!
//! Specified by BuildKit's `source/git/source.go`; git's words are those of `ls-remote`, `fetch` and `checkout`. Left out:
//! the `.git` directory, repositories over SSH, submodules, signatures.

use super::copy::CopyJob;
use super::git_remote::{Why, anonymous, head, list, reach};
use super::git_url::{GitUrl, Scheme, is_commit};
use super::report::Mode;
use super::solve::{Outcome, Solver};
use super::stage::State;
use super::tree::Tree;
use super::{BuildContext, BuildEvent, BuildFailure, BuildRequest};
use crate::{Engine, StreamKind};
use catalogue::{Repository, RepositoryFile};
use dockerfile::Lines;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use vfs::Digest;

/// How long an exchange with a host takes.
const EXCHANGE: Duration = Duration::from_millis(320);

/// What earlier builds fetched.
#[derive(Default)]
pub(crate) struct Fetched {
    /// By remote.
    repositories: BTreeMap<String, Bare>,
    /// By commit and folder.
    checkouts: BTreeMap<String, BuildContext>,
}

/// What a repository of the builder's own holds.
#[derive(Clone, Default)]
struct Bare {
    /// Its references, as git shows them.
    names: BTreeSet<String>,
    commits: BTreeSet<String>,
}

/// Files of a repository.
pub(super) struct Checkout {
    pub files: BuildContext,
    /// An earlier build has checked them out.
    pub cached: bool,
}

/// Why there are none.
pub(super) struct Refused {
    pub why: String,
    /// It was found while looking for the commit, before anything was fetched.
    early: bool,
}

impl Refused {
    /// As the build says it.
    pub fn message(&self) -> String {
        match self.early {
            true => format!("failed to load cache key: {}", self.why),
            false => self.why.clone(),
        }
    }

    fn late(why: String) -> Refused {
        Refused { why, early: false }
    }
}

/// Whether a context is a git repository. One with a query that makes no sense is.
pub fn is_git_context(text: &str) -> bool {
    !matches!(GitUrl::parse(text), Ok(None))
}

/// Whether a context is a git repository behind SSH.
pub fn is_ssh_context(text: &str) -> bool {
    GitUrl::parse(text).is_ok_and(|url| url.is_some_and(|url| url.scheme == Scheme::Ssh))
}

/// What is not done of what an address asks for.
pub(super) fn check_kept(url: &GitUrl, keep: bool) -> Result<(), String> {
    // Of a folder BuildKit doesn't keep it either.
    match keep && folder(url).is_empty() {
        true => Err(format!("drydock: the .git directory of {} is not simulated", url.remote)),
        false => Ok(()),
    }
}

/// Finds the commit and checks its files out. What git prints goes to `say`. A prediction fetches nothing and keeps
/// nothing.
pub(super) async fn check_out(
    engine: &Engine,
    mode: Mode,
    url: &GitUrl,
    ssh: &BTreeSet<String>,
    say: &mut dyn FnMut(&str),
) -> Result<Checkout, Refused> {
    let exchange = async || {
        if mode == Mode::Build {
            engine.machine().sleep(EXCHANGE).await;
        }
    };
    let catalogue = engine.catalogue();
    let early = |why: String| Refused { why, early: true };
    if !url.checksum.is_empty() && !url.checksum.bytes().all(|b| b.is_ascii_hexdigit()) {
        let why = format!("invalid checksum {} for Git URL, expected hex commit hash", url.checksum);
        return Err(early(why));
    }
    let wanted = if is_commit(&url.reference) {
        if !url.reference.starts_with(&url.checksum) {
            let why = format!("expected checksum to match {}, got {}", url.checksum, url.reference);
            return Err(early(why));
        }
        let tag = catalogue
            .git_repositories()
            .iter()
            .flat_map(|r| r.refs.values())
            .find(|to| to.object == url.reference);
        Wanted {
            reference: url.reference.clone(),
            object: url.reference.clone(),
            commit: tag.map_or(&url.reference, |to| &to.commit).clone(),
        }
    } else {
        check_agent(url, ssh).map_err(early)?;
        exchange().await;
        let asked = match url.reference.as_str() {
            "" => {
                let repository =
                    reach(catalogue, url).map_err(|w| early(w.text("error fetching default branch for repository", url, say)))?;
                say(&head(repository));
                exchange().await;
                repository.default_branch.as_str()
            }
            reference => reference,
        };
        let repository = reach(catalogue, url).map_err(|w| early(w.text("failed to fetch remote", url, say)))?;
        let listed = list(repository, asked);
        say(&listed);
        resolve(repository, asked, &listed, &url.checksum).map_err(early)?
    };
    let folder = folder(url);
    let key = format!("{}:{folder}", wanted.commit);
    if let Some(files) = engine.inner().build.borrow().git.checkouts.get(&key) {
        return Ok(Checkout {
            files: files.clone(),
            cached: true,
        });
    }
    check_agent(url, ssh).map_err(Refused::late)?;
    exchange().await;
    let repository = reach(catalogue, url).map_err(|w| Refused::late(w.text("failed to fetch remote", url, say)))?;
    let known = engine.inner().build.borrow().git.repositories.get(&url.remote).cloned();
    let bare = fetch(repository, url, &wanted, known, say);
    if mode == Mode::Build {
        let mut cache = engine.inner().build.borrow_mut();
        cache.git.repositories.insert(url.remote.clone(), bare);
    }
    let Some(commit) = repository.commits.get(&wanted.commit) else {
        let stderr = format!("fatal: unable to read tree ({})\n", wanted.object);
        say(&stderr);
        return Err(Refused::late(Why::Git(stderr).text(
            "failed to checkout remote",
            url,
            &mut |_| {},
        )));
    };
    let files = below(&commit.files, &folder, url).map_err(Refused::late)?;
    let now = if mode == Mode::Build { engine.now().0 } else { 0 };
    let files = BuildContext::checkout(&files, now);
    if mode == Mode::Build {
        let mut cache = engine.inner().build.borrow_mut();
        cache.git.checkouts.insert(key, files.clone());
    }
    Ok(Checkout { files, cached: false })
}

/// The commit that is meant.
struct Wanted {
    /// The whole name of a branch or a tag; a commit's own name where that is given.
    reference: String,
    object: String,
    commit: String,
}

/// The folder that is wanted, without slashes at its ends.
fn folder(url: &GitUrl) -> String {
    vfs::normalize(&url.subdir).trim_matches('/').to_string()
}

/// Repositories over SSH need a key.
fn check_agent(url: &GitUrl, ssh: &BTreeSet<String>) -> Result<(), String> {
    match url.scheme {
        Scheme::Ssh if ssh.contains("default") => {
            Err(format!("drydock: the repository {} over SSH is not simulated", url.remote))
        }
        Scheme::Ssh if ssh.is_empty() => Err("no SSH key \"default\" forwarded from the client".into()),
        Scheme::Ssh => Err("unset ssh forward key default".into()),
        _ => Ok(()),
    }
}

/// The reference that a name stands for: a branch rather than a tag. Errors: BuildKit's words.
fn resolve(repository: &Repository, asked: &str, listed: &str, checksum: &str) -> Result<Wanted, String> {
    let whole = |prefix: &str| format!("{prefix}{}", asked.strip_prefix(prefix).unwrap_or(asked));
    let tag = whole("refs/tags/");
    let found = [whole("refs/"), whole("refs/heads/"), tag.clone()]
        .into_iter()
        .find_map(|name| repository.refs.get(&name).map(|to| (name, to)));
    let Some((name, to)) = found else {
        return Err(format!("repository does not contain ref {asked}, output: {listed:?}"));
    };
    let annotated = name == tag && to.object != to.commit;
    let fits = to.object.starts_with(checksum) || (annotated && to.commit.starts_with(checksum));
    if !fits {
        let got = if annotated {
            format!(" or {}", to.commit)
        } else {
            to.object.clone()
        };
        return Err(format!("expected checksum to match {checksum}, got {got}"));
    }
    Ok(Wanted {
        reference: name,
        object: to.object.clone(),
        commit: to.commit.clone(),
    })
}

/// Fetches into the builder's own repository; what git prints goes to `say`.
fn fetch(repository: &Repository, url: &GitUrl, wanted: &Wanted, known: Option<Bare>, say: &mut dyn FnMut(&str)) -> Bare {
    if known.is_none() {
        let place = snapshot_of(&url.remote);
        say(&format!("Initialized empty Git repository in {place}/\n"));
    }
    let mut bare = known.unwrap_or_default();
    if url.reference.is_empty() {
        say(&head(repository));
    }
    let mut fresh: Vec<(&str, String, String)> = Vec::new();
    let mut lines = String::new();
    if is_commit(&wanted.reference) {
        if bare.commits.contains(&wanted.commit) {
            return bare;
        }
        say(&format!("fatal: Not a valid object name {}^{{commit}}\n", wanted.object));
        if repository.commits.contains_key(&wanted.commit) {
            lines.push_str(&format!(" * {:<17} {} -> FETCH_HEAD\n", "branch", wanted.object));
        } else {
            say(&format!("fatal: remote error: upload-pack: not our ref {}\n", wanted.object));
            let branches = repository.refs.keys().filter_map(|name| name.strip_prefix("refs/heads/"));
            fresh.extend(branches.map(|name| ("[new branch]", name.to_string(), format!("origin/{name}"))));
        }
        let tags = repository.refs.keys().filter_map(|name| name.strip_prefix("refs/tags/"));
        fresh.extend(tags.map(|name| ("[new tag]", name.to_string(), name.to_string())));
    } else {
        let short = url.reference.strip_prefix("refs/tags/").unwrap_or(&url.reference);
        if let Some(name) = wanted.reference.strip_prefix("refs/tags/") {
            fresh.push(("[new tag]", name.to_string(), short.to_string()));
        } else {
            let name = wanted.reference.trim_start_matches("refs/heads/");
            let own = if short.is_empty() { name } else { short };
            fresh.push(("[new branch]", name.to_string(), own.to_string()));
            fresh.push(("[new branch]", name.to_string(), format!("origin/{name}")));
        }
    }
    fresh.retain(|(_, _, own)| !bare.names.contains(own));
    // Git keeps names below each other unless that takes more than a line.
    let fitting = |(_, name, own): &&(&str, String, String)| 25 + name.len() + own.len() < 80;
    let width = fresh
        .iter()
        .filter(fitting)
        .map(|(_, name, _)| name.len())
        .max()
        .unwrap_or(0)
        .max(10);
    for (what, name, own) in &fresh {
        lines.push_str(&format!(" * {what:<17} {name:<width$} -> {own}\n"));
    }
    if !lines.is_empty() {
        say(&format!("From {}\n{lines}", anonymous(&url.remote).trim_end_matches(".git")));
    }
    say(&format!("{}\n", wanted.object));
    if !url.checksum.is_empty() {
        say(&format!("{}\n", wanted.object));
        if !wanted.object.starts_with(&url.checksum) {
            say(&format!("{}\n", wanted.commit));
        }
    }
    bare.names.extend(fresh.into_iter().map(|(_, _, own)| own));
    if repository.commits.contains_key(&wanted.commit) {
        bare.commits.insert(wanted.commit.clone());
    }
    bare
}

/// Where the builder keeps something that it fetched.
fn snapshot_of(what: &str) -> String {
    let number = number_of(what) % 200 + 20;
    format!("/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/{number}/fs")
}

/// A number that is as good as any other, and always the same.
fn number_of(what: &str) -> u32 {
    Digest::of(what.as_bytes())
        .as_bytes()
        .iter()
        .take(4)
        .fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

/// The files of a folder. Errors: what reading it as one says.
fn below(
    files: &BTreeMap<String, RepositoryFile>,
    folder: &str,
    url: &GitUrl,
) -> Result<BTreeMap<String, RepositoryFile>, String> {
    if folder.is_empty() {
        return Ok(files.clone());
    }
    let inside = |path: &String| {
        path.strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/'))
            .map(str::to_string)
    };
    let found: BTreeMap<String, RepositoryFile> = files
        .iter()
        .filter_map(|(path, file)| Some((inside(path)?, file.clone())))
        .collect();
    let what = format!("{} {folder}", url.remote);
    let place = format!("{}/checkout{}/{folder}", snapshot_of(&what), number_of(&what));
    let is_file = |path: &str| files.contains_key(path);
    let through_file = folder.match_indices('/').any(|(at, _)| folder.get(..at).is_some_and(is_file));
    match found.is_empty() {
        false => Ok(found),
        true if is_file(folder) => Err(format!("readdirent {place}: not a directory")),
        true if through_file => Err(format!("failed to open subdir {folder}: open {place}: not a directory")),
        true => Err(format!(
            "failed to open subdir {folder}: open {place}: no such file or directory"
        )),
    }
}

impl Engine {
    /// Fetches the repository that is a request's context, if one is, and reads the Dockerfile in it; what happens is
    /// told to `report`. Errors: as of a build.
    pub async fn load_git_context(
        &self,
        request: &mut BuildRequest,
        report: &mut dyn FnMut(BuildEvent),
    ) -> Result<(), Box<BuildFailure>> {
        let Some(text) = request.git_context.take() else {
            return Ok(());
        };
        let refused = |why: String| Box::new(BuildFailure::plain(why));
        let Some(url) = GitUrl::parse(&text).map_err(refused)? else {
            return Ok(());
        };
        let kept = |(name, value): &(String, String)| {
            name == "BUILDKIT_CONTEXT_KEEP_GIT_DIR" && ["1", "t", "T", "true", "TRUE", "True"].contains(&value.as_str())
        };
        let keep = url.keep_git_dir == Some(true) || request.build_args.iter().any(kept);
        check_kept(&url, keep).map_err(refused)?;
        let vertex = request.vertices;
        request.vertices += 1;
        let files = told_checkout(self, &text, &url, &request.ssh, vertex, report)
            .await
            .map_err(|mut failure| {
                failure.message = format!("failed to read dockerfile: {}", failure.message);
                failure
            })?;
        let name = request.file_name.clone();
        let lower = || {
            let above = name.strip_suffix("Dockerfile")?;
            (above.is_empty() || above.ends_with('/')).then(|| files.read(&format!("{above}dockerfile")))?
        };
        let read = files.read(&name).or_else(lower);
        let Some(dockerfile) = read else {
            return Err(refused(format!(
                "failed to read dockerfile: open {name}: no such file or directory"
            )));
        };
        request.dockerfile = super::context::dockerfile_text(&dockerfile);
        request.context = files;
        request.remote_context = true;
        Ok(())
    }
}

/// Checks a repository out in a step of BuildKit's own.
pub(super) async fn told_checkout(
    engine: &Engine,
    text: &str,
    url: &GitUrl,
    ssh: &BTreeSet<String>,
    vertex: usize,
    report: &mut dyn FnMut(BuildEvent),
) -> Result<BuildContext, Box<BuildFailure>> {
    let name = format!("[internal] load git source {text}");
    report(BuildEvent::Started {
        vertex,
        name: name.clone(),
    });
    let mut log = Vec::new();
    let done = {
        let mut say = |said: &str| {
            log.extend(said.lines().map(str::to_string));
            report(BuildEvent::Output {
                vertex,
                stream: StreamKind::Stderr,
                bytes: said.as_bytes().to_vec(),
            });
        };
        check_out(engine, Mode::Build, url, ssh, &mut say).await
    };
    let (cached, error) = match &done {
        Ok(checkout) => (checkout.cached, None),
        Err(refused) => (false, Some(refused.why.clone())),
    };
    report(BuildEvent::Ended { vertex, cached, error });
    done.map(|checkout| checkout.files).map_err(|refused| {
        Box::new(BuildFailure {
            step: Some((name, log)),
            ..BuildFailure::plain(refused.message())
        })
    })
}

impl Solver<'_> {
    /// The files of a repository, checked out in a step of its own that has the same name.
    pub async fn git_job(&self, state: &State, like: &CopyJob, url: &GitUrl, name: &str, lines: Lines) -> Outcome<CopyJob> {
        let shown = state.clone().prefixed(name);
        let vertex = (self.mode == Mode::Build).then(|| self.begin(shown.clone()));
        let mut log = Vec::new();
        let done = {
            let mut say = |said: &str| {
                log.extend(said.lines().map(str::to_string));
                if let Some(vertex) = vertex {
                    self.output(vertex, StreamKind::Stderr, said.as_bytes().to_vec());
                }
            };
            check_out(self.engine, self.mode, url, &self.request.ssh, &mut say).await
        };
        let why = done.as_ref().err().map(|refused| refused.why.clone());
        if let Some(vertex) = vertex {
            self.end(vertex, false, why);
        }
        let files = done
            .map_err(|refused| {
                let mut failure = BuildFailure::at(refused.message(), lines);
                failure.step = Some((shown, log));
                Box::new(failure)
            })?
            .files;
        Ok(CopyJob {
            tree: Tree {
                context: files,
                ignore: None,
            },
            sources: vec!["/".to_string()],
            unpack: false,
            keep_owner: false,
            parents: false,
            ..like.clone()
        })
    }
}
