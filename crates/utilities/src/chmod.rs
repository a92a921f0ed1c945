//! `chmod` (POSIX).

use crate::mode;
use crate::tool::{Run, Tool, join, tool};
use vfs::FileKind;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("recursive", 'R'),
        ("verbose", 'v'),
        ("changes", 'c'),
        ("quiet", 'f'),
        ("silent", 'f'),
        ("reference", 'z'),
    ];
    // A mode may look like an option: -w, -x, …
    let looks =
        |a: &String| a.len() > 1 && a.starts_with('-') && a.chars().skip(1).all(|c| "rwxXstugo,=+-".contains(c)) && a != "--";
    let mut args = t.args.clone();
    let symbolic = args.iter().position(looks).map(|at| args.remove(at));
    let options = t.options_of(&args, "Rvcfz:", &long).await?;
    let mut files = options.rest.clone();
    let mode_text = match (&symbolic, options.value('z')) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) => match t.sys.stat(file) {
            Ok(stat) => format!("{:o}", stat.meta.mode),
            Err(error) => return Err(t.fail(format!("failed to get attributes of '{file}': {error}")).await),
        },
        (None, None) if files.is_empty() => return Err(t.missing_operand().await),
        (None, None) => files.remove(0),
    };
    if files.is_empty() {
        let message = format!("missing operand after '{mode_text}'");
        return Err(if t.gnu { t.misuse(message).await } else { t.usage().await });
    }
    let umask = t.sys.umask(0);
    t.sys.umask(umask);
    let known = mode::change(&mode_text, 0, false, umask).is_some();
    if !known && t.gnu {
        return Err(t.misuse(format!("invalid mode: '{mode_text}'")).await);
    }
    let mut todo: Vec<(String, bool)> = files.into_iter().rev().map(|f| (f, true)).collect();
    while let Some((path, given)) = todo.pop() {
        t.sys.tick().await;
        let lstat = t.sys.lstat(&path);
        if lstat.as_ref().is_ok_and(|s| s.kind == FileKind::Symlink) && !given {
            continue;
        }
        let stat = match t.sys.stat(&path) {
            Ok(stat) => stat,
            Err(error) => {
                if !options.has('f') {
                    let message = match (t.gnu, lstat.is_ok()) {
                        (false, _) => format!("{path}: {error}"),
                        (true, true) => format!("cannot operate on dangling symlink '{path}'"),
                        (true, false) => format!("cannot access '{path}': {error}"),
                    };
                    t.say(&message).await;
                }
                t.status = 1;
                continue;
            }
        };
        if !known {
            return Err(t.fail(format!("invalid mode '{mode_text}'")).await);
        }
        let dir = stat.kind == FileKind::Dir;
        let new = mode::change(&mode_text, stat.meta.mode, dir, umask).unwrap_or(stat.meta.mode);
        match t.sys.chmod(&path, new) {
            Ok(()) => {
                let changed = new != stat.meta.mode;
                let show = |mode| mode::letters(FileKind::File, mode).get(1..).unwrap_or_default().to_string();
                if t.gnu && (options.has('v') || options.has('c') && changed) {
                    let text = if changed {
                        format!(
                            "mode of '{path}' changed from {:04o} ({}) to {new:04o} ({})\n",
                            stat.meta.mode,
                            show(stat.meta.mode),
                            show(new)
                        )
                    } else {
                        format!("mode of '{path}' retained as {new:04o} ({})\n", show(new))
                    };
                    t.put(text).await?;
                } else if options.has('v') || options.has('c') && changed {
                    t.put(format!("mode of '{path}' changed to {new:04o} ({})\n", show(new)))
                        .await?;
                }
            }
            Err(error) => {
                if !options.has('f') {
                    let message = t.words(
                        format!("{path}: {error}"),
                        format!("changing permissions of '{path}': {error}"),
                    );
                    t.say(&message).await;
                }
                t.status = 1;
            }
        }
        if dir && options.has('R') {
            match t.sys.readdir(&path) {
                Ok(entries) => todo.extend(entries.iter().rev().map(|e| (join(&path, &e.name), false))),
                Err(error) => {
                    let message = t.words(
                        format!("can't open '{path}': {error}"),
                        format!("cannot read directory '{path}': {error}"),
                    );
                    t.error(message).await;
                }
            }
        }
    }
    Ok(())
}
