//! `tar`, over the archive format that the files room keeps, with gzip.
//!
//! Member names are stored clean: a leading `./` is not kept. Left out: other compressions, appending,
//! incremental archives, sparse members.

use crate::clock::{Civil, format};
use crate::mode;
use crate::tool::{Exit, Options, Run, Tool, join, tool};
use crate::users::Users;
use machine::{Errno, FileObject, Flags};
use std::collections::{BTreeMap, BTreeSet};
use vfs::tar::{ArchiveError, Content, Entry, Limits};
use vfs::{FileKind, Stat};

tool!();

const LIMITS: Limits = Limits {
    bytes: 1 << 30,
    padding: 1 << 40,
    entries: 200_000,
};

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("create", 'c'),
        ("extract", 'x'),
        ("get", 'x'),
        ("list", 't'),
        ("file", 'f'),
        ("verbose", 'v'),
        ("gzip", 'z'),
        ("gunzip", 'z'),
        ("bzip2", 'j'),
        ("xz", 'J'),
        ("zstd", 'Z'),
        ("directory", 'C'),
        ("strip-components", '!'),
        ("exclude", 'E'),
        ("files-from", 'T'),
        ("exclude-from", 'X'),
        ("dereference", 'h'),
        ("preserve-permissions", 'p'),
        ("same-permissions", 'p'),
        ("no-same-owner", 'o'),
        ("no-same-permissions", '"'),
        ("touch", 'm'),
        ("keep-old-files", 'k'),
        ("overwrite", 'O'),
        ("to-stdout", 'O'),
        ("numeric-owner", '#'),
        ("owner", '$'),
        ("group", '%'),
        ("mtime", '&'),
        ("auto-compress", 'a'),
        ("wildcards", '('),
        ("append", 'r'),
        ("absolute-names", 'P'),
        ("one-file-system", 'l'),
        ("sort", ')'),
        ("same-owner", '+'),
        ("format", 'H'),
        ("no-recursion", 'n'),
        ("warning", 'W'),
        ("totals", '['),
        ("no-overwrite-dir", ']'),
        ("checkpoint", '['),
    ];
    let mut args = t.args.clone();
    // The old way: letters without a dash, their arguments after them.
    if let Some(first) = args.first().filter(|a| !a.starts_with('-') && !a.is_empty()).cloned() {
        let mut values: Vec<String> = Vec::new();
        let mut rest = args.split_off(1).into_iter();
        let mut out = Vec::new();
        for letter in first.chars() {
            if "fCTX".contains(letter) {
                match rest.next() {
                    Some(value) => values.extend([format!("-{letter}"), value]),
                    None => out.push(format!("-{letter}")),
                }
            } else {
                out.push(format!("-{letter}"));
            }
        }
        out.extend(values);
        out.extend(rest);
        args = out;
    }
    // -C between operands holds for those after it.
    let mut groups: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
    let options = t
        .options_of(&args, "cxtf:vzjJC:!:E:T:X:hpo\"mkO#$:%:&:a(rPl):+H:nW:[]", &long)
        .await?;
    let mut words = args.iter().peekable();
    let mut dir = String::new();
    let mut operands: BTreeSet<usize> = BTreeSet::new();
    let _ = &mut operands;
    let mut rest = options.rest.iter();
    while let Some(word) = words.next() {
        let change = match word.as_str() {
            "-C" | "--directory" => words.next().cloned(),
            word => word
                .strip_prefix("--directory=")
                .or(word.strip_prefix("-C").filter(|w| !w.is_empty()))
                .map(str::to_string),
        };
        if let Some(to) = change {
            dir = if to.starts_with('/') || dir.is_empty() {
                to
            } else {
                join(&dir, &to)
            };
            groups.push((dir.clone(), Vec::new()));
            continue;
        }
        if rest.clone().next() == Some(word) {
            rest.next();
            if let Some((_, names)) = groups.last_mut() {
                names.push(word.clone());
            }
        }
    }
    if let Some(list) = options.value('T').map(str::to_string) {
        let Some(bytes) = t.slurp(&list).await else {
            return Err(Exit(t.words(1, 2)));
        };
        if let Some((_, names)) = groups.last_mut() {
            names.extend(String::from_utf8_lossy(&bytes).lines().map(str::to_string));
        }
    }
    let mut excluded = options.values('E');
    for file in options.values('X') {
        let Some(bytes) = t.slurp(&file).await else {
            return Err(Exit(t.words(1, 2)));
        };
        excluded.extend(String::from_utf8_lossy(&bytes).lines().map(str::to_string));
    }
    for (letter, name) in [('j', "bzip2"), ('J', "xz"), ('Z', "zstd")] {
        if options.has(letter) {
            return Err(t.fail_with(2, format!("drydock: {name} is not simulated")).await);
        }
    }
    if options.has('r') {
        return Err(t.fail_with(2, "drydock: -r (append) is not simulated").await);
    }
    let kinds = ['c', 'x', 't'].iter().filter(|c| options.has(**c)).count();
    if kinds != 1 {
        if !t.gnu {
            return Err(t.usage().await);
        }
        let message = if kinds == 0 {
            "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options"
        } else {
            "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option"
        };
        t.usage_status = 2;
        return Err(t.misuse(message).await.max_status(2));
    }
    let tar = Tar {
        excluded,
        users: Users::load(&t.sys),
        verbose: options.count('v'),
        dir,
        options,
    };
    if tar.options.has('c') {
        tar.create(t, &groups).await
    } else {
        tar.read(t, &groups).await
    }
}

