//! Users and groups made and changed: `adduser`, `addgroup`, `deluser`, `delgroup`, `useradd`, `groupadd`,
//! `usermod`, `userdel`, `groupdel`, `passwd`, `chpasswd`, `su`.
//!
//! Passwords are accepted and never asked back: nothing of the machine checks them. Left out: ageing,
//! quotas, interactive questions (their answers are taken to be empty).

use crate::tool::{Exit, Options, Run, Tool, execvp, tool};
use crate::users::Users;
use machine::{Flags, groups_of};

tool!();

async fn run(t: &mut Tool) -> Run {
    if t.name == "su" {
        return su(t).await;
    }
    if t.sys.cred().uid != 0 {
        let message = match (t.gnu, t.name.as_str()) {
            (false, _) | (_, "adduser" | "addgroup") => t.words(
                "permission denied (are you root?)".to_string(),
                "Only root may add a user or group to the system.".to_string(),
            ),
            (true, "passwd") => "Authentication token manipulation error".to_string(),
            (true, _) => "Permission denied.".to_string(),
        };
        return Err(t.fail(message).await);
    }
    match t.name.as_str() {
        "addgroup" | "groupadd" => add_group(t).await,
        "deluser" | "userdel" => delete(t, true).await,
        "delgroup" | "groupdel" => delete(t, false).await,
        "usermod" => modify(t).await,
        "passwd" | "chpasswd" => password(t).await,
        _ => add_user(t).await,
    }
}

fn text(t: &Tool, file: &str) -> String {
    String::from_utf8_lossy(&t.sys.read_file(file).unwrap_or_default()).into_owned()
}

async fn save(t: &mut Tool, file: &str, content: String) -> Run {
    let mode = if file.contains("shadow") { 0o640 } else { 0o644 };
    match t.write_file(file, content.as_bytes(), Flags::WRITE, mode).await {
        Ok(()) => Ok(()),
        Err(error) => Err(t.fail(format!("{file}: {error}")).await),
    }
}

async fn append(t: &mut Tool, file: &str, line: String) -> Run {
    let mut content = text(t, file);
    if !content.is_empty() && !content.ends_with('\n') {
        content.push('\n');
    }
    content.push_str(&line);
    content.push('\n');
    save(t, file, content).await
}

fn free_id(taken: impl Fn(u32) -> bool, system: bool, gnu: bool) -> u32 {
    match (system, gnu) {
        // Debian hands system ids out from the top, busybox from the bottom.
        (true, true) => (100..=999).rev().find(|id| !taken(*id)).unwrap_or(999),
        (true, false) => (100..=999).find(|id| !taken(*id)).unwrap_or(999),
        (false, _) => (1000..60_000).find(|id| !taken(*id)).unwrap_or(60_000),
    }
}

fn valid(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || "_-.$".contains(c))
}

async fn make_group(t: &mut Tool, name: &str, gid: Option<&str>, system: bool) -> Result<u32, Exit> {
    let users = Users::load(&t.sys);
    let id = match gid {
        None => free_id(
            |id| users.group(id).is_some() || users.by_uid(id).is_some() && !t.gnu,
            system,
            t.gnu,
        ),
        Some(text) => match text.parse() {
            Ok(id) => id,
            Err(_) => {
                let message = t.words(format!("invalid number '{text}'"), format!("invalid group ID '{text}'"));
                return Err(t.fail_with(t.words(1, 3), message).await);
            }
        },
    };
    if gid.is_some() && users.group(id).is_some() {
        let message = t.words(format!("gid '{id}' in use"), format!("GID '{id}' already exists"));
        return Err(t.fail_with(t.words(1, 4), message).await);
    }
    append(t, "/etc/group", format!("{name}:x:{id}:")).await?;
    if t.sys.exists("/etc/gshadow") {
        append(t, "/etc/gshadow", format!("{name}:!::")).await?;
    }
    Ok(id)
}

