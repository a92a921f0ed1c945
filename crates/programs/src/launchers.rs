//! Programs that only become another program: `gosu` and `su-exec` as another user, `tini` and
//! `dumb-init` after setting up to reap and to pass signals on.
//!
//! `gosu USER[:GROUP] COMMAND` and `su-exec` exec, so that the process id stays and signals arrive;
//! `tini [--] COMMAND` and `dumb-init` stay as the parent. Left out: their options beyond `-g`, `-v`,
//! `-s`, `--version`.

use crate::declared::Declaration;
use machine::{Errno, Machine, Signal, Spawn, Sys, WaitTarget, groups_of, parse_group, parse_passwd};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "gosu, su-exec, tini, dumb-init",
    does: "another user, reaping, signals passed on",
    does_not: "options beyond `-g -v -s --version`",
};

/// Registers the programs of this file.
pub fn register(machine: &Machine) {
    machine.register("program/gosu", become_user);
    machine.register("program/su-exec", become_user);
    machine.register("program/tini", supervise);
    machine.register("program/dumb-init", supervise);
}

fn text(sys: &Sys, path: &str) -> String {
    let bytes = sys.read_file(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Where execvp(3) finds a program.
fn find(sys: &Sys, name: &str) -> Option<String> {
    if name.contains('/') {
        return sys.exists(name).then(|| name.to_string());
    }
    let path = sys.getenv("PATH").unwrap_or_else(|| "/bin:/usr/bin".into());
    path.split(':')
        .map(|dir| format!("{dir}/{name}"))
        .find(|candidate| sys.access(candidate, 1).is_ok())
}

async fn complain(sys: &Sys, words: &str) {
    let _ = sys.write(2, words.as_bytes()).await;
}

/// `gosu` and `su-exec`.
async fn become_user(sys: Sys) -> i32 {
    let argv = sys.argv();
    let me = argv
        .first()
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or("gosu")
        .to_string();
    if argv.get(1).is_some_and(|word| word == "--version" || word == "-v") {
        let _ = sys.write(1, b"1.17 (drydock)\n").await;
        return 0;
    }
    let (Some(spec), Some(command)) = (argv.get(1), argv.get(2)) else {
        complain(&sys, &format!("Usage: {me} user-spec command [args]\n   eg: {me} tianon bash\n       {me} nobody:root bash -c 'whoami && id'\n       {me} 1000:1 id\n")).await;
        return 1;
    };
    let (name, group) = spec
        .split_once(':')
        .map_or((spec.as_str(), None), |(user, group)| (user, Some(group)));
    let users = parse_passwd(&text(&sys, "/etc/passwd"));
    let groups = parse_group(&text(&sys, "/etc/group"));
    let user = users.iter().find(|user| user.name == name || user.uid.to_string() == name);
    let uid = user.map(|user| user.uid).or_else(|| name.parse().ok());
    let Some(uid) = uid else {
        let reason = format!("unable to find user {name}: no matching entries in passwd file");
        complain(&sys, &format!("error: failed switching to {spec:?}: {reason}\n")).await;
        return 1;
    };
    let gid = match group {
        None => user.map(|user| user.gid),
        Some(group) => groups
            .iter()
            .find(|g| g.name == group)
            .map(|g| g.gid)
            .or_else(|| group.parse().ok()),
    };
    let gid = gid.unwrap_or(0);
    let all = match (user, group) {
        (Some(user), None) => groups_of(&groups, &user.name, gid),
        _ => vec![gid],
    };
    if let Err(error) = sys.set_cred(uid, gid, all) {
        complain(
            &sys,
            &format!("error: failed switching to {spec:?}: {}\n", error.to_string().to_lowercase()),
        )
        .await;
        return 1;
    }
    let home = user.map_or("/", |user| user.home.as_str());
    let mut env: Vec<String> = sys.env().into_iter().filter(|line| !line.starts_with("HOME=")).collect();
    env.push(format!("HOME={home}"));
    let words: Vec<String> = argv.iter().skip(2).cloned().collect();
    let error = match find(&sys, command) {
        Some(path) => sys.exec(&path, words, env).await,
        None => Errno::ENOENT,
    };
    let reason = match error {
        Errno::ENOENT if !command.contains('/') => format!("exec: {command:?}: executable file not found in $PATH"),
        other => format!("exec: {command}: {}", other.to_string().to_lowercase()),
    };
    complain(&sys, &format!("error: {reason}\n")).await;
    if error == Errno::ENOENT { 127 } else { 126 }
}

/// `tini` and `dumb-init`.
async fn supervise(sys: Sys) -> i32 {
    let argv = sys.argv();
    let mut words: Vec<String> = argv
        .iter()
        .skip(1)
        .skip_while(|word| word.starts_with('-') && *word != "--")
        .cloned()
        .collect();
    if words.first().is_some_and(|word| word == "--") {
        words.remove(0);
    }
    let Some(command) = words.first().cloned() else {
        complain(
            &sys,
            "tini (tini version 0.19.0)\nUsage: tini [OPTIONS] PROGRAM -- [ARGS] | --version\n",
        )
        .await;
        return 1;
    };
    for signal in [
        Signal::TERM,
        Signal::INT,
        Signal::HUP,
        Signal::QUIT,
        Signal::USR1,
        Signal::USR2,
    ] {
        sys.catch_signal(signal);
    }
    let mut argv = vec![find(&sys, &command).unwrap_or(command.clone())];
    argv.extend(words.into_iter().skip(1));
    let spawn = Spawn {
        argv,
        new_group: true,
        ..Spawn::default()
    };
    let child = match sys.spawn(spawn) {
        Ok(child) => child,
        Err(error) => {
            complain(
                &sys,
                &format!("[FATAL tini ({})] exec {command} failed: {error}\n", sys.pid()),
            )
            .await;
            return if error == Errno::ENOENT { 127 } else { 126 };
        }
    };
    loop {
        match sys.wait(WaitTarget::Any, false).await {
            Ok((pid, status)) if pid == child => return status.code(),
            Ok(_) => {}
            Err(Errno::EINTR) => {
                while let Some(signal) = sys.take_signal() {
                    let _ = sys.kill(i64::from(child), Some(signal)).await;
                }
            }
            Err(_) => return 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::packages::tests::Bench;

    #[test]
    fn gosu_becomes_the_user_of_the_image() {
        let bench = Bench::new("redis:7");
        bench.machine.register("program/redis-cli", |sys| async move {
            let cred = sys.cred();
            let home = sys.getenv("HOME").unwrap_or_default();
            let _ = sys
                .write(1, format!("{} {} {home} {}", cred.uid, cred.gid, sys.pid()).as_bytes())
                .await;
            7
        });
        assert_eq!(
            bench.run("/usr/local/bin/gosu redis redis-cli"),
            ("999 999 /home/redis 1".into(), 7)
        );
        assert_eq!(bench.run("/usr/local/bin/gosu 4242:6 redis-cli"), ("4242 6 / 1".into(), 7));
        let (text, code) = bench.run("/usr/local/bin/gosu ann redis-cli");
        assert_eq!(code, 1);
        assert!(
            text.contains("unable to find user ann: no matching entries in passwd file"),
            "{text}"
        );
    }

    #[test]
    fn what_is_not_simulated_says_so() {
        let bench = Bench::new("redis:7");
        let benchmark = bench.run("/usr/local/bin/redis-benchmark -q");
        assert_eq!(benchmark, ("drydock: redis-benchmark is not simulated\n".into(), 126));
    }
}
