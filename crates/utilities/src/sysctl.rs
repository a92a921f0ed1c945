//! `sysctl` (procps, busybox): the kernel's settings, as `/proc/sys` has them. They can't be changed here.

use crate::tool::{Run, Tool, join, tool};
use vfs::{Errno, FileKind};

tool!();

const TREE: &str = "/proc/sys";

async fn run(t: &mut Tool) -> Run {
    let options = t
        .options("aAnNeqwp", &[("all", 'a'), ("values", 'n'), ("names", 'N'), ("ignore", 'e')])
        .await?;
    let mut asked: Vec<String> = options.rest.clone();
    if options.has('a') || options.has('A') {
        asked = all(t).await;
    } else if asked.is_empty() {
        return Err(t.usage().await);
    }
    for word in asked {
        let change = word.contains('=');
        let key = word.split('=').next().unwrap_or_default().trim();
        let key = key.replace('/', ".");
        let path = join(TREE, &key.replace('.', "/"));
        if change {
            if t.sys.exists(&path) && t.sys.capable("SYS_ADMIN") {
                return Err(t.not_simulated("changing the kernel's settings").await);
            }
            let error = match t.sys.stat(&path) {
                Ok(_) if t.sys.cred().uid == 0 => Errno::EROFS,
                Ok(_) => Errno::EACCES,
                Err(error) => error,
            };
            refuse(t, &key, error, options.has('e')).await;
            continue;
        }
        let bytes = match crate::io::Reader::open(&t.sys, &path) {
            Ok(mut reader) => reader.all().await,
            Err(error) => Err(error),
        };
        match bytes {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                for line in text.lines() {
                    let shown = if options.has('N') {
                        key.clone()
                    } else if options.has('n') {
                        line.to_string()
                    } else {
                        format!("{key} = {line}")
                    };
                    t.line(shown).await?;
                }
            }
            Err(error) => refuse(t, &key, error, options.has('e')).await,
        }
    }
    Ok(())
}

async fn refuse(t: &mut Tool, key: &str, error: Errno, quietly: bool) {
    let path = join(TREE, &key.replace('.', "/"));
    let message = match (t.gnu, error) {
        (_, Errno::ENOENT) if quietly => return,
        (true, Errno::ENOENT) => format!("cannot stat {path}: {error}"),
        (true, Errno::EROFS) => format!("setting key \"{key}\", ignoring: {error}"),
        (true, Errno::EACCES) => format!("permission denied on key \"{key}\""),
        (true, _) => format!("reading key \"{key}\": {error}"),
        (false, Errno::EROFS | Errno::EACCES) => format!("error setting key '{key}': {error}"),
        (false, _) => format!("error: '{key}' is an unknown key"),
    };
    t.error(message).await;
}

/// Every setting's name, sorted.
async fn all(t: &mut Tool) -> Vec<String> {
    let mut dirs = vec![String::new()];
    let mut names = Vec::new();
    while let Some(dir) = dirs.pop() {
        t.sys.tick().await;
        for entry in t.sys.readdir(&join(TREE, &dir)).unwrap_or_default() {
            let path = if dir.is_empty() {
                entry.name.clone()
            } else {
                join(&dir, &entry.name)
            };
            if entry.kind == FileKind::Dir {
                dirs.push(path);
            } else {
                names.push(path.replace('/', "."));
            }
        }
    }
    names.sort_unstable();
    names
}