async fn join_group(t: &mut Tool, user: &str, group: &str) -> Run {
    let content = text(t, "/etc/group");
    let mut found = false;
    let mut out = String::new();
    for line in content.lines() {
        let mut fields: Vec<String> = line.split(':').map(str::to_string).collect();
        if fields.first().is_some_and(|n| n == group) {
            found = true;
            if let Some(members) = fields.get_mut(3)
                && !members.split(',').any(|m| m == user)
            {
                if !members.is_empty() {
                    members.push(',');
                }
                members.push_str(user);
            }
        }
        out.push_str(&fields.join(":"));
        out.push('\n');
    }
    if !found {
        let message = t.words(format!("unknown group {group}"), format!("group '{group}' does not exist"));
        return Err(t.fail_with(t.words(1, 6), message).await);
    }
    save(t, "/etc/group", out).await
}

async fn add_group(t: &mut Tool) -> Run {
    let debian = t.name == "addgroup" && t.gnu;
    let long = [
        ("gid", 'g'),
        ("system", 'S'),
        ("force", 'f'),
        ("quiet", 'q'),
        ("non-unique", 'o'),
        ("group", 'G'),
    ];
    let options = if t.gnu {
        t.options("g:SrfqoG", &long).await?
    } else {
        t.options("g:S", &long).await?
    };
    let Some(name) = options.rest.first().cloned() else {
        return Err(t.usage().await);
    };
    if t.name == "addgroup" && options.rest.len() > 1 {
        let group = options.rest.get(1).cloned().unwrap_or_default();
        if Users::load(&t.sys).by_name(&name).is_none() {
            return Err(t
                .fail(t.words(format!("unknown user {name}"), format!("The user `{name}' does not exist.")))
                .await);
        }
        return join_group(t, &name, &group).await;
    }
    if !valid(&name) {
        let message = t.words(
            format!("'{name}' has illegal characters"),
            format!("'{name}' is not a valid group name"),
        );
        return Err(t.fail_with(t.words(1, 3), message).await);
    }
    if Users::load(&t.sys).group_named(&name).is_some() {
        if options.has('f') {
            return Ok(());
        }
        let message = match (t.gnu, debian) {
            (false, _) => format!("group '{name}' in use"),
            (true, true) => format!("The group `{name}' already exists."),
            (true, false) => format!("group '{name}' already exists"),
        };
        return Err(t.fail_with(t.words(1, if debian { 1 } else { 9 }), message).await);
    }
    let id = make_group(t, &name, options.value('g'), options.has('S') || options.has('r')).await?;
    if debian && !options.has('q') {
        t.put(format!("Adding group `{name}' (GID {id}) ...\nDone.\n")).await?;
    }
    Ok(())
}

