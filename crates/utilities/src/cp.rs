//! `cp`, `mv` and `install` (POSIX cp, mv; install as coreutils have it).
//!
//! Trees are walked with a stack, not by recursion. Left out: sparse files, SELinux contexts, reflinks.

use crate::mode;
use crate::tool::{Exit, Options, Run, Tool, basename, join, tool};
use crate::users::Users;
use machine::{Errno, Flags};
use std::collections::BTreeMap;
use vfs::{FileKind, Stat};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "mv" => mv(t).await,
        "install" => install(t).await,
        _ => cp(t).await,
    }
}

struct Copy {
    recursive: bool,
    /// Whether links inside trees, and given on the command line, are followed.
    follow: bool,
    follow_given: bool,
    mode: bool,
    owner: bool,
    times: bool,
    force: bool,
    ask: bool,
    no_clobber: bool,
    verbose: bool,
    hard: bool,
    symbolic: bool,
    update: bool,
    /// Hard links among what is copied: the first copy of an inode.
    seen: BTreeMap<(u64, u32), String>,
    keep_links: bool,
}

/// Splits operands into sources and what they go to: a directory, or one exact name.
async fn destination(t: &mut Tool, options: &Options) -> Result<(Vec<String>, String, bool), Exit> {
    let mut files = options.rest.clone();
    if let Some(dir) = options.value('t') {
        if files.is_empty() {
            return Err(t.missing_operand().await);
        }
        if !t.sys.stat(dir).is_ok_and(|s| s.kind == FileKind::Dir) {
            let message = t.words(
                format!("'{dir}': Not a directory"),
                format!("target directory '{dir}': No such file or directory"),
            );
            return Err(t.fail(message).await);
        }
        return Ok((files, dir.to_string(), true));
    }
    if files.is_empty() {
        return Err(if t.gnu {
            t.misuse("missing file operand").await
        } else {
            t.usage().await
        });
    }
    if files.len() == 1 {
        let message = format!(
            "missing destination file operand after '{}'",
            files.first().map_or("", String::as_str)
        );
        return Err(if t.gnu { t.misuse(message).await } else { t.usage().await });
    }
    let last = files.pop().unwrap_or_default();
    let is_dir = !options.has('T') && t.sys.stat(&last).is_ok_and(|s| s.kind == FileKind::Dir);
    if files.len() > 1 && !is_dir {
        let message = match (t.gnu, t.sys.exists(&last)) {
            (false, true) => format!("'{last}' is not a directory"),
            // busybox goes on as if it were a directory, and fails for each source.
            (false, false) => {
                for file in &files {
                    let message = match t.sys.lstat(file) {
                        Err(error) if t.name == "cp" => format!("can't stat '{file}': {error}"),
                        _ if t.name == "mv" => format!("can't rename '{file}': No such file or directory"),
                        _ => format!("can't create '{}': No such file or directory", target(&last, true, file)),
                    };
                    t.error(message).await;
                }
                return Err(Exit(1));
            }
            (true, true) => format!("target '{last}': Not a directory"),
            (true, false) => format!("target '{last}': No such file or directory"),
        };
        return Err(t.fail(message).await);
    }
    Ok((files, last, is_dir))
}

fn target(dest: &str, is_dir: bool, source: &str) -> String {
    if is_dir {
        let name = basename(source);
        join(dest, if name.is_empty() { "." } else { name })
    } else {
        dest.to_string()
    }
}

