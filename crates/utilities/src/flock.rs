//! `flock` and `fsync`: a lock on a file while a command runs, and a file written out (flock(1), busybox's fsync).

use crate::tool::{Exit, Run, Tool, run_and_wait, tool};
use machine::{Errno, Flags, WaitStatus};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "fsync" => fsync(t).await,
        _ => flock(t).await,
    }
}

async fn fsync(t: &mut Tool) -> Run {
    let options = t.options("d", &[]).await?;
    if options.rest.is_empty() {
        return Err(t.usage().await);
    }
    for path in &options.rest {
        if let Err(error) = t.sys.stat(path) {
            t.error(format!("can't open '{path}': {error}")).await;
        }
    }
    Ok(())
}

async fn flock(t: &mut Tool) -> Run {
    let long = [
        ("shared", 's'),
        ("exclusive", 'x'),
        ("unlock", 'u'),
        ("nonblock", 'n'),
        ("nb", 'n'),
        ("timeout", 'w'),
        ("wait", 'w'),
        ("conflict-exit-code", 'E'),
        ("close", 'o'),
        ("no-fork", 'F'),
        ("verbose", 'v'),
    ];
    let options = t.options(t.words("+sxnu", "+sexunw:E:oFv"), &long).await?;
    let Some((what, words)) = options.rest.split_first().map(|(a, b)| (a.clone(), b.to_vec())) else {
        return Err(if t.gnu {
            t.usage_status = 64;
            t.misuse("not enough arguments").await
        } else {
            t.usage().await
        });
    };
    let command = match words.split_first() {
        Some((first, rest)) if first == "-c" || first == "--command" => {
            if rest.len() != 1 {
                let message = format!("{first} requires exactly one command argument");
                return Err(t.fail_with(t.words(1, 64), message).await);
            }
            let shell = t.sys.getenv("SHELL").unwrap_or_else(|| "/bin/sh".into());
            vec![shell, "-c".to_string(), rest.first().cloned().unwrap_or_default()]
        }
        _ => words,
    };
    let fd = if command.is_empty() {
        match what.parse::<i32>() {
            Ok(fd) => fd,
            Err(_) => {
                let message = t.words(format!("invalid number '{what}'"), format!("bad file descriptor: '{what}'"));
                return Err(t.fail_with(t.words(1, 64), message).await);
            }
        }
    } else {
        let flags = Flags {
            read: true,
            create: t.sys.stat(&what).is_err(),
            ..Flags::default()
        };
        match t.sys.open(&what, flags, 0o666) {
            Ok(fd) => fd,
            Err(error) => {
                let message = t.words(
                    format!("can't open '{what}': {error}"),
                    format!("cannot open lock file {what}: {error}"),
                );
                return Err(t.fail_with(t.words(1, 66), message).await);
            }
        }
    };
    let exclusive = match options.last_of("sexu") {
        Some('u') => None,
        Some('s') => Some(false),
        _ => Some(true),
    };
    let conflict = options.value('E').and_then(|code| code.parse::<i32>().ok()).unwrap_or(1);
    let locked = match options.value('w') {
        Some(seconds) => {
            let Some(limit) = crate::sleep::duration(seconds) else {
                return Err(t.fail_with(64, format!("invalid timeout value: '{seconds}'")).await);
            };
            let lock = t.sys.flock(fd, exclusive, true);
            crate::net::http::within(&t.sys, limit, lock)
                .await
                .unwrap_or(Err(Errno::EAGAIN))
        }
        None => t.sys.flock(fd, exclusive, !options.has('n')).await,
    };
    match locked {
        Ok(()) => {}
        Err(Errno::EAGAIN) => return Err(Exit(conflict)),
        Err(error) => return Err(t.fail_with(t.words(1, 65), format!("{what}: {error}")).await),
    }
    if command.is_empty() {
        return Ok(());
    }
    let name = command.first().cloned().unwrap_or_default();
    let gnu = t.gnu;
    let failed = move |error: Errno| match gnu {
        true => format!("flock: failed to execute {name}: {error}\n"),
        false => format!("flock: can't execute '{name}': {error}\n"),
    };
    match run_and_wait(&t.sys, command, failed).await {
        Ok(WaitStatus::Exited(0)) => Ok(()),
        // util-linux has a status of its own for a command that is not there.
        Ok(WaitStatus::Exited(127)) if t.gnu => Err(Exit(69)),
        Ok(status) => Err(Exit(status.code())),
        Err(error) => Err(t.fail(format!("fork: {error}")).await),
    }
}