async fn add_user(t: &mut Tool) -> Run {
    let useradd = t.name == "useradd";
    let long = if useradd {
        vec![
            ("uid", 'u'),
            ("gid", 'g'),
            ("groups", 'G'),
            ("home-dir", 'd'),
            ("create-home", 'm'),
            ("no-create-home", 'M'),
            ("shell", 's'),
            ("system", 'r'),
            ("comment", 'c'),
            ("user-group", 'U'),
            ("no-user-group", 'N'),
            ("no-log-init", 'l'),
            ("password", 'p'),
            ("non-unique", 'o'),
            ("base-dir", 'b'),
            ("skel", 'k'),
            ("expiredate", 'e'),
            ("inactive", 'f'),
        ]
    } else {
        vec![
            ("home", 'h'),
            ("gecos", 'g'),
            ("comment", 'g'),
            ("shell", 's'),
            ("ingroup", 'G'),
            ("system", 'S'),
            ("disabled-password", 'D'),
            ("no-create-home", 'H'),
            ("uid", 'u'),
            ("disabled-login", 'D'),
            ("gid", 'i'),
            ("group", 'y'),
            ("quiet", 'q'),
            ("force-badname", 'q'),
            ("allow-bad-names", 'q'),
        ]
    };
    let short = if useradd {
        "u:g:G:d:mMs:rc:UNlp:ob:k:e:f:"
    } else {
        "h:g:s:G:SDHu:k:i:yq"
    };
    let options = t.options(short, &long).await?;
    let Some(name) = options.rest.first().cloned() else {
        return Err(t.usage().await);
    };
    let users = Users::load(&t.sys);
    if !useradd && options.rest.len() > 1 {
        let group = options.rest.get(1).cloned().unwrap_or_default();
        if users.by_name(&name).is_none() {
            return Err(t
                .fail(t.words(format!("unknown user {name}"), format!("The user `{name}' does not exist.")))
                .await);
        }
        if t.gnu {
            t.put(format!("Adding user `{name}' to group `{group}' ...\nDone.\n")).await?;
        }
        return join_group(t, &name, &group).await;
    }
    if !valid(&name) {
        let message = t.words(
            format!("'{name}' has illegal characters"),
            format!("invalid user name '{name}': use --badname to ignore"),
        );
        return Err(t.fail_with(t.words(1, 3), message).await);
    }
    if users.by_name(&name).is_some() {
        let message = match (t.gnu, useradd) {
            (false, _) => format!("user '{name}' in use"),
            (true, false) => format!("The user `{name}' already exists."),
            (true, true) => format!("user '{name}' already exists"),
        };
        return Err(t.fail_with(if useradd { 9 } else { 1 }, message).await);
    }
    let system = options.has(if useradd { 'r' } else { 'S' });
    let uid = match options.value('u') {
        None => free_id(
            |id| users.by_uid(id).is_some() || users.group(id).is_some() && !options.has('g') && !options.has('G'),
            system,
            t.gnu,
        ),
        Some(text) => match text.parse() {
            Ok(uid) => uid,
            Err(_) => {
                let message = t.words(format!("invalid number '{text}'"), format!("invalid user ID '{text}'"));
                return Err(t.fail_with(t.words(1, 3), message).await);
            }
        },
    };
    if options.has('u') && users.by_uid(uid).is_some() && !options.has('o') {
        let message = match (t.gnu, useradd) {
            (false, _) => format!("uid '{uid}' in use"),
            (true, true) => format!("UID {uid} is not unique"),
            (true, false) => format!("The UID {uid} is already in use."),
        };
        return Err(t.fail_with(if useradd { 4 } else { 1 }, message).await);
    }
    let primary = options
        .value(if useradd { 'g' } else { 'G' })
        .or(options.value('i').filter(|_| !useradd))
        .map(str::to_string);
    let gid = match primary {
        Some(group) => match users.gid(&group) {
            Some(gid) => gid,
            None => {
                let message = match (t.gnu, useradd) {
                    (false, _) => format!("unknown group {group}"),
                    (true, true) => format!("group '{group}' does not exist"),
                    (true, false) => format!("The group `{group}' does not exist."),
                };
                return Err(t.fail_with(if useradd { 6 } else { 1 }, message).await);
            }
        },
        None if t.gnu && !useradd && system && !options.has('y') => 65_534,
        None if useradd && options.has('N') => 100,
        None => match users.group_named(&name) {
            Some(_) if useradd => {
                let message = format!("group {name} exists - if you want to add this user to that group, use -g.");
                return Err(t.fail_with(9, message).await);
            }
            Some(group) => group.gid,
            None => {
                let wanted = uid.to_string();
                let free = users.group(uid).is_none();
                make_group(t, &name, free.then_some(wanted.as_str()), system).await?
            }
        },
    };
    let home = match options.value(if useradd { 'd' } else { 'h' }) {
        Some(home) => home.to_string(),
        None if t.gnu && !useradd && system => "/nonexistent".to_string(),
        None => format!("{}/{name}", options.value('b').unwrap_or("/home")),
    };
    let shell = options
        .value('s')
        .map(str::to_string)
        .unwrap_or_else(|| match (t.gnu, useradd, system) {
            (false, _, true) => "/bin/false".into(),
            (false, ..) => users.by_uid(0).map_or("/bin/sh".into(), |u| u.shell.clone()),
            (true, true, _) => "/bin/sh".into(),
            (true, false, true) => "/usr/sbin/nologin".into(),
            (true, false, false) => "/bin/bash".into(),
        });
    let gecos = options
        .value(if useradd { 'c' } else { 'g' })
        .map(str::to_string)
        .unwrap_or_else(|| match (t.gnu, useradd) {
            (false, _) => format!("Linux User{}", if system { "" } else { ",,," }),
            (true, true) => String::new(),
            (true, false) => ",,,".to_string(),
        });
    append(t, "/etc/passwd", format!("{name}:x:{uid}:{gid}:{gecos}:{home}:{shell}")).await?;
    if t.sys.exists("/etc/shadow") {
        let day = t.sys.now().seconds() / 86_400;
        append(t, "/etc/shadow", format!("{name}:!:{day}:0:99999:7:::")).await?;
    }
    if useradd {
        for group in options.value('G').unwrap_or_default().split(',').filter(|g| !g.is_empty()) {
            let group = users.gid(group).map_or_else(|| group.to_string(), |g| users.group_name(g));
            join_group(t, &name, &group).await?;
        }
    }
    let makes_home = if useradd {
        options.has('m')
    } else {
        !options.has('H') && home != "/nonexistent"
    };
    if makes_home && !t.sys.exists(&home) {
        let above = crate::basename::parent(&home);
        let made = t.sys.mkdir_all(&above, 0o755).and_then(|()| t.sys.mkdir(&home, 0o755));
        let mode = if t.gnu {
            0o700
        } else {
            0o755 | if system { 0 } else { 0o2000 }
        };
        let made = made
            .and_then(|()| t.sys.chmod(&home, mode))
            .and_then(|()| t.sys.chown(&home, Some(uid), Some(gid), true));
        if let Err(error) = made {
            t.error(format!("{home}: {error}")).await;
        }
        for entry in t.sys.readdir("/etc/skel").unwrap_or_default() {
            if let Ok(bytes) = t.sys.read_file(&format!("/etc/skel/{}", entry.name)) {
                let to = format!("{home}/{}", entry.name);
                let _ = t.write_file(&to, &bytes, Flags::WRITE, 0o644).await;
                let _ = t.sys.chown(&to, Some(uid), Some(gid), true);
            }
        }
    }
    if t.gnu && !useradd && !options.has('q') {
        let kind = if system { "system user" } else { "user" };
        t.put(format!("Adding {kind} `{name}' ...\n")).await?;
    }
    if !t.gnu && !options.has('D') && !system {
        t.put(format!("Changing password for {name}\nNew password: ")).await?;
        if t.slurp("-").await.is_none_or(|b| b.is_empty()) {
            t.stderr(&format!("passwd: password for {name} is unchanged\n")).await;
            return Err(Exit(1));
        }
        t.put(format!("\nRetype password: \npasswd: password for {name} changed by root\n"))
            .await?;
    }
    Ok(())
}

