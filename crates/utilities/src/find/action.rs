//! What find does with a file: print, delete, run a command.

use super::expression::Action;
use super::{Find, Found};
use crate::clock::{Civil, format};
use crate::ls::blocks;
use crate::mode;
use crate::tool::{Exit, Run, Tool, basename, run_and_wait, start};
use crate::users::Users;
use machine::{WaitStatus, WaitTarget};
use vfs::FileKind;

impl Find {
    pub(super) async fn act(&mut self, t: &mut Tool, action: &Action, found: &Found) -> Result<bool, Exit> {
        match action {
            Action::Print(end) => {
                t.out.push(&found.path);
                t.put([*end]).await?;
            }
            Action::Printf(pattern) => {
                let text = printf(t, pattern, found);
                t.put(text).await?;
            }
            Action::Ls => {
                let users = Users::load(&t.sys);
                let stat = &found.stat;
                let link = t.sys.readlink(&found.path).map(|l| format!(" -> {l}")).unwrap_or_default();
                let line = format!(
                    "{:9} {:6} {} {:3} {:<8} {:<8} {:8} {} {}{link}",
                    stat.ino,
                    blocks(stat),
                    mode::letters(stat.kind, stat.meta.mode),
                    stat.nlink,
                    users.user_name(stat.meta.uid),
                    users.group_name(stat.meta.gid),
                    stat.size,
                    format("%b %e %H:%M", &Civil::from_nanos(stat.meta.mtime)),
                    found.path
                );
                t.line(line).await?;
            }
            Action::Delete => {
                if found.path == "." {
                    return Ok(true);
                }
                let result = if found.stat.kind == FileKind::Dir {
                    t.sys.rmdir(&found.path)
                } else {
                    t.sys.unlink(&found.path)
                };
                if let Err(error) = result {
                    let message = t.words(
                        format!("{}: {error}", found.path),
                        format!("cannot delete '{}': {error}", found.path),
                    );
                    t.error(message).await;
                    return Ok(false);
                }
            }
            Action::Prune => self.prune = true,
            Action::Quit => self.quit = true,
            Action::Exec { command, in_dir, ask } => {
                let path = if *in_dir {
                    format!("./{}", basename(&found.path))
                } else {
                    found.path.clone()
                };
                let argv: Vec<String> = command.iter().map(|w| w.replace("{}", &path)).collect();
                if *ask {
                    let shown = if t.gnu {
                        format!("< {} ... {} > ? ", argv.first().cloned().unwrap_or_default(), found.path)
                    } else {
                        format!("{} ?", argv.join(" "))
                    };
                    t.stderr(&shown).await;
                    if !t.answer().await {
                        return Ok(false);
                    }
                }
                let dir = in_dir.then(|| crate::basename::parent(&found.path));
                return self.run(t, argv, dir).await.map(|s| s == WaitStatus::Exited(0));
            }
            Action::Batch(number) => {
                if let Some(batch) = self.batches.get_mut(*number) {
                    batch.push(found.path.clone());
                }
            }
        }
        Ok(true)
    }

    async fn run(&self, t: &mut Tool, argv: Vec<String>, dir: Option<String>) -> Result<WaitStatus, Exit> {
        let _ = t.out.flush().await;
        let (name, gnu) = (argv.first().cloned().unwrap_or_default(), t.gnu);
        let failed = move |error| {
            if gnu {
                format!("find: '{name}': {error}\n")
            } else {
                format!("find: {name}: {error}\n")
            }
        };
        let status = match dir {
            None => run_and_wait(&t.sys, argv, failed).await,
            Some(dir) => {
                let back = t.sys.getcwd();
                let moved = t.sys.chdir(&dir);
                let pid = start(&t.sys, argv, failed);
                let status = match (moved, pid) {
                    (Ok(()), Ok(pid)) => t.sys.wait(WaitTarget::Pid(pid), false).await.map(|(_, s)| s),
                    (Err(error), _) | (_, Err(error)) => Err(error),
                };
                let _ = t.sys.chdir(&back);
                status
            }
        };
        match status {
            Ok(status) => Ok(status),
            Err(error) => Err(t.fail(format!("fork: {error}")).await),
        }
    }