async fn cp(t: &mut Tool) -> Run {
    let long = [
        ("archive", 'a'),
        ("recursive", 'r'),
        ("no-dereference", 'P'),
        ("dereference", 'L'),
        ("preserve", 'k'),
        ("force", 'f'),
        ("interactive", 'i'),
        ("no-clobber", 'n'),
        ("link", 'l'),
        ("symbolic-link", 's'),
        ("target-directory", 't'),
        ("no-target-directory", 'T'),
        ("update", 'u'),
        ("verbose", 'v'),
        ("parents", 'K'),
        ("remove-destination", 'F'),
        ("no-preserve", 'Q'),
        ("reflink", 'Z'),
        ("sparse", 'Z'),
    ];
    let options = t.options("arRdPLHpk::fFinlst:TuvxZ::K Q:", &long).await?;
    let (sources, dest, is_dir) = destination(t, &options).await?;
    let has = |c| options.has(c);
    let recursive = has('a') || has('r') || has('R');
    let preserve = options
        .value('k')
        .map(|v| if v.is_empty() { "mode,ownership,timestamps" } else { v })
        .unwrap_or("");
    let all = has('a') || has('p') || preserve.contains("all");
    let mut copy = Copy {
        recursive,
        follow: has('L') || !recursive && !has('P') && !has('d'),
        follow_given: has('L') || has('H') || !recursive && !has('P') && !has('d'),
        mode: all || preserve.contains("mode"),
        owner: all || preserve.contains("ownership"),
        times: all || preserve.contains("timestamps"),
        force: has('f') || has('F'),
        ask: has('i') && options.last_of("in") == Some('i'),
        no_clobber: has('n'),
        verbose: has('v'),
        hard: has('l'),
        symbolic: has('s'),
        update: has('u'),
        seen: BTreeMap::new(),
        keep_links: has('a') || has('d') || preserve.contains("links") || all,
    };
    for source in sources {
        let to = if has('K') {
            join(&dest, source.trim_start_matches('/'))
        } else {
            target(&dest, is_dir, &source)
        };
        if has('K') {
            let _ = t.sys.mkdir_all(&crate::basename::parent(&to), 0o777);
        }
        copy.tree(t, &source, &to).await?;
    }
    Ok(())
}

impl Copy {
    async fn cannot_stat(t: &mut Tool, path: &str, error: Errno) {
        let message = match (t.gnu, t.name.as_str()) {
            (true, _) => format!("cannot stat '{path}': {error}"),
            (false, "mv") => format!("can't rename '{path}': {error}"),
            (false, _) => format!("can't stat '{path}': {error}"),
        };
        t.error(message).await;
    }

    async fn tree(&mut self, t: &mut Tool, from: &str, to: &str) -> Run {
        let mut todo = vec![(from.to_string(), to.to_string(), true)];
        let mut finish: Vec<(String, Stat)> = Vec::new();
        let inside = t.sys.absolute(to);
        let mut first = true;
        while let Some((from, to, given)) = todo.pop() {
            t.sys.tick().await;
            let follow = if given { self.follow_given } else { self.follow };
            let stat = match if follow { t.sys.stat(&from) } else { t.sys.lstat(&from) } {
                Ok(stat) => stat,
                Err(error) => {
                    Self::cannot_stat(t, &from, error).await;
                    continue;
                }
            };
            if stat.kind == FileKind::Dir {
                if !self.recursive {
                    let message = t.words(
                        format!("omitting directory '{from}'"),
                        format!("-r not specified; omitting directory '{from}'"),
                    );
                    t.error(message).await;
                    continue;
                }
                let source = t.sys.absolute(&from);
                if first && (inside == source || inside.starts_with(&format!("{}/", source.trim_end_matches('/')))) {
                    let message = match (t.gnu, inside == source) {
                        (false, true) => format!("'{from}' and '{to}' are the same file"),
                        (true, true) => format!("'{from}' and '{to}' are the same file"),
                        (false, false) => "recursion detected, omitting directory '".to_string() + &from + "'",
                        (true, false) => format!("cannot copy a directory, '{from}', into itself, '{to}'"),
                    };
                    t.error(message).await;
                    continue;
                }
                first = false;
                match t.sys.stat(&to) {
                    Ok(there) if there.kind != FileKind::Dir => {
                        let message = t.words(
                            format!("target '{to}' is not a directory"),
                            format!("cannot overwrite non-directory '{to}' with directory '{from}'"),
                        );
                        t.error(message).await;
                        continue;
                    }
                    Ok(_) => {}
                    Err(_) => {
                        if let Err(error) = t.sys.mkdir(&to, stat.meta.mode | 0o700) {
                            let message = t.words(
                                format!("can't create directory '{to}': {error}"),
                                format!("cannot create directory '{to}': {error}"),
                            );
                            t.error(message).await;
                            continue;
                        }
                        if self.verbose {
                            t.put(format!("'{from}' -> '{to}'\n")).await?;
                        }
                        finish.push((to.clone(), stat));
                    }
                }
                match t.sys.readdir(&from) {
                    Ok(entries) => {
                        for entry in entries.iter().rev() {
                            todo.push((join(&from, &entry.name), join(&to, &entry.name), false));
                        }
                    }
                    Err(error) => {
                        let message = t.words(
                            format!("can't open '{from}': {error}"),
                            format!("cannot access '{from}': {error}"),
                        );
                        t.error(message).await;
                    }
                }
                continue;
            }
            self.one(t, &from, &to, &stat).await?;
        }
        while let Some((path, stat)) = finish.pop() {
            self.attributes(t, &path, &stat, true).await;
        }
        Ok(())
    }