async fn delete(t: &mut Tool, user: bool) -> Run {
    let options = t
        .options(
            "rfqh",
            &[
                ("remove", 'r'),
                ("force", 'f'),
                ("remove-home", 'r'),
                ("quiet", 'q'),
                ("system", 'q'),
            ],
        )
        .await?;
    let Some(name) = options.rest.first().cloned() else {
        return Err(t.usage().await);
    };
    let users = Users::load(&t.sys);
    if let Some(group) = options.rest.get(1).filter(|_| t.name.starts_with("del")) {
        let content = text(t, "/etc/group");
        let out: String = content
            .lines()
            .map(|line| {
                let mut fields: Vec<String> = line.split(':').map(str::to_string).collect();
                if fields.first() == Some(group)
                    && let Some(members) = fields.get_mut(3)
                {
                    *members = members.split(',').filter(|m| *m != name).collect::<Vec<_>>().join(",");
                }
                fields.join(":") + "\n"
            })
            .collect();
        return save(t, "/etc/group", out).await;
    }
    let known = if user {
        users.by_name(&name).is_some()
    } else {
        users.group_named(&name).is_some()
    };
    if !known {
        let what = if user { "user" } else { "group" };
        let message = match t.name.as_str() {
            "userdel" | "groupdel" => format!("{what} '{name}' does not exist"),
            _ if t.gnu => format!("The {what} `{name}' does not exist."),
            _ => format!("unknown {what} {name}"),
        };
        return Err(t.fail_with(if t.name.ends_with("del") { 6 } else { 1 }, message).await);
    }
    let home = users.by_name(&name).map(|u| u.home.clone());
    let files: &[&str] = if user {
        &["/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow"]
    } else {
        &["/etc/group", "/etc/gshadow"]
    };
    for file in files.iter().filter(|f| t.sys.exists(f)).copied().collect::<Vec<_>>() {
        let content = text(t, file);
        let kept: String = content
            .lines()
            .filter(|l| l.split(':').next() != Some(name.as_str()))
            .map(|l| format!("{l}\n"))
            .collect();
        save(t, file, kept).await?;
    }
    if let Some(home) = home.filter(|_| user && options.has('r')) {
        let words = ["rm", "-rf", &home].map(str::to_string).to_vec();
        let _ = crate::tool::run_and_wait(&t.sys, words, |_| String::new()).await;
    }
    if t.gnu && t.name.starts_with("del") {
        t.put(format!(
            "Removing {} `{name}' ...\nDone.\n",
            if user { "user" } else { "group" }
        ))
        .await?;
    }
    Ok(())
}

