//! `id`, `whoami` and `groups` (POSIX id).

use crate::tool::{Run, Tool, tool};
use crate::users::Users;
use machine::groups_of;

tool!();

async fn run(t: &mut Tool) -> Run {
    let users = Users::load(&t.sys);
    match t.name.as_str() {
        "whoami" => {
            t.options("", &[]).await?;
            let uid = t.sys.cred().uid;
            match users.by_uid(uid) {
                Some(user) => t.line(&user.name).await,
                None => {
                    let message = t.words(format!("unknown uid {uid}"), format!("cannot find name for user ID {uid}"));
                    Err(t.fail(message).await)
                }
            }
        }
        "groups" => {
            let options = t.options("", &[]).await?;
            let names = if options.rest.is_empty() {
                vec![None]
            } else {
                options.rest.iter().map(|n| Some(n.as_str())).collect()
            };
            for name in names {
                let Some((_, _, groups)) = identity(t, &users, name).await else {
                    continue;
                };
                let words: Vec<String> = groups.iter().map(|g| users.group_name(*g)).collect();
                let prefix = name.filter(|_| t.gnu).map(|n| format!("{n} : ")).unwrap_or_default();
                t.line(format!("{prefix}{}", words.join(" "))).await?;
            }
            Ok(())
        }
        _ => id(t, &users).await,
    }
}

async fn identity(t: &mut Tool, users: &Users, name: Option<&str>) -> Option<(u32, u32, Vec<u32>)> {
    let Some(name) = name else {
        let cred = t.sys.cred();
        let mut groups = vec![cred.gid];
        groups.extend(cred.groups.iter().copied().filter(|g| *g != cred.gid));
        return Some((cred.uid, cred.gid, groups));
    };
    let user = users.by_name(name).or_else(|| users.by_uid(name.parse().ok()?));
    match user {
        Some(user) => Some((user.uid, user.gid, groups_of(&users.groups, &user.name, user.gid))),
        None => {
            let message = t.words(format!("unknown user {name}"), format!("'{name}': no such user"));
            t.error(message).await;
            None
        }
    }
}

async fn id(t: &mut Tool, users: &Users) -> Run {
    let long = [
        ("user", 'u'),
        ("group", 'g'),
        ("groups", 'G'),
        ("name", 'n'),
        ("real", 'r'),
        ("zero", 'z'),
    ];
    let options = t.options("ugGnrzZ", &long).await?;
    let names: Vec<Option<&str>> = if options.rest.is_empty() {
        vec![None]
    } else {
        options.rest.iter().map(|n| Some(n.as_str())).collect()
    };
    for name in names {
        let Some((uid, gid, groups)) = identity(t, users, name).await else {
            continue;
        };
        let named = options.has('n');
        let user = |id: u32| if named { users.user_name(id) } else { id.to_string() };
        let group = |id: u32| if named { users.group_name(id) } else { id.to_string() };
        let text = if options.has('u') {
            user(uid)
        } else if options.has('g') {
            group(gid)
        } else if options.has('G') {
            groups.iter().map(|g| group(*g)).collect::<Vec<_>>().join(" ")
        } else {
            let with = |id: u32, name: Option<String>| name.map_or_else(|| id.to_string(), |n| format!("{id}({n})"));
            let one = |g: u32| with(g, users.group(g).map(|g| g.name.clone()));
            let list: Vec<String> = groups.iter().map(|g| one(*g)).collect();
            format!(
                "uid={} gid={} groups={}",
                with(uid, users.by_uid(uid).map(|u| u.name.clone())),
                one(gid),
                list.join(",")
            )
        };
        t.line(text).await?;
    }
    Ok(())
}
