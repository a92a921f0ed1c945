//! `mkfifo`, `mknod` and `link`: names made by one system call (POSIX mkfifo, link; mknod(1)).
//!
//! Of devices only those that the machine has are made: /dev/null's kin and the terminal.

use crate::mode::change;
use crate::tool::{Exit, Run, Tool, tool};
use machine::Errno;

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "link" => link(t).await,
        "mknod" => mknod(t).await,
        _ => mkfifo(t).await,
    }
}

async fn link(t: &mut Tool) -> Run {
    let options = t.options("", &[]).await?;
    let (from, to) = match options.rest.as_slice() {
        [from, to] => (from.clone(), to.clone()),
        _ if !t.gnu => return Err(t.usage().await),
        [] => return Err(t.misuse("missing operand").await),
        [only] => return Err(t.misuse(format!("missing operand after '{only}'")).await),
        [_, _, extra, ..] => return Err(t.misuse(format!("extra operand '{extra}'")).await),
    };
    if let Err(error) = t.sys.link(&from, &to) {
        let message = t.words(
            format!("can't create hardlink '{to}' to '{from}': {error}"),
            format!("cannot create link '{to}' to '{from}': {error}"),
        );
        return Err(t.fail(message).await);
    }
    Ok(())
}

async fn mkfifo(t: &mut Tool) -> Run {
    let options = t.options("m:", &[("mode", 'm')]).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    let umask = t.sys.umask(0o22);
    t.sys.umask(umask);
    let mode = match options.value('m') {
        None => None,
        Some(text) => match change(text, 0o666, false, umask) {
            Some(mode) => Some(mode),
            None => return Err(t.fail(t.words(format!("invalid mode '{text}'"), "invalid mode".into())).await),
        },
    };
    for path in &options.rest {
        let made = t.sys.mkfifo(path, 0o666);
        let made = made.and_then(|()| mode.map_or(Ok(()), |mode| t.sys.chmod(path, mode)));
        if let Err(error) = made {
            let message = t.words(format!("{path}: {error}"), format!("cannot create fifo '{path}': {error}"));
            t.error(message).await;
        }
    }
    Ok(())
}

/// The character devices that the machine knows.
const DEVICES: [(u32, u32); 8] = [(1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 1), (5, 2)];

async fn mknod(t: &mut Tool) -> Run {
    let options = t.options("m:", &[("mode", 'm')]).await?;
    let words: Vec<&str> = options.rest.iter().map(String::as_str).collect();
    let (path, kind, numbers) = match words.as_slice() {
        [path, kind, numbers @ ..] => (path.to_string(), kind.to_string(), numbers.to_vec()),
        [only] if t.gnu => return Err(t.misuse(format!("missing operand after '{only}'")).await),
        _ => return Err(t.missing_operand().await),
    };
    let umask = t.sys.umask(0o22);
    t.sys.umask(umask);
    let mode = match options.value('m') {
        None => None,
        Some(text) => match change(text, 0o666, false, umask) {
            Some(mode) => Some(mode),
            None => return Err(t.fail(t.words(format!("invalid mode '{text}'"), "invalid mode".into())).await),
        },
    };
    let device = match (kind.as_str(), numbers.as_slice()) {
        ("p", []) => None,
        ("p", [extra, ..]) if t.gnu => {
            t.say(&format!("extra operand '{extra}'")).await;
            return Err(t.misuse("Fifos do not have major and minor device numbers.").await);
        }
        ("b" | "c" | "u", [major, minor]) => match (major.parse::<u32>(), minor.parse::<u32>()) {
            (Ok(major), Ok(minor)) => Some((major, minor)),
            (Err(_), _) => {
                return Err(t
                    .fail(t.words(
                        format!("invalid number '{major}'"),
                        format!("invalid major device number '{major}'"),
                    ))
                    .await);
            }
            (_, Err(_)) => {
                return Err(t
                    .fail(t.words(
                        format!("invalid number '{minor}'"),
                        format!("invalid minor device number '{minor}'"),
                    ))
                    .await);
            }
        },
        ("b" | "c" | "u", given) if t.gnu && given.len() < 2 => {
            t.say(&format!(
                "missing operand after '{}'",
                words.last().copied().unwrap_or_default()
            ))
            .await;
            return Err(t.misuse("Special files require major and minor device numbers.").await);
        }
        ("b" | "c" | "u", [_, _, extra, ..]) if t.gnu => return Err(t.misuse(format!("extra operand '{extra}'")).await),
        _ if t.gnu => return Err(t.misuse(format!("invalid device type '{kind}'")).await),
        _ => return Err(t.usage().await),
    };
    let made = match device {
        None => t.sys.mkfifo(&path, 0o666),
        Some(_) if t.sys.lstat(&path).is_ok() => Err(Errno::EEXIST),
        Some(_) if !t.sys.capable("MKNOD") => Err(Errno::EPERM),
        Some((major, minor)) if kind != "b" && DEVICES.contains(&(major, minor)) => t.sys.mknod_char(&path, 0o666, major, minor),
        Some((major, minor)) => {
            t.stderr(&format!("drydock: the device {kind} {major}:{minor} is not simulated\n"))
                .await;
            return Err(Exit(1));
        }
    };
    let made = made.and_then(|()| mode.map_or(Ok(()), |mode| t.sys.chmod(&path, mode)));
    match made {
        Ok(()) => Ok(()),
        Err(error) => Err(t.fail(format!("{path}: {error}")).await),
    }
}
