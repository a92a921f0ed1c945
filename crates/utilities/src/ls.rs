//! `ls` (POSIX), in busybox's and coreutils' layouts.
//!
//! Left out: colours by LS_COLORS (files are listed plain), SELinux contexts.

use crate::clock::{Civil, format};
use crate::mode;
use crate::number::{human, human_busybox};
use crate::tool::{Options, Run, Tool, join, tool};
use crate::users::Users;
use machine::Errno;
use std::cmp::Ordering;
use vfs::{FileKind, Stat};

tool!();

#[derive(Clone)]
struct File {
    name: String,
    path: String,
    stat: Stat,
    points: Option<String>,
    /// Why a link can't be read.
    unread: Option<Errno>,
}

struct Ls {
    options: Options,
    users: Users,
    tty: bool,
    columns: usize,
    one: bool,
    long: bool,
}

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("all", 'a'),
        ("almost-all", 'A'),
        ("directory", 'd'),
        ("recursive", 'R'),
        ("human-readable", 'h'),
        ("reverse", 'r'),
        ("size", 's'),
        ("inode", 'i'),
        ("numeric-uid-gid", 'n'),
        ("classify", 'F'),
        ("color", '!'),
        ("full-time", 'e'),
        ("group-directories-first", '"'),
        ("no-group", 'G'),
        ("sort", '#'),
        ("time", '$'),
        ("time-style", '%'),
        ("dereference", 'L'),
        ("width", 'w'),
        ("file-type", 'p'),
        ("format", '&'),
        ("si", 'h'),
        ("block-size", '('),
        ("indicator-style", ')'),
        ("quote-name", 'Q'),
        ("literal", 'N'),
    ];
    let options = t
        .options("1AaCxdLHRFplinshrSXvctuw:e!::T:kgoGmNbqQfUI:\"#:$:%:&:(:):", &long)
        .await?;
    let tty = t.sys.isatty(1);
    let columns = options
        .value('w')
        .and_then(|w| w.parse().ok())
        .or_else(|| t.sys.tty(1).map(|tty| usize::from(tty.size().0)))
        .unwrap_or(80);
    let layout = options.last_of("1Cxlngom&");
    let long = matches!(layout, Some('l' | 'n' | 'g' | 'o'))
        || layout == Some('1') && "lngo".chars().any(|c| options.has(c))
        || options.has('e');
    let ls = Ls {
        users: Users::load(&t.sys),
        tty,
        columns: columns.clamp(1, 4096),
        one: layout == Some('1') || !tty && !matches!(layout, Some('C' | 'x' | 'm')),
        long,
        options,
    };
    ls.list(t).await
}

impl Ls {
    fn has(&self, option: char) -> bool {
        self.options.has(option)
    }

    async fn list(&self, t: &mut Tool) -> Run {
        let names = if self.options.rest.is_empty() {
            vec![".".to_string()]
        } else {
            self.options.rest.clone()
        };
        let (mut files, mut dirs) = (Vec::new(), Vec::new());
        for name in &names {
            let follow = self.has('L') || self.has('H') || !self.long && !self.has('F') && !(t.gnu && self.has('d'));
            match self.file(t, name.clone(), name.clone(), follow) {
                Ok(file) if file.stat.kind == FileKind::Dir && !self.has('d') => dirs.push(file),
                Ok(file) => files.push(file),
                Err(error) => {
                    let message = t.words(format!("{name}: {error}"), format!("cannot access '{name}': {error}"));
                    t.say(&message).await;
                    t.status = if t.gnu { 2 } else { 1 };
                }
            }
        }
        if t.gnu {
            self.complain(t, &files).await;
        }
        self.sort(&mut files);
        self.sort(&mut dirs);
        let headers = names.len() > 1 || self.has('R');
        let mut first = files.is_empty();
        self.show(t, &files).await?;
        dirs.reverse();
        while let Some(dir) = dirs.pop() {
            let entries = match t.sys.readdir(&dir.path) {
                Ok(entries) => entries,
                Err(error) => {
                    let message = t.words(
                        format!("can't open '{}': {error}", dir.path),
                        format!("cannot open directory '{}': {error}", dir.path),
                    );
                    t.say(&message).await;
                    t.status = t.status.max(if t.gnu && names.contains(&dir.path) { 2 } else { 1 });
                    continue;
                }
            };
            if !first {
                t.put("\n").await?;
            }
            first = false;
            if headers {
                t.put(format!("{}:\n", dir.path)).await?;
            }
            let mut below = Vec::new();
            if self.has('a') || self.has('f') {
                for dots in [".", ".."] {
                    below.extend(self.file(t, dots.to_string(), join(&dir.path, dots), true));
                }
            }
            for entry in entries {
                if entry.name.starts_with('.') && !self.has('a') && !self.has('A') && !self.has('f') {
                    continue;
                }
                t.sys.tick().await;
                below.extend(self.file(t, entry.name.clone(), join(&dir.path, &entry.name), self.has('L')));
            }
            if t.gnu {
                self.complain(t, &below).await;
            }
            self.sort(&mut below);
            if self.long || self.has('s') {
                let total: u64 = below.iter().map(|f| blocks(&f.stat)).sum();
                let text = if self.has('h') && t.gnu {
                    human(total * 1024)
                } else if self.has('h') {
                    human_busybox(total * 1024)
                } else {
                    total.to_string()
                };
                t.put(format!("total {text}\n")).await?;
            }
            self.show(t, &below).await?;
            if self.has('R') {
                for file in below.into_iter().rev() {
                    if file.stat.kind == FileKind::Dir && file.name != "." && file.name != ".." {
                        dirs.push(file);
                    }
                }
            }
        }
        Ok(())
    }

