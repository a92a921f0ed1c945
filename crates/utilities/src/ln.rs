//! `ln` (POSIX).

use crate::basename::parent;
use crate::tool::{Run, Tool, basename, join, tool};
use vfs::FileKind;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("symbolic", 's'),
        ("force", 'f'),
        ("no-dereference", 'n'),
        ("verbose", 'v'),
        ("relative", 'r'),
        ("target-directory", 't'),
        ("no-target-directory", 'T'),
        ("interactive", 'i'),
        ("backup", 'b'),
        ("logical", 'L'),
        ("physical", 'P'),
    ];
    let options = t.options("sfnbvrTit:LPS:", &long).await?;
    let mut files = options.rest.clone();
    if files.is_empty() {
        return Err(if t.gnu {
            t.misuse("missing file operand").await
        } else {
            t.usage().await
        });
    }
    let dir_at = |t: &Tool, path: &str| {
        let stat = if options.has('n') {
            t.sys.lstat(path)
        } else {
            t.sys.stat(path)
        };
        !options.has('T') && stat.is_ok_and(|s| s.kind == FileKind::Dir)
    };
    let (dest, is_dir) = match options.value('t') {
        Some(dir) => (dir.to_string(), true),
        None if files.len() == 1 => (".".to_string(), true),
        None => {
            let last = files.pop().unwrap_or_default();
            let is_dir = dir_at(t, &last);
            (last, is_dir)
        }
    };
    if files.len() > 1 && !is_dir {
        let message = t.words(
            format!("'{dest}': Not a directory"),
            format!("target '{dest}': Not a directory"),
        );
        return Err(t.fail(message).await);
    }
    for from in files {
        let to = if is_dir { join(&dest, basename(&from)) } else { dest.clone() };
        let pointed = if options.has('r') && options.has('s') {
            relative(t, &from, &to)
        } else {
            from.clone()
        };
        if !options.has('s') && t.sys.lstat(&from).is_ok_and(|s| s.kind == FileKind::Dir) {
            let message = t.words(
                format!("{to}: Operation not permitted"),
                format!("{from}: hard link not allowed for directory"),
            );
            t.error(message).await;
            continue;
        }
        if !options.has('s')
            && let Err(error) = t.sys.lstat(&from)
        {
            let message = t.words(format!("{from}: {error}"), format!("failed to access '{from}': {error}"));
            t.error(message).await;
            continue;
        }
        if options.has('f') && t.sys.lstat(&to).is_ok() {
            let _ = t.sys.unlink(&to);
        }
        let result = if options.has('s') {
            t.sys.symlink(&pointed, &to)
        } else {
            t.sys.link(&from, &to)
        };
        match result {
            Ok(()) if options.has('v') => {
                let arrow = if options.has('s') { "->" } else { "=>" };
                t.put(format!("'{to}' {arrow} '{pointed}'\n")).await?;
            }
            Ok(()) => {}
            Err(error) => {
                let kind = if options.has('s') { "symbolic" } else { "hard" };
                let message = t.words(
                    format!("{to}: {error}"),
                    if options.has('s') {
                        format!("failed to create symbolic link '{to}': {error}")
                    } else {
                        format!("failed to create {kind} link '{to}' => '{from}': {error}")
                    },
                );
                t.error(message).await;
            }
        }
    }
    Ok(())
}

fn relative(t: &Tool, from: &str, to: &str) -> String {
    let target = t.sys.absolute(from);
    let base = t.sys.absolute(&parent(to));
    relative_path(&target, &base)
}

/// The way from a directory to a path, both absolute and clean.
pub fn relative_path(target: &str, base: &str) -> String {
    let target: Vec<&str> = target.split('/').filter(|p| !p.is_empty()).collect();
    let base: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    let shared = target.iter().zip(&base).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; base.len() - shared];
    parts.extend(target.iter().skip(shared));
    if parts.is_empty() { ".".to_string() } else { parts.join("/") }
}
