//! `timeout`, `nohup`, `time`, `setsid`, `chroot`: a program run in a different way.

use crate::sleep::duration;
use crate::tool::{Exit, Run, Tool, execvp, run_and_wait, start, tool};
use crate::users::Users;
use machine::{Errno, Flags, Signal, WaitStatus, WaitTarget, groups_of};
use std::time::Duration;

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "nohup" => nohup(t).await,
        "time" => time(t).await,
        "setsid" => setsid(t).await,
        "chroot" => chroot(t).await,
        _ => timeout(t).await,
    }
}

fn failure(t: &Tool, name: &str) -> impl Fn(Errno) -> String + 'static {
    let (tool, name, gnu) = (t.name.clone(), name.to_string(), t.gnu);
    move |error| {
        if gnu && ["ionice", "taskset", "setpriv", "runuser", "unshare"].contains(&tool.as_str()) {
            format!("{tool}: failed to execute {name}: {error}\n")
        } else if gnu && tool == "nice" {
            format!("{tool}: '{name}': {error}\n")
        } else if gnu && tool == "time" {
            format!("{tool}: cannot run {name}: {error}\n")
        } else if gnu {
            format!("{tool}: failed to run command '{name}': {error}\n")
        } else {
            format!("{tool}: can't execute '{name}': {error}\n")
        }
    }
}

/// Becomes a program; comes back with the exit status of having failed to.
pub(crate) async fn become_program(t: &mut Tool, words: Vec<String>) -> Exit {
    let name = words.first().cloned().unwrap_or_default();
    let _ = t.out.flush().await;
    let error = execvp(&t.sys, words).await;
    let text = failure(t, &name)(error);
    t.stderr(&text).await;
    Exit(if error == Errno::ENOENT { 127 } else { 126 })
}

async fn timeout(t: &mut Tool) -> Run {
    let long = [
        ("signal", 's'),
        ("kill-after", 'k'),
        ("preserve-status", 'p'),
        ("foreground", 'f'),
        ("verbose", 'v'),
    ];
    let options = t.options("+s:k:vpft:", &long).await?;
    let Some((length, words)) = options.rest.split_first().filter(|(_, words)| !words.is_empty()) else {
        return Err(t.usage().await);
    };
    let Some(limit) = duration(length) else {
        let message = t.words(
            format!("invalid number '{length}'"),
            format!("invalid time interval '{length}'"),
        );
        return Err(if t.gnu {
            t.misuse(message).await
        } else {
            t.fail(message).await
        });
    };
    let signal = match options.value('s') {
        None => Signal::TERM,
        Some(name) => match Signal::parse(name) {
            Some(signal) => signal,
            None => {
                let message = t.words(format!("unknown signal '{name}'"), format!("'{name}': invalid signal"));
                return Err(if t.gnu {
                    t.misuse(message).await
                } else {
                    t.fail(message).await
                });
            }
        },
    };
    let kill_after = match options.value('k').map(duration) {
        None => None,
        Some(Some(after)) => Some(after),
        Some(None) => {
            return Err(t
                .fail(format!("invalid time interval '{}'", options.value('k').unwrap_or_default()))
                .await);
        }
    };
    let name = words.first().cloned().unwrap_or_default();
    let pid = match start(&t.sys, words.to_vec(), failure(t, &name)) {
        Ok(pid) => pid,
        Err(error) => return Err(t.fail_with(125, format!("fork system call failed: {error}")).await),
    };
    let wait = t.sys.wait(WaitTarget::Pid(pid), false);
    let first = if limit == Duration::ZERO {
        Some(wait.await)
    } else {
        crate::net::http::within(&t.sys, limit, wait).await
    };
    if let Some(Ok((_, status))) = first {
        return ended(t, status).await;
    }
    if options.has('v') {
        t.stderr(&format!("timeout: sending signal {} to command '{name}'\n", signal.name()))
            .await;
    }
    let _ = t.sys.kill(pid.into(), Some(signal)).await;
    let wait = t.sys.wait(WaitTarget::Pid(pid), false);
    let second = match kill_after {
        None => Some(wait.await),
        Some(after) => crate::net::http::within(&t.sys, after, wait).await,
    };
    let status = match second {
        Some(Ok((_, status))) => status,
        _ => {
            let _ = t.sys.kill(pid.into(), Some(Signal::KILL)).await;
            match t.sys.wait(WaitTarget::Pid(pid), false).await {
                Ok((_, status)) => status,
                Err(_) => return Err(Exit(137)),
            }
        }
    };
    if t.gnu && status == WaitStatus::Signaled(Signal::KILL) {
        // coreutils takes the same way out.
        t.sys.die_of(Signal::KILL).await;
        return Err(Exit(137));
    }
    if t.gnu && !options.has('p') {
        return Err(Exit(124));
    }
    if !t.gnu {
        // busybox lets a helper watch and becomes the program itself, which then dies of the signal.
        return ended(t, status).await;
    }
    Err(Exit(status.code()))
}

async fn ended(t: &mut Tool, status: WaitStatus) -> Run {
    match status {
        WaitStatus::Exited(0) => Ok(()),
        WaitStatus::Signaled(signal) if !t.gnu => {
            t.sys.die_of(signal).await;
            Err(Exit(status.code()))
        }
        other => Err(Exit(other.code())),
    }
}