    async fn one(&mut self, t: &mut Tool, from: &str, to: &str, stat: &Stat) -> Run {
        if let Ok(there) = t.sys.stat(to) {
            if there.dev == stat.dev && there.ino == stat.ino {
                t.error(format!("'{from}' and '{to}' are the same file")).await;
                return Ok(());
            }
            if there.kind == FileKind::Dir {
                let message = t.words(
                    format!("'{to}' is a directory"),
                    format!("cannot overwrite directory '{to}' with non-directory"),
                );
                t.error(message).await;
                return Ok(());
            }
            if self.no_clobber || self.update && there.meta.mtime >= stat.meta.mtime {
                return Ok(());
            }
            if self.ask {
                t.stderr(&format!("{}: overwrite '{to}'? ", t.name)).await;
                if !t.answer().await {
                    return Ok(());
                }
            }
        }
        let key = (stat.dev, stat.ino);
        let first = self.seen.get(&key).cloned().filter(|_| self.keep_links && stat.nlink > 1);
        let result = match (&first, self.hard, self.symbolic) {
            (Some(first), ..) => replaced(t, to, |t| t.sys.link(first, to)),
            (None, true, _) => self.named(t, to, |t| t.sys.link(from, to)),
            (None, _, true) => self.named(t, to, |t| t.sys.symlink(from, to)),
            _ => match stat.kind {
                FileKind::Symlink => match t.sys.readlink(from) {
                    Ok(points) => replaced(t, to, |t| t.sys.symlink(&points, to)),
                    Err(error) => Err(error),
                },
                FileKind::Fifo if self.recursive => replaced(t, to, |t| t.sys.mkfifo(to, stat.meta.mode)),
                FileKind::CharDev if self.recursive => {
                    replaced(t, to, |t| t.sys.mknod_char(to, stat.meta.mode, stat.rdev.0, stat.rdev.1))
                }
                _ => return self.bytes(t, from, to, stat).await,
            },
        };
        match result {
            Ok(()) => self.told(t, from, to, stat).await,
            Err(error) => {
                let message = t.words(
                    format!("can't create '{to}': {error}"),
                    format!("cannot create '{to}': {error}"),
                );
                t.error(message).await;
                Ok(())
            }
        }
    }

    fn named(&self, t: &Tool, to: &str, make: impl FnOnce(&Tool) -> Result<(), Errno>) -> Result<(), Errno> {
        if self.force { replaced(t, to, make) } else { make(t) }
    }

    async fn told(&mut self, t: &mut Tool, from: &str, to: &str, stat: &Stat) -> Run {
        self.seen.entry((stat.dev, stat.ino)).or_insert_with(|| to.to_string());
        if self.verbose {
            t.put(format!("'{from}' -> '{to}'\n")).await?;
        }
        if stat.kind != FileKind::Symlink && !self.hard && !self.symbolic {
            self.attributes(t, to, stat, false).await;
        } else if stat.kind == FileKind::Symlink && self.owner {
            let _ = t.sys.chown(to, Some(stat.meta.uid), Some(stat.meta.gid), false);
            let _ = t.sys.set_mtime(to, stat.meta.mtime, false);
        }
        Ok(())
    }

    async fn bytes(&mut self, t: &mut Tool, from: &str, to: &str, stat: &Stat) -> Run {
        let input = match t.sys.open(from, Flags::READ, 0) {
            Ok(fd) => fd,
            Err(error) => {
                let message = t.words(
                    format!("can't open '{from}': {error}"),
                    format!("cannot open '{from}' for reading: {error}"),
                );
                t.error(message).await;
                return Ok(());
            }
        };
        let mode = stat.meta.mode & 0o777;
        let mut output = t.sys.open(to, Flags::WRITE, mode);
        if output.is_err() && self.force && t.sys.unlink(to).is_ok() {
            output = t.sys.open(to, Flags::WRITE, mode);
        }
        let output = match output {
            Ok(fd) => fd,
            Err(error) => {
                let _ = t.sys.close(input);
                let existing = t.sys.exists(to);
                let message = match (t.gnu, existing) {
                    (false, _) => format!("can't create '{to}': {error}"),
                    (true, true) => format!("cannot create regular file '{to}': {error}"),
                    (true, false) if error == Errno::EISDIR && to.ends_with('/') => {
                        format!("cannot create regular file '{to}': {}", Errno::ENOTDIR)
                    }
                    (true, false) => format!("cannot create regular file '{to}': {error}"),
                };
                t.error(message).await;
                return Ok(());
            }
        };
        let result = match t.sys.copy_contents(input, output) {
            Some(result) => result,
            None => pump(t, input, output).await,
        };
        let _ = t.sys.close(input);
        let _ = t.sys.close(output);
        if let Err(error) = result {
            let message = t.words(
                format!("write error: {error}"),
                format!("error copying '{from}' to '{to}': {error}"),
            );
            t.error(message).await;
            return Ok(());
        }
        self.told(t, from, to, stat).await
    }

