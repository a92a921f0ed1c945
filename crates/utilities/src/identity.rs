//! `setpriv` and `runuser`: a program run as somebody else, by root (setpriv(1), runuser(1)).
//!
//! Capabilities are the container's and not a process's own: options on them say that they are not simulated.

use crate::accounts;
use crate::timeout::become_program;
use crate::tool::{Exit, Run, Tool, tool};
use crate::users::Users;
use machine::groups_of;

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "runuser" => runuser(t).await,
        _ => setpriv(t).await,
    }
}

async fn runuser(t: &mut Tool) -> Run {
    if t.sys.cred().uid != 0 {
        return Err(t.fail("may not be used by non-root users").await);
    }
    let by_user = t
        .args
        .iter()
        .take_while(|a| *a != "--")
        .any(|a| a.starts_with("-u") || a.starts_with("--user"));
    if !by_user {
        return accounts::su(t).await;
    }
    let options = t
        .options("+u:g:G:", &[("user", 'u'), ("group", 'g'), ("supp-group", 'G')])
        .await?;
    let name = options.value('u').unwrap_or_default().to_string();
    let users = Users::load(&t.sys);
    let Some(user) = users.by_name(&name).cloned() else {
        let message = format!("user {name} does not exist or the user entry does not contain all the required fields");
        return Err(t.fail(message).await);
    };
    if options.rest.is_empty() {
        return Err(t.fail("no command was specified").await);
    }
    let mut gid = user.gid;
    let mut groups = groups_of(&users.groups, &user.name, user.gid);
    if let Some(group) = options.value('g') {
        let Some(named) = users.gid(group) else {
            return Err(t.fail(format!("group {group} does not exist")).await);
        };
        (gid, groups) = (named, vec![named]);
    }
    for group in options.values('G') {
        match users.gid(&group) {
            Some(gid) => groups.push(gid),
            None => return Err(t.fail(format!("group {group} does not exist")).await),
        }
    }
    if let Err(error) = t.sys.set_cred(user.uid, gid, groups) {
        return Err(t.fail(format!("cannot set user id: {error}")).await);
    }
    Err(become_program(t, options.rest).await)
}

const CAPABILITIES: [&str; 4] = ["inh-caps", "ambient-caps", "bounding-set", "securebits"];

async fn setpriv(t: &mut Tool) -> Run {
    let gnu = [
        ("reuid", 'u'),
        ("ruid", 'U'),
        ("euid", 'U'),
        ("regid", 'g'),
        ("rgid", 'G'),
        ("egid", 'G'),
        ("init-groups", 'i'),
        ("clear-groups", 'c'),
        ("keep-groups", 'k'),
        ("groups", 's'),
        ("no-new-privs", 'n'),
        ("nnp", 'n'),
        ("reset-env", 'e'),
        ("dump", 'd'),
        ("inh-caps", '%'),
        ("ambient-caps", '%'),
        ("bounding-set", '%'),
        ("securebits", '%'),
    ];
    let busybox = [
        ("dump", 'd'),
        ("nnp", 'n'),
        ("no-new-privs", 'n'),
        ("inh-caps", '%'),
        ("ambient-caps", '%'),
    ];
    let long: &[(&str, char)] = if t.gnu { &gnu } else { &busybox };
    let options = t.options("+u:U:g:G:icks:ned%:", long).await?;
    if options.has('%') || options.has('U') || options.has('G') || options.has('d') {
        let named = t
            .args
            .iter()
            .filter_map(|a| a.strip_prefix("--"))
            .map(|a| a.split('=').next().unwrap_or(a));
        let mut named = named.filter(|a| CAPABILITIES.contains(a) || ["ruid", "euid", "rgid", "egid", "dump"].contains(a));
        let text = format!("drydock: setpriv --{} is not simulated\n", named.next().unwrap_or("dump"));
        t.stderr(&text).await;
        return Err(Exit(126));
    }
    if options.rest.is_empty() {
        return Err(t.fail("No program specified").await);
    }
    let users = Users::load(&t.sys);
    let now = t.sys.cred();
    let uid = match options.value('u') {
        None => now.uid,
        Some(text) => match users.uid(text) {
            Some(uid) => uid,
            None => return Err(t.fail(format!("failed to parse reuid: '{text}'")).await),
        },
    };
    let gid = match options.value('g') {
        None => now.gid,
        Some(text) => match users.gid(text) {
            Some(gid) => gid,
            None => return Err(t.fail(format!("failed to parse regid: '{text}'")).await),
        },
    };
    let says_groups = ['i', 'c', 'k', 's'].iter().filter(|letter| options.has(**letter)).count();
    if says_groups > 1 {
        return Err(t
            .fail("--clear-groups, --keep-groups, --init-groups and --groups are mutually exclusive")
            .await);
    }
    if options.has('g') && says_groups == 0 {
        return Err(t
            .fail("--[re]gid requires --keep-groups, --clear-groups, --init-groups, or --groups")
            .await);
    }
    let groups = match options.last_of("icks") {
        Some('c') => Vec::new(),
        Some('s') => {
            let mut groups = Vec::new();
            for name in options.value('s').unwrap_or_default().split(',') {
                match users.gid(name) {
                    Some(gid) => groups.push(gid),
                    None => return Err(t.fail("failed to parse supplementary group").await),
                }
            }
            groups
        }
        Some('i') => match users.by_uid(uid) {
            Some(user) if options.has('u') => groups_of(&users.groups, &user.name, gid),
            Some(_) => return Err(t.fail("--init-groups requires --ruid or --reuid").await),
            None => {
                return Err(t
                    .fail(format!(
                        "uid {uid} not found, --init-groups requires an user that can be found on the system"
                    ))
                    .await);
            }
        },
        _ => now.groups.clone(),
    };
    if let Err(error) = t.sys.set_cred(uid, gid, groups) {
        let call = if options.has('u') { "setresuid" } else { "setresgid" };
        return Err(t.fail_with(127, format!("{call} failed: {error}")).await);
    }
    Err(become_program(t, options.rest).await)
}
