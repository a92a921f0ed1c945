//! `mount`, `umount`, `df` and `du`.
//!
//! Only the machine's own root can change mounts; in containers it is refused, as without CAP_SYS_ADMIN.

use crate::ls::blocks;
use crate::number::{human, human_busybox};
use crate::tool::{Exit, Options, Run, Tool, join, tool};
use std::collections::BTreeSet;
use std::rc::Rc;
use vfs::{FileKind, Mount, MountKind, ROOT};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "df" => df(t).await,
        "du" => du(t).await,
        "umount" => umount(t).await,
        "mountpoint" => mountpoint(t).await,
        _ => mount(t).await,
    }
}

fn kind(mount: &Mount) -> &'static str {
    mount.kind.name()
}

/// Whether there is nothing in it that takes up room.
fn is_empty(mount: &Mount) -> bool {
    mount.kind.is_made_up() || matches!(mount.kind, MountKind::Devpts | MountKind::Mqueue)
}

async fn mount(t: &mut Tool) -> Run {
    let options = t
        .options("t:o:arwvnfi", &[("bind", 'B'), ("types", 't'), ("options", 'o')])
        .await?;
    if options.rest.is_empty() && !options.has('a') {
        for mount in t.sys.mounts() {
            t.line(format!(
                "{} on {} type {} ({})",
                mount.device(),
                mount.path,
                kind(&mount),
                mount.options()
            ))
            .await?;
        }
        return Ok(());
    }
    let target = options.rest.last().cloned().unwrap_or_default();
    if t.sys.capable("SYS_ADMIN") {
        return Err(t.not_simulated("mounting by hand").await);
    }
    let refused = match t.sys.cred().uid {
        0 => "permission denied.",
        _ => "must be superuser to use mount.",
    };
    let message = t.words(
        "permission denied (are you root?)".to_string(),
        format!("{target}: {refused}"),
    );
    Err(t.fail_with(t.words(1, 32), message).await)
}

/// Whether another file system begins at a directory.
async fn mountpoint(t: &mut Tool) -> Run {
    let options = t.options("qdxn", &[("quiet", 'q'), ("fs-devno", 'd')]).await?;
    let [target] = options.rest.as_slice() else {
        return Err(t.usage().await);
    };
    let quiet = options.has('q');
    let found = t.sys.stat(target);
    if let Err(error) = found {
        if !quiet {
            t.error(format!("{target}: {error}")).await;
        }
        return Err(crate::tool::Exit(1));
    }
    let path = vfs::normalize(&t.sys.absolute(target));
    let mounted = path == "/" || t.sys.mounts().iter().any(|m| m.path == path);
    if !quiet {
        let not = if mounted { "" } else { "not " };
        let text = t.words(
            format!("{target} is {not}a mount point"),
            format!("{target} is {not}a mountpoint"),
        );
        t.line(text).await?;
    }
    // util-linux tells a directory that is none by another status.
    let status = t.words(1, 32);
    if mounted { Ok(()) } else { Err(crate::tool::Exit(status)) }
}

async fn umount(t: &mut Tool) -> Run {
    let options = t.options("alrfdnvR", &[("lazy", 'l'), ("force", 'f'), ("all", 'a')]).await?;
    if options.rest.is_empty() {
        return Err(t.usage().await);
    }
    for target in &options.rest {
        let path = t.sys.absolute(target);
        let mounted = t.sys.mounts().iter().any(|m| m.path == path);
        let message = if !mounted {
            t.words(
                format!("can't unmount {target}: Invalid argument"),
                format!("{target}: not mounted."),
            )
        } else {
            match t.sys.change_mounts(|mounts| mounts.unmount(&path)) {
                Ok(Ok(())) => continue,
                Ok(Err(error)) | Err(error) => t.words(
                    format!("can't unmount {target}: {error}"),
                    format!("{target}: must be superuser to unmount."),
                ),
            }
        };
        t.say(&message).await;
        t.status = t.words(1, 32);
    }
    Ok(())
}

/// The size of the simulated disk, in units of 1024 bytes.
const DISK: u64 = 61_202_244;

fn usage(t: &Tool, mount: &Mount) -> (u64, u64) {
    let (memory, _) = t.sys.machine().hardware();
    let used = mount.fs.borrow().held_bytes().div_ceil(1024);
    if let (MountKind::Tmpfs, Some((size, used))) = (mount.kind, mount.fs.borrow().capacity()) {
        return (size / 1024, used.div_ceil(1024));
    }
    match mount.kind {
        _ if is_empty(mount) => (0, 0),
        MountKind::Tmpfs if mount.path == "/dev" || mount.root != ROOT => (65_536, 0),
        MountKind::Tmpfs => (memory / 2048, used),
        _ => (DISK, 8_000_000 + used),
    }
}

