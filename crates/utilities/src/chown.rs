//! `chown` and `chgrp` (POSIX).

use crate::tool::{Run, Tool, join, tool};
use crate::users::Users;
use vfs::FileKind;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("recursive", 'R'),
        ("no-dereference", 'h'),
        ("verbose", 'v'),
        ("changes", 'c'),
        ("quiet", 'f'),
        ("silent", 'f'),
        ("reference", 'z'),
        ("from", 'y'),
        ("dereference", 'd'),
    ];
    let options = t.options("RhvcfLHPz:y:d", &long).await?;
    let group_only = t.name == "chgrp";
    let mut files = options.rest.clone();
    let users = Users::load(&t.sys);
    let (uid, gid) = if let Some(file) = options.value('z') {
        match t.sys.stat(file) {
            Ok(stat) => ((!group_only).then_some(stat.meta.uid), Some(stat.meta.gid)),
            Err(error) => return Err(t.fail(format!("failed to get attributes of '{file}': {error}")).await),
        }
    } else {
        if files.is_empty() {
            return Err(t.missing_operand().await);
        }
        let spec = files.remove(0);
        if files.is_empty() {
            let message = format!("missing operand after '{spec}'");
            return Err(if t.gnu { t.misuse(message).await } else { t.usage().await });
        }
        match owners(&users, &spec, group_only) {
            Ok(pair) => pair,
            Err((what, name)) => {
                let message = match (t.gnu, what) {
                    (false, what) => format!("unknown {what} {name}"),
                    (true, "group") if group_only => format!("invalid group: '{name}'"),
                    (true, what) => format!("invalid {what}: '{spec}'"),
                };
                return Err(t.fail(message).await);
            }
        }
    };
    let mut todo: Vec<String> = files.into_iter().rev().collect();
    while let Some(path) = todo.pop() {
        t.sys.tick().await;
        let follow = !options.has('h') && !options.has('R');
        let stat = t.sys.lstat(&path);
        let result = stat
            .as_ref()
            .map_err(|e| *e)
            .and_then(|_| t.sys.chown(&path, uid, gid, follow));
        match result {
            Ok(()) => {
                if options.has('v') {
                    t.put(format!(
                        "changed ownership of '{path}' to {}:{}\n",
                        uid.unwrap_or(0),
                        gid.unwrap_or(0)
                    ))
                    .await?;
                }
            }
            Err(error) => {
                if !options.has('f') {
                    let message = match (t.gnu, stat.is_ok()) {
                        (false, _) => format!("{path}: {error}"),
                        (true, false) => format!("cannot access '{path}': {error}"),
                        (true, true) => format!(
                            "changing {} of '{path}': {error}",
                            if group_only { "group" } else { "ownership" }
                        ),
                    };
                    t.say(&message).await;
                }
                t.status = 1;
            }
        }
        if options.has('R') && stat.is_ok_and(|s| s.kind == FileKind::Dir) {
            let entries = t.sys.readdir(&path).unwrap_or_default();
            todo.extend(entries.iter().rev().map(|e| join(&path, &e.name)));
        }
    }
    Ok(())
}

type Owners = (Option<u32>, Option<u32>);

/// Reads `USER`, `USER:GROUP`, `USER:`, `:GROUP` (or a group alone). Errors: what is unknown, its name.
pub fn owners(users: &Users, spec: &str, group_only: bool) -> Result<Owners, (&'static str, String)> {
    let group_of = |name: &str| users.gid(name).map(Some).ok_or(("group", name.to_string()));
    if group_only {
        return Ok((None, group_of(spec)?));
    }
    let (user, group) = match spec.split_once(':').or_else(|| {
        spec.split_once('.')
            .filter(|(u, _)| users.by_name(spec).is_none() && users.uid(u).is_some())
    }) {
        Some((user, group)) => (user, Some(group)),
        None => (spec, None),
    };
    let uid = if user.is_empty() {
        None
    } else {
        Some(users.uid(user).ok_or(("user", user.to_string()))?)
    };
    let gid = match group {
        None => None,
        Some("") => uid.and_then(|uid| users.by_uid(uid)).map(|u| u.gid),
        Some(name) => group_of(name)?,
    };
    Ok((uid, gid))
}