async fn modify(t: &mut Tool) -> Run {
    let long = [
        ("append", 'a'),
        ("groups", 'G'),
        ("shell", 's'),
        ("home", 'd'),
        ("uid", 'u'),
        ("gid", 'g'),
        ("login", 'l'),
        ("comment", 'c'),
        ("lock", 'L'),
        ("unlock", 'U'),
        ("move-home", 'm'),
        ("password", 'p'),
        ("non-unique", 'o'),
    ];
    let options: Options = t.options("aG:s:d:u:g:l:c:LUmp:o", &long).await?;
    let Some(name) = options.rest.first().cloned() else {
        return Err(t.usage().await);
    };
    let users = Users::load(&t.sys);
    if users.by_name(&name).is_none() {
        return Err(t.fail_with(6, format!("user '{name}' does not exist")).await);
    }
    let gid = match options.value('g') {
        None => None,
        Some(group) => match users.gid(group) {
            Some(gid) => Some(gid.to_string()),
            None => return Err(t.fail_with(6, format!("group '{group}' does not exist")).await),
        },
    };
    let changes = [
        (0, options.value('l')),
        (2, options.value('u')),
        (3, gid.as_deref()),
        (4, options.value('c')),
        (5, options.value('d')),
        (6, options.value('s')),
    ];
    let content = text(t, "/etc/passwd");
    let mut out = String::new();
    for line in content.lines() {
        let mut fields: Vec<String> = line.split(':').map(str::to_string).collect();
        if fields.first() == Some(&name) {
            for (at, value) in changes {
                if let (Some(field), Some(value)) = (fields.get_mut(at), value) {
                    *field = value.to_string();
                }
            }
        }
        out.push_str(&fields.join(":"));
        out.push('\n');
    }
    save(t, "/etc/passwd", out).await?;
    for group in options.value('G').unwrap_or_default().split(',').filter(|g| !g.is_empty()) {
        join_group(t, &name, group).await?;
    }
    Ok(())
}