    /// Says which links can't be read.
    async fn complain(&self, t: &mut Tool, files: &[File]) {
        for file in files.iter().filter(|_| self.long) {
            if let Some(error) = file.unread {
                let message = t.words(
                    format!("{}: cannot read link: {error}", file.path),
                    format!("cannot read symbolic link '{}': {error}", file.path),
                );
                t.say(&message).await;
                t.status = t.status.max(t.words(0, 1));
            }
        }
    }

    fn file(&self, t: &Tool, name: String, path: String, follow: bool) -> Result<File, Errno> {
        let mut stat = if follow { t.sys.stat(&path) } else { t.sys.lstat(&path) };
        // busybox has nothing to say of a link that points nowhere.
        if stat == Err(Errno::ENOENT) && follow && t.gnu {
            stat = t.sys.lstat(&path);
        }
        let stat = stat?;
        let points = match stat.kind {
            FileKind::Symlink => t.sys.readlink(&path).map_err(Some),
            _ => Err(None),
        };
        let (points, unread) = match points {
            Ok(target) => (Some(target), None),
            Err(why) => (None, why),
        };
        Ok(File {
            name,
            path,
            stat,
            points,
            unread,
        })
    }

    fn sort(&self, files: &mut [File]) {
        if self.has('f') || self.has('U') {
            return;
        }
        let key = match self.options.last_of("tSXv#") {
            Some('#') => match self.options.value('#') {
                Some("time") => Some('t'),
                Some("size") => Some('S'),
                Some("extension") => Some('X'),
                Some("version") => Some('v'),
                _ => None,
            },
            other => other,
        };
        files.sort_by(|a, b| {
            let by_name = a.name.cmp(&b.name);
            let order = match key {
                Some('t') => b.stat.meta.mtime.cmp(&a.stat.meta.mtime).then(by_name),
                Some('S') => b.stat.size.cmp(&a.stat.size).then(by_name),
                Some('X') => extension(&a.name).cmp(extension(&b.name)).then(by_name),
                Some('v') => version_order(&a.name, &b.name),
                _ => by_name,
            };
            let order = if self.has('r') { order.reverse() } else { order };
            if self.has('"') {
                let dir = |f: &File| f.stat.kind != FileKind::Dir;
                return dir(a).cmp(&dir(b)).then(order);
            }
            order
        });
    }