async fn nohup(t: &mut Tool) -> Run {
    let options = t.options("+", &[]).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    t.sys.ignore_signal(Signal::HUP);
    if t.sys.isatty(0)
        && let Ok(fd) = t.sys.open("/dev/null", Flags::READ, 0)
    {
        let _ = t.sys.dup2(fd, 0);
        let _ = t.sys.close(fd);
    }
    if t.sys.isatty(1) {
        match t.sys.open("nohup.out", Flags::APPEND, 0o600) {
            Ok(fd) => {
                let message = t.words(
                    "appending output to nohup.out",
                    "ignoring input and appending output to 'nohup.out'",
                );
                t.say(message).await;
                let _ = t.sys.dup2(fd, 1);
                let _ = t.sys.close(fd);
            }
            Err(error) => return Err(t.fail_with(125, format!("failed to open 'nohup.out': {error}")).await),
        }
    }
    if t.sys.isatty(2) {
        let _ = t.sys.dup2(1, 2);
    }
    Err(become_program(t, options.rest).await)
}

async fn time(t: &mut Tool) -> Run {
    let options = t.options("+pvo:f:a", &[("portability", 'p'), ("verbose", 'v')]).await?;
    if options.rest.is_empty() {
        return Err(t.usage().await);
    }
    let started = t.sys.now();
    let name = options.rest.first().cloned().unwrap_or_default();
    let status = match run_and_wait(&t.sys, options.rest.clone(), failure(t, &name)).await {
        Ok(status) => status,
        Err(error) => return Err(t.fail(format!("fork: {error}")).await),
    };
    let real = t.sys.now().since(started).as_secs_f64();
    if status.code() != 0 && status.code() != 127 {
        let message = match status {
            WaitStatus::Exited(code) => format!("Command exited with non-zero status {code}\n"),
            WaitStatus::Signaled(signal) => format!("Command terminated by signal {}\n", signal.number()),
            _ => String::new(),
        };
        t.stderr(&message).await;
    }
    let text = if options.has('p') {
        format!("real {real:.2}\nuser 0.00\nsys 0.00\n")
    } else {
        let (minutes, seconds) = ((real / 60.0) as u64, real % 60.0);
        format!("real\t{minutes}m {seconds:.2}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n")
    };
    t.stderr(&text).await;
    match status.code() {
        0 => Ok(()),
        code => Err(Exit(code)),
    }
}

async fn setsid(t: &mut Tool) -> Run {
    let options = t.options("+cwf", &[("ctty", 'c'), ("wait", 'w'), ("fork", 'f')]).await?;
    if options.rest.is_empty() {
        return Err(t.usage().await);
    }
    t.sys.setsid();
    Err(become_program(t, options.rest).await)
}

async fn chroot(t: &mut Tool) -> Run {
    let long = [("userspec", '%'), ("groups", '&'), ("skip-chdir", '@')];
    let options = t.options("+%:&:@", if t.gnu { &long } else { &[] }).await?;
    let Some(root) = options.rest.first().cloned() else {
        return Err(t.missing_operand().await);
    };
    if let Err(error) = t.sys.chroot(&root) {
        let message = t.words(
            format!("can't change root directory to '{root}': {error}"),
            format!("cannot change root directory to '{root}': {error}"),
        );
        return Err(t.fail_with(t.words(1, 125), message).await);
    }
    if !options.has('@') {
        let _ = t.sys.chdir("/");
    }
    if let Some(text) = options.value('%') {
        become_user(t, text, options.value('&')).await?;
    }
    let mut words: Vec<String> = options.rest.iter().skip(1).cloned().collect();
    if words.is_empty() {
        let shell = t.sys.getenv("SHELL").unwrap_or_else(|| "/bin/sh".into());
        words = vec![shell, "-i".into()];
    }
    Err(become_program(t, words).await)
}

/// `--userspec=USER[:GROUP]` and `--groups=LIST`, as the new root's accounts have them.
async fn become_user(t: &mut Tool, text: &str, list: Option<&str>) -> Run {
    let users = Users::load(&t.sys);
    let (user, group) = text
        .split_once([':', '.'])
        .map_or((text, None), |(user, group)| (user, Some(group)));
    let known = users.by_name(user).cloned();
    let uid = match &known {
        Some(user) => user.uid,
        None => match user.parse::<u32>() {
            Ok(uid) => uid,
            Err(_) => return Err(t.fail_with(125, "invalid user").await),
        },
    };
    let gid = match group.filter(|group| !group.is_empty()) {
        None => match known.as_ref().or(users.by_uid(uid)) {
            Some(user) => user.gid,
            None => return Err(t.fail_with(125, format!("no group specified for unknown uid: {uid}")).await),
        },
        Some(group) => match users.gid(group) {
            Some(gid) => gid,
            None => return Err(t.fail_with(125, "invalid group").await),
        },
    };
    let groups = match list {
        Some(list) => list.split(',').filter_map(|group| users.gid(group)).collect(),
        None => known.map_or_else(Vec::new, |user| groups_of(&users.groups, &user.name, gid)),
    };
    if t.sys.set_cred(uid, gid, groups).is_err() {
        return Err(t.fail_with(125, "failed to set user-ID: Operation not permitted").await);
    }
    Ok(())
}