async fn password(t: &mut Tool) -> Run {
    let options = t
        .options(
            "dluSea:c:m",
            &[("delete", 'd'), ("lock", 'l'), ("unlock", 'u'), ("status", 'S')],
        )
        .await?;
    if t.name == "chpasswd" {
        let lines = t.slurp("-").await.unwrap_or_default();
        let users = Users::load(&t.sys);
        for line in String::from_utf8_lossy(&lines).into_owned().lines() {
            let name = line.split(':').next().unwrap_or_default();
            if users.by_name(name).is_none() {
                return Err(t
                    .fail(t.words(
                        format!("unknown user {name}"),
                        format!("line 1: user '{name}' does not exist"),
                    ))
                    .await);
            }
            if !t.gnu {
                t.stderr(&format!("chpasswd: password for '{name}' changed\n")).await;
            }
        }
        return Ok(());
    }
    let name = options.rest.first().cloned().unwrap_or_else(|| "root".into());
    if Users::load(&t.sys).by_name(&name).is_none() {
        return Err(t
            .fail(t.words(format!("unknown user {name}"), format!("user '{name}' does not exist")))
            .await);
    }
    if options.given.is_empty() {
        t.put(t.words(
            format!("Changing password for {name}\nNew password: "),
            "New password: ".to_string(),
        ))
        .await?;
        if t.slurp("-").await.is_none_or(|b| b.is_empty()) {
            let message = t.words(
                format!("password for {name} is unchanged"),
                "Authentication token manipulation error\npasswd: password unchanged".to_string(),
            );
            return Err(t.fail_with(t.words(1, 10), message).await);
        }
        t.put("\nRetype new password: \n").await?;
    }
    let message = t.words(
        format!("passwd: password for {name} changed by root\n"),
        "passwd: password changed.\n".to_string(),
    );
    t.put(message).await
}

pub(crate) async fn su(t: &mut Tool) -> Run {
    let options = t
        .options(
            "+lmpc:s:",
            &[
                ("login", 'l'),
                ("command", 'c'),
                ("shell", 's'),
                ("preserve-environment", 'p'),
            ],
        )
        .await?;
    let mut rest = options.rest.clone();
    let mut login = options.has('l');
    if rest.first().is_some_and(|w| w == "-") {
        rest.remove(0);
        login = true;
    }
    let name = if rest.is_empty() { "root".to_string() } else { rest.remove(0) };
    // Options may stand after the name.
    t.args = rest;
    let late = t
        .options("+lc:s:", &[("login", 'l'), ("command", 'c'), ("shell", 's')])
        .await?;
    login |= late.has('l');
    let users = Users::load(&t.sys);
    let Some(user) = users.by_name(&name).cloned() else {
        let message = t.words(
            format!("unknown user {name}"),
            format!("user {name} does not exist or the user entry does not contain all the required fields"),
        );
        return Err(t.fail(message).await);
    };
    if t.sys.cred().uid != 0 {
        t.stderr("Password: \n").await;
        let message = t.words("incorrect password", "Authentication failure");
        return Err(t.fail(message).await);
    }
    let shell = late.value('s').or(options.value('s')).map(str::to_string).unwrap_or_else(|| {
        if user.shell.is_empty() {
            "/bin/sh".into()
        } else {
            user.shell.clone()
        }
    });
    let groups = groups_of(&users.groups, &user.name, user.gid);
    if let Err(error) = t.sys.set_cred(user.uid, user.gid, groups) {
        return Err(t.fail(format!("cannot set groups: {error}")).await);
    }
    let mut words = vec!["env".to_string()];
    if login {
        let path = t.words(
            "/sbin:/usr/sbin:/bin:/usr/bin",
            "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games",
        );
        words.extend(["-i".to_string(), format!("PATH={path}")]);
        let _ = t.sys.chdir(&user.home);
    }
    if !options.has('m') && !options.has('p') {
        words.extend([
            format!("HOME={}", user.home),
            format!("SHELL={shell}"),
            format!("USER={name}"),
            format!("LOGNAME={name}"),
        ]);
    }
    words.push(shell.clone());
    if let Some(command) = late.value('c').or(options.value('c')) {
        words.extend(["-c".to_string(), command.to_string()]);
    }
    words.extend(late.rest);
    let _ = t.out.flush().await;
    let error = execvp(&t.sys, words).await;
    let message = t.words(
        format!("can't execute '{shell}': {error}"),
        format!("failed to execute {shell}: {error}"),
    );
    Err(t.fail_with(127, message).await)
}
