//! `mkdir` and `rmdir` (POSIX).

use crate::basename::parent;
use crate::mode;
use crate::tool::{Run, Tool, tool};
use machine::Errno;
use vfs::FileKind;

tool!();

async fn run(t: &mut Tool) -> Run {
    if t.name == "rmdir" {
        return rmdir(t).await;
    }
    let long = [("parents", 'p'), ("mode", 'm'), ("verbose", 'v')];
    let options = t.options("pm:vZ", &long).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    let umask = t.sys.umask(0);
    t.sys.umask(umask);
    let exact = match options.value('m') {
        None => None,
        Some(text) => match mode::change(text, 0o777, true, umask) {
            Some(mode) => Some(mode),
            None => {
                let message = t.words(format!("invalid mode '{text}'"), format!("invalid mode '{text}'"));
                return Err(t.fail(message).await);
            }
        },
    };
    for path in &options.rest {
        let mut missing = vec![path.clone()];
        if options.has('p') {
            let mut above = parent(path);
            while !t.sys.exists(&above) && missing.len() < 4096 {
                missing.push(above.clone());
                above = parent(&above);
            }
        }
        while let Some(dir) = missing.pop() {
            let result = match t.sys.mkdir(&dir, 0o777) {
                Err(Errno::EEXIST) if options.has('p') && t.sys.stat(&dir).is_ok_and(|s| s.kind == FileKind::Dir) => continue,
                Ok(()) if missing.is_empty() => exact.map_or(Ok(()), |mode| t.sys.chmod(&dir, mode)),
                other => other,
            };
            match result {
                Ok(()) if options.has('v') => {
                    let message = t.words(
                        format!("created directory: '{dir}{}'\n", if missing.is_empty() { "" } else { "/" }),
                        format!("mkdir: created directory '{dir}'\n"),
                    );
                    t.put(message).await?;
                }
                Ok(()) => {}
                Err(error) => {
                    let message = t.words(
                        format!("can't create directory '{dir}': {error}"),
                        format!("cannot create directory '{dir}': {error}"),
                    );
                    t.error(message).await;
                    break;
                }
            }
        }
    }
    Ok(())
}

async fn rmdir(t: &mut Tool) -> Run {
    let long = [("parents", 'p'), ("verbose", 'v'), ("ignore-fail-on-non-empty", 'i')];
    let options = t.options("pvi", &long).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    for path in &options.rest {
        let mut path = path.clone();
        loop {
            if options.has('v') {
                t.put(format!("rmdir: removing directory, '{path}'\n")).await?;
            }
            match t.sys.rmdir(&path) {
                Ok(()) => {}
                Err(Errno::ENOTEMPTY) if options.has('i') => break,
                Err(error) => {
                    let message = t.words(format!("'{path}': {error}"), format!("failed to remove '{path}': {error}"));
                    t.error(message).await;
                    break;
                }
            }
            path = parent(&path);
            if !options.has('p') || path == "." || path == "/" {
                break;
            }
        }
    }
    Ok(())
}
