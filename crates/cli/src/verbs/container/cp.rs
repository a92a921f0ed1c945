//! `docker cp`.
//!
//! Rules are docker cp's page: a directory is copied into an existing one and under a new name
//! otherwise, `/.` copies what is in it, `-` is a tar archive on standard input or output.

use crate::call::{Call, Failure, Outcome};
use crate::format::short_size;
use crate::verbs::refuse;
use vfs::tar::{self, Content, Entry, Limits};
use vfs::{FileKind, normalize};

pub async fn cp(call: Call) -> Outcome {
    let (source, target) = (call.argument(0), call.argument(1));
    if source.is_empty() {
        return refuse("source can not be empty");
    }
    if target.is_empty() {
        return refuse("destination can not be empty");
    }
    match (split(source), split(target)) {
        ((Some(container), path), (None, host)) => from_container(&call, container, path, host).await,
        ((None, host), (Some(container), path)) => to_container(&call, host, container, path).await,
        ((Some(_), _), (Some(_), _)) => refuse("copying between containers is not supported"),
        ((None, _), (None, _)) => refuse("must specify at least one container source"),
    }
}

/// `CONTAINER:PATH`, or a path of the host.
pub fn split(argument: &str) -> (Option<&str>, &str) {
    if argument.starts_with('/') || argument == "-" {
        return (None, argument);
    }
    match argument.split_once(':') {
        Some((container, path)) if !container.is_empty() && !container.starts_with('.') => (Some(container), path),
        _ => (None, argument),
    }
}

fn base(path: &str) -> String {
    normalize(path).rsplit('/').next().unwrap_or_default().to_string()
}

fn parent(path: &str) -> String {
    match normalize(path).rsplit_once('/') {
        Some(("", _)) | None => "/".into(),
        Some((dir, _)) => dir.to_string(),
    }
}

fn contents_only(path: &str) -> bool {
    path == "." || path.ends_with("/.")
}

/// Gives a tree another name at its top; without one only what is in it is left.
fn renamed(entries: Vec<Entry>, name: &str) -> Vec<Entry> {
    let top = entries.first().map(|e| e.path.clone()).unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|mut entry| {
            let rest = match top.is_empty() {
                true => entry.path.as_str(),
                false => entry.path.strip_prefix(top.as_str())?.trim_start_matches('/'),
            };
            let path = match (name.is_empty(), rest.is_empty()) {
                (true, true) => return None,
                (true, false) => rest.to_string(),
                (false, true) => name.to_string(),
                (false, false) => format!("{name}/{rest}"),
            };
            entry.path = path;
            Some(entry)
        })
        .collect()
}

fn size(entries: &[Entry]) -> u64 {
    entries
        .iter()
        .map(|e| match &e.content {
            Content::File(data) => 512 + data.size().div_ceil(512) * 512,
            _ => 512,
        })
        .sum::<u64>()
        + 1024
}

fn is_dir(entries: &[Entry]) -> bool {
    entries.first().is_some_and(|e| matches!(e.content, Content::Dir))
}

fn quiet(call: &Call) -> bool {
    match call.flags.changed("quiet") {
        true => call.flags.on("quiet"),
        false => !call.sys.isatty(1),
    }
}

