//! `tree`: a directory and all below it, drawn (tree 2.1, and busybox's with no options).
//!
//! Left out: output in HTML, XML and JSON, times, owners, totals of sizes and filters by `.gitignore`.

use crate::glob;
use crate::tool::{Options, Run, Tool, join, tool};
use vfs::{Errno, FileKind};

tool!();

/// How deep and how many: what lies below is not drawn.
const DEEPEST: usize = 200;

#[derive(Default)]
struct Totals {
    dirs: usize,
    files: usize,
}

/// One directory whose entries are being drawn.
struct Level {
    path: String,
    names: std::vec::IntoIter<String>,
}

async fn run(t: &mut Tool) -> Run {
    let options = t
        .options(
            t.words("", "adfispCnL:I:P:Fhrt"),
            &[("dirsfirst", '1'), ("noreport", '2'), ("du", 'h')],
        )
        .await?;
    let depth = match options.value('L').map(str::parse::<usize>) {
        None => DEEPEST,
        Some(Ok(depth)) if depth > 0 => depth.min(DEEPEST),
        Some(_) => {
            t.stderr("tree: Invalid level, must be greater than 0.\n").await;
            return Err(crate::tool::Exit(1));
        }
    };
    let mut roots = options.rest.clone();
    if roots.is_empty() {
        roots.push(".".into());
    }
    let mut totals = Totals::default();
    for root in roots {
        match entries(t, &root, &options) {
            Ok(names) => {
                t.line(&root).await?;
                totals.dirs += usize::from(t.gnu && !names.is_empty());
                draw(t, &root, names, &options, depth, &mut totals).await?;
            }
            Err(_) => {
                t.line(format!("{root}  [error opening dir]")).await?;
                t.status = t.words(1, 2);
            }
        }
    }
    if options.has('2') {
        return Ok(());
    }
    // busybox knows no singular.
    let dirs = if totals.dirs == 1 && t.gnu {
        "directory"
    } else {
        "directories"
    };
    let report = if options.has('d') {
        format!("\n{} {dirs}", totals.dirs)
    } else {
        let files = if totals.files == 1 && t.gnu { "file" } else { "files" };
        format!("\n{} {dirs}, {} {files}", totals.dirs, totals.files)
    };
    t.line(report).await
}

fn entries(t: &Tool, path: &str, options: &Options) -> Result<Vec<String>, Errno> {
    if t.sys.stat(path)?.kind != FileKind::Dir {
        return Err(Errno::ENOTDIR);
    }
    let listed = |patterns: &str, name: &str| {
        patterns
            .split('|')
            .any(|p| glob::matches(p.as_bytes(), name.as_bytes(), false))
    };
    let mut found: Vec<(bool, String)> = Vec::new();
    for entry in t.sys.readdir(path)? {
        let dir = entry.kind == FileKind::Dir;
        let hidden = entry.name.starts_with('.') && !options.has('a');
        let ignored = options.values('I').iter().any(|p| listed(p, &entry.name));
        let chosen = dir || options.value('P').is_none_or(|p| listed(p, &entry.name));
        if !hidden && !ignored && chosen && (dir || !options.has('d')) {
            found.push((dir, entry.name));
        }
    }
    if options.has('1') {
        found.sort_by_key(|(dir, _)| !dir);
    }
    if options.has('r') {
        found.reverse();
    }
    Ok(found.into_iter().map(|(_, name)| name).collect())
}

async fn draw(t: &mut Tool, root: &str, names: Vec<String>, options: &Options, depth: usize, totals: &mut Totals) -> Run {
    let unicode = t.utf8();
    let (branch, last, bar) = match unicode {
        true => ("├── ", "└── ", if t.gnu { "│\u{a0}\u{a0} " } else { "│   " }),
        false => ("|-- ", "`-- ", "|   "),
    };
    let mut levels = vec![Level {
        path: root.to_string(),
        names: names.into_iter(),
    }];
    while let Some(level) = levels.last_mut() {
        let Some(name) = level.names.next() else {
            levels.pop();
            continue;
        };
        let path = join(&level.path, &name);
        t.sys.tick().await;
        let mut text = String::new();
        if !options.has('i') {
            let (own, above) = levels.split_last().map_or((None, &[][..]), |(own, above)| (Some(own), above));
            for level in above {
                text.push_str(if level.names.len() > 0 { bar } else { "    " });
            }
            text.push_str(if own.is_some_and(|l| l.names.len() > 0) {
                branch
            } else {
                last
            });
        }
        let stat = t.sys.lstat(&path);
        let mut below = None;
        let mut mark = "";
        let kind = stat.as_ref().map_or(FileKind::File, |s| s.kind);
        if let Ok(stat) = &stat
            && (options.has('s') || options.has('h') || options.has('p'))
        {
            let mut notes = Vec::new();
            if options.has('p') {
                notes.push(crate::mode::letters(stat.kind, stat.meta.mode));
            }
            if options.has('h') {
                notes.push(format!("{:>4}", crate::number::human(stat.size)));
            } else if options.has('s') {
                notes.push(format!("{:>11}", stat.size));
            }
            text.push_str(&format!("[{}]  ", notes.join(" ")));
        }
        text.push_str(if options.has('f') { &path } else { &name });
        match kind {
            FileKind::Dir => {
                totals.dirs += 1;
                mark = "/";
                if levels.len() < depth {
                    below = Some(entries(t, &path, options));
                }
            }
            FileKind::Symlink => {
                let target = t.sys.readlink(&path).unwrap_or_default();
                text.push_str(&format!(" -> {target}"));
                let dir = t.sys.stat(&path).is_ok_and(|s| s.kind == FileKind::Dir);
                totals.dirs += usize::from(dir);
                totals.files += usize::from(!dir);
            }
            _ => {
                totals.files += 1;
                if stat.is_ok_and(|s| s.meta.mode & 0o111 != 0) {
                    mark = "*";
                }
            }
        }
        if options.has('F') {
            text.push_str(mark);
        }
        match below {
            Some(Err(_)) => {
                t.line(text + "  [error opening dir]").await?;
                t.status = t.words(0, 2);
            }
            Some(Ok(names)) => {
                t.line(text).await?;
                levels.push(Level {
                    path,
                    names: names.into_iter(),
                });
            }
            None => t.line(text).await?,
        }
    }
    Ok(())
}