    async fn attributes(&self, t: &mut Tool, path: &str, stat: &Stat, dir: bool) {
        if self.owner {
            let _ = t.sys.chown(path, Some(stat.meta.uid), Some(stat.meta.gid), true);
        }
        if self.mode {
            let _ = t.sys.chmod(path, stat.meta.mode);
        } else if dir {
            let umask = t.sys.umask(0);
            t.sys.umask(umask);
            let _ = t.sys.chmod(path, stat.meta.mode & !umask & 0o7777);
        }
        if self.times {
            let _ = t.sys.set_mtime(path, stat.meta.mtime, true);
        }
    }
}

fn replaced(t: &Tool, to: &str, make: impl FnOnce(&Tool) -> Result<(), Errno>) -> Result<(), Errno> {
    if t.sys.lstat(to).is_ok() {
        t.sys.unlink(to)?;
    }
    make(t)
}

/// Copies bytes from one descriptor to another until the end.
pub async fn pump(t: &Tool, input: machine::Fd, output: machine::Fd) -> Result<(), Errno> {
    loop {
        let bytes = t.sys.read(input, 65_536).await?;
        if bytes.is_empty() {
            return Ok(());
        }
        t.sys.write(output, &bytes).await?;
    }
}

async fn mv(t: &mut Tool) -> Run {
    let long = [
        ("force", 'f'),
        ("interactive", 'i'),
        ("no-clobber", 'n'),
        ("target-directory", 't'),
        ("no-target-directory", 'T'),
        ("verbose", 'v'),
        ("update", 'u'),
    ];
    let options = t.options("fint:Tvu", &long).await?;
    let (sources, dest, is_dir) = destination(t, &options).await?;
    for from in sources {
        let to = target(&dest, is_dir, &from);
        let stat = match t.sys.lstat(&from) {
            Ok(stat) => stat,
            Err(error) => {
                Copy::cannot_stat(t, &from, error).await;
                continue;
            }
        };
        let last = options.last_of("fin");
        if let Ok(there) = t.sys.lstat(&to) {
            if last == Some('n') || options.has('u') && there.meta.mtime >= stat.meta.mtime {
                continue;
            }
            if there.ino == stat.ino && there.dev == stat.dev {
                // rename(2) of a file to itself does nothing, and busybox does nothing else.
                if t.gnu {
                    t.error(format!("'{from}' and '{to}' are the same file")).await;
                }
                continue;
            }
            if last == Some('i') {
                t.stderr(&format!("mv: overwrite '{to}'? ")).await;
                if !t.answer().await {
                    continue;
                }
            }
            if there.kind == FileKind::Dir && stat.kind != FileKind::Dir {
                let message = t.words(
                    format!("can't rename '{from}': Is a directory"),
                    format!("cannot overwrite directory '{to}' with non-directory"),
                );
                t.error(message).await;
                continue;
            }
        }
        match t.sys.rename(&from, &to) {
            Ok(()) => {}
            Err(Errno::EXDEV) => {
                let mut copy = Copy {
                    recursive: true,
                    follow: false,
                    follow_given: false,
                    mode: true,
                    owner: true,
                    times: true,
                    force: true,
                    ask: false,
                    no_clobber: false,
                    verbose: false,
                    hard: false,
                    symbolic: false,
                    update: false,
                    seen: BTreeMap::new(),
                    keep_links: true,
                };
                let before = t.status;
                copy.tree(t, &from, &to).await?;
                if t.status == before {
                    remove_tree(t, &from).await;
                }
            }
            Err(Errno::EINVAL) => {
                let message = t.words(
                    format!("can't rename '{from}': Invalid argument"),
                    format!("cannot move '{from}' to a subdirectory of itself, '{to}'"),
                );
                t.error(message).await;
                continue;
            }
            Err(error) => {
                let message = t.words(
                    format!("can't rename '{from}': {error}"),
                    format!("cannot move '{from}' to '{to}': {error}"),
                );
                t.error(message).await;
                continue;
            }
        }
        if options.has('v') {
            let message = t.words(format!("'{from}' -> '{to}'\n"), format!("renamed '{from}' -> '{to}'\n"));
            t.put(message).await?;
        }
    }
    Ok(())
}

