//! `stat`.
//!
//! Inode change, access and birth times are not kept: the modification time stands for them.

use crate::clock::{Civil, format};
use crate::ls::blocks;
use crate::mode;
use crate::tool::{Run, Tool, tool};
use crate::users::Users;
use vfs::{FileKind, Stat};

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("format", 'c'),
        ("printf", 'p'),
        ("dereference", 'L'),
        ("terse", 't'),
        ("file-system", 'f'),
    ];
    let options = t.options("c:p:Ltf", &long).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    let users = Users::load(&t.sys);
    for path in &options.rest {
        let stat = match if options.has('L') {
            t.sys.stat(path)
        } else {
            t.sys.lstat(path)
        } {
            Ok(stat) => stat,
            Err(error) => {
                let message = t.words(
                    format!("can't stat '{path}': {error}"),
                    format!("cannot statx '{path}': {error}"),
                );
                t.error(message).await;
                continue;
            }
        };
        if options.has('f') {
            return Err(t.fail("drydock: -f (file systems) is not simulated").await);
        }
        let text = if let Some(pattern) = options.value('p') {
            let mut bytes = Vec::new();
            crate::echo::unescape(pattern.as_bytes(), crate::echo::Zero::Free, &mut bytes);
            fill(t, &users, &String::from_utf8_lossy(&bytes), path, &stat)
        } else if let Some(pattern) = options.value('c') {
            format!("{}\n", fill(t, &users, pattern, path, &stat))
        } else if options.has('t') {
            format!(
                "{}\n",
                fill(t, &users, "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o", path, &stat)
            )
        } else {
            let device = if stat.kind == FileKind::CharDev {
                "\tDevice type: %t,%T"
            } else {
                ""
            };
            let pattern = if t.gnu {
                format!(
                    "  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Hd,%Ld\tInode: %-11i Links: %h{device}\nAccess: (%04a/%10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: %w\n"
                )
            } else {
                format!(
                    "  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Dh/%dd\tInode: %-10i  Links: %-5h{device}\nAccess: (%04a/%10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n"
                )
            };
            fill(t, &users, &pattern, path, &stat)
        };
        t.put(text).await?;
    }
    Ok(())
}

fn kind_name(stat: &Stat) -> &'static str {
    match stat.kind {
        FileKind::File if stat.size == 0 => "regular empty file",
        FileKind::File => "regular file",
        FileKind::Dir => "directory",
        FileKind::Symlink => "symbolic link",
        FileKind::CharDev => "character special file",
        FileKind::Fifo => "fifo",
        FileKind::Socket => "socket",
    }
}

fn raw_mode(stat: &Stat) -> u32 {
    let kind = match stat.kind {
        FileKind::File => 0o100_000,
        FileKind::Dir => 0o40_000,
        FileKind::Symlink => 0o120_000,
        FileKind::CharDev => 0o20_000,
        FileKind::Fifo => 0o10_000,
        FileKind::Socket => 0o140_000,
    };
    kind | stat.meta.mode
}

fn fill(t: &Tool, users: &Users, pattern: &str, path: &str, stat: &Stat) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    let at = Civil::from_nanos(stat.meta.mtime);
    let seconds = stat.meta.mtime.div_euclid(1_000_000_000);
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (mut left, mut zero, mut width) = (false, false, 0usize);
        while let Some(c) = chars.peek().copied() {
            match c {
                '-' => left = true,
                '0' if width == 0 => zero = true,
                '0'..='9' => width = (width * 10 + c as usize - 48).min(999),
                '.' | '+' | '#' | ' ' => {}
                _ => break,
            }
            chars.next();
        }
        let Some(mut letter) = chars.next() else { break };
        let device = matches!(letter, 'H' | 'L') && chars.peek().is_some_and(|c| *c == 'd' || *c == 'r');
        if device {
            chars.next();
            letter = if letter == 'H' { '\u{1}' } else { '\u{2}' };
        }
        let full_time = || {
            if t.gnu {
                format("%Y-%m-%d %H:%M:%S.%N %z", &at)
            } else {
                format("%Y-%m-%d %H:%M:%S.%N %z", &at)
            }
        };
        let text = match letter {
            'n' => path.to_string(),
            'N' => match t.sys.readlink(path) {
                Ok(points) if t.gnu && pattern.starts_with("  File") => format!("{path} -> {points}"),
                Ok(points) => format!("'{path}' -> '{points}'"),
                Err(_) if pattern.starts_with("  File") => path.to_string(),
                Err(_) => format!("'{path}'"),
            },
            's' => stat.size.to_string(),
            'b' => (blocks(stat) * 2).to_string(),
            'B' => "512".to_string(),
            'o' => "4096".to_string(),
            'F' => kind_name(stat).to_string(),
            'f' => format!("{:x}", raw_mode(stat)),
            'a' => format!("{:o}", stat.meta.mode),
            'A' => mode::letters(stat.kind, stat.meta.mode),
            'u' => stat.meta.uid.to_string(),
            'g' => stat.meta.gid.to_string(),
            'U' => users
                .by_uid(stat.meta.uid)
                .map_or_else(|| "UNKNOWN".to_string(), |u| u.name.clone()),
            'G' => users
                .group(stat.meta.gid)
                .map_or_else(|| "UNKNOWN".to_string(), |g| g.name.clone()),
            'i' => stat.ino.to_string(),
            'h' => stat.nlink.to_string(),
            'd' => stat.dev.to_string(),
            'D' => format!("{:x}", stat.dev),
            '\u{1}' => "0".to_string(),
            '\u{2}' => stat.dev.to_string(),
            't' => format!("{:x}", stat.rdev.0),
            'T' => format!("{:x}", stat.rdev.1),
            'X' | 'Y' | 'Z' => seconds.to_string(),
            'W' => seconds.to_string(),
            'x' | 'y' | 'z' | 'w' => full_time(),
            'm' => "/".to_string(),
            '%' => "%".to_string(),
            other => format!("%{other}"),
        };
        let missing = width.saturating_sub(text.chars().count());
        if left {
            out.push_str(&text);
            out.push_str(&" ".repeat(missing));
        } else {
            out.push_str(&if zero { "0" } else { " " }.repeat(missing));
            out.push_str(&text);
        }
    }
    out
}
