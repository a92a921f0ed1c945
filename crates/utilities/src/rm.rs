//! `rm` and `unlink` (POSIX).

use crate::tool::{Exit, Run, Tool, basename, join, tool};
use machine::Errno;
use vfs::FileKind;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("recursive", 'r'),
        ("force", 'f'),
        ("verbose", 'v'),
        ("dir", 'd'),
        ("no-preserve-root", 'N'),
        ("preserve-root", 'P'),
        ("interactive", 'i'),
        ("one-file-system", 'o'),
    ];
    let options = t.options("rRfivdI", &long).await?;
    let force = options.last_of("fi") == Some('f');
    let ask = options.last_of("fi") == Some('i');
    if options.rest.is_empty() {
        return if force { Ok(()) } else { Err(t.missing_operand().await) };
    }
    let rm = Rm {
        force,
        ask,
        recursive: options.has('r') || options.has('R'),
        dirs: options.has('d'),
        verbose: options.has('v'),
    };
    for path in &options.rest {
        let name = basename(path);
        if name == "." || name == ".." {
            let message = t.words(
                "can't remove '.' or '..'".to_string(),
                format!("refusing to remove '.' or '..' directory: skipping '{path}'"),
            );
            t.error(message).await;
            continue;
        }
        if t.gnu && rm.recursive && path.trim_end_matches('/').is_empty() && !options.has('N') {
            t.say("it is dangerous to operate recursively on '/'").await;
            return Err(t.fail("use --no-preserve-root to override this failsafe").await);
        }
        rm.remove(t, path).await?;
    }
    Ok(())
}

struct Rm {
    force: bool,
    ask: bool,
    recursive: bool,
    dirs: bool,
    verbose: bool,
}

impl Rm {
    /// Removes a tree, deepest first, with a stack of its own.
    async fn remove(&self, t: &mut Tool, path: &str) -> Run {
        let mut todo = vec![(path.to_string(), false)];
        while let Some((path, emptied)) = todo.pop() {
            t.sys.tick().await;
            let stat = match t.sys.lstat(&path) {
                Ok(stat) => stat,
                Err(Errno::ENOENT | Errno::ENOTDIR) if self.force => continue,
                Err(error) => {
                    self.failed(t, &path, error).await;
                    continue;
                }
            };
            let dir = stat.kind == FileKind::Dir;
            if dir && !emptied && self.recursive {
                match t.sys.readdir(&path) {
                    Ok(entries) => {
                        todo.push((path.clone(), true));
                        for entry in entries.iter().rev() {
                            todo.push((join(&path, &entry.name), false));
                        }
                    }
                    Err(error) => self.failed(t, &path, error).await,
                }
                continue;
            }
            if dir && !self.recursive && !self.dirs {
                let message = t.words(
                    format!("'{path}' is a directory"),
                    format!("cannot remove '{path}': Is a directory"),
                );
                t.error(message).await;
                continue;
            }
            if self.ask && !self.confirmed(t, &path, dir, stat.size == 0).await? {
                continue;
            }
            let result = if dir { t.sys.rmdir(&path) } else { t.sys.unlink(&path) };
            match result {
                Ok(()) if self.verbose => {
                    let message = match (t.gnu, dir) {
                        (true, true) => format!("removed directory '{path}'\n"),
                        (false, true) => format!("removed directory: '{path}'\n"),
                        _ => format!("removed '{path}'\n"),
                    };
                    t.put(message).await?;
                }
                Ok(()) => {}
                Err(error) => self.failed(t, &path, error).await,
            }
        }
        Ok(())
    }

    async fn failed(&self, t: &mut Tool, path: &str, error: Errno) {
        let message = t.words(
            format!("can't remove '{path}': {error}"),
            format!("cannot remove '{path}': {error}"),
        );
        t.error(message).await;
    }

    async fn confirmed(&self, t: &mut Tool, path: &str, dir: bool, empty: bool) -> Result<bool, Exit> {
        let what = match (t.gnu, dir) {
            (true, true) => "remove directory",
            (true, false) if empty => "remove regular empty file",
            (true, false) => "remove regular file",
            _ => "remove",
        };
        t.stderr(&format!("{}: {what} '{path}'? ", t.name)).await;
        Ok(t.answer().await)
    }
}