async fn remove_tree(t: &mut Tool, path: &str) {
    let mut todo = vec![(path.to_string(), false)];
    while let Some((path, emptied)) = todo.pop() {
        let dir = t.sys.lstat(&path).is_ok_and(|s| s.kind == FileKind::Dir);
        if dir && !emptied {
            todo.push((path.clone(), true));
            let below = t.sys.readdir(&path).unwrap_or_default();
            todo.extend(below.iter().map(|e| (join(&path, &e.name), false)));
        } else if let Err(error) = if dir { t.sys.rmdir(&path) } else { t.sys.unlink(&path) } {
            t.error(format!("can't remove '{path}': {error}")).await;
        }
    }
}

async fn install(t: &mut Tool) -> Run {
    let long = [
        ("directory", 'd'),
        ("mode", 'm'),
        ("owner", 'o'),
        ("group", 'g'),
        ("target-directory", 't'),
        ("verbose", 'v'),
        ("no-target-directory", 'T'),
        ("preserve-timestamps", 'p'),
        ("strip", 's'),
        ("compare", 'C'),
    ];
    let options = t.options("cCdDspTm:o:g:t:v", &long).await?;
    let mode = match options.value('m') {
        None => 0o755,
        Some(text) => match mode::change(text, 0, false, 0) {
            Some(mode) => mode,
            None => return Err(t.fail(format!("invalid mode '{text}'")).await),
        },
    };
    let users = Users::load(&t.sys);
    let owner = match options.value('o') {
        None => None,
        Some(name) => match users.uid(name) {
            Some(uid) => Some(uid),
            None => {
                return Err(t
                    .fail(t.words(format!("unknown user {name}"), format!("invalid user '{name}'")))
                    .await);
            }
        },
    };
    let group = match options.value('g') {
        None => None,
        Some(name) => match users.gid(name) {
            Some(gid) => Some(gid),
            None => {
                return Err(t
                    .fail(t.words(format!("unknown group {name}"), format!("invalid group '{name}'")))
                    .await);
            }
        },
    };
    if options.has('d') {
        if options.rest.is_empty() {
            return Err(t.missing_operand().await);
        }
        for dir in &options.rest {
            let made = t
                .sys
                .mkdir_all(dir, 0o755)
                .and_then(|()| t.sys.chmod(dir, mode))
                .and_then(|()| t.sys.chown(dir, owner, group, true));
            if let Err(error) = made {
                let message = t.words(
                    format!("can't create directory '{dir}': {error}"),
                    format!("cannot create directory '{dir}': {error}"),
                );
                t.error(message).await;
            }
        }
        return Ok(());
    }
    let mut early = options.rest.clone();
    if options.has('D') {
        let dir = options
            .value('t')
            .map(str::to_string)
            .or_else(|| early.pop().map(|d| crate::basename::parent(&d)));
        if let Some(dir) = dir {
            let _ = t.sys.mkdir_all(&dir, 0o755);
        }
    }
    let (sources, dest, is_dir) = destination(t, &options).await?;
    let mut copy = Copy {
        recursive: false,
        follow: true,
        follow_given: true,
        mode: false,
        owner: false,
        times: options.has('p'),
        force: true,
        ask: false,
        no_clobber: false,
        verbose: options.has('v'),
        hard: false,
        symbolic: false,
        update: false,
        seen: BTreeMap::new(),
        keep_links: false,
    };
    for source in sources {
        let to = target(&dest, is_dir, &source);
        let before = std::mem::take(&mut t.status);
        copy.tree(t, &source, &to).await?;
        if t.status == 0 {
            let _ = t.sys.chmod(&to, mode);
            if let Err(error) = t.sys.chown(&to, owner, group, true) {
                t.error(format!("can't change ownership of '{to}': {error}")).await;
            }
        }
        t.status = t.status.max(before);
    }
    Ok(())
}