    fn indicator(&self, t: &Tool, file: &File) -> &'static str {
        if !self.has('F') && !self.has('p') {
            return "";
        }
        match file.stat.kind {
            FileKind::Dir => "/",
            _ if !self.has('F') => "",
            FileKind::Symlink if !self.long => "@",
            FileKind::Fifo => "|",
            FileKind::Socket => "=",
            FileKind::File if file.stat.meta.mode & 0o111 != 0 => "*",
            FileKind::Symlink if t.gnu => match t.sys.stat(&file.path) {
                Ok(stat) if stat.kind == FileKind::Dir => "/",
                _ => "",
            },
            _ => "",
        }
    }

    fn shown_name(&self, t: &Tool, file: &File) -> String {
        let mut name: String = if self.tty {
            file.name.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
        } else {
            file.name.clone()
        };
        if self.has('Q') {
            name = format!("\"{name}\"");
        } else if t.gnu && self.tty && name.chars().any(|c| " '\"\\$&;()<>|*?[]!`#~".contains(c)) {
            name = if name.contains('\'') {
                format!("\"{name}\"")
            } else {
                format!("'{name}'")
            };
        }
        name
    }

    async fn show(&self, t: &mut Tool, files: &[File]) -> Run {
        if self.long {
            return self.show_long(t, files).await;
        }
        let ino_width = files.iter().map(|f| f.stat.ino.to_string().len()).max().unwrap_or(0);
        let block_width = files.iter().map(|f| blocks(&f.stat).to_string().len()).max().unwrap_or(0);
        let names: Vec<String> = files
            .iter()
            .map(|f| {
                let mut text = String::new();
                if self.has('i') {
                    text.push_str(&if t.gnu {
                        format!("{:ino_width$} ", f.stat.ino)
                    } else {
                        format!("{:7} ", f.stat.ino)
                    });
                }
                if self.has('s') {
                    text.push_str(&if t.gnu {
                        format!("{:block_width$} ", blocks(&f.stat))
                    } else {
                        format!("{:6} ", blocks(&f.stat))
                    });
                }
                text.push_str(&self.shown_name(t, f));
                text.push_str(self.indicator(t, f));
                text
            })
            .collect();
        if self.has('m') {
            if names.is_empty() {
                return Ok(());
            }
            return t.line(names.join(", ")).await;
        }
        if self.one {
            for name in names {
                t.line(name).await?;
            }
            return Ok(());
        }
        self.show_columns(t, &names).await
    }

    async fn show_columns(&self, t: &mut Tool, names: &[String]) -> Run {
        let widths: Vec<usize> = names.iter().map(|n| n.chars().count()).collect();
        let widest = widths.iter().copied().max().unwrap_or(0) + 2;
        let across = self.has('x');
        let mut columns = (self.columns / widest.max(1)).clamp(1, names.len().max(1));
        let mut column_widths = vec![widest; columns];
        if t.gnu {
            // The most columns whose own widths fit.
            for candidate in (1..=names.len().min(self.columns / 3 + 1)).rev() {
                let rows = names.len().div_ceil(candidate);
                let mut widths_here = vec![0usize; candidate];
                for (at, width) in widths.iter().enumerate() {
                    let column = if across { at % candidate } else { at / rows };
                    if let Some(slot) = widths_here.get_mut(column) {
                        *slot = (*slot).max(width + 2);
                    }
                }
                let total: usize = widths_here.iter().sum::<usize>().saturating_sub(2);
                if total < self.columns && widths_here.iter().all(|w| *w > 0) {
                    columns = candidate;
                    column_widths = widths_here;
                    break;
                }
            }
        }
        let rows = names.len().div_ceil(columns);
        for row in 0..rows {
            let mut line = String::new();
            for column in 0..columns {
                let at = if across { row * columns + column } else { column * rows + row };
                let Some(name) = names.get(at) else { continue };
                line.push_str(name);
                let next = if across { at + 1 } else { at + rows };
                let last = column + 1 == columns || next >= names.len();
                if !last {
                    let width = column_widths.get(column).copied().unwrap_or(widest);
                    line.push_str(&" ".repeat(width.saturating_sub(widths.get(at).copied().unwrap_or(0))));
                }
            }
            t.line(line).await?;
        }
        Ok(())
    }

    async fn show_long(&self, t: &mut Tool, files: &[File]) -> Run {
        let now = t.sys.now().seconds();
        let rows: Vec<[String; 6]> = files.iter().map(|f| self.cells(t, f)).collect();
        let width = |column: usize| {
            rows.iter()
                .filter_map(|r| r.get(column))
                .map(|c| c.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..6).map(width).collect();
        for (file, [ino, block, links, user, group, size]) in files.iter().zip(&rows) {
            t.sys.tick().await;
            if !t.gnu {
                self.complain(t, std::slice::from_ref(file)).await;
            }
            let w = |at: usize| widths.get(at).copied().unwrap_or(0);
            let mode = mode::letters(file.stat.kind, file.stat.meta.mode);
            let mut line = String::new();
            if t.gnu {
                if self.has('i') {
                    line.push_str(&format!("{ino:>0$} ", w(0)));
                }
                if self.has('s') {
                    line.push_str(&format!("{block:>0$} ", w(1)));
                }
                line.push_str(&format!("{mode} {links:>0$} ", w(2)));
                if !self.has('g') {
                    line.push_str(&format!("{user:<0$} ", w(3)));
                }
                if !self.has('o') && !self.has('G') {
                    line.push_str(&format!("{group:<0$} ", w(4)));
                }
                line.push_str(&format!("{size:>0$} ", w(5)));
            } else {
                if self.has('i') {
                    line.push_str(&format!("{ino:>7} "));
                }
                if self.has('s') {
                    line.push_str(&format!("{block:>6} "));
                }
                line.push_str(&format!("{mode} {links:>4} "));
                if !self.has('g') {
                    line.push_str(&format!("{user:<8.8} "));
                }
                if !self.has('o') {
                    line.push_str(&format!("{group:<8.8} "));
                }
                let size_width = if self.has('h') { 7 } else { 9 };
                line.push_str(&format!("{size:>size_width$} "));
            }
            line.push_str(&self.time(t, file.stat.meta.mtime, now));
            line.push(' ');
            line.push_str(&self.shown_name(t, file));
            line.push_str(self.indicator(t, file));
            if let Some(points) = &file.points {
                line.push_str(&format!(" -> {points}"));
                if self.has('F') && !t.gnu && t.sys.stat(&file.path).is_ok_and(|s| s.kind == FileKind::Dir) {
                    line.push('/');
                }
            }
            t.line(line).await?;
        }
        Ok(())
    }

    fn cells(&self, t: &Tool, file: &File) -> [String; 6] {
        let stat = &file.stat;
        let (user, group) = if self.has('n') {
            (stat.meta.uid.to_string(), stat.meta.gid.to_string())
        } else {
            (self.users.user_name(stat.meta.uid), self.users.group_name(stat.meta.gid))
        };
        let size = match stat.kind {
            FileKind::CharDev if t.gnu => format!("{}, {:>3}", stat.rdev.0, stat.rdev.1),
            FileKind::CharDev => format!("{:>4}, {:>3}", stat.rdev.0, stat.rdev.1),
            _ if self.has('h') && t.gnu => human(stat.size),
            _ if self.has('h') => human_busybox(stat.size),
            _ => stat.size.to_string(),
        };
        [
            stat.ino.to_string(),
            blocks(stat).to_string(),
            stat.nlink.to_string(),
            user,
            group,
            size,
        ]
    }

    fn time(&self, t: &Tool, mtime: i64, now: i64) -> String {
        let at = Civil::from_nanos(mtime);
        if let Some(style) = self.options.value('%') {
            return match style {
                "long-iso" => format("%Y-%m-%d %H:%M", &at),
                "full-iso" => format("%Y-%m-%d %H:%M:%S.%N %z", &at),
                "iso" => format("%m-%d %H:%M", &at),
                style => format(style.trim_start_matches('+'), &at),
            };
        }
        if self.has('e') {
            return format(
                if t.gnu {
                    "%Y-%m-%d %H:%M:%S.%N %z"
                } else {
                    "%Y-%m-%d %H:%M:%S %z"
                },
                &at,
            );
        }
        let age = now - mtime.div_euclid(1_000_000_000);
        let recent = if t.gnu {
            (0..15_778_476).contains(&age)
        } else {
            (-900..15_768_000).contains(&age)
        };
        format(
            if recent || t.gnu && age == 0 {
                "%b %e %H:%M"
            } else {
                "%b %e  %Y"
            },
            &at,
        )
    }
}