fn size(t: &Tool, options: &Options, kib: u64) -> String {
    if options.has('h') {
        let bytes = kib.saturating_mul(1024);
        return if t.gnu {
            human(bytes)
        } else if bytes == 0 {
            "0".into()
        } else {
            human_busybox(bytes)
        };
    }
    if options.has('m') {
        return kib.div_ceil(1024).to_string();
    }
    kib.to_string()
}

/// Each file system once, where its path is shortest: a later mount of the same tells nothing new.
fn once_each(mounts: Vec<Rc<Mount>>) -> Vec<Rc<Mount>> {
    let same = |a: &Mount, b: &Mount| {
        let disk = |m: &Mount| matches!(m.kind, MountKind::Bind | MountKind::Disk);
        Rc::ptr_eq(&a.fs, &b.fs) || (disk(a) && disk(b))
    };
    let mut out: Vec<Rc<Mount>> = Vec::new();
    for mount in mounts {
        match out.iter_mut().find(|known| same(known, &mount)) {
            Some(known) if known.path.len() > mount.path.len() => *known = mount,
            Some(_) => {}
            None => out.push(mount),
        }
    }
    out
}

async fn df(t: &mut Tool) -> Run {
    let long = [
        ("human-readable", 'h'),
        ("print-type", 'T'),
        ("all", 'a'),
        ("inodes", 'i'),
        ("type", 't'),
        ("output", 'O'),
        ("total", 'z'),
        ("portability", 'P'),
    ];
    let options = t.options("hTaikmPt:HO::zB:", &long).await?;
    let mut mounts: Vec<Rc<Mount>> = Vec::new();
    if options.rest.is_empty() {
        mounts = t
            .sys
            .mounts()
            .into_iter()
            .filter(|m| options.has('a') || !is_empty(m))
            .collect();
        if t.gnu && !options.has('a') {
            mounts = once_each(mounts);
        }
        if let Some(wanted) = options.value('t') {
            mounts.retain(|m| kind(m) == wanted);
        }
    }
    for path in &options.rest {
        match t.sys.resolve(path, true) {
            Ok(at) => mounts.push(at.mount),
            Err(error) => {
                let message = t.words(format!("{path}: {error}"), format!("{path}: {error}"));
                t.error(message).await;
            }
        }
    }
    if mounts.is_empty() && t.status != 0 {
        return Ok(());
    }
    let used_title = match (options.has('h'), options.has('m')) {
        (true, _) => "Size",
        (_, true) => "1M-blocks",
        _ if options.has('P') && t.gnu => "1024-blocks",
        _ => "1K-blocks",
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let percent = t.words("Use%", if options.has('P') { "Capacity" } else { "Use%" });
    let available = t.words("Available", if options.has('h') { "Avail" } else { "Available" });
    let (size_title, used, available, percent) = if options.has('i') {
        ("Inodes", "IUsed", "IFree", "IUse%")
    } else {
        (used_title, "Used", available, percent)
    };
    rows.push(
        ["Filesystem", "Type", size_title, used, available, percent, "Mounted on"]
            .map(str::to_string)
            .to_vec(),
    );
    for mount in &mounts {
        let (total, used) = usage(t, mount);
        let (total, used) = if options.has('i') {
            (total.min(3_907_584), mount.fs.borrow().len() as u64)
        } else {
            (total, used)
        };
        let free = total.saturating_sub(used);
        let ratio = if total == 0 {
            "-".to_string()
        } else {
            format!("{}%", (used * 100).div_ceil(total.max(1)))
        };
        let show = |kib| {
            if options.has('i') {
                format!("{kib}")
            } else {
                size(t, &options, kib)
            }
        };
        rows.push(vec![
            mount.device().to_string(),
            kind(mount).to_string(),
            show(total),
            show(used),
            show(free),
            ratio,
            mount.path.clone(),
        ]);
    }
    if !options.has('T') {
        rows.iter_mut().for_each(|r| {
            r.remove(1);
        });
    }
    let columns = rows.first().map_or(0, Vec::len);
    let left = if options.has('T') { 2 } else { 1 };
    if !t.gnu {
        for row in &rows {
            let mut line = String::new();
            for (at, cell) in row.iter().enumerate() {
                match at {
                    0 => line.push_str(&format!("{cell:<20}")),
                    1 if left == 2 => line.push_str(&format!(" {cell:<10}")),
                    at if at + 1 == columns => line.push_str(&format!(" {cell}")),
                    at if at + 2 == columns => line.push_str(&format!(" {cell:>3}")),
                    _ => line.push_str(&format!(" {cell:>9}")),
                }
            }
            t.line(line).await?;
        }
        return Ok(());
    }
    let widths: Vec<usize> = (0..columns)
        .map(|c| {
            rows.iter()
                .filter_map(|r| r.get(c))
                .map(String::len)
                .max()
                .unwrap_or(0)
                .max(if c == 0 {
                    14
                } else if c >= left && c < columns - 2 {
                    5
                } else {
                    0
                })
        })
        .collect();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let width = widths.get(at).copied().unwrap_or(0);
            if at > 0 {
                line.push(' ');
            }
            if at + 1 == columns {
                line.push_str(cell);
            } else if at < left {
                line.push_str(&format!("{cell:<width$}"));
            } else {
                line.push_str(&format!("{cell:>width$}"));
            }
        }
        t.line(line).await?;
    }
    Ok(())
}