    /// Runs what `-exec … +` collected.
    pub(super) async fn finish(&mut self, t: &mut Tool) -> Run {
        let commands = self.parsed.batch_commands.clone();
        for (batch, command) in std::mem::take(&mut self.batches).into_iter().zip(commands) {
            for paths in batch.chunks(2000) {
                let mut argv = command.clone();
                argv.extend(paths.iter().cloned());
                if self.run(t, argv, None).await? != WaitStatus::Exited(0) {
                    t.status = 1;
                }
            }
        }
        Ok(())
    }
}

fn printf(t: &Tool, pattern: &str, found: &Found) -> Vec<u8> {
    let users = Users::load(&t.sys);
    let stat = &found.stat;
    let at = Civil::from_nanos(stat.meta.mtime);
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('0') => out.push('\0'),
                Some('\\') => out.push('\\'),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            }
            continue;
        }
        if c != '%' {
            out.push(c);
            continue;
        }
        let (mut left, mut width) = (false, 0usize);
        while let Some(c) = chars.peek().copied().filter(|c| c.is_ascii_digit() || *c == '-') {
            match c.to_digit(10) {
                Some(digit) => width = (width * 10 + digit as usize).min(999),
                None => left = true,
            }
            chars.next();
        }
        let relative = || {
            let rest = found.path.strip_prefix(&found.root).unwrap_or(&found.path);
            rest.trim_start_matches('/').to_string()
        };
        let kind = match stat.kind {
            FileKind::File => "f",
            FileKind::Dir => "d",
            FileKind::Symlink => "l",
            FileKind::CharDev => "c",
            FileKind::Fifo => "p",
            FileKind::Socket => "s",
        };
        let text = match chars.next() {
            Some('p') => found.path.clone(),
            Some('f') => basename(&found.path).to_string(),
            Some('h') => match found.path.rsplit_once('/') {
                Some((dir, _)) => dir.to_string(),
                None => ".".to_string(),
            },
            Some('P') => relative(),
            Some('H') => found.root.clone(),
            Some('s') => stat.size.to_string(),
            Some('k') => blocks(stat).to_string(),
            Some('b') => (blocks(stat) * 2).to_string(),
            Some('m') => format!("{:o}", stat.meta.mode),
            Some('M') => mode::letters(stat.kind, stat.meta.mode),
            Some('u') => users.user_name(stat.meta.uid),
            Some('g') => users.group_name(stat.meta.gid),
            Some('U') => stat.meta.uid.to_string(),
            Some('G') => stat.meta.gid.to_string(),
            Some('y' | 'Y') => kind.to_string(),
            Some('l') => t.sys.readlink(&found.path).unwrap_or_default(),
            Some('n') => stat.nlink.to_string(),
            Some('i') => stat.ino.to_string(),
            Some('d') => found.depth.to_string(),
            Some('t' | 'c' | 'a') => format("%a %b %e %H:%M:%S.%N0 %Y", &at),
            Some('T' | 'C' | 'A') => match chars.next() {
                Some('@') => format!("{}.{:09}0", at.seconds(), at.nanos),
                Some('+') => format("%Y-%m-%d+%H:%M:%S.%N0", &at),
                Some('T') => format("%H:%M:%S.%N0", &at),
                Some('S') => format("%S.%N0", &at),
                Some(letter) => format(&format!("%{letter}"), &at),
                None => String::new(),
            },
            Some('%') => "%".to_string(),
            Some(other) => format!("%{other}"),
            None => "%".to_string(),
        };
        let missing = " ".repeat(width.saturating_sub(text.chars().count()));
        if left {
            out.push_str(&text);
            out.push_str(&missing);
        } else {
            out.push_str(&missing);
            out.push_str(&text);
        }
    }
    out.into_bytes()
}