fn extension(name: &str) -> &str {
    name.rfind('.').and_then(|at| name.get(at..)).unwrap_or("")
}

/// Disk usage in units of 1024 bytes. A directory that is smaller than a block is a tmpfs's, and takes none.
pub fn blocks(stat: &Stat) -> u64 {
    match stat.kind {
        FileKind::Dir if stat.size < 4096 => 0,
        FileKind::Dir => stat.size.div_ceil(1024),
        FileKind::File => stat.size.div_ceil(4096).saturating_mul(4),
        _ => 0,
    }
}

/// The order of `sort -V`: digits by their value.
pub fn version_order(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        let text = |s: &[u8]| s.iter().take_while(|c| !c.is_ascii_digit()).count();
        let (ta, tb) = (text(a), text(b));
        let order = a.get(..ta).cmp(&b.get(..tb));
        if order != Ordering::Equal {
            return order;
        }
        (a, b) = (a.get(ta..).unwrap_or_default(), b.get(tb..).unwrap_or_default());
        if a.is_empty() || b.is_empty() {
            return a.len().cmp(&b.len());
        }
        let digits = |s: &[u8]| s.iter().take_while(|c| c.is_ascii_digit()).count();
        let (da, db) = (digits(a), digits(b));
        let number = |s: &[u8], end: usize| -> Vec<u8> {
            s.get(..end)
                .unwrap_or_default()
                .iter()
                .copied()
                .skip_while(|c| *c == b'0')
                .collect()
        };
        let (na, nb) = (number(a, da), number(b, db));
        let order = na.len().cmp(&nb.len()).then(na.cmp(&nb));
        if order != Ordering::Equal {
            return order;
        }
        (a, b) = (a.get(da..).unwrap_or_default(), b.get(db..).unwrap_or_default());
    }
}