impl Exit {
    fn max_status(self, status: i32) -> Exit {
        Exit(self.0.max(status))
    }
}

struct Tar {
    options: Options,
    excluded: Vec<String>,
    users: Users,
    verbose: usize,
    dir: String,
}

/// A path as a member's name: without leading slashes, `.` and `..` before the last way up.
fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => parts.clear(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

impl Tar {
    fn has(&self, option: char) -> bool {
        self.options.has(option)
    }

    fn is_excluded(&self, name: &str) -> bool {
        self.excluded.iter().any(|pattern| {
            let pattern = pattern.trim_end_matches('/').trim_start_matches("./");
            let whole = name.trim_start_matches("./");
            crate::glob::matches(pattern.as_bytes(), whole.as_bytes(), false)
                || whole.match_indices('/').any(|(at, _)| {
                    whole
                        .get(at + 1..)
                        .is_some_and(|rest| crate::glob::matches(pattern.as_bytes(), rest.as_bytes(), false))
                        || whole
                            .get(..at)
                            .is_some_and(|head| crate::glob::matches(pattern.as_bytes(), head.as_bytes(), false))
                })
        })
    }

    async fn finish(&self, t: &mut Tool) -> Run {
        if t.status == 0 {
            return Ok(());
        }
        if t.gnu {
            t.say("Exiting with failure status due to previous errors").await;
        } else if self.has('c') {
            t.say("error exit delayed from previous errors").await;
        }
        Err(Exit(t.words(1, 2)))
    }

    fn line(&self, t: &Tool, entry: &Entry, long: bool) -> String {
        let dir = matches!(entry.content, Content::Dir);
        let name = match (&entry.path, dir) {
            (path, true) if path.is_empty() => "./".to_string(),
            (path, true) => format!("{path}/"),
            (path, false) => path.clone(),
        };
        if !long {
            return name;
        }
        let (kind, size, suffix) = match &entry.content {
            Content::File(data) => (FileKind::File, data.size(), String::new()),
            Content::Dir => (FileKind::Dir, 0, String::new()),
            Content::Symlink(to) => (FileKind::Symlink, 0, format!(" -> {to}")),
            Content::Hardlink(to) => (FileKind::File, 0, t.words(format!(" -> {to}"), format!(" link to {to}"))),
            Content::CharDev(..) => (FileKind::CharDev, 0, String::new()),
            Content::Fifo => (FileKind::Fifo, 0, String::new()),
        };
        let mut letters = mode::letters(kind, entry.meta.mode);
        if matches!(entry.content, Content::Hardlink(_)) && t.gnu {
            letters.replace_range(..1, "h");
        }
        let at = Civil::from_nanos(entry.meta.mtime);
        let owner = if self.has('#') {
            format!("{}/{}", entry.meta.uid, entry.meta.gid)
        } else {
            format!(
                "{}/{}",
                self.users.user_name(entry.meta.uid),
                self.users.group_name(entry.meta.gid)
            )
        };
        if t.gnu {
            let width = 19usize.saturating_sub(owner.len() + 1);
            format!(
                "{letters} {owner} {size:>width$} {} {name}{suffix}",
                format("%Y-%m-%d %H:%M", &at)
            )
        } else {
            format!(
                "{letters} {owner} {size:>9} {} {name}{suffix}",
                format("%Y-%m-%d %H:%M:%S", &at)
            )
        }
    }

    async fn create(&self, t: &mut Tool, groups: &[(String, Vec<String>)]) -> Run {
        if groups.iter().all(|(_, names)| names.is_empty()) && !self.has('T') {
            if t.gnu {
                t.say("Cowardly refusing to create an empty archive").await;
                t.usage_status = 2;
                return Err(t.usage().await);
            }
            return Err(t.fail("empty archive").await);
        }
        let file = self.options.value('f').unwrap_or("-").to_string();
        let mut entries: Vec<Entry> = Vec::new();
        let mut first: BTreeMap<(u64, u32), String> = BTreeMap::new();
        let mut warned = false;
        let output = if file == "-" {
            None
        } else {
            t.sys.stat(&file).ok().map(|s| (s.dev, s.ino))
        };
        for (dir, names) in groups {
            for name in names {
                if name.starts_with('/') && !std::mem::replace(&mut warned, true) {
                    let message = t.words(
                        "removing leading '/' from member names",
                        "Removing leading `/' from member names",
                    );
                    t.say(message).await;
                }
                let start = if dir.is_empty() { name.clone() } else { join(dir, name) };
                let mut todo = vec![(start, clean(name), name.clone())];
                while let Some((path, member, shown)) = todo.pop() {
                    t.sys.tick().await;
                    if self.is_excluded(&shown) {
                        continue;
                    }
                    let stat = match if self.has('h') {
                        t.sys.stat(&path)
                    } else {
                        t.sys.lstat(&path)
                    } {
                        Ok(stat) => stat,
                        Err(error) => {
                            let message = t.words(format!("{shown}: {error}"), format!("{shown}: Cannot stat: {error}"));
                            t.error(message).await;
                            continue;
                        }
                    };
                    if output == Some((stat.dev, stat.ino)) {
                        let message = t.words(
                            format!("{shown}: file is the archive; skipping"),
                            format!("{shown}: file is the archive; not dumped"),
                        );
                        t.say(&message).await;
                        continue;
                    }
                    let content = match self.content(t, &path, &member, &stat, &mut first) {
                        Ok(Some(content)) => content,
                        Ok(None) => continue,
                        Err(error) => {
                            let message = t.words(
                                format!("can't open '{shown}': {error}"),
                                format!("{shown}: Cannot open: {error}"),
                            );
                            t.error(message).await;
                            continue;
                        }
                    };
                    let mut meta = stat.meta;
                    for (letter, slot) in [('$', &mut meta.uid), ('%', &mut meta.gid)] {
                        if let Some(text) = self.options.value(letter) {
                            let name = text.split(':').next().unwrap_or_default();
                            *slot = if letter == '$' {
                                self.users.uid(name)
                            } else {
                                self.users.gid(name)
                            }
                            .unwrap_or(*slot);
                        }
                    }
                    if let Some(time) = self
                        .options
                        .value('&')
                        .and_then(|text| crate::clock::parse(text, t.sys.now().0))
                    {
                        meta.mtime = time;
                    }
                    let is_dir = content == Content::Dir;
                    let entry = Entry {
                        path: member.clone(),
                        meta,
                        content,
                    };
                    if self.verbose > 0 {
                        let line = self.line(t, &entry, self.verbose > 1 && t.gnu);
                        if file == "-" {
                            t.stderr(&format!("{line}\n")).await
                        } else {
                            t.line(line).await?
                        }
                    }
                    entries.push(entry);
                    if is_dir && !self.has('n') {
                        match t.sys.readdir(&path) {
                            Ok(below) => {
                                for child in below.iter().rev() {
                                    todo.push((
                                        join(&path, &child.name),
                                        join(&member, &child.name),
                                        join(&shown, &child.name),
                                    ));
                                }
                            }
                            Err(error) => {
                                let message = t.words(
                                    format!("can't open '{shown}': {error}"),
                                    format!("{shown}: Cannot open: {error}"),
                                );
                                t.error(message).await;
                            }
                        }
                    }
                }
            }
        }
        let mut bytes = vfs::tar::to_bytes(&entries);
        t.sys.burn((bytes.len() / 4096) as u32).await;
        if self.has('z') || self.has('a') && (file.ends_with(".gz") || file.ends_with(".tgz")) {
            bytes = vfs::tar::gzip(&bytes);
        }
        if file == "-" {
            t.put(bytes).await?;
        } else if let Err(error) = t.write_file(&file, &bytes, Flags::WRITE, 0o666).await {
            let message = t.words(
                format!("can't open '{file}': {error}"),
                format!("{file}: Cannot open: {error}"),
            );
            t.say(&message).await;
            if t.gnu {
                t.say("Error is not recoverable: exiting now").await;
            }
            return Err(Exit(t.words(1, 2)));
        }
        self.finish(t).await
    }

    fn content(
        &self,
        t: &Tool,
        path: &str,
        member: &str,
        stat: &Stat,
        first: &mut BTreeMap<(u64, u32), String>,
    ) -> Result<Option<Content>, Errno> {
        let key = (stat.dev, stat.ino);
        if stat.nlink > 1 && stat.kind != FileKind::Dir {
            if let Some(earlier) = first.get(&key) {
                return Ok(Some(Content::Hardlink(earlier.clone())));
            }
            first.insert(key, member.to_string());
        }
        Ok(Some(match stat.kind {
            FileKind::File => {
                t.sys.access(path, 4)?;
                let at = t.sys.resolve(path, true)?;
                let data = at.mount.fs.borrow().data(at.ino)?.clone();
                Content::File(data)
            }
            FileKind::Dir => Content::Dir,
            FileKind::Symlink => Content::Symlink(t.sys.readlink(path)?.into()),
            FileKind::CharDev => Content::CharDev(stat.rdev.0, stat.rdev.1),
            FileKind::Fifo => Content::Fifo,
            FileKind::Socket => return Ok(None),
        }))
    }

    async fn read(&self, t: &mut Tool, groups: &[(String, Vec<String>)]) -> Run {
        let file = self.options.value('f').unwrap_or("-").to_string();
        let bytes = match crate::io::Reader::open(&t.sys, &file) {
            Ok(mut reader) => match reader.all().await {
                Ok(bytes) => bytes,
                Err(error) => {
                    let message = t.words(format!("read error: {error}"), format!("{file}: Cannot read: {error}"));
                    t.say(&message).await;
                    return Err(Exit(t.words(1, 2)));
                }
            },
            Err(error) => {
                let message = t.words(
                    format!("can't open '{file}': {error}"),
                    format!("{file}: Cannot open: {error}"),
                );
                t.say(&message).await;
                if t.gnu {
                    t.say("Error is not recoverable: exiting now").await;
                }
                return Err(Exit(t.words(1, 2)));
            }
        };
        if self.has('z') && !bytes.starts_with(&[0x1f, 0x8b]) {
            if !t.gnu {
                t.say("invalid magic").await;
                return Err(t.fail("short read").await);
            }
            t.stderr("\ngzip: stdin: not in gzip format\n").await;
            t.say("Child returned status 1").await;
            t.say("Error is not recoverable: exiting now").await;
            return Err(Exit(2));
        }
        t.sys.burn((bytes.len() / 1024) as u32).await;
        let entries = match vfs::tar::read(&bytes, &LIMITS) {
            // An archive has at least the block of zeros that ends it.
            Ok(_) if bytes.is_empty() => Err(ArchiveError::Malformed(String::new())),
            Ok(entries) if entries.is_empty() && bytes.iter().any(|b| *b != 0) && bytes.len() < 512 => {
                Err(ArchiveError::Malformed(String::new()))
            }
            other => other,
        };
        let entries = match entries {
            Ok(entries) => entries,
            Err(ArchiveError::Compression(name)) => {
                return Err(t.fail_with(2, format!("drydock: {name} is not simulated")).await);
            }
            Err(ArchiveError::TooLarge) => return Err(t.fail_with(2, "Cannot allocate memory").await),
            Err(_) if t.gnu => {
                t.say("This does not look like a tar archive").await;
                t.status = 2;
                return self.finish(t).await;
            }
            Err(_) if bytes.len() < 512 => return Err(t.fail("short read").await),
            Err(_) => return Err(t.fail("invalid tar magic").await),
        };
        let names: Vec<String> = groups.iter().flat_map(|(_, names)| names.iter().map(|n| clean(n))).collect();
        let mut used = vec![false; names.len()];
        let strip: usize = self.options.value('!').and_then(|s| s.parse().ok()).unwrap_or(0);
        let mut late: Vec<(String, Entry)> = Vec::new();
        for mut entry in entries {
            t.sys.tick().await;
            let mut wanted = names.is_empty();
            for (at, name) in names.iter().enumerate() {
                let hit = entry.path == *name
                    || entry
                        .path
                        .strip_prefix(name.as_str())
                        .is_some_and(|r| r.starts_with('/') || name.is_empty())
                    || (self.has('(') || !t.gnu) && crate::glob::matches(name.as_bytes(), entry.path.as_bytes(), false);
                if hit {
                    wanted = true;
                    if let Some(used) = used.get_mut(at) {
                        *used = true;
                    }
                }
            }
            if !wanted || self.is_excluded(&entry.path) {
                continue;
            }
            if self.has('t') {
                let line = self.line(t, &entry, self.verbose > 0);
                t.line(line).await?;
                continue;
            }
            if strip > 0 {
                let parts: Vec<&str> = entry.path.split('/').collect();
                let Some(rest) = parts.get(strip..).filter(|r| !r.is_empty()) else {
                    continue;
                };
                entry.path = rest.join("/");
            }
            if self.verbose > 0 {
                let line = self.line(t, &entry, self.verbose > 1 && t.gnu);
                if self.has('O') {
                    t.stderr(&format!("{line}\n")).await
                } else {
                    t.line(line).await?
                }
            }
            if self.has('O') {
                if let Content::File(data) = &entry.content {
                    t.put(data.bytes()).await?;
                }
                continue;
            }
            let to = if self.dir.is_empty() {
                entry.path.clone()
            } else {
                join(&self.dir, &entry.path)
            };
            let to = if to.is_empty() { ".".to_string() } else { to };
            if !self.dir.is_empty() && !t.sys.exists(&self.dir) {
                let message = t.words(
                    format!("can't change directory to '{}': No such file or directory", self.dir),
                    format!("{}: Cannot open: No such file or directory", self.dir),
                );
                t.say(&message).await;
                if t.gnu {
                    t.say("Error is not recoverable: exiting now").await;
                }
                return Err(Exit(t.words(1, 2)));
            }
            if let Err(error) = self.extract(t, &to, &entry) {
                let message = t.words(
                    format!("can't open '{}': {error}", entry.path),
                    format!("{}: Cannot open: {error}", entry.path),
                );
                t.error(message).await;
                continue;
            }
            if entry.content == Content::Dir {
                late.push((to, entry));
            }
        }
        for (to, entry) in late.iter().rev() {
            self.attributes(t, to, entry);
        }
        for (name, used) in names.iter().zip(used) {
            if !used {
                let message = t.words(
                    format!("{name}: not found in archive"),
                    format!("{name}: Not found in archive"),
                );
                t.error(message).await;
            }
        }
        self.finish(t).await
    }

    fn extract(&self, t: &Tool, to: &str, entry: &Entry) -> Result<(), Errno> {
        let above = crate::basename::parent(to);
        if !t.sys.exists(&above) {
            t.sys.mkdir_all(&above, 0o777)?;
        }
        let there = t.sys.lstat(to);
        if entry.content == Content::Dir {
            return match there {
                Ok(stat) if stat.kind == FileKind::Dir => Ok(()),
                Ok(_) if t.sys.stat(to).is_ok_and(|s| s.kind == FileKind::Dir) => Ok(()),
                Ok(_) => t.sys.unlink(to).and_then(|()| t.sys.mkdir(to, 0o777)),
                Err(_) => t.sys.mkdir(to, 0o777),
            };
        }
        if there.is_ok() {
            if self.has('k') {
                return Err(Errno::EEXIST);
            }
            t.sys.unlink(to)?;
        }
        match &entry.content {
            Content::File(data) => {
                let file = t.sys.open_file(to, Flags::WRITE, 0o666)?;
                if let FileObject::Regular { at } = &file.object {
                    at.mount.fs.borrow_mut().set_data(at.ino, data.clone(), entry.meta.mtime)?;
                }
            }
            Content::Symlink(points) => t.sys.symlink(points, to)?,
            Content::Hardlink(earlier) => {
                let from = if self.dir.is_empty() {
                    earlier.clone()
                } else {
                    join(&self.dir, earlier)
                };
                return t.sys.link(&from, to);
            }
            Content::Fifo => t.sys.mkfifo(to, entry.meta.mode)?,
            Content::CharDev(major, minor) => t.sys.mknod_char(to, entry.meta.mode, *major, *minor)?,
            Content::Dir => {}
        }
        self.attributes(t, to, entry);
        Ok(())
    }

    fn attributes(&self, t: &Tool, to: &str, entry: &Entry) {
        let root = t.sys.cred().uid == 0;
        let link = matches!(entry.content, Content::Symlink(_));
        if root && !self.has('o') {
            let _ = t.sys.chown(to, Some(entry.meta.uid), Some(entry.meta.gid), false);
        }
        if !link {
            let umask = t.sys.umask(0);
            t.sys.umask(umask);
            let exact = root || self.has('p');
            let _ = t.sys.chmod(
                to,
                if exact {
                    entry.meta.mode
                } else {
                    entry.meta.mode & 0o777 & !umask
                },
            );
        }
        if !self.has('m') {
            let _ = t.sys.set_mtime(to, entry.meta.mtime, false);
        }
    }
}
