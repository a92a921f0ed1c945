//! `sudo`, for a user who may do everything without a password.
//!
//! Simulated: `sudo [-u USER] [-E] [-n] [NAME=VALUE…] COMMAND…`, `-i` and `-s`. The learner is in the group
//! sudo of a Debian machine whose sudoers file asks for no password. Left out: that file, logs, `-l`.

use machine::{Errno, Sys, groups_of, parse_group, parse_passwd};

/// The program.
pub async fn sudo(sys: Sys) -> i32 {
    let argv = sys.argv();
    let mut rest = argv.iter().skip(1).map(String::as_str).peekable();
    let (mut user, mut shell, mut keep) = ("root".to_string(), false, false);
    let mut set = Vec::new();
    while let Some(word) = rest.peek().copied() {
        match word {
            "-u" | "--user" => {
                rest.next();
                user = rest.peek().copied().unwrap_or_default().to_string();
            }
            "-E" | "--preserve-env" => keep = true,
            "-n" | "-H" | "--non-interactive" => {}
            "-i" | "-s" | "--login" | "--shell" => shell = true,
            "--" => {
                rest.next();
                break;
            }
            _ if word.starts_with("-u") => user = word.trim_start_matches("-u").to_string(),
            _ if word.starts_with('-') => return say(&sys, &format!("drydock: sudo {word} is not simulated\n"), 125).await,
            _ if word
                .split_once('=')
                .is_some_and(|(name, _)| !name.is_empty() && !name.contains('/')) =>
            {
                set.push(word.to_string());
            }
            _ => break,
        }
        rest.next();
    }
    let mut command: Vec<String> = rest.map(str::to_string).collect();
    let text = |path: &str| String::from_utf8_lossy(&sys.read_file(path).unwrap_or_default()).into_owned();
    let users = parse_passwd(&text("/etc/passwd"));
    let number = user.strip_prefix('#').and_then(|n| n.parse::<u32>().ok());
    let Some(account) = users.iter().find(|u| u.name == user || Some(u.uid) == number) else {
        return say(
            &sys,
            &format!("sudo: unknown user {user}\nsudo: error initializing audit plugin sudoers_audit\n"),
            1,
        )
        .await;
    };
    if command.is_empty() && shell {
        command.push("/bin/bash".into());
    } else if shell {
        command = vec!["/bin/bash".into(), "-c".into(), command.join(" ")];
    }
    let Some(name) = command.first().cloned() else {
        let usage = "usage: sudo -h | -K | -k | -V\nusage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]\nusage: sudo [-ABbEHkNnPS] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]\n";
        return say(&sys, usage, 1).await;
    };
    let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    let mut env: Vec<String> = sys
        .env()
        .into_iter()
        .filter(|e| keep || ["TERM=", "LANG=", "DISPLAY=", "PS1="].iter().any(|n| e.starts_with(n)))
        .filter(|e| {
            !["PATH=", "HOME=", "USER=", "LOGNAME=", "SHELL="]
                .iter()
                .any(|n| e.starts_with(n))
        })
        .collect();
    for (name, value) in [
        ("PATH", path),
        ("HOME", account.home.as_str()),
        ("USER", account.name.as_str()),
        ("LOGNAME", account.name.as_str()),
        ("SHELL", "/bin/bash"),
        ("SUDO_USER", sys.getenv("USER").as_deref().unwrap_or("root")),
    ] {
        env.push(format!("{name}={value}"));
    }
    env.extend(set);
    let found = match name.contains('/') {
        true => sys.exists(&name).then(|| name.clone()),
        false => path.split(':').map(|dir| format!("{dir}/{name}")).find(|p| sys.exists(p)),
    };
    let Some(program) = found else {
        return say(&sys, &format!("sudo: {name}: command not found\n"), 1).await;
    };
    let groups = groups_of(&parse_group(&text("/etc/group")), &account.name, account.gid);
    let (uid, gid) = (account.uid, account.gid);
    let child = sys.fork(move |child| async move {
        let _ = child.set_cred(uid, gid, groups);
        let error = child.exec(&program, command, env).await;
        let why = match error {
            Errno::EACCES => "command not found".to_string(),
            other => other.to_string(),
        };
        let _ = child.write(2, format!("sudo: {name}: {why}\n").as_bytes()).await;
        1
    });
    let Ok(child) = child else {
        return say(&sys, "sudo: unable to fork: Resource temporarily unavailable\n", 1).await;
    };
    loop {
        match sys.wait(machine::WaitTarget::Pid(child), false).await {
            Ok((_, status)) => return status.code(),
            Err(Errno::EINTR) => {}
            Err(_) => return 1,
        }
    }
}

async fn say(sys: &Sys, text: &str, status: i32) -> i32 {
    let _ = sys.write(2, text.as_bytes()).await;
    status
}