async fn from_container(call: &Call, container: &str, path: &str, host: &str) -> Outcome {
    let follow = call.flags.on("follow-link");
    if host == "-" {
        let entries = call.engine.copy_from(container, path, follow)?;
        let _ = call.sys.write(1, &tar::to_bytes(&entries)).await;
        return Ok(());
    }
    let target = call.sys.absolute(host);
    let above = parent(&target);
    if !call.sys.exists(&above) {
        return refuse(format!(
            "invalid output path: directory {} does not exist",
            crate::opts::quote(&above)
        ));
    }
    let special = call
        .sys
        .stat(&target)
        .is_ok_and(|s| !matches!(s.kind, FileKind::Dir | FileKind::File));
    if special {
        return refuse(format!(
            "invalid output path: {} must be a directory or a regular file: got a device",
            crate::opts::quote(&target)
        ));
    }
    let entries = call.engine.copy_from(container, path, follow)?;
    let bytes = size(&entries);
    let found = call.sys.stat(&target).ok();
    let (dir, name) = match &found {
        Some(stat) if stat.kind == FileKind::Dir => match contents_only(path) {
            true => (target.clone(), String::new()),
            false => (target.clone(), base(path)),
        },
        Some(_) if is_dir(&entries) => return refuse("cannot copy directory"),
        Some(_) if host.ends_with('/') => return refuse("not a directory"),
        None if host.ends_with('/') && !is_dir(&entries) => return refuse("no such directory"),
        _ => (parent(&target), base(&target)),
    };
    let denied = |why: &str| Failure::new(format!("open {}/{name}: {why}", dir.trim_end_matches('/')));
    call.sys.access(&dir, 2).map_err(|_| denied("permission denied"))?;
    let at = call
        .sys
        .resolve(&dir, true)
        .map_err(|e| denied(&e.to_string().to_lowercase()))?;
    let cred = call.sys.cred();
    let mut entries = renamed(entries, &name);
    if !call.flags.on("archive") {
        for entry in &mut entries {
            (entry.meta.uid, entry.meta.gid) = (cred.uid, cred.gid);
        }
    }
    tar::unpack(&mut at.mount.fs.borrow_mut(), at.ino, &entries).map_err(|e| denied(&e.to_string().to_lowercase()))?;
    if !quiet(call) {
        call.err(&format!("Successfully copied {} to {target}", short_size(bytes)))
            .await;
    }
    Ok(())
}

async fn to_container(call: &Call, host: &str, container: &str, path: &str) -> Outcome {
    call.engine.find_container(container)?;
    let path = match path.starts_with('/') {
        true => path.to_string(),
        false => format!("/{path}"),
    };
    if host == "-" {
        let bytes = call.input().await;
        let target = call.engine.look(container, &path).ok().and_then(|at| at.stat().ok());
        if target.is_none_or(|stat| stat.kind != FileKind::Dir) {
            return refuse(format!("destination \"{container}:{path}\" must be a directory"));
        }
        let entries =
            tar::read(&bytes, &Limits::default()).map_err(|_| Failure::new("Error response from daemon: unexpected EOF"))?;
        return Ok(call.engine.copy_to(container, &path, &entries)?);
    }
    let source = call.sys.absolute(host);
    let entries = pack(call, &source)?;
    let target = call.engine.look(container, &path).ok().and_then(|at| at.stat().ok());
    let (dir, name) = match target {
        Some(stat) if stat.kind == FileKind::Dir => match contents_only(host) {
            true => (path.clone(), String::new()),
            false => (path.clone(), base(&source)),
        },
        Some(_) if is_dir(&entries) => return refuse("cannot copy directory"),
        Some(_) if path.ends_with('/') => return refuse("not a directory"),
        None if path.ends_with('/') && !is_dir(&entries) => return refuse("no such directory"),
        _ => (parent(&path), base(&path)),
    };
    let bytes = size(&entries);
    let mut entries = renamed(entries, &name);
    if !call.flags.on("archive") {
        for entry in &mut entries {
            (entry.meta.uid, entry.meta.gid) = (0, 0);
        }
    }
    call.engine.copy_to(container, &dir, &entries)?;
    if !quiet(call) {
        call.err(&format!("Successfully copied {} to {container}:{path}", short_size(bytes)))
            .await;
    }
    Ok(())
}

/// A tree of the host as archive entries.
fn pack(call: &Call, source: &str) -> Result<Vec<Entry>, Failure> {
    let missing = |path: &str, why: machine::Errno| Failure::new(format!("lstat {path}: {}", why.to_string().to_lowercase()));
    // The directories above are looked at first, from the top.
    let mut above = String::new();
    for part in parent(source).split('/').filter(|p| !p.is_empty()) {
        above = format!("{above}/{part}");
        call.sys.stat(&above).map_err(|e| missing(&above, e))?;
    }
    let follow = call.flags.on("follow-link");
    let at = call.sys.resolve(source, follow).map_err(|e| missing(source, e))?;
    tar::pack(&at.mount.fs.borrow(), at.ino, &base(source)).map_err(|e| missing(source, e))
}