async fn du(t: &mut Tool) -> Run {
    let long = [
        ("all", 'a'),
        ("summarize", 's'),
        ("human-readable", 'h'),
        ("total", 'c'),
        ("max-depth", 'd'),
        ("apparent-size", 'A'),
        ("bytes", 'b'),
        ("one-file-system", 'x'),
        ("dereference", 'L'),
        ("exclude", 'e'),
    ];
    let options = t.options("ashcd:kmbxLHlAe:SD", &long).await?;
    let most = match options.value('d').map(str::parse::<usize>) {
        Some(Ok(depth)) => depth,
        Some(Err(_)) => {
            let text = options.value('d').unwrap_or_default().to_string();
            let message = t.words(format!("invalid number '{text}'"), format!("invalid maximum depth '{text}'"));
            return Err(t.fail(message).await);
        }
        None if options.has('s') => 0,
        None => usize::MAX,
    };
    let names = if options.rest.is_empty() {
        vec![".".to_string()]
    } else {
        options.rest.clone()
    };
    let mut total = 0;
    for name in &names {
        match measure(t, &options, name, most).await? {
            Some(size) => total += size,
            None => continue,
        }
    }
    if options.has('c') {
        let text = shown(t, &options, total);
        t.line(format!("{text}\ttotal")).await?;
    }
    if t.status != 0 { Err(Exit(1)) } else { Ok(()) }
}

fn shown(t: &Tool, options: &Options, bytes: u64) -> String {
    if options.has('b') {
        return bytes.to_string();
    }
    if options.has('h') {
        return if t.gnu {
            human(bytes)
        } else if bytes == 0 {
            "0".into()
        } else {
            human_busybox(bytes)
        };
    }
    size(t, options, bytes.div_ceil(1024))
}

async fn measure(t: &mut Tool, options: &Options, root: &str, most: usize) -> Result<Option<u64>, Exit> {
    // Each open directory with its sum so far; a directory is printed after what is in it.
    let mut todo = vec![(root.to_string(), 0usize, false)];
    let mut sums: Vec<u64> = Vec::new();
    let mut seen: BTreeSet<(u64, u32)> = BTreeSet::new();
    let mut result = None;
    while let Some((path, depth, closing)) = todo.pop() {
        t.sys.tick().await;
        if closing {
            let sum = sums.pop().unwrap_or(0);
            if let Some(above) = sums.last_mut() {
                *above += sum;
            } else {
                result = Some(sum);
            }
            if depth <= most {
                let text = shown(t, options, sum);
                t.line(format!("{text}\t{path}")).await?;
            }
            continue;
        }
        let stat = match if options.has('L') {
            t.sys.stat(&path)
        } else {
            t.sys.lstat(&path)
        } {
            Ok(stat) => stat,
            Err(error) => {
                let message = t.words(format!("{path}: {error}"), format!("cannot access '{path}': {error}"));
                t.error(message).await;
                continue;
            }
        };
        if stat.nlink > 1 && stat.kind != FileKind::Dir && !seen.insert((stat.dev, stat.ino)) {
            continue;
        }
        let own = if options.has('b') || options.has('A') {
            stat.size
        } else {
            blocks(&stat) * 1024
        };
        if stat.kind != FileKind::Dir {
            if let Some(above) = sums.last_mut() {
                *above += own;
            } else {
                result = Some(own);
            }
            if depth == 0 || options.has('a') && depth <= most {
                let text = shown(t, options, own);
                t.line(format!("{text}\t{path}")).await?;
            }
            continue;
        }
        sums.push(own);
        todo.push((path.clone(), depth, true));
        match t.sys.readdir(&path) {
            Ok(entries) => todo.extend(entries.iter().rev().map(|e| (join(&path, &e.name), depth + 1, false))),
            Err(error) => {
                let message = t.words(
                    format!("can't open '{path}': {error}"),
                    format!("cannot read directory '{path}': {error}"),
                );
                t.error(message).await;
            }
        }
    }
    Ok(result)
}
